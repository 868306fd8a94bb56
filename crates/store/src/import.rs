//! Imports: what each was about, how far it has come, and which rows of a file are in.

use std::fmt::Write as _;

use linli_pack::expr::Names as _;
use linli_pack::record::Type;

use crate::StoreError;
use crate::dialect::Columns;
use crate::tx::{Row, Tx, all, first};

/// One import of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportJob {
    /// Id.
    pub id: String,
    /// Account of whoever imports.
    pub account: String,
    /// Register.
    pub register: String,
    /// The move that opens records.
    pub mv: String,
    /// Records that are there are changed.
    pub updates: bool,
    /// The exchange whose columns the file has; empty: it has the register's own.
    pub exchange: String,
    /// Name of the file as it was sent.
    pub file: String,
    /// SHA-256 of the file in hex; the file is kept among the blobs for a few days.
    pub sha256: String,
    /// `all`, `good`, or empty as long as nothing was decided.
    pub mode: String,
    /// `checking`, `checked`, `running`, `done` or `failed`.
    pub state: String,
    /// Rows that hold something.
    pub rows: i64,
    /// Rows that made, or would make, a record.
    pub made: i64,
    /// Rows that changed, or would change, a record.
    pub changed: i64,
    /// Rows that say what the record says already.
    pub same: i64,
    /// Rows that came in by an earlier import of the same file.
    pub known: i64,
    /// Rows with mistakes.
    pub bad: i64,
    /// When it began.
    pub created: i64,
    /// When it last changed.
    pub updated: i64,
}

/// A row of a file that became a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedRow {
    /// Which sheet, from 0.
    pub sheet: i64,
    /// The row as the spreadsheet shows it.
    pub row: i64,
    /// The record.
    pub record: String,
    /// Its number.
    pub number: String,
}

const JOB: &str =
    "id, account, register, move, updates, file, sha256, mode, state, rows, made, changed, same, known, bad, created, updated, exchange";

fn read(row: &dyn Row) -> Result<ImportJob, StoreError> {
    Ok(ImportJob {
        id: row.text(0)?,
        account: row.text(1)?,
        register: row.text(2)?,
        mv: row.text(3)?,
        updates: row.bool(4)?,
        file: row.text(5)?,
        sha256: row.text(6)?,
        mode: row.text(7)?,
        state: row.text(8)?,
        rows: row.int(9)?,
        made: row.int(10)?,
        changed: row.int(11)?,
        same: row.int(12)?,
        known: row.int(13)?,
        bad: row.int(14)?,
        created: row.int(15)?,
        updated: row.int(16)?,
        exchange: row.text(17)?,
    })
}

/// Adds an import or replaces what was known of it.
///
/// # Errors
/// What the database says.
pub fn put_import_job(tx: &mut dyn Tx, realm: i64, job: &ImportJob) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO import_job (realm, id, account, register, move, updates, file, sha256, mode, state, rows, made, changed, same, known, \
         bad, created, updated, exchange) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) \
         ON CONFLICT (realm, id) DO UPDATE SET mode = excluded.mode, state = excluded.state, rows = excluded.rows, made = excluded.made, \
         changed = excluded.changed, same = excluded.same, known = excluded.known, bad = excluded.bad, updated = excluded.updated",
        &[
            realm.into(),
            (&job.id).into(),
            (&job.account).into(),
            (&job.register).into(),
            (&job.mv).into(),
            job.updates.into(),
            (&job.file).into(),
            (&job.sha256).into(),
            (&job.mode).into(),
            (&job.state).into(),
            job.rows.into(),
            job.made.into(),
            job.changed.into(),
            job.same.into(),
            job.known.into(),
            job.bad.into(),
            job.created.into(),
            job.updated.into(),
            (&job.exchange).into(),
        ],
    )
    .map(drop)
}

