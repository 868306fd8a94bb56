//! The clerk's window: the next number, the service by a few letters, its checklist of papers, and the receipt that is printed.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use linli_app::{AppError, Target};
use linli_engine::Command;
use linli_engine::service::field_of;
use linli_pack::model::{FieldKind as Kind, Move, Register, Service};
use linli_pack::record::{Record, Value};
use serde::Deserialize;

use super::{card, queue};
use crate::route::errors::{failed, said as said_page};
use crate::route::fields::{Known, of_move};
use crate::route::phone::absolute;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, act, form, intake, shell};
use crate::say::{Said, say};
use crate::view::{ActForm, Crumbs, IntakePage, Link, QueueLine, ReceiptPage, ServiceGroupList, WindowPage};

/// Windows of one centre that are offered.
const DESKS: i64 = 6;

/// What is looked for, and at which window the clerk sits.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    desk: Option<i64>,
    #[serde(rename = "move")]
    mv: Option<String>,
}

/// `GET /window`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

/// The opening moves by which the actor takes in an application at the window, or for somebody who cannot come.
fn takings<'a>(web: &'a Web, staff: &Staff, register: &Register) -> Vec<&'a Move> {
    intake::openings(web, &staff.context(web), &register.name)
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<WindowPage, AppError> {
    let l = staff.reader.l;
    let lang = l.lang();
    let present = Present::new(&web.app, l, web.app.now());
    let applications = web.app.application_register().ok_or(AppError::NotFound("register"))?;
    if takings(web, staff, applications).is_empty() {
        return Err(AppError::Forbidden("window"));
    }
    let words: String = asked.q.clone().unwrap_or_default().trim().chars().take(40).collect();
    let desk = asked.desk.filter(|desk| (1..=DESKS).contains(desk)).unwrap_or(1);
    let found = web.app.find_services(&words);
    let pack = web.app.pack();
    let groups = pack.service_groups.values().map(|group| ServiceGroupList {
        label: group.label.get(lang).to_owned(),
        all: pack.services.values().filter(|service| service.group == group.name).count(),
        services: found
            .iter()
            .filter(|service| service.group == group.name)
            .map(|service| crate::view::ServiceCard { href: format!("/window/{}", service.name), ..card(web, l, service) })
            .collect(),
    });
    let (mut waiting, mut called) = (Vec::new(), Vec::new());
    if let Some((register, rule)) = web.app.queue_register() {
        let line = web.app.line(&staff.post.body)?;
        let context = staff.context(web);
        let shown = |record: &Record| {
            let offers = linli_engine::offers(pack, present.territory.as_ref(), record, &context.actor, present.now);
            let moves = offers.moves.into_iter().filter(|mv| mv.fill.is_empty() && mv.name != "cancel");
            let what = field_of(register, &Kind::Service).and_then(|field| record.fields.get(field)).and_then(Value::as_str);
            QueueLine {
                turn: queue::turn(rule, record),
                what: what.map(|name| super::label(&present, name)).unwrap_or_default(),
                intake: what.map(|name| format!("/window/{name}?desk={desk}")).unwrap_or_default(),
                desk: record
                    .fields
                    .get(&rule.desk)
                    .and_then(Value::as_i64)
                    .map(|desk| l.t_n("window-at", u64::try_from(desk).unwrap_or(0))),
                since: present.clock(record.updated),
                href: format!("/records/{}", record.id),
                version: record.version,
                acts: moves
                    .map(|mv| Link {
                        label: mv.label.get(lang).to_owned(),
                        href: format!("/records/{}/moves/{}?back=%2Fwindow%3Fdesk%3D{desk}", record.id, mv.name),
                    })
                    .collect(),
            }
        };
        waiting = line.waiting.iter().map(shown).collect();
        called = line.called.iter().map(shown).collect();
    }
    let screen = format!("/queue/{}", staff.post.area);
    Ok(WindowPage {
        groups: groups.filter(|group| !group.services.is_empty()).collect(),
        words,
        desk,
        desks: (1..=DESKS).collect(),
        has_queue: web.app.queue_register().is_some(),
        waiting,
        called,
        screen: Link { label: l.t("window-screen").into_owned(), href: screen },
        sheets: super::sheets(web, l, Some(&staff.post.area)),
        shell: shell::staff(web, staff, &l.t("menu-window"), "/window")?,
    })
}

/// `POST /window/call`
pub(super) async fn call(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let reader = staff.reader.clone();
    let l = reader.l;
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let desk: i64 = sent.text("desk").parse().unwrap_or(1);
    let back = format!("/window?desk={desk}");
    let (app, post) = (web.app.clone(), staff.post.clone());
    match crate::route::blocking(move || app.call_next(&context, &post, desk)).await {
        Ok(done) => {
            let turn = web.app.queue_register().map(|(_, rule)| queue::turn(rule, &done.record)).unwrap_or_default();
            go(&back, Some(&l.t_with("window-called", &[("turn", turn.into()), ("desk", desk.into())])))
        }
        Err(AppError::NotFound("turn")) => go(&back, Some(&l.t("window-nobody"))),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `GET /window/{service}?move=…`
pub(super) async fn intake(State(web): State<Web>, staff: Staff, Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_intake(web, staff, &name, asked.mv.as_deref(), None)).await
}

fn of<'a>(
    web: &'a Web,
    staff: &Staff,
    name: &str,
    wanted: Option<&str>,
) -> Result<(&'a Service, &'a Register, &'a Move, Vec<&'a Move>), AppError> {
    let service = web.app.pack().services.get(name).ok_or(AppError::NotFound("service"))?;
    let register = web.app.application_register().ok_or(AppError::NotFound("register"))?;
    let mut moves = takings(web, staff, register);
    moves.retain(|mv| mv.way.as_ref().is_none_or(|way| service.ways.contains(way)));
    let chosen = wanted.and_then(|wanted| moves.iter().find(|mv| mv.name == wanted)).or_else(|| moves.first()).copied();
    Ok((service, register, chosen.ok_or(AppError::Forbidden("window"))?, moves))
}

