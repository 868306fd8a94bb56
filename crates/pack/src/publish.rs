//! What of a register anybody may see without being asked who they are.

use crate::expr::Expr;

/// Which records of a register are shown to the public, redacted: their category, state and place, never what somebody wrote.
#[derive(Clone, Debug)]
pub struct Publish {
    /// Records shown while this holds, looked at with each act. A move that sets `public` to false takes one out until another sets it to true.
    pub when: Expr,
    /// How closely their place is shown.
    pub place: Closeness,
    /// Clause behind it.
    pub basis: String,
}

/// How closely the place of a record is shown to the public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closeness {
    /// The point on the map and the nearest known address.
    Point,
    /// The name of the area only.
    #[default]
    Area,
}
