//! Lists, counts and tallies.

use linli_pack::expr::{Names, Param as FilterParam, Sql};
use linli_pack::record::{Record, Type};
use linli_store::*;

use crate::support::*;

fn ids(store: &Store, query: &ListQuery) -> Vec<String> {
    store.read(|tx| records(tx, REALM, query)).unwrap().records.into_iter().map(|record| record.id).collect()
}

#[test]
fn a_holder_s_list_has_what_it_holds_the_next_due_first_and_undated_last() {
    let store = filled(30);
    let list = store.read(|tx| records(tx, REALM, &ListQuery::new("case", Scope::Holder("body1".into())))).unwrap().records;
    assert!(!list.is_empty() && list.iter().all(|record| record.open && record.holder.as_deref() == Some("body1")));
    let due: Vec<i64> = list.iter().map(|record| record.due.unwrap_or(i64::MAX)).collect();
    assert!(due.is_sorted(), "{due:?}");
    assert!(list.last().unwrap().due.is_none());
}

#[test]
fn an_area_s_list_has_what_lies_below_it_and_nothing_else() {
    let store = filled(40);
    for area in ["d", "d1", "d12", "d121", "nowhere"] {
        let query = ListQuery { limit: 100, ..ListQuery::new("case", Scope::Area(area.into())) };
        let expected = (0..40).filter(|n| GRIDS[n % 8].starts_with(area)).count();
        assert_eq!(ids(&store, &query).len(), expected, "{area}");
        assert_eq!(store.read(|tx| count(tx, REALM, &query, 100)).unwrap(), expected, "{area}");
    }
}

#[test]
fn counting_stops_at_the_cap() {
    let store = filled(40);
    let query = ListQuery::new("case", Scope::Area("d".into()));
    assert_eq!(store.read(|tx| count(tx, REALM, &query, 7)).unwrap(), 7);
}

#[test]
fn states_openness_and_opener_narrow_a_list() {
    let store = filled(30);
    let states = ListQuery { states: vec!["closed".into(), "void".into()], ..ListQuery::new("case", Scope::All) };
    assert_eq!(ids(&store, &states).len(), 10);
    assert_eq!(ids(&store, &ListQuery { open: Some(false), ..ListQuery::new("case", Scope::All) }).len(), 10);
    assert_eq!(ids(&store, &ListQuery { open: Some(true), ..ListQuery::new("case", Scope::All) }).len(), 20);
    assert_eq!(ids(&store, &ListQuery { order: Order::Created, ..ListQuery::new("case", Scope::Opener("body9".into())) }).len(), 15);
    assert_eq!(ids(&store, &ListQuery::new("task", Scope::All)).len(), 0);
}

/// Many of one state and few of another, spread over the areas.
fn with_a_rare_state() -> Open {
    let store = open();
    store
        .write(|w| {
            (0..2_400).try_for_each(|n| {
                let mut record = new_record(n);
                if n % 100 == 7 {
                    (record.open, record.state) = (false, "void".into());
                }
                report(w, &record).map(drop)
            })
        })
        .unwrap();
    store
}

#[test]
fn a_list_is_the_same_whichever_index_it_is_walked_by() {
    let store = with_a_rare_state();
    let all = ListQuery { limit: 3_000, ..ListQuery::new("case", Scope::All) };
    let all = store.read(|tx| records(tx, REALM, &all)).unwrap().records;
    for scope in ["", "d", "d1", "d11", "d111"] {
        for states in [&["accepted"][..], &["void"], &["void", "accepted", "void"], &["nothing"], &[]] {
            for order in [Order::Created, Order::Updated] {
                let mut wanted: Vec<&Record> = all
                    .iter()
                    .filter(|record| record.area.starts_with(scope) && (states.is_empty() || states.contains(&record.state.as_str())))
                    .collect();
                wanted.sort_by_key(|record| {
                    std::cmp::Reverse((if order == Order::Created { record.created } else { record.updated }, &record.id))
                });
                let scope = if scope.is_empty() { Scope::All } else { Scope::Area(scope.into()) };
                let states = states.iter().map(|&state| state.into()).collect();
                let query = ListQuery { states, order, descending: true, limit: 60, ..ListQuery::new("case", scope) };
                let wanted: Vec<&String> = wanted.iter().map(|record| &record.id).collect();
                let page = store.read(|tx| records(tx, REALM, &query)).unwrap();
                let found: Vec<&String> = page.records.iter().map(|record| &record.id).collect();
                assert_eq!(found, wanted[..wanted.len().min(60)], "{query:?}");
                let next = ListQuery { after: page.next, ..query.clone() };
                if next.after.is_some() {
                    let next = ids(&store, &next);
                    assert_eq!(next.iter().collect::<Vec<_>>(), wanted[60..wanted.len().min(120)], "after the first page of {query:?}");
                }
                assert_eq!(store.read(|tx| count(tx, REALM, &query, 5_000)).unwrap(), wanted.len(), "{query:?}");
            }
        }
    }
}

