use linli_engine::Refusal;
use linli_pack::span::Span;
use serde_json::json;

use crate::world::*;

#[test]
fn closing_stops_every_clock_and_reopening_reaches_the_handler() {
    let mut world = World::new();
    let record = world.dispatched();
    let record = world.does(&record, &office(), "resolve", json!({"note": "已疏通"}), "2026-03-03 10:00").record;
    assert_eq!(record.fields["solved_by"], "office");
    let closed = world.does(&record, &street(), "close", json!({}), "2026-03-03 11:00").record;
    assert_eq!((closed.open, closed.holder.clone(), closed.due, closed.wake), (false, None, None, None));
    assert_eq!(closed.closed, Some(at("2026-03-03 11:00")));
    let again = world.does(&closed, &reporter(), "reopen", json!({}), "2026-03-05 09:00").record;
    assert_eq!((again.open, again.closed, again.reopened), (true, None, 1));
    assert_eq!(again.holder.as_deref(), Some("S1:street_center"));
    assert_eq!(local(again.due.unwrap()), "2026-03-09 17:30");
    assert_eq!(again.deadline, record.deadline, "closing too early gains no time");
}

#[test]
fn a_suspended_clock_stands_and_then_has_as_much_left_as_before() {
    let mut world = World::new();
    let record = world.dispatched();
    let stopped = world.does(&record, &office(), "suspend", json!({"note": "等配件"}), "2026-03-03 10:00").record;
    assert_eq!((stopped.state.as_str(), stopped.due, stopped.wake), ("suspended", None, None));
    let again = world.does(&stopped, &office(), "resume", json!({}), "2026-03-04 10:00").record;
    assert_eq!((again.state.as_str(), again.holder.as_deref()), ("dispatched", Some("S1:drainage_office")));
    // One working day of 6.5 hours stood still.
    assert_eq!(local(again.due.unwrap()), "2026-03-05 17:30");
    assert_eq!(local(again.deadline.unwrap()), "2026-03-24 17:30");
    assert_eq!((again.memory.paused, again.memory.back.clone()), (None, None));
    assert_eq!(again.memory.chain, record.memory.chain);
}

#[test]
fn a_limit_round_the_clock_moves_by_all_the_time_that_stood() {
    let mut world = World::new();
    let record = world.dispatched();
    let record = world.does(&record, &street(), "classify", json!({"category": "utilities.gas"}), "2026-03-02 11:10").record;
    let stopped = world.does(&record, &office(), "suspend", json!({"note": "等"}), "2026-03-02 12:00").record;
    let again = world.does(&stopped, &office(), "resume", json!({}), "2026-03-03 12:00").record;
    assert_eq!(local(again.due.unwrap()), "2026-03-03 13:00");
}

#[test]
fn nothing_is_suspended_twice() {
    let mut world = World::new();
    world.case().moves["suspend"].from.push("suspended".into());
    let record = world.dispatched();
    let stopped = world.does(&record, &office(), "suspend", json!({"note": "等"}), "2026-03-03 10:00").record;
    let twice = world.tries(&stopped, &office(), "suspend", json!({"note": "等"}), at("2026-03-03 11:00"));
    assert!(matches!(twice, Err(Refusal::NotFromHere { .. })));
}

#[test]
fn a_move_out_of_suspension_other_than_back_also_gives_the_time_back() {
    let mut world = World::new();
    world.case().moves["close"].from.push("suspended".into());
    let record = world.reported();
    let stopped = world.does(&record, &community(), "suspend", json!({"note": "等"}), "2026-03-03 10:00").record;
    let closed = world.does(&stopped, &community(), "close", json!({}), "2026-03-04 10:00").record;
    assert_eq!((closed.memory.paused, closed.memory.back), (None, None));
    assert_eq!(local(closed.deadline.unwrap()), "2026-03-24 17:30");
}

#[test]
fn limits_are_lengths_of_the_pack_and_not_of_the_program() {
    let mut world = World::new();
    world.case().states["reported"].due = Some(limit("30 minutes"));
    world.case().deadline = None;
    let record = world.reported();
    assert_eq!((record.due, record.deadline), (Some(record.created + 1800), None));
    assert_eq!("30 minutes".parse(), Ok(Span::Minutes(30)));
}
