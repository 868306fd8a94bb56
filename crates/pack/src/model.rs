//! A checked pack: what a place's policy says, as immutable data.
//!
//! Everything here has already been checked: names resolve, expressions are typed, labels exist in both languages.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::expr::Expr;
use crate::span::Span;

pub use crate::fill_in::{FillIn, Opens};
pub use crate::privacy::{Keep, PrivacyRules, Retain};
pub use crate::publish::{Closeness, Publish};

pub use crate::office::{Part, Post, Right, STANDINGS, Share, Structure, Vote, Way};

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
    /// Kinds of records.
    pub registers: IndexMap<String, Register>,
    /// Rates and counts shown on boards.
    pub indicators: IndexMap<String, Indicator>,
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

/// A kind of record (台账).
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// e.g. `case`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Icon name from the sprite.
    pub icon: String,
    /// Pattern of numbers: literal text with `{root}`, `{year}`, `{seq:N}` (N digits; counts per register and year).
    pub number: String,
    /// The capabilities it composes.
    pub with: Vec<Capability>,
    /// The field that gives a record its title.
    pub title: String,
    /// The field that tells its records apart beside the number: a file that is imported finds by it what is there already.
    pub key: Option<String>,
    /// Level of the areas its records belong to (the finest that must be known).
    pub level: String,
    /// Limit of the whole matter; the clock [`Record::deadline`](crate::record::Record::deadline).
    pub deadline: Option<Limit>,
    /// Fields in the order of forms.
    pub fields: IndexMap<String, Field>,
    /// States; the first is where records begin unless a creating move says otherwise.
    pub states: IndexMap<String, State>,
    /// Moves in the order of buttons.
    pub moves: IndexMap<String, Move>,
    /// What is done when a step runs late, in order.
    pub escalation: Vec<Escalation>,
    /// A move that each open record asks for at regular times.
    pub rhythm: Option<Rhythm>,
    /// What is counted.
    pub measures: IndexMap<String, Measure>,
    /// Roles that see its records beyond those of their own body; empty: every role that sees its area.
    pub see: Vec<String>,
    /// How long its personal values must be kept by law, whoever asks for their erasure.
    pub keep: Option<Keep>,
    /// Which of its records anybody may see, redacted; `None`: only those that a move publishes.
    pub publish: Option<Publish>,
    /// How people fill it in themselves, where they may.
    pub fill_in: Option<FillIn>,
    /// Registers in which the same person is looked for by number, and shown beside a record.
    pub same_in: Vec<String>,
    /// How long its personal values are kept at most: afterwards the program erases them by itself.
    pub retain: Option<Retain>,
    /// Ready-made lists (desk tabs).
    pub views: IndexMap<String, View>,
    /// Clause behind it.
    pub basis: String,
}

/// A typed module that a register composes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Capability {
    /// Travels up and down the tiers.
    Route,
    /// Steps have limits, lights and suspension.
    Clock,
    /// Has a point or an address.
    Place,
    /// Is rated by the person served.
    Rating,
    /// Duplicates are suggested and merged.
    Duplicate,
    /// Can be followed by a link and shown, redacted, to the public.
    Publish,
}

/// One field of a register.
#[derive(Clone, Debug)]
pub struct Field {
    /// e.g. `description`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// One line under the label.
    pub hint: Option<Text>,
    /// What it holds.
    pub kind: FieldKind,
    /// Must be filled when the record is opened.
    pub required: bool,
    /// Why it is kept, if it is personal: it is then stored apart, masked, and every look is recorded.
    pub personal: Option<Text>,
    /// Filled by the program (stamps, counters); never asked for.
    pub derived: bool,
    /// Clause behind it.
    pub basis: String,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// One line of at most so many characters.
    Text {
        /// Longest value in characters.
        max: usize,
    },
    /// Several lines of at most so many characters.
    LongText {
        /// Longest value in characters.
        max: usize,
    },
    /// A whole number.
    Int {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// Money in yuan, with two decimals; stored in fen as an integer.
    Money,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// An instant, set by the program.
    Time,
    /// Yes or no.
    Bool,
    /// One of a list.
    Choice {
        /// Names and labels.
        options: IndexMap<String, Text>,
    },
    /// A category code.
    Category,
    /// A body of one of these kinds (any where empty).
    Body {
        /// Kinds allowed.
        kinds: Vec<String>,
    },
    /// A mobile or landline number.
    Phone,
    /// A resident identity number (GB 11643), checked; always personal.
    IdNumber,
    /// A unified social credit code (GB 32100), checked.
    CreditCode,
    /// A person's name.
    Person,
    /// A street address in words.
    Address,
    /// Photos, at most so many.
    Photos {
        /// Most photos.
        max: usize,
    },
}

/// A state of a register.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// e.g. `accepted`.
    pub name: String,
    /// What staff call it.
    pub label: Text,
    /// What residents read.
    pub public: Text,
    /// Still asks for work.
    pub open: bool,
    /// Limit of the step.
    pub due: Option<Limit>,
    /// Place in the tier bar: `open`, `solve`, `verify`, `rate`, `end`.
    pub stage: String,
    /// Clause behind it.
    pub basis: String,
}

