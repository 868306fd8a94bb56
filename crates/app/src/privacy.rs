//! What people ask about their own data: found by their number, copied out, erased. One officer takes the request in, another carries an
//! erasure out; every step is in the journal, without what was erased.

mod erase;
mod held;
mod redact;
mod retention;
mod staff;

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::{Act, Grant, Refusal, mask};
use linli_pack::record::{Instant, Record, Value};
use linli_store::{Tx as _, Write};
use serde::{Deserialize, Serialize};

pub use erase::EraseForm;
pub use held::{Copied, Held, Kept, Wording};
pub use redact::GAP;
pub use retention::{Retention, Step};
pub use staff::{CopiedStaff, Known, Of, Place};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::lookup::Number;

/// What somebody asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A copy of their data.
    #[default]
    Copy,
    /// Its erasure.
    Erase,
}

impl Kind {
    /// Its word in forms and facts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Erase => "erase",
        }
    }
}

/// How the officer knows that it is they who ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Their identity card was seen.
    #[default]
    Card,
    /// They were called back on that number.
    Call,
    /// Somebody authorised by them, the letter of authority was seen.
    Agent,
}

impl Proof {
    /// Its word in forms and facts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Call => "call",
            Self::Agent => "agent",
        }
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// To be answered.
    #[default]
    Open,
    /// Answered.
    Done,
    /// Refused or withdrawn.
    Dropped,
}

impl Stage {
    const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

/// What became of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Became {
    /// Record.
    pub record: String,
    /// What people quote it by.
    pub number: String,
    /// Its register.
    pub register: String,
    /// It is kept by a rule of the pack; nothing of it was erased.
    pub kept: bool,
    /// Kept, and from now on not used: nobody is shown it.
    #[serde(default)]
    pub held_back: bool,
    /// Personal fields erased.
    pub fields: usize,
    /// Entries of the journal that lost their words.
    pub words: usize,
    /// Texts that were changed.
    pub texts: usize,
    /// Photos that were removed.
    pub photos: usize,
}

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Id.
    pub id: String,
    /// What is asked.
    pub kind: Kind,
    /// Where it stands.
    pub stage: Stage,
    /// Number of changes so far.
    pub version: i64,
    /// The number, masked; empty once it is answered.
    pub masked: String,
    /// The token of the number in the blind index; empty once it is answered.
    blind: String,
    /// The account it is about, if any; empty once it is answered.
    #[serde(default)]
    account: String,
    /// Officials it is about; none once it is answered.
    #[serde(default)]
    officials: Vec<String>,
    /// How it is known that it is they who ask.
    pub proof: Proof,
    /// What it is about, in the officer's words: the purpose of every look.
    pub purpose: String,
    /// Who took it in: account id.
    pub by: String,
    /// When.
    pub created: Instant,
    /// The local day by which it is answered.
    pub due: i64,
    /// What became of each record, once it is answered.
    pub results: Vec<Became>,
    /// Who answered it: account id.
    pub ended_by: String,
    /// When.
    pub ended_at: Option<Instant>,
    /// Why it was refused.
    pub because: String,
}

/// What is filled in for a request.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Phone or identity number as it was typed; may be empty where an account or a name is given.
    pub number: String,
    /// What they sign in with, where they have an account; may be empty.
    pub login: String,
    /// Their name, where they hold or held a post; may be empty.
    pub name: String,
    /// What is asked.
    pub kind: Kind,
    /// How it is known that it is they who ask.
    pub proof: Proof,
    /// What it is about.
    pub purpose: String,
}

/// A request with the records that it is about.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The request.
    pub request: Request,
    /// Records that hold the person's data now; none once it is answered.
    pub held: Vec<Held>,
    /// Their account and posts; none once it is answered.
    pub staff: Vec<Known>,
    /// The actor may carry it out: for an erasure, they are not who took it in, unless the pack allows it.
    pub may_carry_out: bool,
}

/// All that is given to somebody who asks for a copy.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// Records.
    pub records: Vec<Copied>,
    /// Their account and posts.
    pub staff: Vec<CopiedStaff>,
}

/// Longest purpose or reason, in characters.
const LONGEST: usize = 200;
/// Requests of one list.
const LISTED: i64 = 200;

