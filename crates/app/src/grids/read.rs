//! Drawings as GeoJSON (RFC 7946): longitude before latitude, in degrees of WGS 84 or CGCS 2000.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::plane::{Corner, Ring, crosses_itself, twice_area};
use super::{CORNERS, Draft, DraftGrid, Finding, Found, GRIDS, LARGEST};
use crate::territory::units;

/// Reads a drawing of a community. What cannot be used is named and left out. A feature whose `code` is the community's is its outline; grids
/// without a code get the next that is free of `taken`. With `swap`, latitude is taken to come before longitude.
#[must_use]
pub fn read(text: &str, community: &str, taken: &[String], swap: bool) -> (Draft, Vec<Finding>) {
    let mut draft = Draft::default();
    if text.len() > LARGEST {
        return (draft, vec![Finding::of("", Found::TooLarge)]);
    }
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => return (draft, vec![Finding::of("", Found::NotJson(error.line(), error.column()))]),
    };
    let Some(features) =
        value.get("features").and_then(Value::as_array).filter(|_| value.get("type").is_some_and(|kind| kind == "FeatureCollection"))
    else {
        return (draft, vec![Finding::of("", Found::NotCollection)]);
    };
    if features.len() > GRIDS + 1 {
        return (draft, vec![Finding::of("", Found::TooMany(features.len()))]);
    }
    let mut found = Vec::new();
    let mut codes: HashSet<String> = HashSet::new();
    for (index, feature) in features.iter().enumerate() {
        let property = |name: &str| feature.get("properties").and_then(|properties| properties.get(name));
        let name =
            property("name").and_then(Value::as_str).map(|name| name.trim().chars().take(60).collect::<String>()).unwrap_or_default();
        let called = if name.is_empty() { format!("#{}", index + 1) } else { name.clone() };
        let ring = match outline(feature.get("geometry").unwrap_or(&Value::Null), swap) {
            Ok((ring, closed)) => {
                if !closed {
                    found.push(Finding::of(&called, Found::NotClosed));
                }
                Some(ring)
            }
            Err((what, at)) => {
                found.push(Finding { at, ..Finding::of(&called, what) });
                None
            }
        };
        let code = match property("code") {
            Some(Value::String(code)) => code.trim().to_owned(),
            Some(Value::Number(code)) => code.to_string(),
            _ => String::new(),
        };
        if code == community {
            draft.outline = ring.unwrap_or_default();
            continue;
        }
        let fits = code.strip_prefix(community).is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit()));
        if !code.is_empty() && !fits {
            found.push(Finding::of(&called, Found::CodeForm(code.clone())));
        } else if !code.is_empty() && !codes.insert(code.clone()) {
            found.push(Finding::of(&called, Found::CodeTwice(code.clone())));
        }
        let mut number = |name: &'static str| match property(name) {
            None | Some(Value::Null) => 0,
            Some(value) => value
                .as_i64()
                .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
                .filter(|n| (0..=1_000_000).contains(n))
                .unwrap_or_else(|| {
                    found.push(Finding::of(&called, Found::NoNumber(name)));
                    0
                }),
        };
        let (households, population) = (number("households"), number("population"));
        if let Some(ring) = ring {
            draft.grids.push(DraftGrid { code, name, households, population, ring });
        }
    }
    far(&draft, &mut found);
    number(&mut draft, community, taken);
    (draft, found)
}

/// Codes and names for grids that have none.
fn number(draft: &mut Draft, community: &str, taken: &[String]) {
    let mut used: HashSet<String> = draft.grids.iter().map(|grid| grid.code.clone()).chain(taken.iter().cloned()).collect();
    let mut next = 1;
    for grid in &mut draft.grids {
        while grid.code.is_empty() && next < 1_000 {
            let code = format!("{community}{next:03}");
            if used.insert(code.clone()) {
                grid.code = code;
            }
            next += 1;
        }
        if grid.name.is_empty() {
            grid.name = format!("{}网格", grid.code.get(community.len() + 1..).unwrap_or_default());
        }
    }
}

