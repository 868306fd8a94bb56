//! One's own account: password, open sessions, tokens.

use axum::extract::{Request, State};
use axum::response::Response;
use linli_app::keys::PasswordForm;
use linli_app::people::Unfinished;
use linli_app::{AppError, Context};

use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::{Person, Reader, Staff};
use crate::route::shell::{drawn, go, page, post_label};
use crate::route::{Web, blocking, feed, form, keys, passkeys, second_factor, shell, sign_ins, sso};
use crate::say::say;
use crate::view::{ActForm, Field, FieldKind, Link, MePage, PasswordPage};

/// How long a token is good where its owner says nothing else, in days.
const TOKEN_DAYS: i64 = 365;

/// What came of a form that the page shows again.
#[derive(Clone, Debug, Default)]
struct Tried {
    /// Wrong fields.
    wrong: Vec<(String, String)>,
    /// The label of a token that was typed.
    label: String,
    /// The last day of a token that was typed.
    until: String,
    /// A token just made.
    made: String,
    /// An address of the calendar just made.
    calendar: String,
}

impl Tried {
    fn error(&self, name: &str) -> String {
        self.wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// `GET /me`
pub(super) async fn get(State(web): State<Web>, staff: Staff) -> Response {
    respond(web, staff, Tried::default(), 200).await
}

/// The page with an address of the calendar that was just made.
pub(super) async fn with_calendar(web: Web, staff: Staff, calendar: String) -> Response {
    respond(web, staff, Tried { calendar, ..Tried::default() }, 200).await
}

async fn respond(web: Web, staff: Staff, tried: Tried, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw(web, staff, &tried)).await
}

fn draw(web: &Web, staff: &Staff, tried: &Tried) -> Result<MePage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let held = web.app.my_keys(&context)?;
    let until = if tried.until.is_empty() { iso_day(present.day_number(context.now) + TOKEN_DAYS) } else { tried.until.clone() };
    Ok(MePage {
        login: staff.who.account.login.clone(),
        posts: staff
            .who
            .grants
            .iter()
            .map(|grant| format!("{} · {}", post_label(web, &staff.who, grant, l), present.body(&grant.body)))
            .collect(),
        made: tried.made.clone(),
        second_factor: second_factor::badge(l, web.app.my_second_factor(&context)?.since.is_some()),
        sso: sso::state(web, staff)?,
        calendar: feed::own(web, staff, &present, &tried.calendar)?,
        passkeys: passkeys::list(web, staff, &present)?,
        sign_ins: sign_ins::own(web, staff, &present)?,
        password: password_form(&staff.reader, tried),
        keys: keys::own(&present, &held, staff.reader.session.as_deref()),
        make_token: ActForm {
            title: l.t("token-make").into_owned(),
            action: "/me/tokens".to_owned(),
            fields: vec![
                Field {
                    name: "label".to_owned(),
                    label: l.t("token-label").into_owned(),
                    hint: l.t("token-label-hint").into_owned(),
                    value: tried.label.clone(),
                    error: tried.error("label"),
                    required: true,
                    ..Field::default()
                },
                Field {
                    name: "until".to_owned(),
                    label: l.t("token-until").into_owned(),
                    hint: l.t("token-until-hint").into_owned(),
                    value: until,
                    error: tried.error("until"),
                    required: true,
                    kind: FieldKind::Date,
                    ..Field::default()
                },
            ],
            submit: l.t("token-make").into_owned(),
            ..ActForm::default()
        },
        shell: shell::staff(web, staff, &l.t("menu-me"), "/me")?,
    })
}

pub(super) fn iso_day(day: i64) -> String {
    linli_app::days::date(day).map(|date| date.to_string()).unwrap_or_default()
}

fn password_form(reader: &Reader, tried: &Tried) -> ActForm {
    let l = reader.l;
    let field = |name: &str, label: std::borrow::Cow<'static, str>, new: bool| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        error: tried.error(name),
        required: true,
        kind: FieldKind::Password { new },
        wide: true,
        ..Field::default()
    };
    let new = Field { hint: keys::password_rules(l), ..field("new", l.t("password-new"), true) };
    ActForm {
        title: l.t("password-change").into_owned(),
        action: "/me/password".to_owned(),
        fields: vec![field("old", l.t("password-old"), false), new, field("again", l.t("password-again"), true)],
        submit: l.t("password-change").into_owned(),
        effect: l.t("password-effect").into_owned(),
        ..ActForm::default()
    }
}

