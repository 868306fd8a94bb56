//! The territory of Shushan District as its document of 2012 counts it, from the code table of 2023. The three rules are in
//! `data/README.md`: the younger town is left out, and so are the committees that came later.

use crate::dice::Dice;
use crate::tiling::{self, Ring};

const TABLE: &str = include_str!("../data/areas-shushan.csv");

/// Code of the district.
pub const ROOT: &str = "340104";
/// How many grids the district is divided into (shushan 二-一).
pub const GRIDS: usize = 619;

/// One area of the made-up world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// National code; grids have three digits more.
    pub code: String,
    /// Code of the area above; `None` at the root.
    pub parent: Option<String>,
    /// `district`, `street`, `community` or `grid`.
    pub level: &'static str,
    /// `district`; `town`, `subdistrict`, `park`; `committee`, `village`; `grid`.
    pub kind: &'static str,
    /// Short name.
    pub name: String,
    /// Outline, counter-clockwise, not closed, in 10⁻⁶ degree.
    pub ring: Ring,
    /// A point inside, in 10⁻⁶ degree (longitude, latitude).
    pub centre: (i32, i32),
    /// Households.
    pub households: i64,
    /// Residents.
    pub population: i64,
}

impl Area {
    /// The outline as a GeoJSON polygon with exactly six decimals, so that borders stay identical on both sides.
    #[must_use]
    pub fn geojson(&self) -> String {
        tiling::geojson(&self.ring)
    }
}

fn short(name: &str) -> &str {
    let endings = ["社区居委会", "社区委员会", "村民委员会", "村委会"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

fn street_kind(code: &str) -> &'static str {
    match code.get(6..9).and_then(|n| n.parse::<u16>().ok()) {
        Some(1..=99) => "subdistrict",
        Some(400..=599) => "park",
        _ => "town",
    }
}

/// Kind of a community of the table, or `None` where it is not of 2012.
fn community_kind(code: &str, street: &str) -> Option<&'static str> {
    let number: u16 = code.get(9..12)?.parse().ok()?;
    let village = (200..400).contains(&number);
    match (village, street_kind(street)) {
        (true, _) => Some("village"),
        (false, "subdistrict") => Some("committee"),
        // Of the towns and the park only Jinggang had residents' committees; Science Island (401) came later.
        (false, _) => (street == "340104100" && number < 200).then_some("committee"),
    }
}

/// Streets and communities of 2012, without outlines, in the order of the table.
#[must_use]
pub fn table() -> Vec<Area> {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?, cells.next()?, cells.next()?))
    });
    rows.filter(|(code, parent, _, _)| *code != "340104102" && *parent != "340104102")
        .filter_map(|(code, parent, level, name)| {
            let (level, kind, parent, name) = match level {
                "district" => ("district", "district", None, name.to_owned()),
                "street" => ("street", street_kind(code), Some(parent.to_owned()), name.to_owned()),
                "community" => {
                    let kind = community_kind(code, parent)?;
                    let ending = if kind == "village" { "村" } else { "社区" };
                    ("community", kind, Some(parent.to_owned()), format!("{}{ending}", short(name)))
                }
                _ => return None,
            };
            Some(Area { code: code.to_owned(), parent, level, kind, name, ..Area::default() })
        })
        .collect()
}

