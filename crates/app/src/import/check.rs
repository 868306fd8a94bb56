//! The dry run: every row read and decided, nothing kept, every mistake found at once.

use std::collections::HashMap;
use std::sync::Arc;

use linli_store::Tx;

use super::columns::{Found, Heading, Headings, Labels};
use super::file::FileProblem;
use super::rows::{Asked, Finding, NoMint, Reader, Seen};
use super::table::{Sheet, Table};
use super::values::{Names, Values};
use super::{Order, Progress, abreast, decide};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::territory::Territory;

/// How many rows come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New records.
    pub made: usize,
    /// Records changed.
    pub changed: usize,
    /// Rows that say what the record says already.
    pub same: usize,
    /// Rows that an earlier import brought in.
    pub known: usize,
    /// Rows with mistakes.
    pub bad: usize,
}

impl Counts {
    /// Rows that hold something.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.made + self.changed + self.same + self.known + self.bad
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Not counted: an example.
    Nothing,
    /// In already.
    Known,
    /// A new record.
    Made,
    /// A changed record.
    Changed,
    /// The record says so already.
    Same,
    /// Mistakes.
    Bad,
}

impl Counts {
    pub(super) const fn join(&mut self, other: Self) {
        self.made += other.made;
        self.changed += other.changed;
        self.same += other.same;
        self.known += other.known;
        self.bad += other.bad;
    }

    pub(super) const fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Nothing => {}
            Fate::Known => self.known += 1,
            Fate::Made => self.made += 1,
            Fate::Changed => self.changed += 1,
            Fate::Same => self.same += 1,
            Fate::Bad => self.bad += 1,
        }
    }
}

/// A file with what its rows come to.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What it is imported as.
    pub order: Order,
    /// SHA-256 of the file in hex.
    pub sha256: String,
    /// The file.
    pub table: Arc<Table>,
    /// The line of headings of each sheet; `None` for sheets that have none and were left out.
    pub headings: Vec<Option<Heading>>,
    /// Rows under the headings: which sheet, and which of its lines.
    pub rows: Vec<(usize, usize)>,
    /// What the rows come to.
    pub counts: Counts,
    /// Every mistake, in the order of the file.
    pub findings: Vec<Finding>,
    /// Rows that are in, with the number of the record.
    pub known: HashMap<(usize, u32), String>,
    /// Columns with values that this import does not take: sheet, column, heading.
    pub left_out: Vec<(usize, usize, String)>,
}

impl Checked {
    /// Under which the rows of the file are noted as in: the same file as something else is another import.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.sha256, &self.order.register, &self.order.mv)
    }
}

/// See [`Checked::key`].
pub(super) fn key(sha256: &str, register: &str, mv: &str) -> String {
    format!("{sha256}:{register}:{mv}")
}

/// What is looked up once for all rows.
pub(super) struct Ground {
    pub(super) names: Names,
    pub(super) territory: Arc<Territory>,
    pub(super) keys: HashMap<String, (String, String)>,
}

impl Ground {
    pub(super) fn new(inner: &Inner, tx: &mut dyn Tx, checked: &Checked) -> Result<Self, AppError> {
        let territory = inner.territory.load_full();
        let names = Names::new(&inner.pack, &territory);
        let key = inner.pack.registers.get(&checked.order.register).and_then(|register| register.key.as_deref());
        let in_file =
            |key: &str| checked.headings.iter().flatten().any(|heading| heading.found.iter().any(|found| found.column.name == key));
        let keys = match key.filter(|key| in_file(key)) {
            Some(key) => linli_store::key_values(tx, inner.realm, &checked.order.register, key)?
                .into_iter()
                .map(|(value, id, number)| (value, (id, number)))
                .collect(),
            None => HashMap::new(),
        };
        Ok(Self { names, territory, keys })
    }

