//! What stands on the calendar of an area: days that records name, limits of what is open, terms that end, days that come back each year.
//!
//! Each reader's is their own: only records that they may see are on it.

use jiff::civil::Date;
use linli_engine::Facts as _;
use linli_pack::expr::{Names as _, Param, Sql};
use linli_pack::model::{Booking, Capability, Dated, Register};
use linli_pack::record::{Record, Type, Value};
use linli_store::{Appointment, Columns, ListQuery, Official, Order, Scope, Tx};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::{days, filter};

/// Most entries of one register and kind.
const MOST: usize = 300;

/// Something on a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// First day, counted from 1970-01-01.
    pub day: i64,
    /// Last day; the same where it takes one.
    pub until: i64,
    /// At what time, as its register says it; may be empty.
    pub time: String,
    /// What it is.
    pub what: What,
}

/// What is on a day.
#[derive(Clone, Debug)]
pub enum What {
    /// A record whose register shows that day: a meeting, an activity, an appointment.
    Planned(Box<Record>),
    /// A day of a record that comes back each year, so many years later.
    Again(Box<Record>, i16),
    /// The limit of an open record's step.
    Due(Box<Record>),
    /// The last day of somebody's term.
    Term(Box<(Appointment, Official)>),
}

impl App {
    /// What is on in an area and below it from a day to another, both included, for what the actor may see there; and whether there was more
    /// than is shown.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for an area outside the actor's own.
    pub fn calendar_of(&self, context: &Context, area: &str, from: i64, to: i64) -> Result<(Vec<Entry>, bool), AppError> {
        let territory = self.territory();
        if !context.actor.grants.iter().any(|grant| territory.within(area, &grant.area)) {
            return Err(AppError::Forbidden("calendar"));
        }
        let mut entries = self.0.store.read(|tx| {
            let mut entries = Vec::new();
            for register in self.0.pack.registers.values() {
                let own = context.actor.grants.iter().any(|grant| register.see.is_empty() || register.see.contains(&grant.role));
                if own {
                    planned(&self.0, tx, register, area, (from, to), context.now, &mut entries)?;
                    due(&self.0, tx, register, area, (from, to), context.now, &mut entries)?;
                }
            }
            for day in linli_store::appointments_below(tx, self.0.realm, area, from.max(self.today(context)))? {
                let last = day.0.ended.or(day.0.to_day).filter(|last| (from..=to).contains(last));
                entries.extend(last.map(|last| Entry { day: last, until: last, time: String::new(), what: What::Term(Box::new(day)) }));
            }
            Ok::<_, AppError>(entries)
        })?;
        let is_cut = |kind: fn(&What) -> Option<&str>| {
            let registers = self.0.pack.registers.keys();
            registers.into_iter().any(|name| entries.iter().filter(|entry| kind(&entry.what) == Some(name)).count() >= MOST)
        };
        let cut = is_cut(|what| match what {
            What::Planned(record) | What::Again(record, _) => Some(&record.register),
            _ => None,
        }) || is_cut(|what| match what {
            What::Due(record) => Some(&record.register),
            _ => None,
        });
        entries.retain(|entry| match &entry.what {
            What::Planned(record) | What::Again(record, _) | What::Due(record) => context.sees(&self.0.pack, &territory, record),
            What::Term(_) => true,
        });
        // What is planned for a day need not be said to be due as well.
        let planned: Vec<String> = entries
            .iter()
            .filter_map(|entry| match &entry.what {
                What::Planned(record) => Some(record.id.clone()),
                _ => None,
            })
            .collect();
        entries.retain(|entry| !matches!(&entry.what, What::Due(record) if planned.contains(&record.id)));
        // Who comes at no time in particular comes after those who do.
        entries.sort_by_cached_key(|entry| (entry.day, order(&entry.what), entry.time.is_empty(), entry.time.clone()));
        Ok((entries, cut))
    }
}

/// Meetings before limits before terms.
const fn order(what: &What) -> u8 {
    match what {
        What::Planned(_) => 0,
        What::Again(..) => 1,
        What::Due(_) => 2,
        What::Term(_) => 3,
    }
}

/// The rule of a register whose days stand on calendars; where appointments can be booked, their days do without one.
fn rule_of(register: &Register) -> Option<Dated> {
    let booked = || {
        let states = || register.states.values().filter(|state| state.open).map(|state| state.name.clone()).collect();
        let rule =
            |booking: &Booking| Dated { day: booking.field.clone(), label: register.label.clone(), states: states(), ..Dated::default() };
        register.booking.as_ref().map(rule)
    };
    register.dated.clone().or_else(booked)
}

