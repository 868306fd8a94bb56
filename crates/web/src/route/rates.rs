//! One indicator by each version of its formula, side by side: the page, and the same as a file.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use linli_app::AppError;
use linli_app::board::{Reading, Shape};
use linli_app::rates::Rates;
use linli_pack::model::{Register, Version};

use crate::Locale;
use crate::route::board::{Asked, area_name, choices, iso, own_area, period, range};
use crate::route::detail::with;
use crate::route::errors::failed;
use crate::route::export::{attachment, line};
use crate::route::figures::{Linked, grouped, rate_change, shown};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, page};
use crate::route::{Web, blocking};
use crate::view::board::{Change, ChangeMood, Range};
use crate::view::rates::{RateRow, RatesPage, VersionRow};
use crate::view::{Link, Tab};

/// Everything that page and file are drawn from.
struct Drawn<'a> {
    present: Present,
    register: &'a Register,
    rates: Rates<'a>,
    choice: &'static str,
}

/// `GET /board/rates/{indicator}`, and the same as `{indicator}.csv`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Path(name): Path<String>, Query(asked): Query<Asked>) -> Response {
    let (work, reader) = (web.clone(), staff.reader.clone());
    let made = move || match name.strip_suffix(".csv") {
        Some(name) => {
            let found = draw(&work, &staff, name, &asked)?;
            let period = found.rates.period;
            let file = format!("{}-{}-{}.csv", title(&found), iso(period.from), iso(period.to));
            Ok(attachment(csv(&found).into(), "text/csv; charset=utf-8", &file))
        }
        None => Ok(page(&draw_page(&work, &staff, &draw(&work, &staff, &name, &asked)?)?, 200)),
    };
    blocking(made).await.unwrap_or_else(|error| failed(&web, &reader, None, &error))
}

fn draw<'a>(web: &'a Web, staff: &Staff, name: &str, asked: &Asked) -> Result<Drawn<'a>, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let area = asked.area.clone().filter(|area| !area.is_empty()).map_or_else(|| own_area(web, &context), Ok)?;
    let (period, choice) = period(asked, present.day_number(context.now));
    let rates = web.app.rates(&context, name, &area, period, asked.shape())?;
    let register = web.app.pack().registers.get(&rates.indicator.register).ok_or(AppError::NotFound("register"))?;
    Ok(Drawn { present, register, rates, choice })
}

fn title(drawn: &Drawn<'_>) -> String {
    format!("{} · {}", drawn.rates.indicator.label.get(drawn.present.l.lang()), area_name(&drawn.present, &drawn.rates.area))
}

/// This page of another area, with the period that is looked at.
fn of_area(drawn: &Drawn<'_>, name: &str, area: &str) -> String {
    let rates = &drawn.rates;
    let linked = Linked { register: drawn.register.name.clone(), area: area.to_owned(), period: rates.period };
    linked.versions(name, rates.shape)
}

fn draw_page(web: &Web, staff: &Staff, drawn: &Drawn<'_>) -> Result<RatesPage, AppError> {
    let (present, rates) = (&drawn.present, &drawn.rates);
    let l = present.l;
    let name = &rates.indicator.name;
    let here = with(&format!("/board/rates/{name}"), "area", &rates.area);
    let kept = if rates.shape == Shape::Now && !rates.indicator.standing { with(&here, "shape", "now") } else { here.clone() };
    let board = with(&with("/board", "register", &drawn.register.name), "area", &rates.area);
    let title = title(drawn);
    let on_board = rates.shown().map(|reckoned| reckoned.reading).unwrap_or_default();
    let version = rates.shown().map(|reckoned| reckoned.version.formula.version.clone()).unwrap_or_default();
    let said = range(present, rates.period);
    let shape = |label: std::borrow::Cow<'static, str>, href: String, current: bool| Tab {
        label: label.into_owned(),
        href,
        current,
        ..Tab::default()
    };
    let days = |path: &str| with(&with(path, "from", &iso(rates.period.from)), "to", &iso(rates.period.to));
    let mut keep = vec![("area".to_owned(), rates.area.clone()), ("period".to_owned(), "own".to_owned())];
    if kept != here {
        keep.push(("shape".to_owned(), "now".to_owned()));
    }
    let indicators = web.app.pack().indicators.values().filter(|other| other.register == drawn.register.name);
    let level = rates.areas.first().and_then(|(code, _)| present.territory.area(code));
    let level = level.and_then(|area| present.pack.levels.iter().find(|level| level.name == area.level));
    Ok(RatesPage {
        crumbs: vec![
            Link { label: format!("{} · {}", l.t("menu-board"), area_name(present, &rates.area)), href: days(&board) },
            Link { label: rates.indicator.label.get(l.lang()).to_owned(), href: String::new() },
        ],
        sub: l.t_with("rates-sub", &[("period", said.into()), ("version", version.into())]),
        periods: if rates.indicator.standing { Vec::new() } else { choices(l, &kept, drawn.choice) },
        range: Range {
            action: format!("/board/rates/{name}"),
            from: iso(rates.period.from),
            to: iso(rates.period.to),
            keep,
            open: drawn.choice == "own" && !rates.indicator.standing,
        },
        shapes: if rates.changed && !rates.indicator.standing {
            vec![
                shape(l.t("board-shape-then"), days(&here), rates.shape == Shape::Then),
                shape(l.t("board-shape-now"), with(&days(&here), "shape", "now"), rates.shape == Shape::Now),
            ]
        } else {
            Vec::new()
        },
        others: indicators
            .map(|other| Tab {
                label: other.label.get(l.lang()).to_owned(),
                href: of_area(drawn, &other.name, &rates.area),
                current: other.name == *name,
                ..Tab::default()
            })
            .collect(),
        file: of_area(drawn, &format!("{name}.csv"), &rates.area),
        versions: rates
            .versions
            .iter()
            .map(|reckoned| version_row(drawn, on_board, reckoned.version, reckoned.shown, reckoned.reading))
            .collect(),
        areas_head: level.map(|level| level.label.get(l.lang()).to_owned()).unwrap_or_default(),
        areas: rates.areas.iter().map(|(code, readings)| area_row(drawn, code, readings)).collect(),
        alone: if rates.versions.len() == 1 { l.t("rates-alone").into_owned() } else { String::new() },
        shell: shell::staff(web, staff, &title, "/board")?,
        title,
    })
}

