//! Volunteers: teams, sign-ups with waiting lists and hours, drives, what communities need and who meets it; and, where a document counts them,
//! difficulties solved, wishes fulfilled, galas, social organisations and what is bought from them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::members::{Branch, branches, by};
use super::script::input;
use super::together::{One, announced};
use super::{By, Plan, PlannedCase, PlannedStep};
use crate::bodies::code;
use crate::dice::Dice;
use crate::places::{self, Address};
use crate::texts;
use crate::workdays::{AHEAD, iso};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
/// The first days of Spring Festivals, in days since 1970: 2025-01-29, 2026-02-17, 2027-02-06.
const SPRING: [i64; 3] = [20_117, 20_501, 20_855];

pub(super) fn volunteers(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let branches = branches(plan);
    if branches.is_empty() {
        return Vec::new();
    }
    let mut dice = Dice::new(plan.options.seed, "volunteers");
    let mut out = Makes { first, out: Vec::new() };
    let wanted = &plan.ground.world.together;
    let has = |register: &str| plan.ground.pack.registers.contains_key(register);
    let mut each = |count: usize, out: &mut Makes, make: Maker| {
        for nth in 0..count {
            let Some(branch) = branches.get(nth % branches.len()) else { continue };
            let made = make(&mut One { plan, dice: &mut dice, branch, index: out.next() }, nth);
            out.out.push(made);
        }
    };
    each(wanted.teams, &mut out, team);
    if has("difficulty") {
        each(wanted.difficulties, &mut out, difficulty);
    }
    each(wanted.wishes, &mut out, wish);
    if wanted.wishes > 0 {
        each(branches.len(), &mut out, unclaimed);
    }
    if has("event") && wanted.galas {
        each(branches.len(), &mut out, gala);
    }
    if has("organisation") {
        each(wanted.organisations, &mut out, organisation);
        each(wanted.organisations, &mut out, purchase);
    }
    if wanted.activities > 0 {
        for branch in &branches {
            taking_part(plan, &mut dice, branch, &mut out);
            meeting_needs(plan, &mut dice, branch, &mut out);
        }
    }
    if wanted.drives {
        for branch in &branches {
            drives(plan, &mut dice, branch, &mut out);
        }
    }
    out.out
}

type Maker = fn(&mut One<'_, '_>, usize) -> PlannedCase;

/// What was made, each with a number of its own.
struct Makes {
    first: usize,
    out: Vec<PlannedCase>,
}

impl Makes {
    fn next(&self) -> usize {
        self.first + self.out.len()
    }
}

fn short(one: &One<'_, '_>) -> String {
    let community = one.community();
    let name = one.plan.ground.areas.iter().find(|area| area.code == community).map_or("", |area| area.name.as_str());
    name.trim_end_matches("社区").trim_end_matches('村').to_owned()
}

/// Somebody at the community's desk.
fn clerk(one: &One<'_, '_>) -> By {
    let body = code(one.community(), "community_center");
    match one.plan.roster.get(&("community.clerk".to_owned(), body.clone())).and_then(|logins| logins.first()) {
        Some(login) => By::Staff { login: login.clone(), role: "community.clerk", body },
        None => by(one.branch),
    }
}

fn step(at: i64, by: &By, name: &'static str, input: BTreeMap<String, Value>) -> PlannedStep {
    PlannedStep { at, by: by.clone(), on: Vec::new(), name, input }
}

/// A matter of several people, nothing of it after the end of the plan.
fn matter(one: &One<'_, '_>, register: &'static str, steps: Vec<PlannedStep>) -> PlannedCase {
    let at = steps.first().map_or(one.plan.options.until, |step| step.at);
    let until = one.plan.options.until;
    let kept = steps.iter().position(|step| step.at > until).unwrap_or(steps.len());
    PlannedCase { index: one.index, register, at, steps: steps.into_iter().take(kept).collect() }
}

fn team(one: &mut One<'_, '_>, nth: usize) -> PlannedCase {
    let words = one.line("teams");
    let cell = |nth: usize| words.get(nth).cloned().unwrap_or_default();
    let name = cell(1).replace("{c}", &short(one));
    // A second team of a kind in one community has a number.
    let given = input([
        (
            "team",
            if nth.is_multiple_of(3) { name } else { format!("{name}{}", ["二", "三", "四", "五"].get(nth % 4).unwrap_or(&"六")) }.into(),
        ),
        ("service", cell(0).into()),
        ("does", cell(2).into()),
        ("people", one.dice.between(6, 45).into()),
        ("leader", places::person(one.dice).into()),
        ("phone", places::phone(one.dice).into()),
    ]);
    let at = one.at(1, 120);
    one.done_by(&one.lead(), "team", vec![(at, "found", given)])
}

