//! Places in records of another register, values that two sides say, certificates, and moves of a record that its parts follow.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, wrong_type};
use crate::code;
use crate::model::{Both, Certificate, Field, FieldKind, Pack, Places, Register};
use crate::source::At;
use crate::tree::{Node, Val};

pub(super) fn places(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Places> {
    let mut tab = tab.table("places", cx)?;
    let of = other(&mut tab, cx);
    let mv = tab.required("move", cx);
    if let Some((name, at)) = &mv {
        let fits = register.moves.get(name).is_none_or(|act| act.opens() && act.to.is_some() && act.by.iter().any(|who| who == "anyone"));
        if known_move(register, name, *at, cx) && !fits {
            let zh = format!("`{name}` 不是人人可做、写明 `to` 的开案动作");
            let en = format!("`{name}` is not an opening move with `to` that anyone may make");
            cx.out.error(code::PLACES, *at, zh, en).help("by = [\"anyone\"]", "by = [\"anyone\"]");
        }
    }
    let mv = said(mv);
    let waits = tab.required("waits", cx);
    if let Some((name, at)) = &waits {
        cx.known(code::UNKNOWN_STATE, name, *at, ("状态", "state"), register.states.keys().map(String::as_str));
    }
    let waits = said(waits);
    let up = program(&mut tab, "up", register, cx);
    if let Some((name, at)) = up.as_ref().filter(|(name, _)| register.moves.get(name).is_some_and(|act| !act.from.contains(&waits))) {
        let (zh, en) = (format!("`{name}` 不从候补状态 `{waits}` 开始"), format!("`{name}` does not start from `{waits}`"));
        cx.out.error(code::PLACES, *at, zh, en);
    }
    let once = tab.required("once", cx);
    if let Some((name, at)) = &once {
        let tells = |field: &&Field| field.personal.is_some() && matches!(field.kind, FieldKind::Phone | FieldKind::IdNumber);
        let asked = |field: &&Field| register.moves.get(&mv).is_none_or(|act| act.fill.contains(&field.name));
        let fits = register.fields.values().filter(tells).filter(asked).map(|field| field.name.as_str());
        let what = ("开案时必填的本人手机号或身份证号字段", "personal phone or identity number that the opening move must have");
        cx.known(code::WRONG_FIELD, name, *at, what, fits);
    }
    let apart = plain_fields(&mut tab, "apart", register, cx);
    let mut take = IndexMap::new();
    if let Some(tab) = tab.table("take", cx) {
        for (input, node) in tab.entries() {
            let Val::Str(field) = &node.value else {
                wrong_type(node, ("字段名", "the name of a field"), cx);
                continue;
            };
            let asked = register.moves.get(&mv).map(|act| act.fill.iter().chain(&act.may).map(String::as_str).collect::<Vec<_>>());
            cx.known(code::UNKNOWN_INPUT, input, node.key, ("填写项", "input"), asked.unwrap_or_default());
            take.insert(input.clone(), field.clone());
        }
    }
    let places = Places {
        of: said(of),
        mv,
        room: tab.required_string("room", cx),
        taken: tab.required_string("taken", cx),
        states: tab.strings("states", cx).into_iter().map(|(state, _)| state).collect(),
        until: tab.required_string("until", cx),
        waits,
        up: said(up),
        once: said(once),
        apart,
        take,
        label: tab.label("label", cx),
        intro: tab.label("intro", cx),
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(places)
}

pub(super) fn both(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, Both> {
    let mut all = IndexMap::new();
    for mut tab in tab.tables("both", cx) {
        let mut side = |key: &'static str, cx: &mut Cx<'_, '_>| {
            let said = tab.required(key, cx);
            if let Some((name, at)) = &said {
                let fits = |field: &&Field| field.personal.is_none() && !field.derived && says(&field.kind);
                let fits = register.fields.values().filter(fits).map(|field| field.name.as_str());
                cx.known(
                    code::BOTH,
                    name,
                    *at,
                    ("人填写的整数、金额、选项或日期字段", "int, money, choice or date that people fill in"),
                    fits,
                );
            }
            said
        };
        let (ours, theirs) = (side("ours", cx), side("theirs", cx));
        let field = |side: &Option<(String, At)>| side.as_ref().and_then(|(name, _)| register.fields.get(name));
        if let (Some(a), Some(b), Some((_, at))) = (field(&ours), field(&theirs), &theirs)
            && (a.kind != b.kind || a.name == b.name)
        {
            let (zh, en) = ("双方填写的要是两个同样的字段", "the two sides say the same thing in two fields of the same kind");
            cx.out.error(code::BOTH, *at, zh, en);
        }
        let agreed = program(&mut tab, "agreed", register, cx);
        let differ = program(&mut tab, "differ", register, cx);
        let name = tab.name.to_owned();
        let both = Both {
            ours: said(ours),
            theirs: said(theirs),
            agreed: said(agreed),
            differ: said(differ),
            basis: tab.required_string("basis", cx),
        };
        tab.finish(cx);
        all.insert(name, both);
    }
    all
}

const fn says(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Int { .. } | FieldKind::Money | FieldKind::Choice { .. } | FieldKind::Date)
}

pub(super) fn certificate(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Certificate> {
    let mut tab = tab.table("certificate", cx)?;
    let mut states = Vec::new();
    for (state, at) in tab.strings("states", cx) {
        cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), register.states.keys().map(String::as_str));
        states.push(state);
    }
    if states.is_empty() {
        tab.missing("states", cx);
    }
    let person = tab.required("person", cx);
    if let Some((name, at)) = &person {
        let fits = register.fields.values().filter(|field| field.kind == FieldKind::Person && field.personal.is_some());
        cx.known(code::CERTIFICATE, name, *at, ("姓名字段", "personal field of kind `person`"), fits.map(|field| field.name.as_str()));
    }
    let text = tab.label("text", cx);
    let open = register.fields.values().filter(|field| field.personal.is_none()).map(|field| field.name.as_str());
    let known: Vec<&str> = open.chain(["holder", "area"]).collect();
    cx.placeholders(&text, tab.place("text"), &known);
    let certificate =
        Certificate { label: tab.label("label", cx), states, person: said(person), text, basis: tab.required_string("basis", cx) };
    tab.finish(cx);
    Some(certificate)
}

