//! Bare `SQLite` doing the same writes: what the machine could do if the program cost nothing.
//!
//! One thread, plain rusqlite, prepared statements, on the very file that the server has just used, with the store's pragmas (write-ahead
//! log, `synchronous = FULL`, 256 MB of cache, what is deleted overwritten) and, as there, checkpoints on a thread beside it. It writes the rows that lifecycles of the
//! program were seen to write (`rows.rs`), under new identities and numbers:
//!
//! * register: the number's counter, the record with all its indexes, journal, words, personal values, follower's link;
//! * as the store does between other commands: the words of those registered, into the search index, with what it notes of them;
//! * send to the grid, settle: the record's update, with the store's rule of which indexed columns it names, journal, words, notice;
//! * once per transaction the journal's head, and one row that holds what its moves count;
//! * every 128 transactions, as the store does, all that these rows hold, summed, added to the tallies in the order of their key.
//!
//! Transactions hold as many moves as the server's did on average. As many lifecycles run side by side as the server had clients: first
//! all are registered, then all sent, then all settled, then each desk is listed by the server's own statement and every column read.
//! It does not compute hashes (those of the seen entries are written again), seal, cut words, make JSON, check a right or read before it
//! writes, and has the machine to itself: every difference is in its favour.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use linli_world::dice::Dice;
use rusqlite::{Connection, OptionalExtension as _, Statement};

use super::lifecycle::WARM;
use super::rows::{Act, Cell, Key, Lifecycle, Material, Row};
use crate::world::SEED;

const LOG: &str = "INSERT INTO tally_log (realm, seq, deltas) VALUES (?1, ?2, ?3)";
const TALLY: &str = "INSERT INTO tally (realm, register, day, area, category, measure, n) VALUES (?1, 'case', ?2, ?3, ?4, ?5, ?6) \
     ON CONFLICT (realm, register, day, area, category, measure) DO UPDATE SET n = tally.n + excluded.n";
const FOLDED: &str = "DELETE FROM tally_log WHERE realm = ?1";
/// Transactions between two foldings, as in the store.
const FOLD: i64 = 128;
const HEAD: &str = "INSERT INTO journal_head (realm, seq, hash) VALUES (?1, ?2, ?3) \
     ON CONFLICT (realm) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
const PAGE: &str = "INSERT INTO search (rowid, words, initials) VALUES (?1, ?2, ?3)";
const PRINT: &str = "INSERT INTO search_print (realm, row, print) VALUES (?1, ?2, ?3)";
const CURSOR: &str = "INSERT INTO search_cursor (realm, seq) VALUES (?1, ?2) ON CONFLICT (realm) DO UPDATE SET seq = excluded.seq";
/// Records that are put into the search index at once: the server looks at 200 entries of the journal, and a lifecycle has three.
const PAGES: usize = 67;
const COUNTER: &str = "INSERT INTO counter (realm, name, value) VALUES (?1, ?2, 1) \
     ON CONFLICT (realm, name) DO UPDATE SET value = counter.value + 1";
/// Between two checkpoints, and the length of the log, in pages, from which on it is made to start over; as in the store.
const PAUSE: Duration = Duration::from_secs(3);
const LONG: i64 = 65_536;

fn open(file: &Path, wait: Duration) -> rusqlite::Result<Connection> {
    let db = Connection::open(file)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -262144; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY")?;
    db.busy_timeout(wait)?;
    db.set_prepared_statement_cache_capacity(512);
    Ok(db)
}

/// Lifecycles carried out per second, over `length` after the time to warm up.
pub(crate) fn run(file: &Path, material: &Material, group: f64, clients: usize, length: Duration) -> Result<f64, String> {
    let stop = Arc::new(AtomicBool::new(false));
    let checkpoints = {
        let (stop, db) = (Arc::clone(&stop), open(file, Duration::from_millis(50)).map_err(|error| error.to_string())?);
        std::thread::spawn(move || checkpoint(&db, &stop))
    };
    let done = write(file, material, group, clients, length).map_err(|error| error.to_string());
    stop.store(true, Ordering::Relaxed);
    checkpoints.join().map_err(|_| "the checkpoints broke down".to_owned())?;
    done
}

fn checkpoint(db: &Connection, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(PAUSE);
        // A pass that finds the file busy is made up for by the next.
        let pages: Option<i64> = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1)).ok();
        if pages.is_some_and(|pages| pages > LONG) {
            drop(db.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())));
        }
    }
}

/// The identity of a lifecycle that is written again.
struct Names {
    record: String,
    number: String,
    /// Of the record's row, once it is written.
    row: i64,
}

