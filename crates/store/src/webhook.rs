//! Webhooks: where news of acts is sent, how far along the journal each has come, and what became of each delivery. Address and secrets are
//! sealed: an address may hold a secret too.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::dialect::using;
use crate::seal::Place;
use crate::tx::{Row, Tx, all, first};

/// A place that news of acts is sent to.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Webhook {
    /// Id.
    pub id: String,
    /// What its administrator calls it.
    pub label: String,
    /// Where it is sent.
    pub address: String,
    /// What deliveries are signed with.
    pub secret: String,
    /// What they were signed with before; they still are until `old_until`.
    pub old_secret: String,
    /// Until when the former secret signs too.
    pub old_until: Option<i64>,
    /// Acts on records in this area and below it.
    pub area: String,
    /// Registers; empty: all.
    pub registers: BTreeSet<String>,
    /// Kinds of acts; empty: all.
    pub kinds: BTreeSet<String>,
    /// Account whose own acts are not sent.
    pub ignored: Option<String>,
    /// When it was made.
    pub made: i64,
    /// Account that made it.
    pub made_by: String,
    /// Why it is off; empty: it is on.
    pub off: String,
    /// Entry of the journal up to which all has been sent, or need not be.
    pub seq: i64,
    /// No delivery before this time.
    pub next_at: i64,
    /// Deliveries given up in a row.
    pub given_up: i64,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("id", &self.id).field("seq", &self.seq).field("off", &self.off).finish_non_exhaustive()
    }
}

/// What is sealed of a webhook.
#[derive(Deserialize, Serialize)]
struct Sealed {
    address: String,
    secret: String,
    #[serde(default)]
    old_secret: String,
}

