//! The plans of the hot lists and look-ups: each walks one index, none scans a table that grows.

use std::sync::Arc;

use linli_store::*;

use crate::support::*;

fn plan(store: &Store, query: &ListQuery) -> String {
    let statements = store.read(|tx| statements(tx, REALM, query)).unwrap();
    statements.first().map(|statement| explained(store, statement)).unwrap_or_default()
}

/// How the database means to answer a statement.
fn explained(store: &Store, statement: &str) -> String {
    let params = vec![Param::Null; (1..20).filter(|n| statement.contains(&format!("?{n}"))).count()];
    let mut plan = Vec::new();
    store
        .read(|tx| {
            tx.query(&format!("EXPLAIN QUERY PLAN {statement}"), &params, &mut |row| {
                plan.push(row.text(3)?);
                Ok(())
            })
        })
        .unwrap();
    plan.join(" | ")
}

#[test]
fn every_list_walks_one_index() {
    let store = embedded(0);
    let mut wide: Vec<Area> = territory();
    wide.extend((0..80).map(|n| Area { code: format!("w{n}"), parent: Some("d".into()), ..Area::default() }));
    store.write(move |w| put_areas(w, REALM, &wide)).unwrap();
    let mut plans = String::new();
    for (name, scope) in [
        ("holder", Scope::Holder("b".into())),
        ("few", Scope::Area("d1".into())),
        ("many", Scope::Area("d".into())),
        ("opener", Scope::Opener("b".into())),
        ("all", Scope::All),
        ("public", Scope::Public),
    ] {
        let usual = [(Some(true), Order::Due), (None, Order::Created), (None, Order::Updated), (Some(false), Order::Due)];
        // What is public is asked for by when it was opened, and not otherwise.
        let asked = if scope == Scope::Public { &usual[1..2] } else { &usual[..] };
        for &(open, order) in asked {
            for after in [None, Some(Cursor { at: Some(1), id: "x".into() })] {
                let next = if after.is_some() { " next" } else { "" };
                let query = ListQuery { open, order, after, ..ListQuery::new("case", scope.clone()) };
                let plan = plan(&store, &query);
                assert!(!plan.contains("SCAN"), "{name} {order:?}: {plan}");
                plans.push_str(&format!("{name} open={open:?} {order:?}{next}: {plan}\n"));
            }
        }
    }
    for (name, scope) in [("few", Scope::Area("d1".into())), ("many", Scope::Area("d".into())), ("all", Scope::All)] {
        for order in [Order::Created, Order::Updated] {
            let query = ListQuery { states: vec!["s".into()], order, ..ListQuery::new("case", scope.clone()) };
            plans.push_str(&format!("{name} of a rare state {order:?}: {}\n", plan(&store, &query)));
        }
    }
    let query = ListQuery { states: vec!["s".into()], changed_since: Some(7), order: Order::Updated, ..ListQuery::new("case", Scope::All) };
    plans.push_str(&format!("all changed since: {}\n", plan(&store, &query)));
    held_against("plans.txt", include_str!("plans.txt"), &plans);
}

/// Fails where the plans are others than those in the file; with `UPDATE_PLANS=1` the file is written anew.
fn held_against(file: &str, known: &str, plans: &str) {
    if std::env::var_os("UPDATE_PLANS").is_some() {
        std::fs::write(format!("{}/tests/it/{file}", env!("CARGO_MANIFEST_DIR")), plans).unwrap();
    } else if plans != known {
        panic!("the plans changed; if that is meant, run once with UPDATE_PLANS=1:\n{plans}");
    }
}

/// Takes down the statements that pass.
struct Recorder<'a> {
    tx: &'a mut dyn Tx,
    passed: Vec<String>,
}

impl Tx for Recorder<'_> {
    fn keys(&self) -> Arc<Keys> {
        self.tx.keys()
    }
    fn dialect(&self) -> Dialect {
        self.tx.dialect()
    }
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<usize, StoreError> {
        self.tx.execute(sql, params)
    }
    fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.passed.push(sql.to_owned());
        self.tx.query(sql, params, row)
    }
}

type Question = fn(&mut dyn Tx) -> Result<(), StoreError>;

