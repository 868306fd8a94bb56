//! One value of each form.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use linli_pack::record::Value;

use crate::act::Problem;
use crate::identity;

/// A text that is not empty, trimmed.
pub(super) fn string(value: &Value) -> Result<String, Problem> {
    value.as_str().map(|text| text.trim().to_owned()).ok_or(Problem::BadForm)
}

/// One line of text: any line break or other control character becomes a space.
pub(super) fn line(value: &Value, max: usize, required: bool) -> Result<Value, Problem> {
    let text: String = string(value)?.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    measured(text, max, required)
}

/// Several lines of text.
pub(super) fn lines(value: &Value, max: usize, required: bool) -> Result<Value, Problem> {
    let text = string(value)?.replace("\r\n", "\n").replace('\r', "\n");
    measured(text.chars().filter(|&c| c == '\n' || c == '\t' || !c.is_control()).collect(), max, required)
}

fn measured(text: String, max: usize, required: bool) -> Result<Value, Problem> {
    let is = text.chars().count();
    if is > max {
        return Err(Problem::TooLong { max, is });
    }
    // Letters and digits of any script; Chinese characters are letters.
    if required && !text.chars().any(char::is_alphanumeric) {
        return Err(Problem::NoWords);
    }
    Ok(text.into())
}

/// A whole number, typed or as text.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    }
}

/// A number, typed or as text.
pub(crate) fn number(value: &Value) -> Option<f64> {
    let n = match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    };
    n.filter(|n: &f64| n.is_finite())
}

pub(super) fn int_between(value: &Value, min: i64, max: i64) -> Result<Value, Problem> {
    let n = integer(value).ok_or(Problem::BadForm)?;
    if (min..=max).contains(&n) { Ok(n.into()) } else { Err(Problem::OutOfRange { min, max }) }
}

pub(super) fn degrees(value: &Value, most: i32) -> Result<Value, Problem> {
    let n = number(value).ok_or(Problem::BadForm)?;
    let range = f64::from(-most)..=f64::from(most);
    if range.contains(&n) { Ok(n.into()) } else { Err(Problem::OutOfRange { min: i64::from(-most), max: i64::from(most) }) }
}

/// Yuan with at most two decimals (`1200`, `12.5`, `¥1,200.00`) to fen.
pub(super) fn money(value: &Value) -> Result<Value, Problem> {
    let text = match value {
        Value::String(text) => text.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元').replace(',', ""),
        Value::Number(n) => n.to_string(),
        _ => return Err(Problem::BadForm),
    };
    let text = text.trim();
    let (yuan, fen) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    // JSON writers print whole floats as `12.0`.
    let fen = if fen.len() > 2 { fen.trim_end_matches('0') } else { fen };
    if yuan.is_empty() || yuan.len() > 10 || fen.len() > 2 || !digits(yuan) || !digits(fen) {
        return Err(Problem::BadForm);
    }
    let cents: i64 = format!("{yuan}{fen:0<2}").parse().map_err(|_| Problem::BadForm)?;
    Ok(cents.into())
}

pub(super) fn date(value: &Value) -> Result<Value, Problem> {
    let text = string(value)?;
    let date: Date = if text.len() == 10 { text.parse().map_err(|_| Problem::BadForm)? } else { return Err(Problem::BadForm) };
    Ok(date.to_string().into())
}

/// An instant in seconds: typed, as RFC 3339, or as a local date and time.
pub(super) fn time(value: &Value, zone: &TimeZone) -> Result<Value, Problem> {
    if let Some(seconds) = integer(value) {
        return Ok(seconds.into());
    }
    let text = string(value)?;
    let instant = text.parse::<Timestamp>().ok();
    let instant = instant.or_else(|| zone.to_timestamp(text.parse::<DateTime>().ok()?).ok());
    Ok(instant.ok_or(Problem::BadForm)?.as_second().into())
}

pub(super) fn boolean(value: &Value) -> Result<Value, Problem> {
    match value {
        Value::Bool(b) => Ok((*b).into()),
        Value::String(text) => match text.trim() {
            "true" | "on" | "yes" | "1" => Ok(true.into()),
            "false" | "off" | "no" | "0" => Ok(false.into()),
            _ => Err(Problem::BadForm),
        },
        _ => Err(Problem::BadForm),
    }
}

pub(super) fn choice(value: &Value, has: impl Fn(&str) -> bool) -> Result<Value, Problem> {
    let name = string(value)?;
    if has(&name) { Ok(name.into()) } else { Err(Problem::NotAChoice) }
}

/// Several names: a list of them, or a text with spaces between. Each is kept once.
pub(super) fn names(value: &Value) -> Result<Value, Problem> {
    let names: Option<Vec<&str>> = match value {
        Value::String(text) => Some(text.split_whitespace().collect()),
        Value::Array(list) => list.iter().filter(|one| !super::is_empty(one)).map(|one| one.as_str().map(str::trim)).collect(),
        _ => None,
    };
    let mut names = names.ok_or(Problem::BadForm)?;
    if names.len() > super::NAMES {
        return Err(Problem::TooMany { max: super::NAMES });
    }
    names.sort_unstable();
    names.dedup();
    Ok(names.into())
}

/// A number or code as text; JSON may bring it as a number.
pub(super) fn code(value: &Value) -> Result<String, Problem> {
    match value {
        Value::Number(n) => Ok(n.to_string()),
        other => string(other),
    }
}

/// A phone number by [`identity::phone`].
pub(super) fn phone(value: &Value) -> Result<Value, Problem> {
    identity::phone(&code(value)?).map(Value::from).ok_or(Problem::BadForm)
}

/// Photos by their blob ids: a list, or one.
pub(super) fn photos(value: &Value, max: usize) -> Result<Value, Problem> {
    let list: Vec<Value> = match value {
        Value::String(one) => vec![one.trim().into()],
        Value::Array(list) => list.iter().filter(|v| !super::is_empty(v)).cloned().collect(),
        _ => return Err(Problem::BadForm),
    };
    if list.iter().any(|v| !v.is_string()) {
        return Err(Problem::BadForm);
    }
    if list.len() > max { Err(Problem::TooMany { max }) } else { Ok(list.into()) }
}
