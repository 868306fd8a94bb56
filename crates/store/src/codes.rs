//! The country's table of areas, to look things up in: the same for every realm that imports it, and small enough to be kept whole beside each. A
//! row's level and the digits of those above are in its code, so that the areas below one lie together.

use crate::StoreError;
use crate::tx::{Row, Tx, all, first};
use crate::words;

/// One area of the country.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// Two, four, six, nine or twelve digits.
    pub code: String,
    /// Name as the table has it.
    pub name: String,
}

/// Digits of each level, the widest first.
const DIGITS: [usize; 5] = [2, 4, 6, 9, 12];

#[expect(clippy::cast_possible_wrap, reason = "five levels")]
fn level(code: &str) -> Option<i64> {
    DIGITS.iter().position(|digits| *digits == code.len()).map(|at| at as i64)
}

/// Replaces the table.
///
/// # Errors
/// [`StoreError::Malformed`] for a code of another length, [`StoreError::Exists`] for one that is there twice, or what the database says.
pub fn put_codes(tx: &mut dyn Tx, realm: i64, codes: &[Code]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM code WHERE realm = ?1", &[realm.into()])?;
    for one in codes {
        let level = level(&one.code).ok_or_else(|| StoreError::Malformed(format!("code {}", one.code)))?;
        let initials = words::pinyin_initials(&one.name);
        tx.execute(
            "INSERT INTO code (realm, level, code, name, initials) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[realm.into(), level.into(), (&one.code).into(), (&one.name).into(), (&initials).into()],
        )?;
    }
    Ok(())
}

fn read(row: &dyn Row) -> Result<Code, StoreError> {
    Ok(Code { code: row.text(0)?, name: row.text(1)? })
}

/// One area of the country.
///
/// # Errors
/// What the database says.
pub fn code(tx: &mut dyn Tx, realm: i64, code: &str) -> Result<Option<Code>, StoreError> {
    let Some(level) = level(code) else { return Ok(None) };
    first(tx, "SELECT code, name FROM code WHERE realm = ?1 AND level = ?2 AND code = ?3", &[realm.into(), level.into(), code.into()], read)
}

/// The areas directly below one, by code, at most `limit`; the provinces where the code is empty.
///
/// # Errors
/// What the database says.
pub fn codes_below(tx: &mut dyn Tx, realm: i64, above: &str, limit: i64) -> Result<Vec<Code>, StoreError> {
    let below = if above.is_empty() { 0 } else { level(above).map_or(5, |level| level + 1) };
    all(
        tx,
        // A colon comes right after the digits.
        "SELECT code, name FROM code WHERE realm = ?1 AND level = ?2 AND code >= ?3 AND code < ?4 ORDER BY code LIMIT ?5",
        &[realm.into(), below.into(), above.into(), (&format!("{above}:")).into(), limit.into()],
        read,
    )
}

/// Areas whose name contains the text, whose pinyin initials contain it, or whose code begins with it; the widest first, at most `limit`.
///
/// # Errors
/// What the database says.
pub fn find_codes(tx: &mut dyn Tx, realm: i64, text: &str, limit: i64) -> Result<Vec<Code>, StoreError> {
    let escaped: String =
        text.trim().to_lowercase().chars().flat_map(|c| ['\\'].into_iter().filter(move |_| "\\%_".contains(c)).chain([c])).collect();
    let (anywhere, front) = (format!("%{escaped}%"), format!("{escaped}%"));
    all(
        tx,
        "SELECT code, name FROM code WHERE realm = ?1 AND (name LIKE ?2 ESCAPE '\\' OR initials LIKE ?2 ESCAPE '\\' OR code LIKE ?3 ESCAPE '\\') \
         ORDER BY level, code LIMIT ?4",
        &[realm.into(), (&anywhere).into(), (&front).into(), limit.into()],
        read,
    )
}

/// How many areas of each level the table has, the widest first.
///
/// # Errors
/// What the database says.
pub fn count_codes(tx: &mut dyn Tx, realm: i64) -> Result<Vec<i64>, StoreError> {
    let mut counts = vec![0; DIGITS.len()];
    tx.query("SELECT level, COUNT(*) FROM code WHERE realm = ?1 GROUP BY level", &[realm.into()], &mut |row| {
        if let Some(count) = usize::try_from(row.int(0)?).ok().and_then(|at| counts.get_mut(at)) {
            *count = row.int(1)?;
        }
        Ok(())
    })?;
    Ok(counts)
}
