//! Appointments: what the rules refuse, and that no order of acts leads to a state that breaks one.

use std::sync::OnceLock;

use linli_engine::office::{self, Candidate, Holding, NotAppointed, Seat, Votes, Wanted};
use linli_pack::model::{Pack, Way};
use linli_pack::{Source, parse};
use proptest::prelude::*;

const PACK: &str = r#"
[pack]
name = "p"
label = { zh = "例", en = "Example" }
root = "340104"

[[level]]
name = "street"
label = { zh = "街道", en = "Street" }

[body.committee]
label = { zh = "党委", en = "Committee" }
level = "street"

[body.firm]
label = { zh = "物业", en = "Firm" }
level = "street"

[post.secretary]
label = { zh = "书记", en = "Secretary" }
bodies = ["committee"]
seats = 1
term = 5
delay = 12
how = ["elected", "appointed"]
vote = { present = "4/5", agree = "1/2", of = "present" }
eligible = "person.member"
because = { zh = "须是党员", en = "Must be a member" }
cross = ["firm"]
basis = "一"

[post.joint]
label = { zh = "兼职委员", en = "Concurrent" }
bodies = ["committee"]
seats = 2
kind = "concurrent"
term = 5
how = ["co_opted"]
eligible = "person.standing == 'head' && person.unit == 'firm' && person.nearby"
because = { zh = "须是负责人", en = "Must lead a firm" }

[post.manager]
label = { zh = "经理", en = "Manager" }
bodies = ["firm"]
seats = 1
"#;

fn pack() -> &'static Pack {
    static ONE: OnceLock<Pack> = OnceLock::new();
    ONE.get_or_init(|| {
        let (pack, found) = parse(&[vec![Source::new("p", PACK)]]);
        pack.unwrap_or_else(|| panic!("{found:?}"))
    })
}

fn seat(body: &str) -> Seat {
    let kind = if body.starts_with('f') { "firm" } else { "committee" };
    Seat { body: body.to_owned(), kind: kind.to_owned(), ended: None }
}

fn member(person: &str) -> Candidate {
    Candidate {
        person: person.to_owned(),
        member: true,
        standing: "head".to_owned(),
        unit: Some("firm".to_owned()),
        nearby: true,
        here: true,
    }
}

fn wanted(id: &str, post: &str, from: i64, to: Option<i64>) -> Wanted {
    let way = if post == "joint" { Way::CoOpted } else { Way::Appointed };
    Wanted { id: id.to_owned(), post: post.to_owned(), from, to, way, votes: None, stands_in: None }
}

#[test]
fn a_term_ends_the_day_before_its_anniversary_and_may_be_no_longer() {
    let from = 20_513; // 2026-03-01
    let made = office::appoint(pack(), &seat("c1"), &member("a"), &wanted("1", "secretary", from, None), &[]).unwrap();
    assert_eq!(made.to, Some(office::months_later(from, 60) - 1));
    let last = made.to.unwrap();
    let longer = office::appoint(pack(), &seat("c1"), &member("a"), &wanted("1", "secretary", from, Some(last + 1)), &[]);
    assert_eq!(longer, Err(NotAppointed::TermTooLong(5, last)));
    let post = &pack().posts["secretary"];
    assert!(!office::ends_soon(post, &made, office::months_later(last, -6) - 1));
    assert!(office::ends_soon(post, &made, office::months_later(last, -6)));
    assert_eq!(
        office::delay(pack(), &made, office::months_later(last, 12) + 1, &[]),
        Err(NotAppointed::DelayTooLong(office::months_later(last, 12)))
    );
    assert!(office::delay(pack(), &made, office::months_later(last, 12), &[]).is_ok());
}

#[test]
fn an_election_needs_its_quorum_and_its_majority() {
    let elect = |due, present, agreed| {
        let wanted = Wanted { way: Way::Elected, votes: Some(Votes { due, present, agreed }), ..wanted("1", "secretary", 0, None) };
        office::appoint(pack(), &seat("c1"), &member("a"), &wanted, &[]).err()
    };
    assert_eq!(elect(50, 40, 21), None);
    assert_eq!(elect(50, 39, 39), Some(NotAppointed::NoQuorum(40)));
    assert_eq!(elect(50, 40, 20), Some(NotAppointed::NotCarried(21)));
    assert_eq!(elect(50, 51, 40), Some(NotAppointed::Miscounted));
}

#[test]
fn who_is_not_eligible_holds_it_already_or_works_elsewhere_is_refused_with_the_rule() {
    let outsider = Candidate { nearby: false, ..member("a") };
    let found = office::appoint(pack(), &seat("c1"), &outsider, &wanted("1", "joint", 0, None), &[]);
    assert!(matches!(found, Err(NotAppointed::NotEligible(because, _)) if because.zh == "须是负责人"));
    let here = office::appoint(pack(), &seat("c1"), &member("a"), &wanted("1", "secretary", 0, None), &[]).unwrap();
    let others = [here];
    let again = office::appoint(pack(), &seat("c1"), &member("a"), &wanted("2", "secretary", 100, None), &others);
    assert_eq!(again, Err(NotAppointed::Overlaps));
    let second = office::appoint(pack(), &seat("c2"), &member("a"), &wanted("2", "secretary", 100, None), &others);
    assert_eq!(second, Err(NotAppointed::Elsewhere("c1".to_owned(), "secretary".to_owned())));
    // Property firms and the committee serve in each other (交叉任职); a concurrent post goes with any.
    assert!(office::appoint(pack(), &seat("f1"), &member("a"), &wanted("2", "manager", 100, None), &others).is_ok());
    assert!(office::appoint(pack(), &seat("c2"), &member("a"), &wanted("2", "joint", 100, None), &others).is_ok());
    let full = office::appoint(pack(), &seat("c1"), &member("b"), &wanted("2", "secretary", 100, None), &others);
    assert_eq!(full, Err(NotAppointed::Full(1)));
    let gone = Seat { ended: Some(50), ..seat("c1") };
    assert_eq!(office::appoint(pack(), &gone, &member("b"), &wanted("2", "joint", 100, None), &others), Err(NotAppointed::BodyEnded(50)));
}

