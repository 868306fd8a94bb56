//! Random legal moves, and what must hold whatever people do.

use linli_engine::{Actor, Outcome, offers};
use linli_pack::record::{Instant, Record, Value};
use proptest::prelude::*;
use serde_json::{Map, json};

use crate::world::*;

/// Someone who may act for the present holder, and everyone with rights over the area.
fn people(record: &Record) -> Vec<Actor> {
    let holder = record.holder.clone().unwrap_or_default();
    let role = match holder.split(':').nth(1).unwrap_or_default() {
        "grid_person" => "grid",
        "community_center" => "community",
        "street_center" => "dispatcher",
        "district_center" => "supervisor",
        _ => "handler",
    };
    let mut people = vec![street(), supervisor(), reporter(), system()];
    if !holder.is_empty() {
        people.insert(0, staff("one", role, &holder));
    }
    people
}

/// Every input a move of the test pack may ask for.
fn filled(names: &[String], pick: usize) -> Value {
    let mut input = Map::new();
    for name in names {
        let value = match name.as_str() {
            "body" => json!(["S1:drainage_office".to_owned(), format!("{ROOT}:water_company")][pick % 2]),
            "workdays" => json!(pick % 5 + 1),
            "rating" => json!(pick % 5 + 1),
            "category" => json!(["noise", "utilities.gas", "utilities.drain"][pick % 3]),
            "other" => json!("another"),
            "place" => {
                input.insert("area".into(), json!(["G1", "G2", "G3", "G4"][pick % 4]));
                continue;
            }
            _ => json!("说明"),
        };
        input.insert(name.clone(), value);
    }
    input.into()
}

/// One legal act at `now`, picked by number: an offered move, a review, or the timer.
fn act(world: &mut World, record: &Record, pick: usize, now: Instant) -> Option<Outcome> {
    if record.wake.is_some_and(|wake| wake <= now) && pick.is_multiple_of(3) {
        return world.tries(record, &system(), "wake", json!({}), now).ok();
    }
    if record.memory.pending.is_some() && pick.is_multiple_of(2) {
        let name = if pick.is_multiple_of(4) { "refuse" } else { "approve" };
        return world.tries(record, &supervisor(), name, json!({}), now).ok();
    }
    let choices: Vec<(Actor, String, Vec<String>)> = people(record)
        .into_iter()
        .flat_map(|actor| {
            let moves = offers(&world.pack, &world.place, record, &actor, now).moves;
            moves.into_iter().map(|mv| (actor.clone(), mv.name.clone(), mv.fill.clone())).collect::<Vec<_>>()
        })
        .collect();
    let (actor, name, fill) = choices.get(pick % choices.len().max(1))?;
    let outcome = world.tries(record, actor, name, filled(fill, pick / 7), now);
    match outcome {
        Ok(outcome) => Some(outcome),
        Err(linli_engine::Refusal::NobodyHolds { .. } | linli_engine::Refusal::OwnAct) => None,
        Err(refusal) => panic!("offered {name} was refused: {refusal:?} on {record:?}"),
    }
}

