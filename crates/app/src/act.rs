//! The one way a record changes: load, decide, write all of it in one transaction.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::tally::Contribution;
use linli_engine::{Act, Command, Facts as _, InputProblem, Notice, Outcome, Problem, Refusal, To};
use linli_pack::Lang;
use linli_pack::record::{Record, Value};
use linli_store::{Attachment, Delta, Entry, Follow, Reply, Tx as _, Write};

use crate::app::{App, Change, Inner};
use crate::attendance::WithRoll;
use crate::context::Context;
use crate::error::AppError;
use crate::fill_in::open_beside;
use crate::follow::{JOINED, VOICE, voice};
use crate::mint::StoreMint;
use crate::random::link_print;
use crate::territory::Territory;

/// What an act is aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A new record of the command's register.
    New,
    /// A new record of the command's register, which is a place in the record with this id.
    In(String),
    /// A new record of the command's register that belongs to the one with this id, which hangs on a board and hears people.
    Part(String),
    /// The record with this id.
    Id(String),
    /// The record that this tracking secret follows; the actor is its reporter.
    Follow(String),
}

/// An act that is on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The record afterwards.
    pub record: Record,
    /// Secret of the tracking link, when a new record was opened.
    pub secret: Option<String>,
    /// The request had been carried out before; nothing was done again.
    pub replayed: bool,
}

impl App {
    /// Carries out a command. When this returns, it is on disk.
    ///
    /// # Errors
    /// [`AppError::Refused`] when a rule says no; then nothing has changed.
    pub fn act(&self, context: &Context, target: &Target, command: &Command) -> Result<Done, AppError> {
        let (inner, job) = self.job(context, target, command);
        let done = self.0.store.write(move |w| job(&inner, w))?;
        self.announce(&done);
        Ok(done.done)
    }

    /// As [`App::act`], without blocking: `answer` is called when it is on disk or refused.
    pub fn submit(
        &self,
        context: &Context,
        target: &Target,
        command: &Command,
        answer: impl FnOnce(Result<Done, AppError>) + Send + 'static,
    ) {
        let (inner, job) = self.job(context, target, command);
        let app = self.clone();
        self.0.store.submit(
            move |w| job(&inner, w),
            move |result: Result<Whole, AppError>| {
                answer(result.map(|whole| {
                    app.announce(&whole);
                    whole.done
                }));
            },
        );
    }

