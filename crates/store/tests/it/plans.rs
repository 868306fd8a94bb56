//! The plans of the hot lists: each walks one index, none scans the records.

use linli_store::*;

use crate::support::*;

fn plan(store: &Store, query: &ListQuery) -> String {
    let statements = store.read(|tx| statements(tx, REALM, query)).unwrap();
    let mut plan = Vec::new();
    for statement in statements.iter().take(1) {
        let ready = format!("EXPLAIN QUERY PLAN {statement}");
        store
            .read(|tx| {
                let params = vec![Param::Null; (1..20).filter(|n| statement.contains(&format!("?{n}"))).count()];
                tx.query(&ready, &params, &mut |row| {
                    plan.push(row.text(3)?);
                    Ok(())
                })
            })
            .unwrap();
    }
    plan.join(" | ")
}

#[test]
fn every_list_walks_one_index() {
    let store = open();
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
    let known = include_str!("plans.txt");
    if std::env::var_os("UPDATE_PLANS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/plans.txt"), &plans).unwrap();
    } else if plans != known {
        panic!("the plans changed; if that is meant, run once with UPDATE_PLANS=1:\n{plans}");
    }
}
