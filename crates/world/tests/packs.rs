//! The packs of the repository are right, fit the world made up for them, and carry its year through the engine.

mod played;

use std::collections::{BTreeMap, BTreeSet};

use linli_pack::model::FigureExpr;
use linli_world::{areas, texts};
use played::{Played, World, described, pack};

/// 2026-11-20, a Friday, 10:00 in Hefei.
const UNTIL: i64 = 1_795_140_000;

/// Every place with a world of its own.
const PLACES: [&str; 5] = ["county", "keqiao", "shihe", "shushan", "xuchang"];

#[test]
fn the_packs_have_no_mistakes() {
    for place in PLACES {
        assert_eq!(pack(place).name, place);
        assert_eq!(pack(place).root, described(place).territory.root);
    }
}

#[test]
fn every_leaf_category_has_words_a_handler_and_twelve_templates() {
    let pack = pack("shushan");
    let leaf = |code: &str| !pack.categories.keys().any(|other| other.starts_with(&format!("{code}.")));
    for category in pack.categories.values().filter(|c| leaf(&c.code)) {
        assert!(!category.words.is_empty(), "{}", category.code);
        assert!(category.urgency.is_some(), "{}", category.code);
        let handled = pack.dispatch.iter().any(|rule| category.code.starts_with(&rule.category));
        assert!(handled || category.code == "events.other.misc", "{}", category.code);
        assert!(texts::templates(&category.code).count() >= 12, "{}", category.code);
    }
}

#[test]
fn no_two_moves_of_a_state_that_one_role_may_make_share_a_key() {
    for register in PLACES.iter().flat_map(|place| pack(place).registers.into_values()) {
        for state in register.states.keys() {
            let mut seen: BTreeMap<(char, &str), &str> = BTreeMap::new();
            for mv in register.moves.values().filter(|mv| mv.from.contains(state)) {
                for role in mv.by.iter().chain(&mv.over) {
                    let Some(key) = mv.key else { continue };
                    let other = seen.insert((key, role), &mv.name);
                    assert!(other.is_none(), "{} {state}: {other:?} and {} share {key}", register.name, mv.name);
                }
            }
        }
    }
}

#[test]
fn every_body_has_a_parent_that_exists_and_every_desk_has_people() {
    for place in PLACES {
        let World { pack, areas, made, staff, described, .. } = World::new(place);
        let codes: BTreeSet<&str> = made.iter().map(|b| b.code.as_str()).collect();
        assert_eq!(codes.len(), made.len());
        for body in &made {
            let wanted = pack.bodies[&body.kind].parent.is_some();
            assert_eq!(body.parent.is_some(), wanted, "{}", body.code);
            assert!(body.parent.as_deref().is_none_or(|p| codes.contains(p)), "{}", body.code);
        }
        let desks: BTreeSet<&str> = staff.iter().map(|s| s.body.as_str()).collect();
        let tiers: BTreeSet<&str> = pack.levels.iter().filter_map(|l| l.tier.as_deref()).collect();
        assert!(made.iter().filter(|b| tiers.contains(b.kind.as_str())).all(|b| desks.contains(b.code.as_str())));
        let grids = areas.iter().filter(|a| a.level == "grid").count();
        assert_eq!(staff.iter().filter(|s| s.role == "grid.lead").count(), grids);
        let logins: BTreeSet<&str> = staff.iter().map(|s| s.login.as_str()).collect();
        assert_eq!(logins.len(), staff.len());
        let shown = described.entrances(&pack);
        assert!(shown.len() >= 8, "{shown:?}");
        for (login, role) in shown {
            assert!(staff.iter().any(|s| s.login == login && s.role == role), "{login}");
        }
    }
}

#[test]
fn every_office_is_a_post_that_the_pack_knows_in_a_body_that_exists() {
    for place in PLACES {
        let World { pack, made, offices, .. } = World::new(place);
        let kinds: BTreeMap<&str, &str> = made.iter().map(|b| (b.code.as_str(), b.kind.as_str())).collect();
        assert!(offices.len() > made.len() / 3, "{}", offices.len());
        for office in &offices {
            let kind = kinds[office.body.as_str()];
            assert!(pack.posts[&office.post].bodies.iter().any(|one| one == kind), "{} {}", office.body, office.post);
            assert!(office.unit.is_empty() || kinds.contains_key(office.unit.as_str()), "{}", office.unit);
        }
    }
}

/// One entry of a ledger, as figures see it.
struct Entry<'a>(BTreeMap<&'a str, &'a str>);

impl linli_pack::expr::Env for Entry<'_> {
    fn entry(&self, name: &str) -> serde_json::Value {
        self.0.get(name).copied().into()
    }
    fn input(&self, _name: &str) -> serde_json::Value {
        serde_json::Value::Null
    }
    fn now(&self) -> i64 {
        UNTIL
    }
}

fn counted(figure: &FigureExpr, ledgers: &BTreeMap<&str, Vec<Entry<'_>>>, tiers: usize) -> usize {
    match figure {
        FigureExpr::Count { ledger, filter } => {
            let entries = &ledgers[ledger.as_str()];
            entries.iter().filter(|entry| filter.as_ref().is_none_or(|filter| filter.holds(*entry))).count()
        }
        FigureExpr::Sum(parts) => parts.iter().map(|part| counted(part, ledgers, tiers)).sum(),
        FigureExpr::Tiers => tiers,
        FigureExpr::Percent(..) => unreachable!("a percentage of a percentage"),
    }
}

