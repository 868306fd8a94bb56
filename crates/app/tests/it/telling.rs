//! Notices: who is told.

use serde_json::json;

use crate::town::Town;

fn told(town: &Town, login: &str, name: &str) -> usize {
    town.app.notices(&town.who(login), true, 100).unwrap().iter().filter(|notice| notice.name == name).count()
}

#[test]
fn a_request_for_review_reaches_the_dispatcher_of_the_street_and_nobody_else() {
    let town = Town::new();
    let (case, _) = town.handling();
    town.act("housing", &case.id, "extend", json!({ "workdays": 2, "note": "材料未到" })).unwrap();
    for (login, wanted) in [("street1", 1), ("street2", 0), ("clerk1", 0), ("district", 0), ("housing", 0), ("urban", 0)] {
        assert_eq!(told(&town, login, "extend"), wanted, "{login}");
    }
    town.act("street1", &case.id, "approve", json!({})).unwrap();
    assert_eq!(told(&town, "housing", "approve"), 1, "who asked learns the answer");
}

#[test]
fn who_gets_a_matter_is_told_and_others_are_not() {
    let town = Town::new();
    town.report(0);
    assert_eq!((told(&town, "lead1", "report"), told(&town, "lead2", "report"), told(&town, "clerk1", "report")), (1, 0, 0));
    let (_, link) = town.closed();
    town.act("resident", &link, "complain", json!({ "rating": 1 })).unwrap();
    for (login, wanted) in [("housing", 1), ("street1", 1), ("clerk1", 1), ("lead1", 1), ("urban", 0), ("street2", 0), ("clerk2", 0)] {
        assert_eq!(told(&town, login, "complain"), wanted, "{login}: everybody in the chain of a bad rating, nobody else");
    }
}

#[test]
fn a_late_step_is_raised_to_the_street_and_a_day_later_to_the_district() {
    let town = Town::new();
    let (case, _) = town.report(0);
    town.set("2026-03-04T16:00:01");
    assert_eq!(case.due, Some(crate::town::at("2026-03-04T16:00")), "ten o'clock and four working hours");
    town.app.wake_due(10).unwrap();
    assert_eq!((told(&town, "street1", "wake"), told(&town, "street2", "wake"), told(&town, "district", "wake")), (1, 0, 0));
    town.set("2026-03-05T17:30:01");
    town.app.wake_due(10).unwrap();
    assert_eq!((told(&town, "street1", "wake"), told(&town, "district", "wake")), (1, 1));
    assert_eq!(town.record(&case.id).raised, 2);
    town.sound();
}

#[test]
fn a_notice_that_was_read_is_not_new_any_more() {
    let town = Town::new();
    town.report(0);
    town.report(0);
    assert_eq!(town.app.unread(&town.who("lead1"), 10).unwrap(), 2);
    town.app.read_notices(&town.who("lead1")).unwrap();
    assert_eq!(town.app.unread(&town.who("lead1"), 10).unwrap(), 0);
    assert_eq!(town.app.notices(&town.who("lead1"), false, 10).unwrap().len(), 2);
}

#[test]
fn listeners_hear_of_every_act_and_of_nothing_that_was_refused() {
    let town = Town::new();
    let heard = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let ear = std::sync::Arc::clone(&heard);
    town.app.listen(move |change| ear.lock().unwrap().push(change.clone()));
    let (case, _) = town.report(0);
    assert!(town.act("lead1", &case.id, "pass_to_community", json!({})).is_err());
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 2);
    assert_eq!(heard[1].holders, ["340104001001001:grid_post", "340104001001:community_center"]);
}
