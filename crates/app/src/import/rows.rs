//! One row of a file: what it says, and the command that follows from it.

use std::collections::{BTreeMap, HashMap};

use linli_engine::{Command, InputProblem, Refusal};
use linli_pack::model::{ClockEffect, Exchange, FieldKind, Hold, Move, Register};
use linli_pack::record::{Record, Value};
use linli_store::Tx;

use super::columns::{Found, Heading, Kind, is_example};
use super::table::{Cell, Line, Sheet};
use super::values::{Fault, Values};
use crate::app::Inner;
use crate::context::Context;
use crate::error::AppError;

/// One mistake of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// The row as the spreadsheet shows it.
    pub row: u32,
    /// The column, from 0; `None` where the row as a whole, or something it lacks, is at fault.
    pub column: Option<usize>,
    /// Name of the input; empty for the row as a whole.
    pub input: String,
    /// What the cell shows; never of a personal column.
    pub value: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What a row asks for.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// Nothing: an example, or a row that an earlier import brought in.
    Nothing,
    /// In by an earlier import.
    Known,
    /// A new record.
    Make(Command),
    /// Another value in a record that is there.
    Change(Box<Record>, Command),
    /// What the record says already.
    Same,
}

/// Keys seen in the file so far, with where.
pub(super) type Seen = HashMap<String, (usize, u32)>;

/// Everything that reading a row needs, the same for all rows of a file.
pub(super) struct Reader<'a> {
    pub(super) inner: &'a Inner,
    pub(super) context: &'a Context,
    pub(super) register: &'a Register,
    pub(super) mv: &'a Move,
    pub(super) updates: bool,
    pub(super) exchange: Option<&'a Exchange>,
    pub(super) values: Values<'a>,
    pub(super) sheets: &'a [Sheet],
    pub(super) headings: &'a [Option<Heading>],
    /// Rows that are in, by sheet and row.
    pub(super) known: &'a HashMap<(usize, u32), String>,
    /// Records that are there, by the register's key: id and number.
    pub(super) keys: &'a HashMap<String, (String, String)>,
}

impl Reader<'_> {
    /// Reads a row.
    ///
    /// # Errors
    /// Everything that is wrong with it; an error of the store comes apart.
    pub(super) fn read(&self, tx: &mut dyn Tx, at: usize, line: &Line, seen: &mut Seen) -> Result<Result<Asked, Vec<Finding>>, AppError> {
        let Some(heading) = self.headings.get(at).and_then(Option::as_ref) else { return Ok(Ok(Asked::Nothing)) };
        if is_example(line) {
            return Ok(Ok(Asked::Nothing));
        }
        if self.known.contains_key(&(at, line.row)) || is_marked_done(heading, line) {
            return Ok(Ok(Asked::Known));
        }
        let mut row = RowOf { reader: self, at, line, heading, given: BTreeMap::new(), findings: Vec::new() };
        row.cells();
        if let Some(exchange) = self.exchange {
            return row.ordered(tx, exchange, seen);
        }
        let existing = row.existing(tx, seen)?;
        if let Some(record) = existing {
            return row.change(tx, record);
        }
        Ok(row.new_record())
    }

    /// What a refusal of the engine means for the row.
    pub(super) fn refused(&self, at: usize, line: &Line, refusal: Refusal) -> Vec<Finding> {
        let heading = self.headings.get(at).and_then(Option::as_ref);
        let found = |input: &str| heading.and_then(|heading| heading.found.iter().find(|found| found.column.name == input));
        let finding = |input: &str, fault: Fault| finding(at, line, found(input), input, fault);
        match refusal {
            Refusal::Inputs(problems) => problems
                .into_iter()
                .map(|InputProblem { input, problem }| finding(if input == "place" { "area" } else { &input }, Fault::Input(problem)))
                .collect(),
            other => vec![finding("", Fault::Refused(Box::new(other)))],
        }
    }
}

pub(super) fn finding(at: usize, line: &Line, found: Option<&Found>, input: &str, fault: Fault) -> Finding {
    // A report of mistakes is passed around; what is personal stays in the file.
    let value = found.filter(|found| !found.column.personal).map(|found| line.cell(found.at).shown()).unwrap_or_default();
    Finding { sheet: at, row: line.row, column: found.map(|found| found.at), input: input.to_owned(), value, fault }
}

/// A row that a copy with marks says is in.
fn is_marked_done(heading: &Heading, line: &Line) -> bool {
    let done = |found: &&Found| found.column.kind == Kind::Result;
    let cell = heading.found.iter().find(done).map(|found| line.cell(found.at).shown()).unwrap_or_default();
    super::DONE.iter().any(|mark| cell.starts_with(mark))
}

pub(super) struct RowOf<'r, 'a> {
    pub(super) reader: &'r Reader<'a>,
    at: usize,
    line: &'r Line,
    heading: &'r Heading,
    pub(super) given: BTreeMap<String, Value>,
    pub(super) findings: Vec<Finding>,
}

