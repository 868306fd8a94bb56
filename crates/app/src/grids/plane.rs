//! Outlines as whole numbers: areas, crossings, what two outlines share. Corners are in units of 10⁻⁷ degree, so a border that two grids share is
//! the same numbers on both sides, and nothing is lost to rounding.

use i_overlay::core::extract::BooleanExtractionBuffer;
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;

/// A corner: longitude and latitude.
pub type Corner = (i64, i64);
/// An outline, counter-clockwise, the first corner not repeated.
pub type Ring = Vec<Corner>;

/// Metres of one unit of latitude.
const METRES: f64 = 0.011_131_949;

/// A place to count from, so that the numbers of a community fit in 32 bits, and how much narrower a unit of longitude is there.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    origin: Corner,
    narrow: f64,
}

#[expect(clippy::cast_precision_loss, reason = "differences within a district are far below 2^52")]
const fn f(n: i64) -> f64 {
    n as f64
}

impl Plane {
    /// Around a corner.
    #[must_use]
    pub fn around(origin: Corner) -> Self {
        Self { origin, narrow: (f(origin.1) / 1e7).to_radians().cos() }
    }

    /// Square metres of an outline, whichever way round it goes.
    #[must_use]
    pub fn square_metres(&self, ring: &[Corner]) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "twice the area of a district is a large number, but no exact one is needed here")]
        let twice = twice_area(ring).unsigned_abs() as f64;
        twice / 2.0 * METRES * METRES * self.narrow
    }

    /// Metres east and north of the origin.
    #[must_use]
    pub fn metres(&self, (x, y): Corner) -> (f64, f64) {
        (f(x - self.origin.0) * METRES * self.narrow, f(y - self.origin.1) * METRES)
    }

    /// The corner nearest to so many metres east and north of the origin.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "metres within a district")]
    pub fn corner(&self, (x, y): (f64, f64)) -> Corner {
        (self.origin.0 + (x / METRES / self.narrow).round() as i64, self.origin.1 + (y / METRES).round() as i64)
    }

    /// Metres along an outline.
    #[must_use]
    pub fn length(&self, ring: &[Corner]) -> f64 {
        ring.iter()
            .zip(ring.iter().cycle().skip(1))
            .map(|(&a, &b)| {
                let ((ax, ay), (bx, by)) = (self.metres(a), self.metres(b));
                (bx - ax).hypot(by - ay)
            })
            .sum()
    }

    fn point(&self, (x, y): Corner) -> IntPoint {
        let clamp = |n: i64| i32::try_from(n.clamp(-1_000_000_000, 1_000_000_000)).unwrap_or_default();
        IntPoint { x: clamp(x - self.origin.0), y: clamp(y - self.origin.1) }
    }

    fn corners(&self, contour: &[IntPoint]) -> Ring {
        contour.iter().map(|point| (self.origin.0 + i64::from(point.x), self.origin.1 + i64::from(point.y))).collect()
    }

    fn overlay(&self, subject: &[&Ring], clip: &[&Ring], rules: &[OverlayRule]) -> Vec<Vec<Vec<Ring>>> {
        let path = |ring: &Ring| ring.iter().map(|corner| self.point(*corner)).collect::<Vec<_>>();
        let capacity = subject.iter().chain(clip).map(|ring| ring.len()).sum();
        let mut overlay = Overlay::new_custom(capacity, IntOverlayOptions::keep_all_points(), i_overlay::core::solver::Solver::default());
        for ring in subject {
            overlay.add_contour(&path(ring), ShapeType::Subject);
        }
        for ring in clip {
            overlay.add_contour(&path(ring), ShapeType::Clip);
        }
        let Some(graph) = overlay.build_graph_view(FillRule::NonZero) else { return vec![Vec::new(); rules.len()] };
        let mut buffer = BooleanExtractionBuffer::default();
        rules
            .iter()
            .map(|rule| {
                let shapes = graph.extract_shapes(*rule, &mut buffer);
                shapes.iter().map(|shape| shape.iter().map(|contour| self.corners(contour)).collect()).collect()
            })
            .collect()
    }

    /// What two outlines have in common, as pieces.
    #[must_use]
    pub fn shared(&self, a: &Ring, b: &Ring) -> Vec<Vec<Ring>> {
        self.overlay(&[a], &[b], &[OverlayRule::Intersect]).pop().unwrap_or_default()
    }

    /// What is left of an outline under others, as pieces with their holes.
    #[must_use]
    pub fn without(&self, ring: &Ring, others: &[&Ring]) -> Vec<Vec<Ring>> {
        self.overlay(&[ring], others, &[OverlayRule::Difference]).pop().unwrap_or_default()
    }

    /// Two outlines as one, as pieces.
    #[must_use]
    pub fn together(&self, a: &Ring, b: &Ring) -> Vec<Vec<Ring>> {
        self.overlay(&[a, b], &[], &[OverlayRule::Subject]).pop().unwrap_or_default()
    }

    /// An outline cut in two by the edge of another: the pieces within it, and those outside. Both have the same corners along the cut.
    #[must_use]
    pub fn cut(&self, ring: &Ring, side: &Ring) -> (Vec<Ring>, Vec<Ring>) {
        let mut parts = self.overlay(&[ring], &[side], &[OverlayRule::Intersect, OverlayRule::Difference]).into_iter();
        let mut outer = || parts.next().unwrap_or_default().into_iter().filter_map(|shape| shape.into_iter().next()).collect::<Vec<Ring>>();
        let inside = outer();
        (inside, outer())
    }

    /// Square metres of a piece, its holes taken off.
    #[must_use]
    pub fn piece(&self, rings: &[Ring]) -> f64 {
        let mut sizes = rings.iter().map(|ring| self.square_metres(ring));
        sizes.next().unwrap_or_default() - sizes.sum::<f64>()
    }
}

