//! Accounts: who they are, what they may do where, and who administers them.

use linli_engine::{Actor, Grant};
use linli_pack::Lang;
use linli_pack::model::Pack;
use linli_pack::record::{Instant, Value};
use linli_store::{Account, AccountQuery, AccountsFrom, Write};

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
    /// Those of the roles that they have in somebody else's place.
    pub stands_in: Vec<StandingIn>,
    /// What must be done before anything else.
    pub unfinished: Option<Unfinished>,
}

/// A role that somebody has in a colleague's place (代班).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingIn {
    /// The role.
    pub grant: Grant,
    /// Whose it is: account id.
    pub giver: String,
    /// Whose it is: name.
    pub name: String,
}

/// What somebody who signed in must do before they may do anything else. Until then they have no roles, whatever page they ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// Choose a password of their own: somebody else knows the present one.
    Password,
    /// Set up a second factor: one of their roles asks for it.
    SecondFactor,
}

impl SignedIn {
    /// The context of a request by this person.
    #[must_use]
    pub fn context(&self, lang: Lang, now: Instant) -> Context {
        let stands_in = self.stands_in.iter().map(|one| (one.grant.clone(), one.giver.clone())).collect();
        let actor = Actor { id: self.account.id.clone(), grants: self.grants.clone(), stands_in, ..Actor::default() };
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
    /// Roles.
    pub grants: Vec<Post>,
}

/// A role in a body as an administrator gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// Role.
    pub role: String,
    /// Code of the body.
    pub body: String,
    /// First day, `YYYY-MM-DD`; empty: from now on.
    pub from: String,
    /// Last day, `YYYY-MM-DD`; empty: without end.
    pub until: String,
}

/// Which accounts an administrator asks for.
#[derive(Clone, Debug, Default)]
pub struct AccountsWanted {
    /// Part of the login or name.
    pub words: String,
    /// With this role; empty: all.
    pub role: String,
    /// Those behind this login; empty: from the first.
    pub after: String,
    /// Those before this login; empty: from the first.
    pub before: String,
}

/// A page of accounts.
#[derive(Clone, Debug, Default)]
pub struct AccountList {
    /// The accounts with their roles of today, by login.
    pub rows: Vec<SignedIn>,
    /// How many there are in all.
    pub count: usize,
    /// There are some before these.
    pub before: bool,
    /// There are some behind these.
    pub after: bool,
}

