//! `/api/v1/exchanges` and `/api/v1/imports`: files of other offices, as the pages take them in and answer them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_app::AppError;
use linli_app::import::{FileProblem, Job, Mode, Order, Phase};
use linli_pack::record::Value;
use serde::Deserialize;
use serde_json::json;

use super::{Caller, Problem, stamp};
use crate::route::import::{LISTED, NAME, mistakes};
use crate::route::present::Present;
use crate::route::{Web, blocking, exchange};
use crate::say::Said;
use crate::sheet::labels;

/// The header of an answer that was given before.
const REPLAYED: &str = "idempotent-replayed";

type Asked = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// The query's parameters, none but those named.
fn parameters<const N: usize>(caller: &Caller, query: Asked, names: [&str; N]) -> Result<[Option<String>; N], Problem> {
    let Query(pairs) = query.map_err(|error| caller.bad("query", "query", error.body_text()))?;
    let mut found = [const { None }; N];
    for (name, value) in pairs {
        let slot = names.iter().position(|known| *known == name).and_then(|at| found.get_mut(at));
        *slot.ok_or_else(|| caller.bad("query", &name, caller.l.t_x("problem-unexpected", &name)))? = Some(value);
    }
    Ok(found)
}

/// `GET /api/v1/exchanges`: those by which the caller may import and answer.
pub(in crate::route) async fn list(State(web): State<Web>, caller: Caller) -> Json<Value> {
    let (context, lang) = (caller.context(&web), caller.l.lang());
    let of_register = |name: &String| {
        let found = web.app.exchanges(&context, name, &labels());
        found
            .into_iter()
            .map(|exchange| {
                let columns = web.app.import_columns(name, &exchange.mv, &labels());
                let takes = exchange.takes.iter().map(|(input, taken)| {
                    let required = *input == exchange.number || columns.iter().any(|column| column.name == *input && column.required);
                    let values: serde_json::Map<String, Value> =
                        taken.values.iter().map(|(word, code)| (word.clone(), code.as_str().into())).collect();
                    json!({ "input": input, "heads": taken.heads, "values": values, "required": required })
                });
                json!({
                    "register": name,
                    "exchange": exchange.name,
                    "label": exchange.label.get(lang),
                    "number": exchange.number,
                    "takes": takes.collect::<Vec<_>>(),
                    "gives": exchange.gives.iter().map(|given| given.head.as_str()).collect::<Vec<_>>(),
                    "basis": exchange.basis,
                })
            })
            .collect::<Vec<_>>()
    };
    Json(web.app.pack().registers.keys().flat_map(of_register).collect())
}

