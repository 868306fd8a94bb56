//! View data: what each page shows, as finished text in the reader's language.
//!
//! Conventions: `href` is a ready address; counts are numbers; times are a [`Moment`] (text and ISO), time left is a [`Due`];
//! labels from packs are resolved by the caller. Optional parts are `Option` or an empty `Vec`, and the template leaves them out.

mod admin;
mod bodies;
mod call_back;
mod channels;
mod desk;
mod field;
mod fill_in;
mod form;
mod handbook;
mod home;
mod import;
mod journal;
mod me;
mod parts;
mod plan;
mod privacy;
mod record;
mod register;
mod retention;
mod search;
mod second_factor;
mod shell;
mod sign_ins;
mod simple;
mod territory;
mod vote;
mod webhooks;

pub use admin::*;
pub use bodies::*;
pub use call_back::*;
pub use channels::*;
pub use desk::*;
pub use field::*;
pub use fill_in::*;
pub use form::*;
pub use handbook::*;
pub use home::*;
pub use import::*;
pub use journal::*;
pub use me::*;
pub use parts::*;
pub use plan::*;
pub use privacy::*;
pub use record::*;
pub use register::*;
pub use retention::*;
pub use search::*;
pub use second_factor::*;
pub use shell::*;
pub use sign_ins::*;
pub use simple::*;
pub use territory::*;
pub use vote::*;
pub use webhooks::*;

pub mod analysis;
pub mod board;
pub mod chart;
pub mod orgchart;
pub mod patrol;
pub mod public;
pub mod report;
pub mod track;
