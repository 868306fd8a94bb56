//! The time, handed in.

use std::sync::atomic::{AtomicI64, Ordering};

use linli_pack::record::Instant;

/// Where an operation gets the time from.
pub trait Clock: Send + Sync {
    /// Seconds since 1970.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        jiff::Timestamp::now().as_second()
    }
}

/// A clock that stands until it is set: for made-up worlds and tests.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// Stands at this instant.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self(AtomicI64::new(now))
    }

    /// Set it.
    pub fn set(&self, now: Instant) {
        self.0.store(now, Ordering::Relaxed);
    }
}

impl<C: Clock> Clock for std::sync::Arc<C> {
    fn now(&self) -> Instant {
        self.as_ref().now()
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        self.0.load(Ordering::Relaxed)
    }
}
