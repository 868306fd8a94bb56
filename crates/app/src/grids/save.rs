//! The operations on a community's grids: show, weigh, propose, save.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use linli_engine::Act;
use linli_pack::model::SizeRule;
use linli_pack::record::Value;
use linli_store::Write;

use super::plane::Ring;
use super::{Draft, DraftGrid, Finding, Found, Home, check, propose, read};
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::random::fingerprint;
use crate::territory::{Territory, inside, units};

/// A community's grids as they stand.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Code of the community.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What is drawn.
    pub draft: Draft,
    /// Grids without an outline: code and name.
    pub landless: Vec<(String, String)>,
    /// How large grids should be here.
    pub rule: Option<SizeRule>,
    /// Fingerprint of what is drawn: a save from an older sheet is refused.
    pub seen: String,
}

/// A drawing that was read and checked.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// What could be used of it.
    pub draft: Draft,
    /// All there is to say about it.
    pub findings: Vec<Finding>,
}

impl Weighed {
    /// Whether something keeps it from being saved.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.findings.iter().any(|finding| finding.what.refuses())
    }
}

impl App {
    /// The grids of a community, for those who may draw them.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without the right over the area, [`AppError::NotFound`] for what is no community with a level below.
    pub fn grids(&self, context: &Context, community: &str) -> Result<Sheet, AppError> {
        let territory = self.territory();
        self.may_draw(context, &territory, community)?;
        let area = territory.area(community).ok_or(AppError::NotFound("area"))?;
        let rule = self.finest(&area.level)?.size.clone();
        let draft = Draft {
            outline: area.rings.first().map(|ring| opened(ring)).unwrap_or_default(),
            grids: territory
                .children(community)
                .filter_map(|grid| {
                    Some(DraftGrid {
                        code: grid.code.clone(),
                        name: grid.name.clone(),
                        households: grid.households,
                        population: grid.population,
                        ring: opened(grid.rings.first()?),
                    })
                })
                .collect(),
        };
        let landless =
            territory.children(community).filter(|grid| grid.rings.is_empty()).map(|grid| (grid.code.clone(), grid.name.clone()));
        Ok(Sheet {
            code: community.to_owned(),
            name: area.name.clone(),
            landless: landless.collect(),
            rule,
            seen: fingerprint(&super::write(&draft, community, &area.name).to_string()),
            draft,
        })
    }

    /// Reads and checks a drawing. Grids that stand and are not in it are told.
    ///
    /// # Errors
    /// As [`App::grids`].
    pub fn weigh_grids(&self, context: &Context, community: &str, text: &str, swap: bool) -> Result<Weighed, AppError> {
        let sheet = self.grids(context, community)?;
        let territory = self.territory();
        let taken: Vec<String> = territory.children(community).map(|grid| grid.code.clone()).collect();
        let (mut draft, mut findings) = read(text, community, &taken, swap);
        // A file of grids alone keeps the outline that is there.
        if draft.outline.is_empty() {
            draft.outline.clone_from(&sheet.draft.outline);
        }
        if !findings.iter().any(|finding| finding.what == Found::Far) {
            findings.extend(check(&draft, sheet.rule.as_ref()));
        }
        let drawn: HashSet<&str> = draft.grids.iter().map(|grid| grid.code.as_str()).collect();
        let left = sheet.draft.grids.iter().filter(|grid| !drawn.contains(grid.code.as_str()));
        findings.extend(left.map(|grid| Finding::of(&grid.name, Found::LeftOut)));
        Ok(Weighed { draft, findings })
    }

