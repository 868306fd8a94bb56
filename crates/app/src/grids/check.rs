//! What is wrong between the grids of a drawing, and with their sizes.

use linli_pack::model::SizeRule;

use super::plane::{Plane, Ring, bounds, meet};
use super::{Draft, Finding, Found};

/// Ground below this many square metres, or narrower than this many metres, comes from rounding to a centimetre, not from a drawing.
const SLIVER: (f64, f64) = (1.0, 0.03);

/// Checks a drawing whose outlines are sound: overlaps first, then gaps, then sizes.
#[must_use]
pub fn check(draft: &Draft, rule: Option<&SizeRule>) -> Vec<Finding> {
    let Some(origin) = draft.outline.first().or_else(|| draft.grids.first()?.ring.first()) else { return Vec::new() };
    let plane = Plane::around(*origin);
    let mut found = overlaps(&plane, draft);
    found.extend(edges(&plane, draft));
    if let Some(rule) = rule {
        found.extend(sizes(draft, rule));
    }
    found
}

fn overlaps(plane: &Plane, draft: &Draft) -> Vec<Finding> {
    let mut found = Vec::new();
    let boxes: Vec<_> = draft.grids.iter().map(|grid| bounds(&grid.ring)).collect();
    for (i, (a, a_box)) in draft.grids.iter().zip(&boxes).enumerate() {
        for (b, b_box) in draft.grids.iter().zip(&boxes).skip(i + 1) {
            if !meet(*a_box, *b_box) {
                continue;
            }
            if let Some(finding) = ground(plane, &a.name, plane.shared(&a.ring, &b.ring), |size| Found::Overlap(b.name.clone(), size)) {
                found.push(finding);
            }
        }
    }
    found
}

/// Gaps in the community, and ground outside it.
fn edges(plane: &Plane, draft: &Draft) -> Vec<Finding> {
    if draft.outline.is_empty() {
        return vec![Finding::of("", Found::NoOutline)];
    }
    let rings: Vec<&Ring> = draft.grids.iter().map(|grid| &grid.ring).collect();
    let mut found: Vec<Finding> = draft
        .grids
        .iter()
        .filter_map(|grid| ground(plane, &grid.name, plane.without(&grid.ring, &[&draft.outline]), Found::Outside))
        .collect();
    // Each gap by itself: they are mended one by one.
    if !rings.is_empty() {
        for piece in plane.without(&draft.outline, &rings) {
            found.extend(ground(plane, "", vec![piece], Found::Gap));
        }
    }
    found
}

/// A finding about pieces of ground, unless they are slivers.
fn ground(plane: &Plane, grid: &str, pieces: Vec<Vec<Ring>>, what: impl Fn(f64) -> Found) -> Option<Finding> {
    let sliver =
        |size: f64, piece: &[Ring]| size < SLIVER.0 || size < SLIVER.1 * piece.iter().map(|ring| plane.length(ring)).sum::<f64>() / 2.0;
    let pieces: Vec<(f64, Vec<Ring>)> =
        pieces.into_iter().map(|piece| (plane.piece(&piece), piece)).filter(|(size, piece)| !sliver(*size, piece)).collect();
    let largest = pieces.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let at = largest.1.first().map(|ring| {
        let (low, high) = bounds(ring);
        (i64::midpoint(low.0, high.0), i64::midpoint(low.1, high.1))
    });
    let total = pieces.iter().map(|(size, _)| size).sum();
    Some(Finding { at, marks: pieces.into_iter().map(|(_, piece)| piece).collect(), ..Finding::of(grid, what(total)) })
}

fn sizes(draft: &Draft, rule: &SizeRule) -> Vec<Finding> {
    let counted = draft.grids.iter().filter(|grid| grid.households > 0).count();
    let total: i64 = draft.grids.iter().map(|grid| grid.households).sum();
    let mean = i64::try_from(counted).ok().filter(|n| *n > 0).map_or(0, |n| total / n);
    draft
        .grids
        .iter()
        .filter(|grid| grid.households > 0)
        .flat_map(|grid| {
            let has = grid.households;
            let size = if has < rule.least {
                Some(Found::Small(has, rule.least))
            } else if has > rule.most {
                Some(Found::Large(has, rule.most))
            } else {
                None
            };
            let off = counted > 1 && (has - mean).abs() * 100 > mean * rule.balance;
            [size, off.then_some(Found::Unbalanced(has, mean))].into_iter().flatten().map(|what| Finding::of(&grid.name, what))
        })
        .collect()
}
