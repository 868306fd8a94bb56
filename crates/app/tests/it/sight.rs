//! Who sees what.

use linli_app::AppError;
use linli_app::board::Period;
use linli_app::desk::Narrow;
use linli_app::people::AccountsWanted;
use linli_pack::record::Record;
use linli_store::Order;
use serde_json::json;

use crate::town::{COMMUNITIES, GRIDS, Town, day, unseen};

fn browse(town: &Town, login: &str, narrow: &Narrow) -> Result<Vec<Record>, AppError> {
    Ok(town.app.browse(&town.who(login), "case", narrow, Order::Created, true, None, 50)?.records)
}

#[test]
fn a_clerk_neither_sees_nor_moves_what_belongs_to_another_community() {
    let town = Town::new();
    let (case, _) = town.report(0);
    town.index();
    unseen(town.app.detail(&town.who("clerk2"), &case.id));
    unseen(town.act("clerk2", &case.id, "accept", json!({})));
    unseen(town.act("clerk2", &case.id, "note", json!({ "note": "看看" })));
    unseen(town.app.reveal(&town.who("clerk2"), &case.id, "想看一看"));
    assert!(browse(&town, "clerk2", &Narrow::default()).unwrap().is_empty());
    assert!(town.app.search(&town.who("clerk2"), "路面", 10).unwrap().is_empty());
    let area = Narrow { area: Some(COMMUNITIES[0].to_owned()), ..Narrow::default() };
    assert!(matches!(browse(&town, "clerk2", &area), Err(AppError::Forbidden("area"))));
    let period = Period { from: day("2026-03-01"), to: day("2026-03-31") };
    assert!(matches!(town.app.board(&town.who("clerk2"), "case", COMMUNITIES[0], period), Err(AppError::Forbidden("area"))));
    assert_eq!(town.record(&case.id), case);
    // Their own neighbour's clerk does.
    assert_eq!(town.app.detail(&town.who("clerk1"), &case.id).unwrap().record, case);
}

#[test]
fn a_department_sees_only_what_it_holds_or_held() {
    let town = Town::new();
    let (case, _) = town.report(0);
    unseen(town.app.detail(&town.who("housing"), &case.id));
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    town.act("clerk1", &case.id, "pass_to_street", json!({ "note": "请协调" })).unwrap();
    town.act("street1", &case.id, "dispatch", json!({ "body": "340104:dept_housing" })).unwrap();
    town.app.detail(&town.who("housing"), &case.id).unwrap();
    assert_eq!(browse(&town, "housing", &Narrow::default()).unwrap().len(), 1);
    unseen(town.app.detail(&town.who("urban"), &case.id));
    assert!(browse(&town, "urban", &Narrow::default()).unwrap().is_empty());
    town.act("housing", &case.id, "return", json!({ "returned_for": "2.2", "note": "不属于" })).unwrap();
    town.act("street1", &case.id, "redispatch", json!({ "body": "340104:dept_urban" })).unwrap();
    town.app.detail(&town.who("housing"), &case.id).unwrap();
    assert!(town.app.detail(&town.who("housing"), &case.id).unwrap().offers.moves.is_empty(), "seen, but no longer theirs to move");
    town.app.detail(&town.who("urban"), &case.id).unwrap();
    assert!(matches!(town.app.board(&town.who("urban"), "case", "340104", Period { from: 0, to: 1 }), Err(AppError::Forbidden(_))));
}

#[test]
fn an_area_narrows_what_a_department_lists() {
    let town = Town::new();
    town.handling();
    let in_grid = |grid: &str| Narrow { area: Some(grid.to_owned()), ..Narrow::default() };
    assert_eq!(browse(&town, "housing", &in_grid(GRIDS[0])).unwrap().len(), 1);
    assert_eq!(browse(&town, "housing", &in_grid(COMMUNITIES[0])).unwrap().len(), 1);
    assert!(browse(&town, "housing", &in_grid(GRIDS[3])).unwrap().is_empty());
    let mine = Narrow { mine: true, ..in_grid(GRIDS[3]) };
    town.report(0);
    assert!(browse(&town, "lead1", &Narrow { mine: true, ..in_grid(GRIDS[1]) }).unwrap().is_empty());
    assert!(browse(&town, "clerk3", &mine).unwrap().is_empty());
}

#[test]
fn a_clerk_of_two_communities_browses_both() {
    let town = Town::new();
    let (first, _) = town.report(0);
    let (second, _) = town.report(3);
    town.report(2);
    town.index();
    for (area, case) in [(COMMUNITIES[0], &first), (COMMUNITIES[2], &second)] {
        let narrow = Narrow { area: Some(area.to_owned()), ..Narrow::default() };
        let found = browse(&town, "both", &narrow).unwrap();
        assert_eq!(found.iter().map(|record| &record.id).collect::<Vec<_>>(), [&case.id], "{area}");
        town.app.board(&town.who("both"), "case", area, Period { from: 0, to: 1 }).unwrap();
    }
    let mut found: Vec<String> = town.app.search(&town.who("both"), "路面", 10).unwrap().into_iter().map(|record| record.id).collect();
    found.sort();
    let mut wanted = vec![first.id, second.id];
    wanted.sort();
    assert_eq!(found, wanted);
    let other = Narrow { area: Some(COMMUNITIES[1].to_owned()), ..Narrow::default() };
    assert!(matches!(browse(&town, "both", &other), Err(AppError::Forbidden("area"))));
}

#[test]
fn the_administrator_of_accounts_sees_no_matters_and_the_auditor_moves_none() {
    let town = Town::new();
    let (case, _) = town.report(0);
    unseen(town.app.detail(&town.who("admin"), &case.id));
    assert!(browse(&town, "admin", &Narrow::default()).unwrap().is_empty());
    assert!(matches!(town.app.reveal(&town.who("auditor"), &case.id, "审计抽查"), Err(AppError::Forbidden("reveal"))));
    let offers = town.app.detail(&town.who("auditor"), &case.id).unwrap().offers;
    assert!(offers.moves.is_empty() && offers.review.is_none());
    assert!(matches!(town.app.accounts(&town.who("auditor"), &AccountsWanted::default(), 1), Err(AppError::Forbidden("accounts"))));
    assert!(matches!(town.app.accounts(&town.who("district"), &AccountsWanted::default(), 1), Err(AppError::Forbidden("accounts"))));
    assert!(!town.app.accounts(&town.who("admin"), &AccountsWanted::default(), 1).unwrap().rows.is_empty());
}

#[test]
fn a_link_that_leads_nowhere_finds_nothing() {
    let town = Town::new();
    let (case, link) = town.report(0);
    assert_eq!(town.app.followed(&link).unwrap().record, case);
    unseen(town.app.followed(&case.id));
    unseen(town.app.followed(&link.to_uppercase()));
    unseen(town.act("resident", "nosuchlink", "add", json!({ "note": "补充" })));
}
