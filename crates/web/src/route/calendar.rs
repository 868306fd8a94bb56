//! A month of a register: each open record on the day it is due.

use jiff::ToSpan as _;
use jiff::civil::Date;
use linli_app::desk::Narrow;
use linli_app::{AppError, Context, days};
use linli_store::Order;

use crate::route::Web;
use crate::route::detail::with;
use crate::route::present::Present;
use crate::route::register::Asked;
use crate::view::{Day, Link, Month};

/// Records shown on one day.
const LINES: usize = 4;
/// Records looked at for one month.
const MOST: usize = 2_000;

/// The month that was asked for, or this one.
pub(super) fn month(web: &Web, context: &Context, present: &Present, register: &str, asked: &Asked) -> Result<Month, AppError> {
    let l = present.l;
    let today = days::date(present.day_number(present.now)).unwrap_or_default();
    let first: Date = asked.month.as_ref().and_then(|month| format!("{month}-01").parse().ok()).unwrap_or_else(|| today.first_of_month());
    let narrow = Narrow { open: Some(true), ..asked.narrow() };
    let found = web.app.browse(context, register, &narrow, Order::Due, false, None, MOST)?;
    let lead = i64::from(first.weekday().to_monday_zero_offset());
    let start = first.checked_sub(lead.days()).unwrap_or(first);
    let name = |date: Date| date.strftime("%Y-%m").to_string();
    let go = |months: i64| {
        let to = first.checked_add(months.months()).unwrap_or(first);
        with(&asked.without(register, &["month"]), "month", &name(to))
    };
    let mut weeks = Vec::new();
    for week in 0..6_i64 {
        let mut line = Vec::new();
        for weekday in 0..7_i64 {
            let date = start.checked_add((week * 7 + weekday).days()).unwrap_or(start);
            let number = days::number(date);
            let due = || found.records.iter().filter(|record| record.due.is_some_and(|due| present.day_number(due) == number));
            let n = due().count();
            let iso = date.to_string();
            line.push(Day {
                number: date.day().to_string(),
                outside: date.month() != first.month(),
                today: date == today,
                mark: mark(present, number, weekday),
                items: due().take(LINES).map(|record| present.item(record, format!("/records/{}", record.id), false)).collect(),
                more: (n > LINES).then(|| Link {
                    label: l.t_n("calendar-more", n - LINES),
                    href: with(&with(&asked.without(register, &["show", "month", "open"]), "open", "yes"), "order", "due"),
                }),
                iso,
            });
        }
        let inside = line.iter().any(|day| !day.outside);
        if inside {
            weeks.push(line);
        }
    }
    let args = [("year", i64::from(first.year()).into()), ("month", i64::from(first.month()).into())];
    Ok(Month {
        title: l.t_with("calendar-month", &args),
        prev: go(-1),
        next: go(1),
        today: asked.without(register, &["month"]),
        weekdays: (1..=7).map(|n: u64| l.t_n("weekday", n)).collect(),
        weeks,
    })
}

/// Make-up working days and public holidays stand out: they are what people get wrong.
pub(super) fn mark(present: &Present, day: i64, weekday: i64) -> String {
    use linli_engine::Facts as _;
    let Ok(number) = i32::try_from(day) else { return String::new() };
    let worked = present.territory.calendar().is_workday(number);
    match (worked, weekday >= 5) {
        (true, true) => present.l.t("calendar-makeup").into_owned(),
        (false, false) => present.l.t("calendar-holiday").into_owned(),
        _ => String::new(),
    }
}
