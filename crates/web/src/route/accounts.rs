//! Accounts of an administrator's area: the list, the form, and what may be done to one.

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::import::Roster;
use linli_app::people::{AccountForm, AccountsWanted, Post, SignedIn};
use linli_pack::model::Role;
use linli_store::Account;
use serde::Deserialize;

use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::me::iso_day;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{drawn, go, page, role_label};
use crate::route::{Web, blocking, form, keys, me, rosters, second_factor, shell};
use crate::say::say;
use crate::view::{
    AccountPage, AccountRow, AccountsPage, ActForm, Badge, Choice, Crumbs, Empty, Event, Field, FieldKind, FilterBar, Link, Pager, RoleRow,
};

/// Accounts of one page.
const ACCOUNTS: usize = 60;

/// What the list may be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    before: String,
}

/// `GET /admin/accounts`
pub(super) async fn list(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_accounts(web, staff, asked)).await
}

fn draw_accounts(web: &Web, staff: &Staff, asked: Asked) -> Result<AccountsPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let wanted = AccountsWanted { words: asked.q, role: asked.role, after: asked.after, before: asked.before };
    let found = web.app.accounts(&context, &wanted, ACCOUNTS)?;
    let rows = found.rows.iter().map(|one| AccountRow {
        name: one.account.name.clone(),
        login: one.account.login.clone(),
        href: format!("/admin/accounts/{}", one.account.id),
        roles: one.grants.iter().map(|grant| format!("{} · {}", role_label(web, &grant.role, lang), present.body(&grant.body))).collect(),
        status: status(&present, &one.account),
    });
    let go_to = |side: &str, row: Option<&SignedIn>| {
        let asked =
            [("q", wanted.words.as_str()), ("role", wanted.role.as_str()), (side, row.map_or("", |row| row.account.login.as_str()))];
        let asked = asked.into_iter().filter(|(_, value)| !value.is_empty());
        asked.fold("/admin/accounts".to_owned(), |path, (name, value)| with(&path, name, value))
    };
    let roles = std::iter::once(Choice { code: String::new(), label: l.t("filter-all").into_owned(), ..Choice::default() }).chain(
        web.app.pack().roles.values().map(|role| Choice {
            code: role.name.clone(),
            label: role.label.get(lang).to_owned(),
            ..Choice::default()
        }),
    );
    let control = |name: &str, label: std::borrow::Cow<'static, str>, value: &str, kind: FieldKind| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value: value.to_owned(),
        kind,
        ..Field::default()
    };
    Ok(AccountsPage {
        sub: l.t_n("accounts-count", found.count),
        new: Some(Link { label: l.t("account-new").into_owned(), href: "/admin/accounts/new".to_owned() }),
        files: rosters::links(l, Roster::Accounts),
        filter: FilterBar {
            action: "/admin/accounts".to_owned(),
            controls: vec![
                control("q", l.t("account-search"), &wanted.words, FieldKind::Text),
                control("role", l.t("account-role"), &wanted.role, FieldKind::Choice(roles.collect())),
            ],
            hidden: Vec::new(),
            reset: "/admin/accounts".to_owned(),
            active: !wanted.words.is_empty() || !wanted.role.is_empty(),
        },
        rows: rows.collect(),
        pager: Pager {
            text: l.t_n("accounts-count", found.count),
            prev: if found.before { go_to("before", found.rows.first()) } else { String::new() },
            next: if found.after { go_to("after", found.rows.last()) } else { String::new() },
        },
        empty: Empty {
            icon: "users",
            title: l.t("accounts-empty").into_owned(),
            text: String::new(),
            next: vec![Link { label: l.t("filter-reset").into_owned(), href: "/admin/accounts".to_owned() }],
        },
        shell: shell::staff(web, staff, &l.t("menu-accounts"), "/admin/accounts")?,
    })
}

