//! `/api/v1/webhooks`: what the administrator's pages of webhooks do, as JSON.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linli_app::AppError;
use linli_app::webhooks::{Replay, WebhookForm};
use linli_pack::record::Value;
use linli_store::{Acted, Delivery, Webhook};
use serde::Deserialize;
use serde_json::json;

use super::{Caller, Problem, stamp, whole};
use crate::route::{Web, blocking, webhooks};

/// Deliveries in an answer.
const DELIVERIES: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    label: String,
    address: String,
    area: String,
    #[serde(default)]
    registers: BTreeSet<String>,
    #[serde(default)]
    kinds: BTreeSet<String>,
    #[serde(default)]
    ignored: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    #[serde(default)]
    sequence: Option<Value>,
    #[serde(default)]
    since: Option<String>,
}

fn document<T: for<'a> Deserialize<'a>>(caller: &Caller, bytes: Result<Bytes, BytesRejection>) -> Result<T, Problem> {
    let bad = |text: String| caller.bad("json", "body", text);
    let bytes = bytes.map_err(|error| bad(error.body_text()))?;
    serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()))
}

fn form(caller: &Caller, bytes: Result<Bytes, BytesRejection>) -> Result<WebhookForm, Problem> {
    let Body { label, address, area, registers, kinds, ignored } = document(caller, bytes)?;
    Ok(WebhookForm { label, address, area, registers, kinds, ignored })
}

fn shown(hook: &Webhook) -> Value {
    json!({
        "id": hook.id,
        "label": hook.label,
        "address": hook.address,
        "area": hook.area,
        "registers": hook.registers,
        "kinds": hook.kinds,
        "on": hook.off.is_empty(),
        "off": hook.off,
        "sequence": hook.seq,
        "made": stamp(hook.made),
    })
}

fn delivery(one: &Delivery, act: &Acted) -> Value {
    json!({
        "sequence": one.seq,
        "type": format!("{}.{}", act.register, act.name),
        "record": act.record,
        "stage": one.stage.name(),
        "attempts": one.attempts,
        "tried": one.last_at.map(stamp),
        "status": one.status,
        "problem": one.problem,
        "said": one.said,
        "millis": one.millis,
    })
}

/// `GET /api/v1/webhooks`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<Value>, Problem> {
    let (context, app) = (caller.context(&web), web.app.clone());
    let found = blocking(move || app.webhooks(&context)).await.map_err(|error| caller.problem(&web, None, &error))?;
    Ok(Json(found.iter().map(shown).collect()))
}

/// `POST /api/v1/webhooks`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn add(
    State(web): State<Web>,
    caller: Caller,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let form = form(&caller, bytes)?;
    let (context, app) = (caller.context(&web), web.app.clone());
    let (id, secret) = blocking(move || app.add_webhook(&context, &form)).await.map_err(|error| caller.problem(&web, None, &error))?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id, "secret": secret }))).into_response())
}

/// `GET /api/v1/webhooks/{id}`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn get(State(web): State<Web>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let (context, app) = (caller.context(&web), web.app.clone());
    let seen = blocking(move || app.webhook_seen(&context, &id, None, DELIVERIES)).await;
    let seen = seen.map_err(|error| caller.problem(&web, None, &error))?;
    let mut body = shown(&seen.webhook);
    if let Some(map) = body.as_object_mut() {
        map.insert("ignored".to_owned(), seen.ignored.into());
        map.insert("behind".to_owned(), seen.behind.into());
        map.insert("deliveries".to_owned(), seen.deliveries.iter().map(|(one, act)| delivery(one, act)).collect());
    }
    Ok(Json(body))
}

/// `PUT /api/v1/webhooks/{id}`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn change(
    State(web): State<Web>,
    caller: Caller,
    Path(id): Path<String>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Problem> {
    let form = form(&caller, bytes)?;
    let (context, app) = (caller.context(&web), web.app.clone());
    let done = blocking(move || app.change_webhook(&context, &id, &form)).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|error| caller.problem(&web, None, &error))
}

/// `DELETE /api/v1/webhooks/{id}`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn end(State(web): State<Web>, caller: Caller, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let (context, app) = (caller.context(&web), web.app.clone());
    let done = blocking(move || app.end_webhook(&context, &id)).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|error| caller.problem(&web, None, &error))
}

/// `POST /api/v1/webhooks/{id}/{act}`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn act(
    State(web): State<Web>,
    caller: Caller,
    Path((id, act)): Path<(String, String)>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, Problem> {
    let context = caller.context(&web);
    let app = web.app.clone();
    let done = match act.as_str() {
        "test" => webhooks::test(&web, &context, &id)
            .await
            .map(|answer| json!({ "status": answer.status.ok(), "problem": answer.status.err().map(|missed| missed.name()), "millis": answer.millis })),
        "rotate" => blocking(move || app.rotate_webhook(&context, &id)).await.map(|secret| json!({ "secret": secret })),
        "on" | "off" => {
            let on = act == "on";
            blocking(move || app.switch_webhook(&context, &id, on)).await.map(|()| json!({ "on": on }))
        }
        "replay" => {
            let what = which(&caller, bytes)?;
            blocking(move || app.replay_webhook(&context, &id, what)).await.map(|n| json!({ "deliveries": n }))
        }
        _ => Err(AppError::NotFound("act")),
    };
    done.map(Json).map_err(|error| caller.problem(&web, None, &error))
}

fn which(caller: &Caller, bytes: Result<Bytes, BytesRejection>) -> Result<Replay, Problem> {
    match document(caller, bytes)? {
        Again { sequence: Some(seq), since: None } => {
            let seq = whole(&seq).ok_or_else(|| caller.bad("json", "sequence", caller.l.t_x("problem-bad-form", "sequence")))?;
            Ok(Replay::One(seq))
        }
        Again { sequence: None, since: Some(text) } => {
            let time: Result<jiff::Timestamp, _> = text.parse();
            let time = time.map_err(|_| caller.bad("json", "since", caller.l.t_x("problem-bad-form", "since")))?;
            Ok(Replay::Since(time.as_second()))
        }
        _ => Err(caller.bad("json", "since", caller.l.t_x("problem-missing", "since"))),
    }
}
