//! Calling back (回访): the program draws whom, as soon as a period has ended; the callers' list.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::{Act, Command, Grant, sample};
use linli_pack::model::{CallBack, Register};
use linli_pack::record::{Instant, Record, Value};
use linli_store::{ListQuery, Order, Scope, Write};
use serde::{Deserialize, Serialize};

use crate::act::{Target, carry_out};
use crate::app::{App, Inner};
use crate::board::Period;
use crate::context::Context;
use crate::desk::Narrow;
use crate::error::AppError;
use crate::{days, filter};

/// How the journal calls a draw.
const DRAWN: &str = "call_back_draw";
/// Records of the callers' list at most; the latest drawn wait for the others.
const LISTED: usize = 200;

/// What was drawn of one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// First day of the period, in days since 1970-01-01.
    pub from: i64,
    /// Its last.
    pub to: i64,
    /// From how many.
    pub of: usize,
    /// How many were drawn.
    pub drawn: usize,
    /// Under which seed; the journal has it too.
    pub seed: String,
}

/// The list of those to be called.
#[derive(Clone, Debug)]
pub struct CallBacks<'a> {
    /// The register's rule.
    pub rule: &'a CallBack,
    /// The last draw; `None` before the first.
    pub last: Option<Draw>,
    /// Those that wait for a call, the longest first.
    pub waiting: Vec<ToCall>,
}

/// Somebody to be called.
#[derive(Clone, Debug)]
pub struct ToCall {
    /// The matter.
    pub record: Record,
    /// Personal fields, masked.
    pub masked: BTreeMap<String, String>,
    /// The actor's own body settled it: somebody else calls.
    pub own: bool,
}

/// The last whole period before a day.
fn ended(every: &str, today: i64) -> Period {
    if every == "month" {
        let to = days::month_of(today) - 1;
        return Period { from: days::month_of(to), to };
    }
    // 1970-01-01 was a Thursday.
    let monday = today - (today + 3).rem_euclid(7);
    Period { from: monday - 7, to: monday - 1 }
}

fn progress_of(register: &str) -> String {
    format!("call-back:{register}")
}

impl App {
    /// Draws whom to call back about matters of the last period that has ended, once for each register that has such a rule; says how many
    /// were drawn. The seed is made at that moment and stands in the journal: until then nobody can know who is drawn, afterwards everybody
    /// can draw again.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn draw_call_backs(&self) -> Result<usize, AppError> {
        let now = self.now();
        let today = days::of(now, &self.0.pack.clock.timezone);
        let mut drawn = 0;
        for register in self.0.pack.registers.values() {
            let Some(rule) = &register.call_back else { continue };
            let period = ended(&rule.every, today);
            if self.last_draw(&register.name)?.is_some_and(|last| last.to >= period.to) {
                continue;
            }
            let seed = data_encoding::HEXLOWER.encode(&self.0.random.bytes::<16>());
            let (inner, name) = (Arc::clone(&self.0), register.name.clone());
            drawn += self.0.store.write(move |w: &mut Write<'_>| draw(&inner, w, &name, period, &seed, now))?;
        }
        Ok(drawn)
    }

    fn last_draw(&self, register: &str) -> Result<Option<Draw>, AppError> {
        let kept = self.0.store.read(|tx| linli_store::progress(tx, self.0.realm, &progress_of(register)))?;
        Ok(kept.map(|(_, draw)| serde_json::from_str(&draw)).transpose()?)
    }

