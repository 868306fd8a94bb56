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

/// A move that opens a record in another register with values of this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opens {
    /// The other register.
    pub register: String,
    /// Its opening move.
    pub mv: String,
    /// Its inputs, each with the field of this register that gives the value.
    pub take: IndexMap<String, String>,
    /// The derived text field of this register that keeps the other record's number.
    pub number: Option<String>,
}
