//! Taking part without an account: what there is, taking a place in it or a place among those who wait, the certificate afterwards, and checking one.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use linli_app::AppError;
use linli_app::certificate::Checked;
use linli_app::places::Open;
use linli_pack::model::{Certificate, Places, Register};
use linli_pack::record::{Record, Value};
use serde::Deserialize;

use crate::Locale;
use crate::route::detail::field_text;
use crate::route::errors::failed;
use crate::route::fields::{Known, of_move};
use crate::route::form;
use crate::route::present::Present;
use crate::route::report::{communities, resident};
use crate::route::service::day_text;
use crate::route::session::Reader;
use crate::route::{Web, blocking, limit, phone, shell};
use crate::say::{Said, say, too_many};
use crate::view::{ActForm, CertificatePage, CheckPage, Field, JoinCard, JoinList, JoinPage, Link};

/// In which community.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
}

/// What was sent before and what was wrong with it.
#[derive(Clone, Debug, Default)]
struct Tried {
    input: BTreeMap<String, Value>,
    said: Said,
    once: String,
}

/// The way there from the first page, where there is something to take part in.
pub(super) fn link(web: &Web, l: Locale) -> Option<Link> {
    let (_, rule) = web.app.taking_part().next()?;
    Some(Link { label: rule.label.get(l.lang()).to_owned(), href: "/join".to_owned() })
}

/// `GET /join?area=…`
pub(super) async fn list(State(web): State<Web>, reader: Reader, Query(asked): Query<Asked>) -> Response {
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw_list(&work, &shown, asked.area.as_deref().unwrap_or_default())).await {
        Ok(found) => shell::page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw_list(web: &Web, reader: &Reader, area: &str) -> Result<JoinList, AppError> {
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let area = present.territory.area(area).map(|area| area.code.clone());
    let (_, first) = web.app.taking_part().next().ok_or(AppError::NotFound("register"))?;
    let mut cards = Vec::new();
    for (register, rule) in web.app.taking_part() {
        let found = web.app.with_places(rule, area.as_deref())?;
        cards.extend(found.iter().map(|open| card(&present, register, rule, open)));
    }
    Ok(JoinList {
        shell: phone::shell(reader, first.label.get(l.lang()), Some(home(l))),
        intro: first.intro.get(l.lang()).to_owned(),
        areas: communities(&present),
        area: area.unwrap_or_default(),
        cards,
    })
}

fn home(l: Locale) -> Link {
    Link { label: l.t("fill-in-back").into_owned(), href: "/report".to_owned() }
}

fn card(present: &Present, register: &Register, rule: &Places, open: &Open) -> JoinCard {
    let l = present.l;
    let record = &open.record;
    let fields = present.register(&rule.of).map(|of| &of.fields);
    let title = present.register(&rule.of).map(|of| of.title.as_str()).unwrap_or_default();
    let shown = rule.take.values().filter(|name| *name != title).filter_map(|name| {
        let field = fields?.get(name)?;
        let value = record.fields.get(name)?;
        let text = match value.as_str() {
            Some(day) if *name == rule.until => day_text(present, day),
            _ => field_text(present, &field.kind, value)?,
        };
        Some((field.label.get(l.lang()).to_owned(), text))
    });
    let holder = record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default();
    JoinCard {
        title: record.fields.get(title).and_then(Value::as_str).unwrap_or(&record.title).to_owned(),
        href: format!("/join/{}/{}", register.name, record.number),
        facts: shown.collect(),
        full: open.room == Some(0),
        room: match open.room {
            None => l.t("join-room-any").into_owned(),
            Some(0) => l.t("join-room-none").into_owned(),
            Some(n) => l.t_n("join-room", u64::try_from(n).unwrap_or_default()),
        },
        who: [holder, present.territory.place_name(&record.area)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
    }
}

fn of<'a>(web: &'a Web, name: &str) -> Result<(&'a Register, &'a Places), AppError> {
    web.app.taking_part().find(|(register, _)| register.name == name).ok_or(AppError::NotFound("register"))
}

type Wanted = (String, String);

/// `GET /join/{register}/{number}`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Path(wanted): Path<Wanted>) -> Response {
    respond(web, reader, wanted, Tried::default()).await
}

