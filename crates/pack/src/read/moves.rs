//! Moves: who may do what from where, what it needs, and what follows.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::cursor::{Tab, pick, wrong_type};
use super::register::fixed;
use super::{Cx, balance, deliberation, fill_in, limit_of, service};
use crate::code;
use crate::expr::{Expr, Kind, SOURCES};
use crate::model::{Capability, ClockEffect, DaysFrom, Field, FieldKind, Hold, Limit, Move, OWN_MOVES, Register, Tone};
use crate::record::Value;
use crate::source::{At, offset_in_string};
use crate::tree::Val;

/// Days that a date may lie away from today at most.
const FAR: i64 = 3_650;

/// Inputs every move knows, see the language's reference.
const INPUTS: &[&str] = crate::expr::BUILT_IN_INPUTS;

pub(super) fn moves(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, Move> {
    let tabs = tab.tables("move", cx);
    tabs.into_iter().map(|tab| one(tab, register, cx)).map(|act| (act.name.clone(), act)).collect()
}

fn one(mut tab: Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Move {
    const CLOCKS: &[(&str, ClockEffect)] = &[
        ("start", ClockEffect::Start),
        ("restart", ClockEffect::Restart),
        ("keep", ClockEffect::Keep),
        ("suspend", ClockEffect::Suspend),
        ("resume", ClockEffect::Resume),
        ("extend", ClockEffect::Extend),
    ];
    const TONES: &[(&str, Tone)] = &[("primary", Tone::Primary), ("plain", Tone::Plain), ("danger", Tone::Danger)];
    if OWN_MOVES.contains(&tab.name) {
        let (zh, en) = (
            format!("`{}` 是系统自带的办理动作，请换一个名称", tab.name),
            format!("`{}` is a move of the program's own: choose another name", tab.name),
        );
        cx.out.error(code::BAD_NAME, tab.at, zh, en);
    }
    let mut act = Move { name: tab.name.to_owned(), label: tab.label("label", cx), ..Move::default() };
    let states = cx.index.registers.get(&register.name).map(|own| own.states.clone()).unwrap_or_default();
    for (state, at) in tab.strings("from", cx) {
        cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), states.iter().map(String::as_str));
        act.from.push(state);
    }
    match tab.string("to", cx) {
        Some((word, at)) if word == "back" && !states.contains(&word) => {
            act.to_back = true;
            if act.from.is_empty() {
                cx.out.error(code::BAD_VALUE, at, "开案的动作无处可回", "a move that opens a record has nowhere to go back to");
            }
        }
        Some((state, at)) => {
            cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), states.iter().map(String::as_str).chain(["back"]));
            act.to = Some(state);
        }
        None => {}
    }
    people(&mut act, &mut tab, cx);
    inputs(&mut act, &mut tab, register, cx);
    act.clock = tab.word("clock", CLOCKS, cx).unwrap_or_default();
    act.tone = tab.word("tone", TONES, cx).unwrap_or_default();
    effects(&mut act, &mut tab, register, cx);
    service::of_move(&mut act, &mut tab, register, cx);
    balance::of_move(&mut act, &mut tab, register, cx);
    act.quorate = tab.boolean("quorate", cx).unwrap_or_default();
    if act.quorate && !act.fill.iter().any(|input| input == "attendance") {
        let (zh, en) = ("`quorate` 要在 fill 里写 \"attendance\"", "`quorate` needs \"attendance\" in `fill`");
        cx.out.error(code::INPUT_NEEDED, tab.place("quorate"), zh, en);
    }
    guard(&mut act, &mut tab, register, cx);
    needs(&act, &tab, register, cx);
    act.within = within(&mut tab, register, cx);
    act.days = days(&act, &mut tab, register, cx);
    act.opens = fill_in::opens(&mut tab, &act, register, cx);
    act.poll = deliberation::poll(&act, &mut tab, register, cx);
    shown(&mut act, &mut tab, register, cx);
    act.basis = tab.basis(cx);
    tab.finish(cx);
    act
}

