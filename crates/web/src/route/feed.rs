//! `/calendar/SECRET.ics`: somebody's calendar, for the program that shows it; and the secret address, made and taken back on one's own page.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_app::calendar::Agenda;
use linli_app::dated::What;
use linli_app::random::fingerprint;
use linli_app::{AppError, days};

use crate::Locale;
use crate::ics::{Entry, When, calendar};
use crate::route::errors::failed;
use crate::route::phone::absolute;
use crate::route::present::Present;
use crate::route::session::{Reader, Staff};
use crate::route::{Web, blocking, me};
use crate::view::CalendarLink;

/// `GET /calendar/{file}`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let secret = file.strip_suffix(".ics").unwrap_or(&file).to_owned();
    let (work, base) = (web.clone(), absolute(&headers, "/records/"));
    let text = blocking(move || work.app.agenda(&secret).map(|agenda| draw(&work, &agenda, &base)));
    match text.await {
        Ok(text) => answer(text, &headers),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// The calendar, or that the program has it already.
fn answer(text: String, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", fingerprint(&text).get(..32).unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|tags| tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*"));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
    };
    let own = response.headers_mut();
    // Nobody in between keeps it, and the program asks each time whether it changed.
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        own.insert(header::ETAG, tag);
    }
    own.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}

fn draw(web: &Web, agenda: &Agenda, base: &str) -> String {
    let l = Locale::from_tag(&agenda.account.lang).unwrap_or_default();
    let present = Present::new(&web.app, l, web.app.now());
    let place = |area: &str| present.territory.place_name(area);
    let due = agenda.due.iter().filter_map(|record| {
        let register = present.register(&record.register).map_or(record.register.as_str(), |register| register.label.get(l.lang()));
        let category = record.category.as_deref().map(|code| present.category(code));
        let what = category.map_or_else(|| register.to_owned(), |category| format!("{register} · {category}"));
        let args = [("what", what.into()), ("state", present.state(record).into()), ("number", record.number.clone().into())];
        Some(Entry {
            uid: format!("{}@linli", record.id),
            stamp: record.updated,
            when: When::At(record.due?),
            summary: l.t_with("calendar-due", &args),
            location: place(&record.area),
            url: format!("{base}{}", record.id),
        })
    });
    let planned = agenda.planned.iter().filter_map(|entry| {
        let What::Planned(record) = &entry.what else { return None };
        let register = present.register(&record.register).map_or(record.register.as_str(), |register| register.label.get(l.lang()));
        let args =
            [("what", register.to_owned().into()), ("state", present.state(record).into()), ("number", record.number.clone().into())];
        Some(Entry {
            uid: format!("{}-day@linli", record.id),
            stamp: record.updated,
            when: When::Day(days::date(entry.day)?),
            summary: l.t_with("calendar-planned", &args),
            location: place(&record.area),
            url: format!("{base}{}", record.id),
        })
    });
    let ending = agenda.ending.iter().filter_map(|held| {
        let one = &held.appointment;
        let post = present.pack.posts.get(&one.post).map_or(one.post.as_str(), |post| post.label.get(l.lang()));
        let area = present.territory.named_body(&one.body).map(|named| place(&named.body.area)).unwrap_or_default();
        Some(Entry {
            uid: format!("{}-term@linli", one.id),
            stamp: days::start_of(one.from_day, &present.pack.clock.timezone)?,
            when: When::Day(days::date(one.to_day?)?),
            summary: l.t_with("calendar-term", &[("post", post.into()), ("body", present.body(&one.body).into())]),
            location: area,
            url: String::new(),
        })
    });
    let entries: Vec<Entry> = due.chain(planned).chain(ending).collect();
    calendar(&l.t_x("calendar-name", present.pack.label.get(l.lang())), &entries)
}

/// The reader's own address, as their page shows it.
pub(super) fn own(web: &Web, staff: &Staff, present: &Present, made: &str) -> Result<CalendarLink, AppError> {
    let since = web.app.my_calendar(&staff.context(web))?;
    Ok(CalendarLink { since: since.map(|at| present.moment(at)), made: made.to_owned() })
}

/// `POST /me/calendar`: answered with the page itself, for the address is shown once.
pub(super) async fn make(State(web): State<Web>, staff: Staff, headers: HeaderMap) -> Response {
    let (context, app) = (staff.context(&web), web.app.clone());
    match blocking(move || app.make_my_calendar(&context)).await {
        Ok(secret) => me::with_calendar(web, staff, absolute(&headers, &format!("/calendar/{secret}.ics"))).await,
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /me/calendar/end`
pub(super) async fn end(State(web): State<Web>, staff: Staff) -> Response {
    let (context, app) = (staff.context(&web), web.app.clone());
    let done = blocking(move || app.end_my_calendar(&context)).await;
    me::ended(&web, &staff, done, "/me#calendar", &staff.reader.l.t("calendar-ended"))
}
