//! Two reports of one matter.

use linli_app::{AppError, Target};
use linli_engine::{Problem, Refusal};
use serde_json::json;

use crate::town::{Town, command, refusal};

#[test]
fn merging_and_taking_out_again_loses_nothing() {
    let town = Town::new();
    let (first, _) = town.report(0);
    town.later(600);
    let (second, link) = town.report(0);
    let second = town.act("lead1", &second.id, "contact", json!({ "note": "已联系" })).unwrap();
    let gone = town.act("lead1", &second.id, "merge", json!({ "other": first.id })).unwrap();
    assert_eq!((gone.state.as_str(), gone.open, gone.holder.as_deref()), ("merged", false, None));
    assert_eq!(town.record(&first.id).followers, 1);
    let seen = town.app.followed(&link).unwrap();
    assert_eq!(town.app.merged_into(&seen.record).unwrap().unwrap().id, first.id, "the link leads on to the matter that is handled");
    town.sound();
    let back = town.act("clerk1", &second.id, "unmerge", json!({ "note": "不是同一件事" })).unwrap();
    assert_eq!((&back.state, &back.holder, back.open), (&second.state, &second.holder, true));
    assert_eq!((back.due, back.warn, back.deadline, &back.fields), (second.due, second.warn, second.deadline, &second.fields));
    assert_eq!(
        (&back.title, &back.number, &back.category, &back.urgency),
        (&second.title, &second.number, &second.category, &second.urgency)
    );
    assert_eq!(town.record(&first.id).followers, 0);
    assert_eq!(town.lines(&second.id).len(), 4);
    town.act("lead1", &second.id, "solve", json!({ "note": "已修补" })).unwrap();
    town.sound();
}

#[test]
fn a_merged_matter_is_not_counted() {
    let town = Town::new();
    let (first, _) = town.report(0);
    let (second, _) = town.report(0);
    let received = |town: &Town| {
        let period = linli_app::board::Period { from: crate::town::day("2026-03-04"), to: crate::town::day("2026-03-04") };
        let district = town.who("district");
        let board = town.app.board(&district, "case", "340104", period).unwrap();
        board.cards.iter().find(|card| card.indicator.name == "received").unwrap().now.of
    };
    assert_eq!(received(&town), 2);
    town.act("lead1", &second.id, "merge", json!({ "other": first.id })).unwrap();
    assert_eq!(received(&town), 1);
    town.act("clerk1", &second.id, "unmerge", json!({ "note": "两件事" })).unwrap();
    assert_eq!(received(&town), 2);
    town.sound();
}

#[test]
fn a_matter_cannot_be_merged_into_one_that_the_actor_may_not_see() {
    let town = Town::new();
    let (mine, _) = town.report(0);
    let (theirs, _) = town.report(3);
    for other in [theirs.id.as_str(), "00000000-0000-7000-8000-000000000000"] {
        let answer = refusal(town.act("lead1", &mine.id, "merge", json!({ "other": other })));
        let Refusal::Inputs(problems) = answer else { panic!("{answer:?}") };
        assert_eq!((problems[0].input.as_str(), &problems[0].problem), ("other", &Problem::Unknown));
    }
    assert_eq!(town.record(&theirs.id), theirs, "nothing of it is changed");
    assert_eq!(town.record(&mine.id), mine);
    town.sound();
}

#[test]
fn matters_cannot_be_merged_into_each_other() {
    let town = Town::new();
    let (first, _) = town.report(0);
    let (second, _) = town.report(0);
    town.act("lead1", &second.id, "merge", json!({ "other": first.id })).unwrap();
    refusal(town.act("lead1", &first.id, "merge", json!({ "other": second.id })));
    refusal(town.act("lead1", &first.id, "merge", json!({ "other": first.id })));
    assert_eq!(town.record(&first.id).state, "reported");
    town.sound();
}

#[test]
fn somebody_who_joined_a_matter_follows_it_but_does_not_speak_for_the_one_who_reported() {
    let town = Town::new();
    let (case, link) = town.report(0);
    let joined = town.app.follow(&town.who("resident"), &case.id).unwrap();
    assert_eq!(joined.record.followers, 1);
    let secret = joined.secret.unwrap();
    assert!(town.app.followed_by(&secret).unwrap().1);
    town.act("lead1", &case.id, "solve", json!({ "note": "已修补" })).unwrap();
    let rated = town.app.act(&town.who("resident"), &Target::Follow(secret), &command("", "complain", json!({ "rating": 1 })));
    assert!(matches!(refusal(rated), Refusal::NotYours { .. }));
    assert_eq!(town.act("resident", &link, "rate", json!({ "rating": 5 })).unwrap().state, "rated");
}

#[test]
fn joining_twice_with_one_key_counts_once() {
    let town = Town::new();
    let (case, _) = town.report(0);
    let mut context = town.who("resident");
    context.once = Some("key-1".to_owned());
    let first = town.app.follow(&context, &case.id).unwrap();
    let second = town.app.follow(&context, &case.id).unwrap();
    assert_eq!((second.replayed, second.secret), (true, first.secret));
    assert_eq!(town.record(&case.id).followers, 1);
    let (other, _) = town.report(0);
    assert!(matches!(town.app.follow(&context, &other.id), Err(AppError::KeyReused)));
}
