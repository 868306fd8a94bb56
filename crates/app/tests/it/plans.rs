//! Plans for the territory: what they move, what they leave, and what stands in their way.

use std::collections::BTreeMap;

use linli_app::board::{Period, Shape};
use linli_app::plan::{Part, Plan, PlanForm, Stage, Step, Trouble};
use linli_app::{AppError, Context, Target};
use linli_engine::{Facts as _, Refusal};
use proptest::prelude::*;
use serde_json::json;

use crate::town::{COMMUNITIES, GRIDS, STREETS, Town, command, day, refusal};

fn merge(areas: &[&str], code: &str, name: &str) -> Step {
    Step::Merge { areas: areas.iter().map(|area| (*area).to_owned()).collect(), code: code.to_owned(), name: name.to_owned() }
}

fn form(date: &str, steps: Vec<Step>) -> PlanForm {
    PlanForm { title: "社区优化调整".to_owned(), day: Some(day(date)), basis: "政发〔2026〕7号".to_owned(), steps }
}

/// Drawn up and decided by the district's desk.
fn decided(town: &Town, date: &str, steps: Vec<Step>) -> Plan {
    let who = town.who("district");
    let plan = town.app.save_plan(&who, None, 0, &form(date, steps)).unwrap();
    town.app.decide_plan(&who, &plan.id, plan.version).unwrap()
}

fn faults(town: &Town, steps: Vec<Step>) -> Vec<Trouble> {
    let who = town.who("district");
    let plan = Plan { day: Some(day("2026-05-01")), steps, ..Plan::default() };
    town.app.preview_plan(&who, &plan).unwrap().drawn.faults.into_iter().map(|fault| fault.trouble).filter(Trouble::blocks).collect()
}

fn received(town: &Town, area: &str, from: &str, to: &str, shape: Shape) -> i64 {
    let period = Period { from: day(from), to: day(to) };
    town.app.board_on(&town.who("district"), "case", area, period, shape).unwrap().cards[0].now.of
}

/// Everything that is counted, by area and day, up to a day.
fn past(town: &Town, to: i64) -> BTreeMap<(String, i64, String), i64> {
    let pack = town.app.pack();
    let mut found = BTreeMap::new();
    let codes: Vec<String> = town.app.territory().all_areas().map(|area| area.code.clone()).collect();
    for (register, code) in pack.registers.values().flat_map(|register| codes.iter().map(move |code| (register, code))) {
        let measures: Vec<&str> = register.measures.keys().map(String::as_str).collect();
        let query = linli_store::TallyQuery { register: &register.name, area: code, measures: &measures, from: day("2026-01-01"), to };
        let read = |tx: &mut dyn linli_store::Tx| linli_store::tally_series(tx, town.app.realm(), &query);
        for point in town.app.store().read(read).unwrap() {
            found.insert((code.clone(), point.day, format!("{}.{}", register.name, point.measure)), point.n);
        }
    }
    found
}

