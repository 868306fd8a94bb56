//! Sheets that hang on the wall of a service centre, as public pages that print on one side: contact cards, whereabouts, duties, duty roster.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_pack::model::FieldKind;
use linli_pack::record::Value;
use serde::Deserialize;

use super::{day_text, sheets};
use crate::route::detail::field_text;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::report::choose_community;
use crate::route::session::Reader;
use crate::route::{Web, blocking, phone, shell};
use crate::view::{Link, PlacesPage, SheetLine, SheetPage};

/// Of which community.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
}

/// `GET /sheets/{register}/{sheet}?area=…`
pub(super) async fn get(
    State(web): State<Web>,
    reader: Reader,
    Path((register, sheet)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let (work, shown) = (web.clone(), reader.clone());
    let drawn = blocking(move || match asked.area.filter(|area| !area.is_empty()) {
        Some(area) => draw(&work, &shown, &register, &sheet, &area).map(|page| shell::page(&page, 200)),
        None => choose(&work, &shown, &register, &sheet).map(|page| shell::page(&page, 200)),
    });
    match drawn.await {
        Ok(response) => response,
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn back(reader: &Reader) -> Link {
    Link { label: reader.l.t("service-guide").into_owned(), href: "/services".to_owned() }
}

fn choose(web: &Web, reader: &Reader, register: &str, sheet: &str) -> Result<PlacesPage, AppError> {
    let own = web.app.pack().registers.get(register).and_then(|register| register.sheets.get(sheet)).ok_or(AppError::NotFound("sheet"))?;
    let present = Present::new(&web.app, reader.l, web.app.now());
    let under = format!("/sheets/{register}/{sheet}?area=");
    Ok(choose_community(&present, reader, (own.label.get(reader.l.lang()), &reader.l.t("sheet-choose")), back(reader), &under))
}

fn draw(web: &Web, reader: &Reader, register: &str, sheet: &str, area: &str) -> Result<SheetPage, AppError> {
    let l = reader.l;
    let lang = l.lang();
    let register = web.app.pack().registers.get(register).ok_or(AppError::NotFound("sheet"))?;
    let sheet = register.sheets.get(sheet).ok_or(AppError::NotFound("sheet"))?;
    let present = Present::new(&web.app, l, web.app.now());
    let place = present.territory.area(area).ok_or(AppError::NotFound("area"))?;
    let fields: Vec<_> = sheet.columns.iter().filter_map(|name| register.fields.get(name)).collect();
    let records = web.app.sheet(register, sheet, &place.code)?;
    let today = linli_app::days::date(present.day_number(present.now)).map(|day| day.to_string()).unwrap_or_default();
    let lines = records.iter().map(|record| {
        let cell = |field: &&linli_pack::model::Field| match (&field.kind, record.fields.get(&field.name)) {
            // A day of another year is told with its year.
            (FieldKind::Date, Some(Value::String(day))) if day.get(..4) == today.get(..4) => day_text(&present, day),
            (kind, Some(value)) => field_text(&present, kind, value).unwrap_or_default(),
            (_, None) => String::new(),
        };
        let day = sheet.day.as_ref().and_then(|day| record.fields.get(day)).and_then(Value::as_str);
        SheetLine { cells: fields.iter().map(cell).collect(), today: day == Some(today.as_str()) }
    });
    let changed = records.iter().map(|record| record.updated).max();
    Ok(SheetPage {
        shell: phone::shell(reader, sheet.label.get(lang), Some(back(reader))),
        place: present.territory.place_name(&place.code),
        intro: sheet.intro.as_ref().map(|intro| intro.get(lang).to_owned()).unwrap_or_default(),
        columns: fields.iter().map(|field| field.label.get(lang).to_owned()).collect(),
        lines: lines.collect(),
        changed: changed.map(|at| l.t_x("sheet-changed", &present.exact(at))).unwrap_or_default(),
        others: sheets(web, l, Some(&place.code)).into_iter().filter(|link| link.label != sheet.label.get(lang)).collect(),
    })
}
