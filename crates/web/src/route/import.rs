//! Import of a register: template, file, check, decision, and what it came to. It goes on while nobody looks.

use axum::extract::{Multipart, Path, Query, Request, State};
use axum::response::Response;
use linli_app::import::{self, Checked, Finding, Job, Mode, Order, Phase};
use linli_app::{App, AppError, Context};
use linli_pack::model::{Move, Register};
use serde::Deserialize;

use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::export::attachment;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go, page};
use crate::route::{Web, blocking, form, log, shell};
use crate::say::say;
use crate::sheet::{self, labels};
use crate::view::{Choice, Crumbs, ImportColumn, ImportJobPage, ImportLine, ImportPage, Link, Mistake};

/// Mistakes listed on the page; the copy with marks has all.
pub(super) const LISTED: usize = 200;
/// Longest name of a file that is kept, in characters.
pub(super) const NAME: usize = 120;
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(rename = "move")]
    mv: Option<String>,
}

/// What was sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    mv: String,
    pub(super) updates: bool,
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
}

/// `GET /registers/{register}/import`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let sent = Sent { mv: asked.mv.unwrap_or_default(), ..Sent::default() };
    let (work, register) = (web.clone(), name.clone());
    match blocking(move || draw(&work, &staff, &register, &sent, String::new())).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, Some(&name), &error),
    }
}

/// The register and the ways in which the reader may import into it, the chosen one first known.
fn ways<'a>(web: &'a Web, context: &Context, name: &str, wanted: &str) -> Result<(&'a Register, Vec<&'a Move>, &'a Move), AppError> {
    let register = web.app.pack().registers.get(name).ok_or(AppError::NotFound("register"))?;
    let moves = web.app.importable(context, name, &labels());
    let chosen = moves.iter().find(|mv| mv.name == wanted).or_else(|| moves.first()).copied();
    Ok((register, moves, chosen.ok_or(AppError::Forbidden("import"))?))
}

fn draw(web: &Web, staff: &Staff, name: &str, sent: &Sent, error: String) -> Result<ImportPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let (register, moves, chosen) = ways(web, &context, name, &sent.mv)?;
    let heading = l.t_x("import-of", register.label.get(lang));
    let columns = web.app.import_columns(name, &chosen.name, &labels());
    let template = |mv: &Move| Link {
        label: if moves.len() > 1 { l.t_x("import-template-for", mv.label.get(lang)) } else { l.t("import-template").into_owned() },
        href: with(&format!("/registers/{name}/import/template"), "move", &mv.name),
    };
    let latest = lines_of(&present, web.app.import_jobs(&context, name)?.into_iter().filter(|job| job.exchange.is_empty()));
    Ok(ImportPage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: register.label.get(lang).to_owned(), href: format!("/registers/{name}") }],
            here: l.t("import").into_owned(),
        },
        action: format!("/registers/{name}/import"),
        error,
        moves: moves.iter().map(|mv| Choice { code: mv.name.clone(), label: mv.label.get(lang).to_owned(), ..Choice::default() }).collect(),
        chosen: chosen.name.clone(),
        updates: sent.updates,
        updates_label: l.t("import-updates").into_owned(),
        updates_hint: l.t("import-updates-hint").into_owned(),
        file_hint: l.t("import-file-hint").into_owned(),
        how: [l.t("import-how-check"), l.t("import-how-choose"), l.t("import-how-safe")].map(std::borrow::Cow::into_owned).to_vec(),
        templates: moves.iter().map(|mv| template(mv)).collect(),
        columns: columns
            .iter()
            .map(|column| ImportColumn { label: column.label.get(lang).to_owned(), required: column.required })
            .collect(),
        latest,
        shell: shell::staff(web, staff, &heading, &format!("/registers/{name}"))?,
        heading,
    })
}

