//! Rates and counts whose formula has versions: no formula of the field is official, so each says since when it is reckoned so.

use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};

use crate::model::Text;

/// A rate or count, as it is reckoned now and was before.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// e.g. `satisfaction`.
    pub name: String,
    /// What people call it.
    pub label: Text,
    /// The register whose measures it uses.
    pub register: String,
    /// It says how things stand, whatever the period: its measures have no day.
    pub standing: bool,
    /// From this percentage on it is as it should be.
    pub least: Option<u8>,
    /// Above this percentage it is not as it should be either.
    pub most: Option<u8>,
    /// What people are told where it is below [`Indicator::least`]; `None`: that it is below.
    pub below: Option<Text>,
    /// What they are told where it is above [`Indicator::most`].
    pub above: Option<Text>,
    /// The level of the areas it is said of; `None`: of whichever area is looked at.
    pub judge: Option<String>,
    /// More is better.
    pub up_is_good: bool,
    /// How it is reckoned today.
    pub formula: Formula,
    /// How it was reckoned before, the oldest first.
    pub before: Vec<Past>,
}

/// One version of how an indicator is reckoned.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    /// Measure in the numerator (or the count itself).
    pub of: String,
    /// Measure in the denominator; `None`: a count.
    pub over: Option<String>,
    /// Parts of the two that count more than once.
    pub weights: Vec<Weight>,
    /// The formula in words.
    pub words: Text,
    /// e.g. `2026-1`.
    pub version: String,
    /// Clause behind it.
    pub basis: String,
}

/// Records that count more than once, as narrower measures say which.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Measure of those in the numerator.
    pub of: String,
    /// Measure of those in the denominator; `None` exactly for a count.
    pub over: Option<String>,
    /// How many times each counts, 2 or more.
    pub times: i64,
}

/// A version that is not in force any more.
#[derive(Clone, Debug)]
pub struct Past {
    /// The last local day on which it was in force (days since 1970).
    pub until: i64,
    /// The version.
    pub formula: Formula,
}

/// A version with the days on which it is in force.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// How it is reckoned.
    pub formula: &'a Formula,
    /// Its first local day; `None` for the oldest.
    pub from: Option<i64>,
    /// Its last local day; `None` for the one that is in force.
    pub until: Option<i64>,
}

/// On which side of its bounds a rate lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below the least.
    Below,
    /// Above the most.
    Above,
}

impl Indicator {
    /// The version in force on a local day.
    #[must_use]
    pub fn on(&self, day: i64) -> &Formula {
        self.before.iter().find(|past| day <= past.until).map_or(&self.formula, |past| &past.formula)
    }

    /// Every version, the newest first.
    pub fn versions(&self) -> impl Iterator<Item = Version<'_>> {
        let starts = self.before.iter().map(|past| Some(past.until + 1)).rev().chain([None]);
        let now = (&self.formula, None);
        let all = std::iter::once(now).chain(self.before.iter().rev().map(|past| (&past.formula, Some(past.until))));
        all.zip(starts).map(|((formula, until), from)| Version { formula, from, until })
    }

    /// Whether a rate between 0 and 1 of an area of that level is outside the bounds, and on which side.
    #[must_use]
    pub fn outside(&self, level: &str, rate: f64) -> Option<Side> {
        if self.judge.as_deref().is_some_and(|judged| judged != level) {
            return None;
        }
        let percent = rate * 100.0;
        match (self.least, self.most) {
            (Some(least), _) if percent < f64::from(least) => Some(Side::Below),
            (_, Some(most)) if percent > f64::from(most) => Some(Side::Above),
            _ => None,
        }
    }
}

impl Formula {
    /// The measures it is made of.
    pub fn measures(&self) -> impl Iterator<Item = &str> {
        let weighted = self.weights.iter().flat_map(|weight| [Some(&weight.of), weight.over.as_ref()]);
        [Some(&self.of), self.over.as_ref()].into_iter().chain(weighted).flatten().map(String::as_str)
    }

    /// Numerator and denominator, from how many records each measure has.
    pub fn parts(&self, count: impl Fn(&str) -> i64) -> (i64, Option<i64>) {
        let more = |of: &dyn Fn(&Weight) -> i64| self.weights.iter().map(|weight| (weight.times - 1) * of(weight)).sum::<i64>();
        let of = count(&self.of) + more(&|weight| count(&weight.of));
        let over = self.over.as_ref().map(|over| count(over) + more(&|weight| weight.over.as_deref().map_or(0, &count)));
        (of, over)
    }
}

/// A local day by its date, `2026-06-30`; `None` for what is no date.
pub(crate) fn day(text: &str) -> Option<i64> {
    let date: Date = text.parse().ok().filter(|_| text.len() == "2026-06-30".len())?;
    date.since((Unit::Day, jiff::civil::date(1970, 1, 1))).ok().map(|span| i64::from(span.get_days()))
}

/// The date of a local day, as a pack writes it.
pub(crate) fn date(day: i64) -> String {
    let date = i32::try_from(day).ok().and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days.days()).ok());
    date.map(|date| date.to_string()).unwrap_or_default()
}
