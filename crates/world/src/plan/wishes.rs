//! Micro-wishes: posted by residents, grid leads and clerks, mostly claimed, mostly fulfilled, thanked.

use std::collections::BTreeMap;

use serde_json::Value;

use super::script::{Script, input};
use super::{By, Plan, PlannedCase};
use crate::dice::Dice;
use crate::places;
use crate::texts;

pub(super) fn wishes(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let mut dice = Dice::new(plan.options.seed, "wishes");
    // The last tenth comes in the last three weeks, so that there is something to claim.
    let recent = plan.options.until - 21 * 86_400;
    let mut arrivals: Vec<i64> = (0..plan.options.wishes)
        .map(|i| if i % 10 == 0 { dice.between(recent, plan.options.until) } else { dice.between(plan.options.from, recent) })
        .collect();
    arrivals.sort_unstable();
    arrivals.into_iter().enumerate().map(|(i, at)| wish(plan, first + i, plan.days.after(at, dice.between(1, 90)), &mut dice)).collect()
}

fn wish(plan: &Plan<'_>, index: usize, at: i64, dice: &mut Dice) -> PlannedCase {
    let grid =
        if index.is_multiple_of(40) { Some(plan.ground.world.showcase.clone()) } else { dice.pick(&plan.grids).map(|g| g.code.clone()) };
    let mut s = Script::new(plan, "wish", index, at, &grid.unwrap_or_default());
    let (who, kind, text) = texts::wish(&mut s.dice, &s.address);
    let mut filled: BTreeMap<String, Value> = s.place();
    filled.retain(|name, _| name == "area");
    filled.extend(input([("wish", text.into()), ("who", who.into()), ("kind", kind.into())]));
    if s.dice.chance(0.7) {
        filled.extend(input([("name", places::person(&mut s.dice).into()), ("phone", places::phone(&mut s.dice).into())]));
    }
    let clerk = s.body("community_center");
    match s.dice.below(3) {
        0 => s.staff("community.clerk", &clerk, "post_here", filled),
        source => {
            if source == 1 {
                s.step(By::Resident, "post", filled);
            } else {
                let body = s.body("grid_post");
                s.staff("grid.lead", &body, "post", filled);
            }
            s.pass(600, 0.5, true);
            s.staff("community.clerk", &clerk, "publish", BTreeMap::new());
        }
    }
    if s.dice.chance(0.04) {
        return s.done();
    }
    let patience = if s.dice.chance(0.1) { s.dice.between(2_300, 5_000) } else { s.dice.between(60, 1_900) };
    s.pass(patience, 1.0, true);
    let team = s.body("volunteer_team");
    let (role, body) = if s.dice.chance(0.6) {
        s.staff("volunteer.lead", &team, "claim", BTreeMap::new());
        ("volunteer.lead", team)
    } else {
        let claimant = s.note("claimants");
        let kind = if s.dice.chance(0.5) { "unit" } else { "members" };
        s.staff("community.clerk", &clerk, "claim_for", input([("claimant", claimant), ("claimant_kind", kind.into())]));
        ("community.clerk", clerk.clone())
    };
    let work = s.dice.between(300, 5_000);
    s.pass(work, 1.0, true);
    let note = s.note("fulfil");
    s.staff(role, &body, "fulfil", input([("note", note)]));
    s.pass(900, 1.0, true);
    let filled = input([("note", s.note("thank"))]);
    s.staff("community.clerk", &clerk, "thank", filled);
    s.done()
}
