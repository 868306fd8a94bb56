//! What is kept about a person: which records, which fields, what the law keeps, and the whole of it for their copy.

use std::collections::BTreeMap;

use linli_pack::model::{Field, FieldKind, Register, Text};
use linli_pack::record::{Instant, Record, Value};
use linli_store::{Attachment, Blind, Line, Tx};

use super::{Kind, Request, Stage, redact};
use crate::app::Inner;
use crate::context::Context;
use crate::error::AppError;

/// Records of one person looked at most.
const MOST: i64 = 500;

/// A record that holds somebody's data.
#[derive(Clone, Debug)]
pub struct Held {
    /// The record.
    pub record: Record,
    /// Personal fields that hold something, by name.
    pub fields: Vec<String>,
    /// Free texts that may tell who they are.
    pub texts: Vec<Wording>,
    /// Photos they sent.
    pub photos: usize,
    /// Entries of the journal with words of theirs or about them.
    pub words: usize,
    /// Files that were imported and hold a row of it, as long as they are kept.
    pub files: usize,
    /// It is kept by law and not used since an earlier request.
    pub held_back: bool,
    /// Why it is not erased, where a rule of the pack keeps it.
    pub kept: Option<Kept>,
    /// The officer may open the record's own page.
    pub sees: bool,
}

/// A free text of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Name of the field.
    pub field: String,
    /// As it is.
    pub is: String,
    /// Without what tells who they are, as far as the program knows.
    pub proposed: String,
}

/// A rule that keeps a record's personal values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Until when; `None` while the record is open.
    pub until: Option<Instant>,
    /// Why.
    pub because: Text,
    /// The clause.
    pub basis: String,
}

/// A record as it is given to the person.
#[derive(Clone, Debug)]
pub struct Copied {
    /// The record.
    pub record: Record,
    /// Personal values in clear, by field.
    pub personal: BTreeMap<String, Value>,
    /// What happened; words only where they are theirs or about them.
    pub lines: Vec<Line>,
    /// Photos they sent.
    pub photos: Vec<Attachment>,
}

/// The records that hold the number of a request, in the areas of the officer.
pub(super) fn records(inner: &Inner, tx: &mut dyn Tx, areas: &[String], request: &Request) -> Result<Vec<Record>, AppError> {
    let blind = data_encoding::HEXLOWER.decode(request.blind.as_bytes()).ok().and_then(|bytes| Blind::try_from(bytes).ok());
    let Some(blind) = blind else { return Ok(Vec::new()) };
    let territory = inner.territory.load();
    let mut found = linli_store::by_blind(tx, inner.realm, &blind, MOST)?;
    found.retain(|record| areas.iter().any(|area| territory.within(&record.area, area)));
    Ok(found)
}

/// What is known of a person from all their records, so that a name given in one is found in the text of another.
pub(super) fn known(inner: &Inner, tx: &mut dyn Tx, records: &[Record]) -> Result<Vec<String>, AppError> {
    let mut found = Vec::new();
    for record in records {
        if let Some(register) = inner.pack.registers.get(&record.register) {
            found.extend(redact::known(register, &personal(inner, tx, &record.id)?));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// A record's personal values.
pub(super) fn personal(inner: &Inner, tx: &mut dyn Tx, record: &str) -> Result<BTreeMap<String, Value>, AppError> {
    let kept = linli_store::personal(tx, inner.realm, record)?;
    Ok(kept.map(|kept| serde_json::from_str(&kept)).transpose()?.unwrap_or_default())
}

pub(super) fn all(inner: &Inner, tx: &mut dyn Tx, context: &Context, areas: &[String], request: &Request) -> Result<Vec<Held>, AppError> {
    if request.stage != Stage::Open {
        return Ok(Vec::new());
    }
    let found = records(inner, tx, areas, request)?;
    let known = known(inner, tx, &found)?;
    let territory = inner.territory.load();
    let mut all = Vec::new();
    for record in found {
        let Some(register) = inner.pack.registers.get(&record.register) else { continue };
        let personal = personal(inner, tx, &record.id)?;
        let lines = linli_store::timeline(tx, inner.realm, &record.id)?;
        all.push(Held {
            texts: wordings(register, &record, &known),
            photos: photos(inner, tx, &record.id)?.len(),
            files: files(inner, tx, &record.id)?,
            held_back: linli_store::held_back(tx, inner.realm, &record.id)?.is_some(),
            words: lines.iter().filter(|line| theirs(register, line, &known)).count(),
            kept: kept(register, &record, context.now).filter(|_| request.kind == Kind::Erase),
            fields: personal.into_keys().collect(),
            sees: context.sees(&inner.pack, &territory, &record),
            record,
        });
    }
    Ok(all)
}

/// Photos that the person sent themselves. Those that staff took stay with the matter.
pub(super) fn photos(inner: &Inner, tx: &mut dyn Tx, record: &str) -> Result<Vec<Attachment>, AppError> {
    let all = linli_store::attachments(tx, inner.realm, record)?;
    Ok(all.into_iter().filter(|photo| photo.by == "resident").collect())
}

/// How many files that were imported and are still kept hold a row of a record.
fn files(inner: &Inner, tx: &mut dyn Tx, record: &str) -> Result<usize, AppError> {
    let mut kept = 0;
    for file in linli_store::imported_from(tx, inner.realm, record)? {
        let sha = file.split(':').next().unwrap_or_default();
        kept += usize::from(inner.store.blobs().get(sha)?.is_some());
    }
    Ok(kept)
}

/// Whether an entry's words are theirs, give a personal value, or hold one.
pub(super) fn theirs(register: &Register, line: &Line, known: &[String]) -> bool {
    let personal = |name: &String| register.fields.get(name).is_some_and(|field| field.personal.is_some());
    let words = &line.entry.words;
    !words.is_empty()
        && (line.entry.actor == "resident" || words.keys().any(personal) || words.values().any(|value| redact::holds(value, known)))
}

/// Free texts that people filled in and that stand in the record itself. The register's key tells records apart and stays.
pub(super) fn wordings(register: &Register, record: &Record, known: &[String]) -> Vec<Wording> {
    let free = |field: &&Field| {
        let text = matches!(field.kind, FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Address | FieldKind::Person);
        text && field.personal.is_none() && !field.derived && register.key.as_ref() != Some(&field.name)
    };
    let texts = register.fields.values().filter(free).filter_map(|field| {
        let is = record.fields.get(&field.name)?.as_str()?.to_owned();
        let proposed = redact::without(&is, known);
        Some(Wording { field: field.name.clone(), is, proposed })
    });
    texts.collect()
}

/// The rule that keeps a record now, if any.
pub(super) fn kept(register: &Register, record: &Record, now: Instant) -> Option<Kept> {
    let keep = register.keep.as_ref()?;
    let until = record.closed.filter(|_| !record.open).map(|closed| closed + i64::from(keep.days) * 86_400);
    let stands = until.is_none_or(|until| until > now);
    stands.then(|| Kept { until, because: keep.because.clone(), basis: keep.basis.clone() })
}

pub(super) fn copied(inner: &Inner, tx: &mut dyn Tx, record: Record) -> Result<Copied, AppError> {
    let personal = personal(inner, tx, &record.id)?;
    let mut lines = linli_store::timeline(tx, inner.realm, &record.id)?;
    if let Some(register) = inner.pack.registers.get(&record.register) {
        let known = redact::known(register, &personal);
        for line in &mut lines {
            if !theirs(register, line, &known) {
                line.entry.words.clear();
            }
        }
    }
    Ok(Copied { photos: photos(inner, tx, &record.id)?, record, personal, lines })
}
