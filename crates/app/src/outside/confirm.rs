//! Addresses that people typed: a code goes there, and whoever reads it there gives it back. Codes are few and short-lived, so that nobody
//! sends a stranger messages by typing their number, nor guesses a code.

use std::sync::Arc;

use linli_pack::record::Instant;
use linli_store::{ChannelCode, StoreError, Subscription, Tx, Write};

use super::CodeLetter;
use crate::app::{App, Inner};
use crate::context::Context;
use crate::days;
use crate::error::AppError;
use crate::keys::note;

/// Seconds in which a code is good.
const GOOD: i64 = 600;
/// Seconds between one code and the next.
const APART: i64 = 60;
/// Codes sent in a day to one person by one channel.
const A_DAY: i64 = 5;
/// Wrong codes after which another must be sent.
const WRONG: i64 = 5;

/// Makes a code for an address and keeps its print.
pub(super) fn send(inner: &Inner, w: &mut Write<'_>, one: &Subscription, now: Instant) -> Result<CodeLetter, AppError> {
    let day = days::of(now, &inner.pack.clock.timezone);
    let before = linli_store::channel_code(w, inner.realm, &one.account, &one.channel)?.unwrap_or_default();
    let sent = if before.day == day { before.sent } else { 0 };
    if before.at + APART > now || sent >= A_DAY {
        let rule = if sent >= A_DAY { "code-day" } else { "code-soon" };
        return Err(AppError::Invalid { field: "to", rule });
    }
    let number = u32::from_be_bytes(inner.random.bytes::<4>()) % 1_000_000;
    let code = format!("{number:06}");
    let kept = ChannelCode { print: print(w, inner.realm, one, &code)?, at: now, day, sent: sent + 1, tries: 0 };
    linli_store::put_channel_code(w, inner.realm, &one.account, &one.channel, &kept)?;
    Ok(CodeLetter { channel: one.channel.clone(), to: one.to.clone(), code })
}

/// What a code is known by: it is good for this address of this person only.
fn print(tx: &mut dyn Tx, realm: i64, one: &Subscription, code: &str) -> Result<Vec<u8>, StoreError> {
    let what = format!("{} {} {} {code}", one.account, one.channel, one.to);
    Ok(tx.keys().blind(realm, "channel-code", &what)?.to_vec())
}

impl App {
    /// Confirms the actor's address at a channel by the code that was sent there.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming the field `code`: wrong, too late, or too many wrong ones; each wrong one is counted.
    /// [`AppError::NotFound`] where there is nothing to confirm.
    pub fn confirm_channel(&self, context: &Context, channel: &str, code: &str) -> Result<(), AppError> {
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        let (inner, context, channel) = (Arc::clone(&self.0), context.clone(), channel.to_owned());
        let rule = self.0.store.write(move |w: &mut Write<'_>| {
            let account = &context.actor.id;
            let known = linli_store::subscriptions_of(w, inner.realm, account)?.into_iter().find(|one| one.channel == channel);
            let one = known.filter(|one| !one.confirmed).ok_or(AppError::NotFound("subscription"))?;
            let mut sent = linli_store::channel_code(w, inner.realm, account, &channel)?.ok_or(AppError::NotFound("code"))?;
            if sent.print.is_empty() || sent.at + GOOD <= context.now {
                return Ok(Some("code-late"));
            }
            if sent.tries >= WRONG {
                return Ok(Some("code-many"));
            }
            if print(w, inner.realm, &one, &code)? != sent.print {
                // Counted on disk: an error would take the count back.
                sent.tries += 1;
                linli_store::put_channel_code(w, inner.realm, account, &channel, &sent)?;
                return Ok(Some("channel-code-wrong"));
            }
            sent.print = Vec::new();
            linli_store::put_channel_code(w, inner.realm, account, &channel, &sent)?;
            let one = Subscription { confirmed: true, ..one };
            linli_store::put_subscription(w, inner.realm, &inner.random.bytes(), &one)?;
            note(&inner, w, &context, account, "channel_confirmed", &[("channel", channel.clone().into())], &[])?;
            Ok::<_, AppError>(None)
        })?;
        rule.map_or(Ok(()), |rule| Err(AppError::Invalid { field: "code", rule }))
    }
}
