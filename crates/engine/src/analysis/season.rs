//! What weekday and month add to a series of days, by the ratio to its moving average.

use super::compare::float;

/// Days before weekdays are told apart.
const WEEKDAYS_FROM: usize = 56;
/// Whole months before months of the year are told apart: each stands at least once in the middle of twelve others.
const MONTHS_FROM: usize = 24;

/// Factors of weekdays and of months of the year, each 1 on average: a day's count is trend × weekday × month × rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// Monday first.
    pub weekdays: [f64; 7],
    /// January first; all 1 where the series is too short to tell them apart.
    pub months: [f64; 12],
    /// The series was long enough for [`Season::months`].
    pub knows_months: bool,
}

impl Default for Season {
    fn default() -> Self {
        Self { weekdays: [1.0; 7], months: [1.0; 12], knows_months: false }
    }
}

impl Season {
    /// From counts of days without a gap, the first on day `first` (days since 1970-01-01). `month` says in which month a day lies, months
    /// counted on over the years with January at multiples of 12.
    ///
    /// Weekday: Σ counts of a weekday ÷ Σ centred moving averages of 7 days on the same days. Month: counts a day of whole months, after
    /// the weekday is taken out, ÷ centred moving average of 2×12 months, likewise. Sums rather than means of ratios, so that days and
    /// months with few do not weigh as much as those with many.
    #[must_use]
    pub fn of(first: i64, counts: &[f64], month: impl Fn(i64) -> i64) -> Self {
        let mut season = Self::default();
        if counts.len() < WEEKDAYS_FROM {
            return season;
        }
        let mut sums = [(0.0, 0.0); 7];
        for (window, day) in counts.windows(7).zip(first + 3..) {
            let (Some(sum), Some(count)) = (sums.get_mut(weekday(day)), window.get(3)) else { continue };
            sum.0 += count;
            sum.1 += window.iter().sum::<f64>() / 7.0;
        }
        season.weekdays = factors(&sums);

        // The first and last month may be parts only.
        let mut months: Vec<(i64, f64, f64)> = Vec::new();
        for (count, day) in counts.iter().zip(first..) {
            let (at, plain) = (month(day), count / season.of_weekday(day));
            match months.last_mut() {
                Some((last, sum, days)) if *last == at => {
                    *sum += plain;
                    *days += 1.0;
                }
                _ => months.push((at, plain, 1.0)),
            }
        }
        let whole = months.get(1..months.len().saturating_sub(1)).unwrap_or_default();
        if whole.len() < MONTHS_FROM {
            return season;
        }
        let rates: Vec<f64> = whole.iter().map(|(_, sum, days)| sum / days).collect();
        let mut sums = [(0.0, 0.0); 12];
        for (window, (at, ..)) in rates.windows(13).zip(whole.iter().skip(6)) {
            let ends = window.first().copied().unwrap_or(0.0) + window.last().copied().unwrap_or(0.0);
            let mean = (window.iter().sum::<f64>() - ends / 2.0) / 12.0;
            let index = usize::try_from(at.rem_euclid(12)).unwrap_or(0);
            if let (Some(sum), Some(rate)) = (sums.get_mut(index), window.get(6)) {
                sum.0 += rate;
                sum.1 += mean;
            }
        }
        season.months = factors(&sums);
        season.knows_months = true;
        season
    }

    /// The factor of a day, in a month of the year counted from 0.
    #[must_use]
    pub fn factor(&self, day: i64, month: i64) -> f64 {
        let month = usize::try_from(month.rem_euclid(12)).unwrap_or(0);
        self.of_weekday(day) * self.months.get(month).copied().unwrap_or(1.0)
    }

    fn of_weekday(&self, day: i64) -> f64 {
        self.weekdays.get(weekday(day)).copied().unwrap_or(1.0)
    }
}

/// Monday is 0; 1970-01-01 was a Thursday.
fn weekday(day: i64) -> usize {
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// Below this a factor would make one report into many: a weekday on which next to nothing ever comes is left as it is.
const SMALLEST: f64 = 0.05;

/// Ratios of sums, brought to a mean of 1; where one cannot be told all are 1.
fn factors<const N: usize>(sums: &[(f64, f64); N]) -> [f64; N] {
    let ratios = sums.map(|(counted, expected)| if expected > 0.0 { (counted / expected).max(SMALLEST) } else { f64::NAN });
    let mean = ratios.iter().sum::<f64>() / float(N);
    if mean.is_finite() && mean > 0.0 { ratios.map(|ratio| ratio / mean) } else { [1.0; N] }
}