/// Who may do it, who reviews it, who is told.
fn people(act: &mut Move, tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) {
    for (role, at) in tab.strings("by", cx) {
        cx.role(&role, at, &["resident", "system", "anyone"]);
        if role == "anyone" && !act.from.is_empty() {
            let (zh, en) = ("`anyone` 只用于开案的动作", "`anyone` is for moves that open a record");
            cx.out.error(code::ANYONE, at, zh, en).help("报事人写作 `resident`", "the reporter is `resident`");
        }
        act.by.push(role);
    }
    for (role, at) in tab.strings("over", cx) {
        cx.role(&role, at, &[]);
        act.over.push(role);
    }
    if act.by.is_empty() && act.over.is_empty() {
        let (zh, en) = (format!("动作 `{}` 没有人能做", act.name), format!("nobody may make the move `{}`", act.name));
        cx.out.error(code::NOBODY, tab.at, zh, en).help("在 `by` 或 `over` 写明角色", "name roles in `by` or `over`");
    }
    if let Some((role, at)) = tab.string("review", cx) {
        cx.role(&role, at, &[]);
        act.review = Some(role);
    }
    act.review_note = tab.boolean("review_note", cx).unwrap_or_default();
    if act.review_note && act.review.is_none() {
        let (zh, en) = ("`review_note` 要与 `review` 一起写", "`review_note` belongs to `review`");
        cx.out.error(code::MISSING_KEY, tab.place("review_note"), zh, en);
    }
    for (who, at) in tab.strings("notify", cx) {
        cx.role(&who, at, &["holder", "reporter", "chain", "opener"]);
        act.notify.push(who);
    }
    act.message = tab.boolean("message", cx).unwrap_or_default();
    if act.message && !act.notify.iter().any(|who| who == "reporter") {
        let (zh, en) = ("`message` 发给报事人，`notify` 里要有 `reporter`", "`message` goes to the reporter, whom `notify` must name");
        cx.out.error(code::BAD_VALUE, tab.place("message"), zh, en);
    }
}

/// What must and may be filled in.
fn inputs(act: &mut Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) {
    for key in ["fill", "may"] {
        for (name, at) in tab.strings(key, cx) {
            let known = register.fields.keys().map(String::as_str).chain(INPUTS.iter().copied());
            if cx.known(code::UNKNOWN_INPUT, &name, at, ("字段或填写项", "field or input"), known) {
                if register.fields.get(&name).is_some_and(|field| field.derived) {
                    let (zh, en) =
                        (format!("`{name}` 由程序填写，不能要人填"), format!("`{name}` is filled by the program and never asked for"));
                    cx.out.error(code::WRONG_FIELD, at, zh, en);
                }
                let needed = match name.as_str() {
                    "rating" => Some(("rating", Capability::Rating)),
                    "place" => Some(("place", Capability::Place)),
                    _ => None,
                };
                if let Some((word, capability)) = needed.filter(|_| !register.fields.contains_key(&name)) {
                    needs_capability(word, capability, at, register, cx);
                }
            }
            if act.fill.contains(&name) || act.may.contains(&name) {
                cx.out.warning(code::TWICE, at, format!("`{name}` 写了两次"), format!("`{name}` is asked for twice"));
            } else if key == "fill" {
                act.fill.push(name);
            } else {
                act.may.push(name);
            }
        }
    }
    for (kind, at) in tab.strings("choose", cx) {
        cx.body(&kind, at);
        act.choose.push(kind);
    }
    for (kind, at) in tab.strings("propose", cx) {
        cx.known(code::UNKNOWN_BODY, &kind, at, ("可选的机构类型", "kind to choose from"), act.choose.iter().map(String::as_str));
        act.propose.push(kind);
    }
}

