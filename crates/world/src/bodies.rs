//! The bodies of a made-up world: those that stand in every area of their level by the pack, and those that only some areas have.

use std::collections::{BTreeMap, BTreeSet};

use linli_pack::Pack;
use serde::Deserialize;

use crate::areas::Area;
use crate::world::{World, stride};

/// One body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// `AREA:KIND`.
    pub code: String,
    /// Kind, named in the pack.
    pub kind: String,
    /// Area it stands in.
    pub area: String,
    /// Code of the body above it.
    pub parent: Option<String>,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

/// Code of the body of a kind in an area.
#[must_use]
pub fn code(area: &str, kind: &str) -> String {
    format!("{area}:{kind}")
}

/// Bodies that the areas of a kind have, or some of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyRule {
    /// Kinds of bodies: each area has all of them, or with `share` one of them.
    pub kinds: Vec<String>,
    /// How many areas have which of the kinds; the order is made up.
    #[serde(default)]
    pub share: Vec<usize>,
    /// The kind of area: `committee`, `subdistrict`, `grid` …
    pub among: String,
    /// Only every so many areas have them.
    #[serde(default = "one")]
    pub every: usize,
    /// So many of each kind.
    #[serde(default = "one")]
    pub count: usize,
    /// What they are called, in turn, with `{area}` for the area's name; absent: as the pack calls the kind.
    #[serde(default)]
    pub names: Vec<String>,
}

fn one() -> usize {
    1
}

impl BodyRule {
    /// The kinds of bodies of the area with this number among `n`.
    fn kinds_of(&self, nth: usize, n: usize) -> &[String] {
        if self.share.is_empty() {
            return if nth.is_multiple_of(self.every.max(1)) { &self.kinds } else { &[] };
        }
        let rank = nth * stride(n, 327) % n.max(1);
        let mut upto = 0;
        for (kind, share) in self.kinds.iter().zip(&self.share) {
            upto += share;
            if rank < upto {
                return std::slice::from_ref(kind);
            }
        }
        &[]
    }
}

/// Bodies of a kind in one area: their numbers, and what they are called where not as the pack says.
type Numbered<'a> = Vec<(usize, Option<&'a str>)>;

impl World {
    /// The bodies that only some areas have: area, kind, number from 1 and, where the world names it, its name.
    #[must_use]
    pub fn particular(&self, areas: &[Area]) -> Vec<(String, String, usize, Option<String>)> {
        let mut out = Vec::new();
        for rule in &self.bodies {
            let among: Vec<&Area> = areas.iter().filter(|area| area.kind == rule.among).collect();
            let mut named = rule.names.iter().cycle();
            for (nth, area) in among.iter().enumerate() {
                for kind in rule.kinds_of(nth, among.len()) {
                    for number in 1..=rule.count {
                        out.push((area.code.clone(), kind.clone(), number, named.next().cloned()));
                    }
                }
            }
        }
        out
    }

    /// Every body under a pack, in the pack's order of kinds.
    #[must_use]
    pub fn bodies(&self, areas: &[Area], pack: &Pack) -> Vec<Body> {
        let mut particular: BTreeMap<(&str, &str), Numbered<'_>> = BTreeMap::new();
        let listed = self.particular(areas);
        for (area, kind, number, name) in &listed {
            particular.entry((area, kind)).or_default().push((*number, name.as_deref()));
        }
        let names: BTreeMap<&str, &str> = areas.iter().map(|area| (area.code.as_str(), area.name.as_str())).collect();
        let mut out: Vec<Body> = Vec::new();
        for kind in pack.bodies.values() {
            for area in areas.iter().filter(|a| a.level == kind.level) {
                let own = particular.get(&(area.code.as_str(), kind.name.as_str()));
                let here = own.cloned().unwrap_or_else(|| if kind.every { vec![(1, None)] } else { Vec::new() });
                let name = if area.level == "grid" { grid_name(&names, area) } else { area.name.clone() };
                out.extend(here.into_iter().map(|(number, called)| {
                    let first = code(&area.code, &kind.name);
                    Body {
                        code: if number > 1 { format!("{first}-{number}") } else { first },
                        kind: kind.name.clone(),
                        area: area.code.clone(),
                        parent: None,
                        name_zh: called.unwrap_or(&kind.label.zh).replace("{area}", &name),
                        name_en: kind.label.en.replace("{area}", &name),
                    }
                }));
            }
        }
        let known: BTreeSet<String> = out.iter().map(|body| body.code.clone()).collect();
        for body in &mut out {
            let above = pack.bodies.get(&body.kind).and_then(|kind| kind.parent.clone());
            // The nearest area at or above the body's own that has a body of the parent's kind.
            body.parent = above.and_then(|kind| {
                let codes = [12, 9, 6].into_iter().filter_map(|n| body.area.get(..n.min(body.area.len())));
                std::iter::once(body.area.as_str()).chain(codes).map(|area| code(area, &kind)).find(|code| known.contains(code))
            });
        }
        out
    }
}

fn grid_name(names: &BTreeMap<&str, &str>, grid: &Area) -> String {
    let community = grid.parent.as_deref().and_then(|parent| names.get(parent)).copied();
    format!("{}{}", community.unwrap_or_default(), grid.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_communities_have_29_committees_13_general_branches_and_10_branches() {
        let world = World::shushan().unwrap();
        let bodies = world.particular(&world.table());
        let count = |kind: &str| bodies.iter().filter(|(_, k, ..)| *k == kind).count();
        assert_eq!(count("party_committee"), 29);
        assert_eq!(count("party_general_branch"), 13);
        assert_eq!(count("party_branch"), 10);
        assert_eq!(count("residents_committee"), 52);
        assert_eq!(count("workstation"), 52);
        assert_eq!(count("village_committee"), 7);
    }
}
