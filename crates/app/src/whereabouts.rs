//! Which grid is this, and who answers for it: from an address or a point to areas, bodies and people.

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::territory::units;

/// Places that an address in words can mean, at most.
const PLACES: usize = 20;

/// A place that was meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meant {
    /// Its words; empty for a bare point.
    pub text: String,
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// The finest area that holds it; empty where none does.
    pub area: String,
}

/// Somebody who answers for a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Role.
    pub role: String,
    /// Body.
    pub body: String,
    /// Name.
    pub name: String,
}

impl App {
    /// The places that words or a pair of numbers (longitude, latitude) mean.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] to residents, [`AppError::Invalid`] `q` for a pair of numbers the wrong way round.
    pub fn places(&self, context: &Context, asked: &str) -> Result<Vec<Meant>, AppError> {
        if context.actor.grants.is_empty() {
            return Err(AppError::SignedOut);
        }
        let territory = self.territory();
        let numbers: Vec<f64> =
            asked.split([',', '，', ' ']).filter(|part| !part.trim().is_empty()).filter_map(|part| part.trim().parse().ok()).collect();
        if let [lon, lat] = numbers.as_slice() {
            let (lon, lat) = (*lon, *lat);
            if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
                return Err(AppError::Invalid { field: "q", rule: "where-swapped" });
            }
            let area = territory.grid_at((units(lon), units(lat))).unwrap_or_default().to_owned();
            return Ok(vec![Meant { text: String::new(), lon, lat, area }]);
        }
        let own = context.actor.grants.first().map(|grant| grant.area.as_str());
        Ok(territory
            .find_addresses(asked, own, PLACES)
            .into_iter()
            .map(|address| Meant {
                text: address.text.clone(),
                lon: address.lon,
                lat: address.lat,
                area: territory.grid_at((units(address.lon), units(address.lat))).unwrap_or(&address.area).to_owned(),
            })
            .collect())
    }

    /// Who holds a role in a body of an area or of one above it, the nearest first. Only accounts in use; roles that keep the program running are
    /// left out.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] to residents, [`AppError::NotFound`] for an unknown area.
    pub fn who_answers(&self, context: &Context, area: &str) -> Result<Vec<Answers>, AppError> {
        if context.actor.grants.is_empty() {
            return Err(AppError::SignedOut);
        }
        let territory = self.territory();
        let path: Vec<String> = territory.path(area).into_iter().rev().map(|step| step.code.clone()).collect();
        if path.is_empty() {
            return Err(AppError::NotFound("area"));
        }
        let (realm, pack) = (self.realm(), self.pack());
        let works = |role: &str| pack.roles.get(role).is_some_and(|role| !role.admin && !role.audit);
        self.store().read(|tx| {
            let mut found = Vec::new();
            for step in &path {
                let mut bodies: Vec<&str> =
                    territory.bodies().filter(|named| named.body.area == *step).map(|named| named.body.code.as_str()).collect();
                bodies.sort_unstable();
                for body in bodies {
                    for grant in linli_store::grants_of_body(tx, realm, body)?.into_iter().filter(|grant| works(&grant.role)) {
                        let in_force = self.grants_of(tx, &grant.account, context.now)?;
                        let still = in_force.iter().any(|one| one.role == grant.role && one.body == grant.body);
                        let account = linli_store::account(tx, realm, &grant.account)?.filter(|account| still && !account.disabled);
                        if let Some(account) = account {
                            found.push(Answers { role: grant.role, body: grant.body, name: account.name });
                        }
                    }
                }
            }
            Ok(found)
        })
    }
}
