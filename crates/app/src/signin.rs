//! Signing in and out: passwords, lock-out, sessions, tokens presented.

use linli_pack::record::Instant;
use linli_store::{Account, Session, Write};

use crate::app::App;
use crate::error::AppError;
use crate::password;
use crate::people::{SignedIn, StandingIn, Unfinished};
use crate::random::fingerprint;

/// A session ends after so many seconds without a request.
pub const SESSION_IDLE: i64 = 12 * 3600;
/// Wrong passwords in a row before the account is locked.
const TRIES: i64 = 5;
/// How long it is locked, in seconds.
const LOCK: i64 = 15 * 60;

impl App {
    /// Signs in with a browser, described in two words. The answer is the session's secret, for a cookie.
    ///
    /// # Errors
    /// [`AppError::LoginRefused`], the same for a wrong login and a wrong password.
    pub fn sign_in(&self, login: &str, given: &str, browser: &str) -> Result<String, AppError> {
        let now = self.now();
        let realm = self.0.realm;
        let found = self.0.store.read(|tx| linli_store::account_by_login(tx, realm, login.trim()))?;
        let Some(account) = found else {
            let wait = self.0.strangers.wait(login.trim(), now);
            if wait.is_none() {
                // As much work as for an account that exists, so that the time does not tell.
                let _ = password::matches(given, DECOY);
                self.0.strangers.failed(login.trim(), now);
            }
            return Err(AppError::LoginRefused { wait });
        };
        if let Some(until) = account.locked_until.filter(|until| *until > now) {
            return Err(AppError::LoginRefused { wait: Some(until - now) });
        }
        let right = password::matches(given, &account.password);
        let secret = self.0.random.secret();
        let session = begun(&secret, &account.id, browser, now);
        let right = self.0.store.write(move |w: &mut Write<'_>| {
            // As it is now: others may have guessed, or an administrator changed it, while the password was being checked.
            let mut now_is = linli_store::account(w, realm, &account.id)?.ok_or(AppError::LoginRefused { wait: None })?;
            if let Some(until) = now_is.locked_until.filter(|until| *until > now) {
                return Err(AppError::LoginRefused { wait: Some(until - now) });
            }
            let right = right && !now_is.disabled && now_is.password == account.password;
            let account = &mut now_is;
            if right {
                account.failed = 0;
                account.locked_until = None;
                linli_store::put_session(w, realm, &session)?;
            } else {
                failed(account, now);
            }
            linli_store::put_account(w, realm, account)?;
            Ok::<_, AppError>(right)
        })?;
        if right { Ok(secret) } else { Err(AppError::LoginRefused { wait: None }) }
    }

    /// Opens a session without a password: only for the listed accounts of a made-up world.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such account.
    pub fn enter(&self, login: &str, browser: &str) -> Result<String, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let found = self.0.store.read(|tx| linli_store::account_by_login(tx, realm, login))?;
        let account = found.filter(|account| !account.disabled).ok_or(AppError::NotFound("account"))?.id;
        let secret = self.0.random.secret();
        let session = begun(&secret, &account, browser, now);
        self.0.store.write(move |w: &mut Write<'_>| Ok::<_, AppError>(linli_store::put_session(w, realm, &session)?))?;
        Ok(secret)
    }

    /// Who a session's secret belongs to; `None` when it has ended.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn session(&self, secret: &str) -> Result<Option<SignedIn>, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let token = fingerprint(secret);
        let found = self.0.store.read(|tx| {
            let Some(session) = linli_store::session(tx, realm, &token, now)? else {
                return Ok::<_, AppError>(None);
            };
            let Some(account) = linli_store::account(tx, realm, &session.account)?.filter(|account| !account.disabled) else {
                return Ok(None);
            };
            let unfinished = account.must_change.then_some(Unfinished::Password);
            if unfinished.is_some() {
                return Ok(Some((session, SignedIn { account, grants: Vec::new(), stands_in: Vec::new(), unfinished })));
            }
            let mut grants = self.grants_of(tx, &account.id, now)?;
            let mut stands_in = Vec::new();
            for (grant, giver) in self.taken_over(tx, &account.id, now)? {
                // Whoever holds the role anyway acts in their own place.
                if !grants.contains(&grant) {
                    grants.push(grant.clone());
                    stands_in.push(StandingIn { grant, giver: giver.id, name: giver.name });
                }
            }
            Ok(Some((session, SignedIn { account, grants, stands_in, unfinished })))
        })?;
        let Some((session, signed_in)) = found else { return Ok(None) };
        // Once in a while is enough: a write for every page would be one too many.
        if now - session.seen > SESSION_IDLE / 24 {
            let seen = Session { seen: now, expires: now + SESSION_IDLE, ..session };
            self.0.store.write(move |w: &mut Write<'_>| {
                // One that was ended in the meantime stays ended.
                if linli_store::session(w, realm, &seen.hash, now)?.is_some() {
                    linli_store::put_session(w, realm, &seen)?;
                }
                Ok::<_, AppError>(())
            })?;
        }
        Ok(Some(signed_in))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn sign_out(&self, secret: &str) -> Result<(), AppError> {
        let (realm, token) = (self.0.realm, fingerprint(secret));
        self.0.store.write(move |w: &mut Write<'_>| Ok(linli_store::end_session(w, realm, &token)?))
    }

    /// Who an API token belongs to.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn bearer(&self, secret: &str) -> Result<Option<SignedIn>, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        self.0.store.read(|tx| {
            let Some(token) = linli_store::token(tx, realm, &fingerprint(secret), now)? else { return Ok(None) };
            let Some(account) = linli_store::account(tx, realm, &token.account)?.filter(|account| !account.disabled) else {
                return Ok(None);
            };
            let grants = self.grants_of(tx, &account.id, now)?;
            // A program's token stands in for nobody.
            Ok(Some(SignedIn { account, grants, stands_in: Vec::new(), unfinished: None }))
        })
    }
}

