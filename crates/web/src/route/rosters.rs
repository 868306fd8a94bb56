//! Import and export of accounts and of bodies: template, file, what is wrong with it, and what it came to. First passwords of new accounts
//! are in one answer and nowhere else.

use axum::extract::{Multipart, Path, Request, State};
use axum::response::Response;
use linli_app::import::{Checked, Counts, Mode, Roster, RosterJob, Slip};
use linli_app::{AppError, Context};

use crate::route::errors::failed;
use crate::route::export::{attachment, line};
use crate::route::import::{LISTED, Sent, XLSX, finest, mistakes, read, refused};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go, page};
use crate::route::{Web, blocking, form, shell};
use crate::say::say;
use crate::sheet::{self, roster_labels};
use crate::view::{Crumbs, FirstPassword, ImportColumn, ImportJobPage, ImportLine, ImportPage, Link};

/// The roster of an address.
fn roster(name: &str) -> Result<Roster, AppError> {
    Roster::named(name).ok_or(AppError::NotFound("roster"))
}

/// Where its own page is, and what that is called.
fn home(l: crate::Locale, roster: Roster) -> Link {
    match roster {
        Roster::Accounts => Link { label: l.t("menu-accounts").into_owned(), href: "/admin/accounts".to_owned() },
        Roster::Bodies => Link { label: l.t("menu-bodies").into_owned(), href: "/bodies".to_owned() },
    }
}

/// Import and export, for the page of a roster.
pub(super) fn links(l: crate::Locale, roster: Roster) -> Vec<Link> {
    let name = roster.name();
    vec![
        Link { label: l.t("import").into_owned(), href: format!("/rosters/{name}") },
        Link { label: l.t("export").into_owned(), href: format!("/rosters/{name}/{name}.xlsx") },
    ]
}

/// `GET /rosters/{roster}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(name): Path<String>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, roster(&name)?, &Sent::default(), String::new())).await
}

fn draw(web: &Web, staff: &Staff, roster: Roster, sent: &Sent, error: String) -> Result<ImportPage, AppError> {
    let context = staff.context(web);
    web.app.may_keep(&context, roster)?;
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let (l, lang) = (present.l, present.l.lang());
    let (own, name) = (home(l, roster), roster.name());
    let heading = l.t_x("import-of", &own.label);
    let latest = web.app.import_jobs(&context, roster.register())?.into_iter().map(|job| ImportLine {
        href: format!("/rosters/jobs/{}", job.id),
        at: present.moment(job.created),
        status: l.t_with("import-line", &[("made", job.made.into()), ("changed", job.changed.into()), ("bad", job.bad.into())]),
        file: job.file,
    });
    let how = match roster {
        Roster::Accounts => [l.t("import-how-check"), l.t("import-how-choose"), l.t("roster-how-accounts"), l.t("roster-how-passwords")],
        Roster::Bodies => [l.t("import-how-check"), l.t("import-how-choose"), l.t("roster-how-bodies"), l.t("roster-how-export")],
    };
    Ok(ImportPage {
        action: format!("/rosters/{name}"),
        error,
        moves: Vec::new(),
        chosen: String::new(),
        updates: sent.updates,
        updates_label: l.t("roster-updates").into_owned(),
        updates_hint: match roster {
            Roster::Accounts => l.t("roster-updates-accounts"),
            Roster::Bodies => l.t("roster-updates-bodies"),
        }
        .into_owned(),
        file_hint: l.t("roster-file-hint").into_owned(),
        how: how.map(std::borrow::Cow::into_owned).to_vec(),
        templates: vec![Link { label: l.t("import-template").into_owned(), href: format!("/rosters/{name}/template.xlsx") }],
        columns: web
            .app
            .roster_columns(roster, &roster_labels())
            .iter()
            .map(|column| ImportColumn { label: column.label.get(lang).to_owned(), required: column.required })
            .collect(),
        latest: latest.collect(),
        shell: shell::staff(web, staff, &heading, &own.href)?,
        crumbs: Crumbs { l, above: vec![own], here: l.t("import").into_owned() },
        heading,
    })
}

