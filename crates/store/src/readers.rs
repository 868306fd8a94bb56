//! Connections that read: opened when needed, kept for the next reader.

use parking_lot::{Condvar, Mutex};

use crate::StoreError;

/// Idle connections, and how many are busy.
pub(crate) struct Readers<C> {
    /// Most connections open at once; further readers wait for one.
    most: usize,
    state: Mutex<State<C>>,
    freed: Condvar,
}

struct State<C> {
    idle: Vec<C>,
    busy: usize,
}

/// A place among the busy ones; given back when dropped, also while a panic unwinds (its connection is then closed).
struct Place<'a, C>(&'a Readers<C>);

impl<C> Drop for Place<'_, C> {
    fn drop(&mut self) {
        self.0.state.lock().busy -= 1;
        self.0.freed.notify_one();
    }
}

impl<C> Readers<C> {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, state: Mutex::new(State { idle: Vec::new(), busy: 0 }), freed: Condvar::new() }
    }

    /// Runs `read` with an idle connection if there is one, and keeps the one that it gives back.
    pub(crate) fn with(&self, read: impl FnOnce(Option<C>) -> Result<Option<C>, StoreError>) -> Result<(), StoreError> {
        let mut state = self.state.lock();
        while state.busy >= self.most {
            self.freed.wait(&mut state);
        }
        state.busy += 1;
        let idle = state.idle.pop();
        drop(state);
        let _place = Place(self);
        let kept = read(idle)?;
        self.state.lock().idle.extend(kept);
        Ok(())
    }

    /// Closes the idle ones.
    pub(crate) fn clear(&self) {
        let idle = std::mem::take(&mut self.state.lock().idle);
        drop(idle);
    }
}