#[test]
fn what_has_not_changed_since_is_left_out() {
    let store = filled(30);
    let since = 1_767_225_600 + 700;
    let query = ListQuery { changed_since: Some(since), order: Order::Updated, ..ListQuery::new("case", Scope::All) };
    let found = store.read(|tx| records(tx, REALM, &query)).unwrap().records;
    assert!(found.iter().all(|record| record.updated >= since));
    assert_eq!(found.len(), 16);
}

#[test]
fn a_compiled_filter_reads_columns_and_fields() {
    let store = filled(30);
    let visits = Columns.column("visits", true, Type::Int);
    let holder = Columns.column("holder", false, Type::Text);
    let text = format!("{visits} < ? AND {holder} = ? AND {visits} <> ? AND '?' = '?'");
    let params = vec![FilterParam::Int(20), FilterParam::Text("body1".into()), FilterParam::Now];
    let query = ListQuery { filter: Some(Sql { text, params }), now: 4, ..ListQuery::new("case", Scope::All) };
    let mut found = ids(&store, &query);
    found.sort();
    assert_eq!(found, ["id00001", "id00007", "id00010", "id00013", "id00016", "id00019"]);
}

#[test]
fn what_must_wake_is_found_in_time() {
    let store = open();
    store
        .write(|w| {
            (0..5).try_for_each(|n| {
                let mut record = new_record(n);
                record.wake = (n > 0).then(|| i64::try_from(n).unwrap() * 10);
                report(w, &record).map(drop)
            })
        })
        .unwrap();
    assert_eq!(store.read(|tx| due_to_wake(tx, REALM, 20, 10)).unwrap(), [("id00001".into(), 10), ("id00002".into(), 20)]);
}

#[test]
fn boards_read_sums_of_areas_days_and_categories() {
    let store = filled(24);
    let (from, to) = (20_454, 20_461);
    let series = store.read(|tx| tally_series(tx, REALM, &asked("d", &["received"], from, to))).unwrap();
    assert_eq!(series.iter().map(|point| point.n).collect::<Vec<_>>(), [3; 8]);
    let streets = store.read(|tx| tally_children(tx, REALM, &asked("d", &["received", "closed"], from, to))).unwrap();
    let received: Vec<_> = streets.iter().filter(|sum| sum.measure == "received").map(|sum| (sum.area.as_str(), sum.n)).collect();
    assert_eq!(received, [("d1", 12), ("d2", 12)]);
    let month = month_of(from);
    let kinds = store.read(|tx| tally_categories(tx, REALM, &asked("d", &["received"], month, month))).unwrap();
    assert_eq!(kinds.iter().map(|sum| sum.n).sum::<i64>(), 18);
}

/// How many rows a table has.
fn rows(store: &Store, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let mut n = 0;
    let mut count = |row: &dyn Row| row.int(0).map(|found| n = found);
    store.read(|tx| tx.query(&sql, &[], &mut count)).unwrap();
    n
}

#[test]
fn what_is_in_the_log_counts_like_what_is_folded() {
    let store = filled(24);
    let (from, to) = (20_454, 20_461);
    let read = || {
        store
            .read(|tx| {
                let series = tally_series(tx, REALM, &asked("d1", &["received", "closed"], from, to))?;
                let children = tally_children(tx, REALM, &asked("d", &["received", "closed"], from, to))?;
                let kinds = tally_categories(tx, REALM, &asked("d", &["received"], month_of(from), to))?;
                Ok::<_, StoreError>((series, children, kinds))
            })
            .unwrap()
    };
    let logged = read();
    let rows = |table| rows(&store, table);
    assert!(rows("tally_log") > 0 && rows("tally") == 0, "few groups stay in the log");
    store.write(|w| fold_tallies(w, REALM)).unwrap();
    assert!(rows("tally_log") == 0 && rows("tally") > 0);
    assert_eq!(read(), logged);
    assert!(check(&store).is_sound());
}

#[test]
fn the_log_stays_short_however_many_groups_there_are() {
    let store = open();
    for n in 0..300 {
        store.write(move |w| report(w, &new_record(n))).unwrap();
        let groups = rows(&store, "tally_log");
        assert!(groups < 128, "{groups} groups wait");
    }
    assert!(check(&store).is_sound());
}

#[test]
fn months_begin_on_their_first_day() {
    assert_eq!(month_of(0), 0);
    assert_eq!(month_of(30), 0);
    assert_eq!(month_of(31), 31);
    assert_eq!(month_of(-1), -31);
    assert_eq!(month_of(19_782), 19_754, "29 February 2024");
    assert_eq!(month_of(19_783), 19_783, "1 March 2024");
    assert_eq!(month_of(20_453), 20_423, "31 December 2025");
}

#[test]
fn counting_again_gives_the_same_tallies() {
    let store = filled(30);
    let before = check(&store);
    store
        .write(|w| {
            fold_tallies(w, REALM)?;
            w.execute("UPDATE tally SET n = 77", &[])
        })
        .unwrap();
    assert!(!check(&store).is_sound());
    store
        .write(|w| {
            report(w, &new_record(31))?;
            recount(w, REALM, &contribution).map(drop)
        })
        .unwrap();
    let after = check(&store);
    assert!(before.is_sound() && after.is_sound(), "{after:?}");
}
