//! Clients: each keeps one HTTP/1.1 connection and carries out lifecycles one after the other, as a clerk and the grid leads of the clerk's
//! community. A request is sent when the one before has been answered; all clients share one thread of their own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use linli_world::dice::Dice;
use serde_json::json;

use super::ground::Ground;
use super::stats::Times;
use crate::world::SEED;

/// The list that closes a lifecycle: what the clerk's desk holds.
pub(crate) const LIST: &str = "/api/v1/records?register=case&mine=true&open=true&limit=50";

/// Secrets of the tokens of a ground's desks, in its order.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) clerk: String,
    pub(crate) leads: Vec<String>,
}

/// What all clients share.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) server: SocketAddr,
    pub(crate) ground: Arc<Ground>,
    pub(crate) keys: Vec<Keys>,
    /// When measuring starts and ends.
    pub(crate) window: (Instant, Instant),
    /// Moves answered so far.
    pub(crate) acts: AtomicU64,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) lifecycles: u64,
    pub(crate) errors: u64,
    pub(crate) first_error: Option<String>,
    pub(crate) whole: Times,
    pub(crate) create: Times,
    pub(crate) assign: Times,
    pub(crate) resolve: Times,
    pub(crate) list: Times,
    /// Bytes of lists.
    pub(crate) bytes: u64,
}

impl Seen {
    pub(crate) fn join(&mut self, other: Self) {
        self.lifecycles += other.lifecycles;
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
        self.whole.join(other.whole);
        self.create.join(other.create);
        self.assign.join(other.assign);
        self.resolve.join(other.resolve);
        self.list.join(other.list);
        self.bytes += other.bytes;
    }
}

/// Runs so many clients until the window ends, on this thread.
pub(crate) fn drive(stage: &Arc<Stage>, clients: usize) -> Result<Seen, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let running: Vec<_> = (0..clients).map(|nth| tokio::spawn(client(Arc::clone(stage), nth))).collect();
        let mut all = Seen::default();
        for one in running {
            all.join(one.await.map_err(|error| error.to_string())??);
        }
        Ok(all)
    })
}

/// One keep-alive connection.
pub(crate) struct Line {
    send: SendRequest<Full<Bytes>>,
    host: String,
}

impl Line {
    pub(crate) async fn connect(server: SocketAddr) -> Result<Self, String> {
        let stream = tokio::net::TcpStream::connect(server).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (send, connection) = handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
        tokio::spawn(connection);
        Ok(Self { send, host: server.to_string() })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn ask(&mut self, method: Method, path: &str, token: &str, body: Bytes) -> Result<(Response<()>, Bytes), String> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Full::new(body))
            .map_err(|error| error.to_string())?;
        self.send.ready().await.map_err(|error| error.to_string())?;
        let (parts, body) = self.send.send_request(request).await.map_err(|error| error.to_string())?.into_parts();
        let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
        Ok((Response::from_parts(parts, ()), body))
    }
}

/// How long each request of a lifecycle took.
struct Lap {
    create: Duration,
    assign: Duration,
    resolve: Duration,
    list: Duration,
    bytes: usize,
}

async fn client(stage: Arc<Stage>, nth: usize) -> Result<Seen, String> {
    let mut line = Line::connect(stage.server).await?;
    let mut dice = Dice::new(SEED, &format!("bench client {nth}"));
    let mut seen = Seen::default();
    let (from, to) = stage.window;
    loop {
        let started = Instant::now();
        if started >= to {
            return Ok(seen);
        }
        let lap = lifecycle(&stage, &mut line, &mut dice, nth).await;
        let ended = Instant::now();
        match lap {
            Ok(_) if ended < from || ended > to => {}
            Ok(lap) => {
                seen.lifecycles += 1;
                seen.whole.push(ended - started);
                seen.create.push(lap.create);
                seen.assign.push(lap.assign);
                seen.resolve.push(lap.resolve);
                seen.list.push(lap.list);
                seen.bytes += lap.bytes as u64;
            }
            Err(why) => {
                seen.errors += 1;
                if seen.first_error.is_none() {
                    seen.first_error = Some(why);
                }
                if line.send.is_closed() {
                    line = Line::connect(stage.server).await?;
                }
            }
        }
    }
}

async fn lifecycle(stage: &Stage, line: &mut Line, dice: &mut Dice, nth: usize) -> Result<Lap, String> {
    let count = stage.ground.desks.len().max(1);
    // Clients sit at desks of different communities for as long as there are enough.
    let (desk, keys) = stage.ground.desks.get(nth % count).zip(stage.keys.get(nth % count)).ok_or("no desk")?;
    let (matter, lead) = stage.ground.pick(desk, dice).ok_or("a desk without matters")?;
    let lead_key = desk.leads.iter().zip(&keys.leads).find(|(seat, _)| seat.area == lead.area).map(|(_, key)| key).ok_or("no lead")?;
    let a = Instant::now();
    let body = json!({ "move": "register", "input": matter.input }).to_string();
    let (answer, _) = good(line.ask(Method::POST, "/api/v1/records/case", &keys.clerk, body.into()).await?)?;
    stage.acts.fetch_add(1, Ordering::Relaxed);
    let path = answer.headers().get("location").and_then(|value| value.to_str().ok()).ok_or("no location")?.to_owned();
    let b = Instant::now();
    let body = json!({ "input": { "note": matter.note } }).to_string();
    good(line.ask(Method::POST, &format!("{path}/moves/send_to_grid"), &keys.clerk, body.clone().into()).await?)?;
    stage.acts.fetch_add(1, Ordering::Relaxed);
    let c = Instant::now();
    good(line.ask(Method::POST, &format!("{path}/moves/solve"), lead_key, body.into()).await?)?;
    stage.acts.fetch_add(1, Ordering::Relaxed);
    let d = Instant::now();
    let (_, page) = good(line.ask(Method::GET, LIST, &keys.clerk, Bytes::new()).await?)?;
    Ok(Lap { create: b - a, assign: c - b, resolve: d - c, list: d.elapsed(), bytes: page.len() })
}

/// The answer if it says success.
pub(crate) fn good(answer: (Response<()>, Bytes)) -> Result<(Response<()>, Bytes), String> {
    if answer.0.status().is_success() {
        return Ok(answer);
    }
    Err(format!("{} {}", answer.0.status(), String::from_utf8_lossy(&answer.1)))
}