#[test]
fn two_communities_become_one_on_the_day_with_their_people_and_open_cases_and_the_past_stays() {
    let town = Town::new();
    let (case, link) = town.report(0);
    let case = town.act("lead1", &case.id, "pass_to_community", json!({ "note": "需要协调" })).unwrap();
    let (other, _) = town.report(2);
    town.act("lead3", &other.id, "pass_to_community", json!({ "note": "需要协调" })).unwrap();
    let new = "340104001003";
    let plan = decided(&town, "2026-03-10", vec![merge(&[COMMUNITIES[0], COMMUNITIES[1]], new, "梅竹社区")]);
    assert_eq!(town.app.carry_out_plans().unwrap(), 0, "its day has not come");

    let preview = town.app.preview_plan(&town.who("district"), &plan).unwrap();
    assert!(!preview.drawn.blocked(), "{:?}", preview.drawn.faults);
    assert_eq!(preview.open, 2);
    assert_eq!(preview.cases.iter().map(|line| line.n).sum::<usize>(), 2);
    assert_eq!(preview.addresses, 2);
    let went: Vec<&str> = preview.grants.iter().map(|(name, _)| name.as_str()).collect();
    assert!(went.contains(&"clerk1 同志") && went.contains(&"clerk2 同志") && went.contains(&"两个社区"), "{went:?}");
    let line = preview.lines.iter().find(|line| line.code == new).unwrap();
    assert_eq!((line.before.clone(), line.after.as_ref().unwrap().below), (None, 3));

    town.set("2026-03-10T00:01");
    let before = past(&town, day("2026-03-09"));
    assert_eq!(town.app.carry_out_plans().unwrap(), 1);
    assert_eq!(town.app.carry_out_plans().unwrap(), 0);
    assert_eq!(before, past(&town, day("2026-03-09")));
    let moved = town.record(&case.id);
    assert_eq!(moved.holder.as_deref(), Some("340104001003:community_center"));
    assert_eq!((moved.due, moved.deadline, moved.memory.started), (case.due, case.deadline, case.memory.started), "no clock was touched");
    assert_eq!(moved.area, GRIDS[0]);
    assert_eq!(town.lines(&case.id).last().unwrap().entry.name, "hand_over");
    assert!(town.app.followed(&link).is_ok(), "the tracking link goes on");

    // The clerks of both work on what came to the new one; nobody signed in anew.
    town.act("clerk2", &case.id, "pass_to_street", json!({ "note": "需要部门处理" })).unwrap();
    town.act("clerk1", &other.id, "pass_to_street", json!({ "note": "需要部门处理" })).unwrap();
    town.report(1);
    let (from, to) = ("2026-03-01", "2026-03-31");
    assert_eq!(received(&town, COMMUNITIES[0], from, to, Shape::Then), 1);
    assert_eq!(received(&town, new, from, to, Shape::Then), 1, "what came since");
    assert_eq!(received(&town, new, from, to, Shape::Now), 3, "as if it had always been");
    assert_eq!(received(&town, STREETS[0], from, to, Shape::Then), 3);
    let territory = town.app.territory();
    assert!(territory.areas().all(|area| area.code != COMMUNITIES[0]));
    assert_eq!(territory.area(COMMUNITIES[0]).unwrap().ended.as_ref().unwrap().into, [new]);
    assert_eq!(territory.area_at(117.205, 31.802).as_deref(), Some(GRIDS[0]));
    assert_eq!(town.app.plan(&town.who("district"), &plan.id).unwrap().stage, Stage::Done);
    town.sound();
    town.app.reload_territory().unwrap();
    assert_eq!(town.app.territory().children(new).count(), 3, "the same after a restart");
}

#[test]
fn a_matter_that_goes_back_to_a_body_that_ended_reaches_the_one_that_took_its_place() {
    let town = Town::new();
    let (case, link) = town.closed();
    let steps = vec![merge(&[COMMUNITIES[1], COMMUNITIES[0]], COMMUNITIES[1], "竹荫里社区")];
    decided(&town, "2026-03-05", steps);
    town.set("2026-03-05T00:00");
    town.app.carry_out_plans().unwrap();
    town.set("2026-03-05T09:00");
    let again = town.act("resident", &link, "complain", json!({ "rating": 1, "note": "没有修好" })).unwrap();
    let territory = town.app.territory();
    let holder = again.holder.clone().unwrap_or_default();
    assert!(again.holder.is_none() || territory.named_body(&holder).is_some_and(|named| named.heir.is_none()), "{holder}");
    assert_eq!(again.id, case.id);
    town.sound();
}

#[test]
fn a_decision_is_undone_before_its_day_and_not_after() {
    let town = Town::new();
    let who = town.who("district");
    let plan = decided(&town, "2026-03-06", vec![Step::Rename { area: COMMUNITIES[0].to_owned(), name: "梅园社区".to_owned() }]);
    let plan = town.app.undo_plan(&who, &plan.id, plan.version).unwrap();
    assert_eq!(plan.stage, Stage::Draft);
    town.set("2026-03-06T08:00");
    assert_eq!(town.app.carry_out_plans().unwrap(), 0);
    let plan = town.app.decide_plan(&town.who("district"), &plan.id, plan.version).unwrap();
    assert_eq!(town.app.carry_out_plans().unwrap(), 1, "decided on the day itself");
    assert_eq!(town.app.territory().area(COMMUNITIES[0]).unwrap().name, "梅园社区");
    assert_eq!(town.app.territory().named_body("340104001001:community_center").unwrap().name.zh, "梅园社区受理中心");
    let late = town.app.undo_plan(&who, &plan.id, plan.version + 1);
    assert!(matches!(late, Err(AppError::Invalid { rule: "plan-in-effect", .. })), "{late:?}");
    town.sound();
}

#[test]
fn of_two_who_change_one_plan_the_second_is_told() {
    let town = Town::new();
    let who = town.who("district");
    let steps = vec![Step::Rename { area: COMMUNITIES[0].to_owned(), name: "梅园社区".to_owned() }];
    let plan = town.app.save_plan(&who, None, 0, &form("2026-04-01", steps.clone())).unwrap();
    town.app.save_plan(&who, Some(&plan.id), plan.version, &form("2026-04-02", steps.clone())).unwrap();
    let second = town.app.save_plan(&who, Some(&plan.id), plan.version, &form("2026-04-03", steps));
    assert_eq!(refusal(second), Refusal::Stale { seen: 1, is: 2 });
}

