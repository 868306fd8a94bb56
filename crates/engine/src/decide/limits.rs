//! Time limits of a record: started, stood still, extended, recomputed.

use linli_pack::model::{Limit, Register};
use linli_pack::record::{Back, Instant, Record};
use linli_pack::span::Span;

use crate::clock::Clock;

/// The length of a limit for an urgency.
pub(super) fn span(limit: &Limit, urgency: Option<&str>) -> Span {
    urgency.and_then(|urgency| limit.by_urgency.get(urgency)).copied().unwrap_or(limit.default)
}

/// The length of a step.
pub(super) fn step(register: &Register, state: &str, urgency: Option<&str>) -> Option<Span> {
    register.states.get(state)?.due.as_ref().map(|limit| span(limit, urgency))
}

/// The length of the whole matter.
pub(super) fn whole(register: &Register, urgency: Option<&str>) -> Option<Span> {
    register.deadline.as_ref().map(|limit| span(limit, urgency))
}

/// Starts the step's clock for the state the record is in.
pub(super) fn start(clock: &Clock<'_>, register: &Register, record: &mut Record, now: Instant) {
    let span = step(register, &record.state, record.urgency.as_deref());
    record.due = span.map(|span| clock.add(span, now));
    record.warn = span.zip(record.due).map(|(span, due)| clock.warn_at(span, now, due));
    record.memory.started = span.map(|_| now);
}

/// Starts the clock of the whole matter.
pub(super) fn start_whole(clock: &Clock<'_>, register: &Register, record: &mut Record, now: Instant) {
    record.deadline = whole(register, record.urgency.as_deref()).map(|span| clock.add(span, now));
}

/// Lets a suspended clock run again: what was left when it stopped is left now. Step and whole each move by the time that stood as their own
/// limit counts it: working time for work hours and workdays, otherwise all time. Gives the step's limits back to `back`.
pub(super) fn end_pause(clock: &Clock<'_>, register: &Register, record: &mut Record, back: &mut Back, now: Instant) {
    let Some(paused) = record.memory.paused.take() else { return };
    let urgency = record.urgency.as_deref();
    let moved = |span: Option<Span>, at: Instant| {
        let like = span.unwrap_or_default();
        clock.later(like, at, clock.between(like, paused, now))
    };
    let like = step(register, &back.state, urgency);
    back.due = back.due.map(|due| moved(like, due));
    back.warn = back.warn.map(|warn| moved(like, warn));
    record.deadline = record.deadline.map(|deadline| moved(whole(register, urgency), deadline));
}

/// Adds working days to the step and the whole; the yellow light keeps its distance from the limit.
pub(super) fn extend(clock: &Clock<'_>, register: &Register, record: &mut Record, workdays: u32) {
    let longer = |at: Instant| clock.add(Span::Workdays(workdays), at);
    record.deadline = record.deadline.map(longer);
    let urgency = record.urgency.clone();
    let state = record.memory.back.as_ref().map_or_else(|| record.state.clone(), |back| back.state.clone());
    let like = step(register, &state, urgency.as_deref()).unwrap_or_default();
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
    let after = record.urgency.clone();
    if let (Some(from), Some(to), Some(is)) = (whole(register, before), whole(register, after.as_deref()), record.deadline) {
        record.deadline = Some(again(from, to, record.created, is).1);
    }
    let state = record.memory.back.as_ref().map_or_else(|| record.state.clone(), |back| back.state.clone());
    let spans = step(register, &state, before).zip(step(register, &state, after.as_deref()));
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
