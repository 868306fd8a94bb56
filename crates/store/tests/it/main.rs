//! The contract of the store, for any engine: what is acknowledged is kept, and what is kept can be proved.
// Helpers count as tests here: a failure is a panic.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::cloned_ref_to_slice_refs)]

mod ballots;
mod crash;
mod durable;
mod journal;
mod lists;
mod plans;
mod properties;
mod rehanging;
mod sealing;
mod searching;
mod sign_ins;
mod support;
mod surroundings;
