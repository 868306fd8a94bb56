use linli_engine::clock::light;
use linli_engine::{Clock, Length, Light, Remaining, TableCalendar};
use linli_pack::model::ClockRules;
use linli_pack::span::Span;
use proptest::prelude::*;

use crate::world::{World, at, local};

fn with<T>(test: impl FnOnce(&Clock<'_>) -> T) -> T {
    let world = World::new();
    test(&Clock::new(&world.pack.clock, &world.place.calendar))
}

fn ends(span: &str, from: &str) -> String {
    with(|clock| local(clock.add(span.parse().unwrap(), at(from))))
}

#[test]
fn minutes_run_round_the_clock() {
    assert_eq!(ends("2 hours", "2026-03-06 23:00"), "2026-03-07 01:00");
}

#[test]
fn work_hours_skip_noon_nights_and_weekends() {
    assert_eq!(ends("4 work hours", "2026-03-02 08:30"), "2026-03-02 15:00");
    assert_eq!(ends("4 work hours", "2026-03-06 16:30"), "2026-03-09 11:30");
    assert_eq!(ends("3 work hours", "2026-03-06 14:30"), "2026-03-06 17:30");
    assert_eq!(ends("1 work hours", "2026-03-02 12:10"), "2026-03-02 15:30");
    assert_eq!(ends("1 work hours", "2026-03-02 05:00"), "2026-03-02 09:30");
}

#[test]
fn a_workday_ends_at_the_close_of_the_next_one() {
    assert_eq!(ends("1 workday", "2026-03-02 10:00"), "2026-03-03 17:30");
    assert_eq!(ends("1 workday", "2026-03-02 23:00"), "2026-03-03 17:30");
    assert_eq!(ends("1 workday", "2026-03-06 10:00"), "2026-03-09 17:30");
    assert_eq!(ends("1 workday", "2026-03-07 10:00"), "2026-03-09 17:30");
    assert_eq!(ends("0 workdays", "2026-03-07 10:00"), "2026-03-09 17:30");
}

#[test]
fn a_make_up_saturday_counts_and_a_holiday_does_not() {
    // 2026: the spring festival is 15 to 23 February; Saturdays 14 and 28 February are worked.
    assert_eq!(ends("1 workday", "2026-02-13 10:00"), "2026-02-14 17:30");
    assert_eq!(ends("2 workdays", "2026-02-13 10:00"), "2026-02-24 17:30");
    assert_eq!(ends("1 work hours", "2026-02-14 17:00"), "2026-02-24 09:00");
    assert_eq!(ends("1 workday", "2026-02-27 10:00"), "2026-02-28 17:30");
}

#[test]
fn days_end_with_the_last_second_of_the_last() {
    assert_eq!(ends("7 days", "2026-02-26 10:00"), "2026-03-05 23:59:59");
}

#[test]
fn limits_run_over_the_turn_of_the_year_into_one_without_a_calendar() {
    assert_eq!(ends("2 workdays", "2026-12-31 10:00"), "2027-01-04 17:30");
    with(|clock| {
        assert!(clock.assumed(at("2026-12-31 10:00"), at("2027-01-04 17:30")));
        assert!(!clock.assumed(at("2026-01-01 00:00"), at("2026-12-31 23:59")));
        assert!(clock.assumed(at("2027-01-01 00:00"), at("2027-01-01 00:00")), "midnight in Shanghai, still 2026 in London");
    });
}

#[test]
fn a_zone_with_summer_time_keeps_its_wall_clock() {
    let rules = ClockRules { timezone: "Europe/Berlin".into(), hours: vec![(540, 1020)], yellow_at: 80, basis: String::new() };
    let calendar = TableCalendar::default();
    let clock = Clock::new(&rules, &calendar);
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let start = zone.to_timestamp(jiff::civil::datetime(2026, 3, 27, 16, 0, 0, 0)).unwrap().as_second();
    let end = jiff::Timestamp::from_second(clock.add(Span::WorkMinutes(120), start)).unwrap();
    assert_eq!(zone.to_datetime(end).to_string(), "2026-03-30T10:00:00");
}

#[test]
fn the_light_turns_yellow_after_four_fifths_of_the_time_as_the_limit_counts_it() {
    with(|clock| {
        let warn = |span: &str, from: &str| {
            let span: Span = span.parse().unwrap();
            local(clock.warn_at(span, at(from), clock.add(span, at(from))))
        };
        assert_eq!(warn("10 hours", "2026-03-06 20:00"), "2026-03-07 04:00");
        assert_eq!(warn("5 work hours", "2026-03-06 16:30"), "2026-03-09 11:30");
        // Monday 10:00 to Tuesday 17:30 is 11.5 working hours; 9.2 of them have gone on Tuesday at 15:12.
        assert_eq!(warn("1 workday", "2026-03-02 10:00"), "2026-03-03 15:12");
    });
}

#[test]
fn something_is_late_the_second_after_its_limit() {
    assert_eq!(light(99, Some(80), Some(100)), Light::Soon);
    assert_eq!(light(100, Some(80), Some(100)), Light::Soon);
    assert_eq!(light(101, Some(80), Some(100)), Light::Late);
    assert_eq!(light(79, Some(80), Some(100)), Light::Fine);
    assert_eq!(light(101, None, None), Light::Fine);
}

#[test]
fn what_remains_is_said_in_the_unit_a_person_would_use() {
    with(|clock| {
        let remaining = |now: &str, due: &str| clock.remaining(at(now), at(due));
        assert_eq!(remaining("2026-03-02 10:00", "2026-03-05 17:30"), Remaining::Left(Length::Workdays(3)));
        assert_eq!(remaining("2026-03-02 10:00", "2026-03-02 17:30"), Remaining::Left(Length::Hours(7)));
        assert_eq!(remaining("2026-03-02 17:00", "2026-03-02 17:30"), Remaining::Left(Length::Minutes(30)));
        assert_eq!(remaining("2026-03-09 10:00", "2026-03-06 17:30"), Remaining::Late(Length::Workdays(1)));
        assert_eq!(remaining("2026-03-08 17:31", "2026-03-06 17:30"), Remaining::Late(Length::Hours(48)));
    });
}

#[test]
fn rules_that_make_no_sense_still_end() {
    struct Never;
    impl linli_engine::Calendar for Never {
        fn is_workday(&self, _day: i32) -> bool {
            false
        }
        fn knows(&self, _year: i16) -> bool {
            true
        }
    }
    let rules = ClockRules { timezone: "Nowhere".into(), ..ClockRules::default() };
    let clock = Clock::new(&rules, &Never);
    assert!(clock.add(Span::WorkMinutes(60), 0) > 0);
    assert!(clock.add(Span::Workdays(u32::MAX), 0) > 0);
}

fn any_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (0..20_000_u32).prop_map(Span::Minutes),
        (0..10_000_u32).prop_map(Span::WorkMinutes),
        (0..40_u32).prop_map(Span::Workdays),
        (0..40_u32).prop_map(Span::Days),
    ]
}

