//! What is sent next, and what comes of an answer.
//!
//! A webhook's deliveries are made one after the other, in the order of the journal. Where one fails, those behind it wait: for three days at most, then
//! it is given up, the webhook switched off and its administrators told. A receiver that refuses one message as such holds the others up for half an
//! hour only. A message may arrive twice (the program may stop between sending and noting it), always with the same id.

use linli_pack::record::{Instant, Record};
use linli_store::{Acted, Delivery, Notice, Stage, Target, Tx, Webhook, Write};

use super::{can_tell, message, off};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;

/// Seconds from one try to the next, as the specification proposes: three days and four hours in all.
const WAITS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// Tries of a message that the receiver refuses as such.
const REFUSED: i64 = 4;
/// Messages given up in a row, after which a webhook is switched off.
const GIVEN_UP: i64 = 20;
/// Longest time that a receiver may ask for before the next try.
const LATEST: i64 = 86_400;
/// Entries of the journal read at once.
const STEP: i64 = 200;
/// How often that is done in search of the next act that a webhook asks for.
const STEPS: usize = 50;
/// Most characters kept of an answer.
const SAID: usize = 500;

/// A request to be sent by POST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Webhook.
    pub webhook: String,
    /// Place of the act in the journal; 0: a test.
    pub seq: i64,
    /// Where to.
    pub address: String,
    /// Names and values of headers.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// It is no address.
    Address,
    /// The address is of a network that the operator has not opened.
    OutOfReach,
    /// Nobody there, or the line broke.
    Connection,
    /// Too late.
    Late,
}

impl Missed {
    /// As it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::OutOfReach => "out-of-reach",
            Self::Connection => "connection",
            Self::Late => "late",
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status, or why there is none.
    pub status: Result<u16, Missed>,
    /// Beginning of the body.
    pub said: String,
    /// Seconds that the receiver asks to be left alone.
    pub retry_after: Option<i64>,
    /// How long it took, in milliseconds.
    pub millis: i64,
}

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Taken,
    /// The receiver wants no more.
    Gone,
    /// The receiver is there and refuses this message.
    Refused,
    /// The receiver is not there, or not well.
    Failed,
}

impl Answer {
    /// Whether the receiver has it.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.verdict() == Verdict::Taken
    }

    fn verdict(&self) -> Verdict {
        match self.status {
            Ok(200..=299) => Verdict::Taken,
            Ok(410) => Verdict::Gone,
            Ok(400 | 413 | 415 | 422) => Verdict::Refused,
            _ => Verdict::Failed,
        }
    }
}

impl App {
    /// The webhooks that have something to send now, or may have.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn webhooks_due(&self) -> Result<Vec<String>, AppError> {
        let now = self.now();
        Ok(self.0.store.read(|tx| linli_store::webhooks_due(tx, self.0.realm, now))?)
    }

    /// What is sent to a webhook next; `None` where there is nothing, or not now.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn next_delivery(&self, id: &str) -> Result<Option<Outgoing>, AppError> {
        let (realm, now) = (self.0.realm, self.now());
        let found = self.0.store.read(|tx| {
            let hook = linli_store::webhook(tx, realm, id)?.filter(|hook| hook.off.is_empty() && hook.next_at <= now);
            let Some(hook) = hook else { return Ok::<_, AppError>(None) };
            if let Some(waiting) = linli_store::waiting_delivery(tx, realm, id)? {
                let act = linli_store::acts_after(tx, realm, waiting.seq - 1, 1)?.pop().unwrap_or_default();
                let record = linli_store::record(tx, realm, &act.record)?.unwrap_or_default();
                let outgoing = self.outgoing(&hook, &act, &record, now);
                return Ok(Some((hook, Some(outgoing))));
            }
            self.look_on(tx, hook, now).map(Some)
        })?;
        let Some((hook, outgoing)) = found else { return Ok(None) };
        if outgoing.is_none() {
            self.come_to(&hook)?;
        }
        Ok(outgoing)
    }

    /// A message to see whether a webhook answers; it is in no list.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub fn webhook_test(&self, context: &Context, id: &str) -> Result<Outgoing, AppError> {
        let hook = self.own_webhook(context, id)?;
        let (id, body) = (format!("{id}-test-{}", context.now), message::test(context.now, &hook.area));
        Ok(signed(&hook, 0, &id, body, context.now))
    }

    /// Notes what came of a delivery; says whether the next one can be made at once.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn delivered(&self, sent: &Outgoing, answer: &Answer) -> Result<bool, AppError> {
        let (sent, answer, now, inner) = (sent.clone(), answer.clone(), self.now(), std::sync::Arc::clone(&self.0));
        self.0.store.write(move |w: &mut Write<'_>| note_answer(&inner, w, &sent, &answer, now))
    }

    /// The next act behind those that a webhook has that it asks for, among the next some thousand entries of the journal.
    fn look_on(&self, tx: &mut dyn Tx, mut hook: Webhook, now: Instant) -> Result<(Webhook, Option<Outgoing>), AppError> {
        let territory = self.territory();
        for _ in 0..STEPS {
            let acts = linli_store::acts_after(tx, self.0.realm, hook.seq, STEP)?;
            if acts.is_empty() {
                break;
            }
            for act in acts {
                if self.may_ask_for(&hook, &act) {
                    let record = linli_store::record(tx, self.0.realm, &act.record)?;
                    if let Some(record) = record.filter(|record| territory.within(&record.area, &hook.area)) {
                        let outgoing = self.outgoing(&hook, &act, &record, now);
                        return Ok((hook, Some(outgoing)));
                    }
                }
                hook.seq = act.seq;
            }
        }
        Ok((hook, None))
    }

    /// Whether an act is of a register and a kind that a webhook asks for.
    fn may_ask_for(&self, hook: &Webhook, act: &Acted) -> bool {
        let register = self.0.pack.registers.get(&act.register).filter(|register| can_tell(register));
        register.is_some_and(|register| {
            (hook.registers.is_empty() || hook.registers.contains(&act.register))
                && (hook.kinds.is_empty() || hook.kinds.contains(message::kind(act, register)))
                && hook.ignored.as_ref() != Some(&act.actor)
        })
    }

    fn outgoing(&self, hook: &Webhook, act: &Acted, record: &Record, now: Instant) -> Outgoing {
        let kind = self.0.pack.registers.get(&act.register).map_or("noted", |register| message::kind(act, register));
        let id = format!("{}-{}", hook.id, act.seq);
        signed(hook, act.seq, &id, message::news(act, record, kind), now)
    }

    /// Notes that there was nothing for a webhook up to an entry of the journal.
    fn come_to(&self, looked: &Webhook) -> Result<(), AppError> {
        let (realm, looked) = (self.0.realm, looked.clone());
        let known = self.0.store.read(|tx| linli_store::webhook(tx, realm, &looked.id))?;
        if known.is_none_or(|known| known.seq >= looked.seq) {
            return Ok(());
        }
        self.0.store.write(move |w: &mut Write<'_>| {
            let Some(mut hook) = linli_store::webhook(w, realm, &looked.id)? else { return Ok(()) };
            hook.seq = hook.seq.max(looked.seq);
            linli_store::advance_webhook(w, realm, &hook)?;
            Ok(())
        })
    }
}

