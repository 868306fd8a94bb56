//! How areas hang below each other, and since when.
//!
//! `area_edge` has a row for each span of days in which an area hung below another; the spans of an area follow each other without a gap and
//! reach from the beginning to the end of time, so that whatever was counted on whatever day has its place. `area_closure` is made from
//! the spans that have no end: the territory of today, which lists walk. Counts are kept for the areas above on the contribution's own day:
//! a change of the territory leaves the figures of the days before as they are, without anybody's care.
//!
//! An area that ended hangs below its main successor from that day on; so its records are in the successor's lists, and the sum over what
//! hangs below an area today is the past restated on the areas of today.

use std::collections::HashMap;
use std::sync::Arc;

use crate::StoreError;
use crate::record::{COLUMNS, read};
use crate::tally::{Counts, Delta, Gathered, month_of};
use crate::tx::{Row, Tx, all, first};
use crate::verify::Contribution;
use crate::write::Write;

/// Beyond every day, and negative before every day: the open ends of spans.
pub const EVER: i64 = 9_999_999;

/// A span of days in which an area hung below another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The area below.
    pub area: String,
    /// The area above.
    pub parent: String,
    /// First day, days since 1970-01-01; `-EVER` for always.
    pub from: i64,
    /// Last day; `EVER` for until further notice.
    pub to: i64,
}

/// An area hangs below another from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehang {
    /// The area.
    pub area: String,
    /// What it hangs below from then on.
    pub parent: String,
    /// The first day, days since 1970-01-01.
    pub day: i64,
}

/// What an area, or a body, became when it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Code of the one that ended.
    pub old: String,
    /// Code of what it went into.
    pub new: String,
    /// First day without it, days since 1970-01-01.
    pub day: i64,
    /// The one that took over what cannot be divided; each has exactly one.
    pub main: bool,
}

/// An area and all above it, the nearest first, and the days on which that was so without a break.
#[derive(Debug)]
pub(crate) struct Chain<T> {
    pub(crate) up: Vec<T>,
    from: i64,
    to: i64,
}

impl<T> Chain<T> {
    const fn holds(&self, day: i64) -> bool {
        self.from <= day && day <= self.to
    }

    /// The day under which counts by category are kept: the first of the month, or where the territory changed within the month, the first
    /// day since. So a month falls into parts that each belong to one shape of the territory.
    pub(crate) fn part(&self, day: i64) -> i64 {
        let month = month_of(day);
        if self.from > month { self.from } else { month }
    }
}

/// Chains that were looked up, by realm and area.
#[derive(Debug)]
pub(crate) struct Chains<K, T>(HashMap<K, Vec<Arc<Chain<T>>>>);

