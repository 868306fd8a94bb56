//! What people ask about their own data: the list of requests and the page of one, on which it is looked at, answered, refused.

use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::privacy::{self, Asked, Copies, EraseForm, Held, Kind, Known, Of, Proof, Seen, Stage};
use linli_engine::Refusal;

use crate::route::errors::failed;
use crate::route::export::attachment;
use crate::route::form::Sent;
use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::route::privacy_copy as copy;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, form, shell};
use crate::say::say;
use crate::view::{
    ActForm, Badge, Choice, Crumbs, Empty, Field, FieldKind, Link, PrivaciesPage, PrivacyPage, PrivacyRow, PrivateRow, ResultRow, StaffRow,
};

const PROOFS: [Proof; 3] = [Proof::Card, Proof::Call, Proof::Agent];

type Wrong = Vec<(String, String)>;

/// `GET /privacy`
pub(super) async fn list(State(web): State<Web>, staff: Staff) -> Response {
    answer_list(web, staff, Sent::default(), Vec::new(), 200).await
}

async fn answer_list(web: Web, staff: Staff, sent: Sent, wrong: Wrong, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw_list(web, staff, &sent, &wrong)).await
}

/// `POST /privacy`: takes a request in.
pub(super) async fn ask(State(web): State<Web>, staff: Staff, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let asked = Asked {
        number: sent.text("number").to_owned(),
        login: sent.text("login").to_owned(),
        name: sent.text("name").to_owned(),
        kind: if sent.text("kind") == "erase" { Kind::Erase } else { Kind::Copy },
        proof: PROOFS.into_iter().find(|proof| proof.word() == sent.text("proof")).unwrap_or_default(),
        purpose: sent.text("purpose").to_owned(),
    };
    let app = web.app.clone();
    match blocking(move || app.ask_privacy(&context, &asked)).await {
        Ok(request) => {
            let none = request.stage == Stage::Done;
            let said = if none { reader.l.t("privacy-said-none") } else { reader.l.t("privacy-said-asked") };
            go(&format!("/privacy/{}", request.id), Some(&said))
        }
        Err(error @ AppError::Invalid { .. }) => {
            let wrong = say(reader.l, web.app.pack(), None, &error).fields;
            answer_list(web, staff, sent, wrong, 422).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `GET /privacy/{id}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    answer_one(web, staff, id, Tried::default(), 200).await
}

/// What was tried on the page before it is drawn again.
#[derive(Clone, Debug, Default)]
struct Tried {
    sent: Option<Sent>,
    wrong: Wrong,
    shown: Option<Copies>,
}

async fn answer_one(web: Web, staff: Staff, id: String, tried: Tried, status: u16) -> Response {
    drawn(&web, staff, status, move |web, staff| draw(web, staff, &id, &tried)).await
}

/// `POST /privacy/{id}`: `what` says which of its acts.
pub(super) async fn post(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (app, key, what) = (web.app.clone(), id.clone(), sent.text("what").to_owned());
    if what == "show" {
        return match blocking(move || app.copy_privacy(&context, &key)).await {
            Ok(shown) => answer_one(web, staff, id, Tried { shown: Some(shown), ..Tried::default() }, 200).await,
            Err(error) => again(web, staff, id, sent, error).await,
        };
    }
    let (seen, given) = (sent.text("_version").parse().unwrap_or_default(), sent.clone());
    let done = blocking(move || match given.text("what") {
        "answer" => app.answer_privacy(&context, &key, seen),
        "erase" => app.erase_privacy(&context, &key, seen, &erasure(&given)),
        "not_them" => app.not_them(&context, &key, seen, given.text("official")),
        _ => app.drop_privacy(&context, &key, seen, given.text("because")),
    });
    match done.await {
        Ok(_) => {
            let said = match what.as_str() {
                "answer" => reader.l.t("privacy-said-answered"),
                "erase" => reader.l.t("privacy-said-erased"),
                "not_them" => reader.l.t("privacy-said-not-them"),
                _ => reader.l.t("privacy-said-dropped"),
            };
            go(&format!("/privacy/{id}"), Some(&said))
        }
        Err(error) => again(web, staff, id, sent, error).await,
    }
}

/// The page again, with what was typed and what is wrong with it.
async fn again(web: Web, staff: Staff, id: String, sent: Sent, error: AppError) -> Response {
    let l = staff.reader.l;
    let wrong = match &error {
        AppError::Invalid { .. } => say(l, web.app.pack(), None, &error).fields,
        AppError::Refused(refusal) if matches!(**refusal, Refusal::Stale { .. }) => {
            vec![(String::new(), l.t("privacy-stale").into_owned())]
        }
        _ => return failed(&web, &staff.reader, None, &error),
    };
    answer_one(web, staff, id, Tried { sent: Some(sent), wrong, shown: None }, 422).await
}

/// `POST /privacy/{id}/{file}`: `copy.json`, `copy.csv` or `copy.xlsx`.
pub(super) async fn download(State(web): State<Web>, staff: Staff, Path((id, file)): Path<(String, String)>) -> Response {
    let (reader, context) = (staff.reader.clone(), staff.context(&web));
    let (work, l, name) = (web.clone(), reader.l, file.clone());
    let made = blocking(move || {
        if !["copy.json", "copy.csv", "copy.xlsx"].contains(&name.as_str()) {
            return Err(AppError::NotFound("file"));
        }
        let copied = work.app.copy_privacy(&context, &id)?;
        let present = Present::new(&work.app, l, context.now);
        Ok(match name.as_str() {
            "copy.json" => (copy::json(&present, &copied), "application/json"),
            "copy.csv" => (copy::csv(&present, &copied), "text/csv; charset=utf-8"),
            _ => (copy::xlsx(&present, &copied)?, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        })
    });
    match made.await {
        Ok((bytes, kind)) => attachment(bytes.into(), kind, &file),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// A text's field in the form: `text_RECORD_FIELD`.
fn text_name(record: &str, field: &str) -> String {
    format!("text_{record}_{field}")
}

fn erasure(sent: &Sent) -> EraseForm {
    let texts = sent.fields.iter().filter_map(|(name, text)| {
        let (record, field) = name.strip_prefix("text_")?.split_once('_')?;
        Some(((record.to_owned(), field.to_owned()), text.clone()))
    });
    EraseForm { texts: texts.collect(), photos: sent.text("photos_go") == "true", told: sent.text("told") == "true" }
}

fn choice(code: &str, label: std::borrow::Cow<'static, str>) -> Choice {
    Choice { code: code.to_owned(), label: label.into_owned(), ..Choice::default() }
}

fn kind_words(l: crate::Locale, kind: Kind) -> std::borrow::Cow<'static, str> {
    match kind {
        Kind::Copy => l.t("privacy-kind-copy"),
        Kind::Erase => l.t("privacy-kind-erase"),
    }
}

fn proof_words(l: crate::Locale, proof: Proof) -> std::borrow::Cow<'static, str> {
    match proof {
        Proof::Card => l.t("privacy-proof-card"),
        Proof::Call => l.t("privacy-proof-call"),
        Proof::Agent => l.t("privacy-proof-agent"),
    }
}

fn status(present: &Present, request: &privacy::Request) -> Badge {
    let l = present.l;
    let late = request.due < present.day_number(present.now);
    let (text, tone) = match request.stage {
        Stage::Open if late => (l.t("privacy-late"), "late"),
        Stage::Open => (l.t("privacy-open"), "soon"),
        Stage::Done => (l.t("privacy-done"), "fine"),
        Stage::Dropped => (l.t("privacy-dropped"), ""),
    };
    Badge { text: text.into_owned(), tone }
}

/// Names of accounts, by id.
fn names(web: &Web, ids: &[&str]) -> Result<BTreeMap<String, String>, AppError> {
    web.app.store().read(|tx| {
        let mut found = BTreeMap::new();
        for id in ids {
            if let Some(account) = linli_store::account(tx, web.app.realm(), id)? {
                found.insert(account.id, account.name);
            }
        }
        Ok(found)
    })
}

fn draw_list(web: &Web, staff: &Staff, sent: &Sent, wrong: &Wrong) -> Result<PrivaciesPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let requests = web.app.privacy_requests(&context)?;
    let people = names(web, &requests.iter().map(|request| request.by.as_str()).collect::<Vec<_>>())?;
    let rows = requests.iter().map(|request| PrivacyRow {
        kind: kind_words(l, request.kind).into_owned(),
        masked: if request.masked.is_empty() { "—".to_owned() } else { request.masked.clone() },
        href: format!("/privacy/{}", request.id),
        status: status(&present, request),
        at: present.moment(request.created),
        by: people.get(&request.by).cloned().unwrap_or_default(),
        due: if request.stage == Stage::Open { iso_day(request.due) } else { String::new() },
    });
    let field = |name: &str, label: std::borrow::Cow<'static, str>, kind: FieldKind| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value: sent.text(name).to_owned(),
        error: error_of(wrong, name),
        required: true,
        kind,
        ..Field::default()
    };
    let mut number = field("number", l.t("privacy-number"), FieldKind::Code);
    number.hint = l.t("privacy-number-hint").into_owned();
    number.required = false;
    let mut login = field("login", l.t("privacy-login"), FieldKind::Code);
    login.hint = l.t("privacy-login-hint").into_owned();
    login.required = false;
    let mut name = field("name", l.t("privacy-name"), FieldKind::Text);
    name.hint = l.t("privacy-name-hint").into_owned();
    name.required = false;
    let mut purpose = field("purpose", l.t("privacy-purpose"), FieldKind::Text);
    purpose.hint = l.t("privacy-purpose-hint").into_owned();
    let kinds = [Kind::Copy, Kind::Erase].map(|kind| choice(kind.word(), kind_words(l, kind)));
    let proofs = PROOFS.map(|proof| choice(proof.word(), proof_words(l, proof)));
    Ok(PrivaciesPage {
        sub: l.t_n("privacy-waiting", web.app.privacy_waiting(&context)?),
        rows: rows.collect(),
        add: ActForm {
            action: "/privacy".to_owned(),
            fields: vec![
                number,
                purpose,
                login,
                name,
                field("kind", l.t("privacy-kind"), FieldKind::Choice(kinds.into())),
                field("proof", l.t("privacy-proof"), FieldKind::Choice(proofs.into())),
            ],
            submit: l.t("privacy-ask").into_owned(),
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        empty: Empty {
            icon: "shield-check",
            title: l.t("privacy-empty").into_owned(),
            text: l.t("privacy-empty-way").into_owned(),
            next: Vec::new(),
        },
        shell: shell::staff(web, staff, &l.t("menu-privacy"), "/privacy")?,
    })
}

fn error_of(wrong: &Wrong, name: &str) -> String {
    wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default()
}

fn draw(web: &Web, staff: &Staff, id: &str, tried: &Tried) -> Result<PrivacyPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let seen = web.app.privacy_request(&context, id)?;
    let request = &seen.request;
    let people = names(web, &[request.by.as_str(), request.ended_by.as_str()])?;
    let kind = kind_words(l, request.kind);
    let masked = if request.masked.is_empty() { present.exact(request.created) } else { request.masked.clone() };
    let title = l.t_with("privacy-title", &[("kind", kind.clone().into()), ("x", masked.into())]);
    let (is_open, erases) = (request.stage == Stage::Open, request.kind == Kind::Erase);
    let person = |id: &String, at: i64| format!("{} · {}", people.get(id).map_or("", String::as_str), present.exact(at));
    let mut facts = vec![
        (l.t("privacy-by").into_owned(), person(&request.by, request.created)),
        (l.t("privacy-proof").into_owned(), proof_words(l, request.proof).into_owned()),
        (l.t("privacy-purpose").into_owned(), request.purpose.clone()),
    ];
    match request.ended_at {
        Some(at) => facts.push((l.t("privacy-ended").into_owned(), person(&request.ended_by, at))),
        None => facts.push((l.t("privacy-due").into_owned(), iso_day(request.due))),
    }
    if !request.because.is_empty() {
        facts.push((l.t("privacy-because").into_owned(), request.because.clone()));
    }
    let nobody = seen.held.is_empty() && seen.staff.is_empty();
    let empty = nobody && request.results.is_empty() && request.stage != Stage::Dropped;
    let hidden = |what: &str| vec![("_version".to_owned(), request.version.to_string()), ("what".to_owned(), what.to_owned())];
    let action = format!("/privacy/{id}");
    Ok(PrivacyPage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: l.t("menu-privacy").into_owned(), href: "/privacy".to_owned() }],
            here: kind.into_owned(),
        },
        status: status(&present, request),
        facts,
        held: seen.held.iter().map(|held| held_row(&present, held)).collect(),
        results: request.results.iter().map(|result| result_row(&present, request.kind, result)).collect(),
        nothing: if empty { l.t("privacy-none").into_owned() } else { String::new() },
        staff: seen.staff.iter().map(|known| staff_row(&present, known, request.stage)).collect(),
        shown: tried.shown.as_ref().map(|copies| copy::shown(&present, copies)).unwrap_or_default(),
        copies: ["json", "csv", "xlsx"]
            .into_iter()
            .filter(|_| !nobody)
            .map(|kind| (l.t_x("privacy-download", &kind.to_uppercase()), format!("{action}/copy.{kind}")))
            .collect(),
        version: request.version.to_string(),
        answer: if is_open && !erases { l.t("privacy-answer").into_owned() } else { String::new() },
        stops: if is_open && erases { stops(l) } else { Vec::new() },
        second: if is_open && erases && !seen.may_carry_out { l.t("privacy-second").into_owned() } else { String::new() },
        wrong: tried.wrong.iter().filter(|(field, _)| field.is_empty() || field == "texts").map(|(_, text)| text.clone()).collect(),
        erase: (erases && seen.may_carry_out).then(|| ActForm {
            action: action.clone(),
            fields: erase_fields(&present, &seen, tried),
            submit: l.t("privacy-do-erase").into_owned(),
            danger: true,
            once: web.app.random().secret(),
            hidden: hidden("erase"),
            ..ActForm::default()
        }),
        refuse: is_open.then(|| ActForm {
            action: action.clone(),
            fields: vec![Field {
                name: "because".to_owned(),
                label: l.t("privacy-because").into_owned(),
                hint: l.t("privacy-refuse-hint").into_owned(),
                error: error_of(&tried.wrong, "because"),
                value: tried.sent.as_ref().map(|sent| sent.text("because").to_owned()).unwrap_or_default(),
                required: true,
                ..Field::default()
            }],
            submit: l.t("privacy-do-refuse").into_owned(),
            once: web.app.random().secret(),
            hidden: hidden("drop"),
            ..ActForm::default()
        }),
        action,
        shell: shell::staff(web, staff, &title, "/privacy")?,
        title,
    })
}

fn stops(l: crate::Locale) -> Vec<String> {
    [l.t("privacy-stops-call"), l.t("privacy-stops-journal"), l.t("privacy-stops-matter"), l.t("privacy-stops-backup")]
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// Texts to be edited once they were asked to be shown, then what must be decided.
fn erase_fields(present: &Present, seen: &Seen, tried: &Tried) -> Vec<Field> {
    let l = present.l;
    let going: Vec<&Held> = seen.held.iter().filter(|held| held.kept.is_none()).collect();
    let mut fields = Vec::new();
    for held in &going {
        for text in &held.texts {
            let name = text_name(&held.record.id, &text.field);
            let typed = tried.sent.as_ref().and_then(|sent| sent.fields.iter().find(|(field, _)| *field == name)).map(|(_, text)| text);
            if tried.shown.is_none() && typed.is_none() {
                continue;
            }
            let label = copy::label(present, &held.record, &text.field);
            fields.push(Field {
                label: l.t_with("privacy-text", &[("number", held.record.number.clone().into()), ("x", label.into())]),
                hint: l.t("privacy-text-hint").into_owned(),
                value: typed.unwrap_or(&text.proposed).clone(),
                kind: FieldKind::LongText { rows: 3, max: 0 },
                wide: true,
                name,
                ..Field::default()
            });
        }
    }
    let tick = |name: &str, label: String| Field { name: name.to_owned(), label, kind: FieldKind::Bool, ..Field::default() };
    let photos: usize = going.iter().map(|held| held.photos).sum();
    if photos > 0 {
        let given = tried.sent.as_ref().is_none_or(|sent| sent.text("photos_go") == "true");
        let value = if given { "true" } else { "" }.to_owned();
        fields.push(Field { value, ..tick("photos_go", l.t_n("privacy-photos", photos)) });
    }
    if going.iter().any(|held| held.record.open) {
        let hint = if tried.shown.is_none() { l.t("privacy-texts-unseen").into_owned() } else { String::new() };
        let told = tick("told", l.t("privacy-told").into_owned());
        fields.push(Field { required: true, hint, error: error_of(&tried.wrong, "told"), ..told });
    }
    fields
}

fn held_row(present: &Present, held: &Held) -> PrivateRow {
    let l = present.l;
    let record = &held.record;
    let fields: Vec<String> = held.fields.iter().map(|field| copy::label(present, record, field)).collect();
    let more = [
        (held.texts.len(), l.t_n("privacy-n-texts", held.texts.len())),
        (held.photos, l.t_n("privacy-n-photos", held.photos)),
        (held.words, l.t_n("privacy-n-words", held.words)),
        (held.files, l.t_n("privacy-n-files", held.files)),
    ];
    let kept = held.kept.as_ref().map(|kept| {
        let because = kept.because.get(l.lang());
        match kept.until {
            Some(until) => l.t_with("privacy-kept-until", &[("x", iso_day(present.day_number(until)).into()), ("text", because.into())]),
            None => l.t_x("privacy-kept-open", because),
        }
    });
    PrivateRow {
        register: copy::register(present, &record.register),
        number: record.number.clone(),
        href: if held.sees { format!("/records/{}", record.id) } else { String::new() },
        state: Badge { text: present.state(record), tone: if record.open { "soon" } else { "" } },
        fields: fields.join(l.pick("、", ", ")),
        more: listed(l, more),
        kept: if held.held_back { l.t("privacy-held-back").into_owned() } else { kept.unwrap_or_default() },
        basis: held.kept.as_ref().map(|kept| kept.basis.clone()).unwrap_or_default(),
    }
}

/// An account or posts, and whether they stay because the person still serves.
fn staff_row(present: &Present, known: &Known, stage: Stage) -> StaffRow {
    let l = present.l;
    StaffRow {
        of: copy::register(present, known.of.word()),
        places: copy::places(present, known),
        sessions: if known.sessions > 0 { l.t_n("privacy-n-sessions", known.sessions) } else { String::new() },
        kept: if known.serves { l.t("privacy-serves").into_owned() } else { String::new() },
        drop: if known.of == Of::Official && stage == Stage::Open { known.id.clone() } else { String::new() },
    }
}

fn listed<const N: usize>(l: crate::Locale, counts: [(usize, String); N]) -> String {
    counts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect::<Vec<_>>().join(l.pick("、", ", "))
}

fn result_row(present: &Present, kind: Kind, result: &privacy::Became) -> ResultRow {
    let l = present.l;
    let (what, tone) = match kind {
        Kind::Copy => (l.t("privacy-given"), "fine"),
        Kind::Erase if result.held_back => (l.t("privacy-held-back-short"), "soon"),
        Kind::Erase if result.kept => (l.t("privacy-kept-short"), "soon"),
        Kind::Erase => (l.t("privacy-erased"), "fine"),
    };
    let counts = [
        (result.fields, l.t_n("privacy-n-fields", result.fields)),
        (result.words, l.t_n("privacy-n-words", result.words)),
        (result.texts, l.t_n("privacy-n-changed", result.texts)),
        (result.photos, l.t_n("privacy-n-photos", result.photos)),
    ];
    ResultRow {
        register: copy::register(present, &result.register),
        number: result.number.clone(),
        what: Badge { text: what.into_owned(), tone },
        detail: listed(l, counts),
    }
}
