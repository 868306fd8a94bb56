//! An erasure carried out: personal values and their index, words of the journal, photos, texts of the record, kept answers and files.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_pack::model::{FieldKind, Pack, Register};
use linli_pack::record::{Record, Value};
use linli_store::{Erasure, HeldBack, Write};

use super::{Became, Kind, Request, Stage, about, answers, end, held, keep, open, redact, staff, unchanged};
use crate::app::{App, Change, Inner};
use crate::context::Context;
use crate::error::AppError;

/// What the officer decides about an erasure.
#[derive(Clone, Debug, Default)]
pub struct EraseForm {
    /// Texts as they should read afterwards, by record and field; where one is not named, what the program knows of the person is cut out.
    pub texts: BTreeMap<(String, String), String>,
    /// Photos that the person sent are removed.
    pub photos: bool,
    /// The person was told what stops with it: asked where matters are still open.
    pub told: bool,
}

/// What is left to do once it is on disk.
#[derive(Default)]
pub(super) struct After {
    blobs: Vec<String>,
    files: Vec<String>,
    changes: Vec<Change>,
}

impl App {
    /// Carries an erasure out. Records that a rule of the pack keeps stay as they are; the result says so.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`], [`linli_engine::Refusal::Stale`]; [`AppError::Invalid`] where the same person took it
    /// in, where `told` is missing, where all is kept by law, or a text is too long.
    pub fn erase_privacy(&self, context: &Context, id: &str, seen: i64, form: &EraseForm) -> Result<Request, AppError> {
        let areas = answers(&self.0, context)?;
        let inner = Arc::clone(&self.0);
        let (context, id, form, app) = (context.clone(), id.to_owned(), form.clone(), self.clone());
        let (request, after) = self.0.store.write(move |w: &mut Write<'_>| {
            let mut request = open(&inner, w, &id)?;
            unchanged(&request, seen)?;
            let wrong = |field, rule| AppError::Invalid { field, rule };
            if request.kind != Kind::Erase {
                return Err(wrong("", "privacy-ended"));
            }
            if !app.may_carry_out(&context, &request) {
                return Err(wrong("", "privacy-second"));
            }
            let records = held::records(&inner, w, &areas, &request)?;
            let is_kept = |record: &Record| {
                inner.pack.registers.get(&record.register).is_none_or(|register| held::kept(register, record, context.now).is_some())
            };
            let staff = staff::all(&inner, w, &request, context.now)?;
            // What is kept and no longer worked on is at least held back; where nothing at all can be done, they are told why.
            let nothing = records.iter().all(|record| record.open && is_kept(record)) && staff.iter().all(|known| known.serves);
            if nothing && records.len() + staff.len() > 0 {
                return Err(wrong("", "privacy-all-kept"));
            }
            if !form.told && records.iter().any(|record| record.open && !is_kept(record)) {
                return Err(wrong("told", "privacy-told"));
            }
            let mut known = held::known(&inner, w, &records)?;
            if staff.iter().any(|known| !known.serves) {
                known.extend(staff::names(&inner, w, &request)?);
            }
            let mut after = After::default();
            let mut results = Vec::new();
            for record in &records {
                if is_kept(record) {
                    let result = Became { kept: true, held_back: !record.open, ..Became::of(record) };
                    if result.held_back {
                        hold_back(&inner, w, &context, &request, record)?;
                    }
                    results.push(result);
                    continue;
                }
                let (result, version) = erase_one(&inner, w, record, &known, &form, &mut after)?;
                let asked = [("request", request.id.clone().into())];
                note(&inner, w, &context, (record, version), ("person_erase", &asked), &result)?;
                results.push(result);
            }
            for one in &staff {
                results.push(staff::erase(&inner, w, &context, &request, one)?);
            }
            let kept = results.iter().filter(|result| result.kept).count();
            let facts = [("erased", (results.len() - kept).into()), ("kept", kept.into())];
            // What the officer wrote when they took it in may name the person.
            for line in linli_store::timeline(w, inner.realm, &request.id)? {
                if line.entry.words.values().any(|value| redact::holds(value, &known)) {
                    linli_store::erase_entry(w, inner.realm, line.seq)?;
                }
            }
            request.purpose = redact::without(&request.purpose, &known);
            request.results = results;
            end(&mut request, &context, Stage::Done);
            keep(&inner, w, &context, &mut request, "privacy_done", &facts, &[])?;
            linli_store::want_scrub(w, inner.realm)?;
            Ok::<_, AppError>((request, after))
        })?;
        self.clear_up(&after)?;
        Ok(request)
    }

    /// Removes files that nothing names any more, and says what changed.
    pub(super) fn clear_up(&self, after: &After) -> Result<(), AppError> {
        for sha in &after.blobs {
            if !self.0.store.read(|tx| linli_store::blob_in_use(tx, sha))? {
                self.0.store.blobs().remove(sha)?;
            }
        }
        for sha in &after.files {
            self.forget_import_file(sha)?;
        }
        for change in &after.changes {
            self.tell(change);
        }
        Ok(())
    }

    /// One step of taking erased words out of the search index and the database's log; says whether there is more to do.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn scrub_some(&self) -> Result<bool, AppError> {
        Ok(self.0.store.scrub_some(self.0.realm)?)
    }
}

