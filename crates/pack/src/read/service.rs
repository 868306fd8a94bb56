//! The catalogue of services, appointments, sheets on the wall, and what moves say about them.

use indexmap::IndexMap;

use super::cursor::{Tab, bilingual, wrong_type};
use super::place::work_hours;
use super::{Cx, Index};
use crate::code;
use crate::model::{
    Booking, Days, Field, FieldKind, Form, Material, Move, Pack, Queue, Register, Service, ServiceGroup, Sheet, Slots, Text, WAYS,
};
use crate::source::At;
use crate::span::Span;
use crate::tree::{Table, Val};

pub(super) fn groups(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, ServiceGroup> {
    let mut groups = IndexMap::new();
    for mut tab in tab.tables("service_group", cx) {
        let group = ServiceGroup { name: tab.name.to_owned(), label: tab.label("label", cx), basis: tab.basis(cx) };
        tab.finish(cx);
        groups.insert(group.name.clone(), group);
    }
    groups
}

/// The limit of each service, before anything else is read: limits of registers can differ by it.
pub(super) fn limits(table: &Table) -> Vec<(String, Span)> {
    let Some(Val::Table(services)) = table.get("service").map(|node| &node.value) else { return Vec::new() };
    let limit = |node: &crate::tree::Node| match &node.value {
        Val::Table(service) => match service.get("limit").map(|node| &node.value) {
            Some(Val::Str(text)) => text.parse().ok(),
            _ => None,
        },
        _ => None,
    };
    services.iter().map(|(name, node)| (name.clone(), limit(node).unwrap_or_default())).collect()
}

pub(super) fn services(tab: &mut Tab<'_>, groups: &IndexMap<String, ServiceGroup>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Service> {
    let mut services = IndexMap::new();
    for mut tab in tab.tables("service", cx) {
        let group = tab.required("group", cx);
        if let Some((name, at)) = &group {
            cx.known(code::BAD_SERVICE, name, *at, ("服务分组", "group of services"), groups.keys().map(String::as_str));
        }
        let level = tab.required("level", cx);
        if let Some((name, at)) = &level {
            cx.level(name, *at);
        }
        let limit = tab.required("limit", cx);
        let mut ways = Vec::new();
        for (way, at) in tab.strings("ways", cx) {
            if cx.known(code::BAD_SERVICE, &way, at, ("办理方式", "way"), WAYS) {
                ways.push(way);
            }
        }
        if ways.is_empty() {
            let (zh, en) =
                (format!("`{}` 没有写怎么办理 `ways`", tab.name), format!("`{}` has no `ways` in which it can be asked for", tab.name));
            cx.out.error(code::BAD_SERVICE, tab.at, zh, en).help("ways = [\"window\", \"online\"]", "ways = [\"window\", \"online\"]");
        }
        let service = Service {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            group: group.map(|(name, _)| name).unwrap_or_default(),
            words: tab.strings("words", cx).into_iter().map(|(word, _)| word).collect(),
            conditions: texts(&mut tab, "conditions", cx),
            materials: materials(&mut tab, cx),
            steps: texts(&mut tab, "steps", cx),
            limit: limit.and_then(|(text, at)| cx.span(&text, at)).unwrap_or_default(),
            level: level.map(|(name, _)| name).unwrap_or_default(),
            ways,
            visits: tab.int("visits", 0..=9, cx).unwrap_or(1),
            fee: tab.text("fee", cx),
            basis: tab.required_string("basis", cx),
        };
        // Whoever comes to the window has come.
        if service.visits == 0 && service.ways.iter().any(|way| way == "window") {
            let (zh, en) = ("能到窗口办理的，就可能跑一次", "what can be asked for at the window takes one visit");
            cx.out.error(code::BAD_SERVICE, tab.place("visits"), zh, en);
        }
        tab.finish(cx);
        services.insert(service.name.clone(), service);
    }
    services
}

fn materials(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Material> {
    const FORMS: &[(&str, Form)] = &[("original", Form::Original), ("copy", Form::Copy), ("both", Form::Both), ("filled", Form::Filled)];
    let mut materials = IndexMap::new();
    for mut tab in tab.tables("material", cx) {
        let material = Material {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            form: tab.word("form", FORMS, cx).unwrap_or_default(),
            keeper: tab.text("keeper", cx),
            only: tab.text("only", cx),
        };
        tab.finish(cx);
        materials.insert(material.name.clone(), material);
    }
    materials
}

fn texts(tab: &mut Tab<'_>, key: &'static str, cx: &mut Cx<'_, '_>) -> Vec<Text> {
    let Some(node) = tab.get(key) else { return Vec::new() };
    match &node.value {
        Val::Array(items) => items.iter().map(|item| bilingual(item, cx)).collect(),
        _ => {
            wrong_type(node, ("双语文字的列表", "a list of texts in both languages"), cx);
            Vec::new()
        }
    }
}

pub(super) fn booking(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Booking> {
    const DAYS: &[(&str, Days)] = &[("workdays", Days::Workdays), ("free", Days::Free), ("every", Days::Every)];
    let mut tab = tab.table("booking", cx)?;
    let field = of_kind(&mut tab, "field", register, &FieldKind::Slot, ("预约时段字段", "field of kind `slot`"), cx);
    let mut slots = IndexMap::new();
    for mut tab in tab.tables("slots", cx) {
        let mut hours = Vec::new();
        if let Some((text, at)) = tab.required("hours", cx) {
            work_hours(&text, at, &mut hours, cx);
        }
        let (from, to) = hours.first().copied().unwrap_or_default();
        let every = tab.int("every", 5..=480, cx).and_then(|n| u16::try_from(n).ok()).unwrap_or(30);
        if !hours.is_empty() && from.saturating_add(every) > to {
            let (zh, en) = ("`hours` 里放不下一个时段", "not one time fits into `hours`");
            cx.out.error(code::BAD_BOOKING, tab.place("hours"), zh, en);
        }
        let one = Slots {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            days: tab.word("days", DAYS, cx).unwrap_or_default(),
            from,
            to,
            every,
            capacity: tab.int("capacity", 1..=500, cx).and_then(|n| u16::try_from(n).ok()).unwrap_or(1),
        };
        tab.finish(cx);
        slots.insert(one.name.clone(), one);
    }
    if slots.is_empty() {
        let (zh, en) = ("没有可预约的时段 `slots`", "there are no `slots` to book");
        cx.out.error(code::BAD_BOOKING, tab.at, zh, en);
    }
    let ahead = tab.int("ahead", 1..=90, cx).and_then(|n| u16::try_from(n).ok()).unwrap_or(14);
    let booking = Booking { field, ahead, slots, basis: tab.basis(cx) };
    tab.finish(cx);
    Some(booking)
}

pub(super) fn queue(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> Option<Queue> {
    let mut tab = tab.table("queue", cx)?;
    let call = tab.required("call", cx);
    let turn = tab.required("turn", cx);
    let desk = tab.required("desk", cx);
    let numbers = |derived: bool| {
        let fits = move |field: &&Field| field.derived == derived && matches!(field.kind, FieldKind::Int { .. });
        register.fields.values().filter(fits).map(|field| field.name.as_str())
    };
    if let Some((name, at)) = &turn
        && cx.known(code::UNKNOWN_FIELD, name, *at, ("程序填写的整数字段", "derived field of kind `int`"), numbers(true))
        && register.moves.values().all(|act| act.turn.as_ref() != Some(name))
    {
        let (zh, en) =
            (format!("没有动作取号：在动作上写 turn = \"{name}\""), format!("no move gives a number: say turn = \"{name}\" on one"));
        cx.out.error(code::BAD_TURN, *at, zh, en);
    }
    if let Some((name, at)) = &desk {
        cx.known(code::UNKNOWN_FIELD, name, *at, ("整数字段", "field of kind `int`"), numbers(false));
    }
    if let Some((name, at)) = &call
        && cx.known(code::UNKNOWN_MOVE, name, *at, ("动作", "move"), register.moves.keys().map(String::as_str))
        && let Some(act) = register.moves.get(name)
        && (act.from.is_empty() || act.to.is_none() || desk.as_ref().is_some_and(|(desk, _)| !act.fill.contains(desk)))
    {
        let zh = "叫号的动作要有 from 和 to，并要求填窗口号";
        let en = "the move that calls starts from one state, leads to another, and asks for the window";
        cx.out.error(code::BAD_TURN, *at, zh, en);
    }
    let said = |found: Option<(String, At)>| found.map(|(name, _)| name).unwrap_or_default();
    let queue = Queue { call: said(call), turn: said(turn), desk: said(desk), basis: tab.basis(cx) };
    tab.finish(cx);
    Some(queue)
}

pub(super) fn sheets(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, Sheet> {
    let mut sheets = IndexMap::new();
    for mut tab in tab.tables("sheet", cx) {
        let mut columns = Vec::new();
        for (name, at) in tab.strings("columns", cx) {
            if cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), register.fields.keys().map(String::as_str)) {
                if register.fields.get(&name).is_some_and(|field| field.personal.is_some()) {
                    let (zh, en) =
                        (format!("`{name}` 是个人信息，不能上墙公开"), format!("`{name}` is personal and cannot hang on a wall"));
                    cx.out.error(code::PRIVACY, at, zh, en);
                }
                columns.push(name);
            }
        }
        if columns.is_empty() {
            tab.missing("columns", cx);
        }
        let day = tab.has("day").then(|| of_kind(&mut tab, "day", register, &FieldKind::Date, ("日期字段", "field of kind `date`"), cx));
        let mut states = Vec::new();
        for (state, at) in tab.strings("states", cx) {
            let open = register.states.values().filter(|state| state.open).map(|state| state.name.as_str());
            cx.known(code::UNKNOWN_STATE, &state, at, ("未结的状态", "open state"), open);
            states.push(state);
        }
        let sheet = Sheet {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            intro: tab.text("intro", cx),
            columns,
            day,
            states,
            basis: tab.basis(cx),
        };
        tab.finish(cx);
        sheets.insert(sheet.name.clone(), sheet);
    }
    sheets
}

/// The name of a field of a kind.
fn of_kind(tab: &mut Tab<'_>, key: &'static str, register: &Register, kind: &FieldKind, what: (&str, &str), cx: &mut Cx<'_, '_>) -> String {
    let Some((name, at)) = tab.required(key, cx) else { return String::new() };
    let fits = register.fields.values().filter(|field| field.kind == *kind).map(|field| field.name.as_str());
    cx.known(code::UNKNOWN_FIELD, &name, at, what, fits);
    name
}

/// What a move says about a service: the way it stands for, that the papers are complete, the queue's number that it gives.
pub(super) fn of_move(act: &mut Move, tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) {
    if let Some((way, at)) = tab.string("way", cx) {
        cx.known(code::BAD_SERVICE, &way, at, ("办理方式", "way"), WAYS);
        needs(register, "way", &FieldKind::Service, at, cx);
        act.way = Some(way);
    }
    act.complete = tab.boolean("complete", cx).unwrap_or_default();
    if act.complete {
        needs(register, "complete", &FieldKind::Materials, tab.place("complete"), cx);
    }
    if let Some((name, at)) = tab.string("turn", cx) {
        let fits = |field: &Field| field.derived && matches!(field.kind, FieldKind::Int { .. });
        if cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), register.fields.keys().map(String::as_str))
            && register.fields.get(&name).is_some_and(|field| !fits(field))
        {
            cx.out.error(
                code::BAD_TURN,
                at,
                "排队号记在程序填写的整数字段",
                "a number in the queue is kept in a derived field of kind `int`",
            );
        }
        if act.review.is_some() {
            cx.out.error(code::BAD_TURN, at, "要审核的动作不能取号", "a move that waits for a review cannot give a number in the queue");
        }
        act.turn = Some(name);
    }
}

fn needs(register: &Register, key: &str, kind: &FieldKind, at: At, cx: &mut Cx<'_, '_>) {
    if register.fields.values().any(|field| field.kind == *kind) {
        return;
    }
    let word = if *kind == FieldKind::Service { "service" } else { "materials" };
    let (zh, en) = (format!("`{key}` 需要一个 `kind = \"{word}\"` 的字段"), format!("`{key}` needs a field of kind `{word}`"));
    cx.out.error(code::BAD_SERVICE, at, zh, en);
}

/// What only the whole shows: fields that need a catalogue or times to book, and that there is one of each.
pub(super) fn check(pack: &Pack, place: &dyn Fn(&[&str]) -> At, cx: &mut Cx<'_, '_>) {
    for register in pack.registers.values() {
        let at = |field: &Field| place(&["register", &register.name, "field", &field.name]);
        let of = |kind: &FieldKind| register.fields.values().filter(|field| field.kind == *kind).collect::<Vec<_>>();
        for field in of(&FieldKind::Service).into_iter().filter(|_| pack.services.is_empty()) {
            let (zh, en) = ("没有服务事项 [service.…] 可选", "there is no [service.…] to choose from");
            cx.out.error(code::BAD_SERVICE, at(field), zh, en);
        }
        for field in of(&FieldKind::Materials).into_iter().filter(|_| of(&FieldKind::Service).is_empty()) {
            let (zh, en) = (
                "材料是某项服务的材料：还要一个 `kind = \"service\"` 的字段",
                "materials are those of a service: a field of kind `service` is needed",
            );
            cx.out.error(code::BAD_SERVICE, at(field), zh, en);
        }
        for field in of(&FieldKind::Slot).into_iter().filter(|_| register.booking.is_none()) {
            let (zh, en) = ("没有可预约的时段：写上 [register.….booking]", "there are no times to book: say [register.….booking]");
            cx.out.error(code::BAD_BOOKING, at(field), zh, en);
        }
        for kind in [FieldKind::Service, FieldKind::Materials, FieldKind::Slot] {
            for field in of(&kind).into_iter().skip(1) {
                let (zh, en) = ("这类字段一本台账只有一个", "a register has one field of this kind");
                cx.out.error(code::BAD_SERVICE, at(field), zh, en);
            }
        }
    }
}

impl Index {
    /// Names of the services.
    pub(crate) fn services(&self) -> Vec<String> {
        self.limits.iter().map(|(name, _)| name.clone()).collect()
    }
}
