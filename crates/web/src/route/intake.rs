//! The page that adds a record to a register: it says while one types what kind of matter it is, where it lies, and what it may repeat.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::report::Place;
use linli_app::{AppError, Context, Target};
use linli_engine::Command;
use linli_pack::model::{Capability, Home, Move, Register};
use linli_pack::record::Value;
use serde::Deserialize;

use crate::Locale;
use crate::route::detail::{self, with};
use crate::route::errors::{failed, said};
use crate::route::fields::{Known, of_move};
use crate::route::located::{given, locate, settle};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go, page};
use crate::route::{Web, act, blocking, form, maps, record, shell};
use crate::say::{Said, say};
use crate::view::{ActForm, Choice, Crumbs, Duplicate, Field, FieldKind, FormPage, IntakeHint, Link};

/// Told to the engine beside a record that must come back whatever it says.
const HELD: &str = "held";
/// Matters named that may be the same.
const NEAR: usize = 4;

/// Which of several ways to open a record.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "move")]
    mv: Option<String>,
}

pub(super) fn openings<'a>(web: &'a Web, context: &Context, register: &str) -> Vec<&'a linli_pack::model::Move> {
    let territory = web.app.territory();
    let found = linli_engine::openings(web.app.pack(), territory.as_ref(), &context.actor);
    // Staff open by their own moves; what anyone may do is for residents, unless there is nothing else.
    let own: Vec<_> = found.into_iter().filter(|(name, _)| *name == register).map(|(_, mv)| mv).collect();
    let of_role: Vec<_> = own.iter().copied().filter(|mv| !mv.by.iter().any(|by| by == "anyone")).collect();
    if of_role.is_empty() { own } else { of_role }
}

/// `GET /registers/{register}/new`
pub(super) async fn new(State(web): State<Web>, staff: Staff, Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let (work, register) = (web.clone(), name.clone());
    match blocking(move || draw_new(&work, &staff, &register, asked.mv.as_deref(), &Known::default(), &[])).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, Some(&name), &error),
    }
}

/// Matters that residents report themselves too, written down at a desk: it is asked how they came.
fn brought_to_desk(present: &Present, register: &Register, mv: &Move) -> bool {
    let reported = register.has(Capability::Place) && register.moves.values().any(|mv| mv.by.iter().any(|by| by == "anyone"));
    reported && mv.by.iter().any(|role| present.pack.roles.get(role).is_some_and(|role| role.home == Home::Desk))
}

fn draw_new(web: &Web, staff: &Staff, name: &str, mv: Option<&str>, known: &Known<'_>, errors: &[String]) -> Result<FormPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let register = present.register(name).ok_or(AppError::NotFound("register"))?;
    let moves = openings(web, &context, name);
    let found = mv.and_then(|mv| moves.iter().find(|found| found.name == mv)).or_else(|| moves.first());
    let mv = *found.ok_or(AppError::Forbidden("open"))?;
    let shell = shell::staff(web, staff, &l.t_x("register-new-of", register.label.get(lang)), &format!("/registers/{name}"))?;
    let known = &Known { post: Some(&staff.post.area), ..*known };
    let mut fields = of_move(&present, register, mv, known);
    if brought_to_desk(&present, register, mv) {
        let source = |code: &str| Choice { code: code.to_owned(), label: present.source(code), ..Choice::default() };
        fields.push(Field {
            name: "source".to_owned(),
            label: l.t("input-source").into_owned(),
            value: known.typed.and_then(|typed| typed.get("source")).and_then(|value| value.as_str()).unwrap_or("window").to_owned(),
            kind: FieldKind::Choice(vec![source("window"), source("hotline"), source("meeting")]),
            ..Field::default()
        });
    }
    if !register.has(Capability::Place) {
        fields.extend(area_of(&present, staff, register, known));
    }
    side_by_side(&mut fields);
    for field in &mut fields {
        if let FieldKind::Place { shapes, .. } = &mut field.kind {
            field.required = true;
            *shapes = maps::outline(&present.territory, &staff.post.area);
        }
    }
    let has_map = fields.iter().any(|field| matches!(field.kind, FieldKind::Place { .. }));
    let others: Vec<String> = moves.iter().filter(|other| other.name != mv.name).map(|other| other.label.get(lang).to_owned()).collect();
    Ok(FormPage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: register.label.get(lang).to_owned(), href: format!("/registers/{name}") }],
            here: mv.label.get(lang).to_owned(),
        },
        form: ActForm {
            title: l.t_x("register-new-of", register.label.get(lang)),
            action: with(&format!("/registers/{name}/new"), "move", &mv.name),
            fields,
            errors: errors.to_vec(),
            submit: mv.label.get(lang).to_owned(),
            basis: mv.basis.clone(),
            cancel: format!("/registers/{name}"),
            watch: if has_map { format!("/registers/{name}/hint") } else { String::new() },
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        map: has_map,
        aside: if others.is_empty() { Vec::new() } else { vec![(l.t("register-new-otherwise").into_owned(), others)] },
        shell,
    })
}

