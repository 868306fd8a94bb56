//! Versions of a formula: a period is shown by the one in force then, and can be reckoned by the others; the pack's own words decide since when.

use linli_app::AppError;
use linli_app::board::{Period, Reading, Shape};
use serde_json::json;

use crate::town::{COMMUNITIES, STREETS, Town, day};

const MARCH: (&str, &str) = ("2026-03-01", "2026-03-31");

fn period((from, to): (&str, &str)) -> Period {
    Period { from: day(from), to: day(to) }
}

/// A rating of three, left out of the rate by two people.
fn with_one_left_out() -> Town {
    let town = Town::new();
    for (score, left_out) in [(5, false), (3, true)] {
        let (case, link) = town.closed();
        town.act("resident", &link, "rate", json!({ "rating": score })).unwrap();
        if left_out {
            town.act("street1", &case.id, "exclude_rating", json!({ "note": "评的是另一件事" })).unwrap();
            town.act("district", &case.id, "approve", json!({ "note": "回放录音，确属另一件事" })).unwrap();
        }
    }
    town
}

#[test]
fn a_period_is_reckoned_by_every_version_side_by_side_and_shown_by_the_one_in_force_on_its_last_day() {
    let town = with_one_left_out();
    let who = town.who("district");
    let of = |area: &str, days| {
        let found = town.app.rates(&who, "satisfaction", area, period(days), Shape::Then).unwrap();
        let told = found.versions.iter().map(|one| (one.version.formula.version.clone(), one.shown, one.reading));
        told.collect::<Vec<_>>()
    };
    let (new, old) = (Reading { of: 1, over: Some(1) }, Reading { of: 1, over: Some(2) });
    for area in ["340104", STREETS[0], COMMUNITIES[0]] {
        assert_eq!(of(area, MARCH), [("2026-2".to_owned(), true, new), ("2025-1".to_owned(), false, old)], "{area}");
    }
    let nothing = Reading { of: 0, over: Some(0) };
    let before = of("340104", ("2025-12-01", "2025-12-31"));
    assert_eq!(before, [("2026-2".to_owned(), false, nothing), ("2025-1".to_owned(), true, nothing)], "the older one was in force");
    let across = of("340104", ("2025-12-01", "2026-01-01"));
    assert!(across[0].1, "the last day says");
}

#[test]
fn the_board_shows_what_the_page_of_versions_says_and_each_area_below_has_its_own() {
    let town = with_one_left_out();
    let who = town.who("district");
    let board = town.app.board(&who, "case", "340104", period(MARCH)).unwrap();
    let card = board.cards.iter().find(|card| card.indicator.name == "satisfaction").unwrap();
    let found = town.app.rates(&who, "satisfaction", "340104", period(MARCH), Shape::Then).unwrap();
    assert_eq!((card.formula.version.as_str(), card.now), ("2026-2", found.shown().unwrap().reading));
    let below: Vec<_> =
        found.areas.iter().map(|(code, readings)| (code.as_str(), readings.iter().map(|one| one.over).collect::<Vec<_>>())).collect();
    assert_eq!(below, [(STREETS[0], vec![Some(1), Some(2)]), (STREETS[1], vec![Some(0), Some(0)])]);
}

#[test]
fn versions_are_seen_by_those_who_see_the_board_and_no_others() {
    let town = Town::new();
    let ask = |login: &str, name: &str, area: &str| town.app.rates(&town.who(login), name, area, period(MARCH), Shape::Then).err();
    assert!(ask("street1", "satisfaction", STREETS[0]).is_none());
    assert!(matches!(ask("street1", "satisfaction", STREETS[1]), Some(AppError::Forbidden("area"))));
    assert!(matches!(ask("district", "satisfaction", "990000"), Some(AppError::NotFound("area"))));
    assert!(matches!(ask("district", "satisfacton", "340104"), Some(AppError::NotFound("indicator"))));
}

#[test]
fn a_pack_that_counts_something_new_has_everything_counted_again_once() {
    let town = with_one_left_out();
    assert!(town.app.count_anew().unwrap(), "by what it was counted is not known yet");
    assert!(!town.app.count_anew().unwrap(), "once");
    let found = town.app.rates(&town.who("district"), "satisfaction", "340104", period(MARCH), Shape::Then).unwrap();
    assert_eq!(found.versions.iter().map(|one| one.reading.over).collect::<Vec<_>>(), [Some(1), Some(2)], "and comes to the same");
    town.sound();
}
