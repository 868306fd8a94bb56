//! Counts gathered in memory while commands run, and how they are written: a group's into the log, or with the log into the tallies.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::Delta;
use super::log::log;
use crate::StoreError;
use crate::edge::{Chain, Chains};
use crate::tx::{Tx, first};

/// Groups in the log from which on it is folded.
const FOLD: i64 = 128;
/// A group with more deltas than this is folded at once: it meets itself often enough.
const LARGE: usize = 512;

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
