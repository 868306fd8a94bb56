//! Duties that fall due by rule: opened by the program for each body and period, once; and a year of them at a glance.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use linli_engine::{Command, recur};
use linli_pack::model::{Every, FieldKind, Owed, Recur, Register};
use linli_pack::record::{Instant, Record, Value};
use linli_store::Write;

use crate::act::{Target, carry_out};
use crate::app::{App, Change, Inner};
use crate::batch::Batch;
use crate::context::Context;
use crate::days;
use crate::error::AppError;
use crate::territory::Territory;

/// Acts after which others get their turn to write.
const TOGETHER: usize = 20;

/// How a duty of a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Done by its last day.
    Done,
    /// Done after it.
    DoneLate,
    /// Planned for a day that is still to come, or to be minuted.
    Planned,
    /// To be done, its last day not over.
    Due,
    /// Its last day is over.
    Overdue,
    /// It was waived, with a reason.
    Waived,
}

/// A body's duty of one period.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Which duty.
    pub duty: String,
    /// First day of its period.
    pub from: Date,
    /// Last day by which it is due.
    pub until: Date,
    /// How it stands.
    pub standing: Standing,
    /// The day it is planned for or was done on.
    pub on: Option<Date>,
    /// How many were due, were present, have made it up; 0 where that is not said.
    pub counts: (i64, i64, i64),
    /// The record.
    pub record: String,
}

/// A body with its duties of a year.
#[derive(Clone, Debug)]
pub struct Line {
    /// Code of the body.
    pub body: String,
    /// Its duties, by duty and period.
    pub cells: Vec<Cell>,
}

/// A year of the duties of a register in an area.
#[derive(Clone, Debug)]
pub struct Year<'a> {
    /// The register.
    pub register: &'a Register,
    /// Its rule.
    pub rule: &'a Recur,
    /// Which year.
    pub year: i16,
    /// Bodies that owe anything, by code.
    pub lines: Vec<Line>,
}

impl App {
    /// Opens the duties that have begun and are not there yet; says how many. Periods that began while the program stood still are made up
    /// for; what began before the rule was first followed is not.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn owe_duties(&self) -> Result<usize, AppError> {
        let now = self.now();
        let today = days::of(now, &self.0.pack.clock.timezone);
        let mut opened = 0;
        for register in self.0.pack.registers.values().filter(|register| register.recur.is_some()) {
            let name = register.name.clone();
            let looked = self.0.store.read(|tx| linli_store::progress(tx, self.0.realm, &progress_of(&name)))?;
            if looked.is_some_and(|(day, _)| day >= today) {
                continue;
            }
            loop {
                let (inner, name) = (Arc::clone(&self.0), name.clone());
                let (changes, whole) = self.0.store.write(move |w: &mut Write<'_>| owe(&inner, w, &name, now, TOGETHER))?;
                opened += changes.len();
                for change in &changes {
                    self.tell(change);
                }
                if whole {
                    break;
                }
            }
        }
        Ok(opened)
    }

    /// The registers with recurring duties that the actor sees in an area.
    pub fn duty_registers(&self, context: &Context, area: &str) -> Vec<&Register> {
        let territory = self.territory();
        let seen = |register: &&Register| self.sees_duties(context, &territory, register, area);
        self.0.pack.registers.values().filter(|register| register.recur.is_some()).filter(seen).collect()
    }

    fn sees_duties(&self, context: &Context, territory: &Territory, register: &Register, area: &str) -> bool {
        let own = |role: &String| register.moves.values().any(|mv| mv.by.contains(role));
        context.sees_all_in(&self.0.pack, territory, &register.name, area)
            || context.actor.grants.iter().any(|grant| grant.area == area && own(&grant.role))
    }

    /// A year of a register's duties in an area and below.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the register knows none; [`AppError::Forbidden`] for who does not see them there.
    pub fn year_of_duties(&self, context: &Context, register: &str, area: &str, year: i16) -> Result<Year<'_>, AppError> {
        let declared = self.0.pack.registers.get(register);
        let (declared, rule) = declared.and_then(|one| Some((one, one.recur.as_ref()?))).ok_or(AppError::NotFound("register"))?;
        let territory = self.territory();
        if !self.sees_duties(context, &territory, declared, area) {
            return Err(AppError::Forbidden("duties"));
        }
        let first = |month: i8, day: i8| Date::new(year, month, day).map(days::number).unwrap_or_default();
        let today = days::of(context.now, &self.0.pack.clock.timezone);
        self.0.store.read(|tx| {
            let mut lines: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
            for owed in linli_store::owed_between(tx, self.0.realm, register, first(1, 1), first(12, 31))? {
                let inside = territory.named_body(&owed.body).is_some_and(|named| territory.within(&named.body.area, area));
                let Some(duty) = rule.owed.get(&owed.duty).filter(|_| inside) else { continue };
                let Some(record) = linli_store::record(tx, self.0.realm, &owed.record)? else { continue };
                let Some(from) = days::date(owed.from_day) else { continue };
                lines.entry(owed.body).or_default().push(cell(declared, rule, duty, from, &record, today, &self.0.pack.clock.timezone));
            }
            let lines = lines.into_iter().map(|(body, cells)| Line { body, cells }).collect();
            Ok(Year { register: declared, rule, year, lines })
        })
    }
}

