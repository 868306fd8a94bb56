//! From shift to shift: the lists are derived, how long they were is kept, and two people stand for it.

use linli_app::AppError;
use linli_engine::Refusal;
use linli_pack::record::Record;
use serde_json::json;

use crate::town::{GRIDS, ROAD, Town, refusal};

/// The last hand-over, the lists with how many are on them, and how many came, ended and are held.
type Seen = (Option<Record>, Vec<(String, usize)>, (usize, usize, usize));

fn shift(town: &Town, login: &str) -> Result<Seen, AppError> {
    let who = town.who(login);
    let grant = who.actor.grants[0].clone();
    let found = town.app.shift(&who, &grant)?;
    let lists = found.lists.iter().map(|list| (list.view.name.clone(), list.count)).collect();
    let flow = found.flows.iter().map(|flow| (flow.came, flow.ended, flow.held)).next().unwrap();
    Ok((found.last, lists, flow))
}

fn registered(town: &Town) -> Record {
    town.open("clerk1", "case", "register", json!({ "description": "梅山路路面坑洞", "category": ROAD, "area": GRIDS[0] })).unwrap().record
}

#[test]
fn a_shift_sees_what_came_and_is_still_open_since_the_last_hand_over_and_keeps_how_much_there_was() {
    let town = Town::new();
    let case = registered(&town);
    town.act("clerk1", &case.id, "contact", json!({ "note": "答应周五前回话", "promised": "2026-03-06" })).unwrap();
    let (last, lists, flow) = shift(&town, "clerk1").unwrap();
    assert!(last.is_none());
    assert_eq!(flow, (1, 0, 1));
    let of = |lists: &[(String, usize)], name: &str| lists.iter().find(|(view, _)| view == name).unwrap().1;
    assert_eq!((of(&lists, "late"), of(&lists, "promised")), (0, 1));

    town.later(40 * 86_400);
    let handed = town.open("clerk1", "handover", "hand_on", json!({ "handed": "梅山路坑洞等市政回电" })).unwrap().record;
    assert_eq!((&handed.fields["overdue"], &handed.fields["promised"]), (&json!(1), &json!(1)), "late by now, and promised");
    assert_eq!(handed.holder.as_deref(), Some("340104001001:community_center"));
    let (last, _, flow) = shift(&town, "clerk1").unwrap();
    assert_eq!((last.map(|last| last.id), flow), (Some(handed.id), (0, 0, 1)), "a new shift: nothing came yet");
    assert!(shift(&town, "clerk2").unwrap().0.is_none(), "another desk has its own");
    town.sound();
}

#[test]
fn whoever_handed_over_does_not_take_over_and_whoever_comes_does_once() {
    let town = Town::new();
    let handed = town.open("clerk1", "handover", "hand_on", json!({ "handed": "无" })).unwrap().record;
    assert!(matches!(refusal(town.act("clerk1", &handed.id, "take_over", json!({}))), Refusal::Guard { .. }));
    let taken = town.act("both", &handed.id, "take_over", json!({ "note": "已核对" })).unwrap();
    assert_eq!((taken.state.as_str(), taken.open), ("taken", false));
    assert!(matches!(refusal(town.act("both", &handed.id, "take_over", json!({}))), Refusal::NotFromHere { .. }));
    assert!(matches!(shift(&town, "housing"), Err(AppError::Forbidden("shift"))), "a department has no shifts");
    town.sound();
}
