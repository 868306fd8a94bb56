//! What a lifecycle writes, row by row, taken from the database after the program has carried out lifecycles of its own: nothing is
//! guessed, so the bare side writes the same columns, lengths and indexes.

use std::path::Path;

use linli_app::{App, Target};
use linli_engine::{Command, tally};
use linli_pack::record::Record;
use linli_world::dice::Dice;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::ground::Ground;
use super::load::{context, opening};
use crate::world::SEED;

/// Tables that an act adds rows to, each with the condition that finds those of record ?2 of realm ?1, and their order: never one that
/// tempts the planner to walk the whole table in it.
const TABLES: &[(&str, &str)] = &[
    ("journal", "record = ?2 ORDER BY version"),
    ("journal_words", "seq IN (SELECT seq FROM journal WHERE realm = ?1 AND record = ?2) ORDER BY +seq"),
    ("personal", "record = ?2"),
    ("follow", "record = ?2"),
    ("notice", "record = ?2 ORDER BY id"),
];
const BLIND: &str = "INSERT INTO personal_index (realm, blind, record, field) VALUES (?1, ?2, ?3, ?4)";
/// What an update always sets, and what it sets only where one of them changed; as the store does.
const ALWAYS: &[&str] = &[
    "version",
    "state",
    "source",
    "urgency",
    "title",
    "updated",
    "warn",
    "deadline",
    "closed",
    "lon",
    "lat",
    "rating",
    "raised",
    "returns",
    "reopened",
    "followers",
    "supervised",
    "public",
    "pack",
    "fields",
    "memory",
];
const TOGETHER: &[&[&str]] = &[&["open", "holder", "due"], &["wake"], &["number", "register", "area", "opener", "created", "category"]];
/// Different lifecycles at least.
const LEAST: usize = 128;

/// What stands in a column when a row is written again for another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Same,
    Record,
    Number,
    Seq,
    /// A number that the database gives.
    Row,
    /// An identity of the row's own.
    Id,
    /// A hash of a link's token.
    Hash,
    /// Under what a personal value is found: bytes that nothing is like.
    Blind,
}

/// A row to be written.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) sql: String,
    pub(crate) cells: Vec<(Cell, Value)>,
}

/// What is counted, or the place of the tallies in which it is; in the order of the table's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) day: i64,
    pub(crate) area: String,
    pub(crate) category: String,
    pub(crate) measure: String,
}

/// What one move writes.
#[derive(Debug)]
pub(crate) struct Act {
    pub(crate) rows: Vec<Row>,
    pub(crate) tallies: Vec<(Key, i64)>,
}

/// What one lifecycle writes, what the search index holds of it, and the holder whose list closes it.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    pub(crate) acts: Vec<Act>,
    pub(crate) words: [String; 2],
    pub(crate) holder: String,
}

/// What the raw side works with.
#[derive(Debug)]
pub(crate) struct Material {
    pub(crate) realm: i64,
    pub(crate) lifecycles: Vec<Lifecycle>,
    /// Columns of the record table.
    pub(crate) columns: Vec<String>,
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Carries out some lifecycles and reads what they wrote.
pub(crate) fn capture(app: &App, ground: &Ground, file: &Path, clients: usize) -> Result<Material, String> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(text)?;
    let mut dice = Dice::new(SEED, "bench capture");
    let mut material = Material { realm: app.realm(), lifecycles: Vec::new(), columns: columns(&db, "record")? };
    for nth in 0..clients.max(LEAST) {
        let desk = ground.desks.get(nth % ground.desks.len().max(1)).ok_or("no desk")?;
        let (matter, lead) = ground.pick(desk, &mut dice).ok_or("a desk without matters")?;
        let now = app.now();
        let noted = |name: &str| Command {
            name: name.to_owned(),
            input: [("note".to_owned(), matter.note.clone().into())].into(),
            ..Command::default()
        };
        let steps = [(&desk.clerk, opening(matter, "register")), (&desk.clerk, noted("send_to_grid")), (lead, noted("solve"))];
        let mut lifecycle = Lifecycle { acts: Vec::new(), words: <[String; 2]>::default(), holder: desk.clerk.body.clone() };
        let (mut target, mut before, mut taken) = (Target::New, None, Taken::default());
        for (seat, command) in steps {
            let done = app.act(&context(seat, now), &target, &command).map_err(text)?;
            let tallies = tallies(app, before.as_ref(), &done.record);
            lifecycle.acts.push(Act { rows: taken.rows(&db, app.realm(), &done.record)?, tallies });
            lifecycle.words = linli_store::search_words(&done.record);
            target = Target::Id(done.record.id.clone());
            before = Some(done.record);
        }
        material.lifecycles.push(lifecycle);
    }
    Ok(material)
}

/// Counts that an act changes, as the store's log names them.
fn tallies(app: &App, before: Option<&Record>, after: &Record) -> Vec<(Key, i64)> {
    let gained = tally::contributions(app.pack(), &after.register, after);
    let lost = before.map(|record| tally::contributions(app.pack(), &record.register, record)).unwrap_or_default();
    let gains = gained.iter().filter(|one| !lost.contains(one)).map(|one| (one, 1));
    let losses = lost.iter().filter(|one| !gained.contains(one)).map(|one| (one, -1));
    let category = after.category.clone().unwrap_or_default();
    let key = |measure: &str, day| Key { day, area: after.area.clone(), category: category.clone(), measure: measure.to_owned() };
    gains.chain(losses).map(|(one, n)| (key(one.measure, i64::from(one.day)), n)).collect()
}

