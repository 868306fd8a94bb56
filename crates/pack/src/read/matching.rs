//! Matching needs with offers: what both registers must have for it.

use super::Cx;
use super::cursor::Tab;
use crate::code;
use crate::model::{Field, FieldKind, Match, Pack, Register};
use crate::source::At;

/// Read as it is written; what it names is in three registers, so [`check`] looks at it when all of them are there.
pub(super) fn matching(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<Match> {
    let mut tab = tab.table("match", cx)?;
    let known: Vec<String> = cx.index.registers.keys().cloned().collect();
    let mut register = |key: &'static str, cx: &mut Cx<'_, '_>| {
        let said = tab.required(key, cx);
        if let Some((name, at)) = &said {
            cx.known(code::UNKNOWN_REGISTER, name, *at, ("台账", "register"), known.iter().map(String::as_str));
        }
        said.map(|(name, _)| name).unwrap_or_default()
    };
    let (offers, pairs) = (register("offers", cx), register("pairs", cx));
    let list = |said: Vec<(String, At)>| said.into_iter().map(|(name, _)| name).collect();
    let found = Match {
        offers,
        pairs,
        states: list(tab.strings("states", cx)),
        offered: list(tab.strings("offered", cx)),
        kind: tab.required_string("kind", cx),
        time: tab.required_string("time", cx),
        any: tab.required_string("any", cx),
        reach: tab.required_string("reach", cx),
        most: tab.required_string("most", cx),
        mv: tab.required_string("move", cx),
        number: tab.required_string("number", cx),
        refused: list(tab.strings("refused", cx)),
        because: tab.required_string("because", cx),
        remember: tab.int("remember", 1..=3650, cx).and_then(|n| u32::try_from(n).ok()).unwrap_or(365),
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(found)
}

pub(super) fn check(pack: &Pack, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for register in pack.registers.values() {
        let Some(rule) = &register.matching else { continue };
        let at = |key: &str| place(&["register", &register.name, "match", key]);
        let (Some(offers), Some(pairs)) = (pack.registers.get(&rule.offers), pack.registers.get(&rule.pairs)) else { continue };
        for (key, of, names) in [("states", register, &rule.states), ("offered", offers, &rule.offered), ("refused", pairs, &rule.refused)]
        {
            for name in names {
                cx.known(code::UNKNOWN_STATE, name, at(key), ("状态", "state"), of.states.keys().map(String::as_str));
            }
        }
        let choice = |field: &Field| matches!(field.kind, FieldKind::Choice { .. });
        let shared = |of: &Register, name: &str| of.fields.get(name).map(|field| field.kind.clone()).filter(|_| !name.is_empty());
        for (key, name) in [("kind", &rule.kind), ("time", &rule.time)] {
            let both = register.fields.values().filter(|field| choice(field) && shared(offers, &field.name).as_ref() == Some(&field.kind));
            let what = ("两边台账选项相同的选择字段", "field of kind `choice` that both registers have with the same options");
            cx.known(code::MATCH, name, at(key), what, both.map(|field| field.name.as_str()));
        }
        if let Some(FieldKind::Choice { options }) = shared(register, &rule.time) {
            cx.known(code::BAD_VALUE, &rule.any, at("any"), ("选项", "option"), options.keys().map(String::as_str));
        }
        let levels = |field: &&Field| match &field.kind {
            FieldKind::Choice { options } => options.keys().any(|option| pack.levels.iter().any(|level| level.name == *option)),
            _ => false,
        };
        let what = ("选项里有层级名的选择字段", "field of kind `choice` whose options are levels");
        cx.known(code::MATCH, &rule.reach, at("reach"), what, offers.fields.values().filter(levels).map(|field| field.name.as_str()));
        let whole = offers.fields.values().filter(|field| matches!(field.kind, FieldKind::Int { .. }));
        cx.known(code::MATCH, &rule.most, at("most"), ("整数字段", "field of kind `int`"), whole.map(|field| field.name.as_str()));
        let text =
            |field: &&Field| matches!(field.kind, FieldKind::Text { .. }) && shared(pairs, &field.name).as_ref() == Some(&field.kind);
        let numbers = register.fields.values().filter(text).map(|field| field.name.as_str());
        cx.known(code::MATCH, &rule.number, at("number"), ("两边台账都有的文字字段", "text field that needs and pairs have"), numbers);
        cx.known(code::UNKNOWN_FIELD, &rule.because, at("because"), ("字段", "field"), pairs.fields.keys().map(String::as_str));
        let opens = register.moves.get(&rule.mv).and_then(|act| act.opens.as_ref());
        let known = cx.known(code::UNKNOWN_MOVE, &rule.mv, at("move"), ("动作", "move"), register.moves.keys().map(String::as_str));
        let asks = |name: &str| register.moves.get(&rule.mv).is_some_and(|act| act.fill.iter().any(|input| input == name));
        let fits = opens.is_some_and(|opens| opens.register == rule.pairs && opens.each && opens.take.contains_key(&rule.number));
        if known && !(fits && asks("bodies") && asks(&rule.number)) {
            let (zh, en) = (
                format!("`{}` 要填 `bodies` 和 `{}`，并为每个机构开一条 `{}`", rule.mv, rule.number, rule.pairs),
                format!("`{}` must ask for `bodies` and `{}` and open a `{}` for each body with both", rule.mv, rule.number, rule.pairs),
            );
            cx.out.error(code::MATCH, at("move"), zh, en);
        }
    }
}