fn draw_intake(
    web: &Web,
    staff: &Staff,
    name: &str,
    wanted: Option<&str>,
    tried: Option<(BTreeMap<String, Value>, Said)>,
) -> Result<IntakePage, AppError> {
    let l = staff.reader.l;
    let lang = l.lang();
    let (service, register, mv, moves) = of(web, staff, name, wanted)?;
    let present = Present::new(&web.app, l, web.app.now());
    let (typed, said) = tried.map_or_else(|| (BTreeMap::new(), Said::default()), |(typed, said)| (typed, said));
    let known = Known { typed: Some(&typed), wrong: &said.fields, ..Known::default() };
    let own = field_of(register, &Kind::Service).unwrap_or_default();
    let papers = field_of(register, &Kind::Materials).unwrap_or_default();
    let slot = field_of(register, &Kind::Slot).unwrap_or_default();
    let mut fields = of_move(&present, register, mv, &known);
    let asks_papers = fields.iter().any(|field| field.name == papers);
    fields.retain(|field| field.name != own && field.name != papers && field.name != slot);
    let ticked: Vec<&str> = match typed.get(papers) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let mut shown = card(web, l, service);
    for material in &mut shown.materials {
        material.ticked = ticked.contains(&material.code.as_str());
    }
    let errors = if said.fields.is_empty() && !said.title.is_empty() {
        vec![format!("{} {}", said.title, said.detail).trim().to_owned()]
    } else {
        Vec::new()
    };
    let label = service.label.get(lang).to_owned();
    Ok(IntakePage {
        crumbs: Crumbs { l, above: vec![Link { label: l.t("menu-window").into_owned(), href: "/window".to_owned() }], here: label.clone() },
        papers: if asks_papers { papers.to_owned() } else { String::new() },
        others: moves
            .iter()
            .filter(|other| other.name != mv.name)
            .map(|other| Link { label: other.label.get(lang).to_owned(), href: format!("/window/{name}?move={}", other.name) })
            .collect(),
        form: ActForm {
            title: mv.label.get(lang).to_owned(),
            action: format!("/window/{name}?move={}", mv.name),
            fields,
            errors,
            submit: mv.label.get(lang).to_owned(),
            basis: mv.basis.clone(),
            cancel: "/window".to_owned(),
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        service: shown,
        shell: shell::staff(web, staff, &label, "/window")?,
    })
}

/// `POST /window/{service}?move=…`: the answer is the receipt; sent again, it is the same one.
pub(super) async fn take_in(
    State(web): State<Web>,
    staff: Staff,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let reader = staff.reader.clone();
    let mut context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    context.once = sent.once();
    let (register, mv, papers, own) = match of(&web, &staff, &name, asked.mv.as_deref()) {
        Ok((_, register, mv, _)) => {
            let field = |kind| field_of(register, kind).unwrap_or_default().to_owned();
            (register.name.clone(), mv.name.clone(), field(&Kind::Materials), field(&Kind::Service))
        }
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let mut input = sent.input();
    input.remove(&papers);
    let ticked: Vec<Value> = sent.all(&papers).filter(|code| !code.is_empty()).map(Value::from).collect();
    if !ticked.is_empty() {
        input.insert(papers, ticked.into());
    }
    let typed = input.clone();
    input.insert(own, name.clone().into());
    let command = Command { register: register.clone(), name: mv.clone(), input, seen: None };
    match act(&web, context, Target::New, command).await {
        Ok(done) => {
            let link = absolute(&headers, &format!("/t/{}", done.secret.unwrap_or_default()));
            drawn(&web, staff, 200, move |web, staff| receipt(web, staff, &done.record, link)).await
        }
        Err(error) => {
            crate::route::log(&error);
            let no = say(reader.l, web.app.pack(), Some(&register), &error);
            let status = no.status;
            if status >= 500 {
                return said_page(&web, &reader, &no);
            }
            drawn(&web, staff, status, move |web, staff| draw_intake(web, staff, &name, Some(&mv), Some((typed, no)))).await
        }
    }
}

/// What the applicant takes home: what was taken in, which papers, by when, and where to see how it stands. Who they are is not on it.
fn receipt(web: &Web, staff: &Staff, record: &Record, link: String) -> Result<ReceiptPage, AppError> {
    let l = staff.reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let register = present.register(&record.register).ok_or(AppError::NotFound("register"))?;
    let service = linli_engine::service::service_of(web.app.pack(), register, record).ok_or(AppError::NotFound("service"))?;
    let there = match field_of(register, &Kind::Materials).and_then(|field| record.fields.get(field)) {
        Some(Value::Array(list)) => super::material_labels(&present, list),
        _ => String::new(),
    };
    let due = record.due.or(record.deadline);
    Ok(ReceiptPage {
        number: record.number.clone(),
        what: service.label.get(l.lang()).to_owned(),
        body: record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default(),
        state: present.state(record),
        materials: there,
        by: due.map(|due| present.exact(due)).unwrap_or_default(),
        at: present.exact(record.created),
        link,
        record: format!("/records/{}", record.id),
        shell: shell::staff(web, staff, &l.t("receipt-title"), "/window")?,
    })
}
