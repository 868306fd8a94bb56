//! The import itself: every row read, decided and kept; all of them in one transaction, or the good ones group by group.

use std::collections::HashMap;
use std::sync::Arc;

use linli_engine::{Act, Mint, Outcome};
use linli_pack::record::{Instant, Record, Value};
use linli_store::{ImportedRow, Maker, Write};
use parking_lot::Mutex;

use super::abreast::Decided;
use super::after::Told;
use super::check::{Checked, Counts, Fate, Ground};
use super::rows::{Asked, Finding, NoMint, Reader, Seen};
use super::{Labels, Order, Progress, abreast, decide};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;

/// Rows of one transaction where the good ones go in: others' acts get in between.
const GROUP: usize = 500;

/// Rows that are noted as in together.
const NOTED: usize = 256;

/// What to do about mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One mistake, and no row comes in.
    All,
    /// Rows without mistakes come in.
    Good,
}

impl Mode {
    /// As it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Good => "good",
        }
    }
}

/// What an import came to.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// What the rows came to.
    pub counts: Counts,
    /// Every mistake; with [`Mode::All`] nothing is in where there is one.
    pub findings: Vec<Finding>,
    /// Numbers of the records made or changed, by sheet and row.
    pub records: HashMap<(usize, u32), String>,
    /// It went in. `false`: a mistake, and all or nothing was asked for.
    pub kept: bool,
}

impl App {
    /// Imports a file that was checked. Each row is decided anew, on what is there now.
    ///
    /// # Errors
    /// [`AppError::Store`]: with [`Mode::All`] then nothing is in; with [`Mode::Good`] the groups before it are, and running again leaves
    /// them out.
    pub fn import_run(&self, context: &Context, checked: &Arc<Checked>, mode: Mode, progress: &Arc<Progress>) -> Result<Ran, AppError> {
        progress.start(checked.rows.len());
        match mode {
            Mode::All => self.run_all(context, checked, progress),
            Mode::Good => self.run_good(context, checked, progress),
        }
    }

    /// Reads a file and imports it at once: each row is decided once, where it is kept.
    ///
    /// # Errors
    /// As [`App::import_check`] and [`App::import_run`].
    pub fn import_now(
        &self,
        context: &Context,
        order: &Order,
        labels: &Labels,
        bytes: &[u8],
        mode: Mode,
    ) -> Result<(Arc<Checked>, Ran), AppError> {
        let table = super::read(bytes)?;
        let checked = Arc::new(self.laid_out(context, order, labels, &super::jobs::sha256(bytes), table)?);
        let ran = self.import_run(context, &checked, mode, &Arc::new(Progress::default()))?;
        Ok((checked, ran))
    }

