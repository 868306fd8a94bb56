//! What is kept how long: which personal values run out when, what has been erased for that reason, and which records are kept by law and
//! otherwise left alone.

use linli_pack::record::Record;

use crate::StoreError;
use crate::record::{COLUMNS, read};
use crate::tx::{Row, Tx, all, first};

/// A record whose personal values run out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunsOut {
    /// The record.
    pub record: String,
    /// Its register.
    pub register: String,
    /// Its area.
    pub area: String,
    /// When.
    pub due: i64,
}

/// What was erased of one register on one day because its time was over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// The local day.
    pub day: i64,
    /// The register.
    pub register: String,
    /// Records.
    pub records: i64,
    /// Personal values.
    pub fields: i64,
    /// Entries of the journal that lost their words.
    pub words: i64,
    /// Photos.
    pub photos: i64,
}

/// A record that is kept by law after its erasure was asked for: stored, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// The record.
    pub record: String,
    /// Since when.
    pub at: i64,
    /// The request.
    pub request: String,
}

/// Records with personal values in the order of their ids, which begin with the time they were opened: after one id and before another.
///
/// # Errors
/// What the database says.
pub fn with_personal(tx: &mut dyn Tx, realm: i64, after: &str, before: &str, limit: i64) -> Result<Vec<Record>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM (SELECT record FROM personal WHERE realm = ?1 AND record > ?2 AND record < ?3 ORDER BY record LIMIT ?4) p \
         CROSS JOIN record r WHERE r.realm = ?1 AND r.id = p.record ORDER BY p.record"
    );
    all(tx, &sql, &[realm.into(), after.into(), before.into(), limit.into()], read)
}

/// Notes that a record's personal values run out; `seen` is the day on which that was found.
///
/// # Errors
/// What the database says.
pub fn put_runs_out(tx: &mut dyn Tx, realm: i64, one: &RunsOut, seen: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO retention (realm, record, register, area, due, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (realm, record) \
         DO UPDATE SET register = excluded.register, area = excluded.area, due = excluded.due, seen = excluded.seen",
        &[realm.into(), (&one.record).into(), (&one.register).into(), (&one.area).into(), one.due.into(), seen.into()],
    )
    .map(drop)
}

/// Forgets what was noted on an earlier day and not found again, and what was noted of a record.
///
/// # Errors
/// What the database says.
pub fn forget_runs_out(tx: &mut dyn Tx, realm: i64, record: Option<&str>, seen_before: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM retention WHERE realm = ?1 AND (record = ?2 OR seen < ?3)";
    tx.execute(sql, &[realm.into(), record.unwrap_or_default().into(), seen_before.into()]).map(drop)
}

/// What runs out before an instant, the earliest first.
///
/// # Errors
/// What the database says.
pub fn runs_out(tx: &mut dyn Tx, realm: i64, before: i64, limit: i64) -> Result<Vec<RunsOut>, StoreError> {
    let sql = "SELECT record, register, area, due FROM retention WHERE realm = ?1 AND due < ?2 ORDER BY due, record LIMIT ?3";
    all(tx, sql, &[realm.into(), before.into(), limit.into()], |row| {
        Ok(RunsOut { record: row.text(0)?, register: row.text(1)?, area: row.text(2)?, due: row.int(3)? })
    })
}

/// Adds to what was erased of a register on a day.
///
/// # Errors
/// What the database says.
pub fn add_retired(tx: &mut dyn Tx, realm: i64, more: &Retired) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO retired (realm, day, register, records, fields, words, photos) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (realm, day, register) DO UPDATE SET records = retired.records + excluded.records, \
         fields = retired.fields + excluded.fields, words = retired.words + excluded.words, photos = retired.photos + excluded.photos",
        &[
            realm.into(),
            more.day.into(),
            (&more.register).into(),
            more.records.into(),
            more.fields.into(),
            more.words.into(),
            more.photos.into(),
        ],
    )
    .map(drop)
}

/// What was erased since a day, the latest first.
///
/// # Errors
/// What the database says.
pub fn retired(tx: &mut dyn Tx, realm: i64, since: i64) -> Result<Vec<Retired>, StoreError> {
    let sql =
        "SELECT day, register, records, fields, words, photos FROM retired WHERE realm = ?1 AND day >= ?2 ORDER BY day DESC, register";
    all(tx, sql, &[realm.into(), since.into()], |row| {
        Ok(Retired {
            day: row.int(0)?,
            register: row.text(1)?,
            records: row.int(2)?,
            fields: row.int(3)?,
            words: row.int(4)?,
            photos: row.int(5)?,
        })
    })
}

/// Keeps a record and nothing else, from now on.
///
/// # Errors
/// What the database says.
pub fn hold_back(tx: &mut dyn Tx, realm: i64, one: &HeldBack) -> Result<(), StoreError> {
    let sql = "INSERT INTO held_back (realm, record, at, request) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (realm, record) DO NOTHING";
    tx.execute(sql, &[realm.into(), (&one.record).into(), one.at.into(), (&one.request).into()]).map(drop)
}

fn read_held_back(row: &dyn Row) -> Result<HeldBack, StoreError> {
    Ok(HeldBack { record: row.text(0)?, at: row.int(1)?, request: row.text(2)? })
}

/// Since when a record is only kept; `None` where it is not held back.
///
/// # Errors
/// What the database says.
pub fn held_back(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Option<HeldBack>, StoreError> {
    let sql = "SELECT record, at, request FROM held_back WHERE realm = ?1 AND record = ?2";
    first(tx, sql, &[realm.into(), record.into()], read_held_back)
}

/// Records that are only kept, by their ids.
///
/// # Errors
/// What the database says.
pub fn all_held_back(tx: &mut dyn Tx, realm: i64, limit: i64) -> Result<Vec<HeldBack>, StoreError> {
    let sql = "SELECT record, at, request FROM held_back WHERE realm = ?1 ORDER BY record LIMIT ?2";
    all(tx, sql, &[realm.into(), limit.into()], read_held_back)
}

/// A record is no longer held back: it was erased, or is worked on again.
///
/// # Errors
/// What the database says.
pub fn let_go(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM held_back WHERE realm = ?1 AND record = ?2", &[realm.into(), record.into()]).map(drop)
}
