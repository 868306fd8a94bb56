//! A year of duties at a glance, and the calendar of an area.

use askama::Template;

use crate::filters;
use crate::view::{Empty, Link, Shell, Tab};

/// `GET /duties`.
#[derive(Template)]
#[template(path = "pages/duties.html")]
pub struct DutiesPage {
    /// The frame.
    pub shell: Shell,
    /// Where: 三里庵街道.
    pub place: String,
    /// Registers with recurring duties; empty where there is one.
    pub registers: Vec<Tab>,
    /// The year before, this one, the year after.
    pub years: (Link, String, Link),
    /// Duties with how many of them are done; of an area with several bodies they choose what is shown.
    pub duties: Vec<DutySum>,
    /// One body: each duty with its periods.
    pub own: Vec<DutyYear>,
    /// Several bodies: the periods of the duty that was chosen.
    pub periods: Vec<String>,
    /// Each body with these periods.
    pub bodies: Vec<BodyYear>,
    /// Nothing fell due.
    pub none: Option<Empty>,
    /// The clause.
    pub basis: String,
    /// All records behind it.
    pub all: Link,
}

/// A duty with how far it has come.
#[derive(Clone, Debug, Default)]
pub struct DutySum {
    /// 主题党日.
    pub label: String,
    /// 每月.
    pub every: String,
    /// Shows it for all bodies; empty for one body.
    pub href: String,
    /// It is shown.
    pub current: bool,
    /// How many were done.
    pub done: usize,
    /// Of how many that have fallen due.
    pub of: usize,
    /// How many are overdue.
    pub overdue: usize,
}

/// A duty of one body over a year.
#[derive(Clone, Debug, Default)]
pub struct DutyYear {
    /// 主题党日.
    pub label: String,
    /// Its periods.
    pub cells: Vec<DutyCell>,
}

/// A body over a year.
#[derive(Clone, Debug, Default)]
pub struct BodyYear {
    /// Whose: shows that body alone.
    pub body: Link,
    /// The periods; `None` where it owed nothing.
    pub cells: Vec<Option<DutyCell>>,
    /// 11/12.
    pub sum: String,
}

/// A duty of a period.
#[derive(Clone, Debug, Default)]
pub struct DutyCell {
    /// 3月.
    pub period: String,
    /// `done late planned due overdue waived`.
    pub class: &'static str,
    /// ✓, 迟, 9日 …
    pub sign: String,
    /// 补 3; may be empty.
    pub beside: String,
    /// The whole of it in words.
    pub said: String,
    /// The record.
    pub href: String,
    /// Months it takes.
    pub months: i8,
    /// The month it begins with.
    pub begins: i8,
}

/// `GET /calendar`.
#[derive(Template)]
#[template(path = "pages/calendar.html")]
pub struct CalendarPage {
    /// The frame.
    pub shell: Shell,
    /// Where.
    pub place: String,
    /// 2026 年 3 月.
    pub title: String,
    /// The month before, this one, the month after.
    pub go: (String, String, String),
    /// Month and list.
    pub shows: Vec<Tab>,
    /// What is shown: all, meetings and activities, limits, terms, days of each year.
    pub kinds: Vec<Tab>,
    /// The list is shown instead of the month.
    pub is_list: bool,
    /// 一 … 日.
    pub weekdays: Vec<String>,
    /// Weeks of seven days.
    pub weeks: Vec<Vec<CalendarDay>>,
    /// Nothing is on.
    pub none: Option<Empty>,
    /// That there is more than is shown; may be empty.
    pub cut: String,
    /// Where the address for calendar programs is made.
    pub subscribe: Link,
}

/// A day.
#[derive(Clone, Debug, Default)]
pub struct CalendarDay {
    /// 22.
    pub number: String,
    /// 3 月 22 日 周日.
    pub label: String,
    /// 2026-03-22.
    pub iso: String,
    /// Belongs to another month.
    pub outside: bool,
    /// It is today.
    pub today: bool,
    /// 休 or 班 by the national calendar; may be empty.
    pub mark: String,
    /// What is on.
    pub items: Vec<CalendarItem>,
    /// So many more: leads to the list.
    pub more: Option<Link>,
}

/// Something on a day.
#[derive(Clone, Debug, Default)]
pub struct CalendarItem {
    /// `planned again due late term`.
    pub class: &'static str,
    /// Its shape, so that colour is never alone.
    pub sign: &'static str,
    /// 主题党日.
    pub text: String,
    /// 15:00 · 三里庵社区.
    pub sub: String,
    /// Where it leads; may be empty.
    pub href: String,
}
