//! Figures in a reader's words: rates and counts, how they moved, their last weeks, and the address of their records.

use linli_app::AppError;
use linli_app::board::{self, Board, Period, Reading, Shape};
use linli_app::days;
use linli_pack::model::Side;
use linli_store::TallyQuery;

use crate::Locale;
use crate::route::Web;
use crate::route::detail::with;
use crate::route::present::Present;
use crate::view::Link;
use crate::view::board::{Bound, Card, Change, ChangeMood};
use crate::view::chart::Sparkline;

/// Weeks of the small line.
const WEEKS: i64 = 8;

/// What every link of a board says.
#[derive(Clone, Debug)]
pub(super) struct Linked {
    pub(super) register: String,
    pub(super) area: String,
    pub(super) period: Period,
}

impl Linked {
    /// The records that count for a measure in the period.
    pub(super) fn to(&self, measure: Option<&str>) -> String {
        let day = |day: i64| days::date(day).map(|date| date.to_string()).unwrap_or_default();
        let mut path = with(&format!("/registers/{}", self.register), "area", &self.area);
        if let Some(measure) = measure {
            path = with(&path, "measure", measure);
        }
        with(&with(&path, "from", &day(self.period.from)), "to", &day(self.period.to))
    }

    /// The records that an indicator counts.
    pub(super) fn of(&self, card: &board::Card<'_>) -> String {
        self.measured(&card.formula.of, card.indicator.standing)
    }

    /// The records of a measure: in the period, or that stand.
    pub(super) fn measured(&self, measure: &str, standing: bool) -> String {
        if standing {
            return with(&with(&format!("/registers/{}", self.register), "area", &self.area), "measure", measure);
        }
        self.to(Some(measure))
    }

    /// The indicator by each version of its formula.
    pub(super) fn versions(&self, name: &str, shape: Shape) -> String {
        let day = |day: i64| days::date(day).map(|date| date.to_string()).unwrap_or_default();
        let path = with(&format!("/board/rates/{name}"), "area", &self.area);
        let path = with(&with(&path, "from", &day(self.period.from)), "to", &day(self.period.to));
        if shape == Shape::Now { with(&path, "shape", "now") } else { path }
    }

    /// What is open there now.
    pub(super) fn open(&self) -> String {
        with(&with(&format!("/registers/{}", self.register), "area", &self.area), "open", "yes")
    }
}

/// A number with its thousands apart.
pub(super) fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if n < 0 { format!("−{text}") } else { text }
}

/// A share of something, 0 where there is nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub(super) fn quotient(of: i64, over: i64) -> f64 {
    if over > 0 { of as f64 / over as f64 } else { 0.0 }
}

/// A reading as one text: 92.7%, 4,812, —.
pub(super) fn shown(reading: Reading) -> String {
    match (reading.over, reading.rate()) {
        (None, _) => grouped(reading.of),
        (Some(_), Some(rate)) => format!("{:.1}%", rate * 100.0),
        (Some(_), None) => "—".to_owned(),
    }
}

/// Below this a count's change is told as a number: percentages of a handful mislead.
const FEW: i64 = 20;

/// How a count moved, in percent or, of few, in matters. More matters are neither good nor bad.
pub(super) fn count_change(l: Locale, now: i64, before: i64) -> Option<Change> {
    if before == 0 && now == 0 {
        return None;
    }
    if before < FEW && now != before {
        let size = grouped((now - before).abs());
        let (sign, words) =
            if now > before { ("+", l.t_x("change-more-count", &size)) } else { ("−", l.t_x("change-less-count", &size)) };
        return Some(Change { text: format!("{sign}{size}"), words, mood: ChangeMood::Plain });
    }
    let percent = quotient(now - before, before) * 100.0;
    Some(moved(l, percent, "%", None))
}

/// How a rate moved, in points.
pub(super) fn rate_change(l: Locale, now: Reading, before: Reading, up_is_good: bool) -> Option<Change> {
    let points = (now.rate()? - before.rate()?) * 100.0;
    Some(moved(l, points, "", Some(up_is_good)))
}

fn moved(l: Locale, by: f64, unit: &str, up_is_good: Option<bool>) -> Change {
    let size = format!("{:.1}", by.abs());
    if size == "0.0" {
        return Change { text: l.t("change-none").into_owned(), words: l.t("change-none").into_owned(), mood: ChangeMood::Plain };
    }
    let up = by > 0.0;
    let mood = match up_is_good {
        Some(good) if good == up => ChangeMood::Good,
        Some(_) => ChangeMood::Bad,
        None => ChangeMood::Plain,
    };
    let sign = if up { "+" } else { "−" };
    let words = match (unit, up) {
        ("%", true) => l.t_x("change-more-percent", &size),
        ("%", false) => l.t_x("change-less-percent", &size),
        (_, true) => l.t_x("change-more-points", &size),
        (_, false) => l.t_x("change-less-points", &size),
    };
    Change { text: format!("{sign}{size}{unit}"), words, mood }
}

