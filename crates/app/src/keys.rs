//! What people hold to prove who they are: their password, their sessions and their tokens; seen and taken back by themselves, by
//! their administrator, and on the command line.

use linli_engine::Act;
use linli_pack::record::{Instant, Value};
use linli_store::{Account, Session, Token, Write};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::people::mine_to_administer;
use crate::random::fingerprint;
use crate::sign_ins::{self, What};
use crate::signin::Caller;
use crate::{days, password};

/// Longest name of a token, in characters.
const LABEL: usize = 64;

/// What an account can be entered with besides its password.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Open sessions, the one last used first.
    pub sessions: Vec<Session>,
    /// Tokens that have not ended.
    pub tokens: Vec<Token>,
}

impl App {
    /// The actor's own keys.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn my_keys(&self, context: &Context) -> Result<Keys, AppError> {
        self.0.store.read(|tx| self.keys_in(tx, &context.actor.id, context.now))
    }

    /// Changes the actor's own password and ends their other sessions; `session` is the secret of the one that stays.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming the field `old`, `new` or `again`; [`AppError::LoginRefused`] after too many wrong old ones.
    pub fn change_password(&self, context: &Context, given: &PasswordForm, session: &str) -> Result<(), AppError> {
        let (realm, now, id) = (self.0.realm, context.now, context.actor.id.clone());
        let account = self.own_account(context)?;
        if let Some(until) = account.locked_until.filter(|until| *until > now) {
            return Err(AppError::LoginRefused { wait: Some(until - now) });
        }
        let right = password::matches(&given.old, &account.password);
        if right {
            if let Some(rule) = password::broken_rule(&given.new, &account.login) {
                return Err(AppError::Invalid { field: "new", rule });
            }
            if given.new == given.old {
                return Err(AppError::Invalid { field: "new", rule: "password-same" });
            }
            if given.new != given.again {
                return Err(AppError::Invalid { field: "again", rule: "password-again" });
            }
        }
        let hash = password::hash(&given.new, &self.0.random).map_err(|error| AppError::Internal(error.to_string()))?;
        let (inner, context, kept) = (std::sync::Arc::clone(&self.0), context.clone(), fingerprint(session));
        let right = self.0.store.write(move |w: &mut Write<'_>| {
            let mut now_is = linli_store::account(w, realm, &id)?.ok_or(AppError::SignedOut)?;
            // An administrator may have set another while this one was being checked.
            let right = right && now_is.password == account.password;
            if right {
                now_is.password.clone_from(&hash);
                now_is.must_change = false;
                now_is.failed = 0;
                linli_store::put_account(w, realm, &now_is)?;
                sign_ins::end_sessions(w, realm, &id, Some(&kept), &context)?;
                note(&inner, w, &context, &id, "password_change", &[], &[])?;
            } else {
                sign_ins::missed(w, realm, &mut now_is, What::WrongPassword, &Caller::default(), now)?;
            }
            Ok::<_, AppError>(right)
        })?;
        if right { Ok(()) } else { Err(AppError::Invalid { field: "old", rule: "password-wrong" }) }
    }

    /// Ends one of the actor's own sessions, named by its hash.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not theirs or has ended.
    pub fn end_my_session(&self, context: &Context, hash: &str) -> Result<(), AppError> {
        let (realm, context, hash) = (self.0.realm, context.clone(), hash.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let found = linli_store::session(w, realm, &hash, context.now)?.filter(|session| session.account == context.actor.id);
            let session = found.ok_or(AppError::NotFound("session"))?;
            linli_store::end_session(w, realm, &hash)?;
            sign_ins::was_ended(w, realm, &session.account, &session.browser, &context)
        })
    }

    /// Ends the actor's own sessions but the one with this secret; says how many.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn end_my_other_sessions(&self, context: &Context, session: &str) -> Result<usize, AppError> {
        let (realm, context, kept) = (self.0.realm, context.clone(), fingerprint(session));
        self.0.store.write(move |w: &mut Write<'_>| sign_ins::end_sessions(w, realm, &context.actor.id, Some(&kept), &context))
    }

    /// Makes a token of the actor's own, good to the end of a day. The secret is shown this once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming the field `label` or `until`.
    pub fn make_my_token(&self, context: &Context, label: &str, until: &str) -> Result<String, AppError> {
        let label = label.trim();
        if label.is_empty() || label.chars().count() > LABEL {
            return Err(AppError::Invalid { field: "label", rule: "token-label" });
        }
        let wrong = |rule| AppError::Invalid { field: "until", rule };
        let last = days::number(until.trim().parse().map_err(|_| wrong("date-form"))?);
        let zone = &self.0.pack.clock.timezone;
        if last < days::of(context.now, zone) {
            return Err(wrong("date-past"));
        }
        let ends = days::start_of(last + 1, zone).ok_or_else(|| wrong("date-form"))?;
        let account = self.own_account(context)?.id;
        self.keep_token(context, &account, label, Some(ends))
    }

    /// Ends one of the actor's own tokens, named by its hash.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not theirs.
    pub fn end_my_token(&self, context: &Context, hash: &str) -> Result<(), AppError> {
        self.end_token(context, &context.actor.id.clone(), hash, None)
    }

    /// Unlocks an account that too many wrong passwords have locked.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] beyond the administrator's area.
    pub fn unlock(&self, context: &Context, account: &str) -> Result<(), AppError> {
        let realm = self.0.realm;
        self.administer(context, account, move |inner, w, context, id| {
            let mut account = linli_store::account(w, realm, id)?.ok_or(AppError::NotFound("account"))?;
            account.failed = 0;
            account.locked_until = None;
            linli_store::put_account(w, realm, &account)?;
            note(inner, w, context, id, "account_unlock", &[], &[])
        })
    }

    /// Ends all sessions of an account; says how many.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] beyond the administrator's area.
    pub fn end_sessions_of(&self, context: &Context, account: &str) -> Result<usize, AppError> {
        let realm = self.0.realm;
        self.administer(context, account, move |inner, w, context, id| {
            let ended = sign_ins::end_sessions(w, realm, id, None, context)?;
            note(inner, w, context, id, "sessions_end", &[("sessions", ended.into())], &[])?;
            Ok(ended)
        })
    }

    /// Ends a token of an account, named by its hash.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] beyond the administrator's area, [`AppError::NotFound`] where the account has no such token.
    pub fn end_token_of(&self, context: &Context, account: &str, hash: &str) -> Result<(), AppError> {
        let areas = self.administered(context)?;
        self.end_token(context, account, hash, Some(areas))
    }

    /// Makes an API token without end for an account, named by login or id: for the command line. The secret is shown once.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such account.
    pub fn make_token(&self, account: &str, label: &str) -> Result<String, AppError> {
        let realm = self.0.realm;
        let found = self.0.store.read(|tx| match linli_store::account_by_login(tx, realm, account)? {
            Some(found) => Ok(Some(found)),
            None => linli_store::account(tx, realm, account),
        })?;
        let account = found.ok_or(AppError::NotFound("account"))?.id;
        self.keep_token(&Context::system(self.now()), &account, label, None)
    }

    /// Every token that has not ended, with the login of its account: for the command line.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn all_tokens(&self) -> Result<Vec<(Token, String)>, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        self.0.store.read(|tx| {
            let mut found = Vec::new();
            for token in linli_store::tokens(tx, realm)?.into_iter().filter(|token| token.expires.is_none_or(|ends| ends > now)) {
                let login = linli_store::account(tx, realm, &token.account)?.map(|account| account.login).unwrap_or_default();
                found.push((token, login));
            }
            Ok(found)
        })
    }

    /// Ends a token, named by the beginning of its hash: for the command line.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where not exactly one token begins like that.
    pub fn revoke_token(&self, begins: &str) -> Result<Token, AppError> {
        let mut found = self.all_tokens()?.into_iter().map(|(token, _)| token).filter(|token| token.hash.starts_with(begins));
        let (Some(token), None) = (found.next(), found.next()) else { return Err(AppError::NotFound("token")) };
        self.end_token(&Context::system(self.now()), &token.account, &token.hash, None)?;
        Ok(token)
    }

    pub(crate) fn own_account(&self, context: &Context) -> Result<Account, AppError> {
        let found = self.0.store.read(|tx| linli_store::account(tx, self.0.realm, &context.actor.id))?;
        found.ok_or(AppError::SignedOut)
    }

    pub(crate) fn keys_in(&self, tx: &mut dyn linli_store::Tx, account: &str, now: Instant) -> Result<Keys, AppError> {
        Ok(Keys {
            sessions: linli_store::sessions_of(tx, self.0.realm, account, now)?,
            tokens: linli_store::tokens_of(tx, self.0.realm, account, now)?,
        })
    }

    fn keep_token(&self, context: &Context, account: &str, label: &str, expires: Option<Instant>) -> Result<String, AppError> {
        let (realm, secret) = (self.0.realm, self.0.random.secret());
        let token =
            Token { hash: fingerprint(&secret), account: account.to_owned(), label: label.to_owned(), created: context.now, expires };
        let (inner, context) = (std::sync::Arc::clone(&self.0), context.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            linli_store::put_token(w, realm, &token)?;
            note(&inner, w, &context, &token.account, "token_new", &[], &[("label", token.label.clone().into())])
        })?;
        Ok(secret)
    }

    /// Ends a token of an account; `areas` are an administrator's, `None` where the right needs no look.
    fn end_token(&self, context: &Context, account: &str, hash: &str, areas: Option<Vec<String>>) -> Result<(), AppError> {
        let (realm, territory, account, hash) = (self.0.realm, self.territory(), account.to_owned(), hash.to_owned());
        let (inner, context) = (std::sync::Arc::clone(&self.0), context.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            if let Some(areas) = &areas {
                mine_to_administer(w, realm, &territory, areas, &account)?;
            }
            let found = linli_store::token(w, realm, &hash, context.now)?.filter(|token| token.account == account);
            let token = found.ok_or(AppError::NotFound("token"))?;
            linli_store::end_token(w, realm, &hash)?;
            note(&inner, w, &context, &account, "token_end", &[], &[("label", token.label.into())])
        })
    }

    /// Does something to an account of the administrator's area, in one transaction.
    pub(crate) fn administer<T: Send + 'static>(
        &self,
        context: &Context,
        account: &str,
        act: impl Fn(&Inner, &mut Write<'_>, &Context, &str) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let areas = self.administered(context)?;
        let (realm, territory, account) = (self.0.realm, self.territory(), account.to_owned());
        let (inner, context) = (std::sync::Arc::clone(&self.0), context.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            mine_to_administer(w, realm, &territory, &areas, &account)?;
            act(&inner, w, &context, &account)
        })
    }
}

/// A change of one's own password, as typed.
#[derive(Clone, Debug, Default)]
pub struct PasswordForm {
    /// The present one.
    pub old: String,
    /// The new one.
    pub new: String,
    /// The new one once more.
    pub again: String,
}

/// Writes what was done to an account into the journal.
pub(crate) fn note(
    inner: &Inner,
    w: &mut Write<'_>,
    context: &Context,
    account: &str,
    name: &str,
    facts: &[(&str, Value)],
    words: &[(&str, Value)],
) -> Result<(), AppError> {
    let own = |pairs: &[(&str, Value)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let act = Act {
        at: context.now,
        actor: context.actor.id.clone(),
        body: context.actor.grants.first().map(|grant| grant.body.clone()),
        record: account.to_owned(),
        name: name.to_owned(),
        facts: own(facts),
        words: own(words),
        ..Act::default()
    };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    Ok(())
}
