//! What residents need (民情分析): a month of a register over an area, as a page and as a brief to be sent on.

mod chapters;

use std::borrow::Cow;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use linli_app::analysis::Analysis;
use linli_app::board::Board;
use linli_app::{AppError, days};
use serde::Deserialize;

use chapters::{chapters, rates, received, summary};

use crate::brief::{self, Brief};
use crate::route::board::{area_name, range};
use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::export::attachment;
use crate::route::figures::Linked;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::route::{Web, blocking};
use crate::view::analysis::AnalysisPage;
use crate::view::{Link, Tab};

/// Lines of a chapter on the page.
const LINES: usize = 12;
/// Where the page is.
const HERE: &str = "/board/analysis";

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
    register: Option<String>,
    /// `2026-11`.
    month: Option<String>,
}

/// Everything that page and brief are drawn from.
struct Drawn<'a> {
    present: Present,
    found: Analysis<'a>,
    linked: Linked,
    /// Of the same area and month.
    board: Board<'a>,
}

/// `GET /board/analysis`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| page(web, staff, &asked)).await
}

/// `GET /board/analysis/brief.docx` and `.xlsx`
pub(super) async fn download(State(web): State<Web>, staff: Staff, Path(file): Path<String>, Query(asked): Query<Asked>) -> Response {
    let (work, reader) = (web.clone(), staff.reader.clone());
    let made = move || {
        let found = draw(&work, &staff, &asked)?;
        let (brief, name) = (written(&found), format!("{}-{}", title(&found), iso_month(found.found.period.from)));
        let l = found.present.l;
        match file.as_str() {
            "brief.docx" => Ok((brief::docx(&brief, l)?, brief::DOCX, format!("{name}.docx"))),
            "brief.xlsx" => Ok((brief::xlsx(&brief, l)?, brief::XLSX, format!("{name}.xlsx"))),
            _ => Err(AppError::NotFound("brief")),
        }
    };
    match blocking(made).await {
        Ok((bytes, kind, name)) => attachment(bytes.into(), kind, &name),
        Err(error) => failed(&web, &reader, None, &error),
    }
}

fn draw<'a>(web: &'a Web, staff: &Staff, asked: &Asked) -> Result<Drawn<'a>, AppError> {
    let context = staff.context(web);
    let pack = web.app.pack();
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let own = context.grants_where(pack, |role| role.board).next().map(|grant| grant.area.clone()).ok_or(AppError::Forbidden("board"))?;
    let register = given(&asked.register).or_else(|| pack.analyses.keys().next().cloned()).ok_or(AppError::NotFound("analysis"))?;
    let today = present.day_number(context.now);
    let first = |month: &String| format!("{month}-01").parse().ok().map(days::number);
    let day = asked.month.as_ref().and_then(first).unwrap_or(today);
    let area = given(&asked.area).unwrap_or(own);
    let found = web.app.analysis(&context, &register, &area, day)?;
    let board = web.app.board(&context, &register, &area, found.period)?;
    let linked = Linked { register, area, period: found.period };
    Ok(Drawn { present, found, linked, board })
}

