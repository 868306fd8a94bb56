//! The call screen of a service centre: numbers in large type, and nothing about anybody.

use axum::extract::{Path, State};
use axum::response::Response;
use linli_app::AppError;
use linli_pack::model::Queue;
use linli_pack::record::{Record, Value};

use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::report::choose_community;
use crate::route::session::Reader;
use crate::route::{Web, blocking, shell};
use crate::view::{CallScreen, Called, Link, WallShell};

/// Seconds until the screen asks again.
const AGAIN: u32 = 5;
/// Numbers shown as called and as next.
const SHOWN: usize = 6;

/// A number as it is called: 007.
pub(super) fn turn(queue: &Queue, record: &Record) -> String {
    record.fields.get(&queue.turn).and_then(Value::as_i64).map_or_else(|| record.number.clone(), |turn| format!("{turn:03}"))
}

/// `GET /queue`: whose call screen.
pub(super) async fn choose(State(web): State<Web>, reader: Reader) -> Response {
    if web.app.queue_register().is_none() {
        return failed(&web, &reader, None, &AppError::NotFound("queue"));
    }
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let back = Link { label: l.t("service-guide").into_owned(), href: "/services".to_owned() };
    let page = choose_community(&present, &reader, (&l.t("turns-title"), &l.t("turns-choose")), back, "/queue/");
    shell::page(&page, 200)
}

/// `GET /queue/{area}`
pub(super) async fn display(State(web): State<Web>, reader: Reader, Path(area): Path<String>) -> Response {
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw(&work, &shown, &area)).await {
        Ok(found) => shell::page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw(web: &Web, reader: &Reader, area: &str) -> Result<CallScreen, AppError> {
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let place = present.territory.area(area).ok_or(AppError::NotFound("area"))?.name.clone();
    let (register, queue) = web.app.queue_register().ok_or(AppError::NotFound("queue"))?;
    let held = register.opening_moves().find_map(|mv| web.app.holder_in(mv, area));
    let body = held.filter(|body| body.starts_with(area)).ok_or(AppError::NotFound("queue"))?;
    let line = web.app.line(&body)?;
    let called = line.called.iter().take(SHOWN).map(|record| Called {
        turn: turn(queue, record),
        desk: record.fields.get(&queue.desk).and_then(Value::as_u64).unwrap_or_default(),
    });
    Ok(CallScreen {
        called: called.collect(),
        next: line.waiting.iter().take(SHOWN).map(|record| turn(queue, record)).collect(),
        waiting: line.waiting.len(),
        shell: WallShell { head: shell::head(reader, &place), sub: present.body(&body), clock: present.clock(present.now), refresh: AGAIN },
    })
}
