//! Search as staff use it.

use serde_json::json;

use crate::town::{GRIDS, Town};

fn found(town: &Town, login: &str, text: &str) -> Vec<String> {
    town.app.search(&town.who(login), text, 10).unwrap().into_iter().map(|record| record.number).collect()
}

fn town() -> Town {
    let town = Town::new();
    for (grid, text, address) in [(0, "井盖破损", "梅山路18号"), (2, "路灯不亮", "竹荫里3号楼"), (3, "下水管堵塞", "金寨路100号")]
    {
        town.open("resident", "case", "report", json!({ "description": text, "address": address, "area": GRIDS[grid] })).unwrap();
    }
    town.index();
    town
}

#[test]
fn a_matter_is_found_by_words_initials_address_and_the_tail_of_its_number() {
    let town = town();
    for text in ["井盖", "破损", "jgps", "jg", "梅山路", "msl", "340104-2026-000001", "000001", "1"] {
        assert!(found(&town, "district", text).contains(&"340104-2026-000001".to_owned()), "{text}");
    }
    assert_eq!(found(&town, "district", "下水"), ["340104-2026-000003"]);
    assert!(found(&town, "district", "煤气").is_empty());
    assert!(found(&town, "district", "' OR 1=1 --").is_empty());
    for odd in ["\"", "*", "AND", "words:x", "(", "", "   ", "\0"] {
        found(&town, "district", odd);
    }
}

#[test]
fn a_search_shows_only_what_its_reader_may_see() {
    let town = town();
    assert_eq!(found(&town, "street1", "2026"), ["340104-2026-000002", "340104-2026-000001"]);
    assert_eq!(found(&town, "clerk2", "路"), ["340104-2026-000002"]);
    assert_eq!(found(&town, "street2", "路"), ["340104-2026-000003"]);
    assert!(found(&town, "housing", "路").is_empty());
}

#[test]
fn a_department_finds_its_own_among_many_that_are_not() {
    let town = Town::new();
    let (case, _) = town.handling();
    for _ in 0..30 {
        town.report(3);
    }
    town.index();
    let own = town.app.search(&town.who("housing"), "路面", 10).unwrap();
    assert_eq!(own.iter().map(|record| &record.id).collect::<Vec<_>>(), [&case.id]);
}

#[test]
fn what_is_said_later_is_found_after_the_next_round() {
    let town = town();
    let (case, _) = town.report(1);
    assert!(found(&town, "clerk1", "坑洞").is_empty());
    town.index();
    assert_eq!(found(&town, "clerk1", "坑洞"), [case.number]);
    assert_eq!(town.app.index_some(100).unwrap(), 0);
}
