//! Fifteen-minute circles (一刻钟便民生活圈): which addresses have a facility of each kind within a walk.

/// How far people walk to the facilities that a register keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circle {
    /// The field of kind `choice` that says what a facility is.
    pub by: String,
    /// A walk of so many minutes.
    pub minutes: i64,
    /// Metres walked in a minute.
    pub pace: i64,
    /// Percent by which streets are longer than the straight line between two points.
    pub detour: i64,
    /// Clause behind it.
    pub basis: String,
}

impl Circle {
    /// How far away a facility may lie, in metres of a straight line.
    #[must_use]
    pub const fn reach(&self) -> i64 {
        self.minutes * self.pace * 100 / if self.detour > 0 { self.detour } else { 100 }
    }
}
