//! Notices inside the program: who is told, and what they have not read yet.

use linli_store::{Notice, Target, Write};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

impl App {
    /// The addresses at which notices reach the actor: the account, its bodies, and its roles where they sit.
    pub(crate) fn targets(context: &Context) -> Vec<Target> {
        let mut targets = vec![Target::Account(context.actor.id.clone())];
        for grant in &context.actor.grants {
            targets.push(Target::Body(grant.body.clone()));
            targets.push(Target::Role { role: grant.role.clone(), area: grant.area.clone() });
        }
        targets
    }

    /// The actor's notices, the newest first.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn notices(&self, context: &Context, unread: bool, limit: usize) -> Result<Vec<Notice>, AppError> {
        let targets = Self::targets(context);
        Ok(self.0.store.read(|tx| linli_store::notices(tx, self.0.realm, &targets, unread, limit))?)
    }

    /// How many notices the actor has not read, at most `cap`.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn unread(&self, context: &Context, cap: usize) -> Result<u64, AppError> {
        Ok(u64::try_from(self.notices(context, true, cap)?.len()).unwrap_or(u64::MAX))
    }

    /// Marks notices as read.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn read_notices(&self, context: &Context) -> Result<(), AppError> {
        let unread = self.notices(context, true, 1_000)?;
        let (realm, now) = (self.0.realm, context.now);
        self.0.store.write(move |w: &mut Write<'_>| {
            for notice in &unread {
                linli_store::read_notice(w, realm, notice, now)?;
            }
            Ok::<_, AppError>(())
        })
    }
}
