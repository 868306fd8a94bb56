//! Open311 GeoReport v2 under `/open311/v2`: residents' reports from other programs, and what anybody may see of how they go.
//! <https://wiki.open311.org/GeoReport_v2/>
//!
//! A service is a category of the pack; a request is a record of the register that residents report to. Reading needs no key and gives what
//! the pack opens to the public; reporting needs a token of an account.

mod answer;
mod ask;
mod requests;
mod services;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use linli_pack::model::{Move, Register};

use crate::Locale;
use crate::route::open311::answer::{Faults, Format, Node, answer};
use crate::route::session::Reader;
use crate::route::{Web, phone, report};

/// Largest report in bytes.
const BODY: usize = 256 * 1024;
/// When this program's answers last changed their shape.
const CHANGESET: &str = "2026-11-27T00:00:00Z";

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/open311/{file}", get(discovery))
        .route("/open311/v2/{file}", get(list).post(requests::post))
        .route("/open311/v2/services/{file}", get(services::definition))
        .route("/open311/v2/requests/{file}", get(requests::one))
        .route("/open311/v2/tokens/{file}", get(requests::token))
        .layer(DefaultBodyLimit::max(BODY))
}

/// `GET /open311/v2/services.xml` and `GET /open311/v2/requests.xml`
async fn list(web: State<Web>, reader: Reader, Path(file): Path<String>, query: axum::extract::RawQuery) -> Response {
    match Format::split(&file) {
        Some(("services", format)) => services::list(&web, &reader, format, &query),
        Some(("requests", format)) => requests::list(web, reader, format, query).await,
        found => no_such_path(reader.l, found.map_or_else(Format::default, |(_, format)| format)),
    }
}

fn no_such_path(l: Locale, format: Format) -> Response {
    Faults::one(StatusCode::NOT_FOUND, l.t("open311-no-path")).answer(format)
}

/// The register that other programs report to, and the moves by which anybody opens a record in it.
fn opening(web: &Web, l: Locale) -> Option<(&Register, Vec<&Move>)> {
    phone::openings(web, &report::resident(web, l, None).actor)
}

/// `GET /open311/discovery.xml`: where the endpoint is and what it speaks.
async fn discovery(State(web): State<Web>, reader: Reader, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(("discovery", format)) = Format::split(&file) else { return no_such_path(reader.l, Format::default()) };
    let place = web.app.pack().label.get(reader.l.lang());
    let endpoint = Node::Fields(vec![
        ("specification", "http://wiki.open311.org/GeoReport_v2".into()),
        ("url", phone::absolute(&headers, "/open311/v2").into()),
        ("changeset", CHANGESET.into()),
        ("type", if web.demo.is_empty() { "production" } else { "test" }.into()),
        ("formats", Node::Items("format", vec!["text/xml".into(), "application/json".into()])),
    ]);
    let found = Node::Fields(vec![
        ("changeset", CHANGESET.into()),
        ("contact", reader.l.t_x("open311-contact", place).into()),
        ("key_service", reader.l.t("open311-key").into_owned().into()),
        ("endpoints", Node::Items("endpoint", vec![endpoint])),
    ]);
    answer(format, StatusCode::OK, "discovery", &found)
}
