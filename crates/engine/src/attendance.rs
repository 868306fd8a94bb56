//! Attendance: what is said of each of those due, and how many that makes.
//!
//! Somebody of the body says who was there; no photo, place or check-in is asked for, and none is kept. Who was not there can make it up,
//! which does not make them present: a quorum that was not there does not come about afterwards.

use std::collections::{BTreeMap, BTreeSet};

use linli_pack::model::{Attendance, Roll};
use linli_pack::record::Value;
use serde::{Deserialize, Serialize};

use crate::act::Problem;

/// Somebody who is due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Id of the official or of the record.
    pub who: String,
    /// What is said of them; `None`: nothing yet.
    pub mark: Option<Mark>,
}

/// What is said of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// They were there.
    Present,
    /// They had excused themselves (请假).
    Excused,
    /// They were not there.
    Absent,
    /// They were not there, excused or not, and have made it up since (补课).
    MadeUpExcused,
    /// The same of somebody who had not excused themselves.
    MadeUp,
}

impl Mark {
    /// What can be said at the meeting, by its name in forms.
    pub const SAID: [(&'static str, Self); 3] = [("present", Self::Present), ("excused", Self::Excused), ("absent", Self::Absent)];

    /// They were not there and have not made it up.
    #[must_use]
    pub const fn is_owing(self) -> bool {
        matches!(self, Self::Excused | Self::Absent)
    }

    /// They have made it up.
    #[must_use]
    pub const fn is_made_up(self) -> bool {
        matches!(self, Self::MadeUp | Self::MadeUpExcused)
    }

    const fn made_up(self) -> Self {
        match self {
            Self::Excused => Self::MadeUpExcused,
            Self::Absent => Self::MadeUp,
            other => other,
        }
    }
}

/// How many were there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those due.
    pub due: i64,
    /// Those present.
    pub present: i64,
    /// Those who had excused themselves.
    pub excused: i64,
    /// Those absent without a word.
    pub absent: i64,
    /// Those not present who have made it up.
    pub made_up: i64,
}

/// The roll of a record with these fields; `None`: nobody is due.
#[must_use]
pub fn roll<'r>(rule: &'r Attendance, fields: &BTreeMap<String, Value>) -> Option<&'r Roll> {
    match &rule.by {
        Some(field) => rule.rolls.get(fields.get(field)?.as_str()?),
        None => rule.rolls.values().next(),
    }
}

/// Reads what is said of those due: `{"ID": "present"}`, everybody once.
///
/// # Errors
/// Somebody who is not due, a word that is none, or how many nothing is said of.
pub fn read(value: &Value, roll: &[Attendee]) -> Result<Vec<Attendee>, Problem> {
    let Value::Object(said) = value else { return Err(Problem::BadForm) };
    let due: BTreeSet<&str> = roll.iter().map(|due| due.who.as_str()).collect();
    if let Some(stranger) = said.keys().find(|who| !due.contains(who.as_str())) {
        return Err(Problem::Among { which: stranger.clone(), problem: Box::new(Problem::Unknown) });
    }
    let mut marked = Vec::with_capacity(roll.len());
    let mut missing = 0;
    for due in roll {
        let word = said.get(&due.who).and_then(Value::as_str).map(str::trim).filter(|word| !word.is_empty());
        let Some(word) = word else {
            missing += 1;
            continue;
        };
        let mark = Mark::SAID.iter().find(|(known, _)| *known == word).map(|(_, mark)| *mark);
        let Some(mark) = mark else {
            return Err(Problem::Among { which: due.who.clone(), problem: Box::new(Problem::NotAChoice) });
        };
        marked.push(Attendee { who: due.who.clone(), mark: Some(mark) });
    }
    if missing > 0 { Err(Problem::NotSaid { n: missing }) } else { Ok(marked) }
}

