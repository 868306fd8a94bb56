//! What can go wrong in the store, each with a stable code.

use std::path::PathBuf;

/// What went wrong. Cloneable, because every member of a group commit is told the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process serves this folder.
    #[error("{folder} is in use by another process")]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The data was written by a newer program.
    #[error("the data was made by a newer program: this one does not know the step {step} of its schema. Use the newer program")]
    MadeByNewer {
        /// The step of its schema that is unknown here.
        step: String,
    },
    /// The data was written by a program in which a step of the schema does something else.
    #[error("the data was made by another build of the program, in which the step {step} of the schema differs: use that program")]
    OtherSchema {
        /// The step.
        step: String,
    },
    /// The database holds sealed values, and the file with their keys is not there.
    #[error(
        "{file} is missing: it holds the keys of the personal data in this folder. Put it back from where you keep it; without it \
             personal data and the words of the journal cannot be read"
    )]
    KeysMissing {
        /// Where it should be.
        file: PathBuf,
    },
    /// The key file belongs to another database.
    #[error("{file} holds the keys of other data, not of this folder's: put the right key file there")]
    KeysForeign {
        /// The file.
        file: PathBuf,
    },
    /// A sealed value does not open: it was altered or moved, or its key is gone.
    #[error("a sealed value does not open: {0}")]
    Sealed(String),
    /// The disk is full; nothing of the group was kept.
    #[error("the disk is full")]
    Full,
    /// The disk or file system failed; nothing of the group was kept.
    #[error("input or output failed: {0}")]
    Io(String),
    /// The database file is damaged.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The record was changed by someone else: it must be read again.
    #[error("record {id} is at version {is}, not {seen}")]
    Conflict {
        /// The record.
        id: String,
        /// The version the writer started from.
        seen: i64,
        /// The version it has; 0 where there is no such record.
        is: i64,
    },
    /// A unique key exists already, or something it refers to is missing.
    #[error("a key exists already or refers to nothing: {0}")]
    Exists(String),
    /// A stored value has not the form it should have.
    #[error("a stored value is malformed: {0}")]
    Malformed(String),
    /// The command broke down inside; it was rolled back.
    #[error("the command broke down: {0}")]
    Broke(String),
    /// The store is closing.
    #[error("the store is closing")]
    Closed,
    /// Anything else the database says.
    #[error("the database says: {0}")]
    Database(String),
}

impl StoreError {
    /// A code that never changes, for logs and the API.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InUse { .. } => "store.in-use",
            Self::MadeByNewer { .. } => "store.made-by-newer",
            Self::OtherSchema { .. } => "store.other-schema",
            Self::KeysMissing { .. } => "store.keys-missing",
            Self::KeysForeign { .. } => "store.keys-foreign",
            Self::Sealed(_) => "store.sealed",
            Self::Full => "store.full",
            Self::Io(_) => "store.io",
            Self::Corrupt(_) => "store.corrupt",
            Self::Conflict { .. } => "store.conflict",
            Self::Exists(_) => "store.exists",
            Self::Malformed(_) => "store.malformed",
            Self::Broke(_) => "store.broke",
            Self::Closed => "store.closed",
            Self::Database(_) => "store.database",
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}
