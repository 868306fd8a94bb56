//! Search results over every register the reader may see.

use askama::Template;

use crate::filters;
use crate::view::{Due, Empty, Shell};

/// Results by register.
#[derive(Template)]
#[template(path = "pages/search.html")]
pub struct SearchPage {
    /// The frame; its `query` is what was asked.
    pub shell: Shell,
    /// 找到 12 条; empty before anything was asked.
    pub summary: String,
    /// That the search was noted, where a person was looked up; may be empty.
    pub recorded: String,
    /// Results by register.
    pub groups: Vec<SearchGroup>,
    /// What is said when nothing was found or asked.
    pub empty: Empty,
}

/// Results of one register.
#[derive(Clone, Debug, Default)]
pub struct SearchGroup {
    /// 民情事项.
    pub label: String,
    /// How many in all.
    pub count: u64,
    /// The best ones.
    pub hits: Vec<Hit>,
    /// All of them; empty when all are shown.
    pub more: String,
}

/// A found record.
#[derive(Clone, Debug, Default)]
pub struct Hit {
    /// Where it is.
    pub href: String,
    /// Title, in pieces: those that match are marked.
    pub title: Vec<Piece>,
    /// Number, area, state.
    pub facts: Vec<String>,
    /// Where else the words were found: 描述：…; may be empty.
    pub snippet: Vec<Piece>,
    /// Time left.
    pub due: Due,
}

/// A piece of text that matches or not.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// It matches.
    pub hit: bool,
}