#[test]
fn only_who_keeps_the_territory_plans_it() {
    let town = Town::new();
    for login in ["street1", "admin", "auditor", "clerk1", "resident"] {
        assert!(matches!(town.app.plans(&town.who(login)), Err(AppError::Forbidden(_))), "{login}");
        let tried = town.app.save_plan(&town.who(login), None, 0, &form("2026-04-01", Vec::new()));
        assert!(matches!(tried, Err(AppError::Forbidden(_))), "{login}");
    }
}

#[test]
fn a_plan_that_contradicts_itself_the_calendar_or_another_plan_is_not_decided() {
    let town = Town::new();
    let [a, b, c] = COMMUNITIES;
    let absorb = || merge(&[a, b], a, "");
    assert_eq!(faults(&town, vec![]), [Trouble::Empty]);
    assert_eq!(faults(&town, vec![absorb(), Step::Rename { area: b.to_owned(), name: "新名".to_owned() }]), [Trouble::Ended(b.to_owned())]);
    assert_eq!(faults(&town, vec![merge(&[a, a], a, "")]), [Trouble::Few]);
    assert_eq!(faults(&town, vec![merge(&[a, b], c, "金寨路社区")]), [Trouble::Taken(c.to_owned())]);
    assert_eq!(faults(&town, vec![merge(&[a, b], "34x", "新")]), [Trouble::Code("34x".to_owned())]);
    assert_eq!(faults(&town, vec![merge(&[a, STREETS[1]], a, "")]), [Trouble::Level(STREETS[1].to_owned())]);
    let to = |area: &str, to: &str| Step::Move { area: area.to_owned(), to: to.to_owned() };
    assert_eq!(faults(&town, vec![to(GRIDS[0], b), to(GRIDS[0], c)]), [Trouble::Twice(GRIDS[0].to_owned())]);
    assert_eq!(faults(&town, vec![to(GRIDS[0], STREETS[0])]), [Trouble::Level(STREETS[0].to_owned())]);
    let part = |code: &str, grids: &[&str]| Part {
        code: code.to_owned(),
        name: "分区".to_owned(),
        grids: grids.iter().map(|grid| (*grid).to_owned()).collect(),
    };
    let split = Step::Split { area: a.to_owned(), parts: vec![part(a, &[GRIDS[0]]), part("340104001009", &[])] };
    assert_eq!(faults(&town, vec![split]), [Trouble::Left(GRIDS[1].to_owned())]);

    let who = town.who("district");
    let plan = town.app.save_plan(&who, None, 0, &form("2026-03-01", vec![absorb()])).unwrap();
    let late = town.app.decide_plan(&who, &plan.id, plan.version);
    assert!(matches!(late, Err(AppError::Invalid { rule: "plan-blocked", .. })), "its day is over: {late:?}");
    decided(&town, "2026-04-01", vec![to(GRIDS[0], b)]);
    let plan = town.app.save_plan(&who, Some(&plan.id), plan.version, &form("2026-04-01", vec![absorb()])).unwrap();
    let faults = town.app.preview_plan(&who, &plan).unwrap().drawn.faults;
    assert!(faults.iter().any(|fault| matches!(&fault.trouble, Trouble::OtherPlan { .. })), "{faults:?}");
}

#[test]
fn a_split_a_move_and_an_end_among_neighbours_put_every_case_where_its_place_now_belongs() {
    let town = Town::new();
    let cases: Vec<_> = (0..4)
        .map(|grid| {
            let (case, _) = town.report(grid);
            town.act(&format!("lead{}", grid + 1), &case.id, "pass_to_community", json!({ "note": "需要协调" })).unwrap()
        })
        .collect();
    let part = |code: &str, name: &str, grid: &str| Part { code: code.to_owned(), name: name.to_owned(), grids: vec![grid.to_owned()] };
    let (left, right) = ("340104001011", "340104001012");
    decided(
        &town,
        "2026-03-05",
        vec![
            Step::Split {
                area: COMMUNITIES[0].to_owned(),
                parts: vec![part(left, "梅左社区", GRIDS[0]), part(right, "梅右社区", GRIDS[1])],
            },
            Step::Move { area: COMMUNITIES[1].to_owned(), to: STREETS[1].to_owned() },
            Step::Abolish { area: COMMUNITIES[2].to_owned(), into: COMMUNITIES[1].to_owned(), grids: Vec::new() },
        ],
    );
    town.set("2026-03-05T00:00");
    assert_eq!(town.app.carry_out_plans().unwrap(), 1);
    let holders: Vec<String> = cases.iter().map(|case| town.record(&case.id).holder.unwrap()).collect();
    let center = |area: &str| format!("{area}:community_center");
    assert_eq!(holders, [center(left), center(right), center(COMMUNITIES[1]), center(COMMUNITIES[1])]);
    assert_eq!(town.app.territory().path(GRIDS[2])[1].code, STREETS[1]);
    town.act("clerk3", &cases[2].id, "pass_to_street", json!({ "note": "需要部门处理" })).unwrap();
    assert_eq!(town.record(&cases[2].id).holder.as_deref(), Some("340104002:street_center"));
    town.sound();
}

