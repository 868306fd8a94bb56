//! What the program does by itself when time has passed: late steps are raised, regular work is asked for.
//!
//! A record's alarm ([`Record::wake`]) is the next time of either. It is also the memory of what was done: steps of escalation before the
//! alarm have been taken for the present limit, and regular work due before it has been asked for.

use std::collections::BTreeMap;

use linli_pack::model::{Register, Rhythm};
use linli_pack::record::{Instant, Record, Value};

use super::Case;
use super::draft::Draft;
use crate::act::{Outcome, Refusal, To};
use crate::calendar::date_of;
use crate::clock::Clock;
use crate::route;

/// Longest time between two beats of a rhythm, in days.
const MONTH: i32 = 31;

pub(super) fn wake(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let acting = case.only_system()?;
    case.fresh(record)?;
    let mut draft = Draft::on(case, register, record, acting);
    raise(&mut draft);
    ask(&mut draft);
    if draft.notices.is_empty() && draft.record == draft.before && next(&draft) == record.wake {
        return Err(Refusal::NothingToDo);
    }
    Ok(draft.finish("wake", BTreeMap::new()))
}

/// When the program must next look at a record by itself; `None` where it is closed, suspended or nothing is to come.
pub(super) fn next(draft: &Draft<'_, '_>) -> Option<Instant> {
    let record = &draft.record;
    if !record.open || record.memory.paused.is_some() {
        return None;
    }
    let now = draft.case.now;
    let raise = steps(draft).into_iter().filter(|step| !draft.raised || step.at > now).map(|step| step.at).min();
    let ask = next_ask(&draft.case.clock, draft.register, record, now);
    [raise, ask].into_iter().flatten().min()
}

/// A step of escalation that is still to be taken.
struct Step<'r> {
    at: Instant,
    level: &'r str,
}

/// The steps that were not yet taken for the present limit, in the register's order.
fn steps<'c>(draft: &Draft<'c, '_>) -> Vec<Step<'c>> {
    let (clock, now) = (&draft.case.clock, draft.case.now);
    let (before, record) = (&draft.before, &draft.record);
    let Some(due) = record.due else { return Vec::new() };
    let fresh = before.id.is_empty() || record.memory.started != before.memory.started;
    let escalation = draft.register.escalation.iter();
    escalation
        .filter_map(|step| {
            // What is exactly in time is not late: the second after.
            let time = |due: Instant| clock.add(step.after, due).saturating_add(1);
            let at = time(due);
            let taken = !fresh && taken(before, &time);
            (!taken || at > now).then_some(Step { at, level: &step.to })
        })
        .collect()
}

/// Whether a step was taken for the limit that a record had.
fn taken(before: &Record, time: &impl Fn(Instant) -> Instant) -> bool {
    match (before.due, &before.memory.back) {
        (Some(due), _) => before.wake.is_none_or(|wake| time(due) < wake),
        // Set aside: by then.
        (None, Some(back)) => {
            let then = before.memory.paused.or(before.closed);
            back.due.zip(then).is_some_and(|(due, then)| time(due) <= then)
        }
        (None, None) => false,
    }
}

/// Takes the steps of escalation whose time has come, each once per limit.
fn raise(draft: &mut Draft<'_, '_>) {
    let case = draft.case;
    draft.raised = true;
    if !draft.record.open || draft.record.memory.paused.is_some() {
        return;
    }
    for step in steps(draft).into_iter().filter(|step| step.at <= case.now) {
        draft.record.raised += 1;
        draft.facts.insert("raised_to".to_owned(), step.level.into());
        if let Some(desk) = route::desk_from_level(case.pack, case.facts, &draft.record.area, step.level) {
            draft.tell(To::Body(desk.code), "wake");
        }
    }
}

/// Asks the holder for the regular move, where it was not made since the time before.
fn ask(draft: &mut Draft<'_, '_>) {
    let (case, record) = (draft.case, &draft.record);
    let Some(rhythm) = asked(draft.register, record) else { return };
    let Some(since) = record.wake else { return };
    let beat = last_beat(&case.clock, rhythm, case.now);
    let before = last_beat(&case.clock, rhythm, beat - 1);
    if beat >= since && last_made(record, rhythm) < before {
        let act = rhythm.act.clone();
        draft.facts.insert("asked".to_owned(), act.clone().into());
        draft.notify("holder", &act);
    }
}

/// When the regular move is next asked for; where it was made in the present period, the time after.
fn next_ask(clock: &Clock<'_>, register: &Register, record: &Record, now: Instant) -> Option<Instant> {
    let rhythm = asked(register, record)?;
    let next = next_beat(clock, rhythm, now);
    let made = last_made(record, rhythm) >= last_beat(clock, rhythm, now);
    Some(if made { next_beat(clock, rhythm, next) } else { next })
}

/// The rhythm, where its move could be made.
fn asked<'r>(register: &'r Register, record: &Record) -> Option<&'r Rhythm> {
    let rhythm = register.rhythm.as_ref()?;
    let possible = register.moves.get(&rhythm.act).is_some_and(|mv| mv.from.contains(&record.state));
    (possible && record.open && record.memory.paused.is_none()).then_some(rhythm)
}

/// When the regular move was last made. The opening counts, so that a new record is not asked at once.
fn last_made(record: &Record, rhythm: &Rhythm) -> Instant {
    record.fields.get(&rhythm.act).and_then(Value::as_i64).unwrap_or(record.created)
}

/// The last time of a rhythm at or before an instant: its weekday or day of the month, when a working day opens.
fn last_beat(clock: &Clock<'_>, rhythm: &Rhythm, at: Instant) -> Instant {
    let today = clock.day(at);
    let days = (today - MONTH..=today).rev().filter(|day| beats(rhythm, *day));
    days.map(|day| clock.at(day, clock.opening())).find(|beat| *beat <= at).unwrap_or(Instant::MIN)
}

/// The first time of a rhythm after an instant.
fn next_beat(clock: &Clock<'_>, rhythm: &Rhythm, at: Instant) -> Instant {
    let today = clock.day(at);
    let days = (today..=today + MONTH).filter(|day| beats(rhythm, *day));
    days.map(|day| clock.at(day, clock.opening())).find(|beat| *beat > at).unwrap_or(Instant::MAX)
}

fn beats(rhythm: &Rhythm, day: i32) -> bool {
    let date = date_of(day);
    let is = if rhythm.every == "month" { date.day() } else { date.weekday().to_monday_one_offset() };
    u8::try_from(is).is_ok_and(|is| is == rhythm.on)
}
