//! The territory over time: what was counted stays where it was counted, and can be restated on today's areas.

use std::collections::BTreeMap;

use linli_pack::record::Record;
use linli_store::*;
use proptest::prelude::*;

use crate::support::*;

const AREAS: [&str; 15] = ["d", "d1", "d2", "d11", "d12", "d21", "d22", "d111", "d112", "d121", "d122", "d211", "d212", "d221", "d222"];
const MEASURES: [&str; 2] = ["received", "closed"];
/// Day of the first record.
const FIRST: i64 = 20_454;

fn move_to(area: &str, parent: &str, day: i64) -> Rehang {
    Rehang { area: area.into(), parent: parent.into(), day }
}

fn moved(store: &Store, moves: Vec<Rehang>) -> usize {
    store.write(move |w| rehang(w, REALM, &moves, &contribution)).unwrap()
}

fn series(store: &Store, area: &str, from: i64, to: i64) -> BTreeMap<(i64, String), i64> {
    let points = store.read(|tx| tally_series(tx, REALM, &asked(area, &MEASURES, from, to))).unwrap();
    points.into_iter().map(|point| ((point.day, point.measure), point.n)).collect()
}

fn sum(store: &Store, area: &str, from: i64, to: i64) -> i64 {
    series(store, area, from, to).into_iter().filter(|((_, measure), _)| measure == "received").map(|(_, n)| n).sum()
}

fn restated(store: &Store, area: &str) -> i64 {
    let points = store.read(|tx| restated_series(tx, REALM, &asked(area, &["received"], FIRST - 99, FIRST + 99))).unwrap();
    points.iter().map(|point| point.n).sum()
}

/// All records, as they are.
fn everything(store: &Store) -> Vec<Record> {
    let mut query = ListQuery::new("case", Scope::All);
    query.limit = 10_000;
    store.read(|tx| records(tx, REALM, &query)).unwrap().records
}

#[test]
fn a_grid_that_moves_takes_along_what_is_counted_from_that_day_and_leaves_the_days_before() {
    let store = filled(96);
    let before = FIRST + 16;
    let (old, new) = (sum(&store, "d11", FIRST, before - 1), sum(&store, "d12", FIRST, before - 1));
    let (late_old, late_new, late) =
        (sum(&store, "d11", before, FIRST + 99), sum(&store, "d12", before, FIRST + 99), sum(&store, "d112", before, FIRST + 99));
    assert!(late > 0);
    assert_eq!(moved(&store, vec![move_to("d112", "d12", before)]), 12);
    assert_eq!((sum(&store, "d11", FIRST, before - 1), sum(&store, "d12", FIRST, before - 1)), (old, new));
    assert_eq!(sum(&store, "d11", before, FIRST + 99), late_old - late);
    assert_eq!(sum(&store, "d12", before, FIRST + 99), late_new + late);
    assert_eq!(restated(&store, "d12"), sum(&store, "d12", FIRST, FIRST + 99) + sum(&store, "d112", FIRST, before - 1));
    assert_eq!(store.read(|tx| subtree(tx, REALM, "d12", 9)).unwrap(), ["d112", "d12", "d121", "d122"]);
    assert!(check(&store).is_sound());
}

#[test]
fn a_change_that_is_refused_leaves_the_territory_and_what_waited_to_be_counted() {
    let store = filled(20);
    let tried = store.write(|w| {
        report(w, &new_record(30))?;
        rehang(w, REALM, &[move_to("d112", "d12", FIRST)], &contribution)?;
        Err::<(), _>(StoreError::Broke("no".into()))
    });
    assert!(tried.is_err());
    assert_eq!(store.read(|tx| past_edges(tx, REALM)).unwrap(), []);
    assert!(check(&store).is_sound());
    moved(&store, vec![move_to("d112", "d12", FIRST + 3)]);
    let early = store.write(|w| rehang(w, REALM, &[move_to("d112", "d11", FIRST)], &contribution));
    assert_eq!(early.unwrap_err().code(), "store.malformed");
    assert!(check(&store).is_sound());
}

#[test]
fn a_correction_of_the_areas_keeps_what_was_before_their_last_change() {
    let store = filled(40);
    moved(&store, vec![move_to("d112", "d12", FIRST + 5)]);
    let areas = store.read(|tx| areas(tx, REALM)).unwrap();
    store.write(move |w| put_areas(w, REALM, &areas)).unwrap();
    let past = store.read(|tx| past_edges(tx, REALM)).unwrap();
    assert_eq!(past, [Edge { area: "d112".into(), parent: "d11".into(), from: -EVER, to: FIRST + 4 }]);
    assert!(check(&store).is_sound());
}

