//! What the tests share: a store in a folder of its own, a small territory, acts.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use linli_pack::record::Record;
use linli_store::*;

pub(crate) const REALM: i64 = 340_104;

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A folder of its own, removed at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("linli-store-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Deref for Folder {
    type Target = Path;
    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// An empty store: in a folder, or with `LINLI_TEST_POSTGRES` in a schema of its own of the database of that address.
pub(crate) struct Open {
    store: Store,
    _folder: Folder,
}

impl Deref for Open {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

/// The address of the server that the tests are run against, if it is not SQLite.
pub(crate) fn server() -> Option<String> {
    std::env::var("LINLI_TEST_POSTGRES").ok()
}

/// Without anything in it.
pub(crate) fn empty() -> Open {
    made(server())
}

/// In a folder, whatever the tests are run against: for what only the embedded engine does.
pub(crate) fn embedded(records: usize) -> Open {
    filled_with(with_areas(made(None)), records)
}

fn made(server: Option<String>) -> Open {
    let folder = Folder::new();
    if let Some(server) = server {
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let address = format!("{server}?options=-csearch_path%3Dlinli_store_{}_{nth}", std::process::id());
        Store::settle(&folder, &address).unwrap();
    }
    let store = Store::open(&folder).unwrap();
    Open { store, _folder: folder }
}

pub(crate) fn open() -> Open {
    with_areas(empty())
}

fn with_areas(open: Open) -> Open {
    open.write(|w| put_areas(w, REALM, &territory())).unwrap();
    open
}

/// A district, two streets, in each two communities with two grids.
pub(crate) fn territory() -> Vec<Area> {
    let mut areas = vec![Area { code: "d".into(), level: "district".into(), name: "蜀山区".into(), ..Area::default() }];
    let mut add = |code: String, parent: String, level: &str| {
        areas.push(Area { code, parent: Some(parent), level: level.into(), ..Area::default() });
    };
    for street in 1..=2 {
        add(format!("d{street}"), "d".into(), "street");
        for community in 1..=2 {
            add(format!("d{street}{community}"), format!("d{street}"), "community");
            for grid in 1..=2 {
                add(format!("d{street}{community}{grid}"), format!("d{street}{community}"), "grid");
            }
        }
    }
    areas
}

pub(crate) const GRIDS: [&str; 8] = ["d111", "d112", "d121", "d122", "d211", "d212", "d221", "d222"];

pub(crate) fn new_record(n: usize) -> Record {
    let time = i64::try_from(n).unwrap();
    Record {
        id: format!("id{n:05}"),
        number: format!("340104-2026-{n:06}"),
        register: "case".into(),
        state: "accepted".into(),
        open: true,
        area: GRIDS[n % 8].into(),
        holder: Some(format!("body{}", n % 3)),
        opener: n.is_multiple_of(2).then(|| "body9".into()),
        source: "resident".into(),
        category: (!n.is_multiple_of(4)).then(|| format!("kind{}", n % 3)),
        title: "下水管堵塞".into(),
        created: 1_767_225_600 + time / 3 * 86_400,
        updated: 1_767_225_600 + time / 2 * 100,
        due: (!n.is_multiple_of(5)).then_some(1_767_312_000 + time / 4 * 1_000),
        version: 1,
        fields: BTreeMap::from([("address".into(), "翠竹园3号楼".into()), ("visits".into(), time.into())]),
        ..Record::default()
    }
}

pub(crate) fn entry(record: &Record, name: &str) -> Entry {
    Entry {
        at: record.updated,
        actor: "a1".into(),
        role: "street.dispatcher".into(),
        record: record.id.clone(),
        register: record.register.clone(),
        name: name.into(),
        to: record.state.clone(),
        holder: record.holder.clone(),
        version: record.version,
        facts: BTreeMap::from([("category".into(), record.category.clone().into())]),
        words: BTreeMap::from([("note".into(), "请尽快处理".into())]),
        salt: [9; 16],
        ..Entry::default()
    }
}

/// What a record counts for, as a pack's measures would say.
pub(crate) fn contribution(record: &Record) -> Vec<(String, i64)> {
    let day = record.created / 86_400;
    let mut counts = vec![("received".to_owned(), day)];
    if !record.open {
        counts.push(("closed".to_owned(), day + record.returns));
    }
    counts
}

fn deltas(w: &mut Write<'_>, record: &Record, n: i64) -> Result<(), StoreError> {
    let counts = contribution(record);
    let deltas: Vec<Delta<'_>> = counts
        .iter()
        .map(|(measure, day)| Delta {
            register: &record.register,
            area: &record.area,
            category: record.category.as_deref(),
            measure,
            day: *day,
            n,
        })
        .collect();
    tally(w, REALM, &deltas);
    Ok(())
}

/// Opens a record: record, journal and tallies.
pub(crate) fn report(w: &mut Write<'_>, record: &Record) -> Result<i64, StoreError> {
    put_record(w, REALM, record)?;
    deltas(w, record, 1)?;
    append(w, REALM, &entry(record, "report"))
}

/// Changes a record: reads it, changes it, writes record, journal and tallies.
pub(crate) fn change(w: &mut Write<'_>, id: &str, change: impl Fn(&mut Record)) -> Result<i64, StoreError> {
    let before = record(w, REALM, id)?.ok_or(StoreError::Broke("no such record".into()))?;
    let mut after = before.clone();
    change(&mut after);
    after.version += 1;
    put_record(w, REALM, &after)?;
    deltas(w, &before, -1)?;
    deltas(w, &after, 1)?;
    append(w, REALM, &entry(&after, "change"))
}

pub(crate) fn close(record: &mut Record) {
    (record.state, record.open, record.holder, record.due) = ("closed".into(), false, None, None);
}

/// A store with `n` records, each opened, every third one closed.
pub(crate) fn filled(n: usize) -> Open {
    filled_with(open(), n)
}

fn filled_with(store: Open, n: usize) -> Open {
    store
        .write(move |w| {
            for n in 0..n {
                let record = new_record(n);
                report(w, &record)?;
                if n.is_multiple_of(3) {
                    change(w, &record.id, close)?;
                }
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    store
}

pub(crate) fn check(store: &Store) -> Report {
    verify(store, REALM, Some(&contribution)).unwrap()
}

/// Measures of cases in an area, from a day to another.
pub(crate) const fn asked<'a>(area: &'a str, measures: &'a [&'a str], from: i64, to: i64) -> TallyQuery<'a> {
    TallyQuery { register: "case", area, measures, from, to }
}
