//! A body with its posts, and the pages on which people are appointed, leave a post or stay longer.

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::office::{AppointForm, BodyView, Held, PostView};
use linli_pack::model::{Post, Right, STANDINGS, Way};
use linli_store::Line;
use serde::Deserialize;

use crate::Locale;
use crate::route::bodies::{choice, crumbs, date, href, kind_label};
use crate::route::detail::{own_name, with};
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go, page};
use crate::route::{Web, blocking, form, shell};
use crate::say::{Said, say};
use crate::view::{ActForm, Badge, BodyPage, Choice, Event, Field, FieldKind, FormPage, HeldRow, Link, PostCard};

/// Bodies below that are named one by one.
const BELOW: usize = 20;
/// Officials that a form offers.
const OFFICIALS: usize = 400;
/// Units that a form offers.
const UNITS: usize = 400;

/// `GET /bodies/{code}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(code): Path<String>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &code)).await
}

fn draw(web: &Web, staff: &Staff, code: &str) -> Result<BodyPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let (l, lang) = (present.l, present.l.lang());
    let view = web.app.body_view(&context, code)?;
    let name = view.named.name.get(lang).to_owned();
    let area = view.named.body.area.clone();
    let link =
        |label: std::borrow::Cow<'static, str>, what: &str| Link { label: label.into_owned(), href: format!("/bodies/{code}/{what}") };
    let mut acts = Vec::new();
    if view.may_change {
        acts = vec![link(l.t("body-change"), "change"), link(l.t("body-end"), "end")];
    }
    let duties = web.app.fits(&context, &area)?.into_iter().flat_map(|(structure, parts)| {
        let own = parts.into_iter().filter(|fit| fit.bodies.iter().any(|body| body == code) && !fit.part.duty.is_empty());
        own.map(|fit| (structure.label.get(lang).to_owned(), fit.part.duty.get(lang).to_owned())).collect::<Vec<_>>()
    });
    Ok(BodyPage {
        crumbs: crumbs(&present, &area, true, name.clone()),
        sub: format!("{} · {}", kind_label(&present, &view.named.body.kind), present.territory.place_name(&area)),
        status: match &view.named.ended {
            Some(day) => Badge { text: l.t_x("body-ended", day), tone: "late" },
            None => Badge::default(),
        },
        acts,
        duties: duties.collect(),
        above: view.named.parent.as_ref().map(|above| Link { label: present.body(above), href: href(above) }),
        below: below(&present, code),
        posts: view.posts.iter().map(|post| card(&present, &view, post)).collect(),
        history: view.history.iter().take(30).map(|line| event(&present, line)).collect(),
        name: name.clone(),
        shell: shell::staff(web, staff, &name, "/bodies")?,
    })
}

/// Bodies directly below: by name where they are few, otherwise a link for each kind.
fn below(present: &Present, code: &str) -> Vec<Link> {
    let found: Vec<_> = present.territory.bodies_below(code).collect();
    if found.len() <= BELOW {
        let name = |named: &linli_app::territory::NamedBody| named.name.get(present.l.lang()).to_owned();
        return found.into_iter().map(|named| Link { label: name(named), href: href(&named.body.code) }).collect();
    }
    let area = present.territory.named_body(code).map(|named| named.body.area.clone()).unwrap_or_default();
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for named in found {
        match kinds.iter_mut().find(|(kind, _)| *kind == named.body.kind) {
            Some((_, n)) => *n += 1,
            None => kinds.push((&named.body.kind, 1)),
        }
    }
    kinds
        .into_iter()
        .map(|(kind, n)| Link {
            label: format!("{} × {n}", kind_label(present, kind)),
            href: with(&with("/bodies", "area", &area), "kind", kind),
        })
        .collect()
}

fn card(present: &Present, view: &BodyView<'_>, post: &PostView<'_>) -> PostCard {
    let (l, lang) = (present.l, present.l.lang());
    let code = &view.named.body.code;
    let declared = post.post;
    let mut sub = vec![if declared.concurrent { l.t("office-concurrent") } else { l.t("office-dedicated") }.into_owned()];
    sub.push(l.t_n("office-seats", u64::from(declared.seats)));
    if let Some(years) = declared.term {
        sub.push(l.t_n("office-years", u64::try_from(years).unwrap_or_default()));
    }
    PostCard {
        title: declared.label.get(lang).to_owned(),
        sub: sub.join(" · "),
        vacant: if post.vacancies > 0 { l.t_n("office-vacant", u64::from(post.vacancies)) } else { String::new() },
        rows: post.now.iter().map(|held| row(present, view, declared, held)).collect(),
        past: post.past.iter().map(|held| row(present, view, declared, held)).collect(),
        rule: declared.because.get(lang).to_owned(),
        rights: declared.rights.iter().map(|right| right_name(l, *right)).collect(),
        basis: declared.basis.clone(),
        appoint: view.may_appoint.then(|| Link {
            label: l.t("office-appoint").into_owned(),
            href: with(&format!("/bodies/{code}/appoint"), "post", &declared.name),
        }),
    }
}

