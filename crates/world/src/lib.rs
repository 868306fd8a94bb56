//! Made-up worlds at true scale: the territory, bodies, people and a year of matters of a place, for demos, tests and benchmarks. What
//! differs from place to place is text beside its pack ([`World`]).
//!
//! Pure data and deterministic generators: the same seed gives the same bytes. Nothing here reads a file, a clock or a network, and
//! nothing here decides: [`plan`] only says who would try which move when; the engine says yes or no.

pub mod areas;
pub mod bodies;
pub mod dice;
pub mod offices;
pub mod packs;
pub mod people;
pub mod places;

pub mod texts;
pub mod tiling;
pub mod workdays;
pub mod world;

pub mod plan;

pub use areas::{Area, Former};
pub use plan::{Ground, Plan, PlanOptions, PlannedCase, PlannedStep};
pub use world::World;
