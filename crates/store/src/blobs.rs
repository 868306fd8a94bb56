//! Files by content: photos and documents, named by the SHA-256 of their bytes, so the same photo is kept once.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::StoreError;

/// Somewhere files are kept by content.
pub trait Blobs: Send + Sync {
    /// Keeps the bytes, durably; gives their SHA-256 in hex.
    ///
    /// # Errors
    /// What the disk says.
    fn put(&self, bytes: &[u8]) -> Result<String, StoreError>;
    /// The bytes; `None` where there are none by that name.
    ///
    /// # Errors
    /// What the disk says; [`StoreError::Corrupt`] where the bytes are not those that were put.
    fn get(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// Removes the bytes; says whether there were any.
    ///
    /// # Errors
    /// What the disk says.
    fn remove(&self, sha256: &str) -> Result<bool, StoreError>;
}

/// [`Blobs`] in a folder: `ab/abcdef…`.
#[derive(Debug)]
pub struct FileBlobs {
    folder: PathBuf,
    next: AtomicU64,
}

impl FileBlobs {
    /// Keeps them below `folder`.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, next: AtomicU64::new(0) }
    }

    /// Where the file of that name is; `None` where the name is not a SHA-256 in lower-case hex.
    #[must_use]
    pub fn path(&self, sha256: &str) -> Option<PathBuf> {
        let well_formed = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let shelf = sha256.get(..2).filter(|_| well_formed)?;
        Some(self.folder.join(shelf).join(sha256))
    }
}

impl Blobs for FileBlobs {
    fn put(&self, bytes: &[u8]) -> Result<String, StoreError> {
        let name = HEXLOWER.encode(&Sha256::digest(bytes));
        let path = self.path(&name).ok_or_else(|| StoreError::Malformed(name.clone()))?;
        if path.exists() {
            return Ok(name);
        }
        let shelf = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(shelf)?;
        let temp = shelf.join(format!("{name}.{}.{}.part", std::process::id(), self.next.fetch_add(1, Ordering::Relaxed)));
        let written = write_synced(&temp, bytes).and_then(|()| fs::rename(&temp, &path));
        if let Err(error) = written {
            drop(fs::remove_file(&temp));
            return Err(error.into());
        }
        fs::File::open(shelf)?.sync_all()?;
        fs::File::open(&self.folder)?.sync_all()?;
        Ok(name)
    }

    fn get(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(path) = self.path(sha256) else { return Ok(None) };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if HEXLOWER.encode(&Sha256::digest(&bytes)) == sha256 {
            Ok(Some(bytes))
        } else {
            Err(StoreError::Corrupt(format!("blob {sha256}")))
        }
    }

    fn remove(&self, sha256: &str) -> Result<bool, StoreError> {
        let Some(path) = self.path(sha256) else { return Ok(false) };
        match fs::remove_file(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
