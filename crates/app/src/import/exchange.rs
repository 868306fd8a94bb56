//! Files of other offices (12345 orders): their columns, which of their orders are here already, what they say later, and what they are answered.
//! An order is known by the number that the other side gave it, whatever file or form it comes by.

use linli_engine::{Command, InputProblem, Outcome, Problem, Refusal};
use linli_pack::model::{Exchange, FieldKind, RESULT, Register};
use linli_pack::record::{Record, Value};
use linli_store::{ExchangeOrder, StoreError, Tx, Write};

use super::check::Checked;
use super::columns::{Column, Labels};
use super::file::FileProblem;
use super::rows::{Asked, Finding, RowOf, Seen};
use super::values::Fault;
use crate::app::{App, Inner};
use crate::context::Context;
use crate::days;
use crate::error::AppError;

/// An order's answer: the record, and what the other side is told for each column of the exchange.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The record that the order became.
    pub record: Record,
    /// The note of the last move that settled it; empty where there is none.
    pub result: String,
}

/// Most days of one file of answers.
const SPAN: i64 = 366;

impl RowOf<'_, '_> {
    /// What a row of another office asks for: a new record, a word about one that is here, or nothing.
    pub(super) fn ordered(
        mut self,
        tx: &mut dyn Tx,
        exchange: &Exchange,
        seen: &mut Seen,
    ) -> Result<Result<Asked, Vec<Finding>>, AppError> {
        let reader = self.reader;
        let inner = reader.inner;
        let Some(number) = self.given.get(&exchange.number).and_then(Value::as_str).map(str::to_owned) else {
            return Ok(self.new_record());
        };
        self.once(&exchange.number, &number, seen);
        let known = linli_store::exchange_order(tx, inner.realm, &reader.register.name, &exchange.name, &number)?;
        let Some(known) = known else { return Ok(self.new_record()) };
        // Its other cells say what was taken over when it came: only doubled numbers and new words count.
        self.findings.retain(|finding| matches!(finding.fault, Fault::Twice { .. }) || finding.input == "note");
        let record = linli_store::record(tx, inner.realm, &known.record)?;
        let territory = inner.territory.load();
        let Some(record) = record.filter(|record| reader.context.sees(&inner.pack, &territory, record)) else {
            self.fault(&exchange.number, Fault::Elsewhere);
            return Ok(Err(self.findings));
        };
        if !self.findings.is_empty() {
            return Ok(Err(self.findings));
        }
        let said = self.given.remove("note").and_then(|note| note.as_str().map(str::trim).map(str::to_owned)).unwrap_or_default();
        let (Some(later), false) = (&exchange.later, said.is_empty()) else { return Ok(Ok(Asked::Same)) };
        if print(tx, inner.realm, &said)? == known.said {
            return Ok(Ok(Asked::Same));
        }
        let input = [("note".to_owned(), Value::from(said))].into();
        let command = Command { register: record.register.clone(), name: later.clone(), input, seen: Some(record.version) };
        Ok(Ok(Asked::Change(Box::new(record), command)))
    }
}

/// What tells one word of the other side from another, without holding it.
fn print(tx: &mut dyn Tx, realm: i64, said: &str) -> Result<Vec<u8>, StoreError> {
    if said.is_empty() { Ok(Vec::new()) } else { Ok(tx.keys().blind(realm, "exchange", said)?.to_vec()) }
}

fn note(outcome: &Outcome) -> &str {
    outcome.act.words.get("note").and_then(Value::as_str).unwrap_or_default().trim()
}

/// Notes which of another office's orders a new record is. By whichever way it was opened, there is one record for an order.
pub(crate) fn keep_order(inner: &Inner, w: &mut Write<'_>, outcome: &Outcome) -> Result<(), AppError> {
    let record = &outcome.record;
    let Some(register) = inner.pack.registers.get(&record.register) else { return Ok(()) };
    for exchange in register.exchanges.values() {
        let Some(number) = record.fields.get(&exchange.number).and_then(Value::as_str) else { continue };
        let order = ExchangeOrder { said: print(w, inner.realm, note(outcome))?, ..order(exchange, record, number) };
        match linli_store::add_exchange_order(w, inner.realm, &order) {
            Err(StoreError::Exists(_)) => {
                let problem = InputProblem { input: exchange.number.clone(), problem: Problem::Taken };
                return Err(Refusal::Inputs(vec![problem]).into());
            }
            kept => kept?,
        }
    }
    Ok(())
}

