//! Fills a folder with records, then writes and lists like a busy district; prints how fast each step was.
//!
//! `cargo run --release -p linli-store --example fill -- FOLDER [RECORDS] [LIVE WRITES]`; the folder must not exist yet.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use linli_pack::record::Record;
use linli_store::{
    Area, Delta, Entry, ListQuery, Order, Scope, Store, StoreError, TallyQuery, Write, append, count, put_areas, put_record, record,
    records, search, tally, tally_children, tally_series, verify,
};

const REALM: i64 = 340_104;
const GRIDS: u64 = 619;

fn main() -> Result<(), StoreError> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "/tmp/linli-fill".into());
    let total: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(200_000);
    let live: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(30_000);
    let store = Store::open(Path::new(&folder))?;
    store.write(|w| put_areas(w, REALM, &territory()))?;

    let start = Instant::now();
    let mut acts = 0;
    for first in (0..total).step_by(2_000) {
        let last = (first + 2_000).min(total);
        acts += store.write(move |w| {
            let mut acts = 0;
            for n in first..last {
                let mut record = opened(n);
                act(w, &mut record, "report")?;
                acts += 1;
            }
            for n in first..last {
                acts += step(w, n, "dispatch")?;
            }
            Ok::<_, StoreError>(acts)
        })?;
    }
    report("bulk acts", acts, start.elapsed());

    live_writes(&store, total, live);
    lists(&store)?;

    let start = Instant::now();
    let mut indexed = 0;
    loop {
        let some = store.index_some(REALM, 2_000)?;
        indexed += some;
        if some == 0 {
            break;
        }
    }
    report("journal entries indexed for search", indexed as u64, start.elapsed());
    for text in ["下水管堵塞", "xsg", "3401042026000", "灯"] {
        time(text, || store.read(|tx| search(tx, REALM, text, Some("340104001"), 20)).map(|found| found.len()))?;
    }

    let start = Instant::now();
    let report_ = verify(&store, REALM, None)?;
    report("journal entries verified", report_.entries, start.elapsed());
    println!("sound: {}", report_.is_sound());
    Ok(())
}

fn live_writes(store: &Store, total: u64, live: u64) {
    for threads in [1, 64] {
        let start = Instant::now();
        let mut waits: Vec<Duration> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..threads)
                .map(|thread| {
                    scope.spawn(move || {
                        let mut waits = Vec::new();
                        for n in 0..live / threads {
                            let n = (thread * 7_919 + n * 104_729) % total;
                            let start = Instant::now();
                            if let Err(error) = store.write(move |w| step(w, n, "note")) {
                                println!("{error}");
                            }
                            waits.push(start.elapsed());
                        }
                        waits
                    })
                })
                .collect();
            handles.into_iter().flat_map(|handle| handle.join().unwrap_or_default()).collect()
        });
        report(&format!("live acts from {threads} threads"), waits.len() as u64, start.elapsed());
        waits.sort_unstable();
        let at = |part: usize| waits.get(waits.len() * part / 1_000).copied().unwrap_or_default();
        println!("    p50 {:?}  p99 {:?}  p99.9 {:?}  max {:?}", at(500), at(990), at(999), waits.last());
    }
}

fn lists(store: &Store) -> Result<(), StoreError> {
    let list = |scope: Scope, open, order, descending| ListQuery { open, order, descending, ..ListQuery::new("case", scope) };
    let queries = [
        ("held by a body, by due", list(Scope::Holder("body3".into()), Some(true), Order::Due, false)),
        ("open in a grid, by due", list(Scope::Area("340104003001002".into()), Some(true), Order::Due, false)),
        ("open in a street, by due", list(Scope::Area("340104003".into()), Some(true), Order::Due, false)),
        ("open in the district, by due", list(Scope::Area("340104".into()), Some(true), Order::Due, false)),
        ("all of a street, newest", list(Scope::Area("340104003".into()), None, Order::Created, true)),
        ("all of the district, newest", list(Scope::Area("340104".into()), None, Order::Created, true)),
        ("all of a street, last changed", list(Scope::Area("340104003".into()), None, Order::Updated, true)),
        ("all of the district, last changed", list(Scope::Area("340104".into()), None, Order::Updated, true)),
        ("opened by a body, newest", list(Scope::Opener("body3".into()), None, Order::Created, true)),
    ];
    for (name, query) in queries {
        time(name, || store.read(|tx| records(tx, REALM, &query)).map(|page| page.records.len()))?;
        time(&format!("    count to 1000: {name}"), || store.read(|tx| count(tx, REALM, &query, 1_000)))?;
    }
    let (from, to) = (20_000, 20_365);
    let measures = ["received", "on_time", "rated"];
    let query = TallyQuery { register: "case", area: "340104", measures: &measures, from, to };
    time("a year of a district by day", || store.read(|tx| tally_series(tx, REALM, &query)).map(|points| points.len()))?;
    time("a year of a district's streets", || store.read(|tx| tally_children(tx, REALM, &query)).map(|sums| sums.len()))
}

