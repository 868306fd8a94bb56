//! The territory as a plan draws it, and what can be wrong with a plan.

use std::collections::{BTreeMap, BTreeSet};

/// An area as it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Code.
    pub code: String,
    /// Code of the area above.
    pub parent: String,
    /// Level.
    pub level: String,
    /// Kind within the level.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Households.
    pub households: i64,
    /// Residents.
    pub population: i64,
}

/// An area that hangs below another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hang {
    /// The area.
    pub area: String,
    /// Until now.
    pub from: String,
    /// From then on.
    pub to: String,
}

/// Something about a plan that its author must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Place of the step it is about, from 0.
    pub step: Option<usize>,
    /// What it is.
    pub trouble: Trouble,
}

/// What can be wrong, or at least remarkable.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// No change at all.
    Empty,
    /// No day of effect.
    DayMissing,
    /// The day is over.
    DayPast,
    /// There is no such area.
    Unknown(String),
    /// It ended before, or an earlier step ends it.
    Ended(String),
    /// An earlier step moves it elsewhere.
    Twice(String),
    /// An area of another level belongs here.
    Level(String),
    /// The code is taken, now or in the past.
    Taken(String),
    /// The code has not the form of its level.
    Code(String),
    /// A new area without a name.
    Unnamed(String),
    /// Fewer areas than a merger or a split needs.
    Few,
    /// Nobody gets this part of a split area.
    Left(String),
    /// Two get this part of a split area.
    Shared(String),
    /// It would lie below itself.
    Loop(String),
    /// Another decided plan changes this area.
    OtherPlan {
        /// The area.
        area: String,
        /// Title of the plan.
        plan: String,
    },
    /// Fewer households than the pack's size; a remark.
    Small {
        /// The area.
        area: String,
        /// Its households.
        is: i64,
        /// The least.
        least: i64,
        /// Clause.
        basis: String,
    },
    /// More households than the pack's size; a remark.
    Large {
        /// The area.
        area: String,
        /// Its households.
        is: i64,
        /// The most.
        most: i64,
        /// Clause.
        basis: String,
    },
    /// So few that the place would abolish it; a remark.
    Tiny {
        /// The area.
        area: String,
        /// Its households.
        is: i64,
        /// Below this the place abolishes it.
        least: i64,
        /// Clause.
        basis: String,
    },
    /// Somebody lives farther from the middle than the service radius; a remark.
    Far {
        /// The area.
        area: String,
        /// Metres from the middle of its outline to the farthest corner.
        is: i64,
        /// The radius, in metres.
        most: i64,
        /// Clause.
        basis: String,
    },
    /// Nothing is left below it; a remark.
    Hollow(String),
    /// Several areas of one name below one area; a remark.
    Namesake {
        /// The area above them.
        area: String,
        /// The names.
        names: Vec<String>,
    },
}

impl Trouble {
    /// It must be put right before the plan can be decided.
    #[must_use]
    pub const fn blocks(&self) -> bool {
        !matches!(
            self,
            Self::Small { .. } | Self::Large { .. } | Self::Tiny { .. } | Self::Far { .. } | Self::Hollow(_) | Self::Namesake { .. }
        )
    }
}

/// What a plan makes of the territory.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// All areas as they will be, those that ended left out.
    pub after: BTreeMap<String, Node>,
    /// What hangs below another area than before; areas that end hang below their main successor.
    pub moves: Vec<Hang>,
    /// New areas.
    pub created: Vec<String>,
    /// Areas that end, with what they go into, the main successor first.
    pub ended: Vec<(String, Vec<String>)>,
    /// Areas with another name, and the name until now.
    pub renamed: Vec<(String, String)>,
    /// Every area that has to do with it.
    pub touched: BTreeSet<String>,
    /// What is wrong or remarkable.
    pub faults: Vec<Fault>,
}

impl Drawn {
    /// Something must be put right first.
    #[must_use]
    pub fn blocked(&self) -> bool {
        self.faults.iter().any(|fault| fault.trouble.blocks())
    }

    /// Whether an area itself is moved, made, ended or renamed, and not only one beside it.
    #[must_use]
    pub fn changes(&self, code: &str) -> bool {
        self.moves.iter().any(|hang| hang.area == code || hang.from == code || hang.to == code)
            || self.created.iter().any(|one| one == code)
            || self.ended.iter().any(|(one, _)| one == code)
            || self.renamed.iter().any(|(one, _)| one == code)
    }

    pub(crate) fn add(&mut self, step: Option<usize>, trouble: Trouble) {
        self.faults.push(Fault { step, trouble });
    }

    /// The areas directly below one, afterwards.
    pub fn children<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Node> {
        self.after.values().filter(move |node| node.parent == code)
    }
}
