//! The SQL compiler: standard SQL that SQLite and PostgreSQL both accept and understand alike.
//!
//! Every condition is two-valued. A comparison is written `(a < b AND a IS NOT NULL …)` and not `COALESCE(a < b, …)`, because a plain
//! comparison at the top of a conjunction can use an index. Case matters in `startsWith` and `contains`, which is why neither is a
//! `LIKE`: SQLite's folds ASCII case, PostgreSQL's does not.

use super::ast::{Cond, Op, Sum, Tree, Val};
use super::{Names, Param, Sql};

pub(super) fn compile(tree: &Tree, names: &dyn Names) -> Sql {
    let mut out = Writer { names, text: String::new(), params: Vec::new() };
    match tree {
        Tree::Cond(cond) => out.cond(cond),
        Tree::Val(val) => out.cond(&Cond::True(val.clone())),
    }
    Sql { text: out.text, params: out.params }
}

struct Writer<'n> {
    names: &'n dyn Names,
    text: String,
    params: Vec<Param>,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn param(&mut self, param: Param) {
        self.params.push(param);
        self.text.push('?');
    }

    fn cond(&mut self, cond: &Cond) {
        self.put("(");
        match cond {
            // `TRUE` is a word in both engines, but this is also a number in neither.
            Cond::Const(yes) => self.put(if *yes { "1 = 1" } else { "1 = 0" }),
            Cond::And(a, b) => self.joined(a, " AND ", b),
            Cond::Or(a, b) => self.joined(a, " OR ", b),
            Cond::Not(a) => {
                self.put("NOT ");
                self.cond(a);
            }
            Cond::Compare(Op::Ne, a, b) => {
                self.put("NOT ");
                self.cond(&Cond::Compare(Op::Eq, a.clone(), b.clone()));
            }
            Cond::Compare(op, a, b) => {
                self.val(a);
                self.put(sign(*op));
                self.val(b);
                self.there(&[a, b]);
            }
            Cond::Missing(a) => {
                self.val(a);
                self.put(" IS NULL");
            }
            Cond::In(_, list) if list.is_empty() => self.put("1 = 0"),
            Cond::In(a, list) => {
                self.val(a);
                self.put(" IN (");
                for (i, item) in list.iter().enumerate() {
                    if i > 0 {
                        self.put(", ");
                    }
                    self.val(item);
                }
                self.put(")");
                self.there(&[a]);
            }
            Cond::StartsWith(a, b) => self.starts_with(a, b),
            Cond::Contains(a, b) => self.contains(a, b),
            Cond::True(a) => {
                self.val(a);
                self.put(" = 1");
                self.there(&[a]);
            }
        }
        self.put(")");
    }

    fn joined(&mut self, a: &Cond, word: &str, b: &Cond) {
        self.cond(a);
        self.put(word);
        self.cond(b);
    }

    /// Adds that the values are there, which makes a comparison of them two-valued.
    fn there(&mut self, values: &[&Val]) {
        for value in values {
            if nullable(value) {
                self.put(" AND ");
                self.val(value);
                self.put(" IS NOT NULL");
            }
        }
    }

    fn starts_with(&mut self, a: &Val, b: &Val) {
        self.put("substr(");
        self.val(a);
        self.put(", 1, ");
        match b {
            Val::Text(text) => self.put(&text.chars().count().to_string()),
            _ => {
                self.put("length(");
                self.val(b);
                self.put(")");
            }
        }
        self.put(") = ");
        self.val(b);
        self.there(&[a, b]);
    }

    fn contains(&mut self, a: &Val, b: &Val) {
        if *b == Val::Text(String::new()) {
            self.val(a);
            return self.put(" IS NOT NULL");
        }
        self.put("(replace(");
        self.val(a);
        self.put(", ");
        self.val(b);
        self.put(", '') <> ");
        self.val(a);
        if !matches!(b, Val::Text(_)) {
            self.put(" OR ");
            self.val(b);
            self.put(" = ''");
        }
        self.put(")");
        self.there(&[a, b]);
    }

    fn val(&mut self, val: &Val) {
        match val {
            Val::Bool(yes) => self.put(if *yes { "1" } else { "0" }),
            Val::Int(int) => self.int(*int),
            Val::Num(num) => self.put(&format!("CAST({num:?} AS DOUBLE PRECISION)")),
            Val::Text(text) => self.param(Param::Text(text.clone())),
            Val::Now => {
                // PostgreSQL guesses a parameter's type from its neighbour; a time must not become a 32-bit integer.
                self.put("CAST(");
                self.param(Param::Now);
                self.put(" AS BIGINT)");
            }
            Val::Entry { name, field, kind, .. } => self.text.push_str(&self.names.column(name, *field, *kind)),
            Val::Input { .. } => self.put("NULL"),
            Val::Negate(a) => {
                self.put("(- ");
                self.val(a);
                self.put(")");
            }
            Val::Arith(sum, a, b) => {
                self.put("(");
                self.wide(a);
                self.put(match sum {
                    Sum::Add => " + ",
                    Sum::Sub => " - ",
                    Sum::Mul => " * ",
                });
                self.wide(b);
                self.put(")");
            }
            Val::Length(a) => {
                self.put("length(");
                self.val(a);
                self.put(")");
            }
            Val::Count(a) => match a.as_ref() {
                Val::Entry { name, field, .. } => self.text.push_str(&self.names.list_length(name, *field)),
                _ => self.put("NULL"),
            },
            Val::If(cond, a, b) => {
                self.put("(CASE WHEN ");
                self.cond(cond);
                self.put(" THEN ");
                self.val(a);
                self.put(" ELSE ");
                self.val(b);
                self.put(" END)");
            }
            Val::Of(cond) => {
                self.put("(CASE WHEN ");
                self.cond(cond);
                self.put(" THEN 1 ELSE 0 END)");
            }
        }
    }

    /// A whole number in arithmetic, as 64 bits: PostgreSQL would count small ones in 32 and overflow.
    fn wide(&mut self, val: &Val) {
        match val {
            Val::Int(_) | Val::Length(_) | Val::Count(_) => {
                self.put("CAST(");
                self.val(val);
                self.put(" AS BIGINT)");
            }
            _ => self.val(val),
        }
    }

    fn int(&mut self, int: i64) {
        match int {
            // The digits alone are one more than a 64-bit integer can hold.
            i64::MIN => self.put("(-9223372036854775807 - 1)"),
            _ if int < 0 => self.put(&format!("({int})")),
            _ => self.put(&int.to_string()),
        }
    }
}

fn sign(op: Op) -> &'static str {
    match op {
        Op::Eq => " = ",
        Op::Ne => " <> ",
        Op::Lt => " < ",
        Op::Le => " <= ",
        Op::Gt => " > ",
        Op::Ge => " >= ",
    }
}

/// Whether a value can be missing.
fn nullable(val: &Val) -> bool {
    match val {
        Val::Bool(_) | Val::Int(_) | Val::Num(_) | Val::Text(_) | Val::Now | Val::Of(_) => false,
        Val::Entry { nullable, .. } => *nullable,
        Val::Input { .. } => true,
        Val::Negate(a) | Val::Length(a) | Val::Count(a) => nullable(a),
        Val::Arith(_, a, b) | Val::If(_, a, b) => nullable(a) || nullable(b),
    }
}