    pub(super) fn reader<'a>(&'a self, inner: &'a Inner, context: &'a Context, checked: &'a Checked) -> Result<Reader<'a>, AppError> {
        let register = inner.pack.registers.get(&checked.order.register).ok_or(AppError::NotFound("register"))?;
        let mv = register.moves.get(&checked.order.mv).ok_or(AppError::NotFound("move"))?;
        let home = context.actor.grants.iter().map(|grant| grant.area.clone()).collect();
        Ok(Reader {
            inner,
            context,
            register,
            mv,
            updates: checked.order.updates,
            exchange: super::exchange_of(register, &checked.order),
            values: Values { names: &self.names, pack: &inner.pack, territory: &self.territory, home },
            sheets: &checked.table.sheets,
            headings: &checked.headings,
            known: &checked.known,
            keys: &self.keys,
        })
    }
}

impl App {
    /// Finds the headings and rows of a file; fails where there are none.
    pub(super) fn laid_out(
        &self,
        context: &Context,
        order: &Order,
        labels: &Labels,
        sha256: &str,
        table: Table,
    ) -> Result<Checked, AppError> {
        let (register, mv) = self.ordered(context, order, labels)?;
        let exchange = super::exchange_of(register, order);
        let headings = match exchange {
            Some(exchange) => Headings::of_exchange(&self.0.pack, register, mv, exchange, labels),
            None => Headings::new(&self.0.pack, register, mv, labels),
        };
        let columns = match exchange {
            Some(exchange) => super::columns::of_exchange(&self.0.pack, register, mv, exchange, labels),
            None => self.import_columns(&order.register, &order.mv, labels),
        };
        let found: Vec<Option<Heading>> = table.sheets.iter().map(|sheet| headings.find(sheet)).collect();
        let fitting = found.iter().flatten().map(|heading| heading.found.len()).max().unwrap_or(0);
        if fitting == 0 {
            let lang = context.lang;
            let wanted = columns.iter().map(|column| column.label.get(lang).to_owned()).collect();
            return Err(FileProblem::NoHeadings { wanted }.into());
        }
        // A sheet that merely mentions one heading somewhere is not meant, if another has most of them.
        let headings: Vec<Option<Heading>> =
            found.into_iter().map(|heading| heading.filter(|one| one.found.len() * 2 >= fitting)).collect();
        let rows: Vec<(usize, usize)> = rows(&table.sheets, &headings);
        if rows.is_empty() {
            return Err(FileProblem::NoRows.into());
        }
        let mut checked =
            Checked { order: order.clone(), sha256: sha256.to_owned(), table: Arc::new(table), headings, rows, ..Checked::default() };
        if let Some(exchange) = exchange {
            self.all_columns(exchange, &columns, &checked)?;
        }
        checked.left_out = left_out(&checked, &columns);
        let key = checked.key();
        let known = self.0.store.read(|tx| linli_store::imported(tx, self.0.realm, &key))?;
        let place = |row: &linli_store::ImportedRow| Some((usize::try_from(row.sheet).ok()?, u32::try_from(row.row).ok()?));
        checked.known = known.iter().filter_map(|row| Some((place(row)?, row.number.clone()))).collect();
        Ok(checked)
    }

    /// Reads and decides every row of a file and keeps nothing.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] where the actor may not import so, [`AppError::File`] where the file cannot be read as a whole; what is wrong
    /// with rows is in the answer.
    pub fn import_check(
        &self,
        context: &Context,
        order: &Order,
        labels: &Labels,
        bytes: &[u8],
        progress: &Progress,
    ) -> Result<Checked, AppError> {
        let table = super::read(bytes)?;
        let checked = self.laid_out(context, order, labels, &super::jobs::sha256(bytes), table)?;
        self.checked(context, checked, progress)
    }

