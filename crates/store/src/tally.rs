//! Tallies: how many records count for a measure, by area, category and day; boards read these instead of records.
//!
//! A delta names one area and perhaps a category. It counts for the area and everything above it on its own day, once per day under the
//! category `''` and once per month (the first day of it, or since the territory changed within the month) under the category. Adding all of that up in its places touches a page for nearly every area
//! and category, so a group's deltas go first, as they are, into one row of `tally_log`, in the same transaction as the acts. Every
//! [`FOLD`] groups the log is folded into the tallies at once, where most of it meets in the same places. Readers add the log to what is folded.

mod gather;
mod log;

use std::collections::BTreeMap;

use crate::StoreError;
use crate::edge::Chain;
use crate::tx::{Row, Tx};
use crate::write::Write;

pub(crate) use gather::{Counts, Gathered, Key, Names};
pub(crate) use log::{Logged, log};

/// One change to a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta<'a> {
    /// Register.
    pub register: &'a str,
    /// Code of the record's area.
    pub area: &'a str,
    /// Code of the record's category.
    pub category: Option<&'a str>,
    /// Measure.
    pub measure: &'a str,
    /// Days since 1970-01-01 in the pack's calendar.
    pub day: i64,
    /// How many more; negative for fewer.
    pub n: i64,
}

/// One day's count of one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Measure.
    pub measure: String,
    /// Days since 1970-01-01.
    pub day: i64,
    /// Count.
    pub n: i64,
}

/// One area's count of one measure over a span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaSum {
    /// Code of the area.
    pub area: String,
    /// Measure.
    pub measure: String,
    /// Count.
    pub n: i64,
}

/// One category's count of one measure over whole months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategorySum {
    /// Code of the category.
    pub category: String,
    /// Measure.
    pub measure: String,
    /// Count.
    pub n: i64,
}

/// What is asked of the tallies.
#[derive(Clone, Copy, Debug)]
pub struct TallyQuery<'a> {
    /// Register.
    pub register: &'a str,
    /// Code of the area.
    pub area: &'a str,
    /// Measures.
    pub measures: &'a [&'a str],
    /// First day, days since 1970-01-01.
    pub from: i64,
    /// Last day.
    pub to: i64,
}

/// Counts by what they are asked by, and measure.
pub(crate) type Sums<K> = BTreeMap<(K, String), i64>;

/// Adds a realm's log to its tallies now: before their rows are looked at from outside.
///
/// # Errors
/// What the database says.
pub fn fold_tallies(w: &mut Write<'_>, realm: i64) -> Result<(), StoreError> {
    let (tx, gathered) = w.split();
    gathered.fold(tx, realm, Counts::default())
}

/// Adds to the counts. They are written with the group's commit, so reads inside the same group do not see them.
pub fn tally(w: &mut Write<'_>, realm: i64, deltas: &[Delta<'_>]) {
    let (_, gathered) = w.split();
    for delta in deltas {
        gathered.add(realm, delta);
    }
}

/// Every day from ?4 to ?5: the tallies are ordered by day, so that what is counted today lies together, and each day of a span is sought by
/// itself.
const DAYS: &str = "WITH RECURSIVE days (day) AS (SELECT CAST(?4 AS BIGINT) UNION ALL SELECT day + 1 FROM days WHERE day < ?5)";

/// Adds up what `sql` finds (key, measure, count) and what `logged` says of the log.
fn sums<K: Ord>(
    tx: &mut dyn Tx,
    realm: i64,
    query: &TallyQuery<'_>,
    sql: &str,
    key: impl Fn(&dyn Row) -> Result<K, StoreError>,
    logged: impl Fn(&Logged, &Chain<String>) -> Option<K>,
) -> Result<Sums<K>, StoreError> {
    let mut sums = Sums::new();
    let params = [realm.into(), query.area.into(), query.register.into(), query.from.into(), query.to.into()];
    tx.query(&format!("{DAYS} {sql}"), &params, &mut |row| {
        let measure = row.str(1)?;
        if query.measures.contains(&measure) {
            *sums.entry((key(row)?, measure.to_owned())).or_default() += row.int(2)?;
        }
        Ok(())
    })?;
    for (line, chain) in log::unfolded(tx, realm, query)? {
        if let Some(key) = logged(&line, &chain) {
            *sums.entry((key, line.measure)).or_default() += line.n;
        }
    }
    Ok(sums)
}

