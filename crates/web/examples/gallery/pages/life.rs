//! Made-up years of duties, and the calendar of a community.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;

fn cell(period: &str, class: &'static str, sign: &str, months: i8) -> DutyCell {
    DutyCell {
        period: period.into(),
        class,
        sign: sign.into(),
        beside: String::new(),
        said: format!("{period} {class}"),
        href: "/records/1".into(),
        months,
        begins: 1,
    }
}

fn page(l: Locale) -> DutiesPage {
    let sum = |zh: &str, en: &str, done, of, overdue| DutySum {
        label: l.pick(zh, en).into(),
        every: l.pick("每月", "monthly").into(),
        href: "/duties?duty=theme_day".into(),
        current: zh == "主题党日",
        done,
        of,
        overdue,
    };
    DutiesPage {
        shell: shell(l, l.pick("组织生活年度一览", "Organisation life: the year"), "/duties"),
        place: "三里庵街道".into(),
        registers: Vec::new(),
        years: (link("2025", "/duties?year=2025"), "2026".into(), link("2027", "/duties?year=2027")),
        duties: vec![sum("支部党员大会", "Branch meeting", 9, 10, 1), sum("主题党日", "Theme day", 31, 33, 2)],
        own: Vec::new(),
        periods: strings(&["1月", "2月", "3月"]),
        bodies: vec![BodyYear {
            body: link("三里庵社区党委", "/duties?area=340104001001"),
            cells: vec![Some(cell("1月", "done", "✓", 1)), Some(cell("2月", "overdue", "!", 1)), None],
            sum: "1/2".into(),
        }],
        none: None,
        basis: "xuchang 二-一".into(),
        all: link(l.pick("全部记录", "All records"), "/registers/org_life"),
    }
}

/// Bodies by months.
pub fn duties(l: Locale) -> DutiesPage {
    page(l)
}

/// One body's year.
pub fn own(l: Locale) -> DutiesPage {
    let label = l.pick("主题党日", "Theme day").to_owned();
    let cells = vec![cell("1月", "done", "✓", 1), cell("2月", "late", l.pick("迟", "L"), 1), cell("3月", "planned", l.pick("定", "P"), 1)];
    let year = DutyYear { label: l.pick("组织生活会", "Life meeting").into(), cells: vec![cell("全年", "due", "○", 12)] };
    DutiesPage { own: vec![DutyYear { label, cells }, year], bodies: Vec::new(), periods: Vec::new(), ..page(l) }
}

/// A month of a community, or its list.
pub fn calendar(l: Locale, is_list: bool) -> CalendarPage {
    let item = |class, sign, text: &str| CalendarItem { class, sign, text: text.into(), sub: "15:00".into(), href: "/records/1".into() };
    let day = |number: i64, items| CalendarDay {
        number: number.to_string(),
        label: l.pick("3 月 9 日 周一", "Monday 9 March").into(),
        iso: format!("2026-03-{number:02}"),
        items,
        ..CalendarDay::default()
    };
    let items =
        vec![item("planned", "◆", "主题党日"), item("due late", "●", "到期：3 号楼返水"), item("again", "★", "政治生日 28 年 · 001")];
    let mut week: Vec<CalendarDay> = (9..16).map(|number| day(number, Vec::new())).collect();
    week[1].items = items;
    week[1].more = Some(link(l.pick("还有 2 条", "2 more"), "/calendar?show=list"));
    CalendarPage {
        shell: shell(l, l.pick("辖区日历", "Calendar"), "/calendar"),
        place: "三里庵社区".into(),
        title: "2026-03".into(),
        go: ("/calendar?month=2026-02".into(), "/calendar".into(), "/calendar?month=2026-04".into()),
        shows: vec![
            tab(l.pick("月历", "Month"), "/calendar", None, !is_list),
            tab(l.pick("清单", "List"), "/calendar?show=list", None, is_list),
        ],
        kinds: vec![tab(l.pick("全部", "All"), "/calendar", Some(3), true)],
        is_list,
        weekdays: strings(&["一", "二", "三", "四", "五", "六", "日"]),
        weeks: vec![week],
        none: None,
        cut: String::new(),
        subscribe: link(l.pick("日历订阅", "Subscribe"), "/me#calendar"),
    }
}
