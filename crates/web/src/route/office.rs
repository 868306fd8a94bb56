//! A body with its posts, and the pages on which people are appointed, leave a post or stay longer.

mod appoint;
mod leave;

use axum::extract::{Path, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::office::{BodyView, Held, PostView};
use linli_pack::model::{Post, Right, Way};
use linli_store::Line;

use crate::Locale;
use crate::route::bodies::{crumbs, date, href, kind_label};
use crate::route::detail::{own_name, with};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::drawn;
use crate::route::{Web, shell};
use crate::say::Said;
use crate::view::{Badge, BodyPage, Event, Field, FieldKind, HeldRow, Link, PostCard};

pub(super) use appoint::{appoint, save};
pub(super) use leave::{end, leave, save_end, save_leave};

/// Bodies below that are named one by one.
const BELOW: usize = 20;

/// `GET /bodies/{code}`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(code): Path<String>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &code)).await
}

fn draw(web: &Web, staff: &Staff, code: &str) -> Result<BodyPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let (l, lang) = (present.l, present.l.lang());
    let view = web.app.body_view(&context, code)?;
    let name = view.named.name.get(lang).to_owned();
    let area = view.named.body.area.clone();
    let link =
        |label: std::borrow::Cow<'static, str>, what: &str| Link { label: label.into_owned(), href: format!("/bodies/{code}/{what}") };
    let mut acts = Vec::new();
    if view.may_change {
        acts = vec![link(l.t("body-change"), "change"), link(l.t("body-end"), "end")];
    }
    let duties = web.app.fits(&context, &area)?.into_iter().flat_map(|(structure, parts)| {
        let own = parts.into_iter().filter(|fit| fit.bodies.iter().any(|body| body == code) && !fit.part.duty.is_empty());
        own.map(|fit| (structure.label.get(lang).to_owned(), fit.part.duty.get(lang).to_owned())).collect::<Vec<_>>()
    });
    Ok(BodyPage {
        crumbs: crumbs(&present, &area, true, name.clone()),
        sub: format!("{} · {}", kind_label(&present, &view.named.body.kind), present.territory.place_name(&area)),
        status: match &view.named.ended {
            Some(day) => Badge { text: l.t_x("body-ended", day), tone: "late" },
            None => Badge::default(),
        },
        acts,
        duties: view.since.iter().map(|day| (l.t("body-since").into_owned(), day.clone())).chain(duties).collect(),
        above: view.named.parent.as_ref().map(|above| Link { label: present.body(above), href: href(above) }),
        below: below(&present, code),
        posts: view.posts.iter().map(|post| card(&present, &view, post)).collect(),
        history: view.history.iter().take(30).map(|line| event(&present, line)).collect(),
        name: name.clone(),
        shell: shell::staff(web, staff, &name, "/bodies")?,
    })
}

/// Bodies directly below: by name where they are few, otherwise a link for each kind.
fn below(present: &Present, code: &str) -> Vec<Link> {
    let found: Vec<_> = present.territory.bodies_below(code).collect();
    if found.len() <= BELOW {
        let name = |named: &linli_app::territory::NamedBody| named.name.get(present.l.lang()).to_owned();
        return found.into_iter().map(|named| Link { label: name(named), href: href(&named.body.code) }).collect();
    }
    let area = present.territory.named_body(code).map(|named| named.body.area.clone()).unwrap_or_default();
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for named in found {
        match kinds.iter_mut().find(|(kind, _)| *kind == named.body.kind) {
            Some((_, n)) => *n += 1,
            None => kinds.push((&named.body.kind, 1)),
        }
    }
    kinds
        .into_iter()
        .map(|(kind, n)| Link {
            label: format!("{} × {n}", kind_label(present, kind)),
            href: with(&with("/bodies", "area", &area), "kind", kind),
        })
        .collect()
}

fn card(present: &Present, view: &BodyView<'_>, post: &PostView<'_>) -> PostCard {
    let (l, lang) = (present.l, present.l.lang());
    let code = &view.named.body.code;
    let declared = post.post;
    let mut sub = vec![if declared.concurrent { l.t("office-concurrent") } else { l.t("office-dedicated") }.into_owned()];
    sub.push(l.t_n("office-seats", u64::from(declared.seats)));
    if let Some(years) = declared.term {
        sub.push(l.t_n("office-years", u64::try_from(years).unwrap_or_default()));
    }
    PostCard {
        title: declared.label.get(lang).to_owned(),
        sub: sub.join(" · "),
        vacant: if post.vacancies > 0 { l.t_n("office-vacant", u64::from(post.vacancies)) } else { String::new() },
        rows: post.now.iter().map(|held| row(present, view, declared, held)).collect(),
        past: post.past.iter().map(|held| row(present, view, declared, held)).collect(),
        rule: declared.because.get(lang).to_owned(),
        rights: declared.rights.iter().map(|right| right_name(l, *right)).collect(),
        basis: declared.basis.clone(),
        appoint: view.may_appoint.then(|| Link {
            label: l.t("office-appoint").into_owned(),
            href: with(&format!("/bodies/{code}/appoint"), "post", &declared.name),
        }),
    }
}

