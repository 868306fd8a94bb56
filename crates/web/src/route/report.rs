//! The resident's report: the form with its guesses, photos that travel before it, and what became of it when it is sent.

use std::collections::BTreeMap;

use axum::extract::{Query, Request, State};
use axum::response::Response;
use linli_app::report::Place;
use linli_app::{AppError, Context, Target};
use linli_engine::Command;
use linli_pack::model::{FieldKind as Kind, Register};
use linli_pack::record::Value;
use serde::Deserialize;

use crate::Locale;
use crate::route::errors::failed;
use crate::route::form::Sent;
use crate::route::located::{Located, centre, locate, sent_place};
use crate::route::phone::{answered, kept, openings, photo_error, photo_ids, photo_input};
use crate::route::present::Present;
use crate::route::session::Reader;
use crate::route::{Web, act, blocking, early, fields, fill_in, form, join, limit, phone, public, shell, track};
use crate::say::{Said, input_label, say, too_many};
use crate::view::report::{Guess, Near, PlaceAsk, ReportPage, ReportPreview};
use crate::view::{Choice, ChoiceGroup, Field, FieldKind, Link, PlacesPage};

/// Told to the engine beside a report that must come back whatever it says, because of its photos.
const HELD: &str = "held";

/// What was sent before and what was wrong with it.
#[derive(Clone, Debug, Default)]
struct Tried {
    sent: Sent,
    photos: Vec<String>,
    photo_error: String,
    place_error: String,
    said: Option<Said>,
    once: Option<String>,
}

/// Residents are residents here even when they are signed in as staff: their own report is not their office's.
pub(super) fn resident(web: &Web, l: Locale, once: Option<String>) -> Context {
    Context { once, ..Context::resident(l.lang(), web.app.now()) }
}

/// `GET /report`
pub(super) async fn get(State(web): State<Web>, reader: Reader) -> Response {
    respond(web, reader, None).await
}

