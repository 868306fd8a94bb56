//! Tests of the pages: one binary, linked once.

mod api;
mod gallery;
mod resident;
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a helper of tests: a failure is a panic")]
mod town;
mod words;