/// One import.
///
/// # Errors
/// What the database says.
pub fn import_job(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<ImportJob>, StoreError> {
    first(tx, &format!("SELECT {JOB} FROM import_job WHERE realm = ?1 AND id = ?2"), &[realm.into(), id.into()], read)
}

/// The latest imports of an account.
///
/// # Errors
/// What the database says.
pub fn import_jobs(tx: &mut dyn Tx, realm: i64, account: &str, limit: i64) -> Result<Vec<ImportJob>, StoreError> {
    let sql = format!("SELECT {JOB} FROM import_job WHERE realm = ?1 AND account = ?2 ORDER BY created DESC, id DESC LIMIT ?3");
    all(tx, &sql, &[realm.into(), account.into(), limit.into()], read)
}

/// Files of imports that last changed before an instant, and of no later one.
///
/// # Errors
/// What the database says.
pub fn import_files_before(tx: &mut dyn Tx, realm: i64, before: i64) -> Result<Vec<String>, StoreError> {
    all(
        tx,
        "SELECT sha256 FROM import_job WHERE realm = ?1 GROUP BY sha256 HAVING MAX(updated) < ?2",
        &[realm.into(), before.into()],
        |row| row.text(0),
    )
}

/// Notes that rows of a file are in, all in one. `file` names the file and what was made of it.
///
/// # Errors
/// [`StoreError::Exists`] where it is noted already.
pub fn add_imported(tx: &mut dyn Tx, realm: i64, file: &str, rows: &[ImportedRow]) -> Result<(), StoreError> {
    let Some(first) = rows.first() else { return Ok(()) };
    let mut lines = String::with_capacity(rows.len() * 72);
    for row in rows {
        // Writing into a text cannot fail.
        let _ = writeln!(lines, "{}\t{}\t{}\t{}", row.sheet, row.row, row.record, row.number);
    }
    tx.execute(
        "INSERT INTO import_part (realm, file, part, rows) VALUES (?1, ?2, ?3, ?4)",
        &[realm.into(), file.into(), (first.sheet * SHEET + first.row).into(), (&lines).into()],
    )
    .map(drop)
}

/// More rows than a sheet can have.
const SHEET: i64 = 10_000_000;

/// The rows of a file that are in, in order.
///
/// # Errors
/// What the database says.
pub fn imported(tx: &mut dyn Tx, realm: i64, file: &str) -> Result<Vec<ImportedRow>, StoreError> {
    let mut found = Vec::new();
    let sql = "SELECT rows FROM import_part WHERE realm = ?1 AND file = ?2 ORDER BY part";
    tx.query(sql, &[realm.into(), file.into()], &mut |part| {
        for line in part.str(0)?.lines() {
            found.push(parse(line).ok_or_else(|| StoreError::Malformed("import_part.rows".into()))?);
        }
        Ok(())
    })?;
    Ok(found)
}

fn parse(line: &str) -> Option<ImportedRow> {
    let mut cells = line.splitn(4, '\t');
    let (sheet, row) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    Some(ImportedRow { sheet, row, record: cells.next()?.to_owned(), number: cells.next()?.to_owned() })
}

/// The files in which a row became this record.
///
/// # Errors
/// What the database says.
pub fn imported_from(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT file FROM import_part WHERE realm = ?1 AND rows LIKE '%\t' || ?2 || '\t%'";
    all(tx, sql, &[realm.into(), record.into()], |row| row.text(0))
}

/// Files by which records of a register were changed since an instant.
///
/// # Errors
/// What the database says.
pub fn import_updates_since(tx: &mut dyn Tx, realm: i64, register: &str, since: i64) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT sha256 FROM import_job WHERE realm = ?1 AND register = ?2 AND updates = 1 AND updated >= ?3";
    all(tx, sql, &[realm.into(), register.into(), since.into()], |row| row.text(0))
}

/// The values of a register's key field, each with its record's id and number.
///
/// # Errors
/// What the database says.
pub fn key_values(tx: &mut dyn Tx, realm: i64, register: &str, field: &str) -> Result<Vec<(String, String, String)>, StoreError> {
    let column = Columns.column(field, true, Type::Text);
    let sql = format!("SELECT {column}, r.id, r.number FROM record r WHERE r.realm = ?1 AND r.register = ?2 AND {column} IS NOT NULL");
    all(tx, &sql, &[realm.into(), register.into()], |row| Ok((row.text(0)?, row.text(1)?, row.text(2)?)))
}