fn random_step(town: &Town, throw: (usize, usize, usize)) -> Step {
    let territory = town.app.territory();
    let mut communities: Vec<String> = territory.areas().filter(|area| area.level == "community").map(|area| area.code.clone()).collect();
    communities.sort();
    let pick = |n: usize| communities[n % communities.len()].clone();
    let (what, one, two) = throw;
    match what % 6 {
        0 => Step::Merge { areas: vec![pick(one), pick(two)], code: pick(two), name: String::new() },
        1 => Step::Merge { areas: vec![pick(one), pick(two)], code: town.app.free_code(STREETS[one % 2]), name: format!("合并{one}") },
        2 => Step::Move { area: GRIDS[one % 4].to_owned(), to: pick(two) },
        3 => Step::Move { area: pick(one), to: STREETS[two % 2].to_owned() },
        4 => Step::Abolish { area: pick(one), into: pick(two), grids: vec![(GRIDS[two % 4].to_owned(), pick(two + 1))] },
        _ => Step::Rename { area: pick(one), name: format!("改名{two}社区") },
    }
}

fn random_act(town: &Town, throw: (usize, usize, usize)) {
    let (what, one, two) = throw;
    town.report(one % 4);
    let desks = ["lead1", "lead2", "lead3", "lead4", "clerk1", "clerk2", "clerk3", "street1", "street2"];
    let login = desks[two % desks.len()];
    let who: Context = town.who(login);
    let Ok(page) = town.app.browse(&who, "case", &linli_app::desk::Narrow::default(), linli_store::Order::Created, false, None, 9) else {
        return;
    };
    for record in page.records.iter().skip(what % 3).take(2) {
        for name in ["pass_to_community", "pass_to_street", "solve", "close"] {
            drop(town.app.act(&who, &Target::Id(record.id.clone()), &command("", name, json!({ "note": "已核实" }))));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_planned_and_done_the_past_stays_and_everything_is_proved(
        throws in prop::collection::vec((0..9_usize, 0..20_usize, 0..20_usize), 1..10)
    ) {
        let town = Town::new();
        for (n, throw) in throws.into_iter().enumerate() {
            random_act(&town, throw);
            if throw.0 % 2 == 0 {
                continue;
            }
            let who = town.who("district");
            let date = linli_app::days::date(day("2026-03-05") + i64::try_from(n).unwrap()).unwrap().to_string();
            let plan = town.app.save_plan(&who, None, 0, &form(&date, vec![random_step(&town, throw)])).unwrap();
            if town.app.decide_plan(&who, &plan.id, plan.version).is_err() {
                prop_assert!(town.app.preview_plan(&who, &plan).unwrap().drawn.blocked());
                continue;
            }
            town.set(&format!("{date}T00:00"));
            let before = past(&town, day(&date) - 1);
            prop_assert_eq!(town.app.carry_out_plans().unwrap(), 1);
            prop_assert_eq!(before, past(&town, day(&date) - 1));
            town.later(9 * 3600);
        }
        let report = town.app.verify().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report.problems);
        let (from, to) = ("2026-01-01", "2026-12-31");
        let whole = received(&town, "340104", from, to, Shape::Then);
        prop_assert_eq!(whole, received(&town, "340104", from, to, Shape::Now));
        let period = Period { from: day(from), to: day(to) };
        let rows = town.app.board_on(&town.who("district"), "case", "340104", period, Shape::Now).unwrap().areas;
        prop_assert_eq!(rows.iter().filter_map(|row| row.readings.first()).map(|reading| reading.of).sum::<i64>(), whole);
        let territory = town.app.territory();
        for grid in GRIDS {
            prop_assert_eq!(territory.path(grid).len(), 4, "every grid has its community and street");
        }
    }
}
