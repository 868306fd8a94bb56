//! Lengths of time as policies state them.

use std::fmt;
use std::str::FromStr;

/// A length of time. How it is counted is part of it: `1 workday` is not `24 hours`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// Minutes round the clock.
    Minutes(u32),
    /// Minutes within working hours.
    WorkMinutes(u32),
    /// Working days, ending at the close of the last.
    Workdays(u32),
    /// Calendar days, ending at the end of the last.
    Days(u32),
}

impl Default for Span {
    fn default() -> Self {
        Self::Minutes(0)
    }
}

/// The text is not a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASpan;

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let (count, unit) = text.trim().split_once(' ').ok_or(NotASpan)?;
        let n: u32 = count.parse().map_err(|_| NotASpan)?;
        let hours = || n.checked_mul(60).ok_or(NotASpan);
        Ok(match unit.trim() {
            "minute" | "minutes" => Self::Minutes(n),
            "hour" | "hours" => Self::Minutes(hours()?),
            "work hour" | "work hours" => Self::WorkMinutes(hours()?),
            "workday" | "workdays" => Self::Workdays(n),
            "day" | "days" => Self::Days(n),
            _ => return Err(NotASpan),
        })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n: u32| if n == 1 { "" } else { "s" };
        match *self {
            Self::Minutes(n) if n.is_multiple_of(60) => write!(f, "{} hour{}", n / 60, plural(n / 60)),
            Self::Minutes(n) => write!(f, "{n} minute{}", plural(n)),
            Self::WorkMinutes(n) => write!(f, "{} work hour{}", n / 60, plural(n / 60)),
            Self::Workdays(n) => write!(f, "{n} workday{}", plural(n)),
            Self::Days(n) => write!(f, "{n} day{}", plural(n)),
        }
    }
}
