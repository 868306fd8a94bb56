//! What only the whole can show: states nobody reaches or leaves, keys that clash, parents in circles, rules without a clause.

use std::collections::BTreeSet;

use super::{Cx, attendance, deliberation, fill_in, matching, parts, places, service};
use crate::code;
use crate::model::{Capability, Move, Pack, Register};
use crate::source::At;
use crate::tree::{Table, Val};

pub(super) fn check(pack: &Pack, table: &Table, cx: &mut Cx<'_, '_>) {
    tiers(pack, table, cx);
    for register in pack.registers.values() {
        if register.states.is_empty() {
            continue;
        }
        let place = |path: &[&str]| {
            let full: Vec<&str> = ["register", register.name.as_str()].into_iter().chain(path.iter().copied()).collect();
            key_at(table, &full)
        };
        reach(register, &place, cx);
        deliberation::in_order(register, &place, cx);
        keys(register, &place, cx);
        basis(register, place(&[]), cx);
        let with = |capability| register.with.contains(&capability);
        if with(Capability::Clock) && !table.contains_key("clock") {
            cx.out.error(code::MISSING_KEY, place(&[]), "有 `clock` 能力，但缺少 [clock]", "it composes `clock`, but there is no [clock]");
        }
        if with(Capability::Rating) && !table.contains_key("rating") {
            cx.out.error(
                code::MISSING_KEY,
                place(&[]),
                "有 `rating` 能力，但缺少 [rating]",
                "it composes `rating`, but there is no [rating]",
            );
        }
    }
    opening_keys(pack, table, cx);
    let anywhere = |path: &[&str]| key_at(table, path);
    attendance::check(pack, &anywhere, cx);
    fill_in::check(pack, &anywhere, cx);
    parts::check(pack, &anywhere, cx);
    matching::check(pack, &anywhere, cx);
    places::check(pack, &anywhere, cx);
    deliberation::check(pack, &anywhere, cx);
    service::check(pack, &anywhere, cx);
    numbers(pack, table, cx);
}

/// A number is one record's in the whole place, however many digits its register counts with.
fn numbers(pack: &Pack, table: &Table, cx: &mut Cx<'_, '_>) {
    let shape = |register: &Register| {
        let (before, after) = register.number.split_once("{seq")?;
        Some((before.to_owned(), after.split_once('}')?.1.to_owned()))
    };
    let mut seen: Vec<(&Register, _)> = Vec::new();
    for register in pack.registers.values() {
        let Some(own) = shape(register) else { continue };
        if let Some((other, _)) = seen.iter().find(|(_, known)| *known == own) {
            let at = value_at(table, &["register", &register.name, "number"]);
            let zh = format!("编号与 `{}` 相同，两本台账会编出同一个号", other.name);
            let en = format!("`{}` has the same numbers; two records would share one", other.name);
            cx.out.error(code::SAME_NUMBER, at, zh, en);
        }
        seen.push((register, own));
    }
}

/// Where a key path was written; as far along as it exists.
fn key_at(table: &Table, path: &[&str]) -> At {
    let (mut at, mut here) = (At::default(), Some(table));
    for key in path {
        let Some(node) = here.and_then(|table| table.get(*key)) else { break };
        at = node.key;
        here = if let Val::Table(inner) = &node.value { Some(inner) } else { None };
    }
    at
}

fn value_at(table: &Table, path: &[&str]) -> At {
    let Some((last, above)) = path.split_last() else { return At::default() };
    let mut here = Some(table);
    for key in above {
        here = here.and_then(|table| table.get(*key)).and_then(|node| if let Val::Table(inner) = &node.value { Some(inner) } else { None });
    }
    here.and_then(|table| table.get(*last)).map_or_else(|| key_at(table, path), |node| node.at)
}

/// Tiers have desks, and parents lie at or above.
fn tiers(pack: &Pack, table: &Table, cx: &mut Cx<'_, '_>) {
    let rank = |level: &str| pack.levels.iter().position(|known| known.name == level);
    for level in &pack.levels {
        if let Some(body) = level.tier.as_ref().and_then(|tier| pack.bodies.get(tier))
            && body.level != level.name
            && rank(&body.level).is_some()
        {
            let (zh, en) = (
                format!("`{}` 不在层级 `{}`", body.name, level.name),
                format!("`{}` does not stand at the level `{}`", body.name, level.name),
            );
            cx.out.error(code::UNKNOWN_LEVEL, key_at(table, &["body", &body.name]), zh, en);
        }
    }
    for body in pack.bodies.values() {
        let mut seen = BTreeSet::from([body.name.as_str()]);
        let mut above = body.parent.as_deref();
        let mut circle = false;
        while let Some(next) = above.and_then(|name| pack.bodies.get(name)) {
            circle = !seen.insert(next.name.as_str());
            above = if circle { None } else { next.parent.as_deref() };
        }
        let parent = body.parent.as_ref().and_then(|name| pack.bodies.get(name));
        let downwards = parent.is_some_and(|parent| rank(&parent.level).zip(rank(&body.level)).is_some_and(|(p, b)| p > b));
        if circle || downwards {
            let (zh, en) = if circle {
                ("上级关系成了环", "its parents run in a circle")
            } else {
                ("上级在更低的层级", "its parent stands at a lower level")
            };
            cx.out.error(code::LOOP, value_at(table, &["body", &body.name, "parent"]), zh, en);
        }
    }
    for register in pack.registers.values() {
        for (i, step) in register.escalation.iter().enumerate() {
            let level = pack.levels.iter().find(|level| level.name == step.to);
            if level.is_some_and(|level| level.tier.is_none()) {
                let at = escalation_at(table, &register.name, i);
                let (zh, en) = (
                    format!("层级 `{}` 没有工作台，没人看得到", step.to),
                    format!("level `{}` has no desk (`tier`) that would see it", step.to),
                );
                cx.out.error(code::UNKNOWN_LEVEL, at, zh, en);
            }
        }
    }
}

