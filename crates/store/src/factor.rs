//! Second factors: the secrets that authenticators share with the program, sealed as personal values are, and recovery codes, of which
//! only a keyed hash is kept: a copy of the database gives neither.

use crate::StoreError;
use crate::seal::Place;
use crate::tx::{Row, Tx, first};

/// An account's second factor.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecondFactor {
    /// Account id.
    pub account: String,
    /// The secret shared with the authenticator.
    pub secret: Vec<u8>,
    /// Since when it is asked for.
    pub since: i64,
    /// The last step of time whose code was taken: neither it nor one before is taken again.
    pub step: i64,
}

impl std::fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactor").field("account", &self.account).field("since", &self.since).finish_non_exhaustive()
    }
}

fn place<'a>(realm: i64, account: &'a [&'a str; 1]) -> Place<'a> {
    Place { table: "second_factor", realm, row: account }
}

/// Keeps an account's second factor in place of one it had. `salt` is random bytes.
///
/// # Errors
/// What the database says.
pub fn put_second_factor(tx: &mut dyn Tx, realm: i64, salt: &[u8; 16], factor: &SecondFactor) -> Result<(), StoreError> {
    let sealed = tx.keys().seal(&place(realm, &[&factor.account]), salt, &factor.secret)?;
    tx.execute(
        "INSERT INTO second_factor (realm, account, sealed, since, step) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (realm, account) \
         DO UPDATE SET sealed = excluded.sealed, since = excluded.since, step = excluded.step",
        &[realm.into(), (&factor.account).into(), sealed.as_slice().into(), factor.since.into(), factor.step.into()],
    )
    .map(drop)
}

/// An account's second factor.
///
/// # Errors
/// [`StoreError::Sealed`] where it does not open, or what the database says.
pub fn second_factor(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Option<SecondFactor>, StoreError> {
    let keys = tx.keys();
    let sql = "SELECT sealed, since, step FROM second_factor WHERE realm = ?1 AND account = ?2";
    first(tx, sql, &[realm.into(), account.into()], |row| {
        let secret = keys.open(&place(realm, &[account]), row.bytes(0)?)?;
        Ok(SecondFactor { account: account.to_owned(), secret, since: row.int(1)?, step: row.int(2)? })
    })
}

/// Since when an account has a second factor, without opening it.
///
/// # Errors
/// What the database says.
pub fn second_factor_since(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT since FROM second_factor WHERE realm = ?1 AND account = ?2";
    first(tx, sql, &[realm.into(), account.into()], |row| row.int(0))
}

/// Takes the code of a step of time, which is then spent; says whether it was not spent before.
///
/// # Errors
/// What the database says.
pub fn spend_step(tx: &mut dyn Tx, realm: i64, account: &str, step: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE second_factor SET step = ?3 WHERE realm = ?1 AND account = ?2 AND step < ?3";
    Ok(tx.execute(sql, &[realm.into(), account.into(), step.into()])? == 1)
}

/// Takes an account's second factor away, its recovery codes too; says whether it had one.
///
/// # Errors
/// What the database says.
pub fn end_second_factor(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<bool, StoreError> {
    put_recovery_codes(tx, realm, account, &[])?;
    let sql = "DELETE FROM second_factor WHERE realm = ?1 AND account = ?2";
    Ok(tx.execute(sql, &[realm.into(), account.into()])? == 1)
}

/// Replaces an account's recovery codes.
///
/// # Errors
/// What the database says.
pub fn put_recovery_codes(tx: &mut dyn Tx, realm: i64, account: &str, codes: &[String]) -> Result<(), StoreError> {
    let keys = tx.keys();
    tx.execute("DELETE FROM recovery_code WHERE realm = ?1 AND account = ?2", &[realm.into(), account.into()])?;
    for code in codes {
        let blind = keys.blind(realm, KIND, &of(account, code))?;
        let sql = "INSERT INTO recovery_code (realm, account, blind) VALUES (?1, ?2, ?3)";
        tx.execute(sql, &[realm.into(), account.into(), (&blind).into()])?;
    }
    Ok(())
}

/// Takes a recovery code, which is then gone; says whether it was one of the account's.
///
/// # Errors
/// What the database says.
pub fn spend_recovery_code(tx: &mut dyn Tx, realm: i64, account: &str, code: &str) -> Result<bool, StoreError> {
    let blind = tx.keys().blind(realm, KIND, &of(account, code))?;
    let sql = "DELETE FROM recovery_code WHERE realm = ?1 AND account = ?2 AND blind = ?3";
    Ok(tx.execute(sql, &[realm.into(), account.into(), (&blind).into()])? == 1)
}

/// How many recovery codes an account has left.
///
/// # Errors
/// What the database says.
pub fn count_recovery_codes(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<i64, StoreError> {
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE realm = ?1 AND account = ?2";
    Ok(first(tx, sql, &[realm.into(), account.into()], |row| row.int(0))?.unwrap_or_default())
}

const KIND: &str = "recovery-code";

/// The same code of two accounts looks different.
fn of(account: &str, code: &str) -> String {
    format!("{account} {code}")
}

/// Calls `found` for every sealed secret of a realm with its account and whether it opens.
pub(crate) fn check(tx: &mut dyn Tx, realm: i64, found: &mut dyn FnMut(&str, bool)) -> Result<(), StoreError> {
    let keys = tx.keys();
    tx.query("SELECT account, sealed FROM second_factor WHERE realm = ?1 ORDER BY account", &[realm.into()], &mut |row: &dyn Row| {
        let account = row.str(0)?;
        found(account, keys.open(&place(realm, &[account]), row.bytes(1)?).is_ok());
        Ok(())
    })
}
