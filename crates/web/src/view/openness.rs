//! Openness boards for everybody, what hangs on them, and the steps of a guided process.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Badge, Fact, Link, Paper, PhoneShell, TierAt};

/// A step of a guided process.
#[derive(Clone, Debug, Default)]
pub struct StepView {
    /// 党员大会审议.
    pub label: String,
    /// Where the record is with regard to it.
    pub at: TierAt,
    /// What the rule asks for here.
    pub asks: String,
    /// 12月3日前; may be empty.
    pub by: String,
    /// Votes that were taken here.
    pub votes: Vec<StepVote>,
}

/// A vote of a meeting.
#[derive(Clone, Debug, Default)]
pub struct StepVote {
    /// 应到 45 人，实到 38 人，同意 36，反对 1，弃权 1.
    pub said: String,
    /// 到会不少于 30 人、同意不少于 23 票才通过.
    pub rule: String,
    /// 通过.
    pub came: Badge,
}

/// What hangs on the boards of a place.
#[derive(Template)]
#[template(path = "openness/list.html")]
pub struct OpennessPage {
    /// The frame.
    pub shell: PhoneShell,
    /// 三里庵社区.
    pub place: String,
    /// Each board with what hangs there now and what did.
    pub boards: Vec<BoardView>,
    /// Where residents ask, and other pages about the place.
    pub more: Vec<Link>,
}

/// One board.
#[derive(Clone, Debug, Default)]
pub struct BoardView {
    /// 居务公开.
    pub label: String,
    /// What hangs there.
    pub items: Vec<BoardItem>,
    /// What hung there before.
    pub past: Vec<BoardItem>,
}

/// Something on a board.
#[derive(Clone, Debug, Default)]
pub struct BoardItem {
    /// 修缮老年活动室.
    pub title: String,
    /// Its page.
    pub href: String,
    /// 决议公示.
    pub kind: String,
    /// 11月20日至11月27日.
    pub period: String,
    /// 可以提意见; may be empty.
    pub heard: String,
}

/// Something on a board, in full.
#[derive(Template)]
#[template(path = "openness/item.html")]
pub struct BoardItemPage {
    /// The frame.
    pub shell: PhoneShell,
    /// 修缮老年活动室.
    pub title: String,
    /// 三里庵社区 · JY2026-00012.
    pub place: String,
    /// 决议公示.
    pub kind: Badge,
    /// 公示期：11月20日至11月27日.
    pub period: String,
    /// The steps of the process, without what is asked of the staff.
    pub steps: Vec<StepView>,
    /// Short values.
    pub facts: Vec<Fact>,
    /// Texts to be read.
    pub papers: Vec<Paper>,
    /// What people say to it, as long as they may.
    pub form: Option<ActForm>,
    /// How long what they type is kept.
    pub kept: String,
    /// The clause that it hangs there by.
    pub basis: String,
}
