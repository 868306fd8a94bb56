//! What is counted and listed: measures, views and the document's figures.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::Tab;
use super::index::STANDING;
use super::moves::{expression, report};
use crate::code;
use crate::expr::{Expr, Kind, Scope, parse_figure};
use crate::model::{Figure, FigureExpr, Measure, Scope as ViewScope, View};
use crate::source::At;

/// The register's scope without inputs: these expressions are read over a register.
pub(super) fn scope(register: &str, cx: &Cx<'_, '_>) -> Scope {
    let scope = cx.index.registers.get(register).map(|own| own.scope.clone()).unwrap_or_default();
    Scope { inputs: None, ..scope }
}

/// Complains where a name is not that of a time attribute or field.
pub(super) fn is_time(name: &str, at: At, scope: &Scope, cx: &mut Cx<'_, '_>) {
    let (zh, en) = match scope.names.get(name).map(|entry| entry.kind) {
        Some(Kind::Time | Kind::Broken) => return,
        Some(_) => (format!("`{name}` 不是时间"), format!("`{name}` is not a time")),
        None => (format!("没有属性或字段 `{name}`"), format!("there is no attribute or field `{name}`")),
    };
    let times = scope.names.iter().filter(|(_, entry)| entry.kind == Kind::Time).map(|(name, _)| name.as_str());
    cx.out.error(code::NOT_A_TIME, at, zh, en).suggest(name, times);
}

pub(super) fn measures(tab: &mut Tab<'_>, register: &str, cx: &mut Cx<'_, '_>) -> IndexMap<String, Measure> {
    let scope = scope(register, cx);
    let mut measures = IndexMap::new();
    for mut tab in tab.tables("measure", cx) {
        let when = expression("when", &mut tab, &scope, cx);
        let at = tab.required("at", cx).filter(|(name, _)| name != STANDING);
        if let Some((name, place)) = &at {
            is_time(name, *place, &scope, cx);
        }
        let measure = Measure {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            when: when.unwrap_or_else(Expr::always),
            at: at.map(|(at, _)| at),
            basis: tab.basis(cx),
        };
        tab.finish(cx);
        measures.insert(measure.name.clone(), measure);
    }
    measures
}

pub(super) fn views(tab: &mut Tab<'_>, register: &str, cx: &mut Cx<'_, '_>) -> IndexMap<String, View> {
    const SCOPES: &[(&str, ViewScope)] = &[("holder", ViewScope::Holder), ("area", ViewScope::Area), ("opener", ViewScope::Opener)];
    const ORDERS: &[(&str, (&str, bool))] = &[
        ("due", ("due", false)),
        ("created", ("created", false)),
        ("updated", ("updated", false)),
        ("-due", ("due", true)),
        ("-created", ("created", true)),
        ("-updated", ("updated", true)),
    ];
    let scope = scope(register, cx);
    let known = cx.index.registers.get(register).map(|own| own.states.clone()).unwrap_or_default();
    let mut views = IndexMap::new();
    for mut tab in tab.tables("view", cx) {
        let roles = tab.strings("roles", cx);
        for (role, at) in &roles {
            cx.role(role, *at, &[]);
        }
        let states = tab.strings("states", cx);
        for (state, at) in &states {
            cx.known(code::UNKNOWN_STATE, state, *at, ("状态", "state"), known.iter().map(String::as_str));
        }
        let filter = expression("filter", &mut tab, &scope, cx);
        let (order, descending) = tab.word("order", ORDERS, cx).unwrap_or(("due", false));
        let view = View {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            roles: roles.into_iter().map(|(role, _)| role).collect(),
            scope: tab.word("scope", SCOPES, cx).unwrap_or_default(),
            states: states.into_iter().map(|(state, _)| state).collect(),
            filter,
            order: order.to_owned(),
            descending,
        };
        tab.string("basis", cx);
        tab.finish(cx);
        views.insert(view.name.clone(), view);
    }
    views
}

pub(super) fn figures(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for mut tab in tab.list("figure", cx) {
        let derive = tab.required("derive", cx).and_then(|(text, at)| {
            let parsed = parse_figure(&text, &|name| ledger(name, cx));
            parsed.map_err(|problems| report(problems, at, cx)).ok()
        });
        figures.push(Figure {
            clause: tab.required_string("clause", cx),
            label: tab.label("label", cx),
            document: tab.required_string("document", cx),
            derive: derive.unwrap_or(FigureExpr::Tiers),
        });
        tab.finish(cx);
    }
    figures
}

/// What a figure's filter may name over a ledger.
fn ledger(name: &str, cx: &Cx<'_, '_>) -> Option<Scope> {
    if let Some(mut scope) = Scope::ledger(name) {
        scope.limit("level", cx.index.levels.iter().cloned());
        scope.limit("role", cx.index.roles.iter().cloned());
        let kinds = if name == "area" { &cx.index.area_kinds } else { &cx.index.bodies };
        scope.limit("kind", kinds.iter().cloned());
        return Some(scope);
    }
    cx.index.registers.contains_key(name).then(|| Scope { bare: true, ..scope(name, cx) })
}
