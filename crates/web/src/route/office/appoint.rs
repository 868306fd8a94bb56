//! The form by which somebody is appointed to a post, or again.

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::office::AppointForm;
use linli_pack::model::{STANDINGS, Way};
use serde::Deserialize;

use crate::Locale;
use crate::route::bodies::{choice, crumbs, date, href};
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, form, shell};
use crate::say::{Said, say};
use crate::view::{ActForm, Choice, FieldKind, FormPage};

use super::{field, general, right_name, way_name};

/// Officials that a form offers.
const OFFICIALS: usize = 400;
/// Units that a form offers.
const UNITS: usize = 400;

/// What a form of an appointment may be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(in crate::route) struct Asked {
    post: Option<String>,
    renew: Option<String>,
    #[serde(rename = "for")]
    stands_in: Option<String>,
}

/// `GET /bodies/{code}/appoint?post=…&renew=…&for=…`
pub(in crate::route) async fn appoint(
    State(web): State<Web>,
    staff: Staff,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
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
pub(in crate::route) async fn save(State(web): State<Web>, staff: Staff, Path(code): Path<String>, request: Request) -> Response {
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
