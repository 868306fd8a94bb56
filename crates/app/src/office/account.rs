//! Which account somebody has who holds posts: by it they get the roles that their posts bring, and use their votes.

use std::sync::Arc;

use linli_engine::Grant;
use linli_pack::record::{Instant, Value};
use linli_store::{Tx, Write};

use super::{covers, may_appoint, record, running};
use crate::app::{App, Inner};
use crate::batch::Batch;
use crate::context::Context;
use crate::error::AppError;

impl App {
    /// Says which account the holder of a post has; an empty login: none. They then have the roles that their posts bring, for as long as they
    /// hold them.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::Forbidden`] for who does not appoint in every body where they hold a post; [`AppError::Invalid`] for
    /// an unknown login.
    pub fn give_account(&self, context: &Context, appointment: &str, login: &str) -> Result<String, AppError> {
        let (inner, context) = (Arc::clone(&self.0), context.clone());
        let (id, login) = (appointment.to_owned(), login.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| give(&inner, w, &context, &id, &login))
    }

    /// The login of the account that the holder of a post has; empty where none is known.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::Forbidden`] for who does not appoint in that body.
    pub fn account_of_holder(&self, context: &Context, appointment: &str) -> Result<String, AppError> {
        let (realm, territory) = (self.0.realm, self.territory());
        self.0.store.read(|tx| {
            let one = linli_store::appointment(tx, realm, appointment)?.ok_or(AppError::NotFound("appointment"))?;
            let named = territory.named_body(&one.body).ok_or(AppError::NotFound("body"))?;
            may_appoint(&self.0, &territory, context, named)?;
            let id = linli_store::account_of(tx, realm, &one.person)?;
            let account = id.map(|id| linli_store::account(tx, realm, &id)).transpose()?.flatten();
            Ok(account.map(|account| account.login).unwrap_or_default())
        })
    }

    /// The roles that an account has by the posts that its owner holds today: what the post brings, in the bodies that the role is for.
    pub(crate) fn by_posts(&self, tx: &mut dyn Tx, account: &str, now: Instant) -> Result<Vec<Grant>, AppError> {
        let (today, territory, pack) = (crate::days::of(now, &self.0.pack.clock.timezone), self.territory(), &self.0.pack);
        let mut found = Vec::new();
        for official in linli_store::officials_of(tx, self.0.realm, account)? {
            for one in linli_store::appointments_of(tx, self.0.realm, &official)? {
                let role = pack.posts.get(&one.post).and_then(|post| pack.roles.get(post.role.as_ref()?));
                let named = territory.named_body(&one.body).filter(|named| named.ended.is_none());
                if let (Some(role), Some(named)) = (role, named)
                    && covers(&one, today)
                    && role.bodies.contains(&named.body.kind)
                {
                    found.push(Grant { role: role.name.clone(), body: one.body, area: named.body.area.clone() });
                }
            }
        }
        Ok(found)
    }
}

impl Batch<'_, '_> {
    /// As [`App::give_account`], among other acts of one transaction.
    ///
    /// # Errors
    /// As [`App::give_account`].
    pub fn give_account(&mut self, context: &Context, appointment: &str, login: &str) -> Result<String, AppError> {
        give(self.inner, self.w, context, appointment, login)
    }
}

fn give(inner: &Inner, w: &mut Write<'_>, context: &Context, appointment: &str, login: &str) -> Result<String, AppError> {
    let one = linli_store::appointment(w, inner.realm, appointment)?.ok_or(AppError::NotFound("appointment"))?;
    let territory = inner.territory.load_full();
    let today = crate::days::of(context.now, &inner.pack.clock.timezone);
    // The account gets what all their posts bring: who names it must be the one to give those posts.
    let mut held = linli_store::appointments_of(w, inner.realm, &one.person)?;
    held.retain(|other| other.id == one.id || running(other, today));
    for body in held.iter().map(|held| &held.body) {
        let named = territory.named_body(body).ok_or(AppError::NotFound("body"))?;
        may_appoint(inner, &territory, context, named)?;
    }
    let account = match login.trim() {
        "" => None,
        login => {
            let found = linli_store::account_by_login(w, inner.realm, login)?.filter(|account| !account.disabled);
            Some(found.ok_or(AppError::Invalid { field: "login", rule: "login-unknown" })?.id)
        }
    };
    linli_store::put_account_of(w, inner.realm, &one.person, account.as_deref())?;
    let name = linli_store::official(w, inner.realm, &one.person)?.map(|official| official.name).unwrap_or_default();
    let facts = [("post", Value::from(one.post.clone())), ("account", account.into())];
    record(inner, w, context, &one.body, "appointment_account", facts, &name, "")?;
    Ok(one.body)
}
