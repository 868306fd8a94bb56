//! The one thread that writes. It takes every command that waits, runs each in a savepoint, commits once, then answers all.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use postgres::Config;

use super::LOCK;
use super::conn::Conn;
use crate::StoreError;
use crate::queue::Queue;
use crate::seal::Keys;
use crate::write::{Group, Job};

/// Most commands in one commit: bounds how long the first one waits.
const MOST: usize = 256;

pub(super) fn start(conn: Conn, config: Config, keys: Arc<Keys>) -> Result<Queue, StoreError> {
    let line = Line { conn: Some(conn), config, keys };
    Queue::start(move |queued| run(line, queued))
}

/// The connection that writes, opened anew where it was lost.
struct Line {
    conn: Option<Conn>,
    config: Config,
    keys: Arc<Keys>,
}

impl Line {
    fn conn(&mut self) -> Result<&mut Conn, StoreError> {
        let conn = match self.conn.take().filter(|conn| !conn.is_lost()) {
            Some(conn) => conn,
            None => Conn::open(&self.config, &self.keys)?,
        };
        Ok(self.conn.insert(conn))
    }
}

fn run(mut line: Line, queued: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = queued.recv() {
        let mut jobs = vec![first];
        if let Err(error) = commit(&mut line, queued, &mut jobs) {
            tracing::error!(code = error.code(), %error, commands = jobs.len(), "a group of commands was lost");
            // Whatever state it is in, the next group begins on a connection of its own.
            line.conn = None;
            for job in &mut jobs {
                job.lost(&error);
            }
        }
        for job in jobs {
            job.answer();
        }
    }
}

/// Runs and commits one group; `jobs` holds the first command and gets every other one taken, whatever becomes of it.
fn commit(line: &mut Line, queued: &Receiver<Box<dyn Job>>, jobs: &mut Vec<Box<dyn Job>>) -> Result<(), StoreError> {
    let begin = format!("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({LOCK})");
    // A connection that broke while nobody wrote shows it only now, and nothing has been done on it yet.
    if line.conn()?.run(&begin).is_err() {
        line.conn = None;
        line.conn()?.run(&begin)?;
    }
    let conn = line.conn()?;
    // Another server may have written since the last group: nothing is remembered from it.
    let mut group = Group::default();
    let mut nth = 0;
    while let Some(job) = jobs.get_mut(nth) {
        step(conn, &mut group, job.as_mut())?;
        nth += 1;
        if nth < MOST {
            jobs.extend(queued.try_recv().ok());
        }
    }
    group.flush(conn)?;
    conn.run("COMMIT")
}

fn step(conn: &mut Conn, group: &mut Group, job: &mut dyn Job) -> Result<(), StoreError> {
    conn.run("SAVEPOINT command")?;
    let keep = group.run(conn, job);
    if let Some(failure) = conn.take_failure() {
        return Err(failure);
    }
    conn.run(if keep { "RELEASE command" } else { "ROLLBACK TO command; RELEASE command" })
}
