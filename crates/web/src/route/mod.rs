//! The way from a request to an operation and back: routes, who asks, what was sent, and errors as pages or documents.

mod accounts;
mod agent;
mod almanac;
mod analysis;
mod api;
mod areas;
mod around;
mod batch;
mod board;
mod bodies;
mod calendar;
mod call_back;
mod channels;
mod circle;
mod desk;
mod detail;
mod duties;
mod early;
mod errors;
mod exchange;
mod export;
mod feed;
mod field;
mod fields;
mod figures;
mod fill_in;
mod form;
mod found;
mod grids;
mod guard;
mod handbook;
mod home;
mod import;
mod intake;
mod join;
mod journal;
mod keys;
mod limit;
mod live;
mod located;
mod maps;
mod matching;
mod me;
mod office;
mod open311;
mod openapi;
mod openness;
mod passkeys;
mod patrol;
mod phone;
mod planning;
mod plans;
mod present;
mod privacy;
mod privacy_copy;
mod public;
mod queued;
mod rates;
mod record;
mod register;
mod report;
mod retention;
mod rosters;
mod search;
mod second_factor;
mod service;
mod session;
mod shell;
mod shift;
mod sign;
mod sign_ins;
mod spots;
mod sso;
mod stand_in;
mod steps;
mod track;
mod vote;
mod webhooks;
mod whereabouts;
mod year;

pub use channels::Written;
pub use guard::always_secure_cookies;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use linli_app::{App, AppError, Change, Context, Done, Target};
use linli_engine::Command;
use tokio::sync::broadcast;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::route::limit::Door;

pub(crate) use present::Present;

/// Largest request in bytes: nine photos of the largest size and words.
const BODY: usize = 160 * 1024 * 1024;
/// Largest request of a form that people fill with photos, in bytes: thirty straight from a camera.
const MANY_PHOTOS: usize = 640 * 1024 * 1024;
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
    /// The place's provider of identities, and sign-ins under way there.
    pub(crate) sso: Option<Arc<sso::Sso>>,
    /// What carries what leaves the program.
    pub(crate) courier: Option<linli_courier::Courier>,
    /// Where passkeys are good.
    pub(crate) party: Option<linli_app::passkeys::Party>,
    /// Residents' reports, counted by address.
    pub(crate) reports: Arc<Door>,
    /// What people fill in themselves, counted by address.
    pub(crate) fill_ins: Arc<Door>,
    /// Photos sent ahead of them.
    pub(crate) photos: Arc<Door>,
}

/// Ways in beside the password, and the way out.
#[derive(Debug, Default)]
pub struct Doors {
    /// Accounts that anyone may enter, as (login, role): none but in a made-up world.
    pub demo: Vec<(String, String)>,
    /// The place's provider of identities.
    pub sso: Option<linli_sso::Provider>,
    /// Where browsers reach the place: passkeys are good there.
    pub address: Option<String>,
    /// What carries what leaves the program.
    pub courier: Option<linli_courier::Courier>,
}

/// Everything Linli serves. `demo` names accounts that anyone may enter, as (login, role): none but in a made-up world.
pub fn router(app: App, demo: Vec<(String, String)>) -> Router {
    router_with(app, Doors { demo, ..Doors::default() })
}

