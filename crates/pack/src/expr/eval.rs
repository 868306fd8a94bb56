//! The evaluator: runs about twenty times for every write, so it borrows what it reads and allocates nothing for records.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::ast::{Cond, Op, Sum, Tree, Val};
use super::{Env, RecordEnv};
use crate::record::{Record, Value};

/// A value as it is looked at during evaluation, borrowed where the entry can lend it.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen<'a> {
    /// Missing.
    Null,
    /// true or false.
    Bool(bool),
    /// Integer or instant.
    Int(i64),
    /// Float.
    Num(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// A list of so many entries.
    List(usize),
    /// Something else that is there, such as a point.
    Some,
}

impl<'a> Seen<'a> {
    /// A value that is handed over.
    #[must_use]
    pub fn owned(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(Cow::Owned(text)),
            ref other => match Seen::lent(other) {
                Seen::Text(text) => Self::Text(Cow::Owned(text.into_owned())),
                Seen::Null => Self::Null,
                Seen::Bool(yes) => Self::Bool(yes),
                Seen::Int(int) => Self::Int(int),
                Seen::Num(num) => Self::Num(num),
                Seen::List(len) => Self::List(len),
                Seen::Some => Self::Some,
            },
        }
    }

    /// A value that is lent.
    #[must_use]
    pub fn lent(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(yes) => Self::Bool(*yes),
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(int), _) => Self::Int(int),
                (None, Some(num)) => Self::Num(num),
                (None, None) => Self::Null,
            },
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(items) => Self::List(items.len()),
            Value::Object(_) => Self::Some,
        }
    }

    fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    fn maybe_text(text: Option<&'a String>) -> Self {
        text.map_or(Self::Null, |text| Self::text(text))
    }

    fn maybe_int(int: Option<i64>) -> Self {
        int.map_or(Self::Null, Self::Int)
    }

    fn into_value(self) -> Value {
        match self {
            Self::Null | Self::Some => Value::Null,
            Self::Bool(yes) => yes.into(),
            Self::Int(int) => int.into(),
            Self::Num(num) => num.into(),
            Self::Text(text) => text.into_owned().into(),
            Self::List(len) => len.into(),
        }
    }
}

impl Env for RecordEnv<'_> {
    fn entry(&self, name: &str) -> Value {
        self.record.attribute(name).or_else(|| self.record.fields.get(name).cloned()).unwrap_or(Value::Null)
    }

    fn input(&self, name: &str) -> Value {
        self.input.and_then(|input| input.get(name)).cloned().unwrap_or(Value::Null)
    }

    fn now(&self) -> i64 {
        self.now
    }

    fn look(&self, name: &str) -> Seen<'_> {
        attribute(self.record, name).unwrap_or_else(|| self.record.fields.get(name).map_or(Seen::Null, Seen::lent))
    }

    fn look_input(&self, name: &str) -> Seen<'_> {
        self.input.and_then(|input| input.get(name)).map_or(Seen::Null, Seen::lent)
    }
}

/// [`Record::attribute`] without its copies; a test holds the two together.
fn attribute<'r>(record: &'r Record, name: &str) -> Option<Seen<'r>> {
    Some(match name {
        "number" => Seen::text(&record.number),
        "state" => Seen::text(&record.state),
        "open" => Seen::Bool(record.open),
        "area" => Seen::text(&record.area),
        "holder" => Seen::maybe_text(record.holder.as_ref()),
        "opener" => Seen::maybe_text(record.opener.as_ref()),
        "source" => Seen::text(&record.source),
        "category" => Seen::maybe_text(record.category.as_ref()),
        "urgency" => Seen::maybe_text(record.urgency.as_ref()),
        "title" => Seen::text(&record.title),
        "created" => Seen::Int(record.created),
        "updated" => Seen::Int(record.updated),
        "due" => Seen::maybe_int(record.due),
        "warn" => Seen::maybe_int(record.warn),
        "deadline" => Seen::maybe_int(record.deadline),
        "closed" => Seen::maybe_int(record.closed),
        "rating" => Seen::maybe_int(record.rating),
        "raised" => Seen::Int(record.raised),
        "returns" => Seen::Int(record.returns),
        "reopened" => Seen::Int(record.reopened),
        "followers" => Seen::Int(record.followers),
        "supervised" => Seen::Bool(record.supervised),
        "public" => Seen::Bool(record.public),
        _ => return None,
    })
}

pub(super) fn holds(tree: &Tree, env: &dyn Env) -> bool {
    match tree {
        Tree::Cond(cond) => cond.holds(env),
        Tree::Val(val) => val.see(env) == Seen::Bool(true),
    }
}

pub(super) fn value(tree: &Tree, env: &dyn Env) -> Value {
    match tree {
        Tree::Cond(cond) => cond.holds(env).into(),
        Tree::Val(val) => val.see(env).into_value(),
    }
}