/// Records whose own day lies in a span of days.
pub(crate) fn planned(
    inner: &Inner,
    tx: &mut dyn Tx,
    register: &Register,
    area: &str,
    (from, to): (i64, i64),
    now: i64,
    entries: &mut Vec<Entry>,
) -> Result<(), AppError> {
    let Some(rule) = rule_of(register) else { return Ok(()) };
    // People's own days are for those who work with them, not for a whole district's calendar.
    if rule.yearly && inner.territory.load().level(area).as_ref() != Some(&register.level) {
        return Ok(());
    }
    let (Some(first), Some(last)) = (days::date(from), days::date(to + 1)) else { return Ok(()) };
    let column = |field: &str| Columns.column(field, true, Type::Text);
    let filter = if rule.yearly {
        yearly(&column(&rule.day), first, days::date(to).unwrap_or(last))
    } else {
        let end =
            rule.until.as_ref().map_or_else(|| column(&rule.day), |until| format!("COALESCE({}, {})", column(until), column(&rule.day)));
        Sql {
            text: format!("({end} >= ? AND {} < ?)", column(&rule.day)),
            params: vec![Param::Text(first.to_string()), Param::Text(last.to_string())],
        }
    };
    let query = ListQuery {
        states: rule.states.clone(),
        filter: Some(filter),
        now,
        limit: MOST,
        order: Order::Created,
        ..ListQuery::new(&register.name, Scope::Area(area.to_owned()))
    };
    for record in linli_store::records(tx, inner.realm, &query)?.records {
        let day = |field: &str| {
            let text = record.fields.get(field).and_then(Value::as_str)?;
            text.get(..10)?.parse::<Date>().ok()
        };
        let Some(on) = day(&rule.day) else { continue };
        if rule.yearly {
            entries.extend(again(on, (from, to)).map(|(day, years)| {
                let what = What::Again(Box::new(record.clone()), years);
                Entry { day, until: day, time: String::new(), what }
            }));
        } else {
            let until = rule.until.as_deref().and_then(day).unwrap_or(on);
            let field = rule.time.as_ref().and_then(|field| record.fields.get(field)).and_then(Value::as_str);
            // A time that was booked follows its day: `2026-12-01 09:00 evening`.
            let booked = record.fields.get(&rule.day).and_then(Value::as_str).and_then(|slot| slot.get(11..16));
            let time = field.or(booked).unwrap_or_default().to_owned();
            entries.push(Entry { day: days::number(on), until: days::number(until), time, what: What::Planned(Box::new(record)) });
        }
    }
    Ok(())
}

/// Days of any year whose month and day lie in a span shorter than a year.
fn yearly(column: &str, first: Date, last: Date) -> Sql {
    let short = |date: Date| format!("{:02}-{:02}", date.month(), date.day());
    let joint = if short(first) <= short(last) { "AND" } else { "OR" };
    // Whoever joined on 29 February has their day on the 28th in most years.
    let last = if short(last) == "02-28" { "02-29".to_owned() } else { short(last) };
    Sql {
        text: format!("(substr({column}, 6, 5) >= ? {joint} substr({column}, 6, 5) <= ?)"),
        params: vec![Param::Text(short(first)), Param::Text(last)],
    }
}

/// The day of a year after the first that lies in a span, and how many years later it is. Who joined on 29 February has their day on the 28th
/// where there is no 29th.
fn again(first: Date, (from, to): (i64, i64)) -> Option<(i64, i16)> {
    let years = [days::date(from)?.year(), days::date(to)?.year()];
    years.into_iter().find_map(|year| {
        let day = Date::new(year, first.month(), first.day()).or_else(|_| Date::new(year, first.month(), 28)).ok()?;
        let number = days::number(day);
        ((from..=to).contains(&number) && year > first.year()).then_some((number, year - first.year()))
    })
}

/// Open records whose step is due in a span of days.
fn due(
    inner: &Inner,
    tx: &mut dyn Tx,
    register: &Register,
    area: &str,
    (from, to): (i64, i64),
    now: i64,
    entries: &mut Vec<Entry>,
) -> Result<(), AppError> {
    if !register.has(Capability::Clock) {
        return Ok(());
    }
    let zone = &inner.pack.clock.timezone;
    let query = ListQuery {
        open: Some(true),
        filter: filter::between("due", days::start_of(from, zone), days::start_of(to + 1, zone)),
        now,
        limit: MOST,
        ..ListQuery::new(&register.name, Scope::Area(area.to_owned()))
    };
    for record in linli_store::records(tx, inner.realm, &query)?.records {
        let Some(at) = record.due.filter(|_| record.memory.paused.is_none()) else { continue };
        let day = days::of(at, zone);
        entries.push(Entry { day, until: day, time: String::new(), what: What::Due(Box::new(record)) });
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use jiff::civil::date;

    use super::again;
    use crate::days::number;

    #[test]
    fn a_day_comes_back_each_year_after_the_first_also_over_the_end_of_a_year_and_without_a_leap_day() {
        let span = (number(date(2025, 12, 29)), number(date(2026, 2, 28)));
        assert_eq!(again(date(1998, 1, 5), span), Some((number(date(2026, 1, 5)), 28)));
        assert_eq!(again(date(1998, 12, 30), span), Some((number(date(2025, 12, 30)), 27)));
        assert_eq!(again(date(1996, 2, 29), span), Some((number(date(2026, 2, 28)), 30)));
        assert_eq!(again(date(2026, 1, 5), span), None, "the day itself is no anniversary");
        assert_eq!(again(date(1998, 7, 1), span), None);
    }
}