/// `[register.sign_up.follows.activity] call_off = "fall_away"`: a move of the record it comes from, and the program's move, or moves, on its parts.
pub(super) fn follows(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, IndexMap<String, Vec<String>>> {
    let mut follows = IndexMap::new();
    for tab in tab.tables("follows", cx) {
        let known: Vec<String> = cx.index.registers.keys().cloned().collect();
        if !cx.known(code::UNKNOWN_REGISTER, tab.name, tab.at, ("台账", "register"), known.iter().map(String::as_str)) {
            continue;
        }
        let moves = cx.index.registers.get(tab.name).map(|other| other.moves.clone()).unwrap_or_default();
        let mut pairs = IndexMap::new();
        for (act, node) in tab.entries() {
            cx.known(code::UNKNOWN_MOVE, act, node.key, ("动作", "move"), moves.iter().map(String::as_str));
            let own = names(node, cx);
            for (name, at) in &own {
                by_program(register, name, *at, cx);
            }
            pairs.insert(act.clone(), own.into_iter().map(|(name, _)| name).collect());
        }
        follows.insert(tab.name.to_owned(), pairs);
    }
    follows
}

/// `[register.pairing.leads.need] accept = "agree"`: a move of its own, and the program's move, or moves, on the record it comes from.
pub(super) fn leads(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, IndexMap<String, Vec<String>>> {
    let mut leads = IndexMap::new();
    for tab in tab.tables("leads", cx) {
        let known: Vec<String> = cx.index.registers.keys().cloned().collect();
        if !cx.known(code::UNKNOWN_REGISTER, tab.name, tab.at, ("台账", "register"), known.iter().map(String::as_str)) {
            continue;
        }
        let moves = cx.index.registers.get(tab.name).map(|other| other.moves.clone()).unwrap_or_default();
        let mut pairs = IndexMap::new();
        for (own, node) in tab.entries() {
            known_move(register, own, node.key, cx);
            let said = names(node, cx);
            for (name, at) in &said {
                cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), moves.iter().map(String::as_str));
            }
            pairs.insert(own.clone(), said.into_iter().map(|(name, _)| name).collect());
        }
        leads.insert(tab.name.to_owned(), pairs);
    }
    leads
}

/// A name, or a list of names.
fn names(node: &Node, cx: &mut Cx<'_, '_>) -> Vec<(String, At)> {
    let mut names = Vec::new();
    for one in if let Val::Array(list) = &node.value { list.iter().collect() } else { vec![node] } {
        match &one.value {
            Val::Str(name) => names.push((name.clone(), one.at)),
            _ => wrong_type(one, ("动作名", "the name of a move"), cx),
        }
    }
    names
}

