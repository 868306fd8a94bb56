//! A year of recurring duties: of one body period by period, of an area body by body.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::recur::{Cell, Line, Standing, Year};
use linli_engine::recur::name;
use linli_pack::model::{Every, FieldKind, Owed, Register};
use serde::Deserialize;

use crate::Locale;
use crate::route::Web;
use crate::route::detail::with;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::view::{BodyYear, DutiesPage, DutyCell, DutySum, DutyYear, Empty, Link, Tab};

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    register: Option<String>,
    area: Option<String>,
    year: Option<i16>,
    duty: Option<String>,
}

/// `GET /duties`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<DutiesPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let lang = l.lang();
    let area = asked.area.clone().filter(|area| present.territory.area(area).is_some()).unwrap_or_else(|| staff.post.area.clone());
    let registers = web.app.duty_registers(&context, &area);
    let wanted = asked.register.as_ref().and_then(|name| registers.iter().find(|register| register.name == *name));
    let register = *wanted.or(registers.first()).ok_or(AppError::Forbidden("duties"))?;
    let this_year = linli_app::days::date(present.day_number(present.now)).map_or(1970, |date| date.year());
    let year = asked.year.filter(|year| (2000..=2100).contains(year)).unwrap_or(this_year);
    let found = web.app.year_of_duties(&context, &register.name, &area, year)?;
    let to = |register: &str, year: i16| {
        let path = with(&with("/duties", "register", register), "year", &year.to_string());
        if area == staff.post.area { path } else { with(&path, "area", &area) }
    };
    let here = to(&register.name, year);
    let alone = found.lines.len() == 1;
    let chosen = asked.duty.as_ref().and_then(|duty| found.rule.owed.get(duty)).or_else(|| found.rule.owed.values().next());
    let mut tabs: Vec<Tab> = registers
        .iter()
        .map(|one| Tab {
            label: one.label.get(lang).to_owned(),
            href: to(&one.name, year),
            current: one.name == register.name,
            ..Tab::default()
        })
        .collect();
    if tabs.len() < 2 {
        tabs.clear();
    }
    let none = found.lines.is_empty().then(|| Empty {
        icon: "calendar",
        title: l.t("duties-none").into_owned(),
        text: l.t("duties-none-way").into_owned(),
        next: Vec::new(),
    });
    let turn = |to_year: i16| Link { label: to_year.to_string(), href: to(&register.name, to_year) };
    let title = l.t_x("duties-title", register.label.get(lang));
    Ok(DutiesPage {
        place: present.territory.place_name(&area),
        registers: tabs,
        years: (turn(year - 1), year.to_string(), turn(year + 1)),
        duties: sums(&present, &found, alone, chosen, &here),
        own: if alone { found.lines.first().map(|line| own(&present, &found, line)).unwrap_or_default() } else { Vec::new() },
        periods: chosen.filter(|_| !alone).map(|duty| periods(l, duty.every)).unwrap_or_default(),
        bodies: match chosen.filter(|_| !alone) {
            Some(duty) => found.lines.iter().map(|line| body_year(&present, register, duty, line, year)).collect(),
            None => Vec::new(),
        },
        none,
        basis: found.rule.basis.clone(),
        all: Link { label: l.t("duties-all").into_owned(), href: format!("/registers/{}", register.name) },
        shell: shell::staff(web, staff, &title, "/duties")?,
    })
}

fn label(register: &Register, year: &Year<'_>, duty: &str, l: Locale) -> String {
    match register.fields.get(&year.rule.kind).map(|field| &field.kind) {
        Some(FieldKind::Choice { options }) => options.get(duty).map_or_else(|| duty.to_owned(), |label| label.get(l.lang()).to_owned()),
        _ => duty.to_owned(),
    }
}

const fn is_done(standing: Standing) -> bool {
    matches!(standing, Standing::Done | Standing::DoneLate)
}

/// How far each duty has come: done of those that were to be done by now.
fn sums(present: &Present, year: &Year<'_>, alone: bool, chosen: Option<&Owed>, here: &str) -> Vec<DutySum> {
    let l = present.l;
    let owed = year.rule.owed.values();
    let sum = |duty: &Owed| {
        let cells = || year.lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.duty == duty.name);
        let counted = cells().filter(|cell| is_done(cell.standing) || cell.standing == Standing::Overdue).count();
        DutySum {
            label: label(year.register, year, &duty.name, l),
            every: every(l, duty.every),
            href: if alone { String::new() } else { with(here, "duty", &duty.name) },
            current: !alone && chosen.is_some_and(|chosen| chosen.name == duty.name),
            done: cells().filter(|cell| is_done(cell.standing)).count(),
            of: counted,
            overdue: cells().filter(|cell| cell.standing == Standing::Overdue).count(),
        }
    };
    owed.map(sum).filter(|sum| sum.of > 0 || !alone || year.lines.iter().any(|line| !line.cells.is_empty())).collect()
}

