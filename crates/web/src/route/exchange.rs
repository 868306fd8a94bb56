//! Files of another office: its orders come in through the import, its answers go out in its own columns.

use axum::extract::{Multipart, Path, Query, State};
use axum::response::Response;
use linli_app::import::{Answer, Order};
use linli_app::{AppError, days};
use linli_pack::model::{Exchange, FieldKind, RESULT, Register};
use linli_pack::record::Value;
use serde::Deserialize;

use crate::route::detail::field_text;
use crate::route::errors::failed;
use crate::route::export::{attachment, line};
use crate::route::import::{XLSX, lines_of, read};
use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{go, page};
use crate::route::{Web, blocking, shell};
use crate::say::say;
use crate::sheet::{self, labels};
use crate::view::{Crumbs, ExchangeColumn, ExchangePage, Link};

/// What the form of answers asks for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Period {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    kind: String,
}

/// What was refused, in words.
#[derive(Clone, Debug, Default)]
struct Refused {
    file: String,
    period: String,
}

/// `GET /registers/{register}/exchange/{exchange}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(names): Path<(String, String)>) -> Response {
    answer(web, staff, names, Period::default(), Refused::default(), 200).await
}

async fn answer(web: Web, staff: Staff, names: (String, String), period: Period, refused: Refused, status: u16) -> Response {
    let (reader, work, register) = (staff.reader.clone(), web.clone(), names.0.clone());
    match blocking(move || draw(&work, &staff, &names, &period, refused)).await {
        Ok(found) => page(&found, status),
        Err(error) => failed(&web, &reader, Some(&register), &error),
    }
}

fn draw(
    web: &Web,
    staff: &Staff,
    (register, name): &(String, String),
    period: &Period,
    refused: Refused,
) -> Result<ExchangePage, AppError> {
    let context = staff.context(web);
    let l = staff.reader.l;
    let present = Present::new(&web.app, l, context.now);
    let (declared, exchange) = web.app.exchange(&context, register, name, &labels())?;
    let title = exchange.label.get(l.lang()).to_owned();
    let label = |name: &str| labels().of(declared, name).get(l.lang()).to_owned();
    let mv = declared.moves.get(&exchange.mv).map(|mv| mv.label.get(l.lang()).to_owned()).unwrap_or_default();
    let required =
        |name: &str| web.app.import_columns(register, &exchange.mv, &labels()).iter().any(|one| one.name == name && one.required);
    let columns = exchange.takes.iter().map(|(input, taken)| ExchangeColumn {
        heads: taken.heads.join(l.pick("、", ", ")),
        label: label(input),
        words: taken
            .values
            .iter()
            .map(|(word, code)| format!("{word} → {}", meant(&present, declared, input, code)))
            .collect::<Vec<_>>()
            .join(l.pick("；", "; ")),
        required: *input == exchange.number || required(input),
    });
    let today = days::of(context.now, &present.pack.clock.timezone);
    let day = |typed: &str, usual: i64| if typed.is_empty() { iso_day(usual) } else { typed.to_owned() };
    Ok(ExchangePage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: declared.label.get(l.lang()).to_owned(), href: format!("/registers/{register}") }],
            here: title.clone(),
        },
        here: format!("/registers/{register}/exchange/{name}"),
        about: l.t_with("exchange-about", &[("move", mv.into()), ("number", label(&exchange.number).into())]),
        error: refused.file,
        wrong: refused.period,
        from: day(&period.from, days::month_of(today)),
        to: day(&period.to, today),
        columns: columns.collect(),
        basis: if exchange.basis.is_empty() { String::new() } else { l.t_x("basis", &exchange.basis) },
        latest: lines_of(&present, web.app.import_jobs(&context, register)?.into_iter().filter(|job| job.exchange == *name)),
        shell: shell::staff(web, staff, &title, &format!("/registers/{register}"))?,
    })
}

/// What a word of the other side means here, in the reader's language.
fn meant(present: &Present, register: &Register, input: &str, code: &str) -> String {
    match (input, register.fields.get(input)) {
        (_, Some(field)) => field_text(present, &field.kind, &Value::from(code)).unwrap_or_default(),
        ("category", None) => present.category(code),
        ("urgency", None) => {
            present.pack.urgencies.get(code).map_or_else(|| code.to_owned(), |found| found.label.get(present.l.lang()).to_owned())
        }
        ("area", None) => present.territory.place_name(code),
        _ => code.to_owned(),
    }
}

/// `POST /registers/{register}/exchange/{exchange}`
pub(super) async fn post(State(web): State<Web>, staff: Staff, Path(names): Path<(String, String)>, parts: Multipart) -> Response {
    let reader = staff.reader.clone();
    let sent = match read(parts).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, Some(&names.0), &error),
    };
    let (work, who, asked, file) = (web.clone(), staff.clone(), names.clone(), sent.file.clone());
    let begun = blocking(move || {
        let context = who.context(&work);
        let (register, name) = asked;
        let mv = work.app.exchange(&context, &register, &name, &labels())?.1.mv.clone();
        let order = Order { register, mv, exchange: name, file: sent.file, ..Order::default() };
        work.app.import_begin(&context, &order, &labels(), &sent.bytes)
    });
    match begun.await {
        Ok(id) => go(&format!("/imports/{id}"), None),
        Err(error @ AppError::File(_)) => {
            let text = say(reader.l, web.app.pack(), Some(&names.0), &error).detail;
            let text = if file.is_empty() { reader.l.t("file-missing").into_owned() } else { text };
            answer(web, staff, names, Period::default(), Refused { file: text, ..Refused::default() }, 422).await
        }
        Err(error) => failed(&web, &reader, Some(&names.0), &error),
    }
}

