//! What rows bring about beside their records: who is told, and what the tallies gain. Said once for many rows.

use std::collections::HashMap;

use linli_engine::tally::contributions;
use linli_pack::record::Record;
use linli_store::{Delta, Write};

use crate::app::{Change, Inner};

/// What lists are told: once for each place and holder, not for each row.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Holders that were told of a record, by its area.
    seen: HashMap<String, Vec<Option<String>>>,
    pub(super) changes: Vec<Change>,
}

impl Told {
    pub(super) fn add(&mut self, record: &Record) {
        let holders = self.seen.get_mut(&record.area);
        if holders.as_ref().is_some_and(|holders| holders.contains(&record.holder)) {
            return;
        }
        match holders {
            Some(holders) => holders.push(record.holder.clone()),
            None => drop(self.seen.insert(record.area.clone(), vec![record.holder.clone()])),
        }
        self.changes.push(Change {
            record: record.id.clone(),
            register: record.register.clone(),
            area: record.area.clone(),
            holders: record.holder.iter().cloned().collect(),
        });
    }
}

/// Name of a measure, day, how many.
type Count<'p> = (&'p str, i64, i64);

/// What new records of one register count for, by area and category.
#[derive(Debug, Default)]
pub(super) struct Counted<'p> {
    places: HashMap<String, HashMap<String, Vec<Count<'p>>>>,
}

impl<'p> Counted<'p> {
    pub(super) fn add(&mut self, inner: &'p Inner, record: &Record) {
        let category = record.category.as_deref().unwrap_or_default();
        let counts = match self.places.get_mut(&record.area) {
            Some(categories) => categories,
            None => self.places.entry(record.area.clone()).or_default(),
        };
        let counts = match counts.get_mut(category) {
            Some(counts) => counts,
            None => counts.entry(category.to_owned()).or_default(),
        };
        for one in contributions(&inner.pack, &record.register, record) {
            let day = i64::from(one.day);
            match counts.iter_mut().find(|known| known.0 == one.measure && known.1 == day) {
                Some((_, _, n)) => *n += 1,
                None => counts.push((one.measure, day, 1)),
            }
        }
    }

    /// Adds them to the tallies.
    pub(super) fn write(&self, inner: &Inner, w: &mut Write<'_>, register: &str) {
        for (area, categories) in &self.places {
            for (category, counts) in categories {
                let category = Some(category.as_str()).filter(|category| !category.is_empty());
                let delta = |&(measure, day, n): &Count<'p>| Delta { register, area, category, measure, day, n };
                linli_store::tally(w, inner.realm, &counts.iter().map(delta).collect::<Vec<_>>());
            }
        }
    }
}
