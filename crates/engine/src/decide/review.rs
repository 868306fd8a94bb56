//! Moves that a second person must review first. The clock runs on meanwhile.

use std::collections::BTreeMap;

use linli_pack::model::{Move, Register};
use linli_pack::record::{Pending, Record, Value};

use super::draft::Draft;
use super::{Case, effects};
use crate::act::{Grant, InputProblem, Outcome, Problem, Refusal, To};
use crate::inputs::{Filled, NOTE};
use crate::rights::{self, Acting};

/// Writes down that a move is asked for. Personal values are kept apart at once; they are not part of what waits.
pub(super) fn ask(
    case: &Case<'_>,
    register: &Register,
    record: &Record,
    mv: &Move,
    acting: Acting<'_>,
    role: &str,
    filled: Filled,
) -> Outcome {
    let mut draft = Draft::on(case, register, record, acting);
    for (name, value) in &filled.plain {
        draft.state(name, value);
    }
    let body = draft.body();
    let by = case.actor.id.clone();
    draft.record.memory.pending = Some(Pending { name: mv.name.clone(), input: filled.plain, by, body, at: case.now });
    draft.facts.insert("review".to_owned(), role.into());
    draft.tell(To::Role { role: role.to_owned(), area: record.area.clone() }, &mv.name);
    draft.finish(&mv.name, filled.personal)
}

/// The pending move takes effect as if made now by the one who asked.
pub(super) fn approve(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let (pending, mv, acting) = reviewing(case, register, record)?;
    if !super::starts(mv, record) {
        return Err(Refusal::NotFromHere { name: mv.name.clone(), state: record.state.clone() });
    }
    let filled = Filled { plain: pending.input.clone(), ..Filled::default() };
    case.guard(mv, record, &filled)?;
    let note = note(case)?;
    if mv.review_note && note.is_none() {
        return Err(Refusal::Inputs(vec![InputProblem { input: "note".to_owned(), problem: Problem::Missing }]));
    }
    // What the move does, it does for the body that asked.
    let asker = pending.body.as_ref().map(|body| Grant { role: String::new(), body: body.clone(), area: record.area.clone() });
    let mut draft = Draft::on(case, register, record, asker.as_ref().map_or(acting, Acting::Staff));
    draft.record.memory.pending = None;
    effects::apply(&mut draft, mv, &filled)?;
    draft.acting = acting;
    reviewed(&mut draft, pending, note);
    tell_asker(&mut draft, pending, "approve");
    Ok(draft.finish("approve", BTreeMap::new()))
}

/// The pending move is dropped.
pub(super) fn refuse(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let (pending, _, acting) = reviewing(case, register, record)?;
    let note = note(case)?;
    let mut draft = Draft::on(case, register, record, acting);
    draft.record.memory.pending = None;
    reviewed(&mut draft, pending, note);
    tell_asker(&mut draft, pending, "refuse");
    Ok(draft.finish("refuse", BTreeMap::new()))
}

fn reviewing<'r>(case: &'r Case<'_>, register: &'r Register, record: &'r Record) -> Result<(&'r Pending, &'r Move, Acting<'r>), Refusal> {
    let pending = record.memory.pending.as_ref().ok_or_else(|| case.not_from(&record.state))?;
    let mv = register.moves.get(&pending.name).ok_or_else(|| case.not_from(&record.state))?;
    let role = mv.review.as_deref().unwrap_or_default();
    let not_yours = || Refusal::NotYours { name: case.command.name.clone(), roles: vec![role.to_owned()], basis: mv.basis.clone() };
    let acting = rights::to_review(case.facts, record, case.actor, role).ok_or_else(not_yours)?;
    if pending.by == case.actor.id {
        return Err(Refusal::OwnAct);
    }
    case.fresh(record)?;
    Ok((pending, mv, acting))
}

/// A reviewer may add a note and nothing else.
fn note(case: &Case<'_>) -> Result<Option<Value>, Refusal> {
    let mut filled = Filled::default();
    let mut note = None;
    for (name, value) in case.command.input.iter().filter(|(_, value)| !crate::inputs::is_empty(value)) {
        match (name.as_str(), crate::inputs::text(value, NOTE)) {
            ("note", Ok(value)) => note = Some(value),
            ("note", Err(problem)) => filled.problem(name, problem),
            _ => filled.problem(name, Problem::Unexpected),
        }
    }
    if filled.problems.is_empty() { Ok(note) } else { Err(Refusal::Inputs(filled.problems)) }
}

fn reviewed(draft: &mut Draft<'_, '_>, pending: &Pending, note: Option<Value>) {
    draft.facts.insert("reviewed".to_owned(), pending.name.clone().into());
    draft.facts.insert("asked_by".to_owned(), pending.by.clone().into());
    if let Some(note) = note {
        draft.words.insert("note".to_owned(), note);
    }
}

fn tell_asker(draft: &mut Draft<'_, '_>, pending: &Pending, name: &str) {
    if let Some(body) = &pending.body {
        draft.tell(To::Body(body.clone()), name);
    }
}
