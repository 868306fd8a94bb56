//! Places in records of another register: what can be taken part in, taking a place, moving up when one becomes free, and parts that follow the
//! record they come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::{Command, Refusal, places};
use linli_pack::expr::{Names as _, Param, Sql};
use linli_pack::model::{Move, Places, Register, Text};
use linli_pack::record::{Instant, Record, Type, Value};
use linli_store::{Columns, ListQuery, Order, Scope, Tx, Write};

use crate::act::{Decided, Done, On, Target, carry_out, decide_all, decide_and_write};
use crate::app::{App, Change, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::fill_in::led_to;
use crate::lookup::Number;

/// Records of one number looked at most.
const MOST: i64 = 100;
/// Records shown at most that one can take part in: the soonest of those read.
const SHOWN: usize = 400;
/// Records read at most to choose from.
const READ: usize = 2_000;

/// A record that has places, as anybody may see it.
#[derive(Clone, Debug)]
pub struct Open {
    /// The record.
    pub record: Record,
    /// For how many more there is room; `None`: there is no limit.
    pub room: Option<i64>,
    /// How many wait.
    pub waiting: usize,
}

impl App {
    /// The registers whose records are places in others, with their rules.
    pub fn taking_part(&self) -> impl Iterator<Item = (&Register, &Places)> {
        self.0.pack.registers.values().filter_map(|register| Some((register, register.places.as_ref()?)))
    }

    /// Public records in which places can be taken today, the soonest first.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn with_places(&self, rule: &Places, area: Option<&str>) -> Result<Vec<Open>, AppError> {
        let today = self.today_text();
        let scope = area.map_or(Scope::Public, |area| Scope::Area(area.to_owned()));
        let mut query = ListQuery::new(&rule.of, scope);
        query.states.clone_from(&rule.states);
        query.open = Some(true);
        query.order = Order::Created;
        query.limit = READ;
        let last_day = Columns.column(&rule.until, true, Type::Text);
        query.filter = Some(Sql { text: format!("COALESCE({last_day}, '9999') >= ?"), params: vec![Param::Text(today.clone())] });
        let mut records = self.0.store.read(|tx| linli_store::records(tx, self.0.realm, &query))?.records;
        records.retain(|record| record.public && places::is_open(rule, record, &today));
        let day = |record: &Record| record.fields.get(&rule.until).and_then(Value::as_str).unwrap_or_default().to_owned();
        records.sort_by(|a, b| (day(a), &a.number).cmp(&(day(b), &b.number)));
        records.truncate(SHOWN);
        Ok(records.into_iter().map(|record| Open { room: places::room(rule, &record), waiting: 0, record }).collect())
    }

    /// One of them with how many wait, also when no place can be taken any more.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a record that not everybody may see.
    pub fn with_place(&self, register: &Register, rule: &Places, number: &str) -> Result<Open, AppError> {
        self.0.store.read(|tx| {
            let record = linli_store::record_by_number(tx, self.0.realm, number)?;
            let record = record.filter(|record| record.public && record.register == rule.of).ok_or(AppError::NotFound("record"))?;
            let waits = |part: &&Record| part.register == register.name && part.state == rule.waits;
            let waiting = linli_store::parts(tx, self.0.realm, &record.id)?.iter().filter(waits).count();
            Ok(Open { room: places::room(rule, &record), waiting, record })
        })
    }

    /// Takes a place, or a place among those who wait. Who has one there already is led to it: nothing is written then but another link.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a record that has no places; [`AppError::Refused`] as [`App::act`].
    pub fn take_place(&self, context: &Context, register: &str, of: &str, input: &BTreeMap<String, Value>) -> Result<Done, AppError> {
        let inner = Arc::clone(&self.0);
        let (context, name, of, input) = (context.clone(), register.to_owned(), of.to_owned(), input.clone());
        let whole = self.0.store.write(move |w: &mut Write<'_>| {
            let register = inner.pack.registers.get(&name).ok_or(AppError::NotFound("register"))?;
            let rule = register.places.as_ref().ok_or(AppError::NotFound("register"))?;
            let theirs = same_person(&inner, w, register, rule, &context, &input)?;
            let is_here = |record: &&Record| record.memory.origin.as_ref().is_some_and(|origin| origin.record == of);
            if let Some(known) = theirs.iter().find(is_here) {
                return led_to(&inner, w, &context, known.clone());
            }
            let command = Command { register: name.clone(), name: rule.mv.clone(), input: input.clone(), seen: None };
            carry_out(&inner, w, &context, &Target::In(of.clone()), &command)
        })?;
        for change in &whole.changes {
            self.tell(change);
        }
        Ok(whole.done)
    }

    /// The local day, `YYYY-MM-DD`.
    #[must_use]
    pub fn today_text(&self) -> String {
        let today = crate::days::of(self.now(), &self.0.pack.clock.timezone);
        crate::days::date(today).map(|day| day.to_string()).unwrap_or_default()
    }
}

