//! What residents need (民情分析): chapters of figures, each with its formula and clause. The page and the brief print the same chapters.

use askama::Template;

use crate::filters;
use crate::view::chart::LineChart;
use crate::view::{Link, Shell, Tab};

/// `GET /board/analysis`.
#[derive(Template)]
#[template(path = "board/analysis.html")]
pub struct AnalysisPage {
    /// The frame.
    pub shell: Shell,
    /// Areas above that the reader may see, and this one.
    pub crumbs: Vec<Link>,
    /// 蜀山区 · 民情分析.
    pub title: String,
    /// 2026 年 11 月 1 日—22 日，对比之前 12 个月.
    pub sub: String,
    /// 上一月, 本月, 下一月.
    pub months: Vec<Tab>,
    /// 民情事项, 微心愿; empty where there is one.
    pub registers: Vec<Tab>,
    /// The brief in each form.
    pub briefs: Vec<Link>,
    /// 受理 12,345 件.
    pub received: String,
    /// The chapters.
    pub chapters: Vec<Chapter>,
}

/// A chapter: what was found and how.
#[derive(Clone, Debug, Default)]
pub struct Chapter {
    /// Id in the page.
    pub id: &'static str,
    /// 突出的地方.
    pub title: String,
    /// What was found, in a sentence.
    pub said: String,
    /// How it is counted.
    pub how: String,
    /// The clause behind the thresholds.
    pub basis: String,
    /// Headings.
    pub head: Vec<Column>,
    /// Lines, each as long as the head.
    pub rows: Vec<Vec<Cell>>,
    /// A picture of the same numbers; the page shows it in place of the lines.
    pub chart: Option<LineChart>,
    /// Lines left out on the page; the brief has all.
    pub more: String,
}

/// A heading.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// 件数.
    pub label: String,
    /// Its cells are numbers.
    pub number: bool,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// The same as a number, where it is one.
    pub number: Option<f64>,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// Further links behind it: the records of a chain.
    pub links: Vec<Link>,
}

impl Cell {
    /// A text that leads nowhere.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The same, leading somewhere.
    #[must_use]
    pub fn to(self, href: impl Into<String>) -> Self {
        Self { href: href.into(), ..self }
    }

    /// Everything it says, without links: for files.
    #[must_use]
    pub fn plain(&self) -> String {
        let parts = std::iter::once(self.text.as_str()).chain(self.links.iter().map(|link| link.label.as_str()));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