/// Grids that are nowhere near the community, or the first grid where it has no outline: a datum or a file of another place.
fn far(draft: &Draft, found: &mut Vec<Finding>) {
    let Some(&(x, y)) = draft.outline.first().or_else(|| draft.grids.first()?.ring.first()) else { return };
    // A degree is some 100 km.
    let near = |&(px, py): &Corner| (px - x).abs() < 10_000_000 && (py - y).abs() < 10_000_000;
    for grid in &draft.grids {
        if let Some(corner) = grid.ring.iter().find(|corner| !near(corner)) {
            found.push(Finding { at: Some(*corner), ..Finding::of(&grid.name, Found::Far) });
        }
    }
}

/// The outer ring of a polygon, and whether it was closed.
fn outline(geometry: &Value, swap: bool) -> Result<(Ring, bool), (Found, Option<Corner>)> {
    let kind = geometry.get("type").and_then(Value::as_str).unwrap_or_default();
    let plain = |found| (found, None);
    let rings = match (kind, geometry.get("coordinates").and_then(Value::as_array)) {
        ("Polygon", Some(rings)) => rings,
        ("MultiPolygon", Some(parts)) => match (parts.as_slice(), parts.first().and_then(Value::as_array)) {
            ([_], Some(rings)) => rings,
            _ => return Err(plain(Found::Parts(parts.len()))),
        },
        _ => return Err(plain(Found::NotPolygon(kind.to_owned()))),
    };
    if rings.len() > 1 {
        return Err(plain(Found::Hole));
    }
    let corners = rings.first().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if corners.len() > CORNERS {
        return Err(plain(Found::ManyCorners(corners.len())));
    }
    let mut ring = Ring::new();
    for corner in corners {
        let (Some(mut x), Some(mut y)) = (corner.get(0).and_then(Value::as_f64), corner.get(1).and_then(Value::as_f64)) else {
            return Err(plain(Found::OutOfRange));
        };
        if swap {
            std::mem::swap(&mut x, &mut y);
        }
        let at = Some((units(x), units(y)));
        // China lies between 73° and 136° east, 3° and 54° north: the other way round there is no mistaking it.
        let inside = |lon: f64, lat: f64| (73.0..=136.0).contains(&lon) && (3.0..=54.0).contains(&lat);
        if !inside(x, y) {
            return Err(if inside(y, x) { (Found::Swapped, at) } else { (Found::OutOfRange, at) });
        }
        ring.push((units(x), units(y)));
    }
    let closed = ring.len() > 1 && ring.first() == ring.last();
    if closed {
        ring.pop();
    }
    ring.dedup();
    if ring.len() < 3 {
        return Err(plain(Found::FewCorners));
    }
    if let Some(at) = crosses_itself(&ring) {
        return Err((Found::Crossing, Some(at)));
    }
    if twice_area(&ring) < 0 {
        ring.reverse();
    }
    Ok((ring, closed))
}

/// Degrees as people write them; exact, because a unit is the last of seven decimals.
#[expect(clippy::cast_precision_loss, reason = "units of 10⁻⁷ degree are far below 2^52")]
fn degrees(corner: Corner) -> Value {
    json!([corner.0 as f64 / 1e7, corner.1 as f64 / 1e7])
}

/// A closed ring as GeoJSON coordinates.
pub(super) fn coordinates(ring: &[Corner]) -> Value {
    ring.iter().chain(ring.first()).copied().map(degrees).collect()
}

/// A drawing as GeoJSON, the community's outline first.
#[must_use]
pub fn write(draft: &Draft, community: &str, name: &str) -> Value {
    let feature = |ring: &Ring, properties: Value| json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Polygon", "coordinates": [coordinates(ring)] } });
    let outline = (!draft.outline.is_empty()).then(|| feature(&draft.outline, json!({ "code": community, "name": name })));
    let grids = draft.grids.iter().map(|grid| {
        let properties = json!({ "code": grid.code, "name": grid.name, "households": grid.households, "population": grid.population });
        feature(&grid.ring, properties)
    });
    json!({ "type": "FeatureCollection", "features": outline.into_iter().chain(grids).collect::<Vec<_>>() })
}