/// Everything Linli serves, with all its ways in.
pub fn router_with(app: App, doors: Doors) -> Router {
    // A reader that falls this far behind is told to look again at everything.
    let (live, _) = broadcast::channel(1024);
    let sender = live.clone();
    app.listen(move |change| {
        // Nobody listening is no error.
        let _ = sender.send(change.clone());
    });
    let (reports, photos) = (Arc::new(Door::new(limit::REPORTS)), Arc::new(Door::new(limit::PHOTOS)));
    let fill_ins = Arc::new(Door::new(limit::FILL_INS));
    let sso = doors.sso.map(|provider| Arc::new(sso::Sso::new(provider)));
    let party = doors.address.as_deref().and_then(passkeys::party_at);
    let web = Web { app, live, demo: doors.demo, sso, courier: doors.courier, party, reports, fill_ins, photos };
    let api = Router::new()
        .route("/records", get(api::list))
        // One pattern for both: a register's name to post to, a record's id to get.
        .route("/records/{id}", get(api::get).post(api::create))
        .route("/records/{id}/moves/{move}", post(api::make_move))
        .route("/records/{id}/vote", get(api::vote).post(api::cast))
        .route("/registers", get(api::registers))
        .route("/exchanges", get(api::exchanges::list))
        .route("/exchanges/{register}/{exchange}/orders", post(api::exchanges::send).layer(DefaultBodyLimit::max(linli_app::import::BYTES)))
        .route("/exchanges/{register}/{exchange}/answers", get(api::exchanges::answers))
        .route("/imports/{id}", get(api::exchanges::job))
        .route("/imports/{id}/run", post(api::exchanges::run))
        .route("/indicators", get(api::indicators::list))
        .route("/indicators/{name}", get(api::indicators::get))
        .route("/webhooks", get(api::webhooks::list).post(api::webhooks::add))
        .route("/webhooks/{id}", get(api::webhooks::get).put(api::webhooks::change).delete(api::webhooks::end))
        .route("/webhooks/{id}/{act}", post(api::webhooks::act))
        .route("/openapi.json", get(openapi::document))
        .fallback(api::no_such_path)
        .method_not_allowed_fallback(api::no_such_method)
        .layer(DefaultBodyLimit::max(JSON_BODY));
    Router::new()
        .nest("/api/v1", api)
        .route("/", get(sign::home))
        .route("/login", get(sign::page).post(sign::sign_in))
        .route("/login/code", get(second_factor::ask).post(second_factor::give))
        .route("/login/demo", post(sign::demo))
        .route("/login/passkey", post(passkeys::sign_in))
        .route("/login/passkey/begin", post(passkeys::begin_sign_in))
        .route("/me/passkeys", post(passkeys::add))
        .route("/me/passkeys/begin", post(passkeys::begin))
        .route("/me/passkeys/end", post(passkeys::end))
        .route("/login/sso", get(sso::begin))
        .route("/login/sso/back", get(sso::back))
        .route("/login/sso/out", get(sso::out))
        .route("/me/sso/link", get(sso::begin_link))
        .route("/me/sso/unlink", post(sso::unlink))
        .route("/logout", post(sign::sign_out))
        .route("/prefs", get(sign::prefer))
        .route("/desk", get(desk::get))
        .route("/desk/batch", post(batch::post))
        .route("/records/{id}", get(record::get))
        .route("/records/{id}/moves/{move}", post(record::make_move))
        .route("/rosters/jobs/{id}", get(rosters::job))
        .route("/rosters/jobs/{id}/run", post(rosters::run))
        .route("/rosters/jobs/{id}/marked", get(rosters::marked))
        .route("/rosters/{register}", get(rosters::get).post(rosters::post))
        .route("/rosters/{register}/{file}", get(rosters::file))
        .route("/records/{id}/vote", get(vote::get).post(vote::post))
        .route("/records/{id}/read", post(vote::read))
        .route("/records/{id}/reveal", post(record::reveal))
        .route("/registers/{register}", get(register::get))
        .route("/registers/{register}/new", get(intake::new).post(intake::create))
        .route("/registers/{register}/hint", get(intake::hint))
        .route("/registers/{register}/import", get(import::get).post(import::post))
        .route("/registers/{register}/import/template", get(import::template))
        .route("/registers/{register}/exchange/{exchange}", get(exchange::get).post(exchange::post))
        .route("/registers/{register}/exchange/{exchange}/answers", get(exchange::answers))
        .route("/imports/{id}", get(import::job))
        .route("/imports/{id}/run", post(import::run))
        .route("/imports/{id}/check", post(import::again))
        .route("/imports/{id}/marked", get(import::marked))
        .route("/export/{file}", get(export::get).post(export::post))
        .route("/home", get(home::get))
        .route("/search", get(search::get).post(search::post))
        .route("/call-backs", get(call_back::get))
        .route("/shift", get(shift::get))
        .route("/calendar", get(almanac::get))
        .route("/duties", get(duties::get))
        .route("/match", get(matching::get))
        .route("/year/{yearbook}", get(year::get))
        .route("/records/{id}/letters/{letter}", post(year::letter))
        .route("/notices", get(home::list))
        .route("/notices/read", post(home::read))
        .route("/bodies", get(bodies::get))
        .route("/bodies/new", get(bodies::new).post(bodies::make))
        .route("/bodies/{code}", get(office::get))
        .route("/bodies/{code}/change", get(bodies::change).post(bodies::save_change))
        .route("/bodies/{code}/end", get(office::end).post(office::save_end))
        .route("/bodies/{code}/appoint", get(office::appoint).post(office::save))
        .route("/appointments/{id}/{act}", get(office::leave).post(office::save_leave))
        .route("/handbook", get(handbook::get))
        .route("/handbook/{register}", get(handbook::get))
        .route("/me", get(me::get))
        .route("/me/password", get(me::password).post(me::change_password))
        .route("/me/second-factor", get(second_factor::get).post(second_factor::set_up))
        .route("/me/second-factor/codes", post(second_factor::renew))
        .route("/me/second-factor/off", post(second_factor::off))
        .route("/me/sessions/end", post(me::end_session))
        .route("/me/sessions/end-others", post(me::end_others))
        .route("/me/tokens", post(me::make_token))
        .route("/me/tokens/end", post(me::end_token))
        .route("/me/calendar", post(feed::make))
        .route("/me/calendar/end", post(feed::end))
        .route("/calendar/{file}", get(feed::get))
        .route("/me/channels", get(channels::get))
        .route("/me/channels/{channel}", post(channels::save))
        .route("/me/channels/{channel}/confirm", post(channels::confirm))
        .route("/me/channels/{channel}/end", post(channels::end))
        .route("/me/stand-in", get(stand_in::get).post(stand_in::hand_over))
        .route("/me/stand-in/end", post(stand_in::end))
        .route("/admin/accounts", get(accounts::list))
        .route("/admin/accounts/{id}", get(accounts::get).post(accounts::save))
        .route("/admin/accounts/{id}/unlock", post(accounts::unlock))
        .route("/admin/accounts/{id}/second-factor/reset", post(second_factor::reset))
        .route("/admin/accounts/{id}/sso/unlink", post(sso::unlink_other))
        .route("/admin/accounts/{id}/sessions/end", post(accounts::end_sessions))
        .route("/admin/accounts/{id}/tokens/end", post(accounts::end_token))
        .route("/admin/accounts/{id}/stand-in/end", post(accounts::end_stand_in))
        .route("/admin/webhooks", get(webhooks::list))
        .route("/admin/webhooks/{id}", get(webhooks::get).post(webhooks::save))
        .route("/admin/webhooks/{id}/{act}", post(webhooks::act))
        .route("/admin/channels", get(channels::told))
        .route("/areas/plans", get(plans::list).post(plans::create))
        .route("/areas/plans/{id}", get(plans::get).post(plans::post))
        .route("/privacy", get(privacy::list).post(privacy::ask))
        .route("/privacy/retention", get(retention::get))
        .route("/privacy/{id}", get(privacy::get).post(privacy::post))
        .route("/privacy/{id}/{file}", post(privacy::download))
        .route("/admin/journal", get(journal::get))
        .route("/admin/journal/sign-ins", get(sign_ins::get))
        .route("/admin/journal/check", post(journal::check))
        .route("/admin/areas", get(areas::get))
        .route("/admin/areas/below", get(areas::below))
        .route("/areas/where", get(whereabouts::get))
        .route("/areas/grids", get(grids::list))
        .route("/areas/{code}/grids", get(grids::get).post(grids::post))
        .route("/areas/{code}/grids/check", post(grids::check))
        .route("/areas/{code}/grids.geojson", get(grids::download))
        .merge(phones())
        .merge(service::public())
        .merge(service::staff())
        .merge(open311::router())
        .route("/board", get(board::get))
        .route("/board/rates/{indicator}", get(rates::get))
        .route("/board/analysis", get(analysis::get))
        .route("/board/analysis/{file}", get(analysis::download))
        .route("/wall", get(board::wall))
        .route("/photos/{id}", get(photo))
        .route("/photos/{id}/small", get(small_photo))
        .route("/map/grids", get(maps::grids))
        .route("/live", get(live::stream))
        .route("/assets/{*file}", get(crate::assets::serve))
        .route("/sw.js", get(field::worker))
        .route("/healthz", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(guard::same_origin))
        .layer(middleware::from_fn(guard::headers))
        .layer(middleware::from_fn(guard::secure_cookies))
        // Pages are mostly the same words over and over: a tenth of them travels. Streams of events and photos go as they are.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .with_state(web)
}

