//! Services that people come for: the guide with its search, one service, asking for it on the phone, the clerk's window, the call screen, sheets on
//! the wall, and how often people had to come.

mod apply;
mod guide;
mod queue;
mod sheet;
mod visits;
mod window;

use axum::Router;
use axum::routing::{get, post};
use linli_pack::model::{Form, Material, Move, Register, Service};
use linli_pack::record::Value;
use linli_pack::{form_in_words, span_in_words, way_in_words};

use crate::Locale;
use crate::route::Web;
use crate::route::present::Present;
use crate::view::{Link, ServiceCard, ServiceMaterial};

/// Pages for everybody.
pub(super) fn public() -> Router<Web> {
    Router::new()
        .route("/services", get(guide::list))
        .route("/services/{service}", get(guide::get))
        .route("/services/{service}/{register}/{move}", get(apply::get).post(apply::post))
        .route("/queue", get(queue::choose))
        .route("/queue/{area}", get(queue::display))
        .route("/sheets/{register}/{sheet}", get(sheet::get))
}

/// Pages of the staff at the window.
pub(super) fn staff() -> Router<Web> {
    Router::new()
        .route("/window", get(window::get))
        .route("/window/call", post(window::call))
        .route("/window/{service}", get(window::intake).post(window::take_in))
        .route("/board/services", get(visits::get))
}

/// What a service is called.
pub(super) fn label(present: &Present, name: &str) -> String {
    present.pack.services.get(name).map_or(name, |service| service.label.get(present.l.lang())).to_owned()
}

/// Names of materials in words; what they are called is the same in every service that asks for them.
pub(super) fn material_labels(present: &Present, names: &[Value]) -> String {
    let lang = present.l.lang();
    let called = |name: &str| {
        let found = present.pack.services.values().find_map(|service| service.materials.get(name));
        found.map_or_else(|| name.to_owned(), |material| material.label.get(lang).to_owned())
    };
    names.iter().filter_map(Value::as_str).map(called).collect::<Vec<_>>().join(present.l.pick("、", ", "))
}

/// `2026-12-01 09:00 evening` in words.
pub(super) fn slot_text(present: &Present, slot: &str) -> String {
    let mut parts = slot.split(' ');
    let (day, clock, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let kinds = present.pack.registers.values().filter_map(|register| register.booking.as_ref());
    let kind = kinds.flat_map(|booking| booking.slots.values()).find(|slots| slots.name == name);
    let kind = kind.map_or("", |slots| slots.label.get(present.l.lang()));
    format!("{} {clock} {kind}", day_text(present, day)).trim().to_owned()
}

/// A day, `YYYY-MM-DD`, with its weekday.
pub(in crate::route) fn day_text(present: &Present, day: &str) -> String {
    let Ok(date) = day.parse::<jiff::civil::Date>() else { return day.to_owned() };
    let weekday = present.l.t_n("weekday", u64::try_from(date.weekday().to_monday_one_offset()).unwrap_or(1));
    let args = [("month", i64::from(date.month()).into()), ("day", i64::from(date.day()).into()), ("weekday", weekday.into())];
    present.l.t_with("service-day", &args)
}

/// The moves by which anybody can ask for a service, each with its register: to apply, to have somebody come, to book, to queue.
fn asked_by_anyone<'a>(web: &'a Web, service: &Service) -> Vec<(&'a Register, &'a Move)> {
    let about = |register: &&Register| linli_engine::service::field_of(register, &linli_pack::model::FieldKind::Service).is_some();
    let registers = web.app.pack().registers.values().filter(about);
    let moves = registers.flat_map(|register| register.opening_moves().map(move |mv| (register, mv)));
    let offered = |mv: &Move| mv.way.as_ref().is_none_or(|way| service.ways.contains(way));
    // What can only be asked for online or at home has no queue.
    let at_window = |register: &Register| register.queue.is_none() || service.ways.iter().any(|way| way == "window");
    moves.filter(|(register, mv)| mv.by.iter().any(|by| by == "anyone") && offered(mv) && at_window(register)).collect()
}

/// A service as a card of the guide.
fn card(web: &Web, l: Locale, service: &Service) -> ServiceCard {
    let lang = l.lang();
    let pack = web.app.pack();
    let brought = service.materials.values().filter(|material| material.keeper.is_none());
    let looked_up = service.materials.values().filter(|material| material.keeper.is_some());
    ServiceCard {
        label: service.label.get(lang).to_owned(),
        href: format!("/services/{}", service.name),
        group: pack.service_groups.get(&service.group).map(|group| group.label.get(lang).to_owned()).unwrap_or_default(),
        conditions: service.conditions.iter().map(|text| text.get(lang).to_owned()).collect(),
        materials: brought.map(|material| brought_material(l, material)).collect(),
        looked_up: looked_up.map(|material| brought_material(l, material)).collect(),
        steps: service.steps.iter().map(|text| text.get(lang).to_owned()).collect(),
        limit: span_in_words(service.limit, lang),
        level: pack.level(&service.level).map(|level| level.label.get(lang).to_owned()).unwrap_or_default(),
        ways: service.ways.iter().map(|way| way_in_words(way, lang).to_owned()).collect(),
        visits: l.t_n("service-visits", u64::try_from(service.visits).unwrap_or(0)),
        fee: service.fee.as_ref().map_or_else(|| l.t("service-free").into_owned(), |fee| fee.get(lang).to_owned()),
        basis: service.basis.clone(),
    }
}

fn brought_material(l: Locale, material: &Material) -> ServiceMaterial {
    let lang = l.lang();
    let keeper = material.keeper.as_ref().map(|keeper| l.t_x("service-keeper", keeper.get(lang)));
    // The original is what everybody brings unless something else is said.
    let form = if material.form == Form::Original && keeper.is_some() { "" } else { form_in_words(material.form, lang) };
    ServiceMaterial {
        code: material.name.clone(),
        label: material.label.get(lang).to_owned(),
        form: form.to_owned(),
        note: keeper.or_else(|| material.only.as_ref().map(|only| only.get(lang).to_owned())).unwrap_or_default(),
        asked: material.is_asked(),
        ticked: false,
    }
}

/// Links to the sheets of the place.
fn sheets(web: &Web, l: Locale, area: Option<&str>) -> Vec<Link> {
    let registers = web.app.pack().registers.values();
    let all = registers.flat_map(|register| register.sheets.values().map(move |sheet| (register, sheet)));
    all.map(|(register, sheet)| {
        let href = format!("/sheets/{}/{}", register.name, sheet.name);
        Link { label: sheet.label.get(l.lang()).to_owned(), href: area.map_or_else(|| href.clone(), |area| format!("{href}?area={area}")) }
    })
    .collect()
}
