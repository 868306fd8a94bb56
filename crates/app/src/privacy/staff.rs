//! What is kept of those who work with the program: their account, and the posts that they hold or held.

use linli_pack::record::{Instant, Value};
use linli_store::{Appointment, Line, Tx, Write};

use super::{Became, GAP, Request, act};
use crate::app::Inner;
use crate::context::Context;
use crate::days;
use crate::error::AppError;

/// An account, or somebody who holds posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// An account.
    Account,
    /// Somebody who holds or held posts.
    Official,
}

impl Of {
    /// Its word in forms and results, in the place of a register's.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Official => "appointment",
        }
    }
}

/// A role or a post, where, and from when to when, as days since 1970-01-01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The role or post, by its name in the pack.
    pub what: String,
    /// Code of the body.
    pub body: String,
    /// First day.
    pub from: Option<i64>,
    /// Last day.
    pub until: Option<i64>,
}

/// An account or an official that a request is about.
#[derive(Clone, Debug)]
pub struct Known {
    /// Which of the two.
    pub of: Of,
    /// Id.
    pub id: String,
    /// Roles or posts.
    pub places: Vec<Place>,
    /// Open sessions.
    pub sessions: usize,
    /// Still in office: it is needed, and stays.
    pub serves: bool,
}

/// An account or an official as it is given to the person: name of a fact and what it says.
#[derive(Clone, Debug)]
pub struct CopiedStaff {
    /// What is known.
    pub known: Known,
    /// Their name.
    pub name: String,
    /// What they sign in with; empty for an official.
    pub login: String,
    /// Whether they are a member; `None` for an account.
    pub member: Option<bool>,
    /// When each open session began and was last used, and in which browser.
    pub sessions: Vec<(Instant, Instant, String)>,
    /// Names of their tokens.
    pub tokens: Vec<String>,
    /// What was done to it.
    pub lines: Vec<Line>,
}

/// What the request names beside a number: an account's id, and ids of officials of that name.
pub(super) fn named(inner: &Inner, tx: &mut dyn Tx, areas: &[String], login: &str, name: &str) -> Result<(String, Vec<String>), AppError> {
    let territory = inner.territory.load();
    let mine = |area: &str| areas.iter().any(|own| territory.within(area, own));
    let mut account = String::new();
    if !login.is_empty() {
        let unknown = AppError::Invalid { field: "login", rule: "privacy-login" };
        let found = linli_store::account_by_login(tx, inner.realm, login)?.ok_or(unknown)?;
        if !linli_store::grants(tx, inner.realm, &found.id)?.iter().all(|grant| mine(&grant.area)) {
            return Err(AppError::Invalid { field: "login", rule: "privacy-login" });
        }
        account = found.id;
    }
    let mut officials = Vec::new();
    if !name.is_empty() {
        for official in linli_store::officials_named(tx, inner.realm, name)? {
            let posts = linli_store::appointments_of(tx, inner.realm, &official.id)?;
            let here = |post: &Appointment| territory.named_body(&post.body).is_some_and(|named| mine(&named.body.area));
            if posts.iter().all(here) {
                officials.push(official.id);
            }
        }
    }
    Ok((account, officials))
}

/// What an open request is about beside records.
pub(super) fn all(inner: &Inner, tx: &mut dyn Tx, request: &Request, now: Instant) -> Result<Vec<Known>, AppError> {
    let mut found = Vec::new();
    if !request.account.is_empty() {
        found.extend(of_account(inner, tx, &request.account, now)?);
    }
    for id in &request.officials {
        found.extend(of_official(inner, tx, id, now)?);
    }
    Ok(found)
}

fn of_account(inner: &Inner, tx: &mut dyn Tx, id: &str, now: Instant) -> Result<Option<Known>, AppError> {
    let Some(account) = linli_store::account(tx, inner.realm, id)? else { return Ok(None) };
    let today = days::of(now, &inner.pack.clock.timezone);
    let day = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok()).map(days::number);
    let grants = linli_store::grants(tx, inner.realm, id)?;
    let places: Vec<Place> = grants
        .iter()
        .map(|grant| Place { what: grant.role.clone(), body: grant.body.clone(), from: day(&grant.from_day), until: day(&grant.to_day) })
        .collect();
    let serves = !account.disabled && places.iter().any(|place| place.until.is_none_or(|until| until >= today));
    let sessions = linli_store::sessions_of(tx, inner.realm, id, now)?.len();
    Ok(Some(Known { of: Of::Account, id: id.to_owned(), places, sessions, serves }))
}

fn of_official(inner: &Inner, tx: &mut dyn Tx, id: &str, now: Instant) -> Result<Option<Known>, AppError> {
    if linli_store::official(tx, inner.realm, id)?.is_none() {
        return Ok(None);
    }
    let today = days::of(now, &inner.pack.clock.timezone);
    let posts = linli_store::appointments_of(tx, inner.realm, id)?;
    let places: Vec<Place> = posts
        .into_iter()
        .map(|post| Place { what: post.post, body: post.body, from: Some(post.from_day), until: post.ended.or(post.to_day) })
        .collect();
    let serves = places.iter().any(|place| place.until.is_none_or(|until| until >= today));
    Ok(Some(Known { of: Of::Official, id: id.to_owned(), places, sessions: 0, serves }))
}

