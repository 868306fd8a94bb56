use linli_engine::{Actor, Refusal, offers, openings};
use serde_json::json;

use crate::world::*;

fn names(world: &World, record: &linli_pack::record::Record, actor: &Actor) -> Vec<String> {
    offers(&world.pack, &world.place, record, actor, at("2026-03-02 12:00")).moves.iter().map(|mv| mv.name.clone()).collect()
}

#[test]
fn a_role_acts_only_while_its_body_holds_the_record() {
    let mut world = World::new();
    let record = world.reported();
    let refusal = world.tries(&record, &street(), "raise", json!({}), at("2026-03-02 11:00")).unwrap_err();
    assert_eq!(refusal, Refusal::NotYours { name: "raise".into(), roles: vec!["community".into(), "grid".into()], basis: "§raise".into() });
    let other = staff("li", "community", "C2:community_center");
    assert!(matches!(world.tries(&record, &other, "raise", json!({}), at("2026-03-02 11:00")), Err(Refusal::NotYours { .. })));
    assert!(world.tries(&record, &community(), "raise", json!({}), at("2026-03-02 11:00")).is_ok());
}

#[test]
fn a_role_over_an_area_acts_on_what_lies_in_it_and_nothing_else() {
    let mut world = World::new();
    let record = world.reported();
    assert!(world.tries(&record, &supervisor(), "supervise", json!({}), at("2026-03-02 11:00")).is_ok());
    let elsewhere = staff("zhao", "dispatcher", "S2:street_center");
    let input = json!({"category": "noise"});
    assert!(matches!(world.tries(&record, &elsewhere, "classify", input.clone(), at("2026-03-02 11:00")), Err(Refusal::NotYours { .. })));
    assert!(world.tries(&record, &street(), "classify", input, at("2026-03-02 11:00")).is_ok());
}

#[test]
fn only_the_reporter_rates_as_a_resident() {
    let mut world = World::new();
    let record = world.reported();
    let record = world.does(&record, &community(), "close", json!({}), "2026-03-02 11:00").record;
    let rating = json!({"rating": 5});
    assert!(matches!(world.tries(&record, &resident(), "rate", rating.clone(), at("2026-03-02 12:00")), Err(Refusal::NotYours { .. })));
    assert_eq!(world.does(&record, &reporter(), "rate", rating, "2026-03-02 12:00").record.rating, Some(5));
    let refusal = world.tries(&record, &reporter(), "rate", json!({"rating": 6}), at("2026-03-02 12:00"));
    assert!(matches!(refusal, Err(Refusal::Inputs(_))));
}

#[test]
fn handlers_cannot_rate_their_own_work() {
    let mut world = World::new();
    let record = world.dispatched();
    let record = world.does(&record, &office(), "resolve", json!({"note": "好了"}), "2026-03-02 15:00").record;
    world.case().moves["close"].hold = linli_pack::model::Hold::Keep;
    let closed = world.does(&record, &street(), "close", json!({}), "2026-03-02 16:00").record;
    let rating = json!({"rating": 5});
    assert_eq!(world.tries(&closed, &street(), "rate", rating.clone(), at("2026-03-02 17:00")), Err(Refusal::OwnAct));
    assert!(!names(&world, &closed, &street()).contains(&"rate".to_owned()));
    let insider = Actor { reporter: true, ..staff("x", "any", "C1:community_center") };
    assert_eq!(world.tries(&closed, &insider, "rate", rating.clone(), at("2026-03-02 17:00")), Err(Refusal::OwnAct), "in the chain");
    assert!(world.tries(&closed, &supervisor(), "rate", rating, at("2026-03-02 17:00")).is_ok());
}

#[test]
fn a_record_somebody_else_moved_is_stale() {
    let mut world = World::new();
    let record = world.reported();
    let moved = world.does(&record, &community(), "respond", json!({}), "2026-03-02 10:05").record;
    let command = linli_engine::Command { name: "raise".into(), seen: Some(1), ..linli_engine::Command::default() };
    let mut mint = Counter::default();
    let refusal = linli_engine::decide(&world.pack, &world.place, Some(&moved), &community(), &command, at("2026-03-02 10:10"), &mut mint);
    assert_eq!(refusal, Err(Refusal::Stale { seen: 1, is: 2 }));
}

#[test]
fn a_move_that_does_not_start_here_is_refused_before_anything_else() {
    let mut world = World::new();
    let record = world.reported();
    let refusal = world.tries(&record, &resident(), "reopen", json!({"junk": 1}), at("2026-03-02 11:00"));
    assert_eq!(refusal, Err(Refusal::NotFromHere { name: "reopen".into(), state: "reported".into() }));
}

#[test]
fn the_buttons_are_the_moves_that_would_not_be_refused_for_right_or_state() {
    let mut world = World::new();
    let record = world.reported();
    assert_eq!(names(&world, &record, &community()), ["respond", "raise", "return", "close", "suspend", "merge"]);
    assert_eq!(names(&world, &record, &resident()), [""; 0]);
    assert_eq!(names(&world, &record, &street()), ["classify", "relocate", "publish"]);
}

#[test]
fn openings_are_offered_by_role() {
    let world = World::new();
    let names = |actor: &Actor| openings(&world.pack, &world.place, actor).iter().map(|(_, mv)| mv.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&resident()), ["report"]);
    assert_eq!(names(&grid()), ["report", "note_down"]);
}

#[test]
fn the_journal_says_who_acted_in_what_role_for_which_body() {
    let mut world = World::new();
    let record = world.reported();
    let act = world.does(&record, &community(), "raise", json!({}), "2026-03-02 11:00").act;
    assert_eq!((act.actor.as_str(), act.role.as_str(), act.body.as_deref()), ("chen", "community", Some("C1:community_center")));
    assert_eq!((act.from.as_str(), act.to.as_str(), act.holder.as_deref()), ("reported", "at_street", Some("S1:street_center")));
    assert_eq!((act.version, act.name.as_str()), (2, "raise"));
}
