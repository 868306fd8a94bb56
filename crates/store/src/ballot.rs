//! Votes: which records are put to the vote, who is on the roll, and what was voted. And which account is whose, among those who hold posts.
//!
//! What somebody voted openly stands beside their name, sealed, until it is counted. A secret vote never does: what is kept of it is one
//! count of all that were given, sealed, always of the same length, written over with each vote. No row, order or time of a vote is
//! kept beside the mark that somebody voted, so nothing here leads from one to the other; and when it is counted the count is all there is.

use std::collections::BTreeMap;

use crate::StoreError;
use crate::seal::Place;
use crate::tx::{Row, Tx, all, first};

/// A record that is put to the vote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// The record.
    pub record: String,
    /// Its register.
    pub register: String,
    /// Code of the body whose members vote.
    pub body: String,
    /// First day, counted from 1970-01-01.
    pub opened: i64,
    /// Last day.
    pub until: i64,
    /// Votes are secret.
    pub secret: bool,
    /// When it was counted.
    pub counted: Option<i64>,
    /// The count, as its owner writes it; empty before.
    pub result: String,
}

/// Somebody on the roll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BallotVoter {
    /// Id of the official.
    pub person: String,
    /// The post they are on it by.
    pub post: String,
    /// They have a vote, not the papers only.
    pub votes: bool,
    /// They said that they have read the papers, or voted.
    pub has_read: bool,
    /// They voted.
    pub voted: bool,
    /// What they voted openly; `None` in a secret vote.
    pub choice: Option<String>,
}

/// Keeps a vote, but not what is in its box.
///
/// # Errors
/// What the database says.
pub fn put_ballot(tx: &mut dyn Tx, realm: i64, ballot: &Ballot) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO ballot (realm, record, register, body, opened, until, secret, counted, result) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT (realm, record) DO UPDATE SET until = excluded.until, counted = excluded.counted, result = excluded.result",
        &[
            realm.into(),
            (&ballot.record).into(),
            (&ballot.register).into(),
            (&ballot.body).into(),
            ballot.opened.into(),
            ballot.until.into(),
            i64::from(ballot.secret).into(),
            ballot.counted.into(),
            (&ballot.result).into(),
        ],
    )
    .map(drop)
}

const BALLOT: &str = "record, register, body, opened, until, secret, counted, result";

fn read_ballot(row: &dyn Row) -> Result<Ballot, StoreError> {
    Ok(Ballot {
        record: row.text(0)?,
        register: row.text(1)?,
        body: row.text(2)?,
        opened: row.int(3)?,
        until: row.int(4)?,
        secret: row.int(5)? != 0,
        counted: row.opt_int(6)?,
        result: row.text(7)?,
    })
}