/// Notes what the other side said last of an order that is here.
pub(super) fn keep_said(
    inner: &Inner,
    w: &mut Write<'_>,
    exchange: &Exchange,
    before: Option<&Record>,
    outcome: &Outcome,
) -> Result<(), AppError> {
    let number = outcome.record.fields.get(&exchange.number).and_then(Value::as_str);
    if let (Some(number), true) = (number, before.is_some()) {
        let said = print(w, inner.realm, note(outcome))?;
        linli_store::put_exchange_said(w, inner.realm, &ExchangeOrder { said, ..order(exchange, &outcome.record, number) })?;
    }
    Ok(())
}

fn order(exchange: &Exchange, record: &Record, number: &str) -> ExchangeOrder {
    ExchangeOrder {
        register: record.register.clone(),
        exchange: exchange.name.clone(),
        number: number.to_owned(),
        record: record.id.clone(),
        said: Vec::new(),
    }
}

impl App {
    /// The exchanges of a register by which the actor may import and answer.
    #[must_use]
    pub fn exchanges<'a>(&'a self, context: &Context, register: &str, labels: &Labels) -> Vec<&'a Exchange> {
        let moves = self.importable(context, register, labels);
        let declared = self.0.pack.registers.get(register).into_iter().flat_map(|register| register.exchanges.values());
        declared.filter(|exchange| moves.iter().any(|mv| mv.name == exchange.mv)).collect()
    }

    /// One of them, with its register.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none, [`AppError::Forbidden`] where the actor may not use it.
    pub fn exchange(&self, context: &Context, register: &str, name: &str, labels: &Labels) -> Result<(&Register, &Exchange), AppError> {
        let declared = self.0.pack.registers.get(register).ok_or(AppError::NotFound("register"))?;
        let exchange = declared.exchanges.get(name).ok_or(AppError::NotFound("exchange"))?;
        let may = self.exchanges(context, register, labels).iter().any(|one| one.name == name);
        if may { Ok((declared, exchange)) } else { Err(AppError::Forbidden("import")) }
    }

    /// The answers to another office's orders that are dated from one local day to another, both included, in the order of its numbers.
    ///
    /// # Errors
    /// As [`App::exchange`]; [`AppError::Invalid`] naming the field where the days are in the wrong order or too far apart.
    pub fn exchange_answers(
        &self,
        context: &Context,
        (register, name): (&str, &str),
        labels: &Labels,
        (from, to): (i64, i64),
    ) -> Result<Vec<Answer>, AppError> {
        let (declared, exchange) = self.exchange(context, register, name, labels)?;
        if to < from || to - from > SPAN {
            return Err(AppError::Invalid { field: "to", rule: if to < from { "day-order" } else { "days-many" } });
        }
        let zone = &self.0.pack.clock.timezone;
        let start = |day: i64| days::start_of(day, zone).ok_or(AppError::Invalid { field: "from", rule: "date-form" });
        let span = (start(from)?, start(to + 1)?);
        let time = (exchange.replied.as_str(), declared.fields.get(&exchange.replied).is_some_and(|field| field.kind == FieldKind::Time));
        let wants_result = exchange.gives.iter().any(|given| given.value == RESULT);
        let territory = self.territory();
        self.0.store.read(|tx| {
            let mut answers = Vec::new();
            for id in linli_store::exchange_records(tx, self.0.realm, (register, name), time, span)? {
                let record = linli_store::record(tx, self.0.realm, &id)?;
                let Some(record) = record.filter(|record| context.sees(&self.0.pack, &territory, record)) else { continue };
                let result = if wants_result { settled(tx, self.0.realm, exchange, &id)? } else { String::new() };
                answers.push(Answer { record, result });
            }
            Ok(answers)
        })
    }

    /// A file of orders must have every column that an order needs, unless all of them are here already: an answer that comes back is read too.
    pub(super) fn all_columns(&self, exchange: &Exchange, columns: &[Column], checked: &Checked) -> Result<(), AppError> {
        for heading in checked.headings.iter().flatten() {
            let has = |name: &str| heading.found.iter().any(|found| found.column.name == name);
            let missing: Vec<String> =
                columns.iter().filter(|column| column.required && !has(&column.name)).map(|column| column.label.zh.clone()).collect();
            let is_answer = exchange.gives.iter().any(|given| has(&format!("given {}", given.head)));
            if !(missing.is_empty() || is_answer && has(&exchange.number)) {
                return Err(FileProblem::MissingColumns { wanted: missing }.into());
            }
        }
        Ok(())
    }
}

/// The note of the last move that settled a record.
fn settled(tx: &mut dyn Tx, realm: i64, exchange: &Exchange, record: &str) -> Result<String, StoreError> {
    let lines = linli_store::timeline(tx, realm, record)?;
    let of_result = lines.iter().rev().filter(|line| exchange.result.contains(&line.entry.name));
    Ok(of_result.filter_map(|line| line.entry.words.get("note").and_then(Value::as_str)).next().unwrap_or_default().to_owned())
}