pub(crate) fn by_day(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Sums<i64>, StoreError> {
    let sql = "SELECT t.day, t.measure, t.n FROM days CROSS JOIN tally t \
         WHERE ?4 <= ?5 AND t.realm = ?1 AND t.register = ?3 AND t.day = days.day AND t.area = ?2 AND t.category = ''";
    let days = query.from..=query.to;
    let logged = |line: &Logged, chain: &Chain<String>| {
        (days.contains(&line.day) && chain.up.iter().any(|above| above == query.area)).then_some(line.day)
    };
    sums(tx, realm, query, sql, |row| row.int(0), logged)
}

pub(crate) fn by_child(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Sums<String>, StoreError> {
    let sql = "SELECT t.area, t.measure, t.n FROM days CROSS JOIN area_edge e CROSS JOIN tally t \
         WHERE ?4 <= ?5 AND e.realm = ?1 AND e.parent = ?2 AND e.from_day <= days.day AND e.to_day >= days.day \
         AND t.realm = ?1 AND t.register = ?3 AND t.day = days.day AND t.area = e.area AND t.category = ''";
    let days = query.from..=query.to;
    let logged = |line: &Logged, chain: &Chain<String>| {
        let at = chain.up.iter().position(|above| above == query.area)?;
        chain.up.get(at.checked_sub(1)?).filter(|_| days.contains(&line.day)).cloned()
    };
    sums(tx, realm, query, sql, |row| row.text(0), logged)
}

pub(crate) fn by_category(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Sums<String>, StoreError> {
    let sql = "SELECT t.category, t.measure, t.n FROM days CROSS JOIN tally t \
         WHERE ?4 <= ?5 AND t.realm = ?1 AND t.register = ?3 AND t.day = days.day AND t.area = ?2 AND t.category > ''";
    let days = query.from..=query.to;
    let logged = |line: &Logged, chain: &Chain<String>| {
        let counts = days.contains(&chain.part(line.day)) && chain.up.iter().any(|above| above == query.area);
        (counts && !line.category.is_empty()).then(|| line.category.clone())
    };
    sums(tx, realm, query, sql, |row| row.text(0), logged)
}

pub(crate) fn points(sums: Sums<i64>) -> Vec<Point> {
    sums.into_iter().filter(|(_, n)| *n != 0).map(|((day, measure), n)| Point { measure, day, n }).collect()
}

pub(crate) fn area_sums(sums: Sums<String>) -> Vec<AreaSum> {
    sums.into_iter().map(|((area, measure), n)| AreaSum { area, measure, n }).collect()
}

pub(crate) fn category_sums(sums: Sums<String>) -> Vec<CategorySum> {
    sums.into_iter().map(|((category, measure), n)| CategorySum { category, measure, n }).collect()
}

/// Counts of an area by day, from the first to the last day given, both included; days without any are left out.
///
/// # Errors
/// What the database says.
pub fn tally_series(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Vec<Point>, StoreError> {
    Ok(points(by_day(tx, realm, query)?))
}

/// Sums of each area that was directly below the one asked for on the day, over a span of days, both ends included.
///
/// # Errors
/// What the database says.
pub fn tally_children(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Vec<AreaSum>, StoreError> {
    Ok(area_sums(by_child(tx, realm, query)?))
}

/// Sums by category of an area over whole months: those whose first day lies between the two days, both included. A month in which the
/// territory changed falls into parts, each by its own first day.
///
/// # Errors
/// What the database says.
pub fn tally_categories(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Vec<CategorySum>, StoreError> {
    Ok(category_sums(by_category(tx, realm, query)?))
}

/// The first day of the month of a day, both counted from 1970-01-01 (proleptic Gregorian).
#[must_use]
pub const fn month_of(day: i64) -> i64 {
    // Days since 0000-03-01 in eras of 400 years (146,097 days), as in Howard Hinnant's `civil_from_days`.
    let shifted = day + 719_468;
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5;
    day - of_month
}
