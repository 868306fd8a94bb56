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

#[test]
fn a_resident_who_registers_reaches_the_branch_of_their_community() {
    let town = Town::new();
    let input = json!({ "about": "住在梅苑,关系在原单位", "name": "陈三", "phone": "13800000003", "area": COMMUNITIES[0] });
    let told = town.open("resident", "self_registration", "tell", input).unwrap().record;
    assert_eq!(told.holder.as_deref(), Some("340104001001:party_committee"));
}
