//! What residents need, beyond what a board shows: what stands out, what is left without the season, what comes again, where it is silent.
//!
//! Everything is read from tallies and records that are there anyway; the methods are [`linli_engine::analysis`], the thresholds the pack's.

mod found;
mod series;

use std::collections::BTreeMap;

use linli_engine::analysis::{Compared, Exposed, Matter, Season, dispersion, repeats, stand_out};
use linli_pack::model::Analysis as Rule;
use linli_store::{AreaSum, CategorySum, Order, Sighting, TallyQuery, Tx};

use crate::app::App;
use crate::board::Period;
use crate::context::Context;
use crate::days;
use crate::desk::Narrow;
use crate::error::AppError;
use crate::territory::{Area, Territory};

pub use found::{Analysis, Hot, Moved, Mover, Quiet, Turn, Week};
use series::{Lit, daily, month, number, whole_number};

/// Days of the longest series that a season is sought in: four years.
const SERIES: i64 = 1461;
/// Days of past below which nothing is compared with it.
const LEAST_PAST: i64 = 28;
/// Days on either side of the comparison that says where a trend goes.
const TURN: i64 = 28;
/// Days that a week is compared with.
const WEEKS_BEFORE: i64 = 56;
/// Weeks drawn.
const DRAWN: i64 = 53;
/// Days that a matter may have taken before it was closed and came again.
pub const TAKEN: i64 = 120;

/// What the tallies of one measure are asked.
struct Asking<'a> {
    realm: i64,
    rule: &'a Rule,
}

impl Asking<'_> {
    fn asked<T>(&self, area: &str, period: Period, read: impl FnOnce(&TallyQuery<'_>) -> T) -> T {
        let measures = [self.rule.measure.as_str()];
        read(&TallyQuery { register: &self.rule.register, area, measures: &measures, from: period.from, to: period.to })
    }

    fn series(&self, tx: &mut dyn Tx, area: &str, period: Period) -> Result<Vec<f64>, AppError> {
        let points = self.asked(area, period, |query| linli_store::tally_series(tx, self.realm, query))?;
        Ok(daily(&points, period))
    }

    fn children(&self, tx: &mut dyn Tx, area: &str, period: Period) -> Result<Vec<AreaSum>, AppError> {
        Ok(self.asked(area, period, |query| linli_store::tally_children(tx, self.realm, query))?)
    }

    fn categories(&self, tx: &mut dyn Tx, area: &str, months: Period) -> Result<Vec<CategorySum>, AppError> {
        Ok(self.asked(area, months, |query| linli_store::tally_categories(tx, self.realm, query))?)
    }
}

impl App {
    /// The analysis of a register over an area and the month of a day.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for an area the actor may not see; [`AppError::NotFound`] where the pack has no such analysis or area, or the
    /// month has not begun.
    pub fn analysis(&self, context: &Context, register: &str, area: &str, day: i64) -> Result<Analysis<'_>, AppError> {
        let territory = self.territory();
        let rule = self.0.pack.analyses.get(register).ok_or(AppError::NotFound("analysis"))?;
        context.widest_area(&self.0.pack, &territory, Some(register)).ok_or(AppError::Forbidden("board"))?;
        let place = territory.area(area).ok_or(AppError::NotFound("area"))?;
        if !context.sees_all_in(&self.0.pack, &territory, register, area) {
            return Err(AppError::Forbidden("area"));
        }
        let today = days::of(context.now, &self.0.pack.clock.timezone);
        let from = days::month_of(day);
        if from > today {
            return Err(AppError::NotFound("month"));
        }
        let period = Period { from, to: (days::month_of(from + 31) - 1).min(today) };
        let last = period.to.min(today - 1);
        let week = Period { from: last - 6, to: last };
        let whole = Period { from: period.to - SERIES, to: period.to };
        let listened = Period { from: last - i64::from(rule.quiet_days) + 1, to: last };