async fn respond(web: Web, reader: Reader, tried: Option<Tried>) -> Response {
    let said = tried.as_ref().map(|tried| tried.said.clone().unwrap_or_default());
    let status = said.as_ref().map_or(200, |said| if said.status == 0 { 422 } else { said.status });
    let wait = said.and_then(|said| said.retry_after);
    let (work, shown) = (web.clone(), reader.clone());
    match blocking(move || draw(&work, &shown, tried)).await {
        Ok(found) => shell::page_until(&found, status, wait),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /report`
pub(super) async fn post(State(web): State<Web>, reader: Reader, request: Request) -> Response {
    let passed = limit::address(&request).map_or(Ok(()), |address| web.reports.pass(address, web.app.now()));
    let sent = match form::read(&web, &resident(&web, reader.l, None), request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let context = resident(&web, reader.l, sent.once());
    let l = reader.l;
    if let Err(wait) = passed {
        // What was typed waits in the form with its key: sent again, it is one report.
        let once = sent.once().map(|_| sent.text("_once").to_owned());
        let photos = photo_ids(&sent);
        let said = Some(too_many(l, wait));
        return respond(web, reader, Some(Tried { sent, photos, once, said, ..Tried::default() })).await;
    }
    let Some((register, moves)) = openings(&web, &context.actor).map(|(register, moves)| (register.clone(), moves)) else {
        return failed(&web, &reader, None, &AppError::NotFound("register"));
    };
    if !sent.text("follow").is_empty() {
        return follow(web, reader, context, sent, &register).await;
    }
    let mut photos = photo_ids(&sent);
    let photo_error = photo_error(l, &sent, &mut photos);
    let located = locate(&web.app, l, &register.name, &sent_place(&sent));
    let Some(opening) = phone::opening_at(&web, &moves, located.area.as_deref()) else {
        return failed(&web, &reader, None, &AppError::NotFound("register"));
    };
    let mut input = inputs(&web, &register, &sent);
    input.retain(|name, _| name == &register.title || opening.fill.contains(name) || opening.may.contains(name));
    if !photos.is_empty() {
        input.insert("photos".to_owned(), photo_input(&photos));
    }
    located.fill(&mut input);
    // Everything that is wrong is said at once, so the engine reads the rest even where this report cannot be taken.
    if !photo_error.is_empty() || !located.wrong.is_empty() {
        input.insert(HELD.to_owned(), true.into());
    }
    let command = Command { register: register.name.clone(), name: opening.name.clone(), input, ..Command::default() };
    match act(&web, context.clone(), Target::New, command).await {
        Ok(done) => shell::go(&format!("/t/{}/thanks", done.secret.unwrap_or_default()), None),
        Err(AppError::KeyReused) => again(web, reader, context, sent, photos, &register).await,
        Err(error) => {
            crate::route::log(&error);
            let mut said = say(l, web.app.pack(), Some(&register.name), &error);
            said.fields.retain(|(field, _)| field != HELD && (field != "place" || located.wrong.is_empty()));
            let place_error = place_error(l, &sent, &located, &said);
            respond(
                web,
                reader,
                Some(Tried {
                    once: sent.once().map(|_| sent.text("_once").to_owned()),
                    sent,
                    photos,
                    photo_error,
                    place_error,
                    said: Some(said),
                }),
            )
            .await
        }
    }
}

/// The same form came twice: the same report leads to its answer, another one is asked about once more.
async fn again(web: Web, reader: Reader, context: Context, sent: Sent, photos: Vec<String>, register: &Register) -> Response {
    let words = plain(sent.text("description"));
    let title = register.title.clone();
    let same = move |record: &linli_pack::record::Record| {
        record.fields.get(&title).and_then(Value::as_str).is_some_and(|kept| plain(kept) == words)
    };
    let work = web.clone();
    match blocking(move || answered(&work, &context, same)).await {
        Ok(Some(done)) => shell::go(&format!("/t/{}/thanks", done.secret.unwrap_or_default()), None),
        Ok(None) => {
            let said = say(reader.l, web.app.pack(), None, &AppError::KeyReused);
            respond(web, reader, Some(Tried { sent, photos, said: Some(said), ..Tried::default() })).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Follows what somebody else reported; what was typed here is added to it.
async fn follow(web: Web, reader: Reader, context: Context, sent: Sent, register: &Register) -> Response {
    let other = sent.text("follow").to_owned();
    let (work, asked) = (web.clone(), context.clone());
    let done = blocking(move || match work.app.answered(&asked)? {
        Some(done) => Ok(done),
        None => work.app.follow(&asked, &other),
    })
    .await;
    let photos = photo_ids(&sent);
    match done {
        Ok(done) => {
            let secret = done.secret.unwrap_or_default();
            if !done.replayed {
                add(&web, reader.l, &secret, &sent, &photos).await;
            }
            shell::go(&format!("/t/{secret}/thanks"), None)
        }
        Err(AppError::NotFound(_)) => {
            let said = Said { status: 409, kind: "closed", title: reader.l.t("report-follow-gone").into_owned(), ..Said::default() };
            let once = sent.once().map(|_| sent.text("_once").to_owned());
            respond(web, reader, Some(Tried { sent, photos, once, said: Some(said), ..Tried::default() })).await
        }
        Err(error) => failed(&web, &reader, Some(&register.name), &error),
    }
}

/// Adds the words and photos to the matter that is followed. Following stands even where the rules take no addition.
async fn add(web: &Web, l: Locale, secret: &str, sent: &Sent, photos: &[String]) {
    let note = sent.text("description");
    if note.is_empty() {
        return;
    }
    let (work, link) = (web.clone(), secret.to_owned());
    let offered = blocking(move || Ok(track::adding(&work.app.followed(&link)?).map(|mv| mv.name.clone()))).await;
    let Ok(Some(name)) = offered else { return };
    let mut input: BTreeMap<String, Value> = [("note".to_owned(), note.into())].into();
    if !photos.is_empty() {
        input.insert("photos".to_owned(), photo_input(photos));
    }
    let context = resident(web, l, None);
    if let Err(error) = act(web, context, Target::Follow(secret.to_owned()), Command { name, input, ..Command::default() }).await {
        crate::route::log(&error);
    }
}

/// What is wrong with the place, in its own words where there are any.
fn place_error(l: Locale, sent: &Sent, located: &Located, said: &Said) -> String {
    if located.area.is_none() && sent.taken_at.is_some() && !located.outside {
        return l.t("place-from-photo").into_owned();
    }
    if !located.wrong.is_empty() {
        return located.wrong.clone();
    }
    let is_place = |field: &str| matches!(field, "place" | "area" | "lon" | "lat" | "address");
    said.fields.iter().find(|(field, _)| is_place(field)).map(|(_, text)| text.clone()).unwrap_or_default()
}

/// The register's own inputs as they were sent; the category is guessed where none was chosen.
fn inputs(web: &Web, register: &Register, sent: &Sent) -> BTreeMap<String, Value> {
    let own = register.fields.values().filter(|field| !field.derived).map(|field| field.name.as_str()).chain(["category"]);
    let mut input: BTreeMap<String, Value> = own
        .map(|name| (name.to_owned(), sent.text(name)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, text.into()))
        .collect();
    let guess = web.app.pack().guess_category(sent.text("description")).first().map(|(code, _)| *code);
    if let Some(code) = guess.filter(|_| !input.contains_key("category")) {
        input.insert("category".to_owned(), code.into());
    }
    input
}

fn draw(web: &Web, reader: &Reader, tried: Option<Tried>) -> Result<ReportPage, AppError> {
    let l = reader.l;
    let context = resident(web, l, None);
    let present = Present::new(&web.app, l, context.now);
    let (register, _) = openings(web, &context.actor).ok_or(AppError::NotFound("register"))?;
    let fresh = tried.is_none();
    let Tried { mut sent, photos, photo_error, place_error, said, once } = tried.unwrap_or_default();
    // A photo's own place is proposed where nothing else was given; the person confirms it by sending again.
    if let Some((lon, lat)) = sent.taken_at.filter(|_| place_error == l.t("place-from-photo")) {
        sent.fields.retain(|(name, _)| !matches!(name.as_str(), "lon" | "lat"));
        sent.fields.extend([("lon".to_owned(), format!("{lon:.6}")), ("lat".to_owned(), format!("{lat:.6}"))]);
    }
    let said = said.unwrap_or_default();
    let field = |name: &str, kind: FieldKind| {
        let declared = register.fields.get(name);
        Field {
            name: name.to_owned(),
            label: input_label(l, Some(register), name),
            hint: declared.map(|field| fields::hint(l, field)).unwrap_or_default(),
            error: said.fields.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default(),
            purpose: declared.and_then(|field| field.personal.as_ref()).map(|purpose| purpose.get(l.lang()).to_owned()).unwrap_or_default(),
            value: sent.text(name).to_owned(),
            kind,
            ..Field::default()
        }
    };
    let max = match register.fields.get("description").map(|field| &field.kind) {
        Some(Kind::LongText { max }) => u32::try_from(*max).unwrap_or(0),
        _ => 0,
    };
    let place = sent_place(&sent);
    let known = ["description", "name", "phone", "anonymous", "photos", "place", "area", "lon", "lat", "address"];
    let mut problems: Vec<String> =
        said.fields.iter().filter(|(field, _)| !known.contains(&field.as_str())).map(|(_, text)| text.clone()).collect();
    if said.fields.is_empty() && photo_error.is_empty() && place_error.is_empty() && !said.title.is_empty() {
        problems.push([said.title.as_str(), said.detail.as_str()].join(l.pick("。", ". ")).trim_end_matches(['。', '.', ' ']).to_owned());
    }
    let chosen_area = place.area.clone().unwrap_or_default();
    Ok(ReportPage {
        shell: {
            let mut shell = phone::shell(reader, &l.t("report-title"), None);
            shell.foot = vec![Link { label: l.t("public-title").into_owned(), href: "/public".to_owned() }];
            if !web.app.pack().boards.is_empty() {
                shell.foot.push(Link { label: l.t("openness-title").into_owned(), href: "/openness".to_owned() });
            }
            if web.app.circle_register().is_some() {
                shell.foot.push(Link { label: l.t("circle-title").into_owned(), href: "/circle".to_owned() });
            }
            if !web.app.pack().services.is_empty() {
                shell.foot.push(Link { label: l.t("service-guide").into_owned(), href: "/services".to_owned() });
            }
            shell.foot.extend(join::link(web, l));
            shell.foot.extend(fill_in::links(web, l));
            shell.foot.push(Link { label: l.t("report-staff").into_owned(), href: "/login".to_owned() });
            shell
        },
        action: "/report".to_owned(),
        once: once.unwrap_or_else(|| web.app.random().secret()),
        fresh,
        problems,
        description: Field { required: true, ..field("description", FieldKind::LongText { rows: 4, max }) },
        photos: kept(l, early::UNCLAIMED, &photos),
        photo_max: phone::PHOTOS,
        photo_error,
        place: PlaceAsk {
            lon: sent.text("lon").to_owned(),
            lat: sent.text("lat").to_owned(),
            centre: centre(&present.territory, if chosen_area.is_empty() { &present.pack.root } else { &chosen_area }),
            zoom: if chosen_area.is_empty() { 12 } else { 15 },
            address: Field { error: place_error, ..field("address", FieldKind::Text) },
            areas: communities(&present),
            area: chosen_area,
        },
        categories: present.category_groups(),
        preview: preview_of(web, &present, register, sent.text("description"), &place, sent.text("category"))?,
        name: field("name", FieldKind::Text),
        phone: field("phone", FieldKind::Phone),
        anonymous: field("anonymous", FieldKind::Bool),
        kept: l.t("report-kept").into_owned(),
    })
}

/// The areas two levels below the root, under those one level below it: what residents call their community.
pub(super) fn communities(present: &Present) -> Vec<ChoiceGroup> {
    let territory = &present.territory;
    territory
        .children(&territory.root)
        .map(|upper| ChoiceGroup {
            label: upper.name.clone(),
            items: territory
                .children(&upper.code)
                .map(|area| Choice { code: area.code.clone(), label: area.name.clone(), ..Choice::default() })
                .collect(),
        })
        .filter(|group| !group.items.is_empty())
        .collect()
}

/// A page on which a community is chosen: `under`, followed by its code, is where each leads.
pub(super) fn choose_community(present: &Present, reader: &Reader, (title, intro): (&str, &str), back: Link, under: &str) -> PlacesPage {
    let link = |choice: Choice| Link { label: choice.label, href: format!("{under}{}", choice.code) };
    PlacesPage {
        shell: phone::shell(reader, title, Some(back)),
        intro: intro.to_owned(),
        groups: communities(present).into_iter().map(|group| (group.label, group.items.into_iter().map(link).collect())).collect(),
    }
}

fn preview_of(
    web: &Web,
    present: &Present,
    register: &Register,
    words: &str,
    place: &Place,
    chosen: &str,
) -> Result<ReportPreview, AppError> {
    let l = present.l;
    let located = locate(&web.app, l, &register.name, place);
    let found = web.app.preview(&register.name, words, &located.place(), present.now)?;
    let chosen = present.pack.categories.contains_key(chosen).then(|| chosen.to_owned());
    let mut codes = found.categories;
    if let Some(chosen) = &chosen {
        codes.retain(|code| code != chosen);
        codes.insert(0, chosen.clone());
    }
    let categories =
        codes.iter().take(3).enumerate().map(|(at, code)| Guess { code: code.clone(), label: present.category(code), chosen: at == 0 });
    let near = found.near.iter().map(|likeness| {
        let ago = present.moment(likeness.record.created).text;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "metres within a grid")]
        let lead = match likeness.metres {
            Some(metres) if metres < 10.0 => l.t_x("near-here", &ago),
            Some(metres) => l.t_with("near-metres", &[("n", (metres.round() as u64).into()), ("time", ago.into())]),
            None => l.t_x("near-grid", &ago),
        };
        Near {
            id: likeness.record.id.clone(),
            lead,
            // Another person's own words may say who they are; the category and the door of the building do not.
            title: public::title(present, &likeness.record),
            state: {
                let state = present.state_of(&likeness.record).map(|state| state.public.get(l.lang()).to_owned());
                let voices = u64::try_from(likeness.record.followers).ok().filter(|n| *n > 0).map(|n| l.t_n("followers", n));
                state.into_iter().chain(voices).collect::<Vec<_>>().join(" · ")
            },
        }
    });
    Ok(ReportPreview {
        l,
        categories: categories.collect(),
        place: found.address.map(|address| l.t_x("near-address", &address)).unwrap_or_default(),
        area: found.area.as_deref().map(|area| present.territory.place_name(area)).unwrap_or_default(),
        outside: located.outside,
        near: near.collect(),
        holder: found.holder.map(|body| present.body(&body)).unwrap_or_default(),
    })
}

/// What is asked while somebody types.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Typing {
    #[serde(default)]
    text: String,
    #[serde(default)]
    lon: String,
    #[serde(default)]
    lat: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    category: String,
}

/// `GET /report/preview`
pub(super) async fn preview(State(web): State<Web>, reader: Reader, Query(typing): Query<Typing>) -> Response {
    let work = web.clone();
    let l = reader.l;
    let drawn = blocking(move || {
        let present = Present::new(&work.app, l, work.app.now());
        let (register, _) = openings(&work, &resident(&work, l, None).actor).ok_or(AppError::NotFound("register"))?;
        let fields = [("lon", typing.lon), ("lat", typing.lat), ("address", typing.address), ("area", typing.area)];
        let sent = Sent { fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), ..Sent::default() };
        preview_of(&work, &present, register, &typing.text, &sent_place(&sent), &typing.category)
    })
    .await;
    match drawn {
        Ok(found) => shell::page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}
