//! A real place from its code table: founded, and later brought up to date with a newer table. Nothing is ever deleted: what the
//! table no longer has is named, because records, bodies and people may stand there.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use linli_engine::Act;
use linli_pack::model::Pack;
use linli_pack::record::Value;
use linli_store::{Account, Area, Body, Write};

use crate::app::App;
use crate::codes::{CodeLevel, CodeRow, community_kind, short_name, street_kind};
use crate::error::AppError;
use crate::password;

/// What became of an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renamed {
    /// Its code.
    pub code: String,
    /// What it was called.
    pub from: String,
    /// What it is called now.
    pub to: String,
}

/// What an import of areas did.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Areas that were not there before.
    pub added: usize,
    /// Areas of which nothing changed.
    pub same: usize,
    /// Areas with a new name.
    pub renamed: Vec<Renamed>,
    /// Areas below another area than before: code, and the new parent.
    pub moved: Vec<(String, String)>,
    /// Areas that the table no longer has, code and name; they stay.
    pub vanished: Vec<(String, String)>,
    /// Bodies made for new areas.
    pub bodies: usize,
    /// One-time password of the administrator, if the account was made.
    pub password: Option<String>,
}

/// The areas of a pack's realm in a code table, with the kinds that the pack knows; parents first.
///
/// # Errors
/// [`AppError::Invalid`]: `root` where the table has no such code, `level` where the pack lacks a level that the table has below it.
pub fn areas_of(pack: &Pack, rows: &[CodeRow]) -> Result<Vec<Area>, AppError> {
    let mut children: HashMap<&str, Vec<&CodeRow>> = HashMap::new();
    for row in rows.iter().filter(|row| row.code != pack.root) {
        children.entry(row.parent.as_str()).or_default().push(row);
    }
    let root = rows.iter().find(|row| row.code == pack.root).ok_or(AppError::Invalid { field: "root", rule: "unknown" })?;
    let (mut found, mut at) = (vec![root], 0);
    while let Some(row) = found.get(at) {
        let mut below = children.remove(row.code.as_str()).unwrap_or_default();
        below.sort_by(|a, b| a.code.cmp(&b.code));
        found.extend(below);
        at += 1;
    }
    found.into_iter().map(|row| area(pack, row)).collect()
}

fn area(pack: &Pack, row: &CodeRow) -> Result<Area, AppError> {
    let missing = AppError::Invalid { field: "level", rule: "unknown" };
    let code_level = CodeLevel::of(&row.code).map(CodeLevel::name).unwrap_or_default();
    let level = pack.levels.iter().find(|level| level.name == code_level).ok_or(missing)?;
    let by_digits = match code_level {
        "street" => street_kind(&row.code).unwrap_or_default(),
        "community" => community_kind(&row.code),
        other => other,
    };
    // A pack that does not tell townships from towns means both by the latter; one that tells no kinds apart has none.
    let kind = [by_digits, if by_digits == "township" { "town" } else { "" }].into_iter().find(|kind| level.kinds.contains_key(*kind));
    Ok(Area {
        code: row.code.clone(),
        parent: (row.code != pack.root).then(|| row.parent.clone()),
        level: level.name.clone(),
        kind: kind.map(str::to_owned).or_else(|| level.kinds.keys().next().cloned()).unwrap_or_default(),
        name: short_name(&row.name),
        ..Area::default()
    })
}

/// The bodies that a pack wants in every area of their level, with the one above each: of the kind that the pack names, in the nearest
/// area at or above.
#[must_use]
pub fn every_body(pack: &Pack, areas: &[Area]) -> Vec<Body> {
    let by_code: HashMap<&str, &Area> = areas.iter().map(|area| (area.code.as_str(), area)).collect();
    let stands = |area: &Area, kind: &str| pack.bodies.get(kind).is_some_and(|kind| kind.every && kind.level == area.level);
    let mut bodies = Vec::new();
    for area in areas {
        for kind in pack.bodies.values().filter(|kind| kind.every && kind.level == area.level) {
            let parent = kind.parent.as_deref().and_then(|above| {
                let mut at = Some(area);
                for _ in 0..32 {
                    let here = at?;
                    if stands(here, above) {
                        return Some(format!("{}:{above}", here.code));
                    }
                    at = here.parent.as_deref().and_then(|parent| by_code.get(parent)).copied();
                }
                None
            });
            bodies.push(Body {
                code: format!("{}:{}", area.code, kind.name),
                kind: kind.name.clone(),
                level: area.level.clone(),
                area: area.code.clone(),
                parent,
                name: kind.label.zh.replace("{area}", &body_area(area, &by_code)),
                ..Body::default()
            });
        }
    }
    bodies
}

/// What a body's name calls its area: grids are told apart by their community's name before their own.
fn body_area(area: &Area, areas: &HashMap<&str, &Area>) -> String {
    let above = area.parent.as_deref().filter(|_| area.level == "grid").and_then(|parent| areas.get(parent));
    format!("{}{}", above.map(|above| above.name.as_str()).unwrap_or_default(), area.name)
}

