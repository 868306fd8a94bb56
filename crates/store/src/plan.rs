//! Plans for the territory: kept as a whole, with what must be asked of them beside.

use crate::StoreError;
use crate::tx::{Row, Tx, all, first};

/// A plan as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Id.
    pub id: String,
    /// State.
    pub state: String,
    /// Day of effect, days since 1970-01-01.
    pub day: Option<i64>,
    /// Number of changes so far; the optimistic lock.
    pub version: i64,
    /// The plan itself, as its owner writes it.
    pub body: String,
}

fn read(row: &dyn Row) -> Result<Plan, StoreError> {
    Ok(Plan { id: row.text(0)?, state: row.text(1)?, day: row.opt_int(2)?, version: row.int(3)?, body: row.text(4)? })
}

/// Keeps a plan: version 1 is new, version n replaces n − 1.
///
/// # Errors
/// [`StoreError::Conflict`] where somebody else changed it first.
pub fn put_plan(tx: &mut dyn Tx, realm: i64, plan: &Plan) -> Result<(), StoreError> {
    let is = self::plan(tx, realm, &plan.id)?.map_or(0, |plan| plan.version);
    if is != plan.version - 1 {
        return Err(StoreError::Conflict { id: plan.id.clone(), seen: plan.version - 1, is });
    }
    tx.execute(
        "INSERT INTO plan (realm, id, state, day, version, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (realm, id) DO UPDATE SET \
         state = excluded.state, day = excluded.day, version = excluded.version, body = excluded.body",
        &[realm.into(), (&plan.id).into(), (&plan.state).into(), plan.day.into(), plan.version.into(), (&plan.body).into()],
    )
    .map(drop)
}

/// One plan.
///
/// # Errors
/// What the database says.
pub fn plan(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Plan>, StoreError> {
    let sql = "SELECT id, state, day, version, body FROM plan WHERE realm = ?1 AND id = ?2";
    first(tx, sql, &[realm.into(), id.into()], read)
}

/// Decided plans whose day has come, the earliest first.
///
/// # Errors
/// What the database says.
pub fn plans_due(tx: &mut dyn Tx, realm: i64, today: i64) -> Result<Vec<Plan>, StoreError> {
    let sql = "SELECT id, state, day, version, body FROM plan WHERE realm = ?1 AND state = 'decided' AND day <= ?2 ORDER BY day, id";
    all(tx, sql, &[realm.into(), today.into()], read)
}

/// All plans, the newest first: ids grow with time.
///
/// # Errors
/// What the database says.
pub fn plans(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Plan>, StoreError> {
    all(tx, "SELECT id, state, day, version, body FROM plan WHERE realm = ?1 ORDER BY id DESC", &[realm.into()], read)
}
