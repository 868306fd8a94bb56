//! The PostgreSQL driver. Nothing outside this folder names the crate `postgres`.
//!
//! Reads take a connection each from a pool and see one snapshot. Writes pass one thread and one connection, group by group, as with
//! SQLite; between servers of one database a lock of the transaction keeps groups apart, so a journal is one chain whoever writes it.

mod conn;
mod writer;

use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use postgres::Config;
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::StoreError;
use crate::queue::Queue;
use crate::readers::Readers;
use crate::seal::Keys;
use crate::store::Engine;
use crate::tx::{Tx, first};
use crate::write::Job;

use conn::Conn;

/// Begins every address of such a database.
pub(crate) const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Which lock of the database writers take, one after the other: "linli" as figures.
const LOCK: i64 = 0x6c_696e_6c69;

/// Most connections that read at once.
const READERS: usize = 16;
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A server's database.
pub(crate) struct Postgres {
    writer: Queue,
    readers: Readers<Conn>,
    config: Config,
    keys: Arc<Keys>,
}

impl Postgres {
    /// Connects, makes the tables or brings them up to date. A schema that the address names (`options=-csearch_path%3DNAME`) is made
    /// where it is missing, so one database can hold several places.
    pub(crate) fn open(address: &str, key_file: &Path) -> Result<Self, StoreError> {
        apart(|| Self::connect(address, key_file))
    }

    fn connect(address: &str, key_file: &Path) -> Result<Self, StoreError> {
        let mut config = Config::from_str(address).map_err(|e| StoreError::Malformed(format!("the address of the database: {e}")))?;
        config.application_name("linli").connect_timeout(Duration::from_secs(10));
        let (keys, found) = crate::keyring::keys(key_file)?;
        let keys = Arc::new(keys);
        let mut conn = Conn::open(&config, &keys)?;
        // Servers that start at once make the tables one after the other.
        conn.run(&format!("SELECT pg_advisory_lock({LOCK})"))?;
        let prepared = prepare(&mut conn, key_file, found);
        conn.run(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
        prepared?;
        let writer = writer::start(conn, config.clone(), Arc::clone(&keys))?;
        Ok(Self { writer, readers: Readers::new(READERS), config, keys })
    }

    /// Runs `f` over one snapshot. A connection that the server gave up meanwhile is replaced before anything is read.
    fn over_one_snapshot(&self, f: impl FnOnce(&mut Conn)) -> Result<(), StoreError> {
        let open = || Conn::open(&self.config, &self.keys);
        self.readers.with(|idle| {
            let mut conn = match idle.filter(|conn| !conn.is_lost()) {
                Some(conn) => conn,
                None => open()?,
            };
            if conn.run(BEGIN).is_err() {
                conn = open()?;
                conn.run(BEGIN)?;
            }
            f(&mut conn);
            // What went wrong inside, `f` has told; its connection is not used again.
            Ok((conn.take_failure().is_none() && conn.run("COMMIT").is_ok()).then_some(conn))
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        apart(|| self.readers.clear());
    }
}

/// The driver waits for the server by a loop of its own, which a thread that serves requests must make room for.
fn apart<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

fn prepare(conn: &mut Conn, key_file: &Path, found: bool) -> Result<(), StoreError> {
    let missing = "SELECT quote_ident(current_setting('search_path')) WHERE current_schema() IS NULL";
    if let Some(schema) = first(conn, missing, &[], |row| row.text(0))? {
        conn.run(&format!("CREATE SCHEMA {schema}"))?;
    }
    crate::schema::prepare(conn)?;
    crate::keyring::settle(conn, key_file, found)
}

impl Engine for Postgres {
    fn read(&self, f: &mut dyn FnMut(&mut dyn Tx)) -> Result<(), StoreError> {
        apart(|| self.over_one_snapshot(|conn| f(conn)))
    }

    fn submit(&self, job: Box<dyn Job>) {
        self.writer.submit(job);
    }

    fn truncate_log(&self) -> Result<bool, StoreError> {
        // What was overwritten lies in dead rows and in the index of words, which keeps a word that no row has. What the server's own log
        // holds goes with the log; its archives are the operator's.
        apart(|| {
            let mut conn = Conn::open(&self.config, &self.keys)?;
            // Rows that an open snapshot still sees are not taken away.
            let older = "SELECT 1 FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND datname = current_database() \
                         AND pid <> pg_backend_pid() LIMIT 1";
            if first(&mut conn, older, &[], |row| row.int(0))?.is_some() {
                return Ok(false);
            }
            for table in ["search", "record", "personal", "journal_words", "attendance"] {
                conn.run(&format!("VACUUM {table}"))?;
            }
            conn.run("REINDEX INDEX CONCURRENTLY search_found")?;
            Ok(true)
        })
    }

    fn backup_to(&self, _file: &Path) -> Result<(), StoreError> {
        Err(StoreError::Database("a database of PostgreSQL is backed up by pg_dump".to_owned()))
    }
}