fn difficulty(one: &mut One<'_, '_>, nth: usize) -> PlannedCase {
    let words = one.line("difficulties");
    let cell = |nth: usize| words.get(nth).cloned().unwrap_or_default();
    let helper = one.dice.word(&["team", "team", "team", "community", "unit"]);
    let mut given = input([("kind", cell(0).into()), ("what", cell(1).into())]);
    let at = one.at(1, 340);
    let who = if nth.is_multiple_of(2) { one.lead() } else { clerk(one) };
    if nth.is_multiple_of(8) {
        let solved = one.later(at, 1, 12);
        let steps = vec![step(at, &who, "note_it", given), step(solved, &clerk(one), "solve", input([("helper", helper.into())]))];
        return matter(one, "difficulty", steps);
    }
    given.insert("helper".to_owned(), helper.into());
    matter(one, "difficulty", vec![step(at, &who, "solved_on_the_spot", given)])
}

/// What somebody of the community wishes.
fn wished(one: &mut One<'_, '_>) -> BTreeMap<String, Value> {
    let community = one.community();
    let grids: Vec<&str> = one.plan.grids.iter().map(|grid| grid.code.as_str()).filter(|code| code.starts_with(community)).collect();
    let area = one.dice.pick(&grids).copied().unwrap_or_default().to_owned();
    let (who, kind, text) = texts::wish(one.dice, &Address::default());
    input([("wish", text.into()), ("who", who.into()), ("kind", kind.into()), ("area", area.into())])
}

fn wish(one: &mut One<'_, '_>, nth: usize) -> PlannedCase {
    let mut given = wished(one);
    let claimed = input([("claimant", one.unit().into()), ("claimant_kind", one.dice.word(&["unit", "volunteers", "members"]).into())]);
    let at = one.at(1, 325);
    let clerk = clerk(one);
    if !nth.is_multiple_of(8) {
        given.extend(claimed);
        return matter(one, "wish", vec![step(at, &clerk, "record_done", given)]);
    }
    let (taken, done) = (one.later(at, 1, 3), one.later(at, 5, 12));
    let thanked = one.later(done, 1, 6);
    let noted = input([("note", one.dice.word(&["东西已送到，老人很高兴", "上门办好了", "约好每周来一次"]).into())]);
    let thanks = input([("note", "谢谢你们，帮了大忙".into())]);
    let steps = vec![
        step(at, &clerk, "post_here", given),
        step(taken, &clerk, "claim_for", claimed),
        step(done, &clerk, "fulfil", noted),
        step(thanked, &clerk, "thank", thanks),
    ];
    matter(one, "wish", steps)
}

/// A wish that waits for somebody; some have waited too long.
fn unclaimed(one: &mut One<'_, '_>, _: usize) -> PlannedCase {
    let given = wished(one);
    let at = one.at(-12, -1).min(one.plan.options.until);
    matter(one, "wish", vec![step(at, &clerk(one), "post_here", given)])
}

fn gala(one: &mut One<'_, '_>, _: usize) -> PlannedCase {
    let spring = spring(one.plan);
    let held = one.plan.days.after(spring - one.dice.between(6, 14) * DAY, one.dice.between(5, 380));
    let planned = one.plan.days.after(held - 20 * DAY, 60);
    let title = format!("{}社区春晚", short(one));
    let given = input([("event", title.into()), ("kind", "gala".into()), ("on", iso(held).into())]);
    let result = input([("audience", one.dice.between(120, 900).into()), ("acts", one.dice.between(9, 24).into())]);
    let who = by(one.branch);
    matter(one, "event", vec![step(planned, &who, "plan", given), step(held, &who, "hold", result)])
}

/// The first day of the Spring Festival within the year of the plan.
fn spring(plan: &Plan<'_>) -> i64 {
    let fits = |at: &i64| *at > plan.options.from + 45 * DAY && *at < plan.options.until;
    SPRING.iter().map(|day| day * DAY).find(fits).unwrap_or(plan.options.from + 100 * DAY)
}

const ORGANISATIONS: [(&str, &str); 7] = [
    ("elders", "颐和托老服务中心"),
    ("children", "小天使托育服务中心"),
    ("housekeeping", "邻家家政服务中心"),
    ("delivery", "鲜达社区配送服务社"),
    ("teaching", "明德教育培训中心"),
    ("health", "康宁健康服务中心"),
    ("culture", "百花文体服务中心"),
];

