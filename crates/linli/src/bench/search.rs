//! `linli bench search`: one box over a roster of many people. Each is enrolled through the program's own path (a record, its sealed name and
//! phone, the blind index, the journal), then found by words, by initials, by number, and by phone and its ending, as the box does.

use std::path::Path;
use std::time::{Duration, Instant};

use linli_app::desk::{COUNT_CAP, Narrow};
use linli_app::lookup::Number;
use linli_app::{App, AppError, Context, Target};
use linli_engine::Command;
use linli_pack::Lang;
use linli_pack::record::Value;
use linli_store::Order;
use linli_world::dice::Dice;
use linli_world::places;

use super::scratch::Scratch;
use super::stats::{Report, Times};
use crate::folder;
use crate::world::{self, SEED};

/// Acts in one transaction.
const BATCH: usize = 20_000;
/// How long each kind of question is asked.
const EACH: Duration = Duration::from_secs(3);
/// Hits of one question, as on the page.
const HITS: usize = 60;
/// What rosters are called after.
const BRANCHES: [&str; 8] = ["东风", "柳荫", "梅苑", "南岗", "西园", "荷叶", "龙居", "琥珀"];

/// Says how many people an earlier run enrolled.
const NOTE: &str = "people.json";

/// Measures; in a folder that is kept, people that an earlier run enrolled are not enrolled again.
pub(crate) fn run(people: usize, data: Option<&Path>) -> Result<Report, String> {
    let scratch = Scratch::new("search", data)?;
    measure(scratch.path(), people)
}

fn measure(data: &Path, people: usize) -> Result<Report, String> {
    let mut report = Report::default();
    let note = serde_json::json!({ "people": people }).to_string();
    let there = std::fs::read_to_string(data.join(NOTE)).is_ok_and(|found| found == note);
    if !there {
        folder::unpack("shushan", data)?;
        drop(world::found(data, jiff::Timestamp::now().as_second())?);
    }
    let app = folder::open(data)?;
    let staff = |login: &str| app.staff(login, Lang::Zh).map_err(|error| error.to_string());
    let secretaries = secretaries(&app)?;
    report.put("people", people);
    let started = Instant::now();
    let phones = enrol(&app, &secretaries, people, there)?;
    if !there {
        report.num("enrol_s", started.elapsed().as_secs_f64());
        let started = Instant::now();
        while app.index_some(5_000).map_err(|error| error.to_string())? > 0 {}
        report.num("index_s", started.elapsed().as_secs_f64());
        std::fs::write(data.join(NOTE), note).map_err(|error| error.to_string())?;
    }
    let one = secretaries.first().ok_or("the world has no secretary")?;
    let district = staff("organiser")?;
    let mut worst: f64 = 0.0;
    let mut dice = Dice::new(SEED, "bench search asks");
    let mut searches = serde_json::Map::new();
    for (name, who, kind) in [
        ("words", &district, Kind::Words),
        ("words_own_area", one, Kind::Words),
        ("initials", &district, Kind::Initials),
        ("initials_own_area", one, Kind::Initials),
        ("number", &district, Kind::Number),
        ("number_own_area", one, Kind::Number),
        ("phone", &district, Kind::Phone),
        ("ending", &district, Kind::Ending),
        ("ending_own_area", one, Kind::Ending),
    ] {
        let (times, found) = ask(&app, who, kind, &phones, &mut dice)?;
        worst = worst.max(times.at(0.99));
        searches.insert(name.to_owned(), serde_json::json!({ "p50_ms": times.at(0.5), "p99_ms": times.at(0.99), "found": found }));
    }
    report.num("search_p99_ms", worst);
    report.put("searches", searches);
    let (worst, lists) = lists(&app, one, &district)?;
    report.num("list_p99_ms", worst);
    report.put("lists", lists);
    Ok(report)
}

/// Those who keep the rosters, each at a time of their own: a roster comes in at once, and not all on one day.
fn secretaries(app: &App) -> Result<Vec<Context>, String> {
    let pages = app.store().read(|tx| linli_store::all_grants(tx, app.realm())).map_err(|error| error.to_string())?;
    let mut ids: Vec<String> = pages.into_iter().filter(|grant| grant.role == "community.secretary").map(|grant| grant.account).collect();
    ids.sort();
    ids.dedup();
    let mut found = Vec::new();
    for (nth, id) in (0_i64..).zip(ids) {
        let account = app.store().read(|tx| linli_store::account(tx, app.realm(), &id)).map_err(|error| error.to_string())?;
        let login = account.map(|account| account.login).unwrap_or_default();
        let mut context = app.staff(&login, Lang::Zh).map_err(|error| error.to_string())?;
        context.now -= nth * 3_600;
        found.push(context);
    }
    Ok(found)
}