fn invariants(before: &Record, outcome: &Outcome, now: Instant) {
    let record = &outcome.record;
    let name = &outcome.act.name;
    assert_eq!((record.version, record.updated), (before.version + 1, now), "{name}");
    assert_eq!((&record.id, &record.number, record.created), (&before.id, &before.number, before.created));
    assert_eq!(record.open, !matches!(record.state.as_str(), "merged" | "closed"), "{name}");
    assert!(!record.open || record.holder.is_some(), "an open record has a holder after {name}");
    assert_eq!(record.closed.is_some(), !record.open, "{name}");
    assert!(record.open || record.due.is_none() && record.warn.is_none() && record.wake.is_none(), "{name}");
    assert!(record.warn.is_none_or(|warn| record.due.is_some_and(|due| warn <= due)), "{name}");
    assert_eq!(record.memory.paused.is_some(), record.state == "suspended", "{name}");
    assert_eq!(record.memory.back.is_some(), matches!(record.state.as_str(), "suspended" | "merged"), "{name}");
    assert_eq!(record.memory.merged_into.is_some(), record.state == "merged", "{name}");
    assert!(record.raised >= before.raised && record.returns >= before.returns && record.reopened >= before.reopened);
    assert!(record.deadline.is_some());
    let shorter = before.memory.chain.len().min(record.memory.chain.len());
    assert_eq!(before.memory.chain[..shorter], record.memory.chain[..shorter], "{name} rewrote the chain");
    let previous = matches!(name.as_str(), "return" | "resolve" | "reopen");
    assert!(previous || record.memory.chain.len() >= before.memory.chain.len(), "{name} lost a holder");
    assert_eq!((outcome.act.version, &outcome.act.holder, &outcome.act.to), (record.version, &record.holder, &record.state));
    if name == "return" {
        assert_eq!((record.due, record.warn, record.deadline), (before.due, before.warn, before.deadline), "a return keeps the clock");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_people_do_the_record_stays_whole(steps in prop::collection::vec((0..1_000_usize, 0..200_000_i64), 1..40)) {
        let mut world = World::new();
        let mut record = world.reported();
        let mut now = record.created;
        for (pick, pause) in steps {
            now += pause;
            if let Some(outcome) = act(&mut world, &record, pick, now) {
                invariants(&record, &outcome, now);
                record = outcome.record;
            }
        }
    }

    #[test]
    fn the_same_inputs_give_the_same_outcome(steps in prop::collection::vec((0..1_000_usize, 0..200_000_i64), 1..15)) {
        let mut world = World::new();
        let mut record = world.reported();
        let mut now = record.created;
        for (pick, pause) in steps {
            now += pause;
            let (one, other) = (act(&mut world, &record, pick, now), act(&mut world, &record, pick, now));
            assert_eq!(one, other);
            record = one.map_or(record, |outcome| outcome.record);
        }
    }

    #[test]
    fn suspension_gives_neither_more_nor_less_time(stop in 0..150_000_i64, stood in 0..3_000_000_i64) {
        let mut world = World::new();
        let record = world.dispatched();
        let (stop, resume) = (record.updated + stop, record.updated + stop + stood);
        let stopped = world.tries(&record, &office(), "suspend", json!({"note": "等"}), stop).unwrap().record;
        let again = world.tries(&stopped, &office(), "resume", json!({}), resume).unwrap().record;
        let clock = linli_engine::Clock::new(&world.pack.clock, &world.place.calendar);
        let left = |from: Instant, to: Option<Instant>| {
            let to = to.unwrap();
            clock.working_seconds_between(from, to) - clock.working_seconds_between(to, from)
        };
        assert_eq!(left(stop, record.due), left(resume, again.due));
        assert_eq!(left(stop, record.warn), left(resume, again.warn));
        assert_eq!(left(stop, record.deadline), left(resume, again.deadline));
    }

    #[test]
    fn taking_apart_restores_exactly(steps in prop::collection::vec((0..1_000_usize, 0..100_000_i64), 0..12), stood in 0..3_000_000_i64) {
        let mut world = World::new();
        let mut record = world.reported();
        let mut now = record.created;
        for (pick, pause) in steps {
            now += pause;
            record = act(&mut world, &record, pick, now).map_or(record, |outcome| outcome.record);
        }
        let body = record.holder.clone().unwrap_or_default();
        let holder = staff("m", "community", &body);
        if let Ok(merged) = world.tries(&record, &holder, "merge", json!({"other": "another"}), now) {
            let apart = staff("d", "dispatcher", &format!("{}:district_center", ROOT));
            let back = world.tries(&merged.record, &apart, "unmerge", json!({}), now + stood).unwrap().record;
            let expected = Record { version: record.version + 2, updated: now + stood, wake: back.wake, ..record };
            assert_eq!(back, expected);
        }
    }
}
