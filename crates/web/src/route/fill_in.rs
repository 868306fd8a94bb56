//! Registers that people fill in themselves, without an account: the form, and what became of it when it is sent.

use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use linli_app::{AppError, Context};
use linli_pack::model::{FillIn, Move, Register};
use linli_pack::record::Value;

use crate::Locale;
use crate::route::errors::failed;
use crate::route::fields::{Known, of_move};
use crate::route::form::{self, Sent};
use crate::route::located::{locate, sent_place};
use crate::route::present::Present;
use crate::route::report::{communities, resident};
use crate::route::session::Reader;
use crate::route::{Web, blocking, limit, phone, shell};
use crate::say::{Said, say, too_many};
use crate::view::{ActForm, Field, FieldKind, FillInPage, Link};

/// The registers that people fill in, as links.
pub(super) fn links(web: &Web, l: Locale) -> Vec<Link> {
    let found = web.app.pack().registers.values().filter_map(|register| Some((register, register.fill_in.as_ref()?)));
    found.map(|(register, rule)| Link { label: rule.label.get(l.lang()).to_owned(), href: href(register) }).collect()
}

pub(super) fn href(register: &Register) -> String {
    format!("/fill/{}", register.name)
}

fn of<'a>(web: &'a Web, name: &str) -> Result<(&'a Register, &'a FillIn, &'a Move), AppError> {
    let register = web.app.pack().registers.get(name);
    let found = register.and_then(|register| {
        let rule = register.fill_in.as_ref()?;
        Some((register, rule, register.moves.get(&rule.mv)?))
    });
    found.ok_or(AppError::NotFound("register"))
}

/// What was sent before and what was wrong with it.
#[derive(Clone, Debug, Default)]
struct Tried {
    input: BTreeMap<String, Value>,
    address: String,
    said: Said,
    once: String,
}

/// `GET /fill/{register}`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Path(name): Path<String>) -> Response {
    respond(web, reader, name, None).await
}