/// `GET /me/password`: the form alone, for those who must change it before anything else.
pub(super) async fn password(person: Person, State(web): State<Web>) -> Response {
    page(&alone(&web, &person, &Tried::default()), 200)
}

fn alone(web: &Web, person: &Person, tried: &Tried) -> PasswordPage {
    let l = person.reader.l;
    let must = person.who.unfinished == Some(Unfinished::Password);
    PasswordPage {
        shell: shell::plain(web, &person.reader, &l.t("password-change")),
        why: if must { l.t("password-must") } else { l.t("password-why") }.into_owned(),
        form: password_form(&person.reader, tried),
        links: if must { Vec::new() } else { vec![Link { label: l.t("menu-me").into_owned(), href: "/me".to_owned() }] },
    }
}

/// `POST /me/password`
pub(super) async fn change_password(State(web): State<Web>, person: Person, request: Request) -> Response {
    let context = person.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &person.reader, None, &error),
    };
    // As typed: a space at the end of a password is part of it.
    let typed = |name: &str| sent.all(name).next().unwrap_or_default().to_owned();
    let given = PasswordForm { old: typed("old"), new: typed("new"), again: typed("again") };
    let (app, session) = (web.app.clone(), person.reader.session.clone().unwrap_or_default());
    match blocking(move || app.change_password(&context, &given, &session)).await {
        Ok(()) => go(if person.who.unfinished.is_some() { "/" } else { "/me" }, Some(&person.reader.l.t("password-changed"))),
        Err(error @ AppError::Invalid { .. }) => {
            let tried = Tried { wrong: say(person.reader.l, web.app.pack(), None, &error).fields, ..Tried::default() };
            page(&alone(&web, &person, &tried), 422)
        }
        Err(error) => failed(&web, &person.reader, None, &error),
    }
}

/// `POST /me/sessions/end`
pub(super) async fn end_session(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let app = web.app.clone();
    let done = with_key(&web, &staff, request, move |context, key| app.end_my_session(context, key)).await;
    ended(&web, &staff, done, "/me#sessions", &staff.reader.l.t_n("sessions-ended", 1_usize))
}

/// `POST /me/sessions/end-others`
pub(super) async fn end_others(State(web): State<Web>, staff: Staff) -> Response {
    let (context, app, session) = (staff.context(&web), web.app.clone(), staff.reader.session.clone().unwrap_or_default());
    match blocking(move || app.end_my_other_sessions(&context, &session)).await {
        Ok(count) => go("/me#sessions", Some(&staff.reader.l.t_n("sessions-ended", count))),
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /me/tokens`: answered with the page itself, for the secret is shown once and must not travel in an address or a cookie.
pub(super) async fn make_token(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    let tried = Tried { label: sent.text("label").to_owned(), until: sent.text("until").to_owned(), ..Tried::default() };
    let (app, label, until) = (web.app.clone(), tried.label.clone(), tried.until.clone());
    match blocking(move || app.make_my_token(&context, &label, &until)).await {
        Ok(made) => respond(web, staff, Tried { made, ..Tried::default() }, 200).await,
        Err(error @ AppError::Invalid { .. }) => {
            let wrong = say(staff.reader.l, web.app.pack(), None, &error).fields;
            respond(web, staff, Tried { wrong, ..tried }, 422).await
        }
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /me/tokens/end`
pub(super) async fn end_token(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let app = web.app.clone();
    let done = with_key(&web, &staff, request, move |context, key| app.end_my_token(context, key)).await;
    ended(&web, &staff, done, "/me#tokens", &staff.reader.l.t("token-ended"))
}

/// Does something with the key that a form names.
pub(super) async fn with_key(
    web: &Web,
    staff: &Staff,
    request: Request,
    act: impl FnOnce(&Context, &str) -> Result<(), AppError> + Send + 'static,
) -> Result<(), AppError> {
    let context = staff.context(web);
    let sent = form::read(web, &context, request).await?;
    let key = sent.text("key").to_owned();
    blocking(move || act(&context, &key)).await
}

pub(super) fn ended(web: &Web, staff: &Staff, done: Result<(), AppError>, to: &str, said: &str) -> Response {
    match done {
        // Ended in another window, or by itself: what was wanted is so.
        Ok(()) | Err(AppError::NotFound(_)) => go(to, Some(said)),
        Err(error) => failed(web, &staff.reader, None, &error),
    }
}
