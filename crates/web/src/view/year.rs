//! A unit's year.

use askama::Template;

use crate::filters;
use crate::view::{Link, Shell, Tab};

/// `GET /year/{yearbook}`
#[derive(Template)]
#[template(path = "pages/year.html")]
pub struct YearPage {
    /// The frame.
    pub shell: Shell,
    /// The name whose year it is; empty: a list of names.
    pub name: String,
    /// 2026 年 · 梅苑社区.
    pub sub: String,
    /// The years beside it.
    pub years: Vec<Tab>,
    /// The page of all names.
    pub all: Link,
    /// Names, each with what there is of it.
    pub names: Vec<(Link, usize)>,
    /// What was done in numbers.
    pub sums: Vec<(String, String)>,
    /// What was done.
    pub chapters: Vec<YearTable>,
    /// The clause.
    pub basis: String,
}

/// The records of one register.
#[derive(Clone, Debug, Default)]
pub struct YearTable {
    /// 共建项目.
    pub title: String,
    /// Headings, after number and state.
    pub head: Vec<String>,
    /// Number with its record, state, cells.
    pub rows: Vec<(Link, String, Vec<String>)>,
}
