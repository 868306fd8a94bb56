//! Passkeys: public keys that people's devices sign with. Nothing here is secret.

use crate::StoreError;
use crate::dialect::using;
use crate::tx::{Row, Tx, all, first};

/// A passkey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passkey {
    /// Its device's name for it, in base 64 for URLs.
    pub id: String,
    /// Account id.
    pub account: String,
    /// What its owner calls it.
    pub label: String,
    /// Algorithm, by COSE's number.
    pub algorithm: i64,
    /// The public key.
    pub key: Vec<u8>,
    /// How often its device says it was used; 0: it does not count.
    pub counter: i64,
    /// When it was made.
    pub made: i64,
    /// When it was last used.
    pub used: Option<i64>,
}

const COLUMNS: &str = "id, account, label, algorithm, key, counter, made, used";

fn read(row: &dyn Row) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        id: row.text(0)?,
        account: row.text(1)?,
        label: row.text(2)?,
        algorithm: row.int(3)?,
        key: row.bytes(4)?.to_vec(),
        counter: row.int(5)?,
        made: row.int(6)?,
        used: row.opt_int(7)?,
    })
}

/// Adds a passkey, or notes that it was used.
///
/// # Errors
/// What the database says.
pub fn put_passkey(tx: &mut dyn Tx, realm: i64, passkey: &Passkey) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO passkey (realm, id, account, label, algorithm, key, counter, made, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT (realm, id) DO UPDATE SET counter = excluded.counter, used = excluded.used",
        &[
            realm.into(),
            (&passkey.id).into(),
            (&passkey.account).into(),
            (&passkey.label).into(),
            passkey.algorithm.into(),
            passkey.key.as_slice().into(),
            passkey.counter.into(),
            passkey.made.into(),
            passkey.used.into(),
        ],
    )
    .map(drop)
}

/// The passkey of that name.
///
/// # Errors
/// What the database says.
pub fn passkey(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Passkey>, StoreError> {
    first(tx, &format!("SELECT {COLUMNS} FROM passkey WHERE realm = ?1 AND id = ?2"), &[realm.into(), id.into()], read)
}

/// The passkeys of an account, by label.
///
/// # Errors
/// What the database says.
pub fn passkeys_of(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Vec<Passkey>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM passkey {} WHERE realm = ?1 AND account = ?2 ORDER BY label, id", using("passkey_account"));
    all(tx, &sql, &[realm.into(), account.into()], read)
}

/// Takes a passkey away.
///
/// # Errors
/// What the database says.
pub fn end_passkey(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM passkey WHERE realm = ?1 AND id = ?2", &[realm.into(), id.into()]).map(drop)
}

/// Takes all passkeys of an account away; says how many.
///
/// # Errors
/// What the database says.
pub fn end_passkeys(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<usize, StoreError> {
    let sql = format!("DELETE FROM passkey {} WHERE realm = ?1 AND account = ?2", using("passkey_account"));
    tx.execute(&sql, &[realm.into(), account.into()])
}