        let narrow = |period: Period| Narrow {
            area: Some(area.to_owned()),
            measure: Some(rule.measure.clone()),
            from: Some(period.from),
            to: Some(period.to),
            ..Narrow::default()
        };
        let asking = Asking { realm: self.0.realm, rule };
        let mut counts = self.0.store.read(|tx| asking.series(tx, area, whole))?;
        // Before the first there was nobody to count.
        let silent = counts.iter().take_while(|n| **n == 0.0).count();
        let first = whole.from + i64::try_from(silent).unwrap_or(0);
        counts.drain(..silent.min(counts.len()));
        let season = Season::of(first, &counts, month);
        let lit = Lit { season: &season, from: first, counts: &counts };
        let usual = Period { from: (week.from - WEEKS_BEFORE).max(first), to: week.from - 1 };
        let past = past(period, rule.months, first);
        let (now, was) =
            (self.browse_categories(context, register, &narrow(week))?, self.browse_categories(context, register, &narrow(usual))?);

        let mut found = self.0.store.read(|tx| {
            let below = directly_below(&territory, place);
            let mut weekly: Vec<Vec<f64>> = Vec::new();
            for child in &below {
                // Of the past only: a burst in the month looked at is what is sought, not what is usual.
                let own = Period { from: first.max(period.from - DRAWN * 7), to: period.from - 1 };
                let counts = asking.series(tx, &child.code, own)?;
                let weeks = Lit { season: &season, from: own.from, counts: &counts }.weeks(own.to, DRAWN);
                weekly.push(weeks.iter().map(|week| week.even).collect());
            }
            let spread = dispersion(weekly.iter().map(Vec::as_slice));
            let cells = match past {
                Some(past) => cells(tx, &asking, &below, period, past)?,
                None => Vec::new(),
            };
            let weights = past.map_or((1.0, 1.0), |past| (lit.weight(period), lit.weight(past)));
            let (hot, compared) = hot(rule, &cells, &below, weights, spread);
            let mut sides: Vec<(Mover, i64, i64)> = Vec::new();
            if usual.to - usual.from + 1 >= LEAST_PAST {
                let before = asking.children(tx, area, usual)?;
                let of = |sums: &[AreaSum], code: &str| sums.iter().filter(|sum| sum.area == code).map(|sum| sum.n).sum::<i64>();
                let sums = asking.children(tx, area, week)?;
                let areas = territory.children(area);
                sides.extend(areas.map(|child| (Mover::Area(child.code.clone()), of(&sums, &child.code), of(&before, &child.code))));
                let mut codes: Vec<&String> = now.keys().chain(was.keys()).filter(|code| !code.is_empty()).collect();
                codes.sort_unstable();
                codes.dedup();
                let count = |counts: &BTreeMap<String, i64>, code: &String| counts.get(code).copied().unwrap_or(0);
                sides.extend(codes.into_iter().map(|code| (Mover::Category(code.clone()), count(&now, code), count(&was, code))));
            }
            let moved = moved(rule, sides, (lit.weight(week), lit.weight(usual)), spread);
            let (places, sums) = listen(tx, &asking, &territory, place, listened)?;
            let unknown = places.iter().filter(|place| place.households <= 0).count();
            let quiet = quiet(rule, &places, &sums, spread);
            Ok::<_, AppError>(Analysis {
                rule,
                area: area.to_owned(),
                period,
                past,
                n: whole_number(lit.count(period)),
                spread,
                season: Season::default(),
                weeks: lit.weeks(last, DRAWN),
                turn: turn(&lit, last, spread),
                hot,
                compared,
                week,
                usual,
                moved,
                again: Vec::new(),
                listened,
                quiet,
                unknown,
            })
        })?;
        found.again = self.again(context, rule, area, period)?;
        found.season = season;
        Ok(found)
    }

    /// Matters that came again in a period.
    fn again(&self, context: &Context, rule: &Rule, area: &str, period: Period) -> Result<Vec<Vec<Sighting>>, AppError> {
        let zone = &self.0.pack.clock.timezone;
        let since = period.from - i64::from(rule.repeat) - TAKEN;
        let when = self.0.pack.registers.get(&rule.register).and_then(|register| register.measures.get(&rule.measure));
        let narrow = Narrow { area: Some(area.to_owned()), from: Some(since), to: Some(period.to), ..Narrow::default() };
        let mut query = self.browse_query(context, &rule.register, &narrow, Order::Created, false)?;
        let counted = when.map(|measure| measure.when.to_sql(&linli_store::Columns));
        query.filter = crate::filter::all(query.filter.take().into_iter().chain(counted).collect());
        let seen = self.0.store.read(|tx| linli_store::sightings(tx, self.0.realm, &query))?;
        let matter = |one: &Sighting| Matter {
            area: one.area.clone(),
            category: one.category.clone(),
            point: one.point,
            created: one.created,
            closed: one.closed,
        };
        let matters: Vec<Matter> = seen.iter().map(matter).collect();
        let begins = days::start_of(period.from, zone).unwrap_or(i64::MIN);
        let chains = repeats(&matters, i64::from(rule.repeat) * 86_400, f64::from(rule.near));
        let chains = chains.into_iter().map(|again| again.matters.into_iter().filter_map(|at| seen.get(at).cloned()).collect::<Vec<_>>());
        Ok(chains.filter(|chain| chain.iter().skip(1).any(|one| one.created >= begins)).collect())
    }
}

