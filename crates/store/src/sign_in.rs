//! The journal of sign-ins: who came in or tried to, when, how, and who ended it. A chain of its own beside the journal of acts, because
//! it is forgotten after half a year and that one never is: what is left always hangs together, from the oldest line that is kept to the last.

use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::chain::Hash;
use crate::dialect::using;
use crate::tx::{Row, Tx, all, first};

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// Its place, from 1; given by the store.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// Whose account.
    pub account: String,
    /// What happened, e.g. `in`, `wrong_password`, `locked`, `out`.
    pub what: String,
    /// How they came in: `password`, `code`; empty where that says nothing.
    pub way: String,
    /// Browser and system in two words.
    pub browser: String,
    /// The network they came from, shortened; empty: the machine itself, or unknown.
    pub network: String,
    /// Who ended it, where that was somebody else; otherwise empty.
    pub actor: String,
}

/// Where the chain ends is noted under this name in `progress`.
const HEAD: &str = "sign-ins";

fn link(before: &Hash, realm: i64, line: &SignIn) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(b"linli sign-in 1");
    for number in [realm, line.seq, line.at] {
        hasher.update(number.to_be_bytes());
    }
    for text in [&line.account, &line.what, &line.way, &line.browser, &line.network, &line.actor] {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    hasher.finalize().into()
}

const COLUMNS: &str = "seq, at, account, what, way, browser, network, actor";

fn read(row: &dyn Row) -> Result<SignIn, StoreError> {
    Ok(SignIn {
        seq: row.int(0)?,
        at: row.int(1)?,
        account: row.text(2)?,
        what: row.text(3)?,
        way: row.text(4)?,
        browser: row.text(5)?,
        network: row.text(6)?,
        actor: row.text(7)?,
    })
}

fn hash(bytes: &[u8]) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Malformed("sign_in.hash".into()))
}

/// Adds a line to the chain.
///
/// # Errors
/// What the database says.
pub fn add_sign_in(tx: &mut dyn Tx, realm: i64, line: &SignIn) -> Result<(), StoreError> {
    let sql = "SELECT seq, hash FROM sign_in WHERE realm = ?1 ORDER BY seq DESC LIMIT 1";
    let last = first(tx, sql, &[realm.into()], |row| Ok((row.int(0)?, hash(row.bytes(1)?)?)))?;
    let (before, hash_before) = last.unwrap_or((0, [0; 32]));
    let line = SignIn { seq: before + 1, ..line.clone() };
    let hash = link(&hash_before, realm, &line);
    tx.execute(
        &format!("INSERT INTO sign_in (realm, {COLUMNS}, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
        &[
            realm.into(),
            line.seq.into(),
            line.at.into(),
            (&line.account).into(),
            (&line.what).into(),
            (&line.way).into(),
            (&line.browser).into(),
            (&line.network).into(),
            (&line.actor).into(),
            (&hash).into(),
        ],
    )?;
    crate::put_progress(tx, realm, HEAD, line.seq, &data_encoding::HEXLOWER.encode(&hash))
}

/// Lines of a realm before a place, the latest first.
///
/// # Errors
/// What the database says.
pub fn sign_ins(tx: &mut dyn Tx, realm: i64, before: i64, limit: i64) -> Result<Vec<SignIn>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM sign_in WHERE realm = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3");
    all(tx, &sql, &[realm.into(), before.into(), limit.into()], read)
}

/// Lines of an account before a place, the latest first.
///
/// # Errors
/// What the database says.
pub fn sign_ins_of(tx: &mut dyn Tx, realm: i64, account: &str, before: i64, limit: i64) -> Result<Vec<SignIn>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sign_in {} WHERE realm = ?1 AND account = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4",
        using("sign_in_account")
    );
    all(tx, &sql, &[realm.into(), account.into(), before.into(), limit.into()], read)
}

/// Counts a try with a login that nobody has; nothing of it is kept but the day.
///
/// # Errors
/// What the database says.
pub fn count_stranger(tx: &mut dyn Tx, realm: i64, day: i64) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO sign_in_stranger (realm, day, n) VALUES (?1, ?2, 1) ON CONFLICT (realm, day) DO UPDATE SET n = sign_in_stranger.n + 1";
    tx.execute(sql, &[realm.into(), day.into()]).map(drop)
}

/// Tries with logins that nobody has, from a day on.
///
/// # Errors
/// What the database says.
pub fn strangers_since(tx: &mut dyn Tx, realm: i64, day: i64) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(SUM(n), 0) FROM sign_in_stranger WHERE realm = ?1 AND day >= ?2";
    Ok(first(tx, sql, &[realm.into(), day.into()], |row| row.int(0))?.unwrap_or_default())
}

/// Forgets lines from before an instant and counts from before a day; says how many lines. The last line always stays.
///
/// # Errors
/// What the database says.
pub fn forget_sign_ins(tx: &mut dyn Tx, realm: i64, before: i64, day: i64) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM sign_in_stranger WHERE realm = ?1 AND day < ?2", &[realm.into(), day.into()])?;
    // Lines follow each other in time, so what goes is the beginning of the chain.
    let sql = "SELECT MIN(seq) FROM sign_in WHERE realm = ?1 AND at >= ?2";
    let keep = match first(tx, sql, &[realm.into(), before.into()], |row| row.opt_int(0))?.flatten() {
        Some(keep) => Some(keep),
        None => first(tx, "SELECT MAX(seq) FROM sign_in WHERE realm = ?1", &[realm.into()], |row| row.opt_int(0))?.flatten(),
    };
    tx.execute("DELETE FROM sign_in WHERE realm = ?1 AND seq < ?2", &[realm.into(), keep.into()])
}

/// Reads the chain and calls `wrong` with the place of each line that is not what was written or is missing; says how many lines there are.
pub(crate) fn check(tx: &mut dyn Tx, realm: i64, wrong: &mut dyn FnMut(i64)) -> Result<u64, StoreError> {
    let mut before: Option<(i64, Hash)> = None;
    let mut lines = 0;
    let sql = format!("SELECT {COLUMNS}, hash FROM sign_in WHERE realm = ?1 ORDER BY seq");
    tx.query(&sql, &[realm.into()], &mut |row| {
        let (line, own) = (read(row)?, hash(row.bytes(8)?)?);
        lines += 1;
        // The oldest line that is kept stands on one that was forgotten, unless it is the first of all.
        match before {
            None if line.seq == 1 && link(&[0; 32], realm, &line) != own => wrong(line.seq),
            Some((seq, hash)) if seq + 1 != line.seq || link(&hash, realm, &line) != own => wrong(line.seq),
            _ => {}
        }
        before = Some((line.seq, own));
        Ok(())
    })?;
    let noted = crate::progress(tx, realm, HEAD)?;
    let found = before.map(|(seq, hash)| (seq, data_encoding::HEXLOWER.encode(&hash)));
    if noted != found {
        wrong(noted.or(found).map_or(0, |(seq, _)| seq));
    }
    Ok(lines)
}
