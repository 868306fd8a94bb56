//! What people type finds what they mean.

use linli_pack::record::Record;
use linli_store::*;

use crate::support::*;

fn found(store: &Store, text: &str, area: Option<&str>) -> Vec<String> {
    store.read(|tx| search(tx, REALM, text, area, 10)).unwrap().into_iter().map(|record| record.id).collect()
}

fn store() -> Open {
    let store = open();
    store
        .write(|w| {
            report(w, &Record { title: "3号楼下水管堵塞返水".into(), ..new_record(1) })?;
            report(w, &Record { title: "路灯不亮 Lamp5".into(), ..new_record(2) })?;
            report(w, &Record { title: "水下通道的管理".into(), ..new_record(3) })
        })
        .unwrap();
    while store.index_some(REALM, 2).unwrap() > 0 {}
    store
}

#[test]
fn chinese_is_found_by_any_part_of_it() {
    let store = store();
    assert_eq!(found(&store, "下水管", None), ["id00001"]);
    assert_eq!(found(&store, "堵", None), ["id00001"]);
    assert_eq!(found(&store, "亮", None), ["id00002"]);
    assert_eq!(found(&store, "堵塞 3号", None), ["id00001"]);
    assert_eq!(found(&store, "煤气", None), Vec::<String>::new());
}

#[test]
fn initials_of_pinyin_find_title_and_address() {
    let store = store();
    assert_eq!(found(&store, "xsg", None), ["id00001"]);
    assert_eq!(found(&store, "czy", None), ["id00003", "id00002", "id00001"], "翠竹园, the newest first");
}

#[test]
fn a_number_is_found_whole_and_by_its_tail() {
    let store = store();
    for text in ["340104-2026-000002", "2026-000002", "000002", "2"] {
        assert!(found(&store, text, None).contains(&"id00002".to_owned()), "{text}");
    }
    assert_eq!(found(&store, "340104-2026-000002", None), ["id00002"]);
}

#[test]
fn words_are_found_by_their_beginning_in_any_case() {
    assert_eq!(found(&store(), "LAM", None), ["id00002"]);
}

#[test]
fn a_search_keeps_to_its_area() {
    let store = store();
    assert_eq!(found(&store, "翠竹园", Some("d112")), ["id00001"]);
    assert_eq!(found(&store, "翠竹园", Some("d1")), ["id00003", "id00002", "id00001"]);
    assert_eq!(found(&store, "翠竹园", Some("d2")), Vec::<String>::new());
}

#[test]
fn an_index_that_did_not_know_areas_is_asked_without_them_until_it_is_made_anew() {
    let store = store();
    store
        .write(|w| {
            w.execute("INSERT INTO progress (realm, name, at, record) VALUES (?1, 'search-areas', 3, '')", &[REALM.into()])?;
            w.execute("DELETE FROM search_cursor", &[])
        })
        .unwrap();
    assert_eq!(found(&store, "翠竹园", Some("d112")), ["id00001"]);
    while store.index_some(REALM, 2).unwrap() > 0 {}
    assert_eq!(found(&store, "翠竹园", Some("d112")), ["id00001"]);
    store.write(|w| change(w, "id00001", |record| record.area = "d2".into())).unwrap();
    store.index_some(REALM, 10).unwrap();
    assert_eq!(found(&store, "翠竹园", Some("d2")), ["id00001"]);
}

#[test]
fn a_changed_record_is_found_by_its_new_words_only() {
    let store = store();
    store.write(|w| change(w, "id00002", |record| record.title = "井盖松动".into())).unwrap();
    assert_eq!(store.index_some(REALM, 10).unwrap(), 1);
    assert_eq!(store.index_some(REALM, 10).unwrap(), 0);
    assert_eq!(found(&store, "路灯", None), Vec::<String>::new());
    assert_eq!(found(&store, "井盖", None), ["id00002"]);
}

#[test]
fn nothing_that_is_typed_breaks_the_search() {
    let store = store();
    for text in ["", "\"", "a\"b", "NEAR(", "* OR -", "words:x", "'; DROP TABLE record", "--", "（）", "𠀀", "-1"] {
        drop(found(&store, text, None));
    }
}
