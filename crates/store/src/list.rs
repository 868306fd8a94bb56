//! Lists of records: what somebody holds, what lies in an area, what a body opened. Each is one walk along one index.
//!
//! An area with few parts is walked part by part and merged; one with many is walked in the order of the whole realm, leaving out
//! what lies elsewhere: enough of it lies inside that a page is soon full. The choice is made here, not by the engine's planner.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use linli_pack::expr::{Names as _, Param as FilterParam, Sql};
use linli_pack::record::{Record, Type};

use crate::StoreError;
use crate::area::subtree;
use crate::dialect::using;
use crate::record::{COLUMNS, read};
use crate::tx::{Param, Tx, first};

/// An area with at most this many parts is walked part by part.
const FEW: usize = 64;
/// The same where a further condition holds back most of what is walked over: in the whole realm that would be most of it.
const FEW_FILTERED: usize = 256;
/// The same where the order is that of the last change: within a part that has to be sorted, over the whole realm it has not.
const FEW_SORTED: usize = 8;

/// Whose records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Open records held by this body.
    Holder(String),
    /// Records in this area or below.
    Area(String),
    /// Records opened by this body.
    Opener(String),
    /// All records of the register.
    All,
    /// Those that anybody may see, by when they were opened.
    Public,
}

/// What a list is ordered by; records without that time come last either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// When the step must be done.
    #[default]
    Due,
    /// When it was opened.
    Created,
    /// When it last changed.
    Updated,
}

/// Where a page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The time the list is ordered by.
    pub at: Option<i64>,
    /// Id of the last record.
    pub id: String,
}

/// Which records, in which order.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// Register.
    pub register: String,
    /// Whose.
    pub scope: Scope,
    /// States; empty for all.
    pub states: Vec<String>,
    /// Only open or only closed ones. Say `Some(true)` wherever the states are all open: those lists are the fast ones.
    pub open: Option<bool>,
    /// A further condition, compiled with [`crate::Columns`].
    pub filter: Option<Sql>,
    /// The value of `now` in the filter.
    pub now: i64,
    /// Order.
    pub order: Order,
    /// The latest first.
    pub descending: bool,
    /// Continue after this one.
    pub after: Option<Cursor>,
    /// Most records.
    pub limit: usize,
}

