//! Registers that people fill in themselves without an account, and moves that carry what they wrote into another register.

use indexmap::IndexMap;

use crate::model::Text;

/// A register that anyone may fill in from the place's home page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FillIn {
    /// The opening move that anyone may make.
    pub mv: String,
    /// The words of the link that leads there.
    pub label: Text,
    /// What it is for, above the form.
    pub intro: Text,
    /// Fields by which people are found: who fills it in again with the same values of all of them, while their record is open, is led to that
    /// record; no second one is made.
    pub once: Vec<String>,
}

/// A move that opens a record in another register with values of this one, or one there for each of several bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opens {
    /// The other register.
    pub register: String,
    /// Its opening move.
    pub mv: String,
    /// Its inputs, each with what gives the value: a field of this register, something filled in, or one of [`TAKEN`].
    pub take: IndexMap<String, String>,
    /// One is opened for each body of the input `bodies`, which becomes the other move's `body`.
    pub each: bool,
    /// The derived text field of this register that keeps the other record's number.
    pub number: Option<String>,
}

/// What a move that opens a record elsewhere can hand on besides fields: attributes of the record it is made on.
pub const TAKEN: [&str; 5] = ["number", "title", "area", "category", "urgency"];
/// Inputs that it can hand on.
pub const HANDED: [&str; 2] = ["note", "bodies"];
