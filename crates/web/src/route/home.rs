//! The first page of the day, and notices.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::board::Period;
use linli_app::desk::{COUNT_CAP, Narrow};
use linli_app::people::AccountsWanted;
use linli_app::{AppError, Context};
use linli_engine::Light as EngineLight;
use linli_pack::record::Record;
use linli_store::Order;
use serde::Deserialize;

use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::figures::{self, Linked};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go};
use crate::route::{Web, blocking, shell};
use crate::view::board::ChangeMood;
use crate::view::{Change, Due, Empty, Figure, HomePage, Light, Line, Link, Notice, NoticesPage, Pager, Tab, Waiting};

/// Lines of each part of the first page.
const LINES: usize = 8;
/// Figures of the first page.
const FIGURES: usize = 4;
/// Notices of one page.
const NOTICES: usize = 100;

/// `GET /home`
pub(super) async fn get(State(web): State<Web>, staff: Staff) -> Response {
    drawn(&web, staff, 200, draw).await
}

fn line(present: &Present, record: &Record) -> Line {
    let sub = [record.number.clone(), present.territory.place_name(&record.area), present.state(record)];
    Line { title: record.title.clone(), sub: sub.join(" · "), due: present.due(record), href: format!("/records/{}", record.id) }
}

fn draw(web: &Web, staff: &Staff) -> Result<HomePage, AppError> {
    let context = staff.context(web);
    let app = &web.app;
    let present = Present::new(app, staff.reader.l, context.now);
    let l = present.l;
    let mut waiting = office(web, staff, &context, &present)?;
    for tab in app.tabs(&context, &staff.post)?.into_iter().filter(|tab| tab.count > 0 && tab.view.order == "due") {
        let first = app.view(&context, &staff.post, tab.register, &tab.view.name, &Narrow::default(), None, 1)?;
        waiting.push(Waiting {
            label: tab.view.label.get(l.lang()).to_owned(),
            count: shell::shown_count(tab.count),
            href: with(&with("/desk", "register", tab.register), "view", &tab.view.name),
            first: first.records.first().map(|record| present.due(record)).unwrap_or_default(),
        });
    }
    let mut next: Vec<Record> = Vec::new();
    let mut late: Vec<Record> = Vec::new();
    let mut late_all = Vec::new();
    for (name, register) in &app.pack().registers {
        let mine = Narrow { mine: true, open: Some(true), ..Narrow::default() };
        next.extend(app.browse(&context, name, &mine, Order::Due, false, None, LINES)?.records);
        let over = Narrow { light: Some(EngineLight::Late), ..Narrow::default() };
        let my_own = Narrow { mine: true, ..over.clone() };
        late.extend(app.browse(&context, name, &my_own, Order::Due, false, None, LINES)?.records);
        let found = app.browse(&context, name, &over, Order::Due, false, None, LINES)?.records;
        if !found.is_empty() {
            let n = app.browse_count(&context, name, &over, COUNT_CAP)?;
            let n = if n >= COUNT_CAP { "999+".to_owned() } else { n.to_string() };
            let href = with(&format!("/registers/{name}"), "light", "late");
            late_all.push(Link { label: format!("{} {n}", register.label.get(l.lang())), href });
        }
        late.extend(found.into_iter().filter(|record| !late.iter().any(|known| known.id == record.id)).collect::<Vec<_>>());
    }
    // A desk's own work comes first; what others in the area are late with comes after it.
    let own = |record: &Record| context.actor.grants.iter().any(|grant| record.holder.as_ref() == Some(&grant.body));
    let soonest = |list: &mut Vec<Record>| {
        list.sort_by_key(|record| record.due.unwrap_or(i64::MAX));
        list.truncate(LINES);
    };
    next.retain(|record| record.due.is_none_or(|due| due >= context.now));
    soonest(&mut next);
    if let Some(n) = crate::route::bodies::waiting(web, staff, &context)?.filter(|n| *n > 0) {
        waiting.push(Waiting {
            label: l.t("home-terms").into_owned(),
            count: u64::try_from(n).unwrap_or_default(),
            href: format!("{}#terms", with("/bodies", "area", &staff.post.area)),
            ..Waiting::default()
        });
    }
    late.sort_by_key(|record| (!own(record), record.due.unwrap_or(i64::MAX)));
    late.truncate(LINES);
    let (figures, figures_href) = figures(web, &context, &present)?;
    let desk = !app.tabs(&context, &staff.post)?.is_empty();
    let late_title = if late.iter().all(own) { l.t("home-late") } else { l.t("home-late-area") }.into_owned();
    let changes = notices(web, staff, &present, false, LINES)?;
    Ok(HomePage {
        greeting: l.t_x("home-greeting", &staff.who.account.name),
        date: present.day(context.now),
        waiting,
        next: next.iter().map(|record| line(&present, record)).collect(),
        late: late.iter().map(|record| line(&present, record)).collect(),
        changes: changes
            .into_iter()
            .map(|notice| Change { at: notice.at, text: format!("{} {}", notice.title, notice.text), href: notice.href })
            .collect(),
        late_title,
        late_all,
        figures,
        figures_href,
        calm: desk.then(|| Empty {
            icon: "circle-check",
            title: l.t("home-calm").into_owned(),
            text: l.t("home-calm-way").into_owned(),
            next: vec![Link { label: l.t("menu-desk").into_owned(), href: shell::home_of(web, &staff.post.role).to_owned() }],
        }),
        shell: shell::staff(web, staff, &l.t("menu-home"), "/home")?,
    })
}

