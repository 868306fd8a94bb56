//! A subdistrict calls departments to a matter, and hears of each of them until it ends.

use linli_app::AppError;
use linli_engine::{Problem, Refusal};
use linli_pack::record::{Record, Value};
use serde_json::json;

use crate::town::{Town, at, day, refusal, unseen};

const HOUSING: &str = "340104:dept_housing";
const URBAN: &str = "340104:dept_urban";
const WATER: &str = "340104:unit_water";

fn blow(town: &Town, matter: &str, bodies: Value) -> Result<Record, AppError> {
    let input = json!({ "matter": matter, "what": "沿街夜市占道，多次劝离后反复", "ask": "请到现场联合执法", "bodies": bodies });
    Ok(town.open("street1", "whistle", "blow", input)?.record)
}

fn parts(town: &Town, id: &str) -> Vec<Record> {
    town.app.store().read(|tx| linli_store::parts(tx, town.app.realm(), id)).unwrap()
}

/// The call of a body, as it is now.
fn call(town: &Town, whistle: &str, body: &str) -> Record {
    parts(town, whistle).into_iter().find(|part| part.holder.as_deref() == Some(body)).unwrap()
}

/// What is said of each body that was chosen wrongly.
fn among(result: Result<Record, AppError>) -> Vec<(String, Problem)> {
    let Refusal::Inputs(problems) = refusal(result) else { panic!("not the inputs") };
    let one = |problem| match problem {
        Problem::Among { which, problem } => (which, *problem),
        other => (String::new(), other),
    };
    problems.into_iter().inspect(|found| assert_eq!(found.input, "bodies")).map(|found| one(found.problem)).collect()
}

#[test]
fn a_whistle_from_a_case_calls_each_department_and_ends_when_all_have_come_or_are_excused() {
    let town = Town::new();
    let (case, _) = town.handling();
    let input = json!({ "whistle_kind": "joint", "bodies": [HOUSING, URBAN, WATER], "note": "请到现场联合处置" });
    let case = town.act("street1", &case.id, "whistle", input).unwrap();
    assert_eq!((case.state.as_str(), &case.fields["whistling"]), ("handling", &json!(1)), "the case stays where it is");
    let whistle = parts(&town, &case.id).remove(0);
    assert_eq!((whistle.register.as_str(), &whistle.area), ("whistle", &case.area));
    assert_eq!(whistle.fields["from_case"], json!(case.number), "each names the other");
    assert_eq!((&whistle.fields["calls"], &whistle.fields["waiting"]), (&json!(3), &json!(3)));
    let early = refusal(town.act("street1", &whistle.id, "end", json!({ "note": "收哨" })));
    assert!(matches!(early, Refusal::Guard { .. }), "nobody has come yet: {early:?}");

    let housing = call(&town, &whistle.id, HOUSING);
    assert_eq!(housing.due, Some(at("2026-03-04T16:00")), "four working hours for enforcement, the lunch break aside");
    assert_eq!(housing.fields["whistle"], json!(whistle.number));
    unseen(town.act("water", &housing.id, "note", json!({ "note": "看看" })));
    let arrived = town.act("housing", &housing.id, "report_in", json!({ "how": "on_site", "note": "两人到场" })).unwrap();
    assert_eq!(arrived.fields["reported_at_on_time"], json!(true));
    let twice = refusal(town.act("housing", &housing.id, "report_in", json!({ "how": "on_site", "note": "又来" })));
    assert!(matches!(twice, Refusal::NotFromHere { .. }), "{twice:?}");
    let seen = town.app.detail(&town.who("housing"), &whistle.id).unwrap();
    assert_eq!(seen.parts.len(), 3, "whoever was called reads how all stand");
    assert_eq!(seen.parts.iter().filter(|part| part.seen).count(), 1, "and opens only their own");

    let urban = call(&town, &whistle.id, URBAN);
    let objection = json!({ "not_ours": "2.1", "note": "属于道路养护" });
    let urban = town.act("urban", &urban.id, "object", objection).unwrap();
    assert_eq!((urban.state.as_str(), urban.due), ("called", housing.due), "an objection does not stop the clock");
    town.act("street1", &urban.id, "excuse", json!({ "note": "同意，不必到场" })).unwrap();

    town.set("2026-03-04T16:31");
    town.app.wake_due(50).unwrap();
    let water = call(&town, &whistle.id, WATER);
    assert_eq!(water.raised, 2, "who does not come goes up to the subdistrict, then to the district");
    let notices = town.app.notices(&town.who("district"), true, 100).unwrap();
    assert!(notices.iter().any(|notice| notice.record == water.id), "{notices:?}");
    let water = town.act("water", &water.id, "report_in", json!({ "how": "in_writing", "note": "抢修另处，先报书面意见" })).unwrap();
    assert_eq!(water.fields["reported_at_on_time"], json!(false));

    let rating = refusal(town.act("street1", &whistle.id, "end", json!({ "note": "收哨" })));
    assert!(matches!(rating, Refusal::Guard { .. }), "all have come, none is rated: {rating:?}");
    town.act("housing", &housing.id, "finish", json!({ "note": "已清理" })).unwrap();
    for (body, score) in [(HOUSING, 5), (WATER, 2)] {
        let id = call(&town, &whistle.id, body).id;
        assert!(town.act("housing", &id, "rate", json!({ "rating": 5 })).is_err(), "no department rates");
        town.act("street1", &id, "rate", json!({ "rating": score })).unwrap();
    }
    town.act("street1", &whistle.id, "end", json!({ "note": "问题解决" })).unwrap();
    let case = town.record(&case.id);
    assert_eq!((case.state.as_str(), &case.fields["whistling"]), ("handling", &json!(0)), "the case has heard of it");
    let told: Vec<_> = town.lines(&whistle.id).into_iter().filter(|line| line.entry.name == "told").collect();
    assert_eq!(told.len(), 5, "two came, one was excused, two were rated; to be done changes no count: {told:?}");
    town.sound();
}

