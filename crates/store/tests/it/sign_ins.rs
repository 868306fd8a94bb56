//! The journal of sign-ins.

use linli_store::*;

use crate::support::*;

fn line(at: i64, account: &str, what: &str) -> SignIn {
    SignIn { at, account: account.into(), what: what.into(), way: "password".into(), network: "203.0.113.*".into(), ..SignIn::default() }
}

#[test]
fn sign_ins_are_forgotten_from_the_beginning_and_what_is_left_still_hangs_together() {
    let folder = Folder::new();
    let store = Store::open(&folder).unwrap();
    store
        .write(|w| {
            for at in 1..=6 {
                add_sign_in(w, REALM, &line(at * 10, if at % 2 == 0 { "b" } else { "a" }, "in"))?;
            }
            count_stranger(w, REALM, 1)?;
            count_stranger(w, REALM, 2)?;
            count_stranger(w, REALM, 2)
        })
        .unwrap();
    let times = |lines: Vec<SignIn>| lines.iter().map(|line| line.at).collect::<Vec<_>>();
    assert_eq!(times(store.read(|tx| sign_ins(tx, REALM, 6, 2)).unwrap()), [50, 40]);
    assert_eq!(times(store.read(|tx| sign_ins_of(tx, REALM, "b", i64::MAX, 9)).unwrap()), [60, 40, 20]);
    assert_eq!(store.read(|tx| strangers_since(tx, REALM, 2)).unwrap(), 2);
    assert_eq!(store.write(|w| forget_sign_ins(w, REALM, 35, 2)).unwrap(), 3);
    let report = verify(&store, REALM, None).unwrap();
    assert_eq!((report.sign_ins, report.wrong), (3, 0));
    assert_eq!(store.read(|tx| strangers_since(tx, REALM, 0)).unwrap(), 2);
    assert_eq!(store.write(|w| forget_sign_ins(w, REALM, 1000, 9)).unwrap(), 2, "the last stays: the next stands on it");
    store.write(|w| add_sign_in(w, REALM, &line(2000, "a", "out"))).unwrap();
    assert!(verify(&store, REALM, None).unwrap().is_sound());
}

#[test]
fn a_sign_in_that_was_altered_taken_out_or_cut_off_is_found() {
    for harm in [
        "UPDATE sign_in SET account = 'b' WHERE seq = 2",
        "UPDATE sign_in SET at = 11 WHERE seq = 1",
        "DELETE FROM sign_in WHERE seq = 2",
        "DELETE FROM sign_in WHERE seq = 3",
    ] {
        let folder = Folder::new();
        let store = Store::open(&folder).unwrap();
        store.write(|w| (1..=3).try_for_each(|at| add_sign_in(w, REALM, &line(at, "a", "in")))).unwrap();
        store.write(|w| w.execute(harm, &[]).map(drop)).unwrap();
        let report = verify(&store, REALM, None).unwrap();
        assert!(matches!(report.problems[..], [Problem::SignIn { .. }]), "{harm}: {:?}", report.problems);
    }
}
