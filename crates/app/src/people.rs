//! Accounts, sessions and tokens.

use linli_engine::{Act, Actor, Grant};
use linli_pack::Lang;
use linli_pack::record::{Instant, Value};
use linli_store::{Account, Session, Token, Write};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::password;
use crate::random::fingerprint;

/// A session ends after so many seconds without a request.
pub const SESSION_IDLE: i64 = 12 * 3600;
/// Wrong passwords in a row before the account is locked.
const TRIES: i64 = 5;
/// How long it is locked, in seconds.
const LOCK: i64 = 15 * 60;

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// Its roles.
    pub grants: Vec<Grant>,
}

impl SignedIn {
    /// The context of a request by this person.
    #[must_use]
    pub fn context(&self, lang: Lang, now: Instant) -> Context {
        let actor = Actor { id: self.account.id.clone(), grants: self.grants.clone(), ..Actor::default() };
        Context { actor, name: self.account.name.clone(), lang, now, once: None }
    }
}

/// What an administrator fills in for an account.
#[derive(Clone, Debug, Default)]
pub struct AccountForm {
    /// Account id; empty for a new one.
    pub id: String,
    /// Login name.
    pub login: String,
    /// What people call the person.
    pub name: String,
    /// New password; empty leaves it.
    pub password: String,
    /// Signing in is refused.
    pub disabled: bool,
    /// Roles as (role, body).
    pub grants: Vec<(String, String)>,
}