/// What pages and the API ask for all the time, beside lists.
const QUESTIONS: &[(&str, Question)] = &[
    ("record", |tx| record(tx, REALM, "id00001").map(drop)),
    ("record by number", |tx| record_by_number(tx, REALM, "2026-000001").map(drop)),
    ("records by blind token", |tx| by_blind(tx, REALM, &[7; 16], 60).map(drop)),
    ("personal values", |tx| personal(tx, REALM, "id00001").map(drop)),
    ("search", |tx| search(tx, REALM, "水管", None, 60).map(drop)),
    ("search in an area", |tx| search(tx, REALM, "水管", Some("d1"), 60).map(drop)),
    ("timeline", |tx| timeline(tx, REALM, "id00001").map(drop)),
    ("journal", |tx| journal(tx, REALM, 0, 50).map(drop)),
    ("due to wake", |tx| due_to_wake(tx, REALM, 0, 50).map(drop)),
    ("open in an area", |tx| open_in(tx, REALM, "d1").map(drop)),
    ("open of a body", |tx| open_of_body(tx, REALM, "b").map(drop)),
    ("tallies by day", |tx| tally_series(tx, REALM, &asked("d", &["received"], 1, 9)).map(drop)),
    ("tallies of areas", |tx| tally_children(tx, REALM, &asked("d", &["received"], 1, 9)).map(drop)),
    ("tallies of categories", |tx| tally_categories(tx, REALM, &asked("d", &["received"], 1, 9)).map(drop)),
    ("where and when", |tx| {
        let query = ListQuery { order: Order::Created, ..ListQuery::new("case", Scope::Area("d".into())) };
        sightings(tx, REALM, &query).map(drop)
    }),
    ("areas below", |tx| subtree(tx, REALM, "d", 99).map(drop)),
    ("areas above", |tx| ancestors(tx, REALM, "d1").map(drop)),
    ("attachments", |tx| attachments(tx, REALM, "id00001").map(drop)),
    ("followers", |tx| followers(tx, REALM, "id00001").map(drop)),
    ("follow", |tx| follow(tx, REALM, "x").map(drop)),
    ("reply", |tx| reply(tx, REALM, "a", "k").map(drop)),
    ("notices", |tx| notices(tx, REALM, &[Target::Body("b".into())], true, 9).map(drop)),
    ("account by login", |tx| account_by_login(tx, REALM, "a").map(drop)),
    ("grants", |tx| grants(tx, REALM, "a").map(drop)),
    ("grants of a body", |tx| grants_of_body(tx, REALM, "b").map(drop)),
    ("session", |tx| session(tx, REALM, "h", 0).map(drop)),
    ("token", |tx| token(tx, REALM, "h", 0).map(drop)),
    ("appointments in a body", |tx| appointments_in(tx, REALM, "b").map(drop)),
    ("appointments below an area", |tx| appointments_below(tx, REALM, "d", 1).map(drop)),
    ("parts of a record", |tx| parts(tx, REALM, "id00001").map(drop)),
    ("rows of a file that are in", |tx| imported(tx, REALM, "f").map(drop)),
];

#[test]
fn every_look_up_goes_by_a_key() {
    let store = embedded(3);
    let mut plans = String::new();
    for (name, question) in QUESTIONS {
        let passed = store
            .read(|tx| {
                let mut recorder = Recorder { tx, passed: Vec::new() };
                question(&mut recorder)?;
                recorder.passed.dedup();
                Ok::<_, StoreError>(recorder.passed)
            })
            .unwrap();
        for statement in passed.into_iter().filter(|statement| !statement.contains("tally_log")) {
            let plan = explained(&store, &statement);
            let scans = plan.split(" | ").filter(|step| step.starts_with("SCAN") && !step.contains("VIRTUAL TABLE"));
            // The days of a span are made, not read.
            let scans: Vec<&str> = scans.filter(|step| !matches!(*step, "SCAN days" | "SCAN i" | "SCAN CONSTANT ROW")).collect();
            assert!(scans.is_empty(), "{name}: {plan}");
            plans.push_str(&format!("{name}: {plan}\n"));
        }
    }
    held_against("lookups.txt", include_str!("lookups.txt"), &plans);
}
