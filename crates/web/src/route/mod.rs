//! The way from a request to an operation and back: routes, who asks, what was sent, and errors as pages or documents.

mod api;
mod calendar;
mod desk;
mod detail;
mod errors;
mod fields;
mod home;
mod export;
mod admin;
mod form;
mod guard;
mod live;
mod maps;
mod openapi;
mod present;
mod record;
mod register;
mod session;
mod shell;
mod sign;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use linli_app::{App, AppError, Change, Context, Done, Target};
use linli_engine::Command;
use tokio::sync::broadcast;

/// Largest request in bytes: nine photos of the largest size and words.
const BODY: usize = 160 * 1024 * 1024;
/// Largest JSON request in bytes.
const JSON_BODY: usize = 1024 * 1024;

/// What every handler shares.
#[derive(Clone, Debug)]
pub(crate) struct Web {
    /// The program.
    pub(crate) app: App,
    /// Changes, for those who look at a list.
    pub(crate) live: broadcast::Sender<Change>,
    /// In a made-up world: accounts that anyone may enter, as (login, role).
    pub(crate) demo: Vec<(String, String)>,
}

/// Everything Linli serves. `demo` names accounts that anyone may enter, as (login, role): none but in a made-up world.
pub fn router(app: App, demo: Vec<(String, String)>) -> Router {
    // A reader that falls this far behind is told to look again at everything.
    let (live, _) = broadcast::channel(1024);
    let sender = live.clone();
    app.listen(move |change| {
        // Nobody listening is no error.
        let _ = sender.send(change.clone());
    });
    let web = Web { app, live, demo };
    let api = Router::new()
        .route("/records", get(api::list))
        // One pattern for both: a register's name to post to, a record's id to get.
        .route("/records/{id}", get(api::get).post(api::create))
        .route("/records/{id}/moves/{move}", post(api::make_move))
        .route("/registers", get(api::registers))
        .route("/openapi.json", get(openapi::document))
        .layer(DefaultBodyLimit::max(JSON_BODY));
    Router::new()
        .nest("/api/v1", api)
        .route("/", get(sign::home))
        .route("/login", get(sign::page).post(sign::sign_in))
        .route("/login/demo", post(sign::demo))
        .route("/logout", post(sign::sign_out))
        .route("/prefs", get(sign::prefer))
        .route("/desk", get(desk::get))
        .route("/records/{id}", get(record::get))
        .route("/records/{id}/moves/{move}", post(record::make_move))
        .route("/records/{id}/reveal", post(record::reveal))
        .route("/registers/{register}", get(register::get))
        .route("/registers/{register}/new", get(register::new).post(register::create))
        .route("/export/{file}", get(export::get))
        .route("/home", get(home::get))
        .route("/search", get(home::search))
        .route("/notices", get(home::list))
        .route("/notices/read", post(home::read))
        .route("/handbook", get(admin::handbook))
        .route("/handbook/{register}", get(admin::handbook))
        .route("/admin/accounts", get(admin::accounts))
        .route("/admin/accounts/{id}", get(admin::account).post(admin::save_account))
        .route("/admin/journal", get(admin::journal))
        .route("/admin/journal/check", post(admin::check_journal))
        .route("/photos/{id}", get(photo))
        .route("/photos/{id}/small", get(small_photo))
        .route("/map/grids", get(maps::grids))
        .route("/live", get(live::stream))
        .route("/assets/{*file}", get(crate::assets::serve))
        .route("/healthz", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(guard::same_origin))
        .layer(middleware::from_fn(guard::headers))
        .with_state(web)
}

async fn photo(State(web): State<Web>, staff: Option<session::Staff>, Path(id): Path<String>) -> Response {
    record::photo(web, staff, None, id, false).await
}

async fn small_photo(State(web): State<Web>, staff: Option<session::Staff>, Path(id): Path<String>) -> Response {
    record::photo(web, staff, None, id, true).await
}

/// Runs something that reads the disk or works for long, off the threads that serve.
///
/// # Errors
/// What `f` says, or [`AppError::Internal`] if it broke down.
pub(crate) async fn blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    match tokio::task::spawn_blocking(f).await {
        Ok(result) => result,
        Err(error) => Err(AppError::Internal(error.to_string())),
    }
}

/// Carries out a command; while it waits for the disk no thread does.
pub(crate) async fn act(web: &Web, context: Context, target: Target, command: Command) -> Result<Done, AppError> {
    let (send, receive) = tokio::sync::oneshot::channel();
    web.app.submit(&context, &target, &command, move |result| {
        // The caller may have hung up; the act stands all the same.
        let _ = send.send(result);
    });
    receive.await.unwrap_or_else(|_| Err(AppError::Internal("the writer gave no answer".to_owned())))
}

/// Logs what a reader cannot act on: once, here at the edge.
pub(crate) fn log(error: &AppError) {
    match error {
        AppError::Store(_) | AppError::Internal(_) => tracing::error!(%error, "request failed"),
        _ => tracing::debug!(%error, "request refused"),
    }
}
