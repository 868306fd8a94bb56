//! Orders of other offices that became records: each office's number once, and what it said last.

use linli_pack::expr::Names as _;
use linli_pack::record::Type;

use crate::StoreError;
use crate::dialect::Columns;
use crate::tx::{Row, Tx, all, first};

/// An order of another office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExchangeOrder {
    /// Register.
    pub register: String,
    /// The exchange that it came by.
    pub exchange: String,
    /// The number that the other side gave it.
    pub number: String,
    /// The record that it became.
    pub record: String,
    /// Blind print of what the other side said last beside the order itself; empty: nothing.
    pub said: Vec<u8>,
}

/// Notes which record an order became.
///
/// # Errors
/// [`StoreError::Exists`] where it became one already, or what the database says.
pub fn add_exchange_order(tx: &mut dyn Tx, realm: i64, one: &ExchangeOrder) -> Result<(), StoreError> {
    let sql = "INSERT INTO exchange_order (realm, register, exchange, number, record, said) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let params = [
        realm.into(),
        (&one.register).into(),
        (&one.exchange).into(),
        (&one.number).into(),
        (&one.record).into(),
        one.said.as_slice().into(),
    ];
    tx.execute(sql, &params).map(drop)
}

/// Notes what the other side said last of an order.
///
/// # Errors
/// What the database says.
pub fn put_exchange_said(tx: &mut dyn Tx, realm: i64, one: &ExchangeOrder) -> Result<(), StoreError> {
    let sql = "UPDATE exchange_order SET said = ?5 WHERE realm = ?1 AND register = ?2 AND exchange = ?3 AND number = ?4";
    let params = [realm.into(), (&one.register).into(), (&one.exchange).into(), (&one.number).into(), one.said.as_slice().into()];
    tx.execute(sql, &params).map(drop)
}

/// The order with a number.
///
/// # Errors
/// What the database says.
pub fn exchange_order(
    tx: &mut dyn Tx,
    realm: i64,
    register: &str,
    exchange: &str,
    number: &str,
) -> Result<Option<ExchangeOrder>, StoreError> {
    let sql = "SELECT record, said FROM exchange_order WHERE realm = ?1 AND register = ?2 AND exchange = ?3 AND number = ?4";
    first(tx, sql, &[realm.into(), register.into(), exchange.into(), number.into()], |row: &dyn Row| {
        Ok(ExchangeOrder {
            register: register.to_owned(),
            exchange: exchange.to_owned(),
            number: number.to_owned(),
            record: row.text(0)?,
            said: row.bytes(1)?.to_vec(),
        })
    })
}

/// The records of an exchange's orders whose time (a field or an attribute) lies in a span, in the order of the other side's numbers.
///
/// # Errors
/// What the database says.
pub fn exchange_records(
    tx: &mut dyn Tx,
    realm: i64,
    (register, exchange): (&str, &str),
    (time, is_field): (&str, bool),
    (from, to): (i64, i64),
) -> Result<Vec<String>, StoreError> {
    let column = Columns.column(time, is_field, Type::Time);
    let sql = format!(
        "SELECT o.record FROM exchange_order o JOIN record r ON r.realm = o.realm AND r.id = o.record \
         WHERE o.realm = ?1 AND o.register = ?2 AND o.exchange = ?3 AND {column} >= ?4 AND {column} < ?5 ORDER BY o.number"
    );
    all(tx, &sql, &[realm.into(), register.into(), exchange.into(), from.into(), to.into()], |row| row.text(0))
}
