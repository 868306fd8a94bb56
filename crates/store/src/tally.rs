//! Tallies: how many records count for a measure, by area, category and day; boards read these instead of records.
//!
//! A delta names one area and perhaps a category. It counts for the area and everything above it on its own day, once per day under the
//! category `''` and once per month (the first day of it, or since the territory changed within the month) under the category. Adding all of that up in its places touches a page for nearly every area
//! and category, so a group's deltas go first, as they are, into one row of `tally_log`, in the same transaction as the acts. Every
//! [`FOLD`] groups the log is folded into the tallies at once, where most of it meets in the same places. Readers add the log to what is folded.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::StoreError;
use crate::edge::{Chain, Chains};
use crate::tx::{Tx, first};
use crate::write::Write;

/// Groups in the log from which on it is folded.
const FOLD: i64 = 128;
/// A group with more deltas than this is folded at once: it meets itself often enough.
const LARGE: usize = 512;

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

    /// Where a key stands in the order of the table's.
    fn place(&self, key: &Key) -> (i64, u32, i64, u32, u32, u32) {
        (key.realm, self.rank(key.register), key.day, self.rank(key.area), self.rank(key.category), self.rank(key.measure))
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }
}

/// Counts gathered in memory, as the deltas name them: those of commands that are kept, and those of the running one.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) names: Names,
    chains: Chains<(i64, u32), u32>,
    kept: Counts,
    open: Counts,
}