/// `POST /api/v1/exchanges/{register}/{exchange}/orders`: the file as the body. It is checked in the background; nothing comes in yet.
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn send(
    State(web): State<Web>,
    caller: Caller,
    Path((register, name)): Path<(String, String)>,
    query: Asked,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let [file] = parameters(&caller, query, ["file"])?;
    let context = caller.once(&web, &headers)?;
    let no = |error: &AppError| caller.problem(&web, Some(&register), error);
    let bytes = bytes.map_err(|_| no(&FileProblem::TooLarge.into()))?;
    let file = file.unwrap_or_else(|| name.clone()).chars().filter(|c| !c.is_control()).take(NAME).collect();
    let (work, asked) = (web.clone(), (register.clone(), name));
    let begun = blocking(move || {
        let mv = work.app.exchange(&context, &asked.0, &asked.1, &labels())?.1.mv.clone();
        let order = Order { register: asked.0, mv, exchange: asked.1, file, ..Order::default() };
        let (id, replayed) = work.app.import_begin_once(&context, &order, &labels(), &bytes)?;
        Ok((work.app.import_job(&context, &id)?, replayed))
    });
    let (job, replayed) = begun.await.map_err(|error| no(&error))?;
    let location = HeaderValue::from_str(&format!("/api/v1/imports/{}", job.kept.id)).ok();
    let mut response = (StatusCode::ACCEPTED, Json(shown(&web, &caller, &job))).into_response();
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// `GET /api/v1/imports/{id}`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn job(State(web): State<Web>, caller: Caller, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let (context, app) = (caller.context(&web), web.app.clone());
    let found = blocking(move || app.import_job(&context, &id)).await.map_err(|error| caller.problem(&web, None, &error))?;
    Ok(Json(shown(&web, &caller, &found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    mode: String,
}

/// `POST /api/v1/imports/{id}/run`: the rows come in, in the background. Rows that are in are left out: asked for twice, it is done once.
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn run(
    State(web): State<Web>,
    caller: Caller,
    Path(id): Path<String>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let bytes = bytes.map_err(|error| caller.bad("json", "body", error.body_text()))?;
    let Decision { mode } = serde_json::from_slice(&bytes).map_err(|error| caller.bad("json", "body", error.to_string()))?;
    let mode = match mode.as_str() {
        "all" => Mode::All,
        "good" => Mode::Good,
        other => return Err(caller.bad("json", "mode", caller.l.t_x("problem-not-a-choice", other))),
    };
    let (context, app) = (caller.context(&web), web.app.clone());
    let started = blocking(move || {
        let job = app.import_job(&context, &id)?;
        if job.phase == Phase::Checking {
            return Ok(None);
        }
        app.import_go(&context, &id, mode, &labels())?;
        app.import_job(&context, &id).map(Some)
    });
    match started.await.map_err(|error| caller.problem(&web, None, &error))? {
        Some(job) => Ok((StatusCode::ACCEPTED, Json(shown(&web, &caller, &job))).into_response()),
        None => {
            let (title, detail) = (caller.l.t("import-status-checking").into_owned(), caller.l.t("import-wait").into_owned());
            Err(Problem::new(Said { status: 409, kind: "import-checking", title, detail, ..Said::default() }))
        }
    }
}

fn shown(web: &Web, caller: &Caller, job: &Job) -> Value {
    let kept = &job.kept;
    let working = matches!(job.phase, Phase::Checking | Phase::Running);
    let findings = job.ran.as_ref().map(|ran| &ran.findings).or_else(|| job.checked.as_ref().map(|checked| &checked.findings));
    let told = match (&job.checked, findings) {
        (Some(checked), Some(findings)) if !working => mistakes(caller.l, &web.app, checked, findings, LISTED).0,
        _ => Vec::new(),
    };
    let told =
        told.iter().map(|one| json!({ "sheet": one.sheet, "row": one.row, "column": one.column, "value": one.value, "detail": one.text }));
    json!({
        "id": kept.id,
        "register": kept.register,
        "exchange": kept.exchange,
        "file": kept.file,
        "phase": match job.phase {
            Phase::Checking => "checking",
            Phase::Checked => "checked",
            Phase::Running => "running",
            Phase::Done => "done",
            Phase::Interrupted => "interrupted",
        },
        "done": if working { job.progress.0 } else { 0 },
        "rows": kept.rows,
        "made": kept.made,
        "changed": kept.changed,
        "same": kept.same,
        "known": kept.known,
        "bad": kept.bad,
        "mistakes": told.collect::<Vec<_>>(),
        "created": stamp(kept.created),
    })
}

/// `GET /api/v1/exchanges/{register}/{exchange}/answers?from=…&to=…`
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn answers(
    State(web): State<Web>,
    caller: Caller,
    Path((register, name)): Path<(String, String)>,
    query: Asked,
) -> Result<Json<Value>, Problem> {
    let [from, to] = parameters(&caller, query, ["from", "to"])?;
    let day = |name: &str, given: Option<String>| {
        let given = given.ok_or_else(|| caller.bad("query", name, caller.l.t_x("problem-missing", name)))?;
        let day = given.parse().map(linli_app::days::number);
        day.map_err(|_| caller.bad("query", name, caller.l.t_x("problem-bad-form", name)))
    };
    let span = (day("from", from)?, day("to", to)?);
    let (context, work, l, asked) = (caller.context(&web), web.clone(), caller.l, (register.clone(), name));
    let made = blocking(move || {
        let (register, name) = (asked.0.as_str(), asked.1.as_str());
        let (declared, exchange) = work.app.exchange(&context, register, name, &labels())?;
        let found = work.app.exchange_answers(&context, (register, name), &labels(), span)?;
        let present = Present::new(&work.app, l, context.now);
        let heads: Vec<&str> = exchange.gives.iter().map(|given| given.head.as_str()).collect();
        let lines = found.iter().map(|answer| {
            let cells = exchange::told(&present, declared, exchange, answer);
            let cells: serde_json::Map<String, Value> =
                heads.iter().map(|head| (*head).to_owned()).zip(cells.into_iter().map(Value::from)).collect();
            json!({ "id": answer.record.id, "number": answer.record.number, "cells": cells })
        });
        Ok(json!({ "columns": heads, "answers": lines.collect::<Vec<_>>() }))
    });
    made.await.map(Json).map_err(|error| caller.problem(&web, Some(&register), &error))
}