/// Imports in the list of the latest.
pub(super) fn lines_of(present: &Present, jobs: impl Iterator<Item = linli_store::ImportJob>) -> Vec<ImportLine> {
    let status = |job: &linli_store::ImportJob| {
        present.l.t_with("import-line", &[("made", job.made.into()), ("changed", job.changed.into()), ("bad", job.bad.into())])
    };
    let line = |job: linli_store::ImportJob| ImportLine {
        href: format!("/imports/{}", job.id),
        at: present.moment(job.created),
        status: status(&job),
        file: job.file,
    };
    jobs.map(line).collect()
}

/// `GET /registers/{register}/import/template`
pub(super) async fn template(State(web): State<Web>, staff: Staff, Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let (work, register) = (web.clone(), name.clone());
    let made = blocking(move || {
        let context = staff.context(&work);
        let present = Present::new(&work.app, staff.reader.l, context.now);
        let (declared, _, mv) = ways(&work, &context, &register, asked.mv.as_deref().unwrap_or_default())?;
        let columns = work.app.import_columns(&register, &mv.name, &labels());
        // The example lies where the reader works, in the finest area there.
        let area = finest(&present, &staff.post.area);
        let title = declared.label.get(present.l.lang()).to_owned();
        sheet::template(&present, &title, &columns, &area)
    });
    match made.await {
        Ok(bytes) => attachment(bytes.into(), XLSX, &format!("{name}-template.xlsx")),
        Err(error) => failed(&web, &reader, Some(&name), &error),
    }
}

/// The first area of the finest level below another.
pub(super) fn finest(present: &Present, area: &str) -> String {
    let below = present.territory.children(area).next();
    below.map_or_else(|| area.to_owned(), |below| finest(present, &below.code))
}

/// `POST /registers/{register}/import`
pub(super) async fn post(State(web): State<Web>, staff: Staff, Path(name): Path<String>, parts: Multipart) -> Response {
    let reader = staff.reader.clone();
    let sent = match read(parts).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, Some(&name), &error),
    };
    let (work, who, register, given) = (web.clone(), staff.clone(), name.clone(), sent.clone());
    let begun = blocking(move || {
        let context = who.context(&work);
        let (_, _, mv) = ways(&work, &context, &register, &given.mv)?;
        let order = Order { register, mv: mv.name.clone(), updates: given.updates, file: given.file, ..Order::default() };
        work.app.import_begin(&context, &order, &labels(), &given.bytes)
    });
    match begun.await {
        Ok(id) => go(&format!("/imports/{id}"), None),
        Err(error @ AppError::File(_)) => {
            let text = say(reader.l, web.app.pack(), Some(&name), &error).detail;
            let text = if sent.file.is_empty() { reader.l.t("file-missing").into_owned() } else { text };
            let (work, register) = (web.clone(), name.clone());
            match blocking(move || draw(&work, &staff, &register, &sent, text)).await {
                Ok(found) => page(&found, 422),
                Err(error) => failed(&web, &reader, Some(&name), &error),
            }
        }
        Err(error) => failed(&web, &reader, Some(&name), &error),
    }
}

pub(super) async fn read(mut parts: Multipart) -> Result<Sent, AppError> {
    let damaged = |_| AppError::Invalid { field: "form", rule: "damaged" };
    let mut sent = Sent::default();
    while let Some(mut part) = parts.next_field().await.map_err(damaged)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            sent.file = part.file_name().unwrap_or_default().chars().filter(|c| !c.is_control()).take(NAME).collect();
            // One byte more than allowed is enough to say that it is too large; the rest is read and dropped.
            while let Some(chunk) = part.chunk().await.map_err(damaged)? {
                if sent.bytes.len() <= import::BYTES {
                    sent.bytes.extend_from_slice(&chunk);
                }
            }
            continue;
        }
        let text = part.text().await.map_err(damaged)?;
        match name.as_str() {
            "move" => sent.mv = text,
            "updates" => sent.updates = text == "true",
            _ => {}
        }
    }
    Ok(sent)
}

/// `GET /imports/{id}`
pub(super) async fn job(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_job(web, staff, &id)).await
}

