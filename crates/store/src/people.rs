//! Accounts, what they may do, and how they prove who they are. Secrets come in hashed; the store never sees them.

use crate::StoreError;
use crate::dialect::using;
use crate::tx::{Row, Tx, all, first};

/// Somebody who can sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: String,
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Password hash in PHC form; empty: no password.
    pub password: String,
    /// May not sign in.
    pub disabled: bool,
    /// Wrong passwords in a row.
    pub failed: i64,
    /// No sign-in before this instant.
    pub locked_until: Option<i64>,
    /// Language: `zh` or `en`.
    pub lang: String,
    /// Somebody else set the password: its owner must change it before anything else.
    pub must_change: bool,
}

/// A role in a body, over the body's area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grant {
    /// Account id.
    pub account: String,
    /// Role.
    pub role: String,
    /// Code of the body.
    pub body: String,
    /// Code of the body's area.
    pub area: String,
    /// First day, `YYYY-MM-DD`.
    pub from_day: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    pub to_day: Option<String>,
}

/// A signed-in browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie, in hex.
    pub hash: String,
    /// Account id.
    pub account: String,
    /// When it began.
    pub created: i64,
    /// When it was last used.
    pub seen: i64,
    /// When it ends.
    pub expires: i64,
    /// Browser and system in two words, `Edge · Windows`; empty where it did not say.
    pub browser: String,
    /// How it was opened: `password`, `code` (password and code); empty: before this was kept.
    pub way: String,
}

/// A key for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// SHA-256 of the token, in hex.
    pub hash: String,
    /// Account id.
    pub account: String,
    /// What it is for.
    pub label: String,
    /// When it was made.
    pub created: i64,
    /// When it ends.
    pub expires: Option<i64>,
}

pub(crate) const ACCOUNT: &str = "id, login, name, password, disabled, failed, locked_until, lang, must_change";

pub(crate) fn read_account(row: &dyn Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.text(0)?,
        login: row.text(1)?,
        name: row.text(2)?,
        password: row.text(3)?,
        disabled: row.bool(4)?,
        failed: row.int(5)?,
        locked_until: row.opt_int(6)?,
        lang: row.text(7)?,
        must_change: row.bool(8)?,
    })
}

/// Adds or replaces an account.
///
/// # Errors
/// [`StoreError::Exists`] where another account has the login.
pub fn put_account(tx: &mut dyn Tx, realm: i64, account: &Account) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account (realm, id, login, name, password, disabled, failed, locked_until, lang, must_change) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (realm, id) DO UPDATE SET login = excluded.login, \
         name = excluded.name, password = excluded.password, disabled = excluded.disabled, failed = excluded.failed, \
         locked_until = excluded.locked_until, lang = excluded.lang, must_change = excluded.must_change",
        &[
            realm.into(),
            (&account.id).into(),
            (&account.login).into(),
            (&account.name).into(),
            (&account.password).into(),
            account.disabled.into(),
            account.failed.into(),
            account.locked_until.into(),
            (&account.lang).into(),
            account.must_change.into(),
        ],
    )
    .map(drop)
}

/// The account with that id.
///
/// # Errors
/// What the database says.
pub fn account(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {ACCOUNT} FROM account WHERE realm = ?1 AND id = ?2");
    first(tx, &sql, &[realm.into(), id.into()], read_account)
}

/// The account that signs in with that login.
///
/// # Errors
/// What the database says.
pub fn account_by_login(tx: &mut dyn Tx, realm: i64, login: &str) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {ACCOUNT} FROM account WHERE realm = ?1 AND login = ?2");
    first(tx, &sql, &[realm.into(), login.into()], read_account)
}

/// All accounts, by login.
///
/// # Errors
/// What the database says.
pub fn accounts(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Account>, StoreError> {
    all(tx, &format!("SELECT {ACCOUNT} FROM account WHERE realm = ?1 ORDER BY login"), &[realm.into()], read_account)
}

const GRANT: &str = "account, role, body, area, from_day, to_day";

fn read_grant(row: &dyn Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        account: row.text(0)?,
        role: row.text(1)?,
        body: row.text(2)?,
        area: row.text(3)?,
        from_day: row.opt_text(4)?,
        to_day: row.opt_text(5)?,
    })
}

/// Replaces all grants of an account.
///
/// # Errors
/// What the database says.
pub fn put_grants(tx: &mut dyn Tx, realm: i64, account: &str, grants: &[Grant]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM grant_ WHERE realm = ?1 AND account = ?2", &[realm.into(), account.into()])?;
    for grant in grants {
        tx.execute(
            "INSERT INTO grant_ (realm, account, role, body, area, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            &[
                realm.into(),
                account.into(),
                (&grant.role).into(),
                (&grant.body).into(),
                (&grant.area).into(),
                (&grant.from_day).into(),
                (&grant.to_day).into(),
            ],
        )?;
    }
    Ok(())
}

