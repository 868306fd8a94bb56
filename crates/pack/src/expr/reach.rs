//! How far from zero a whole number in an expression can get, from what its parts can hold.

use super::ast::{Sum, Val};
use super::scope::{COUNT, Scope, TIME};

/// Up to here every reader has the same whole numbers: a float and JSON's numbers hold them too.
pub(super) const EXACT: u64 = 1 << 53;

/// The largest distance from zero.
pub(super) fn most(val: &Val, scope: &Scope) -> u64 {
    match val {
        Val::Int(int) => int.unsigned_abs(),
        Val::Now => TIME,
        Val::Entry { name, .. } => scope.names.get(name).map_or(COUNT, |entry| entry.most),
        Val::Input { name } => scope.inputs.as_ref().and_then(|inputs| inputs.get(name)).map_or(COUNT, |entry| entry.most),
        Val::Length(_) | Val::Count(_) => COUNT,
        Val::Negate(a) => most(a, scope),
        Val::If(_, a, b) => most(a, scope).max(most(b, scope)),
        Val::Arith(sum, a, b) => {
            let (a, b) = (most(a, scope), most(b, scope));
            match sum {
                Sum::Add | Sum::Sub => a.saturating_add(b),
                Sum::Mul => a.saturating_mul(b),
            }
        }
        // No whole numbers.
        Val::Bool(_) | Val::Num(_) | Val::Text(_) | Val::Of(_) => 0,
    }
}
