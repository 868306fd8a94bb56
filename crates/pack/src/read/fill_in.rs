//! Registers that people fill in themselves, whom they are compared with, and moves that open a record elsewhere. What names another
//! register is checked once all are read.

use indexmap::IndexMap;

use super::cursor::Tab;
use super::{Cx, parts};
use crate::code;
use crate::fill_in::{FillIn, HANDED, Opens, TAKEN};
use crate::model::{Capability, Field, FieldKind, Move, Pack, Register};
use crate::source::At;

/// Whether people are found by it.
const fn finds(field: &Field) -> bool {
    field.personal.is_some() && matches!(field.kind, FieldKind::Phone | FieldKind::IdNumber)
}

pub(super) fn fill_in(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<FillIn> {
    let mut tab = tab.table("fill_in", cx)?;
    let act = tab.required("move", cx);
    let known = register.moves.keys().map(String::as_str);
    if let Some((name, at)) = &act
        && cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), known)
        && register.moves.get(name).is_none_or(|act| !act.from.is_empty() || !act.by.iter().any(|by| by == "anyone"))
    {
        let (zh, en) = (format!("`{name}` 不是人人可做的开案动作"), format!("`{name}` is not an opening move that anyone may make"));
        cx.out.error(code::NOBODY, *at, zh, en).help("by = [\"anyone\"]", "by = [\"anyone\"]");
    }
    if !register.with.contains(&Capability::Publish) {
        let (zh, en) = (
            "填写人要能凭链接查进度，台账须有 `publish` 能力",
            "people follow what they filled in by a link: the register must compose `publish`",
        );
        cx.out.error(code::CAPABILITY_NEEDED, tab.at, zh, en);
    }
    let mv = act.map(|(act, _)| act).unwrap_or_default();
    let mut once = Vec::new();
    for (name, at) in tab.strings("once", cx) {
        if cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), register.fields.keys().map(String::as_str)) {
            if register.fields.get(&name).is_some_and(|field| !finds(field)) {
                let (zh, en) = ("按本人的手机号或身份证号认人", "people are told apart by a personal phone or identity number");
                cx.out.error(code::WRONG_FIELD, at, zh, en);
            }
            if register.moves.get(&mv).is_some_and(|act| !act.fill.contains(&name)) {
                let (zh, en) = (format!("动作 `{mv}` 不要求填 `{name}`"), format!("the move `{mv}` does not ask for `{name}`"));
                cx.out.error(code::INPUT_NEEDED, at, zh, en);
            }
        }
        once.push(name);
    }
    let fill_in = FillIn { mv, label: tab.label("label", cx), intro: tab.label("intro", cx), once };
    tab.finish(cx);
    Some(fill_in)
}

/// Registers in which the same person is looked for.
pub(super) fn same_in(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Vec<String> {
    let known: Vec<String> = cx.index.registers.keys().cloned().collect();
    let mut found = Vec::new();
    for (name, at) in tab.strings("same_in", cx) {
        cx.known(code::UNKNOWN_REGISTER, &name, at, ("台账", "register"), known.iter().map(String::as_str));
        found.push(name);
    }
    found
}

pub(super) fn opens(tab: &mut Tab<'_>, act: &Move, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Opens> {
    let mut tab = tab.table("opens", cx)?;
    if act.review.is_some() {
        let (zh, en) = ("要复核的动作不能再开别的记录", "a move that waits for a review cannot open another record");
        cx.out.error(code::BAD_VALUE, tab.at, zh, en);
    }
    let each = tab.word("each", &[("bodies", true)], cx).unwrap_or_default();
    let known: Vec<String> = cx.index.registers.keys().cloned().collect();
    let other = tab.required("register", cx);
    if let Some((name, at)) = &other {
        cx.known(code::UNKNOWN_REGISTER, name, *at, ("台账", "register"), known.iter().map(String::as_str));
    }
    let other = other.map(|(name, _)| name).unwrap_or_default();
    let moves = cx.index.registers.get(&other).map(|own| own.moves.clone()).unwrap_or_default();
    let mv = tab.required("move", cx);
    if let Some((name, at)) = mv.as_ref().filter(|_| !moves.is_empty()) {
        cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), moves.iter().map(String::as_str));
    }
    let mut take = IndexMap::new();
    if let Some(tab) = tab.table("take", cx) {
        for (input, node) in tab.entries() {
            let crate::tree::Val::Str(field) = &node.value else {
                super::cursor::wrong_type(node, ("字段名", "the name of a field"), cx);
                continue;
            };
            let asked = act.fill.iter().chain(&act.may).map(String::as_str).filter(|input| HANDED.contains(input));
            let known = register.fields.keys().map(String::as_str).chain(TAKEN).chain(asked);
            cx.known(code::UNKNOWN_FIELD, field, node.at, ("字段", "field"), known);
            take.insert(input.clone(), field.clone());
        }
    }
    let number = tab.string("number", cx).map(|(name, at)| {
        let known = register.fields.keys().map(String::as_str);
        let fits = |field: &Field| field.derived && matches!(field.kind, FieldKind::Text { .. });
        if cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), known)
            && register.fields.get(&name).is_some_and(|field| !fits(field))
        {
            cx.out.error(code::WRONG_FIELD, at, "编号记在程序填写的文字字段", "a number is kept in a derived text field");
        }
        name
    });
    tab.finish(cx);
    Some(Opens { register: other, mv: mv.map(|(name, _)| name).unwrap_or_default(), take, each, number })
}

