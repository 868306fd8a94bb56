//! Acts on several records of a desk's list at once. Each record is its own act, and the answer says for each that was refused why.

use std::collections::BTreeMap;

use axum::extract::{Query, Request, State};
use axum::response::Response;
use linli_app::desk::Tab as AppTab;
use linli_app::{AppError, Target};
use linli_engine::Command;
use linli_pack::model::{Move, Register, Tone, View};
use linli_pack::record::Value;
use serde::Deserialize;

use crate::route::desk::{self, Asked};
use crate::route::detail::{How, with};
use crate::route::errors::failed;
use crate::route::fields::{Known, of_move};
use crate::route::form::{self, Sent};
use crate::route::present::Present;
use crate::route::record::{own, photos_refused};
use crate::route::session::Staff;
use crate::route::{Web, act, blocking, shell};
use crate::say::{Said, say};
use crate::view::{Act, ActForm, BatchResult, Choice, FieldKind, Link, WorkList};

/// Records of one batch: a page of the list.
const MOST: usize = 100;
/// Acts offered as buttons under the list.
const BUTTONS: usize = 4;
/// Stands for the body that the dispatch catalogue proposes for each record.
const PROPOSED: &str = "proposed";

/// What is ticked, and what became of the act on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    /// The move whose form is open.
    pub(crate) act: Option<String>,
    /// Ids of the ticked records.
    pub(crate) picks: Vec<String>,
    /// What was typed into the form.
    pub(crate) typed: Option<BTreeMap<String, Value>>,
    /// What was wrong with it.
    pub(crate) said: Option<Said>,
    /// What became of the act just done.
    pub(crate) result: Option<BatchResult>,
}

/// The ticked records of an address.
pub(crate) fn picks(query: Option<&str>) -> Vec<String> {
    let pairs = form::pairs(query.unwrap_or_default().as_bytes());
    pairs.into_iter().filter(|(name, value)| name == "pick" && !value.is_empty()).map(|(_, id)| id).take(MOST).collect()
}

/// Adds tick boxes, the acts and the open form to a list.
pub(crate) fn offer(web: &Web, staff: &Staff, present: &Present, tab: &AppTab<'_>, here: &str, batch: &Batch, list: &mut WorkList) {
    let Some(register) = present.register(tab.register).filter(|_| list.items.len() > 1) else {
        list.result.clone_from(&batch.result);
        return;
    };
    let moves = moves(register, tab.view, &staff.post.role);
    for item in &mut list.items {
        item.picked = batch.picks.contains(&item.id);
    }
    let lang = present.l.lang();
    list.batch = moves
        .iter()
        .map(|mv| Act { label: mv.label.get(lang).to_owned(), href: mv.name.clone(), tone: tone(mv), ..Act::default() })
        .collect();
    list.batch_action = here.to_owned();
    list.result.clone_from(&batch.result);
    let chosen = batch.act.as_ref().and_then(|name| moves.iter().find(|mv| mv.name == *name));
    list.batch_form = chosen.map(|mv| open(web, present, register, mv, here, batch));
}

fn tone(mv: &Move) -> &'static str {
    if mv.tone == Tone::Danger { "danger" } else { "" }
}

/// Moves of a role that make sense on several records of a view: what they ask can be said once for all.
fn moves<'a>(register: &'a Register, view: &View, role: &str) -> Vec<&'a Move> {
    let once_for_all = |name: &String| matches!(name.as_str(), "note" | "body" | "workdays" | "category" | "urgency");
    // A view across states offers what starts from most of them.
    let open = register.states.values().filter(|state| state.open).count();
    let starts_here = |mv: &Move| match view.states.as_slice() {
        [] => mv.from.len() * 2 > open,
        states => mv.from.iter().any(|state| states.contains(state)),
    };
    let may = |mv: &&Move| mv.by.iter().chain(&mv.over).any(|by| by == role);
    let here: Vec<&Move> = register.moves.values().filter(|mv| !mv.from.is_empty() && may(mv) && starts_here(mv)).collect();
    // What asks for words about one matter is said to each; what asks little comes first.
    let asks_little = |mv: &&Move| mv.merge.is_none() && mv.fill.iter().all(once_for_all) && (mv.key.is_some() || mv.tone == Tone::Primary);
    let mut found: Vec<&Move> = here.iter().copied().filter(asks_little).collect();
    found.sort_by_key(|mv| (mv.fill != ["body"], !mv.fill.is_empty(), mv.tone != Tone::Primary));
    found.truncate(BUTTONS);
    found.extend(here.into_iter().filter(|mv| merges(mv)));
    found
}

