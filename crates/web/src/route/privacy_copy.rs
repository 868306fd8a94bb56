//! A person's data as they get it: on the page, as JSON for programs, as a table for people.

use linli_app::AppError;
use linli_app::privacy::{Copied, CopiedStaff, Copies, Known, Of, Place};
use linli_pack::model::FieldKind;
use linli_pack::record::{Record, Value};
use serde_json::json;

use crate::route::detail::{field_text, own_name};
use crate::route::export::line;
use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::say::input_label;
use crate::view::ShownRecord;

/// What a register is called, or an account, or posts.
pub(super) fn register(present: &Present, name: &str) -> String {
    if name == Of::Account.word() {
        return present.l.t("privacy-account").into_owned();
    }
    if name == Of::Official.word() {
        return present.l.t("privacy-official").into_owned();
    }
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

/// One thing that is kept: its name, which is unlike any other of the record's, what it is called, and what it says.
struct Pair {
    name: String,
    label: String,
    text: String,
}

fn pair(name: &str, label: impl Into<String>, text: String) -> Pair {
    Pair { name: name.to_owned(), label: label.into(), text }
}

/// Everything of one record.
fn pairs(present: &Present, copied: &Copied) -> Vec<Pair> {
    let record = &copied.record;
    let of = |(field, value): (&String, &Value)| pair(field, label(present, record, field), text(present, record, field, value));
    let mut pairs: Vec<Pair> = copied.personal.iter().map(of).collect();
    // No field can be named like an attribute.
    pairs.push(pair("state", present.l.t("column-state"), present.state(record)));
    pairs.push(pair("area", present.l.t("column-area"), present.territory.place_name(&record.area)));
    pairs.extend(record.fields.iter().map(of));
    pairs
}

/// When, what, and the words that are theirs.
type Event = (String, String, Vec<Pair>);

/// What happened.
fn history(present: &Present, record: Option<&Record>, lines: &[linli_store::Line]) -> Vec<Event> {
    let declared = record.and_then(|record| present.register(&record.register));
    let lines = lines.iter().map(|line| {
        let entry = &line.entry;
        let act = declared.and_then(|register| register.moves.get(&entry.name)).map(|mv| mv.label.get(present.l.lang()).to_owned());
        let act = act.or_else(|| own_name(present.l, &entry.name)).unwrap_or_else(|| entry.name.clone());
        let words = entry.words.iter().filter(|(name, _)| name.as_str() != "photos");
        let words = words.map(|(name, value)| match record {
            Some(record) => pair(name, label(present, record, name), text(present, record, name, value)),
            None => pair(name, input_label(present.l, None, name), value.as_str().unwrap_or_default().to_owned()),
        });
        (present.exact(entry.at), act, words.collect())
    });
    lines.collect()
}

/// A role or a post in words: 街道派单员 · 南七街道行政服务中心 · 2026-03-01 – 2026-08-31.
fn place(present: &Present, known: &Known, place: &Place) -> String {
    let (pack, lang) = (&present.pack, present.l.lang());
    let what = match known.of {
        Of::Account => pack.roles.get(&place.what).map(|role| role.label.get(lang)),
        Of::Official => pack.posts.get(&place.what).map(|post| post.label.get(lang)),
    };
    let mut said = format!("{} · {}", what.unwrap_or(&place.what), present.body(&place.body));
    if place.from.is_some() || place.until.is_some() {
        let day = |day: Option<i64>| day.map(iso_day).unwrap_or_default();
        said.push_str(&format!(" · {} – {}", day(place.from), day(place.until)));
    }
    said
}

/// All roles or posts in words.
pub(super) fn places(present: &Present, known: &Known) -> Vec<String> {
    known.places.iter().map(|one| place(present, known, one)).collect()
}

/// Everything of an account or of somebody's posts.
fn staff_pairs(present: &Present, copied: &CopiedStaff) -> Vec<Pair> {
    let l = present.l;
    let mut pairs = vec![pair("name", l.t("privacy-name"), copied.name.clone())];
    if !copied.login.is_empty() {
        pairs.push(pair("login", l.t("privacy-login"), copied.login.clone()));
    }
    if let Some(member) = copied.member {
        pairs.push(pair("member", l.t("privacy-member"), field_text(present, &FieldKind::Bool, &member.into()).unwrap_or_default()));
    }
    let places = places(present, &copied.known);
    pairs.extend(places.into_iter().enumerate().map(|(at, text)| pair(&format!("place_{}", at + 1), l.t("privacy-place"), text)));
    for (at, (began, seen, browser)) in copied.sessions.iter().enumerate() {
        let text = format!("{} – {} {browser}", present.exact(*began), present.exact(*seen));
        pairs.push(pair(&format!("session_{}", at + 1), l.t("privacy-session"), text));
    }
    pairs.extend(
        copied.tokens.iter().enumerate().map(|(at, token)| pair(&format!("token_{}", at + 1), l.t("privacy-token"), token.clone())),
    );
    pairs
}

/// On the page.
pub(super) fn shown(present: &Present, copies: &Copies) -> Vec<ShownRecord> {
    let flat = |pairs: Vec<Pair>| pairs.into_iter().map(|pair| (pair.label, pair.text)).collect();
    let records = copies.records.iter().map(|copied| ShownRecord {
        title: format!("{} {}", register(present, &copied.record.register), copied.record.number),
        pairs: flat(pairs(present, copied)),
    });
    let staff = copies
        .staff
        .iter()
        .map(|copied| ShownRecord { title: register(present, copied.known.of.word()), pairs: flat(staff_pairs(present, copied)) });
    records.chain(staff).collect()
}

pub(super) fn json(present: &Present, copies: &Copies) -> Vec<u8> {
    let table = |pairs: Vec<Pair>| {
        let pairs = pairs.into_iter().map(|pair| (pair.name, json!({ "label": pair.label, "value": pair.text })));
        Value::Object(pairs.collect::<serde_json::Map<_, _>>())
    };
    let events = |events: Vec<Event>| -> Vec<Value> {
        events.into_iter().map(|(at, act, words)| json!({ "at": at, "act": act, "words": table(words) })).collect()
    };
    let records: Vec<Value> = copies
        .records
        .iter()
        .map(|one| {
            json!({
                "register": register(present, &one.record.register),
                "number": one.record.number,
                "opened": present.exact(one.record.created),
                "data": table(pairs(present, one)),
                "photos": one.photos.len(),
                "history": events(history(present, Some(&one.record), &one.lines)),
            })
        })
        .collect();
    let staff: Vec<Value> = copies
        .staff
        .iter()
        .map(|one| {
            json!({
                "of": register(present, one.known.of.word()),
                "data": table(staff_pairs(present, one)),
                "history": events(history(present, None, &one.lines)),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "made": present.exact(present.now), "records": records, "staff": staff })).into_bytes()
}

/// Register, number, label, text: one row for each thing that is kept.
fn rows(present: &Present, copies: &Copies) -> Vec<[String; 4]> {
    let l = present.l;
    let mut rows = vec![
        [l.t("privacy-register"), l.t("column-number"), l.t("privacy-fields"), l.t("journal-detail")].map(std::borrow::Cow::into_owned),
    ];
    let mut add = |of: &str, number: &str, pairs: Vec<Pair>, events: Vec<Event>| {
        let row = |label: String, text: String| [register(present, of), number.to_owned(), label, text];
        rows.extend(pairs.into_iter().map(|pair| row(pair.label, pair.text)));
        for (at, act, words) in events {
            let words: Vec<String> = words.into_iter().map(|pair| format!("{}: {}", pair.label, pair.text)).collect();
            rows.push(row(l.t("privacy-history").into_owned(), [vec![at, act], words].concat().join(" · ")));
        }
    };
    for one in &copies.records {
        let mut kept = pairs(present, one);
        if !one.photos.is_empty() {
            kept.push(pair("photos", label(present, &one.record, "photos"), one.photos.len().to_string()));
        }
        add(&one.record.register, &one.record.number, kept, history(present, Some(&one.record), &one.lines));
    }
    for one in &copies.staff {
        add(one.known.of.word(), "", staff_pairs(present, one), history(present, None, &one.lines));
    }
    rows
}

pub(super) fn csv(present: &Present, copies: &Copies) -> Vec<u8> {
    // The mark makes spreadsheets read it as UTF-8.
    let lines: String = rows(present, copies).iter().map(|row| line(row)).collect();
    format!("\u{feff}{lines}").into_bytes()
}

pub(super) fn xlsx(present: &Present, copies: &Copies) -> Result<Vec<u8>, AppError> {
    let broken = |error: rust_xlsxwriter::XlsxError| AppError::Internal(error.to_string());
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (at, width) in [(0, 14), (1, 24), (2, 18), (3, 80)] {
        page.set_column_width(at, width).map_err(broken)?;
    }
    for (at_row, row) in (0_u32..).zip(rows(present, copies)) {
        for (at, cell) in (0_u16..).zip(row) {
            page.write_string(at_row, at, cell).map_err(broken)?;
        }
    }
    book.save_to_buffer().map_err(broken)
}