impl RowOf<'_, '_> {
    pub(super) fn fault(&mut self, input: &str, fault: Fault) {
        let found = self.heading.found.iter().find(|found| found.column.name == input);
        self.findings.push(finding(self.at, self.line, found, input, fault));
    }

    /// Reads every cell that the program knows.
    fn cells(&mut self) {
        let merged = self.reader.sheets.get(self.at).map(|sheet| sheet.merged.as_slice()).unwrap_or_default();
        for found in &self.heading.found {
            let column = &found.column;
            if matches!(column.kind, Kind::Ignored | Kind::Result) {
                continue;
            }
            let cell = self.line.cell(found.at);
            let region = merged.iter().find(|region| *cell == Cell::Empty && region.swallows(self.line.row, found.at));
            let read = match region {
                Some(region) => Err(Fault::Merged { range: region.name() }),
                None => self.reader.values.read(column, cell),
            };
            match read {
                Ok(Some(value)) => {
                    self.given.insert(column.name.clone(), value);
                }
                Ok(None) => {}
                // A masked value of an export says nothing new.
                Err(Fault::Masked) if self.reader.updates => {}
                Err(fault) => self.findings.push(finding(self.at, self.line, Some(found), &column.name, fault)),
            }
        }
    }

    /// The record that the row means, if it means one that is there. Says where number or key contradict the file or the store.
    fn existing(&mut self, tx: &mut dyn Tx, seen: &mut Seen) -> Result<Option<Record>, AppError> {
        let reader = self.reader;
        let inner = reader.inner;
        let number = self.given.remove("number").and_then(|value| value.as_str().map(str::to_owned));
        let key = reader.register.key.as_ref().and_then(|name| {
            let value = self.given.get(name)?;
            Some((name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        });
        for (input, text) in number.iter().map(|number| ("number", number)).chain(key.iter().map(|(name, text)| (name.as_str(), text))) {
            self.once(input, text, seen);
        }
        let found = match (&number, &key) {
            (Some(number), _) => match linli_store::record_by_number(tx, inner.realm, number)? {
                Some(record) => Some(("number", record)),
                None => {
                    self.fault("number", Fault::NoSuchRecord);
                    None
                }
            },
            (None, Some((name, text))) => match reader.keys.get(text) {
                Some((id, _)) => linli_store::record(tx, inner.realm, id)?.map(|record| (name.as_str(), record)),
                None => None,
            },
            (None, None) => None,
        };
        let Some((input, record)) = found else { return Ok(None) };
        let territory = inner.territory.load();
        if record.register != reader.register.name || !reader.context.sees(&inner.pack, &territory, &record) {
            self.fault(input, Fault::NoSuchRecord);
            return Ok(None);
        }
        if !reader.updates {
            self.fault(input, Fault::Taken { number: record.number });
            return Ok(None);
        }
        Ok(Some(record))
    }

    /// Says where what tells rows apart stands in an earlier row too.
    pub(super) fn once(&mut self, input: &str, text: &str, seen: &mut Seen) {
        let here = (self.at, self.line.row);
        let (sheet, row) = *seen.entry(format!("{input} {text}")).or_insert(here);
        if (sheet, row) != here {
            let sheet = self.reader.sheets.get(sheet).map(|sheet| sheet.name.clone()).unwrap_or_default();
            self.fault(input, Fault::Twice { sheet, row });
        }
    }

    /// What a row asks for that means no record which is there.
    pub(super) fn new_record(self) -> Result<Asked, Vec<Finding>> {
        if self.findings.is_empty() { Ok(Asked::Make(self.opening())) } else { Err(self.finish_opening()) }
    }

    /// The command that opens a record.
    fn opening(&self) -> Command {
        let taken = |name: &&String| name.as_str() != "number" && self.takes(name);
        let mut input: BTreeMap<String, Value> =
            self.given.iter().filter(|(name, _)| taken(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
        if self.reader.exchange.is_none() {
            input.insert("source".to_owned(), "import".into());
        }
        Command { register: self.reader.register.name.clone(), name: self.reader.mv.name.clone(), input, seen: None }
    }

    /// Whether the opening move takes an input.
    fn takes(&self, name: &str) -> bool {
        let mv = self.reader.mv;
        let declared = self.reader.register.fields.get(name).is_some_and(|field| field.required && !field.derived);
        declared || matches!(name, "area" | "lon" | "lat") || mv.fill.iter().chain(&mv.may).any(|taken| taken == name)
    }

    /// The mistakes of a row that would open a record, with what the engine finds beside those of its cells.
    fn finish_opening(mut self) -> Vec<Finding> {
        let mut mint = NoMint;
        let command = self.opening();
        if let Err(refusal) = super::decide(self.reader, None, &command, &mut mint) {
            let known: Vec<String> = self.findings.iter().map(|finding| finding.input.clone()).collect();
            let more = self.reader.refused(self.at, self.line, refusal);
            // What follows only from a cell that could not be read is not said a second time.
            self.findings.extend(more.into_iter().filter(|finding| !known.contains(&finding.input) && !finding.input.is_empty()));
        }
        self.findings
    }

    /// The command that brings a record to what the row says, by a move of its present state that takes what differs.
    fn change(mut self, tx: &mut dyn Tx, record: Record) -> Result<Result<Asked, Vec<Finding>>, AppError> {
        let reader = self.reader;
        let inner = reader.inner;
        let has_personal = self.given.keys().any(|name| reader.register.fields.get(name).is_some_and(|field| field.personal.is_some()));
        let personal: BTreeMap<String, Value> = match has_personal {
            true => {
                linli_store::personal(tx, inner.realm, &record.id)?.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default()
            }
            false => BTreeMap::new(),
        };
        let facts = reader.values.territory;
        let mut changed: BTreeMap<String, Value> = BTreeMap::new();
        for (name, value) in std::mem::take(&mut self.given) {
            match linli_engine::read_input(&inner.pack, facts, reader.register, &name, &value) {
                Ok(read) if same(reader.register, &record, &personal, &name, &read) => {}
                Ok(_) => {
                    changed.insert(name, value);
                }
                Err(problem) => self.fault(&name, Fault::Input(problem)),
            }
        }
        if !self.findings.is_empty() {
            return Ok(Err(self.findings));
        }
        if changed.is_empty() {
            return Ok(Ok(Asked::Same));
        }
        let offers = linli_engine::offers(&inner.pack, facts, &record, &reader.context.actor, reader.context.now);
        let takes = |mv: &Move, name: &str| match name {
            "area" | "lon" | "lat" => mv.fill.iter().chain(&mv.may).any(|taken| taken == "place"),
            name => mv.fill.iter().chain(&mv.may).any(|taken| taken == name),
        };
        let fits = |mv: &&&Move| only_changes(mv) && changed.keys().all(|name| takes(mv, name));
        // What a move must have and the row does not change is given as it is.
        let held = |mv: &Move| -> BTreeMap<String, Value> {
            let own = |name: &String| record.fields.get(name).or_else(|| personal.get(name)).cloned();
            mv.fill.iter().filter(|name| !changed.contains_key(*name)).filter_map(|name| Some((name.clone(), own(name)?))).collect()
        };
        let Some(mv) = offers.moves.iter().find(fits) else {
            for name in changed.keys() {
                let found = self.heading.found.iter().find(|found| found.column.name == *name);
                self.findings.push(finding(self.at, self.line, found, name, Fault::NotChangeable));
            }
            return Ok(Err(self.findings));
        };
        let mut input = held(mv);
        input.extend(changed);
        let command = Command { register: record.register.clone(), name: mv.name.clone(), input, seen: Some(record.version) };
        Ok(Ok(Asked::Change(Box::new(record), command)))
    }
}

/// Whether a move does nothing but change what is filled in.
fn only_changes(mv: &Move) -> bool {
    let stays = mv.to.is_none() && !mv.to_back && mv.merge.is_none() && mv.hold == Hold::Keep;
    let clock = matches!(mv.clock, ClockEffect::Start | ClockEffect::Keep);
    stays && clock && mv.review.is_none() && mv.count.is_empty() && mv.supervise.is_none() && mv.set.is_empty()
}

/// Whether a record says already what was read.
fn same(register: &Register, record: &Record, personal: &BTreeMap<String, Value>, name: &str, read: &Value) -> bool {
    let is = match (register.fields.get(name), name) {
        (Some(field), _) if field.personal.is_some() => personal.get(name).cloned(),
        (Some(field), "category") if field.kind == FieldKind::Category => record.category.clone().map(Value::from),
        (Some(_), _) => record.fields.get(name).cloned(),
        (None, "lon") => record.lon.map(Value::from),
        (None, "lat") => record.lat.map(Value::from),
        (None, name) => record.attribute(name).filter(|value| !value.is_null()),
    };
    let minutes = |value: &Value| value.as_i64().map(|at| at.div_euclid(60));
    match (is, register.fields.get(name).map(|field| &field.kind)) {
        (None, _) => *read == Value::String(String::new()),
        // Exports are to the minute.
        (Some(is), Some(FieldKind::Time)) => minutes(&is) == minutes(read),
        (Some(is), _) => is == *read,
    }
}

/// Gives out what is never kept: for decisions that are only tried.
pub(super) struct NoMint;

impl linli_engine::Mint for NoMint {
    fn id(&mut self, _now: linli_pack::record::Instant) -> String {
        "00000000-0000-7000-8000-000000000000".to_owned()
    }

    fn next(&mut self, _sequence: &str) -> u64 {
        1
    }
}
