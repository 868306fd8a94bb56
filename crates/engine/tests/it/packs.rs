//! The packs that ship, driven by the rules: a case's way through the four tiers of Shushan.

use linli_engine::{Actor, Body, Calendar, Command, Facts, Grant, Outcome, Refusal, TableCalendar, decide};
use linli_pack::record::Record;
use linli_pack::{Pack, Source};
use serde_json::{Value, json};

use crate::world::{Counter, at, local, map, reporter, resident, system};

macro_rules! sources {
    ($folder:literal: $($file:literal)*) => {
        vec![$(Source::new(concat!($folder, "/", $file), include_str!(concat!("../../../../packs/", $folder, "/", $file)))),*]
    };
}

fn pack() -> Pack {
    let base = sources!("base": "areas.toml" "bodies.toml" "care-1-people.toml" "care-2-fund.toml" "care-3-facilities.toml" "case-lists.toml" "case-moves-1-open.toml" "case-moves-2-handle.toml"
        "case-moves-3-close.toml" "case-moves-4-beside.toml" "case-moves-5-whistle.toml" "case-moves-6-call-back.toml" "case-moves-6-hotline.toml" "case.toml" "categories.toml"
        "deliberation-1-resolutions.toml" "deliberation-2-opinions.toml" "deliberation-3-sessions.toml" "deliberation-4-tasks.toml" "dispatch.toml"
        "indicators.toml" "matters.toml" "member-lists.toml" "members.toml" "offices.toml" "pack.toml" "roles.toml" "task.toml" "whistle-1.toml"
        "whistle-2-call.toml" "wish.toml");
    let place = sources!("shushan": "areas.toml" "bodies.toml" "case.toml" "figures.toml" "pack.toml" "roles.toml" "structures.toml");
    let (pack, diagnostics) = linli_pack::parse(&[base, place]);
    pack.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// One area of each level, and in it every kind of body of the level.
struct Line<'p>(&'p Pack, TableCalendar);

impl Line<'_> {
    fn code(&self, rank: usize) -> String {
        if rank == 0 { self.0.root.clone() } else { format!("area{rank}") }
    }
}

impl Facts for Line<'_> {
    fn parent(&self, area: &str) -> Option<String> {
        (1..self.0.levels.len()).find(|rank| self.code(*rank) == area).map(|rank| self.code(rank - 1))
    }
    fn level(&self, area: &str) -> Option<String> {
        (0..self.0.levels.len()).find(|rank| self.code(*rank) == area).map(|rank| self.0.levels[rank].name.clone())
    }
    fn body(&self, code: &str) -> Option<Body> {
        let (area, kind) = code.split_once(':')?;
        self.bodies_in(area, kind).pop()
    }
    fn bodies_in(&self, area: &str, kind: &str) -> Vec<Body> {
        let stands = self.0.bodies.get(kind).is_some_and(|body| Some(&body.level) == self.level(area).as_ref());
        let body = Body { code: format!("{area}:{kind}"), kind: kind.into(), area: area.into() };
        stands.then_some(body).into_iter().collect()
    }
    fn area_at(&self, _lon: f64, _lat: f64) -> Option<String> {
        Some(self.code(self.0.levels.len() - 1))
    }
    fn calendar(&self) -> &dyn Calendar {
        &self.1
    }
}

struct Office<'p> {
    facts: Line<'p>,
    mint: Counter,
}

impl Office<'_> {
    fn tries(&mut self, record: Option<&Record>, actor: &Actor, name: &str, input: Value, now: &str) -> Result<Outcome, Refusal> {
        let command = Command { register: "case".into(), name: name.into(), input: map(input), seen: None };
        decide(self.facts.0, &self.facts, record, actor, &command, at(now), &mut self.mint)
    }

    /// Done by a person with this role in the body that holds the record.
    fn does(&mut self, record: &Record, role: &str, name: &str, input: Value, now: &str) -> Record {
        let actor = self.staff(role, record.holder.as_deref().unwrap());
        self.tries(Some(record), &actor, name, input, now).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}")).record
    }

    fn staff(&self, role: &str, body: &str) -> Actor {
        let area = self.facts.body(body).unwrap().area;
        let grant = Grant { role: role.into(), body: body.into(), area };
        Actor { id: role.into(), grants: vec![grant], ..Actor::default() }
    }
}

#[test]
fn a_case_of_shushan_climbs_four_tiers_is_handled_verified_rated_badly_and_put_right() {
    let pack = pack();
    let mut office = Office { facts: Line(&pack, TableCalendar::china()), mint: Counter::default() };
    let opened =
        json!({"description": "下水道返水", "lon": 117.2, "lat": 31.8, "phone": "13812346021", "category": "people.utility.drain"});
    let case = office.tries(None, &resident(), "report", opened, "2026-03-02 09:00").unwrap().record;
    assert_eq!((case.holder.as_deref(), case.number.as_str()), (Some("area3:grid_post"), "340104-2026-000001"));
    let case = office.does(&case, "grid.lead", "pass_to_community", json!({"note": "管网堵塞"}), "2026-03-02 09:30");
    let case = office.does(&case, "community.clerk", "pass_to_street", json!({"note": "管网堵塞"}), "2026-03-02 10:00");
    assert_eq!(case.holder.as_deref(), Some("area1:street_center"));
    let body = linli_engine::proposal(&pack, &office.facts, &case).unwrap().body.code;
    let case = office.does(&case, "street.dispatcher", "dispatch", json!({"body": body}), "2026-03-02 10:30");
    let (due, deadline) = (case.due, case.deadline);
    let case = office.does(&case, "department.handler", "return", json!({"returned_for": "2.2", "note": "不归我们"}), "2026-03-02 11:00");
    assert_eq!((case.due, case.deadline), (due, deadline), "going back and forth gains nobody time");
    let case = office.does(&case, "street.dispatcher", "redispatch", json!({"body": body}), "2026-03-02 11:10");
    let case = office.does(&case, "department.handler", "take", json!({}), "2026-03-02 11:20");
    let case = office.does(&case, "department.handler", "resolve", json!({"note": "已疏通"}), "2026-03-03 11:00");
    let case = office.does(&case, "street.dispatcher", "verify", json!({}), "2026-03-03 15:00");
    assert_eq!((case.state.as_str(), case.holder.as_deref()), ("closed", Some(body.as_str())));
    let good = office.tries(Some(&case), &reporter(), "rate", json!({"rating": "1"}), "2026-03-03 16:00");
    assert!(matches!(good, Err(Refusal::Guard { .. })));
    let case = office.tries(Some(&case), &reporter(), "complain", json!({"rating": "1"}), "2026-03-03 16:00").unwrap().record;
    assert_eq!((case.state.as_str(), case.rating, case.reopened), ("reopened", Some(1), 1));
    assert_eq!(local(case.due.unwrap()), "2026-03-04 17:30");
    let woken = office.tries(Some(&case), &system(), "wake", json!({}), "2026-03-04 17:31").unwrap();
    assert_eq!(woken.record.raised, 1);
    let case = office.does(&woken.record, "department.handler", "recontact", json!({"note": "已联系"}), "2026-03-05 09:00");
    assert_eq!(case.fields["recontacted_on_time"], false);
    let measures: Vec<_> = linli_engine::tally::contributions(&pack, "case", &case).iter().map(|c| c.measure).collect();
    assert!(["received", "responded", "rated", "bad", "raised", "returned"].iter().all(|name| measures.contains(name)), "{measures:?}");
    assert!(!measures.contains(&"satisfied"));
}
