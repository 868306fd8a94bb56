//! Votes of a body's members: who gets the papers, who has a vote, how votes are counted, what they come to. One vote each. Quorum,
//! majority and options are the pack's.
//!
//! The roll is taken on the day a vote opens. Whose post ends while it runs, and who has not voted by then, leaves it: they are not due any
//! more. A vote that was given stays given, whatever becomes of the one who gave it: a secret one could not be taken out anyway.

use linli_pack::model::{BallotRule, Pack, Right, SECRET};

use crate::act::{InputProblem, NoBallot, Problem, Refusal};
use crate::office::Holding;

/// Longest time for a vote, in days.
const LONGEST: i64 = 90;

/// Somebody on the roll, and the post they are on it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: String,
    /// The post.
    pub post: String,
    /// They have a vote; those who do not get the papers only.
    pub votes: bool,
}

/// How somebody stands to a vote that they want to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// They have one by the roll.
    pub has_vote: bool,
    /// They still hold a post that brings it.
    pub in_post: bool,
    /// They have used it.
    pub voted: bool,
    /// The record is in the state in which votes are taken.
    pub running: bool,
    /// It has been counted.
    pub counted: bool,
}

/// How a vote stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those with a vote.
    pub due: i64,
    /// Those who voted.
    pub voted: i64,
    /// Votes for each option, in the pack's order.
    pub options: Vec<(String, i64)>,
}

/// What a vote comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Valid, and more than the share that is asked for.
    Carried,
    /// Valid, and not.
    Lost,
    /// Too few voted, by the rule, or for a secret vote to stay one.
    Void,
    /// Too few have a vote.
    TooFew,
}

/// Why somebody's vote is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoVote {
    /// They held no post with a vote when it was opened.
    NotAVoter,
    /// Their post ended while it ran.
    Left,
    /// The last day is over, or it has been counted.
    Over,
    /// It was withdrawn.
    Stopped,
    /// They have voted, and a secret vote is final.
    Final,
    /// There is no such option.
    NoSuchOption,
}

/// The roll of a day, each once: holders of posts that are not concurrent have a vote, unless the rule leaves them out, and so have those
/// who are owed it; who is owed the papers gets them. Who is stood in for leaves both to the one who stands in.
#[must_use]
pub fn roll(pack: &Pack, rule: &BallotRule, holdings: &[Holding], day: i64) -> Vec<Member> {
    let held: Vec<&Holding> = holdings.iter().filter(|one| one.covers(day)).collect();
    let mut found: Vec<Member> = Vec::new();
    for one in &held {
        let Some(post) = pack.posts.get(&one.post) else { continue };
        let away = held.iter().any(|other| other.stands_in.as_ref() == Some(&one.id));
        let votes = !post.concurrent && !rule.only_owed || post.rights.contains(&rule.right);
        if away || !votes && post.concurrent && !post.rights.contains(&Right::Papers) {
            continue;
        }
        match found.iter_mut().find(|member| member.person == one.person) {
            Some(known) if votes && !known.votes => (known.votes, known.post) = (true, one.post.clone()),
            Some(_) => {}
            None => found.push(Member { person: one.person.clone(), post: one.post.clone(), votes }),
        }
    }
    found
}

/// Whether a body may put a record to the vote of a roll from today until a day, both counted from 1970-01-01. `this_year` says that it
/// did so this year already.
///
/// # Errors
/// [`Refusal::Inputs`] names the last day; [`Refusal::NoBallot`] says what else stands against it.
pub fn may_open(rule: &BallotRule, roll: &[Member], until: Option<i64>, today: i64, this_year: bool) -> Result<i64, Refusal> {
    let Some(until) = until.filter(|until| (today..=today + LONGEST).contains(until)) else {
        let problem = Problem::NotBetween { from: iso(today), to: iso(today + LONGEST) };
        return Err(Refusal::Inputs(vec![InputProblem { input: rule.until.clone(), problem }]));
    };
    let no = |why| Refusal::NoBallot { why, basis: rule.basis.clone() };
    if rule.yearly && this_year {
        return Err(no(NoBallot::ThisYear));
    }
    let are = i64::try_from(roll.iter().filter(|member| member.votes).count()).unwrap_or(i64::MAX);
    if are < rule.least {
        return Err(no(NoBallot::TooFew { least: rule.least, are }));
    }
    Ok(until)
}