impl Batch<'_, '_> {
    /// As [`App::owe_duties`], at a given time and inside the batch.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn owe_duties(&mut self, now: Instant) -> Result<usize, AppError> {
        let today = days::of(now, &self.inner.pack.clock.timezone);
        let registers: Vec<String> =
            self.inner.pack.registers.values().filter(|one| one.recur.is_some()).map(|one| one.name.clone()).collect();
        let mut opened = 0;
        for name in registers {
            let looked = linli_store::progress(self.w, self.inner.realm, &progress_of(&name))?;
            // In a made-up world no body is founded in between: there is something to do only as a period begins.
            let rule = self.inner.pack.registers.get(&name).and_then(|register| register.recur.as_ref());
            let begins = looked.is_none_or(|(day, _)| rule.is_some_and(|rule| begins_between(rule, day + 1, today)));
            if begins {
                opened += owe(self.inner, self.w, &name, now, usize::MAX)?.0.len();
            }
        }
        Ok(opened)
    }

    /// The record that is a body's duty of the period in which a day lies.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn owed(&mut self, register: &str, duty: &str, body: &str, day: &str) -> Result<Option<String>, AppError> {
        let rule = self.inner.pack.registers.get(register).and_then(|register| register.recur.as_ref()?.owed.get(duty));
        let (Some(rule), Ok(day)) = (rule, day.parse::<Date>()) else { return Ok(None) };
        let from = days::number(recur::period(rule, day).from);
        Ok(linli_store::owed_record(self.w, self.inner.realm, (register, duty, body), from)?)
    }
}

/// Whether a period of any duty begins in a span of days, both included.
fn begins_between(rule: &Recur, from: i64, to: i64) -> bool {
    let (Some(first), Some(last)) = (days::date(from), days::date(to)) else { return false };
    rule.owed.values().flat_map(|owed| recur::periods(owed, first, last)).any(|period| period.from >= first)
}

fn progress_of(register: &str) -> String {
    format!("recur:{register}")
}

/// Opens what bodies owe of a register by now and is not there yet, some of it at least; says whether that was all.
fn owe(inner: &Inner, w: &mut Write<'_>, register: &str, now: Instant, some: usize) -> Result<(Vec<Change>, bool), AppError> {
    let declared = inner.pack.registers.get(register);
    let Some(rule) = declared.and_then(|register| register.recur.as_ref()) else { return Ok((Vec::new(), true)) };
    let today = days::of(now, &inner.pack.clock.timezone);
    let looked = linli_store::progress(w, inner.realm, &progress_of(register))?.map(|(day, _)| day);
    // The day after the last one looked at; periods that have begun before but still run are looked at each time.
    let since = looked.map_or(today, |day| (day + 1).min(today));
    let (Some(since), Some(to)) = (days::date(since), days::date(today)) else { return Ok((Vec::new(), true)) };
    let mut known: BTreeSet<(String, String, i64)> = BTreeSet::new();
    let begun: BTreeSet<Date> = rule.owed.values().flat_map(|owed| recur::periods(owed, since, to)).map(|period| period.from).collect();
    for day in begun.into_iter().map(days::number) {
        let found = linli_store::owed_between(w, inner.realm, register, day, day)?;
        known.extend(found.into_iter().map(|one| (one.duty, one.body, one.from_day)));
    }
    let bodies = linli_store::bodies(w, inner.realm)?;
    let day = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Date>().ok());
    let mut changes = Vec::new();
    for owed in rule.owed.values() {
        let periods = recur::periods(owed, since, to);
        for body in bodies.iter().filter(|body| owed.bodies.contains(&body.kind)) {
            let (begun, ended) = (day(&body.from_day), day(&body.to_day));
            // One that ended since is not asked for what it can no longer do.
            if ended.is_some_and(|ended| ended < to) {
                continue;
            }
            for period in periods.iter().filter(|period| recur::owes(period, begun, ended)) {
                let from_day = days::number(period.from);
                if known.contains(&(owed.name.clone(), body.code.clone(), from_day)) {
                    continue;
                }
                changes.extend(open(inner, w, register, rule, owed, body, period, now)?);
                // Nobody waits for all the bodies of a city: the rest comes with the next command.
                if changes.len() >= some {
                    return Ok((changes, false));
                }
            }
        }
    }
    linli_store::put_progress(w, inner.realm, &progress_of(register), today, "")?;
    Ok((changes, true))
}

