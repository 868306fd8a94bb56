//! What a place says about the data of people: how they are answered, and what must be kept whoever asks.

use crate::model::Text;

/// How people are answered who ask for a copy of their data or for its erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivacyRules {
    /// An erasure is carried out by somebody else than whoever took the request in.
    pub second: bool,
    /// Days within which a request is answered.
    pub days: u32,
    /// Clause behind it.
    pub basis: String,
}

impl Default for PrivacyRules {
    fn default() -> Self {
        Self { second: true, days: 30, basis: "GB/T 35273-2020 8.7".to_owned() }
    }
}

/// Where people who work outside are, as long as their work lasts. Nothing is tracked unless a place says by which law it must be;
/// whoever is tracked reads it on their page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracks {
    /// Why, in words for the people whose way it is.
    pub because: Text,
    /// Clause that obliges the place.
    pub basis: String,
}

/// Personal values that must be kept by law for some time after their record is closed, and as long as it is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Days after the record was closed.
    pub days: u32,
    /// Why, in words for the person who asked.
    pub because: Text,
    /// Clause behind it.
    pub basis: String,
}

/// How long personal values are kept at most, once their record has ended. Then the program erases them by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retain {
    /// Days after [`Retain::from`].
    pub days: u32,
    /// The time attribute or field from which they count: `closed`, unless the pack says otherwise.
    pub from: String,
    /// States in which a record has ended; none of them asks for work.
    pub states: Vec<String>,
    /// Why so long, in words for people whose data it is.
    pub because: Text,
    /// Clause behind it.
    pub basis: String,
}