struct Writer<'a> {
    db: &'a Connection,
    realm: i64,
    dice: Dice,
    millis: u64,
    seq: i64,
    count: i64,
    counter: String,
    prefix: String,
    tallies: BTreeMap<&'a Key, i64>,
    /// What the log holds, and how many rows it has.
    logged: BTreeMap<Key, i64>,
    groups: i64,
    /// What is to go into the search index.
    pages: Vec<(i64, &'a [String; 2])>,
    /// Moves since the last commit, and how many there are to be by then.
    moves: f64,
    group: f64,
}

fn write(file: &Path, material: &Material, group: f64, clients: usize, length: Duration) -> rusqlite::Result<f64> {
    let db = open(file, Duration::from_secs(30))?;
    // What the server left in its log would stand where ours is to be.
    db.execute("DELETE FROM tally_log", [])?;
    let year = jiff::Timestamp::now().in_tz("Asia/Shanghai").map(|now| now.year()).unwrap_or_default();
    let counter = format!("case-{year}");
    let realm = material.realm;
    let count = db.query_row("SELECT value FROM counter WHERE realm = ?1 AND name = ?2", (realm, &counter), |row| row.get(0)).optional()?;
    let seq: Option<i64> = db.query_row("SELECT seq FROM journal_head WHERE realm = ?1", [realm], |row| row.get(0)).optional()?;
    let seq = seq.unwrap_or_default();
    let mut writer = Writer {
        db: &db,
        realm,
        // Each turn has identities of its own.
        dice: Dice::new(SEED, &format!("bench raw {seq}")),
        millis: u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default(),
        seq,
        count: count.unwrap_or_default(),
        counter,
        prefix: format!("{realm}-{year}"),
        tallies: BTreeMap::new(),
        logged: BTreeMap::new(),
        groups: 0,
        pages: Vec::new(),
        moves: 0.0,
        group,
    };
    let list = format!(
        "SELECT {} FROM record r INDEXED BY record_held WHERE r.realm = ?1 AND r.register = 'case' AND r.holder = ?2 AND r.open = 1 \
         ORDER BY r.created DESC, r.id DESC LIMIT 51",
        material
            .columns
            .iter()
            .filter(|name| *name != "realm" && *name != "row")
            .map(|name| format!("r.{name}"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let mut wave = material.lifecycles.iter().cycle();
    let begun = Instant::now();
    let (mut from, mut lifecycles) = (None, 0_u32);
    loop {
        let now = Instant::now();
        if from.is_none() && now - begun >= WARM {
            (from, lifecycles) = (Some(now), 0);
        }
        if let Some(from) = from
            && now - from >= length
        {
            return Ok(f64::from(lifecycles) / (now - from).as_secs_f64());
        }
        let running: Vec<&Lifecycle> = wave.by_ref().take(clients).collect();
        writer.wave(&running)?;
        for one in &running {
            read(&mut *db.prepare_cached(&list)?, realm, &one.holder)?;
            lifecycles += 1;
        }
    }
}

fn bytes<const N: usize>(dice: &mut Dice) -> [u8; N] {
    std::array::from_fn(|_| u8::try_from(dice.below(256)).unwrap_or_default())
}

/// Reads every column of a list.
fn read(list: &mut Statement<'_>, realm: i64, holder: &str) -> rusqlite::Result<()> {
    let columns = list.column_count();
    let mut rows = list.query((realm, holder))?;
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            std::hint::black_box(row.get_ref(at)?);
        }
    }
    Ok(())
}

impl<'a> Writer<'a> {
    /// Carries out some lifecycles side by side, move by move.
    fn wave(&mut self, running: &[&'a Lifecycle]) -> rusqlite::Result<()> {
        let mut names: Vec<Names> = running.iter().map(|_| self.names()).collect();
        let most = running.iter().map(|one| one.acts.len()).max().unwrap_or_default();
        for step in 0..most {
            for (one, names) in running.iter().zip(&mut names) {
                if let Some(act) = one.acts.get(step) {
                    self.act(act, names, step == 0)?;
                }
            }
        }
        self.pages.extend(running.iter().zip(&names).map(|(one, names)| (names.row, &one.words)));
        // What is left of a transaction goes on into the next wave, so that each holds as many moves as the server's did.
        Ok(())
    }

    fn act(&mut self, act: &'a Act, names: &mut Names, opens: bool) -> rusqlite::Result<()> {
        if self.db.is_autocommit() {
            self.db.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        }
        if opens {
            self.db.prepare_cached(COUNTER)?.execute((self.realm, &self.counter))?;
        }
        self.seq += 1;
        for row in &act.rows {
            self.row(row, names)?;
            if opens && names.row == 0 {
                names.row = self.db.last_insert_rowid();
            }
        }
        for (key, n) in &act.tallies {
            *self.tallies.entry(key).or_default() += n;
        }
        self.moves += 1.0;
        if self.moves >= self.group { self.commit() } else { Ok(()) }
    }

    fn row(&mut self, row: &Row, names: &Names) -> rusqlite::Result<()> {
        let own = match row.cells.iter().find(|(cell, _)| matches!(cell, Cell::Id | Cell::Hash)) {
            Some((Cell::Id, _)) => self.uuid(),
            Some((Cell::Hash, value)) => self.link(value),
            _ => String::new(),
        };
        let mut statement = self.db.prepare_cached(&row.sql)?;
        // An update names fewer columns than there are; a bound number beyond its last would be refused.
        let most = statement.parameter_count();
        for (at, (cell, value)) in row.cells.iter().enumerate().take(most) {
            match cell {
                Cell::Same => statement.raw_bind_parameter(at + 1, value)?,
                Cell::Record => statement.raw_bind_parameter(at + 1, &names.record)?,
                Cell::Number => statement.raw_bind_parameter(at + 1, &names.number)?,
                Cell::Seq => statement.raw_bind_parameter(at + 1, self.seq)?,
                Cell::Row => statement.raw_bind_parameter(at + 1, rusqlite::types::Null)?,
                Cell::Id | Cell::Hash => statement.raw_bind_parameter(at + 1, &own)?,
                Cell::Blind => {
                    let blind: linli_store::Blind = bytes(&mut self.dice);
                    statement.raw_bind_parameter(at + 1, blind)?;
                }
            }
        }
        match statement.raw_execute()? {
            1 => Ok(()),
            n => Err(rusqlite::Error::StatementChangedRows(n)),
        }
    }

    fn commit(&mut self) -> rusqlite::Result<()> {
        self.count()?;
        if self.pages.len() >= PAGES {
            self.index()?;
        }
        self.db.prepare_cached(HEAD)?.execute((self.realm, self.seq, [0_u8; 32]))?;
        self.db.prepare_cached("COMMIT")?.execute([])?;
        // What is beyond a whole group counts for the next, so that the mean is kept.
        self.moves = (self.moves - self.group).max(0.0);
        Ok(())
    }

    /// Puts what waits into the search index.
    fn index(&mut self) -> rusqlite::Result<()> {
        let (mut page, mut print) = (self.db.prepare_cached(PAGE)?, self.db.prepare_cached(PRINT)?);
        for (row, [words, initials]) in std::mem::take(&mut self.pages) {
            page.execute((row, words, initials))?;
            let seen: [u8; 32] = bytes(&mut self.dice);
            print.execute((self.realm, row, seen))?;
        }
        self.db.prepare_cached(CURSOR)?.execute((self.realm, self.seq)).map(drop)
    }

    /// Writes what the transaction's moves count.
    fn count(&mut self) -> rusqlite::Result<()> {
        let mut text = String::new();
        for (key, n) in std::mem::take(&mut self.tallies) {
            let Key { day, area, category, measure } = key;
            let _ = writeln!(text, "{area}\tcase\t{category}\t{day}\t{measure}\t{n}");
            *self.logged.entry(key.clone()).or_default() += n;
        }
        self.groups += 1;
        if self.groups < FOLD {
            self.db.prepare_cached(LOG)?.execute((self.realm, self.groups, &text))?;
            return Ok(());
        }
        let mut places: BTreeMap<Key, i64> = BTreeMap::new();
        for (key, n) in std::mem::take(&mut self.logged) {
            for place in key.places() {
                *places.entry(place).or_default() += n;
            }
        }
        for (key, n) in places.iter().filter(|(_, n)| **n != 0) {
            self.db.prepare_cached(TALLY)?.execute((self.realm, key.day, &key.area, &key.category, &key.measure, n))?;
        }
        self.groups = 0;
        self.db.prepare_cached(FOLDED)?.execute([self.realm])?;
        Ok(())
    }

    fn names(&mut self) -> Names {
        self.count += 1;
        Names { record: self.uuid(), number: format!("{}-{:06}", self.prefix, self.count), row: 0 }
    }

    /// What is kept of a link: its time, which is that of the seen one, and a hash.
    fn link(&mut self, seen: &rusqlite::types::Value) -> String {
        let time = match seen {
            rusqlite::types::Value::Text(seen) => seen.get(..8).unwrap_or_default(),
            _ => "",
        };
        let hash: String = (0..4).map(|_| format!("{:016x}", self.dice.below(u64::MAX))).collect();
        format!("{time}{hash}")
    }

    /// A UUIDv7 in whole seconds, as the program makes them.
    fn uuid(&mut self) -> String {
        let millis = self.millis / 1000 * 1000;
        let tail = self.dice.below(u64::MAX);
        format!(
            "{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}",
            millis >> 16,
            millis & 0xffff,
            self.dice.below(0x1000),
            0x8000 | (tail >> 50),
            tail & 0xffff_ffff_ffff
        )
    }
}
