//! What holds whatever is done.

use std::collections::BTreeSet;

use linli_store::*;
use proptest::prelude::*;

use crate::support::*;

/// One command of a random run: a few steps, then keep or refuse.
#[derive(Clone, Debug)]
struct Run {
    steps: Vec<(u8, usize)>,
    refuse: bool,
}

fn run() -> impl Strategy<Value = Run> {
    (prop::collection::vec((0..5_u8, 0..12_usize), 1..5), prop::bool::weighted(0.4)).prop_map(|(steps, refuse)| Run { steps, refuse })
}

fn perform(w: &mut Write<'_>, run: &Run) -> Result<(), StoreError> {
    for (what, n) in &run.steps {
        let id = new_record(*n).id;
        if record(w, REALM, &id)?.is_none() {
            report(w, &new_record(*n))?;
            continue;
        }
        change(w, &id, |record| match what {
            0 => close(record),
            1 => (record.open, record.state, record.returns) = (true, "accepted".into(), record.returns + 1),
            2 => record.area = GRIDS[(n + 3) % 8].into(),
            3 => record.category = Some("other".into()),
            _ => record.holder = Some("body7".into()),
        })?;
    }
    if run.refuse { Err(StoreError::Broke("no".into())) } else { Ok(()) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn journal_records_and_tallies_agree_after_any_mix_of_kept_and_refused_commands(runs in prop::collection::vec(run(), 1..20)) {
        let store = open();
        let (answers, answered) = std::sync::mpsc::channel();
        for run in runs.clone() {
            let answers = answers.clone();
            store.submit(move |w| perform(w, &run), move |result: Result<(), StoreError>| answers.send(result.is_ok()).unwrap());
        }
        drop(answers);
        let kept: Vec<bool> = answered.iter().collect();
        prop_assert_eq!(kept, runs.iter().map(|run| !run.refuse).collect::<Vec<_>>());
        let found = check(&store);
        prop_assert!(found.is_sound(), "{:?}", found);
    }

    #[test]
    fn paging_through_a_list_gives_every_record_once_in_order(
        n in 0..60_usize, limit in 1..9_usize, order in 0..3_u8, descending: bool, scope in 0..4_u8, open in prop::option::of(any::<bool>())
    ) {
        let store = filled(n);
        let scope = match scope {
            0 => Scope::All,
            1 => Scope::Area("d1".into()),
            2 => Scope::Opener("body9".into()),
            _ => Scope::Area("d".into()),
        };
        let order = match order { 0 => Order::Due, 1 => Order::Created, _ => Order::Updated };
        let all = ListQuery { order, descending, open, limit: 1_000, ..ListQuery::new("case", scope) };
        let whole = store.read(|tx| records(tx, REALM, &all)).unwrap();
        prop_assert!(whole.next.is_none());
        let mut query = ListQuery { limit, ..all };
        let mut paged = Vec::new();
        loop {
            let page = store.read(|tx| records(tx, REALM, &query)).unwrap();
            prop_assert!(page.records.len() <= limit);
            paged.extend(page.records);
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        let distinct: BTreeSet<&String> = paged.iter().map(|record| &record.id).collect();
        prop_assert_eq!(distinct.len(), paged.len());
        prop_assert_eq!(paged, whole.records);
    }
}
