//! Personal values: kept apart, masked, shown for a purpose, never anywhere else.

use linli_app::AppError;
use serde_json::json;

use crate::town::{GRIDS, Town, command};

const NAME: &str = "欧阳修远";
const PHONE: &str = "13956781234";

fn case(town: &Town) -> linli_pack::record::Record {
    let input = json!({ "description": "楼上漏水", "area": GRIDS[0], "name": NAME, "phone": PHONE, "anonymous": true });
    town.open("clerk1", "case", "register", input).unwrap().record
}

#[test]
fn a_look_needs_a_purpose_and_lands_in_the_journal() {
    let town = Town::new();
    let case = case(&town);
    for purpose in ["", "   ", "看看", " 看 看 "] {
        let answer = town.app.reveal(&town.who("clerk1"), &case.id, purpose);
        assert!(matches!(answer, Err(AppError::Invalid { field: "purpose", .. })), "{purpose:?}: {answer:?}");
    }
    assert_eq!(town.lines(&case.id).len(), 1);
    town.later(60);
    let shown = town.app.reveal(&town.who("clerk1"), &case.id, "电话回访办理情况").unwrap();
    assert_eq!((&shown["name"], &shown["phone"]), (&json!(NAME), &json!(PHONE)));
    let lines = town.lines(&case.id);
    let look = &lines.last().unwrap().entry;
    assert_eq!((look.name.as_str(), look.role.as_str()), ("reveal", "community.clerk"));
    assert_eq!(look.actor, town.who("clerk1").actor.id);
    assert_eq!(look.words["purpose"], json!("电话回访办理情况"));
    assert_eq!(town.record(&case.id), case, "a look changes nothing");
    town.sound();
    // Work goes on after a look, from the version seen before it.
    let mut solve = command("", "solve", json!({ "note": "已修" }));
    solve.seen = Some(case.version);
    town.app.act(&town.who("clerk1"), &linli_app::Target::Id(case.id), &solve).unwrap();
    town.sound();
}

#[test]
fn who_has_no_right_to_look_is_shown_masks() {
    let town = Town::new();
    let case = case(&town);
    assert!(matches!(town.app.reveal(&town.who("secretary1"), &case.id, "了解情况"), Err(AppError::Forbidden("reveal"))));
    let who = town.who("secretary1");
    let detail = town.app.detail(&who, &case.id).unwrap();
    assert!(!detail.may_reveal);
    let masked = format!("{:?}", detail.personal);
    assert!(!masked.contains(NAME) && !masked.contains(PHONE) && masked.contains("1234"), "{masked}");
}

#[test]
fn personal_values_are_in_no_field_fact_notice_tally_or_search() {
    let town = Town::new();
    let case = case(&town);
    town.act("clerk1", &case.id, "pass_to_street", json!({ "note": "请协调" })).unwrap();
    town.index();
    let record = serde_json::to_string(&town.record(&case.id)).unwrap();
    assert!(!record.contains(NAME) && !record.contains(PHONE), "{record}");
    let lines = town.app.store().read(|tx| linli_store::journal(tx, town.app.realm(), 0, 100)).unwrap();
    for line in lines {
        let facts = serde_json::to_string(&line.entry.facts).unwrap();
        assert!(!facts.contains(NAME) && !facts.contains(PHONE) && !facts.contains("漏水"), "{facts}");
    }
    for text in [NAME, PHONE, "欧阳", "1234", "oyxy"] {
        assert!(town.app.search(&town.who("clerk1"), text, 10).unwrap().is_empty(), "{text}");
    }
    assert_eq!(town.app.search(&town.who("clerk1"), "漏水", 10).unwrap().len(), 1);
}

#[test]
fn words_can_be_erased_and_the_journal_still_proves_itself() {
    let town = Town::new();
    let case = case(&town);
    let (realm, id) = (town.app.realm(), case.id.clone());
    town.app.store().write(move |w| linli_store::erase_words(w, realm, &id)).unwrap();
    assert!(town.app.reveal(&town.who("clerk1"), &case.id, "电话回访").unwrap().is_empty());
    let report = town.app.verify().unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    assert_eq!(report.erased, 1);
}
