//! The board and the display on the wall: figures from the tallies, each with its formula and the way to its records.

use axum::extract::{Query, State};
use axum::response::Response;
use linli_app::board::{Board, Period, Shape};
use linli_app::desk::Narrow;
use linli_app::{AppError, Context, days};
use linli_pack::model::{Capability, Register};
use linli_pack::record::Record;
use serde::Deserialize;

use crate::route::detail::with;
use crate::route::figures::{self, Linked, grouped};
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::drawn;
use crate::route::{Web, planning, public, shell, spots, track};
use crate::view::board::{AreaRow, BoardPage, CategoryRow, Comparison, LightCount, Lights, Pressing, Range, WallPage};
use crate::view::chart::{Day, LineChart, Series};
use crate::view::{Empty, Light, Link, Tab, WallShell};

/// Categories compared.
const CATEGORIES: usize = 8;
/// Matters that need the reader.
const PRESSING: usize = 5;
/// Seconds between two looks at a display on the wall.
const REFRESH: u32 = 60;
/// Longest period, in days.
pub(super) const LONGEST: i64 = 731;

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) area: Option<String>,
    period: Option<String>,
    from: Option<String>,
    to: Option<String>,
    register: Option<String>,
    /// `now`: the past on the areas of today.
    shape: Option<String>,
}

impl Asked {
    pub(super) fn shape(&self) -> Shape {
        if self.shape.as_deref() == Some("now") { Shape::Now } else { Shape::Then }
    }
}

/// The area that is looked at where none is asked for.
pub(super) fn own_area(web: &Web, context: &Context) -> Result<String, AppError> {
    let own = context.grants_where(web.app.pack(), |role| role.board).next().map(|grant| grant.area.clone());
    own.ok_or(AppError::Forbidden("board"))
}

/// The periods to choose from.
pub(super) fn choices(l: crate::Locale, here: &str, current: &str) -> Vec<Tab> {
    [("month", l.t("period-month")), ("last", l.t("period-last")), ("30", l.t("period-30")), ("own", l.t("period-own"))]
        .into_iter()
        .map(|(name, label)| Tab {
            label: label.into_owned(),
            href: with(here, "period", name),
            current: name == current,
            ..Tab::default()
        })
        .collect()
}

/// Everything that both pages draw from.
struct Drawn<'a> {
    present: Present,
    register: &'a Register,
    board: Board<'a>,
    linked: Linked,
    choice: &'static str,
    context: Context,
}

/// `GET /board`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| page(web, staff, &asked)).await
}

/// `GET /wall`
pub(super) async fn wall(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| display(web, staff, &asked)).await
}

/// The period that is asked for, and which of the choices it is. What makes no sense is read as this month.
pub(super) fn period(asked: &Asked, today: i64) -> (Period, &'static str) {
    let month = |day: i64| days::month_of(day);
    let own = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok()).map(days::number);
    match (asked.period.as_deref(), own(&asked.from), own(&asked.to)) {
        (Some("own") | None, Some(from), Some(to)) => {
            let (from, to) = (from.min(to), from.max(to));
            (Period { from: from.max(to - LONGEST), to }, "own")
        }
        (Some("last"), ..) => (Period { from: month(month(today) - 1), to: month(today) - 1 }, "last"),
        (Some("30"), ..) => (Period { from: today - 29, to: today }, "30"),
        (Some("own"), ..) => (Period { from: month(today), to: today }, "own"),
        _ => (Period { from: month(today), to: today }, "month"),
    }
}

fn draw<'a>(web: &'a Web, staff: &Staff, asked: &Asked) -> Result<Drawn<'a>, AppError> {
    let context = staff.context(web);
    let pack = web.app.pack();
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let own = own_area(web, &context)?;
    let first = pack.indicators.values().next().map(|indicator| indicator.register.clone()).unwrap_or_default();
    let name = given(&asked.register).unwrap_or(first);
    let register = pack.registers.get(&name).ok_or(AppError::NotFound("register"))?;
    let (period, choice) = period(asked, present.day_number(context.now));
    let board = web.app.board_on(&context, &name, &given(&asked.area).unwrap_or(own), period, asked.shape())?;
    let linked = Linked { register: name, area: board.area.clone(), period };
    Ok(Drawn { present, register, board, linked, choice, context })
}

