//! Areas that a made-up year begins with and that go into their neighbours on a day of it: by a plan that the place's own desk decides, like any
//! re-organisation. So figures of before are there, on the areas of then and on those of today.

use std::collections::BTreeMap;

use linli_app::plan::{PlanForm, Step};
use linli_app::{Context, days};
use linli_engine::{Actor, Grant};
use linli_pack::Lang;
use linli_pack::record::Instant;
use linli_world::people::Staff;
use linli_world::{Area, Former};

use super::Founded;

/// The areas before, as the realm is founded with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// By grid that was of an area which is no more: that area, and the one it went into.
    moved: BTreeMap<String, (String, String)>,
    /// Which went into which.
    into: Vec<(String, String)>,
    /// Who was there: login by role and body.
    staff: BTreeMap<(String, String), String>,
}

/// The areas, bodies and people of a world as they were before.
pub(super) fn founded(
    former: &[Former],
    areas: &mut Vec<linli_store::Area>,
    bodies: &mut Vec<linli_store::Body>,
    staff: &mut Vec<Staff>,
) -> Before {
    let mut before = Before::default();
    for one in former {
        let mut grids: Vec<usize> =
            (0..areas.len()).filter(|at| areas.get(*at).is_some_and(|area| area.parent.as_ref() == Some(&one.into))).collect();
        // The second half of the neighbour's grids was theirs.
        let own = grids.split_off(grids.len() / 2);
        let Some(like) = areas.iter().find(|area| area.code == one.into).cloned() else { continue };
        let mut area =
            linli_store::Area { code: one.code.clone(), name: one.name.clone(), geometry: None, households: 0, population: 0, ..like };
        for at in own {
            let Some(grid) = areas.get_mut(at) else { continue };
            grid.parent = Some(one.code.clone());
            (area.households, area.population) = (area.households + grid.households, area.population + grid.population);
            before.moved.insert(grid.code.clone(), (one.code.clone(), one.into.clone()));
        }
        if let Some(rest) = areas.iter_mut().find(|area| area.code == one.into) {
            (rest.households, rest.population) = (rest.households - area.households, rest.population - area.population);
        }
        areas.push(area);
        before.into.push((one.code.clone(), one.into.clone()));
        people(one, bodies, staff, &mut before);
    }
    // What stands in a grid of theirs stood below their bodies.
    let moved = &before.moved;
    let theirs: Vec<String> = bodies.iter().map(|body| body.code.clone()).collect();
    for body in bodies.iter_mut() {
        let Some((old, new)) = moved.get(&body.area) else { continue };
        let above = body.parent.as_ref().map(|parent| parent.replacen(new, old, 1)).filter(|above| theirs.contains(above));
        body.parent = above.or_else(|| body.parent.take());
    }
    before
}

/// The bodies of the area it went into, and one person for each role in them.
fn people(one: &Former, bodies: &mut Vec<linli_store::Body>, staff: &mut Vec<Staff>, before: &mut Before) {
    let old = |code: &str| code.replacen(&one.into, &one.code, 1);
    let made: Vec<linli_store::Body> = bodies
        .iter()
        .filter(|body| body.area == one.into)
        .map(|body| linli_store::Body {
            code: old(&body.code),
            area: one.code.clone(),
            parent: body.parent.as_ref().map(|parent| old(parent)),
            name: body.name.replacen(&one.beside, &one.name, 1),
            ..body.clone()
        })
        .collect();
    bodies.extend(made);
    let there: Vec<Staff> = staff.iter().filter(|person| person.body.starts_with(&format!("{}:", one.into))).cloned().collect();
    for person in there {
        let key = (person.role.clone(), old(&person.body));
        if before.staff.contains_key(&key) {
            continue;
        }
        let login = old(&person.login);
        before.staff.insert(key.clone(), login.clone());
        staff.push(Staff { login, name: format!("{}（原{}）", person.name, one.name), role: key.0, body: key.1 });
    }
}

impl Before {
    pub(super) fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// Who acted in an area's body when a grid was still of another: their login and body.
    pub(super) fn acted(&self, grid: &str, role: &str, body: &str) -> Option<(String, String)> {
        let (old, new) = self.moved.get(grid)?;
        let then = body.strip_prefix(new.as_str()).map(|kind| format!("{old}{kind}"))?;
        let login = self.staff.get(&(role.to_owned(), then.clone()))?;
        Some((login.clone(), then))
    }

    /// Has the plan drawn up and decided; gives the instant of its day.
    pub(super) fn decide(&self, world: &Founded) -> Result<Instant, String> {
        let (app, territory) = (&world.app, &world.described.territory);
        let pack = app.pack();
        let zone = &pack.clock.timezone;
        let day = days::month_of(days::of(app.now(), zone) + territory.merged);
        let may = |person: &&Staff| pack.roles.get(&person.role).is_some_and(|role| role.reorganise);
        let who = world.staff.iter().find(may).ok_or("nobody may plan the territory")?;
        let account =
            app.store().read(|tx| linli_store::account_by_login(tx, app.realm(), &who.login)).map_err(|error| error.to_string())?;
        let account = account.ok_or("whoever may plan the territory has no account")?;
        let mut context = Context::resident(Lang::Zh, app.now());
        let grant = Grant { role: who.role.clone(), body: who.body.clone(), area: pack.root.clone() };
        context.actor = Actor { id: account.id, grants: vec![grant], ..Actor::default() };
        let steps = self.into.iter().map(|(area, into)| Step::Abolish { area: area.clone(), into: into.clone(), grids: Vec::new() });
        let form =
            PlanForm { title: territory.merger.clone(), day: Some(day), basis: territory.merger_basis.clone(), steps: steps.collect() };
        let plan = app.save_plan(&context, None, 0, &form).map_err(|error| format!("the merger: {error}"))?;
        app.decide_plan(&context, &plan.id, plan.version).map_err(|error| format!("the merger is not decided: {error}"))?;
        days::start_of(day, zone).ok_or_else(|| "the merger has no day".to_owned())
    }
}

/// A world's areas as rows of the store.
pub(super) fn rows(areas: &[Area]) -> Vec<linli_store::Area> {
    let row = |area: &Area| linli_store::Area {
        code: area.code.clone(),
        parent: area.parent.clone(),
        level: area.level.to_owned(),
        kind: area.kind.to_owned(),
        name: area.name.clone(),
        geometry: (!area.ring.is_empty()).then(|| area.geojson()),
        households: area.households,
        population: area.population,
        from_day: None,
        to_day: None,
    };
    areas.iter().map(row).collect()
}
