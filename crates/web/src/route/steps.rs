//! Where a record stands in its guided process: what was decided at each step, what the rule asks for now and by when.

use linli_app::openness::Shown;
use linli_engine::poll::{self, Numbers};
use linli_pack::model::{Poll, Register, Step};
use linli_pack::record::{Record, Value};

use crate::route::present::Present;
use crate::view::{Badge, StepView, StepVote, TierAt};

/// The steps of a record's process; none where its register has no such.
pub(super) fn of(present: &Present, register: &Register, record: &Record) -> Vec<StepView> {
    let here = register.step_of(&record.state);
    let late = record.due.is_some_and(|due| record.open && present.now > due);
    let lang = present.l.lang();
    let views = register.steps.iter().enumerate().map(|(nth, step)| {
        let votes = votes(present, register, step, record);
        let at = match here {
            Some(here) if nth < here || nth == here && !record.open => TierAt::Done,
            Some(here) if nth == here && late => TierAt::Late,
            Some(here) if nth == here => TierAt::Now,
            // It has ended before the last step: it was at those where a vote was taken.
            None if !votes.is_empty() => TierAt::Done,
            _ => TierAt::Ahead,
        };
        let due = record.due.filter(|_| at.is_here());
        StepView {
            label: step.label.get(lang).to_owned(),
            at,
            asks: step.asks.get(lang).to_owned(),
            by: due.map(|due| present.l.t_x("step-by", &present.day(due))).unwrap_or_default(),
            votes,
        }
    });
    views.collect()
}

/// The votes that were taken in the states of a step.
fn votes(present: &Present, register: &Register, step: &Step, record: &Record) -> Vec<StepVote> {
    let here = register.polls().filter(|(mv, _)| mv.from.iter().any(|from| step.states.contains(from)));
    here.filter_map(|(_, poll)| {
        // What waits for a second person has not been counted.
        record.fields.get(&poll.came)?;
        Some(vote(present, poll, poll::numbers(poll, &record.fields)?))
    })
    .collect()
}

fn vote(present: &Present, poll: &Poll, numbers: Numbers) -> StepVote {
    let l = present.l;
    let Numbers { due, present: there, yes, no, abstain } = numbers;
    let said = l.t_with(
        "step-vote",
        &[("due", due.into()), ("present", there.into()), ("yes", yes.into()), ("no", no.into()), ("abstain", abstain.into())],
    );
    let (least, enough) = needed(poll, numbers);
    let rule = l.t_with("step-rule", &[("present", least.into()), ("yes", enough.into())]);
    let (text, tone) = match poll::came_to(poll, numbers) {
        "carried" => (l.t("vote-carried"), "fine"),
        "lost" => (l.t("vote-lost"), "soon"),
        _ => (l.t("step-void"), "soon"),
    };
    StepVote { said, rule, came: Badge { text: text.into_owned(), tone } }
}

/// How many must be there, and how many be for it.
fn needed(poll: &Poll, numbers: Numbers) -> (i64, i64) {
    let of = if poll.of_present { numbers.present } else { numbers.due };
    let quorum = i64::from(poll.quorum.over);
    let least = (numbers.due * i64::from(poll.quorum.of) + quorum - 1) / quorum;
    let enough = of * i64::from(poll.agree.of) / i64::from(poll.agree.over) + 1;
    (least, enough)
}

/// A record's title where everybody reads it: as it stands, for it was written to be read.
pub(super) fn title(shown: &Shown<'_>) -> String {
    let field = shown.rule.title.as_ref().unwrap_or(&shown.register.title);
    shown.record.fields.get(field).and_then(Value::as_str).unwrap_or(&shown.record.number).to_owned()
}
