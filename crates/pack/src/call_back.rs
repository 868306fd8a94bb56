//! Whether people are called back about every closed matter or about a sample of them.

/// A register's rule of calling back (回访). The program draws; nobody chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallBack {
    /// The program's move on each record that is drawn; the states it starts from are those that may be drawn.
    pub act: String,
    /// The view that is the caller's list.
    pub view: String,
    /// The moves by which an answer is put down, each with a rating.
    pub answers: Vec<String>,
    /// The measure that dates what is drawn from.
    pub measure: String,
    /// Each area of this level is drawn from by itself.
    pub level: String,
    /// Percent of each area's matters; 100: every one.
    pub share: u32,
    /// No fewer than so many in each area, as far as there are.
    pub least: u32,
    /// `week` or `month`: what ended is drawn from as soon as it has ended.
    pub every: String,
    /// Clause behind it.
    pub basis: String,
}
