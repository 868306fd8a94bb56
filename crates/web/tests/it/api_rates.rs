//! Indicators over the API: every version of a formula, and what a period comes to by each.

use serde_json::json;

use crate::api::{Served, named};
use crate::town::STREETS;

#[test]
fn an_indicator_is_given_by_every_version_with_its_formula_and_the_areas_below() {
    let served = Served::new();
    let (case, link) = served.town.closed();
    served.town.act("resident", &link, "rate", json!({ "rating": 3 })).unwrap();
    served.town.act("street1", &case.id, "exclude_rating", json!({ "note": "评的是另一件事" })).unwrap();
    served.town.act("district", &case.id, "approve", json!({ "note": "回放录音，确属另一件事" })).unwrap();

    let all = served.get("district", "/api/v1/indicators").good(200).json();
    let satisfaction = all.as_array().unwrap().iter().find(|one| one["name"] == "satisfaction").unwrap();
    assert_eq!((&satisfaction["versions"][0]["from"], &satisfaction["versions"][1]["until"]), (&json!("2026-01-01"), &json!("2025-12-31")));

    let path = "/api/v1/indicators/satisfaction?from=2026-03-01&to=2026-03-31";
    let found = served.get("district", path).good(200).json();
    let told: Vec<_> = found["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["version"].clone(), one["shown"].clone(), one["reading"]["over"].clone()))
        .collect();
    assert_eq!(told, [(json!("2026-2"), json!(true), json!(0)), (json!("2025-1"), json!(false), json!(1))]);
    assert_eq!(
        found["areas"][0],
        json!({ "area": STREETS[0], "readings": [{ "of": 0, "over": 0, "rate": null }, { "of": 0, "over": 1, "rate": 0.0 }] })
    );
}

#[test]
fn a_period_that_is_none_and_an_area_out_of_sight_are_refused_by_name() {
    let served = Served::new();
    let ask = |login: &str, rest: &str| served.get(login, &format!("/api/v1/indicators/{rest}"));
    assert_eq!(named(&ask("district", "received?from=2026-03-01").problem(400, "query")), ["to"].into());
    assert_eq!(named(&ask("district", "received?from=2026-03-02&to=2026-03-01").problem(422, "inputs")), ["to"].into());
    assert_eq!(named(&ask("district", "received?from=1-1-1&to=2026-03-01").problem(400, "query")), ["from"].into());
    assert_eq!(named(&ask("district", "received?from=2026-03-01&to=2026-03-01&areas_of=then&x=1").problem(400, "query")), ["x"].into());
    ask("district", "recieved?from=2026-03-01&to=2026-03-01").problem(404, "not-found");
    ask("street1", &format!("received?from=2026-03-01&to=2026-03-01&area={}", STREETS[1])).problem(403, "forbidden");
}