fn row(present: &Present, view: &BodyView<'_>, post: &Post, held: &Held) -> HeldRow {
    let (l, lang) = (present.l, present.l.lang());
    let one = &held.appointment;
    let label = |post: &str| present.pack.posts.get(post).map_or(post, |post| post.label.get(lang)).to_owned();
    let elsewhere = view.elsewhere.get(&held.official.id).into_iter().flatten();
    let mut how = way_name(l, Way::of(&one.how).unwrap_or(Way::Appointed));
    if let (Some(due), Some(present), Some(agreed)) = (one.due, one.present, one.agreed) {
        how = l.t_with("office-votes", &[("how", how.into()), ("due", due.into()), ("present", present.into()), ("agreed", agreed.into())]);
    }
    if !one.basis.is_empty() {
        how = format!("{how} · {}", one.basis);
    }
    let act = |label: std::borrow::Cow<'static, str>, href: String| Link { label: label.into_owned(), href };
    let mut acts = Vec::new();
    if view.may_appoint && one.ended.is_none() {
        let again = with(&format!("/bodies/{}/appoint", one.body), "post", &post.name);
        acts.push(act(l.t("office-end"), format!("/appointments/{}/end", one.id)));
        if post.term.is_some() && held.ends_soon {
            acts.push(act(l.t("office-renew"), with(&again, "renew", &one.id)));
            if post.delay > 0 {
                acts.push(act(l.t("office-delay"), format!("/appointments/{}/delay", one.id)));
            }
        }
        if one.stands_in.is_none() {
            acts.push(act(l.t("office-stand-in"), with(&again, "for", &one.id)));
        }
    }
    let last = one.ended.or(one.to_day);
    HeldRow {
        name: held.official.name.clone(),
        mark: if one.stands_in.is_some() { l.t("office-stands-in").into_owned() } else { String::new() },
        unit: held.official.unit.as_deref().map(|unit| present.body(unit)).unwrap_or_default(),
        term: match last {
            Some(_) => format!("{} – {}", date(Some(one.from_day)), date(last)),
            None => l.t_x("office-since", &date(Some(one.from_day))),
        },
        soon: if held.ends_soon { l.t_x("office-ends", &date(one.to_day)) } else { String::new() },
        how,
        elsewhere: elsewhere
            .map(|(body, post)| Link { label: format!("{} {}", present.body(body), label(post)), href: href(body) })
            .collect(),
        acts,
    }
}

fn right_name(l: Locale, right: Right) -> String {
    match right {
        Right::Papers => l.t("right-papers"),
        Right::Vote => l.t("right-vote"),
        Right::Appraise => l.t("right-appraise"),
    }
    .into_owned()
}

fn way_name(l: Locale, way: Way) -> String {
    match way {
        Way::Elected => l.t("way-elected"),
        Way::Appointed => l.t("way-appointed"),
        Way::CoOpted => l.t("way-co-opted"),
        Way::Competition => l.t("way-competition"),
    }
    .into_owned()
}

/// A line of a body's history.
fn event(present: &Present, line: &Line) -> Event {
    let (l, entry) = (present.l, &line.entry);
    let word = |name: &str| entry.words.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let fact = |name: &str| entry.facts.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let post = present.pack.posts.get(fact("post")).map(|post| post.label.get(l.lang())).unwrap_or_default();
    let what = own_name(l, &entry.name).unwrap_or_else(|| entry.name.clone());
    // A day says when something ended; how long a term lasts stands with the post.
    let last = if matches!(entry.name.as_str(), "appointment_new" | "stand_in") { "" } else { fact("last") };
    let parts = [what.as_str(), word("name"), post, fact("called"), last];
    Event {
        at: present.moment(entry.at),
        who: entry.body.as_deref().map_or_else(|| l.t("actor-system").into_owned(), |body| present.body(body)),
        what: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        said: if line.erased { l.t("words-erased").into_owned() } else { word("note").to_owned() },
        photos: Vec::new(),
        bad: false,
    }
}

