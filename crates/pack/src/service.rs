//! Services that people come for: the catalogue, appointments, and boards that hang on a wall and stand on a public page.

use indexmap::IndexMap;

use crate::model::Text;
use crate::span::Span;

/// Ways in which a service can be asked for: at the window, online, at home (上门), or through somebody of the community (代办).
pub const WAYS: [&str; 4] = ["window", "online", "home", "agent"];

/// A service of the catalogue (服务事项).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// e.g. `elder_card`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// The group it is listed and counted in.
    pub group: String,
    /// Words by which people look for it beside its name.
    pub words: Vec<String>,
    /// Who can have it.
    pub conditions: Vec<Text>,
    /// What is looked at.
    pub materials: IndexMap<String, Material>,
    /// What happens, one step after the other.
    pub steps: Vec<Text>,
    /// By when it is settled, from the application on.
    pub limit: Span,
    /// Level that decides it.
    pub level: String,
    /// Those of [`WAYS`] that are open.
    pub ways: Vec<String>,
    /// How often people come in person at most.
    pub visits: i64,
    /// What it costs; `None`: nothing.
    pub fee: Option<Text>,
    /// Law or rule behind it.
    pub basis: String,
}

/// A paper that a service looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Material {
    /// e.g. `id_card`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Original or copy.
    pub form: Form,
    /// The authority that has it already: it is looked up there, and nobody is asked for it.
    pub keeper: Option<Text>,
    /// Only asked for in this case.
    pub only: Option<Text>,
}

impl Material {
    /// Whether everybody who applies has to bring it.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.keeper.is_none() && self.only.is_none()
    }
}

/// In which form a material is brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The original is looked at and given back.
    #[default]
    Original,
    /// A copy stays.
    Copy,
    /// The original is looked at, a copy stays.
    Both,
    /// A form that is filled in at the window.
    Filled,
}

/// A group of services, such as approvals (审批服务) and conveniences (便民服务).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceGroup {
    /// e.g. `approval`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Clause behind it.
    pub basis: String,
}

/// Appointments of a register: times that can be booked, each for so many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Booking {
    /// The field of kind `slot` that keeps the time.
    pub field: String,
    /// How many days ahead can be booked.
    pub ahead: u16,
    /// The times, by name.
    pub slots: IndexMap<String, Slots>,
    /// Clause behind it.
    pub basis: String,
}

/// Times of one kind: at the window, after hours, at home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    /// e.g. `evening`.
    pub name: String,
    /// What people call them.
    pub label: Text,
    /// The days on which there are such times.
    pub days: Days,
    /// When the first begins, minutes since midnight.
    pub from: u16,
    /// When the last has ended, minutes since midnight.
    pub to: u16,
    /// How long one is, in minutes.
    pub every: u16,
    /// How many people can book one of them with one body.
    pub capacity: u16,
}

/// Days of appointments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    /// Working days, make-up days included.
    #[default]
    Workdays,
    /// Days that are not worked.
    Free,
    /// Every day.
    Every,
}

/// A queue at windows: numbers of the day, which the next window that is free calls (排队叫号).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// The move that calls somebody; whoever it starts from waits, whoever it has led to is called.
    pub call: String,
    /// The derived whole number that keeps the number in the queue.
    pub turn: String,
    /// The whole number that the call fills in: which window.
    pub desk: String,
    /// Clause behind it.
    pub basis: String,
}

/// Records of a register as a sheet on the wall and a public page: contact cards, a whereabouts board (去向牌), a duty roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// e.g. `roster`.
    pub name: String,
    /// What it is headed with.
    pub label: Text,
    /// A line below.
    pub intro: Option<Text>,
    /// Fields shown, none of them personal.
    pub columns: Vec<String>,
    /// The field of kind `date` that puts them into an order: what is over is left out, and today stands first.
    pub day: Option<String>,
    /// Open states that are shown; empty: all of them.
    pub states: Vec<String>,
    /// Clause behind it.
    pub basis: String,
}
