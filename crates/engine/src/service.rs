//! What a register that serves people adds to a decision: a way that the service offers, papers that are complete, a number in the queue, and
//! times that can be booked.

use linli_pack::model::{Booking, Days, FieldKind, Move, Pack, Register, Service, Slots, Text};
use linli_pack::record::{Instant, Record, Value};

use crate::act::Refusal;
use crate::calendar::{date_of, day_of};
use crate::clock::Clock;
use crate::facts::{Calendar, Mint};

/// The service that a record is about.
#[must_use]
pub fn service_of<'p>(pack: &'p Pack, register: &Register, record: &Record) -> Option<&'p Service> {
    let field = field_of(register, &FieldKind::Service)?;
    pack.services.get(record.fields.get(field)?.as_str()?)
}

/// The name of the register's one field of such a kind.
#[must_use]
pub fn field_of<'r>(register: &'r Register, kind: &FieldKind) -> Option<&'r str> {
    register.fields.values().find(|field| field.kind == *kind).map(|field| field.name.as_str())
}

/// Whether a move stands for a way in which the record's service is not offered.
#[must_use]
pub fn is_closed(pack: &Pack, register: &Register, mv: &Move, record: &Record) -> bool {
    let Some(way) = &mv.way else { return false };
    service_of(pack, register, record).is_some_and(|service| !service.ways.contains(way))
}

/// What stands in the way of a move, once it has been applied to the record: the service is not offered so, a material is not one of its own,
/// or what it asks for is not all there.
pub(crate) fn check(pack: &Pack, register: &Register, mv: &Move, record: &Record) -> Result<(), Refusal> {
    let Some(service) = service_of(pack, register, record) else { return Ok(()) };
    let no = |zh: String, en: String| Err(Refusal::Guard { because: Text { zh, en }, basis: service.basis.clone() });
    if is_closed(pack, register, mv, record) {
        let (zh, en) = (&service.label.zh, &service.label.en);
        return no(format!("“{zh}”不能这样办理，请看服务指南"), format!("“{en}” is not offered in this way: see the guide"));
    }
    let there: Vec<&str> = match field_of(register, &FieldKind::Materials).and_then(|field| record.fields.get(field)) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if let Some(other) = there.iter().find(|name| !service.materials.contains_key(**name)) {
        return no(format!("“{}”不要材料 {other}", service.label.zh), format!("“{}” does not ask for {other}", service.label.en));
    }
    let lacking = service.materials.values().filter(|material| material.is_asked() && !there.contains(&material.name.as_str()));
    let lacking: Vec<_> = lacking.collect();
    if mv.complete && !lacking.is_empty() {
        let zh = lacking.iter().map(|material| material.label.zh.as_str()).collect::<Vec<_>>().join("、");
        let en = lacking.iter().map(|material| material.label.en.as_str()).collect::<Vec<_>>().join(", ");
        return no(
            format!("还缺{zh}：请一次告知，补齐后受理"),
            format!("still missing: {en}. Say so once; it is taken in when all is there"),
        );
    }
    Ok(())
}

/// The sequence of numbers in the queue of a body on a local day.
fn queue(body: &str, day: i32) -> String {
    format!("turn-{body}-{}", date_of(day))
}

/// Gives the next number of the day in the queue of whoever holds the record.
pub(crate) fn turn(clock: &Clock<'_>, mv: &Move, record: &mut Record, now: Instant, mint: &mut dyn Mint) {
    let (Some(field), Some(holder)) = (&mv.turn, &record.holder) else { return };
    record.fields.insert(field.clone(), mint.next(&queue(holder, clock.day(now))).into());
}

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot<'b> {
    /// As records keep it: `2026-12-01 09:00 evening`.
    pub text: String,
    /// Local day, counted since 1970-01-01.
    pub day: i32,
    /// When it begins, minutes since midnight.
    pub minute: u16,
    /// Its kind.
    pub slots: &'b Slots,
}

