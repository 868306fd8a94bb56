use linli_engine::{Command, InputProblem, Problem, Refusal, decide};
use linli_pack::record::Record;
use serde_json::json;

use crate::world::*;

fn tell(world: &mut World, record: &Record, command: &Command) -> Result<Record, Refusal> {
    let now = at("2026-03-03 10:00");
    decide(&world.pack, &world.place, Some(record), &system(), command, now, &mut world.mint).map(|outcome| outcome.record)
}

fn wrong(problem: Problem) -> InputProblem {
    InputProblem { input: "other".to_owned(), problem }
}

#[test]
fn a_merged_record_tells_the_other_which_gains_a_follower() {
    let mut world = World::new();
    let (kept, double) = (world.reported(), world.reported());
    let outcome = world.does(&double, &community(), "merge", json!({"other": kept.id}), "2026-03-02 11:00");
    let merged = outcome.record;
    assert_eq!((merged.state.as_str(), merged.open, merged.holder.clone()), ("merged", false, None));
    assert_eq!(merged.memory.merged_into.as_ref(), Some(&kept.id));
    assert_eq!(merged.memory.chain, double.memory.chain);
    let [(other, command)] = &outcome.also[..] else { panic!("{:?}", outcome.also) };
    assert_eq!((other, command.name.as_str()), (&kept.id, "join"));
    assert_eq!(tell(&mut world, &kept, command).unwrap().followers, 1);
}

#[test]
fn taken_apart_again_nothing_is_lost() {
    let mut world = World::new();
    let (kept, double) = (world.dispatched(), world.dispatched());
    let merged =
        world.does(&double, &staff("m", "dispatcher", "S1:drainage_office"), "merge", json!({"other": kept.id}), "2026-03-02 11:30").record;
    let outcome = world.does(&merged, &street(), "unmerge", json!({}), "2026-03-03 09:00");
    let expected = Record { version: 5, updated: at("2026-03-03 09:00"), ..double };
    assert_eq!(outcome.record, expected);
    let [(other, command)] = &outcome.also[..] else { panic!("{:?}", outcome.also) };
    assert_eq!((other, command.name.as_str()), (&kept.id, "leave"));
    let followed = Record { followers: 1, ..kept };
    assert_eq!(tell(&mut world, &followed, command).unwrap().followers, 0);
}

#[test]
fn a_record_cannot_be_merged_into_itself_or_into_one_that_is_merged() {
    let mut world = World::new();
    let (kept, double) = (world.reported(), world.reported());
    let itself = world.tries(&double, &community(), "merge", json!({"other": double.id}), at("2026-03-02 11:00"));
    assert_eq!(itself.map(|_| ()), Err(Refusal::Inputs(vec![wrong(Problem::Itself)])), "it is said clearly");
    let outcome = world.does(&double, &community(), "merge", json!({"other": kept.id}), "2026-03-02 11:00");
    let joins = |other: &Record| Command { input: [("other".to_owned(), other.id.clone().into())].into(), ..outcome.also[0].1.clone() };
    assert_eq!(tell(&mut world, &outcome.record, &joins(&kept)), Err(Refusal::Inputs(vec![wrong(Problem::Merged)])));
    assert_eq!(tell(&mut world, &outcome.record, &joins(&double)), Err(Refusal::Inputs(vec![wrong(Problem::Itself)])));
    let twice = world.tries(&outcome.record, &street(), "merge", json!({"other": kept.id}), at("2026-03-02 11:00"));
    assert!(matches!(twice, Err(Refusal::NotFromHere { .. })));
}

#[test]
fn only_the_program_tells_records_of_each_other() {
    let mut world = World::new();
    let record = world.reported();
    let refusal = world.tries(&record, &supervisor(), "join", json!({"other": "x"}), at("2026-03-02 11:00"));
    assert!(matches!(refusal, Err(Refusal::NotYours { .. })));
}

#[test]
fn all_voices_of_a_record_go_with_it_and_come_back_with_it() {
    let mut world = World::new();
    let (kept, double) = (world.reported(), Record { followers: 30, ..world.reported() });
    let merged = world.does(&double, &community(), "merge", json!({"other": kept.id}), "2026-03-02 11:00");
    let kept = tell(&mut world, &kept, &merged.also[0].1).unwrap();
    assert_eq!(kept.followers, 31, "the one who reported it and the thirty who follow it");
    let apart = world.does(&merged.record, &street(), "unmerge", json!({}), "2026-03-03 09:00");
    assert_eq!(apart.record.followers, 30);
    assert_eq!(tell(&mut world, &kept, &apart.also[0].1).unwrap().followers, 0);
}

#[test]
fn a_record_taken_out_of_one_that_was_merged_onward_takes_its_voices_out_of_both() {
    let mut world = World::new();
    let (last, middle, first) = (world.reported(), world.reported(), Record { followers: 2, ..world.reported() });
    let merged = world.does(&first, &community(), "merge", json!({"other": middle.id}), "2026-03-02 11:00");
    let middle = tell(&mut world, &middle, &merged.also[0].1).unwrap();
    let onward = world.does(&middle, &community(), "merge", json!({"other": last.id}), "2026-03-02 11:05");
    let last = tell(&mut world, &last, &onward.also[0].1).unwrap();
    assert_eq!((middle.followers, last.followers), (3, 4));
    let apart = world.does(&merged.record, &street(), "unmerge", json!({}), "2026-03-03 09:00");
    let now = at("2026-03-03 10:00");
    let told = decide(&world.pack, &world.place, Some(&onward.record), &system(), &apart.also[0].1, now, &mut world.mint).unwrap();
    assert_eq!(told.record.followers, 0);
    let [(other, command)] = &told.also[..] else { panic!("{:?}", told.also) };
    assert_eq!(other, &last.id);
    assert_eq!(tell(&mut world, &last, command).unwrap().followers, 1, "the middle one is still here");
}

#[test]
fn voices_that_are_added_keep_nobody_from_acting_on_what_they_saw() {
    let mut world = World::new();
    let seen = world.reported();
    let join = Command { register: "case".into(), name: "join".into(), ..Command::default() };
    let mut joined = seen.clone();
    for _ in 0..3 {
        joined = tell(&mut world, &joined, &join).unwrap();
    }
    let supervise = Command { name: "supervise".into(), seen: Some(seen.version), ..Command::default() };
    let now = at("2026-03-03 10:30");
    let done = decide(&world.pack, &world.place, Some(&joined), &supervisor(), &supervise, now, &mut world.mint).unwrap().record;
    let again = decide(&world.pack, &world.place, Some(&done), &supervisor(), &supervise, now, &mut world.mint);
    assert!(matches!(again, Err(Refusal::Stale { .. })), "what somebody did since still counts");
}
