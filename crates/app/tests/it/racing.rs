//! Several at once, and the same thing twice.

use std::sync::Barrier;

use linli_app::desk::Narrow;
use linli_app::{AppError, Target};
use linli_engine::Refusal;
use serde_json::json;

use crate::town::{GRIDS, ROAD, Town, command, refusal};

#[test]
fn of_two_people_who_move_one_case_at_once_one_wins() {
    let town = Town::new();
    for _ in 0..8 {
        let (case, _) = town.report(0);
        let people = ["lead1", "clerk1"].map(|login| town.who(login));
        let gate = Barrier::new(2);
        let answers: Vec<Result<_, AppError>> = std::thread::scope(|scope| {
            let running: Vec<_> = people
                .iter()
                .zip(["solve", "accept"])
                .map(|(who, name)| {
                    let (gate, app, id) = (&gate, &town.app, case.id.clone());
                    let mut told = command("", name, json!({ "note": "我来办" }));
                    told.seen = Some(1);
                    scope.spawn(move || {
                        gate.wait();
                        app.act(who, &Target::Id(id), &told)
                    })
                })
                .collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(won, 1, "{answers:?}");
        let lost = answers.into_iter().find(Result::is_err).unwrap();
        assert_eq!(refusal(lost), Refusal::Stale { seen: 1, is: 2 }, "and is told why, whatever else changed");
        assert_eq!(town.lines(&case.id).len(), 2);
    }
    town.sound();
}

#[test]
fn of_two_people_who_make_the_same_move_at_once_the_second_is_told_that_it_changed() {
    let town = Town::new();
    let (case, _) = town.report(0);
    let people = ["lead1", "clerk1"].map(|login| town.who(login));
    let gate = Barrier::new(2);
    let answers: Vec<Result<_, AppError>> = std::thread::scope(|scope| {
        let running: Vec<_> = people
            .iter()
            .map(|who| {
                let (gate, app, id) = (&gate, &town.app, case.id.clone());
                let mut told = command("", "note", json!({ "note": "已看过" }));
                told.seen = Some(1);
                scope.spawn(move || {
                    gate.wait();
                    app.act(who, &Target::Id(id), &told)
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let lost = answers.into_iter().find(Result::is_err).unwrap();
    assert_eq!(refusal(lost), Refusal::Stale { seen: 1, is: 2 });
}

#[test]
fn a_request_sent_twice_is_carried_out_once() {
    let town = Town::new();
    let mut who = town.who("clerk1");
    who.once = Some("form-17".to_owned());
    let wanted = command("case", "register", json!({ "description": "路面坑洞", "category": ROAD, "area": GRIDS[0] }));
    let first = town.app.act(&who, &Target::New, &wanted).unwrap();
    let second = town.app.act(&who, &Target::New, &wanted).unwrap();
    assert!(second.replayed && !first.replayed);
    assert_eq!((&second.record, &second.secret), (&first.record, &first.secret));
    assert_eq!(town.app.browse_count(&town.who("district"), "case", &Narrow::default(), 100).unwrap(), 1);
    assert_eq!(town.lines(&first.record.id).len(), 1);
    town.sound();
}

#[test]
fn the_same_key_for_something_else_is_refused() {
    let town = Town::new();
    let mut who = town.who("clerk1");
    who.once = Some("form-17".to_owned());
    let one = command("case", "register", json!({ "description": "路面坑洞", "area": GRIDS[0] }));
    let other = command("case", "register", json!({ "description": "路灯不亮", "area": GRIDS[0] }));
    let done = town.app.act(&who, &Target::New, &one).unwrap();
    assert!(matches!(town.app.act(&who, &Target::New, &other), Err(AppError::KeyReused)));
    let moved = command("", "note", json!({ "note": "已看" }));
    assert!(matches!(town.app.act(&who, &Target::Id(done.record.id), &moved), Err(AppError::KeyReused)));
    // Somebody else's keys are their own.
    let mut else_ = town.who("clerk2");
    else_.once = Some("form-17".to_owned());
    town.app.act(&else_, &Target::New, &command("case", "register", json!({ "description": "路灯不亮", "area": GRIDS[2] }))).unwrap();
}

#[test]
fn a_refused_request_leaves_its_key_free() {
    let town = Town::new();
    let mut who = town.who("clerk1");
    who.once = Some("form-18".to_owned());
    refusal(town.app.act(&who, &Target::New, &command("case", "register", json!({ "area": GRIDS[0] }))));
    town.app.act(&who, &Target::New, &command("case", "register", json!({ "description": "路灯不亮", "area": GRIDS[0] }))).unwrap();
}

#[test]
fn numbers_follow_each_other_without_gaps_when_many_report_at_once() {
    let town = Town::new();
    let numbers: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..4)
            .map(|nth| {
                let town = &town;
                scope.spawn(move || (0..5).map(|_| town.report(nth).0.number).collect::<Vec<_>>())
            })
            .collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let mut sorted = numbers;
    sorted.sort();
    let wanted: Vec<String> = (1..=20).map(|n| format!("340104-2026-{n:06}")).collect();
    assert_eq!(sorted, wanted);
    town.sound();
}
