//! The typed tree. Conditions are two-valued; only values can be missing. Keeping the two apart makes the meaning of a missing value
//! a matter of shape, for the evaluator and the SQL alike.

use crate::record::Type;

/// A whole expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    Cond(Cond),
    Val(Val),
}

/// Something that is true or false, never missing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cond {
    Const(bool),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
    Not(Box<Cond>),
    Compare(Op, Val, Val),
    Missing(Val),
    /// One of a list of literals, which are of the type of the value.
    In(Val, Vec<Val>),
    StartsWith(Val, Val),
    Contains(Val, Val),
    /// A value of type bool that is there and true.
    True(Val),
}

/// Something that may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Val {
    Bool(bool),
    Int(i64),
    Num(f64),
    Text(String),
    Now,
    Entry {
        name: String,
        field: bool,
        kind: Type,
        nullable: bool,
    },
    Input {
        name: String,
    },
    Negate(Box<Val>),
    Arith(Sum, Box<Val>, Box<Val>),
    /// Characters of a text.
    Length(Box<Val>),
    /// Entries of a list field or input.
    Count(Box<Val>),
    If(Box<Cond>, Box<Val>, Box<Val>),
    Of(Box<Cond>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    Add,
    Sub,
    Mul,
}

impl Tree {
    pub(super) fn visit<'t>(&'t self, see: &mut dyn FnMut(&'t Val)) {
        match self {
            Self::Cond(cond) => cond.visit(see),
            Self::Val(val) => val.visit(see),
        }
    }
}

impl Cond {
    pub(super) fn visit<'t>(&'t self, see: &mut dyn FnMut(&'t Val)) {
        match self {
            Self::Const(_) => {}
            Self::And(a, b) | Self::Or(a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Self::Not(a) => a.visit(see),
            Self::Compare(_, a, b) | Self::StartsWith(a, b) | Self::Contains(a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Self::Missing(a) | Self::True(a) => a.visit(see),
            Self::In(a, list) => {
                a.visit(see);
                list.iter().for_each(|item| item.visit(see));
            }
        }
    }
}

impl Val {
    pub(super) fn visit<'t>(&'t self, see: &mut dyn FnMut(&'t Val)) {
        see(self);
        match self {
            Self::Negate(a) | Self::Length(a) | Self::Count(a) => a.visit(see),
            Self::Arith(_, a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Self::If(cond, a, b) => {
                cond.visit(see);
                a.visit(see);
                b.visit(see);
            }
            Self::Of(cond) => cond.visit(see),
            _ => {}
        }
    }
}
