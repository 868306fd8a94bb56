//! What somebody's calendar shows: when what waits for their bodies is due, what they have planned, and which terms end. It is fetched by a
//! secret address, by a program that cannot sign in; so it tells no title and no name, only what kind of thing is due where.

use std::sync::Arc;

use linli_pack::model::Register;
use linli_pack::record::{Instant, Record};
use linli_store::{Account, CalendarFeed, ListQuery, Order, Scope, Write};

use crate::app::App;
use crate::context::Context;
use crate::dated::{Entry, What};
use crate::error::AppError;
use crate::keys::note;
use crate::office::Held;
use crate::people::SignedIn;
use crate::random::fingerprint;
use crate::webhooks::can_tell;

/// Days for which is told ahead what is planned.
const AHEAD: i64 = 92;
/// Most matters of one register and one body.
const MOST: usize = 500;

/// What is on a calendar.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// Whose it is.
    pub account: Account,
    /// Open matters that wait for the person's bodies and have a limit, the next due first.
    pub due: Vec<Record>,
    /// Meetings, activities and appointments of the person's bodies, from last week on.
    pub planned: Vec<Entry>,
    /// Terms that end soon, where the person keeps appointments.
    pub ending: Vec<Held>,
}

impl App {
    /// Since when the actor has an address for their calendar; `None`: they have none.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn my_calendar(&self, context: &Context) -> Result<Option<Instant>, AppError> {
        let found = self.0.store.read(|tx| linli_store::calendar_feed_of(tx, self.0.realm, &context.actor.id))?;
        Ok(found.map(|feed| feed.made))
    }

    /// Makes an address for the actor's calendar, in place of one that they had. The answer is its secret, shown this once.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn make_my_calendar(&self, context: &Context) -> Result<String, AppError> {
        let (inner, context, secret) = (Arc::clone(&self.0), context.clone(), self.0.random.secret());
        let feed = CalendarFeed { hash: fingerprint(&secret), account: context.actor.id.clone(), made: context.now };
        self.0.store.write(move |w: &mut Write<'_>| {
            linli_store::put_calendar_feed(w, inner.realm, &feed)?;
            note(&inner, w, &context, &feed.account, "calendar_new", &[], &[])
        })?;
        Ok(secret)
    }

    /// Takes the actor's address away: whoever has it reads nothing more.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where they have none.
    pub fn end_my_calendar(&self, context: &Context) -> Result<(), AppError> {
        let (inner, context) = (Arc::clone(&self.0), context.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            if !linli_store::end_calendar_feed(w, inner.realm, &context.actor.id)? {
                return Err(AppError::NotFound("calendar"));
            }
            note(&inner, w, &context, &context.actor.id, "calendar_end", &[], &[])
        })
    }

    /// What is on the calendar behind a secret address.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such address, or its account is disabled.
    pub fn agenda(&self, secret: &str) -> Result<Agenda, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let who = self.0.store.read(|tx| {
            let feed = linli_store::calendar_feed(tx, realm, &fingerprint(secret))?.ok_or(AppError::NotFound("calendar"))?;
            let account = linli_store::account(tx, realm, &feed.account)?.filter(|account| !account.disabled);
            let account = account.ok_or(AppError::NotFound("calendar"))?;
            let grants = self.grants_of(tx, &account.id, now)?;
            Ok::<_, AppError>(SignedIn { account, grants, stands_in: Vec::new(), unfinished: None })
        })?;
        let context = who.context(linli_pack::Lang::Zh, now);
        let mut ending = Vec::new();
        for grant in context.actor.grants.iter().filter(|grant| self.organises(&context, &grant.area)) {
            ending.extend(self.outlook(&context, &grant.area)?.ending);
        }
        ending.sort_by(|a, b| (a.appointment.to_day, &a.appointment.id).cmp(&(b.appointment.to_day, &b.appointment.id)));
        ending.dedup_by(|a, b| a.appointment.id == b.appointment.id);
        let planned = self.planned_of(&context)?;
        let is_planned = |record: &Record| planned.iter().any(|entry| matches!(&entry.what, What::Planned(one) if one.id == record.id));
        let mut due = self.due_of(&context)?;
        due.retain(|record| !is_planned(record));
        Ok(Agenda { due, planned, ending, account: who.account })
    }

    /// What the actor's bodies have planned, from last week to a quarter ahead.
    fn planned_of(&self, context: &Context) -> Result<Vec<Entry>, AppError> {
        let today = self.today(context);
        let mut planned = Vec::new();
        self.0.store.read(|tx| {
            // What only some roles may see stays inside, unless its register says that its days may be told.
            let told = |register: &&Register| can_tell(register) || register.dated.as_ref().is_some_and(|rule| rule.feed);
            for register in self.0.pack.registers.values().filter(told) {
                for grant in &context.actor.grants {
                    let mut found = Vec::new();
                    crate::dated::planned(&self.0, tx, register, &grant.area, (today - 7, today + AHEAD), context.now, &mut found)?;
                    found.retain(|entry| matches!(&entry.what, What::Planned(record) if record.holder.as_ref() == Some(&grant.body)));
                    planned.extend(found);
                }
            }
            Ok::<_, AppError>(())
        })?;
        planned.sort_by_key(|entry| entry.day);
        Ok(planned)
    }

    /// Open matters with a running limit that wait for the actor's bodies.
    fn due_of(&self, context: &Context) -> Result<Vec<Record>, AppError> {
        let mut bodies: Vec<&str> = context.actor.grants.iter().map(|grant| grant.body.as_str()).collect();
        bodies.sort_unstable();
        bodies.dedup();
        let mut due = Vec::new();
        self.0.store.read(|tx| {
            // What only some roles may see stays inside, however little is told of it.
            for register in self.0.pack.registers.values().filter(|register| can_tell(register)).map(|register| &register.name) {
                for body in &bodies {
                    let query = ListQuery {
                        open: Some(true),
                        order: Order::Due,
                        now: context.now,
                        limit: MOST,
                        ..ListQuery::new(register, Scope::Holder((*body).to_owned()))
                    };
                    due.extend(linli_store::records(tx, self.0.realm, &query)?.records);
                }
            }
            Ok::<_, AppError>(())
        })?;
        let territory = self.territory();
        due.retain(|record| record.due.is_some() && record.memory.paused.is_none() && context.sees(&self.0.pack, &territory, record));
        due.sort_by(|a, b| (a.due, &a.id).cmp(&(b.due, &b.id)));
        Ok(due)
    }
}
