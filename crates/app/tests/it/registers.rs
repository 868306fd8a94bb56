//! Registers that no line of Rust knows: wishes and task lists live by their pack alone.

use linli_engine::Refusal;
use serde_json::json;

use crate::town::{GRIDS, Town, at, refusal};

#[test]
fn a_wish_is_posted_published_claimed_fulfilled_and_thanked() {
    let town = Town::new();
    let done = town
        .open(
            "resident",
            "wish",
            "post",
            json!({ "wish": "想要一副老花镜", "kind": "thing", "who": "elder", "area": GRIDS[0], "phone": "13812345678" }),
        )
        .unwrap();
    let (wish, link) = (done.record, done.secret.unwrap());
    assert_eq!(
        (wish.number.as_str(), wish.state.as_str(), wish.holder.as_deref()),
        ("W2026-00001", "posted", Some("340104001001:community_center"))
    );
    let no = refusal(town.act("team1", &wish.id, "claim", json!({})));
    assert!(matches!(no, Refusal::NotFromHere { .. }), "{no:?}");
    let wish = town.act("clerk1", &wish.id, "publish", json!({})).unwrap();
    assert_eq!(wish.fields["published_at"], json!(town.app.now()));
    crate::town::unseen(town.act("team2", &wish.id, "claim", json!({})));
    let wish = town.act("team1", &wish.id, "claim", json!({ "claimant": "梅苑志愿队" })).unwrap();
    assert_eq!((wish.state.as_str(), wish.holder.as_deref()), ("claimed", Some("340104001001:volunteer_team")));
    let wish = town.act("team1", &wish.id, "release", json!({ "note": "临时有事" })).unwrap();
    assert_eq!((wish.state.as_str(), wish.returns), ("published", 1));
    town.act("secretary1", &wish.id, "claim", json!({ "claimant": "党员小组" })).unwrap();
    town.act("secretary1", &wish.id, "fulfil", json!({ "note": "已送到家" })).unwrap();
    let wish = town.act("resident", &link, "thank", json!({ "note": "谢谢大家", "rating": 5 })).unwrap();
    assert_eq!((wish.state.as_str(), wish.rating, wish.open), ("thanked", Some(5), false));
    town.sound();
}

#[test]
fn a_wish_that_nobody_claims_is_raised_to_the_subdistrict_then_to_the_district() {
    let town = Town::new();
    let wish = town.open("clerk1", "wish", "post_here", json!({ "wish": "想有人陪着下棋", "area": GRIDS[0] })).unwrap().record;
    assert_eq!(wish.due, Some(at("2026-03-11T17:30")));
    assert_eq!(town.app.wake_due(10).unwrap(), 0);
    town.set("2026-03-11T17:30:01");
    assert_eq!(town.app.wake_due(10).unwrap(), 1);
    assert_eq!(town.record(&wish.id).raised, 1);
    assert_eq!(town.app.wake_due(10).unwrap(), 0, "once");
    let told = |town: &Town, login: &str| {
        town.app.notices(&town.who(login), true, 50).unwrap().iter().filter(|notice| notice.name == "wake").count()
    };
    assert_eq!((told(&town, "street1"), told(&town, "street2"), told(&town, "district")), (1, 0, 0));
    town.set("2026-03-18T17:30:01");
    assert_eq!(town.app.wake_due(10).unwrap(), 1);
    assert_eq!((town.record(&wish.id).raised, told(&town, "district")), (2, 1));
    town.sound();
}

#[test]
fn a_task_is_assigned_called_about_reported_finished_rejected_and_accepted() {
    let town = Town::new();
    let input = json!({ "task": "背街小巷整治", "result": "12条小巷验收", "body": "340104:dept_urban", "urgency": "yellow", "finish_by": "2026-04-30" });
    let task = town.open("district", "task", "assign", input).unwrap().record;
    assert_eq!((task.number.as_str(), task.holder.as_deref(), task.area.as_str()), ("T2026-0001", Some("340104:dept_urban"), "340104"));
    town.act("urban", &task.id, "start", json!({ "step_one": "摸排", "step_one_by": "2026-03-20" })).unwrap();
    let no = refusal(town.act("urban", &task.id, "weekly_call", json!({ "progress": 140 })));
    assert!(matches!(no, Refusal::Inputs(_)), "{no:?}");
    let called = town.act("urban", &task.id, "weekly_call", json!({ "progress": 30, "risk": "slow" })).unwrap();
    assert_eq!(called.fields["progress"], json!(30));
    town.act("urban", &task.id, "monthly_report", json!({ "progress": 60, "note": "已完成7条" })).unwrap();
    let done = town.act("urban", &task.id, "finish", json!({ "note": "全部完成" })).unwrap();
    assert_eq!(
        (done.state.as_str(), &done.fields["progress"], done.holder.as_deref()),
        ("done", &json!(100), Some("340104:district_center"))
    );
    let again = town.act("district", &task.id, "reject", json!({ "note": "两条未达标" })).unwrap();
    assert_eq!((again.state.as_str(), again.holder.as_deref(), again.returns), ("doing", Some("340104:dept_urban"), 1));
    town.act("urban", &task.id, "finish", json!({ "note": "已补" })).unwrap();
    let accepted = town.act("district", &task.id, "confirm", json!({})).unwrap();
    assert_eq!((accepted.state.as_str(), accepted.open), ("accepted", false));
    town.sound();
}

#[test]
fn the_weekly_call_is_asked_for_on_fridays() {
    let town = Town::new();
    let input = json!({ "task": "背街小巷整治", "result": "12条小巷验收", "body": "340104:dept_urban", "urgency": "blue" });
    let task = town.open("district", "task", "assign", input).unwrap().record;
    let task = town.act("urban", &task.id, "start", json!({})).unwrap();
    town.act("district", &task.id, "weekly_call", json!({ "progress": 5 })).unwrap();
    let asked =
        |town: &Town| town.app.notices(&town.who("urban"), true, 50).unwrap().iter().filter(|notice| notice.name == "weekly_call").count();
    let before = asked(&town);
    for date in ["2026-03-06T09:00", "2026-03-13T09:00", "2026-03-20T09:00"] {
        town.set(date);
        town.app.wake_due(10).unwrap();
        assert_eq!(town.app.wake_due(10).unwrap(), 0, "{date}: once");
    }
    assert!(asked(&town) > before);
    town.sound();
}

#[test]
fn who_has_no_role_in_a_register_opens_nothing_in_it() {
    let town = Town::new();
    let input = json!({ "task": "背街小巷整治", "result": "验收", "body": "340104:dept_urban", "urgency": "blue" });
    for login in ["urban", "lead1", "clerk1", "resident", "auditor"] {
        let no = refusal(town.open(login, "task", "assign", input.clone()));
        assert!(matches!(no, Refusal::NotYours { .. }), "{login}: {no:?}");
    }
    let wrong = refusal(town.open(
        "district",
        "task",
        "assign",
        json!({ "task": "整治", "result": "验收", "body": "340104001001001:grid_post", "urgency": "blue" }),
    ));
    assert!(matches!(wrong, Refusal::Inputs(_)));
}
