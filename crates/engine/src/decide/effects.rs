//! What a move does, step by step.

use std::collections::BTreeMap;

use linli_pack::expr::RecordEnv;
use linli_pack::model::{ClockEffect, FieldKind, Hold, Move, Pack, Register};
use linli_pack::record::{Back, Instant, Record, Value};

use super::draft::Draft;
use super::{both, goes_back, limits, merge, place, sets_aside};
use crate::act::{InputProblem, Problem, Refusal};
use crate::attendance;
use crate::inputs::{Filled, integer, number};
use crate::{places, poll, route, service};

/// Longest title, in characters.
const TITLE: usize = 40;

pub(super) fn apply(draft: &mut Draft<'_, '_>, mv: &Move, filled: &Filled) -> Result<(), Refusal> {
    let due = draft.before.due.or_else(|| draft.before.memory.back.as_ref().and_then(|back| back.due));
    fill(draft, filled)?;
    let urgency = draft.record.urgency.clone();
    let back = set_state(draft, mv, filled)?;
    hold(draft, mv, filled, back.as_ref())?;
    merge::effects(draft, mv, filled);
    run_clock(draft, mv, filled, back);
    if urgency != draft.before.urgency && !opening(draft) {
        let before = draft.before.urgency.clone();
        let (clock, register) = (&draft.case.clock, draft.register);
        limits::change_urgency(clock, register, &mut draft.record, before.as_deref());
    }
    fixed(draft, mv);
    within(draft, mv);
    amounts(draft, mv)?;
    attended(draft, mv, filled)?;
    stamp(draft, mv, due);
    rhythm(draft, mv);
    draft.record.title = title(draft.case.pack, draft.register, &draft.record);
    publish(draft);
    drop_pending(draft);
    if !opening(draft) {
        both::compare(draft, filled);
    }
    for whom in &mv.notify {
        draft.notify(whom, &mv.name);
    }
    Ok(())
}

fn opening(draft: &Draft<'_, '_>) -> bool {
    draft.before.id.is_empty()
}

/// Takes over what was filled in.
fn fill(draft: &mut Draft<'_, '_>, filled: &Filled) -> Result<(), Refusal> {
    for (name, value) in &filled.plain {
        draft.state(name, value);
        if draft.register.fields.contains_key(name) {
            draft.record.fields.insert(name.clone(), value.clone());
        }
    }
    if let Some(area) = place::named(draft.case, filled)? {
        draft.record.area = area;
    }
    if let (Some(lon), Some(lat)) = (filled.plain.get("lon"), filled.plain.get("lat")) {
        (draft.record.lon, draft.record.lat) = (number(lon), number(lat));
    }
    if let Some(rating) = filled.plain.get("rating").and_then(integer) {
        draft.record.rating = Some(rating);
    }
    sort(draft, filled);
    Ok(())
}

/// Category and urgency. A category brings its own urgency, unless somebody chose another.
fn sort(draft: &mut Draft<'_, '_>, filled: &Filled) {
    if let Some(category) = filled.text("category") {
        let own = draft.record.category.as_deref().and_then(|category| category_urgency(draft, category));
        if draft.record.urgency.is_none() || draft.record.urgency == own {
            draft.record.urgency = category_urgency(draft, category).or_else(|| draft.record.urgency.take());
        }
        draft.record.category = Some(category.to_owned());
    }
    if let Some(urgency) = filled.text("urgency") {
        draft.record.urgency = Some(urgency.to_owned());
    }
}

/// The urgency of a category, or of the nearest above it that has one.
fn category_urgency(draft: &Draft<'_, '_>, category: &str) -> Option<String> {
    let mut code = category;
    loop {
        let found = draft.case.pack.categories.get(code).and_then(|category| category.urgency.clone());
        if found.is_some() {
            return found;
        }
        code = code.rsplit_once('.')?.0;
    }
}

