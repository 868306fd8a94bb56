//! Where in the area tree a page stands, and today in a few figures of that area.

use axum::http::Uri;
use linli_app::desk::{COUNT_CAP, Narrow};
use linli_app::{AppError, Context, days};
use linli_engine::Light as EngineLight;
use linli_store::TallyQuery;

use crate::route::Web;
use crate::route::detail::with;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::view::{AreaOption, AreaSwitch, Link};

/// What a day is told by: the measures of a register, and what is late now.
const MEASURES: [&str; 2] = ["received", "resolved"];

/// The page's path and its query as sent, split into pairs.
fn parts(here: &str) -> (String, Vec<(String, String)>) {
    let uri = Uri::try_from(here).unwrap_or_default();
    let pairs = crate::route::form::pairs(uri.query().unwrap_or_default().as_bytes());
    (uri.path().to_owned(), pairs)
}

/// The area that a page is narrowed to: the one its address names, within the reader's own.
fn chosen(present: &Present, staff: &Staff) -> String {
    let (_, pairs) = parts(&staff.reader.here);
    let named = pairs.into_iter().find(|(name, _)| name == "area").map(|(_, code)| code);
    let own = &staff.post.area;
    named.filter(|code| present.territory.area(code).is_some() && present.territory.within(code, own)).unwrap_or_else(|| own.clone())
}

/// The switcher: the way down to the present area, and those below it.
pub(super) fn switch(present: &Present, staff: &Staff) -> AreaSwitch {
    let territory = &present.territory;
    let own = &staff.post.area;
    let here = chosen(present, staff);
    let name = territory.area(&here).map(|area| area.name.clone()).unwrap_or_default();
    let (path, pairs) = parts(&staff.reader.here);
    // Pages that know areas stay what they are; from others the switch leads to the desk.
    let knows = matches!(path.as_str(), "/desk" | "/calendar" | "/duties")
        || path.starts_with("/board")
        || (path.starts_with("/registers/") && !path.ends_with("/new"));
    let base = if knows { path.as_str() } else { "/desk" };
    let kept: Vec<&(String, String)> = pairs
        .iter()
        .filter(|(name, _)| knows && !matches!(name.as_str(), "area" | "after" | "id" | "act" | "batch" | "pick" | "other"))
        .collect();
    let href = |code: &str| {
        let to = kept.iter().fold(base.to_owned(), |to, (name, value)| with(&to, name, value));
        if code == own { to } else { with(&to, "area", code) }
    };
    let path: Vec<_> = territory.path(&here).into_iter().filter(|area| territory.within(&area.code, own)).collect();
    let mut options: Vec<AreaOption> = Vec::new();
    for area in &path {
        let depth = u8::try_from(options.len()).unwrap_or(0);
        options.push(AreaOption { name: area.name.clone(), href: href(&area.code), depth, current: area.code == here });
    }
    let depth = u8::try_from(options.len()).unwrap_or(0);
    options.extend(territory.children(&here).map(|area| AreaOption {
        name: area.name.clone(),
        href: href(&area.code),
        depth,
        current: false,
    }));
    if options.len() < 2 {
        options.clear();
    }
    AreaSwitch { name, options }
}

/// Today in the area: received, resolved, late now. Each figure opens its records. Nothing for those who see only what they hold.
pub(super) fn today(web: &Web, staff: &Staff, context: &Context, present: &Present) -> Result<Vec<Link>, AppError> {
    let territory = &present.territory;
    let area = chosen(present, staff);
    let wanted = |register: &&linli_pack::model::Register| MEASURES.iter().all(|name| register.measures.contains_key(*name));
    let Some(register) = present.pack.registers.values().find(wanted) else { return Ok(Vec::new()) };
    if !context.sees_all_in(&present.pack, territory, &register.name, &area) {
        return Ok(Vec::new());
    }
    let day = present.day_number(context.now);
    let query = TallyQuery { register: &register.name, area: &area, measures: &MEASURES, from: day, to: day };
    let points = web.app.store().read(|tx| linli_store::tally_series(tx, web.app.realm(), &query))?;
    let records = with(&format!("/registers/{}", register.name), "area", &area);
    let date = days::date(day).map(|date| date.to_string()).unwrap_or_default();
    let mut links: Vec<Link> = MEASURES
        .iter()
        .filter_map(|name| {
            let label = register.measures.get(*name)?.label.get(present.l.lang());
            let n: i64 = points.iter().filter(|point| point.measure == *name).map(|point| point.n).sum();
            let href = with(&with(&with(&records, "measure", name), "from", &date), "to", &date);
            Some(Link { label: format!("{label} {n}"), href })
        })
        .collect();
    let over = Narrow { area: Some(area), light: Some(EngineLight::Late), ..Narrow::default() };
    let late = web.app.browse_count(context, &register.name, &over, COUNT_CAP)?;
    let late = if late >= COUNT_CAP { "999+".to_owned() } else { late.to_string() };
    links.push(Link { label: present.l.t_x("today-late", &late), href: with(&records, "light", "late") });
    Ok(links)
}
