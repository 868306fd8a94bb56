//! The chapters: what was found, each number with the way to its records, and how it is counted.

use std::borrow::Cow;

use linli_app::analysis::{Mover, Week};
use linli_app::board::Period;
use linli_app::days;
use linli_engine::analysis::Compared;

use super::{Drawn, at};
use crate::route::board::{area_name, range};
use crate::route::detail::with;
use crate::route::figures::{self, Linked, grouped};
use crate::view::Link;
use crate::view::analysis::{Cell, Chapter, Column};
use crate::view::chart::{Day, LineChart, Series};

/// Weeks of the brief's table.
const WEEKS: usize = 13;

/// What was found, in a sentence for each chapter.
pub(super) fn summary(drawn: &Drawn<'_>) -> Vec<String> {
    let mut said = vec![received(drawn)];
    let colon = drawn.present.l.pick("：", ": ");
    said.extend(chapters(drawn).into_iter().map(|chapter| format!("{}{colon}{}", chapter.title, chapter.said)));
    said
}

pub(super) fn received(drawn: &Drawn<'_>) -> String {
    let (present, found) = (&drawn.present, &drawn.found);
    let label = measure(drawn);
    present.l.t_with("analysis-received", &[("measure", label.into()), ("n", grouped(found.n).into())])
}

/// What is counted, as people call it.
fn measure(drawn: &Drawn<'_>) -> String {
    let register = drawn.present.register(&drawn.linked.register);
    let measure = register.and_then(|register| register.measures.get(&drawn.found.rule.measure));
    measure.map(|measure| measure.label.get(drawn.present.l.lang()).to_owned()).unwrap_or_default()
}

pub(super) fn chapters(drawn: &Drawn<'_>) -> Vec<Chapter> {
    vec![hot(drawn), moved(drawn), trend(drawn), again(drawn), quiet(drawn)]
}

