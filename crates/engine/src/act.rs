//! What goes into a decision and what comes out of it.

use std::collections::BTreeMap;

use linli_pack::model::Text;
use linli_pack::record::{Instant, Record, Value};
use serde::{Deserialize, Serialize};

use crate::attendance::Attendee;
use crate::identity::{CreditFault, IdFault};

/// Who acts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    /// Account id; `resident` or `system` where there is no account.
    pub id: String,
    /// Roles held, each in a body.
    pub grants: Vec<Grant>,
    /// The resident who reported this very record (has its tracking link).
    pub reporter: bool,
    /// The program itself (timers).
    pub system: bool,
    /// Those of the roles that are somebody else's, handed over for some days (代班), each with that account's id.
    pub stands_in: Vec<(Grant, String)>,
    /// When it was done by the clock of the actor's phone, which kept it until there was a signal. It is written down and never counted with.
    pub said: Option<Instant>,
}

impl Actor {
    /// The account in whose place the actor has this role; `None` for a role of their own.
    #[must_use]
    pub fn stands_in_for(&self, role: &str, body: Option<&str>) -> Option<&str> {
        let mut handed = self.stands_in.iter();
        handed.find(|(grant, _)| grant.role == role && Some(grant.body.as_str()) == body).map(|(_, giver)| giver.as_str())
    }
}

/// Among the facts of an act: the account in whose place it was done.
pub const FOR: &str = "stands_in_for";

/// Among the facts of an act: when it was done by the clock of the phone that sent it later.
pub const SAID: &str = "said_at";

/// A role in a body, over the body's area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grant {
    /// Name of the role.
    pub role: String,
    /// Code of the body.
    pub body: String,
    /// Code of the body's area; the role reaches over everything below it.
    pub area: String,
}

/// A wish to move a record, or to open one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Register, for a move that opens a record.
    pub register: String,
    /// Name of the move; or one of the program's own: `approve`, `refuse` (of a pending review), `wake` (a timer), `join`, `leave` (another
    /// record was merged into this one, or taken out again), `told` (of a record opened from this one), `hand_over` (bodies ended).
    #[serde(rename = "move")]
    pub name: String,
    /// What was filled in: register fields and `note`, `photos`, `body`, `bodies`, `workdays`, `rating`, `other`, `category`, `urgency`,
    /// `attendance`, `made_up`; for opening moves also `area`, `lon`, `lat`, `source`.
    pub input: BTreeMap<String, Value>,
    /// Version of the record the actor saw; a different one is refused.
    pub seen: Option<i64>,
}

/// What a decision changes. The store writes all of it in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The record afterwards.
    pub record: Record,
    /// Personal fields to keep apart from the record (name → value); only those that the act fills.
    pub personal: BTreeMap<String, Value>,
    /// The journal's entry.
    pub act: Act,
    /// Who is told what.
    pub notices: Vec<Notice>,
    /// Further commands that follow by themselves on other records (merging tells the other record).
    pub also: Vec<(String, Command)>,
    /// Who was there, where the act says so. It is kept apart and in no journal; the record has the counts.
    pub attendance: Option<Vec<Attendee>>,
}

/// One line of the journal, before the store gives it its place in the chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// When.
    pub at: Instant,
    /// Account id, `resident` or `system`.
    pub actor: String,
    /// Role acted in, empty for resident and system.
    pub role: String,
    /// Body acted for.
    pub body: Option<String>,
    /// Record.
    pub record: String,
    /// Register.
    pub register: String,
    /// Name of the move (`approve`, `refuse`, `wake` included).
    #[serde(rename = "move")]
    pub name: String,
    /// State before; empty when it was opened.
    pub from: String,
    /// State afterwards.
    pub to: String,
    /// Holder afterwards.
    pub holder: Option<String>,
    /// Version of the record afterwards.
    pub version: i64,
    /// What changed that is neither personal nor free text: codes, choices, numbers, times. Chained in the clear.
    pub facts: BTreeMap<String, Value>,
    /// Free text, photos, addresses and personal values. Chained by a salted commitment and erasable.
    pub words: BTreeMap<String, Value>,
}

/// Something to tell somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// To whom.
    pub to: To,
    /// The move it is about.
    #[serde(rename = "move")]
    pub name: String,
}

