//! Finding people by their numbers: only in what one may see, and never without a trace.

use linli_app::lookup::Number;
use serde_json::json;

use crate::town::{GRIDS, Town};

const PHONE: &str = "13956781234";

fn town() -> Town {
    let town = Town::new();
    for (grid, phone, anonymous) in [(0, PHONE, false), (1, "13912341234", false), (3, PHONE, false), (0, "13800000000", true)] {
        let input = json!({ "description": "楼上漏水", "area": GRIDS[grid], "name": "欧阳明月", "phone": phone, "anonymous": anonymous });
        town.open("resident", "case", "report", input).unwrap();
        town.later(60);
    }
    town
}

fn found(town: &Town, login: &str, text: &str) -> Vec<String> {
    let number = Number::read(text, 20_500).unwrap();
    town.app.look_up(&town.who(login), &number, 10).unwrap().into_iter().map(|record| record.number).collect()
}

#[test]
fn what_is_typed_is_read_as_a_phone_an_ending_or_an_identity_number() {
    let read = |text| Number::read(text, 20_500);
    assert_eq!(read(" 139-5678 1234 "), Some(Number::Phone(PHONE.into())));
    assert_eq!(read("1234"), Some(Number::Ending("1234".into())));
    assert_eq!(read("11010519491231002x"), Some(Number::Id("11010519491231002X".into())));
    for text in ["路灯", "340104-2026-000001", "110105194912310021", "123", "12345", ""] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_phone_and_its_ending_find_their_records_and_no_others() {
    let town = town();
    assert_eq!(found(&town, "district", PHONE), ["340104-2026-000003", "340104-2026-000001"]);
    assert_eq!(found(&town, "district", "1234").len(), 3);
    assert!(found(&town, "district", "13911111111").is_empty());
}

#[test]
fn only_what_the_searcher_may_see_is_found() {
    let town = town();
    assert_eq!(found(&town, "street1", PHONE), ["340104-2026-000001"]);
    assert!(found(&town, "housing", PHONE).is_empty());
}

#[test]
fn every_look_is_in_the_journal_with_the_searcher_and_without_the_number() {
    let town = town();
    found(&town, "district", PHONE);
    found(&town, "district", "0000");
    let lines = town.app.store().read(|tx| linli_store::journal(tx, town.app.realm(), 0, 1_000)).unwrap();
    let looks: Vec<_> = lines.iter().filter(|line| line.entry.name.starts_with("lookup")).collect();
    assert_eq!(looks.len(), 2);
    assert!(looks.iter().all(|line| line.entry.actor == town.who("district").actor.id && line.entry.record.is_empty()));
    assert_eq!((&looks[0].entry.name[..], &looks[0].entry.facts["found"]), ("lookup_phone", &json!(2)));
    let told = format!("{looks:?}");
    assert!(!told.contains(PHONE) && !told.contains("1234"), "{told}");
    assert!(town.app.verify().unwrap().is_sound());
}

#[test]
fn areas_bodies_and_accounts_are_found_by_words_codes_and_initials() {
    let town = town();
    let who = town.who("district");
    let area = town.app.territory().area(GRIDS[0]).unwrap().clone();
    let places = town.app.find_places(&who, &area.code, 10).unwrap();
    assert!(places.areas.contains(&area.code));
    let places = town.app.find_places(&who, &area.name, 50).unwrap();
    assert!(places.areas.contains(&area.code));
    assert!(places.accounts.is_empty(), "accounts are for those who keep them");
    assert!(!town.app.find_places(&town.who("street2"), &area.code, 10).unwrap().areas.contains(&area.code));
}
