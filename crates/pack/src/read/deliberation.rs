//! Guided processes, votes counted at meetings, and what is shown to everybody.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::Tab;
use super::office::share;
use crate::code;
use crate::deliberation::{Board, CAME, Disclosure, Disclosures, Hear, Poll, Step, Term};
use crate::model::{Capability, Field, FieldKind, Move, Pack, Register};
use crate::source::At;

pub(super) fn boards(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Board> {
    let mut boards = IndexMap::new();
    for mut tab in tab.tables("openness", cx) {
        let board = Board { name: tab.name.to_owned(), label: tab.label("label", cx), basis: tab.basis(cx) };
        tab.finish(cx);
        boards.insert(board.name.clone(), board);
    }
    boards
}

/// The steps, each state in one of them at most.
pub(super) fn steps(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for mut tab in tab.list("step", cx) {
        let label = tab.label("label", cx);
        let mut states = Vec::new();
        for (state, at) in tab.strings("states", cx) {
            cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), register.states.keys().map(String::as_str));
            if states.contains(&state) || steps.iter().any(|step| step.states.contains(&state)) {
                let (zh, en) = (format!("`{state}` 已经属于一步"), format!("`{state}` belongs to a step already"));
                cx.out.error(code::STEPS, at, zh, en);
            }
            states.push(state);
        }
        if states.is_empty() {
            tab.missing("states", cx);
        }
        let step = Step { label, states, asks: tab.label("asks", cx), basis: tab.basis(cx) };
        tab.finish(cx);
        steps.push(step);
    }
    steps
}

/// No move leads past a step, and what still asks for work is at one.
pub(super) fn in_order(register: &Register, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    if register.steps.is_empty() {
        return;
    }
    let label = |at: usize| register.steps.get(at).map(|step| step.label.clone()).unwrap_or_default();
    for state in register.states.values().filter(|state| state.open && register.step_of(&state.name).is_none()) {
        let (zh, en) = (format!("状态 `{}` 不在任何一步", state.name), format!("the state `{}` is at no step", state.name));
        cx.out.error(code::STEPS, place(&["state", &state.name]), zh, en);
    }
    for act in register.moves.values() {
        // What opens a record begins before the first step, and what has left the process begins it anew.
        let from: Vec<Option<usize>> =
            if act.opens() { vec![None] } else { act.from.iter().map(|state| register.step_of(state)).collect() };
        let next = |from: &Option<usize>| from.map_or(0, |at| at + 1);
        let skipped = act
            .targets()
            .filter_map(|state| register.step_of(state))
            .find_map(|to| from.iter().find(|from| to > next(from)).map(|from| label(next(from))));
        if let Some(skipped) = skipped {
            let (zh, en) =
                (format!("`{}` 跳过了“{}”这一步", act.name, skipped.zh), format!("`{}` skips the step “{}”", act.name, skipped.en));
            cx.out.error(code::STEPS, place(&["move", &act.name]), zh, en);
        }
    }
}

