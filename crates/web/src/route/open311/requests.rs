//! Requests: what anybody may see of them, and reporting one.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use linli_app::report::Place;
use linli_app::{AppError, Context, Target};
use linli_engine::{Actor, Command};
use linli_pack::model::{FieldKind, Move, Register};
use linli_pack::record::{Record, Value};

use crate::Locale;
use crate::route::located::locate;
use crate::route::open311::answer::{Faults, Format, Node, answer};
use crate::route::open311::ask::{MOST, Query, jurisdiction};
use crate::route::open311::services::{attributes, service};
use crate::route::open311::{no_such_path, opening};
use crate::route::present::Present;
use crate::route::public::Shown;
use crate::route::session::Reader;
use crate::route::{Web, act, blocking, form, phone};
use crate::say::{Said, say};

/// Longest name of a repeated request, in bytes.
const KEY: usize = 128;

/// `GET /open311/v2/requests.xml`
pub(super) async fn list(State(web): State<Web>, reader: Reader, format: Format, RawQuery(raw): RawQuery) -> Response {
    let l = reader.l;
    let query = Query::read(raw.as_deref());
    let found = blocking(move || {
        let present = Present::new(&web.app, l, web.app.now());
        let Some((register, _)) = opening(&web, l) else { return Ok(Err(Faults::one(StatusCode::NOT_FOUND, l.t("open311-no-path")))) };
        let numbers = query.numbers();
        let records = if numbers.is_empty() {
            match query.wanted(l, &present.pack, present.now) {
                Ok(wanted) => web.app.public_records(&register.name, &wanted)?,
                Err(faults) => return Ok(Err(faults)),
            }
        } else {
            let faults = query.jurisdiction(l, &present.pack);
            if !faults.is_empty() {
                return Ok(Err(faults));
            }
            let each = numbers.into_iter().take(MOST).map(|number| web.app.public_record(number));
            each.filter_map(Result::transpose).collect::<Result<_, _>>()?
        };
        Ok(Ok(records.iter().map(|record| request(&present, record)).collect::<Vec<_>>()))
    })
    .await;
    respond(l, format, found)
}

/// `GET /open311/v2/requests/{service_request_id}.xml`
pub(super) async fn one(State(web): State<Web>, reader: Reader, Path(file): Path<String>, RawQuery(raw): RawQuery) -> Response {
    let l = reader.l;
    let Some((number, format)) = Format::split(&file).map(|(number, format)| (number.to_owned(), format)) else {
        return no_such_path(l, Format::default());
    };
    let found = blocking(move || {
        let present = Present::new(&web.app, l, web.app.now());
        let faults = Query::read(raw.as_deref()).jurisdiction(l, &present.pack);
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let record = web.app.public_record(&number)?;
        Ok(record
            .map(|record| vec![request(&present, &record)])
            .ok_or_else(|| Faults::one(StatusCode::NOT_FOUND, l.t_x("open311-no-request", &number))))
    })
    .await;
    respond(l, format, found)
}

/// `GET /open311/v2/tokens/{token}.xml`: the number behind a tracking link.
pub(super) async fn token(State(web): State<Web>, reader: Reader, Path(file): Path<String>) -> Response {
    let l = reader.l;
    let Some((secret, format)) = Format::split(&file).map(|(secret, format)| (secret.to_owned(), format)) else {
        return no_such_path(l, Format::default());
    };
    let found = blocking(move || match web.app.followed(&secret) {
        Ok(detail) => {
            let fields = vec![("service_request_id", detail.record.number.as_str().into()), ("token", secret.as_str().into())];
            Ok(Ok(vec![Node::Fields(fields)]))
        }
        Err(AppError::NotFound(_)) => Ok(Err(Faults::one(StatusCode::NOT_FOUND, l.t("open311-no-token")))),
        Err(error) => Err(error),
    })
    .await;
    respond(l, format, found)
}

fn respond(l: Locale, format: Format, found: Result<Result<Vec<Node>, Faults>, AppError>) -> Response {
    match found {
        Ok(Ok(requests)) => answer(format, StatusCode::OK, "service_requests", &Node::Items("request", requests)),
        Ok(Err(faults)) => faults.answer(format),
        Err(error) => {
            crate::route::log(&error);
            Faults::one(StatusCode::INTERNAL_SERVER_ERROR, l.t("open311-broken")).answer(format)
        }
    }
}

