//! Registers that people fill in themselves without an account, and moves that carry what they wrote into another register. Nobody gets a
//! second record: neither who fills it in twice nor who is on the roster already.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::{Command, InputProblem, Outcome, Problem, Refusal};
use linli_pack::model::{FieldKind, FillIn, HANDED, Opens, Register, TAKEN, Text};
use linli_pack::record::{Record, Value};
use linli_store::{Follow, Reply, Tx, Write};

use crate::act::{Decided, Done, Target, Whole, carry_out};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::follow::{JOINED, given};
use crate::lookup::{Number, numbers};
use crate::mint::StoreMint;
use crate::random::{fingerprint, link_print};

/// Records of one number looked at most.
const MOST: i64 = 100;

impl App {
    /// Opens a record in a register that people fill in themselves. Who has an open one already is led to it: nothing is written then but
    /// another link, which shows how it stands and none of what was typed.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a register that nobody fills in; [`AppError::Refused`] as [`App::act`].
    pub fn fill_in(&self, context: &Context, register: &str, input: &BTreeMap<String, Value>) -> Result<Done, AppError> {
        let inner = Arc::clone(&self.0);
        let (context, name, input) = (context.clone(), register.to_owned(), input.clone());
        let whole = self.0.store.write(move |w: &mut Write<'_>| {
            let register = inner.pack.registers.get(&name).ok_or(AppError::NotFound("register"))?;
            let rule = register.fill_in.as_ref().ok_or(AppError::NotFound("register"))?;
            let command = Command { register: name.clone(), name: rule.mv.clone(), input: input.clone(), seen: None };
            let Some(open) = already(&inner, w, register, rule, &context, &input)? else {
                return carry_out(&inner, w, &context, &Target::New, &command);
            };
            led_to(&inner, w, &context, open)
        })?;
        for change in &whole.changes {
            self.tell(change);
        }
        Ok(whole.done)
    }
}

/// The open record of whoever fills it in again, known by all the numbers that the rule names.
fn already(
    inner: &Inner,
    tx: &mut dyn Tx,
    register: &Register,
    rule: &FillIn,
    context: &Context,
    input: &BTreeMap<String, Value>,
) -> Result<Option<Record>, AppError> {
    let today = crate::days::of(context.now, &inner.pack.clock.timezone);
    let mut found: Option<Vec<Record>> = None;
    for field in &rule.once {
        let typed = input.get(field).and_then(Value::as_str).unwrap_or_default();
        let Some(number) = Number::read(typed, today).filter(Number::names_somebody) else { return Ok(None) };
        let blind = number.blind(&tx.keys(), inner.realm)?;
        let mut these = linli_store::by_blind(tx, inner.realm, &blind, MOST)?;
        these.retain(|record| record.register == register.name && record.open);
        let both = |record: &Record| found.as_ref().is_none_or(|found| found.iter().any(|other| other.id == record.id));
        these.retain(both);
        found = Some(these);
    }
    Ok(found.unwrap_or_default().into_iter().next())
}

/// One more link to a record that is there.
pub(crate) fn led_to(inner: &Inner, w: &mut Write<'_>, context: &Context, record: Record) -> Result<Whole, AppError> {
    let asked = fingerprint(&format!("again {}", record.id));
    if let Some(key) = &context.once
        && let Some(reply) = linli_store::reply(w, inner.realm, &context.actor.id, key)?
    {
        // Either answer to this form is theirs: the record that it made, or the link given since.
        let done = given(w, inner.realm, &reply)?.ok_or(AppError::NotFound("record"))?;
        if reply.fingerprint != asked && done.record.id != record.id {
            return Err(AppError::KeyReused);
        }
        return Ok(Whole { done, changes: Vec::new() });
    }
    let secret = inner.random.link(context.now);
    let link = Follow { hash: link_print(&secret), record: record.id.clone(), contact: Some(JOINED.to_owned()), at: context.now };
    linli_store::put_follow(w, inner.realm, &link)?;
    if let Some(key) = &context.once {
        let body = serde_json::json!({ "record": record.id, "secret": secret }).to_string();
        let reply = Reply { fingerprint: asked, status: 200, body, at: context.now };
        linli_store::keep_reply(w, inner.realm, &context.actor.id, key, &reply)?;
    }
    Ok(Whole { done: Done { record, secret: Some(secret), replayed: false }, changes: Vec::new() })
}

