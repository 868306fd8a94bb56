//! Webhooks: the administrator's pages of where news of acts is sent.

use std::collections::BTreeSet;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::webhooks::{Answer, KINDS, Missed, Replay, WebhookForm, can_tell, off};
use linli_app::{AppError, Context, days};
use linli_store::{Acted, Delivery, Stage, Webhook};
use serde::Deserialize;

use crate::Locale;
use crate::route::detail::{own_name, with};
use crate::route::errors::failed;
use crate::route::form::{self, Sent};
use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, shell};
use crate::say::say;
use crate::view::{
    ActForm, Badge, Choice, Crumbs, DeliveryRow, Empty, Field, FieldKind, FormPage, Link, Pager, WebhookPage, WebhookRow, WebhooksPage,
};

const HERE: &str = "/admin/webhooks";
/// Deliveries of one page.
const DELIVERIES: usize = 40;

/// `GET /admin/webhooks`
pub(super) async fn list(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, draw_list).await
}

fn draw_list(web: &Web, staff: &Staff) -> Result<WebhooksPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let hooks = web.app.webhooks(&context)?;
    let rows = hooks.iter().map(|hook| WebhookRow {
        label: hook.label.clone(),
        href: format!("{HERE}/{}", hook.id),
        machine: machine(&hook.address).to_owned(),
        area: present.territory.place_name(&hook.area),
        about: about(&present, hook),
        status: status(&present, hook),
    });
    let new = Link { label: l.t("webhook-new").into_owned(), href: format!("{HERE}/new") };
    Ok(WebhooksPage {
        rows: rows.collect(),
        empty: Empty { icon: "send", title: l.t("webhooks-empty").into_owned(), text: String::new(), next: vec![new.clone()] },
        new,
        shell: shell::staff(web, staff, &l.t("menu-webhooks"), HERE)?,
    })
}

/// The machine of an address.
fn machine(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

fn about(present: &Present, hook: &Webhook) -> String {
    let l = present.l;
    if hook.registers.is_empty() {
        return l.t("webhook-all-registers").into_owned();
    }
    let names: Vec<&str> =
        hook.registers.iter().map(|name| present.register(name).map_or(name.as_str(), |register| register.label.get(l.lang()))).collect();
    names.join(l.pick("、", ", "))
}

fn status(present: &Present, hook: &Webhook) -> Badge {
    let l = present.l;
    let (text, tone) = match hook.off.as_str() {
        "" if hook.next_at > present.now => (l.t("webhook-waiting"), "soon"),
        "" => (l.t("webhook-on"), "fine"),
        off::ASKED => (l.t("webhook-is-off"), ""),
        _ => (l.t("webhook-is-off"), "late"),
    };
    Badge { text: text.into_owned(), tone }
}

/// Why a webhook sends nothing now.
fn why(present: &Present, hook: &Webhook) -> String {
    let l = present.l;
    match hook.off.as_str() {
        "" if hook.next_at > present.now => l.t_x("webhook-why-waiting", &present.moment(hook.next_at).text),
        "" => String::new(),
        off::GONE => l.t("webhook-why-gone").into_owned(),
        off::FAILING => l.t("webhook-why-failing").into_owned(),
        _ => l.t("webhook-why-asked").into_owned(),
    }
}

/// What is asked of the page of a webhook.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
}

/// What came of a form that the page shows again.
#[derive(Clone, Debug, Default)]
struct Tried {
    form: Option<WebhookForm>,
    wrong: Vec<(String, String)>,
    made: String,
    before: Option<i64>,
}

/// `GET /admin/webhooks/{id}`; the id `new` is an empty form.
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    respond(web, staff, id, Tried { before: asked.before, ..Tried::default() }, 200).await
}

async fn respond(web: Web, staff: Staff, id: String, tried: Tried, status: u16) -> Response {
    if id == "new" {
        drawn(&web, staff, status, move |web, staff| draw_new(web, staff, &tried)).await
    } else {
        drawn(&web, staff, status, move |web, staff| draw(web, staff, &id, &tried)).await
    }
}

fn crumbs(l: Locale, here: &str) -> Crumbs {
    Crumbs { l, above: vec![Link { label: l.t("menu-webhooks").into_owned(), href: HERE.to_owned() }], here: here.to_owned() }
}

