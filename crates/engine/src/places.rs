//! Places in a record of another register: for how many there is room, who still can take one, and in which state a new one begins.

use linli_pack::model::{Move, Places, Register, Text};
use linli_pack::record::{Record, Value};

use crate::act::Refusal;

/// For how many more there is room; `None`: there is no limit.
#[must_use]
pub fn room(rule: &Places, of: &Record) -> Option<i64> {
    let whole = |name: &str| of.fields.get(name).and_then(Value::as_i64);
    Some((whole(&rule.room)? - whole(&rule.taken).unwrap_or_default()).max(0))
}

/// Whether places can be taken in a record on a day, `YYYY-MM-DD`.
#[must_use]
pub fn is_open(rule: &Places, of: &Record, today: &str) -> bool {
    let until = of.fields.get(&rule.until).and_then(Value::as_str);
    rule.states.contains(&of.state) && until.is_none_or(|until| today <= until)
}

/// The state that a place begins in where it is not the move's own: there is no room, and it waits.
pub(crate) fn state(register: &Register, mv: &Move, origin: Option<&Record>) -> Option<String> {
    let rule = register.places.as_ref().filter(|rule| rule.mv == mv.name)?;
    (room(rule, origin?) == Some(0)).then(|| rule.waits.clone())
}

/// Refuses a place in a record that has none to give any more.
pub(crate) fn check(register: &Register, mv: &Move, origin: Option<&Record>, today: &str) -> Result<(), Refusal> {
    let Some(rule) = register.places.as_ref().filter(|rule| rule.mv == mv.name) else { return Ok(()) };
    if origin.is_some_and(|of| of.register == rule.of && is_open(rule, of, today)) {
        return Ok(());
    }
    let because = Text { zh: "报名已经截止".to_owned(), en: "Places cannot be taken any more".to_owned() };
    Err(Refusal::Guard { because, basis: rule.basis.clone() })
}
