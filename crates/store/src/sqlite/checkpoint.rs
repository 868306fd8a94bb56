//! Moves the write-ahead log into the database on a thread of its own, so that no command waits for it.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::conn::Conn;
use crate::StoreError;
use crate::seal::Keys;
use crate::tx::{Tx, first};

/// Between two passes, so that pages written often are copied once.
const PAUSE: Duration = Duration::from_secs(3);
/// From this many pages of 4 KiB (256 MB) on, the log is made to start over.
const LONG: i64 = 65_536;

pub(super) struct Checkpointer {
    nudge: SyncSender<()>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    pub(super) fn start(file: &Path, keys: &Arc<Keys>) -> Result<Self, StoreError> {
        let conn = Conn::plain(file, keys)?;
        let (nudge, nudged) = sync_channel(1);
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name("linli-checkpoint".into()).spawn(move || run(conn, &nudged, &stopped))?;
        Ok(Self { nudge, stop: Some(stop), thread: Some(thread) })
    }

    /// To be sent to after each commit; never blocks if `try_send` is used.
    pub(super) fn nudge(&self) -> SyncSender<()> {
        self.nudge.clone()
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        drop(self.stop.take());
        let _ = self.nudge.try_send(());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn run(mut conn: Conn, nudged: &Receiver<()>, stopped: &Receiver<()>) {
    while nudged.recv().is_ok() {
        if stopped.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        if let Err(error) = pass(&mut conn) {
            tracing::warn!(code = error.code(), %error, "checkpoint failed, will try again");
        }
    }
}

fn pass(conn: &mut Conn) -> Result<(), StoreError> {
    let pages = first(conn, "PRAGMA wal_checkpoint(PASSIVE)", &[], |row| row.int(1))?;
    if pages.is_some_and(|pages| pages > LONG) {
        // Most is copied already, so this holds the writer up only for the rest.
        conn.query("PRAGMA wal_checkpoint(RESTART)", &[], &mut |_| Ok(()))?;
    }
    Ok(())
}
