//! Draws the residents' pages, patrol and boards with made-up data: `cargo run -p linli-web --example public -- FOLDER`.
//! Look at the pages over HTTP with `/assets` leading to `assets/dist`.

mod board;
mod patrol;
mod report;

use askama::Template;
use linli_web::Locale;
use linli_web::view::{Due, Head, Light, Link, Moment, PhoneShell};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned()));
    std::fs::create_dir_all(&folder)?;
    for l in Locale::ALL {
        for (name, html) in pages(l) {
            std::fs::write(folder.join(format!("{name}.{}.html", l.tag())), html?)?;
        }
    }
    Ok(())
}

fn pages(l: Locale) -> Vec<(&'static str, askama::Result<String>)> {
    vec![
        ("report", report::fresh(l).render()),
        ("report-wrong", report::wrong(l).render()),
        ("report-filled", report::filled(l, false).render()),
        ("report-large", report::filled(l, true).render()),
        ("preview", report::preview(l).render()),
        ("thanks", report::thanks(l).render()),
        ("track", report::track(l).render()),
        ("track-rate", report::track_rate(l, false).render()),
        ("track-rate-large", report::track_rate(l, true).render()),
        ("patrol", patrol::today(l).render()),
        ("patrol-calm", patrol::calm(l).render()),
        ("patrol-report", patrol::report(l).render()),
        ("patrol-detail", patrol::detail(l).render()),
        ("patrol-map", patrol::map(l).render()),
        ("patrol-me", patrol::me(l).render()),
        ("patrol-day", patrol::day(l).render()),
        ("patrol-queue", patrol::queue(l).render()),
        ("patrol-offline", patrol::offline(l).render()),
        ("board", board::page(l).render()),
        ("board-empty", board::empty(l).render()),
        ("wall", board::wall(l).render()),
    ]
}

pub(crate) fn phone(l: Locale, title: &str, large: bool) -> PhoneShell {
    PhoneShell {
        head: Head { l, title: title.to_owned(), large, ..Head::default() },
        lang_href: "?lang=en".to_owned(),
        text_href: "?text=large".to_owned(),
        ..PhoneShell::default()
    }
}

pub(crate) fn link(label: &str, href: &str) -> Link {
    Link { label: label.to_owned(), href: href.to_owned() }
}

pub(crate) fn due(light: Light, text: &str) -> Due {
    Due { light, text: text.to_owned(), iso: "2026-11-22T12:05:00+08:00".to_owned() }
}

pub(crate) fn at(text: &str) -> Moment {
    Moment { text: text.to_owned(), iso: "2026-11-22T10:05:00+08:00".to_owned() }
}

/// A made-up district of four communities, each with three grids, as GeoJSON features; `extra` adds properties.
pub(crate) fn shapes(extra: impl Fn(usize, usize) -> serde_json::Value) -> Vec<serde_json::Value> {
    let mut features = Vec::new();
    for (row, lat) in [31.842, 31.848, 31.854].into_iter().enumerate() {
        for (column, lon) in [117.244, 117.251, 117.258, 117.265].into_iter().enumerate() {
            let bend = if (row + column) % 2 == 0 { 0.0006 } else { -0.0005 };
            let corners = [[lon, lat], [lon + 0.007, lat + bend], [lon + 0.007, lat + 0.006 - bend], [lon, lat + 0.006], [lon, lat]];
            features.push(serde_json::json!({
                "type": "Feature", "properties": extra(row, column), "geometry": { "type": "Polygon", "coordinates": [corners] }
            }));
        }
    }
    features
}

pub(crate) fn collection(features: Vec<serde_json::Value>) -> String {
    serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string()
}
