//! Tests of the pages: one binary, linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::cast_precision_loss, missing_docs)]

mod accounts;
mod api;
mod api_files;
mod api_rates;
mod bodies;
mod calendar;
mod channels;
mod gallery;
mod importing;
mod joining;
mod open311;
mod openness;
mod planning;
mod privacy;
mod queued;
mod resident;
mod stand_in;
mod territory;
mod town;
mod webhooks;
mod words;
