//! Accounts: who they are, what they may do where, and who administers them.

use linli_engine::{Actor, Grant};
use linli_pack::Lang;
use linli_pack::record::{Instant, Value};
use linli_store::{Account, Write};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::password;

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// Its roles; none while something is [`Unfinished`].
    pub grants: Vec<Grant>,
    /// What must be done before anything else.
    pub unfinished: Option<Unfinished>,
}

/// What somebody who signed in must do before they may do anything else. Until then they have no roles, whatever page they ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// Choose a password of their own: somebody else knows the present one.
    Password,
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
    /// The context of an account named by its login: for commands of whoever runs the machine.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such account, or it is disabled.
    pub fn staff(&self, login: &str, lang: Lang) -> Result<Context, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        self.0.store.read(|tx| {
            let found = linli_store::account_by_login(tx, realm, login)?.filter(|account| !account.disabled);
            let account = found.ok_or(AppError::NotFound("account"))?;
            let grants = self.grants_of(tx, &account.id, now)?;
            Ok(SignedIn { account, grants, unfinished: None }.context(lang, now))
        })
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
                    found.push(SignedIn { account, grants, unfinished: None });
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
        if (is_new || !form.password.is_empty())
            && let Some(rule) = password::broken_rule(&form.password, &login)
        {
            return Err(AppError::Invalid { field: "password", rule });
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
        let (inner, context) = (std::sync::Arc::clone(&self.0), context.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut account = match linli_store::account(w, realm, &id)? {
                Some(account) => account,
                None if is_new => Account { id: id.clone(), ..Account::default() },
                None => return Err(AppError::NotFound("account")),
            };
            mine_to_administer(w, realm, &territory, &areas, &id)?;
            account.login.clone_from(&login);
            account.name.clone_from(&name);
            account.disabled = disabled;
            if let Some(hash) = &hash {
                account.password.clone_from(hash);
                account.failed = 0;
                account.locked_until = None;
                // Two people know it until its owner has changed it.
                account.must_change = id != context.actor.id;
                linli_store::end_sessions(w, realm, &id, None)?;
            }
            let grants: Vec<linli_store::Grant> = grants.iter().map(|(role, body, area)| granted(&id, role, body, area)).collect();
            linli_store::put_account(w, realm, &account)?;
            linli_store::put_grants(w, realm, &id, &grants)?;
            let roles = grants.iter().map(|grant| format!("{}@{}", grant.role, grant.body)).map(Value::from).collect::<Vec<_>>();
            let facts = [("roles", roles.into()), ("disabled", disabled.into()), ("password", hash.is_some().into())];
            let words = [("login", Value::from(login.clone())), ("name", name.clone().into())];
            crate::keys::note(&inner, w, &context, &id, if is_new { "account_new" } else { "account_change" }, &facts, &words)
        })
    }

    pub(crate) fn administered(&self, context: &Context) -> Result<Vec<String>, AppError> {
        let areas: Vec<String> = context.grants_where(&self.0.pack, |role| role.admin).map(|grant| grant.area.clone()).collect();
        if areas.is_empty() { Err(AppError::Forbidden("accounts")) } else { Ok(areas) }
    }

    pub(crate) fn grants_of(&self, tx: &mut dyn linli_store::Tx, account: &str, now: Instant) -> Result<Vec<Grant>, AppError> {
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

/// Whoever has a role beyond the administrator's areas is another administrator's.
pub(crate) fn mine_to_administer(
    tx: &mut dyn linli_store::Tx,
    realm: i64,
    territory: &crate::territory::Territory,
    areas: &[String],
    account: &str,
) -> Result<(), AppError> {
    let mut grants = linli_store::grants(tx, realm, account)?.into_iter();
    let mine = grants.all(|grant| areas.iter().any(|area| territory.within(&grant.area, area)));
    if mine { Ok(()) } else { Err(AppError::Forbidden("account")) }
}
