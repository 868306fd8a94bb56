//! What surrounds a member of staff's page: menu with counts, area, search, notices, language, posts.

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use linli_app::people::SignedIn;
use linli_app::{AppError, desk};
use linli_engine::Grant;
use linli_pack::model::{Home, Register};

use crate::route::around;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::{Reader, Staff};
use crate::route::{Web, blocking, call_back};
use crate::view::{Head, Link, Me, MenuGroup, MenuItem, PlainShell, Shell, Toast};

/// The page with its status.
pub(crate) fn page<T: askama::Template>(template: &T, status: u16) -> Response {
    match template.render() {
        Ok(html) => {
            let status = axum::http::StatusCode::from_u16(status).unwrap_or(axum::http::StatusCode::OK);
            (status, Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "template");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// As [`page`], and says when to come back to whoever sent too much.
pub(super) fn page_until<T: askama::Template>(template: &T, status: u16, wait: Option<i64>) -> Response {
    let mut response = page(template, status);
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Draws a page for a member of staff, off the threads that serve, and answers with it.
pub(super) async fn drawn<T: askama::Template + Send + 'static>(
    web: &Web,
    staff: Staff,
    status: u16,
    draw: impl FnOnce(&Web, &Staff) -> Result<T, AppError> + Send + 'static,
) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    match blocking(move || draw(&work, &staff)).await {
        Ok(found) => page(&found, status),
        Err(error) => failed(web, &reader, None, &error),
    }
}

/// See other, with a message that the next page shows.
pub(crate) fn go(to: &str, said: Option<&str>) -> Response {
    let mut response = axum::response::Redirect::to(to).into_response();
    if let Some(text) = said {
        let text = percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
        if let Ok(cookie) = HeaderValue::from_str(&format!("linli_said={text}; Path=/; Max-Age=20; HttpOnly; SameSite=Lax")) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// This page in another language or size of text.
pub(crate) fn preference(reader: &Reader, what: &str, value: &str) -> String {
    let here = percent_encoding::utf8_percent_encode(&reader.here, percent_encoding::NON_ALPHANUMERIC);
    format!("/prefs?{what}={value}&back={here}")
}

/// The head of any page.
pub(crate) fn head(reader: &Reader, title: &str) -> Head {
    let toast = reader.said.as_ref().map(|text| Toast { text: text.clone(), bad: false, link: None });
    Head { l: reader.l, title: title.to_owned(), large: reader.large, toast, ..Head::default() }
}

/// What surrounds a page without a menu.
pub(crate) fn plain(web: &Web, reader: &Reader, title: &str) -> PlainShell {
    PlainShell {
        head: head(reader, title),
        org: web.app.pack().label.get(reader.l.lang()).to_owned(),
        lang_href: preference(reader, "lang", reader.l.other().tag()),
        text_href: preference(reader, "text", if reader.large { "normal" } else { "large" }),
    }
}

/// Where a role starts its day.
pub(crate) fn home_of(web: &Web, role: &str) -> &'static str {
    let role = web.app.pack().roles.get(role);
    match role.map(|role| role.home) {
        Some(Home::Patrol) => "/patrol",
        Some(Home::Board) => "/board",
        // Who only audits has no accounts to keep.
        Some(Home::Admin) if role.is_some_and(|role| role.audit && !role.admin) => "/admin/journal",
        Some(Home::Admin) if role.is_some_and(|role| role.privacy && !role.admin) => "/privacy",
        Some(Home::Admin) => "/admin/accounts",
        _ => "/desk",
    }
}

/// What surrounds a member of staff's page. `current` is the address of the menu entry where the reader is.
pub(crate) fn staff(web: &Web, staff: &Staff, title: &str, current: &str) -> Result<Shell, AppError> {
    let reader = &staff.reader;
    let l = reader.l;
    let lang = l.lang();
    let app = &web.app;
    let pack = app.pack();
    let context = staff.context(web);
    let present = Present::new(app, l, context.now);
    let tabs = app.tabs(&context, &staff.post)?;
    let role = pack.roles.get(&staff.post.role);
    let item = |label: String, href: &str, icon: &str, count: u64, urgent: bool| MenuItem {
        label,
        href: href.to_owned(),
        icon: icon.to_owned(),
        count,
        urgent,
        current: href == current,
    };
    let mut work = Vec::new();
    if !tabs.is_empty() {
        let waiting = tabs.first().map_or(0, |tab| shown_count(tab.count));
        let label = match role.map(|role| role.home) {
            Some(Home::Patrol) => l.t("menu-patrol"),
            _ => l.t("menu-desk"),
        };
        let home = if role.is_some_and(|role| role.home == Home::Patrol) { "/patrol" } else { "/desk" };
        work.push(item(label.into_owned(), home, "inbox", waiting, waiting > 0));
    }
    let takes_in =
        |register: &&Register| register.opening_moves().any(|mv| mv.way.as_deref() == Some("window") && mv.by.contains(&staff.post.role));
    if app.application_register().filter(takes_in).is_some() {
        work.push(item(l.t("menu-window").into_owned(), "/window", "building-community", 0, false));
    }
    work.push(item(l.t("menu-home").into_owned(), "/home", "home", 0, false));
    work.push(item(l.t("menu-notices").into_owned(), "/notices", "bell", 0, false));
    if call_back::called(web, &staff.post.role).next().is_some() {
        work.push(item(l.t("menu-call-backs").into_owned(), "/call-backs", "phone", 0, false));
    }
    if app.shifts_of(&staff.post.role).is_some() {
        work.push(item(l.t("menu-shift").into_owned(), "/shift", "transfer", 0, false));
    }
    if app.matched_by(&staff.post.role).next().is_some() {
        work.push(item(l.t("menu-match").into_owned(), "/match", "heart-handshake", 0, false));
    }
    let ledgers = |group: Option<&String>| -> Vec<MenuItem> {
        let registers = pack.registers.values().filter(|register| register.group.as_ref() == group);
        let seen = registers.filter(|register| register.see.is_empty() || register.see.contains(&staff.post.role));
        let entry = |register: &Register| {
            item(register.label.get(lang).to_owned(), &format!("/registers/{}", register.name), &register.icon, 0, false)
        };
        seen.map(entry).collect()
    };
    let mut overview = Vec::new();
    if role.is_some_and(|role| role.board) {
        overview.push(item(l.t("menu-board").into_owned(), "/board", "chart-bar", 0, false));
        if !pack.analyses.is_empty() {
            overview.push(item(l.t("menu-analysis").into_owned(), "/board/analysis", "search", 0, false));
        }
        overview.push(item(l.t("menu-wall").into_owned(), "/wall", "device-tv", 0, false));
        if app.application_register().is_some() {
            overview.push(item(l.t("visits-title").into_owned(), "/board/services", "route", 0, false));
        }
    }
    if !app.duty_registers(&context, &staff.post.area).is_empty() {
        overview.push(item(l.t("menu-duties").into_owned(), "/duties", "checks", 0, false));
    }
    overview.push(item(l.t("menu-calendar").into_owned(), "/calendar", "calendar", 0, false));
    if role.is_some_and(|role| role.board) {
        let book = |book: &linli_pack::model::Yearbook| {
            item(book.label.get(lang).to_owned(), &format!("/year/{}", book.name), "calendar-event", 0, false)
        };
        overview.extend(pack.yearbooks.values().map(book));
    }
    overview.push(item(l.t("menu-bodies").into_owned(), "/bodies", "users", 0, false));
    overview.push(item(l.t("menu-where").into_owned(), "/areas/where", "map-pin", 0, false));
    overview.push(item(l.t("menu-handbook").into_owned(), "/handbook", "book", 0, false));
    let mut office = Vec::new();
    if role.is_some_and(|role| role.admin) {
        office.push(item(l.t("menu-accounts").into_owned(), "/admin/accounts", "users", 0, false));
    }
    if role.is_some_and(|role| role.admin) {
        office.push(item(l.t("menu-areas").into_owned(), "/admin/areas", "building-community", 0, false));
        office.push(item(l.t("menu-webhooks").into_owned(), "/admin/webhooks", "send", 0, false));
        office.push(item(l.t("menu-channels").into_owned(), "/admin/channels", "message-circle", 0, false));
    }
    if role.is_some_and(|role| role.territory) {
        office.push(item(l.t("menu-grids").into_owned(), "/areas/grids", "map", 0, false));
    }
    if role.is_some_and(|role| role.audit || role.admin) {
        office.push(item(l.t("menu-journal").into_owned(), "/admin/journal", "history", 0, false));
    }
    if role.is_some_and(|role| role.privacy) {
        office.push(item(l.t("menu-privacy").into_owned(), "/privacy", "shield-check", 0, false));
    }
    if role.is_some_and(|role| role.reorganise) {
        office.push(item(l.t("menu-plans").into_owned(), "/areas/plans", "map", 0, false));
    }
    let groups = pack.groups.iter().map(|(name, label)| (label.get(lang).to_owned(), ledgers(Some(name))));
    let menu = std::iter::once((String::new(), work)).chain(groups).chain([
        (l.t("menu-ledgers").into_owned(), ledgers(None)),
        (l.t("menu-overview").into_owned(), overview),
        (l.t("menu-office").into_owned(), office),
    ]);
    let posts = staff.who.grants.iter().enumerate().filter(|(_, grant)| **grant != staff.post).map(|(index, grant)| Link {
        label: format!("{} · {}", post_label(web, &staff.who, grant, l), present.body(&grant.body)),
        href: format!("/prefs?post={index}&back=%2F"),
    });
    let own = Link { label: l.t("menu-me").into_owned(), href: "/me".to_owned() };
    let unread = app.unread(&context, 100)?;
    let mut head = head(reader, title);
    head.live = Some("/live".to_owned());
    Ok(Shell {
        head,
        org: present.body(&staff.post.body),
        menu: menu.filter(|(_, items)| !items.is_empty()).map(|(label, items)| MenuGroup { label, items }).collect(),
        area: around::switch(&present, staff),
        query: String::new(),
        today: around::today(web, staff, &context, &present)?,
        notices: unread,
        me: Me {
            name: staff.who.account.name.clone(),
            post: role_label(web, &staff.post.role, lang),
            links: std::iter::once(own).chain(posts).collect(),
        },
        lang_href: preference(reader, "lang", l.other().tag()),
        text_href: preference(reader, "text", if reader.large { "normal" } else { "large" }),
        keys: Vec::new(),
        printed: l.t_with(
            "printed",
            &[("name", staff.who.account.name.clone().into()), ("time", super::track::exact(&present, present.now).text.into())],
        ),
    })
}

/// What a role is called.
pub(crate) fn role_label(web: &Web, role: &str, lang: linli_pack::Lang) -> String {
    web.app.pack().roles.get(role).map_or_else(|| role.to_owned(), |role| role.label.get(lang).to_owned())
}

/// What somebody's role is called, and in whose place they have it.
pub(crate) fn post_label(web: &Web, who: &SignedIn, grant: &Grant, l: crate::Locale) -> String {
    let label = role_label(web, &grant.role, l.lang());
    let handed = who.stands_in.iter().find(|one| one.grant == *grant);
    handed.map_or_else(|| label.clone(), |one| crate::route::detail::standing_in(l, &label, &one.name))
}

/// A tab's count as a page's number.
pub(crate) fn shown_count(count: usize) -> u64 {
    u64::try_from(count.min(desk::COUNT_CAP)).unwrap_or(u64::MAX)
}