fn escalation_at(table: &Table, register: &str, index: usize) -> At {
    let path = ["register", register, "escalate"];
    let inner = |table: &Table, key: &str| {
        if let Some(Val::Table(inner)) = table.get(key).map(|node| &node.value) { Some(inner.clone()) } else { None }
    };
    let list = inner(table, "register").and_then(|all| inner(&all, register)).and_then(|own| own.get("escalate").cloned());
    match list.map(|node| node.value) {
        Some(Val::Array(items)) => match items.get(index).map(|item| &item.value) {
            Some(Val::Table(step)) => step.get("to").map_or(At::default(), |node| node.at),
            _ => key_at(table, &path),
        },
        _ => key_at(table, &path),
    }
}

/// States that moves lead to, and open states that moves leave.
fn reach(register: &Register, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    if !register.moves.values().any(|act| act.from.is_empty()) {
        let (zh, en) = (format!("没有动作能新建 `{}`", register.name), format!("no move opens a `{}`", register.name));
        let help = ("写一个没有 `from` 的动作", "add a move without `from`");
        cx.out.error(code::NO_OPENING_MOVE, place(&[]), zh, en).help(help.0, help.1);
        return;
    }
    let first = register.states.keys().next();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = reached.len();
        for act in register.moves.values() {
            let starts = act.from.is_empty() || act.from.iter().any(|state| reached.contains(state.as_str()));
            if starts {
                reached.extend(act.targets());
                reached.extend(first.filter(|_| act.from.is_empty() && act.to.is_none()).map(String::as_str));
            }
        }
        if let Some(places) = &register.places {
            reached.insert(&places.waits);
        }
        if reached.len() == before {
            break;
        }
    }
    for state in register.states.values() {
        if !reached.contains(state.name.as_str()) {
            let (zh, en) = (format!("没有动作通向状态 `{}`", state.name), format!("no chain of moves leads to the state `{}`", state.name));
            cx.out.warning(code::UNREACHABLE, place(&["state", &state.name]), zh, en);
        }
        let leaves = |act: &Move| act.from.contains(&state.name) && (act.to_back || act.targets().any(|to| to != state.name));
        if state.open && !register.moves.values().any(leaves) {
            let zh = format!("状态 `{}` 还要人办，却没有动作离开它", state.name);
            let en = format!("the state `{}` asks for work, but no move leaves it", state.name);
            let help = ("若到此为止，写 open = false", "if matters end here, say open = false");
            cx.out.error(code::DEAD_END, place(&["state", &state.name]), zh, en).help(help.0, help.1);
        }
    }
}

/// A role both moves are open to.
fn shared<'m>(a: &'m Move, b: &Move) -> Option<&'m String> {
    a.by.iter().chain(&a.over).find(|role| b.by.contains(role) || b.over.contains(role))
}

/// Two moves from one state with one key, for one role.
fn keys(register: &Register, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for (i, b) in register.moves.values().enumerate() {
        for a in register.moves.values().take(i) {
            let state = b.from.iter().find(|state| a.from.contains(state));
            if a.key.is_some()
                && a.key == b.key
                && let (Some(state), Some(role)) = (state, shared(a, b))
            {
                let key = b.key.unwrap_or_default();
                let zh = format!("按键 `{key}` 在 `{state}` 状态下已用于 `{}` (角色 {role})", a.name);
                let en = format!("`{key}` already does `{}` from `{state}` for {role}", a.name);
                cx.out.error(code::SAME_KEY, place(&["move", &b.name, "key"]), zh, en);
            }
        }
    }
}

/// Moves that open a record share a desk across registers.
fn opening_keys(pack: &Pack, table: &Table, cx: &mut Cx<'_, '_>) {
    let opening: Vec<(&Register, &Move)> = pack
        .registers
        .values()
        .flat_map(|register| register.moves.values().map(move |act| (register, act)))
        .filter(|(_, act)| act.from.is_empty())
        .collect();
    for (i, (register, b)) in opening.iter().enumerate() {
        for (other, a) in opening.iter().take(i) {
            if a.key.is_some()
                && a.key == b.key
                && let Some(role) = shared(a, b)
            {
                let key = b.key.unwrap_or_default();
                let zh = format!("按键 `{key}` 已用于 `{}.{}` (角色 {role})", other.name, a.name);
                let en = format!("`{key}` already does `{}.{}` for {role}", other.name, a.name);
                cx.out.error(code::SAME_KEY, key_at(table, &["register", &register.name, "move", &b.name, "key"]), zh, en);
            }
        }
    }
}

/// One warning for a register whose rules do not say where they come from.
fn basis(register: &Register, at: At, cx: &mut Cx<'_, '_>) {
    let bare: Vec<&str> = register.moves.values().filter(|act| act.basis.is_empty()).map(|act| act.name.as_str()).collect();
    if register.basis.is_empty() && !bare.is_empty() {
        let (zh, en) = (format!("没有写依据: {}", bare.join("、")), format!("no `basis` says where these come from: {}", bare.join(", ")));
        let help = ("写在动作上，或写在台账上作为共同依据", "give it for each move, or once for the register");
        cx.out.warning(code::NO_BASIS, at, zh, en).help(help.0, help.1);
    }
}
