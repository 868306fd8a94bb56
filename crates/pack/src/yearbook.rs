//! What somebody did in a year, gathered from several registers on one page, and letters that are written from a record.

use indexmap::IndexMap;

use crate::expr::Expr;
use crate::model::Text;

/// A year of whoever has a name in several registers: a unit, a team.
#[derive(Clone, Debug, Default)]
pub struct Yearbook {
    /// e.g. `unit`.
    pub name: String,
    /// 单位年度共建情况.
    pub label: Text,
    /// What stands on it, in order.
    pub chapters: IndexMap<String, YearChapter>,
    /// Clause behind it.
    pub basis: String,
}

/// The records of one register.
#[derive(Clone, Debug)]
pub struct YearChapter {
    /// What they are called.
    pub label: Text,
    /// The register.
    pub register: String,
    /// Its text field with the name.
    pub by: String,
    /// Which of them.
    pub when: Option<Expr>,
    /// The time that says in which year; `None`: all that are there count in every year.
    pub at: Option<String>,
    /// Fields shown, none personal; number and state always are.
    pub columns: Vec<String>,
    /// A whole number or an amount that is added up.
    pub sum: Option<String>,
}

/// A letter written from a record, as a text document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// e.g. `opinion`.
    pub name: String,
    /// 社区综合评价意见函.
    pub label: Text,
    /// States in which it can be written.
    pub states: Vec<String>,
    /// Roles that write it, in a body that holds the record.
    pub by: Vec<String>,
    /// Fields that must be there.
    pub needs: Vec<String>,
    /// The field that says to whom.
    pub to: String,
    /// Its paragraphs: `{FIELD}`, personal ones too, `{holder}`, `{area}`.
    pub text: Vec<Text>,
    /// Clause behind it.
    pub basis: String,
}
