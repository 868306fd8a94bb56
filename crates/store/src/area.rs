//! The territory: areas, what lies below what, and the bodies that stand in them.

use crate::StoreError;
use crate::tx::{Param, Row, Tx, all, first};
use crate::write::Write;

/// A node of the territory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Code, e.g. `340104001002`.
    pub code: String,
    /// Code of the area above; `None` for the realm itself.
    pub parent: Option<String>,
    /// Level, e.g. `community`.
    pub level: String,
    /// Kind within the level, e.g. `village`; may be empty.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Outline as a `GeoJSON` geometry.
    pub geometry: Option<String>,
    /// Households.
    pub households: i64,
    /// People.
    pub population: i64,
    /// First day, `YYYY-MM-DD`.
    pub from_day: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    pub to_day: Option<String>,
}

/// A body: somebody's desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Code.
    pub code: String,
    /// Kind.
    pub kind: String,
    /// Level.
    pub level: String,
    /// Code of its area.
    pub area: String,
    /// Code of the body above it.
    pub parent: Option<String>,
    /// Name.
    pub name: String,
    /// First day, `YYYY-MM-DD`; `None`: not known.
    pub from_day: Option<String>,
    /// Last day, `YYYY-MM-DD`; `None`: it stands.
    pub to_day: Option<String>,
}

/// Adds or replaces areas, in any order, and works out again what lies below what. Another parent than before is a correction, as if it had
/// been so since the area's last change: call [`crate::recount`] then. What changes on a day goes through [`crate::rehang`].
///
/// # Errors
/// What the database says.
pub fn put_areas(w: &mut Write<'_>, realm: i64, areas: &[Area]) -> Result<(), StoreError> {
    for area in areas {
        w.execute(
            "INSERT INTO area (realm, code, parent, level, kind, name, geometry, households, population, from_day, to_day) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (realm, code) DO UPDATE SET parent = excluded.parent, \
             level = excluded.level, kind = excluded.kind, name = excluded.name, geometry = excluded.geometry, \
             households = excluded.households, population = excluded.population, from_day = excluded.from_day, to_day = excluded.to_day",
            &[
                realm.into(),
                (&area.code).into(),
                (&area.parent).into(),
                (&area.level).into(),
                (&area.kind).into(),
                (&area.name).into(),
                (&area.geometry).into(),
                area.households.into(),
                area.population.into(),
                (&area.from_day).into(),
                (&area.to_day).into(),
            ],
        )?;
    }
    let (tx, gathered) = w.split();
    crate::edge::follow_parents(tx, realm)?;
    close(tx, realm)?;
    gathered.forget_areas();
    Ok(())
}

/// Works out what lies below what today.
pub(crate) fn close(tx: &mut dyn Tx, realm: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM area_closure WHERE realm = ?1", &[realm.into()])?;
    tx.execute(
        "INSERT INTO area_closure (realm, ancestor, area, depth) \
         WITH RECURSIVE up (ancestor, area, depth) AS ( \
           SELECT code, code, CAST(0 AS BIGINT) FROM area WHERE realm = ?1 \
           UNION ALL SELECT a.parent, up.area, up.depth + 1 FROM up JOIN area a ON a.realm = ?1 AND a.code = up.ancestor \
           WHERE a.parent IS NOT NULL AND up.depth < 32) \
         SELECT ?1, ancestor, area, depth FROM up",
        &[realm.into()],
    )
    .map(drop)
}

const AREA: &str = "code, parent, level, kind, name, geometry, households, population, from_day, to_day";

fn read_area(row: &dyn Row) -> Result<Area, StoreError> {
    Ok(Area {
        code: row.text(0)?,
        parent: row.opt_text(1)?,
        level: row.text(2)?,
        kind: row.text(3)?,
        name: row.text(4)?,
        geometry: row.opt_text(5)?,
        households: row.int(6)?,
        population: row.int(7)?,
        from_day: row.opt_text(8)?,
        to_day: row.opt_text(9)?,
    })
}

/// All areas of the realm, by code.
///
/// # Errors
/// What the database says.
pub fn areas(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Area>, StoreError> {
    all(tx, &format!("SELECT {AREA} FROM area WHERE realm = ?1 ORDER BY code"), &[realm.into()], read_area)
}

/// One area.
///
/// # Errors
/// What the database says.
pub fn area(tx: &mut dyn Tx, realm: i64, code: &str) -> Result<Option<Area>, StoreError> {
    first(tx, &format!("SELECT {AREA} FROM area WHERE realm = ?1 AND code = ?2"), &[realm.into(), code.into()], read_area)
}

/// Codes of the area itself and all above it, the nearest first; nothing for an unknown area.
///
/// # Errors
/// What the database says.
pub fn ancestors(tx: &mut dyn Tx, realm: i64, code: &str) -> Result<Vec<String>, StoreError> {
    all(tx, "SELECT ancestor FROM area_closure WHERE realm = ?1 AND area = ?2 ORDER BY depth", &[realm.into(), code.into()], |row| {
        row.text(0)
    })
}

/// Codes of the area itself and all below it, at most `limit`.
///
/// # Errors
/// What the database says.
pub fn subtree(tx: &mut dyn Tx, realm: i64, code: &str, limit: i64) -> Result<Vec<String>, StoreError> {
    all(
        tx,
        "SELECT area FROM area_closure WHERE realm = ?1 AND ancestor = ?2 ORDER BY area LIMIT ?3",
        &[realm.into(), code.into(), limit.into()],
        |row| row.text(0),
    )
}

/// Adds or replaces bodies. A first day that is known stays where the new one is not.
///
/// # Errors
/// What the database says.
pub fn put_bodies(tx: &mut dyn Tx, realm: i64, bodies: &[Body]) -> Result<(), StoreError> {
    for body in bodies {
        let params: [Param<'_>; 9] = [
            realm.into(),
            (&body.code).into(),
            (&body.kind).into(),
            (&body.level).into(),
            (&body.area).into(),
            (&body.parent).into(),
            (&body.name).into(),
            (&body.from_day).into(),
            (&body.to_day).into(),
        ];
        tx.execute(
            "INSERT INTO body (realm, code, kind, level, area, parent, name, from_day, to_day) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             ON CONFLICT (realm, code) DO UPDATE SET kind = excluded.kind, level = excluded.level, area = excluded.area, \
             parent = excluded.parent, name = excluded.name, \
             from_day = COALESCE(excluded.from_day, body.from_day), to_day = excluded.to_day",
            &params,
        )?;
    }
    Ok(())
}

/// All bodies of the realm, by code.
///
/// # Errors
/// What the database says.
pub fn bodies(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Body>, StoreError> {
    let sql = "SELECT code, kind, level, area, parent, name, from_day, to_day FROM body WHERE realm = ?1 ORDER BY code";
    all(tx, sql, &[realm.into()], |row| {
        Ok(Body {
            code: row.text(0)?,
            kind: row.text(1)?,
            level: row.text(2)?,
            area: row.text(3)?,
            parent: row.opt_text(4)?,
            name: row.text(5)?,
            from_day: row.opt_text(6)?,
            to_day: row.opt_text(7)?,
        })
    })
}
