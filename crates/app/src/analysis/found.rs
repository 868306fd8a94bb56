//! What an analysis finds.

use linli_engine::analysis::{Compared, Season};
use linli_pack::model::Analysis as Rule;
use linli_store::Sighting;

use crate::board::Period;

/// One register's analysis over an area and a month.
#[derive(Clone, Debug)]
pub struct Analysis<'a> {
    /// The pack's thresholds.
    pub rule: &'a Rule,
    /// Area it is about.
    pub area: String,
    /// The month, up to today where it is this one.
    pub period: Period,
    /// What the month is compared with; `None` where there is too little.
    pub past: Option<Period>,
    /// Counted in the period.
    pub n: i64,
    /// By how much counts of a week varied more than chance would have them in the year before; 1 or more.
    pub spread: f64,
    /// Weekdays and months.
    pub season: Season,
    /// Week by week.
    pub weeks: Vec<Week>,
    /// The last weeks beside those before.
    pub turn: Option<Turn>,
    /// Places and categories that stand out, the least likely to be chance first.
    pub hot: Vec<Hot>,
    /// How many places and categories were compared.
    pub compared: usize,
    /// The last whole week.
    pub week: Period,
    /// What it is compared with.
    pub usual: Period,
    /// What rose or fell in that week.
    pub moved: Vec<Moved>,
    /// What came again in the period, the most often first.
    pub again: Vec<Vec<Sighting>>,
    /// Over which days places were looked at for silence.
    pub listened: Period,
    /// Places that report significantly less than their households suggest, the quietest first.
    pub quiet: Vec<Quiet>,
    /// Places that could not be judged: nobody wrote down how many households they have.
    pub unknown: usize,
}

/// A week of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// Its seven days.
    pub days: Period,
    /// Counted.
    pub n: i64,
    /// What it would be on average days.
    pub even: f64,
}

/// Where the series goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// The last four weeks.
    pub now: Period,
    /// Counted in them.
    pub n: i64,
    /// The four before.
    pub before: Period,
    /// Counted in those.
    pub was: i64,
    /// Compared by what the season gives each.
    pub compared: Compared,
}

/// A place and category that stands out against its own past and its peers.
#[derive(Clone, Debug, PartialEq)]
pub struct Hot {
    /// Area.
    pub area: String,
    /// Category.
    pub category: String,
    /// Counted in the period.
    pub n: i64,
    /// What its own past suggests for the period.
    pub expected: f64,
    /// Compared with its own past.
    pub past: Compared,
    /// Compared with the other areas; `None` where there is none.
    pub peers: Option<Compared>,
}

/// What a mover is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mover {
    /// An area directly below.
    Area(String),
    /// A category.
    Category(String),
}

/// Something that rose or fell in a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// What.
    pub what: Mover,
    /// Counted in the week.
    pub n: i64,
    /// What the weeks before suggest.
    pub expected: f64,
    /// Compared with them.
    pub compared: Compared,
}

/// A place that is quiet for no reason that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiet {
    /// Area.
    pub area: String,
    /// Its households.
    pub households: i64,
    /// Counted.
    pub n: i64,
    /// What its households suggest.
    pub expected: f64,
    /// Compared with all others, by households.
    pub compared: Compared,
}
