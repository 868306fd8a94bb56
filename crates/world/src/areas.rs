//! The territory of a made-up world: as much of the national code table as its document knew, and grids that are made up.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::dice::Dice;
use crate::tiling::{self, Cut, Ring};
use crate::world::World;

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

/// Which areas a world has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Territory {
    /// Code of the area that holds all others; those above it in the table are left out.
    pub root: String,
    /// Where on earth its middle lies, in degrees (longitude, latitude).
    pub centre: (f64, f64),
    /// How wide it is beside a district of 20 by 16 kilometres.
    #[serde(default = "whole")]
    pub scale: f64,
    /// How many grids the communities are divided into.
    pub grids: usize,
    /// How many each has at least.
    pub least: usize,
    /// Codes that are left out with all below them.
    #[serde(default)]
    pub leave_out: Vec<String>,
    /// How the land is cut into streets; absent: by the land of their communities.
    pub layout: Option<Cut>,
    /// Which communities there are; the first rule that fits one counts, and one that fits none is left out.
    #[serde(rename = "community")]
    pub communities: Vec<CommunityRule>,
    /// Areas that a year begins with and that go into others on a day of it.
    #[serde(default)]
    pub former: Vec<Former>,
    /// How many days after the beginning; it is the first of that month.
    #[serde(default)]
    pub merged: i64,
    /// What the plan is called.
    #[serde(default)]
    pub merger: String,
    /// The document behind it.
    #[serde(default)]
    pub merger_basis: String,
}

/// An area that is no more at the end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// Its code, which the table has not.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of the neighbour that it went into, of which it had half the grids.
    pub into: String,
    /// That one's name, as its bodies bear it.
    pub beside: String,
}

fn whole() -> f64 {
    1.0
}

/// Which rows of the table are communities of the world, and how large.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityRule {
    /// Kind they have: `committee` or `village`.
    pub kind: Kind,
    /// Codes or kinds of the streets they lie in; absent: all.
    #[serde(default)]
    pub streets: Vec<String>,
    /// The last three digits of their codes, from and to.
    pub numbers: Option<(u16, u16)>,
    /// Codes that are in though the numbers would leave them out.
    #[serde(default)]
    pub also: Vec<String>,
    /// Their name, with `{name}` for the table's without the office.
    pub name: String,
    /// Households, from and to.
    pub homes: (f64, f64),
    /// Land beside the others, from and to.
    pub land: (f64, f64),
}

/// What a community is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Of residents.
    Committee,
    /// Of villagers.
    Village,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Village => "village",
        }
    }
}

fn short(name: &str) -> &str {
    let endings = ["社区居民委员会", "社区居委会", "社区委员会", "居民委员会", "村民委员会", "居委会", "村委会"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

fn street_kind(code: &str) -> &'static str {
    match code.get(6..9).and_then(|n| n.parse::<u16>().ok()) {
        Some(1..=99) => "subdistrict",
        Some(400..=599) => "park",
        _ => "town",
    }
}

impl CommunityRule {
    fn fits(&self, code: &str, street: &str) -> bool {
        let Some(number) = code.get(9..12).and_then(|n| n.parse::<u16>().ok()) else { return false };
        let there = self.streets.is_empty() || self.streets.iter().any(|one| one == street || one == street_kind(street));
        there && self.numbers.is_none_or(|(low, high)| (low..=high).contains(&number)) || self.also.iter().any(|one| one == code)
    }
}

impl World {
    /// The root, streets and communities, without outlines, in the order of the table, each community with the rule that lets it in.
    fn rows(&self) -> Vec<(Area, Option<&CommunityRule>)> {
        let Territory { root, leave_out, communities, .. } = &self.territory;
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut out = Vec::new();
        for line in self.table.lines().skip(1) {
            let mut cells = line.splitn(4, ',');
            let (Some(code), Some(parent), Some(level), Some(name)) = (cells.next(), cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            if code != root && !known.contains(parent) || leave_out.iter().any(|one| one == code) {
                continue;
            }
            let (level, kind, name, rule) = match level {
                "district" => ("district", "district", name.to_owned(), None),
                "street" => ("street", street_kind(code), name.to_owned(), None),
                "community" => {
                    let Some(rule) = communities.iter().find(|rule| rule.fits(code, parent)) else { continue };
                    ("community", rule.kind.name(), rule.name.replace("{name}", short(name)), Some(rule))
                }
                _ => continue,
            };
            known.insert(code);
            let parent = (code != root).then(|| parent.to_owned());
            out.push((Area { code: code.to_owned(), parent, level, kind, name, ..Area::default() }, rule));
        }
        // A street of which the world has no community is none of it.
        let streets: BTreeSet<String> = out.iter().filter(|(a, _)| a.level == "community").filter_map(|(a, _)| a.parent.clone()).collect();
        out.retain(|(area, _)| area.level != "street" || streets.contains(&area.code));
        out
    }

    /// The root, streets and communities, without outlines, in the order of the table.
    #[must_use]
    pub fn table(&self) -> Vec<Area> {
        self.rows().into_iter().map(|(area, _)| area).collect()
    }
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

impl World {
    /// The whole territory with outlines, households and residents: root, streets, communities, grids, parents before children.
    #[must_use]
    pub fn areas(&self, seed: u64) -> Vec<Area> {
        let rows = self.rows();
        let mut dice = Dice::new(seed, "households");
        let sized = rows.iter().filter_map(|(area, rule)| {
            let CommunityRule { homes, land, .. } = (*rule)?;
            Some((area.code.clone(), dice.range(homes.0, homes.1), dice.range(land.0, land.1)))
        });
        let communities: Vec<(String, f64, f64)> = sized.collect();
        let areas = rows.into_iter().map(|(area, _)| area).collect();
        divided(self, seed, &mut dice, areas, &communities)
    }
}

/// Adds the grids and gives everything its outline.
fn divided(world: &World, seed: u64, dice: &mut Dice, mut areas: Vec<Area>, communities: &[(String, f64, f64)]) -> Vec<Area> {
    let weights: Vec<f64> = communities.iter().map(|(_, households, _)| *households).collect();
    let shares = apportion(&weights, world.territory.grids, world.territory.least);
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
    let shapes = tiling::shapes(seed, &world.territory, &plots);
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

    fn shushan() -> World {
        World::shushan().unwrap()
    }

    fn count(areas: &[Area], level: &str, kind: &str) -> usize {
        areas.iter().filter(|a| a.level == level && a.kind == kind).count()
    }

    #[test]
    fn the_district_has_what_its_document_counts() {
        let areas = shushan().areas(1);
        assert_eq!(count(&areas, "street", "town"), 2);
        assert_eq!(count(&areas, "street", "subdistrict"), 8);
        assert_eq!(count(&areas, "street", "park"), 1);
        assert_eq!(count(&areas, "community", "committee"), 52);
        assert_eq!(count(&areas, "community", "village"), 7);
        assert_eq!(count(&areas, "grid", "grid"), 619);
    }

    #[test]
    fn short_names_have_no_suffix_of_an_office() {
        assert!(shushan().table().iter().all(|a| !a.name.contains("委员会") && !a.name.contains("居委会") && !a.name.contains("委会")));
        assert!(shushan().table().iter().any(|a| a.name == "梅山路社区"));
        assert!(shushan().table().iter().any(|a| a.name == "邓店村"));
    }

    #[test]
    fn grids_have_two_hundred_to_nine_hundred_households_and_areas_sum_up() {
        let areas = shushan().areas(1);
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
