//! Import of the country's code table: from files to a durable table that can be searched, against bare `SQLite` inserting the same rows.
//!
//! The program reads five CSV files, checks every row and how they fit together, works out pinyin initials and writes one transaction. Bare
//! `SQLite` has the rows in memory with all that is derived, and writes them into the same table by one prepared statement in one
//! transaction, with the store's pragmas. Both end on disk.

use std::path::Path;
use std::time::Instant;

use linli_app::codes::CodeLevel;
use rusqlite::Connection;
use serde_json::json;

use super::scratch::Scratch;
use crate::{cmd, folder};

pub(super) fn run(dir: &Path, as_json: bool) -> Result<(), String> {
    let scratch = Scratch::new("codes", None)?;
    let (rows, ours, bare) = measure(dir, scratch.path())?;
    if as_json {
        println!("{}", json!({ "rows": rows, "import_seconds": ours, "bare_seconds": bare, "ratio": ours / bare }));
    } else {
        println!("{rows} rows: import {ours:.2} s, bare SQLite {bare:.2} s, ratio {:.2}", ours / bare);
    }
    Ok(())
}

fn measure(dir: &Path, place: &Path) -> Result<(usize, f64, f64), String> {
    folder::unpack("shushan", place)?;
    let app = folder::open(place)?;
    let begun = Instant::now();
    let rows = app.import_codes(cmd::tables::country(dir)?).map_err(|error| error.to_string())?;
    let ours = begun.elapsed().as_secs_f64();
    drop(app);
    let bare = bare(&place.join("linli.db"), &place.join("bare.db")).map_err(|error| error.to_string())?;
    Ok((rows, ours, bare))
}

fn bare(written: &Path, file: &Path) -> rusqlite::Result<f64> {
    let (sql, rows) = {
        let db = Connection::open(written)?;
        let sql: String = db.query_row("SELECT sql FROM sqlite_master WHERE name = 'code'", [], |row| row.get(0))?;
        let mut all = db.prepare("SELECT realm, level, code, name, initials FROM code")?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        let mut rows: Vec<(i64, i64, String, String, String)> = all.query_map([], read)?.collect::<Result<_, _>>()?;
        debug_assert!(rows.iter().all(|row| CodeLevel::of(&row.2).is_some()));
        // In the order of the files, which is that of the levels and codes.
        rows.sort();
        (sql, rows)
    };
    let db = Connection::open(file)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY")?;
    db.execute_batch(&sql)?;
    let begun = Instant::now();
    db.execute_batch("BEGIN IMMEDIATE")?;
    {
        let mut insert = db.prepare("INSERT INTO code (realm, level, code, name, initials) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (realm, level, code, name, initials) in &rows {
            insert.execute((realm, level, code, name, initials))?;
        }
    }
    db.execute_batch("COMMIT")?;
    Ok(begun.elapsed().as_secs_f64())
}