    fn run_all(&self, context: &Context, checked: &Arc<Checked>, progress: &Arc<Progress>) -> Result<Ran, AppError> {
        let (inner, context, file, progress) = (Arc::clone(&self.0), context.clone(), Arc::clone(checked), Arc::clone(progress));
        let wrong = Arc::new(Mutex::new(None));
        let told = Arc::clone(&wrong);
        let ran = self.0.store.write(move |w: &mut Write<'_>| {
            let ground = Ground::new(&inner, w, &file)?;
            let reader = ground.reader(&inner, &context, &file)?;
            let mut work = Work::new(&reader, file.key(), Mode::All, 0);
            let mut seen = Seen::new();
            if abreast::possible(&reader, &file) {
                work.all_abreast(w, &file, &progress)?;
            } else {
                for &(at, nth) in &file.rows {
                    work.row(w, &mut seen, at, nth)?;
                    progress.step();
                }
            }
            work.ran.kept = work.ran.findings.is_empty();
            if !work.ran.kept {
                *told.lock() = Some(std::mem::take(&mut work.ran));
                return Err(AppError::Internal("an import with mistakes was taken back".to_owned()));
            }
            work.close(w)?;
            let ran = std::mem::take(&mut work.ran);
            note(&inner, w, &context, &file, Mode::All, ran.counts)?;
            Ok((ran, std::mem::take(&mut work.told.changes)))
        });
        match (ran, wrong.lock().take()) {
            (Err(_), Some(ran)) => Ok(ran),
            (Err(error), None) => Err(error),
            (Ok((ran, changes)), _) => {
                changes.iter().for_each(|change| self.tell(change));
                Ok(ran)
            }
        }
    }

    fn run_good(&self, context: &Context, checked: &Arc<Checked>, progress: &Arc<Progress>) -> Result<Ran, AppError> {
        let mut whole = Ran { kept: true, ..Ran::default() };
        let ground = Arc::new(self.0.store.read(|tx| Ground::new(&self.0, tx, checked))?);
        // Shared, not copied: a row that a group which is run again has seen is no second one.
        let seen = Arc::new(Mutex::new(Seen::new()));
        for (group, rows) in checked.rows.chunks(GROUP).enumerate() {
            let (inner, context, file, progress) = (Arc::clone(&self.0), context.clone(), Arc::clone(checked), Arc::clone(progress));
            let (ground, rows, seen) = (Arc::clone(&ground), rows.to_vec(), Arc::clone(&seen));
            let first = u32::try_from(group * GROUP).unwrap_or(u32::MAX);
            let (ran, changes) = self.0.store.write(move |w: &mut Write<'_>| {
                let reader = ground.reader(&inner, &context, &file)?;
                let mut work = Work::new(&reader, file.key(), Mode::Good, first);
                let mut seen = seen.lock();
                for &(at, nth) in &rows {
                    work.row(w, &mut seen, at, nth)?;
                    progress.step();
                }
                work.close(w)?;
                Ok::<_, AppError>((std::mem::take(&mut work.ran), std::mem::take(&mut work.told.changes)))
            })?;
            whole.counts.made += ran.counts.made;
            whole.counts.changed += ran.counts.changed;
            whole.counts.same += ran.counts.same;
            whole.counts.known += ran.counts.known;
            whole.counts.bad += ran.counts.bad;
            whole.findings.extend(ran.findings);
            whole.records.extend(ran.records);
            changes.iter().for_each(|change| self.tell(change));
        }
        let (inner, context, file, counts) = (Arc::clone(&self.0), context.clone(), Arc::clone(checked), whole.counts);
        self.0.store.write(move |w: &mut Write<'_>| note(&inner, w, &context, &file, Mode::Good, counts))?;
        Ok(whole)
    }
}

/// The journal's line for the file as a whole, beside those of its rows.
fn note(inner: &Inner, w: &mut Write<'_>, context: &Context, checked: &Checked, mode: Mode, counts: Counts) -> Result<(), AppError> {
    let count = |n: usize| Value::from(n);
    let facts = [
        ("file_sha256", Value::from(checked.sha256.clone())),
        ("register", checked.order.register.clone().into()),
        ("move", checked.order.mv.clone().into()),
        ("mode", mode.name().into()),
        ("exchange", checked.order.exchange.clone().into()),
        ("updates", checked.order.updates.into()),
        ("made", count(counts.made)),
        ("changed", count(counts.changed)),
        ("same", count(counts.same)),
        ("known", count(counts.known)),
        ("bad", count(counts.bad)),
    ];
    let grant = context.actor.grants.first();
    let act = Act {
        at: context.now,
        actor: context.actor.id.clone(),
        role: grant.map(|grant| grant.role.clone()).unwrap_or_default(),
        body: grant.map(|grant| grant.body.clone()),
        name: "import".to_owned(),
        facts: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        words: [("file".to_owned(), Value::from(checked.order.file.clone()))].into(),
        ..Act::default()
    };
    linli_store::append(w, inner.realm, &crate::act::entry(inner, &act))?;
    Ok(())
}

/// The rows of one transaction.
struct Work<'r, 'a> {
    reader: &'r Reader<'a>,
    counters: Counters,
    ran: Ran,
    told: Told,
    /// Rows that became records and are not noted yet.
    imported: Vec<ImportedRow>,
    key: String,
    mode: Mode,
}

