//! Proof that what is stored is what was done: the chain, the words, the records and the tallies, each against the others.

use std::collections::HashMap;

use linli_pack::record::Record;

use crate::chain::{Hash, Head, Public, anchor, commitment, link};
use crate::journal::open_words;
use crate::record::{COLUMNS, read};
use crate::seal::Place;
use crate::tally::{Delta, Gathered, Key};
use crate::tx::{Row, Tx};
use crate::write::Write;
use crate::{Store, StoreError};

/// Most problems named one by one; the rest are only counted.
const MOST: usize = 1_000;

/// What a record counts for: measure and day (days since 1970-01-01).
pub type Contribution<'a> = &'a dyn Fn(&Record) -> Vec<(String, i64)>;

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The entry, or the hash it stands on, is not what was written.
    Altered {
        /// Its place.
        seq: i64,
    },
    /// The entry is genuine but was written at another place.
    Moved {
        /// Its place.
        seq: i64,
        /// The place it was written at.
        from: i64,
    },
    /// No entry stands here.
    Missing {
        /// The empty place.
        seq: i64,
    },
    /// The journal ends at another entry than the one noted as its last.
    Tail {
        /// Where it ends.
        found: i64,
        /// Where it should end.
        noted: i64,
    },
    /// The words are not those the entry was written with.
    Words {
        /// The entry.
        seq: i64,
    },
    /// The personal values of a record do not open: they were altered or moved, or their key is gone.
    Personal {
        /// The record.
        record: String,
    },
    /// The second factor of an account does not open: it was altered or moved, or its key is gone.
    SecondFactor {
        /// The account.
        account: String,
    },
    /// The address and the secret of a webhook do not open: they were altered or moved, or their key is gone.
    Webhook {
        /// The webhook.
        webhook: String,
    },
    /// A line of the journal of sign-ins is not what was written, or one before it is missing.
    SignIn {
        /// Its place.
        seq: i64,
    },
    /// A record has another version than it has entries, or than its last entry says.
    Version {
        /// The record.
        record: String,
        /// Its version.
        version: i64,
        /// Its entries.
        entries: i64,
    },
    /// A record is in another state, or held by another body, than its last entry says.
    State {
        /// The record.
        record: String,
    },
    /// Entries speak of a record that is not there.
    Vanished {
        /// How many records.
        records: u64,
    },
    /// A count is not what counting the records gives.
    Tally {
        /// Area.
        area: String,
        /// Register.
        register: String,
        /// Category; empty for all.
        category: String,
        /// Measure.
        measure: String,
        /// Day, or first day of the month for a category.
        day: i64,
        /// Stored count.
        stored: i64,
        /// Count of the records.
        counted: i64,
    },
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries read.
    pub entries: u64,
    /// Entries whose words are there and match.
    pub worded: u64,
    /// Entries whose words were lawfully erased.
    pub erased: u64,
    /// Sealed values: words of entries, personal values of records, second factors, and webhooks.
    pub sealed: u64,
    /// Those that open with the keys at hand and stand where they were sealed.
    pub opened: u64,
    /// Lines of the journal of sign-ins.
    pub sign_ins: u64,
    /// Records compared with their entries.
    pub records: u64,
    /// Counts compared.
    pub tallies: u64,
    /// The last entry.
    pub head: Option<Head>,
    /// What is wrong, at most the first thousand.
    pub problems: Vec<Problem>,
    /// How many things are wrong.
    pub wrong: u64,
}

impl Report {
    /// Nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.wrong == 0
    }

    fn add(&mut self, problem: Problem) {
        self.wrong += 1;
        if self.problems.len() < MOST {
            self.problems.push(problem);
        }
    }
}

