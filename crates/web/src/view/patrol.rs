//! The grid lead's phone: what is to be done today, 发现问题 in three taps, one matter with its acts, the grid's map, and me.
//!
//! `POST {report.action}` sends `_once`, `category`, `description` (may be empty when there is a category: its label then stands for it), `photo`,
//! `photos`, `lon`, `lat`, `address`, and with `done=true` also `note` (how it was settled on the spot).
//! `POST {act.action}` sends `_once`, `version`, `reason` (a chip, where the act has some), `note`, `photo` and `photos`.
//! Nothing here checks in, tracks or counts points.

use askama::Template;

use crate::view::track::Tier;
use crate::view::{Badge, Choice, ChoiceGroup, Due, Empty, Link, MenuItem, Moment, PhoneShell, Photo};
use crate::{Locale, filters};

/// The page of what waits on the phone.
pub const QUEUE: &str = "/patrol/queue";

/// Which entry of the bottom bar is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatrolTab {
    /// 今日.
    Today,
    /// 地图.
    Map,
    /// 上报.
    Report,
    /// 待发.
    Queue,
    /// 我的.
    Me,
}

/// The bottom bar; `waiting` counts what is to be done today, `late` marks it red.
#[must_use]
pub fn tabs(l: Locale, current: PatrolTab, waiting: u64, late: bool) -> Vec<MenuItem> {
    let tab = |tab: PatrolTab, label: std::borrow::Cow<'static, str>, icon: &str, href: &str| MenuItem {
        label: label.into_owned(),
        href: href.to_owned(),
        icon: icon.to_owned(),
        current: tab == current,
        ..MenuItem::default()
    };
    let today = tab(PatrolTab::Today, l.t("patrol-tab-today"), "clipboard-list", "/patrol");
    vec![
        MenuItem { count: waiting, urgent: late, ..today },
        tab(PatrolTab::Map, l.t("patrol-tab-map"), "map", "/patrol/map"),
        tab(PatrolTab::Report, l.t("patrol-tab-report"), "camera", "/patrol/report"),
        tab(PatrolTab::Queue, l.t("patrol-tab-queue"), "send", QUEUE),
        tab(PatrolTab::Me, l.t("patrol-tab-me"), "user", "/patrol/me"),
    ]
}

/// `GET /patrol`: what waits, the latest first.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/today.html")]
pub struct PatrolToday {
    /// Layout, with [`tabs`].
    pub shell: PhoneShell,
    /// As [`PatrolMe::tracks`].
    pub tracks: Option<String>,
    /// 三里庵社区 03 网格.
    pub grid: String,
    /// 11 月 22 日 周日.
    pub day: String,
    /// Late, soon, the rest: each a figure in words that opens its list.
    pub sums: Vec<Link>,
    /// What waits.
    pub items: Vec<PatrolItem>,
    /// Shown when nothing waits.
    pub empty: Empty,
    /// Settled today, folded away.
    pub done: Vec<PatrolItem>,
}

/// One matter in a list.
#[derive(Clone, Debug, Default)]
pub struct PatrolItem {
    /// Its page.
    pub href: String,
    /// What.
    pub title: String,
    /// Where, with the distance if the place is known: 梅苑 3 号楼.
    pub place: String,
    /// 居民反映 · 供排水.
    pub meta: String,
    /// Time left.
    pub due: Due,
    /// 督办, 一再反映.
    pub marks: Vec<Badge>,
    /// Thumbnail; may be empty.
    pub thumb: String,
}

/// `GET /patrol/report` 发现问题.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/report.html")]
pub struct PatrolReport {
    /// Layout, with [`tabs`].
    pub shell: PhoneShell,
    /// Where it is sent.
    pub action: String,
    /// Idempotency token.
    pub once: String,
    /// Nothing was typed yet.
    pub fresh: bool,
    /// What is wrong.
    pub problems: Vec<String>,
    /// The eight categories most frequent in this grid.
    pub tiles: Vec<Tile>,
    /// Every other category.
    pub categories: Vec<ChoiceGroup>,
    /// Code chosen; may be empty.
    pub category: String,
    /// Words typed; optional.
    pub description: String,
    /// Photos sent before.
    pub photos: Vec<Photo>,
    /// Most photos.
    pub photo_max: u64,
    /// What is wrong with the photos.
    pub photo_error: String,
    /// Longitude given; may be empty.
    pub lon: String,
    /// Latitude given; may be empty.
    pub lat: String,
    /// Where the map opens.
    pub centre: (f64, f64),
    /// My grid, GeoJSON of Polygon features with `label` and `current`; shown without a request.
    pub shapes: String,
    /// Address in words.
    pub address: String,
    /// Settled on the spot.
    pub done: bool,
    /// How it was settled.
    pub note: String,
    /// Who gets it when it is not settled: 我的待办（三里庵社区 03 网格）.
    pub holder: String,
}

/// A large button for one category.
#[derive(Clone, Debug, Default)]
pub struct Tile {
    /// Category.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Icon of the sprite.
    pub icon: String,
}