/// Opens a record that is a place in another. What the other says goes into it.
pub(crate) fn take(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    of: &str,
    command: &Command,
    changes: &mut Vec<Change>,
) -> Result<Record, AppError> {
    let register = inner.pack.registers.get(&command.register).ok_or(AppError::NotFound("register"))?;
    let rule = register.places.as_ref().filter(|rule| rule.mv == command.name).ok_or(AppError::NotFound("register"))?;
    let territory = inner.territory.load();
    let of = linli_store::record(w, inner.realm, of)?.filter(|of| of.register == rule.of);
    let of = of.filter(|of| of.public || context.sees(&inner.pack, &territory, of)).ok_or(AppError::NotFound("record"))?;
    let mut command = command.clone();
    command.input.extend(taken(rule, &of));
    command.input.insert("area".to_owned(), of.area.clone().into());
    let same = |other: &Record, field: &String| other.fields.get(field).is_some_and(|value| command.input.get(field) == Some(value));
    let theirs = same_person(inner, w, register, rule, context, &command.input)?;
    if !rule.apart.is_empty() && theirs.iter().any(|other| rule.apart.iter().all(|field| same(other, field))) {
        let because = Text {
            zh: "这个号码已经报名了同一时间的另一项，请先取消那一项".to_owned(),
            en: "This number is signed up for something else at the same time: give that up first".to_owned(),
        };
        return Err(Refusal::Guard { because, basis: rule.basis.clone() }.into());
    }
    decide_and_write(inner, w, context, On { before: None, origin: Some(of) }, &command, changes)
}

/// What the record says that has places, as inputs of a move on a place.
fn taken<'a>(rule: &'a Places, of: &'a Record) -> impl Iterator<Item = (String, Value)> + 'a {
    rule.take.iter().filter_map(|(input, field)| Some((input.clone(), of.fields.get(field)?.clone())))
}

/// The open places of whoever gives this number.
fn same_person(
    inner: &Inner,
    tx: &mut dyn Tx,
    register: &Register,
    rule: &Places,
    context: &Context,
    input: &BTreeMap<String, Value>,
) -> Result<Vec<Record>, AppError> {
    let today = crate::days::of(context.now, &inner.pack.clock.timezone);
    let typed = input.get(&rule.once).and_then(Value::as_str).unwrap_or_default();
    let Some(number) = Number::read(typed, today).filter(Number::names_somebody) else { return Ok(Vec::new()) };
    let blind = number.blind(&tx.keys(), inner.realm)?;
    let mut found = linli_store::by_blind(tx, inner.realm, &blind, MOST)?;
    found.retain(|record| record.register == register.name && record.open);
    Ok(found)
}

/// What follows from what was decided: a move of a record is followed by the program's on its open parts, and whoever waits moves up where there is
/// room now.
pub(crate) fn follow(inner: &Inner, w: &mut Write<'_>, now: Instant, decided: &mut Vec<Decided>) -> Result<(), AppError> {
    let concerns = |register: &Register, of: &str| {
        register.follows.contains_key(of)
            || register.name == of && !register.leads.is_empty()
            || register.places.as_ref().is_some_and(|rule| rule.of == of)
    };
    let concerned = |of: &str| inner.pack.registers.values().any(|register| concerns(register, of));
    if !decided.iter().any(|(_, outcome)| concerned(&outcome.record.register)) {
        return Ok(());
    }
    let made: Vec<(Record, String)> = decided.iter().map(|(_, outcome)| (outcome.record.clone(), outcome.act.name.clone())).collect();
    for (record, act) in &made {
        for register in inner.pack.registers.values() {
            let Some(names) = register.follows.get(&record.register).and_then(|pairs| pairs.get(act)) else { continue };
            for part in parts(inner, w, register, &record.id, decided)? {
                let starts = |mv: &&Move| mv.from.contains(&part.state);
                let Some(mv) = names.iter().filter_map(|name| register.moves.get(name)).find(starts) else { continue };
                let asked = |input: &String| mv.may.contains(input);
                let input = register.places.iter().flat_map(|rule| taken(rule, record)).filter(|(input, _)| asked(input)).collect();
                let next = Command { register: register.name.clone(), name: mv.name.clone(), input, seen: None };
                decide_all(inner, w, &Context::system(now), On::record(part), &next, decided, 1)?;
            }
        }
    }
    for (record, act) in &made {
        lead(inner, w, now, record, act, decided)?;
    }
    // Moving up tells the record, so there is never more than one step at a time.
    let mut seen: Vec<String> = Vec::new();
    for at in 0.. {
        let Some((before, record)) = decided.get(at).map(|(before, outcome)| (before.clone(), outcome.record.clone())) else { break };
        if !seen.contains(&record.id) {
            seen.push(record.id.clone());
            move_up(inner, w, now, (before.as_ref(), &record), decided)?;
        }
    }
    Ok(())
}

