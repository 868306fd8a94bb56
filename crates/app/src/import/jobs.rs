//! Imports in the background: sent, checked, decided on and carried out while the page may be left. What an import came to is in the
//! store; its mistakes are in memory, and found again from the file where the program was started anew meanwhile.

use std::collections::HashMap;
use std::sync::Arc;

use linli_store::{ImportJob, Reply, StoreError, Write};
use parking_lot::Mutex;

use super::check::{Checked, Counts};
use super::columns::Labels;
use super::{Mode, Order, Progress, Ran};
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

/// Imports of which mistakes are kept in memory; older ones are checked anew where somebody asks.
const REMEMBERED: usize = 32;

/// The imports that this process knows.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<HashMap<String, Arc<Known>>>);

/// What is known of one in memory.
#[derive(Debug, Default)]
struct Known {
    progress: Arc<Progress>,
    working: Mutex<bool>,
    checked: Mutex<Option<Arc<Checked>>>,
    ran: Mutex<Option<Arc<Ran>>>,
    at: i64,
}

impl Known {
    /// Marks it as being worked on, before the store says so: a reader never takes work that begins for work that broke off. `false` where it
    /// is being worked on already.
    fn claim(&self) -> bool {
        !std::mem::replace(&mut *self.working.lock(), true)
    }
}

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its rows are being checked.
    Checking,
    /// Its mistakes are known; somebody must decide.
    Checked,
    /// Its rows come in.
    Running,
    /// Over.
    Done,
    /// The program ended, or broke down, while it worked.
    Interrupted,
}

/// An import as its page shows it.
#[derive(Clone, Debug)]
pub struct Job {
    /// What the store knows.
    pub kept: ImportJob,
    /// Where it stands.
    pub phase: Phase,
    /// Rows done and rows in all, while it works.
    pub progress: (usize, usize),
    /// The file with its mistakes, where memory has it.
    pub checked: Option<Arc<Checked>>,
    /// What it came to, where memory has it.
    pub ran: Option<Arc<Ran>>,
}

/// SHA-256 of a file in hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}

impl App {
    /// Takes a file in and begins to check it; gives the import's id.
    ///
    /// # Errors
    /// [`AppError::File`] where it cannot be read as a whole, [`AppError::Forbidden`] where the actor may not import so.
    pub fn import_begin(&self, context: &Context, order: &Order, labels: &Labels, bytes: &[u8]) -> Result<String, AppError> {
        Ok(self.import_begin_once(context, order, labels, bytes)?.0)
    }

