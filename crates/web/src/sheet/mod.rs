//! Spreadsheets that people send and fetch: what their columns are called, what is wrong with them in words, the template to fill in and
//! the copy with marks. The command line says the same by the same words.

mod marked;
mod plain;
mod report;
mod said;
mod template;

pub use report::{counts, line, mistakes, notes, refusal};
pub use said::{finding, labels, roster_labels};

pub(crate) use marked::marked;
pub(crate) use plain::plain;
pub(crate) use said::{file_problem, place_of};
pub(crate) use template::template;

use linli_app::AppError;

/// A defect of the writing library, for the log.
pub(crate) fn broken(error: rust_xlsxwriter::XlsxError) -> AppError {
    AppError::Internal(error.to_string())
}

/// A name that a sheet may have: without the signs that spreadsheets forbid, and not too long.
pub(crate) fn sheet_name(text: &str) -> String {
    let name: String = text.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}
