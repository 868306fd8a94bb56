//! Appointments: who may hold which post in which body, from when to when, and how they came into it.
//!
//! Days are counted from 1970-01-01; a holding's first and last days both count. Nothing here knows a place's rule: seats, terms, ways,
//! quorum and conditions are the pack's.

use jiff::ToSpan as _;
use jiff::civil::Date;
use linli_pack::expr::Env;
use linli_pack::model::{Pack, Post, Text, Way};
use linli_pack::record::Value;

/// Somebody in a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// Id.
    pub id: String,
    /// Who.
    pub person: String,
    /// Code of the body.
    pub body: String,
    /// Kind of the body.
    pub kind: String,
    /// The post.
    pub post: String,
    /// First day.
    pub from: i64,
    /// Last day of the regular term; `None`: the post has no term.
    pub regular: Option<i64>,
    /// Last day, put off or not; `None`: until ended.
    pub to: Option<i64>,
    /// Last day, where it ended before that.
    pub ended: Option<i64>,
    /// The holding it stands in for.
    pub stands_in: Option<String>,
}

impl Holding {
    /// The last day; `None` where nothing ends it.
    #[must_use]
    pub fn last(&self) -> Option<i64> {
        self.ended.or(self.to)
    }

    /// Whether the post is held on a day.
    #[must_use]
    pub fn covers(&self, day: i64) -> bool {
        self.from <= day && self.last().is_none_or(|last| day <= last)
    }

    fn meets(&self, from: i64, last: Option<i64>) -> bool {
        let end = self.last();
        let empty = end.is_some_and(|end| end < self.from);
        !empty && last.is_none_or(|last| self.from <= last) && end.is_none_or(|end| end >= from)
    }
}

/// Somebody proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Id of the person.
    pub person: String,
    /// Member of the Party.
    pub member: bool,
    /// Their membership is kept in this body.
    pub here: bool,
    /// Kind of the body they work in.
    pub unit: Option<String>,
    /// That body stands in this body's area.
    pub nearby: bool,
    /// What they are there, one of [`linli_pack::model::STANDINGS`].
    pub standing: String,
}

impl Env for Candidate {
    fn entry(&self, name: &str) -> Value {
        match name {
            "member" => self.member.into(),
            "here" => self.here.into(),
            "nearby" => self.nearby.into(),
            "unit" => self.unit.clone().into(),
            "standing" => self.standing.clone().into(),
            _ => Value::Null,
        }
    }

    fn input(&self, _name: &str) -> Value {
        Value::Null
    }

    fn now(&self) -> i64 {
        0
    }
}

/// The body somebody is appointed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// Code.
    pub body: String,
    /// Kind.
    pub kind: String,
    /// Its last day, where it has ended.
    pub ended: Option<i64>,
}

/// An appointment that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Id of the holding to be made.
    pub id: String,
    /// The post.
    pub post: String,
    /// First day.
    pub from: i64,
    /// Last day; `None`: the longest the post allows.
    pub to: Option<i64>,
    /// How.
    pub way: Way,
    /// What the election came to.
    pub votes: Option<Votes>,
    /// The holding it stands in for.
    pub stands_in: Option<String>,
}

/// What an election came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Those who had a vote.
    pub due: i64,
    /// Those who were there.
    pub present: i64,
    /// Those who were for it.
    pub agreed: i64,
}

/// Why somebody is not appointed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAppointed {
    /// The body has no such post.
    NoSuchPost,
    /// The body has ended on a day.
    BodyEnded(i64),
    /// The last day comes before the first.
    Backwards,
    /// The term is longer than so many years; the last day it could have.
    TermTooLong(i64, i64),
    /// Nobody comes into this post that way.
    WrongWay,
    /// An election needs its numbers.
    NoVotes,
    /// More present than due, more for it than present, or a number below zero.
    Miscounted,
    /// Too few were present: so many are needed.
    NoQuorum(i64),
    /// Too few were for it: so many are needed.
    NotCarried(i64),
    /// The post's own condition says no: the words and the clause.
    NotEligible(Text, String),
    /// They hold this post already on some of these days.
    Overlaps,
    /// They hold a full-time post in another body, and the two may not go together: body and post.
    Elsewhere(String, String),
    /// All seats are taken on some of these days: how many there are.
    Full(u32),
    /// There is nobody to stand in for on all of these days, or somebody does so already.
    NobodyToStandInFor,
    /// The end cannot be put off that far: the last day it could have.
    DelayTooLong(i64),
    /// It has ended already.
    Ended,
}

