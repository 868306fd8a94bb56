//! Exports: everything a list would show, never cut off, as CSV or XLSX, in columns that an import as *update* takes back unchanged.
//! Personal fields are masked; who may reveal them has them in full for a purpose, and each look is in the journal.

use std::collections::{BTreeMap, HashMap};

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_app::{AppError, Context};
use linli_pack::model::{Field, FieldKind, Register};
use linli_pack::record::Record;
use linli_store::{Cursor, Order};

use crate::route::detail::field_text;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::register::Asked;
use crate::route::session::Staff;
use crate::route::{Web, blocking, form};

/// Records read at a time.
const CHUNK: usize = 500;
/// Records of one sheet; a spreadsheet has 1,048,576 rows.
const SHEET: u32 = 1_000_000;

/// What is exported for whom.
#[derive(Clone)]
struct Wanted {
    context: Context,
    name: String,
    asked: Asked,
    /// What personal fields are shown in full for; empty: they are masked.
    purpose: String,
}

/// `GET /export/{register}.csv` and `.xlsx`, with the list's filter.
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(file): Path<String>, Query(asked): Query<Asked>) -> Response {
    answer(web, staff, file, asked, String::new()).await
}

/// `POST /export/{register}.csv` and `.xlsx`: personal fields in full, for a purpose.
pub(super) async fn post(
    State(web): State<Web>,
    staff: Staff,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let purpose = match form::read(&web, &staff.context(&web), request).await {
        Ok(sent) => sent.text("purpose").to_owned(),
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    if purpose.chars().count() < 4 {
        return failed(&web, &staff.reader, None, &AppError::Invalid { field: "purpose", rule: "purpose-short" });
    }
    answer(web, staff, file, asked, purpose).await
}

async fn answer(web: Web, staff: Staff, file: String, asked: Asked, purpose: String) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let Some((name, kind)) = file.rsplit_once('.').map(|(name, kind)| (name.to_owned(), kind.to_owned())) else {
        return failed(&web, &reader, None, &AppError::NotFound("export"));
    };
    let wanted = Wanted { context, name: name.clone(), asked, purpose };
    match kind.as_str() {
        "csv" => csv(&web, staff, wanted),
        "xlsx" => {
            let (work, l) = (web.clone(), reader.l);
            match blocking(move || xlsx(&work, l, &wanted)).await {
                Ok(bytes) => attachment(bytes.into(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &file),
                Err(error) => failed(&web, &reader, Some(&name), &error),
            }
        }
        _ => failed(&web, &reader, Some(&name), &AppError::NotFound("export")),
    }
}

/// A file to be saved. A name beyond ASCII goes as RFC 6266 has it, with a plain one beside it.
pub(super) fn attachment(body: Body, kind: &'static str, file: &str) -> Response {
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let plain: String = file.chars().map(|c| if c.is_ascii() && !c.is_control() && !matches!(c, '"' | '\\') { c } else { '_' }).collect();
    let full = percent_encoding::utf8_percent_encode(file, percent_encoding::NON_ALPHANUMERIC);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Headings and cells of one register's export.
struct Sheet<'a> {
    present: &'a Present,
    register: &'a Register,
}

impl Sheet<'_> {
    fn headings(&self) -> Vec<String> {
        let l = self.present.l;
        let shared = [
            l.t("column-number"),
            l.t("column-title"),
            l.t("column-state"),
            l.t("column-area"),
            l.t("column-category"),
            l.t("fact-urgency"),
            l.t("column-holder"),
            l.t("input-source"),
            l.t("column-created"),
            l.t("column-due"),
            l.t("column-closed"),
            l.t("column-rating"),
        ];
        let own = self.fields().map(|field| field.label.get(l.lang()).to_owned());
        shared.into_iter().map(std::borrow::Cow::into_owned).chain(own).collect()
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        let photos = |field: &&Field| !matches!(field.kind, FieldKind::Photos { .. });
        self.register.fields.values().filter(photos)
    }

    fn cells(&self, record: &Record, personal: Option<&BTreeMap<String, String>>) -> Vec<String> {
        let present = self.present;
        let time = |at: Option<i64>| at.map(|at| present.exact(at)).unwrap_or_default();
        let urgency = record.urgency.as_ref().and_then(|name| present.pack.urgencies.get(name));
        let shared = [
            record.number.clone(),
            record.title.clone(),
            present.state(record),
            present.territory.place_name(&record.area),
            record.category.as_deref().map(|code| self.category(code)).unwrap_or_default(),
            urgency.map(|urgency| urgency.label.get(present.l.lang()).to_owned()).unwrap_or_default(),
            record.holder.as_deref().map(|code| present.body(code)).unwrap_or_default(),
            present.source(&record.source),
            time(Some(record.created)),
            time(record.due),
            time(record.closed),
            record.rating.map(|score| score.to_string()).unwrap_or_default(),
        ];
        let own = self.fields().map(|field| {
            if field.personal.is_some() {
                return personal.and_then(|values| values.get(&field.name)).cloned().unwrap_or_default();
            }
            let value = record.fields.get(&field.name);
            match field.kind {
                FieldKind::Time => time(value.and_then(|value| value.as_i64())),
                // Without the word for yuan, so that a spreadsheet can add it up.
                FieldKind::Money => value.and_then(|value| value.as_i64()).map(yuan).unwrap_or_default(),
                FieldKind::Category => value.and_then(|value| value.as_str()).map(|code| self.category(code)).unwrap_or_default(),
                _ => value.and_then(|value| field_text(present, &field.kind, value)).unwrap_or_default(),
            }
        });
        shared.into_iter().chain(own).collect()
    }

    /// With those above: a leaf's name may stand under several.
    fn category(&self, code: &str) -> String {
        let path = self.present.pack.category_path(code);
        path.iter().map(|step| step.label.get(self.present.l.lang())).collect::<Vec<_>>().join("/")
    }
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

/// The next records after a cursor with their personal values as they may be shown; the cursor of the page after is `None` at the end.
fn chunk(web: &Web, wanted: &Wanted, after: Option<Cursor>) -> Result<(Vec<Line>, Option<Cursor>), AppError> {
    let Wanted { context, name, asked, purpose } = wanted;
    let page = web.app.browse(context, name, &asked.narrow(), Order::Created, true, after, CHUNK)?;
    let has_personal = web.app.pack().registers.get(name).is_some_and(|found| found.fields.values().any(|field| field.personal.is_some()));
    let mut personal: HashMap<String, BTreeMap<String, String>> =
        if has_personal { web.app.masked_all(&page.records)? } else { HashMap::new() };
    if has_personal && !purpose.is_empty() {
        // Only records that have something to be looked at.
        let with = page.records.iter().filter(|record| personal.get(&record.id).is_some_and(|values| !values.is_empty()));
        let ids: Vec<String> = with.map(|record| record.id.clone()).collect();
        for (id, values) in web.app.reveal_all(context, &ids, purpose)? {
            let text = |value: &linli_pack::record::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            personal.insert(id, values.iter().map(|(name, value)| (name.clone(), text(value))).collect());
        }
    }
    let lines = page.records.into_iter().map(|record| (personal.remove(&record.id), record)).map(|(own, record)| (record, own));
    Ok((lines.collect(), page.next))
}

/// A record with its personal values as they may be shown.
type Line = (Record, Option<BTreeMap<String, String>>);

/// Streams: a year of a district needs the memory of one chunk.
fn csv(web: &Web, staff: Staff, wanted: Wanted) -> Response {
    let (work, file) = (web.clone(), format!("{}.csv", wanted.name));
    let (send, receive) = tokio::sync::mpsc::channel::<Result<Vec<u8>, AppError>>(4);
    tokio::task::spawn_blocking(move || {
        let present = Present::new(&work.app, staff.reader.l, wanted.context.now);
        let Some(declared) = present.register(&wanted.name) else { return };
        let sheet = Sheet { present: &present, register: declared };
        // The mark makes spreadsheets read it as UTF-8.
        let mut out = format!("\u{feff}{}", line(&sheet.headings()));
        let mut after = None;
        loop {
            match chunk(&work, &wanted, after) {
                Ok((records, next)) => {
                    records.iter().for_each(|(record, own)| out.push_str(&line(&sheet.cells(record, own.as_ref()))));
                    // The reader has gone: nothing more to do.
                    if send.blocking_send(Ok(std::mem::take(&mut out).into_bytes())).is_err() || next.is_none() {
                        return;
                    }
                    after = next;
                }
                Err(error) => {
                    crate::route::log(&error);
                    // A broken transfer, not a file that looks whole.
                    let _ = send.blocking_send(Err(error));
                    return;
                }
            }
        }
    });
    let stream = tokio_stream::wrappers::ReceiverStream::new(receive);
    attachment(Body::from_stream(stream), "text/csv; charset=utf-8", &file)
}

pub(super) fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
    format!("{}\r\n", quoted.join(","))
}

