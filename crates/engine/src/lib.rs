//! The rules: what a move on a record leads to, decided from what is handed in and nothing else.
//!
//! No I/O, no clock, no randomness: time, identities and facts of the territory come in as arguments, so that the same inputs always
//! give the same outcome. A place's own rules are never here; they are in its pack.

pub mod act;
pub mod analysis;
pub mod attendance;
pub mod ballot;
pub mod calendar;
pub mod clock;
mod decide;
pub mod facts;
pub mod identity;
mod inputs;
pub mod mask;
pub mod matching;
mod offers;
pub mod office;
pub mod places;
pub mod poll;
pub mod recur;
mod rights;
pub mod route;
pub mod sample;
pub mod service;
pub mod tally;

pub use act::{Act, Actor, Command, FOR, Grant, InputProblem, NoBallot, Notice, Outcome, Problem, Refusal, SAID, To};
pub use calendar::TableCalendar;
pub use clock::{Clock, Length, Light, Remaining};
pub use decide::{absorb, decide, decide_part, title, told};
pub use facts::{Body, Calendar, Facts, Mint};
pub use inputs::{ADDRESS, BODIES, NOTE, PERSON, PHOTOS, SOURCES, WORKDAYS, read_input};
pub use offers::{Offers, offers, openings};
pub use route::{Proposal, proposal};
