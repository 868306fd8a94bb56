//! Signing in and out: passwords, the second step, lock-out, sessions, tokens presented.

use linli_pack::record::Instant;
use linli_store::{Account, Session, Write};

use crate::app::App;
use crate::error::AppError;
use crate::people::{SignedIn, StandingIn, Unfinished};
use crate::random::fingerprint;
use crate::second_factor::{self, Taken};
use crate::sign_ins::{What, missed, noted};
use crate::{days, password};

/// A session ends after so many seconds without a request.
pub const SESSION_IDLE: i64 = 12 * 3600;
/// Wrong passwords in a row before the account is locked.
const TRIES: i64 = 5;
/// How long it is locked, in seconds.
const LOCK: i64 = 15 * 60;
/// How long the second step of a sign-in may take, in seconds.
const STEP: i64 = 10 * 60;

impl App {
    /// Signs in with a password. The answer is the session's secret, for a cookie.
    ///
    /// # Errors
    /// [`AppError::LoginRefused`], the same for a wrong login and a wrong password; [`AppError::CodeWanted`] where the account has a second
    /// factor: [`App::give_code`] goes on; [`AppError::PasskeyWanted`] where only a passkey will do.
    pub fn sign_in(&self, login: &str, given: &str, caller: impl Into<Caller>) -> Result<String, AppError> {
        let (realm, now, caller) = (self.0.realm, self.now(), caller.into());
        let found = self.0.store.read(|tx| linli_store::account_by_login(tx, realm, login.trim()))?;
        let Some(account) = found else {
            let wait = self.0.strangers.wait(login.trim(), now);
            if wait.is_none() {
                // As much work as for an account that exists, so that the time does not tell.
                let _ = password::matches(given, DECOY);
                self.0.strangers.failed(login.trim(), now);
                let day = days::of(now, &self.0.pack.clock.timezone);
                self.0.store.write(move |w: &mut Write<'_>| Ok::<_, AppError>(linli_store::count_stranger(w, realm, day)?))?;
            }
            return Err(AppError::LoginRefused { wait });
        };
        if let Some(until) = account.locked_until.filter(|until| *until > now) {
            return Err(AppError::LoginRefused { wait: Some(until - now) });
        }
        let right = password::matches(given, &account.password);
        let passkey_only = self.passkey_only(&account.id, now)?;
        let secret = self.0.random.secret();
        let session = begun(&secret, &account.id, Way::Password, &caller, now);
        let step = Step::new(&account, Way::Password, &caller, now);
        let reached = self.0.store.write(move |w: &mut Write<'_>| {
            // As it is now: others may have guessed, or an administrator changed it, while the password was being checked.
            let mut now_is = linli_store::account(w, realm, &account.id)?.ok_or(AppError::LoginRefused { wait: None })?;
            if let Some(until) = now_is.locked_until.filter(|until| *until > now) {
                return Err(AppError::LoginRefused { wait: Some(until - now) });
            }
            let right = right && !now_is.disabled && now_is.password == account.password;
            if !right {
                missed(w, realm, &mut now_is, What::WrongPassword, &caller, now)?;
                return Ok(Reached::Nothing);
            }
            if linli_store::second_factor_since(w, realm, &account.id)?.is_some() {
                // Wrong codes stay counted: whoever has the password must not get five tries at the code again and again.
                return Ok(Reached::Password);
            }
            if passkey_only {
                return Ok(Reached::Passkey);
            }
            admitted(w, realm, &mut now_is, &session, &caller)?;
            Ok::<_, AppError>(Reached::Everything)
        })?;
        match reached {
            Reached::Everything => Ok(secret),
            Reached::Password => {
                self.0.waiting.begin(&secret, step, now);
                Err(AppError::CodeWanted { step: secret })
            }
            Reached::Passkey => Err(AppError::PasskeyWanted),
            Reached::Nothing => Err(AppError::LoginRefused { wait: None }),
        }
    }

    /// Whether a role asks for a second factor and the account has none but passkeys: then one factor opens nothing. Otherwise whoever knows
    /// the password could set up an authenticator of their own.
    fn passkey_only(&self, account: &str, now: Instant) -> Result<bool, AppError> {
        let realm = self.0.realm;
        self.0.store.read(|tx| {
            let grants = self.grants_of(tx, account, now)?;
            let asked = grants.iter().any(|grant| self.0.pack.roles.get(&grant.role).is_some_and(|role| role.second_factor));
            let has_code = linli_store::second_factor_since(tx, realm, account)?.is_some();
            Ok(asked && !has_code && !linli_store::passkeys_of(tx, realm, account)?.is_empty())
        })
    }

