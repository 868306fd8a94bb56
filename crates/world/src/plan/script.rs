//! Writing one matter down step by step: who, when, with which words.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{By, Ground, Plan, PlannedCase, PlannedStep};
use crate::bodies::code;
use crate::dice::Dice;
use crate::places::{self, Address};
use crate::texts;
use crate::workdays::AHEAD;
use crate::world::area_for;

/// How often a body misses its limit. Those not named are late in six of a hundred.
pub const LATE: &[(&str, f64)] = &[
    ("dept_housing", 0.30),
    ("unit_telecom", 0.26),
    ("unit_heat", 0.20),
    ("dept_drainage", 0.16),
    ("dept_urban", 0.14),
    ("dept_ecology", 0.12),
    ("justice_office", 0.10),
    ("dept_garden", 0.08),
    ("grid_post", 0.03),
    ("community_center", 0.05),
    ("street_center", 0.05),
    ("unit_gas", 0.01),
    ("unit_power", 0.02),
    ("dept_fire", 0.02),
];

/// Limit of a state in the base pack as (minutes, in working time). Only to make delays plausible; the pack has the last word.
#[must_use]
pub fn limit(state: &str, urgency: &str) -> (i64, bool) {
    match (state, urgency) {
        ("at_district" | "reported" | "at_street" | "dispatched", "red") => (30, false),
        ("accepted" | "arbitration", "red") => (60, false),
        ("handling", "red") => (120, false),
        ("handling", "yellow") => (1_440, false),
        ("handling", _) => (4_320, false),
        ("resolved", "red") | ("reported" | "returned", _) | ("at_street" | "dispatched", "yellow") => (240, true),
        ("resolved", _) | ("accepted", "blue") => (840, true),
        ("rectifying", _) => (6_300, true),
        _ => (420, true),
    }
}

/// One matter being written.
pub(super) struct Script<'p, 'a> {
    pub(super) plan: &'p Plan<'a>,
    pub(super) dice: Dice,
    pub(super) now: i64,
    pub(super) address: Address,
    pub(super) urgency: String,
    pub(super) late: bool,
    /// Which record the next steps are made on, see [`PlannedStep::on`].
    pub(super) on: Vec<String>,
    out: PlannedCase,
}

/// Inputs from pairs.
pub(super) fn input<const N: usize>(pairs: [(&str, Value); N]) -> BTreeMap<String, Value> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl<'p, 'a> Script<'p, 'a> {
    pub(super) fn new(plan: &'p Plan<'a>, register: &'static str, index: usize, at: i64, grid: &str) -> Self {
        let mut dice = Dice::new(plan.options.seed, &format!("{register} {index}"));
        let address = plan.address(&mut dice, grid);
        let out = PlannedCase { index, register, at, steps: Vec::new() };
        Self { plan, dice, now: at, address, urgency: "blue".to_owned(), late: false, on: Vec::new(), out }
    }

    /// Code of a body at the level of its kind, seen from the matter's grid; the uppermost desk where the place has no such kind.
    pub(super) fn body(&self, kind: &str) -> String {
        let Ground { pack, world, .. } = self.plan.ground;
        match area_for(pack, kind, &self.address.area) {
            Some(area) => code(area, kind),
            None => code(&world.territory.root, pack.levels.first().and_then(|level| level.tier.as_deref()).unwrap_or_default()),
        }
    }

    pub(super) fn note(&mut self, kind: &str) -> Value {
        texts::note(&mut self.dice, kind, &self.address).into()
    }

    /// Lets the step of a state pass, as quickly as the body works.
    pub(super) fn wait(&mut self, state: &str, kind: &str) {
        let rate = LATE.iter().find(|(k, _)| *k == kind).map_or(0.06, |(_, rate)| *rate);
        let late = self.dice.chance(rate);
        self.late |= late;
        let pace = if late { self.dice.range(1.05, 2.6) } else { 0.06 + 0.74 * self.dice.unit().powf(1.4) };
        let (minutes, working) = limit(state, &self.urgency);
        self.pass(minutes, pace, working);
    }

    /// Lets a share of so many minutes pass. In the round-the-clock kind people who may sleep do.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "some thousand minutes")]
    pub(super) fn pass(&mut self, minutes: i64, share: f64, working: bool) {
        let minutes = ((minutes as f64 * share) as i64).max(2);
        let seconds = self.dice.between(0, 59);
        self.now = if working { self.plan.days.after(self.now, minutes) } else { self.now + minutes * 60 } + seconds;
        let hour = (self.now + AHEAD).rem_euclid(86_400) / 3_600;
        if !working && self.urgency != "red" && !(7..21).contains(&hour) {
            self.now = self.plan.days.after(self.now, self.dice.between(5, 120));
        }
    }

    pub(super) fn step(&mut self, by: By, name: &'static str, input: BTreeMap<String, Value>) {
        self.out.steps.push(PlannedStep { at: self.now, by, on: self.on.clone(), name, input });
    }

    /// A step of somebody with a role in a body.
    pub(super) fn staff(&mut self, role: &'static str, body: &str, name: &'static str, input: BTreeMap<String, Value>) {
        let logins = self.plan.roster.get(&(role.to_owned(), body.to_owned())).map(Vec::as_slice).unwrap_or_default();
        let login = self.dice.pick(logins).cloned().unwrap_or_default();
        self.step(By::Staff { login, role, body: body.to_owned() }, name, input);
    }

    /// The same with a note of the move's own kind.
    pub(super) fn noted(&mut self, role: &'static str, kind: &str, name: &'static str) {
        let note = self.note(name);
        let body = self.body(kind);
        self.staff(role, &body, name, input([("note", note)]));
    }

    /// The place, as opening moves take it.
    pub(super) fn place(&mut self) -> BTreeMap<String, Value> {
        let grid = self.plan.grids.iter().find(|grid| grid.code == self.address.area);
        let (lon, lat) = match grid {
            Some(grid) if self.dice.chance(0.5) => places::point_in(&mut self.dice, grid),
            _ => (self.address.lon, self.address.lat),
        };
        let degrees = |n: i32| json!(f64::from(n) / 1e6);
        input([("area", self.address.area.clone().into()), ("lon", degrees(lon)), ("lat", degrees(lat))])
    }

    /// The finished matter: nothing after the end of the plan.
    pub(super) fn done(mut self) -> PlannedCase {
        let until = self.plan.options.until;
        let kept = self.out.steps.iter().position(|step| step.at > until).unwrap_or(self.out.steps.len());
        self.out.steps.truncate(kept);
        self.out
    }
}
