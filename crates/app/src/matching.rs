//! Matching needs with offers: what is known of both is read here, the engine proposes, and a pair that somebody takes up is checked once more in the
//! transaction that makes it.

use std::collections::{BTreeMap, HashMap};

use linli_engine::matching::{Close, Need, Offer, Place, Proposed, Refused, Time, WEIGHTS, Why, matched, ranked};
use linli_engine::{InputProblem, Outcome, Problem, Refusal};
use linli_pack::expr::{Names as _, Param, Sql};
use linli_pack::model::{Match, Register};
use linli_pack::record::{Instant, Record, Type, Value};
use linli_store::{Columns, ListQuery, Order, Scope, Tx};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;

/// Needs looked at together.
const NEEDS: usize = 500;
/// Offers that stand.
const OFFERS: usize = 20_000;
/// Others shown beside the one proposed.
const OTHERS: usize = 3;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// A need with what could meet it.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The need.
    pub need: Record,
    /// What is proposed; `None` where nothing fits that is not better used elsewhere.
    pub best: Option<Suggested>,
    /// Others that fit, the best first.
    pub others: Vec<Suggested>,
}

/// An offer for a need.
#[derive(Clone, Debug)]
pub struct Suggested {
    /// The offer.
    pub offer: Record,
    /// How well it fits, to about 100.
    pub score: i64,
    /// Why.
    pub why: Why,
    /// Reasons given when this offer was refused for this very need, the last last: options of the rule's field.
    pub reasons: Vec<String>,
}

/// What the pairs so far say of the offers.
#[derive(Default)]
struct Past {
    /// Open pairs by the offer's number.
    load: HashMap<String, u32>,
    /// Refusals of late by the offer's number.
    refusals: HashMap<String, u32>,
    /// Reasons by need and offer.
    reasons: BTreeMap<(String, String), Vec<String>>,
}

impl App {
    /// The registers whose records are matched with offers, which a role may do.
    pub fn matched_by<'a>(&'a self, role: &'a str) -> impl Iterator<Item = (&'a Register, &'a Match)> {
        let rules = self.0.pack.registers.values().filter_map(|register| Some((register, register.matching.as_ref()?)));
        rules.filter(move |(register, rule)| {
            register.moves.get(&rule.mv).is_some_and(|act| act.by.iter().chain(&act.over).any(|by| by == role))
        })
    }

    /// The needs of an area that look for an offer, each with what the program proposes. All are weighed together: an offer is proposed where it
    /// is worth most.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a register that is not matched; [`AppError::Forbidden`] for an area the actor may not see.
    pub fn suggestions(&self, context: &Context, register: &str, area: &str) -> Result<Vec<Suggestion>, AppError> {
        let register = self.0.pack.registers.get(register).ok_or(AppError::NotFound("register"))?;
        let rule = register.matching.as_ref().ok_or(AppError::NotFound("register"))?;
        let territory = self.territory();
        if !context.sees_all_in(&self.0.pack, &territory, &register.name, area) {
            return Err(AppError::Forbidden("area"));
        }
        let offers_level = self.0.pack.registers.get(&rule.offers).map(|offers| offers.level.as_str()).unwrap_or_default();
        let (wanted, given, past) = self.0.store.read(|tx| {
            let wanted = standing(tx, self.0.realm, &register.name, &rule.states, area, NEEDS)?;
            let given = standing(tx, self.0.realm, &rule.offers, &rule.offered, &territory.root, OFFERS)?;
            Ok::<_, AppError>((wanted, given, past(&self.0, tx, rule, context.now)?))
        })?;
        let mut codes: HashMap<String, u32> = HashMap::new();
        let mut code = |text: &str| {
            let next = u32::try_from(codes.len()).unwrap_or(u32::MAX);
            *codes.entry(text.to_owned()).or_insert(next)
        };
        let place = |area: &str, code: &mut dyn FnMut(&str) -> u32| {
            let path = territory.path(area);
            let above = path.len().checked_sub(2).and_then(|at| path.get(at)).map_or(area, |step| step.code.as_str());
            Place { community: code(area), street: code(above) }
        };
        let time = |record: &Record, code: &mut dyn FnMut(&str) -> u32| match text(record, &rule.time) {
            said if said == rule.any || said.is_empty() => Time::Any,
            said => Time::At(code(said)),
        };
        let needs: Vec<Need> = wanted
            .iter()
            .map(|need| Need { kind: code(text(need, &rule.kind)), place: place(&need.area, &mut code), time: time(need, &mut code) })
            .collect();
        let offers: Vec<Offer> = given
            .iter()
            .map(|offer| {
                let most = whole(offer, &rule.most);
                Offer {
                    kind: code(text(offer, &rule.kind)),
                    place: place(&offer.area, &mut code),
                    reach: self.reach(text(offer, &rule.reach), offers_level),
                    time: time(offer, &mut code),
                    most,
                    room: most.saturating_sub(past.load.get(&offer.number).copied().unwrap_or_default()),
                    refusals: past.refusals.get(&offer.number).copied().unwrap_or_default(),
                }
            })
            .collect();
        let place_of: HashMap<&str, usize> = given.iter().enumerate().map(|(at, offer)| (offer.number.as_str(), at)).collect();
        let by_need: HashMap<&str, usize> = wanted.iter().enumerate().map(|(at, need)| (need.id.as_str(), at)).collect();
        let refused: Refused = past
            .reasons
            .iter()
            .filter_map(|((need, offer), reasons)| {
                let pair = (*by_need.get(need.as_str())?, *place_of.get(offer.as_str())?);
                Some((pair, u32::try_from(reasons.len()).unwrap_or(u32::MAX)))
            })
            .collect();
        let found = matched(&needs, &offers, &refused, &WEIGHTS);
        let suggested = |need: &Record, one: &Proposed| {
            let offer = given.get(one.offer)?.clone();
            let reasons = past.reasons.get(&(need.id.clone(), offer.number.clone())).cloned().unwrap_or_default();
            Some(Suggested { offer, score: one.score, why: one.why, reasons })
        };
        Ok(wanted
            .iter()
            .zip(&needs)
            .zip(&found.given)
            .enumerate()
            .map(|(at, ((record, need), best))| {
                let all = ranked(at, need, &offers, &refused, &WEIGHTS, OTHERS + 1);
                let others = all.iter().filter(|one| best.as_ref().is_none_or(|best| best.offer != one.offer)).take(OTHERS);
                Suggestion {
                    need: record.clone(),
                    best: best.as_ref().and_then(|one| suggested(record, one)),
                    others: others.filter_map(|one| suggested(record, one)).collect(),
                }
            })
            .collect())
    }

    /// How far an offer goes that says a level: its own area, the one above, or the whole place.
    fn reach(&self, level: &str, own: &str) -> Close {
        let depth = |name: &str| self.0.pack.levels.iter().position(|level| level.name == name);
        match (depth(own), depth(level)) {
            (Some(own), Some(level)) if level >= own => Close::Community,
            (Some(own), Some(level)) if level + 1 == own => Close::Street,
            _ => Close::Place,
        }
    }
}

