//! Who is due at a record's meeting, how many make a quorum, and where the counts go.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::Tab;
use crate::attendance::ALL;
use crate::code;
use crate::model::{Attendance, FieldKind, Move, Pack, Quorum, Register, Roll, RollOf, Share};
use crate::source::At;

/// The inputs that say who was there.
const INPUTS: [&str; 2] = ["attendance", "made_up"];

pub(super) fn attendance(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Attendance> {
    let asks = |act: &&Move| act.fill.iter().chain(&act.may).any(|input| INPUTS.contains(&input.as_str()));
    let asking = register.moves.values().find(asks);
    let Some(mut tab) = tab.table("attendance", cx) else {
        if let Some(act) = asking {
            let zh = format!("`{}` 要填到会情况，台账却没有 [register.{}.attendance]", act.name, tab.name);
            let en = format!("`{}` asks who was there, but there is no [register.{}.attendance]", act.name, tab.name);
            cx.out.error(code::BAD_ATTENDANCE, tab.at, zh, en);
        }
        return None;
    };
    for act in register.moves.values().filter(asks).filter(|act| act.review.is_some() || act.from.is_empty()) {
        let zh = format!("`{}` 须审核或是开案的动作，不能填到会情况", act.name);
        let en = format!("`{}` is reviewed or opens a record: it cannot say who was there", act.name);
        cx.out.error(code::BAD_ATTENDANCE, tab.at, zh, en);
    }
    let by = tab.string("by", cx);
    let options: Vec<String> = match &by {
        Some((name, at)) => {
            let known = register.fields.values().filter(|field| matches!(field.kind, FieldKind::Choice { .. }));
            cx.known(code::UNKNOWN_FIELD, name, *at, ("选择字段", "field of kind `choice`"), known.map(|field| field.name.as_str()));
            match register.fields.get(name).map(|field| &field.kind) {
                Some(FieldKind::Choice { options }) => options.keys().cloned().collect(),
                _ => Vec::new(),
            }
        }
        None => vec![ALL.to_owned()],
    };
    let on = tab.has("on").then(|| super::recur::date(&mut tab, "on", register, cx)).flatten();
    let mut count = |key: &'static str, cx: &mut Cx<'_, '_>| {
        let (name, at) = tab.required(key, cx)?;
        let known = register.fields.values().filter(|field| field.derived && matches!(field.kind, FieldKind::Int { .. }));
        let what = ("程序填写的整数字段", "derived field of kind `int`");
        cx.known(code::UNKNOWN_FIELD, &name, at, what, known.map(|field| field.name.as_str())).then_some(name)
    };
    let [due, present, excused, absent] = ["due", "present", "excused", "absent"].map(|key| count(key, cx).unwrap_or_default());
    let makes_up = register.moves.values().any(|act| act.fill.iter().any(|input| input == "made_up"));
    let made_up = makes_up.then(|| count("made_up", cx)).flatten();
    let rule = Attendance {
        by: by.map(|(name, _)| name),
        on,
        rolls: rolls(&mut tab, &options, cx),
        due,
        present,
        excused,
        absent,
        made_up,
        basis: tab.required_string("basis", cx),
    };
    tab.finish(cx);
    Some(rule)
}

fn rolls(tab: &mut Tab<'_>, options: &[String], cx: &mut Cx<'_, '_>) -> IndexMap<String, Roll> {
    let mut rolls = IndexMap::new();
    for mut tab in tab.tables("roll", cx) {
        if !options.is_empty() {
            cx.known(code::BAD_VALUE, tab.name, tab.at, ("选项", "option"), options.iter().map(String::as_str));
        }
        let posts: Vec<String> = tab.strings("posts", cx).into_iter().map(|(post, _)| post).collect();
        let of = match tab.string("register", cx) {
            Some((name, at)) => {
                let known: Vec<String> = cx.index.registers.keys().cloned().collect();
                cx.known(code::UNKNOWN_REGISTER, &name, at, ("台账", "register"), known.iter().map(String::as_str));
                let states = cx.index.registers.get(&name).map(|other| other.states.clone()).unwrap_or_default();
                let mut wanted = Vec::new();
                for (state, at) in tab.strings("states", cx) {
                    cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), states.iter().map(String::as_str));
                    wanted.push(state);
                }
                RollOf::Register { name, states: wanted }
            }
            None => RollOf::Posts(posts),
        };
        let roll = Roll { name: tab.name.to_owned(), of, quorum: quorum(&mut tab, cx), basis: tab.basis(cx) };
        tab.finish(cx);
        rolls.insert(roll.name.clone(), roll);
    }
    if rolls.is_empty() {
        let (zh, en) = ("没有写应到的是谁 `roll`", "there is no `roll` of who is due");
        cx.out.error(code::BAD_ATTENDANCE, tab.at, zh, en);
    }
    rolls
}

fn quorum(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Option<Quorum> {
    let mut found = None;
    for (key, more) in [("more_than", true), ("at_least", false)] {
        let Some((text, at)) = tab.string(key, cx) else { continue };
        let Ok(share) = text.parse::<Share>() else {
            let (zh, en) = (format!("`{text}` 不是分数，如 1/2"), format!("`{text}` is not a share such as 1/2"));
            cx.out.error(code::BAD_VALUE, at, zh, en);
            continue;
        };
        if found.replace(Quorum { share, more }).is_some() {
            let (zh, en) = ("`more_than` 和 `at_least` 只能写一个", "`more_than` or `at_least`, not both");
            cx.out.error(code::BAD_ATTENDANCE, at, zh, en);
        }
    }
    found
}

/// Posts are known only once the whole pack has been read.
pub(super) fn check(pack: &Pack, at: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for register in pack.registers.values() {
        for roll in register.attendance.iter().flat_map(|rule| rule.rolls.values()) {
            let RollOf::Posts(posts) = &roll.of else { continue };
            for post in posts {
                let place = at(&["register", &register.name, "attendance", "roll", &roll.name, "posts"]);
                cx.known(code::BAD_ATTENDANCE, post, place, ("职务", "post"), pack.posts.keys().map(String::as_str));
            }
        }
    }
}