/// Receiver of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum To {
    /// Everyone with a role in this body.
    Body(String),
    /// Everyone with this role whose area holds this area.
    Role {
        /// Role.
        role: String,
        /// Area of the record.
        area: String,
    },
    /// The resident who follows the record.
    Reporter,
}

/// A no, with its reason. Never an error of the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// There is no such move, or it does not start from this state.
    NotFromHere {
        /// Move asked for.
        name: String,
        /// State the record is in.
        state: String,
    },
    /// The actor's roles do not allow it.
    NotYours {
        /// Move asked for.
        name: String,
        /// Roles that may do it.
        roles: Vec<String>,
        /// Clause.
        basis: String,
    },
    /// The guard says no.
    Guard {
        /// Why, in both languages.
        because: Text,
        /// Clause.
        basis: String,
    },
    /// Some inputs are missing or wrong; all of them at once.
    Inputs(Vec<InputProblem>),
    /// Someone else moved the record first.
    Stale {
        /// Version the actor saw.
        seen: i64,
        /// Version it has.
        is: i64,
    },
    /// A review is pending; nothing else may happen to this move until then.
    Pending {
        /// Move under review.
        name: String,
    },
    /// The place is in no area of this realm.
    Outside,
    /// There is no body to hold it.
    NobodyHolds {
        /// What was looked for: a body kind or level.
        wanted: String,
    },
    /// A handler may not rate or review their own act.
    OwnAct,
    /// A timer went off and there is nothing to do any more.
    NothingToDo,
    /// Too few were there for it to be a meeting.
    NoQuorum {
        /// So many were present.
        present: i64,
        /// So many were due.
        due: i64,
        /// So many are needed.
        least: i64,
        /// Clause.
        basis: String,
    },
    /// A body cannot put it to the vote of its members.
    NoBallot {
        /// Why.
        why: NoBallot,
        /// Clause.
        basis: String,
    },
}

/// Why a body cannot put something to the vote of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBallot {
    /// Fewer of those who hold posts in it have a vote than are needed.
    TooFew {
        /// So many are needed.
        least: i64,
        /// So many have one.
        are: i64,
    },
    /// It put one to them this year already, and the rule is one a year.
    ThisYear,
}

/// One input that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// Name of the input.
    pub input: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Must be filled.
    Missing,
    /// Has no letter or digit in it.
    NoWords,
    /// Longer than so many characters.
    TooLong {
        /// Longest.
        max: usize,
        /// Length it has.
        is: usize,
    },
    /// Not between these numbers.
    OutOfRange {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A day that is not between these, both included; an empty one is no bound.
    NotBetween {
        /// First day, `YYYY-MM-DD`.
        from: String,
        /// Last day.
        to: String,
    },
    /// Not one of the choices.
    NotAChoice,
    /// Not of the right form (a date, a phone number, a number).
    BadForm,
    /// A resident identity number that is wrong.
    IdNumber(IdFault),
    /// A unified social credit code that is wrong.
    CreditCode(CreditFault),
    /// No such category, body, area or record.
    Unknown,
    /// The record itself, where another is asked for.
    Itself,
    /// A record that was itself merged into another.
    Merged,
    /// A body of a kind that may not be chosen here.
    WrongKind,
    /// More photos than allowed.
    TooMany {
        /// Most.
        max: usize,
    },
    /// A time that as many have booked as there is room for.
    Full,
    /// More money than there is.
    NotEnough {
        /// What there is, in fen.
        left: i64,
    },
    /// Who was there is not said of so many of those due.
    NotSaid {
        /// So many.
        n: usize,
    },
    /// A day after the term of those who lead the body has ended.
    AfterTerm {
        /// The last day of the term, `YYYY-MM-DD`.
        last: String,
    },
    /// Votes at a meeting that do not add up.
    Votes {
        /// All of them.
        sum: i64,
        /// Those who were there.
        present: i64,
        /// They must be as many, because each paper ballot came back; otherwise there may be fewer.
        exactly: bool,
    },
    /// Named more than once.
    Twice,
    /// Another record has it.
    Taken,
    /// A body that already holds an open record of this matter.
    Already,
    /// The move does not take this input.
    Unexpected,
    /// One of several is wrong.
    Among {
        /// Which: the code of a body.
        which: String,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
}
