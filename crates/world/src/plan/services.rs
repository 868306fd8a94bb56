//! What people come to the service window for: applications in every way, numbers and appointments, cards of staff and the duty roster.

use std::collections::BTreeMap;

use serde_json::Value;

use super::members::Branch;
use super::members::{branches, by};
use super::script::{Script, input};
use super::{By, Plan, PlannedCase, PlannedStep};
use crate::bodies::code;
use crate::dice::Dice;
use crate::places;
use crate::workdays::iso;

const DAY: i64 = 86_400;

pub(super) fn services(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let wanted = &plan.ground.world.services;
    if plan.ground.pack.services.is_empty() {
        return Vec::new();
    }
    let mut dice = Dice::new(plan.options.seed, "services");
    let mut out = Vec::new();
    for nth in 0..wanted.applications {
        // The last tenth comes in the last two weeks, so that there is something on each desk.
        let recent = plan.options.until - 14 * DAY;
        let at = if nth % 10 == 0 { dice.between(recent, plan.options.until) } else { dice.between(plan.options.from, recent) };
        let at = plan.days.after(at, dice.between(1, 300));
        out.push(application(plan, first + out.len(), at, nth, &mut dice));
    }
    for branch in &branches(plan) {
        for nth in 0..wanted.waiting {
            let index = first + out.len();
            out.extend(ticket(plan, index, branch, nth, &mut dice));
        }
        for (post, duties) in POSTS {
            let index = first + out.len();
            out.push(card(plan, index, branch, (post, duties), &mut dice));
        }
        for day in 0..wanted.roster {
            let index = first + out.len();
            out.push(shift(plan, index, branch, day, &mut dice));
        }
    }
    out
}

fn grid(plan: &Plan<'_>, nth: usize, dice: &mut Dice) -> String {
    if nth.is_multiple_of(12) {
        return plan.ground.world.showcase.clone();
    }
    dice.pick(&plan.grids).map(|grid| grid.code.clone()).unwrap_or_default()
}

fn application(plan: &Plan<'_>, index: usize, at: i64, nth: usize, dice: &mut Dice) -> PlannedCase {
    let grid = grid(plan, nth, dice);
    let mut s = Script::new(plan, "application", index, at, &grid);
    let services: Vec<_> = plan.ground.pack.services.values().collect();
    let Some(service) = s.dice.pick(&services).copied() else { return s.done() };
    let clerk = s.body("community_center");
    let community = s.address.area.chars().take(12).collect::<String>();
    let ways: Vec<&str> = service.ways.iter().map(String::as_str).filter(|way| *way != "home").collect();
    let way = s.dice.word(&ways).to_owned();
    let asked = service.materials.values().filter(|material| material.keeper.is_none() && material.only.is_none());
    let all: Value = asked.map(|material| material.name.clone()).collect::<Vec<_>>().into();
    let mut given = input([("service", service.name.clone().into()), ("name", places::person(&mut s.dice).into())]);
    let deliver = s.dice.chance(0.86);
    match way.as_str() {
        "online" => {
            given.extend(input([
                ("area", community.into()),
                ("phone", places::phone(&mut s.dice).into()),
                ("delivery", if deliver { "deliver" } else { "collect" }.into()),
            ]));
            s.step(By::Resident, "apply", given);
            s.pass(200, 0.8, true);
            if s.dice.chance(0.12) {
                s.staff("community.clerk", &clerk, "tell_missing", input([("note", "身份证照片不清楚，请重拍".into())]));
                s.pass(900, 1.0, true);
                s.step(By::Resident, "supply", input([("note", "已重新拍照".into())]));
                s.pass(120, 1.0, true);
            }
            s.staff("community.clerk", &clerk, "accept", input([("materials", all)]));
        }
        "agent" => {
            let address = format!("{}3号楼2单元", s.address.estate);
            given.extend(input([("phone", places::phone(&mut s.dice).into()), ("address", address.into())]));
            s.staff("community.clerk", &clerk, "take_for", given);
            s.pass(600, 0.7, true);
            s.staff("community.clerk", &clerk, "accept", input([("materials", all), ("note", "已上门收齐材料".into())]));
        }
        _ => {
            given.extend(input([("materials", all), ("delivery", if deliver { "deliver" } else { "collect" }.into())]));
            s.staff("community.clerk", &clerk, "take_in", given);
        }
    }
    s.pass(30, 1.0, true);
    if service.level == "community" && service.steps.len() < 3 {
        s.staff("community.clerk", &clerk, "give_at_once", BTreeMap::new());
    } else {
        let days = match service.limit {
            linli_pack::span::Span::Workdays(days) => i64::from(days),
            _ => 1,
        };
        let (mut role, mut body) = ("community.clerk", clerk.clone());
        if service.level != "community" {
            s.staff("community.clerk", &clerk, "pass_up", BTreeMap::new());
            s.pass(days * 120, 0.7, true);
            (role, body) = ("street.dispatcher", s.body("street_center"));
        }
        if service.level == "district" {
            s.staff("street.dispatcher", &body, "pass_further", BTreeMap::new());
            s.pass(days * 120, 0.7, true);
            (role, body) = ("district.supervisor", s.body("district_center"));
        }
        let slow = s.dice.range(0.3, 0.95);
        s.pass(days * 150, slow, true);
        s.staff(role, &body, "settle", BTreeMap::new());
        s.pass(500, 0.9, true);
        s.staff("community.clerk", &clerk, if deliver { "deliver" } else { "hand_out" }, BTreeMap::new());
    }
    if s.dice.chance(0.55) {
        s.pass(1_500, 1.0, false);
        let rating = [5, 5, 5, 4, 4, 5, 3, 4, 5, 2].get(usize::try_from(s.dice.below(10)).unwrap_or(0)).copied().unwrap_or(5);
        s.step(By::Resident, "rate", input([("rating", rating.into())]));
    }
    s.done()
}

