//! The rules: what a move on a record leads to, decided from what is handed in and nothing else.
//!
//! No I/O, no clock, no randomness: time, identities and facts of the territory come in as arguments, so that the same inputs always
//! give the same outcome. A place's own rules are never here; they are in its pack.

pub mod act;
pub mod facts;

pub use act::{Act, Actor, Command, Grant, Notice, Outcome, Refusal, To};
pub use facts::{Body, Calendar, Facts, Mint};
