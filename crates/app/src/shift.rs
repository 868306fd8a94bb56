//! Shifts (交接班): what a desk has on its hands since the last hand-over, how much of it is kept when it is handed over, and that nobody takes
//! over from themselves.

use linli_engine::{Grant, Outcome, Refusal};
use linli_pack::Pack;
use linli_pack::model::{HandOver, ListOf, Register, View};
use linli_pack::record::{Instant, Record};
use linli_store::{ListQuery, Order, Scope as Reach, Tx};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::desk::{COUNT_CAP, Narrow};
use crate::error::AppError;
use crate::filter;

/// Records shown of each list.
const SHOWN: usize = 20;
/// Where no hand-over is known, how far back a shift looks, in seconds.
const FIRST: i64 = 24 * 3600;

/// A desk's shift as it stands.
#[derive(Clone, Debug)]
pub struct Shift<'a> {
    /// The register of hand-overs.
    pub register: &'a Register,
    /// Its rule.
    pub rule: &'a HandOver,
    /// The last hand-over of this desk.
    pub last: Option<Record>,
    /// The actor made it.
    pub own: bool,
    /// The shift is reckoned from here.
    pub since: Instant,
    /// Of each register that is on the lists, what came and what ended in the desk's area since.
    pub flows: Vec<Flow<'a>>,
    /// What is handed over.
    pub lists: Vec<Handed<'a>>,
}

/// What came and what ended.
#[derive(Clone, Debug)]
pub struct Flow<'a> {
    /// Register.
    pub register: &'a Register,
    /// Records opened, at most [`COUNT_CAP`].
    pub came: usize,
    /// Records closed, at most [`COUNT_CAP`].
    pub ended: usize,
    /// Records open in the desk's hands.
    pub held: usize,
}

/// One list.
#[derive(Clone, Debug)]
pub struct Handed<'a> {
    /// Register.
    pub register: &'a Register,
    /// The list.
    pub view: &'a View,
    /// Its length, at most [`COUNT_CAP`].
    pub count: usize,
    /// The first of it.
    pub records: Vec<Record>,
}

impl App {
    /// The register of hand-overs that a role may make.
    #[must_use]
    pub fn shifts_of(&self, role: &str) -> Option<(&Register, &HandOver)> {
        let may = |register: &Register, rule: &HandOver| register.moves.get(&rule.mv).is_some_and(|mv| mv.by.iter().any(|by| by == role));
        let with = |register: &'_ Register| register.hand_over.as_ref().is_some_and(|rule| may(register, rule));
        let register = self.0.pack.registers.values().find(|register| with(register))?;
        Some((register, register.hand_over.as_ref()?))
    }

    /// The shift of the actor's present desk.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] where the role hands nothing over; [`AppError::Store`].
    pub fn shift(&self, context: &Context, grant: &Grant) -> Result<Shift<'_>, AppError> {
        let (register, rule) = self.shifts_of(&grant.role).ok_or(AppError::Forbidden("shift"))?;
        let inner = &self.0;
        self.0.store.read(|tx| {
            let mut query = ListQuery::new(&register.name, Reach::Opener(grant.body.clone()));
            (query.order, query.descending, query.limit, query.now) = (Order::Created, true, 1, context.now);
            let last = linli_store::records(tx, inner.realm, &query)?.records.into_iter().next();
            let own = match &last {
                Some(last) => made_by(inner, tx, last, &context.actor.id)?,
                None => false,
            };
            let since = last.as_ref().map_or(context.now - FIRST, |last| last.created);
            let mut lists = Vec::new();
            for (of, view) in rule.lists.values().filter_map(|list| inner.list_of(list)) {
                let query = inner.view_query(context, grant, &of.name, view, &Narrow::default());
                let count = linli_store::count(tx, inner.realm, &query, COUNT_CAP)?;
                let records = linli_store::records(tx, inner.realm, &ListQuery { limit: SHOWN, ..query })?.records;
                lists.push(Handed { register: of, view, count, records });
            }
            let mut flows: Vec<Flow<'_>> = Vec::new();
            for list in &lists {
                if !flows.iter().any(|flow| flow.register.name == list.register.name) {
                    flows.push(inner.flow(tx, context, grant, list.register, since)?);
                }
            }
            Ok(Shift { register, rule, last, own, since, flows, lists })
        })
    }
}

