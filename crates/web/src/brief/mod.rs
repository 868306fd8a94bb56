//! A brief (简报) as files for an office: the chapters of a page in full, each with its formula and clause. One content, two forms.

mod docx;
mod xlsx;

pub(crate) use docx::{docx, letter};
pub(crate) use xlsx::xlsx;

use crate::Locale;
use crate::view::analysis::Chapter;

/// Media type of a text document.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Media type of a workbook.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What is written down.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brief {
    /// 蜀山区民情分析.
    pub(crate) title: String,
    /// 2026 年 11 月.
    pub(crate) month: String,
    /// The days, and what they are compared with.
    pub(crate) sub: String,
    /// Whose brief it is.
    pub(crate) place: String,
    /// 数据截至 ….
    pub(crate) made: String,
    /// In a few sentences.
    pub(crate) summary: Vec<String>,
    /// Chapters with their tables.
    pub(crate) chapters: Vec<Chapter>,
}

/// A letter (函).
#[derive(Clone, Debug, Default)]
pub(crate) struct Letter {
    /// 社区综合评价意见函.
    pub(crate) title: String,
    /// Its number.
    pub(crate) number: String,
    /// To whom.
    pub(crate) to: String,
    /// What it says.
    pub(crate) paragraphs: Vec<String>,
    /// Who signs it.
    pub(crate) from: String,
    /// When.
    pub(crate) day: String,
}

/// How a chapter is counted and by which clause.
fn footing(l: Locale, chapter: &Chapter) -> String {
    format!("{}：{} {}", l.t("analysis-how"), chapter.how, l.t_x("basis", &chapter.basis))
}

/// 一、 二、 in Chinese, 1. 2. in English.
fn numeral(l: Locale, at: usize) -> String {
    const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match (l, NUMERALS.get(at)) {
        (Locale::Zh, Some(numeral)) => format!("{numeral}、"),
        _ => format!("{}. ", at + 1),
    }
}

#[cfg(test)]
mod tests;