#[test]
fn two_who_change_one_plan_are_told_apart_by_its_version() {
    let store = open();
    let plan_ = Plan { id: "p1".into(), state: "draft".into(), day: None, version: 1, body: "{}".into() };
    let first = plan_.clone();
    store.write(move |w| put_plan(w, REALM, &first)).unwrap();
    let second = Plan { version: 2, day: Some(FIRST), ..plan_.clone() };
    let again = second.clone();
    store.write(move |w| put_plan(w, REALM, &second)).unwrap();
    let late = again.clone();
    assert_eq!(store.write(move |w| put_plan(w, REALM, &late)).unwrap_err().code(), "store.conflict");
    assert_eq!(store.read(|tx| plan(tx, REALM, "p1")).unwrap(), Some(again));
    assert_eq!(store.read(|tx| plans(tx, REALM)).unwrap().len(), 1);
}

#[derive(Clone, Debug)]
enum Step {
    Report(usize),
    Change(usize, usize),
    Rehang(Vec<(usize, usize)>, i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..60_usize).prop_map(Step::Report),
        2 => (0..60_usize, 0..4_usize).prop_map(|(n, what)| Step::Change(n, what)),
        2 => (prop::collection::vec((1..15_usize, 0..7_usize), 1..4), 0..5_i64).prop_map(|(moves, days)| Step::Rehang(moves, days)),
    ]
}

/// Hangs areas below others one after the other as one change, leaving out what would hang an area below itself.
fn rehang_some(w: &mut Write<'_>, moves: &[(usize, usize)], day: i64) -> Result<(), StoreError> {
    for (area, parent) in moves {
        let (area, parent) = (AREAS[*area], AREAS[*parent]);
        if !ancestors(w, REALM, parent)?.iter().any(|above| above == area) {
            rehang(w, REALM, &[move_to(area, parent, day)], &contribution)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_past_stays_and_restates_exactly_whatever_moves_when(steps in prop::collection::vec(step(), 1..40)) {
        let store = open();
        let mut day = FIRST - 2;
        for step in steps {
            match step {
                Step::Report(n) => {
                    let kept = store.write(move |w| report(w, &new_record(n)));
                    prop_assert!(kept.is_ok() || kept.unwrap_err().code() == "store.conflict");
                }
                Step::Change(n, what) => drop(store.write(move |w| change(w, &new_record(n).id, |record| match what {
                    0 => close(record),
                    1 => (record.open, record.returns) = (false, record.returns + 9),
                    2 => record.area = AREAS[n % 15].into(),
                    _ => record.category = Some("other".into()),
                }))),
                Step::Rehang(moves, days) => {
                    day += days;
                    let before: Vec<_> = AREAS.iter().map(|area| series(&store, area, FIRST - 99, day - 1)).collect();
                    store.write(move |w| rehang_some(w, &moves, day)).unwrap();
                    let after: Vec<_> = AREAS.iter().map(|area| series(&store, area, FIRST - 99, day - 1)).collect();
                    prop_assert_eq!(before, after);
                }
            }
        }
        let found = check(&store);
        prop_assert!(found.is_sound(), "{:?}", found);
        let all = everything(&store);
        let (from, to) = (FIRST - 99, FIRST + 199);
        for area in AREAS {
            let below = store.read(|tx| subtree(tx, REALM, area, 99)).unwrap();
            let mut by_day: BTreeMap<(i64, String), i64> = BTreeMap::new();
            let mut by_category: BTreeMap<(String, String), i64> = BTreeMap::new();
            for record in all.iter().filter(|record| below.contains(&record.area)) {
                for (measure, day) in contribution(record) {
                    *by_day.entry((day, measure.clone())).or_default() += 1;
                    if let Some(category) = &record.category {
                        *by_category.entry((category.clone(), measure)).or_default() += 1;
                    }
                }
            }
            let points = store.read(|tx| restated_series(tx, REALM, &asked(area, &MEASURES, from, to))).unwrap();
            let points: BTreeMap<_, _> = points.into_iter().map(|point| ((point.day, point.measure), point.n)).collect();
            prop_assert_eq!(&points, &by_day, "{}", area);
            let sums = store.read(|tx| restated_categories(tx, REALM, &asked(area, &MEASURES, from, to))).unwrap();
            let sums: BTreeMap<_, _> =
                sums.into_iter().filter(|sum| sum.n != 0).map(|sum| ((sum.category, sum.measure), sum.n)).collect();
            prop_assert_eq!(sums, by_category, "{}", area);
            let own = all.iter().filter(|record| record.area == area).count();
            let children = store.read(|tx| restated_children(tx, REALM, &asked(area, &["received"], from, to))).unwrap();
            let whole: i64 = points.iter().filter(|((_, measure), _)| measure == "received").map(|(_, n)| n).sum();
            prop_assert_eq!(children.iter().map(|sum| sum.n).sum::<i64>() + i64::try_from(own).unwrap(), whole);
        }
        prop_assert_eq!(
            series(&store, "d", from, to),
            store.read(|tx| restated_series(tx, REALM, &asked("d", &MEASURES, from, to))).unwrap()
                .into_iter().map(|point| ((point.day, point.measure), point.n)).collect::<BTreeMap<_, _>>()
        );
    }
}
