//! The service window: looking for a service, times that can be booked, the queue and the next number, sheets on the wall, and how often people
//! had to come for each service.

use std::sync::Arc;

use linli_engine::service::{self, Slot};
use linli_engine::{Clock, Command, Facts as _, Grant, InputProblem, Outcome, Problem, Refusal, route};
use linli_pack::expr::{Names as _, Param, Sql};
use linli_pack::model::{FieldKind, Hold, Move, Queue, Register, Service, Sheet};
use linli_pack::record::{Instant, Record, Type, Value};
use linli_store::{Columns, ListQuery, Order, Scope as Reach, Share, Tx, Write};

use crate::act::{Done, Target, carry_out};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;

/// Numbers of one window looked at.
const MOST: usize = 200;
/// Lines of one sheet.
const LINES: usize = 400;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// A time with what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free<'a> {
    /// The time.
    pub slot: Slot<'a>,
    /// How many can still book it.
    pub left: u16,
}

/// Who waits at a window, and who was called.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Those who wait, the first first.
    pub waiting: Vec<Record>,
    /// Those who were called and are being served, the last called first.
    pub called: Vec<Record>,
}

/// How often people came for a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// Name of the service.
    pub service: String,
    /// Applications that have ended.
    pub records: i64,
    /// Visits of all of them.
    pub visits: i64,
    /// How many of them took more visits than the service may.
    pub over: i64,
    /// How many are rated.
    pub rated: i64,
    /// Sum of their ratings.
    pub ratings: i64,
}

impl App {
    /// Services by words of their name, other words for them, or pinyin initials; all of them where nothing is asked.
    #[must_use]
    pub fn find_services(&self, words: &str) -> Vec<&Service> {
        let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let fits = |service: &&Service| {
            wanted.iter().all(|word| {
                let said =
                    |text: &str| text.to_lowercase().contains(word.as_str()) || linli_store::pinyin_initials(text).contains(word.as_str());
                said(&service.label.zh) || said(&service.label.en) || service.words.iter().any(|other| said(other))
            })
        };
        self.0.pack.services.values().filter(fits).collect()
    }

    /// The registers that take applications for services: those with a field of kind `service` and materials beside it.
    pub fn application_register(&self) -> Option<&Register> {
        self.0.pack.registers.values().find(|register| service::field_of(register, &FieldKind::Materials).is_some())
    }

    /// The register with a queue, and the queue's rules.
    pub fn queue_register(&self) -> Option<(&Register, &Queue)> {
        self.0.pack.registers.values().find_map(|register| Some((register, register.queue.as_ref()?)))
    }

    /// The body that would hold what a move opens in an area.
    #[must_use]
    pub fn holder_in(&self, mv: &Move, area: &str) -> Option<String> {
        let territory = self.territory();
        let Hold::Kind(kinds) = &mv.hold else { return None };
        route::nearest_of(territory.as_ref(), area, kinds).map(|body| body.code)
    }

