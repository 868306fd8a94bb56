//! Merging duplicates, and taking them apart again with nothing lost.

use std::collections::BTreeMap;

use linli_pack::model::{Move, Register};
use linli_pack::record::{Record, Value};

use super::Case;
use super::draft::Draft;
use crate::act::{Command, Outcome, Refusal};
use crate::inputs::Filled;

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
    let input = BTreeMap::from([("other".to_owned(), Value::from(draft.record.id.clone()))]);
    let register = draft.register.name.clone();
    draft.also.push((other, Command { register, name: name.to_owned(), input, seen: None }));
}

/// `join` and `leave`: another record was merged into this one, or taken out of it again.
///
/// # Errors
/// Not asked by the program; or this record is of another register, is merged itself, or is the very one to be merged.
pub(super) fn tell(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let acting = case.only_system()?;
    let joins = case.command.name == "join";
    let other = case.command.input.get("other").and_then(Value::as_str);
    let itself = other == Some(record.id.as_str());
    if joins && (itself || record.memory.merged_into.is_some() || case.command.register != record.register) {
        return Err(case.not_from(&record.state));
    }
    case.fresh(record)?;
    let mut draft = Draft::on(case, register, record, acting);
    draft.record.followers = (record.followers + if joins { 1 } else { -1 }).max(0);
    if let Some(other) = other {
        draft.facts.insert("other".to_owned(), other.into());
    }
    Ok(draft.finish(&case.command.name, BTreeMap::new()))
}
