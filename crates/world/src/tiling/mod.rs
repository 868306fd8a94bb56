//! Synthetic outlines: streets, communities and grids that cover the district without gap or overlap, looking like blocks and not like a
//! lattice. No real boundary is used.
//!
//! A convex district is cut in two again and again; a cut puts its end as a corner on both sides of the border it meets. Then every side
//! gets more corners and the plane is bent smoothly. As faces share corners, borders are identical sequences of points on both sides.
//!
//! **Who owns a border.** A point belongs to the shape when a ray to the east crosses its outline an odd number of times, where a side counts
//! if `low.lat ≤ lat < high.lat` and the point lies strictly west of it. So a border belongs to the shape on its east or north, and every
//! point of the district to exactly one grid. All arithmetic is in whole 10⁻⁶ degrees.

mod plane;

use std::collections::BTreeMap;

use serde::Deserialize;

use self::plane::{P, Plane};
use crate::areas::Territory;
use crate::dice::Dice;

/// An outline in 10⁻⁶ degree (longitude, latitude), counter-clockwise, first point not repeated.
pub type Ring = Vec<(i32, i32)>;

/// A grid to be given a shape.
#[derive(Clone, Debug)]
pub struct Plot {
    /// Code of the grid.
    pub code: String,
    /// Code of its community.
    pub community: String,
    /// Relative size within the street.
    pub land: f64,
}

/// How the land is cut into streets.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Cut {
    /// Angle in degrees of the direction cut across (0: west part first, 90: south part first), and the two parts.
    At(f64, Box<Cut>, Box<Cut>),
    /// Code of a street, and its land beside the others.
    Street(String, f64),
}

use Cut::{At, Street};

impl Cut {
    fn land(&self) -> f64 {
        match self {
            At(_, a, b) => a.land() + b.land(),
            Street(_, land) => *land,
        }
    }

    fn carve(&self, plane: &mut Plane, face: usize, out: &mut Vec<(String, usize)>) {
        match self {
            At(angle, a, b) => {
                let other = plane.cut(face, angle.to_radians(), a.land() / self.land());
                a.carve(plane, face, out);
                b.carve(plane, other, out);
            }
            Street(code, _) => out.push((code.clone(), face)),
        }
    }
}

/// Streets and their faces, cut by the land of what lies in them.
fn by_land(plane: &mut Plane, dice: &mut Dice, plots: &[Plot]) -> Vec<(String, usize)> {
    let mut streets: Vec<(String, f64)> = Vec::new();
    for plot in plots {
        let code = plot.community.get(..9).unwrap_or_default();
        match streets.last_mut() {
            Some((last, land)) if last == code => *land += plot.land,
            _ => streets.push((code.to_owned(), plot.land)),
        }
    }
    let weights: Vec<f64> = streets.iter().map(|(_, land)| *land).collect();
    let mut faces = Vec::new();
    share(plane, dice, 0, &weights, &mut faces);
    streets.into_iter().map(|(code, _)| code).zip(faces).collect()
}

/// Cuts a face among weights, along its longer side each time.
fn share(plane: &mut Plane, dice: &mut Dice, face: usize, weights: &[f64], out: &mut Vec<usize>) {
    if weights.len() < 2 {
        out.push(face);
        return;
    }
    let total: f64 = weights.iter().sum();
    let (left, right) = weights.split_at(weights.len() / 2);
    let angle = plane.long_axis(face) + dice.range(-0.16, 0.16);
    let other = plane.cut(face, angle, left.iter().sum::<f64>() / total);
    share(plane, dice, face, left, out);
    share(plane, dice, other, right, out);
}

/// A smooth bend of the plane: its gradient stays well below one, so nothing folds over.
fn bend((x, y): P) -> P {
    let wave = |t: f64, length: f64, phase: f64| (t * std::f64::consts::TAU / length + phase).sin();
    let dx = 260.0 * wave(y + 0.35 * x, 6_100.0, 0.4) + 55.0 * wave(y - 0.5 * x, 1_450.0, 1.9) + 13.0 * wave(y + 0.8 * x, 410.0, 0.7);
    let dy = 230.0 * wave(x - 0.3 * y, 5_300.0, 2.2) + 50.0 * wave(x + 0.6 * y, 1_270.0, 0.1) + 12.0 * wave(x - 0.7 * y, 370.0, 2.9);
    (x + dx, y + dy)
}

/// Outline of the district before it is bent, in metres: 20 by 16 kilometres with cut-off corners.
fn district() -> Vec<P> {
    vec![
        (2_600.0, 500.0),
        (7_400.0, -200.0),
        (13_200.0, 300.0),
        (17_600.0, 1_900.0),
        (19_900.0, 5_200.0),
        (20_300.0, 9_600.0),
        (19_200.0, 13_600.0),
        (16_000.0, 15_900.0),
        (10_600.0, 16_300.0),
        (4_900.0, 15_200.0),
        (1_200.0, 12_100.0),
        (-200.0, 7_300.0),
        (500.0, 3_000.0),
    ]
}

