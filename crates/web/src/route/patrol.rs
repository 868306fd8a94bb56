//! The grid lead's phone: today's list, the grid's map, reporting what was found, and one matter with its acts.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::desk::Narrow;
use linli_app::detail::Detail;
use linli_app::{AppError, Target};
use linli_engine::{Command, Light as EngineLight, Offers, Refusal, clock};
use linli_pack::model::{Hold, Move, Scope, Tone};
use linli_pack::record::{Record, Value};
use linli_store::Order;
use serde::Deserialize;

use crate::route::detail::{event, with};
use crate::route::errors::failed;
use crate::route::phone::{self, photo_error, photo_ids, photo_input};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::drawn;
use crate::route::{Web, act, blocking, form, maps, queued, shell};
use crate::say::say;
use crate::view::patrol::{PatrolAct, PatrolDetail, PatrolItem, PatrolMap, PatrolMe, PatrolTab, PatrolToday, tabs};
use crate::view::{Empty, Link, PatrolHead, PhoneShell, Photo};

/// Matters of one register on a phone.
const MOST: usize = 100;
/// Matters shown with a picture.
const PICTURES: usize = 30;

/// What waits for a grid lead, the latest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    pub(super) records: Vec<Record>,
    late: u64,
    soon: u64,
}

/// Everything open that the present post's body holds, over all registers.
pub(super) fn waiting(web: &Web, staff: &Staff) -> Result<Waiting, AppError> {
    let context = staff.context(web);
    let narrow = Narrow { open: Some(true), mine: true, ..Narrow::default() };
    let mut records = Vec::new();
    for register in web.app.pack().registers.keys() {
        records.extend(web.app.browse(&context, register, &narrow, Order::Due, false, None, MOST)?.records);
    }
    records.sort_by_key(|record| (record.due.is_none(), record.due, record.created));
    let count = |light: EngineLight| {
        u64::try_from(records.iter().filter(|record| light_of(record, context.now) == light).count()).unwrap_or_default()
    };
    Ok(Waiting { late: count(EngineLight::Late), soon: count(EngineLight::Soon), records })
}

fn light_of(record: &Record, now: i64) -> EngineLight {
    if record.memory.paused.is_some() { EngineLight::Fine } else { clock::light(now, record.warn, record.due) }
}

/// What surrounds a page of the grid lead's, with the bottom bar.
pub(super) fn surround(web: &Web, staff: &Staff, title: &str, tab: PatrolTab, waiting: Option<&Waiting>) -> Result<PhoneShell, AppError> {
    let own;
    let waiting = match waiting {
        Some(waiting) => waiting,
        None => {
            own = self::waiting(web, staff)?;
            &own
        }
    };
    let n = u64::try_from(waiting.records.len()).unwrap_or_default();
    let mut shell = phone::shell(&staff.reader, title, None);
    shell.head.live = Some("/live".to_owned());
    shell.head.patrol = Some(PatrolHead { who: staff.who.account.id.clone(), post: staff.post.body.clone() });
    shell.tabs = tabs(staff.reader.l, tab, n, waiting.late > 0);
    Ok(shell)
}

pub(super) fn item(web: &Web, present: &Present, record: &Record, pictured: bool) -> PatrolItem {
    let words = record.fields.get("address").and_then(Value::as_str).unwrap_or_default().to_owned();
    let near = || {
        record.lon.zip(record.lat).and_then(|(lon, lat)| present.territory.nearest_address(lon, lat)).map(|address| address.text.clone())
    };
    let place = if words.is_empty() { near().unwrap_or_else(|| present.territory.place_name(&record.area)) } else { words };
    let mut meta = vec![present.source(&record.source)];
    meta.extend(record.category.as_deref().map(|code| present.category(code)));
    if present.pack.registers.keys().next() != Some(&record.register) {
        meta.insert(
            0,
            present.register(&record.register).map(|register| register.label.get(present.l.lang()).to_owned()).unwrap_or_default(),
        );
    }
    if record.followers > 0 {
        meta.push(present.l.t_n("followers", u64::try_from(record.followers).unwrap_or_default()));
    }
    let thumb = if pictured {
        let found = web.app.store().read(|tx| linli_store::attachments(tx, web.app.realm(), &record.id)).unwrap_or_default();
        found.first().map(|photo| format!("/photos/{}/small", photo.id)).unwrap_or_default()
    } else {
        String::new()
    };
    PatrolItem {
        href: format!("/patrol/{}", record.id),
        title: record.title.clone(),
        place,
        meta: meta.join(" · "),
        due: present.due(record),
        marks: present.marks(record),
        thumb,
    }
}

