//! Who asks: a signed-in member of staff, or a resident with nothing but a language.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use linli_app::Context;
use linli_app::people::{SignedIn, Unfinished};
use linli_app::signin::Caller;
use linli_engine::Grant;

use crate::Locale;
use crate::route::{Web, agent, limit};

/// Cookie that holds the session's secret.
pub(super) const SESSION: &str = "linli_session";
/// Cookie that holds the secret of a sign-in between its two steps.
pub(super) const STEP: &str = "linli_step";
/// Cookie that holds the secret of a sign-in under way at the provider of identities.
pub(super) const SSO: &str = "linli_sso";
/// Cookie that holds the language.
pub(super) const LANG: &str = "linli_lang";
/// Cookie that holds `large` for large text.
pub(super) const TEXT: &str = "linli_text";
/// Cookie that holds which of several posts a person works in now.
pub(super) const POST: &str = "linli_post";

/// Cookie that carries a message to the next page.
pub(super) const SAID: &str = "linli_said";

/// The value of a cookie.
pub(super) fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// How a reader reads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reader {
    /// Language.
    pub(crate) l: Locale,
    /// Large text.
    pub(crate) large: bool,
    /// The page asked for, with its query: where switches of language and text come back to.
    pub(crate) here: String,
    /// The name by which the browser asked.
    pub(crate) host: String,
    /// Secret of the session, if there is one.
    pub(crate) session: Option<String>,
    /// Secret of a sign-in between its two steps, if there is one.
    pub(crate) step: Option<String>,
    /// Secret of a sign-in under way at the provider of identities, if there is one.
    pub(crate) sso: Option<String>,
    /// What the act before this page came to.
    pub(crate) said: Option<String>,
    /// Browser and system in two words.
    pub(crate) browser: String,
    /// The network they come from, shortened; empty: this machine.
    pub(crate) network: String,
}

impl Reader {
    /// Where they sign in from.
    pub(crate) fn caller(&self) -> Caller {
        Caller { browser: self.browser.clone(), network: self.network.clone() }
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        Ok(Self {
            l: cookie(parts, LANG).and_then(Locale::from_tag).unwrap_or_else(|| Locale::from_accept(accepted)),
            large: cookie(parts, TEXT) == Some("large"),
            here: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            host: parts.headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned(),
            session: cookie(parts, SESSION).map(str::to_owned),
            step: cookie(parts, STEP).map(str::to_owned),
            sso: cookie(parts, SSO).map(str::to_owned),
            said: cookie(parts, SAID).map(|text| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()),
            network: limit::address_in(&parts.extensions, &parts.headers).map(limit::shortened).unwrap_or_default(),
            browser: agent::in_words(parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("")),
        })
    }
}

/// A signed-in member of staff in one of their posts. Anyone else is sent to the login page.
#[derive(Clone, Debug)]
pub(crate) struct Staff {
    /// How they read.
    pub(crate) reader: Reader,
    /// Who they are.
    pub(crate) who: SignedIn,
    /// The post they work in now.
    pub(crate) post: Grant,
}

impl Staff {
    /// The context of an operation: all posts count, the present one first.
    pub(crate) fn context(&self, web: &Web) -> Context {
        let mut context = self.who.context(self.reader.l.lang(), web.app.now());
        context.actor.grants.sort_by_key(|grant| *grant != self.post);
        context
    }
}

/// Somebody who signed in, whatever remains to be done: for the pages on which they do it, and their own account.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// How they read.
    pub(crate) reader: Reader,
    /// Who they are.
    pub(crate) who: SignedIn,
}

impl Person {
    /// The context of an operation.
    pub(crate) fn context(&self, web: &Web) -> Context {
        self.who.context(self.reader.l.lang(), web.app.now())
    }
}

impl FromRequestParts<Web> for Person {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        person(parts, web).await?.ok_or_else(|| to_login(parts))
    }
}

async fn person(parts: &mut Parts, web: &Web) -> Result<Option<Person>, Response> {
    let Ok(reader) = <Reader as FromRequestParts<Web>>::from_request_parts(parts, web).await;
    let Some(secret) = reader.session.clone() else { return Ok(None) };
    // A look-up by key in the page cache: cheaper than a hop to another thread.
    match web.app.session(&secret) {
        Ok(found) => Ok(found.map(|who| Person { reader, who })),
        Err(error) => {
            super::log(&error);
            Err(axum::http::StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    }
}

fn to_login(parts: &Parts) -> Response {
    let here = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let next = percent_encoding::utf8_percent_encode(here, percent_encoding::NON_ALPHANUMERIC);
    Redirect::to(&format!("/login?next={next}")).into_response()
}

/// Where somebody does what remains to be done.
pub(super) fn to_finish(unfinished: Unfinished) -> &'static str {
    match unfinished {
        Unfinished::Password => "/me/password",
        Unfinished::SecondFactor => "/me/second-factor",
    }
}

impl FromRequestParts<Web> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let found = <Self as OptionalFromRequestParts<Web>>::from_request_parts(parts, web).await?;
        found.ok_or_else(|| to_login(parts))
    }
}

impl OptionalFromRequestParts<Web> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Option<Self>, Response> {
        let Some(Person { reader, who }) = person(parts, web).await? else { return Ok(None) };
        if let Some(unfinished) = who.unfinished {
            return Err(Redirect::to(to_finish(unfinished)).into_response());
        }
        let wanted = cookie(parts, POST).and_then(|index| index.parse::<usize>().ok()).unwrap_or(0);
        let Some(post) = who.grants.get(wanted).or_else(|| who.grants.first()).cloned() else { return Ok(None) };
        Ok(Some(Self { reader, who, post }))
    }
}
