//! The journal: every act, once, in order, chained; free text beside it so that it can be erased.

use std::collections::BTreeMap;

use linli_pack::record::Value;

use crate::StoreError;
use crate::chain::{Hash, Head, Public, commitment, link};
use crate::record::FieldToken;
use crate::seal::{Keys, Place};
use crate::tx::{Row, Tx, all};
use crate::write::Write;

/// One act, before it has its place in the chain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// When.
    pub at: i64,
    /// Account id, `resident` or `system`.
    pub actor: String,
    /// Role acted in.
    pub role: String,
    /// Body acted for.
    pub body: Option<String>,
    /// Record.
    pub record: String,
    /// Register.
    pub register: String,
    /// Move.
    pub name: String,
    /// State before; empty when it was opened.
    pub from: String,
    /// State afterwards.
    pub to: String,
    /// Holder afterwards.
    pub holder: Option<String>,
    /// Version of the record afterwards.
    pub version: i64,
    /// What is chained in the clear.
    pub facts: BTreeMap<String, Value>,
    /// What is chained by a commitment and can be erased.
    pub words: BTreeMap<String, Value>,
    /// 16 random bytes for the commitment; used where there are words.
    pub salt: [u8; 16],
}

/// One act as it stands in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Place in the realm's journal, from 1.
    pub seq: i64,
    /// The act. `salt` is not read back.
    pub entry: Entry,
    /// There were words, and they have been erased.
    pub erased: bool,
}

/// An act in its place in the chain, as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Chained {
    pub(crate) head: Head,
    facts: String,
    commitment: Option<Hash>,
    /// Salt and words, sealed.
    words: Option<Vec<u8>>,
}

/// Puts an act behind the last one of its chain.
pub(crate) fn chained(keys: &Keys, realm: i64, last: &Head, entry: &Entry) -> Result<Chained, StoreError> {
    let seq = last.seq + 1;
    let facts = serde_json::to_string(&entry.facts)?;
    let words = if entry.words.is_empty() { None } else { Some(serde_json::to_string(&entry.words)?) };
    let commitment = words.as_ref().map(|words| commitment(&entry.salt, words));
    let public = Public {
        realm,
        at: entry.at,
        actor: &entry.actor,
        role: &entry.role,
        body: entry.body.as_deref(),
        record: &entry.record,
        register: &entry.register,
        name: &entry.name,
        from: &entry.from,
        to: &entry.to,
        holder: entry.holder.as_deref(),
        version: entry.version,
        facts: &facts,
        commitment: commitment.as_ref().map(<[u8; 32]>::as_slice),
    };
    let hash = link(&last.hash, seq, &public);
    let words = words.map(|words| seal_words(keys, realm, seq, &entry.salt, &words)).transpose()?;
    Ok(Chained { head: Head { seq, hash }, facts, commitment, words })
}

/// Writes an act that has its place.
pub(crate) fn write(tx: &mut dyn Tx, realm: i64, entry: &Entry, chained: &Chained) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO journal (realm, seq, at, actor, role, body, record, register, move, from_state, to_state, holder, version, facts, \
         commitment, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        &[
            realm.into(),
            chained.head.seq.into(),
            entry.at.into(),
            (&entry.actor).into(),
            (&entry.role).into(),
            (&entry.body).into(),
            (&entry.record).into(),
            (&entry.register).into(),
            (&entry.name).into(),
            (&entry.from).into(),
            (&entry.to).into(),
            (&entry.holder).into(),
            entry.version.into(),
            (&chained.facts).into(),
            chained.commitment.as_ref().map(<[u8; 32]>::as_slice).into(),
            (&chained.head.hash).into(),
        ],
    )?;
    match &chained.words {
        Some(sealed) => write_words(tx, realm, chained.head.seq, sealed),
        None => Ok(()),
    }
}

/// Appends an act to the realm's journal; gives its sequence number.
///
/// # Errors
/// What the database says.
pub fn append(w: &mut Write<'_>, realm: i64, entry: &Entry) -> Result<i64, StoreError> {
    let (tx, heads) = w.split_heads();
    let last = heads.last(tx, realm)?;
    let chained = chained(&tx.keys(), realm, &last, entry)?;
    write(tx, realm, entry, &chained)?;
    heads.set(realm, chained.head);
    Ok(chained.head.seq)
}

