//! Founding a realm: its areas, bodies and first people; and reading them back.

use std::collections::HashMap;
use std::sync::Arc;

use linli_engine::Body;
use linli_pack::model::Text;
use linli_store::Write;

use crate::app::App;
use crate::error::AppError;
use crate::territory::{Area, Ending, NamedBody, Territory};

/// A person with an account, before it is stored.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// Login name.
    pub login: String,
    /// What people call them.
    pub name: String,
    /// Password hash as a PHC string; empty: cannot sign in until an administrator sets one.
    pub password: String,
    /// Roles as (role, body).
    pub grants: Vec<(String, String)>,
}

impl App {
    /// Reads the territory again after it has changed.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn reload_territory(&self) -> Result<(), AppError> {
        let realm = self.0.realm;
        let (areas, bodies, addresses, successors, heirs) = self.0.store.read(|tx| {
            let (areas, bodies) = (linli_store::areas(tx, realm)?, linli_store::bodies(tx, realm)?);
            let (successors, heirs) = (linli_store::successors(tx, realm)?, linli_store::body_successors(tx, realm)?);
            Ok::<_, AppError>((areas, bodies, linli_store::addresses(tx, realm)?, successors, heirs))
        })?;
        let mut endings: HashMap<String, Ending> = HashMap::new();
        for one in successors {
            endings.entry(one.old).or_insert_with(|| Ending { day: one.day, into: Vec::new() }).into.push(one.new);
        }
        let mut heirs: HashMap<String, String> = heirs.into_iter().filter(|one| one.main).map(|one| (one.old, one.new)).collect();
        let names: HashMap<String, String> = areas.iter().map(|area| (area.code.clone(), area.name.clone())).collect();
        let areas = areas
            .into_iter()
            .map(|area| Area {
                rings: rings(area.geometry.as_deref().unwrap_or_default()),
                ended: endings.remove(&area.code),
                code: area.code,
                parent: area.parent.unwrap_or_default(),
                level: area.level,
                kind: area.kind,
                name: area.name,
                households: area.households,
                population: area.population,
            })
            .collect();
        let bodies = bodies
            .into_iter()
            .map(|body| NamedBody {
                name: Text { en: self.english(&body, &names), zh: body.name },
                heir: heirs.remove(&body.code),
                body: Body { code: body.code, kind: body.kind, area: body.area },
                parent: body.parent,
                ended: body.to_day,
            })
            .collect();
        let territory = Territory::new(self.0.pack.root.clone(), self.0.tiers(), areas, bodies, addresses, Arc::clone(&self.0.calendar));
        self.0.territory.store(Arc::new(territory));
        Ok(())
    }

    /// A body's English name: its kind's, with the area it stands in, where it is called as its kind is. Names that people chose, and names of
    /// areas, are not translated.
    fn english(&self, body: &linli_store::Body, areas: &HashMap<String, String>) -> String {
        let area = areas.get(&body.area).map_or("", String::as_str);
        let kind = self.0.pack.bodies.get(&body.kind).filter(|kind| body.name.ends_with(&kind.label.zh.replace("{area}", area)));
        kind.map_or_else(|| body.name.clone(), |kind| kind.label.en.replace("{area}", area))
    }

    /// Writes the areas, bodies, addresses and people of a new realm in one transaction, and reads them back.
    ///
    /// # Errors
    /// [`AppError::Store`]; then nothing was written.
    pub fn found(
        &self,
        areas: Vec<linli_store::Area>,
        bodies: Vec<linli_store::Body>,
        addresses: Vec<linli_store::Address>,
        accounts: Vec<NewAccount>,
    ) -> Result<(), AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let area_of: HashMap<String, String> = bodies.iter().map(|body| (body.code.clone(), body.area.clone())).collect();
        let inner = Arc::clone(&self.0);
        self.0.store.write(move |w: &mut Write<'_>| {
            linli_store::put_areas(w, realm, &areas)?;
            linli_store::put_bodies(w, realm, &bodies)?;
            linli_store::put_addresses(w, realm, &addresses)?;
            for new in &accounts {
                let account = linli_store::Account {
                    id: inner.random.uuid(now),
                    login: new.login.clone(),
                    name: new.name.clone(),
                    password: new.password.clone(),
                    ..linli_store::Account::default()
                };
                let of = |body: &String| area_of.get(body).cloned().unwrap_or_default();
                let grants: Vec<linli_store::Grant> =
                    new.grants.iter().map(|(role, body)| crate::people::granted(&account.id, role, body, &of(body))).collect();
                linli_store::put_account(w, realm, &account)?;
                linli_store::put_grants(w, realm, &account.id, &grants)?;
            }
            Ok::<_, AppError>(())
        })?;
        self.reload_territory()
    }
}

/// The rings of a GeoJSON polygon, in the territory's units; none where the text is empty or something else.
fn rings(geojson: &str) -> Vec<Vec<(i64, i64)>> {
    #[derive(serde::Deserialize)]
    struct Polygon {
        coordinates: Vec<Vec<(f64, f64)>>,
    }
    let polygon: Option<Polygon> = serde_json::from_str(geojson).ok();
    let unit = crate::territory::units;
    polygon
        .map(|polygon| polygon.coordinates.iter().map(|ring| ring.iter().map(|&(x, y)| (unit(x), unit(y))).collect()).collect())
        .unwrap_or_default()
}