/// What administrators and auditors look after, who have no list of matters: accounts, and the journal.
fn office(web: &Web, staff: &Staff, context: &Context, present: &Present) -> Result<Vec<Waiting>, AppError> {
    let l = present.l;
    let role = web.app.pack().roles.get(&staff.post.role);
    let mut found = Vec::new();
    let tile = |label: std::borrow::Cow<'static, str>, count: usize, href: &str| Waiting {
        label: label.into_owned(),
        count: u64::try_from(count).unwrap_or(u64::MAX),
        href: href.to_owned(),
        first: Due::default(),
    };
    if role.is_some_and(|role| role.admin) {
        found.push(tile(l.t("menu-accounts"), web.app.accounts(context, &AccountsWanted::default(), 0)?.count, "/admin/accounts"));
    }
    if role.is_some_and(|role| role.audit || role.admin) {
        let last = web.app.store().head(web.app.realm())?.map_or(0, |head| head.seq);
        found.push(tile(l.t("menu-journal"), usize::try_from(last).unwrap_or(0), "/admin/journal"));
    }
    if role.is_some_and(|role| role.privacy) {
        found.push(tile(l.t("menu-privacy"), web.app.privacy_waiting(context)?, "/privacy"));
    }
    Ok(found)
}

/// This month's first figures of the area that the reader's board shows, each opening its records.
fn figures(web: &Web, context: &Context, present: &Present) -> Result<(Vec<Figure>, String), AppError> {
    let pack = web.app.pack();
    let Some(area) = context.grants_where(pack, |role| role.board).next().map(|grant| grant.area.clone()) else {
        return Ok(<_>::default());
    };
    let Some(register) = pack.indicators.values().next().map(|indicator| indicator.register.clone()) else { return Ok(<_>::default()) };
    let today = present.day_number(context.now);
    let period = Period { from: linli_app::days::month_of(today), to: today };
    let board = web.app.board(context, &register, &area, period)?;
    let linked = Linked { register, area, period };
    let cards = figures::cards(web, present, &linked, &board)?;
    let shown = cards.into_iter().take(FIGURES).map(|card| Figure {
        value: format!("{}{}", card.value, card.unit),
        compare: card.change.as_ref().map(|change| change.text.clone()).unwrap_or_default(),
        tone: match card.change.map(|change| change.mood) {
            Some(ChangeMood::Good) => "good",
            Some(ChangeMood::Bad) => "bad",
            _ => "",
        },
        label: card.label,
        formula: card.formula,
        href: card.href,
    });
    Ok((shown.collect(), "/board".to_owned()))
}

/// Which notices.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Which {
    all: Option<String>,
}

/// `GET /notices`
pub(super) async fn list(State(web): State<Web>, staff: Staff, Query(which): Query<Which>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_notices(web, staff, which.all.is_some())).await
}