/// Time fields set to the end of a limit that begins now.
fn within(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, Limit> {
    let mut within = IndexMap::new();
    let Some(tab) = tab.table("within", cx) else { return within };
    for (name, node) in tab.entries() {
        let known = register.fields.keys().map(String::as_str);
        if cx.known(code::UNKNOWN_FIELD, name, node.key, ("字段", "field"), known) && !is_time(register, name, cx) {
            let (zh, en) = (format!("`{name}` 不是时间字段"), format!("`{name}` is not a field of kind `time`"));
            cx.out.error(code::NOT_A_TIME, node.key, zh, en);
        }
        within.extend(limit_of(node, &register.fields, cx).map(|limit| (name.clone(), limit)));
    }
    within
}

/// Dates that a move takes only so many days from the day on which it is made.
fn days(act: &Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, DaysFrom> {
    let mut days = IndexMap::new();
    for mut one in tab.tables("days", cx) {
        let asked = |name: &str| act.fill.iter().chain(&act.may).any(|input| input == name);
        let dates =
            register.fields.values().filter(|field| field.kind == FieldKind::Date && asked(&field.name)).map(|field| field.name.as_str());
        cx.known(code::UNKNOWN_FIELD, one.name, one.at, ("这个动作填写的日期字段", "date field that the move takes"), dates);
        let span = DaysFrom { least: one.int("least", -FAR..=FAR, cx), most: one.int("most", -FAR..=FAR, cx) };
        if span.least.is_none() && span.most.is_none() || span.least.zip(span.most).is_some_and(|(least, most)| least > most) {
            let (zh, en) = ("写明 `least` 或 `most`，`least` 不大于 `most`", "say `least` or `most`, `least` not above `most`");
            cx.out.error(code::BAD_VALUE, one.at, zh, en);
        }
        days.insert(one.name.to_owned(), span);
        one.finish(cx);
    }
    days
}

fn needs_capability(word: &str, capability: Capability, at: At, register: &Register, cx: &mut Cx<'_, '_>) {
    if !register.with.contains(&capability) {
        let (zh, en) = (format!("台账没有 `{word}` 能力"), format!("the register does not compose `{word}`"));
        let help = format!("with = [\"{word}\", …]");
        cx.out.error(code::CAPABILITY_NEEDED, at, zh, en).help(help.clone(), help);
    }
}

/// What follows: holder, stamps, fixed values, counters.
fn effects(act: &mut Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) {
    const HOLDS: &[(&str, u8)] = &[
        ("keep", 0),
        ("up", 1),
        ("down", 2),
        ("chosen", 3),
        ("previous", 4),
        ("mine", 5),
        ("nobody", 6),
        ("body:KIND", 7),
        ("opener", 8),
        ("origin", 9),
    ];
    if let Some((word, at)) = tab.string("hold", cx) {
        if let Some(kind) = word.strip_prefix("body:") {
            let kinds: Vec<String> = kind.split('|').map(|kind| kind.trim().to_owned()).collect();
            kinds.iter().for_each(|kind| {
                cx.body(kind, at);
            });
            act.hold = Hold::Kind(kinds);
        } else {
            act.hold = match pick(&word, at, HOLDS, cx) {
                Some(1) => Hold::Up,
                Some(2) => Hold::Down,
                Some(3) => Hold::Chosen,
                Some(4) => Hold::Previous,
                Some(5) => Hold::Mine,
                Some(6) => Hold::Nobody,
                Some(8) => Hold::Opener,
                Some(9) => Hold::Origin,
                _ => Hold::Keep,
            };
            if matches!(act.hold, Hold::Up | Hold::Down) {
                needs_capability("route", Capability::Route, at, register, cx);
            }
        }
    }
    for (name, at) in tab.strings("stamp", cx) {
        let known = register.fields.keys().map(String::as_str);
        if cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), known) && !is_time(register, &name, cx) {
            let (zh, en) = (format!("`{name}` 不是时间字段"), format!("`{name}` is not a field of kind `time`"));
            cx.out.error(code::NOT_A_TIME, at, zh, en);
        }
        act.stamp.push(name);
    }
    act.set = set(tab, register, cx);
    for (word, at) in tab.strings("count", cx) {
        let counts = |field: &Field| field.derived && matches!(field.kind, FieldKind::Int { .. });
        let known = register.fields.values().filter(|field| counts(field)).map(|field| field.name.as_str());
        let what = ("计数：returns、reopened 或程序填写的整数字段", "counter: returns, reopened or a derived field of kind `int`");
        if cx.known(code::BAD_VALUE, &word, at, what, ["returns", "reopened"].into_iter().chain(known)) {
            act.count.push(word);
        }
    }
    act.add = add(act, tab, register, cx);
    act.supervise = tab.boolean("supervise", cx);
    act.merge = tab.boolean("merge", cx);
    if act.merge.is_some() {
        needs_capability("duplicate", Capability::Duplicate, tab.place("merge"), register, cx);
    }
}

