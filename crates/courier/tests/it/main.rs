//! Tests of deliveries, over real HTTP to a receiver of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod notices;
mod receiver;
#[allow(dead_code, clippy::cast_precision_loss, reason = "shared with the operations' tests")]
#[path = "../../../app/tests/it/town.rs"]
mod town;
mod webhooks;
