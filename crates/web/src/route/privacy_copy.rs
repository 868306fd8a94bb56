//! A person's data as they get it: on the page, as JSON for programs, as a table for people.

use linli_app::AppError;
use linli_app::privacy::Copied;
use linli_pack::model::FieldKind;
use linli_pack::record::{Record, Value};
use serde_json::json;

use crate::route::detail::{field_text, own_name};
use crate::route::export::line;
use crate::route::present::Present;
use crate::say::input_label;
use crate::view::ShownRecord;

/// What a register is called.
pub(super) fn register(present: &Present, name: &str) -> String {
    present.register(name).map_or_else(|| name.to_owned(), |register| register.label.get(present.l.lang()).to_owned())
}

/// What a field of a record is called.
pub(super) fn label(present: &Present, record: &Record, field: &str) -> String {
    input_label(present.l, present.register(&record.register), field)
}

fn text(present: &Present, record: &Record, field: &str, value: &Value) -> String {
    let kind = present.register(&record.register).and_then(|register| register.fields.get(field)).map(|field| field.kind.clone());
    field_text(present, &kind.unwrap_or(FieldKind::Text { max: 0 }), value).unwrap_or_default()
}

/// Everything of one record: label and text.
fn pairs(present: &Present, copied: &Copied) -> Vec<(String, String)> {
    let record = &copied.record;
    let of = |field: &String, value: &Value| (label(present, record, field), text(present, record, field, value));
    let mut pairs: Vec<(String, String)> = copied.personal.iter().map(|(field, value)| of(field, value)).collect();
    pairs.push((present.l.t("column-state").into_owned(), present.state(record)));
    pairs.push((present.l.t("column-area").into_owned(), present.territory.place_name(&record.area)));
    pairs.extend(record.fields.iter().map(|(field, value)| of(field, value)));
    if !copied.photos.is_empty() {
        pairs.push((label(present, record, "photos"), copied.photos.len().to_string()));
    }
    pairs
}

/// When, what, and the words that are theirs: label and text.
type Event = (String, String, Vec<(String, String)>);

/// What happened.
fn history(present: &Present, copied: &Copied) -> Vec<Event> {
    let record = &copied.record;
    let declared = present.register(&record.register);
    let lines = copied.lines.iter().map(|line| {
        let entry = &line.entry;
        let act = declared.and_then(|register| register.moves.get(&entry.name)).map(|mv| mv.label.get(present.l.lang()).to_owned());
        let act = act.or_else(|| own_name(present.l, &entry.name)).unwrap_or_else(|| entry.name.clone());
        let words = entry.words.iter().filter(|(name, _)| name.as_str() != "photos");
        let words = words.map(|(name, value)| (label(present, record, name), text(present, record, name, value)));
        (present.exact(entry.at), act, words.collect())
    });
    lines.collect()
}

/// On the page.
pub(super) fn shown(present: &Present, copied: &Copied) -> ShownRecord {
    let record = &copied.record;
    ShownRecord { title: format!("{} {}", register(present, &record.register), record.number), pairs: pairs(present, copied) }
}

pub(super) fn json(present: &Present, copied: &[Copied]) -> Vec<u8> {
    let table = |pairs: Vec<(String, String)>| {
        Value::Object(pairs.into_iter().map(|(label, text)| (label, text.into())).collect::<serde_json::Map<_, _>>())
    };
    let records: Vec<Value> = copied
        .iter()
        .map(|one| {
            let history = history(present, one);
            let history = history.into_iter().map(|(at, act, words)| json!({ "at": at, "act": act, "words": table(words) }));
            json!({
                "register": register(present, &one.record.register),
                "number": one.record.number,
                "opened": present.exact(one.record.created),
                "data": table(pairs(present, one)),
                "history": history.collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "made": present.exact(present.now), "records": records })).into_bytes()
}

/// Register, number, label, text: one row for each thing that is kept.
fn rows(present: &Present, copied: &[Copied]) -> Vec<[String; 4]> {
    let l = present.l;
    let mut rows = vec![
        [l.t("privacy-register"), l.t("column-number"), l.t("privacy-fields"), l.t("journal-detail")].map(std::borrow::Cow::into_owned),
    ];
    for one in copied {
        let row = |label: String, text: String| [register(present, &one.record.register), one.record.number.clone(), label, text];
        rows.extend(pairs(present, one).into_iter().map(|(label, text)| row(label, text)));
        for (at, act, words) in history(present, one) {
            let words: Vec<String> = words.into_iter().map(|(label, text)| format!("{label}: {text}")).collect();
            rows.push(row(l.t("privacy-history").into_owned(), [vec![at, act], words].concat().join(" · ")));
        }
    }
    rows
}

pub(super) fn csv(present: &Present, copied: &[Copied]) -> Vec<u8> {
    // The mark makes spreadsheets read it as UTF-8.
    let lines: String = rows(present, copied).iter().map(|row| line(row)).collect();
    format!("\u{feff}{lines}").into_bytes()
}

pub(super) fn xlsx(present: &Present, copied: &[Copied]) -> Result<Vec<u8>, AppError> {
    let broken = |error: rust_xlsxwriter::XlsxError| AppError::Internal(error.to_string());
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (at, width) in [(0, 14), (1, 24), (2, 18), (3, 80)] {
        page.set_column_width(at, width).map_err(broken)?;
    }
    for (at_row, row) in (0_u32..).zip(rows(present, copied)) {
        for (at, cell) in (0_u16..).zip(row) {
            page.write_string(at_row, at, cell).map_err(broken)?;
        }
    }
    book.save_to_buffer().map_err(broken)
}