/// Metres to 10⁻⁶ degree around the middle of a territory.
#[expect(clippy::cast_possible_truncation, reason = "degrees times a million fit in 32 bits")]
fn degrees(Territory { centre, scale, .. }: &Territory, (x, y): P) -> (i32, i32) {
    let lat = centre.1 + (y - 8_000.0) * scale / 111_000.0;
    let lon = centre.0 + (x - 10_000.0) * scale / (111_320.0 * centre.1.to_radians().cos());
    ((lon * 1e6).round() as i32, (lat * 1e6).round() as i32)
}

/// Outlines of the whole, its streets, communities and grids, by code.
#[must_use]
pub fn shapes(seed: u64, territory: &Territory, plots: &[Plot]) -> BTreeMap<String, Ring> {
    let mut dice = Dice::new(seed, "tiling");
    let mut plane = Plane::new(district());
    let mut streets = Vec::new();
    match &territory.layout {
        Some(layout) => layout.carve(&mut plane, 0, &mut streets),
        None => streets = by_land(&mut plane, &mut dice, plots),
    }
    // Faces of grids; a street or community is the union of its grids.
    let mut faces: BTreeMap<String, usize> = BTreeMap::new();
    for (street, face) in streets {
        let mut communities: Vec<(&str, Vec<&Plot>)> = Vec::new();
        for plot in plots.iter().filter(|plot| plot.community.starts_with(&street)) {
            match communities.last_mut() {
                Some((code, list)) if *code == plot.community => list.push(plot),
                _ => communities.push((&plot.community, vec![plot])),
            }
        }
        let weights: Vec<f64> = communities.iter().map(|(_, list)| list.iter().map(|plot| plot.land).sum()).collect();
        let mut parts = Vec::new();
        share(&mut plane, &mut dice, face, &weights, &mut parts);
        for ((_, list), part) in communities.iter().zip(parts) {
            let weights: Vec<f64> = list.iter().map(|plot| plot.land).collect();
            let mut cells = Vec::new();
            share(&mut plane, &mut dice, part, &weights, &mut cells);
            faces.extend(list.iter().map(|plot| plot.code.clone()).zip(cells));
        }
    }
    plane.refine(140.0);
    let points: Vec<(i32, i32)> = plane.points.iter().map(|p| degrees(territory, bend(*p))).collect();
    let ring = |corners: &[usize]| {
        let mut ring: Ring = corners.iter().filter_map(|&c| points.get(c).copied()).collect();
        // Two corners closer than 10⁻⁶ degree are one, on both sides alike.
        ring.dedup();
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        ring
    };
    let mut groups: BTreeMap<&str, Vec<&Vec<usize>>> = BTreeMap::new();
    for (code, face) in &faces {
        let Some(corners) = plane.faces.get(*face) else { continue };
        for length in [6, 9, 12, code.len()] {
            groups.entry(code.get(..length).unwrap_or_default()).or_default().push(corners);
        }
    }
    groups.into_iter().map(|(code, list)| (code.to_owned(), ring(&plane::outline(list.into_iter())))).collect()
}

/// Whether a point belongs to an outline, by the border rule above.
#[must_use]
pub fn contains(ring: &[(i32, i32)], (x, y): (i32, i32)) -> bool {
    let mut inside = false;
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (low, high) = if a.1 <= b.1 { (a, b) } else { (b, a) };
        if low.1 <= y && y < high.1 {
            let wide = i64::from;
            let left = (wide(high.0) - wide(low.0)) * (wide(y) - wide(low.1)) - (wide(x) - wide(low.0)) * (wide(high.1) - wide(low.1));
            inside ^= left > 0;
        }
    }
    inside
}

/// Twice the signed area of an outline, in square 10⁻⁶ degrees: exact.
#[must_use]
pub fn double_area(ring: &[(i32, i32)]) -> i64 {
    let Some(&(x0, y0)) = ring.first() else { return 0 };
    let local = |p: &(i32, i32)| (i64::from(p.0 - x0), i64::from(p.1 - y0));
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| (local(a), local(b))).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// A point inside an outline: its centre of mass, or where that lies outside, the middle of the widest stretch at its height.
#[must_use]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the result lies among the ring's own points")]
pub fn centre(ring: &[(i32, i32)]) -> (i32, i32) {
    let Some(&(x0, y0)) = ring.first() else { return (0, 0) };
    let local = |p: &(i32, i32)| (f64::from(p.0 - x0), f64::from(p.1 - y0));
    let (mut x, mut y) = (0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (local(a), local(b))) {
        let cross = a.0 * b.1 - b.0 * a.1;
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    let six = 3.0 * double_area(ring) as f64;
    let middle = (x0 + (x / six).round() as i32, y0 + (y / six).round() as i32);
    if contains(ring, middle) {
        return middle;
    }
    let corners = ring.iter().map(|p| (i32::midpoint(p.0, middle.0), i32::midpoint(p.1, middle.1)));
    corners.into_iter().find(|p| contains(ring, *p)).unwrap_or(middle)
}

/// An outline as a GeoJSON polygon with exactly six decimals.
#[must_use]
pub fn geojson(ring: &[(i32, i32)]) -> String {
    let number = |n: i32| format!("{}.{:06}", n / 1_000_000, n % 1_000_000);
    let closed = ring.iter().chain(ring.first());
    let points: Vec<String> = closed.map(|&(x, y)| format!("[{},{}]", number(x), number(y))).collect();
    format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, points.join(","))
}

#[cfg(test)]
mod tests;
