//! The desk: one page for clerks, dispatchers, handlers and supervisors; what differs is in the tabs and the acts.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::i18n::AsLocale;
use crate::view::{Act, ActForm, Badge, Due, Empty, FilterBar, Link, RecordView, Shell, Tab};
use crate::{Locale, filters};

/// Tabs, filters, list, map and detail.
#[derive(Template)]
#[template(path = "pages/desk.html")]
pub struct DeskPage {
    /// The frame.
    pub shell: Shell,
    /// Views of the role with their counts: what waits.
    pub tabs: Vec<Tab>,
    /// Views under 更多: closed records, other registers.
    pub folded: Vec<Tab>,
    /// Narrowing by category, area, source.
    pub filter: FilterBar,
    /// The list.
    pub list: WorkList,
    /// The map; `None` where the role's records have no place.
    pub map: Option<MapView>,
    /// List or map, for screens with room for one.
    pub views: Vec<Tab>,
    /// The chosen record, or the first one.
    pub detail: Option<RecordView>,
    /// The reader chose it: a phone shows it instead of the list.
    pub open: bool,
    /// What the detail pane says when nothing is chosen.
    pub nothing: Empty,
}

impl DeskPage {
    /// `map` when the map is chosen on a narrow screen, otherwise `list`.
    #[must_use]
    pub fn view(&self) -> &'static str {
        if self.views.iter().any(|view| view.current && view.icon == "map") { "map" } else { "list" }
    }
}

/// A list that is worked through.
#[derive(Clone, Debug, Default)]
pub struct WorkList {
    /// Topic of live updates: `list-to_dispatch`.
    pub topic: String,
    /// What the list is, for screen readers and print: 待派单.
    pub label: String,
    /// 23 件，按时限先后.
    pub summary: String,
    /// The entries of this page.
    pub items: Vec<Item>,
    /// The next page; empty at the end. A request with `count` asks for as many entries as are shown.
    pub more: String,
    /// What is said when there are none.
    pub empty: Empty,
    /// Acts on several at once; empty: no tick boxes.
    pub batch: Vec<Act>,
    /// Where the batch buttons are sent (GET, with `batch` and the ticked `pick`s).
    pub batch_action: String,
    /// The form of the chosen batch act.
    pub batch_form: Option<ActForm>,
    /// What became of the batch act just done.
    pub result: Option<BatchResult>,
}

/// What became of several acts at once: each record for itself.
#[derive(Clone, Debug, Default)]
pub struct BatchResult {
    /// 派单：已办 6 件，2 件没有办成.
    pub text: String,
    /// Those that were refused: the record, and why.
    pub refused: Vec<(Link, String)>,
}

/// One entry of a list of records.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The record's id: value of its tick box and name of its point on the map.
    pub id: String,
    /// This page with the record chosen.
    pub href: String,
    /// Title.
    pub title: String,
    /// Time left.
    pub due: Due,
    /// 三里庵社区 03 网格, 供排水, 居民上报.
    pub facts: Vec<String>,
    /// 督办, 2 人跟进.
    pub marks: Vec<Badge>,
    /// It is the one shown.
    pub current: bool,
    /// It is ticked.
    pub picked: bool,
}

/// A map of shapes and points.
#[derive(Clone, Debug, Default)]
pub struct MapView {
    /// GeoJSON FeatureCollection. Properties: `label`, `light` (late soon fine none), `item` (record id), `href`, `current`.
    pub geojson: String,
    /// Address of a tile server of the place's own; empty: shapes only.
    pub tiles: String,
    /// Who made the tiles.
    pub attribution: String,
    /// What it shows, for those who cannot see it: 辖区地图，23 件。列表中有同样的内容.
    pub label: String,
    /// Zoom to the current shape instead of everything.
    pub near: bool,
}

/// [`MapView`] ready to be written.
#[derive(Template)]
#[template(path = "parts/map.html")]
pub struct MapHtml<'a> {
    l: Locale,
    map: &'a MapView,
    key: bool,
}
impl HtmlSafe for MapHtml<'_> {}

impl MapView {
    /// Draws the map; `key` adds the legend of shapes.
    #[must_use]
    pub fn html(&self, l: impl AsLocale, key: bool) -> MapHtml<'_> {
        MapHtml { l: l.locale(), map: self, key }
    }
}
