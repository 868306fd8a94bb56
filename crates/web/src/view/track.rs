//! The tracking page: what became of a report, for the resident who holds its link. Nothing on it is personal.
//!
//! `POST {add.action}` sends `_once`, `note`, `photo` (ids) and `photos` (files); `POST {rate.action}` sends `_once`, `rating` (1–5) and `note`.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Due, Link, Moment, PhoneShell, Photo};

/// `GET /t/{secret}`.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "track/page.html")]
pub struct TrackPage {
    /// Layout.
    pub shell: PhoneShell,
    /// The record's number.
    pub number: String,
    /// How many others speak for the same matter.
    pub voices: u64,
    /// 您反映的事, or what the register is called where nothing is reported.
    pub heading: String,
    /// What is to be known beside the words: day and place of what one takes part in.
    pub facts: Vec<(String, String)>,
    /// What was reported, in the resident's words.
    pub words: String,
    /// Category; may be empty.
    pub category: String,
    /// Where.
    pub place: String,
    /// When.
    pub reported: Moment,
    /// 承办单位正在办理, loud.
    pub state: String,
    /// How the state looks: open, waiting for the resident, done, not taken on.
    pub mood: Mood,
    /// Why it waits or was refused; may be empty.
    pub reason: String,
    /// Who has it: 合肥市蜀山区排水管理所.
    pub holder: String,
    /// By when, with its light.
    pub due: Option<Due>,
    /// By when, as a date: 11 月 24 日 10:05 前.
    pub by: Option<Moment>,
    /// The tiers, the lowest first.
    pub tiers: Vec<Tier>,
    /// What was promised after a bad rating: 11 月 23 日下班前给您打电话; may be empty.
    pub promise: String,
    /// Photos of the report and of the result.
    pub photos: Vec<Photo>,
    /// What happened, the latest first.
    pub lines: Vec<TrackLine>,
    /// The matter it was joined to.
    pub joined: Option<Link>,
    /// This page's address, absolute, for copying.
    pub link: String,
    /// Adding words and photos; `None` when it is closed.
    pub add: Option<AddForm>,
    /// What else the holder of the link may do.
    pub acts: Vec<ActForm>,
    /// The certificate, where there is one.
    pub certificate: Option<Link>,
    /// Rating; only when it is to be rated.
    pub rate: Option<RateForm>,
    /// The rating given before: 满意 · 11 月 21 日; may be empty.
    pub rated: String,
    /// Withdrawing consent, a copy of one's data, a complaint about the handling.
    pub rights: Vec<Link>,
}

/// How the state of a report looks to the resident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Somebody is working on it.
    #[default]
    Open,
    /// The resident is asked for something.
    Yours,
    /// It is done.
    Done,
    /// It was not taken on, or waits for a reason.
    Held,
}

impl Mood {
    /// The CSS class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Open => "accent",
            Self::Yours => "soon",
            Self::Done => "fine",
            Self::Held => "held",
        }
    }

    /// Icon of the sprite.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Open => "clock",
            Self::Yours => "star",
            Self::Done => "circle-check",
            Self::Held => "clock-pause",
        }
    }
}

/// One tier of the tier bar.
#[derive(Clone, Debug, Default)]
pub struct Tier {
    /// 网格, 社区, 街道, 区.
    pub label: String,
    /// How far: 已过, 在这里, 未到.
    pub stage: Stage,
    /// The body there; may be empty.
    pub note: String,
}

/// Whether a tier lies behind, is where the record is, or was not reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Behind.
    Done,
    /// Here.
    Now,
    /// Not reached.
    #[default]
    Ahead,
}

impl Stage {
    /// The CSS class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "",
        }
    }

    /// True for [`Stage::Now`].
    #[must_use]
    pub fn is_now(self) -> bool {
        self == Self::Now
    }
}

/// A line of the public history.
#[derive(Clone, Debug, Default)]
pub struct TrackLine {
    /// When.
    pub at: Moment,
    /// 已派给区排水管理所.
    pub text: String,
    /// Words written for the resident; may be empty.
    pub said: String,
    /// Photos of that act.
    pub photos: Vec<Photo>,
}

/// Adding something to one's report.
#[derive(Clone, Debug, Default)]
pub struct AddForm {
    /// Where it is sent.
    pub action: String,
    /// Idempotency token.
    pub once: String,
    /// What was typed.
    pub note: String,
    /// What is wrong; may be empty.
    pub error: String,
    /// Photos sent before.
    pub photos: Vec<Photo>,
    /// Most photos.
    pub photo_max: u64,
}

/// Rating the result in five levels.
#[derive(Clone, Debug, Default)]
pub struct RateForm {
    /// Where it is sent.
    pub action: String,
    /// Idempotency token.
    pub once: String,
    /// Levels from 5 to 1, in the pack's words.
    pub levels: Vec<RateLevel>,
    /// What happens after a bad rating: 选“不满意”，1 个工作日内联系您，15 个工作日内整改.
    pub after_bad: String,
    /// Comment typed before.
    pub note: String,
    /// What is wrong; may be empty.
    pub error: String,
}

/// One level of a rating.
#[derive(Clone, Debug, Default)]
pub struct RateLevel {
    /// 1 to 5, 5 the best: chooses the face.
    pub value: u8,
    /// 非常满意.
    pub label: String,
    /// It was chosen before.
    pub chosen: bool,
}

impl RateLevel {
    /// The mouth of the face, as an SVG path in a box of 48.
    #[must_use]
    pub fn mouth(&self) -> &'static str {
        match self.value {
            5 => "M14 28c2 8 18 8 20 0z",
            4 => "M15 29c4 6 14 6 18 0",
            3 => "M16 32h16",
            2 => "M16 34c4-5 12-5 16 0",
            _ => "M14 36c4-9 16-9 20 0",
        }
    }

    /// Brows are drawn only on the worst face.
    #[must_use]
    pub fn frowns(&self) -> bool {
        self.value == 1
    }
}