fn page(web: &Web, staff: &Staff, asked: &Asked) -> Result<BoardPage, AppError> {
    let drawn = draw(web, staff, asked)?;
    let (present, board) = (&drawn.present, &drawn.board);
    let l = present.l;
    let title = title(&drawn);
    let mut shell = shell::staff(web, staff, &title, "/board")?;
    shell.area.name = area_name(present, &board.area);
    let mut here = with(&with("/board", "register", &board.register), "area", &board.area);
    let shapes = shapes(&drawn, &here);
    if board.shape == Shape::Now {
        here = with(&here, "shape", "now");
    }
    let nothing = board.cards.iter().all(|card| card.now.of == 0) && board.lights == linli_app::board::Lights::default();
    let pressing = web.app.pressing(&drawn.context, &board.register, &board.area, PRESSING)?;
    let pressing: Vec<&Record> = pressing.iter().filter(|record| matches!(present.due(record).light, Light::Late | Light::Soon)).collect();
    let version = board.cards.first().map(|card| card.formula.version.clone()).unwrap_or_default();
    let now = track::exact(present, present.now);
    let mut keep = vec![
        ("register".to_owned(), board.register.clone()),
        ("area".to_owned(), board.area.clone()),
        ("period".to_owned(), "own".to_owned()),
    ];
    if board.shape == Shape::Now {
        keep.push(("shape".to_owned(), "now".to_owned()));
    }
    let seen = |register: &&Register| {
        web.app.pack().indicators.values().any(|indicator| indicator.register == register.name)
            && drawn.context.widest_area(web.app.pack(), &present.territory, Some(&register.name)).is_some()
    };
    let clocked = drawn.register.with.contains(&Capability::Clock);
    let mut registers: Vec<Tab> = web
        .app
        .pack()
        .registers
        .values()
        .filter(seen)
        .map(|register| Tab {
            label: register.label.get(l.lang()).to_owned(),
            href: with(&with(&with("/board", "register", &register.name), "area", &board.area), "period", drawn.choice) + &own_days(&drawn),
            current: register.name == board.register,
            ..Tab::default()
        })
        .collect();
    if registers.len() < 2 {
        registers.clear();
    }
    Ok(BoardPage {
        registers,
        clocked,
        shapes,
        shape_note: if board.shape == Shape::Now { l.t("board-shape-now-note") } else { l.t("board-shape-then-note") }.into_owned(),
        ended: present.territory.area(&board.area).and_then(|area| planning::ending(present, area)).unwrap_or_default(),
        title,
        sub: l
            .t_with("board-sub", &[("now", range(present, board.period).into()), ("before", range(present, board.period.before()).into())]),
        crumbs: crumbs(web, &drawn),
        periods: choices(l, &here, drawn.choice),
        range: Range {
            action: "/board".to_owned(),
            from: iso(board.period.from),
            to: iso(board.period.to),
            keep,
            open: drawn.choice == "own",
        },
        links: others(&drawn),
        formula: Link { label: l.t_x("board-formula", &version), href: "/handbook#indicators".to_owned() },
        note: l.t_x("board-as-of", &now.text),
        cards: figures::cards(web, present, &drawn.linked, board)?,
        lights: lights(&drawn),
        trend: trend(&drawn),
        areas: areas(web, &drawn)?,
        categories: categories(web, &drawn)?,
        categories_href: board.cards.first().map(|card| drawn.linked.of(card)).unwrap_or_default(),
        spots: spots::of_board(present, &drawn.linked, board),
        pressing: pressing.iter().map(|record| pressed(present, record, record.title.clone())).collect(),
        pressing_href: with(&with(&drawn.linked.open(), "order", "due"), "area", &board.area),
        calm: l.t("board-calm").into_owned(),
        empty: nothing.then(|| Empty {
            icon: "chart-bar",
            title: l.t("board-empty").into_owned(),
            text: l.t("board-empty-way").into_owned(),
            next: vec![Link { label: l.t("period-30").into_owned(), href: with(&here, "period", "30") }],
        }),
        shell,
    })
}

/// The same register and area, looked at otherwise.
fn others(drawn: &Drawn<'_>) -> Vec<Tab> {
    let l = drawn.present.l;
    let tab = |label: std::borrow::Cow<'static, str>, path: &str, icon: &str| Tab {
        label: label.into_owned(),
        href: with(&with(path, "register", &drawn.board.register), "area", &drawn.board.area),
        icon: icon.to_owned(),
        ..Tab::default()
    };
    let mut tabs = vec![tab(l.t("menu-wall"), "/wall", "device-tv")];
    if drawn.present.pack.analyses.contains_key(&drawn.board.register) {
        tabs.insert(0, tab(l.t("menu-analysis"), "/board/analysis", "search"));
    }
    tabs
}