/// A heading of texts, and one of numbers.
fn heads(labels: &[(Cow<'static, str>, bool)]) -> Vec<Column> {
    labels.iter().map(|(label, number)| Column { label: label.clone().into_owned(), number: *number }).collect()
}

fn count(n: i64) -> Cell {
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    let number = Some(n as f64);
    Cell { number, ..Cell::text(grouped(n)) }
}

/// A number that was reckoned, to one place.
fn reckoned(n: f64) -> Cell {
    Cell { number: Some((n * 10.0).round() / 10.0), ..Cell::text(format!("{n:.1}")) }
}

/// 2.4 (1.6–3.5); ≥ 1.6 where there is nothing to divide by.
fn ratio(compared: &Compared) -> String {
    match (compared.ratio, compared.high) {
        (Some(ratio), Some(high)) => format!("{ratio:.2} ({:.2}–{high:.2})", compared.low),
        _ => format!("≥ {:.2}", compared.low),
    }
}

fn chance(p: f64) -> Cell {
    Cell { number: Some(p), ..Cell::text(if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") }) }
}

/// The records that count for the analysis: in an area, of a category, over a period.
fn records(drawn: &Drawn<'_>, area: &str, category: Option<&str>, period: Period) -> String {
    let linked = Linked { area: area.to_owned(), period, ..drawn.linked.clone() };
    let to = linked.to(Some(&drawn.found.rule.measure));
    category.map_or_else(|| to.clone(), |category| with(&to, "category", category))
}

fn place(drawn: &Drawn<'_>, area: &str) -> Cell {
    let goes_down = drawn.present.territory.children(area).next().is_some() && area != drawn.found.area;
    Cell::text(area_name(&drawn.present, area)).to(if goes_down { at(drawn, area) } else { String::new() })
}

fn hot(drawn: &Drawn<'_>) -> Chapter {
    let (present, found) = (&drawn.present, &drawn.found);
    let l = present.l;
    let rows = found.hot.iter().map(|one| {
        let before = found.past.map(|past| records(drawn, &one.area, Some(&one.category), past)).unwrap_or_default();
        let p = one.peers.map_or(one.past.more, |peers| peers.more.max(one.past.more));
        vec![
            place(drawn, &one.area),
            Cell::text(present.category(&one.category)),
            count(one.n).to(records(drawn, &one.area, Some(&one.category), found.period)),
            reckoned(one.expected).to(before),
            Cell::text(ratio(&one.past)),
            Cell::text(one.peers.as_ref().map(ratio).unwrap_or_default()),
            chance(p),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let rule = found.rule;
    let args = [("n", rows.len().into()), ("of", found.compared.into())];
    Chapter {
        id: "hot",
        title: l.t("analysis-hot").into_owned(),
        said: if found.past.is_none() { l.t("analysis-hot-no-past").into_owned() } else { l.t_with("analysis-hot-said", &args) },
        how: l.t_with(
            "analysis-hot-how",
            &[("least", rule.least.into()), ("chance", rule.chance.into()), ("spread", format!("{:.2}", found.spread).into())],
        ),
        basis: rule.basis.clone(),
        head: heads(&[
            (l.t("analysis-area"), false),
            (l.t("column-category"), false),
            (l.t("board-n"), true),
            (l.t("analysis-suggested"), true),
            (l.t("analysis-own-past"), true),
            (l.t("analysis-peers"), true),
            (l.t("analysis-p"), true),
        ]),
        rows,
        ..Chapter::default()
    }
}

fn moved(drawn: &Drawn<'_>) -> Chapter {
    let (present, found) = (&drawn.present, &drawn.found);
    let l = present.l;
    let up = |compared: &Compared| compared.more < compared.less;
    let rows = found.moved.iter().map(|one| {
        let (what, area, category) = match &one.what {
            Mover::Area(code) => (place(drawn, code), code, None),
            Mover::Category(code) => (Cell::text(present.category(code)), &found.area, Some(code.as_str())),
        };
        let of = |period| records(drawn, area, category, period);
        vec![
            what,
            Cell::text(if up(&one.compared) { l.t("analysis-up") } else { l.t("analysis-down") }),
            count(one.n).to(of(found.week)),
            reckoned(one.expected).to(of(found.usual)),
            Cell::text(ratio(&one.compared)),
            chance(one.compared.either()),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let rising = found.moved.iter().filter(|one| up(&one.compared)).count();
    let args = [("week", range(present, found.week).into()), ("up", rising.into()), ("down", (rows.len() - rising).into())];
    Chapter {
        id: "moved",
        title: l.t("analysis-moved").into_owned(),
        said: l.t_with("analysis-moved-said", &args),
        how: l.t_with(
            "analysis-moved-how",
            &[("before", range(present, found.usual).into()), ("least", found.rule.least.into()), ("chance", found.rule.chance.into())],
        ),
        basis: found.rule.basis.clone(),
        head: heads(&[
            (l.t("analysis-what"), false),
            (l.t("analysis-way"), false),
            (l.t("analysis-week"), true),
            (l.t("analysis-usual"), true),
            (l.t("analysis-ratio"), true),
            (l.t("analysis-p"), true),
        ]),
        rows,
        ..Chapter::default()
    }
}

fn trend(drawn: &Drawn<'_>) -> Chapter {
    let (present, found) = (&drawn.present, &drawn.found);
    let l = present.l;
    let weeks = found.weeks.iter().rev().take(WEEKS).map(|week| {
        let counted = count(week.n).to(records(drawn, &found.area, None, week.days));
        vec![Cell::text(range(present, week.days)), counted, reckoned(week.even)]
    });
    let factors = |all: &[f64]| all.iter().map(|factor| format!("{factor:.2}")).collect::<Vec<_>>().join(l.pick("、", ", "));
    let months = if found.season.knows_months {
        l.t_x("analysis-months", &factors(&found.season.months))
    } else {
        l.t("analysis-months-not").into_owned()
    };
    Chapter {
        id: "trend-chapter",
        title: l.t("analysis-trend").into_owned(),
        said: turned(drawn),
        how: l.t_with("analysis-trend-how", &[("weekdays", factors(&found.season.weekdays).into()), ("months", months.into())]),
        basis: found.rule.basis.clone(),
        head: heads(&[(l.t("analysis-week-of"), false), (l.t("board-n"), true), (l.t("analysis-even"), true)]),
        rows: weeks.collect(),
        chart: Some(chart(drawn)),
        ..Chapter::default()
    }
}

/// Where the series goes, in a sentence.
fn turned(drawn: &Drawn<'_>) -> String {
    let l = drawn.present.l;
    let Some(turn) = &drawn.found.turn else { return l.t("analysis-trend-short").into_owned() };
    let args = [("n", grouped(turn.n).into()), ("was", grouped(turn.was).into()), ("ratio", ratio(&turn.compared).into())];
    match (turn.compared.low > 1.0, turn.compared.high.is_some_and(|high| high < 1.0)) {
        (true, _) => l.t_with("analysis-trend-up", &args),
        (_, true) => l.t_with("analysis-trend-down", &args),
        _ => l.t_with("analysis-trend-level", &args),
    }
}

fn chart(drawn: &Drawn<'_>) -> LineChart {
    let (present, found) = (&drawn.present, &drawn.found);
    let l = present.l;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a week's count, rounded to be drawn")]
    let rounded = |n: f64| n.round().max(0.0) as u32;
    let line = |label: String, of: &dyn Fn(&Week) -> u32| Series { label, values: found.weeks.iter().map(of).collect() };
    LineChart {
        id: "trend".to_owned(),
        title: l.t_x("analysis-chart", &measure(drawn)),
        desc: turned(drawn),
        series: vec![
            line(measure(drawn), &|week| u32::try_from(week.n).unwrap_or(0)),
            line(l.t("analysis-even-short").into_owned(), &|week| rounded(week.even)),
        ],
        days: found
            .weeks
            .iter()
            .map(|week| Day {
                label: days::date(week.days.from).map(|date| format!("{}-{:02}", date.month(), date.day())).unwrap_or_default(),
                name: range(present, week.days),
                href: records(drawn, &found.area, None, week.days),
            })
            .collect(),
    }
}

fn again(drawn: &Drawn<'_>) -> Chapter {
    let (present, found) = (&drawn.present, &drawn.found);
    let l = present.l;
    let rows = found.again.iter().filter_map(|chain| {
        let (first, last) = (chain.first()?, chain.last()?);
        let links = chain.iter().map(|one| Link { label: one.number.clone(), href: format!("/records/{}", one.id) });
        Some(vec![
            Cell::text(present.territory.place_name(&first.area)),
            Cell::text(first.category.as_deref().map(|code| present.category(code)).unwrap_or_default()),
            count(i64::try_from(chain.len()).unwrap_or(0)),
            Cell::text(present.exact(last.created)),
            Cell { links: links.collect(), ..Cell::default() },
        ])
    });
    let rows: Vec<_> = rows.collect();
    let rule = found.rule;
    Chapter {
        id: "again",
        title: l.t("analysis-again").into_owned(),
        said: l.t_with("analysis-again-said", &[("n", rows.len().into()), ("days", rule.repeat.into())]),
        how: l.t_with(
            "analysis-again-how",
            &[("days", rule.repeat.into()), ("near", rule.near.into()), ("taken", linli_app::analysis::TAKEN.into())],
        ),
        basis: rule.basis.clone(),
        head: heads(&[
            (l.t("analysis-area"), false),
            (l.t("column-category"), false),
            (l.t("analysis-times"), true),
            (l.t("analysis-latest"), false),
            (l.t("analysis-records"), false),
        ]),
        rows,
        ..Chapter::default()
    }
}

fn quiet(drawn: &Drawn<'_>) -> Chapter {
    let (present, found) = (&drawn.present, &drawn.found);
    let l = present.l;
    let rows = found.quiet.iter().map(|one| {
        vec![
            Cell::text(present.territory.place_name(&one.area)),
            count(one.households),
            count(one.n).to(records(drawn, &one.area, None, found.listened)),
            reckoned(one.expected),
            Cell::text(ratio(&one.compared)),
            chance(one.compared.less),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let rule = found.rule;
    let mut said = l.t_with("analysis-quiet-said", &[("n", rows.len().into()), ("days", rule.quiet_days.into())]);
    if found.unknown > 0 {
        said.push_str(&l.t_n("analysis-quiet-unknown", found.unknown));
    }
    Chapter {
        id: "quiet",
        title: l.t("analysis-quiet").into_owned(),
        said,
        how: l.t_with(
            "analysis-quiet-how",
            &[("over", range(present, found.listened).into()), ("quiet", rule.quiet.into()), ("chance", rule.chance.into())],
        ),
        basis: rule.basis.clone(),
        head: heads(&[
            (l.t("analysis-area"), false),
            (l.t("grids-households"), true),
            (l.t("board-n"), true),
            (l.t("analysis-by-households"), true),
            (l.t("analysis-per-household"), true),
            (l.t("analysis-p"), true),
        ]),
        rows,
        ..Chapter::default()
    }
}

/// The rates of the month beside those of as many days before, each with its formula, version and clause.
pub(super) fn rates(drawn: &Drawn<'_>) -> Chapter {
    let (present, board) = (&drawn.present, &drawn.board);
    let l = present.l;
    let rows = board.cards.iter().map(|card| {
        let (indicator, now) = (card.indicator, card.now);
        let number = now.rate().map(|rate| (rate * 1000.0).round() / 10.0);
        let version = format!("{} · {}", card.formula.version, card.formula.basis);
        vec![
            Cell::text(indicator.label.get(l.lang())),
            Cell { number: if now.over.is_none() { count(now.of).number } else { number }, ..Cell::text(figures::shown(now)) },
            Cell::text(now.over.map(|over| format!("{} / {}", grouped(now.of), grouped(over))).unwrap_or_default()),
            Cell::text(figures::shown(card.before)),
            Cell::text(card.formula.words.get(l.lang())),
            Cell::text(version),
        ]
    });
    Chapter {
        id: "rates",
        title: l.t("analysis-rates").into_owned(),
        said: l.t_x("analysis-rates-said", &range(present, board.period.before())),
        how: l.t("analysis-rates-how").into_owned(),
        basis: drawn.found.rule.basis.clone(),
        head: heads(&[
            (l.t("analysis-rate"), false),
            (l.t("analysis-value"), true),
            (l.t("analysis-parts"), true),
            (l.t("analysis-before"), true),
            (l.t("analysis-formula"), false),
            (l.t("analysis-version"), false),
        ]),
        rows: rows.collect(),
        ..Chapter::default()
    }
}
