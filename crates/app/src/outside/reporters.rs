//! Messages to those who reported a matter and left a number, when a move says so (`message`): found by following the journal, sent by the first way
//! that goes to them.

use std::sync::Arc;

use linli_pack::Lang;
use linli_pack::model::{FieldKind, Pack};
use linli_pack::record::{Record, Value};
use linli_store::{Follow, ReporterMessage, Stage, Tx, Write};

use super::{tell_administrators, wait};
use crate::act::SPOKEN;
use crate::app::{App, Inner};
use crate::error::AppError;
use crate::random::link_print;

/// Messages in one round.
const ROUND: i64 = 50;
/// Entries of the journal looked at in one step.
const STEP: i64 = 500;
/// Where the look for moves that tell the reporter has come to, in `progress`.
const CURSOR: &str = "reporters";

/// A message to somebody who reported a record.
#[derive(Clone, Debug)]
pub struct ReporterLetter {
    /// The message.
    pub message: ReporterMessage,
    /// Their number.
    pub to: String,
    /// What they reported.
    pub record: Record,
    /// The language in which they reported it.
    pub lang: Lang,
}

impl App {
    /// Looks for moves since the last look that tell the reporter, and makes a message of each; says how many entries it looked at.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn note_reporters(&self) -> Result<usize, AppError> {
        let realm = self.0.realm;
        let (from, acts) = self.0.store.read(|tx| {
            // What was done before there was a way to tell is not told now.
            let Some((from, _)) = linli_store::progress(tx, realm, CURSOR)? else { return Ok::<_, AppError>((None, Vec::new())) };
            Ok((Some(from), linli_store::acts_after(tx, realm, from, STEP)?))
        })?;
        if from.is_some() && acts.is_empty() {
            return Ok(0);
        }
        let last = match (from, acts.last()) {
            (Some(_), Some(act)) => act.seq,
            _ => self.0.store.head(realm)?.map_or(0, |head| head.seq),
        };
        let looked = acts.len();
        let (inner, now) = (Arc::clone(&self.0), self.now());
        self.0.store.write(move |w: &mut Write<'_>| {
            for act in &acts {
                let register = inner.pack.registers.get(&act.register);
                let tells = register.and_then(|register| register.moves.get(&act.name)).is_some_and(|mv| mv.message);
                if !tells {
                    continue;
                }
                let record = linli_store::record(w, inner.realm, &act.record)?;
                if record.map_or(Ok(None), |record| number_of(&inner, w, &record))?.is_none() {
                    continue;
                }
                let link = inner.random.link(now);
                let follow = Follow { hash: link_print(&link), record: act.record.clone(), contact: None, at: now };
                linli_store::put_follow(w, inner.realm, &follow)?;
                let message = ReporterMessage { seq: act.seq, record: act.record.clone(), link, at: now, ..ReporterMessage::default() };
                linli_store::put_reporter_message(w, inner.realm, &inner.random.bytes(), &message)?;
            }
            linli_store::put_progress(w, inner.realm, CURSOR, last, "")?;
            Ok::<_, AppError>(looked)
        })
    }

    /// The messages to reporters whose time has come. Where the number was erased meanwhile, there is none.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn reporter_letters_due(&self) -> Result<Vec<ReporterLetter>, AppError> {
        let (realm, now, inner) = (self.0.realm, self.now(), Arc::clone(&self.0));
        let (due, idle) = self.0.store.read(|tx| {
            let (mut due, mut idle) = (Vec::new(), Vec::new());
            for message in linli_store::reporter_messages_due(tx, realm, now, ROUND)? {
                let Some(record) = linli_store::record(tx, realm, &message.record)? else {
                    idle.push(message);
                    continue;
                };
                match number_of(&inner, tx, &record)? {
                    Some(to) => due.push(ReporterLetter { lang: spoken(tx, realm, &record.id)?, message, to, record }),
                    None => idle.push(message),
                }
            }
            Ok::<_, AppError>((due, idle))
        })?;
        for message in idle {
            self.keep_message(ReporterMessage { stage: Stage::Done, ..message })?;
        }
        Ok(due)
    }

    /// Notes what came of a message to a reporter.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn reporter_letter_sent(&self, letter: &ReporterLetter, sent: Result<(), String>) -> Result<(), AppError> {
        let mut message = letter.message.clone();
        message.attempts += 1;
        match (sent, wait(message.attempts - 1)) {
            (Ok(()), _) => message.stage = Stage::Done,
            (Err(problem), Some(seconds)) => (message.problem, message.next_at) = (problem, self.now() + seconds),
            (Err(problem), None) => {
                (message.problem, message.stage) = (problem, Stage::GivenUp);
                let (inner, record, now) = (Arc::clone(&self.0), message.record.clone(), self.now());
                self.0.store.write(move |w: &mut Write<'_>| tell_administrators(&inner, w, &record, "message_given_up", now))?;
            }
        }
        self.keep_message(message)
    }

    fn keep_message(&self, message: ReporterMessage) -> Result<(), AppError> {
        let inner = Arc::clone(&self.0);
        self.0.store.write(move |w: &mut Write<'_>| Ok(linli_store::put_reporter_message(w, inner.realm, &inner.random.bytes(), &message)?))
    }
}

/// The language in which a record was reported: an opening act notes it where it is not that of the place.
fn spoken(tx: &mut dyn Tx, realm: i64, record: &str) -> Result<Lang, AppError> {
    let lines = linli_store::timeline(tx, realm, record)?;
    let said = lines.first().and_then(|line| line.entry.facts.get(SPOKEN)).and_then(Value::as_str);
    Ok(if said == Some("en") { Lang::En } else { Lang::Zh })
}

/// The number that whoever reported a record left, if they did.
fn number_of(inner: &Inner, tx: &mut dyn Tx, record: &Record) -> Result<Option<String>, AppError> {
    let Some(field) = phone_field(&inner.pack, &record.register) else { return Ok(None) };
    let Some(kept) = linli_store::personal(tx, inner.realm, &record.id)? else { return Ok(None) };
    let kept: Value = serde_json::from_str(&kept)?;
    Ok(kept.get(field).and_then(Value::as_str).filter(|number| !number.is_empty()).map(str::to_owned))
}

fn phone_field<'a>(pack: &'a Pack, register: &str) -> Option<&'a str> {
    let fields = pack.registers.get(register)?.fields.values();
    fields.filter(|field| field.kind == FieldKind::Phone && field.personal.is_some()).map(|field| field.name.as_str()).next()
}
