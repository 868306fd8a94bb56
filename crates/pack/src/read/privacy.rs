//! How people's data is kept and how they are answered.

use indexmap::IndexMap;

use super::cursor::Tab;
use super::{Cx, measures};
use crate::code;
use crate::model::{Field, Keep, PrivacyRules, Register, Retain, Tracks};
use crate::source::At;
use crate::span::Span;

pub(super) fn rules(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> PrivacyRules {
    let usual = PrivacyRules::default();
    let Some(mut tab) = tab.table("privacy", cx) else { return usual };
    let second = tab.boolean("second", cx).unwrap_or(usual.second);
    let answer = tab.string("answer", cx).and_then(|(text, at)| days(&text, at, cx));
    let basis = tab.string("basis", cx).map_or(usual.basis, |(text, _)| text);
    tab.finish(cx);
    PrivacyRules { second, days: answer.unwrap_or(usual.days), basis }
}

/// Tracks of people at work: off, and not to be switched on without the clause that obliges a place and words for those people.
pub(super) fn tracks(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<Tracks> {
    let mut tab = tab.table("tracks", cx)?;
    let node = tab.place("on");
    let on = tab.boolean("on", cx);
    if on.is_none() && !tab.has("on") {
        tab.missing("on", cx);
    }
    let tracks = on.unwrap_or(false).then(|| Tracks { because: tab.label("because", cx), basis: tab.required_string("basis", cx) });
    if let Some(tracks) = &tracks
        && tab.has("basis")
        && tracks.basis.trim().is_empty()
    {
        let zh = "没有法定依据，不得记录工作人员的轨迹";
        let en = "nobody at work is tracked without a legal basis";
        let help = ("写明依据的条款，或者删去 [tracks]", "name the clause, or take [tracks] away");
        cx.out.error(code::PRIVACY, node, zh, en).help(help.0, help.1);
    }
    if tracks.is_none() {
        tab.text("because", cx);
        tab.string("basis", cx);
    }
    tab.finish(cx);
    tracks
}

/// What a register must keep by law. It is nothing without a clause.
pub(super) fn keep(tab: &mut Tab<'_>, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> Option<Keep> {
    let register = tab.name;
    let mut tab = tab.table("keep", cx)?;
    let span = tab.required("after", cx).and_then(|(text, at)| days(&text, at, cx));
    let keep = Keep { days: span.unwrap_or_default(), because: tab.label("because", cx), basis: tab.required_string("basis", cx) };
    if !fields.values().any(|field| field.personal.is_some()) {
        let zh = format!("`{register}` 没有个人信息字段，没有什么要留存");
        let en = format!("`{register}` has no personal field: there is nothing to keep");
        cx.out.error(code::PRIVACY, tab.at, zh, en);
    }
    tab.finish(cx);
    Some(keep)
}

/// How long a register's personal values are kept at most. Where nothing says so they are kept for ever, which is told.
pub(super) fn retain(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Retain> {
    let (name, at) = (tab.name, tab.at);
    let is_personal = register.fields.values().any(|field| field.personal.is_some());
    let Some(mut tab) = tab.table("retain", cx) else {
        if is_personal {
            let zh = format!("`{name}` 有个人信息字段，没有写保存多久");
            let en = format!("`{name}` has personal fields and does not say how long they are kept");
            let help = (
                "写 [register.X.retain] 的 after 和 basis，到期由程序删除",
                "write `after` and `basis` in [register.X.retain]: the program then erases them",
            );
            cx.out.warning(code::KEPT_FOR_EVER, at, zh, en).help(help.0, help.1);
        }
        return None;
    };
    let after = tab.required("after", cx);
    let span = after.as_ref().and_then(|(text, at)| days(text, *at, cx)).unwrap_or_default();
    let from = tab.string("from", cx);
    if let Some((from, at)) = &from {
        measures::is_time(from, *at, &measures::scope(name, cx), cx);
    }
    let ends = register.states.values().filter(|state| !state.open).map(|state| state.name.clone());
    let mut states = Vec::new();
    for (state, at) in tab.strings("states", cx) {
        let known = register.states.keys().map(String::as_str);
        if cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), known)
            && register.states.get(&state).is_some_and(|state| state.open)
        {
            let zh = format!("`{state}` 的记录还在办，个人信息还用得着");
            let en = format!("records in `{state}` are still worked on: their personal data is still needed");
            cx.out.error(code::PRIVACY, at, zh, en);
        }
        states.push(state);
    }
    let retain = Retain {
        days: span,
        from: from.map_or_else(|| "closed".to_owned(), |(from, _)| from),
        states: if tab.has("states") { states } else { ends.collect() },
        because: tab.label("because", cx),
        basis: tab.required_string("basis", cx),
    };
    if !is_personal {
        let zh = format!("`{name}` 没有个人信息字段，没有什么会到期");
        let en = format!("`{name}` has no personal field: nothing of it runs out");
        cx.out.error(code::PRIVACY, tab.at, zh, en);
    }
    if let Some(keep) = register.keep.as_ref().filter(|keep| span > 0 && span < keep.days) {
        let zh = format!("依法须留存 {} 天，{span} 天就删除短于此", keep.days);
        let en = format!("it must be kept for {} days by law; {span} days is less", keep.days);
        cx.out.error(code::PRIVACY, tab.place("after"), zh, en);
    }
    tab.finish(cx);
    Some(retain)
}

/// A length of time in calendar days: how long data is kept does not depend on working hours.
pub(super) fn days(text: &str, at: At, cx: &mut Cx<'_, '_>) -> Option<u32> {
    match cx.span(text, at)? {
        Span::Days(days) if days > 0 => Some(days),
        _ => {
            let (zh, en) = ("保存期限按自然日计，如 \"180 days\"", "how long data is kept is said in days, such as \"180 days\"");
            cx.out.error(code::BAD_SPAN, at, zh, en);
            None
        }
    }
}