impl App {
    /// Whether the actor answers people about their data anywhere.
    #[must_use]
    pub fn keeps_privacy(&self, context: &Context) -> bool {
        answers(&self.0, context).is_ok()
    }

    /// The newest requests.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who has not the right.
    pub fn privacy_requests(&self, context: &Context) -> Result<Vec<Request>, AppError> {
        answers(&self.0, context)?;
        let rows = self.0.store.read(|tx| linli_store::privacy_requests(tx, self.0.realm, LISTED))?;
        rows.iter().map(parse).collect()
    }

    /// How many requests wait for an answer.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who has not the right.
    pub fn privacy_waiting(&self, context: &Context) -> Result<usize, AppError> {
        answers(&self.0, context)?;
        let n = self.0.store.read(|tx| linli_store::count_privacy_requests(tx, self.0.realm, Stage::Open.word()))?;
        Ok(usize::try_from(n).unwrap_or_default())
    }

    /// One request, with the records that hold the person's data now: which fields, never their values.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], or [`AppError::NotFound`].
    pub fn privacy_request(&self, context: &Context, id: &str) -> Result<Seen, AppError> {
        let areas = answers(&self.0, context)?;
        let found = self.0.store.read(|tx| linli_store::privacy_request(tx, self.0.realm, id))?;
        let request = parse(&found.ok_or(AppError::NotFound("request"))?)?;
        let held = self.0.store.read(|tx| held::all(&self.0, tx, context, &areas, &request))?;
        let staff = self.0.store.read(|tx| staff::all(&self.0, tx, &request, context.now))?;
        let may_carry_out = request.stage == Stage::Open && self.may_carry_out(context, &request);
        Ok(Seen { request, held, staff, may_carry_out })
    }

