//! One record in full: facts, proposal, duplicates, history, acts.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::view::{ActForm, Badge, Choice, Crumbs, Due, Link, MapView, Moment, Photo, Shell, StepView, VoteNote};
use crate::{Locale, filters};

/// A record as the detail pane, the drawer and its own page show it. `{{ record }}` writes `<section id="detail">`.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/record.html")]
pub struct RecordView {
    /// The reader's language.
    pub l: Locale,
    /// Topic of live updates: `record-0192…`.
    pub topic: String,
    /// 340104-2026-018236.
    pub number: String,
    /// The record's own page.
    pub href: String,
    /// Back to the list (phones) or closing the drawer.
    pub back: String,
    /// Beside the number: 居民上报, 09:42.
    pub origin: Vec<String>,
    /// Title.
    pub title: String,
    /// 督办, 紧急, 第 2 次退回.
    pub marks: Vec<Badge>,
    /// Time left of the step.
    pub due: Due,
    /// Key facts.
    pub facts: Vec<Fact>,
    /// Personal data, masked.
    pub personal: Vec<Personal>,
    /// Where it is on its way; empty for registers without a route.
    pub tiers: Vec<Tier>,
    /// The steps of its guided process; empty where it has none.
    pub steps: Vec<StepView>,
    /// What was reported, by paragraphs.
    pub description: Vec<String>,
    /// Photos.
    pub photos: Vec<Photo>,
    /// What the register asks besides.
    pub details: Vec<Fact>,
    /// What the program proposes.
    pub suggestion: Option<Suggestion>,
    /// Suspected or merged duplicates.
    pub duplicates: Vec<Duplicate>,
    /// Who was there, for those who put it down.
    pub attendance: Option<AttendanceView>,
    /// The vote on it.
    pub vote: Option<VoteNote>,
    /// Records of the same person in other registers.
    pub same: Vec<Duplicate>,
    /// The record that this one was opened from.
    pub from: Option<Fact>,
    /// Records that were opened from this one.
    pub parts: Vec<PartView>,
    /// Letters that can be written from it: label and where they are asked for.
    pub letters: Vec<Link>,
    /// An act that waits for a second person.
    pub review: Option<Review>,
    /// What happened, the latest first.
    pub timeline: Vec<Event>,
    /// Acts shown as buttons, the likeliest first.
    pub acts: Vec<Act>,
    /// Acts under 更多.
    pub more: Vec<Act>,
    /// The form of the chosen act; it takes the place of the buttons.
    pub form: Option<ActForm>,
    /// Why there is nothing to do here: 由区排管所办理中; may be empty.
    pub no_acts: String,
}
impl HtmlSafe for RecordView {}

/// A labelled value.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// 地点.
    pub label: String,
    /// 三里庵社区 03 网格 · 梅山路 18 号.
    pub value: String,
    /// Where the value leads; may be empty.
    pub href: String,
}

/// A personal value, masked until its purpose is given.
#[derive(Clone, Debug, Default)]
pub struct Personal {
    /// 诉求人.
    pub label: String,
    /// 王\*\* 138\*\*\*\*6021, or the full value once shown.
    pub value: String,
    /// How it may be shown; `None` where the reader may not, or it is shown already.
    pub reveal: Option<Reveal>,
    /// 用途：联系诉求人，10:12 已记录; empty while masked.
    pub shown_for: String,
}

/// The form that shows personal data.
#[derive(Clone, Debug, Default)]
pub struct Reveal {
    /// Where it is sent (POST).
    pub action: String,
    /// Purposes to choose from; another may be written.
    pub purposes: Vec<Choice>,
    /// Sent once.
    pub once: String,
    /// Unique in the page.
    pub id: String,
    /// What is wrong with the purpose given; may be empty.
    pub error: String,
}

/// A step of the tier bar.
#[derive(Clone, Debug, Default)]
pub struct Tier {
    /// 街道.
    pub label: String,
    /// Under it: 10:05, 2 天; may be empty.
    pub sub: String,
    /// Where the record is with regard to it.
    pub at: TierAt,
}

/// A tier is behind, here or ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TierAt {
    /// Passed.
    Done,
    /// Here, in time.
    Now,
    /// Here, late.
    Late,
    /// Ahead, or skipped.
    #[default]
    Ahead,
}

