//! The second factor of an account: an authenticator's codes (TOTP) and ten recovery codes for the day the phone is lost. Set up and taken
//! off by its owner, taken off by an administrator where everything is lost.

use data_encoding::BASE32_NOPAD;
use linli_pack::record::Instant;
use linli_store::{SecondFactor, Write};

use crate::app::{App, Inner};
use crate::context::Context;
use crate::error::AppError;
use crate::keys::note;
use crate::random::fingerprint;
use crate::sign_ins::{self, What};
use crate::signin::{Caller, Way};
use crate::{password, totp};

/// How many recovery codes an account gets.
pub const RECOVERY_CODES: usize = 10;

/// What its owner sees of a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Since when there is one.
    pub since: Option<Instant>,
    /// Recovery codes left.
    pub recovery_codes: i64,
    /// One of the owner's roles asks for it.
    pub asked: bool,
}

/// What a code was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Code,
    Recovery,
}

/// What shows that it is the owner who takes a second factor off, or asks for new recovery codes.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// The present password.
    pub password: String,
    /// A code of the authenticator, or a recovery code.
    pub code: String,
}

impl App {
    /// The actor's own second factor.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn my_second_factor(&self, context: &Context) -> Result<Held, AppError> {
        let (realm, id) = (self.0.realm, &context.actor.id);
        self.0.store.read(|tx| {
            let grants = self.grants_of(tx, id, context.now)?;
            Ok(Held {
                since: linli_store::second_factor_since(tx, realm, id)?,
                recovery_codes: linli_store::count_recovery_codes(tx, realm, id)?,
                asked: grants.iter().any(|grant| self.0.pack.roles.get(&grant.role).is_some_and(|role| role.second_factor)),
            })
        })
    }

    /// A fresh secret for an authenticator, in base 32 as people type it. Nothing is kept until a code of it comes back.
    #[must_use]
    pub fn new_second_factor(&self) -> String {
        BASE32_NOPAD.encode(&self.0.random.bytes::<{ totp::SECRET }>())
    }

    /// Sets up the actor's own second factor with a secret from [`App::new_second_factor`] and a code that their authenticator made of it.
    /// Their other sessions end; `session` is the secret of the one that stays. The answer is the recovery codes, shown this once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming `code`.
    pub fn set_up_second_factor(&self, context: &Context, secret: &str, typed: &str, session: &str) -> Result<Vec<String>, AppError> {
        let wrong = |rule| AppError::Invalid { field: "code", rule };
        let secret = BASE32_NOPAD.decode(secret.trim().as_bytes()).ok().filter(|bytes| bytes.len() == totp::SECRET);
        let secret = secret.ok_or_else(|| wrong("code-wrong"))?;
        let step = totp::step_of(&secret, &plain(typed), context.now, 0).ok_or_else(|| wrong("code-wrong"))?;
        let (realm, id, salt) = (self.0.realm, context.actor.id.clone(), self.0.random.bytes::<16>());
        let factor = SecondFactor { account: id.clone(), secret, since: context.now, step };
        let (codes, kept) = (self.recovery_codes(), fingerprint(session));
        let (inner, context, made) = (std::sync::Arc::clone(&self.0), context.clone(), codes.clone());
        self.0.store.write(move |w: &mut Write<'_>| {
            if linli_store::second_factor_since(w, realm, &id)?.is_some() {
                return Err(AppError::Invalid { field: "code", rule: "second-factor-there" });
            }
            linli_store::put_second_factor(w, realm, &salt, &factor)?;
            linli_store::put_recovery_codes(w, realm, &id, &bare(&made))?;
            sign_ins::end_sessions(w, realm, &id, Some(&kept), &context)?;
            if let Some(mut session) = linli_store::session(w, realm, &kept, context.now)? {
                Way::Code.name().clone_into(&mut session.way);
                linli_store::put_session(w, realm, &session)?;
            }
            note(&inner, w, &context, &id, "second_factor_on", &[], &[])
        })?;
        Ok(codes)
    }

    /// Takes the actor's own second factor off.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming `password` or `code`; [`AppError::LoginRefused`] after too many wrong ones.
    pub fn end_my_second_factor(&self, context: &Context, proof: &Proof) -> Result<(), AppError> {
        self.proved(context, proof, |inner, w, context, id| {
            linli_store::end_second_factor(w, inner.realm, id)?;
            note(inner, w, context, id, "second_factor_off", &[], &[])
        })
    }

    /// Replaces the actor's own recovery codes. The answer is the new ones, shown this once.
    ///
    /// # Errors
    /// As [`App::end_my_second_factor`].
    pub fn renew_recovery_codes(&self, context: &Context, proof: &Proof) -> Result<Vec<String>, AppError> {
        let codes = self.recovery_codes();
        let made = codes.clone();
        self.proved(context, proof, move |inner, w, context, id| {
            linli_store::put_recovery_codes(w, inner.realm, id, &bare(&made))?;
            note(inner, w, context, id, "recovery_codes_new", &[], &[])
        })?;
        Ok(codes)
    }

    /// Takes somebody else's second factor and passkeys away, who has lost phone and recovery codes, and ends their sessions.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] beyond the administrator's area and on the administrator's own account, [`AppError::NotFound`] where there
    /// is none.
    pub fn reset_second_factor(&self, context: &Context, account: &str) -> Result<(), AppError> {
        if account == context.actor.id {
            // Whoever has an administrator's open session has not its second factor yet.
            return Err(AppError::Forbidden("own second factor"));
        }
        self.administer(context, account, |inner, w, context, id| {
            let passkeys = linli_store::end_passkeys(w, inner.realm, id)?;
            if !linli_store::end_second_factor(w, inner.realm, id)? && passkeys == 0 {
                return Err(AppError::NotFound("second factor"));
            }
            sign_ins::end_sessions(w, inner.realm, id, None, context)?;
            note(inner, w, context, id, "second_factor_reset", &[], &[])
        })
    }

    fn recovery_codes(&self) -> Vec<String> {
        (0..RECOVERY_CODES)
            .map(|_| {
                // 50 bits in two groups of five.
                let text = BASE32_NOPAD.encode(&self.0.random.bytes::<7>()).to_lowercase();
                let (first, second) = (text.get(..5).unwrap_or_default(), text.get(5..10).unwrap_or_default());
                format!("{first}-{second}")
            })
            .collect()
    }

    /// Does something that takes the password and a code. A wrong one counts towards the lock-out.
    fn proved(
        &self,
        context: &Context,
        proof: &Proof,
        act: impl Fn(&Inner, &mut Write<'_>, &Context, &str) -> Result<(), AppError> + Send + 'static,
    ) -> Result<(), AppError> {
        let (realm, now) = (self.0.realm, context.now);
        let account = self.own_account(context)?;
        if let Some(until) = account.locked_until.filter(|until| *until > now) {
            return Err(AppError::LoginRefused { wait: Some(until - now) });
        }
        let right = password::matches(&proof.password, &account.password);
        let (inner, context, code) = (std::sync::Arc::clone(&self.0), context.clone(), proof.code.clone());
        let wrong = self.0.store.write(move |w: &mut Write<'_>| {
            let mut now_is = linli_store::account(w, realm, &account.id)?.ok_or(AppError::SignedOut)?;
            let wrong = if !right || now_is.password != account.password {
                Some(("password", "password-wrong"))
            } else if take(w, realm, &account.id, &code, now)?.is_none() {
                Some(("code", "code-wrong"))
            } else {
                None
            };
            match wrong {
                Some((field, _)) => {
                    let what = if field == "code" { What::WrongCode } else { What::WrongPassword };
                    sign_ins::missed(w, realm, &mut now_is, what, &Caller::default(), now)?;
                }
                None => act(&inner, w, &context, &account.id)?,
            }
            Ok::<_, AppError>(wrong)
        })?;
        wrong.map_or(Ok(()), |(field, rule)| Err(AppError::Invalid { field, rule }))
    }
}

/// Takes what somebody typed as a second factor: a code of their authenticator that was not used yet, or a recovery code, which is then gone.
pub(crate) fn take(w: &mut Write<'_>, realm: i64, account: &str, typed: &str, now: Instant) -> Result<Option<Taken>, AppError> {
    let typed = plain(typed);
    let Some(factor) = linli_store::second_factor(w, realm, account)? else { return Ok(None) };
    if typed.len() == totp::DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let Some(step) = totp::step_of(&factor.secret, &typed, now, factor.step) else { return Ok(None) };
        return Ok(linli_store::spend_step(w, realm, account, step)?.then_some(Taken::Code));
    }
    Ok(linli_store::spend_recovery_code(w, realm, account, &typed)?.then_some(Taken::Recovery))
}

/// A code without what people type around it: spaces, dashes, capitals, and the wide digits of a Chinese keyboard.
fn plain(typed: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(letter) - 0xff10, 10).unwrap_or(letter),
        letter => letter,
    };
    typed.chars().map(narrow).filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn bare(codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| plain(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["123456", "123 456", " 123-456 ", "１２３４５６"] {
            assert_eq!(plain(typed), "123456");
        }
        assert_eq!(plain("ABCDE-fg2hi"), "abcdefg2hi");
    }
}