/// A day counted from 1970-01-01 as `YYYY-MM-DD`.
fn iso(day: i64) -> String {
    let span = i32::try_from(day).ok().and_then(|days| jiff::Span::new().try_days(days).ok());
    let date = span.and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span).ok());
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Whether a vote is taken.
///
/// # Errors
/// [`NoVote`] says why not. `until` is the last day, `today` the day of the vote.
pub fn may_cast(rule: &BallotRule, standing: Standing, until: i64, today: i64, option: &str) -> Result<(), NoVote> {
    may_vote(rule, standing, until, today)?;
    if rule.options.contains_key(option) { Ok(()) } else { Err(NoVote::NoSuchOption) }
}

/// As [`may_cast`], whatever the option.
///
/// # Errors
/// As there.
pub fn may_vote(rule: &BallotRule, standing: Standing, until: i64, today: i64) -> Result<(), NoVote> {
    match standing {
        Standing { has_vote: false, .. } => Err(NoVote::NotAVoter),
        Standing { counted: true, .. } => Err(NoVote::Over),
        Standing { running: false, .. } => Err(NoVote::Stopped),
        _ if today > until => Err(NoVote::Over),
        Standing { voted: true, .. } if rule.secret => Err(NoVote::Final),
        Standing { in_post: false, .. } => Err(NoVote::Left),
        _ => Ok(()),
    }
}

/// Counts. An option that the pack no longer has counts as a vote for none.
#[must_use]
pub fn count<'a>(rule: &BallotRule, due: i64, choices: impl IntoIterator<Item = (&'a str, i64)>) -> Count {
    let mut count = Count { due, voted: 0, options: rule.options.keys().map(|option| (option.clone(), 0)).collect() };
    for (choice, votes) in choices {
        count.voted += votes;
        if let Some((_, n)) = count.options.iter_mut().find(|(option, _)| option == choice) {
            *n += votes;
        }
    }
    count
}

