//! `linli serve`: the place in a data folder, over HTTP, until it is told to stop.

use std::path::Path;
use std::time::{Duration, Instant};

use linli_app::App;
use linli_courier::{Courier, Network, Ways};
use linli_web::{Doors, Written};

use crate::cmd::demo;
use crate::folder;

/// What an operator writes down about mail and gateways.
const NOTIFY: &str = "notify.toml";
/// The password of the mail server, for operators who keep secrets out of files.
const MAIL_PASSWORD: &str = "LINLI_MAIL_PASSWORD";

/// How often the program looks for timers and new entries to index.
const TICK: Duration = Duration::from_secs(1);
/// How often it looks for notices to be told outside: those of the same moment go in one message.
const TELL: Duration = Duration::from_secs(15);

/// What an operator writes down about the place's provider of identities.
const SSO: &str = "sso.toml";
/// The client secret, for operators who keep secrets out of files.
const SSO_SECRET: &str = "LINLI_SSO_SECRET";

pub(crate) fn serve(data: &Path, listen: &str, https: bool, address: Option<&str>, networks: &[Network]) -> Result<(), String> {
    let started = Instant::now();
    let app = folder::open(data)?;
    // A made-up world stays one, however it is served.
    let demo = if data.join(demo::FINISHED).is_file() { demo::entrances(data, &app) } else { Vec::new() };
    let ways = ways(data, address)?;
    let doors = Doors {
        demo,
        sso: provider(data, address)?,
        address: address.map(str::to_owned),
        courier: courier(networks).map(|courier| courier.by(ways)),
    };
    run(&app, listen, started, doors, &[], https)
}

/// What carries what leaves the program. A machine whose certificates cannot be read serves all the same, and sends nothing.
pub(crate) fn courier(networks: &[Network]) -> Option<Courier> {
    let made = Courier::new(networks);
    made.inspect_err(|error| tracing::error!(%error, "nothing is sent to webhooks")).ok()
}

/// The ways that notices can go, as the operator wrote them down; none where they did not.
fn ways(data: &Path, address: Option<&str>) -> Result<Ways, String> {
    let file = data.join(NOTIFY);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Ways::default()),
        Err(error) => return Err(format!("cannot read {}: {error}", file.display())),
    };
    if address.is_none() {
        return Err(format!(
            "{} is there: say where browsers reach this server, with --address https://…, for the links in messages",
            file.display()
        ));
    }
    Ways::parse(&text, std::env::var(MAIL_PASSWORD).ok()).map_err(|problem| format!("{}: {problem}", file.display()))
}

/// The provider of identities that a place has, if it has one.
fn provider(data: &Path, address: Option<&str>) -> Result<Option<linli_sso::Provider>, String> {
    let file = data.join(SSO);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("cannot read {}: {error}", file.display())),
    };
    let said = |problem: linli_sso::ConfigProblem| format!("{}: {problem}", file.display());
    let mut config = linli_sso::Config::parse(&text).map_err(said)?;
    config.secret = std::env::var(SSO_SECRET).ok().or(config.secret);
    let address = address.ok_or_else(|| {
        format!("{} asks for single sign-on: say where browsers reach this server, with --address https://…", file.display())
    })?;
    linli_sso::Provider::new(config, address).map(Some).map_err(said)
}

/// Serves an opened place; `doors` are its ways in beside the password, `hello` is printed under the address, `https` marks every cookie
/// `Secure` without being told by the proxy.
pub(crate) fn run(app: &App, listen: &str, started: Instant, doors: Doors, hello: &[String], https: bool) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .map_err(|error| format!("cannot listen on {listen}: {error}. Is another program on that port? Choose one with --listen"))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        println!("Linli serves {} at http://{address}/  (ready in {} ms)", app.pack().label.zh, started.elapsed().as_millis());
        for line in hello {
            println!("{line}");
        }
        if let Some(missing) = linli_web::assets::missing() {
            eprintln!("linli: {missing}");
        }
        tokio::spawn(background(app.clone()));
        if let Some(courier) = doors.courier.clone() {
            let words = Written::at(doors.address.as_deref().unwrap_or_default());
            tokio::spawn(notices(app.clone(), courier.clone(), words));
            tokio::spawn(deliveries(app.clone(), courier));
        }
        let mut router = linli_web::router_with(app.clone(), doors);
        if https {
            router = router.layer(axum::middleware::from_fn(linli_web::always_secure_cookies));
        }
        axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>())
            .with_graceful_shutdown(stop())
            .await
            .map_err(|error| error.to_string())
    })
}

/// Timers and the search index, on a thread that may block.
async fn background(app: App) {
    let mut tick = tokio::time::interval(TICK);
    let mut ticks = 0_u32;
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let (app, hourly) = (app.clone(), ticks.is_multiple_of(3_600));
        ticks = ticks.wrapping_add(1);
        let done = tokio::task::spawn_blocking(move || {
            if let Err(error) = app.wake_due(200) {
                tracing::error!(%error, "timers");
            }
            if let Err(error) = app.carry_out_plans() {
                tracing::error!(%error, "plans for the territory");
            }
            if let Err(error) = app.count_votes() {
                tracing::error!(%error, "votes");
            }
            if let Err(error) = app.owe_duties() {
                tracing::error!(%error, "recurring duties");
            }
            if let Err(error) = app.draw_call_backs() {
                tracing::error!(%error, "drawing whom to call back");
            }
            if hourly && let Err(error) = app.tidy() {
                tracing::error!(%error, "tidying");
            }
            // In small steps, so that people's acts get in between.
            for _ in 0..10 {
                match app.retire_some(200) {
                    Ok(step) if step.looked == 0 => break,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::error!(%error, "personal data whose time is over");
                        break;
                    }
                }
            }
            for _ in 0..20 {
                match app.index_some(200) {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::error!(%error, "search index");
                        break;
                    }
                }
            }
            for _ in 0..20 {
                match app.scrub_some() {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        tracing::error!(%error, "what was erased is still in the index or the log");
                        break;
                    }
                }
            }
        });
        if let Err(error) = done.await {
            tracing::error!(%error, "background work stopped");
        }
    }
}

/// What leaves the program.
async fn deliveries(app: App, courier: Courier) {
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = courier.set_off(&app).await {
            tracing::error!(%error, "deliveries");
        }
    }
}

/// Notices to people.
async fn notices(app: App, courier: Courier, words: Written) {
    let mut tick = tokio::time::interval(TELL);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = courier.tell(&app, &words).await {
            tracing::error!(%error, "notices outside");
        }
    }
}

async fn stop() {
    let interrupt = async { tokio::signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    interrupt.await;
}