/// Records of the same person, by any of their numbers, in the registers that the pack names.
pub(crate) fn same(inner: &Inner, tx: &mut dyn Tx, record: &Record, personal: &BTreeMap<String, Value>) -> Result<Vec<Record>, AppError> {
    let Some(register) = inner.pack.registers.get(&record.register).filter(|register| !register.same_in.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut found: Vec<Record> = Vec::new();
    for (_, number) in numbers(register, personal).into_iter().filter(|(_, number)| number.names_somebody()) {
        let blind = number.blind(&tx.keys(), inner.realm)?;
        for other in linli_store::by_blind(tx, inner.realm, &blind, MOST)? {
            let wanted = other.id != record.id && register.same_in.contains(&other.register);
            if wanted && !found.iter().any(|known| known.id == other.id) && linli_store::held_back(tx, inner.realm, &other.id)?.is_none() {
                found.push(other);
            }
        }
    }
    Ok(found)
}

/// Decides the records that a move opens in another register, with values of the one it was made on: one, or one for each body chosen. The one
/// who made the move opens them, so their rights are asked for both. Whatever these open in turn comes after them.
pub(crate) fn open_beside(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    opens: &Opens,
    made: &mut Outcome,
) -> Result<Vec<Decided>, AppError> {
    let register = inner.pack.registers.get(&opens.register).ok_or(AppError::NotFound("register"))?;
    let input = taken(inner, w, opens, made)?;
    if let Some(other) = there(inner, w, register, &input)? {
        return Err(Refusal::Guard { because: known(inner, context, register, &other), basis: String::new() }.into());
    }
    if !opens.each {
        return open_one(inner, w, context, opens, input, made);
    }
    let bodies = made.act.facts.get("bodies").and_then(Value::as_array).cloned().unwrap_or_default();
    let bodies: Vec<String> = bodies.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    at_work(inner, w, opens, made, &bodies)?;
    let mut decided = Vec::new();
    for body in bodies {
        let input = input.iter().map(|(name, value)| (name.clone(), value.clone())).chain([("body".to_owned(), body.clone().into())]);
        decided.extend(open_one(inner, w, context, opens, input.collect(), made)?);
        if !made.record.memory.called.contains(&body) {
            made.record.memory.called.push(body);
        }
    }
    Ok(decided)
}

/// What the other move is given: fields of the record, its attributes, and what was filled in.
fn taken(inner: &Inner, w: &mut Write<'_>, opens: &Opens, made: &Outcome) -> Result<BTreeMap<String, Value>, AppError> {
    let kept = linli_store::personal(w, inner.realm, &made.record.id)?;
    let mut values: BTreeMap<String, Value> =
        TAKEN.into_iter().filter_map(|name| Some((name.to_owned(), made.record.attribute(name)?))).collect();
    let act = |name: &&str| made.act.facts.get(*name).or_else(|| made.act.words.get(*name)).cloned();
    values.extend(HANDED.into_iter().filter_map(|name| Some((name.to_owned(), act(&name)?))));
    if let Some(kept) = kept {
        values.extend(serde_json::from_str::<BTreeMap<String, Value>>(&kept)?);
    }
    values.extend(made.personal.clone());
    values.extend(made.record.fields.clone());
    // Inputs are in yuan, what is kept in fen.
    let fields = inner.pack.registers.get(&made.record.register).map(|register| &register.fields);
    let is_money = |name: &String| fields.and_then(|fields| fields.get(name)).is_some_and(|field| field.kind == FieldKind::Money);
    let value = |from: &String| {
        let value = values.get(from)?;
        let fen = value.as_i64().filter(|_| is_money(from));
        Some(fen.map_or_else(|| value.clone(), |fen| format!("{}.{:02}", fen / 100, fen % 100).into()))
    };
    Ok(opens.take.iter().filter_map(|(input, from)| Some((input.clone(), value(from)?))).collect())
}

/// A body that is at work on this matter already is not called to it a second time.
fn at_work(inner: &Inner, w: &mut Write<'_>, opens: &Opens, made: &Outcome, bodies: &[String]) -> Result<(), AppError> {
    let open: Vec<String> = linli_store::parts(w, inner.realm, &made.record.id)?
        .into_iter()
        .filter(|part| part.open && part.register == opens.register)
        .filter_map(|part| part.holder)
        .collect();
    let twice = |body: &&String| open.contains(body);
    let problem = |body: &String| InputProblem {
        input: "bodies".to_owned(),
        problem: Problem::Among { which: body.clone(), problem: Box::new(Problem::Already) },
    };
    let wrong: Vec<InputProblem> = bodies.iter().filter(twice).map(problem).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::Inputs(wrong).into()) }
}

