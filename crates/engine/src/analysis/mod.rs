//! What counts say beyond their size: whether one stands out, what is left of a series without weekday and season, what comes again.
//!
//! Classical methods only, each short enough to be told to whoever reads the number:
//! * **comparison of two counts** ([`Compared`]): given their sum, each of two Poisson counts is binomial with the share of its exposure
//!   (Przyborowski and Wilenski 1940); the interval of the ratio is that of Clopper and Pearson;
//! * **more spread than chance** ([`dispersion`]): Pearson's χ² over its degrees of freedom; counts are divided by it (quasi-Poisson);
//! * **many comparisons** ([`stand_out`]): Benjamini and Hochberg 1995;
//! * **weekday and month** ([`Season`]): ratio to the moving average;
//! * **the same again** ([`repeats`]): place, category, and time since it was closed.

mod compare;
mod repeat;
mod season;

pub use compare::{Compared, Exposed, dispersion, stand_out};
pub use repeat::{Again, Matter, repeats};
pub use season::Season;
