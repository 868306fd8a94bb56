//! Files as one tree of values that know where they were written, and layers of files merged into one.

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::code;
use crate::diagnostic::Findings;
use crate::source::{At, Source};

/// Keys in the order they were written.
pub(crate) type Table = IndexMap<String, Node>;

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where the key is.
    pub(crate) key: At,
    /// Where the value is.
    pub(crate) at: At,
    /// The value.
    pub(crate) value: Val,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub(crate) enum Val {
    Str(String),
    Int(i64),
    Bool(bool),
    /// Numbers with a point, dates: nothing in the language takes them.
    Other,
    Array(Vec<Node>),
    Table(Table),
}

impl Val {
    /// What it is, for messages.
    pub(crate) fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Self::Str(_) => ("文字", "a text"),
            Self::Int(_) => ("整数", "a whole number"),
            Self::Bool(_) => ("是非", "true or false"),
            Self::Other => ("小数或日期", "a decimal number or a date"),
            Self::Array(_) => ("列表", "a list"),
            Self::Table(_) => ("表", "a table"),
        }
    }
}

/// Reads every layer and merges them, the first being the base.
pub(crate) fn read(layers: &[Vec<Source>], out: &mut Findings<'_>) -> Vec<Table> {
    let mut file = 0;
    let mut tables = Vec::new();
    for layer in layers {
        let mut table = Table::new();
        for source in sorted(layer) {
            join(&mut table, read_file(source, file, out), out);
            file += 1;
        }
        tables.push(table);
    }
    tables
}

/// Files in the order of their paths, so that the order in which a folder was listed never matters.
pub(crate) fn sorted(layer: &[Source]) -> Vec<&Source> {
    let mut sources: Vec<&Source> = layer.iter().collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn read_file(source: &Source, file: usize, out: &mut Findings<'_>) -> Table {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let at = At { file, start: span.start, end: span.end };
        out.error(code::SYNTAX, at, format!("TOML 写法有误: {}", error.message()), format!("not valid TOML: {}", error.message()));
    }
    table(document.get_ref(), file)
}

fn table(from: &DeTable<'_>, file: usize) -> Table {
    from.iter()
        .map(|(key, value)| {
            let (value, at) = (convert(value, file), at(value, file));
            (key.get_ref().to_string(), Node { key: self::at(key, file), at, value })
        })
        .collect()
}

fn at<T>(spanned: &Spanned<T>, file: usize) -> At {
    let span = spanned.span();
    At { file, start: span.start, end: span.end }
}

fn convert(value: &Spanned<DeValue<'_>>, file: usize) -> Val {
    match value.get_ref() {
        DeValue::String(text) => Val::Str(text.to_string()),
        DeValue::Integer(int) => i64::from_str_radix(int.as_str(), int.radix()).map_or(Val::Other, Val::Int),
        DeValue::Boolean(yes) => Val::Bool(*yes),
        DeValue::Float(_) | DeValue::Datetime(_) => Val::Other,
        DeValue::Array(items) => {
            let node = |item| Node { key: at(item, file), at: at(item, file), value: convert(item, file) };
            Val::Array(items.iter().map(node).collect())
        }
        DeValue::Table(inner) => Val::Table(table(inner, file)),
    }
}

/// Adds one file of a layer to the others: tables grow together, lists of tables are joined, anything else may be said once.
fn join(into: &mut Table, from: Table, out: &mut Findings<'_>) {
    for (name, node) in from {
        let Some(old) = into.get_mut(&name) else {
            into.insert(name, node);
            continue;
        };
        match (&mut old.value, node.value) {
            (Val::Table(old), Val::Table(new)) => join(old, new, out),
            (Val::Array(old), Val::Array(new)) if tables_only(old) && tables_only(&new) => old.extend(new),
            _ => {
                let place = out.source(old.key).map(|source| source.path.clone()).unwrap_or_default();
                out.error(code::TWICE, node.key, format!("`{name}` 已在 {place} 写过"), format!("`{name}` is already given in {place}"));
            }
        }
    }
}

fn tables_only(items: &[Node]) -> bool {
    items.iter().all(|item| matches!(item.value, Val::Table(_)))
}

/// Merges a place over its base: tables key by key, any other value replaces, `remove = true` takes the inherited entry away.
pub(crate) fn merge(mut layers: Vec<Table>, out: &mut Findings<'_>) -> Table {
    let mut merged = Table::new();
    for layer in &mut layers {
        lay(&mut merged, std::mem::take(layer), out);
    }
    merged
}

fn lay(into: &mut Table, from: Table, out: &mut Findings<'_>) {
    for (name, node) in from {
        if let Some(at) = removal(&node) {
            if into.shift_remove(&name).is_none() {
                let en = format!("nothing inherited is called `{name}`, so there is nothing to remove");
                out.error(code::REMOVE_OF_NOTHING, at, format!("上级没有 `{name}`，无从去掉"), en)
                    .suggest(&name, into.keys().map(String::as_str));
            }
            continue;
        }
        match (into.get_mut(&name), node.value) {
            (Some(Node { value: Val::Table(old), key, at }), Val::Table(new)) => {
                (*key, *at) = (node.key, node.at);
                lay(old, new, out);
            }
            (_, Val::Table(new)) => {
                let mut fresh = Table::new();
                lay(&mut fresh, new, out);
                into.insert(name, Node { key: node.key, at: node.at, value: Val::Table(fresh) });
            }
            (_, value) => {
                into.insert(name, Node { key: node.key, at: node.at, value });
            }
        }
    }
}

/// Where a table says `remove = true`.
fn removal(node: &Node) -> Option<At> {
    let Val::Table(table) = &node.value else { return None };
    let said = table.get("remove")?;
    matches!(said.value, Val::Bool(true)).then_some(said.at)
}