fn draw_new(web: &Web, staff: &Staff, tried: &Tried) -> Result<FormPage, AppError> {
    let context = staff.context(web);
    // Whoever may not have any is told so before they fill in a form.
    web.app.webhooks(&context)?;
    let l = staff.reader.l;
    let title = l.t("webhook-new").into_owned();
    let typed = tried.form.clone().unwrap_or_else(|| WebhookForm { area: staff.post.area.clone(), ..WebhookForm::default() });
    Ok(FormPage {
        crumbs: crumbs(l, &title),
        form: ActForm {
            title: title.clone(),
            action: format!("{HERE}/new"),
            fields: fields(web, staff, &context, &typed, &tried.wrong),
            submit: title,
            cancel: HERE.to_owned(),
            ..ActForm::default()
        },
        map: false,
        aside: vec![(
            l.t("webhook-aside").into_owned(),
            vec![l.t("webhook-aside-signed").into_owned(), l.t("webhook-aside-private").into_owned()],
        )],
        shell: shell::staff(web, staff, &l.t("webhook-new"), HERE)?,
    })
}

fn draw(web: &Web, staff: &Staff, id: &str, tried: &Tried) -> Result<WebhookPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let seen = web.app.webhook_seen(&context, id, tried.before, DELIVERIES)?;
    let hook = &seen.webhook;
    let known = WebhookForm {
        label: hook.label.clone(),
        address: hook.address.clone(),
        area: hook.area.clone(),
        registers: hook.registers.clone(),
        kinds: hook.kinds.clone(),
        ignored: seen.ignored.clone(),
    };
    let typed = tried.form.clone().unwrap_or(known);
    let under = format!("{HERE}/{id}");
    let link = |label: std::borrow::Cow<'static, str>, to: &str| Link { label: label.into_owned(), href: format!("{under}/{to}") };
    let error = |name: &str| tried.wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default();
    let last = seen.deliveries.last().filter(|_| seen.deliveries.len() == DELIVERIES);
    Ok(WebhookPage {
        crumbs: crumbs(l, &hook.label),
        label: hook.label.clone(),
        status: status(&present, hook),
        why: why(&present, hook),
        made: tried.made.clone(),
        behind: if seen.behind > 0 { l.t_n("webhook-behind", usize::try_from(seen.behind).unwrap_or_default()) } else { String::new() },
        acts: vec![link(l.t("webhook-test"), "test"), link(l.t("webhook-rotate"), "rotate")],
        switch: if hook.off.is_empty() { link(l.t("webhook-switch-off"), "off") } else { link(l.t("webhook-switch-on"), "on") },
        end: format!("{under}/end"),
        form: ActForm {
            title: l.t("webhook-settings").into_owned(),
            action: under.clone(),
            fields: fields(web, staff, &context, &typed, &tried.wrong),
            submit: l.t("save").into_owned(),
            ..ActForm::default()
        },
        replay: ActForm {
            title: l.t("webhook-replay").into_owned(),
            action: format!("{under}/replay"),
            fields: vec![Field {
                name: "since".to_owned(),
                label: l.t("webhook-since").into_owned(),
                value: iso_day(present.day_number(context.now) - 3),
                error: error("since"),
                required: true,
                kind: FieldKind::Date,
                ..Field::default()
            }],
            submit: l.t("webhook-replay").into_owned(),
            effect: l.t("webhook-replay-effect").into_owned(),
            ..ActForm::default()
        },
        again: format!("{under}/replay"),
        deliveries: seen.deliveries.iter().map(|(one, act)| row(&present, one, act)).collect(),
        pager: Pager {
            text: String::new(),
            prev: if tried.before.is_some() { under.clone() } else { String::new() },
            next: last.map(|(one, _)| with(&under, "before", &one.seq.to_string())).unwrap_or_default(),
        },
        shell: shell::staff(web, staff, &hook.label, HERE)?,
    })
}

