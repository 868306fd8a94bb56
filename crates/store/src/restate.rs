//! The past restated on the territory of today.

use std::collections::{HashMap, HashSet};

use crate::edge::{EVER, Edge, past_edges};
use crate::tally::{Sums, TallyQuery, area_sums, by_category, by_child, by_day, category_sums, points};
use crate::tx::{Tx, all, first};
use crate::{AreaSum, CategorySum, Point, StoreError};

/// Part of a sum: an area's own counts over a span of days, added or taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) area: String,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) sign: i64,
}

/// How the past is restated on the territory of today.
///
/// What hangs below an area today counted, on a day of the past, in the areas whose edge of that day leads into that set from outside;
/// less those outside whose edge led out of it. Where nothing changed that is the area itself and nothing else.
pub(crate) struct Restated {
    past: Vec<Edge>,
    /// Of every area with a past, and of every area that others hung below: itself and all above it today.
    above: HashMap<String, HashSet<String>>,
}

impl Restated {
    /// Reads the past from a day on.
    pub(crate) fn read(tx: &mut dyn Tx, realm: i64, from: i64) -> Result<Self, StoreError> {
        let past: Vec<Edge> = past_edges(tx, realm)?.into_iter().filter(|edge| edge.to >= from).collect();
        let mut above = HashMap::new();
        for code in past.iter().flat_map(|edge| [&edge.area, &edge.parent]) {
            if !above.contains_key(code) {
                above.insert(code.clone(), crate::area::ancestors(tx, realm, code)?.into_iter().collect());
            }
        }
        Ok(Self { past, above })
    }

    /// The parts whose sum is an area as it stands today.
    pub(crate) fn parts(&self, tx: &mut dyn Tx, realm: i64, area: &str) -> Result<Vec<Part>, StoreError> {
        let sql = "SELECT from_day FROM area_edge WHERE realm = ?1 AND area = ?2 AND to_day = ?3";
        let since = first(tx, sql, &[realm.into(), area.into(), EVER.into()], |row| row.int(0))?.unwrap_or(-EVER);
        let mut parts = vec![Part { area: area.to_owned(), from: since, to: EVER, sign: 1 }];
        let within = |code: &String| self.above.get(code).is_some_and(|above| above.contains(area));
        for edge in &self.past {
            let sign = match (within(&edge.area), within(&edge.parent)) {
                (true, false) => 1,
                (false, true) => -1,
                _ => continue,
            };
            parts.push(Part { area: edge.area.clone(), from: edge.from, to: edge.to, sign });
        }
        Ok(parts)
    }
}

/// How a sum is read from the tallies.
type Summing<K> = fn(&mut dyn Tx, i64, &TallyQuery<'_>) -> Result<Sums<K>, StoreError>;

/// A sum of what hangs below the area today.
fn restate<K: Ord>(
    tx: &mut dyn Tx,
    realm: i64,
    restated: &Restated,
    query: &TallyQuery<'_>,
    sums: Summing<K>,
) -> Result<Sums<K>, StoreError> {
    let mut whole = Sums::new();
    for part in restated.parts(tx, realm, query.area)? {
        let of_part = TallyQuery { area: &part.area, from: query.from.max(part.from), to: query.to.min(part.to), ..*query };
        for (key, n) in sums(tx, realm, &of_part)? {
            *whole.entry(key).or_default() += part.sign * n;
        }
    }
    Ok(whole)
}

/// As [`crate::tally_series`], of what hangs below the area today.
///
/// # Errors
/// What the database says.
pub fn restated_series(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Vec<Point>, StoreError> {
    let restated = Restated::read(tx, realm, query.from)?;
    Ok(points(restate(tx, realm, &restated, query, by_day)?))
}

/// As [`crate::tally_children`], of the areas directly below today and what hangs below each of them today.
///
/// # Errors
/// What the database says.
pub fn restated_children(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Vec<AreaSum>, StoreError> {
    let restated = Restated::read(tx, realm, query.from)?;
    if restated.past.is_empty() {
        return Ok(area_sums(by_child(tx, realm, query)?));
    }
    let sql = "SELECT area FROM area_edge WHERE realm = ?1 AND parent = ?2 AND to_day = ?3 ORDER BY area";
    let children = all(tx, sql, &[realm.into(), query.area.into(), EVER.into()], |row| row.text(0))?;
    let mut sums = Sums::new();
    for child in children {
        for ((_, measure), n) in restate(tx, realm, &restated, &TallyQuery { area: &child, ..*query }, by_day)? {
            *sums.entry((child.clone(), measure)).or_default() += n;
        }
    }
    Ok(area_sums(sums))
}

/// As [`crate::tally_categories`], of what hangs below the area today.
///
/// # Errors
/// What the database says.
pub fn restated_categories(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Vec<CategorySum>, StoreError> {
    let restated = Restated::read(tx, realm, query.from)?;
    Ok(category_sums(restate(tx, realm, &restated, query, by_category)?))
}
