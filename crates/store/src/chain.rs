//! The hash chain over a realm's journal.
//!
//! Each entry's hash is SHA-256(hash before ‖ canonical bytes of the public entry ‖ commitment); the commitment is
//! SHA-256(salt ‖ words), so erasing salt and words later leaves the chain whole and the words unguessable.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::tx::{Tx, first};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The last entry of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its sequence number, from 1.
    pub seq: i64,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    /// Before the first entry.
    pub(crate) const START: Self = Self { seq: 0, hash: [0; 32] };
}

/// The public part of an entry, as it is hashed.
pub(crate) struct Public<'a> {
    pub(crate) realm: i64,
    pub(crate) at: i64,
    pub(crate) actor: &'a str,
    pub(crate) role: &'a str,
    pub(crate) body: Option<&'a str>,
    pub(crate) record: &'a str,
    pub(crate) register: &'a str,
    pub(crate) name: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) holder: Option<&'a str>,
    pub(crate) version: i64,
    pub(crate) facts: &'a str,
    pub(crate) commitment: Option<&'a [u8]>,
}

/// Hash of an entry that stands at `seq` after an entry with hash `before`.
///
/// Every text is preceded by its length and every optional one by whether it is there, so no two entries share their bytes.
pub(crate) fn link(before: &Hash, seq: i64, entry: &Public<'_>) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(b"linli journal 1");
    for number in [entry.realm, seq, entry.at, entry.version] {
        hasher.update(number.to_be_bytes());
    }
    let texts = [
        Some(entry.actor),
        Some(entry.role),
        entry.body,
        Some(entry.record),
        Some(entry.register),
        Some(entry.name),
        Some(entry.from),
        Some(entry.to),
        entry.holder,
        Some(entry.facts),
    ];
    for text in texts {
        match text {
            None => hasher.update([0]),
            Some(text) => {
                hasher.update([1]);
                hasher.update((text.len() as u64).to_be_bytes());
                hasher.update(text);
            }
        }
    }
    match entry.commitment {
        None => hasher.update([0]),
        Some(commitment) => {
            hasher.update([1]);
            hasher.update(commitment);
        }
    }
    hasher.finalize().into()
}

/// What an entry says about its words without telling them.
pub(crate) fn commitment(salt: &[u8], words: &str) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(words);
    hasher.finalize().into()
}

/// The last entry as noted beside the journal.
pub(crate) fn anchor(tx: &mut dyn Tx, realm: i64) -> Result<Option<Head>, StoreError> {
    first(tx, "SELECT seq, hash FROM journal_head WHERE realm = ?1", &[realm.into()], |row| {
        let hash = row.bytes(1)?.try_into().map_err(|_| StoreError::Malformed("journal_head.hash".into()))?;
        Ok(Head { seq: row.int(0)?, hash })
    })
}

/// The writer's memory of where each realm's chain ends: what is on disk or will be with this group (`kept`),
/// and what the running command has added (`open`).
#[derive(Debug, Default)]
pub(crate) struct Heads {
    kept: HashMap<i64, Head>,
    open: HashMap<i64, Head>,
    changed: Vec<i64>,
}

impl Heads {
    pub(crate) fn last(&mut self, tx: &mut dyn Tx, realm: i64) -> Result<Head, StoreError> {
        if let Some(head) = self.open.get(&realm).or_else(|| self.kept.get(&realm)) {
            return Ok(*head);
        }
        let head = anchor(tx, realm)?.unwrap_or(Head::START);
        self.kept.insert(realm, head);
        Ok(head)
    }

    pub(crate) fn set(&mut self, realm: i64, head: Head) {
        self.open.insert(realm, head);
    }

    pub(crate) fn keep(&mut self) {
        for (realm, head) in self.open.drain() {
            self.kept.insert(realm, head);
            if !self.changed.contains(&realm) {
                self.changed.push(realm);
            }
        }
    }

    pub(crate) fn drop_open(&mut self) {
        self.open.clear();
    }

    pub(crate) fn flush(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        self.changed.sort_unstable();
        for realm in self.changed.drain(..) {
            let Some(head) = self.kept.get(&realm) else { continue };
            tx.execute(
                "INSERT INTO journal_head (realm, seq, hash) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (realm) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
                &[realm.into(), head.seq.into(), (&head.hash).into()],
            )?;
        }
        // A command-line tool may write beside a server: the next group looks again. One look-up by key for a whole group.
        self.kept.clear();
        Ok(())
    }
}
