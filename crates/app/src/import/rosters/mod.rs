//! Import and export of accounts and of bodies: the same files, cells and mistakes as with a register's records, but what a row means is
//! settled here. A file is small, so it is read and checked anew whenever somebody looks, and carried out in one transaction.
//!
//! `accounts.rs` and `bodies.rs` say what their rows come to: a list of what to write, or what is wrong.

mod accounts;
mod bodies;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use linli_pack::model::{FieldKind, Text};
use linli_pack::record::Value;
use linli_store::{ImportJob, Tx, Write};

use super::check::{Checked, Counts, Fate, left_out, rows};
use super::columns::{Column, Headings, Kind, Labels, RESULT, is_example};
use super::file::FileProblem;
use super::jobs::sha256;
use super::rows::{Finding, finding};
use super::table::{Cell, Line};
use super::values::{Fault, Names, Values};
use super::{Mode, Order};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::territory::Territory;

/// Most rows of one file.
const ROWS: usize = 5_000;

/// What a file is a list of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roster {
    /// People who sign in, with their roles: a row for each role.
    Accounts,
    /// Bodies.
    Bodies,
}

impl Roster {
    /// The roster of that name, as addresses have it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Accounts, Self::Bodies].into_iter().find(|roster| roster.name() == name)
    }

    /// As addresses have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Bodies => "bodies",
        }
    }

    /// Where imports note the register: no register has such a name.
    #[must_use]
    pub const fn register(self) -> &'static str {
        match self {
            Self::Accounts => "@accounts",
            Self::Bodies => "@bodies",
        }
    }

    fn of(job: &ImportJob) -> Option<Self> {
        Self::named(job.register.strip_prefix('@')?)
    }
}

/// A new account's first password, which is told once and must be changed when it is first used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// The password.
    pub password: String,
}

/// An import of a roster as its page shows it.
#[derive(Clone, Debug)]
pub struct RosterJob {
    /// What the store knows.
    pub kept: ImportJob,
    /// What it is a list of.
    pub roster: Roster,
    /// The file with its mistakes; `None` once it is carried out, or where the file was forgotten.
    pub checked: Option<Checked>,
}

/// A row as it was read.
struct Given<'t> {
    sheet: usize,
    line: &'t Line,
    values: BTreeMap<String, Value>,
    findings: Vec<Finding>,
}

impl Given<'_> {
    fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default()
    }

    fn place(&self) -> (usize, u32) {
        (self.sheet, self.line.row)
    }

    /// Whether something was wrong with the cell itself.
    fn spoilt(&self, name: &str) -> bool {
        self.findings.iter().any(|found| found.input == name)
    }

    fn wrong(&mut self, checked: &Checked, name: &str, fault: Fault) {
        let heading = checked.headings.get(self.sheet).and_then(Option::as_ref);
        let found = heading.and_then(|heading| heading.found.iter().find(|found| found.column.name == name));
        self.findings.push(finding(self.sheet, self.line, found, name, fault));
    }

    /// As [`Self::wrong`], by the name of a rule.
    fn breaks(&mut self, checked: &Checked, name: &str, rule: &'static str) {
        self.wrong(checked, name, Fault::Rule(rule));
    }

    /// As [`Self::breaks`], where nothing is filled in.
    fn must(&mut self, checked: &Checked, name: &str) -> bool {
        let there = !self.text(name).is_empty();
        if !there && !self.spoilt(name) {
            self.breaks(checked, name, "missing");
        }
        there
    }
}

/// What is looked up once for all rows.
struct Ground<'a> {
    inner: &'a Inner,
    context: &'a Context,
    territory: Arc<Territory>,
    names: Names,
    updates: bool,
}

impl Ground<'_> {
    /// Another row of the file.
    fn twice(&self, checked: &Checked, (sheet, row): (usize, u32)) -> Fault {
        Fault::Twice { sheet: checked.table.sheets.get(sheet).map(|sheet| sheet.name.clone()).unwrap_or_default(), row }
    }
}