/// What may be filled in, with what was.
fn fields(web: &Web, staff: &Staff, context: &Context, typed: &WebhookForm, wrong: &[(String, String)]) -> Vec<Field> {
    let l = staff.reader.l;
    let present = Present::new(&web.app, l, context.now);
    let lang = l.lang();
    let field = |name: &str, label: std::borrow::Cow<'static, str>, hint: &str, value: &str, kind: FieldKind| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        hint: hint.to_owned(),
        value: value.to_owned(),
        error: wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        kind,
        ..Field::default()
    };
    let choice = |code: &str, label: String| Choice { code: code.to_owned(), label, ..Choice::default() };
    let joined = |names: &BTreeSet<String>| names.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let registers = web.app.pack().registers.values().filter(|register| can_tell(register));
    let registers = registers.map(|register| choice(&register.name, register.label.get(lang).to_owned())).collect();
    let kinds = KINDS.iter().map(|kind| choice(kind, kind_label(l, kind))).collect();
    vec![
        Field { required: true, ..field("label", l.t("webhook-label"), &l.t("webhook-label-hint"), &typed.label, FieldKind::Text) },
        Field { required: true, ..field("address", l.t("webhook-address"), &l.t("webhook-address-hint"), &typed.address, FieldKind::Text) },
        Field {
            required: true,
            wide: true,
            ..field("area", l.t("area"), &l.t("webhook-area-hint"), &typed.area, FieldKind::Body(areas(&present, context)))
        },
        field("registers", l.t("webhook-registers"), &l.t("webhook-all-hint"), &joined(&typed.registers), FieldKind::Many(registers)),
        field("kinds", l.t("webhook-kinds"), &l.t("webhook-all-hint"), &joined(&typed.kinds), FieldKind::Many(kinds)),
        field("ignored", l.t("webhook-ignored"), &l.t("webhook-ignored-hint"), &typed.ignored, FieldKind::Text),
    ]
}

fn kind_label(l: Locale, kind: &str) -> String {
    match kind {
        "opened" => l.t("webhook-kind-opened"),
        "moved" => l.t("webhook-kind-moved"),
        "closed" => l.t("webhook-kind-closed"),
        _ => l.t("webhook-kind-noted"),
    }
    .into_owned()
}

/// The administrator's areas that have something below them: a webhook of a single grid is of no use.
fn areas(present: &Present, context: &Context) -> Vec<Choice> {
    let own: Vec<&str> = context.grants_where(&present.pack, |role| role.admin).map(|grant| grant.area.as_str()).collect();
    let territory = &present.territory;
    let mut found: Vec<Choice> = territory
        .areas()
        .filter(|area| own.iter().any(|own| territory.within(&area.code, own)) && territory.children(&area.code).next().is_some())
        .map(|area| Choice {
            code: area.code.clone(),
            label: territory.place_name(&area.code),
            words: area.code.clone(),
            ..Choice::default()
        })
        .collect();
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found
}

fn row(present: &Present, one: &Delivery, act: &Acted) -> DeliveryRow {
    let l = present.l;
    let lang = l.lang();
    let register = present.register(&act.register);
    let mv = register.and_then(|register| register.moves.get(&act.name)).map(|mv| mv.label.get(lang).to_owned());
    let mv = mv.or_else(|| own_name(l, &act.name)).unwrap_or_else(|| act.name.clone());
    let register = register.map_or(act.register.as_str(), |register| register.label.get(lang));
    let (text, tone) = match one.stage {
        Stage::Done => (l.t("webhook-done").into_owned(), "fine"),
        Stage::GivenUp => (l.t("webhook-given-up").into_owned(), "late"),
        Stage::Waiting => (l.t_n("webhook-tries", usize::try_from(one.attempts).unwrap_or_default()), "soon"),
    };
    let answer = match one.status {
        Some(status) => l.t_with("webhook-answered", &[("status", status.to_string().into()), ("millis", one.millis.into())]),
        None => missed(l, &one.problem),
    };
    DeliveryRow {
        key: one.seq.to_string(),
        what: format!("{register} · {mv}"),
        at: present.moment(act.at),
        status: Badge { text, tone },
        tried: one.last_at.map(|at| present.moment(at)).unwrap_or_default(),
        answer,
        said: one.said.chars().take(120).collect(),
    }
}

/// Why there was no answer, in words.
pub(super) fn missed(l: Locale, problem: &str) -> String {
    let known = [Missed::Address, Missed::OutOfReach, Missed::Connection, Missed::Late].into_iter().find(|one| one.name() == problem);
    match known {
        Some(Missed::Address) => l.t("webhook-missed-address"),
        Some(Missed::OutOfReach) => l.t("webhook-missed-reach"),
        Some(Missed::Late) => l.t("webhook-missed-late"),
        _ => l.t("webhook-missed-connection"),
    }
    .into_owned()
}

