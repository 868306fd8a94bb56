//! Tallies: how many records count for a measure, by area, category and day; boards read these instead of records.
//!
//! A delta names one area and perhaps a category; the store adds it for the area and everything above it, once per day under the
//! category `''` and once per month (the first day of it) under the category. Deltas of one group of commands are summed in memory
//! and written once, in the order of the key.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::StoreError;
use crate::tx::{Tx, all};
use crate::write::Write;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) realm: i64,
    pub(crate) area: u32,
    pub(crate) register: u32,
    pub(crate) category: u32,
    pub(crate) day: i64,
    pub(crate) measure: u32,
}

/// Texts as small numbers; there are as many as a pack and its territory have.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    /// Place of each text in alphabetical order; stale while shorter than `texts`.
    ranks: Vec<u32>,
}

impl Names {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        number
    }

    /// Works out the alphabetical order, where texts were added since.
    fn rank_all(&mut self) {
        if self.ranks.len() != self.texts.len() {
            let mut sorted: Vec<(&Arc<str>, usize)> = self.texts.iter().zip(0..).collect();
            sorted.sort_unstable();
            self.ranks = vec![0; sorted.len()];
            for ((_, number), rank) in sorted.into_iter().zip(0..) {
                if let Some(place) = self.ranks.get_mut(number) {
                    *place = rank;
                }
            }
        }
    }

    fn rank(&self, number: u32) -> u32 {
        self.ranks.get(number as usize).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }
}

/// Counts gathered in memory: those of commands that are kept, and those of the running one.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) names: Names,
    ancestors: HashMap<(i64, u32), Arc<[u32]>>,
    kept: HashMap<Key, i64, BuildHasherDefault<Mix>>,
    open: HashMap<Key, i64, BuildHasherDefault<Mix>>,
}

/// A quick hash for [`Key`], whose parts are the program's own numbers: nobody outside chooses them.
#[derive(Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }
    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }
    fn write_i64(&mut self, value: i64) {
        self.write_u64(value.cast_unsigned());
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Gathered {
    pub(crate) fn add(&mut self, tx: &mut dyn Tx, realm: i64, delta: &Delta<'_>) -> Result<(), StoreError> {
        let register = self.names.number(delta.register);
        let measure = self.names.number(delta.measure);
        let whole = self.names.number("");
        let category = delta.category.filter(|category| !category.is_empty()).map(|category| self.names.number(category));
        let month = month_of(delta.day);
        for area in self.up(tx, realm, delta.area)?.iter() {
            let key = Key { realm, area: *area, register, category: whole, day: delta.day, measure };
            *self.open.entry(key).or_default() += delta.n;
            if let Some(category) = category {
                *self.open.entry(Key { category, day: month, ..key }).or_default() += delta.n;
            }
        }
        Ok(())
    }

    /// The area and all above it.
    fn up(&mut self, tx: &mut dyn Tx, realm: i64, area: &str) -> Result<Arc<[u32]>, StoreError> {
        let number = self.names.number(area);
        if let Some(known) = self.ancestors.get(&(realm, number)) {
            return Ok(known.clone());
        }
        let mut up = vec![number];
        for code in crate::area::ancestors(tx, realm, area)? {
            up.push(self.names.number(&code));
        }
        up.dedup();
        let up: Arc<[u32]> = up.into();
        self.ancestors.insert((realm, number), up.clone());
        Ok(up)
    }

    /// The territory changed: what is above an area must be looked up again.
    pub(crate) fn forget_areas(&mut self) {
        self.ancestors.clear();
    }

    pub(crate) fn keep(&mut self) {
        if self.kept.is_empty() {
            std::mem::swap(&mut self.kept, &mut self.open);
        } else {
            for (key, n) in self.open.drain() {
                *self.kept.entry(key).or_default() += n;
            }
        }
    }

    pub(crate) fn drop_open(&mut self) {
        self.open.clear();
        // The command may have changed the territory before it was rolled back.
        self.ancestors.clear();
    }

    /// Makes what was gathered for a realm so far come to nothing.
    pub(crate) fn cancel(&mut self, realm: i64) {
        self.open.retain(|key, _| key.realm != realm);
        self.open.extend(self.kept.iter().filter(|(key, _)| key.realm == realm).map(|(key, n)| (*key, -n)));
    }

    pub(crate) fn counts(&self) -> impl Iterator<Item = (&Key, i64)> {
        self.open.iter().chain(&self.kept).map(|(key, n)| (key, *n))
    }

    pub(crate) fn flush(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        let Self { names, kept, .. } = self;
        let mut rows: Vec<(Key, i64)> = kept.drain().filter(|(_, n)| *n != 0).collect();
        names.rank_all();
        rows.sort_unstable_by_key(|(key, _)| {
            let Key { realm, area, register, category, day, measure } = *key;
            (realm, names.rank(area), names.rank(register), names.rank(category), day, names.rank(measure))
        });
        for (key, n) in rows {
            tx.execute(
                "INSERT INTO tally (realm, area, register, category, day, measure, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT (realm, area, register, category, day, measure) DO UPDATE SET n = tally.n + excluded.n",
                &[
                    key.realm.into(),
                    names.text(key.area).into(),
                    names.text(key.register).into(),
                    names.text(key.category).into(),
                    key.day.into(),
                    names.text(key.measure).into(),
                    n.into(),
                ],
            )?;
        }
        Ok(())
    }
}

/// Adds to the counts. They are written with the group's commit, so reads inside the same group do not see them.
///
/// # Errors
/// What the database says.
pub fn tally(w: &mut Write<'_>, realm: i64, deltas: &[Delta<'_>]) -> Result<(), StoreError> {
    let (tx, gathered) = w.split();
    deltas.iter().try_for_each(|delta| gathered.add(tx, realm, delta))
}