impl Key {
    /// The places of the tallies in which it counts: for its area and each above it, by day and by category and month.
    pub(crate) fn places(&self) -> impl Iterator<Item = Self> {
        let above = [15, 12, 9, 6].into_iter().filter_map(|length| self.area.get(..length));
        above.flat_map(|area| {
            let whole = Self { area: area.to_owned(), category: String::new(), ..self.clone() };
            let month = Self { area: area.to_owned(), day: linli_store::month_of(self.day), ..self.clone() };
            std::iter::once(whole).chain((!self.category.is_empty()).then_some(month))
        })
    }
}

fn columns(db: &Connection, table: &str) -> Result<Vec<String>, String> {
    let statement = db.prepare(&format!("SELECT * FROM {table} LIMIT 0")).map_err(text)?;
    Ok(statement.column_names().into_iter().map(str::to_owned).collect())
}

/// What has been taken of one record so far.
#[derive(Default)]
struct Taken {
    record: Option<Vec<Value>>,
    counts: [usize; TABLES.len()],
}

impl Taken {
    /// The record's row as it is now, and the rows that are new beside it.
    fn rows(&mut self, db: &Connection, realm: i64, record: &Record) -> Result<Vec<Row>, String> {
        let names = columns(db, "record")?;
        let found = select(db, "record", "id = ?2", realm, &record.id)?.pop().ok_or("the record is not there")?;
        let sql = match &self.record {
            None => insert("record", &names),
            Some(before) => update(&names, before, &found),
        };
        let mut rows = vec![row(sql, "record", &names, found.clone())];
        self.record = Some(found);
        for ((table, condition), taken) in TABLES.iter().zip(&mut self.counts) {
            let names = columns(db, table)?;
            let all = select(db, table, condition, realm, &record.id)?;
            let count = all.len();
            for values in all.into_iter().skip(*taken) {
                let found = if *table == "personal" { blind(&names, &values) } else { Vec::new() };
                rows.push(row(insert(table, &names), table, &names, values));
                rows.extend(found);
            }
            *taken = count;
        }
        Ok(rows)
    }
}

fn select(db: &Connection, table: &str, condition: &str, realm: i64, record: &str) -> Result<Vec<Vec<Value>>, String> {
    // Without statistics the planner takes a realm for ten rows and would read all links there are.
    let pinned = if table == "follow" { "INDEXED BY follow_record" } else { "" };
    let mut statement = db.prepare_cached(&format!("SELECT * FROM {table} {pinned} WHERE realm = ?1 AND {condition}")).map_err(text)?;
    let count = statement.column_count();
    let rows = statement.query_map((realm, record), |row| (0..count).map(|at| row.get(at)).collect()).map_err(text)?;
    rows.collect::<Result<_, _>>().map_err(text)
}

fn row(sql: String, table: &str, names: &[String], values: Vec<Value>) -> Row {
    let cell = |name: &str| match (table, name) {
        ("record", "row") => Cell::Row,
        ("record", "id") | (_, "record") => Cell::Record,
        ("record", "number") => Cell::Number,
        (_, "seq") => Cell::Seq,
        ("notice", "id") => Cell::Id,
        ("follow", "hash") => Cell::Hash,
        _ => Cell::Same,
    };
    Row { sql, cells: names.iter().map(|name| cell(name)).zip(values).collect() }
}

/// The rows by which personal values are found. They are not to be had by their record: the values' own row names them, a line each.
fn blind(names: &[String], values: &[Value]) -> Vec<Row> {
    let at = |name: &str| names.iter().position(|known| known == name).and_then(|at| values.get(at)).cloned().unwrap_or(Value::Null);
    let Value::Text(lines) = at("tokens") else { return Vec::new() };
    let fields = lines.lines().filter_map(|line| line.split_once(' ')).map(|(_, field)| Value::Text(field.to_owned()));
    let cells = |field| [(Cell::Same, at("realm")), (Cell::Blind, Value::Null), (Cell::Record, Value::Null), (Cell::Same, field)];
    fields.map(|field| Row { sql: BLIND.to_owned(), cells: cells(field).into() }).collect()
}

fn insert(table: &str, names: &[String]) -> String {
    let places: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "))
}

/// The store's update: columns with an index only where one of their group changed.
fn update(names: &[String], before: &[Value], after: &[Value]) -> String {
    let at = |name: &str| names.iter().position(|known| known == name);
    let changed = |name: &&str| at(name).is_some_and(|at| before.get(at) != after.get(at));
    let groups = TOGETHER.iter().filter(|group| group.iter().any(changed)).flat_map(|group| group.iter());
    let place = |name: &str| at(name).map_or(0, |at| at + 1);
    let sets: Vec<String> = ALWAYS.iter().chain(groups).map(|name| format!("{name} = ?{}", place(name))).collect();
    format!(
        "UPDATE record SET {} WHERE realm = ?{} AND id = ?{} AND version = ?{} - 1",
        sets.join(", "),
        place("realm"),
        place("id"),
        place("version")
    )
}
