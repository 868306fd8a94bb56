//! The rule of calling back: what is drawn from, how many, and by which of the register's moves and lists it is done.

use super::Cx;
use super::cursor::Tab;
use crate::code;
use crate::model::{CallBack, Capability, Register};

pub(super) fn call_back(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<CallBack> {
    let mut tab = tab.table("call_back", cx)?;
    if !register.with.contains(&Capability::Rating) {
        let (zh, en) = ("台账没有 `rating` 能力", "the register does not compose `rating`");
        cx.out.error(code::CAPABILITY_NEEDED, tab.at, zh, en).help("with = [\"rating\", …]", "with = [\"rating\", …]");
    }
    let moves = || register.moves.keys().map(String::as_str);
    let act = tab.required("move", cx);
    if let Some((name, at)) = &act
        && cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), moves())
        && register.moves.get(name).is_some_and(|act| act.opens() || !act.fill.is_empty() || !act.by.iter().any(|who| who == "system"))
    {
        let zh = format!("`{name}` 由程序来做：`by` 里要有 `system`，不能要人填，也不能是开案的动作");
        let en = format!("the program makes `{name}`: `by` must name `system`, it asks for nothing, and it opens no record");
        cx.out.error(code::NOBODY, *at, zh, en);
    }
    let mut answers = Vec::new();
    for (name, at) in tab.strings("answers", cx) {
        let rated = register.moves.get(&name).is_some_and(|act| act.fill.iter().any(|input| input == "rating"));
        if cx.known(code::UNKNOWN_MOVE, &name, at, ("动作", "move"), moves()) && !rated {
            let (zh, en) = (format!("`{name}` 没有要填 `rating`"), format!("`{name}` does not ask for `rating`"));
            cx.out.error(code::INPUT_NEEDED, at, zh, en);
        }
        answers.push(name);
    }
    if answers.is_empty() && !tab.has("answers") {
        tab.missing("answers", cx);
    }
    let view = tab.required("view", cx);
    if let Some((name, at)) = &view {
        cx.known(code::BAD_VALUE, name, *at, ("清单", "view"), register.views.keys().map(String::as_str));
    }
    let measure = tab.required("measure", cx);
    if let Some((name, at)) = &measure
        && cx.known(code::UNKNOWN_MEASURE, name, *at, ("计量项", "measure"), register.measures.keys().map(String::as_str))
        && register.measures.get(name).is_some_and(|measure| measure.at.is_none())
    {
        let (zh, en) = ("现状没有日期，分不出哪一期", "what stands has no day: it belongs to no period");
        cx.out.error(code::STANDING_AND_DATED, *at, zh, en);
    }
    let level = tab.required("level", cx);
    if let Some((level, at)) = &level {
        cx.level(level, *at);
    }
    if !tab.has("share") {
        tab.missing("share", cx);
    }
    let whole = |n: Option<i64>, usual| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(usual);
    let share = whole(tab.int("share", 1..=100, cx), 100);
    let least = whole(tab.int("least", 0..=1000, cx), 0);
    let every = tab.word("every", &[("week", "week"), ("month", "month")], cx).unwrap_or("week");
    let basis = tab.required_string("basis", cx);
    tab.finish(cx);
    let name = |said: Option<(String, _)>| said.map(|(name, _)| name).unwrap_or_default();
    Some(CallBack {
        act: name(act),
        view: name(view),
        answers,
        measure: name(measure),
        level: name(level),
        share,
        least,
        every: every.to_owned(),
        basis,
    })
}
