//! What the crate promises to the others, tested from outside.

mod agree;
mod packs;