/// What only both registers together show: the other's move gets all that it asks for, of the right kind, from people who may make it.
pub(super) fn check(pack: &Pack, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for register in pack.registers.values() {
        for act in register.moves.values() {
            let Some(opens) = &act.opens else { continue };
            let Some(other) = pack.registers.get(&opens.register) else { continue };
            let Some(opening) = other.moves.get(&opens.mv) else { continue };
            let at = place(&["register", &register.name, "move", &act.name, "opens"]);
            if !opening.from.is_empty() {
                let (zh, en) = (format!("`{}` 不是开案的动作", opens.mv), format!("`{}` opens no record", opens.mv));
                cx.out.error(code::UNKNOWN_MOVE, at, zh, en);
            }
            for role in act.by.iter().chain(&act.over).filter(|role| !opening.by.contains(role)) {
                let (zh, en) = (
                    format!("角色 `{role}` 不能做 `{}.{}`", other.name, opening.name),
                    format!("the role `{role}` may not make `{}.{}`", other.name, opening.name),
                );
                cx.out.error(code::NOBODY, at, zh, en);
            }
            let chosen = |input: &str| opens.each && input == "body";
            if opens.each {
                parts::each(act, opening, at, cx);
            }
            if act.from.is_empty() && comes_back(pack, register, act) {
                let (zh, en) = ("开案的动作一件接一件，没有尽头", "records open one another without end");
                cx.out.error(code::LOOP, at, zh, en);
            }
            for input in opening.fill.iter().filter(|input| !opens.take.contains_key(*input) && !chosen(input)) {
                let (zh, en) = (
                    format!("`{}.{}` 要填 `{input}`", other.name, opening.name),
                    format!("`{}.{}` asks for `{input}`", other.name, opening.name),
                );
                cx.out
                    .error(code::INPUT_NEEDED, at, zh, en)
                    .help(format!("take = {{ {input} = \"…\" }}"), format!("take = {{ {input} = \"…\" }}"));
            }
            for (input, field) in &opens.take {
                taken(
                    register,
                    other,
                    opening,
                    (input, field),
                    place(&["register", &register.name, "move", &act.name, "opens", "take", input]),
                    cx,
                );
            }
        }
    }
}

fn taken(register: &Register, other: &Register, opening: &Move, (input, field): (&str, &str), at: At, cx: &mut Cx<'_, '_>) {
    // Where it belongs can be said of whatever is opened.
    let known = opening.fill.iter().chain(&opening.may).map(String::as_str).chain(["area"]);
    if !cx.known(code::UNKNOWN_INPUT, input, at, ("填写项", "input"), known) {
        return;
    }
    let (Some(from), Some(to)) = (register.fields.get(field), other.fields.get(input)) else { return };
    let options =
        |field: &Field| if let FieldKind::Choice { options } = &field.kind { options.keys().cloned().collect() } else { Vec::new() };
    let same = std::mem::discriminant(&from.kind) == std::mem::discriminant(&to.kind);
    let wider = options(from).iter().any(|option| !options(to).contains(option));
    if !same || wider {
        let (zh, en) = (
            format!("`{field}` 的值 `{}.{input}` 装不下", other.name),
            format!("a value of `{field}` does not fit `{}.{input}`", other.name),
        );
        cx.out.error(code::WRONG_FIELD, at, zh, en);
    }
    if from.personal.is_some() && to.personal.is_none() {
        let (zh, en) = (
            format!("个人信息不能写进不是个人信息的 `{}.{input}`", other.name),
            format!("what is personal cannot become `{}.{input}`, which is not", other.name),
        );
        cx.out.error(code::PRIVACY, at, zh, en);
    }
}

/// Whether the records that an opening move opens open a record by that move again.
fn comes_back(pack: &Pack, register: &Register, act: &Move) -> bool {
    let next = |register: &Register, act: &Move| {
        let opens = register.moves.get(&act.name)?.opens.as_ref()?;
        let other = pack.registers.get(&opens.register)?;
        Some((other, other.moves.get(&opens.mv)?))
    };
    let mut here = next(register, act);
    for _ in 0..pack.registers.len() {
        match here {
            Some((other, mv)) if other.name == register.name && mv.name == act.name => return true,
            Some((other, mv)) => here = next(other, mv),
            None => return false,
        }
    }
    here.is_some()
}
