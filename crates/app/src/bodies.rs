//! Bodies: making, renaming, hanging and ending them, and how an area's bodies fit its structures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use linli_pack::model::{Part, Structure};
use linli_pack::record::Value;
use linli_store::{ListQuery, Scope, Write};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::office::{end_all, record, staff_only};
use crate::territory::{NamedBody, Territory};

/// Longest name of a body, in characters.
pub(crate) const NAME: usize = 60;
/// Deepest tree that is drawn.
const DEPTH: usize = 12;

/// What is filled in for a body.
#[derive(Clone, Debug, Default)]
pub struct BodyForm {
    /// Kind, for a new one.
    pub kind: String,
    /// Code of its area, for a new one.
    pub area: String,
    /// Name; empty for a new one: as its kind is called.
    pub name: String,
    /// Code of the body above it; may be empty.
    pub parent: String,
}

/// A body in an area's tree.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The body.
    pub named: NamedBody,
    /// Bodies of the same area below it.
    pub below: Vec<Branch>,
    /// Bodies of areas further down that hang directly below it, by kind.
    pub further: BTreeMap<String, usize>,
}

/// How an area's bodies fit one part of a structure.
#[derive(Clone, Debug)]
pub struct Fit<'a> {
    /// The part.
    pub part: &'a Part,
    /// The bodies that are it.
    pub bodies: Vec<String>,
    /// Areas that have too few of it.
    pub short: Vec<String>,
    /// Areas that have too many.
    pub over: Vec<String>,
}

impl App {
    /// Whether the actor makes, renames and ends bodies in an area: those who keep accounts there, and those who keep appointments.
    #[must_use]
    pub fn keeps_bodies(&self, context: &Context, area: &str) -> bool {
        self.0.keeps_bodies(context, area)
    }

    /// The bodies of an area as a tree. A structure of the area hangs parts below others unless somebody hung a body elsewhere.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for residents, [`AppError::NotFound`].
    pub fn body_tree(&self, context: &Context, area: &str) -> Result<Vec<Branch>, AppError> {
        staff_only(context)?;
        let territory = self.territory();
        territory.area(area).ok_or(AppError::NotFound("area"))?;
        let above: BTreeMap<String, Option<String>> =
            territory.bodies_of(area).map(|named| (named.body.code.clone(), self.above(&territory, area, named))).collect();
        let order = |named: &NamedBody| self.0.pack.bodies.get_index_of(&named.body.kind).unwrap_or(usize::MAX);
        let mut own: Vec<&NamedBody> = territory.bodies_of(area).collect();
        own.sort_by_key(|named| (order(named), named.body.code.clone()));
        let roots = own.iter().filter(|named| above.get(&named.body.code).is_none_or(Option::is_none));
        Ok(roots.map(|root| branch(&territory, &own, &above, root, 0)).collect())
    }

    /// The body of the same area that a body is drawn below.
    fn above(&self, territory: &Territory, area: &str, named: &NamedBody) -> Option<String> {
        let parent = named.parent.as_deref().and_then(|code| territory.named_body(code)).filter(|above| above.body.area == area);
        let usual = self.0.pack.bodies.get(&named.body.kind).and_then(|kind| kind.parent.as_deref());
        if let Some(parent) = parent.filter(|parent| usual != Some(parent.body.kind.as_str())) {
            return Some(parent.body.code.clone());
        }
        let by_structure = self.structures_of(territory, area).find_map(|structure| {
            let part = structure.parts.values().find(|part| part.bodies.contains(&named.body.kind))?;
            let above = structure.parts.get(part.below.as_ref()?)?;
            let mut own = territory.bodies_of(area);
            own.find(|other| above.bodies.contains(&other.body.kind) && other.body.code != named.body.code)
                .map(|other| other.body.code.clone())
        });
        by_structure.or_else(|| parent.map(|parent| parent.body.code.clone()))
    }