/// What only both registers together show.
pub(super) fn check(pack: &Pack, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for register in pack.registers.values() {
        for of in register.follows.keys().filter(|of| register.part_of.as_ref() != Some(of)) {
            let (zh, en) = (format!("记录不是由 `{of}` 开出的(part_of)"), format!("its records are not parts of `{of}` (`part_of`)"));
            cx.out.error(code::FOLLOWS, place(&["register", &register.name, "follows", of]), zh, en);
        }
        for (of, pairs) in &register.leads {
            let other = pack.registers.get(of);
            if register.part_of.as_ref() != Some(of) {
                let (zh, en) = (format!("记录不是由 `{of}` 开出的(part_of)"), format!("its records are not parts of `{of}` (`part_of`)"));
                cx.out.error(code::FOLLOWS, place(&["register", &register.name, "leads", of]), zh, en);
            }
            for (own, names) in pairs {
                let at = place(&["register", &register.name, "leads", of, own]);
                for name in names.iter().filter(|name| other.is_some_and(|other| !is_programs(other, name))) {
                    let (zh, en) = (format!("`{of}.{name}` 不是由程序来做的动作"), format!("the program may not make `{of}.{name}`"));
                    cx.out.error(code::NOBODY, at, zh, en);
                }
            }
        }
        let Some(rule) = &register.places else { continue };
        let at = |key: &str| place(&["register", &register.name, "places", key]);
        let Some(of) = pack.registers.get(&rule.of) else { continue };
        if register.part_of.as_ref() != Some(&rule.of) {
            let (zh, en) = (format!("还要写 part_of = \"{}\"", rule.of), format!("this needs part_of = \"{}\"", rule.of));
            cx.out.error(code::PLACES, at("of"), zh, en);
        }
        let whole = |field: &Field| matches!(field.kind, FieldKind::Int { .. });
        let mut needs = |key: &str, name: &str, what: (&str, &str), fits: &dyn Fn(&Field) -> bool| {
            let fields = of.fields.values().filter(|field| fits(field)).map(|field| field.name.as_str());
            cx.known(code::PLACES, name, at(key), what, fields);
        };
        needs("room", &rule.room, ("人填写的整数字段", "whole number that people fill in"), &|field| {
            whole(field) && !field.derived
        });
        needs("taken", &rule.taken, ("程序填写的整数字段", "derived field of kind `int`"), &|field| whole(field) && field.derived);
        needs("until", &rule.until, ("日期字段", "field of kind `date`"), &|field| field.kind == FieldKind::Date);
        for (input, field) in &rule.take {
            let kind = register.fields.get(input).map(|field| &field.kind);
            let at = place(&["register", &register.name, "places", "take", input]);
            let fits = of.fields.values().filter(|field| field.personal.is_none() && Some(&field.kind) == kind);
            cx.known(code::WRONG_FIELD, field, at, ("同样的字段", "field of the same kind"), fits.map(|field| field.name.as_str()));
        }
        for state in &rule.states {
            cx.known(code::UNKNOWN_STATE, state, at("states"), ("状态", "state"), of.states.keys().map(String::as_str));
        }
        let counted = register.tells.get(&rule.of).is_some_and(|counts| counts.contains_key(&rule.taken));
        if !counted {
            let (zh, en) = (
                format!("没有数已占的名额：[register.{}.tells.{}] {} = \"…\"", register.name, rule.of, rule.taken),
                format!("nothing counts the places taken: [register.{}.tells.{}] {} = \"…\"", register.name, rule.of, rule.taken),
            );
            cx.out.error(code::PLACES, at("taken"), zh, en);
        }
        if of.publish.is_none() {
            let (zh, en) = (
                format!("`{}` 没有公开规则，谁也看不到能报名什么", rule.of),
                format!("`{}` has no `publish`: nobody could see what there is", rule.of),
            );
            cx.out.error(code::PLACES, at("of"), zh, en);
        }
    }
}

fn other(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<(String, At)> {
    let (name, at) = tab.required("of", cx)?;
    let known: Vec<String> = cx.index.registers.keys().cloned().collect();
    cx.known(code::UNKNOWN_REGISTER, &name, at, ("台账", "register"), known.iter().map(String::as_str)).then_some((name, at))
}

fn plain_fields(tab: &mut Tab<'_>, key: &'static str, register: &Register, cx: &mut Cx<'_, '_>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, at) in tab.strings(key, cx) {
        let open = register.fields.values().filter(|field| field.personal.is_none()).map(|field| field.name.as_str());
        cx.known(code::UNKNOWN_FIELD, &name, at, ("不含个人信息的字段", "field that is not personal"), open);
        found.push(name);
    }
    found
}

/// A move that the program makes by itself.
fn program(tab: &mut Tab<'_>, key: &'static str, register: &Register, cx: &mut Cx<'_, '_>) -> Option<(String, At)> {
    let (name, at) = tab.required(key, cx)?;
    by_program(register, &name, at, cx);
    Some((name, at))
}

fn by_program(register: &Register, name: &str, at: At, cx: &mut Cx<'_, '_>) {
    if known_move(register, name, at, cx) && !is_programs(register, name) {
        let zh = format!("`{name}` 由程序来做：`by` 里要有 `system`，不能要人填，也不能是开案的动作");
        let en = format!("the program makes `{name}`: `by` must name `system`, it asks for nothing, and it opens no record");
        cx.out.error(code::NOBODY, at, zh, en);
    }
}

/// Whether the program can make a move; one that is not there is another mistake.
fn is_programs(register: &Register, name: &str) -> bool {
    register.moves.get(name).is_none_or(|act| !act.opens() && act.fill.is_empty() && act.by.iter().any(|who| who == "system"))
}

fn known_move(register: &Register, name: &str, at: At, cx: &mut Cx<'_, '_>) -> bool {
    cx.known(code::UNKNOWN_MOVE, name, at, ("动作", "move"), register.moves.keys().map(String::as_str))
}

fn said(found: Option<(String, At)>) -> String {
    found.map(|(name, _)| name).unwrap_or_default()
}
