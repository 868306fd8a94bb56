//! A plan takes effect: territory, bodies, roles and open records change in one transaction, figures of the days before do not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use linli_engine::{Act, Actor, Body, Command, Facts as _};
use linli_pack::model::{Pack, Text};
use linli_pack::record::{Instant, Record, Value};
use linli_store::{Rehang, Successor, Tx, Write};

use crate::act::write_outcome;
use crate::app::{App, Change, Inner};
use crate::error::AppError;
use crate::mint::StoreMint;
use crate::plan::bodies::{self, Rebuilt};
use crate::plan::draw;
use crate::plan::drawn::Drawn;
use crate::plan::{Stage, keep, parse};
use crate::territory::{Area, Ending, NamedBody, Territory};

impl App {
    /// Lets plans whose day has come take effect, the earliest first; says how many did.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn carry_out_plans(&self) -> Result<usize, AppError> {
        let now = self.now();
        let today = crate::days::of(now, &self.0.pack.clock.timezone);
        let due = self.0.store.read(|tx| linli_store::plans_due(tx, self.0.realm, today))?;
        let mut done = 0;
        for row in due {
            if parse(&row)?.stuck {
                continue;
            }
            let inner = Arc::clone(&self.0);
            let result = self.0.store.write(move |w: &mut Write<'_>| take_effect(&inner, w, &row.id, now));
            // The picture was exchanged inside the transaction; if that was lost, it is as it was before.
            self.reload_territory()?;
            if let Some(changes) = result? {
                done += 1;
                changes.iter().for_each(|change| self.tell(change));
            }
        }
        Ok(done)
    }
}

