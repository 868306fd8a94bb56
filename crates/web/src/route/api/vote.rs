//! The vote on a record, as JSON.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use linli_app::{App, AppError, Context};
use linli_pack::record::Value;
use serde_json::json;

use super::{Caller, Problem, read_body};
use crate::route::{Web, blocking};

/// `GET /api/v1/records/{id}/vote`: the vote on a record, as far as the caller may know it.
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn vote(State(web): State<Web>, caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (app, context) = (web.app.clone(), caller.context(&web));
    let body = blocking(move || voted(&app, &context, &id)).await.map_err(|error| caller.problem(&web, None, &error))?;
    Ok(Json(body).into_response())
}

/// `POST /api/v1/records/{id}/vote`: `{"option": …}` votes, an empty body says that the papers are read.
///
/// # Errors
/// A problem document.
pub(in crate::route) async fn cast(
    State(web): State<Web>,
    caller: Caller,
    Path(id): Path<String>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let command = read_body(&caller, bytes)?;
    let option = match command.input.get("option") {
        None => None,
        Some(Value::String(option)) => Some(option.clone()),
        Some(_) => return Err(caller.bad("json", "option", caller.l.t_x("problem-bad-form", "option"))),
    };
    let (app, context) = (web.app.clone(), caller.context(&web));
    let body = blocking(move || {
        match option {
            Some(option) => app.vote(&context, &id, &option)?,
            None => app.papers_read(&context, &id)?,
        };
        voted(&app, &context, &id)
    });
    Ok(Json(body.await.map_err(|error| caller.problem(&web, None, &error))?).into_response())
}

fn voted(app: &App, context: &Context, id: &str) -> Result<Value, AppError> {
    let vote = app.detail(context, id)?.vote.ok_or(AppError::NotFound("ballot"))?;
    let member = |member: &linli_app::ballots::Member| json!({ "name": member.name, "post": member.post, "votes": member.votes, "read": member.has_read, "voted": member.voted, "left": member.left });
    let names = vote.names.iter().map(|(name, post, option)| json!({ "name": name, "post": post, "option": option }));
    Ok(json!({
        "body": vote.body,
        "until": crate::route::me::iso_day(vote.until),
        "running": vote.running,
        "secret": vote.rule.secret,
        "options": vote.rule.options.keys().collect::<Vec<_>>(),
        "due": vote.due,
        "voted": vote.voted,
        "mine": { "may_vote": vote.mine.no.is_none(), "read": vote.mine.has_read, "voted": vote.mine.voted, "option": vote.mine.choice },
        "result": vote.counted,
        "names": names.collect::<Vec<_>>(),
        "members": vote.members.as_ref().map(|members| members.iter().map(member).collect::<Vec<_>>()),
    }))
}
