//! One command on its way to disk: what it writes directly, and what is gathered and written once per group.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::StoreError;
use crate::chain::Heads;
use crate::dialect::Dialect;
use crate::seal::Keys;
use crate::tally::Gathered;
use crate::tx::{Param, Row, Tx};

/// A transaction that may write. Statements go straight through; journal heads and tallies are gathered and flushed before the commit,
/// so reads inside the same group do not see tallies yet.
pub struct Write<'a> {
    tx: &'a mut dyn Tx,
    pub(crate) heads: &'a mut Heads,
    pub(crate) tallies: &'a mut Gathered,
}

impl std::fmt::Debug for Write<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Write").finish_non_exhaustive()
    }
}

impl Tx for Write<'_> {
    fn keys(&self) -> Arc<Keys> {
        self.tx.keys()
    }
    fn dialect(&self) -> Dialect {
        self.tx.dialect()
    }
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        self.tx.execute(sql, params)
    }
    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.tx.query(sql, params, row)
    }
}

impl Write<'_> {
    /// The transaction and the tally gatherer, apart.
    pub(crate) fn split(&mut self) -> (&mut dyn Tx, &mut Gathered) {
        (self.tx, self.tallies)
    }
    /// The transaction and the journal heads, apart.
    pub(crate) fn split_heads(&mut self) -> (&mut dyn Tx, &mut Heads) {
        (self.tx, self.heads)
    }
}

/// What the writer keeps between commands.
#[derive(Debug, Default)]
pub(crate) struct Group {
    heads: Heads,
    tallies: Gathered,
}

impl Group {
    /// Runs one command inside the savepoint the caller has set; says whether it is to be kept.
    pub(crate) fn run(&mut self, tx: &mut dyn Tx, job: &mut dyn Job) -> bool {
        let keep = job.run(&mut Write { tx, heads: &mut self.heads, tallies: &mut self.tallies });
        if keep {
            self.heads.keep();
            self.tallies.keep();
        } else {
            self.heads.drop_open();
            self.tallies.drop_open();
        }
        keep
    }

    /// Writes what was gathered, before the commit.
    pub(crate) fn flush(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        self.tallies.flush(tx)?;
        self.heads.flush(tx)
    }

    /// Forgets everything, after a group was lost.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// A queued command, whatever its types.
pub(crate) trait Job: Send {
    /// Runs it; says whether it is to be kept.
    fn run(&mut self, w: &mut Write<'_>) -> bool;
    /// The group it was kept in got lost.
    fn lost(&mut self, why: &StoreError);
    /// Tells whoever waits.
    fn answer(self: Box<Self>);
}

/// A queued command with its types.
pub(crate) struct Command<F, T, E, A> {
    f: F,
    result: Option<Result<T, E>>,
    answer: A,
}

impl<F, T, E, A> Command<F, T, E, A> {
    pub(crate) const fn new(f: F, answer: A) -> Self {
        Self { f, result: None, answer }
    }
}

impl<F, T, E, A> Job for Command<F, T, E, A>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnMut(&mut Write<'_>) -> Result<T, E> + Send,
    A: FnOnce(Result<T, E>) + Send,
{
    fn run(&mut self, w: &mut Write<'_>) -> bool {
        let f = &mut self.f;
        let result = catch_unwind(AssertUnwindSafe(|| f(w))).unwrap_or_else(|what| {
            let what = what.downcast_ref::<&str>().map(ToString::to_string).or_else(|| what.downcast_ref::<String>().cloned());
            Err(StoreError::Broke(what.unwrap_or_default()).into())
        });
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn lost(&mut self, why: &StoreError) {
        if !matches!(self.result, Some(Err(_))) {
            self.result = Some(Err(why.clone().into()));
        }
    }

    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(StoreError::Closed.into()));
        // Whoever waits may break down over the answer; the writer must not.
        let answer = self.answer;
        drop(catch_unwind(AssertUnwindSafe(|| answer(result))));
    }
}