/// Sets the state. Gives what the record comes back to, where the move sets it back or takes it out of suspension.
fn set_state(draft: &mut Draft<'_, '_>, mv: &Move, filled: &Filled) -> Result<Option<Back>, Refusal> {
    let decided = decided(draft, mv, filled);
    let record = &mut draft.record;
    if sets_aside(mv) && record.memory.back.is_none() {
        let back = Back { state: record.state.clone(), holder: record.holder.clone(), due: record.due, warn: record.warn };
        record.memory.back = Some(Box::new(back));
    }
    let first = || draft.register.states.keys().next().cloned();
    let mut back = None;
    let state = if goes_back(mv) {
        let before = *record.memory.back.take().ok_or_else(|| draft.case.not_from(&draft.before.state))?;
        let state = before.state.clone();
        back = Some(before);
        Some(state)
    } else {
        places::state(draft.register, mv, draft.case.origin)
            .or_else(|| mv.to.clone())
            .or(decided)
            .or_else(|| if record.state.is_empty() { first() } else { None })
    };
    let Some(state) = state else { return Ok(back) };
    let open = draft.register.states.get(&state).is_none_or(|state| state.open);
    let ends_pause = !open || mv.clock == ClockEffect::Start || mv.clock == ClockEffect::Resume;
    if back.is_none() && record.memory.paused.is_some() && ends_pause && state != record.state {
        back = record.memory.back.take().map(|back| *back);
    }
    record.state = state;
    record.open = open;
    Ok(back)
}

/// The state that the votes of a meeting lead to; what they came to is kept beside them.
fn decided(draft: &mut Draft<'_, '_>, mv: &Move, filled: &Filled) -> Option<String> {
    let poll = mv.poll.as_ref()?;
    let came = poll::came_to(poll, poll::numbers(poll, &filled.plain)?);
    draft.record.fields.insert(poll.came.clone(), came.into());
    Some(poll::leads_to(poll, came).to_owned())
}

fn hold(draft: &mut Draft<'_, '_>, mv: &Move, filled: &Filled, back: Option<&Back>) -> Result<(), Refusal> {
    let case = draft.case;
    let area = draft.record.area.clone();
    let holder = draft.record.holder.clone();
    let nobody = |wanted: &str| Refusal::NobodyHolds { wanted: wanted.to_owned() };
    if mv.merge == Some(true) {
        // Set aside, not handed on: the chain stays as it is.
        draft.record.holder = None;
        return Ok(());
    }
    let next = match &mv.hold {
        Hold::Keep if goes_back(mv) => {
            draft.record.holder = back.and_then(|back| back.holder.clone());
            return Ok(());
        }
        Hold::Keep if holder.is_none() && draft.record.open && draft.before.id.is_empty() => {
            let desk = || route::first_desk(case.pack, case.facts, &area).map(|body| body.code);
            Some(draft.body().or_else(desk).ok_or_else(|| nobody("holder"))?)
        }
        Hold::Keep => return Ok(()),
        Hold::Previous => {
            draft.record.holder = Some(previous(draft, holder.as_deref()).ok_or_else(|| nobody("previous"))?);
            return Ok(());
        }
        Hold::Up => {
            let body = route::up(case.pack, case.facts, &area, holder.as_deref());
            Some(body.map_err(|wanted| Refusal::NobodyHolds { wanted })?.code)
        }
        Hold::Down => {
            let body = route::down(case.pack, case.facts, &area, holder.as_deref());
            Some(body.map_err(|wanted| Refusal::NobodyHolds { wanted })?.code)
        }
        Hold::Chosen => Some(filled.text("body").map(ToOwned::to_owned).ok_or_else(|| nobody("body"))?),
        Hold::Opener => Some(draft.record.opener.clone().ok_or_else(|| nobody("opener"))?),
        Hold::Origin => Some(case.origin.and_then(|origin| origin.holder.clone()).ok_or_else(|| nobody("origin"))?),
        Hold::Mine => Some(draft.body().ok_or_else(|| nobody("mine"))?),
        Hold::Kind(kinds) => {
            let found = route::nearest_of(case.facts, &area, kinds);
            Some(found.ok_or_else(|| nobody(kinds.first().map_or("body", String::as_str)))?.code)
        }
        Hold::Nobody => None,
    };
    if let Some(before) = holder.filter(|before| Some(before) != next.as_ref()) {
        draft.record.memory.chain.push(before);
    }
    draft.record.holder = next;
    Ok(())
}