fn time(name: &str, mut f: impl FnMut() -> Result<usize, StoreError>) -> Result<(), StoreError> {
    let rows = f()?;
    let start = Instant::now();
    for _ in 0..20 {
        f()?;
    }
    println!("{name}: {:?} ({rows} rows)", start.elapsed() / 20);
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
fn report(name: &str, n: u64, elapsed: Duration) {
    println!("{name}: {n} in {elapsed:.2?} = {:.0}/s", n as f64 / elapsed.as_secs_f64());
}

/// One act on a stored record: read, change, journal, tallies.
fn step(w: &mut Write<'_>, n: u64, name: &str) -> Result<u64, StoreError> {
    let Some(mut found) = record(w, REALM, &id(n))? else { return Ok(0) };
    found.version += 1;
    found.updated += 600;
    found.due = found.due.map(|due| due + 3_600);
    found.holder = Some(format!("body{}", (n + found.version.unsigned_abs()) % 40));
    if name == "dispatch" && !n.is_multiple_of(20) {
        (found.state, found.open, found.due, found.holder, found.wake) = ("closed".into(), false, None, None, None);
    }
    act(w, &mut found, name)?;
    Ok(1)
}

fn act(w: &mut Write<'_>, record: &mut Record, name: &str) -> Result<(), StoreError> {
    put_record(w, REALM, record)?;
    let entry = Entry {
        at: record.updated,
        actor: "0190a000-0000-7000-8000-000000000001".into(),
        role: "street.dispatcher".into(),
        body: Some("body3".into()),
        record: record.id.clone(),
        register: record.register.clone(),
        name: name.into(),
        from: "accepted".into(),
        to: record.state.clone(),
        holder: record.holder.clone(),
        version: record.version,
        facts: BTreeMap::from([("category".into(), "utilities.drain".into())]),
        words: BTreeMap::from([("note".into(), "已联系物业上门查看，下午处理".into())]),
        salt: [7; 16],
    };
    append(w, REALM, &entry)?;
    let day = record.created / 86_400;
    let deltas: Vec<Delta<'_>> = ["received", "responded", "on_time", "rated", "satisfied", "open"]
        .iter()
        .map(|measure| Delta { register: "case", area: &record.area, category: record.category.as_deref(), measure, day, n: 1 })
        .collect();
    tally(w, REALM, &deltas);
    Ok(())
}

fn id(n: u64) -> String {
    format!("{:08x}-{:04x}-7000-8000-{:012x}", 0x0190_a000 + (n >> 8), n & 0xffff, n.wrapping_mul(0x9e37_79b9_7f4a) & 0xffff_ffff_ffff)
}

fn opened(n: u64) -> Record {
    let grid = n.wrapping_mul(2_654_435_761) % GRIDS;
    let created = 1_735_689_600 + i64::try_from(n).unwrap_or(0) * 150;
    Record {
        id: id(n),
        number: format!("340104-2026-{n:07}"),
        register: "case".into(),
        state: "accepted".into(),
        open: true,
        area: grid_code(grid),
        holder: Some(format!("body{}", n % 40)),
        opener: n.is_multiple_of(3).then(|| format!("body{}", n % 40)),
        source: "resident".into(),
        category: Some(format!("utilities.kind{}", n % 30)),
        urgency: Some("yellow".into()),
        title: format!("{}号楼{}单元下水管堵塞返水，请尽快处理", n % 97, n % 5),
        created,
        updated: created,
        due: Some(created + 86_400),
        warn: Some(created + 80_000),
        deadline: Some(created + 15 * 86_400),
        wake: n.is_multiple_of(4).then_some(created + 80_000),
        lon: Some(117.26),
        lat: Some(31.85),
        version: 1,
        pack: "0123456789ab".into(),
        fields: BTreeMap::from([
            ("description".into(), format!("{}号楼{}单元下水管堵塞返水，请尽快处理", n % 97, n % 5).into()),
            ("address".into(), format!("翠竹园小区{}号楼", n % 97).into()),
        ]),
        ..Record::default()
    }
}

fn grid_code(grid: u64) -> String {
    format!("340104{:03}{:03}{:03}", grid % 20 + 1, grid / 20 % 6 + 1, grid / 120 + 1)
}

fn territory() -> Vec<Area> {
    let mut areas = vec![Area { code: "340104".into(), level: "district".into(), ..Area::default() }];
    for grid in 0..GRIDS {
        let code = grid_code(grid);
        for (cut, up, level) in [(9, 6, "street"), (12, 9, "community"), (15, 12, "grid")] {
            let (Some(own), Some(parent)) = (code.get(..cut), code.get(..up)) else { continue };
            if !areas.iter().any(|area| area.code == own) {
                areas.push(Area { code: own.into(), parent: Some(parent.into()), level: level.into(), ..Area::default() });
            }
        }
    }
    areas
}
