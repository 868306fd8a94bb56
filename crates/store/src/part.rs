//! Which record was opened from which.

use linli_pack::record::Record;

use crate::StoreError;
use crate::record::{COLUMNS, read};
use crate::tx::{Tx, all};

/// Notes that a record was opened from another.
///
/// # Errors
/// What the database says.
pub fn add_part(tx: &mut dyn Tx, realm: i64, origin: &str, record: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO part (realm, origin, record) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    tx.execute(sql, &[realm.into(), origin.into(), record.into()]).map(drop)
}

/// The records that were opened from one, in the order of their ids, which begin with the time.
///
/// # Errors
/// What the database says.
pub fn parts(tx: &mut dyn Tx, realm: i64, origin: &str) -> Result<Vec<Record>, StoreError> {
    let sql = PARTS.replace("{columns}", COLUMNS);
    all(tx, &sql, &[realm.into(), origin.into()], read)
}

/// The links are walked first, then each record is read by its id. Ids of one millisecond are in no order; numbers are.
const PARTS: &str = "SELECT {columns} FROM part p CROSS JOIN record r WHERE p.realm = ?1 AND p.origin = ?2 AND r.realm = ?1 \
     AND r.id = p.record ORDER BY r.created, length(r.number), r.number";
