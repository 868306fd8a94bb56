//! What people want to be told of outside the program and how; which notices were, and messages to those who reported. Addresses and links are sealed.

use crate::StoreError;
use crate::dialect::using;
use crate::seal::Place;
use crate::tx::{Row, Tx, all, first};

/// A way in which somebody wants to be told of their notices.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Subscription {
    /// Account.
    pub account: String,
    /// Channel, by the name that the operator gave it.
    pub channel: String,
    /// Where to: an address, a number, a name there.
    pub to: String,
    /// The address was confirmed by a code that came there; before that nothing else goes there.
    pub confirmed: bool,
    /// Once a day instead of at once.
    pub daily: bool,
    /// Quiet from this minute of the local day …
    pub quiet_from: Option<i64>,
    /// … to this one, of the next day where it is earlier.
    pub quiet_to: Option<i64>,
    /// Since when: notices before are not told.
    pub since: i64,
    /// Tries in a row that failed.
    pub failed: i64,
    /// No try before this time.
    pub next_at: i64,
    /// Why the last try failed; empty: it did not.
    pub problem: String,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").field("account", &self.account).field("channel", &self.channel).finish_non_exhaustive()
    }
}

const SUBSCRIPTION: &str = "account, channel, sealed, daily, quiet_from, quiet_to, since, failed, next_at, problem, confirmed";

fn read(row: &dyn Row, keys: &crate::Keys, realm: i64) -> Result<Subscription, StoreError> {
    let (account, channel) = (row.text(0)?, row.text(1)?);
    let to = keys.open_text(&Place { table: "subscription", realm, row: &[&account, &channel] }, row.bytes(2)?)?;
    Ok(Subscription {
        account,
        channel,
        to,
        daily: row.bool(3)?,
        quiet_from: row.opt_int(4)?,
        quiet_to: row.opt_int(5)?,
        since: row.int(6)?,
        failed: row.int(7)?,
        next_at: row.int(8)?,
        problem: row.text(9)?,
        confirmed: row.bool(10)?,
    })
}

/// Keeps a subscription, in place of what was there. `salt` is random bytes.
///
/// # Errors
/// What the database says.
pub fn put_subscription(tx: &mut dyn Tx, realm: i64, salt: &[u8; 16], one: &Subscription) -> Result<(), StoreError> {
    let place = Place { table: "subscription", realm, row: &[&one.account, &one.channel] };
    let sealed = tx.keys().seal(&place, salt, one.to.as_bytes())?;
    tx.execute(
        &format!(
            "INSERT INTO subscription (realm, {SUBSCRIPTION}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
             ON CONFLICT (realm, account, channel) DO UPDATE SET sealed = excluded.sealed, daily = excluded.daily, \
             quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, since = excluded.since, \
             failed = excluded.failed, next_at = excluded.next_at, problem = excluded.problem, confirmed = excluded.confirmed"
        ),
        &[
            realm.into(),
            (&one.account).into(),
            (&one.channel).into(),
            sealed.as_slice().into(),
            one.daily.into(),
            one.quiet_from.into(),
            one.quiet_to.into(),
            one.since.into(),
            one.failed.into(),
            one.next_at.into(),
            (&one.problem).into(),
            one.confirmed.into(),
        ],
    )
    .map(drop)
}

