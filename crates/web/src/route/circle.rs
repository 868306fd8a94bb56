//! Fifteen-minute circles, for everybody: what is within a walk, for how many of the addresses, and which reach nothing.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::circle::Within;
use linli_pack::record::Record;
use serde::Deserialize;
use serde_json::json;

use crate::Locale;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::report::choose_community;
use crate::route::session::Reader;
use crate::route::{Web, blocking, maps, phone, shell};
use crate::view::{CirclePage, CircleRow, Link, PlacesPage};

/// Of which area.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    area: String,
}

/// `GET /circle?area=…`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Query(asked): Query<Asked>) -> Response {
    let (work, shown) = (web.clone(), reader.clone());
    let drawn = blocking(move || match asked.area.as_str() {
        "" => choose(&work, &shown).map(|page| shell::page(&page, 200)),
        area => draw(&work, &shown, area).map(|page| shell::page(&page, 200)),
    });
    match drawn.await {
        Ok(response) => response,
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn choose(web: &Web, reader: &Reader) -> Result<PlacesPage, AppError> {
    let l = reader.l;
    web.app.circle_register().ok_or(AppError::NotFound("register"))?;
    let present = Present::new(&web.app, l, web.app.now());
    let back = Link { label: l.t("report-title").into_owned(), href: "/report".to_owned() };
    Ok(choose_community(&present, reader, (&l.t("circle-title"), &l.t("circle-choose")), back, "/circle?area="))
}

fn draw(web: &Web, reader: &Reader, area: &str) -> Result<CirclePage, AppError> {
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let found = web.app.circles(area)?;
    let mut shell = phone::shell(
        reader,
        &l.t("circle-title"),
        Some(Link { label: l.t("openness-other-place").into_owned(), href: "/circle".to_owned() }),
    );
    shell.head.map = true;
    let args = [("minutes", found.rule.minutes.into()), ("metres", found.rule.reach().into())];
    Ok(CirclePage {
        shell,
        place: present.territory.place_name(area),
        how: l.t_with("circle-how", &args),
        rows: found.kinds.iter().map(|kind| row(l, kind)).collect(),
        geojson: map(&present, area, &found.facilities),
        basis: found.rule.basis.clone(),
    })
}

fn row(l: Locale, kind: &Within) -> CircleRow {
    let all = kind.reached + kind.far;
    let percent = (kind.reached * 100).checked_div(all).unwrap_or_default();
    let named: Vec<&str> = kind.such_as.iter().map(|address| address.text.as_str()).collect();
    let rest = kind.far - named.len();
    let far = named.join(l.pick("、", ", "));
    CircleRow {
        label: kind.label.get(l.lang()).to_owned(),
        here: kind.here,
        share: l.t_with(
            "circle-share",
            &[("reached", number(kind.reached).into()), ("all", number(all).into()), ("percent", number(percent).into())],
        ),
        full: kind.far == 0,
        far: if rest > 0 { l.t_with("circle-far-more", &[("far", far.into()), ("n", number(rest).into())]) } else { far },
    }
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The facilities on the outlines around them.
fn map(present: &Present, area: &str, records: &[Record]) -> String {
    let mut features = maps::shapes(&present.territory, area);
    features.extend(records.iter().filter_map(|record| {
        let (lon, lat) = (record.lon?, record.lat?);
        let properties = json!({ "kind": "point", "item": record.number, "label": record.title, "area": "", "href": "", "light": "fine" });
        Some(json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Point", "coordinates": [lon, lat] } }))
    }));
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}
