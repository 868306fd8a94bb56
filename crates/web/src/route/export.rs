//! Exports: everything a list would show, never cut off, as CSV or XLSX. Personal fields are not in them.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_app::{AppError, Context};
use linli_pack::model::Register;
use linli_pack::record::Record;
use linli_store::{Cursor, Order};

use crate::route::detail::field_text;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::register::Asked;
use crate::route::session::Staff;
use crate::route::{Web, blocking};

/// Records read at a time.
const CHUNK: usize = 500;

/// `GET /export/{register}.csv` and `.xlsx`, with the list's filter.
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(file): Path<String>, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let Some((name, kind)) = file.rsplit_once('.').map(|(name, kind)| (name.to_owned(), kind.to_owned())) else {
        return failed(&web, &reader, None, &AppError::NotFound("export"));
    };
    match kind.as_str() {
        "csv" => csv(&web, staff, &context, &name, asked),
        "xlsx" => {
            let (work, l, wanted) = (web.clone(), reader.l, name.clone());
            match blocking(move || xlsx(&work, l, &context, &wanted, &asked)).await {
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

    fn fields(&self) -> impl Iterator<Item = &linli_pack::model::Field> {
        self.register.fields.values().filter(|field| field.personal.is_none())
    }

    fn cells(&self, record: &Record) -> Vec<String> {
        let present = self.present;
        let time = |at: Option<i64>| at.map(|at| present.exact(at)).unwrap_or_default();
        let urgency = record.urgency.as_ref().and_then(|name| present.pack.urgencies.get(name));
        let shared = [
            record.number.clone(),
            record.title.clone(),
            present.state(record),
            present.territory.place_name(&record.area),
            record.category.as_deref().map(|code| present.category(code)).unwrap_or_default(),
            urgency.map(|urgency| urgency.label.get(present.l.lang()).to_owned()).unwrap_or_default(),
            record.holder.as_deref().map(|code| present.body(code)).unwrap_or_default(),
            present.source(&record.source),
            time(Some(record.created)),
            time(record.due),
            time(record.closed),
            record.rating.map(|score| score.to_string()).unwrap_or_default(),
        ];
        let own = self.fields().map(|field| {
            let value = record.fields.get(&field.name);
            match field.kind {
                linli_pack::model::FieldKind::Time => time(value.and_then(|value| value.as_i64())),
                _ => value.and_then(|value| field_text(present, &field.kind, value)).unwrap_or_default(),
            }
        });
        shared.into_iter().chain(own).collect()
    }
}

/// The next records after a cursor; the cursor of the page after is `None` at the end.
fn chunk(
    web: &Web,
    context: &Context,
    name: &str,
    asked: &Asked,
    after: Option<Cursor>,
) -> Result<(Vec<Record>, Option<Cursor>), AppError> {
    let page = web.app.browse(context, name, &asked.narrow(), Order::Created, true, after, CHUNK)?;
    Ok((page.records, page.next))
}

/// Streams: a year of a district needs the memory of one chunk.
fn csv(web: &Web, staff: Staff, context: &Context, name: &str, asked: Asked) -> Response {
    let (work, context, register) = (web.clone(), context.clone(), name.to_owned());
    let (send, receive) = tokio::sync::mpsc::channel::<Result<Vec<u8>, AppError>>(4);
    tokio::task::spawn_blocking(move || {
        let present = Present::new(&work.app, staff.reader.l, context.now);
        let Some(declared) = present.register(&register) else { return };
        let sheet = Sheet { present: &present, register: declared };
        // The mark makes spreadsheets read it as UTF-8.
        let mut out = format!("\u{feff}{}", line(&sheet.headings()));
        let mut after = None;
        loop {
            match chunk(&work, &context, &register, &asked, after) {
                Ok((records, next)) => {
                    records.iter().for_each(|record| out.push_str(&line(&sheet.cells(record))));
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
    attachment(Body::from_stream(stream), "text/csv; charset=utf-8", &format!("{name}.csv"))
}

fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
    format!("{}\r\n", quoted.join(","))
}

/// A cell that no spreadsheet takes for a formula.
fn quote(cell: &str) -> String {
    let safe = if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

fn xlsx(web: &Web, l: crate::Locale, context: &Context, name: &str, asked: &Asked) -> Result<Vec<u8>, AppError> {
    let present = Present::new(&web.app, l, context.now);
    let register = present.register(name).ok_or(AppError::NotFound("register"))?;
    let sheet = Sheet { present: &present, register };
    let broken = |error: rust_xlsxwriter::XlsxError| AppError::Internal(error.to_string());
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet_with_constant_memory().map_err(broken)?;
    page.set_name(register.label.get(l.lang())).map_err(broken)?;
    page.set_freeze_panes(1, 0).map_err(broken)?;
    let bold = rust_xlsxwriter::Format::new().set_bold();
    for (at, heading) in (0_u16..).zip(sheet.headings()) {
        page.set_column_width(at, if at == 1 { 40 } else { 18 }).map_err(broken)?;
        page.write_string_with_format(0, at, heading, &bold).map_err(broken)?;
    }
    let mut at_row = 1_u32;
    let mut after = None;
    loop {
        let (records, next) = chunk(web, context, name, asked, after)?;
        for record in &records {
            for (at, cell) in (0_u16..).zip(sheet.cells(record)) {
                page.write_string(at_row, at, cell).map_err(broken)?;
            }
            at_row += 1;
        }
        if next.is_none() {
            break;
        }
        after = next;
    }
    book.save_to_buffer().map_err(broken)
}