/// Salt and words are sealed together: with the salt in clear, a short word could be guessed from the commitment.
fn seal_words(keys: &Keys, realm: i64, seq: i64, salt: &[u8], words: &str) -> Result<Vec<u8>, StoreError> {
    let value = [salt, words.as_bytes()].concat();
    keys.seal(&Place { table: "journal_words", realm, row: &[&seq.to_string()] }, salt, &value)
}

fn write_words(tx: &mut dyn Tx, realm: i64, seq: i64, sealed: &[u8]) -> Result<(), StoreError> {
    tx.execute("INSERT INTO journal_words (realm, seq, sealed) VALUES (?1, ?2, ?3)", &[realm.into(), seq.into(), sealed.into()]).map(drop)
}

/// Seals and writes the salt and the words of an entry.
pub(crate) fn put_words(tx: &mut dyn Tx, realm: i64, seq: i64, salt: &[u8], words: &str) -> Result<(), StoreError> {
    let sealed = seal_words(&tx.keys(), realm, seq, salt, words)?;
    write_words(tx, realm, seq, &sealed)
}

/// The salt and the words of an entry.
pub(crate) fn open_words(keys: &Keys, realm: i64, seq: i64, sealed: &[u8]) -> Result<([u8; 16], String), StoreError> {
    let value = keys.open(&Place { table: "journal_words", realm, row: &[&seq.to_string()] }, sealed)?;
    let wrong = || StoreError::Malformed("journal_words.sealed".into());
    let (salt, words) = value.split_first_chunk::<16>().ok_or_else(wrong)?;
    Ok((*salt, String::from_utf8(words.to_vec()).map_err(|_| wrong())?))
}

const LINE: &str = "j.seq, j.at, j.actor, j.role, j.body, j.record, j.register, j.move, j.from_state, j.to_state, j.holder, j.version, \
     j.facts, w.sealed, CASE WHEN j.commitment IS NOT NULL AND w.seq IS NULL THEN 1 ELSE 0 END \
     FROM journal j LEFT JOIN journal_words w ON w.realm = j.realm AND w.seq = j.seq";

fn read(row: &dyn Row, keys: &Keys, realm: i64) -> Result<Line, StoreError> {
    let seq = row.int(0)?;
    let words = row.opt_bytes(13)?.map(|sealed| open_words(keys, realm, seq, sealed)).transpose()?;
    let entry = Entry {
        at: row.int(1)?,
        actor: row.text(2)?,
        role: row.text(3)?,
        body: row.opt_text(4)?,
        record: row.text(5)?,
        register: row.text(6)?,
        name: row.text(7)?,
        from: row.text(8)?,
        to: row.text(9)?,
        holder: row.opt_text(10)?,
        version: row.int(11)?,
        facts: serde_json::from_str(row.str(12)?)?,
        words: words.map(|(_, words)| serde_json::from_str(&words)).transpose()?.unwrap_or_default(),
        salt: [0; 16],
    };
    Ok(Line { seq, entry, erased: row.bool(14)? })
}

/// Everything that was done to a record, the first act first.
///
/// # Errors
/// What the database says.
pub fn timeline(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Vec<Line>, StoreError> {
    let sql = format!("SELECT {LINE} WHERE j.realm = ?1 AND j.record = ?2 ORDER BY j.version, j.seq");
    let keys = tx.keys();
    all(tx, &sql, &[realm.into(), record.into()], |row| read(row, &keys, realm))
}

/// The journal after a sequence number, the oldest first.
///
/// # Errors
/// What the database says.
pub fn journal(tx: &mut dyn Tx, realm: i64, after: i64, limit: i64) -> Result<Vec<Line>, StoreError> {
    let sql = format!("SELECT {LINE} WHERE j.realm = ?1 AND j.seq > ?2 ORDER BY j.seq LIMIT ?3");
    let keys = tx.keys();
    all(tx, &sql, &[realm.into(), after.into(), limit.into()], |row| read(row, &keys, realm))
}

/// An act in the journal, without what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// Place in the journal.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// Account id, `resident` or `system`.
    pub actor: String,
    /// Record.
    pub record: String,
    /// Register; empty: it was no act on a record.
    pub register: String,
    /// Move.
    pub name: String,
    /// State before; empty when it was opened.
    pub from: String,
    /// State afterwards.
    pub to: String,
    /// Holder afterwards.
    pub holder: Option<String>,
    /// Version of the record afterwards.
    pub version: i64,
}

