use linli_engine::{InputProblem, Problem, Refusal, To};
use serde_json::json;

use crate::world::*;

fn problems(input: serde_json::Value) -> Vec<(String, Problem)> {
    match World::new().opens(&resident(), "report", input, "2026-03-02 10:00") {
        Err(Refusal::Inputs(problems)) => problems.into_iter().map(|InputProblem { input, problem }| (input, problem)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_report_becomes_a_record_with_number_area_holder_and_limits() {
    let mut world = World::new();
    let input =
        json!({"description": "楼道里有积水\n已经三天", "lon": 1.5, "lat": 0.5, "category": "utilities.drain", "phone": "138 1234-6021"});
    let outcome = world.opens(&resident(), "report", input, "2026-03-02 10:00").unwrap();
    let record = outcome.record;
    assert_eq!(record.number, "340104-2026-000001");
    assert_eq!((record.state.as_str(), record.open, record.version), ("reported", true, 1));
    assert_eq!((record.area.as_str(), record.holder.as_deref()), ("G2", Some("C1:community_center")));
    assert_eq!((record.source.as_str(), record.opener), ("resident", None));
    assert_eq!(record.title, "楼道里有积水");
    assert_eq!(record.urgency.as_deref(), Some("yellow"), "from the category above");
    assert_eq!(local(record.due.unwrap()), "2026-03-03 17:30");
    assert_eq!(local(record.deadline.unwrap()), "2026-03-23 17:30");
    assert_eq!(record.wake, record.due.map(|due| due + 1));
    assert_eq!(record.pack, "0123456789ab");
    assert_eq!(outcome.act.from, "");
    assert_eq!(outcome.act.to, "reported");
}

#[test]
fn personal_values_are_kept_apart_from_record_title_and_facts() {
    let mut world = World::new();
    world.case().title = "phone".into();
    let input = json!({"description": "噪音", "area": "G1", "phone": "13812346021"});
    let outcome = world.opens(&resident(), "report", input, "2026-03-02 10:00").unwrap();
    assert_eq!(outcome.personal["phone"], "13812346021");
    assert_eq!(outcome.act.words["phone"], "13812346021");
    assert!(!serde_json::to_string(&outcome.record).unwrap().contains("13812346021"));
    assert!(!serde_json::to_string(&outcome.act.facts).unwrap().contains("13812346021"));
    assert_eq!(outcome.record.title, "民情事项");
}

#[test]
fn free_text_addresses_and_points_are_words_and_codes_are_facts() {
    let mut world = World::new();
    let input = json!({"description": "路灯不亮", "lon": 0.1, "lat": 0.1, "address": "梅山路18号", "households": "12", "cost": "12.5"});
    let act = world.opens(&resident(), "report", input, "2026-03-02 10:00").unwrap().act;
    for name in ["description", "address", "lon", "lat", "title"] {
        assert!(act.words.contains_key(name) && !act.facts.contains_key(name), "{name}");
    }
    assert_eq!(act.facts["households"], 12);
    assert_eq!(act.facts["cost"], 1250);
    assert_eq!(act.facts["area"], "G1");
    assert!(act.facts.contains_key("due") && act.facts.contains_key("number"));
}

#[test]
fn every_problem_is_reported_at_once() {
    let found = problems(json!({
        "description": "👍👍", "phone": "12345", "households": 501, "cost": "1.234", "visited": "2026-02-30", "channel": "fax",
        "category": "nothing", "urgency": "purple", "surprise": 1, "lon": 0.5,
    }));
    let expected = [
        ("category", Problem::Unknown),
        ("channel", Problem::NotAChoice),
        ("cost", Problem::BadForm),
        ("description", Problem::NoWords),
        ("households", Problem::OutOfRange { min: 0, max: 500 }),
        ("phone", Problem::BadForm),
        ("urgency", Problem::NotAChoice),
        ("visited", Problem::BadForm),
        ("lat", Problem::Missing),
        ("surprise", Problem::Unexpected),
    ];
    for (input, problem) in expected {
        assert!(found.contains(&(input.to_owned(), problem.clone())), "{input}: {problem:?} not in {found:?}");
    }
    assert_eq!(found.len(), 10, "and no other: {found:?}");
}

#[test]
fn what_must_be_filled_is_missing_when_it_is_blank() {
    assert_eq!(problems(json!({"description": "  \n ", "area": "G1"})), [("description".to_owned(), Problem::Missing)]);
    let long = "字".repeat(201);
    assert_eq!(problems(json!({"description": long, "area": "G1"})), [("description".to_owned(), Problem::TooLong { max: 200, is: 201 })]);
}

#[test]
fn phone_numbers_are_mobiles_or_landlines_with_area_code() {
    let works = |phone: &str| {
        let input = json!({"description": "水", "area": "G1", "phone": phone});
        World::new().opens(&resident(), "report", input, "2026-03-02 10:00").map(|o| o.personal["phone"].as_str().unwrap().to_owned()).ok()
    };
    assert_eq!(works("138-1234 6021").as_deref(), Some("13812346021"));
    assert_eq!(works("+86 13812346021").as_deref(), Some("13812346021"));
    assert_eq!(works("0551-65310001").as_deref(), Some("055165310001"));
    assert_eq!(works("010 62345678").as_deref(), Some("01062345678"));
    for wrong in ["12345", "12812346021", "1381234602", "65310001", "138123460211", "0551-6531000a", "00000000000"] {
        assert_eq!(works(wrong), None, "{wrong}");
    }
}

#[test]
fn a_place_outside_the_realm_is_refused() {
    let input = json!({"description": "水", "lon": 9.0, "lat": 9.0});
    assert_eq!(World::new().opens(&resident(), "report", input, "2026-03-02 10:00"), Err(Refusal::Outside));
    assert_eq!(problems(json!({"description": "水", "area": "elsewhere"})), [("area".to_owned(), Problem::Unknown)]);
}

#[test]
fn a_place_must_be_as_fine_as_the_register_asks() {
    for input in [json!({"description": "水"}), json!({"description": "水", "area": "C1"})] {
        assert_eq!(problems(input), [("place".to_owned(), Problem::Missing)]);
    }
}

#[test]
fn staff_open_in_their_own_area_where_they_name_no_other() {
    let mut world = World::new();
    let record = world.opens(&grid(), "note_down", json!({"description": "井盖松动"}), "2026-03-02 10:00").unwrap().record;
    assert_eq!(
        (record.area.as_str(), record.holder.as_deref(), record.opener.as_deref()),
        ("G1", Some("G1:grid_person"), Some("G1:grid_person"))
    );
    let refusal = world.opens(&resident(), "note_down", json!({"description": "井盖松动"}), "2026-03-02 10:00");
    assert!(matches!(refusal, Err(Refusal::NotYours { .. })));
}

#[test]
fn a_resident_cannot_claim_to_be_the_hotline() {
    let source = |source: &str| json!({"description": "水", "area": "G1", "source": source});
    assert!(matches!(World::new().opens(&resident(), "report", source("hotline"), "2026-03-02 10:00"), Err(Refusal::Inputs(_))));
    assert_eq!(World::new().opens(&community(), "report", source("hotline"), "2026-03-02 10:00").unwrap().record.source, "hotline");
}

#[test]
fn numbers_count_by_local_year_and_refusals_use_none() {
    let mut world = World::new();
    let input = || json!({"description": "水", "area": "G1"});
    assert!(world.opens(&resident(), "report", json!({}), "2025-12-31 10:00").is_err());
    assert_eq!(world.opens(&resident(), "report", input(), "2025-12-31 23:59").unwrap().record.number, "340104-2025-000001");
    assert_eq!(world.opens(&resident(), "report", input(), "2026-01-01 00:00").unwrap().record.number, "340104-2026-000001");
    assert_eq!(world.opens(&resident(), "report", input(), "2026-01-01 00:01").unwrap().record.number, "340104-2026-000002");
    assert_eq!(world.mint.ids, 3);
}

#[test]
fn a_long_first_line_is_cut_at_forty_characters() {
    let input = json!({"description": "长".repeat(60), "area": "G1"});
    let title = World::new().opens(&resident(), "report", input, "2026-03-02 10:00").unwrap().record.title;
    assert_eq!(title.chars().count(), 40);
    assert!(title.ends_with('…'));
}

#[test]
fn an_unknown_register_or_move_is_refused() {
    let refusal = World::new().opens(&resident(), "dispatch", json!({}), "2026-03-02 10:00");
    assert!(matches!(refusal, Err(Refusal::NotFromHere { .. })));
}

#[test]
fn those_whom_a_move_names_are_told_once() {
    let mut world = World::new();
    world.case().moves["report"].notify = ["holder", "holder", "reporter", "supervisor"].map(str::to_owned).into();
    let notices = world.opens(&resident(), "report", json!({"description": "水", "area": "G1"}), "2026-03-02 10:00").unwrap().notices;
    let to: Vec<To> = notices.into_iter().map(|notice| notice.to).collect();
    let role = To::Role { role: "supervisor".into(), area: "G1".into() };
    assert_eq!(to, [To::Body("C1:community_center".into()), To::Reporter, role]);
}