impl<'r, 'a> Work<'r, 'a> {
    fn new(reader: &'r Reader<'a>, key: String, mode: Mode, first: u32) -> Self {
        let counters = Counters { nth: first, ..Counters::default() };
        Self { reader, counters, ran: Ran::default(), told: Told::default(), imported: Vec::new(), key, mode }
    }

    fn row(&mut self, w: &mut Write<'_>, seen: &mut Seen, at: usize, nth: usize) -> Result<(), AppError> {
        let Some(line) = self.reader.sheets.get(at).and_then(|sheet| sheet.lines.get(nth)) else { return Ok(()) };
        let fate = match self.reader.read(w, at, line, seen)? {
            Ok(Asked::Nothing) => Fate::Nothing,
            Ok(Asked::Known) => Fate::Known,
            Ok(Asked::Same) => Fate::Same,
            Ok(Asked::Make(command)) => self.keep(w, (at, nth), None, &command)?,
            Ok(Asked::Change(record, command)) => self.keep(w, (at, nth), Some(&record), &command)?,
            Err(found) => {
                self.ran.findings.extend(found);
                Fate::Bad
            }
        };
        self.ran.counts.add(fate);
        Ok(())
    }

    /// One mistake keeps all out, and there is one.
    const fn lost(&self) -> bool {
        matches!(self.mode, Mode::All) && !self.ran.findings.is_empty()
    }

    /// Decides a row and writes it.
    fn keep(
        &mut self,
        w: &mut Write<'_>,
        (at, nth): (usize, usize),
        before: Option<&Record>,
        command: &linli_engine::Command,
    ) -> Result<Fate, AppError> {
        let Some(line) = self.reader.sheets.get(at).and_then(|sheet| sheet.lines.get(nth)) else { return Ok(Fate::Nothing) };
        let inner = self.reader.inner;
        // Nothing will be kept any more: only what else is wrong is still looked for.
        if self.lost() {
            if let Err(refusal) = decide(self.reader, before, command, &mut NoMint) {
                self.ran.findings.extend(self.reader.refused(at, line, refusal));
                return Ok(Fate::Bad);
            }
            return Ok(if before.is_none() { Fate::Made } else { Fate::Changed });
        }
        let mut mint = Minted { inner, w, counters: &mut self.counters, failed: None };
        let decided = decide(self.reader, before, command, &mut mint);
        if let Some(error) = mint.failed {
            return Err(error);
        }
        let outcome = match decided {
            Ok(outcome) => outcome,
            Err(refusal) => {
                self.ran.findings.extend(self.reader.refused(at, line, refusal));
                return Ok(Fate::Bad);
            }
        };
        self.put(w, (at, line.row), before, &outcome)
    }

    /// Writes what was decided for a row.
    fn put(&mut self, w: &mut Write<'_>, (at, row): (usize, u32), before: Option<&Record>, outcome: &Outcome) -> Result<Fate, AppError> {
        match self.reader.exchange {
            // Another office waits for an answer: whoever holds its orders is told.
            Some(exchange) => {
                crate::act::write_outcome(self.reader.inner, w, before, outcome)?;
                super::exchange::keep_said(self.reader.inner, w, exchange, before, outcome)?;
            }
            None => crate::act::write_quietly(self.reader.inner, w, before, outcome)?,
        }
        self.told.add(&outcome.record);
        self.came(w, (at, row), &outcome.record, before.is_none())
    }

    /// Notes what a row became.
    fn came(&mut self, w: &mut Write<'_>, (at, row): (usize, u32), record: &Record, made: bool) -> Result<Fate, AppError> {
        self.ran.records.insert((at, row), record.number.clone());
        if !made {
            return Ok(Fate::Changed);
        }
        self.imported.push(ImportedRow {
            sheet: i64::try_from(at).unwrap_or(i64::MAX),
            row: row.into(),
            record: record.id.clone(),
            number: record.number.clone(),
        });
        if self.imported.len() >= NOTED {
            self.note_imported(w)?;
        }
        Ok(Fate::Made)
    }

