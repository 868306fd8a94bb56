use linli_engine::{Problem, Refusal, To, proposal};
use serde_json::json;

use crate::world::*;

#[test]
fn a_case_climbs_and_descends_the_tiers() {
    let mut world = World::new();
    let record = world.opens(&grid(), "note_down", json!({"description": "井盖"}), "2026-03-02 10:00").unwrap().record;
    let record = world.does(&record, &grid(), "raise", json!({}), "2026-03-02 10:10").record;
    assert_eq!(record.holder.as_deref(), Some("C1:community_center"));
    world.case().moves["raise"].from.push("at_street".into());
    let record = world.does(&record, &community(), "raise", json!({}), "2026-03-02 10:20").record;
    assert_eq!(record.holder.as_deref(), Some("S1:street_center"));
    let record = world.does(&record, &street(), "lower", json!({}), "2026-03-02 10:30").record;
    assert_eq!(record.holder.as_deref(), Some("C1:community_center"));
    assert_eq!(record.memory.chain, ["G1:grid_person", "C1:community_center", "S1:street_center"]);
}

#[test]
fn above_the_highest_tier_nobody_holds() {
    let mut world = World::new();
    let mut record = world.reported();
    record.holder = Some(format!("{ROOT}:district_center"));
    let top = staff("x", "community", &format!("{ROOT}:district_center"));
    let refusal = world.tries(&record, &top, "raise", json!({}), at("2026-03-02 11:00"));
    assert!(matches!(refusal, Err(Refusal::NobodyHolds { .. })));
}

