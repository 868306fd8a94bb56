//! Merging duplicates, and taking them apart again with nothing lost.

use std::collections::BTreeMap;

use linli_pack::model::{Move, Register};
use linli_pack::record::{Record, Value};

use super::Case;
use super::draft::Draft;
use crate::act::{Command, InputProblem, Outcome, Problem, Refusal};
use crate::inputs::Filled;

/// The record that joins or leaves; a person who joins has none.
const OTHER: &str = "other";
/// How many people speak by it: who reported it, and all who follow it. One where nothing is said.
const VOICES: &str = "voices";

/// Remembers where the record went, and tells the other record.
pub(super) fn effects(draft: &mut Draft<'_, '_>, mv: &Move, filled: &Filled) {
    let memory = &mut draft.record.memory;
    let (name, other) = match mv.merge {
        Some(true) => {
            memory.merged_into = filled.text("other").map(ToOwned::to_owned);
            ("join", memory.merged_into.clone())
        }
        Some(false) => ("leave", memory.merged_into.take()),
        None => return,
    };
    let Some(other) = other else { return };
    draft.facts.insert("other".to_owned(), other.clone().into());
    let voices = 1 + draft.record.followers;
    tell_other(draft, other, name, voices);
}

/// Has the other record told that this one, with all its voices, joins or leaves it.
fn tell_other(draft: &mut Draft<'_, '_>, other: String, name: &str, voices: i64) {
    let input = BTreeMap::from([(OTHER.to_owned(), Value::from(draft.record.id.clone())), (VOICES.to_owned(), voices.into())]);
    let command = Command { register: draft.register.name.clone(), name: name.to_owned(), input, seen: None };
    draft.also.push((other, command));
}

/// `join` and `leave`: another record, or a person, was merged into this one, or taken out of it again. Voices go with the record that
/// they belong to: those of a record that was merged into another in its turn count there as well.
///
/// # Errors
/// Not asked by the program; or this record is of another register, is merged itself, or is the very one to be merged.
pub(super) fn tell(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let acting = case.only_system()?;
    let joins = case.command.name == "join";
    let other = case.command.input.get(OTHER).and_then(Value::as_str);
    let refused = |problem| Refusal::Inputs(vec![InputProblem { input: OTHER.to_owned(), problem }]);
    if joins && other == Some(record.id.as_str()) {
        return Err(refused(Problem::Itself));
    }
    if joins && record.memory.merged_into.is_some() {
        return Err(refused(Problem::Merged));
    }
    if joins && case.command.register != record.register {
        return Err(case.not_from(&record.state));
    }
    case.fresh(record)?;
    let voices = case.command.input.get(VOICES).and_then(Value::as_i64).unwrap_or(1).max(1);
    let mut draft = Draft::on(case, register, record, acting);
    draft.record.followers = if joins { record.followers + voices } else { (record.followers - voices).max(0) };
    if let Some(other) = other {
        draft.facts.insert(OTHER.to_owned(), other.into());
    }
    // It was counted here and, with this record, in the one that this record was merged into.
    if let Some(onward) = record.memory.merged_into.clone().filter(|_| !joins) {
        tell_other(&mut draft, onward, "leave", voices);
    }
    Ok(draft.finish(&case.command.name, BTreeMap::new()))
}