#[expect(clippy::too_many_arguments, reason = "one duty of one body and period")]
fn open(
    inner: &Inner,
    w: &mut Write<'_>,
    register: &str,
    rule: &Recur,
    owed: &Owed,
    body: &linli_store::Body,
    period: &recur::Period,
    now: Instant,
) -> Result<Vec<Change>, AppError> {
    let mut input: BTreeMap<String, Value> = [
        ("body".to_owned(), body.code.clone().into()),
        ("area".to_owned(), body.area.clone().into()),
        (rule.kind.clone(), owed.name.clone().into()),
        (rule.from.clone(), period.from.to_string().into()),
        (rule.until.clone(), period.until.to_string().into()),
    ]
    .into();
    if let Some(field) = &rule.called {
        input.insert(field.clone(), called(inner, register, rule, owed, period.from).into());
    }
    let command = Command { register: register.to_owned(), name: rule.opens.clone(), input, seen: None };
    match carry_out(inner, w, &Context::system(now), &Target::New, &command) {
        Ok(whole) => {
            let one = linli_store::Owed {
                register: register.to_owned(),
                duty: owed.name.clone(),
                body: body.code.clone(),
                from_day: days::number(period.from),
                record: whole.done.record.id,
            };
            linli_store::add_owed(w, inner.realm, &one)?;
            Ok(whole.changes)
        }
        // One body's duty that cannot be opened must not keep the others' from it.
        Err(AppError::Refused(refusal)) => {
            tracing::error!(register, duty = owed.name, body = body.code, ?refusal, "a recurring duty is not opened");
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// 2026年3月主题党日: as titles of records are, in Chinese.
fn called(inner: &Inner, register: &str, rule: &Recur, owed: &Owed, from: Date) -> String {
    let fields = inner.pack.registers.get(register).map(|register| &register.fields);
    let label = match fields.and_then(|fields| fields.get(&rule.kind)).map(|field| &field.kind) {
        Some(FieldKind::Choice { options }) => options.get(&owed.name).map_or(owed.name.as_str(), |label| label.zh.as_str()),
        _ => owed.name.as_str(),
    };
    let (year, month) = (from.year(), from.month());
    match owed.every {
        Every::Month => format!("{year}年{month}月{label}"),
        Every::Quarter => {
            format!("{year}年第{}季度{label}", ["一", "二", "三", "四"].get(usize::from(month.unsigned_abs() / 3)).unwrap_or(&""))
        }
        Every::Half => format!("{year}年{}半年{label}", if month < 7 { "上" } else { "下" }),
        Every::Year => format!("{year}年度{label}"),
    }
}

fn cell(register: &Register, rule: &Recur, owed: &Owed, from: Date, record: &Record, today: i64, zone: &str) -> Cell {
    let date = |field: &str| record.fields.get(field).and_then(Value::as_str).and_then(|day| day.parse::<Date>().ok());
    let until = date(&rule.until).unwrap_or_else(|| recur::period(owed, from).until);
    let done_on = rule.on.as_deref().and_then(date).or_else(|| record.closed.and_then(|at| days::date(days::of(at, zone))));
    let planned = rule.planned.as_deref().or(rule.on.as_deref()).and_then(date);
    let (standing, on) = if rule.done.contains(&record.state) {
        let late = done_on.is_some_and(|on| on > until);
        (if late { Standing::DoneLate } else { Standing::Done }, done_on)
    } else if !record.open {
        (Standing::Waived, None)
    } else if days::number(until) < today {
        (Standing::Overdue, planned)
    } else {
        (if planned.is_some() { Standing::Planned } else { Standing::Due }, planned)
    };
    let counted = |field: &str| record.fields.get(field).and_then(Value::as_i64).unwrap_or(0);
    let counts = register
        .attendance
        .as_ref()
        .map_or((0, 0, 0), |rule| (counted(&rule.due), counted(&rule.present), rule.made_up.as_deref().map_or(0, counted)));
    Cell { duty: owed.name.clone(), from, until, standing, on, counts, record: record.id.clone() }
}
