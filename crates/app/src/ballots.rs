//! Votes on what a body puts before its members: who is on the roll, reading, voting, counting.
//!
//! How members voted openly stands sealed beside their names until the count. Of secret votes there is only one sealed count (see the store).

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::ballot::{self, Came, NoVote, Standing};
use linli_engine::office::Holding;
use linli_engine::{Act, Command, Outcome, Refusal};
use linli_pack::model::{BallotRule, SECRET, Text};
use linli_pack::record::Record;
use linli_store::{Ballot, BallotVoter, Tx, Write};
use serde::{Deserialize, Serialize};

use crate::act::{Target, carry_out};
use crate::app::{App, Change, Inner};
use crate::context::Context;
use crate::days;
use crate::error::AppError;
use crate::office::holding;

/// How often the log is tried to be emptied after a secret vote.
const TRIES: usize = 3;

/// What a vote came to, frozen with the words of its day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Those with a vote.
    pub due: i64,
    /// Those who voted.
    pub voted: i64,
    /// Those whose post ended before they voted: they are not among those due.
    pub left: i64,
    /// What could be voted, in the pack's order; empty where so few voted in secret that the count would say who voted what.
    pub options: Vec<Votes>,
    /// `carried`, `lost`, `void` (too few voted) or `too_few` (too few had a vote).
    pub came: String,
}

/// The votes for one option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// Its name in the pack.
    pub option: String,
    /// What it was called.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// So many.
    pub n: i64,
}

/// Somebody on the roll: what they did, never how they voted.
#[derive(Clone, Debug)]
pub struct Member {
    /// Name.
    pub name: String,
    /// The post they are on it by.
    pub post: String,
    /// They have a vote, not the papers only.
    pub votes: bool,
    /// They have read the papers.
    pub has_read: bool,
    /// They have voted.
    pub voted: bool,
    /// Their post ended before they did.
    pub left: bool,
    /// They have an account.
    pub reached: bool,
}

/// How the reader stands to a vote.
#[derive(Clone, Debug, Default)]
pub struct Mine {
    /// They are on the roll.
    pub on_roll: bool,
    /// They have a vote.
    pub votes: bool,
    /// They said that they have read the papers.
    pub has_read: bool,
    /// They have voted.
    pub voted: bool,
    /// What they voted, where it is kept.
    pub choice: Option<String>,
    /// Why they cannot vote (any more); `None`: they can.
    pub no: Option<NoVote>,
}

/// The vote on a record, as somebody sees it.
#[derive(Clone, Debug)]
pub struct Vote<'a> {
    /// The rule.
    pub rule: &'a BallotRule,
    /// The body whose members vote.
    pub body: String,
    /// Its last day, counted from 1970-01-01.
    pub until: i64,
    /// It has neither been counted nor withdrawn, and its last day is not over.
    pub running: bool,
    /// Those with a vote by now.
    pub due: i64,
    /// Those who voted.
    pub voted: i64,
    /// Everybody on the roll; only for those who put it to the vote.
    pub members: Option<Vec<Member>>,
    /// How the reader stands to it.
    pub mine: Mine,
    /// What it came to, once it is counted.
    pub counted: Option<Counted>,
    /// Name, post and option of everybody who voted, where the pack shows them and it is counted.
    pub names: Vec<(String, String, String)>,
}

/// A vote that is there, with what is looked up for every question about it.
struct Found<'a> {
    rule: &'a BallotRule,
    ballot: Ballot,
    roll: Vec<BallotVoter>,
    /// Those who hold a post with a vote on the day that is looked at.
    in_post: Vec<String>,
}

impl Found<'_> {
    fn left(&self, voter: &BallotVoter) -> bool {
        voter.votes && !voter.voted && !self.in_post.contains(&voter.person)
    }

    /// Those due: on the roll with a vote, and not gone without it.
    fn due(&self) -> i64 {
        count(self.roll.iter().filter(|voter| voter.votes && !self.left(voter)))
    }

    fn voted(&self) -> i64 {
        count(self.roll.iter().filter(|voter| voter.voted))
    }

    fn standing(&self, record: &Record, voter: Option<&BallotVoter>) -> Standing {
        Standing {
            has_vote: voter.is_some_and(|voter| voter.votes),
            in_post: voter.is_some_and(|voter| self.in_post.contains(&voter.person)),
            voted: voter.is_some_and(|voter| voter.voted),
            running: record.state == self.rule.state,
            counted: self.ballot.counted.is_some(),
        }
    }
}

