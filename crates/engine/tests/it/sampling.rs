//! Samples: as many as the rule says in each area, the same for the same seed, and open to everybody alike.

use std::collections::BTreeMap;

use linli_engine::sample::{draw, size};
use proptest::prelude::*;

#[test]
fn the_share_is_rounded_up_and_each_area_has_its_least() {
    assert_eq!((size(10, 30, 0), size(11, 30, 0), size(10, 30, 5), size(3, 30, 5), size(0, 30, 5)), (3, 4, 5, 3, 0));
    assert_eq!(size(7, 100, 0), 7);
}

#[test]
fn another_seed_draws_others() {
    let ids: Vec<String> = (0..200).map(|n| format!("id{n}")).collect();
    let strata = BTreeMap::from([("a".to_owned(), ids.iter().map(String::as_str).collect())]);
    assert_ne!(draw("one", &strata, 10, 0), draw("two", &strata, 10, 0));
}

#[test]
fn over_many_seeds_everybody_is_drawn_about_as_often() {
    let ids: Vec<String> = (0..20).map(|n| format!("id{n}")).collect();
    let strata = BTreeMap::from([("a".to_owned(), ids.iter().map(String::as_str).collect::<Vec<_>>())]);
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..2_000 {
        for id in draw(&seed.to_string(), &strata, 25, 0).remove("a").unwrap() {
            *times.entry(id).or_default() += 1;
        }
    }
    // 500 expected, a standard deviation of 19.
    assert!(times.len() == 20 && times.values().all(|n| (400..600).contains(n)), "{times:?}");
}

proptest! {
    #[test]
    fn a_draw_is_the_same_in_any_order_and_holds_what_the_rule_says(n in 0_usize..60, share in 1_u32..=100, least in 0_u32..10, turn in 0_usize..60) {
        let ids: Vec<String> = (0..n).map(|n| format!("id{n}")).collect();
        let mut list: Vec<&str> = ids.iter().map(String::as_str).collect();
        let first = draw("seed", &BTreeMap::from([("a".to_owned(), list.clone())]), share, least);
        list.rotate_left(turn % n.max(1));
        let again = draw("seed", &BTreeMap::from([("a".to_owned(), list)]), share, least);
        prop_assert_eq!(&first, &again);
        prop_assert_eq!(first["a"].len(), size(n, share, least));
    }
}