    fn note_imported(&mut self, w: &mut Write<'_>) -> Result<(), AppError> {
        linli_store::add_imported(w, self.reader.inner.realm, &self.key, &self.imported)?;
        self.imported.clear();
        Ok(())
    }

    /// Writes every row while the next ones are decided.
    fn all_abreast(&mut self, w: &mut Write<'_>, checked: &Checked, progress: &Progress) -> Result<(), AppError> {
        let (reader, realm) = (self.reader, self.reader.inner.realm);
        let maker = Maker::begin(w, realm)?;
        // Both sides use the writer, one after the other.
        let w = std::cell::RefCell::new(w);
        let mut taken: HashMap<String, i64> = HashMap::new();
        let first = |sequence: &str| {
            let first = linli_store::next(&mut **w.borrow_mut(), realm, sequence)?;
            taken.insert(sequence.to_owned(), first);
            Ok(first)
        };
        let came = abreast::run(reader, checked, maker, progress, first, |(at, nth), decided| {
            let fate = match decided {
                Decided::Settled(fate) => fate,
                Decided::Wrong(found) => {
                    self.ran.findings.extend(found);
                    Fate::Bad
                }
                // Nothing will be kept any more.
                Decided::Made(_) if self.lost() => Fate::Made,
                Decided::Made(ready) => {
                    let line = checked.table.sheets.get(at).and_then(|sheet| sheet.lines.get(nth));
                    let mut w = w.borrow_mut();
                    linli_store::add_ready(&mut w, realm, &ready)?;
                    self.came(&mut w, (at, line.map_or(0, |line| line.row)), ready.record(), true)?
                }
            };
            self.ran.counts.add(fate);
            Ok(())
        })?;
        came.counted.write(reader.inner, w.into_inner(), &reader.register.name);
        self.told = came.told;
        for (sequence, stands) in came.sequences {
            let stored = taken.get(&sequence).copied().unwrap_or(stands);
            self.counters.sequences.insert(sequence, (stands, stored));
        }
        Ok(())
    }

    /// Writes what was gathered in memory.
    fn close(&mut self, w: &mut Write<'_>) -> Result<(), AppError> {
        self.note_imported(w)?;
        self.counters.close(w, self.reader.inner.realm)
    }
}

/// Where numbers and identities stand within one transaction: the first of a sequence is taken from the store, which keeps others from it
/// until the transaction ends; the rest is counted in memory and written back once.
#[derive(Debug, Default)]
struct Counters {
    nth: u32,
    /// Where each sequence stands, and where the store believes it to stand.
    sequences: HashMap<String, (i64, i64)>,
}

impl Counters {
    fn close(&mut self, w: &mut Write<'_>, realm: i64) -> Result<(), AppError> {
        for (sequence, (stands, stored)) in &mut self.sequences {
            if stands != stored {
                linli_store::advance(w, realm, sequence, *stands - *stored)?;
                *stored = *stands;
            }
        }
        Ok(())
    }
}

/// Gives out what [`Counters`] counts.
struct Minted<'a, 'w> {
    inner: &'a Inner,
    w: &'a mut Write<'w>,
    counters: &'a mut Counters,
    failed: Option<AppError>,
}

impl Mint for Minted<'_, '_> {
    fn id(&mut self, now: Instant) -> String {
        self.counters.nth = self.counters.nth.saturating_add(1);
        self.inner.random.uuid_nth(now, self.counters.nth)
    }

    fn next(&mut self, sequence: &str) -> u64 {
        if let Some((stands, _)) = self.counters.sequences.get_mut(sequence) {
            *stands += 1;
            return u64::try_from(*stands).unwrap_or_default();
        }
        match linli_store::next(self.w, self.inner.realm, sequence) {
            Ok(first) => {
                self.counters.sequences.insert(sequence.to_owned(), (first, first));
                u64::try_from(first).unwrap_or_default()
            }
            Err(error) => {
                self.failed = Some(error.into());
                0
            }
        }
    }
}
