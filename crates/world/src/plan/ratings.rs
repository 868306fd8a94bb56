//! What residents say afterwards, and what follows from a bad word.

use std::collections::BTreeMap;

use serde_json::Value;

use super::By;
use super::cases::Source;
use super::script::{Script, input};

/// How a hundred ratings of a settler fall on the scores 1 to 5.
fn shares(kind: &str, late: bool) -> [f64; 5] {
    match (kind, late) {
        ("dept_housing", true) => [22.0, 20.0, 25.0, 21.0, 12.0],
        ("dept_housing", false) => [8.0, 11.0, 20.0, 34.0, 27.0],
        ("unit_telecom" | "unit_heat" | "dept_ecology", false) => [5.0, 8.0, 17.0, 38.0, 32.0],
        ("grid_post" | "community_center", false) => [1.0, 2.0, 8.0, 39.0, 50.0],
        (_, true) => [11.0, 13.0, 23.0, 33.0, 20.0],
        (_, false) => [2.0, 4.0, 12.0, 40.0, 42.0],
    }
}

fn score(s: &mut Script<'_, '_>, kind: &str) -> i64 {
    let late = s.late;
    i64::try_from(s.dice.weighted(shares(kind, late).into_iter())).unwrap_or(4) + 1
}

/// Asks for a rating: residents answer on the tracking page, others when called back by somebody who did not settle it.
pub(super) fn rate(s: &mut Script<'_, '_>, source: Source, kind: &str) {
    let by_phone = match source {
        Source::Patrol => return,
        Source::Resident if s.dice.chance(0.42) => false,
        _ if s.dice.chance(0.30) => true,
        _ => return,
    };
    let score = score(s, kind);
    ask(s, kind, score, by_phone);
    if score <= 2 {
        put_right(s, kind);
        if s.dice.chance(0.6) {
            let again = 2 + i64::from(s.dice.chance(0.85)) + i64::from(s.dice.chance(0.6)) + i64::from(s.dice.chance(0.2));
            say(s, kind, again, by_phone, false);
            if again <= 2 && s.dice.chance(0.4) {
                leave_out(s);
            }
        }
    }
}

fn ask(s: &mut Script<'_, '_>, kind: &str, score: i64, by_phone: bool) {
    say(s, kind, score, by_phone, score <= 2);
}

fn say(s: &mut Script<'_, '_>, kind: &str, score: i64, by_phone: bool, bad: bool) {
    let note = s.note(if score <= 2 { "rated_bad" } else { "rated_good" });
    if !by_phone {
        let share = s.dice.range(0.2, 2.0);
        s.pass(1_440, share, false);
        let words = s.dice.chance(if bad { 0.9 } else { 0.35 });
        let mut filled: BTreeMap<String, Value> = input([("rating", score.into())]);
        if words {
            filled.insert("note".to_owned(), note);
        }
        return s.step(By::Resident, if bad { "complain" } else { "rate" }, filled);
    }
    let share = s.dice.range(0.3, 3.0);
    s.pass(420, share, true);
    let name = if bad { "complain_by_phone" } else { "rate_by_phone" };
    // Nobody asks about their own work.
    let (role, caller) =
        if kind == "community_center" { ("street.dispatcher", "street_center") } else { ("community.clerk", "community_center") };
    let body = s.body(caller);
    s.staff(role, &body, name, input([("rating", score.into()), ("note", note), ("channel", "call".into())]));
}

/// A rating that is not about the matter is left out of the rate, with a reason and a second person's.
fn leave_out(s: &mut Script<'_, '_>) {
    s.pass(420, 1.0, true);
    s.noted("street.dispatcher", "street_center", "exclude_rating");
    s.pass(420, 1.0, true);
    let (center, note) = (s.body("district_center"), s.note("leave_out"));
    s.staff("district.supervisor", &center, "approve", input([("note", note)]));
}

/// Contacted within a working day, put right within fifteen; most of the time.
fn put_right(s: &mut Script<'_, '_>, kind: &str) {
    let role = match kind {
        "grid_post" => "grid.lead",
        "community_center" => "community.clerk",
        "street_center" => "street.dispatcher",
        _ => "department.handler",
    };
    s.wait("reopened", kind);
    s.noted(role, kind, "recontact");
    s.wait("rectifying", kind);
    if role == "department.handler" {
        s.noted(role, kind, "rectify");
        s.wait("resolved", "street_center");
        s.noted("street.dispatcher", "street_center", "verify");
    } else {
        s.noted(role, kind, "put_right");
    }
}
