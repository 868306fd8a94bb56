//! The columns of an import: what a move takes, by the headings that people see, and which of them a file has.

use std::collections::{BTreeMap, HashMap};

use linli_pack::model::{Capability, Exchange, FieldKind, Move, Pack, Register, Text};

use super::table::{Cell, Line, Sheet, trimmed};

/// What the parts that every record has are called, by their name; the pack names the register's own fields.
#[derive(Clone, Debug, Default)]
pub struct Labels(pub BTreeMap<&'static str, Text>);

/// Names that [`Labels`] must have.
pub const SHARED: [&str; 18] = [
    "number", "title", "state", "area", "category", "urgency", "holder", "source", "created", "due", "closed", "rating", "note", "body",
    "lon", "lat", "workdays", RESULT,
];
/// The last column of a copy with marks: what became of the row.
pub const RESULT: &str = "result";
/// How a row that is an example begins.
pub const EXAMPLE: [&str; 4] = ["示例：", "示例:", "Example:", "Example："];

impl Labels {
    /// What a column is called.
    #[must_use]
    pub fn of(&self, register: &Register, name: &str) -> Text {
        let field = register.fields.get(name).map(|field| field.label.clone());
        let shared = || self.0.get(name).cloned();
        field.or_else(shared).unwrap_or_else(|| Text { zh: name.to_owned(), en: name.to_owned() })
    }
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// What a field of this kind holds.
    Field(FieldKind),
    /// An area by code or name.
    Area,
    /// A body by code or name, of one of these kinds (any where empty).
    Body(Vec<String>),
    /// An urgency by name or label.
    Urgency,
    /// Degrees.
    Degrees,
    /// The number of a record that is there.
    Number,
    /// What became of the row in an earlier import.
    Result,
    /// Known, and not for import: the program's own columns of an export.
    Ignored,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name of the input.
    pub name: String,
    /// Heading.
    pub label: Text,
    /// One line on how to fill it; may be empty.
    pub hint: Text,
    /// What it holds.
    pub kind: Kind,
    /// Must be filled in a new row.
    pub required: bool,
    /// Personal.
    pub personal: bool,
    /// Words of another office, plainly, each with the code that it means here.
    pub words: BTreeMap<String, String>,
}

/// The columns by which a move opens records, in the order of the template.
#[must_use]
pub(super) fn of_move(pack: &Pack, register: &Register, mv: &Move, labels: &Labels) -> Vec<Column> {
    let mut names: Vec<&str> = Vec::new();
    let mut add = |name| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    mv.fill.iter().for_each(|name| add(name.as_str()));
    register.fields.values().filter(|field| field.required && !field.derived).for_each(|field| add(field.name.as_str()));
    mv.may.iter().for_each(|name| add(name.as_str()));
    add("area");
    if register.has(Capability::Place) || names.contains(&"place") {
        names.extend(["lon", "lat"]);
    }
    let required = |name: &str| {
        let declared = register.fields.get(name).is_some_and(|field| field.required && !field.derived);
        declared || mv.fill.iter().any(|filled| filled == name)
    };
    let columns = names.into_iter().filter(|name| *name != "place");
    columns.filter_map(|name| Some(Column { required: required(name), ..column(pack, register, mv, labels, name)? })).collect()
}

/// The columns of another office's file, under its own headings.
#[must_use]
pub(super) fn of_exchange(pack: &Pack, register: &Register, mv: &Move, exchange: &Exchange, labels: &Labels) -> Vec<Column> {
    let asked = of_move(pack, register, mv, labels);
    let made = exchange.takes.iter().filter_map(|(name, taken)| {
        let column = asked.iter().find(|column| column.name == *name).cloned().or_else(|| column(pack, register, mv, labels, name))?;
        let head = taken.heads.first().cloned().unwrap_or_default();
        let words = taken.values.iter().map(|(word, code)| (super::values::key(word), code.clone())).collect();
        let required = column.required || *name == exchange.number;
        Some(Column { label: Text { zh: head.clone(), en: head }, words, required, ..column })
    });
    made.collect()
}

fn plain(name: &str, label: Text, kind: Kind) -> Column {
    let (name, hint, words) = (name.to_owned(), Text::default(), BTreeMap::new());
    Column { name, label, hint, kind, required: false, personal: false, words }
}

/// A column by its name; `None` for what no cell can hold.
fn column(pack: &Pack, register: &Register, mv: &Move, labels: &Labels, name: &str) -> Option<Column> {
    let field = register.fields.get(name);
    let kind = match (field.map(|field| &field.kind), name) {
        (Some(FieldKind::Photos { .. }), _) => return None,
        (Some(FieldKind::Body { kinds }), _) => Kind::Body(kinds.clone()),
        (Some(kind), _) => Kind::Field(kind.clone()),
        (None, "area") => Kind::Area,
        (None, "body") => Kind::Body(mv.choose.clone()),
        (None, "category") => Kind::Field(FieldKind::Category),
        (None, "urgency") if !pack.urgencies.is_empty() => Kind::Urgency,
        (None, "lon" | "lat") => Kind::Degrees,
        (None, "note") => Kind::Field(FieldKind::LongText { max: linli_engine::NOTE }),
        (None, "workdays") => Kind::Field(FieldKind::Int { min: 1, max: linli_engine::WORKDAYS }),
        (None, "rating") => Kind::Field(FieldKind::Int { min: 1, max: 5 }),
        _ => return None,
    };
    Some(Column {
        name: name.to_owned(),
        label: labels.of(register, name),
        hint: field.and_then(|field| field.hint.clone()).unwrap_or_default(),
        kind,
        required: false,
        personal: field.is_some_and(|field| field.personal.is_some()),
        words: BTreeMap::new(),
    })
}

/// Whether an opening move can be made from a file at all: what it must have, cells can hold.
#[must_use]
pub(super) fn fits_a_file(pack: &Pack, register: &Register, mv: &Move, labels: &Labels) -> bool {
    mv.from.is_empty() && mv.fill.iter().all(|name| name == "place" || column(pack, register, mv, labels, name).is_some())
}

/// A column of the file that the program knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Where it is, from 0.
    pub at: usize,
    /// What it is.
    pub column: Column,
}

