//! REST under `/api/v1`: the same operations as the pages, as JSON.

pub(super) mod exchanges;
pub(super) mod indicators;
mod vote;
pub(super) mod webhooks;

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_app::desk::{Narrow, cursor_text, read_cursor};
use linli_app::people::SignedIn;
use linli_app::{AppError, Context, Done, Target};
use linli_engine::Command;
use linli_pack::record::{Record, Value};
use linli_store::Order;
use serde_json::json;

use crate::Locale;
use crate::route::session::Reader;
use crate::route::{Web, act, blocking};
use crate::say::{Said, say};

pub(super) use vote::{cast, vote};

/// Most records of one page.
const PAGE: usize = 200;
/// Pages of this size where none is asked for.
const USUAL: usize = 50;
/// Longest idempotency key in bytes.
const KEY: usize = 128;

/// An error of the API: a problem document.
#[derive(Debug)]
pub(super) struct Problem(Box<Said>);

impl Problem {
    fn new(said: Said) -> Self {
        Self(Box::new(said))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.0.document().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        if self.0.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// A caller with a valid bearer token.
#[derive(Debug)]
pub(super) struct Caller {
    who: SignedIn,
    l: Locale,
}

impl Caller {
    fn context(&self, web: &Web) -> Context {
        self.who.context(self.l.lang(), web.app.now())
    }

    /// The context of a request that changes something. A key that cannot be kept is refused: ignoring it would carry a repeated
    /// request out twice.
    fn once(&self, web: &Web, headers: &HeaderMap) -> Result<Context, Problem> {
        let mut context = self.context(web);
        if let Some(key) = headers.get("idempotency-key") {
            let fits = |key: &&str| (1..=KEY).contains(&key.len());
            let key = key
                .to_str()
                .ok()
                .filter(fits)
                .ok_or_else(|| self.bad("key", "Idempotency-Key", self.l.t_x("problem-bad-form", "Idempotency-Key")))?;
            context.once = Some(key.to_owned());
        }
        Ok(context)
    }

    /// A request that cannot be read.
    fn bad(&self, kind: &'static str, field: &str, text: String) -> Problem {
        let fields = vec![(field.to_owned(), text.clone())];
        Problem::new(Said { status: 400, kind, title: self.l.t("no-inputs").into_owned(), detail: text, fields, ..Said::default() })
    }

    fn problem(&self, web: &Web, register: Option<&str>, error: &AppError) -> Problem {
        crate::route::log(error);
        Problem::new(say(self.l, web.app.pack(), register, error))
    }
}

impl axum::extract::FromRequestParts<Web> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, web: &Web) -> Result<Self, Problem> {
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let l = Locale::from_accept(accepted);
        let no = |error: AppError| Problem::new(say(l, web.app.pack(), None, &error));
        let secret = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, secret)| secret)
            .ok_or_else(|| no(AppError::SignedOut))?;
        // A look-up by key in the page cache: cheaper than a hop to another thread.
        let who = web.app.bearer(secret.trim()).map_err(no)?.ok_or_else(|| no(AppError::SignedOut))?;
        Ok(Self { who, l })
    }
}

/// What a list may be asked for.
#[derive(Debug, Default)]
struct Listing {
    register: Option<String>,
    state: Option<String>,
    category: Option<String>,
    area: Option<String>,
    open: Option<bool>,
    mine: Option<bool>,
    order: Option<String>,
    limit: Option<usize>,
    after: Option<String>,
}

impl Listing {
    /// Reads a query; the error names the parameter.
    fn read(caller: &Caller, pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut query = Self::default();
        for (name, value) in pairs {
            let form = || caller.bad("query", &name, caller.l.t_x("problem-bad-form", &name));
            let flag = || value.parse().map(Some).map_err(|_| form());
            match name.as_str() {
                "register" => query.register = Some(value),
                "state" => query.state = Some(value),
                "category" => query.category = Some(value),
                "area" => query.area = Some(value),
                "open" => query.open = flag()?,
                "mine" => query.mine = flag()?,
                "order" => query.order = Some(value),
                "limit" => query.limit = Some(value.parse().map_err(|_| form())?),
                "after" => query.after = Some(value),
                _ => return Err(caller.bad("query", &name, caller.l.t_x("problem-unexpected", &name))),
            }
        }
        Ok(query)
    }
}

