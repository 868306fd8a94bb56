//! Which periods of a duty there are, and which of them a body owes.

use jiff::ToSpan as _;
use jiff::civil::Date;
use linli_pack::model::{Every, Owed};

/// A period with its last day for the duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day of the period.
    pub to: Date,
    /// Last day by which the duty is due.
    pub until: Date,
}

/// The period of a duty in which a day lies.
#[must_use]
pub fn period(owed: &Owed, day: Date) -> Period {
    let months = owed.every.months();
    let first = (day.month() - 1) / months * months + 1;
    let from = Date::new(day.year(), first, 1).unwrap_or(day);
    let to = from.checked_add(i32::from(months).months()).and_then(|next| next.yesterday()).unwrap_or(from);
    let on = owed.on.and_then(|on| Date::new(to.year(), to.month(), i8::try_from(on).ok()?).ok());
    Period { from, to, until: on.unwrap_or(to) }
}

/// The periods of a duty that begin or run in a span of days, both included, the earliest first.
#[must_use]
pub fn periods(owed: &Owed, from: Date, to: Date) -> Vec<Period> {
    let mut found = Vec::new();
    let mut day = from;
    while day <= to {
        let period = period(owed, day);
        found.push(period);
        match period.to.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    found
}

/// Whether a body that stands from a day (none: always) to a day (none: still) owes a period: those that begin while it stands.
#[must_use]
pub fn owes(period: &Period, since: Option<Date>, ended: Option<Date>) -> bool {
    since.is_none_or(|since| since <= period.from) && ended.is_none_or(|ended| ended >= period.from)
}

/// How a period is written where it must be short: 2026-03, 2026-Q1, 2026-H1, 2026.
#[must_use]
pub fn name(every: Every, from: Date) -> String {
    let (year, month) = (from.year(), from.month());
    match every {
        Every::Month => format!("{year}-{month:02}"),
        Every::Quarter => format!("{year}-Q{}", (month - 1) / 3 + 1),
        Every::Half => format!("{year}-H{}", (month - 1) / 6 + 1),
        Every::Year => year.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use linli_pack::model::{Every, Owed};

    use super::{name, owes, period, periods};

    fn every(every: Every, on: Option<u8>) -> Owed {
        Owed { every, on, ..Owed::default() }
    }

    #[test]
    fn a_period_ends_with_its_last_month_and_is_due_on_the_day_that_is_said_or_its_last() {
        let theme_day = period(&every(Every::Month, Some(10)), date(2026, 2, 27));
        assert_eq!((theme_day.from, theme_day.until, theme_day.to), (date(2026, 2, 1), date(2026, 2, 10), date(2026, 2, 28)));
        let quarter = period(&every(Every::Quarter, None), date(2026, 12, 31));
        assert_eq!((quarter.from, quarter.until), (date(2026, 10, 1), date(2026, 12, 31)));
        let half = period(&every(Every::Half, Some(20)), date(2026, 1, 1));
        assert_eq!((half.from, half.until), (date(2026, 1, 1), date(2026, 6, 20)));
        assert_eq!(period(&every(Every::Year, None), date(2024, 2, 29)).until, date(2024, 12, 31));
    }

    #[test]
    fn periods_run_on_over_the_end_of_a_year() {
        let found = periods(&every(Every::Month, None), date(2025, 12, 15), date(2026, 2, 1));
        let names: Vec<String> = found.iter().map(|one| name(Every::Month, one.from)).collect();
        assert_eq!(names, ["2025-12", "2026-01", "2026-02"]);
        let quarters = periods(&every(Every::Quarter, None), date(2025, 12, 31), date(2026, 1, 1));
        assert_eq!(quarters.iter().map(|one| name(Every::Quarter, one.from)).collect::<Vec<_>>(), ["2025-Q4", "2026-Q1"]);
    }

    #[test]
    fn a_body_owes_the_periods_that_begin_while_it_stands() {
        let march = period(&every(Every::Month, None), date(2026, 3, 9));
        assert!(owes(&march, None, None));
        assert!(owes(&march, Some(date(2026, 3, 1)), None) && !owes(&march, Some(date(2026, 3, 2)), None), "none before it stood");
        assert!(owes(&march, None, Some(date(2026, 3, 1))) && !owes(&march, None, Some(date(2026, 2, 28))), "none after its end");
    }
}
