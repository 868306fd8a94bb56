//! Webhooks: news of acts on records, sent to other programs as *Standard Webhooks* describes. Nothing is written per act: each webhook follows
//! the journal at its own pace, so that one that is slow costs nothing and loses nothing. Here is what an administrator does with them;
//! `deliver.rs` says what is sent next and what comes of an answer, `message.rs` what is in it and how it is signed.
//!
//! News tells that something happened, never what was said or who it is about: whoever may know asks the API by their own token.

mod deliver;
mod message;

use std::collections::BTreeSet;

use linli_pack::model::{Pack, Register};
use linli_pack::record::{Instant, Value};
use linli_store::{Delivery, Stage, Webhook, Write};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::keys::note;
use crate::random::Random;

pub use deliver::{Answer, Missed, Outgoing};

/// Most webhooks of a realm: each costs a look at the journal every second.
pub const MOST: usize = 50;
/// Longest name in characters.
const LABEL: usize = 64;
/// Longest address in bytes.
const ADDRESS: usize = 2_000;
/// How long a secret that was replaced signs too, in seconds.
const OLD_SECRET: i64 = 86_400;
/// How long what became of a delivery is kept, in days.
pub(crate) const KEPT_DAYS: i64 = 30;

/// The kinds of acts that a webhook can ask for.
pub const KINDS: [&str; 4] = ["opened", "moved", "closed", "noted"];

/// Why a webhook is off.
pub mod off {
    /// An administrator wanted it so.
    pub const ASKED: &str = "asked";
    /// The receiver said that it is gone (410).
    pub const GONE: &str = "gone";
    /// It could not be reached for three days, or refused too many in a row.
    pub const FAILING: &str = "failing";
}

/// What an administrator fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookForm {
    /// What it is called.
    pub label: String,
    /// Where it is sent.
    pub address: String,
    /// Area whose records it tells about.
    pub area: String,
    /// Registers; none: all that can be told about.
    pub registers: BTreeSet<String>,
    /// Kinds of acts, of [`KINDS`]; none: all.
    pub kinds: BTreeSet<String>,
    /// Login of an account whose own acts are not sent: the receiver's, so that it does not answer itself. May be empty.
    pub ignored: String,
}

/// A webhook with what happened to it.
#[derive(Clone, Debug, Default)]
pub struct WebhookSeen {
    /// The webhook.
    pub webhook: Webhook,
    /// Login of the account whose acts are not sent; empty: there is none.
    pub ignored: String,
    /// The latest deliveries with the acts that they tell of.
    pub deliveries: Vec<(Delivery, linli_store::Acted)>,
    /// Entries of the journal that it has not come to yet.
    pub behind: i64,
}

/// Which deliveries are sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replay {
    /// That of one act, by its place in the journal.
    One(i64),
    /// All that were given up since a time.
    Since(Instant),
}

/// Whether news of a register may leave: what only some roles may see is not even counted elsewhere, nor who of a body's members voted when.
#[must_use]
pub fn can_tell(register: &Register) -> bool {
    register.see.is_empty() && register.ballot.is_none()
}

impl App {
    /// The webhooks of the administrator's areas.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without that right.
    pub fn webhooks(&self, context: &Context) -> Result<Vec<Webhook>, AppError> {
        let (areas, territory) = (self.administered(context)?, self.territory());
        let mut found = self.0.store.read(|tx| linli_store::webhooks(tx, self.0.realm))?;
        found.retain(|hook| areas.iter().any(|area| territory.within(&hook.area, area)));
        Ok(found)
    }

    /// A webhook and its latest deliveries, those before an act where `before` is given.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without that right, [`AppError::NotFound`] beyond the administrator's areas.
    pub fn webhook_seen(&self, context: &Context, id: &str, before: Option<i64>, limit: usize) -> Result<WebhookSeen, AppError> {
        let webhook = self.own_webhook(context, id)?;
        let realm = self.0.realm;
        let last = self.0.store.head(realm)?.map_or(0, |head| head.seq);
        self.0.store.read(|tx| {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut deliveries = Vec::new();
            for one in linli_store::deliveries(tx, realm, id, before.unwrap_or(i64::MAX), limit)? {
                let act = linli_store::acts_after(tx, realm, one.seq - 1, 1)?.pop().unwrap_or_default();
                deliveries.push((one, act));
            }
            let ignored = match &webhook.ignored {
                Some(account) => linli_store::account(tx, realm, account)?.map(|account| account.login).unwrap_or_default(),
                None => String::new(),
            };
            Ok(WebhookSeen { behind: (last - webhook.seq).max(0), webhook, ignored, deliveries })
        })
    }

