//! A checked pack: what a place's policy says, as immutable data.
//!
//! Everything here has already been checked: names resolve, expressions are typed, labels exist in both languages.

use indexmap::IndexMap;

pub use crate::analysis::Analysis;
pub use crate::attendance::{Attendance, Quorum, Roll, RollOf};
pub use crate::ballot::{Agree, BallotRule, SECRET};
pub use crate::call_back::CallBack;
pub use crate::circle::Circle;
pub use crate::counted::{Figure, FigureExpr, Measure};
pub use crate::dated::Dated;
pub use crate::deliberation::{Board, CAME, Disclosure, Disclosures, Hear, Poll, Step, Term};
pub use crate::exchange::{Exchange, Given, RESULT, Taken};
pub use crate::fill_in::{FillIn, HANDED, Opens, TAKEN};
pub use crate::indicator::{Formula, Indicator, Past, Side, Version, Weight};
pub use crate::matching::Match;
pub use crate::office::{Part, Post, Right, STANDINGS, Share, Structure, Vote, Way};
pub use crate::places::{Both, Certificate, Places};
pub use crate::privacy::{Keep, PrivacyRules, Retain, Tracks};
pub use crate::publish::{Closeness, Publish};
pub use crate::recur::{Every, Owed, Recur};
pub use crate::register::{
    Capability, ClockEffect, DaysFrom, Escalation, Field, FieldKind, Hold, Limit, Move, OWN_MOVES, Register, Rhythm, Scope, State, Tone,
    View,
};
pub use crate::service::{Booking, Days, Form, Material, Queue, Service, ServiceGroup, Sheet, Slots, WAYS};
pub use crate::shift::{HandOver, ListOf};
pub use crate::yearbook::{Letter, YearChapter, Yearbook};

/// A text in every language of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A place's policy. Built by [`crate::parse`].
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Short name, e.g. `shushan`.
    pub name: String,
    /// What people call the place.
    pub label: Text,
    /// Fingerprint of the text the pack was made from (first 12 hex digits of its SHA-256); records remember it.
    pub version: String,
    /// Code of the area the pack governs (the realm), e.g. `340104`; empty in a base pack.
    pub root: String,
    /// Title and date of the document the rules come from.
    pub source: Text,
    /// Tiers of the territory, the widest first.
    pub levels: Vec<Level>,
    /// Kinds of bodies.
    pub bodies: IndexMap<String, BodyKind>,
    /// What areas' bodies add up to.
    pub structures: IndexMap<String, Structure>,
    /// What people hold in bodies.
    pub posts: IndexMap<String, Post>,
    /// What people may be.
    pub roles: IndexMap<String, Role>,
    /// The category tree, parents before children.
    pub categories: IndexMap<String, Category>,
    /// Urgencies, the most urgent first.
    pub urgencies: IndexMap<String, Urgency>,
    /// Who handles what.
    pub dispatch: Vec<DispatchRule>,
    /// How time is counted.
    pub clock: ClockRules,
    /// How satisfaction is asked.
    pub rating: RatingRules,
    /// How people are answered who ask about their own data.
    pub privacy: PrivacyRules,
    /// Why people who work outside are tracked; `None`, as is usual: they are not.
    pub tracks: Option<Tracks>,
    /// Headings under which menus list registers, in the order of menus.
    pub groups: IndexMap<String, Text>,
    /// Boards on which everybody reads what concerns them, in their order.
    pub boards: IndexMap<String, Board>,
    /// Groups of services, in the order of lists.
    pub service_groups: IndexMap<String, ServiceGroup>,
    /// What people come for, in the order of lists.
    pub services: IndexMap<String, Service>,
    /// Kinds of records.
    pub registers: IndexMap<String, Register>,
    /// Years of units and teams, gathered from several registers.
    pub yearbooks: IndexMap<String, Yearbook>,
    /// Rates and counts shown on boards.
    pub indicators: IndexMap<String, Indicator>,
    /// How what residents need is looked at, by register; registers without one have no analysis.
    pub analyses: IndexMap<String, Analysis>,
    /// What the place's document reports and how records derive it.
    pub figures: Vec<Figure>,
}

/// One tier of the territory.
#[derive(Clone, Debug, Default)]
pub struct Level {
    /// e.g. `street`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Kind of the body that works this tier's desk; `None` where no matter stops here.
    pub tier: Option<String>,
    /// Kinds an area of this level can have (`town`, `subdistrict`, `park`; `committee`, `village`), with labels.
    pub kinds: IndexMap<String, Text>,
    /// How large its areas should be; `None` where no document says.
    pub size: Option<SizeRule>,
    /// Clause behind it.
    pub basis: String,
}