fn count<'a>(voters: impl Iterator<Item = &'a BallotVoter>) -> i64 {
    i64::try_from(voters.count()).unwrap_or(i64::MAX)
}

fn rule_of<'a>(inner: &'a Inner, register: &str) -> Option<&'a BallotRule> {
    inner.pack.registers.get(register)?.ballot.as_ref()
}

/// What is held in a body.
pub(crate) fn held(inner: &Inner, tx: &mut dyn Tx, body: &str) -> Result<Vec<Holding>, AppError> {
    let territory = inner.territory.load();
    let kind = territory.named_body(body).map(|named| named.body.kind.clone()).unwrap_or_default();
    Ok(linli_store::appointments_in(tx, inner.realm, body)?.iter().map(|(one, _)| holding(one, &kind)).collect())
}

/// The vote on a record as it stands on a day.
fn found<'a>(inner: &'a Inner, tx: &mut dyn Tx, record: &Record, today: i64) -> Result<Option<Found<'a>>, AppError> {
    let Some(rule) = rule_of(inner, &record.register) else { return Ok(None) };
    let Some(ballot) = linli_store::ballot(tx, inner.realm, &record.id)? else { return Ok(None) };
    let held = held(inner, tx, &ballot.body)?;
    let day = today.min(ballot.until);
    let in_post =
        ballot::roll(&inner.pack, rule, &held, day).into_iter().filter(|member| member.votes).map(|member| member.person).collect();
    let roll = linli_store::ballot_voters(tx, inner.realm, &record.id)?;
    Ok(Some(Found { rule, ballot, roll, in_post }))
}

/// Opens the vote with the record, and tells everybody on its roll: those who hold posts in the body that day.
pub(crate) fn open(inner: &Inner, w: &mut Write<'_>, outcome: &Outcome) -> Result<(), AppError> {
    let record = &outcome.record;
    let Some(rule) = rule_of(inner, &record.register).filter(|rule| rule.opens == outcome.act.name) else { return Ok(()) };
    let body = record.holder.clone().ok_or_else(|| Refusal::NobodyHolds { wanted: "holder".to_owned() })?;
    let today = days::of(outcome.act.at, &inner.pack.clock.timezone);
    let wanted = record.fields.get(&rule.until).and_then(serde_json::Value::as_str).and_then(|day| day.parse().ok()).map(days::number);
    let year = days::date(today).map(jiff::civil::Date::year).unwrap_or_default();
    let day = |month: i8, day: i8| jiff::civil::Date::new(year, month, day).map(days::number).unwrap_or_default();
    let this_year = !linli_store::ballots_of(w, inner.realm, &body, &record.register, (day(1, 1), day(12, 31)))?.is_empty();
    let roll = ballot::roll(&inner.pack, rule, &held(inner, w, &body)?, today);
    let until = ballot::may_open(rule, &roll, wanted, today, this_year)?;
    let ballot = Ballot {
        record: record.id.clone(),
        register: record.register.clone(),
        body,
        opened: today,
        until,
        secret: rule.secret,
        ..Ballot::default()
    };
    linli_store::put_ballot(w, inner.realm, &ballot)?;
    if rule.secret {
        let empty = rule.options.keys().map(|option| (option.clone(), 0)).collect();
        linli_store::put_ballot_box(w, inner.realm, &record.id, &empty, &inner.random.bytes())?;
    }
    for member in roll {
        let voter = BallotVoter { person: member.person, post: member.post, votes: member.votes, ..BallotVoter::default() };
        linli_store::put_ballot_voter(w, inner.realm, &record.id, &voter, &inner.random.bytes())?;
    }
    tell(inner, w, &record.id, &outcome.act.name, outcome.act.at)
}

