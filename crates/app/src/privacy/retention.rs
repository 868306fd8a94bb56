//! What is kept how long: once a day the program goes through all records with personal values and erases those whose time is over, as a
//! second officer would. What is kept by law stays, and what somebody has asked about waits until they are answered.

use std::collections::BTreeSet;
use std::sync::Arc;

use linli_pack::model::{Register, Retain};
use linli_pack::record::{Instant, Record, Value};
use linli_store::{Retired, RunsOut, Write};

use super::erase::{After, EraseForm, erase_one, note};
use super::{Stage, answers, held, parse};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::days;
use crate::error::AppError;

const DAY: i64 = 86_400;
/// How far ahead is told what runs out.
const AHEAD: i64 = 30 * DAY;
/// Records told of by name.
const TOLD: usize = 50;
/// Records that run out counted at most.
const COUNTED: i64 = 5_000;
/// How far back it is told what was erased.
const PAST: i64 = 365;
/// Name of the pass in the store's notes of how far work has come.
const PASS: &str = "retention";
/// Sorts behind every id: the day's pass has come to its end.
const ENDED: &str = "~";

/// What one step of the pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Records looked at; none: the day's pass is done.
    pub looked: usize,
    /// Records whose personal values were erased.
    pub erased: usize,
}

/// What an officer sees of it.
#[derive(Clone, Debug, Default)]
pub struct Retention {
    /// Each register with personal fields, by name, with how many of its records run out within thirty days.
    pub registers: Vec<(String, usize)>,
    /// The records that run out next, and when.
    pub next: Vec<(Record, Instant)>,
    /// What was erased in the past year, the latest day first.
    pub erased: Vec<Retired>,
    /// The local day of the last pass and whether it has come to its end; `None` where there was none yet.
    pub pass: Option<(i64, bool)>,
    /// Records that are kept by law and otherwise left alone.
    pub held_back: usize,
}

/// When a record's personal values run out; `None` while nothing says so.
pub(super) fn due(register: &Register, record: &Record) -> Option<Instant> {
    let retain = register.retain.as_ref()?;
    if record.open || !retain.states.contains(&record.state) {
        return None;
    }
    since(retain, record).map(|since| since + i64::from(retain.days) * DAY)
}

/// The time a rule counts from.
fn since(retain: &Retain, record: &Record) -> Option<Instant> {
    let value = record.attribute(&retain.from).or_else(|| record.fields.get(&retain.from).cloned());
    value.as_ref().and_then(Value::as_i64)
}

/// Ids of records opened at or after an instant do not sort before this: a UUIDv7 begins with its milliseconds.
fn first_id(at: Instant) -> String {
    let millis = u64::try_from(at).unwrap_or_default().saturating_mul(1000);
    let hex = format!("{millis:012x}");
    format!("{}-{}", hex.get(..8).unwrap_or_default(), hex.get(8..).unwrap_or_default())
}

