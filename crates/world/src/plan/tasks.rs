//! Task lists: assigned by the district, called every Friday, reported monthly, done, accepted; some late.

use serde_json::Value;

use super::script::{Script, input};
use super::{Plan, PlannedCase};
use crate::bodies::code;
use crate::dice::Dice;
use crate::texts;
use crate::workdays::{AHEAD, civil, iso, weekday};

pub(super) fn tasks(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let mut dice = Dice::new(plan.options.seed, "tasks");
    let span = plan.options.until - plan.options.from;
    let count = i64::try_from(plan.options.tasks.max(1)).unwrap_or(1);
    (0..plan.options.tasks)
        .map(|i| {
            let nth = i64::try_from(i).unwrap_or(0);
            let at = plan.options.from + span / count * nth + dice.between(0, span / count);
            task(plan, first + i, i, plan.days.after(at, dice.between(5, 200)))
        })
        .collect()
}

/// The day so many working days after an instant, as `YYYY-MM-DD`.
fn date(plan: &Plan<'_>, from: i64, workdays: i64) -> Value {
    iso(plan.days.after(from, workdays * 420)).into()
}

fn task(plan: &Plan<'_>, index: usize, nth: usize, at: i64) -> PlannedCase {
    let words = texts::task(nth);
    let cell = |i: usize| words.get(i).cloned().unwrap_or_default();
    let (urgency, owner) = (cell(0), cell(1));
    let streets: Vec<&str> = plan.ground.areas.iter().filter(|a| a.level == "street").map(|a| a.code.as_str()).collect();
    let street = streets.get(nth % streets.len().max(1)).copied().unwrap_or_default();
    let root = plan.ground.world.territory.root.as_str();
    let community = plan.ground.areas.iter().find(|a| a.level == "community" && a.code.starts_with(street)).map_or("", |a| a.code.as_str());
    let (role, body) = match owner.as_str() {
        // Where the subdistrict is the whole place, it gives tasks and has none of its own.
        "street_center" if street != root => ("street.dispatcher", code(street, "street_center")),
        "street_center" | "community_center" => ("community.clerk", code(community, "community_center")),
        kind => ("department.handler", code(root, kind)),
    };
    let grid = plan.grids.iter().find(|g| g.code.starts_with(street)).map(|g| g.code.clone()).unwrap_or_default();
    let mut s = Script::new(plan, "task", index, at, &grid);
    let length: i64 = match urgency.as_str() {
        "red" => 8,
        "yellow" => 35,
        _ => 80,
    };
    let area = if role == "department.handler" { root } else { street };
    let mut filled = input([("task", cell(2).into()), ("result", cell(3).into()), ("body", body.clone().into())]);
    filled.extend(input([("urgency", urgency.into()), ("area", area.into()), ("finish_by", date(plan, at, length))]));
    let steps = [("step_one", "step_one_by", 4, 3), ("step_two", "step_two_by", 5, 6), ("step_three", "step_three_by", 6, 9)];
    for (name, by, column, tenths) in steps {
        filled.extend(input([(name, cell(column).into()), (by, date(plan, at, length * tenths / 10))]));
    }
    let center = s.body("district_center");
    s.staff("district.supervisor", &center, "assign", filled);
    let start = s.dice.between(60, 900);
    s.pass(start, 1.0, true);
    s.staff(role, &body, "start", input([]));
    let late = s.dice.chance(0.15);
    let pace = if late { s.dice.range(1.02, 1.3) } else { s.dice.range(0.55, 0.97) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "some hundred days")]
    let end = plan.days.after(s.now, (length as f64 * 420.0 * pace) as i64);
    calls(&mut s, role, &body, end, late);
    s.now = end;
    s.noted_by(role, &body, "finish");
    s.pass(700, 1.0, true);
    if s.dice.chance(0.1) {
        s.noted_by("district.supervisor", &center, "reject");
        s.pass(1_700, 1.0, true);
        s.noted_by(role, &body, "finish");
        s.pass(500, 1.0, true);
    }
    s.staff("district.supervisor", &center, "confirm", input([]));
    s.done()
}

/// A call on each Friday and a report on the last working days of a month, until the end.
fn calls(s: &mut Script<'_, '_>, role: &'static str, body: &str, end: i64, late: bool) {
    let begun = s.now;
    let mut day = (begun + AHEAD).div_euclid(86_400) + 1;
    while day * 86_400 - AHEAD + 64_800 < end {
        let (_, _, date) = civil(day);
        let progress = ((day * 86_400 - begun) * 100 / (end - begun).max(1)).clamp(0, 95);
        let worked = s.plan.days.is_workday(day);
        if worked && weekday(day) == 5 {
            s.now = day * 86_400 - AHEAD + 15 * 3_600 + s.dice.between(0, 5_000);
            let risk = if late && progress > 40 {
                "stuck"
            } else if s.dice.chance(0.15) {
                "slow"
            } else {
                "none"
            };
            let note = s.note("weekly_call");
            s.staff(role, body, "weekly_call", input([("progress", progress.into()), ("risk", risk.into()), ("note", note)]));
        } else if worked && date == 28 {
            s.now = day * 86_400 - AHEAD + 10 * 3_600 + s.dice.between(0, 5_000);
            let note = s.note("monthly_report");
            s.staff(role, body, "monthly_report", input([("progress", progress.into()), ("note", note)]));
        }
        day += 1;
    }
}

impl Script<'_, '_> {
    /// A step with a note of the move's own kind, for a body that is given.
    fn noted_by(&mut self, role: &'static str, body: &str, name: &'static str) {
        let note = self.note(name);
        self.staff(role, body, name, input([("note", note)]));
    }
}
