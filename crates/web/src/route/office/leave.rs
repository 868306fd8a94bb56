//! The forms of a day and a reason: an appointment or a body ends, an election is put off. And the one that says which account a holder has.

use axum::extract::{Path, Request, State};
use axum::response::Response;
use linli_app::AppError;

use crate::route::bodies::{crumbs, date, href};
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, form, shell};
use crate::say::{Said, say};
use crate::view::{ActForm, Field, FieldKind, FormPage};

use super::{field, general};

/// `GET /appointments/{id}/{act}`, the act `end`, `delay` or `account`.
pub(in crate::route) async fn leave(State(web): State<Web>, staff: Staff, Path((id, act)): Path<(String, String)>) -> Response {
    if act == "account" {
        return drawn(&web, staff, 200, move |web, staff| {
            let login = web.app.account_of_holder(&staff.context(web), &id)?;
            draw_account(web, staff, &id, &login, &Said::default())
        })
        .await;
    }
    let today = date(Some(web.app.today(&staff.context(&web))));
    show_leave(web, staff, id, act, (today, String::new()), Said::default(), 200).await
}

/// `POST /appointments/{id}/{act}`
pub(in crate::route) async fn save_leave(
    State(web): State<Web>,
    staff: Staff,
    Path((id, act)): Path<(String, String)>,
    request: Request,
) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    if act == "account" {
        return save_account(web, staff, id, sent.text("login").to_owned()).await;
    }
    let given = (sent.text("to").to_owned(), sent.text("note").to_owned());
    let (app, which, what, wanted) = (web.app.clone(), id.clone(), act.clone(), given.clone());
    let done = blocking(move || match what.as_str() {
        "end" => app.end_appointment(&context, &which, &wanted.0, &wanted.1),
        "delay" => app.delay_appointment(&context, &which, &wanted.0, &wanted.1),
        _ => Err(AppError::NotFound("act")),
    })
    .await;
    match done {
        Ok(body) => go(&href(&body), Some(&reader.l.t("body-saved"))),
        Err(error @ (AppError::Invalid { .. } | AppError::NotAppointed(_))) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            show_leave(web, staff, id, act, given, said, 422).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

async fn show_leave(web: Web, staff: Staff, id: String, act: String, given: (String, String), said: Said, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw_leave(web, staff, &id, &act, &given, &said)).await
}

fn draw_leave(web: &Web, staff: &Staff, id: &str, act: &str, given: &(String, String), said: &Said) -> Result<FormPage, AppError> {
    let context = staff.context(web);
    let l = staff.reader.l;
    let body = web.app.body_of_appointment(&context, id)?;
    let view = web.app.body_view(&context, &body)?;
    let held =
        view.posts.iter().flat_map(|post| &post.now).find(|held| held.appointment.id == id).ok_or(AppError::NotFound("appointment"))?;
    let (title, label, submit) = match act {
        "end" => (l.t_x("office-end-of", &held.official.name), l.t("office-last-day"), l.t("office-end")),
        "delay" => (l.t_x("office-delay-of", &held.official.name), l.t("office-new-end"), l.t("office-delay")),
        _ => return Err(AppError::NotFound("act")),
    };
    leave_form(web, staff, &view.named.body.area, (&title, &submit), (format!("/appointments/{id}/{act}"), href(&body)), label, given, said)
}

async fn save_account(web: Web, staff: Staff, id: String, login: String) -> Response {
    let reader = staff.reader.clone();
    let (app, context, which, wanted) = (web.app.clone(), staff.context(&web), id.clone(), login.clone());
    match blocking(move || app.give_account(&context, &which, &wanted)).await {
        Ok(body) => go(&href(&body), Some(&reader.l.t("body-saved"))),
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            drawn(&web, staff, 422, move |web, staff| draw_account(web, staff, &id, &login, &said)).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// Which account the holder of a post has.
fn draw_account(web: &Web, staff: &Staff, id: &str, login: &str, said: &Said) -> Result<FormPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let body = web.app.body_of_appointment(&context, id)?;
    let view = web.app.body_view(&context, &body)?;
    let held =
        view.posts.iter().flat_map(|post| &post.now).find(|held| held.appointment.id == id).ok_or(AppError::NotFound("appointment"))?;
    let title = l.t_x("office-account-of", &held.official.name);
    let hint = l.t("office-account-hint").into_owned();
    let fields = vec![Field { hint, ..field(said, "login", l.t("privacy-login"), login, FieldKind::Code) }];
    Ok(FormPage {
        crumbs: crumbs(&present, &view.named.body.area, true, title.clone()),
        form: ActForm {
            title: title.clone(),
            action: format!("/appointments/{id}/account"),
            errors: general(said, &fields),
            fields,
            submit: l.t("office-account-save").into_owned(),
            cancel: href(&body),
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        map: false,
        aside: Vec::new(),
        shell: shell::staff(web, staff, &title, "/bodies")?,
    })
}

/// `GET /bodies/{code}/end`
pub(in crate::route) async fn end(State(web): State<Web>, staff: Staff, Path(code): Path<String>) -> Response {
    let today = date(Some(web.app.today(&staff.context(&web))));
    show_end(web, staff, code, (today, String::new()), Said::default(), 200).await
}

/// `POST /bodies/{code}/end`
pub(in crate::route) async fn save_end(State(web): State<Web>, staff: Staff, Path(code): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let given = (sent.text("to").to_owned(), sent.text("note").to_owned());
    let (app, body, wanted) = (web.app.clone(), code.clone(), given.clone());
    match blocking(move || app.end_body(&context, &body, &wanted.0, &wanted.1)).await {
        Ok(()) => go(&href(&code), Some(&reader.l.t("body-saved"))),
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            show_end(web, staff, code, given, said, 422).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

async fn show_end(web: Web, staff: Staff, code: String, given: (String, String), said: Said, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw_end(web, staff, &code, &given, &said)).await
}

fn draw_end(web: &Web, staff: &Staff, code: &str, given: &(String, String), said: &Said) -> Result<FormPage, AppError> {
    let (context, l) = (staff.context(web), staff.reader.l);
    let view = web.app.body_view(&context, code)?;
    if !view.may_change {
        return Err(AppError::Forbidden("bodies"));
    }
    let title = l.t_x("body-end-of", view.named.name.get(l.lang()));
    let to = (format!("/bodies/{code}/end"), href(code));
    leave_form(web, staff, &view.named.body.area, (&title, &l.t("body-end")), to, l.t("office-last-day"), given, said)
}

/// A form of a day and a reason.
#[expect(clippy::too_many_arguments, reason = "the words of one form")]
fn leave_form(
    web: &Web,
    staff: &Staff,
    area: &str,
    (title, submit): (&str, &str),
    (action, cancel): (String, String),
    label: std::borrow::Cow<'static, str>,
    given: &(String, String),
    said: &Said,
) -> Result<FormPage, AppError> {
    let present = Present::new(&web.app, staff.reader.l, web.app.now());
    let fields = vec![
        Field { required: true, ..field(said, "to", label, &given.0, FieldKind::Date) },
        field(said, "note", present.l.t("office-why"), &given.1, FieldKind::LongText { rows: 2, max: 200 }),
    ];
    Ok(FormPage {
        crumbs: crumbs(&present, area, true, title.to_owned()),
        form: ActForm {
            title: title.to_owned(),
            action,
            errors: general(said, &fields),
            fields,
            submit: submit.to_owned(),
            danger: true,
            cancel,
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        map: false,
        aside: Vec::new(),
        shell: shell::staff(web, staff, title, "/bodies")?,
    })
}
