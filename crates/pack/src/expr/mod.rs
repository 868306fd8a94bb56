//! Expressions: one text, two readers.
//!
//! The text is CEL, read by the `cel` crate's parser and checked into a small typed tree of our own (`ast`). `eval` runs it on one
//! entry, `sql` compiles it over a register, and both give a missing value the one meaning the language's reference states: comparing
//! with it is false, except `== null` and `!= null`; `!=` is always the negation of `==`. A property test holds the two readers together.

mod ast;
mod check;
mod eval;
mod figure;
mod reach;
mod scope;
mod sql;
mod syntax;

use crate::record::{Record, Type, Value};

pub use check::{parse, parse_value};
pub use eval::Seen;
pub use figure::parse_figure;
pub(crate) use scope::{INPUTS as BUILT_IN_INPUTS, SOURCES};
pub use scope::{Kind, Name, Scope};
pub use syntax::Problem;

/// A checked expression over one entry. Built by [`parse`].
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// As written.
    pub source: String,
    root: ast::Tree,
}

/// What an expression is evaluated against.
pub trait Env {
    /// Value of an attribute or field of the entry; [`Value::Null`] where absent.
    fn entry(&self, name: &str) -> Value;
    /// Value of `input.NAME`.
    fn input(&self, name: &str) -> Value;
    /// `now`, in seconds since 1970.
    fn now(&self) -> i64;
    /// [`Env::entry`] without a copy, for entries that can lend their values.
    fn look(&self, name: &str) -> Seen<'_> {
        Seen::owned(self.entry(name))
    }
    /// [`Env::input`] without a copy.
    fn look_input(&self, name: &str) -> Seen<'_> {
        Seen::owned(self.input(name))
    }
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
    /// SQL for the number of entries of a list field. `json_array_length` exists in both dialects, but PostgreSQL wants `json`, not `jsonb`.
    fn list_length(&self, name: &str, field: bool) -> String {
        format!("json_array_length({})", self.column(name, field, Type::List))
    }
}

/// A compiled condition: SQL text with `?` for each parameter, in order. Both engines accept the text after the store numbers the parameters.
/// The text contains no `?` other than parameters.
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
    /// The condition that always holds.
    #[must_use]
    pub fn always() -> Self {
        Self { source: "true".to_owned(), root: ast::Tree::Cond(ast::Cond::Const(true)) }
    }

    /// Whether it holds; anything but `true` does not.
    #[must_use]
    pub fn holds(&self, env: &dyn Env) -> bool {
        eval::holds(&self.root, env)
    }

    /// Its value: a boolean for a condition, [`Value::Null`] where something it needs is missing.
    #[must_use]
    pub fn value(&self, env: &dyn Env) -> Value {
        eval::value(&self.root, env)
    }

    /// The same condition as SQL: two-valued, so that it may be negated. `input` is not known to a store and counts as missing.
    #[must_use]
    pub fn to_sql(&self, names: &dyn Names) -> Sql {
        sql::compile(&self.root, names)
    }

    /// Whether it reads `input`.
    #[must_use]
    pub fn uses_input(&self) -> bool {
        let mut found = false;
        self.root.visit(&mut |val| found |= matches!(val, ast::Val::Input { .. }));
        found
    }

    /// Whether it reads `now`, so that its truth changes by itself.
    #[must_use]
    pub fn uses_now(&self) -> bool {
        let mut found = false;
        self.root.visit(&mut |val| found |= matches!(val, ast::Val::Now));
        found
    }

    /// The inputs it reads.
    #[must_use]
    pub fn inputs(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.root.visit(&mut |val| {
            if let ast::Val::Input { name } = val
                && !found.contains(&name.as_str())
            {
                found.push(name.as_str());
            }
        });
        found
    }
}
