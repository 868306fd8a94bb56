//! Files that another office sends: that each order is told apart, that everything asked for has a column, and that every word fits.

use indexmap::{IndexMap, IndexSet};

use super::cursor::{Tab, wrong_type};
use super::{Cx, measures};
use crate::code;
use crate::exchange::{Exchange, Given, RESULT, Taken};
use crate::model::{Field, FieldKind, Move, Register};
use crate::record::ATTRIBUTES;
use crate::source::At;
use crate::tree::{Node, Val};

/// Inputs that no cell can hold.
const NO_CELL: [&str; 7] = ["photos", "place", "body", "bodies", "other", "attendance", "made_up"];

pub(super) fn exchanges(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, Exchange> {
    let tabs = tab.tables("exchange", cx);
    tabs.into_iter().map(|tab| exchange(tab, register, cx)).map(|one| (one.name.clone(), one)).collect()
}

fn exchange(mut tab: Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Exchange {
    let label = tab.label("label", cx);
    let opening = opening(&mut tab, register, cx);
    let number = number(&mut tab, register, opening, cx);
    let later = tab.string("later", cx).map(|(name, at)| later(name, at, register, cx));
    let takes = takes(&mut tab, register, opening, cx);
    if opening.is_some() {
        let asked = |name: &&str| *name == number || opening.is_some_and(|mv| is_asked(register, mv, name));
        let inputs = opening.into_iter().flat_map(|mv| mv.fill.iter().chain(register.fields.keys())).map(String::as_str);
        let missing: IndexSet<&str> = inputs.filter(asked).filter(|name| !takes.contains_key(*name)).collect();
        for name in missing {
            let (zh, en) = (format!("没有一列给出 `{name}`"), format!("no column gives `{name}`"));
            let help = format!("[….takes.{name}]  heads = [\"…\"]");
            cx.out.error(code::INPUT_NEEDED, tab.at, zh, en).help(help.clone(), help);
        }
    }
    let result = result(&mut tab, register, cx);
    let gives = gives(&mut tab, register, &result, cx);
    let replied = match tab.string("replied", cx) {
        Some((name, at)) => {
            measures::is_time(&name, at, &measures::scope(&register.name, cx), cx);
            name
        }
        None => "closed".to_owned(),
    };
    let exchange = Exchange {
        name: tab.name.to_owned(),
        label,
        mv: opening.map(|mv| mv.name.clone()).unwrap_or_default(),
        number,
        later,
        takes,
        gives,
        replied,
        result,
        basis: tab.basis(cx),
    };
    tab.finish(cx);
    exchange
}

fn opening<'r>(tab: &mut Tab<'_>, register: &'r Register, cx: &mut Cx<'_, '_>) -> Option<&'r Move> {
    let (name, at) = tab.required("move", cx)?;
    if !cx.known(code::UNKNOWN_MOVE, &name, at, ("动作", "move"), register.moves.keys().map(String::as_str)) {
        return None;
    }
    let mv = register.moves.get(&name)?;
    if !mv.from.is_empty() {
        let (zh, en) = (format!("`{name}` 不是开案的动作"), format!("`{name}` opens no record"));
        cx.out.error(code::EXCHANGE, at, zh, en);
    }
    for input in mv.fill.iter().filter(|input| NO_CELL.contains(&input.as_str()) && *input != "place") {
        let (zh, en) = (format!("`{name}` 要填 `{input}`，单元格里填不了"), format!("`{name}` asks for `{input}`, which no cell can hold"));
        cx.out.error(code::EXCHANGE, at, zh, en);
    }
    Some(mv)
}

/// The field of the other side's number: one line, not personal, set when the record is opened and by nothing else.
fn number(tab: &mut Tab<'_>, register: &Register, opening: Option<&Move>, cx: &mut Cx<'_, '_>) -> String {
    let Some((name, at)) = tab.required("number", cx) else { return String::new() };
    if !cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), register.fields.keys().map(String::as_str)) {
        return name;
    }
    let fits = |field: &Field| matches!(field.kind, FieldKind::Text { .. }) && field.personal.is_none() && !field.derived;
    if register.fields.get(&name).is_some_and(|field| !fits(field)) {
        let zh = "对方的编号记在人填写的、不含个人信息的单行文字字段";
        let en = "the other side's number is kept in a line of text that people fill in and that is not personal";
        cx.out.error(code::WRONG_FIELD, at, zh, en);
    }
    let takes = |mv: &&Move| mv.fill.iter().chain(&mv.may).any(|input| *input == name);
    if opening.is_some_and(|mv| !takes(&mv)) {
        let (zh, en) = (format!("开案的动作没有填 `{name}`"), format!("the opening move does not take `{name}`"));
        cx.out.error(code::EXCHANGE, at, zh, en);
    }
    for mv in register.moves.values().filter(|mv| !mv.from.is_empty()).filter(takes) {
        let zh = format!("动作 `{}` 能改 `{name}`，同一张工单就会进来两次", mv.name);
        let en = format!("the move `{}` can change `{name}`: the same order could then come twice", mv.name);
        cx.out.error(code::EXCHANGE, at, zh, en);
    }
    name
}

/// A move that takes a note to a record that is there, and needs nothing else.
fn later(name: String, at: At, register: &Register, cx: &mut Cx<'_, '_>) -> String {
    if cx.known(code::UNKNOWN_MOVE, &name, at, ("动作", "move"), register.moves.keys().map(String::as_str))
        && let Some(mv) = register.moves.get(&name)
    {
        let takes_note = mv.fill.iter().chain(&mv.may).any(|input| input == "note");
        if mv.from.is_empty() || !takes_note || mv.fill.iter().any(|input| input != "note") || mv.review.is_some() {
            let zh = format!("`{name}` 须对已有的记录填 `note`，不要求填别的，也不用审核");
            let en = format!("`{name}` must take a `note` to a record that is there, ask for nothing else and not be reviewed");
            cx.out.error(code::EXCHANGE, at, zh, en);
        }
    }
    name
}

