//! The calendar of an area, with everything in it that has a day: as a month and as a list.

use axum::extract::{Query, State};
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use linli_app::dated::{Entry, What};
use linli_app::{AppError, days};
use linli_pack::model::FieldKind;
use linli_pack::record::Record;
use serde::Deserialize;

use crate::route::Web;
use crate::route::calendar::mark;
use crate::route::detail::with;
use crate::route::present::Present;
use crate::route::session::Staff;
use crate::route::shell::{self, drawn};
use crate::view::{CalendarDay, CalendarItem, CalendarPage, Empty, Link, Tab};

/// Entries shown on one day of the month; the list has all of them.
const LINES: usize = 4;

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    area: Option<String>,
    month: Option<String>,
    show: Option<String>,
    only: Option<String>,
}

/// Kinds of entries, as addresses name them.
const KINDS: [&str; 4] = ["planned", "due", "again", "term"];

/// `GET /calendar`
pub(super) async fn get(State(web): State<Web>, staff: Staff, Query(asked): Query<Asked>) -> Response {
    drawn(&web, staff, 200, move |web, staff| draw(web, staff, &asked)).await
}

const fn kind(what: &What) -> &'static str {
    match what {
        What::Planned(_) => "planned",
        What::Due(_) => "due",
        What::Again(..) => "again",
        What::Term(_) => "term",
    }
}

fn draw(web: &Web, staff: &Staff, asked: &Asked) -> Result<CalendarPage, AppError> {
    let context = staff.context(web);
    let present = Present::new(&web.app, staff.reader.l, context.now);
    let l = present.l;
    let today = days::date(present.day_number(present.now)).unwrap_or_default();
    let first: Date = asked.month.as_ref().and_then(|month| format!("{month}-01").parse().ok()).unwrap_or_else(|| today.first_of_month());
    let area = asked.area.clone().filter(|area| present.territory.area(area).is_some()).unwrap_or_else(|| staff.post.area.clone());
    let lead = i64::from(first.weekday().to_monday_zero_offset());
    let start = first.checked_sub(lead.days()).unwrap_or(first);
    let end = start.checked_add(41.days()).unwrap_or(first);
    let (entries, is_cut) = web.app.calendar_of(&context, &area, days::number(start), days::number(end))?;
    let only = asked.only.as_deref().filter(|only| KINDS.contains(only));
    let is_list = asked.show.as_deref() == Some("list");
    let address = |month: Date, show: bool, only: Option<&str>| {
        let mut path = "/calendar".to_owned();
        if area != staff.post.area {
            path = with(&path, "area", &area);
        }
        path = with(&path, "month", &month.strftime("%Y-%m").to_string());
        if show {
            path = with(&path, "show", "list");
        }
        only.map_or_else(|| path.clone(), |only| with(&path, "only", only))
    };
    let month = (days::number(first), days::number(first.last_of_month()));
    let within = |entry: &&Entry| entry.day <= month.1 && entry.until >= month.0;
    let counted = |wanted: Option<&str>| {
        let n = entries.iter().filter(within).filter(|entry| wanted.is_none_or(|wanted| kind(&entry.what) == wanted)).count();
        u64::try_from(n).unwrap_or_default()
    };
    let tab = |label: &str, wanted: Option<&str>| Tab {
        label: label.to_owned(),
        href: address(first, is_list, wanted),
        count: Some(counted(wanted)),
        current: only == wanted,
        ..Tab::default()
    };
    let shown: Vec<&Entry> = entries.iter().filter(|entry| only.is_none_or(|only| kind(&entry.what) == only)).collect();
    let none = (!shown.iter().any(within)).then(|| Empty {
        icon: "calendar",
        title: l.t("almanac-none").into_owned(),
        text: l.t("almanac-none-way").into_owned(),
        next: Vec::new(),
    });
    let args = [("year", i64::from(first.year()).into()), ("month", i64::from(first.month()).into())];
    let go = |months: i64| address(first.checked_add(months.months()).unwrap_or(first), is_list, only);
    let list = address(first, true, only);
    Ok(CalendarPage {
        place: present.territory.place_name(&area),
        title: l.t_with("calendar-month", &args),
        go: (go(-1), address(today, is_list, only), go(1)),
        shows: vec![
            Tab { label: l.t("almanac-month").into_owned(), href: address(first, false, only), current: !is_list, ..Tab::default() },
            Tab { label: l.t("almanac-list").into_owned(), href: list.clone(), current: is_list, ..Tab::default() },
        ],
        kinds: vec![
            tab(&l.t("almanac-all"), None),
            tab(&l.t("almanac-planned"), Some("planned")),
            tab(&l.t("almanac-due"), Some("due")),
            tab(&l.t("almanac-again"), Some("again")),
            tab(&l.t("almanac-terms"), Some("term")),
        ],
        is_list,
        weekdays: (1..=7).map(|n: u64| l.t_n("weekday", n)).collect(),
        weeks: weeks(&present, (start, first, today), &shown, is_list, &list),
        none,
        cut: if is_cut { l.t("almanac-cut").into_owned() } else { String::new() },
        subscribe: Link { label: l.t("almanac-subscribe").into_owned(), href: "/me#calendar".to_owned() },
        shell: shell::staff(web, staff, &l.t("menu-calendar"), "/calendar")?,
    })
}

