//! Records: read by id or number, written under an optimistic lock.

use data_encoding::HEXLOWER;
use linli_pack::record::Record;

use crate::StoreError;
use crate::dialect::using;
use crate::seal::{Blind, Keys, Place};
use crate::tx::{Row, Tx, all, first};

/// The columns in the order [`read`] expects them.
pub(crate) const COLUMNS: &str = "r.id, r.number, r.register, r.state, r.open, r.area, r.holder, r.opener, r.source, r.category, \
     r.urgency, r.title, r.created, r.updated, r.due, r.warn, r.deadline, r.closed, r.wake, r.lon, r.lat, r.rating, r.raised, r.returns, \
     r.reopened, r.followers, r.supervised, r.public, r.version, r.pack, r.fields, r.memory";

/// A record from a row of [`COLUMNS`].
pub(crate) fn read(row: &dyn Row) -> Result<Record, StoreError> {
    Ok(Record {
        id: row.text(0)?,
        number: row.text(1)?,
        register: row.text(2)?,
        state: row.text(3)?,
        open: row.bool(4)?,
        area: row.text(5)?,
        holder: row.opt_text(6)?,
        opener: row.opt_text(7)?,
        source: row.text(8)?,
        category: row.opt_text(9)?,
        urgency: row.opt_text(10)?,
        title: row.text(11)?,
        created: row.int(12)?,
        updated: row.int(13)?,
        due: row.opt_int(14)?,
        warn: row.opt_int(15)?,
        deadline: row.opt_int(16)?,
        closed: row.opt_int(17)?,
        wake: row.opt_int(18)?,
        lon: row.opt_num(19)?,
        lat: row.opt_num(20)?,
        rating: row.opt_int(21)?,
        raised: row.int(22)?,
        returns: row.int(23)?,
        reopened: row.int(24)?,
        followers: row.int(25)?,
        supervised: row.bool(26)?,
        public: row.bool(27)?,
        version: row.int(28)?,
        pack: row.text(29)?,
        fields: serde_json::from_str(row.str(30)?)?,
        memory: serde_json::from_str(row.str(31)?)?,
    })
}

/// The record with that id.
///
/// # Errors
/// What the database says.
pub fn record(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Record>, StoreError> {
    first(tx, &format!("SELECT {COLUMNS} FROM record r WHERE r.realm = ?1 AND r.id = ?2"), &[realm.into(), id.into()], read)
}

/// The record people quote by that number.
///
/// # Errors
/// What the database says.
pub fn record_by_number(tx: &mut dyn Tx, realm: i64, number: &str) -> Result<Option<Record>, StoreError> {
    first(tx, &format!("SELECT {COLUMNS} FROM record r WHERE r.realm = ?1 AND r.number = ?2"), &[realm.into(), number.into()], read)
}

/// Records the program itself must look at by `now`, the most overdue first: id and when.
///
/// # Errors
/// What the database says.
pub fn due_to_wake(tx: &mut dyn Tx, realm: i64, now: i64, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    all(
        tx,
        "SELECT id, wake FROM record WHERE realm = ?1 AND wake IS NOT NULL AND wake <= ?2 ORDER BY wake LIMIT ?3",
        &[realm.into(), now.into(), limit.into()],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )
}

/// What an update must know of the row it replaces.
struct Before {
    version: i64,
    desk: bool,
    wake: bool,
    place: bool,
}

/// Writes a record as the version after the one it was made from: version 1 is new, version n replaces n − 1.
///
/// # Errors
/// [`StoreError::Conflict`] where the stored version is another; [`StoreError::Exists`] where the number is taken.
pub fn put_record(tx: &mut dyn Tx, realm: i64, record: &Record) -> Result<(), StoreError> {
    let before = first(
        tx,
        "SELECT version, holder, open, due, wake, register, area, number, opener, created, category FROM record WHERE realm = ?1 AND id = ?2",
        &[realm.into(), (&record.id).into()],
        |row| {
            Ok(Before {
                version: row.int(0)?,
                desk: row.opt_str(1)? != record.holder.as_deref() || row.bool(2)? != record.open || row.opt_int(3)? != record.due,
                wake: row.opt_int(4)? != record.wake,
                place: row.str(5)? != record.register
                    || row.str(6)? != record.area
                    || row.str(7)? != record.number
                    || row.opt_str(8)? != record.opener.as_deref()
                    || row.int(9)? != record.created
                    || row.opt_str(10)? != record.category.as_deref(),
            })
        },
    )?;
    let is = before.as_ref().map_or(0, |before| before.version);
    if is != record.version - 1 {
        return Err(StoreError::Conflict { id: record.id.clone(), seen: record.version - 1, is });
    }
    let texts = Texts::of(record)?;
    write(tx, realm, record, &texts, &before.map_or_else(|| INSERT.to_owned(), |before| update(&before)), is)
}

/// Writes a record that is known to be new, without looking for an older version of it.
///
/// # Errors
/// [`StoreError::Exists`] where its id or number is taken.
pub fn add_record(tx: &mut dyn Tx, realm: i64, record: &Record) -> Result<(), StoreError> {
    add(tx, realm, record, &Texts::of(record)?)
}

/// [`add_record`] of one whose texts are made.
pub(crate) fn add(tx: &mut dyn Tx, realm: i64, record: &Record, texts: &Texts) -> Result<(), StoreError> {
    write(tx, realm, record, texts, INSERT, 0)
}

/// What of a record is kept as JSON.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    fields: String,
    memory: String,
}