/// All of it, for the person's copy.
pub(super) fn copied(inner: &Inner, tx: &mut dyn Tx, known: Known, now: Instant) -> Result<Option<CopiedStaff>, AppError> {
    let realm = inner.realm;
    let lines = journal(inner, tx, &known)?;
    match known.of {
        Of::Account => linli_store::account(tx, realm, &known.id)?.map(|account| -> Result<_, AppError> {
            let sessions = linli_store::sessions_of(tx, realm, &account.id, now)?;
            let tokens = linli_store::tokens_of(tx, realm, &account.id, now)?;
            Ok(CopiedStaff {
                known,
                name: account.name,
                login: account.login,
                member: None,
                sessions: sessions.into_iter().map(|one| (one.created, one.seen, one.browser)).collect(),
                tokens: tokens.into_iter().map(|one| one.label).collect(),
                lines,
            })
        }),
        Of::Official => linli_store::official(tx, realm, &known.id)?.map(|official| -> Result<_, AppError> {
            let member = Some(official.member);
            let (sessions, tokens) = (Vec::new(), Vec::new());
            Ok(CopiedStaff { known, name: official.name, login: String::new(), member, sessions, tokens, lines })
        }),
    }
    .transpose()
}

/// What the journal has about it. Appointments are noted with their body.
fn journal(inner: &Inner, tx: &mut dyn Tx, known: &Known) -> Result<Vec<Line>, AppError> {
    if known.of == Of::Account {
        return Ok(linli_store::timeline(tx, inner.realm, &known.id)?);
    }
    let Some(official) = linli_store::official(tx, inner.realm, &known.id)? else { return Ok(Vec::new()) };
    let mut bodies: Vec<&str> = known.places.iter().map(|place| place.body.as_str()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let mut lines = Vec::new();
    for body in bodies {
        let theirs = |line: &Line| line.entry.words.get("name").and_then(Value::as_str) == Some(official.name.as_str());
        lines.extend(linli_store::timeline(tx, inner.realm, body)?.into_iter().filter(theirs));
    }
    Ok(lines)
}

/// Takes who it was out of an account or an official that no longer serves. What they did stays, done by somebody of that account.
pub(super) fn erase(inner: &Inner, w: &mut Write<'_>, context: &Context, request: &Request, known: &Known) -> Result<Became, AppError> {
    let mut result = Became { register: known.of.word().to_owned(), record: known.id.clone(), kept: known.serves, ..Became::default() };
    if known.serves {
        return Ok(result);
    }
    for line in journal(inner, w, known)? {
        if !line.entry.words.is_empty() {
            result.words += linli_store::erase_entry(w, inner.realm, line.seq)?;
        }
    }
    match known.of {
        Of::Account => {
            let Some(mut account) = linli_store::account(w, inner.realm, &known.id)? else { return Ok(result) };
            linli_store::end_sessions(w, inner.realm, &account.id, None)?;
            for token in linli_store::tokens_of(w, inner.realm, &account.id, i64::MIN)? {
                linli_store::end_token(w, inner.realm, &token.hash)?;
            }
            linli_store::end_second_factor(w, inner.realm, &account.id)?;
            for official in linli_store::officials_of(w, inner.realm, &account.id)? {
                linli_store::put_account_of(w, inner.realm, &official, None)?;
            }
            account.name = GAP.to_owned();
            // A login is unique; its owner's id is, and says nothing of them.
            account.login = format!("erased-{}", account.id);
            account.password.clear();
            account.disabled = true;
            linli_store::put_account(w, inner.realm, &account)?;
            result.fields = 3;
        }
        Of::Official => {
            let Some(mut official) = linli_store::official(w, inner.realm, &known.id)? else { return Ok(result) };
            official.name = GAP.to_owned();
            (official.member, official.home, official.unit) = (false, None, None);
            official.standing.clear();
            linli_store::put_official(w, inner.realm, &official)?;
            linli_store::put_account_of(w, inner.realm, &official.id, None)?;
            result.fields = 5;
        }
    }
    let facts = [
        ("request", Value::from(request.id.clone())),
        ("of", known.of.word().into()),
        ("fields", result.fields.into()),
        ("words", result.words.into()),
    ];
    let entry = linli_engine::Act { record: known.id.clone(), ..act(inner, context, "person_erase", &facts, &[]) };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &entry))?;
    Ok(result)
}

/// Names by which the person is recognised in texts.
pub(super) fn names(inner: &Inner, tx: &mut dyn Tx, request: &Request) -> Result<Vec<String>, AppError> {
    let mut names = Vec::new();
    if let Some(account) = linli_store::account(tx, inner.realm, &request.account)? {
        names.extend([account.name, account.login]);
    }
    for id in &request.officials {
        names.extend(linli_store::official(tx, inner.realm, id)?.map(|official| official.name));
    }
    names.retain(|name| name.chars().count() >= 2 && name != GAP);
    Ok(names)
}
