//! Places that people take in a record of another register (报名), values that two sides both say, and certificates of what was done.

use indexmap::IndexMap;

use crate::model::Text;

/// A register whose records are places in the records of another one: as many as each of those has room for; whoever comes later waits, and moves
/// up by themselves when a place becomes free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The register whose records have places.
    pub of: String,
    /// The opening move by which anyone takes one; it leads to the state of those who have a place.
    pub mv: String,
    /// Its whole number that says for how many there is room; where it is empty there is no limit.
    pub room: String,
    /// Its derived whole number that `tells` keeps: how many places are taken.
    pub taken: String,
    /// Its states in which places can be taken.
    pub states: Vec<String>,
    /// Its date, the last day on which places can be taken.
    pub until: String,
    /// The state of those who wait.
    pub waits: String,
    /// The program's move by which the first who waits gets a place.
    pub up: String,
    /// The personal number by which people are told apart: nobody has two places in one record.
    pub once: String,
    /// Fields of a place: nobody has two places that are the same in all of them. Empty: as many as they like.
    pub apart: Vec<String>,
    /// Inputs of the opening move, each with the field of the other record that gives the value.
    pub take: IndexMap<String, String>,
    /// The words of the link that leads to what one can take part in.
    pub label: Text,
    /// What it is for, above the list.
    pub intro: Text,
    /// Clause behind it.
    pub basis: String,
}

/// A value that two sides say independently (双方确认). It counts once both have said the same; what one side alone says never does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    /// The field of the one side.
    pub ours: String,
    /// The field of the other, of the same kind.
    pub theirs: String,
    /// The program's move once both have said the same.
    pub agreed: String,
    /// The program's move when they have said different things.
    pub differ: String,
    /// Clause behind it.
    pub basis: String,
}

/// A page to print that says what somebody did, with a code by which anybody can check it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// 志愿服务证明.
    pub label: Text,
    /// States in which there is one.
    pub states: Vec<String>,
    /// The personal field with the name that is printed.
    pub person: String,
    /// What is certified: `{FIELD}` of fields that are not personal, `{holder}`, `{area}`.
    pub text: Text,
    /// Clause behind it.
    pub basis: String,
}