/// Which of them are wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    light: Option<String>,
}

/// `GET /patrol`
pub(super) async fn today(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_today(web, staff, asked.light.as_deref())).await
}

fn draw_today(web: &Web, staff: &Staff, light: Option<&str>) -> Result<PatrolToday, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let waiting = waiting(web, staff)?;
    let wanted = |record: &&Record| match light {
        Some("late") => light_of(record, present.now) == EngineLight::Late,
        Some("soon") => light_of(record, present.now) == EngineLight::Soon,
        _ => true,
    };
    let items: Vec<PatrolItem> =
        waiting.records.iter().filter(wanted).enumerate().map(|(at, record)| item(web, &present, record, at < PICTURES)).collect();
    let mut sums = Vec::new();
    let sum = |key: String, href: &str| Link { label: key, href: href.to_owned() };
    if waiting.late > 0 {
        sums.push(sum(l.t_n("patrol-late", waiting.late), "/patrol?light=late"));
    }
    if waiting.soon > 0 {
        sums.push(sum(l.t_n("patrol-soon", waiting.soon), "/patrol?light=soon"));
    }
    sums.push(sum(l.t_n("patrol-all", waiting.records.len()), "/patrol"));
    let today = present.day_number(present.now);
    let mut done = Vec::new();
    for register in web.app.pack().registers.keys() {
        // What a body holds is what is open; what it has closed is found in its area.
        let narrow = Narrow { open: Some(false), area: Some(staff.post.area.clone()), ..Narrow::default() };
        let closed = match web.app.browse(&context, register, &narrow, Order::Updated, true, None, MOST) {
            Ok(listed) => listed.records,
            Err(AppError::Forbidden(_)) => continue,
            Err(error) => return Err(error),
        };
        let closed = closed.into_iter().filter(|record| record.holder.as_ref() == Some(&staff.post.body));
        done.extend(closed.filter(|record| record.closed.is_some_and(|at| present.day_number(at) == today)));
    }
    Ok(PatrolToday {
        shell: surround(web, staff, &l.t("patrol-tab-today"), PatrolTab::Today, Some(&waiting))?,
        tracks: tracks(&present),
        grid: present.territory.place_name(&staff.post.area),
        day: present.day(present.now),
        sums,
        empty: Empty {
            icon: "circle-check",
            title: l.t("patrol-calm").into_owned(),
            text: l.t("patrol-calm-way").into_owned(),
            next: Vec::new(),
        },
        items,
        done: done.iter().map(|record| item(web, &present, record, false)).collect(),
    })
}