fn page(web: &Web, staff: &Staff, asked: &Asked) -> Result<AnalysisPage, AppError> {
    let drawn = draw(web, staff, asked)?;
    let (present, found) = (&drawn.present, &drawn.found);
    let l = present.l;
    let title = title(&drawn);
    let mut shell = shell::staff(web, staff, &title, HERE)?;
    shell.area.name = area_name(present, &found.area);
    let here = with(&with(HERE, "register", &drawn.linked.register), "area", &found.area);
    let today = days::month_of(present.day_number(present.now));
    let month = |day: i64, current: bool| Tab {
        label: month_name(present, day),
        href: with(&here, "month", &iso_month(day)),
        current,
        ..Tab::default()
    };
    let mut months = vec![month(days::month_of(found.period.from - 1), false), month(found.period.from, true)];
    if found.period.from < today {
        months.push(month(days::month_of(found.period.from + 31), false));
    }
    let brief = |file: &str, label: Cow<'static, str>| Link {
        label: label.into_owned(),
        href: with(
            &format!("{HERE}/{file}?register={}&area={}", drawn.linked.register, found.area),
            "month",
            &iso_month(found.period.from),
        ),
    };
    let mut registers: Vec<Tab> = present
        .pack
        .analyses
        .keys()
        .filter_map(|name| present.register(name))
        .map(|register| Tab {
            label: register.label.get(l.lang()).to_owned(),
            href: with(&with(HERE, "register", &register.name), "area", &found.area),
            current: register.name == drawn.linked.register,
            ..Tab::default()
        })
        .collect();
    if registers.len() < 2 {
        registers.clear();
    }
    let mut chapters = chapters(&drawn);
    for chapter in &mut chapters {
        if chapter.rows.len() > LINES {
            chapter.more = l.t_n("analysis-more", chapter.rows.len() - LINES);
            chapter.rows.truncate(LINES);
        }
    }
    Ok(AnalysisPage {
        crumbs: crumbs(web, staff, &drawn),
        sub: sub(&drawn),
        months,
        registers,
        briefs: vec![brief("brief.docx", l.t("analysis-docx")), brief("brief.xlsx", l.t("analysis-xlsx"))],
        received: received(&drawn),
        chapters,
        title,
        shell,
    })
}

/// The areas above that the reader may see, and this one.
fn crumbs(web: &Web, staff: &Staff, drawn: &Drawn<'_>) -> Vec<Link> {
    let territory = &drawn.present.territory;
    let context = staff.context(web);
    let widest = context.widest_area(web.app.pack(), territory, Some(&drawn.linked.register)).unwrap_or_default();
    let path = territory.path(&drawn.found.area);
    let link = |area: &&linli_app::territory::Area| Link {
        label: area.name.clone(),
        href: if area.code == drawn.found.area { String::new() } else { at(drawn, &area.code) },
    };
    path.iter().filter(|area| territory.within(&area.code, &widest)).map(link).collect()
}

/// The same month of another area.
fn at(drawn: &Drawn<'_>, area: &str) -> String {
    with(&with(&with(HERE, "register", &drawn.linked.register), "area", area), "month", &iso_month(drawn.found.period.from))
}

fn title(drawn: &Drawn<'_>) -> String {
    drawn.present.l.t_x("analysis-title", &area_name(&drawn.present, &drawn.found.area))
}

fn sub(drawn: &Drawn<'_>) -> String {
    let (present, found) = (&drawn.present, &drawn.found);
    let now = range(present, found.period);
    match found.past {
        Some(past) => present.l.t_with("board-sub", &[("now", now.into()), ("before", range(present, past).into())]),
        None => present.l.t_x("analysis-no-past", &now),
    }
}

fn iso_month(day: i64) -> String {
    days::date(day).map(|date| date.strftime("%Y-%m").to_string()).unwrap_or_default()
}

fn month_name(present: &Present, day: i64) -> String {
    let Some(date) = days::date(day) else { return String::new() };
    present.l.t_with("analysis-of-month", &[("year", i64::from(date.year()).to_string().into()), ("month", i64::from(date.month()).into())])
}

/// The brief: what the page says in full, and the rates of the month before it.
fn written(drawn: &Drawn<'_>) -> Brief {
    let (present, found) = (&drawn.present, &drawn.found);
    let mut chapters = chapters(drawn);
    chapters.insert(0, rates(drawn));
    Brief {
        title: title(drawn),
        month: month_name(present, found.period.from),
        sub: sub(drawn),
        place: present.pack.label.get(present.l.lang()).to_owned(),
        made: present.l.t_x("board-as-of", &present.exact(present.now)),
        summary: summary(drawn),
        chapters,
    }
}
