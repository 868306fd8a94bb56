//! Building together: who reports in and serves, activities, agreements with units and the projects that follow from them. As many as the
//! document counts, however few the cases.

use std::collections::BTreeMap;

use serde_json::Value;

use super::members::{Branch, branches, by};
use super::script::input;
use super::{By, Plan, PlannedCase, PlannedStep};
use crate::bodies::code;
use crate::dice::Dice;
use crate::places;
use crate::texts;
use crate::workdays::iso;

const DAY: i64 = 86_400;

pub(super) fn together(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let branches = branches(plan);
    if branches.is_empty() {
        return Vec::new();
    }
    let wanted = &plan.ground.world.together;
    let mut dice = Dice::new(plan.options.seed, "together");
    let mut out = Vec::new();
    let kinds: [(usize, Maker); 5] = [
        (wanted.members, |one| report_in(one, "member")),
        (wanted.units, |one| report_in(one, "unit")),
        (wanted.activities, activity),
        (wanted.agreements, agreement),
        (wanted.projects, project),
    ];
    for (count, make) in kinds {
        for nth in 0..count {
            let Some(branch) = branches.get(nth % branches.len()) else { continue };
            let index = first + out.len();
            out.push(make(&mut One { plan, dice: &mut dice, branch, index }));
        }
    }
    // What waits on each desk as the year ends.
    for branch in branches.iter().filter(|_| wanted.members > 0) {
        let index = first + out.len();
        out.push(coming(&mut One { plan, dice: &mut dice, branch, index }));
        let index = first + out.len();
        out.push(forward(&mut One { plan, dice: &mut dice, branch, index }));
    }
    out
}

type Maker = fn(&mut One<'_, '_>) -> PlannedCase;

/// What one matter is made from.
pub(super) struct One<'a, 'p> {
    pub(super) plan: &'a Plan<'p>,
    pub(super) dice: &'a mut Dice,
    pub(super) branch: &'a Branch<'a>,
    pub(super) index: usize,
}

impl One<'_, '_> {
    /// A working hour between two days from the year's begin, or before its end where they are negative.
    pub(super) fn at(&mut self, from: i64, to: i64) -> i64 {
        let base = if to < 0 { self.plan.options.until } else { self.plan.options.from };
        self.plan.days.after(base + self.dice.between(from, to) * DAY, self.dice.between(5, 380))
    }

    /// So many days later, in working hours.
    pub(super) fn later(&mut self, at: i64, from: i64, to: i64) -> i64 {
        self.plan.days.after(at + self.dice.between(from, to) * DAY, self.dice.between(5, 380))
    }

    pub(super) fn line(&mut self, section: &str) -> Vec<String> {
        texts::together(self.dice, section)
    }

    pub(super) fn cell(&mut self, section: &str) -> String {
        self.line(section).into_iter().next().unwrap_or_default()
    }

    pub(super) fn unit(&mut self) -> String {
        let community = self.community();
        let name = self.plan.ground.areas.iter().find(|area| area.code == community).map_or("", |area| area.name.as_str());
        format!("{}{}", name.trim_end_matches("社区").trim_end_matches('村'), self.cell("units"))
    }

    pub(super) fn community(&self) -> &str {
        self.branch.body.split(':').next().unwrap_or_default()
    }

    fn note(&mut self, words: &[&str]) -> Value {
        self.dice.word(words).into()
    }

    /// Steps of the community's secretary, none after the end of the plan.
    pub(super) fn done(&self, register: &'static str, steps: Vec<(i64, &'static str, BTreeMap<String, Value>)>) -> PlannedCase {
        self.done_by(&by(self.branch), register, steps)
    }

    pub(super) fn done_by(
        &self,
        who: &By,
        register: &'static str,
        steps: Vec<(i64, &'static str, BTreeMap<String, Value>)>,
    ) -> PlannedCase {
        let at = steps.first().map_or(self.plan.options.until, |step| step.0);
        let kept = steps.into_iter().filter(|step| step.0 <= self.plan.options.until);
        let steps = kept.map(|(at, name, input)| PlannedStep { at, by: who.clone(), on: Vec::new(), name, input }).collect();
        PlannedCase { index: self.index, register, at, steps }
    }

    /// The volunteer team's lead where the community has one, otherwise the secretary.
    pub(super) fn lead(&self) -> By {
        let body = code(self.community(), "volunteer_team");
        match self.plan.roster.get(&("volunteer.lead".to_owned(), body.clone())).and_then(|logins| logins.first()) {
            Some(login) => By::Staff { login: login.clone(), role: "volunteer.lead", body },
            None => by(self.branch),
        }
    }
}

