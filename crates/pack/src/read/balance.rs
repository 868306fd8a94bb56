//! Balances: amounts that a move pays in or draws, and never more than is there.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, wrong_type};
use crate::code;
use crate::model::{Field, FieldKind, Move, Register};
use crate::tree::Val;

pub(super) fn of_move(act: &mut Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) {
    act.pays = amounts("pays", act, tab, register, cx);
    act.draws = amounts("draws", act, tab, register, cx);
    if act.review.is_some() && !act.draws.is_empty() {
        let (zh, en) =
            ("要审核的动作不能动用余额：审核时余额可能已经变了", "a move that waits for a review cannot draw: by then less may be left");
        cx.out.error(code::BAD_BALANCE, tab.place("draws"), zh, en);
    }
}

/// `{ balance = "amount" }`: a derived sum, and what the move asks for.
fn amounts(key: &'static str, act: &Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, String> {
    let mut found = IndexMap::new();
    let Some(tab) = tab.table(key, cx) else { return found };
    let is_sum = |field: &&Field| field.derived && field.kind == FieldKind::Money;
    for (balance, node) in tab.entries() {
        let sums = register.fields.values().filter(is_sum).map(|field| field.name.as_str());
        cx.known(code::BAD_BALANCE, balance, node.key, ("程序填写的金额字段", "derived field of kind `money`"), sums);
        let Val::Str(amount) = &node.value else {
            wrong_type(node, ("要填的金额字段", "a field of kind `money` that the move asks for"), cx);
            continue;
        };
        let asked = |name: &str| act.fill.iter().any(|input| input == name);
        let money = register.fields.values().filter(|field| field.kind == FieldKind::Money && asked(&field.name));
        let what = ("动作要填的金额字段", "field of kind `money` in `fill`");
        cx.known(code::BAD_BALANCE, amount, node.at, what, money.map(|field| field.name.as_str()));
        found.insert(balance.clone(), amount.clone());
    }
    found
}
