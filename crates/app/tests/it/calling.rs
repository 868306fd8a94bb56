//! Calling back: the program draws once, by a seed that stands in the journal; and a rating is left out only with two people's reasons.

use std::collections::BTreeMap;

use linli_app::AppError;
use linli_app::board::Period;
use linli_engine::{Problem, Refusal, sample};
use serde_json::json;

use crate::town::{COMMUNITIES, Town, day, refusal};

/// Twelve matters of one community, closed on a Wednesday; then the Monday after.
fn a_week() -> (Town, Vec<String>) {
    let town = Town::new();
    let ids = (0..12).map(|_| town.closed().0.id).collect();
    town.set("2026-03-09T00:05");
    (town, ids)
}

fn drawn(town: &Town, ids: &[String]) -> Vec<String> {
    let mut drawn: Vec<String> = ids.iter().filter(|id| town.record(id).fields.contains_key("drawn")).cloned().collect();
    drawn.sort();
    drawn
}

/// The draw's line in the journal.
fn line(town: &Town) -> linli_store::Entry {
    let lines = town.app.store().read(|tx| linli_store::journal(tx, town.app.realm(), 0, 10_000)).unwrap();
    lines.into_iter().map(|line| line.entry).find(|entry| entry.name == "call_back_draw").expect("the draw is in the journal")
}

#[test]
fn a_week_that_has_ended_is_drawn_from_once_and_the_seed_in_the_journal_draws_the_same_again() {
    let (town, ids) = a_week();
    // 30% of twelve would be four; the least is five.
    assert_eq!(town.app.draw_call_backs().unwrap(), 5);
    let found = drawn(&town, &ids);
    assert_eq!(found.len(), 5);
    assert_eq!(town.app.draw_call_backs().unwrap(), 0, "once");
    town.later(6 * 86_400);
    assert_eq!(town.app.draw_call_backs().unwrap(), 0, "the next week has not ended");

    let facts = line(&town).facts;
    assert_eq!((facts["of"].clone(), facts["drawn"].clone(), facts["from"].clone()), (json!(12), json!(5), json!(day("2026-03-02"))));
    let strata = BTreeMap::from([(COMMUNITIES[0].to_owned(), ids.iter().map(String::as_str).collect::<Vec<_>>())]);
    let mut again = sample::draw(facts["seed"].as_str().unwrap(), &strata, 30, 5).remove(COMMUNITIES[0]).unwrap();
    again.sort_unstable();
    assert_eq!(again, found);
    town.sound();
}

#[test]
fn the_callers_list_has_those_drawn_with_masked_numbers_and_says_whose_own_they_are() {
    let (town, ids) = a_week();
    town.app.draw_call_backs().unwrap();
    let list = |login: &str| {
        let who = town.who(login);
        let grant = who.actor.grants[0].clone();
        town.app.call_backs(&who, &grant, "case")
    };
    let found = list("clerk1").unwrap();
    let mut listed: Vec<String> = found.waiting.iter().map(|one| one.record.id.clone()).collect();
    listed.sort();
    assert_eq!(listed, drawn(&town, &ids));
    for one in &found.waiting {
        let phone = &one.masked["phone"];
        assert!(phone.contains('*') && !phone.contains("13812345678"), "{phone}");
        assert!(!one.own, "the housing department settled it");
    }
    assert_eq!(found.last.map(|last| (last.of, last.drawn)), Some((12, 5)));
    assert!(list("clerk3").unwrap().waiting.is_empty(), "another community");
    assert!(matches!(list("housing"), Err(AppError::Forbidden("call-back"))), "who handles does not call");

    // Who answered is off the list, and counts among those drawn.
    let first = found.waiting[0].record.id.clone();
    town.act("clerk1", &first, "rate_by_phone", json!({ "rating": 5, "note": "满意" })).unwrap();
    assert_eq!(list("clerk1").unwrap().waiting.len(), 4);
    assert_eq!(reading(&town, "sample_answered"), (1, Some(5)));
}

fn reading(town: &Town, indicator: &str) -> (i64, Option<i64>) {
    let period = Period { from: day("2026-03-01"), to: day("2026-03-31") };
    let board = town.app.board(&town.who("district"), "case", "340104", period).unwrap();
    let card = board.cards.iter().find(|card| card.indicator.name == indicator).unwrap();
    (card.now.of, card.now.over)
}

#[test]
fn a_rating_is_left_out_of_satisfaction_only_with_a_second_persons_reason_and_stays_visible() {
    let town = Town::new();
    let (case, link) = town.closed();
    town.act("resident", &link, "rate", json!({ "rating": 3 })).unwrap();
    assert_eq!(reading(&town, "satisfaction"), (0, Some(1)));
    town.act("street1", &case.id, "exclude_rating", json!({ "note": "评的是另一件事" })).unwrap();
    assert_eq!(reading(&town, "satisfaction"), (0, Some(1)), "asked for is not decided");
    let no = refusal(town.act("district", &case.id, "approve", json!({})));
    assert!(matches!(&no, Refusal::Inputs(problems) if problems[0].input == "note" && problems[0].problem == Problem::Missing), "{no:?}");
    town.act("district", &case.id, "approve", json!({ "note": "回放录音，确属另一件事" })).unwrap();
    assert_eq!(reading(&town, "satisfaction"), (0, Some(0)));
    assert_eq!(reading(&town, "rating_excluded"), (1, None));
    assert_eq!(town.record(&case.id).rating, Some(3), "what was said stays");
    town.act("district", &case.id, "count_rating", json!({ "note": "复查后恢复" })).unwrap();
    assert_eq!((reading(&town, "satisfaction"), reading(&town, "rating_excluded")), ((0, Some(1)), (0, None)));
    town.sound();
}

#[test]
fn nobody_but_the_program_draws() {
    let (town, ids) = a_week();
    for login in ["clerk1", "street1", "district"] {
        assert!(matches!(refusal(town.act(login, &ids[0], "draw_call_back", json!({}))), Refusal::NotYours { .. }), "{login}");
    }
}
