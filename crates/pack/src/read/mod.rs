//! From the merged tree to the model. Names are indexed first, so that every rule is checked where it is read and one mistake does not
//! hide or cause another.

mod analysis;
mod attendance;
mod balance;
mod ballot;
mod call_back;
mod circle;
mod cursor;
mod dated;
mod deliberation;
mod exchange;
mod fill_in;
mod index;
mod indicators;
mod matching;
mod measures;
mod moves;
mod office;
mod parts;
mod people;
mod place;
mod places;
mod privacy;
mod publish;
mod recur;
mod register;
mod rules;
mod service;
mod shift;
mod yearbook;

use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use crate::code;
use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::model::{Field, FieldKind, Limit, Pack, Text};
use crate::read::cursor::Tab;
use crate::source::{At, Source};
use crate::span::Span;
use crate::tree::{self, Table, Val};

pub(crate) use index::Index;

/// Reads and checks a pack. The layers come base first; a place that extends nothing is one layer.
///
/// The pack is there exactly if no diagnostic is an error.
#[must_use]
pub fn parse(layers: &[Vec<Source>]) -> (Option<Pack>, Vec<Diagnostic>) {
    let mut out = Findings::new(layers.iter().flat_map(|layer| tree::sorted(layer)).collect());
    let tables = tree::read(layers, &mut out);
    check_layers(&tables, &mut out);
    let merged = tree::merge(tables, &mut out);
    let mut pack = read(&merged, &mut out);
    pack.version = version(layers);
    let diagnostics = out.finish();
    let usable = diagnostics.iter().all(|d| d.severity != Severity::Error);
    (usable.then_some(pack), diagnostics)
}

/// What the pack of this folder extends, so that the caller knows which folder to read before it. Says nothing about mistakes.
#[must_use]
pub fn extends(sources: &[Source]) -> Option<String> {
    sources.iter().find_map(|source| {
        let (document, _) = toml::de::DeTable::parse_recoverable(&source.text);
        let name = document.get_ref().get("pack")?.get_ref().get("extends")?.get_ref().as_str()?.to_owned();
        Some(name)
    })
}