/// What a form of an appointment may be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    post: Option<String>,
    renew: Option<String>,
    #[serde(rename = "for")]
    stands_in: Option<String>,
}

/// `GET /bodies/{code}/appoint?post=…&renew=…&for=…`
pub(super) async fn appoint(State(web): State<Web>, staff: Staff, Path(code): Path<String>, Query(asked): Query<Asked>) -> Response {
    let mut given =
        AppointForm { post: asked.post.unwrap_or_default(), stands_in: asked.stands_in.unwrap_or_default(), ..AppointForm::default() };
    let context = staff.context(&web);
    given.from = date(Some(web.app.today(&context)));
    if let (Some(id), Ok(view)) = (asked.renew, web.app.body_view(&context, &code))
        && let Some(held) = view.posts.iter().flat_map(|post| &post.now).find(|held| held.appointment.id == id)
    {
        given.person.clone_from(&held.official.id);
        given.member = held.official.member;
        given.here = held.official.home.as_deref() == Some(code.as_str());
        given.unit = held.official.unit.clone().unwrap_or_default();
        given.standing.clone_from(&held.official.standing);
        given.from = date(held.appointment.to_day.map(|last| last + 1));
    }
    show(web, staff, code, given, Said::default(), 200).await
}

/// `POST /bodies/{code}/appoint`
pub(super) async fn save(State(web): State<Web>, staff: Staff, Path(code): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let text = |name: &str| sent.text(name).to_owned();
    let given = AppointForm {
        post: text("post"),
        person: text("person"),
        name: text("name"),
        member: !sent.text("member").is_empty(),
        here: !sent.text("here").is_empty(),
        unit: text("unit"),
        standing: text("standing"),
        from: text("from"),
        to: text("to"),
        how: text("how"),
        votes: (text("due"), text("present"), text("agreed")),
        basis: text("basis"),
        stands_in: text("stands_in"),
    };
    let (app, wanted, body) = (web.app.clone(), given.clone(), code.clone());
    match blocking(move || app.appoint(&context, &body, &wanted)).await {
        Ok(_) => go(&href(&code), Some(&reader.l.t("office-appointed"))),
        Err(error @ (AppError::Invalid { .. } | AppError::NotAppointed(_))) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            show(web, staff, code, given, said, 422).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

async fn show(web: Web, staff: Staff, code: String, given: AppointForm, said: Said, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw_form(web, staff, &code, &given, &said)).await
}

/// A field with the error that a refusal names for it.
fn field(said: &Said, name: &str, label: std::borrow::Cow<'static, str>, value: &str, kind: FieldKind) -> Field {
    let error = said.fields.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default();
    Field { name: name.to_owned(), label: label.into_owned(), value: value.to_owned(), error, kind, ..Field::default() }
}

/// The refusal as an error of the whole form, where no field of it has it.
fn general(said: &Said, fields: &[Field]) -> Vec<String> {
    let placed = said.fields.iter().any(|(name, _)| fields.iter().any(|field| field.name == *name));
    if placed || said.status == 0 { Vec::new() } else { vec![said.detail.clone()] }
}

fn draw_form(web: &Web, staff: &Staff, code: &str, given: &AppointForm, said: &Said) -> Result<FormPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let (l, lang) = (present.l, present.l.lang());
    let view = web.app.body_view(&context, code)?;
    if !view.may_appoint {
        return Err(AppError::Forbidden("appointments"));
    }
    let found = view.posts.iter().find(|post| post.post.name == given.post).or_else(|| view.posts.first());
    let post = found.ok_or(AppError::NotFound("post"))?.post;
    let stood_for = view.posts.iter().flat_map(|post| &post.now).find(|held| held.appointment.id == given.stands_in);
    let plain = |code: &str, label: String| Choice { code: code.to_owned(), label, ..Choice::default() };
    let people = web.app.officials(&context, &view.named.body.area, OFFICIALS)?.into_iter().map(|one| Choice {
        code: one.id.clone(),
        label: one.name,
        note: one.unit.as_deref().map(|unit| present.body(unit)).unwrap_or_default(),
        words: String::new(),
    });
    let units = units(&present, &view.named.body.area);
    let number = || FieldKind::Number { min: "0".to_owned(), max: String::new(), step: "1", unit: l.t("office-people").into_owned() };
    let mut fields = vec![
        field(said, "person", l.t("office-person"), &given.person, FieldKind::Body(people.collect())),
        field(said, "name", l.t("office-name"), &given.name, FieldKind::Text),
        field(said, "unit", l.t("office-unit"), &given.unit, FieldKind::Body(units)),
        field(
            said,
            "standing",
            l.t("office-standing"),
            if given.standing.is_empty() { "staff" } else { &given.standing },
            FieldKind::Choice(STANDINGS.iter().map(|standing| plain(standing, standing_name(l, standing))).collect()),
        ),
        field(said, "member", l.t("office-member"), if given.member { "true" } else { "" }, FieldKind::Bool),
        field(said, "here", l.t("office-here"), if given.here { "true" } else { "" }, FieldKind::Bool),
        field(said, "from", l.t("office-from"), &given.from, FieldKind::Date),
        field(said, "to", l.t("office-to"), &given.to, FieldKind::Date),
    ];
    if let Some(field) = fields.iter_mut().find(|field| field.name == "to") {
        field.hint = post.term.map(|years| l.t_n("office-to-hint", u64::try_from(years).unwrap_or_default())).unwrap_or_default();
    }
    if let Some(field) = fields.iter_mut().find(|field| field.name == "person") {
        field.hint = l.t("office-person-hint").into_owned();
    }
    if stood_for.is_none() {
        let how = if given.how.is_empty() { post.ways.first().map_or("appointed", |way| way.name()) } else { &given.how };
        let ways = post.ways.iter().map(|way| plain(way.name(), way_name(l, *way))).collect();
        fields.push(field(said, "how", l.t("office-how"), how, FieldKind::Choice(ways)));
        if post.ways.contains(&Way::Elected) {
            fields.push(field(said, "due", l.t("office-due"), &given.votes.0, number()));
            fields.push(field(said, "present", l.t("office-present"), &given.votes.1, number()));
            fields.push(field(said, "agreed", l.t("office-agreed"), &given.votes.2, number()));
        }
    }
    fields.push(field(said, "basis", l.t("office-basis"), &given.basis, FieldKind::Text));
    let title = match stood_for {
        Some(held) => l.t_x("office-stand-in-for", &held.official.name),
        None => l.t_x("office-appoint-as", post.label.get(lang)),
    };
    let mut aside = Vec::new();
    if !post.because.is_empty() {
        aside.push((l.t("office-rule").into_owned(), vec![post.because.get(lang).to_owned(), l.t_x("basis", &post.basis)]));
    }
    if !post.rights.is_empty() {
        aside.push((l.t("office-rights").into_owned(), post.rights.iter().map(|right| right_name(l, *right)).collect()));
    }
    Ok(FormPage {
        crumbs: crumbs(&present, &view.named.body.area, true, title.clone()),
        form: ActForm {
            title: title.clone(),
            action: format!("/bodies/{code}/appoint"),
            errors: general(said, &fields),
            fields,
            submit: l.t("office-appoint").into_owned(),
            cancel: href(code),
            once: web.app.random().secret(),
            hidden: vec![("post".to_owned(), post.name.clone()), ("stands_in".to_owned(), given.stands_in.clone())],
            ..ActForm::default()
        },
        map: false,
        aside,
        shell: shell::staff(web, staff, &title, "/bodies")?,
    })
}