fn display(web: &Web, staff: &Staff, asked: &Asked) -> Result<WallPage, AppError> {
    let asked = Asked { period: asked.period.clone().or_else(|| Some("30".to_owned())), ..asked.clone() };
    let drawn = draw(web, staff, &asked)?;
    let (present, board) = (&drawn.present, &drawn.board);
    let mut cards = figures::cards(web, present, &drawn.linked, board)?;
    cards.truncate(5);
    let mut areas = areas(web, &drawn)?;
    areas.rows.truncate(8);
    areas.whole = None;
    let mut categories = categories(web, &drawn)?;
    categories.truncate(6);
    let pressing = web.app.pressing(&drawn.context, &board.register, &board.area, 4)?;
    Ok(WallPage {
        shell: WallShell {
            head: shell::head(&staff.reader, &title(&drawn)),
            sub: range(present, board.period),
            clock: track::exact(present, present.now).text,
            refresh: REFRESH,
        },
        cards,
        lights: lights(&drawn),
        trend: trend(&drawn),
        areas,
        categories,
        // Whoever passes by reads a wall: no words of residents.
        pressing: pressing.iter().map(|record| pressed(present, record, public::title(present, record))).collect(),
    })
}

pub(super) fn area_name(present: &Present, code: &str) -> String {
    present.territory.area(code).map(|area| area.name.clone()).unwrap_or_default()
}

fn title(drawn: &Drawn<'_>) -> String {
    format!("{} · {}", area_name(&drawn.present, &drawn.board.area), drawn.register.label.get(drawn.present.l.lang()))
}

pub(super) fn iso(day: i64) -> String {
    days::date(day).map(|date| date.to_string()).unwrap_or_default()
}

/// A period as people write it: 2026 年 11 月 1 日—22 日.
pub(super) fn range(present: &Present, period: Period) -> String {
    let (Some(from), Some(to)) = (days::date(period.from), days::date(period.to)) else { return String::new() };
    let args = [
        ("year", i64::from(from.year()).into()),
        ("month", i64::from(from.month()).into()),
        ("day", i64::from(from.day()).into()),
        ("year2", i64::from(to.year()).into()),
        ("month2", i64::from(to.month()).into()),
        ("day2", i64::from(to.day()).into()),
    ];
    let same_month = from.first_of_month() == to.first_of_month();
    if same_month { present.l.t_with("range-month", &args) } else { present.l.t_with("range-long", &args) }
}

/// The areas above that the reader may see, and this one.
fn crumbs(web: &Web, drawn: &Drawn<'_>) -> Vec<Link> {
    let board = &drawn.board;
    let territory = &drawn.present.territory;
    let widest = drawn.context.widest_area(web.app.pack(), territory, Some(&board.register)).unwrap_or_default();
    let path = territory.path(&board.area);
    path.iter()
        .filter(|area| territory.within(&area.code, &widest))
        .map(|area| Link {
            label: area.name.clone(),
            href: if area.code == board.area {
                String::new()
            } else {
                with(&with("/board", "register", &board.register), "area", &area.code)
            },
        })
        .collect()
}

fn lights(drawn: &Drawn<'_>) -> Lights {
    let l = drawn.present.l;
    let lights = drawn.board.lights;
    let one = |light: Light, label: std::borrow::Cow<'static, str>, n: usize| LightCount {
        light,
        label: label.into_owned(),
        n: grouped(i64::try_from(n).unwrap_or(i64::MAX)),
        href: with(&drawn.linked.open(), "light", light.class()),
    };
    Lights {
        open: grouped(i64::try_from(lights.late + lights.soon + lights.fine).unwrap_or(i64::MAX)),
        href: drawn.linked.open(),
        each: vec![
            one(Light::Late, l.t("light-late"), lights.late),
            one(Light::Soon, l.t("light-soon"), lights.soon),
            one(Light::Fine, l.t("light-fine"), lights.fine),
        ],
        formula: l.t_n("board-lights", i64::from(drawn.present.pack.clock.yellow_at).unsigned_abs()),
    }
}

