//! One connection, as a [`Tx`].

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};

use crate::StoreError;
use crate::dialect::Dialect;
use crate::seal::Keys;
use crate::tx::{Param, Row, Tx, other};

/// A connection with its prepared statements.
pub(crate) struct Conn {
    db: Connection,
    failure: Option<StoreError>,
    keys: Arc<Keys>,
}

impl Conn {
    /// The one that writes. Makes the file where there is none.
    pub(crate) fn writer(file: &Path, keys: &Arc<Keys>) -> Result<Self, StoreError> {
        let conn = Self::open(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, keys)?;
        conn.pragma("PRAGMA journal_mode = WAL")?;
        conn.pragma("PRAGMA synchronous = FULL")?;
        conn.pragma("PRAGMA wal_autocheckpoint = 0")?;
        // A log that starts over gives back what it takes beyond so many bytes.
        conn.pragma("PRAGMA journal_size_limit = 536870912")?;
        conn.pragma("PRAGMA cache_size = -262144")?;
        // What is erased must not linger in the file's free space.
        conn.pragma("PRAGMA secure_delete = ON")?;
        conn.db.busy_timeout(Duration::from_secs(30)).map_err(|e| error(&e))?;
        Ok(conn)
    }

    /// One that only reads.
    pub(super) fn reader(file: &Path, keys: &Arc<Keys>) -> Result<Self, StoreError> {
        let conn = Self::open(file, OpenFlags::SQLITE_OPEN_READ_WRITE, keys)?;
        conn.pragma("PRAGMA query_only = ON")?;
        conn.pragma("PRAGMA cache_size = -16384")?;
        // As much as SQLite maps at most.
        conn.pragma("PRAGMA mmap_size = 2147418112")?;
        Ok(conn)
    }

    /// One for checkpoints and backups. Waits only briefly for others, because while it waits it may hold the writer up.
    pub(super) fn plain(file: &Path, keys: &Arc<Keys>) -> Result<Self, StoreError> {
        let conn = Self::open(file, OpenFlags::SQLITE_OPEN_READ_WRITE, keys)?;
        conn.pragma("PRAGMA synchronous = FULL")?;
        conn.pragma("PRAGMA wal_autocheckpoint = 0")?;
        conn.db.busy_timeout(Duration::from_millis(50)).map_err(|e| error(&e))?;
        Ok(conn)
    }

    fn open(file: &Path, flags: OpenFlags, keys: &Arc<Keys>) -> Result<Self, StoreError> {
        let db = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(|e| error(&e))?;
        db.set_prepared_statement_cache_capacity(512);
        let conn = Self { db, failure: None, keys: Arc::clone(keys) };
        conn.pragma("PRAGMA foreign_keys = ON")?;
        conn.pragma("PRAGMA temp_store = MEMORY")?;
        conn.db.busy_timeout(Duration::from_secs(5)).map_err(|e| error(&e))?;
        Ok(conn)
    }

    fn pragma(&self, sql: &str) -> Result<(), StoreError> {
        self.db.execute_batch(sql).map_err(|e| error(&e))
    }

    pub(super) fn begin_read(&mut self) -> Result<(), StoreError> {
        self.execute("BEGIN", &[]).map(drop)
    }

    pub(super) fn end_read(&mut self) -> Result<(), StoreError> {
        self.execute("COMMIT", &[]).map(drop)
    }

    /// The last failure of the disk, if any since it was last asked for.
    pub(super) const fn take_failure(&mut self) -> Option<StoreError> {
        self.failure.take()
    }

    /// Whether a transaction is open: after some errors SQLite ends it by itself.
    pub(super) fn in_transaction(&self) -> bool {
        !self.db.is_autocommit()
    }
}

impl Tx for Conn {
    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys)
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        let run = || self.db.prepare_cached(sql)?.execute(params_from_iter(params.iter().map(Bound)));
        let result = run().map_err(|e| error(&e));
        if let Err(failure @ (StoreError::Full | StoreError::Io(_))) = &result {
            self.failure = Some(failure.clone());
        }
        result
    }

    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(sql).map_err(|e| error(&e))?;
        let mut rows = statement.query(params_from_iter(params.iter().map(Bound))).map_err(|e| error(&e))?;
        while let Some(found) = rows.next().map_err(|e| error(&e))? {
            row(&Found(found))?;
        }
        Ok(())
    }
}

struct Bound<'a>(&'a Param<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self.0 {
            Param::Null => ValueRef::Null,
            Param::Int(value) => ValueRef::Integer(value),
            Param::Num(value) => ValueRef::Real(value),
            Param::Text(value) => ValueRef::Text(value.as_bytes()),
            Param::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

struct Found<'a>(&'a rusqlite::Row<'a>);

impl Row for Found<'_> {
    fn value(&self, column: usize) -> Result<Param<'_>, StoreError> {
        Ok(match self.0.get_ref(column).map_err(|e| error(&e))? {
            ValueRef::Null => Param::Null,
            ValueRef::Integer(value) => Param::Int(value),
            ValueRef::Real(value) => Param::Num(value),
            ValueRef::Text(bytes) => Param::Text(std::str::from_utf8(bytes).map_err(|_| other(column, "UTF-8"))?),
            ValueRef::Blob(bytes) => Param::Bytes(bytes),
        })
    }
}

/// rusqlite's error in the store's terms.
fn error(error: &rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(failure, _) = error else { return StoreError::Database(error.to_string()) };
    match failure.code {
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly => StoreError::Io(error.to_string()),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Corrupt(error.to_string()),
        ErrorCode::ConstraintViolation => StoreError::Exists(error.to_string()),
        _ => StoreError::Database(error.to_string()),
    }
}
