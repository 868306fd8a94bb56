//! The SQLite driver. Nothing outside this folder names rusqlite.

mod checkpoint;
mod conn;
mod writer;

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::StoreError;
use crate::keyring::KEY_FILE;
use crate::queue::Queue;
use crate::readers::Readers;
use crate::seal::Keys;
use crate::store::Engine;
use crate::tx::{Tx, first};
use crate::write::Job;

use checkpoint::Checkpointer;
pub(crate) use conn::Conn;

/// Most connections that read at once.
const READERS: usize = 32;

/// A folder's database: many readers, one writer, one checkpointer. Fields are dropped in this order.
pub(crate) struct Sqlite {
    writer: Queue,
    _checkpointer: Checkpointer,
    readers: Readers<Conn>,
    file: PathBuf,
    keys: Arc<Keys>,
    _lock: Option<File>,
}

impl Sqlite {
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::make(folder, &folder.join(KEY_FILE))
    }

    /// With a key file that may lie elsewhere.
    pub(crate) fn make(folder: &Path, key_file: &Path) -> Result<Self, StoreError> {
        let lock = lock(folder)?;
        Self::start(folder, key_file, Some(lock))
    }

    /// Without the lock: for a command beside a running server. SQLite keeps the two from writing at once.
    pub(crate) fn beside(folder: &Path, key_file: &Path) -> Result<Self, StoreError> {
        if !folder.join("linli.db").is_file() {
            return Err(StoreError::Io(format!("{} holds no database", folder.display())));
        }
        Self::start(folder, key_file, None)
    }

    fn start(folder: &Path, key_file: &Path, lock: Option<File>) -> Result<Self, StoreError> {
        let file = folder.join("linli.db");
        let (keys, found) = crate::keyring::keys(key_file)?;
        let keys = Arc::new(keys);
        let mut conn = Conn::writer(&file, &keys)?;
        crate::schema::prepare(&mut conn)?;
        crate::keyring::settle(&mut conn, key_file, found)?;
        let checkpointer = Checkpointer::start(&file, &keys)?;
        let writer = writer::start(conn, folder.join("linli.db-wal"), checkpointer.nudge())?;
        Ok(Self { writer, _checkpointer: checkpointer, readers: Readers::new(READERS), file, keys, _lock: lock })
    }
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("linli.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { folder: folder.to_owned() }),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

impl Engine for Sqlite {
    fn read(&self, f: &mut dyn FnMut(&mut dyn Tx)) -> Result<(), StoreError> {
        self.readers.with(|idle| {
            let mut conn = match idle {
                Some(conn) => conn,
                None => Conn::reader(&self.file, &self.keys)?,
            };
            conn.begin_read()?;
            f(&mut conn);
            conn.end_read()?;
            Ok(Some(conn))
        })
    }

    fn submit(&self, job: Box<dyn Job>) {
        self.writer.submit(job);
    }

    fn truncate_log(&self) -> Result<bool, StoreError> {
        let mut conn = Conn::plain(&self.file, &self.keys)?;
        let busy = first(&mut conn, "PRAGMA wal_checkpoint(TRUNCATE)", &[], |row| row.int(0))?;
        Ok(busy == Some(0))
    }

    fn backup_to(&self, file: &Path) -> Result<(), StoreError> {
        if file.exists() {
            return Err(StoreError::Exists(file.display().to_string()));
        }
        let target = file.to_str().ok_or_else(|| StoreError::Malformed("path is not UTF-8".into()))?;
        Conn::plain(&self.file, &self.keys)?.execute("VACUUM INTO ?1", &[target.into()])?;
        File::open(file)?.sync_all()?;
        Ok(())
    }
}
