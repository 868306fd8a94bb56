//! Hand-overs between shifts of the last days, at the desks that demos show. The community's last one waits to be taken over.

use super::script::{Script, input};
use super::{By, Plan, PlannedCase};
use crate::workdays::AHEAD;

/// Days back.
const DAYS: i64 = 4;
/// When shifts change, in minutes of the local day.
const TIMES: [i64; 2] = [8 * 60 + 25, 20 * 60];

const DESKS: [(&str, &str); 2] = [("community.clerk", "community_center"), ("street.dispatcher", "street_center")];

pub(super) fn shifts(plan: &Plan<'_>, first: usize) -> Vec<PlannedCase> {
    let midnight = (plan.options.until + AHEAD).div_euclid(86_400) * 86_400 - AHEAD;
    let times = (0..DAYS).rev().flat_map(|back| TIMES.map(|minute| midnight - back * 86_400 + minute * 60));
    let times: Vec<i64> = times.filter(|at| *at < plan.options.until - 3_600).collect();
    let mut made = Vec::new();
    for (role, kind) in DESKS {
        for (nth, at) in times.iter().enumerate() {
            let mut s = Script::new(plan, "handover", first + made.len(), *at, &plan.ground.world.showcase);
            let body = s.body(kind);
            let people = plan.roster.get(&(role.to_owned(), body.clone())).map(Vec::as_slice).unwrap_or_default();
            let [one, two, ..] = people else { continue };
            let by = |login: &String| By::Staff { login: login.clone(), role, body: body.clone() };
            let (goes, comes) = if nth % 2 == 0 { (one, two) } else { (two, one) };
            let handed = s.note("hand_on");
            let area = body.split(':').next().unwrap_or_default().to_owned();
            s.step(by(goes), "hand_on", input([("handed", handed), ("area", area.into())]));
            if nth + 1 < times.len() || kind != "community_center" {
                s.now = at + 60 * s.dice.between(4, 20);
                s.step(by(comes), "take_over", input([]));
            }
            made.push(s.done());
        }
    }
    made
}
