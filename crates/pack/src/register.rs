//! A register as a pack declares it: its fields and states, the moves between them, limits, and its ready-made lists.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::exchange::Exchange;
use crate::expr::Expr;
use crate::model::{
    Attendance, BallotRule, Booking, Both, CallBack, Certificate, Circle, Dated, Disclosures, FillIn, HandOver, Keep, Letter, Match,
    Measure, Opens, Places, Poll, Publish, Queue, Recur, Retain, Sheet, Step, Term, Text,
};
use crate::record::Value;
use crate::span::Span;

/// A kind of record (台账).
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// e.g. `case`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Icon name from the sprite.
    pub icon: String,
    /// The group of [`Pack::groups`](crate::Pack::groups) that menus list it in; `None`: with others that have none.
    pub group: Option<String>,
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
    /// How its records are put to the vote of a body's members, where they are.
    pub ballot: Option<BallotRule>,
    /// Which of its records the program opens for bodies, and how often.
    pub recur: Option<Recur>,
    /// How its records say who was there.
    pub attendance: Option<Attendance>,
    /// Which day of its records stands on the calendar.
    pub dated: Option<Dated>,
    /// How people fill it in themselves, where they may.
    pub fill_in: Option<FillIn>,
    /// Files that other offices send and want answered.
    pub exchanges: IndexMap<String, Exchange>,
    /// Registers in which the same person is looked for by number, and shown beside a record.
    pub same_in: Vec<String>,
    /// The register whose moves open its records; `None`: its own opening moves do.
    pub part_of: Option<String>,
    /// What its records tell the one that they were opened from, by that one's register: its field, and which of them count there.
    pub tells: IndexMap<String, IndexMap<String, Expr>>,
    /// Moves of the record that its own come from, by that one's register, each with the program's moves that follow on its open
    /// parts: of each part the first that starts from where it is.
    pub follows: IndexMap<String, IndexMap<String, Vec<String>>>,
    /// Moves of its own records, by the register of the record that they come from, each with the program's moves that follow on that one: the first
    /// that starts from where it is.
    pub leads: IndexMap<String, IndexMap<String, Vec<String>>>,
    /// How its records are matched with offers.
    pub matching: Option<Match>,
    /// The records of another register that its own are places in.
    pub places: Option<Places>,
    /// Values that two sides both say.
    pub both: IndexMap<String, Both>,
    /// Letters written from its records.
    pub letters: IndexMap<String, Letter>,
    /// What of its records is certified.
    pub certificate: Option<Certificate>,
    /// How long its personal values are kept at most: afterwards the program erases them by itself.
    pub retain: Option<Retain>,
    /// Which of its closed records people are called back about.
    pub call_back: Option<CallBack>,
    /// How a desk is handed from shift to shift by its records.
    pub hand_over: Option<HandOver>,
    /// Times that can be booked.
    pub booking: Option<Booking>,
    /// The queue at windows that its records stand in.
    pub queue: Option<Queue>,
    /// Its records as sheets on the wall and public pages.
    pub sheets: IndexMap<String, Sheet>,
    /// How far people walk to the facilities that it keeps.
    pub circle: Option<Circle>,
    /// The steps of its guided process, in order; empty: its states are its own business.
    pub steps: Vec<Step>,
    /// The day that lies within the term of those who lead the body that holds a record.
    pub term: Option<Term>,
    /// What of it everybody may read, on which board and until when.
    pub disclosures: Disclosures,
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
    /// A line of the dispatch catalogue (权责清单), by its item.
    Duty,
    /// A service of the catalogue, by its name.
    Service,
    /// Those of the service's materials that are there, by name.
    Materials,
    /// A time of the register's [`Booking`]: `2026-12-01 09:00 evening`.
    Slot,
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

/// A time limit, possibly another for each urgency or for each option of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limit {
    /// Where nothing else is said.
    pub default: Span,
    /// The field of kind `choice` whose options it differs by; `None`: it differs by urgency.
    pub by: Option<String>,
    /// By urgency, or by option.
    pub special: BTreeMap<String, Span>,
    /// The field of kind `date` whose day is the last; then nothing else is said. While it is empty there is no limit.
    pub until: Option<String>,
}

impl Limit {
    /// How long it is for a record with that urgency and these fields.
    #[must_use]
    pub fn span(&self, urgency: Option<&str>, fields: &BTreeMap<String, Value>) -> Span {
        let said = match &self.by {
            Some(field) => fields.get(field).and_then(Value::as_str),
            None => urgency,
        };
        said.and_then(|said| self.special.get(said)).copied().unwrap_or(self.default)
    }
}

/// How many days from the day of a move a date that it takes may lie; below zero is before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaysFrom {
    /// At least so many.
    pub least: Option<i64>,
    /// At most so many.
    pub most: Option<i64>,
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
    /// Kinds of bodies that `body` or `bodies` may be.
    pub choose: Vec<String>,
    /// Of those, kinds whose bodies are proposed where they stand in the record's own area.
    pub propose: Vec<String>,
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
    /// Whoever approves it must say why.
    pub review_note: bool,
    /// Time fields set to now where still empty; `<name>_on_time` is set beside if the register has it.
    pub stamp: Vec<String>,
    /// Fields set to a fixed value (`true`, `'x'`, 3).
    pub set: BTreeMap<String, Value>,
    /// Time fields set to the end of a limit that begins now, beside the clock of the step.
    pub within: IndexMap<String, Limit>,
    /// Date fields that it takes only so many days from the day on which it is made.
    pub days: IndexMap<String, DaysFrom>,
    /// What goes up by one: `returns`, `reopened`, or a derived whole number of the register.
    pub count: Vec<String>,
    /// Only with as many present as the roll's quorum asks for.
    pub quorate: bool,
    /// Balances that an amount filled in is paid into, each a derived field of kind `money` with the field of the amount.
    pub pays: IndexMap<String, String>,
    /// Balances that an amount filled in is drawn from; none goes below zero.
    pub draws: IndexMap<String, String>,
    /// What is added up: each of these derived fields grows by the input that stands beside it.
    pub add: IndexMap<String, String>,
    /// Only for services that can be asked for in this way, one of [`WAYS`](crate::model::WAYS).
    pub way: Option<String>,
    /// Only once everything that the service asks for is there.
    pub complete: bool,
    /// The derived whole number that is set to the next of the day in the queue of whoever holds the record then.
    pub turn: Option<String>,
    /// The votes of a meeting that it puts down, and the states that they lead to.
    pub poll: Option<Poll>,
    /// Supervision switched on or off.
    pub supervise: Option<bool>,
    /// Who is told: `holder`, `reporter`, `chain`, `opener`, or a role over the area.
    pub notify: Vec<String>,
    /// The reporter who left a number is sent a message with the tracking link, where the operator has a way to send one.
    pub message: bool,
    /// What the resident reads in the timeline; `None`: the move is not shown to the public.
    pub public: Option<Text>,
    /// The record, or records, that it opens in another register.
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
    /// The body that holds the record that it is opened from.
    Origin,
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
pub const OWN_MOVES: [&str; 7] = ["approve", "refuse", "wake", "join", "leave", "hand_over", "told"];

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