impl App {
    /// One step of the day's pass over records with personal values, at most so many of them.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn retire_some(&self, limit: usize) -> Result<Step, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let today = days::of(now, &self.0.pack.clock.timezone);
        let Some(shortest) = shortest(&self.0) else { return Ok(Step::default()) };
        let come = self.0.store.read(|tx| linli_store::progress(tx, realm, PASS))?.filter(|(day, _)| *day == today);
        let cursor = come.map(|(_, record)| record).unwrap_or_default();
        if cursor == ENDED {
            return Ok(Step::default());
        }
        let before = first_id(now + AHEAD - shortest);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let records = self.0.store.read(|tx| linli_store::with_personal(tx, realm, &cursor, &before, limit))?;
        let asked = self.asked_about(now)?;
        let mut step = Step { looked: records.len(), erased: 0 };
        let mut runs_out = Vec::new();
        for record in &records {
            let Some(register) = self.0.pack.registers.get(&record.register) else { continue };
            let Some(due) = self.runs_out(register, record, now)? else { continue };
            if due <= now && !asked.contains(&record.id) {
                match self.retire(&record.id, now) {
                    Ok(true) => step.erased += 1,
                    Ok(false) => {}
                    // One that cannot be erased must not keep the others from it; tomorrow it is tried again.
                    Err(error) => tracing::error!(%error, record = record.number, "personal data whose time is over is not erased"),
                }
            } else if due < now + AHEAD {
                let (record, register, area) = (record.id.clone(), record.register.clone(), record.area.clone());
                runs_out.push(RunsOut { record, register, area, due: due.max(now) });
            }
        }
        let last = records.last().map_or_else(|| ENDED.to_owned(), |record| record.id.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            for one in &runs_out {
                linli_store::put_runs_out(w, realm, one, today)?;
            }
            if last == ENDED {
                linli_store::forget_runs_out(w, realm, None, today)?;
            }
            Ok::<_, AppError>(linli_store::put_progress(w, realm, PASS, today, &last)?)
        })?;
        Ok(step)
    }

    /// When a record's values go: when its rule says so, or, where their erasure was asked for, as soon as the law lets them; never before
    /// that.
    fn runs_out(&self, register: &Register, record: &Record, now: Instant) -> Result<Option<Instant>, AppError> {
        let asked_for = self.0.store.read(|tx| linli_store::held_back(tx, self.0.realm, &record.id))?;
        let due = match asked_for {
            Some(held_back) if !record.open => Some(held_back.at),
            _ => due(register, record),
        };
        Ok(match (due, held::kept(register, record, now)) {
            (Some(due), Some(kept)) => kept.until.map(|until| until.max(due)),
            (due, _) => due,
        })
    }

    /// Records that an open request is about.
    fn asked_about(&self, now: Instant) -> Result<BTreeSet<String>, AppError> {
        let inner = &self.0;
        let everywhere = [inner.pack.root.clone()];
        inner.store.read(|tx| {
            let mut found = BTreeSet::new();
            for row in linli_store::privacy_requests(tx, inner.realm, super::LISTED)? {
                let request = parse(&row)?;
                // An answer that never comes does not keep data for ever.
                if request.stage == Stage::Open && now < request.created + 365 * DAY {
                    found.extend(held::records(inner, tx, &everywhere, &request)?.into_iter().map(|record| record.id));
                }
            }
            Ok(found)
        })
    }

    /// Erases what is personal in one record whose time is over; says whether there was anything to do.
    fn retire(&self, id: &str, now: Instant) -> Result<bool, AppError> {
        let (inner, app, id) = (Arc::clone(&self.0), self.clone(), id.to_owned());
        let after = self.0.store.write(move |w: &mut Write<'_>| {
            let Some(record) = linli_store::record(w, inner.realm, &id)? else { return Ok(None) };
            let Some(register) = inner.pack.registers.get(&record.register) else { return Ok(None) };
            // It may have been taken up again since it was looked at.
            if record.open || held::kept(register, &record, now).is_some() {
                return Ok(None);
            }
            let rule = match (linli_store::held_back(w, inner.realm, &id)?, &register.retain) {
                (Some(_), _) => inner.pack.privacy.basis.clone(),
                (None, Some(retain)) if due(register, &record).is_some_and(|due| due <= now) => retain.basis.clone(),
                (None, _) => return Ok(None),
            };
            let context = Context::system(now);
            let known = held::known(&inner, w, std::slice::from_ref(&record))?;
            let mut after = After::default();
            let form = EraseForm { photos: true, ..EraseForm::default() };
            let (result, version) = erase_one(&inner, w, &record, &known, &form, &mut after)?;
            // Who was there is about nobody once a meeting is not kept any more.
            linli_store::forget_attendance(w, inner.realm, &id)?;
            note(&inner, w, &context, (&record, version), ("person_retire", &[("basis", rule.into())]), &result)?;
            linli_store::let_go(w, inner.realm, &id)?;
            linli_store::forget_runs_out(w, inner.realm, Some(&id), 0)?;
            let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            linli_store::add_retired(
                w,
                inner.realm,
                &Retired {
                    day: days::of(now, &inner.pack.clock.timezone),
                    register: record.register.clone(),
                    records: 1,
                    fields: count(result.fields),
                    words: count(result.words),
                    photos: count(result.photos),
                },
            )?;
            linli_store::want_scrub(w, inner.realm)?;
            Ok::<_, AppError>(Some(after))
        })?;
        let Some(after) = after else { return Ok(false) };
        app.clear_up(&after)?;
        Ok(true)
    }

    /// What is kept how long, what runs out next, what was erased.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who has not the right.
    pub fn retention(&self, context: &Context) -> Result<Retention, AppError> {
        let areas = answers(&self.0, context)?;
        let (realm, pack) = (self.0.realm, &self.0.pack);
        let territory = self.territory();
        let today = days::of(context.now, &pack.clock.timezone);
        self.0.store.read(|tx| {
            let mut coming = linli_store::runs_out(tx, realm, context.now + AHEAD, COUNTED)?;
            coming.retain(|one| areas.iter().any(|area| territory.within(&one.area, area)));
            let mut next = Vec::new();
            for one in coming.iter().take(TOLD) {
                next.extend(linli_store::record(tx, realm, &one.record)?.map(|record| (record, one.due)));
            }
            let personal = pack.registers.values().filter(|register| register.fields.values().any(|field| field.personal.is_some()));
            let counted = personal.map(|register| {
                let n = coming.iter().filter(|one| one.register == register.name).count();
                (register.name.clone(), n)
            });
            let pass = linli_store::progress(tx, realm, PASS)?;
            Ok(Retention {
                registers: counted.collect(),
                next,
                erased: linli_store::retired(tx, realm, today - PAST)?,
                pass: pass.map(|(day, cursor)| (day, cursor == ENDED)),
                held_back: linli_store::all_held_back(tx, realm, COUNTED)?.len(),
            })
        })
    }
}

/// The shortest time after which anything may run out, in seconds; `None` where no register has personal fields that could.
fn shortest(inner: &Inner) -> Option<i64> {
    let registers = inner.pack.registers.values();
    let spans = registers.filter_map(|register| {
        let retain = register.retain.as_ref().map(|retain| retain.days);
        let keep = register.keep.as_ref().map(|keep| keep.days);
        retain.into_iter().chain(keep).min()
    });
    spans.min().map(|days| i64::from(days) * DAY)
}
