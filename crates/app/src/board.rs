//! Boards: rates and counts from the tallies, every one with its formula and the way to its records.

use std::collections::BTreeMap;

use linli_engine::Light;
use linli_pack::model::Indicator;
use linli_pack::record::Record;
use linli_store::{ListQuery, Order, Scope as Reach};

use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

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
    /// What it shows and by which formula.
    pub indicator: &'a Indicator,
    /// In the period.
    pub now: Reading,
    /// In the period of the same length before.
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

/// Sums from the tallies: of the areas below, or of the categories.
type Sums<T> = fn(&mut dyn linli_store::Tx, i64, &str, &str, &[&str], i64, i64) -> Result<Vec<T>, linli_store::StoreError>;

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
        context.widest_area(&self.0.pack, &territory, Some(register)).ok_or(AppError::Forbidden("board"))?;
        territory.area(area).ok_or(AppError::NotFound("area"))?;
        if !context.sees_all_in(&self.0.pack, &territory, register, area) {
            return Err(AppError::Forbidden("area"));
        }
        let declared = self.0.pack.registers.get(register).ok_or(AppError::NotFound("register"))?;
        let indicators: Vec<&Indicator> = self.0.pack.indicators.values().filter(|indicator| indicator.register == register).collect();
        let of = |standing: bool| {
            let measures = declared.measures.values().filter(move |measure| measure.at.is_none() == standing);
            measures.map(|measure| measure.name.as_str()).collect::<Vec<_>>()
        };
        let (measures, standing) = (of(false), of(true));
        let still = i64::from(linli_engine::tally::STANDING);
        let realm = self.0.realm;
        self.0.store.read(|tx| {
            let read = |points: &[(String, i64)]| -> Vec<Reading> {
                let sum = |name: &str| points.iter().filter(|(measure, _)| measure == name).map(|(_, n)| n).sum();
                indicators.iter().map(|indicator| Reading { of: sum(&indicator.of), over: indicator.over.as_deref().map(sum) }).collect()
            };
            let series_of = |tx: &mut dyn linli_store::Tx, period: Period| {
                let series = if shape == Shape::Now { linli_store::restated_series } else { linli_store::tally_series };
                series(tx, realm, area, register, &measures, period.from, period.to)
            };
            let changed = linli_store::past_edges(tx, realm)?.iter().any(|edge| edge.to >= period.from);
            let (children, by_kind) = if shape == Shape::Now {
                (
                    linli_store::restated_children as Sums<linli_store::AreaSum>,
                    linli_store::restated_categories as Sums<linli_store::CategorySum>,
                )
            } else {
                (linli_store::tally_children as Sums<linli_store::AreaSum>, linli_store::tally_categories as Sums<linli_store::CategorySum>)
            };
            let points = series_of(tx, period)?;
            // What stands is counted on the areas of today, and nothing says what stood before.
            let stands = if standing.is_empty() {
                Vec::new()
            } else {
                linli_store::restated_series(tx, realm, area, register, &standing, still, still)?
            };
            let flat = |points: &[linli_store::Point]| {
                points.iter().chain(&stands).map(|point| (point.measure.clone(), point.n)).collect::<Vec<_>>()
            };
            let now = read(&flat(&points));
            let before = read(&flat(&series_of(tx, period.before())?));
            let cards =
                indicators.iter().zip(now.iter().zip(before)).map(|(indicator, (&now, before))| Card { indicator, now, before }).collect();
            let mut series: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
            for point in &points {
                series.entry(point.measure.clone()).or_default().push((point.day, point.n));
            }

            let mut by_area: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
            for sum in children(tx, realm, area, register, &measures, period.from, period.to)? {
                by_area.entry(sum.area).or_default().push((sum.measure, sum.n));
            }
            if !standing.is_empty() {
                for sum in linli_store::restated_children(tx, realm, area, register, &standing, still, still)? {
                    by_area.entry(sum.area).or_default().push((sum.measure, sum.n));
                }
            }
            let mut rows: Vec<String> = territory.children(area).map(|child| child.code.clone()).collect();
            // Those that were below it in the period and are no more.
            rows.extend(
                by_area
                    .keys()
                    .filter(|code| territory.area(code).is_none_or(|child| child.ended.is_some() || child.parent != area))
                    .cloned(),
            );
            let areas: Vec<Row> = rows
                .into_iter()
                .map(|code| Row { readings: read(by_area.get(&code).map(Vec::as_slice).unwrap_or_default()), code })
                .collect();

            let mut by_category: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
            let category_period = period.months();
            for sum in by_kind(tx, realm, area, register, &measures, category_period.from, period.to)? {
                by_category.entry(sum.category).or_default().push((sum.measure, sum.n));
            }
            let mut categories: Vec<Row> = by_category.into_iter().map(|(code, points)| Row { code, readings: read(&points) }).collect();
            categories.sort_by_key(|row| std::cmp::Reverse(row.readings.first().map_or(0, |reading| reading.of)));

            let mut spots = Vec::new();
            if let Some(first) = indicators.first() {
                let (children, from, to) = if first.standing {
                    (linli_store::restated_children as Sums<linli_store::AreaSum>, still, still)
                } else {
                    (children, period.from, period.to)
                };
                for below in territory.children(area) {
                    for sum in children(tx, realm, &below.code, register, &[&first.of], from, to)? {
                        spots.push(Spot { area: sum.area, n: sum.n });
                    }
                }
            }
            spots.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.area.cmp(&b.area)));

            let count = |tx: &mut dyn linli_store::Tx, light: Light| {
                let mut query = ListQuery::new(register, Reach::Area(area.to_owned()));
                query.open = Some(true);
                query.now = context.now;
                query.filter = Some(crate::filter::light(light));
                linli_store::count(tx, realm, &query, 1_000_000)
            };
            let lights = Lights { late: count(tx, Light::Late)?, soon: count(tx, Light::Soon)?, fine: count(tx, Light::Fine)? };
            Ok(Board {
                register: register.to_owned(),
                area: area.to_owned(),
                period,
                shape,
                changed,
                cards,
                lights,
                series,
                areas,
                categories,
                category_period,
                spots,
            })
        })
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
