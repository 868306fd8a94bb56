//! The guide: every service of the place in its groups, found by Chinese words or pinyin initials, and one service with what it takes.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use linli_app::AppError;
use serde::Deserialize;

use super::{asked_by_anyone, card, sheets};
use crate::route::errors::failed;
use crate::route::session::Reader;
use crate::route::{Web, phone, shell};
use crate::view::{GuidePage, Link, ServiceGroupList, ServicePage};

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
}

/// `GET /services?q=…`
pub(super) async fn list(State(web): State<Web>, reader: Reader, Query(asked): Query<Asked>) -> Response {
    let l = reader.l;
    let pack = web.app.pack();
    if pack.services.is_empty() {
        return failed(&web, &reader, None, &AppError::NotFound("service"));
    }
    let words: String = asked.q.unwrap_or_default().trim().chars().take(40).collect();
    let found = web.app.find_services(&words);
    let groups = pack.service_groups.values().map(|group| ServiceGroupList {
        label: group.label.get(l.lang()).to_owned(),
        all: pack.services.values().filter(|service| service.group == group.name).count(),
        services: found.iter().filter(|service| service.group == group.name).map(|service| card(&web, l, service)).collect(),
    });
    let mut more = sheets(&web, l, None);
    if web.app.queue_register().is_some() {
        more.insert(0, Link { label: l.t("turns-title").into_owned(), href: "/queue".to_owned() });
    }
    let page = GuidePage {
        shell: phone::shell(
            &reader,
            &l.t("service-guide"),
            Some(Link { label: l.t("fill-in-back").into_owned(), href: "/report".to_owned() }),
        ),
        groups: groups.filter(|group| !group.services.is_empty()).collect(),
        words,
        more,
    };
    shell::page(&page, 200)
}

/// `GET /services/{service}`
pub(super) async fn get(State(web): State<Web>, reader: Reader, Path(name): Path<String>) -> Response {
    let l = reader.l;
    let Some(service) = web.app.pack().services.get(&name) else {
        return failed(&web, &reader, None, &AppError::NotFound("service"));
    };
    let acts = asked_by_anyone(&web, service).into_iter().map(|(register, mv)| Link {
        label: mv.label.get(l.lang()).to_owned(),
        href: format!("/services/{name}/{}/{}", register.name, mv.name),
    });
    let page = ServicePage {
        shell: phone::shell(
            &reader,
            service.label.get(l.lang()),
            Some(Link { label: l.t("service-guide").into_owned(), href: "/services".to_owned() }),
        ),
        acts: acts.collect(),
        service: card(&web, l, service),
    };
    shell::page(&page, 200)
}