impl TierAt {
    /// The CSS class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Late => "now late",
            Self::Ahead => "ahead",
        }
    }

    /// The record is here.
    #[must_use]
    pub fn is_here(self) -> bool {
        matches!(self, Self::Now | Self::Late)
    }
}

/// Who was there.
#[derive(Clone, Debug, Default)]
pub struct AttendanceView {
    /// 应到 41 人，到会 35 人.
    pub line: String,
    /// Everybody due: name, post or number, and what is said of them; empty before that is said.
    pub people: Vec<(String, String, Badge)>,
}

/// A proposed handler with its reason and record.
#[derive(Clone, Debug, Default)]
pub struct Suggestion {
    /// 建议派给区排管所.
    pub title: String,
    /// 供排水 · 公共管网，权责清单 4.2.
    pub reason: String,
    /// 近 90 天同类 31 件，按时办结 94%，满意 91%.
    pub record: String,
    /// The records behind that sentence; may be empty.
    pub href: String,
}

/// A record that may be the same matter, or was merged into this one.
#[derive(Clone, Debug, Default)]
pub struct Duplicate {
    /// 2 号楼返水.
    pub title: String,
    /// 340104-2026-018229.
    pub number: String,
    /// The other record.
    pub href: String,
    /// 相距 40 米，早 20 分钟.
    pub why: String,
    /// 并入 / 拆出: opens the form; may be empty.
    pub act: Option<Link>,
}

/// A record that was opened from another, as that one shows it.
#[derive(Clone, Debug, Default)]
pub struct PartView {
    /// 区城市管理局.
    pub who: String,
    /// The record; empty where the reader may not open it.
    pub href: String,
    /// 已报到.
    pub state: Badge,
    /// Time left of its step.
    pub due: Due,
    /// 报到单 · B2026-0041 · 评价：满意.
    pub about: String,
    /// What happened to it, the latest first.
    pub events: Vec<Event>,
}

/// An act that a second person has to pass.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// 申请延期 5 个工作日，待您审核.
    pub title: String,
    /// 区排管所 刘洋 · 今日 09:20.
    pub by: String,
    /// What the applicant says.
    pub reason: String,
    /// What happens to the clock meanwhile, and the clause.
    pub effect: String,
    /// What the reviewer must say: 复核理由; empty where nothing is asked.
    pub ask: String,
    /// 同意, 不同意; empty when the reader may not decide.
    pub acts: Vec<Act>,
}

/// An entry of the history.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// 社区受理中心 张蕾.
    pub who: String,
    /// 上交街道.
    pub what: String,
    /// What was said; may be empty.
    pub said: String,
    /// Photos added.
    pub photos: Vec<Photo>,
    /// A return, a refusal or a lapse: marked red.
    pub bad: bool,
}

/// A button of a record.
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// 派给区排管所.
    pub label: String,
    /// Where it leads (a GET that opens its form) or is sent (a POST, when `direct`).
    pub href: String,
    /// The letter that presses it; may be empty.
    pub key: String,
    /// `primary`, `danger` or empty.
    pub tone: &'static str,
    /// Nothing is asked: the button does it at once.
    pub direct: bool,
    /// Values sent by a direct act.
    pub hidden: Vec<(String, String)>,
    /// Why it cannot be done now; the button is shown inactive and says so. May be empty.
    pub refused: String,
}

/// [`Act`] ready to be written.
#[derive(Template)]
#[template(path = "parts/act.html")]
pub struct ActHtml<'a> {
    act: &'a Act,
    plain: bool,
}
impl HtmlSafe for ActHtml<'_> {}

impl Act {
    /// As a button.
    #[must_use]
    pub fn html(&self) -> ActHtml<'_> {
        ActHtml { act: self, plain: false }
    }

    /// As an entry of a menu.
    #[must_use]
    pub fn entry(&self) -> ActHtml<'_> {
        ActHtml { act: self, plain: true }
    }
}

/// A record on a page of its own, with its place beside it.
#[derive(Template)]
#[template(path = "pages/record.html")]
pub struct RecordPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// The record.
    pub record: RecordView,
    /// Its place; `None` for registers without one.
    pub map: Option<MapView>,
}
