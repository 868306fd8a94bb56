//! What is counted: measures of a register, indicators made of them, and figures that a place's document reports.

use crate::expr::Expr;
use crate::model::Text;
/// Something counted: a record counts once, on the day of `at`, while `when` holds; or, where there is no day, as long as it holds.
#[derive(Clone, Debug)]
pub struct Measure {
    /// e.g. `received`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Which records count.
    pub when: Expr,
    /// The time attribute or field that dates it; `None` for what stands at the moment, whenever it came about.
    pub at: Option<String>,
    /// Clause behind it.
    pub basis: String,
}

/// A rate or count with its versioned formula.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// e.g. `satisfaction`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// The register whose measures it uses.
    pub register: String,
    /// Measure in the numerator (or the count itself).
    pub of: String,
    /// Measure in the denominator; `None`: a count.
    pub over: Option<String>,
    /// It says how things stand, whatever the period: its measures have no day.
    pub standing: bool,
    /// From this percentage on it is as it should be.
    pub least: Option<u8>,
    /// Above this percentage it is not as it should be either.
    pub most: Option<u8>,
    /// What people are told where it is below [`Indicator::least`]; `None`: that it is below.
    pub below: Option<Text>,
    /// What they are told where it is above [`Indicator::most`].
    pub above: Option<Text>,
    /// The level of the areas it is said of; `None`: of whichever area is looked at.
    pub judge: Option<String>,
    /// The formula in words.
    pub formula: Text,
    /// Version of the formula, e.g. `2026-1`.
    pub version: String,
    /// More is better.
    pub up_is_good: bool,
    /// Clause behind it.
    pub basis: String,
}

/// On which side of its bounds a rate lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below the least.
    Below,
    /// Above the most.
    Above,
}

impl Indicator {
    /// Whether a rate between 0 and 1 of an area of that level is outside the bounds, and on which side.
    #[must_use]
    pub fn outside(&self, level: &str, rate: f64) -> Option<Side> {
        if self.judge.as_deref().is_some_and(|judged| judged != level) {
            return None;
        }
        let percent = rate * 100.0;
        match (self.least, self.most) {
            (Some(least), _) if percent < f64::from(least) => Some(Side::Below),
            (_, Some(most)) if percent > f64::from(most) => Some(Side::Above),
            _ => None,
        }
    }
}

/// A figure that the place's document reports.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Clause, e.g. `二-一`.
    pub clause: String,
    /// What it counts.
    pub label: Text,
    /// What the document says, as printed there (`619`, `54%`).
    pub document: String,
    /// How raw records give it.
    pub derive: FigureExpr,
}

/// How a figure is derived: an aggregate over a ledger, or a ratio of two.
#[derive(Clone, Debug)]
pub enum FigureExpr {
    /// `count(area, level == 'grid')`.
    Count {
        /// Ledger: `area`, `body`, `account`, `service`, or a register's name.
        ledger: String,
        /// Which entries count.
        filter: Option<Expr>,
    },
    /// Quotient of two, shown in percent.
    Percent(Box<FigureExpr>, Box<FigureExpr>),
    /// Sum of several.
    Sum(Vec<FigureExpr>),
    /// Number of tiers a matter can climb, from the pack itself.
    Tiers,
}
