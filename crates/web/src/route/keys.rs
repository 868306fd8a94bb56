//! Sessions and tokens as rows, and the rules for passwords in words.

use linli_app::keys::Keys;
use linli_app::random::fingerprint;
use linli_store::{Session, Token};

use crate::Locale;
use crate::route::present::Present;
use crate::view::{KeyLists, SessionRow, TokenRow};

/// The reader's own keys; `session` is the secret of the session they are in.
pub(super) fn own(present: &Present, keys: &Keys, session: Option<&str>) -> KeyLists {
    let here = session.map(fingerprint);
    KeyLists {
        l: present.l,
        sessions: keys.sessions.iter().map(|one| session_row(present, one, here.as_ref() == Some(&one.hash))).collect(),
        end_session: "/me/sessions/end".to_owned(),
        end_sessions: "/me/sessions/end-others".to_owned(),
        end_sessions_label: present.l.t("sessions-end-others").into_owned(),
        tokens: keys.tokens.iter().map(|one| token_row(present, one)).collect(),
        end_token: "/me/tokens/end".to_owned(),
    }
}

/// Somebody else's keys, for their administrator; `under` is the address of the account.
pub(super) fn of_others(present: &Present, keys: &Keys, under: &str) -> KeyLists {
    KeyLists {
        end_session: String::new(),
        end_sessions: format!("{under}/sessions/end"),
        end_sessions_label: present.l.t("sessions-end-all").into_owned(),
        end_token: format!("{under}/tokens/end"),
        ..own(present, keys, None)
    }
}

fn session_row(present: &Present, session: &Session, here: bool) -> SessionRow {
    let unknown = || present.l.t("session-unknown").into_owned();
    SessionRow {
        key: session.hash.clone(),
        browser: Some(session.browser.clone()).filter(|text| !text.is_empty()).unwrap_or_else(unknown),
        began: present.moment(session.created),
        seen: present.moment(session.seen),
        here,
    }
}

fn token_row(present: &Present, token: &Token) -> TokenRow {
    TokenRow {
        key: token.hash.clone(),
        label: token.label.clone(),
        made: present.moment(token.created),
        // It ends as the day after its last one begins.
        until: token.expires.map_or_else(|| present.l.t("token-endless").into_owned(), |ends| present.day(ends - 1)),
    }
}

/// What a new password must be, said before one types.
pub(super) fn password_rules(l: Locale) -> String {
    l.t_n("password-rules", linli_app::password::MIN_CHARS)
}