/// A session that begins now. Where it came from is not kept: browser and times tell its owner enough, and addresses of a network
/// are personal data that nobody here needs.
fn begun(secret: &str, account: &str, browser: &str, now: Instant) -> Session {
    Session {
        hash: fingerprint(secret),
        account: account.to_owned(),
        created: now,
        seen: now,
        expires: now + SESSION_IDLE,
        browser: browser.to_owned(),
    }
}

/// One wrong secret more; the fifth in a row locks the account.
pub(crate) fn failed(account: &mut Account, now: Instant) {
    account.failed += 1;
    if account.failed >= TRIES {
        account.failed = 0;
        account.locked_until = Some(now + LOCK);
    }
}

/// Wrong tries of logins that nobody has, so that a lock-out does not tell which logins exist. Kept in memory only.
#[derive(Debug, Default)]
pub(crate) struct Strangers(parking_lot::Mutex<std::collections::HashMap<String, (i64, Instant)>>);

impl Strangers {
    /// Most logins remembered.
    const MOST: usize = 10_000;

    fn wait(&self, login: &str, now: Instant) -> Option<i64> {
        let tries = self.0.lock();
        tries.get(login).map(|(_, until)| until - now).filter(|wait| *wait > 0)
    }

    fn failed(&self, login: &str, now: Instant) {
        let mut tries = self.0.lock();
        if tries.len() >= Self::MOST {
            tries.clear();
        }
        let (failed, until) = tries.entry(login.to_owned()).or_default();
        *failed += 1;
        if *failed >= TRIES {
            (*failed, *until) = (0, now + LOCK);
        }
    }
}

/// A hash that no password was made for.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bGlubGkgZGVjb3kgc2FsdA$3l6mqQ0pN2b5lDq1s8xLJmX3wW0gYtYbq3YB2r4vYzE";
