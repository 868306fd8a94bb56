//! Opening, writing, rolling back, running out of space.

use std::sync::mpsc::channel;

use linli_store::*;

use crate::support::*;

#[test]
fn a_record_comes_back_as_it_was_written() {
    let store = open();
    let mut written = new_record(7);
    written.memory.chain = vec!["body1".into()];
    (written.lon, written.rating, written.supervised) = (Some(117.5), Some(4), true);
    let copy = written.clone();
    store.write(move |w| report(w, &copy)).unwrap();
    assert_eq!(store.read(|tx| record(tx, REALM, "id00007")).unwrap(), Some(written.clone()));
    assert_eq!(store.read(|tx| record_by_number(tx, REALM, "340104-2026-000007")).unwrap(), Some(written));
    assert_eq!(store.read(|tx| record(tx, REALM + 1, "id00007")).unwrap(), None, "another realm has its own records");
}

#[test]
fn what_was_written_is_there_after_reopening() {
    let folder = Folder::new();
    let store = Store::open(&folder).unwrap();
    store.write(|w| report(w, &new_record(1))).unwrap();
    drop(store);
    let store = Store::open(&folder).unwrap();
    store.write(|w| report(w, &new_record(2))).unwrap();
    assert!(store.read(|tx| record(tx, REALM, "id00001")).unwrap().is_some());
    assert_eq!(store.head(REALM).unwrap().unwrap().seq, 2);
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let folder = Folder::new();
    let first = Store::open(&folder).unwrap();
    assert_eq!(Store::open(&folder).unwrap_err(), StoreError::InUse { folder: folder.to_path_buf() });
    drop(first);
    Store::open(&folder).unwrap();
}

#[test]
fn data_of_a_newer_program_is_refused_and_left_alone() {
    let folder = Folder::new();
    let store = Store::open(&folder).unwrap();
    store.write(|w| w.execute("INSERT INTO schema_step (name, nth, print) VALUES ('holograms', 99, '')", &[])).unwrap();
    drop(store);
    let error = Store::open(&folder).unwrap_err();
    assert_eq!(error, StoreError::MadeByNewer { step: "holograms".into() });
    assert_eq!(error.code(), "store.made-by-newer");
}

#[test]
fn a_command_that_says_no_leaves_nothing_behind() {
    let store = filled(3);
    let head = store.head(REALM).unwrap();
    let refused = store.write(|w| {
        report(w, &new_record(8))?;
        change(w, "id00001", close)?;
        Err::<(), _>(StoreError::Broke("no".into()))
    });
    assert_eq!(refused, Err(StoreError::Broke("no".into())));
    assert_eq!(store.head(REALM).unwrap(), head);
    store.write(|w| report(w, &new_record(9))).unwrap();
    assert!(check(&store).is_sound());
}

#[test]
fn a_command_that_panics_is_answered_and_the_writer_goes_on() {
    let store = filled(1);
    let broke = store.write(|w| {
        report(w, &new_record(8))?;
        if w.execute("DELETE FROM record WHERE id = 'none'", &[])? == 0 {
            panic!("a bug");
        }
        Ok::<_, StoreError>(())
    });
    assert_eq!(broke, Err(StoreError::Broke("a bug".into())));
    store.write(|w| report(w, &new_record(9))).unwrap();
    assert!(check(&store).is_sound());
}

#[test]
fn a_version_that_somebody_else_wrote_first_is_a_conflict() {
    let store = filled(2);
    let mine = store.read(|tx| record(tx, REALM, "id00001")).unwrap().unwrap();
    store.write(|w| change(w, "id00001", close)).unwrap();
    let late = store.write(move |w| {
        let mut mine = mine.clone();
        mine.version += 1;
        put_record(w, REALM, &mine)
    });
    assert_eq!(late, Err(StoreError::Conflict { id: "id00001".into(), seen: 1, is: 2 }));
    let twice = store.write(|w| put_record(w, REALM, &new_record(1)));
    assert_eq!(twice, Err(StoreError::Conflict { id: "id00001".into(), seen: 0, is: 2 }));
}

