//! Single sign-on: off to the place's provider of identities and back. What is begun waits in memory, bound to the browser by a cookie.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use linli_app::sso::Provided;
use linli_app::{App, AppError};
use linli_pack::record::Instant;
use linli_sso::{Identity, Provider, SsoProblem, Started};
use serde::Deserialize;
use serde_json::Value;

use crate::Locale;
use crate::route::errors::{failed, said};
use crate::route::session::{Person, Reader, SSO, Staff};
use crate::route::shell::go;
use crate::route::sign::{self, Next, entered, own, set_cookie};
use crate::route::{Web, blocking, second_factor};
use crate::say::{Said, say};
use crate::view::{Badge, SsoState};

/// How long somebody may be at the provider, in seconds.
const PATIENCE: i64 = 15 * 60;
/// Most sign-ins under way.
const MOST: usize = 10_000;

/// The provider, and what is under way there.
#[derive(Debug)]
pub(crate) struct Sso {
    provider: Provider,
    begun: parking_lot::Mutex<HashMap<String, Begun>>,
}

#[derive(Debug)]
struct Begun {
    started: Started,
    /// Where to go afterwards.
    next: String,
    /// The account that is to be linked; `None`: somebody signs in.
    link: Option<String>,
    until: Instant,
}

impl Sso {
    pub(crate) fn new(provider: Provider) -> Self {
        Self { provider, begun: parking_lot::Mutex::default() }
    }

    /// What people call it.
    pub(crate) fn label(&self, l: Locale) -> String {
        let label = &self.provider.config().label;
        l.pick(&label.zh, &label.en).clone()
    }

    fn keep(&self, app: &App, begun: Begun) -> String {
        let (secret, now) = (app.random().secret(), app.now());
        let mut all = self.begun.lock();
        if all.len() >= MOST {
            all.retain(|_, one| one.until > now);
            if all.len() >= MOST {
                all.clear();
            }
        }
        all.insert(secret.clone(), begun);
        secret
    }

    /// What was begun in this browser, once.
    fn take(&self, secret: Option<&str>, now: Instant) -> Option<Begun> {
        self.begun.lock().remove(secret?).filter(|begun| begun.until > now)
    }

    fn provided(&self, identity: &Identity) -> Provided {
        let config = self.provider.config();
        let login = config.claim.as_ref().and_then(|name| identity.claims.get(name)).and_then(Value::as_str);
        Provided {
            issuer: identity.issuer.clone(),
            subject: identity.subject.clone(),
            login: login.map(str::to_owned),
            second_factor: config.second_factor,
        }
    }
}

/// `GET /login/sso`: a link, not a form: the content policy lets no form lead elsewhere.
pub(super) async fn begin(State(web): State<Web>, reader: Reader, Query(next): Query<Next>) -> Response {
    start(&web, &reader, own(next.next()), None).await
}

/// `GET /me/sso/link`
pub(super) async fn begin_link(State(web): State<Web>, person: Person) -> Response {
    let account = person.who.account.id.clone();
    start(&web, &person.reader, "/me#factors", Some(account)).await
}

async fn start(web: &Web, reader: &Reader, next: &str, link: Option<String>) -> Response {
    let Some(sso) = &web.sso else { return failed(web, reader, None, &AppError::NotFound("provider")) };
    match sso.provider.begin().await {
        Ok(started) => {
            let mut response = go(&started.url.clone(), None);
            let secret = sso.keep(&web.app, Begun { started, next: next.to_owned(), link, until: web.app.now() + PATIENCE });
            set_cookie(&mut response, &format!("{SSO}={secret}; Path=/login/sso; Max-Age={PATIENCE}; HttpOnly; SameSite=Lax"));
            response
        }
        Err(problem) => no(web, reader, next, link.is_some(), &problem),
    }
}

/// What the provider sends back.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    error: Option<String>,
}

/// `GET /login/sso/back`
pub(super) async fn back(State(web): State<Web>, reader: Reader, Query(answer): Query<Answer>) -> Response {
    let mut response = came_back(&web, &reader, answer).await;
    set_cookie(&mut response, &format!("{SSO}=; Path=/login/sso; Max-Age=0; HttpOnly; SameSite=Lax"));
    response
}

async fn came_back(web: &Web, reader: &Reader, answer: Answer) -> Response {
    let Some(sso) = &web.sso else { return failed(web, reader, None, &AppError::NotFound("provider")) };
    let begun = sso.take(reader.sso.as_deref(), web.app.now()).filter(|begun| begun.started.is_answered_by(&answer.state));
    let Some(Begun { started, next, link, .. }) = begun else {
        return no(web, reader, "/", false, &SsoProblem::NotGenuine("nothing like it was begun in this browser".to_owned()));
    };
    if let Some(error) = answer.error {
        return no(web, reader, &next, link.is_some(), &SsoProblem::Refused(error));
    }
    let who = match sso.provider.finish(started, &answer.code).await {
        Ok(identity) => sso.provided(&identity),
        Err(problem) => return no(web, reader, &next, link.is_some(), &problem),
    };
    match link {
        Some(account) => linked(web, reader, &account, who, &next).await,
        None => sign_in(web, reader, who, &next).await,
    }
}

