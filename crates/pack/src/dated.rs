//! What stands on the calendar of a community: the days of a register's records.

use crate::model::Text;

/// Which day of its records a register shows on the calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dated {
    /// The field of kind `date` or `slot`.
    pub day: String,
    /// The field with the last day, of what takes longer than one.
    pub until: Option<String>,
    /// A field of kind `text` with the time of the day.
    pub time: Option<String>,
    /// A field of kind `choice` by which a record is called; `None`: by its title.
    pub called: Option<String>,
    /// States in which they are shown; empty: all.
    pub states: Vec<String>,
    /// The same day comes back each year: a day of entry, shown in every year after.
    pub yearly: bool,
    /// It is also told, without title and name, in the calendars that people subscribe to, where only some roles see the register.
    pub feed: bool,
    /// What the day is called, e.g. a political birthday.
    pub label: Text,
}
