//! `GET /live`: names of topics that changed, as server-sent events. It never says what changed, so it needs to hide nothing but
//! which bodies are busy: a reader hears only of the bodies and areas they may see.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _};
use linli_app::Change;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use crate::route::Web;
use crate::route::session::Staff;

/// Streams topics: `list` when a list of the reader may have changed, `record-ID` for each record.
pub(super) async fn stream(State(web): State<Web>, staff: Staff) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let app = web.app.clone();
    let context = staff.context(&web);
    let widest = context.widest_area(app.pack(), &app.territory(), None);
    let bodies: Vec<String> = context.actor.grants.iter().map(|grant| grant.body.clone()).collect();
    let concerns = move |change: &Change| {
        change.holders.iter().any(|holder| bodies.contains(holder))
            || widest.as_ref().is_some_and(|area| app.territory().within(&change.area, area))
    };
    let topics = BroadcastStream::new(web.live.subscribe()).filter_map(move |change| {
        let data = match &change {
            Ok(change) if concerns(change) => Some(format!("list record-{}", change.record)),
            Ok(_) => None,
            // Fallen behind: look at everything again.
            Err(BroadcastStreamRecvError::Lagged(_)) => Some("list".to_owned()),
        };
        async move { data.map(|data| Ok(Event::default().data(data))) }
    });
    Sse::new(topics).keep_alive(KeepAlive::default())
}
