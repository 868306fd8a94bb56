//! Rosters of Party organisations, as the base pack defines them: who sees them, what both sides of a transfer do, and who was not heard of.

use linli_app::board::Period;
use linli_engine::Light;
use linli_engine::clock::light;
use serde_json::json;

use crate::town::{COMMUNITIES, Town, unseen};

#[test]
fn a_member_is_enrolled_given_a_post_and_seen_by_organisations_only() {
    let town = Town::new();
    let member = town
        .open("secretary1", "member", "enrol", json!({ "roster": "017", "class": "registered", "belongs": "retiree", "name": "陈一" }))
        .unwrap()
        .record;
    assert_eq!(member.holder.as_deref(), Some("340104001001:party_committee"));
    assert!(!serde_json::to_string(&member).unwrap().contains("陈一"), "a name never stands in the record itself");
    let given = json!({ "party_group": "第三党小组", "duty_post": "环境卫生", "duty": "每周巡一次楼道", "reward": "年底评议" });
    let posted = town.act("secretary1", &member.id, "assign", given).unwrap();
    assert_eq!(posted.fields["on_post"], json!(true));
    for login in ["clerk1", "street1", "district", "lead1"] {
        unseen(town.app.detail(&town.who(login), &member.id).map(|_| login));
    }
}

#[test]
fn the_board_of_members_says_how_many_without_office_are_on_a_post_as_things_stand() {
    let town = Town::new();
    let enrol = |roster: &str| {
        let given = json!({ "roster": roster, "class": "registered", "belongs": "resident", "name": "陈一", "without_office": true });
        town.open("secretary1", "member", "enrol", given).unwrap().record
    };
    let (first, second) = (enrol("1"), enrol("2"));
    let rate = || {
        let period = Period { from: 0, to: 1 };
        let board = town.app.board(&town.who("organiser1"), "member", "340104001", period).unwrap();
        let card = board.cards.iter().find(|card| card.indicator.name == "on_post").unwrap();
        let row = board.areas.iter().find(|row| row.code == COMMUNITIES[0]).unwrap();
        assert_eq!(row.readings[0], card.now, "the community has all of them");
        (card.now.of, card.now.over)
    };
    assert_eq!(rate(), (0, Some(2)));
    let post = json!({ "party_group": "第三党小组", "duty_post": "环境卫生", "duty": "每周巡一次楼道", "reward": "年底评议" });
    town.act("secretary1", &first.id, "assign", post.clone()).unwrap();
    town.act("secretary1", &second.id, "assign", post).unwrap();
    assert_eq!(rate(), (2, Some(2)));
    town.act("secretary1", &second.id, "relieve", json!({ "note": "长期外出" })).unwrap();
    assert_eq!(rate(), (1, Some(2)));
    town.act("secretary1", &second.id, "take_off", json!({ "note": "已转走" })).unwrap();
    assert_eq!(rate(), (1, Some(1)));
    town.sound();
}

#[test]
fn a_floating_member_not_heard_of_for_a_quarter_is_late_until_heard_of() {
    let town = Town::new();
    town.set("2026-03-02T09:00");
    let away =
        town.open("secretary1", "floating_member", "enrol", json!({ "roster": "018", "direction": "out", "name": "陈二" })).unwrap().record;
    town.set("2026-06-02T09:00");
    let now = town.app.now();
    assert_eq!(light(now, away.warn, away.due), Light::Late);
    let heard = town.act("secretary1", &away.id, "contact", json!({ "channel": "call" })).unwrap();
    assert_eq!(light(now, heard.warn, heard.due), Light::Fine);
    assert_eq!(heard.state, "in_touch");
}

/// What somebody fills in on their phone.
fn filled(phone: &str) -> std::collections::BTreeMap<String, serde_json::Value> {
    let input = json!({ "name": "陈三", "phone": phone, "identity": "11010519491231002X", "branch": "庐江县某乡党支部", "consent": true,
        "area": COMMUNITIES[0] });
    input.as_object().unwrap().clone().into_iter().collect()
}

fn tell(town: &Town, phone: &str) -> Result<linli_app::Done, linli_app::AppError> {
    town.app.fill_in(&town.who("resident"), "self_registration", &filled(phone))
}

