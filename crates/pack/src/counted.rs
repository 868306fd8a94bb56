//! What is counted: measures of a register, and figures that a place's document reports.

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