/// Whether a move merges a record into another: many reports of one matter are merged into the first of them.
fn merges(mv: &Move) -> bool {
    mv.merge == Some(true) && mv.fill == ["other"]
}

/// The record that was reported first among those that the reader may see: the others are merged into it.
fn earliest(web: &Web, staff: &Staff, picks: &[String]) -> Result<Option<String>, AppError> {
    let context = staff.context(web);
    let mut found = Vec::new();
    for id in picks {
        match web.app.detail(&context, id) {
            Ok(detail) => found.push((detail.record.created, detail.record.number.clone(), id.clone())),
            Err(AppError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found.into_iter().min().map(|(_, _, id)| id))
}

fn open(web: &Web, present: &Present, register: &Register, mv: &Move, here: &str, batch: &Batch) -> ActForm {
    let l = present.l;
    let wrong = batch.said.as_ref().map(|said| said.fields.as_slice()).unwrap_or_default();
    let known = Known { typed: batch.typed.as_ref(), wrong, ..Known::default() };
    let mut fields = of_move(present, register, mv, &known);
    // What belongs to one matter alone is not asked for many.
    fields.retain(|field| field.name == "note" || mv.fill.contains(&field.name) && !merges(mv));
    for field in &mut fields {
        if let FieldKind::Body(options) = &mut field.kind {
            let label = l.t("batch-proposed").into_owned();
            options
                .insert(0, Choice { code: PROPOSED.to_owned(), label, note: l.t("batch-proposed-note").into_owned(), ..Choice::default() });
            if field.value.is_empty() {
                PROPOSED.clone_into(&mut field.value);
            }
        }
    }
    let label = mv.label.get(l.lang());
    ActForm {
        title: label.to_owned(),
        action: with("/desk/batch", "back", &with(here, "batch", &mv.name)),
        fields,
        errors: batch.said.as_ref().filter(|said| said.fields.is_empty()).map(|said| vec![said.title.clone()]).unwrap_or_default(),
        submit: l.t_x("batch-submit", label),
        danger: mv.tone == Tone::Danger,
        effect: if merges(mv) { l.t("batch-merge-effect") } else { l.t("batch-effect") }.into_owned(),
        basis: mv.basis.clone(),
        cancel: here.to_owned(),
        once: web.app.random().secret(),
        watch: String::new(),
        hidden: vec![("batch".to_owned(), mv.name.clone())],
    }
}

/// Where the batch came from.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    back: Option<String>,
}

/// `POST /desk/batch`
pub(super) async fn post(State(web): State<Web>, staff: Staff, Query(from): Query<From>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let sent = match form::read(&web, &staff.context(&web), request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let back = own(from.back.as_ref(), "/desk".to_owned());
    let asked: Asked = axum::http::Uri::try_from(back.as_str())
        .ok()
        .and_then(|uri| Query::try_from_uri(&uri).ok())
        .map(|Query(asked)| asked)
        .unwrap_or_default();
    let mut asked = asked;
    (asked.batch, asked.id) = (None, None);
    let mut input = sent.input();
    input.retain(|name, _| !matches!(name.as_str(), "batch" | "pick"));
    let name = sent.text("batch").to_owned();
    let picks: Vec<String> = sent.all("pick").map(str::to_owned).take(MOST).collect();
    let batch = match photos_refused(reader.l, &sent) {
        Some(said) => Batch { act: Some(name), picks, typed: Some(input), said: Some(said), result: None },
        None if picks.is_empty() => {
            let said = Said { status: 422, title: reader.l.t("batch-nothing").into_owned(), ..Said::default() };
            Batch { act: Some(name), picks, typed: Some(input), said: Some(said), result: None }
        }
        None => each(&web, &staff, &sent, &name, picks, input).await,
    };
    let status = batch.said.as_ref().map_or(200, |said| said.status);
    let work = web.clone();
    match blocking(move || desk::draw_with(&work, &staff, &asked, &How::default(), &batch)).await {
        Ok(drawn) => shell::page(&drawn, status),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// Acts on each record by itself. Where every one is refused for the same words typed, the form comes back.
async fn each(web: &Web, staff: &Staff, sent: &Sent, name: &str, picks: Vec<String>, input: BTreeMap<String, Value>) -> Batch {
    let l = staff.reader.l;
    let mut refused: Vec<(String, Said)> = Vec::new();
    let mut picks = picks;
    let mut input = input;
    if web.app.pack().registers.values().filter_map(|register| register.moves.get(name)).any(merges) {
        let (work, who, ids) = (web.clone(), staff.clone(), picks.clone());
        match blocking(move || earliest(&work, &who, &ids)).await {
            Ok(Some(first)) if picks.len() > 1 => {
                picks.retain(|id| *id != first);
                input.insert("other".to_owned(), first.into());
            }
            Ok(_) => {
                let said = Said { status: 422, title: l.t("batch-merge-two").into_owned(), ..Said::default() };
                return Batch { act: Some(name.to_owned()), picks, typed: Some(input), said: Some(said), result: None };
            }
            Err(error) => {
                let said = words(web, staff, name, &error);
                return Batch { act: Some(name.to_owned()), picks, typed: Some(input), said: Some(said), result: None };
            }
        }
    }
    for id in &picks {
        let mut context = staff.context(web);
        // The same form sent twice acts once on each record.
        context.once = sent.once().map(|once| format!("{once}-{id}"));
        let mut input = input.clone();
        if input.get("body").and_then(Value::as_str) == Some(PROPOSED) {
            let (app, who, wanted) = (web.app.clone(), context.clone(), id.clone());
            let proposed = blocking(move || Ok(app.detail(&who, &wanted)?.proposal.map(|proposal| proposal.body))).await;
            match proposed {
                Ok(Some(body)) => input.insert("body".to_owned(), body.into()),
                Ok(None) => {
                    refused.push((id.clone(), Said { title: l.t("batch-no-proposal").into_owned(), ..Said::default() }));
                    continue;
                }
                Err(error) => {
                    refused.push((id.clone(), words(web, staff, name, &error)));
                    continue;
                }
            };
        }
        let command = Command { name: name.to_owned(), input, ..Command::default() };
        if let Err(error) = act(web, context, Target::Id(id.clone()), command).await {
            crate::route::log(&error);
            refused.push((id.clone(), words(web, staff, name, &error)));
        }
    }
    let typed_wrong = refused.len() == picks.len() && refused.iter().all(|(_, said)| !said.fields.is_empty());
    if let Some((_, said)) = refused.first().filter(|_| typed_wrong) {
        return Batch { act: Some(name.to_owned()), said: Some(said.clone()), picks, typed: Some(input), result: None };
    }
    let label = web
        .app
        .pack()
        .registers
        .values()
        .find_map(|register| register.moves.get(name))
        .map_or(name, |mv| mv.label.get(l.lang()))
        .to_owned();
    let done = i64::try_from(picks.len() - refused.len()).unwrap_or_default();
    let not = i64::try_from(refused.len()).unwrap_or_default();
    let text = l.t_with("batch-done", &[("act", label.into()), ("done", done.into()), ("refused", not.into())]);
    let lines = refused.into_iter().map(|(id, said)| (named(web, &id), [said.title, said.detail].join(" ").trim().to_owned()));
    Batch { result: Some(BatchResult { text, refused: lines.collect() }), ..Batch::default() }
}

/// A refusal in the words of the register that has the move.
fn words(web: &Web, staff: &Staff, name: &str, error: &AppError) -> Said {
    let register = web.app.pack().registers.values().find(|register| register.moves.contains_key(name));
    say(staff.reader.l, web.app.pack(), register.map(|register| register.name.as_str()), error)
}

fn named(web: &Web, id: &str) -> Link {
    let found = web.app.store().read(|tx| linli_store::record(tx, web.app.realm(), id)).ok().flatten();
    let label = found.map_or_else(|| id.to_owned(), |record| format!("{} {}", record.number, record.title));
    Link { label, href: format!("/records/{id}") }
}
