//! Bodies from a file, in any order: one may hang below another that stands further down in the same file.

use std::collections::{BTreeMap, HashMap, HashSet};

use linli_pack::model::{BodyKind, FieldKind, Pack, Text};
use linli_pack::record::Value;
use linli_store::{Body, Tx, Write};

use super::super::check::{Checked, Fate};
use super::super::columns::{Column, Kind, Labels};
use super::super::values::Fault;
use super::{Fates, Given, Ground, column};
use crate::app::{App, Inner};
use crate::bodies::NAME;
use crate::context::Context;
use crate::error::AppError;

/// Longest code of a body.
const CODE: usize = 64;
/// Bodies named where several have a name.
const NAMED: usize = 3;

pub(super) fn columns(pack: &Pack, labels: &Labels) -> Vec<Column> {
    let kinds = pack.bodies.values().map(|kind| (kind.name.clone(), plain(&kind.label)));
    let text = |max| FieldKind::Text { max };
    let of = |name, kind, required| column(labels, name, kind, required);
    vec![
        of("code", text(CODE), false),
        of("kind", FieldKind::Choice { options: kinds.collect() }, true),
        of("called", text(NAME), false),
        Column { kind: Kind::Area, ..of("area", text(0), true) },
        of("parent", text(NAME), false),
        of("since", FieldKind::Date, false),
    ]
}

/// What a kind is called without the area it stands in.
fn plain(label: &Text) -> Text {
    let without = |text: &str| text.replace("{area}", "").trim().to_owned();
    Text { zh: without(&label.zh), en: without(&label.en) }
}

/// Whether two kinds are called the same in a language: a cell that says so may mean either.
fn alike(pack: &Pack, one: &str, other: &str) -> bool {
    let label = |name: &str| pack.bodies.get(name).map(|kind| plain(&kind.label));
    one == other || label(one).zip(label(other)).is_some_and(|(one, other)| one.zh == other.zh || one.en == other.en)
}

/// A body as it is to be.
pub(super) struct Wanted {
    body: Body,
    is_new: bool,
}

/// A row that means a body.
struct Row {
    nth: usize,
    body: Body,
    before: Option<Body>,
    /// The body above, as it was written; `None`: as it is.
    parent: Option<String>,
}

pub(super) fn settle(
    ground: &Ground<'_>,
    tx: &mut dyn Tx,
    checked: &Checked,
    given: &mut [Given<'_>],
) -> Result<(Vec<Wanted>, Fates), AppError> {
    let stored: HashMap<String, Body> =
        linli_store::bodies(tx, ground.inner.realm)?.into_iter().map(|body| (body.code.clone(), body)).collect();
    let mut settling = Settling { ground, checked, stored, rows: Vec::new(), places: HashMap::new() };
    for (nth, row) in given.iter_mut().enumerate() {
        if let Some(found) = settling.row(nth, row) {
            settling.places.insert(found.body.code.clone(), row.place());
            settling.rows.push(found);
        }
    }
    settling.hang(given);
    settling.circles(given);
    settling.wait(given);
    Ok(settling.outcome(given))
}

struct Settling<'a> {
    ground: &'a Ground<'a>,
    checked: &'a Checked,
    stored: HashMap<String, Body>,
    rows: Vec<Row>,
    /// Where the file has a body, by its code.
    places: HashMap<String, (usize, u32)>,
}