    /// A balanced division of a community into `n` grids, as a draft. Where people live is taken from the known addresses; households and
    /// people of a grid are spread over the addresses in it. The grids that stand lend their codes and names.
    ///
    /// # Errors
    /// As [`App::grids`]; [`AppError::Invalid`] `n` outside 1 to [`super::GRIDS`], `outline` where the community has none.
    pub fn propose_grids(&self, context: &Context, community: &str, n: usize) -> Result<Weighed, AppError> {
        let sheet = self.grids(context, community)?;
        if !(1..=super::GRIDS).contains(&n) {
            return Err(AppError::Invalid { field: "n", rule: "grids-number" });
        }
        if sheet.draft.outline.is_empty() {
            return Err(AppError::Invalid { field: "outline", rule: "grids-no-outline" });
        }
        let territory = self.territory();
        let standing: Vec<(String, String)> = territory.children(community).map(|grid| (grid.code.clone(), grid.name.clone())).collect();
        let mut standing = standing.into_iter();
        let mut draft = Draft { outline: sheet.draft.outline, grids: Vec::new() };
        let mut free = (1..1_000).map(|n| format!("{n:03}"));
        let mut used: HashSet<String> = territory.children(community).map(|grid| grid.code.clone()).collect();
        for share in propose(&draft.outline, &homes(&territory, community), n) {
            let (code, name) = standing.next().unwrap_or_else(|| {
                let digits = free.find(|digits| used.insert(format!("{community}{digits}"))).unwrap_or_default();
                (format!("{community}{digits}"), format!("{}网格", digits.get(1..).unwrap_or_default()))
            });
            draft.grids.push(DraftGrid {
                code,
                name,
                households: whole(share.households),
                population: whole(share.people),
                ring: share.ring,
            });
        }
        let mut findings = check(&draft, sheet.rule.as_ref());
        findings.extend(standing.map(|(_, name)| Finding::of(&name, Found::LeftOut)));
        Ok(Weighed { draft, findings })
    }

    /// Saves a drawing: outlines, names and numbers of its grids, bodies for new ones, and the grid of each address. Answers what was
    /// weighed; where that is refused, nothing was saved.
    ///
    /// # Errors
    /// As [`App::grids`]; [`AppError::Invalid`] `seen` where somebody else saved in between.
    pub fn save_grids(&self, context: &Context, community: &str, text: &str, swap: bool, seen: &str) -> Result<Weighed, AppError> {
        let weighed = self.weigh_grids(context, community, text, swap)?;
        if weighed.refused() {
            return Ok(weighed);
        }
        if self.grids(context, community)?.seen != seen {
            return Err(AppError::Invalid { field: "seen", rule: "grids-stale" });
        }
        let (realm, pack, inner) = (self.realm(), Arc::clone(self.pack()), Arc::clone(&self.0));
        let grant = self.may_draw(context, &self.territory(), community)?;
        let level = self.finest(&self.territory().area(community).map(|area| area.level.clone()).unwrap_or_default())?.name.clone();
        let kind =
            pack.levels.iter().find(|one| one.name == level).and_then(|level| level.kinds.keys().next().cloned()).unwrap_or_default();
        let (draft, community, now, actor) = (weighed.draft.clone(), community.to_owned(), context.now, context.actor.id.clone());
        self.store().write(move |w: &mut Write<'_>| {
            let mut all: HashMap<String, linli_store::Area> =
                linli_store::areas(w, realm)?.into_iter().map(|area| (area.code.clone(), area)).collect();
            let drawn: HashMap<&str, &DraftGrid> = draft.grids.iter().map(|grid| (grid.code.as_str(), grid)).collect();
            let mut changed = Vec::new();
            let mut keep = |area: linli_store::Area| {
                if all.get(&area.code) != Some(&area) {
                    all.insert(area.code.clone(), area.clone());
                    changed.push(area);
                }
            };
            let known: Vec<linli_store::Area> = linli_store::areas(w, realm)?
                .into_iter()
                .filter(|area| area.parent.as_deref() == Some(&community) || area.code == community)
                .collect();
            for mut area in known.iter().cloned() {
                if area.code == community {
                    area.geometry = geometry(&draft.outline);
                    area.households = draft.grids.iter().map(|grid| grid.households).sum();
                    area.population = draft.grids.iter().map(|grid| grid.population).sum();
                } else if !drawn.contains_key(area.code.as_str()) {
                    // It stays, because records may lie there, but has no land any more.
                    (area.geometry, area.households, area.population) = (None, 0, 0);
                }
                keep(area);
            }
            for grid in &draft.grids {
                let before = known.iter().find(|area| area.code == grid.code).cloned();
                keep(linli_store::Area {
                    code: grid.code.clone(),
                    parent: Some(community.clone()),
                    level: level.clone(),
                    kind: before.as_ref().map_or_else(|| kind.clone(), |area| area.kind.clone()),
                    name: grid.name.clone(),
                    geometry: geometry(&grid.ring),
                    households: grid.households,
                    population: grid.population,
                    ..before.unwrap_or_default()
                });
            }
            linli_store::put_areas(w, realm, &changed)?;
            let areas = linli_store::areas(w, realm)?;
            let there: HashSet<String> = linli_store::bodies(w, realm)?.into_iter().map(|body| body.code).collect();
            let below: Vec<linli_store::Body> =
                crate::founding::every_body(&pack, &areas).into_iter().filter(|body| !there.contains(&body.code)).collect();
            linli_store::put_bodies(w, realm, &below)?;
            let moved: Vec<linli_store::Address> = linli_store::addresses(w, realm)?
                .into_iter()
                .filter(|address| address.area == community || known.iter().any(|area| area.code == address.area))
                .filter_map(|mut address| {
                    let at = (units(address.lon), units(address.lat));
                    let grid = draft.grids.iter().find(|grid| inside(&grid.ring, at)).map_or(&community, |grid| &grid.code);
                    (address.area != *grid).then(|| {
                        address.area.clone_from(grid);
                        address
                    })
                })
                .collect();
            linli_store::put_addresses(w, realm, &moved)?;
            let facts = [
                ("grids", Value::from(draft.grids.len())),
                ("changed", changed.iter().map(|area| Value::from(area.code.clone())).collect::<Vec<_>>().into()),
                ("addresses", moved.len().into()),
            ];
            let act = Act {
                at: now,
                actor: actor.clone(),
                role: grant.role.clone(),
                body: Some(grant.body.clone()),
                record: community.clone(),
                name: "grids_save".to_owned(),
                facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                ..Act::default()
            };
            linli_store::append(w, realm, &crate::act::entry(&inner, &act))?;
            Ok::<_, AppError>(())
        })?;
        self.reload_territory()?;
        Ok(weighed)
    }

    /// The grant by which the actor may draw an area's grids.
    fn may_draw(&self, context: &Context, territory: &Territory, area: &str) -> Result<linli_engine::Grant, AppError> {
        let pack = self.pack();
        let found = context.grants_where(pack, |role| role.territory).find(|grant| territory.within(area, &grant.area)).cloned();
        found.ok_or(AppError::Forbidden("territory"))
    }

    /// The finest level, which must be the one below the given.
    fn finest(&self, above: &str) -> Result<&linli_pack::model::Level, AppError> {
        let levels = &self.pack().levels;
        let at = levels.iter().position(|level| level.name == above).ok_or(AppError::NotFound("area"))?;
        levels.get(at + 1).filter(|_| at + 2 == levels.len()).ok_or(AppError::NotFound("area"))
    }
}

