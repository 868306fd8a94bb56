//! What a phone kept while it had no signal and sends now: the same posts as the forms of the patrol, answered as JSON.
//!
//! Beside the form's own fields travel `_once` (a key made on the phone when the report was made, so that a repeated request is answered
//! as the first), `_who` and `_post` (whose it is and in which post: nothing is sent in another's name) and `_said` (when it was made by
//! the phone's clock, in seconds; it is written down and never counted with). Photos went ahead to `/patrol/photo`.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use linli_app::{AppError, Context, Done};
use linli_pack::model::{Move, Pack};
use linli_pack::record::{Record, Value};
use serde_json::json;

use crate::Locale;
use crate::route::form::{self, Sent};
use crate::route::patrol::in_the_street;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::{Web, blocking, track};
use crate::say::{Said, photo_problem, say};

/// Whether the script of the patrol's pages asks, which reads JSON, and not a form without it.
pub(super) fn by_script(request: &Request) -> bool {
    request.headers().get(header::ACCEPT).is_some_and(|kind| kind.as_bytes() == b"application/json")
}

/// Takes up what a phone kept: it must be the signed-in account's own, and counts in the post in which it was made.
///
/// # Errors
/// The answer for a phone on which somebody else has signed in since.
pub(super) fn take_up(staff: &mut Staff, sent: &Sent) -> Result<(), Box<Response>> {
    let who = sent.text("_who");
    if !who.is_empty() && who != staff.who.account.id {
        let l = staff.reader.l;
        let said = Said { status: 403, kind: "other-account", title: l.t("queue-not-yours").into_owned(), ..Said::default() };
        return Err(Box::new(no(&said, Value::Null)));
    }
    if let Some(post) = staff.who.grants.iter().find(|grant| grant.body == sent.text("_post")) {
        staff.post = post.clone();
    }
    Ok(())
}

/// The context of an act that a phone may have kept.
pub(super) fn context(web: &Web, staff: &Staff, sent: &Sent) -> Context {
    let mut context = staff.context(web);
    context.once = sent.once();
    context.actor.said = sent.text("_said").parse().ok().filter(|said| (0..=i64::from(u32::MAX)).contains(said));
    context
}

/// `POST /patrol/photo`: one photo, cleaned and kept until a report of the same account claims it.
pub(super) async fn photo(State(web): State<Web>, mut staff: Staff, request: Request) -> Response {
    let l = staff.reader.l;
    let sent = match form::read(&web, &staff.context(&web), request).await {
        Ok(sent) => sent,
        Err(error) => return refused(l, web.app.pack(), None, &error, Value::Null),
    };
    if let Err(answer) = take_up(&mut staff, &sent) {
        return *answer;
    }
    let problem = |text: String| no(&Said { status: 422, kind: "photo", title: text, ..Said::default() }, Value::Null);
    match (sent.photos.first(), sent.bad_photos.first()) {
        (Some(id), _) => Json(json!({ "id": id, "thumb": format!("/photos/{id}/small") })).into_response(),
        (None, Some((_, bad))) => problem(photo_problem(l, *bad, 0)),
        (None, None) => problem(l.t_x("problem-missing", &l.t("input-photos"))),
    }
}

/// The answer where photos that went ahead are not here any more, because nothing claimed them for a day: they must travel again.
pub(super) async fn without_photos(web: &Web, photos: &[String]) -> Option<Response> {
    let (work, ids) = (web.clone(), photos.to_vec());
    match blocking(move || work.app.photos_gone(&ids)).await {
        Ok(gone) if gone.is_empty() => None,
        Ok(gone) => {
            let body = json!({ "status": 409, "kind": "photos-gone", "gone": gone });
            Some((StatusCode::CONFLICT, Json(body)).into_response())
        }
        Err(error) => {
            crate::route::log(&error);
            Some(StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    }
}

/// It is done: which record, in which version, in words, and the page to go on to.
pub(super) fn done(done: &Done, said: &str, back: &str) -> Response {
    let record = &done.record;
    Json(json!({
        "id": record.id, "number": record.number, "version": record.version, "said": said, "back": back, "replayed": done.replayed,
    }))
    .into_response()
}

/// A no in words, with the record as it is now where there is one.
pub(super) fn refused(l: Locale, pack: &Pack, register: Option<&str>, error: &AppError, now: Value) -> Response {
    crate::route::log(error);
    no(&say(l, pack, register, error), now)
}

/// As [`refused`], in words that are ready.
pub(super) fn no(said: &Said, now: Value) -> Response {
    let problems: Vec<&str> = said.fields.iter().filter(|(field, _)| field != "held").map(|(_, text)| text.as_str()).collect();
    let body = json!({
        "status": said.status, "kind": said.kind, "title": said.title, "text": said.detail, "problems": problems, "now": now,
    });
    let status = StatusCode::from_u16(said.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let mut response = (status, Json(body)).into_response();
    if let Some(seconds) = said.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// An act that was refused, beside the record as somebody else has left it: state, who has it, the last line, and what can be done now.
pub(super) async fn refused_act(web: Web, staff: Staff, id: String, error: &AppError) -> Response {
    let l = staff.reader.l;
    let work = web.clone();
    let found = blocking(move || now_of(&work, &staff, &id)).await.ok();
    let (register, now) = found.map_or((None, Value::Null), |(register, now)| (Some(register), now));
    refused(l, web.app.pack(), register.as_deref(), error, now)
}

fn now_of(web: &Web, staff: &Staff, id: &str) -> Result<(String, Value), AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let detail = web.app.detail(&context, id)?;
    let record: &Record = &detail.record;
    let last = detail.lines.last().and_then(|line| {
        let event = crate::route::detail::event(&present, present.register(&record.register)?, line);
        let text = [event.who, event.what].join(present.l.pick("：", ": "));
        Some(json!({ "at": track::exact(&present, line.entry.at).text, "text": text }))
    });
    let simple = in_the_street(&detail.offers);
    // Words that can be kept whatever became of the matter: a move that leaves it as it is and tells nobody outside.
    let keeps = |mv: &&&Move| mv.to.is_none() && !mv.to_back && mv.fill == ["note"] && mv.public.is_none() && mv.stamp.is_empty();
    let note = simple.iter().find(keeps);
    let now = json!({
        "version": record.version,
        "state": present.state(record),
        "holder": record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default(),
        "last": last,
        "acts": simple.iter().map(|mv| mv.name.as_str()).collect::<Vec<_>>(),
        "note": note.map(|mv| mv.name.as_str()),
        "note_photos": note.is_some_and(|mv| mv.may.iter().any(|name| name == "photos")),
    });
    Ok((record.register.clone(), now))
}