async fn respond(web: Web, reader: Reader, wanted: Wanted, tried: Tried) -> Response {
    let status = if tried.said.status == 0 { 200 } else { tried.said.status };
    let (work, shown) = (web.clone(), reader.clone());
    let wait = tried.said.retry_after;
    match blocking(move || draw(&work, &shown, &wanted, &tried)).await {
        Ok(found) => shell::page_until(&found, status, wait),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw(web: &Web, reader: &Reader, (name, number): &Wanted, tried: &Tried) -> Result<JoinPage, AppError> {
    let l = reader.l;
    let (register, rule) = of(web, name)?;
    let present = Present::new(&web.app, l, web.app.now());
    let open = web.app.with_place(register, rule, number)?;
    let mv = register.moves.get(&rule.mv).ok_or(AppError::NotFound("move"))?;
    let takes = linli_engine::places::is_open(rule, &open.record, &web.app.today_text());
    let known = Known { typed: Some(&tried.input), wrong: &tried.said.fields, ..Known::default() };
    let mut fields = of_move(&present, register, mv, &known);
    // What the record says itself is not asked.
    fields.retain(|field| !rule.take.contains_key(&field.name));
    for field in &mut fields {
        field.focus = false;
    }
    let errors = if tried.said.fields.is_empty() && !tried.said.title.is_empty() {
        vec![format!("{} {}", tried.said.title, tried.said.detail).trim().to_owned()]
    } else {
        Vec::new()
    };
    let card = card(&present, register, rule, &open);
    let submit = if card.full { l.t("join-wait").into_owned() } else { mv.label.get(l.lang()).to_owned() };
    Ok(JoinPage {
        shell: phone::shell(
            reader,
            rule.label.get(l.lang()),
            Some(Link { label: rule.label.get(l.lang()).to_owned(), href: "/join".to_owned() }),
        ),
        waits: if card.full && takes { l.t_n("join-waits", u64::try_from(open.waiting).unwrap_or_default()) } else { String::new() },
        kept: register.retain.as_ref().map(|retain| l.t_n("fill-in-kept", u64::from(retain.days))).unwrap_or_default(),
        form: takes.then(|| ActForm {
            title: mv.label.get(l.lang()).to_owned(),
            action: format!("/join/{name}/{number}"),
            fields,
            errors,
            submit,
            once: if tried.once.is_empty() { web.app.random().secret() } else { tried.once.clone() },
            ..ActForm::default()
        }),
        card,
    })
}

/// `POST /join/{register}/{number}`
pub(super) async fn post(State(web): State<Web>, reader: Reader, Path(wanted): Path<Wanted>, request: Request) -> Response {
    let l = reader.l;
    let passed = limit::address(&request).map_or(Ok(()), |address| web.reports.pass(address, web.app.now()));
    let sent = match form::read(&web, &resident(&web, l, None), request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let asked = match of(&web, &wanted.0) {
        Ok((register, rule)) => {
            let mv = register.moves.get(&rule.mv);
            let names = mv.into_iter().flat_map(|mv| mv.fill.iter().chain(&mv.may)).filter(|name| !rule.take.contains_key(*name));
            names.cloned().collect::<Vec<_>>()
        }
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let typed = asked.iter().map(|name| (name.clone(), sent.text(name))).filter(|(_, text)| !text.is_empty());
    let input: BTreeMap<String, Value> = typed.map(|(name, text)| (name, text.into())).collect();
    let again = |said: Said| Tried { input: input.clone(), said, once: sent.text("_once").to_owned() };
    if let Err(wait) = passed {
        return respond(web, reader, wanted, again(too_many(l, wait))).await;
    }
    let (work, context, name, given) = (web.clone(), resident(&web, l, sent.once()), wanted.clone(), input.clone());
    let done = blocking(move || {
        let (register, rule) = of(&work, &name.0)?;
        let open = work.app.with_place(register, rule, &name.1)?;
        work.app.take_place(&context, &name.0, &open.record.id, &given)
    });
    match done.await {
        Ok(done) => shell::go(&format!("/t/{}", done.secret.unwrap_or_default()), Some(&l.t("join-done"))),
        Err(error @ AppError::NotFound(_)) => failed(&web, &reader, None, &error),
        Err(error) => {
            crate::route::log(&error);
            let said = say(l, web.app.pack(), Some(&wanted.0), &error);
            respond(web, reader, wanted, again(said)).await
        }
    }
}

/// What is certified, in words.
fn certified(present: &Present, register: &Register, rule: &Certificate, record: &Record) -> String {
    let mut text = rule.text.get(present.l.lang()).to_owned();
    for field in register.fields.values().filter(|field| field.personal.is_none()) {
        let value = record.fields.get(&field.name).and_then(|value| field_text(present, &field.kind, value)).unwrap_or_default();
        text = text.replace(&format!("{{{}}}", field.name), &value);
    }
    let holder = record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default();
    text.replace("{holder}", &holder).replace("{area}", &present.territory.place_name(&record.area))
}

/// `GET /t/{secret}/certificate`
pub(super) async fn certificate(State(web): State<Web>, reader: Reader, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let (work, shown) = (web.clone(), reader.clone());
    let check = phone::absolute(&headers, "/certificate");
    let found = blocking(move || {
        let l = shown.l;
        let present = Present::new(&work.app, l, work.app.now());
        let one = work.app.certificate(&secret)?;
        let (register, rule) = work.app.certifies(&one.record).ok_or(AppError::NotFound("certificate"))?;
        Ok(CertificatePage {
            shell: phone::shell(
                &shown,
                rule.label.get(l.lang()),
                Some(Link { label: l.t("track-title").into_owned(), href: format!("/t/{secret}") }),
            ),
            title: rule.label.get(l.lang()).to_owned(),
            text: certified(&present, register, rule, &one.record),
            body: one.record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default(),
            day: one.record.closed.map(|at| present.exact(at).chars().take(10).collect()).unwrap_or_default(),
            number: one.record.number.clone(),
            name: one.name,
            code: one.code,
            check,
        })
    });
    match found.await {
        Ok(page) => super::track::unlisted(shell::page(&page, 200)),
        Err(error) => super::track::unlisted(failed(&web, &reader, None, &error)),
    }
}

/// `GET /certificate`
pub(super) async fn ask(State(web): State<Web>, reader: Reader) -> Response {
    shell::page(&check_page(&web, &reader, &BTreeMap::new(), &[], (String::new(), String::new(), false)), 200)
}

const ASKED: [&str; 3] = ["number", "code", "name"];

/// `POST /certificate`
pub(super) async fn check(State(web): State<Web>, reader: Reader, request: Request) -> Response {
    let l = reader.l;
    let passed = limit::address(&request).map_or(Ok(()), |address| web.reports.pass(address, web.app.now()));
    let sent = match form::read(&web, &resident(&web, l, None), request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let typed: BTreeMap<&str, String> = ASKED.into_iter().map(|name| (name, sent.text(name).trim().to_owned())).collect();
    let missing: Vec<(String, String)> = ASKED
        .into_iter()
        .filter(|name| typed.get(name).is_none_or(String::is_empty))
        .map(|name| (name.to_owned(), l.t_x("problem-missing", &label(l, name))))
        .collect();
    if let Err(wait) = passed {
        let said = too_many(l, wait);
        return shell::page(&check_page(&web, &reader, &typed, &[], (said.title, said.detail, false)), said.status);
    }
    if !missing.is_empty() {
        return shell::page(&check_page(&web, &reader, &typed, &missing, (String::new(), String::new(), false)), 422);
    }
    let (work, given) = (web.clone(), typed.clone());
    let found = blocking(move || {
        let text = |name: &str| given.get(name).map(String::as_str).unwrap_or_default();
        let present = Present::new(&work.app, l, work.app.now());
        let words = |record: &Record| {
            let found = work.app.certifies(record);
            found.map(|(register, rule)| certified(&present, register, rule, record)).unwrap_or_default()
        };
        Ok(match work.app.check_certificate(text("number"), text("code"), text("name"))? {
            Checked::Good(record) => (l.t("certificate-good").into_owned(), words(&record), true),
            Checked::Nameless(record) => (l.t("certificate-nameless").into_owned(), words(&record), true),
            Checked::OtherName => (l.t("certificate-other").into_owned(), String::new(), false),
            Checked::Unknown => (l.t("certificate-unknown").into_owned(), String::new(), false),
        })
    });
    match found.await {
        Ok(said) => shell::page(&check_page(&web, &reader, &typed, &[], said), 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn label(l: Locale, name: &str) -> String {
    match name {
        "number" => l.t("certificate-number"),
        "code" => l.t("certificate-code"),
        _ => l.t("certificate-name"),
    }
    .into_owned()
}

fn check_page(
    web: &Web,
    reader: &Reader,
    typed: &BTreeMap<&str, String>,
    wrong: &[(String, String)],
    (said, text, good): (String, String, bool),
) -> CheckPage {
    let l = reader.l;
    let field = |name: &&str| Field {
        name: (*name).to_owned(),
        label: label(l, name),
        required: true,
        value: typed.get(name).cloned().unwrap_or_default(),
        error: wrong.iter().find(|(input, _)| input == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        ..Field::default()
    };
    CheckPage {
        shell: phone::shell(reader, &l.t("certificate-check"), Some(home(l))),
        said,
        good,
        text,
        form: ActForm {
            title: l.t("certificate-check").into_owned(),
            action: "/certificate".to_owned(),
            fields: ASKED.iter().map(field).collect(),
            submit: l.t("certificate-check-it").into_owned(),
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        back: link(web, l).unwrap_or_else(|| home(l)),
    }
}
