//! What became of a report, for the one who holds its link: the public history, adding something, and rating.
//!
//! Nothing here is a move's name: what a resident may do is what the pack offers them, and of several moves that take a rating the
//! first whose guard accepts the score is made.

use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use linli_app::detail::Detail;
use linli_app::follow::{self, VOICE};
use linli_app::{AppError, Context, Done, Target};
use linli_engine::{Command, Refusal};
use linli_pack::expr::RecordEnv;
use linli_pack::model::{Capability, FieldKind, Move, Register, Tone};
use linli_pack::record::{Record, Value};
use linli_store::Line;

use crate::route::detail::field_text;
use crate::route::errors::failed;
use crate::route::fields::{Known, of_move};
use crate::route::phone::{absolute, answered, kept, photo_error, photo_ids, photo_input};
use crate::route::present::Present;
use crate::route::service::day_text;
use crate::route::session::Reader;
use crate::route::{Web, act, blocking, early, form, phone, public, shell};
use crate::say::say;
use crate::view::report::{NextStep, ReportThanks};
use crate::view::track::{AddForm, Mood, RateForm, RateLevel, TrackLine, TrackPage};
use crate::view::{ActForm, Due, Link, Moment, Photo};

/// What was sent with an act that was refused.
#[derive(Clone, Debug, Default)]
struct Tried {
    rating: bool,
    note: String,
    score: i64,
    photos: Vec<String>,
    error: String,
    once: Option<String>,
    /// The move, where it is none of the two that have forms of their own, with what was typed and what was wrong with each field.
    act: String,
    input: BTreeMap<String, Value>,
    wrong: Vec<(String, String)>,
}

fn rates(mv: &Move) -> bool {
    mv.fill.iter().any(|name| name == "rating")
}

/// The move by which a resident adds words, if there is one now. What is hard to take back is never done by adding words.
pub(super) fn adding<'a>(detail: &Detail<'a>) -> Option<&'a Move> {
    detail.offers.moves.iter().copied().find(|mv| mv.fill == ["note"] && mv.tone != Tone::Danger)
}

/// What else a resident may do: moves that ask for fields, for a reason, or for nothing.
fn others<'a>(detail: &Detail<'a>) -> impl Iterator<Item = &'a Move> {
    let adds = adding(detail).map(|mv| mv.name.clone());
    let photos = |mv: &Move| mv.fill.iter().any(|name| name == "photos");
    detail.offers.moves.clone().into_iter().filter(move |mv| !rates(mv) && !photos(mv) && adds.as_ref() != Some(&mv.name))
}

/// `GET /t/{secret}`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    respond(web, reader, secret, &headers, None).await
}

async fn respond(web: Web, reader: Reader, secret: String, headers: &HeaderMap, tried: Option<Tried>) -> Response {
    let status = if tried.is_some() { 422 } else { 200 };
    let link = absolute(headers, &format!("/t/{secret}"));
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw(&work, &shown, &secret, link, tried)).await {
        Ok(found) => unlisted(shell::page(&found, status)),
        Err(error) => unlisted(failed(&web, &reader, None, &error)),
    }
}

/// A link that is a secret stays out of search engines.
pub(super) fn unlisted(mut response: Response) -> Response {
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}

