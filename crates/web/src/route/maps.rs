//! Maps: areas as shapes, records as points. No tiles and no text from outside; what a map shows is in the page or asked for by area.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use linli_app::territory::{Area, Territory};
use linli_pack::record::{Record, Value};
use serde::Deserialize;
use serde_json::json;

use crate::route::Web;
use crate::route::present::Present;
use crate::view::MapView;

/// A ring as GeoJSON coordinates in degrees.
#[expect(clippy::cast_precision_loss, reason = "units of 10⁻⁷ degree are far below 2^52")]
pub(super) fn ring(points: &[(i64, i64)]) -> Value {
    points.iter().map(|&(x, y)| json!([x as f64 / 1e7, y as f64 / 1e7])).collect()
}

/// An area as a GeoJSON feature.
fn shape(territory: &Territory, area: &Area) -> Option<Value> {
    if area.rings.is_empty() {
        return None;
    }
    let above = territory.area(&area.parent).map_or("", |parent| parent.name.as_str());
    Some(json!({
        "type": "Feature",
        "properties": { "kind": "area", "code": area.code, "parent": area.parent, "name": area.name, "label": format!("{above} {}", area.name) },
        "geometry": { "type": "Polygon", "coordinates": area.rings.iter().map(|points| ring(points)).collect::<Vec<_>>() },
    }))
}

/// The areas to draw for a desk: the level below the children, at most a few hundred shapes.
pub(super) fn shapes(territory: &Territory, area: &str) -> Vec<Value> {
    let mut level: Vec<&Area> = territory.area(area).into_iter().collect();
    loop {
        let below: Vec<&Area> = level.iter().flat_map(|area| territory.children(&area.code)).collect();
        if below.is_empty() || below.len() > 150 {
            break;
        }
        level = below;
    }
    level.into_iter().filter_map(|area| shape(territory, area)).collect()
}

/// A desk's map: its areas and the records of its list.
pub(crate) fn of_records(
    present: &Present,
    area: &str,
    records: &[Record],
    selected: Option<&str>,
    href: &dyn Fn(&Record) -> String,
) -> MapView {
    let mut drawn = shapes(&present.territory, area);
    let codes: Vec<String> = drawn.iter().filter_map(|shape| Some(shape.pointer("/properties/code")?.as_str()?.to_owned())).collect();
    // The drawn shape that a record lies in, which may be wider than its own area.
    let shape_of = |record: &Record| codes.iter().find(|code| present.territory.within(&record.area, code)).cloned().unwrap_or_default();
    let here = selected.and_then(|id| records.iter().find(|record| record.id == id)).map(shape_of);
    for shape in &mut drawn {
        let is_here = here.is_some() && shape.pointer("/properties/code").and_then(Value::as_str) == here.as_deref();
        if let Some(properties) = shape.pointer_mut("/properties").and_then(Value::as_object_mut).filter(|_| is_here) {
            properties.insert("current".to_owned(), true.into());
        }
    }
    let points = records.iter().filter_map(|record| {
        let (lon, lat) = (record.lon?, record.lat?);
        let due = present.due(record);
        let label = [record.title.as_str(), due.text.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        Some(json!({
            "type": "Feature",
            "properties": {
                "kind": "point", "item": record.id, "label": label, "area": shape_of(record), "href": href(record),
                "light": due.light.class(), "current": selected == Some(record.id.as_str()),
            },
            "geometry": { "type": "Point", "coordinates": [lon, lat] },
        }))
    });
    let features: Vec<Value> = drawn.iter().cloned().chain(points).collect();
    MapView {
        geojson: json!({ "type": "FeatureCollection", "features": features }).to_string(),
        label: present.l.t("map-of-list").into_owned(),
        near: selected.is_some(),
        ..MapView::default()
    }
}

/// The areas below one, without records: to choose a place on.
pub(super) fn outline(territory: &Territory, area: &str) -> String {
    json!({ "type": "FeatureCollection", "features": shapes(territory, area) }).to_string()
}

/// What a map asks for: a box, west south east north in degrees, or an area.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    bbox: Option<String>,
    area: Option<String>,
}

/// `GET /map/grids?bbox=…`: the finest areas in a box, at most 400, for choosing a place. Outlines are public.
pub(super) async fn grids(State(web): State<Web>, Query(asked): Query<Asked>) -> Response {
    let territory = web.app.territory();
    let sides: Vec<i64> = asked
        .bbox
        .iter()
        .flat_map(|text| text.split(','))
        .filter_map(|side| side.trim().parse::<f64>().ok())
        .map(linli_app::territory::units)
        .collect();
    let features: Vec<Value> = match (sides.as_slice(), &asked.area) {
        (&[west, south, east, north], _) => {
            territory.areas_in((west, south), (east, north), 400).into_iter().filter_map(|area| shape(&territory, area)).collect()
        }
        (_, Some(area)) => shapes(&territory, area),
        _ => shapes(&territory, &territory.root),
    };
    let body = json!({ "type": "FeatureCollection", "features": features }).to_string();
    ([(header::CONTENT_TYPE, "application/geo+json"), (header::CACHE_CONTROL, "private, max-age=300")], body).into_response()
}
