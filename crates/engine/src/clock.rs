//! Working-time arithmetic: time limits, lights and what remains.
//!
//! A day is a local day of the pack's time zone, counted since 1970-01-01. Working time is the seconds inside the working hours of working
//! days. An instant that is exactly a limit is still on time: something is late from the second after.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use linli_pack::model::ClockRules;
use linli_pack::record::Instant;
use linli_pack::span::Span;
use serde::{Deserialize, Serialize};

use crate::calendar::{date_of, day_of};
use crate::facts::Calendar;

const DAY: i64 = 86_400;
/// Longest walk over a calendar, so that a calendar without working days still ends (about 110 years).
const HORIZON: i32 = 40_000;

/// Rules and calendar, ready to count.
#[derive(Clone)]
pub struct Clock<'a> {
    calendar: &'a dyn Calendar,
    zone: TimeZone,
    /// Working hours in seconds since midnight; never empty.
    hours: Vec<(i64, i64)>,
    yellow_at: i64,
}

impl std::fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clock").field("zone", &self.zone).field("hours", &self.hours).finish_non_exhaustive()
    }
}

/// State of a time limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// Green: time enough, or no limit.
    #[default]
    Fine,
    /// Yellow: most of the time has gone.
    Soon,
    /// Red: past the limit.
    Late,
}

/// What is left of a time limit, or how far past it is, in the unit a person would say it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Remaining {
    /// So much is left.
    Left(Length),
    /// So much past.
    Late(Length),
}

/// A length for display: the coarsest unit that says something, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Length {
    /// Working days; a day or more round the clock and at least one working day.
    Workdays(u32),
    /// Hours round the clock.
    Hours(u32),
    /// Minutes round the clock.
    Minutes(u32),
}

/// The light of a limit at `now`. Without a limit it is green.
#[must_use]
pub fn light(now: Instant, warn: Option<Instant>, due: Option<Instant>) -> Light {
    match (warn, due) {
        (_, Some(due)) if now > due => Light::Late,
        (Some(warn), Some(_)) if now >= warn => Light::Soon,
        _ => Light::Fine,
    }
}

/// Whether a length is counted in working time (as opposed to round the clock).
#[must_use]
pub fn in_working_time(span: Span) -> bool {
    matches!(span, Span::WorkMinutes(_) | Span::Workdays(_))
}

impl<'a> Clock<'a> {
    /// A clock by these rules and this calendar. Hours that are empty or make no sense count as the whole day; a time zone that the
    /// database does not know counts as UTC (the pack's check refuses both).
    #[must_use]
    pub fn new(rules: &ClockRules, calendar: &'a dyn Calendar) -> Self {
        let zone = TimeZone::get(&rules.timezone).unwrap_or(TimeZone::UTC);
        let mut hours: Vec<(i64, i64)> =
            rules.hours.iter().map(|&(a, b)| (i64::from(a) * 60, i64::from(b) * 60)).filter(|(a, b)| a < b && *b <= DAY).collect();
        if hours.is_empty() {
            hours.push((0, DAY));
        }
        Self { calendar, zone, hours, yellow_at: i64::from(rules.yellow_at.min(100)) }
    }

    /// The local day of an instant, in days since 1970-01-01.
    #[must_use]
    pub fn day(&self, at: Instant) -> i32 {
        self.local(at).0
    }

    /// The local year of an instant.
    #[must_use]
    pub fn year(&self, at: Instant) -> i16 {
        date_of(self.day(at)).year()
    }

    /// The instant at which so many seconds of a local day have passed on its wall clock.
    #[must_use]
    pub fn at(&self, day: i32, second: i64) -> Instant {
        let over = i32::try_from(second.div_euclid(DAY)).unwrap_or_default();
        let second = i32::try_from(second.rem_euclid(DAY)).unwrap_or_default();
        let time = Time::midnight().wrapping_add(jiff::Span::new().seconds(second));
        let local = date_of(day.saturating_add(over)).to_datetime(time);
        self.zone.to_timestamp(local).map_or(i64::from(day) * DAY + i64::from(second), Timestamp::as_second)
    }

    /// When a length of time that begins at `from` ends.
    ///
    /// Minutes run round the clock. Work minutes run in working hours only. Workdays end at the close of the last working day, the day
    /// after the start being the first. Days end with the last second of the last day.
    #[must_use]
    pub fn add(&self, span: Span, from: Instant) -> Instant {
        match span {
            Span::Minutes(n) => from.saturating_add(i64::from(n) * 60),
            Span::WorkMinutes(n) => self.add_working_seconds(i64::from(n) * 60, from),
            Span::Workdays(n) => self.close_of_workday(n, from),
            Span::Days(n) => {
                let day = self.day(from).saturating_add(i32::try_from(n).unwrap_or(i32::MAX));
                self.at(day.saturating_add(1), 0).saturating_sub(1)
            }
        }
    }

    /// When so many seconds of working time have passed since `from`; `from` itself for none.
    #[must_use]
    pub fn add_working_seconds(&self, seconds: i64, from: Instant) -> Instant {
        if seconds <= 0 {
            return from;
        }
        let mut left = seconds;
        let (first, mut second) = self.local(from);
        for day in first..first.saturating_add(HORIZON) {
            if self.calendar.is_workday(day) {
                for &(a, b) in &self.hours {
                    let begin = a.max(second);
                    let room = (b - begin).max(0);
                    if left <= room {
                        return self.at(day, begin + left);
                    }
                    left -= room;
                }
            }
            second = 0;
        }
        self.at(first.saturating_add(HORIZON), 0)
    }