/// A time limit, possibly another for each urgency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limit {
    /// Where no urgency says otherwise.
    pub default: Span,
    /// By urgency.
    pub by_urgency: BTreeMap<String, Span>,
}

/// An allowed step.
#[derive(Clone, Debug, Default)]
pub struct Move {
    /// e.g. `dispatch`.
    pub name: String,
    /// The words on the button.
    pub label: Text,
    /// States it starts from; empty: it opens a record.
    pub from: Vec<String>,
    /// State it leads to; `None`: the state stays.
    pub to: Option<String>,
    /// Back to the state and holder before it was set aside (un-suspend, un-merge).
    pub to_back: bool,
    /// Roles that may do it while their body holds the record; `resident` (the reporter), `system` (the program), `anyone` (opening moves).
    pub by: Vec<String>,
    /// Roles that may do it on any record of their area, holding it or not.
    pub over: Vec<String>,
    /// Inputs that must be filled: register fields or `note`, `photos`, `body`, `workdays`, `rating`, `other`, `category`, `urgency`, `place`.
    pub fill: Vec<String>,
    /// Inputs that may be filled.
    pub may: Vec<String>,
    /// Kinds of bodies that `body` may be.
    pub choose: Vec<String>,
    /// Guard over the record (and `input.*`).
    pub when: Option<Expr>,
    /// Why the guard says no, in the reader's language.
    pub because: Text,
    /// Who holds it afterwards.
    pub hold: Hold,
    /// What happens to the step's clock.
    pub clock: ClockEffect,
    /// Another role must review it before it takes effect.
    pub review: Option<String>,
    /// Time fields set to now where still empty; `<name>_on_time` is set beside if the register has it.
    pub stamp: Vec<String>,
    /// Fields set to a fixed value (`true`, `'x'`, 3).
    pub set: BTreeMap<String, crate::record::Value>,
    /// Counters of the record that go up: `returns`, `reopened`.
    pub count: Vec<String>,
    /// Supervision switched on or off.
    pub supervise: Option<bool>,
    /// Who is told: `holder`, `reporter`, `chain`, `opener`, or a role over the area.
    pub notify: Vec<String>,
    /// What the resident reads in the timeline; `None`: the move is not shown to the public.
    pub public: Option<Text>,
    /// The record that it opens in another register.
    pub opens: Option<Opens>,
    /// Merges the record into the one named by `other`, or takes it out again.
    pub merge: Option<bool>,
    /// Key that does it on a desk.
    pub key: Option<char>,
    /// How the button looks.
    pub tone: Tone,
    /// Clause behind it.
    pub basis: String,
}

/// Who holds a record after a move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// The same body.
    #[default]
    Keep,
    /// The desk one tier up from the present holder's tier.
    Up,
    /// The desk one tier down, towards the record's area.
    Down,
    /// The body chosen in the input `body`.
    Chosen,
    /// The body that held it before.
    Previous,
    /// The body that opened it.
    Opener,
    /// The actor's own body.
    Mine,
    /// The nearest body of one of these kinds at or above the record's area.
    Kind(Vec<String>),
    /// Nobody.
    Nobody,
}

