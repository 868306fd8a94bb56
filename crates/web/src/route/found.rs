//! 发现问题: what a grid lead finds on the round, reported in three taps, settled on the spot or not.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use axum::response::Response;
use linli_app::report::Place;
use linli_app::{AppError, Context, Done, Target};
use linli_engine::Command;
use linli_pack::model::{Move, Register};
use linli_pack::record::Value;
use linli_store::TallyQuery;

use crate::route::errors::failed;
use crate::route::form::Sent;
use crate::route::located::{centre, locate, sent_place};
use crate::route::phone::{self, answered, kept, openings, photo_error, photo_ids, photo_input};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::drawn;
use crate::route::{Web, act, blocking, form, maps, patrol, queued, shell};
use crate::say::{Said, say};
use crate::view::patrol::{PatrolReport, PatrolTab, Tile};

/// Large buttons for categories.
const TILES: usize = 8;
/// Days that tell which categories are frequent here.
const LOOKED_BACK: i64 = 180;

/// What was sent before and what was wrong with it.
#[derive(Clone, Debug, Default)]
struct Tried {
    sent: Sent,
    photos: Vec<String>,
    photo_error: String,
    problems: Vec<String>,
    once: Option<String>,
    status: u16,
}

/// `GET /patrol/report`
pub(super) async fn get(State(web): State<Web>, staff: Staff) -> Response {
    respond(web, staff, None).await
}

async fn respond(web: Web, staff: Staff, tried: Option<Tried>) -> Response {
    let status = tried.as_ref().map_or(200, |tried| tried.status);
    drawn(&web, staff, status, move |web, staff| draw(web, staff, tried)).await
}

/// The move that opens a matter to be worked on, or the one that keeps it as settled.
fn opening<'p>(register: &Register, moves: &[&'p Move], settled: bool) -> Option<&'p Move> {
    let opens = |mv: &&&Move| mv.to.as_ref().and_then(|state| register.states.get(state)).is_some_and(|state| state.open);
    moves.iter().find(|mv| opens(mv) != settled).copied()
}

/// `POST /patrol/report`
pub(super) async fn post(State(web): State<Web>, mut staff: Staff, request: Request) -> Response {
    let l = staff.reader.l;
    let by_script = queued::by_script(&request);
    let sent = match form::read(&web, &staff.context(&web), request).await {
        Ok(sent) => sent,
        Err(error) if by_script => return queued::refused(l, web.app.pack(), None, &error, Value::Null),
        Err(error) => return failed(&web, &staff.reader, None, &error),
    };
    if by_script && let Err(answer) = queued::take_up(&mut staff, &sent) {
        return *answer;
    }
    let context = queued::context(&web, &staff, &sent);
    let settled = sent.text("done") == "true";
    let present = Present::new(&web.app, l, context.now);
    let found =
        openings(&web, &context.actor).and_then(|(register, moves)| Some((register.clone(), opening(register, &moves, settled)?.clone())));
    let Some((register, mv)) = found else { return failed(&web, &staff.reader, None, &AppError::Forbidden("report")) };
    let mut photos = photo_ids(&sent);
    let photo_error = photo_error(l, &sent, &mut photos);
    if by_script && let Some(answer) = queued::without_photos(&web, &photos).await {
        return answer;
    }
    let category = sent.text("category");
    let mut input: BTreeMap<String, Value> = BTreeMap::new();
    for name in ["category", "address", "note"].into_iter().filter(|name| *name != "note" || settled) {
        if !sent.text(name).is_empty() {
            input.insert(name.to_owned(), sent.text(name).into());
        }
    }
    // A category says what it is; words are for what it does not say.
    let words = sent.text("description");
    let words =
        if words.is_empty() && present.pack.categories.contains_key(category) { present.category(category) } else { words.to_owned() };
    if !words.is_empty() {
        input.insert(register.title.clone(), words.clone().into());
    }
    if !photos.is_empty() {
        input.insert("photos".to_owned(), photo_input(&photos));
    }
    let place = sent_place(&sent);
    let located = locate(&web.app, l, &register.name, &Place { area: Some(staff.post.area.clone()), ..place });
    located.fill(&mut input);
    input.retain(|name, _| {
        mv.fill.contains(name) || mv.may.contains(name) || *name == register.title || matches!(name.as_str(), "area" | "lon" | "lat")
    });
    if !photo_error.is_empty() || located.outside {
        // The engine reads the rest, so that everything wrong is said at once.
        input.insert("held".to_owned(), true.into());
    }
    let command = Command { register: register.name.clone(), name: mv.name.clone(), input, ..Command::default() };
    let error = match act(&web, context.clone(), Target::New, command).await {
        Ok(done) => return taken(l, &done, settled, by_script),
        Err(AppError::KeyReused) => match same(&web, &context, &register, &words).await {
            Ok(Some(done)) => return taken(l, &done, settled, by_script),
            _ => AppError::KeyReused,
        },
        Err(error) => error,
    };
    crate::route::log(&error);
    let mut said = say(l, web.app.pack(), Some(&register.name), &error);
    if by_script {
        if located.outside {
            said.fields.push(("place".to_owned(), located.wrong));
        }
        return queued::no(&said, Value::Null);
    }
    let once = sent.once().filter(|_| !matches!(error, AppError::KeyReused)).map(|_| sent.text("_once").to_owned());
    let problems = problems(l, &said, located.outside.then_some(located.wrong));
    respond(web, staff, Some(Tried { sent, photos, photo_error, problems, once, status: said.status })).await
}

