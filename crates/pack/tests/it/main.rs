//! What the crate promises to the others, tested from outside.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod agree;
mod deliberating;
mod layers;
mod life;
mod mistakes;
mod mutations;
mod packs;
mod votes;
