//! Bodies ended, or their areas changed: an open record goes to those that take their place. Nobody did anything about the matter, so
//! its clocks run on.

use std::collections::BTreeMap;

use linli_pack::model::Register;
use linli_pack::record::{Record, Value};

use super::Case;
use super::draft::Draft;
use crate::act::{Outcome, Refusal};

/// `hand_over`: the input `heirs` says which body takes the place of which; `plan` names what decided it.
///
/// # Errors
/// Not asked by the program; nothing to hand over; or an heir that is no body.
pub(super) fn over(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let acting = case.only_system()?;
    case.fresh(record)?;
    let heirs = case.command.input.get("heirs").and_then(Value::as_object).ok_or(Refusal::NothingToDo)?;
    let heir = |body: &mut String| {
        if let Some(heir) = heirs.get(body.as_str()).and_then(Value::as_str) {
            heir.clone_into(body);
        }
    };
    let mut draft = Draft::on(case, register, record, acting);
    let memory = &mut draft.record.memory;
    memory.chain.iter_mut().for_each(heir);
    memory.back.iter_mut().filter_map(|back| back.holder.as_mut()).for_each(heir);
    draft.record.opener.iter_mut().for_each(heir);
    draft.record.holder.iter_mut().for_each(heir);
    if draft.record == draft.before {
        return Err(Refusal::NothingToDo);
    }
    if let Some(unknown) = draft.record.holder.as_ref().filter(|holder| case.facts.body(holder).is_none()) {
        return Err(Refusal::NobodyHolds { wanted: unknown.clone() });
    }
    if let Some(plan) = case.command.input.get("plan") {
        draft.facts.insert("plan".to_owned(), plan.clone());
    }
    if draft.record.holder != draft.before.holder {
        draft.notify("holder", "hand_over");
    }
    Ok(draft.finish("hand_over", BTreeMap::new()))
}
