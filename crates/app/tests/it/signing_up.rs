//! Volunteers: places that people take without an account, the waiting list that moves up by itself, and hours that both sides say.

use std::collections::BTreeMap;

use linli_app::{AppError, Context, Done, Target};
use linli_engine::Refusal;
use linli_pack::Lang;
use linli_pack::record::{Record, Value};
use serde_json::json;

use crate::town::{Town, command, refusal};

/// A Friday.
const MORNING: &str = "2026-11-20T09:00:00";

fn announced(town: &Town, wanted: i64) -> Record {
    let given = json!({ "activity": "清理楼道", "service": "environment", "on": "2026-11-28", "slot": "morning", "where": "社区广场，上午九点",
        "wanted": wanted, "hours": 3 });
    town.open("team1", "activity", "announce", given).unwrap().record
}

fn sign_up(town: &Town, of: &Record, phone: &str) -> Result<Done, AppError> {
    let input: BTreeMap<String, Value> = json!({ "name": "陈三", "phone": phone }).as_object().unwrap().clone().into_iter().collect();
    town.app.take_place(&Context::resident(Lang::Zh, town.app.now()), "sign_up", &of.id, &input)
}

fn by_link(town: &Town, secret: &str, name: &str, input: Value) -> Result<Done, AppError> {
    let context = Context::resident(Lang::Zh, town.app.now());
    town.app.act(&context, &Target::Follow(secret.to_owned()), &command("sign_up", name, input))
}

fn counts(town: &Town, of: &Record) -> (i64, i64) {
    let record = town.record(&of.id);
    let whole = |name: &str| record.fields.get(name).and_then(Value::as_i64).unwrap_or_default();
    (whole("taken"), whole("waiting"))
}

#[test]
fn whoever_comes_after_the_last_place_waits_and_the_first_who_waits_moves_up_when_one_gives_it_up() {
    let town = Town::new();
    town.set(MORNING);
    let of = announced(&town, 2);
    let all: Vec<Done> = (1..=4).map(|n| sign_up(&town, &of, &format!("1380000000{n}")).unwrap()).collect();
    assert_eq!(all.iter().map(|done| done.record.state.as_str()).collect::<Vec<_>>(), ["in", "in", "waiting", "waiting"]);
    assert_eq!(all[0].record.holder, of.holder, "whoever holds the activity holds its sign-ups");
    assert_eq!(all[0].record.title, "清理楼道");
    assert_eq!(counts(&town, &of), (2, 2));
    by_link(&town, all[0].secret.as_ref().unwrap(), "withdraw", json!({})).unwrap();
    let states = || all.iter().map(|done| town.record(&done.record.id).state).collect::<Vec<_>>();
    assert_eq!(states(), ["withdrawn", "in", "in", "waiting"]);
    assert_eq!(counts(&town, &of), (2, 1));
    by_link(&town, all[3].secret.as_ref().unwrap(), "withdraw", json!({})).unwrap();
    assert_eq!(counts(&town, &of), (2, 0), "who waited and goes leaves no place behind");
    town.sound();
}

#[test]
fn more_room_lets_all_move_up_whom_it_holds_and_less_than_are_there_is_refused() {
    let town = Town::new();
    town.set(MORNING);
    let of = announced(&town, 1);
    for n in 1..=5 {
        sign_up(&town, &of, &format!("1380000000{n}")).unwrap();
    }
    town.act("team1", &of.id, "make_room", json!({ "wanted": 4 })).unwrap();
    assert_eq!(counts(&town, &of), (4, 1));
    let Refusal::Guard { because, .. } = refusal(town.act("team1", &of.id, "make_room", json!({ "wanted": 3 }))) else { panic!() };
    assert!(because.zh.contains("不能再减"), "{because:?}");
    town.sound();
}

#[test]
fn nobody_signs_up_twice_nor_for_two_things_at_the_same_time() {
    let town = Town::new();
    town.set(MORNING);
    let (of, other) = (announced(&town, 5), announced(&town, 5));
    let first = sign_up(&town, &of, "13800000001").unwrap();
    let again = sign_up(&town, &of, "13800000001").unwrap();
    assert_eq!(again.record.id, first.record.id);
    assert!(by_link(&town, &again.secret.unwrap(), "withdraw", json!({})).is_err(), "who types a number does not speak for its owner");
    let Refusal::Guard { because, .. } = refusal(sign_up(&town, &other, "13800000001")) else { panic!() };
    assert!(because.zh.contains("同一时间") && !because.zh.contains("清理楼道"), "{because:?}");
    by_link(&town, &first.secret.unwrap(), "withdraw", json!({})).unwrap();
    assert_eq!(sign_up(&town, &other, "13800000001").unwrap().record.state, "in");
    town.sound();
}

#[test]
fn places_are_taken_until_the_day_and_only_while_it_is_announced() {
    let town = Town::new();
    town.set(MORNING);
    let of = announced(&town, 2);
    let signed = sign_up(&town, &of, "13800000001").unwrap().record;
    town.act("team1", &of.id, "put_off", json!({ "on": "2026-11-29", "slot": "evening", "note": "下雨" })).unwrap();
    assert_eq!(town.record(&signed.id).fields["on"], "2026-11-29", "who signed up is told the new day");
    town.set("2026-11-30T09:00:00");
    assert!(matches!(refusal(sign_up(&town, &of, "13800000002")), Refusal::Guard { .. }));
    town.act("team1", &of.id, "call_off", json!({ "note": "没有场地" })).unwrap();
    assert_eq!(town.record(&signed.id).state, "cancelled");
    assert!(matches!(sign_up(&town, &of, "13800000003"), Err(AppError::NotFound(_))), "it is not public any more");
    town.sound();
}

#[test]
fn hours_count_once_team_and_volunteer_say_the_same_and_never_by_one_side_alone() {
    let town = Town::new();
    town.set(MORNING);
    let of = announced(&town, 1);
    let (signed, waits) = (sign_up(&town, &of, "13800000001").unwrap(), sign_up(&town, &of, "13800000002").unwrap());
    let (id, link) = (signed.record.id.clone(), signed.secret.unwrap());
    assert!(by_link(&town, &link, "own_says", json!({ "own_hours": 3 })).is_err(), "it was not held yet");
    town.set("2026-11-28T12:30:00");
    town.act("team1", &of.id, "hold", json!({ "took_part": 1 })).unwrap();
    assert_eq!(town.record(&waits.record.id).state, "missed");
    assert_eq!(by_link(&town, &link, "own_says", json!({ "own_hours": 4 })).unwrap().record.state, "to_say");
    town.act("team1", &id, "team_says", json!({ "team_hours": 3 })).unwrap();
    assert_eq!(town.record(&id).state, "differing", "both see that they differ");
    town.act("team1", &id, "team_says", json!({ "team_hours": 2 })).unwrap();
    assert_eq!(town.record(&id).state, "differing");
    by_link(&town, &link, "own_says", json!({ "own_hours": 2 })).unwrap();
    let record = town.record(&id);
    assert_eq!((record.state.as_str(), record.open), ("settled", false));
    let acts: Vec<String> = town.lines(&id).iter().map(|line| line.entry.name.clone()).collect();
    assert_eq!(acts, ["sign_up", "ask_hours", "own_says", "team_says", "differ", "team_says", "own_says", "settle"]);
    town.sound();
}