#[test]
fn only_the_kinds_a_move_names_can_be_chosen() {
    let mut world = World::new();
    let record = world.reported();
    let record = world.does(&record, &community(), "raise", json!({}), "2026-03-02 10:30").record;
    let problem = |world: &mut World, input| match world.tries(&record, &street(), "dispatch", input, at("2026-03-02 11:00")) {
        Err(Refusal::Inputs(problems)) => problems.into_iter().map(|p| (p.input, p.problem)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(&mut world, json!({"body": "C1:community_center"})), [("body".to_owned(), Problem::WrongKind)]);
    assert_eq!(problem(&mut world, json!({"body": "S2:drainage_office"})), [("body".to_owned(), Problem::Unknown)]);
    assert_eq!(problem(&mut world, json!({})), [("body".to_owned(), Problem::Missing)]);
}

#[test]
fn a_dispatch_starts_the_next_limit_and_tells_holder_chain_and_reporter() {
    let mut world = World::new();
    let record = world.reported();
    let record = world.does(&record, &community(), "raise", json!({}), "2026-03-02 10:30").record;
    let outcome = world.does(&record, &street(), "dispatch", json!({"body": "S1:drainage_office"}), "2026-03-02 11:00");
    assert_eq!(local(outcome.record.due.unwrap()), "2026-03-04 17:30");
    let to: Vec<To> = outcome.notices.into_iter().map(|notice| notice.to).collect();
    let bodies = ["S1:drainage_office", "C1:community_center", "S1:street_center"].map(|body| To::Body(body.into()));
    assert_eq!(to, [&bodies[..], &[To::Reporter]].concat());
}

#[test]
fn a_return_goes_back_where_it_came_from_and_its_clock_runs_on() {
    let mut world = World::new();
    let record = world.dispatched();
    let back = world.does(&record, &office(), "return", json!({"note": "不归我们"}), "2026-03-03 09:00").record;
    assert_eq!(back.holder.as_deref(), Some("S1:street_center"));
    assert_eq!(back.returns, 1);
    assert_eq!(
        (back.due, back.warn, back.deadline, back.memory.started),
        (record.due, record.warn, record.deadline, record.memory.started)
    );
    assert_eq!(back.memory.chain, ["C1:community_center"]);
}

#[test]
fn a_stamp_is_set_once_and_says_whether_it_was_in_time() {
    let mut world = World::new();
    let record = world.reported();
    let first = world.does(&record, &community(), "respond", json!({}), "2026-03-03 17:30").record;
    assert_eq!(first.fields["responded"], at("2026-03-03 17:30"));
    assert_eq!(first.fields["responded_on_time"], true);
    let again = world.does(&first, &community(), "respond", json!({}), "2026-03-04 10:00").record;
    assert_eq!(again.fields, first.fields);
    let late = world.tries(&record, &community(), "respond", json!({}), at("2026-03-03 17:30") + 1).unwrap().record;
    assert_eq!(late.fields["responded_on_time"], false);
}

#[test]
fn another_urgency_counts_the_limits_anew_from_their_start() {
    let mut world = World::new();
    let record = world.dispatched();
    let red = json!({"category": "utilities.gas"});
    let outcome = world.does(&record, &street(), "classify", red, "2026-03-02 11:30");
    assert_eq!(outcome.record.urgency.as_deref(), Some("red"), "the category brought it");
    assert_eq!(local(outcome.record.due.unwrap()), "2026-03-02 13:00");
    assert_eq!(local(outcome.record.deadline.unwrap()), "2026-03-04 23:59:59");
    assert_eq!(outcome.act.facts["urgency"], "red");
    let back = json!({"category": "utilities.gas", "urgency": "yellow"});
    let record2 = world.does(&outcome.record, &street(), "classify", back, "2026-03-02 11:40").record;
    assert_eq!((record2.due, record2.warn, record2.deadline), (record.due, record.warn, record.deadline));
}

#[test]
fn an_urgency_somebody_chose_is_not_changed_by_a_category() {
    let mut world = World::new();
    let record = world.dispatched();
    let record = world.does(&record, &street(), "classify", json!({"category": "noise", "urgency": "red"}), "2026-03-02 11:30").record;
    let record = world.does(&record, &street(), "classify", json!({"category": "utilities.drain"}), "2026-03-02 11:40").record;
    assert_eq!(record.urgency.as_deref(), Some("red"));
}

#[test]
fn what_lies_in_another_area_is_handed_over_without_loss() {
    let mut world = World::new();
    let record = world.reported();
    let outcome = world.does(&record, &street(), "relocate", json!({"lon": 2.5, "lat": 0.5}), "2026-03-02 11:00");
    assert_eq!((outcome.record.area.as_str(), outcome.record.holder.as_deref()), ("G3", Some("C2:community_center")));
    assert_eq!((outcome.record.due, &outcome.record.number), (record.due, &record.number));
    let missing = world.tries(&record, &street(), "relocate", json!({}), at("2026-03-02 11:00"));
    assert!(matches!(missing, Err(Refusal::Inputs(problems)) if problems[0].input == "place"));
    assert_eq!(world.tries(&record, &street(), "relocate", json!({"lon": 9, "lat": 9}), at("2026-03-02 11:00")), Err(Refusal::Outside));
}

#[test]
fn the_catalogue_proposes_the_nearest_body_of_the_longest_category() {
    let mut world = World::new();
    let mut record = world.reported();
    let proposed = |world: &World, record: &_| proposal(&world.pack, &world.place, record).map(|p| p.body.code);
    assert_eq!(proposed(&world, &record), None);
    record.category = Some("utilities.drain".into());
    assert_eq!(proposed(&world, &record).as_deref(), Some("S1:drainage_office"));
    record.category = Some("utilities.gas".into());
    assert_eq!(proposed(&world, &record).unwrap(), format!("{ROOT}:water_company"));
    record.category = Some("utilitiesx".into());
    assert_eq!(proposed(&world, &record), None);
}

#[test]
fn publishing_and_supervision_are_attributes() {
    let mut world = World::new();
    let record = world.reported();
    let record = world.does(&record, &street(), "publish", json!({}), "2026-03-02 11:00").record;
    let record = world.does(&record, &supervisor(), "supervise", json!({}), "2026-03-02 11:00").record;
    assert!(record.public && record.supervised);
    assert!(!record.fields.contains_key("public"));
}