/// `GET /patrol/map`
pub(super) async fn map(State(web): State<Web>, staff: Staff) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let drawn = blocking(move || {
        let present = Present::new(&work.app, staff.reader.l, work.app.now());
        let waiting = waiting(&work, &staff)?;
        let mut shell = surround(&work, &staff, &present.l.t("patrol-tab-map"), PatrolTab::Map, Some(&waiting))?;
        shell.head.map = true;
        let view = maps::of_records(&present, &staff.post.area, &waiting.records, None, &|record| format!("/patrol/{}", record.id));
        Ok(PatrolMap {
            shell,
            geojson: view.geojson,
            items: waiting.records.iter().map(|record| item(&work, &present, record, false)).collect(),
            without: u64::try_from(waiting.records.iter().filter(|record| record.lon.is_none()).count()).unwrap_or_default(),
        })
    })
    .await;
    match drawn {
        Ok(found) => shell::page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `GET /patrol/me`
pub(super) async fn me(State(web): State<Web>, staff: Staff) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let drawn = blocking(move || {
        let present = Present::new(&work.app, staff.reader.l, work.app.now());
        let (l, lang) = (present.l, present.l.lang());
        let area = present.territory.area(&staff.post.area);
        let mut facts = Vec::new();
        if let Some(area) = area.filter(|area| area.households > 0) {
            let args = [("households", area.households.into()), ("people", area.population.into())];
            facts.push((l.t("patrol-grid").into_owned(), l.t_with("patrol-grid-size", &args)));
        }
        let mine = work.app.views_of(&staff.post.role).filter(|(_, view)| view.scope == Scope::Opener).map(|(register, view)| Link {
            label: view.label.get(lang).to_owned(),
            href: with(&with("/desk", "register", register), "view", &view.name),
        });
        let mut links: Vec<Link> = mine.collect();
        links.push(Link { label: l.t("menu-handbook").into_owned(), href: "/handbook".to_owned() });
        links.push(Link { label: l.t("menu-me").into_owned(), href: "/me".to_owned() });
        Ok(PatrolMe {
            shell: surround(&work, &staff, &l.t("patrol-tab-me"), PatrolTab::Me, None)?,
            name: staff.who.account.name.clone(),
            post: format!("{} · {}", present.territory.place_name(&staff.post.area), shell::post_label(&work, &staff.who, &staff.post, l)),
            facts,
            links,
            tracks: tracks(&present),
        })
    })
    .await;
    match drawn {
        Ok(found) => shell::page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// Why and by which law the ways of those who work outside are kept, where they are.
fn tracks(present: &Present) -> Option<String> {
    let tracks = present.pack.tracks.as_ref()?;
    let args = [("why", tracks.because.get(present.l.lang()).into()), ("basis", tracks.basis.clone().into())];
    Some(present.l.t_with("patrol-tracks", &args))
}

/// An act that was refused: its name, what was typed, and why.
#[derive(Clone, Debug, Default)]
pub(super) struct Tried {
    name: String,
    note: String,
    error: String,
    problem: String,
}

/// `GET /patrol/{id}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    respond(web, staff, id, None, 200).await
}

async fn respond(web: Web, staff: Staff, id: String, tried: Option<Tried>, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw(web, staff, &id, &tried.unwrap_or_default())).await
}

fn draw(web: &Web, staff: &Staff, id: &str, tried: &Tried) -> Result<PatrolDetail, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let detail = web.app.detail(&context, id)?;
    let record = &detail.record;
    let register = present.register(&record.register).ok_or(AppError::NotFound("register"))?;
    let mut shell = surround(web, staff, &l.t("patrol-handle"), PatrolTab::Today, None)?;
    shell.back = Some(Link { label: l.t("patrol-tab-today").into_owned(), href: "/patrol".to_owned() });
    let words = record.fields.get(&register.title).and_then(Value::as_str).unwrap_or(&record.title).to_owned();
    let lines = detail.lines.iter().rev().map(|line| {
        let event = event(&present, register, line);
        let text =
            [event.who, event.what, event.said].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(l.pick("：", ": "));
        (event.at, text)
    });
    Ok(PatrolDetail {
        shell,
        number: record.number.clone(),
        words,
        state: present.state(record),
        due: present.due(record),
        marks: present.marks(record),
        tiers: if register.has(linli_pack::model::Capability::Route) { phone::tiers(&present, record) } else { Vec::new() },
        facts: facts(&present, &detail),
        map: record.lon.map(|_| Link { label: l.t("patrol-see-place").into_owned(), href: "/patrol/map".to_owned() }),
        call: None,
        photos: detail
            .photos
            .iter()
            .map(|photo| {
                let time = present.moment(photo.at).text;
                Photo {
                    href: format!("/photos/{}", photo.id),
                    thumb: format!("/photos/{}/small", photo.id),
                    text: l.t_x("photo-of", &time),
                    time,
                    code: photo.id.clone(),
                }
            })
            .collect(),
        problem: tried.problem.clone(),
        acts: acts(web, &present, record, &detail.offers, tried),
        lines: lines.collect(),
    })
}

