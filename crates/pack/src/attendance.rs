//! Attendance: who of those due was there, as the people of a body themselves say. Nothing proves it and nothing has to.

use indexmap::IndexMap;

use crate::office::Share;

/// How a register's records say who was there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// The field of kind `choice` that the roll differs by; `None`: there is one roll, named `all`.
    pub by: Option<String>,
    /// The field of kind `date` with the day that posts are looked up for; `None`, or while it is empty: today.
    pub on: Option<String>,
    /// Rolls by option; for an option without one nobody is due.
    pub rolls: IndexMap<String, Roll>,
    /// Derived field of kind `int`: how many were due.
    pub due: String,
    /// How many of them were present.
    pub present: String,
    /// How many had excused themselves.
    pub excused: String,
    /// How many were absent.
    pub absent: String,
    /// How many of those not present have made it up since.
    pub made_up: Option<String>,
    /// Clause behind it.
    pub basis: String,
}

/// The roll where there is one for all records.
pub(crate) const ALL: &str = "all";

/// Who is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Its option.
    pub name: String,
    /// Where those due are found.
    pub of: RollOf,
    /// How many must be present for a meeting to be one; `None`: any number.
    pub quorum: Option<Quorum>,
    /// Clause behind it.
    pub basis: String,
}

/// Where those due are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RollOf {
    /// Whoever holds one of these posts in the body that day; any post where empty.
    Posts(Vec<String>),
    /// The body's own records of a register, in these states.
    Register {
        /// The register.
        name: String,
        /// States.
        states: Vec<String>,
    },
}

impl Default for RollOf {
    fn default() -> Self {
        Self::Posts(Vec::new())
    }
}

/// The share of those due who must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// The share.
    pub share: Share,
    /// More than it is needed, not just as much.
    pub more: bool,
}

impl Quorum {
    /// Whether so many present of so many due make a meeting. Where nobody is due there is none.
    #[must_use]
    pub fn holds(self, present: i64, due: i64) -> bool {
        due > 0 && if self.more { self.share.passed(present, due) } else { self.share.reached(present, due) }
    }

    /// The fewest who make a meeting of so many due.
    #[must_use]
    pub fn least(self, due: i64) -> i64 {
        let (exact, over) = (i128::from(due) * i128::from(self.share.of), i128::from(self.share.over));
        let least = if self.more { exact / over + 1 } else { (exact + over - 1) / over };
        i64::try_from(least).unwrap_or(i64::MAX).max(1)
    }
}