/// `GET /rosters/{roster}/{file}`: the template, or everything there is, as an import takes it back.
pub(super) async fn file(State(web): State<Web>, staff: Staff, Path((name, file)): Path<(String, String)>) -> Response {
    let reader = staff.reader.clone();
    let (work, wanted) = (web.clone(), file.clone());
    let made = blocking(move || {
        let (context, roster) = (staff.context(&work), roster(&name)?);
        work.app.may_keep(&context, roster)?;
        let present = Present::new(&work.app, staff.reader.l, context.now);
        let columns = work.app.roster_columns(roster, &roster_labels());
        let title = home(present.l, roster).label;
        let headings = || columns.iter().map(|column| column.label.get(present.l.lang()).to_owned()).collect::<Vec<_>>();
        let (stem, kind) = wanted.rsplit_once('.').unwrap_or_default();
        match (stem, kind) {
            ("template", "xlsx") => Ok((XLSX, sheet::template(&present, &title, &columns, &finest(&present, &staff.post.area))?)),
            (stem, "xlsx") if stem == name => Ok((XLSX, sheet::plain(&title, &headings(), &work.app.roster_rows(&context, roster)?)?)),
            (stem, "csv") if stem == name => {
                let rows = work.app.roster_rows(&context, roster)?;
                let text: String = rows.iter().map(|cells| line(cells)).collect();
                Ok(("text/csv; charset=utf-8", format!("\u{feff}{}{text}", line(&headings())).into_bytes()))
            }
            _ => Err(AppError::NotFound("export")),
        }
    });
    match made.await {
        Ok((kind, bytes)) => attachment(bytes.into(), kind, &file),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /rosters/{roster}`
pub(super) async fn post(State(web): State<Web>, staff: Staff, Path(name): Path<String>, parts: Multipart) -> Response {
    let reader = staff.reader.clone();
    let sent = match read(parts).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (work, who, wanted, given) = (web.clone(), staff.clone(), name.clone(), sent.clone());
    let begun = blocking(move || {
        let order = (given.updates, given.file.as_str());
        work.app.roster_begin(&who.context(&work), roster(&wanted)?, order, &roster_labels(), &given.bytes)
    });
    match begun.await {
        Ok(id) => go(&format!("/rosters/jobs/{id}"), None),
        Err(error @ AppError::File(_)) => {
            let text = say(reader.l, web.app.pack(), None, &error).detail;
            let text = if sent.file.is_empty() { reader.l.t("file-missing").into_owned() } else { text };
            drawn(&web, staff, 422, move |web, staff| draw(web, staff, roster(&name)?, &sent, text)).await
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `GET /rosters/jobs/{id}`
pub(super) async fn job(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    drawn(&web, staff, 200, move |web, staff| {
        let job = web.app.roster_job(&staff.context(web), &id, &roster_labels())?;
        draw_job(web, staff, &job, Vec::new())
    })
    .await
}

fn draw_job(web: &Web, staff: &Staff, job: &RosterJob, slips: Vec<Slip>) -> Result<ImportJobPage, AppError> {
    let l = staff.reader.l;
    let kept = &job.kept;
    let own = home(l, job.roster);
    let here = format!("/rosters/jobs/{}", kept.id);
    let done = kept.state == "done";
    let good = kept.made + kept.changed;
    let plain = |n: i64| u64::try_from(n).unwrap_or_default();
    let count = |n: i64| usize::try_from(n).unwrap_or_default();
    let (status, text, tone) = match (done, kept.bad, good) {
        (true, 0, _) => (l.t("import-status-done").into_owned(), l.t("import-status-done-text"), "fine"),
        (true, bad, _) => (l.t_n("import-status-done-bad", plain(bad)), l.t("roster-done-bad-text"), "soon"),
        (false, 0, 0) => (l.t("import-status-nothing").into_owned(), l.t("roster-nothing-text"), "soon"),
        (false, 0, _) => (l.t("import-status-clean").into_owned(), l.t("import-status-clean-text"), "fine"),
        (false, bad, _) => (l.t_n("import-status-bad", plain(bad)), l.t("import-status-bad-text"), "late"),
    };
    let acts = match (done, good, kept.bad) {
        (true, ..) | (_, 0, _) => Vec::new(),
        (_, _, 0) => vec![("all", l.t("import-act-all").into_owned(), true)],
        _ => vec![("good", l.t_n("import-act-good", plain(good)), true)],
    };
    let (found, more) = match &job.checked {
        Some(checked) => mistakes(l, &web.app, checked, &checked.findings, LISTED),
        None => (Vec::new(), String::new()),
    };
    let counts = Counts { made: count(kept.made), changed: count(kept.changed), same: count(kept.same), known: 0, bad: count(kept.bad) };
    Ok(ImportJobPage {
        crumbs: Crumbs {
            l,
            above: vec![own.clone(), Link { label: l.t("import").into_owned(), href: format!("/rosters/{}", job.roster.name()) }],
            here: kept.file.clone(),
        },
        file: kept.file.clone(),
        status,
        tone,
        text: text.into_owned(),
        progress: None,
        counts: sheet::counts(l, counts, done),
        notes: job.checked.as_ref().map(|checked| sheet::notes(l, checked)).unwrap_or_default(),
        mistakes: found,
        more,
        marked: if !done && kept.bad > 0 { format!("{here}/marked") } else { String::new() },
        marked_label: l.t("import-marked-bad").into_owned(),
        acts,
        action: format!("{here}/run"),
        again: String::new(),
        slips: slips.into_iter().map(|Slip { login, name, password }| FirstPassword { login, name, password }).collect(),
        next: vec![Link { label: l.t("import-another").into_owned(), href: format!("/rosters/{}", job.roster.name()) }, own.clone()],
        shell: shell::staff(web, staff, &kept.file, &own.href)?,
        here,
    })
}

/// `POST /rosters/jobs/{id}/run`: the answer has the first passwords, so it is the page itself.
pub(super) async fn run(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let mode = match form::read(&web, &context, request).await {
        Ok(sent) if sent.text("mode") == "good" => Mode::Good,
        Ok(_) => Mode::All,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let (work, here) = (web.clone(), format!("/rosters/jobs/{id}"));
    let done = blocking(move || {
        let (job, slips) = work.app.roster_go(&context, &id, mode, &roster_labels())?;
        draw_job(&work, &staff, &job, slips)
    });
    match done.await {
        Ok(found) => page(&found, 200),
        Err(error) => refused(&web, &reader, &here, &error),
    }
}

/// `GET /rosters/jobs/{id}/marked`
pub(super) async fn marked(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    let made = blocking(move || {
        let context: Context = staff.context(&work);
        let job = work.app.roster_job(&context, &id, &roster_labels())?;
        let checked: Checked = job.checked.ok_or(AppError::NotFound("file"))?;
        let stem = job.kept.file.rsplit_once('.').map_or(job.kept.file.as_str(), |(stem, _)| stem).to_owned();
        Ok((stem, sheet::marked(staff.reader.l, &work.app, &checked, None)?))
    });
    match made.await {
        Ok((stem, bytes)) => attachment(bytes.into(), XLSX, &format!("{stem}-{}.xlsx", reader.l.pick("标注", "marked"))),
        Err(error) => failed(&web, &reader, None, &error),
    }
}