fn every(l: Locale, every: Every) -> String {
    match every {
        Every::Month => l.t("every-month"),
        Every::Quarter => l.t("every-quarter"),
        Every::Half => l.t("every-half"),
        Every::Year => l.t("every-year"),
    }
    .into_owned()
}

fn own(present: &Present, year: &Year<'_>, line: &Line) -> Vec<DutyYear> {
    let duties = year.rule.owed.values().map(|duty| DutyYear {
        label: label(year.register, year, &duty.name, present.l),
        cells: line.cells.iter().filter(|cell| cell.duty == duty.name).map(|one| cell(present, duty.every, one)).collect(),
    });
    duties.filter(|duty| !duty.cells.is_empty()).collect()
}

/// The periods of a year, short: 3月, 一季度.
fn periods(l: Locale, every: Every) -> Vec<String> {
    let months = (1..=12_i8).filter(|month| (month - 1) % every.months() == 0);
    months.map(|month| period(l, every, month)).collect()
}

fn period(l: Locale, every: Every, month: i8) -> String {
    let nth = i64::from((month - 1) / every.months() + 1);
    match every {
        Every::Month => l.t_n("duty-in-month", u64::try_from(nth).unwrap_or_default()),
        Every::Quarter => l.t_n("duty-in-quarter", u64::try_from(nth).unwrap_or_default()),
        Every::Half => l.t_n("duty-in-half", u64::try_from(nth).unwrap_or_default()),
        Every::Year => l.t("duty-in-year").into_owned(),
    }
}

fn body_year(present: &Present, register: &Register, duty: &Owed, line: &Line, year: i16) -> BodyYear {
    let mine: Vec<&Cell> = line.cells.iter().filter(|cell| cell.duty == duty.name).collect();
    let months = (1..=12_i8).filter(|month| (month - 1) % duty.every.months() == 0);
    let cells = months.map(|month| mine.iter().find(|one| one.from.month() == month).map(|one| cell(present, duty.every, one)));
    let done = mine.iter().filter(|cell| is_done(cell.standing)).count();
    let of = mine.iter().filter(|cell| is_done(cell.standing) || cell.standing == Standing::Overdue).count();
    let area = present.territory.named_body(&line.body).map(|named| named.body.area.clone()).unwrap_or_default();
    let href = with(&with(&with("/duties", "register", &register.name), "year", &year.to_string()), "area", &area);
    BodyYear { body: Link { label: present.body(&line.body), href }, cells: cells.collect(), sum: format!("{done}/{of}") }
}

fn cell(present: &Present, every: Every, cell: &Cell) -> DutyCell {
    let l = present.l;
    let short = |date: jiff::civil::Date| format!("{}-{:02}", date.month(), date.day());
    let on = cell.on.map(short).unwrap_or_default();
    let (class, sign, words) = match cell.standing {
        Standing::Done => ("done", "✓".to_owned(), l.t("duty-done")),
        Standing::DoneLate => ("late", l.t("duty-sign-late").into_owned(), l.t("duty-late")),
        Standing::Planned => ("planned", l.t("duty-sign-planned").into_owned(), l.t("duty-planned")),
        Standing::Due => ("due", "○".to_owned(), l.t("duty-due")),
        Standing::Overdue => ("overdue", "!".to_owned(), l.t("duty-overdue")),
        Standing::Waived => ("waived", "–".to_owned(), l.t("duty-waived")),
    };
    let (due, there, made_up) = cell.counts;
    let mut said = vec![name(every, cell.from), words.into_owned()];
    if !on.is_empty() {
        said.push(on.clone());
    }
    if due > 0 && is_done(cell.standing) {
        said.push(l.t_with("duty-there", &[("due", due.into()), ("present", there.into()), ("made", made_up.into())]));
    }
    said.push(l.t_x("duty-until", &short(cell.until)));
    DutyCell {
        period: period(l, every, cell.from.month()),
        class,
        sign,
        beside: if made_up > 0 { l.t_n("duty-made-up", u64::try_from(made_up).unwrap_or_default()) } else { on },
        said: said.join(l.pick("，", ", ")),
        href: format!("/records/{}", cell.record),
        months: every.months(),
        begins: cell.from.month(),
    }
}