/// Checks a realm over one snapshot. With a contribution function the tallies are counted again too.
///
/// # Errors
/// What the database says; what is wrong with the data is in the report.
pub fn verify(store: &Store, realm: i64, contribution: Option<Contribution<'_>>) -> Result<Report, StoreError> {
    store.read(|tx| {
        let mut report = Report::default();
        let last = check_journal(tx, realm, &mut report)?;
        check_personal(tx, realm, &mut report)?;
        crate::factor::check(tx, realm, &mut |account, opens| {
            report.sealed += 1;
            if opens {
                report.opened += 1;
            } else {
                report.add(Problem::SecondFactor { account: account.to_owned() });
            }
        })?;
        crate::webhook::check(tx, realm, &mut |webhook, opens| {
            report.sealed += 1;
            if opens {
                report.opened += 1;
            } else {
                report.add(Problem::Webhook { webhook: webhook.to_owned() });
            }
        })?;
        report.sign_ins = crate::sign_in::check(tx, realm, &mut |seq| report.add(Problem::SignIn { seq }))?;
        let counts = check_records(tx, realm, &last, contribution, &mut report)?;
        if contribution.is_some() {
            check_tallies(tx, realm, &counts, &mut report)?;
        }
        Ok(report)
    })
}

/// What the journal says of a record last.
struct Last {
    entries: i64,
    version: i64,
    state: String,
    holder: Option<String>,
}

const ENTRY: &str = "SELECT j.seq, j.at, j.actor, j.role, j.body, j.record, j.register, j.move, j.from_state, j.to_state, j.holder, \
     j.version, j.facts, j.commitment, j.hash, w.sealed FROM journal j \
     LEFT JOIN journal_words w ON w.realm = j.realm AND w.seq = j.seq WHERE j.realm = ?1";

fn public<'a>(realm: i64, row: &'a dyn Row) -> Result<Public<'a>, StoreError> {
    Ok(Public {
        realm,
        at: row.int(1)?,
        actor: row.str(2)?,
        role: row.str(3)?,
        body: row.opt_str(4)?,
        record: row.str(5)?,
        register: row.str(6)?,
        name: row.str(7)?,
        from: row.str(8)?,
        to: row.str(9)?,
        holder: row.opt_str(10)?,
        version: row.int(11)?,
        facts: row.str(12)?,
        commitment: row.opt_bytes(13)?,
    })
}

fn hash(row: &dyn Row) -> Result<Hash, StoreError> {
    row.bytes(14)?.try_into().map_err(|_| StoreError::Malformed("journal.hash".into()))
}

fn check_journal(tx: &mut dyn Tx, realm: i64, report: &mut Report) -> Result<HashMap<String, Last>, StoreError> {
    let noted = anchor(tx, realm)?.unwrap_or(Head::START);
    let mut records: HashMap<String, Last> = HashMap::new();
    let mut before = Head::START;
    let mut broken = Vec::new();
    let keys = tx.keys();
    tx.query(&format!("{ENTRY} ORDER BY j.seq"), &[realm.into()], &mut |row| {
        let seq = row.int(0)?;
        let (entry, hash) = (public(realm, row)?, hash(row)?);
        report.entries += 1;
        let gap = seq != before.seq + 1;
        (before.seq + 1..seq).take(MOST).for_each(|seq| report.add(Problem::Missing { seq }));
        // After a gap the hash it stands on is gone, so only the entry after it can vouch for it.
        if !gap && link(&before.hash, seq, &entry) != hash {
            broken.push(seq);
        }
        before = Head { seq, hash };
        let sealed = row.opt_bytes(15)?;
        report.sealed += u64::from(sealed.is_some());
        let words = sealed.and_then(|sealed| open_words(&keys, realm, seq, sealed).ok());
        match (entry.commitment, sealed, words) {
            (None, None, _) => {}
            (Some(_), None, _) => report.erased += 1,
            (Some(committed), _, Some((salt, words))) if commitment(&salt, &words).as_slice() == committed => report.worded += 1,
            _ => report.add(Problem::Words { seq }),
        }
        // Acts of the office (accounts) are about no record.
        if !entry.register.is_empty() {
            follow(&mut records, &entry);
        }
        Ok(())
    })?;
    name_breaks(tx, realm, &broken, report)?;
    if before != noted {
        (before.seq + 1..=noted.seq).take(MOST).for_each(|seq| report.add(Problem::Missing { seq }));
        report.add(Problem::Tail { found: before.seq, noted: noted.seq });
    }
    report.head = (before != Head::START).then_some(before);
    Ok(records)
}

