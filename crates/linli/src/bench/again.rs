//! Bare `SQLite` writing again what the program wrote: every row of every table, from memory, into an empty file with the same tables and
//! indexes and the store's pragmas, in one transaction. Nothing is read, checked, decided, sealed or hashed.

use std::path::Path;
use std::time::Instant;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

/// A table, with what it holds in the order in which it was written.
struct Table {
    insert: String,
    rows: Vec<Vec<Value>>,
}

/// Seconds it takes, to the end of the transaction; `file` is made.
pub(super) fn write(written: &Path, file: &Path) -> rusqlite::Result<f64> {
    let (schema, tables) = read(written)?;
    let mut db = Connection::open(file)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -262144; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY")?;
    for sql in schema {
        db.execute_batch(&sql)?;
    }
    let started = Instant::now();
    let transaction = db.transaction()?;
    for table in &tables {
        let mut insert = transaction.prepare(&table.insert)?;
        for row in &table.rows {
            insert.execute(params_from_iter(row))?;
        }
    }
    transaction.commit()?;
    Ok(started.elapsed().as_secs_f64())
}

/// The statements that make the tables and indexes, and what the tables hold; without the search index, which is written later.
fn read(written: &Path) -> rusqlite::Result<(Vec<String>, Vec<Table>)> {
    let db = Connection::open_with_flags(written, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut all = db.prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' ORDER BY type = 'index', rowid")?;
    let found = all
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
    let mut tables = Vec::new();
    for (_, name, _) in found.iter().filter(|(kind, ..)| kind == "table") {
        let mut every = db.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns = every.column_count();
        let rows = every.query_map([], |row| (0..columns).map(|at| row.get(at)).collect())?.collect::<rusqlite::Result<_>>()?;
        let holes = vec!["?"; columns].join(", ");
        tables.push(Table { insert: format!("INSERT INTO \"{name}\" VALUES ({holes})"), rows });
    }
    Ok((found.into_iter().map(|(_, _, sql)| sql).collect(), tables))
}
