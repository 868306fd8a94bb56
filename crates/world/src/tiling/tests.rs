use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::areas::Area;
use crate::world::World;

fn shushan(seed: u64) -> Vec<Area> {
    World::shushan().unwrap().areas(seed)
}

fn sides(ring: &Ring) -> impl Iterator<Item = ((i32, i32), (i32, i32))> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn level<'a>(areas: &'a [Area], level: &'a str) -> impl Iterator<Item = &'a Area> {
    areas.iter().filter(move |a| a.level == level)
}

#[test]
fn every_area_has_an_outline_that_runs_counter_clockwise_around_its_centre() {
    for area in shushan(7) {
        assert!(area.ring.len() >= 4, "{}", area.code);
        assert!(double_area(&area.ring) > 0, "{}", area.code);
        assert!(contains(&area.ring, area.centre), "{}", area.code);
    }
}

#[test]
fn the_areas_of_each_level_sum_up_to_the_district_exactly() {
    for seed in 1..4 {
        let areas = shushan(seed);
        let whole = double_area(&areas[0].ring);
        for name in ["street", "community", "grid"] {
            assert_eq!(level(&areas, name).map(|a| double_area(&a.ring)).sum::<i64>(), whole, "{name}");
        }
    }
}

#[test]
fn every_point_of_the_district_lies_in_exactly_one_grid_and_no_other_point_in_any() {
    let areas = shushan(1);
    let district = &areas[0].ring;
    let mut dice = Dice::new(5, "points");
    let mut inside = 0;
    for _ in 0..20_000 {
        let x = i32::try_from(dice.between(117_090_000, 117_310_000)).unwrap();
        let y = i32::try_from(dice.between(31_750_000, 31_910_000)).unwrap();
        let hits = level(&areas, "grid").filter(|a| contains(&a.ring, (x, y))).count();
        assert_eq!(hits, usize::from(contains(district, (x, y))), "{x},{y}");
        inside += hits;
    }
    assert!(inside > 10_000, "only {inside}");
}

#[test]
fn a_corner_where_grids_meet_belongs_to_exactly_one_of_them() {
    let areas = shushan(1);
    let corners: BTreeSet<(i32, i32)> = level(&areas, "grid").flat_map(|a| a.ring.iter().copied()).collect();
    for corner in corners.into_iter().step_by(7) {
        let hits = level(&areas, "grid").filter(|a| contains(&a.ring, corner)).count();
        assert_eq!(hits, usize::from(contains(&areas[0].ring, corner)), "{corner:?}");
    }
}

#[test]
fn each_side_of_a_grid_is_the_same_side_of_its_neighbour_or_of_the_district() {
    let areas = shushan(1);
    let mut count: BTreeMap<_, u8> = BTreeMap::new();
    for side in level(&areas, "grid").flat_map(|a| sides(&a.ring)) {
        *count.entry(side).or_default() += 1;
    }
    let outer: BTreeSet<_> = sides(&areas[0].ring).collect();
    for (&(a, b), &times) in &count {
        assert_eq!(times, 1);
        assert_ne!(count.contains_key(&(b, a)), outer.contains(&(a, b)));
    }
}

#[test]
fn no_outline_crosses_itself() {
    fn turn(a: (i32, i32), b: (i32, i32), c: (i32, i32)) -> i64 {
        let d = |p: i32, q: i32| i64::from(p) - i64::from(q);
        (d(b.0, a.0) * d(c.1, a.1) - d(b.1, a.1) * d(c.0, a.0)).signum()
    }
    for area in level(&shushan(1), "grid") {
        let all: Vec<_> = sides(&area.ring).collect();
        for (i, &(a, b)) in all.iter().enumerate() {
            for &(c, d) in all.iter().skip(i + 1) {
                let crossing = turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
                assert!(!crossing, "{}", area.code);
            }
        }
    }
}

#[test]
fn towns_are_wider_than_subdistricts() {
    let areas = shushan(1);
    let size = |code: &str| double_area(&areas.iter().find(|a| a.code == code).unwrap().ring);
    assert!(size("340104101") > 4 * size("340104003"));
}
