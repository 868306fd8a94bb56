use jiff::civil::date;
use linli_engine::calendar::{CHINA, CalendarError, CalendarProblem, date_of, day_of};
use linli_engine::{Calendar, TableCalendar};

fn works(calendar: &TableCalendar, year: i16, month: i8, day: i8) -> bool {
    calendar.is_workday(day_of(date(year, month, day)))
}

#[test]
fn the_national_table_can_be_read() {
    let calendar = TableCalendar::parse(CHINA).unwrap();
    assert_eq!(calendar, TableCalendar::china());
    assert!(calendar.knows(2004) && calendar.knows(2026) && !calendar.knows(2027) && !calendar.knows(2003));
    assert_eq!(calendar.years().last(), Some(2026));
}

#[test]
fn a_make_up_saturday_is_worked_and_a_holiday_is_not() {
    let calendar = TableCalendar::china();
    assert!(works(&calendar, 2026, 2, 14), "Saturday before the spring festival of 2026");
    assert!(!works(&calendar, 2026, 2, 17), "a Tuesday, first day of the year of the horse");
    assert!(works(&calendar, 2026, 3, 2) && !works(&calendar, 2026, 3, 7));
}

#[test]
fn a_year_that_is_not_in_the_table_has_plain_weekends() {
    let calendar = TableCalendar::china();
    assert!(works(&calendar, 2027, 10, 1) && !works(&calendar, 2027, 10, 2), "a Friday and a Saturday");
    assert!(works(&calendar, 2003, 10, 1) && works(&calendar, 1969, 12, 31));
    for day in 20_820..21_000 {
        let weekday = date_of(day).weekday().to_monday_one_offset();
        assert_eq!(calendar.is_workday(day), weekday < 6, "{}", date_of(day));
    }
}

#[test]
fn a_table_says_everything_that_is_wrong_with_it() {
    let table = "date,kind,name\n2030-01-01,holiday,x\n2030-13-01,holiday,x\n2030-01-02,maybe,x\n2030-01-01,workday,x\n# note\n";
    let wrong = |line, problem| CalendarError { line, problem };
    let expected = vec![wrong(3, CalendarProblem::Date), wrong(4, CalendarProblem::Kind), wrong(5, CalendarProblem::Contradiction)];
    assert_eq!(TableCalendar::parse(table), Err(expected));
    assert_eq!(TableCalendar::parse(""), Ok(TableCalendar::default()));
}

#[test]
fn days_are_counted_since_1970() {
    assert_eq!(day_of(date(1970, 1, 1)), 0);
    assert_eq!(day_of(date(2000, 3, 1)), 11_017);
    for day in (-20_000..60_000).step_by(7) {
        assert_eq!(day_of(date_of(day)), day);
    }
}

#[test]
fn a_year_of_its_own_takes_the_place_of_the_national_one_and_the_others_stay() {
    let own = "date,kind,name\n2026-10-10,holiday,x\n2027-10-01,holiday,国庆节\n2027-10-09,workday,国庆节\n";
    let calendar = TableCalendar::china_and(own).unwrap();
    assert!(calendar.knows(2027) && calendar.knows(2025) && !calendar.knows(2028));
    assert!(!works(&calendar, 2027, 10, 1) && works(&calendar, 2027, 10, 9));
    assert!(works(&calendar, 2026, 10, 1), "the national days of a year that the table has are its own to say");
    assert!(!works(&calendar, 2025, 10, 1));
    assert_eq!(TableCalendar::china_and("").unwrap(), TableCalendar::china());
}
