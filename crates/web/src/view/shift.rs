//! A desk's shift: what came and ended since the last hand-over, and what is handed over.

use askama::Template;

use crate::filters;
use crate::view::{Due, Link, Shell};

/// `GET /shift`.
#[derive(Template)]
#[template(path = "pages/shift.html")]
pub struct ShiftPage {
    /// The frame.
    pub shell: Shell,
    /// 本班自 11 月 22 日 20:00 起.
    pub since: String,
    /// The hand-over that nobody has taken yet, with what was written down; `None` where there is none.
    pub waiting: Option<Waiting>,
    /// 上一次：王芳 11 月 22 日 20:00 交班，赵强接班; empty where there was none.
    pub before: String,
    /// Came, ended, in hand.
    pub flows: Vec<FlowRow>,
    /// What is handed over.
    pub lists: Vec<HandedList>,
    /// Where the hand-over is written down.
    pub hand_on: Link,
    /// Every hand-over of this desk.
    pub all: Link,
    /// The clause.
    pub basis: String,
}

/// A hand-over that waits.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// 王芳 20:00 交班，等待接班.
    pub said: String,
    /// What was written down.
    pub words: String,
    /// Where it is taken over; empty for whoever made it.
    pub href: String,
    /// Why not by them.
    pub own: String,
}

/// What came and ended.
#[derive(Clone, Debug, Default)]
pub struct FlowRow {
    /// 民情事项.
    pub label: String,
    /// Opened since.
    pub came: String,
    /// Closed since.
    pub ended: String,
    /// Open here.
    pub held: String,
}

/// One list.
#[derive(Clone, Debug, Default)]
pub struct HandedList {
    /// 已超期.
    pub label: String,
    /// How many.
    pub count: String,
    /// The first of them.
    pub rows: Vec<HandedRow>,
    /// 另有 12 件; empty where all are shown.
    pub more: String,
}

/// One record.
#[derive(Clone, Debug, Default)]
pub struct HandedRow {
    /// Number, and its page.
    pub number: Link,
    /// What it is about.
    pub title: String,
    /// 待派单 · 排水所.
    pub note: String,
    /// When it is due.
    pub due: Due,
}