fn facts(present: &Present, detail: &Detail<'_>) -> Vec<(String, String)> {
    let l = present.l;
    let record = &detail.record;
    let mut facts = Vec::new();
    if let Some(code) = &record.category {
        facts.push((l.t("fact-category").into_owned(), present.category(code)));
    }
    let words = record.fields.get("address").and_then(Value::as_str).unwrap_or_default().to_owned();
    let place =
        [words, present.territory.place_name(&record.area)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    facts.push((l.t("fact-place").into_owned(), place));
    if !detail.personal.is_empty() {
        let who: Vec<&str> = detail.personal.iter().map(|(_, masked)| masked.as_str()).collect();
        facts.push((l.t("patrol-reporter").into_owned(), who.join("  ")));
    }
    facts.push((l.t("patrol-when").into_owned(), format!("{} · {}", present.moment(record.created).text, present.source(&record.source))));
    facts
}

/// The acts that ask for no more than words and photos: what a phone on the street is for. The others are on the desk's page.
pub(super) fn in_the_street<'a>(offers: &Offers<'a>) -> Vec<&'a Move> {
    let simple = |mv: &&&Move| mv.fill.iter().all(|name| name == "note" || name == "photos");
    offers.moves.iter().filter(simple).copied().collect()
}

/// The acts on a record, the likeliest first.
pub(super) fn acts(web: &Web, present: &Present, record: &Record, offers: &Offers<'_>, tried: &Tried) -> Vec<PatrolAct> {
    let (l, lang) = (present.l, present.l.lang());
    let mut moves = in_the_street(offers);
    moves.sort_by_key(|mv| match mv.tone {
        Tone::Primary => 0,
        _ if mv.hold == Hold::Up => 1,
        Tone::Plain => 2,
        Tone::Danger => 3,
    });
    let above = record.holder.as_deref().and_then(|code| present.territory.named_body(code)?.parent.clone());
    moves
        .into_iter()
        .map(|mv| {
            let refused = tried.name == mv.name;
            let asks = |name: &str| mv.fill.iter().chain(&mv.may).any(|input| input == name);
            PatrolAct {
                name: mv.name.clone(),
                label: mv.label.get(lang).to_owned(),
                hint: match (&mv.hold, &above, &mv.review) {
                    (Hold::Up, Some(body), _) => l.t_x("patrol-goes-to", &present.body(body)),
                    (_, _, Some(role)) => l.t_x("form-review", &shell::role_label(web, role, lang)),
                    _ => String::new(),
                },
                icon: match (mv.tone, &mv.hold) {
                    (Tone::Primary, _) => "check",
                    (_, Hold::Up) => "arrow-bar-up",
                    (Tone::Danger, _) => "ban",
                    _ => "notes",
                }
                .to_owned(),
                primary: mv.tone == Tone::Primary,
                action: format!("/patrol/{}/moves/{}", record.id, mv.name),
                once: web.app.random().secret(),
                version: record.version,
                reasons: Vec::new(),
                note_label: if asks("note") { l.t("input-note").into_owned() } else { String::new() },
                note_required: mv.fill.iter().any(|name| name == "note"),
                note: if refused { tried.note.clone() } else { String::new() },
                photo_max: if asks("photos") { phone::PHOTOS } else { 0 },
                error: if refused { tried.error.clone() } else { String::new() },
                submit: mv.label.get(lang).to_owned(),
            }
        })
        .collect()
}

