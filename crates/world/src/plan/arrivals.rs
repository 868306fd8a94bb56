//! When matters arrive: by season, day of the week, holiday and hour.

use super::PlanOptions;
use crate::dice::Dice;
use crate::workdays::{AHEAD, Workdays, civil, weekday};

/// Relative number of arrivals in each hour: a morning peak, a smaller one after work, and few at night.
const HOURS: [f64; 24] =
    [0.5, 0.3, 0.2, 0.2, 0.2, 0.5, 1.5, 4.0, 8.5, 10.0, 9.0, 6.5, 4.0, 4.0, 7.0, 8.0, 7.5, 6.0, 5.0, 5.0, 4.5, 3.5, 2.0, 1.0];

fn day_weight(day: i64, days: &Workdays) -> f64 {
    let (_, month, date) = civil(day);
    let season = match month {
        6 => 1.12,
        7 => 1.25,
        8 => 1.15,
        12 | 1 => 1.05,
        2 => 0.75,
        _ => 1.0,
    };
    let plum_rain = if month == 7 && date < 12 || month == 6 && date > 14 { 1.1 } else { 1.0 };
    let week = [1.2, 1.1, 1.05, 1.05, 1.08, 0.75, 0.62];
    let usual = usize::try_from(weekday(day) - 1).ok().and_then(|d| week.get(d)).copied().unwrap_or(1.0);
    // A make-up Saturday is like a weekday, a holiday on a Tuesday like a Sunday.
    let week = match (days.is_workday(day), usual < 1.0) {
        (true, true) => 1.0,
        (false, false) => 0.55,
        _ => usual,
    };
    season * plum_rain * week
}

/// The arrival of every case, in order.
pub(super) fn arrivals(options: &PlanOptions, days: &Workdays) -> Vec<i64> {
    let mut dice = Dice::new(options.seed, "arrivals");
    let (first, last) = ((options.from + AHEAD).div_euclid(86_400), (options.until + AHEAD).div_euclid(86_400));
    let weights: Vec<(i64, f64)> = (first..=last).map(|day| (day, day_weight(day, days) * dice.range(0.85, 1.15))).collect();
    let mut out = Vec::with_capacity(options.cases);
    for _ in 0..options.cases {
        // Those that fall outside the two ends of the plan are drawn again.
        for _ in 0..50 {
            let day = weights.get(dice.weighted(weights.iter().map(|w| w.1))).map_or(first, |w| w.0);
            let hour = i64::try_from(dice.weighted(HOURS.iter().copied())).unwrap_or(9);
            let at = day * 86_400 + hour * 3_600 + dice.between(0, 3_599) - AHEAD;
            if (options.from..options.until).contains(&at) {
                out.push(at);
                break;
            }
        }
    }
    out.sort_unstable();
    out
}
