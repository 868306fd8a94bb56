//! `linli demo`: a place's world, made and served.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use linli_app::App;
use linli_pack::Lang;
use linli_pack::record::Instant as Seconds;
use linli_store::Suite;
use linli_web::Doors;

use crate::cmd::serve;
use crate::{folder, world};

/// What was asked for on the command line.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) place: String,
    pub(crate) data: PathBuf,
    pub(crate) listen: String,
    /// As many as the place's world has, where nothing is said.
    pub(crate) cases: Option<usize>,
    pub(crate) no_serve: bool,
    pub(crate) seal: String,
    pub(crate) until: Option<String>,
}

/// Written last: a folder without it holds a world that was not finished.
pub(crate) const FINISHED: &str = "world.json";

pub(crate) fn demo(wanted: &Wanted) -> Result<(), String> {
    let data = &wanted.data;
    if data.join(FINISHED).is_file() {
        println!("{} holds a world already; it is served as it is (remove the folder to make it anew)", data.display());
        // The rules of a made-up world may be tried out, so they are replaced only where this program can no longer read them.
        if folder::pack_of(data).is_err() {
            println!("its packs are of another version of Linli and are replaced");
            folder::unpack(&wanted.place, data)?;
        }
    } else if data.join("place").exists() {
        return Err(format!("{} holds a place that is not a finished made-up world; remove it or choose another folder", data.display()));
    } else {
        make(wanted)?;
    }
    if wanted.no_serve {
        return Ok(());
    }
    let started = Instant::now();
    let app = folder::open(data)?;
    let doors = Doors { demo: entrances(data, &app), courier: serve::courier(&[]), ..Doors::default() };
    serve::run(&app, &wanted.listen, started, doors, &accounts(data, &app), false)
}

fn make(wanted: &Wanted) -> Result<(), String> {
    let data = &wanted.data;
    let until = end_of(wanted.until.as_deref())?;
    let suite = Suite::named(&wanted.seal).ok_or_else(|| format!("--seal {} is neither aes-256-gcm nor sm4-gcm", wanted.seal))?;
    fs::create_dir_all(data).map_err(|error| format!("cannot make {}: {error}", data.display()))?;
    folder::unpack(&wanted.place, data)?;
    world::keys(data, suite)?;
    let started = Instant::now();
    let founded = world::found(data, until - 366 * 86_400)?;
    let unfilled = world::appoint(&founded, until)?;
    if unfilled > 0 {
        tracing::debug!(unfilled, "appointments refused by the rules");
    }
    let mut said = Instant::now();
    let made = world::play(&founded, wanted.cases, until, |acts| {
        if said.elapsed().as_secs() >= 2 {
            said = Instant::now();
            eprintln!("  {acts} acts …");
        }
    })?;
    while founded.app.index_some(5_000).map_err(|error| error.to_string())? > 0 {}
    drop(founded);
    let refused: usize = made.refused.values().sum();
    println!(
        "made {} in {:.1} s: {} acts, {}, {} duties fell due, {} timers, {refused} steps refused by the rules",
        wanted.place,
        started.elapsed().as_secs_f64(),
        made.acts,
        made.opened.iter().map(|(register, n)| format!("{n} {register}")).collect::<Vec<_>>().join(", "),
        made.owed,
        made.woken,
    );
    for (what, n) in &made.refused {
        tracing::debug!(n, what, "refused");
    }
    let note = serde_json::json!({ "place": wanted.place, "cases": wanted.cases, "until": until, "seed": world::SEED });
    fs::write(data.join(FINISHED), note.to_string()).map_err(|error| error.to_string())
}

/// The end of the made-up year: 17:00 on the given day, or now to the minute if none is given.
fn end_of(day: Option<&str>) -> Result<Seconds, String> {
    let Some(day) = day else { return Ok(jiff::Timestamp::now().as_second() / 60 * 60) };
    let date: jiff::civil::Date = day.parse().map_err(|_| format!("--until {day} is not a day: write it as 2026-11-22"))?;
    let at = date.at(17, 0, 0, 0).in_tz("Asia/Shanghai").map_err(|error| error.to_string())?;
    Ok(at.timestamp().as_second())
}

/// The accounts that anyone may enter in a made-up world, as (login, role).
pub(crate) fn entrances(data: &Path, app: &App) -> Vec<(String, String)> {
    folder::world(data).map(|world| world.entrances(app.pack())).unwrap_or_default()
}

/// One account per role, for the terminal.
fn accounts(data: &Path, app: &App) -> Vec<String> {
    let lang = folder::terminal_lang();
    let mut lines = vec![match lang {
        Lang::Zh => format!("演示账号(密码都是 {}):", world::PASSWORD),
        Lang::En => format!("Demo accounts (the password is always {}):", world::PASSWORD),
    }];
    for (login, role) in entrances(data, app) {
        let label = app.pack().roles.get(&role).map_or(role.as_str(), |role| role.label.get(lang));
        lines.push(format!("  {login:<26} {label}"));
    }
    lines
}
