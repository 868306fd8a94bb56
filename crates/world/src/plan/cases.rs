//! One case: how it comes in, who settles it, and what goes wrong on the way.

use std::collections::BTreeMap;

use serde_json::Value;

use super::script::{Script, input};
use super::{By, Plan, PlannedCase, ratings};
use crate::dice::Dice;
use crate::places;
use crate::texts::{self, Voice};
use crate::workdays::{AHEAD, civil};

/// Who settles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Grid,
    Community,
    Street,
    Department,
    District,
    Void,
    Merged,
}

/// How it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Patrol,
    Resident,
    Window,
    Hotline,
}

impl Source {
    fn name(self) -> &'static str {
        match self {
            Self::Patrol => "patrol",
            Self::Resident => "resident",
            Self::Window => "window",
            Self::Hotline => "hotline",
        }
    }
}

/// How often a category is reported in a month, and by whom: livelihood by residents, fixtures and events on patrol.
fn weight(category: &str, month: i64, source: Source) -> f64 {
    let season = match (category, month) {
        ("people.utility.drain" | "parts.facility.grate", 6 | 7) => 3.2,
        ("events.emergency.flood", 6 | 7) => 4.0,
        ("events.emergency.flood", 11 | 12 | 1 | 2) => 0.05,
        ("people.utility.heat", 11 | 12 | 1 | 2) => 4.5,
        ("people.utility.heat", _) => 0.05,
        ("people.noise.square" | "people.noise.shop" | "events.building.night" | "events.street.vendor", 6..=9) => 2.2,
        ("people.utility.power", 7 | 8) => 2.5,
        ("parts.green.tree", 6..=8) => 1.9,
        _ => 1.0,
    };
    let usual = match category {
        "events.appearance.litter" | "events.appearance.clutter" | "events.street.bikes" => 3.2,
        "people.property.service" | "people.utility.drain" | "people.parking.space" | "people.fire.passage" => 2.6,
        "events.ads.flyers" | "events.street.vendor" | "people.fire.wiring" | "people.neighbour.dispute" => 2.0,
        "events.emergency.burst" | "events.emergency.collapse" | "parts.facility.hydrant" | "people.utility.gas" => 0.5,
        "events.other.misc" | "people.other.petition" => 0.6,
        _ => 1.0,
    };
    let seen_on_patrol = !category.starts_with("people.") || category.starts_with("people.fire");
    let by = match (source, seen_on_patrol, category.starts_with("people.advice")) {
        (Source::Patrol, true, _) => 3.0,
        (Source::Patrol, false, _) => 0.35,
        (Source::Window, _, true) => 5.0,
        (_, true, _) => 0.6,
        (_, false, advice) => {
            if advice {
                0.7
            } else {
                1.4
            }
        }
    };
    season * usual * by
}

fn fate(dice: &mut Dice, source: Source, urgency: &str) -> Fate {
    // Grid, community, street, department, district, void, merged, in percent.
    let shares = match (source, urgency) {
        (Source::Patrol, "red") => [46.0, 16.0, 6.0, 26.0, 4.0, 0.5, 1.5],
        (Source::Patrol, _) => [75.0, 10.0, 3.0, 10.0, 1.0, 0.3, 0.7],
        (Source::Resident, "red") => [22.0, 30.0, 8.0, 33.0, 4.0, 1.0, 2.0],
        (Source::Resident, _) => [33.0, 37.0, 7.0, 17.5, 2.0, 1.2, 2.3],
        _ => [9.0, 47.0, 10.0, 27.0, 4.0, 1.2, 1.8],
    };
    [Fate::Grid, Fate::Community, Fate::Street, Fate::Department, Fate::District, Fate::Void, Fate::Merged]
        .get(dice.weighted(shares.into_iter()))
        .copied()
        .unwrap_or(Fate::Grid)
}

/// Where, how and about what a case is reported.
struct Draw {
    dice: Dice,
    grid: String,
    source: Source,
    category: String,
}