fn follow(records: &mut HashMap<String, Last>, entry: &Public<'_>) {
    if let Some(last) = records.get_mut(entry.record) {
        // A look at personal data is an entry too, but changes nothing: it keeps the version.
        last.entries += i64::from(entry.version != last.version);
        last.version = entry.version;
        if last.state != entry.to {
            entry.to.clone_into(&mut last.state);
        }
        if last.holder.as_deref() != entry.holder {
            last.holder = entry.holder.map(str::to_owned);
        }
    } else {
        let (state, holder) = (entry.to.to_owned(), entry.holder.map(str::to_owned));
        records.insert(entry.record.to_owned(), Last { entries: 1, version: entry.version, state, holder });
    }
}

/// Whether the personal values of every record open.
fn check_personal(tx: &mut dyn Tx, realm: i64, report: &mut Report) -> Result<(), StoreError> {
    let keys = tx.keys();
    report.opened = report.worded;
    tx.query("SELECT record, sealed FROM personal WHERE realm = ?1 ORDER BY record", &[realm.into()], &mut |row| {
        let record = row.str(0)?;
        report.sealed += 1;
        match keys.open(&Place { table: "personal", realm, row: &[record] }, row.bytes(1)?) {
            Ok(_) => report.opened += 1,
            Err(_) => report.add(Problem::Personal { record: record.to_owned() }),
        }
        Ok(())
    })
}

/// Says of each place where the chain breaks whether the entry was altered or moved there. An entry that is itself in order and only
/// follows one that is not is not named.
fn name_breaks(tx: &mut dyn Tx, realm: i64, broken: &[i64], report: &mut Report) -> Result<(), StoreError> {
    /// Beyond so many breaks, moves are no longer told from alterations.
    const TRACED: usize = 64;
    let mut places: Vec<i64> = broken.iter().take(TRACED).flat_map(|seq| [seq - 1, *seq]).collect();
    places.sort_unstable();
    places.dedup();
    let mut hashes = vec![Head::START];
    for seq in places {
        tx.query(&format!("{ENTRY} AND j.seq = ?2"), &[realm.into(), seq.into()], &mut |row| {
            hashes.push(Head { seq, hash: hash(row)? });
            Ok(())
        })?;
    }
    for seq in broken {
        let mut written_at = None;
        if broken.len() <= TRACED {
            tx.query(&format!("{ENTRY} AND j.seq = ?2"), &[realm.into(), (*seq).into()], &mut |row| {
                let (entry, hash) = (public(realm, row)?, hash(row)?);
                let own = std::iter::once(*seq);
                written_at = own
                    .chain(broken.iter().copied().flat_map(|seq| [seq, seq - 1]))
                    .find(|place| hashes.iter().any(|before| link(&before.hash, *place, &entry) == hash));
                Ok(())
            })?;
        }
        match written_at {
            Some(from) if from == *seq => {}
            Some(from) => report.add(Problem::Moved { seq: *seq, from }),
            None => report.add(Problem::Altered { seq: *seq }),
        }
    }
    if report.is_sound() && !broken.is_empty() {
        broken.iter().for_each(|seq| report.add(Problem::Altered { seq: *seq }));
    }
    Ok(())
}