/// Keeps a record because the law says so, and nothing else (个人信息保护法 第四十七条): nobody is shown what is personal in it any more.
fn hold_back(inner: &Inner, w: &mut Write<'_>, context: &Context, request: &Request, record: &Record) -> Result<(), AppError> {
    let one = HeldBack { record: record.id.clone(), at: context.now, request: request.id.clone() };
    linli_store::hold_back(w, inner.realm, &one)?;
    let act = about(inner, context, record, "person_hold_back", &[("request", request.id.clone().into())], &[]);
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    Ok(())
}

/// Erases what is personal in one record. Gives what became of it, and its version afterwards.
pub(super) fn erase_one(
    inner: &Inner,
    w: &mut Write<'_>,
    record: &Record,
    known: &[String],
    form: &EraseForm,
    after: &mut After,
) -> Result<(Became, i64), AppError> {
    let Some(register) = inner.pack.registers.get(&record.register) else { return Ok((Became::of(record), record.version)) };
    let texts: BTreeMap<String, String> = held::wordings(register, record, known)
        .into_iter()
        .filter_map(|text| {
            let wanted = form.texts.get(&(record.id.clone(), text.field.clone())).map(|text| text.trim().replace("\r\n", "\n"));
            let wanted = wanted.unwrap_or(text.proposed);
            (wanted != text.is).then_some((text.field, wanted))
        })
        .collect();
    let mut result = Became { texts: texts.len(), ..Became::of(record) };
    result.fields = held::personal(inner, w, &record.id)?.len();
    for file in linli_store::imported_from(w, inner.realm, &record.id)? {
        after.files.extend(file.split(':').next().map(str::to_owned));
    }
    // A file that changed records does not say which: all of the register's that are still kept go.
    after.files.extend(linli_store::import_updates_since(w, inner.realm, &record.register, 0)?);
    if form.photos {
        for photo in held::photos(inner, w, &record.id)? {
            linli_store::forget_attachment(w, inner.realm, &photo.id)?;
            after.blobs.extend([photo.sha256, photo.thumb]);
            result.photos += 1;
        }
    }
    crate::attendance::forget(inner, w, record)?;
    // An entry that gave a text which is changed now must not keep it.
    let gave = |line: &linli_store::Line| texts.keys().any(|field| line.entry.words.contains_key(field));
    let words = |line: &linli_store::Line| held::theirs(register, line, known) || gave(line);
    result.words = linli_store::erase(w, inner.realm, &record.id, &Erasure { fields: None, words: &words, salt: inner.random.bytes() })?;
    let changed = changed(&inner.pack, register, record, &texts, known)?;
    let version = changed.as_ref().map_or(record.version, |new| new.version);
    if let Some(new) = &changed {
        linli_store::put_record(w, inner.realm, new)?;
        crate::act::keep_tallies(inner, w, Some(record), new)?;
    }
    after.changes.push(Change {
        record: record.id.clone(),
        register: record.register.clone(),
        area: record.area.clone(),
        holders: record.holder.iter().cloned().collect(),
    });
    Ok((result, version))
}

/// The journal's line about an erasure: why, and how much went.
pub(super) fn note(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    (record, version): (&Record, i64),
    (name, why): (&str, &[(&str, Value)]),
    result: &Became,
) -> Result<(), AppError> {
    let counts = [("fields", result.fields), ("words", result.words), ("texts", result.texts), ("photos", result.photos)];
    let facts: Vec<(&str, Value)> = why.iter().cloned().chain(counts.map(|(what, n)| (what, n.into()))).collect();
    let act = linli_engine::Act { version, ..about(inner, context, record, name, &facts, &[]) };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    Ok(())
}

/// The record with its texts as they should read; `None` where nothing in it changes. Who holds it, its state and its times stay.
fn changed(
    pack: &Pack,
    register: &Register,
    record: &Record,
    texts: &BTreeMap<String, String>,
    known: &[String],
) -> Result<Option<Record>, AppError> {
    let mut new = record.clone();
    for (name, text) in texts {
        let max = match register.fields.get(name).map(|field| &field.kind) {
            Some(FieldKind::Text { max } | FieldKind::LongText { max }) => *max,
            _ => 200,
        };
        if text.chars().count() > max {
            return Err(AppError::Invalid { field: "texts", rule: "privacy-long" });
        }
        if text.is_empty() {
            new.fields.remove(name);
        } else {
            new.fields.insert(name.clone(), text.clone().into());
        }
    }
    if let Some(pending) = &mut new.memory.pending {
        for value in pending.input.values_mut() {
            if let Value::String(text) = value {
                *text = redact::without(text, known);
            }
        }
    }
    new.title = linli_engine::title(pack, register, &new);
    if new == *record {
        return Ok(None);
    }
    new.version += 1;
    Ok(Some(new))
}