fn status(present: &Present, account: &Account) -> Badge {
    let l = present.l;
    if account.disabled {
        Badge { text: l.t("account-disabled").into_owned(), tone: "late" }
    } else if account.locked_until.is_some_and(|until| until > present.now) {
        Badge { text: l.t("account-locked").into_owned(), tone: "soon" }
    } else {
        Badge { text: l.t("account-active").into_owned(), tone: "fine" }
    }
}

/// `GET /admin/accounts/{id}`; the id `new` is an empty form.
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw_account(web, staff, &id, None, &[])).await
}

fn draw_account(
    web: &Web,
    staff: &Staff,
    id: &str,
    typed: Option<&AccountForm>,
    wrong: &[(String, String)],
) -> Result<AccountPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let is_new = id == "new";
    let found = if is_new { None } else { Some(web.app.account_seen(&context, id)?) };
    let known = found.as_ref().map(|one| AccountForm {
        id: one.account.id.clone(),
        login: one.account.login.clone(),
        name: one.account.name.clone(),
        password: String::new(),
        disabled: one.account.disabled,
        grants: one.grants.iter().map(post).collect(),
    });
    let form = typed.cloned().or(known).unwrap_or_default();
    let error = |name: &str| wrong.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone()).unwrap_or_default();
    let field = |name: &str, label: std::borrow::Cow<'static, str>, value: &str, kind: FieldKind, required: bool| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value: value.to_owned(),
        error: error(name),
        required,
        kind,
        ..Field::default()
    };
    let mut password = field("password", l.t("account-password"), "", FieldKind::Password { new: true }, is_new);
    let rules = keys::password_rules(l);
    password.hint = [if is_new { l.t("account-password-rule") } else { l.t("account-password-keep") }.into_owned(), rules].join(" ");
    let mut fields = vec![
        field("name", l.t("account-name"), &form.name, FieldKind::Text, true),
        field("login", l.t("account-login"), &form.login, FieldKind::Text, true),
        password,
        field("disabled", l.t("account-disable"), if form.disabled { "true" } else { "" }, FieldKind::Bool, false),
    ];
    let bodies = body_choices(web, &present, &context);
    // One post more than there are, so that one can be added without a second page.
    for at in 0..form.grants.len() + 1 {
        let Post { role, body, from, until } = form.grants.get(at).cloned().unwrap_or_default();
        let mut roles = field(
            &format!("role{at}"),
            l.t("account-role"),
            &role,
            FieldKind::Choice(role_choices(web, lang, &l.t("account-no-role"))),
            false,
        );
        roles.error = if at == 0 { error("grants") } else { String::new() };
        fields.push(roles);
        fields.push(field(&format!("body{at}"), l.t("account-body"), &body, FieldKind::Body(bodies.clone()), false));
        fields.push(Field {
            hint: l.t("account-from-hint").into_owned(),
            ..field(&format!("from{at}"), l.t("account-from"), &from, FieldKind::Date, false)
        });
        fields.push(Field {
            hint: l.t("account-until-hint").into_owned(),
            ..field(&format!("until{at}"), l.t("account-until"), &until, FieldKind::Date, false)
        });
    }
    let today = iso_day(present.day_number(context.now));
    let grants = found.iter().flat_map(|one| &one.grants);
    let roles = grants.map(|grant| RoleRow {
        role: role_label(web, &grant.role, lang),
        body: present.body(&grant.body),
        area: present.territory.named_body(&grant.body).map(|named| present.territory.place_name(&named.body.area)).unwrap_or_default(),
        period: period(l, grant.from_day.as_deref(), grant.to_day.as_deref()),
        state: running(l, grant.from_day.as_deref(), grant.to_day.as_deref(), &today),
    });
    let state = found.as_ref().map(|one| status(&present, &one.account)).unwrap_or_default();
    let locked = found.as_ref().is_some_and(|one| one.account.locked_until.is_some_and(|until| until > context.now));
    let under = format!("/admin/accounts/{id}");
    let held = found.as_ref().and_then(|one| one.keys.as_ref()).map(|held| keys::of_others(&present, held, &under));
    let stand_ins = found.as_ref().map(|one| one.stand_ins.as_slice()).unwrap_or_default();
    let history = match &found {
        Some(one) => history(web, &present, &one.history)?,
        None => Vec::new(),
    };
    let has_factor = found.as_ref().is_some_and(|one| one.second_factor.is_some() || one.passkeys > 0);
    let mine = held.is_some() && staff.who.account.id != id;
    let unlock = if locked { format!("/admin/accounts/{id}/unlock") } else { String::new() };
    let name = if is_new { l.t("account-new").into_owned() } else { form.name.clone() };
    Ok(AccountPage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: l.t("menu-accounts").into_owned(), href: "/admin/accounts".to_owned() }],
            here: name.clone(),
        },
        status: state,
        form: ActForm {
            title: name.clone(),
            action: format!("/admin/accounts/{id}"),
            fields,
            submit: l.t("save").into_owned(),
            cancel: "/admin/accounts".to_owned(),
            once: web.app.random().secret(),
            ..ActForm::default()
        },
        roles: roles.collect(),
        stand_ins: crate::route::stand_in::rows(web, &present, stand_ins, &format!("{under}/stand-in/end")),
        unlock,
        second_factor: if is_new { Badge::default() } else { second_factor::badge(l, has_factor) },
        reset_factor: if has_factor && mine { format!("{under}/second-factor/reset") } else { String::new() },
        unlink: if held.is_some() && found.as_ref().is_some_and(|one| one.linked) { format!("{under}/sso/unlink") } else { String::new() },
        keys: held,
        history,
        name,
        shell: shell::staff(web, staff, &l.t("menu-accounts"), "/admin/accounts")?,
    })
}

