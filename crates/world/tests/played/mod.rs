//! Plays a plan through the engine in memory.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "support of tests: a failure here is a failed test")]

use std::collections::{BTreeMap, HashMap};

use linli_engine::{Actor, Body, Calendar, Command, Facts, Grant, Mint, TableCalendar, decide};
use linli_pack::record::{Instant, Record};
use linli_pack::{Lang, Pack, Source, parse, render};
use linli_world::areas::Area;
use linli_world::offices::Office;
use linli_world::people::Staff;
use linli_world::places::{self, Address};
use linli_world::plan::{By, Ground, Plan, PlanOptions, PlannedCase, schedule};
use linli_world::{bodies, tiling};

fn read(path: &std::path::Path) -> String {
    String::from_utf8(std::fs::read(path).expect("a file of the place")).expect("a text")
}

fn layer(place: &str) -> Vec<Source> {
    let folder = format!("{}/../../packs/{place}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(&folder).expect("the place's pack");
    let mut paths: Vec<_> =
        files.map(|file| file.expect("a file").path()).filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    paths.sort();
    paths.iter().map(|path| Source::new(path.display().to_string(), read(path))).collect()
}

/// The pack of a place.
pub(crate) fn pack(place: &str) -> Pack {
    let layers = vec![layer("base"), layer(place)];
    let (pack, diagnostics) = parse(&layers);
    let all: Vec<String> = diagnostics.iter().map(|d| render(d, &layers, Lang::En)).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
    pack.expect("a pack without mistakes")
}

/// What is written beside it about its world.
pub(crate) fn described(place: &str) -> linli_world::World {
    let text = |file: &str| {
        let path = format!("{}/../../packs/{place}/world/{file}", env!("CARGO_MANIFEST_DIR"));
        read(std::path::Path::new(&path))
    };
    linli_world::World::read(&text("world.toml"), &text("areas.csv")).expect("a world without mistakes")
}

pub(crate) struct World {
    pub(crate) pack: Pack,
    pub(crate) described: linli_world::World,
    pub(crate) areas: Vec<Area>,
    pub(crate) made: Vec<bodies::Body>,
    pub(crate) staff: Vec<Staff>,
    pub(crate) offices: Vec<Office>,
    addresses: Vec<Address>,
    handlers: BTreeMap<String, String>,
    urgencies: BTreeMap<String, String>,
    by_code: HashMap<String, usize>,
    bodies: HashMap<String, Body>,
    calendar: TableCalendar,
}

impl World {
    pub(crate) fn new(place: &str) -> Self {
        let (pack, described) = (pack(place), described(place));
        let areas = described.areas(1);
        let made = described.bodies(&areas, &pack);
        let staff = described.staff(1, &areas, &made, &pack);
        let (handlers, urgencies) = linli_world::plan::catalogue(&pack);
        Self {
            addresses: places::addresses(1, &areas),
            by_code: areas.iter().enumerate().map(|(i, a)| (a.code.clone(), i)).collect(),
            bodies: made.iter().cloned().map(|b| (b.code.clone(), Body { code: b.code, kind: b.kind, area: b.area })).collect(),
            offices: described.offices(1, &made, &staff),
            made,
            described,
            calendar: TableCalendar::china(),
            pack,
            areas,
            staff,
            handlers,
            urgencies,
        }
    }

    pub(crate) fn plan(&self, seed: u64, cases: usize, until: i64) -> Plan<'_> {
        let options = PlanOptions { cases, wishes: 200, tasks: 30, ..PlanOptions::year(seed, until) };
        let ground = Ground {
            world: &self.described,
            pack: &self.pack,
            areas: &self.areas,
            addresses: &self.addresses,
            staff: &self.staff,
            handlers: &self.handlers,
            urgencies: &self.urgencies,
        };
        Plan::new(options, ground)
    }

    fn area(&self, code: &str) -> Option<&Area> {
        self.by_code.get(code).map(|&i| &self.areas[i])
    }
}

impl Facts for World {
    fn parent(&self, area: &str) -> Option<String> {
        self.area(area)?.parent.clone()
    }
    fn level(&self, area: &str) -> Option<String> {
        Some(self.area(area)?.level.to_owned())
    }
    fn body(&self, code: &str) -> Option<Body> {
        self.bodies.get(code).cloned()
    }
    fn bodies_in(&self, area: &str, kind: &str) -> Vec<Body> {
        self.bodies.get(&bodies::code(area, kind)).cloned().into_iter().collect()
    }
    #[expect(clippy::cast_possible_truncation, reason = "degrees times a million fit in 32 bits")]
    fn area_at(&self, lon: f64, lat: f64) -> Option<String> {
        let point = ((lon * 1e6).round() as i32, (lat * 1e6).round() as i32);
        let grid = self.areas.iter().find(|a| a.level == "grid" && tiling::contains(&a.ring, point));
        grid.map(|a| a.code.clone())
    }
    fn calendar(&self) -> &dyn Calendar {
        &self.calendar
    }
}

#[derive(Default)]
struct Counter(HashMap<String, u64>, u64);

impl Mint for Counter {
    fn id(&mut self, _now: Instant) -> String {
        self.1 += 1;
        format!("id-{}", self.1)
    }
    fn next(&mut self, sequence: &str) -> u64 {
        let n = self.0.entry(sequence.to_owned()).or_default();
        *n += 1;
        *n
    }
}

/// What came of playing.
#[derive(Default)]
pub(crate) struct Played {
    pub(crate) records: BTreeMap<usize, Record>,
    pub(crate) accepted: usize,
    /// Refusals by register, move and reason.
    pub(crate) refused: BTreeMap<String, usize>,
}

impl Played {
    pub(crate) fn run(world: &World, matters: &[PlannedCase]) -> Self {
        let mut out = Self::default();
        let mut mint = Counter::default();
        let mut dropped = std::collections::HashSet::new();
        for (at, i, j) in schedule(matters) {
            if dropped.contains(&i) {
                continue;
            }
            let (matter, step) = (&matters[i], &matters[i].steps[j]);
            let actor = match &step.by {
                By::Resident => Actor { id: "resident".to_owned(), reporter: true, ..Actor::default() },
                By::Staff { login, role, body } => {
                    let area = world.body(body).map(|b| b.area).unwrap_or_default();
                    let grants = vec![Grant { role: (*role).to_owned(), body: body.clone(), area }];
                    Actor { id: login.clone(), grants, ..Actor::default() }
                }
            };
            let mut input = step.input.clone();
            if let Some(other) = input.get("other").and_then(|v| v.as_str()).and_then(|v| v.strip_prefix("plan:")) {
                let id = out.records.get(&other.parse().unwrap_or(usize::MAX)).map(|r| r.id.clone()).unwrap_or_default();
                input.insert("other".to_owned(), id.into());
            }
            let command = Command { register: matter.register.to_owned(), name: step.name.to_owned(), input, seen: None };
            let before = out.records.get(&matter.index).cloned();
            match decide(&world.pack, world, before.as_ref(), &actor, &command, at, &mut mint) {
                Ok(done) => {
                    out.accepted += 1;
                    out.records.insert(matter.index, done.record);
                }
                Err(refusal) => {
                    let state = before.map(|r| r.state).unwrap_or_default();
                    *out.refused.entry(format!("{} {state} {}: {refusal:?}", matter.register, step.name)).or_default() += 1;
                    dropped.insert(i);
                }
            }
        }
        out
    }
}
