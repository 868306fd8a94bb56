//! Yearbooks and letters.

use indexmap::IndexMap;

use super::Cx;
use super::cursor::{Tab, bilingual, wrong_type};
use super::measures::{is_time, scope};
use super::moves::expression;
use crate::code;
use crate::model::{Field, FieldKind, Letter, Register, YearChapter, Yearbook};
use crate::tree::Val;

/// The day that counts nothing by time.
const STANDING: &str = super::index::STANDING;

pub(super) fn yearbooks(tab: &mut Tab<'_>, registers: &IndexMap<String, Register>, cx: &mut Cx<'_, '_>) -> IndexMap<String, Yearbook> {
    let mut all = IndexMap::new();
    for mut tab in tab.tables("yearbook", cx) {
        let name = tab.name.to_owned();
        let label = tab.label("label", cx);
        let mut chapters = IndexMap::new();
        for tab in tab.tables("chapter", cx) {
            let name = tab.name.to_owned();
            chapters.extend(chapter(tab, registers, cx).map(|chapter| (name, chapter)));
        }
        if chapters.is_empty() && !tab.has("chapter") {
            tab.missing("chapter", cx);
        }
        let yearbook = Yearbook { name: name.clone(), label, chapters, basis: tab.required_string("basis", cx) };
        tab.finish(cx);
        all.insert(name, yearbook);
    }
    all
}

fn chapter(mut tab: Tab<'_>, registers: &IndexMap<String, Register>, cx: &mut Cx<'_, '_>) -> Option<YearChapter> {
    let label = tab.label("label", cx);
    let said = tab.required("register", cx);
    let found = said.as_ref().and_then(|(name, at)| {
        cx.known(code::UNKNOWN_REGISTER, name, *at, ("台账", "register"), registers.keys().map(String::as_str));
        registers.get(name)
    });
    let (by, at, sum) = (tab.required("by", cx), tab.required("at", cx), tab.string("sum", cx));
    let columns = tab.strings("columns", cx);
    let scope = found.map(|register| scope(&register.name, cx)).unwrap_or_default();
    let when = if tab.has("when") { expression("when", &mut tab, &scope, cx) } else { None };
    tab.finish(cx);
    let register = found?;
    let open = |field: &&Field| field.personal.is_none();
    let names = |fits: &dyn Fn(&Field) -> bool| -> Vec<&str> {
        register.fields.values().filter(open).filter(|field| fits(field)).map(|field| field.name.as_str()).collect()
    };
    if let Some((name, at)) = &by {
        let what = ("不含个人信息的文字字段", "text field that is not personal");
        cx.known(code::YEARBOOK, name, *at, what, names(&|field| matches!(field.kind, FieldKind::Text { .. })));
    }
    for (name, at) in &columns {
        cx.known(code::UNKNOWN_FIELD, name, *at, ("不含个人信息的字段", "field that is not personal"), names(&|_| true));
    }
    if let Some((name, at)) = &sum {
        let adds = |field: &Field| matches!(field.kind, FieldKind::Int { .. } | FieldKind::Money);
        cx.known(code::YEARBOOK, name, *at, ("整数或金额字段", "int or money field"), names(&adds));
    }
    if let Some((name, place)) = at.as_ref().filter(|(name, _)| name != STANDING) {
        is_time(name, *place, &scope, cx);
    }
    let name = |said: Option<(String, _)>| said.map(|(name, _)| name);
    Some(YearChapter {
        label,
        register: register.name.clone(),
        by: name(by).unwrap_or_default(),
        when,
        at: name(at).filter(|at| at != STANDING),
        columns: columns.into_iter().map(|(name, _)| name).collect(),
        sum: name(sum),
    })
}

pub(super) fn letters(tab: &mut Tab<'_>, register: &Register, cx: &mut Cx<'_, '_>) -> IndexMap<String, Letter> {
    let mut all = IndexMap::new();
    for mut tab in tab.tables("letter", cx) {
        let mut letter = Letter { name: tab.name.to_owned(), label: tab.label("label", cx), ..Letter::default() };
        for (state, at) in tab.strings("states", cx) {
            cx.known(code::UNKNOWN_STATE, &state, at, ("状态", "state"), register.states.keys().map(String::as_str));
            letter.states.push(state);
        }
        for (role, at) in tab.strings("by", cx) {
            cx.role(&role, at, &[]);
            letter.by.push(role);
        }
        if letter.by.is_empty() {
            let (zh, en) = ("没有写谁出具 `by`", "`by` must say who writes it");
            cx.out.error(code::LETTER, tab.at, zh, en).help("by = [\"community.secretary\"]", "by = [\"community.secretary\"]");
        }
        let fields = || register.fields.keys().map(String::as_str);
        for (name, at) in tab.strings("needs", cx) {
            cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), fields());
            letter.needs.push(name);
        }
        if let Some((name, at)) = tab.required("to", cx) {
            cx.known(code::UNKNOWN_FIELD, &name, at, ("字段", "field"), fields());
            letter.to = name;
        }
        let known: Vec<&str> = fields().chain(["holder", "area"]).collect();
        match tab.get("text").map(|node| (&node.value, node)) {
            Some((Val::Array(list), _)) => {
                for node in list {
                    let text = bilingual(node, cx);
                    cx.placeholders(&text, node.at, &known);
                    letter.text.push(text);
                }
            }
            Some((_, node)) => wrong_type(node, ("段落的列表", "a list of paragraphs"), cx),
            None => tab.missing("text", cx),
        }
        letter.basis = tab.required_string("basis", cx);
        tab.finish(cx);
        all.insert(letter.name.clone(), letter);
    }
    all
}
