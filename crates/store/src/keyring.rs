//! The key file of a folder: found, made at the first opening, and held against the database it belongs to.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use crate::StoreError;
use crate::seal::{Keys, Place, Suite};
use crate::tx::{Tx, all, first};

/// Name of the key file in a data folder.
pub const KEY_FILE: &str = "keys";

/// Rows sealed at once while an older database is moved in.
const CHUNK: i64 = 2_000;

/// The keys in a key file, if it is there.
///
/// # Errors
/// What the disk says, or a file that holds no keys.
pub fn read_keys(file: &Path) -> Result<Option<Keys>, StoreError> {
    match fs::read_to_string(file) {
        Ok(text) => Keys::parse(&text).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes a key file, readable by its owner only. Replaces one that is there as a whole or not at all.
///
/// # Errors
/// What the disk says.
pub fn write_keys(file: &Path, keys: &Keys) -> Result<(), StoreError> {
    write_private(file, keys.text().as_bytes())
}

/// Writes a file that only its owner can read. Replaces one that is there as a whole or not at all.
pub(crate) fn write_private(file: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let part = file.with_extension("part");
    drop(fs::remove_file(&part));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(&part)?;
    open.write_all(bytes)?;
    open.sync_all()?;
    fs::rename(&part, file)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Keys of their own for a folder that has none yet.
fn fresh() -> Result<Keys, StoreError> {
    let mut master = [0; 32];
    getrandom::fill(&mut master).map_err(|error| StoreError::Io(error.to_string()))?;
    Keys::fresh(Suite::default(), master)
}

/// The keys to open a database with, and whether they were in the file already.
pub(crate) fn keys(file: &Path) -> Result<(Keys, bool), StoreError> {
    Ok(match read_keys(file)? {
        Some(keys) => (keys, true),
        None => (fresh()?, false),
    })
}

/// Holds keys against a database: those it was sealed with must be there. A database that nothing was sealed in yet gets its key file,
/// and what an older program wrote in clear is sealed.
pub(crate) fn settle(tx: &mut dyn Tx, file: &Path, found: bool) -> Result<(), StoreError> {
    let keys = tx.keys();
    let print = keys.print()?;
    let known = first(tx, "SELECT value FROM meta WHERE name = 'keys'", &[], |row| row.int(0))?;
    match known {
        Some(_) if !found => return Err(StoreError::KeysMissing { file: file.to_owned() }),
        Some(known) if known != print => return Err(StoreError::KeysForeign { file: file.to_owned() }),
        Some(_) => return Ok(()),
        None if !found => write_keys(file, &keys)?,
        None => {}
    }
    tx.execute("BEGIN IMMEDIATE", &[])?;
    let done = move_in(tx).and_then(|()| tx.execute("INSERT INTO meta (name, value) VALUES ('keys', ?1)", &[print.into()]));
    match done {
        Ok(_) => tx.execute("COMMIT", &[]).map(drop),
        Err(error) => {
            drop(tx.execute("ROLLBACK", &[]));
            Err(error)
        }
    }
}

/// Seals what schema 2 and older kept in clear, then drops those tables.
fn move_in(tx: &mut dyn Tx) -> Result<(), StoreError> {
    let keys = tx.keys();
    loop {
        let sql = "SELECT realm, record, salt, payload FROM personal_clear ORDER BY realm, record LIMIT ?1";
        let rows = all(tx, sql, &[CHUNK.into()], |row| Ok((row.int(0)?, row.text(1)?, row.bytes(2)?.to_vec(), row.text(3)?)))?;
        if rows.is_empty() {
            break;
        }
        for (realm, record, salt, payload) in rows {
            let place = Place { table: "personal", realm, row: &[&record] };
            let sealed = keys.seal(&place, &salt, payload.as_bytes())?;
            crate::record::add_personal(tx, realm, &record, &sealed, &[])?;
            tx.execute("DELETE FROM personal_clear WHERE realm = ?1 AND record = ?2", &[realm.into(), (&record).into()])?;
        }
    }
    loop {
        let sql = "SELECT realm, seq, salt, payload FROM journal_words_clear ORDER BY realm, seq LIMIT ?1";
        let rows = all(tx, sql, &[CHUNK.into()], |row| Ok((row.int(0)?, row.int(1)?, row.bytes(2)?.to_vec(), row.text(3)?)))?;
        if rows.is_empty() {
            break;
        }
        for (realm, seq, salt, words) in rows {
            crate::journal::put_words(tx, realm, seq, &salt, &words)?;
            tx.execute("DELETE FROM journal_words_clear WHERE realm = ?1 AND seq = ?2", &[realm.into(), seq.into()])?;
        }
    }
    let sql = "SELECT realm, account, key, fingerprint, status, body, at FROM idempotency_clear";
    let rows = all(tx, sql, &[], |row| {
        let reply = crate::Reply { fingerprint: row.text(3)?, status: row.int(4)?, body: row.text(5)?, at: row.int(6)? };
        Ok((row.int(0)?, row.text(1)?, row.text(2)?, reply))
    })?;
    for (realm, account, key, reply) in rows {
        crate::keep_reply(tx, realm, &account, &key, &reply)?;
    }
    for table in ["personal_clear", "journal_words_clear", "idempotency_clear"] {
        tx.execute(&format!("DROP TABLE {table}"), &[])?;
    }
    Ok(())
}