/// Counts of an area by day, from the first to the last day given, both included; days without any are left out.
///
/// # Errors
/// What the database says.
pub fn tally_series(
    tx: &mut dyn Tx,
    realm: i64,
    area: &str,
    register: &str,
    measures: &[&str],
    from: i64,
    to: i64,
) -> Result<Vec<Point>, StoreError> {
    let mut points = all(
        tx,
        "SELECT measure, day, n FROM tally WHERE realm = ?1 AND area = ?2 AND register = ?3 AND category = '' \
         AND day BETWEEN ?4 AND ?5 AND n <> 0 ORDER BY day, measure",
        &[realm.into(), area.into(), register.into(), from.into(), to.into()],
        |row| Ok(Point { measure: row.text(0)?, day: row.int(1)?, n: row.int(2)? }),
    )?;
    points.retain(|point| measures.contains(&point.measure.as_str()));
    Ok(points)
}

/// Sums of each area directly below `parent` over a span of days, both ends included.
///
/// # Errors
/// What the database says.
pub fn tally_children(
    tx: &mut dyn Tx,
    realm: i64,
    parent: &str,
    register: &str,
    measures: &[&str],
    from: i64,
    to: i64,
) -> Result<Vec<AreaSum>, StoreError> {
    let mut sums = all(
        tx,
        "SELECT c.area, t.measure, CAST(SUM(t.n) AS BIGINT) FROM area_closure c CROSS JOIN tally t \
         WHERE c.realm = ?1 AND c.ancestor = ?2 AND c.depth = 1 AND t.realm = ?1 AND t.area = c.area AND t.register = ?3 \
         AND t.category = '' AND t.day BETWEEN ?4 AND ?5 GROUP BY c.area, t.measure ORDER BY c.area, t.measure",
        &[realm.into(), parent.into(), register.into(), from.into(), to.into()],
        |row| Ok(AreaSum { area: row.text(0)?, measure: row.text(1)?, n: row.int(2)? }),
    )?;
    sums.retain(|sum| measures.contains(&sum.measure.as_str()));
    Ok(sums)
}

/// Sums by category of an area over whole months: those whose first day lies between `from` and `to`, both included.
///
/// # Errors
/// What the database says.
pub fn tally_categories(
    tx: &mut dyn Tx,
    realm: i64,
    area: &str,
    register: &str,
    measures: &[&str],
    from: i64,
    to: i64,
) -> Result<Vec<CategorySum>, StoreError> {
    let mut sums = all(
        tx,
        "SELECT category, measure, CAST(SUM(n) AS BIGINT) FROM tally WHERE realm = ?1 AND area = ?2 AND register = ?3 \
         AND category > '' AND day BETWEEN ?4 AND ?5 GROUP BY category, measure ORDER BY category, measure",
        &[realm.into(), area.into(), register.into(), from.into(), to.into()],
        |row| Ok(CategorySum { category: row.text(0)?, measure: row.text(1)?, n: row.int(2)? }),
    )?;
    sums.retain(|sum| measures.contains(&sum.measure.as_str()));
    Ok(sums)
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