fn check_records(
    tx: &mut dyn Tx,
    realm: i64,
    last: &HashMap<String, Last>,
    contribution: Option<Contribution<'_>>,
    report: &mut Report,
) -> Result<Counts, StoreError> {
    let mut counts = Counts::new();
    let mut known = 0;
    tx.query(&format!("SELECT {COLUMNS} FROM record r WHERE r.realm = ?1"), &[realm.into()], &mut |row| {
        let record = read(row)?;
        report.records += 1;
        let of = last.get(&record.id);
        known += u64::from(of.is_some());
        let (entries, version) = of.map_or((0, 0), |of| (of.entries, of.version));
        if record.version != entries || record.version != version {
            report.add(Problem::Version { record: record.id.clone(), version: record.version, entries });
        }
        if of.is_some_and(|of| of.state != record.state || of.holder != record.holder) {
            report.add(Problem::State { record: record.id.clone() });
        }
        for (measure, day) in contribution.map(|contribution| contribution(&record)).unwrap_or_default() {
            let source =
                Source { register: record.register.clone(), area: record.area.clone(), category: record.category.clone(), measure, day };
            *counts.entry(source).or_default() += 1;
        }
        Ok(())
    })?;
    let vanished = last.len() as u64 - known;
    if vanished > 0 {
        report.add(Problem::Vanished { records: vanished });
    }
    Ok(counts)
}

type Counts = HashMap<Source, i64>;

#[derive(PartialEq, Eq, Hash)]
struct Source {
    register: String,
    area: String,
    category: Option<String>,
    measure: String,
    day: i64,
}

impl Source {
    fn delta(&self, n: i64) -> Delta<'_> {
        let Self { register, area, category, measure, day } = self;
        Delta { register, area, category: category.as_deref(), measure, day: *day, n }
    }
}

fn check_tallies(tx: &mut dyn Tx, realm: i64, counts: &Counts, report: &mut Report) -> Result<(), StoreError> {
    let mut gathered = Gathered::default();
    for (source, n) in counts {
        gathered.add(realm, &source.delta(*n));
    }
    // What the log holds is counted too, and not yet in its places.
    for line in crate::tally::log(tx, realm)? {
        report.tallies += 1;
        gathered.add(realm, &Delta { n: -line.n, ..line.delta() });
    }
    let mut counted = gathered.places(tx)?;
    tx.query("SELECT area, register, category, day, measure, n FROM tally WHERE realm = ?1", &[realm.into()], &mut |row| {
        report.tallies += 1;
        let names = &mut gathered.names;
        let key = Key {
            realm,
            area: names.number(row.str(0)?),
            register: names.number(row.str(1)?),
            category: names.number(row.str(2)?),
            day: row.int(3)?,
            measure: names.number(row.str(4)?),
        };
        // What both agree on nets to zero and is forgotten.
        let stored = row.int(5)?;
        let counted = counted.remove(&key).unwrap_or(0);
        if stored != counted {
            report.add(differs(names, &key, stored, counted));
        }
        Ok(())
    })?;
    for (key, n) in counted.into_iter().filter(|(_, n)| *n != 0) {
        report.add(differs(&gathered.names, &key, 0, n));
    }
    Ok(())
}

fn differs(names: &crate::tally::Names, key: &Key, stored: i64, counted: i64) -> Problem {
    Problem::Tally {
        area: names.text(key.area).to_owned(),
        register: names.text(key.register).to_owned(),
        category: names.text(key.category).to_owned(),
        measure: names.text(key.measure).to_owned(),
        day: key.day,
        stored,
        counted,
    }
}

/// Throws a realm's tallies away and counts its records again: after a change of boundaries, or of what a measure counts.
/// Holds the writer up while it reads every record. Gives how many there are.
///
/// # Errors
/// What the database says.
pub fn recount(w: &mut Write<'_>, realm: i64, contribution: Contribution<'_>) -> Result<u64, StoreError> {
    let mut report = Report::default();
    let counts = check_records(w, realm, &HashMap::new(), Some(contribution), &mut report)?;
    let (tx, gathered) = w.split();
    tx.execute("DELETE FROM tally WHERE realm = ?1", &[realm.into()])?;
    tx.execute("DELETE FROM tally_log WHERE realm = ?1", &[realm.into()])?;
    // What earlier commands of this group gathered is in the records already.
    gathered.cancel(realm);
    for (source, n) in &counts {
        gathered.add(realm, &source.delta(*n));
    }
    Ok(report.records)
}
