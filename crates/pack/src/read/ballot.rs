//! How a register's records are voted on.

use super::Cx;
use super::cursor::{Tab, pick};
use super::office::share;
use crate::ballot::{Agree, BallotRule, SECRET};
use crate::code;
use crate::model::{FieldKind, Hold, Register, Right};

/// Largest `least`.
const MEMBERS: i64 = 1_000;

pub(super) fn ballot(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<BallotRule> {
    let mut tab = tab.table("ballot", cx)?;
    let moves: Vec<String> = register.moves.keys().cloned().collect();
    let state = tab.required("state", cx);
    if let Some((state, at)) = &state {
        cx.known(code::UNKNOWN_STATE, state, *at, ("状态", "state"), register.states.keys().map(String::as_str));
    }
    let state = state.map(|(state, _)| state).unwrap_or_default();
    let until = tab.required("until", cx);
    if let Some((field, at)) = &until
        && cx.known(code::UNKNOWN_FIELD, field, *at, ("字段", "field"), register.fields.keys().map(String::as_str))
        && register.fields.get(field).is_some_and(|field| field.kind != FieldKind::Date)
    {
        cx.out.error(code::WRONG_FIELD, *at, "截止日须是日期字段", "the last day is a field of kind `date`");
    }
    let until = until.map(|(field, _)| field).unwrap_or_default();
    let opens = tab.required("opens", cx);
    if let Some((name, at)) = &opens
        && cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), moves.iter().map(String::as_str))
        && let Some(act) = register.moves.get(name)
    {
        if !act.from.is_empty() || act.to.as_ref().is_some_and(|to| *to != state) {
            let (zh, en) = (format!("`{name}` 要开案并进入 `{state}`"), format!("`{name}` must open a record and lead to `{state}`"));
            cx.out.error(code::UNKNOWN_MOVE, *at, zh, en);
        }
        if !act.fill.contains(&until) {
            let (zh, en) = (format!("`{name}` 要填截止日 `{until}`"), format!("`{name}` must ask for the last day, `{until}`"));
            cx.out.error(code::INPUT_NEEDED, *at, zh, en);
        }
        if matches!(act.hold, Hold::Keep | Hold::Nobody) {
            let (zh, en) = (
                format!("`{name}` 没有写明 hold：由哪个机构的成员表决"),
                format!("`{name}` names no holder, and it is the holder's members who vote"),
            );
            cx.out.error(code::NOBODY, *at, zh, en).help("hold = \"mine\"", "hold = \"mine\"");
        }
    }
    let by_program = |key: &'static str, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>| {
        let Some((name, at)) = tab.required(key, cx) else { return String::new() };
        if cx.known(code::UNKNOWN_MOVE, &name, at, ("动作", "move"), moves.iter().map(String::as_str))
            && register.moves.get(&name).is_some_and(|act| !act.by.iter().any(|by| by == "system") || !act.from.contains(&state))
        {
            let (zh, en) = (
                format!("`{name}` 须由程序(system)从 `{state}` 做"),
                format!("`{name}` must be made by the program (system) from `{state}`"),
            );
            cx.out.error(code::NOBODY, at, zh, en);
        }
        name
    };
    let (carried, lost, void) = (by_program("carried", &mut tab, cx), by_program("lost", &mut tab, cx), by_program("void", &mut tab, cx));
    let options = tab.labels("options", cx);
    if options.len() < 2 {
        cx.out.error(code::MISSING_KEY, tab.at, "至少两个选项 `options`", "a vote has at least two `options`");
    }
    let right = tab.string("right", cx).and_then(|(word, at)| pick(&word, at, Right::ALL, cx)).unwrap_or(Right::Vote);
    let present = share("present", &mut tab, cx);
    let agree = tab.string("for", cx).map(|(option, at)| {
        cx.known(code::BAD_VALUE, &option, at, ("选项", "option"), options.keys().map(String::as_str));
        Agree {
            option,
            share: share("agree", &mut tab, cx),
            of_present: tab.word("of", &[("due", false), ("present", true)], cx).unwrap_or_default(),
        }
    });
    let (secret, names) = (tab.boolean("secret", cx).unwrap_or_default(), tab.boolean("names", cx).unwrap_or_default());
    if secret && names {
        let (zh, en) = ("无记名(secret)的表决不能公布姓名(names)", "a `secret` vote has no `names` to show");
        cx.out.error(code::BAD_VALUE, tab.place("names"), zh, en);
    }
    let least = tab.int("least", 1..=MEMBERS, cx).unwrap_or(1);
    if secret && least < SECRET {
        let (zh, en) = (
            "无记名(secret)的表决须写 `least`，至少 3：人数太少，票数就说出了谁投的什么",
            "a `secret` vote needs `least`, at least 3: the count of fewer says who voted what",
        );
        cx.out.error(code::BAD_VALUE, tab.place("secret"), zh, en);
    }
    let rule = BallotRule {
        opens: opens.map(|(opens, _)| opens).unwrap_or_default(),
        state,
        until,
        right,
        only_owed: tab.boolean("only_owed", cx).unwrap_or_default(),
        secret,
        names,
        least,
        options,
        present,
        agree,
        carried,
        lost,
        void,
        yearly: tab.boolean("yearly", cx).unwrap_or_default(),
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(rule)
}