impl Texts {
    pub(crate) fn of(record: &Record) -> Result<Self, StoreError> {
        Ok(Self { fields: serde_json::to_string(&record.fields)?, memory: serde_json::to_string(&record.memory)? })
    }
}

fn write(tx: &mut dyn Tx, realm: i64, record: &Record, texts: &Texts, sql: &str, is: i64) -> Result<(), StoreError> {
    let changed = tx.execute(
        sql,
        &[
            realm.into(),
            (&record.id).into(),
            (record.version - 1).into(),
            (&record.number).into(),
            (&record.register).into(),
            (&record.state).into(),
            record.open.into(),
            (&record.area).into(),
            (&record.holder).into(),
            (&record.opener).into(),
            (&record.source).into(),
            (&record.category).into(),
            (&record.urgency).into(),
            (&record.title).into(),
            record.created.into(),
            record.updated.into(),
            record.due.into(),
            record.warn.into(),
            record.deadline.into(),
            record.closed.into(),
            record.wake.into(),
            record.lon.into(),
            record.lat.into(),
            record.rating.into(),
            record.raised.into(),
            record.returns.into(),
            record.reopened.into(),
            record.followers.into(),
            record.supervised.into(),
            record.public.into(),
            (&record.pack).into(),
            (&texts.fields).into(),
            (&texts.memory).into(),
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(StoreError::Conflict { id: record.id.clone(), seen: is, is: is + 1 }) }
}

const INSERT: &str = "INSERT INTO record (realm, id, version, number, register, state, open, area, holder, opener, source, category, \
     urgency, title, created, updated, due, warn, deadline, closed, wake, lon, lat, rating, raised, returns, reopened, followers, \
     supervised, public, pack, fields, memory) VALUES (?1, ?2, ?3 + 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, \
     ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)";

/// Sets only what can have changed: SQLite rewrites every index that a `SET` names, even if the value stays.
fn update(before: &Before) -> String {
    let mut sql = String::from(
        "UPDATE record SET version = ?3 + 1, state = ?6, source = ?11, urgency = ?13, title = ?14, updated = ?16, \
         warn = ?18, deadline = ?19, closed = ?20, lon = ?22, lat = ?23, rating = ?24, raised = ?25, returns = ?26, reopened = ?27, \
         followers = ?28, supervised = ?29, public = ?30, pack = ?31, fields = ?32, memory = ?33",
    );
    if before.desk {
        sql.push_str(", open = ?7, holder = ?9, due = ?17");
    }
    if before.wake {
        sql.push_str(", wake = ?21");
    }
    if before.place {
        sql.push_str(", number = ?4, register = ?5, area = ?8, opener = ?10, created = ?15, category = ?12");
    }
    sql.push_str(" WHERE realm = ?1 AND id = ?2 AND version = ?3");
    sql
}

/// A field and the token under which its value is found.
pub type FieldToken = (String, Blind);

/// Keeps a record's personal values apart from it, sealed, and says under which blind tokens they are found, replacing what was there.
/// `payload` is JSON; `salt` is 16 random bytes.
///
/// # Errors
/// What the database says.
pub fn put_personal(
    tx: &mut dyn Tx,
    realm: i64,
    record: &str,
    salt: &[u8; 16],
    payload: &str,
    tokens: &[FieldToken],
) -> Result<(), StoreError> {
    let sealed = seal_personal(&tx.keys(), realm, record, salt, payload)?;
    remove_personal(tx, realm, record)?;
    add_personal(tx, realm, record, &sealed, tokens)
}

pub(crate) fn seal_personal(keys: &Keys, realm: i64, record: &str, salt: &[u8; 16], payload: &str) -> Result<Vec<u8>, StoreError> {
    keys.seal(&Place { table: "personal", realm, row: &[record] }, salt, payload.as_bytes())
}

/// Writes the sealed values of a record that has none yet. The tokens are noted beside them: they are where to take them out of the index.
pub(crate) fn add_personal(tx: &mut dyn Tx, realm: i64, record: &str, sealed: &[u8], tokens: &[FieldToken]) -> Result<(), StoreError> {
    let lines: String = tokens.iter().map(|(field, blind)| format!("{} {field}\n", HEXLOWER.encode(blind))).collect();
    tx.execute(
        "INSERT INTO personal (realm, record, sealed, tokens) VALUES (?1, ?2, ?3, ?4)",
        &[realm.into(), record.into(), sealed.into(), (&lines).into()],
    )?;
    for (field, blind) in tokens {
        tx.execute(
            "INSERT INTO personal_index (realm, blind, record, field) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            &[realm.into(), blind.into(), record.into(), field.into()],
        )?;
    }
    Ok(())
}

/// Under which tokens a record is found; `None` where it has no personal values.
pub(crate) fn tokens(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Option<Vec<FieldToken>>, StoreError> {
    let lines =
        first(tx, "SELECT tokens FROM personal WHERE realm = ?1 AND record = ?2", &[realm.into(), record.into()], |row| row.text(0))?;
    let parse = |line: &str| {
        let (blind, field) = line.split_once(' ')?;
        Some((field.to_owned(), HEXLOWER.decode(blind.as_bytes()).ok()?.try_into().ok()?))
    };
    let wrong = || StoreError::Malformed("personal.tokens".into());
    lines.map(|lines| lines.lines().map(|line| parse(line).ok_or_else(wrong)).collect()).transpose()
}

/// Removes a record's personal values, and the record from the index of their tokens.
pub(crate) fn remove_personal(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<(), StoreError> {
    let Some(tokens) = tokens(tx, realm, record)? else { return Ok(()) };
    for (field, blind) in tokens {
        let sql = "DELETE FROM personal_index WHERE realm = ?1 AND blind = ?2 AND record = ?3 AND field = ?4";
        tx.execute(sql, &[realm.into(), (&blind).into(), record.into(), (&field).into()])?;
    }
    tx.execute("DELETE FROM personal WHERE realm = ?1 AND record = ?2", &[realm.into(), record.into()]).map(drop)
}

/// A record's personal values as JSON; `None` where there are none or they were erased.
///
/// # Errors
/// [`StoreError::Sealed`] where they do not open, or what the database says.
pub fn personal(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Option<String>, StoreError> {
    let keys = tx.keys();
    first(tx, "SELECT sealed FROM personal WHERE realm = ?1 AND record = ?2", &[realm.into(), record.into()], |row| {
        keys.open_text(&Place { table: "personal", realm, row: &[record] }, row.bytes(0)?)
    })
}

/// Records with a value under that blind token, at most so many; in the order of their ids, which begin with the time.
///
/// # Errors
/// What the database says.
pub fn by_blind(tx: &mut dyn Tx, realm: i64, blind: &Blind, limit: i64) -> Result<Vec<Record>, StoreError> {
    let sql = BY_BLIND.replace("{columns}", COLUMNS);
    all(tx, &sql, &[realm.into(), blind.into(), limit.into()], read)
}

/// Newest first. The index is walked first, then each record is read by its id.
pub(crate) const BY_BLIND: &str = "SELECT {columns} FROM (SELECT DISTINCT record FROM personal_index WHERE realm = ?1 AND blind = ?2 \
     ORDER BY record DESC LIMIT ?3) i CROSS JOIN record r WHERE r.realm = ?1 AND r.id = i.record ORDER BY i.record DESC";
/// The open records of exactly this area, whatever their register.
///
/// # Errors
/// What the database says.
pub fn open_in(tx: &mut dyn Tx, realm: i64, area: &str) -> Result<Vec<Record>, StoreError> {
    let pinned = using("record_open_in");
    let sql = format!("SELECT {COLUMNS} FROM record r {pinned} WHERE r.realm = ?1 AND r.area = ?2 AND r.open = 1");
    all(tx, &sql, &[realm.into(), area.into()], read)
}

/// The open records that a body holds or opened.
///
/// # Errors
/// What the database says.
pub fn open_of_body(tx: &mut dyn Tx, realm: i64, body: &str) -> Result<Vec<Record>, StoreError> {
    let (held, opened) = (using("record_held"), using("record_opened"));
    let params = [realm.into(), body.into()];
    let sql = format!("SELECT {COLUMNS} FROM record r {held} WHERE r.realm = ?1 AND r.holder = ?2 AND r.open = 1");
    let mut found = all(tx, &sql, &params, read)?;
    let sql = format!("SELECT {COLUMNS} FROM record r {opened} WHERE r.realm = ?1 AND r.opener = ?2 AND r.open = 1");
    found.extend(all(tx, &sql, &params, read)?);
    Ok(found)
}
