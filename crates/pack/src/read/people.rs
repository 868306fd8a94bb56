//! Roles, urgencies, categories and the dispatch catalogue.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, pick};
use crate::code;
use crate::model::{Category, DispatchRule, Home, Role, Urgency};

pub(super) fn roles(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Role> {
    const HOMES: &[(&str, Home)] = &[("desk", Home::Desk), ("patrol", Home::Patrol), ("board", Home::Board), ("admin", Home::Admin)];
    const RIGHTS: &[(&str, usize)] =
        &[("admin", 0), ("audit", 1), ("board", 2), ("reveal", 3), ("organise", 4), ("territory", 5), ("reorganise", 6), ("privacy", 7)];
    let mut roles = IndexMap::new();
    for mut tab in tab.tables("role", cx) {
        if !tab.has("bodies") {
            tab.missing("bodies", cx);
        }
        let bodies = tab.strings("bodies", cx);
        for (body, at) in &bodies {
            cx.body(body, *at);
        }
        let may: Vec<usize> = tab.strings("may", cx).into_iter().filter_map(|(word, at)| pick(&word, at, RIGHTS, cx)).collect();
        let role = Role {
            name: tab.name.to_owned(),
            label: tab.label("label", cx),
            bodies: bodies.into_iter().map(|(body, _)| body).collect(),
            home: tab.word("home", HOMES, cx).unwrap_or_default(),
            admin: may.contains(&0),
            audit: may.contains(&1),
            board: may.contains(&2),
            reveal: may.contains(&3),
            organise: may.contains(&4),
            territory: may.contains(&5),
            reorganise: may.contains(&6),
            privacy: may.contains(&7),
            second_factor: tab.boolean("second_factor", cx).unwrap_or_default(),
            basis: tab.basis(cx),
        };
        tab.finish(cx);
        roles.insert(role.name.clone(), role);
    }
    roles
}

pub(super) fn urgencies(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Urgency> {
    let mut urgencies = IndexMap::new();
    for mut tab in tab.tables("urgency", cx) {
        let (label, disturbs) = (tab.label("label", cx), tab.boolean("disturbs", cx).unwrap_or_default());
        let urgency = Urgency { name: tab.name.to_owned(), label, disturbs, basis: tab.basis(cx) };
        tab.finish(cx);
        urgencies.insert(urgency.name.clone(), urgency);
    }
    urgencies
}

/// Categories, parents before children whatever the order of the text, siblings in the order of the text.
pub(super) fn categories(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Category> {
    let mut categories: IndexMap<String, Category> = IndexMap::new();
    for mut tab in tab.tables("category", cx) {
        if let Some((parent, _)) = tab.name.rsplit_once('.')
            && !cx.index.categories.iter().any(|code| code == parent)
        {
            let (zh, en) = (format!("没有上级类别 `{parent}`"), format!("there is no category `{parent}` above it"));
            cx.out.error(code::UNKNOWN_CATEGORY, tab.at, zh, en);
        }
        let urgency = tab.string("urgency", cx);
        if let Some((urgency, at)) = &urgency {
            cx.urgency(urgency, *at);
        }
        let category = Category {
            code: tab.name.to_owned(),
            label: tab.label("label", cx),
            standard: tab.string("standard", cx).map(|(text, _)| text).unwrap_or_default(),
            words: tab.strings("words", cx).into_iter().map(|(word, _)| word).filter(|word| !word.trim().is_empty()).collect(),
            urgency: urgency.map(|(urgency, _)| urgency),
            basis: tab.basis(cx),
        };
        tab.finish(cx);
        categories.insert(category.code.clone(), category);
    }
    let mut ordered = IndexMap::new();
    let depth = |code: &str| code.split('.').count();
    for (code, category) in &categories {
        // A child written before its parent waits until the parent has been placed.
        if depth(code) == 1 {
            place(category, &categories, &mut ordered);
        }
    }
    for (code, category) in categories {
        ordered.entry(code).or_insert(category);
    }
    ordered
}

fn place(category: &Category, all: &IndexMap<String, Category>, ordered: &mut IndexMap<String, Category>) {
    ordered.insert(category.code.clone(), category.clone());
    for child in all.values().filter(|child| child.code.rsplit_once('.').is_some_and(|(parent, _)| parent == category.code)) {
        place(child, all, ordered);
    }
}

pub(super) fn dispatch(tab: &mut Tab<'_>, cx: &mut Cx<'_, '_>) -> Vec<DispatchRule> {
    let mut rules: Vec<DispatchRule> = Vec::new();
    for mut tab in tab.list("dispatch", cx) {
        let category = tab.required("category", cx);
        if let Some((code, at)) = &category
            && cx.category(code, *at)
            && rules.iter().any(|rule| rule.category == *code)
        {
            let (zh, en) = (format!("类别 `{code}` 已有派单规则"), format!("there already is a rule for category `{code}`"));
            cx.out.error(code::TWO_RULES, *at, zh, en);
        }
        let body = tab.required("body", cx);
        if let Some((body, at)) = &body {
            cx.body(body, *at);
        }
        rules.push(DispatchRule {
            category: category.map(|(code, _)| code).unwrap_or_default(),
            body: body.map(|(body, _)| body).unwrap_or_default(),
            duty: tab.label("duty", cx),
            item: tab.string("item", cx).map(|(text, _)| text).unwrap_or_default(),
            basis: tab.basis(cx),
        });
        tab.finish(cx);
    }
    rules
}