#[test]
fn a_stand_in_takes_no_seat_and_ends_with_the_one_stood_in_for() {
    let held = office::appoint(pack(), &seat("c1"), &member("a"), &wanted("1", "secretary", 0, Some(900)), &[]).unwrap();
    let wish = Wanted { stands_in: Some("1".to_owned()), ..wanted("2", "secretary", 100, Some(300)) };
    let others = vec![held.clone()];
    let stands = office::appoint(pack(), &seat("c1"), &member("b"), &wish, &others).unwrap();
    let beyond = Wanted { to: Some(901), ..wish };
    assert_eq!(office::appoint(pack(), &seat("c1"), &member("b"), &beyond, &others), Err(NotAppointed::NobodyToStandInFor));
    let changed = office::end(&held, 200, &[held.clone(), stands]).unwrap();
    assert_eq!(changed.iter().map(|one| one.ended).collect::<Vec<_>>(), [Some(200), Some(200)]);
    assert_eq!(office::vacancies(&pack().posts["secretary"], "c1", &changed, 200), 0);
    assert_eq!(office::vacancies(&pack().posts["secretary"], "c1", &changed, 201), 1);
}

/// What somebody tries.
#[derive(Clone, Debug)]
enum Try {
    Appoint { person: u8, body: u8, post: u8, from: i64, to: Option<i64>, stands_in: Option<usize> },
    End { which: usize, day: i64 },
    Delay { which: usize, to: i64 },
}

fn tries() -> impl Strategy<Value = Try> {
    let day = 0..4_000_i64;
    prop_oneof![
        4 => (0..4_u8, 0..3_u8, 0..3_u8, day.clone(), prop::option::of(0..6_000_i64), prop::option::weighted(0.2, 0..12_usize))
            .prop_map(|(person, body, post, from, to, stands_in)| Try::Appoint { person, body, post, from, to, stands_in }),
        1 => (0..12_usize, day.clone()).prop_map(|(which, day)| Try::End { which, day }),
        1 => (0..12_usize, 0..7_000_i64).prop_map(|(which, to)| Try::Delay { which, to }),
    ]
}

fn play(held: &mut Vec<Holding>, one: &Try) {
    match one {
        Try::Appoint { person, body, post, from, to, stands_in } => {
            let body = ["c1", "c2", "f1"][usize::from(*body)];
            let post = ["secretary", "joint", "manager"][usize::from(*post)];
            let id = held.len().to_string();
            let stands_in = stands_in.map(|at| at.to_string());
            let wish = Wanted { stands_in, ..wanted(&id, post, *from, *to) };
            if let Ok(made) = office::appoint(pack(), &seat(body), &member(&person.to_string()), &wish, held) {
                held.push(made);
            }
        }
        Try::End { which, day } => {
            let Some(one) = held.get(*which).cloned() else { return };
            for changed in office::end(&one, *day, held).unwrap_or_default() {
                let at: usize = changed.id.parse().unwrap();
                held[at] = changed;
            }
        }
        Try::Delay { which, to } => {
            let Some(one) = held.get(*which).cloned() else { return };
            if let Ok(changed) = office::delay(pack(), &one, *to, held) {
                held[*which] = changed;
            }
        }
    }
}

/// Every rule, looked at from scratch: day by day, pair by pair.
fn broken(held: &[Holding]) -> Option<String> {
    for post in pack().posts.values() {
        for body in ["c1", "c2", "f1"] {
            let own: Vec<&Holding> = held.iter().filter(|one| one.post == post.name && one.body == body).collect();
            for day in own.iter().map(|one| one.from) {
                let seats = own.iter().filter(|one| one.stands_in.is_none() && one.covers(day)).count();
                if seats > post.seats as usize {
                    return Some(format!("{seats} in {} of {body} on {day}", post.name));
                }
            }
        }
    }
    for (i, a) in held.iter().enumerate() {
        let post = &pack().posts[&a.post];
        let longest = office::term_end(post, a.from).map(|end| office::months_later(end, post.delay));
        if longest.is_some_and(|longest| a.to.is_none_or(|to| to > longest)) {
            return Some(format!("{a:?} is too long"));
        }
        if let Some(id) = &a.stands_in {
            let of = &held[id.parse::<usize>().unwrap()];
            if a.last() >= Some(a.from) && (of.from > a.from || of.last().is_some_and(|last| a.last().is_none_or(|own| own > last))) {
                return Some(format!("{a:?} stands in for {of:?}"));
            }
        }
        for b in held.iter().skip(i + 1).filter(|b| b.person == a.person) {
            let together = [a.from, b.from].iter().any(|day| a.covers(*day) && b.covers(*day));
            if together && a.body == b.body && a.post == b.post {
                return Some(format!("{a:?} twice {b:?}"));
            }
            let theirs = &pack().posts[&b.post];
            let apart = post.concurrent || theirs.concurrent || post.cross.contains(&b.kind) || theirs.cross.contains(&a.kind);
            if together && a.body != b.body && a.stands_in.is_none() && b.stands_in.is_none() && !apart {
                return Some(format!("{a:?} elsewhere {b:?}"));
            }
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_acts_breaks_a_rule(acts in prop::collection::vec(tries(), 1..40)) {
        let mut held = Vec::new();
        for one in &acts {
            play(&mut held, one);
            prop_assert_eq!(broken(&held), None);
        }
    }
}
