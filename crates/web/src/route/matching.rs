//! The page of needs that look for an offer: for each what the program proposes, why, and what speaks against it; one press asks for it.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::matching::{Suggested, Suggestion};
use linli_engine::matching::Close;
use linli_pack::model::{FieldKind, Match, Register};
use linli_pack::record::{Record, Value};
use serde::Deserialize;

use crate::route::Web;
use crate::route::detail::field_text;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::view::{Empty, Link, MatchOffer, MatchPage, MatchRow};

/// Where.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
}

/// `GET /match`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, asked.area.as_deref())).await
}

fn draw(web: &Web, staff: &Staff, area: Option<&str>) -> Result<MatchPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let (register, rule) = web.app.matched_by(&staff.post.role).next().ok_or(AppError::Forbidden("match"))?;
    let area = area.filter(|area| !area.is_empty()).unwrap_or(&staff.post.area);
    let found = web.app.suggestions(&context, &register.name, area)?;
    let more = [&register.name, &rule.offers, &rule.pairs].into_iter().filter_map(|name| {
        let label = present.register(name)?.label.get(l.lang()).to_owned();
        Some(Link { label, href: format!("/registers/{name}") })
    });
    Ok(MatchPage {
        basis: rule.basis.clone(),
        rows: found.iter().map(|one| row(web, &present, register, rule, one)).collect(),
        none: Empty {
            icon: "heart-handshake",
            title: l.t("match-none").into_owned(),
            text: l.t("match-none-way").into_owned(),
            next: vec![Link { label: l.t("match-order").into_owned(), href: format!("/registers/{}/new", register.name) }],
        },
        more: more.collect(),
        shell: shell::staff(web, staff, &l.t("menu-match"), "/match")?,
    })
}

fn said(present: &Present, register: &str, record: &Record, field: &str) -> String {
    let field = present.register(register).and_then(|register| register.fields.get(field));
    let value = field.and_then(|field| Some((&field.kind, record.fields.get(&field.name)?)));
    value.and_then(|(kind, value)| field_text(present, kind, value)).unwrap_or_default()
}

fn row(web: &Web, present: &Present, register: &Register, rule: &Match, one: &Suggestion) -> MatchRow {
    let need = &one.need;
    let facts = [
        said(present, &register.name, need, &rule.kind),
        said(present, &register.name, need, &rule.time),
        present.territory.place_name(&need.area),
        need.number.clone(),
    ];
    MatchRow {
        need: Link { label: need.title.clone(), href: format!("/records/{}", need.id) },
        facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
        due: present.due(need),
        best: one.best.as_ref().map(|offer| offered(web, present, rule, need, offer)),
        others: one.others.iter().map(|offer| offered(web, present, rule, need, offer)).collect(),
    }
}

fn offered(web: &Web, present: &Present, rule: &Match, need: &Record, one: &Suggested) -> MatchOffer {
    let l = present.l;
    let close = match one.why.close {
        Close::Community => l.t("match-here").into_owned(),
        Close::Street => l.t_x("match-near", &present.territory.place_name(&one.offer.area)),
        Close::Place => l.t_x("match-far", &present.territory.place_name(&one.offer.area)),
    };
    let time = if one.why.same_time {
        l.t_x("match-time", &said(present, &rule.offers, &one.offer, &rule.time))
    } else {
        l.t("match-any-time").into_owned()
    };
    let load = l.t_with("match-load", &[("n", one.why.load.into()), ("most", one.why.most.into())]);
    let holder = one.offer.holder.clone().unwrap_or_default();
    MatchOffer {
        title: one.offer.title.clone(),
        who: format!("{} · {}", present.body(&holder), one.offer.number),
        why: vec![said(present, &rule.offers, &one.offer, &rule.kind), close, time, load],
        against: against(present, rule, one),
        action: format!("/records/{}/moves/{}", need.id, rule.mv),
        hidden: vec![
            ("_once".to_owned(), web.app.random().secret()),
            ("_version".to_owned(), need.version.to_string()),
            ("bodies".to_owned(), holder),
            (rule.number.clone(), one.offer.number.clone()),
        ]
        .into_iter()
        .chain(shared(present, rule, one))
        .collect(),
    }
}

/// What the offer says and the move may take over under the same name.
fn shared(present: &Present, rule: &Match, one: &Suggested) -> Vec<(String, String)> {
    let mv = present.pack.registers.values().find_map(|register| {
        let own = register.matching.as_ref().filter(|own| *own == rule)?;
        register.moves.get(&own.mv)
    });
    let names = mv.into_iter().flat_map(|mv| mv.may.iter());
    names.filter_map(|name| Some((name.clone(), one.offer.fields.get(name)?.as_str()?.to_owned()))).collect()
}

/// What was refused before, with the reasons that were given.
fn against(present: &Present, rule: &Match, one: &Suggested) -> String {
    let l = present.l;
    let field = present.register(&rule.pairs).and_then(|pairs| pairs.fields.get(&rule.because));
    let word = |reason: &String| {
        let text = field.and_then(|field| field_text(present, &field.kind, &Value::from(reason.as_str())));
        text.filter(|_| field.is_some_and(|field| matches!(field.kind, FieldKind::Choice { .. }))).unwrap_or_else(|| reason.clone())
    };
    if !one.reasons.is_empty() {
        let reasons: Vec<String> = one.reasons.iter().map(word).collect();
        return l.t_x("match-refused-this", &reasons.join(l.pick("、", ", ")));
    }
    if one.why.refusals > 0 { l.t_n("match-refused", u64::from(one.why.refusals)) } else { String::new() }
}