    fn structures_of<'a>(&'a self, territory: &Territory, area: &str) -> impl Iterator<Item = &'a Structure> + use<'a> {
        let found = territory.area(area).map(|area| (area.level.clone(), area.kind.clone())).unwrap_or_default();
        self.0.pack.structures.values().filter(move |structure| structure.covers(&found.0, &found.1))
    }

    /// How the bodies of an area fit the structures that it is meant to have.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for residents.
    pub fn fits(&self, context: &Context, area: &str) -> Result<Vec<(&Structure, Vec<Fit<'_>>)>, AppError> {
        staff_only(context)?;
        let territory = self.territory();
        Ok(self
            .structures_of(&territory, area)
            .map(|structure| (structure, structure.parts.values().map(|part| fit(&territory, structure, part, area)).collect()))
            .collect())
    }

    /// Makes a body. Gives its code.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], or [`AppError::Invalid`] naming the field.
    pub fn make_body(&self, context: &Context, form: &BodyForm) -> Result<String, AppError> {
        let territory = self.territory();
        let kind = self.0.pack.bodies.get(&form.kind).ok_or(AppError::Invalid { field: "kind", rule: "unknown" })?;
        let area = territory.area(&form.area).ok_or(AppError::Invalid { field: "area", rule: "unknown" })?;
        if !self.keeps_bodies(context, &area.code) {
            return Err(AppError::Forbidden("bodies"));
        }
        if area.level != kind.level {
            return Err(AppError::Invalid { field: "kind", rule: "body-level" });
        }
        let taken = territory.bodies_of(&area.code).any(|named| named.body.kind == kind.name);
        if taken && (kind.every || self.0.pack.levels.iter().any(|level| level.tier.as_ref() == Some(&kind.name))) {
            return Err(AppError::Invalid { field: "kind", rule: "body-one" });
        }
        let name = named(&form.name, || kind.label.zh.replace("{area}", &area.name))?;
        let parent = parent(&territory, &form.parent, &area.code, None)?;
        let codes = std::iter::once(format!("{}:{}", area.code, kind.name))
            .chain((2..).map(|nth: u32| format!("{}:{}-{nth}", area.code, kind.name)));
        let code = codes.into_iter().find(|code| territory.named_body(code).is_none()).ok_or(AppError::NotFound("body"))?;
        let body = linli_store::Body {
            code: code.clone(),
            kind: kind.name.clone(),
            level: kind.level.clone(),
            area: area.code.clone(),
            parent,
            name,
            ..linli_store::Body::default()
        };
        self.write_body(context, body, "body_new", "")?;
        Ok(code)
    }

    /// Renames a body and hangs it below another.
    ///
    /// # Errors
    /// As [`App::make_body`]; a body cannot hang below itself or below one that is below it.
    pub fn change_body(&self, context: &Context, code: &str, form: &BodyForm) -> Result<(), AppError> {
        let territory = self.territory();
        let found = self.kept(context, &territory, code)?;
        let name = named(&form.name, || found.name.zh.clone())?;
        let parent = parent(&territory, &form.parent, &found.body.area, Some(code))?;
        let mut body = self.stored(code)?;
        (body.name, body.parent) = (name, parent);
        self.write_body(context, body, "body_change", "")
    }

    /// Ends a body with a day (`YYYY-MM-DD`, today at the latest) as its last, and with it its appointments.
    ///
    /// # Errors
    /// As [`App::make_body`]; the desk of a tier does not end while its area is there, nor does a body with others below it, open matters or
    /// people who sign in for it.
    pub fn end_body(&self, context: &Context, code: &str, day: &str, why: &str) -> Result<(), AppError> {
        let territory = self.territory();
        let found = self.kept(context, &territory, code)?;
        let wrong = |rule: &'static str| AppError::Invalid { field: "to", rule };
        let date: jiff::civil::Date = day.trim().parse().map_err(|_| wrong("date"))?;
        if crate::days::number(date) > self.today(context) {
            return Err(wrong("body-future"));
        }
        if self.0.pack.levels.iter().any(|level| level.tier.as_ref() == Some(&found.body.kind)) {
            return Err(wrong("body-desk"));
        }
        if territory.bodies_below(code).next().is_some() {
            return Err(wrong("body-below"));
        }
        let realm = self.0.realm;
        let (busy, staffed) = self.0.store.read(|tx| {
            let mut busy = 0;
            for register in self.0.pack.registers.keys() {
                let mut query = ListQuery::new(register, Scope::Holder(code.to_owned()));
                query.open = Some(true);
                busy += linli_store::count(tx, realm, &query, 1)?;
            }
            Ok::<_, AppError>((busy > 0, !linli_store::grants_of_body(tx, realm, code)?.is_empty()))
        })?;
        if busy {
            return Err(wrong("body-busy"));
        }
        if staffed {
            return Err(wrong("body-staffed"));
        }
        let body = linli_store::Body { to_day: Some(date.to_string()), ..self.stored(code)? };
        self.write_body(context, body, "body_end", why)
    }

    fn kept(&self, context: &Context, territory: &Territory, code: &str) -> Result<NamedBody, AppError> {
        staff_only(context)?;
        let found = territory.named_body(code).filter(|named| named.ended.is_none()).cloned().ok_or(AppError::NotFound("body"))?;
        if self.keeps_bodies(context, &found.body.area) { Ok(found) } else { Err(AppError::Forbidden("bodies")) }
    }

    fn stored(&self, code: &str) -> Result<linli_store::Body, AppError> {
        let all = self.0.store.read(|tx| linli_store::bodies(tx, self.0.realm))?;
        all.into_iter().find(|body| body.code == code).ok_or(AppError::NotFound("body"))
    }

    fn write_body(&self, context: &Context, body: linli_store::Body, name: &'static str, why: &str) -> Result<(), AppError> {
        let (inner, context, why) = (Arc::clone(&self.0), context.clone(), why.trim().to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            linli_store::put_bodies(w, inner.realm, std::slice::from_ref(&body))?;
            if let Some(day) = body.to_day.as_deref().and_then(|day| day.parse().ok()) {
                end_all(&inner, w, &body.code, &body.kind, crate::days::number(day))?;
            }
            let facts = [
                ("kind", Value::from(body.kind.clone())),
                ("called", body.name.clone().into()),
                ("parent", body.parent.clone().into()),
                ("last", body.to_day.clone().into()),
            ];
            record(&inner, w, &context, &body.code, name, facts, "", &why)
        })?;
        self.reload_territory()
    }
}

