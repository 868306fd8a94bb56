//! Single sign-on: which account somebody is whom the place's provider of identities knows. A link decides; where there is none yet, a claim may name
//! a login, and the link is made then, so that a login which somebody else gets at the provider later opens nothing. No account and no right
//! comes of it.

use linli_store::{Identity, Write};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::keys::note;
use crate::signin::{Caller, Way};

/// Somebody as a provider knows them.
#[derive(Clone, Debug, Default)]
pub struct Provided {
    /// The provider.
    pub issuer: String,
    /// The provider's own name for the person.
    pub subject: String,
    /// The login that the provider says they have here, where the operator lets it say so.
    pub login: Option<String>,
    /// The provider has asked for a second factor.
    pub second_factor: bool,
}

impl App {
    /// Signs in somebody whom a provider has named. The answer is the session's secret, for a cookie.
    ///
    /// # Errors
    /// [`AppError::NoAccount`] where nobody here is that person, [`AppError::CodeWanted`] where the account has a second factor that the provider
    /// has not asked for.
    pub fn sign_in_by(&self, who: &Provided, caller: impl Into<Caller>) -> Result<String, AppError> {
        let (now, who, caller, inner) = (self.now(), who.clone(), caller.into(), std::sync::Arc::clone(&self.0));
        let way = if who.second_factor { Way::SsoFactor } else { Way::Sso };
        let account = self.0.store.write(move |w: &mut Write<'_>| found(&inner, w, &who, now))?;
        self.let_in(account, way, caller)
    }

    /// Links the actor's own account to somebody whom a provider has named to them just now.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming `identity` where that person is linked to another account, or this account to another person there.
    pub fn link_identity(&self, context: &Context, who: &Provided) -> Result<(), AppError> {
        let (context, who, inner) = (context.clone(), who.clone(), std::sync::Arc::clone(&self.0));
        self.0.store.write(move |w: &mut Write<'_>| {
            let linked = linli_store::identity(w, inner.realm, &who.issuer, &who.subject)?;
            match linked {
                Some(link) if link.account == context.actor.id => Ok(()),
                Some(_) => Err(AppError::Invalid { field: "identity", rule: "identity-taken" }),
                None => link(&inner, w, &context, &context.actor.id, &who),
            }
        })
    }

    /// Whether the actor's own account is linked to somebody at a provider.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn is_linked(&self, context: &Context, issuer: &str) -> Result<bool, AppError> {
        let links = self.0.store.read(|tx| linli_store::identities_of(tx, self.0.realm, &context.actor.id))?;
        Ok(links.iter().any(|link| link.issuer == issuer))
    }

    /// Takes the actor's own links away.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn unlink_my_identity(&self, context: &Context) -> Result<(), AppError> {
        let (context, inner) = (context.clone(), std::sync::Arc::clone(&self.0));
        self.0.store.write(move |w: &mut Write<'_>| unlink(&inner, w, &context, &context.actor.id))
    }

    /// Takes the links of an account of the administrator's area away.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] beyond the administrator's area.
    pub fn unlink_identity_of(&self, context: &Context, account: &str) -> Result<(), AppError> {
        self.administer(context, account, unlink)
    }
}

/// The account of a person, by link or by the login that the provider names.
fn found(inner: &Inner, w: &mut Write<'_>, who: &Provided, now: i64) -> Result<linli_store::Account, AppError> {
    let realm = inner.realm;
    if let Some(link) = linli_store::identity(w, realm, &who.issuer, &who.subject)? {
        let account = linli_store::account(w, realm, &link.account)?.filter(|account| !account.disabled);
        return account.ok_or(AppError::NoAccount);
    }
    let Some(login) = who.login.as_deref().map(str::trim).filter(|login| !login.is_empty()) else { return Err(AppError::NoAccount) };
    let account = linli_store::account_by_login(w, realm, login)?.filter(|account| !account.disabled);
    let account = account.ok_or(AppError::NoAccount)?;
    let context = Context::system(now);
    match link(inner, w, &context, &account.id, who) {
        // The login is somebody's whom the provider called otherwise: not this person's.
        Err(AppError::Invalid { .. }) => Err(AppError::NoAccount),
        Err(error) => Err(error),
        Ok(()) => Ok(account),
    }
}

fn link(inner: &Inner, w: &mut Write<'_>, context: &Context, account: &str, who: &Provided) -> Result<(), AppError> {
    let others = linli_store::identities_of(w, inner.realm, account)?;
    if others.iter().any(|other| other.issuer == who.issuer) {
        return Err(AppError::Invalid { field: "identity", rule: "identity-other" });
    }
    let identity = Identity { issuer: who.issuer.clone(), subject: who.subject.clone(), account: account.to_owned(), made: context.now };
    linli_store::add_identity(w, inner.realm, &identity)?;
    let facts = [("issuer", who.issuer.clone().into())];
    note(inner, w, context, account, "identity_link", &facts, &[("subject", who.subject.clone().into())])
}

fn unlink(inner: &Inner, w: &mut Write<'_>, context: &Context, account: &str) -> Result<(), AppError> {
    if linli_store::end_identities(w, inner.realm, account)? == 0 {
        return Err(AppError::NotFound("identity"));
    }
    note(inner, w, context, account, "identity_unlink", &[], &[])
}