/// Carries a plan out; `None` where something stands in its way by now.
fn take_effect(inner: &Inner, w: &mut Write<'_>, id: &str, now: Instant) -> Result<Option<Vec<Change>>, AppError> {
    let mut plan = parse(&linli_store::plan(w, inner.realm, id)?.ok_or(AppError::NotFound("plan"))?)?;
    let Some(day) = plan.day.filter(|_| plan.stage == Stage::Decided) else { return Ok(None) };
    let territory = inner.territory.load_full();
    let pack = &inner.pack;
    let drawn = draw::draw(&territory, pack, &plan.steps);
    let system = Act { at: now, actor: "system".to_owned(), ..Act::default() };
    if drawn.blocked() {
        plan.stuck = true;
        keep(inner, w, &mut plan, Act { name: "plan_stuck".to_owned(), ..system })?;
        return Ok(None);
    }
    let rebuilt = bodies::rebuild(&territory, pack, &drawn);
    let areas = affected(&territory, &drawn);
    write_areas(inner, w, &territory, &drawn, day)?;
    let moves: Vec<Rehang> = drawn.moves.iter().map(|hang| Rehang { area: hang.area.clone(), parent: hang.to.clone(), day }).collect();
    linli_store::rehang(w, inner.realm, &moves, &|record| inner.counts(record))?;
    linli_store::put_successors(w, inner.realm, &successors(&drawn.ended, day))?;
    linli_store::put_bodies(w, inner.realm, &rebuilt.put)?;
    let posts = end_bodies(inner, w, &rebuilt, day)?;
    let ended: Vec<(String, Vec<String>)> = rebuilt.heirs.iter().map(|(old, new)| (old.clone(), vec![new.clone()])).collect();
    linli_store::put_body_successors(w, inner.realm, &successors(&ended, day))?;
    let roles = move_grants(inner, w, &rebuilt, &drawn, day)?;

    let after = Arc::new(afterwards(&territory, pack, &drawn, &rebuilt, day));
    let mut changes = Vec::new();
    for record in open_records(w, inner.realm, &areas, &rebuilt)? {
        changes.extend(hand_over(inner, w, &territory, &after, record, &plan.id, now)?);
    }
    plan.stage = Stage::Done;
    plan.done_at = Some(now);
    let ended: Vec<&str> = drawn.ended.iter().map(|(code, _)| code.as_str()).collect();
    let facts: BTreeMap<String, Value> = [
        ("created", serde_json::to_value(&drawn.created)?),
        ("ended", serde_json::to_value(&ended)?),
        ("moved", moves.len().into()),
        ("roles", roles.into()),
        ("appointments", posts.into()),
        ("records", changes.len().into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    keep(inner, w, &mut plan, Act { name: "plan_effect".to_owned(), facts, ..system })?;
    // Whoever acts next in the same group of commands meets the territory of today.
    inner.territory.store(after);
    Ok(Some(changes))
}

fn write_areas(inner: &Inner, w: &mut Write<'_>, before: &Territory, drawn: &Drawn, day: i64) -> Result<(), AppError> {
    let mut rows = Vec::new();
    for node in drawn.after.values() {
        let old = before.area(&node.code);
        let same = old.is_some_and(|old| old.name == node.name && old.households == node.households && old.population == node.population);
        if same {
            continue;
        }
        let row = match linli_store::area(w, inner.realm, &node.code)? {
            Some(row) => row,
            None => linli_store::Area {
                code: node.code.clone(),
                parent: Some(node.parent.clone()),
                level: node.level.clone(),
                kind: node.kind.clone(),
                from_day: iso(day),
                ..linli_store::Area::default()
            },
        };
        rows.push(linli_store::Area { name: node.name.clone(), households: node.households, population: node.population, ..row });
    }
    for (code, _) in &drawn.ended {
        if let Some(row) = linli_store::area(w, inner.realm, code)? {
            rows.push(linli_store::Area { to_day: iso(day - 1), ..row });
        }
    }
    linli_store::put_areas(w, inner.realm, &rows)?;
    Ok(())
}

fn successors(ended: &[(String, Vec<String>)], day: i64) -> Vec<Successor> {
    let each = |(old, into): &(String, Vec<String>)| {
        let old = old.clone();
        into.iter()
            .enumerate()
            .map(move |(at, new)| Successor { old: old.clone(), new: new.clone(), day, main: at == 0 })
            .collect::<Vec<_>>()
    };
    ended.iter().flat_map(each).collect()
}

/// Closes bodies with the day before, and the terms of who held posts in them: a new body elects and appoints its own.
fn end_bodies(inner: &Inner, w: &mut Write<'_>, rebuilt: &Rebuilt, day: i64) -> Result<usize, AppError> {
    let stored = linli_store::bodies(w, inner.realm)?;
    let ending: Vec<linli_store::Body> = stored
        .into_iter()
        .filter(|body| rebuilt.heirs.contains_key(&body.code))
        .map(|body| linli_store::Body { to_day: iso(day - 1), ..body })
        .collect();
    linli_store::put_bodies(w, inner.realm, &ending)?;
    let mut posts = 0;
    for body in &ending {
        for (one, _) in linli_store::appointments_in(w, inner.realm, &body.code)? {
            if one.ended.or(one.to_day).is_none_or(|last| last >= day) {
                linli_store::put_appointment(w, inner.realm, &linli_store::Appointment { ended: Some(day - 1), ..one })?;
                posts += 1;
            }
        }
    }
    Ok(posts)
}

/// A day as the store writes it.
fn iso(day: i64) -> Option<String> {
    crate::days::date(day).map(|date| date.to_string())
}

/// Roles in bodies that end go on in their successors; the old ones end the day before.
fn move_grants(inner: &Inner, w: &mut Write<'_>, rebuilt: &Rebuilt, drawn: &Drawn, day: i64) -> Result<usize, AppError> {
    let all = linli_store::all_grants(w, inner.realm)?;
    let moves = bodies::grants(&inner.pack, rebuilt, &all, &iso(day).unwrap_or_default());
    let accounts: BTreeSet<&String> = moves.iter().map(|one| &one.account).collect();
    for account in accounts {
        let mut grants: Vec<linli_store::Grant> = all.iter().filter(|grant| grant.account == *account).cloned().collect();
        for one in moves.iter().filter(|one| one.account == *account) {
            let mut until = None;
            if let Some(old) = grants.iter_mut().find(|grant| grant.role == one.role && grant.body == one.from) {
                until = std::mem::replace(&mut old.to_day, iso(day - 1));
            }
            let Some(body) = &one.to else { continue };
            if grants.iter().any(|grant| grant.role == one.role && grant.body == *body) {
                continue;
            }
            let area = body.rsplit_once(':').map(|(area, _)| area).filter(|area| drawn.after.contains_key(*area));
            let area = area.map(str::to_owned).unwrap_or_default();
            grants.push(linli_store::Grant {
                account: account.clone(),
                role: one.role.clone(),
                body: body.clone(),
                area,
                from_day: iso(day),
                to_day: until,
            });
        }
        linli_store::put_grants(w, inner.realm, account, &grants)?;
    }
    Ok(moves.len())
}

/// The areas whose way up changes, with all below them.
pub(crate) fn affected(territory: &Territory, drawn: &Drawn) -> BTreeSet<String> {
    drawn.moves.iter().flat_map(|hang| territory.below(&hang.area)).map(str::to_owned).collect()
}

/// Open records in the areas, and those that a body which ends holds or opened, wherever they are.
pub(crate) fn open_records(tx: &mut dyn Tx, realm: i64, areas: &BTreeSet<String>, rebuilt: &Rebuilt) -> Result<Vec<Record>, AppError> {
    let mut found: BTreeMap<String, Record> = BTreeMap::new();
    for area in areas {
        found.extend(linli_store::open_in(tx, realm, area)?.into_iter().map(|record| (record.id.clone(), record)));
    }
    for body in rebuilt.heirs.keys() {
        found.extend(linli_store::open_of_body(tx, realm, body)?.into_iter().map(|record| (record.id.clone(), record)));
    }
    Ok(found.into_values().collect())
}

/// Who takes a body's place for a record of an area; `None` where it stays.
pub(crate) fn heir(before: &Territory, after: &Territory, body: &str, area: &str) -> Option<String> {
    if let Some(heir) = after.heir(body, area) {
        return Some(heir);
    }
    let old = before.named_body(body)?;
    let left = before.within(area, &old.body.area) && !after.within(area, &old.body.area);
    // Its area goes on, but the record's is no longer below: the same desk of the area that it belongs to now.
    left.then(|| after.counterpart(&before.level(&old.body.area)?, &old.body.kind, area)).flatten()
}

/// Hands an open record to the bodies that stand in for those it knew. Its clocks run on.
fn hand_over(
    inner: &Inner,
    w: &mut Write<'_>,
    before: &Territory,
    after: &Arc<Territory>,
    record: Record,
    plan: &str,
    now: Instant,
) -> Result<Option<Change>, AppError> {
    let back = record.memory.back.iter().filter_map(|back| back.holder.as_ref());
    let known = record.holder.iter().chain(&record.opener).chain(&record.memory.chain).chain(back);
    let heirs: serde_json::Map<String, Value> =
        known.filter_map(|body| Some((body.clone(), heir(before, after, body, &record.area)?.into()))).collect();
    if heirs.is_empty() {
        return Ok(None);
    }
    let input = BTreeMap::from([("heirs".to_owned(), Value::Object(heirs)), ("plan".to_owned(), plan.into())]);
    let command = Command { register: record.register.clone(), name: "hand_over".to_owned(), input, seen: None };
    let actor = Actor { id: "system".to_owned(), system: true, ..Actor::default() };
    let outcome = {
        let mut mint = StoreMint::new(inner, w);
        linli_engine::decide(&inner.pack, after.as_ref(), Some(&record), &actor, &command, now, &mut mint)?
    };
    write_outcome(inner, w, Some(&record), &outcome)?;
    Ok(Some(Change {
        record: record.id.clone(),
        register: record.register.clone(),
        area: record.area.clone(),
        holders: record.holder.into_iter().chain(outcome.record.holder).collect(),
    }))
}

/// The territory after a plan.
pub(crate) fn afterwards(before: &Territory, pack: &Pack, drawn: &Drawn, rebuilt: &Rebuilt, day: i64) -> Territory {
    let mut areas: Vec<Area> = Vec::new();
    for node in drawn.after.values() {
        let old = before.area(&node.code).cloned().unwrap_or_default();
        areas.push(Area {
            code: node.code.clone(),
            parent: node.parent.clone(),
            level: node.level.clone(),
            kind: node.kind.clone(),
            name: node.name.clone(),
            households: node.households,
            population: node.population,
            ..old
        });
    }
    for area in before.all_areas().filter(|area| !drawn.after.contains_key(&area.code)) {
        let into = drawn.ended.iter().find(|(code, _)| *code == area.code).map(|(_, into)| into.clone());
        let parent = into.as_ref().and_then(|into| into.first().cloned()).unwrap_or_else(|| area.parent.clone());
        let ended = into.map(|into| Ending { day, into }).or_else(|| area.ended.clone());
        areas.push(Area { parent, ended, ..area.clone() });
    }
    let mut bodies: BTreeMap<String, NamedBody> = before.bodies().map(|named| (named.body.code.clone(), named.clone())).collect();
    for body in &rebuilt.put {
        let area = drawn.after.get(&body.area).map_or("", |node| node.name.as_str());
        let english = pack.bodies.get(&body.kind).map_or_else(|| body.name.clone(), |kind| kind.label.en.replace("{area}", area));
        bodies.insert(
            body.code.clone(),
            NamedBody {
                body: Body { code: body.code.clone(), kind: body.kind.clone(), area: body.area.clone() },
                name: Text { zh: body.name.clone(), en: english },
                parent: body.parent.clone(),
                ended: None,
                heir: None,
            },
        );
    }
    for (old, new) in &rebuilt.heirs {
        if let Some(named) = bodies.get_mut(old) {
            named.heir = Some(new.clone());
            named.ended = iso(day - 1);
        }
    }
    before.with(areas, bodies.into_values().collect())
}