impl Settling<'_> {
    /// What a row says of a body, but for what it hangs below.
    fn row(&self, nth: usize, row: &mut Given<'_>) -> Option<Row> {
        let checked = self.checked;
        let code = row.text("code").to_owned();
        let before = match self.stored.get(&code) {
            Some(body) => Some(body.clone()),
            None if code.is_empty() => self.alike(row),
            None => None,
        };
        let column = if code.is_empty() { "called" } else { "code" };
        if let Some(before) = &before {
            if !self.ground.updates {
                row.breaks(checked, column, "roster-body-taken");
                return None;
            }
            if before.to_day.is_some() {
                row.breaks(checked, column, "body-ended");
                return None;
            }
            let kind = row.text("kind");
            if !kind.is_empty() && !alike(&self.ground.inner.pack, kind, &before.kind) {
                row.breaks(checked, "kind", "roster-body-fixed");
            }
            if !row.text("area").is_empty() && row.text("area") != before.area {
                row.breaks(checked, "area", "roster-body-fixed");
            }
        } else if !code.is_empty() && !code_fits(&code) {
            row.breaks(checked, "code", "roster-code-form");
            return None;
        }
        let there = before.is_some() || [row.must(checked, "kind"), row.must(checked, "area")].iter().all(|there| *there);
        let area = before.as_ref().map_or_else(|| row.text("area").to_owned(), |body| body.area.clone());
        if !area.is_empty() && !self.ground.inner.keeps_bodies(self.ground.context, &area) {
            row.breaks(checked, "area", "roster-not-yours");
            return None;
        }
        let called = row.text("called").to_owned();
        if called.chars().count() > NAME {
            row.breaks(checked, "called", "body-name");
        }
        if !there {
            return None;
        }
        let body = match &before {
            Some(before) => before.clone(),
            None => self.fresh(row, code, &area)?,
        };
        if let Some(other) = self.places.get(&body.code) {
            row.wrong(checked, column, self.ground.twice(checked, *other));
            return None;
        }
        let since = Some(row.text("since").to_owned()).filter(|day| !day.is_empty());
        let name = if called.is_empty() { body.name.clone() } else { called };
        let parent = Some(row.text("parent").to_owned()).filter(|parent| !parent.is_empty());
        Some(Row { nth, body: Body { name, from_day: since.or(body.from_day), ..body }, before, parent })
    }

    /// The body that a row without a code means: of its kind and name in its area.
    fn alike(&self, row: &Given<'_>) -> Option<Body> {
        let (called, pack) = (row.text("called"), &self.ground.inner.pack);
        let mut stored = self.stored.values().filter(|body| body.to_day.is_none());
        stored
            .find(|body| {
                !called.is_empty() && body.name == called && alike(pack, row.text("kind"), &body.kind) && body.area == row.text("area")
            })
            .cloned()
    }

    /// A new body of the row's kind in its area.
    fn fresh(&self, row: &mut Given<'_>, code: String, area: &str) -> Option<Body> {
        let (checked, pack) = (self.checked, &self.ground.inner.pack);
        let place = self.ground.territory.area(area)?;
        let read = pack.bodies.get(row.text("kind"))?;
        // Of kinds that are called the same, the one of the area's level is meant.
        let other = |kind: &&BodyKind| kind.level == place.level && alike(pack, &read.name, &kind.name);
        let kind = if read.level == place.level { read } else { pack.bodies.values().find(other).unwrap_or(read) };
        if place.level != kind.level {
            row.breaks(checked, "kind", "body-level");
            return None;
        }
        let one = kind.every || pack.levels.iter().any(|level| level.tier.as_ref() == Some(&kind.name));
        let here = |body: &Body| body.kind == kind.name && body.area == area && body.to_day.is_none();
        if one && self.stored.values().chain(self.rows.iter().map(|row| &row.body)).any(here) {
            row.breaks(checked, "kind", "body-one");
            return None;
        }
        let usual = format!("{area}:{}", kind.name);
        let free = |code: &String| !self.stored.contains_key(code) && !self.places.contains_key(code);
        let mut codes = std::iter::once(usual.clone()).chain((2..).map(|nth: u32| format!("{usual}-{nth}")));
        let code = if code.is_empty() { codes.find(free)? } else { code };
        Some(Body {
            code,
            kind: kind.name.clone(),
            level: kind.level.clone(),
            area: area.to_owned(),
            name: kind.label.zh.replace("{area}", &place.name),
            ..Body::default()
        })
    }

    /// Finds the body above each: by code, or by name among those that are there and those of the file.
    fn hang(&mut self, given: &mut [Given<'_>]) {
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let stored = self.stored.values().filter(|body| body.to_day.is_none() && !self.places.contains_key(&body.code));
        for body in stored.chain(self.rows.iter().map(|row| &row.body)) {
            by_name.entry(body.name.clone()).or_default().push(body.code.clone());
        }
        let areas: HashMap<String, String> =
            self.stored.values().chain(self.rows.iter().map(|row| &row.body)).map(|body| (body.code.clone(), body.area.clone())).collect();
        let ended = |code: &String| self.stored.get(code).is_some_and(|body| body.to_day.is_some());
        let mut found: Vec<Option<String>> = Vec::new();
        for one in &self.rows {
            found.push(one.body.parent.clone());
            let (Some(wanted), Some(row), Some(parent)) = (&one.parent, given.get_mut(one.nth), found.last_mut()) else { continue };
            let named = by_name.get(wanted).map(Vec::as_slice).unwrap_or_default();
            let within = |code: &&String| areas.get(*code).is_some_and(|area| self.ground.territory.within(&one.body.area, area));
            // Of several with one name, those above are meant.
            let above: Vec<&String> = named.iter().filter(within).collect();
            let code = match (areas.contains_key(wanted), named, above.as_slice()) {
                (true, ..) => wanted.clone(),
                (_, [only], _) => only.clone(),
                (_, _, [only]) => (*only).clone(),
                (_, [], _) => {
                    row.breaks(self.checked, "parent", "roster-parent-unknown");
                    continue;
                }
                (_, several, _) => {
                    row.wrong(self.checked, "parent", Fault::Ambiguous { names: several.iter().take(NAMED).cloned().collect() });
                    continue;
                }
            };
            if ended(&code) {
                row.breaks(self.checked, "parent", "body-ended");
            } else if code == one.body.code {
                row.breaks(self.checked, "parent", "body-circle");
            } else if !within(&&code) {
                row.breaks(self.checked, "parent", "body-area");
            } else {
                *parent = Some(code);
            }
        }
        for (one, parent) in self.rows.iter_mut().zip(found) {
            one.body.parent = parent;
        }
    }

    /// Says where bodies would hang below themselves, once all of the file are in.
    fn circles(&self, given: &mut [Given<'_>]) {
        let new: HashMap<&str, Option<&str>> = self.rows.iter().map(|row| (row.body.code.as_str(), row.body.parent.as_deref())).collect();
        let above = |code: &str| match new.get(code) {
            Some(parent) => parent.map(str::to_owned),
            None => self.stored.get(code).and_then(|body| body.parent.clone()),
        };
        for one in &self.rows {
            let mut seen = HashSet::new();
            let mut up = one.body.parent.clone();
            while let Some(code) = up.filter(|code| seen.insert(code.clone())) {
                if code == one.body.code {
                    if let Some(row) = given.get_mut(one.nth) {
                        row.breaks(self.checked, "parent", "body-circle");
                    }
                    break;
                }
                up = above(&code);
            }
        }
    }

    /// What hangs below a body that does not come in does not come in either.
    fn wait(&self, given: &mut [Given<'_>]) {
        loop {
            let spoilt = |row: &Row, given: &[Given<'_>]| given.get(row.nth).is_some_and(|row| !row.findings.is_empty());
            let missing: HashSet<String> =
                self.rows.iter().filter(|row| row.before.is_none() && spoilt(row, given)).map(|row| row.body.code.clone()).collect();
            let next =
                self.rows.iter().find(|row| row.body.parent.as_ref().is_some_and(|parent| missing.contains(parent)) && !spoilt(row, given));
            let Some(nth) = next.map(|row| row.nth) else { return };
            let Some(row) = given.get_mut(nth) else { return };
            row.breaks(self.checked, "parent", "roster-parent-row");
        }
    }

    fn outcome(self, given: &[Given<'_>]) -> (Vec<Wanted>, Fates) {
        let (mut wanted, mut fates) = (Vec::new(), Fates::new());
        for row in self.rows {
            let Some(at) = given.get(row.nth).filter(|row| row.findings.is_empty()) else { continue };
            let fate = match &row.before {
                None => Fate::Made,
                Some(before) if *before == row.body => Fate::Same,
                Some(_) => Fate::Changed,
            };
            fates.insert(at.place(), fate);
            if fate != Fate::Same {
                wanted.push(Wanted { is_new: row.before.is_none(), body: row.body });
            }
        }
        (wanted, fates)
    }
}

/// Whether a code can stand in an address as it is.
fn code_fits(code: &str) -> bool {
    code.len() <= CODE && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'))
}

/// Writes bodies.
pub(super) fn write(inner: &Inner, w: &mut Write<'_>, context: &Context, wanted: Vec<Wanted>) -> Result<(), AppError> {
    for one in wanted {
        let body = one.body;
        linli_store::put_bodies(w, inner.realm, std::slice::from_ref(&body))?;
        let facts = [
            ("kind", Value::from(body.kind.clone())),
            ("called", body.name.clone().into()),
            ("parent", body.parent.clone().into()),
            ("from", body.from_day.clone().into()),
        ];
        crate::office::record(inner, w, context, &body.code, if one.is_new { "body_new" } else { "body_change" }, facts, "", "")?;
    }
    Ok(())
}

impl App {
    /// Bodies of the actor's areas that stand, a row for each.
    pub(super) fn body_rows(&self, context: &Context) -> Result<Vec<Vec<String>>, AppError> {
        let pack = &self.0.pack;
        let found = self.0.store.read(|tx| linli_store::bodies(tx, self.0.realm))?;
        let kind = |name: &str| {
            pack.bodies
                .get(name)
                .map_or_else(|| name.to_owned(), |kind| kind.label.get(context.lang).replace("{area}", "").trim().to_owned())
        };
        let found = found.into_iter().filter(|body| body.to_day.is_none() && self.keeps_bodies(context, &body.area));
        let line = |body: Body| {
            let kind = kind(&body.kind);
            vec![body.code, kind, body.name, body.area, body.parent.unwrap_or_default(), body.from_day.unwrap_or_default()]
        };
        Ok(found.map(line).collect())
    }
}