    /// Decides every row of a laid out file.
    pub(super) fn checked(&self, context: &Context, mut checked: Checked, progress: &Progress) -> Result<Checked, AppError> {
        progress.start(checked.rows.len());
        let (counts, findings) = self.0.store.read(|tx| {
            let ground = Ground::new(&self.0, tx, &checked)?;
            let reader = ground.reader(&self.0, context, &checked)?;
            match abreast::possible(&reader, &checked) {
                true => abreast::try_all(&reader, &checked, progress),
                false => tried(&reader, tx, &checked, &checked.rows, progress),
            }
        })?;
        (checked.counts, checked.findings) = (counts, findings);
        if checked.counts.rows() == 0 { Err(FileProblem::NoRows.into()) } else { Ok(checked) }
    }
}

/// Decides rows, the ones after the others, and keeps nothing.
pub(super) fn tried(
    reader: &Reader<'_>,
    tx: &mut dyn Tx,
    checked: &Checked,
    rows: &[(usize, usize)],
    progress: &Progress,
) -> Result<(Counts, Vec<Finding>), AppError> {
    let (mut counts, mut findings, mut seen) = (Counts::default(), Vec::new(), Seen::new());
    for &(at, nth) in rows {
        let Some(line) = checked.table.sheets.get(at).and_then(|sheet| sheet.lines.get(nth)) else { continue };
        let decided = match reader.read(tx, at, line, &mut seen)? {
            Ok(Asked::Nothing) => Ok(Fate::Nothing),
            Ok(Asked::Known) => Ok(Fate::Known),
            Ok(Asked::Same) => Ok(Fate::Same),
            Ok(Asked::Make(command)) => decide(reader, None, &command, &mut NoMint).map(|_| Fate::Made),
            Ok(Asked::Change(record, command)) => decide(reader, Some(&record), &command, &mut NoMint).map(|_| Fate::Changed),
            Err(found) => {
                findings.extend(found);
                Ok(Fate::Bad)
            }
        };
        counts.add(decided.unwrap_or_else(|refusal| {
            findings.extend(reader.refused(at, line, refusal));
            Fate::Bad
        }));
        progress.step();
    }
    Ok((counts, findings))
}

pub(super) fn rows(sheets: &[Sheet], headings: &[Option<Heading>]) -> Vec<(usize, usize)> {
    let under = |(at, heading): (usize, &Option<Heading>)| {
        let lines = sheets.get(at).map_or(0, |sheet| sheet.lines.len());
        let from = heading.as_ref().map_or(lines, |heading| heading.line + 1);
        (from..lines).map(move |line| (at, line))
    };
    headings
        .iter()
        .enumerate()
        .flat_map(under)
        .filter(|(at, line)| sheets.get(*at).and_then(|sheet| sheet.lines.get(*line)).is_some_and(|line| !line.is_empty()))
        .collect()
}

/// Columns with values under them that a new record does not take, so that nobody believes they came in.
pub(super) fn left_out(checked: &Checked, taken: &[super::Column]) -> Vec<(usize, usize, String)> {
    let filled = |at: usize, column: usize| {
        let lines = checked
            .rows
            .iter()
            .filter(|(sheet, _)| *sheet == at)
            .filter_map(|(sheet, line)| checked.table.sheets.get(*sheet)?.lines.get(*line));
        lines.take(1_000).any(|line| *line.cell(column) != super::Cell::Empty)
    };
    let mut out = Vec::new();
    for (at, heading) in checked.headings.iter().enumerate() {
        let Some(heading) = heading else { continue };
        let is_own = |name: &str| super::SHARED.contains(&name);
        let given = |found: &&Found| found.column.kind == super::Kind::Ignored && !checked.order.exchange.is_empty();
        let known = heading.found.iter().filter(|found| !given(found) && !taken.iter().any(|column| column.name == found.column.name));
        // What an export adds is known not to come back in.
        let known = known.filter(|found| !checked.order.updates && !is_own(&found.column.name));
        let named = known.map(|found| (found.at, found.column.label.zh.clone()));
        for (column, text) in named.chain(heading.unknown.iter().cloned()) {
            if filled(at, column) {
                out.push((at, column, text));
            }
        }
    }
    out
}
