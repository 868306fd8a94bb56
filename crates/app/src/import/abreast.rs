//! Reading and deciding on one core while the writer writes on another. Only where rows mean new records and nothing has to be looked up
//! for them: the numbers of records that are there, and the register's keys, are looked at by the writer alone.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use linli_engine::{Mint, Outcome};
use linli_pack::record::Instant;
use linli_store::{Dialect, Keys, Maker, New, NewPersonal, Param, Ready, Row, StoreError, Tx};

use super::after::{Counted, Told};
use super::check::{self, Checked, Counts, Fate};
use super::rows::{Asked, Finding, Reader, Seen};
use super::{Progress, decide};
use crate::error::AppError;

/// Rows that travel together.
const TOGETHER: usize = 64;
/// Threads that try rows, at most: others want to work meanwhile.
const CORES: usize = 4;
/// Loads that may wait for the writer.
const WAITING: usize = 16;

/// What became of a row before it is written.
pub(super) enum Decided {
    /// Nothing to write.
    Settled(Fate),
    /// A record that only has to be written.
    Made(Box<Ready>),
    /// Mistakes.
    Wrong(Vec<Finding>),
}

/// What the deciding side says.
enum Said {
    /// Rows, each with its sheet and line.
    Rows(Vec<(usize, usize, Decided)>),
    /// It needs to know where a sequence of numbers stands.
    First(String),
}

/// What is written once for all rows.
#[derive(Default)]
pub(super) struct Came<'a> {
    /// The last number of each sequence.
    pub(super) sequences: HashMap<String, i64>,
    pub(super) told: Told,
    pub(super) counted: Counted<'a>,
}

/// Whether the rows of a file can be decided without the store.
pub(super) fn possible(reader: &Reader<'_>, checked: &Checked) -> bool {
    let orders = reader.register.exchanges.values().map(|exchange| exchange.number.as_str());
    let names = ["number"].into_iter().chain(reader.register.key.as_deref()).chain(orders);
    let mut found = checked.headings.iter().flatten().flat_map(|heading| &heading.found);
    let looked_up: Vec<&str> = names.collect();
    !reader.updates && !found.any(|found| looked_up.contains(&found.column.name.as_str()))
}

/// Tries every row, a part of them on each core, and keeps nothing: here no row knows of another.
///
/// # Errors
/// The first of any part.
pub(super) fn try_all(reader: &Reader<'_>, checked: &Checked, progress: &Progress) -> Result<(Counts, Vec<Finding>), AppError> {
    let keys = reader.inner.store.keys()?;
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(CORES);
    let part = checked.rows.len().div_ceil(cores).max(TOGETHER);
    std::thread::scope(|scope| {
        let tried = |rows| {
            let mut nothing = NoStore(Arc::clone(&keys));
            scope.spawn(move || check::tried(reader, &mut nothing, checked, rows, progress))
        };
        let parts: Vec<_> = checked.rows.chunks(part).map(tried).collect();
        let (mut counts, mut findings) = (Counts::default(), Vec::new());
        for part in parts {
            let tried = part.join().map_err(|_| AppError::Internal("the check of an import broke down".to_owned()))?;
            let (some, found) = tried?;
            counts.join(some);
            findings.extend(found);
        }
        Ok((counts, findings))
    })
}

/// Decides every row on a thread of its own, makes what it leads to ready, and hands each to `write`, in order, on this one. `first` takes
/// the first number of a sequence from the store.
///
/// # Errors
/// The first of `write` or `first`; then the deciding stops.
pub(super) fn run<'a>(
    reader: &'a Reader<'_>,
    checked: &Checked,
    maker: Maker,
    progress: &Progress,
    mut first: impl FnMut(&str) -> Result<i64, AppError>,
    mut write: impl FnMut((usize, usize), Decided) -> Result<(), AppError>,
) -> Result<Came<'a>, AppError> {
    let (say, said) = sync_channel(WAITING);
    let (answer, answered) = sync_channel(1);
    std::thread::scope(|scope| {
        let deciding = scope.spawn(move || decide_all(reader, checked, maker, &say, answered));
        let written: Result<(), AppError> = (|| {
            for part in &said {
                match part {
                    Said::First(sequence) => drop(answer.send(first(&sequence)?)),
                    Said::Rows(rows) => {
                        for (at, nth, decided) in rows {
                            write((at, nth), decided)?;
                            progress.step();
                        }
                    }
                }
            }
            Ok(())
        })();
        // Whoever decides stops at the next row that nobody takes any more.
        drop(said);
        drop(answer);
        let decided = deciding.join().map_err(|_| AppError::Internal("the deciding of an import broke down".to_owned()))?;
        written?;
        decided
    })
}

