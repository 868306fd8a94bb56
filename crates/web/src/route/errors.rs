//! Errors as pages: what is wrong, which rule says so, and where to go from here.

use axum::response::Response;
use linli_app::AppError;

use crate::route::session::Reader;
use crate::route::{Web, log, shell};
use crate::say::{Said, say};
use crate::view::{ErrorPage, Link};

/// An error as a page of its own.
pub(crate) fn failed(web: &Web, reader: &Reader, register: Option<&str>, error: &AppError) -> Response {
    log(error);
    said(web, reader, &say(reader.l, web.app.pack(), register, error))
}

/// A no in words as a page of its own.
pub(crate) fn said(web: &Web, reader: &Reader, said: &Said) -> Response {
    let l = reader.l;
    let home = if reader.session.is_some() { ("/", l.t("error-to-desk")) } else { ("/report", l.t("error-to-report")) };
    let page = ErrorPage {
        shell: shell::plain(web, reader, &said.title),
        status: said.status,
        title: said.title.clone(),
        text: said.detail.clone(),
        basis: said.basis.clone(),
        next: vec![Link { label: home.1.into_owned(), href: home.0.to_owned() }],
        reference: String::new(),
    };
    shell::page(&page, said.status)
}