/// Takes the last earlier holder off the chain that is another body than the present one and still exists.
fn previous(draft: &mut Draft<'_, '_>, holder: Option<&str>) -> Option<String> {
    while let Some(body) = draft.record.memory.chain.pop() {
        if Some(body.as_str()) != holder && draft.case.facts.body(&body).is_some() {
            return Some(body);
        }
    }
    None
}

fn run_clock(draft: &mut Draft<'_, '_>, mv: &Move, filled: &Filled, back: Option<Back>) {
    let (clock, register, now) = (&draft.case.clock, draft.register, draft.case.now);
    let opening = opening(draft);
    let record = &mut draft.record;
    let returned = goes_back(mv);
    let restored = back.map(|mut back| {
        limits::end_pause(clock, register, record, &mut back, now);
        back
    });
    let moved = record.state != draft.before.state;
    match mv.clock {
        _ if mv.merge == Some(true) => (record.due, record.warn) = (None, None),
        ClockEffect::Suspend => {
            record.memory.paused = record.memory.paused.or(Some(now));
            (record.due, record.warn) = (None, None);
        }
        ClockEffect::Extend => {
            let days = filled.plain.get("workdays").and_then(integer).and_then(|n| u32::try_from(n).ok());
            limits::extend(clock, register, record, days.unwrap_or(0));
        }
        ClockEffect::Start if moved && !returned => limits::start(clock, register, record, now),
        ClockEffect::Restart => limits::start(clock, register, record, now),
        // The clock runs on; after a suspension or a merger with the limits it had.
        ClockEffect::Start | ClockEffect::Keep | ClockEffect::Resume => {
            if let Some(back) = restored {
                (record.due, record.warn) = (back.due, back.warn);
            }
        }
    }
    // A reopened matter keeps the limit of the whole: closing it too early gains no time.
    if opening {
        limits::start_whole(clock, register, record, now);
    }
    if record.open {
        record.closed = None;
    } else {
        (record.due, record.warn, record.memory.paused) = (None, None, None);
        record.closed = record.closed.or(Some(now));
    }
}

/// Fixed values, counters, supervision.
fn fixed(draft: &mut Draft<'_, '_>, mv: &Move) {
    let record = &mut draft.record;
    for (name, value) in &mv.set {
        match (name.as_str(), value) {
            ("public", Value::Bool(public)) => (record.public, record.memory.hidden) = (*public, !*public),
            ("source", Value::String(source)) => record.source.clone_from(source),
            (_, Value::Null) => {
                record.fields.remove(name);
            }
            _ => {
                record.fields.insert(name.clone(), value.clone());
            }
        }
    }
    for counter in &mv.count {
        match counter.as_str() {
            "returns" => record.returns += 1,
            "reopened" => record.reopened += 1,
            field => {
                let count = record.fields.get(field).and_then(integer).unwrap_or(0);
                record.fields.insert(field.to_owned(), count.saturating_add(1).into());
            }
        }
    }
    for (sum, input) in &mv.add {
        let number = |name: &str| record.fields.get(name).and_then(integer).unwrap_or_default();
        let total = number(sum).saturating_add(number(input));
        record.fields.insert(sum.clone(), total.into());
    }
    if let Some(supervised) = mv.supervise {
        record.supervised = supervised;
    }
}

/// Pays amounts in and draws them; what is not there cannot be drawn.
fn amounts(draft: &mut Draft<'_, '_>, mv: &Move) -> Result<(), Refusal> {
    let fields = &mut draft.record.fields;
    let of = |fields: &BTreeMap<String, Value>, name: &str| fields.get(name).and_then(integer).unwrap_or(0);
    let mut wrong = Vec::new();
    for (paid_in, (balance, amount)) in mv.pays.iter().map(|pair| (true, pair)).chain(mv.draws.iter().map(|pair| (false, pair))) {
        let (is, amount_of) = (of(fields, balance), of(fields, amount));
        let after = if paid_in { is.saturating_add(amount_of) } else { is - amount_of };
        if after < 0 {
            wrong.push(InputProblem { input: amount.clone(), problem: Problem::NotEnough { left: is } });
        }
        fields.insert(balance.clone(), after.into());
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::Inputs(wrong)) }
}

