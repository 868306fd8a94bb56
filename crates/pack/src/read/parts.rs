//! Records that a move of another register opens: whose parts they are, and what they tell the record that they come from.

use indexmap::IndexMap;

use super::cursor::{Tab, wrong_type};
use super::measures::scope;
use super::moves::report;
use super::{Cx, deliberation};
use crate::code;
use crate::expr::Expr;
use crate::model::{Field, FieldKind, Move, Pack, Register};
use crate::source::At;
use crate::tree::Val;

/// The register whose moves open its records.
pub(super) fn part_of(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<String> {
    let (name, at) = tab.string("part_of", cx)?;
    let known: Vec<String> = cx.index.registers.keys().cloned().collect();
    cx.known(code::UNKNOWN_REGISTER, &name, at, ("台账", "register"), known.iter().map(String::as_str)).then_some(name)
}

/// `[register.call.tells.whistle] waiting = "call.open == true"`: the other register's field counts the records that this holds for.
pub(super) fn tells(tab: &mut Tab<'_>, register: &str, cx: &mut Cx<'_, '_>) -> IndexMap<String, IndexMap<String, Expr>> {
    let scope = scope(register, cx);
    let mut tells = IndexMap::new();
    for tab in tab.tables("tells", cx) {
        let known: Vec<String> = cx.index.registers.keys().cloned().collect();
        if !cx.known(code::UNKNOWN_REGISTER, tab.name, tab.at, ("台账", "register"), known.iter().map(String::as_str)) {
            continue;
        }
        let fields = cx.index.registers.get(tab.name).map(|other| other.fields.clone()).unwrap_or_default();
        let mut counts = IndexMap::new();
        for (field, node) in tab.entries() {
            let Val::Str(text) = &node.value else {
                wrong_type(node, ("条件", "a condition"), cx);
                continue;
            };
            cx.known(code::UNKNOWN_FIELD, field, node.key, ("字段", "field"), fields.iter().map(String::as_str));
            match crate::expr::parse(text, &scope) {
                Ok(expr) if expr.uses_now() => {
                    let zh = "件数随每一步办理变化，不能写 `now`";
                    let en = "a number of records changes with acts only: `now` has no place here";
                    cx.out.error(code::BAD_VALUE, node.at, zh, en);
                }
                Ok(expr) => drop(counts.insert(field.clone(), expr)),
                Err(problems) => report(problems, node.at, cx),
            }
        }
        tells.insert(tab.name.to_owned(), counts);
    }
    tells
}

/// What only all registers together show.
pub(super) fn check(pack: &Pack, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for register in pack.registers.values() {
        let opened = |of: &str| {
            let moves = pack.registers.get(of).into_iter().flat_map(|other| other.moves.values());
            let takes = register.places.as_ref().is_some_and(|places| places.of == of);
            takes
                || moves.filter_map(|act| act.opens.as_ref()).any(|opens| opens.register == register.name)
                || deliberation::heard_by(pack, of, &register.name)
        };
        if let Some(of) = register.part_of.as_ref().filter(|of| !opened(of)) {
            let (zh, en) = (
                format!("`{of}` 没有开出 `{}` 的动作(opens)", register.name),
                format!("no move of `{of}` opens a `{}` (`opens`)", register.name),
            );
            cx.out.error(code::NO_OPENING_MOVE, place(&["register", &register.name, "part_of"]), zh, en);
        }
        for (of, counts) in &register.tells {
            if !opened(of) {
                let (zh, en) = (
                    format!("`{of}` 没有开出 `{}` 的动作(opens)，没有谁可告知", register.name),
                    format!("no move of `{of}` opens a `{}` (`opens`), so there is none to tell", register.name),
                );
                cx.out.error(code::NO_OPENING_MOVE, place(&["register", &register.name, "tells", of]), zh, en);
            }
            let fields = pack.registers.get(of).map(|other| &other.fields);
            let fits = |field: &Field| field.derived && matches!(field.kind, FieldKind::Int { .. });
            for name in counts.keys().filter(|name| fields.and_then(|all| all.get(*name)).is_some_and(|field| !fits(field))) {
                let at = place(&["register", &register.name, "tells", of, name]);
                let (zh, en) = ("件数记在程序填写的整数字段", "a number of records is kept in a derived field of kind `int`");
                cx.out.error(code::WRONG_FIELD, at, zh, en);
            }
        }
        duties(pack, register, place, cx);
    }
}

/// A field of kind `duty` is nothing without a catalogue whose lines can be told apart.
fn duties(pack: &Pack, register: &Register, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    let Some(field) = register.fields.values().find(|field| field.kind == FieldKind::Duty) else { return };
    let at = place(&["register", &register.name, "field", &field.name]);
    if pack.dispatch.iter().all(|rule| rule.item.is_empty()) {
        let (zh, en) = ("权责清单没有一条有 `item`，无从选起", "no line of the dispatch catalogue has an `item` to choose");
        cx.out.error(code::MISSING_KEY, at, zh, en);
    }
    for (i, rule) in pack.dispatch.iter().enumerate().filter(|(_, rule)| !rule.item.is_empty()) {
        if pack.dispatch.iter().take(i).any(|before| before.item == rule.item) {
            let (zh, en) =
                (format!("权责清单有两条 `item = \"{}\"`", rule.item), format!("two lines of the catalogue have the item `{}`", rule.item));
            cx.out.error(code::TWO_RULES, at, zh, en);
        }
    }
}

/// One record for each of several bodies: the bodies are asked for here, and the other move takes one of them.
pub(super) fn each(act: &Move, opening: &Move, at: At, cx: &mut Cx<'_, '_>) {
    if !act.fill.iter().any(|input| input == "bodies") {
        let (zh, en) = ("要在 fill 里写 \"bodies\"", "this needs \"bodies\" in `fill`");
        cx.out.error(code::INPUT_NEEDED, at, zh, en);
    }
    if !opening.fill.iter().any(|input| input == "body") {
        let (zh, en) = (format!("`{}` 不要求填 `body`", opening.name), format!("`{}` does not ask for `body`", opening.name));
        cx.out.error(code::INPUT_NEEDED, at, zh, en);
    }
}
