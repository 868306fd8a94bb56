//! A meeting is not moved across a term's end: whoever leads the body then may be somebody else.

use linli_engine::{InputProblem, Outcome, Problem, Refusal};
use linli_pack::record::{Record, Value};
use linli_store::Tx;

use crate::app::Inner;
use crate::error::AppError;
use crate::{ballots, days};

/// Refuses a day beyond the term of those who lead the body that holds the record. Where nobody is known to lead it, or without a term, any
/// day is taken.
pub(crate) fn within(inner: &Inner, tx: &mut dyn Tx, before: Option<&Record>, outcome: &Outcome) -> Result<(), AppError> {
    let record = &outcome.record;
    let Some(rule) = inner.pack.registers.get(&record.register).and_then(|register| register.term.as_ref()) else { return Ok(()) };
    let day = record.fields.get(&rule.day);
    if day == before.and_then(|before| before.fields.get(&rule.day)) {
        return Ok(());
    }
    let Some(day) = day.and_then(Value::as_str).and_then(|day| day.parse().ok()).map(days::number) else { return Ok(()) };
    let Some(body) = &record.holder else { return Ok(()) };
    let today = days::of(outcome.act.at, &inner.pack.clock.timezone);
    let leads = |post: &str| inner.pack.posts.get(post).is_some_and(|post| post.lead);
    let leading: Vec<_> = ballots::held(inner, tx, body)?.into_iter().filter(|one| leads(&one.post) && one.covers(today)).collect();
    if leading.is_empty() || leading.iter().any(|one| one.covers(day)) {
        return Ok(());
    }
    let last = leading.iter().filter_map(linli_engine::office::Holding::last).max().and_then(days::date);
    let problem = Problem::AfterTerm { last: last.map(|day| day.to_string()).unwrap_or_default() };
    Err(Refusal::Inputs(vec![InputProblem { input: rule.day.clone(), problem }]).into())
}