/// Tells everybody on a roll who has an account.
fn tell(inner: &Inner, w: &mut Write<'_>, record: &str, name: &str, at: i64) -> Result<(), AppError> {
    let mut told: Vec<String> = Vec::new();
    for voter in linli_store::ballot_voters(w, inner.realm, record)? {
        let Some(account) = linli_store::account_of(w, inner.realm, &voter.person)?.filter(|account| !told.contains(account)) else {
            continue;
        };
        let target = linli_store::Target::Account(account.clone());
        let id = inner.random.uuid(at);
        let notice = linli_store::Notice { id, target, record: record.to_owned(), name: name.to_owned(), at, read_at: None };
        linli_store::notify(w, inner.realm, &notice)?;
        told.push(account);
    }
    Ok(())
}

/// The vote on a record, where there is one.
pub(crate) fn of<'a>(inner: &'a Inner, tx: &mut dyn Tx, context: &Context, record: &Record) -> Result<Option<Vote<'a>>, AppError> {
    let today = days::of(context.now, &inner.pack.clock.timezone);
    let Some(found) = found(inner, tx, record, today)? else { return Ok(None) };
    let own = linli_store::officials_of(tx, inner.realm, &context.actor.id)?;
    let voter = found.roll.iter().find(|voter| own.contains(&voter.person));
    let no = ballot::may_vote(found.rule, found.standing(record, voter), found.ballot.until, today).err();
    let mine = Mine {
        on_roll: voter.is_some(),
        votes: voter.is_some_and(|voter| voter.votes),
        has_read: voter.is_some_and(|voter| voter.has_read),
        voted: voter.is_some_and(|voter| voter.voted),
        choice: voter.and_then(|voter| voter.choice.clone()),
        no,
    };
    let counted: Option<Counted> = if found.ballot.result.is_empty() { None } else { Some(serde_json::from_str(&found.ballot.result)?) };
    let mut members = Vec::new();
    let mut names = Vec::new();
    for voter in &found.roll {
        let name = linli_store::official(tx, inner.realm, &voter.person)?.map(|official| official.name).unwrap_or_default();
        if let Some(choice) = voter.choice.as_ref().filter(|_| found.rule.names && counted.is_some()) {
            names.push((name.clone(), voter.post.clone(), choice.clone()));
        }
        members.push(Member {
            name,
            post: voter.post.clone(),
            votes: voter.votes,
            has_read: voter.has_read,
            voted: voter.voted,
            left: found.left(voter),
            reached: linli_store::account_of(tx, inner.realm, &voter.person)?.is_some(),
        });
    }
    Ok(Some(Vote {
        running: found.ballot.counted.is_none() && record.state == found.rule.state && today <= found.ballot.until,
        due: counted.as_ref().map_or_else(|| found.due(), |counted| counted.due),
        voted: found.voted(),
        members: puts_to_the_vote(inner, context, record, &found).then_some(members),
        rule: found.rule,
        body: found.ballot.body,
        until: found.ballot.until,
        mine,
        counted,
        names,
    }))
}

/// Whether a line of the journal says what one member did: only who put it to the vote reads that.
pub(crate) fn of_one(name: &str) -> bool {
    matches!(name, "vote" | "papers_read")
}

/// Whether the reader is one of those who can put such a record to the vote in that body.
fn puts_to_the_vote(inner: &Inner, context: &Context, record: &Record, found: &Found<'_>) -> bool {
    let opens = inner.pack.registers.get(&record.register).and_then(|register| register.moves.get(&found.rule.opens));
    let by = opens.map(|opens| opens.by.as_slice()).unwrap_or_default();
    context.actor.grants.iter().any(|grant| grant.body == found.ballot.body && by.contains(&grant.role))
}

