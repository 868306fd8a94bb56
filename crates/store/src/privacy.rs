//! What people asked about their own data; and that what was erased leaves the search index and the log too.

use crate::dialect::Dialect;
use crate::seal::Place;
use crate::tx::{Row, Tx, all, first};
use crate::{Store, StoreError};

/// A request as it is kept. Its body is sealed on disk: it may say whom it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrivacyRequest {
    /// Id; ids grow with time.
    pub id: String,
    /// State.
    pub state: String,
    /// Number of changes so far; the optimistic lock.
    pub version: i64,
    /// The request itself, as its owner writes it.
    pub body: String,
}

fn read(row: &dyn Row, keys: &crate::Keys, realm: i64) -> Result<PrivacyRequest, StoreError> {
    let id = row.text(0)?;
    let body = keys.open_text(&Place { table: "privacy_request", realm, row: &[&id] }, row.bytes(3)?)?;
    Ok(PrivacyRequest { id, state: row.text(1)?, version: row.int(2)?, body })
}

/// Keeps a request: version 1 is new, version n replaces n − 1. `salt` is random bytes.
///
/// # Errors
/// [`StoreError::Conflict`] where somebody else changed it first.
pub fn put_privacy_request(tx: &mut dyn Tx, realm: i64, salt: &[u8; 16], request: &PrivacyRequest) -> Result<(), StoreError> {
    let is = privacy_request(tx, realm, &request.id)?.map_or(0, |request| request.version);
    if is != request.version - 1 {
        return Err(StoreError::Conflict { id: request.id.clone(), seen: request.version - 1, is });
    }
    let place = Place { table: "privacy_request", realm, row: &[&request.id] };
    let sealed = tx.keys().seal(&place, salt, request.body.as_bytes())?;
    tx.execute(
        "INSERT INTO privacy_request (realm, id, state, version, sealed) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (realm, id) DO UPDATE SET \
         state = excluded.state, version = excluded.version, sealed = excluded.sealed",
        &[realm.into(), (&request.id).into(), (&request.state).into(), request.version.into(), sealed.as_slice().into()],
    )
    .map(drop)
}

/// One request.
///
/// # Errors
/// [`StoreError::Sealed`] where it does not open, or what the database says.
pub fn privacy_request(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<PrivacyRequest>, StoreError> {
    let keys = tx.keys();
    let sql = "SELECT id, state, version, sealed FROM privacy_request WHERE realm = ?1 AND id = ?2";
    first(tx, sql, &[realm.into(), id.into()], |row| read(row, &keys, realm))
}

/// The newest requests.
///
/// # Errors
/// As [`privacy_request`].
pub fn privacy_requests(tx: &mut dyn Tx, realm: i64, limit: i64) -> Result<Vec<PrivacyRequest>, StoreError> {
    let keys = tx.keys();
    let sql = "SELECT id, state, version, sealed FROM privacy_request WHERE realm = ?1 ORDER BY id DESC LIMIT ?2";
    all(tx, sql, &[realm.into(), limit.into()], |row| read(row, &keys, realm))
}

/// How many requests are in a state.
///
/// # Errors
/// What the database says.
pub fn count_privacy_requests(tx: &mut dyn Tx, realm: i64, state: &str) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM privacy_request WHERE realm = ?1 AND state = ?2";
    Ok(first(tx, sql, &[realm.into(), state.into()], |row| row.int(0))?.unwrap_or_default())
}

/// How far some work in the background has come: an instant or another number, and a record.
///
/// # Errors
/// What the database says.
pub fn progress(tx: &mut dyn Tx, realm: i64, name: &str) -> Result<Option<(i64, String)>, StoreError> {
    let sql = "SELECT at, record FROM progress WHERE realm = ?1 AND name = ?2";
    first(tx, sql, &[realm.into(), name.into()], |row| Ok((row.int(0)?, row.text(1)?)))
}

/// Notes how far it has come.
///
/// # Errors
/// What the database says.
pub fn put_progress(tx: &mut dyn Tx, realm: i64, name: &str, at: i64, record: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO progress (realm, name, at, record) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (realm, name) DO UPDATE SET at = excluded.at, record = excluded.record",
        &[realm.into(), name.into(), at.into(), record.into()],
    )
    .map(drop)
}

/// The words that were erased still lie in the search index and in the write-ahead log: notes that they must go.
///
/// # Errors
/// What the database says.
pub fn want_scrub(tx: &mut dyn Tx, realm: i64) -> Result<(), StoreError> {
    put_progress(tx, realm, SCRUB, WANTED, "")
}

const SCRUB: &str = "scrub";
/// Nothing was done yet.
const WANTED: i64 = 0;
/// The index is being merged.
const MERGING: i64 = 1;
/// The index is clean; the log is not.
const MERGED: i64 = 2;
/// Pages of the index merged at a time, so that acts get in between.
const PAGES: i64 = 500;

impl Store {
    /// One step of taking erased words out of the search index and the write-ahead log; says whether there is more to do. It waits until the
    /// index is up to date, and where a reader holds the log.
    ///
    /// # Errors
    /// What the database says.
    pub fn scrub_some(&self, realm: i64) -> Result<bool, StoreError> {
        let Some((stage, _)) = self.read(|tx| progress(tx, realm, SCRUB))? else { return Ok(false) };
        if stage == MERGED {
            let clean = self.truncate_log()?;
            if clean {
                self.write(move |w| {
                    let sql = "DELETE FROM progress WHERE realm = ?1 AND name = ?2 AND at = ?3";
                    w.execute(sql, &[realm.into(), SCRUB.into(), MERGED.into()]).map(drop)
                })?;
            }
            return Ok(!clean);
        }
        if !self.read(|tx| crate::search::up_to_date(tx, realm))? {
            return Ok(true);
        }
        self.write(move |w| {
            if w.dialect() == Dialect::Postgres {
                // There an index entry goes with its row; what is left of either goes with the log.
                return put_progress(w, realm, SCRUB, MERGED, "");
            }
            // The first step marks every part of the index for merging, the others carry on.
            let pages = if stage == WANTED { -PAGES } else { PAGES };
            let before = changes(w)?;
            w.execute("INSERT INTO search (search, rank) VALUES ('merge', ?1)", &[pages.into()])?;
            let done = stage == MERGING && changes(w)? - before < 2;
            put_progress(w, realm, SCRUB, if done { MERGED } else { MERGING }, "")
        })?;
        Ok(true)
    }
}

fn changes(tx: &mut dyn Tx) -> Result<i64, StoreError> {
    Ok(first(tx, "SELECT total_changes()", &[], |row| row.int(0))?.unwrap_or_default())
}
