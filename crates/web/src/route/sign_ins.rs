//! The journal of sign-ins: everybody's for whoever audits, and one's own as a card.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::sign_ins::What;
use linli_app::signin::Way;
use linli_store::SignIn;
use serde::Deserialize;

use crate::Locale;
use crate::route::detail::with;
use crate::route::session::Staff;
use crate::route::shell::drawn;
use crate::route::{Present, Web, shell};
use crate::view::{Badge, Empty, Field, FilterBar, Pager, SignInList, SignInRow, SignInsPage, Tab};

/// Lines of one page.
const LINES: usize = 60;
/// Lines on one's own account.
const OWN: i64 = 12;

const HERE: &str = "/admin/journal/sign-ins";

/// What may be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
    #[serde(default)]
    login: String,
}

/// The two journals.
pub(super) fn tabs(l: Locale, here: bool) -> Vec<Tab> {
    let tab = |label: std::borrow::Cow<'static, str>, href: &str, current| Tab {
        label: label.into_owned(),
        href: href.to_owned(),
        current,
        ..Tab::default()
    };
    vec![tab(l.t("journal-acts"), "/admin/journal", !here), tab(l.t("sign-ins"), HERE, here)]
}

/// `GET /admin/journal/sign-ins`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<SignInsPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let seen = web.app.sign_ins(&context, &asked.login, asked.before.unwrap_or(i64::MAX), LINES)?;
    let go_to = |before: Option<i64>| {
        let path = if asked.login.is_empty() { HERE.to_owned() } else { with(HERE, "login", &asked.login) };
        before.map_or(path.clone(), |before| with(&path, "before", &before.to_string()))
    };
    Ok(SignInsPage {
        tabs: tabs(l, true),
        strangers: l.t_n("sign-ins-strangers", u64::try_from(seen.strangers).unwrap_or_default()),
        filter: FilterBar {
            action: HERE.to_owned(),
            controls: vec![Field {
                name: "login".to_owned(),
                label: l.t("account-login").into_owned(),
                value: asked.login.clone(),
                ..Field::default()
            }],
            reset: HERE.to_owned(),
            active: !asked.login.is_empty(),
            ..FilterBar::default()
        },
        pager: Pager {
            text: l.t_n("sign-ins-shown", seen.lines.len()),
            prev: if asked.before.is_some() { go_to(None) } else { String::new() },
            next: if seen.more { go_to(seen.lines.last().map(|(line, ..)| line.seq)) } else { String::new() },
        },
        list: SignInList { l, named: true, rows: seen.lines.iter().map(|(line, whose, by)| row(&present, line, whose, by)).collect() },
        empty: Empty { icon: "history", title: l.t("sign-ins-none").into_owned(), text: String::new(), next: Vec::new() },
        shell: shell::staff(web, staff, &l.t("menu-journal"), "/admin/journal")?,
    })
}

/// The reader's own.
pub(super) fn own(web: &Web, staff: &Staff, present: &Present) -> Result<SignInList, AppError> {
    let lines = web.app.my_sign_ins(&staff.context(web), OWN)?;
    Ok(SignInList { l: present.l, named: false, rows: lines.iter().map(|(line, by)| row(present, line, "", by)).collect() })
}

fn row(present: &Present, line: &SignIn, whose: &str, by: &str) -> SignInRow {
    let l = present.l;
    let network = Some(line.network.clone()).filter(|text| !text.is_empty());
    SignInRow {
        at: present.moment(line.at),
        who: whose.to_owned(),
        what: what(l, &line.what),
        how: if by.is_empty() { way(l, &line.way) } else { l.t_x("sign-in-by", by) },
        browser: line.browser.clone(),
        // Where a line says a browser but no network, it was this machine.
        network: network.unwrap_or_else(|| if line.browser.is_empty() { String::new() } else { l.t("sign-in-here").into_owned() }),
    }
}

fn what(l: Locale, name: &str) -> Badge {
    let (text, tone) = match What::named(name) {
        Some(What::In) => (l.t("sign-in-in"), "fine"),
        Some(What::WrongPassword) => (l.t("sign-in-wrong-password"), "soon"),
        Some(What::WrongCode) => (l.t("sign-in-wrong-code"), "soon"),
        Some(What::Locked) => (l.t("sign-in-locked"), "late"),
        Some(What::Out) => (l.t("sign-in-out"), ""),
        Some(What::Ended) => (l.t("sign-in-ended"), ""),
        None => (name.to_owned().into(), ""),
    };
    Badge { text: text.into_owned(), tone }
}

fn way(l: Locale, name: &str) -> String {
    match Way::named(name) {
        Some(Way::Password) => l.t("way-password").into_owned(),
        Some(Way::Code) => l.t("way-code").into_owned(),
        Some(Way::Recovery) => l.t("way-recovery").into_owned(),
        Some(Way::Sso) => l.t("way-sso").into_owned(),
        Some(Way::SsoCode) => l.t("way-sso-code").into_owned(),
        Some(Way::SsoFactor) => l.t("way-sso-factor").into_owned(),
        Some(Way::Passkey) => l.t("way-passkey").into_owned(),
        Some(Way::Demo) => l.t("way-demo").into_owned(),
        None => name.to_owned(),
    }
}