/// A day some months later, or earlier where `months` is below zero.
#[must_use]
pub fn months_later(day: i64, months: i64) -> i64 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    let date = i32::try_from(day).ok().and_then(|day| EPOCH.checked_add(day.days()).ok());
    let later = date.zip(i32::try_from(months).ok()).and_then(|(date, months)| date.checked_add(months.months()).ok());
    later.and_then(|date| date.since((jiff::Unit::Day, EPOCH)).ok()).map_or(day, |span| i64::from(span.get_days()))
}

/// The last day of a term of a post that begins on a day; `None` where the post has no term.
#[must_use]
pub fn term_end(post: &Post, from: i64) -> Option<i64> {
    post.term.map(|years| months_later(from, years * 12) - 1)
}

/// Whether it is time to say that a holding's term ends.
#[must_use]
pub fn ends_soon(post: &Post, holding: &Holding, today: i64) -> bool {
    let Some(last) = holding.to.filter(|_| post.term.is_some() && holding.ended.is_none()) else { return false };
    today <= last && months_later(last, -post.warn) <= today
}

/// How many seats of a post are free on a day, of those that must be taken.
#[must_use]
pub fn vacancies(post: &Post, body: &str, holdings: &[Holding], day: i64) -> u32 {
    let held = holdings.iter().filter(|held| held.body == body && held.post == post.name && held.stands_in.is_none() && held.covers(day));
    post.least.saturating_sub(u32::try_from(held.count()).unwrap_or(u32::MAX))
}

/// Appoints somebody, or says why not. `others` are the holdings of the body and of the person.
///
/// # Errors
/// The first rule that is broken.
pub fn appoint(pack: &Pack, seat: &Seat, candidate: &Candidate, wanted: &Wanted, others: &[Holding]) -> Result<Holding, NotAppointed> {
    let post = pack.posts.get(&wanted.post).filter(|post| post.bodies.contains(&seat.kind)).ok_or(NotAppointed::NoSuchPost)?;
    let longest = term_end(post, wanted.from);
    let holding = Holding {
        id: wanted.id.clone(),
        person: candidate.person.clone(),
        body: seat.body.clone(),
        kind: seat.kind.clone(),
        post: post.name.clone(),
        from: wanted.from,
        regular: wanted.to.or(longest).filter(|_| post.term.is_some()),
        to: wanted.to.or(longest),
        ended: None,
        stands_in: wanted.stands_in.clone(),
    };
    if let Some(day) = seat.ended {
        return Err(NotAppointed::BodyEnded(day));
    }
    if holding.to.is_some_and(|to| to < holding.from) {
        return Err(NotAppointed::Backwards);
    }
    if let Some((years, last)) = post.term.zip(longest)
        && holding.to.is_none_or(|to| to > last)
    {
        return Err(NotAppointed::TermTooLong(years, last));
    }
    came_about(post, wanted)?;
    if post.eligible.as_ref().is_some_and(|eligible| !eligible.holds(candidate)) {
        return Err(NotAppointed::NotEligible(post.because.clone(), post.basis.clone()));
    }
    fits(pack, post, &holding, others)?;
    Ok(holding)
}

/// How it came about: a way the post knows, and an election that was valid. A stand-in is put there, not elected.
fn came_about(post: &Post, wanted: &Wanted) -> Result<(), NotAppointed> {
    if wanted.stands_in.is_some() {
        return Ok(());
    }
    if !post.ways.contains(&wanted.way) {
        return Err(NotAppointed::WrongWay);
    }
    if wanted.way != Way::Elected {
        return Ok(());
    }
    let (vote, votes) = (post.vote.unwrap_or_default(), wanted.votes.ok_or(NotAppointed::NoVotes)?);
    let Votes { due, present, agreed } = votes;
    if due < 1 || present < 0 || agreed < 0 || present > due || agreed > present {
        return Err(NotAppointed::Miscounted);
    }
    let enough = |share: linli_pack::model::Share, total: i64, more: bool| {
        let exact = i128::from(total) * i128::from(share.of);
        let over = i128::from(share.over);
        let least = if more { exact / over + 1 } else { (exact + over - 1) / over };
        i64::try_from(least).unwrap_or(i64::MAX)
    };
    if !vote.present.reached(present, due) {
        return Err(NotAppointed::NoQuorum(enough(vote.present, due, false)));
    }
    let total = if vote.of_present { present } else { due };
    if !vote.agree.passed(agreed, total) {
        return Err(NotAppointed::NotCarried(enough(vote.agree, total, true)));
    }
    Ok(())
}

