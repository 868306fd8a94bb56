//! Grids of a community: read, checked, divided.

use linli_app::grids::plane::{Corner, Ring, crosses_itself};
use linli_app::grids::{Draft, DraftGrid, Found, Home, check, propose, read, write};
use linli_pack::model::SizeRule;
use proptest::prelude::*;
use serde_json::json;

const COMMUNITY: &str = "340104001001";
const EAST: i64 = 1_172_000_000;
const NORTH: i64 = 318_000_000;

/// A rectangle, in steps of 10⁻⁴ degree from one place.
fn block(west: i64, south: i64, east: i64, north: i64) -> Ring {
    let at = |x: i64, y: i64| (EAST + x * 1_000, NORTH + y * 1_000);
    vec![at(west, south), at(east, south), at(east, north), at(west, north)]
}

fn grid(nth: usize, households: i64, ring: Ring) -> DraftGrid {
    DraftGrid { code: format!("{COMMUNITY}{nth:03}"), name: format!("{nth:02}网格"), households, population: households * 3, ring }
}

fn said(draft: &Draft) -> Vec<Found> {
    let rule = SizeRule { least: 200, most: 300, balance: 30, basis: "xuchang".into(), ..SizeRule::default() };
    check(draft, Some(&rule)).into_iter().map(|finding| finding.what).collect()
}

#[test]
fn grids_that_tile_their_community_are_well() {
    let draft = Draft { outline: block(0, 0, 20, 10), grids: vec![grid(1, 250, block(0, 0, 10, 10)), grid(2, 260, block(10, 0, 20, 10))] };
    assert_eq!(said(&draft), []);
}

#[test]
fn overlaps_gaps_and_what_lies_outside_are_told_with_their_ground() {
    let draft = Draft {
        outline: block(0, 0, 30, 10),
        grids: vec![grid(1, 250, block(0, 0, 11, 10)), grid(2, 250, block(10, 0, 20, 10)), grid(3, 250, block(25, 0, 31, 10))],
    };
    let said = said(&draft);
    // A ten-thousandth of a degree is 11.1 m to the north and 9.46 m to the east here.
    let near = |found: f64, metres: f64| (found - metres).abs() < metres / 50.0;
    assert!(matches!(&said[0], Found::Overlap(other, size) if other == "02网格" && near(*size, 1_053.0)), "{said:?}");
    assert!(matches!(&said[1], Found::Outside(size) if near(*size, 1_053.0)), "{said:?}");
    assert!(matches!(&said[2], Found::Gap(size) if near(*size, 5_265.0)), "{said:?}");
    assert_eq!(said.len(), 3, "{said:?}");
}

#[test]
fn grids_outside_the_rule_and_far_from_the_mean_are_told() {
    let draft = Draft {
        outline: block(0, 0, 30, 10),
        grids: vec![grid(1, 120, block(0, 0, 10, 10)), grid(2, 250, block(10, 0, 20, 10)), grid(3, 380, block(20, 0, 30, 10))],
    };
    let said = said(&draft);
    assert_eq!(said, [Found::Small(120, 200), Found::Unbalanced(120, 250), Found::Large(380, 300), Found::Unbalanced(380, 250)]);
}

fn feature(code: &str, coordinates: serde_json::Value) -> serde_json::Value {
    json!({ "type": "Feature", "properties": { "code": code, "households": 240 }, "geometry": { "type": "Polygon", "coordinates": coordinates } })
}

fn found_in(features: &[serde_json::Value]) -> Vec<Found> {
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    read(&text, COMMUNITY, &[], false).1.into_iter().map(|finding| finding.what).collect()
}

#[test]
fn what_cannot_be_a_grid_is_told_by_what_is_wrong_with_it() {
    let square = json!([[117.2, 31.8], [117.21, 31.8], [117.21, 31.81], [117.2, 31.81], [117.2, 31.8]]);
    let at = |ring: serde_json::Value| found_in(&[feature("", json!([ring]))]);
    assert_eq!(at(json!([[117.2, 31.8], [117.21, 31.81], [117.21, 31.8], [117.2, 31.81], [117.2, 31.8]])), [Found::Crossing]);
    assert_eq!(at(json!([[31.8, 117.2], [31.8, 117.21], [31.81, 117.21], [31.8, 117.2]])), [Found::Swapped]);
    assert_eq!(at(json!([[117.2, 31.8], [117.21, 31.8], [117.21, 31.81]])), [Found::NotClosed]);
    assert_eq!(at(json!([[117.2, 31.8], [117.21, 31.8], [117.2, 31.8]])), [Found::FewCorners]);
    assert_eq!(at(json!([[500_000.0, 3_520_000.0], [1.0, 1.0], [2.0, 2.0]])), [Found::OutOfRange]);
    assert_eq!(found_in(&[feature("", json!([square, square]))]), [Found::Hole]);
    assert_eq!(
        found_in(&[json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [117.2, 31.8] } })]),
        [Found::NotPolygon("Point".into())]
    );
    assert_eq!(
        found_in(&[feature("340104001001001", json!([square])), feature("340104001001001", json!([square]))]),
        [Found::CodeTwice("340104001001001".into())]
    );
    assert_eq!(found_in(&[feature("340104002001001", json!([square]))]), [Found::CodeForm("340104002001001".into())]);
    assert_eq!(read("{\n\"type\":", COMMUNITY, &[], false).1[0].what, Found::NotJson(2, 7));
    assert_eq!(read("[]", COMMUNITY, &[], false).1[0].what, Found::NotCollection);
    assert_eq!(read(&" ".repeat(9 << 20), COMMUNITY, &[], false).1[0].what, Found::TooLarge);
}

