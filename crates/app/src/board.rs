//! Boards: rates and counts from the tallies, every one with its formula and the way to its records.

use std::collections::BTreeMap;

use linli_engine::Light;
use linli_pack::model::{Formula, Indicator};
use linli_pack::record::Record;
use linli_store::{AreaSum, CategorySum, ListQuery, Order, Point, Scope as Reach, StoreError, TallyQuery, Tx};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;
use crate::territory::Territory;

/// A period of local days, both ends included (days since 1970).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: i64,
    /// Last day.
    pub to: i64,
}

impl Period {
    /// The period of the same length just before, for comparison.
    #[must_use]
    pub fn before(self) -> Self {
        let length = self.to - self.from + 1;
        Self { from: self.from - length, to: self.to - length }
    }

    /// The whole months that the period touches.
    #[must_use]
    pub fn months(self) -> Self {
        let after = crate::days::month_of(crate::days::month_of(self.to) + 31);
        Self { from: crate::days::month_of(self.from), to: after - 1 }
    }
}

/// On which areas the past is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// On the areas of each day: what was reported then.
    #[default]
    Then,
    /// On the areas of today, as if they had always been.
    Now,
}

/// An indicator's value in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Numerator, or the count itself.
    pub of: i64,
    /// Denominator of a rate.
    pub over: Option<i64>,
}

impl Reading {
    /// From numerator and denominator.
    pub(crate) fn new((of, over): (i64, Option<i64>)) -> Self {
        Self { of, over }
    }

    /// The rate between 0 and 1; `None` for a count and where nothing counts.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
    pub fn rate(self) -> Option<f64> {
        match self.over {
            Some(over) if over > 0 => Some(self.of as f64 / over as f64),
            _ => None,
        }
    }
}

/// One card of a board.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    /// What it shows.
    pub indicator: &'a Indicator,
    /// By which version: the one in force on the period's last day.
    pub formula: &'a Formula,
    /// In the period.
    pub now: Reading,
    /// In the period of the same length before, by the same version.
    pub before: Reading,
}

/// One line of the comparison of areas or categories.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Code of the area or category.
    pub code: String,
    /// By indicator, in the order of [`Board::cards`].
    pub readings: Vec<Reading>,
}

/// How many open records show which light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lights {
    /// Past their limit.
    pub late: usize,
    /// Past the pack's share of it.
    pub soon: usize,
    /// In good time, or without a limit.
    pub fine: usize,
}

/// A point on the map of hot spots.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Area, one level below the finest that the board compares.
    pub area: String,
    /// Records received there in the period.
    pub n: i64,
}

/// Everything a board shows.
#[derive(Clone, Debug)]
pub struct Board<'a> {
    /// Register it is about.
    pub register: String,
    /// Area it is about.
    pub area: String,
    /// Period it is about.
    pub period: Period,
    /// On which areas.
    pub shape: Shape,
    /// The territory changed within the period or since, so that the two shapes can differ.
    pub changed: bool,
    /// The indicators.
    pub cards: Vec<Card<'a>>,
    /// Lights of what is open now.
    pub lights: Lights,
    /// Day by day, by measure: (day, count).
    pub series: BTreeMap<String, Vec<(i64, i64)>>,
    /// By area directly below.
    pub areas: Vec<Row>,
    /// By category, the most frequent first. Categories are counted by month: over [`Board::category_period`].
    pub categories: Vec<Row>,
    /// The whole months that [`Board::period`] touches.
    pub category_period: Period,
    /// Where it gathers.
    pub spots: Vec<Spot>,
}

/// The tallies that a board reads.
pub(crate) struct Tallies<'a> {
    pub(crate) realm: i64,
    pub(crate) register: &'a str,
    pub(crate) shape: Shape,
}