/// Everything wrong that has no place of its own on the form.
fn problems(l: crate::Locale, said: &Said, place: Option<String>) -> Vec<String> {
    let mut texts: Vec<String> =
        said.fields.iter().filter(|(field, _)| !matches!(field.as_str(), "held" | "photos")).map(|(_, text)| text.clone()).collect();
    if said.fields.is_empty() {
        texts.push([said.title.as_str(), said.detail.as_str()].join(l.pick("。", ". ")));
    }
    texts.extend(place);
    texts
}

/// The record that this form opened before, if it said the same.
async fn same(web: &Web, context: &Context, register: &Register, words: &str) -> Result<Option<Done>, AppError> {
    let (work, context, title, words) = (web.clone(), context.clone(), register.title.clone(), words.trim().to_owned());
    blocking(move || {
        answered(&work, &context, |record| record.fields.get(&title).and_then(Value::as_str).map(str::trim) == Some(words.as_str()))
    })
    .await
}

fn taken(l: crate::Locale, done: &Done, settled: bool, by_script: bool) -> Response {
    let number = &done.record.number;
    let said = if settled { l.t_x("patrol-sent-done", number) } else { l.t_x("patrol-sent", number) };
    if by_script { queued::done(done, &said, "/patrol") } else { shell::go("/patrol", Some(&said)) }
}

fn draw(web: &Web, staff: &Staff, tried: Option<Tried>) -> Result<PatrolReport, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let (register, _) = openings(web, &context.actor).ok_or(AppError::Forbidden("report"))?;
    let fresh = tried.is_none();
    let Tried { sent, photos, photo_error, problems, once, .. } = tried.unwrap_or_default();
    let text = |name: &str| sent.text(name).to_owned();
    Ok(PatrolReport {
        shell: patrol::surround(web, staff, &l.t("patrol-found"), PatrolTab::Report, None)?,
        action: "/patrol/report".to_owned(),
        once: once.unwrap_or_else(|| web.app.random().secret()),
        fresh,
        problems,
        tiles: tiles(web, staff, &present, register)?,
        categories: present.category_groups(),
        category: text("category"),
        description: text("description"),
        photos: kept(l, "/photos", &photos),
        photo_max: phone::PHOTOS,
        photo_error,
        lon: text("lon"),
        lat: text("lat"),
        centre: centre(&present.territory, &staff.post.area),
        shapes: maps::of_records(&present, &staff.post.area, &[], None, &|_| String::new()).geojson,
        address: text("address"),
        done: text("done") == "true",
        note: text("note"),
        holder: l.t_x("patrol-my-list", &present.territory.place_name(&staff.post.area)),
    })
}

/// The categories most frequent in the grid, filled up from the areas above it.
fn tiles(web: &Web, staff: &Staff, present: &Present, register: &Register) -> Result<Vec<Tile>, AppError> {
    let today = present.day_number(present.now);
    let measure = present
        .pack
        .indicators
        .values()
        .find(|indicator| indicator.register == register.name)
        .map(|indicator| indicator.formula.of.clone());
    let leaves: Vec<String> = present.category_groups().into_iter().flat_map(|group| group.items).map(|choice| choice.code).collect();
    let mut codes: Vec<String> = Vec::new();
    if let Some(measure) = measure {
        for area in present.territory.path(&staff.post.area).iter().rev() {
            let from = linli_store::month_of(today - LOOKED_BACK);
            let query = TallyQuery { register: &register.name, area: &area.code, measures: &[measure.as_str()], from, to: today };
            let read = |tx: &mut dyn linli_store::Tx| linli_store::tally_categories(tx, web.app.realm(), &query);
            let mut sums = web.app.store().read(read)?;
            sums.sort_by_key(|sum| std::cmp::Reverse(sum.n));
            let fresh: Vec<String> =
                sums.into_iter().map(|sum| sum.category).filter(|code| leaves.contains(code) && !codes.contains(code)).collect();
            codes.extend(fresh);
            if codes.len() >= TILES {
                break;
            }
        }
    }
    let rest: Vec<String> = leaves.into_iter().filter(|code| !codes.contains(code)).collect();
    codes.extend(rest);
    Ok(codes
        .iter()
        .take(TILES)
        .map(|code| Tile { code: code.clone(), label: present.category(code), icon: icon(code).to_owned() })
        .collect())
}

/// A picture for a category, by what its code speaks of.
fn icon(code: &str) -> &'static str {
    const KNOWN: [(&str, &str); 16] = [
        ("light", "bolt"),
        ("power", "bolt"),
        ("drain", "droplet"),
        ("water", "droplet"),
        ("sewage", "droplet"),
        ("litter", "trash"),
        ("rubbish", "trash"),
        ("waste", "trash"),
        ("clutter", "packages"),
        ("park", "car"),
        ("traffic", "car"),
        ("tree", "trees"),
        ("green", "trees"),
        ("fire", "flame"),
        ("noise", "speakerphone"),
        ("elder", "home-heart"),
    ];
    let last = code.rsplit('.').next().unwrap_or(code);
    KNOWN.iter().find(|(word, _)| last.contains(word)).map_or("alert-circle", |(_, icon)| icon)
}