/// The vote that a move puts down.
pub(super) fn poll(act: &Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Poll> {
    let mut tab = tab.table("poll", cx)?;
    if act.review.is_none() {
        let (zh, en) =
            ("一个人记下的票数要由第二人核实：写明 `review`", "numbers that one person puts down are confirmed by a second: say `review`");
        cx.out.error(code::POLL, tab.at, zh, en);
    }
    if act.to.is_some() || act.to_back || act.opens() {
        let zh = "计票的动作由票数决定去向：不写 `to`，也不能开案";
        let en = "a vote decides where the record goes: the move has no `to` and opens no record";
        cx.out.error(code::POLL, tab.at, zh, en);
    }
    let number = |key: &'static str, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>| {
        let Some((name, at)) = tab.required(key, cx) else { return String::new() };
        let whole = |field: &&Field| !field.derived && matches!(field.kind, FieldKind::Int { .. });
        let known = register.fields.values().filter(whole).map(|field| field.name.as_str());
        if cx.known(code::UNKNOWN_FIELD, &name, at, ("整数字段", "field of kind `int`"), known) && !act.fill.contains(&name) {
            let (zh, en) = (format!("`{}` 要填 `{name}`", act.name), format!("`{}` must ask for `{name}`", act.name));
            cx.out.error(code::INPUT_NEEDED, at, zh, en);
        }
        name
    };
    let [due, present, yes, no, abstain] = ["due", "present", "for", "against", "abstain"].map(|key| number(key, &mut tab, cx));
    let states: Vec<String> = register.states.keys().cloned().collect();
    let state = |key: &'static str, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>| {
        let Some((name, at)) = tab.required(key, cx) else { return String::new() };
        cx.known(code::UNKNOWN_STATE, &name, at, ("状态", "state"), states.iter().map(String::as_str));
        name
    };
    let [carried, lost, void] = ["carried", "lost", "void"].map(|key| state(key, &mut tab, cx));
    let came = tab.required("came", cx).map(|(name, at)| {
        let fits = |field: &&Field| field.derived && keeps_what_came(&field.kind);
        let known = register.fields.values().filter(fits).map(|field| field.name.as_str());
        let what = ("有 carried、lost、void 三项的程序填写的选择字段", "derived field of kind `choice` with carried, lost and void");
        cx.known(code::UNKNOWN_FIELD, &name, at, what, known);
        name
    });
    let poll = Poll {
        due,
        present,
        yes,
        no,
        abstain,
        quorum: share("quorum", &mut tab, cx),
        agree: share("agree", &mut tab, cx),
        of_present: tab.word("of", &[("due", false), ("present", true)], cx).unwrap_or_default(),
        secret: tab.boolean("secret", cx).unwrap_or_default(),
        came: came.unwrap_or_default(),
        carried,
        lost,
        void,
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(poll)
}

/// The day that lies within a term.
pub(super) fn term(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Term> {
    let mut tab = tab.table("term", cx)?;
    let day = tab.required("day", cx).map(|(name, at)| {
        let dates = register.fields.values().filter(|field| field.kind == FieldKind::Date).map(|field| field.name.as_str());
        cx.known(code::UNKNOWN_FIELD, &name, at, ("日期字段", "field of kind `date`"), dates);
        name
    });
    let term = Term { day: day.unwrap_or_default(), basis: tab.required_string("basis", cx) };
    tab.finish(cx);
    Some(term)
}

fn keeps_what_came(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Choice { options } if CAME.iter().all(|came| options.contains_key(*came)))
}

pub(super) fn disclosures(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Disclosures {
    let mut all = Disclosures::new();
    for mut tab in tab.tables("disclose", cx) {
        let board = tab.required("board", cx);
        if let Some((name, at)) = &board {
            let known = cx.index.boards.clone();
            cx.known(code::BAD_VALUE, name, *at, ("公开栏", "openness board"), known.iter().map(String::as_str));
        }
        let mut states = Vec::new();
        for (state, at) in tab.strings("states", cx) {
            cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), register.states.keys().map(String::as_str));
            states.push(state);
        }
        if states.is_empty() {
            tab.missing("states", cx);
        }
        let title = heading(&mut tab, register, cx);
        let fields = shown(&mut tab, register, cx);
        let since = time("since", &mut tab, register, cx);
        let until = time("until", &mut tab, register, cx);
        let hear = hear(&mut tab, cx);
        let one = Disclosure {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            board: board.map(|(name, _)| name).unwrap_or_default(),
            title,
            states,
            fields,
            since,
            until,
            hear,
            basis: tab.required_string("basis", cx),
        };
        tab.finish(cx);
        all.insert(one.name.clone(), one);
    }
    all
}

/// What heads a record on a board. What anybody types into a form is not put up before everybody as it stands.
fn heading(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<String> {
    let Some((name, at)) = tab.string("title", cx) else {
        let typed = |act: &Move| {
            act.by.iter().any(|role| role == "anyone") && [&act.fill, &act.may].iter().any(|names| names.contains(&register.title))
        };
        if register.moves.values().any(typed) {
            let zh = format!("标题 `{}` 由居民自己填写：写明公开时用哪个字段作标题（title）", register.title);
            let en = format!("anybody types the title `{}`: say which field heads it on the board (`title`)", register.title);
            cx.out.error(code::DISCLOSURE, tab.at, zh, en);
        }
        return None;
    };
    let fits = |field: &&Field| field.personal.is_none() && matches!(field.kind, FieldKind::Text { .. } | FieldKind::LongText { .. });
    let known = register.fields.values().filter(fits).map(|field| field.name.as_str());
    cx.known(code::UNKNOWN_FIELD, &name, at, ("不属于个人信息的文字字段", "text field that is not personal"), known);
    Some(name)
}

/// The fields that everybody reads: nothing personal is shown to everybody.
fn shown(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Vec<String> {
    let mut fields = Vec::new();
    for (name, at) in tab.strings("fields", cx) {
        if cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), register.fields.keys().map(String::as_str))
            && register.fields.get(&name).is_some_and(|field| field.personal.is_some() || matches!(field.kind, FieldKind::Photos { .. }))
        {
            let (zh, en) =
                (format!("`{name}` 是个人信息或照片，不能公开"), format!("`{name}` is personal, or photos, and is not shown to everybody"));
            cx.out.error(code::DISCLOSURE, at, zh, en);
        }
        fields.push(name);
    }
    fields
}

