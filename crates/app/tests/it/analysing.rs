//! What residents need: what stands out does, its numbers are the records behind it, and everybody sees their own area.

use linli_app::AppError;
use linli_app::analysis::{Analysis, Mover};
use linli_app::board::Period;
use linli_app::desk::Narrow;

use crate::town::{COMMUNITIES, GRIDS, ROAD, STREETS, Town, day};

/// Half a year in which each grid but the last reports every tenth day, and then a March in which the first reports every day.
fn half_a_year() -> Town {
    let town = Town::on("2025-09-01T10:00");
    for _ in 0..18 {
        (0..3).for_each(|grid| drop(town.report(grid)));
        town.later(10 * 86_400);
    }
    town.set("2026-03-01T10:00");
    for _ in 0..24 {
        town.report(0);
        town.later(86_400);
    }
    town
}

fn look<'a>(town: &'a Town, who: &str, area: &str) -> Result<Analysis<'a>, AppError> {
    town.app.analysis(&town.who(who), "case", area, day("2026-03-24"))
}

/// How many records are behind a number.
fn behind(town: &Town, area: &str, category: Option<&str>, period: Period) -> i64 {
    let narrow = Narrow {
        area: Some(area.to_owned()),
        category: category.map(str::to_owned),
        measure: Some("received".to_owned()),
        from: Some(period.from),
        to: Some(period.to),
        ..Narrow::default()
    };
    i64::try_from(town.app.browse_count(&town.who("district"), "case", &narrow, 1_000).unwrap()).unwrap()
}

#[test]
fn a_grid_that_reports_ten_times_as_often_as_ever_stands_out_and_its_number_is_its_records() {
    let town = half_a_year();
    let found = look(&town, "clerk1", COMMUNITIES[0]).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(found.hot.len(), 1, "{:?}", found.hot);
    let hot = &found.hot[0];
    assert_eq!((hot.area.as_str(), hot.category.as_str()), (GRIDS[0], ROAD));
    assert_eq!(hot.n, behind(&town, GRIDS[0], Some(ROAD), found.period));
    assert!(hot.past.low > 2.0 && hot.expected < 5.0, "{hot:?}");
    assert!(hot.peers.is_some_and(|peers| peers.low > 2.0));
    // The other grid was compared as well.
    assert_eq!(found.compared, 2);
    assert_eq!(found.n, behind(&town, COMMUNITIES[0], None, found.period));
}

#[test]
fn the_week_and_the_last_four_weeks_say_that_it_rises() {
    let town = half_a_year();
    town.set("2026-03-24T12:00");
    (0..14).for_each(|_| drop(town.report(1)));
    town.set("2026-03-25T10:00");
    let found = look(&town, "district", "340104").unwrap();
    assert!(found.turn.is_some_and(|turn| turn.compared.low > 1.0), "{:?}", found.turn);
    let street = found.moved.iter().find(|one| one.what == Mover::Area(STREETS[0].to_owned())).expect("the street rose");
    assert!(street.compared.more < 0.01);
    assert_eq!(street.n, behind(&town, STREETS[0], None, found.week));
    assert!(found.moved.iter().any(|one| one.what == Mover::Category(ROAD.to_owned())));
    let weeks: i64 = found.weeks.iter().map(|week| week.n).sum();
    let (first, last) = (found.weeks[0].days.from, found.weeks[found.weeks.len() - 1].days.to);
    assert_eq!(weeks, behind(&town, "340104", None, Period { from: first, to: last }));
}

#[test]
fn a_community_that_reports_nothing_for_its_households_is_quiet() {
    let town = half_a_year();
    let found = look(&town, "district", "340104").unwrap();
    let quiet: Vec<&str> = found.quiet.iter().map(|place| place.area.as_str()).collect();
    assert!(quiet.contains(&COMMUNITIES[2]), "{quiet:?}");
    assert!(!quiet.contains(&COMMUNITIES[0]));
    assert_eq!(found.unknown, 0);
}

#[test]
fn a_matter_that_is_reported_again_after_it_was_closed_is_a_chain_with_both_records() {
    let town = Town::new();
    let (closed, _) = town.closed();
    town.later(5 * 86_400);
    let (again, _) = town.report(0);
    let (elsewhere, _) = town.report(3);
    let found = look(&town, "district", "340104").unwrap();
    let ids: Vec<&str> = found.again.iter().flatten().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, [closed.id.as_str(), again.id.as_str()]);
    assert!(!ids.contains(&elsewhere.id.as_str()));
}

#[test]
fn nothing_stands_out_against_a_past_that_is_not_there() {
    let town = Town::new();
    (0..12).for_each(|_| drop(town.report(0)));
    let found = look(&town, "district", "340104").unwrap();
    assert_eq!((found.past, found.hot.len(), found.moved.len(), found.turn), (None, 0, 0, None));
}

#[test]
fn each_desk_sees_its_own_area_and_no_other() {
    let town = Town::new();
    town.report(0);
    assert!(look(&town, "street1", STREETS[0]).is_ok());
    assert!(matches!(look(&town, "street1", STREETS[1]), Err(AppError::Forbidden("area"))));
    assert!(matches!(look(&town, "housing", "340104"), Err(AppError::Forbidden(_))));
    assert!(matches!(town.app.analysis(&town.who("district"), "task", "340104", day("2026-03-04")), Err(AppError::NotFound("analysis"))));
    assert!(matches!(town.app.analysis(&town.who("district"), "case", "340104", day("2026-05-04")), Err(AppError::NotFound("month"))));
}
