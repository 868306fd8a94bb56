//! Which days are worked, from a table of the days that differ from plain weekends.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::facts::Calendar;

/// Mainland China's working calendar as published up to this release (国务院办公厅放假通知), `date,kind,name`.
pub const CHINA: &str = include_str!("../data/cn-days.csv");

/// A calendar made from a table; every year without an entry counts plain weekends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableCalendar {
    /// First day of the first year of the table, in days since 1970-01-01.
    first: i32,
    /// One bit for each day from `first` to the end of the last year: whether it is worked.
    worked: Vec<u64>,
    /// Days in the table.
    days: usize,
    /// Years for which something was published.
    years: BTreeSet<i16>,
}

/// A line of a calendar table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct CalendarError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: CalendarProblem,
}

/// What is wrong with a line of a calendar table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    /// The date is not `YYYY-MM-DD`.
    #[error("the date is not YYYY-MM-DD")]
    Date,
    /// The kind is neither `holiday` nor `workday`.
    #[error("the kind is neither holiday nor workday")]
    Kind,
    /// The same date twice with different kinds.
    #[error("the date is listed before with another kind")]
    Contradiction,
}

impl TableCalendar {
    /// Reads a table `date,kind,name`, kind `holiday` or `workday`. A first line `date,…`, empty lines and lines that begin with `#` are
    /// skipped; the name is for people only.
    ///
    /// # Errors
    /// All lines that cannot be read.
    pub fn parse(csv: &str) -> Result<Self, Vec<CalendarError>> {
        read(csv).map(|(days, years)| Self::of(&days, years))
    }

    /// The calendar of [`CHINA`] with the years of another table added; a year that both have is the other table's.
    ///
    /// # Errors
    /// All lines of `csv` that cannot be read.
    pub fn china_and(csv: &str) -> Result<Self, Vec<CalendarError>> {
        let (own_days, own_years) = read(csv)?;
        let (mut days, mut years) = read(CHINA).unwrap_or_default();
        days.retain(|day, _| !own_years.contains(&date_of(*day).year()));
        days.extend(own_days);
        years.extend(own_years);
        Ok(Self::of(&days, years))
    }

    /// The calendar of [`CHINA`].
    #[must_use]
    pub fn china() -> Self {
        // The table is part of this crate and a test reads it; were it unreadable, plain weekends are the documented fallback.
        Self::parse(CHINA).unwrap_or_default()
    }

    /// The years for which something was published.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().copied()
    }

    fn of(days: &Days, years: BTreeSet<i16>) -> Self {
        let (Some(&from), Some(&to)) = (years.first(), years.last()) else { return Self::default() };
        let first = day_of(Date::new(from, 1, 1).unwrap_or(Date::MIN));
        let last = day_of(Date::new(to, 12, 31).unwrap_or(Date::MAX));
        let mut worked = Vec::new();
        let mut word = 0_u64;
        for (bit, day) in (first..=last).enumerate() {
            if days.get(&day).copied().unwrap_or_else(|| weekday(day)) {
                word |= 1 << (bit % 64);
            }
            if bit % 64 == 63 {
                worked.push(word);
                word = 0;
            }
        }
        worked.push(word);
        Self { first, worked, days: usize::try_from(last - first + 1).unwrap_or(0), years }
    }
}

impl Calendar for TableCalendar {
    fn is_workday(&self, day: i32) -> bool {
        let place = day.checked_sub(self.first).and_then(|n| usize::try_from(n).ok());
        match place.and_then(|n| Some((n, self.worked.get(n / 64)?))) {
            // Bits past the end of the last year are never set; beyond it plain weekends hold.
            Some((n, word)) if n < self.days => word >> (n % 64) & 1 == 1,
            _ => weekday(day),
        }
    }

    fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }
}

/// Whether each listed day is worked, by days since 1970-01-01.
type Days = BTreeMap<i32, bool>;

/// The days of a table and the years they are in.
fn read(csv: &str) -> Result<(Days, BTreeSet<i16>), Vec<CalendarError>> {
    let (mut days, mut years, mut errors) = (Days::new(), BTreeSet::new(), Vec::new());
    for (at, line) in csv.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') || (at == 0 && line.starts_with("date")) {
            continue;
        }
        match read_line(line) {
            Ok((date, worked)) => {
                if days.insert(day_of(date), worked).is_some_and(|before| before != worked) {
                    errors.push(CalendarError { line: at + 1, problem: CalendarProblem::Contradiction });
                }
                years.insert(date.year());
            }
            Err(problem) => errors.push(CalendarError { line: at + 1, problem }),
        }
    }
    if errors.is_empty() { Ok((days, years)) } else { Err(errors) }
}

fn read_line(line: &str) -> Result<(Date, bool), CalendarProblem> {
    let mut cells = line.split(',').map(str::trim);
    let date = cells.next().unwrap_or_default();
    let date = if date.len() == 10 { date.parse::<Date>().ok() } else { None };
    let date = date.ok_or(CalendarProblem::Date)?;
    match cells.next() {
        Some("workday") => Ok((date, true)),
        Some("holiday") => Ok((date, false)),
        _ => Err(CalendarProblem::Kind),
    }
}

/// Days since 1970-01-01.
#[must_use]
pub fn day_of(date: Date) -> i32 {
    // Howard Hinnant's days_from_civil: whole years of 400, years beginning in March.
    let (y, m, d) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date so many days after 1970-01-01, within the years 1900 to 9999.
#[must_use]
pub fn date_of(day: i32) -> Date {
    Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(day.clamp(-25_567, 2_932_896)))
}

/// Monday to Friday. Day 0 was a Thursday.
fn weekday(day: i32) -> bool {
    (i64::from(day) + 3).rem_euclid(7) < 5
}
