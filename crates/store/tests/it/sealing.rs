//! What is personal cannot be read from the disk without the keys, and opens only where it was sealed.

use linli_store::*;

use crate::support::*;

const NAME: &str = "欧阳明月";
const PHONE: &str = "13956781234";

fn payload() -> String {
    format!("{{\"name\":\"{NAME}\",\"phone\":\"{PHONE}\"}}")
}

/// A store with a person in its personal values, its journal and a kept answer.
fn with_person(folder: &Folder) -> Store {
    let store = Store::open(folder).unwrap();
    store.write(|w| put_areas(w, REALM, &territory())).unwrap();
    store
        .write(|w| {
            report(w, &new_record(1))?;
            put_personal(w, REALM, "id00001", &[1; 16], &payload(), &[])?;
            let words = [("name".to_owned(), NAME.into()), ("phone".to_owned(), PHONE.into())].into();
            append(w, REALM, &Entry { name: "note".into(), words, salt: [2; 16], ..Entry::default() })?;
            keep_reply(w, REALM, "resident", "form-1", &Reply { body: format!("secret {PHONE}"), ..Reply::default() })
        })
        .unwrap();
    store
}

fn bytes(folder: &Folder) -> Vec<u8> {
    let files = ["linli.db", "linli.db-wal"].into_iter().map(|name| folder.join(name)).filter(|file| file.exists());
    files.flat_map(|file| std::fs::read(file).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn nobodys_name_or_number_is_on_the_disk() {
    let folder = Folder::new();
    let store = with_person(&folder);
    let all = bytes(&folder);
    assert!(holds(&all, "id00001") && !holds(&all, NAME) && !holds(&all, PHONE));
    assert_eq!(store.read(|tx| personal(tx, REALM, "id00001")).unwrap(), Some(payload()));
    assert_eq!(store.read(|tx| reply(tx, REALM, "resident", "form-1")).unwrap().unwrap().body, format!("secret {PHONE}"));
    let lines = store.read(|tx| journal(tx, REALM, 0, 10)).unwrap();
    assert_eq!(lines.last().unwrap().entry.words["name"], NAME);
    let report = verify(&store, REALM, None).unwrap();
    assert_eq!((report.sealed, report.opened), (3, 3));
}

#[cfg(unix)]
#[test]
fn the_key_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    drop(Store::open(&folder).unwrap());
    assert_eq!(std::fs::metadata(folder.join(KEY_FILE)).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn without_its_keys_or_with_others_a_folder_does_not_open() {
    let folder = Folder::new();
    drop(with_person(&folder));
    let file = folder.join(KEY_FILE);
    let kept = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(Store::open(&folder), Err(StoreError::KeysMissing { .. })));
    assert!(!file.exists(), "no new keys are made for data sealed with others");
    write_keys(&file, &Keys::fresh(Suite::Aes, [9; 32]).unwrap()).unwrap();
    assert!(matches!(Store::open(&folder), Err(StoreError::KeysForeign { .. })));
    std::fs::write(&file, "nonsense").unwrap();
    assert!(matches!(Store::open(&folder), Err(StoreError::Malformed(_))));
    std::fs::write(&file, kept).unwrap();
    assert_eq!(Store::open(&folder).unwrap().read(|tx| personal(tx, REALM, "id00001")).unwrap(), Some(payload()));
}

#[test]
fn values_moved_to_another_row_do_not_open_and_are_named() {
    let folder = Folder::new();
    let store = with_person(&folder);
    store.write(|w| report(w, &new_record(2))).unwrap();
    store
        .write(|w| w.execute("INSERT INTO personal SELECT realm, 'id00002', sealed, tokens FROM personal WHERE record = 'id00001'", &[]))
        .unwrap();
    assert!(matches!(store.read(|tx| personal(tx, REALM, "id00002")), Err(StoreError::Sealed(_))));
    assert_eq!(verify(&store, REALM, None).unwrap().problems, [Problem::Personal { record: "id00002".into() }]);
}

#[test]
fn what_was_sealed_before_keys_were_changed_still_opens() {
    let folder = Folder::new();
    drop(with_person(&folder));
    let file = folder.join(KEY_FILE);
    let keys = read_keys(&file).unwrap().unwrap().with_another(Suite::Sm, [5; 32]).unwrap();
    write_keys(&file, &keys).unwrap();
    let store = Store::open(&folder).unwrap();
    store.write(|w| report(w, &new_record(2))).unwrap();
    store.write(|w| put_personal(w, REALM, "id00002", &[3; 16], "{}", &[])).unwrap();
    assert_eq!(store.read(|tx| personal(tx, REALM, "id00001")).unwrap(), Some(payload()));
    assert!(verify(&store, REALM, None).unwrap().is_sound());
}

#[test]
fn what_an_older_program_wrote_in_clear_is_sealed_when_it_is_opened() {
    let folder = Folder::new();
    let store = with_person(&folder);
    // As schema 2 kept it.
    store
        .write(|w| {
            for sql in [
                "CREATE TABLE personal_clear (realm BIGINT, record TEXT, salt BYTEA, payload TEXT)",
                "CREATE TABLE journal_words_clear (realm BIGINT, seq BIGINT, salt BYTEA, payload TEXT)",
                "CREATE TABLE idempotency_clear (realm BIGINT, account TEXT, key TEXT, fingerprint TEXT, status BIGINT, body TEXT, at BIGINT)",
            ] {
                w.execute(sql, &[])?;
            }
            w.execute("DELETE FROM personal", &[])?;
            w.execute("DELETE FROM idempotency", &[])?;
            let insert = "INSERT INTO personal_clear VALUES (?1, 'id00001', x'00', ?2)";
            w.execute(insert, &[REALM.into(), (&payload()).into()])?;
            w.execute("INSERT INTO idempotency_clear VALUES (?1, 'resident', 'form-1', 'f', 200, ?2, 0)", &[REALM.into(), PHONE.into()])?;
            let words = format!("{{\"name\":\"{NAME}\",\"phone\":\"{PHONE}\"}}");
            let salt = [2_u8; 16];
            w.execute("DELETE FROM journal_words WHERE seq = 2", &[])?;
            w.execute("INSERT INTO journal_words_clear VALUES (?1, 2, ?2, ?3)", &[REALM.into(), (&salt).into(), (&words).into()])?;
            w.execute("DELETE FROM meta WHERE name = 'keys'", &[])
        })
        .unwrap();
    drop(store);
    let store = Store::open(&folder).unwrap();
    assert_eq!(store.read(|tx| personal(tx, REALM, "id00001")).unwrap(), Some(payload()));
    assert_eq!(store.read(|tx| reply(tx, REALM, "resident", "form-1")).unwrap().unwrap().body, PHONE);
    assert!(verify(&store, REALM, None).unwrap().is_sound());
    let copy = folder.join("copy.db");
    store.backup_to(&copy).unwrap();
    let all = std::fs::read(copy).unwrap();
    assert!(!holds(&all, NAME) && !holds(&all, PHONE));
}

#[test]
fn a_blind_token_finds_its_records_newest_first_until_they_are_erased() {
    let folder = Folder::new();
    let store = with_person(&folder);
    let blind = store.keys().unwrap().blind(REALM, "phone", PHONE).unwrap();
    let other = store.keys().unwrap().blind(REALM, "phone", "13900000000").unwrap();
    store
        .write(move |w| {
            report(w, &new_record(2))?;
            put_personal(w, REALM, "id00001", &[1; 16], &payload(), &[("phone".into(), blind)])?;
            put_personal(w, REALM, "id00002", &[1; 16], &payload(), &[("phone".into(), blind), ("other".into(), blind)])
        })
        .unwrap();
    let ids = |blind: Blind| -> Vec<String> {
        store.read(|tx| by_blind(tx, REALM, &blind, 10)).unwrap().into_iter().map(|record| record.id).collect()
    };
    assert_eq!(ids(blind), ["id00002", "id00001"]);
    let tokens = [("phone".to_owned(), other)];
    store.write(move |w| put_personal(w, REALM, "id00001", &[1; 16], &payload(), &tokens)).unwrap();
    assert_eq!((ids(blind), ids(other)), (vec!["id00002".to_owned()], vec!["id00001".to_owned()]));
    store.write(|w| erase_words(w, REALM, "id00002")).unwrap();
    assert!(ids(blind).is_empty());
}