fn decide_all<'a>(
    reader: &'a Reader<'_>,
    checked: &Checked,
    mut maker: Maker,
    say: &SyncSender<Said>,
    answered: Receiver<i64>,
) -> Result<Came<'a>, AppError> {
    let keys = reader.inner.store.keys()?;
    let mut mint = Asking { reader, say, answered, nth: 0, sequences: HashMap::new() };
    let mut nothing = NoStore(Arc::clone(&keys));
    let mut seen = Seen::new();
    let mut came = Came::default();
    let mut load = Vec::with_capacity(TOGETHER);
    for &(at, nth) in &checked.rows {
        let Some(line) = checked.table.sheets.get(at).and_then(|sheet| sheet.lines.get(nth)) else { continue };
        let decided = match reader.read(&mut nothing, at, line, &mut seen)? {
            Ok(Asked::Nothing) => Decided::Settled(Fate::Nothing),
            Ok(Asked::Known) => Decided::Settled(Fate::Known),
            Ok(Asked::Same) => Decided::Settled(Fate::Same),
            Ok(Asked::Make(command)) => match decide(reader, None, &command, &mut mint) {
                Ok(outcome) => {
                    let ready = maker.ready(new(reader, &keys, outcome)?)?;
                    came.told.add(ready.record());
                    came.counted.add(reader.inner, ready.record());
                    Decided::Made(Box::new(ready))
                }
                Err(refusal) => Decided::Wrong(reader.refused(at, line, refusal)),
            },
            Ok(Asked::Change(..)) => return Err(AppError::Internal("a change was decided without the store".to_owned())),
            Err(found) => Decided::Wrong(found),
        };
        load.push((at, nth, decided));
        if load.len() == TOGETHER && say.send(Said::Rows(std::mem::replace(&mut load, Vec::with_capacity(TOGETHER)))).is_err() {
            break;
        }
    }
    // Nobody listens any more where the writing failed: that error is the one to be told.
    let _ = say.send(Said::Rows(load));
    came.sequences = mint.sequences;
    Ok(came)
}

/// What is kept of a record that an outcome opens.
fn new(reader: &Reader<'_>, keys: &Keys, outcome: Outcome) -> Result<New, AppError> {
    let inner = reader.inner;
    let entry = crate::act::entry_of(inner, outcome.act);
    let personal = match outcome.personal.is_empty() {
        true => None,
        false => Some(NewPersonal {
            salt: inner.random.bytes(),
            payload: serde_json::to_string(&outcome.personal)?,
            tokens: crate::lookup::tokens(keys, inner.realm, reader.register, &outcome.personal)?,
        }),
    };
    Ok(New { record: outcome.record, entry, personal })
}

/// Identities that sort; numbers that follow the first, which the writer takes from the store.
struct Asking<'a> {
    reader: &'a Reader<'a>,
    say: &'a SyncSender<Said>,
    answered: Receiver<i64>,
    nth: u32,
    sequences: HashMap<String, i64>,
}

impl Mint for Asking<'_> {
    fn id(&mut self, now: Instant) -> String {
        self.nth = self.nth.saturating_add(1);
        self.reader.inner.random.uuid_nth(now, self.nth)
    }

    fn next(&mut self, sequence: &str) -> u64 {
        let stands = match self.sequences.get_mut(sequence) {
            Some(stands) => {
                *stands += 1;
                *stands
            }
            None => {
                // Where nobody answers the writing has failed, and nothing of this is kept.
                let asked = self.say.send(Said::First(sequence.to_owned()));
                let first = asked.ok().and_then(|()| self.answered.recv().ok()).unwrap_or_default();
                self.sequences.insert(sequence.to_owned(), first);
                first
            }
        };
        u64::try_from(stands).unwrap_or_default()
    }
}

/// Stands in where nothing is looked up.
struct NoStore(Arc<Keys>);

impl Tx for NoStore {
    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.0)
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn execute(&mut self, _sql: &str, _params: &[Param<'_>]) -> Result<usize, StoreError> {
        Err(StoreError::Closed)
    }

    fn query(
        &mut self,
        _sql: &str,
        _params: &[Param<'_>],
        _row: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        Err(StoreError::Closed)
    }
}
