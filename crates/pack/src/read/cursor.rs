//! Reading one table: each key is asked for by name and type, and what was never asked for is unknown.

use indexmap::IndexMap;

use super::Cx;
use crate::code;
use crate::model::Text;
use crate::source::At;
use crate::tree::{Node, Table, Val};

/// A table being read.
pub(crate) struct Tab<'t> {
    table: &'t Table,
    /// Where the table is named.
    pub(crate) at: At,
    /// The table's own name, `""` for the whole pack.
    pub(crate) name: &'t str,
    asked: Vec<&'static str>,
}

/// Complains that a value is of the wrong type.
pub(crate) fn wrong_type(node: &Node, wanted: (&str, &str), cx: &mut Cx<'_, '_>) {
    let (zh, en) = node.value.kind();
    cx.out.error(code::WRONG_TYPE, node.at, format!("这里要写{}，写的却是{zh}", wanted.0), format!("this must be {}, not {en}", wanted.1));
}

impl<'t> Tab<'t> {
    pub(crate) fn new(table: &'t Table, at: At, name: &'t str) -> Self {
        Self { table, at, name, asked: Vec::new() }
    }

    /// Whether the key is there, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where a key's value is, or the table if there is none.
    pub(crate) fn place(&self, key: &str) -> At {
        self.table.get(key).map_or(self.at, |node| node.at)
    }