pub(crate) type Counts = HashMap<Key, i64, BuildHasherDefault<Mix>>;

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
    pub(crate) fn add(&mut self, realm: i64, delta: &Delta<'_>) {
        let key = self.key(realm, delta);
        *self.open.entry(key).or_default() += delta.n;
    }

    pub(crate) fn key(&mut self, realm: i64, delta: &Delta<'_>) -> Key {
        Key {
            realm,
            area: self.names.number(delta.area),
            register: self.names.number(delta.register),
            category: self.names.number(delta.category.unwrap_or_default()),
            day: delta.day,
            measure: self.names.number(delta.measure),
        }
    }

    /// The area and all above it on a day.
    fn up(&mut self, tx: &mut dyn Tx, realm: i64, area: u32, day: i64) -> Result<Arc<Chain<u32>>, StoreError> {
        let Self { names, chains, .. } = self;
        chains.on(&(realm, area), day, || {
            let code = names.text(area).to_owned();
            crate::edge::chain(tx, realm, &code, day, |code| names.number(code))
        })
    }

    /// Deltas as the places of the tallies in which they count.
    pub(crate) fn expand(&mut self, tx: &mut dyn Tx, deltas: &Counts) -> Result<Counts, StoreError> {
        let whole = self.names.number("");
        let mut places = Counts::default();
        for (key, n) in deltas {
            let chain = self.up(tx, key.realm, key.area, key.day)?;
            let part = chain.part(key.day);
            for area in &chain.up {
                let place = Key { area: *area, ..*key };
                *places.entry(Key { category: whole, ..place }).or_default() += n;
                if key.category != whole {
                    *places.entry(Key { day: part, ..place }).or_default() += n;
                }
            }
        }
        Ok(places)
    }

    /// What was gathered and not yet flushed, in its places.
    pub(crate) fn places(&mut self, tx: &mut dyn Tx) -> Result<Counts, StoreError> {
        let mut deltas = self.kept.clone();
        for (key, n) in &self.open {
            *deltas.entry(*key).or_default() += n;
        }
        self.expand(tx, &deltas)
    }

    /// The territory changed: what is above an area must be looked up again.
    pub(crate) fn forget_areas(&mut self) {
        self.chains.clear();
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
        self.chains.clear();
    }

    /// What was gathered for a realm, of commands that are kept and of the running one.
    pub(crate) fn waiting(&self, realm: i64) -> Counts {
        let mut deltas = Counts::default();
        for (key, n) in self.kept.iter().chain(&self.open).filter(|(key, _)| key.realm == realm) {
            *deltas.entry(*key).or_default() += n;
        }
        deltas
    }

    /// Makes what was gathered for a realm so far come to nothing.
    pub(crate) fn cancel(&mut self, realm: i64) {
        self.open.retain(|key, _| key.realm != realm);
        self.open.extend(self.kept.iter().filter(|(key, _)| key.realm == realm).map(|(key, n)| (*key, -n)));
    }

    /// Writes what was kept: into the log, or, with what the log holds, into the tallies.
    pub(crate) fn flush(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        let mut by_realm: BTreeMap<i64, Counts> = BTreeMap::new();
        for (key, n) in self.kept.drain().filter(|(_, n)| *n != 0) {
            by_realm.entry(key.realm).or_default().insert(key, n);
        }
        for (realm, deltas) in by_realm {
            let (last, groups) =
                first(tx, "SELECT COALESCE(MAX(seq), 0), COUNT(*) FROM tally_log WHERE realm = ?1", &[realm.into()], |row| {
                    Ok((row.int(0)?, row.int(1)?))
                })?
                .unwrap_or_default();
            if deltas.len() > LARGE || groups + 1 >= FOLD {
                self.fold(tx, realm, deltas)?;
            } else {
                let text = self.written(&deltas);
                tx.execute(
                    "INSERT INTO tally_log (realm, seq, deltas) VALUES (?1, ?2, ?3)",
                    &[realm.into(), (last + 1).into(), (&text).into()],
                )?;
            }
        }
        Ok(())
    }

    /// Deltas as text, in an order that does not depend on how they were gathered: a made-up world has the same bytes every time.
    fn written(&mut self, deltas: &Counts) -> String {
        self.names.rank_all();
        let names = &self.names;
        let mut lines: Vec<(&Key, i64)> = deltas.iter().map(|(key, n)| (key, *n)).collect();
        lines.sort_unstable_by_key(|(key, _)| names.place(key));
        let mut text = String::with_capacity(lines.len() * 64);
        for (key, n) in lines {
            let name = |number| names.text(number);
            // Writing into a text cannot fail.
            let _ = writeln!(
                text,
                "{}\t{}\t{}\t{}\t{}\t{n}",
                name(key.area),
                name(key.register),
                name(key.category),
                key.day,
                name(key.measure)
            );
        }
        text
    }

    /// Adds a realm's log and these deltas to the tallies, in the order of their key, and empties the log.
    pub(crate) fn fold(&mut self, tx: &mut dyn Tx, realm: i64, mut deltas: Counts) -> Result<(), StoreError> {
        for line in log(tx, realm)? {
            let key = Key {
                realm,
                area: self.names.number(&line.area),
                register: self.names.number(&line.register),
                category: self.names.number(&line.category),
                day: line.day,
                measure: self.names.number(&line.measure),
            };
            *deltas.entry(key).or_default() += line.n;
        }
        let places = self.expand(tx, &deltas)?;
        self.write_places(tx, places)?;
        tx.execute("DELETE FROM tally_log WHERE realm = ?1", &[realm.into()]).map(drop)
    }

    /// Adds to the tallies in their places, in the order of their key.
    pub(crate) fn write_places(&mut self, tx: &mut dyn Tx, places: Counts) -> Result<(), StoreError> {
        let mut rows: Vec<(Key, i64)> = places.into_iter().filter(|(_, n)| *n != 0).collect();
        self.names.rank_all();
        let names = &self.names;
        rows.sort_unstable_by_key(|(key, _)| names.place(key));
        for (key, n) in rows {
            tx.execute(
                "INSERT INTO tally (realm, register, day, area, category, measure, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT (realm, register, day, area, category, measure) DO UPDATE SET n = tally.n + excluded.n",
                &[
                    key.realm.into(),
                    names.text(key.register).into(),
                    key.day.into(),
                    names.text(key.area).into(),
                    names.text(key.category).into(),
                    names.text(key.measure).into(),
                    n.into(),
                ],
            )?;
        }
        Ok(())
    }
}

/// A delta in the log.
#[derive(Debug)]
pub(crate) struct Logged {
    pub(crate) area: String,
    pub(crate) register: String,
    pub(crate) category: String,
    pub(crate) day: i64,
    pub(crate) measure: String,
    pub(crate) n: i64,
}

impl Logged {
    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let mut text = || parts.next().map(str::to_owned);
        let (area, register, category, day, measure, n) = (text()?, text()?, text()?, text()?, text()?, text()?);
        Some(Self { area, register, category, day: day.parse().ok()?, measure, n: n.parse().ok()? })
    }

    pub(crate) fn delta(&self) -> Delta<'_> {
        let category = Some(self.category.as_str()).filter(|category| !category.is_empty());
        Delta { register: &self.register, area: &self.area, category, measure: &self.measure, day: self.day, n: self.n }
    }
}

