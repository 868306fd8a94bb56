//! Notices outside the program: by mail, and by the ways to phones and chats that the operator has set up. Everybody chooses for themselves whether,
//! where and when; nobody must. Nothing is written per act: what a person has not read inside is looked up when the time has come, and what was told is
//! noted. `outside/reporters.rs` tells those who reported a matter and left a number.

mod confirm;
mod reporters;

use std::sync::Arc;

use linli_pack::model::Text;
use linli_pack::record::{Instant, Record};
use linli_store::{Account, Notice, ReporterMessage, Subscription, Target, Write};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::days;
use crate::error::AppError;
use crate::keys::note;
use crate::people::SignedIn;

pub use reporters::ReporterLetter;

/// Seconds from one try to the next: three days in all.
const WAITS: [i64; 7] = [60, 600, 3_600, 14_400, 43_200, 86_400, 86_400];
/// Notices in one message at most; the rest is counted.
const MOST: usize = 200;
/// Notices older than this, in seconds, are told nobody outside any more.
const STALE: i64 = 3 * 86_400;
/// When a daily message is sent, in seconds of the local day.
const DAILY: i64 = 8 * 3_600;
/// Longest address in characters.
const ADDRESS: usize = 200;
/// How long what was told is remembered, in days.
pub(crate) const KEPT_DAYS: i64 = 30;

/// A way out of the program, as the operator set it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its name there.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// What it takes.
    pub takes: Takes,
    /// It also goes to those who reported and left a number.
    pub reporters: bool,
}

/// What a channel is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// An e-mail address.
    Mail,
    /// A phone number.
    Phone,
    /// A name there.
    Name,
}

/// What somebody fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubscriptionForm {
    /// Where to.
    pub to: String,
    /// Once a day instead of at once.
    pub daily: bool,
    /// Quiet from, `22:00`; empty: never.
    pub quiet_from: String,
    /// Quiet until, `07:00`.
    pub quiet_to: String,
}

/// A code that must go to an address before anything else does.
#[derive(Clone)]
pub struct CodeLetter {
    /// The channel by which it goes.
    pub channel: String,
    /// Where to.
    pub to: String,
    /// The code.
    pub code: String,
}

impl std::fmt::Debug for CodeLetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CodeLetter").field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// A message to a member of staff.
#[derive(Clone, Debug)]
pub struct Letter {
    /// How they want to be told.
    pub subscription: Subscription,
    /// Who they are.
    pub account: Account,
    /// What they have not read, the latest first, with the records.
    pub notices: Vec<(Notice, Record)>,
}

/// What went out by a channel in the last thirty days, and what did not.
#[derive(Clone, Debug)]
pub struct ChannelSeen {
    /// The channel.
    pub channel: Channel,
    /// How many use it.
    pub people: usize,
    /// Notices told.
    pub told: i64,
    /// Notices given up.
    pub given_up: i64,
    /// Names of those to whom the last try failed, and why.
    pub failing: Vec<(String, String)>,
}

/// A message to somebody who reported that never arrived, and what it was about.
pub type Lost = (ReporterMessage, Record);

