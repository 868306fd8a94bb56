//! Counts of days in the light of their season.

use std::collections::BTreeMap;

use linli_engine::analysis::Season;

use super::Week;
use crate::board::Period;
use crate::days;

/// The days of a series in the light of its season.
pub(super) struct Lit<'a> {
    pub(super) season: &'a Season,
    pub(super) from: i64,
    pub(super) counts: &'a [f64],
}

/// The month of a day, counted on over the years; January at multiples of 12.
pub(super) fn month(day: i64) -> i64 {
    days::date(day).map_or(0, |date| i64::from(date.year()) * 12 + i64::from(date.month()) - 1)
}

impl Lit<'_> {
    /// What the season gives a period, in average days.
    pub(super) fn weight(&self, period: Period) -> f64 {
        (period.from..=period.to).map(|day| self.season.factor(day, month(day))).sum()
    }

    fn days(&self, period: Period) -> impl Iterator<Item = (i64, f64)> {
        let skip = usize::try_from(period.from - self.from).unwrap_or(0);
        (self.from..).zip(self.counts.iter().copied()).skip(skip).take_while(move |(day, _)| *day <= period.to)
    }

    pub(super) fn count(&self, period: Period) -> f64 {
        self.days(period).map(|(_, n)| n).sum()
    }

    /// Whole weeks up to a day, the oldest first.
    pub(super) fn weeks(&self, last: i64, most: i64) -> Vec<Week> {
        let whole = ((last - self.from + 1) / 7).min(most);
        let week = |back: i64| Period { from: last - back * 7 + 1, to: last - (back - 1) * 7 };
        let drawn = (1..=whole).rev().map(week).map(|days| Week { days, n: whole_number(self.count(days)), even: self.even(days) });
        drawn.collect()
    }

    /// The count of a period were its days average ones.
    fn even(&self, period: Period) -> f64 {
        self.days(period).map(|(day, n)| n / self.season.factor(day, month(day))).sum()
    }
}

/// Every day of a period with its count, days without any included.
pub(super) fn daily(points: &[linli_store::Point], period: Period) -> Vec<f64> {
    let by_day: BTreeMap<i64, i64> = points.iter().map(|point| (point.day, point.n)).collect();
    (period.from..=period.to).map(|day| number(by_day.get(&day).copied().unwrap_or(0))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub(super) fn number(n: i64) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, reason = "sums of counts, far below 2^52")]
pub(super) fn whole_number(n: f64) -> i64 {
    n.round() as i64
}
