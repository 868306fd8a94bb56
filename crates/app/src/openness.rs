//! Openness boards: what everybody may read about Party, residents' and government affairs, since when and until when; and what people say to it
//! as long as it hangs there. Nobody needs an account, and nothing personal is shown.

use std::sync::Arc;

use linli_engine::{Command, Refusal};
use linli_pack::model::{Disclosure, Hear, Register, Text};
use linli_pack::record::{Instant, Record, Value};
use linli_store::{ListQuery, Order, Scope as Reach, Write};

use crate::act::{Done, Target, carry_out};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;

/// Records of one kind of notice that a board shows.
const MOST: usize = 60;
/// What has ended and has no last day of its own hangs so long, in seconds.
const SHOWN: i64 = 90 * 86_400;

/// A record on a board.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// Its register.
    pub register: &'a Register,
    /// The rule by which it hangs there.
    pub rule: &'a Disclosure,
    /// The record.
    pub record: Record,
    /// Since when it hangs there.
    pub since: Instant,
    /// Until when; `None`: as long as it is in this state.
    pub until: Option<Instant>,
}

impl<'a> Shown<'a> {
    /// Where it hangs by the pack, if it hangs anywhere: a move can take a record out of everybody's sight.
    fn of(register: &'a Register, record: Record) -> Option<Self> {
        let rule = register.disclosed(&record.state).filter(|_| !record.memory.hidden)?;
        let time = |field: &Option<String>| field.as_ref().and_then(|field| record.fields.get(field)).and_then(Value::as_i64);
        let (since, until) = (time(&rule.since).unwrap_or(record.created), time(&rule.until));
        Some(Self { register, rule, record, since, until })
    }

    /// Its time on the board is over.
    #[must_use]
    pub fn is_over(&self, now: Instant) -> bool {
        match self.until {
            Some(until) => until < now,
            None => !self.record.open && self.since + SHOWN < now,
        }
    }

    /// How people speak to it, as long as they may.
    #[must_use]
    pub fn heard(&self, now: Instant) -> Option<&'a Hear> {
        self.rule.hear.as_ref().filter(|_| !self.is_over(now))
    }
}

impl App {
    /// What hangs on the boards of an area and those below it, the newest first; what hung there before comes last.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an area that is not there; [`AppError::Store`].
    pub fn boards(&self, area: &str) -> Result<Vec<Shown<'_>>, AppError> {
        let now = self.now();
        let territory = self.territory();
        let area = territory.area(area).ok_or(AppError::NotFound("area"))?.code.clone();
        let mut found = Vec::new();
        for register in self.0.pack.registers.values() {
            for rule in register.disclosures.values() {
                let mut query = ListQuery::new(&register.name, Reach::Area(area.clone()));
                query.states.clone_from(&rule.states);
                query.order = Order::Updated;
                query.descending = true;
                query.limit = MOST;
                let records = self.0.store.read(|tx| linli_store::records(tx, self.0.realm, &query))?.records;
                found.extend(records.into_iter().filter_map(|record| Shown::of(register, record)).filter(|one| one.rule.name == rule.name));
            }
        }
        found.sort_by_key(|one| (one.is_over(now), std::cmp::Reverse(one.since)));
        Ok(found)
    }

    /// The record of this number as it hangs on a board.
    ///
    /// # Errors
    /// [`AppError::NotFound`] also where there is one that does not hang there.
    pub fn on_board(&self, number: &str) -> Result<Shown<'_>, AppError> {
        let found = self.0.store.read(|tx| linli_store::record_by_number(tx, self.0.realm, number))?;
        let record = found.ok_or(AppError::NotFound("record"))?;
        let register = self.0.pack.registers.get(&record.register).ok_or(AppError::NotFound("register"))?;
        Shown::of(register, record).ok_or(AppError::NotFound("record"))
    }

    /// Says something to a record on a board: a record of its own is opened, which belongs to that one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it does not hang there, or hears nobody; [`AppError::Refused`] once its time is over, or as [`App::act`].
    pub fn speak(&self, context: &Context, number: &str, input: &std::collections::BTreeMap<String, Value>) -> Result<Done, AppError> {
        let shown = self.on_board(number)?;
        let hear = shown.rule.hear.as_ref().ok_or(AppError::NotFound("register"))?;
        let mut input = input.clone();
        input.insert("area".to_owned(), shown.record.area.clone().into());
        let command = Command { register: hear.register.clone(), name: hear.mv.clone(), input, seen: None };
        let (inner, context, target) = (Arc::clone(&self.0), context.clone(), Target::Part(shown.record.id));
        let whole = self.0.store.write(move |w: &mut Write<'_>| carry_out(&inner, w, &context, &target, &command))?;
        for change in &whole.changes {
            self.tell(change);
        }
        Ok(whole.done)
    }
}

/// The record that somebody speaks to by opening one of `register`: it hangs on a board, and its time there is not over.
pub(crate) fn spoken_to(inner: &Inner, w: &mut Write<'_>, id: &str, register: &str, now: Instant) -> Result<Record, AppError> {
    let record = linli_store::record(w, inner.realm, id)?.ok_or(AppError::NotFound("record"))?;
    let of = inner.pack.registers.get(&record.register).ok_or(AppError::NotFound("register"))?;
    let shown = Shown::of(of, record).filter(|shown| shown.rule.hear.as_ref().is_some_and(|hear| hear.register == register));
    let shown = shown.ok_or(AppError::NotFound("record"))?;
    if shown.is_over(now) {
        let because = Text {
            zh: "公示已经结束，不再收意见；还想反映，可以向社区提问".to_owned(),
            en: "Its time on display is over and nothing more is taken; you can still ask your community".to_owned(),
        };
        return Err(Refusal::Guard { because, basis: shown.rule.basis.clone() }.into());
    }
    Ok(shown.record)
}
