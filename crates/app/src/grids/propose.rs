//! A division of a community into grids, balanced by households, people and ground: cut in two again and again, each cut the shortest of those
//! that share rightly. The same input gives the same division; there is no chance in it.

use super::plane::{Corner, Plane, Ring, knit, twice_area};
use crate::territory::inside;

/// Where somebody lives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Home {
    /// The place.
    pub at: Corner,
    /// Households there; may be a fraction where only a grid's total is known.
    pub households: f64,
    /// People there.
    pub people: f64,
}

/// One grid of a division.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    /// Outline.
    pub ring: Ring,
    /// Households in it.
    pub households: f64,
    /// People in it.
    pub people: f64,
    /// Its ground.
    pub square_metres: f64,
}

/// How much households, people and ground count when a cut is balanced; where nobody is known to live only the ground does.
const WEIGHTS: [f64; 3] = [0.7, 0.2, 0.1];
/// Directions that are tried for each cut.
const ANGLES: u32 = 24;
/// Half the side of the square that stands for half the plane, in metres: farther than any community reaches.
const FAR: f64 = 60_000.0;

/// Divides a community into `n` grids that cover it without gap or overlap, each of one piece. Homes outside it count nowhere.
#[must_use]
pub fn propose(outline: &Ring, homes: &[Home], n: usize) -> Vec<Share> {
    let Some(&origin) = outline.first() else { return Vec::new() };
    let plane = Plane::around(origin);
    let mut outer = outline.clone();
    if twice_area(&outer) < 0 {
        outer.reverse();
    }
    let within: Vec<Home> = homes.iter().filter(|home| inside(&outer, home.at)).copied().collect();
    let mut rings = Vec::new();
    divide(&plane, outer, within.clone(), n.max(1), &mut rings);
    knit(&mut rings);
    rings
        .into_iter()
        .map(|ring| {
            let own = within.iter().filter(|home| inside(&ring, home.at));
            let (households, people) = own.fold((0.0, 0.0), |(h, p), home| (h + home.households, p + home.people));
            Share { households, people, square_metres: plane.square_metres(&ring), ring }
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred grids")]
fn divide(plane: &Plane, ring: Ring, homes: Vec<Home>, n: usize, out: &mut Vec<Ring>) {
    if n < 2 {
        out.push(ring);
        return;
    }
    let few = n / 2;
    let mut cuts: Vec<Cut> = (0..ANGLES).map(|k| Cut::balanced(plane, &ring, &homes, k, few as f64 / n as f64)).collect();
    // Cuts through several arms of a bent outline come last; among the others the shortest makes the most compact grids.
    cuts.sort_by(|a, b| (a.crossings, a.length).partial_cmp(&(b.crossings, b.length)).unwrap_or(std::cmp::Ordering::Equal));
    let Some((one, other)) = cuts.iter().find_map(|cut| cut.make(plane, &ring)) else {
        // A sliver that cannot be cut any more stays as it is.
        out.push(ring);
        return;
    };
    let (here, there): (Vec<Home>, Vec<Home>) = homes.into_iter().partition(|home| inside(&one, home.at));
    divide(plane, one, here, few, out);
    divide(plane, other, there, n - few, out);
}

/// A straight cut across an outline.
struct Cut {
    /// Direction that it is at right angles to.
    to: (f64, f64),
    /// How far along that direction it lies.
    at: f64,
    crossings: usize,
    length: f64,
}

impl Cut {
    /// The cut in the `k`th direction that leaves `share` of everything behind it.
    fn balanced(plane: &Plane, ring: &Ring, homes: &[Home], k: u32, share: f64) -> Self {
        let (sin, cos) = (f64::from(k) * std::f64::consts::TAU / f64::from(ANGLES)).sin_cos();
        let along = |corner: Corner| {
            let (x, y) = plane.metres(corner);
            x.mul_add(cos, y * sin)
        };
        let corners: Vec<(f64, f64)> = ring
            .iter()
            .map(|&corner| {
                let (x, y) = plane.metres(corner);
                (x.mul_add(cos, y * sin), y.mul_add(cos, -x * sin))
            })
            .collect();
        let lives: Vec<(f64, &Home)> = homes.iter().map(|home| (along(home.at), home)).collect();
        let total = |f: fn(&Home) -> f64| homes.iter().map(f).sum::<f64>();
        let (households, people, ground) = (total(|home| home.households), total(|home| home.people), behind(&corners, f64::MAX));
        let left = |at: f64| {
            let part = |f: fn(&Home) -> f64| lives.iter().filter(|(d, _)| *d < at).map(|(_, home)| f(home)).sum::<f64>();
            let (mut weight, mut sum) = (0.0, 0.0);
            for (w, whole, part) in [
                (WEIGHTS[0], households, part(|home| home.households)),
                (WEIGHTS[1], people, part(|home| home.people)),
                (WEIGHTS[2], ground, behind(&corners, at)),
            ] {
                if whole > 0.0 {
                    weight += w;
                    sum += w * part / whole;
                }
            }
            if weight > 0.0 { sum / weight } else { 0.0 }
        };
        let (mut low, mut high) = corners.iter().fold((f64::MAX, f64::MIN), |(low, high), (d, _)| (low.min(*d), high.max(*d)));
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if left(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        let at = f64::midpoint(low, high);
        let mut across: Vec<f64> = sides(&corners)
            .filter(|(a, b)| (a.0 < at) != (b.0 < at))
            .map(|(a, b)| (b.1 - a.1).mul_add((at - a.0) / (b.0 - a.0), a.1))
            .collect();
        across.sort_by(f64::total_cmp);
        let length = across.chunks_exact(2).map(|pair| pair.last().unwrap_or(&0.0) - pair.first().unwrap_or(&0.0)).sum();
        Self { to: (cos, sin), at, crossings: across.len(), length }
    }

    /// Cuts. What falls off beside the main piece of a side goes to the other side; `None` where that cannot be.
    fn make(&self, plane: &Plane, ring: &Ring) -> Option<(Ring, Ring)> {
        let (cos, sin) = self.to;
        let place = |along: f64, across: f64| plane.corner((along.mul_add(cos, -across * sin), along.mul_add(sin, across * cos)));
        let half = vec![place(self.at, -FAR), place(self.at, FAR), place(self.at - FAR, FAR), place(self.at - FAR, -FAR)];
        let (mut inside, mut outside) = plane.cut(ring, &half);
        let (mut one, mut other) = (largest(plane, &mut inside)?, largest(plane, &mut outside)?);
        for piece in inside {
            other = join(plane, &other, &piece)?;
        }
        for piece in outside {
            one = join(plane, &one, &piece)?;
        }
        Some((one, other))
    }
}

/// Takes the largest piece out.
fn largest(plane: &Plane, pieces: &mut Vec<Ring>) -> Option<Ring> {
    let size = |ring: &Ring| plane.square_metres(ring);
    let at = pieces.iter().enumerate().max_by(|a, b| size(a.1).total_cmp(&size(b.1)))?.0;
    Some(pieces.swap_remove(at))
}

/// Two neighbours as one outline, if they are that: one piece without a hole.
fn join(plane: &Plane, a: &Ring, b: &Ring) -> Option<Ring> {
    let mut pieces = plane.together(a, b);
    let only = pieces.pop().filter(|_| pieces.is_empty())?;
    <[Ring; 1]>::try_from(only).ok().map(|[ring]| ring)
}

fn sides(corners: &[(f64, f64)]) -> impl Iterator<Item = ((f64, f64), (f64, f64))> + '_ {
    corners.iter().copied().zip(corners.iter().copied().cycle().skip(1))
}

/// Ground of an outline before a line across the first axis.
fn behind(corners: &[(f64, f64)], at: f64) -> f64 {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (a, b) in sides(corners) {
        if a.0 < at {
            kept.push(a);
        }
        if (a.0 < at) != (b.0 < at) {
            kept.push((at, (b.1 - a.1).mul_add((at - a.0) / (b.0 - a.0), a.1)));
        }
    }
    let twice: f64 = sides(&kept).map(|(a, b)| a.0.mul_add(b.1, -b.0 * a.1)).sum();
    twice.abs() / 2.0
}