/// Whether a holding goes together with all others.
fn fits(pack: &Pack, post: &Post, holding: &Holding, others: &[Holding]) -> Result<(), NotAppointed> {
    let last = holding.last();
    let beside = || others.iter().filter(|other| other.id != holding.id && other.meets(holding.from, last));
    let same = |other: &&Holding| other.body == holding.body && other.post == holding.post;
    if beside().filter(same).any(|other| other.person == holding.person) {
        return Err(NotAppointed::Overlaps);
    }
    if let Some(id) = &holding.stands_in {
        let held = beside().filter(same).find(|other| other.id == *id && other.stands_in.is_none());
        let whole =
            held.is_some_and(|held| held.from <= holding.from && held.last().is_none_or(|end| last.is_some_and(|last| last <= end)));
        let taken = beside().any(|other| other.stands_in.as_ref() == Some(id));
        return if whole && !taken { Ok(()) } else { Err(NotAppointed::NobodyToStandInFor) };
    }
    let full_time = |name: &str| pack.posts.get(name).filter(|post| !post.concurrent);
    let elsewhere = || beside().filter(|other| other.person == holding.person && other.body != holding.body && other.stands_in.is_none());
    if !post.concurrent
        && let Some(other) = elsewhere().find(|other| {
            full_time(&other.post).is_some_and(|theirs| !post.cross.contains(&other.kind) && !theirs.cross.contains(&holding.kind))
        })
    {
        return Err(NotAppointed::Elsewhere(other.body.clone(), other.post.clone()));
    }
    let seats: Vec<&Holding> = beside().filter(same).filter(|other| other.stands_in.is_none()).collect();
    // The most are held at once on a day on which one of them begins, or this one does.
    let days = seats.iter().map(|other| other.from.max(holding.from)).chain([holding.from]);
    let most = days.map(|day| seats.iter().filter(|other| other.covers(day)).count()).max().unwrap_or(0);
    if most >= usize::try_from(post.seats).unwrap_or(usize::MAX) { Err(NotAppointed::Full(post.seats)) } else { Ok(()) }
}

/// Ends a holding with a day as its last, and with it whoever stands in for it. Gives what changes.
///
/// # Errors
/// Where it has ended already, or would end before it began or after its term.
pub fn end(holding: &Holding, day: i64, others: &[Holding]) -> Result<Vec<Holding>, NotAppointed> {
    if holding.ended.is_some() {
        return Err(NotAppointed::Ended);
    }
    if day < holding.from || holding.to.is_some_and(|to| day > to) {
        return Err(NotAppointed::Backwards);
    }
    let with_it = others.iter().filter(|other| other.stands_in.as_ref() == Some(&holding.id) && other.last().is_none_or(|last| last > day));
    Ok(std::iter::once(holding).chain(with_it).map(|one| Holding { ended: Some(day), ..one.clone() }).collect())
}

/// Puts a term's end off.
///
/// # Errors
/// Where the post allows no such delay, or somebody else has the seat by then.
pub fn delay(pack: &Pack, holding: &Holding, to: i64, others: &[Holding]) -> Result<Holding, NotAppointed> {
    let post = pack.posts.get(&holding.post).ok_or(NotAppointed::NoSuchPost)?;
    if holding.ended.is_some() {
        return Err(NotAppointed::Ended);
    }
    let (Some(regular), Some(now)) = (holding.regular, holding.to) else { return Err(NotAppointed::NoSuchPost) };
    if to <= now {
        return Err(NotAppointed::Backwards);
    }
    let latest = months_later(regular, post.delay);
    if to > latest {
        return Err(NotAppointed::DelayTooLong(latest));
    }
    let longer = Holding { to: Some(to), ..holding.clone() };
    fits(pack, post, &longer, others)?;
    Ok(longer)
}
