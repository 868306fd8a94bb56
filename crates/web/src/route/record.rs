//! One record: its page, its acts, and the look at what is personal.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::{AppError, Target};
use linli_engine::Command;
use linli_pack::record::Value;
use serde::Deserialize;

use crate::route::detail::How;
use crate::route::errors::failed;
use crate::route::located::settle;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{go, page};
use crate::route::{Web, act, blocking, desk, detail, form, maps, shell};
use crate::say::{Said, photo_problem, say};
use crate::view::{Crumbs, Link, RecordPage};

/// Where an act came from, and which form was open.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct From {
    back: Option<String>,
    act: Option<String>,
    other: Option<String>,
}

/// Only addresses of our own are gone back to.
pub(super) fn own(address: Option<&String>, otherwise: String) -> String {
    address.filter(|to| to.starts_with('/') && !to.starts_with("//") && !to.contains('\\')).cloned().unwrap_or(otherwise)
}

/// `GET /records/{id}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(id): Path<String>, Query(from): Query<From>) -> Response {
    let reader = staff.reader.clone();
    let (work, how) = (web.clone(), How { act: from.act.clone(), ..How::default() });
    match blocking(move || draw(&work, &staff, &id, how, from.other.as_deref())).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw(web: &Web, staff: &Staff, id: &str, how: How, other: Option<&str>) -> Result<RecordPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let found = web.app.detail(&context, id)?;
    let here = format!("/records/{id}");
    let typed = other.map(|other| [("other".to_owned(), other.into())].into());
    let how = How {
        back: format!("/registers/{}", found.record.register),
        here,
        once: web.app.random().secret(),
        typed: how.typed.clone().or(typed),
        people: detail::people(web, &found)?,
        letters: letters(web, &present, &context, &found.record),
        ..how
    };
    let mut shell = shell::staff(web, staff, &found.record.title, &format!("/registers/{}", found.record.register))?;
    let map = found
        .record
        .lon
        .map(|_| maps::of_records(&present, &found.record.area, std::slice::from_ref(&found.record), Some(id), &|_| String::new()));
    shell.head.map = map.is_some();
    let register = present.register(&found.record.register).map(|register| register.label.get(present.l.lang()).to_owned());
    Ok(RecordPage {
        crumbs: Crumbs {
            l: present.l,
            above: vec![Link { label: register.unwrap_or_default(), href: format!("/registers/{}", found.record.register) }],
            here: found.record.number.clone(),
        },
        record: detail::view(&present, &found, &how),
        map,
        shell,
    })
}

/// The letters that the reader may write from a record.
fn letters(web: &Web, present: &Present, context: &linli_app::Context, record: &linli_pack::record::Record) -> Vec<Link> {
    let link = |letter: &linli_pack::model::Letter| Link {
        label: letter.label.get(present.l.lang()).to_owned(),
        href: format!("/records/{}/letters/{}", record.id, letter.name),
    };
    web.app.letters(context, record).into_iter().map(link).collect()
}

/// `POST /records/{id}/moves/{move}`
pub(super) async fn make_move(
    State(web): State<Web>,
    staff: Staff,
    Path((id, name)): Path<(String, String)>,
    Query(from): Query<From>,
    request: Request,
) -> Response {
    let reader = staff.reader.clone();
    let mut context = staff.context(&web);
    let back = own(from.back.as_ref(), format!("/records/{id}"));
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    context.once = sent.once();
    let input = sent.input();
    let mut command = Command { name: name.clone(), input: input.clone(), seen: sent.text("_seen").parse().ok(), ..Command::default() };
    let place =
        if input.contains_key("place") || input.contains_key("lon") { placed(&web, reader.l, &id, &mut command.input) } else { None };
    let result = match photos_refused(reader.l, &sent).or(place) {
        Some(said) => Err(said),
        None => act(&web, context, Target::Id(id.clone()), command).await.map_err(|error| {
            crate::route::log(&error);
            let register =
                web.app.store().read(|tx| linli_store::record(tx, web.app.realm(), &id)).ok().flatten().map(|record| record.register);
            say(reader.l, web.app.pack(), register.as_deref(), &error)
        }),
    };
    match result {
        Ok(done) => {
            let present = Present::new(&web.app, reader.l, web.app.now());
            let label = present
                .register(&done.record.register)
                .and_then(|register| register.moves.get(&name))
                .map(|mv| mv.label.get(reader.l.lang()).to_owned());
            let what = label
                .unwrap_or_else(|| if name == "approve" { reader.l.t("approve").into_owned() } else { reader.l.t("refuse").into_owned() });
            let said = reader.l.t_with(
                "act-done",
                &[("act", what.into()), ("number", done.record.number.clone().into()), ("state", present.state(&done.record).into())],
            );
            go(&back, Some(&said))
        }
        Err(said) => refused(web, staff, id, &back, How { act: Some(name), typed: Some(input), said: Some(said), ..How::default() }).await,
    }
}

