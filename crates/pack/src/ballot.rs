//! Registers whose records are put to the vote of a body's members.

use indexmap::IndexMap;

use crate::model::{Right, Share, Text};

/// Fewest votes that a secret vote is counted by: of fewer, the count alone says who voted what.
pub const SECRET: i64 = 3;

/// How a record is voted on, and what the vote leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotRule {
    /// The move that opens the record and the vote.
    pub opens: String,
    /// The state in which votes are taken.
    pub state: String,
    /// The field with the last day.
    pub until: String,
    /// What concurrent members must be owed to have a vote; those who are not concurrent have one.
    pub right: Right,
    /// Only they vote: who answers for the work does not appraise it.
    pub only_owed: bool,
    /// Nobody can ever say who voted what; a vote is then final. Otherwise it can be changed until the last day.
    pub secret: bool,
    /// After the close it is shown who voted what (记名); never with `secret`.
    pub names: bool,
    /// With fewer members who have a vote nothing is put to it, and what runs is void.
    pub least: i64,
    /// What may be voted.
    pub options: IndexMap<String, Text>,
    /// At least this share of those with a vote must have voted.
    pub present: Share,
    /// What it takes to be carried; `None`: it asks for opinions and is carried by being valid.
    pub agree: Option<Agree>,
    /// The program's move when it is carried.
    pub carried: String,
    /// The program's move when it is not.
    pub lost: String,
    /// The program's move when too few voted.
    pub void: String,
    /// A body puts one such record to the vote in a year.
    pub yearly: bool,
    /// Clause behind it.
    pub basis: String,
}

/// The votes that carry a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agree {
    /// The option that is for it.
    pub option: String,
    /// More than this share must be for it.
    pub share: Share,
    /// The share is one of those who voted, not of all with a vote.
    pub of_present: bool,
}
