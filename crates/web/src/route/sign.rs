//! Signing in and out, and how a reader reads: language, size of text, post.

use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use linli_app::{AppError, Context};
use serde::Deserialize;

use crate::route::errors::failed;
use crate::route::session::{LANG, POST, Reader, SESSION, Staff, TEXT};
use crate::route::{Web, blocking, form, passkeys, second_factor, shell};
use crate::say::{Said, say};
use crate::view::{ActForm, DemoAccount, Field, FieldKind, Link, LoginPage};

/// Where to go after signing in.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Next {
    next: Option<String>,
    /// Somebody has just signed out.
    out: Option<String>,
}

impl Next {
    /// The page that was asked for.
    pub(super) fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Where to go, if it is a page of this program.
pub(super) fn own(next: Option<&str>) -> &str {
    next.filter(|to| to.starts_with('/') && !to.starts_with("//") && !to.contains('\\')).unwrap_or("/")
}

/// `GET /`: each to where their day starts; residents to their report.
pub(super) async fn home(State(web): State<Web>, staff: Option<Staff>) -> Response {
    let to = staff.map_or("/report", |staff| shell::home_of(&web, &staff.post.role));
    shell::go(to, None)
}

/// `GET /login`
pub(super) async fn page(State(web): State<Web>, reader: Reader, Query(next): Query<Next>) -> Response {
    let mut found = login_page(&web, &reader, next.next(), "", None);
    found.out = web
        .sso
        .as_ref()
        .filter(|_| next.out.is_some())
        .map(|sso| Link { label: reader.l.t_x("sso-sign-out", &sso.label(reader.l)), href: "/login/sso/out".to_owned() });
    shell::page(&found, 200)
}

fn draw(web: &Web, reader: &Reader, next: Option<&str>, login: &str, wrong: Option<String>, status: u16) -> Response {
    shell::page(&login_page(web, reader, next, login, wrong), status)
}

fn login_page(web: &Web, reader: &Reader, next: Option<&str>, login: &str, wrong: Option<String>) -> LoginPage {
    let l = reader.l;
    let field = |name: &str, label: std::borrow::Cow<'static, str>, kind: FieldKind| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        required: true,
        kind,
        wide: true,
        ..Field::default()
    };
    let mut first = field("login", l.t("login-name"), FieldKind::Text);
    first.value = login.to_owned();
    first.focus = true;
    let to = percent_encoding::utf8_percent_encode(own(next), percent_encoding::NON_ALPHANUMERIC);
    let lang = l.lang();
    let demo = web.demo.iter().map(|(login, role)| DemoAccount {
        name: login.clone(),
        post: shell::role_label(web, role, lang),
        login: login.clone(),
        action: "/login/demo".to_owned(),
    });
    LoginPage {
        shell: shell::plain(web, reader, &l.t("login-title")),
        form: ActForm {
            title: l.t("login-title").into_owned(),
            action: format!("/login?next={to}"),
            fields: vec![first, field("password", l.t("login-password"), FieldKind::Password { new: false })],
            errors: wrong.into_iter().collect(),
            submit: l.t("login-submit").into_owned(),
            ..ActForm::default()
        },
        sso: web.sso.as_ref().map(|sso| Link { label: sso.label(l), href: format!("/login/sso?next={to}") }),
        out: None,
        passkey: passkeys::party(web, &reader.host).map(|_| format!("/login/passkey?next={to}")).unwrap_or_default(),
        links: vec![Link { label: l.t("login-resident").into_owned(), href: "/report".to_owned() }],
        demo: demo.collect(),
    }
}

/// The sign-in page after another way in did not open.
pub(super) fn again(web: &Web, reader: &Reader, next: &str, said: &Said) -> Response {
    draw(web, reader, Some(next), "", Some(format!("{} {}", said.title, said.detail)), said.status)
}

/// `POST /login`
pub(super) async fn sign_in(State(web): State<Web>, reader: Reader, Query(next): Query<Next>, request: Request) -> Response {
    let context = Context::resident(reader.l.lang(), web.app.now());
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (app, login, password) = (web.app.clone(), sent.text("login").to_owned(), sent.text("password").to_owned());
    let (typed, caller) = (login.clone(), reader.caller());
    match blocking(move || app.sign_in(&login, &password, caller)).await {
        Ok(secret) => entered(&secret, own(next.next.as_deref()), None),
        Err(AppError::CodeWanted { step }) => second_factor::wanted(&step, next.next.as_deref()),
        Err(error @ (AppError::LoginRefused { .. } | AppError::PasskeyWanted)) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            draw(&web, &reader, next.next.as_deref(), &typed, Some(format!("{} {}", said.title, said.detail)), said.status)
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /login/demo`: one press, only in a made-up world and only for its listed accounts.
pub(super) async fn demo(State(web): State<Web>, reader: Reader, request: Request) -> Response {
    let context = Context::resident(reader.l.lang(), web.app.now());
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let login = sent.text("account").to_owned();
    if !web.demo.iter().any(|(known, _)| *known == login) {
        return failed(&web, &reader, None, &AppError::NotFound("account"));
    }
    let (app, caller) = (web.app.clone(), reader.caller());
    match blocking(move || app.enter(&login, caller)).await {
        Ok(secret) => entered(&secret, "/", None),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// Somebody is signed in: a session's cookie, and on to where they wanted to go.
pub(super) fn entered(secret: &str, to: &str, said: Option<&str>) -> Response {
    let mut response = shell::go(to, said);
    set_cookie(&mut response, &format!("{SESSION}={secret}; Path=/; HttpOnly; SameSite=Lax"));
    set_cookie(&mut response, &format!("{POST}=0; Path=/; HttpOnly; SameSite=Lax"));
    response
}

/// `POST /logout`
pub(super) async fn sign_out(State(web): State<Web>, reader: Reader) -> Response {
    if let Some(secret) = reader.session.clone() {
        let app = web.app.clone();
        if let Err(error) = blocking(move || app.sign_out(&secret)).await {
            return failed(&web, &reader, None, &error);
        }
    }
    let mut response = shell::go(if web.sso.is_some() { "/login?out=1" } else { "/login" }, None);
    set_cookie(&mut response, &format!("{SESSION}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
    response
}

/// A change of how to read.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Preference {
    lang: Option<String>,
    text: Option<String>,
    post: Option<usize>,
    back: Option<String>,
}

/// `GET /prefs`: only sets how pages are shown, so following a link is enough.
pub(super) async fn prefer(Query(wanted): Query<Preference>) -> Response {
    const YEAR: u32 = 365 * 86_400;
    let mut response = shell::go(own(wanted.back.as_deref()), None);
    if let Some(locale) = wanted.lang.as_deref().and_then(crate::Locale::from_tag) {
        set_cookie(&mut response, &format!("{LANG}={}; Path=/; Max-Age={YEAR}; SameSite=Lax", locale.tag()));
    }
    if let Some(text) = wanted.text.as_deref().filter(|text| matches!(*text, "large" | "normal")) {
        set_cookie(&mut response, &format!("{TEXT}={text}; Path=/; Max-Age={YEAR}; SameSite=Lax"));
    }
    if let Some(post) = wanted.post {
        set_cookie(&mut response, &format!("{POST}={post}; Path=/; HttpOnly; SameSite=Lax"));
    }
    response
}

pub(super) fn set_cookie(response: &mut Response, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