/// 2023 to 2028: into years that the calendar does not know.
fn any_time() -> impl Strategy<Value = i64> {
    1_672_500_000_i64..1_861_900_000
}

proptest! {
    #[test]
    fn a_later_start_never_ends_earlier(span in any_span(), from in any_time(), later in 0..2_000_000_i64) {
        with(|clock| assert!(clock.add(span, from) <= clock.add(span, from + later)));
    }

    #[test]
    fn a_limit_never_ends_before_it_starts(span in any_span(), from in any_time()) {
        with(|clock| {
            let due = clock.add(span, from);
            let warn = clock.warn_at(span, from, due);
            assert!(due >= from && warn >= from.min(due) && warn <= due);
        });
    }

    #[test]
    fn working_time_added_is_the_working_time_between(minutes in 0..10_000_u32, from in any_time()) {
        with(|clock| {
            let end = clock.add(Span::WorkMinutes(minutes), from);
            assert_eq!(clock.working_seconds_between(from, end), i64::from(minutes) * 60);
        });
    }

    #[test]
    fn working_time_adds_up(from in any_time(), a in 0..2_000_000_i64, b in 0..2_000_000_i64) {
        with(|clock| {
            let (middle, end) = (from + a, from + a + b);
            let parts = clock.working_seconds_between(from, middle) + clock.working_seconds_between(middle, end);
            assert_eq!(parts, clock.working_seconds_between(from, end));
        });
    }
}
