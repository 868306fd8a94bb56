//! View data: what each page shows, as finished text in the reader's language.
//!
//! Conventions: `href` is a ready address; counts are numbers; times are a [`Moment`] (text and ISO), time left is a [`Due`];
//! labels from packs are resolved by the caller. Optional parts are `Option` or an empty `Vec`, and the template leaves them out.

mod field;
mod parts;
mod shell;

pub use field::*;
pub use parts::*;
pub use shell::*;