/// What a realm's log holds.
pub(crate) fn log(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Logged>, StoreError> {
    let mut found = Vec::new();
    tx.query("SELECT deltas FROM tally_log WHERE realm = ?1 ORDER BY seq", &[realm.into()], &mut |row| {
        for line in row.str(0)?.lines() {
            found.push(Logged::parse(line).ok_or_else(|| StoreError::Malformed("tally_log.deltas".into()))?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// A delta in the log, with its area and all above it on its day, the nearest first.
type Unfolded = (Logged, Arc<Chain<String>>);

/// What the log holds of some measures of one register.
fn unfolded(tx: &mut dyn Tx, realm: i64, register: &str, measures: &[&str]) -> Result<Vec<Unfolded>, StoreError> {
    let mut chains: Chains<String, String> = Chains::default();
    let mut found = Vec::new();
    for line in log(tx, realm)?.into_iter().filter(|line| line.register == register && measures.contains(&line.measure.as_str())) {
        let up = chains.on(&line.area, line.day, || crate::edge::chain(tx, realm, &line.area, line.day, str::to_owned))?;
        found.push((line, up));
    }
    Ok(found)
}

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
    let mut points: BTreeMap<(i64, String), i64> = BTreeMap::new();
    let sql = format!(
        "{DAYS} SELECT t.day, t.measure, t.n FROM days CROSS JOIN tally t \
         WHERE ?4 <= ?5 AND t.realm = ?1 AND t.register = ?3 AND t.day = days.day AND t.area = ?2 AND t.category = ''"
    );
    tx.query(&sql, &[realm.into(), area.into(), register.into(), from.into(), to.into()], &mut |row| {
        if measures.contains(&row.str(1)?) {
            points.insert((row.int(0)?, row.text(1)?), row.int(2)?);
        }
        Ok(())
    })?;
    for (line, chain) in unfolded(tx, realm, register, measures)? {
        if (from..=to).contains(&line.day) && chain.up.iter().any(|above| above == area) {
            *points.entry((line.day, line.measure)).or_default() += line.n;
        }
    }
    Ok(points.into_iter().filter(|(_, n)| *n != 0).map(|((day, measure), n)| Point { measure, day, n }).collect())
}

/// Sums of each area that was directly below `parent` on the day, over a span of days, both ends included.
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
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    let sql = format!(
        "{DAYS} SELECT t.area, t.measure, t.n FROM days CROSS JOIN area_edge e CROSS JOIN tally t \
         WHERE ?4 <= ?5 AND e.realm = ?1 AND e.parent = ?2 AND e.from_day <= days.day AND e.to_day >= days.day \
         AND t.realm = ?1 AND t.register = ?3 AND t.day = days.day AND t.area = e.area AND t.category = ''"
    );
    tx.query(&sql, &[realm.into(), parent.into(), register.into(), from.into(), to.into()], &mut |row| {
        if measures.contains(&row.str(1)?) {
            *sums.entry((row.text(0)?, row.text(1)?)).or_default() += row.int(2)?;
        }
        Ok(())
    })?;
    for (line, chain) in unfolded(tx, realm, register, measures)? {
        let below = chain.up.iter().position(|above| above == parent).and_then(|at| chain.up.get(at.checked_sub(1)?));
        if let Some(area) = below.filter(|_| (from..=to).contains(&line.day)) {
            *sums.entry((area.clone(), line.measure)).or_default() += line.n;
        }
    }
    Ok(sums.into_iter().map(|((area, measure), n)| AreaSum { area, measure, n }).collect())
}

/// Sums by category of an area over whole months: those whose first day lies between `from` and `to`, both included. A month in which the
/// territory changed falls into parts, each by its own first day.
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
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    let sql = format!(
        "{DAYS} SELECT t.category, t.measure, t.n FROM days CROSS JOIN tally t \
         WHERE ?4 <= ?5 AND t.realm = ?1 AND t.register = ?3 AND t.day = days.day AND t.area = ?2 AND t.category > ''"
    );
    tx.query(&sql, &[realm.into(), area.into(), register.into(), from.into(), to.into()], &mut |row| {
        if measures.contains(&row.str(1)?) {
            *sums.entry((row.text(0)?, row.text(1)?)).or_default() += row.int(2)?;
        }
        Ok(())
    })?;
    for (line, chain) in unfolded(tx, realm, register, measures)? {
        if !line.category.is_empty() && (from..=to).contains(&chain.part(line.day)) && chain.up.iter().any(|above| above == area) {
            *sums.entry((line.category, line.measure)).or_default() += line.n;
        }
    }
    Ok(sums.into_iter().map(|((category, measure), n)| CategorySum { category, measure, n }).collect())
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
