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
    // What they know they may add; it is theirs, not the reporter's.
    town.act("resident", &secret, "add", json!({ "note": "坑又大了一圈" })).unwrap();
    let added = town.lines(&case.id).pop().unwrap();
    assert_eq!((added.entry.name.as_str(), added.entry.actor), ("add", linli_app::follow::voice(&secret)));
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

#[test]
fn a_thousand_neighbours_at_once_are_one_matter_with_a_thousand_voices_and_each_has_a_page_of_their_own() {
    let town = Town::new();
    let (case, _) = town.report(0);
    let seen = town.record(&case.id).version;
    let secrets: Vec<String> = std::thread::scope(|scope| {
        let neighbours: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    (0..125).map(|_| town.app.follow(&town.who("resident"), &case.id).unwrap().secret.unwrap()).collect::<Vec<_>>()
                })
            })
            .collect();
        neighbours.into_iter().flat_map(|each| each.join().unwrap()).collect()
    });
    assert_eq!(secrets.iter().collect::<std::collections::BTreeSet<_>>().len(), 1000);
    assert_eq!(town.record(&case.id).followers, 1000);
    let told = town.app.detail(&town.who("lead1"), &case.id).unwrap().lines;
    assert_eq!(told.len(), 2, "its history has one line for all of them");
    assert_eq!(told[1].entry.facts[linli_app::detail::VOICES], 1000);
    // Whoever opened the page before they came acts on what they saw.
    let solve = linli_engine::Command { seen: Some(seen), ..command("", "solve", json!({ "note": "已修补" })) };
    town.app.act(&town.who("lead1"), &Target::Id(case.id.clone()), &solve).unwrap();
    assert_eq!(town.app.followed(&secrets[999]).unwrap().record.state, "closed", "everybody reads that it is done");
    town.sound();
}

#[test]
fn who_follows_a_matter_that_was_merged_follows_on_and_back_again_when_it_is_taken_out() {
    let town = Town::new();
    let (first, _) = town.report(0);
    let (second, _) = town.report(0);
    let early = town.app.follow(&town.who("resident"), &second.id).unwrap().secret.unwrap();
    town.act("lead1", &second.id, "merge", json!({ "other": first.id })).unwrap();
    assert_eq!(town.record(&first.id).followers, 2, "the one who reported it and the one who follows it");
    // Somebody whose page still shows the second one joins what is handled.
    let late = town.app.follow(&town.who("resident"), &second.id).unwrap();
    assert_eq!((&late.record.id, late.record.followers), (&first.id, 3));
    town.act("clerk1", &second.id, "unmerge", json!({ "note": "不是同一件事" })).unwrap();
    assert_eq!((town.record(&first.id).followers, town.record(&second.id).followers), (1, 1));
    assert_eq!(town.app.followed(&early).unwrap().record.id, second.id);
    assert_eq!(town.app.followed(&late.secret.unwrap()).unwrap().record.id, first.id);
    town.sound();
}

#[test]
fn the_link_of_a_matter_merged_twice_leads_to_the_one_that_is_handled() {
    let town = Town::new();
    let [(first, _), (second, _), (third, link)] = [town.report(0), town.report(0), town.report(0)];
    town.act("lead1", &third.id, "merge", json!({ "other": second.id })).unwrap();
    town.act("lead1", &second.id, "merge", json!({ "other": first.id })).unwrap();
    assert_eq!(town.record(&first.id).followers, 2);
    let seen = town.app.followed(&link).unwrap();
    assert_eq!(town.app.merged_into(&seen.record).unwrap().unwrap().id, first.id);
    town.act("clerk1", &third.id, "unmerge", json!({ "note": "不是同一件事" })).unwrap();
    assert_eq!((town.record(&first.id).followers, town.record(&second.id).followers), (1, 0));
    town.sound();
}
