//! One run: a founded district, so many closed records, a server with clients and the bare database by turns; and what came of it.
//!
//! One lifecycle is four requests: a clerk registers a case, sends it to the grid, the grid lead settles it, and the clerk's desk is listed.
//! Every answer to a move means that it is on disk. The server runs in this process as `linli serve` runs it: same router, same
//! runtime, timers and search index at work every second. The clients share the machine with it. A machine's disk is faster in one minute
//! than in another, so the two sides take turns: each has a third of the time, three times.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use linli_app::App;

use super::client::{Keys, Seen, Stage};
use super::ground::Ground;
use super::scratch::Scratch;
use super::stats::{Report, commits, memory, reset_peak};
use super::{child, client, lists, load, raw, rows};
use crate::{folder, world};

/// Not measured, so that caches are as in a running program.
pub(crate) const WARM: Duration = Duration::from_secs(5);
/// How often server and bare database take turns.
const TURNS: u32 = 3;
/// Says how many records an earlier run made.
const NOTE: &str = "bench.json";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) records: usize,
    pub(crate) seconds: u64,
    pub(crate) clients: usize,
    pub(crate) data: Option<PathBuf>,
}

pub(crate) fn run(wanted: &Wanted) -> Result<Report, String> {
    let scratch = Scratch::new("lifecycle", wanted.data.as_deref())?;
    let data = scratch.path();
    let mut report = Report::default();
    report.put("records", wanted.records);
    report.put("clients", wanted.clients);
    report.put("seconds", wanted.seconds);
    prepare(data, wanted.records, &mut report)?;
    child::measure(data, &mut report)?;
    let app = folder::open(data)?;
    let ground = Arc::new(Ground::new(&app)?);
    unloaded(&app, &ground, &mut report)?;
    let material = rows::capture(&app, &ground, &data.join("linli.db"), wanted.clients)?;
    drop(app);
    let turn = Duration::from_secs(wanted.seconds) / TURNS;
    let (mut served, mut bare) = (Served::default(), 0.0);
    for nth in 1..=TURNS {
        eprintln!("  {nth} of {TURNS}: the server, then the same writes by SQLite alone …");
        let app = folder::open(data)?;
        let now = serve(&app, &ground, data, wanted.clients, turn)?;
        drop(app);
        bare += raw::run(&data.join("linli.db"), &material, now.group(), wanted.clients, turn)? / f64::from(TURNS);
        served.join(now);
    }
    let per_second = served.say(&mut report, turn * TURNS);
    report.num("raw_lifecycles_per_s", bare);
    report.num("ratio", per_second / bare.max(f64::MIN_POSITIVE));
    Ok(report)
}

/// Makes the district and its records, unless an earlier run left them there.
fn prepare(data: &Path, records: usize, report: &mut Report) -> Result<(), String> {
    let note = serde_json::json!({ "records": records }).to_string();
    if std::fs::read_to_string(data.join(NOTE)).is_ok_and(|found| found == note) {
        eprintln!("  using the records in {}", data.display());
        return Ok(());
    }
    if data.join("place").exists() {
        return Err(format!("{} holds another place, or another number of records; remove it or choose another folder", data.display()));
    }
    let started = Instant::now();
    std::fs::create_dir_all(data).map_err(|error| format!("cannot make {}: {error}", data.display()))?;
    folder::unpack("shushan", data)?;
    let now = jiff::Timestamp::now().as_second();
    let founded = world::found(data, now)?;
    let ground = Ground::new(&founded.app)?;
    load::load(&founded.app, &ground, records, now)?;
    drop(founded);
    report.num("load_s", started.elapsed().as_secs_f64());
    std::fs::write(data.join(NOTE), note).map_err(|error| error.to_string())
}

/// A server on a port of its own, with its timers and search index.
struct Serving {
    runtime: tokio::runtime::Runtime,
    address: SocketAddr,
    stop: tokio::sync::oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<std::io::Result<()>>,
    background: tokio::task::JoinHandle<()>,
    /// Transactions of the search index.
    commits: Arc<AtomicU64>,
}

impl Serving {
    fn start(app: &App) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let router = linli_web::router(app.clone(), Vec::new()).into_make_service_with_connect_info::<SocketAddr>();
        let serving = runtime.spawn(async move {
            let until = async { drop(stopped.await) };
            axum::serve(listener, router).with_graceful_shutdown(until).await
        });
        let commits = Arc::new(AtomicU64::new(0));
        let background = runtime.spawn(background(app.clone(), Arc::clone(&commits)));
        Ok(Self { runtime, address, stop, serving, background, commits })
    }

    fn stop(self) {
        self.background.abort();
        let _ = self.stop.send(());
        drop(self.runtime.block_on(self.serving));
        self.runtime.shutdown_timeout(Duration::from_secs(10));
    }
}

