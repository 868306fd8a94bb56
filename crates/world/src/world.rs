//! What differs from place to place in a made-up world, as its `world.toml` says it.

use std::collections::BTreeMap;

use linli_pack::Pack;
use serde::Deserialize;

use crate::areas::Territory;
use crate::bodies::BodyRule;
use crate::offices::OfficeRule;
use crate::people::StaffRule;

const BASE: &str = include_str!("../../../packs/base/world/world.toml");

/// A made-up world before it is made: everything else follows from it, a pack and a seed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Cases of a year.
    pub cases: usize,
    /// Whistles of a year.
    #[serde(default)]
    pub whistles: usize,
    /// The grid whose desks, and those above it, demos show.
    pub showcase: String,
    /// Kind of the body that handles what the showcase is about.
    pub handler: String,
    /// Roles that demos have an account of.
    pub shown: Vec<String>,
    /// Beginnings of enterprises' names.
    pub companies: Vec<String>,
    /// Areas.
    pub territory: Territory,
    /// Kinds of bodies that only some areas have.
    #[serde(default, rename = "body")]
    pub bodies: Vec<BodyRule>,
    /// Accounts.
    pub staff: Vec<StaffRule>,
    /// Who holds posts.
    #[serde(rename = "office")]
    pub offices: Vec<OfficeRule>,
    /// Posts that are filled after those.
    #[serde(default)]
    pub concurrent: Vec<OfficeRule>,
    /// Rosters of Party organisations.
    #[serde(default)]
    pub members: Members,
    /// What is built together.
    #[serde(default)]
    pub together: Together,
    /// What communities decide together.
    #[serde(default)]
    pub deliberation: Deliberation,
    /// What the service windows do.
    #[serde(default)]
    pub services: Services,
    /// The place's code table.
    #[serde(skip)]
    pub table: String,
}

/// How many members the rosters have, and of which kinds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// All of them.
    pub total: usize,
    /// Retirees under community care.
    pub retiree: usize,
    /// In new economic and social organisations.
    pub two_new: usize,
    /// How large organisations are beside each other, from and to, by kind.
    pub size: BTreeMap<String, (f64, f64)>,
}

/// What happens at the service windows, in places with a catalogue of services.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Services {
    /// Applications of a year.
    pub applications: usize,
    /// Numbers taken on the last morning, in each community.
    pub waiting: usize,
    /// Days of the duty roster from the last day on, in each community.
    pub roster: usize,
}

/// How much communities decide together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Deliberation {
    /// Halls, one in each community before a second.
    pub halls: usize,
    /// Resolutions put forward in a year.
    pub resolutions: usize,
    /// Meetings called in a year.
    pub sessions: usize,
    /// Questions that residents ask in a year.
    pub questions: usize,
    /// Facilities for daily life.
    pub facilities: usize,
    /// People cared for.
    pub care: usize,
}

/// How many report in, and what they and the communities do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Together {
    /// Members who report in.
    pub members: usize,
    /// Units that report in.
    pub units: usize,
    /// Activities held.
    pub activities: usize,
    /// Agreements signed.
    pub agreements: usize,
    /// Projects planned.
    pub projects: usize,
    /// Volunteer teams.
    pub teams: usize,
    /// Difficulties of residents that were solved.
    pub difficulties: usize,
    /// Wishes that were fulfilled; 0: what comes of the wishes of the year.
    pub wishes: usize,
    /// A gala in each community.
    pub galas: bool,
    /// Social organisations.
    pub organisations: usize,
    /// Each community holds the drives of the year.
    pub drives: bool,
}

impl World {
    /// Reads a place's description over what all have in common, and its code table (`code,parent,level,name`).
    ///
    /// # Errors
    /// What cannot be read, in words.
    pub fn read(own: &str, table: &str) -> Result<Self, String> {
        let parse = |text: &str| text.parse::<toml::Table>().map_err(|error| error.to_string());
        let mut whole = parse(BASE)?;
        whole.extend(parse(own)?);
        let world: Self = whole.try_into().map_err(|error| error.to_string())?;
        Ok(Self { table: table.to_owned(), ..world })
    }

    /// The world of Shushan, which benchmarks and tests run on.
    ///
    /// # Errors
    /// None, unless the files beside its pack are wrong.
    pub fn shushan() -> Result<Self, String> {
        Self::read(include_str!("../../../packs/shushan/world/world.toml"), include_str!("../../../packs/shushan/world/areas.csv"))
    }

    /// One account of each role that demos show: (login, role).
    #[must_use]
    pub fn entrances(&self, pack: &Pack) -> Vec<(String, String)> {
        let one = |role: &String| {
            let rule = self.staff.iter().find(|rule| rule.role == *role)?;
            let kinds = &pack.roles.get(role)?.bodies;
            let kind = kinds.iter().find(|kind| **kind == self.handler).or(kinds.first())?;
            Some((rule.login(&self.territory.root, self.area(pack, kind), kind, 1), role.clone()))
        };
        self.shown.iter().filter_map(one).collect()
    }

    /// Code of the area above the showcase in which a body of a kind stands.
    fn area(&self, pack: &Pack, kind: &str) -> &str {
        area_for(pack, kind, &self.showcase).unwrap_or(&self.territory.root)
    }
}

/// Code of the area at the level of a kind of body that holds `area`; `None` where the place has no such kind.
#[must_use]
pub fn area_for<'a>(pack: &Pack, kind: &str, area: &'a str) -> Option<&'a str> {
    let length = match pack.bodies.get(kind)?.level.as_str() {
        "grid" => area.len(),
        "community" => 12,
        "street" => 9,
        _ => 6,
    };
    area.get(..length)
}

/// A number near a share of `n` that has no factor with it, so that its multiples meet every rank below `n` once, spread out.
pub(crate) fn stride(n: usize, per_mille: usize) -> usize {
    let shared = |a: usize| {
        let (mut a, mut b) = (a, n);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let first = (n * per_mille / 1_000).max(1);
    (first..first + n.max(1)).find(|step| shared(*step) == 1).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stride_meets_every_rank_once() {
        for n in [1, 2, 27, 52, 68, 384, 10_209] {
            let step = stride(n, 588);
            let mut met: Vec<usize> = (0..n).map(|nth| nth * step % n).collect();
            met.sort_unstable();
            assert_eq!(met, (0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_key_that_nobody_reads_is_named() {
        let said = World::read("grid = 3", "").unwrap_err();
        assert!(said.contains("grid"), "{said}");
    }
}
