//! Why an operation did not happen: what the reader is told, and what only the log is told.

use linli_engine::Refusal;
use linli_store::StoreError;

use crate::import::FileProblem;
use crate::picture::PhotoProblem;

/// Why an operation did not happen.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule says no; the reason goes to the reader.
    #[error("refused: {0:?}")]
    Refused(Box<Refusal>),
    /// There is no such thing, or the actor may not know that there is.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// The actor's roles do not reach that far.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Nobody is signed in.
    #[error("not signed in")]
    SignedOut,
    /// Login or password is wrong, or the account is locked or disabled; which of these is not said.
    #[error("login refused")]
    LoginRefused {
        /// Seconds until the next try is taken, when locked.
        wait: Option<i64>,
    },
    /// The password is right; the second factor is asked for, within ten minutes.
    #[error("a code is wanted")]
    CodeWanted {
        /// The secret by which the sign-in goes on, for a cookie.
        step: String,
    },
    /// Somebody is who they say, but nobody here is that person.
    #[error("no account is theirs")]
    NoAccount,
    /// A passkey that nobody here has, or that was not shown as it should be.
    #[error("passkey refused")]
    PasskeyRefused,
    /// A role asks for a second factor, and the account has none but its passkeys.
    #[error("a passkey is wanted")]
    PasskeyWanted,
    /// Something filled in breaks a rule of the program (not of a pack).
    #[error("invalid {field}: {rule}")]
    Invalid {
        /// Name of the field.
        field: &'static str,
        /// Key of the message that says how to put it right.
        rule: &'static str,
    },
    /// Somebody cannot be appointed, or an appointment not be changed, in that way.
    #[error("not appointed: {0:?}")]
    NotAppointed(Box<linli_engine::office::NotAppointed>),
    /// A photo is not taken.
    #[error("photo {index}: {problem}")]
    Photo {
        /// Which of the photos, from 0.
        index: usize,
        /// Why.
        problem: PhotoProblem,
    },
    /// A file cannot be imported as a whole.
    #[error("file refused: {0:?}")]
    File(FileProblem),
    /// The same idempotency key came with a different request.
    #[error("idempotency key reused for another request")]
    KeyReused,
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A defect or damage that a person must look at; the text is for the log only.
    #[error("internal: {0}")]
    Internal(String),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<FileProblem> for AppError {
    fn from(problem: FileProblem) -> Self {
        Self::File(problem)
    }
}

impl From<linli_engine::office::NotAppointed> for AppError {
    fn from(no: linli_engine::office::NotAppointed) -> Self {
        Self::NotAppointed(Box::new(no))
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