    /// Seconds of working time from one instant to another; 0 where the second is not later.
    #[must_use]
    pub fn working_seconds_between(&self, from: Instant, to: Instant) -> i64 {
        if to <= from {
            return 0;
        }
        let ((first, begin), (last, end)) = (self.local(from), self.local(to));
        let mut sum = 0;
        for day in first..=last.min(first.saturating_add(HORIZON)) {
            if self.calendar.is_workday(day) {
                let begin = if day == first { begin } else { 0 };
                let end = if day == last { end } else { DAY };
                sum += self.hours.iter().map(|&(a, b)| (b.min(end) - a.max(begin)).max(0)).sum::<i64>();
            }
        }
        sum
    }

    /// Whole minutes of working time from one instant to another; 0 where the second is not later.
    #[must_use]
    pub fn working_minutes_between(&self, from: Instant, to: Instant) -> i64 {
        self.working_seconds_between(from, to) / 60
    }

    /// Time between two instants as limits of this kind count it, in seconds: working time for work hours and workdays, otherwise all time.
    #[must_use]
    pub fn between(&self, like: Span, from: Instant, to: Instant) -> i64 {
        if in_working_time(like) { self.working_seconds_between(from, to) } else { to.saturating_sub(from).max(0) }
    }

    /// Moves a limit later by so many seconds as limits of this kind count them.
    #[must_use]
    pub fn later(&self, like: Span, at: Instant, seconds: i64) -> Instant {
        if in_working_time(like) { self.add_working_seconds(seconds, at) } else { at.saturating_add(seconds.max(0)) }
    }

    /// When the light of a limit turns yellow: after the pack's share of the time between start and limit, counted as the limit counts.
    #[must_use]
    pub fn warn_at(&self, like: Span, start: Instant, due: Instant) -> Instant {
        let whole = self.between(like, start, due);
        if whole == 0 {
            return due;
        }
        self.later(like, start, whole.saturating_mul(self.yellow_at) / 100).min(due)
    }

    /// What is left until `due`, or how far past it `now` is.
    #[must_use]
    pub fn remaining(&self, now: Instant, due: Instant) -> Remaining {
        if now > due { Remaining::Late(self.length(due, now)) } else { Remaining::Left(self.length(now, due)) }
    }

    /// Whether counting from one instant to another passes through a year for which no calendar was published, so that plain weekends were
    /// assumed.
    #[must_use]
    pub fn assumed(&self, from: Instant, to: Instant) -> bool {
        (self.year(from.min(to))..=self.year(to.max(from))).any(|year| !self.calendar.knows(year))
    }

    /// Working days after the day of `from`, up to and with the day of `to`.
    #[must_use]
    pub fn workdays_between(&self, from: Instant, to: Instant) -> u32 {
        let (first, last) = (self.day(from), self.day(to));
        let days = first.saturating_add(1)..=last.min(first.saturating_add(HORIZON));
        u32::try_from(days.filter(|&day| self.calendar.is_workday(day)).count()).unwrap_or(u32::MAX)
    }

    fn length(&self, from: Instant, to: Instant) -> Length {
        let seconds = to.saturating_sub(from);
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        if seconds >= DAY {
            let days = self.workdays_between(from, to);
            if days > 0 {
                return Length::Workdays(days);
            }
        }
        if seconds >= 3_600 { Length::Hours(count(seconds / 3_600)) } else { Length::Minutes(count(seconds / 60)) }
    }

    /// Close of the `n`th working day after the day of `from`; for 0 the close of that day, or of the first working day whose close is not
    /// before `from`.
    fn close_of_workday(&self, n: u32, from: Instant) -> Instant {
        let (first, second) = self.local(from);
        let close = self.hours.last().map_or(DAY, |&(_, b)| b);
        let mut left = n;
        if n == 0 {
            if self.calendar.is_workday(first) && second <= close {
                return self.at_close(first, close);
            }
            left = 1;
        }
        let mut day = first;
        while left > 0 && day < first.saturating_add(HORIZON) {
            day = day.saturating_add(1);
            if self.calendar.is_workday(day) {
                left -= 1;
            }
        }
        self.at_close(day, close)
    }

    /// The close of a day; a day without a close ends with its last second.
    fn at_close(&self, day: i32, close: i64) -> Instant {
        if close >= DAY { self.at(day, DAY) - 1 } else { self.at(day, close) }
    }

    /// Local day and second of that day.
    fn local(&self, at: Instant) -> (i32, i64) {
        let offset = Timestamp::from_second(at).map_or(0, |t| i64::from(self.zone.to_offset(t).seconds()));
        let local = at.saturating_add(offset);
        (i32::try_from(local.div_euclid(DAY)).unwrap_or(i32::MAX), local.rem_euclid(DAY))
    }

    /// The zone the clock counts in.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// When a working day opens, in seconds since midnight.
    #[must_use]
    pub fn opening(&self) -> i64 {
        self.hours.first().map_or(0, |&(a, _)| a)
    }

    /// The local day of a date, as [`Clock::day`] counts.
    #[must_use]
    pub fn day_of(date: jiff::civil::Date) -> i32 {
        day_of(date)
    }
}
