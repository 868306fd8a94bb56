//! What an expression may name, and of what type each name is.

use indexmap::IndexMap;

use crate::model::{Field, FieldKind};
use crate::record::{ATTRIBUTES, Type};

/// What a name holds, as the type check sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// true or false.
    Bool,
    /// Whole number; money is in fen.
    Int,
    /// Number.
    Num,
    /// Text.
    Text,
    /// A day as text, `YYYY-MM-DD`; unlike other texts it has an order.
    Date,
    /// Instant.
    Time,
    /// List of texts.
    List,
    /// Only whether it is there can be asked.
    Opaque,
    /// Declared, but wrongly: nothing more is said about it.
    Broken,
}

/// One name of a scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// What it holds.
    pub kind: Kind,
    /// It is a field of the register, not a shared attribute.
    pub field: bool,
    /// It can be missing.
    pub nullable: bool,
    /// It is personal: kept apart, so no expression can read it.
    pub personal: bool,
    /// The only texts it can hold; empty: any.
    pub known: Vec<String>,
    /// How far from zero a number can be.
    pub most: u64,
}

impl Name {
    pub(super) fn column(&self) -> Type {
        match self.kind {
            Kind::Bool => Type::Bool,
            Kind::Int => Type::Int,
            Kind::Num => Type::Num,
            Kind::Text | Kind::Date | Kind::Opaque | Kind::Broken => Type::Text,
            Kind::Time => Type::Time,
            Kind::List => Type::List,
        }
    }

    fn new(kind: Kind) -> Self {
        let most = match kind {
            Kind::Time => TIME,
            _ => COUNT,
        };
        Self { kind, field: false, nullable: true, personal: false, known: Vec::new(), most }
    }
}

/// The end of the year 9999, in seconds since 1970.
pub(super) const TIME: u64 = 253_402_300_800;
/// Nothing is counted beyond it: not what is entered as a whole number, and not what the program counts itself.
pub(super) const COUNT: u64 = 1 << 31;
/// Money that can be entered, ten digits of yuan, in fen.
pub(super) const MONEY: u64 = 1_000_000_000_000;

/// What an expression may name.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Words that stand for the entry, e.g. `case`; where empty, attributes are named without one.
    pub roots: Vec<String>,
    /// Attributes may also be named without a root, as in figures.
    pub bare: bool,
    /// Attributes and fields.
    pub names: IndexMap<String, Name>,
    /// `input.NAME`; `None` where an expression is read over a register and cannot have inputs.
    pub inputs: Option<IndexMap<String, Name>>,
}

/// Attributes that every record has a value for.
const ALWAYS: &[&str] = &[
    "number",
    "state",
    "open",
    "area",
    "source",
    "title",
    "created",
    "updated",
    "raised",
    "returns",
    "reopened",
    "followers",
    "supervised",
    "public",
];

/// Ways a record can come in, see [`crate::record::Record::source`].
pub(crate) const SOURCES: &[&str] = &["resident", "patrol", "window", "hotline", "api", "import", "meeting"];

/// Inputs that every move knows without a field being declared.
pub(crate) const INPUTS: &[&str] =
    &["note", "photos", "body", "bodies", "workdays", "rating", "other", "category", "urgency", "place", "attendance", "made_up"];

impl Scope {
    /// The shared attributes of records of a register, named `REGISTER.x` or `case.x`.
    #[must_use]
    pub fn record(register: &str) -> Self {
        let mut scope = Self { roots: vec![register.to_owned()], ..Self::default() };
        if register != "case" {
            scope.roots.push("case".to_owned());
        }
        for (name, kind) in ATTRIBUTES {
            let kind = match kind {
                Type::Bool => Kind::Bool,
                Type::Int => Kind::Int,
                Type::Num => Kind::Num,
                Type::Text => Kind::Text,
                Type::Time => Kind::Time,
                Type::List => Kind::List,
            };
            scope.names.insert((*name).to_owned(), Name { nullable: !ALWAYS.contains(name), ..Name::new(kind) });
        }
        scope.limit("source", SOURCES.iter().map(|source| (*source).to_owned()));
        scope
    }

