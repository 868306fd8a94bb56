//! Secret addresses of people's calendars: one for each account that wants one.

use crate::StoreError;
use crate::dialect::using;
use crate::tx::{Row, Tx, first};

/// The address of somebody's calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarFeed {
    /// SHA-256 of its secret, in hex.
    pub hash: String,
    /// Account id.
    pub account: String,
    /// When it was made.
    pub made: i64,
}

fn read(row: &dyn Row) -> Result<CalendarFeed, StoreError> {
    Ok(CalendarFeed { hash: row.text(0)?, account: row.text(1)?, made: row.int(2)? })
}

/// Keeps an account's address, in place of the one that it had.
///
/// # Errors
/// What the database says.
pub fn put_calendar_feed(tx: &mut dyn Tx, realm: i64, feed: &CalendarFeed) -> Result<(), StoreError> {
    end_calendar_feed(tx, realm, &feed.account)?;
    let sql = "INSERT INTO calendar_feed (realm, hash, account, made) VALUES (?1, ?2, ?3, ?4)";
    tx.execute(sql, &[realm.into(), (&feed.hash).into(), (&feed.account).into(), feed.made.into()]).map(drop)
}

/// The address with that hash.
///
/// # Errors
/// What the database says.
pub fn calendar_feed(tx: &mut dyn Tx, realm: i64, hash: &str) -> Result<Option<CalendarFeed>, StoreError> {
    first(tx, "SELECT hash, account, made FROM calendar_feed WHERE realm = ?1 AND hash = ?2", &[realm.into(), hash.into()], read)
}

/// The address that an account has.
///
/// # Errors
/// What the database says.
pub fn calendar_feed_of(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Option<CalendarFeed>, StoreError> {
    let sql = format!("SELECT hash, account, made FROM calendar_feed {} WHERE realm = ?1 AND account = ?2", using("calendar_feed_account"));
    first(tx, &sql, &[realm.into(), account.into()], read)
}

/// Takes an account's address away; says whether it had one.
///
/// # Errors
/// What the database says.
pub fn end_calendar_feed(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<bool, StoreError> {
    let sql = format!("DELETE FROM calendar_feed {} WHERE realm = ?1 AND account = ?2", using("calendar_feed_account"));
    Ok(tx.execute(&sql, &[realm.into(), account.into()])? == 1)
}