/// Bodies that people of a body's posts may come from: those of its area and the areas above and below it, but not single grids'.
fn units(present: &Present, area: &str) -> Vec<Choice> {
    let territory = &present.territory;
    let finest = present.pack.levels.last().map(|level| level.name.as_str());
    let below =
        territory.below(area).into_iter().filter(|code| *code == area || territory.area(code).map(|one| one.level.as_str()) != finest);
    let path = territory.path(area);
    let above = path.iter().rev().skip(1).map(|step| step.code.as_str());
    below.chain(above).flat_map(|code| territory.bodies_of(code)).take(UNITS).map(|named| choice(present, named)).collect()
}

fn standing_name(l: Locale, standing: &str) -> String {
    match standing {
        "head" => l.t("standing-head"),
        "deputy" => l.t("standing-deputy"),
        "resident" => l.t("standing-resident"),
        _ => l.t("standing-staff"),
    }
    .into_owned()
}

/// `GET /appointments/{id}/{act}`, the act `end` or `delay`.
pub(super) async fn leave(State(web): State<Web>, staff: Staff, Path((id, act)): Path<(String, String)>) -> Response {
    let today = date(Some(web.app.today(&staff.context(&web))));
    show_leave(web, staff, id, act, (today, String::new()), Said::default(), 200).await
}

