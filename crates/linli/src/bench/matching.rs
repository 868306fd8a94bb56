//! Needs and offers of a whole place matched at once, by the very function that the page asks, with the proof of how good the result is.

use std::time::Instant;

use linli_engine::matching::{Close, Need, Offer, Place, Refused, Time, WEIGHTS, matched};
use linli_world::dice::Dice;
use serde_json::json;

use crate::world::SEED;

/// Kinds of service, times, and communities in a subdistrict.
const KINDS: u64 = 9;
const TIMES: u64 = 5;
const COMMUNITIES: u32 = 8;

pub(super) fn run(needs: usize, offers: usize, as_json: bool) -> Result<(), String> {
    let mut dice = Dice::new(SEED, "bench match");
    let mut number = |below: u64| u32::try_from(dice.below(below)).unwrap_or_default();
    // A community for every forty needs, as in a large city.
    let communities = u64::try_from(needs / 40).unwrap_or(1).max(1);
    let place = |community: u32| Place { community, street: community / COMMUNITIES };
    let time = |n: u32| if n == 0 { Time::Any } else { Time::At(n) };
    let wanted: Vec<Need> =
        (0..needs).map(|_| Need { kind: number(KINDS), place: place(number(communities)), time: time(number(TIMES)) }).collect();
    let given: Vec<Offer> = (0..offers)
        .map(|_| {
            let reach = [Close::Community, Close::Community, Close::Street, Close::Place]
                .get(usize::try_from(number(4)).unwrap_or_default())
                .copied()
                .unwrap_or_default();
            let most = 1 + number(3);
            Offer {
                kind: number(KINDS),
                place: place(number(communities)),
                reach,
                time: time(number(TIMES)),
                most,
                room: most,
                refusals: number(4),
            }
        })
        .collect();
    let begun = Instant::now();
    let found = matched(&wanted, &given, &Refused::new(), &WEIGHTS);
    let seconds = begun.elapsed().as_secs_f64();
    let served = found.given.iter().flatten().count();
    #[expect(clippy::cast_precision_loss, reason = "some hundred thousand points")]
    let close = 100.0 * found.value as f64 / found.bound.max(1) as f64;
    if as_json {
        let whole = json!({ "needs": needs, "offers": offers, "matched": served, "value": found.value, "bound": found.bound,
            "percent_of_bound": close, "seconds": seconds });
        println!("{whole}");
    } else {
        println!("{needs} needs, {offers} offers: {served} matched in {seconds:.2} s; {close:.2}% of what no way can surpass");
    }
    Ok(())
}