fn standing(tx: &mut dyn Tx, realm: i64, register: &str, states: &[String], area: &str, most: usize) -> Result<Vec<Record>, AppError> {
    let mut query = ListQuery::new(register, Scope::Area(area.to_owned()));
    query.states = states.to_vec();
    query.open = Some(true);
    query.order = Order::Created;
    query.limit = most;
    Ok(linli_store::records(tx, realm, &query)?.records)
}

fn past(inner: &Inner, tx: &mut dyn Tx, rule: &Match, now: Instant) -> Result<Past, AppError> {
    let mut past = Past::default();
    let mut query = ListQuery::new(&rule.pairs, Scope::All);
    query.open = Some(true);
    query.limit = OFFERS;
    for pair in linli_store::records(tx, inner.realm, &query)?.records {
        *past.load.entry(text(&pair, &rule.number).to_owned()).or_default() += 1;
    }
    query.open = Some(false);
    query.states.clone_from(&rule.refused);
    let column = Columns.column("closed", false, Type::Time);
    query.filter = Some(Sql { text: format!("{column} >= ?"), params: vec![Param::Int(now - i64::from(rule.remember) * DAY)] });
    for pair in linli_store::records(tx, inner.realm, &query)?.records {
        let offer = text(&pair, &rule.number).to_owned();
        *past.refusals.entry(offer.clone()).or_default() += 1;
        if let Some(origin) = &pair.memory.origin {
            past.reasons.entry((origin.record.clone(), offer)).or_default().push(text(&pair, &rule.because).to_owned());
        }
    }
    Ok(past)
}

fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record.fields.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn whole(record: &Record, field: &str) -> u32 {
    record.fields.get(field).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok()).unwrap_or(1)
}

/// Refuses to take up an offer that is not there, is another body's, or carries as much as it can, inside the transaction that takes it up.
pub(crate) fn check(inner: &Inner, tx: &mut dyn Tx, outcome: &Outcome) -> Result<(), AppError> {
    let rule = inner.pack.registers.get(&outcome.record.register).and_then(|register| register.matching.as_ref());
    let Some(rule) = rule.filter(|rule| rule.mv == outcome.act.name) else { return Ok(()) };
    let no = |input: &str, problem| Err(Refusal::Inputs(vec![InputProblem { input: input.to_owned(), problem }]).into());
    let number = text(&outcome.record, &rule.number);
    let found = linli_store::record_by_number(tx, inner.realm, number)?;
    let Some(offer) = found.filter(|offer| offer.register == rule.offers && rule.offered.contains(&offer.state)) else {
        return no(&rule.number, Problem::Unknown);
    };
    let bodies = outcome.act.facts.get("bodies").and_then(Value::as_array).cloned().unwrap_or_default();
    if bodies.iter().any(|body| body.as_str() != offer.holder.as_deref()) || bodies.len() != 1 {
        return no("bodies", Problem::WrongKind);
    }
    let mut query = ListQuery::new(&rule.pairs, Scope::All);
    query.open = Some(true);
    let column = Columns.column(&rule.number, true, Type::Text);
    query.filter = Some(Sql { text: format!("{column} = ?"), params: vec![Param::Text(number.to_owned())] });
    let most = usize::try_from(whole(&offer, &rule.most)).unwrap_or(1);
    if linli_store::count(tx, inner.realm, &query, most)? >= most {
        return no(&rule.number, Problem::Full);
    }
    Ok(())
}