fn signed(hook: &Webhook, seq: i64, id: &str, body: String, now: Instant) -> Outgoing {
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("user-agent", concat!("Linli/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", now.to_string()),
        ("webhook-signature", message::signatures(hook, id, now, &body)),
    ];
    Outgoing { webhook: hook.id.clone(), seq, address: hook.address.clone(), headers, body }
}

fn note_answer(inner: &Inner, w: &mut Write<'_>, sent: &Outgoing, answer: &Answer, now: Instant) -> Result<bool, AppError> {
    let realm = inner.realm;
    // It may have been taken away meanwhile.
    let Some(mut hook) = linli_store::webhook(w, realm, &sent.webhook)? else { return Ok(false) };
    let before = linli_store::delivery(w, realm, &sent.webhook, sent.seq)?.unwrap_or_default();
    let attempts = before.attempts + 1;
    let mut one = Delivery {
        webhook: sent.webhook.clone(),
        seq: sent.seq,
        stage: Stage::GivenUp,
        attempts,
        last_at: Some(now),
        status: answer.status.ok().map(i64::from),
        problem: answer.status.err().map_or("", Missed::name).to_owned(),
        said: answer.said.chars().filter(|c| !c.is_control()).take(SAID).collect(),
        millis: answer.millis,
    };
    hook.seq = hook.seq.max(sent.seq);
    hook.next_at = 0;
    let again = match answer.verdict() {
        Verdict::Taken => None,
        Verdict::Gone => {
            switch_off(inner, w, &mut hook, off::GONE, now)?;
            None
        }
        Verdict::Refused if attempts >= REFUSED => None,
        Verdict::Refused | Verdict::Failed => wait(attempts),
    };
    match (answer.verdict(), again) {
        (Verdict::Taken, _) => {
            one.stage = Stage::Done;
            hook.given_up = 0;
        }
        (_, Some(seconds)) => {
            one.stage = Stage::Waiting;
            hook.next_at = now + jittered(inner, seconds).max(answer.retry_after.unwrap_or_default().min(LATEST));
        }
        (Verdict::Gone, None) => {}
        (verdict, None) => {
            hook.given_up += 1;
            if verdict == Verdict::Failed || hook.given_up >= GIVEN_UP {
                switch_off(inner, w, &mut hook, off::FAILING, now)?;
            } else {
                tell(inner, w, &hook, "webhook_given_up", now)?;
            }
        }
    }
    linli_store::put_delivery(w, realm, &one)?;
    linli_store::advance_webhook(w, realm, &hook)?;
    Ok(hook.off.is_empty() && hook.next_at <= now)
}

/// Seconds to the next try after so many; `None`: there is none.
fn wait(attempts: i64) -> Option<i64> {
    WAITS.get(usize::try_from(attempts - 1).ok()?).copied()
}

/// Up to a fifth more, so that receivers that went down together are not all tried together.
fn jittered(inner: &Inner, seconds: i64) -> i64 {
    let share = i64::from(u16::from_be_bytes(inner.random.bytes::<2>()));
    seconds + seconds * share / (5 * i64::from(u16::MAX))
}

fn switch_off(inner: &Inner, w: &mut Write<'_>, hook: &mut Webhook, why: &str, now: Instant) -> Result<(), AppError> {
    why.clone_into(&mut hook.off);
    tell(inner, w, hook, "webhook_off", now)
}

/// Tells those who administer a webhook's area.
fn tell(inner: &Inner, w: &mut Write<'_>, hook: &Webhook, name: &str, now: Instant) -> Result<(), AppError> {
    for role in inner.pack.roles.values().filter(|role| role.admin) {
        let target = Target::Role { role: role.name.clone(), area: crate::act::seat(inner, &role.name, &hook.area) };
        let notice = Notice { id: inner.random.uuid(now), target, record: hook.id.clone(), name: name.to_owned(), at: now, read_at: None };
        linli_store::notify(w, inner.realm, &notice)?;
    }
    Ok(())
}