/// All subscriptions, by account.
///
/// # Errors
/// [`StoreError::Sealed`] where one does not open, or what the database says.
pub fn subscriptions(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Subscription>, StoreError> {
    let keys = tx.keys();
    let sql = format!("SELECT {SUBSCRIPTION} FROM subscription WHERE realm = ?1 ORDER BY account, channel");
    all(tx, &sql, &[realm.into()], |row| read(row, &keys, realm))
}

/// The subscriptions of an account, by channel.
///
/// # Errors
/// [`StoreError::Sealed`] where one does not open, or what the database says.
pub fn subscriptions_of(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Vec<Subscription>, StoreError> {
    let keys = tx.keys();
    let sql = format!("SELECT {SUBSCRIPTION} FROM subscription WHERE realm = ?1 AND account = ?2 ORDER BY channel");
    all(tx, &sql, &[realm.into(), account.into()], |row| read(row, &keys, realm))
}

/// Takes a subscription away, with what was told by it; says whether there was one.
///
/// # Errors
/// What the database says.
pub fn end_subscription(tx: &mut dyn Tx, realm: i64, account: &str, channel: &str) -> Result<bool, StoreError> {
    let params = [realm.into(), account.into(), channel.into()];
    tx.execute("DELETE FROM told WHERE realm = ?1 AND account = ?2 AND channel = ?3", &params)?;
    Ok(tx.execute("DELETE FROM subscription WHERE realm = ?1 AND account = ?2 AND channel = ?3", &params)? == 1)
}

/// Whether a notice was told by a subscription, or given up.
///
/// # Errors
/// What the database says.
pub fn was_told(tx: &mut dyn Tx, realm: i64, one: &Subscription, notice: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM told WHERE realm = ?1 AND account = ?2 AND channel = ?3 AND notice = ?4";
    Ok(first(tx, sql, &[realm.into(), (&one.account).into(), (&one.channel).into(), notice.into()], |row| row.int(0))?.is_some())
}

/// Notes that a notice was told by a subscription, or given up.
///
/// # Errors
/// What the database says.
pub fn add_told(tx: &mut dyn Tx, realm: i64, one: &Subscription, notice: &str, at: i64, given_up: bool) -> Result<(), StoreError> {
    let sql = "INSERT INTO told (realm, account, channel, notice, at, given_up) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (realm, account, channel, notice) DO UPDATE SET at = excluded.at, given_up = excluded.given_up";
    let params = [realm.into(), (&one.account).into(), (&one.channel).into(), notice.into(), at.into(), given_up.into()];
    tx.execute(sql, &params).map(drop)
}

/// How many notices were told by a channel since a time, and how many were given up.
///
/// # Errors
/// What the database says.
pub fn count_told(tx: &mut dyn Tx, realm: i64, channel: &str, since: i64) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT COUNT(*), COALESCE(SUM(given_up), 0) FROM told WHERE realm = ?1 AND channel = ?2 AND at >= ?3";
    let found = first(tx, sql, &[realm.into(), channel.into(), since.into()], |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(found.map_or((0, 0), |(all, given_up)| (all - given_up, given_up)))
}

/// Forgets what was told before a time, and messages to reporters that came to their end before it; says how many.
///
/// # Errors
/// What the database says.
pub fn forget_told(tx: &mut dyn Tx, realm: i64, before: i64) -> Result<usize, StoreError> {
    let told = tx.execute("DELETE FROM told WHERE realm = ?1 AND at < ?2", &[realm.into(), before.into()])?;
    let sql = "DELETE FROM reporter_message WHERE realm = ?1 AND at < ?2 AND stage <> 'waiting'";
    Ok(told + tx.execute(sql, &[realm.into(), before.into()])?)
}

/// The code that was sent last to an address which somebody typed, and how many were. It outlives the subscription: who switches it off and on again
/// is not sent more of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelCode {
    /// Blind print of the code and what it is for; empty: there is none to be given.
    pub print: Vec<u8>,
    /// When it was sent.
    pub at: i64,
    /// Local day of that.
    pub day: i64,
    /// Codes sent on that day.
    pub sent: i64,
    /// Wrong ones given since.
    pub tries: i64,
}

/// The code sent last to an account by a channel.
///
/// # Errors
/// What the database says.
pub fn channel_code(tx: &mut dyn Tx, realm: i64, account: &str, channel: &str) -> Result<Option<ChannelCode>, StoreError> {
    let sql = "SELECT print, at, day, sent, tries FROM channel_code WHERE realm = ?1 AND account = ?2 AND channel = ?3";
    first(tx, sql, &[realm.into(), account.into(), channel.into()], |row| {
        Ok(ChannelCode { print: row.bytes(0)?.to_vec(), at: row.int(1)?, day: row.int(2)?, sent: row.int(3)?, tries: row.int(4)? })
    })
}

/// Keeps the code sent last, in place of the one before.
///
/// # Errors
/// What the database says.
pub fn put_channel_code(tx: &mut dyn Tx, realm: i64, account: &str, channel: &str, one: &ChannelCode) -> Result<(), StoreError> {
    let sql = "INSERT INTO channel_code (realm, account, channel, print, at, day, sent, tries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         ON CONFLICT (realm, account, channel) DO UPDATE SET print = excluded.print, at = excluded.at, day = excluded.day, \
         sent = excluded.sent, tries = excluded.tries";
    let print = one.print.as_slice().into();
    let params = [realm.into(), account.into(), channel.into(), print, one.at.into(), one.day.into(), one.sent.into(), one.tries.into()];
    tx.execute(sql, &params).map(drop)
}

/// A message to whoever reported a record and left a number. The number is looked up when it is sent: erased meanwhile, nothing is.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReporterMessage {
    /// Place of the act in the journal that it tells of.
    pub seq: i64,
    /// Record.
    pub record: String,
    /// Secret of the tracking link in it.
    pub link: String,
    /// When that was.
    pub at: i64,
    /// What becomes of it.
    pub stage: crate::Stage,
    /// How often it was tried.
    pub attempts: i64,
    /// No try before this time.
    pub next_at: i64,
    /// Why the last try failed; empty: it did not.
    pub problem: String,
}