async fn sign_in(web: &Web, reader: &Reader, who: Provided, next: &str) -> Response {
    let (app, caller) = (web.app.clone(), reader.caller());
    match blocking(move || app.sign_in_by(&who, caller)).await {
        Ok(secret) => entered(&secret, next, None),
        Err(AppError::CodeWanted { step }) => second_factor::wanted(&step, Some(next)),
        Err(error @ (AppError::NoAccount | AppError::PasskeyWanted)) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            sign::again(web, reader, next, &said)
        }
        Err(error) => failed(web, reader, None, &error),
    }
}

/// Links the account that asked for it, if it is still the one signed in here.
async fn linked(web: &Web, reader: &Reader, account: &str, who: Provided, next: &str) -> Response {
    let signed_in = match web.app.session(reader.session.as_deref().unwrap_or_default()) {
        Ok(found) => found.filter(|found| found.account.id == account),
        Err(error) => return failed(web, reader, None, &error),
    };
    let Some(signed_in) = signed_in else { return failed(web, reader, None, &AppError::SignedOut) };
    let (app, context) = (web.app.clone(), signed_in.context(reader.l.lang(), web.app.now()));
    match blocking(move || app.link_identity(&context, &who)).await {
        Ok(()) => go(next, Some(&reader.l.t("sso-linked"))),
        Err(error) => failed(web, reader, None, &error),
    }
}

/// Why it did not happen: on the sign-in page, where the password still leads on, or as a page of its own.
fn no(web: &Web, reader: &Reader, next: &str, linking: bool, problem: &SsoProblem) -> Response {
    tracing::warn!(%problem, "single sign-on");
    let l = reader.l;
    let (status, kind, title, way) = match problem {
        SsoProblem::Unreachable(_) => (503, "sso-down", l.t("no-sso-down"), l.t("no-sso-down-way")),
        SsoProblem::Refused(_) => (403, "sso-refused", l.t("no-sso-refused"), l.t("no-sso-refused-way")),
        SsoProblem::NotGenuine(_) => (403, "sso-lost", l.t("no-sso-lost"), l.t("no-sso-lost-way")),
    };
    let no = Said { status, kind, title: title.into_owned(), detail: way.into_owned(), ..Said::default() };
    if linking { said(web, reader, &no) } else { sign::again(web, reader, next, &no) }
}

/// `GET /login/sso/out`: at the provider too, after signing out here.
pub(super) async fn out(State(web): State<Web>) -> Response {
    let url = match &web.sso {
        Some(sso) => sso.provider.sign_out_url().await,
        None => None,
    };
    go(url.as_deref().unwrap_or("/login"), None)
}

/// `POST /me/sso/unlink`
pub(super) async fn unlink(State(web): State<Web>, staff: Staff) -> Response {
    let (app, context) = (web.app.clone(), staff.context(&web));
    ended(&web, &staff, blocking(move || app.unlink_my_identity(&context)).await, "/me#factors")
}

/// `POST /admin/accounts/{id}/sso/unlink`
pub(super) async fn unlink_other(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let (app, context, to) = (web.app.clone(), staff.context(&web), format!("/admin/accounts/{id}"));
    ended(&web, &staff, blocking(move || app.unlink_identity_of(&context, &id)).await, &to)
}

fn ended(web: &Web, staff: &Staff, done: Result<(), AppError>, to: &str) -> Response {
    crate::route::me::ended(web, staff, done, to, &staff.reader.l.t("sso-unlinked"))
}

/// Whether somebody is linked, for their own page; `None` where the place has no provider.
pub(super) fn state(web: &Web, staff: &Staff) -> Result<Option<SsoState>, AppError> {
    let Some(sso) = &web.sso else { return Ok(None) };
    let l = staff.reader.l;
    let linked = web.app.is_linked(&staff.context(web), &sso.provider.config().issuer)?;
    Ok(Some(SsoState {
        label: sso.label(l),
        state: if linked {
            Badge { text: l.t("sso-is-linked").into_owned(), tone: "fine" }
        } else {
            Badge { text: l.t("sso-not-linked").into_owned(), tone: "" }
        },
        link: if linked { String::new() } else { "/me/sso/link".to_owned() },
        unlink: if linked { "/me/sso/unlink".to_owned() } else { String::new() },
    }))
}