fn read(sent: &Sent) -> WebhookForm {
    let all = |name: &str| sent.all(name).filter(|value| !value.is_empty()).map(str::to_owned).collect();
    WebhookForm {
        label: sent.text("label").to_owned(),
        address: sent.text("address").to_owned(),
        area: sent.text("area").to_owned(),
        registers: all("registers"),
        kinds: all("kinds"),
        ignored: sent.text("ignored").to_owned(),
    }
}

/// `POST /admin/webhooks/{id}`; the id `new` adds one and is answered with its page, for the secret is shown once and must not travel in an
/// address or a cookie.
pub(super) async fn save(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    let typed = read(&sent);
    let (app, form, hook) = (web.app.clone(), typed.clone(), id.clone());
    let done = blocking(move || {
        if hook == "new" { app.add_webhook(&context, &form).map(Some) } else { app.change_webhook(&context, &hook, &form).map(|()| None) }
    });
    match done.await {
        Ok(Some((id, made))) => respond(web, staff, id, Tried { made, ..Tried::default() }, 200).await,
        Ok(None) => go(&format!("{HERE}/{id}"), Some(&staff.reader.l.t("webhook-saved"))),
        Err(error @ AppError::Invalid { .. }) => {
            let wrong = say(staff.reader.l, web.app.pack(), None, &error).fields;
            respond(web, staff, id, Tried { form: Some(typed), wrong, ..Tried::default() }, 422).await
        }
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /admin/webhooks/{id}/{act}`
pub(super) async fn act(State(web): State<Web>, staff: Staff, Path((id, act)): Path<(String, String)>, request: Request) -> Response {
    let here = format!("{HERE}/{id}");
    let l = staff.reader.l;
    let context = staff.context(&web);
    let app = web.app.clone();
    let hook = id.clone();
    let done = match act.as_str() {
        "test" => test(&web, &context, &id).await.map(|answer| (here, tested(l, &answer))),
        "rotate" => {
            return match blocking(move || app.rotate_webhook(&context, &hook)).await {
                Ok(made) => respond(web, staff, id, Tried { made, ..Tried::default() }, 200).await,
                Err(error) => failed(&web, &staff.reader, None, &error),
            };
        }
        "on" | "off" => {
            let on = act == "on";
            let said = if on { l.t("webhook-switched-on") } else { l.t("webhook-switched-off") };
            blocking(move || app.switch_webhook(&context, &hook, on)).await.map(|()| (here, said.into_owned()))
        }
        "end" => blocking(move || app.end_webhook(&context, &hook)).await.map(|()| (HERE.to_owned(), l.t("webhook-ended").into_owned())),
        "replay" => match form::read(&web, &context, request).await.and_then(|sent| which(&web, &sent)) {
            Ok(what) => blocking(move || app.replay_webhook(&context, &hook, what)).await.map(|n| (here, l.t_n("webhook-replayed", n))),
            Err(error) => Err(error),
        },
        _ => Err(AppError::NotFound("act")),
    };
    match done {
        Ok((to, said)) => go(&to, Some(&said)),
        Err(error @ AppError::Invalid { .. }) => {
            let wrong = say(l, web.app.pack(), None, &error).fields;
            respond(web, staff, id, Tried { wrong, ..Tried::default() }, 422).await
        }
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// Sends a test.
///
/// # Errors
/// [`AppError::NotFound`] where this program sends nothing.
pub(super) async fn test(web: &Web, context: &Context, id: &str) -> Result<Answer, AppError> {
    let courier = web.courier.clone().ok_or(AppError::NotFound("courier"))?;
    courier.test(&web.app, context, id).await
}

/// What came of a test, in words.
fn tested(l: Locale, answer: &Answer) -> String {
    match answer.status {
        Ok(status) => {
            let args = [("status", status.to_string().into()), ("millis", answer.millis.into())];
            if answer.is_good() { l.t_with("webhook-test-good", &args) } else { l.t_with("webhook-test-bad", &args) }
        }
        Err(problem) => l.t_x("webhook-test-missed", &missed(l, problem.name())),
    }
}

/// Which deliveries a form asks for.
fn which(web: &Web, sent: &Sent) -> Result<Replay, AppError> {
    if let Ok(seq) = sent.text("key").parse() {
        return Ok(Replay::One(seq));
    }
    let wrong = || AppError::Invalid { field: "since", rule: "date-form" };
    let day = days::number(sent.text("since").parse().map_err(|_| wrong())?);
    days::start_of(day, &web.app.pack().clock.timezone).map(Replay::Since).ok_or_else(wrong)
}