fn post(grant: &linli_store::Grant) -> Post {
    Post {
        role: grant.role.clone(),
        body: grant.body.clone(),
        from: grant.from_day.clone().unwrap_or_default(),
        until: grant.to_day.clone().unwrap_or_default(),
    }
}

/// From when to when, in words; both days count.
pub(super) fn period(l: crate::Locale, from: Option<&str>, until: Option<&str>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => l.t_with("period", &[("from", from.into()), ("until", until.into())]),
        (Some(from), None) => l.t_x("period-from", from),
        (None, Some(until)) => l.t_x("period-until", until),
        (None, None) => l.t("period-always").into_owned(),
    }
}

/// Whether a period is to come, runs or is over.
pub(super) fn running(l: crate::Locale, from: Option<&str>, until: Option<&str>, today: &str) -> Badge {
    if from.is_some_and(|from| from > today) {
        Badge { text: l.t("period-future").into_owned(), tone: "accent" }
    } else if until.is_some_and(|until| until < today) {
        Badge { text: l.t("period-ended").into_owned(), tone: "" }
    } else {
        Badge { text: l.t("period-running").into_owned(), tone: "fine" }
    }
}

/// What was done to an account, the latest first.
fn history(web: &Web, present: &Present, lines: &[linli_store::Line]) -> Result<Vec<Event>, AppError> {
    web.app.store().read(|tx| {
        let mut events = Vec::new();
        for line in lines.iter().rev() {
            let who = linli_store::account(tx, web.app.realm(), &line.entry.actor)?.map(|account| account.name);
            events.push(Event {
                at: present.moment(line.entry.at),
                who: who.unwrap_or_else(|| present.l.t("actor-system").into_owned()),
                what: crate::route::detail::own_name(present.l, &line.entry.name).unwrap_or_else(|| line.entry.name.clone()),
                ..Event::default()
            });
        }
        Ok(events)
    })
}

fn role_choices(web: &Web, lang: linli_pack::Lang, none: &str) -> Vec<Choice> {
    let choice = |code: &str, label: &str| Choice { code: code.to_owned(), label: label.to_owned(), ..Choice::default() };
    std::iter::once(choice("", none)).chain(web.app.pack().roles.values().map(|role| choice(&role.name, role.label.get(lang)))).collect()
}

