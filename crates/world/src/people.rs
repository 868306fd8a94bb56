//! Made-up staff for every desk. Names are thrown together; logins say where somebody works.

use std::collections::BTreeMap;

use linli_pack::Pack;
use serde::Deserialize;

use crate::areas::Area;
use crate::bodies::Body;
use crate::dice::Dice;
use crate::places;
use crate::world::World;

/// Somebody with an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// e.g. `lead-340104001001-03`.
    pub login: String,
    /// Made-up name.
    pub name: String,
    /// Role in the pack.
    pub role: String,
    /// Code of the body.
    pub body: String,
}

/// Who has a role in each body that it can be held in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffRule {
    /// The role.
    pub role: String,
    /// Their login, with `{area}`, `{community}`, `{place}`, `{kind}`, `{nn}` and `{n}`.
    pub login: String,
    /// How many in each body.
    #[serde(default = "one")]
    pub count: u32,
    /// How many in bodies of a kind that has more work than others.
    #[serde(default)]
    pub counts: BTreeMap<String, u32>,
    /// How many where more people live.
    pub crowd: Option<Crowd>,
}

fn one() -> u32 {
    1
}

/// Another number where more people live.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crowd {
    /// More than so many residents.
    pub over: i64,
    /// Then so many.
    pub count: u32,
}

impl StaffRule {
    /// The login of somebody in a body of a kind in an area.
    pub(crate) fn login(&self, root: &str, area: &str, kind: &str, n: u32) -> String {
        let place = if area == root { String::new() } else { format!("{area}-") };
        let (community, number) = area.split_at_checked(12).unwrap_or((area, ""));
        let out = self.login.replace("{area}", area).replace("{community}", community).replace("{place}", &place);
        out.replace("{kind}", kind).replace("{nn}", number.get(1..).unwrap_or(number)).replace("{n}", &n.to_string())
    }

    fn count(&self, kind: &str, population: i64) -> u32 {
        let crowded = self.crowd.filter(|crowd| population > crowd.over).map(|crowd| crowd.count);
        self.counts.get(kind).copied().or(crowded).unwrap_or(self.count)
    }
}

impl World {
    /// Everybody who works in the place, in a fixed order.
    #[must_use]
    pub fn staff(&self, seed: u64, areas: &[Area], bodies: &[Body], pack: &Pack) -> Vec<Staff> {
        let mut dice = Dice::new(seed, "people");
        let population: BTreeMap<&str, i64> = areas.iter().map(|area| (area.code.as_str(), area.population)).collect();
        let mut out = Vec::new();
        for rule in &self.staff {
            let Some(role) = pack.roles.get(&rule.role) else { continue };
            for body in bodies.iter().filter(|body| role.bodies.contains(&body.kind)) {
                let people = population.get(body.area.as_str()).copied().unwrap_or_default();
                out.extend((1..=rule.count(&body.kind, people)).map(|n| Staff {
                    login: rule.login(&self.territory.root, &body.area, &body.kind, n),
                    name: places::person(&mut dice),
                    role: rule.role.clone(),
                    body: body.code.clone(),
                }));
            }
        }
        out
    }
}

/// Logins by role and body.
#[must_use]
pub fn roster(staff: &[Staff]) -> BTreeMap<(String, String), Vec<String>> {
    let mut out: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for one in staff {
        out.entry((one.role.clone(), one.body.clone())).or_default().push(one.login.clone());
    }
    out
}