/// Twice the signed area of an outline: positive where it goes counter-clockwise.
#[must_use]
pub fn twice_area(ring: &[Corner]) -> i128 {
    let Some(&(ox, oy)) = ring.first() else { return 0 };
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(&(ax, ay), &(bx, by))| i128::from(ax - ox) * i128::from(by - oy) - i128::from(bx - ox) * i128::from(ay - oy))
        .sum()
}

/// The smallest box around an outline: south-west and north-east.
#[must_use]
pub fn bounds(ring: &[Corner]) -> (Corner, Corner) {
    let (mut low, mut high) = ((i64::MAX, i64::MAX), (i64::MIN, i64::MIN));
    for &(x, y) in ring {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    (low, high)
}

/// Whether two boxes meet in more than a border.
#[must_use]
pub const fn meet(a: (Corner, Corner), b: (Corner, Corner)) -> bool {
    a.0.0 < b.1.0 && b.0.0 < a.1.0 && a.0.1 < b.1.1 && b.0.1 < a.1.1
}

/// Which way one turns at `b`, coming from `a` and going to `c`: above 0 to the left.
fn turn(a: Corner, b: Corner, c: Corner) -> i128 {
    i128::from(b.0 - a.0) * i128::from(c.1 - a.1) - i128::from(c.0 - a.0) * i128::from(b.1 - a.1)
}

/// Whether a corner lies on the straight line between two others, which it is known to be in line with.
fn between(a: Corner, b: Corner, p: Corner) -> bool {
    p.0 >= a.0.min(b.0) && p.0 <= a.0.max(b.0) && p.1 >= a.1.min(b.1) && p.1 <= a.1.max(b.1)
}

/// Where an outline crosses or touches itself, if it does.
#[must_use]
pub fn crosses_itself(ring: &[Corner]) -> Option<Corner> {
    let sides: Vec<(Corner, Corner)> = ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).collect();
    for (i, &(a, b)) in sides.iter().enumerate() {
        for (j, &(c, d)) in sides.iter().enumerate().skip(i + 1) {
            let neighbours = j == i + 1 || (i == 0 && j + 1 == sides.len());
            let (abc, abd, cda, cdb) = (turn(a, b, c).signum(), turn(a, b, d).signum(), turn(c, d, a).signum(), turn(c, d, b).signum());
            if neighbours {
                // Sides that share a corner may only not go back over each other.
                let (far, near) = if j == i + 1 { (d, a) } else { (c, b) };
                if abc == 0 && abd == 0 && (between(a, b, far) || between(c, d, near)) {
                    return Some(b);
                }
                continue;
            }
            if abc * abd < 0 && cda * cdb < 0 {
                return Some(crossing((a, b), (c, d)));
            }
            for (p, (from, to), side) in [(c, (a, b), abc), (d, (a, b), abd), (a, (c, d), cda), (b, (c, d), cdb)] {
                if side == 0 && between(from, to, p) {
                    return Some(p);
                }
            }
        }
    }
    None
}

/// Where two lines that cross do so, to the nearest unit.
#[expect(clippy::cast_possible_truncation, reason = "a point between corners")]
fn crossing((a, b): (Corner, Corner), (c, d): (Corner, Corner)) -> Corner {
    let (rx, ry, sx, sy) = (f(b.0 - a.0), f(b.1 - a.1), f(d.0 - c.0), f(d.1 - c.1));
    let t = (f(c.0 - a.0) * sy - f(c.1 - a.1) * sx) / (rx * sy - ry * sx);
    (a.0 + (rx * t).round() as i64, a.1 + (ry * t).round() as i64)
}

/// Puts the corners of each outline that lie on a side of another (to within a unit) into that side as well, so that borders are the same corners
/// on both sides.
pub fn knit(rings: &mut [Ring]) {
    let corners: std::collections::BTreeSet<Corner> = rings.iter().flatten().copied().collect();
    for ring in rings {
        let sides: Vec<(Corner, Corner)> = ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).collect();
        let mut knitted = Ring::new();
        for (a, b) in sides {
            knitted.push(a);
            let (low, high) = (a.0.min(b.0) - 2, a.0.max(b.0) + 2);
            let mut on: Vec<(f64, Corner)> = corners
                .range((low, i64::MIN)..=(high, i64::MAX))
                .filter(|p| **p != a && **p != b)
                .filter_map(|&p| {
                    let (dx, dy, px, py) = (f(b.0 - a.0), f(b.1 - a.1), f(p.0 - a.0), f(p.1 - a.1));
                    let length = dx.mul_add(dx, dy * dy);
                    let along = px.mul_add(dx, py * dy) / length;
                    let off = (px * dy - py * dx).abs() / length.sqrt();
                    (along > 0.0 && along < 1.0 && off < 1.5).then_some((along, p))
                })
                .collect();
            on.sort_by(|x, y| x.0.total_cmp(&y.0));
            knitted.extend(on.into_iter().map(|(_, p)| p));
        }
        knitted.dedup();
        *ring = knitted;
    }
}
