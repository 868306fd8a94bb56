//! The pack language: a place's policy as plain text, checked like a program.
//!
//! Text goes in, a [`Pack`] and *all* [`Diagnostic`]s come out; parsing never stops at the first error. Nothing here reads a file, a
//! clock or a random source: callers hand in [`Source`]s.

mod analysis;
mod attendance;
mod ballot;
mod call_back;
mod circle;
pub mod code;
mod counted;
mod dated;
mod deliberation;
mod diagnostic;
mod diagram;
mod exchange;
pub mod expr;
mod fill_in;
mod handbook;
mod indicator;
mod lang;
mod matching;
pub mod model;
mod near;
mod office;
mod places;
mod privacy;
mod publish;
mod query;
mod read;
pub mod record;
mod recur;
mod register;
mod service;
mod shift;
mod source;
pub mod span;
mod tree;
mod yearbook;

pub use diagnostic::{Diagnostic, Severity, render, render_in_colour};
pub use diagram::{DIAGRAM_CSS, state_diagram_svg};
pub use handbook::{Part, Section, form_in_words, handbook, span_in_words, to_markdown, way_in_words};
pub use lang::Lang;
pub use model::Pack;
pub use read::{extends, parse};
pub use source::Source;
