//! Which record is a body's duty of which period, and who was at a meeting.
//!
//! A duty is there once: its key is register, duty, body and first day of the period. Who was there is one sealed text beside the record,
//! written over as a whole; the database alone says of nobody where they were.

use crate::StoreError;
use crate::seal::Place;
use crate::tx::{Row, Tx, all, first};

/// A body's duty of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// Register.
    pub register: String,
    /// Which duty, as the register's field says it.
    pub duty: String,
    /// Code of the body that owed it when the period began.
    pub body: String,
    /// First day of the period, counted from 1970-01-01.
    pub from_day: i64,
    /// The record.
    pub record: String,
}

fn read(row: &dyn Row) -> Result<Owed, StoreError> {
    Ok(Owed { register: row.text(0)?, duty: row.text(1)?, body: row.text(2)?, from_day: row.int(3)?, record: row.text(4)? })
}

const OWED: &str = "register, duty, body, from_day, record";

/// Keeps which record is a duty of a period.
///
/// # Errors
/// What the database says, also where there is one.
pub fn add_owed(tx: &mut dyn Tx, realm: i64, owed: &Owed) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO owed (realm, register, duty, body, from_day, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[realm.into(), (&owed.register).into(), (&owed.duty).into(), (&owed.body).into(), owed.from_day.into(), (&owed.record).into()],
    )
    .map(drop)
}

/// The duties of a register whose period begins in a span of days, both included, by body, duty and day.
///
/// # Errors
/// What the database says.
pub fn owed_between(tx: &mut dyn Tx, realm: i64, register: &str, from: i64, to: i64) -> Result<Vec<Owed>, StoreError> {
    let sql = format!(
        "SELECT {OWED} FROM owed WHERE realm = ?1 AND register = ?2 AND from_day >= ?3 AND from_day <= ?4 ORDER BY body, duty, from_day"
    );
    all(tx, &sql, &[realm.into(), register.into(), from.into(), to.into()], read)
}

/// The record of a body's duty of the period that begins on a day.
///
/// # Errors
/// What the database says.
pub fn owed_record(
    tx: &mut dyn Tx,
    realm: i64,
    (register, duty, body): (&str, &str, &str),
    from_day: i64,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT record FROM owed WHERE realm = ?1 AND register = ?2 AND duty = ?3 AND body = ?4 AND from_day = ?5";
    first(tx, sql, &[realm.into(), register.into(), duty.into(), body.into(), from_day.into()], |row| row.text(0))
}

const fn place<'a>(realm: i64, row: &'a [&'a str]) -> Place<'a> {
    Place { table: "attendance", realm, row }
}

/// Keeps who was there, over what was kept before; `salt` is random bytes.
///
/// # Errors
/// What the database says.
pub fn put_attendance(tx: &mut dyn Tx, realm: i64, record: &str, text: &str, salt: &[u8; 16]) -> Result<(), StoreError> {
    let sealed = tx.keys().seal(&place(realm, &[record]), salt, text.as_bytes())?;
    tx.execute(
        "INSERT INTO attendance (realm, record, sealed) VALUES (?1, ?2, ?3) \
         ON CONFLICT (realm, record) DO UPDATE SET sealed = excluded.sealed",
        &[realm.into(), record.into(), sealed.as_slice().into()],
    )
    .map(drop)
}

/// Who was there, as it was kept.
///
/// # Errors
/// [`StoreError::Sealed`] where it does not open, or what the database says.
pub fn attendance(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Option<String>, StoreError> {
    let keys = tx.keys();
    let sql = "SELECT sealed FROM attendance WHERE realm = ?1 AND record = ?2";
    first(tx, sql, &[realm.into(), record.into()], |row| keys.open_text(&place(realm, &[record]), row.bytes(0)?))
}

/// Forgets who was at a meeting.
///
/// # Errors
/// What the database says.
pub fn forget_attendance(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM attendance WHERE realm = ?1 AND record = ?2", &[realm.into(), record.into()]).map(drop)
}

/// Stands for somebody who was erased.
const NOBODY: &str = "-";

/// Takes somebody out of whatever was kept of meetings; that one more was there, or was not, stays. Every meeting is read.
///
/// # Errors
/// [`StoreError::Sealed`] where one does not open, or what the database says.
pub fn forget_attendant(tx: &mut dyn Tx, realm: i64, who: &str, salt: &mut dyn FnMut() -> [u8; 16]) -> Result<(), StoreError> {
    let keys = tx.keys();
    let sql = "SELECT record, sealed FROM attendance WHERE realm = ?1";
    let mut theirs: Vec<(String, String)> = Vec::new();
    tx.query(sql, &[realm.into()], &mut |row| {
        let record = row.text(0)?;
        let text = keys.open_text(&place(realm, &[&record]), row.bytes(1)?)?;
        let is_theirs = |line: &str| line.split(' ').next() == Some(who);
        if text.lines().any(is_theirs) {
            let without = |line: &str| if is_theirs(line) { line.replacen(who, NOBODY, 1) } else { line.to_owned() };
            theirs.push((record, text.lines().map(|line| without(line) + "\n").collect()));
        }
        Ok(())
    })?;
    theirs.iter().try_for_each(|(record, text)| put_attendance(tx, realm, record, text, &salt()))
}