/// `POST /patrol/{id}/moves/{move}`
pub(super) async fn make_move(
    State(web): State<Web>,
    mut staff: Staff,
    Path((id, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let reader = staff.reader.clone();
    let l = reader.l;
    let by_script = queued::by_script(&request);
    let sent = match form::read(&web, &staff.context(&web), request).await {
        Ok(sent) => sent,
        Err(error) if by_script => return queued::refused(l, web.app.pack(), None, &error, Value::Null),
        Err(error) => return failed(&web, &reader, None, &error),
    };
    if by_script && let Err(answer) = queued::take_up(&mut staff, &sent) {
        return *answer;
    }
    let context = queued::context(&web, &staff, &sent);
    let mut photos = photo_ids(&sent);
    let wrong = photo_error(l, &sent, &mut photos);
    if by_script && let Some(answer) = queued::without_photos(&web, &photos).await {
        return answer;
    }
    let note =
        [sent.text("reason"), sent.text("note")].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(l.pick("。", ". "));
    let tried = Tried { name: name.clone(), note: sent.text("note").to_owned(), ..Tried::default() };
    if !wrong.is_empty() {
        return respond(web, staff, id, Some(Tried { error: wrong, ..tried }), 422).await;
    }
    let mut input: BTreeMap<String, Value> = BTreeMap::new();
    if !note.is_empty() {
        input.insert("note".to_owned(), note.into());
    }
    if !photos.is_empty() {
        input.insert("photos".to_owned(), photo_input(&photos));
    }
    let command = Command { name: name.clone(), input, seen: sent.text("version").parse().ok(), ..Command::default() };
    match act(&web, context.clone(), Target::Id(id.clone()), command).await {
        Ok(done) => {
            let present = Present::new(&web.app, l, web.app.now());
            let label = present
                .register(&done.record.register)
                .and_then(|register| register.moves.get(&name))
                .map(|mv| mv.label.get(l.lang()).to_owned());
            let args = [
                ("act", label.unwrap_or_default().into()),
                ("number", done.record.number.clone().into()),
                ("state", present.state(&done.record).into()),
            ];
            let still = done.record.open && done.record.holder.as_ref() == Some(&staff.post.body);
            let back = if still { format!("/patrol/{id}") } else { "/patrol".to_owned() };
            let said = l.t_with("act-done", &args);
            if by_script { queued::done(&done, &said, &back) } else { shell::go(&back, Some(&said)) }
        }
        // A second press that carried its photos along again: the act stands, once.
        Err(AppError::KeyReused) if by_script => match web.app.answered(&context) {
            Ok(Some(done)) => queued::done(&done, "", "/patrol"),
            _ => queued::refused(l, web.app.pack(), None, &AppError::KeyReused, Value::Null),
        },
        Err(AppError::KeyReused) => shell::go("/patrol", None),
        Err(error) if by_script => queued::refused_act(web, staff, id, &error).await,
        Err(error @ AppError::NotFound(_)) => failed(&web, &reader, None, &error),
        Err(error) => {
            crate::route::log(&error);
            let work = web.clone();
            let register = blocking(move || work.app.detail(&context, &id).map(|detail| (id, detail.record.register))).await;
            let (id, register) = match register {
                Ok(found) => found,
                Err(error) => return failed(&web, &reader, None, &error),
            };
            let said = say(l, web.app.pack(), Some(&register), &error);
            let inputs = matches!(&error, AppError::Refused(refusal) if matches!(**refusal, Refusal::Inputs(_)));
            let text = if inputs { said.detail.clone() } else { [said.title.as_str(), said.detail.as_str()].join(l.pick("。", ". ")) };
            let tried = if inputs { Tried { error: text, ..tried } } else { Tried { error: text.clone(), problem: text, ..tried } };
            respond(web, staff, id, Some(tried), said.status).await
        }
    }
}