/// `GET /registers/{register}/exchange/{exchange}/answers?from=…&to=…&kind=…`
pub(super) async fn answers(
    State(web): State<Web>,
    staff: Staff,
    Path(names): Path<(String, String)>,
    Query(period): Query<Period>,
) -> Response {
    let reader = staff.reader.clone();
    let (work, who, asked, wanted) = (web.clone(), staff.clone(), names.clone(), period.clone());
    let made = blocking(move || {
        let context = who.context(&work);
        let (register, name) = (asked.0.as_str(), asked.1.as_str());
        let (declared, exchange) = work.app.exchange(&context, register, name, &labels())?;
        let day = |text: &str, field| {
            let date: Result<jiff::civil::Date, _> = text.parse();
            date.map(days::number).map_err(|_| AppError::Invalid { field, rule: "date-form" })
        };
        let span = (day(&wanted.from, "from")?, day(&wanted.to, "to")?);
        let found = work.app.exchange_answers(&context, (register, name), &labels(), span)?;
        let present = Present::new(&work.app, who.reader.l, context.now);
        let heads: Vec<String> = exchange.gives.iter().map(|given| given.head.clone()).collect();
        let rows = found.iter().map(|answer| told(&present, declared, exchange, answer)).collect::<Vec<_>>();
        let bytes = if wanted.kind == "csv" {
            // The mark makes spreadsheets read it as UTF-8.
            std::iter::once(&heads).chain(&rows).fold("\u{feff}".to_owned(), |text, cells| text + &line(cells)).into_bytes()
        } else {
            sheet::plain(exchange.label.get(who.reader.l.lang()), &heads, &rows)?
        };
        Ok((bytes, exchange.label.get(who.reader.l.lang()).to_owned()))
    });
    let kind = if period.kind == "csv" { ("text/csv; charset=utf-8", "csv") } else { (XLSX, "xlsx") };
    match made.await {
        Ok((bytes, label)) => attachment(bytes.into(), kind.0, &format!("{label}-{}-{}.{}", period.from, period.to, kind.1)),
        Err(error @ AppError::Invalid { .. }) => {
            let text = say(reader.l, web.app.pack(), None, &error).fields.into_iter().map(|(_, text)| text).next().unwrap_or_default();
            answer(web, staff, names, period, Refused { period: text, ..Refused::default() }, 422).await
        }
        Err(error) => failed(&web, &reader, Some(&names.0), &error),
    }
}

/// What the other side is told of one order, column by column: its own words where the pack knows them, labels otherwise.
pub(super) fn told(present: &Present, register: &Register, exchange: &Exchange, answer: &Answer) -> Vec<String> {
    let record = &answer.record;
    let cell = |value: &str| -> Option<(Option<String>, String)> {
        if value == RESULT {
            return Some((None, answer.result.clone()));
        }
        if let Some(field) = register.fields.get(value) {
            let held = if field.kind == FieldKind::Category {
                record.category.clone().map(Value::from)
            } else {
                record.fields.get(value).cloned()
            };
            let held = held?;
            let code = held.as_str().map(str::to_owned);
            let text = match field.kind {
                FieldKind::Time => present.exact(held.as_i64()?),
                _ => field_text(present, &field.kind, &held)?,
            };
            return Some((code, text));
        }
        let held = record.attribute(value).filter(|held| !held.is_null())?;
        let code = held.as_str().map(str::to_owned);
        let text = match (value, &code) {
            ("state", _) => present.state(record),
            ("area", Some(code)) => present.territory.place_name(code),
            ("holder" | "opener", Some(code)) => present.body(code),
            ("category", Some(code)) => present.category(code),
            ("urgency", Some(code)) => meant(present, register, "urgency", code),
            ("source", Some(code)) => present.source(code),
            ("rating", _) => {
                let at = held.as_i64().and_then(|score| usize::try_from(score - 1).ok());
                at.and_then(|at| present.pack.rating.labels.get(at)).map(|label| label.zh.clone()).unwrap_or_default()
            }
            ("created" | "updated" | "due" | "warn" | "deadline" | "closed", _) => present.exact(held.as_i64()?),
            (_, Some(text)) => text.clone(),
            _ => held.to_string(),
        };
        Some((code, text))
    };
    let one = |given: &linli_pack::model::Given| {
        let (code, text) = cell(&given.value).unwrap_or_default();
        code.and_then(|code| given.values.get(&code).cloned()).unwrap_or(text)
    };
    exchange.gives.iter().map(one).collect()
}