/// Puts down how many were there, and keeps by itself who.
fn attended(draft: &mut Draft<'_, '_>, mv: &Move, filled: &Filled) -> Result<(), Refusal> {
    let (Some(rule), Some(marked)) = (&draft.register.attendance, &filled.attendance) else { return Ok(()) };
    let count = attendance::count(marked);
    let roll = attendance::roll(rule, &draft.record.fields);
    if let Some(roll) = roll.filter(|_| mv.quorate)
        && let Some(quorum) = roll.quorum.filter(|quorum| !quorum.holds(count.present, count.due))
    {
        let basis = if roll.basis.is_empty() { rule.basis.clone() } else { roll.basis.clone() };
        return Err(Refusal::NoQuorum { present: count.present, due: count.due, least: quorum.least(count.due), basis });
    }
    let made_up = rule.made_up.as_ref().map(|field| (field, count.made_up));
    for (field, n) in [(&rule.due, count.due), (&rule.present, count.present), (&rule.excused, count.excused), (&rule.absent, count.absent)]
        .into_iter()
        .chain(made_up)
    {
        draft.record.fields.insert(field.clone(), n.into());
    }
    draft.attendance = Some(marked.clone());
    Ok(())
}

/// Time fields that say by when something is to be done, beside the step's own limit.
fn within(draft: &mut Draft<'_, '_>, mv: &Move) {
    for (name, limit) in &mv.within {
        let span = limit.span(draft.record.urgency.as_deref(), &draft.record.fields);
        draft.record.fields.insert(name.clone(), draft.case.clock.add(span, draft.case.now).into());
    }
}

/// Whether anybody may see the record, where the register has a rule for it: a move may take out of sight what the rule would show.
fn publish(draft: &mut Draft<'_, '_>) {
    let Some(rule) = &draft.register.publish else { return };
    let shown = rule.when.holds(&RecordEnv { record: &draft.record, input: None, now: draft.case.now });
    draft.record.public = shown && !draft.record.memory.hidden;
}

/// Sets time fields that are still empty, and beside each whether the step was then in time, if the register asks for that.
fn stamp(draft: &mut Draft<'_, '_>, mv: &Move, due: Option<Instant>) {
    let now = draft.case.now;
    // While it is suspended the step is not late.
    let judged = draft.before.memory.paused.unwrap_or(now);
    for name in &mv.stamp {
        if draft.record.fields.get(name).is_some_and(|value| !value.is_null()) {
            continue;
        }
        draft.record.fields.insert(name.clone(), now.into());
        let beside = format!("{name}_on_time");
        if draft.register.fields.get(&beside).is_some_and(|field| field.kind == FieldKind::Bool) {
            draft.record.fields.insert(beside, due.is_none_or(|due| judged <= due).into());
        }
    }
}

/// Remembers when the move that the register's rhythm asks for was last made, in a time field of the move's name.
fn rhythm(draft: &mut Draft<'_, '_>, mv: &Move) {
    if let Some(rhythm) = draft.register.rhythm.as_ref().filter(|rhythm| rhythm.act == mv.name) {
        draft.record.fields.insert(rhythm.act.clone(), draft.case.now.into());
    }
}

/// A move that waits for review is dropped where it can no longer start; a record merged may still be set back.
fn drop_pending(draft: &mut Draft<'_, '_>) {
    let memory = &draft.record.memory;
    let Some(pending) = memory.pending.as_ref().filter(|_| memory.merged_into.is_none()) else { return };
    let name = pending.name.clone();
    if draft.register.moves.get(&name).is_none_or(|mv| !super::starts(mv, &draft.record)) {
        draft.record.memory.pending = None;
        draft.facts.insert("dropped".to_owned(), name.into());
    }
}

/// First line of the title field, never of a personal one, or what its service is called; the register's name where there is none.
#[must_use]
pub fn title(pack: &Pack, register: &Register, record: &Record) -> String {
    let by_service = register.fields.get(&register.title).is_some_and(|field| field.kind == FieldKind::Service);
    if let Some(service) = service::service_of(pack, register, record).filter(|_| by_service) {
        return service.label.zh.clone();
    }
    let text = record.fields.get(&register.title).and_then(Value::as_str).unwrap_or_default();
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let Some(line) = line else { return register.label.zh.clone() };
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    let mut cut: String = line.chars().take(TITLE - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}
