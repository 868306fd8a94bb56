//! A desk's shift: the page that is read and printed when one goes and another comes. Nobody types what the lists say.

use axum::extract::State;
use axum::response::Response;
use fluent_bundle::FluentValue;
use linli_app::AppError;
use linli_app::desk::COUNT_CAP;
use linli_app::shift::{Handed, Shift};
use linli_pack::record::Record;

use crate::route::Web;
use crate::route::detail::with;
use crate::route::figures::grouped;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::view::Link;
use crate::view::shift::{FlowRow, HandedList, HandedRow, ShiftPage, Waiting};

/// `GET /shift`
pub(super) async fn get(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, draw).await
}

fn draw(web: &Web, staff: &Staff) -> Result<ShiftPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let shift = web.app.shift(&context, &staff.post)?;
    let name = &shift.register.name;
    let flows = shift.flows.iter().map(|flow| FlowRow {
        label: flow.register.label.get(l.lang()).to_owned(),
        came: capped(flow.came),
        ended: capped(flow.ended),
        held: capped(flow.held),
    });
    let mv = shift.register.moves.get(&shift.rule.mv).map(|mv| mv.label.get(l.lang()).to_owned()).unwrap_or_default();
    let waiting = shift.last.as_ref().filter(|last| last.open);
    let who = match &shift.last {
        Some(last) => web.app.acts_of(&last.id)?,
        None => Vec::new(),
    };
    let name_of = |at: usize| who.get(at).cloned().unwrap_or_default();
    let gone = |last: &Record| -> [(&'static str, FluentValue<'static>); 2] {
        [("who", name_of(0).into()), ("at", present.exact(last.created).into())]
    };
    Ok(ShiftPage {
        since: match shift.last {
            Some(_) => l.t_x("shift-since", &present.exact(shift.since)),
            None => l.t_x("shift-since-day", &present.exact(shift.since)),
        },
        waiting: waiting.map(|last| Waiting {
            said: l.t_with("shift-waiting", &gone(last)),
            words: words(&shift, last),
            href: if shift.own { String::new() } else { with(&format!("/records/{}", last.id), "act", &shift.rule.take) },
            own: shift.rule.because.get(l.lang()).to_owned(),
        }),
        before: match shift.last.as_ref().filter(|last| !last.open) {
            Some(last) => {
                let [who, at] = gone(last);
                l.t_with("shift-before", &[who, at, ("next", name_of(1).into())])
            }
            None => String::new(),
        },
        flows: flows.collect(),
        lists: shift.lists.iter().map(|list| listed(&present, list)).collect(),
        hand_on: Link { label: mv, href: format!("/registers/{name}/new") },
        all: Link { label: shift.register.label.get(l.lang()).to_owned(), href: format!("/registers/{name}") },
        basis: shift.rule.basis.clone(),
        shell: shell::staff(web, staff, &l.t("menu-shift"), "/shift")?,
    })
}

/// What whoever went wrote down: the field of the title.
fn words(shift: &Shift<'_>, last: &Record) -> String {
    let held = last.fields.get(&shift.register.title).and_then(|value| value.as_str());
    held.unwrap_or(&last.title).to_owned()
}

fn capped(n: usize) -> String {
    if n >= COUNT_CAP { format!("{}+", COUNT_CAP - 1) } else { grouped(i64::try_from(n).unwrap_or(i64::MAX)) }
}

fn listed(present: &Present, list: &Handed<'_>) -> HandedList {
    let row = |record: &Record| HandedRow {
        number: Link { label: record.number.clone(), href: format!("/records/{}", record.id) },
        title: record.title.clone(),
        note: [present.state(record), record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        due: present.due(record),
    };
    let more = list.count.saturating_sub(list.records.len());
    HandedList {
        label: list.view.label.get(present.l.lang()).to_owned(),
        count: capped(list.count),
        rows: list.records.iter().map(row).collect(),
        more: if more > 0 { present.l.t_n("shift-more", more) } else { String::new() },
    }
}
