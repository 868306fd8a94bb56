//! How long what is personal is kept: the rules, what runs out next, what was erased.

use askama::Template;

use crate::filters;
use crate::view::{Crumbs, Empty, Link, Shell};

/// The page.
#[derive(Template)]
#[template(path = "pages/retention.html")]
pub struct RetentionPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// 今日已查完; 尚未查过.
    pub pass: String,
    /// Registers with personal fields.
    pub rules: Vec<RetentionRule>,
    /// Records that run out next.
    pub next: Vec<RunsOutRow>,
    /// More than are told of by name; may be empty.
    pub more: String,
    /// When none does.
    pub none: Empty,
    /// What was erased, the latest month first.
    pub erased: Vec<RetiredRow>,
    /// 12 件依法只存不用; may be empty.
    pub held_back: String,
}

/// How long one register's personal values are kept.
#[derive(Clone, Debug, Default)]
pub struct RetentionRule {
    /// 民情事项.
    pub register: String,
    /// 姓名、手机号.
    pub fields: String,
    /// 办结后 1095 天; empty where nothing says.
    pub long: String,
    /// 已办结、已作废.
    pub states: String,
    /// Why.
    pub because: String,
    /// The clause.
    pub basis: String,
    /// What the law keeps before that; may be empty.
    pub kept: String,
    /// Its clause.
    pub kept_basis: String,
    /// How many run out within thirty days.
    pub coming: usize,
}

/// A record that runs out.
#[derive(Clone, Debug, Default)]
pub struct RunsOutRow {
    /// Its number; a link where the reader may open it.
    pub number: Link,
    /// 民情事项.
    pub register: String,
    /// 已办结.
    pub state: String,
    /// 2026-12-04.
    pub due: String,
}

/// What was erased of a register in a month.
#[derive(Clone, Debug, Default)]
pub struct RetiredRow {
    /// 2026-11.
    pub month: String,
    /// 民情事项.
    pub register: String,
    /// Records.
    pub records: i64,
    /// Personal values.
    pub fields: i64,
    /// Journal entries.
    pub words: i64,
    /// Photos.
    pub photos: i64,
}