fn draw(plan: &Plan<'_>, index: usize, at: i64) -> Draw {
    let mut dice = Dice::new(plan.options.seed, &format!("draw {index}"));
    let nth = dice.weighted(plan.grids.iter().map(|g| f64::from(i32::try_from(g.population).unwrap_or(1))));
    let grid = plan.grids.get(nth).map(|g| g.code.clone()).unwrap_or_default();
    let hour = (at + AHEAD).rem_euclid(86_400) / 3_600;
    // Patrols and windows keep day hours; at night there are phones.
    let sources = if (8..18).contains(&hour) { [50.0, 24.0, 13.0, 13.0] } else { [22.0, 53.0, 0.0, 25.0] };
    let source = [Source::Patrol, Source::Resident, Source::Window, Source::Hotline]
        .get(dice.weighted(sources.into_iter()))
        .copied()
        .unwrap_or(Source::Resident);
    let (_, month, _) = civil((at + AHEAD).div_euclid(86_400));
    let codes: Vec<&String> = plan.ground.urgencies.keys().collect();
    let nth = dice.weighted(codes.iter().map(|code| weight(code, month, source)));
    let category = codes.get(nth).map(|c| (*c).clone()).unwrap_or_default();
    Draw { dice, grid, source, category }
}

/// The case with this number.
pub(super) fn case(plan: &Plan<'_>, index: usize, at: i64) -> PlannedCase {
    let Draw { mut dice, grid, source, mut category } = draw(plan, index, at);
    let urgency = plan.ground.urgencies.get(&category).cloned().unwrap_or_default();
    let mut fate = fate(&mut dice, source, &urgency);
    let handler = plan.ground.handlers.get(&category).cloned();
    if handler.is_none() && matches!(fate, Fate::Department | Fate::District) {
        fate = Fate::Street;
    }
    if fate == Fate::District && !plan.has("at_district") {
        fate = Fate::Department;
    }
    let mut script = Script::new(plan, "case", index, at, &grid);
    script.urgency = urgency;
    // A duplicate is the case before it, seen by somebody else; one whose twin is a duplicate itself stands for its own.
    let before = index.checked_sub(1).filter(|_| fate == Fate::Merged);
    if let Some((twin, twin_at)) = before.and_then(|i| Some((i, *plan.arrivals.get(i)?))) {
        let mut other = draw(plan, twin, twin_at);
        let urgency = plan.ground.urgencies.get(&other.category).cloned().unwrap_or_default();
        if self::fate(&mut other.dice, other.source, &urgency) == Fate::Merged {
            fate = Fate::Grid;
        }
        script.address = Script::new(plan, "case", twin, twin_at, &other.grid).address;
        category = other.category;
    }
    // One in 250 of the last weeks is simply left lying somewhere: every desk has such a drawer.
    let forgotten = at > plan.options.until - 20 * 86_400 && script.dice.chance(0.02);
    write(&mut script, source, &category, fate, &handler.unwrap_or_default(), index);
    let mut done = script.done();
    if forgotten {
        let keep = 1 + dice.below(3);
        done.steps.truncate(usize::try_from(keep).unwrap_or(1));
    }
    done
}

/// The opening move's inputs.
pub(super) fn opening(s: &mut Script<'_, '_>, source: Source, category: &str) -> BTreeMap<String, Value> {
    let mut filled = s.place();
    let voice = match source {
        Source::Patrol => Voice::Lead,
        Source::Resident => Voice::Resident,
        Source::Window | Source::Hotline => Voice::Operator,
    };
    filled.insert("source".to_owned(), source.name().into());
    filled.insert("category".to_owned(), category.into());
    filled.insert("description".to_owned(), texts::describe(&mut s.dice, category, voice, &s.address).into());
    filled.insert("address".to_owned(), s.address.text.clone().into());
    if source != Source::Patrol && s.dice.chance(0.82) {
        filled.insert("phone".to_owned(), places::phone(&mut s.dice).into());
        if s.dice.chance(0.6) {
            filled.insert("name".to_owned(), places::person(&mut s.dice).into());
        }
        if s.dice.chance(0.05) {
            filled.insert("anonymous".to_owned(), true.into());
        }
    }
    filled
}