    /// Takes a request in. That somebody was looked up is in the journal with it, never the number. Where nothing is kept of them it is
    /// answered at once.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], or [`AppError::Invalid`] naming `number` or `purpose`.
    pub fn ask_privacy(&self, context: &Context, asked: &Asked) -> Result<Request, AppError> {
        let areas = answers(&self.0, context)?;
        let today = crate::days::of(context.now, &self.0.pack.clock.timezone);
        let number = Number::read(&asked.number, today).filter(Number::names_somebody);
        let (login, name) = (asked.login.trim().to_owned(), asked.name.trim().to_owned());
        if number.is_none() && (!asked.number.trim().is_empty() || login.is_empty() && name.is_empty()) {
            return Err(AppError::Invalid { field: "number", rule: "privacy-number" });
        }
        let purpose = words("purpose", &asked.purpose)?;
        let masked = match &number {
            Some(Number::Phone(number) | Number::Ending(number)) => mask::phone(number),
            Some(Number::Id(number)) => mask::id_number(number),
            None => mask::name(if name.is_empty() { &login } else { &name }),
        };
        let (inner, context, asked) = (Arc::clone(&self.0), context.clone(), asked.clone());
        let id = self.0.random.uuid(context.now);
        self.0.store.write(move |w: &mut Write<'_>| {
            let (keys, realm) = (w.keys(), inner.realm);
            let blind = number.as_ref().map(|number| number.blind(&keys, realm)).transpose()?;
            let (account, officials) = staff::named(&inner, w, &areas, &login, &name)?;
            let mut request = Request {
                id: id.clone(),
                kind: asked.kind,
                masked: masked.clone(),
                blind: blind.map(|blind| data_encoding::HEXLOWER.encode(&blind)).unwrap_or_default(),
                account,
                officials,
                proof: asked.proof,
                purpose: purpose.clone(),
                by: context.actor.id.clone(),
                created: context.now,
                due: today + i64::from(inner.pack.privacy.days),
                ..Request::default()
            };
            let staff = usize::from(!request.account.is_empty()) + request.officials.len();
            let found = held::records(&inner, w, &areas, &request)?.len() + staff;
            let facts = [("kind", asked.kind.word().into()), ("proof", asked.proof.word().into()), ("found", found.into())];
            if found == 0 {
                end(&mut request, &context, Stage::Done);
            }
            keep(&inner, w, &context, &mut request, "privacy_ask", &facts, &[("purpose", purpose.clone().into())])?;
            Ok(request)
        })
    }

    /// Gives the person's data out: personal values in clear, what the records say, their history. Each record's journal has the look and its
    /// purpose first. A request for a copy is answered by it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`]; [`AppError::Invalid`] where it is answered already.
    pub fn copy_privacy(&self, context: &Context, id: &str) -> Result<Copies, AppError> {
        let areas = answers(&self.0, context)?;
        let (inner, context, id) = (Arc::clone(&self.0), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let request = open(&inner, w, &id)?;
            let mut copies = Copies::default();
            for record in held::records(&inner, w, &areas, &request)? {
                let facts = [("request", request.id.clone().into())];
                let act = about(&inner, &context, &record, "person_copy", &facts, &[("purpose", request.purpose.clone().into())]);
                copies.records.push(held::copied(&inner, w, record)?);
                linli_store::append(w, inner.realm, &crate::act::entry(&inner, &act))?;
            }
            for known in staff::all(&inner, w, &request, context.now)? {
                let facts = [("request", request.id.clone().into()), ("of", known.of.word().into())];
                let look = act(&inner, &context, "person_copy", &facts, &[("purpose", request.purpose.clone().into())]);
                let look = Act { record: known.id.clone(), ..look };
                copies.staff.extend(staff::copied(&inner, w, known, context.now)?);
                linli_store::append(w, inner.realm, &crate::act::entry(&inner, &look))?;
            }
            Ok(copies)
        })
    }

    /// Notes that the person was given their copy.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`], [`Refusal::Stale`]; [`AppError::Invalid`] for an erasure.
    pub fn answer_privacy(&self, context: &Context, id: &str, seen: i64) -> Result<Request, AppError> {
        let areas = answers(&self.0, context)?;
        let (inner, context, id) = (Arc::clone(&self.0), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut request = open(&inner, w, &id)?;
            unchanged(&request, seen)?;
            if request.kind != Kind::Copy {
                return Err(AppError::Invalid { field: "", rule: "privacy-ended" });
            }
            let records = held::records(&inner, w, &areas, &request)?;
            request.results = records.iter().map(Became::of).collect();
            let staff = staff::all(&inner, w, &request, context.now)?;
            request.results.extend(staff.iter().map(|known| Became {
                register: known.of.word().to_owned(),
                record: known.id.clone(),
                ..Became::default()
            }));
            let given = request.results.len();
            end(&mut request, &context, Stage::Done);
            keep(&inner, w, &context, &mut request, "privacy_done", &[("given", given.into())], &[])?;
            Ok(request)
        })
    }

    /// Refuses a request, or notes that it was withdrawn.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`], [`Refusal::Stale`]; [`AppError::Invalid`] without a reason.
    pub fn drop_privacy(&self, context: &Context, id: &str, seen: i64, because: &str) -> Result<Request, AppError> {
        answers(&self.0, context)?;
        let because = words("because", because)?;
        let (inner, context, id) = (Arc::clone(&self.0), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut request = open(&inner, w, &id)?;
            unchanged(&request, seen)?;
            request.because.clone_from(&because);
            end(&mut request, &context, Stage::Dropped);
            keep(&inner, w, &context, &mut request, "privacy_drop", &[], &[("note", because.clone().into())])?;
            Ok(request)
        })
    }

    /// Takes somebody of the same name off a request: it is not they who ask.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`], [`Refusal::Stale`].
    pub fn not_them(&self, context: &Context, id: &str, seen: i64, official: &str) -> Result<Request, AppError> {
        answers(&self.0, context)?;
        let (inner, context, id, official) = (Arc::clone(&self.0), context.clone(), id.to_owned(), official.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut request = open(&inner, w, &id)?;
            unchanged(&request, seen)?;
            if !request.officials.contains(&official) {
                return Err(AppError::NotFound("official"));
            }
            request.officials.retain(|known| *known != official);
            keep(&inner, w, &context, &mut request, "privacy_not_them", &[], &[])?;
            Ok(request)
        })
    }

    fn may_carry_out(&self, context: &Context, request: &Request) -> bool {
        request.kind == Kind::Copy || !self.0.pack.privacy.second || request.by != context.actor.id
    }
}

