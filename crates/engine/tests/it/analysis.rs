//! Counts beyond their size: what stands out does, what is chance does not, and the season is found that was put in.

use linli_engine::analysis::{Compared, Exposed, Matter, Season, dispersion, repeats, stand_out};
use proptest::prelude::*;

fn compared(n: f64, over: f64, m: f64, other: f64) -> Compared {
    Compared::new(Exposed { n, over }, Exposed { n: m, over: other }, 1.0).unwrap()
}

#[test]
fn twice_as_many_are_chance_among_few_and_not_among_many() {
    // P(X ≥ 4) for X binomial(6, 1/2) = (15 + 6 + 1) / 64.
    let few = compared(4.0, 1.0, 2.0, 1.0);
    assert!((few.more - 22.0 / 64.0).abs() < 1e-9, "{few:?}");
    assert!(few.low < 1.0);
    let many = compared(400.0, 1.0, 200.0, 1.0);
    assert!(many.more < 1e-9 && many.low > 1.6 && many.high.unwrap() < 2.4, "{many:?}");
}

#[test]
fn counts_are_compared_by_what_they_are_counted_over() {
    let same = compared(30.0, 30.0, 365.0, 365.0);
    assert!((same.ratio.unwrap() - 1.0).abs() < 1e-12 && same.either() > 0.9);
    assert!(compared(60.0, 30.0, 365.0, 365.0).more < 1e-4);
}

#[test]
fn what_never_was_before_has_no_ratio_but_a_least_one() {
    let new = compared(8.0, 30.0, 0.0, 365.0);
    assert_eq!((new.ratio, new.high), (None, None));
    assert!(new.low > 1.0 && new.more < 1e-6);
}

#[test]
fn what_varies_more_than_chance_stands_out_less() {
    let (one, other) = (Exposed { n: 40.0, over: 1.0 }, Exposed { n: 20.0, over: 1.0 });
    let (plain, wide) = (Compared::new(one, other, 1.0).unwrap(), Compared::new(one, other, 4.0).unwrap());
    assert!(plain.more < wide.more && wide.low < plain.low && plain.ratio == wide.ratio);
}

#[test]
fn nothing_compared_with_nothing_says_nothing() {
    assert_eq!(Compared::new(Exposed::default(), Exposed::default(), 1.0), None);
    assert_eq!(Compared::new(Exposed { n: 0.0, over: 1.0 }, Exposed { n: 0.0, over: 1.0 }, 1.0), None);
    assert_eq!(Compared::new(Exposed { n: 3.0, over: 0.0 }, Exposed { n: 1.0, over: 1.0 }, 1.0), None);
}

#[test]
fn even_counts_are_no_more_spread_than_chance_and_bursts_are() {
    assert!((dispersion([[5.0, 5.0, 5.0, 5.0].as_slice()]) - 1.0).abs() < 1e-12);
    assert!(dispersion([[0.0, 0.0, 0.0, 40.0].as_slice()]) > 10.0);
    assert!((dispersion(std::iter::empty::<&[f64]>()) - 1.0).abs() < 1e-12);
}

#[test]
fn of_many_comparisons_one_in_twenty_does_not_stand_out() {
    let mut chances: Vec<f64> = (1..=100).map(|n| f64::from(n) / 100.0).collect();
    assert!(stand_out(&chances, 0.05).iter().all(|out| !out));
    chances.push(1e-6);
    let out = stand_out(&chances, 0.05);
    assert!(out[100] && out.iter().filter(|out| **out).count() == 1);
    assert!(stand_out(&[], 0.05).is_empty());
}

/// Months of 30 days: what they are called does not matter to the method.
fn month(day: i64) -> i64 {
    day.div_euclid(30)
}

#[test]
fn the_weekday_and_month_that_were_put_into_a_series_are_found_in_it() {
    let of_day = |day: i64| 20.0 * (1.0 + 0.5 * f64::from(i32::from(day.rem_euclid(7) == 4)));
    let of_month = |day: i64| if month(day).rem_euclid(12) == 6 { 2.0 } else { 1.0 };
    let counts: Vec<f64> = (0..1200).map(|day| of_day(day) * of_month(day)).collect();
    let season = Season::of(0, &counts, month);
    assert!(season.knows_months);
    // Day 4 was a Monday.
    let others = season.weekdays[1..].iter().sum::<f64>() / 6.0;
    assert!((season.weekdays[0] / others - 1.5).abs() < 0.02, "{:?}", season.weekdays);
    let rest = season.months.iter().sum::<f64>() - season.months[6];
    assert!((season.months[6] / (rest / 11.0) - 2.0).abs() < 0.15, "{:?}", season.months);
}

