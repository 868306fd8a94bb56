//! The callers' list: whom the program drew, masked, with the words to say and the way to the form that takes the answer.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::call_back::{ToCall, calls};
use linli_pack::model::{CallBack, FieldKind, Register};
use serde::Deserialize;

use crate::route::Web;
use crate::route::board::range;
use crate::route::detail::with;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::view::{CallBacksPage, CallRow, Empty, Link, Tab};

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    register: Option<String>,
}

/// `GET /call-backs`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

/// The registers about whose records a role calls people back.
pub(super) fn called<'a>(web: &'a Web, role: &'a str) -> impl Iterator<Item = &'a Register> {
    web.app.pack().registers.values().filter(move |register| calls(register, role))
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<CallBacksPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let first = called(web, &staff.post.role).next().map(|register| register.name.clone());
    let name = asked.register.clone().filter(|name| !name.is_empty()).or(first).ok_or(AppError::Forbidden("call-back"))?;
    let found = web.app.call_backs(&context, &staff.post, &name)?;
    let register = present.register(&name).ok_or(AppError::NotFound("register"))?;
    let last = match &found.last {
        None => l.t("call-back-never").into_owned(),
        Some(last) => l.t_with(
            "call-back-last",
            &[
                ("period", range(&present, linli_app::board::Period { from: last.from, to: last.to }).into()),
                ("of", last.of.into()),
                ("drawn", last.drawn.into()),
                ("seed", last.seed.clone().into()),
            ],
        ),
    };
    let mut registers: Vec<Tab> = called(web, &staff.post.role)
        .map(|register| Tab {
            label: register.label.get(lang).to_owned(),
            href: with("/call-backs", "register", &register.name),
            current: register.name == name,
            ..Tab::default()
        })
        .collect();
    if registers.len() < 2 {
        registers.clear();
    }
    let title = l.t("menu-call-backs");
    Ok(CallBacksPage {
        registers,
        rule: rule(&present, found.rule),
        basis: found.rule.basis.clone(),
        last,
        script: l.t_x("call-back-script", &present.body(&staff.post.body)),
        levels: present.pack.rating.labels.iter().rev().map(|label| label.get(lang).to_owned()).collect(),
        rows: found.waiting.iter().map(|one| row(&present, register, found.rule, one)).collect(),
        none: Empty {
            icon: "phone",
            title: l.t("call-back-none").into_owned(),
            text: l.t("call-back-none-way").into_owned(),
            next: Vec::new(),
        },
        all: Link { label: l.t("call-back-all").into_owned(), href: format!("/registers/{name}") },
        shell: shell::staff(web, staff, &title, "/call-backs")?,
    })
}

fn rule(present: &Present, rule: &CallBack) -> String {
    let l = present.l;
    let level = present.pack.level(&rule.level).map_or(rule.level.as_str(), |level| level.label.get(l.lang()));
    let every = if rule.every == "month" { l.t("call-back-month") } else { l.t("call-back-week") };
    l.t_with(
        "call-back-rule",
        &[("every", every.into()), ("level", level.to_owned().into()), ("share", rule.share.into()), ("least", rule.least.into())],
    )
}

fn row(present: &Present, register: &Register, rule: &CallBack, one: &ToCall) -> CallRow {
    let record = &one.record;
    // Whom to address, and the number.
    let asked = register.fields.values().filter(|field| matches!(field.kind, FieldKind::Person | FieldKind::Phone));
    let who: Vec<&str> =
        asked.filter_map(|field| one.masked.get(&field.name)).map(String::as_str).filter(|text| !text.is_empty()).collect();
    let page = format!("/records/{}", record.id);
    let answer = rule.answers.first().map(|name| with(&page, "act", name)).filter(|_| !one.own);
    CallRow {
        number: Link { label: record.number.clone(), href: page },
        title: record.title.clone(),
        area: present.territory.place_name(&record.area),
        closed: record.closed.map(|at| present.exact(at)).unwrap_or_default(),
        who: who.join(" "),
        answer: answer.unwrap_or_default(),
    }
}