impl App {
    /// Votes; openly also changes a vote. The journal has that somebody voted, not what.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for who may not see the record; [`AppError::Invalid`] naming `option` for who has no vote, or none any more.
    pub fn vote(&self, context: &Context, id: &str, option: &str) -> Result<Record, AppError> {
        let (inner, context, id, option) = (Arc::clone(&self.0), context.clone(), id.to_owned(), option.to_owned());
        let (record, secret) = self.0.store.write(move |w: &mut Write<'_>| {
            let (record, found, voter) = asked(&inner, w, &context, &id)?;
            let today = days::of(context.now, &inner.pack.clock.timezone);
            ballot::may_cast(found.rule, found.standing(&record, voter.as_ref()), found.ballot.until, today, &option)
                .map_err(|why| AppError::Invalid { field: "option", rule: rule_text(why) })?;
            let voter = voter.ok_or(AppError::Invalid { field: "option", rule: "vote-none" })?;
            let secret = found.ballot.secret;
            if secret {
                let mut votes = linli_store::ballot_box(w, inner.realm, &id)?;
                *votes.entry(option.clone()).or_default() += 1;
                linli_store::put_ballot_box(w, inner.realm, &id, &votes, &inner.random.bytes())?;
            }
            let choice = (!secret).then(|| option.clone());
            let voter = BallotVoter { choice, voted: true, has_read: true, ..voter };
            linli_store::put_ballot_voter(w, inner.realm, &id, &voter, &inner.random.bytes())?;
            note(&inner, w, &context, &record, &found.ballot.body, "vote")?;
            Ok::<_, AppError>((record, secret))
        })?;
        if secret {
            self.empty_log();
        }
        Ok(record)
    }

    /// The log has the box of a secret vote as it was before and as it is now. Where a reader is in the way for long, the next vote empties it.
    fn empty_log(&self) {
        for _ in 0..TRIES {
            match self.0.store.truncate_log() {
                Ok(true) => return,
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "the log is not emptied after a secret vote"),
            }
        }
    }

    /// Says that the reader, who is on the roll, has read the papers.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for who may not see the record; [`AppError::Invalid`] for who is not on the roll.
    pub fn papers_read(&self, context: &Context, id: &str) -> Result<Record, AppError> {
        let (inner, context, id) = (Arc::clone(&self.0), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let (record, found, voter) = asked(&inner, w, &context, &id)?;
            let voter = voter.ok_or(AppError::Invalid { field: "option", rule: "papers-none" })?;
            if !voter.has_read {
                linli_store::put_ballot_voter(w, inner.realm, &id, &BallotVoter { has_read: true, ..voter }, &inner.random.bytes())?;
                note(&inner, w, &context, &record, &found.ballot.body, "papers_read")?;
            }
            Ok(record)
        })
    }

    /// Counts the votes whose last day is over and does what they come to. Says how many.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn count_votes(&self) -> Result<usize, AppError> {
        let now = self.now();
        let today = days::of(now, &self.0.pack.clock.timezone);
        let due = self.0.store.read(|tx| linli_store::ballots_to_count(tx, self.0.realm, today))?;
        let mut counted = 0;
        for ballot in due {
            let inner = Arc::clone(&self.0);
            let record = ballot.record.clone();
            let done = self.0.store.write(move |w: &mut Write<'_>| close(&inner, w, &ballot, now));
            match done {
                Ok(changes) => {
                    counted += 1;
                    for change in &changes {
                        self.tell(change);
                    }
                }
                // One that cannot be counted must not keep the others from it.
                Err(error) => tracing::error!(%error, record, "a vote is not counted"),
            }
        }
        Ok(counted)
    }
}

/// A record that the actor sees and that is put to the vote, with their place on its roll.
fn asked<'a>(
    inner: &'a Inner,
    w: &mut Write<'_>,
    context: &Context,
    id: &str,
) -> Result<(Record, Found<'a>, Option<BallotVoter>), AppError> {
    let territory = inner.territory.load();
    let record = linli_store::record(w, inner.realm, id)?.filter(|record| context.sees(&inner.pack, &territory, record));
    let record = record.ok_or(AppError::NotFound("record"))?;
    let today = days::of(context.now, &inner.pack.clock.timezone);
    let found = found(inner, w, &record, today)?.ok_or(AppError::NotFound("ballot"))?;
    let own = linli_store::officials_of(w, inner.realm, &context.actor.id)?;
    let voter = found.roll.iter().find(|voter| own.contains(&voter.person)).cloned();
    Ok((record, found, voter))
}

