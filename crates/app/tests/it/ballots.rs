//! What a body puts to its members: who has a vote, what it comes to, what is told and what is not.

use std::collections::BTreeMap;

use linli_app::AppError;
use linli_app::ballots::{Counted, Vote};
use linli_engine::ballot::NoVote;
use linli_engine::{NoBallot, Problem, Refusal};
use linli_pack::record::Record;
use proptest::prelude::*;
use serde_json::json;

use crate::town::{Town, day, refusal, unseen};

const BODY: &str = "340104001001:party_committee";

/// The community's committee: a secretary, two members and two concurrent ones, one of whom has an account.
fn committee(town: &Town) {
    let posts =
        [("o1", "party_secretary"), ("o2", "party_member"), ("o3", "party_member"), ("o4", "party_concurrent"), ("o5", "party_concurrent")];
    for (id, post) in posts {
        member(town, id, post);
    }
    for (id, login) in [("a-o1", "secretary1"), ("a-o2", "clerk1"), ("a-o3", "clerk2"), ("a-o4", "housing")] {
        town.app.give_account(&town.who("organiser1"), id, login).unwrap();
    }
}

fn member(town: &Town, id: &str, post: &str) {
    let realm = town.app.realm();
    let official =
        linli_store::Official { id: id.to_owned(), name: format!("成员{id}"), member: true, ..linli_store::Official::default() };
    let one = linli_store::Appointment {
        id: format!("a-{id}"),
        person: id.to_owned(),
        body: BODY.to_owned(),
        post: post.to_owned(),
        from_day: day("2025-07-01"),
        how: "appointed".to_owned(),
        ..linli_store::Appointment::default()
    };
    let written = town.app.store().write(move |w| {
        linli_store::put_official(w, realm, &official)?;
        linli_store::put_appointment(w, realm, &one)
    });
    written.unwrap();
}

fn send(town: &Town, until: &str) -> Result<Record, AppError> {
    let input = json!({ "subject": "修缮老年活动室", "paper": "预算三万元，来源为共建资金。", "until": until });
    Ok(town.open("secretary1", "matter", "send", input)?.record)
}

fn ask(town: &Town, until: &str) -> Result<Record, AppError> {
    let input = json!({ "subject": "2026 年度工作", "report": "完成共建项目六个。", "until": until });
    Ok(town.open("secretary1", "appraisal", "ask", input)?.record)
}

fn vote<'a>(town: &'a Town, login: &str, id: &str) -> Vote<'a> {
    town.app.detail(&town.who(login), id).unwrap().vote.unwrap()
}

fn came(town: &Town, id: &str) -> Counted {
    vote(town, "secretary1", id).counted.unwrap()
}

fn counts(counted: &Counted) -> Vec<(&str, i64)> {
    counted.options.iter().map(|one| (one.option.as_str(), one.n)).collect()
}

/// Why a vote is not taken: the rule named beside the field.
fn no(town: &Town, login: &str, id: &str, option: &str) -> &'static str {
    match town.app.vote(&town.who(login), id, option) {
        Err(AppError::Invalid { field: "option", rule }) => rule,
        other => panic!("{other:?}"),
    }
}

fn close(town: &Town) {
    town.set("2026-03-11T00:10");
    town.app.count_votes().unwrap();
}

