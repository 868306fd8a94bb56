//! Local days as numbers: days since 1970-01-01 in the pack's time zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Unit};
use linli_pack::record::Instant;

const EPOCH: Date = Date::constant(1970, 1, 1);

fn zone_of(name: &str) -> TimeZone {
    // A pack whose zone is unknown does not pass its check; UTC is for packs that were never checked.
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The local day of an instant.
#[must_use]
pub fn of(now: Instant, zone: &str) -> i64 {
    let Ok(stamp) = Timestamp::from_second(now) else { return 0 };
    number(stamp.to_zoned(zone_of(zone)).date())
}

/// The instant at which a local day starts; `None` beyond the calendar.
#[must_use]
pub fn start_of(day: i64, zone: &str) -> Option<Instant> {
    Some(date(day)?.to_zoned(zone_of(zone)).ok()?.timestamp().as_second())
}

/// The number of a date.
#[must_use]
pub fn number(date: Date) -> i64 {
    date.since((Unit::Day, EPOCH)).map_or(0, |span| i64::from(span.get_days()))
}

/// The date of a number; `None` beyond the calendar.
#[must_use]
pub fn date(day: i64) -> Option<Date> {
    EPOCH.checked_add(i32::try_from(day).ok()?.days()).ok()
}

/// The first day of the month of a day.
#[must_use]
pub fn month_of(day: i64) -> i64 {
    date(day).map_or(day, |date| number(date.first_of_month()))
}
