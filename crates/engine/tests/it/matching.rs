//! Needs and offers: what fits, and that what is given out is as good as anything could be.

use linli_engine::matching::{Close, Need, Offer, Place, Refused, Time, WEIGHTS, matched, ranked, why};
use proptest::prelude::*;

fn need(kind: u32, community: u32, time: Time) -> Need {
    Need { kind, place: Place { community, street: community / 3 }, time }
}

fn offer(kind: u32, community: u32, reach: Close, time: Time, most: u32) -> Offer {
    Offer { kind, place: Place { community, street: community / 3 }, reach, time, most, room: most, refusals: 0 }
}

/// The best sum there is, by trying everything: needs one after another over what room is left.
fn best(needs: &[Need], offers: &[Offer], refused: &Refused, at: usize, left: &mut Vec<u32>) -> i64 {
    let Some(one) = needs.get(at) else { return 0 };
    let mut most = best(needs, offers, refused, at + 1, left);
    for (nth, offer) in offers.iter().enumerate() {
        let Some(why) = why(one, offer, refused.get(&(at, nth)).copied().unwrap_or_default()).filter(|_| left[nth] > 0) else { continue };
        left[nth] -= 1;
        most = most.max(WEIGHTS.score(&why) + best(needs, offers, refused, at + 1, left));
        left[nth] += 1;
    }
    most
}

#[test]
fn an_offer_fits_by_kind_reach_and_time() {
    let saturday = Time::At(6);
    let wanted = need(1, 4, saturday);
    let fits = |offer: &Offer| why(&wanted, offer, 0).map(|why| (why.close, why.same_time));
    assert_eq!(fits(&offer(1, 4, Close::Community, saturday, 1)), Some((Close::Community, true)));
    assert_eq!(fits(&offer(1, 4, Close::Community, Time::Any, 1)), Some((Close::Community, false)));
    assert_eq!(fits(&offer(2, 4, Close::Place, saturday, 1)), None, "another kind");
    assert_eq!(fits(&offer(1, 4, Close::Place, Time::At(7), 1)), None, "another time");
    assert_eq!(fits(&offer(1, 5, Close::Community, saturday, 1)), None, "it does not go there");
    assert_eq!(fits(&offer(1, 5, Close::Street, saturday, 1)), Some((Close::Street, true)));
    assert_eq!(fits(&offer(1, 30, Close::Place, saturday, 1)), Some((Close::Place, true)));
}

#[test]
fn a_refused_pair_is_proposed_only_when_there_is_nothing_else() {
    let needs = [need(1, 4, Time::Any)];
    let mut offers = vec![offer(1, 4, Close::Community, Time::Any, 1), offer(1, 5, Close::Street, Time::Any, 1)];
    let given = |offers: &[Offer], refused: &Refused| matched(&needs, offers, refused, &WEIGHTS).given[0].as_ref().map(|one| one.offer);
    assert_eq!(given(&offers, &Refused::new()), Some(0));
    let refused = Refused::from([((0, 0), 1)]);
    assert_eq!(given(&offers, &refused), Some(1));
    assert_eq!(ranked(0, &needs[0], &offers, &refused, &WEIGHTS, 5).len(), 2, "it stays in sight");
    offers.pop();
    assert_eq!(given(&offers, &refused), Some(0));
}

#[test]
fn one_need_gives_way_where_another_has_nothing_else() {
    let needs = [need(1, 0, Time::At(1)), need(1, 0, Time::At(2))];
    // The first is good for both, the second only for the first need.
    let offers = [offer(1, 0, Close::Community, Time::Any, 1), offer(1, 2, Close::Street, Time::At(1), 1)];
    let found = matched(&needs, &offers, &Refused::new(), &WEIGHTS);
    assert_eq!(found.given.iter().map(|one| one.as_ref().map(|one| one.offer)).collect::<Vec<_>>(), [Some(1), Some(0)]);
}

fn times() -> impl Strategy<Value = Time> {
    prop_oneof![1 => Just(Time::Any), 3 => (0_u32..3).prop_map(Time::At)]
}

fn needs(most: usize) -> impl Strategy<Value = Vec<Need>> {
    prop::collection::vec((0_u32..2, 0_u32..6, times()).prop_map(|(kind, community, time)| need(kind, community, time)), 1..=most)
}

fn offers(most: usize) -> impl Strategy<Value = Vec<Offer>> {
    let reach = prop_oneof![Just(Close::Community), Just(Close::Street), Just(Close::Place)];
    let one = (0_u32..2, 0_u32..6, reach, times(), 1_u32..3, 0_u32..3);
    let made =
        one.prop_map(|(kind, community, reach, time, most, refusals)| Offer { refusals, ..offer(kind, community, reach, time, most) });
    prop::collection::vec(made, 1..=most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_given_out_is_the_very_best_of_all_ways(
        needs in needs(6), offers in offers(6), pairs in prop::collection::btree_map((0_usize..6, 0_usize..6), 1_u32..3, 0..6)
    ) {
        let found = matched(&needs, &offers, &pairs, &WEIGHTS);
        let mut left: Vec<u32> = offers.iter().map(|offer| offer.room).collect();
        prop_assert_eq!(found.value, best(&needs, &offers, &pairs, 0, &mut left));
        prop_assert!(found.bound >= found.value);
    }

    #[test]
    fn nobody_gets_what_does_not_fit_and_no_offer_more_than_it_can_carry(needs in needs(60), offers in offers(40)) {
        let found = matched(&needs, &offers, &Refused::new(), &WEIGHTS);
        let mut carried = vec![0; offers.len()];
        for (need, given) in needs.iter().zip(&found.given) {
            let Some(given) = given else { continue };
            prop_assert!(why(need, &offers[given.offer], 0).is_some());
            carried[given.offer] += 1;
        }
        prop_assert!(carried.iter().zip(&offers).all(|(n, offer)| *n <= offer.room));
        prop_assert!(found.value <= found.bound);
    }
}

/// Nine by nine, each offer for one need: what issue and handbook promise to be compared with trying everything.
#[test]
fn nine_needs_and_nine_offers_are_matched_as_well_as_trying_everything() {
    let mut seed = 7_u32;
    let mut next = |n: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % n
    };
    for _ in 0..10 {
        let needs: Vec<Need> = (0..9).map(|_| need(0, next(9), Time::At(next(2)))).collect();
        let offers: Vec<Offer> =
            (0..9).map(|_| Offer { refusals: next(4), ..offer(0, next(9), Close::Place, Time::At(next(2)), 1) }).collect();
        let mut left = vec![1; 9];
        assert_eq!(matched(&needs, &offers, &Refused::new(), &WEIGHTS).value, best(&needs, &offers, &Refused::new(), 0, &mut left));
    }
}