/// What is outside the bounds of an indicator: the area itself, and those directly below. Rates of a handful say nothing.
fn bounds(present: &Present, linked: &Linked, board: &Board<'_>, at: usize, now: Reading) -> Vec<Bound> {
    let l = present.l;
    let Some(card) = board.cards.get(at) else { return Vec::new() };
    let indicator = card.indicator;
    let level = |code: &str| present.territory.area(code).map(|area| area.level.clone()).unwrap_or_default();
    let one = |code: &str, reading: Reading| {
        let side = indicator.outside(&level(code), reading.rate()?).filter(|_| indicator.standing || reading.over >= Some(FEW))?;
        let (said, least) = match side {
            Side::Below => (&indicator.below, l.t_n("board-below", u64::from(indicator.least.unwrap_or_default()))),
            Side::Above => (&indicator.above, l.t_n("board-above", u64::from(indicator.most.unwrap_or_default()))),
        };
        Some((said.as_ref().map_or(least, |said| said.get(l.lang()).to_owned()), reading))
    };
    let own = one(&linked.area, now).map(|(text, _)| Bound { text, ..Bound::default() });
    // Whether each area below is as it should be is asked of rules that name a level; the others are about the area looked at.
    let below = board.areas.iter().filter(|_| indicator.judge.is_some()).filter_map(|row| {
        let (text, reading) = one(&row.code, *row.readings.get(at)?)?;
        let there = Linked { area: row.code.clone(), ..linked.clone() };
        let name = present.territory.area(&row.code).map_or_else(|| row.code.clone(), |area| area.name.clone());
        Some(Bound { text, who: format!("{name} {}", shown(reading)), href: there.of(card) })
    });
    own.into_iter().chain(below).collect()
}

/// The cards of a board, with the last weeks of each.
pub(super) fn cards(web: &Web, present: &Present, linked: &Linked, board: &Board<'_>) -> Result<Vec<Card>, AppError> {
    let l = present.l;
    let (from, to) = (linked.period.to - WEEKS * 7 + 1, linked.period.to);
    // What stands is counted on no day.
    let by_day = board.cards.iter().filter(|card| !card.indicator.standing);
    let mut measures: Vec<&str> = by_day.flat_map(|card| card.formula.measures()).collect();
    measures.sort_unstable();
    measures.dedup();
    let query = TallyQuery { register: &linked.register, area: &linked.area, measures: &measures, from, to };
    let points = match measures.is_empty() {
        true => Vec::new(),
        false => web.app.store().read(|tx| linli_store::tally_series(tx, web.app.realm(), &query))?,
    };
    let in_week = |measure: &str, week: i64| {
        let start = from + week * 7;
        points.iter().filter(|point| point.measure == measure && (start..start + 7).contains(&point.day)).map(|point| point.n).sum::<i64>()
    };
    Ok(board
        .cards
        .iter()
        .enumerate()
        .map(|(at, card)| {
            let indicator = card.indicator;
            let weekly = (0..WEEKS).map(|week| match card.formula.parts(|measure| in_week(measure, week)) {
                (of, Some(over)) => quotient(of, over) * 100.0,
                (of, None) => quotient(of, 1),
            });
            let values: Vec<f64> = if indicator.standing { Vec::new() } else { weekly.collect() };
            let rate = card.now.over.is_some();
            Card {
                label: indicator.label.get(l.lang()).to_owned(),
                value: if rate { shown(card.now).trim_end_matches('%').to_owned() } else { grouped(card.now.of) },
                unit: if rate && card.now.rate().is_some() { "%".to_owned() } else { String::new() },
                change: if indicator.standing {
                    None
                } else if rate {
                    rate_change(l, card.now, card.before, indicator.up_is_good)
                } else {
                    count_change(l, card.now.of, card.before.of)
                },
                parts: match card.now.over {
                    Some(over) => format!("{} ÷ {}", grouped(card.now.of), grouped(over)),
                    None if indicator.standing => String::new(),
                    None => l.t_x("board-before", &grouped(card.before.of)),
                },
                href: linked.of(card),
                formula: card.formula.words.get(l.lang()).to_owned(),
                versions: Link {
                    label: l.t_x("rates-version", &card.formula.version),
                    href: linked.versions(&indicator.name, board.shape),
                },
                bounds: bounds(present, linked, board, at, card.now),
                spark: Sparkline { text: l.t_n("board-weeks", values.len()), values },
            }
        })
        .collect())
}