/// Opens it; gives the state it is then in.
pub(super) fn open(s: &mut Script<'_, '_>, source: Source, category: &str) -> &'static str {
    let filled = opening(s, source, category);
    match source {
        Source::Patrol => {
            let body = s.body("grid_post");
            s.staff("grid.lead", &body, "patrol", filled);
            "reported"
        }
        Source::Resident => {
            s.step(By::Resident, "report", filled);
            "reported"
        }
        Source::Window | Source::Hotline => {
            let body = s.body("community_center");
            s.staff("community.clerk", &body, "register", filled);
            "accepted"
        }
    }
}

fn write(s: &mut Script<'_, '_>, source: Source, category: &str, fate: Fate, handler: &str, index: usize) {
    if fate == Fate::Grid && source == Source::Patrol && s.dice.chance(0.55) {
        let mut filled = opening(s, source, category);
        filled.insert("note".to_owned(), s.note("patrol_done"));
        let body = s.body("grid_post");
        s.staff("grid.lead", &body, "patrol_done", filled);
        return;
    }
    let mut state = open(s, source, category);
    match fate {
        Fate::Void => return void(s, state),
        Fate::Merged if index > 0 => return merge(s, state, index),
        _ => {}
    }
    if source == Source::Resident && s.dice.chance(0.04) {
        let (now, note) = (s.now, s.note("add"));
        s.pass(200, 1.0, false);
        s.step(By::Resident, "add", input([("note", note)]));
        s.now = s.now.max(now);
    }
    if fate == Fate::Grid {
        if state == "accepted" {
            s.wait(state, "community_center");
            s.noted("community.clerk", "community_center", "send_to_grid");
        }
        s.wait("reported", "grid_post");
        s.noted("grid.lead", "grid_post", "solve");
        return ratings::rate(s, source, "grid_post");
    }
    if state == "reported" {
        s.wait(state, "grid_post");
        if source == Source::Resident && s.dice.chance(0.12) {
            let body = s.body("community_center");
            s.staff("community.clerk", &body, "accept", BTreeMap::new());
        } else {
            s.noted("grid.lead", "grid_post", "pass_to_community");
        }
        state = "accepted";
    }
    s.wait(state, "community_center");
    if s.dice.chance(0.10) {
        s.noted("community.clerk", "community_center", "contact");
        s.pass(60, 1.0, true);
    }
    if matches!(fate, Fate::Community | Fate::Merged) {
        s.noted("community.clerk", "community_center", "solve");
        return ratings::rate(s, source, "community_center");
    }
    s.noted("community.clerk", "community_center", "pass_to_street");
    s.wait("at_street", "street_center");
    if s.dice.chance(0.03) {
        s.noted("street.dispatcher", "street_center", "send_to_community");
        s.wait("accepted", "community_center");
        s.noted("community.clerk", "community_center", "pass_to_street");
        s.wait("at_street", "street_center");
    }
    if fate == Fate::Street {
        s.noted("street.dispatcher", "street_center", "solve");
        return ratings::rate(s, source, "street_center");
    }
    department(s, fate, handler);
    ratings::rate(s, source, handler);
}

fn choose(s: &mut Script<'_, '_>, handler: &str, kind: &str) -> BTreeMap<String, Value> {
    input([("body", s.body(handler).into()), ("note", s.note(kind))])
}