/// The name of a time field that some move fills in.
fn time(key: &'static str, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<String> {
    let (name, at) = tab.string(key, cx)?;
    let known = register.fields.values().filter(|field| field.kind == FieldKind::Time).map(|field| field.name.as_str());
    if cx.known(code::UNKNOWN_FIELD, &name, at, ("时间字段", "field of kind `time`"), known)
        && !register.moves.values().any(|act| act.stamp.contains(&name) || act.within.contains_key(&name))
    {
        let (zh, en) = (format!("没有动作写下 `{name}`（stamp 或 within）"), format!("no move sets `{name}` (`stamp` or `within`)"));
        cx.out.error(code::DISCLOSURE, at, zh, en);
    }
    Some(name)
}

fn hear(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<Hear> {
    let mut tab = tab.table("hear", cx)?;
    let known: Vec<String> = cx.index.registers.keys().cloned().collect();
    let register = tab.required("register", cx);
    if let Some((name, at)) = &register {
        cx.known(code::UNKNOWN_REGISTER, name, *at, ("台账", "register"), known.iter().map(String::as_str));
    }
    let register = register.map(|(name, _)| name).unwrap_or_default();
    let moves = cx.index.registers.get(&register).map(|own| own.moves.clone()).unwrap_or_default();
    let mv = tab.required("move", cx);
    if let Some((name, at)) = mv.as_ref().filter(|_| !moves.is_empty()) {
        cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), moves.iter().map(String::as_str));
    }
    tab.finish(cx);
    Some(Hear { register, mv: mv.map(|(name, _)| name).unwrap_or_default() })
}

/// Whether people speak to records of a register by opening records of another.
pub(super) fn heard_by(pack: &Pack, of: &str, register: &str) -> bool {
    let shown = pack.registers.get(of).into_iter().flat_map(|of| of.disclosures.values());
    shown.filter_map(|one| one.hear.as_ref()).any(|hear| hear.register == register)
}

/// What only both registers together show: people can open what they say, it belongs to what is shown, and they can follow it.
pub(super) fn check(pack: &Pack, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for register in pack.registers.values() {
        for one in register.disclosures.values() {
            let Some(hear) = &one.hear else { continue };
            let Some(other) = pack.registers.get(&hear.register) else { continue };
            let at = place(&["register", &register.name, "disclose", &one.name, "hear"]);
            if other.part_of.as_deref() != Some(register.name.as_str()) {
                let zh = format!("`{}` 要写明 part_of = \"{}\"", other.name, register.name);
                let en = format!("`{}` must say part_of = \"{}\"", other.name, register.name);
                cx.out.error(code::DISCLOSURE, at, zh, en);
            }
            if other.moves.get(&hear.mv).is_some_and(|mv| !mv.opens() || !mv.by.iter().any(|by| by == "anyone")) {
                let (zh, en) =
                    (format!("`{}` 不是人人可做的开案动作", hear.mv), format!("`{}` is not an opening move that anyone may make", hear.mv));
                cx.out.error(code::NOBODY, at, zh, en).help("by = [\"anyone\"]", "by = [\"anyone\"]");
            }
            if !other.has(Capability::Publish) {
                let zh = format!("提意见的人要能凭链接看答复，`{}` 须有 `publish` 能力", other.name);
                let en = format!("people follow what they said by a link: `{}` must compose `publish`", other.name);
                cx.out.error(code::CAPABILITY_NEEDED, at, zh, en);
            }
        }
    }
}
