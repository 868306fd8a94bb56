//! Expressions: one text, two readers. (Contract; the pack engineer fills it in.)

use crate::record::{Record, Type, Value};

/// A checked expression over one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// As written.
    pub source: String,
}

/// What an expression is evaluated against.
pub trait Env {
    /// Value of an attribute or field of the entry; [`Value::Null`] where absent.
    fn entry(&self, name: &str) -> Value;
    /// Value of `input.NAME`.
    fn input(&self, name: &str) -> Value;
    /// `now`, in seconds since 1970.
    fn now(&self) -> i64;
}

/// [`Env`] over a record.
#[derive(Debug)]
pub struct RecordEnv<'a> {
    /// The record.
    pub record: &'a Record,
    /// Inputs of the command, if any.
    pub input: Option<&'a std::collections::BTreeMap<String, Value>>,
    /// The time.
    pub now: i64,
}

/// How the store names a column, in its dialect.
pub trait Names {
    /// SQL for an attribute or field of the given type; `field` where it is in the JSON column.
    fn column(&self, name: &str, field: bool, kind: Type) -> String;
}

/// A compiled condition: SQL text with `?` for each parameter, in order. Both engines accept the text after the store numbers the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Sql {
    /// The condition.
    pub text: String,
    /// Its parameters.
    pub params: Vec<Param>,
}

/// A parameter of compiled SQL.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// Integer, time or boolean (0/1).
    Int(i64),
    /// Float.
    Num(f64),
    /// Text.
    Text(String),
    /// The value of `now` when the statement runs.
    Now,
}

impl Expr {
    /// Whether it holds; anything but `true` does not.
    #[must_use]
    pub fn holds(&self, _env: &dyn Env) -> bool {
        false
    }

    /// The same condition as SQL.
    #[must_use]
    pub fn to_sql(&self, _names: &dyn Names) -> Sql {
        Sql { text: String::new(), params: Vec::new() }
    }
}