impl Tallies<'_> {
    fn asked<'q>(&'q self, area: &'q str, measures: &'q [&'q str], period: Period) -> TallyQuery<'q> {
        TallyQuery { register: self.register, area, measures, from: period.from, to: period.to }
    }

    pub(crate) fn series(&self, tx: &mut dyn Tx, area: &str, measures: &[&str], period: Period) -> Result<Vec<Point>, StoreError> {
        let read = if self.shape == Shape::Now { linli_store::restated_series } else { linli_store::tally_series };
        read(tx, self.realm, &self.asked(area, measures, period))
    }

    pub(crate) fn children(&self, tx: &mut dyn Tx, area: &str, measures: &[&str], period: Period) -> Result<Vec<AreaSum>, StoreError> {
        let read = if self.shape == Shape::Now { linli_store::restated_children } else { linli_store::tally_children };
        read(tx, self.realm, &self.asked(area, measures, period))
    }

    fn categories(&self, tx: &mut dyn Tx, area: &str, measures: &[&str], period: Period) -> Result<Vec<CategorySum>, StoreError> {
        let read = if self.shape == Shape::Now { linli_store::restated_categories } else { linli_store::tally_categories };
        read(tx, self.realm, &self.asked(area, measures, period))
    }
}

/// What stands is counted under one day, on the areas of today, and nothing says what stood before.
pub(crate) const STANDS: Period = Period { from: linli_engine::tally::STANDING as i64, to: linli_engine::tally::STANDING as i64 };

/// The indicators' values from the sums of their measures.
fn readings(formulas: &[&Formula], sums: &[(String, i64)]) -> Vec<Reading> {
    let sum = |name: &str| sums.iter().filter(|(measure, _)| measure == name).map(|(_, n)| n).sum();
    formulas.iter().map(|formula| Reading::new(formula.parts(sum))).collect()
}

impl App {
    /// The board of a register over an area and period.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for an area the actor may not see; [`AppError::NotFound`] where there is no such area or register.
    pub fn board(&self, context: &Context, register: &str, area: &str, period: Period) -> Result<Board<'_>, AppError> {
        self.board_on(context, register, area, period, Shape::Then)
    }

    /// The same, on the areas of each day or on those of today.
    ///
    /// # Errors
    /// As [`App::board`].
    pub fn board_on(&self, context: &Context, register: &str, area: &str, period: Period, shape: Shape) -> Result<Board<'_>, AppError> {
        let territory = self.territory();
        self.may_count(context, &territory, register, area)?;
        let declared = self.0.pack.registers.get(register).ok_or(AppError::NotFound("register"))?;
        let indicators: Vec<&Indicator> = self.0.pack.indicators.values().filter(|indicator| indicator.register == register).collect();
        let formulas: Vec<&Formula> = indicators.iter().map(|indicator| indicator.on(period.to)).collect();
        let of = |standing: bool| {
            let measures = declared.measures.values().filter(move |measure| measure.at.is_none() == standing);
            measures.map(|measure| measure.name.as_str()).collect::<Vec<_>>()
        };
        let (measures, standing) = (of(false), of(true));
        let tallies = Tallies { realm: self.0.realm, register, shape };
        let today = Tallies { shape: Shape::Now, ..tallies };
        self.0.store.read(|tx| {
            let changed = self.changed_since(tx, period)?;
            let points = tallies.series(tx, area, &measures, period)?;
            let earlier = tallies.series(tx, area, &measures, period.before())?;
            let stands = if standing.is_empty() { Vec::new() } else { today.series(tx, area, &standing, STANDS)? };
            let read = |points: &[Point]| {
                let sums = points.iter().chain(&stands).map(|point| (point.measure.clone(), point.n));
                readings(&formulas, &sums.collect::<Vec<_>>())
            };
            let values = read(&points).into_iter().zip(read(&earlier));
            let made = indicators.iter().zip(&formulas).zip(values);
            let cards = made.map(|((indicator, formula), (now, before))| Card { indicator, formula, now, before }).collect();
            let mut series: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
            for point in points {
                series.entry(point.measure).or_default().push((point.day, point.n));
            }

            let mut sums = tallies.children(tx, area, &measures, period)?;
            if !standing.is_empty() {
                sums.extend(today.children(tx, area, &standing, STANDS)?);
            }
            let areas = area_rows(&territory, area, &formulas, sums);
            let category_period = period.months();
            let counted = Period { from: category_period.from, to: period.to };
            let categories = category_rows(&formulas, tallies.categories(tx, area, &measures, counted)?);

            let mut spots = Vec::new();
            if let (Some(first), Some(formula)) = (indicators.first(), formulas.first()) {
                let (tallies, period) = if first.standing { (&today, STANDS) } else { (&tallies, period) };
                for below in territory.children(area) {
                    let sums = tallies.children(tx, &below.code, &[&formula.of], period)?;
                    spots.extend(sums.into_iter().map(|sum| Spot { area: sum.area, n: sum.n }));
                }
            }
            spots.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.area.cmp(&b.area)));

            let lights = self.lights(tx, context, register, area)?;
            let (register, area) = (register.to_owned(), area.to_owned());
            Ok(Board { register, area, period, shape, changed, cards, lights, series, areas, categories, category_period, spots })
        })
    }

    /// Whether the actor may know how many records of a register an area has.
    pub(crate) fn may_count(&self, context: &Context, territory: &Territory, register: &str, area: &str) -> Result<(), AppError> {
        context.widest_area(&self.0.pack, territory, Some(register)).ok_or(AppError::Forbidden("board"))?;
        territory.area(area).ok_or(AppError::NotFound("area"))?;
        let may = context.sees_all_in(&self.0.pack, territory, register, area);
        if may { Ok(()) } else { Err(AppError::Forbidden("area")) }
    }

    /// Whether the territory changed within a period or since.
    pub(crate) fn changed_since(&self, tx: &mut dyn Tx, period: Period) -> Result<bool, StoreError> {
        Ok(linli_store::past_edges(tx, self.0.realm)?.iter().any(|edge| edge.to >= period.from))
    }

    /// How many of the open records of an area show which light.
    fn lights(&self, tx: &mut dyn Tx, context: &Context, register: &str, area: &str) -> Result<Lights, AppError> {
        let mut count = |light: Light| {
            let mut query = ListQuery::new(register, Reach::Area(area.to_owned()));
            query.open = Some(true);
            query.now = context.now;
            query.filter = Some(crate::filter::light(light));
            linli_store::count(tx, self.0.realm, &query, 1_000_000)
        };
        Ok(Lights { late: count(Light::Late)?, soon: count(Light::Soon)?, fine: count(Light::Fine)? })
    }

    /// The records that need the actor most: the latest first, then those due soonest.
    ///
    /// # Errors
    /// [`AppError::Store`].
    pub fn pressing(&self, context: &Context, register: &str, area: &str, limit: usize) -> Result<Vec<Record>, AppError> {
        let mut query = ListQuery::new(register, Reach::Area(area.to_owned()));
        query.open = Some(true);
        query.now = context.now;
        query.order = Order::Due;
        query.limit = limit;
        Ok(self.0.store.read(|tx| linli_store::records(tx, self.0.realm, &query))?.records)
    }
}

