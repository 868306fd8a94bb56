//! The script of a year: who would try which move when. The engine decides; this only proposes, so that a driver can play it.
//!
//! A step that the engine refuses should be counted and the rest of that matter dropped. Steps after the end instant are not planned: what
//! arrives late stays in the middle, so that desks have work.

mod arrivals;
mod cases;
mod deliberation;
mod life;
mod members;
mod ratings;
mod script;
mod services;
mod shifts;
mod showcase;
mod tasks;
mod together;
mod volunteers;
mod whistles;
mod wishes;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub use script::{LATE, limit};

use crate::areas::Area;
use crate::dice::Dice;
use crate::people::{Staff, roster};
use crate::places::Address;
use crate::workdays::Workdays;
use crate::world::World;

/// What to plan.
#[derive(Clone, Debug)]
pub struct PlanOptions {
    /// Seed of the world.
    pub seed: u64,
    /// How many cases arrive.
    pub cases: usize,
    /// How many wishes are made.
    pub wishes: usize,
    /// How many tasks are assigned.
    pub tasks: usize,
    /// How many whistles are blown.
    pub whistles: usize,
    /// First instant, in seconds since 1970.
    pub from: i64,
    /// Last instant: nothing is planned after it.
    pub until: i64,
}

impl PlanOptions {
    /// A year of 60,000 cases, 1,200 wishes, 60 tasks and 600 whistles up to an instant.
    #[must_use]
    pub fn year(seed: u64, until: i64) -> Self {
        Self { seed, cases: 60_000, wishes: 1_200, tasks: 60, whistles: 600, from: until - 365 * 86_400, until }
    }
}

/// Who tries a move.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum By {
    /// The resident who reported it.
    Resident,
    /// Somebody of the staff.
    Staff {
        /// Login.
        login: String,
        /// Role acted in.
        role: &'static str,
        /// Body acted for.
        body: String,
    },
}

/// One step: a move of the pack, or `approve`, the engine's own for a pending review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlannedStep {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Who.
    pub by: By,
    /// On which record: the matter's own where empty, else the one opened from it that is of this register or held by this body, and so on.
    /// Of a first step: the duty of a period that the program opened (duty, body and a day of it), or `plan:N`, the record on a board that it
    /// belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<String>,
    /// Name of the move.
    #[serde(rename = "move")]
    pub name: &'static str,
    /// What is filled in. A value of the form `plan:N` stands for the record made by the planned case with index N, `number:N` for its number; an
    /// input `in` names the record in which a place is taken; a number for `attendance` or `made_up` is thrown with, once it is known who is due.
    pub input: BTreeMap<String, Value>,
}

/// One matter from its opening move on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlannedCase {
    /// Number in the plan; what `other` refers to.
    pub index: usize,
    /// Its register.
    pub register: &'static str,
    /// When it is opened.
    pub at: i64,
    /// The steps in order of time, the first opens it; none is later than the end of the plan.
    pub steps: Vec<PlannedStep>,
}

/// What plans are made from.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// What differs from place to place.
    pub world: &'a World,
    /// The place's rules, for the levels of bodies and for what there is.
    pub pack: &'a linli_pack::Pack,
    /// All areas.
    pub areas: &'a [Area],
    /// Addresses of the grids, six each, in the order of grids.
    pub addresses: &'a [Address],
    /// Everybody.
    pub staff: &'a [Staff],
    /// Category code → kind of the body that handles it, from the pack's dispatch catalogue.
    pub handlers: &'a BTreeMap<String, String>,
    /// Category code → urgency, from the pack.
    pub urgencies: &'a BTreeMap<String, String>,
}

/// A made plan; iterate over its matters or play all steps in order of time.
#[derive(Debug)]
pub struct Plan<'a> {
    options: PlanOptions,
    ground: Ground<'a>,
    grids: Vec<&'a Area>,
    by_grid: BTreeMap<&'a str, Vec<&'a Address>>,
    roster: BTreeMap<(String, String), Vec<String>>,
    days: Workdays,
    arrivals: Vec<i64>,
}

impl<'a> Plan<'a> {
    /// Lays down when what arrives.
    #[must_use]
    pub fn new(options: PlanOptions, ground: Ground<'a>) -> Self {
        let days = Workdays::national();
        let arrivals = arrivals::arrivals(&options, &days);
        let mut by_grid: BTreeMap<&str, Vec<&Address>> = BTreeMap::new();
        for address in ground.addresses {
            by_grid.entry(&address.area).or_default().push(address);
        }
        let grids = ground.areas.iter().filter(|a| a.level == "grid").collect();
        Self { roster: roster(ground.staff), options, ground, grids, by_grid, days, arrivals }
    }