/// A body whose part in a record that only some may see is over sees that record no longer.
pub(crate) fn let_go(inner: &Inner, w: &mut Write<'_>, decided: &mut [Decided]) -> Result<(), AppError> {
    let over = |(before, outcome): &Decided| {
        let body = before.as_ref().filter(|before| before.open && !outcome.record.open)?.holder.clone()?;
        let origin = outcome.record.memory.origin.as_ref()?;
        let closed = inner.pack.registers.get(&origin.register).is_some_and(|register| !register.see.is_empty());
        closed.then(|| (outcome.record.register.clone(), origin.record.clone(), body))
    };
    let over: Vec<(String, String, String)> = decided.iter().filter_map(over).collect();
    for (register, origin, body) in over {
        let Some(register) = inner.pack.registers.get(&register) else { continue };
        let still = parts(inner, w, register, &origin, decided)?.iter().any(|part| part.holder.as_ref() == Some(&body));
        let of = decided.iter_mut().rev().find(|(_, outcome)| outcome.record.id == origin);
        if let Some((_, of)) = of.filter(|_| !still) {
            of.record.memory.called.retain(|called| *called != body);
        }
    }
    Ok(())
}

/// A move of a part is followed by the program's on the record that it comes from.
fn lead(inner: &Inner, w: &mut Write<'_>, now: Instant, part: &Record, act: &str, decided: &mut Vec<Decided>) -> Result<(), AppError> {
    let (Some(register), Some(origin)) = (inner.pack.registers.get(&part.register), &part.memory.origin) else { return Ok(()) };
    let Some(names) = register.leads.get(&origin.register).and_then(|pairs| pairs.get(act)) else { return Ok(()) };
    let of = match latest(decided, &origin.record) {
        Some(of) => Some(of),
        None => linli_store::record(w, inner.realm, &origin.record)?,
    };
    let (Some(of), Some(above)) = (of, inner.pack.registers.get(&origin.register)) else { return Ok(()) };
    let Some(mv) = names.iter().filter_map(|name| above.moves.get(name)).find(|mv| mv.from.contains(&of.state)) else { return Ok(()) };
    let next = Command { register: above.name.clone(), name: mv.name.clone(), ..Command::default() };
    decide_all(inner, w, &Context::system(now), On::record(of), &next, decided, 1)
}

fn move_up(
    inner: &Inner,
    w: &mut Write<'_>,
    now: Instant,
    (was, record): (Option<&Record>, &Record),
    decided: &mut Vec<Decided>,
) -> Result<(), AppError> {
    for register in inner.pack.registers.values() {
        let Some(rule) = register.places.as_ref().filter(|rule| rule.of == record.register) else { continue };
        let mut waiting: Option<std::vec::IntoIter<Record>> = None;
        loop {
            let of = latest(decided, &record.id).unwrap_or_else(|| record.clone());
            let room = places::room(rule, &of);
            if !rule.states.contains(&of.state) || room == Some(0) {
                break;
            }
            // Where there was no limit nobody waits.
            if was.is_some_and(|was| places::room(rule, was).is_none()) {
                break;
            }
            if waiting.is_none() {
                let mut all = parts(inner, w, register, &record.id, decided)?;
                all.retain(|part| part.state == rule.waits);
                waiting = Some(all.into_iter());
            }
            let Some(part) = waiting.as_mut().and_then(Iterator::next) else { break };
            let next = Command { register: register.name.clone(), name: rule.up.clone(), ..Command::default() };
            decide_all(inner, w, &Context::system(now), On::record(part), &next, decided, 1)?;
        }
    }
    Ok(())
}

/// A record as it was decided last.
fn latest(decided: &[Decided], id: &str) -> Option<Record> {
    decided.iter().rev().find(|(_, outcome)| outcome.record.id == id).map(|(_, outcome)| outcome.record.clone())
}

/// The open parts of a record in a register, in the order in which they were opened, as they were decided last.
fn parts(inner: &Inner, tx: &mut dyn Tx, register: &Register, of: &str, decided: &[Decided]) -> Result<Vec<Record>, AppError> {
    let mut found = linli_store::parts(tx, inner.realm, of)?;
    found.retain(|part| part.register == register.name);
    for part in &mut found {
        if let Some(later) = latest(decided, &part.id) {
            *part = later;
        }
    }
    found.retain(|part| part.open);
    Ok(found)
}
