//! What a record adds to the counts. The store keeps the difference of this before and after each act.

use linli_pack::expr::RecordEnv;
use linli_pack::model::Pack;
use linli_pack::record::{Instant, Record, Value};

use crate::calendar::day_of;

/// The day under which is kept what stands at the moment.
pub const STANDING: i32 = 0;

/// One measure that a record counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contribution<'p> {
    /// Place of the measure in its register.
    pub index: usize,
    /// Name of the measure.
    pub measure: &'p str,
    /// Local day it counts on, in days since 1970-01-01; [`STANDING`] for what has no day.
    pub day: i32,
}

/// The measures that a record counts in, in the register's order. A measure whose time is missing counts nothing.
///
/// `now` in a measure is the time of the record's last change: a tally changes only with an act.
#[must_use]
pub fn contributions<'p>(pack: &'p Pack, register: &str, record: &Record) -> Vec<Contribution<'p>> {
    let Some(register) = pack.registers.get(register) else { return Vec::new() };
    let seen = RecordEnv { record, input: None, now: record.updated };
    let zone = jiff::tz::TimeZone::get(&pack.clock.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let measures = register.measures.values().enumerate();
    measures
        .filter(|(_, measure)| measure.when.holds(&seen))
        .filter_map(|(index, measure)| {
            let day = match &measure.at {
                Some(at) => {
                    let at = record.attribute(at).or_else(|| record.fields.get(at).cloned());
                    local_day(&zone, at.as_ref().and_then(Value::as_i64)?)?
                }
                None => STANDING,
            };
            Some(Contribution { index, measure: &measure.name, day })
        })
        .collect()
}

/// A rate between 0 and 1; `None` where nothing is in the denominator.
#[must_use]
pub fn rate(of: i64, over: i64) -> Option<f64> {
    // Counts stay far below 2^52, where the conversion is exact.
    #[expect(clippy::cast_precision_loss)]
    let share = (over > 0).then(|| of as f64 / over as f64);
    share
}

fn local_day(zone: &jiff::tz::TimeZone, at: Instant) -> Option<i32> {
    Some(day_of(zone.to_datetime(jiff::Timestamp::from_second(at).ok()?).date()))
}
