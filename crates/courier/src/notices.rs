//! Notices to people: mail and gateways.

use std::collections::BTreeSet;

use linli_app::outside::{Channel, Letter, ReporterLetter};
use linli_app::{App, AppError};

use crate::config::{MAIL, Ways};
use crate::gateway::Said;
use crate::{Courier, blocking};

/// Why a message did not arrive, where nobody answered.
pub(crate) const SILENT: &str = "no answer";

/// Puts what is to be told into words: the courier knows no language.
pub trait Words: Send + Sync {
    /// A message to a member of staff.
    fn letter(&self, app: &App, letter: &Letter) -> Said;
    /// A message to somebody who reported a record.
    fn reporter(&self, app: &App, letter: &ReporterLetter) -> Said;
}

impl Courier {
    /// The ways that notices can go.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        self.ways.channels()
    }

    /// The same with ways for notices.
    #[must_use]
    pub fn by(self, ways: Ways) -> Self {
        Self { ways: ways.into(), ..self }
    }

    /// Tells everybody what is to be told now; says how many messages were tried.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub async fn tell(&self, app: &App, words: &dyn Words) -> Result<usize, AppError> {
        let channels = self.channels();
        if channels.is_empty() {
            return Ok(0);
        }
        let (asked, named) = (app.clone(), channels.clone());
        let letters = blocking(move || asked.letters_due(&named)).await?;
        let mut tried = letters.len();
        // A way that does not answer is not asked again for everybody: the others wait for the next round.
        let mut silent = BTreeSet::new();
        for letter in letters {
            if silent.contains(&letter.subscription.channel) {
                tried -= 1;
                continue;
            }
            let said = words.letter(app, &letter);
            let sent = self.send(&letter.subscription.channel, &letter.subscription.to, &said).await;
            if sent.as_ref().is_err_and(|problem| problem == SILENT) {
                silent.insert(letter.subscription.channel.clone());
            }
            let asked = app.clone();
            blocking(move || asked.letter_sent(&letter, sent)).await?;
        }
        if let Some(channel) = channels.iter().find(|channel| channel.reporters) {
            tried += self.tell_reporters(app, words, channel).await?;
        }
        Ok(tried)
    }

    async fn tell_reporters(&self, app: &App, words: &dyn Words, channel: &Channel) -> Result<usize, AppError> {
        let asked = app.clone();
        blocking(move || asked.note_reporters()).await?;
        let asked = app.clone();
        let letters = blocking(move || asked.reporter_letters_due()).await?;
        let mut tried = 0;
        for letter in letters {
            let said = words.reporter(app, &letter);
            let sent = self.send(&channel.name, &letter.to, &said).await;
            let silent = sent.as_ref().is_err_and(|problem| problem == SILENT);
            let asked = app.clone();
            blocking(move || asked.reporter_letter_sent(&letter, sent)).await?;
            tried += 1;
            if silent {
                break;
            }
        }
        Ok(tried)
    }

    /// Sends a message at once.
    ///
    /// # Errors
    /// Why it did not arrive: for the administrator, without the message and whom it was for.
    pub async fn send(&self, channel: &str, to: &str, said: &Said) -> Result<(), String> {
        if channel == MAIL {
            let Some(mail) = &self.ways.mail else { return Err("no such channel".to_owned()) };
            return mail.send(self.limits.patience, to, said).await;
        }
        let gateway = self.ways.gateways.iter().find(|gateway| gateway.channel.name == channel);
        let Some(gateway) = gateway else { return Err("no such channel".to_owned()) };
        gateway.send(&self.anywhere, self.limits, to, said).await
    }
}
