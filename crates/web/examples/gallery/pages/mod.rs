//! Made-up pages in both languages. Labels follow the language; what people wrote stays Chinese, as it would.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use askama::Template;
use linli_web::Locale;

mod admin;
mod analysis;
mod common;
mod desk;
mod insight;
mod life;
mod me;
mod office;
mod openness;
mod outside;
mod privacy;
mod record;
mod register;

/// Every page with its name.
pub fn all(l: Locale) -> Vec<(&'static str, String)> {
    let html = |page: &dyn askama::DynTemplate| page.dyn_render().expect("a page renders");
    let mut large = desk::desk(l);
    large.shell.head.large = true;
    let mut pages = vec![
        ("desk", html(&desk::desk(l))),
        ("desk-act", html(&desk::act_open(l))),
        ("desk-errors", html(&desk::act_refused(l))),
        ("desk-batch", html(&desk::batch(l))),
        ("desk-list", html(&desk::list_only(l))),
        ("desk-empty", html(&desk::empty(l))),
        ("desk-large", html(&large)),
        ("desk-district", html(&desk::district(l))),
        ("record", html(&record::page(l))),
    ];
    pages.extend(register::all(l).into_iter().map(|(name, page)| (name, html(&page))));
    pages.extend([
        ("new", register::new_record(l).render().unwrap()),
        ("home", office::home(l).render().unwrap()),
        ("home-calm", office::home_calm(l).render().unwrap()),
        ("search", office::search(l).render().unwrap()),
        ("search-none", office::search_none(l).render().unwrap()),
        ("notices", office::notices(l).render().unwrap()),
        ("login", office::login(l, true).render().unwrap()),
        ("login-wrong", office::login(l, false).render().unwrap()),
        ("error-404", office::not_found(l).render().unwrap()),
        ("error-403", office::no_permission(l).render().unwrap()),
        ("duties", life::duties(l).render().unwrap()),
        ("duties-own", life::own(l).render().unwrap()),
        ("calendar", life::calendar(l, false).render().unwrap()),
        ("calendar-list", life::calendar(l, true).render().unwrap()),
        ("accounts", admin::accounts(l).render().unwrap()),
        ("account", admin::account(l).render().unwrap()),
        ("me", me::me(l).render().unwrap()),
        ("stand-in", me::stand_in(l).render().unwrap()),
        ("me-password", me::must_change(l).render().unwrap()),
        ("second-factor", me::second_factor(l, false).render().unwrap()),
        ("second-factor-codes", me::second_factor(l, true).render().unwrap()),
        ("sign-ins", me::all_sign_ins(l).render().unwrap()),
        ("channels", outside::channels(l).render().unwrap()),
        ("told", outside::told(l).render().unwrap()),
        ("webhooks", outside::webhooks(l).render().unwrap()),
        ("webhook", outside::webhook(l).render().unwrap()),
        ("journal", admin::journal(l).render().unwrap()),
        ("privacies", privacy::list(l).render().unwrap()),
        ("privacy", privacy::one(l).render().unwrap()),
        ("retention", privacy::retention(l).render().unwrap()),
        ("analysis", analysis::page(l).render().unwrap()),
        ("rates", insight::rates(l).render().unwrap()),
        ("shift", insight::shift(l).render().unwrap()),
        ("openness", openness::list(l).render().unwrap()),
        ("openness-paper", openness::paper(l).render().unwrap()),
        ("handbook", admin::handbook(l).render().unwrap()),
    ]);
    pages
}