    /// Adds a webhook: from now on acts are sent to it. The answer is its id and its secret.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], or [`AppError::Invalid`] naming the field.
    pub fn add_webhook(&self, context: &Context, form: &WebhookForm) -> Result<(String, String), AppError> {
        let hook = self.filled(context, form, Webhook::default())?;
        let seq = self.0.store.head(self.0.realm)?.map_or(0, |head| head.seq);
        let hook = Webhook {
            id: self.0.random.uuid(context.now),
            secret: new_secret(&self.0.random),
            made: context.now,
            made_by: context.actor.id.clone(),
            seq,
            ..hook
        };
        let answer = (hook.id.clone(), hook.secret.clone());
        let (context, inner) = (context.clone(), std::sync::Arc::clone(&self.0));
        self.0.store.write(move |w: &mut Write<'_>| {
            if linli_store::webhooks(w, inner.realm)?.len() >= MOST {
                return Err(AppError::Invalid { field: "label", rule: "webhooks-many" });
            }
            keep(&inner, w, &context, &hook, "webhook_new")
        })?;
        Ok(answer)
    }

    /// Changes what a webhook is told about, and where it is.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], or [`AppError::Invalid`] naming the field.
    pub fn change_webhook(&self, context: &Context, id: &str, form: &WebhookForm) -> Result<(), AppError> {
        let changed = self.filled(context, form, self.own_webhook(context, id)?)?;
        self.on_webhook(context, id, "webhook_change", move |hook| {
            // How far it has come may have changed meanwhile, and stays.
            *hook = Webhook {
                label: changed.label.clone(),
                address: changed.address.clone(),
                area: changed.area.clone(),
                registers: changed.registers.clone(),
                kinds: changed.kinds.clone(),
                ignored: changed.ignored.clone(),
                ..std::mem::take(hook)
            };
        })
    }

    /// Gives a webhook a new secret. For a day deliveries are signed with the former one too, so that the receiver can change over.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub fn rotate_webhook(&self, context: &Context, id: &str) -> Result<String, AppError> {
        let (secret, now) = (new_secret(&self.0.random), context.now);
        let new = secret.clone();
        self.on_webhook(context, id, "webhook_rotate", move |hook| {
            hook.old_secret = std::mem::replace(&mut hook.secret, new.clone());
            hook.old_until = Some(now + OLD_SECRET);
        })?;
        Ok(secret)
    }

    /// Switches a webhook on or off. Switched on again it goes on where it stopped: nothing is left out.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub fn switch_webhook(&self, context: &Context, id: &str, on: bool) -> Result<(), AppError> {
        self.on_webhook(context, id, if on { "webhook_on" } else { "webhook_off" }, move |hook| {
            hook.off = if on { String::new() } else { off::ASKED.to_owned() };
            (hook.next_at, hook.given_up) = (0, 0);
        })
    }

    /// Takes a webhook away, with the list of its deliveries.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub fn end_webhook(&self, context: &Context, id: &str) -> Result<(), AppError> {
        self.own_webhook(context, id)?;
        let (context, inner, id) = (context.clone(), std::sync::Arc::clone(&self.0), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            linli_store::end_webhook(w, inner.realm, &id)?;
            note(&inner, w, &context, &id, "webhook_end", &[], &[])
        })
    }

    /// Sends deliveries again; says how many. The receiver knows them by their ids.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`]; [`AppError::Invalid`] naming `sequence` where there is no such delivery.
    pub fn replay_webhook(&self, context: &Context, id: &str, what: Replay) -> Result<usize, AppError> {
        self.own_webhook(context, id)?;
        let (context, inner, id) = (context.clone(), std::sync::Arc::clone(&self.0), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut hook = linli_store::webhook(w, inner.realm, &id)?.ok_or(AppError::NotFound("webhook"))?;
            let again = match what {
                Replay::One(seq) => {
                    let one = linli_store::delivery(w, inner.realm, &id, seq)?
                        .ok_or(AppError::Invalid { field: "sequence", rule: "webhook-sequence" })?;
                    linli_store::put_delivery(w, inner.realm, &Delivery { stage: Stage::Waiting, attempts: 0, ..one })?;
                    1
                }
                Replay::Since(time) => linli_store::retry_deliveries(w, inner.realm, &id, time)?,
            };
            (hook.next_at, hook.given_up) = (0, 0);
            linli_store::advance_webhook(w, inner.realm, &hook)?;
            note(&inner, w, &context, &id, "webhook_replay", &[("deliveries", again.into())], &[])?;
            Ok(again)
        })
    }

    pub(crate) fn own_webhook(&self, context: &Context, id: &str) -> Result<Webhook, AppError> {
        let (areas, territory) = (self.administered(context)?, self.territory());
        let found = self.0.store.read(|tx| linli_store::webhook(tx, self.0.realm, id))?;
        found.filter(|hook| areas.iter().any(|area| territory.within(&hook.area, area))).ok_or(AppError::NotFound("webhook"))
    }

    /// Changes a webhook as it stands in the transaction.
    fn on_webhook(
        &self,
        context: &Context,
        id: &str,
        name: &'static str,
        change: impl Fn(&mut Webhook) + Send + 'static,
    ) -> Result<(), AppError> {
        self.own_webhook(context, id)?;
        let (context, inner, id) = (context.clone(), std::sync::Arc::clone(&self.0), id.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            let mut hook = linli_store::webhook(w, inner.realm, &id)?.ok_or(AppError::NotFound("webhook"))?;
            change(&mut hook);
            keep(&inner, w, &context, &hook, name)
        })
    }

    /// A webhook as it was filled in, checked.
    fn filled(&self, context: &Context, form: &WebhookForm, hook: Webhook) -> Result<Webhook, AppError> {
        let (areas, territory) = (self.administered(context)?, self.territory());
        let wrong = |field, rule| AppError::Invalid { field, rule };
        let label = form.label.trim();
        if label.is_empty() || label.chars().count() > LABEL {
            return Err(wrong("label", "webhook-label"));
        }
        let address = form.address.trim();
        if !may_be_sent_to(address) {
            return Err(wrong("address", "webhook-address"));
        }
        if territory.area(&form.area).is_none() {
            return Err(wrong("area", "unknown"));
        }
        if !areas.iter().any(|area| territory.within(&form.area, area)) {
            return Err(AppError::Forbidden("area"));
        }
        if form.registers.iter().any(|name| !told_about(&self.0.pack, name)) {
            return Err(wrong("registers", "unknown"));
        }
        if form.kinds.iter().any(|kind| !KINDS.contains(&kind.as_str())) {
            return Err(wrong("kinds", "unknown"));
        }
        let ignored = match form.ignored.trim() {
            "" => None,
            login => {
                let found = self.0.store.read(|tx| linli_store::account_by_login(tx, self.0.realm, login))?;
                Some(found.ok_or_else(|| wrong("ignored", "unknown-login"))?.id)
            }
        };
        Ok(Webhook {
            label: label.to_owned(),
            address: address.to_owned(),
            area: form.area.clone(),
            registers: form.registers.clone(),
            kinds: form.kinds.clone(),
            ignored,
            ..hook
        })
    }
}