/// The line of headings of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// Its place among the sheet's lines.
    pub line: usize,
    /// Columns that the program knows.
    pub found: Vec<Found>,
    /// Headings that it does not know: where and what.
    pub unknown: Vec<(usize, String)>,
}

/// Every heading that a file of a register can have: what the move takes, what other moves change, and what an export adds.
#[derive(Clone, Debug)]
pub(super) struct Headings {
    columns: Vec<Column>,
    by_text: HashMap<String, usize>,
}

/// Lines looked at for headings.
const LOOK: usize = 30;

impl Headings {
    pub(super) fn new(pack: &Pack, register: &Register, mv: &Move, labels: &Labels) -> Self {
        let mut columns = of_move(pack, register, mv, labels);
        let known = |columns: &[Column], name: &str| columns.iter().any(|column| column.name == name);
        let plain = |name: &str, kind: Kind| plain(name, labels.of(register, name), kind);
        for (name, kind) in [("number", Kind::Number), (RESULT, Kind::Result)] {
            columns.push(plain(name, kind));
        }
        let others = register.fields.keys().map(String::as_str).chain(["category", "urgency"]);
        for name in others {
            let derived = register.fields.get(name).is_some_and(|field| field.derived);
            if !known(&columns, name) {
                let made = column(pack, register, mv, labels, name).filter(|_| !derived);
                columns.push(made.unwrap_or_else(|| plain(name, Kind::Ignored)));
            }
        }
        for name in SHARED {
            if !known(&columns, name) {
                columns.push(plain(name, Kind::Ignored));
            }
        }
        Self::of_columns(columns)
    }

    /// Headings of these columns; where two are called the same, the first is meant.
    pub(super) fn of_columns(columns: Vec<Column>) -> Self {
        let mut by_text = HashMap::new();
        for (at, column) in columns.iter().enumerate() {
            for text in [&column.label.zh, &column.label.en, &column.name] {
                // The move's own columns come first: an export's heading that says the same means them.
                by_text.entry(plainly(text)).or_insert(at);
            }
        }
        Self { columns, by_text }
    }

    /// Every heading that a file of an exchange can have: those of its orders, those of its answers, which come back unread, and that of marks.
    pub(super) fn of_exchange(pack: &Pack, register: &Register, mv: &Move, exchange: &Exchange, labels: &Labels) -> Self {
        let mut columns = of_exchange(pack, register, mv, exchange, labels);
        let mut by_text = HashMap::new();
        for (at, column) in columns.iter().enumerate() {
            for head in exchange.takes.get(&column.name).into_iter().flat_map(|taken| &taken.heads) {
                by_text.entry(plainly(head)).or_insert(at);
            }
        }
        for given in &exchange.gives {
            let head = Text { zh: given.head.clone(), en: given.head.clone() };
            by_text.entry(plainly(&given.head)).or_insert(columns.len());
            columns.push(plain(&format!("given {}", given.head), head, Kind::Ignored));
        }
        let result = labels.of(register, RESULT);
        for text in [&result.zh, &result.en] {
            by_text.entry(plainly(text)).or_insert(columns.len());
        }
        columns.push(plain(RESULT, result, Kind::Result));
        Self { columns, by_text }
    }

    fn of(&self, cell: &Cell) -> Option<&Column> {
        let Cell::Text(text) = cell else { return None };
        self.columns.get(*self.by_text.get(&plainly(text))?)
    }

    /// The line of headings: the one of the first lines that has most of those wanted. A title above it does not matter.
    pub(super) fn find(&self, sheet: &Sheet) -> Option<Heading> {
        let count = |line: &Line| line.cells.iter().filter(|cell| self.of(cell).is_some()).count();
        let (line, most) = sheet.lines.iter().take(LOOK).map(count).enumerate().max_by_key(|(at, n)| (*n, usize::MAX - at))?;
        if most == 0 {
            return None;
        }
        let mut heading = Heading { line, ..Heading::default() };
        for (at, cell) in sheet.lines.get(line)?.cells.iter().enumerate() {
            match self.of(cell) {
                // Twice the same heading: the first counts, the second is said.
                Some(column) if !heading.found.iter().any(|found| found.column.name == column.name) => {
                    heading.found.push(Found { at, column: column.clone() });
                }
                _ if *cell == Cell::Empty => {}
                _ => heading.unknown.push((at, cell.shown())),
            }
        }
        Some(heading)
    }
}

/// A heading without the marks that templates and people add: stars, brackets with units, spaces, line breaks.
fn plainly(text: &str) -> String {
    let text = super::table::narrow(text).to_lowercase();
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：' | '\'')).collect();
    let cut = text.find(['(', '[', '【']).filter(|at| *at > 0).and_then(|at| text.get(..at)).unwrap_or(&text);
    trimmed(cut).to_owned()
}

/// Whether a line of the template is an example or otherwise not meant.
pub(super) fn is_example(line: &Line) -> bool {
    let first = line.cells.iter().find_map(|cell| match cell {
        Cell::Empty => None,
        Cell::Text(text) => Some(text.as_ref()),
        _ => Some(""),
    });
    first.is_some_and(|text| EXAMPLE.iter().any(|mark| text.starts_with(mark)))
}
