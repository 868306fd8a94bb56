//! The contract of the store, for any engine: what is acknowledged is kept, and what is kept can be proved.

mod crash;
mod durable;
mod journal;
mod lists;
mod plans;
mod properties;
mod searching;
mod support;
mod surroundings;