fn told_about(pack: &Pack, register: &str) -> bool {
    pack.registers.get(register).is_some_and(can_tell)
}

fn keep(inner: &Inner, w: &mut Write<'_>, context: &Context, hook: &Webhook, name: &str) -> Result<(), AppError> {
    linli_store::put_webhook(w, inner.realm, &inner.random.bytes(), hook)?;
    let facts = [("area", Value::from(hook.area.clone())), ("registers", hook.registers.iter().cloned().collect())];
    note(inner, w, context, &hook.id, name, &facts, &[("label", hook.label.clone().into())])
}

/// 256 bits, in the form that *Standard Webhooks* gives secrets.
fn new_secret(random: &Random) -> String {
    format!("{}{}", message::SECRET, data_encoding::BASE64.encode(&random.bytes::<32>()))
}

/// An address of http or https with a name or number of a machine and no password in it. Whether it may be reached is known only when it is sent to.
fn may_be_sent_to(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let machine = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let fits = address.len() <= ADDRESS && address.bytes().all(|byte| byte.is_ascii_graphic()) && !address.contains('#');
    fits && machine.is_some_and(|machine| !machine.is_empty() && !machine.starts_with(':') && !machine.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::may_be_sent_to;

    #[test]
    fn an_address_is_one_of_a_machine_without_a_password_in_it() {
        for good in ["https://example.cn", "https://example.cn/hook?key=1", "http://10.1.2.3:8080/", "https://[fd00::1]:9/x"] {
            assert!(may_be_sent_to(good), "{good}");
        }
        let long = format!("https://example.cn/{}", "x".repeat(2_000));
        for bad in [
            "",
            "example.cn",
            "ftp://example.cn",
            "https://",
            "https:///x",
            "https://:80/",
            "https://a:b@example.cn/",
            "https://x/#y",
            "https://例.cn",
            "https://x y",
            &long,
        ] {
            assert!(!may_be_sent_to(bad), "{bad}");
        }
    }
}