/// What an account may do.
///
/// # Errors
/// What the database says.
pub fn grants(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Vec<Grant>, StoreError> {
    let sql = format!("SELECT {GRANT} FROM grant_ WHERE realm = ?1 AND account = ?2 ORDER BY role, body");
    all(tx, &sql, &[realm.into(), account.into()], read_grant)
}

/// Every grant of the realm, by account.
///
/// # Errors
/// What the database says.
pub fn all_grants(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Grant>, StoreError> {
    all(tx, &format!("SELECT {GRANT} FROM grant_ WHERE realm = ?1 ORDER BY account, role, body"), &[realm.into()], read_grant)
}

/// Who works in a body.
///
/// # Errors
/// What the database says.
pub fn grants_of_body(tx: &mut dyn Tx, realm: i64, body: &str) -> Result<Vec<Grant>, StoreError> {
    let sql = format!("SELECT {GRANT} FROM grant_ {} WHERE realm = ?1 AND body = ?2 ORDER BY account, role", using("grant_body"));
    all(tx, &sql, &[realm.into(), body.into()], read_grant)
}

/// Begins or renews a session.
///
/// # Errors
/// What the database says.
pub fn put_session(tx: &mut dyn Tx, realm: i64, session: &Session) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO session (realm, hash, account, created, seen, expires, browser, way) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         ON CONFLICT (realm, hash) DO UPDATE SET seen = excluded.seen, expires = excluded.expires, way = excluded.way",
        &[
            realm.into(),
            (&session.hash).into(),
            (&session.account).into(),
            session.created.into(),
            session.seen.into(),
            session.expires.into(),
            (&session.browser).into(),
            (&session.way).into(),
        ],
    )
    .map(drop)
}

const SESSION: &str = "hash, account, created, seen, expires, browser, way";

fn read_session(row: &dyn Row) -> Result<Session, StoreError> {
    Ok(Session {
        hash: row.text(0)?,
        account: row.text(1)?,
        created: row.int(2)?,
        seen: row.int(3)?,
        expires: row.int(4)?,
        browser: row.text(5)?,
        way: row.text(6)?,
    })
}

/// The session with that hash that has not ended by `now`.
///
/// # Errors
/// What the database says.
pub fn session(tx: &mut dyn Tx, realm: i64, hash: &str, now: i64) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT {SESSION} FROM session WHERE realm = ?1 AND hash = ?2 AND expires > ?3");
    first(tx, &sql, &[realm.into(), hash.into(), now.into()], read_session)
}

/// Sessions of an account that have not ended by `now`, the one last used first.
///
/// # Errors
/// What the database says.
pub fn sessions_of(tx: &mut dyn Tx, realm: i64, account: &str, now: i64) -> Result<Vec<Session>, StoreError> {
    let sql = format!(
        "SELECT {SESSION} FROM session {} WHERE realm = ?1 AND account = ?2 AND expires > ?3 ORDER BY seen DESC, hash",
        using("session_account")
    );
    all(tx, &sql, &[realm.into(), account.into(), now.into()], read_session)
}

/// Forgets sessions that ended before an instant; says how many.
///
/// # Errors
/// What the database says.
pub fn forget_sessions(tx: &mut dyn Tx, realm: i64, before: i64) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM session WHERE realm = ?1 AND expires < ?2", &[realm.into(), before.into()])
}

/// Ends one session.
///
/// # Errors
/// What the database says.
pub fn end_session(tx: &mut dyn Tx, realm: i64, hash: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE realm = ?1 AND hash = ?2", &[realm.into(), hash.into()]).map(drop)
}

/// Ends all sessions of an account (password changed, account disabled) but the one with the hash `except`.
///
/// # Errors
/// What the database says.
pub fn end_sessions(tx: &mut dyn Tx, realm: i64, account: &str, except: Option<&str>) -> Result<usize, StoreError> {
    let sql = format!(
        "DELETE FROM session {} WHERE realm = ?1 AND account = ?2 AND (CAST(?3 AS TEXT) IS NULL OR hash <> ?3)",
        using("session_account")
    );
    tx.execute(&sql, &[realm.into(), account.into(), except.into()])
}

/// Keeps a token.
///
/// # Errors
/// What the database says.
pub fn put_token(tx: &mut dyn Tx, realm: i64, token: &Token) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO token (realm, hash, account, label, created, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (realm, hash) DO UPDATE SET label = excluded.label, expires = excluded.expires",
        &[realm.into(), (&token.hash).into(), (&token.account).into(), (&token.label).into(), token.created.into(), token.expires.into()],
    )
    .map(drop)
}

fn read_token(row: &dyn Row) -> Result<Token, StoreError> {
    Ok(Token { hash: row.text(0)?, account: row.text(1)?, label: row.text(2)?, created: row.int(3)?, expires: row.opt_int(4)? })
}

/// The token with that hash that has not ended by `now`.
///
/// # Errors
/// What the database says.
pub fn token(tx: &mut dyn Tx, realm: i64, hash: &str, now: i64) -> Result<Option<Token>, StoreError> {
    first(
        tx,
        "SELECT hash, account, label, created, expires FROM token WHERE realm = ?1 AND hash = ?2 AND (expires IS NULL OR expires > ?3)",
        &[realm.into(), hash.into(), now.into()],
        read_token,
    )
}

/// Tokens of an account that have not ended by `now`, by label.
///
/// # Errors
/// What the database says.
pub fn tokens_of(tx: &mut dyn Tx, realm: i64, account: &str, now: i64) -> Result<Vec<Token>, StoreError> {
    let sql = format!(
        "SELECT hash, account, label, created, expires FROM token {} WHERE realm = ?1 AND account = ?2 \
         AND (expires IS NULL OR expires > ?3) ORDER BY label, hash",
        using("token_account")
    );
    all(tx, &sql, &[realm.into(), account.into(), now.into()], read_token)
}

/// All tokens, by label.
///
/// # Errors
/// What the database says.
pub fn tokens(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Token>, StoreError> {
    all(tx, "SELECT hash, account, label, created, expires FROM token WHERE realm = ?1 ORDER BY label, hash", &[realm.into()], read_token)
}

/// Ends a token.
///
/// # Errors
/// What the database says.
pub fn end_token(tx: &mut dyn Tx, realm: i64, hash: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM token WHERE realm = ?1 AND hash = ?2", &[realm.into(), hash.into()]).map(drop)
}