fn request(present: &Present, record: &Record) -> Node {
    let shown = Shown::of(present, record);
    let text = |text: String| Node::Value(if text.is_empty() { Value::Null } else { text.into() });
    let number = |n: Option<f64>| Node::Value(n.map_or(Value::Null, Value::from));
    let (lon, lat) = shown.point.unzip();
    Node::Fields(vec![
        ("service_request_id", record.number.as_str().into()),
        ("status", if record.open { "open" } else { "closed" }.into()),
        ("status_notes", text(shown.state)),
        ("service_name", text(shown.category)),
        ("service_code", text(record.category.clone().unwrap_or_default())),
        ("description", text(shown.title)),
        ("agency_responsible", text(shown.holder)),
        ("service_notice", Node::Value(Value::Null)),
        ("requested_datetime", present.stamp(record.created).into()),
        ("updated_datetime", present.stamp(record.updated).into()),
        ("expected_datetime", text(record.deadline.map(|at| present.stamp(at)).unwrap_or_default())),
        ("address", text(shown.address)),
        ("address_id", record.area.as_str().into()),
        ("zipcode", Node::Value(Value::Null)),
        ("lat", number(lat)),
        ("long", number(lon)),
        ("media_url", Node::Value(Value::Null)),
    ])
}

/// `POST /open311/v2/requests.xml`
pub(super) async fn post(State(web): State<Web>, reader: Reader, Path(file): Path<String>, headers: HeaderMap, bytes: Bytes) -> Response {
    let l = reader.l;
    let Some(("requests", format)) = Format::split(&file) else { return no_such_path(l, Format::default()) };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Faults::one(StatusCode::UNSUPPORTED_MEDIA_TYPE, l.t("open311-bad-kind")).answer(format);
    }
    let sent = Sent(form::pairs(&bytes));
    match report(&web, l, &headers, &sent).await {
        Ok(node) => answer(format, StatusCode::CREATED, "service_requests", &Node::Items("request", vec![node])),
        Err(faults) => faults.answer(format),
    }
}

/// What another program sent.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// `attribute[code]=value`, and `attribute[code][]=value`.
    fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, value)| {
            let code = name.strip_prefix("attribute[")?.split(']').next()?;
            Some((code, value.trim()))
        })
    }

    /// First and last name in the order that their script has.
    fn name(&self) -> String {
        let (first, last) = (self.get("first_name"), self.get("last_name"));
        let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        if han(last) || han(first) { format!("{last}{first}") } else { format!("{first} {last}").trim().to_owned() }
    }
}

async fn report(web: &Web, l: Locale, headers: &HeaderMap, sent: &Sent) -> Result<Node, Faults> {
    let context = caller(web, l, headers, sent)?;
    let pack = web.app.pack();
    let mut faults = jurisdiction(l, pack, sent.get("jurisdiction_id"));
    let (register, moves) = opening(web, l).ok_or_else(|| Faults::one(StatusCode::NOT_FOUND, l.t("open311-no-path")))?;
    match sent.get("service_code") {
        "" => faults.add(StatusCode::BAD_REQUEST, l.t("open311-service-missing")),
        code if service(pack, code).is_none() => faults.add(StatusCode::NOT_FOUND, l.t_x("open311-no-service", code)),
        _ => {}
    }
    let place = place(l, sent, &mut faults);
    let located = locate(&web.app, l, &register.name, &place);
    if !located.wrong.is_empty() {
        faults.add(StatusCode::BAD_REQUEST, &*located.wrong);
    }
    let opening = phone::opening_at(web, &moves, located.area.as_deref())
        .ok_or_else(|| Faults::one(StatusCode::NOT_FOUND, l.t("open311-no-path")))?;
    let mut input = inputs(l, register, opening, sent, &mut faults);
    located.fill(&mut input);
    if !faults.is_empty() {
        return Err(faults);
    }
    let command = Command { register: register.name.clone(), name: opening.name.clone(), input, ..Command::default() };
    match act(web, context, Target::New, command).await {
        Ok(done) => {
            let link = done.secret.map(|secret| phone::absolute(headers, &format!("/t/{secret}")));
            Ok(Node::Fields(vec![
                ("service_request_id", done.record.number.into()),
                ("service_notice", link.map_or(Value::Null, |link| l.t_x("open311-notice", &link).into()).into()),
                ("account_id", Node::Value(Value::Null)),
            ]))
        }
        Err(error) => {
            crate::route::log(&error);
            Err(refused(&say(l, pack, Some(&register.name), &error)))
        }
    }
}