fn place<'a>(realm: i64, id: &'a [&'a str; 1]) -> Place<'a> {
    Place { table: "webhook", realm, row: id }
}

fn joined(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn apart(names: &str) -> BTreeSet<String> {
    names.split_whitespace().map(str::to_owned).collect()
}

/// Keeps a webhook, in place of what was there. `salt` is random bytes.
///
/// # Errors
/// What the database says.
pub fn put_webhook(tx: &mut dyn Tx, realm: i64, salt: &[u8; 16], hook: &Webhook) -> Result<(), StoreError> {
    let Webhook { address, secret, old_secret, .. } = hook;
    let clear = serde_json::to_vec(&Sealed { address: address.clone(), secret: secret.clone(), old_secret: old_secret.clone() })?;
    let sealed = tx.keys().seal(&place(realm, &[&hook.id]), salt, &clear)?;
    let (registers, kinds) = (joined(&hook.registers), joined(&hook.kinds));
    tx.execute(
        "INSERT INTO webhook (realm, id, label, sealed, old_until, area, registers, kinds, ignored, made, made_by, off, seq, next_at, given_up) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT (realm, id) DO UPDATE SET \
         label = excluded.label, sealed = excluded.sealed, old_until = excluded.old_until, area = excluded.area, \
         registers = excluded.registers, kinds = excluded.kinds, ignored = excluded.ignored, off = excluded.off, seq = excluded.seq, \
         next_at = excluded.next_at, given_up = excluded.given_up",
        &[
            realm.into(),
            (&hook.id).into(),
            (&hook.label).into(),
            sealed.as_slice().into(),
            hook.old_until.into(),
            (&hook.area).into(),
            (&registers).into(),
            (&kinds).into(),
            (&hook.ignored).into(),
            hook.made.into(),
            (&hook.made_by).into(),
            (&hook.off).into(),
            hook.seq.into(),
            hook.next_at.into(),
            hook.given_up.into(),
        ],
    )
    .map(drop)
}

/// Notes how far a webhook has come, without sealing anything anew.
///
/// # Errors
/// What the database says.
pub fn advance_webhook(tx: &mut dyn Tx, realm: i64, hook: &Webhook) -> Result<(), StoreError> {
    let sql = "UPDATE webhook SET off = ?3, seq = ?4, next_at = ?5, given_up = ?6 WHERE realm = ?1 AND id = ?2";
    let params = [realm.into(), (&hook.id).into(), (&hook.off).into(), hook.seq.into(), hook.next_at.into(), hook.given_up.into()];
    tx.execute(sql, &params).map(drop)
}

const HOOK: &str = "id, label, sealed, old_until, area, registers, kinds, ignored, made, made_by, off, seq, next_at, given_up";

fn read(row: &dyn Row, keys: &crate::Keys, realm: i64) -> Result<Webhook, StoreError> {
    let id = row.text(0)?;
    let Sealed { address, secret, old_secret } = serde_json::from_slice(&keys.open(&place(realm, &[&id]), row.bytes(2)?)?)?;
    Ok(Webhook {
        label: row.text(1)?,
        address,
        secret,
        old_secret,
        old_until: row.opt_int(3)?,
        area: row.text(4)?,
        registers: apart(row.str(5)?),
        kinds: apart(row.str(6)?),
        ignored: row.opt_text(7)?,
        made: row.int(8)?,
        made_by: row.text(9)?,
        off: row.text(10)?,
        seq: row.int(11)?,
        next_at: row.int(12)?,
        given_up: row.int(13)?,
        id,
    })
}

/// All webhooks, the oldest first.
///
/// # Errors
/// [`StoreError::Sealed`] where one does not open, or what the database says.
pub fn webhooks(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Webhook>, StoreError> {
    let keys = tx.keys();
    all(tx, &format!("SELECT {HOOK} FROM webhook WHERE realm = ?1 ORDER BY made, id"), &[realm.into()], |row| read(row, &keys, realm))
}

/// The webhook with that id.
///
/// # Errors
/// [`StoreError::Sealed`] where it does not open, or what the database says.
pub fn webhook(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Webhook>, StoreError> {
    let keys = tx.keys();
    first(tx, &format!("SELECT {HOOK} FROM webhook WHERE realm = ?1 AND id = ?2"), &[realm.into(), id.into()], |row| {
        read(row, &keys, realm)
    })
}

/// The webhooks that are on and may be tried at `now`: their ids.
///
/// # Errors
/// What the database says.
pub fn webhooks_due(tx: &mut dyn Tx, realm: i64, now: i64) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT id FROM webhook WHERE realm = ?1 AND off = '' AND next_at <= ?2 ORDER BY made, id";
    all(tx, sql, &[realm.into(), now.into()], |row| row.text(0))
}

/// Takes a webhook and its deliveries away.
///
/// # Errors
/// What the database says.
pub fn end_webhook(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM webhook_delivery WHERE realm = ?1 AND webhook = ?2", &[realm.into(), id.into()])?;
    tx.execute("DELETE FROM webhook WHERE realm = ?1 AND id = ?2", &[realm.into(), id.into()]).map(drop)
}

/// What becomes of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// It is tried, or tried again.
    #[default]
    Waiting,
    /// The receiver has it.
    Done,
    /// It was given up.
    GivenUp,
}

impl Stage {
    /// As it is stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::GivenUp => "given-up",
        }
    }

    pub(crate) fn named(name: &str) -> Result<Self, StoreError> {
        let known = [Self::Waiting, Self::Done, Self::GivenUp].into_iter().find(|stage| stage.name() == name);
        known.ok_or_else(|| StoreError::Malformed("stage of a delivery".into()))
    }
}

/// A delivery: an act on its way to a webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Webhook.
    pub webhook: String,
    /// Place of the act in the journal.
    pub seq: i64,
    /// What becomes of it.
    pub stage: Stage,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was last tried.
    pub last_at: Option<i64>,
    /// HTTP status of the last answer; `None`: there was none.
    pub status: Option<i64>,
    /// Why there was no answer; empty: there was one.
    pub problem: String,
    /// Beginning of the last answer.
    pub said: String,
    /// How long the last try took, in milliseconds.
    pub millis: i64,
}