/// What a move does to the step's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockEffect {
    /// Start the new state's limit; if the state stays, leave the clock alone.
    #[default]
    Start,
    /// Start the state's limit anew even if the state stays: what is due at intervals has been done.
    Restart,
    /// The clock runs on as it was: what returns use.
    Keep,
    /// Stop it until resumed.
    Suspend,
    /// Let it run again; limits move by the working time it stood.
    Resume,
    /// Add `input.workdays` working days to the step and the whole.
    Extend,
}

/// How a button looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// The likely act.
    Primary,
    /// Any other.
    #[default]
    Plain,
    /// Hard to take back.
    Danger,
}

/// What happens when a step is late.
#[derive(Clone, Debug, Default)]
pub struct Escalation {
    /// How long after the limit.
    pub after: Span,
    /// Level whose desk is told and from then on sees the record as raised.
    pub to: String,
    /// Clause behind it.
    pub basis: String,
}

/// A move each open record asks for at regular times.
#[derive(Clone, Debug, Default)]
pub struct Rhythm {
    /// The move asked for.
    pub act: String,
    /// `week` or `month`.
    pub every: String,
    /// Weekday 1 (Monday) to 7, or day of the month 1 to 28.
    pub on: u8,
    /// Clause behind it.
    pub basis: String,
}

/// Moves that every register has by itself and no pack may define.
pub const OWN_MOVES: [&str; 6] = ["approve", "refuse", "wake", "join", "leave", "hand_over"];

/// Something counted: a record counts once, on the day of `at`, while `when` holds; or, where there is no day, as long as it holds.
#[derive(Clone, Debug)]
pub struct Measure {
    /// e.g. `received`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Which records count.
    pub when: Expr,
    /// The time attribute or field that dates it; `None` for what stands at the moment, whenever it came about.
    pub at: Option<String>,
    /// Clause behind it.
    pub basis: String,
}

/// A ready-made list.
#[derive(Clone, Debug)]
pub struct View {
    /// e.g. `to_dispatch`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Roles whose desk shows it as a tab; empty: only in the register's own page.
    pub roles: Vec<String>,
    /// Whose records.
    pub scope: Scope,
    /// States; empty: all.
    pub states: Vec<String>,
    /// Further filter; may use `now`.
    pub filter: Option<Expr>,
    /// Attribute it is ordered by: `due`, `created` or `updated`.
    pub order: String,
    /// Newest or latest first.
    pub descending: bool,
}

/// Whose records a view shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Those my body holds.
    #[default]
    Holder,
    /// Those in my area.
    Area,
    /// Those my body opened.
    Opener,
}

/// A rate or count with its versioned formula.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// e.g. `satisfaction`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// The register whose measures it uses.
    pub register: String,
    /// Measure in the numerator (or the count itself).
    pub of: String,
    /// Measure in the denominator; `None`: a count.
    pub over: Option<String>,
    /// It says how things stand, whatever the period: its measures have no day.
    pub standing: bool,
    /// From this percentage on it is as it should be.
    pub least: Option<u8>,
    /// The formula in words.
    pub formula: Text,
    /// Version of the formula, e.g. `2026-1`.
    pub version: String,
    /// More is better.
    pub up_is_good: bool,
    /// Clause behind it.
    pub basis: String,
}

/// A figure that the place's document reports.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Clause, e.g. `二-一`.
    pub clause: String,
    /// What it counts.
    pub label: Text,
    /// What the document says, as printed there (`619`, `54%`).
    pub document: String,
    /// How raw records give it.
    pub derive: FigureExpr,
}

/// How a figure is derived: an aggregate over a ledger, or a ratio of two.
#[derive(Clone, Debug)]
pub enum FigureExpr {
    /// `count(area, level == 'grid')`.
    Count {
        /// Ledger: `area`, `body`, `account`, or a register's name.
        ledger: String,
        /// Which entries count.
        filter: Option<Expr>,
    },
    /// Quotient of two, shown in percent.
    Percent(Box<FigureExpr>, Box<FigureExpr>),
    /// Sum of several.
    Sum(Vec<FigureExpr>),
    /// Number of tiers a matter can climb, from the pack itself.
    Tiers,
}