/// Photos that were not taken, in words.
pub(super) fn photos_refused(l: crate::Locale, sent: &form::Sent) -> Option<Said> {
    let mut texts: Vec<String> = sent.bad_photos.iter().map(|(index, problem)| photo_problem(l, *problem, *index)).collect();
    if sent.too_many {
        texts.push(l.t_n("photo-too-many", form::PHOTOS));
    }
    (!texts.is_empty()).then(|| Said {
        status: 422,
        kind: "photo",
        title: l.t("no-inputs").into_owned(),
        detail: texts.join(" "),
        fields: vec![("photos".to_owned(), texts.join(" "))],
        ..Said::default()
    })
}

/// Finds the area of the place that an act names, or says what is wrong with it.
fn placed(web: &Web, l: crate::Locale, id: &str, input: &mut BTreeMap<String, Value>) -> Option<Said> {
    let record = web.app.store().read(|tx| linli_store::record(tx, web.app.realm(), id)).ok().flatten()?;
    let wrong = settle(&web.app, l, &record.register, input);
    (!wrong.is_empty()).then(|| Said {
        status: 422,
        title: l.t("no-inputs").into_owned(),
        fields: vec![("place".to_owned(), wrong)],
        ..Said::default()
    })
}

/// The page the act came from once more, with what was typed and what is wrong.
async fn refused(web: Web, staff: Staff, id: String, back: &str, how: How) -> Response {
    let reader = staff.reader.clone();
    let status = how.said.as_ref().map_or(422, |said| said.status);
    let on_desk = back.starts_with("/desk");
    let asked: desk::Asked =
        axum::http::Uri::try_from(back).ok().and_then(|uri| Query::try_from_uri(&uri).ok()).map(|Query(asked)| asked).unwrap_or_default();
    let work = web.clone();
    let drawn = blocking(move || {
        if on_desk {
            let mut asked = asked;
            asked.id = Some(id);
            desk::draw(&work, &staff, &asked, &how).map(|drawn| page(&drawn, status))
        } else {
            draw(&work, &staff, &id, how, None).map(|drawn| page(&drawn, status))
        }
    })
    .await;
    let mut response = drawn.unwrap_or_else(|error| failed(&web, &reader, None, &error));
    // The address stays that of the page: the act's own cannot be asked for again.
    response.headers_mut().insert("hx-push-url", axum::http::HeaderValue::from_static("false"));
    response
}

/// `POST /records/{id}/reveal`
pub(super) async fn reveal(
    State(web): State<Web>,
    staff: Staff,
    Path(id): Path<String>,
    Query(from): Query<From>,
    request: Request,
) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let purpose = [sent.text("other"), sent.text("purpose")].into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned();
    let back = own(from.back.as_ref(), format!("/records/{id}"));
    let (app, wanted, why) = (web.app.clone(), id.clone(), purpose.clone());
    let how = match blocking(move || app.reveal(&context, &wanted, &why)).await {
        Ok(values) => How { revealed: Some((values, purpose)), ..How::default() },
        Err(error @ AppError::Invalid { .. }) => How { said: Some(say(reader.l, web.app.pack(), None, &error)), ..How::default() },
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let mut how = how;
    if how.said.is_none() {
        // Shown once, in this answer only: going back or reloading asks for the purpose again.
        how.said = Some(Said { status: 200, ..Said::default() });
    }
    refused(web, staff, id, &back, how).await
}

/// `GET /photos/{id}` and `GET /photos/{id}/small`
pub(super) async fn photo(web: Web, staff: Option<Staff>, secret: Option<String>, id: String, small: bool) -> Response {
    use axum::http::header;
    use axum::response::IntoResponse as _;
    let context = staff.map_or_else(|| linli_app::Context::resident(linli_pack::Lang::Zh, web.app.now()), |staff| staff.context(&web));
    let app = web.app.clone();
    match blocking(move || app.photo(&context, secret.as_deref(), &id, small)).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=3600")], bytes).into_response(),
        Err(_) => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}
