//! Registers that people fill in themselves without an account, and moves that carry what they wrote into another register. Nobody gets a
//! second record: neither who fills it in twice nor who is on the roster already.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::{Command, InputProblem, Outcome, Refusal};
use linli_pack::model::{FillIn, Opens, Register, Text};
use linli_pack::record::{Record, Value};
use linli_store::{Follow, Reply, Tx, Write};

use crate::act::{Decided, Done, StoreMint, Target, Whole, carry_out};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::follow::{JOINED, given};
use crate::lookup::{Number, numbers};
use crate::random::{fingerprint, link_print};

/// Records of one number looked at most.
const MOST: i64 = 100;

impl App {
    /// Opens a record in a register that people fill in themselves. Who has an open one already is led to it: nothing is written then but
    /// another link, which shows how it stands and none of what was typed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a register that nobody fills in; [`AppError::Refused`] as [`App::act`].
    pub fn fill_in(&self, context: &Context, register: &str, input: &BTreeMap<String, Value>) -> Result<Done, AppError> {
        let inner = Arc::clone(&self.0);
        let (context, name, input) = (context.clone(), register.to_owned(), input.clone());
        let whole = self.0.store.write(move |w: &mut Write<'_>| {
            let register = inner.pack.registers.get(&name).ok_or(AppError::NotFound("register"))?;
            let rule = register.fill_in.as_ref().ok_or(AppError::NotFound("register"))?;
            let command = Command { register: name.clone(), name: rule.mv.clone(), input: input.clone(), seen: None };
            let Some(open) = already(&inner, w, register, rule, &context, &input)? else {
                return carry_out(&inner, w, &context, &Target::New, &command);
            };
            led_to(&inner, w, &context, open)
        })?;
        for change in &whole.changes {
            self.tell(change);
        }
        Ok(whole.done)
    }
}

/// The open record of whoever fills it in again, known by all the numbers that the rule names.
fn already(
    inner: &Inner,
    tx: &mut dyn Tx,
    register: &Register,
    rule: &FillIn,
    context: &Context,
    input: &BTreeMap<String, Value>,
) -> Result<Option<Record>, AppError> {
    let today = crate::days::of(context.now, &inner.pack.clock.timezone);
    let mut found: Option<Vec<Record>> = None;
    for field in &rule.once {
        let typed = input.get(field).and_then(Value::as_str).unwrap_or_default();
        let Some(number) = Number::read(typed, today).filter(Number::names_somebody) else { return Ok(None) };
        let blind = number.blind(&tx.keys(), inner.realm)?;
        let mut these = linli_store::by_blind(tx, inner.realm, &blind, MOST)?;
        these.retain(|record| record.register == register.name && record.open);
        let both = |record: &Record| found.as_ref().is_none_or(|found| found.iter().any(|other| other.id == record.id));
        these.retain(both);
        found = Some(these);
    }
    Ok(found.unwrap_or_default().into_iter().next())
}

/// One more link to a record that is there.
fn led_to(inner: &Inner, w: &mut Write<'_>, context: &Context, record: Record) -> Result<Whole, AppError> {
    let asked = fingerprint(&format!("again {}", record.id));
    if let Some(key) = &context.once
        && let Some(reply) = linli_store::reply(w, inner.realm, &context.actor.id, key)?
    {
        // Either answer to this form is theirs: the record that it made, or the link given since.
        let done = given(w, inner.realm, &reply)?.ok_or(AppError::NotFound("record"))?;
        if reply.fingerprint != asked && done.record.id != record.id {
            return Err(AppError::KeyReused);
        }
        return Ok(Whole { done, changes: Vec::new() });
    }
    let secret = inner.random.link(context.now);
    let link = Follow { hash: link_print(&secret), record: record.id.clone(), contact: Some(JOINED.to_owned()), at: context.now };
    linli_store::put_follow(w, inner.realm, &link)?;
    if let Some(key) = &context.once {
        let body = serde_json::json!({ "record": record.id, "secret": secret }).to_string();
        let reply = Reply { fingerprint: asked, status: 200, body, at: context.now };
        linli_store::keep_reply(w, inner.realm, &context.actor.id, key, &reply)?;
    }
    Ok(Whole { done: Done { record, secret: Some(secret), replayed: false }, changes: Vec::new() })
}