/// The vote on a record.
///
/// # Errors
/// What the database says.
pub fn ballot(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Option<Ballot>, StoreError> {
    let sql = format!("SELECT {BALLOT} FROM ballot WHERE realm = ?1 AND record = ?2");
    first(tx, &sql, &[realm.into(), record.into()], read_ballot)
}

/// Votes whose last day is before a day and that are not counted yet.
///
/// # Errors
/// What the database says.
pub fn ballots_to_count(tx: &mut dyn Tx, realm: i64, today: i64) -> Result<Vec<Ballot>, StoreError> {
    let sql = format!("SELECT {BALLOT} FROM ballot WHERE realm = ?1 AND counted IS NULL AND until < ?2 ORDER BY until, record");
    all(tx, &sql, &[realm.into(), today.into()], read_ballot)
}

/// Votes of a register that a body opened in a span of days, both included.
///
/// # Errors
/// What the database says.
pub fn ballots_of(tx: &mut dyn Tx, realm: i64, body: &str, register: &str, (from, to): (i64, i64)) -> Result<Vec<Ballot>, StoreError> {
    let sql = format!("SELECT {BALLOT} FROM ballot WHERE realm = ?1 AND body = ?2 AND register = ?3 AND opened >= ?4 AND opened <= ?5");
    all(tx, &sql, &[realm.into(), body.into(), register.into(), from.into(), to.into()], read_ballot)
}

/// The secret votes that were given so far, by option.
///
/// # Errors
/// [`StoreError::Sealed`] where they do not open, or what the database says.
pub fn ballot_box(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<BTreeMap<String, i64>, StoreError> {
    let keys = tx.keys();
    let sql = "SELECT votes FROM ballot_box WHERE realm = ?1 AND record = ?2";
    let text = first(tx, sql, &[realm.into(), record.into()], |row| keys.open_text(&box_place(realm, &[record]), row.bytes(0)?))?;
    let mut found = BTreeMap::new();
    for line in text.as_deref().unwrap_or_default().lines() {
        let wrong = || StoreError::Malformed("a box of votes".into());
        let (option, n) = line.split_once('\t').ok_or_else(wrong)?;
        found.insert(option.to_owned(), n.parse().map_err(|_| wrong())?);
    }
    Ok(found)
}

/// Keeps the secret votes that were given, over those that were kept before; `options` are all that can be voted, so that the length
/// tells nothing. `salt` is random bytes.
///
/// # Errors
/// What the database says.
pub fn put_ballot_box(tx: &mut dyn Tx, realm: i64, record: &str, votes: &BTreeMap<String, i64>, salt: &[u8; 16]) -> Result<(), StoreError> {
    let text: String = votes.iter().map(|(option, n)| format!("{option}\t{n:08}\n")).collect();
    let sealed = tx.keys().seal(&box_place(realm, &[record]), salt, text.as_bytes())?;
    tx.execute(
        "INSERT INTO ballot_box (realm, record, votes) VALUES (?1, ?2, ?3) ON CONFLICT (realm, record) DO UPDATE SET votes = excluded.votes",
        &[realm.into(), record.into(), sealed.as_slice().into()],
    )
    .map(drop)
}

const fn box_place<'a>(realm: i64, row: &'a [&'a str]) -> Place<'a> {
    Place { table: "ballot_box", realm, row }
}

/// Forgets what is sealed of a vote: the box, and who voted what.
///
/// # Errors
/// What the database says.
pub fn forget_votes(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM ballot_box WHERE realm = ?1 AND record = ?2", &[realm.into(), record.into()])?;
    tx.execute("UPDATE ballot_voter SET sealed = NULL WHERE realm = ?1 AND record = ?2", &[realm.into(), record.into()]).map(drop)
}

/// Keeps somebody on the roll of a vote, and what they voted openly. `salt` is random bytes.
///
/// # Errors
/// What the database says.
pub fn put_ballot_voter(tx: &mut dyn Tx, realm: i64, record: &str, voter: &BallotVoter, salt: &[u8; 16]) -> Result<(), StoreError> {
    let place = Place { table: "ballot_voter", realm, row: &[record, &voter.person] };
    let sealed = voter.choice.as_ref().map(|choice| tx.keys().seal(&place, salt, choice.as_bytes())).transpose()?;
    tx.execute(
        "INSERT INTO ballot_voter (realm, record, person, post, votes, has_read, voted, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         ON CONFLICT (realm, record, person) DO UPDATE SET has_read = excluded.has_read, voted = excluded.voted, sealed = excluded.sealed",
        &[
            realm.into(),
            record.into(),
            (&voter.person).into(),
            (&voter.post).into(),
            i64::from(voter.votes).into(),
            i64::from(voter.has_read).into(),
            i64::from(voter.voted).into(),
            sealed.as_deref().into(),
        ],
    )
    .map(drop)
}

/// The roll of a vote, by the members' ids.
///
/// # Errors
/// [`StoreError::Sealed`] where a vote does not open, or what the database says.
pub fn ballot_voters(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Vec<BallotVoter>, StoreError> {
    let keys = tx.keys();
    let sql = "SELECT person, post, votes, has_read, voted, sealed FROM ballot_voter WHERE realm = ?1 AND record = ?2 ORDER BY person";
    all(tx, sql, &[realm.into(), record.into()], |row| {
        let person = row.text(0)?;
        let place = Place { table: "ballot_voter", realm, row: &[record, &person] };
        let choice = row.opt_bytes(5)?.map(|sealed| keys.open_text(&place, sealed)).transpose()?;
        let flag = |at: usize| row.int(at).map(|n| n != 0);
        Ok(BallotVoter { post: row.text(1)?, votes: flag(2)?, has_read: flag(3)?, voted: flag(4)?, choice, person })
    })
}

/// Says which account is an official's; `None`: none any more.
///
/// # Errors
/// What the database says.
pub fn put_account_of(tx: &mut dyn Tx, realm: i64, official: &str, account: Option<&str>) -> Result<(), StoreError> {
    let sql = "DELETE FROM official_account WHERE realm = ?1 AND official = ?2";
    tx.execute(sql, &[realm.into(), official.into()])?;
    if let Some(account) = account {
        let sql = "INSERT INTO official_account (realm, account, official) VALUES (?1, ?2, ?3)";
        tx.execute(sql, &[realm.into(), account.into(), official.into()])?;
    }
    Ok(())
}

/// The account of an official.
///
/// # Errors
/// What the database says.
pub fn account_of(tx: &mut dyn Tx, realm: i64, official: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT account FROM official_account WHERE realm = ?1 AND official = ?2";
    first(tx, sql, &[realm.into(), official.into()], |row| row.text(0))
}

/// The officials that an account is, by their ids: one person may be known more than once.
///
/// # Errors
/// What the database says.
pub fn officials_of(tx: &mut dyn Tx, realm: i64, account: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT official FROM official_account WHERE realm = ?1 AND account = ?2 ORDER BY official";
    all(tx, sql, &[realm.into(), account.into()], |row| row.text(0))
}
