//! Connections that read: opened when needed, kept for the next reader.

use std::sync::Arc;

use parking_lot::{Condvar, Mutex};
use postgres::Config;

use super::apart;
use super::conn::Conn;
use crate::StoreError;
use crate::seal::Keys;

/// Most connections open at once; further readers wait for one.
const MOST: usize = 16;

pub(super) struct Pool {
    config: Config,
    keys: Arc<Keys>,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Conn>,
    busy: usize,
}

/// A place among the busy ones; given back when dropped, also while a panic unwinds (its connection is then closed).
struct Place<'a>(&'a Pool);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.state.lock().busy -= 1;
        self.0.freed.notify_one();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        apart(|| self.state.get_mut().idle.clear());
    }
}

impl Pool {
    pub(super) fn new(config: Config, keys: Arc<Keys>) -> Self {
        Self { config, keys, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Runs `f` over one snapshot. A connection that the server gave up meanwhile is replaced before anything is read.
    pub(super) fn read(&self, f: impl FnOnce(&mut Conn)) -> Result<(), StoreError> {
        let mut state = self.state.lock();
        while state.busy >= MOST {
            self.freed.wait(&mut state);
        }
        state.busy += 1;
        let idle = state.idle.pop();
        drop(state);
        let _place = Place(self);
        let mut conn = match idle.filter(|conn| !conn.is_lost()) {
            Some(conn) => conn,
            None => self.open()?,
        };
        if conn.run(BEGIN).is_err() {
            conn = self.open()?;
            conn.run(BEGIN)?;
        }
        f(&mut conn);
        // What went wrong inside, `f` has told; its connection is not used again.
        if conn.take_failure().is_none() && conn.run("COMMIT").is_ok() {
            self.state.lock().idle.push(conn);
        }
        Ok(())
    }

    fn open(&self) -> Result<Conn, StoreError> {
        Conn::open(&self.config, &self.keys)
    }
}

const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