    /// The second step of a sign-in: a code of the authenticator, or a recovery code. `step` is the secret of [`AppError::CodeWanted`].
    ///
    /// # Errors
    /// [`AppError::SignedOut`] where the step is over or the account was changed, [`AppError::Invalid`] naming `code`,
    /// [`AppError::LoginRefused`] when the account is locked.
    pub fn give_code(&self, step: &str, typed: &str) -> Result<Entered, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let begun_as = self.0.waiting.get(step, now).ok_or(AppError::SignedOut)?;
        let (secret, typed) = (self.0.random.secret(), typed.to_owned());
        let way = if begun_as.first == Way::Sso { Way::SsoCode } else { Way::Code };
        let session = begun(&secret, &begun_as.account, way, &begun_as.caller, now);
        let taken = self.0.store.write(move |w: &mut Write<'_>| {
            let account = linli_store::account(w, realm, &begun_as.account)?;
            let unchanged = account.filter(|account| !account.disabled && account.password == begun_as.password);
            let mut account = unchanged.ok_or(AppError::SignedOut)?;
            if let Some(until) = account.locked_until.filter(|until| *until > now) {
                return Err(AppError::LoginRefused { wait: Some(until - now) });
            }
            let taken = second_factor::take(w, realm, &account.id, &typed, now)?;
            match taken {
                None => {
                    missed(w, realm, &mut account, What::WrongCode, &begun_as.caller, now)?;
                    return Ok(None);
                }
                Some(Taken::Code) => admitted(w, realm, &mut account, &session, &begun_as.caller)?,
                Some(Taken::Recovery) => {
                    let session = Session { way: Way::Recovery.name().to_owned(), ..session.clone() };
                    admitted(w, realm, &mut account, &session, &begun_as.caller)?;
                }
            }
            let left = match taken {
                Some(Taken::Recovery) => Some(linli_store::count_recovery_codes(w, realm, &account.id)?),
                _ => None,
            };
            Ok::<_, AppError>(Some(left))
        })?;
        let Some(recovery_codes_left) = taken else { return Err(AppError::Invalid { field: "code", rule: "code-wrong" }) };
        self.0.waiting.end(step);
        Ok(Entered { secret, recovery_codes_left })
    }

    /// Opens a session for somebody who has shown who they are otherwise than by a password; where their account has a second factor that was not
    /// shown with it, its code is still wanted. A lock-out does not stop them: it is there against guessing.
    pub(crate) fn let_in(&self, account: Account, way: Way, caller: Caller) -> Result<String, AppError> {
        let (realm, now, secret) = (self.0.realm, self.now(), self.0.random.secret());
        if !way.is_strong() && self.passkey_only(&account.id, now)? {
            return Err(AppError::PasskeyWanted);
        }
        let session = begun(&secret, &account.id, way, &caller, now);
        let step = Step::new(&account, way, &caller, now);
        let inside = self.0.store.write(move |w: &mut Write<'_>| {
            if !way.is_strong() && linli_store::second_factor_since(w, realm, &account.id)?.is_some() {
                return Ok(false);
            }
            linli_store::put_session(w, realm, &session)?;
            noted(w, realm, &account.id, What::In, Some(way), &caller, now)?;
            Ok::<_, AppError>(true)
        })?;
        if inside {
            return Ok(secret);
        }
        self.0.waiting.begin(&secret, step, now);
        Err(AppError::CodeWanted { step: secret })
    }

    /// Whether a sign-in waits for its second step.
    #[must_use]
    pub fn waits_for_code(&self, step: &str) -> bool {
        self.0.waiting.get(step, self.now()).is_some()
    }

    /// Opens a session without a password: only for the listed accounts of a made-up world.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such account.
    pub fn enter(&self, login: &str, caller: impl Into<Caller>) -> Result<String, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let found = self.0.store.read(|tx| linli_store::account_by_login(tx, realm, login))?;
        let account = found.filter(|account| !account.disabled).ok_or(AppError::NotFound("account"))?.id;
        let secret = self.0.random.secret();
        let caller = caller.into();
        let session = begun(&secret, &account, Way::Demo, &caller, now);
        self.0.store.write(move |w: &mut Write<'_>| {
            linli_store::put_session(w, realm, &session)?;
            noted(w, realm, &session.account, What::In, Some(Way::Demo), &caller, now)
        })?;
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
            let mut grants = self.grants_of(tx, &account.id, now)?;
            let mut stands_in = Vec::new();
            for (grant, giver) in self.taken_over(tx, &account.id, now)? {
                // Whoever holds the role anyway acts in their own place.
                if !grants.contains(&grant) {
                    grants.push(grant.clone());
                    stands_in.push(StandingIn { grant, giver: giver.id, name: giver.name });
                }
            }
            let asked = grants.iter().any(|grant| self.0.pack.roles.get(&grant.role).is_some_and(|role| role.second_factor));
            let way = Way::named(&session.way).unwrap_or(Way::Password);
            let unfinished = if account.must_change && way.is_by_password() {
                Some(Unfinished::Password)
            } else if asked && !way.is_strong() && linli_store::second_factor_since(tx, realm, &account.id)?.is_none() {
                Some(Unfinished::SecondFactor)
            } else {
                None
            };
            if unfinished.is_some() {
                (grants, stands_in) = (Vec::new(), Vec::new());
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
        let (realm, token, now) = (self.0.realm, fingerprint(secret), self.now());
        self.0.store.write(move |w: &mut Write<'_>| {
            let Some(session) = linli_store::session(w, realm, &token, now)? else { return Ok(()) };
            linli_store::end_session(w, realm, &token)?;
            noted(w, realm, &session.account, What::Out, None, &Caller::from(session.browser.as_str()), now)
        })
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