fn version_row(drawn: &Drawn<'_>, on_board: Reading, version: Version<'_>, is_shown: bool, reading: Reading) -> VersionRow {
    let (present, rates) = (&drawn.present, &drawn.rates);
    let l = present.l;
    let formula = version.formula;
    let named =
        |measure: &str| drawn.register.measures.get(measure).map(|measure| measure.label.get(l.lang()).to_owned()).unwrap_or_default();
    let linked = Linked { register: drawn.register.name.clone(), area: rates.area.clone(), period: rates.period };
    let weight =
        |weight: &linli_pack::model::Weight| l.t_with("rates-weight", &[("x", named(&weight.of).into()), ("n", weight.times.into())]);
    VersionRow {
        version: formula.version.clone(),
        shown: is_shown,
        force: force(l, version),
        formula: formula.words.get(l.lang()).to_owned(),
        weights: formula.weights.iter().map(weight).collect(),
        basis: formula.basis.clone(),
        parts: reading.over.map_or_else(|| grouped(reading.of), |over| format!("{} ÷ {}", grouped(reading.of), grouped(over))),
        value: shown(reading),
        change: if is_shown { None } else { difference(l, reading, on_board) },
        href: linked.measured(&formula.of, rates.indicator.standing),
    }
}

fn area_row(drawn: &Drawn<'_>, code: &str, readings: &[Reading]) -> RateRow {
    let (present, rates) = (&drawn.present, &drawn.rates);
    let area = present.territory.area(code);
    let on_board =
        rates.versions.iter().zip(readings).find(|(reckoned, _)| reckoned.shown).map(|(_, reading)| *reading).unwrap_or_default();
    let value = |(reckoned, reading): (&linli_app::rates::Reckoned<'_>, &Reading)| {
        (shown(*reading), if reckoned.shown { None } else { difference(present.l, *reading, on_board) })
    };
    RateRow {
        name: match area {
            Some(area) if area.ended.is_some() => present.l.t_x("area-former", &area.name),
            Some(area) => area.name.clone(),
            None => code.to_owned(),
        },
        href: if area.is_some() { of_area(drawn, &rates.indicator.name, code) } else { String::new() },
        values: rates.versions.iter().zip(readings).map(value).collect(),
    }
}

/// When a version is in force.
fn force(l: Locale, version: Version<'_>) -> String {
    match (version.from, version.until) {
        (None, None) => l.t("rates-always").into_owned(),
        (Some(from), None) => l.t_with("rates-from", &[("day", iso(from).into())]),
        (None, Some(to)) => l.t_with("rates-to", &[("day", iso(to).into())]),
        (Some(from), Some(to)) => l.t_with("rates-from-to", &[("from", iso(from).into()), ("to", iso(to).into())]),
    }
}

/// How far a version is from what the board shows: that is neither good nor bad.
fn difference(l: Locale, reading: Reading, on_board: Reading) -> Option<Change> {
    if reading.over.is_none() {
        let by = reading.of - on_board.of;
        let text = if by > 0 { format!("+{}", grouped(by)) } else { grouped(by) };
        return Some(Change { text, words: String::new(), mood: ChangeMood::Plain });
    }
    rate_change(l, reading, on_board, true).map(|change| Change { words: String::new(), mood: ChangeMood::Plain, ..change })
}

/// One line for each area and version.
fn csv(drawn: &Drawn<'_>) -> Vec<u8> {
    let (present, rates) = (&drawn.present, &drawn.rates);
    let l = present.l;
    let heads = [
        l.t("rates-area-code"),
        l.t("rates-area"),
        l.t("handbook-version"),
        l.t("rates-first"),
        l.t("rates-last"),
        l.t("rates-numerator"),
        l.t("rates-denominator"),
        l.t("rates-percent"),
        l.t("rates-shown"),
        l.t("handbook-formula"),
        l.t("handbook-basis"),
    ];
    // The mark makes spreadsheets read it as UTF-8.
    let mut text = "\u{feff}".to_owned() + &line(&heads.map(std::borrow::Cow::into_owned));
    let whole = rates.versions.iter().map(|reckoned| reckoned.reading).collect();
    for (code, readings) in std::iter::once(&(rates.area.clone(), whole)).chain(&rates.areas) {
        for (reckoned, reading) in rates.versions.iter().zip(readings) {
            let (version, formula) = (reckoned.version, reckoned.version.formula);
            text += &line(&[
                code.clone(),
                area_name(present, code),
                formula.version.clone(),
                version.from.map(iso).unwrap_or_default(),
                version.until.map(iso).unwrap_or_default(),
                reading.of.to_string(),
                reading.over.map(|over| over.to_string()).unwrap_or_default(),
                reading.rate().map(|rate| format!("{:.2}", rate * 100.0)).unwrap_or_default(),
                if reckoned.shown { l.t("yes").into_owned() } else { String::new() },
                formula.words.get(l.lang()).to_owned(),
                formula.basis.clone(),
            ]);
        }
    }
    text.into_bytes()
}
