//! Tallies after a change of what a pack counts: a new measure, or an older one that says something else, has no past until all is counted.

use linli_pack::Pack;
use linli_store::Write;
use sha2::Digest as _;

use crate::app::App;
use crate::error::AppError;

/// By which measures the tallies were made.
const COUNTED: &str = "counted";

impl App {
    /// Counts every record anew if the pack counts something else than what the tallies were made by; says whether there was any. The writer waits
    /// meanwhile: this is for a start, before anybody is served.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn count_anew(&self) -> Result<bool, AppError> {
        let (inner, print, now) = (std::sync::Arc::clone(&self.0), print(&self.0.pack), self.now());
        let known = self.0.store.read(|tx| linli_store::progress(tx, self.0.realm, COUNTED))?;
        if known.is_some_and(|(_, known)| known == print) {
            return Ok(false);
        }
        let records = self.0.store.write(move |w: &mut Write<'_>| {
            let records = linli_store::recount(w, inner.realm, &|record| inner.counts(record))?;
            linli_store::put_progress(w, inner.realm, COUNTED, now, &print)?;
            Ok::<_, AppError>(records)
        })?;
        Ok(records > 0)
    }
}

/// What tells apart two packs by what they count.
fn print(pack: &Pack) -> String {
    let mut hash = sha2::Sha256::new();
    for register in pack.registers.values() {
        for measure in register.measures.values() {
            let at = measure.at.as_deref().unwrap_or_default();
            for part in [&register.name, &measure.name, &measure.when.source, at] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
        }
    }
    hash.update(pack.clock.timezone.as_bytes());
    data_encoding::HEXLOWER.encode(&hash.finalize())
}