/// What a count comes to.
#[must_use]
pub fn came_to(rule: &BallotRule, count: &Count) -> Came {
    if count.due < rule.least {
        return Came::TooFew;
    }
    if rule.secret && count.voted < SECRET {
        return Came::Void;
    }
    if count.voted == 0 || !rule.present.reached(count.voted, count.due) {
        return Came::Void;
    }
    let Some(agree) = &rule.agree else { return Came::Carried };
    let for_it = count.options.iter().find(|(option, _)| *option == agree.option).map_or(0, |(_, n)| *n);
    let of = if agree.of_present { count.voted } else { count.due };
    if agree.share.passed(for_it, of) { Came::Carried } else { Came::Lost }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use linli_pack::model::{Agree, BallotRule, Pack, Post, Right, Share, Text};

    use super::{Came, NoVote, Standing, came_to, count, may_cast, roll};
    use crate::office::Holding;

    fn rule() -> BallotRule {
        let option = |name: &str| (name.to_owned(), Text::default());
        BallotRule {
            opens: "send".into(),
            state: "voting".into(),
            until: "until".into(),
            right: Right::Vote,
            only_owed: false,
            secret: false,
            names: false,
            least: 1,
            options: ["yes", "no", "abstain"].map(option).into_iter().collect(),
            present: Share { of: 2, over: 3 },
            agree: Some(Agree { option: "yes".into(), share: Share { of: 1, over: 2 }, of_present: false }),
            carried: "carry".into(),
            lost: "reject".into(),
            void: "lapse".into(),
            yearly: false,
            basis: String::new(),
        }
    }

    fn came(due: i64, yes: i64, no: i64, abstain: i64) -> Came {
        came_to(&rule(), &count(&rule(), due, [("yes", yes), ("no", no), ("abstain", abstain)]))
    }

    #[test]
    fn two_thirds_must_have_voted_and_more_than_half_of_all_with_a_vote_be_for_it() {
        assert_eq!(came(9, 5, 1, 0), Came::Carried);
        assert_eq!(came(9, 5, 0, 0), Came::Void, "five of nine are less than two thirds");
        assert_eq!(came(9, 4, 2, 0), Came::Lost, "four of nine are not more than half");
        assert_eq!(came(8, 4, 2, 0), Came::Lost, "half is not more than half");
        assert_eq!(came(1, 0, 0, 0), Came::Void);
        let of_present = BallotRule { agree: rule().agree.map(|agree| Agree { of_present: true, ..agree }), ..rule() };
        assert_eq!(came_to(&of_present, &count(&of_present, 9, [("yes", 4), ("no", 2)])), Came::Carried);
        let opinions = BallotRule { agree: None, ..rule() };
        assert_eq!(came_to(&opinions, &count(&opinions, 3, [("no", 2)])), Came::Carried, "opinions are carried by being valid");
        let secret = BallotRule { secret: true, agree: None, present: Share { of: 1, over: 2 }, ..rule() };
        assert_eq!(came_to(&secret, &count(&secret, 4, [("no", 2)])), Came::Void, "the count of two says who voted what");
        assert_eq!(came_to(&secret, &count(&secret, 4, [("no", 3)])), Came::Carried);
        let three = BallotRule { least: 3, ..rule() };
        assert_eq!(came_to(&three, &count(&three, 2, [("yes", 2)])), Came::TooFew, "two are left where three are needed");
    }

    #[test]
    fn a_vote_is_taken_from_those_who_have_one_and_are_still_in_post_until_the_last_day_is_over() {
        let may = Standing { has_vote: true, in_post: true, running: true, ..Standing::default() };
        let cast = |standing: Standing, today: i64| may_cast(&rule(), standing, 20, today, "yes");
        assert_eq!(cast(may, 20), Ok(()));
        assert_eq!(cast(may, 21), Err(NoVote::Over));
        assert_eq!(cast(Standing { counted: true, ..may }, 20), Err(NoVote::Over));
        assert_eq!(cast(Standing { running: false, ..may }, 20), Err(NoVote::Stopped));
        assert_eq!(cast(Standing { has_vote: false, ..may }, 20), Err(NoVote::NotAVoter));
        assert_eq!(cast(Standing { in_post: false, ..may }, 20), Err(NoVote::Left));
        assert_eq!(may_cast(&rule(), may, 20, 20, "maybe"), Err(NoVote::NoSuchOption));
        let again = Standing { voted: true, ..may };
        assert_eq!(cast(again, 20), Ok(()), "an open vote can be changed");
        let secret = BallotRule { secret: true, ..rule() };
        assert_eq!(may_cast(&secret, again, 20, 20, "no"), Err(NoVote::Final), "a secret one cannot: nobody knows which it was");
    }

    #[test]
    fn each_holder_has_one_vote_concurrent_ones_where_they_are_owed_it_and_a_stand_in_the_vote_of_the_other() {
        let post = |concurrent: bool, rights: Vec<Right>| Post { concurrent, rights, ..Post::default() };
        let posts = [
            ("member".to_owned(), post(false, Vec::new())),
            ("concurrent".to_owned(), post(true, vec![Right::Papers, Right::Vote])),
            ("guest".to_owned(), post(true, vec![Right::Papers])),
            ("patron".to_owned(), post(true, Vec::new())),
        ]
        .into_iter()
        .collect();
        let pack = Pack { posts, ..Pack::default() };
        let holding = |id: &str, person: &str, post: &str, from: i64, to: Option<i64>| Holding {
            id: id.into(),
            person: person.into(),
            post: post.into(),
            from,
            to,
            ..Holding::default()
        };
        let held = [
            holding("1", "wang", "guest", 0, None),
            holding("2", "wang", "concurrent", 0, None),
            holding("3", "li", "concurrent", 0, None),
            holding("4", "zhao", "guest", 0, None),
            holding("5", "qian", "member", 0, Some(9)),
            holding("6", "sun", "member", 0, None),
            Holding { stands_in: Some("6".into()), ..holding("7", "zhou", "member", 5, None) },
            holding("8", "wu", "patron", 0, None),
        ];
        let on = |rule: &BallotRule, day: i64, votes: bool| {
            let found = roll(&pack, rule, &held, day).into_iter().filter(|member| member.votes == votes);
            found.map(|member| member.person).collect::<Vec<_>>()
        };
        assert_eq!(on(&rule(), 4, true), ["wang", "li", "qian", "sun"]);
        assert_eq!(on(&rule(), 10, true), ["wang", "li", "zhou"]);
        assert_eq!(on(&rule(), 4, false), ["zhao"], "who is owed the papers only gets them");
        let owed = BallotRule { only_owed: true, ..rule() };
        assert_eq!(on(&owed, 4, true), ["wang", "li"], "and only those, where they appraise the others");
        assert_eq!(on(&owed, 4, false), ["zhao", "qian", "sun"], "who are told, but do not appraise themselves");
    }
}