fn draw_job(web: &Web, staff: &Staff, id: &str) -> Result<ImportJobPage, AppError> {
    let context = staff.context(web);
    let l = staff.reader.l;
    let lang = l.lang();
    let job = web.app.import_job(&context, id)?;
    let kept = &job.kept;
    let register = web.app.pack().registers.get(&kept.register).ok_or(AppError::NotFound("register"))?;
    let here = format!("/imports/{id}");
    let working = matches!(job.phase, Phase::Checking | Phase::Running);
    let wrong = kept.bad > 0;
    let (status, text, tone) = status(web, staff, &job)?;
    let good = kept.made + kept.changed;
    let acts = match job.phase {
        Phase::Checked if good > 0 && wrong => vec![("good", l.t_n("import-act-good", plain(good)), true)],
        Phase::Checked if good > 0 => vec![("all", l.t("import-act-all").into_owned(), true)],
        Phase::Interrupted if kept.mode == "good" => vec![("good", l.t("import-act-continue").into_owned(), true)],
        _ => Vec::new(),
    };
    let lost = job.checked.is_none() && !working;
    let findings = job.ran.as_ref().map(|ran| &ran.findings).or_else(|| job.checked.as_ref().map(|checked| &checked.findings));
    let (mistakes, more) = match (&job.checked, findings) {
        (Some(checked), Some(findings)) => mistakes(l, &web.app, checked, findings, LISTED),
        _ => (Vec::new(), String::new()),
    };
    let (page, name) = match register.exchanges.get(&kept.exchange) {
        Some(exchange) => (format!("/registers/{}/exchange/{}", kept.register, exchange.name), exchange.label.get(lang).to_owned()),
        None => (format!("/registers/{}/import", kept.register), l.t("import").into_owned()),
    };
    let has_copy = job.checked.is_some() && (wrong || job.phase == Phase::Done);
    Ok(ImportJobPage {
        crumbs: Crumbs {
            l,
            above: vec![
                Link { label: register.label.get(lang).to_owned(), href: format!("/registers/{}", kept.register) },
                Link { label: name, href: page.clone() },
            ],
            here: kept.file.clone(),
        },
        file: kept.file.clone(),
        status,
        tone,
        text,
        progress: working.then_some(job.progress),
        counts: if working { Vec::new() } else { sheet::counts(l, counts_of(kept), job.phase == Phase::Done) },
        notes: job.checked.as_ref().map(|checked| sheet::notes(l, checked)).unwrap_or_default(),
        mistakes,
        more,
        marked: if has_copy { format!("{here}/marked") } else { String::new() },
        marked_label: if wrong { l.t("import-marked-bad") } else { l.t("import-marked-done") }.into_owned(),
        acts,
        action: format!("{here}/run"),
        again: if lost { format!("{here}/check") } else { String::new() },
        slips: Vec::new(),
        next: vec![
            Link { label: l.t("import-another").into_owned(), href: page },
            Link { label: l.t("import-to-register").into_owned(), href: format!("/registers/{}", kept.register) },
        ],
        shell: shell::staff(web, staff, &kept.file, &format!("/registers/{}", kept.register))?,
        here,
    })
}

/// The first mistakes of a file, each with its place; and how many there are where that is not all.
pub(super) fn mistakes(l: crate::Locale, app: &App, checked: &Checked, findings: &[Finding], most: usize) -> (Vec<Mistake>, String) {
    let several = checked.table.sheets.len() > 1;
    let shown = findings.iter().take(most).map(|found| {
        let (sheet, column) = sheet::place_of(l, app.pack(), checked, found);
        Mistake {
            sheet: if several { sheet } else { String::new() },
            row: found.row.into(),
            column,
            value: found.value.chars().take(60).collect(),
            text: sheet::finding(l, app, checked, found),
        }
    });
    let count = |n: usize| fluent_bundle::FluentValue::from(i64::try_from(n).unwrap_or(i64::MAX));
    let more = || l.t_with("import-mistakes-more", &[("n", count(findings.len())), ("shown", count(most))]);
    (shown.collect(), if findings.len() > most { more() } else { String::new() })
}

