//! What surrounds records: counters, notices, attachments, followers, remembered replies.

use crate::StoreError;
use crate::dialect::using;
use crate::seal::Place;
use crate::tx::{Row, Tx, all, first};

/// The next value of a counter, from 1; without gaps, because it is taken back with the command.
///
/// # Errors
/// What the database says.
pub fn next(tx: &mut dyn Tx, realm: i64, counter: &str) -> Result<i64, StoreError> {
    advance(tx, realm, counter, 1)
}

/// Moves a counter on by so many at once; gives where it stands then.
///
/// # Errors
/// What the database says.
pub fn advance(tx: &mut dyn Tx, realm: i64, counter: &str, by: i64) -> Result<i64, StoreError> {
    tx.execute(
        "INSERT INTO counter (realm, name, value) VALUES (?1, ?2, ?3) \
         ON CONFLICT (realm, name) DO UPDATE SET value = counter.value + excluded.value",
        &[realm.into(), counter.into(), by.into()],
    )?;
    let value = first(tx, "SELECT value FROM counter WHERE realm = ?1 AND name = ?2", &[realm.into(), counter.into()], |r| r.int(0))?;
    value.ok_or_else(|| StoreError::Database("counter vanished".into()))
}

/// The answer given to a request, kept so that a repeated request gets the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Fingerprint of the request; another request under the same key is a mistake of the client.
    pub fingerprint: String,
    /// HTTP status.
    pub status: i64,
    /// Body of the answer.
    pub body: String,
    /// When.
    pub at: i64,
}

/// The answer already given under an idempotency key.
///
/// # Errors
/// What the database says.
pub fn reply(tx: &mut dyn Tx, realm: i64, account: &str, key: &str) -> Result<Option<Reply>, StoreError> {
    let keys = tx.keys();
    first(
        tx,
        "SELECT fingerprint, status, sealed, at FROM idempotency WHERE realm = ?1 AND account = ?2 AND key = ?3",
        &[realm.into(), account.into(), key.into()],
        |row| {
            let body = keys.open_text(&Place { table: "idempotency", realm, row: &[account, key] }, row.bytes(2)?)?;
            Ok(Reply { fingerprint: row.text(0)?, status: row.int(1)?, body, at: row.int(3)? })
        },
    )
}

/// Keeps an answer, sealed (it may hold the secret of a tracking link), in the same transaction as what it answers.
///
/// # Errors
/// [`StoreError::Exists`] where one is kept already.
pub fn keep_reply(tx: &mut dyn Tx, realm: i64, account: &str, key: &str, reply: &Reply) -> Result<(), StoreError> {
    let sealed = tx.keys().seal(&Place { table: "idempotency", realm, row: &[account, key] }, &[], reply.body.as_bytes())?;
    tx.execute(
        "INSERT INTO idempotency (realm, account, key, fingerprint, status, sealed, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            realm.into(),
            account.into(),
            key.into(),
            (&reply.fingerprint).into(),
            reply.status.into(),
            sealed.as_slice().into(),
            reply.at.into(),
        ],
    )
    .map(drop)
}

/// Forgets answers given before an instant; those whose key starts with `kept` only where they were given before an earlier one.
///
/// # Errors
/// What the database says.
pub fn forget_replies(tx: &mut dyn Tx, realm: i64, before: i64, kept: &str, earlier: i64) -> Result<usize, StoreError> {
    let length = i64::try_from(kept.chars().count()).unwrap_or_default();
    let sql = "DELETE FROM idempotency WHERE realm = ?1 AND at < ?2 AND (at < ?3 OR substr(key, 1, CAST(?4 AS INT)) <> ?5)";
    tx.execute(sql, &[realm.into(), before.into(), earlier.into(), length.into(), kept.into()])
}

/// Forgets the answers that tell of a record: those of a day and of phones, so all are looked through.
pub(crate) fn forget_replies_of(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<(), StoreError> {
    let keys = tx.keys();
    let sql = "SELECT account, key, sealed FROM idempotency WHERE realm = ?1";
    let kept = all(tx, sql, &[realm.into()], |row| {
        let (account, key) = (row.text(0)?, row.text(1)?);
        let body = keys.open_text(&Place { table: "idempotency", realm, row: &[&account, &key] }, row.bytes(2)?)?;
        Ok((account, key, body))
    })?;
    for (account, key, _) in kept.iter().filter(|(.., body)| body.contains(record)) {
        let sql = "DELETE FROM idempotency WHERE realm = ?1 AND account = ?2 AND key = ?3";
        tx.execute(sql, &[realm.into(), account.into(), key.into()])?;
    }
    Ok(())
}

/// Whom a notice is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// One account.
    Account(String),
    /// Everyone in a body.
    Body(String),
    /// Everyone with a role whose area is this one or holds it: name every such area when asking.
    Role {
        /// Role.
        role: String,
        /// Area.
        area: String,
    },
}

