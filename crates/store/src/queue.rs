//! The way to the one thread that writes, whichever database it writes to.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::StoreError;
use crate::write::Job;

/// Commands that wait for the thread that writes; dropping it waits until all are answered.
pub(crate) struct Queue {
    sender: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Queue {
    /// Starts the thread that runs `write`, which ends when nobody can send any more.
    pub(crate) fn start(write: impl FnOnce(&Receiver<Box<dyn Job>>) + Send + 'static) -> Result<Self, StoreError> {
        let (sender, queued) = channel();
        let thread = std::thread::Builder::new().name("linli-writer".into()).spawn(move || write(&queued))?;
        Ok(Self { sender: Some(sender), thread: Some(thread) })
    }

    pub(crate) fn submit(&self, job: Box<dyn Job>) {
        let refused = match &self.sender {
            Some(sender) => sender.send(job).err().map(|refused| refused.0),
            None => Some(job),
        };
        if let Some(mut job) = refused {
            job.lost(&StoreError::Closed);
            job.answer();
        }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        drop(self.sender.take());
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            drop(thread.join());
        }
    }
}
