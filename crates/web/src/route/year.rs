//! A unit's year on one page, and letters written from a record as text documents.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::yearbook::Gathered;
use linli_pack::model::FieldKind;
use linli_pack::record::{Record, Value};
use serde::Deserialize;

use crate::brief;
use crate::route::detail::{field_text, with};
use crate::route::errors::failed;
use crate::route::export::attachment;
use crate::route::present::Present;
use crate::route::service::day_text;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::route::{Web, blocking};
use crate::view::{Link, Tab, YearPage, YearTable};

/// Whose year, where, which.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    name: Option<String>,
    area: Option<String>,
    year: Option<i16>,
}

/// Years that can be turned to.
const YEARS: i16 = 3;

/// `GET /year/{yearbook}?name=…&area=…&year=…`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(book): Path<String>, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &book, &asked)).await
}

fn draw(web: &Web, staff: &Staff, book: &str, asked: &Asked) -> Result<YearPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let book = web.app.pack().yearbooks.get(book).ok_or(AppError::NotFound("yearbook"))?;
    let area = asked.area.as_deref().filter(|area| !area.is_empty()).unwrap_or(&staff.post.area);
    let name = asked.name.as_deref().unwrap_or_default().trim();
    let this_year = linli_app::days::date(present.day_number(context.now)).map(jiff::civil::Date::year).unwrap_or_default();
    let year = asked.year.unwrap_or(this_year);
    let here = format!("/year/{}", book.name);
    let place = present.territory.place_name(area);
    let title = book.label.get(l.lang()).to_owned();
    let mut page = YearPage {
        name: name.to_owned(),
        sub: place.clone(),
        years: Vec::new(),
        all: Link { label: title.clone(), href: with(&here, "area", area) },
        names: Vec::new(),
        sums: Vec::new(),
        chapters: Vec::new(),
        basis: book.basis.clone(),
        shell: shell::staff(web, staff, &title, &here)?,
    };
    if name.is_empty() {
        let link = |name: &str| Link { label: name.to_owned(), href: with(&with(&here, "name", name), "area", area) };
        page.names = web.app.year_names(&context, book, area)?.into_iter().map(|(name, n)| (link(&name), n)).collect();
        return Ok(page);
    }
    let found = web.app.year(&context, book, area, name, year)?;
    page.sub = format!("{} · {place}", l.t_x("year-of", &year.to_string()));
    let at = |year: i16| with(&with(&with(&here, "name", name), "area", area), "year", &year.to_string());
    let tab = |one: i16| Tab { label: l.t_x("year-of", &one.to_string()), href: at(one), current: one == year, ..Tab::default() };
    page.years = (0..YEARS).map(|back| tab(this_year - back)).collect();
    page.sums = sums(&present, &found);
    page.chapters = found.iter().map(|one| table(&present, one)).collect();
    Ok(page)
}

/// How many of each, what is added up, and how it was rated.
fn sums(present: &Present, found: &[Gathered<'_>]) -> Vec<(String, String)> {
    let l = present.l;
    let mut sums = Vec::new();
    let (mut rated, mut ratings) = (0, 0);
    for one in found {
        sums.push((one.chapter.label.get(l.lang()).to_owned(), one.records.len().to_string()));
        let field = one.chapter.sum.as_ref().and_then(|name| present.register(&one.chapter.register)?.fields.get(name));
        if let Some(field) = field.filter(|_| one.sum > 0) {
            sums.push((field.label.get(l.lang()).to_owned(), field_text(present, &field.kind, &one.sum.into()).unwrap_or_default()));
        }
        (rated, ratings) = (rated + one.rated.0, ratings + one.rated.1);
    }
    if rated > 0 {
        let tenths = (ratings * 10 + rated / 2) / rated;
        let n = u64::try_from(rated).unwrap_or_default();
        sums.push((l.t_n("year-rated", n), format!("{}.{}", tenths / 10, tenths % 10)));
    }
    sums
}

fn table(present: &Present, one: &Gathered<'_>) -> YearTable {
    let lang = present.l.lang();
    let fields = present.register(&one.chapter.register).map(|register| &register.fields);
    let shown: Vec<_> = one.chapter.columns.iter().filter_map(|name| fields?.get(name)).collect();
    let cell = |record: &Record, field: &linli_pack::model::Field| match (&field.kind, record.fields.get(&field.name)) {
        (FieldKind::Date, Some(Value::String(day))) => day_text(present, day),
        (kind, Some(value)) => field_text(present, kind, value).unwrap_or_default(),
        (_, None) => String::new(),
    };
    let row = |record: &Record| {
        let link = Link { label: record.number.clone(), href: format!("/records/{}", record.id) };
        (link, present.state(record), shown.iter().map(|field| cell(record, field)).collect())
    };
    YearTable {
        title: one.chapter.label.get(lang).to_owned(),
        head: shown.iter().map(|field| field.label.get(lang).to_owned()).collect(),
        rows: one.records.iter().map(row).collect(),
    }
}

/// `POST /records/{id}/letters/{letter}`: the look at what is personal is written down, so it is no GET.
pub(super) async fn letter(State(web): State<Web>, staff: Staff, Path((id, name)): Path<(String, String)>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let made = move || {
        let context = staff.context(&work);
        let (record, personal) = work.app.write_letter(&context, &id, &name)?;
        let present = Present::new(&work.app, staff.reader.l, context.now);
        let register = present.register(&record.register).ok_or(AppError::NotFound("register"))?;
        let letter = register.letters.get(&name).ok_or(AppError::NotFound("letter"))?;
        let holder = record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default();
        let said = |text: &linli_pack::model::Text| {
            let mut text = text.get(present.l.lang()).to_owned();
            for field in register.fields.values() {
                let value = record.fields.get(&field.name).or_else(|| personal.get(&field.name));
                let value = value.and_then(|value| field_text(&present, &field.kind, value)).unwrap_or_default();
                text = text.replace(&format!("{{{}}}", field.name), &value);
            }
            text.replace("{holder}", &holder).replace("{area}", &present.territory.place_name(&record.area))
        };
        let title = letter.label.get(present.l.lang()).to_owned();
        let written = brief::Letter {
            to: record.fields.get(&letter.to).and_then(Value::as_str).unwrap_or_default().to_owned(),
            paragraphs: letter.text.iter().map(said).collect(),
            from: holder.clone(),
            day: present.exact(context.now).chars().take(10).collect(),
            number: record.number.clone(),
            title,
        };
        Ok((brief::letter(&written, present.l)?, format!("{}-{}.docx", written.title, record.number)))
    };
    match blocking(made).await {
        Ok((bytes, name)) => attachment(bytes.into(), brief::DOCX, &name),
        Err(error) => failed(&web, &reader, None, &error),
    }
}