#[test]
fn a_concurrent_member_gets_the_paper_comments_votes_and_is_told_the_count() {
    let town = Town::new();
    committee(&town);
    let matter = send(&town, "2026-03-10").unwrap();
    assert_eq!(matter.holder.as_deref(), Some(BODY));
    // Their work is elsewhere; the post lets them in here.
    let housing = town.who("housing");
    let told = town.app.notices(&housing, true, 10).unwrap();
    assert!(told.iter().any(|notice| notice.record == matter.id && notice.name == "send"), "{told:?}");
    let seen = vote(&town, "housing", &matter.id);
    assert!(seen.mine.no.is_none() && !seen.mine.voted && seen.due == 5);
    unseen(town.app.detail(&town.who("urban"), &matter.id).map(drop));
    town.act("housing", &matter.id, "comment", json!({ "note": "建议先公示预算" })).unwrap();
    for (login, option) in [("housing", "no"), ("housing", "yes"), ("secretary1", "yes"), ("clerk1", "yes"), ("clerk2", "abstain")] {
        town.app.vote(&town.who(login), &matter.id, option).unwrap();
    }
    let lines = town.lines(&matter.id);
    let votes = format!("{:?}", lines.iter().filter(|line| line.entry.name == "vote").collect::<Vec<_>>());
    assert!(!votes.contains("yes") && !votes.contains("abstain"), "that somebody voted is noted, not how");
    let mine = vote(&town, "housing", &matter.id);
    assert_eq!((mine.mine.choice.as_deref(), mine.counted.is_none(), mine.names.len()), (Some("yes"), true, 0));
    town.set("2026-03-10T23:30");
    assert_eq!(town.app.count_votes().unwrap(), 0, "the last day counts");
    town.set("2026-03-11T00:10");
    assert_eq!(town.app.count_votes().unwrap(), 1);
    assert_eq!(town.record(&matter.id).state, "carried", "three of five, of whom four took part");
    let counted = came(&town, &matter.id);
    assert_eq!((counted.due, counted.voted, counted.came.as_str()), (5, 4, "carried"));
    assert_eq!(counts(&counted), [("yes", 3), ("no", 0), ("abstain", 1)]);
    let shown = vote(&town, "housing", &matter.id).names;
    assert!(shown.contains(&("成员o4".to_owned(), "party_concurrent".to_owned(), "yes".to_owned())), "by name after the close: {shown:?}");
    let told = town.app.notices(&town.who("housing"), true, 10).unwrap();
    assert!(told.iter().any(|notice| notice.record == matter.id && notice.name == "carry"), "and told what it came to");
    assert_eq!(no(&town, "housing", &matter.id, "no"), "vote-over");
    assert_eq!(town.app.count_votes().unwrap(), 0, "counted once");
    town.sound();
}

#[test]
fn too_few_make_it_void_half_do_not_carry_it_and_what_was_withdrawn_is_not_counted() {
    let town = Town::new();
    committee(&town);
    let (void, lost, gone) = (send(&town, "2026-03-10").unwrap(), send(&town, "2026-03-10").unwrap(), send(&town, "2026-03-10").unwrap());
    for login in ["secretary1", "clerk1", "clerk2"] {
        town.app.vote(&town.who(login), &void.id, "yes").unwrap();
    }
    for (login, option) in [("secretary1", "yes"), ("clerk1", "yes"), ("clerk2", "no"), ("housing", "abstain")] {
        town.app.vote(&town.who(login), &lost.id, option).unwrap();
    }
    town.act("secretary1", &gone.id, "withdraw", json!({ "note": "材料有误" })).unwrap();
    assert_eq!(no(&town, "clerk1", &gone.id, "yes"), "vote-stopped");
    close(&town);
    let states = [&void, &lost, &gone].map(|record| town.record(&record.id).state);
    assert_eq!(states, ["lapsed", "rejected", "withdrawn"], "three of five are less than two thirds; two of five not more than half");
    town.sound();
}

#[test]
fn who_puts_it_to_the_vote_sees_who_has_read_and_voted_and_nobody_else_does() {
    let town = Town::new();
    committee(&town);
    let matter = send(&town, "2026-03-10").unwrap();
    town.app.papers_read(&town.who("housing"), &matter.id).unwrap();
    town.app.vote(&town.who("clerk1"), &matter.id, "no").unwrap();
    let seen = vote(&town, "secretary1", &matter.id).members.unwrap();
    let of = |name: &str| seen.iter().find(|member| member.name == name).map(|member| (member.has_read, member.voted, member.reached));
    assert_eq!(of("成员o4"), Some((true, false, true)));
    assert_eq!(of("成员o2"), Some((true, true, true)));
    assert_eq!(of("成员o5"), Some((false, false, false)), "and whom nothing can reach");
    for login in ["housing", "clerk2", "organiser1"] {
        let detail = town.app.detail(&town.who(login), &matter.id).unwrap();
        let vote = detail.vote.unwrap();
        assert!(vote.members.is_none() && vote.voted == 1, "{login}");
        assert!(detail.lines.iter().all(|line| line.entry.name != "vote" && line.entry.name != "papers_read"), "{login}");
    }
}

#[test]
fn who_has_no_post_has_no_vote_and_the_role_ends_with_the_post() {
    let town = Town::new();
    committee(&town);
    let matter = send(&town, "2026-03-20").unwrap();
    assert_eq!(no(&town, "organiser1", &matter.id, "yes"), "vote-none");
    unseen(town.app.vote(&town.who("urban"), &matter.id, "yes").map(drop));
    assert!(matches!(town.app.give_account(&town.who("clerk1"), "a-o5", "urban"), Err(AppError::Forbidden(_))));
    assert!(matches!(town.app.give_account(&town.who("organiser1"), "a-o5", "nosuch"), Err(AppError::Invalid { field: "login", .. })));
    assert!(town.who("housing").actor.grants.iter().any(|grant| grant.role == "committee.member" && grant.body == BODY));
    town.app.end_appointment(&town.who("organiser1"), "a-o4", "2026-03-05", "调离").unwrap();
    town.set("2026-03-06T09:00");
    assert!(town.who("housing").actor.grants.iter().all(|grant| grant.role != "committee.member"));
    unseen(town.app.vote(&town.who("housing"), &matter.id, "yes").map(drop));
}