/// What there is to write.
enum Plan {
    Accounts(Vec<accounts::Wanted>),
    Bodies(Vec<bodies::Wanted>),
}

impl App {
    /// Whether the actor may import and export a roster, wherever that be.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn may_keep(&self, context: &Context, roster: Roster) -> Result<(), AppError> {
        match roster {
            Roster::Accounts => self.administered(context).map(drop),
            Roster::Bodies => {
                let may = context.grants_where(&self.0.pack, |role| role.organise || role.admin).next().is_some();
                if may { Ok(()) } else { Err(AppError::Forbidden("bodies")) }
            }
        }
    }

    /// The columns of a roster's file.
    #[must_use]
    pub fn roster_columns(&self, roster: Roster, labels: &Labels) -> Vec<Column> {
        match roster {
            Roster::Accounts => accounts::columns(&self.0.pack, labels),
            Roster::Bodies => bodies::columns(&self.0.pack, labels),
        }
    }

    /// What stands in a roster, as a file that an import takes back: the cells of each row in the order of the columns.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn roster_rows(&self, context: &Context, roster: Roster) -> Result<Vec<Vec<String>>, AppError> {
        self.may_keep(context, roster)?;
        match roster {
            Roster::Accounts => self.account_rows(context),
            Roster::Bodies => self.body_rows(context),
        }
    }

    /// Takes a file in and checks it; gives the import's id.
    ///
    /// # Errors
    /// [`AppError::File`] where it cannot be read as a whole, [`AppError::Forbidden`].
    pub fn roster_begin(
        &self,
        context: &Context,
        roster: Roster,
        (updates, file): (bool, &str),
        labels: &Labels,
        bytes: &[u8],
    ) -> Result<String, AppError> {
        self.may_keep(context, roster)?;
        let order = Order { register: roster.register().to_owned(), updates, file: file.to_owned(), ..Order::default() };
        let mut checked = self.roster_laid_out(context, roster, order, labels, bytes)?;
        self.0.store.read(|tx| check(&self.0, tx, context, roster, &mut checked).map(drop))?;
        if checked.counts.rows() == 0 {
            return Err(FileProblem::NoRows.into());
        }
        self.0.store.blobs().put(bytes)?;
        let id = self.0.random.uuid(context.now);
        let job = ImportJob {
            id: id.clone(),
            account: context.actor.id.clone(),
            register: checked.order.register.clone(),
            updates,
            file: file.to_owned(),
            sha256: checked.sha256.clone(),
            state: "checked".to_owned(),
            created: context.now,
            updated: context.now,
            ..ImportJob::default()
        };
        self.keep_roster(with_counts(job, checked.counts))?;
        Ok(id)
    }

    /// An import of the actor's, checked as things stand now.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none of this id, or it is somebody else's.
    pub fn roster_job(&self, context: &Context, id: &str, labels: &Labels) -> Result<RosterJob, AppError> {
        let found = self.0.store.read(|tx| linli_store::import_job(tx, self.0.realm, id))?;
        let kept = found.filter(|job| job.account == context.actor.id).ok_or(AppError::NotFound("import"))?;
        let roster = Roster::of(&kept).ok_or(AppError::NotFound("import"))?;
        self.may_keep(context, roster)?;
        let file = if kept.state == "done" { None } else { self.import_file(&kept)? };
        let Some(bytes) = file else { return Ok(RosterJob { kept, roster, checked: None }) };
        let order = Order { register: kept.register.clone(), updates: kept.updates, file: kept.file.clone(), ..Order::default() };
        let mut checked = self.roster_laid_out(context, roster, order, labels, &bytes)?;
        self.0.store.read(|tx| check(&self.0, tx, context, roster, &mut checked).map(drop))?;
        Ok(RosterJob { kept: with_counts(kept, checked.counts), roster, checked: Some(checked) })
    }

    /// Carries an import out. Gives what it came to and the first passwords of new accounts, which nobody can ask for again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such import, or its file was forgotten; [`AppError::Invalid`] where all or nothing is asked for
    /// and there are mistakes.
    pub fn roster_go(&self, context: &Context, id: &str, mode: Mode, labels: &Labels) -> Result<(RosterJob, Vec<Slip>), AppError> {
        let job = self.roster_job(context, id, labels)?;
        if job.kept.state == "done" {
            // Pressed twice.
            return Ok((job, Vec::new()));
        }
        let checked = job.checked.ok_or(AppError::NotFound("file"))?;
        let (inner, context, roster) = (Arc::clone(&self.0), context.clone(), job.roster);
        let kept = job.kept.clone();
        let (checked, slips) = self.0.store.write(move |w: &mut Write<'_>| {
            let mut checked = Checked { findings: Vec::new(), counts: Counts::default(), ..checked.clone() };
            // Somebody may have changed things since it was looked at.
            let plan = check(&inner, w, &context, roster, &mut checked)?;
            if mode == Mode::All && checked.counts.bad > 0 {
                return Err(AppError::Invalid { field: "mode", rule: "import-mistakes" });
            }
            let slips = match plan {
                Plan::Accounts(wanted) => accounts::write(&inner, w, &context, wanted)?,
                Plan::Bodies(wanted) => {
                    bodies::write(&inner, w, &context, wanted)?;
                    Vec::new()
                }
            };
            let job = ImportJob { state: "done".to_owned(), mode: mode.name().to_owned(), updated: context.now, ..kept.clone() };
            linli_store::put_import_job(w, inner.realm, &with_counts(job, checked.counts))?;
            Ok((checked, slips))
        })?;
        if roster == Roster::Bodies {
            self.reload_territory()?;
        }
        let kept = ImportJob { state: "done".to_owned(), ..with_counts(job.kept, checked.counts) };
        Ok((RosterJob { kept, roster, checked: Some(checked) }, slips))
    }

    fn keep_roster(&self, job: ImportJob) -> Result<(), AppError> {
        let realm = self.0.realm;
        self.0.store.write(move |w: &mut Write<'_>| Ok::<_, AppError>(linli_store::put_import_job(w, realm, &job)?))
    }

    fn roster_laid_out(&self, context: &Context, roster: Roster, order: Order, labels: &Labels, bytes: &[u8]) -> Result<Checked, AppError> {
        let table = super::read(bytes)?;
        let columns = self.roster_columns(roster, labels);
        let result = Column { kind: Kind::Result, ..column(labels, RESULT, FieldKind::Bool, false) };
        let headings = Headings::of_columns(columns.iter().cloned().chain([result]).collect());
        let found: Vec<_> = table.sheets.iter().map(|sheet| headings.find(sheet)).collect();
        let fitting = found.iter().flatten().map(|heading| heading.found.len()).max().unwrap_or(0);
        if fitting == 0 {
            let wanted = columns.iter().map(|column| column.label.get(context.lang).to_owned()).collect();
            return Err(FileProblem::NoHeadings { wanted }.into());
        }
        let headings: Vec<_> = found.into_iter().map(|heading| heading.filter(|one| one.found.len() * 2 >= fitting)).collect();
        let rows = rows(&table.sheets, &headings);
        if rows.is_empty() {
            return Err(FileProblem::NoRows.into());
        }
        if rows.len() > ROWS {
            return Err(FileProblem::TooManyRows { most: ROWS }.into());
        }
        let mut checked = Checked { order, sha256: sha256(bytes), table: Arc::new(table), headings, rows, ..Checked::default() };
        checked.left_out = left_out(&checked, &columns);
        Ok(checked)
    }
}