impl std::fmt::Debug for ReporterMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReporterMessage").field("seq", &self.seq).field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// Keeps a message to a reporter, in place of what was there. `salt` is random bytes.
///
/// # Errors
/// What the database says.
pub fn put_reporter_message(tx: &mut dyn Tx, realm: i64, salt: &[u8; 16], one: &ReporterMessage) -> Result<(), StoreError> {
    let seq = one.seq.to_string();
    let sealed = tx.keys().seal(&Place { table: "reporter_message", realm, row: &[&seq] }, salt, one.link.as_bytes())?;
    tx.execute(
        "INSERT INTO reporter_message (realm, seq, record, sealed, at, stage, attempts, next_at, problem) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (realm, seq) DO UPDATE SET sealed = excluded.sealed, \
         stage = excluded.stage, attempts = excluded.attempts, next_at = excluded.next_at, problem = excluded.problem",
        &[
            realm.into(),
            one.seq.into(),
            (&one.record).into(),
            sealed.as_slice().into(),
            one.at.into(),
            one.stage.name().into(),
            one.attempts.into(),
            one.next_at.into(),
            (&one.problem).into(),
        ],
    )
    .map(drop)
}

const MESSAGE: &str = "seq, record, sealed, at, stage, attempts, next_at, problem";

fn read_message(row: &dyn Row, keys: &crate::Keys, realm: i64) -> Result<ReporterMessage, StoreError> {
    let seq = row.int(0)?;
    let link = keys.open_text(&Place { table: "reporter_message", realm, row: &[&seq.to_string()] }, row.bytes(2)?)?;
    Ok(ReporterMessage {
        seq,
        record: row.text(1)?,
        link,
        at: row.int(3)?,
        stage: crate::Stage::named(row.str(4)?)?,
        attempts: row.int(5)?,
        next_at: row.int(6)?,
        problem: row.text(7)?,
    })
}

/// Messages to reporters that wait and may be tried at `now`, the oldest first.
///
/// # Errors
/// [`StoreError::Sealed`] where one does not open, or what the database says.
pub fn reporter_messages_due(tx: &mut dyn Tx, realm: i64, now: i64, limit: i64) -> Result<Vec<ReporterMessage>, StoreError> {
    let keys = tx.keys();
    let sql = format!(
        "SELECT {MESSAGE} FROM reporter_message {} WHERE realm = ?1 AND stage = 'waiting' AND next_at <= ?2 ORDER BY next_at, seq LIMIT ?3",
        using("reporter_message_waiting")
    );
    all(tx, &sql, &[realm.into(), now.into(), limit.into()], |row| read_message(row, &keys, realm))
}

/// Messages to reporters that were given up, the latest first.
///
/// # Errors
/// [`StoreError::Sealed`] where one does not open, or what the database says.
pub fn reporter_messages_given_up(tx: &mut dyn Tx, realm: i64, limit: i64) -> Result<Vec<ReporterMessage>, StoreError> {
    let keys = tx.keys();
    let sql = format!("SELECT {MESSAGE} FROM reporter_message WHERE realm = ?1 AND stage = 'given-up' ORDER BY seq DESC LIMIT ?2");
    all(tx, &sql, &[realm.into(), limit.into()], |row| read_message(row, &keys, realm))
}