#[test]
fn whose_post_ends_before_they_vote_is_not_due_any_more_and_a_vote_that_was_given_counts() {
    let town = Town::new();
    committee(&town);
    let matter = send(&town, "2026-03-10").unwrap();
    town.app.vote(&town.who("clerk1"), &matter.id, "yes").unwrap();
    for (id, why) in [("a-o2", "调离"), ("a-o3", "辞职")] {
        town.app.end_appointment(&town.who("organiser1"), id, "2026-03-05", why).unwrap();
    }
    town.set("2026-03-06T09:00");
    let seen = vote(&town, "secretary1", &matter.id);
    assert_eq!((seen.due, seen.voted), (4, 1));
    // Clerk 2 still sees the community's matters by another role here.
    let no = town.app.detail(&town.who("secretary1"), &matter.id).unwrap().vote.unwrap();
    assert!(no.members.unwrap().iter().any(|member| member.name == "成员o3" && member.left));
    town.app.vote(&town.who("housing"), &matter.id, "yes").unwrap();
    town.app.vote(&town.who("secretary1"), &matter.id, "yes").unwrap();
    close(&town);
    let counted = came(&town, &matter.id);
    assert_eq!((counted.due, counted.voted, counted.left, counted.came.as_str()), (4, 3, 1, "carried"), "three of four");
}

#[test]
fn the_last_day_lies_ahead_and_a_body_without_members_puts_nothing_to_the_vote() {
    let town = Town::new();
    let nobody = refusal(send(&town, "2026-03-10"));
    assert!(matches!(nobody, Refusal::NoBallot { why: NoBallot::TooFew { least: 1, are: 0 }, .. }), "{nobody:?}");
    committee(&town);
    for until in ["2026-03-03", "2026-07-01"] {
        let Refusal::Inputs(problems) = refusal(send(&town, until)) else { panic!("{until}") };
        assert_eq!(problems[0].input, "until");
        assert_eq!(problems[0].problem, Problem::NotBetween { from: "2026-03-04".into(), to: "2026-06-02".into() });
    }
    assert!(send(&town, "2026-03-04").is_ok());
    town.sound();
}

#[test]
fn concurrent_members_appraise_once_a_year_in_secret_and_who_answers_for_the_work_does_not() {
    let town = Town::new();
    committee(&town);
    let few = refusal(ask(&town, "2026-03-10"));
    assert!(matches!(few, Refusal::NoBallot { why: NoBallot::TooFew { least: 3, are: 2 }, .. }), "{few:?}");
    member(&town, "o6", "party_concurrent");
    for (id, login) in [("a-o5", "water"), ("a-o6", "lead3")] {
        town.app.give_account(&town.who("organiser1"), id, login).unwrap();
    }
    let first = ask(&town, "2026-03-10").unwrap();
    assert_eq!(no(&town, "secretary1", &first.id, "good"), "vote-none");
    assert_eq!(vote(&town, "clerk1", &first.id).mine.no, Some(NoVote::NotAVoter), "who gets the report and has no vote");
    town.app.vote(&town.who("housing"), &first.id, "fair").unwrap();
    assert_eq!(no(&town, "housing", &first.id, "good"), "vote-final");
    let mine = vote(&town, "housing", &first.id);
    assert_eq!((mine.mine.voted, mine.mine.choice.clone()), (true, None), "not even they are told again what it was");
    for login in ["water", "lead3"] {
        town.app.vote(&town.who(login), &first.id, "good").unwrap();
    }
    let again = refusal(ask(&town, "2026-03-20"));
    assert!(matches!(again, Refusal::NoBallot { why: NoBallot::ThisYear, .. }), "{again:?}");
    close(&town);
    let counted = came(&town, &first.id);
    assert_eq!(
        (town.record(&first.id).state.as_str(), counts(&counted)),
        ("closed", vec![("good", 2), ("fair", 1), ("mixed", 0), ("poor", 0)])
    );
    assert!(vote(&town, "secretary1", &first.id).names.is_empty());
    town.set("2027-01-10T10:00");
    assert!(ask(&town, "2027-01-20").is_ok());
    town.sound();
}

