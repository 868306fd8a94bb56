//! Who may make a move.

use linli_pack::model::Move;
use linli_pack::record::Record;

use crate::act::{Actor, Grant};
use crate::facts::Facts;
use crate::route::covers;

/// As what somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acting<'a> {
    /// With a role in a body.
    Staff(&'a Grant),
    /// As a resident, with no body behind them.
    Resident,
    /// The program.
    System,
}

impl<'a> Acting<'a> {
    pub(crate) fn grant(self) -> Option<&'a Grant> {
        match self {
            Self::Staff(grant) => Some(grant),
            _ => None,
        }
    }
}

/// As what an actor may make a move on a record; `None` where they may not.
///
/// A role in `by` acts for the body that holds the record, a role in `over` on any record of its area.
pub(crate) fn on_record<'a>(facts: &dyn Facts, record: &Record, actor: &'a Actor, mv: &Move) -> Option<Acting<'a>> {
    let holds = |grant: &&Grant| Some(&grant.body) == record.holder.as_ref() && mv.by.contains(&grant.role);
    let oversees = |grant: &&Grant| mv.over.contains(&grant.role) && covers(facts, &grant.area, &record.area);
    if let Some(grant) = actor.grants.iter().find(holds).or_else(|| actor.grants.iter().find(oversees)) {
        return Some(Acting::Staff(grant));
    }
    let named = |name: &str| mv.by.iter().chain(&mv.over).any(|role| role == name);
    if actor.reporter && named("resident") {
        return Some(Acting::Resident);
    }
    (actor.system && named("system")).then_some(Acting::System)
}

/// As what an actor may open a record with a move; `area` is where it will belong, if that can be told already.
///
/// A role in `by` opens anywhere (what is seen across the border is reported all the same), preferably as the one whose area it is;
/// a role in `over` only in its area.
pub(crate) fn on_opening<'a>(facts: &dyn Facts, area: Option<&str>, actor: &'a Actor, mv: &Move) -> Option<Acting<'a>> {
    let here = |grant: &&Grant| area.is_some_and(|area| covers(facts, &grant.area, area));
    let by = || actor.grants.iter().filter(|grant| mv.by.contains(&grant.role));
    let over = || actor.grants.iter().filter(|grant| mv.over.contains(&grant.role));
    let anywhere = area.is_none();
    let found = by().find(here).or_else(|| by().next()).or_else(|| over().find(|grant| anywhere || here(grant)));
    if let Some(grant) = found {
        return Some(Acting::Staff(grant));
    }
    let named = |name: &str| mv.by.iter().chain(&mv.over).any(|role| role == name);
    if actor.system && (named("system") || named("anyone")) {
        return Some(Acting::System);
    }
    let resident = actor.reporter || actor.grants.is_empty() && !actor.system;
    if named("anyone") {
        // Staff may report as anyone may, then on behalf of their body.
        let first = actor.grants.iter().find(here).or_else(|| actor.grants.first());
        return Some(first.map_or(Acting::Resident, Acting::Staff));
    }
    (resident && named("resident")).then_some(Acting::Resident)
}

/// As what an actor may review a pending move: the review's role over the record's area.
pub(crate) fn to_review<'a>(facts: &dyn Facts, record: &Record, actor: &'a Actor, role: &str) -> Option<Acting<'a>> {
    let may = |grant: &&Grant| grant.role == role && covers(facts, &grant.area, &record.area);
    actor.grants.iter().find(may).map(Acting::Staff)
}

/// The roles that may make a move, for a refusal.
pub(crate) fn roles(mv: &Move) -> Vec<String> {
    mv.by.iter().chain(&mv.over).cloned().collect()
}

/// Whether an actor would rate their own work. A rating is the resident's: staff who record it after a call back may not belong to the body
/// that holds the record, and a reporter may not belong to any body that worked on it.
pub(crate) fn rates_own(record: &Record, acting: Acting<'_>, actor: &Actor) -> bool {
    let holds = |grant: &Grant| Some(&grant.body) == record.holder.as_ref();
    match acting {
        Acting::Staff(_) => actor.grants.iter().any(holds),
        Acting::Resident => actor.grants.iter().any(|grant| holds(grant) || record.memory.chain.contains(&grant.body)),
        Acting::System => false,
    }
}
