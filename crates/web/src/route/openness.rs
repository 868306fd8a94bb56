//! Openness boards (公开栏): what is being decided here, what was, since when and until when; one paper in full, which prints; and what people say
//! to it. Nobody needs an account.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::openness::Shown;
use linli_pack::model::{Field as PackField, FieldKind as Kind, Hear, Move, Register};
use linli_pack::record::{Instant, Record, Value};
use serde::Deserialize;

use crate::Locale;
use crate::route::detail::field_text;
use crate::route::errors::failed;
use crate::route::fields::{Known, of_move};
use crate::route::present::Present;
use crate::route::report::{choose_community, resident};
use crate::route::session::Reader;
use crate::route::{Web, blocking, fill_in, form, limit, phone, shell, steps};
use crate::say::{Said, say, too_many};
use crate::view::{ActForm, Badge, BoardItem, BoardItemPage, BoardView, Fact, Link, OpennessPage, Paper, PlacesPage};

/// Of which community.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    area: String,
}

/// What was sent before and what was wrong with it.
#[derive(Clone, Debug, Default)]
struct Tried {
    input: BTreeMap<String, Value>,
    said: Said,
    once: String,
}

/// `GET /openness?area=…`
pub(super) async fn list(State(web): State<Web>, reader: Reader, Query(asked): Query<Asked>) -> Response {
    let (work, shown) = (web.clone(), reader.clone());
    let drawn = blocking(move || match asked.area.as_str() {
        "" => choose(&work, &shown).map(|page| shell::page(&page, 200)),
        area => boards(&work, &shown, area).map(|page| shell::page(&page, 200)),
    });
    match drawn.await {
        Ok(response) => response,
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn choose(web: &Web, reader: &Reader) -> Result<PlacesPage, AppError> {
    if web.app.pack().boards.is_empty() {
        return Err(AppError::NotFound("board"));
    }
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let back = Link { label: l.t("report-title").into_owned(), href: "/report".to_owned() };
    Ok(choose_community(&present, reader, (&l.t("openness-title"), &l.t("openness-choose")), back, "/openness?area="))
}

fn boards(web: &Web, reader: &Reader, area: &str) -> Result<OpennessPage, AppError> {
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let found = web.app.boards(area)?;
    let board = |board: &linli_pack::model::Board| {
        let here = |over: bool| {
            let these = found.iter().filter(move |one| one.rule.board == board.name && one.is_over(present.now) == over);
            these.map(|one| item(&present, one)).collect()
        };
        BoardView { label: board.label.get(l.lang()).to_owned(), items: here(false), past: here(true) }
    };
    Ok(OpennessPage {
        shell: phone::shell(
            reader,
            &l.t("openness-title"),
            Some(Link { label: l.t("openness-other-place").into_owned(), href: "/openness".to_owned() }),
        ),
        place: present.territory.place_name(area),
        boards: web.app.pack().boards.values().map(board).collect(),
        more: fill_in::links(web, l),
    })
}

fn item(present: &Present, one: &Shown<'_>) -> BoardItem {
    let l = present.l;
    BoardItem {
        title: steps::title(one),
        href: format!("/openness/{}", one.record.number),
        kind: one.rule.label.get(l.lang()).to_owned(),
        period: period(present, one),
        heard: if one.heard(present.now).is_some() { l.t("openness-heard").into_owned() } else { String::new() },
    }
}

/// 11月20日至11月27日, or since when; days of another year with their year.
fn period(present: &Present, one: &Shown<'_>) -> String {
    let year = |at: Instant| linli_app::days::date(present.day_number(at)).map(jiff::civil::Date::year);
    let this_year = year(present.now);
    let iso = |at: Instant| linli_app::days::date(present.day_number(at)).map(|day| day.to_string()).unwrap_or_default();
    let day = |at: Instant| if year(at) == this_year { present.day(at) } else { iso(at) };
    match one.until {
        Some(until) => present.l.t_with("openness-period", &[("from", day(one.since).into()), ("until", day(until).into())]),
        None => present.l.t_x("openness-since", &day(one.since)),
    }
}

/// `GET /openness/{number}`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Path(number): Path<String>) -> Response {
    respond(web, reader, number, None).await
}

async fn respond(web: Web, reader: Reader, number: String, tried: Option<Tried>) -> Response {
    let status = tried.as_ref().map_or(200, |tried| if tried.said.status == 0 { 422 } else { tried.said.status });
    let wait = tried.as_ref().and_then(|tried| tried.said.retry_after);
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw(&work, &shown, &number, &tried.unwrap_or_default())).await {
        Ok(found) => shell::page_until(&found, status, wait),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /openness/{number}`
pub(super) async fn post(State(web): State<Web>, reader: Reader, Path(number): Path<String>, request: Request) -> Response {
    let l = reader.l;
    let passed = limit::address(&request).map_or(Ok(()), |address| web.fill_ins.pass(address, web.app.now()));
    let sent = match form::read(&web, &resident(&web, l, None), request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let asked = web.app.on_board(&number).ok().and_then(|shown| heard(&web, shown.rule.hear.as_ref()?));
    let Some((register, mv)) = asked else { return failed(&web, &reader, None, &AppError::NotFound("record")) };
    let input = fill_in::inputs(register, mv, &sent);
    let again = |said: Said| Tried { input: input.clone(), said, once: sent.text("_once").to_owned() };
    if let Err(wait) = passed {
        return respond(web, reader, number, Some(again(too_many(l, wait)))).await;
    }
    let (app, context, to, said) = (web.app.clone(), resident(&web, l, sent.once()), number.clone(), input.clone());
    match blocking(move || app.speak(&context, &to, &said)).await {
        Ok(done) => shell::go(&format!("/t/{}/thanks", done.secret.unwrap_or_default()), None),
        Err(error) => {
            crate::route::log(&error);
            let said = say(l, web.app.pack(), Some(&register.name), &error);
            respond(web.clone(), reader, number, Some(again(said))).await
        }
    }
}

/// The register and the move by which people speak.
fn heard<'a>(web: &'a Web, hear: &Hear) -> Option<(&'a Register, &'a Move)> {
    let register = web.app.pack().registers.get(&hear.register)?;
    Some((register, register.moves.get(&hear.mv)?))
}

fn draw(web: &Web, reader: &Reader, number: &str, tried: &Tried) -> Result<BoardItemPage, AppError> {
    let l = reader.l;
    let present = Present::new(&web.app, l, web.app.now());
    let one = web.app.on_board(number)?;
    let record = &one.record;
    let over = one.is_over(present.now);
    // What was sent too late comes back with what was typed.
    let hear = one.heard(present.now).or_else(|| one.rule.hear.as_ref().filter(|_| !tried.input.is_empty()));
    let asked = hear.and_then(|hear| heard(web, hear));
    let fields: Vec<&PackField> = one
        .rule
        .fields
        .iter()
        .filter(|name| one.rule.title.as_ref() != Some(name))
        .filter_map(|name| one.register.fields.get(name))
        .collect();
    let board = web.app.pack().boards.get(&one.rule.board).map(|board| board.label.get(l.lang())).unwrap_or_default();
    let kind = one.rule.label.get(l.lang()).to_owned();
    let kept = asked.and_then(|(register, _)| register.retain.as_ref()).map(|retain| l.t_n("openness-kept", u64::from(retain.days)));
    let back = Link { label: l.t("openness-title").into_owned(), href: format!("/openness?area={}", record.area) };
    Ok(BoardItemPage {
        shell: phone::shell(reader, board, Some(back)),
        title: steps::title(&one),
        place: [present.territory.place_name(&record.area), record.number.clone()].join(" · "),
        kind: Badge { text: kind, tone: if over { "" } else { "accent" } },
        period: if over && one.until.is_some() { l.t_x("openness-over", &period(&present, &one)) } else { period(&present, &one) },
        steps: steps::of(&present, one.register, record),
        facts: fields.iter().filter_map(|field| fact(&present, field, record)).collect(),
        papers: fields.iter().filter_map(|field| paper(l, field, record)).collect(),
        form: asked.map(|(register, mv)| say_form(web, &present, register, mv, number, tried)),
        kept: kept.unwrap_or_default(),
        basis: one.rule.basis.clone(),
    })
}

fn fact(present: &Present, field: &PackField, record: &Record) -> Option<Fact> {
    let value = record.fields.get(&field.name).filter(|_| !matches!(field.kind, Kind::LongText { .. }))?;
    let value = field_text(present, &field.kind, value)?;
    Some(Fact { label: field.label.get(present.l.lang()).to_owned(), value, href: String::new() })
}

fn paper(l: Locale, field: &PackField, record: &Record) -> Option<Paper> {
    let text = record.fields.get(&field.name).filter(|_| matches!(field.kind, Kind::LongText { .. }))?.as_str()?;
    let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    Some(Paper { label: field.label.get(l.lang()).to_owned(), paragraphs })
}

fn say_form(web: &Web, present: &Present, register: &Register, mv: &Move, number: &str, tried: &Tried) -> ActForm {
    let lang = present.l.lang();
    let known = Known { typed: Some(&tried.input), wrong: &tried.said.fields, ..Known::default() };
    let mut fields = of_move(present, register, mv, &known);
    for field in &mut fields {
        field.focus = false;
    }
    let errors = if tried.said.fields.is_empty() && !tried.said.title.is_empty() {
        vec![format!("{} {}", tried.said.title, tried.said.detail).trim().to_owned()]
    } else {
        Vec::new()
    };
    ActForm {
        title: mv.label.get(lang).to_owned(),
        action: format!("/openness/{number}"),
        fields,
        errors,
        submit: mv.label.get(lang).to_owned(),
        once: if tried.once.is_empty() { web.app.random().secret() } else { tried.once.clone() },
        ..ActForm::default()
    }
}