/// Bodies in which some role exists, within the administrator's areas.
fn body_choices(web: &Web, present: &Present, context: &linli_app::Context) -> Vec<Choice> {
    let areas: Vec<String> = context.grants_where(web.app.pack(), |role: &Role| role.admin).map(|grant| grant.area.clone()).collect();
    let mut found: Vec<Choice> = present
        .territory
        .bodies()
        .filter(|named| web.app.pack().roles.values().any(|role| role.bodies.contains(&named.body.kind)))
        .filter(|named| areas.iter().any(|area| present.territory.within(&named.body.area, area)))
        .map(|named| Choice {
            code: named.body.code.clone(),
            label: named.name.get(present.l.lang()).to_owned(),
            note: present.territory.place_name(&named.body.area),
            words: named.body.code.clone(),
        })
        .collect();
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found
}

/// `POST /admin/accounts/{id}`
pub(super) async fn save(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let typed = |name: &str, at: usize| sent.text(&format!("{name}{at}")).to_owned();
    let grants =
        (0..64).map(|at| Post { role: typed("role", at), body: typed("body", at), from: typed("from", at), until: typed("until", at) });
    let wanted = AccountForm {
        id: if id == "new" { String::new() } else { id.clone() },
        login: sent.text("login").to_owned(),
        name: sent.text("name").to_owned(),
        password: sent.text("password").to_owned(),
        disabled: !sent.text("disabled").is_empty(),
        grants: grants.filter(|post| !post.role.is_empty()).collect(),
    };
    let (app, form) = (web.app.clone(), wanted.clone());
    match blocking(move || app.save_account(&context, &form)).await {
        Ok(()) => go("/admin/accounts", Some(&reader.l.t_x("account-saved", &wanted.name))),
        Err(error @ AppError::Invalid { .. }) => {
            let said = say(reader.l, web.app.pack(), None, &error);
            let work = web.clone();
            match blocking(move || draw_account(&work, &staff, &id, Some(&wanted), &said.fields)).await {
                Ok(found) => page(&found, 422),
                Err(error) => failed(&web, &reader, None, &error),
            }
        }
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /admin/accounts/{id}/unlock`
pub(super) async fn unlock(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let (context, app, to) = (staff.context(&web), web.app.clone(), format!("/admin/accounts/{id}"));
    match blocking(move || app.unlock(&context, &id)).await {
        Ok(()) => go(&to, Some(&staff.reader.l.t("account-unlocked"))),
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /admin/accounts/{id}/sessions/end`: all of them.
pub(super) async fn end_sessions(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let (context, app, to) = (staff.context(&web), web.app.clone(), format!("/admin/accounts/{id}"));
    match blocking(move || app.end_sessions_of(&context, &id)).await {
        Ok(ended) => go(&to, Some(&staff.reader.l.t_n("sessions-ended", ended))),
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /admin/accounts/{id}/tokens/end`
pub(super) async fn end_token(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let (context, app, to) = (staff.context(&web), web.app.clone(), format!("/admin/accounts/{id}"));
    let ended = async {
        let sent = form::read(&web, &context, request).await?;
        let hash = sent.text("key").to_owned();
        blocking(move || app.end_token_of(&context, &id, &hash)).await
    };
    match ended.await {
        Ok(()) => go(&to, Some(&staff.reader.l.t("token-ended"))),
        Err(error) => failed(&web, &staff.reader, None, &error),
    }
}

/// `POST /admin/accounts/{id}/stand-in/end`
pub(super) async fn end_stand_in(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let app = web.app.clone();
    let done = me::with_key(&web, &staff, request, move |context, key| app.end_stand_in(context, key)).await;
    me::ended(&web, &staff, done, &format!("/admin/accounts/{id}"), &staff.reader.l.t("stand-in-ended"))
}