    /// The times of a register that can be booked with a body, full ones left out.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn free_slots<'a>(&self, register: &'a Register, body: &str) -> Result<Vec<Free<'a>>, AppError> {
        let Some(booking) = &register.booking else { return Ok(Vec::new()) };
        let territory = self.territory();
        let clock = Clock::new(&self.0.pack.clock, territory.calendar());
        let slots = service::slots(booking, &clock, territory.calendar(), self.now());
        let mut free = Vec::new();
        self.0.store.read(|tx| {
            let taken = booked_from(tx, self.0.realm, register, &booking.field, body, slots.first().map_or("", |slot| slot.text.as_str()))?;
            for slot in slots {
                let n = taken.iter().filter(|text| **text == slot.text).count();
                let left = slot.slots.capacity.saturating_sub(u16::try_from(n).unwrap_or(u16::MAX));
                if left > 0 {
                    free.push(Free { slot, left });
                }
            }
            Ok::<_, AppError>(())
        })?;
        Ok(free)
    }

    /// The queue of a body as it stands. It names nobody.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the place has no queue; [`AppError::Store`].
    pub fn line(&self, body: &str) -> Result<Line, AppError> {
        let (register, queue) = self.queue_register().ok_or(AppError::NotFound("queue"))?;
        let call = register.moves.get(&queue.call).ok_or(AppError::NotFound("move"))?;
        let since = self.this_morning();
        self.0.store.read(|tx| {
            let mut line = Line {
                waiting: waiting(tx, self.0.realm, register, &call.from, body, since)?,
                called: waiting(tx, self.0.realm, register, call.to.as_slice(), body, since)?,
            };
            line.called.sort_by_key(|record| std::cmp::Reverse(record.updated));
            Ok(line)
        })
    }

    /// When the local day began.
    fn this_morning(&self) -> Instant {
        let zone = &self.0.pack.clock.timezone;
        crate::days::start_of(crate::days::of(self.now(), zone), zone).unwrap_or(Instant::MIN)
    }

    /// Calls whoever waits longest at the actor's body to a window. Two windows that call at once get one each.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nobody waits; otherwise as [`App::act`].
    pub fn call_next(&self, context: &Context, post: &Grant, desk: i64) -> Result<Done, AppError> {
        let (register, queue) = self.queue_register().ok_or(AppError::NotFound("queue"))?;
        let call = register.moves.get(&queue.call).ok_or(AppError::NotFound("move"))?;
        let (name, from) = (register.name.clone(), call.from.clone());
        let input = [(queue.desk.clone(), Value::from(desk))].into();
        let command = Command { register: name.clone(), name: call.name.clone(), input, seen: None };
        let (inner, context, body, since) = (Arc::clone(&self.0), context.clone(), post.body.clone(), self.this_morning());
        let whole = self.0.store.write(move |w: &mut Write<'_>| {
            let register = inner.pack.registers.get(&name).ok_or(AppError::NotFound("register"))?;
            let first = waiting(w, inner.realm, register, &from, &body, since)?.into_iter().next().ok_or(AppError::NotFound("turn"))?;
            carry_out(&inner, w, &context, &Target::Id(first.id), &command)
        })?;
        for change in &whole.changes {
            self.tell(change);
        }
        Ok(whole.done)
    }

    /// The open records of an area that hang on a sheet, in its order: from today on where it has days.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn sheet(&self, register: &Register, sheet: &Sheet, area: &str) -> Result<Vec<Record>, AppError> {
        let mut query = ListQuery::new(&register.name, Reach::Area(area.to_owned()));
        query.open = Some(true);
        query.states.clone_from(&sheet.states);
        query.order = Order::Created;
        query.limit = LINES;
        let today =
            crate::days::date(crate::days::of(self.now(), &self.0.pack.clock.timezone)).map(|day| day.to_string()).unwrap_or_default();
        if let Some(day) = &sheet.day {
            let column = Columns.column(day, true, Type::Text);
            query.filter = Some(Sql { text: format!("{column} >= ?"), params: vec![Param::Text(today)] });
        }
        let mut records = self.0.store.read(|tx| linli_store::records(tx, self.0.realm, &query))?.records;
        if let Some(day) = &sheet.day {
            records.sort_by(|a, b| text(a, day).cmp(text(b, day)));
        }
        Ok(records)
    }

    /// How often people came for each service, from the applications of an area that have ended since a day.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for an area the actor may not see; [`AppError::Store`].
    pub fn visits(&self, context: &Context, area: &str, days: i64) -> Result<Vec<Visits>, AppError> {
        let register = self.application_register().ok_or(AppError::NotFound("register"))?;
        if !context.sees_all_in(&self.0.pack, &self.territory(), &register.name, area) {
            return Err(AppError::Forbidden("area"));
        }
        let field = service::field_of(register, &FieldKind::Service).ok_or(AppError::NotFound("service"))?;
        let counted = |field: &&str| register.moves.values().any(|mv| mv.count.iter().any(|counter| counter == field));
        let visits = register.fields.keys().map(String::as_str).find(counted).ok_or(AppError::NotFound("visits"))?;
        let mut query = ListQuery::new(&register.name, Reach::Area(area.to_owned()));
        query.open = Some(false);
        query.now = context.now;
        let column = Columns.column("closed", false, Type::Time);
        query.filter = Some(Sql { text: format!("{column} >= ?"), params: vec![Param::Int(context.now - days * DAY)] });
        let shares = self.0.store.read(|tx| linli_store::shares(tx, self.0.realm, &query, field, visits))?;
        Ok(self.0.pack.services.values().map(|service| added(service, &shares)).collect())
    }
}