#[test]
fn a_short_series_has_no_season() {
    assert_eq!(Season::of(0, &[3.0; 40], month), Season::default());
    assert!(!Season::of(0, &[3.0; 400], month).knows_months);
}

fn matter(created: i64, closed: Option<i64>, metres: f64) -> Matter {
    let point = Some((117.2, 31.8 + metres / 111_195.0));
    Matter { area: "g".to_owned(), category: Some("drain".to_owned()), point, created, closed }
}

#[test]
fn a_matter_comes_again_if_it_is_reported_soon_after_it_was_closed_at_the_same_place() {
    let again = repeats(&[matter(0, Some(10), 0.0), matter(15, Some(20), 30.0), matter(28, None, 0.0)], 10, 50.0);
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].matters, [0, 1, 2]);
}

#[test]
fn what_is_reported_while_it_is_open_or_late_or_elsewhere_is_no_repeat() {
    assert!(repeats(&[matter(0, Some(10), 0.0), matter(5, None, 0.0)], 10, 50.0).is_empty(), "still open");
    assert!(repeats(&[matter(0, Some(10), 0.0), matter(21, None, 0.0)], 10, 50.0).is_empty(), "too late");
    assert!(repeats(&[matter(0, Some(10), 0.0), matter(15, None, 80.0)], 10, 50.0).is_empty(), "elsewhere");
    let other = Matter { category: Some("light".to_owned()), ..matter(15, None, 0.0) };
    assert!(repeats(&[matter(0, Some(10), 0.0), other], 10, 50.0).is_empty(), "another category");
}

proptest! {
    #[test]
    fn a_larger_count_is_never_less_surprising(n in 0_u16..500, m in 0_u16..500, over in 1_u16..100, other in 1_u16..100) {
        let (over, other) = (f64::from(over), f64::from(other));
        prop_assume!(n + m > 0);
        let (less, more) = (compared(n.into(), over, m.into(), other), compared(f64::from(n) + 1.0, over, m.into(), other));
        prop_assert!(more.more <= less.more + 1e-9 && more.less >= less.less - 1e-9);
        prop_assert!((0.0..=1.0).contains(&less.more) && (0.0..=1.0).contains(&less.less));
        // Both tails hold the count itself.
        prop_assert!(less.more + less.less >= 1.0 - 1e-9);
    }

    #[test]
    fn the_interval_holds_the_ratio_and_agrees_with_the_test(n in 1_u16..500, m in 1_u16..500) {
        let one = compared(n.into(), 1.0, m.into(), 1.0);
        let ratio = one.ratio.unwrap();
        prop_assert!(one.low <= ratio && ratio <= one.high.unwrap());
        prop_assert_eq!(one.low > 1.0, one.more < 0.025);
        prop_assert_eq!(one.high.unwrap() < 1.0, one.less < 0.025);
    }

    #[test]
    fn factors_are_positive_and_one_on_average(counts in prop::collection::vec(0_u16..40, 0..1300)) {
        let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
        let season = Season::of(11, &counts, month);
        prop_assert!((season.weekdays.iter().sum::<f64>() - 7.0).abs() < 1e-6);
        prop_assert!((season.months.iter().sum::<f64>() - 12.0).abs() < 1e-6);
        prop_assert!(season.weekdays.iter().chain(&season.months).all(|factor| *factor > 0.0));
    }

    #[test]
    fn no_matter_stands_in_two_chains(matters in prop::collection::vec((0_i64..100, 0_i64..30, 0_u8..3), 0..40)) {
        let matters: Vec<Matter> = matters.into_iter().map(|(at, took, far)| matter(at, Some(at + took), f64::from(far) * 40.0)).collect();
        let mut seen = std::collections::BTreeSet::new();
        for again in repeats(&matters, 20, 50.0) {
            prop_assert!(again.matters.len() >= 2);
            prop_assert!(again.matters.into_iter().all(|at| seen.insert(at)));
        }
    }
}
