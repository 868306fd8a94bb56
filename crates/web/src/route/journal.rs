//! The journal's page: every act, the latest first, and the check of the whole chain.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use serde::Deserialize;

use crate::route::detail::{in_place_of, standing_in, with};
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, shell, sign_ins};
use crate::view::{Chain, Empty, FilterBar, JournalEntry, JournalPage, Link, Moment, Pager};

/// Entries of one page.
const ENTRIES: i64 = 60;

/// What may be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
    checked: Option<String>,
}

/// `GET /admin/journal`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

/// `POST /admin/journal/check`: the whole chain, now.
pub(super) async fn check(State(web): State<Web>, staff: Staff) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let app = web.app.clone();
    let checked = blocking(move || {
        app.may_audit(&context)?;
        app.verify()
    });
    match checked.await {
        Ok(report) if report.is_sound() => go("/admin/journal?checked=sound", Some(&reader.l.t_n("journal-sound", report.entries))),
        Ok(report) => go("/admin/journal?checked=wrong", Some(&reader.l.t_n("journal-wrong", report.wrong))),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<JournalPage, AppError> {
    let context = staff.context(web);
    let app = &web.app;
    app.may_audit(&context)?;
    let present = Present::new(app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let head = app.store().head(app.realm())?;
    let last = head.as_ref().map_or(0, |head| head.seq);
    let upto = asked.before.unwrap_or(last + 1).clamp(1, last + 1);
    let from = (upto - 1 - ENTRIES).max(0);
    let (mut lines, people, numbers) = app.store().read(|tx| {
        let lines = linli_store::journal(tx, app.realm(), from, upto - 1 - from)?;
        let mut people: HashMap<String, String> = HashMap::new();
        for id in
            lines.iter().flat_map(|line| [Some(line.entry.actor.as_str()), Some(line.entry.record.as_str()), in_place_of(line)]).flatten()
        {
            if !people.contains_key(id)
                && let Some(account) = linli_store::account(tx, app.realm(), id)?
            {
                people.insert(account.id, account.name);
            }
        }
        let mut numbers: HashMap<String, String> = HashMap::new();
        for line in &lines {
            if let Some(record) = linli_store::record(tx, app.realm(), &line.entry.record)? {
                numbers.insert(record.id, record.number);
            }
        }
        Ok::<_, AppError>((lines, people, numbers))
    })?;
    lines.reverse();
    let entries = lines.iter().map(|line| {
        let entry = &line.entry;
        let register = present.register(&entry.register);
        let label = register.and_then(|register| register.moves.get(&entry.name)).map(|mv| mv.label.get(lang).to_owned());
        let state =
            |name: &str| register.and_then(|register| register.states.get(name)).map_or(name, |state| state.label.get(lang)).to_owned();
        let person = people.get(&entry.actor).cloned();
        let body = entry.body.as_deref().map(|code| present.body(code)).unwrap_or_default();
        JournalEntry {
            sequence: line.seq.to_string(),
            at: present.moment(entry.at),
            who: match (person, entry.actor.as_str()) {
                (Some(name), _) => match in_place_of(line).and_then(|id| people.get(id)) {
                    Some(giver) => format!("{} · {body}", standing_in(l, &name, giver)),
                    None => format!("{name} · {body}"),
                },
                (None, "resident") => l.t("actor-resident").into_owned(),
                (None, actor) if actor.starts_with(linli_app::follow::VOICE) => l.t("actor-voice").into_owned(),
                (None, _) => l.t("actor-system").into_owned(),
            },
            act: register
                .and_then(|register| crate::route::detail::woken(&present, register, line))
                .or(label)
                .unwrap_or_else(|| crate::route::detail::own_name(l, &entry.name).unwrap_or_else(|| entry.name.clone())),
            on: match numbers.get(&entry.record) {
                Some(number) => Link { label: number.clone(), href: format!("/records/{}", entry.record) },
                None => Link { label: people.get(&entry.record).cloned().unwrap_or_default(), href: String::new() },
            },
            detail: if entry.from == entry.to || entry.from.is_empty() {
                state(&entry.to)
            } else {
                format!("{} → {}", state(&entry.from), state(&entry.to))
            },
            hash: String::new(),
            erased: line.erased,
        }
    });
    let hash: String = head.as_ref().map(|head| head.hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()).unwrap_or_default();
    let wrong = asked.checked.as_deref() == Some("wrong");
    Ok(JournalPage {
        tabs: sign_ins::tabs(l, false),
        chain: Chain {
            holds: !wrong,
            text: match asked.checked.as_deref() {
                Some("sound") => l.t("journal-holds").into_owned(),
                Some("wrong") => l.t("journal-breaks").into_owned(),
                _ => l.t_n("journal-entries", u64::try_from(last).unwrap_or_default()),
            },
            at: if asked.checked.is_some() {
                present.moment(context.now)
            } else {
                Moment { text: l.t("journal-not-checked").into_owned(), iso: String::new() }
            },
            head: hash,
            action: "/admin/journal/check".to_owned(),
            once: app.random().secret(),
        },
        filter: FilterBar { action: "/admin/journal".to_owned(), reset: "/admin/journal".to_owned(), ..FilterBar::default() },
        entries: entries.collect(),
        pager: Pager {
            text: l.t_with("journal-range", &[("from", (from + 1).to_string().into()), ("to", (upto - 1).to_string().into())]),
            prev: if upto <= last { with("/admin/journal", "before", &(upto + ENTRIES).min(last + 1).to_string()) } else { String::new() },
            next: if from > 0 { with("/admin/journal", "before", &(from + 1).to_string()) } else { String::new() },
        },
        exports: Vec::new(),
        empty: Empty { icon: "history", title: l.t("journal-empty").into_owned(), text: String::new(), next: Vec::new() },
        shell: shell::staff(web, staff, &l.t("menu-journal"), "/admin/journal")?,
    })
}
