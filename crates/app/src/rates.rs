//! One indicator by each version of its formula: what a period comes to as it was reckoned then, as it is now, and as it was before.

use std::collections::BTreeMap;

use linli_pack::model::{Indicator, Version};

use crate::app::App;
use crate::board::{Period, Reading, STANDS, Shape, Tallies, area_codes};
use crate::context::Context;
use crate::error::AppError;

/// A period of an indicator, reckoned by every version.
#[derive(Clone, Debug)]
pub struct Rates<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Area it is about.
    pub area: String,
    /// Period it is about.
    pub period: Period,
    /// On which areas.
    pub shape: Shape,
    /// The territory changed within the period or since, so that the two shapes can differ.
    pub changed: bool,
    /// By each version, the newest first.
    pub versions: Vec<Reckoned<'a>>,
    /// By area directly below: its code, and a reading by each version in the same order.
    pub areas: Vec<(String, Vec<Reading>)>,
}

/// What a period comes to by one version.
#[derive(Clone, Copy, Debug)]
pub struct Reckoned<'a> {
    /// The version, and when it was in force.
    pub version: Version<'a>,
    /// It is in force on the period's last day: boards show the period by it.
    pub shown: bool,
    /// What it comes to.
    pub reading: Reading,
}

impl Rates<'_> {
    /// What boards show of the period.
    #[must_use]
    pub fn shown(&self) -> Option<&Reckoned<'_>> {
        self.versions.iter().find(|reckoned| reckoned.shown)
    }
}

impl App {
    /// An indicator over an area and period by each version of its formula.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for an area the actor may not see; [`AppError::NotFound`] where there is no such area or indicator.
    pub fn rates(&self, context: &Context, name: &str, area: &str, period: Period, shape: Shape) -> Result<Rates<'_>, AppError> {
        let indicator = self.0.pack.indicators.get(name).ok_or(AppError::NotFound("indicator"))?;
        let territory = self.territory();
        self.may_count(context, &territory, &indicator.register, area)?;
        let (shape, counted) = if indicator.standing { (Shape::Now, STANDS) } else { (shape, period) };
        let tallies = Tallies { realm: self.0.realm, register: &indicator.register, shape };
        let versions: Vec<Version<'_>> = indicator.versions().collect();
        let mut measures: Vec<&str> = versions.iter().flat_map(|version| version.formula.measures()).collect();
        measures.sort_unstable();
        measures.dedup();
        self.0.store.read(|tx| {
            let changed = self.changed_since(tx, period)?;
            let mut whole: BTreeMap<String, i64> = BTreeMap::new();
            for point in tallies.series(tx, area, &measures, counted)? {
                *whole.entry(point.measure).or_default() += point.n;
            }
            let mut below: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
            for sum in tallies.children(tx, area, &measures, counted)? {
                *below.entry(sum.area).or_default().entry(sum.measure).or_default() += sum.n;
            }
            let reading = |sums: Option<&BTreeMap<String, i64>>, version: &Version<'_>| {
                let count = |measure: &str| sums.and_then(|sums| sums.get(measure)).copied().unwrap_or_default();
                Reading::new(version.formula.parts(count))
            };
            let areas = area_codes(&territory, area, below.keys()).into_iter().map(|code| {
                let readings = versions.iter().map(|version| reading(below.get(&code), version)).collect();
                (code, readings)
            });
            let last = indicator.on(period.to);
            let reckoned = versions.iter().map(|version| Reckoned {
                version: *version,
                shown: version.formula.version == last.version,
                reading: reading(Some(&whole), version),
            });
            Ok(Rates { indicator, area: area.to_owned(), period, shape, changed, areas: areas.collect(), versions: reckoned.collect() })
        })
    }
}
