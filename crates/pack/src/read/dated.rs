//! Which day of a register's records stands on the calendar.

use super::Cx;
use super::cursor::Tab;
use crate::code;
use crate::model::{Dated, FieldKind, Register};

pub(super) fn dated(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Dated> {
    let mut tab = tab.table("calendar", cx)?;
    let days = || register.fields.values().filter(|field| matches!(field.kind, FieldKind::Date | FieldKind::Slot));
    let field = |key: &'static str, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>| {
        let (name, at) = tab.string(key, cx)?;
        let what = ("日期或预约字段", "field of kind `date` or `slot`");
        cx.known(code::UNKNOWN_FIELD, &name, at, what, days().map(|field| field.name.as_str()));
        if register.fields.get(&name).is_some_and(|field| field.personal.is_some()) {
            let (zh, en) = ("个人信息字段不能上日历", "a personal field does not stand on a calendar");
            cx.out.error(code::BAD_DATED, at, zh, en);
        }
        Some(name)
    };
    if !tab.has("day") {
        tab.missing("day", cx);
    }
    let day = field("day", &mut tab, cx).unwrap_or_default();
    let until = field("until", &mut tab, cx);
    let time = tab.string("time", cx).map(|(name, at)| {
        let texts = register.fields.values().filter(|field| matches!(field.kind, FieldKind::Text { .. }) && field.personal.is_none());
        cx.known(code::UNKNOWN_FIELD, &name, at, ("文字字段", "field of kind `text`"), texts.map(|field| field.name.as_str()));
        name
    });
    let called = tab.string("called", cx).map(|(name, at)| {
        let known = register.fields.values().filter(|field| matches!(field.kind, FieldKind::Choice { .. }));
        cx.known(code::UNKNOWN_FIELD, &name, at, ("选择字段", "field of kind `choice`"), known.map(|field| field.name.as_str()));
        name
    });
    let mut states = Vec::new();
    for (state, at) in tab.strings("states", cx) {
        cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), register.states.keys().map(String::as_str));
        states.push(state);
    }
    let yearly = tab.boolean("yearly", cx).unwrap_or_default();
    if yearly && until.is_some() {
        let (zh, en) = ("每年的日子只有一天，不写 `until`", "a day of every year is one day: no `until`");
        cx.out.error(code::BAD_DATED, tab.place("until"), zh, en);
    }
    let feed = tab.boolean("feed", cx).unwrap_or_default();
    if feed && yearly {
        let (zh, en) = ("个人的日子不进订阅的日历", "a day that is somebody's own is not told in calendars outside");
        cx.out.error(code::BAD_DATED, tab.place("feed"), zh, en);
    }
    let rule =
        Dated { day, until, time, called, states, yearly, feed, label: tab.text("label", cx).unwrap_or_else(|| register.label.clone()) };
    tab.finish(cx);
    Some(rule)
}
