//! Recurring duties: the move that opens them, the fields that say for when, and who owes what how often.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, pick};
use crate::code;
use crate::model::{Every, FieldKind, Hold, Owed, Recur, Register};

pub(super) fn recur(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Recur> {
    let mut tab = tab.table("recur", cx)?;
    let opens = tab.required("move", cx);
    let kind = tab.required("kind", cx);
    let options = match &kind {
        Some((name, at)) => options(register, name, *at, cx),
        None => Vec::new(),
    };
    let from = date(&mut tab, "from", register, cx).unwrap_or_default();
    let until = date(&mut tab, "until", register, cx).unwrap_or_default();
    let on = tab.has("on").then(|| date(&mut tab, "on", register, cx)).flatten();
    let planned = tab.has("planned").then(|| date(&mut tab, "planned", register, cx)).flatten();
    let called = tab.string("called", cx).map(|(name, at)| {
        let texts = register.fields.values().filter(|field| matches!(field.kind, FieldKind::Text { .. }) && field.personal.is_none());
        cx.known(code::UNKNOWN_FIELD, &name, at, ("文字字段", "field of kind `text`"), texts.map(|field| field.name.as_str()));
        name
    });
    let mut done = Vec::new();
    for (state, at) in tab.strings("done", cx) {
        cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), register.states.keys().map(String::as_str));
        done.push(state);
    }
    if done.is_empty() {
        let (zh, en) = ("缺少 `done`：到哪个状态算完成", "`done` is missing: in which states it has been done");
        cx.out.error(code::MISSING_KEY, tab.at, zh, en);
    }
    let owed = owed(&mut tab, &options, cx);
    let kind = kind.map(|(kind, _)| kind).unwrap_or_default();
    if let Some((name, at)) = &opens
        && cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), register.moves.keys().map(String::as_str))
        && let Some(act) = register.moves.get(name)
    {
        let asked = |input: &str| act.fill.iter().any(|name| name == input);
        let by_program = act.from.is_empty() && act.by.iter().any(|by| by == "system") && act.review.is_none();
        if !by_program || act.hold != Hold::Chosen || ![kind.as_str(), &from, &until].into_iter().chain(called.as_deref()).all(asked) {
            let zh = format!("`{name}` 要由程序(system)开案，hold = \"chosen\"，并填机构和上面三个字段");
            let en =
                format!("the program (system) opens a record by `{name}`: hold = \"chosen\", and `fill` has body and the three fields");
            let help = format!("fill = [\"body\", \"{kind}\", \"{from}\", \"{until}\"]");
            cx.out.error(code::BAD_RECUR, *at, zh, en).help(help.clone(), help);
        }
        let lacks = owed.values().flat_map(|one| &one.bodies).find(|kind| !act.choose.is_empty() && !act.choose.contains(kind));
        if let Some(kind) = lacks {
            let (zh, en) = (format!("`{name}` 的 choose 里没有 `{kind}`"), format!("`choose` of `{name}` lacks `{kind}`"));
            cx.out.error(code::BAD_RECUR, *at, zh, en);
        }
    }
    let rule = Recur {
        opens: opens.map(|(name, _)| name).unwrap_or_default(),
        kind,
        from,
        until,
        called,
        done,
        on,
        planned,
        owed,
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(rule)
}

fn options(register: &Register, name: &str, at: crate::source::At, cx: &mut Cx<'_, '_>) -> Vec<String> {
    let known = register.fields.values().filter(|field| matches!(field.kind, FieldKind::Choice { .. }));
    cx.known(code::UNKNOWN_FIELD, name, at, ("选择字段", "field of kind `choice`"), known.map(|field| field.name.as_str()));
    match register.fields.get(name).map(|field| &field.kind) {
        Some(FieldKind::Choice { options }) => options.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// A field of kind `date` that a key names.
pub(super) fn date(tab: &mut Tab<'_>, key: &'static str, register: &Register, cx: &mut Cx<'_, '_>) -> Option<String> {
    let (name, at) = tab.required(key, cx)?;
    let known = register.fields.values().filter(|field| field.kind == FieldKind::Date).map(|field| field.name.as_str());
    cx.known(code::UNKNOWN_FIELD, &name, at, ("日期字段", "field of kind `date`"), known);
    Some(name)
}

fn owed(tab: &mut Tab<'_>, options: &[String], cx: &mut Cx<'_, '_>) -> IndexMap<String, Owed> {
    let mut owed = IndexMap::new();
    for mut tab in tab.tables("owed", cx) {
        if !options.is_empty() {
            cx.known(code::BAD_VALUE, tab.name, tab.at, ("选项", "option"), options.iter().map(String::as_str));
        }
        let mut bodies = Vec::new();
        for (kind, at) in tab.strings("bodies", cx) {
            cx.body(&kind, at);
            bodies.push(kind);
        }
        if bodies.is_empty() {
            let (zh, en) = (format!("`{}` 没有写哪类机构应办", tab.name), format!("`{}` names no `bodies` that owe it", tab.name));
            cx.out.error(code::BAD_RECUR, tab.at, zh, en);
        }
        let every = tab.required("every", cx).and_then(|(word, at)| pick(&word, at, Every::ALL, cx)).unwrap_or_default();
        let on = tab.int("on", 1..=28, cx).and_then(|day| u8::try_from(day).ok());
        let one = Owed { name: tab.name.to_owned(), bodies, every, on, basis: tab.basis(cx) };
        tab.finish(cx);
        owed.insert(one.name.clone(), one);
    }
    owed
}
