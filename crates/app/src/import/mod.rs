//! Import of a register's records from Excel and text files, for all registers alike: the pack says which moves open a record and what
//! they take, and every row is an act of whoever imports, decided by the engine and kept in the journal.
//!
//! | file | what |
//! |---|---|
//! | `file.rs`, `xlsx.rs`, `text.rs` | from bytes to a table, or what stands in the way |
//! | `table.rs`, `dates.rs` | cells with their places; days in the forms of people |
//! | `columns.rs` | what a register's file may have, by its headings |
//! | `values.rs` | from a cell to an input |
//! | `rows.rs` | from a row to a command |
//! | `check.rs` | all rows, decided and not kept: every mistake at once |
//! | `run.rs` | all rows, decided and kept: all of them or the good ones |
//! | `abreast.rs` | deciding on one core while another writes |
//! | `exchange.rs` | another office's file: its columns, its orders that are here, its answers |
//! | `after.rs` | what is said once for many rows: counts, and whom to tell |
//! | `rosters/` | accounts and bodies from a file, which are no records |
//! | `jobs.rs` | both in the background, to be left and come back to |
//!
//! What is not here: words. Faults are typed; pages and the command line say them.

mod abreast;
mod after;
mod check;
mod columns;
mod dates;
mod exchange;
mod file;
mod jobs;
mod rosters;
mod rows;
mod run;
mod table;
mod text;
mod values;
mod xlsx;

use std::sync::atomic::{AtomicUsize, Ordering};

use linli_engine::{Command, Mint, Outcome, Refusal};
use linli_pack::model::{Exchange, Move, Register};
use linli_pack::record::Record;

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

pub use check::{Checked, Counts, Fate};
pub use columns::{Column, EXAMPLE, Found, Heading, Kind, Labels, RESULT, SHARED};
pub use exchange::Answer;
pub(crate) use exchange::keep_order;
pub use file::{BYTES, FileProblem, ROWS, read};
pub use jobs::{Job, Jobs, Phase};
pub use rosters::{Roster, RosterJob, Slip};
pub use rows::Finding;
pub use run::{Mode, Ran};
pub use table::{Cell, Line, Region, Sheet, Table, letters, narrow, plain_number};
pub use text::looks_like_a_formula;
pub use values::Fault;

/// How a row begins its last cell in a copy with marks, when it is in.
pub const DONE: [&str; 2] = ["已导入", "Imported"];

/// What is to be imported as what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Register.
    pub register: String,
    /// The move that opens its records.
    pub mv: String,
    /// Records that are there are changed, by their number or the register's key.
    pub updates: bool,
    /// The exchange in whose columns the file is; empty: in the register's own.
    pub exchange: String,
    /// Name of the file as it was sent.
    pub file: String,
}

/// How far a long work has come.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Progress {
    /// Rows done, and rows in all.
    #[must_use]
    pub fn get(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    fn start(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl App {
    /// The moves by which the actor may open a register's records from a file: those of their own roles, that what cells hold can fill.
    #[must_use]
    pub fn importable<'a>(&'a self, context: &Context, register: &str, labels: &Labels) -> Vec<&'a Move> {
        let Some(declared) = self.0.pack.registers.get(register) else { return Vec::new() };
        let territory = self.territory();
        let openings = linli_engine::openings(&self.0.pack, territory.as_ref(), &context.actor);
        let of_role = |mv: &Move| context.actor.grants.iter().any(|grant| mv.by.contains(&grant.role) || mv.over.contains(&grant.role));
        openings
            .into_iter()
            // A vote is opened by somebody who answers for it, one at a time.
            .filter(|(_, mv)| declared.ballot.as_ref().is_none_or(|ballot| ballot.opens != mv.name))
            .filter(|(name, mv)| *name == register && of_role(mv) && columns::fits_a_file(&self.0.pack, declared, mv, labels))
            .map(|(_, mv)| mv)
            .collect()
    }

    /// The columns of a file that opens records by a move.
    #[must_use]
    pub fn import_columns(&self, register: &str, mv: &str, labels: &Labels) -> Vec<Column> {
        let found = self.0.pack.registers.get(register).and_then(|register| Some((register, register.moves.get(mv)?)));
        found.map(|(register, mv)| columns::of_move(&self.0.pack, register, mv, labels)).unwrap_or_default()
    }

    /// The register and move of an order, where the actor may import so.
    fn ordered(&self, context: &Context, order: &Order, labels: &Labels) -> Result<(&Register, &Move), AppError> {
        let register = self.0.pack.registers.get(&order.register).ok_or(AppError::NotFound("register"))?;
        let mv = self.importable(context, &order.register, labels).into_iter().find(|mv| mv.name == order.mv);
        let mv = mv.ok_or(AppError::Forbidden("import"))?;
        match exchange_of(register, order) {
            _ if order.exchange.is_empty() => Ok((register, mv)),
            Some(exchange) if exchange.mv == mv.name && !order.updates => Ok((register, mv)),
            _ => Err(AppError::NotFound("exchange")),
        }
    }
}

/// The exchange in whose columns an order's file is.
fn exchange_of<'a>(register: &'a Register, order: &Order) -> Option<&'a Exchange> {
    register.exchanges.get(&order.exchange)
}

/// Decides what a row asks for.
fn decide(reader: &rows::Reader<'_>, before: Option<&Record>, command: &Command, mint: &mut dyn Mint) -> Result<Outcome, Refusal> {
    let context = reader.context;
    linli_engine::decide(&reader.inner.pack, reader.values.territory, before, &context.actor, command, context.now, mint)
}
