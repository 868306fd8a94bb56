//! Tiers: who stands above and below, and who handles a category.

use linli_pack::model::{DispatchRule, FieldKind, Pack};
use linli_pack::record::Record;

use crate::facts::{Body, Facts};

/// Territories are a handful of levels deep; a longer ancestry is a loop in the data.
const DEEPEST: usize = 16;

/// Who the dispatch catalogue says should handle a record.
#[derive(Clone, Debug)]
pub struct Proposal<'p> {
    /// The body.
    pub body: Body,
    /// The line of the catalogue, with its responsibility and clause.
    pub rule: &'p DispatchRule,
}

/// An area and all above it, the finest first.
#[must_use]
pub fn ancestry(facts: &dyn Facts, area: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = Some(area.to_owned());
    while let Some(code) = next.filter(|_| found.len() < DEEPEST) {
        next = facts.parent(&code);
        found.push(code);
    }
    found
}

/// Whether `upper` is `area` itself or lies above it.
#[must_use]
pub fn covers(facts: &dyn Facts, upper: &str, area: &str) -> bool {
    let mut next = Some(area.to_owned());
    for _ in 0..DEEPEST {
        match next {
            Some(code) if code == upper => return true,
            Some(code) => next = facts.parent(&code),
            None => return false,
        }
    }
    false
}

/// Place of a level among the pack's levels, 0 being the widest.
#[must_use]
pub fn rank(pack: &Pack, level: &str) -> Option<usize> {
    pack.levels.iter().position(|l| l.name == level)
}

/// The nearest body of a kind at or above an area.
#[must_use]
pub fn nearest(facts: &dyn Facts, area: &str, kind: &str) -> Option<Body> {
    ancestry(facts, area).iter().find_map(|code| facts.bodies_in(code, kind).into_iter().next())
}

/// The nearest body of any of some kinds at or above an area; where several stand in one area, that of the kind named first.
#[must_use]
pub fn nearest_of(facts: &dyn Facts, area: &str, kinds: &[String]) -> Option<Body> {
    ancestry(facts, area).iter().find_map(|code| kinds.iter().find_map(|kind| facts.bodies_in(code, kind).into_iter().next()))
}

/// The desk of a level's tier, on the way from an area to the root.
#[must_use]
pub fn desk_of_level(pack: &Pack, facts: &dyn Facts, area: &str, level: &str) -> Option<Body> {
    let kind = pack.levels.iter().find(|l| l.name == level)?.tier.as_deref()?;
    let at = ancestry(facts, area).into_iter().find(|code| facts.level(code).as_deref() == Some(level))?;
    facts.bodies_in(&at, kind).into_iter().next()
}

/// The desk of a level on the way from an area to the root, or the nearest above where there is none (a matter of the whole district has no
/// street).
#[must_use]
pub fn desk_from_level(pack: &Pack, facts: &dyn Facts, area: &str, level: &str) -> Option<Body> {
    let upto = rank(pack, level)?;
    pack.levels.iter().take(upto + 1).rev().find_map(|level| desk_of_level(pack, facts, area, &level.name))
}

/// The desk at an area's own level, or the next above it.
#[must_use]
pub fn first_desk(pack: &Pack, facts: &dyn Facts, area: &str) -> Option<Body> {
    desk_from_level(pack, facts, area, &facts.level(area)?)
}

/// The desk one tier up from the body that holds a record of this area.
///
/// # Errors
/// The level or kind looked for, where there is none.
pub fn up(pack: &Pack, facts: &dyn Facts, area: &str, holder: Option<&str>) -> Result<Body, String> {
    let Some(from) = holder_rank(pack, facts, holder) else { return first_desk(pack, facts, area).ok_or_else(|| "up".to_owned()) };
    let mut above = pack.levels.iter().take(from).rev();
    above.find_map(|level| desk_of_level(pack, facts, area, &level.name)).ok_or_else(|| {
        let next = pack.levels.iter().take(from).rev().find_map(|l| l.tier.clone());
        next.unwrap_or_else(|| "up".to_owned())
    })
}

/// The desk one tier down from the body that holds it, towards its area.
///
/// # Errors
/// The level or kind looked for, where there is none.
pub fn down(pack: &Pack, facts: &dyn Facts, area: &str, holder: Option<&str>) -> Result<Body, String> {
    let from = holder_rank(pack, facts, holder).map_or(0, |rank| rank + 1);
    let mut below = pack.levels.iter().skip(from);
    below.find_map(|level| desk_of_level(pack, facts, area, &level.name)).ok_or_else(|| {
        let next = pack.levels.iter().skip(from).find_map(|l| l.tier.clone());
        next.unwrap_or_else(|| "down".to_owned())
    })
}

/// The line of the catalogue for a category: the longest category that is the same or above it.
#[must_use]
pub fn rule_for<'p>(pack: &'p Pack, category: &str) -> Option<&'p DispatchRule> {
    let matches =
        |rule: &&DispatchRule| category.strip_prefix(rule.category.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    // Of equally long ones the first in the pack's order, which is the order of the list.
    pack.dispatch.iter().filter(matches).rev().max_by_key(|rule| rule.category.len())
}

/// Who should handle a record: by the line of the catalogue that a body has named when it sent the record back, else by the category. It is the
/// nearest body of the rule's kind at or above its area, else the one of the realm's root.
#[must_use]
pub fn proposal<'p>(pack: &'p Pack, facts: &dyn Facts, record: &Record) -> Option<Proposal<'p>> {
    let found = |rule: &'p DispatchRule| {
        let body = nearest(facts, &record.area, &rule.body).or_else(|| facts.bodies_in(&pack.root, &rule.body).into_iter().next())?;
        Some(Proposal { body, rule })
    };
    let had = |proposal: &Proposal<'_>| record.holder.iter().chain(&record.memory.chain).any(|body| *body == proposal.body.code);
    let named = named_duty(pack, record).and_then(found).filter(|proposal| !had(proposal));
    named.or_else(|| found(rule_for(pack, record.category.as_deref()?)?))
}

/// The line of the catalogue that was named for a record, in a field of kind `duty`.
fn named_duty<'p>(pack: &'p Pack, record: &Record) -> Option<&'p DispatchRule> {
    let register = pack.registers.get(&record.register)?;
    let mut duties = register.fields.values().filter(|field| field.kind == FieldKind::Duty);
    duties.find_map(|field| pack.duty(record.fields.get(&field.name)?.as_str()?))
}

fn holder_rank(pack: &Pack, facts: &dyn Facts, holder: Option<&str>) -> Option<usize> {
    let body = facts.body(holder?)?;
    rank(pack, &facts.level(&body.area)?)
}