impl PatrolReport {
    fn shown_above(&self, code: &str) -> bool {
        self.tiles.iter().any(|tile| tile.code == code)
    }

    /// It is the one that was chosen before.
    fn chosen(&self, code: &str) -> bool {
        self.category == code
    }
}

/// `GET /patrol/{id}`: one matter and what can be done about it.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/detail.html")]
pub struct PatrolDetail {
    /// Layout.
    pub shell: PhoneShell,
    /// The record's number.
    pub number: String,
    /// What, in the reporter's words.
    pub words: String,
    /// State in the pack's words.
    pub state: String,
    /// Time left.
    pub due: Due,
    /// 督办, 一再反映.
    pub marks: Vec<Badge>,
    /// Where it stands.
    pub tiers: Vec<Tier>,
    /// Category, place, reporter (masked), time: label and text.
    pub facts: Vec<(String, String)>,
    /// Opens the place on the grid's map; may be absent.
    pub map: Option<Link>,
    /// Dials through the exchange, so that no number is shown; may be absent.
    pub call: Option<Link>,
    /// Photos.
    pub photos: Vec<Photo>,
    /// A message above the acts: somebody else was faster, a rule refused; may be empty.
    pub problem: String,
    /// What can be done, the likeliest first.
    pub acts: Vec<PatrolAct>,
    /// What happened, the latest first: time and text.
    pub lines: Vec<(Moment, String)>,
}

/// An act as a full-width button that opens what it asks.
#[derive(Clone, Debug, Default)]
pub struct PatrolAct {
    /// Move's code, for ids.
    pub name: String,
    /// 当场解决.
    pub label: String,
    /// Who gets it then: 交三里庵社区; may be empty.
    pub hint: String,
    /// Icon of the sprite.
    pub icon: String,
    /// The likeliest act.
    pub primary: bool,
    /// Where it is sent.
    pub action: String,
    /// Idempotency token.
    pub once: String,
    /// Version of the record that this page shows.
    pub version: i64,
    /// Reasons as chips; one press instead of typing.
    pub reasons: Vec<Choice>,
    /// Label of the words; empty: no words are asked.
    pub note_label: String,
    /// Words must be given (a chosen reason counts).
    pub note_required: bool,
    /// What was typed.
    pub note: String,
    /// Photos may be added.
    pub photo_max: u64,
    /// What is wrong; may be empty. Opens the act.
    pub error: String,
    /// On the button that sends: 办结.
    pub submit: String,
}

/// `GET /patrol/map`: open matters of the grid on its map, with the same as a list.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/map.html")]
pub struct PatrolMap {
    /// Layout; `head.map` is set.
    pub shell: PhoneShell,
    /// GeoJSON as the desk's map takes it: polygons with `label`, `current`; points with `label`, `href`, `light`.
    pub geojson: String,
    /// The same matters as a list.
    pub items: Vec<PatrolItem>,
    /// Matters without a point.
    pub without: u64,
}

/// `GET /patrol/me`: who I am and what belongs to me. No points, no ranking, no online time.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/me.html")]
pub struct PatrolMe {
    /// Layout, with [`tabs`].
    pub shell: PhoneShell,
    /// 陈芳.
    pub name: String,
    /// 三里庵社区 03 网格 网格员.
    pub post: String,
    /// What belongs to me, with a figure where there is one: label and text.
    pub facts: Vec<(String, String)>,
    /// Settings, my reports, guide, complaint about the software.
    pub links: Vec<Link>,
    /// Why and by which law ways are kept, where the place must; `None`, as is usual: they are not.
    pub tracks: Option<String>,
}

/// `GET /patrol/day`: the list, what can be done about each matter, and the map, on one page that a phone keeps for a day. It holds no
/// more about anybody than the list does.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/day.html")]
pub struct FieldDay {
    /// Layout; `head.map` is set.
    pub shell: PhoneShell,
    /// 三里庵社区 03 网格.
    pub grid: String,
    /// When it was put together.
    pub made: Moment,
    /// Seconds for which it may be kept.
    pub lives: i64,
    /// What waits, the latest first.
    pub items: Vec<FieldItem>,
    /// Shown when nothing waits.
    pub empty: Empty,
    /// GeoJSON as for [`PatrolMap`].
    pub geojson: String,
}

/// One matter of the day.
#[derive(Clone, Debug, Default)]
pub struct FieldItem {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// State in the pack's words.
    pub state: String,
    /// As the list shows it.
    pub item: PatrolItem,
    /// What can be done, the likeliest first.
    pub acts: Vec<PatrolAct>,
}

/// `GET /patrol/queue`: words and empty parts; the phone's script fills in what it holds.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/queue.html")]
pub struct FieldQueue {
    /// Layout.
    pub shell: PhoneShell,
}

/// `GET /patrol/offline`: no signal, and nothing kept.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "patrol/offline.html")]
pub struct FieldOffline {
    /// Layout, without the bottom bar.
    pub shell: PhoneShell,
}