#[test]
fn a_resident_who_registers_reaches_the_branch_of_their_community_and_is_enrolled_by_one_act() {
    let town = Town::new();
    let told = tell(&town, "13800000003").unwrap().record;
    assert_eq!(told.holder.as_deref(), Some("340104001001:party_committee"));
    let input = json!({ "roster": "A-77", "class": "floating", "belongs": "resident" });
    let done = town.act("secretary1", &told.id, "enrol", input).unwrap();
    let entry = done.fields["entry"].as_str().unwrap();
    let member = town.app.store().read(|tx| linli_store::record_by_number(tx, town.app.realm(), entry)).unwrap().unwrap();
    assert_eq!((member.register.as_str(), member.state.as_str(), member.title.as_str()), ("member", "active", "A-77"));
    assert_eq!(member.holder.as_deref(), Some("340104001001:party_committee"));
    let personal = town.app.store().read(|tx| linli_store::personal(tx, town.app.realm(), &member.id)).unwrap().unwrap();
    assert!(personal.contains("13800000003") && personal.contains("11010519491231002X"), "what they gave is on the roster");
    assert_eq!(town.lines(&member.id)[0].entry.role, "community.secretary");
    town.sound();
}

#[test]
fn who_is_on_the_roster_gets_no_second_record_and_the_branch_sees_which_it_is() {
    let town = Town::new();
    let input = json!({ "roster": "A-17", "class": "registered", "belongs": "resident", "name": "陈三", "phone": "13800000003" });
    let member = town.open("secretary1", "member", "enrol", input).unwrap().record;
    let told = tell(&town, "13800000003").unwrap().record;
    let seen = town.app.detail(&town.who("secretary1"), &told.id).unwrap().same;
    assert_eq!(seen.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), [member.id.as_str()]);
    let again = json!({ "roster": "A-78", "class": "floating", "belongs": "resident" });
    let no = crate::town::refusal(town.act("secretary1", &told.id, "enrol", again));
    let linli_engine::Refusal::Guard { because, .. } = no else { panic!("{no:?}") };
    assert!(because.zh.contains(&member.number) && because.zh.contains("不再另建"), "{because:?}");
    assert_eq!(town.record(&told.id).state, "told", "a refusal leaves nothing behind");
    assert_eq!(town.act("secretary1", &told.id, "match", json!({ "roster": "A-17" })).unwrap().state, "matched");
    town.sound();
}

#[test]
fn who_registers_twice_is_led_to_the_first_and_only_all_numbers_together_tell_them_apart() {
    let town = Town::new();
    let first = tell(&town, "13800000003").unwrap();
    let second = tell(&town, "13800000003").unwrap();
    assert_eq!(second.record.id, first.record.id);
    assert_ne!(second.secret, first.secret);
    let (detail, joined) = town.app.followed_by(&second.secret.unwrap()).unwrap();
    assert!(joined && detail.personal.len() == 3 && detail.personal.iter().all(|(_, masked)| masked.contains('*')));
    let other = tell(&town, "13800000004").unwrap();
    assert_ne!(other.record.id, first.record.id, "the same identity number with another phone may be anybody");
    let seen = town.app.detail(&town.who("secretary1"), &other.record.id).unwrap().same;
    assert_eq!(seen.len(), 1, "the branch sees both");
    town.act("secretary1", &first.record.id, "not_found", json!({ "note": "请向原单位党组织查询" })).unwrap();
    assert_ne!(tell(&town, "13800000003").unwrap().record.id, first.record.id, "after an answer they may ask again");
    town.sound();
}

#[test]
fn what_is_filled_in_is_checked_like_any_form() {
    let town = Town::new();
    let mut input = filled("13800000003");
    input.insert("identity".to_owned(), json!("110105194912310021"));
    input.remove("consent");
    let no = crate::town::refusal(town.app.fill_in(&town.who("resident"), "self_registration", &input));
    let linli_engine::Refusal::Inputs(problems) = no else { panic!("{no:?}") };
    assert_eq!(problems.iter().map(|one| one.input.as_str()).collect::<Vec<_>>(), ["consent", "identity"]);
    assert!(matches!(town.app.fill_in(&town.who("resident"), "member", &filled("1")), Err(linli_app::AppError::NotFound(_))));
}
