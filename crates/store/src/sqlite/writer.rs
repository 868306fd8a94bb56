//! The one thread that writes. It takes every command that waits, runs each in a savepoint, commits once, then answers all.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender};

use super::conn::Conn;
use crate::StoreError;
use crate::queue::Queue;
use crate::tx::Tx;
use crate::write::{Group, Job};

/// Most commands in one commit: bounds how long the first one waits.
const MOST: usize = 256;
/// From so many bytes on the writer empties the write-ahead log itself: while commands follow each other without a pause, the checkpointer
/// never finds all of it copied, and the log would grow until the disk is full.
const LONG: u64 = 768 << 20;

pub(super) fn start(conn: Conn, log: PathBuf, nudge: SyncSender<()>) -> Result<Queue, StoreError> {
    Queue::start(move |queued| run(conn, &log, queued, &nudge))
}

fn run(mut conn: Conn, log: &Path, queued: &Receiver<Box<dyn Job>>, nudge: &SyncSender<()>) {
    let mut group = Group::default();
    while let Ok(first) = queued.recv() {
        let mut jobs = Vec::new();
        if let Err(error) = commit(&mut conn, &mut group, first, queued, &mut jobs) {
            tracing::error!(code = error.code(), %error, commands = jobs.len(), "a group of commands was lost");
            group.forget();
            if conn.in_transaction() {
                drop(conn.execute("ROLLBACK", &[]));
            }
            for job in &mut jobs {
                job.lost(&error);
            }
        }
        for job in jobs {
            job.answer();
        }
        let _ = nudge.try_send(());
        shorten(&mut conn, log);
    }
}

/// Copies a log that has grown long into the database, so that the next command begins it anew, at a length that the connection limits.
fn shorten(conn: &mut Conn, log: &Path) {
    if std::fs::metadata(log).is_ok_and(|log| log.len() > LONG)
        && let Err(error) = conn.query("PRAGMA wal_checkpoint(PASSIVE)", &[], &mut |_| Ok(()))
    {
        tracing::warn!(code = error.code(), %error, "the write-ahead log could not be emptied, will try again");
    }
}

/// Runs and commits one group; `jobs` gets every command taken, whatever becomes of it.
fn commit(
    conn: &mut Conn,
    group: &mut Group,
    first: Box<dyn Job>,
    queued: &Receiver<Box<dyn Job>>,
    jobs: &mut Vec<Box<dyn Job>>,
) -> Result<(), StoreError> {
    let mut next = Some(first);
    let mut begun = conn.execute("BEGIN IMMEDIATE", &[]).map(drop);
    while let Some(mut job) = next.take() {
        if begun.is_ok() {
            begun = step(conn, group, job.as_mut());
        }
        jobs.push(job);
        if begun.is_ok() && jobs.len() < MOST {
            next = queued.try_recv().ok();
        }
    }
    begun?;
    group.flush(conn)?;
    conn.execute("COMMIT", &[]).map(drop)
}

fn step(conn: &mut Conn, group: &mut Group, job: &mut dyn Job) -> Result<(), StoreError> {
    conn.execute("SAVEPOINT command", &[])?;
    let keep = group.run(conn, job);
    if !conn.in_transaction() {
        // SQLite gave the whole transaction up.
        return Err(conn.take_failure().unwrap_or_else(|| StoreError::Io("the transaction was given up".into())));
    }
    if !keep {
        conn.execute("ROLLBACK TO command", &[])?;
    }
    conn.execute("RELEASE command", &[]).map(drop)
}