impl App {
    /// How the actor wants to be told.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn my_subscriptions(&self, context: &Context) -> Result<Vec<Subscription>, AppError> {
        Ok(self.0.store.read(|tx| linli_store::subscriptions_of(tx, self.0.realm, &context.actor.id))?)
    }

    /// Tells the actor's notices by a channel from now on. An address that was not confirmed there is sent a code first, which is returned: until it
    /// is given ([`App::confirm_channel`]) nothing else goes there.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming the field, where too many codes were sent too.
    pub fn subscribe(&self, context: &Context, channel: &Channel, form: &SubscriptionForm) -> Result<Option<CodeLetter>, AppError> {
        let wrong = |field, rule| AppError::Invalid { field, rule };
        let to = address(channel.takes, &form.to).ok_or_else(|| wrong("to", rule_of(channel.takes)))?;
        let quiet_from = minute(&form.quiet_from).map_err(|()| wrong("quiet_from", "minute-form"))?;
        let quiet_to = minute(&form.quiet_to).map_err(|()| wrong("quiet_to", "minute-form"))?;
        if quiet_from.is_some() != quiet_to.is_some() {
            return Err(wrong(if quiet_from.is_some() { "quiet_to" } else { "quiet_from" }, "quiet-both"));
        }
        let one = Subscription {
            account: context.actor.id.clone(),
            channel: channel.name.clone(),
            to,
            daily: form.daily,
            quiet_from,
            quiet_to,
            since: context.now,
            ..Subscription::default()
        };
        let (inner, context, takes) = (Arc::clone(&self.0), context.clone(), channel.takes);
        self.0.store.write(move |w: &mut Write<'_>| {
            let known = linli_store::subscriptions_of(w, inner.realm, &one.account)?.into_iter().find(|known| known.channel == one.channel);
            let confirmed = takes == Takes::Name || known.as_ref().is_some_and(|known| known.confirmed && known.to == one.to);
            // What was not told yet still is.
            let since = known.map_or(one.since, |known| known.since);
            let one = Subscription { since, confirmed, ..one.clone() };
            let code = if confirmed { None } else { Some(confirm::send(&inner, w, &one, context.now)?) };
            linli_store::put_subscription(w, inner.realm, &inner.random.bytes(), &one)?;
            note(&inner, w, &context, &one.account, "subscribe", &[("channel", one.channel.clone().into())], &[])?;
            Ok(code)
        })
    }

    /// Tells the actor nothing more by a channel, and forgets their address there.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where they were told nothing.
    pub fn unsubscribe(&self, context: &Context, channel: &str) -> Result<(), AppError> {
        let (inner, context, channel) = (Arc::clone(&self.0), context.clone(), channel.to_owned());
        self.0.store.write(move |w: &mut Write<'_>| {
            if !linli_store::end_subscription(w, inner.realm, &context.actor.id, &channel)? {
                return Err(AppError::NotFound("subscription"));
            }
            note(&inner, w, &context, &context.actor.id, "unsubscribe", &[("channel", channel.clone().into())], &[])
        })
    }

    /// The messages to members of staff whose time has come.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn letters_due(&self, channels: &[Channel]) -> Result<Vec<Letter>, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        self.0.store.read(|tx| {
            let mut due = Vec::new();
            for subscription in linli_store::subscriptions(tx, realm)? {
                if !subscription.confirmed
                    || subscription.next_at > now
                    || !channels.iter().any(|channel| channel.name == subscription.channel)
                {
                    continue;
                }
                let account = linli_store::account(tx, realm, &subscription.account)?.filter(|account| !account.disabled);
                let Some(account) = account else { continue };
                let mut grants = self.grants_of(tx, &account.id, now)?;
                grants.extend(self.taken_over(tx, &account.id, now)?.into_iter().map(|(grant, _)| grant));
                let who = SignedIn { account: account.clone(), grants, stands_in: Vec::new(), unfinished: None };
                let targets = Self::targets(&who.context(linli_pack::Lang::Zh, now));
                let mut notices = Vec::new();
                for notice in linli_store::notices(tx, realm, &targets, true, MOST)? {
                    if notice.at < subscription.since.max(now - STALE) || linli_store::was_told(tx, realm, &subscription, &notice.id)? {
                        continue;
                    }
                    if let Some(record) = linli_store::record(tx, realm, &notice.record)? {
                        notices.push((notice, record));
                    }
                }
                notices.retain(|(notice, record)| self.disturbs(record) || self.may_be_told(&subscription, notice, now));
                if !notices.is_empty() {
                    due.push(Letter { subscription, account, notices });
                }
            }
            Ok(due)
        })
    }

    /// Whether a person may be told of a notice now, if it is not urgent.
    fn may_be_told(&self, one: &Subscription, notice: &Notice, now: Instant) -> bool {
        let zone = &self.0.pack.clock.timezone;
        let Some(midnight) = days::start_of(days::of(now, zone), zone) else { return true };
        let morning = midnight + DAILY;
        let daily = !one.daily || now >= morning && notice.at < morning;
        daily && !is_quiet(one.quiet_from, one.quiet_to, (now - midnight) / 60)
    }

    /// Whether the pack lets a matter reach people in their quiet hours.
    fn disturbs(&self, record: &Record) -> bool {
        record.urgency.as_ref().and_then(|name| self.0.pack.urgencies.get(name)).is_some_and(|urgency| urgency.disturbs)
    }

    /// Notes what came of a message.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn letter_sent(&self, letter: &Letter, sent: Result<(), String>) -> Result<(), AppError> {
        let (inner, now, letter) = (Arc::clone(&self.0), self.now(), letter.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            let (account, channel) = (&letter.subscription.account, &letter.subscription.channel);
            let known = linli_store::subscriptions_of(w, inner.realm, account)?.into_iter().find(|one| one.channel == *channel);
            // Its owner may have taken it back meanwhile.
            let Some(mut one) = known else { return Ok(()) };
            let again = match &sent {
                Ok(()) => None,
                Err(_) => wait(one.failed),
            };
            one.problem = sent.as_ref().err().cloned().unwrap_or_default();
            match again {
                Some(seconds) => {
                    one.failed += 1;
                    one.next_at = now + seconds;
                }
                None => {
                    (one.failed, one.next_at) = (0, 0);
                    if sent.is_err() {
                        tell_administrators(&inner, w, account, "notices_given_up", now)?;
                    }
                    for (notice, _) in &letter.notices {
                        linli_store::add_told(w, inner.realm, &one, &notice.id, now, sent.is_err())?;
                    }
                }
            }
            linli_store::put_subscription(w, inner.realm, &inner.random.bytes(), &one)?;
            Ok::<_, AppError>(())
        })
    }

    /// What went out by each channel, and what did not: for administrators.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without that right.
    pub fn channels_seen(&self, context: &Context, channels: &[Channel]) -> Result<(Vec<ChannelSeen>, Vec<Lost>), AppError> {
        self.administered(context)?;
        let realm = self.0.realm;
        self.0.store.read(|tx| {
            let all = linli_store::subscriptions(tx, realm)?;
            let mut seen = Vec::new();
            for channel in channels {
                let (told, given_up) = linli_store::count_told(tx, realm, &channel.name, context.now - KEPT_DAYS * 86_400)?;
                let mut failing = Vec::new();
                for one in all.iter().filter(|one| one.channel == channel.name && !one.problem.is_empty()) {
                    let name = linli_store::account(tx, realm, &one.account)?.map(|account| account.name).unwrap_or_default();
                    failing.push((name, one.problem.clone()));
                }
                let people = all.iter().filter(|one| one.channel == channel.name).count();
                seen.push(ChannelSeen { channel: channel.clone(), people, told, given_up, failing });
            }
            let mut lost = Vec::new();
            for message in linli_store::reporter_messages_given_up(tx, realm, 50)? {
                if let Some(record) = linli_store::record(tx, realm, &message.record)? {
                    lost.push((message, record));
                }
            }
            Ok((seen, lost))
        })
    }
}

