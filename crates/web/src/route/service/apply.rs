//! Asking for a service on the phone, without an account: the form of one opening move with the service chosen, times that are free, photos of the
//! papers. What comes of it is a tracking link.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::{AppError, Target};
use linli_engine::Command;
use linli_engine::service::field_of;
use linli_pack::model::{FieldKind as Kind, Move, Register, Service};
use linli_pack::record::Value;
use serde::Deserialize;

use super::{asked_by_anyone, slot_text};
use crate::route::errors::failed;
use crate::route::fields::{Known, of_move};
use crate::route::form::{self, Sent};
use crate::route::phone::{kept, photo_error, photo_input};
use crate::route::present::Present;
use crate::route::report::{communities, resident};
use crate::route::session::Reader;
use crate::route::{Web, act, blocking, early, limit, phone, shell};
use crate::say::{Said, say, too_many};
use crate::view::{ActForm, ApplyPage, Choice, ChoiceGroup, Field, FieldKind, Link};

/// Which community, so that its free times can be shown.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
}

/// What was sent before and what was wrong with it.
#[derive(Clone, Debug, Default)]
struct Tried {
    input: BTreeMap<String, Value>,
    area: String,
    photos: Vec<String>,
    said: Said,
    once: String,
}

type Wanted = (String, String, String);

fn of<'a>(web: &'a Web, (service, register, mv): &Wanted) -> Result<(&'a Service, &'a Register, &'a Move), AppError> {
    let service = web.app.pack().services.get(service).ok_or(AppError::NotFound("service"))?;
    let found = asked_by_anyone(web, service).into_iter().find(|(own, act)| own.name == *register && act.name == *mv);
    found.map(|(register, mv)| (service, register, mv)).ok_or(AppError::NotFound("move"))
}

/// `GET /services/{service}/{register}/{move}?area=…`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Path(wanted): Path<Wanted>, Query(asked): Query<Asked>) -> Response {
    respond(web, reader, wanted, Tried { area: asked.area.unwrap_or_default(), ..Tried::default() }).await
}