fn open_one(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    opens: &Opens,
    input: BTreeMap<String, Value>,
    made: &mut Outcome,
) -> Result<Vec<Decided>, AppError> {
    let command = Command { register: opens.register.clone(), name: opens.mv.clone(), input, seen: None };
    let territory = inner.territory.load();
    let mut outcome = {
        let mut mint = StoreMint::new(inner, w);
        let (pack, facts) = (&inner.pack, territory.as_ref());
        let outcome = linli_engine::decide_part(pack, facts, &made.record, &context.actor, &command, context.now, &mut mint);
        mint.failed()?;
        outcome.map_err(|refusal| named_here(refusal, opens))?
    };
    let mv = inner.pack.registers.get(&opens.register).and_then(|register| register.moves.get(&opens.mv));
    let beside = match mv.and_then(|mv| mv.opens.as_ref()) {
        Some(further) => {
            let beside = open_beside(inner, w, context, further, &mut outcome).map_err(|error| error_here(error, opens))?;
            // What it tells is so only now that it has parts of its own.
            outcome.also.retain(|(_, command)| command.name != "told");
            outcome.also.extend(linli_engine::told(&inner.pack, None, &outcome.record, &outcome.act));
            beside
        }
        None => Vec::new(),
    };
    linli_engine::absorb(made, &mut outcome);
    if let Some(field) = &opens.number {
        made.record.fields.insert(field.clone(), outcome.record.number.clone().into());
        made.act.facts.insert(field.clone(), outcome.record.number.clone().into());
    }
    Ok(std::iter::once((None, outcome)).chain(beside).collect())
}

/// A record of the other register that has one of the numbers already.
fn there(inner: &Inner, tx: &mut dyn Tx, register: &Register, input: &BTreeMap<String, Value>) -> Result<Option<Record>, AppError> {
    for (_, number) in numbers(register, input).into_iter().filter(|(_, number)| number.names_somebody()) {
        let blind = number.blind(&tx.keys(), inner.realm)?;
        let found = linli_store::by_blind(tx, inner.realm, &blind, MOST)?;
        if let Some(other) = found.into_iter().find(|other| other.register == register.name) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// Which record it is, for those who may see it; that there is one, for the others.
fn known(inner: &Inner, context: &Context, register: &Register, other: &Record) -> Text {
    let territory = inner.territory.load();
    let (zh, en) = (&register.label.zh, &register.label.en);
    if context.sees(&inner.pack, &territory, other) {
        let state = register.states.get(&other.state).map(|state| state.label.clone()).unwrap_or_default();
        let (number, title) = (&other.number, &other.title);
        return Text {
            zh: format!("“{zh}”里已有同一号码的记录：{number}（{title}，{}），不再另建", state.zh),
            en: format!("“{en}” has a record with the same number: {number} ({title}, {}); no second one is made", state.en),
        };
    }
    Text {
        zh: format!("“{zh}”里已有同一号码的记录，在别的组织名下，请与上级组织部门联系"),
        en: format!("“{en}” has a record with the same number, kept by another organisation: ask the organisation above"),
    }
}

/// What the other register's move finds wrong, told at the fields of this one.
fn named_here(refusal: Refusal, opens: &Opens) -> Refusal {
    match refusal {
        Refusal::Inputs(problems) => Refusal::Inputs(
            problems
                .into_iter()
                .map(|one| InputProblem { input: opens.take.get(&one.input).cloned().unwrap_or(one.input), problem: one.problem })
                .collect(),
        ),
        other => other,
    }
}

/// The same, where the refusal has come through another register.
fn error_here(error: AppError, opens: &Opens) -> AppError {
    match error {
        AppError::Refused(refusal) => named_here(*refusal, opens).into(),
        other => other,
    }
}
