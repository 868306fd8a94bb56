//! The log that deltas pass through on their way to the tallies.

use std::sync::Arc;

use super::{Delta, TallyQuery};
use crate::StoreError;
use crate::edge::{Chain, Chains};
use crate::tx::Tx;

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
pub(super) type Unfolded = (Logged, Arc<Chain<String>>);

/// What the log holds of the measures asked for.
pub(super) fn unfolded(tx: &mut dyn Tx, realm: i64, query: &TallyQuery<'_>) -> Result<Vec<Unfolded>, StoreError> {
    let asked = |line: &Logged| line.register == query.register && query.measures.contains(&line.measure.as_str());
    let mut chains: Chains<String, String> = Chains::default();
    let mut found = Vec::new();
    for line in log(tx, realm)?.into_iter().filter(asked) {
        let up = chains.on(&line.area, line.day, || crate::edge::chain(tx, realm, &line.area, line.day, str::to_owned))?;
        found.push((line, up));
    }
    Ok(found)
}