/// Reads who has made it up, a list of ids or a text of them with spaces between.
///
/// # Errors
/// Somebody who was there, is not on the roll, or has made it up already.
pub fn read_made_up(value: &Value, roll: &[Attendee]) -> Result<Vec<Attendee>, Problem> {
    let ids: Option<Vec<&str>> = match value {
        Value::String(text) => Some(text.split_whitespace().collect()),
        Value::Array(list) => list.iter().map(|one| one.as_str().map(str::trim)).collect(),
        _ => None,
    };
    let ids = ids.ok_or(Problem::BadForm)?;
    let mut marked = roll.to_vec();
    for id in ids.into_iter().filter(|id| !id.is_empty()) {
        let found = marked.iter_mut().find(|due| due.who == id);
        let owing = found.and_then(|due| due.mark.filter(|mark| mark.is_owing()).map(|mark| (due, mark)));
        let Some((due, mark)) = owing else {
            return Err(Problem::Among { which: id.to_owned(), problem: Box::new(Problem::NotAChoice) });
        };
        due.mark = Some(mark.made_up());
    }
    Ok(marked)
}

/// Counts.
#[must_use]
pub fn count(marked: &[Attendee]) -> Count {
    let of = |is: fn(Mark) -> bool| {
        let n = marked.iter().filter_map(|one| one.mark).filter(|mark| is(*mark)).count();
        i64::try_from(n).unwrap_or(i64::MAX)
    };
    Count {
        due: i64::try_from(marked.len()).unwrap_or(i64::MAX),
        present: of(|mark| mark == Mark::Present),
        excused: of(|mark| matches!(mark, Mark::Excused | Mark::MadeUpExcused)),
        absent: of(|mark| matches!(mark, Mark::Absent | Mark::MadeUp)),
        made_up: of(Mark::is_made_up),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use linli_pack::model::{Quorum, Share};
    use serde_json::json;

    use super::{Attendee, Mark, count, read, read_made_up};
    use crate::act::Problem;

    fn due(n: usize) -> Vec<Attendee> {
        (0..n).map(|nth| Attendee { who: format!("p{nth}"), mark: None }).collect()
    }

    #[test]
    fn everybody_due_is_marked_once_and_nobody_else() {
        let roll = due(3);
        let said = read(&json!({ "p0": "present", "p1": "excused", "p2": "absent" }), &roll).unwrap();
        let counted = count(&said);
        assert_eq!((counted.due, counted.present, counted.excused, counted.absent), (3, 1, 1, 1));
        assert_eq!(read(&json!({ "p0": "present" }), &roll), Err(Problem::NotSaid { n: 2 }));
        assert!(matches!(read(&json!({ "p9": "present" }), &roll), Err(Problem::Among { which, .. }) if which == "p9"));
        assert!(matches!(read(&json!({ "p0": "made_up", "p1": "present", "p2": "present" }), &roll), Err(Problem::Among { .. })));
    }

    #[test]
    fn who_was_not_there_makes_it_up_once_and_is_still_not_counted_as_present() {
        let said = read(&json!({ "p0": "present", "p1": "excused", "p2": "absent" }), &due(3)).unwrap();
        let made = read_made_up(&json!(["p1", "p2"]), &said).unwrap();
        let counted = count(&made);
        assert_eq!((counted.present, counted.excused, counted.absent, counted.made_up), (1, 1, 1, 2));
        assert!(read_made_up(&json!(["p1"]), &made).is_err(), "once is enough");
        assert!(read_made_up(&json!(["p0"]), &said).is_err(), "who was there has nothing to make up");
        assert_eq!(made.last().and_then(|one| one.mark), Some(Mark::MadeUp));
    }

    #[test]
    fn half_is_not_more_than_half_and_where_nobody_is_due_nothing_is_quorate() {
        let more = Quorum { share: Share { of: 1, over: 2 }, more: true };
        assert!(!more.holds(4, 8) && more.holds(5, 8) && more.least(8) == 5 && more.least(9) == 5);
        let least = Quorum { share: Share { of: 2, over: 3 }, more: false };
        assert!(least.holds(6, 9) && !least.holds(5, 9) && least.least(9) == 6 && least.least(10) == 7);
        assert!(!more.holds(0, 0));
    }
}
