//! A matter from the door to a satisfied resident.

use linli_engine::Refusal;
use serde_json::json;

use crate::town::{Town, at, command, refusal};

#[test]
fn a_report_climbs_the_tiers_is_handled_verified_and_rated() {
    let town = Town::new();
    let (case, link) = town.report(0);
    assert_eq!((case.state.as_str(), case.holder.as_deref()), ("reported", Some("340104001001001:grid_post")));
    assert_eq!(case.number, "340104-2026-000001");
    assert_eq!(case.urgency.as_deref(), Some("blue"), "the category brings its urgency");
    let case = town.act("lead1", &case.id, "pass_to_community", json!({ "note": "需要街道协调" })).unwrap();
    assert_eq!((case.state.as_str(), case.holder.as_deref()), ("accepted", Some("340104001001:community_center")));
    let case = town.act("clerk1", &case.id, "pass_to_street", json!({ "note": "需要部门处理" })).unwrap();
    assert_eq!((case.state.as_str(), case.holder.as_deref()), ("at_street", Some("340104001:street_center")));
    let case = town.act("street1", &case.id, "dispatch", json!({ "body": "340104:dept_housing" })).unwrap();
    assert_eq!((case.state.as_str(), case.holder.as_deref()), ("dispatched", Some("340104:dept_housing")));
    town.later(3600);
    let case = town.act("housing", &case.id, "take", json!({})).unwrap();
    assert_eq!(case.state, "handling");
    let case = town.act("housing", &case.id, "resolve", json!({ "note": "已修补路面" })).unwrap();
    assert_eq!((case.state.as_str(), case.holder.as_deref()), ("resolved", Some("340104001:street_center")));
    let case = town.act("street1", &case.id, "verify", json!({})).unwrap();
    assert_eq!((case.state.as_str(), case.holder.as_deref(), case.open), ("closed", Some("340104:dept_housing"), false));
    let case = town.act("resident", &link, "rate", json!({ "rating": 5, "note": "很快" })).unwrap();
    assert_eq!((case.state.as_str(), case.rating), ("rated", Some(5)));
    assert_eq!(case.fields["resolved_on_time"], json!(true));
    assert_eq!(town.lines(&case.id).len(), 8);
    town.sound();
}

#[test]
fn a_grid_lead_settles_what_they_find_on_the_spot() {
    let town = Town::new();
    let input = json!({ "description": "楼道堆物", "note": "已请住户搬走" });
    let case = town.open("lead1", "case", "patrol_done", input).unwrap().record;
    assert_eq!((case.state.as_str(), case.source.as_str(), case.area.as_str()), ("closed", "patrol", "340104001001001"));
    town.sound();
}

#[test]
fn the_matter_that_the_community_sends_back_goes_to_the_grid_it_lies_in() {
    let town = Town::new();
    let case = town.open("clerk1", "case", "register", json!({ "description": "路灯不亮", "area": "340104001001002" })).unwrap().record;
    let case = town.act("clerk1", &case.id, "send_to_grid", json!({ "note": "请上门看" })).unwrap();
    assert_eq!(case.holder.as_deref(), Some("340104001001002:grid_post"));
    let case = town.act("lead2", &case.id, "solve", json!({ "note": "已换灯泡" })).unwrap();
    assert_eq!(case.state, "closed");
}

#[test]
fn a_bad_rating_reopens_reaches_the_handler_and_is_put_right_once() {
    let town = Town::new();
    let (_, link) = town.closed();
    let case = town.act("resident", &link, "complain", json!({ "rating": 1, "note": "又裂了" })).unwrap();
    assert_eq!((case.state.as_str(), case.holder.as_deref(), case.open), ("reopened", Some("340104:dept_housing"), true));
    assert_eq!(case.due, Some(at("2026-03-05T17:30")), "contact within one working day");
    let told = town.app.notices(&town.who("housing"), true, 50).unwrap();
    assert!(told.iter().any(|notice| notice.name == "complain" && notice.record == case.id));
    town.set("2026-03-05T09:00");
    let case = town.act("housing", &case.id, "recontact", json!({ "note": "已电话联系", "channel": "call" })).unwrap();
    assert_eq!((case.state.as_str(), case.due), ("rectifying", Some(at("2026-03-26T17:30"))), "put right within fifteen working days");
    assert_eq!(case.fields["recontacted_on_time"], json!(true));
    town.set("2026-03-20T09:00");
    town.act("housing", &case.id, "rectify", json!({ "note": "重新铺设" })).unwrap();
    let case = town.act("street1", &case.id, "verify", json!({})).unwrap();
    assert_eq!((case.state.as_str(), case.holder.as_deref()), ("closed", Some("340104:dept_housing")));
    assert_eq!(case.fields["put_right_on_time"], json!(true));
    let again = refusal(town.act("resident", &link, "complain", json!({ "rating": 1 })));
    assert!(matches!(again, Refusal::Guard { .. }), "only a first bad rating reopens: {again:?}");
    let case = town.act("resident", &link, "rate", json!({ "rating": 1 })).unwrap();
    assert_eq!((case.state.as_str(), case.rating, case.reopened), ("rated", Some(1), 1));
    town.sound();
}