    /// Adds the register's own fields.
    #[must_use]
    pub fn with_fields<'a>(mut self, fields: impl IntoIterator<Item = &'a Field>) -> Self {
        for field in fields {
            self.names.insert(field.name.clone(), Name { field: true, ..of_field(field) });
        }
        self
    }

    /// Adds inputs: the built-in ones and the register's fields.
    #[must_use]
    pub fn with_inputs<'a>(mut self, fields: impl IntoIterator<Item = &'a Field>) -> Self {
        let mut inputs = IndexMap::new();
        for name in INPUTS {
            let mut input = Name::new(match *name {
                "photos" | "bodies" | "made_up" => Kind::List,
                "workdays" | "rating" => Kind::Int,
                "place" | "attendance" => Kind::Opaque,
                _ => Kind::Text,
            });
            if let Some(attribute) = self.names.get(*name) {
                input.known.clone_from(&attribute.known);
            }
            inputs.insert((*name).to_owned(), input);
        }
        for field in fields {
            inputs.insert(field.name.clone(), Name { personal: false, ..of_field(field) });
        }
        self.inputs = Some(inputs);
        self
    }

    /// One of the ledgers that are not registers; `None` where there is no such ledger.
    #[must_use]
    pub fn ledger(name: &str) -> Option<Self> {
        let attributes: &[(&str, bool)] = match name {
            "area" => &[("code", false), ("parent", true), ("level", false), ("kind", true), ("name", false)],
            "body" => &[("code", false), ("kind", false), ("level", false), ("area", false), ("parent", true)],
            "account" => &[("role", true), ("body", true), ("area", true)],
            "service" => &[("name", false), ("group", false), ("level", false), ("ways", false)],
            _ => return None,
        };
        let names = attributes.iter().map(|(name, nullable)| ((*name).to_owned(), Name { nullable: *nullable, ..Name::new(Kind::Text) }));
        let mut scope = Self { roots: vec![name.to_owned()], bare: true, names: names.collect(), inputs: None };
        if name == "service"
            && let Some(ways) = scope.names.get_mut("ways")
        {
            ways.kind = Kind::List;
        }
        if name == "body" {
            // How many hold dedicated and concurrent posts in it today.
            let counts = ["dedicated", "concurrent"].map(|name| (name.to_owned(), Name { nullable: false, ..Name::new(Kind::Int) }));
            scope.names.extend(counts);
        }
        Some(scope)
    }

    /// Somebody proposed for a post, named `person.x`; `kinds` are the kinds of bodies they can come from.
    #[must_use]
    pub fn appointee(kinds: &[String]) -> Self {
        let attributes = [
            ("member", Kind::Bool, false),
            ("here", Kind::Bool, false),
            ("nearby", Kind::Bool, false),
            ("unit", Kind::Text, true),
            ("standing", Kind::Text, false),
        ];
        let names = attributes.into_iter().map(|(name, kind, nullable)| (name.to_owned(), Name { nullable, ..Name::new(kind) }));
        let mut scope = Self { roots: vec!["person".to_owned()], bare: false, names: names.collect(), inputs: None };
        scope.limit("unit", kinds.iter().cloned());
        scope.limit("standing", crate::model::STANDINGS.iter().map(|standing| (*standing).to_owned()));
        scope
    }

    /// Says which texts an attribute can hold.
    pub fn limit(&mut self, name: &str, known: impl IntoIterator<Item = String>) {
        if let Some(entry) = self.names.get_mut(name) {
            entry.known = known.into_iter().collect();
        }
    }

    /// Makes a name known of which nothing else is, so that one mistake does not cause others.
    pub fn broken(&mut self, name: &str) {
        let entry = Name { field: true, ..Name::new(Kind::Broken) };
        self.names.insert(name.to_owned(), entry.clone());
        if let Some(inputs) = &mut self.inputs {
            inputs.insert(name.to_owned(), entry);
        }
    }
}

fn of_field(field: &Field) -> Name {
    let kind = match &field.kind {
        FieldKind::Int { .. } | FieldKind::Money => Kind::Int,
        FieldKind::Bool => Kind::Bool,
        FieldKind::Time => Kind::Time,
        FieldKind::Date => Kind::Date,
        FieldKind::Photos { .. } | FieldKind::Materials => Kind::List,
        _ => Kind::Text,
    };
    let known = match &field.kind {
        FieldKind::Choice { options } => options.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let name = Name::new(kind);
    let most = match &field.kind {
        FieldKind::Int { min, max } => min.unsigned_abs().max(max.unsigned_abs()),
        FieldKind::Money => MONEY,
        _ => name.most,
    };
    Name { personal: field.personal.is_some(), known, most, ..name }
}