/// `POST /appointments/{id}/{act}`
pub(super) async fn save_leave(
    State(web): State<Web>,
    staff: Staff,
    Path((id, act)): Path<(String, String)>,
    request: Request,
) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let given = (sent.text("to").to_owned(), sent.text("note").to_owned());
    let (app, which, what, wanted) = (web.app.clone(), id.clone(), act.clone(), given.clone());
    let done = blocking(move || match what.as_str() {
        "end" => app.end_appointment(&context, &which, &wanted.0, &wanted.1),
        "delay" => app.delay_appointment(&context, &which, &wanted.0, &wanted.1),
        _ => Err(AppError::NotFound("act")),
    })
    .await;
    match done {
        Ok(body) => go(&href(&body), Some(&reader.l.t("body-saved"))),
        Err(error @ (AppError::Invalid { .. } | AppError::NotAppointed(_))) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            show_leave(web, staff, id, act, given, said, 422).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

async fn show_leave(web: Web, staff: Staff, id: String, act: String, given: (String, String), said: Said, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw_leave(web, staff, &id, &act, &given, &said)).await
}

fn draw_leave(web: &Web, staff: &Staff, id: &str, act: &str, given: &(String, String), said: &Said) -> Result<FormPage, AppError> {
    let context = staff.context(web);
    let l = staff.reader.l;
    let body = web.app.body_of_appointment(&context, id)?;
    let view = web.app.body_view(&context, &body)?;
    let held =
        view.posts.iter().flat_map(|post| &post.now).find(|held| held.appointment.id == id).ok_or(AppError::NotFound("appointment"))?;
    let (title, label, submit) = match act {
        "end" => (l.t_x("office-end-of", &held.official.name), l.t("office-last-day"), l.t("office-end")),
        "delay" => (l.t_x("office-delay-of", &held.official.name), l.t("office-new-end"), l.t("office-delay")),
        _ => return Err(AppError::NotFound("act")),
    };
    leave_form(web, staff, &view.named.body.area, (&title, &submit), (format!("/appointments/{id}/{act}"), href(&body)), label, given, said)
}

/// `GET /bodies/{code}/end`
pub(super) async fn end(State(web): State<Web>, staff: Staff, Path(code): Path<String>) -> Response {
    let today = date(Some(web.app.today(&staff.context(&web))));
    show_end(web, staff, code, (today, String::new()), Said::default(), 200).await
}

/// `POST /bodies/{code}/end`
pub(super) async fn save_end(State(web): State<Web>, staff: Staff, Path(code): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let given = (sent.text("to").to_owned(), sent.text("note").to_owned());
    let (app, body, wanted) = (web.app.clone(), code.clone(), given.clone());
    match blocking(move || app.end_body(&context, &body, &wanted.0, &wanted.1)).await {
        Ok(()) => go(&href(&code), Some(&reader.l.t("body-saved"))),
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            show_end(web, staff, code, given, said, 422).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

async fn show_end(web: Web, staff: Staff, code: String, given: (String, String), said: Said, status: u16) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let drawn = blocking(move || {
        let (context, l) = (staff.context(&work), staff.reader.l);
        let view = work.app.body_view(&context, &code)?;
        if !view.may_change {
            return Err(AppError::Forbidden("bodies"));
        }
        let title = l.t_x("body-end-of", view.named.name.get(l.lang()));
        let to = (format!("/bodies/{code}/end"), href(&code));
        leave_form(&work, &staff, &view.named.body.area, (&title, &l.t("body-end")), to, l.t("office-last-day"), &given, &said)
    });
    match drawn.await {
        Ok(found) => page(&found, status),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// A form of a day and a reason.
#[expect(clippy::too_many_arguments, reason = "the words of one form")]
fn leave_form(
    web: &Web,
    staff: &Staff,
    area: &str,
    (title, submit): (&str, &str),
    (action, cancel): (String, String),
    label: std::borrow::Cow<'static, str>,
    given: &(String, String),
    said: &Said,
) -> Result<FormPage, AppError> {
    let present = Present::new(&web.app, staff.reader.l, web.app.now());
    let fields = vec![
        Field { required: true, ..field(said, "to", label, &given.0, FieldKind::Date) },
        field(said, "note", present.l.t("office-why"), &given.1, FieldKind::LongText { rows: 2, max: 200 }),
    ];
    Ok(FormPage {
        crumbs: crumbs(&present, area, true, title.to_owned()),
        form: ActForm {
            title: title.to_owned(),
            action,
            errors: general(said, &fields),
            fields,
            submit: submit.to_owned(),
            danger: true,
            cancel,
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        map: false,
        aside: Vec::new(),
        shell: shell::staff(web, staff, title, "/bodies")?,
    })
}
