use linli_engine::{Command, Refusal, decide};
use linli_pack::record::Record;
use serde_json::json;

use crate::world::*;

fn tell(world: &mut World, record: &Record, command: &Command) -> Result<Record, Refusal> {
    let now = at("2026-03-03 10:00");
    decide(&world.pack, &world.place, Some(record), &system(), command, now, &mut world.mint).map(|outcome| outcome.record)
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
    assert!(matches!(itself, Err(Refusal::Inputs(_))));
    let outcome = world.does(&double, &community(), "merge", json!({"other": kept.id}), "2026-03-02 11:00");
    let command = &outcome.also[0].1;
    assert!(matches!(tell(&mut world, &outcome.record, command), Err(Refusal::NotFromHere { .. })));
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
