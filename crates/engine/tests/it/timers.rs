use linli_engine::{Refusal, To};
use linli_pack::model::Rhythm;
use linli_pack::record::Record;
use serde_json::json;

use crate::world::*;

fn wake(world: &mut World, record: &Record) -> linli_engine::Outcome {
    world.tries(record, &system(), "wake", json!({}), record.wake.unwrap()).unwrap()
}

#[test]
fn a_late_step_is_raised_tier_by_tier_each_once() {
    let mut world = World::new();
    let record = world.reported();
    let first = wake(&mut world, &record);
    assert_eq!(first.record.raised, 1);
    assert_eq!(first.notices[0].to, To::Body("S1:street_center".into()));
    assert_eq!(local(first.record.wake.unwrap()), "2026-03-04 17:30:01");
    let second = wake(&mut world, &first.record);
    assert_eq!((second.record.raised, second.record.wake), (2, None));
    assert_eq!(second.notices[0].to, To::Body(format!("{ROOT}:district_center")));
    let third = world.tries(&second.record, &system(), "wake", json!({}), at("2026-03-09 10:00"));
    assert_eq!(third, Err(Refusal::NothingToDo));
}

#[test]
fn another_act_in_between_neither_repeats_nor_loses_a_step() {
    let mut world = World::new();
    let record = world.reported();
    let noted = world.does(&record, &community(), "respond", json!({}), "2026-03-03 18:00").record;
    assert_eq!(noted.wake, record.wake, "late, and not yet raised");
    let raised = world.does(&noted, &system(), "wake", json!({}), "2026-03-03 18:05").record;
    let noted = world.does(&raised, &community(), "respond", json!({}), "2026-03-03 18:10").record;
    assert_eq!((noted.raised, noted.wake), (1, raised.wake));
}

#[test]
fn a_new_step_starts_a_new_escalation_and_the_count_goes_on() {
    let mut world = World::new();
    let record = world.reported();
    let record = wake(&mut world, &record).record;
    let record = world.does(&record, &community(), "raise", json!({}), "2026-03-04 09:00").record;
    assert_eq!((record.raised, record.wake), (1, record.due.map(|due| due + 1)));
    assert_eq!(wake(&mut world, &record).record.raised, 2);
}

#[test]
fn nothing_is_raised_while_suspended_and_nothing_twice_afterwards() {
    let mut world = World::new();
    let record = world.reported();
    let record = wake(&mut world, &record).record;
    let stopped = world.does(&record, &community(), "suspend", json!({"note": "等"}), "2026-03-04 09:00").record;
    assert_eq!(world.tries(&stopped, &system(), "wake", json!({}), at("2026-03-05 09:00")), Err(Refusal::NothingToDo));
    let again = world.does(&stopped, &community(), "resume", json!({}), "2026-03-05 09:00").record;
    assert_eq!(local(again.wake.unwrap()), "2026-03-05 17:30:01", "only the second step is left");
}

#[test]
fn only_the_program_wakes_a_record() {
    let mut world = World::new();
    let record = world.reported();
    assert!(matches!(world.tries(&record, &supervisor(), "wake", json!({}), at("2026-03-05 09:00")), Err(Refusal::NotYours { .. })));
}

/// A register whose open cases ask for `respond` every Friday.
fn weekly() -> World {
    let mut world = World::new();
    let case = world.case();
    case.rhythm = Some(Rhythm { act: "respond".into(), every: "week".into(), on: 5, basis: String::new() });
    case.escalation.clear();
    world
}

#[test]
fn regular_work_that_was_not_done_is_asked_for() {
    let mut world = weekly();
    let record = world.reported();
    assert_eq!(local(record.wake.unwrap()), "2026-03-13 08:30", "opened in this week, so from the next on");
    let outcome = wake(&mut world, &record);
    assert_eq!(outcome.notices[0].to, To::Body("C1:community_center".into()));
    assert_eq!(outcome.notices[0].name, "respond");
    assert_eq!(local(outcome.record.wake.unwrap()), "2026-03-20 08:30");
}

#[test]
fn regular_work_that_was_done_is_not_asked_for() {
    let mut world = weekly();
    let record = world.reported();
    let record = world.does(&record, &community(), "respond", json!({}), "2026-03-09 10:00").record;
    assert_eq!(local(record.wake.unwrap()), "2026-03-20 08:30");
}

#[test]
fn a_closed_record_asks_for_nothing() {
    let mut world = weekly();
    let record = world.reported();
    assert_eq!(world.does(&record, &community(), "close", json!({}), "2026-03-04 10:00").record.wake, None);
}
