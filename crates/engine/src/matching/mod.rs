//! Needs and offers (点菜、配菜): which offer goes to which need, and why. Pure: what is known of both comes in as numbers, so that ten thousand of
//! each are matched in seconds.
//!
//! `fit.rs` says whether an offer fits a need and how well, `auction.rs` gives each need at most one offer so that the sum is as good as can be.
//! An offer that was refused for a need is proposed less, never hidden: times change.

mod auction;
mod fit;

pub use auction::{Candidate, assign};
pub use fit::{Close, Need, Offer, Place, Time, WEIGHTS, Weights, Why, why};

use std::collections::BTreeMap;

/// Offers looked at for each need when all are given out together; the best of them, so that few that matter are left out.
const CANDIDATES: usize = 24;

/// An offer for a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Which offer, by its place in the list.
    pub offer: usize,
    /// How well it fits, from 1 to about 100.
    pub score: i64,
    /// Why.
    pub why: Why,
}

/// What was given out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// For each need its offer, if there is one for it.
    pub given: Vec<Option<Proposed>>,
    /// Sum of the scores.
    pub value: i64,
    /// No way of giving them out has a larger sum than this.
    pub bound: i64,
}

/// Refusals by need and offer: how often that pair was refused.
pub type Refused = BTreeMap<(usize, usize), u32>;

/// Gives each need at most one offer and each offer no more needs than it has room for.
#[must_use]
pub fn matched(needs: &[Need], offers: &[Offer], refused: &Refused, weights: &Weights) -> Matched {
    let by_kind = by_kind(offers);
    let fitting = |at: usize, need: &Need| {
        let same: &[usize] = by_kind.get(&need.kind).map(Vec::as_slice).unwrap_or_default();
        let fits = same.iter().filter_map(|&offer| {
            let found = offers.get(offer).filter(|offer| offer.room > 0)?;
            let why = why(need, found, refused.get(&(at, offer)).copied().unwrap_or_default())?;
            Some(Candidate { offer, score: weights.score(&why) })
        });
        fits.filter(|one| one.score > 0).collect::<Vec<_>>()
    };
    // Of many that fit equally well each need looks at others, or all would quarrel about the first.
    let few = |at: usize, mut all: Vec<Candidate>| {
        let turned = |one: &Candidate| (std::cmp::Reverse(one.score), spread(at, one.offer));
        if all.len() > CANDIDATES {
            all.select_nth_unstable_by_key(CANDIDATES, turned);
            all.truncate(CANDIDATES);
        }
        all.sort_unstable_by_key(turned);
        all
    };
    let candidates: Vec<Vec<Candidate>> = needs.iter().enumerate().map(|(at, need)| few(at, fitting(at, need))).collect();
    let room: Vec<u32> = offers.iter().map(|offer| offer.room).collect();
    let mut found = assign(&candidates, &room);
    // Whoever got none of the few may still get another that has room.
    let mut left = room;
    for offer in found.given.iter().flatten() {
        if let Some(left) = left.get_mut(*offer) {
            *left = left.saturating_sub(1);
        }
    }
    let mut bound = found.spent;
    for (at, need) in needs.iter().enumerate() {
        let all = fitting(at, need);
        // Whatever the prices are, no way can do better than this.
        bound += all.iter().map(|one| one.score * found.unit - found.price(one.offer)).max().unwrap_or(0).max(0);
        let Some(given) = found.given.get_mut(at).filter(|given| given.is_none()) else { continue };
        let free = all.into_iter().filter(|one| left.get(one.offer).is_some_and(|left| *left > 0));
        if let Some(best) = free.max_by_key(|one| (one.score, std::cmp::Reverse(one.offer))) {
            *given = Some(best.offer);
            if let Some(left) = left.get_mut(best.offer) {
                *left -= 1;
            }
        }
    }
    let given: Vec<Option<Proposed>> = needs
        .iter()
        .zip(&found.given)
        .enumerate()
        .map(|(at, (need, offer))| {
            let offer = (*offer)?;
            let why = why(need, offers.get(offer)?, refused.get(&(at, offer)).copied().unwrap_or_default())?;
            Some(Proposed { offer, score: weights.score(&why), why })
        })
        .collect();
    let value = given.iter().flatten().map(|one| one.score).sum();
    Matched { given, value, bound: bound.div_euclid(found.unit) }
}

/// The offers that fit one need, the best first: what a person looks at who does not want the one proposed.
#[must_use]
pub fn ranked(at: usize, need: &Need, offers: &[Offer], refused: &Refused, weights: &Weights, most: usize) -> Vec<Proposed> {
    let fits = offers.iter().enumerate().filter(|(_, offer)| offer.kind == need.kind && offer.room > 0).filter_map(|(nth, offer)| {
        let why = why(need, offer, refused.get(&(at, nth)).copied().unwrap_or_default())?;
        Some(Proposed { offer: nth, score: weights.score(&why), why })
    });
    let mut all: Vec<Proposed> = fits.filter(|one| one.score > 0).collect();
    all.sort_by_key(|one| (std::cmp::Reverse(one.score), one.offer));
    all.truncate(most);
    all
}

fn by_kind(offers: &[Offer]) -> BTreeMap<u32, Vec<usize>> {
    let mut found: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (nth, offer) in offers.iter().enumerate() {
        found.entry(offer.kind).or_default().push(nth);
    }
    found
}

/// An order of offers that differs from need to need.
fn spread(need: usize, offer: usize) -> u64 {
    let wide = |n: usize| u64::try_from(n).unwrap_or_default();
    (wide(need).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ wide(offer)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