/// A committee that votes on a record in secret, by a pack that says so.
fn in_secret() -> Town {
    let mut pack = crate::town::pack();
    let rule = pack.registers.get_mut("matter").unwrap().ballot.as_mut().unwrap();
    (rule.secret, rule.names, rule.least) = (true, false, 3);
    let town = Town::by("2026-03-04T10:00", pack);
    committee(&town);
    town
}

const VOTERS: [&str; 4] = ["secretary1", "clerk1", "clerk2", "housing"];
const OPTIONS: [&str; 3] = ["yes", "no", "abstain"];

/// All that the program keeps of a vote, opened with its keys, and every line of the journal about it.
fn kept(town: &Town, id: &str) -> (String, BTreeMap<String, i64>) {
    let realm = town.app.realm();
    town.app
        .store()
        .read(|tx| {
            let text = format!(
                "{:?}\n{:?}\n{:?}",
                linli_store::ballot(tx, realm, id)?,
                linli_store::ballot_voters(tx, realm, id)?,
                linli_store::timeline(tx, realm, id)?.into_iter().map(|line| line.entry).collect::<Vec<_>>()
            );
            Ok::<_, AppError>((text, linli_store::ballot_box(tx, realm, id)?))
        })
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two towns in which the same people vote at the same time, for the same sum of votes, but not the same ones for the same: with all
    /// keys in hand nothing that is kept tells one from the other. And the sum is what was given.
    #[test]
    fn with_the_database_and_its_keys_nobody_can_tell_who_voted_what_and_the_count_is_what_was_given(
        choices in proptest::collection::vec(0_usize..3, 0..=4),
        turn in 0_usize..4,
    ) {
        // The first town of a run hashes the password for all of them, and takes its salt from its own randomness.
        drop(Town::new());
        let town = |choices: &[usize]| {
            let town = in_secret();
            let matter = send(&town, "2026-03-10").unwrap();
            for (login, choice) in VOTERS.iter().zip(choices) {
                town.app.vote(&town.who(login), &matter.id, OPTIONS[*choice]).unwrap();
            }
            let running = kept(&town, &matter.id);
            close(&town);
            let closed = kept(&town, &matter.id);
            let state = town.record(&matter.id).state;
            (running, closed, state, town.app.detail(&town.who("secretary1"), &matter.id).unwrap().vote.unwrap().counted.unwrap())
        };
        let mut others = choices.clone();
        if !others.is_empty() {
            let by = turn % others.len();
            others.rotate_left(by);
        }
        let (one, other) = (town(&choices), town(&others));
        prop_assert_eq!(&one.0, &other.0, "while it runs");
        prop_assert_eq!(&one.1, &other.1, "when it is counted");
        prop_assert_eq!(&one.2, &other.2);
        for (at, option) in OPTIONS.iter().enumerate() {
            let given = choices.iter().filter(|choice| **choice == at).count();
            prop_assert_eq!(one.0.1.get(*option).copied(), i64::try_from(given).ok());
            let told = one.3.options.iter().find(|known| known.option == *option).map(|known| usize::try_from(known.n).unwrap());
            prop_assert_eq!(told, (choices.len() >= 3).then_some(given), "of fewer than three the count would say who voted what");
        }
        prop_assert_eq!(one.3.voted, i64::try_from(choices.len()).unwrap());
        prop_assert!(one.1.1.is_empty(), "what is counted is not kept");
    }

    /// The same for votes by name: the tallies are the ballots, and each is its voter's last one.
    #[test]
    fn the_tallies_are_the_ballots_and_each_is_the_last_of_its_voter(
        given in proptest::collection::vec((0_usize..4, 0_usize..3), 0..12),
    ) {
        let town = Town::new();
        committee(&town);
        let matter = send(&town, "2026-03-10").unwrap();
        let mut last = BTreeMap::new();
        for (voter, option) in given {
            town.app.vote(&town.who(VOTERS[voter]), &matter.id, OPTIONS[option]).unwrap();
            last.insert(voter, option);
        }
        close(&town);
        let counted = came(&town, &matter.id);
        for (at, option) in OPTIONS.iter().enumerate() {
            let n = counted.options.iter().find(|known| known.option == *option).unwrap().n;
            prop_assert_eq!(usize::try_from(n).unwrap(), last.values().filter(|choice| **choice == at).count());
        }
        prop_assert_eq!(counted.voted, i64::try_from(last.len()).unwrap());
        let names = town.app.detail(&town.who("secretary1"), &matter.id).unwrap().vote.unwrap().names;
        for (voter, option) in last {
            let name = format!("成员o{}", voter + 1);
            prop_assert!(names.iter().any(|known| known.0 == name && known.2 == OPTIONS[option]));
        }
    }
}