/// Numbers taken on the last morning: some served, one at the window, the others waiting.
fn ticket(plan: &Plan<'_>, index: usize, branch: &Branch<'_>, nth: usize, dice: &mut Dice) -> Option<PlannedCase> {
    let community = branch.body.split(':').next()?;
    let body = code(community, "community_center");
    let login = plan.roster.get(&("community.clerk".to_owned(), body.clone()))?.first()?.clone();
    let clerk = By::Staff { login, role: "community.clerk", body };
    let services: Vec<_> = plan.ground.pack.services.keys().collect();
    let service = dice.pick(&services)?.as_str();
    let taken = plan.options.until - 5_400 + i64::try_from(nth).unwrap_or(0) * 600 + dice.between(0, 300);
    let given = input([("service", service.into()), ("area", community.into())]);
    let mut steps = vec![(taken, By::Resident, "take", given)];
    if nth < 4 {
        let called = taken + dice.between(300, 900);
        steps.push((called, clerk.clone(), "call", input([("desk", (i64::try_from(nth).unwrap_or(0) % 2 + 1).into())])));
        if nth < 2 {
            steps.push((called + dice.between(200, 500), clerk, "serve", BTreeMap::new()));
        }
    }
    Some(planned(plan, index, "ticket", steps))
}

/// Posts of a service centre with what each answers for.
const POSTS: [(&str, &str); 4] = [
    ("便民服务中心主任", "主持中心日常工作，协调街道和部门办理"),
    ("综合窗口受理员", "受理、一次告知、送达各项服务"),
    ("民政残联专干", "低保、救助、老年和残疾人服务"),
    ("就业社保专干", "就业、养老、医保服务"),
];

fn card(plan: &Plan<'_>, index: usize, branch: &Branch<'_>, (post, duties): (&str, &str), dice: &mut Dice) -> PlannedCase {
    let who = by(branch);
    let at = plan.days.after(plan.options.from + DAY, dice.between(10, 300));
    let given = input([
        ("name", places::person(dice).into()),
        ("post", post.into()),
        ("duties", duties.into()),
        ("phone", format!("0374-0000{:03}", dice.below(1000)).into()),
        ("hours", "工作日 8:30–17:30".into()),
        ("where", "desk".into()),
    ]);
    let today = plan.options.until - dice.between(600, 7_000);
    let place = dice.word(&["desk", "desk", "visit", "meeting", "desk", "leave"]);
    let mut said = input([("where", place.into())]);
    if place != "desk" {
        said.insert("back".to_owned(), dice.word(&["今天下午", "明天上午", "11:30"]).into());
    }
    planned(plan, index, "card", vec![(at, who.clone(), "post_card", given), (today, who, "say_where", said)])
}

fn shift(plan: &Plan<'_>, index: usize, branch: &Branch<'_>, day: usize, dice: &mut Dice) -> PlannedCase {
    let on = plan.options.until + i64::try_from(day).unwrap_or(0) * DAY;
    let at = plan.options.until - dice.between(4, 6) * DAY;
    let local = (on + crate::workdays::AHEAD).div_euclid(DAY);
    let part = if plan.days.is_workday(local) { "evening" } else { "weekend" };
    let given = input([
        ("on", iso(on).into()),
        ("part", part.into()),
        ("who", places::person(dice).into()),
        ("phone", format!("0374-0000{:03}", dice.below(1000)).into()),
    ]);
    planned(plan, index, "shift", vec![(at, by(branch), "roster", given)])
}

fn planned(
    plan: &Plan<'_>,
    index: usize,
    register: &'static str,
    steps: Vec<(i64, By, &'static str, BTreeMap<String, Value>)>,
) -> PlannedCase {
    let at = steps.first().map_or(plan.options.until, |step| step.0);
    let kept = steps.into_iter().filter(|step| step.0 <= plan.options.until);
    let steps = kept.map(|(at, by, name, input)| PlannedStep { at, by, on: Vec::new(), name, input }).collect();
    PlannedCase { index, register, at, steps }
}
