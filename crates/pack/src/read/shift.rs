//! The rule of hand-overs: who goes, who comes, and which lists go from one to the other.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, wrong_type};
use crate::code;
use crate::model::{FieldKind, HandOver, ListOf, Register};
use crate::tree::Val;

pub(super) fn hand_over(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<HandOver> {
    let mut tab = tab.table("hand_over", cx)?;
    let moves = || register.moves.keys().map(String::as_str);
    let mv = tab.required("move", cx);
    if let Some((name, at)) = &mv
        && cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), moves())
        && register.moves.get(name).is_some_and(|mv| !mv.opens())
    {
        let (zh, en) = (format!("`{name}` 不是开始一条记录的动作"), format!("`{name}` opens no record"));
        cx.out.error(code::SHIFT, *at, zh, en);
    }
    let opened = mv.as_ref().and_then(|(name, _)| register.moves.get(name)?.to.clone());
    let take = tab.required("take", cx);
    if let Some((name, at)) = &take
        && cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), moves())
        && register.moves.get(name).is_some_and(|take| opened.as_ref().is_some_and(|state| !take.from.contains(state)))
    {
        let zh = format!("`{name}` 不能从交班后的状态开始");
        let en = format!("`{name}` does not start from where a hand-over is");
        cx.out.error(code::SHIFT, *at, zh, en);
    }
    let lists = lists(&mut tab, register, cx);
    let because = tab.label("because", cx);
    let basis = tab.required_string("basis", cx);
    tab.finish(cx);
    let name = |said: Option<(String, _)>| said.map(|(name, _)| name).unwrap_or_default();
    Some(HandOver { mv: name(mv), take: name(take), because, lists, basis })
}

/// `lists = { FIELD = "REGISTER.VIEW" }`
fn lists(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, ListOf> {
    let mut found = IndexMap::new();
    if !tab.has("lists") {
        tab.missing("lists", cx);
    }
    let Some(inner) = tab.table("lists", cx) else { return found };
    for (name, node) in inner.entries() {
        let counted =
            |name: &str| register.fields.get(name).is_some_and(|field| field.derived && matches!(field.kind, FieldKind::Int { .. }));
        if cx.known(code::UNKNOWN_FIELD, name, node.key, ("字段", "field"), register.fields.keys().map(String::as_str)) && !counted(name)
        {
            let (zh, en) = (format!("`{name}` 不是 `derived` 的整数"), format!("`{name}` is no derived field of kind `int`"));
            cx.out.error(code::WRONG_FIELD, node.key, zh, en);
        }
        let Val::Str(text) = &node.value else {
            wrong_type(node, ("“台账.清单”", "\"REGISTER.VIEW\""), cx);
            continue;
        };
        let (of, view) = text.split_once('.').unwrap_or((text, ""));
        let known: Vec<String> = cx.index.registers.keys().cloned().collect();
        if cx.known(code::UNKNOWN_REGISTER, of, node.at, ("台账", "register"), known.iter().map(String::as_str)) {
            let views = cx.index.registers.get(of).map(|own| own.views.clone()).unwrap_or_default();
            cx.known(code::SHIFT, view, node.at, ("清单", "list"), views.iter().map(String::as_str));
        }
        found.insert(name.clone(), ListOf { register: of.to_owned(), view: view.to_owned() });
    }
    found
}
