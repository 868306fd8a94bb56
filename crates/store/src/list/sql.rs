//! The statement of one walk.

use linli_pack::expr::{Param as FilterParam, Sql};

use super::walk::{Walk, Within};
use super::{Cursor, ListQuery, Order, Scope, clamp};
use crate::dialect::using;
use crate::record::COLUMNS;
use crate::tx::Param;

enum Value {
    Int(i64),
    Num(f64),
    Text(String),
}

/// A statement in the making, its parameters numbered.
pub(super) struct Statement {
    pub(super) text: String,
    values: Vec<Value>,
}

impl Statement {
    /// Everything but order and limit.
    pub(super) fn new(realm: i64, query: &ListQuery, walk: &Walk) -> Self {
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
        if let Some(state) = &walk.state {
            let state = sql.put(Value::Text(state.clone()));
            sql.and(&format!("r.state = {state}"));
        } else if !query.states.is_empty() {
            sql.among("r.state", &query.states);
        }
        if let Some(since) = query.changed_since {
            let since = sql.put_int(since);
            sql.and(&format!("r.updated >= {since}"));
        }
        match &walk.within {
            Some(Within::Below(area)) => {
                let area = sql.put(Value::Text(area.clone()));
                sql.and(&format!(
                    "EXISTS (SELECT 1 FROM area_closure c WHERE c.realm = {realm} AND c.ancestor = {area} AND c.area = r.area)"
                ));
            }
            Some(Within::Parts(parts)) => sql.among("r.area", parts),
            None => {}
        }
        if let Some(filter) = &query.filter {
            let text = sql.filter(filter, query.now);
            sql.and(&format!("({text})"));
        }
        sql
    }

    /// A whole number; gives its place in the text.
    pub(super) fn put_int(&mut self, value: i64) -> String {
        self.put(Value::Int(value))
    }

    fn put(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn among(&mut self, column: &str, values: &[String]) {
        let places: Vec<String> = values.iter().map(|value| self.put(Value::Text(value.clone()))).collect();
        self.and(&format!("{column} IN ({})", places.join(", ")));
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
    pub(super) fn order(&mut self, query: &ListQuery, timed: bool, end: Option<i64>, limit: usize) {
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

    pub(super) fn params(&self) -> Vec<Param<'_>> {
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
