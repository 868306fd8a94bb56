//! Search: an index derived from records, filled behind the writes by following the journal.

use std::collections::BTreeSet;

use linli_pack::record::{Record, Value};
use sha2::{Digest, Sha256};

use crate::dialect::Dialect;
use crate::record::{COLUMNS, read};
use crate::tx::{Tx, all, first};
use crate::words::{among_codes, index, index_code, index_initials, index_number, query, vector, written};
use crate::{Store, StoreError};

/// What the index says about one record.
struct Page {
    row: i64,
    print: Vec<u8>,
    words: String,
    initials: String,
}

/// What a round of indexing has to write.
struct Round {
    from: i64,
    to: i64,
    entries: usize,
    pages: Vec<Page>,
}

impl Store {
    /// Brings the search index up to date with at most `max` further journal entries; gives how many it looked at, 0 once it is up to
    /// date. Safe to stop and repeat at any point. Reading and cutting words is done outside the writer.
    ///
    /// # Errors
    /// What the database says.
    pub fn index_some(&self, realm: i64, max: usize) -> Result<usize, StoreError> {
        let round = self.read(|tx| gather(tx, realm, max))?;
        let entries = round.entries;
        if entries > 0 {
            self.write(move |w| keep(w, realm, &round))?;
        }
        Ok(entries)
    }
}

fn cursor(tx: &mut dyn Tx, realm: i64) -> Result<i64, StoreError> {
    Ok(first(tx, "SELECT seq FROM search_cursor WHERE realm = ?1", &[realm.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Whether the index has followed the journal to its end.
pub(crate) fn up_to_date(tx: &mut dyn Tx, realm: i64) -> Result<bool, StoreError> {
    let last = first(tx, "SELECT MAX(seq) FROM journal WHERE realm = ?1", &[realm.into()], |row| row.opt_int(0))?;
    Ok(last.flatten().unwrap_or_default() <= cursor(tx, realm)?)
}

fn gather(tx: &mut dyn Tx, realm: i64, max: usize) -> Result<Round, StoreError> {
    let from = cursor(tx, realm)?;
    let mut round = Round { from, to: from, entries: 0, pages: Vec::new() };
    let limit = i64::try_from(max).unwrap_or(i64::MAX);
    let mut changed = BTreeSet::new();
    let sql = "SELECT seq, record FROM journal WHERE realm = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
    tx.query(sql, &[realm.into(), from.into(), limit.into()], &mut |row| {
        round.to = row.int(0)?;
        round.entries += 1;
        changed.insert(row.text(1)?);
        Ok(())
    })?;
    for id in changed {
        let sql = format!(
            "SELECT {COLUMNS}, r.row, p.print FROM record r LEFT JOIN search_print p ON p.realm = r.realm AND p.row = r.row \
             WHERE r.realm = ?1 AND r.id = ?2"
        );
        let found = first(tx, &sql, &[realm.into(), (&id).into()], |row| {
            let page = page(row.int(32)?, &read(row)?);
            Ok((row.opt_bytes(33)? != Some(page.print.as_slice())).then_some(page))
        })?;
        round.pages.extend(found.flatten());
    }
    Ok(round)
}

/// What the index holds of a record: its words, and the initials it is found by.
pub fn search_words(record: &Record) -> [String; 2] {
    let mut words = vec![index_number(&record.number), index(&record.title)];
    words.extend(record.fields.values().filter_map(Value::as_str).filter(|text| *text != record.title).map(index));
    let address = record.fields.get("address").and_then(Value::as_str).unwrap_or_default();
    // Words are never looked for among the initials in figures, so the area stands there as a word of its own.
    let initials = [index_initials(&record.title), index_initials(address), index_code(&record.area)].join(" ");
    [words.join(" "), initials]
}

fn page(row: i64, record: &Record) -> Page {
    let [words, initials] = search_words(record);
    let print = Sha256::new().chain_update(&words).chain_update([0]).chain_update(&initials).finalize().to_vec();
    Page { row, print, words, initials }
}

fn keep(tx: &mut dyn Tx, realm: i64, round: &Round) -> Result<(), StoreError> {
    if cursor(tx, realm)? != round.from {
        return Ok(());
    }
    for page in &round.pages {
        put(tx, realm, page)?;
        tx.execute(
            "INSERT INTO search_print (realm, row, print) VALUES (?1, ?2, ?3) \
             ON CONFLICT (realm, row) DO UPDATE SET print = excluded.print",
            &[realm.into(), page.row.into(), page.print.as_slice().into()],
        )?;
    }
    tx.execute(
        "INSERT INTO search_cursor (realm, seq) VALUES (?1, ?2) ON CONFLICT (realm) DO UPDATE SET seq = excluded.seq",
        &[realm.into(), round.to.into()],
    )
    .map(drop)
}

/// Puts a page into the full-text index, in place of the one of before.
fn put(tx: &mut dyn Tx, realm: i64, page: &Page) -> Result<(), StoreError> {
    if tx.dialect() == Dialect::Postgres {
        let sql = "INSERT INTO search (realm, row, found) VALUES (?1, ?2, CAST(CAST(?3 AS TEXT) AS tsvector)) \
                   ON CONFLICT (realm, row) DO UPDATE SET found = excluded.found";
        let found = vector(&page.words, &page.initials);
        return tx.execute(sql, &[realm.into(), page.row.into(), (&found).into()]).map(drop);
    }
    let known = first(tx, "SELECT 1 FROM search_print WHERE realm = ?1 AND row = ?2", &[realm.into(), page.row.into()], |r| r.int(0))?;
    if known.is_some() {
        tx.execute("DELETE FROM search WHERE rowid = ?1", &[page.row.into()])?;
    }
    let sql = "INSERT INTO search (rowid, words, initials) VALUES (?1, ?2, ?3)";
    tx.execute(sql, &[page.row.into(), (&page.words).into(), (&page.initials).into()]).map(drop)
}

/// Most parts of an area that are asked for by name.
const FEW: i64 = 64;
/// Up to which entry of the journal the index was made before it knew areas.
const AREAS: &str = "search-areas";

/// Whether all that is in the index says in which area it is.
fn knows_areas(tx: &mut dyn Tx, realm: i64) -> Result<bool, StoreError> {
    let before = crate::privacy::progress(tx, realm, AREAS)?.map_or(0, |(seq, _)| seq);
    Ok(cursor(tx, realm)? >= before)
}

/// Records that have all that was typed, the newest first: Chinese by any part of it, other words by their beginning, numbers whole or by
/// their tail, and titles and addresses by the initials of their pinyin. `area` keeps to an area and what lies below it.
///
/// # Errors
/// What the database says.
pub fn search(tx: &mut dyn Tx, realm: i64, text: &str, area: Option<&str>, limit: usize) -> Result<Vec<Record>, StoreError> {
    let Some(mut query) = query(text) else { return Ok(Vec::new()) };
    let dialect = tx.dialect();
    if let Some(area) = area {
        // Where an area has few parts, the index itself keeps to them; where it has many, enough of what is found lies in it.
        let parts = crate::area::subtree(tx, realm, area, FEW + 1)?;
        if !parts.is_empty() && parts.len() <= usize::try_from(FEW).unwrap_or_default() && knows_areas(tx, realm)? {
            query.push(among_codes(&parts));
        }
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = dialect.search_find().replace("{columns}", COLUMNS);
    let query = written(&query, dialect);
    all(tx, &sql, &[realm.into(), (&query).into(), area.into(), limit.into()], read)
}