/// Every time that can be booked now, in order of time, full or not.
#[must_use]
pub fn slots<'b>(booking: &'b Booking, clock: &Clock<'_>, calendar: &dyn Calendar, now: Instant) -> Vec<Slot<'b>> {
    let today = clock.day(now);
    let mut all = Vec::new();
    for day in today..=today.saturating_add(i32::from(booking.ahead)) {
        for slots in booking.slots.values().filter(|slots| is_on(slots, calendar, day)) {
            all.extend(times(slots, day).filter(|slot| clock.at(day, i64::from(slot.minute) * 60) > now));
        }
    }
    all.sort_by_key(|slot| (slot.day, slot.minute));
    all
}

fn is_on(slots: &Slots, calendar: &dyn Calendar, day: i32) -> bool {
    match slots.days {
        Days::Workdays => calendar.is_workday(day),
        Days::Free => !calendar.is_workday(day),
        Days::Every => true,
    }
}

fn times(slots: &Slots, day: i32) -> impl Iterator<Item = Slot<'_>> {
    let step = usize::from(slots.every.max(1));
    let last = slots.to.saturating_sub(slots.every);
    (slots.from..=last).step_by(step).map(move |minute| Slot {
        text: format!("{} {:02}:{:02} {}", date_of(day), minute / 60, minute % 60, slots.name),
        day,
        minute,
        slots,
    })
}

/// The times that a text names, if the register has such and it is still to come and not too far off.
#[must_use]
pub fn read_slot<'b>(booking: &'b Booking, clock: &Clock<'_>, calendar: &dyn Calendar, now: Instant, text: &str) -> Option<Slot<'b>> {
    let mut parts = text.split(' ');
    let (day, _, name) = (parts.next()?, parts.next()?, parts.next()?);
    let day = day_of(day.parse().ok()?);
    let slots = booking.slots.get(name).filter(|slots| is_on(slots, calendar, day))?;
    let within = (0..=i32::from(booking.ahead)).contains(&day.checked_sub(clock.day(now))?);
    times(slots, day).find(|slot| slot.text == text && within && clock.at(day, i64::from(slot.minute) * 60) > now)
}

#[cfg(test)]
mod tests {
    use linli_pack::model::{ClockRules, Slots};

    use super::*;
    use crate::calendar::TableCalendar;

    fn booking() -> Booking {
        let window = Slots { name: "window".into(), from: 540, to: 630, every: 30, capacity: 2, ..Slots::default() };
        let weekend = Slots { name: "weekend".into(), days: Days::Free, from: 540, to: 600, every: 60, capacity: 1, ..Slots::default() };
        let slots = [window, weekend].into_iter().map(|slots| (slots.name.clone(), slots)).collect();
        Booking { field: "slot".into(), ahead: 2, slots, basis: String::new() }
    }

    #[test]
    fn times_follow_the_calendar_and_end_before_the_hours_do() {
        let calendar = TableCalendar::china();
        let rules = ClockRules { timezone: "Asia/Shanghai".into(), hours: vec![(510, 720)], yellow_at: 80, basis: String::new() };
        let clock = Clock::new(&rules, &calendar);
        // Friday, 20 November 2026, 09:05.
        let now = clock.at(day_of(jiff::civil::date(2026, 11, 20)), 9 * 3600 + 300);
        let booking = booking();
        let texts: Vec<String> = slots(&booking, &clock, &calendar, now).into_iter().map(|slot| slot.text).collect();
        let expected = ["2026-11-20 09:30 window", "2026-11-20 10:00 window", "2026-11-21 09:00 weekend", "2026-11-22 09:00 weekend"];
        assert_eq!(texts, expected);
        for text in &texts {
            assert!(read_slot(&booking, &clock, &calendar, now, text).is_some(), "{text}");
        }
        for wrong in
            ["2026-11-20 09:00 window", "2026-11-20 09:40 window", "2026-11-23 09:00 window", "2026-11-21 09:00 window", "soon", ""]
        {
            assert!(read_slot(&booking, &clock, &calendar, now, wrong).is_none(), "{wrong}");
        }
    }
}