async fn respond(web: Web, reader: Reader, wanted: Wanted, tried: Tried) -> Response {
    let status = if tried.said.status == 0 { 200 } else { tried.said.status };
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw(&work, &shown, &wanted, &tried)).await {
        Ok(found) => shell::page(&found, status),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /services/{service}/{register}/{move}`
pub(super) async fn post(State(web): State<Web>, reader: Reader, Path(wanted): Path<Wanted>, request: Request) -> Response {
    let l = reader.l;
    let passed = limit::address(&request).map_or(Ok(()), |address| web.reports.pass(address, web.app.now()));
    let sent = match form::read(&web, &resident(&web, l, None), request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (service, register, mv) = match of(&web, &wanted) {
        Ok((service, register, mv)) => (service.name.clone(), register.clone(), mv.name.clone()),
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let mut photos: Vec<String> = sent.all("photos_kept").map(str::to_owned).chain(sent.photos.iter().cloned()).collect();
    let photo_wrong = photo_error(l, &sent, &mut photos);
    let mut input = inputs(&register, &mv, &sent);
    let typed = input.clone();
    let again = |said: Said| Tried {
        input: typed.clone(),
        area: sent.text("area").to_owned(),
        photos: photos.clone(),
        said,
        once: sent.text("_once").to_owned(),
    };
    if let Err(wait) = passed {
        return respond(web, reader, wanted, again(too_many(l, wait))).await;
    }
    if let Some(field) = field_of(&register, &Kind::Service) {
        input.insert(field.to_owned(), service.into());
    }
    if !photos.is_empty() {
        input.insert("photos".to_owned(), photo_input(&photos));
    }
    // A place that nobody named is said beside everything else that is wrong.
    input.insert("area".to_owned(), if sent.text("area").is_empty() { "-".into() } else { sent.text("area").into() });
    if !photo_wrong.is_empty() {
        input.insert("held".to_owned(), true.into());
    }
    let command = Command { register: register.name.clone(), name: mv, input, seen: None };
    match act(&web, resident(&web, l, sent.once()), Target::New, command).await {
        Ok(done) => shell::go(&format!("/t/{}/thanks", done.secret.unwrap_or_default()), None),
        Err(error) => {
            crate::route::log(&error);
            let mut said = say(l, web.app.pack(), Some(&register.name), &error);
            let area = said.fields.iter().any(|(field, _)| matches!(field.as_str(), "area" | "place"));
            said.fields.retain(|(field, _)| !matches!(field.as_str(), "area" | "place" | "held"));
            if area {
                said.fields.push(("area".to_owned(), l.t("service-area-missing").into_owned()));
            }
            if !photo_wrong.is_empty() {
                said.fields.push(("photos".to_owned(), photo_wrong));
            }
            respond(web, reader, wanted, again(said)).await
        }
    }
}

/// What the move asks for, as it was typed.
fn inputs(register: &Register, mv: &str, sent: &Sent) -> BTreeMap<String, Value> {
    let Some(mv) = register.moves.get(mv) else { return BTreeMap::new() };
    let asked = mv.fill.iter().chain(&mv.may).filter(|name| *name != "photos");
    asked.map(|name| (name.clone(), sent.text(name))).filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.into())).collect()
}

fn draw(web: &Web, reader: &Reader, wanted: &Wanted, tried: &Tried) -> Result<ApplyPage, AppError> {
    let l = reader.l;
    let (service, register, mv) = of(web, wanted)?;
    let present = Present::new(&web.app, l, web.app.now());
    let known = Known { typed: Some(&tried.input), wrong: &tried.said.fields, ..Known::default() };
    let mut fields = of_move(&present, register, mv, &known);
    let own = field_of(register, &Kind::Service).unwrap_or_default();
    let slot = field_of(register, &Kind::Slot).unwrap_or_default();
    fields.retain(|field| field.name != own);
    let needs_time = fields.iter().any(|field| field.name == slot);
    for field in &mut fields {
        field.focus = false;
        if let FieldKind::Photos { kept: before, .. } = &mut field.kind {
            *before = kept(l, early::UNCLAIMED, &tried.photos);
            field.label = l.t("service-papers").into_owned();
            field.hint = l.t("service-papers-hint").into_owned();
        }
        if field.name == slot && !slot.is_empty() {
            field.kind = FieldKind::Category(free(web, &present, register, mv, &tried.area)?);
            field.wide = true;
            field.hint = l.t("service-slot-hint").into_owned();
        }
    }
    let chosen = present.territory.area(&tried.area).is_some();
    let wrong = |name: &str| tried.said.fields.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default();
    let area = Field {
        name: "area".to_owned(),
        label: l.t("fill-in-area").into_owned(),
        required: true,
        value: tried.area.clone(),
        error: wrong("area"),
        kind: FieldKind::Category(communities(&present)),
        wide: true,
        ..Field::default()
    };
    // Times are those of one community: it is chosen first.
    let ask_place = needs_time && !chosen;
    if ask_place {
        fields = vec![area];
    } else {
        let hidden = needs_time && chosen;
        if !hidden {
            fields.insert(0, area);
        }
    }
    let errors = if tried.said.fields.is_empty() && !tried.said.title.is_empty() {
        vec![format!("{} {}", tried.said.title, tried.said.detail).trim().to_owned()]
    } else {
        Vec::new()
    };
    let action = format!("/services/{}/{}/{}", service.name, register.name, mv.name);
    Ok(ApplyPage {
        shell: phone::shell(
            reader,
            mv.label.get(l.lang()),
            Some(Link { label: service.label.get(l.lang()).to_owned(), href: format!("/services/{}", service.name) }),
        ),
        service: super::card(web, l, service),
        papers: mv.may.iter().chain(&mv.fill).any(|name| name == "photos"),
        place: if chosen { present.territory.place_name(&tried.area) } else { String::new() },
        ask_place,
        kept: register.retain.as_ref().map(|retain| l.t_n("fill-in-kept", u64::from(retain.days))).unwrap_or_default(),
        form: ActForm {
            title: mv.label.get(l.lang()).to_owned(),
            action,
            fields,
            errors,
            submit: if ask_place { l.t("service-next").into_owned() } else { mv.label.get(l.lang()).to_owned() },
            once: if tried.once.is_empty() { web.app.random().secret() } else { tried.once.clone() },
            hidden: if needs_time && chosen { vec![("area".to_owned(), tried.area.clone())] } else { Vec::new() },
            ..ActForm::default()
        },
    })
}

/// Free times by day.
fn free(web: &Web, present: &Present, register: &Register, mv: &Move, area: &str) -> Result<Vec<ChoiceGroup>, AppError> {
    let Some(body) = web.app.holder_in(mv, area) else { return Ok(Vec::new()) };
    let mut groups: Vec<ChoiceGroup> = Vec::new();
    for free in web.app.free_slots(register, &body)? {
        let day = super::day_text(present, free.slot.text.split(' ').next().unwrap_or_default());
        let choice = Choice {
            code: free.slot.text.clone(),
            label: slot_text(present, &free.slot.text),
            note: present.l.t_n("service-left", u64::from(free.left)),
            ..Choice::default()
        };
        match groups.last_mut().filter(|group| group.label == day) {
            Some(group) => group.items.push(choice),
            None => groups.push(ChoiceGroup { label: day, items: vec![choice] }),
        }
    }
    Ok(groups)
}