/// Where somebody signs in from.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Browser and system in two words, `Edge · Windows`.
    pub browser: String,
    /// The network, shortened: `203.0.113.*`. Whole addresses are not kept. Empty: the machine itself, or unknown.
    pub network: String,
}

impl From<&str> for Caller {
    /// Only the browser is known.
    fn from(browser: &str) -> Self {
        Self { browser: browser.to_owned(), network: String::new() }
    }
}

/// How a session was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a password alone.
    Password,
    /// By a password and a code of the authenticator.
    Code,
    /// By a password and a recovery code.
    Recovery,
    /// By the place's provider of identities.
    Sso,
    /// By the provider, and a code of the authenticator.
    SsoCode,
    /// By the provider, which asked for a second factor itself.
    SsoFactor,
    /// By a passkey, unlocked by its owner.
    Passkey,
    /// By a press, in a made-up world.
    Demo,
}

impl Way {
    const ALL: [Self; 8] =
        [Self::Password, Self::Code, Self::Recovery, Self::Sso, Self::SsoCode, Self::SsoFactor, Self::Passkey, Self::Demo];

    /// Two factors were shown.
    const fn is_strong(self) -> bool {
        !matches!(self, Self::Password | Self::Sso | Self::Demo)
    }

    /// The account's password was used, or might have been.
    const fn is_by_password(self) -> bool {
        matches!(self, Self::Password | Self::Code | Self::Recovery | Self::Demo)
    }

    /// As it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Recovery => "recovery",
            Self::Sso => "sso",
            Self::SsoCode => "sso_code",
            Self::SsoFactor => "sso_factor",
            Self::Passkey => "passkey",
            Self::Demo => "demo",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// A sign-in that went through its second step.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The session's secret, for a cookie.
    pub secret: String,
    /// How many recovery codes are left, where one was used.
    pub recovery_codes_left: Option<i64>,
}

/// How far a password went.
enum Reached {
    Nothing,
    Password,
    Passkey,
    Everything,
}

/// A session that begins now.
fn begun(secret: &str, account: &str, way: Way, caller: &Caller, now: Instant) -> Session {
    Session {
        hash: fingerprint(secret),
        account: account.to_owned(),
        created: now,
        seen: now,
        expires: now + SESSION_IDLE,
        browser: caller.browser.clone(),
        way: way.name().to_owned(),
    }
}

/// Somebody showed all that is asked of them: their session is open, and wrong tries before it are forgotten.
fn admitted(w: &mut Write<'_>, realm: i64, account: &mut Account, session: &Session, caller: &Caller) -> Result<(), AppError> {
    account.failed = 0;
    account.locked_until = None;
    linli_store::put_account(w, realm, account)?;
    linli_store::put_session(w, realm, session)?;
    noted(w, realm, &account.id, What::In, Way::named(&session.way), caller, session.created)
}

/// One wrong secret more; the fifth in a row locks the account. Says whether it did.
pub(crate) fn failed(account: &mut Account, now: Instant) -> bool {
    account.failed += 1;
    let locked = account.failed >= TRIES;
    if locked {
        account.failed = 0;
        account.locked_until = Some(now + LOCK);
    }
    locked
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

/// A sign-in whose password was right and whose second factor is still to come.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    account: String,
    /// Its hash: another password since then ends the sign-in.
    password: String,
    /// How the first step was taken.
    first: Way,
    caller: Caller,
    until: Instant,
}

impl Step {
    fn new(account: &Account, first: Way, caller: &Caller, now: Instant) -> Self {
        Self { account: account.id.clone(), password: account.password.clone(), first, caller: caller.clone(), until: now + STEP }
    }
}

/// Sign-ins between their two steps, by the fingerprint of their secret. Kept in memory only: after a restart one signs in again.
#[derive(Debug, Default)]
pub(crate) struct Waiting(parking_lot::Mutex<std::collections::HashMap<String, Step>>);

impl Waiting {
    /// Most of them.
    const MOST: usize = 10_000;

    fn begin(&self, secret: &str, step: Step, now: Instant) {
        let mut waiting = self.0.lock();
        if waiting.len() >= Self::MOST {
            waiting.retain(|_, step| step.until > now);
            if waiting.len() >= Self::MOST {
                waiting.clear();
            }
        }
        waiting.insert(fingerprint(secret), step);
    }

    fn get(&self, secret: &str, now: Instant) -> Option<Step> {
        self.0.lock().get(&fingerprint(secret)).filter(|step| step.until > now).cloned()
    }

    fn end(&self, secret: &str) {
        self.0.lock().remove(&fingerprint(secret));
    }
}

/// A hash that no password was made for.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bGlubGkgZGVjb3kgc2FsdA$3l6mqQ0pN2b5lDq1s8xLJmX3wW0gYtYbq3YB2r4vYzE";
