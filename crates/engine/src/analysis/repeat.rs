//! Matters that come again: the same category at the same place, soon after one was closed.

use std::collections::BTreeMap;

use linli_pack::record::Instant;

/// What of a record says whether it is the same again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matter {
    /// Area, the finest known.
    pub area: String,
    /// Category; one without says nothing about what came again.
    pub category: Option<String>,
    /// Where, as longitude and latitude in degrees; without a point the area is the place.
    pub point: Option<(f64, f64)>,
    /// When it was reported.
    pub created: Instant,
    /// When it was closed last; `None` while it is open.
    pub closed: Option<Instant>,
}

/// A place and category where a matter came again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// Places of its matters in what was given, in the order in which they were reported; at least two.
    pub matters: Vec<usize>,
}

/// Metres of one degree of latitude.
const DEGREE: f64 = 111_195.0;

/// Chains of matters of one category and place (no farther than `near` metres), each reported within `within` seconds after one before it
/// was closed. What was reported while the other was still open is the same report twice, not the same matter again.
#[must_use]
pub fn repeats(matters: &[Matter], within: i64, near: f64) -> Vec<Again> {
    let mut by_kind: BTreeMap<(&str, &str), Vec<(usize, &Matter)>> = BTreeMap::new();
    for (at, matter) in matters.iter().enumerate() {
        if let Some(category) = &matter.category {
            by_kind.entry((&matter.area, category)).or_default().push((at, matter));
        }
    }
    let mut found: Vec<Again> = Vec::new();
    for mut list in by_kind.into_values() {
        list.sort_by_key(|(at, matter)| (matter.created, *at));
        let mut chains: Vec<Vec<(usize, &Matter)>> = Vec::new();
        for (at, matter) in list {
            let follows = |(_, before): &(usize, &Matter)| {
                let since = before.closed.map(|closed| matter.created - closed);
                since.is_some_and(|since| (0..=within).contains(&since)) && same_place(before, matter, near)
            };
            // The latest that it follows: chains are those of the matters, not of the grid.
            match chains.iter_mut().rev().find(|chain| chain.iter().any(follows)) {
                Some(chain) => chain.push((at, matter)),
                None => chains.push(vec![(at, matter)]),
            }
        }
        let again = chains.into_iter().filter(|chain| chain.len() > 1);
        found.extend(again.map(|chain| Again { matters: chain.into_iter().map(|(at, _)| at).collect() }));
    }
    found.sort_by_key(|again| (std::cmp::Reverse(again.matters.len()), again.matters.first().copied()));
    found
}

fn same_place(a: &Matter, b: &Matter, near: f64) -> bool {
    let (Some((lon, lat)), Some((to_lon, to_lat))) = (a.point, b.point) else { return true };
    let dx = (lon - to_lon) * lat.to_radians().cos() * DEGREE;
    let dy = (lat - to_lat) * DEGREE;
    dx.hypot(dy) <= near
}