/// `GET /api/v1/records?register=…`
///
/// # Errors
/// A problem document.
pub(super) async fn list(
    State(web): State<Web>,
    caller: Caller,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Response, Problem> {
    let bad = |field: &str, text: String| caller.bad("query", field, text);
    let Query(pairs) = query.map_err(|error| bad("query", error.body_text()))?;
    let query = Listing::read(&caller, pairs)?;
    let Some(register) = query.register.clone() else { return Err(bad("register", caller.l.t_x("problem-missing", "register"))) };
    let (order, descending) = match query.order.as_deref() {
        None | Some("-created") => (Order::Created, true),
        Some("created") => (Order::Created, false),
        Some("due") => (Order::Due, false),
        Some("-updated") => (Order::Updated, true),
        Some(other) => return Err(bad("order", caller.l.t_x("problem-not-a-choice", other))),
    };
    let after = match &query.after {
        Some(text) => Some(read_cursor(text).ok_or_else(|| bad("after", caller.l.t_x("problem-bad-form", "after")))?),
        None => None,
    };
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=PAGE).contains(&limit) {
        let words = [("x", "limit".into()), ("min", 1.into()), ("max", i64::try_from(PAGE).unwrap_or(i64::MAX).into())];
        return Err(bad("limit", caller.l.t_with("problem-out-of-range", &words)));
    }
    let context = caller.context(&web);
    let narrow = Narrow {
        states: query.state.iter().flat_map(|states| states.split(',')).map(str::to_owned).collect(),
        category: query.category,
        area: query.area,
        open: query.open,
        mine: query.mine.unwrap_or(false),
        ..Narrow::default()
    };
    let (app, name) = (web.app.clone(), register.clone());
    let page = blocking(move || app.browse(&context, &name, &narrow, order, descending, after, limit))
        .await
        .map_err(|error| caller.problem(&web, Some(&register), &error))?;
    let records: Vec<Value> = page.records.iter().map(shown).collect();
    Ok(Json(json!({ "records": records, "next": page.next.as_ref().map(cursor_text) })).into_response())
}

/// `GET /api/v1/records/{id}`
///
/// # Errors
/// A problem document.
pub(super) async fn get(State(web): State<Web>, caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let context = caller.context(&web);
    let (app, lang) = (web.app.clone(), caller.l.lang());
    let body = blocking(move || {
        let detail = app.detail(&context, &id)?;
        let mut body = shown(&detail.record);
        if let Some(map) = body.as_object_mut() {
            let moves = detail.offers.moves.iter().map(|mv| json!({ "move": mv.name, "label": mv.label.get(lang), "fill": mv.fill, "may": mv.may }));
            map.insert("moves".to_owned(), moves.collect());
            // What waits for this caller's review, by the moves `approve` and `refuse`.
            let review = detail.offers.review.map(|mv| json!({ "move": mv.name, "label": mv.label.get(lang) }));
            map.insert("review".to_owned(), review.into());
            let lines = detail.lines.iter().map(|line| {
                json!({ "at": stamp(line.entry.at), "move": line.entry.name, "from": line.entry.from, "to": line.entry.to, "body": line.entry.body, "holder": line.entry.holder, "note": line.entry.words.get("note") })
            });
            map.insert("history".to_owned(), lines.collect());
            // Who is due at its meeting, for those who put down who was there.
            if let Some(sheet) = &detail.attendance {
                let people = sheet.people.iter().map(|one| json!({ "who": one.id, "name": one.name, "note": one.note, "mark": one.mark }));
                map.insert("attendance".to_owned(), people.collect());
            }
            // The record it was opened from, and those opened from it.
            map.insert("origin".to_owned(), detail.origin.as_ref().map(linked).into());
            map.insert("parts".to_owned(), detail.parts.iter().map(|part| linked(&part.record)).collect());
        }
        Ok(body)
    })
    .await
    .map_err(|error| caller.problem(&web, None, &error))?;
    Ok(Json(body).into_response())
}

