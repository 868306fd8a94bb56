//! Lists of records: what somebody holds, what lies in an area, what a body opened. Each is a few walks, merged, each along one index.

mod sql;
mod sums;
mod walk;

use std::cmp::Ordering;

use linli_pack::expr::Sql;
use linli_pack::record::Record;

use self::sql::Statement;
pub use self::sums::{Share, Sighting, count_by_category, shares, sightings};
use self::walk::walks;
use crate::StoreError;
use crate::record::{COLUMNS, read};
use crate::tx::{Tx, first};

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
    /// Only what has changed since, in seconds since 1970: with [`Order::Updated`] nothing older is read.
    pub changed_since: Option<i64>,
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
            changed_since: None,
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

/// How many records the list has, counting no further than `cap`.
///
/// # Errors
/// What the database says.
pub fn count(tx: &mut dyn Tx, realm: i64, query: &ListQuery, cap: usize) -> Result<usize, StoreError> {
    let mut total = 0;
    for walk in walks(tx, realm, query)? {
        if total < cap {
            let mut sql = Statement::new(realm, query, &walk);
            let limit = sql.put_int(clamp(cap - total));
            let text = format!("SELECT COUNT(*) FROM ({} LIMIT {limit}) AS found", sql.text.replacen(COLUMNS, "1", 1));
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
