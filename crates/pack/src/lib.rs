//! The pack language: a place's policy as plain text, checked like a program.
//!
//! Text goes in, a [`Pack`] and *all* [`Diagnostic`]s come out; parsing never stops at the first error. Nothing here reads a file, a
//! clock or a random source: callers hand in [`Source`]s.

pub mod expr;
pub mod model;
pub mod record;
pub mod span;

pub use model::Pack;
