//! What goes on nearby, for anybody: public matters on a map and as a list, redacted.

use askama::Template;

use crate::filters;
use crate::view::{ChoiceGroup, Link, Moment, PhoneShell};

/// `GET /public`. `POST /report` with `follow` (a record's id) and `_once` joins one.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "public/page.html")]
pub struct PublicPage {
    /// Layout; `head.map` is set where there is a map.
    pub shell: PhoneShell,
    /// GeoJSON as the desk's map takes it; empty where the pack shows no points.
    pub geojson: String,
    /// Areas to narrow to.
    pub areas: Vec<ChoiceGroup>,
    /// The chosen one; empty for all.
    pub area: String,
    /// Open and closed, as links; the one that is shown first in the pair.
    pub states: Vec<(bool, Link)>,
    /// `open` or `closed`: the one that is shown.
    pub state: String,
    /// The matters, the newest first.
    pub items: Vec<PublicItem>,
    /// The next page.
    pub older: Option<String>,
    /// Key of the forms on the page.
    pub once: String,
}

/// One public matter.
#[derive(Clone, Debug, Default)]
pub struct PublicItem {
    /// Anchor on the page: its number.
    pub number: String,
    /// Category and place.
    pub title: String,
    /// 承办单位正在办理.
    pub state: String,
    /// Who has it; may be empty.
    pub holder: String,
    /// When it was reported.
    pub reported: Moment,
    /// How many others have it as well; 0 for none.
    pub others: u64,
    /// Record's id where it can be joined; else empty.
    pub follow: String,
}