#[test]
fn what_is_wrong_with_one_department_is_named_and_none_is_called() {
    let town = Town::new();
    assert_eq!(among(blow(&town, "hard", json!([]))), [(String::new(), Problem::Missing)]);
    assert_eq!(among(blow(&town, "hard", json!([HOUSING, "340104:dept_gone"]))), [("340104:dept_gone".to_owned(), Problem::Unknown)]);
    assert_eq!(among(blow(&town, "hard", json!([HOUSING, HOUSING]))), [(HOUSING.to_owned(), Problem::Twice)]);
    assert_eq!(
        among(blow(&town, "hard", json!(["340104001001:community_center"]))),
        [("340104001001:community_center".to_owned(), Problem::WrongKind)]
    );
    let nothing = town.app.browse_count(&town.who("district"), "call", &linli_app::desk::Narrow::default(), 10).unwrap();
    assert_eq!(nothing, 0, "all or none");
    let whistle = blow(&town, "hard", json!([HOUSING])).unwrap();
    let again = town.act("street1", &whistle.id, "call_more", json!({ "bodies": [URBAN, HOUSING] }));
    assert_eq!(among(again), [(HOUSING.to_owned(), Problem::Already)]);
    assert_eq!(parts(&town, &whistle.id).len(), 1);
    let whistle = town.act("street1", &whistle.id, "call_more", json!({ "bodies": [URBAN] })).unwrap();
    assert_eq!((&whistle.fields["calls"], &whistle.fields["waiting"]), (&json!(2), &json!(2)));
    town.sound();
}

#[test]
fn a_department_abolished_yesterday_is_not_called_and_neither_are_the_others() {
    let town = Town::new();
    let team = "340104001:enforcement_team";
    town.app.end_body(&town.who("organiser1"), team, "2026-03-03", "机构改革").unwrap();
    assert_eq!(among(blow(&town, "joint", json!([HOUSING, team]))), [(team.to_owned(), Problem::Unknown)]);
    assert!(town.app.notices(&town.who("housing"), true, 10).unwrap().is_empty(), "nobody was told of a whistle that was not blown");
    blow(&town, "joint", json!([HOUSING])).unwrap();
    assert_eq!(town.app.notices(&town.who("housing"), true, 10).unwrap().len(), 1);
}

#[test]
fn a_call_is_not_opened_without_a_whistle() {
    let town = Town::new();
    let input = json!({ "body": HOUSING, "whistle": "S2026-0001", "matter": "hard", "what": "没有哨" });
    assert!(matches!(refusal(town.open("street1", "call", "call", input)), Refusal::Guard { .. }));
}

#[test]
fn each_kind_of_matter_has_its_clock_and_the_board_counts_who_came_in_time() {
    let town = Town::new();
    for (matter, due) in [("emergency", "2026-03-04T10:30"), ("joint", "2026-03-04T16:00"), ("hard", "2026-03-05T17:30")] {
        let whistle = blow(&town, matter, json!([HOUSING, URBAN])).unwrap();
        assert_eq!(call(&town, &whistle.id, HOUSING).due, Some(at(due)), "{matter}");
        town.act("housing", &call(&town, &whistle.id, HOUSING).id, "report_in", json!({ "how": "on_site", "note": "到场" })).unwrap();
    }
    let today = day("2026-03-04");
    let period = linli_app::board::Period { from: today, to: today };
    let board = town.app.board(&town.who("district"), "call", "340104", period).unwrap();
    let reading = |name: &str| board.cards.iter().find(|card| card.indicator.name == name).unwrap().now;
    assert_eq!((reading("reported_in").of, reading("reported_in").over), (3, Some(6)));
    town.sound();
}