impl Target {
    /// Its stored form.
    fn key(&self) -> String {
        match self {
            Self::Account(id) => format!("account/{id}"),
            Self::Body(code) => format!("body/{code}"),
            Self::Role { role, area } => format!("role/{area}/{role}"),
        }
    }

    fn parse(key: &str) -> Option<Self> {
        let (kind, rest) = key.split_once('/')?;
        match kind {
            "account" => Some(Self::Account(rest.to_owned())),
            "body" => Some(Self::Body(rest.to_owned())),
            "role" => rest.split_once('/').map(|(area, role)| Self::Role { role: role.to_owned(), area: area.to_owned() }),
            _ => None,
        }
    }
}

/// Something somebody should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Id, made by the program.
    pub id: String,
    /// For whom.
    pub target: Target,
    /// Record.
    pub record: String,
    /// Move it is about.
    pub name: String,
    /// When.
    pub at: i64,
    /// When it was read.
    pub read_at: Option<i64>,
}

/// Tells somebody something.
///
/// # Errors
/// What the database says.
pub fn notify(tx: &mut dyn Tx, realm: i64, notice: &Notice) -> Result<(), StoreError> {
    let target = notice.target.key();
    tx.execute(
        "INSERT INTO notice (realm, target, at, id, record, move, read_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            realm.into(),
            (&target).into(),
            notice.at.into(),
            (&notice.id).into(),
            (&notice.record).into(),
            (&notice.name).into(),
            notice.read_at.into(),
        ],
    )
    .map(drop)
}

/// The latest notices for any of the targets, the newest first.
///
/// # Errors
/// What the database says.
pub fn notices(tx: &mut dyn Tx, realm: i64, targets: &[Target], unread: bool, limit: usize) -> Result<Vec<Notice>, StoreError> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT id, target, record, move, at, read_at FROM notice WHERE realm = ?1 AND target = ?2 AND (?3 = 0 OR read_at IS NULL) \
         ORDER BY at DESC, id DESC LIMIT ?4";
    let mut found = Vec::new();
    for target in targets {
        let key = target.key();
        found.extend(all(tx, sql, &[realm.into(), (&key).into(), unread.into(), most.into()], |row| {
            let target = Target::parse(row.str(1)?).ok_or_else(|| StoreError::Malformed("notice.target".into()))?;
            let (record, name) = (row.text(2)?, row.text(3)?);
            Ok(Notice { id: row.text(0)?, target, record, name, at: row.int(4)?, read_at: row.opt_int(5)? })
        })?);
    }
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.id.cmp(&a.id)));
    found.truncate(limit);
    Ok(found)
}

/// Marks a notice as read.
///
/// # Errors
/// What the database says.
pub fn read_notice(tx: &mut dyn Tx, realm: i64, notice: &Notice, at: i64) -> Result<(), StoreError> {
    let target = notice.target.key();
    tx.execute(
        "UPDATE notice SET read_at = ?5 WHERE realm = ?1 AND target = ?2 AND at = ?3 AND id = ?4 AND read_at IS NULL",
        &[realm.into(), (&target).into(), notice.at.into(), (&notice.id).into(), at.into()],
    )
    .map(drop)
}

/// A photo or file of a record; its bytes are in [`crate::Blobs`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Id, made by the program.
    pub id: String,
    /// Record.
    pub record: String,
    /// Name of the blob.
    pub sha256: String,
    /// SHA-256 of its small version, in hex; empty where there is none.
    pub thumb: String,
    /// Media type.
    pub kind: String,
    /// Size in bytes.
    pub bytes: i64,
    /// Width in pixels.
    pub width: Option<i64>,
    /// Height in pixels.
    pub height: Option<i64>,
    /// When it was added.
    pub at: i64,
    /// Account that added it.
    pub by: String,
    /// When it was taken away.
    pub removed: Option<i64>,
}

/// Adds an attachment, or replaces what is said about it.
///
/// # Errors
/// What the database says.
pub fn put_attachment(tx: &mut dyn Tx, realm: i64, attachment: &Attachment) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO attachment (realm, id, record, sha256, kind, bytes, width, height, at, by_account, removed, thumb) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
         ON CONFLICT (realm, id) DO UPDATE SET record = excluded.record, removed = excluded.removed",
        &[
            realm.into(),
            (&attachment.id).into(),
            (&attachment.record).into(),
            (&attachment.sha256).into(),
            (&attachment.kind).into(),
            attachment.bytes.into(),
            attachment.width.into(),
            attachment.height.into(),
            attachment.at.into(),
            (&attachment.by).into(),
            attachment.removed.into(),
            (&attachment.thumb).into(),
        ],
    )
    .map(drop)
}