#[test]
fn a_number_is_given_once() {
    let store = filled(2);
    let taken = store.write(|w| {
        let mut other = new_record(5);
        other.number = new_record(1).number;
        report(w, &other)
    });
    assert_eq!(taken.unwrap_err().code(), "store.exists");
    assert!(check(&store).is_sound());
}

#[test]
fn a_full_disk_is_said_to_everyone_in_the_group_and_passes() {
    let store = embedded(1);
    store.write(|w| w.query("PRAGMA max_page_count = 1", &[], &mut |_| Ok(()))).unwrap();
    let (answers, answered) = channel();
    for n in 10..14 {
        let answers = answers.clone();
        let write = move |w: &mut Write<'_>| {
            (0..20).try_for_each(|part| {
                let mut big = new_record(n * 100 + part);
                big.title = "长".repeat(4_000);
                report(w, &big).map(drop)
            })
        };
        store.submit(write, move |result: Result<(), StoreError>| answers.send(result).unwrap());
    }
    drop(answers);
    let results: Vec<_> = answered.iter().collect();
    assert_eq!(results, vec![Err(StoreError::Full); 4]);
    store.write(|w| w.query("PRAGMA max_page_count = 4294967294", &[], &mut |_| Ok(()))).unwrap();
    store.write(|w| report(w, &new_record(20))).unwrap();
    assert!(check(&store).is_sound());
}

#[test]
fn many_writers_at_once_are_each_answered_and_kept() {
    let store = open();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for n in 0..50 {
                    store.write(move |w| report(w, &new_record(thread * 50 + n))).unwrap();
                }
            });
        }
    });
    let found = check(&store);
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.entries, found.records), (400, 400));
}

#[test]
fn a_backup_taken_while_open_is_a_whole_store() {
    let store = embedded(20);
    let folder = Folder::new();
    store.backup_to(&folder.join("linli.db")).unwrap();
    assert_eq!(store.backup_to(&folder.join("linli.db")).unwrap_err().code(), "store.exists");
    std::fs::copy(store.folder().join(KEY_FILE), folder.join(KEY_FILE)).unwrap();
    let copy = Store::open(&folder).unwrap();
    assert_eq!(check(&copy), check(&store));
}

#[test]
fn a_copy_into_another_engine_is_the_same_store() {
    let store = filled(20);
    store.write(|w| fold_tallies(w, REALM)).unwrap();
    let folder = Folder::new();
    let copy = Store::make_with(&folder, &store.folder().join(KEY_FILE)).unwrap();
    let rows = store.copy_to(&copy).unwrap();
    assert!(rows > 60, "{rows} rows");
    assert_eq!(check(&copy), check(&store));
    assert!(check(&copy).is_sound());
    while copy.index_some(REALM, 100).unwrap() > 0 {}
    assert_eq!(copy.read(|tx| search(tx, REALM, "水管", None, 60)).unwrap().len(), 20);
    copy.write(|w| report(w, &new_record(40))).unwrap();
    assert_eq!(store.copy_to(&copy).unwrap_err().code(), "store.exists");
}

#[test]
fn a_blob_is_kept_once_under_its_hash_and_damage_is_noticed() {
    let store = open();
    let name = store.blobs().put(b"photo").unwrap();
    assert_eq!(store.blobs().put(b"photo").unwrap(), name);
    assert_eq!(store.blobs().get(&name).unwrap(), Some(b"photo".to_vec()));
    assert_eq!(store.blobs().get("../../etc/passwd").unwrap(), None);
    let path = store.folder().join("blobs").join(&name[..2]).join(&name);
    std::fs::write(path, b"other").unwrap();
    assert_eq!(store.blobs().get(&name).unwrap_err().code(), "store.corrupt");
    assert!(store.blobs().remove(&name).unwrap());
    assert_eq!(store.blobs().get(&name).unwrap(), None);
}