    /// The cases in order of arrival, each made when asked for.
    pub fn cases(&self) -> impl Iterator<Item = PlannedCase> + '_ {
        self.arrivals.iter().enumerate().map(|(index, at)| cases::case(self, index, *at))
    }

    /// Cases placed so that each desk of the demo logins has something waiting, something soon and something late at the end.
    #[must_use]
    pub fn showcase(&self) -> Vec<PlannedCase> {
        showcase::cases(self, self.arrivals.len())
    }

    /// The wishes in order of arrival.
    #[must_use]
    pub fn wishes(&self) -> Vec<PlannedCase> {
        wishes::wishes(self, 1_000_000)
    }

    /// The tasks in order of arrival.
    #[must_use]
    pub fn tasks(&self) -> Vec<PlannedCase> {
        tasks::tasks(self, 2_000_000)
    }

    /// The whistles, with those under way at the end on the desks of the demo logins.
    #[must_use]
    pub fn whistles(&self) -> Vec<PlannedCase> {
        let mut all = whistles::whistles(self, 5_000_000);
        all.extend(whistles::shown(self, 5_500_000));
        all
    }

    /// The rosters of the Party organisations, enrolled as the year begins. They are as large as the document says, however few the cases.
    #[must_use]
    pub fn members(&self) -> Vec<PlannedCase> {
        members::members(self, 3_000_000)
    }

    /// Members who are away, enterprises and transfers.
    #[must_use]
    pub fn kept(&self) -> Vec<PlannedCase> {
        members::kept(self, 4_000_000)
    }

    /// Who reports in, activities, agreements and projects.
    #[must_use]
    pub fn together(&self) -> Vec<PlannedCase> {
        together::together(self, 6_000_000)
    }

    /// Teams, sign-ups, needs with offers, difficulties, fulfilled wishes, events and purchases.
    #[must_use]
    pub fn volunteers(&self) -> Vec<PlannedCase> {
        volunteers::volunteers(self, 10_000_000)
    }

    /// Halls, resolutions, meetings, opinions and questions.
    #[must_use]
    pub fn deliberation(&self) -> Vec<PlannedCase> {
        deliberation::deliberation(self, 11_000_000)
    }

    /// Applications for services, numbers in the queue, cards and rosters.
    #[must_use]
    pub fn services(&self) -> Vec<PlannedCase> {
        services::services(self, 7_000_000)
    }

    /// Hand-overs between shifts.
    #[must_use]
    pub fn shifts(&self) -> Vec<PlannedCase> {
        shifts::shifts(self, 8_000_000)
    }

    /// A year of organisation life: meetings planned, held and made up, training, promises, campaigns, aid.
    #[must_use]
    pub fn life(&self) -> Vec<PlannedCase> {
        life::life(self, 9_000_000)
    }

    /// All matters that people bring; not the rosters, whose size does not follow the cases.
    #[must_use]
    pub fn all(&self) -> Vec<PlannedCase> {
        self.cases().chain(self.showcase()).chain(self.wishes()).chain(self.tasks()).collect()
    }

    /// Whether cases can be in a state here.
    fn has(&self, state: &str) -> bool {
        self.ground.pack.registers.get("case").is_some_and(|register| register.states.contains_key(state))
    }

    fn address(&self, dice: &mut Dice, grid: &str) -> Address {
        self.by_grid.get(grid).and_then(|list| dice.pick(list)).map(|a| (*a).clone()).unwrap_or_default()
    }
}

/// All steps of several matters in order of time, as (instant, place of the matter in `matters`, place of the step in it).
#[must_use]
pub fn schedule(matters: &[PlannedCase]) -> Vec<(i64, usize, usize)> {
    let steps = |(i, case): (usize, &PlannedCase)| case.steps.iter().enumerate().map(move |(j, step)| (step.at, i, j)).collect::<Vec<_>>();
    let mut all: Vec<(i64, usize, usize)> = matters.iter().enumerate().flat_map(steps).collect();
    all.sort_unstable();
    all
}

/// Who handles each leaf category, and how urgent it starts, from a pack: what [`Ground`] needs.
#[must_use]
pub fn catalogue(pack: &linli_pack::Pack) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let leaf = |code: &str| !pack.categories.keys().any(|other| other.strip_prefix(code).is_some_and(|rest| rest.starts_with('.')));
    let mut handlers = BTreeMap::new();
    let mut urgencies = BTreeMap::new();
    for category in pack.categories.values().filter(|c| leaf(&c.code)) {
        let rules = pack.dispatch.iter().filter(|rule| category.code.starts_with(&rule.category));
        if let Some(rule) = rules.max_by_key(|rule| rule.category.len()) {
            handlers.insert(category.code.clone(), rule.body.clone());
        }
        urgencies.insert(category.code.clone(), category.urgency.clone().unwrap_or_else(|| "blue".to_owned()));
    }
    (handlers, urgencies)
}