    /// The callers' list of a register, as far as the actor's present desk sees it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the register draws nobody; [`AppError::Forbidden`] for who may not put an answer down.
    pub fn call_backs(&self, context: &Context, grant: &Grant, register: &str) -> Result<CallBacks<'_>, AppError> {
        let declared = self.0.pack.registers.get(register);
        let (declared, rule) =
            declared.and_then(|declared| Some((declared, declared.call_back.as_ref()?))).ok_or(AppError::NotFound("register"))?;
        if !calls(declared, &grant.role) {
            return Err(AppError::Forbidden("call-back"));
        }
        let listed = self.view(context, grant, register, &rule.view, &Narrow::default(), None, LISTED)?;
        let mut masked = self.masked_all(&listed.records)?;
        let waiting = listed.records.into_iter().map(|record| ToCall {
            masked: masked.remove(&record.id).unwrap_or_default().into_iter().collect(),
            own: context.actor.grants.iter().any(|grant| Some(&grant.body) == record.holder.as_ref()),
            record,
        });
        Ok(CallBacks { rule, last: self.last_draw(register)?, waiting: waiting.collect() })
    }
}

/// Whether a role may put down what somebody answered.
#[must_use]
pub fn calls(register: &Register, role: &str) -> bool {
    let answers = register.call_back.iter().flat_map(|rule| &rule.answers).filter_map(|name| register.moves.get(name));
    answers.flat_map(|mv| mv.by.iter().chain(&mv.over)).any(|named| named == role)
}

fn draw(inner: &Inner, w: &mut Write<'_>, register: &str, period: Period, seed: &str, now: Instant) -> Result<usize, AppError> {
    let declared = inner.pack.registers.get(register);
    let Some((declared, rule)) = declared.and_then(|declared| Some((declared, declared.call_back.as_ref()?))) else { return Ok(0) };
    let (Some(measure), Some(mv)) = (declared.measures.get(&rule.measure), declared.moves.get(&rule.act)) else { return Ok(0) };
    let zone = &inner.pack.clock.timezone;
    let (from, to) = (days::start_of(period.from, zone), days::start_of(period.to + 1, zone));
    let days = measure.at.as_deref().and_then(|at| filter::between(at, from, to));
    let counted = measure.when.to_sql(&linli_store::Columns);
    // What an act dates has changed since; all older records need not be read. A time that somebody filled in may lie after the last change.
    let by_act = matches!(measure.at.as_deref(), Some("created" | "updated" | "closed"));
    let query = ListQuery {
        states: mv.from.clone(),
        changed_since: from.filter(|_| by_act),
        filter: filter::all(std::iter::once(counted).chain(days).collect()),
        now,
        order: Order::Updated,
        ..ListQuery::new(register, Scope::All)
    };
    let found = linli_store::sightings(w, inner.realm, &query)?;
    let territory = inner.territory.load();
    let stratum = |area: &str| {
        let path = territory.path(area);
        path.into_iter().find(|step| step.level == rule.level).map_or_else(|| area.to_owned(), |step| step.code.clone())
    };
    let mut strata: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in &found {
        strata.entry(stratum(&one.area)).or_default().push(&one.id);
    }
    let context = Context::system(now);
    let command = Command { name: rule.act.clone(), ..Command::default() };
    let mut drawn = 0;
    for id in sample::draw(seed, &strata, rule.share, rule.least).into_values().flatten() {
        match carry_out(inner, w, &context, &Target::Id(id.to_owned()), &command) {
            Ok(_) => drawn += 1,
            // Its guard says that it was drawn before: once is enough.
            Err(AppError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let done = Draw { from: period.from, to: period.to, of: found.len(), drawn, seed: seed.to_owned() };
    let facts: BTreeMap<String, Value> = [
        ("of_register".to_owned(), register.into()),
        ("from".to_owned(), done.from.into()),
        ("to".to_owned(), done.to.into()),
        ("of".to_owned(), done.of.into()),
        ("drawn".to_owned(), done.drawn.into()),
        ("share".to_owned(), rule.share.into()),
        ("least".to_owned(), rule.least.into()),
        ("seed".to_owned(), done.seed.clone().into()),
    ]
    .into();
    let act = Act { at: now, actor: context.actor.id, name: DRAWN.to_owned(), facts, ..Act::default() };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    linli_store::put_progress(w, inner.realm, &progress_of(register), period.to, &serde_json::to_string(&done)?)?;
    Ok(drawn)
}
