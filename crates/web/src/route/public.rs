//! A record as anybody may see it: what kind of matter, where, how far. Never what somebody wrote, a photo, or who reported; and the page
//! of what goes on nearby.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::public::Wanted;
use linli_pack::model::{Capability, Closeness, Register};
use linli_pack::record::{Record, Value};
use serde::Deserialize;
use serde_json::json;

use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Reader;
use crate::route::{Web, blocking, maps, phone, report, shell};
use crate::view::Link;
use crate::view::public::{PublicItem, PublicPage};

/// Matters of one page.
const PAGE: usize = 30;
/// Matters on the map.
const ON_MAP: usize = 300;
/// Pages that can be turned.
const PAGES: usize = 100;

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

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    area: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: usize,
}

/// `GET /public`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Query(asked): Query<Asked>) -> Response {
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw(&work, &shown, &asked)).await {
        Ok(found) => shell::page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw(web: &Web, reader: &Reader, asked: &Asked) -> Result<PublicPage, AppError> {
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let (register, _) = phone::openings(web, &report::resident(web, l, None).actor).ok_or(AppError::NotFound("register"))?;
    let area = present.territory.area(&asked.area).map(|area| area.code.clone());
    let open = asked.state != "closed";
    let page = asked.page.min(PAGES);
    let wanted = Wanted { area: area.clone(), open: Some(open), skip: page * PAGE, limit: PAGE + 1, ..Wanted::default() };
    let mut records = web.app.public_records(&register.name, &wanted)?;
    let more = records.len() > PAGE && page < PAGES;
    records.truncate(PAGE);
    let points = register.publish.as_ref().is_some_and(|rule| rule.place == Closeness::Point);
    let geojson = if points && open {
        let around = Wanted { area: area.clone(), open: Some(true), limit: ON_MAP, ..Wanted::default() };
        map(&present, area.as_deref(), &web.app.public_records(&register.name, &around)?)
    } else {
        String::new()
    };
    let here = asked.area.as_str();
    let to = |state: &str| with(&with("/public", "area", here), "state", state);
    let name = if open { "open" } else { "closed" };
    let mut shell =
        phone::shell(reader, &l.t("public-title"), Some(Link { label: l.t("report-title").into_owned(), href: "/report".to_owned() }));
    shell.head.map = !geojson.is_empty();
    Ok(PublicPage {
        shell,
        geojson,
        areas: report::communities(&present),
        area: area.unwrap_or_default(),
        states: [("open", l.t("public-open")), ("closed", l.t("public-closed"))]
            .map(|(state, label)| (state == name, Link { label: label.into_owned(), href: to(state) }))
            .to_vec(),
        state: name.to_owned(),
        items: records.iter().map(|record| item(&present, register, record)).collect(),
        older: more.then(|| with(&to(name), "page", &(page + 1).to_string())),
        once: web.app.random().secret(),
    })
}

fn item(present: &Present, register: &Register, record: &Record) -> PublicItem {
    let shown = Shown::of(present, record);
    let joins = record.open && register.has(Capability::Duplicate);
    PublicItem {
        number: record.number.clone(),
        title: shown.title,
        state: shown.state,
        holder: shown.holder,
        reported: present.moment(record.created),
        others: u64::try_from(record.followers).unwrap_or_default(),
        follow: if joins { record.id.clone() } else { String::new() },
    }
}

/// Public matters on the outlines around them; each point leads to its line.
fn map(present: &Present, area: Option<&str>, records: &[Record]) -> String {
    let mut features = maps::shapes(&present.territory, area.unwrap_or(&present.pack.root));
    features.extend(records.iter().filter_map(|record| {
        let (lon, lat) = Shown::of(present, record).point?;
        let label = title(present, record);
        let properties = json!({ "kind": "point", "item": record.number, "label": label, "area": "", "href": format!("#n-{}", record.number), "light": "fine" });
        Some(json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Point", "coordinates": [lon, lat] } }))
    }));
    Value::Object([("type".to_owned(), "FeatureCollection".into()), ("features".to_owned(), features.into())].into_iter().collect())
        .to_string()
}