fn row(present: &Present, view: &BodyView<'_>, post: &Post, held: &Held) -> HeldRow {
    let (l, lang) = (present.l, present.l.lang());
    let one = &held.appointment;
    let label = |post: &str| present.pack.posts.get(post).map_or(post, |post| post.label.get(lang)).to_owned();
    let elsewhere = view.elsewhere.get(&held.official.id).into_iter().flatten();
    let mut how = way_name(l, Way::of(&one.how).unwrap_or(Way::Appointed));
    if let (Some(due), Some(present), Some(agreed)) = (one.due, one.present, one.agreed) {
        how = l.t_with("office-votes", &[("how", how.into()), ("due", due.into()), ("present", present.into()), ("agreed", agreed.into())]);
    }
    if !one.basis.is_empty() {
        how = format!("{how} · {}", one.basis);
    }
    let act = |label: std::borrow::Cow<'static, str>, href: String| Link { label: label.into_owned(), href };
    let mut acts = Vec::new();
    if view.may_appoint && one.ended.is_none() {
        let again = with(&format!("/bodies/{}/appoint", one.body), "post", &post.name);
        acts.push(act(l.t("office-account"), format!("/appointments/{}/account", one.id)));
        acts.push(act(l.t("office-end"), format!("/appointments/{}/end", one.id)));
        if post.term.is_some() && held.ends_soon {
            acts.push(act(l.t("office-renew"), with(&again, "renew", &one.id)));
            if post.delay > 0 {
                acts.push(act(l.t("office-delay"), format!("/appointments/{}/delay", one.id)));
            }
        }
        if one.stands_in.is_none() {
            acts.push(act(l.t("office-stand-in"), with(&again, "for", &one.id)));
        }
    }
    let last = one.ended.or(one.to_day);
    HeldRow {
        name: held.official.name.clone(),
        mark: if one.stands_in.is_some() { l.t("office-stands-in").into_owned() } else { String::new() },
        unit: held.official.unit.as_deref().map(|unit| present.body(unit)).unwrap_or_default(),
        term: match last {
            Some(_) => format!("{} – {}", date(Some(one.from_day)), date(last)),
            None => l.t_x("office-since", &date(Some(one.from_day))),
        },
        soon: if held.ends_soon { l.t_x("office-ends", &date(one.to_day)) } else { String::new() },
        how,
        elsewhere: elsewhere
            .map(|(body, post)| Link { label: format!("{} {}", present.body(body), label(post)), href: href(body) })
            .collect(),
        acts,
    }
}

fn right_name(l: Locale, right: Right) -> String {
    match right {
        Right::Papers => l.t("right-papers"),
        Right::Vote => l.t("right-vote"),
        Right::Appraise => l.t("right-appraise"),
    }
    .into_owned()
}

fn way_name(l: Locale, way: Way) -> String {
    match way {
        Way::Elected => l.t("way-elected"),
        Way::Appointed => l.t("way-appointed"),
        Way::CoOpted => l.t("way-co-opted"),
        Way::Competition => l.t("way-competition"),
    }
    .into_owned()
}

/// A line of a body's history.
fn event(present: &Present, line: &Line) -> Event {
    let (l, entry) = (present.l, &line.entry);
    let word = |name: &str| entry.words.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let fact = |name: &str| entry.facts.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let post = present.pack.posts.get(fact("post")).map(|post| post.label.get(l.lang())).unwrap_or_default();
    let what = own_name(l, &entry.name).unwrap_or_else(|| entry.name.clone());
    // A day says when something ended; how long a term lasts stands with the post.
    let last = if matches!(entry.name.as_str(), "appointment_new" | "stand_in") { "" } else { fact("last") };
    let parts = [what.as_str(), word("name"), post, fact("called"), last];
    Event {
        at: present.moment(entry.at),
        who: entry.body.as_deref().map_or_else(|| l.t("actor-system").into_owned(), |body| present.body(body)),
        what: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        said: if line.erased { l.t("words-erased").into_owned() } else { word("note").to_owned() },
        photos: Vec::new(),
        bad: false,
    }
}

/// A field with the error that a refusal names for it.
fn field(said: &Said, name: &str, label: std::borrow::Cow<'static, str>, value: &str, kind: FieldKind) -> Field {
    let error = said.fields.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default();
    Field { name: name.to_owned(), label: label.into_owned(), value: value.to_owned(), error, kind, ..Field::default() }
}

/// The refusal as an error of the whole form, where no field of it has it.
fn general(said: &Said, fields: &[Field]) -> Vec<String> {
    let placed = said.fields.iter().any(|(name, _)| fields.iter().any(|field| field.name == *name));
    if placed || said.status == 0 { Vec::new() } else { vec![said.detail.clone()] }
}