impl App {
    /// Signs in. The answer is the session's secret, for a cookie.
    ///
    /// # Errors
    /// [`AppError::LoginRefused`], the same for a wrong login and a wrong password.
    pub fn sign_in(&self, login: &str, given: &str) -> Result<String, AppError> {
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
        let session =
            Session { hash: fingerprint(&secret), account: account.id.clone(), created: now, seen: now, expires: now + SESSION_IDLE };
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
                account.failed += 1;
                if account.failed >= TRIES {
                    account.failed = 0;
                    account.locked_until = Some(now + LOCK);
                }
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
    pub fn enter(&self, login: &str) -> Result<String, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let found = self.0.store.read(|tx| linli_store::account_by_login(tx, realm, login))?;
        let account = found.filter(|account| !account.disabled).ok_or(AppError::NotFound("account"))?.id;
        let secret = self.0.random.secret();
        let session = Session { hash: fingerprint(&secret), account, created: now, seen: now, expires: now + SESSION_IDLE };
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
            let grants = self.grants_of(tx, &account.id, now)?;
            Ok(Some((session, SignedIn { account, grants })))
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
            Ok(Some(SignedIn { account, grants }))
        })
    }

    /// Makes an API token for an account, named by login or id. The secret is shown once.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such account.
    pub fn make_token(&self, account: &str, label: &str) -> Result<String, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let found = self.0.store.read(|tx| match linli_store::account_by_login(tx, realm, account)? {
            Some(found) => Ok(Some(found)),
            None => linli_store::account(tx, realm, account),
        })?;
        let account = found.ok_or(AppError::NotFound("account"))?.id;
        let secret = self.0.random.secret();
        let token = Token { hash: fingerprint(&secret), account, label: label.to_owned(), created: now, expires: None };
        self.0.store.write(move |w: &mut Write<'_>| Ok::<_, AppError>(linli_store::put_token(w, realm, &token)?))?;
        Ok(secret)
    }

    /// Accounts with a role in an area the actor administers.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without that right.
    pub fn accounts(&self, context: &Context) -> Result<Vec<SignedIn>, AppError> {
        let areas = self.administered(context)?;
        let (territory, now) = (self.territory(), context.now);
        self.0.store.read(|tx| {
            let mut found = Vec::new();
            for account in linli_store::accounts(tx, self.0.realm)? {
                let grants = self.grants_of(tx, &account.id, now)?;
                let mine = grants.is_empty() || grants.iter().any(|grant| areas.iter().any(|area| territory.within(&grant.area, area)));
                if mine {
                    found.push(SignedIn { account, grants });
                }
            }
            Ok(found)
        })
    }

    /// Creates or changes an account. An administrator gives roles only in bodies of their own area.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], or [`AppError::Invalid`] naming the field.
    pub fn save_account(&self, context: &Context, form: &AccountForm) -> Result<(), AppError> {
        let areas = self.administered(context)?;
        let territory = self.territory();
        let (realm, now) = (self.0.realm, context.now);
        let login = form.login.trim().to_owned();
        if login.is_empty() || login.chars().count() > 64 || login.chars().any(char::is_whitespace) {
            return Err(AppError::Invalid { field: "login", rule: "login-form" });
        }
        if form.name.trim().is_empty() {
            return Err(AppError::Invalid { field: "name", rule: "missing" });
        }
        let is_new = form.id.is_empty();
        if (is_new || !form.password.is_empty()) && form.password.chars().count() < password::MIN_CHARS {
            return Err(AppError::Invalid { field: "password", rule: "password-short" });
        }
        let mut grants = Vec::new();
        for (role, body) in &form.grants {
            let declared = self.0.pack.roles.get(role).ok_or(AppError::Invalid { field: "grants", rule: "unknown" })?;
            let named = territory.named_body(body).ok_or(AppError::Invalid { field: "grants", rule: "unknown" })?;
            if !declared.bodies.contains(&named.body.kind) {
                return Err(AppError::Invalid { field: "grants", rule: "role-body" });
            }
            if !areas.iter().any(|area| territory.within(&named.body.area, area)) {
                return Err(AppError::Forbidden("area"));
            }
            grants.push((role.clone(), body.clone(), named.body.area.clone()));
        }
        let old = self.0.store.read(|tx| linli_store::account_by_login(tx, realm, &login))?;
        if old.as_ref().is_some_and(|old| old.id != form.id) {
            return Err(AppError::Invalid { field: "login", rule: "login-taken" });
        }
        let hash = if form.password.is_empty() {
            None
        } else {
            Some(password::hash(&form.password, &self.0.random).map_err(|error| AppError::Internal(error.to_string()))?)
        };
        let id = if is_new { self.0.random.uuid(now) } else { form.id.clone() };
        let (name, disabled) = (form.name.trim().to_owned(), form.disabled);
        let (actor, body) = (context.actor.id.clone(), context.actor.grants.first().map(|grant| grant.body.clone()));
        let inner = std::sync::Arc::clone(&self.0);
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut account = match linli_store::account(w, realm, &id)? {
                Some(account) => account,
                None if is_new => Account { id: id.clone(), ..Account::default() },
                None => return Err(AppError::NotFound("account")),
            };
            // Whoever has a role beyond the administrator's area is another administrator's.
            if !linli_store::grants(w, realm, &id)?.iter().all(|grant| areas.iter().any(|area| territory.within(&grant.area, area))) {
                return Err(AppError::Forbidden("account"));
            }
            account.login.clone_from(&login);
            account.name.clone_from(&name);
            account.disabled = disabled;
            if let Some(hash) = &hash {
                account.password.clone_from(hash);
                account.failed = 0;
                account.locked_until = None;
                linli_store::end_sessions(w, realm, &id)?;
            }
            let grants: Vec<linli_store::Grant> = grants.iter().map(|(role, body, area)| granted(&id, role, body, area)).collect();
            linli_store::put_account(w, realm, &account)?;
            linli_store::put_grants(w, realm, &id, &grants)?;
            let roles = grants.iter().map(|grant| format!("{}@{}", grant.role, grant.body)).map(Value::from).collect::<Vec<_>>();
            let facts = [("roles", roles.into()), ("disabled", disabled.into()), ("password", hash.is_some().into())];
            let words = [("login", Value::from(login.clone())), ("name", name.clone().into())];
            let act = Act {
                at: now,
                actor: actor.clone(),
                body: body.clone(),
                record: id.clone(),
                name: if is_new { "account_new" } else { "account_change" }.to_owned(),
                facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                words: words.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                ..Act::default()
            };
            linli_store::append(w, realm, &crate::act::entry(&inner, &act))?;
            Ok(())
        })
    }

    fn administered(&self, context: &Context) -> Result<Vec<String>, AppError> {
        let areas: Vec<String> = context.grants_where(&self.0.pack, |role| role.admin).map(|grant| grant.area.clone()).collect();
        if areas.is_empty() { Err(AppError::Forbidden("accounts")) } else { Ok(areas) }
    }

    fn grants_of(&self, tx: &mut dyn linli_store::Tx, account: &str, now: Instant) -> Result<Vec<Grant>, AppError> {
        let today = crate::days::date(crate::days::of(now, &self.0.pack.clock.timezone)).map(|date| date.to_string()).unwrap_or_default();
        Ok(linli_store::grants(tx, self.0.realm, account)?
            .into_iter()
            .filter(|grant| {
                grant.from_day.as_ref().is_none_or(|day| *day <= today) && grant.to_day.as_ref().is_none_or(|day| *day >= today)
            })
            .map(|grant| Grant { role: grant.role, body: grant.body, area: grant.area })
            .collect())
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

/// A role from now on, without end.
pub(crate) fn granted(account: &str, role: &str, body: &str, area: &str) -> linli_store::Grant {
    linli_store::Grant {
        account: account.to_owned(),
        role: role.to_owned(),
        body: body.to_owned(),
        area: area.to_owned(),
        from_day: None,
        to_day: None,
    }
}

/// A hash that no password was made for.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bGlubGkgZGVjb3kgc2FsdA$3l6mqQ0pN2b5lDq1s8xLJmX3wW0gYtYbq3YB2r4vYzE";