impl Cond {
    fn holds(&self, env: &dyn Env) -> bool {
        match self {
            Self::Const(yes) => *yes,
            Self::And(a, b) => a.holds(env) && b.holds(env),
            Self::Or(a, b) => a.holds(env) || b.holds(env),
            Self::Not(a) => !a.holds(env),
            Self::Compare(op, a, b) => compare(*op, &a.see(env), &b.see(env)),
            Self::Missing(a) => a.see(env) == Seen::Null,
            Self::In(a, list) => {
                let seen = a.see(env);
                list.iter().any(|item| compare(Op::Eq, &seen, &item.see(env)))
            }
            Self::StartsWith(a, b) => texts(&a.see(env), &b.see(env), |text, start| text.starts_with(start)),
            Self::Contains(a, b) => texts(&a.see(env), &b.see(env), |text, part| text.contains(part)),
            Self::True(a) => a.see(env) == Seen::Bool(true),
        }
    }
}

impl Val {
    fn see<'a>(&'a self, env: &'a dyn Env) -> Seen<'a> {
        match self {
            Self::Bool(yes) => Seen::Bool(*yes),
            Self::Int(int) => Seen::Int(*int),
            Self::Num(num) => Seen::Num(*num),
            Self::Text(text) => Seen::text(text),
            Self::Now => Seen::Int(env.now()),
            Self::Entry { name, .. } => env.look(name),
            Self::Input { name } => env.look_input(name),
            Self::Negate(a) => match a.see(env) {
                Seen::Int(int) => int.checked_neg().map_or(Seen::Null, Seen::Int),
                Seen::Num(num) => Seen::Num(-num),
                _ => Seen::Null,
            },
            Self::Arith(sum, a, b) => arith(*sum, &a.see(env), &b.see(env)),
            Self::Length(a) => match a.see(env) {
                Seen::Text(text) => Seen::Int(i64::try_from(text.chars().count()).unwrap_or(i64::MAX)),
                _ => Seen::Null,
            },
            Self::Count(a) => match a.see(env) {
                Seen::List(len) => Seen::Int(i64::try_from(len).unwrap_or(i64::MAX)),
                _ => Seen::Null,
            },
            Self::If(cond, a, b) => {
                if cond.holds(env) {
                    a.see(env)
                } else {
                    b.see(env)
                }
            }
            Self::Of(cond) => Seen::Bool(cond.holds(env)),
        }
    }
}

/// Comparing with a missing value is false, and `!=` is the negation of `==`.
fn compare(op: Op, a: &Seen<'_>, b: &Seen<'_>) -> bool {
    let order = match (a, b) {
        (Seen::Int(a), Seen::Int(b)) => Some(a.cmp(b)),
        (Seen::Text(a), Seen::Text(b)) => Some(a.cmp(b)),
        (Seen::Bool(a), Seen::Bool(b)) => Some(a.cmp(b)),
        _ => number(a).zip(number(b)).and_then(|(a, b)| a.partial_cmp(&b)),
    };
    match op {
        Op::Eq => order == Some(Ordering::Equal),
        Op::Ne => order != Some(Ordering::Equal),
        Op::Lt => order == Some(Ordering::Less),
        Op::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Op::Gt => order == Some(Ordering::Greater),
        Op::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "what SQL does where an integer meets a float")]
fn number(seen: &Seen<'_>) -> Option<f64> {
    match seen {
        Seen::Int(int) => Some(*int as f64),
        Seen::Num(num) => Some(*num),
        _ => None,
    }
}

fn arith(sum: Sum, a: &Seen<'_>, b: &Seen<'_>) -> Seen<'static> {
    if let (Seen::Int(a), Seen::Int(b)) = (a, b) {
        let result = match sum {
            Sum::Add => a.checked_add(*b),
            Sum::Sub => a.checked_sub(*b),
            Sum::Mul => a.checked_mul(*b),
        };
        return result.map_or(Seen::Null, Seen::Int);
    }
    match number(a).zip(number(b)) {
        None => Seen::Null,
        Some((a, b)) => Seen::Num(match sum {
            Sum::Add => a + b,
            Sum::Sub => a - b,
            Sum::Mul => a * b,
        }),
    }
}

fn texts(a: &Seen<'_>, b: &Seen<'_>, test: impl Fn(&str, &str) -> bool) -> bool {
    match (a, b) {
        (Seen::Text(a), Seen::Text(b)) => test(a, b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::ATTRIBUTES;

    #[test]
    fn looking_at_an_attribute_sees_what_copying_it_gives() {
        let record =
            Record { state: "open".into(), due: Some(5), rating: Some(3), holder: Some("b".into()), supervised: true, ..Record::default() };
        let env = RecordEnv { record: &record, input: None, now: 0 };
        for (name, _) in ATTRIBUTES {
            assert_eq!(env.look(name), Seen::owned(env.entry(name)), "{name}");
        }
    }
}