    fn job(
        &self,
        context: &Context,
        target: &Target,
        command: &Command,
    ) -> (Arc<Inner>, impl Fn(&Inner, &mut Write<'_>) -> Result<Whole, AppError> + Send + 'static) {
        let (context, target, command) = (context.clone(), target.clone(), command.clone());
        (Arc::clone(&self.0), move |inner: &Inner, w: &mut Write<'_>| carry_out(inner, w, &context, &target, &command))
    }

    fn announce(&self, whole: &Whole) {
        for change in &whole.changes {
            self.tell(change);
        }
    }
}

/// An act and what it touched.
pub(crate) struct Whole {
    pub(crate) done: Done,
    pub(crate) changes: Vec<Change>,
}

/// Carries out a command inside a transaction that is already open. World generation batches many of these in one.
pub(crate) fn carry_out(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    target: &Target,
    command: &Command,
) -> Result<Whole, AppError> {
    if let Some(key) = &context.once
        && let Some(whole) = replay(inner, w, context, target, command, key)?
    {
        return Ok(whole);
    }
    let account = context.actor.id.clone();
    let mut context = context.clone();
    let before = match target {
        Target::New | Target::In(_) | Target::Part(_) => None,
        Target::Id(id) => Some(linli_store::record(w, inner.realm, id)?.ok_or(AppError::NotFound("record"))?),
        Target::Follow(secret) => {
            let follow = linli_store::follow(w, inner.realm, &link_print(secret))?.ok_or(AppError::NotFound("record"))?;
            if follow.contact.as_deref() == Some(JOINED) {
                if let Some(no) = not_the_reporters(inner, w, &follow.record, command)? {
                    return Err(no);
                }
                // What they add is theirs, and never taken for the reporter's.
                context.actor.id = voice(secret);
            }
            context.actor.reporter = true;
            Some(linli_store::record(w, inner.realm, &follow.record)?.ok_or(AppError::NotFound("record"))?)
        }
    };
    let territory = inner.territory.load();
    if before.as_ref().is_some_and(|record| !context.sees(&inner.pack, &territory, record)) {
        return Err(AppError::NotFound("record"));
    }
    // Somebody was faster: that is what the actor must know, not what it has made of their rights.
    if let (Some(seen), Some(record)) = (command.seen, before.as_ref())
        && !record.is_as_seen(seen)
    {
        return Err(Refusal::Stale { seen, is: record.version }.into());
    }
    let origin = match target {
        Target::Part(id) => Some(crate::openness::spoken_to(inner, w, id, &command.register, context.now)?),
        _ => None,
    };
    let mut changes = Vec::new();
    let record = match target {
        Target::In(of) => crate::places::take(inner, w, &context, of, command, &mut changes)?,
        _ => decide_and_write(inner, w, &context, On { before, origin }, command, &mut changes)?,
    };
    let secret = if matches!(target, Target::New | Target::In(_) | Target::Part(_)) {
        let secret = inner.random.link(context.now);
        linli_store::put_follow(
            w,
            inner.realm,
            &Follow { hash: link_print(&secret), record: record.id.clone(), contact: None, at: context.now },
        )?;
        Some(secret)
    } else {
        None
    };
    if let Some(key) = &context.once {
        let body = serde_json::json!({ "record": record.id, "secret": secret }).to_string();
        let reply = Reply { fingerprint: request_print(inner, w, target, command)?, status: 200, body, at: context.now };
        linli_store::keep_reply(w, inner.realm, &account, key, &reply)?;
    }
    Ok(Whole { done: Done { record, secret, replayed: false }, changes })
}

/// Who follows a matter that somebody else reported adds words to it, and does not speak for that person beyond that: why not, if so.
fn not_the_reporters(inner: &Inner, w: &mut Write<'_>, record: &str, command: &Command) -> Result<Option<AppError>, AppError> {
    let record = linli_store::record(w, inner.realm, record)?.ok_or(AppError::NotFound("record"))?;
    let mv = inner.pack.registers.get(&record.register).and_then(|register| register.moves.get(&command.name));
    if mv.is_some_and(|mv| mv.fill == ["note"] && mv.to.is_none() && !mv.to_back && mv.merge.is_none()) {
        return Ok(None);
    }
    let basis = mv.map(|mv| mv.basis.clone()).unwrap_or_default();
    Ok(Some(Refusal::NotYours { name: command.name.clone(), roles: vec!["resident".to_owned()], basis }.into()))
}

/// The answer given before to the same request, if any.
fn replay(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    target: &Target,
    command: &Command,
    key: &str,
) -> Result<Option<Whole>, AppError> {
    let Some(reply) = linli_store::reply(w, inner.realm, &context.actor.id, key)? else { return Ok(None) };
    if reply.fingerprint != request_print(inner, w, target, command)? {
        return Err(AppError::KeyReused);
    }
    let body: Value = serde_json::from_str(&reply.body)?;
    let id = body.get("record").and_then(Value::as_str).unwrap_or_default();
    let record = linli_store::record(w, inner.realm, id)?.ok_or(AppError::NotFound("record"))?;
    let secret = body.get("secret").and_then(Value::as_str).map(str::to_owned);
    Ok(Some(Whole { done: Done { record, secret, replayed: true }, changes: Vec::new() }))
}

/// Fingerprint of what was asked, to tell a repeated request from a different one with the same key. It is keyed: a phone number in it
/// could be guessed from a plain hash.
fn request_print(inner: &Inner, w: &Write<'_>, target: &Target, command: &Command) -> Result<String, AppError> {
    let asked = format!("{target:?}{}", serde_json::to_string(command)?);
    Ok(data_encoding::HEXLOWER.encode(&w.keys().blind(inner.realm, "request", &asked)?))
}

/// The fact of an opening act that says in which language somebody without an account spoke, where it was not Chinese.
pub(crate) const SPOKEN: &str = "lang";

/// How many acts may follow one from another.
const DEEPEST: usize = 64;

/// A record before, and what was decided for it.
pub(crate) type Decided = (Option<Record>, Outcome);

/// What a command is decided on.
pub(crate) struct On {
    /// The record before; `None`: it is opened.
    pub(crate) before: Option<Record>,
    /// The record that one being opened belongs to, or is a place in.
    pub(crate) origin: Option<Record>,
}

impl On {
    /// A record that is there.
    pub(crate) const fn record(before: Record) -> Self {
        Self { before: Some(before), origin: None }
    }
}

/// One decision and those that follow from it, before anything is written: a refusal anywhere leaves nothing behind.
pub(crate) fn decide_all(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    On { before, origin }: On,
    command: &Command,
    decided: &mut Vec<Decided>,
    depth: usize,
) -> Result<(), AppError> {
    let territory = inner.territory.load();
    let roll = crate::attendance::roll_for(inner, w, before.as_ref(), &command.input, &command.name, context.now)?;
    let outcome = {
        let mut mint = StoreMint::new(inner, w);
        let facts = &WithRoll { territory: &territory, roll };
        let (pack, actor, now) = (&inner.pack, &context.actor, context.now);
        let outcome = match &origin {
            Some(origin) => linli_engine::decide_part(pack, facts, origin, actor, command, now, &mut mint),
            None => linli_engine::decide(pack, facts, before.as_ref(), actor, command, now, &mut mint),
        };
        mint.failed()?;
        outcome?
    };
    let mut outcome = with_heirs(&territory, outcome);
    // Who has no account has chosen no language: what they are sent later is in the one that they reported in.
    if before.is_none() && depth == 0 && context.lang == Lang::En && context.actor.grants.is_empty() {
        outcome.act.facts.insert(SPOKEN.to_owned(), "en".into());
    }
    crate::window::room(inner, w, before.as_ref(), &outcome)?;
    crate::shift::settle(inner, w, context, before.as_ref(), &mut outcome)?;
    crate::matching::check(inner, w, &outcome)?;
    crate::term::within(inner, w, before.as_ref(), &outcome)?;
    let mv = inner.pack.registers.get(&outcome.record.register).and_then(|register| register.moves.get(&outcome.act.name));
    let beside = match mv.and_then(|mv| mv.opens.as_ref()) {
        Some(opens) => open_beside(inner, w, context, opens, &mut outcome)?,
        None => Vec::new(),
    };
    let also = outcome.also.clone();
    decided.push((before, outcome));
    decided.extend(beside);
    // Merging tells one other record, and that one those it was merged into in its turn; a part tells the one it comes from, that one the
    // next. Nothing legitimate nests deeper.
    if depth > DEEPEST {
        return Err(AppError::Internal("one act follows from another without end".to_owned()));
    }
    let system = Context::system(context.now);
    for (id, next) in &also {
        // What was decided for it in this very act stands before what is on disk.
        let other = match decided.iter().rev().find(|(_, outcome)| outcome.record.id == *id) {
            Some((_, outcome)) => Some(outcome.record.clone()),
            None => linli_store::record(w, inner.realm, id)?,
        };
        // The record that another is merged into changes too: it must be one that the actor may see.
        let known = |other: &Record| next.name != "join" || context.sees(&inner.pack, &territory, other);
        let Some(other) = other.filter(known) else {
            return Err(Refusal::Inputs(vec![InputProblem { input: "other".to_owned(), problem: Problem::Unknown }]).into());
        };
        decide_all(inner, w, &system, On::record(other), next, decided, depth + 1)?;
    }
    Ok(())
}

/// A matter may go back to a body that has ended since: whoever took its place gets it.
fn with_heirs(territory: &Territory, mut outcome: Outcome) -> Outcome {
    let heir = |body: &str| territory.heir(body, &outcome.record.area);
    let holder = outcome.record.holder.as_deref().and_then(heir);
    let told: Vec<Option<String>> = outcome
        .notices
        .iter()
        .map(|notice| match &notice.to {
            To::Body(body) => heir(body),
            _ => None,
        })
        .collect();
    for (notice, heir) in outcome.notices.iter_mut().zip(told) {
        if let Some(heir) = heir {
            notice.to = To::Body(heir);
        }
    }
    if let Some(holder) = holder {
        if outcome.act.facts.contains_key("holder") {
            outcome.act.facts.insert("holder".to_owned(), holder.clone().into());
        }
        outcome.act.holder = Some(holder.clone());
        outcome.record.holder = Some(holder);
    }
    outcome
}

/// Decides and writes. The answer is the record that the command was aimed at.
pub(crate) fn decide_and_write(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    on: On,
    command: &Command,
    changes: &mut Vec<Change>,
) -> Result<Record, AppError> {
    let mut decided = Vec::new();
    decide_all(inner, w, context, on, command, &mut decided, 0)?;
    crate::places::follow(inner, w, context.now, &mut decided)?;
    crate::places::let_go(inner, w, &mut decided)?;
    for (before, outcome) in &decided {
        write_outcome(inner, w, before.as_ref(), outcome)?;
        changes.push(Change {
            record: outcome.record.id.clone(),
            register: outcome.record.register.clone(),
            area: outcome.record.area.clone(),
            holders: before.iter().filter_map(|record| record.holder.clone()).chain(outcome.record.holder.clone()).collect(),
        });
    }
    // What followed from the act may have moved the record itself on.
    let id = decided.first().map(|(_, outcome)| outcome.record.id.clone());
    let last = decided.into_iter().rev().find(|(_, outcome)| Some(&outcome.record.id) == id.as_ref());
    last.map(|(_, outcome)| outcome.record).ok_or_else(|| AppError::Internal("nothing was decided".to_owned()))
}

pub(crate) fn write_outcome(inner: &Inner, w: &mut Write<'_>, before: Option<&Record>, outcome: &Outcome) -> Result<(), AppError> {
    let record = &outcome.record;
    write_quietly(inner, w, before, outcome)?;
    for notice in &outcome.notices {
        notify(inner, w, &outcome.act, notice)?;
    }
    let actor = &outcome.act.actor;
    // Photos of residents go ahead before it is known whose link they come by.
    let is_theirs = |photo: &Attachment| photo.by == *actor || photo.by == "resident" && actor.starts_with(VOICE);
    for id in photos(&outcome.act) {
        if let Some(photo) = linli_store::attachment(w, inner.realm, id)?.filter(|photo| photo.record.is_empty() && is_theirs(photo)) {
            linli_store::put_attachment(w, inner.realm, &Attachment { record: record.id.clone(), by: actor.clone(), ..photo })?;
        }
    }
    crate::ballots::open(inner, w, outcome)
}

/// Writes an outcome, and tells nobody: record, personal values, journal, tallies. An import brings in a whole ledger; a notice for each of
/// its rows would bury those that matter.
pub(crate) fn write_quietly(inner: &Inner, w: &mut Write<'_>, before: Option<&Record>, outcome: &Outcome) -> Result<(), AppError> {
    let record = &outcome.record;
    match before {
        Some(_) => linli_store::put_record(w, inner.realm, record)?,
        None => {
            linli_store::add_record(w, inner.realm, record)?;
            if let Some(origin) = &record.memory.origin {
                linli_store::add_part(w, inner.realm, &origin.record, &record.id)?;
            }
            crate::import::keep_order(inner, w, outcome)?;
        }
    }
    if !outcome.personal.is_empty() {
        // A record that is new has no personal values yet.
        let kept = if before.is_some() { linli_store::personal(w, inner.realm, &record.id)? } else { None };
        let mut kept: BTreeMap<String, Value> = kept.map_or_else(|| Ok(BTreeMap::new()), |text| serde_json::from_str(&text))?;
        kept.extend(outcome.personal.clone());
        let register = inner.pack.registers.get(&record.register).ok_or(AppError::NotFound("register"))?;
        let tokens = crate::lookup::tokens(&w.keys(), inner.realm, register, &kept)?;
        linli_store::put_personal(w, inner.realm, &record.id, &inner.random.bytes(), &serde_json::to_string(&kept)?, &tokens)?;
    }
    if let Some(marked) = &outcome.attendance {
        crate::attendance::keep(inner, w, &record.id, marked)?;
    }
    linli_store::append(w, inner.realm, &entry(inner, &outcome.act))?;
    keep_tallies(inner, w, before, record)
}

/// The journal's entry for an act.
pub(crate) fn entry(inner: &Inner, act: &Act) -> Entry {
    entry_of(inner, act.clone())
}

/// [`entry`] of an act that is not needed any more.
pub(crate) fn entry_of(inner: &Inner, act: Act) -> Entry {
    Entry {
        at: act.at,
        actor: act.actor,
        role: act.role,
        body: act.body,
        record: act.record,
        register: act.register,
        name: act.name,
        from: act.from,
        to: act.to,
        holder: act.holder,
        version: act.version,
        facts: act.facts,
        salt: if act.words.is_empty() { [0; 16] } else { inner.random.bytes() },
        words: act.words,
    }
}

/// What the tallies gain and lose: a record's contributions afterwards less those before.
pub(crate) fn keep_tallies(inner: &Inner, w: &mut Write<'_>, before: Option<&Record>, after: &Record) -> Result<(), AppError> {
    let gained = linli_engine::tally::contributions(&inner.pack, &after.register, after);
    let lost = before.map(|record| linli_engine::tally::contributions(&inner.pack, &record.register, record)).unwrap_or_default();
    // Where area and category stay, what is on both sides cancels out.
    let moved = before.is_none_or(|before| before.area != after.area || before.category != after.category);
    let gains = gained.iter().filter(|one| moved || !lost.contains(one)).map(|one| delta(after, one, 1));
    let losses = before
        .into_iter()
        .flat_map(|record| lost.iter().filter(|one| moved || !gained.contains(one)).map(move |one| delta(record, one, -1)));
    let deltas: Vec<Delta<'_>> = gains.chain(losses).collect();
    if !deltas.is_empty() {
        linli_store::tally(w, inner.realm, &deltas);
    }
    Ok(())
}

/// The nearest area at or above a record's in which a role has its body: where those who hold the role over the record sit.
pub(crate) fn seat(inner: &Inner, role: &str, area: &str) -> String {
    let territory = inner.territory.load();
    let kinds = inner.pack.roles.get(role).map(|role| role.bodies.as_slice()).unwrap_or_default();
    let path = territory.path(area);
    let found = path.iter().rev().find(|step| kinds.iter().any(|kind| !territory.bodies_in(&step.code, kind).is_empty()));
    found.map_or_else(|| area.to_owned(), |step| step.code.clone())
}

fn delta<'a>(record: &'a Record, one: &Contribution<'a>, n: i64) -> Delta<'a> {
    Delta {
        register: &record.register,
        area: &record.area,
        category: record.category.as_deref(),
        measure: one.measure,
        day: one.day.into(),
        n,
    }
}

fn notify(inner: &Inner, w: &mut Write<'_>, act: &Act, notice: &Notice) -> Result<(), AppError> {
    let target = match &notice.to {
        To::Body(code) => linli_store::Target::Body(code.clone()),
        To::Role { role, area } => linli_store::Target::Role { role: role.clone(), area: seat(inner, role, area) },
        // The resident reads the tracking page; there is nobody to notify inside the program.
        To::Reporter => return Ok(()),
    };
    let id = inner.random.uuid(act.at);
    let notice = linli_store::Notice { id, target, record: act.record.clone(), name: notice.name.clone(), at: act.at, read_at: None };
    linli_store::notify(w, inner.realm, &notice)?;
    Ok(())
}

fn photos(act: &Act) -> impl Iterator<Item = &str> {
    act.words.get("photos").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
