//! A record as anybody may see it: what kind of matter, where, how far. Never what somebody wrote, a photo, or who reported.

use linli_pack::model::Closeness;
use linli_pack::record::Record;

use crate::route::present::Present;

/// What the public sees of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// Category and place: people's own words may say who they are.
    pub(super) title: String,
    /// Name of the category; empty where there is none.
    pub(super) category: String,
    /// The state in the public's words.
    pub(super) state: String,
    /// The nearest known address, or the area's name.
    pub(super) address: String,
    /// Degrees east and north, where the pack opens the point.
    pub(super) point: Option<(f64, f64)>,
    /// Body in charge; empty where nobody is.
    pub(super) holder: String,
}

impl Shown {
    /// How a record looks to the public.
    pub(super) fn of(present: &Present, record: &Record) -> Self {
        let rule = present.pack.registers.get(&record.register).and_then(|register| register.publish.as_ref());
        let point = record.lon.zip(record.lat).filter(|_| rule.is_some_and(|rule| rule.place == Closeness::Point));
        let near = point.and_then(|(lon, lat)| present.territory.nearest_address(lon, lat)).map(|address| address.text.clone());
        let address = near.unwrap_or_else(|| present.territory.place_name(&record.area));
        let category = record.category.as_deref().map(|code| present.category(code)).unwrap_or_default();
        let state = present.state_of(record).map(|state| state.public.get(present.l.lang()).to_owned()).unwrap_or_default();
        Self {
            title: joined(&category, &address),
            category,
            state,
            address,
            point,
            holder: record.holder.as_ref().map(|body| present.body(body)).unwrap_or_default(),
        }
    }
}

/// What a record is called where somebody who did not report it sees it: its category and the door of the building.
pub(super) fn title(present: &Present, record: &Record) -> String {
    let category = record.category.as_deref().map(|code| present.category(code)).unwrap_or_default();
    let near = record.lon.zip(record.lat).and_then(|(lon, lat)| present.territory.nearest_address(lon, lat));
    joined(&category, &near.map_or_else(|| present.territory.place_name(&record.area), |address| address.text.clone()))
}

fn joined(category: &str, place: &str) -> String {
    [category, place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