/// The roster as pages and desks list it; gives the worst 99th percentile.
fn lists(app: &App, one: &Context, district: &Context) -> Result<(f64, serde_json::Map<String, Value>), String> {
    let mut lines = serde_json::Map::new();
    let mut worst: f64 = 0.0;
    let all = Narrow::default();
    let state = |state: &str| Narrow { states: vec![state.to_owned()], ..Narrow::default() };
    let (active, rare) = (state("active"), state("left"));
    for (whose, who) in [("community", one), ("district", district)] {
        for (name, narrow, order) in [
            ("newest", &all, Order::Created),
            ("last_changed", &all, Order::Updated),
            ("state", &active, Order::Created),
            ("rare_state", &rare, Order::Created),
        ] {
            let (times, found) = timed(|| {
                let listed = app.browse(who, "member", narrow, order, true, None, 50)?;
                Ok(listed.records.len() + app.browse_count(who, "member", narrow, COUNT_CAP)?)
            })?;
            worst = worst.max(times.at(0.99));
            lines.insert(
                format!("{whose}_{name}"),
                serde_json::json!({ "p50_ms": times.at(0.5), "p99_ms": times.at(0.99), "found": found }),
            );
        }
        let grant = who.actor.grants.first().cloned().ok_or("no role")?;
        let (times, found) = timed(|| Ok(app.tabs(who, &grant)?.len()))?;
        worst = worst.max(times.at(0.99));
        lines.insert(format!("{whose}_tabs"), serde_json::json!({ "p50_ms": times.at(0.5), "p99_ms": times.at(0.99), "found": found }));
    }
    Ok((worst, lines))
}

/// Asks the same again and again for a while; gives the times and what was found at last.
fn timed(mut f: impl FnMut() -> Result<usize, AppError>) -> Result<(Times, usize), String> {
    let mut times = Times::default();
    let mut found = 0;
    let end = Instant::now() + EACH;
    while Instant::now() < end {
        let started = Instant::now();
        found = f().map_err(|error| error.to_string())?;
        times.push(started.elapsed());
    }
    Ok((times, found))
}

/// Everybody on the roster of some community; gives their phones. `there`: they are enrolled already.
fn enrol(app: &App, secretaries: &[Context], people: usize, there: bool) -> Result<Vec<String>, String> {
    let mut dice = Dice::new(SEED, "bench search");
    let mut phones = Vec::with_capacity(people);
    while phones.len() < people {
        let mut batch: Vec<(Context, Command)> = Vec::with_capacity(BATCH);
        for _ in 0..BATCH.min(people - phones.len()) {
            let secretary = dice.pick(secretaries).ok_or("the world has no secretary")?;
            let area = secretary.actor.grants.first().map(|grant| grant.area.clone()).unwrap_or_default();
            let phone = places::phone(&mut dice);
            let branch = dice.pick(&BRANCHES).copied().unwrap_or_default();
            let input = [
                ("roster", Value::from(format!("{branch}第{}支部{:06}", 1 + phones.len() % 40, phones.len()))),
                ("class", (*dice.pick(&["registered", "employed", "veteran"]).unwrap_or(&"registered")).into()),
                ("belongs", (*dice.pick(&["retiree", "two_new", "resident"]).unwrap_or(&"resident")).into()),
                ("name", places::person(&mut dice).into()),
                ("phone", phone.clone().into()),
                ("area", area.into()),
            ];
            let input = input.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            batch.push((secretary.clone(), Command { register: "member".to_owned(), name: "enrol".to_owned(), input, seen: None }));
            phones.push(phone);
        }
        if there {
            continue;
        }
        let done = app.batch(move |w| {
            for (who, command) in &batch {
                w.act(who, &Target::New, command)?;
            }
            Ok::<_, AppError>(())
        });
        done.map_err(|error| error.to_string())?;
    }
    Ok(phones)
}

#[derive(Clone, Copy)]
enum Kind {
    Words,
    Initials,
    Number,
    Phone,
    Ending,
}

/// Asks one kind of question for a while; gives the times and how many hits there were in all.
fn ask(app: &App, who: &Context, kind: Kind, phones: &[String], dice: &mut Dice) -> Result<(Times, usize), String> {
    let mut times = Times::default();
    let mut hits = 0;
    let year = jiff::Timestamp::from_second(who.now).map_err(|error| error.to_string())?.to_zoned(jiff::tz::TimeZone::UTC).year();
    let end = Instant::now() + EACH;
    while Instant::now() < end {
        let branch = dice.pick(&BRANCHES).copied().unwrap_or_default();
        let phone = dice.pick(phones).cloned().unwrap_or_default();
        let one = dice.below(phones.len() as u64);
        let started = Instant::now();
        hits += match kind {
            Kind::Words => app.search(who, &format!("{branch}第{}支部", 1 + one % 40), HITS),
            Kind::Initials => app.search(who, &linli_store::pinyin_initials(&format!("{branch}第")), HITS),
            Kind::Number => app.search(who, &format!("D{year}-{:06}", 1 + one), HITS),
            Kind::Phone => app.look_up(who, &Number::Phone(phone), HITS),
            Kind::Ending => app.look_up(who, &Number::Ending(phone.chars().skip(7).collect()), HITS),
        }
        .map_err(|error| error.to_string())?
        .len();
        times.push(started.elapsed());
    }
    Ok((times, hits))
}
