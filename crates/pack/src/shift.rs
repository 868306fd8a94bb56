//! How a desk that is never left alone is handed from shift to shift (交接班).

use indexmap::IndexMap;

use crate::model::Text;

/// What a hand-over of a register is made of.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// The opening move of whoever goes.
    pub mv: String,
    /// The move of whoever comes: somebody else.
    pub take: String,
    /// What they are told who try to take over from themselves.
    pub because: Text,
    /// The lists that are handed over, by the derived field that keeps how many there were.
    pub lists: IndexMap<String, ListOf>,
    /// Clause behind it.
    pub basis: String,
}

/// A ready-made list of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOf {
    /// The register.
    pub register: String,
    /// Its view.
    pub view: String,
}
