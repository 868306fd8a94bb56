//! How a place looks at what residents need (民情分析): what is compared, and when something is said to stand out.

/// The thresholds of one register's analysis. Nothing is recorded for it: it is read from tallies and records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// The register it is about.
    pub register: String,
    /// The measure that is counted; it has a day.
    pub measure: String,
    /// Whole months before the month looked at that are its past.
    pub months: u32,
    /// Fewer records than this never stand out.
    pub least: u32,
    /// Of what is said to stand out, at most this percentage may be chance (false discovery rate).
    pub chance: u32,
    /// Days of the period in which places are looked at for silence.
    pub quiet_days: u32,
    /// Below this percentage of what its households suggest a place is said to be quiet.
    pub quiet: u32,
    /// Days after closing within which the same place and category is the same matter again.
    pub repeat: u32,
    /// Metres within which two points are the same place.
    pub near: u32,
    /// Clause behind it.
    pub basis: String,
}