/// What comes in against the measure that most rates are divided by besides: what is done.
fn trend(drawn: &Drawn<'_>) -> LineChart {
    let (present, board) = (&drawn.present, &drawn.board);
    let l = present.l;
    // What stands has no days.
    let Some(first) = board.cards.first().filter(|card| !card.indicator.standing).map(|card| card.formula.of.as_str()) else {
        return LineChart::default();
    };
    let overs = || board.cards.iter().filter_map(|card| card.formula.over.as_deref()).filter(|over| *over != first);
    let second = overs().max_by_key(|over| overs().filter(|other| other == over).count());
    let label = |name: &str| drawn.register.measures.get(name).map(|measure| measure.label.get(l.lang()).to_owned()).unwrap_or_default();
    let days: Vec<i64> = (board.period.from..=board.period.to).collect();
    let line = |name: &str| {
        let points = board.series.get(name).map(Vec::as_slice).unwrap_or_default();
        let at = |day: &i64| points.iter().filter(|(on, _)| on == day).map(|(_, n)| *n).sum::<i64>();
        Series { label: label(name), values: days.iter().map(|day| u32::try_from(at(day)).unwrap_or(0)).collect() }
    };
    let series: Vec<Series> = [Some(first), second].into_iter().flatten().map(line).collect();
    let named = |day: i64| days::start_of(day, &present.pack.clock.timezone).map(|at| present.day(at)).unwrap_or_default();
    let received = series.first().map(|series| series.values.clone()).unwrap_or_default();
    let most = days.iter().zip(&received).max_by_key(|(_, n)| **n);
    let desc = most.map(|(day, n)| {
        l.t_with(
            "trend-desc",
            &[("n", i64::try_from(days.len()).unwrap_or(0).into()), ("day", named(*day).into()), ("most", i64::from(*n).into())],
        )
    });
    LineChart {
        id: "trend".to_owned(),
        title: l.t_with("trend-title", &[("a", label(first).into()), ("b", second.map(label).unwrap_or_default().into())]),
        desc: desc.unwrap_or_default(),
        series,
        days: days
            .iter()
            .map(|day| Day {
                label: days::date(*day).map(|date| format!("{}-{:02}", date.month(), date.day())).unwrap_or_default(),
                name: named(*day),
                href: Linked { period: Period { from: *day, to: *day }, ..drawn.linked.clone() }.to(Some(first)),
            })
            .collect(),
    }
}

/// Which indicators are columns: the count, and two rates that say how it ends.
fn columns(n: usize) -> Vec<usize> {
    if n >= 4 { vec![0, 2, 3] } else { (0..n.min(3)).collect() }
}

fn areas(web: &Web, drawn: &Drawn<'_>) -> Result<Comparison, AppError> {
    let (present, board) = (&drawn.present, &drawn.board);
    let l = present.l;
    let columns = columns(board.cards.len());
    let all: Vec<_> = board.cards.iter().map(|card| card.now).collect();
    let whole_rate = columns.get(1).and_then(|at| all.get(*at)).and_then(|reading| reading.rate()).unwrap_or(0.0);
    let received = |readings: &[linli_app::board::Reading]| readings.first().map_or(0, |reading| reading.of);
    let late_of = |area: &str| {
        let narrow = Narrow { area: Some(area.to_owned()), light: Some(linli_engine::Light::Late), ..Narrow::default() };
        web.app.browse_count(&drawn.context, &board.register, &narrow, 100_000)
    };
    let row = |code: &str, readings: &[linli_app::board::Reading], late: usize| {
        let rate = columns.get(1).and_then(|at| readings.get(*at)).and_then(|reading| reading.rate());
        let at = Linked { area: code.to_owned(), ..drawn.linked.clone() };
        let goes_down = present.territory.children(code).next().is_some();
        // Twice the share that its number of matters explains, and not a single slip.
        let fair = i64::try_from(board.lights.late).unwrap_or(0) * received(readings);
        let mine = i64::try_from(late).unwrap_or(0);
        AreaRow {
            name: match present.territory.area(code) {
                Some(area) if area.ended.is_some() => l.t_x("area-former", &area.name),
                _ => area_name(present, code),
            },
            href: if goes_down {
                with(&with(&with("/board", "register", &board.register), "area", code), "period", drawn.choice)
                    + &own_days(drawn)
                    + if board.shape == Shape::Now { "&shape=now" } else { "" }
            } else {
                board.cards.first().map(|card| at.of(card)).unwrap_or_default()
            },
            values: columns.iter().map(|index| readings.get(*index).map(|reading| figures::shown(*reading)).unwrap_or_default()).collect(),
            share: rate.unwrap_or(0.0),
            mark: whole_rate,
            late: u64::try_from(late).unwrap_or(0),
            high: mine >= 3 && code != board.area && mine * received(&all) > fair * 2,
            late_href: with(&at.open(), "light", Light::Late.class()),
        }
    };
    let mut rows = Vec::new();
    for area in &board.areas {
        rows.push((row(&area.code, &area.readings, late_of(&area.code)?), received(&area.readings)));
    }
    rows.sort_by(|(a, n), (b, m)| (*n == 0).cmp(&(*m == 0)).then_with(|| a.share.total_cmp(&b.share)));
    let level = board
        .areas
        .first()
        .and_then(|row| present.territory.area(&row.code))
        .and_then(|area| present.pack.levels.iter().find(|level| level.name == area.level));
    let head = level.map(|level| level.label.get(l.lang()).to_owned()).unwrap_or_default();
    Ok(Comparison {
        clocked: drawn.register.with.contains(&Capability::Clock),
        title: l.t_x("board-areas", &head),
        head,
        columns: columns.iter().filter_map(|at| board.cards.get(*at)).map(|card| card.indicator.label.get(l.lang()).to_owned()).collect(),
        rows: rows.into_iter().map(|(row, _)| row).collect(),
        whole: Some(AreaRow {
            name: l.t_x("board-whole", &area_name(present, &board.area)),
            href: String::new(),
            ..row(&board.area, &all, board.lights.late)
        }),
    })
}

