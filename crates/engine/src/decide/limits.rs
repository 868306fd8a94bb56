//! Time limits of a record: started, stood still, extended, recomputed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use linli_pack::model::{Limit, Register};
use linli_pack::record::{Back, Instant, Record, Value};
use linli_pack::span::Span;

use crate::calendar::day_of;
use crate::clock::Clock;

/// What a limit differs by: urgency, and the fields.
#[derive(Clone, Copy)]
pub(super) struct Of<'r> {
    urgency: Option<&'r str>,
    fields: &'r BTreeMap<String, Value>,
}

impl<'r> Of<'r> {
    pub(super) fn record(record: &'r Record) -> Self {
        Self { urgency: record.urgency.as_deref(), fields: &record.fields }
    }
}

/// The end of the day that a limit until a day names; `None` while there is none.
fn last(clock: &Clock<'_>, limit: &Limit, fields: &BTreeMap<String, Value>) -> Option<Instant> {
    let day: Date = fields.get(limit.until.as_ref()?)?.as_str()?.parse().ok()?;
    Some(clock.at(day_of(day) + 1, 0) - 1)
}

/// The length of a step.
fn step(register: &Register, state: &str, of: Of<'_>) -> Option<Span> {
    register.states.get(state)?.due.as_ref().map(|limit| limit.span(of.urgency, of.fields))
}

/// The length of the whole matter.
fn whole(register: &Register, of: Of<'_>) -> Option<Span> {
    register.deadline.as_ref().map(|limit| limit.span(of.urgency, of.fields))
}

/// Starts the step's clock for the state the record is in.
pub(super) fn start(clock: &Clock<'_>, register: &Register, record: &mut Record, now: Instant) {
    if let Some(limit) = register.states.get(&record.state).and_then(|state| state.due.as_ref()).filter(|limit| limit.until.is_some()) {
        record.due = last(clock, limit, &record.fields);
        record.warn = record.due.map(|due| clock.warn_at(Span::default(), now.min(due), due));
        record.memory.started = record.due.map(|_| now);
        return;
    }
    let span = step(register, &record.state, Of::record(record));
    record.due = span.map(|span| clock.add(span, now));
    record.warn = span.zip(record.due).map(|(span, due)| clock.warn_at(span, now, due));
    record.memory.started = span.map(|_| now);
}

/// Starts the clock of the whole matter.
pub(super) fn start_whole(clock: &Clock<'_>, register: &Register, record: &mut Record, now: Instant) {
    record.deadline = match register.deadline.as_ref().filter(|limit| limit.until.is_some()) {
        Some(limit) => last(clock, limit, &record.fields),
        None => whole(register, Of::record(record)).map(|span| clock.add(span, now)),
    };
}

/// Lets a suspended clock run again: what was left when it stopped is left now. Step and whole each move by the time that stood as their own
/// limit counts it: working time for work hours and workdays, otherwise all time. Gives the step's limits back to `back`.
pub(super) fn end_pause(clock: &Clock<'_>, register: &Register, record: &mut Record, back: &mut Back, now: Instant) {
    let Some(paused) = record.memory.paused.take() else { return };
    let of = Of::record(record);
    let moved = |span: Option<Span>, at: Instant| {
        let like = span.unwrap_or_default();
        clock.later(like, at, clock.between(like, paused, now))
    };
    let (like, length) = (step(register, &back.state, of), whole(register, of));
    back.due = back.due.map(|due| moved(like, due));
    back.warn = back.warn.map(|warn| moved(like, warn));
    record.deadline = record.deadline.map(|deadline| moved(length, deadline));
}

/// Adds working days to the step and the whole; the yellow light keeps its distance from the limit.
pub(super) fn extend(clock: &Clock<'_>, register: &Register, record: &mut Record, workdays: u32) {
    let longer = |at: Instant| clock.add(Span::Workdays(workdays), at);
    record.deadline = record.deadline.map(longer);
    let state = record.memory.back.as_ref().map_or_else(|| record.state.clone(), |back| back.state.clone());
    let like = step(register, &state, Of::record(record)).unwrap_or_default();
    running(record, |due, warn| {
        let Some(before) = *due else { return };
        let after = longer(before);
        *due = Some(after);
        *warn = warn.map(|warn| clock.later(like, warn, clock.between(like, before, after)).min(after));
    });
}

/// Recomputes step and whole for another urgency, from when they began. What suspensions and extensions gave before is kept: the time
/// between the limit as first set and as it was, counted as the new limit counts.
pub(super) fn change_urgency(clock: &Clock<'_>, register: &Register, record: &mut Record, before: Option<&str>) {
    let again = |from: Span, to: Span, began: Instant, is: Instant| {
        let given = clock.between(to, clock.add(from, began), is);
        (given, clock.later(to, clock.add(to, began), given))
    };
    let after = Of::record(record);
    let before = Of { urgency: before, ..after };
    let state = record.memory.back.as_ref().map_or_else(|| record.state.clone(), |back| back.state.clone());
    let spans = step(register, &state, before).zip(step(register, &state, after));
    let wholes = whole(register, before).zip(whole(register, after));
    if let (Some((from, to)), Some(is)) = (wholes, record.deadline) {
        record.deadline = Some(again(from, to, record.created, is).1);
    }
    if let (Some((from, to)), Some(began)) = (spans, record.memory.started) {
        running(record, |due, warn| {
            let Some(is) = *due else { return };
            let (given, new) = again(from, to, began, is);
            *due = Some(new);
            *warn = Some(clock.later(to, clock.warn_at(to, began, clock.add(to, began)), given));
        });
    }
}

/// The step's limits, wherever they are: in the record, or put by while it is set aside.
fn running(record: &mut Record, change: impl FnOnce(&mut Option<Instant>, &mut Option<Instant>)) {
    match record.memory.back.as_deref_mut() {
        Some(back) => change(&mut back.due, &mut back.warn),
        None => change(&mut record.due, &mut record.warn),
    }
}