/// `add = { spent = "amount" }`: sums that grow by what is filled in, each kept in a derived field of the same kind.
fn add(act: &Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, String> {
    let mut sums = IndexMap::new();
    let Some(tab) = tab.table("add", cx) else { return sums };
    let number = |field: &Field| matches!(field.kind, FieldKind::Int { .. } | FieldKind::Money);
    for (sum, node) in tab.entries() {
        let Val::Str(input) = &node.value else {
            wrong_type(node, ("字段名", "the name of a field"), cx);
            continue;
        };
        let known = register.fields.values().filter(|field| field.derived && number(field)).map(|field| field.name.as_str());
        let what = ("程序填写的整数或金额字段", "derived field of kind `int` or `money`");
        if !cx.known(code::UNKNOWN_FIELD, sum, node.key, what, known) {
            continue;
        }
        if !act.fill.contains(input) {
            let (zh, en) = (format!("动作 `{}` 不要求填 `{input}`", act.name), format!("`{}` does not ask for `{input}`", act.name));
            cx.out.error(code::INPUT_NEEDED, node.at, zh, en);
        }
        let kind = |name: &str| register.fields.get(name).map(|field| std::mem::discriminant(&field.kind));
        if kind(sum) != kind(input) {
            let (zh, en) = (format!("`{input}` 的数加不进 `{sum}`"), format!("`{input}` cannot be added to `{sum}`"));
            cx.out.error(code::WRONG_FIELD, node.at, zh, en);
        }
        sums.insert(sum.clone(), input.clone());
    }
    sums
}

/// What a field holds, as expressions see it.
fn kind_of(register: &Register, field: &str, cx: &Cx<'_, '_>) -> Option<Kind> {
    cx.index.registers.get(&register.name)?.scope.names.get(field).map(|entry| entry.kind)
}

/// Whether a field can be stamped; one too broken to tell passes, since its own mistake has been told.
fn is_time(register: &Register, field: &str, cx: &Cx<'_, '_>) -> bool {
    matches!(kind_of(register, field, cx), Some(Kind::Time | Kind::Broken))
}

/// Fixed values of fields, and of the two attributes that moves decide: whether the public may see it, and how it came in.
fn set(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> BTreeMap<String, Value> {
    let mut set = BTreeMap::new();
    let Some(tab) = tab.table("set", cx) else { return set };
    for (name, node) in tab.entries() {
        let value = match (name.as_str(), &node.value) {
            ("public", Val::Bool(public)) => {
                needs_capability("publish", Capability::Publish, node.key, register, cx);
                Some((*public).into())
            }
            ("source", Val::Str(source)) => {
                let known = SOURCES.iter().copied();
                cx.known(code::BAD_VALUE, source, node.at, ("来源", "source"), known).then(|| source.clone().into())
            }
            ("public" | "source", _) => {
                wrong_type(node, ("`public` 写是非，`source` 写文字", "true or false for `public`, a text for `source`"), cx);
                None
            }
            _ => {
                let known = register.fields.keys().map(String::as_str).chain(["public", "source"]);
                let found = cx.known(code::UNKNOWN_FIELD, name, node.key, ("字段", "field"), known);
                let field = register.fields.get(name).filter(|_| found && kind_of(register, name, cx) != Some(Kind::Broken));
                field.and_then(|field| fixed(node, field, cx))
            }
        };
        set.extend(value.map(|value| (name.clone(), value)));
    }
    set
}

fn guard(act: &mut Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) {
    let because = tab.text("because", cx);
    let scope = cx.index.registers.get(&register.name).map(|own| own.scope.clone()).unwrap_or_default();
    let at = tab.place("when");
    act.when = expression("when", tab, &scope, cx);
    let staff = act.by.iter().chain(&act.over).any(|who| who != "system");
    if tab.has("when") && because.is_none() && staff {
        let zh = "有条件就要写明为什么不行";
        let en = "a guard needs `because`: the words people read when it says no";
        cx.out.error(code::MISSING_LABEL, at, zh, en).help("because = { zh = \"…\", en = \"…\" }", "because = { zh = \"…\", en = \"…\" }");
    }
    act.because = because.unwrap_or_default();
    for input in act.when.as_ref().map(Expr::inputs).unwrap_or_default() {
        if !act.fill.iter().chain(&act.may).any(|name| name == input) {
            let zh = format!("条件读取 `input.{input}`，动作却不要求填它");
            let en = format!("the guard reads `input.{input}`, which the move does not ask for");
            cx.out
                .error(code::INPUT_NEEDED, at, zh, en)
                .help(format!("写进 fill 或 may: \"{input}\""), format!("add \"{input}\" to `fill` or `may`"));
        }
    }
}

/// An expression of the register, its mistakes placed in the file.
pub(super) fn expression(key: &'static str, tab: &mut Tab<'_>, scope: &crate::expr::Scope, cx: &mut Cx<'_, '_>) -> Option<Expr> {
    let (text, at) = tab.string(key, cx)?;
    match crate::expr::parse(&text, scope) {
        Ok(expr) => Some(expr),
        Err(problems) => {
            report(problems, at, cx);
            None
        }
    }
}

/// Places the mistakes of an expression in the file.
pub(super) fn report(problems: Vec<crate::expr::Problem>, at: At, cx: &mut Cx<'_, '_>) {
    let text = cx.out.source(at).map(|source| source.text.as_str()).unwrap_or_default();
    for problem in problems {
        let start = offset_in_string(text, at, problem.range.start);
        // What is missing at the end is pointed at by the closing quote.
        let end = offset_in_string(text, at, problem.range.end).max((start + 1).min(at.end));
        let place = At { file: at.file, start, end };
        cx.out.error(problem.code, place, problem.message.zh, problem.message.en).help = problem.help;
    }
}

/// Effects that are nothing without an input.
fn needs(act: &Move, tab: &Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) {
    let asked = |name: &str| act.fill.iter().any(|input| input == name);
    let need = |key: &str, input: &str, cx: &mut Cx<'_, '_>| {
        if !asked(input) {
            let (zh, en) = (format!("要在 fill 里写 \"{input}\""), format!("this needs \"{input}\" in `fill`"));
            cx.out.error(code::INPUT_NEEDED, tab.place(key), zh, en);
        }
    };
    if act.hold == Hold::Chosen {
        need("hold", "body", cx);
    }
    if act.clock == ClockEffect::Extend {
        need("clock", "workdays", cx);
    }
    if act.merge == Some(true) {
        need("merge", "other", cx);
    }
    if !act.choose.is_empty() && !act.fill.iter().chain(&act.may).any(|input| input == "body" || input == "bodies") {
        need("choose", "body", cx);
    }
    if !matches!(act.clock, ClockEffect::Start | ClockEffect::Keep) {
        needs_capability("clock", Capability::Clock, tab.place("clock"), register, cx);
    }
}

/// What people see of it: the resident's line and the key.
fn shown(act: &mut Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) {
    act.public = tab.text("public", cx);
    if let Some(text) = &act.public {
        let open = |name: &&String| register.fields.get(name.as_str()).is_none_or(|field| field.personal.is_none());
        let inputs = act.fill.iter().chain(&act.may).filter(open).map(String::as_str);
        let known: Vec<&str> = ["holder", "area", "actor"].into_iter().chain(inputs).collect();
        cx.placeholders(text, tab.place("public"), &known);
    }
    if let Some((key, at)) = tab.string("key", cx) {
        let mut chars = key.chars();
        match (chars.next(), chars.next()) {
            // These two walk every list.
            (Some('j' | 'k'), None) => {
                cx.out.error(code::BAD_VALUE, at, "j 和 k 用来在清单里上下移动,请换一个按键", "j and k walk the lists; choose another key");
            }
            (Some(c), None) if c.is_ascii_lowercase() || c.is_ascii_digit() => act.key = Some(c),
            _ => {
                cx.out.error(code::BAD_VALUE, at, "按键是一个小写字母或数字", "a key is one lower-case letter or digit");
            }
        }
    }
}