impl<K, T> Default for Chains<K, T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + std::hash::Hash + Clone, T> Chains<K, T> {
    /// The chain of a day, looked up where it is not known yet.
    pub(crate) fn on(
        &mut self,
        key: &K,
        day: i64,
        look_up: impl FnOnce() -> Result<Chain<T>, StoreError>,
    ) -> Result<Arc<Chain<T>>, StoreError> {
        if let Some(known) = self.0.get(key).and_then(|known| known.iter().find(|chain| chain.holds(day))) {
            return Ok(Arc::clone(known));
        }
        let chain = Arc::new(look_up()?);
        self.0.entry(key.clone()).or_default().push(Arc::clone(&chain));
        Ok(chain)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// The area and all above it on a day.
pub(crate) fn chain<T>(tx: &mut dyn Tx, realm: i64, area: &str, day: i64, mut name: impl FnMut(&str) -> T) -> Result<Chain<T>, StoreError> {
    let mut chain = Chain { up: vec![name(area)], from: -EVER, to: EVER };
    let mut at = area.to_owned();
    // A damaged table with a loop must not hang the program: no territory is 32 levels deep.
    while chain.up.len() < 32 {
        let edge = first(
            tx,
            "SELECT area, parent, from_day, to_day FROM area_edge WHERE realm = ?1 AND area = ?2 AND from_day <= ?3 AND to_day >= ?3",
            &[realm.into(), (&at).into(), day.into()],
            read_edge,
        )?;
        let Some(edge) = edge else { break };
        chain.from = chain.from.max(edge.from);
        chain.to = chain.to.min(edge.to);
        chain.up.push(name(&edge.parent));
        at = edge.parent;
    }
    Ok(chain)
}

fn read_edge(row: &dyn Row) -> Result<Edge, StoreError> {
    Ok(Edge { area: row.text(0)?, parent: row.text(1)?, from: row.int(2)?, to: row.int(3)? })
}

/// Spans that are over: how the territory was before.
///
/// # Errors
/// What the database says.
pub fn past_edges(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Edge>, StoreError> {
    all(
        tx,
        "SELECT area, parent, from_day, to_day FROM area_edge WHERE realm = ?1 AND to_day < ?2 ORDER BY area, from_day",
        &[realm.into(), EVER.into()],
        read_edge,
    )
}

/// Makes the spans without end agree with the areas' parents. What was before stays.
pub(crate) fn follow_parents(tx: &mut dyn Tx, realm: i64) -> Result<(), StoreError> {
    let params = [realm.into(), EVER.into()];
    tx.execute(
        "UPDATE area_edge SET parent = (SELECT a.parent FROM area a WHERE a.realm = ?1 AND a.code = area_edge.area) \
         WHERE realm = ?1 AND to_day = ?2 AND EXISTS (SELECT 1 FROM area a WHERE a.realm = ?1 AND a.code = area_edge.area \
         AND a.parent IS NOT NULL AND a.parent <> area_edge.parent)",
        &params,
    )?;
    tx.execute(
        "INSERT INTO area_edge (realm, area, parent, from_day, to_day) SELECT a.realm, a.code, a.parent, -?2, ?2 FROM area a \
         WHERE a.realm = ?1 AND a.parent IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM area_edge e WHERE e.realm = ?1 AND e.area = a.code AND e.to_day = ?2)",
        &params,
    )
    .map(drop)
}

/// Hangs areas below others from a day on, and moves what was counted on or after that day with them; gives how many records were looked at.
/// Counts of the days before stay as they are. Only records in the areas that move are read.
///
/// # Errors
/// [`StoreError::Malformed`] for a day before the area's last change; what the database says.
pub fn rehang(w: &mut Write<'_>, realm: i64, moves: &[Rehang], contribution: Contribution<'_>) -> Result<usize, StoreError> {
    let mut affected: Vec<String> = Vec::new();
    for one in moves {
        affected.extend(crate::area::subtree(w, realm, &one.area, i64::MAX)?);
    }
    affected.sort();
    affected.dedup();
    let since = moves.iter().map(|one| one.day).min().unwrap_or(EVER);
    let (tx, gathered) = w.split();
    // What is still on its way to the tallies belongs to the territory as it is.
    gathered.settle(tx, realm)?;
    let mut looked_at = 0;
    let mut since_then = Counts::default();
    for area in &affected {
        let sql = format!("SELECT {COLUMNS} FROM record r WHERE r.realm = ?1 AND r.area = ?2");
        tx.query(&sql, &[realm.into(), area.into()], &mut |row| {
            let record = read(row)?;
            looked_at += 1;
            for (measure, day) in contribution(&record).into_iter().filter(|(_, day)| *day >= since) {
                let delta = Delta { register: &record.register, area, category: record.category.as_deref(), measure: &measure, day, n: 1 };
                *since_then.entry(gathered.key(realm, &delta)).or_default() += 1;
            }
            Ok(())
        })?;
    }
    let before = gathered.expand(tx, &since_then)?;
    for one in moves {
        hang(tx, realm, one)?;
    }
    crate::area::close(tx, realm)?;
    gathered.forget_areas();
    let mut places = gathered.expand(tx, &since_then)?;
    for (key, n) in before {
        *places.entry(key).or_default() -= n;
    }
    gathered.write_places(tx, places)?;
    Ok(looked_at)
}

fn hang(tx: &mut dyn Tx, realm: i64, one: &Rehang) -> Result<(), StoreError> {
    let open = "SELECT area, parent, from_day, to_day FROM area_edge WHERE realm = ?1 AND area = ?2 AND to_day = ?3";
    let edge = first(tx, open, &[realm.into(), (&one.area).into(), EVER.into()], read_edge)?;
    let from = match edge {
        Some(edge) if edge.parent == one.parent => return Ok(()),
        Some(edge) if edge.from > one.day => return Err(StoreError::Malformed("area_edge.from_day".into())),
        // A second change on one day: only the last one holds.
        Some(edge) if edge.from == one.day => {
            let sql = "DELETE FROM area_edge WHERE realm = ?1 AND area = ?2 AND from_day = ?3";
            tx.execute(sql, &[realm.into(), (&one.area).into(), edge.from.into()])?;
            one.day
        }
        Some(edge) => {
            let sql = "UPDATE area_edge SET to_day = ?4 WHERE realm = ?1 AND area = ?2 AND from_day = ?3";
            tx.execute(sql, &[realm.into(), (&one.area).into(), edge.from.into(), (one.day - 1).into()])?;
            one.day
        }
        None => -EVER,
    };
    tx.execute(
        "INSERT INTO area_edge (realm, area, parent, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[realm.into(), (&one.area).into(), (&one.parent).into(), from.into(), EVER.into()],
    )?;
    tx.execute("UPDATE area SET parent = ?3 WHERE realm = ?1 AND code = ?2", &[realm.into(), (&one.area).into(), (&one.parent).into()])
        .map(drop)
}

/// Notes what areas became.
///
/// # Errors
/// What the database says.
pub fn put_successors(tx: &mut dyn Tx, realm: i64, successors: &[Successor]) -> Result<(), StoreError> {
    put(tx, realm, "area_successor", successors)
}

/// What the areas that ended became, by code.
///
/// # Errors
/// What the database says.
pub fn successors(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Successor>, StoreError> {
    get(tx, realm, "area_successor")
}

/// Notes what bodies became.
///
/// # Errors
/// What the database says.
pub fn put_body_successors(tx: &mut dyn Tx, realm: i64, successors: &[Successor]) -> Result<(), StoreError> {
    put(tx, realm, "body_successor", successors)
}

/// What the bodies that ended became, by code.
///
/// # Errors
/// What the database says.
pub fn body_successors(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Successor>, StoreError> {
    get(tx, realm, "body_successor")
}

fn put(tx: &mut dyn Tx, realm: i64, table: &str, successors: &[Successor]) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO {table} (realm, old, new, day, main) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (realm, old, new) DO UPDATE SET day = excluded.day, main = excluded.main"
    );
    for one in successors {
        tx.execute(&sql, &[realm.into(), (&one.old).into(), (&one.new).into(), one.day.into(), one.main.into()])?;
    }
    Ok(())
}

fn get(tx: &mut dyn Tx, realm: i64, table: &str) -> Result<Vec<Successor>, StoreError> {
    let sql = format!("SELECT old, new, day, main FROM {table} WHERE realm = ?1 ORDER BY old, main DESC, new");
    all(tx, &sql, &[realm.into()], |row| Ok(Successor { old: row.text(0)?, new: row.text(1)?, day: row.int(2)?, main: row.bool(3)? }))
}

impl Gathered {
    /// Adds what is in the log and in memory to the tallies now, as the territory is; undone with the command.
    fn settle(&mut self, tx: &mut dyn Tx, realm: i64) -> Result<(), StoreError> {
        let waiting = self.waiting(realm);
        self.fold(tx, realm, waiting)?;
        self.cancel(realm);
        Ok(())
    }
}
