//! Votes that are counted at a meeting: whether the numbers can be, and what they come to by the rule. Where somebody leaves before the vote,
//! they are not among those present: a quorum that was there at the opening can be lost by then.

use std::collections::BTreeMap;

use linli_pack::model::{CAME, Move, Poll};
use linli_pack::record::Value;

use crate::act::{InputProblem, Problem};
use crate::inputs::{Filled, integer};

/// The numbers of a vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Those due to attend.
    pub due: i64,
    /// Those there when the vote was taken.
    pub present: i64,
    /// For it.
    pub yes: i64,
    /// Against it.
    pub no: i64,
    /// Neither.
    pub abstain: i64,
}

/// The numbers of a vote among the fields of a record, or what was filled in; `None` where one is missing.
#[must_use]
pub fn numbers(poll: &Poll, fields: &BTreeMap<String, Value>) -> Option<Numbers> {
    let [due, present, yes, no, abstain] = poll.numbers().map(|name| fields.get(name).and_then(integer));
    Some(Numbers { due: due?, present: present?, yes: yes?, no: no?, abstain: abstain? })
}

/// What they come to, one of [`CAME`].
#[must_use]
pub fn came_to(poll: &Poll, numbers: Numbers) -> &'static str {
    let [carried, lost, void] = CAME;
    if numbers.present <= 0 || !poll.quorum.reached(numbers.present, numbers.due) {
        return void;
    }
    let of = if poll.of_present { numbers.present } else { numbers.due };
    if poll.agree.passed(numbers.yes, of) { carried } else { lost }
}

/// The state that they lead to.
pub(crate) fn leads_to<'p>(poll: &'p Poll, came: &str) -> &'p str {
    let at = CAME.iter().position(|known| *known == came);
    at.and_then(|at| poll.states().get(at).copied()).unwrap_or(&poll.void)
}

/// Adds what is wrong with the numbers that were filled in: more people than were due, more votes than people, or paper ballots that do not
/// add up to those present.
pub(crate) fn check(mv: &Move, filled: &mut Filled) {
    let Some(poll) = &mv.poll else { return };
    let Some(is) = numbers(poll, &filled.plain) else { return };
    if is.present > is.due {
        filled.problem(&poll.present, Problem::OutOfRange { min: 0, max: is.due });
    }
    let sum = is.yes.saturating_add(is.no).saturating_add(is.abstain);
    if sum > is.present || poll.secret && sum != is.present {
        let problem = Problem::Votes { sum, present: is.present, exactly: poll.secret };
        filled.problems.push(InputProblem { input: poll.yes.clone(), problem });
    }
}

#[cfg(test)]
mod tests {
    use linli_pack::model::Share;

    use super::*;

    fn poll() -> Poll {
        let [due, present, yes, no, abstain] = ["due", "present", "yes", "no", "abstain"].map(str::to_owned);
        let half = Share { of: 1, over: 2 };
        Poll { due, present, yes, no, abstain, quorum: Share { of: 2, over: 3 }, agree: half, ..Poll::default() }
    }

    fn came(poll: &Poll, due: i64, present: i64, yes: i64) -> &'static str {
        came_to(poll, Numbers { due, present, yes, ..Numbers::default() })
    }

    #[test]
    fn two_thirds_must_be_there_and_more_than_half_of_those_due_be_for_it() {
        assert_eq!(came(&poll(), 45, 30, 23), "carried");
        assert_eq!(came(&poll(), 45, 29, 29), "void", "twenty-nine of forty-five are less than two thirds");
        assert_eq!(came(&poll(), 45, 40, 22), "lost", "twenty-two of forty-five are not more than half");
        assert_eq!(came(&poll(), 44, 40, 22), "lost", "half is not more than half");
        assert_eq!(came(&poll(), 0, 0, 0), "void", "nobody decides nothing");
        let of_present = Poll { of_present: true, ..poll() };
        assert_eq!(came(&of_present, 45, 40, 22), "carried");
        assert_eq!(came(&of_present, 45, 44, 22), "lost");
    }

    #[test]
    fn what_does_not_add_up_is_told_at_its_number() {
        let wrong = |poll: Poll, numbers: [i64; 5]| {
            let mv = Move { poll: Some(poll), ..Move::default() };
            let names = ["due", "present", "yes", "no", "abstain"].map(str::to_owned);
            let plain = names.into_iter().zip(numbers.map(Value::from)).collect();
            let mut filled = Filled { plain, ..Filled::default() };
            check(&mv, &mut filled);
            filled.problems.into_iter().map(|one| one.input).collect::<Vec<_>>()
        };
        assert!(wrong(poll(), [45, 40, 30, 5, 5]).is_empty());
        assert!(wrong(poll(), [45, 40, 30, 0, 0]).is_empty(), "who raises no hand has not voted");
        assert_eq!(wrong(poll(), [45, 46, 30, 5, 5]), ["present"]);
        assert_eq!(wrong(poll(), [45, 40, 36, 5, 0]), ["yes"]);
        let secret = Poll { secret: true, ..poll() };
        assert_eq!(wrong(secret.clone(), [45, 40, 30, 5, 4]), ["yes"], "a paper is missing");
        assert!(wrong(secret, [45, 40, 30, 5, 5]).is_empty());
    }
}