/// Whether a record cannot be opened by the move without the input.
fn is_asked(register: &Register, mv: &Move, name: &str) -> bool {
    let required = register.fields.get(name).is_some_and(|field| field.required && !field.derived);
    required || name != "place" && mv.fill.iter().any(|input| input == name)
}

fn takes(tab: &mut Tab<'_>, register: &Register, opening: Option<&Move>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Taken> {
    let mut takes = IndexMap::new();
    let mut seen: Vec<String> = Vec::new();
    for mut tab in tab.tables("takes", cx) {
        let (name, at) = (tab.name.to_owned(), tab.at);
        if let Some(mv) = opening {
            let own = mv.fill.iter().chain(&mv.may).map(String::as_str);
            let fields = register.fields.values().filter(|field| field.required && !field.derived).map(|field| field.name.as_str());
            let known = own.chain(fields).filter(|input| !NO_CELL.contains(input)).chain(["area", "lon", "lat"]);
            cx.known(code::UNKNOWN_INPUT, &name, at, ("填写项", "input"), known);
        }
        if !tab.has("heads") {
            tab.missing("heads", cx);
        }
        let mut heads = Vec::new();
        for (head, at) in tab.strings("heads", cx) {
            once(&head, at, &mut seen, cx);
            heads.push(head);
        }
        let mut values = IndexMap::new();
        for (word, node) in tab.table("values", cx).iter().flat_map(Tab::entries) {
            let Some(text) = text(node, cx) else { continue };
            fits(register, &name, &text, node.at, cx);
            values.insert(word.clone(), text);
        }
        tab.finish(cx);
        takes.insert(name, Taken { heads, values });
    }
    takes
}

/// Complains about a heading that stands for two columns.
fn once(head: &str, at: At, seen: &mut Vec<String>, cx: &mut Cx<'_, '_>) {
    if seen.iter().any(|known| known == head) {
        let (zh, en) = (format!("列名 `{head}` 写了两次"), format!("two columns are headed `{head}`"));
        cx.out.error(code::SAME_HEAD, at, zh, en);
    }
    seen.push(head.to_owned());
}

fn text(node: &Node, cx: &mut Cx<'_, '_>) -> Option<String> {
    match &node.value {
        Val::Str(text) => Some(text.clone()),
        _ => {
            wrong_type(node, ("文字", "a text"), cx);
            None
        }
    }
}

/// Complains where what a word means is nothing that the input can be.
fn fits(register: &Register, input: &str, code: &str, at: At, cx: &mut Cx<'_, '_>) {
    match register.fields.get(input).map(|field| &field.kind) {
        Some(FieldKind::Choice { options }) => {
            cx.known(code::BAD_VALUE, code, at, ("选项", "option"), options.keys().map(String::as_str));
        }
        Some(FieldKind::Category) => {
            cx.category(code, at);
        }
        None if input == "category" => {
            cx.category(code, at);
        }
        None if input == "urgency" => {
            cx.urgency(code, at);
        }
        _ => {}
    }
}

fn result(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Vec<String> {
    let mut moves = Vec::new();
    for (name, at) in tab.strings("result", cx) {
        cx.known(code::UNKNOWN_MOVE, &name, at, ("动作", "move"), register.moves.keys().map(String::as_str));
        if register.moves.get(&name).is_some_and(|mv| !mv.fill.iter().chain(&mv.may).any(|input| input == "note")) {
            let (zh, en) =
                (format!("动作 `{name}` 不填 `note`，没有结果可写"), format!("the move `{name}` takes no `note` to be the result"));
            cx.out.error(code::INPUT_NEEDED, at, zh, en);
        }
        moves.push(name);
    }
    moves
}

fn gives(tab: &mut Tab<'_>, register: &Register, result: &[String], cx: &mut Cx<'_, '_>) -> Vec<Given> {
    let mut gives = Vec::new();
    let mut seen = Vec::new();
    for mut tab in tab.list("gives", cx) {
        let head = tab.required("head", cx);
        if let Some((head, at)) = &head {
            once(head, *at, &mut seen, cx);
        }
        let value = tab.required("value", cx);
        if let Some((name, at)) = &value {
            let known = register.fields.keys().map(String::as_str).chain(ATTRIBUTES.iter().map(|(name, _)| *name)).chain([RESULT]);
            cx.known(code::UNKNOWN_FIELD, name, *at, ("字段或属性", "field or attribute"), known);
            if register.fields.get(name).is_some_and(|field| field.personal.is_some()) {
                let (zh, en) = ("个人信息不写进回复文件", "what is personal does not go into a file of answers");
                cx.out.error(code::PRIVACY, *at, zh, en);
            }
            if name == RESULT && result.is_empty() {
                let (zh, en) = ("要写明哪些动作的说明是办理结果：`result`", "`result` must name the moves whose note is the result");
                cx.out.error(code::MISSING_KEY, *at, zh, en);
            }
        }
        let name = value.map(|(name, _)| name).unwrap_or_default();
        let mut values = IndexMap::new();
        for (code, node) in tab.table("values", cx).iter().flat_map(Tab::entries) {
            if name == "state" {
                cx.known(code::UNKNOWN_STATE, code, node.key, ("状态", "state"), register.states.keys().map(String::as_str));
            } else {
                fits(register, &name, code, node.key, cx);
            }
            values.extend(text(node, cx).map(|word| (code.clone(), word)));
        }
        tab.finish(cx);
        gives.push(Given { head: head.map(|(head, _)| head).unwrap_or_default(), value: name, values });
    }
    gives
}