/// `POST /registers/{register}/new`
pub(super) async fn create(
    State(web): State<Web>,
    staff: Staff,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let reader = staff.reader.clone();
    let mut context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, Some(&name), &error),
    };
    context.once = sent.once();
    let moves = openings(&web, &context, &name);
    let Some(mv) =
        asked.mv.as_deref().and_then(|mv| moves.iter().find(|found| found.name == mv)).or_else(|| moves.first()).map(|mv| mv.name.clone())
    else {
        return failed(&web, &reader, Some(&name), &AppError::Forbidden("open"));
    };
    let mut input = sent.input();
    let place = web.app.pack().registers.get(&name).and_then(|register| complete(&web, reader.l, register, &mut input));
    let photos = record::photos_refused(reader.l, &sent);
    let mut command = Command { register: name.clone(), name: mv.clone(), input: input.clone(), seen: None };
    let held: Vec<(String, String)> =
        photos.into_iter().flat_map(|said| said.fields).chain(place.map(|text| ("place".to_owned(), text))).collect();
    if !held.is_empty() {
        // The engine reads the rest, so that everything wrong is said at once.
        command.input.remove("place");
        command.input.insert(HELD.to_owned(), true.into());
    }
    match act(&web, context, Target::New, command).await {
        Ok(done) => go(&format!("/records/{}", done.record.id), Some(&reader.l.t_x("opened", &done.record.number))),
        Err(error) => {
            crate::route::log(&error);
            let mut no = say(reader.l, web.app.pack(), Some(&name), &error);
            no.fields.retain(|(field, _)| field != HELD && !held.iter().any(|(known, _)| known == field));
            no.fields.extend(held);
            again(web, staff, name, mv, input, no).await
        }
    }
}

/// Which of the areas below one's own it is in, where a register is kept by smaller areas and knows no points on a map.
fn area_of(present: &Present, staff: &Staff, register: &Register, known: &Known<'_>) -> Option<Field> {
    let territory = &present.territory;
    if territory.area(&staff.post.area)?.level == register.level {
        return None;
    }
    let mut options = Vec::new();
    let mut below: Vec<_> = territory.children(&staff.post.area).collect();
    while let Some(area) = below.pop() {
        if area.level == register.level {
            options.push(Choice { code: area.code.clone(), label: territory.place_name(&area.code), ..Choice::default() });
        } else {
            below.extend(territory.children(&area.code));
        }
    }
    options.sort_by(|a, b| a.code.cmp(&b.code));
    let wrong = known.wrong.iter().find(|(field, _)| matches!(field.as_str(), "place" | "area"));
    (!options.is_empty()).then(|| Field {
        name: "area".to_owned(),
        label: present.l.t("fact-place").into_owned(),
        value: known.typed.and_then(|typed| typed.get("area")).and_then(Value::as_str).unwrap_or_default().to_owned(),
        error: wrong.map(|(_, text)| text.clone()).unwrap_or_default(),
        required: true,
        kind: FieldKind::Choice(options),
        ..Field::default()
    })
}