/// The areas directly below one, and those of the counted ones that were below it in the period and are no more.
pub(crate) fn area_codes<'a>(territory: &Territory, area: &str, counted: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut codes: Vec<String> = territory.children(area).map(|child| child.code.clone()).collect();
    let gone = |code: &&String| territory.area(code).is_none_or(|child| child.ended.is_some() || child.parent != area);
    codes.extend(counted.filter(gone).cloned());
    codes
}

/// A line for each of them.
fn area_rows(territory: &Territory, area: &str, formulas: &[&Formula], sums: Vec<AreaSum>) -> Vec<Row> {
    let mut by_area: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for sum in sums {
        by_area.entry(sum.area).or_default().push((sum.measure, sum.n));
    }
    let rows = area_codes(territory, area, by_area.keys());
    let sums = |code: &str| by_area.get(code).map(Vec::as_slice).unwrap_or_default();
    rows.into_iter().map(|code| Row { readings: readings(formulas, sums(&code)), code }).collect()
}

/// A line for each category, the most frequent first.
fn category_rows(formulas: &[&Formula], sums: Vec<CategorySum>) -> Vec<Row> {
    let mut by_category: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for sum in sums {
        by_category.entry(sum.category).or_default().push((sum.measure, sum.n));
    }
    let mut rows: Vec<Row> = by_category.into_iter().map(|(code, sums)| Row { code, readings: readings(formulas, &sums) }).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.readings.first().map_or(0, |reading| reading.of)));
    rows
}