/// A column by its name.
fn column(labels: &Labels, name: &'static str, kind: FieldKind, required: bool) -> Column {
    let label = labels.0.get(name).cloned().unwrap_or_else(|| Text { zh: name.to_owned(), en: name.to_owned() });
    Column {
        name: name.to_owned(),
        label,
        hint: Text::default(),
        kind: Kind::Field(kind),
        required,
        personal: false,
        words: std::collections::BTreeMap::new(),
    }
}

/// Reads every row and settles what it comes to. Mistakes and counts are left in `checked`.
fn check(inner: &Inner, tx: &mut dyn Tx, context: &Context, roster: Roster, checked: &mut Checked) -> Result<Plan, AppError> {
    let territory = inner.territory.load_full();
    let names = Names::new(&inner.pack, &territory);
    let ground = Ground { inner, context, territory, names, updates: checked.order.updates };
    let table = Arc::clone(&checked.table);
    let mut given = Vec::new();
    for &(sheet, nth) in &checked.rows {
        let Some(line) = table.sheets.get(sheet).and_then(|sheet| sheet.lines.get(nth)) else { continue };
        if !is_example(line) {
            given.push(read(&ground, checked, sheet, line));
        }
    }
    let (plan, fates) = match roster {
        Roster::Accounts => {
            let (wanted, fates) = accounts::settle(&ground, tx, checked, &mut given)?;
            (Plan::Accounts(wanted), fates)
        }
        Roster::Bodies => {
            let (wanted, fates) = bodies::settle(&ground, tx, checked, &mut given)?;
            (Plan::Bodies(wanted), fates)
        }
    };
    let bad: HashSet<(usize, u32)> = given.iter().filter(|row| !row.findings.is_empty()).map(Given::place).collect();
    for row in &given {
        let fate = if bad.contains(&row.place()) { Fate::Bad } else { fates.get(&row.place()).copied().unwrap_or(Fate::Same) };
        checked.counts.add(fate);
    }
    checked.findings = given.into_iter().flat_map(|row| row.findings).collect();
    Ok(plan)
}

