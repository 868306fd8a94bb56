//! The journal of sign-ins: who came in or tried to, when, in which way and from which network, and who ended a sign-in. Its owner sees it, so
//! that a stranger's sign-in is noticed, and whoever audits. It says nothing of how long somebody worked: a session that nobody ends leaves no line.

use linli_pack::record::Instant;
use linli_store::{Account, SignIn, Write};

use crate::app::App;
use crate::context::Context;
use crate::days;
use crate::error::AppError;
use crate::signin::{Caller, Way};

/// Days that a line is kept: the Cybersecurity Law (art. 21) and GB/T 22239 ask for six months at least, and nobody for more.
pub const KEPT_DAYS: i64 = 190;
/// Days over which tries with unknown logins are counted for the auditor.
const STRANGERS: i64 = 30;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody came in.
    In,
    /// A wrong password.
    WrongPassword,
    /// A wrong second factor.
    WrongCode,
    /// Too many wrong ones: the account is locked for a while.
    Locked,
    /// Somebody signed out.
    Out,
    /// A session was ended from elsewhere.
    Ended,
}

impl What {
    const ALL: [Self; 6] = [Self::In, Self::WrongPassword, Self::WrongCode, Self::Locked, Self::Out, Self::Ended];

    /// As it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::Locked => "locked",
            Self::Out => "out",
            Self::Ended => "ended",
        }
    }

    /// What has that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name() == name)
    }
}

/// What whoever audits sees.
#[derive(Clone, Debug, Default)]
pub struct SignInsSeen {
    /// Lines, the latest first, each with the names of its owner and of whoever ended it.
    pub lines: Vec<(SignIn, String, String)>,
    /// There are older ones.
    pub more: bool,
    /// Tries with logins that nobody has, in the last thirty days.
    pub strangers: i64,
}

impl App {
    /// The actor's own sign-ins, the latest first, at most `limit`.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn my_sign_ins(&self, context: &Context, limit: i64) -> Result<Vec<(SignIn, String)>, AppError> {
        let realm = self.0.realm;
        self.0.store.read(|tx| {
            let lines = linli_store::sign_ins_of(tx, realm, &context.actor.id, i64::MAX, limit)?;
            lines
                .into_iter()
                .map(|line| Ok((name_of(tx, realm, &line.actor)?, line)))
                .map(|pair| pair.map(|(name, line)| (line, name)))
                .collect()
        })
    }

    /// Everybody's sign-ins before a place, of one login or of all, at most `limit`: for whoever audits.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] without that right.
    pub fn sign_ins(&self, context: &Context, login: &str, before: i64, limit: usize) -> Result<SignInsSeen, AppError> {
        self.may_audit(context)?;
        let realm = self.0.realm;
        let today = days::of(context.now, &self.0.pack.clock.timezone);
        self.0.store.read(|tx| {
            let most = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
            let mut found = match login.trim() {
                "" => linli_store::sign_ins(tx, realm, before, most)?,
                login => match linli_store::account_by_login(tx, realm, login)? {
                    Some(account) => linli_store::sign_ins_of(tx, realm, &account.id, before, most)?,
                    None => Vec::new(),
                },
            };
            let more = found.len() > limit;
            found.truncate(limit);
            let mut lines = Vec::new();
            for line in found {
                let (whose, by) = (name_of(tx, realm, &line.account)?, name_of(tx, realm, &line.actor)?);
                lines.push((line, whose, by));
            }
            Ok(SignInsSeen { lines, more, strangers: linli_store::strangers_since(tx, realm, today - STRANGERS + 1)? })
        })
    }
}

fn name_of(tx: &mut dyn linli_store::Tx, realm: i64, id: &str) -> Result<String, AppError> {
    if id.is_empty() {
        return Ok(String::new());
    }
    Ok(linli_store::account(tx, realm, id)?.map(|account| account.name).unwrap_or_default())
}

/// Writes a line about an account.
pub(crate) fn noted(
    w: &mut Write<'_>,
    realm: i64,
    account: &str,
    what: What,
    way: Option<Way>,
    caller: &Caller,
    now: Instant,
) -> Result<(), AppError> {
    let line = SignIn {
        at: now,
        account: account.to_owned(),
        what: what.name().to_owned(),
        way: way.map(Way::name).unwrap_or_default().to_owned(),
        browser: caller.browser.clone(),
        network: caller.network.clone(),
        ..SignIn::default()
    };
    Ok(linli_store::add_sign_in(w, realm, &line)?)
}

/// Counts a wrong password or code, locks the account when it was one too many, and writes both down.
pub(crate) fn missed(
    w: &mut Write<'_>,
    realm: i64,
    account: &mut Account,
    what: What,
    caller: &Caller,
    now: Instant,
) -> Result<(), AppError> {
    let locked = crate::signin::failed(account, now);
    linli_store::put_account(w, realm, account)?;
    noted(w, realm, &account.id, what, None, caller, now)?;
    if locked {
        noted(w, realm, &account.id, What::Locked, None, caller, now)?;
    }
    Ok(())
}

/// Ends the sessions of an account but one, and writes down who did; says how many.
pub(crate) fn end_sessions(
    w: &mut Write<'_>,
    realm: i64,
    account: &str,
    except: Option<&str>,
    context: &Context,
) -> Result<usize, AppError> {
    let ended = linli_store::end_sessions(w, realm, account, except)?;
    if ended > 0 {
        was_ended(w, realm, account, "", context)?;
    }
    Ok(ended)
}

/// Writes down that sessions of an account were ended from elsewhere, by the actor.
pub(crate) fn was_ended(w: &mut Write<'_>, realm: i64, account: &str, browser: &str, context: &Context) -> Result<(), AppError> {
    let line = SignIn {
        at: context.now,
        account: account.to_owned(),
        what: What::Ended.name().to_owned(),
        browser: browser.to_owned(),
        actor: if context.actor.id == account { String::new() } else { context.actor.id.clone() },
        ..SignIn::default()
    };
    Ok(linli_store::add_sign_in(w, realm, &line)?)
}
