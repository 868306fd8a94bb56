//! A unit's year on one page, and the letter to an employer.

use linli_app::AppError;
use serde_json::json;

use crate::town::{COMMUNITIES, Town};

#[test]
fn a_units_year_gathers_what_it_agreed_and_did_and_adds_up_whom_it_served() {
    let town = Town::new();
    let given = json!({ "project": "阅览室", "kind": "culture", "unit": "市图书馆", "need": "有书读", "finish_by": "2026-12-01" });
    let project = town.open("secretary1", "project", "plan", given).unwrap().record;
    for (name, input) in [("start", json!({})), ("deliver", json!({ "note": "完成" })), ("confirm", json!({ "served": 120 }))] {
        town.act("secretary1", &project.id, name, input).unwrap();
    }
    let book = &town.app.pack().yearbooks["unit"];
    let who = town.who("secretary1");
    assert_eq!(town.app.year_names(&who, book, COMMUNITIES[0]).unwrap(), [("市图书馆".to_owned(), 1)]);
    let year = |year| town.app.year(&who, book, COMMUNITIES[0], "市图书馆", year).unwrap();
    let projects =
        |year_of| year(year_of).into_iter().find(|one| one.chapter.register == "project").map(|one| (one.records.len(), one.sum));
    let this = jiff::Timestamp::from_second(town.app.now()).unwrap().in_tz("Asia/Shanghai").unwrap().year();
    assert_eq!((projects(this), projects(this - 1)), (Some((1, 120)), Some((0, 0))));
    assert!(matches!(town.app.year(&who, book, COMMUNITIES[2], "市图书馆", this), Err(AppError::Forbidden(_))));
}

#[test]
fn the_letter_to_the_employer_needs_the_opinion_and_writes_down_that_the_name_was_looked_at() {
    let town = Town::new();
    let given = json!({ "who": "member", "unit": "区财政局", "service": "law", "slot": "saturday", "offer": "法律咨询", "name": "陈三" });
    let one = town.open("secretary1", "report_in", "register", given).unwrap().record;
    let who = town.who("secretary1");
    assert!(town.app.letters(&who, &one).is_empty() && town.app.write_letter(&who, &one.id, "opinion").is_err());
    let one = town.act("secretary1", &one.id, "give_opinion", json!({ "opinion": "热心参加，居民反映好" })).unwrap();
    assert_eq!(town.app.letters(&who, &one).len(), 1);
    assert!(town.app.letters(&town.who("clerk1"), &one).is_empty());
    let (_, personal) = town.app.write_letter(&who, &one.id, "opinion").unwrap();
    assert_eq!(personal["name"], "陈三");
    let line = town.lines(&one.id).pop().unwrap();
    assert_eq!((line.entry.name.as_str(), line.entry.words["purpose"].as_str()), ("reveal", Some("社区综合评价意见函")));
    town.sound();
}
