//! Connections that read: opened when needed, kept for the next reader.

use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::{Condvar, Mutex};

use super::conn::Conn;
use crate::StoreError;
use crate::seal::Keys;

/// Most connections open at once; further readers wait for one.
const MOST: usize = 32;

pub(super) struct Pool {
    file: PathBuf,
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

impl Pool {
    pub(super) fn new(file: PathBuf, keys: Arc<Keys>) -> Self {
        Self { file, keys, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Runs `f` over one snapshot.
    pub(super) fn read(&self, f: impl FnOnce(&mut Conn)) -> Result<(), StoreError> {
        let mut state = self.state.lock();
        while state.busy >= MOST {
            self.freed.wait(&mut state);
        }
        state.busy += 1;
        let idle = state.idle.pop();
        drop(state);
        let _place = Place(self);
        let mut conn = match idle {
            Some(conn) => conn,
            None => Conn::reader(&self.file, &self.keys)?,
        };
        conn.begin_read()?;
        f(&mut conn);
        conn.end_read()?;
        self.state.lock().idle.push(conn);
        Ok(())
    }
}
