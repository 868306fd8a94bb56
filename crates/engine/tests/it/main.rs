//! Behaviour of the rules over a small made-up place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod analysis;
mod calendar;
mod clock;
mod closing;
mod guards;
mod identity;
mod matching;
mod merging;
mod moving;
mod office;
mod opening;
mod packs;
mod parts;
mod properties;
mod reviewing;
mod rights;
mod sampling;
mod timers;
mod world;