    /// The same; and where the request has a key (see [`Context::once`]) it begins one import, however often it is sent. Says whether it was
    /// begun before.
    ///
    /// # Errors
    /// As [`App::import_begin`]; [`AppError::KeyReused`] where something else was sent under the key.
    pub fn import_begin_once(&self, context: &Context, order: &Order, labels: &Labels, bytes: &[u8]) -> Result<(String, bool), AppError> {
        let sha = sha256(bytes);
        let print = format!("import {} {} {} {sha}", order.register, order.mv, order.exchange);
        if let Some(id) = self.begun(context, &print)? {
            return Ok((id, true));
        }
        let table = super::read(bytes)?;
        let checked = self.laid_out(context, order, labels, &sha, table)?;
        self.0.store.blobs().put(bytes)?;
        let id = self.0.random.uuid(context.now);
        let job = ImportJob {
            id: id.clone(),
            account: context.actor.id.clone(),
            register: order.register.clone(),
            mv: order.mv.clone(),
            updates: order.updates,
            exchange: order.exchange.clone(),
            file: order.file.clone(),
            sha256: checked.sha256.clone(),
            state: "checking".to_owned(),
            rows: count(checked.rows.len()),
            created: context.now,
            updated: context.now,
            ..ImportJob::default()
        };
        if let Some(key) = context.once.clone() {
            let reply = Reply { fingerprint: print.clone(), status: 202, body: id.clone(), at: context.now };
            let (realm, account, job) = (self.0.realm, context.actor.id.clone(), job.clone());
            let kept = self.0.store.write(move |w: &mut Write<'_>| {
                linli_store::keep_reply(w, realm, &account, &key, &reply)?;
                Ok::<_, AppError>(linli_store::put_import_job(w, realm, &job)?)
            });
            match (kept, self.begun(context, &print)?) {
                // Sent twice at once: the other one was faster.
                (Err(AppError::Store(StoreError::Exists(_))), Some(first)) => return Ok((first, true)),
                (kept, _) => kept?,
            }
        }
        let known = self.remember(&id, context.now);
        self.check_behind(context, job, known, checked)?;
        Ok((id, false))
    }

    /// The import that a request with this key began before.
    fn begun(&self, context: &Context, print: &str) -> Result<Option<String>, AppError> {
        let Some(key) = &context.once else { return Ok(None) };
        let reply = self.0.store.read(|tx| linli_store::reply(tx, self.0.realm, &context.actor.id, key))?;
        match reply {
            Some(reply) if reply.fingerprint == print => Ok(Some(reply.body)),
            Some(_) => Err(AppError::KeyReused),
            None => Ok(None),
        }
    }

    /// An import of the actor's.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none of this id, or it is somebody else's.
    pub fn import_job(&self, context: &Context, id: &str) -> Result<Job, AppError> {
        let read = || self.0.store.read(|tx| linli_store::import_job(tx, self.0.realm, id));
        let own = |job: Option<ImportJob>| job.filter(|job| job.account == context.actor.id).ok_or(AppError::NotFound("import"));
        let mut kept = own(read()?)?;
        let known = self.0.imports.0.lock().get(id).cloned();
        let working = known.as_ref().is_some_and(|known| *known.working.lock());
        if !working && matches!(kept.state.as_str(), "checking" | "running") {
            // It came to its end since the store was asked, or was interrupted; the store knows which.
            kept = own(read()?)?;
        }
        let phase = match kept.state.as_str() {
            // Kept as checked a moment before it lets go: not yet to be decided on.
            "checking" | "checked" if working => Phase::Checking,
            "running" if working => Phase::Running,
            "checked" => Phase::Checked,
            "done" => Phase::Done,
            _ => Phase::Interrupted,
        };
        Ok(Job {
            phase,
            progress: known.as_ref().map(|known| known.progress.get()).unwrap_or_default(),
            checked: known.as_ref().and_then(|known| known.checked.lock().clone()),
            ran: known.as_ref().and_then(|known| known.ran.lock().clone()),
            kept,
        })
    }

    /// The actor's latest imports into a register.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn import_jobs(&self, context: &Context, register: &str) -> Result<Vec<ImportJob>, AppError> {
        let found = self.0.store.read(|tx| linli_store::import_jobs(tx, self.0.realm, &context.actor.id, 50))?;
        Ok(found.into_iter().filter(|job| job.register == register).take(10).collect())
    }

    /// How many rows of an import's file are in.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn import_rows_in(&self, job: &ImportJob) -> Result<usize, AppError> {
        let key = super::check::key(&job.sha256, &job.register, &job.mv);
        Ok(self.0.store.read(|tx| linli_store::imported(tx, self.0.realm, &key))?.len())
    }

    /// The bytes of an import's file; `None` where they were forgotten.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn import_file(&self, job: &ImportJob) -> Result<Option<Vec<u8>>, AppError> {
        Ok(self.0.store.blobs().get(&job.sha256)?)
    }

    /// Checks an import's file again, in the background.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the file was forgotten; [`AppError::File`].
    pub fn import_again(&self, context: &Context, id: &str, labels: &Labels) -> Result<(), AppError> {
        let job = self.import_job(context, id)?;
        if matches!(job.phase, Phase::Checking | Phase::Running) {
            return Ok(());
        }
        let checked = self.laid_out_again(context, &job.kept, labels)?;
        let kept = ImportJob { state: "checking".to_owned(), updated: context.now, ..job.kept };
        let known = self.remember(id, context.now);
        self.check_behind(context, kept, known, checked)
    }

    /// Carries an import out, in the background. Rows that are in are left out.
    ///
    /// # Errors
    /// As [`App::import_again`]; [`AppError::Invalid`] where all or nothing is asked for and there are mistakes.
    pub fn import_go(&self, context: &Context, id: &str, mode: Mode, labels: &Labels) -> Result<(), AppError> {
        let job = self.import_job(context, id)?;
        if !matches!(job.phase, Phase::Checked | Phase::Interrupted) {
            // Pressed twice.
            return Ok(());
        }
        if mode == Mode::All && job.kept.bad > 0 {
            return Err(AppError::Invalid { field: "mode", rule: "import-mistakes" });
        }
        let known = self.remember(id, context.now);
        if !known.claim() {
            return Ok(());
        }
        let started = self.start_run(context, &job, mode, labels, &known);
        if started.is_err() {
            *known.working.lock() = false;
        }
        started
    }

    fn start_run(&self, context: &Context, job: &Job, mode: Mode, labels: &Labels, known: &Arc<Known>) -> Result<(), AppError> {
        self.ordered(context, &order_of(&job.kept), labels)?;
        // Rows that came in since, by an interrupted run, must be known.
        let checked = match job.checked.clone().filter(|_| job.phase == Phase::Checked) {
            Some(checked) => checked,
            None => Arc::new(self.laid_out_again(context, &job.kept, labels)?),
        };
        let kept = ImportJob { state: "running".to_owned(), mode: mode.name().to_owned(), updated: context.now, ..job.kept.clone() };
        self.keep_job(kept.clone())?;
        *known.checked.lock() = Some(Arc::clone(&checked));
        let (app, context, known) = (self.clone(), context.clone(), Arc::clone(known));
        behind(move || {
            match app.import_run(&context, &checked, mode, &known.progress) {
                Ok(ran) => {
                    let state = if ran.kept { "done" } else { "checked" };
                    let done = ImportJob { state: state.to_owned(), updated: app.now(), ..with_counts(kept, ran.counts) };
                    if !ran.kept {
                        let again = Checked { counts: ran.counts, findings: ran.findings.clone(), ..(*checked).clone() };
                        *known.checked.lock() = Some(Arc::new(again));
                    }
                    *known.ran.lock() = Some(Arc::new(ran));
                    report(app.keep_job(done));
                }
                Err(error) => {
                    tracing::error!(%error, "an import broke off");
                    report(app.keep_job(ImportJob { state: "failed".to_owned(), updated: app.now(), ..kept }));
                }
            }
            *known.working.lock() = false;
        })
    }

    fn check_behind(&self, context: &Context, job: ImportJob, known: Arc<Known>, checked: Checked) -> Result<(), AppError> {
        if !known.claim() {
            return Ok(());
        }
        if let Err(error) = self.keep_job(job.clone()) {
            *known.working.lock() = false;
            return Err(error);
        }
        let (app, context, told) = (self.clone(), context.clone(), Arc::clone(&known));
        let started = behind(move || {
            match app.checked(&context, checked, &known.progress) {
                Ok(checked) => {
                    let done = ImportJob { state: "checked".to_owned(), updated: app.now(), ..with_counts(job, checked.counts) };
                    *known.ran.lock() = None;
                    *known.checked.lock() = Some(Arc::new(checked));
                    report(app.keep_job(done));
                }
                Err(error) => {
                    tracing::error!(%error, "the check of an import broke off");
                    report(app.keep_job(ImportJob { state: "failed".to_owned(), updated: app.now(), ..job }));
                }
            }
            *known.working.lock() = false;
        });
        if started.is_err() {
            *told.working.lock() = false;
        }
        started
    }

    fn laid_out_again(&self, context: &Context, job: &ImportJob, labels: &Labels) -> Result<Checked, AppError> {
        let bytes = self.import_file(job)?.ok_or(AppError::NotFound("file"))?;
        let table = super::read(&bytes)?;
        self.laid_out(context, &order_of(job), labels, &job.sha256, table)
    }

    fn keep_job(&self, job: ImportJob) -> Result<(), AppError> {
        let realm = self.0.realm;
        self.0.store.write(move |w: &mut Write<'_>| Ok::<_, AppError>(linli_store::put_import_job(w, realm, &job)?))
    }

    fn remember(&self, id: &str, now: i64) -> Arc<Known> {
        let mut known = self.0.imports.0.lock();
        if known.len() >= REMEMBERED && !known.contains_key(id) {
            let oldest = known.iter().filter(|(_, one)| !*one.working.lock()).min_by_key(|(_, one)| one.at).map(|(id, _)| id.clone());
            oldest.map(|id| known.remove(&id));
        }
        Arc::clone(known.entry(id.to_owned()).or_insert_with(|| Arc::new(Known { at: now, ..Known::default() })))
    }

    /// Forgets the file of an import, and what is in memory of any: it held somebody who asked to be forgotten.
    pub(crate) fn forget_import_file(&self, sha256: &str) -> Result<(), AppError> {
        for known in self.0.imports.0.lock().values().filter(|known| !*known.working.lock()) {
            *known.checked.lock() = None;
            *known.ran.lock() = None;
        }
        if !self.0.store.read(|tx| linli_store::blob_in_use(tx, sha256))? {
            self.0.store.blobs().remove(sha256)?;
        }
        Ok(())
    }

    /// Forgets the files of imports that last changed before an instant.
    pub(crate) fn forget_import_files(&self, before: i64) -> Result<(), AppError> {
        let old = self.0.store.read(|tx| linli_store::import_files_before(tx, self.0.realm, before))?;
        for sha in old {
            if !self.0.store.read(|tx| linli_store::blob_in_use(tx, &sha))? {
                self.0.store.blobs().remove(&sha)?;
            }
        }
        Ok(())
    }
}

fn order_of(job: &ImportJob) -> Order {
    Order {
        register: job.register.clone(),
        mv: job.mv.clone(),
        updates: job.updates,
        exchange: job.exchange.clone(),
        file: job.file.clone(),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn with_counts(job: ImportJob, counts: Counts) -> ImportJob {
    ImportJob {
        rows: count(counts.rows()),
        made: count(counts.made),
        changed: count(counts.changed),
        same: count(counts.same),
        known: count(counts.known),
        bad: count(counts.bad),
        ..job
    }
}

/// A thread of its own: it works for seconds and must not hold up those that serve.
fn behind(work: impl FnOnce() + Send + 'static) -> Result<(), AppError> {
    let thread = std::thread::Builder::new().name("linli-import".to_owned()).spawn(work);
    thread.map(drop).map_err(|error| AppError::Internal(error.to_string()))
}

fn report(kept: Result<(), AppError>) {
    if let Err(error) = kept {
        tracing::error!(%error, "what an import came to was not kept");
    }
}
