//! Files that another office sends and wants answered, in columns of its own.

use indexmap::IndexMap;

use crate::model::Text;

/// How records of a register come from another office's file, and how its answers go back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// e.g. `hotline`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// The move by which one of its orders becomes a record; who may make it may import and answer.
    pub mv: String,
    /// The text field that keeps the number the other side gave its order: no two records have the same.
    pub number: String,
    /// The move by which what the other side says later, in the column of `note`, reaches the record; `None`: it is left out.
    pub later: Option<String>,
    /// Inputs of the move, each with its column.
    pub takes: IndexMap<String, Taken>,
    /// Columns of the answers, in order.
    pub gives: Vec<Given>,
    /// The time that dates an answer: those of a period are exported together.
    pub replied: String,
    /// Moves whose note is the result that is told; the last one counts.
    pub result: Vec<String>,
    /// Clause behind it.
    pub basis: String,
}

/// A column of the other side's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Its headings: any of them, wherever it stands.
    pub heads: Vec<String>,
    /// The other side's words, each with the code that it means here.
    pub values: IndexMap<String, String>,
}

/// A column of the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Its heading.
    pub head: String,
    /// A field, an attribute, or [`RESULT`].
    pub value: String,
    /// Codes, each with the word that the other side knows; others are told by their label.
    pub values: IndexMap<String, String>,
}

/// What a column of the answers can hold besides fields and attributes: the note of the last move that settled the matter.
pub const RESULT: &str = "result";