/// Pages of residents and grid leads. A photo too many is read to its end and dropped, so that its owner hears why.
fn phones() -> Router<Web> {
    Router::new()
        .route("/report", get(report::get).post(report::post))
        .route("/report/preview", get(report::preview))
        .route("/report/photo", post(early::photo))
        .route("/report/photos/{id}", get(early::full))
        .route("/report/photos/{id}/small", get(early::small))
        .route("/report/addresses", get(early::addresses))
        .route("/public", get(public::get))
        .route("/circle", get(circle::get))
        .route("/openness", get(openness::list))
        .route("/openness/{number}", get(openness::get).post(openness::post))
        .route("/fill/{register}", get(fill_in::get).post(fill_in::post))
        .route("/join", get(join::list))
        .route("/join/{register}/{number}", get(join::get).post(join::post))
        .route("/certificate", get(join::ask).post(join::check))
        .route("/t/{secret}/certificate", get(join::certificate))
        .route("/t/{secret}", get(track::get))
        .route("/t/{secret}/thanks", get(track::thanks))
        .route("/t/{secret}/moves/{move}", post(track::make_move))
        .route("/t/{secret}/photos/{id}", get(track::photo))
        .route("/t/{secret}/photos/{id}/small", get(track::small))
        .route("/patrol", get(patrol::today))
        .route("/patrol/map", get(patrol::map))
        .route("/patrol/me", get(patrol::me))
        .route("/patrol/report", get(found::get).post(found::post))
        .route("/patrol/new", get(found::get).post(found::post))
        .route("/patrol/photo", post(queued::photo))
        .route("/patrol/day", get(field::day))
        .route("/patrol/queue", get(field::queue))
        .route("/patrol/offline", get(field::offline))
        .route("/patrol/app/{file}", get(field::manifest))
        .route("/patrol/{id}", get(patrol::get))
        .route("/patrol/{id}/moves/{move}", post(patrol::make_move))
        .layer(DefaultBodyLimit::max(MANY_PHOTOS))
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