/// What kind of matter it is stands beside where it lies.
fn side_by_side(fields: &mut Vec<Field>) {
    let at = |fields: &[Field], name: &str| fields.iter().position(|field| field.name == name);
    let (Some(category), Some(place)) = (at(fields, "category"), at(fields, "place")) else { return };
    let mut place = fields.remove(place);
    place.wide = false;
    let after = if category < fields.len() { category + 1 } else { fields.len() };
    fields.insert(after, place);
    if let Some(category) = fields.get_mut(category) {
        category.wide = false;
    }
}

/// Fills in what the program knows itself: the area of a place, and the category that the words suggest. The answer is what is wrong with
/// the place.
fn complete(web: &Web, l: Locale, register: &Register, input: &mut BTreeMap<String, Value>) -> Option<String> {
    if !register.has(Capability::Place) {
        return None;
    }
    let text = |input: &BTreeMap<String, Value>, name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let words = text(input, "place");
    if !input.contains_key("category") {
        let title = text(input, &register.title);
        if let Some((code, _)) = web.app.pack().guess_category(&title).into_iter().next() {
            input.insert("category".to_owned(), code.into());
        }
    }
    if given(&|name| text(input, name)) == Place::default() {
        return Some(l.t("place-missing-desk").into_owned());
    }
    let wrong = settle(&web.app, l, &register.name, input);
    if !wrong.is_empty() {
        return Some(wrong);
    }
    if !words.is_empty() {
        input.entry("address".to_owned()).or_insert_with(|| words.into());
    }
    None
}

/// `GET /registers/{register}/hint`: what the words and the place typed so far suggest, beside the form.
pub(super) async fn hint(
    State(web): State<Web>,
    staff: Staff,
    Path(name): Path<String>,
    Query(typed): Query<BTreeMap<String, String>>,
) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_hint(web, staff, &name, &typed)).await
}

fn draw_hint(web: &Web, staff: &Staff, name: &str, typed: &BTreeMap<String, String>) -> Result<IntakeHint, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let register = present.register(name).ok_or(AppError::NotFound("register"))?;
    let get =
        |name: &str| typed.get(name).or_else(|| typed.get(&format!("place_{name}"))).map(|text| text.trim().to_owned()).unwrap_or_default();
    let words: String = get(&register.title).chars().take(500).collect();
    let located = locate(&web.app, l, name, &given(&get));
    let preview = web.app.preview(name, &words, &located.place(), context.now)?;
    // What is suggested is seen by those who may see the record itself.
    let near = preview.near.into_iter().filter(|likeness| context.sees(web.app.pack(), &present.territory, &likeness.record)).take(NEAR);
    Ok(IntakeHint {
        l,
        place: located.area.as_deref().map(|area| present.territory.place_name(area)).unwrap_or_default(),
        place_wrong: if given(&get) == Place::default() { String::new() } else { located.wrong },
        categories: preview
            .categories
            .iter()
            .map(|code| Choice { code: code.clone(), label: present.category(code), ..Choice::default() })
            .collect(),
        near: near
            .map(|likeness| Duplicate {
                title: likeness.record.title.clone(),
                number: likeness.record.number.clone(),
                href: format!("/records/{}", likeness.record.id),
                why: [detail::distance(l, &likeness), present.state(&likeness.record), present.moment(likeness.record.created).text]
                    .join(" · "),
                act: None,
            })
            .collect(),
    })
}

async fn again(web: Web, staff: Staff, name: String, mv: String, input: BTreeMap<String, Value>, no: Said) -> Response {
    let reader = staff.reader.clone();
    let (work, status, shown) = (web.clone(), no.status, no.clone());
    let drawn = blocking(move || {
        let general = if shown.fields.is_empty() { vec![format!("{} {}", shown.title, shown.detail)] } else { Vec::new() };
        draw_new(&work, &staff, &name, Some(&mv), &Known { typed: Some(&input), wrong: &shown.fields, ..Known::default() }, &general)
    })
    .await;
    match drawn {
        Ok(found) => page(&found, status),
        Err(_) => said(&web, &reader, &no),
    }
}
