//! One connection, as a [`Tx`].

use std::collections::HashMap;
use std::error::Error as _;
use std::sync::Arc;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut};
use postgres::{Client, Config, NoTls, Statement};

use crate::StoreError;
use crate::dialect::{Dialect, for_postgres};
use crate::seal::Keys;
use crate::tx::{Param, Row, Tx};

/// Most statements that a connection keeps.
const MOST: usize = 500;

/// A connection with its prepared statements.
pub(crate) struct Conn {
    db: Client,
    /// By their text; for each types of parameters that it was given.
    statements: HashMap<String, Vec<(Vec<Type>, Statement)>>,
    failure: Option<StoreError>,
    keys: Arc<Keys>,
}

impl Conn {
    pub(super) fn open(config: &Config, keys: &Arc<Keys>) -> Result<Self, StoreError> {
        let db = config.connect(NoTls).map_err(|e| error(&e))?;
        Ok(Self { db, statements: HashMap::new(), failure: None, keys: Arc::clone(keys) })
    }

    /// Several statements at once, without parameters.
    pub(super) fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        let done = self.db.batch_execute(sql).map_err(|e| error(&e));
        self.noted(done)
    }

    /// The connection was lost, or the transaction cannot go on, since this was last asked.
    pub(super) const fn take_failure(&mut self) -> Option<StoreError> {
        self.failure.take()
    }

    pub(super) fn is_lost(&self) -> bool {
        self.db.is_closed()
    }

    fn noted<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(failure @ (StoreError::Full | StoreError::Io(_))) = &result {
            self.failure = Some(failure.clone());
        }
        result
    }

    /// The statement for parameters of these types. They are said, not guessed by the server from what stands next to them.
    fn prepared(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Statement, StoreError> {
        let kinds: Vec<Type> = params.iter().zip(1_usize..).map(|(param, nth)| kind(param, sql, nth)).collect();
        let known = self.statements.get(sql).and_then(|of_kinds| of_kinds.iter().find(|(known, _)| *known == kinds));
        if let Some((_, statement)) = known {
            return Ok(statement.clone());
        }
        let statement = self.db.prepare_typed(&for_postgres(sql), &kinds).map_err(|e| error(&e))?;
        // Lists of many lengths make many texts: begun anew, neither side grows without end.
        if self.statements.len() >= MOST {
            self.statements.clear();
        }
        self.statements.entry(sql.to_owned()).or_default().push((kinds, statement.clone()));
        Ok(statement)
    }

    fn execute_prepared(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        let statement = self.prepared(sql, params)?;
        let bound: Vec<Bound<'_>> = params.iter().map(Bound).collect();
        let bound: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|one| one as &(dyn ToSql + Sync)).collect();
        let changed = self.db.execute(&statement, &bound).map_err(|e| error(&e))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    fn query_prepared(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let statement = self.prepared(sql, params)?;
        let mut rows = self.db.query_raw(&statement, params.iter().map(Bound)).map_err(|e| error(&e))?;
        while let Some(found) = rows.next().map_err(|e| error(&e))? {
            row(&Found(&found))?;
        }
        Ok(())
    }
}

impl Tx for Conn {
    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys)
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        let done = self.execute_prepared(sql, params);
        self.noted(done)
    }

    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let done = self.query_prepared(sql, params, row);
        self.noted(done)
    }
}

/// The type of the `nth` parameter of a statement. What a `NULL` is, the server sees by its use, if the statement has any.
fn kind(param: &Param<'_>, sql: &str, nth: usize) -> Type {
    match param {
        Param::Null if uses(sql, nth) => Type::UNKNOWN,
        Param::Null => Type::TEXT,
        Param::Int(_) => Type::INT8,
        Param::Num(_) => Type::FLOAT8,
        Param::Text(_) => Type::TEXT,
        Param::Bytes(_) => Type::BYTEA,
    }
}