const fn rule_text(why: NoVote) -> &'static str {
    match why {
        NoVote::NotAVoter => "vote-none",
        NoVote::Left => "vote-left",
        NoVote::Over => "vote-over",
        NoVote::Stopped => "vote-stopped",
        NoVote::Final => "vote-final",
        NoVote::NoSuchOption => "vote-option",
    }
}

/// Notes in the journal that a member did something, not more.
fn note(inner: &Inner, w: &mut Write<'_>, context: &Context, record: &Record, body: &str, name: &str) -> Result<(), AppError> {
    let grants = &context.actor.grants;
    let grant = grants.iter().find(|grant| grant.body == body).or(grants.first());
    let act = Act {
        at: context.now,
        actor: context.actor.id.clone(),
        role: grant.map(|grant| grant.role.clone()).unwrap_or_default(),
        body: grant.map(|grant| grant.body.clone()),
        record: record.id.clone(),
        register: record.register.clone(),
        name: name.to_owned(),
        from: record.state.clone(),
        to: record.state.clone(),
        holder: record.holder.clone(),
        version: record.version,
        ..Act::default()
    };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    Ok(())
}

/// Counts one vote, freezes what it came to, forgets what need not be kept, and does the move that follows.
fn close(inner: &Inner, w: &mut Write<'_>, ballot: &Ballot, now: i64) -> Result<Vec<Change>, AppError> {
    let mut ballot = Ballot { counted: Some(now), ..ballot.clone() };
    let record = linli_store::record(w, inner.realm, &ballot.record)?;
    let found = match &record {
        Some(record) => found(inner, w, record, ballot.until)?.filter(|found| found.rule.state == record.state),
        None => None,
    };
    // It was withdrawn, or the pack knows no votes of it any more: there is nothing to count.
    let (Some(record), Some(found)) = (record, found) else {
        linli_store::forget_votes(w, inner.realm, &ballot.record)?;
        linli_store::put_ballot(w, inner.realm, &ballot)?;
        return Ok(Vec::new());
    };
    let mut votes: BTreeMap<String, i64> = BTreeMap::new();
    if ballot.secret {
        votes = linli_store::ballot_box(w, inner.realm, &record.id)?;
    } else {
        for choice in found.roll.iter().filter_map(|voter| voter.choice.clone()) {
            *votes.entry(choice).or_default() += 1;
        }
    }
    let counts = ballot::count(found.rule, found.due(), votes.iter().map(|(option, n)| (option.as_str(), *n)));
    if counts.voted != found.voted() {
        return Err(AppError::Internal(format!("{} votes of {} who voted", counts.voted, found.voted())));
    }
    let (name, came) = match ballot::came_to(found.rule, &counts) {
        Came::Carried => (&found.rule.carried, "carried"),
        Came::Lost => (&found.rule.lost, "lost"),
        Came::Void => (&found.rule.void, "void"),
        Came::TooFew => (&found.rule.void, "too_few"),
    };
    // Of so few the count would say who voted what.
    let tells = ballot.secret && counts.voted < SECRET;
    let votes = |(option, n): (String, i64)| {
        let Text { zh, en } = found.rule.options.get(&option).cloned().unwrap_or_default();
        Votes { option, zh, en, n }
    };
    let counted = Counted {
        due: counts.due,
        voted: counts.voted,
        left: count(found.roll.iter().filter(|voter| found.left(voter))),
        options: if tells { Vec::new() } else { counts.options.into_iter().map(votes).collect() },
        came: came.to_owned(),
    };
    ballot.result = serde_json::to_string(&counted)?;
    linli_store::put_ballot(w, inner.realm, &ballot)?;
    if !found.rule.names {
        linli_store::forget_votes(w, inner.realm, &record.id)?;
    }
    let command = Command { name: name.clone(), ..Command::default() };
    let changes = carry_out(inner, w, &Context::system(now), &Target::Id(record.id.clone()), &command)?.changes;
    tell(inner, w, &record.id, name, now)?;
    Ok(changes)
}
