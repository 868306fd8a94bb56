//! The store: opens a folder and runs closures inside transactions.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use crate::blobs::{Blobs, FileBlobs};
use crate::keyring::KEY_FILE;
use crate::postgres::{Postgres, SCHEMES};
use crate::sqlite::Sqlite;
use crate::tx::Tx;
use crate::write::{Command, Job, Write};
use crate::{Head, StoreError};

/// What a database must offer to carry the store.
pub(crate) trait Engine: Send + Sync {
    /// Runs `f` over one snapshot, on the caller's thread.
    fn read(&self, f: &mut dyn FnMut(&mut dyn Tx)) -> Result<(), StoreError>;
    /// Queues a command for the writer; it is answered once it is on disk.
    fn submit(&self, job: Box<dyn Job>);
    /// Empties the write-ahead log; `false` where a reader or writer is in the way.
    fn truncate_log(&self) -> Result<bool, StoreError>;
    /// Copies the live data into a new file.
    fn backup_to(&self, file: &Path) -> Result<(), StoreError>;
}

/// The file of a folder that says in which database its records are, if not in the folder.
pub const ADDRESS_FILE: &str = "database";

/// The address of the database that a folder's records are in.
fn address(folder: &Path) -> Result<Option<String>, StoreError> {
    match std::fs::read_to_string(folder.join(ADDRESS_FILE)) {
        Ok(address) => Ok(Some(address.trim().to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Durable state of one folder. Cheap to clone; the last clone closes it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Box<dyn Engine>,
    blobs: FileBlobs,
    folder: PathBuf,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("folder", &self.inner.folder).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the folder, or the database that it names, making or migrating it where needed.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::MadeByNewer`], [`StoreError::OtherSchema`], [`StoreError::KeysMissing`],
    /// [`StoreError::KeysForeign`], or what the disk says.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder)?;
        match address(folder)? {
            Some(address) => Self::on(Postgres::open(&address, &folder.join(KEY_FILE))?, folder),
            None => Self::on(Sqlite::open(folder)?, folder),
        }
    }

    /// A new folder with its records in it, sealed with the keys of a file that lies elsewhere: for a backup without its keys.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn make_with(folder: &Path, key_file: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder)?;
        Self::on(Sqlite::make(folder, key_file)?, folder)
    }

    fn on(engine: impl Engine + 'static, folder: &Path) -> Result<Self, StoreError> {
        let blobs = FileBlobs::new(folder.join("blobs"));
        Ok(Self { inner: Arc::new(Inner { engine: Box::new(engine), blobs, folder: folder.to_owned() }) })
    }

    /// Whether this is the address of a database rather than a folder.
    #[must_use]
    pub fn is_address(data: &str) -> bool {
        SCHEMES.iter().any(|scheme| data.starts_with(scheme))
    }

    /// Notes in a folder that its records are in the database of this address; the folder keeps the key file and what is attached. As the
    /// address may hold a password, only the owner can read it.
    ///
    /// # Errors
    /// What the disk says; [`StoreError::Exists`] where the folder has records of its own, or belongs to another database.
    pub fn settle(folder: &Path, address: &str) -> Result<(), StoreError> {
        if folder.join("linli.db").exists() {
            return Err(StoreError::Exists(format!("{} has a database of its own", folder.display())));
        }
        if let Some(known) = self::address(folder)?.filter(|known| known != address) {
            let known = known.rsplit('@').next().unwrap_or_default().to_owned();
            let file = folder.join(ADDRESS_FILE);
            return Err(StoreError::Exists(format!(
                "its keys and files belong to the database at {known}; if that has moved, write its new address into {}",
                file.display()
            )));
        }
        std::fs::create_dir_all(folder)?;
        crate::keyring::write_private(&folder.join(ADDRESS_FILE), address.as_bytes())
    }

    /// Opens a folder that a server may be using: for commands that read, or write a row or two, beside it.
    ///
    /// # Errors
    /// [`StoreError::Io`] where there is no database, [`StoreError::MadeByNewer`], or what the disk says.
    pub fn open_beside(folder: &Path) -> Result<Self, StoreError> {
        Self::open_beside_with(folder, &folder.join(crate::KEY_FILE))
    }

    /// As [`Store::open_beside`], with a key file that lies elsewhere: for a backup that was made without its keys.
    ///
    /// # Errors
    /// As [`Store::open_beside`]; [`StoreError::KeysMissing`] and [`StoreError::KeysForeign`].
    pub fn open_beside_with(folder: &Path, key_file: &Path) -> Result<Self, StoreError> {
        match address(folder)? {
            Some(address) => Self::on(Postgres::open(&address, key_file)?, folder),
            None => Self::on(Sqlite::beside(folder, key_file)?, folder),
        }
    }

    /// Runs `f` over one snapshot, on the calling thread.
    ///
    /// # Errors
    /// What `f` or the database says.
    pub fn read<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut dyn Tx) -> Result<T, E>) -> Result<T, E> {
        let mut f = Some(f);
        let mut result = None;
        self.inner.engine.read(&mut |tx| {
            if let Some(f) = f.take() {
                result = Some(f(tx));
            }
        })?;
        result.unwrap_or_else(|| Err(StoreError::Closed.into()))
    }

    /// Runs `f` as one all-or-nothing command on the writer and waits. `Ok` means it is on disk; `Err` means nothing of it was kept.
    /// `f` may be run again from the start if the database asks for it, so it must have no effects but those through [`Write`].
    /// Never call it from inside another `write`.
    ///
    /// # Errors
    /// What `f` or the database says.
    pub fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut Write<'_>) -> Result<T, E> + Send + 'static,
    {
        let (tell, told) = sync_channel(1);
        self.submit(f, move |result| drop(tell.send(result)));
        told.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// As [`Store::write`], but does not wait: `answer` is called (on the writer's thread, so it must be quick) once it is on disk.
    pub fn submit<T, E, F, A>(&self, f: F, answer: A)
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut Write<'_>) -> Result<T, E> + Send + 'static,
        A: FnOnce(Result<T, E>) + Send + 'static,
    {
        self.inner.engine.submit(Box::new(Command::new(f, answer)));
    }

    /// Photos and other files, by content.
    #[must_use]
    pub fn blobs(&self) -> &dyn Blobs {
        &self.inner.blobs
    }

    /// The keys that its values are sealed with.
    ///
    /// # Errors
    /// What the database says.
    pub fn keys(&self) -> Result<Arc<crate::Keys>, StoreError> {
        self.read(|tx| Ok(tx.keys()))
    }

    /// The folder it lives in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// The last entry of a realm's journal, as anchored beside it; keep a copy elsewhere to prove later that none was cut off.
    ///
    /// # Errors
    /// What the database says.
    pub fn head(&self, realm: i64) -> Result<Option<Head>, StoreError> {
        self.read(|tx| crate::chain::anchor(tx, realm))
    }

    /// Empties the write-ahead log, so that nothing that was overwritten lies in it; `false` where somebody is in the way.
    ///
    /// # Errors
    /// What the disk says.
    pub fn truncate_log(&self) -> Result<bool, StoreError> {
        self.inner.engine.truncate_log()
    }

    /// Copies the live database, consistent and compact, into a new file.
    ///
    /// # Errors
    /// The file exists, or what the disk says.
    pub fn backup_to(&self, file: &Path) -> Result<(), StoreError> {
        self.inner.engine.backup_to(file)
    }
}
