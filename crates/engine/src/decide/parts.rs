//! Records that were opened from another: whose parts they are, and what that one is told of them.

use std::collections::BTreeMap;

use linli_pack::expr::{Expr, RecordEnv};
use linli_pack::model::{Pack, Register, Text};
use linli_pack::record::{Origin, Record, Value};

use super::Case;
use super::draft::Draft;
use crate::act::{Act, Command, Outcome, Refusal};

/// Among the inputs of `told`: the record that tells, what was done with it, and by which body.
const OTHER: &str = "other";
/// Its number.
const NUMBER: &str = "other_number";
/// Its register.
const REGISTER: &str = "other_register";
/// The move that was made on it.
const MOVE: &str = "other_move";
/// The body that holds it.
const HOLDER: &str = "other_holder";
/// The body that made the move.
const BODY: &str = "other_body";
/// How the counts change, by field.
const COUNTS: &str = "counts";

/// A record that only moves of another register open has to come from one.
pub(super) fn placed(case: &Case<'_>, register: &Register) -> Result<Option<Origin>, Refusal> {
    let origin = case.origin.map(|origin| Origin { register: origin.register.clone(), record: origin.id.clone() });
    match &register.part_of {
        Some(of) if origin.as_ref().is_none_or(|origin| origin.register != *of) => {
            let label = case.register(of).map(|register| register.label.clone()).unwrap_or_default();
            let because = Text {
                zh: format!("“{}”不能单独新建，要由“{}”开出", register.label.zh, label.zh),
                en: format!("“{}” is not opened by itself: a move of “{}” opens it", register.label.en, label.en),
            };
            Err(Refusal::Guard { because, basis: register.basis.clone() })
        }
        _ => Ok(origin),
    }
}

/// What an act on a record tells the one it was opened from: the command `told`, where a count changes.
#[must_use]
pub fn told(pack: &Pack, before: Option<&Record>, after: &Record, act: &Act) -> Option<(String, Command)> {
    let origin = after.memory.origin.as_ref()?;
    let counts = pack.registers.get(&after.register)?.tells.get(&origin.register)?;
    let holds = |expr: &Expr, record: &Record| i64::from(expr.holds(&RecordEnv { record, input: None, now: after.updated }));
    let change = |expr: &Expr| holds(expr, after) - before.map_or(0, |before| holds(expr, before));
    let changed = counts.iter().map(|(field, expr)| (field.clone(), change(expr))).filter(|(_, n)| *n != 0);
    let changed: serde_json::Map<String, Value> = changed.map(|(field, n)| (field, n.into())).collect();
    if changed.is_empty() {
        return None;
    }
    let input = [
        (OTHER, Value::from(after.id.clone())),
        (NUMBER, after.number.clone().into()),
        (REGISTER, after.register.clone().into()),
        (MOVE, act.name.clone().into()),
        (HOLDER, after.holder.clone().into()),
        (BODY, act.body.clone().into()),
        (COUNTS, changed.into()),
    ];
    let input = input.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Some((origin.record.clone(), Command { register: origin.register.clone(), name: "told".to_owned(), input, seen: None }))
}

/// `told`: something was done with a record that was opened from this one.
///
/// # Errors
/// Not told by the program.
pub(super) fn hear(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let acting = case.only_system()?;
    case.fresh(record)?;
    let mut draft = Draft::on(case, register, record, acting);
    count(&mut draft.record, case.command);
    let input = &case.command.input;
    for name in [OTHER, NUMBER, REGISTER, MOVE, HOLDER] {
        draft.facts.extend(input.get(name).filter(|value| !value.is_null()).map(|value| (name.to_owned(), value.clone())));
    }
    // Whoever did it knows.
    if input.get(BODY).and_then(Value::as_str) != record.holder.as_deref() {
        draft.notify("holder", "told");
    }
    Ok(draft.finish(&case.command.name, BTreeMap::new()))
}

/// Takes the counts that a record tells, while it is being opened, into the outcome for the one that opens it.
pub fn absorb(made: &mut Outcome, part: &mut Outcome) {
    let (said, others): (Vec<_>, Vec<_>) =
        std::mem::take(&mut part.also).into_iter().partition(|(id, command)| *id == made.record.id && command.name == "told");
    part.also = others;
    for (_, command) in &said {
        count(&mut made.record, command);
        for field in counted(command).map(|(field, _)| field) {
            let value = made.record.fields.get(field).cloned().unwrap_or_default();
            made.act.facts.insert(field.clone(), value);
        }
    }
}

fn counted(command: &Command) -> impl Iterator<Item = (&String, i64)> {
    let counts = command.input.get(COUNTS).and_then(Value::as_object);
    counts.into_iter().flatten().filter_map(|(field, n)| Some((field, n.as_i64()?)))
}

/// Changes the counts of a record by what it was told.
fn count(record: &mut Record, command: &Command) {
    for (field, n) in counted(command) {
        let is = record.fields.get(field).and_then(Value::as_i64).unwrap_or_default();
        record.fields.insert(field.clone(), (is + n).max(0).into());
    }
}
