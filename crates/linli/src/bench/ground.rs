//! Who asks for what: community desks with their grids, and matters in plausible words.

use std::collections::BTreeMap;

use linli_app::App;
use linli_pack::record::Value;
use linli_world::dice::Dice;
use linli_world::places::{self, Address};
use linli_world::texts::{self, Voice};

use crate::world::SEED;

/// Different matters; more would only make the program larger, since each is registered at many times and desks.
const MATTERS: usize = 8_192;

/// Somebody who may act: login and account, and the body and area of their role.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) login: String,
    pub(crate) account: String,
    pub(crate) role: &'static str,
    pub(crate) body: String,
    pub(crate) area: String,
}

/// A community's clerk with the grid leads of the community.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub(crate) clerk: Seat,
    pub(crate) leads: Vec<Seat>,
    /// Places in [`Ground::matters`] that lie in this community.
    pub(crate) matters: Vec<usize>,
}

/// Something to be registered.
#[derive(Clone, Debug)]
pub(crate) struct Matter {
    pub(crate) area: String,
    pub(crate) input: BTreeMap<String, Value>,
    pub(crate) note: String,
}

/// Desks and matters.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    pub(crate) desks: Vec<Desk>,
    pub(crate) matters: Vec<Matter>,
}

impl Ground {
    pub(crate) fn new(app: &App) -> Result<Self, String> {
        let world = linli_world::World::shushan()?;
        let areas = world.areas(SEED);
        let bodies = world.bodies(&areas, app.pack());
        let staff = world.staff(SEED, &areas, &bodies, app.pack());
        let accounts: BTreeMap<String, String> = app
            .store()
            .read(|tx| linli_store::accounts(tx, app.realm()))
            .map_err(|error| error.to_string())?
            .into_iter()
            .map(|account| (account.login, account.id))
            .collect();
        let seats = |role: &'static str| -> Vec<Seat> {
            let of = staff.iter().filter(|one| one.role == role);
            of.map(|one| {
                let area = one.body.split(':').next().unwrap_or_default().to_owned();
                let account = accounts.get(&one.login).cloned().unwrap_or_default();
                Seat { login: one.login.clone(), account, role, body: one.body.clone(), area }
            })
            .collect()
        };
        let matters = matters(app, &linli_world::places::addresses(SEED, &areas));
        let mut leads: BTreeMap<String, Vec<Seat>> = BTreeMap::new();
        for lead in seats("grid.lead") {
            let community = lead.area.get(..12).unwrap_or_default().to_owned();
            let of = leads.entry(community).or_default();
            if of.iter().all(|known| known.area != lead.area) {
                of.push(lead);
            }
        }
        let desks: Vec<Desk> = seats("community.clerk")
            .into_iter()
            .map(|clerk| {
                let inside = matters.iter().enumerate().filter(|(_, matter)| matter.area.starts_with(&clerk.area));
                Desk { leads: leads.get(&clerk.area).cloned().unwrap_or_default(), matters: inside.map(|(at, _)| at).collect(), clerk }
            })
            .filter(|desk| !desk.leads.is_empty() && !desk.matters.is_empty())
            .collect();
        if desks.is_empty() { Err("the world has no community desk".to_owned()) } else { Ok(Self { desks, matters }) }
    }

    /// One of a desk's matters and the lead of the grid it lies in.
    pub(crate) fn pick<'a>(&'a self, desk: &'a Desk, dice: &mut Dice) -> Option<(&'a Matter, &'a Seat)> {
        let matter = self.matters.get(*dice.pick(&desk.matters)?)?;
        let lead = desk.leads.iter().find(|lead| lead.area == matter.area)?;
        Some((matter, lead))
    }
}

fn matters(app: &App, addresses: &[Address]) -> Vec<Matter> {
    let mut dice = Dice::new(SEED, "bench matters");
    let categories: Vec<String> =
        app.pack().categories.values().filter(|category| category.urgency.is_some()).map(|category| category.code.clone()).collect();
    // Every address in turn, so that every grid has matters.
    addresses
        .iter()
        .cycle()
        .take(if addresses.is_empty() { 0 } else { MATTERS })
        .map(|address| matter(&mut dice, address, &categories))
        .collect()
}

fn matter(dice: &mut Dice, address: &Address, categories: &[String]) -> Matter {
    let category = dice.pick(categories).cloned().unwrap_or_default();
    let description = texts::describe(dice, &category, Voice::Operator, address);
    let note = texts::note(dice, "solve", address);
    let degrees = |micro: i32| Value::from(f64::from(micro) / 1e6);
    let input = [
        ("area", address.area.clone().into()),
        ("lon", degrees(address.lon)),
        ("lat", degrees(address.lat)),
        ("category", category.into()),
        ("description", description.into()),
        ("address", address.text.clone().into()),
        ("name", places::person(dice).into()),
        ("phone", places::phone(dice).into()),
        ("source", "window".into()),
    ];
    let input = input.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Matter { area: address.area.clone(), input, note }
}