impl App {
    /// Who acted on a record, act by act, as others call them; empty for the program.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn acts_of(&self, record: &str) -> Result<Vec<String>, AppError> {
        self.0.store.read(|tx| {
            let mut names = Vec::new();
            for line in linli_store::timeline(tx, self.0.realm, record)? {
                let account = linli_store::account(tx, self.0.realm, &line.entry.actor)?;
                names.push(account.map(|account| account.name).unwrap_or_default());
            }
            Ok(names)
        })
    }
}

impl Inner {
    fn list_of(&self, list: &ListOf) -> Option<(&Register, &View)> {
        let register = self.pack.registers.get(&list.register)?;
        Some((register, register.views.get(&list.view)?))
    }

    fn flow<'a>(
        &self,
        tx: &mut dyn Tx,
        context: &Context,
        grant: &Grant,
        register: &'a Register,
        since: Instant,
    ) -> Result<Flow<'a>, AppError> {
        let mut count = |reach: Reach, at: Option<&str>, open: Option<bool>| {
            let mut query = ListQuery::new(&register.name, reach);
            (query.open, query.now) = (open, context.now);
            // Whatever came or ended since has changed since: nothing older is read.
            if at.is_some() {
                (query.order, query.changed_since) = (Order::Updated, Some(since));
            }
            query.filter = at.and_then(|at| filter::between(at, Some(since), None));
            linli_store::count(tx, self.realm, &query, COUNT_CAP)
        };
        let area = || Reach::Area(grant.area.clone());
        Ok(Flow {
            register,
            came: count(area(), Some("created"), None)?,
            ended: count(area(), Some("closed"), Some(false))?,
            held: count(Reach::Holder(grant.body.clone()), None, Some(true))?,
        })
    }
}

fn rule_of<'a>(pack: &'a Pack, record: &Record) -> Option<&'a HandOver> {
    pack.registers.get(&record.register)?.hand_over.as_ref()
}

/// The move by which a hand-over is taken; `None` for any other record.
pub(crate) fn take_of<'a>(pack: &'a Pack, record: &Record) -> Option<&'a str> {
    rule_of(pack, record).map(|rule| rule.take.as_str())
}

/// Whether a record is a hand-over that this account made.
pub(crate) fn made_by(inner: &Inner, tx: &mut dyn Tx, record: &Record, account: &str) -> Result<bool, AppError> {
    if rule_of(&inner.pack, record).is_none() {
        return Ok(false);
    }
    let made = linli_store::timeline(tx, inner.realm, &record.id)?.into_iter().next();
    Ok(made.is_some_and(|line| line.entry.actor == account))
}

/// Keeps with a hand-over how much was on each list, and refuses to be taken over by whoever made it.
pub(crate) fn settle(
    inner: &Inner,
    tx: &mut dyn Tx,
    context: &Context,
    before: Option<&Record>,
    outcome: &mut Outcome,
) -> Result<(), AppError> {
    let Some(rule) = rule_of(&inner.pack, &outcome.record) else { return Ok(()) };
    if let Some(before) = before.filter(|_| outcome.act.name == rule.take)
        && made_by(inner, tx, before, &context.actor.id)?
    {
        return Err(Refusal::Guard { because: rule.because.clone(), basis: rule.basis.clone() }.into());
    }
    if outcome.act.name != rule.mv {
        return Ok(());
    }
    let body = outcome.act.body.clone();
    let Some(grant) = context.actor.grants.iter().find(|grant| Some(&grant.body) == body.as_ref() && grant.role == outcome.act.role) else {
        return Ok(());
    };
    for (field, list) in &rule.lists {
        let Some((register, view)) = inner.list_of(list) else { continue };
        let query = inner.view_query(context, grant, &register.name, view, &Narrow::default());
        let count = linli_store::count(tx, inner.realm, &query, COUNT_CAP)?;
        outcome.record.fields.insert(field.clone(), count.into());
        outcome.act.facts.insert(field.clone(), count.into());
    }
    Ok(())
}
