//! Working time, as far as a script of made-up days needs it: the hours of the base pack on the days of the national calendar.

const DAYS: &str = include_str!("../data/cn-days.csv");
/// Seconds by which local time is ahead of universal time.
pub const AHEAD: i64 = 8 * 3600;
const HOURS: [(i64, i64); 2] = [(510, 720), (840, 1050)];

/// Which days are worked.
#[derive(Clone, Debug, Default)]
pub struct Workdays(std::collections::BTreeMap<i64, bool>);

/// Days since 1970 of a civil date.
#[must_use]
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// Year, month and day of days since 1970.
#[must_use]
pub fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
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
        Self(DAYS.lines().filter_map(line).collect())
    }

    /// Whether a day is worked.
    #[must_use]
    pub fn is_workday(&self, day: i64) -> bool {
        self.0.get(&day).copied().unwrap_or(weekday(day) < 6)
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

fn line(row: &str) -> Option<(i64, bool)> {
    let mut cells = row.split(',');
    let mut date = cells.next()?.split('-').map(|n| n.parse::<i64>().ok());
    let day = days(date.next()??, date.next()??, date.next()??);
    Some((day, cells.next()? == "workday"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_dates_and_days_agree_both_ways() {
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(civil(days(2026, 2, 28) + 1), (2026, 3, 1));
        assert_eq!(weekday(days(2026, 11, 22)), 7);
    }

    #[test]
    fn working_minutes_skip_the_lunch_break_the_night_and_holidays() {
        let calendar = Workdays::national();
        let at = |y, m, d, minute: i64| days(y, m, d) * 86_400 + minute * 60 - AHEAD;
        assert_eq!(calendar.after(at(2025, 3, 3, 700), 40), at(2025, 3, 3, 860));
        // The National Day of 2025 is off from 1 to 8 October.
        assert_eq!(calendar.after(at(2025, 9, 30, 1_040), 20), at(2025, 10, 9, 520));
    }
}
