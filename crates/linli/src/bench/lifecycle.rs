//! One run: a founded district, so many closed records, a server with clients, then the bare database; and what came of it.
//!
//! One lifecycle is four requests: a clerk registers a case, sends it to the grid, the grid lead settles it, and the clerk's desk is listed.
//! Every answer to a move means that it is on disk. The server runs in this process as `linli serve` runs it: same router, same
//! runtime, timers and search index at work every second. The clients share the machine with it.

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
    let served = serve(&app, &ground, data, wanted, &mut report)?;
    drop(app);
    eprintln!("  the same writes by SQLite alone …");
    let app = folder::open(data)?;
    let material = rows::capture(&app, &ground, &data.join("linli.db"), wanted.clients)?;
    drop(app);
    let bare = raw::run(&data.join("linli.db"), &material, served.group, wanted)?;
    report.num("raw_lifecycles_per_s", bare);
    report.num("ratio", served.per_second / bare.max(f64::MIN_POSITIVE));
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

/// What the raw side must know of the run.
struct Served {
    per_second: f64,
    /// Moves in one transaction, on average.
    group: f64,
}

fn serve(app: &App, ground: &Arc<Ground>, data: &Path, wanted: &Wanted, report: &mut Report) -> Result<Served, String> {
    let keys = keys(app, ground)?;
    let supervisor = app.make_token("district-1", "bench").map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).map_err(|error| error.to_string())?;
    let server = listener.local_addr().map_err(|error| error.to_string())?;
    let router = linli_web::router(app.clone(), Vec::new()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = runtime.spawn(async move {
        let until = async { drop(stopped.await) };
        axum::serve(listener, router).with_graceful_shutdown(until).await
    });
    let own_commits = Arc::new(AtomicU64::new(0));
    let background = runtime.spawn(background(app.clone(), Arc::clone(&own_commits)));
    let (first, street) = keys.first().zip(ground.desks.first().and_then(|desk| desk.clerk.area.get(..9))).ok_or("no desk")?;
    lists::measure(server, &first.clerk, &supervisor, street, report)?;
    reset_peak();

    let start = Instant::now() + WARM;
    let window = (start, start + Duration::from_secs(wanted.seconds));
    let stage = Arc::new(Stage { server, ground: Arc::clone(ground), keys, window, acts: AtomicU64::new(0) });
    let clients = wanted.clients;
    let driving = {
        let stage = Arc::clone(&stage);
        std::thread::Builder::new()
            .name("bench-clients".into())
            .spawn(move || client::drive(&stage, clients))
            .map_err(|error| error.to_string())?
    };
    let count = || (stage.acts.load(Ordering::Relaxed), commits(data).unwrap_or_default(), own_commits.load(Ordering::Relaxed));
    std::thread::sleep(window.0.saturating_duration_since(Instant::now()));
    let before = count();
    std::thread::sleep(window.1.saturating_duration_since(Instant::now()));
    let after = count();
    let seen = driving.join().map_err(|_| "the clients broke down".to_owned())??;
    let peak = memory("self", "VmHWM").unwrap_or_default();

    background.abort();
    let _ = stop.send(());
    drop(runtime.block_on(serving));
    runtime.shutdown_timeout(Duration::from_secs(10));

    #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
    let (per_second, acts) = (seen.lifecycles as f64 / wanted.seconds as f64, (after.0 - before.0) as f64);
    #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
    let groups = f64::from(after.1.wrapping_sub(before.1)) - (after.2 - before.2) as f64;
    let group = (acts / groups.max(1.0)).max(1.0);
    say(report, &seen, per_second, group, peak);
    Ok(Served { per_second, group })
}

fn say(report: &mut Report, seen: &Seen, per_second: f64, group: f64, peak: f64) {
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
    report.num("mean_group", group);
    report.num("peak_rss_mb", peak);
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