fn added(service: &Service, shares: &[Share]) -> Visits {
    let own = shares.iter().filter(|share| share.of == service.name);
    own.fold(Visits { service: service.name.clone(), ..Visits::default() }, |sum, share| Visits {
        records: sum.records + share.records,
        visits: sum.visits + share.records * share.count,
        over: sum.over + if share.count > service.visits { share.records } else { 0 },
        rated: sum.rated + share.rated,
        ratings: sum.ratings + share.ratings,
        ..sum
    })
}

fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record.fields.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Whoever waits at a body since a time, in the order of their numbers: who came back later stands behind. Whoever was forgotten yesterday is not
/// called today.
fn waiting(
    tx: &mut dyn Tx,
    realm: i64,
    register: &Register,
    states: &[String],
    body: &str,
    since: Instant,
) -> Result<Vec<Record>, AppError> {
    let Some(queue) = &register.queue else { return Ok(Vec::new()) };
    let mut query = ListQuery::new(&register.name, Reach::Holder(body.to_owned()));
    query.open = Some(true);
    query.states = states.to_vec();
    query.order = Order::Created;
    query.limit = MOST;
    let column = Columns.column("updated", false, Type::Time);
    query.filter = Some(Sql { text: format!("{column} >= ?"), params: vec![Param::Int(since)] });
    let mut records = linli_store::records(tx, realm, &query)?.records;
    let turn = |record: &Record| record.fields.get(&queue.turn).and_then(Value::as_i64).unwrap_or(i64::MAX);
    records.sort_by_key(turn);
    Ok(records)
}

/// The times that open records of a body have booked, from one on.
fn booked_from(tx: &mut dyn Tx, realm: i64, register: &Register, field: &str, body: &str, from: &str) -> Result<Vec<String>, AppError> {
    let mut query = ListQuery::new(&register.name, Reach::Holder(body.to_owned()));
    query.open = Some(true);
    query.order = Order::Created;
    query.limit = usize::from(u16::MAX);
    let column = Columns.column(field, true, Type::Text);
    query.filter = Some(Sql { text: format!("{column} >= ?"), params: vec![Param::Text(from.to_owned())] });
    let records = linli_store::records(tx, realm, &query)?.records;
    Ok(records.iter().map(|record| text(record, field).to_owned()).collect())
}

/// Refuses a time that is full, inside the transaction that books it: two people cannot get the last place.
pub(crate) fn room(inner: &Inner, tx: &mut dyn Tx, before: Option<&Record>, outcome: &Outcome) -> Result<(), AppError> {
    let record = &outcome.record;
    let Some(register) = inner.pack.registers.get(&record.register) else { return Ok(()) };
    let (Some(booking), Some(holder)) = (&register.booking, &record.holder) else { return Ok(()) };
    let slot = text(record, &booking.field);
    let was = before.map(|before| (text(before, &booking.field), before.open, before.holder.as_ref()));
    if slot.is_empty() || !record.open || was == Some((slot, true, Some(holder))) {
        return Ok(());
    }
    let Some(slots) = slot.rsplit(' ').next().and_then(|name| booking.slots.get(name)) else { return Ok(()) };
    let mut query = ListQuery::new(&register.name, Reach::Holder(holder.clone()));
    query.open = Some(true);
    let column = Columns.column(&booking.field, true, Type::Text);
    query.filter = Some(Sql { text: format!("{column} = ?"), params: vec![Param::Text(slot.to_owned())] });
    let taken = linli_store::count(tx, inner.realm, &query, usize::from(slots.capacity))?;
    if taken < usize::from(slots.capacity) {
        return Ok(());
    }
    Err(Refusal::Inputs(vec![InputProblem { input: booking.field.clone(), problem: Problem::Full }]).into())
}
