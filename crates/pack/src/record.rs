//! The shape every record has, whatever its register.
//!
//! What all records share is a plain field here (and a column in the store); what one register adds is in [`Record::fields`],
//! typed by the register's declaration. [`ATTRIBUTES`] is the one list of the shared part that expressions may name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value of a register field, as it is stored and travels over the API.
pub type Value = serde_json::Value;

/// Seconds since 1970-01-01T00:00:00Z.
pub type Instant = i64;

/// One entry in a register: in one state, held by one body, due at one time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// UUIDv7 in its usual text form; made by the program, never by the database.
    pub id: String,
    /// The number people quote, made from [`crate::model::Register::number`].
    pub number: String,
    /// Name of the register.
    pub register: String,
    /// Name of the state it is in.
    pub state: String,
    /// Whether that state still asks for work.
    pub open: bool,
    /// Code of the finest area it belongs to (usually a grid).
    pub area: String,
    /// Code of the body that must act next.
    pub holder: Option<String>,
    /// Code of the body that opened it; `None` for a resident.
    pub opener: Option<String>,
    /// How it came in: `resident`, `patrol`, `window`, `hotline`, `api`, `import`, `meeting`.
    pub source: String,
    /// Code in the category tree.
    pub category: Option<String>,
    /// Name of the urgency.
    pub urgency: Option<String>,
    /// One line that says what it is about.
    pub title: String,
    /// When it was opened.
    pub created: Instant,
    /// When it last changed.
    pub updated: Instant,
    /// When the present step must be done.
    pub due: Option<Instant>,
    /// When the present step's light turns yellow.
    pub warn: Option<Instant>,
    /// When the whole matter must be done.
    pub deadline: Option<Instant>,
    /// When it was closed.
    pub closed: Option<Instant>,
    /// When the program must next look at it by itself (escalation, rhythm).
    pub wake: Option<Instant>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// The resident's rating, 1 (very dissatisfied) to 5 (very satisfied).
    pub rating: Option<i64>,
    /// How many steps of its register's escalation have been taken.
    pub raised: i64,
    /// How often it was returned.
    pub returns: i64,
    /// How often it was reopened.
    pub reopened: i64,
    /// How many further people report or follow the same matter.
    pub followers: i64,
    /// Under supervision (督办).
    pub supervised: bool,
    /// May be shown, redacted, to the public.
    pub public: bool,
    /// Number of acts so far; the optimistic lock.
    pub version: i64,
    /// Version of the pack it was last moved under.
    pub pack: String,
    /// What the register declares.
    pub fields: BTreeMap<String, Value>,
    /// What the engine needs to remember between acts.
    pub memory: Memory,
}

/// What the engine remembers about a record between acts; not visible to expressions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Earlier holders, the most recent last: where a return goes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<String>,
    /// When the running step's clock was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<Instant>,
    /// When the clock was suspended, while it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<Instant>,
    /// The state a suspended or merged record goes back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<Box<Back>>,
    /// A move that waits for a second person's review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// The record this one was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// The version since which only voices were added or taken off: who saw that one has seen the matter as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_since: Option<i64>,
    /// Taken out of public sight by a move, whatever the rule of its register says.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// The record whose move opened this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Bodies that were called to it, each by a record of its own: they see it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<String>,
}

/// The record whose move opened another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Its register.
    pub register: String,
    /// Its id.
    pub record: String,
}

/// Where a record was before it was set aside, so that setting it back loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Back {
    /// State before.
    pub state: String,
    /// Holder before.
    pub holder: Option<String>,
    /// Step limit before.
    pub due: Option<Instant>,
    /// Yellow light before.
    pub warn: Option<Instant>,
}

/// A move asked for by one person that another must review.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// Name of the move asked for.
    #[serde(rename = "move")]
    pub name: String,
    /// What was filled in.
    pub input: BTreeMap<String, Value>,
    /// Who asked: account id.
    pub by: String,
    /// Body of the one who asked.
    pub body: Option<String>,
    /// When it was asked for.
    pub at: Instant,
}

/// Type of an attribute or field, as expressions see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// true or false.
    Bool,
    /// 64-bit integer.
    Int,
    /// 64-bit float.
    Num,
    /// Text, also codes and names.
    Text,
    /// An instant, compared as seconds.
    Time,
    /// A list of texts.
    List,
}

/// The shared attributes that expressions may name, with their type. The store has a column of the same name for each.
pub const ATTRIBUTES: &[(&str, Type)] = &[
    ("number", Type::Text),
    ("state", Type::Text),
    ("open", Type::Bool),
    ("area", Type::Text),
    ("holder", Type::Text),
    ("opener", Type::Text),
    ("source", Type::Text),
    ("category", Type::Text),
    ("urgency", Type::Text),
    ("title", Type::Text),
    ("created", Type::Time),
    ("updated", Type::Time),
    ("due", Type::Time),
    ("warn", Type::Time),
    ("deadline", Type::Time),
    ("closed", Type::Time),
    ("rating", Type::Int),
    ("raised", Type::Int),
    ("returns", Type::Int),
    ("reopened", Type::Int),
    ("followers", Type::Int),
    ("supervised", Type::Bool),
    ("public", Type::Bool),
];

impl Record {
    /// Whether whoever saw this version has seen the matter as it is: at most voices were added since.
    #[must_use]
    pub fn is_as_seen(&self, seen: i64) -> bool {
        seen == self.version || self.memory.same_since.is_some_and(|since| (since..self.version).contains(&seen))
    }

    /// The value of a shared attribute, `None` where there is no such attribute; an absent value is [`Value::Null`].
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<Value> {
        Some(match name {
            "number" => self.number.clone().into(),
            "state" => self.state.clone().into(),
            "open" => self.open.into(),
            "area" => self.area.clone().into(),
            "holder" => self.holder.clone().into(),
            "opener" => self.opener.clone().into(),
            "source" => self.source.clone().into(),
            "category" => self.category.clone().into(),
            "urgency" => self.urgency.clone().into(),
            "title" => self.title.clone().into(),
            "created" => self.created.into(),
            "updated" => self.updated.into(),
            "due" => self.due.into(),
            "warn" => self.warn.into(),
            "deadline" => self.deadline.into(),
            "closed" => self.closed.into(),
            "rating" => self.rating.into(),
            "raised" => self.raised.into(),
            "returns" => self.returns.into(),
            "reopened" => self.reopened.into(),
            "followers" => self.followers.into(),
            "supervised" => self.supervised.into(),
            "public" => self.public.into(),
            _ => return None,
        })
    }
}
