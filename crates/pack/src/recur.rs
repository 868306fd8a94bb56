//! Duties that bodies owe again and again (周期性任务): the program opens a record for each body and period.

use indexmap::IndexMap;

/// How a register's records fall due by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recur {
    /// The program's move that opens a record.
    pub opens: String,
    /// The field of kind `choice` that says which duty it is.
    pub kind: String,
    /// The field of kind `date` with the first day of the period.
    pub from: String,
    /// The field of kind `date` with the last day by which it is due.
    pub until: String,
    /// The field of kind `text` that the program writes the duty and its period into; `None`: none.
    pub called: Option<String>,
    /// States in which it has been done; in any other that asks for no more work it was waived.
    pub done: Vec<String>,
    /// The field of kind `date` with the day on which it was done; `None`: the day on which it was closed.
    pub on: Option<String>,
    /// The field of kind `date` with the day for which it is planned, where there is another.
    pub planned: Option<String>,
    /// What is owed, by the options of `kind`.
    pub owed: IndexMap<String, Owed>,
    /// Clause behind it.
    pub basis: String,
}

/// One duty: who owes it and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// Its option.
    pub name: String,
    /// Kinds of bodies that owe it.
    pub bodies: Vec<String>,
    /// How often.
    pub every: Every,
    /// Day of the period's last month by which it is due, 1 to 28; `None`: the last day of the period.
    pub on: Option<u8>,
    /// Clause behind it.
    pub basis: String,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Every {
    /// A calendar month.
    #[default]
    Month,
    /// Three of them, from January, April, July or October.
    Quarter,
    /// Six of them, from January or July.
    Half,
    /// A calendar year.
    Year,
}

impl Every {
    /// Every length with its name in packs.
    pub const ALL: &'static [(&'static str, Self)] =
        &[("month", Self::Month), ("quarter", Self::Quarter), ("half", Self::Half), ("year", Self::Year)];

    /// Months of a period.
    #[must_use]
    pub const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}