/// The body of a move: `{"move": …, "input": {…}, "seen": 3}`, or the inputs themselves.
fn read_body(caller: &Caller, bytes: Result<Bytes, BytesRejection>) -> Result<Command, Problem> {
    let bytes = bytes.map_err(|error| {
        let (title, way) =
            caller.l.pick(("请求太大", "一次请求最多 1 MB"), ("The request is too large", "A request may have 1 MB at most"));
        let status = error.status().as_u16();
        let kind = if status == 413 { "too-large" } else { "unreadable" };
        Problem::new(Said { status, kind, title: title.to_owned(), detail: way.to_owned(), ..Said::default() })
    })?;
    let bad = |detail: String| {
        Problem::new(Said { status: 400, kind: "json", title: caller.l.t("no-json").into_owned(), detail, ..Said::default() })
    };
    if bytes.is_empty() {
        return Ok(Command::default());
    }
    let mut map: BTreeMap<String, Value> = serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()))?;
    let name = match map.remove("move") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(name)) => name,
        Some(_) => return Err(caller.bad("json", "move", caller.l.t_x("problem-bad-form", "move"))),
    };
    // A version that is not understood must not pass for none: the act would overwrite what somebody else did.
    let seen = match map.remove("seen") {
        None | Some(Value::Null) => None,
        Some(value) => Some(whole(&value).ok_or_else(|| caller.bad("json", "seen", caller.l.t_x("problem-bad-form", "seen")))?),
    };
    let input = match map.remove("input") {
        Some(Value::Object(input)) => match map.keys().next() {
            None => input.into_iter().collect(),
            // Beside `input` it would be dropped in silence.
            Some(other) => return Err(caller.bad("json", other, caller.l.t_x("problem-unexpected", other))),
        },
        Some(_) => return Err(caller.bad("json", "input", caller.l.t_x("problem-bad-form", "input"))),
        None => map,
    };
    Ok(Command { register: String::new(), name, input, seen })
}

/// A whole number, written with a fraction of nothing or without one: to JSON they are the same.
#[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
fn whole(value: &Value) -> Option<i64> {
    let is_exact = |number: &f64| number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    value.as_i64().or_else(|| value.as_f64().filter(is_exact).map(|number| number as i64))
}

/// `POST /api/v1/records/{register}`: opens a record. Without `move`, by the caller's first opening move.
///
/// # Errors
/// A problem document.
pub(super) async fn create(
    State(web): State<Web>,
    caller: Caller,
    Path(register): Path<String>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let mut command = read_body(&caller, bytes)?;
    let context = caller.once(&web, &headers)?;
    if !web.app.pack().registers.contains_key(&register) {
        return Err(caller.problem(&web, None, &AppError::NotFound("register")));
    }
    if command.name.is_empty() {
        let territory = web.app.territory();
        let found = linli_engine::openings(web.app.pack(), territory.as_ref(), &context.actor);
        let (anyone, own): (Vec<_>, Vec<_>) =
            found.into_iter().filter(|(name, _)| *name == register).partition(|(_, mv)| mv.by.iter().any(|by| by == "anyone"));
        // A post's own way to open goes before the one that everybody has.
        let (_, mv) =
            own.into_iter().chain(anyone).next().ok_or_else(|| caller.problem(&web, Some(&register), &AppError::Forbidden("register")))?;
        command.name.clone_from(&mv.name);
    }
    command.register.clone_from(&register);
    command.input.entry("source".to_owned()).or_insert_with(|| "api".into());
    let done = act(&web, context, Target::New, command).await.map_err(|error| caller.problem(&web, Some(&register), &error))?;
    let mut body = shown(&done.record);
    if let (Some(map), Some(secret)) = (body.as_object_mut(), &done.secret) {
        map.insert("track".to_owned(), format!("/t/{secret}").into());
    }
    let location = HeaderValue::from_str(&format!("/api/v1/records/{}", done.record.id)).ok();
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(marked(response, &done))
}