async fn respond(web: Web, reader: Reader, name: String, tried: Option<Tried>) -> Response {
    let status = tried.as_ref().map_or(200, |tried| if tried.said.status == 0 { 422 } else { tried.said.status });
    let wait = tried.as_ref().and_then(|tried| tried.said.retry_after);
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw(&work, &shown, &name, &tried.unwrap_or_default())).await {
        Ok(found) => shell::page_until(&found, status, wait),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /fill/{register}`
pub(super) async fn post(State(web): State<Web>, reader: Reader, Path(name): Path<String>, request: Request) -> Response {
    let passed = limit::address(&request).map_or(Ok(()), |address| web.fill_ins.pass(address, web.app.now()));
    let sent = match form::read(&web, &resident(&web, reader.l, None), request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let l = reader.l;
    let (mut input, names_nothing) = match of(&web, &name) {
        Ok((register, _, mv)) => (inputs(register, mv, &sent), place_wrong(&web, l, register, &sent)),
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let typed = input.clone();
    let (area, place) = names_nothing;
    input.extend(area.map(|area| ("area".to_owned(), area.into())));
    let again = |said: Said| Tried {
        input: typed.clone().into_iter().chain([("area".to_owned(), sent.text("area").into())]).collect(),
        address: sent.text("address").to_owned(),
        said,
        once: sent.text("_once").to_owned(),
    };
    if let Err(wait) = passed {
        return respond(web, reader, name, Some(again(too_many(l, wait)))).await;
    }
    let (app, context, register) = (web.app.clone(), resident(&web, l, sent.once()), name.clone());
    match send(app, context, register, input, place.is_empty()).await {
        Ok(secret) => shell::go(&format!("/t/{secret}/thanks"), None),
        Err(error) => {
            crate::route::log(&error);
            let mut said = say(l, web.app.pack(), Some(&name), &error);
            said.fields.retain(|(field, _)| field != HELD && !matches!(field.as_str(), "place" | "area"));
            if !place.is_empty() {
                said.fields.push(("area".to_owned(), place));
            }
            respond(web, reader, name, Some(again(said))).await
        }
    }
}

/// Told to the engine beside what cannot be taken yet because nobody knows where it belongs: it says what else is wrong.
const HELD: &str = "held";

async fn send(
    app: linli_app::App,
    context: Context,
    register: String,
    mut input: BTreeMap<String, Value>,
    placed: bool,
) -> Result<String, AppError> {
    if !placed {
        input.insert(HELD.to_owned(), true.into());
    }
    let done = blocking(move || app.fill_in(&context, &register, &input)).await?;
    done.secret.ok_or_else(|| AppError::Internal("a record that somebody filled in has no link".to_owned()))
}

pub(super) fn inputs(register: &Register, mv: &Move, sent: &Sent) -> BTreeMap<String, Value> {
    let asked = mv.fill.iter().chain(&mv.may).filter(|name| register.fields.contains_key(*name) || *name == "note");
    asked.map(|name| (name.clone(), sent.text(name))).filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.into())).collect()
}

/// Where it belongs, by address or choice, and what is wrong with that.
fn place_wrong(web: &Web, l: Locale, register: &Register, sent: &Sent) -> (Option<String>, String) {
    let place = sent_place(sent);
    let located = locate(&web.app, l, &register.name, &place);
    // No finer than it must be: where exactly somebody lives is nobody's business here.
    let territory = web.app.territory();
    let path = located.area.as_deref().map(|area| territory.path(area)).unwrap_or_default();
    let area = path.iter().find(|step| step.level == register.level).map(|step| step.code.clone()).or(located.area);
    let nothing = place.area.is_none() && place.address.trim().is_empty();
    let wrong = if nothing { l.t("fill-in-where-missing").into_owned() } else { located.wrong };
    (area.filter(|_| wrong.is_empty()), wrong)
}

fn draw(web: &Web, reader: &Reader, name: &str, tried: &Tried) -> Result<FillInPage, AppError> {
    let l = reader.l;
    let (register, rule, mv) = of(web, name)?;
    let present = Present::new(&web.app, l, web.app.now());
    let known = Known { typed: Some(&tried.input), wrong: &tried.said.fields, ..Known::default() };
    let mut fields = of_move(&present, register, mv, &known);
    for field in &mut fields {
        field.focus = false;
    }
    let error = tried.said.fields.iter().find(|(field, _)| field == "area").map(|(_, text)| text.clone());
    let address = Field {
        name: "address".to_owned(),
        label: l.t("fill-in-address").into_owned(),
        hint: l.t("fill-in-address-hint").into_owned(),
        value: tried.address.clone(),
        ..Field::default()
    };
    let area = Field {
        name: "area".to_owned(),
        label: l.t("fill-in-area").into_owned(),
        hint: l.t("fill-in-area-hint").into_owned(),
        value: tried.input.get("area").and_then(Value::as_str).unwrap_or_default().to_owned(),
        error: error.unwrap_or_default(),
        kind: FieldKind::Category(communities(&present)),
        wide: true,
        ..Field::default()
    };
    fields.extend([address, area]);
    // Consent is asked last, below all that it is about.
    fields.sort_by_key(|field| matches!(field.kind, FieldKind::Bool));
    let errors = if tried.said.fields.is_empty() && !tried.said.title.is_empty() {
        vec![format!("{} {}", tried.said.title, tried.said.detail).trim().to_owned()]
    } else {
        Vec::new()
    };
    // The register's name is shorter than the words of the link: the bar above has room for little.
    let title = register.label.get(l.lang());
    Ok(FillInPage {
        shell: phone::shell(reader, title, Some(Link { label: l.t("fill-in-back").into_owned(), href: "/report".to_owned() })),
        intro: rule.intro.get(l.lang()).to_owned(),
        kept: register.retain.as_ref().map(|retain| l.t_n("fill-in-kept", u64::from(retain.days))).unwrap_or_default(),
        form: ActForm {
            title: title.to_owned(),
            action: href(register),
            fields,
            errors,
            submit: mv.label.get(l.lang()).to_owned(),
            once: if tried.once.is_empty() { web.app.random().secret() } else { tried.once.clone() },
            ..ActForm::default()
        },
    })
}
