//! Grids of a community on a map: read, checked, proposed, saved.
//!
//! | file | what |
//! |---|---|
//! | `plane.rs` | outlines in whole numbers |
//! | `read.rs` | GeoJSON in, with all that is wrong in it; GeoJSON out |
//! | `check.rs` | gaps, overlaps, sizes, balance |
//! | `propose.rs` | a balanced division |
//! | `save.rs` | the operations |

mod check;
pub mod plane;
mod propose;
mod read;
mod save;

pub use check::check;
pub use propose::{Home, Share, propose};
pub use read::{read, write};
pub use save::{Sheet, Weighed};

use plane::{Corner, Ring};

/// Largest file in bytes: room for thousands of grids.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// Most grids of one community.
pub const GRIDS: usize = 300;
/// Most corners of one outline.
pub const CORNERS: usize = 2_000;

/// Grids of a community as they are being drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The community's own outline; empty where none is known.
    pub outline: Ring,
    /// The grids.
    pub grids: Vec<DraftGrid>,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftGrid {
    /// Code; fifteen digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Households.
    pub households: i64,
    /// People.
    pub population: i64,
    /// Outline.
    pub ring: Ring,
}

/// Something that the reader of a drawing is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The grid it is about: its name, or its place in the file such as `#3`; empty where it is about the whole.
    pub grid: String,
    /// What it is.
    pub what: Found,
    /// Where, if it is somewhere.
    pub at: Option<Corner>,
    /// The pieces of ground it is about.
    pub marks: Vec<Vec<Ring>>,
}

/// What can be said about a drawing. Areas are in square metres.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// No JSON from this line and column on.
    NotJson(usize, usize),
    /// JSON, but no collection of features.
    NotCollection,
    /// More bytes than [`LARGEST`].
    TooLarge,
    /// More grids than [`GRIDS`].
    TooMany(usize),
    /// Something else than a polygon.
    NotPolygon(String),
    /// Several polygons in one feature.
    Parts(usize),
    /// A hole.
    Hole,
    /// The last corner is not the first; it was taken to be.
    NotClosed,
    /// Fewer than three corners.
    FewCorners,
    /// More corners than [`CORNERS`].
    ManyCorners(usize),
    /// The outline crosses itself.
    Crossing,
    /// Latitude before longitude.
    Swapped,
    /// No place on earth, or none anywhere near China.
    OutOfRange,
    /// Far from the community.
    Far,
    /// A code twice.
    CodeTwice(String),
    /// A code that is not the community's with three digits.
    CodeForm(String),
    /// Households or population that are no number from 0 on.
    NoNumber(&'static str),
    /// Common ground with another grid.
    Overlap(String, f64),
    /// Ground of the community in no grid.
    Gap(f64),
    /// Ground outside the community.
    Outside(f64),
    /// Fewer households than the rule says: has, least.
    Small(i64, i64),
    /// More households than the rule says: has, most.
    Large(i64, i64),
    /// Far from the mean: has, mean.
    Unbalanced(i64, i64),
    /// The community has no outline, so gaps cannot be told.
    NoOutline,
    /// A grid that was there and is not drawn any more: it stays, without land.
    LeftOut,
}

impl Found {
    /// Whether it keeps the drawing from being saved.
    #[must_use]
    pub const fn refuses(&self) -> bool {
        !matches!(
            self,
            Self::NotClosed
                | Self::Gap(_)
                | Self::Outside(_)
                | Self::Small(..)
                | Self::Large(..)
                | Self::Unbalanced(..)
                | Self::NoOutline
                | Self::LeftOut
        )
    }
}

impl Finding {
    fn of(grid: &str, what: Found) -> Self {
        Self { grid: grid.to_owned(), what, at: None, marks: Vec::new() }
    }
}
