use linli_engine::{Refusal, To, offers};
use linli_pack::record::Record;
use serde_json::json;

use crate::world::*;

fn asked(world: &mut World) -> Record {
    let record = world.dispatched();
    world.does(&record, &office(), "extend", json!({"workdays": 3, "note": "要挖路"}), "2026-03-03 10:00").record
}

#[test]
fn a_reviewed_move_waits_and_the_clock_runs_on() {
    let mut world = World::new();
    let record = world.dispatched();
    let outcome = world.does(&record, &office(), "extend", json!({"workdays": 3, "note": "要挖路"}), "2026-03-03 10:00");
    let pending = outcome.record.memory.pending.clone().unwrap();
    assert_eq!((pending.name.as_str(), pending.by.as_str()), ("extend", "wu"));
    assert_eq!((outcome.record.due, outcome.record.wake, outcome.record.deadline), (record.due, record.wake, record.deadline));
    assert_eq!(outcome.notices[0].to, To::Role { role: "supervisor".into(), area: "G1".into() });
    let again = world.tries(&outcome.record, &office(), "extend", json!({"workdays": 9, "note": "再要"}), at("2026-03-03 11:00"));
    assert_eq!(again, Err(Refusal::Pending { name: "extend".into() }));
}

#[test]
fn approved_it_takes_effect() {
    let mut world = World::new();
    let record = asked(&mut world);
    let outcome = world.does(&record, &supervisor(), "approve", json!({"note": "同意"}), "2026-03-03 11:00");
    assert_eq!(local(outcome.record.due.unwrap()), "2026-03-09 17:30");
    assert_eq!(local(outcome.record.deadline.unwrap()), "2026-03-26 17:30");
    assert_eq!(outcome.record.memory.pending, None);
    assert_eq!(outcome.record.wake, outcome.record.due.map(|due| due + 1));
    assert_eq!((outcome.act.name.as_str(), outcome.act.body), ("approve", Some(format!("{ROOT}:district_center"))));
    assert_eq!((&outcome.act.facts["reviewed"], &outcome.act.facts["asked_by"]), (&json!("extend"), &json!("wu")));
    assert_eq!(outcome.act.words["note"], "同意");
    assert!(outcome.notices.iter().any(|notice| notice.to == To::Body("S1:drainage_office".into())));
}

#[test]
fn refused_it_is_as_if_never_asked() {
    let mut world = World::new();
    let record = asked(&mut world);
    let refused = world.does(&record, &supervisor(), "refuse", json!({"note": "不同意"}), "2026-03-03 11:00").record;
    assert_eq!((refused.due, refused.memory.pending), (record.due, None));
}

#[test]
fn nobody_reviews_what_they_asked_for_themselves() {
    let mut world = World::new();
    let record = asked(&mut world);
    let mut both = supervisor();
    both.id = "wu".into();
    assert_eq!(world.tries(&record, &both, "approve", json!({}), at("2026-03-03 11:00")), Err(Refusal::OwnAct));
    assert!(matches!(world.tries(&record, &street(), "approve", json!({}), at("2026-03-03 11:00")), Err(Refusal::NotYours { .. })));
    let offered = |actor| offers(&world.pack, &world.place, &record, &actor, 0).review.map(|mv| mv.name.clone());
    assert_eq!((offered(supervisor()).as_deref(), offered(both), offered(street())), (Some("extend"), None, None));
}

#[test]
fn without_something_pending_there_is_nothing_to_review() {
    let mut world = World::new();
    let record = world.reported();
    assert!(matches!(world.tries(&record, &supervisor(), "approve", json!({}), at("2026-03-03 11:00")), Err(Refusal::NotFromHere { .. })));
}

#[test]
fn a_pending_move_is_dropped_when_it_can_no_longer_start() {
    let mut world = World::new();
    world.case().moves["extend"].from = vec!["dispatched".into()];
    let record = asked(&mut world);
    let outcome = world.does(&record, &office(), "resolve", json!({"note": "好了"}), "2026-03-03 11:00");
    assert_eq!(outcome.record.memory.pending, None);
    assert_eq!(outcome.act.facts["dropped"], "extend");
}
