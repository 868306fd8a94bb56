//! One indicator by each version of its formula, side by side.

use askama::Template;

use crate::filters;
use crate::view::board::{Change, Range};
use crate::view::{Link, Shell, Tab};

/// `GET /board/rates/{indicator}`.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "board/rates.html")]
pub struct RatesPage {
    /// The frame.
    pub shell: Shell,
    /// The boards of the areas above, and of this one.
    pub crumbs: Vec<Link>,
    /// 满意率 · 蜀山区.
    pub title: String,
    /// 2026 年 6 月 1 日—30 日；看板按版本 2026-1 显示.
    pub sub: String,
    /// 本月, 上月, 近 30 天, 自选.
    pub periods: Vec<Tab>,
    /// The chosen days.
    pub range: Range,
    /// 按当时区划, 按现行区划重述; empty where the territory did not change.
    pub shapes: Vec<Tab>,
    /// The other indicators of the register.
    pub others: Vec<Tab>,
    /// The same as a file.
    pub file: String,
    /// The versions, the newest first.
    pub versions: Vec<VersionRow>,
    /// Heading of the areas: 街道.
    pub areas_head: String,
    /// The areas below, each by every version.
    pub areas: Vec<RateRow>,
    /// Said where there is one version only; empty otherwise.
    pub alone: String,
}

/// A version of the formula.
#[derive(Clone, Debug, Default)]
pub struct VersionRow {
    /// 2026-2.
    pub version: String,
    /// The board shows the period by it.
    pub shown: bool,
    /// 2026-07-01 起.
    pub force: String,
    /// 满意及以上 ÷ 有效评价.
    pub formula: String,
    /// 其中 红色计 3 倍; one for each weight.
    pub weights: Vec<String>,
    /// Clause.
    pub basis: String,
    /// 2,918 ÷ 3,094.
    pub parts: String,
    /// 94.3%.
    pub value: String,
    /// From what the board shows; `None` for that itself.
    pub change: Option<Change>,
    /// Records of the numerator.
    pub href: String,
}

/// An area below.
#[derive(Clone, Debug, Default)]
pub struct RateRow {
    /// 三里庵街道.
    pub name: String,
    /// The same page of it; empty where it is no more.
    pub href: String,
    /// By each version, in the order of [`RatesPage::versions`].
    pub values: Vec<(String, Option<Change>)>,
}