/// One account as its administrator sees it.
#[derive(Clone, Debug)]
pub struct AccountSeen {
    /// The account.
    pub account: Account,
    /// Its roles, those to come and those that ended included.
    pub grants: Vec<linli_store::Grant>,
    /// Sessions and tokens; `None` where a role beyond the area makes it another administrator's.
    pub keys: Option<crate::keys::Keys>,
    /// It has a second factor since then.
    pub second_factor: Option<Instant>,
    /// How many passkeys it has.
    pub passkeys: usize,
    /// It is linked to somebody at a provider of identities.
    pub linked: bool,
    /// Where it is away or stands in.
    pub stand_ins: Vec<crate::stand_in::Arranged>,
    /// What was done to it, the oldest first.
    pub history: Vec<linli_store::Line>,
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
            Ok(SignedIn { account, grants, stands_in: Vec::new(), unfinished: None }.context(lang, now))
        })
    }

    /// Accounts with a role in an area the actor administers, at most `limit` of them.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without that right.
    pub fn accounts(&self, context: &Context, wanted: &AccountsWanted, limit: usize) -> Result<AccountList, AppError> {
        let areas = self.administered(context)?;
        let words = wanted.words.trim().to_lowercase();
        let query = AccountQuery { areas: &areas, words: &words, role: &wanted.role };
        let from = match (wanted.before.as_str(), wanted.after.as_str()) {
            ("", "") => AccountsFrom::Start,
            ("", after) => AccountsFrom::After(after),
            (before, _) => AccountsFrom::Before(before),
        };
        self.0.store.read(|tx| {
            // One more than wanted tells whether there are others.
            let more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
            let mut found = linli_store::accounts_page(tx, self.0.realm, &query, from, more)?;
            let beyond = found.len() > limit;
            let backwards = matches!(from, AccountsFrom::Before(_));
            if beyond && backwards {
                found.remove(0);
            }
            found.truncate(limit);
            let mut rows = Vec::new();
            for account in found {
                let grants = self.grants_of(tx, &account.id, context.now)?;
                rows.push(SignedIn { account, grants, stands_in: Vec::new(), unfinished: None });
            }
            Ok(AccountList {
                rows,
                count: usize::try_from(linli_store::count_accounts(tx, self.0.realm, &query)?).unwrap_or_default(),
                before: if backwards { beyond } else { matches!(from, AccountsFrom::After(_)) },
                after: if backwards { true } else { beyond },
            })
        })
    }

    /// One account with a role in an area the actor administers.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without that right, [`AppError::NotFound`] where it has roles in other areas only.
    pub fn account_seen(&self, context: &Context, id: &str) -> Result<AccountSeen, AppError> {
        let areas = self.administered(context)?;
        let (territory, realm) = (self.territory(), self.0.realm);
        self.0.store.read(|tx| {
            let account = linli_store::account(tx, realm, id)?.ok_or(AppError::NotFound("account"))?;
            let grants = linli_store::grants(tx, realm, id)?;
            if !grants.is_empty() && !grants.iter().any(|grant| areas.iter().any(|area| territory.within(&grant.area, area))) {
                return Err(AppError::NotFound("account"));
            }
            let mine = mine_to_administer(tx, realm, &territory, &areas, id).is_ok();
            Ok(AccountSeen {
                account,
                grants,
                keys: if mine { Some(self.keys_in(tx, id, context.now)?) } else { None },
                second_factor: linli_store::second_factor_since(tx, realm, id)?,
                passkeys: linli_store::passkeys_of(tx, realm, id)?.len(),
                linked: !linli_store::identities_of(tx, realm, id)?.is_empty(),
                stand_ins: self.stand_ins_in(tx, id, context.now)?,
                history: linli_store::timeline(tx, realm, id)?,
            })
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
        if !login_fits(&login) {
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
        let wrong = |rule| AppError::Invalid { field: "grants", rule };
        let mut grants: Vec<linli_store::Grant> = Vec::new();
        for post in &form.grants {
            let declared = self.0.pack.roles.get(&post.role).ok_or_else(|| wrong("unknown"))?;
            let named = territory.named_body(&post.body).ok_or_else(|| wrong("unknown"))?;
            if !declared.bodies.contains(&named.body.kind) {
                return Err(wrong("role-body"));
            }
            if !areas.iter().any(|area| territory.within(&named.body.area, area)) {
                return Err(AppError::Forbidden("area"));
            }
            let (from_day, to_day) = (day_of(&post.from)?, day_of(&post.until)?);
            if from_day.is_some() && to_day.is_some() && to_day < from_day {
                return Err(wrong("date-order"));
            }
            if grants.iter().any(|other| other.role == post.role && other.body == post.body) {
                return Err(wrong("role-twice"));
            }
            let grant = granted("", &post.role, &post.body, &named.body.area);
            grants.push(linli_store::Grant { from_day, to_day, ..grant });
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
                crate::sign_ins::end_sessions(w, realm, &id, None, &context)?;
            }
            let grants: Vec<linli_store::Grant> =
                grants.iter().map(|grant| linli_store::Grant { account: id.clone(), ..grant.clone() }).collect();
            linli_store::put_account(w, realm, &account)?;
            linli_store::put_grants(w, realm, &id, &grants)?;
            let roles = grants.iter().map(in_the_journal).map(Value::from).collect::<Vec<_>>();
            let facts = [("roles", roles.into()), ("disabled", disabled.into()), ("password", hash.is_some().into())];
            let words = [("login", Value::from(login.clone())), ("name", name.clone().into())];
            crate::keys::note(&inner, w, &context, &id, if is_new { "account_new" } else { "account_change" }, &facts, &words)
        })
    }

    pub(crate) fn administered(&self, context: &Context) -> Result<Vec<String>, AppError> {
        areas_administered(&self.0.pack, context)
    }

    /// The local day of an instant, `YYYY-MM-DD`.
    pub(crate) fn date_of(&self, now: Instant) -> String {
        crate::days::date(crate::days::of(now, &self.0.pack.clock.timezone)).map(|date| date.to_string()).unwrap_or_default()
    }

    /// The roles that an account holds itself today.
    pub(crate) fn grants_of(&self, tx: &mut dyn linli_store::Tx, account: &str, now: Instant) -> Result<Vec<Grant>, AppError> {
        let today = self.date_of(now);
        let mut held: Vec<Grant> = linli_store::grants(tx, self.0.realm, account)?
            .into_iter()
            .filter(|grant| {
                grant.from_day.as_ref().is_none_or(|day| *day <= today) && grant.to_day.as_ref().is_none_or(|day| *day >= today)
            })
            .map(|grant| Grant { role: grant.role, body: grant.body, area: grant.area })
            .collect();
        for grant in self.by_posts(tx, account, now)? {
            if !held.contains(&grant) {
                held.push(grant);
            }
        }
        Ok(held)
    }
}

/// The areas whose accounts the actor administers.
pub(crate) fn areas_administered(pack: &Pack, context: &Context) -> Result<Vec<String>, AppError> {
    let areas: Vec<String> = context.grants_where(pack, |role| role.admin).map(|grant| grant.area.clone()).collect();
    if areas.is_empty() { Err(AppError::Forbidden("accounts")) } else { Ok(areas) }
}

/// Whether a text can be what somebody signs in with.
pub(crate) fn login_fits(login: &str) -> bool {
    !login.is_empty() && login.chars().count() <= 64 && !login.chars().any(char::is_whitespace)
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

/// A day as typed; `None` where nothing was.
fn day_of(text: &str) -> Result<Option<String>, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day: jiff::civil::Date = text.parse().map_err(|_| AppError::Invalid { field: "grants", rule: "date-form" })?;
    Ok(Some(day.to_string()))
}

/// `street.dispatcher@340104001:street_center 2026-03-01/2026-03-31`, the days only where there are any.
pub(crate) fn in_the_journal(grant: &linli_store::Grant) -> String {
    let post = format!("{}@{}", grant.role, grant.body);
    match (&grant.from_day, &grant.to_day) {
        (None, None) => post,
        (from, until) => format!("{post} {}/{}", from.as_deref().unwrap_or_default(), until.as_deref().unwrap_or_default()),
    }
}