/// Keeps a delivery, in place of what was there.
///
/// # Errors
/// What the database says.
pub fn put_delivery(tx: &mut dyn Tx, realm: i64, one: &Delivery) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO webhook_delivery (realm, webhook, seq, stage, attempts, last_at, status, problem, said, millis) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (realm, webhook, seq) DO UPDATE SET stage = excluded.stage, \
         attempts = excluded.attempts, last_at = excluded.last_at, status = excluded.status, problem = excluded.problem, \
         said = excluded.said, millis = excluded.millis",
        &[
            realm.into(),
            (&one.webhook).into(),
            one.seq.into(),
            one.stage.name().into(),
            one.attempts.into(),
            one.last_at.into(),
            one.status.into(),
            (&one.problem).into(),
            (&one.said).into(),
            one.millis.into(),
        ],
    )
    .map(drop)
}

const DELIVERY: &str = "webhook, seq, stage, attempts, last_at, status, problem, said, millis";

fn read_delivery(row: &dyn Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        webhook: row.text(0)?,
        seq: row.int(1)?,
        stage: Stage::named(row.str(2)?)?,
        attempts: row.int(3)?,
        last_at: row.opt_int(4)?,
        status: row.opt_int(5)?,
        problem: row.text(6)?,
        said: row.text(7)?,
        millis: row.int(8)?,
    })
}

/// The delivery of an act to a webhook.
///
/// # Errors
/// What the database says.
pub fn delivery(tx: &mut dyn Tx, realm: i64, webhook: &str, seq: i64) -> Result<Option<Delivery>, StoreError> {
    let sql = format!("SELECT {DELIVERY} FROM webhook_delivery WHERE realm = ?1 AND webhook = ?2 AND seq = ?3");
    first(tx, &sql, &[realm.into(), webhook.into(), seq.into()], read_delivery)
}

/// The deliveries to a webhook before an act, the latest first.
///
/// # Errors
/// What the database says.
pub fn deliveries(tx: &mut dyn Tx, realm: i64, webhook: &str, before: i64, limit: i64) -> Result<Vec<Delivery>, StoreError> {
    let sql = format!("SELECT {DELIVERY} FROM webhook_delivery WHERE realm = ?1 AND webhook = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4");
    all(tx, &sql, &[realm.into(), webhook.into(), before.into(), limit.into()], read_delivery)
}

/// The first delivery to a webhook that waits.
///
/// # Errors
/// What the database says.
pub fn waiting_delivery(tx: &mut dyn Tx, realm: i64, webhook: &str) -> Result<Option<Delivery>, StoreError> {
    let sql = format!(
        "SELECT {DELIVERY} FROM webhook_delivery {} WHERE realm = ?1 AND webhook = ?2 AND stage = 'waiting' ORDER BY seq LIMIT 1",
        using("webhook_waiting")
    );
    first(tx, &sql, &[realm.into(), webhook.into()], read_delivery)
}

/// Lets deliveries to a webhook wait once more that were given up since a time; says how many.
///
/// # Errors
/// What the database says.
pub fn retry_deliveries(tx: &mut dyn Tx, realm: i64, webhook: &str, since: i64) -> Result<usize, StoreError> {
    let sql = "UPDATE webhook_delivery SET stage = 'waiting', attempts = 0 \
         WHERE realm = ?1 AND webhook = ?2 AND stage = 'given-up' AND last_at >= ?3";
    tx.execute(sql, &[realm.into(), webhook.into(), since.into()])
}

/// Forgets deliveries that came to their end before a time; says how many.
///
/// # Errors
/// What the database says.
pub fn forget_deliveries(tx: &mut dyn Tx, realm: i64, before: i64) -> Result<usize, StoreError> {
    let sql = "DELETE FROM webhook_delivery WHERE realm = ?1 AND stage <> 'waiting' AND last_at < ?2";
    tx.execute(sql, &[realm.into(), before.into()])
}

/// Calls `found` for every sealed webhook of a realm with its id and whether it opens.
pub(crate) fn check(tx: &mut dyn Tx, realm: i64, found: &mut dyn FnMut(&str, bool)) -> Result<(), StoreError> {
    let keys = tx.keys();
    tx.query("SELECT id, sealed FROM webhook WHERE realm = ?1 ORDER BY id", &[realm.into()], &mut |row: &dyn Row| {
        let id = row.str(0)?;
        found(id, keys.open(&place(realm, &[id]), row.bytes(1)?).is_ok());
        Ok(())
    })
}
