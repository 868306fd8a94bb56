//! Whether one count is more or less than another suggests.

use statrs::function::beta::checked_beta_reg;

/// A count and what it is counted over: days, households.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Exposed {
    /// How many.
    pub n: f64,
    /// Over how much; only the proportion of two exposures matters.
    pub over: f64,
}

/// Two counts side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Rate of the first over rate of the second; `None` where the second is 0.
    pub ratio: Option<f64>,
    /// Lower end of the ratio's 95% interval.
    pub low: f64,
    /// Upper end; `None` where there is none, because the second count is 0.
    pub high: Option<f64>,
    /// Probability of a first count at least as large, were both rates the same.
    pub more: f64,
    /// Probability of one at most as large.
    pub less: f64,
}

impl Compared {
    /// Compares `one` with `other`; `spread` (at least 1) is by how much counts vary more than chance would have them, see [`dispersion`].
    /// `None` where nothing was counted at all or an exposure is missing.
    #[must_use]
    pub fn new(one: Exposed, other: Exposed, spread: f64) -> Option<Self> {
        let spread = spread.max(1.0);
        let (a, b) = (one.n / spread, other.n / spread);
        let fits = |exposed: Exposed| exposed.over > 0.0 && exposed.over.is_finite() && exposed.n >= 0.0 && exposed.n.is_finite();
        if !fits(one) || !fits(other) || a + b <= 0.0 {
            return None;
        }
        let share = one.over / (one.over + other.over);
        // P(X ≥ a) for X binomial of a + b with that share; a need not be whole once it is divided.
        let more = if a > 0.0 { beta(a, b + 1.0, share)? } else { 1.0 };
        let less = if b > 0.0 { beta(b, a + 1.0, 1.0 - share)? } else { 1.0 };
        // Odds of the share over the odds of the exposures are the ratio of the rates.
        let scale = other.over / one.over;
        let odds = |p: f64| p / (1.0 - p) * scale;
        let low = if a > 0.0 { odds(beta_at(a, b + 1.0, TAIL)?) } else { 0.0 };
        let high = if b > 0.0 { Some(odds(beta_at(a + 1.0, b, 1.0 - TAIL)?)) } else { None };
        let ratio = (other.n > 0.0).then(|| one.n / other.n * scale);
        Some(Self { ratio, low, high, more: more.clamp(0.0, 1.0), less: less.clamp(0.0, 1.0) })
    }

    /// The probability of something as far off, on either side.
    #[must_use]
    pub fn either(&self) -> f64 {
        (self.more.min(self.less) * 2.0).min(1.0)
    }
}

/// Left out at either end of an interval of 95%.
const TAIL: f64 = 0.025;

/// The regularised incomplete beta function.
fn beta(a: f64, b: f64, x: f64) -> Option<f64> {
    checked_beta_reg(a, b, x).ok()
}

/// Halvings until nothing is left of the interval from 0 to 1 in 64 bits.
const HALVINGS: u32 = 60;

/// Where that function reaches `p`. It rises, so halving always ends, which Newton's way does not.
fn beta_at(a: f64, b: f64, p: f64) -> Option<f64> {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if beta(a, b, middle)? < p { low = middle } else { high = middle }
    }
    Some(f64::midpoint(low, high))
}

/// By how much counts of equal stretches vary more than chance would have them: Pearson's χ² over its degrees of freedom, over all series
/// together, and never less than 1. Series with fewer than one in a stretch on average say nothing and are left out.
#[must_use]
pub fn dispersion<'a>(series: impl IntoIterator<Item = &'a [f64]>) -> f64 {
    let (mut chi, mut free) = (0.0, 0.0);
    for counts in series {
        let n = float(counts.len());
        let mean = counts.iter().sum::<f64>() / n;
        if n >= 2.0 && mean >= 1.0 {
            chi += counts.iter().map(|count| (count - mean).powi(2) / mean).sum::<f64>();
            free += n - 1.0;
        }
    }
    if free > 0.0 { (chi / free).max(1.0) } else { 1.0 }
}

/// Which of many comparisons stand out, so that of those at most the given share is chance: the largest k with p₍ₖ₎ ≤ k·share/m, and all
/// up to it. In the order of the probabilities given.
#[must_use]
pub fn stand_out(probabilities: &[f64], share: f64) -> Vec<bool> {
    let mut sorted: Vec<f64> = probabilities.to_vec();
    sorted.sort_by(f64::total_cmp);
    let many = float(sorted.len());
    let mut within = sorted.iter().enumerate().filter(|(at, p)| **p <= float(at + 1) * share / many).map(|(_, p)| *p);
    let limit = within.next_back();
    probabilities.iter().map(|p| limit.is_some_and(|limit| *p <= limit)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "lengths of series are far below 2^52")]
pub(super) fn float(n: usize) -> f64 {
    n as f64
}
