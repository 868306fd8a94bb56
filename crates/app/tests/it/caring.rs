//! People in need: registered with their consent, seen by those who serve them, helped from a fund that is never overdrawn, and not kept once they
//! take their consent back.

use linli_engine::Refusal;
use linli_pack::record::Record;
use serde_json::json;

use crate::town::{COMMUNITIES, Town, refusal, unseen};

fn registered(town: &Town) -> Record {
    let input = json!({
        "assurance": "elder", "need": "独居，每周买一次菜", "consent": true, "purpose": "上门探访和代买", "name": "王奶奶", "phone": "13812345678",
        "home": "梅山路18号",
    });
    town.open("clerk1", "care", "register", input).unwrap().record
}

#[test]
fn nobody_is_registered_without_their_consent() {
    let town = Town::new();
    let input = json!({ "assurance": "elder", "need": "独居", "consent": false, "purpose": "探访", "name": "王奶奶" });
    assert!(matches!(refusal(town.open("clerk1", "care", "register", input)), Refusal::Guard { .. }));
}

#[test]
fn only_those_who_serve_somebody_see_them() {
    let town = Town::new();
    let one = registered(&town);
    for login in ["street1", "district", "secretary1", "clerk2", "lead1", "team1", "auditor"] {
        unseen(town.app.detail(&town.who(login), &one.id).map(drop));
    }
    let team = format!("{}:volunteer_team", COMMUNITIES[0]);
    let paired = town.act("clerk1", &one.id, "pair", json!({ "bodies": team })).unwrap();
    assert_eq!((paired.state.as_str(), &paired.fields["pairings"]), ("cared_for", &json!(1)));
    let seen = town.app.detail(&town.who("team1"), &one.id).unwrap();
    assert!(
        seen.personal.iter().any(|(name, masked)| name == "phone" && !masked.contains("13812345678")),
        "masked until a purpose is given"
    );
    unseen(town.app.detail(&town.who("team2"), &one.id).map(drop));
    let pairing = town.app.detail(&town.who("clerk1"), &one.id).unwrap().parts.remove(0).record.id;
    let due = town.record(&one.id).due;
    town.later(86_400);
    town.act("team1", &pairing, "visit", json!({ "note": "买菜一次，一切都好" })).unwrap();
    assert!(town.record(&one.id).due > due, "a visit is put down once, and counts for whom it was made");
    assert!(matches!(refusal(town.act("clerk1", &one.id, "end", json!({ "note": "搬走" }))), Refusal::Guard { .. }), "its pairing first");
    town.act("team1", &pairing, "end", json!({ "note": "搬走" })).unwrap();
    unseen(town.app.detail(&town.who("team1"), &one.id).map(drop));
    town.act("clerk1", &one.id, "end", json!({ "note": "搬走" })).unwrap();
    town.sound();
}

#[test]
fn who_takes_their_consent_back_is_not_kept() {
    let town = Town::new();
    let one = registered(&town);
    let team = format!("{}:volunteer_team", COMMUNITIES[0]);
    town.act("clerk1", &one.id, "pair", json!({ "bodies": team })).unwrap();
    let pairing = town.app.detail(&town.who("clerk1"), &one.id).unwrap().parts.remove(0).record.id;
    town.act("clerk1", &one.id, "withdraw", json!({})).unwrap();
    assert!(!town.record(&pairing).open, "nobody visits who is not wanted any more");
    unseen(town.app.detail(&town.who("team1"), &one.id).map(drop));
    assert!(!town.app.detail(&town.who("clerk1"), &one.id).unwrap().personal.is_empty());
    town.set("2026-03-07T03:00");
    while town.app.retire_some(50).unwrap().looked > 0 {}
    let after = town.app.detail(&town.who("clerk1"), &one.id).unwrap();
    assert!(after.personal.is_empty(), "{:?}", after.personal);
    town.sound();
}

#[test]
fn a_fund_is_never_overdrawn() {
    let town = Town::new();
    let fund = town.open("secretary1", "fund", "set_up", json!({ "name": "2026 年困难帮扶资金", "total": "10000.00" })).unwrap().record;
    let grant =
        |amount: &str| town.act("secretary1", &fund.id, "grant", json!({ "amount": amount, "care": "GA2026-00001", "note": "大病救助" }));
    grant("6000.00").unwrap();
    assert!(matches!(refusal(grant("4000.01")), Refusal::Guard { .. }));
    let full = grant("4000.00").unwrap();
    assert_eq!((&full.fields["spent"], &full.fields["grants"]), (&json!(1_000_000), &json!(2)));
    assert!(matches!(refusal(grant("0.01")), Refusal::Guard { .. }));
    town.sound();
}
