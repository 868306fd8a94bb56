//! Files of another office: where its orders are sent in, and its answers fetched.

use askama::Template;

use crate::filters;
use crate::view::{Crumbs, ImportLine, Shell};

/// One exchange.
#[derive(Template)]
#[template(path = "pages/exchange.html")]
pub struct ExchangePage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// This page, where orders are sent too.
    pub here: String,
    /// How an order becomes a record, in a sentence.
    pub about: String,
    /// What stands in the way of the file that was sent; empty where nothing does.
    pub error: String,
    /// What is wrong with the days asked for; empty where nothing is.
    pub wrong: String,
    /// First day of the answers.
    pub from: String,
    /// Last day of the answers.
    pub to: String,
    /// The other side's columns.
    pub columns: Vec<ExchangeColumn>,
    /// 依据：….
    pub basis: String,
    /// The reader's latest files.
    pub latest: Vec<ImportLine>,
}

/// A column of the other side.
#[derive(Clone, Debug, Default)]
pub struct ExchangeColumn {
    /// 工单编号、工单号.
    pub heads: String,
    /// 热线工单号.
    pub label: String,
    /// 特急 → 紧急.
    pub words: String,
    /// Must be filled.
    pub required: bool,
}
