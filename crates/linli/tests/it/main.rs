//! The program as an operator meets it: the built binary, its exit codes and what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod calendars;
mod founding;
mod keeping;
mod packs;
mod run;
mod worlds;
