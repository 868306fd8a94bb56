//! What the program does by itself when time has passed: late steps are raised, regular work is asked for.

use std::collections::BTreeMap;

use linli_pack::model::{Register, Rhythm};
use linli_pack::record::{Instant, Record, Value};

use super::Case;
use super::draft::Draft;
use crate::act::{Outcome, Refusal, To};
use crate::calendar::{date_of, day_of};
use crate::clock::Clock;
use crate::route;

pub(super) fn wake(case: &Case<'_>, register: &Register, record: &Record) -> Result<Outcome, Refusal> {
    let acting = case.only_system()?;
    case.fresh(record)?;
    let mut draft = Draft::on(case, register, record, acting);
    raise(&mut draft);
    ask(&mut draft);
    let next = next_wake(&case.clock, register, &draft.record, case.now);
    if draft.notices.is_empty() && draft.record == draft.before && next == record.wake {
        return Err(Refusal::NothingToDo);
    }
    Ok(draft.finish("wake", BTreeMap::new()))
}

/// When the program must next look at a record by itself; `None` where it is closed, suspended or nothing is to come.
#[must_use]
pub fn next_wake(clock: &Clock<'_>, register: &Register, record: &Record, now: Instant) -> Option<Instant> {
    if !record.open || record.memory.paused.is_some() {
        return None;
    }
    [next_raise(clock, register, record), next_ask(clock, register, record, now)].into_iter().flatten().min()
}

/// Takes the steps of escalation whose time has come, each once per limit.
fn raise(draft: &mut Draft<'_, '_>) {
    let case = draft.case;
    if !draft.record.open || draft.record.memory.paused.is_some() {
        return;
    }
    while let Some(at) = next_raise(&case.clock, draft.register, &draft.record).filter(|at| *at <= case.now) {
        let place = usize::try_from(draft.record.raised).unwrap_or(0);
        draft.record.raised += 1;
        let Some(step) = draft.register.escalation.get(place) else { break };
        draft.facts.insert("raised_to".to_owned(), step.to.clone().into());
        draft.facts.insert("late_since".to_owned(), at.into());
        if let Some(desk) = route::desk_of_level(case.pack, case.facts, &draft.record.area, &step.to) {
            draft.tell(To::Body(desk.code), "wake");
        }
    }
}

/// When the next step of escalation is due: the second after its time, for what is exactly in time is not late.
fn next_raise(clock: &Clock<'_>, register: &Register, record: &Record) -> Option<Instant> {
    let step = register.escalation.get(usize::try_from(record.raised).ok()?)?;
    Some(clock.add(step.after, record.due?).saturating_add(1))
}

/// Asks the holder for the regular move, where it was not made since the time before.
fn ask(draft: &mut Draft<'_, '_>) {
    let (case, record) = (draft.case, &draft.record);
    let Some(rhythm) = asked(draft.register, record) else { return };
    // Times before the record's own alarm were dealt with already.
    let Some(since) = record.wake else { return };
    let beat = beat(&case.clock, rhythm, case.now, false);
    let before = self::beat(&case.clock, rhythm, beat - 1, false);
    if beat >= since && beat <= case.now && last_made(record, rhythm) < before {
        let act = rhythm.act.clone();
        draft.facts.insert("asked".to_owned(), act.clone().into());
        draft.notify("holder", &act);
    }
}

/// When the regular move is next asked for; where it was made in the present period, the time after.
fn next_ask(clock: &Clock<'_>, register: &Register, record: &Record, now: Instant) -> Option<Instant> {
    let rhythm = asked(register, record)?;
    let next = beat(clock, rhythm, now, true);
    let before = beat(clock, rhythm, now, false);
    Some(if last_made(record, rhythm) >= before { beat(clock, rhythm, next, true) } else { next })
}

fn asked<'r>(register: &'r Register, record: &Record) -> Option<&'r Rhythm> {
    let rhythm = register.rhythm.as_ref()?;
    let possible = register.moves.get(&rhythm.act).is_some_and(|mv| mv.from.contains(&record.state));
    (possible && record.open && record.memory.paused.is_none()).then_some(rhythm)
}

/// When the regular move was last made; the opening counts, so that the first asking is a whole period later at most.
fn last_made(record: &Record, rhythm: &Rhythm) -> Instant {
    record.fields.get(&rhythm.act).and_then(Value::as_i64).unwrap_or(record.created)
}

/// The last time of a rhythm at or before `at`, or the first after it: its weekday or day of the month, when a working day opens.
fn beat(clock: &Clock<'_>, rhythm: &Rhythm, at: Instant, after: bool) -> Instant {
    let today = clock.day(at);
    let opening = |day: i32| clock.at(day, clock.opening());
    let fits = |day: &i32| {
        let date = date_of(*day);
        let is = if rhythm.every == "month" { date.day() } else { date.weekday().to_monday_one_offset() };
        is == i8::try_from(rhythm.on).unwrap_or(1)
    };
    let found = if after {
        (today..today + 63).filter(fits).map(opening).find(|beat| *beat > at)
    } else {
        (today - 63..=today).rev().filter(fits).map(opening).find(|beat| *beat <= at)
    };
    found.unwrap_or_else(|| opening(day_of(date_of(today)) + if after { 63 } else { -63 }))
}