/// The whole months before a period, as far as anything was counted; `None` where that is too little.
fn past(period: Period, months: u32, first: i64) -> Option<Period> {
    let from = (0..months).fold(period.from, |day, _| days::month_of(day - 1));
    let past = Period { from: from.max(first), to: period.from - 1 };
    (past.to - past.from + 1 >= LEAST_PAST).then_some(past)
}

/// The areas directly below, or the area itself at the finest level.
fn directly_below<'a>(territory: &'a Territory, area: &'a Area) -> Vec<&'a Area> {
    let below: Vec<&Area> = territory.children(&area.code).collect();
    if below.is_empty() { vec![area] } else { below }
}

/// The last four weeks beside the four before.
fn turn(lit: &Lit<'_>, last: i64, spread: f64) -> Option<Turn> {
    let now = Period { from: last - TURN + 1, to: last };
    let before = now.before();
    if before.from < lit.from {
        return None;
    }
    let (n, was) = (lit.count(now), lit.count(before));
    let compared = Compared::new(Exposed { n, over: lit.weight(now) }, Exposed { n: was, over: lit.weight(before) }, spread)?;
    Some(Turn { now, n: whole_number(n), before, was: whole_number(was), compared })
}

/// A place and category with its counts in the period and before.
struct Cell {
    area: String,
    category: String,
    n: i64,
    was: i64,
}

fn cells(tx: &mut dyn Tx, asking: &Asking<'_>, below: &[&Area], period: Period, past: Period) -> Result<Vec<Cell>, AppError> {
    let mut cells = Vec::new();
    for area in below {
        let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for sum in asking.categories(tx, &area.code, period)? {
            counts.entry(sum.category).or_default().0 += sum.n;
        }
        for sum in asking.categories(tx, &area.code, Period { from: days::month_of(past.from), to: past.to })? {
            counts.entry(sum.category).or_default().1 += sum.n;
        }
        cells.extend(counts.into_iter().map(|(category, (n, was))| Cell { area: area.code.clone(), category, n, was }));
    }
    Ok(cells)
}