impl Became {
    fn of(record: &Record) -> Self {
        let (record, number, register) = (record.id.clone(), record.number.clone(), record.register.clone());
        Self { record, number, register, ..Self::default() }
    }
}

/// The areas whose people the actor answers.
fn answers(inner: &Inner, context: &Context) -> Result<Vec<String>, AppError> {
    let areas: Vec<String> = context.grants_where(&inner.pack, |role| role.privacy).map(|grant| grant.area.clone()).collect();
    if areas.is_empty() { Err(AppError::Forbidden("privacy")) } else { Ok(areas) }
}

/// A text that says why: at least four characters, not too many.
fn words(field: &'static str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    match text.chars().count() {
        0..4 => Err(AppError::Invalid { field, rule: "purpose-short" }),
        n if n > LONGEST => Err(AppError::Invalid { field, rule: "purpose-long" }),
        _ => Ok(text.to_owned()),
    }
}

fn parse(row: &linli_store::PrivacyRequest) -> Result<Request, AppError> {
    Ok(serde_json::from_str(&row.body)?)
}

/// A request that waits for an answer.
fn open(inner: &Inner, w: &mut Write<'_>, id: &str) -> Result<Request, AppError> {
    let request = parse(&linli_store::privacy_request(w, inner.realm, id)?.ok_or(AppError::NotFound("request"))?)?;
    if request.stage == Stage::Open { Ok(request) } else { Err(AppError::Invalid { field: "", rule: "privacy-ended" }) }
}

fn unchanged(request: &Request, seen: i64) -> Result<(), AppError> {
    if request.version == seen { Ok(()) } else { Err(Refusal::Stale { seen, is: request.version }.into()) }
}

/// An answered request no longer says whom it was about.
fn end(request: &mut Request, context: &Context, stage: Stage) {
    request.stage = stage;
    request.masked.clear();
    request.blind.clear();
    request.account.clear();
    request.officials.clear();
    request.ended_by.clone_from(&context.actor.id);
    request.ended_at = Some(context.now);
}

type Pairs<'a> = &'a [(&'a str, Value)];

fn map(pairs: Pairs<'_>) -> BTreeMap<String, Value> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn post<'a>(inner: &'a Inner, context: &'a Context) -> Option<&'a Grant> {
    context.grants_where(&inner.pack, |role| role.privacy).next()
}

fn act(inner: &Inner, context: &Context, name: &str, facts: Pairs<'_>, words: Pairs<'_>) -> Act {
    let grant = post(inner, context);
    let mut facts = map(facts);
    if let Some(giver) = grant.and_then(|grant| context.actor.stands_in_for(&grant.role, Some(&grant.body))) {
        facts.insert(linli_engine::FOR.to_owned(), giver.into());
    }
    Act {
        at: context.now,
        actor: context.actor.id.clone(),
        role: grant.map(|grant| grant.role.clone()).unwrap_or_default(),
        body: grant.map(|grant| grant.body.clone()),
        name: name.to_owned(),
        facts,
        words: map(words),
        ..Act::default()
    }
}

/// An act on a record that changes nothing but what is kept beside it: the record keeps its version.
fn about(inner: &Inner, context: &Context, record: &Record, name: &str, facts: Pairs<'_>, words: Pairs<'_>) -> Act {
    Act {
        record: record.id.clone(),
        register: record.register.clone(),
        from: record.state.clone(),
        to: record.state.clone(),
        holder: record.holder.clone(),
        version: record.version,
        ..act(inner, context, name, facts, words)
    }
}

/// Writes a request as one more version, with the journal's line.
fn keep(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    request: &mut Request,
    name: &str,
    facts: Pairs<'_>,
    words: Pairs<'_>,
) -> Result<(), AppError> {
    request.version += 1;
    let row = linli_store::PrivacyRequest {
        id: request.id.clone(),
        state: request.stage.word().to_owned(),
        version: request.version,
        body: serde_json::to_string(request)?,
    };
    linli_store::put_privacy_request(w, inner.realm, &inner.random.bytes(), &row)?;
    let act = Act { record: request.id.clone(), ..act(inner, context, name, facts, words) };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    Ok(())
}