    pub(crate) fn get(&mut self, key: &'static str) -> Option<&'t Node> {
        self.asked.push(key);
        self.table.get(key)
    }

    pub(crate) fn string(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Option<(String, At)> {
        let node = self.get(key)?;
        match &node.value {
            Val::Str(text) => Some((text.clone(), node.at)),
            _ => {
                wrong_type(node, ("文字", "a text"), cx);
                None
            }
        }
    }

    pub(crate) fn missing(&self, key: &str, cx: &mut Cx<'_, '_>) {
        let name = self.name;
        let (zh, en) = (format!("`{name}` 缺少 `{key}`"), format!("`{name}` has no `{key}`"));
        cx.out.error(code::MISSING_KEY, self.at, zh, en);
    }

    pub(crate) fn required(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Option<(String, At)> {
        if !self.has(key) {
            self.asked.push(key);
            self.missing(key, cx);
            return None;
        }
        self.string(key, cx)
    }

    pub(crate) fn required_string(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> String {
        self.required(key, cx).map(|(text, _)| text).unwrap_or_default()
    }

    /// The clause a rule comes from.
    pub(crate) fn basis(&mut self, cx: &mut Cx<'_, '_>) -> String {
        self.string("basis", cx).map(|(text, _)| text).unwrap_or_default()
    }

    pub(crate) fn boolean(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Option<bool> {
        let node = self.get(key)?;
        match node.value {
            Val::Bool(yes) => Some(yes),
            _ => {
                wrong_type(node, ("true 或 false", "true or false"), cx);
                None
            }
        }
    }

    /// A whole number within bounds.
    pub(crate) fn int(&mut self, key: &'static str, bounds: std::ops::RangeInclusive<i64>, cx: &mut Cx<'_, '_>) -> Option<i64> {
        let node = self.get(key)?;
        match node.value {
            Val::Int(int) if bounds.contains(&int) => Some(int),
            Val::Int(_) => {
                let (low, high) = (bounds.start(), bounds.end());
                cx.out.error(code::BAD_VALUE, node.at, format!("应在 {low} 到 {high} 之间"), format!("must be from {low} to {high}"));
                None
            }
            _ => {
                wrong_type(node, ("整数", "a whole number"), cx);
                None
            }
        }
    }

    /// A list of texts with their places.
    pub(crate) fn strings(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Vec<(String, At)> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let Val::Array(items) = &node.value else {
            wrong_type(node, ("文字的列表", "a list of texts"), cx);
            return Vec::new();
        };
        let mut list = Vec::new();
        for item in items {
            match &item.value {
                Val::Str(text) => list.push((text.clone(), item.at)),
                _ => wrong_type(item, ("文字", "a text"), cx),
            }
        }
        list
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], cx: &mut Cx<'_, '_>) -> Option<T> {
        let (text, at) = self.string(key, cx)?;
        pick(&text, at, words, cx)
    }

    /// A text in both languages, absent or complete.
    pub(crate) fn text(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Option<Text> {
        self.get(key).map(|node| bilingual(node, cx))
    }

    /// A required text in both languages.
    pub(crate) fn label(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Text {
        match self.get(key) {
            Some(node) => bilingual(node, cx),
            None => {
                let name = self.name;
                let (zh, en) = (format!("`{name}` 缺少 `{key}`"), format!("`{name}` has no `{key}`"));
                let help = format!("{key} = {{ zh = \"…\", en = \"…\" }}");
                cx.out.error(code::MISSING_LABEL, self.at, zh, en).help(help.clone(), help);
                Text::default()
            }
        }
    }

    /// A table of bilingual texts by name.
    pub(crate) fn labels(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> IndexMap<String, Text> {
        let Some(tab) = self.table(key, cx) else { return IndexMap::new() };
        tab.table.iter().map(|(name, node)| (name.clone(), bilingual(node, cx))).collect()
    }

    pub(crate) fn table(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Option<Tab<'t>> {
        let node = self.get(key)?;
        match &node.value {
            Val::Table(table) => Some(Self::new(table, node.key, key)),
            _ => {
                wrong_type(node, ("表", "a table"), cx);
                None
            }
        }
    }

    /// Tables by name, `[key.NAME]`.
    pub(crate) fn tables(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Vec<Tab<'t>> {
        let Some(outer) = self.table(key, cx) else { return Vec::new() };
        let mut list = Vec::new();
        for (name, node) in outer.table {
            match &node.value {
                Val::Table(table) => list.push(Self::new(table, node.key, name)),
                _ => wrong_type(node, ("表", "a table"), cx),
            }
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
            if name.is_empty() || !name.chars().all(fits) {
                let (zh, en) = ("名称只用小写字母、数字、下划线和点", "names are of lower-case letters, digits, underscores and dots");
                cx.out.error(code::BAD_NAME, node.key, zh, en);
            }
        }
        list
    }

    /// A list of tables, `[[key]]`.
    pub(crate) fn list(&mut self, key: &'static str, cx: &mut Cx<'_, '_>) -> Vec<Tab<'t>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let Val::Array(items) = &node.value else {
            wrong_type(node, ("表的列表", "a list of tables"), cx);
            return Vec::new();
        };
        let mut list = Vec::new();
        for item in items {
            match &item.value {
                Val::Table(table) => list.push(Self::new(table, item.at, key)),
                _ => wrong_type(item, ("表", "a table"), cx),
            }
        }
        list
    }

    /// Keys and values in the order written, for tables whose keys are names.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'t String, &'t Node)> + use<'t> {
        self.table.iter()
    }

    /// Complains about every key that nobody asked for.
    pub(crate) fn finish(self, cx: &mut Cx<'_, '_>) {
        for (key, node) in self.table {
            if self.asked.contains(&key.as_str()) {
                continue;
            }
            let place = if self.name.is_empty() { String::new() } else { format!(" `{}`", self.name) };
            let zh = if place.is_empty() {
                format!("包里没有 `{key}` 这一项")
            } else {
                format!("{place} 没有 `{key}` 这一项").trim_start().to_owned()
            };
            let en = if place.is_empty() { format!("unknown key `{key}`") } else { format!("unknown key `{key}` in{place}") };
            let finding = cx.out.error(code::UNKNOWN_KEY, node.key, zh, en);
            finding.suggest(key, self.asked.iter().copied());
        }
    }
}

/// One of a few words, or a complaint.
pub(crate) fn pick<T: Copy>(text: &str, at: At, words: &[(&str, T)], cx: &mut Cx<'_, '_>) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    if found.is_none() {
        let finding = cx.out.error(code::BAD_VALUE, at, format!("不能写 `{text}`"), format!("`{text}` is not possible here"));
        finding.suggest(text, words.iter().map(|(word, _)| *word));
    }
    found
}

/// A text in both languages.
pub(crate) fn bilingual(node: &Node, cx: &mut Cx<'_, '_>) -> Text {
    let Val::Table(table) = &node.value else {
        wrong_type(node, ("{ zh = \"…\", en = \"…\" }", "{ zh = \"…\", en = \"…\" }"), cx);
        return Text::default();
    };
    let mut tab = Tab::new(table, node.at, "label");
    let text = Text { zh: said(&mut tab, "zh", ("中文", "Chinese"), cx), en: said(&mut tab, "en", ("英文", "English"), cx) };
    tab.finish(cx);
    text
}

fn said(tab: &mut Tab<'_>, key: &'static str, language: (&str, &str), cx: &mut Cx<'_, '_>) -> String {
    let there = tab.has(key);
    let text = tab.string(key, cx).map(|(text, _)| text).unwrap_or_default();
    if !there || text.trim().is_empty() && matches!(tab.get(key).map(|node| &node.value), Some(Val::Str(_))) {
        let (zh, en) = (format!("缺少{}文字", language.0), format!("the {} text is missing", language.1));
        cx.out.error(code::MISSING_LABEL, tab.at, zh, en);
    }
    text
}