/// What stands out against its own past and, where there are others, against them as well: both comparisons must, so the weaker one counts.
fn hot(rule: &Rule, cells: &[Cell], below: &[&Area], weights: (f64, f64), spread: f64) -> (Vec<Hot>, usize) {
    let least = i64::from(rule.least);
    let homes: BTreeMap<&str, i64> = below.iter().map(|area| (area.code.as_str(), area.households)).collect();
    let all_known = homes.values().all(|n| *n > 0);
    let mut by_area: BTreeMap<&str, i64> = BTreeMap::new();
    let mut by_category: BTreeMap<&str, i64> = BTreeMap::new();
    for cell in cells {
        *by_area.entry(&cell.area).or_default() += cell.n;
        *by_category.entry(&cell.category).or_default() += cell.n;
    }
    // Where households are not known, what else is reported says how large a place is.
    let sizes = if all_known { &homes } else { &by_area };
    let whole: i64 = sizes.values().sum();
    let mut tested = Vec::new();
    for cell in cells.iter().filter(|cell| cell.n + cell.was >= least) {
        let (one, other) = (Exposed { n: number(cell.n), over: weights.0 }, Exposed { n: number(cell.was), over: weights.1 });
        let Some(past) = Compared::new(one, other, spread) else { continue };
        let size = sizes.get(cell.area.as_str()).copied().unwrap_or(0);
        let rest = by_category.get(cell.category.as_str()).copied().unwrap_or(0) - cell.n;
        let others = Exposed { n: number(rest), over: number(whole - size) };
        let peers = Compared::new(Exposed { n: number(cell.n), over: number(size) }, others, spread);
        let chance = if cell.n < least { 1.0 } else { peers.map_or(past.more, |peers| peers.more.max(past.more)) };
        let expected = number(cell.was) * weights.0 / weights.1;
        tested.push((chance, Hot { area: cell.area.clone(), category: cell.category.clone(), n: cell.n, expected, past, peers }));
    }
    let compared = tested.len();
    (standing_out(rule, tested), compared)
}

/// Those that stand out, the least likely to be chance first.
fn standing_out<T>(rule: &Rule, tested: Vec<(f64, T)>) -> Vec<T> {
    let chances: Vec<f64> = tested.iter().map(|(chance, _)| *chance).collect();
    let out = stand_out(&chances, f64::from(rule.chance) / 100.0);
    let mut found: Vec<(f64, T)> = tested.into_iter().zip(out).filter(|(_, out)| *out).map(|(one, _)| one).collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, one)| one).collect()
}

fn moved(rule: &Rule, sides: Vec<(Mover, i64, i64)>, weights: (f64, f64), spread: f64) -> Vec<Moved> {
    let least = number(i64::from(rule.least));
    let tested = sides.into_iter().filter_map(|(what, n, was)| {
        let expected = number(was) * weights.0 / weights.1;
        let compared = Compared::new(Exposed { n: number(n), over: weights.0 }, Exposed { n: number(was), over: weights.1 }, spread)?;
        (number(n) >= least || expected >= least).then(|| (compared.either(), Moved { what, n, expected, compared }))
    });
    standing_out(rule, tested.collect())
}

/// The places listened to, the finest within two levels, with their counts.
fn listen<'a>(
    tx: &mut dyn Tx,
    asking: &Asking<'_>,
    territory: &'a Territory,
    area: &Area,
    period: Period,
) -> Result<(Vec<&'a Area>, BTreeMap<String, i64>), AppError> {
    let below: Vec<&Area> = territory.children(&area.code).collect();
    let finer: Vec<&Area> = below.iter().flat_map(|child| territory.children(&child.code)).collect();
    let (places, above) =
        if finer.is_empty() { (below, vec![area.code.as_str()]) } else { (finer, below.iter().map(|child| child.code.as_str()).collect()) };
    let mut sums = BTreeMap::new();
    for parent in above {
        for sum in asking.children(tx, parent, period)? {
            *sums.entry(sum.area).or_default() += sum.n;
        }
    }
    Ok((places, sums))
}

fn quiet(rule: &Rule, places: &[&Area], sums: &BTreeMap<String, i64>, spread: f64) -> Vec<Quiet> {
    let known: Vec<(&&Area, i64)> =
        places.iter().filter(|place| place.households > 0).map(|place| (place, sums.get(&place.code).copied().unwrap_or(0))).collect();
    let (homes, all) = known.iter().fold((0, 0), |(homes, all), (place, n)| (homes + place.households, all + n));
    let tested = known.iter().filter_map(|(place, n)| {
        let own = Exposed { n: number(*n), over: number(place.households) };
        let others = Exposed { n: number(all - n), over: number(homes - place.households) };
        let compared = Compared::new(own, others, spread)?;
        let expected = number(all) * number(place.households) / number(homes);
        Some((compared.less, Quiet { area: place.code.clone(), households: place.households, n: *n, expected, compared }))
    });
    let mut found = standing_out(rule, tested.collect());
    found.retain(|place| number(place.n) * 100.0 < place.expected * f64::from(rule.quiet));
    found
}