#[test]
fn a_drawing_the_wrong_way_round_is_put_right_when_asked() {
    let text = json!({ "type": "FeatureCollection", "features": [feature("", json!([[[31.8, 117.2], [31.8, 117.21], [31.81, 117.21], [31.8, 117.2]]]))] });
    let (draft, findings) = read(&text.to_string(), COMMUNITY, &[], true);
    assert_eq!(findings, []);
    assert_eq!((draft.grids[0].code.as_str(), draft.grids[0].name.as_str()), ("340104001001001", "01网格"));
}

#[test]
fn what_is_written_reads_the_same() {
    let draft = Draft { outline: block(0, 0, 20, 10), grids: vec![grid(1, 250, block(0, 0, 10, 10)), grid(2, 260, block(10, 0, 20, 10))] };
    let (again, findings) = read(&write(&draft, COMMUNITY, "甲社区").to_string(), COMMUNITY, &[], false);
    assert_eq!((again, findings), (draft, Vec::new()));
}

/// A horseshoe: straight cuts fall into several pieces on it.
fn horseshoe() -> Ring {
    let at = |x: i64, y: i64| (EAST + x * 1_000, NORTH + y * 1_000);
    vec![at(0, 0), at(60, 0), at(60, 50), at(45, 50), at(45, 15), at(15, 15), at(15, 50), at(0, 50)]
}

fn divided(outline: &Ring, homes: &[Home], n: usize) -> Draft {
    let shares = propose(outline, homes, n);
    assert_eq!(shares.len(), n);
    #[expect(clippy::cast_possible_truncation, reason = "a few thousand households")]
    let grids = shares.into_iter().enumerate().map(|(i, share)| grid(i + 1, share.households.round() as i64, share.ring)).collect();
    Draft { outline: outline.clone(), grids }
}

fn homes(points: &[(i64, i64)]) -> Vec<Home> {
    points.iter().map(|&(x, y)| Home { at: (EAST + x, NORTH + y), households: 1.0, people: 2.5 }).collect()
}

/// Whether a point is in a ring, by the rule that gives a border to one side only.
fn holds(ring: &Ring, (x, y): Corner) -> bool {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).filter(|(a, b)| (a.1 > y) != (b.1 > y)).fold(false, |within, (a, b)| {
        let (low, high) = if a.1 < b.1 { (a, b) } else { (b, a) };
        let side = i128::from(high.0 - low.0) * i128::from(y - low.1) - i128::from(x - low.0) * i128::from(high.1 - low.1);
        within != (side > 0)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_division_covers_its_community_once_and_shares_evenly(
        points in prop::collection::vec((0_i64..60_000, 0_i64..50_000), 400..900),
        n in 2_usize..9,
        bent in any::<bool>(),
    ) {
        let outline = if bent { horseshoe() } else { block(0, 0, 60, 50) };
        let homes = homes(&points);
        let draft = divided(&outline, &homes, n);
        for grid in &draft.grids {
            prop_assert_eq!(crosses_itself(&grid.ring), None);
        }
        let ground: Vec<Found> = check(&draft, None).into_iter().map(|finding| finding.what).collect();
        prop_assert_eq!(ground, Vec::new());
        let within = homes.iter().filter(|home| holds(&outline, home.at));
        for home in within.clone() {
            prop_assert_eq!(draft.grids.iter().filter(|grid| holds(&grid.ring, home.at)).count(), 1);
        }
        let total = within.count();
        prop_assert_eq!(usize::try_from(draft.grids.iter().map(|grid| grid.households).sum::<i64>()).unwrap(), total);
        prop_assert_eq!(divided(&outline, &homes, n), draft);
    }
}

#[test]
fn households_are_shared_to_within_a_tenth_where_they_live_evenly() {
    let points: Vec<(i64, i64)> = (0..60).flat_map(|x| (0..50).map(move |y| (x * 1_000 + 500, y * 1_000 + 500))).collect();
    let draft = divided(&block(0, 0, 60, 50), &homes(&points), 10);
    for grid in &draft.grids {
        assert!((270..=330).contains(&grid.households), "{}", grid.households);
    }
}

#[test]
fn a_community_where_nobody_is_known_to_live_is_divided_by_its_ground() {
    let shares = propose(&block(0, 0, 60, 50), &[], 6);
    let sizes: Vec<f64> = shares.iter().map(|share| share.square_metres).collect();
    let mean = sizes.iter().sum::<f64>() / 6.0;
    assert!(sizes.iter().all(|size| (size - mean).abs() < mean / 50.0), "{sizes:?}");
}
