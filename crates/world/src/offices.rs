//! Who holds which post in a made-up world, as its rules say: committees, heads of workstations and grids, concurrent members from the
//! units of the area. Names of those who also have an account are that account's.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::bodies::{Body, code};
use crate::dice::Dice;
use crate::people::Staff;
use crate::places;
use crate::world::World;

/// Somebody in a post, before the engine has agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// Code of the body.
    pub body: String,
    /// Post of the pack.
    pub post: String,
    /// Made-up name.
    pub name: String,
    /// They are the one in this earlier office.
    pub same: Option<usize>,
    /// Member of the Party.
    pub member: bool,
    /// Their membership is kept in this body.
    pub here: bool,
    /// Code of the body they work in; empty: none.
    pub unit: String,
    /// `head`, `deputy`, `staff` or `resident`.
    pub standing: String,
    /// How they came into it.
    pub how: String,
    /// Due, present, for it; zeros where nobody voted.
    pub votes: (i64, i64, i64),
    /// Full years between the first day and the day on which the world ends.
    pub years: i64,
    /// Days beyond those years.
    pub days: i64,
    /// What they sign in with; empty for those without an account.
    pub login: String,
}

/// Who holds a post in bodies of some kinds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OfficeRule {
    /// Kinds of bodies.
    pub bodies: Vec<String>,
    /// The post.
    pub post: String,
    /// How many hold it; absent: one.
    pub seats: Option<usize>,
    /// The holder is whoever has this role there.
    pub account: String,
    /// The holders are those of a post in the body of a kind in the same area: `KIND:POST`.
    pub from: String,
    /// How they came into it; absent: appointed.
    pub how: String,
    /// How many had a vote, from and to.
    pub votes: (i64, i64),
    /// Member of the Party.
    pub member: bool,
    /// Their membership is kept in this body.
    pub here: bool,
    /// Where they work.
    pub unit: Units,
    /// No more of those units than this; absent: one holder from each.
    pub most: Option<usize>,
    /// What they are there; absent: staff.
    pub standing: String,
    /// Share of bodies in which the post is vacant.
    pub vacant: f64,
}

/// Where holders of a post work.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Units {
    /// `own`: in the body itself; anything else: nowhere in particular.
    One(String),
    /// One holder from each body of these kinds in the area.
    Kinds(Vec<String>),
}

impl Default for Units {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl OfficeRule {
    fn units(&self, body: &Body, bodies: &[Body]) -> Vec<String> {
        match &self.unit {
            Units::One(own) if own == "own" => vec![body.code.clone(); self.seats.unwrap_or(1)],
            Units::One(_) => vec![String::new(); self.seats.unwrap_or(1)],
            Units::Kinds(kinds) => {
                let inside = |kind: &'_ str| {
                    let of = bodies.iter().filter(move |one| one.kind == kind && one.area.starts_with(&body.area));
                    of.map(|one| one.code.clone()).collect::<Vec<_>>()
                };
                // One of each kind in turn, so that a committee is not all firms.
                let lists: Vec<Vec<String>> = kinds.iter().map(|kind| inside(kind)).collect();
                let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
                let turns = (0..longest).flat_map(|nth| lists.iter().filter_map(move |list| list.get(nth).cloned()));
                turns.take(self.most.unwrap_or(usize::MAX)).collect()
            }
        }
    }
}

fn votes(dice: &mut Dice, (low, high): (i64, i64)) -> (i64, i64, i64) {
    let due = dice.between(low, high);
    let present = due - due * dice.between(0, 14) / 100;
    (due, present, present - present * dice.between(0, 12) / 100)
}

impl World {
    /// Everybody in a post, in a fixed order.
    #[must_use]
    pub fn offices(&self, seed: u64, bodies: &[Body], staff: &[Staff]) -> Vec<Office> {
        let mut dice = Dice::new(seed, "offices");
        let accounts: BTreeMap<(&str, &str), (&str, &str)> =
            staff.iter().rev().map(|one| ((one.role.as_str(), one.body.as_str()), (one.name.as_str(), one.login.as_str()))).collect();
        let mut out: Vec<Office> = Vec::new();
        for body in bodies {
            for rule in self.offices.iter().chain(&self.concurrent).filter(|rule| rule.bodies.contains(&body.kind)) {
                if rule.vacant > 0.0 && dice.chance(rule.vacant) {
                    continue;
                }
                let base = office(rule, body);
                if let Some((kind, post)) = rule.from.split_once(':') {
                    let there = code(&body.area, kind);
                    let same = out.iter().enumerate().filter(|(_, one)| one.body == there && one.post == post);
                    let more: Vec<Office> = same
                        .take(rule.seats.unwrap_or(usize::MAX))
                        .map(|(nth, one)| Office {
                            same: Some(nth),
                            name: one.name.clone(),
                            login: one.login.clone(),
                            unit: one.unit.clone(),
                            ..base.clone()
                        })
                        .collect();
                    out.extend(more);
                    continue;
                }
                let known = accounts.get(&(rule.account.as_str(), body.code.as_str()));
                for unit in rule.units(body, bodies) {
                    let name = known.map_or_else(|| places::person(&mut dice), |(name, _)| (*name).to_owned());
                    let login = known.map(|(_, login)| (*login).to_owned()).unwrap_or_default();
                    let votes = if rule.how == "elected" { votes(&mut dice, rule.votes) } else { (0, 0, 0) };
                    out.push(Office { name, login, unit, votes, ..base.clone() });
                }
            }
        }
        out
    }
}

fn office(rule: &OfficeRule, body: &Body) -> Office {
    // Terms of one subdistrict end together; those of every fourth within half a year.
    let street = body.area.get(6..9).and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
    let (years, days) = if street % 4 == 1 { (4, 230 + street % 30) } else { (1 + street % 3, 40 + street) };
    let or = |text: &str, usual: &str| if text.is_empty() { usual } else { text }.to_owned();
    Office {
        body: body.code.clone(),
        post: rule.post.clone(),
        member: rule.member,
        here: rule.here,
        standing: or(&rule.standing, "staff"),
        how: or(&rule.how, "appointed"),
        years,
        days,
        ..Office::default()
    }
}
