//! Needs with the offers that the program proposes for each.

use askama::Template;

use crate::filters;
use crate::view::{Due, Empty, Link, Shell};

/// `GET /match`
#[derive(Template)]
#[template(path = "pages/match.html")]
pub struct MatchPage {
    /// The frame.
    pub shell: Shell,
    /// The clause behind it.
    pub basis: String,
    /// The needs.
    pub rows: Vec<MatchRow>,
    /// Where there are none.
    pub none: Empty,
    /// The registers behind it.
    pub more: Vec<Link>,
}

/// A need.
#[derive(Clone, Debug, Default)]
pub struct MatchRow {
    /// What is needed.
    pub need: Link,
    /// Kind, time, place, number.
    pub facts: Vec<String>,
    /// By when.
    pub due: Due,
    /// What is proposed.
    pub best: Option<MatchOffer>,
    /// Others that fit.
    pub others: Vec<MatchOffer>,
}

/// An offer for it.
#[derive(Clone, Debug, Default)]
pub struct MatchOffer {
    /// What is offered.
    pub title: String,
    /// By whom, with the number.
    pub who: String,
    /// Why it fits.
    pub why: Vec<String>,
    /// What speaks against it; may be empty.
    pub against: String,
    /// Where the form is sent.
    pub action: String,
    /// What it sends.
    pub hidden: Vec<(String, String)>,
}