/// What becomes of each row that is right.
type Fates = HashMap<(usize, u32), Fate>;

/// Reads the cells of a row.
fn read<'t>(ground: &Ground<'_>, checked: &Checked, sheet: usize, line: &'t Line) -> Given<'t> {
    let mut given = Given { sheet, line, values: BTreeMap::new(), findings: Vec::new() };
    let merged = checked.table.sheets.get(sheet).map(|sheet| sheet.merged.as_slice()).unwrap_or_default();
    let home = ground.context.actor.grants.iter().map(|grant| grant.area.clone()).collect();
    let values = Values { names: &ground.names, pack: &ground.inner.pack, territory: &ground.territory, home };
    for found in checked.headings.get(sheet).and_then(Option::as_ref).into_iter().flat_map(|heading| &heading.found) {
        if matches!(found.column.kind, Kind::Ignored | Kind::Result) {
            continue;
        }
        let cell = line.cell(found.at);
        let region = merged.iter().find(|region| *cell == Cell::Empty && region.swallows(line.row, found.at));
        let read = match region {
            Some(region) => Err(Fault::Merged { range: region.name() }),
            None => values.read(&found.column, cell),
        };
        match read {
            Ok(Some(value)) => {
                given.values.insert(found.column.name.clone(), value);
            }
            Ok(None) => {}
            Err(fault) => {
                let ended = found.column.kind == Kind::Area && ground.territory.ended_area(&cell.shown());
                let fault = if ended { Fault::Rule("area-ended") } else { fault };
                given.findings.push(finding(sheet, line, Some(found), &found.column.name, fault));
            }
        }
    }
    given
}

fn with_counts(job: ImportJob, counts: Counts) -> ImportJob {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    ImportJob {
        rows: count(counts.rows()),
        made: count(counts.made),
        changed: count(counts.changed),
        same: count(counts.same),
        bad: count(counts.bad),
        ..job
    }
}
