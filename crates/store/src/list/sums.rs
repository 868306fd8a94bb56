//! What the records of a list come to: by category, by place and day, by a field.

use std::collections::BTreeMap;

use linli_pack::expr::Names as _;
use linli_pack::record::Type;

use super::ListQuery;
use super::sql::Statement;
use super::walk::walks;
use crate::StoreError;
use crate::record::COLUMNS;
use crate::tx::Tx;

/// How many records of each category the list has; those without one under an empty code.
///
/// # Errors
/// What the database says.
pub fn count_by_category(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut counts = BTreeMap::new();
    for walk in walks(tx, realm, query)? {
        let sql = Statement::new(realm, query, &walk);
        let text = format!(
            "SELECT category, COUNT(*) FROM ({}) AS found GROUP BY category",
            sql.text.replacen(COLUMNS, "COALESCE(r.category, '') AS category", 1)
        );
        tx.query(&text, &sql.params(), &mut |row| {
            *counts.entry(row.text(0)?).or_default() += row.int(1)?;
            Ok(())
        })?;
    }
    Ok(counts)
}

/// What of a record says where and when something was the matter; without its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sighting {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Code of its area.
    pub area: String,
    /// Code of its category.
    pub category: Option<String>,
    /// Longitude and latitude in degrees.
    pub point: Option<(f64, f64)>,
    /// When it was opened.
    pub created: i64,
    /// When it was closed; `None` while it is open.
    pub closed: Option<i64>,
}

/// Where and when something was the matter, for everything the list has, in no order.
///
/// # Errors
/// What the database says.
pub fn sightings(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<Vec<Sighting>, StoreError> {
    let mut found = Vec::new();
    for walk in walks(tx, realm, query)? {
        let sql = Statement::new(realm, query, &walk);
        let text = sql.text.replacen(COLUMNS, "r.id, r.number, r.area, r.category, r.lon, r.lat, r.created, r.closed", 1);
        tx.query(&text, &sql.params(), &mut |row| {
            found.push(Sighting {
                id: row.text(0)?,
                number: row.text(1)?,
                area: row.text(2)?,
                category: row.opt_text(3)?,
                point: row.opt_num(4)?.zip(row.opt_num(5)?),
                created: row.int(6)?,
                closed: row.opt_int(7)?,
            });
            Ok(())
        })?;
    }
    Ok(found)
}

/// What the records of a list with one value of a text field and one of a whole number add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The text; empty where there is none.
    pub of: String,
    /// The number, 0 where there is none.
    pub count: i64,
    /// How many records.
    pub records: i64,
    /// How many of them are rated.
    pub rated: i64,
    /// Sum of their ratings.
    pub ratings: i64,
}

/// The records of a list by a text field and a field of whole numbers.
///
/// # Errors
/// What the database says.
pub fn shares(tx: &mut dyn Tx, realm: i64, query: &ListQuery, of: &str, count: &str) -> Result<Vec<Share>, StoreError> {
    let column = |name: &str, kind| crate::Columns.column(name, true, kind);
    let wanted = format!(
        "COALESCE({}, '') AS shared, COALESCE({}, 0) AS counted, r.rating AS rating",
        column(of, Type::Text),
        column(count, Type::Int)
    );
    let mut found: BTreeMap<(String, i64), Share> = BTreeMap::new();
    for walk in walks(tx, realm, query)? {
        let sql = Statement::new(realm, query, &walk);
        let text = format!(
            "SELECT shared, counted, COUNT(*), COUNT(rating), COALESCE(SUM(rating), 0) FROM ({}) AS found GROUP BY shared, counted",
            sql.text.replacen(COLUMNS, &wanted, 1)
        );
        tx.query(&text, &sql.params(), &mut |row| {
            let key = (row.text(0)?, row.int(1)?);
            let share = found.entry(key.clone()).or_insert_with(|| Share { of: key.0, count: key.1, ..Share::default() });
            share.records += row.int(2)?;
            share.rated += row.int(3)?;
            share.ratings += row.int(4)?;
            Ok(())
        })?;
    }
    Ok(found.into_values().collect())
}
