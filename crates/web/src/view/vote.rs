//! The vote of a body's members on a record: the note on the record's page, and the page of its own.

use askama::Template;

use crate::filters;
use crate::view::{Badge, Choice, Crumbs, Event, Fact, Link, Photo, Shell};

/// What a record's page says of its vote.
#[derive(Clone, Debug, Default)]
pub struct VoteNote {
    /// 截止 2026-12-01，应参加 9 人，已参加 4 人.
    pub line: String,
    /// 您还没有表决; may be empty.
    pub mine: String,
    /// 通过; `None` before it is counted.
    pub came: Option<Badge>,
    /// Where the papers are read, votes given and the result seen.
    pub to: Link,
    /// The reader is asked for a vote.
    pub urgent: bool,
}

/// Papers, vote and result.
#[derive(Template)]
#[template(path = "pages/vote.html")]
pub struct VotePage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// The matter.
    pub title: String,
    /// 表决中.
    pub state: Badge,
    /// The body whose members vote.
    pub body: String,
    /// 截止 2026-12-01，应参加 9 人，已参加 4 人.
    pub line: String,
    /// What is to be read.
    pub papers: Vec<Paper>,
    /// Short values of the record.
    pub facts: Vec<Fact>,
    /// Scans.
    pub photos: Vec<Photo>,
    /// What members said.
    pub comments: Vec<Event>,
    /// Where the reader says something.
    pub comment: Option<Link>,
    /// Where a vote is sent (POST); empty where the reader has none now.
    pub action: String,
    /// What may be voted.
    pub options: Vec<Choice>,
    /// What the reader voted, where it is kept.
    pub chosen: String,
    /// 表决, 改票.
    pub submit: String,
    /// Whether it is secret, and whether it can be changed.
    pub how: String,
    /// Why a vote was not taken.
    pub error: String,
    /// Where the reader says that they have read it (POST); empty: not asked.
    pub read: String,
    /// 您还没有表决; may be empty.
    pub mine: String,
    /// What it came to, once it is counted.
    pub result: Option<VoteResult>,
    /// Name, post and vote of everybody who voted, where the pack shows them.
    pub names: Vec<(String, String, String)>,
    /// Everybody on the roll, for who put it to the vote.
    pub members: Vec<VoteMember>,
    /// 三分之二以上参加、全体过半数赞成为通过.
    pub rule: String,
    /// The clause.
    pub basis: String,
}

/// A text to be read.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// 材料.
    pub label: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

/// What a vote came to.
#[derive(Clone, Debug, Default)]
pub struct VoteResult {
    /// 通过.
    pub came: Badge,
    /// 应参加 9 人，参加 7 人（78%）.
    pub turnout: String,
    /// 1 人任职已结束，不计入应参加人数; may be empty.
    pub left: String,
    /// 占应参加人数.
    pub share: String,
    /// Option, votes, share.
    pub rows: Vec<(String, i64, String)>,
}

/// Somebody on the roll.
#[derive(Clone, Debug, Default)]
pub struct VoteMember {
    /// Name.
    pub name: String,
    /// 兼职委员.
    pub post: String,
    /// 已表决, 未表决, 没有账号.
    pub state: Badge,
}
