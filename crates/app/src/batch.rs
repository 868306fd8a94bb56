//! Many acts in one transaction.

use std::sync::Arc;

use linli_engine::Command;
use linli_store::Write;

use crate::act::{Done, Target, carry_out};
use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;

/// Many acts in one transaction: imports and made-up worlds.
pub struct Batch<'a, 'w> {
    pub(crate) inner: &'a Inner,
    pub(crate) w: &'a mut Write<'w>,
}

impl std::fmt::Debug for Batch<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch").finish_non_exhaustive()
    }
}

impl Batch<'_, '_> {
    /// Carries out one command. A refusal changes nothing and leaves the rest of the batch as it is.
    ///
    /// # Errors
    /// As [`App::act`].
    pub fn act(&mut self, context: &Context, target: &Target, command: &Command) -> Result<Done, AppError> {
        Ok(carry_out(self.inner, self.w, context, target, command)?.done)
    }

    /// The record that was opened from another and is of a register or held by a body, and so on from there; the record itself where nothing
    /// is asked.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn part(&mut self, id: &str, path: &[String]) -> Result<Option<String>, AppError> {
        let Some((first, rest)) = path.split_first() else { return Ok(Some(id.to_owned())) };
        let parts = linli_store::parts(self.w, self.inner.realm, id)?;
        match parts.iter().find(|part| part.register == *first || part.holder.as_ref() == Some(first)) {
            Some(part) => self.part(&part.id, rest),
            None => Ok(None),
        }
    }
}

impl App {
    /// Runs many acts as one transaction: all of them are on disk afterwards, or none. Nobody is told of single changes.
    ///
    /// # Errors
    /// What `f` says; then nothing was written.
    pub fn batch<T: Send + 'static>(
        &self,
        mut f: impl FnMut(&mut Batch<'_, '_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let inner = Arc::clone(&self.0);
        self.0.store.write(move |w: &mut Write<'_>| f(&mut Batch { inner: &inner, w }))
    }
}