/// Shares out `seats` among weights by largest remainder, none below `least`.
pub(crate) fn apportion(weights: &[f64], seats: usize, least: usize) -> Vec<usize> {
    let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    #[expect(clippy::cast_precision_loss, reason = "a few hundred seats")]
    let exact: Vec<f64> = weights.iter().map(|w| w / total * seats as f64).collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred seats, never negative")]
    let mut shares: Vec<usize> = exact.iter().map(|e| (e.floor() as usize).max(least)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred seats")]
    let gap = |share: usize, exact: f64| exact - share as f64;
    while shares.iter().sum::<usize>() != seats {
        let short = shares.iter().sum::<usize>() < seats;
        let ranked = shares.iter().zip(&exact).enumerate().filter(|(_, (share, _))| short || **share > least);
        let next = ranked.map(|(i, (share, exact))| (i, gap(*share, *exact))).reduce(|a, b| if short == (b.1 > a.1) { b } else { a });
        let Some(share) = next.and_then(|(i, _)| shares.get_mut(i)) else { break };
        *share = if short { *share + 1 } else { *share - 1 };
    }
    shares
}

/// The whole territory with outlines, households and residents: district, streets, communities, grids, parents before children.
#[must_use]
pub fn shushan(seed: u64) -> Vec<Area> {
    let mut areas = table();
    let mut dice = Dice::new(seed, "households");
    let mut communities: Vec<(String, f64, f64)> = Vec::new();
    for area in areas.iter().filter(|a| a.level == "community") {
        let (households, land) = if area.kind == "village" {
            (dice.range(1_700.0, 2_600.0), dice.range(2.6, 3.4))
        } else {
            (dice.range(3_300.0, 5_900.0), dice.range(0.8, 1.25))
        };
        communities.push((area.code.clone(), households, land));
    }
    let weights: Vec<f64> = communities.iter().map(|(_, households, _)| *households).collect();
    let shares = apportion(&weights, GRIDS, 3);
    let mut plots = Vec::new();
    for ((code, households, land), share) in communities.iter().zip(&shares) {
        let parts: Vec<f64> = (0..*share).map(|_| dice.range(0.62, 1.5)).collect();
        let sum: f64 = parts.iter().sum();
        for (i, part) in parts.iter().enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "at most some hundred households")]
            let homes = ((households * part / sum).round() as i64).clamp(200, 900);
            let people = homes * dice.between(235, 315) / 100;
            let number = i + 1;
            let grid = Area {
                code: format!("{code}{number:03}"),
                parent: Some(code.clone()),
                level: "grid",
                kind: "grid",
                name: format!("{number:02}网格"),
                households: homes,
                population: people,
                ..Area::default()
            };
            // Blocks with more people are wider, but not in proportion: they are also denser.
            plots.push(tiling::Plot { code: grid.code.clone(), community: code.clone(), land: land * part.sqrt() });
            areas.push(grid);
        }
    }
    let shapes = tiling::shapes(seed, &plots);
    for area in &mut areas {
        if let Some(ring) = shapes.get(&area.code) {
            area.centre = tiling::centre(ring);
            area.ring.clone_from(ring);
        }
    }
    sum_up(&mut areas);
    areas
}

/// Households and residents of an area are those of its grids.
fn sum_up(areas: &mut [Area]) {
    let grids: Vec<(String, i64, i64)> =
        areas.iter().filter(|a| a.level == "grid").map(|a| (a.code.clone(), a.households, a.population)).collect();
    for area in areas.iter_mut().filter(|a| a.level != "grid") {
        let below = grids.iter().filter(|(code, _, _)| code.starts_with(&area.code));
        (area.households, area.population) = below.fold((0, 0), |(h, p), (_, homes, people)| (h + homes, p + people));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(areas: &[Area], level: &str, kind: &str) -> usize {
        areas.iter().filter(|a| a.level == level && a.kind == kind).count()
    }

    #[test]
    fn the_district_has_what_its_document_counts() {
        let areas = shushan(1);
        assert_eq!(count(&areas, "street", "town"), 2);
        assert_eq!(count(&areas, "street", "subdistrict"), 8);
        assert_eq!(count(&areas, "street", "park"), 1);
        assert_eq!(count(&areas, "community", "committee"), 52);
        assert_eq!(count(&areas, "community", "village"), 7);
        assert_eq!(count(&areas, "grid", "grid"), GRIDS);
    }

    #[test]
    fn short_names_have_no_suffix_of_an_office() {
        assert!(table().iter().all(|a| !a.name.contains("委员会") && !a.name.contains("居委会") && !a.name.contains("委会")));
        assert!(table().iter().any(|a| a.name == "梅山路社区"));
        assert!(table().iter().any(|a| a.name == "邓店村"));
    }

    #[test]
    fn grids_have_two_hundred_to_nine_hundred_households_and_areas_sum_up() {
        let areas = shushan(1);
        assert!(areas.iter().filter(|a| a.level == "grid").all(|a| (200..=900).contains(&a.households)));
        let sum = |level: &str| areas.iter().filter(|a| a.level == level).map(|a| a.population).sum::<i64>();
        assert_eq!(sum("grid"), sum("district"));
        assert_eq!(sum("community"), sum("street"));
    }

    #[test]
    fn grids_are_shared_out_by_households() {
        assert_eq!(apportion(&[1.0, 1.0, 2.0], 8, 1), [2, 2, 4]);
        assert_eq!(apportion(&[0.1, 9.9], 10, 3), [3, 7]);
    }
}