/// A cell that no spreadsheet takes for a formula.
fn quote(cell: &str) -> String {
    let safe = if linli_app::import::looks_like_a_formula(cell) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains(['"', ',', ';', '\t', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

fn xlsx(web: &Web, l: crate::Locale, wanted: &Wanted) -> Result<Vec<u8>, AppError> {
    let present = Present::new(&web.app, l, wanted.context.now);
    let register = present.register(&wanted.name).ok_or(AppError::NotFound("register"))?;
    let sheet = Sheet { present: &present, register };
    let broken = |error: rust_xlsxwriter::XlsxError| AppError::Internal(error.to_string());
    let mut book = rust_xlsxwriter::Workbook::new();
    let bold = rust_xlsxwriter::Format::new().set_bold();
    let mut after = None;
    let mut sheets = 0;
    // One sheet, and more of them where one cannot hold all.
    'sheets: loop {
        sheets += 1;
        let title = register.label.get(l.lang());
        let page = book.add_worksheet_with_constant_memory().map_err(broken)?;
        page.set_name(if sheets == 1 { title.to_owned() } else { format!("{title} {sheets}") }).map_err(broken)?;
        page.set_freeze_panes(1, 0).map_err(broken)?;
        for (at, heading) in (0_u16..).zip(sheet.headings()) {
            page.set_column_width(at, if at == 1 { 40 } else { 18 }).map_err(broken)?;
            page.write_string_with_format(0, at, heading, &bold).map_err(broken)?;
        }
        let mut at_row = 1_u32;
        while at_row < SHEET {
            let (records, next) = chunk(web, wanted, after.take())?;
            for (record, own) in &records {
                for (at, cell) in (0_u16..).zip(sheet.cells(record, own.as_ref())) {
                    page.write_string(at_row, at, cell).map_err(broken)?;
                }
                at_row += 1;
            }
            after = next;
            if after.is_none() {
                break 'sheets;
            }
        }
    }
    book.save_to_buffer().map_err(broken)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use linli_app::import::Cell;
    use proptest::prelude::*;

    use super::{line, yuan};

    proptest! {
        #[test]
        fn whatever_is_written_into_a_text_file_is_read_back(cells in prop::collection::vec("[a-z=+@'\",;\\- 张三０-９\n]{0,12}", 1..6)) {
            // As they are kept: without spaces at their ends.
            let cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
            let heading: Vec<String> = (0..cells.len()).map(|n| format!("列{n}")).collect();
            let text = format!("\u{feff}{}{}", line(&heading), line(&cells));
            let table = linli_app::import::read(text.as_bytes()).unwrap();
            let wanted: Vec<Cell> = cells.iter().map(|cell| Cell::text(cell)).collect();
            let read = table.sheets[0].lines.get(1).map(|line| (0..cells.len()).map(|at| line.cell(at).clone()).collect::<Vec<_>>());
            // A line of nothing is no line.
            prop_assert_eq!(read.unwrap_or_else(|| vec![Cell::Empty; cells.len()]), wanted);
        }
    }

    #[test]
    fn money_is_written_in_yuan() {
        assert_eq!((yuan(120_050), yuan(5), yuan(-5)), ("1200.50".to_owned(), "0.05".to_owned(), "-0.05".to_owned()));
    }
}