/// From dispatch to verification, with returns, arbitration, extensions, suspensions and rework.
fn department(s: &mut Script<'_, '_>, fate: Fate, handler: &str) {
    let street = s.body("street_center");
    if fate == Fate::District {
        let center = s.body("district_center");
        s.noted("street.dispatcher", "street_center", "pass_to_district");
        s.wait("at_district", "district_center");
        let filled = choose(s, handler, "dispatch");
        s.staff("district.supervisor", &center, "dispatch", filled);
    } else {
        let filled = choose(s, handler, "dispatch");
        s.staff("street.dispatcher", &street, "dispatch", filled);
    }
    s.wait("dispatched", handler);
    let shirks = if handler == "dept_housing" { 0.14 } else { 0.05 };
    if s.dice.chance(shirks) {
        returned(s, handler);
    }
    s.noted("department.handler", handler, "take");
    if s.dice.chance(0.05) {
        s.pass(300, 1.0, true);
        let note = s.note("supervise");
        let center = s.body("district_center");
        s.staff("district.supervisor", &center, "supervise", input([("note", note)]));
    }
    waiting(s, handler);
    s.wait("handling", handler);
    s.noted("department.handler", handler, "resolve");
    s.wait("resolved", "street_center");
    if s.dice.chance(0.04) {
        s.noted("street.dispatcher", "street_center", "rework");
        s.wait("handling", handler);
        s.noted("department.handler", handler, "resolve");
        s.wait("resolved", "street_center");
    }
    s.noted("street.dispatcher", "street_center", "verify");
}

/// Sent back once, sometimes twice; the second time the district decides.
fn returned(s: &mut Script<'_, '_>, handler: &str) {
    let street = s.body("street_center");
    sent_back(s, handler, "return");
    s.wait("returned", "street_center");
    let filled = choose(s, handler, "redispatch");
    s.staff("street.dispatcher", &street, "redispatch", filled);
    s.wait("dispatched", handler);
    if s.dice.chance(0.25) {
        sent_back(s, handler, "dispute");
        s.wait("arbitration", "district_center");
        let filled = choose(s, handler, "arbitrate");
        let center = s.body("district_center");
        s.staff("district.supervisor", &center, "arbitrate", filled);
        s.wait("dispatched", handler);
    }
}

/// With the line of the responsibility list by which it is said to be somebody else's.
pub(super) fn sent_back(s: &mut Script<'_, '_>, handler: &str, name: &'static str) {
    let plan = s.plan;
    let others: Vec<&str> = plan.ground.pack.dispatch.iter().filter(|rule| rule.body != handler).map(|rule| rule.item.as_str()).collect();
    let line = s.dice.pick(&others).copied().unwrap_or_default();
    let (body, note) = (s.body(handler), s.note(name));
    s.staff("department.handler", &body, name, input([("returned_for", line.into()), ("note", note)]));
}

/// Asks for more time or to suspend; a dispatcher reviews it.
fn waiting(s: &mut Script<'_, '_>, handler: &str) {
    let street = s.body("street_center");
    let approve = |s: &mut Script<'_, '_>| {
        s.pass(90, 1.0, true);
        s.staff("street.dispatcher", &street, "approve", BTreeMap::new());
    };
    if s.dice.chance(0.06) && s.urgency != "red" {
        s.pass(200, 1.0, true);
        let filled = input([("workdays", s.dice.between(2, 5).into()), ("note", s.note("extend"))]);
        let body = s.body(handler);
        s.staff("department.handler", &body, "extend", filled);
        approve(s);
        s.pass(420, 1.0, true);
    } else if s.dice.chance(0.03) {
        s.pass(120, 1.0, true);
        s.noted("department.handler", handler, "suspend");
        approve(s);
        let rest = 420 * s.dice.between(2, 7);
        s.pass(rest, 1.0, true);
        s.noted("department.handler", handler, "resume");
    }
}

fn void(s: &mut Script<'_, '_>, state: &'static str) {
    let (role, kind) = if state == "reported" { ("grid.lead", "grid_post") } else { ("community.clerk", "community_center") };
    s.wait(state, kind);
    s.noted(role, kind, "void");
    s.pass(60, 1.0, true);
    let street = s.body("street_center");
    s.staff("street.dispatcher", &street, "approve", BTreeMap::new());
}

/// Into the nearest earlier case; the driver refuses where that is in another grid or closed, and nothing is lost.
fn merge(s: &mut Script<'_, '_>, state: &'static str, index: usize) {
    let (role, kind) = if state == "reported" { ("grid.lead", "grid_post") } else { ("community.clerk", "community_center") };
    s.wait(state, kind);
    let body = s.body(kind);
    let note = s.note("merge");
    s.staff(role, &body, "merge", input([("other", format!("plan:{}", index - 1).into()), ("note", note)]));
}