impl Inner {
    /// As [`App::keeps_bodies`].
    pub(crate) fn keeps_bodies(&self, context: &Context, area: &str) -> bool {
        let territory = self.territory.load();
        context.actor.system
            || context.grants_where(&self.pack, |role| role.organise || role.admin).any(|grant| territory.within(area, &grant.area))
    }
}

fn branch(territory: &Territory, own: &[&NamedBody], above: &BTreeMap<String, Option<String>>, named: &NamedBody, depth: usize) -> Branch {
    let code = &named.body.code;
    let below = own.iter().filter(|other| depth < DEPTH && above.get(&other.body.code).is_some_and(|above| above.as_ref() == Some(code)));
    let mut further = BTreeMap::new();
    for other in territory.bodies_below(code).filter(|other| other.body.area != named.body.area) {
        *further.entry(other.body.kind.clone()).or_default() += 1;
    }
    Branch { below: below.map(|other| branch(territory, own, above, other, depth + 1)).collect(), further, named: named.clone() }
}

fn fit<'a>(territory: &Territory, structure: &Structure, part: &'a Part, area: &str) -> Fit<'a> {
    let mut fit = Fit { part, bodies: Vec::new(), short: Vec::new(), over: Vec::new() };
    let below = territory.below(area);
    let each: Vec<&str> = if part.each == structure.level {
        vec![area]
    } else {
        below.into_iter().filter(|code| territory.area(code).is_some_and(|one| one.level == part.each)).collect()
    };
    for code in each {
        let here: Vec<String> = territory
            .below(code)
            .into_iter()
            .flat_map(|code| territory.bodies_of(code))
            .filter(|named| part.bodies.contains(&named.body.kind))
            .map(|named| named.body.code.clone())
            .collect();
        let n = u32::try_from(here.len()).unwrap_or(u32::MAX);
        if n < part.least {
            fit.short.push(code.to_owned());
        }
        if part.most.is_some_and(|most| n > most) {
            fit.over.push(code.to_owned());
        }
        fit.bodies.extend(here);
    }
    fit
}

fn named(given: &str, usual: impl FnOnce() -> String) -> Result<String, AppError> {
    let name = given.trim();
    if name.chars().count() > NAME {
        return Err(AppError::Invalid { field: "name", rule: "body-name" });
    }
    Ok(if name.is_empty() { usual() } else { name.to_owned() })
}

/// The body above, which must stand in the same area or above it, and must not be the body itself or below it.
fn parent(territory: &Territory, given: &str, area: &str, own: Option<&str>) -> Result<Option<String>, AppError> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(None);
    }
    let wrong = |rule: &'static str| AppError::Invalid { field: "parent", rule };
    let above = territory.named_body(given).filter(|named| named.ended.is_none()).ok_or_else(|| wrong("unknown"))?;
    if !territory.within(area, &above.body.area) {
        return Err(wrong("body-area"));
    }
    let mut seen = BTreeSet::new();
    let mut up = Some(given.to_owned());
    while let Some(code) = up {
        if Some(code.as_str()) == own {
            return Err(wrong("body-circle"));
        }
        up = if seen.insert(code.clone()) { territory.named_body(&code).and_then(|named| named.parent.clone()) } else { None };
    }
    Ok(Some(given.to_owned()))
}
