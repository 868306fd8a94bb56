//! What is asked for: the parameters of a query, read with everything that is wrong in them.

use axum::http::StatusCode;
use linli_app::public::Wanted;
use linli_pack::model::Pack;
use linli_pack::record::Instant;

use crate::Locale;
use crate::route::form::pairs;
use crate::route::open311::answer::Faults;

/// Days of a query that names no others, and the most it may span.
pub(super) const SPAN: i64 = DAYS as i64 * 86_400;
/// The same in days.
const DAYS: i32 = 90;
/// Most requests of one answer, and how many come where no page size is asked for.
pub(super) const MOST: usize = 1000;
/// Most requests that paging reaches.
const REACH: usize = 50_000;

/// The parameters of a query.
#[derive(Clone, Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn read(raw: Option<&str>) -> Self {
        Self(pairs(raw.unwrap_or_default().as_bytes()))
    }

    /// The value of a parameter; `None` where it is missing or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    fn list(&self, name: &str) -> Vec<&str> {
        self.get(name).into_iter().flat_map(|text| text.split(',')).map(str::trim).filter(|part| !part.is_empty()).collect()
    }

    /// What is wrong with the jurisdiction that is named.
    pub(super) fn jurisdiction(&self, l: Locale, pack: &Pack) -> Faults {
        jurisdiction(l, pack, self.get("jurisdiction_id").unwrap_or_default())
    }

    /// The numbers asked for; empty where the query asks for a period.
    pub(super) fn numbers(&self) -> Vec<&str> {
        self.list("service_request_id")
    }

    /// A list of requests: which, and from which to which.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn wanted(&self, l: Locale, pack: &Pack, now: Instant) -> Result<Wanted, Faults> {
        let mut faults = self.jurisdiction(l, pack);
        let categories: Vec<String> = self.list("service_code").into_iter().map(str::to_owned).collect();
        for code in categories.iter().filter(|code| !pack.categories.contains_key(*code)) {
            faults.add(StatusCode::NOT_FOUND, l.t_x("open311-no-service", code));
        }
        let (from, until) = self.period(l, now, &mut faults);
        let status = self.list("status");
        for word in status.iter().filter(|word| !matches!(**word, "open" | "closed")) {
            faults.add(StatusCode::BAD_REQUEST, l.t_x("open311-bad-status", word));
        }
        let open = match (status.contains(&"open"), status.contains(&"closed")) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        let limit = self.count(l, "page_size", MOST, MOST, &mut faults);
        let page = self.count(l, "page", 1, REACH, &mut faults);
        let skip = (page - 1).saturating_mul(limit);
        if skip + limit > REACH {
            faults.add(StatusCode::BAD_REQUEST, l.t_n("open311-too-far", REACH));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Wanted { categories, area: None, from: Some(from), until: Some(until), open, skip, limit })
    }

    fn period(&self, l: Locale, now: Instant, faults: &mut Faults) -> (Instant, Instant) {
        let mut read = |name: &str| {
            let text = self.get(name)?;
            let found = instant(text);
            if found.is_none() {
                faults.add(StatusCode::BAD_REQUEST, l.t_with("open311-bad-date", &[("name", name.into()), ("x", text.into())]));
            }
            found
        };
        let (start, end) = (read("start_date"), read("end_date"));
        let from = start.or_else(|| end.map(|end| end - SPAN)).unwrap_or(now - SPAN);
        let until = end.unwrap_or_else(|| now.min(from + SPAN));
        if from > until && start.is_some() && end.is_some() {
            faults.add(StatusCode::BAD_REQUEST, l.t("open311-backwards"));
        } else if until - from > SPAN {
            faults.add(StatusCode::BAD_REQUEST, l.t_n("open311-too-long", DAYS));
        }
        (from, until)
    }

    fn count(&self, l: Locale, name: &str, usual: usize, most: usize, faults: &mut Faults) -> usize {
        let Some(text) = self.get(name) else { return usual };
        let found = text.parse().ok().filter(|n| (1..=most).contains(n));
        if found.is_none() {
            let words = [("name", name.into()), ("x", text.into()), ("most", i64::try_from(most).unwrap_or(i64::MAX).into())];
            faults.add(StatusCode::BAD_REQUEST, l.t_with("open311-bad-count", &words));
        }
        found.unwrap_or(usual)
    }
}

/// There is one jurisdiction, the realm: it may be named, and no other may.
pub(super) fn jurisdiction(l: Locale, pack: &Pack, named: &str) -> Faults {
    if named.is_empty() || named == pack.root {
        return Faults::default();
    }
    Faults::one(StatusCode::NOT_FOUND, l.t_with("open311-no-jurisdiction", &[("x", named.into()), ("here", pack.root.as_str().into())]))
}

/// A date and time with its offset, as the specification takes it; a day alone begins at midnight UTC.
fn instant(text: &str) -> Option<Instant> {
    if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
        return Some(stamp.as_second());
    }
    let day = text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == 10)?;
    Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use linli_pack::model::Pack;

    use super::{Query, SPAN};
    use crate::Locale;

    const NOW: i64 = 1_800_000_000;

    fn wanted(query: &str) -> Result<(i64, i64), String> {
        let found = Query::read(Some(query)).wanted(Locale::En, &Pack::default(), NOW);
        found.map(|wanted| (wanted.from.unwrap(), wanted.until.unwrap())).map_err(|faults| format!("{faults:?}"))
    }

    #[test]
    fn a_query_without_dates_is_about_the_last_ninety_days() {
        assert_eq!(wanted(""), Ok((NOW - SPAN, NOW)));
    }

    #[test]
    fn one_date_alone_brings_ninety_days_beside_it() {
        let day = 1_704_067_200;
        assert_eq!(wanted("start_date=2024-01-01T00:00:00Z"), Ok((day, day + SPAN)));
        assert_eq!(wanted("end_date=2024-01-01T08:00:00%2B08:00"), Ok((day - SPAN, day)));
        assert_eq!(wanted("end_date=2024-01-01"), Ok((day - SPAN, day)));
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let found = wanted("start_date=yesterday&status=half&page_size=0&service_code=x").unwrap_err();
        assert_eq!(found.matches("(400").count() + found.matches("(404").count(), 4, "{found}");
        assert!(wanted("start_date=2024-01-01&end_date=2024-12-31").is_err(), "longer than ninety days");
        assert!(wanted("start_date=2024-02-01&end_date=2024-01-01").is_err(), "ends before it starts");
    }
}