impl ListQuery {
    /// A list of everything in a register, the next due first, 50 at a time; set what differs.
    #[must_use]
    pub fn new(register: &str, scope: Scope) -> Self {
        Self {
            register: register.to_owned(),
            scope,
            states: Vec::new(),
            open: None,
            filter: None,
            now: 0,
            order: Order::Due,
            descending: false,
            after: None,
            limit: 50,
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The records.
    pub records: Vec<Record>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<Cursor>,
}

/// One page of records.
///
/// # Errors
/// What the database says.
pub fn records(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<Page, StoreError> {
    let wanted = query.limit + 1;
    let mut found: Vec<Record> = Vec::new();
    for walk in walks(tx, realm, query)? {
        // Once a page is full, later walks need not go beyond its end.
        let end = found.get(query.limit).and_then(|last| time(query.order, last));
        let mut had = 0;
        // Records that have the time come first, then those that have none.
        let parts: &[bool] = if query.order == Order::Due { &[true, false] } else { &[true] };
        for timed in parts {
            if had < wanted && (*timed || end.is_none()) && !(*timed && query.after.as_ref().is_some_and(|after| after.at.is_none())) {
                let before = found.len();
                let mut sql = Statement::new(realm, query, &walk);
                sql.order(query, *timed, end, wanted - had);
                tx.query(&sql.text, &sql.params(), &mut |row| {
                    found.push(read(row)?);
                    Ok(())
                })?;
                had += found.len() - before;
            }
        }
        found.sort_by(|a, b| compare(query, a, b));
        found.truncate(wanted);
    }
    let more = found.len() > query.limit;
    found.truncate(query.limit);
    let next = found.last().filter(|_| more).map(|last| Cursor { at: time(query.order, last), id: last.id.clone() });
    Ok(Page { records: found, next })
}

/// How many records of each category the list has; those without one under an empty code.
///
/// # Errors
/// What the database says.
pub fn count_by_category(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut counts = BTreeMap::new();
    for walk in walks(tx, realm, query)? {
        let sql = Statement::new(realm, query, &walk);
        let text = format!(
            "SELECT category, COUNT(*) FROM ({}) AS some GROUP BY category",
            sql.text.replacen(COLUMNS, "COALESCE(r.category, '') AS category", 1)
        );
        tx.query(&text, &sql.params(), &mut |row| {
            *counts.entry(row.text(0)?).or_default() += row.int(1)?;
            Ok(())
        })?;
    }
    Ok(counts)
}

/// What of a record says where and when something was the matter; without its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sighting {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Code of its area.
    pub area: String,
    /// Code of its category.
    pub category: Option<String>,
    /// Longitude and latitude in degrees.
    pub point: Option<(f64, f64)>,
    /// When it was opened.
    pub created: i64,
    /// When it was closed; `None` while it is open.
    pub closed: Option<i64>,
}

/// Where and when something was the matter, for everything the list has, in no order.
///
/// # Errors
/// What the database says.
pub fn sightings(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<Vec<Sighting>, StoreError> {
    let mut found = Vec::new();
    for walk in walks(tx, realm, query)? {
        let sql = Statement::new(realm, query, &walk);
        let text = sql.text.replacen(COLUMNS, "r.id, r.number, r.area, r.category, r.lon, r.lat, r.created, r.closed", 1);
        tx.query(&text, &sql.params(), &mut |row| {
            found.push(Sighting {
                id: row.text(0)?,
                number: row.text(1)?,
                area: row.text(2)?,
                category: row.opt_text(3)?,
                point: row.opt_num(4)?.zip(row.opt_num(5)?),
                created: row.int(6)?,
                closed: row.opt_int(7)?,
            });
            Ok(())
        })?;
    }
    Ok(found)
}
/// What the records of a list with one value of a text field and one of a whole number add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The text; empty where there is none.
    pub of: String,
    /// The number, 0 where there is none.
    pub count: i64,
    /// How many records.
    pub records: i64,
    /// How many of them are rated.
    pub rated: i64,
    /// Sum of their ratings.
    pub ratings: i64,
}

/// The records of a list by a text field and a field of whole numbers.
///
/// # Errors
/// What the database says.
pub fn shares(tx: &mut dyn Tx, realm: i64, query: &ListQuery, of: &str, count: &str) -> Result<Vec<Share>, StoreError> {
    let column = |name: &str, kind| crate::Columns.column(name, true, kind);
    let wanted = format!(
        "COALESCE({}, '') AS shared, COALESCE({}, 0) AS counted, r.rating AS rating",
        column(of, Type::Text),
        column(count, Type::Int)
    );
    let mut found: BTreeMap<(String, i64), Share> = BTreeMap::new();
    for walk in walks(tx, realm, query)? {
        let sql = Statement::new(realm, query, &walk);
        let text = format!(
            "SELECT shared, counted, COUNT(*), COUNT(rating), COALESCE(SUM(rating), 0) FROM ({}) AS some GROUP BY shared, counted",
            sql.text.replacen(COLUMNS, &wanted, 1)
        );
        tx.query(&text, &sql.params(), &mut |row| {
            let key = (row.text(0)?, row.int(1)?);
            let share = found.entry(key.clone()).or_insert_with(|| Share { of: key.0, count: key.1, ..Share::default() });
            share.records += row.int(2)?;
            share.rated += row.int(3)?;
            share.ratings += row.int(4)?;
            Ok(())
        })?;
    }
    Ok(found.into_values().collect())
}

/// How many records the list has, counting no further than `cap`.
///
/// # Errors
/// What the database says.
pub fn count(tx: &mut dyn Tx, realm: i64, query: &ListQuery, cap: usize) -> Result<usize, StoreError> {
    let mut total = 0;
    for walk in walks(tx, realm, query)? {
        if total < cap {
            let mut sql = Statement::new(realm, query, &walk);
            let limit = sql.put(Value::Int(clamp(cap - total)));
            let text = format!("SELECT COUNT(*) FROM ({} LIMIT {limit}) AS some", sql.text.replacen(COLUMNS, "1", 1));
            let n = first(tx, &text, &sql.params(), |row| row.int(0))?.unwrap_or(0);
            total += usize::try_from(n).unwrap_or(0);
        }
    }
    Ok(total)
}

/// The statements a list runs, for inspection of their plans.
///
/// # Errors
/// What the database says.
pub fn statements(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<Vec<String>, StoreError> {
    Ok(walks(tx, realm, query)?
        .iter()
        .map(|walk| {
            let mut sql = Statement::new(realm, query, walk);
            sql.order(query, true, None, query.limit);
            sql.text
        })
        .collect())
}

/// One walk along one index.
struct Walk {
    index: &'static str,
    /// Equality that the index starts with, beside realm and register.
    on: Option<(&'static str, String)>,
    /// Leave out what does not lie in this area.
    within: Option<String>,
}

fn walks(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<Vec<Walk>, StoreError> {
    // What is open is few: sorting it is cheaper than walking all there ever was in search of a state that is rare.
    let by_due = query.open == Some(true) && (query.order != Order::Created || !query.states.is_empty());
    let wide = match query.order {
        _ if by_due => "record_open",
        Order::Updated => "record_updated",
        _ => "record_created",
    };
    Ok(match &query.scope {
        Scope::Holder(body) => vec![Walk { index: "record_held", on: Some(("holder", body.clone())), within: None }],
        Scope::Opener(body) => vec![Walk { index: "record_opened", on: Some(("opener", body.clone())), within: None }],
        Scope::Public => vec![Walk { index: "record_public", on: None, within: None }],
        Scope::All => vec![Walk { index: wide, on: None, within: None }],
        Scope::Area(code) => {
            let few = match query.order {
                Order::Updated if !by_due => FEW_SORTED,
                _ if query.filter.is_some() => FEW_FILTERED,
                _ => FEW,
            };
            let parts = subtree(tx, realm, code, clamp(few + 1))?;
            if parts.len() > few {
                vec![Walk { index: wide, on: None, within: Some(code.clone()) }]
            } else {
                let index = if by_due { "record_open_in" } else { "record_in" };
                parts.into_iter().map(|part| Walk { index, on: Some(("area", part)), within: None }).collect()
            }
        }
    })
}

enum Value {
    Int(i64),
    Num(f64),
    Text(String),
}

struct Statement {
    text: String,
    values: Vec<Value>,
}

impl Statement {
    /// Everything but order and limit.
    fn new(realm: i64, query: &ListQuery, walk: &Walk) -> Self {
        let mut sql = Self { text: String::new(), values: Vec::new() };
        let realm = sql.put(Value::Int(realm));
        let register = sql.put(Value::Text(query.register.clone()));
        let pinned = using(walk.index);
        sql.text = format!("SELECT {COLUMNS} FROM record r {pinned} WHERE r.realm = {realm} AND r.register = {register}");
        if let Some((column, value)) = &walk.on {
            let value = sql.put(Value::Text(value.clone()));
            sql.and(&format!("r.{column} = {value}"));
        }
        if query.scope == Scope::Public {
            sql.and("r.public = 1");
        }
        // A holder is somebody who must act, so these lists hold what is open; the index holds nothing else.
        if query.open == Some(true) || matches!(query.scope, Scope::Holder(_)) {
            sql.and("r.open = 1");
        }
        if query.open == Some(false) {
            sql.and("r.open = 0");
        }
        if !query.states.is_empty() {
            let states: Vec<String> = query.states.iter().map(|state| sql.put(Value::Text(state.clone()))).collect();
            sql.and(&format!("r.state IN ({})", states.join(", ")));
        }
        if let Some(area) = &walk.within {
            let area = sql.put(Value::Text(area.clone()));
            sql.and(&format!("EXISTS (SELECT 1 FROM area_closure c WHERE c.realm = {realm} AND c.ancestor = {area} AND c.area = r.area)"));
        }
        if let Some(filter) = &query.filter {
            let text = sql.filter(filter, query.now);
            sql.and(&format!("({text})"));
        }
        sql
    }

    fn put(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    /// Gives each `?` outside quotes its number.
    fn filter(&mut self, filter: &Sql, now: i64) -> String {
        let mut text = String::with_capacity(filter.text.len() + 16);
        let mut params = filter.params.iter();
        let mut quote = None;
        for c in filter.text.chars() {
            match quote {
                Some(end) if c == end => quote = None,
                None if c == '\'' || c == '"' => quote = Some(c),
                _ => {}
            }
            if c != '?' || quote.is_some() {
                text.push(c);
                continue;
            }
            let number = self.put(match params.next() {
                Some(FilterParam::Int(value)) => Value::Int(*value),
                Some(FilterParam::Num(value)) => Value::Num(*value),
                Some(FilterParam::Text(value)) => Value::Text(value.clone()),
                Some(FilterParam::Now) | None => Value::Int(now),
            });
            text.push_str(&number);
        }
        text
    }

    /// `timed`: those that have the time of the order, not beyond `end`; else those that have none.
    fn order(&mut self, query: &ListQuery, timed: bool, end: Option<i64>, limit: usize) {
        let column = match query.order {
            Order::Due => "r.due",
            Order::Created => "r.created",
            Order::Updated => "r.updated",
        };
        let (beyond, way) = if query.descending { ("<", "DESC") } else { (">", "ASC") };
        match (&query.after, timed) {
            (Some(Cursor { at: Some(at), id }), true) => {
                let at = self.put(Value::Int(*at));
                let id = self.put(Value::Text(id.clone()));
                self.and(&format!("{column} {beyond}= {at} AND ({column} {beyond} {at} OR r.id {beyond} {id})"));
            }
            (Some(Cursor { at: None, id }), false) => {
                let id = self.put(Value::Text(id.clone()));
                self.and(&format!("{column} IS NULL AND r.id {beyond} {id}"));
            }
            (_, true) if query.order == Order::Due => self.and("r.due IS NOT NULL"),
            (_, true) => {}
            (_, false) => self.and(&format!("{column} IS NULL")),
        }
        if let Some(end) = end.filter(|_| timed) {
            let end = self.put(Value::Int(end));
            let not_beyond = if query.descending { ">=" } else { "<=" };
            self.and(&format!("{column} {not_beyond} {end}"));
        }
        let limit = self.put(Value::Int(clamp(limit)));
        let by = if timed { format!("{column} {way}, r.id {way}") } else { format!("r.id {way}") };
        self.text.push_str(&format!(" ORDER BY {by} LIMIT {limit}"));
    }

    fn params(&self) -> Vec<Param<'_>> {
        self.values
            .iter()
            .map(|value| match value {
                Value::Int(value) => Param::Int(*value),
                Value::Num(value) => Param::Num(*value),
                Value::Text(value) => Param::Text(value),
            })
            .collect()
    }
}

fn clamp(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

const fn time(order: Order, record: &Record) -> Option<i64> {
    match order {
        Order::Due => record.due,
        Order::Created => Some(record.created),
        Order::Updated => Some(record.updated),
    }
}

fn compare(query: &ListQuery, a: &Record, b: &Record) -> Ordering {
    let (at_a, at_b) = (time(query.order, a), time(query.order, b));
    let by_time = match (at_a, at_b) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => Ordering::Equal,
    };
    let forward = by_time.then_with(|| a.id.cmp(&b.id));
    at_a.is_none().cmp(&at_b.is_none()).then(if query.descending { forward.reverse() } else { forward })
}