/// `POST /t/{secret}/moves/{move}`
pub(super) async fn make_move(
    State(web): State<Web>,
    reader: Reader,
    Path((secret, name)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let l = reader.l;
    let plain = Context::resident(l.lang(), web.app.now());
    let sent = match form::read(&web, &plain, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let context = Context { once: sent.once(), ..plain };
    let back = format!("/t/{secret}");
    let (work, link, asked) = (web.clone(), secret.clone(), context.clone());
    let found = blocking(move || {
        let (detail, joined) = work.app.followed_by(&link)?;
        // The same form again: it was done, whatever the record offers now.
        if answered(&work, &asked, |record| record.id == detail.record.id)?.is_some() {
            return Ok(None);
        }
        let register = detail.record.register.clone();
        let is_rating = work.app.pack().registers.get(&register).and_then(|register| register.moves.get(&name)).is_some_and(rates);
        if is_rating && joined {
            return Err(AppError::Forbidden("rating"));
        }
        let wanted = |mv: &&Move| if is_rating { rates(mv) } else { mv.name == name };
        let mut names: Vec<String> = detail.offers.moves.iter().copied().filter(|mv| wanted(mv)).map(|mv| mv.name.clone()).collect();
        if names.is_empty() {
            names.push(name);
        }
        let other = others(&detail).find(|mv| names.first() == Some(&mv.name)).filter(|_| !joined);
        let asked = other.map(|mv| mv.fill.iter().chain(&mv.may).filter(|name| *name != "photos").cloned().collect::<Vec<_>>());
        Ok(Some((register, names, is_rating, asked)))
    })
    .await;
    let (register, names, rating, asked) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return shell::go(&back, None),
        Err(error) => return unlisted(failed(&web, &reader, None, &error)),
    };
    let mut photos = photo_ids(&sent);
    let wrong_photos = photo_error(l, &sent, &mut photos);
    let mut tried = Tried {
        rating,
        note: sent.text("note").to_owned(),
        score: sent.text("rating").parse().unwrap_or(0),
        photos: photos.clone(),
        ..Tried::default()
    };
    tried.once = sent.once().map(|_| sent.text("_once").to_owned());
    // Without a score every guard would refuse it, each with a reason that is beside the point.
    let no_score = if rating && sent.text("rating").is_empty() { l.t_x("problem-missing", &l.t("input-rating")) } else { String::new() };
    if !wrong_photos.is_empty() || !no_score.is_empty() {
        tried.error = format!("{wrong_photos}{no_score}");
        return respond(web, reader, secret, &headers, Some(tried)).await;
    }
    if asked.is_some() {
        tried.act = names.first().cloned().unwrap_or_default();
    }
    let inputs = asked.unwrap_or_else(|| vec!["note".to_owned(), "rating".to_owned()]);
    let mut input: BTreeMap<String, Value> = inputs
        .into_iter()
        .map(|name| (name.clone(), sent.text(&name)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, text.into()))
        .collect();
    if !photos.is_empty() {
        input.insert("photos".to_owned(), photo_input(&photos));
    }
    match first_taken(&web, &context, &secret, &names, &input).await {
        Ok(_) => {
            let said = match (rating, tried.act.is_empty()) {
                (true, _) => l.t("track-thanks-rated"),
                (false, true) => l.t("track-thanks-added"),
                (false, false) => l.t("track-thanks-done"),
            };
            shell::go(&back, Some(&said))
        }
        Err(error @ AppError::NotFound(_)) => unlisted(failed(&web, &reader, None, &error)),
        Err(error) => {
            crate::route::log(&error);
            let said = say(l, web.app.pack(), Some(&register), &error);
            tried.error = if said.detail.is_empty() { said.title } else { said.detail };
            (tried.input, tried.wrong) = (input, said.fields);
            respond(web, reader, secret, &headers, Some(tried)).await
        }
    }
}

/// Makes the first of the moves whose guard does not refuse.
async fn first_taken(
    web: &Web,
    context: &Context,
    secret: &str,
    names: &[String],
    input: &BTreeMap<String, Value>,
) -> Result<Done, AppError> {
    let mut last = Err(AppError::NotFound("move"));
    for name in names {
        let command = Command { name: name.clone(), input: input.clone(), ..Command::default() };
        last = act(web, context.clone(), Target::Follow(secret.to_owned()), command).await;
        match &last {
            Err(AppError::Refused(refusal)) if matches!(**refusal, Refusal::Guard { .. }) => {}
            _ => break,
        }
    }
    last
}

/// `GET /t/{secret}/photos/{id}` and `…/small`
pub(super) async fn photo(State(web): State<Web>, Path((secret, id)): Path<(String, String)>) -> Response {
    one_photo(web, secret, id, false).await
}

/// The small version.
pub(super) async fn small(State(web): State<Web>, Path((secret, id)): Path<(String, String)>) -> Response {
    one_photo(web, secret, id, true).await
}

async fn one_photo(web: Web, secret: String, id: String, small: bool) -> Response {
    let read = blocking(move || {
        let (_, joined) = web.app.followed_by(&secret)?;
        if joined {
            return Err(AppError::NotFound("photo"));
        }
        web.app.photo(&Context::resident(linli_pack::Lang::Zh, web.app.now()), Some(&secret), &id, small)
    });
    match read.await {
        Ok(bytes) => early::picture(bytes),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn draw(web: &Web, reader: &Reader, secret: &str, link: String, tried: Option<Tried>) -> Result<TrackPage, AppError> {
    let l = reader.l;
    let (detail, joined) = web.app.followed_by(secret)?;
    let present = Present::new(&web.app, l, web.app.now());
    let record = &detail.record;
    let register = present.register(&record.register).ok_or(AppError::NotFound("register"))?;
    let onward = web.app.merged_into(record)?;
    let rating = detail.offers.moves.iter().copied().find(|mv| rates(mv)).filter(|_| !joined);
    let mood = mood(record, onward.as_ref(), rating.is_some());
    let photo = |id: &str, at: i64| {
        let moment = present.moment(at);
        let under = format!("/t/{secret}/photos/{id}");
        Photo {
            thumb: format!("{under}/small"),
            href: under,
            text: l.t_x("photo-of", &moment.text),
            time: moment.text,
            code: id.to_owned(),
        }
    };
    let me = if joined { follow::voice(secret) } else { "resident".to_owned() };
    let lines = detail.lines.iter().rev().filter_map(|line| public_line(&present, register, line, &me, &photo)).collect();
    let tried = tried.unwrap_or_default();
    let in_act = !tried.act.is_empty();
    let once = || tried.once.clone().unwrap_or_else(|| web.app.random().secret());
    Ok(TrackPage {
        shell: phone::shell(reader, &l.t("track-title"), None),
        number: record.number.clone(),
        voices: u64::try_from(onward.as_ref().unwrap_or(record).followers).unwrap_or_default(),
        heading: match &register.places {
            Some(_) => register.label.get(l.lang()).to_owned(),
            None => l.t("track-report").into_owned(),
        },
        facts: taken_part(&present, register, record),
        words: if joined { public::title(&present, record) } else { own_words(register, record) },
        category: record.category.as_deref().filter(|_| !joined).map(|code| present.category(code)).unwrap_or_default(),
        place: place(&present, record, joined),
        reported: exact(&present, record.created),
        state: present.state_of(onward.as_ref().unwrap_or(record)).map(|state| state.public.get(l.lang()).to_owned()).unwrap_or_default(),
        mood,
        reason: reason(&present, register, &detail, onward.as_ref(), mood),
        holder: record.holder.as_deref().filter(|_| record.open).map(|body| present.body(body)).unwrap_or_default(),
        due: record.due.filter(|_| record.open).map(|_| present.due(record)),
        by: record.due.filter(|_| record.open && record.memory.paused.is_none()).map(|at| exact(&present, at)),
        tiers: if register.has(Capability::Route) { phone::tiers(&present, record) } else { Vec::new() },
        promise: match record.due.filter(|_| record.open && record.reopened > 0) {
            Some(at) => l.t_x("track-promise", &exact(&present, at).text),
            None => String::new(),
        },
        photos: if joined {
            Vec::new()
        } else {
            detail.photos.iter().filter(|found| !found.by.starts_with(VOICE)).map(|found| photo(&found.id, found.at)).collect()
        },
        lines,
        joined: None,
        link,
        add: adding(&detail).map(|mv| AddForm {
            action: format!("/t/{secret}/moves/{}", mv.name),
            once: once(),
            note: if tried.rating || in_act { String::new() } else { tried.note.clone() },
            error: if tried.rating || in_act { String::new() } else { tried.error.clone() },
            photos: if tried.rating || in_act { Vec::new() } else { kept(l, early::UNCLAIMED, &tried.photos) },
            photo_max: phone::PHOTOS,
        }),
        acts: if joined {
            Vec::new()
        } else {
            others(&detail).map(|mv| act_form(&present, register, mv, secret, &tried, once())).collect()
        },
        certificate: web
            .app
            .certifies(record)
            .filter(|_| !joined)
            .map(|(_, rule)| Link { label: rule.label.get(l.lang()).to_owned(), href: format!("/t/{secret}/certificate") }),
        rate: rating.map(|mv| RateForm {
            action: format!("/t/{secret}/moves/{}", mv.name),
            once: once(),
            levels: levels(&present, tried.score),
            after_bad: after_bad(&present, register, &detail),
            note: tried.note.clone(),
            error: tried.error.clone(),
        }),
        rated: record.rating.and_then(|score| score_label(&present, score)).unwrap_or_default(),
        rights: Vec::new(),
    })
}

/// What a place says of the record that it is in.
fn taken_part(present: &Present, register: &Register, record: &Record) -> Vec<(String, String)> {
    let names = register.places.iter().flat_map(|rule| rule.take.keys()).filter(|name| **name != register.title);
    let fact = |name: &String| {
        let field = register.fields.get(name)?;
        let value = record.fields.get(name)?;
        let text = match (&field.kind, value) {
            (FieldKind::Date, Value::String(day)) => day_text(present, day),
            (kind, value) => field_text(present, kind, value)?,
        };
        Some((field.label.get(present.l.lang()).to_owned(), text))
    };
    names.filter_map(fact).collect()
}

/// The form of a move that asks for fields, or for nothing.
fn act_form(present: &Present, register: &Register, mv: &Move, secret: &str, tried: &Tried, once: String) -> ActForm {
    let empty = BTreeMap::new();
    let here = tried.act == mv.name;
    let known =
        Known { typed: Some(if here { &tried.input } else { &empty }), wrong: if here { &tried.wrong } else { &[] }, ..Known::default() };
    let mut fields = of_move(present, register, mv, &known);
    fields.retain(|field| field.name != "photos");
    for field in &mut fields {
        (field.id, field.focus) = (format!("{}-{}", mv.name, field.name), false);
    }
    let label = mv.label.get(present.l.lang()).to_owned();
    ActForm {
        title: label.clone(),
        action: format!("/t/{secret}/moves/{}", mv.name),
        fields,
        errors: if here && tried.wrong.is_empty() { vec![tried.error.clone()] } else { Vec::new() },
        submit: label,
        danger: mv.tone == Tone::Danger,
        once,
        ..ActForm::default()
    }
}

fn mood(record: &Record, onward: Option<&Record>, to_rate: bool) -> Mood {
    if let Some(onward) = onward {
        return mood(onward, None, false);
    }
    if record.memory.paused.is_some() {
        Mood::Held
    } else if record.open {
        Mood::Open
    } else if to_rate {
        Mood::Yours
    } else if record.holder.is_none() {
        Mood::Held
    } else {
        Mood::Done
    }
}

fn own_words(register: &Register, record: &Record) -> String {
    record.fields.get(&register.title).and_then(Value::as_str).unwrap_or(&record.title).to_owned()
}

fn place(present: &Present, record: &Record, joined: bool) -> String {
    let typed = record.fields.get("address").and_then(Value::as_str).filter(|_| !joined).unwrap_or_default().to_owned();
    let near =
        record.lon.zip(record.lat).and_then(|(lon, lat)| present.territory.nearest_address(lon, lat)).map(|address| address.text.clone());
    let words = if typed.is_empty() { near.unwrap_or_default() } else { typed };
    [words, present.territory.place_name(&record.area)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A time with its day, for a limit: 今天 14:05 would be read as a different day tomorrow.
pub(super) fn exact(present: &Present, at: i64) -> Moment {
    let moment = present.moment(at);
    let clock = moment.iso.split('T').nth(1).and_then(|time| time.get(..5)).unwrap_or_default().to_owned();
    Moment { text: format!("{} {clock}", present.day(at)), iso: moment.iso }
}

/// Why it waits or was refused, or what became of the matter it was joined to.
fn reason(present: &Present, register: &Register, detail: &Detail<'_>, onward: Option<&Record>, mood: Mood) -> String {
    if let Some(onward) = onward {
        return present.l.t_x("track-merged", &onward.number);
    }
    if mood != Mood::Held {
        return String::new();
    }
    let into = detail.lines.iter().rev().find(|line| line.entry.to == detail.record.state && line.entry.from != line.entry.to);
    into.and_then(|line| public_text(present, register, line)).unwrap_or_default()
}

/// The words of a line that residents read; `None` for what is not theirs to read. A move that waits for its review has not happened.
fn public_text(present: &Present, register: &Register, line: &Line) -> Option<String> {
    let entry = &line.entry;
    let reviewed = entry.facts.get("reviewed").and_then(Value::as_str);
    let mv = register.moves.get(reviewed.unwrap_or(&entry.name))?;
    let waits = mv.review.is_some() && reviewed.is_none();
    let public = mv.public.as_ref().filter(|_| !(waits || reviewed.is_some() && entry.name == "refuse"))?;
    let holder = entry.holder.as_deref().map(|body| present.body(body)).unwrap_or_default();
    let note = if line.erased {
        present.l.t("words-erased").into_owned()
    } else {
        entry.words.get("note").and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    Some(public.get(present.l.lang()).replace("{holder}", &holder).replace("{note}", &note))
}

/// A line for the one whose link is `me`: the reporter's or a follower's. What residents wrote themselves is theirs: no other link shows it.
fn public_line(present: &Present, register: &Register, line: &Line, me: &str, photo: &dyn Fn(&str, i64) -> Photo) -> Option<TrackLine> {
    let text = public_text(present, register, line)?;
    let entry = &line.entry;
    let by_resident = entry.actor == "resident" || entry.actor.starts_with(VOICE);
    let is_mine = entry.actor == me;
    // How it began is told to all; what another resident did since is not.
    if by_resident && !is_mine && !entry.from.is_empty() {
        return None;
    }
    let said = entry.words.get("note").and_then(Value::as_str).filter(|_| is_mine && !line.erased).unwrap_or_default().to_owned();
    let photos = entry.words.get("photos").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let joined = me != "resident";
    let photos = photos.filter(|_| !joined && !entry.from.is_empty()).map(|id| photo(id, entry.at)).collect();
    Some(TrackLine { at: present.moment(entry.at), text, said, photos })
}

fn score_label(present: &Present, score: i64) -> Option<String> {
    let at = usize::try_from(score - 1).ok()?;
    present.pack.rating.labels.get(at).map(|label| label.get(present.l.lang()).to_owned())
}

fn levels(present: &Present, chosen: i64) -> Vec<RateLevel> {
    let labels = present.pack.rating.labels.iter().zip(1_u8..);
    let mut levels: Vec<RateLevel> = labels
        .map(|(label, value)| RateLevel { value, label: label.get(present.l.lang()).to_owned(), chosen: i64::from(value) == chosen })
        .collect();
    levels.reverse();
    levels
}

/// What a bad score leads to, by the pack: the public words of the state that it would open; empty where it opens nothing.
fn after_bad(present: &Present, register: &Register, detail: &Detail<'_>) -> String {
    let bad = present.pack.rating.bad;
    let input: BTreeMap<String, Value> = [("rating".to_owned(), bad.into())].into();
    let env = RecordEnv { record: &detail.record, input: Some(&input), now: present.now };
    let taken = detail.offers.moves.iter().filter(|mv| rates(mv)).find(|mv| mv.when.as_ref().is_none_or(|when| when.holds(&env)));
    let state = taken.and_then(|mv| register.states.get(mv.to.as_ref()?)).filter(|state| state.open);
    match (state, score_label(present, bad)) {
        (Some(state), Some(label)) => {
            present.l.t_with("rate-after-bad", &[("label", label.into()), ("then", state.public.get(present.l.lang()).into())])
        }
        _ => String::new(),
    }
}

/// `GET /t/{secret}/thanks`: what a report came to, right after it was sent.
pub(super) async fn thanks(State(web): State<Web>, reader: Reader, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let link = absolute(&headers, &format!("/t/{secret}"));
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw_thanks(&work, &shown, &secret, link)).await {
        Ok(found) => unlisted(shell::page(&found, 200)),
        Err(error) => unlisted(failed(&web, &reader, None, &error)),
    }
}

fn draw_thanks(web: &Web, reader: &Reader, secret: &str, link: String) -> Result<ReportThanks, AppError> {
    let l = reader.l;
    let (detail, joined) = web.app.followed_by(secret)?;
    let present = Present::new(&web.app, l, web.app.now());
    let record = &detail.record;
    let register = present.register(&record.register).ok_or(AppError::NotFound("register"))?;
    let is_phone = |name: &str| register.fields.get(name).is_some_and(|field| matches!(field.kind, FieldKind::Phone));
    let told = detail.personal.iter().find(|(name, _)| is_phone(name) && !joined).map(|(_, masked)| masked.clone());
    let holder = record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default();
    let step = |text: String, by: Option<i64>, due: Option<Due>| NextStep { text, by: by.map(|at| exact(&present, at)), due };
    let running = record.due.filter(|_| record.open);
    let most_urgent = present.pack.urgencies.keys().next();
    // Only what goes up the tiers begins with whoever is nearest; what comes next elsewhere is what its state says to everybody.
    let public = register.states.get(&record.state).map(|state| state.public.get(l.lang())).filter(|text| !text.is_empty());
    let first = match public {
        Some(text) if !register.has(Capability::Route) => text.to_owned(),
        _ => l.t_x("thanks-step-holder", &holder),
    };
    Ok(ReportThanks {
        shell: phone::shell(reader, &l.t("thanks-title"), None),
        number: record.number.clone(),
        link,
        next: [
            Some(step(first, running, running.map(|_| present.due(record)))),
            register.has(Capability::Route).then(|| step(l.t("thanks-step-up").into_owned(), None, None)),
            register
                .has(Capability::Rating)
                .then(|| step(l.t("thanks-step-rate").into_owned(), record.deadline.filter(|_| record.open), None)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        holder,
        joined,
        told: told.unwrap_or_default(),
        urgent: if record.open && record.urgency.as_ref() == most_urgent { l.t("thanks-urgent").into_owned() } else { String::new() },
        again: if register.has(Capability::Place) { "/report".to_owned() } else { String::new() },
    })
}
