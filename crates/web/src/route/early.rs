//! What travels before a report is sent: photos, one by one, and suggestions for its address.

use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_pack::record::Value;
use serde::Deserialize;
use serde_json::json;

use crate::Locale;
use crate::route::report::resident;
use crate::route::session::{Reader, Staff};
use crate::route::{Web, blocking, form, limit};
use crate::say::{photo_problem, say, too_many};

/// Suggestions for an address.
const SUGGESTED: usize = 8;
/// Where photos lie that no report has claimed yet.
pub(super) const UNCLAIMED: &str = "/report/photos";

/// `POST /report/photo`: one photo, cleaned and kept until a report claims it.
pub(super) async fn photo(State(web): State<Web>, reader: Reader, request: Request) -> Response {
    let context = resident(&web, reader.l, None);
    if let Some(Err(wait)) = limit::address(&request).map(|address| web.photos.pass(address, web.app.now())) {
        let said = too_many(reader.l, wait);
        let answer = (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait.to_string())], Json(json!({ "error": said.title })));
        return answer.into_response();
    }
    let (status, body) = match form::read(&web, &context, request).await {
        Ok(sent) => match (sent.photos.first(), sent.bad_photos.first()) {
            (Some(id), _) => (StatusCode::OK, json!({ "id": id, "thumb": format!("{UNCLAIMED}/{id}/small") })),
            (None, Some((_, problem))) => (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": photo_problem(reader.l, *problem, 0) })),
            (None, None) => {
                (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": reader.l.t_x("problem-missing", &reader.l.t("input-photos")) }))
            }
        },
        Err(error) => {
            crate::route::log(&error);
            let said = say(reader.l, web.app.pack(), None, &error);
            (StatusCode::from_u16(said.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), json!({ "error": said.detail }))
        }
    };
    (status, Json(body)).into_response()
}

/// `GET /report/photos/{id}/small`
pub(super) async fn small(State(web): State<Web>, Path(id): Path<String>) -> Response {
    unclaimed(web, id, true).await
}

/// `GET /report/photos/{id}`
pub(super) async fn full(State(web): State<Web>, Path(id): Path<String>) -> Response {
    unclaimed(web, id, false).await
}

async fn unclaimed(web: Web, id: String, small: bool) -> Response {
    let context = resident(&web, Locale::Zh, None);
    match blocking(move || web.app.photo(&context, None, &id, small)).await {
        Ok(bytes) => picture(bytes),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A photo as an answer. It is kept by this browser only.
pub(super) fn picture(bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    response
}

/// Words of an address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
}

/// `GET /report/addresses?q=…`
pub(super) async fn addresses(State(web): State<Web>, staff: Option<Staff>, Query(wanted): Query<Wanted>) -> Response {
    let territory = web.app.territory();
    // Whoever works in an area means its doors before others of the same name.
    let own = staff.map(|staff| staff.post.area);
    let found = territory.find_addresses(&wanted.q, own.as_deref(), SUGGESTED).into_iter().map(|address| {
        json!({ "text": address.text, "note": territory.place_name(&address.area), "lon": address.lon, "lat": address.lat, "area": address.area })
    });
    Json(found.collect::<Value>()).into_response()
}
