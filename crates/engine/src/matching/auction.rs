//! Giving out by auction (Bertsekas): each need bids for the offer that is worth most to it at the present prices, and raises that price until
//! another is worth as much. Prices only rise, so it ends; what comes out is within one step of the best for every need that got something, and the
//! prices prove how far off it can be at most.

use std::collections::{BTreeMap, VecDeque};

/// An offer that fits a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which offer.
    pub offer: usize,
    /// What it is worth, above 0.
    pub score: i64,
}

/// Steps of a price to one point of a score: with more than there are needs the result is the very best.
const FINE: usize = 64;
/// Steps where there are more needs than that.
const COARSE: i64 = 16;

/// What was given out, with the prices that prove how good it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assigned {
    /// For each need the offer that it got.
    pub given: Vec<Option<usize>>,
    /// Steps of a price to one point of a score.
    pub unit: i64,
    /// Sum of the prices of all places.
    pub spent: i64,
    /// For each offer that was bid for the prices of its places, each with the need that has it.
    prices: BTreeMap<usize, Vec<(i64, usize)>>,
    room: Vec<u32>,
}

impl Assigned {
    /// What the cheapest place with an offer costs.
    #[must_use]
    pub fn price(&self, offer: usize) -> i64 {
        self.two(offer).0
    }

    /// The prices of the two cheapest places with an offer: nothing for one that nobody has.
    fn two(&self, offer: usize) -> (i64, i64) {
        let room = self.room.get(offer).and_then(|room| usize::try_from(*room).ok()).unwrap_or(0);
        let taken = self.prices.get(&offer).map(Vec::as_slice).unwrap_or_default();
        let mut prices = taken.iter().map(|(price, _)| *price);
        match room.saturating_sub(taken.len()) {
            0 => (prices.next().unwrap_or(i64::MAX / 4), prices.next().unwrap_or(i64::MAX / 4)),
            1 => (0, prices.next().unwrap_or(i64::MAX / 4)),
            _ => (0, 0),
        }
    }
}

/// Gives each need at most one of its candidates, and each offer no more needs than it has room for.
#[must_use]
pub fn assign(candidates: &[Vec<Candidate>], room: &[u32]) -> Assigned {
    let unit = if candidates.len() < FINE { i64::try_from(candidates.len()).unwrap_or(COARSE) + 1 } else { COARSE };
    let mut state = Assigned { given: vec![None; candidates.len()], unit, room: room.to_vec(), ..Assigned::default() };
    let mut waiting: VecDeque<usize> = (0..candidates.len()).collect();
    while let Some(need) = waiting.pop_front() {
        let Some((offer, bid)) = candidates.get(need).and_then(|own| bid(&state, own)) else { continue };
        let places = state.prices.entry(offer).or_default();
        let full = usize::try_from(room.get(offer).copied().unwrap_or_default()).is_ok_and(|room| places.len() >= room);
        let out = if full && !places.is_empty() { Some(places.remove(0).1) } else { None };
        // The cheapest place stands first.
        let at = places.partition_point(|(price, _)| *price < bid);
        places.insert(at, (bid, need));
        if let Some(given) = state.given.get_mut(need) {
            *given = Some(offer);
        }
        if let Some(out) = out {
            if let Some(given) = state.given.get_mut(out) {
                *given = None;
            }
            waiting.push_back(out);
        }
    }
    state.spent = state.prices.iter().map(|(offer, places)| spent(room.get(*offer).copied().unwrap_or_default(), places)).sum();
    state
}

/// What all places of an offer cost at the price of the cheapest, which is what a proof may count with.
fn spent(room: u32, places: &[(i64, usize)]) -> i64 {
    let full = usize::try_from(room).is_ok_and(|room| places.len() >= room);
    if full { places.first().map_or(0, |(price, _)| price * i64::from(room)) } else { 0 }
}

/// The offer worth most to a need at the present prices, and up to which price it is; `None` where nothing is worth its price.
fn bid(state: &Assigned, candidates: &[Candidate]) -> Option<(usize, i64)> {
    let (mut best, mut second): (Option<(i64, Candidate, i64)>, i64) = (None, 0);
    for one in candidates {
        let (first, next) = state.two(one.offer);
        let worth = one.score * state.unit - first;
        match &best {
            Some((known, ..)) if worth <= *known => second = second.max(worth),
            _ => {
                second = second.max(best.map_or(0, |(known, ..)| known));
                best = Some((worth, *one, next));
            }
        }
    }
    let (worth, one, next) = best.filter(|(worth, ..)| *worth > 0)?;
    // Another place with the same offer is one of the others.
    let second = second.max(one.score * state.unit - next);
    Some((one.offer, one.score * state.unit - second.min(worth) + 1))
}
