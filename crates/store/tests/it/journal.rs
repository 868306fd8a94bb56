//! What the chain proves.

use linli_store::*;

use crate::support::*;

fn tamper(sql: &'static [&'static str]) -> Vec<Problem> {
    let store = filled(9);
    assert!(check(&store).is_sound());
    store
        .write(move |w| {
            fold_tallies(w, REALM)?;
            for sql in sql {
                assert!(w.execute(sql, &[])? > 0, "{sql} did nothing");
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    check(&store).problems
}

#[test]
fn an_untouched_journal_is_sound_and_says_how_much_it_checked() {
    let found = check(&filled(9));
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.entries, found.worded, found.erased, found.records), (12, 12, 0, 9));
    assert!(found.tallies > 0);
}

#[test]
fn an_altered_entry_is_named() {
    assert_eq!(tamper(&["UPDATE journal SET actor = 'someone' WHERE seq = 5"]), [Problem::Altered { seq: 5 }]);
    assert_eq!(tamper(&["UPDATE journal SET at = at + 1 WHERE seq = 12"]), [Problem::Altered { seq: 12 }]);
}

#[test]
fn an_entry_whose_hash_was_replaced_breaks_the_one_after_it() {
    let found = tamper(&["UPDATE journal SET hash = commitment WHERE seq = 5"]);
    assert!(found.contains(&Problem::Altered { seq: 5 }), "{found:?}");
}

#[test]
fn a_deleted_entry_is_missing() {
    let found = tamper(&["DELETE FROM journal WHERE seq = 6"]);
    assert!(found.contains(&Problem::Missing { seq: 6 }), "{found:?}");
    assert!(!found.iter().any(|problem| matches!(problem, Problem::Altered { .. })), "{found:?}");
}

#[test]
fn swapped_entries_are_moved_not_altered() {
    let found = tamper(&[
        "UPDATE journal SET seq = -1 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 7",
        "UPDATE journal SET seq = 7 WHERE seq = -1",
    ]);
    assert!(found.contains(&Problem::Moved { seq: 4, from: 7 }), "{found:?}");
    assert!(found.contains(&Problem::Moved { seq: 7, from: 4 }), "{found:?}");
    assert!(!found.iter().any(|problem| matches!(problem, Problem::Altered { .. })), "{found:?}");
}

#[test]
fn a_cut_tail_is_noticed() {
    let found = tamper(&["DELETE FROM journal WHERE seq > 10"]);
    assert!(found.contains(&Problem::Tail { found: 10, noted: 12 }), "{found:?}");
    assert!(found.contains(&Problem::Missing { seq: 11 }), "{found:?}");
}

#[test]
fn a_journal_that_goes_on_after_its_tail_was_cut_shows_the_gap() {
    let folder = Folder::new();
    let store = Store::open(&folder).unwrap();
    store.write(|w| (0..4).try_for_each(|n| report(w, &new_record(n)).map(drop))).unwrap();
    store.write(|w| w.execute("DELETE FROM journal WHERE seq = 4", &[])).unwrap();
    drop(store);
    let store = Store::open(&folder).unwrap();
    assert_eq!(store.write(|w| report(w, &new_record(5))).unwrap(), 5);
    assert!(check(&store).problems.contains(&Problem::Missing { seq: 4 }));
}

#[test]
fn altered_words_are_named() {
    assert_eq!(
        tamper(&["UPDATE journal_words SET sealed = (SELECT sealed FROM journal_words WHERE seq = 4) WHERE seq = 3"]),
        [Problem::Words { seq: 3 }]
    );
    assert_eq!(
        tamper(&["UPDATE journal_words SET sealed = (SELECT w.sealed FROM journal_words w WHERE w.seq = 4) WHERE seq = 3"]),
        [Problem::Words { seq: 3 }]
    );
}

#[test]
fn a_record_changed_behind_the_journal_is_named() {
    assert_eq!(tamper(&["UPDATE record SET state = 'closed' WHERE id = 'id00001'"]), [Problem::State { record: "id00001".into() }]);
    assert_eq!(tamper(&["UPDATE record SET holder = 'mine' WHERE id = 'id00001'"]), [Problem::State { record: "id00001".into() }]);
    let version = Problem::Version { record: "id00001".into(), version: 7, entries: 1 };
    assert_eq!(tamper(&["UPDATE record SET version = 7 WHERE id = 'id00001'"]), [version]);
    assert!(tamper(&["DELETE FROM record WHERE id = 'id00001'"]).contains(&Problem::Vanished { records: 1 }));
}

#[test]
fn a_polished_count_is_named() {
    let found = tamper(&["UPDATE tally SET n = n + 5 WHERE area = 'd1' AND measure = 'closed' AND category = '' AND day = 20454"]);
    assert!(matches!(found.as_slice(), [Problem::Tally { stored, counted, .. }] if stored - counted == 5), "{found:?}");
}

#[test]
fn erasing_words_leaves_the_chain_whole_and_is_counted() {
    let store = filled(6);
    store.write(|w| put_personal(w, REALM, "id00003", &[1; 16], "{\"phone\":\"13800000000\"}", &[])).unwrap();
    assert!(store.read(|tx| personal(tx, REALM, "id00003")).unwrap().is_some());
    assert_eq!(store.write(|w| erase_words(w, REALM, "id00003")).unwrap(), 2);
    assert_eq!(store.read(|tx| personal(tx, REALM, "id00003")).unwrap(), None);
    let lines = store.read(|tx| timeline(tx, REALM, "id00003")).unwrap();
    assert!(lines.iter().all(|line| line.erased && line.entry.words.is_empty()));
    let found = check(&store);
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.erased, found.worded), (2, 6));
}

#[test]
fn a_timeline_has_every_act_of_its_record_in_order() {
    let store = filled(6);
    let lines = store.read(|tx| timeline(tx, REALM, "id00003")).unwrap();
    let acts: Vec<_> = lines.iter().map(|line| (line.entry.name.as_str(), line.entry.version)).collect();
    assert_eq!(acts, [("report", 1), ("change", 2)]);
    assert_eq!(store.read(|tx| journal(tx, REALM, 2, 3)).unwrap().iter().map(|line| line.seq).collect::<Vec<_>>(), [3, 4, 5]);
}

#[test]
fn realms_have_chains_of_their_own() {
    let store = filled(3);
    let other = |w: &mut Write<'_>| append(w, 1, &entry(&new_record(1), "report"));
    assert_eq!(store.write(other).unwrap(), 1);
    assert_eq!(store.head(1).unwrap().unwrap().seq, 1);
    assert!(check(&store).is_sound());
}
