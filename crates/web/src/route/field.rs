//! The patrol without a signal: what a phone keeps for a day, the page of what waits to be sent, and what makes the pages an app that can be
//! installed. What is kept is what the list shows; the service worker and the pages' script delete it at sign-out, when the session has
//! ended, and after a day.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use linli_app::AppError;
use linli_app::signin::SESSION_IDLE;
use serde_json::json;

use crate::route::patrol::{self, Tried, surround};
use crate::route::present::Present;
use crate::route::session::{Reader, Staff};
use crate::route::shell::drawn;
use crate::route::{Web, maps, phone, shell};
use crate::view::patrol::{FieldDay, FieldItem, FieldOffline, FieldQueue, PatrolTab};
use crate::view::{Empty, PatrolHead};
use crate::{Locale, assets};

/// What the pages need where there is no signal, by the names of the build.
const KEPT: [&str; 10] =
    ["app.css", "report.css", "map.css", "app.js", "map.js", "place.js", "patrol.js", "icons.svg", "favicon.svg", "icon-192.png"];

/// `GET /patrol/day`: today's list with what can be done about each matter, and the grid's map, on one page for a phone to keep.
pub(super) async fn day(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, draw_day).await
}

fn draw_day(web: &Web, staff: &Staff) -> Result<FieldDay, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let waiting = patrol::waiting(web, staff)?;
    let mut shell = surround(web, staff, &l.t("patrol-tab-today"), PatrolTab::Today, Some(&waiting))?;
    shell.head.map = true;
    // Nothing of it is fetched again by itself, and a message belongs to the page that was open when it came.
    (shell.head.live, shell.head.toast) = (None, None);
    let items = waiting.records.iter().map(|record| {
        let offers = linli_engine::offers(&present.pack, present.territory.as_ref(), record, &context.actor, context.now);
        let mut acts = patrol::acts(web, &present, record, &offers, &Tried::default());
        // Several matters are on this page: what names an act names its matter too.
        acts.iter_mut().for_each(|act| act.name = format!("{}-{}", act.name, record.id));
        FieldItem {
            id: record.id.clone(),
            number: record.number.clone(),
            state: present.state(record),
            item: patrol::item(web, &present, record, false),
            acts,
        }
    });
    Ok(FieldDay {
        grid: present.territory.place_name(&staff.post.area),
        made: super::track::exact(&present, present.now),
        lives: SESSION_IDLE,
        items: items.collect(),
        empty: Empty {
            icon: "circle-check",
            title: l.t("patrol-calm").into_owned(),
            text: l.t("field-calm").into_owned(),
            next: Vec::new(),
        },
        geojson: maps::of_records(&present, &staff.post.area, &waiting.records, None, &|record| format!("/patrol/{}", record.id)).geojson,
        shell,
    })
}

/// `GET /patrol/queue`: what waits on this phone, what was sent from it, and what needs its owner. The phone itself fills it in.
pub(super) async fn queue(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, |web, staff| {
        let l = staff.reader.l;
        let mut shell = surround(web, staff, &l.t("queue-title"), PatrolTab::Queue, None)?;
        (shell.head.live, shell.head.toast) = (None, None);
        Ok(FieldQueue { shell })
    })
    .await
}

/// `GET /patrol/offline`: what there is to say where nothing is kept. It is nobody's.
pub(super) async fn offline(reader: Reader) -> Response {
    let mut shell = phone::shell(&reader, &reader.l.t("field-offline"), None);
    shell.head.toast = None;
    shell.head.patrol = Some(PatrolHead::default());
    shell::page(&FieldOffline { shell }, 200)
}

/// `GET /patrol/app/{language}.webmanifest`
pub(super) async fn manifest(State(web): State<Web>, Path(file): Path<String>) -> Response {
    let Some(l) = file.strip_suffix(".webmanifest").and_then(Locale::from_tag) else { return StatusCode::NOT_FOUND.into_response() };
    let icon = |name: &str, sizes: &str, purpose: &str| json!({ "src": assets::url(name), "sizes": sizes, "type": "image/png", "purpose": purpose });
    let place = web.app.pack().label.get(l.lang());
    let body = json!({
        "id": "/patrol",
        "name": format!("{} · {place}", l.t("field-app")),
        "short_name": l.t("field-app"),
        "description": l.t("field-app-about"),
        "lang": l.tag(),
        "start_url": "/patrol",
        "scope": "/patrol",
        "display": "standalone",
        "theme_color": "#0f6b8a",
        "background_color": "#f4f6f8",
        "icons": [icon("icon-192.png", "192x192", "any"), icon("icon-512.png", "512x512", "any"), icon("icon-mask-512.png", "512x512", "maskable")],
        "shortcuts": [{ "name": l.t("patrol-found"), "url": "/patrol/report" }],
    });
    ([(header::CONTENT_TYPE, "application/manifest+json; charset=utf-8")], body.to_string()).into_response()
}

/// `GET /sw.js`: the service worker, with the names of what it keeps. Other names are another version.
pub(super) async fn worker() -> Response {
    let kept: Vec<String> = KEPT.iter().map(|name| assets::url(name)).collect();
    let Some(script) = assets::text("sw.js") else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = format!("self.KEPT={};\n{script}", json!(kept)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
