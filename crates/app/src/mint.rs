//! What a decision asks of the program: identities and numbers.

use linli_engine::Mint;
use linli_pack::record::Instant;
use linli_store::Write;

use crate::app::Inner;
use crate::error::AppError;

/// Identities from the program, numbers from the store's counters.
pub(crate) struct StoreMint<'a, 'w> {
    inner: &'a Inner,
    w: &'a mut Write<'w>,
    failed: Option<AppError>,
}

impl<'a, 'w> StoreMint<'a, 'w> {
    pub(crate) const fn new(inner: &'a Inner, w: &'a mut Write<'w>) -> Self {
        Self { inner, w, failed: None }
    }

    /// Says what the store could not do while it was asked for numbers.
    pub(crate) fn failed(self) -> Result<(), AppError> {
        self.failed.map_or(Ok(()), Err)
    }
}

impl Mint for StoreMint<'_, '_> {
    fn id(&mut self, now: Instant) -> String {
        self.inner.random.uuid(now)
    }

    fn next(&mut self, sequence: &str) -> u64 {
        match linli_store::next(self.w, self.inner.realm, sequence) {
            Ok(n) => u64::try_from(n).unwrap_or_default(),
            Err(error) => {
                self.failed = Some(error.into());
                0
            }
        }
    }
}