fn uses(sql: &str, nth: usize) -> bool {
    let mark = format!("?{nth}");
    sql.match_indices(&mark).any(|(at, _)| !sql.get(at + mark.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
}

#[derive(Debug)]
struct Bound<'a>(&'a Param<'a>);

type Refusal = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
        match *self.0 {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(value) => checked(value, kind, out),
            Param::Num(value) => checked(value, kind, out),
            Param::Text(value) => checked(value, kind, out),
            Param::Bytes(value) => checked(value, kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

fn checked<T: ToSql>(value: T, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
    if T::accepts(kind) { value.to_sql(kind, out) } else { Err(format!("a parameter of type {kind} was given another").into()) }
}

struct Found<'a>(&'a postgres::Row);

/// A value as it comes.
enum Cell<'a> {
    Null,
    Int(i64),
    Num(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Refusal> {
        Ok(match *kind {
            Type::BOOL => Cell::Int(i64::from(bool::from_sql(kind, raw)?)),
            Type::INT2 => Cell::Int(i64::from(i16::from_sql(kind, raw)?)),
            Type::INT4 => Cell::Int(i64::from(i32::from_sql(kind, raw)?)),
            Type::INT8 => Cell::Int(i64::from_sql(kind, raw)?),
            Type::FLOAT4 => Cell::Num(f64::from(f32::from_sql(kind, raw)?)),
            Type::FLOAT8 => Cell::Num(f64::from_sql(kind, raw)?),
            Type::NUMERIC => Cell::Int(whole(raw)?),
            Type::BYTEA => Cell::Bytes(raw),
            _ => Cell::Text(std::str::from_utf8(raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Refusal> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A `numeric` without decimals, which is what sums of whole numbers are: digits of four figures each, the weight of the first one given.
fn whole(raw: &[u8]) -> Result<i64, Refusal> {
    let mut halves = raw.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(i16::from_be_bytes);
    let (Some(count), Some(weight), Some(sign), Some(_)) = (halves.next(), halves.next(), halves.next(), halves.next()) else {
        return Err("a numeric is cut off".into());
    };
    let mut value: i64 = 0;
    for digit in halves.chain(std::iter::repeat(0)).take(usize::try_from(i32::from(weight) + 1).unwrap_or(0)) {
        value = value.checked_mul(10_000).and_then(|value| value.checked_add(i64::from(digit))).ok_or("a sum is beyond 64 bits")?;
    }
    if count > weight + 1 {
        return Err("a sum of whole numbers has decimals".into());
    }
    match sign {
        0 => Ok(value),
        0x4000 => Ok(-value),
        _ => Err("a sum is no number".into()),
    }
}

impl Row for Found<'_> {
    fn value(&self, column: usize) -> Result<Param<'_>, StoreError> {
        Ok(match self.0.try_get(column).map_err(|e| error(&e))? {
            Cell::Null => Param::Null,
            Cell::Int(value) => Param::Int(value),
            Cell::Num(value) => Param::Num(value),
            Cell::Text(value) => Param::Text(value),
            Cell::Bytes(value) => Param::Bytes(value),
        })
    }
}

/// The server's error in the store's terms. A connection that is lost is an [`StoreError::Io`]: what was under way is not kept.
pub(super) fn error(error: &postgres::Error) -> StoreError {
    let said = || match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}")),
    };
    let Some(code) = error.code() else {
        return if error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>()) {
            StoreError::Io(said())
        } else {
            StoreError::Database(said())
        };
    };
    match *code {
        SqlState::DISK_FULL | SqlState::OUT_OF_MEMORY | SqlState::CONFIGURATION_LIMIT_EXCEEDED => StoreError::Full,
        SqlState::UNIQUE_VIOLATION | SqlState::NOT_NULL_VIOLATION | SqlState::FOREIGN_KEY_VIOLATION | SqlState::CHECK_VIOLATION => {
            StoreError::Exists(said())
        }
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreError::Corrupt(said()),
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::IO_ERROR
        | SqlState::READ_ONLY_SQL_TRANSACTION
        | SqlState::TOO_MANY_CONNECTIONS
        | SqlState::QUERY_CANCELED => StoreError::Io(said()),
        _ => StoreError::Database(said()),
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    fn numeric(parts: &[i16]) -> Vec<u8> {
        parts.iter().flat_map(|part| part.to_be_bytes()).collect()
    }

    #[test]
    fn a_sum_is_read_digit_by_digit() {
        assert_eq!(whole(&numeric(&[0, 0, 0, 0])).unwrap(), 0);
        assert_eq!(whole(&numeric(&[1, 0, 0, 0, 7])).unwrap(), 7);
        assert_eq!(whole(&numeric(&[2, 1, 0x4000, 0, 12, 3_456])).unwrap(), -123_456);
        assert_eq!(whole(&numeric(&[1, 2, 0, 0, 5])).unwrap(), 500_000_000);
        assert!(whole(&numeric(&[1, -1, 0, 1, 5_000])).is_err());
    }
}
