//! How people's data is kept and how they are answered.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::Tab;
use crate::code;
use crate::model::{Field, Keep, PrivacyRules};
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