/// Desks' lists while nobody else asks for anything.
fn unloaded(app: &App, ground: &Ground, report: &mut Report) -> Result<(), String> {
    let keys = keys(app, ground)?;
    let supervisor = app.make_token("district-1", "bench").map_err(|error| error.to_string())?;
    let (first, street) = keys.first().zip(ground.desks.first().and_then(|desk| desk.clerk.area.get(..9))).ok_or("no desk")?;
    let serving = Serving::start(app)?;
    let done = lists::measure(serving.address, &first.clerk, &supervisor, street, report);
    serving.stop();
    done
}

/// What came of the server's turns.
#[derive(Default)]
struct Served {
    seen: Seen,
    acts: u64,
    groups: u64,
    peak: f64,
}

fn serve(app: &App, ground: &Arc<Ground>, data: &Path, clients: usize, length: Duration) -> Result<Served, String> {
    let keys = keys(app, ground)?;
    let serving = Serving::start(app)?;
    reset_peak();
    let start = Instant::now() + WARM;
    let window = (start, start + length);
    let stage = Arc::new(Stage { server: serving.address, ground: Arc::clone(ground), keys, window, acts: AtomicU64::new(0) });
    let driving = {
        let stage = Arc::clone(&stage);
        std::thread::Builder::new()
            .name("bench-clients".into())
            .spawn(move || client::drive(&stage, clients))
            .map_err(|error| error.to_string())?
    };
    let count = || (stage.acts.load(Ordering::Relaxed), commits(data).unwrap_or_default(), serving.commits.load(Ordering::Relaxed));
    std::thread::sleep(window.0.saturating_duration_since(Instant::now()));
    let before = count();
    std::thread::sleep(window.1.saturating_duration_since(Instant::now()));
    let after = count();
    let seen = driving.join().map_err(|_| "the clients broke down".to_owned())??;
    let peak = memory("self", "VmHWM").unwrap_or_default();
    serving.stop();
    let groups = u64::from(after.1.wrapping_sub(before.1)).saturating_sub(after.2 - before.2);
    Ok(Served { seen, acts: after.0 - before.0, groups, peak })
}

impl Served {
    fn join(&mut self, other: Self) {
        self.seen.join(other.seen);
        self.acts += other.acts;
        self.groups += other.groups;
        self.peak = self.peak.max(other.peak);
    }

    /// Moves in one transaction, on average.
    #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
    fn group(&self) -> f64 {
        (self.acts as f64 / self.groups.max(1) as f64).max(1.0)
    }

    /// Puts all of it into the report; gives lifecycles per second.
    #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
    fn say(&self, report: &mut Report, length: Duration) -> f64 {
        let seen = &self.seen;
        let per_second = seen.lifecycles as f64 / length.as_secs_f64();
        report.num("lifecycles_per_s", per_second);
        report.num("p50_ms", seen.whole.at(0.5));
        report.num("p99_ms", seen.whole.at(0.99));
        for (name, times) in [("create", &seen.create), ("assign", &seen.assign), ("resolve", &seen.resolve), ("list", &seen.list)] {
            let at = |share| serde_json::json!(times.at(share));
            report.put(name, serde_json::json!({ "p50_ms": at(0.5), "p90_ms": at(0.9), "p99_ms": at(0.99), "max_ms": at(1.0) }));
        }
        report.num("list_p99_ms", seen.list.at(0.99));
        report.put("list_bytes", seen.bytes / seen.lifecycles.max(1));
        report.put("errors", seen.errors);
        if let Some(why) = &seen.first_error {
            report.put("first_error", why.clone());
        }
        report.num("mean_group", self.group());
        report.num("peak_rss_mb", self.peak);
        per_second
    }
}

/// A token for every clerk and grid lead.
fn keys(app: &App, ground: &Ground) -> Result<Vec<Keys>, String> {
    let mut known = std::collections::HashMap::new();
    let mut key = |login: &str| -> Result<String, String> {
        if let Some(key) = known.get(login) {
            return Ok(String::clone(key));
        }
        let made = app.make_token(login, "bench").map_err(|error| format!("account {login}: {error}"))?;
        known.insert(login.to_owned(), made.clone());
        Ok(made)
    };
    ground
        .desks
        .iter()
        .map(|desk| {
            let clerk = key(&desk.clerk.login)?;
            let leads = desk.leads.iter().map(|lead| key(&lead.login)).collect::<Result<_, _>>()?;
            Ok(Keys { clerk, leads })
        })
        .collect()
}

/// Timers and the search index, as `linli serve` keeps them; counts its own transactions.
async fn background(app: App, commits: Arc<AtomicU64>) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let (app, commits) = (app.clone(), Arc::clone(&commits));
        let done = tokio::task::spawn_blocking(move || {
            drop(app.wake_due(200));
            for _ in 0..20 {
                match app.index_some(200) {
                    Ok(0) | Err(_) => break,
                    Ok(_) => drop(commits.fetch_add(1, Ordering::Relaxed)),
                }
            }
        });
        drop(done.await);
    }
}