const ATTACHMENT: &str = "id, record, sha256, kind, bytes, width, height, at, by_account, removed, thumb";

fn read_attachment(row: &dyn Row) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: row.text(0)?,
        record: row.text(1)?,
        sha256: row.text(2)?,
        kind: row.text(3)?,
        bytes: row.int(4)?,
        width: row.opt_int(5)?,
        height: row.opt_int(6)?,
        at: row.int(7)?,
        by: row.text(8)?,
        removed: row.opt_int(9)?,
        thumb: row.text(10)?,
    })
}

/// One attachment, also a removed one.
///
/// # Errors
/// What the database says.
pub fn attachment(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<Option<Attachment>, StoreError> {
    let sql = format!("SELECT {ATTACHMENT} FROM attachment WHERE realm = ?1 AND id = ?2");
    first(tx, &sql, &[realm.into(), id.into()], read_attachment)
}

/// A record's attachments that were not removed, the oldest first.
///
/// # Errors
/// What the database says.
pub fn attachments(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Vec<Attachment>, StoreError> {
    let sql = format!(
        "SELECT {ATTACHMENT} FROM attachment {} WHERE realm = ?1 AND record = ?2 AND removed IS NULL ORDER BY at, id",
        using("attachment_record")
    );
    all(tx, &sql, &[realm.into(), record.into()], read_attachment)
}

/// Attachments that no record claimed before an instant: left by forms that were never sent.
///
/// # Errors
/// What the database says.
pub fn unclaimed(tx: &mut dyn Tx, realm: i64, before: i64) -> Result<Vec<Attachment>, StoreError> {
    let sql = format!("SELECT {ATTACHMENT} FROM attachment {} WHERE realm = ?1 AND record = '' AND at < ?2", using("attachment_record"));
    all(tx, &sql, &[realm.into(), before.into()], read_attachment)
}

/// Forgets an attachment altogether; its bytes are the caller's to remove, where no other needs them.
///
/// # Errors
/// What the database says.
pub fn forget_attachment(tx: &mut dyn Tx, realm: i64, id: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM attachment WHERE realm = ?1 AND id = ?2", &[realm.into(), id.into()]).map(drop)
}

/// Whether any attachment still needs the blob; if not, its bytes may go.
///
/// # Errors
/// What the database says.
pub fn blob_in_use(tx: &mut dyn Tx, sha256: &str) -> Result<bool, StoreError> {
    let found =
        first(tx, "SELECT 1 FROM attachment WHERE (sha256 = ?1 OR thumb = ?1) AND removed IS NULL LIMIT 1", &[sha256.into()], |r| {
            r.int(0)
        })?;
    Ok(found.is_some())
}

/// In place of a contact: the link of somebody who joined another person's report. It is not personal, and stays when those are erased.
pub const JOINED: &str = "joined";

/// A link by which somebody follows a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follow {
    /// SHA-256 of the link's token, in hex.
    pub hash: String,
    /// Record.
    pub record: String,
    /// How to reach them, if they said so. Personal.
    pub contact: Option<String>,
    /// Since when.
    pub at: i64,
}

/// Keeps a link.
///
/// # Errors
/// [`StoreError::Exists`] where the token is known.
pub fn put_follow(tx: &mut dyn Tx, realm: i64, follow: &Follow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO follow (realm, hash, record, contact, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[realm.into(), (&follow.hash).into(), (&follow.record).into(), (&follow.contact).into(), follow.at.into()],
    )
    .map(drop)
}

fn read_follow(row: &dyn Row) -> Result<Follow, StoreError> {
    Ok(Follow { hash: row.text(0)?, record: row.text(1)?, contact: row.opt_text(2)?, at: row.int(3)? })
}

/// The link with that hash.
///
/// # Errors
/// What the database says.
pub fn follow(tx: &mut dyn Tx, realm: i64, hash: &str) -> Result<Option<Follow>, StoreError> {
    let sql = "SELECT hash, record, contact, at FROM follow WHERE realm = ?1 AND hash = ?2";
    first(tx, sql, &[realm.into(), hash.into()], read_follow)
}

/// Everyone who follows a record.
///
/// # Errors
/// What the database says.
pub fn followers(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Vec<Follow>, StoreError> {
    let sql = format!(
        "SELECT hash, record, contact, at FROM follow {} WHERE realm = ?1 AND record = ?2 ORDER BY at, hash",
        using("follow_record")
    );
    all(tx, &sql, &[realm.into(), record.into()], read_follow)
}
