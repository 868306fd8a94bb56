//! Days and times in the forms that people type them.

use jiff::civil::{Date, DateTime};

/// A day as people write it (`2026-11-27`, `2026/11/27`, `2026.11.27`, `2026年11月27日`, `20261127`), alone or followed by a time of
/// day, as `YYYY-MM-DD`. The order is always year, month, day: `11/27/2026` could be read in two ways and is not read at all.
#[must_use]
pub(super) fn day(text: &str) -> Option<String> {
    let (day, rest) = split(text)?;
    let is_midnight = rest.is_empty() || clock(rest).is_some();
    is_midnight.then(|| day.to_string())
}

/// A day with a time (`2026-11-27 8:30`, `2026年11月27日 8时30分`), as `YYYY-MM-DDTHH:MM:SS`; midnight where there is no time.
#[must_use]
pub(super) fn moment(text: &str) -> Option<String> {
    let (day, rest) = split(text)?;
    let (hour, minute, second) = if rest.is_empty() { (0, 0, 0) } else { clock(rest)? };
    let at: DateTime = day.at(hour, minute, second, 0);
    Some(at.to_string())
}

/// The day at the start of a text, and what follows it.
fn split(text: &str) -> Option<(Date, &str)> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: u32 = text.parse().ok()?;
        return Some((date(number / 10_000, number / 100 % 100, number % 100)?, ""));
    }
    let (year, rest) = number(text)?;
    let (mark, rest) = mark(rest, &['-', '/', '.', '年'])?;
    let (month, rest) = number(rest)?;
    let closing = if mark == '年' { '月' } else { mark };
    let (_, rest) = self::mark(rest, &[closing])?;
    let (day, rest) = number(rest)?;
    let rest = if mark == '年' { rest.trim_start().strip_prefix(['日', '号']).unwrap_or(rest) } else { rest };
    let ended = rest.is_empty() || rest.starts_with([' ', 'T']) || mark == '年';
    // Two digits of a year would be guessed at.
    (ended && year >= 1000).then_some(())?;
    Some((date(year, month, day)?, rest.trim_start_matches('T').trim()))
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn clock(text: &str) -> Option<(i8, i8, i8)> {
    let (hour, rest) = number(text)?;
    let (_, rest) = mark(rest, &[':', '时', '点'])?;
    let (minute, rest) = if rest.trim().is_empty() { (0, "") } else { number(rest)? };
    let rest = rest.trim_start().trim_start_matches([':', '分']).trim();
    let (second, rest) = if rest.is_empty() { (0, "") } else { number(rest)? };
    // Fractions of a second that spreadsheets add are dropped.
    let whole = rest.trim_start_matches('秒').trim();
    let fraction = whole.strip_prefix('.').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let fits = hour < 24 && minute < 60 && second < 60 && (whole.is_empty() || fraction);
    fits.then_some((i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    (!digits.is_empty() && digits.len() <= 4).then_some(())?;
    Some((digits.parse().ok()?, rest))
}

fn mark<'a>(text: &'a str, marks: &[char]) -> Option<(char, &'a str)> {
    let text = text.trim_start();
    let found = text.chars().next().filter(|c| marks.contains(c))?;
    Some((found, text.strip_prefix(found)?))
}

#[cfg(test)]
mod tests {
    use super::{day, moment};

    #[test]
    fn a_day_is_read_in_every_form_that_people_type() {
        for text in [
            "2026-11-27",
            "2026/11/27",
            "2026.11.27",
            "2026年11月27日",
            "2026 年 11 月 27 日",
            "20261127",
            "2026-11-27 00:00:00",
            "2026-11-27T08:30:00",
            "2026年11月27日8时30分",
            "2026/11/27 8:30",
        ] {
            assert_eq!(day(text).as_deref(), Some("2026-11-27"), "{text}");
        }
        assert_eq!(day("2026-1-5").as_deref(), Some("2026-01-05"));
    }

    #[test]
    fn what_could_be_read_in_two_ways_or_is_no_day_is_not_read() {
        for text in ["11/27/2026", "26-11-27", "2026-13-01", "2026-02-30", "2026-11", "明天", "2026-11-27 起", "2026-11/27", "20261327", ""]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_keeps_its_hour() {
        assert_eq!(moment("2026-11-27 8:30").as_deref(), Some("2026-11-27T08:30:00"));
        assert_eq!(moment("2026年11月27日 8点").as_deref(), Some("2026-11-27T08:00:00"));
        assert_eq!(moment("2026-11-27T08:30:15.000").as_deref(), Some("2026-11-27T08:30:15"));
        assert_eq!(moment("2026-11-27").as_deref(), Some("2026-11-27T00:00:00"));
        assert_eq!(moment("2026-11-27 25:00"), None);
    }
}
