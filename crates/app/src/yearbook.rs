//! A unit's year on one page, and letters that are written from a record.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_engine::Grant;
use linli_pack::expr::{Names as _, Param, RecordEnv, Sql};
use linli_pack::model::{Letter, Register, YearChapter, Yearbook};
use linli_pack::record::{Record, Type, Value};
use linli_store::{Columns, ListQuery, Order, Scope, Tx, Write};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::detail::look_as;
use crate::error::AppError;
use crate::territory::Territory;

/// Records of one chapter.
const MOST: usize = 5_000;

/// One chapter of somebody's year.
#[derive(Clone, Debug)]
pub struct Gathered<'a> {
    /// The rule.
    pub chapter: &'a YearChapter,
    /// The records, the newest first.
    pub records: Vec<Record>,
    /// Sum of the field that is added up.
    pub sum: i64,
    /// How many are rated, and the sum of their ratings.
    pub rated: (i64, i64),
}

impl App {
    /// Whose years there are in an area: names with the number of their records, those with most first.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for an area the actor may not see.
    pub fn year_names(&self, context: &Context, book: &Yearbook, area: &str) -> Result<Vec<(String, usize)>, AppError> {
        let chapters = self.open_to(context, book, area)?;
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        self.0.store.read(|tx| {
            for chapter in chapters {
                for record in found(&self.0, tx, chapter, area, None, context)? {
                    if let Some(name) = record.fields.get(&chapter.by).and_then(Value::as_str) {
                        *names.entry(name.to_owned()).or_default() += 1;
                    }
                }
            }
            Ok::<_, AppError>(())
        })?;
        let mut names: Vec<(String, usize)> = names.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(names)
    }

    /// Somebody's year in an area: the records of each chapter that fall into it.
    ///
    /// # Errors
    /// As [`App::year_names`].
    pub fn year<'a>(
        &self,
        context: &Context,
        book: &'a Yearbook,
        area: &str,
        name: &str,
        year: i16,
    ) -> Result<Vec<Gathered<'a>>, AppError> {
        let chapters = self.open_to(context, book, area)?;
        let zone = &self.0.pack.clock.timezone;
        let first =
            |year: i16| jiff::civil::Date::new(year, 1, 1).ok().and_then(|day| crate::days::start_of(crate::days::number(day), zone));
        let (from, to) = (first(year).unwrap_or(i64::MIN), first(year.saturating_add(1)).unwrap_or(i64::MAX));
        self.0.store.read(|tx| {
            let mut all = Vec::new();
            for chapter in chapters {
                let mut records = found(&self.0, tx, chapter, area, Some(name), context)?;
                if let Some(at) = &chapter.at {
                    records.retain(|record| time(record, at).is_some_and(|at| (from..to).contains(&at)));
                }
                let added = |record: &Record| chapter.sum.as_ref().and_then(|field| record.fields.get(field)?.as_i64()).unwrap_or_default();
                let ratings: Vec<i64> = records.iter().filter_map(|record| record.rating).collect();
                all.push(Gathered {
                    chapter,
                    sum: records.iter().map(added).sum(),
                    rated: (i64::try_from(ratings.len()).unwrap_or_default(), ratings.iter().sum()),
                    records,
                });
            }
            Ok(all)
        })
    }

    /// The chapters whose registers the actor sees in an area.
    fn open_to<'a>(&self, context: &Context, book: &'a Yearbook, area: &str) -> Result<Vec<&'a YearChapter>, AppError> {
        let territory = self.territory();
        let sees = |chapter: &&YearChapter| context.sees_all_in(&self.0.pack, &territory, &chapter.register, area);
        let chapters: Vec<&YearChapter> = book.chapters.values().filter(sees).collect();
        if chapters.is_empty() { Err(AppError::Forbidden("area")) } else { Ok(chapters) }
    }

    /// The letters that the actor may write from a record now.
    #[must_use]
    pub fn letters(&self, context: &Context, record: &Record) -> Vec<&Letter> {
        let territory = self.territory();
        let Some(register) = self.0.pack.registers.get(&record.register) else { return Vec::new() };
        register.letters.values().filter(|letter| writes(context, &territory, letter, record).is_some()).collect()
    }

    /// What a letter says beside the record: the personal values, whose look is written down with the letter as its purpose.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such letter, or the actor does not write it.
    pub fn write_letter(&self, context: &Context, id: &str, name: &str) -> Result<(Record, BTreeMap<String, Value>), AppError> {
        let (inner, context, id, name) = (Arc::clone(&self.0), context.clone(), id.to_owned(), name.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let record = linli_store::record(w, inner.realm, &id)?.ok_or(AppError::NotFound("record"))?;
            let territory = inner.territory.load();
            let letter = inner.pack.registers.get(&record.register).and_then(|register: &Register| register.letters.get(&name));
            let letter = letter.ok_or(AppError::NotFound("letter"))?;
            let grant = writes(&context, &territory, letter, &record).ok_or(AppError::NotFound("letter"))?.clone();
            let personal = look_as(&inner, w, &context, &record, &grant, &letter.label.zh)?;
            Ok((record, personal))
        })
    }
}

/// In which post the actor writes a letter from a record; `None` where they do not, or something that it needs is not there.
fn writes<'a>(context: &'a Context, territory: &Territory, letter: &Letter, record: &Record) -> Option<&'a Grant> {
    let there = |field: &String| record.fields.get(field).is_some_and(|value| !value.is_null());
    if !letter.states.contains(&record.state) || !letter.needs.iter().all(there) {
        return None;
    }
    let mut grants = context.actor.grants.iter();
    grants.find(|grant| letter.by.contains(&grant.role) && territory.within(&record.area, &grant.area))
}

fn found(
    inner: &Inner,
    tx: &mut dyn Tx,
    chapter: &YearChapter,
    area: &str,
    name: Option<&str>,
    context: &Context,
) -> Result<Vec<Record>, AppError> {
    let mut query = ListQuery::new(&chapter.register, Scope::Area(area.to_owned()));
    query.order = Order::Created;
    query.descending = true;
    query.limit = MOST;
    if let Some(name) = name {
        let column = Columns.column(&chapter.by, true, Type::Text);
        query.filter = Some(Sql { text: format!("{column} = ?"), params: vec![Param::Text(name.to_owned())] });
    }
    let mut records = linli_store::records(tx, inner.realm, &query)?.records;
    let fits = |record: &Record| chapter.when.as_ref().is_none_or(|when| when.holds(&RecordEnv { record, input: None, now: context.now }));
    records.retain(fits);
    Ok(records)
}

/// A time attribute or field.
fn time(record: &Record, name: &str) -> Option<i64> {
    record.attribute(name).or_else(|| record.fields.get(name).cloned())?.as_i64()
}