fn organisation(one: &mut One<'_, '_>, nth: usize) -> PlannedCase {
    let (class, name) = ORGANISATIONS.get(nth % ORGANISATIONS.len()).copied().unwrap_or_default();
    let name = if nth < ORGANISATIONS.len() { name.to_owned() } else { format!("{name}（{}）", short(one)) };
    let given = input([("organisation", name.into()), ("class", class.into()), ("first", (nth < ORGANISATIONS.len()).into())]);
    let at = one.at(1, 60);
    let who = by(one.branch);
    matter(one, "organisation", vec![step(at, &who, "bring_in", given)])
}

fn purchase(one: &mut One<'_, '_>, nth: usize) -> PlannedCase {
    let (_, name) = ORGANISATIONS.get(nth % ORGANISATIONS.len()).copied().unwrap_or_default();
    let at = one.at(70, 200);
    let (delivered, rated) = (one.later(at, 60, 100), one.later(at, 101, 104));
    let (accepted, paid) = (one.later(at, 106, 110), one.later(at, 112, 125));
    let amount = one.dice.between(20, 160) * 50_000;
    let (who, clerk) = (by(one.branch), clerk(one));
    let given = input([
        ("service", format!("{}一年服务", name.trim_end_matches("中心")).into()),
        ("organisation", name.into()),
        ("amount", amount.into()),
        ("until", iso(at + 100 * DAY).into()),
    ]);
    let mut steps = vec![step(at, &who, "sign", given)];
    if nth % 4 != 3 {
        steps.push(step(delivered, &who, "deliver", input([("served", one.dice.between(60, 2_000).into())])));
        steps.push(step(rated, &clerk, "rate", input([("rating", one.dice.between(3, 5).into())])));
        steps.push(step(accepted, &who, "accept", input([("note", "按合同内容完成，资料齐全".into())])));
        steps.push(step(paid, &who, "pay", input([("paid", amount.into())])));
    }
    matter(one, "purchase", steps)
}

/// One activity that was held, with hours that agree, differ and wait for the other side; and one to come that is full.
fn taking_part(plan: &Plan<'_>, dice: &mut Dice, branch: &Branch<'_>, out: &mut Makes) {
    let until = plan.options.until;
    for (from, to, room, come) in [(-30, -26, 6, 4), (-4, -3, 3, 5)] {
        let index = out.next();
        let mut one = One { plan, dice, branch, index };
        let at = one.at(from, to);
        let (begun, on) = (at + 2 * HOUR, one.later(at, 8, 12));
        let mut given = announced(&mut one, on);
        given.extend(input([("wanted", room.into()), ("hours", 3.into())]));
        let lead = one.lead();
        let mut steps = vec![step(at, &lead, "announce", given)];
        let held = on < until;
        if held {
            steps.push(step(on, &lead, "hold", input([("took_part", come.into()), ("served", one.dice.between(20, 90).into())])));
        }
        out.out.push(matter(&one, "activity", steps));
        for nth in 0..come {
            let one = One { plan, dice, branch, index: out.next() };
            let given = input([
                ("in", format!("plan:{index}").into()),
                ("name", places::person(one.dice).into()),
                ("phone", places::phone(one.dice).into()),
            ]);
            let mut steps = vec![step(begun + nth * HOUR / 2, &By::Resident, "sign_up", given)];
            if held {
                let says = |name: &str, hours: i64| input([(name, hours.into())]);
                steps.push(step(on + HOUR, &lead, "team_says", says("team_hours", 3)));
                match nth {
                    0 | 1 => steps.push(step(on + 2 * HOUR, &By::Resident, "own_says", says("own_hours", 3))),
                    2 => steps.push(step(on + 2 * HOUR, &By::Resident, "own_says", says("own_hours", 4))),
                    _ => {}
                }
            }
            out.out.push(matter(&one, "sign_up", steps));
        }
    }
}

