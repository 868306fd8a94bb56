//! Import of a register: the page that takes the file, and the page of one import.

use askama::Template;

use crate::filters;
use crate::view::{Choice, Crumbs, Link, Moment, Shell};

/// Where a file is sent.
#[derive(Template)]
#[template(path = "pages/import.html")]
pub struct ImportPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// 导入：微心愿.
    pub heading: String,
    /// Where the form is sent.
    pub action: String,
    /// What stands in the way of the file that was sent; empty where nothing does.
    pub error: String,
    /// Ways to open records, if there are several, and the chosen one.
    pub moves: Vec<Choice>,
    /// The chosen one.
    pub chosen: String,
    /// Records that are there are changed.
    pub updates: bool,
    /// 更新已有的记录.
    pub updates_label: String,
    /// What that means.
    pub updates_hint: String,
    /// Which files are taken.
    pub file_hint: String,
    /// How an import goes.
    pub how: Vec<String>,
    /// Templates: one for each way.
    pub templates: Vec<Link>,
    /// Columns of the chosen way.
    pub columns: Vec<ImportColumn>,
    /// The reader's latest imports.
    pub latest: Vec<ImportLine>,
}

/// A column of the template.
#[derive(Clone, Debug, Default)]
pub struct ImportColumn {
    /// 心愿.
    pub label: String,
    /// Must be filled.
    pub required: bool,
}

/// An import in the list of the latest.
#[derive(Clone, Debug, Default)]
pub struct ImportLine {
    /// 心愿清单.xlsx.
    pub file: String,
    /// Its page.
    pub href: String,
    /// When it began.
    pub at: Moment,
    /// 已导入 120 行，3 行有错.
    pub status: String,
}

/// One import.
#[derive(Template)]
#[template(path = "pages/import_job.html")]
pub struct ImportJobPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// The file's name.
    pub file: String,
    /// This page.
    pub here: String,
    /// 正在检查…, 检查完毕, 已导入.
    pub status: String,
    /// Tone of the status: `fine`, `soon`, `late`, `accent`.
    pub tone: &'static str,
    /// What it means and what to do next.
    pub text: String,
    /// While it works: rows done and rows in all.
    pub progress: Option<(usize, usize)>,
    /// 将新增 120, 有错 3.
    pub counts: Vec<(String, u64)>,
    /// What was left out, and why.
    pub notes: Vec<String>,
    /// Mistakes, the first of them.
    pub mistakes: Vec<Mistake>,
    /// 共 312 处，这里列出前 200 处; empty where all are shown.
    pub more: String,
    /// The copy with marks; empty where there is none.
    pub marked: String,
    /// Its label.
    pub marked_label: String,
    /// 全部导入, 只导入正确的 117 行: value of `mode`, label, and whether it is the likely one.
    pub acts: Vec<(&'static str, String, bool)>,
    /// Where they are sent.
    pub action: String,
    /// Checks again; empty where that is not called for.
    pub again: String,
    /// First passwords of accounts that are new: in this answer only.
    pub slips: Vec<FirstPassword>,
    /// What may be done after it.
    pub next: Vec<Link>,
}

/// Somebody's first password.
#[derive(Clone, Debug, Default)]
pub struct FirstPassword {
    /// What they sign in with.
    pub login: String,
    /// 李敏.
    pub name: String,
    /// The password.
    pub password: String,
}

/// One mistake.
#[derive(Clone, Debug, Default)]
pub struct Mistake {
    /// Name of the sheet; empty where the file has one.
    pub sheet: String,
    /// The row as the spreadsheet shows it.
    pub row: u64,
    /// C 电话; empty for the row as a whole.
    pub column: String,
    /// What the cell shows; empty for personal columns.
    pub value: String,
    /// What is wrong, and the way out.
    pub text: String,
}