/// `POST /api/v1/records/{id}/moves/{move}`
///
/// # Errors
/// A problem document.
pub(super) async fn make_move(
    State(web): State<Web>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let mut command = read_body(&caller, bytes)?;
    command.name = name;
    let context = caller.once(&web, &headers)?;
    let register = register_of(&web, &id);
    let done = act(&web, context, Target::Id(id), command).await.map_err(|error| caller.problem(&web, register.as_deref(), &error))?;
    Ok(marked(Json(shown(&done.record)).into_response(), &done))
}

/// `GET /api/v1/registers`: what can be recorded, in the caller's language.
pub(super) async fn registers(State(web): State<Web>, caller: Caller) -> Json<Value> {
    let lang = caller.l.lang();
    let all = web.app.pack().registers.values().map(|register| {
        json!({
            "register": register.name,
            "label": register.label.get(lang),
            "states": register.states.values().map(|state| json!({ "state": state.name, "label": state.label.get(lang), "open": state.open })).collect::<Vec<_>>(),
            "moves": register.moves.values().map(|mv| json!({ "move": mv.name, "label": mv.label.get(lang), "from": mv.from, "to": mv.to, "basis": mv.basis })).collect::<Vec<_>>(),
        })
    });
    Json(all.collect())
}

/// Any other path below `/api/v1`.
pub(super) async fn no_such_path(State(web): State<Web>, reader: Reader) -> Problem {
    Problem::new(say(reader.l, web.app.pack(), None, &AppError::NotFound("path")))
}

/// A known path asked for in a way it does not take.
pub(super) async fn no_such_method(reader: Reader) -> Problem {
    let (title, detail) = (reader.l.t("no-method").into_owned(), reader.l.t("no-method-way").into_owned());
    Problem::new(Said { status: 405, kind: "method", title, detail, ..Said::default() })
}

fn register_of(web: &Web, id: &str) -> Option<String> {
    // Only to word an error: a look-up that fails leaves the names as the pack has them.
    web.app.store().read(|tx| linli_store::record(tx, web.app.realm(), id)).ok().flatten().map(|record| record.register)
}

fn marked(mut response: Response, done: &Done) -> Response {
    if done.replayed {
        response.headers_mut().insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
    }
    response
}

/// A record as the API shows it: its shared attributes and its fields; times as RFC 3339.
#[must_use]
pub(crate) fn shown(record: &Record) -> Value {
    json!({
        "id": record.id,
        "number": record.number,
        "register": record.register,
        "state": record.state,
        "open": record.open,
        "area": record.area,
        "holder": record.holder,
        "opener": record.opener,
        "source": record.source,
        "category": record.category,
        "urgency": record.urgency,
        "title": record.title,
        "created": stamp(record.created),
        "updated": stamp(record.updated),
        "due": record.due.map(stamp),
        "deadline": record.deadline.map(stamp),
        "closed": record.closed.map(stamp),
        "lon": record.lon,
        "lat": record.lat,
        "rating": record.rating,
        "returns": record.returns,
        "reopened": record.reopened,
        "followers": record.followers,
        "supervised": record.supervised,
        "version": record.version,
        "fields": record.fields,
    })
}

/// A record that belongs to another, in short.
fn linked(record: &Record) -> Value {
    json!({
        "id": record.id,
        "number": record.number,
        "register": record.register,
        "state": record.state,
        "open": record.open,
        "holder": record.holder,
        "due": record.due.map(stamp),
        "rating": record.rating,
    })
}

/// An instant as RFC 3339 in UTC.
fn stamp(at: i64) -> String {
    jiff::Timestamp::from_second(at).map(|stamp| stamp.to_string()).unwrap_or_default()
}
