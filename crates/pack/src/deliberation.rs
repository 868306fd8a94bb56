//! What registers compose to decide together and in the open: a guided process whose steps cannot be skipped, votes that are counted at a
//! meeting, and records that everybody may read for a time and speak to.

use indexmap::IndexMap;

use crate::model::{Move, Register, Share, Text};

/// A step of a guided process, in the order in which they are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What people call it.
    pub label: Text,
    /// The states in which a record is at this step.
    pub states: Vec<String>,
    /// What the rule asks for here.
    pub asks: Text,
    /// Clause behind it.
    pub basis: String,
}

/// Votes that are counted at a meeting and put down by a move; a second person confirms them. The state that follows is computed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poll {
    /// The field with how many were due to attend.
    pub due: String,
    /// The field with how many were there when the vote was taken.
    pub present: String,
    /// The field with the votes for it.
    pub yes: String,
    /// The field with the votes against it.
    pub no: String,
    /// The field with the abstentions.
    pub abstain: String,
    /// At least this share of those due must be there.
    pub quorum: Share,
    /// More than this share must be for it.
    pub agree: Share,
    /// The share is one of those present, not of those due.
    pub of_present: bool,
    /// Taken on paper that names nobody: the papers that came back are all there is, so the votes add up to those present.
    pub secret: bool,
    /// The derived field that keeps what it came to: `carried`, `lost` or `void`.
    pub came: String,
    /// The state when it is carried.
    pub carried: String,
    /// The state when it is not.
    pub lost: String,
    /// The state when too few were there.
    pub void: String,
    /// Clause behind it.
    pub basis: String,
}

/// What a vote at a meeting can come to, as [`Poll::came`] keeps it.
pub const CAME: [&str; 3] = ["carried", "lost", "void"];

impl Poll {
    /// The fields with its numbers: due, present, for, against, abstained.
    #[must_use]
    pub fn numbers(&self) -> [&str; 5] {
        [&self.due, &self.present, &self.yes, &self.no, &self.abstain]
    }

    /// The states that it can lead to.
    #[must_use]
    pub fn states(&self) -> [&str; 3] {
        [&self.carried, &self.lost, &self.void]
    }
}

/// A day that lies within the term of those who lead the body: a meeting is not moved across it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The field with the day.
    pub day: String,
    /// Clause behind it.
    pub basis: String,
}

/// A board on which a place lets everybody read what concerns them: Party, residents' and government affairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// e.g. `residents`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// Clause behind it.
    pub basis: String,
}

/// Records that everybody may read, on a board, for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disclosure {
    /// e.g. `decision`.
    pub name: String,
    /// What people call it: 决议公示.
    pub label: Text,
    /// The board that it hangs on.
    pub board: String,
    /// The field that heads it; `None`: the title of the register.
    pub title: Option<String>,
    /// The states in which a record hangs there.
    pub states: Vec<String>,
    /// The fields that are shown, none of them personal.
    pub fields: Vec<String>,
    /// The time field that says since when it hangs there.
    pub since: Option<String>,
    /// The time field that says until when; `None`: as long as it is in one of the states.
    pub until: Option<String>,
    /// How people speak to it as long as it hangs there.
    pub hear: Option<Hear>,
    /// Clause behind it.
    pub basis: String,
}

/// How people speak to what is shown to them: they open a record that belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hear {
    /// The register of what they say, `part_of` the one that is shown.
    pub register: String,
    /// Its opening move, which anyone may make.
    pub mv: String,
}

impl Move {
    /// The states that it can lead to.
    pub fn targets(&self) -> impl Iterator<Item = &str> {
        let counted = self.poll.iter().flat_map(|poll| poll.states());
        self.to.as_deref().into_iter().chain(counted)
    }
}

impl Register {
    /// The place of a state in the register's guided process.
    #[must_use]
    pub fn step_of(&self, state: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.states.iter().any(|known| known == state))
    }

    /// The votes at meetings that its moves put down.
    pub fn polls(&self) -> impl Iterator<Item = (&Move, &Poll)> {
        self.moves.values().filter_map(|mv| Some((mv, mv.poll.as_ref()?)))
    }

    /// The disclosure under which a record in this state hangs, the first where there are several.
    #[must_use]
    pub fn disclosed(&self, state: &str) -> Option<&Disclosure> {
        self.disclosures.values().find(|one| one.states.iter().any(|known| known == state))
    }
}

/// Disclosures by name.
pub type Disclosures = IndexMap<String, Disclosure>;
