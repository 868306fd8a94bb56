//! Roles handed to a colleague for some days (代班). Whether they are in force is the caller's to say: it knows the day and the giver's roles.

use crate::StoreError;
use crate::dialect::using;
use crate::tx::{Row, Tx, all, first};

/// A role of one account that another has from one day to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandIn {
    /// Id.
    pub id: String,
    /// Account that hands it over.
    pub giver: String,
    /// Account that has it meanwhile.
    pub taker: String,
    /// Role.
    pub role: String,
    /// Code of the body.
    pub body: String,
    /// Code of the body's area.
    pub area: String,
    /// First day, `YYYY-MM-DD`.
    pub from_day: String,
    /// Last day, `YYYY-MM-DD`.
    pub to_day: String,
    /// When it was arranged.
    pub made: i64,
    /// When it was ended before its last day.
    pub ended: Option<i64>,
}

const STAND_IN: &str = "id, giver, taker, role, body, area, from_day, to_day, made, ended";

fn read(row: &dyn Row) -> Result<StandIn, StoreError> {
    Ok(StandIn {
        id: row.text(0)?,
        giver: row.text(1)?,
        taker: row.text(2)?,
        role: row.text(3)?,
        body: row.text(4)?,
        area: row.text(5)?,
        from_day: row.text(6)?,
        to_day: row.text(7)?,
        made: row.int(8)?,
        ended: row.opt_int(9)?,
    })
}

/// Keeps an arrangement, or that it has ended.
///
/// # Errors
/// What the database says.
pub fn put_stand_in(tx: &mut dyn Tx, realm: i64, one: &StandIn) -> Result<(), StoreError> {
    tx.execute(
        &format!(
            "INSERT INTO stand_in (realm, {STAND_IN}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
             ON CONFLICT (realm, id) DO UPDATE SET ended = excluded.ended"
        ),
        &[
            realm.into(),
            (&one.id).into(),
            (&one.giver).into(),
            (&one.taker).into(),
            (&one.role).into(),
            (&one.body).into(),
            (&one.area).into(),
            (&one.from_day).into(),
            (&one.to_day).into(),
            one.made.into(),
            one.ended.into(),
        ],
    )
    .map(drop)
}

/// The arrangement with that id.
///
/// # Errors
/// What the database says.
pub fn stand_in(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<StandIn>, StoreError> {
    first(tx, &format!("SELECT {STAND_IN} FROM stand_in WHERE realm = ?1 AND id = ?2"), &[realm.into(), id.into()], read)
}

/// What an account has taken over that is not over on `day`, the earliest first.
///
/// # Errors
/// What the database says.
pub fn stand_ins_by_taker(tx: &mut dyn Tx, realm: i64, taker: &str, day: &str) -> Result<Vec<StandIn>, StoreError> {
    let sql = format!(
        "SELECT {STAND_IN} FROM stand_in {} WHERE realm = ?1 AND taker = ?2 AND ended IS NULL AND to_day >= ?3 ORDER BY from_day, id",
        using("stand_in_taker")
    );
    all(tx, &sql, &[realm.into(), taker.into(), day.into()], read)
}

/// What an account has handed over that is not over on `day`, the earliest first.
///
/// # Errors
/// What the database says.
pub fn stand_ins_by_giver(tx: &mut dyn Tx, realm: i64, giver: &str, day: &str) -> Result<Vec<StandIn>, StoreError> {
    let sql = format!(
        "SELECT {STAND_IN} FROM stand_in {} WHERE realm = ?1 AND giver = ?2 AND ended IS NULL AND to_day >= ?3 ORDER BY from_day, id",
        using("stand_in_giver")
    );
    all(tx, &sql, &[realm.into(), giver.into(), day.into()], read)
}