fn weeks(
    present: &Present,
    (start, first, today): (Date, Date, Date),
    shown: &[&Entry],
    is_list: bool,
    list: &str,
) -> Vec<Vec<CalendarDay>> {
    let l = present.l;
    let day = |nth: i64| {
        let date = start.checked_add(nth.days()).unwrap_or(start);
        let number = days::number(date);
        // What takes long is told when it begins and ends, and as a page or a line of the month begins.
        let begins = if is_list { date == first } else { nth % 7 == 0 };
        let told =
            |entry: &&&Entry| (entry.day..=entry.until).contains(&number) && (number == entry.day || number == entry.until || begins);
        let on: Vec<&&Entry> = shown.iter().filter(told).collect();
        let lines = if is_list { on.len() } else { LINES };
        let args = [
            ("month", i64::from(date.month()).into()),
            ("day", i64::from(date.day()).into()),
            ("weekday", l.t_n("weekday", u64::try_from(date.weekday().to_monday_one_offset()).unwrap_or(1)).into()),
        ];
        CalendarDay {
            number: date.day().to_string(),
            label: l.t_with("service-day", &args),
            outside: date.month() != first.month(),
            today: date == today,
            mark: mark(present, number, nth % 7),
            items: on.iter().take(lines).map(|entry| item(present, entry)).collect(),
            more: (on.len() > lines).then(|| Link { label: l.t_n("calendar-more", on.len() - lines), href: format!("{list}#d{date}") }),
            iso: date.to_string(),
        }
    };
    let weeks = (0..6_i64).map(|week| (0..7).map(|weekday| day(week * 7 + weekday)).collect::<Vec<_>>());
    weeks.filter(|line| line.iter().any(|day| !day.outside)).collect()
}

fn item(present: &Present, entry: &Entry) -> CalendarItem {
    let l = present.l;
    let href = |record: &Record| format!("/records/{}", record.id);
    let place = |area: &str| present.territory.area(area).map(|area| area.name.clone()).unwrap_or_default();
    let joined = |parts: Vec<String>| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    match &entry.what {
        What::Planned(record) => CalendarItem {
            class: "planned",
            sign: if record.open { "◆" } else { "✓" },
            text: called(present, record),
            sub: joined(vec![entry.time.clone(), place(&record.area), present.state(record)]),
            href: href(record),
        },
        What::Again(record, years) => {
            let rule = present.register(&record.register).and_then(|register| register.dated.as_ref());
            let label = rule.map(|rule| rule.label.get(l.lang()).to_owned()).unwrap_or_default();
            let args = [("what", label.into()), ("years", i64::from(*years).into()), ("title", record.title.clone().into())];
            CalendarItem {
                class: "again", sign: "★", text: l.t_with("almanac-years", &args), sub: place(&record.area), href: href(record)
            }
        }
        What::Due(record) => {
            let late = record.due.is_some_and(|due| due < present.now);
            CalendarItem {
                class: if late { "due late" } else { "due" },
                sign: if late { "●" } else { "▲" },
                text: l.t_x("almanac-due-title", &record.title),
                sub: joined(vec![
                    present.register(&record.register).map(|one| one.label.get(l.lang()).to_owned()).unwrap_or_default(),
                    present.state(record),
                ]),
                href: href(record),
            }
        }
        What::Term(held) => {
            let (one, official) = held.as_ref();
            let post = present.pack.posts.get(&one.post).map_or(one.post.as_str(), |post| post.label.get(l.lang()));
            let args = [("post", post.into()), ("body", present.body(&one.body).into())];
            CalendarItem {
                class: "term",
                sign: "▮",
                text: l.t_with("calendar-term", &args),
                sub: official.name.clone(),
                href: format!("/bodies/{}", one.body),
            }
        }
    }
}

/// What a record is called on a calendar: by the field that its register names, or its title.
fn called(present: &Present, record: &Record) -> String {
    let register = present.register(&record.register);
    let field = register.and_then(|register| register.fields.get(register.dated.as_ref()?.called.as_ref()?));
    let option = field.and_then(|field| match &field.kind {
        FieldKind::Choice { options } => options.get(record.fields.get(&field.name)?.as_str()?),
        _ => None,
    });
    option.map_or_else(|| record.title.clone(), |label| label.get(present.l.lang()).to_owned())
}