fn draw_notices(web: &Web, staff: &Staff, all: bool) -> Result<NoticesPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let found = notices(web, staff, &present, !all, NOTICES)?;
    let tab = |label: std::borrow::Cow<'static, str>, href: &str, current: bool| Tab {
        label: label.into_owned(),
        href: href.to_owned(),
        current,
        ..Tab::default()
    };
    let has_unread = found.iter().any(|notice| notice.unread);
    Ok(NoticesPage {
        tabs: vec![tab(l.t("notices-unread"), "/notices", !all), tab(l.t("notices-all"), "/notices?all=1", all)],
        mark_all: if has_unread { "/notices/read".to_owned() } else { String::new() },
        pager: Pager { text: l.t_n("notices-shown", found.len()), ..Pager::default() },
        notices: found,
        empty: Empty {
            icon: "bell",
            title: l.t("notices-empty").into_owned(),
            text: String::new(),
            next: vec![Link { label: l.t("menu-home").into_owned(), href: "/home".to_owned() }],
        },
        shell: shell::staff(web, staff, &l.t("menu-notices"), "/notices")?,
    })
}

fn notices(web: &Web, staff: &Staff, present: &Present, unread: bool, limit: usize) -> Result<Vec<Notice>, AppError> {
    let context = staff.context(web);
    let found = web.app.notices(&context, unread, limit)?;
    web.app.store().read(|tx| {
        let mut out = Vec::new();
        for notice in found {
            let Some(record) = linli_store::record(tx, web.app.realm(), &notice.record)? else {
                let about = match of_webhook(tx, web, present, &notice)? {
                    None => of_person(tx, web, present, &notice)?,
                    found => found,
                };
                out.extend(about);
                continue;
            };
            let label = present
                .register(&record.register)
                .and_then(|register| register.moves.get(&notice.name))
                .map(|mv| mv.label.get(present.l.lang()).to_owned());
            let what = label.unwrap_or_else(|| {
                crate::route::detail::own_name(present.l, &notice.name).unwrap_or_else(|| present.l.t("event-wake").into_owned())
            });
            out.push(Notice {
                at: present.moment(notice.at),
                title: format!("{what}：{}", record.title),
                text: format!("{} · {} · {}", record.number, present.territory.place_name(&record.area), present.state(&record)),
                href: format!("/records/{}", record.id),
                unread: notice.read_at.is_none(),
                light: if notice.name == "wake" { Light::Late } else { Light::None },
            });
        }
        Ok(out)
    })
}

/// What administrators are told of a webhook.
fn of_webhook(
    tx: &mut dyn linli_store::Tx,
    web: &Web,
    present: &Present,
    notice: &linli_store::Notice,
) -> Result<Option<Notice>, AppError> {
    let Some(hook) = linli_store::webhook(tx, web.app.realm(), &notice.record)? else { return Ok(None) };
    let what = crate::route::detail::own_name(present.l, &notice.name).unwrap_or_else(|| notice.name.clone());
    Ok(Some(Notice {
        at: present.moment(notice.at),
        title: format!("{what}：{}", hook.label),
        text: present.territory.place_name(&hook.area),
        href: format!("/admin/webhooks/{}", hook.id),
        unread: notice.read_at.is_none(),
        light: Light::Late,
    }))
}

/// What administrators are told of a person whose notices did not reach them outside the program.
fn of_person(tx: &mut dyn linli_store::Tx, web: &Web, present: &Present, notice: &linli_store::Notice) -> Result<Option<Notice>, AppError> {
    let Some(account) = linli_store::account(tx, web.app.realm(), &notice.record)? else { return Ok(None) };
    let what = crate::route::detail::own_name(present.l, &notice.name).unwrap_or_else(|| notice.name.clone());
    Ok(Some(Notice {
        at: present.moment(notice.at),
        title: format!("{what}：{}", account.name),
        text: present.l.t("told-given-up-way").into_owned(),
        href: "/admin/channels".to_owned(),
        unread: notice.read_at.is_none(),
        light: Light::Late,
    }))
}

/// `POST /notices/read`
pub(super) async fn read(State(web): State<Web>, staff: Staff) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let app = web.app.clone();
    match blocking(move || app.read_notices(&context)).await {
        Ok(()) => go("/notices", None),
        Err(error) => failed(&web, &reader, None, &error),
    }
}
