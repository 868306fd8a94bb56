//! New records that are made ready on another thread while the writer writes those before: serialised, sealed, and linked to the journal.

use std::sync::Arc;

use linli_pack::record::Record;

use crate::StoreError;
use crate::chain::Head;
use crate::journal::{Chained, Entry, chained};
use crate::record::{FieldToken, Texts, seal_personal};
use crate::seal::Keys;
use crate::write::Write;

/// A new record, with what is kept beside it.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// The record.
    pub record: Record,
    /// The act that opened it.
    pub entry: Entry,
    /// Its personal values, where it has any.
    pub personal: Option<NewPersonal>,
}

/// Personal values of a new record.
#[derive(Clone, Debug, Default)]
pub struct NewPersonal {
    /// 16 random bytes.
    pub salt: [u8; 16],
    /// The values, as JSON.
    pub payload: String,
    /// Under which tokens which of its fields are found.
    pub tokens: Vec<FieldToken>,
}

/// A new record that only has to be written.
#[derive(Clone, Debug)]
pub struct Ready {
    new: New,
    texts: Texts,
    sealed: Option<Vec<u8>>,
    before: Head,
    chained: Chained,
}

impl Ready {
    /// The record.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.new.record
    }
}

/// Makes new records ready, one behind the other in the journal.
#[derive(Clone, Debug)]
pub struct Maker {
    keys: Arc<Keys>,
    realm: i64,
    head: Head,
}

impl Maker {
    /// Begins behind the last act of the journal. Until all that it makes is written, nothing else may be appended: that is refused.
    ///
    /// # Errors
    /// What the database says.
    pub fn begin(w: &mut Write<'_>, realm: i64) -> Result<Self, StoreError> {
        let (tx, heads) = w.split_heads();
        Ok(Self { keys: tx.keys(), realm, head: heads.last(tx, realm)? })
    }

    /// Makes a record ready.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where it cannot be serialised.
    pub fn ready(&mut self, new: New) -> Result<Ready, StoreError> {
        let texts = Texts::of(&new.record)?;
        let seal = |personal: &NewPersonal| seal_personal(&self.keys, self.realm, &new.record.id, &personal.salt, &personal.payload);
        let sealed = new.personal.as_ref().map(seal).transpose()?;
        let chained = chained(&self.keys, self.realm, &self.head, &new.entry)?;
        let before = std::mem::replace(&mut self.head, chained.head);
        Ok(Ready { new, texts, sealed, before, chained })
    }
}

/// Writes a new record that is ready: with its personal values, their index, and its line of the journal.
///
/// # Errors
/// [`StoreError::Exists`] where its id or number is taken; [`StoreError::Malformed`] where it is not the next one of its [`Maker`].
pub fn add_ready(w: &mut Write<'_>, realm: i64, ready: &Ready) -> Result<(), StoreError> {
    let (tx, heads) = w.split_heads();
    if heads.last(tx, realm)? != ready.before {
        return Err(StoreError::Malformed("a record that is not the next one".into()));
    }
    let Ready { new, texts, sealed, chained, .. } = ready;
    let id = &new.record.id;
    crate::record::add(tx, realm, &new.record, texts)?;
    if let (Some(personal), Some(sealed)) = (&new.personal, sealed) {
        crate::record::add_personal(tx, realm, id, sealed, &personal.tokens)?;
    }
    crate::journal::write(tx, realm, &new.entry, chained)?;
    heads.set(realm, chained.head);
    Ok(())
}
