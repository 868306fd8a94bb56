//! What a decision may ask about the world.

use linli_pack::record::Instant;

use crate::attendance::Attendee;

/// A body, as far as decisions care.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Code, e.g. `340104001:street_center`.
    pub code: String,
    /// Kind, named in the pack.
    pub kind: String,
    /// Area it stands in.
    pub area: String,
}

/// Facts of the territory and its bodies at the time of the decision.
pub trait Facts {
    /// The area above; `None` at the root or where there is no such area.
    fn parent(&self, area: &str) -> Option<String>;
    /// Name of the level of an area; `None` where there is no such area.
    fn level(&self, area: &str) -> Option<String>;
    /// A body by its code.
    fn body(&self, code: &str) -> Option<Body>;
    /// The bodies of a kind that stand in exactly this area.
    fn bodies_in(&self, area: &str, kind: &str) -> Vec<Body>;
    /// The area that a point lies in, at the finest level; `None` outside the realm.
    fn area_at(&self, lon: f64, lat: f64) -> Option<String>;
    /// Who is due at the record decided about, each with what is known of them; nobody unless somebody looked it up.
    fn roll(&self) -> &[Attendee] {
        &[]
    }
    /// The calendar in force.
    fn calendar(&self) -> &dyn Calendar;
}

/// Which days are worked. Days are counted since 1970-01-01.
pub trait Calendar {
    /// Whether a day is a working day.
    fn is_workday(&self, day: i32) -> bool;
    /// Whether the calendar was published for that day's year; otherwise plain weekends are assumed.
    fn knows(&self, year: i16) -> bool;
}

/// Makes identities and numbers. Handed in, so that a run can be repeated.
pub trait Mint {
    /// A new UUIDv7 for this instant.
    fn id(&mut self, now: Instant) -> String;
    /// The next number of a sequence, from 1.
    fn next(&mut self, sequence: &str) -> u64;
}