#[test]
fn contact_after_the_working_day_is_late() {
    let town = Town::new();
    let (case, link) = town.closed();
    town.act("resident", &link, "complain", json!({ "rating": 2 })).unwrap();
    town.set("2026-03-05T17:31");
    let case = town.act("housing", &case.id, "recontact", json!({ "note": "已电话联系" })).unwrap();
    assert_eq!(case.fields["recontacted_on_time"], json!(false));
}

#[test]
fn a_return_never_stops_the_clock() {
    let town = Town::new();
    let (case, _) = town.handling();
    town.later(7_200);
    let back = town.act("housing", &case.id, "return", json!({ "returned_for": "2.2", "note": "不属于本单位" })).unwrap();
    assert_eq!((back.state.as_str(), back.due, back.deadline), ("returned", case.due, case.deadline));
    town.later(3_600);
    let again = town.act("street1", &case.id, "redispatch", json!({ "body": "340104:dept_urban" })).unwrap();
    assert_eq!((again.due, again.deadline), (case.due, case.deadline));
    let second = refusal(town.act("urban", &case.id, "return", json!({ "note": "也不属于" })));
    assert!(matches!(second, Refusal::Guard { .. }), "{second:?}");
    let dispute = town.act("urban", &case.id, "dispute", json!({ "returned_for": "2.1", "note": "请裁定" })).unwrap();
    assert_eq!((dispute.state.as_str(), dispute.due), ("arbitration", case.due));
    assert_eq!(dispute.fields["arbitrate_by"], json!(at("2026-03-05T17:30")), "the district has until the close of the next working day");
    let decided = town.act("district", &case.id, "arbitrate", json!({ "body": "340104:dept_housing", "note": "道路养护" })).unwrap();
    assert_eq!((decided.holder.as_deref(), decided.due), (Some("340104:dept_housing"), case.due));
    let after = refusal(town.act("housing", &case.id, "dispute", json!({ "note": "再争" })));
    assert!(matches!(after, Refusal::Guard { .. }), "what was arbitrated cannot be returned: {after:?}");
}

#[test]
fn a_suspension_needs_a_second_person_and_the_clock_runs_until_then() {
    let town = Town::new();
    let (case, _) = town.handling();
    let asked = town.act("housing", &case.id, "suspend", json!({ "note": "等待材料" })).unwrap();
    assert_eq!((asked.state.as_str(), asked.due), ("handling", case.due));
    assert!(matches!(refusal(town.act("housing", &case.id, "approve", json!({}))), Refusal::NotYours { .. }));
    assert!(matches!(refusal(town.act("housing", &case.id, "suspend", json!({ "note": "再申请" }))), Refusal::Pending { .. }));
    let set_aside = town.act("street1", &case.id, "approve", json!({})).unwrap();
    assert_eq!((set_aside.state.as_str(), set_aside.due), ("suspended", None));
    town.later(2 * 86_400);
    let on = town.act("housing", &case.id, "resume", json!({})).unwrap();
    assert_eq!(on.state, "handling");
    assert_eq!(on.due, case.due.map(|due| due + 2 * 86_400), "what was left when it stopped is left now");
    town.sound();
}

#[test]
fn who_asks_for_a_suspension_cannot_approve_it_in_another_post() {
    let town = Town::new();
    let (case, _) = town.handling();
    town.act("double", &case.id, "suspend", json!({ "note": "等待材料" })).unwrap();
    assert_eq!(refusal(town.act("double", &case.id, "approve", json!({}))), Refusal::OwnAct);
    assert_eq!(town.act("street1", &case.id, "approve", json!({})).unwrap().state, "suspended");
}

#[test]
fn an_extension_needs_a_second_person_and_a_refused_one_changes_nothing() {
    let town = Town::new();
    let (case, _) = town.handling();
    town.act("housing", &case.id, "extend", json!({ "workdays": 3, "note": "材料未到" })).unwrap();
    let refused = town.act("street1", &case.id, "refuse", json!({ "note": "请按期" })).unwrap();
    assert_eq!((refused.due, refused.deadline), (case.due, case.deadline));
    town.act("housing", &case.id, "extend", json!({ "workdays": 3, "note": "材料未到" })).unwrap();
    let longer = town.act("street1", &case.id, "approve", json!({})).unwrap();
    assert!(longer.due > case.due && longer.deadline > case.deadline);
    assert_eq!(longer.state, "handling");
}

#[test]
fn a_move_from_a_page_that_is_out_of_date_is_refused() {
    let town = Town::new();
    let (case, _) = town.report(0);
    town.act("lead1", &case.id, "contact", json!({ "note": "已联系" })).unwrap();
    let mut late = command("", "solve", json!({ "note": "已办" }));
    late.seen = Some(case.version);
    let answer = town.app.act(&town.who("lead1"), &linli_app::Target::Id(case.id), &late);
    assert_eq!(refusal(answer), Refusal::Stale { seen: 1, is: 2 });
}
