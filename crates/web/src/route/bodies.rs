//! Organisations: an area's bodies as picture and list, and the pages that make, rename, hang and end a body.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::bodies::{BodyForm, Branch, Fit};
use linli_app::import::Roster;
use linli_app::office::Outlook;
use linli_app::territory::NamedBody;
use linli_app::{AppError, Context};
use linli_pack::model::Structure;
use serde::Deserialize;

use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, form, rosters, shell};
use crate::say::say;
use crate::view::orgchart::OrgChart;
use crate::view::{
    ActForm, Badge, BodiesPage, BodyRow, Choice, Crumbs, Empty, EndRow, Field, FieldKind, FilterBar, FitCard, FitRow, FormPage, Link,
    TreeNode,
};

/// Bodies that a search shows.
const FOUND: usize = 200;
/// Vacant seats that a page shows.
const VACANT: usize = 30;
/// Bodies of a part that are named one by one.
const NAMED: usize = 3;

/// What the page may be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
    q: Option<String>,
    kind: Option<String>,
}

/// `GET /bodies?area=…&q=…&kind=…`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

/// The page of a body.
pub(super) fn href(code: &str) -> String {
    format!("/bodies/{code}")
}

/// What a kind of body is called, without the area it stands in.
pub(super) fn kind_label(present: &Present, kind: &str) -> String {
    let label = present.pack.bodies.get(kind).map_or(kind, |kind| kind.label.get(present.l.lang()));
    let label = label.replace("{area}", "");
    // Without the area before it, an English name begins the line.
    let mut letters = label.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The way down to an area, each step a page of bodies.
pub(super) fn crumbs(present: &Present, area: &str, whole: bool, here: String) -> Crumbs {
    let path = present.territory.path(area);
    let above = path.iter().take(if whole { path.len() } else { path.len().saturating_sub(1) });
    let link = |label: &str, code: &str| Link { label: label.to_owned(), href: with("/bodies", "area", code) };
    Crumbs { l: present.l, above: above.map(|step| link(&step.name, &step.code)).collect(), here }
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<BodiesPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let (l, territory) = (present.l, present.territory.clone());
    let lang = l.lang();
    let given = asked.area.clone().filter(|area| !area.is_empty());
    let area = given.unwrap_or_else(|| staff.post.area.clone());
    let here = territory.area(&area).ok_or(AppError::NotFound("area"))?;
    let q = asked.q.as_deref().unwrap_or_default().trim().to_lowercase();
    let kind = asked.kind.as_deref().filter(|kind| !kind.is_empty());
    let searching = !q.is_empty() || kind.is_some();
    let choice = |code: &str, label: String| Choice { code: code.to_owned(), label, ..Choice::default() };
    let kinds = std::iter::once(choice("", l.t("filter-all").into_owned()))
        .chain(present.pack.bodies.keys().map(|kind| choice(kind, kind_label(&present, kind))));
    let tree = web.app.body_tree(&context, &area)?;
    let leads = web.app.leads(&context, &area)?;
    let roots: Vec<TreeNode> = tree.iter().map(|branch| node(&present, &area, &leads, branch)).collect();
    let outlook = web.app.outlook(&context, &area)?;
    let count = |code: &str| territory.bodies_of(code).count();
    let fits = web.app.fits(&context, &area)?;
    Ok(BodiesPage {
        crumbs: crumbs(&present, &area, false, here.name.clone()),
        title: l.t_x("bodies-title", &here.name),
        sub: l.t_n("bodies-count", count(&area)),
        new: web
            .app
            .keeps_bodies(&context, &area)
            .then(|| Link { label: l.t("body-new").into_owned(), href: with("/bodies/new", "area", &area) }),
        files: if web.app.may_keep(&context, Roster::Bodies).is_ok() { rosters::links(l, Roster::Bodies) } else { Vec::new() },
        filter: FilterBar {
            action: "/bodies".to_owned(),
            controls: vec![
                Field {
                    name: "q".to_owned(),
                    label: l.t("bodies-search").into_owned(),
                    value: asked.q.clone().unwrap_or_default(),
                    ..Field::default()
                },
                Field {
                    name: "kind".to_owned(),
                    label: l.t("body-kind").into_owned(),
                    value: kind.unwrap_or_default().to_owned(),
                    kind: FieldKind::Choice(kinds.collect()),
                    ..Field::default()
                },
            ],
            hidden: vec![("area".to_owned(), area.clone())],
            reset: with("/bodies", "area", &area),
            active: searching,
        },
        found: searching.then(|| search(&present, &area, &q, kind)),
        areas: territory
            .children(&area)
            .map(|child| Link { label: child.name.clone(), href: with("/bodies", "area", &child.code) })
            .collect(),
        chart: OrgChart { title: l.t_x("bodies-title", &here.name), roots: roots.clone() },
        tree: roots,
        fits: fits.iter().map(|(structure, parts)| card(&present, structure, parts)).collect(),
        ending: ending(&present, &outlook),
        vacant: outlook
            .vacant
            .iter()
            .take(VACANT)
            .map(|(body, post, n)| EndRow {
                what: post.label.get(lang).to_owned(),
                body: Link { label: present.body(body), href: href(body) },
                when: l.t_n("office-vacant", u64::from(*n)),
            })
            .collect(),
        more_vacant: match outlook.vacant.len().saturating_sub(VACANT) {
            0 => String::new(),
            more => l.t_n("bodies-more-vacant", more),
        },
        empty: Empty {
            icon: "search",
            title: l.t("search-nothing-found").into_owned(),
            text: String::new(),
            next: vec![Link { label: l.t("filter-reset").into_owned(), href: with("/bodies", "area", &area) }],
        },
        shell: shell::staff(web, staff, &l.t_x("bodies-title", &here.name), "/bodies")?,
    })
}

/// Bodies of an area and below whose name and kind fit, in the order of kinds.
fn search(present: &Present, area: &str, words: &str, kind: Option<&str>) -> Vec<BodyRow> {
    let fits = |named: &&NamedBody| {
        let name = |text: &str| text.to_lowercase().contains(words);
        kind.is_none_or(|kind| kind == named.body.kind) && (words.is_empty() || name(&named.name.zh) || name(&named.name.en))
    };
    let mut found: Vec<&NamedBody> =
        present.territory.below(area).into_iter().flat_map(|code| present.territory.bodies_of(code)).filter(fits).collect();
    found.sort_by_key(|named| (present.pack.bodies.get_index_of(&named.body.kind), named.body.code.clone()));
    found.truncate(FOUND);
    found
        .into_iter()
        .map(|named| BodyRow {
            name: named.name.get(present.l.lang()).to_owned(),
            href: href(&named.body.code),
            kind: kind_label(present, &named.body.kind),
            area: present.territory.place_name(&named.body.area),
        })
        .collect()
}

fn node(present: &Present, area: &str, leads: &BTreeMap<String, Vec<(String, String)>>, branch: &Branch) -> TreeNode {
    let lang = present.l.lang();
    let label = |post: &str| present.pack.posts.get(post).map_or(post, |post| post.label.get(lang)).to_owned();
    let who = leads.get(&branch.named.body.code).into_iter().flatten().map(|(post, name)| format!("{} {name}", label(post)));
    let below = branch.below.iter().map(|child| node(present, area, leads, child));
    let mut kinds: Vec<(&String, &usize)> = branch.further.iter().collect();
    kinds.sort_by_key(|(kind, _)| present.pack.bodies.get_index_of(*kind));
    let further = kinds.into_iter().map(|(kind, n)| TreeNode {
        name: format!("{} × {n}", kind_label(present, kind)),
        href: with(&with("/bodies", "area", area), "kind", kind),
        ..TreeNode::default()
    });
    TreeNode {
        name: branch.named.name.get(lang).to_owned(),
        href: href(&branch.named.body.code),
        who: who.collect::<Vec<_>>().join(present.l.pick("、", ", ")),
        below: below.chain(further).collect(),
    }
}

fn card(present: &Present, structure: &Structure, parts: &[Fit<'_>]) -> FitCard {
    let (l, lang) = (present.l, present.l.lang());
    let rows = parts.iter().map(|fit| {
        let few = fit.bodies.len() <= NAMED;
        let state = match (fit.short.len(), fit.over.len()) {
            (0, 0) => Badge { text: l.t("bodies-whole").into_owned(), tone: "fine" },
            (0, over) => Badge { text: l.t_n("bodies-over", over), tone: "late" },
            (short, _) => Badge { text: l.t_n("bodies-short", short), tone: "soon" },
        };
        FitRow {
            part: fit.part.label.get(lang).to_owned(),
            duty: fit.part.duty.get(lang).to_owned(),
            bodies: fit.bodies.iter().filter(|_| few).map(|code| Link { label: present.body(code), href: href(code) }).collect(),
            many: if few { String::new() } else { l.t_n("bodies-count", fit.bodies.len()) },
            state,
        }
    });
    FitCard { title: structure.label.get(lang).to_owned(), basis: structure.basis.clone(), rows: rows.collect() }
}

fn ending(present: &Present, outlook: &Outlook<'_>) -> Vec<EndRow> {
    let lang = present.l.lang();
    let label = |post: &str| present.pack.posts.get(post).map_or(post, |post| post.label.get(lang)).to_owned();
    let rows = outlook.ending.iter().map(|held| EndRow {
        what: format!("{} · {}", held.official.name, label(&held.appointment.post)),
        body: Link { label: present.body(&held.appointment.body), href: href(&held.appointment.body) },
        when: present.l.t_x("office-ends", &date(held.appointment.to_day)),
    });
    rows.collect()
}

/// A day as `YYYY-MM-DD`; empty where there is none.
pub(super) fn date(day: Option<i64>) -> String {
    day.and_then(linli_app::days::date).map(|date| date.to_string()).unwrap_or_default()
}

/// `GET /bodies/new?area=…`
pub(super) async fn new(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    let area = asked.area.clone().unwrap_or_else(|| staff.post.area.clone());
    let form = BodyForm { area, ..BodyForm::default() };
    show(web, staff, None, form, Vec::new(), 200).await
}

/// `POST /bodies/new`
pub(super) async fn make(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    save(web, staff, None, request).await
}

/// `GET /bodies/{code}/change`
pub(super) async fn change(State(web): State<Web>, staff: Staff, Path(code): Path<String>) -> Response {
    let territory = web.app.territory();
    let found = territory.named_body(&code);
    let form = found.map(|named| BodyForm {
        kind: named.body.kind.clone(),
        area: named.body.area.clone(),
        name: named.name.zh.clone(),
        parent: named.parent.clone().unwrap_or_default(),
    });
    show(web, staff, Some(code), form.unwrap_or_default(), Vec::new(), 200).await
}

/// `POST /bodies/{code}/change`
pub(super) async fn save_change(State(web): State<Web>, staff: Staff, Path(code): Path<String>, request: Request) -> Response {
    save(web, staff, Some(code), request).await
}

async fn save(web: Web, staff: Staff, code: Option<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let mut wanted = BodyForm {
        kind: sent.text("kind").to_owned(),
        area: sent.text("area").to_owned(),
        name: sent.text("name").to_owned(),
        parent: sent.text("parent").to_owned(),
    };
    if let Some(named) = code.as_deref().and_then(|code| web.app.territory().named_body(code).cloned()) {
        (wanted.kind, wanted.area) = (named.body.kind, named.body.area);
    }
    let (app, given, known) = (web.app.clone(), wanted.clone(), code.clone());
    let done = blocking(move || match known {
        Some(code) => app.change_body(&context, &code, &given).map(|()| code),
        None => app.make_body(&context, &given),
    })
    .await;
    match done {
        Ok(code) => go(&href(&code), Some(&reader.l.t("body-saved"))),
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            show(web, staff, code, wanted, said.fields, 422).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

async fn show(web: Web, staff: Staff, code: Option<String>, given: BodyForm, wrong: Vec<(String, String)>, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw_form(web, staff, code.as_deref(), &given, &wrong)).await
}

fn draw_form(web: &Web, staff: &Staff, code: Option<&str>, given: &BodyForm, wrong: &[(String, String)]) -> Result<FormPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let area = present.territory.area(&given.area).ok_or(AppError::NotFound("area"))?.clone();
    if !web.app.keeps_bodies(&context, &area.code) {
        return Err(AppError::Forbidden("bodies"));
    }
    let error = |name: &str| wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default();
    let mut fields = Vec::new();
    if code.is_none() {
        let kinds = present.pack.bodies.values().filter(|kind| kind.level == area.level);
        let kinds = kinds.map(|kind| Choice { code: kind.name.clone(), label: kind_label(&present, &kind.name), ..Choice::default() });
        fields.push(Field {
            name: "kind".to_owned(),
            label: l.t("body-kind").into_owned(),
            value: given.kind.clone(),
            error: error("kind"),
            required: true,
            kind: FieldKind::Choice(kinds.collect()),
            ..Field::default()
        });
    }
    fields.push(Field {
        name: "name".to_owned(),
        label: l.t("body-name").into_owned(),
        hint: if code.is_none() { l.t("body-name-hint").into_owned() } else { String::new() },
        value: given.name.clone(),
        error: error("name"),
        ..Field::default()
    });
    fields.push(Field {
        name: "parent".to_owned(),
        label: l.t("body-above").into_owned(),
        hint: l.t("body-above-hint").into_owned(),
        value: given.parent.clone(),
        error: error("parent"),
        kind: FieldKind::Body(above(&present, &area.code, code)),
        ..Field::default()
    });
    let title = if code.is_none() { l.t_x("body-new-in", &area.name) } else { l.t("body-change").into_owned() };
    let action = code.map_or_else(|| "/bodies/new".to_owned(), |code| format!("/bodies/{code}/change"));
    Ok(FormPage {
        crumbs: crumbs(&present, &area.code, true, title.clone()),
        form: ActForm {
            title: title.clone(),
            action,
            fields,
            submit: l.t("save").into_owned(),
            cancel: code.map_or_else(|| with("/bodies", "area", &area.code), href),
            once: web.app.random().secret(),
            hidden: vec![("area".to_owned(), area.code.clone())],
            ..ActForm::default()
        },
        map: false,
        aside: Vec::new(),
        shell: shell::staff(web, staff, &title, "/bodies")?,
    })
}

/// Bodies of the area and all above it, which a body can hang below.
fn above(present: &Present, area: &str, own: Option<&str>) -> Vec<Choice> {
    let path = present.territory.path(area);
    let bodies = path.iter().rev().flat_map(|step| present.territory.bodies_of(&step.code));
    bodies.filter(|named| Some(named.body.code.as_str()) != own).map(|named| choice(present, named)).collect()
}

/// A body as an answer of a form.
pub(super) fn choice(present: &Present, named: &NamedBody) -> Choice {
    Choice {
        code: named.body.code.clone(),
        label: named.name.get(present.l.lang()).to_owned(),
        note: present.territory.place_name(&named.body.area),
        words: named.body.code.clone(),
    }
}

/// How many terms end soon in the area of somebody who keeps appointments; `None` for everybody else.
pub(super) fn waiting(web: &Web, staff: &Staff, context: &Context) -> Result<Option<usize>, AppError> {
    if !web.app.pack().roles.get(&staff.post.role).is_some_and(|role| role.organise) {
        return Ok(None);
    }
    Ok(Some(web.app.outlook(context, &staff.post.area)?.ending.len()))
}
