//! Which account somebody is whom a provider of identities knows: the provider's name for them, beside ours.

use crate::StoreError;
use crate::dialect::using;
use crate::tx::{Row, Tx, all, first};

/// A link between a person at a provider and an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The provider's address.
    pub issuer: String,
    /// The provider's own name for the person, which never changes.
    pub subject: String,
    /// Account id.
    pub account: String,
    /// When it was made.
    pub made: i64,
}

fn read(row: &dyn Row) -> Result<Identity, StoreError> {
    Ok(Identity { issuer: row.text(0)?, subject: row.text(1)?, account: row.text(2)?, made: row.int(3)? })
}

/// Makes a link.
///
/// # Errors
/// [`StoreError::Exists`] where the person is linked already.
pub fn add_identity(tx: &mut dyn Tx, realm: i64, identity: &Identity) -> Result<(), StoreError> {
    let Identity { issuer, subject, account, made } = identity;
    let sql = "INSERT INTO identity (realm, issuer, subject, account, made) VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.execute(sql, &[realm.into(), issuer.into(), subject.into(), account.into(), (*made).into()]).map(drop)
}

/// The link of a person at a provider.
///
/// # Errors
/// What the database says.
pub fn identity(tx: &mut dyn Tx, realm: i64, issuer: &str, subject: &str) -> Result<Option<Identity>, StoreError> {
    let sql = "SELECT issuer, subject, account, made FROM identity WHERE realm = ?1 AND issuer = ?2 AND subject = ?3";
    first(tx, sql, &[realm.into(), issuer.into(), subject.into()], read)
}

/// The links of an account.
///
/// # Errors
/// What the database says.
pub fn identities_of(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Vec<Identity>, StoreError> {
    let sql = format!(
        "SELECT issuer, subject, account, made FROM identity {} WHERE realm = ?1 AND account = ?2 ORDER BY issuer, subject",
        using("identity_account")
    );
    all(tx, &sql, &[realm.into(), account.into()], read)
}

/// Takes the links of an account away; says how many.
///
/// # Errors
/// What the database says.
pub fn end_identities(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<usize, StoreError> {
    let sql = format!("DELETE FROM identity {} WHERE realm = ?1 AND account = ?2", using("identity_account"));
    tx.execute(&sql, &[realm.into(), account.into()])
}
