//! A plane divided into faces that share their corners: whatever is cut or bent, neighbours keep identical borders.

use std::collections::BTreeMap;

/// A point in metres east and north.
pub(crate) type P = (f64, f64);

/// Faces as rings of corner numbers, counter-clockwise, and for each directed side the face on its left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plane {
    pub(crate) points: Vec<P>,
    pub(crate) faces: Vec<Vec<usize>>,
    sides: BTreeMap<(usize, usize), usize>,
}

fn pairs(ring: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Signed area of a ring of points.
pub(crate) fn area(ring: &[P]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}

/// The part of a convex ring where `x cos + y sin < c`.
fn clip(ring: &[P], dir: P, c: f64) -> Vec<P> {
    let mut out = Vec::new();
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (ta, tb) = (a.0 * dir.0 + a.1 * dir.1, b.0 * dir.0 + b.1 * dir.1);
        if ta < c {
            out.push(*a);
        }
        if (ta < c) != (tb < c) {
            let s = (c - ta) / (tb - ta);
            out.push((a.0 + s * (b.0 - a.0), a.1 + s * (b.1 - a.1)));
        }
    }
    out
}

impl Plane {
    /// A plane of one face.
    pub(crate) fn new(outline: Vec<P>) -> Self {
        let ring: Vec<usize> = (0..outline.len()).collect();
        let sides = pairs(&ring).map(|side| (side, 0)).collect();
        Self { points: outline, faces: vec![ring], sides }
    }

    pub(crate) fn at(&self, point: usize) -> P {
        self.points.get(point).copied().unwrap_or_default()
    }

    pub(crate) fn ring(&self, face: usize) -> Vec<P> {
        self.faces.get(face).map(|ring| ring.iter().map(|&p| self.at(p)).collect()).unwrap_or_default()
    }

    /// Puts a corner on a side, for both faces beside it.
    fn insert(&mut self, (a, b): (usize, usize), at: P) -> usize {
        let m = self.points.len();
        self.points.push(at);
        for (from, to) in [(a, b), (b, a)] {
            let Some(face) = self.sides.remove(&(from, to)) else { continue };
            self.sides.insert((from, m), face);
            self.sides.insert((m, to), face);
            if let Some(ring) = self.faces.get_mut(face) {
                let place = ring.iter().position(|&p| p == from).map_or(0, |i| i + 1);
                ring.insert(place, m);
            }
        }
        m
    }

    /// The direction along which a face is long: across the one in which it is narrowest. (The widest one would be a diagonal, and
    /// blocks would become triangles.)
    pub(crate) fn long_axis(&self, face: usize) -> f64 {
        let ring = self.ring(face);
        let width = |angle: f64| {
            let t = ring.iter().map(|p| p.0 * angle.cos() + p.1 * angle.sin());
            t.clone().fold(f64::MIN, f64::max) - t.fold(f64::MAX, f64::min)
        };
        let steps = (0..36).map(|i| f64::from(i) * std::f64::consts::PI / 36.0);
        let narrow = steps.reduce(|a, b| if width(b) < width(a) { b } else { a }).unwrap_or_default();
        narrow + std::f64::consts::FRAC_PI_2
    }

    /// Cuts a convex face across `angle` so that `share` of its area comes first; the first part keeps the number, the other's is returned.
    pub(crate) fn cut(&mut self, face: usize, angle: f64, share: f64) -> usize {
        let dir = (angle.cos(), angle.sin());
        let ring = self.ring(face);
        let whole = area(&ring);
        let t = |p: P| p.0 * dir.0 + p.1 * dir.1;
        let mut low = ring.iter().map(|p| t(*p)).fold(f64::MAX, f64::min);
        let mut high = ring.iter().map(|p| t(*p)).fold(f64::MIN, f64::max);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if area(&clip(&ring, dir, middle)) < whole * share { low = middle } else { high = middle }
        }
        let corners = self.faces.get(face).cloned().unwrap_or_default();
        let mut ends = Vec::new();
        for (a, b) in pairs(&corners) {
            let (pa, pb) = (self.at(a), self.at(b));
            if (t(pa) < low) != (t(pb) < low) {
                let s = (low - t(pa)) / (t(pb) - t(pa));
                ends.push(((a, b), (pa.0 + s * (pb.0 - pa.0), pa.1 + s * (pb.1 - pa.1))));
            }
        }
        let ends: Vec<usize> = ends.into_iter().map(|(side, at)| self.insert(side, at)).collect();
        let &[from, to] = ends.as_slice() else { return face };
        self.divide(face, from, to, |p| t(p) < low)
    }

    fn divide(&mut self, face: usize, from: usize, to: usize, first: impl Fn(P) -> bool) -> usize {
        let mut ring = self.faces.get(face).cloned().unwrap_or_default();
        let start = ring.iter().position(|&p| p == from).unwrap_or(0);
        ring.rotate_left(start);
        let end = ring.iter().position(|&p| p == to).unwrap_or(0);
        let head: Vec<usize> = ring.iter().copied().take(end + 1).collect();
        let tail: Vec<usize> = ring.iter().copied().skip(end).chain([from]).collect();
        let head_first = head.get(1).is_some_and(|&p| first(self.at(p)));
        let (kept, other) = if head_first { (head, tail) } else { (tail, head) };
        let new = self.faces.len();
        for side in pairs(&kept) {
            self.sides.insert(side, face);
        }
        for side in pairs(&other) {
            self.sides.insert(side, new);
        }
        if let Some(slot) = self.faces.get_mut(face) {
            *slot = kept;
        }
        self.faces.push(other);
        new
    }

    /// Puts corners on every side longer than `most` metres, so that it can bend.
    pub(crate) fn refine(&mut self, most: f64) {
        let all: Vec<(usize, usize)> = self.sides.keys().copied().collect();
        for (a, b) in all {
            if a > b && self.sides.contains_key(&(b, a)) {
                continue;
            }
            let (pa, pb) = (self.at(a), self.at(b));
            let length = (pb.0 - pa.0).hypot(pb.1 - pa.1);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a side has at most some hundred corners")]
            let parts = (length / most).ceil() as u32;
            let mut last = a;
            for i in 1..parts {
                let s = f64::from(i) / f64::from(parts);
                last = self.insert((last, b), (pa.0 + s * (pb.0 - pa.0), pa.1 + s * (pb.1 - pa.1)));
            }
        }
    }
}

/// The outline of several faces together.
pub(crate) fn outline<'a>(faces: impl Iterator<Item = &'a Vec<usize>>) -> Vec<usize> {
    let mut sides = std::collections::BTreeSet::new();
    for (a, b) in faces.flat_map(|ring| pairs(ring)) {
        if !sides.remove(&(b, a)) {
            sides.insert((a, b));
        }
    }
    let next: BTreeMap<usize, usize> = sides.into_iter().collect();
    let Some(&start) = next.keys().next() else { return Vec::new() };
    let mut ring = vec![start];
    let mut here = start;
    while let Some(&after) = next.get(&here).filter(|after| **after != start) {
        ring.push(after);
        here = after;
        if ring.len() > next.len() {
            break;
        }
    }
    ring
}