/// Service and words of an offer, and by whom it is made.
fn offered(one: &mut One<'_, '_>, who: &'static str) -> BTreeMap<String, Value> {
    let offer = one.line("offers");
    let cell = |nth: usize| offer.get(nth).cloned().unwrap_or_default();
    let unit = if who == "unit" { one.unit() } else { one.cell("employers") };
    input([
        ("who", who.into()),
        ("unit", unit.into()),
        ("service", cell(0).into()),
        ("offer", cell(1).into()),
        ("slot", one.dice.word(&["weekday_evening", "saturday", "saturday", "sunday", "holiday", "on_call"]).into()),
        ("name", places::person(one.dice).into()),
        ("phone", places::phone(one.dice).into()),
    ])
}

fn report_in(one: &mut One<'_, '_>, who: &'static str) -> PlannedCase {
    let at = one.at(1, 300);
    let mut steps = vec![(at, "register", offered(one, who))];
    if one.dice.chance(0.78) {
        let served = one.later(at, 5, 60);
        let note = one.note(&["周末到社区参加服务半天", "参加小区巡逻一次", "上门服务两户", "协助举办活动一场", "为老人解答问题十余人次"]);
        steps.push((served, "serve", input([("note", note)])));
    }
    one.done("report_in", steps)
}

/// Somebody who reports in over the public page in the last days.
fn forward(one: &mut One<'_, '_>) -> PlannedCase {
    let at = one.at(-4, -1).min(one.plan.options.until);
    let mut given = offered(one, "member");
    given.insert("area".to_owned(), one.community().to_owned().into());
    one.done_by(&By::Resident, "report_in", vec![(at, "come_forward", given)])
}

pub(super) fn announced(one: &mut One<'_, '_>, on: i64) -> BTreeMap<String, Value> {
    let activity = one.line("activities");
    let cell = |nth: usize| activity.get(nth).cloned().unwrap_or_default();
    input([
        ("service", cell(0).into()),
        ("activity", cell(1).into()),
        ("where", cell(2).into()),
        ("slot", slot(&cell(2)).into()),
        ("on", iso(on).into()),
        ("wanted", one.dice.between(4, 30).into()),
    ])
}

/// The time of day that the words for place and time say.
fn slot(place: &str) -> &'static str {
    match place {
        text if text.contains("下午") => "afternoon",
        text if text.contains('晚') => "evening",
        _ => "morning",
    }
}

fn activity(one: &mut One<'_, '_>) -> PlannedCase {
    let at = one.at(1, 335);
    let held = one.later(at, 4, 20);
    let given = announced(one, held);
    let result = input([("took_part", one.dice.between(4, 40).into()), ("served", one.dice.between(10, 260).into())]);
    one.done_by(&one.lead(), "activity", vec![(at, "announce", given), (held, "hold", result)])
}

/// An activity that is still to be held.
fn coming(one: &mut One<'_, '_>) -> PlannedCase {
    let at = one.at(-6, -1).min(one.plan.options.until);
    let on = one.later(at, 8, 20);
    let given = announced(one, on);
    one.done_by(&one.lead(), "activity", vec![(at, "announce", given)])
}

fn agreement(one: &mut One<'_, '_>) -> PlannedCase {
    let words = one.line("agreements");
    let cell = |nth: usize| words.get(nth).cloned().unwrap_or_default();
    let at = one.at(1, 320);
    let signed = one.later(at, 3, 18);
    let given = input([
        ("kind", cell(0).into()),
        ("about", cell(1).into()),
        ("need", cell(2).into()),
        ("resource", cell(3).into()),
        ("unit", one.unit().into()),
        ("since", iso(signed).into()),
        ("until", iso(signed + one.dice.between(1, 3) * 365 * DAY).into()),
    ]);
    let mut steps = vec![(at, "draw_up", given), (signed, "sign", BTreeMap::new())];
    if one.dice.chance(0.3) {
        let reviewed = one.later(signed, 120, 200);
        let note = one.note(&["双方按约定履行，居民反映较好", "上半年开展三次，下半年增加一次", "场地使用时间调整为周末"]);
        steps.push((reviewed, "review_terms", input([("note", note)])));
    }
    one.done("agreement", steps)
}

fn project(one: &mut One<'_, '_>) -> PlannedCase {
    let words = one.line("projects");
    let cell = |nth: usize| words.get(nth).cloned().unwrap_or_default();
    let at = one.at(1, 350);
    let started = one.later(at, 4, 20);
    let delivered = one.later(started, 30, 120);
    let confirmed = one.later(delivered, 1, 5);
    let given = input([
        ("kind", cell(0).into()),
        ("project", cell(1).into()),
        ("need", cell(2).into()),
        ("resource", cell(3).into()),
        ("unit", one.unit().into()),
        ("finish_by", iso(delivered + 10 * DAY).into()),
    ]);
    let told = one.note(&["已完成，邀请居民代表现场看过", "全部完工，已清理现场", "按约定内容完成"]);
    let steps = vec![
        (at, "plan", given),
        (started, "start", BTreeMap::new()),
        (delivered, "deliver", input([("note", told)])),
        (confirmed, "confirm", input([("served", one.dice.between(20, 900).into())])),
    ];
    one.done("project", steps)
}
