//! Who may draw grids, what saving them moves, and who answers for a place.

use linli_app::AppError;
use linli_app::grids::{Found, write};

use crate::town::{COMMUNITIES, GRIDS, Town};

fn text(town: &Town, login: &str) -> (String, String) {
    let sheet = town.app.grids(&town.who(login), COMMUNITIES[0]).unwrap();
    (write(&sheet.draft, &sheet.code, &sheet.name).to_string(), sheet.seen)
}

#[test]
fn only_those_with_the_right_over_a_community_draw_its_grids() {
    let town = Town::new();
    assert_eq!(town.app.grids(&town.who("street1"), COMMUNITIES[0]).unwrap().draft.grids.len(), 2);
    assert!(town.app.grids(&town.who("admin"), COMMUNITIES[2]).is_ok());
    for (login, area) in [("street2", COMMUNITIES[0]), ("clerk1", COMMUNITIES[0]), ("street1", "nowhere")] {
        assert!(matches!(town.app.grids(&town.who(login), area), Err(AppError::Forbidden(_))), "{login} {area}");
    }
    assert!(matches!(town.app.grids(&town.who("street1"), "340104001"), Err(AppError::NotFound(_))));
}

#[test]
fn a_new_grid_gets_its_code_and_its_body_and_addresses_move_into_it() {
    let town = Town::new();
    let (drawn, seen) = text(&town, "street1");
    // The first grid's outline goes to a grid of its own; the first is not drawn any more.
    let moved = drawn.replacen(&format!("\"code\":\"{}\"", GRIDS[0]), "\"code\":\"\"", 1);
    assert_ne!(moved, drawn);
    let who = town.who("street1");
    let before = town.app.territory().addresses_in(COMMUNITIES[0]).filter(|address| address.area == GRIDS[0]).count();
    let saved = town.app.save_grids(&who, COMMUNITIES[0], &moved, false, &seen).unwrap();
    assert!(!saved.refused() && saved.findings.iter().any(|finding| finding.what == Found::LeftOut), "{:?}", saved.findings);
    let territory = town.app.territory();
    let new = "340104001001003";
    assert!(territory.area(GRIDS[0]).unwrap().rings.is_empty());
    assert!(territory.named_body(&format!("{new}:grid_post")).is_some());
    assert_eq!(territory.addresses_in(COMMUNITIES[0]).filter(|address| address.area == new).count(), before);
    town.sound();
    let stale = town.app.save_grids(&who, COMMUNITIES[0], &drawn, false, &seen);
    assert!(matches!(stale, Err(AppError::Invalid { rule: "grids-stale", .. })));
}

#[test]
fn an_overlap_is_not_saved() {
    let town = Town::new();
    let (drawn, seen) = text(&town, "street1");
    let twice = {
        let mut value: serde_json::Value = serde_json::from_str(&drawn).unwrap();
        let features = value["features"].as_array_mut().unwrap();
        let mut copy = features.last().unwrap().clone();
        copy["properties"]["code"] = "".into();
        features.push(copy);
        value.to_string()
    };
    let weighed = town.app.save_grids(&town.who("street1"), COMMUNITIES[0], &twice, false, &seen).unwrap();
    assert!(weighed.refused() && weighed.findings.iter().any(|finding| matches!(finding.what, Found::Overlap(..))));
    assert_eq!(text(&town, "street1").0, drawn);
}

#[test]
fn a_place_leads_to_those_who_answer_for_it_the_nearest_first() {
    let town = Town::new();
    let who = town.who("clerk1");
    let answers = town.app.who_answers(&who, GRIDS[0]).unwrap();
    let roles: Vec<&str> = answers.iter().map(|one| one.role.as_str()).collect();
    assert_eq!(roles[0], "grid.lead");
    assert!(roles.contains(&"community.clerk") && roles.contains(&"street.dispatcher") && roles.contains(&"district.supervisor"));
    assert!(!roles.contains(&"admin") && !roles.contains(&"auditor"));
    assert!(matches!(town.app.places(&who, "31.84, 117.2"), Err(AppError::Invalid { rule: "where-swapped", .. })));
    let resident = linli_app::Context::resident(linli_pack::Lang::Zh, 0);
    assert!(matches!(town.app.who_answers(&resident, GRIDS[0]), Err(AppError::SignedOut)));
}
