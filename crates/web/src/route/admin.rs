//! The office: accounts, the handbook of the pack in force, the journal.

use std::collections::HashMap;

use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::people::{AccountForm, SignedIn};
use linli_pack::model::{FieldKind as Kind, Hold, Move, Pack, Register, Role};
use serde::Deserialize;

use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{go, page, role_label};
use crate::route::{Web, blocking, form, shell};
use crate::say::say;
use crate::view::{
    AccountPage, AccountRow, AccountsPage, ActForm, Badge, Chain, Choice, Crumbs, Empty, Field, FieldKind, FieldRow, FilterBar,
    HandbookPage, IndicatorRow, JournalEntry, JournalPage, Link, Moment, MoveRow, Pager, RoleRow, StateRow, Tab,
};

/// Accounts of one page.
const ACCOUNTS: usize = 60;
/// Entries of one page of the journal.
const ENTRIES: i64 = 60;

/// What lists of the office may be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    role: Option<String>,
    page: Option<usize>,
    before: Option<i64>,
    checked: Option<String>,
}

/// `GET /admin/accounts`
pub(super) async fn accounts(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    match blocking(move || draw_accounts(&work, &staff, &asked)).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw_accounts(web: &Web, staff: &Staff, asked: &Asked) -> Result<AccountsPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let words = asked.q.as_deref().unwrap_or_default().trim().to_lowercase();
    let role = asked.role.as_deref().filter(|role| !role.is_empty());
    let all = web.app.accounts(&context)?;
    let fits = |one: &SignedIn| {
        let named =
            words.is_empty() || one.account.login.to_lowercase().contains(&words) || one.account.name.to_lowercase().contains(&words);
        named && role.is_none_or(|role| one.grants.iter().any(|grant| grant.role == role))
    };
    let found: Vec<&SignedIn> = all.iter().filter(|one| fits(one)).collect();
    let at = asked.page.unwrap_or(0);
    let rows = found.iter().skip(at * ACCOUNTS).take(ACCOUNTS).map(|one| AccountRow {
        name: one.account.name.clone(),
        login: one.account.login.clone(),
        href: format!("/admin/accounts/{}", one.account.id),
        roles: one.grants.iter().map(|grant| format!("{} · {}", role_label(web, &grant.role, lang), present.body(&grant.body))).collect(),
        status: status(&present, one),
    });
    let go_to = |to: usize| {
        let base = asked.q.iter().fold("/admin/accounts".to_owned(), |path, q| with(&path, "q", q));
        let base = asked.role.iter().fold(base, |path, role| with(&path, "role", role));
        with(&base, "page", &to.to_string())
    };
    let roles = std::iter::once(Choice { code: String::new(), label: l.t("filter-all").into_owned(), ..Choice::default() }).chain(
        web.app.pack().roles.values().map(|role| Choice {
            code: role.name.clone(),
            label: role.label.get(lang).to_owned(),
            ..Choice::default()
        }),
    );
    let control = |name: &str, label: std::borrow::Cow<'static, str>, value: &Option<String>, kind: FieldKind| Field {
        name: name.to_owned(),
        label: label.into_owned(),
        value: value.clone().unwrap_or_default(),
        kind,
        ..Field::default()
    };
    Ok(AccountsPage {
        sub: l.t_n("accounts-count", found.len()),
        new: Some(Link { label: l.t("account-new").into_owned(), href: "/admin/accounts/new".to_owned() }),
        filter: FilterBar {
            action: "/admin/accounts".to_owned(),
            controls: vec![
                control("q", l.t("account-search"), &asked.q, FieldKind::Text),
                control("role", l.t("account-role"), &asked.role, FieldKind::Choice(roles.collect())),
            ],
            hidden: Vec::new(),
            reset: "/admin/accounts".to_owned(),
            active: !words.is_empty() || role.is_some(),
        },
        rows: rows.collect(),
        pager: Pager {
            text: l.t_n("accounts-count", found.len()),
            prev: if at > 0 { go_to(at - 1) } else { String::new() },
            next: if found.len() > (at + 1) * ACCOUNTS { go_to(at + 1) } else { String::new() },
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

fn status(present: &Present, one: &SignedIn) -> Badge {
    let l = present.l;
    if one.account.disabled {
        Badge { text: l.t("account-disabled").into_owned(), tone: "late" }
    } else if one.account.locked_until.is_some_and(|until| until > present.now) {
        Badge { text: l.t("account-locked").into_owned(), tone: "soon" }
    } else {
        Badge { text: l.t("account-active").into_owned(), tone: "fine" }
    }
}

/// `GET /admin/accounts/{id}`; the id `new` is an empty form.
pub(super) async fn account(State(web): State<Web>, staff: Staff, Path(id): Path<String>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    match blocking(move || draw_account(&work, &staff, &id, None, &[])).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
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
    let found = web.app.accounts(&context)?.into_iter().find(|one| one.account.id == id);
    if !is_new && found.is_none() {
        return Err(AppError::NotFound("account"));
    }
    let known = found.as_ref().map(|one| AccountForm {
        id: one.account.id.clone(),
        login: one.account.login.clone(),
        name: one.account.name.clone(),
        password: String::new(),
        disabled: one.account.disabled,
        grants: one.grants.iter().map(|grant| (grant.role.clone(), grant.body.clone())).collect(),
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
    password.hint = if is_new { l.t("account-password-rule") } else { l.t("account-password-keep") }.into_owned();
    let mut fields = vec![
        field("name", l.t("account-name"), &form.name, FieldKind::Text, true),
        field("login", l.t("account-login"), &form.login, FieldKind::Text, true),
        password,
        field("disabled", l.t("account-disable"), if form.disabled { "true" } else { "" }, FieldKind::Bool, false),
    ];
    // Two posts more than there are, so that one can be added without a second page.
    for at in 0..form.grants.len() + 1 {
        let (role, body) = form.grants.get(at).cloned().unwrap_or_default();
        let mut roles = field(
            &format!("role{at}"),
            l.t("account-role"),
            &role,
            FieldKind::Choice(role_choices(web, lang, &l.t("account-no-role"))),
            false,
        );
        roles.error = if at == 0 { error("grants") } else { String::new() };
        fields.push(roles);
        fields.push(field(&format!("body{at}"), l.t("account-body"), &body, FieldKind::Body(body_choices(web, &present, &context)), false));
    }
    let roles = form.grants.iter().map(|(role, body)| RoleRow {
        role: role_label(web, role, lang),
        body: present.body(body),
        area: present.territory.named_body(body).map(|named| present.territory.place_name(&named.body.area)).unwrap_or_default(),
        since: String::new(),
        remove: None,
    });
    let name = if is_new { l.t("account-new").into_owned() } else { form.name.clone() };
    Ok(AccountPage {
        crumbs: Crumbs {
            l,
            above: vec![Link { label: l.t("menu-accounts").into_owned(), href: "/admin/accounts".to_owned() }],
            here: name.clone(),
        },
        status: found.as_ref().map(|one| status(&present, one)).unwrap_or_default(),
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
        add: None,
        acts: Vec::new(),
        history: Vec::new(),
        name,
        shell: shell::staff(web, staff, &l.t("menu-accounts"), "/admin/accounts")?,
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
pub(super) async fn save_account(State(web): State<Web>, staff: Staff, Path(id): Path<String>, request: Request) -> Response {
    let reader = staff.reader.clone();
    let context = staff.context(&web);
    let sent = match form::read(&web, &context, request).await {
        Ok(sent) => sent,
        Err(error) => return failed(&web, &reader, None, &error),
    };
    let grants = (0..64).map(|at| (sent.text(&format!("role{at}")).to_owned(), sent.text(&format!("body{at}")).to_owned()));
    let wanted = AccountForm {
        id: if id == "new" { String::new() } else { id.clone() },
        login: sent.text("login").to_owned(),
        name: sent.text("name").to_owned(),
        password: sent.text("password").to_owned(),
        disabled: !sent.text("disabled").is_empty(),
        grants: grants.filter(|(role, _)| !role.is_empty()).collect(),
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

/// `GET /handbook` and `GET /handbook/{register}`
pub(super) async fn handbook(State(web): State<Web>, staff: Staff, name: Option<Path<String>>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    match blocking(move || draw_handbook(&work, &staff, name.as_ref().map(|Path(name)| name.as_str()))).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw_handbook(web: &Web, staff: &Staff, name: Option<&str>) -> Result<HandbookPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let pack: &Pack = web.app.pack();
    let register = match name {
        Some(name) => pack.registers.get(name),
        None => pack.registers.values().next(),
    }
    .ok_or(AppError::NotFound("register"))?;
    let limit = |due: &Option<linli_pack::model::Limit>| {
        let Some(due) = due else { return String::new() };
        let mut parts = vec![linli_pack::span_in_words(due.default, lang)];
        parts.extend(due.by_urgency.iter().map(|(urgency, span)| {
            let label = pack.urgencies.get(urgency).map_or(urgency.as_str(), |urgency| urgency.label.get(lang));
            format!("{label} {}", linli_pack::span_in_words(*span, lang))
        }));
        parts.join(l.pick("；", "; "))
    };
    Ok(HandbookPage {
        heading: pack.label.get(lang).to_owned(),
        source: pack.source.get(lang).to_owned(),
        chapters: pack
            .registers
            .values()
            .map(|one| Tab {
                label: one.label.get(lang).to_owned(),
                href: format!("/handbook/{}", one.name),
                current: one.name == register.name,
                ..Tab::default()
            })
            .collect(),
        title: register.label.get(lang).to_owned(),
        intro: [register.basis.clone(), limit(&register.deadline)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        diagram: Some(askama::filters::Safe(linli_pack::state_diagram_svg(register, lang))),
        diagram_text: l.t("handbook-diagram").into_owned(),
        states: register
            .states
            .values()
            .map(|state| StateRow {
                label: state.label.get(lang).to_owned(),
                public: state.public.get(lang).to_owned(),
                limit: limit(&state.due),
                basis: state.basis.clone(),
            })
            .collect(),
        moves: register.moves.values().map(|mv| move_row(web, &present, register, mv)).collect(),
        fields: register
            .fields
            .values()
            .map(|field| FieldRow {
                label: field.label.get(lang).to_owned(),
                kind: kind_name(&present, &field.kind),
                notes: [
                    field.required.then(|| l.t("handbook-required").into_owned()),
                    field.derived.then(|| l.t("handbook-derived").into_owned()),
                    field.personal.as_ref().map(|purpose| l.t_x("handbook-personal", purpose.get(lang))),
                ]
                .into_iter()
                .flatten()
                .collect(),
            })
            .collect(),
        indicators: pack
            .indicators
            .values()
            .filter(|indicator| indicator.register == register.name)
            .map(|indicator| IndicatorRow {
                label: indicator.label.get(lang).to_owned(),
                formula: indicator.formula.get(lang).to_owned(),
                version: indicator.version.clone(),
                basis: indicator.basis.clone(),
            })
            .collect(),
        shell: shell::staff(web, staff, &l.t("menu-handbook"), "/handbook")?,
    })
}

fn move_row(web: &Web, present: &Present, register: &Register, mv: &Move) -> MoveRow {
    let l = present.l;
    let lang = l.lang();
    let state = |name: &String| register.states.get(name).map_or_else(|| name.clone(), |state| state.label.get(lang).to_owned());
    let who = |role: &String| match role.as_str() {
        "resident" => l.t("actor-resident").into_owned(),
        "anyone" => l.t("actor-anyone").into_owned(),
        "system" => l.t("actor-system").into_owned(),
        role => role_label(web, role, lang),
    };
    let held = match &mv.hold {
        Hold::Keep => None,
        Hold::Up => Some(l.t("hold-up").into_owned()),
        Hold::Down => Some(l.t("hold-down").into_owned()),
        Hold::Chosen => Some(l.t("hold-chosen").into_owned()),
        Hold::Previous => Some(l.t("hold-previous").into_owned()),
        Hold::Mine => Some(l.t("hold-mine").into_owned()),
        Hold::Nobody => Some(l.t("hold-nobody").into_owned()),
        Hold::Kind(kinds) => {
            let label =
                |kind: &String| web.app.pack().bodies.get(kind).map_or(kind.as_str(), |kind| kind.label.get(lang)).replace("{area}", "…");
            Some(l.t_x("hold-kind", &kinds.iter().map(label).collect::<Vec<_>>().join(l.pick("、", ", "))))
        }
    };
    let clock = match mv.clock {
        linli_pack::model::ClockEffect::Start => None,
        linli_pack::model::ClockEffect::Restart => Some(l.t("clock-restart").into_owned()),
        linli_pack::model::ClockEffect::Keep => Some(l.t("clock-keep").into_owned()),
        linli_pack::model::ClockEffect::Suspend => Some(l.t("clock-suspend").into_owned()),
        linli_pack::model::ClockEffect::Resume => Some(l.t("clock-resume").into_owned()),
        linli_pack::model::ClockEffect::Extend => Some(l.t("clock-extend").into_owned()),
    };
    let review = mv.review.as_ref().map(|role| l.t_x("form-review", &role_label(web, role, lang)));
    let guard = mv.when.as_ref().map(|_| mv.because.get(lang).to_owned()).filter(|text| !text.is_empty());
    MoveRow {
        label: mv.label.get(lang).to_owned(),
        from: mv.from.iter().map(state).collect(),
        to: mv.to.as_ref().map(state).unwrap_or_default(),
        who: mv.by.iter().chain(&mv.over).map(who).collect(),
        fill: mv.fill.iter().map(|name| crate::say::input_label(l, Some(register), name)).collect(),
        notes: [held, clock, review, guard].into_iter().flatten().collect(),
        basis: mv.basis.clone(),
    }
}

fn kind_name(present: &Present, kind: &Kind) -> String {
    let l = present.l;
    match kind {
        Kind::Text { max } => l.t_n("kind-text", *max),
        Kind::LongText { max } => l.t_n("kind-long-text", *max),
        Kind::Int { .. } => l.t("kind-int").into_owned(),
        Kind::Money => l.t("kind-money").into_owned(),
        Kind::Date => l.t("kind-date").into_owned(),
        Kind::Time => l.t("kind-time").into_owned(),
        Kind::Bool => l.t("kind-bool").into_owned(),
        Kind::Choice { options } => options.values().map(|label| label.get(l.lang())).collect::<Vec<_>>().join(l.pick("、", ", ")),
        Kind::Category => l.t("kind-category").into_owned(),
        Kind::Body { .. } => l.t("kind-body").into_owned(),
        Kind::Phone => l.t("kind-phone").into_owned(),
        Kind::Person => l.t("kind-person").into_owned(),
        Kind::Address => l.t("kind-address").into_owned(),
        Kind::Photos { max } => l.t_n("kind-photos", *max),
    }
}

/// `GET /admin/journal`
pub(super) async fn journal(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    let reader = staff.reader.clone();
    let work = web.clone();
    match blocking(move || draw_journal(&work, &staff, &asked)).await {
        Ok(found) => page(&found, 200),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

/// `POST /admin/journal/check`: the whole chain, now.
pub(super) async fn check_journal(State(web): State<Web>, staff: Staff) -> Response {
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

fn draw_journal(web: &Web, staff: &Staff, asked: &Asked) -> Result<JournalPage, AppError> {
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
        let people: HashMap<String, String> =
            linli_store::accounts(tx, app.realm())?.into_iter().map(|account| (account.id, account.name)).collect();
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
                (Some(name), _) => format!("{name} · {body}"),
                (None, "resident") => l.t("actor-resident").into_owned(),
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
