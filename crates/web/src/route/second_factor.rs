//! The second step of signing in, and one's own second factor: set up, new recovery codes, off.

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::second_factor::{Held, Proof};
use linli_app::{AppError, Context, totp};
use serde::Deserialize;

use crate::Locale;
use crate::route::errors::failed;
use crate::route::session::{Person, Reader, STEP, Staff};
use crate::route::shell::{go, page};
use crate::route::sign::{entered, own, set_cookie};
use crate::route::{Present, Web, blocking, form, shell};
use crate::say::say;
use crate::view::{ActForm, Badge, Field, FieldKind, Link, LoginPage, QrCode, SecondFactorPage};

/// How the second step is asked.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    next: Option<String>,
    /// A recovery code is typed instead.
    recovery: Option<String>,
}

/// A password was right and a code is asked for: on to the second step.
pub(super) fn wanted(step: &str, next: Option<&str>) -> Response {
    let mut response = go(&format!("/login/code?next={}", encoded(own(next))), None);
    set_cookie(&mut response, &format!("{STEP}={step}; Path=/login; Max-Age=600; HttpOnly; SameSite=Lax"));
    response
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// `GET /login/code`
pub(super) async fn ask(State(web): State<Web>, reader: Reader, Query(asked): Query<Asked>) -> Response {
    match &reader.step {
        Some(step) if web.app.waits_for_code(step) => draw_step(&web, &reader, &asked, None, 200),
        _ => go("/login", Some(&reader.l.t("code-over"))),
    }
}

fn draw_step(web: &Web, reader: &Reader, asked: &Asked, wrong: Option<String>, status: u16) -> Response {
    let l = reader.l;
    let next = encoded(own(asked.next.as_deref()));
    let recovery = asked.recovery.is_some();
    let here = |recovery: bool| format!("/login/code?{}next={next}", if recovery { "recovery=1&" } else { "" });
    let mut code = if recovery { recovery_field(l) } else { code_field(l) };
    code.error = wrong.unwrap_or_default();
    code.focus = true;
    let other = if recovery { l.t("code-by-app") } else { l.t("code-by-recovery") };
    let found = LoginPage {
        shell: shell::plain(web, reader, &l.t("code-title")),
        form: ActForm {
            title: l.t("code-title").into_owned(),
            action: here(recovery),
            fields: vec![code],
            submit: l.t("code-submit").into_owned(),
            ..ActForm::default()
        },
        links: vec![
            Link { label: other.into_owned(), href: here(!recovery) },
            Link { label: l.t("code-again").into_owned(), href: format!("/login?next={next}") },
        ],
        sso: None,
        out: None,
        passkey: String::new(),
        demo: Vec::new(),
    };
    page(&found, status)
}

fn code_field(l: Locale) -> Field {
    Field {
        name: "code".to_owned(),
        label: l.t("code").into_owned(),
        hint: l.t("code-hint").into_owned(),
        required: true,
        kind: FieldKind::OneTime,
        wide: true,
        ..Field::default()
    }
}

fn recovery_field(l: Locale) -> Field {
    Field { label: l.t("code-recovery").into_owned(), hint: l.t("code-recovery-hint").into_owned(), kind: FieldKind::Code, ..code_field(l) }
}

/// `POST /login/code`
pub(super) async fn give(State(web): State<Web>, reader: Reader, Query(asked): Query<Asked>, request: Request) -> Response {
    let context = Context::resident(reader.l.lang(), web.app.now());
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (app, step, code) = (web.app.clone(), reader.step.clone().unwrap_or_default(), sent.text("code").to_owned());
    match blocking(move || app.give_code(&step, &code)).await {
        Ok(done) => {
            let left = done.recovery_codes_left.map(|left| reader.l.t_n("code-recovery-left", usize::try_from(left).unwrap_or_default()));
            let mut response = entered(&done.secret, own(asked.next.as_deref()), left.as_deref());
            set_cookie(&mut response, &format!("{STEP}=; Path=/login; Max-Age=0; HttpOnly; SameSite=Lax"));
            response
        }
        Err(AppError::SignedOut) => go("/login", Some(&reader.l.t("code-over"))),
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            draw_step(&web, &reader, &asked, Some(said.detail), 422)
        }
        Err(error @ AppError::LoginRefused { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            draw_step(&web, &reader, &asked, Some(format!("{} {}", said.title, said.detail)), said.status)
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// What a refused form shows again.
#[derive(Clone, Debug, Default)]
struct Tried {
    /// Wrong fields.
    wrong: Vec<(String, String)>,
    /// The form that was sent: its last word.
    form: &'static str,
    /// The secret that was being set up: the phone has it already.
    secret: String,
    /// Recovery codes just made.
    codes: Vec<String>,
}

/// `GET /me/second-factor`
pub(super) async fn get(State(web): State<Web>, person: Person) -> Response {
    respond(web, person, Tried::default(), 200).await
}

async fn respond(web: Web, person: Person, tried: Tried, status: u16) -> Response {
    let reader = person.reader.clone();
    let work = web.clone();
    match blocking(move || draw(&work, &person, &tried)).await {
        Ok(found) => page(&found, status),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw(web: &Web, person: &Person, tried: &Tried) -> Result<SecondFactorPage, AppError> {
    let l = person.reader.l;
    let context = person.context(web);
    let held = web.app.my_second_factor(&context)?;
    let present = Present::new(&web.app, l, context.now);
    let shown = |form: &'static str, mut field: Field| {
        let wrong = tried.wrong.iter().filter(|_| tried.form == form).find(|(name, _)| *name == field.name);
        field.error = wrong.map(|(_, text)| text.clone()).unwrap_or_default();
        // Two forms of one page ask for the same.
        field.id = format!("{form}-{}", field.name);
        field
    };
    let password = Field {
        name: "password".to_owned(),
        label: l.t("password-old").into_owned(),
        required: true,
        kind: FieldKind::Password { new: false },
        wide: true,
        ..Field::default()
    };
    let proof = |form: &'static str, title: std::borrow::Cow<'static, str>, effect: std::borrow::Cow<'static, str>| ActForm {
        title: title.clone().into_owned(),
        action: format!("/me/second-factor/{form}"),
        fields: vec![shown(form, password.clone()), shown(form, Field { hint: l.t("code-either-hint").into_owned(), ..code_field(l) })],
        submit: title.into_owned(),
        effect: effect.into_owned(),
        danger: form == "off",
        ..ActForm::default()
    };
    let on = held.since.is_some();
    let fresh = !tried.codes.is_empty();
    let secret = if tried.secret.is_empty() { web.app.new_second_factor() } else { tried.secret.clone() };
    let set_up = ActForm {
        title: l.t("factor-set-up").into_owned(),
        action: "/me/second-factor".to_owned(),
        fields: vec![shown("", code_field(l))],
        submit: l.t("factor-set-up").into_owned(),
        hidden: vec![("secret".to_owned(), secret.clone())],
        ..ActForm::default()
    };
    let onwards = if fresh || person.who.unfinished.is_some() {
        Link { label: l.t("factor-go-on").into_owned(), href: "/".to_owned() }
    } else {
        Link { label: l.t("menu-me").into_owned(), href: "/me".to_owned() }
    };
    Ok(SecondFactorPage {
        shell: shell::plain(web, &person.reader, &l.t("factor-title")),
        why: why(&present, &held),
        codes: tried.codes.clone(),
        qr: if on { None } else { QrCode::new(address(web, person, &secret), &secret) },
        set_up: (!on).then_some(set_up),
        renew: (on && !fresh).then(|| proof("codes", l.t("factor-renew"), l.t("factor-renew-effect"))),
        off: (on && !fresh)
            .then(|| proof("off", l.t("factor-off"), if held.asked { l.t("factor-off-asked") } else { l.t("factor-off-effect") })),
        // Until it is set up there is nowhere else to go.
        links: if person.who.unfinished.is_some() && !fresh { Vec::new() } else { vec![onwards] },
    })
}

/// Whether somebody has one, in a word.
pub(super) fn badge(l: Locale, on: bool) -> Badge {
    if on { Badge { text: l.t("factor-on").into_owned(), tone: "fine" } } else { Badge { text: l.t("factor-none").into_owned(), tone: "" } }
}

fn why(present: &Present, held: &Held) -> String {
    let l = present.l;
    match held.since {
        Some(since) => l.t_with("factor-since", &[("time", present.day(since).into()), ("n", held.recovery_codes.into())]),
        None if held.asked => l.t("factor-must").into_owned(),
        None => l.t("factor-why").into_owned(),
    }
}

/// What an authenticator is told: whose secret it is, at which place.
fn address(web: &Web, person: &Person, secret: &str) -> String {
    let issuer = encoded(&format!("{} {}", person.reader.l.t("product"), web.app.pack().label.get(person.reader.l.lang())));
    let login = encoded(&person.who.account.login);
    format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&digits={}&period={}", totp::DIGITS, totp::STEP)
}

/// `POST /me/second-factor`: answered with the page itself, for the recovery codes are shown once.
pub(super) async fn set_up(State(web): State<Web>, person: Person, request: Request) -> Response {
    let context = person.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &person.reader, None, &error),
    };
    let (app, session) = (web.app.clone(), person.reader.session.clone().unwrap_or_default());
    let (secret, code) = (sent.text("secret").to_owned(), sent.text("code").to_owned());
    let typed = secret.clone();
    match blocking(move || app.set_up_second_factor(&context, &typed, &code, &session)).await {
        Ok(codes) => respond(web, person, Tried { codes, ..Tried::default() }, 200).await,
        Err(error) => refused(web, person, Tried { secret, ..Tried::default() }, &error).await,
    }
}

async fn refused(web: Web, person: Person, tried: Tried, error: &AppError) -> Response {
    if !matches!(error, AppError::Invalid { .. }) {
        return failed(&web, &person.reader, None, error);
    }
    let wrong = say(person.reader.l, web.app.pack(), None, error).fields;
    respond(web, person, Tried { wrong, ..tried }, 422).await
}

/// `POST /me/second-factor/codes`
pub(super) async fn renew(State(web): State<Web>, person: Person, request: Request) -> Response {
    let context = person.context(&web);
    let proof = match proof(&web, &context, request).await {
        Ok(proof) => proof,
        Err(error) => return failed(&web, &person.reader, None, &error),
    };
    let app = web.app.clone();
    match blocking(move || app.renew_recovery_codes(&context, &proof)).await {
        Ok(codes) => respond(web, person, Tried { codes, ..Tried::default() }, 200).await,
        Err(error) => refused(web, person, Tried { form: "codes", ..Tried::default() }, &error).await,
    }
}

/// `POST /me/second-factor/off`
pub(super) async fn off(State(web): State<Web>, person: Person, request: Request) -> Response {
    let context = person.context(&web);
    let proof = match proof(&web, &context, request).await {
        Ok(proof) => proof,
        Err(error) => return failed(&web, &person.reader, None, &error),
    };
    let app = web.app.clone();
    match blocking(move || app.end_my_second_factor(&context, &proof)).await {
        Ok(()) => go("/me", Some(&person.reader.l.t("factor-is-off"))),
        Err(error) => refused(web, person, Tried { form: "off", ..Tried::default() }, &error).await,
    }
}

async fn proof(web: &Web, context: &Context, request: Request) -> Result<Proof, AppError> {
    let sent = form::read(web, context, request).await?;
    // As typed: a space at the end of a password is part of it.
    let password = sent.all("password").next().unwrap_or_default().to_owned();
    Ok(Proof { password, code: sent.text("code").to_owned() })
}

/// `POST /admin/accounts/{id}/second-factor/reset`
pub(super) async fn reset(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let (context, app, to) = (staff.context(&web), web.app.clone(), format!("/admin/accounts/{id}"));
    match blocking(move || app.reset_second_factor(&context, &id)).await {
        Ok(()) => go(&to, Some(&staff.reader.l.t("factor-was-reset"))),
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}
