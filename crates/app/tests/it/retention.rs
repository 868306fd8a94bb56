//! What is kept how long: the day's pass erases what has run out, and only that.

use linli_app::privacy::{Asked, Kind, Proof};
use linli_pack::record::Record;
use serde_json::json;

use crate::town::{GRIDS, ROAD, Town};

const NAME: &str = "欧阳修远";
const PHONE: &str = "13956781234";
/// How long the base pack keeps who reported a case, and who made a wish, after it is closed.
const CASE_DAYS: i64 = 1_095;
const DAY: i64 = 86_400;

/// A case about which somebody left name and phone, closed.
fn closed(town: &Town) -> Record {
    let input =
        json!({ "description": format!("路面坑洞，请打{PHONE}"), "category": ROAD, "area": GRIDS[0], "name": NAME, "phone": PHONE });
    let case = town.open("resident", "case", "report", input).unwrap().record;
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "需要街道协调" })).unwrap();
    town.act("clerk1", &case.id, "pass_to_street", json!({ "note": "需要部门处理" })).unwrap();
    town.act("street1", &case.id, "dispatch", json!({ "body": "340104:dept_housing" })).unwrap();
    town.act("housing", &case.id, "take", json!({})).unwrap();
    town.act("housing", &case.id, "resolve", json!({ "note": format!("已告知{NAME}") })).unwrap();
    town.act("street1", &case.id, "verify", json!({})).unwrap()
}

/// The whole pass of the day; says how many records were erased.
fn pass(town: &Town) -> usize {
    let mut erased = 0;
    for _ in 0..100 {
        let step = town.app.retire_some(2).unwrap();
        erased += step.erased;
        if step.looked == 0 {
            return erased;
        }
    }
    panic!("the pass never ends");
}

fn personal(town: &Town, id: &str) -> Option<String> {
    town.app.store().read(|tx| linli_store::personal(tx, town.app.realm(), id)).unwrap()
}

fn found(town: &Town) -> usize {
    town.app.look_up(&town.who("street1"), &linli_app::lookup::Number::Phone(PHONE.to_owned()), 10).unwrap().len()
}

#[test]
fn what_has_run_out_goes_with_history_and_index_and_the_journal_names_the_clause() {
    let town = Town::new();
    let case = closed(&town);
    let open = town.report(0).0;
    town.later(CASE_DAYS * DAY - 10);
    assert_eq!((pass(&town), found(&town)), (0, 1), "ten seconds before");
    town.later(DAY);
    assert_eq!((pass(&town), found(&town)), (1, 0));
    assert_eq!(personal(&town, &case.id), None);
    assert!(personal(&town, &open.id).is_some(), "what is still worked on stays");
    let record = town.record(&case.id);
    assert!(!serde_json::to_string(&record).unwrap().contains(PHONE), "{record:?}");
    assert_eq!((record.state.as_str(), record.closed), ("closed", case.closed), "what the matter is stays");
    let lines = town.lines(&case.id);
    assert!(!format!("{lines:?}").contains(PHONE) && !format!("{lines:?}").contains(NAME));
    let last = &lines.last().unwrap().entry;
    assert_eq!((last.name.as_str(), last.actor.as_str()), ("person_retire", "system"));
    assert!(last.facts["basis"].as_str().unwrap().contains("第十九条"));
    assert_eq!((pass(&town), town.app.retire_some(50).unwrap().looked), (0, 0), "once a day is enough");
    town.sound();
}

#[test]
fn an_officer_sees_the_rules_what_runs_out_next_and_what_went() {
    let town = Town::new();
    let case = closed(&town);
    assert!(town.app.retention(&town.who("auditor")).is_err());
    town.later((CASE_DAYS - 20) * DAY);
    pass(&town);
    let seen = town.app.retention(&town.who("privacy1")).unwrap();
    assert_eq!(
        seen.next.iter().map(|(record, due)| (record.id.as_str(), *due)).collect::<Vec<_>>(),
        [(case.id.as_str(), case.closed.unwrap() + CASE_DAYS * DAY)]
    );
    assert!(seen.registers.contains(&("case".to_owned(), 1)) && seen.registers.contains(&("transfer".to_owned(), 0)));
    town.later(21 * DAY);
    pass(&town);
    let seen = town.app.retention(&town.who("privacy1")).unwrap();
    assert!(seen.next.is_empty());
    assert_eq!((seen.erased.len(), seen.erased[0].register.as_str(), seen.erased[0].records, seen.erased[0].fields), (1, "case", 1, 2));
    assert_eq!(seen.pass.map(|(_, ended)| ended), Some(true));
}

#[test]
fn what_the_law_keeps_is_not_erased_before_its_term_and_what_is_asked_about_waits_for_the_answer() {
    let town = Town::new();
    let input = json!({ "roster": "A-17", "name": NAME, "phone": PHONE, "reason": "moved", "outside": "庐阳区" });
    let letter = town.open("secretary1", "transfer", "send_outside", input).unwrap().record;
    town.act("secretary1", &letter.id, "confirm", json!({})).unwrap();
    let case = closed(&town);
    town.set("2032-03-04T10:00");
    let asked =
        Asked {
            number: PHONE.to_owned(), kind: Kind::Copy, proof: Proof::Card, purpose: "本人到窗口申请".to_owned(), ..Asked::default()
        };
    let request = town.app.ask_privacy(&town.who("privacy1"), &asked).unwrap();
    assert_eq!(pass(&town), 0, "somebody waits for a copy of it");
    town.app.answer_privacy(&town.who("privacy1"), &request.id, request.version).unwrap();
    town.later(DAY);
    assert_eq!(pass(&town), 1);
    assert!(personal(&town, &case.id).is_none() && personal(&town, &letter.id).is_some());
    town.set("2056-03-10T10:00");
    assert_eq!(pass(&town), 1, "thirty years");
    assert!(personal(&town, &letter.id).is_none());
    town.sound();
}

#[test]
fn somebody_on_the_roster_is_kept_and_gone_three_years_after_leaving() {
    let town = Town::new();
    let input = json!({ "roster": "A-1", "class": "registered", "belongs": "resident", "name": NAME, "phone": PHONE });
    let member = town.open("secretary1", "member", "enrol", input).unwrap().record;
    town.set("2040-03-04T10:00");
    assert_eq!(pass(&town), 0);
    town.act("secretary1", &member.id, "take_off", json!({ "note": "迁出" })).unwrap();
    town.set("2043-03-02T10:00");
    assert_eq!(pass(&town), 0);
    town.set("2043-03-05T10:00");
    assert_eq!(pass(&town), 1);
}