/// Tells those who administer the place of a message that nobody tries any more: `about` is the account or the record that it was about.
fn tell_administrators(inner: &Inner, w: &mut Write<'_>, about: &str, name: &str, now: Instant) -> Result<(), AppError> {
    for role in inner.pack.roles.values().filter(|role| role.admin) {
        let target = Target::Role { role: role.name.clone(), area: crate::act::seat(inner, &role.name, &inner.pack.root) };
        let notice = Notice { id: inner.random.uuid(now), target, record: about.to_owned(), name: name.to_owned(), at: now, read_at: None };
        linli_store::notify(w, inner.realm, &notice)?;
    }
    Ok(())
}

/// Seconds to the next try after so many that failed before; `None`: there is none.
fn wait(failed: i64) -> Option<i64> {
    WAITS.get(usize::try_from(failed).ok()?).copied()
}

/// Whether a minute of the day lies in somebody's quiet hours, which may go over midnight.
fn is_quiet(from: Option<i64>, to: Option<i64>, minute: i64) -> bool {
    match (from, to) {
        (Some(from), Some(to)) if from <= to => (from..to).contains(&minute),
        (Some(from), Some(to)) => minute >= from || minute < to,
        _ => false,
    }
}

/// `22:30` as a minute of the day; `None` where nothing was typed.
fn minute(text: &str) -> Result<Option<i64>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let time: jiff::civil::Time = text.parse().map_err(drop)?;
    Ok(Some(i64::from(time.hour()) * 60 + i64::from(time.minute())))
}

/// An address as it is kept; `None` where it is none.
fn address(takes: Takes, text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= ADDRESS && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    let well = match takes {
        Takes::Mail => text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@')),
        Takes::Phone => return linli_engine::identity::phone(text),
        Takes::Name => true,
    };
    (fits && well).then(|| text.to_owned())
}

const fn rule_of(takes: Takes) -> &'static str {
    match takes {
        Takes::Mail => "mail-form",
        Takes::Phone => "phone-form",
        Takes::Name => "missing",
    }
}

#[cfg(test)]
mod tests {
    use super::{Takes, address, is_quiet, minute};

    #[test]
    fn quiet_hours_may_go_over_midnight_and_their_end_is_not_quiet() {
        let night = |minute| is_quiet(Some(22 * 60), Some(7 * 60), minute);
        assert!(night(22 * 60) && night(0) && night(7 * 60 - 1) && !night(7 * 60) && !night(12 * 60));
        let noon = |minute| is_quiet(Some(12 * 60), Some(14 * 60), minute);
        assert!(noon(12 * 60) && !noon(14 * 60) && !noon(0));
        assert!(!is_quiet(None, None, 0));
    }

    #[test]
    fn times_and_addresses_are_read_as_people_type_them() {
        assert_eq!((minute(" 22:30 "), minute(""), minute("25:00"), minute("x")), (Ok(Some(1_350)), Ok(None), Err(()), Err(())));
        assert_eq!(address(Takes::Mail, " li@example.cn ").as_deref(), Some("li@example.cn"));
        for wrong in ["", "li", "li@", "@example.cn", "li@example", "a b@example.cn", "li@example.cn\r\nbcc: x@y.cn", "a@b@c.cn"] {
            assert_eq!(address(Takes::Mail, wrong), None, "{wrong}");
        }
    }
}