/// Records of the same person, by any of their numbers, in the registers that the pack names.
pub(crate) fn same(inner: &Inner, tx: &mut dyn Tx, record: &Record, personal: &BTreeMap<String, Value>) -> Result<Vec<Record>, AppError> {
    let Some(register) = inner.pack.registers.get(&record.register).filter(|register| !register.same_in.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut found: Vec<Record> = Vec::new();
    for (_, number) in numbers(register, personal).into_iter().filter(|(_, number)| number.names_somebody()) {
        let blind = number.blind(&tx.keys(), inner.realm)?;
        for other in linli_store::by_blind(tx, inner.realm, &blind, MOST)? {
            let wanted = other.id != record.id && register.same_in.contains(&other.register);
            if wanted && !found.iter().any(|known| known.id == other.id) && linli_store::held_back(tx, inner.realm, &other.id)?.is_none() {
                found.push(other);
            }
        }
    }
    Ok(found)
}

/// Decides the record that a move opens in another register, with values of the one it was made on. The one who made the move opens it, so
/// their rights are asked for both.
pub(crate) fn open_beside(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    opens: &Opens,
    made: &mut Outcome,
) -> Result<Decided, AppError> {
    let register = inner.pack.registers.get(&opens.register).ok_or(AppError::NotFound("register"))?;
    let kept = linli_store::personal(w, inner.realm, &made.record.id)?;
    let mut values: BTreeMap<String, Value> = kept.map(|kept| serde_json::from_str(&kept)).transpose()?.unwrap_or_default();
    values.extend(made.personal.clone());
    values.extend(made.record.fields.clone());
    let input: BTreeMap<String, Value> =
        opens.take.iter().filter_map(|(input, field)| Some((input.clone(), values.get(field)?.clone()))).collect();
    if let Some(other) = there(inner, w, register, &input)? {
        return Err(Refusal::Guard { because: known(inner, context, register, &other), basis: String::new() }.into());
    }
    let command = Command { register: opens.register.clone(), name: opens.mv.clone(), input, seen: None };
    let territory = inner.territory.load();
    let outcome = {
        let mut mint = StoreMint::new(inner, w);
        let outcome = linli_engine::decide(&inner.pack, territory.as_ref(), None, &context.actor, &command, context.now, &mut mint);
        mint.failed()?;
        outcome.map_err(|refusal| named_here(refusal, opens))?
    };
    if let Some(field) = &opens.number {
        made.record.fields.insert(field.clone(), outcome.record.number.clone().into());
        made.act.facts.insert(field.clone(), outcome.record.number.clone().into());
    }
    Ok((None, outcome))
}

/// A record of the other register that has one of the numbers already.
fn there(inner: &Inner, tx: &mut dyn Tx, register: &Register, input: &BTreeMap<String, Value>) -> Result<Option<Record>, AppError> {
    for (_, number) in numbers(register, input).into_iter().filter(|(_, number)| number.names_somebody()) {
        let blind = number.blind(&tx.keys(), inner.realm)?;
        let found = linli_store::by_blind(tx, inner.realm, &blind, MOST)?;
        if let Some(other) = found.into_iter().find(|other| other.register == register.name) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// Which record it is, for those who may see it; that there is one, for the others.
fn known(inner: &Inner, context: &Context, register: &Register, other: &Record) -> Text {
    let territory = inner.territory.load();
    let (zh, en) = (&register.label.zh, &register.label.en);
    if context.sees(&inner.pack, &territory, other) {
        let state = register.states.get(&other.state).map(|state| state.label.clone()).unwrap_or_default();
        let (number, title) = (&other.number, &other.title);
        return Text {
            zh: format!("“{zh}”里已有同一号码的记录：{number}（{title}，{}），不再另建", state.zh),
            en: format!("“{en}” has a record with the same number: {number} ({title}, {}); no second one is made", state.en),
        };
    }
    Text {
        zh: format!("“{zh}”里已有同一号码的记录，在别的组织名下，请与上级组织部门联系"),
        en: format!("“{en}” has a record with the same number, kept by another organisation: ask the organisation above"),
    }
}

/// What the other register's move finds wrong, told at the fields of this one.
fn named_here(refusal: Refusal, opens: &Opens) -> Refusal {
    match refusal {
        Refusal::Inputs(problems) => Refusal::Inputs(
            problems
                .into_iter()
                .map(|one| InputProblem { input: opens.take.get(&one.input).cloned().unwrap_or(one.input), problem: one.problem })
                .collect(),
        ),
        other => other,
    }
}
