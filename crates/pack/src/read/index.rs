//! Every name a pack declares, gathered before anything is read, so that rules may stand in any order and files.

use indexmap::IndexMap;

use crate::expr::Scope;
use crate::model::Capability;
use crate::span::Span;
use crate::tree::{Node, Table, Val};

/// Names by kind.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) levels: Vec<String>,
    pub(crate) bodies: Vec<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) urgencies: Vec<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) boards: Vec<String>,
    pub(crate) registers: IndexMap<String, RegisterIndex>,
    /// Services of the catalogue, each with its limit.
    pub(crate) limits: Vec<(String, Span)>,
    /// Kinds that areas can have, of all levels.
    pub(crate) area_kinds: Vec<String>,
}

/// Written where a measure has no day: it counts what stands.
pub(crate) const STANDING: &str = "standing";

/// Names within a register.
#[derive(Clone, Debug, Default)]
pub(crate) struct RegisterIndex {
    pub(crate) states: Vec<String>,
    pub(crate) fields: Vec<String>,
    pub(crate) moves: Vec<String>,
    pub(crate) measures: Vec<String>,
    pub(crate) views: Vec<String>,
    /// Those of the measures that have no day.
    pub(crate) standing: Vec<String>,
    /// Filled while the register is read.
    pub(crate) with: Vec<Capability>,
    /// What its expressions may name; filled while the register is read.
    pub(crate) scope: Scope,
}

impl Index {
    pub(crate) fn of(table: &Table) -> Self {
        let mut index = Self {
            bodies: keys(table, "body"),
            roles: keys(table, "role"),
            categories: keys(table, "category"),
            urgencies: keys(table, "urgency"),
            groups: keys(table, "group"),
            boards: keys(table, "openness"),
            limits: super::service::limits(table),
            ..Self::default()
        };
        if let Some(Val::Array(levels)) = table.get("level").map(|node| &node.value) {
            for level in levels {
                let Val::Table(level) = &level.value else { continue };
                if let Some(Val::Str(name)) = level.get("name").map(|node| &node.value) {
                    index.levels.push(name.clone());
                }
                index.area_kinds.extend(keys(level, "kinds"));
            }
        }
        if let Some(Val::Table(registers)) = table.get("register").map(|node| &node.value) {
            for (name, node) in registers {
                let Val::Table(register) = &node.value else { continue };
                let entry = RegisterIndex {
                    states: keys(register, "state"),
                    fields: keys(register, "field"),
                    moves: keys(register, "move"),
                    measures: keys(register, "measure"),
                    views: keys(register, "view"),
                    standing: standing(register),
                    ..RegisterIndex::default()
                };
                index.registers.insert(name.clone(), entry);
            }
        }
        index
    }
}

/// The measures dated by [`STANDING`].
fn standing(register: &Table) -> Vec<String> {
    let Some(Val::Table(measures)) = register.get("measure").map(|node| &node.value) else { return Vec::new() };
    let stands = |node: &Node| match &node.value {
        Val::Table(measure) => matches!(measure.get("at").map(|at| &at.value), Some(Val::Str(at)) if at == STANDING),
        _ => false,
    };
    measures.iter().filter(|(_, node)| stands(node)).map(|(name, _)| name.clone()).collect()
}

fn keys(table: &Table, key: &str) -> Vec<String> {
    match table.get(key).map(|node| &node.value) {
        Some(Val::Table(inner)) => inner.keys().cloned().collect(),
        _ => Vec::new(),
    }
}