/// Who reports: the account whose token is the key, for a resident. Its roles have no part in it.
fn caller(web: &Web, l: Locale, headers: &HeaderMap, sent: &Sent) -> Result<Context, Faults> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
    let key = Some(sent.get("api_key")).filter(|key| !key.is_empty()).or(bearer).unwrap_or_default().trim();
    let known = if key.is_empty() { Ok(None) } else { web.app.bearer(key) };
    let who = known.map_err(|error| {
        crate::route::log(&error);
        Faults::one(StatusCode::INTERNAL_SERVER_ERROR, l.t("open311-broken"))
    })?;
    let who = who.ok_or_else(|| Faults::one(StatusCode::FORBIDDEN, l.t("open311-bad-key")))?;
    let once = headers.get("idempotency-key").map(|key| {
        let fits = |key: &&str| (1..=KEY).contains(&key.len());
        let key = key.to_str().ok().filter(fits);
        key.map(|key| format!("open311-{key}"))
            .ok_or_else(|| Faults::one(StatusCode::BAD_REQUEST, l.t_x("problem-bad-form", "Idempotency-Key")))
    });
    let actor = Actor { id: who.account.id, ..Actor::default() };
    Ok(Context { actor, once: once.transpose()?, ..Context::resident(l.lang(), web.app.now()) })
}

/// Where it is: a point, else an address in words, else an area's code.
fn place(l: Locale, sent: &Sent, faults: &mut Faults) -> Place {
    let mut degrees = |name: &str, most: f64| {
        let text = sent.get(name);
        let found = text.parse::<f64>().ok().filter(|n| n.abs() <= most);
        if found.is_none() && !text.is_empty() {
            faults.add(StatusCode::BAD_REQUEST, l.t_with("open311-bad-degrees", &[("name", name.into()), ("x", text.into())]));
        }
        found
    };
    let (lat, lon) = (degrees("lat", 90.0), degrees("long", 180.0));
    if lat.is_some() != lon.is_some() && sent.get("lat").is_empty() != sent.get("long").is_empty() {
        faults.add(StatusCode::BAD_REQUEST, l.t("open311-half-place"));
    }
    Place {
        lon,
        lat,
        address: sent.get("address_string").to_owned(),
        area: Some(sent.get("address_id").to_owned()).filter(|code| !code.is_empty()),
    }
}

/// The inputs of the opening move: the parameters of the specification where the register has a field for them, then the attributes.
fn inputs(l: Locale, register: &Register, mv: &Move, sent: &Sent, faults: &mut Faults) -> BTreeMap<String, Value> {
    let takes = |name: &str| mv.fill.iter().chain(&mv.may).any(|known| known == name);
    let mut input = BTreeMap::new();
    let mut put = |name: &str, text: &str| {
        if takes(name) && !text.is_empty() {
            input.insert(name.to_owned(), Value::from(text));
        }
    };
    let words = sent.get("description");
    let media = Some(sent.get("media_url")).filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let words = media.map_or_else(|| words.to_owned(), |url| format!("{words}\n{}", l.t_x("open311-media", url)).trim().to_owned());
    put(&register.title, &words);
    put("category", sent.get("service_code"));
    for field in register.fields.values() {
        match field.kind {
            FieldKind::Person => put(&field.name, &sent.name()),
            FieldKind::Phone => put(&field.name, sent.get("phone")),
            FieldKind::Address => put(&field.name, sent.get("address_string")),
            _ => {}
        }
    }
    let known = attributes(register, mv);
    for (code, value) in sent.attributes() {
        if known.iter().any(|(field, _)| field.name == code) {
            put(code, value);
        } else {
            faults.add(StatusCode::BAD_REQUEST, l.t_x("open311-no-attribute", code));
        }
    }
    input.insert("source".to_owned(), "api".into());
    input
}

/// A refusal of the rules: each input by the name that the caller used.
fn refused(said: &Said) -> Faults {
    let status = StatusCode::from_u16(said.status).unwrap_or(StatusCode::BAD_REQUEST);
    let status = if status == StatusCode::UNPROCESSABLE_ENTITY { StatusCode::BAD_REQUEST } else { status };
    let mut faults = Faults::default();
    for (field, text) in &said.fields {
        let name = match field.as_str() {
            "category" => "service_code",
            "name" => "first_name",
            "lon" => "long",
            "place" | "area" | "address" => "address_string",
            other => other,
        };
        faults.add(status, format!("{name}: {text}"));
    }
    if faults.is_empty() {
        let text = [said.title.as_str(), said.detail.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
        faults.add(status, text);
    }
    faults
}
