//! Passkeys: what a browser is told to make or show one, and what it sends back in a form.

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use linli_app::passkeys::{ALGORITHMS, PATIENCE, Party, Sent, SentNew};
use linli_app::{AppError, Context};
use serde_json::json;

use crate::route::errors::failed;
use crate::route::session::{Reader, Staff};
use crate::route::shell::go;
use crate::route::sign::{self, Next, entered, own};
use crate::route::{Present, Web, blocking, form, me};
use crate::say::say;
use crate::view::{PasskeyList, PasskeyRow};

/// Where passkeys are good, by the address of the place; `None` where an address has none: they need a name and https.
pub(super) fn party_at(address: &str) -> Option<Party> {
    let (scheme, rest) = address.trim_end_matches('/').split_once("://")?;
    let host = rest.split(':').next().filter(|host| !host.is_empty() && !rest.contains('/'))?;
    let is_number = host.starts_with('[') || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let safe = scheme == "https" || host == "localhost";
    (safe && !is_number).then(|| Party { id: host.to_owned(), origin: format!("{scheme}://{rest}") })
}

/// Where passkeys are good for this reader: the place's address, or this very machine where none is given.
pub(super) fn party(web: &Web, host: &str) -> Option<Party> {
    web.party.clone().or_else(|| party_at(&format!("http://{host}")))
}

fn host(headers: &HeaderMap) -> &str {
    headers.get(axum::http::header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// `POST /me/passkeys/begin`
pub(super) async fn begin(State(web): State<Web>, staff: Staff, headers: HeaderMap) -> Response {
    let Some(party) = party(&web, host(&headers)) else { return failed(&web, &staff.reader, None, &AppError::NotFound("party")) };
    match web.app.begin_passkey(&staff.context(&web)) {
        Ok(wanted) => Json(json!({
            "challenge": wanted.challenge,
            "rp": { "id": party.id, "name": web.app.pack().label.get(staff.reader.l.lang()) },
            "user": { "id": wanted.account, "name": wanted.login, "displayName": wanted.name },
            "algorithms": ALGORITHMS,
            "known": wanted.known,
            "timeout": PATIENCE * 1000,
        }))
        .into_response(),
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /me/passkeys`
pub(super) async fn add(State(web): State<Web>, staff: Staff, headers: HeaderMap, request: Request) -> Response {
    let Some(party) = party(&web, host(&headers)) else { return failed(&web, &staff.reader, None, &AppError::NotFound("party")) };
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    let label = sent.text("passkey_label").to_owned();
    let made: SentNew = serde_json::from_str(sent.text("passkey")).unwrap_or_default();
    let app = web.app.clone();
    match blocking(move || app.add_passkey(&context, &party, &label, &made)).await {
        Ok(()) => go("/me#passkeys", Some(&staff.reader.l.t("passkey-added"))),
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /me/passkeys/end`
pub(super) async fn end(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let app = web.app.clone();
    let done = me::with_key(&web, &staff, request, move |context, key| app.end_my_passkey(context, key)).await;
    me::ended(&web, &staff, done, "/me#passkeys", &staff.reader.l.t("passkey-ended"))
}

/// `POST /login/passkey/begin`
pub(super) async fn begin_sign_in(State(web): State<Web>, reader: Reader, headers: HeaderMap) -> Response {
    match party(&web, host(&headers)) {
        Some(party) => {
            let challenge = web.app.begin_passkey_sign_in();
            Json(json!({ "challenge": challenge, "rp": { "id": party.id }, "timeout": PATIENCE * 1000 })).into_response()
        }
        None => failed(&web, &reader, None, &AppError::NotFound("party")),
    }
}

/// `POST /login/passkey`
pub(super) async fn sign_in(
    State(web): State<Web>,
    reader: Reader,
    Query(next): Query<Next>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let Some(party) = party(&web, host(&headers)) else { return failed(&web, &reader, None, &AppError::NotFound("party")) };
    let context = Context::resident(reader.l.lang(), web.app.now());
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let shown: Sent = serde_json::from_str(sent.text("passkey")).unwrap_or_default();
    let (app, caller) = (web.app.clone(), reader.caller());
    match blocking(move || app.sign_in_by_passkey(&party, &shown, caller)).await {
        Ok(secret) => entered(&secret, own(next.next()), None),
        Err(error @ AppError::PasskeyRefused) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            sign::again(&web, &reader, own(next.next()), &said)
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// The reader's own passkeys; `None` where there can be none.
pub(super) fn list(web: &Web, staff: &Staff, present: &Present) -> Result<Option<PasskeyList>, AppError> {
    if party(web, &staff.reader.host).is_none() {
        return Ok(None);
    }
    let l = present.l;
    let held = web.app.my_passkeys(&staff.context(web))?;
    let rows = held.into_iter().map(|passkey| PasskeyRow {
        made: present.moment(passkey.made),
        used: passkey.used.map(|at| present.moment(at)).unwrap_or_default(),
        label: passkey.label,
        key: passkey.id,
    });
    Ok(Some(PasskeyList { l, rows: rows.collect(), proposed: staff.reader.browser.clone() }))
}

#[cfg(test)]
mod tests {
    use super::party_at;

    #[test]
    fn passkeys_need_a_name_and_https_or_this_very_machine() {
        let good = |address: &str| party_at(address).map(|party| (party.id, party.origin));
        let both = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
        assert_eq!(good("https://linli.example.cn/"), both("linli.example.cn", "https://linli.example.cn"));
        assert_eq!(good("https://linli.example.cn:8443"), both("linli.example.cn", "https://linli.example.cn:8443"));
        assert_eq!(good("http://localhost:8080"), both("localhost", "http://localhost:8080"));
        for none in
            ["http://linli.example.cn", "https://10.1.2.3", "http://127.0.0.1:8080", "https://[::1]", "https://", "x", "https://a/b"]
        {
            assert_eq!(good(none), None, "{none}");
        }
    }
}