/// What the community's team and its organisation offer, a need that was met, one that was refused, and one that looks for an offer.
fn meeting_needs(plan: &Plan<'_>, dice: &mut Dice, branch: &Branch<'_>, out: &mut Makes) {
    let mut one = One { plan, dice, branch, index: out.next() };
    let (lead, secretary) = (one.lead(), by(branch));
    let asked = one.line("needs");
    let kind = asked.first().cloned().unwrap_or_default();
    let offered = |one: &mut One<'_, '_>, kind: &str, what: &str, reach: &str, most: i64| {
        let unit = if most > 1 { format!("{}志愿服务队", short(one)) } else { one.unit() };
        input([
            ("offer", what.into()),
            ("unit", unit.into()),
            ("service", kind.into()),
            ("slot", one.dice.word(&["saturday", "saturday", "on_call"]).into()),
            ("reach", reach.into()),
            ("most", most.into()),
        ])
    };
    let at = one.at(5, 40);
    let team = out.next();
    let given = offered(&mut one, &kind, "周六可以到社区服务半天", "street", 3);
    out.out.push(matter(&one, "offer", vec![step(at, &lead, "offer", given)]));
    let mut one = One { plan, dice, branch, index: out.next() };
    let at = one.at(5, 40);
    let words = one.line("offers");
    let cell = |nth: usize| words.get(nth).cloned().unwrap_or_default();
    let given = offered(&mut one, &cell(0), &cell(1), "district", 1);
    out.out.push(matter(&one, "offer", vec![step(at, &secretary, "offer", given)]));
    let body = match &lead {
        By::Staff { body, .. } => body.clone(),
        By::Resident => String::new(),
    };
    for nth in 0..3 {
        let mut one = One { plan, dice, branch, index: out.next() };
        let clerk = clerk(&one);
        let at = if nth == 2 { one.at(-6, -2) } else { one.at(60, 250) };
        let words = if nth == 2 { one.line("needs") } else { asked.clone() };
        let cell = |nth: usize| words.get(nth).cloned().unwrap_or_default();
        let given = input([
            ("service", cell(0).into()),
            ("what", cell(1).into()),
            ("slot", "saturday".into()),
            ("people", one.dice.between(5, 60).into()),
        ]);
        let mut steps = vec![step(at, &clerk, "order", given)];
        if nth < 2 {
            let paired = one.later(at, 1, 3);
            let answered = one.later(paired, 1, 3);
            let on = |at: i64, by: &By, name: &'static str, input: BTreeMap<String, Value>| PlannedStep {
                on: vec!["pairing".to_owned()],
                ..step(at, by, name, input)
            };
            steps.push(step(
                paired,
                &clerk,
                "pair",
                input([
                    ("bodies", vec![body.clone()].into()),
                    ("offer", format!("number:{team}").into()),
                    ("unit", format!("{}志愿服务队", short(&one)).into()),
                ]),
            ));
            if nth == 0 {
                let day = one.later(answered, 4, 9);
                steps.push(on(answered, &lead, "accept", input([("on", iso(day).into())])));
                steps.push(on(day, &lead, "given_it", input([("given", "done".into()), ("hours", 3.into())])));
                steps.push(on(day + HOUR, &clerk, "received_it", input([("received", "done".into())])));
                steps.push(on(day + 2 * HOUR, &clerk, "rate", input([("rating", one.dice.between(3, 5).into())])));
            } else {
                steps.push(on(answered, &lead, "refuse_it", input([("reason", one.dice.word(&["people", "time"]).into())])));
                steps.push(step(answered + 2 * DAY, &clerk, "drop", input([("note", "改由社区自行安排".into())])));
            }
        }
        out.out.push(matter(&one, "need", steps));
    }
}

/// The drives of the year: on 5 March, on 1 July, and before the Spring Festival.
fn drives(plan: &Plan<'_>, dice: &mut Dice, branch: &Branch<'_>, out: &mut Makes) {
    let spring = spring(plan);
    // Ten in the morning of the day that ends so.
    let day = |ends: &str| {
        let found = (0..365).map(|nth| plan.options.from + nth * DAY).find(|at| iso(*at).ends_with(ends));
        found.map_or(spring, |at| at - (at + AHEAD).rem_euclid(DAY) + 10 * HOUR)
    };
    for (drive, title, on) in [
        ("march_5", "“三五”学雷锋志愿服务", day("-03-05")),
        ("july_1", "“七一”党员志愿服务", day("-07-01")),
        ("spring_festival", "迎春节走访慰问和写春联", spring - 5 * DAY + 2 * HOUR),
    ] {
        let mut one = One { plan, dice, branch, index: out.next() };
        let mut given = announced(&mut one, on);
        given.extend(input([("activity", title.into()), ("drive", drive.into())]));
        let result = input([("took_part", one.dice.between(12, 60).into()), ("served", one.dice.between(60, 400).into())]);
        let lead = one.lead();
        let announced = plan.days.after(on - 9 * DAY, 30);
        if announced > plan.options.from {
            let steps = vec![step(announced, &lead, "announce", given), step(on, &lead, "hold", result)];
            out.out.push(matter(&one, "activity", steps));
        }
    }
}
