//! Where matters gather: areas two levels below a board's, shaded by how many they have, and the same as a list.

use linli_app::board::Board;
use linli_app::territory::Territory;
use linli_pack::record::Value;
use serde_json::json;

use crate::route::figures::{Linked, grouped};
use crate::route::maps;
use crate::route::present::Present;
use crate::view::board::{SpotRow, Spots};

/// Lines of the list.
const LINES: usize = 8;
/// Shapes drawn at most.
const SHAPES: usize = 900;

/// The map and list of a board.
pub(super) fn of_board(present: &Present, linked: &Linked, board: &Board<'_>) -> Spots {
    let territory = &present.territory;
    let first = board.cards.first();
    let to = |area: &str| {
        let linked = Linked { area: area.to_owned(), ..linked.clone() };
        first.map_or_else(|| linked.to(None), |card| linked.of(card))
    };
    // At the finest levels there is nothing two below: the areas directly below are the spots.
    let mut counts: Vec<(String, i64)> = board.spots.iter().map(|spot| (spot.area.clone(), spot.n)).collect();
    if counts.is_empty() {
        counts = board.areas.iter().filter_map(|row| Some((row.code.clone(), row.readings.first()?.of))).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
    let steps = steps(&counts);
    let level = |n: i64| if n <= 0 { 0 } else { steps.iter().position(|step| n <= *step).map_or(steps.len(), |at| at + 1) };
    let with_none = territory
        .areas()
        .filter(|area| area.parent == board.area || territory.area(&area.parent).is_some_and(|parent| parent.parent == board.area));
    let depth = counts.first().map(|(code, _)| territory.path(code).len());
    let mut drawn: Vec<(&str, i64)> = counts.iter().map(|(code, n)| (code.as_str(), *n)).collect();
    for area in with_none.filter(|area| Some(territory.path(&area.code).len()) == depth) {
        if !drawn.iter().any(|(code, _)| *code == area.code) {
            drawn.push((&area.code, 0));
        }
    }
    let features: Vec<Value> = drawn
        .iter()
        .flat_map(|(code, n)| {
            let properties =
                json!({ "label": territory.area(code).map(|area| area.name.as_str()), "n": n, "level": level(*n), "href": to(code) });
            shapes(territory, code)
                .into_iter()
                .map(move |geometry| json!({ "type": "Feature", "properties": properties, "geometry": geometry }))
        })
        .take(SHAPES)
        .collect();
    Spots {
        geojson: if features.is_empty() { String::new() } else { json!({ "type": "FeatureCollection", "features": features }).to_string() },
        steps: steps.iter().map(|step| grouped(*step)).collect(),
        rows: counts
            .iter()
            .filter(|(_, n)| *n > 0)
            .take(LINES)
            .map(|(code, n)| SpotRow {
                name: territory.area(code).map(|area| area.name.clone()).unwrap_or_default(),
                within: territory
                    .area(code)
                    .and_then(|area| territory.area(&area.parent))
                    .filter(|parent| parent.code != board.area)
                    .map(|parent| parent.name.clone())
                    .unwrap_or_default(),
                href: to(code),
                n: grouped(*n),
            })
            .collect(),
    }
}

/// The upper ends of up to four shades, each with about as many areas; the last holds the most frequent.
fn steps(counts: &[(String, i64)]) -> Vec<i64> {
    let mut sorted: Vec<i64> = counts.iter().map(|(_, n)| *n).filter(|n| *n > 0).collect();
    sorted.sort_unstable();
    let mut steps: Vec<i64> =
        (1..=4).filter_map(|quarter| sorted.get((sorted.len() * quarter).div_ceil(4).checked_sub(1)?).copied()).collect();
    steps.dedup();
    steps
}

/// The outline of an area, or of those below it where it has none of its own.
fn shapes(territory: &Territory, code: &str) -> Vec<Value> {
    let Some(area) = territory.area(code) else { return Vec::new() };
    if area.rings.is_empty() {
        return territory.children(code).flat_map(|child| shapes(territory, &child.code)).collect();
    }
    vec![json!({ "type": "Polygon", "coordinates": area.rings.iter().map(|points| maps::ring(points)).collect::<Vec<_>>() })]
}
