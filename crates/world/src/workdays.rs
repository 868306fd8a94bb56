//! Working time, as far as a script of made-up days needs it: the hours of the base pack on the days of the national calendar.

use linli_engine::calendar::date_of;
use linli_engine::{Calendar as _, TableCalendar};

/// Seconds by which local time is ahead of universal time.
pub const AHEAD: i64 = 8 * 3600;
const HOURS: [(i64, i64); 2] = [(510, 720), (840, 1050)];

/// Which days are worked.
#[derive(Clone, Debug, Default)]
pub struct Workdays(TableCalendar);

/// Year, month and day of days since 1970.
#[must_use]
pub fn civil(days: i64) -> (i64, i64, i64) {
    let date = date_of(i32::try_from(days).unwrap_or_default());
    (date.year().into(), date.month().into(), date.day().into())
}

/// The local day of an instant, as `YYYY-MM-DD`.
#[must_use]
pub fn iso(at: i64) -> String {
    date_of(i32::try_from((at + AHEAD).div_euclid(86_400)).unwrap_or_default()).to_string()
}

/// Day of the week of days since 1970: 1 is Monday, 7 Sunday.
#[must_use]
pub fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

impl Workdays {
    /// The national calendar as published.
    #[must_use]
    pub fn national() -> Self {
        Self(TableCalendar::china())
    }

    /// Whether a day is worked.
    #[must_use]
    pub fn is_workday(&self, day: i64) -> bool {
        i32::try_from(day).is_ok_and(|day| self.0.is_workday(day))
    }

    /// The instant so many working minutes after another.
    #[must_use]
    pub fn after(&self, from: i64, minutes: i64) -> i64 {
        let local = from + AHEAD;
        let mut day = local.div_euclid(86_400);
        let mut minute = local.rem_euclid(86_400) / 60;
        let mut left = minutes.max(0);
        for _ in 0..4_000 {
            if self.is_workday(day) {
                for (open, shut) in HOURS {
                    let start = minute.max(open);
                    if start >= shut {
                        continue;
                    }
                    if left <= shut - start {
                        return day * 86_400 + (start + left) * 60 + from.rem_euclid(60) - AHEAD;
                    }
                    left -= shut - start;
                }
            }
            day += 1;
            minute = 0;
        }
        from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_minutes_skip_the_lunch_break_the_night_and_holidays() {
        let calendar = Workdays::national();
        // Days since 1970 of 3 March, 30 September and 9 October 2025; the National Day of that year is off from 1 to 8 October.
        let (march, september, october) = (20_150, 20_361, 20_370);
        assert_eq!((civil(march), civil(september), civil(october)), ((2025, 3, 3), (2025, 9, 30), (2025, 10, 9)));
        assert_eq!((weekday(march), weekday(september)), (1, 2));
        let at = |day: i64, minute: i64| day * 86_400 + minute * 60 - AHEAD;
        assert_eq!(calendar.after(at(march, 700), 40), at(march, 860));
        assert_eq!(calendar.after(at(september, 1_040), 20), at(october, 520));
    }
}