/// Without the corner that closes it, counter-clockwise.
fn opened(ring: &[(i64, i64)]) -> Ring {
    let mut ring = ring.to_vec();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if super::plane::twice_area(&ring) < 0 {
        ring.reverse();
    }
    ring
}

fn geometry(ring: &Ring) -> Option<String> {
    (!ring.is_empty()).then(|| serde_json::json!({ "type": "Polygon", "coordinates": [super::read::coordinates(ring)] }).to_string())
}

/// Where the people of a community live: its addresses, each with its share of its grid.
fn homes(territory: &Territory, community: &str) -> Vec<Home> {
    let own: Vec<&linli_store::Address> = territory.addresses_in(community).collect();
    let mut count: HashMap<&str, f64> = HashMap::new();
    for address in &own {
        *count.entry(address.area.as_str()).or_default() += 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "households of a grid")]
    own.into_iter()
        .map(|address| {
            let n = count.get(address.area.as_str()).copied().unwrap_or(1.0);
            let grid = territory.area(&address.area).filter(|area| area.code != community && area.households > 0);
            let (households, people) = grid.map_or((1.0, 0.0), |grid| (grid.households as f64 / n, grid.population as f64 / n));
            Home { at: (units(address.lon), units(address.lat)), households, people }
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "households of a grid")]
fn whole(n: f64) -> i64 {
    n.round() as i64
}
