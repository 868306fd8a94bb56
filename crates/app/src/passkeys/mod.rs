//! Passkeys: made and named by their owner, shown instead of a password. Each is made for one person and place, unlocked by that person at their
//! device (finger, face or PIN), so it is both factors at once.

pub mod verify;

use std::collections::HashMap;

use linli_pack::record::Instant;
use linli_store::{Passkey, Write};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::keys::note;
use crate::signin::{Caller, Way};

pub use verify::{ALGORITHMS, Party, Sent, SentNew};

/// Seconds that somebody may take at their device.
pub const PATIENCE: i64 = 5 * 60;
/// Most passkeys of an account.
const MOST: usize = 12;
/// Longest name of a passkey, in characters.
const LABEL: usize = 32;

/// What a browser needs to make a passkey.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// To be signed, once.
    pub challenge: String,
    /// Whom it is made for: the account's id.
    pub account: String,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Passkeys they have, so that a device makes no second one.
    pub known: Vec<String>,
}

/// Challenges under way, each with the account it is to make a passkey for; `None`: to sign in. In memory only.
#[derive(Debug, Default)]
pub(crate) struct Challenges(parking_lot::Mutex<HashMap<String, (Option<String>, Instant)>>);

impl Challenges {
    /// Most of them.
    const MOST: usize = 20_000;

    fn begin(&self, challenge: &str, account: Option<String>, now: Instant) {
        let mut open = self.0.lock();
        if open.len() >= Self::MOST {
            open.retain(|_, (_, until)| *until > now);
            if open.len() >= Self::MOST {
                open.clear();
            }
        }
        open.insert(challenge.to_owned(), (account, now + PATIENCE));
    }

    /// Whether a challenge was given for this, just now. It is spent.
    fn take(&self, challenge: &str, account: Option<&str>, now: Instant) -> bool {
        let found = self.0.lock().remove(challenge);
        found.is_some_and(|(whose, until)| until > now && whose.as_deref() == account)
    }
}

impl App {
    /// Begins to make a passkey for the actor.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming `label` when there are too many.
    pub fn begin_passkey(&self, context: &Context) -> Result<Wanted, AppError> {
        let account = self.own_account(context)?;
        let known = self.my_passkeys(context)?;
        if known.len() >= MOST {
            return Err(AppError::Invalid { field: "label", rule: "passkeys-many" });
        }
        let challenge = self.challenge();
        self.0.challenges.begin(&challenge, Some(account.id.clone()), context.now);
        Ok(Wanted {
            challenge,
            account: account.id,
            login: account.login,
            name: account.name,
            known: known.into_iter().map(|passkey| passkey.id).collect(),
        })
    }

    /// Keeps a passkey that the actor's browser has just made.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming `label`.
    pub fn add_passkey(&self, context: &Context, party: &Party, label: &str, sent: &SentNew) -> Result<(), AppError> {
        let wrong = |rule| AppError::Invalid { field: "label", rule };
        let label = label.trim();
        if label.is_empty() || label.chars().count() > LABEL {
            return Err(wrong("passkey-label"));
        }
        let challenge = verify::challenge_of(&sent.client).unwrap_or_default();
        if !self.0.challenges.take(&challenge, Some(&context.actor.id), context.now) {
            return Err(wrong("passkey-late"));
        }
        let (key, counter) = verify::made(party, &challenge, sent).map_err(|fault| {
            tracing::warn!(?fault, "a passkey was not taken");
            wrong("passkey-wrong")
        })?;
        let passkey = Passkey {
            id: sent.id.clone(),
            account: context.actor.id.clone(),
            label: label.to_owned(),
            algorithm: key.algorithm,
            key: key.bytes,
            counter: i64::from(counter),
            made: context.now,
            used: None,
        };
        let (inner, context) = (std::sync::Arc::clone(&self.0), context.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            if linli_store::passkey(w, inner.realm, &passkey.id)?.is_some() {
                return Err(AppError::Invalid { field: "label", rule: "passkey-wrong" });
            }
            linli_store::put_passkey(w, inner.realm, &passkey)?;
            note(&inner, w, &context, &passkey.account, "passkey_new", &[], &[("label", passkey.label.clone().into())])
        })
    }

    /// The actor's own passkeys, by name.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn my_passkeys(&self, context: &Context) -> Result<Vec<Passkey>, AppError> {
        Ok(self.0.store.read(|tx| linli_store::passkeys_of(tx, self.0.realm, &context.actor.id))?)
    }

    /// Takes one of the actor's own passkeys away.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not theirs.
    pub fn end_my_passkey(&self, context: &Context, id: &str) -> Result<(), AppError> {
        let (inner, context, id) = (std::sync::Arc::clone(&self.0), context.clone(), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let found = linli_store::passkey(w, inner.realm, &id)?.filter(|passkey| passkey.account == context.actor.id);
            let passkey = found.ok_or(AppError::NotFound("passkey"))?;
            linli_store::end_passkey(w, inner.realm, &id)?;
            note(&inner, w, &context, &passkey.account, "passkey_end", &[], &[("label", passkey.label.into())])
        })
    }

    /// A challenge to sign in by a passkey, whosever it is.
    #[must_use]
    pub fn begin_passkey_sign_in(&self) -> String {
        let challenge = self.challenge();
        self.0.challenges.begin(&challenge, None, self.now());
        challenge
    }

    /// Signs in by a passkey. The answer is the session's secret, for a cookie.
    ///
    /// # Errors
    /// [`AppError::PasskeyRefused`], whatever is wrong with it.
    pub fn sign_in_by_passkey(&self, party: &Party, sent: &Sent, caller: impl Into<Caller>) -> Result<String, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let challenge = verify::challenge_of(&sent.client).unwrap_or_default();
        if !self.0.challenges.take(&challenge, None, now) {
            return Err(AppError::PasskeyRefused);
        }
        let known = self.0.store.read(|tx| linli_store::passkey(tx, realm, &sent.id))?.ok_or(AppError::PasskeyRefused)?;
        // Whom it was made for is told by the device too, as bytes; both must agree.
        let whose = data_encoding::BASE64URL_NOPAD.encode(known.account.as_bytes());
        if !sent.user.is_empty() && sent.user != whose {
            return Err(AppError::PasskeyRefused);
        }
        let key = verify::PublicKey { algorithm: known.algorithm, bytes: known.key.clone() };
        let shown = verify::shown(party, &challenge, sent, &key, u32::try_from(known.counter).unwrap_or(u32::MAX));
        let counter = shown.map_err(|fault| {
            tracing::warn!(?fault, "a passkey was refused");
            AppError::PasskeyRefused
        })?;
        let used = Passkey { counter: i64::from(counter), used: Some(now), ..known.clone() };
        let account = self.0.store.write(move |w: &mut Write<'_>| {
            // As it is now: it may have been shown elsewhere, or taken away, in between.
            let now_is = linli_store::passkey(w, realm, &used.id)?.filter(|now_is| now_is.counter == known.counter);
            let account = linli_store::account(w, realm, &used.account)?.filter(|account| !account.disabled);
            let (Some(_), Some(account)) = (now_is, account) else { return Err(AppError::PasskeyRefused) };
            linli_store::put_passkey(w, realm, &used)?;
            Ok::<_, AppError>(account)
        })?;
        self.let_in(account, Way::Passkey, caller.into())
    }

    fn challenge(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&self.0.random.bytes::<32>())
    }
}