fn counts_of(kept: &linli_store::ImportJob) -> import::Counts {
    let n = |n: i64| usize::try_from(n).unwrap_or_default();
    import::Counts { made: n(kept.made), changed: n(kept.changed), same: n(kept.same), known: n(kept.known), bad: n(kept.bad) }
}

fn plain(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

fn status(web: &Web, staff: &Staff, job: &Job) -> Result<(String, String, &'static str), AppError> {
    let l = staff.reader.l;
    let kept = &job.kept;
    let own = |key: std::borrow::Cow<'static, str>| key.into_owned();
    Ok(match job.phase {
        Phase::Checking => (own(l.t("import-status-checking")), own(l.t("import-status-checking-text")), "accent"),
        Phase::Running => (own(l.t("import-status-running")), own(l.t("import-status-running-text")), "accent"),
        Phase::Checked if kept.bad > 0 => (l.t_n("import-status-bad", plain(kept.bad)), own(l.t("import-status-bad-text")), "late"),
        Phase::Checked if kept.made + kept.changed == 0 => {
            (own(l.t("import-status-nothing")), own(l.t("import-status-nothing-text")), "soon")
        }
        Phase::Checked => (own(l.t("import-status-clean")), own(l.t("import-status-clean-text")), "fine"),
        Phase::Done if kept.bad > 0 => (l.t_n("import-status-done-bad", plain(kept.bad)), own(l.t("import-status-done-bad-text")), "soon"),
        Phase::Done => (own(l.t("import-status-done")), own(l.t("import-status-done-text")), "fine"),
        Phase::Interrupted => {
            let n = web.app.import_rows_in(kept)?;
            (own(l.t("import-status-stopped")), l.t_n("import-status-stopped-text", n), "soon")
        }
    })
}

/// `POST /imports/{id}/run`
pub(super) async fn run(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let here = format!("/imports/{id}");
    let mode = match form::read(&web, &context, request).await {
        Ok(sent) if sent.text("mode") == "good" => Mode::Good,
        Ok(_) => Mode::All,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let work = web.clone();
    match blocking(move || work.app.import_go(&context, &id, mode, &labels())).await {
        Ok(()) => go(&here, None),
        Err(error) => refused(&web, &reader, &here, &error),
    }
}

/// `POST /imports/{id}/check`
pub(super) async fn again(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let reader = staff.reader.clone();
    let (work, here) = (web.clone(), format!("/imports/{id}"));
    match blocking(move || work.app.import_again(&staff.context(&work), &id, &labels())).await {
        Ok(()) => go(&here, None),
        Err(error) => refused(&web, &reader, &here, &error),
    }
}

/// What the page itself can say stays on the page.
pub(super) fn refused(web: &Web, reader: &crate::route::session::Reader, here: &str, error: &AppError) -> Response {
    log(error);
    match error {
        AppError::NotFound("file") => go(here, Some(&reader.l.t("import-gone"))),
        AppError::Invalid { .. } | AppError::File(_) => go(here, Some(&say(reader.l, web.app.pack(), None, error).detail)),
        error => failed(web, reader, None, error),
    }
}

/// `GET /imports/{id}/marked`
pub(super) async fn marked(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let made = blocking(move || {
        let job = work.app.import_job(&staff.context(&work), &id)?;
        let checked = job.checked.ok_or(AppError::NotFound("file"))?;
        let stem = job.kept.file.rsplit_once('.').map_or(job.kept.file.as_str(), |(stem, _)| stem).to_owned();
        Ok((stem, sheet::marked(staff.reader.l, &work.app, &checked, job.ran.as_deref())?))
    });
    match made.await {
        Ok((stem, bytes)) => attachment(bytes.into(), XLSX, &format!("{stem}-{}.xlsx", reader.l.pick("标注", "marked"))),
        Err(error) => failed(&web, &reader, None, &error),
    }
}