/// The journal after an entry, the oldest first, without what was said.
///
/// # Errors
/// What the database says.
pub fn acts_after(tx: &mut dyn Tx, realm: i64, after: i64, limit: i64) -> Result<Vec<Acted>, StoreError> {
    let sql = "SELECT seq, at, actor, record, register, move, from_state, to_state, holder, version FROM journal \
         WHERE realm = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
    all(tx, sql, &[realm.into(), after.into(), limit.into()], |row| {
        Ok(Acted {
            seq: row.int(0)?,
            at: row.int(1)?,
            actor: row.text(2)?,
            record: row.text(3)?,
            register: row.text(4)?,
            name: row.text(5)?,
            from: row.text(6)?,
            to: row.text(7)?,
            holder: row.opt_text(8)?,
            version: row.int(9)?,
        })
    })
}

/// What of a record is erased.
#[derive(Clone, Copy)]
pub struct Erasure<'a> {
    /// Personal fields whose values go; `None`: all of them.
    pub fields: Option<&'a [String]>,
    /// Which of its entries lose their words.
    pub words: &'a dyn Fn(&Line) -> bool,
    /// 16 random bytes for sealing what stays.
    pub salt: [u8; 16],
}

impl std::fmt::Debug for Erasure<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Erasure").field("fields", &self.fields).finish_non_exhaustive()
    }
}

/// Erases what was said about a record: words and salts of its acts, its personal values with their index, its followers' contacts, answers
/// kept for requests that made or changed it. The chain stays whole. Gives the number of acts that lost their words. The record's own fields
/// and title are the caller's to change, by an act.
///
/// # Errors
/// What the database says.
pub fn erase(tx: &mut dyn Tx, realm: i64, record: &str, erasure: &Erasure<'_>) -> Result<usize, StoreError> {
    let kept: BTreeMap<String, Value> = match crate::record::personal(tx, realm, record)? {
        Some(kept) => serde_json::from_str(&kept)?,
        None => BTreeMap::new(),
    };
    let goes = |field: &String| erasure.fields.is_none_or(|fields| fields.contains(field));
    let rest: BTreeMap<&String, &Value> = kept.iter().filter(|(field, _)| !goes(field)).collect();
    if rest.is_empty() {
        crate::record::remove_personal(tx, realm, record)?;
    } else if rest.len() < kept.len() {
        let tokens: Vec<FieldToken> =
            crate::record::tokens(tx, realm, record)?.unwrap_or_default().into_iter().filter(|(field, _)| !goes(field)).collect();
        crate::record::put_personal(tx, realm, record, &erasure.salt, &serde_json::to_string(&rest)?, &tokens)?;
    }
    let sql = "UPDATE follow SET contact = NULL WHERE realm = ?1 AND record = ?2 AND contact <> ?3";
    tx.execute(sql, &[realm.into(), record.into(), crate::desk::JOINED.into()])?;
    crate::desk::forget_replies_of(tx, realm, record)?;
    let mut erased = 0;
    for line in timeline(tx, realm, record)? {
        if !line.entry.words.is_empty() && (erasure.words)(&line) {
            erased += erase_entry(tx, realm, line.seq)?;
        }
    }
    Ok(erased)
}

/// Erases the words and the salt of one entry; says whether there were any, as 1 or 0.
///
/// # Errors
/// What the database says.
pub fn erase_entry(tx: &mut dyn Tx, realm: i64, seq: i64) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM journal_words WHERE realm = ?1 AND seq = ?2", &[realm.into(), seq.into()])
}

/// [`erase`] of everything personal and all words.
///
/// # Errors
/// What the database says.
pub fn erase_words(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<usize, StoreError> {
    erase(tx, realm, record, &Erasure { fields: None, words: &|_| true, salt: [0; 16] })
}
