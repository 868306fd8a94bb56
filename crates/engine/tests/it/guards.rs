use linli_engine::{Refusal, offers, tally};
use linli_pack::expr::{Expr, Scope, parse};
use linli_pack::model::Measure;
use serde_json::json;

use crate::world::*;

fn expr(world: &mut World, text: &str) -> Expr {
    let fields: Vec<_> = world.case().fields.values().cloned().collect();
    parse(text, &Scope::record("case").with_fields(&fields).with_inputs(&fields)).unwrap()
}

#[test]
fn a_guard_says_no_with_its_reason_and_clause() {
    let mut world = World::new();
    let when = expr(&mut world, "case.category != null");
    let close = &mut world.case().moves["close"];
    (close.when, close.because.zh) = (Some(when), "先选类别".into());
    let record = world.reported();
    let refusal = world.tries(&record, &community(), "close", json!({}), at("2026-03-02 11:00")).unwrap_err();
    assert!(matches!(&refusal, Refusal::Guard { because, basis } if because.zh == "先选类别" && basis == "§close"), "{refusal:?}");
    let offered = offers(&world.pack, &world.place, &record, &community(), 0).moves;
    assert!(offered.iter().all(|mv| mv.name != "close"));
    let record = world.does(&record, &street(), "classify", json!({"category": "noise"}), "2026-03-02 11:00").record;
    assert!(world.tries(&record, &community(), "close", json!({}), at("2026-03-02 11:00")).is_ok());
}

#[test]
fn a_guard_over_inputs_sees_them_as_read_and_comes_before_their_problems() {
    let mut world = World::new();
    let when = expr(&mut world, "input.households < 100");
    world.case().moves["close"].may = vec!["households".into()];
    world.case().moves["close"].when = Some(when);
    let record = world.reported();
    let now = at("2026-03-02 11:00");
    assert!(world.tries(&record, &community(), "close", json!({"households": " 99 "}), now).is_ok());
    assert!(matches!(world.tries(&record, &community(), "close", json!({"households": 100, "x": 1}), now), Err(Refusal::Guard { .. })));
    let offered = offers(&world.pack, &world.place, &record, &community(), now).moves;
    assert!(offered.iter().any(|mv| mv.name == "close"), "judged when it is filled in");
}

#[test]
fn a_record_counts_once_in_each_measure_on_its_local_day() {
    let mut world = World::new();
    let measures = [("received", "case.state != 'void'", "created"), ("responded", "case.responded != null", "responded")];
    for (name, when, at) in measures {
        let when = expr(&mut world, when);
        let measure =
            Measure { name: name.into(), label: linli_pack::model::Text::default(), when, at: Some(at.to_owned()), basis: String::new() };
        world.case().measures.insert(name.into(), measure);
    }
    let record = world.opens(&resident(), "report", json!({"description": "水", "area": "G1"}), "2026-03-02 00:30").unwrap().record;
    let counted = |world: &World, record: &_| {
        tally::contributions(&world.pack, "case", record).iter().map(|c| (c.measure.to_owned(), c.day)).collect::<Vec<_>>()
    };
    let monday = linli_engine::calendar::day_of(jiff::civil::date(2026, 3, 2));
    assert_eq!(counted(&world, &record), [("received".to_owned(), monday)]);
    let record = world.does(&record, &community(), "respond", json!({}), "2026-03-03 09:00").record;
    assert_eq!(counted(&world, &record), [("received".to_owned(), monday), ("responded".to_owned(), monday + 1)]);
}

#[test]
fn what_has_no_day_counts_as_long_as_it_holds() {
    let mut world = World::new();
    let when = expr(&mut world, "case.responded == null");
    let measure = Measure { name: "silent".into(), label: linli_pack::model::Text::default(), when, at: None, basis: String::new() };
    world.case().measures.insert("silent".into(), measure);
    let record = world.opens(&resident(), "report", json!({"description": "水", "area": "G1"}), "2026-03-02 00:30").unwrap().record;
    let days = |world: &World, record: &_| tally::contributions(&world.pack, "case", record).iter().map(|c| c.day).collect::<Vec<_>>();
    assert_eq!(days(&world, &record), [tally::STANDING]);
    let record = world.does(&record, &community(), "respond", json!({}), "2026-03-03 09:00").record;
    assert!(days(&world, &record).is_empty());
}

#[test]
fn a_rate_over_nothing_is_no_rate() {
    assert_eq!(tally::rate(1, 0), None);
    assert_eq!(tally::rate(1, 4), Some(0.25));
}
