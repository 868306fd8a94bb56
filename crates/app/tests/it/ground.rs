//! Where things lie and which days are worked, by the packs that ship.

use linli_app::report::{Place, Placed};
use linli_engine::{Problem, Refusal};
use linli_pack::record::Value;
use proptest::prelude::*;
use serde_json::json;

use crate::town::{GRIDS, Town, at, border, command, refusal};

fn grid(town: &Town, lon: f64, lat: f64) -> Option<usize> {
    match town.app.place(&Place { lon: Some(lon), lat: Some(lat), ..Place::default() }) {
        Placed::In { area, .. } => Some(GRIDS.iter().position(|code| *code == area).unwrap()),
        Placed::Outside => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_point_of_a_border_belongs_to_exactly_one_of_two_neighbours() {
    let town = Town::new();
    for n in 1..4 {
        let corners = border(n);
        for pair in corners.windows(2) {
            for step in 0..=100 {
                let share = f64::from(step) / 100.0;
                let (lon, lat) = (pair[0].0 + (pair[1].0 - pair[0].0) * share, pair[0].1 + (pair[1].1 - pair[0].1) * share);
                if lat >= 31.81 {
                    continue;
                }
                // The shapes overlap nowhere and leave no gap: one answer, and it is one of the two.
                let found = grid(&town, lon, lat);
                assert!(found == Some(n - 1) || found == Some(n), "{lon} {lat}: {found:?}");
            }
        }
    }
}

#[test]
fn what_lies_outside_is_outside() {
    let town = Town::new();
    for (lon, lat) in [
        (117.19, 31.805),
        (117.25, 31.805),
        (117.22, 31.79),
        (117.22, 31.82),
        (0.0, 0.0),
        (180.0, 90.0),
        (f64::NAN, f64::NAN),
        (f64::INFINITY, 31.805),
    ] {
        assert_eq!(grid(&town, lon, lat), None, "{lon} {lat}");
    }
    let away = town.app.act(
        &town.who("resident"),
        &linli_app::Target::New,
        &command("case", "report", json!({ "description": "路面坑洞", "lon": 117.19, "lat": 31.805 })),
    );
    assert_eq!(refusal(away), Refusal::Outside);
    let far = town.app.act(
        &town.who("resident"),
        &linli_app::Target::New,
        &command("case", "report", json!({ "description": "路面坑洞", "lon": 1000, "lat": 31.805 })),
    );
    let Refusal::Inputs(problems) = refusal(far) else { panic!() };
    assert_eq!(problems[0].input, "lon");
    assert!(matches!(problems[0].problem, Problem::OutOfRange { .. } | Problem::BadForm), "{problems:?}");
}

#[test]
fn a_point_an_address_and_a_grid_lead_to_the_same_desk() {
    let town = Town::new();
    let mut holders = std::collections::BTreeSet::new();
    for place in [json!({ "lon": 117.205, "lat": 31.802 }), json!({ "area": GRIDS[0] }), json!({ "place": GRIDS[0] })] {
        let Value::Object(mut input) = place else { panic!() };
        input.insert("description".to_owned(), json!("路灯不亮"));
        holders.insert(town.open("resident", "case", "report", Value::Object(input)).unwrap().record.holder);
    }
    assert_eq!(holders.into_iter().collect::<Vec<_>>(), [Some("340104001001001:grid_post".to_owned())]);
    let words = |text: &str| town.app.place(&Place { address: text.to_owned(), ..Place::default() });
    assert!(matches!(words("梅苑小区"), Placed::In { area, point: Some(_) } if area == GRIDS[0]));
    assert!(matches!(words("梅山路 18号"), Placed::In { area, .. } if area == GRIDS[0]));
    assert_eq!(words("梅山路"), Placed::Choose(vec!["梅山路20号".to_owned(), "梅山路18号梅苑小区".to_owned()]));
    assert_eq!(words("火星路"), Placed::Choose(Vec::new()));
    assert_eq!(words("  "), Placed::Nothing);
}

#[test]
fn a_make_up_saturday_is_worked_and_a_holiday_is_not() {
    // Saturday 9 May 2026 is worked in exchange for the Labour Day holiday.
    let town = Town::on("2026-05-08T10:00");
    let (_, link) = town.closed();
    let case = town.act("resident", &link, "complain", json!({ "rating": 1 })).unwrap();
    assert_eq!(case.due, Some(at("2026-05-09T17:30")));
    // The day before the holiday: the next working day is Wednesday 6 May.
    let town = Town::on("2026-04-30T10:00");
    let (_, link) = town.closed();
    let case = town.act("resident", &link, "complain", json!({ "rating": 1 })).unwrap();
    assert_eq!(case.due, Some(at("2026-05-06T17:30")));
}

#[test]
fn four_working_hours_are_counted_over_lunch_and_night() {
    let town = Town::on("2026-03-04T11:00");
    let (case, _) = town.report(0);
    assert_eq!(case.due, Some(at("2026-03-04T17:00")), "one hour before lunch, three after");
    let town = Town::on("2026-03-06T16:30");
    let (case, _) = town.report(0);
    assert_eq!(case.due, Some(at("2026-03-09T11:30")), "one hour on Friday, three on Monday");
}

#[test]
fn a_year_that_is_in_no_calendar_counts_plain_weekends() {
    let town = Town::on("2031-10-03T10:00");
    let (case, link) = town.closed();
    assert_eq!(case.number, "340104-2031-000001");
    let case = town.act("resident", &link, "complain", json!({ "rating": 1 })).unwrap();
    assert_eq!(case.due, Some(at("2031-10-06T17:30")), "Friday to Monday, National Day or not");
    // A limit that runs from a year in the calendar into one that is not.
    let town = Town::on("2026-12-31T10:00");
    let (case, _) = town.report(0);
    assert_eq!(case.deadline, Some(at("2027-01-21T17:30")), "fifteen weekdays");
    town.sound();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn points_find_the_grid_they_lie_in(lon in 117.2015_f64..117.2385, lat in 31.8001_f64..31.8099) {
        static TOWN: std::sync::OnceLock<Town> = std::sync::OnceLock::new();
        let town = TOWN.get_or_init(Town::new);
        let found = grid(town, lon, lat).unwrap();
        let west = 117.20 + 0.01 * found as f64;
        prop_assert!(lon >= west - 0.0011 && lon <= west + 0.0111, "{} in {}", lon, found);
    }
}
