//! What the program does by itself: timers and the search index.

use linli_engine::{Command, Refusal};
use linli_pack::record::Instant;
use linli_store::Write;

use crate::act::{Done, Target};
use crate::app::App;
use crate::batch::Batch;
use crate::context::{Context, PHONE_DAYS, PHONE_KEY};
use crate::error::AppError;
use crate::sign_ins::KEPT_DAYS;

impl Batch<'_, '_> {
    /// As [`App::wake_due`], at a given time and inside the batch.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn wake_due(&mut self, now: Instant) -> Result<usize, AppError> {
        let due = linli_store::due_to_wake(self.w, self.inner.realm, now, i64::MAX)?;
        let context = Context::system(now);
        for (id, _) in &due {
            settled(self.act(&context, &Target::Id(id.clone()), &wake()))?;
        }
        Ok(due.len())
    }
}

fn wake() -> Command {
    Command { name: "wake".to_owned(), ..Command::default() }
}

/// Somebody moved it in the meantime, or there was nothing to do: both are well.
fn settled(done: Result<Done, AppError>) -> Result<(), AppError> {
    match done {
        Ok(_) => Ok(()),
        Err(AppError::Refused(refusal)) if matches!(*refusal, Refusal::NothingToDo | Refusal::Stale { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

impl App {
    /// Looks at records whose time has come (escalation, rhythm), at most `limit`; says how many.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn wake_due(&self, limit: usize) -> Result<usize, AppError> {
        let now = self.now();
        let due = self.0.store.read(|tx| linli_store::due_to_wake(tx, self.0.realm, now, i64::try_from(limit).unwrap_or(i64::MAX)))?;
        let context = Context::system(now);
        for (id, _) in &due {
            settled(self.act(&context, &Target::Id(id.clone()), &wake()))?;
        }
        Ok(due.len())
    }

    /// Forgets what is no longer needed: photos of forms that were never sent (a day), answers to repeated requests (a day; to those of a
    /// phone, which may ask again much later, [`PHONE_DAYS`]), files of imports (three days), ended sessions, lines of the journal of
    /// sign-ins ([`KEPT_DAYS`]), what became of deliveries to webhooks and of messages to people (thirty days). Says how many things went.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn tidy(&self) -> Result<usize, AppError> {
        const DAY: i64 = 86_400;
        let (realm, now) = (self.0.realm, self.now());
        let today = crate::days::of(now, &self.0.pack.clock.timezone);
        let photos = self.0.store.read(|tx| linli_store::unclaimed(tx, realm, now - DAY))?;
        let ids: Vec<String> = photos.iter().map(|photo| photo.id.clone()).collect();
        let gone = self.0.store.write(move |w: &mut Write<'_>| {
            for id in &ids {
                linli_store::forget_attachment(w, realm, id)?;
            }
            let replies = linli_store::forget_replies(w, realm, now - DAY, PHONE_KEY, now - PHONE_DAYS * DAY)?;
            let lines = linli_store::forget_sign_ins(w, realm, now - KEPT_DAYS * DAY, today - KEPT_DAYS)?;
            let sent = linli_store::forget_deliveries(w, realm, now - crate::webhooks::KEPT_DAYS * DAY)?
                + linli_store::forget_told(w, realm, now - crate::outside::KEPT_DAYS * DAY)?;
            Ok::<_, AppError>(ids.len() + replies + lines + sent + linli_store::forget_sessions(w, realm, now)?)
        })?;
        self.forget_import_files(now - 3 * DAY)?;
        for sha in photos.iter().flat_map(|photo| [&photo.sha256, &photo.thumb]) {
            if !self.0.store.read(|tx| linli_store::blob_in_use(tx, sha))? {
                self.0.store.blobs().remove(sha)?;
            }
        }
        Ok(gone)
    }

    /// Brings the search index up to date by at most `limit` journal entries; says how many it looked at.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn index_some(&self, limit: usize) -> Result<usize, AppError> {
        Ok(self.0.store.index_some(self.0.realm, limit)?)
    }

    /// Finds records by words, pinyin initials or number among those the actor may see.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn search(&self, context: &Context, text: &str, limit: usize) -> Result<Vec<linli_pack::record::Record>, AppError> {
        /// Hits looked through at most for an actor who sees only some of them.
        const MOST: usize = 4_096;
        let territory = self.territory();
        // Who sees one area as a whole and nothing else searches in it; of the others' hits, what they may not see is left out.
        let area = match context.actor.grants.as_slice() {
            [_] => context.widest_area(&self.0.pack, &territory, None),
            _ => None,
        };
        let mut looked_through = limit;
        loop {
            let found = self.0.store.read(|tx| linli_store::search(tx, self.0.realm, text, area.as_deref(), looked_through))?;
            let all = found.len() < looked_through || looked_through >= MOST;
            let mut seen: Vec<_> = found.into_iter().filter(|record| context.sees(&self.0.pack, &territory, record)).collect();
            if all || seen.len() >= limit {
                seen.truncate(limit);
                return Ok(seen);
            }
            looked_through = looked_through.saturating_mul(4).min(MOST);
        }
    }
}