fn derived(figure: &FigureExpr, ledgers: &BTreeMap<&str, Vec<Entry<'_>>>, tiers: usize) -> String {
    match figure {
        FigureExpr::Percent(of, over) => {
            let (of, over) = (counted(of, ledgers, tiers), counted(over, ledgers, tiers));
            format!("{}%", (of * 200 + over) / (over * 2))
        }
        other => counted(other, ledgers, tiers).to_string(),
    }
}

#[test]
fn every_figure_of_the_document_comes_out_of_the_made_up_world_again() {
    let world = World::new("shushan");
    let World { pack, areas, made: bodies, .. } = &world;
    let area_entry = |a: &'_ areas::Area| (a.code.clone(), a.level, a.kind);
    let rows: Vec<_> = areas.iter().map(area_entry).collect();
    let area = rows.iter().map(|(code, level, kind)| Entry([("code", code.as_str()), ("level", level), ("kind", kind)].into()));
    let body = bodies.iter().map(|b| Entry([("code", b.code.as_str()), ("kind", b.kind.as_str()), ("area", b.area.as_str())].into()));
    let plan = world.plan(1, 100, UNTIL);
    let members = plan.members();
    let belongs = |case: &linli_world::PlannedCase| case.steps[0].input["belongs"].as_str().unwrap().to_owned();
    let kinds: Vec<String> = members.iter().map(belongs).collect();
    let member = kinds.iter().map(|kind| Entry([("state", "active"), ("belongs", kind.as_str())].into()));
    let halls = plan.deliberation();
    let hall = halls.iter().filter(|made| made.register == "hall").map(|_| Entry([("state", "open")].into()));
    let ledgers = [("area", area.collect()), ("body", body.collect()), ("member", member.collect()), ("hall", hall.collect())].into();
    let tiers = pack.levels.iter().filter(|l| l.tier.is_some()).count();
    assert_eq!(pack.figures.len(), 18);
    for figure in &pack.figures {
        assert_eq!(derived(&figure.derive, &ledgers, tiers), figure.document, "{} {}", figure.clause, figure.label.zh);
    }
}

#[test]
fn the_same_seed_plans_the_same_matters_and_another_seed_others() {
    let world = World::new("shushan");
    let first = |seed| format!("{:?}", world.plan(seed, 3_000, UNTIL).cases().take(1_000).collect::<Vec<_>>());
    assert_eq!(first(1), first(1));
    assert_ne!(first(1), first(2));
}

#[test]
fn nothing_is_planned_after_the_end_and_steps_never_go_back_in_time() {
    let world = World::new("shushan");
    let plan = world.plan(1, 3_000, UNTIL);
    for matter in plan.all() {
        assert!(!matter.steps.is_empty(), "{} {}", matter.register, matter.index);
        assert!(matter.steps.iter().all(|step| step.at <= UNTIL));
        assert!(matter.steps.windows(2).all(|w| w[0].at <= w[1].at), "{matter:?}");
    }
}

#[test]
fn the_engine_accepts_nearly_every_planned_step() {
    let world = World::new("shushan");
    let plan = world.plan(1, 4_000, UNTIL);
    let played = Played::run(&world, &plan.all());
    let share = played.refused.values().sum::<usize>() * 1_000 / played.accepted.max(1);
    assert!(share < 1, "{share} in a thousand refused: {:#?}", played.refused);
}

#[test]
fn no_step_of_the_other_places_is_refused() {
    for place in PLACES.into_iter().filter(|place| *place != "shushan") {
        let world = World::new(place);
        let played = Played::run(&world, &world.plan(1, 1_000, UNTIL).all());
        assert!(played.refused.is_empty(), "{place}: {:#?}", played.refused);
    }
}

#[test]
fn the_grids_settle_nearly_half_and_the_communities_a_quarter() {
    let world = World::new("shushan");
    let played = Played::run(&world, &world.plan(1, 4_000, UNTIL).cases().collect::<Vec<_>>());
    let settled = played.records.values().filter(|r| r.state == "closed" || r.state == "rated").count();
    let by = |kind: &str| played.records.values().filter(|r| !r.open && r.holder.as_ref().is_some_and(|h| h.ends_with(kind))).count();
    let percent = |n: usize| n * 100 / settled;
    assert!((38..=55).contains(&percent(by(":grid_post"))), "{}", percent(by(":grid_post")));
    assert!((20..=35).contains(&percent(by(":community_center"))), "{}", percent(by(":community_center")));
}

#[test]
fn each_demo_desk_has_something_waiting_something_soon_and_something_late_at_the_end() {
    let world = World::new("shushan");
    let played = Played::run(&world, &world.plan(1, 100, UNTIL).showcase());
    for body in [
        "340104001001003:grid_post",
        "340104001001:community_center",
        "340104001:street_center",
        "340104:dept_drainage",
        "340104:district_center",
    ] {
        let on_desk: Vec<_> = played.records.values().filter(|r| r.open && r.holder.as_deref() == Some(body)).collect();
        let count =
            |f: &dyn Fn(i64, i64) -> bool| on_desk.iter().filter(|r| r.due.zip(r.warn).is_some_and(|(due, warn)| f(due, warn))).count();
        assert!(count(&|_, warn| warn > UNTIL) > 0, "{body}: nothing waits");
        assert!(count(&|due, warn| warn <= UNTIL && due > UNTIL) > 0, "{body}: nothing is soon");
        assert!(count(&|due, _| due <= UNTIL) > 0, "{body}: nothing is late");
    }
}
