//! The first page after logging in: what waits, what is late, what changed.

use askama::Template;

use crate::filters;
use crate::view::{Due, Empty, Link, Moment, Shell};

/// What waits for the reader.
#[derive(Template)]
#[template(path = "pages/home.html")]
pub struct HomePage {
    /// The frame.
    pub shell: Shell,
    /// 李敏，上午好.
    pub greeting: String,
    /// 11 月 22 日 星期日 · 三里庵街道.
    pub date: String,
    /// What waits, by kind, the most pressing first.
    pub waiting: Vec<Waiting>,
    /// The next few to be done, across kinds.
    pub next: Vec<Line>,
    /// What is late and by how much.
    pub late: Vec<Line>,
    /// Heading of what is late: the reader's own, or the area's.
    pub late_title: String,
    /// How many are late, by register; each opens its list.
    pub late_all: Vec<Link>,
    /// What changed since the last visit.
    pub changes: Vec<Change>,
    /// Figures with their formula.
    pub figures: Vec<Figure>,
    /// Where all figures are.
    pub figures_href: String,
    /// What is said when nothing waits; `None` for those on whom no list waits.
    pub calm: Option<Empty>,
}

/// A kind of waiting work.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// 待派单.
    pub label: String,
    /// How many.
    pub count: u64,
    /// Where it is done.
    pub href: String,
    /// 最早一件剩 1 小时 20 分.
    pub first: Due,
}

/// A record in one line.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Title.
    pub title: String,
    /// Second line.
    pub sub: String,
    /// Time left.
    pub due: Due,
    /// Where it is done.
    pub href: String,
}

/// Something that changed.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// When.
    pub at: Moment,
    /// 区排管所办结“3 号楼下水管堵塞返水”.
    pub text: String,
    /// The record.
    pub href: String,
}

/// A figure that carries its formula and opens its records.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// 解决率.
    pub label: String,
    /// 92.7%.
    pub value: String,
    /// +1.1 较上月同期.
    pub compare: String,
    /// `good`, `bad` or empty.
    pub tone: &'static str,
    /// 回访认可解决 ÷ 已回访.
    pub formula: String,
    /// The records behind it.
    pub href: String,
}
