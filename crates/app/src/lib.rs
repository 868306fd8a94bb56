//! Operations: authorise, load, decide, commit, tell. Pages, API and command line all call these; the check of rights is inside.

pub mod act;
pub mod app;
mod background;
pub mod board;
pub mod bodies;
pub mod clock;
pub mod codes;
pub mod context;
pub mod days;
pub mod desk;
pub mod detail;
pub mod error;
pub mod figures;
mod filter;
pub mod follow;
pub mod founding;
pub mod grids;
pub mod import;
pub mod keys;
pub mod lookup;
mod notices;
pub mod office;
pub mod password;
pub mod people;
pub mod picture;
pub mod random;
pub mod report;
pub mod seed;
pub mod signin;
pub mod stand_in;
pub mod territory;
pub mod whereabouts;

pub use act::{Batch, Done, Target};
pub use app::{App, Change, Parts};
pub use context::Context;
pub use error::AppError;