impl App {
    /// Founds the pack's place from a code table, or brings it up to date: adds what is new, renames, and names what the table no longer has.
    /// Where `admin` has no account yet, it is made with a one-time password and the first role of the pack that administers accounts.
    ///
    /// # Errors
    /// As [`areas_of`]; `login` where it cannot be one; `admin` where no role of the pack administers accounts at the root.
    pub fn import_areas(&self, rows: &[CodeRow], admin: &str) -> Result<Imported, AppError> {
        let (realm, now, pack) = (self.realm(), self.now(), Arc::clone(self.pack()));
        let table = areas_of(&pack, rows)?;
        if admin.is_empty() || admin.chars().count() > 64 || admin.chars().any(char::is_whitespace) {
            return Err(AppError::Invalid { field: "login", rule: "login-form" });
        }
        let (grant, body) = self.first_admin(&table)?;
        let there = self.store().read(|tx| linli_store::account_by_login(tx, realm, admin))?.is_some();
        let password = (!there).then(|| one_time(&self.random().bytes()));
        let hash = match &password {
            Some(password) => password::hash(password, self.random()).map_err(|error| AppError::Internal(error.to_string()))?,
            None => String::new(),
        };
        let (login, id, root) = (admin.to_owned(), self.random().uuid(now), pack.root.clone());
        let inner = Arc::clone(&self.0);
        let mut imported = self.store().write(move |w: &mut Write<'_>| {
            let old: BTreeMap<String, Area> = linli_store::areas(w, realm)?.into_iter().map(|area| (area.code.clone(), area)).collect();
            let (changed, mut imported) = compare(&old, &table);
            linli_store::put_areas(w, realm, &changed)?;
            let all = linli_store::areas(w, realm)?;
            let known: HashMap<String, Body> = linli_store::bodies(w, realm)?.into_iter().map(|body| (body.code.clone(), body)).collect();
            // A body keeps the name that people gave it; only one that follows from its area's old name follows the new one.
            let before: HashMap<String, String> =
                every_body(&pack, &old.values().cloned().collect::<Vec<_>>()).into_iter().map(|body| (body.code, body.name)).collect();
            let bodies: Vec<Body> = every_body(&pack, &all)
                .into_iter()
                .filter_map(|body| match known.get(&body.code) {
                    None => Some(body),
                    Some(known) if known.name != body.name && before.get(&body.code) == Some(&known.name) => {
                        Some(Body { name: body.name, ..known.clone() })
                    }
                    Some(_) => None,
                })
                .collect();
            imported.bodies = bodies.iter().filter(|body| !known.contains_key(&body.code)).count();
            linli_store::put_bodies(w, realm, &bodies)?;
            if !hash.is_empty() {
                let account = Account {
                    id: id.clone(),
                    login: login.clone(),
                    name: login.clone(),
                    password: hash.clone(),
                    // It was printed on a terminal: whoever signs in with it chooses another.
                    must_change: true,
                    ..Account::default()
                };
                linli_store::put_account(w, realm, &account)?;
                linli_store::put_grants(w, realm, &id, &[crate::people::granted(&id, &grant, &body, &root)])?;
            }
            let counts = [
                ("added", imported.added),
                ("renamed", imported.renamed.len()),
                ("moved", imported.moved.len()),
                ("vanished", imported.vanished.len()),
                ("bodies", imported.bodies),
            ];
            let act = Act {
                at: now,
                actor: "system".to_owned(),
                record: root.clone(),
                name: "areas_import".to_owned(),
                facts: counts.into_iter().map(|(name, n)| (name.to_owned(), Value::from(n))).collect(),
                ..Act::default()
            };
            linli_store::append(w, realm, &crate::act::entry(&inner, &act))?;
            Ok::<_, AppError>(imported)
        })?;
        self.reload_territory()?;
        imported.password = password;
        Ok(imported)
    }

    /// The role that administers accounts, and its body at the root.
    fn first_admin(&self, areas: &[Area]) -> Result<(String, String), AppError> {
        let pack = self.pack();
        let root = areas.first().map(|area| area.level.as_str()).unwrap_or_default();
        let stands = |kind: &&String| pack.bodies.get(*kind).is_some_and(|kind| kind.every && kind.level == root);
        pack.roles
            .values()
            .filter(|role| role.admin)
            .find_map(|role| Some((role.name.clone(), format!("{}:{}", pack.root, role.bodies.iter().find(stands)?))))
            .ok_or(AppError::Invalid { field: "admin", rule: "unknown" })
    }
}

/// The areas to write, and what that changes. Outlines, households and days are none of the table's business.
fn compare(old: &BTreeMap<String, Area>, table: &[Area]) -> (Vec<Area>, Imported) {
    let (mut changed, mut said) = (Vec::new(), Imported::default());
    for new in table {
        let Some(before) = old.get(&new.code) else {
            said.added += 1;
            changed.push(new.clone());
            continue;
        };
        if before.name != new.name {
            said.renamed.push(Renamed { code: new.code.clone(), from: before.name.clone(), to: new.name.clone() });
        }
        if before.parent != new.parent {
            said.moved.push((new.code.clone(), new.parent.clone().unwrap_or_default()));
        }
        let after =
            Area { parent: new.parent.clone(), level: new.level.clone(), kind: new.kind.clone(), name: new.name.clone(), ..before.clone() };
        if after == *before {
            said.same += 1;
        } else {
            changed.push(after);
        }
    }
    let levels: HashSet<&str> = CodeLevel::ALL.iter().map(|level| level.name()).collect();
    let named: HashSet<&str> = table.iter().map(|area| area.code.as_str()).collect();
    said.vanished = old
        .values()
        .filter(|area| levels.contains(area.level.as_str()) && !named.contains(area.code.as_str()))
        .map(|area| (area.code.clone(), area.name.clone()))
        .collect();
    (changed, said)
}

/// Sixteen letters and digits in groups of four, 80 bits; there is no 0, 1 or 8 among them to be misread.
fn one_time(bytes: &[u8; 10]) -> String {
    let text = data_encoding::BASE32_NOPAD.encode(bytes).to_lowercase();
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
