//! Drawing a sample that nobody can choose and everybody can draw again: by the order of fingerprints under a seed.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

/// How many are drawn of so many: the share in percent, rounded up, no fewer than `least`, no more than there are.
#[must_use]
pub fn size(of: usize, share: u32, least: u32) -> usize {
    let share = usize::try_from(share).unwrap_or(100).min(100);
    let least = usize::try_from(least).unwrap_or(usize::MAX);
    (of * share).div_ceil(100).max(least).min(of)
}

/// Draws from each stratum by itself: those whose SHA-256 over the seed and the id comes first. The same seed draws the same again,
/// whatever the order in which ids are given; whoever does not know the seed cannot tell who will be drawn.
#[must_use]
pub fn draw<'a>(seed: &str, strata: &BTreeMap<String, Vec<&'a str>>, share: u32, least: u32) -> BTreeMap<String, Vec<&'a str>> {
    let mark = |id: &str| Sha256::new().chain_update(seed.as_bytes()).chain_update([0]).chain_update(id.as_bytes()).finalize();
    let drawn = strata.iter().map(|(stratum, ids)| {
        let mut marked: Vec<_> = ids.iter().map(|id| (mark(id), *id)).collect();
        marked.sort_unstable();
        marked.dedup();
        let size = size(marked.len(), share, least);
        (stratum.clone(), marked.into_iter().take(size).map(|(_, id)| id).collect())
    });
    drawn.collect()
}
