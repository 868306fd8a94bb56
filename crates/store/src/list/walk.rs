//! Along which indexes a list is walked.
//!
//! An area with few parts is walked part by part and merged; one with many is walked in the order of the whole realm, leaving out
//! what lies elsewhere: enough of it lies inside that a page is soon full. Of states that few records are in, those few are walked
//! wherever they lie. The choice is made here, not by the engine's planner.

use std::collections::BTreeSet;

use super::{ListQuery, Order, Scope, clamp};
use crate::StoreError;
use crate::area::subtree;
use crate::dialect::using;
use crate::tx::{Param, Tx, first};

/// An area with at most this many parts is walked part by part.
const FEW: usize = 64;
/// The same where a further condition holds back most of what is walked over: in the whole realm that would be most of it.
const FEW_FILTERED: usize = 256;
/// The same where the order is that of the last change: within a part that has to be sorted, over the whole realm it has not.
const FEW_SORTED: usize = 8;
/// So many records are sorted, or held against an area one by one, sooner than a long index is walked in search of them.
const LITTLE: i64 = 2_000;

/// One walk along one index.
pub(super) struct Walk {
    pub(super) index: &'static str,
    /// Equality that the index starts with, beside realm and register.
    pub(super) on: Option<(&'static str, String)>,
    /// Only this state, with which the index goes on.
    pub(super) state: Option<String>,
    /// Leave out what lies elsewhere.
    pub(super) within: Option<Within>,
}

/// Where records lie.
#[derive(Clone)]
pub(super) enum Within {
    /// In this area or below.
    Below(String),
    /// In one of these themselves.
    Parts(Vec<String>),
}

impl Walk {
    const fn along(index: &'static str) -> Self {
        Self { index, on: None, state: None, within: None }
    }

    fn on(index: &'static str, column: &'static str, value: &str) -> Self {
        Self { on: Some((column, value.to_owned())), ..Self::along(index) }
    }
}

/// The walks of a list.
pub(super) fn walks(tx: &mut dyn Tx, realm: i64, query: &ListQuery) -> Result<Vec<Walk>, StoreError> {
    // What is open is few: sorting it is cheaper than walking all there ever was in search of a state that is rare.
    let by_due = query.open == Some(true) && (query.order != Order::Created || !query.states.is_empty());
    let wide = match query.order {
        _ if by_due => "record_open",
        Order::Updated => "record_updated",
        _ => "record_created",
    };
    Ok(match &query.scope {
        Scope::Holder(body) => vec![Walk::on("record_held", "holder", body)],
        Scope::Opener(body) => vec![Walk::on("record_opened", "opener", body)],
        Scope::Public => vec![Walk::along("record_public")],
        Scope::All if !by_due && goes_by_state(tx, realm, query, true)? => by_state(query, None),
        Scope::All => vec![Walk::along(wide)],
        Scope::Area(code) => {
            let few = match query.order {
                Order::Updated if !by_due => FEW_SORTED,
                _ if query.filter.is_some() => FEW_FILTERED,
                _ => FEW,
            };
            let parts = subtree(tx, realm, code, clamp(few + 1))?;
            let many = parts.len() > few;
            let within = if parts.len() > FEW_SORTED { Within::Below(code.clone()) } else { Within::Parts(parts.clone()) };
            if !by_due && goes_by_state(tx, realm, query, many)? {
                by_state(query, Some(within))
            } else if many || (wide == "record_updated" && query.filter.is_none() && !are_little(tx, realm, query, &parts)?) {
                vec![Walk { within: Some(within), ..Walk::along(wide) }]
            } else {
                let index = if by_due { "record_open_in" } else { "record_in" };
                parts.iter().map(|part| Walk::on(index, "area", part)).collect()
            }
        }
    })
}

/// Each state by itself, wherever its records lie.
fn by_state(query: &ListQuery, within: Option<Within>) -> Vec<Walk> {
    let states: BTreeSet<&String> = query.states.iter().collect();
    states.into_iter().map(|state| Walk { state: Some(state.clone()), within: within.clone(), ..Walk::along("record_state") }).collect()
}

/// Whether the records of a list's states are found by the state: in the order in which that index has them, where the rest of the realm
/// would be walked otherwise; in any other, if there are few.
fn goes_by_state(tx: &mut dyn Tx, realm: i64, query: &ListQuery, wide: bool) -> Result<bool, StoreError> {
    if query.states.is_empty() || query.changed_since.is_some() {
        return Ok(false);
    }
    if wide && query.order == Order::Created {
        return Ok(true);
    }
    let mut left = LITTLE;
    for state in &query.states {
        left -= counted(tx, "record_state", "state", &[realm.into(), (&query.register).into(), state.into()], left + 1)?;
        if left < 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether there are few records of the register in these areas.
fn are_little(tx: &mut dyn Tx, realm: i64, query: &ListQuery, parts: &[String]) -> Result<bool, StoreError> {
    let mut left = LITTLE;
    for part in parts {
        left -= counted(tx, "record_in", "area", &[realm.into(), (&query.register).into(), part.into()], left + 1)?;
        if left < 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How many records of a realm and register an index has under a value, counting no further than `cap`.
fn counted(tx: &mut dyn Tx, index: &str, column: &str, on: &[Param<'_>; 3], cap: i64) -> Result<i64, StoreError> {
    let pinned = using(index);
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM record r {pinned} WHERE r.realm = ?1 AND r.register = ?2 AND r.{column} = ?3 LIMIT ?4) AS found"
    );
    let [realm, register, value] = on;
    Ok(first(tx, &sql, &[*realm, *register, *value, cap.into()], |row| row.int(0))?.unwrap_or(0))
}
