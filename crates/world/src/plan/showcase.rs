//! Cases that stand, at the end of the plan, on the desks of the demo logins: three waiting, two soon, two late in each state.

use super::cases::{Source, open, sent_back};
use super::script::{Script, input, limit};
use super::{Plan, PlannedCase};
use crate::workdays::Workdays;

/// Share of the limit that has passed at the end of the plan.
const SHARES: [f64; 7] = [0.05, 0.25, 0.5, 0.86, 0.94, 1.15, 1.9];
const STATES: [&str; 10] =
    ["reported", "accepted", "at_street", "at_district", "dispatched", "handling", "returned", "arbitration", "resolved", "reopened"];
/// Drains, so that one department's desk shows them all, and what the other desks see daily.
const CATEGORIES: [&str; 5] =
    ["people.utility.drain", "parts.facility.grate", "events.appearance.sewage", "people.utility.drain", "events.emergency.flood"];

/// The latest instant from which so many minutes have just passed at the end.
fn before(days: &Workdays, until: i64, minutes: i64, working: bool) -> i64 {
    if !working {
        return until - minutes * 60;
    }
    let mut at = until;
    for _ in 0..10_000 {
        if days.after(at, minutes) <= until {
            break;
        }
        at -= 600;
    }
    at
}

pub(super) fn cases(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let mut out = Vec::new();
    for state in STATES.into_iter().filter(|state| plan.has(state)) {
        for (i, share) in SHARES.into_iter().enumerate() {
            let category = CATEGORIES.get(i % CATEGORIES.len()).copied().unwrap_or_default();
            let urgency = plan.ground.urgencies.get(category).cloned().unwrap_or_default();
            let (minutes, working) = limit(state, &urgency);
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "some thousand minutes")]
            let begun = before(&plan.days, plan.options.until, (minutes as f64 * share) as i64, working);
            out.push(case(plan, first + out.len(), state, category, &urgency, begun));
        }
    }
    out
}

/// A case that comes into `state` at `begun` and stays.
fn case(plan: &Plan<'_>, index: usize, state: &'static str, category: &str, urgency: &str, begun: i64) -> PlannedCase {
    let trail: &[&'static str] = match state {
        "reported" => &[],
        "accepted" => &["pass_to_community"],
        "at_street" => &["pass_to_community", "pass_to_street"],
        "at_district" => &["pass_to_community", "pass_to_street", "pass_to_district"],
        "dispatched" => &["pass_to_community", "pass_to_street", "dispatch"],
        "handling" => &["pass_to_community", "pass_to_street", "dispatch", "take"],
        "returned" => &["pass_to_community", "pass_to_street", "dispatch", "return"],
        "arbitration" => &["pass_to_community", "pass_to_street", "dispatch", "return", "redispatch", "dispute"],
        "resolved" => &["pass_to_community", "pass_to_street", "dispatch", "take", "resolve"],
        _ => &["solve", "complain"],
    };
    // A few quick steps before, the last of them at `begun`. A return keeps the clock of what was dispatched, so that is what is timed there.
    let steps = i64::try_from(trail.len()).unwrap_or(0);
    let mut s = Script::new(plan, "case", index, begun - steps * 240, &plan.ground.world.showcase);
    urgency.clone_into(&mut s.urgency);
    let source = if state == "reopened" || s.dice.chance(0.5) { Source::Resident } else { Source::Patrol };
    open(&mut s, source, category);
    for &name in trail {
        s.now += 240;
        let handler = plan.ground.world.handler.as_str();
        match name {
            "solve" => s.noted("grid.lead", "grid_post", name),
            "complain" => {
                let note = s.note("rated_bad");
                s.step(super::By::Resident, name, input([("rating", 2.into()), ("note", note)]));
            }
            "pass_to_community" => s.noted("grid.lead", "grid_post", name),
            "pass_to_street" => s.noted("community.clerk", "community_center", name),
            "pass_to_district" => s.noted("street.dispatcher", "street_center", name),
            "dispatch" | "redispatch" => {
                let (body, chosen, note) = (s.body("street_center"), s.body(handler), s.note("dispatch"));
                s.staff("street.dispatcher", &body, name, input([("body", chosen.into()), ("note", note)]));
            }
            "return" | "dispute" => sent_back(&mut s, handler, name),
            _ => s.noted("department.handler", handler, name),
        }
    }
    s.done()
}