/// The past on the areas of each day, or on those of today; nothing to choose where the territory is as it always was.
fn shapes(drawn: &Drawn<'_>, here: &str) -> Vec<Tab> {
    let (l, board) = (drawn.present.l, &drawn.board);
    if !board.changed {
        return Vec::new();
    }
    let here = with(here, "period", drawn.choice) + &own_days(drawn);
    let tab = |label: std::borrow::Cow<'static, str>, href: String, current: bool| Tab {
        label: label.into_owned(),
        href,
        current,
        ..Tab::default()
    };
    vec![
        tab(l.t("board-shape-then"), here.clone(), board.shape == Shape::Then),
        tab(l.t("board-shape-now"), with(&here, "shape", "now"), board.shape == Shape::Now),
    ]
}

fn own_days(drawn: &Drawn<'_>) -> String {
    if drawn.choice == "own" { format!("&from={}&to={}", iso(drawn.board.period.from), iso(drawn.board.period.to)) } else { String::new() }
}

/// The most frequent categories, counted exactly over the period, so that a number is the length of the list behind it.
fn categories(web: &Web, drawn: &Drawn<'_>) -> Result<Vec<CategoryRow>, AppError> {
    let (present, board) = (&drawn.present, &drawn.board);
    let dated = board.cards.first().filter(|card| !card.indicator.standing);
    let Some(measure) = dated.map(|card| card.formula.of.clone()) else { return Ok(Vec::new()) };
    let count = |period: Period| {
        let narrow = Narrow {
            area: Some(board.area.clone()),
            measure: Some(measure.clone()),
            from: Some(period.from),
            to: Some(period.to),
            ..Narrow::default()
        };
        web.app.browse_categories(&drawn.context, &board.register, &narrow)
    };
    let before = count(board.period.before())?;
    let mut counted: Vec<(String, i64, i64)> = count(board.period)?
        .into_iter()
        .filter(|(code, _)| !code.is_empty())
        .map(|(code, n)| {
            let was = before.get(&code).copied().unwrap_or_default();
            (code, n, was)
        })
        .collect();
    counted.retain(|(_, n, _)| *n > 0);
    counted.sort_by_key(|(_, n, _)| std::cmp::Reverse(*n));
    counted.truncate(CATEGORIES);
    let most = counted.first().map_or(1, |(_, n, _)| *n).max(1);
    Ok(counted
        .into_iter()
        .map(|(code, n, before)| CategoryRow {
            name: present.category(&code),
            href: with(&drawn.linked.to(Some(&measure)), "category", &code),
            n: grouped(n),
            share: figures::quotient(n, most),
            change: figures::count_change(present.l, n, before),
            place: String::new(),
        })
        .collect())
}

fn pressed(present: &Present, record: &Record, title: String) -> Pressing {
    Pressing {
        title,
        note: record.holder.as_deref().map(|body| present.body(body)).unwrap_or_default(),
        href: format!("/records/{}", record.id),
        due: present.due(record),
    }
}
