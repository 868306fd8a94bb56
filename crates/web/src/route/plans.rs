//! Plans for the territory: the list, and one plan drawn up step by step, looked at, decided, undone.

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::plan::{Plan, PlanForm, Preview, Stage};
use linli_app::{AppError, days};
use linli_engine::Refusal;
use linli_pack::record::Value;
use serde::Deserialize;
use serde_json::json;

use crate::route::errors::failed;
use crate::route::figures::grouped;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go, page, role_label};
use crate::route::{Web, blocking, form, maps, planning, shell};
use crate::say::say;
use crate::view::{ActForm, Badge, Crumbs, Empty, Field, FieldKind, Link, PlanLine, PlanPage, PlanRow, PlansPage, Tab};

/// What is being added.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "do")]
    pub(super) kind: Option<String>,
    /// Of which area; `area` in an address is the reader's own.
    #[serde(rename = "of")]
    pub(super) area: Option<String>,
}

/// `GET /areas/plans`
pub(super) async fn list(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_list(web, staff, "", &[])).await
}

fn draw_list(web: &Web, staff: &Staff, typed: &str, wrong: &[(String, String)]) -> Result<PlansPage, AppError> {
    let context = staff.context(web);
    let l = staff.reader.l;
    let plans = web.app.plans(&context)?;
    let rows = plans.iter().map(|plan| PlanRow {
        title: plan.title.clone(),
        href: format!("/areas/plans/{}", plan.id),
        status: status(l, plan),
        day: plan.day.map(iso).unwrap_or_default(),
        basis: plan.basis.clone(),
        steps: l.t_n("plan-steps-n", plan.steps.len()),
    });
    let mut title =
        Field { name: "title".to_owned(), label: l.t("plan-title").into_owned(), required: true, wide: true, ..Field::default() };
    typed.clone_into(&mut title.value);
    title.hint = l.t("plan-title-hint").into_owned();
    title.error = wrong.iter().find(|(field, _)| field == "title").map(|(_, text)| text.clone()).unwrap_or_default();
    Ok(PlansPage {
        sub: l.t_n("plans-n", plans.len()),
        rows: rows.collect(),
        add: ActForm {
            action: "/areas/plans".to_owned(),
            fields: vec![title],
            submit: l.t("plan-new").into_owned(),
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        empty: Empty { icon: "map", title: l.t("plans-empty").into_owned(), text: l.t("plans-empty-way").into_owned(), next: Vec::new() },
        shell: shell::staff(web, staff, &l.t("menu-plans"), "/areas/plans")?,
    })
}

/// `POST /areas/plans`
pub(super) async fn create(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let wanted = PlanForm { title: sent.text("title").to_owned(), ..PlanForm::default() };
    let (app, title) = (web.app.clone(), wanted.title.clone());
    match blocking(move || app.save_plan(&context, None, 0, &wanted)).await {
        Ok(plan) => go(&format!("/areas/plans/{}?do=merge", plan.id), None),
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            let work = web.clone();
            match blocking(move || draw_list(&work, &staff, &title, &said.fields)).await {
                Ok(found) => page(&found, 422),
                Err(error) => failed(&web, &reader, None, &error),
            }
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `GET /areas/plans/{id}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &id, &asked, None, &[])).await
}

/// `POST /areas/plans/{id}`: `what` says which of its acts.
pub(super) async fn post(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let seen: i64 = sent.text("_version").parse().unwrap_or_default();
    let what = sent.text("what").to_owned();
    if what == "choose" {
        let path = crate::route::detail::with(&format!("/areas/plans/{id}"), "do", sent.text("do"));
        return go(&(crate::route::detail::with(&path, "of", sent.text("area")) + "#step"), None);
    }
    let (work, key, given) = (web.clone(), id.clone(), sent.clone());
    let done = blocking(move || {
        let app = &work.app;
        match what.as_str() {
            "decide" => return app.decide_plan(&context, &key, seen),
            "undo" => return app.undo_plan(&context, &key, seen),
            "drop" => return app.drop_plan(&context, &key, seen),
            _ => {}
        }
        let plan = app.plan(&context, &key)?;
        let mut wanted = PlanForm { title: plan.title, day: plan.day, basis: plan.basis, steps: plan.steps };
        match what.as_str() {
            "remove" => {
                let at: usize = given.text("at").parse().unwrap_or(usize::MAX);
                let mut nth = 0;
                wanted.steps.retain(|_| {
                    nth += 1;
                    nth != at.saturating_add(1)
                });
            }
            "step" => wanted.steps.extend(planning::read(&given)),
            _ => {
                given.text("title").clone_into(&mut wanted.title);
                given.text("basis").clone_into(&mut wanted.basis);
                wanted.day = given.text("day").parse().ok().map(days::number);
            }
        }
        app.save_plan(&context, Some(&key), seen, &wanted)
    })
    .await;
    let what = sent.text("what").to_owned();
    let here = format!("/areas/plans/{id}");
    match done {
        Ok(plan) => {
            let l = reader.l;
            let said = match what.as_str() {
                "decide" => l.t_x("plan-said-decided", &plan.day.map(iso).unwrap_or_default()),
                "undo" => l.t("plan-said-undone").into_owned(),
                "drop" => l.t("plan-said-dropped").into_owned(),
                _ => l.t("plan-said-saved").into_owned(),
            };
            go(&here, Some(&said))
        }
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            again(web, staff, id, Some(sent), said.fields).await
        }
        Err(AppError::Refused(refusal)) if matches!(*refusal, Refusal::Stale { .. }) => {
            let said = vec![(String::new(), reader.l.t("plan-stale").into_owned())];
            again(web, staff, id, Some(sent), said).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// The page again, with what was typed and what is wrong with it.
async fn again(web: Web, staff: Staff, id: String, sent: Option<form::Sent>, wrong: Vec<(String, String)>) -> Response {
    let asked = sent.as_ref().map(|sent| Asked {
        kind: Some(sent.text("do").to_owned()).filter(|kind| !kind.is_empty()),
        area: Some(sent.text("area").to_owned()).filter(|area| !area.is_empty()),
    });
    drawn(&web, staff, 422, move |web, staff| draw(web, staff, &id, &asked.unwrap_or_default(), sent.as_ref(), &wrong)).await
}

fn iso(day: i64) -> String {
    days::date(day).map(|date| date.to_string()).unwrap_or_default()
}

fn status(l: crate::Locale, plan: &Plan) -> Badge {
    let (text, tone) = match plan.stage {
        _ if plan.stuck => (l.t("plan-stuck"), "late"),
        Stage::Draft => (l.t("plan-draft"), ""),
        Stage::Decided => (l.t("plan-decided"), "soon"),
        Stage::Done => (l.t("plan-done"), "fine"),
        Stage::Dropped => (l.t("plan-dropped"), ""),
    };
    Badge { text: text.into_owned(), tone }
}

fn draw(
    web: &Web,
    staff: &Staff,
    id: &str,
    asked: &Asked,
    sent: Option<&form::Sent>,
    wrong: &[(String, String)],
) -> Result<PlanPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let plan = web.app.plan(&context, id)?;
    let draft = plan.stage == Stage::Draft;
    let open = matches!(plan.stage, Stage::Draft | Stage::Decided);
    let preview = if open { web.app.preview_plan(&context, &plan)? } else { Preview::default() };
    let here = format!("/areas/plans/{id}");
    let (blocked, remarks): (Vec<_>, Vec<_>) = preview.drawn.faults.iter().filter(|_| open).partition(|fault| fault.trouble.blocks());
    let say_all = |faults: Vec<&linli_app::plan::Fault>| {
        faults.iter().map(|fault| planning::fault(&present, &preview.drawn, fault)).collect::<Vec<_>>()
    };
    let mut blocked = say_all(blocked);
    blocked.extend(wrong.iter().filter(|(field, _)| field.is_empty() || field == "steps").map(|(_, text)| text.clone()));
    let decided_by = if plan.decided_by.is_empty() {
        String::new()
    } else {
        web.app
            .store()
            .read(|tx| linli_store::account(tx, web.app.realm(), &plan.decided_by))?
            .map(|account| account.name)
            .unwrap_or_default()
    };
    let mut sub: Vec<String> = Vec::new();
    sub.extend(plan.day.filter(|_| !draft).map(|day| l.t_x("plan-from-day", &iso(day))));
    sub.extend(Some(plan.basis.clone()).filter(|basis| !basis.is_empty() && !draft));
    sub.extend(Some(decided_by).filter(|name| !name.is_empty()).map(|name| l.t_x("plan-decided-by", &name)));
    let acts = match plan.stage {
        Stage::Draft => {
            vec![(l.t("plan-decide").into_owned(), "decide", "btn-primary"), (l.t("plan-drop").into_owned(), "drop", "btn-quiet")]
        }
        Stage::Decided => vec![(l.t("plan-undo").into_owned(), "undo", "btn-danger")],
        _ => Vec::new(),
    };
    let kinds = [
        ("merge", l.t("plan-do-merge")),
        ("split", l.t("plan-do-split")),
        ("abolish", l.t("plan-do-abolish")),
        ("move", l.t("plan-do-move")),
        ("rename", l.t("plan-do-rename")),
        ("new", l.t("plan-do-new")),
    ];
    let current = asked.kind.clone().unwrap_or_default();
    let form = if draft { planning::form(web, &present, &preview.drawn, &plan, asked, sent) } else { None };
    Ok(PlanPage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: l.t("menu-plans").into_owned(), href: "/areas/plans".to_owned() }],
            here: plan.title.clone(),
        },
        title: plan.title.clone(),
        status: status(l, &plan),
        sub: sub.join(" · "),
        action: here.clone(),
        version: plan.version.to_string(),
        acts,
        blocked,
        remarks: say_all(remarks),
        basics: draft.then(|| basics(web, l, &plan, &here, sent.filter(|sent| sent.text("what") == "save"), wrong)),
        steps: plan.steps.iter().map(|step| planning::step(&present, &preview.drawn, step)).collect(),
        editable: draft,
        add: kinds
            .into_iter()
            .filter(|_| draft)
            .map(|(kind, label)| Tab {
                label: label.into_owned(),
                href: format!("{here}?do={kind}#step"),
                current: kind == current,
                ..Tab::default()
            })
            .collect(),
        form,
        lines: preview.lines.iter().map(|line| area_line(&present, &preview, line)).collect(),
        figures: figures(&present, &preview),
        bodies: preview
            .bodies
            .iter()
            .map(|line| (line.old.clone().unwrap_or_else(|| "—".to_owned()), line.new.clone().unwrap_or_default()))
            .collect(),
        grants: preview
            .grants
            .iter()
            .map(|(name, one)| {
                let body = |code: &String| preview.names.get(code).cloned().unwrap_or_default();
                let to = one.to.as_ref().map_or_else(|| l.t("plan-grant-open").into_owned(), body);
                [name.clone(), role_label(web, &one.role, l.lang()), body(&one.from), to]
            })
            .collect(),
        cases: preview
            .cases
            .iter()
            .map(|line| {
                let register = present.register(&line.register);
                let state = register.and_then(|register| register.states.get(&line.state)).map_or("", |state| state.label.get(l.lang()));
                let register = register.map_or("", |register| register.label.get(l.lang()));
                [format!("{register} · {state}"), line.from.clone(), line.to.clone(), line.n.to_string()]
            })
            .collect(),
        maps: shapes(&present, &preview),
        shell: shell::staff(web, staff, &plan.title, "/areas/plans")?,
    })
}

fn basics(web: &Web, l: crate::Locale, plan: &Plan, here: &str, sent: Option<&form::Sent>, wrong: &[(String, String)]) -> ActForm {
    let field = |name: &str, label: std::borrow::Cow<'static, str>, value: String, kind: FieldKind| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value: sent.map_or(value, |sent| sent.text(name).to_owned()),
        error: wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        kind,
        ..Field::default()
    };
    let mut title = field("title", l.t("plan-title"), plan.title.clone(), FieldKind::Text);
    (title.required, title.wide) = (true, true);
    let mut basis = field("basis", l.t("plan-basis"), plan.basis.clone(), FieldKind::Text);
    basis.hint = l.t("plan-basis-hint").into_owned();
    let mut day = field("day", l.t("plan-day"), plan.day.map(iso).unwrap_or_default(), FieldKind::Date);
    day.hint = l.t("plan-day-hint").into_owned();
    ActForm {
        action: here.to_owned(),
        fields: vec![title, day, basis],
        submit: l.t("save").into_owned(),
        once: web.app.random().secret(),
        hidden: vec![("_version".to_owned(), plan.version.to_string()), ("what".to_owned(), "save".to_owned())],
        ..ActForm::default()
    }
}

fn area_line(present: &Present, preview: &Preview, line: &linli_app::plan::Line) -> PlanLine {
    let l = present.l;
    let name = |code: &String| planning::name(present, &preview.drawn, code);
    let row =
        |size: &linli_app::plan::Size| vec![name(&size.parent), grouped(size.households), grouped(size.population), size.below.to_string()];
    let (text, tone) = match (&line.before, &line.after) {
        (None, _) => (l.t("plan-is-new"), "fine"),
        (_, None) => (l.t("plan-ends"), "late"),
        _ => (l.t("plan-changes"), ""),
    };
    PlanLine {
        name: line.name.clone(),
        code: line.code.clone(),
        change: Badge { text: text.into_owned(), tone },
        cells: {
            let side = |size: &Option<linli_app::plan::Size>| size.as_ref().map_or_else(|| vec![String::new(); 4], row);
            side(&line.before).into_iter().zip(side(&line.after)).collect()
        },
        into: if line.into.is_empty() {
            String::new()
        } else {
            l.t_x("plan-into", &line.into.iter().map(name).collect::<Vec<_>>().join(l.pick("、", ", ")))
        },
    }
}

fn figures(present: &Present, preview: &Preview) -> Vec<(String, String)> {
    let l = present.l;
    let moved: Vec<_> = preview.drawn.moves.iter().filter_map(|hang| preview.drawn.after.get(&hang.area)).collect();
    let count = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    vec![
        (l.t("plan-moved-areas").into_owned(), count(moved.len())),
        (l.t("plan-moved-households").into_owned(), grouped(moved.iter().map(|node| node.households).sum())),
        (l.t("plan-moved-people").into_owned(), grouped(moved.iter().map(|node| node.population).sum())),
        (l.t("plan-open").into_owned(), count(preview.open)),
        (l.t("plan-handed").into_owned(), count(preview.cases.iter().map(|line| line.n).sum())),
        (l.t("plan-roles").into_owned(), count(preview.grants.len())),
        (l.t("plan-addresses").into_owned(), count(preview.addresses)),
    ]
}

/// The finest areas around what changes, shaded by what they belong to, now and afterwards.
fn shapes(present: &Present, preview: &Preview) -> Vec<(String, String)> {
    let (territory, drawn) = (&present.territory, &preview.drawn);
    let around: Vec<&String> = drawn
        .touched
        .iter()
        .filter(|code| drawn.changes(code) && territory.area(code).is_none_or(|area| !territory.path(&area.code).is_empty()))
        .collect();
    let groups: Vec<&str> = around
        .iter()
        .filter(|code| {
            drawn.children(code).any(|child| territory.area(&child.code).is_some_and(|area| !area.rings.is_empty()))
                || territory.children(code).any(|area| !area.rings.is_empty())
        })
        .map(|code| code.as_str())
        .collect();
    if groups.is_empty() {
        return Vec::new();
    }
    let shade = |code: &str| groups.iter().position(|group| *group == code).map_or(0, |at| at % 4 + 1);
    let feature = |grid: &linli_app::territory::Area, group: &str, name: &str| {
        let rings: Vec<Value> = grid.rings.iter().map(|points| maps::ring(points)).collect();
        json!({
            "type": "Feature",
            "properties": { "label": format!("{name} {}", grid.name), "n": grid.households, "level": shade(group) },
            "geometry": { "type": "Polygon", "coordinates": rings },
        })
    };
    let collect = |features: Vec<Value>| json!({ "type": "FeatureCollection", "features": features }).to_string();
    let mut now = Vec::new();
    let mut then = Vec::new();
    for group in &groups {
        for grid in territory.children(group).filter(|grid| !grid.rings.is_empty()) {
            now.push(feature(grid, group, territory.area(group).map_or("", |area| area.name.as_str())));
        }
        for node in drawn.children(group) {
            if let Some(grid) = territory.area(&node.code).filter(|grid| !grid.rings.is_empty()) {
                then.push(feature(grid, group, drawn.after.get(*group).map_or("", |node| node.name.as_str())));
            }
        }
    }
    let l = present.l;
    vec![(l.t("plan-map-now").into_owned(), collect(now)), (l.t("plan-map-then").into_owned(), collect(then))]
}