/// How large an area of a level should be. It warns, it does not refuse: ground is not always as the rule would have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SizeRule {
    /// Fewest households.
    pub least: i64,
    /// Most households.
    pub most: i64,
    /// How many percent off the mean of its neighbours is told as unbalanced.
    pub balance: i64,
    /// Kinds it is said of; empty for all.
    pub kinds: Vec<String>,
    /// With fewer households than this the place abolishes the area.
    pub abolish: Option<i64>,
    /// Service radius in metres: nobody should live farther from the middle.
    pub reach: Option<i64>,
    /// Clause behind it.
    pub basis: String,
}

/// A kind of body (a Party committee, a service centre, a department).
#[derive(Clone, Debug, Default)]
pub struct BodyKind {
    /// e.g. `street_center`.
    pub name: String,
    /// What people call it; `{area}` stands for the area's short name.
    pub label: Text,
    /// Level at which bodies of this kind exist.
    pub level: String,
    /// Kind of the body above it.
    pub parent: Option<String>,
    /// One body of this kind stands in every area of its level.
    pub every: bool,
    /// Clause behind it.
    pub basis: String,
}

/// What a person may be in a body.
#[derive(Clone, Debug, Default)]
pub struct Role {
    /// e.g. `street.dispatcher`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Kinds of bodies in which the role exists.
    pub bodies: Vec<String>,
    /// The page the role starts on.
    pub home: Home,
    /// May manage accounts in its area.
    pub admin: bool,
    /// May read the journal of its area.
    pub audit: bool,
    /// May see boards of its area.
    pub board: bool,
    /// May draw up, decide and undo plans for the territory of its area.
    pub reorganise: bool,
    /// May reveal personal data of records it can act on, giving a purpose.
    pub reveal: bool,
    /// May appoint people to posts in bodies of its area, and make, rename and end such bodies.
    pub organise: bool,
    /// May draw the grids of its area.
    pub territory: bool,
    /// May answer what people of its area ask about their own data: find it, copy it out, erase it.
    pub privacy: bool,
    /// Whoever has it signs in with a second factor.
    pub second_factor: bool,
    /// Clause behind it.
    pub basis: String,
}

/// The page a role starts its day on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Home {
    /// List, map and detail.
    #[default]
    Desk,
    /// A phone's list for the street.
    Patrol,
    /// Dashboard.
    Board,
    /// Accounts and handbook.
    Admin,
}

/// One category of matters; the tree is in the dotted code (`utilities.drain` under `utilities`).
#[derive(Clone, Debug, Default)]
pub struct Category {
    /// Dotted code.
    pub code: String,
    /// What people call it.
    pub label: Text,
    /// Code in a national standard, e.g. `GB/T 30428.2 0101`.
    pub standard: String,
    /// Words by which a report's text suggests this category.
    pub words: Vec<String>,
    /// Urgency a matter of this category starts with.
    pub urgency: Option<String>,
    /// Clause behind it.
    pub basis: String,
}

/// How urgent a matter can be.
#[derive(Clone, Debug, Default)]
pub struct Urgency {
    /// e.g. `red`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Notices of matters that are so urgent reach people in their quiet hours too.
    pub disturbs: bool,
    /// Clause behind it.
    pub basis: String,
}

/// A line of the dispatch catalogue (权责清单): who handles a category.
#[derive(Clone, Debug, Default)]
pub struct DispatchRule {
    /// Category code; matches the category and all below it, the longest match wins.
    pub category: String,
    /// Kind of the body that handles it.
    pub body: String,
    /// The responsibility in words.
    pub duty: Text,
    /// Item of the responsibility list, e.g. `4.2`.
    pub item: String,
    /// Clause behind it.
    pub basis: String,
}

/// How time is counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClockRules {
    /// IANA time zone, e.g. `Asia/Shanghai`.
    pub timezone: String,
    /// Working hours of a working day, minutes since midnight, in order, without overlap.
    pub hours: Vec<(u16, u16)>,
    /// Share of the time limit, in percent, after which the light is yellow.
    pub yellow_at: u8,
    /// Clause behind it.
    pub basis: String,
}

/// How satisfaction is asked and what a bad answer means.
#[derive(Clone, Debug, Default)]
pub struct RatingRules {
    /// Labels of the scores 1 to 5, the worst first.
    pub labels: Vec<Text>,
    /// A score up to this one is bad.
    pub bad: i64,
    /// A score from this one is good.
    pub good: i64,
    /// Clause behind it.
    pub basis: String,
}
