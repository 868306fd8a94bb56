//! What the operations promise, over a small town that lives by the packs that ship.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod analysing;
mod ballots;
mod calling;
mod codes;
mod counting;
mod drawing;
mod exchanging;
mod finding;
mod ground;
mod importing;
mod lifecycle;
mod living;
mod looking;
mod matching;
mod merging;
mod personal;
mod photos;
mod plans;
mod privacy;
mod racing;
mod rates;
mod registers;
mod retention;
mod roster_files;
mod rosters;
mod shifts;
mod sight;
mod signing;
mod signing_up;
mod telling;
mod territory;
mod town;
mod whistling;
mod window;
mod years;
