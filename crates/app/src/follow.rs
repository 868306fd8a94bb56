//! Residents without an account: following a matter that somebody reported already, and finding the answer to a form that was sent twice.

use linli_engine::Command;
use linli_pack::model::Capability;
use linli_pack::record::{Record, Value};
use linli_store::{Follow, Reply, Tx, Write};

use crate::act::{Done, Target, Whole, carry_out};
use crate::app::App;
use crate::context::Context;
use crate::detail::Detail;
use crate::error::AppError;
use crate::random::{fingerprint, link_print};

/// Kept with a link by which somebody follows another person's report: it shows how the matter goes, not what that person wrote.
pub(crate) use linli_store::JOINED;

/// What the author of an act is called who follows a matter that somebody else reported; the rest tells one such link from another.
pub const VOICE: &str = "voice-";

/// The author's name of those who hold a link of their own to a matter that somebody else reported.
#[must_use]
pub fn voice(secret: &str) -> String {
    format!("{VOICE}{}", fingerprint(secret).get(..16).unwrap_or_default())
}

impl App {
    /// Follows an open matter instead of reporting it again: it counts one more follower, and the answer holds a tracking link.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such open matter, or its register does not look for duplicates.
    pub fn follow(&self, context: &Context, id: &str) -> Result<Done, AppError> {
        let (context, id) = (context.clone(), id.to_owned());
        let inner = std::sync::Arc::clone(&self.0);
        let whole = self.0.store.write(move |w: &mut Write<'_>| {
            let asked = fingerprint(&format!("follow {id}"));
            if let Some(key) = &context.once
                && let Some(reply) = linli_store::reply(w, inner.realm, &context.actor.id, key)?
            {
                if reply.fingerprint != asked {
                    return Err(AppError::KeyReused);
                }
                let done = given(w, inner.realm, &reply)?.ok_or(AppError::NotFound("record"))?;
                return Ok(Whole { done, changes: Vec::new() });
            }
            let asked_for = linli_store::record(w, inner.realm, &id)?.ok_or(AppError::NotFound("record"))?;
            // Merged since somebody saw it: what is handled is what it was merged into.
            let record = onward(w, inner.realm, &asked_for)?.unwrap_or(asked_for);
            let id = record.id.clone();
            let watched = inner.pack.registers.get(&record.register).is_some_and(|register| register.has(Capability::Duplicate));
            if !record.open || !watched {
                return Err(AppError::NotFound("record"));
            }
            let told = Command { register: record.register.clone(), name: "join".to_owned(), ..Command::default() };
            let mut whole = carry_out(&inner, w, &Context::system(context.now), &Target::Id(id.clone()), &told)?;
            let secret = inner.random.link(context.now);
            let link = Follow { hash: link_print(&secret), record: id.clone(), contact: Some(JOINED.to_owned()), at: context.now };
            linli_store::put_follow(w, inner.realm, &link)?;
            if let Some(key) = &context.once {
                let body = serde_json::json!({ "record": id, "secret": secret }).to_string();
                let reply = Reply { fingerprint: asked, status: 200, body, at: context.now };
                linli_store::keep_reply(w, inner.realm, &context.actor.id, key, &reply)?;
            }
            whole.done.secret = Some(secret);
            Ok::<_, AppError>(whole)
        })?;
        for change in &whole.changes {
            self.tell(change);
        }
        Ok(whole.done)
    }

    /// The answer that was given to a request with the context's key, if there was one.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn answered(&self, context: &Context) -> Result<Option<Done>, AppError> {
        let Some(key) = &context.once else { return Ok(None) };
        self.0.store.read(|tx| {
            let Some(reply) = linli_store::reply(tx, self.0.realm, &context.actor.id, key)? else { return Ok(None) };
            given(tx, self.0.realm, &reply)
        })
    }

    /// The record behind a tracking link, and whether the link is that of somebody who joined another person's report.
    ///
    /// # Errors
    /// As [`App::followed`].
    pub fn followed_by(&self, secret: &str) -> Result<(Detail<'_>, bool), AppError> {
        let link = self.0.store.read(|tx| linli_store::follow(tx, self.0.realm, &link_print(secret)))?;
        let joined = link.is_some_and(|link| link.contact.as_deref() == Some(JOINED));
        Ok((self.followed(secret)?, joined))
    }

    /// The record that is handled in another's place, which was merged into it, maybe by way of others: what becomes of it is what
    /// becomes of all.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn merged_into(&self, record: &Record) -> Result<Option<Record>, AppError> {
        self.0.store.read(|tx| onward(tx, self.0.realm, record))
    }
}

/// As [`App::merged_into`]. No circle of mergers can be made; a step more than any chain has ends one all the same.
fn onward(tx: &mut dyn Tx, realm: i64, record: &Record) -> Result<Option<Record>, AppError> {
    const LONGEST: usize = 64;
    let mut at: Option<Record> = None;
    for _ in 0..LONGEST {
        let Some(id) = at.as_ref().unwrap_or(record).memory.merged_into.clone() else { break };
        let Some(next) = linli_store::record(tx, realm, &id)? else { break };
        at = Some(next);
    }
    Ok(at)
}

/// An answer that was kept, with the record as it is now.
pub(crate) fn given(tx: &mut dyn Tx, realm: i64, reply: &Reply) -> Result<Option<Done>, AppError> {
    let body: Value = serde_json::from_str(&reply.body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let record = linli_store::record(tx, realm, &text("record").unwrap_or_default())?;
    Ok(record.map(|record| Done { record, secret: text("secret"), replayed: true }))
}