/// First 12 hex digits of a SHA-256 over the text of all files, in the order of layers and paths.
fn version(layers: &[Vec<Source>]) -> String {
    let mut hash = Sha256::new();
    for source in layers.iter().flat_map(|layer| tree::sorted(layer)) {
        // Lengths keep text from moving between files unnoticed. The path is left out: moving the folder changes no rule.
        hash.update(source.text.len().to_le_bytes());
        hash.update(source.text.as_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Each layer must extend the one before it.
fn check_layers(tables: &[Table], out: &mut Findings<'_>) {
    let mut before: Option<String> = None;
    for table in tables {
        let Some(Val::Table(pack)) = table.get("pack").map(|node| &node.value) else {
            before = None;
            continue;
        };
        let name =
            |key: &str| pack.get(key).and_then(|node| if let Val::Str(text) = &node.value { Some((text.clone(), node.at)) } else { None });
        match (name("extends"), before) {
            (Some((wanted, at)), None) => {
                let en = format!("extends `{wanted}`, but no such pack was read before this one");
                out.error(code::EXTENDS, at, format!("写明沿用 `{wanted}`，但未读到它"), en);
            }
            (Some((wanted, at)), Some(base)) if wanted != base => {
                out.error(
                    code::EXTENDS,
                    at,
                    format!("沿用 `{wanted}`，读到的却是 `{base}`"),
                    format!("extends `{wanted}`, but `{base}` was read before it"),
                );
            }
            (None, Some(base)) => {
                let at = table.get("pack").map(|node| node.key).unwrap_or_default();
                out.error(
                    code::EXTENDS,
                    at,
                    format!("已读入 `{base}`，这里却没有写 extends"),
                    format!("`{base}` was read before it, but it extends nothing"),
                );
            }
            _ => {}
        }
        before = name("name").map(|(name, _)| name);
    }
}

/// What every part of the reader needs.
pub(crate) struct Cx<'s, 'o> {
    pub(crate) out: &'o mut Findings<'s>,
    pub(crate) index: Index,
}

fn read(table: &Table, out: &mut Findings<'_>) -> Pack {
    let mut cx = Cx { index: Index::of(table), out };
    let mut tab = Tab::new(table, At::default(), "");
    let mut pack = Pack::default();
    match tab.table("pack", &mut cx) {
        Some(inner) => head(&mut pack, inner, &mut cx),
        None if table.contains_key("pack") => {}
        None => {
            cx.out.error(code::MISSING_KEY, At::default(), "缺少 [pack]", "there is no [pack]");
        }
    }
    pack.levels = place::levels(&mut tab, &mut cx);
    pack.bodies = place::bodies(&mut tab, &mut cx);
    pack.structures = office::structures(&mut tab, &pack.levels, &pack.bodies, &mut cx);
    pack.posts = office::posts(&mut tab, &mut cx);
    pack.roles = people::roles(&mut tab, &mut cx);
    pack.urgencies = people::urgencies(&mut tab, &mut cx);
    pack.categories = people::categories(&mut tab, &mut cx);
    pack.dispatch = people::dispatch(&mut tab, &mut cx);
    pack.clock = place::clock(&mut tab, &mut cx);
    pack.rating = place::rating(&mut tab, &mut cx);
    pack.privacy = privacy::rules(&mut tab, &mut cx);
    pack.tracks = privacy::tracks(&mut tab, &mut cx);
    pack.groups = register::groups(&mut tab, &mut cx);
    pack.boards = deliberation::boards(&mut tab, &mut cx);
    pack.service_groups = service::groups(&mut tab, &mut cx);
    pack.services = service::services(&mut tab, &pack.service_groups, &mut cx);
    pack.registers = register::registers(&mut tab, &mut cx);
    pack.indicators = indicators::indicators(&mut tab, &mut cx);
    pack.yearbooks = yearbook::yearbooks(&mut tab, &pack.registers, &mut cx);
    pack.analyses = analysis::analyses(&mut tab, &mut cx);
    pack.figures = measures::figures(&mut tab, &mut cx);
    tab.finish(&mut cx);
    rules::check(&pack, table, &mut cx);
    pack
}

fn head(pack: &mut Pack, mut tab: Tab<'_>, cx: &mut Cx<'_, '_>) {
    pack.name = tab.required_string("name", cx);
    pack.label = tab.label("label", cx);
    pack.root = tab.string("root", cx).map(|(text, _)| text).unwrap_or_default();
    pack.source = tab.text("source", cx).unwrap_or_default();
    tab.string("extends", cx);
    tab.finish(cx);
}

impl Cx<'_, '_> {
    /// Complains where a name is not among those known. True where it is.
    pub(crate) fn known<'a>(
        &mut self,
        code: &'static str,
        name: &str,
        at: At,
        what: (&str, &str),
        known: impl IntoIterator<Item = &'a str>,
    ) -> bool {
        let known: Vec<&str> = known.into_iter().collect();
        if known.contains(&name) {
            return true;
        }
        self.out.error(code, at, format!("没有{} `{name}`", what.0), format!("there is no {} `{name}`", what.1)).suggest(name, known);
        false
    }

    pub(crate) fn level(&mut self, name: &str, at: At) -> bool {
        let known = self.index.levels.clone();
        self.known(code::UNKNOWN_LEVEL, name, at, ("层级", "level"), known.iter().map(String::as_str))
    }

    pub(crate) fn body(&mut self, name: &str, at: At) -> bool {
        let known = self.index.bodies.clone();
        self.known(code::UNKNOWN_BODY, name, at, ("机构类型", "kind of body"), known.iter().map(String::as_str))
    }

    pub(crate) fn role(&mut self, name: &str, at: At, also: &[&str]) -> bool {
        let known = self.index.roles.clone();
        let known = known.iter().map(String::as_str).chain(also.iter().copied());
        self.known(code::UNKNOWN_ROLE, name, at, ("角色", "role"), known)
    }

    pub(crate) fn category(&mut self, code: &str, at: At) -> bool {
        let known = self.index.categories.clone();
        self.known(code::UNKNOWN_CATEGORY, code, at, ("类别", "category"), known.iter().map(String::as_str))
    }

    pub(crate) fn urgency(&mut self, name: &str, at: At) -> bool {
        let known = self.index.urgencies.clone();
        self.known(code::UNKNOWN_URGENCY, name, at, ("紧急程度", "urgency"), known.iter().map(String::as_str))
    }

    /// A length of time in words.
    pub(crate) fn span(&mut self, text: &str, at: At) -> Option<Span> {
        let span = text.parse().ok();
        if span.is_none() {
            let zh = "可写: \"30 minutes\"、\"2 hours\"、\"4 work hours\"、\"1 workday\"、\"7 days\"";
            let en = "such as \"30 minutes\", \"2 hours\", \"4 work hours\", \"1 workday\", \"7 days\"";
            self.out.error(code::BAD_SPAN, at, format!("`{text}` 不是时限"), format!("`{text}` is not a length of time")).help(zh, en);
        }
        span
    }

    /// Complains about `{…}` in a text that nothing fills.
    pub(crate) fn placeholders(&mut self, text: &Text, at: At, known: &[&str]) {
        for said in [&text.zh, &text.en] {
            for part in said.split('{').skip(1) {
                let name = part.split('}').next().unwrap_or_default();
                if !known.contains(&name) {
                    let (zh, en) = (format!("`{{{name}}}` 没有内容可填"), format!("nothing fills `{{{name}}}`"));
                    self.out.error(code::UNKNOWN_PLACEHOLDER, at, zh, en).suggest(name, known.iter().copied());
                }
            }
        }
    }
}

impl Tab<'_> {
    /// A limit: one length of time, or a table of them by urgency or, with `by`, by the options of a field.
    pub(crate) fn limit(&mut self, key: &'static str, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> Option<Limit> {
        limit_of(self.get(key)?, fields, cx)
    }
}

/// A limit as it was written.
pub(super) fn limit_of(node: &tree::Node, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> Option<Limit> {
    let at = node.at;
    match &node.value {
        Val::Str(text) => Some(Limit { default: cx.span(text, at)?, ..Limit::default() }),
        Val::Table(table) if table.contains_key("until") => limit_until(table, fields, cx),
        Val::Table(table) => {
            let by = table.get("by");
            let options = by.and_then(|node| limit_by(node, fields, cx));
            let mut limit = Limit { by: options.as_ref().map(|(field, _)| field.clone()), ..Limit::default() };
            // Each service has a limit of its own, which a limit by service begins with.
            if options.as_ref().and_then(|(field, _)| fields.get(field)).is_some_and(|field| field.kind == FieldKind::Service) {
                limit.special.extend(cx.index.limits.iter().cloned());
            }
            let mut said = false;
            for (name, node) in table.iter().filter(|(name, _)| *name != "by") {
                let Val::Str(text) = &node.value else {
                    cursor::wrong_type(node, ("时限", "a length of time"), cx);
                    continue;
                };
                let span = cx.span(text, node.at);
                if name == "default" {
                    said = true;
                    limit.default = span.unwrap_or_default();
                    continue;
                }
                let known = match (&options, by) {
                    (Some((_, known)), _) => {
                        cx.known(code::BAD_VALUE, name, node.key, ("选项", "option"), known.iter().map(String::as_str))
                    }
                    // There is no such field, which has been told.
                    (None, Some(_)) => false,
                    (None, None) => cx.urgency(name, node.key),
                };
                if known {
                    limit.special.insert(name.clone(), span.unwrap_or_default());
                }
            }
            if !said {
                let (zh, en) = ("缺少 default: 其余情况的时限", "`default` is missing: the limit for all others");
                cx.out.error(code::MISSING_KEY, at, zh, en);
            }
            Some(limit)
        }
        _ => {
            cursor::wrong_type(node, ("时限", "a length of time"), cx);
            None
        }
    }
}

/// `{ until = "FIELD" }`: the end of the day that stands in a field.
fn limit_until(table: &Table, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> Option<Limit> {
    let node = table.get("until")?;
    if let Some((other, node)) = table.iter().find(|(name, _)| *name != "until") {
        let (zh, en) = (format!("有 `until` 就不再写 `{other}`"), format!("`until` says it all: no `{other}` beside it"));
        cx.out.error(code::UNKNOWN_KEY, node.key, zh, en);
    }
    let Val::Str(name) = &node.value else {
        cursor::wrong_type(node, ("日期字段名", "the name of a field of kind `date`"), cx);
        return None;
    };
    let dates = fields.values().filter(|field| field.kind == FieldKind::Date && field.personal.is_none());
    let what = ("日期字段", "field of kind `date`");
    cx.known(code::UNKNOWN_FIELD, name, node.at, what, dates.map(|field| field.name.as_str()));
    Some(Limit { until: Some(name.clone()), ..Limit::default() })
}

/// The field that a limit differs by, with its options.
fn limit_by(node: &tree::Node, fields: &IndexMap<String, Field>, cx: &mut Cx<'_, '_>) -> Option<(String, Vec<String>)> {
    let Val::Str(name) = &node.value else {
        cursor::wrong_type(node, ("字段名", "the name of a field"), cx);
        return None;
    };
    let choices = fields.values().filter_map(|field| match &field.kind {
        FieldKind::Choice { options } => Some((field.name.as_str(), options.keys().cloned().collect())),
        FieldKind::Service => Some((field.name.as_str(), cx.index.services())),
        _ => None,
    });
    let choices: Vec<(&str, Vec<String>)> = choices.collect();
    let what = ("选择字段或服务事项字段", "field of kind `choice` or `service`");
    cx.known(code::UNKNOWN_FIELD, name, node.at, what, choices.iter().map(|(name, _)| *name));
    let (_, options) = choices.into_iter().find(|(known, _)| known == name)?;
    Some((name.clone(), options))
}
