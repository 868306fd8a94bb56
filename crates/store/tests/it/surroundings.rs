//! Territory, people, notices, attachments, followers, replies.

use linli_store::*;

use crate::support::*;

#[test]
fn an_area_knows_what_is_above_and_below_it() {
    let store = open();
    assert_eq!(store.read(|tx| ancestors(tx, REALM, "d121")).unwrap(), ["d121", "d12", "d1", "d"]);
    assert_eq!(store.read(|tx| subtree(tx, REALM, "d12", 9)).unwrap(), ["d12", "d121", "d122"]);
    assert_eq!(store.read(|tx| areas(tx, REALM)).unwrap().len(), 15);
    assert_eq!(store.read(|tx| area(tx, REALM, "d")).unwrap().unwrap().name, "蜀山区");
}

#[test]
fn territory_that_loops_does_not_hang() {
    let store = open();
    let looped =
        ["a", "b"].map(|code| Area { code: code.into(), parent: Some(if code == "a" { "b" } else { "a" }.into()), ..Area::default() });
    drop(store.write(move |w| put_areas(w, REALM, &looped)));
    assert!(check(&store).is_sound());
}

#[test]
fn counters_count_without_gaps() {
    let store = open();
    assert_eq!(store.write(|w| next(w, REALM, "case/2026")).unwrap(), 1);
    drop(store.write(|w| next(w, REALM, "case/2026").and(Err::<(), _>(StoreError::Broke("no".into())))));
    assert_eq!(store.write(|w| next(w, REALM, "case/2026")).unwrap(), 2);
    assert_eq!(store.write(|w| next(w, REALM, "task/2026")).unwrap(), 1);
}

#[test]
fn accounts_grants_sessions_and_tokens_come_back_and_end() {
    let store = open();
    let li = Account { id: "a1".into(), login: "li".into(), name: "李".into(), lang: "zh".into(), failed: 2, ..Account::default() };
    let grant = Grant { account: "a1".into(), role: "street.dispatcher".into(), body: "b1".into(), area: "d1".into(), ..Grant::default() };
    let session_ = Session {
        hash: "h1".into(),
        account: "a1".into(),
        created: 1,
        seen: 1,
        expires: 10,
        browser: "Edge · Windows".into(),
        way: "code".into(),
    };
    let token_ = Token { hash: "t1".into(), account: "a1".into(), label: "gis".into(), created: 1, expires: None };
    let all = (li.clone(), grant.clone(), session_.clone(), token_.clone());
    store
        .write(move |w| {
            put_account(w, REALM, &all.0)?;
            put_grants(w, REALM, "a1", std::slice::from_ref(&all.1))?;
            put_session(w, REALM, &all.2)?;
            put_token(w, REALM, &all.3)
        })
        .unwrap();
    let taken = store.write(|w| put_account(w, REALM, &Account { id: "a2".into(), login: "li".into(), ..Account::default() }));
    assert_eq!(taken.unwrap_err().code(), "store.exists");
    store
        .read(|tx| {
            assert_eq!(account(tx, REALM, "a1")?, Some(li.clone()));
            assert_eq!(account_by_login(tx, REALM, "li")?, Some(li.clone()));
            assert_eq!(accounts(tx, REALM)?, [li.clone()]);
            assert_eq!(grants(tx, REALM, "a1")?, [grant.clone()]);
            assert_eq!(grants_of_body(tx, REALM, "b1")?, [grant.clone()]);
            assert_eq!(all_grants(tx, REALM)?, [grant.clone()]);
            assert_eq!(session(tx, REALM, "h1", 9)?, Some(session_.clone()));
            assert_eq!(session(tx, REALM, "h1", 10)?, None);
            assert_eq!(sessions_of(tx, REALM, "a1", 9)?, [session_.clone()]);
            assert_eq!(sessions_of(tx, REALM, "a1", 10)?, []);
            assert_eq!(tokens_of(tx, REALM, "a1", 1 << 40)?, [token_.clone()]);
            assert_eq!(tokens_of(tx, REALM, "a2", 1)?, []);
            assert_eq!(token(tx, REALM, "t1", 1 << 40)?, Some(token_.clone()));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(store.write(|w| end_sessions(w, REALM, "a1", Some("h1"))).unwrap(), 0);
    store.write(|w| end_sessions(w, REALM, "a1", None).and_then(|_| end_token(w, REALM, "t1"))).unwrap();
    assert_eq!(store.read(|tx| session(tx, REALM, "h1", 9)).unwrap(), None);
    assert_eq!(store.read(|tx| tokens(tx, REALM)).unwrap(), []);
}

#[test]
fn notices_reach_their_targets_the_newest_first_until_read() {
    let store = open();
    let role = Target::Role { role: "street.leader".into(), area: "d1".into() };
    let targets = [Target::Account("a1".into()), Target::Body("b1".into()), role];
    let sent = targets.clone();
    store
        .write(move |w| {
            sent.iter().chain([&Target::Body("b2".into())]).zip(1..).try_for_each(|(target, at)| {
                let (id, record, name) = (format!("n{at}"), "id00001".into(), "dispatch".into());
                notify(w, REALM, &Notice { id, target: target.clone(), record, name, at, read_at: None })
            })
        })
        .unwrap();
    let seen = |unread| store.read(|tx| notices(tx, REALM, &targets, unread, 10)).unwrap();
    let all = seen(false);
    assert_eq!(all.iter().map(|notice| notice.id.as_str()).collect::<Vec<_>>(), ["n3", "n2", "n1"]);
    let second = all[1].clone();
    store.write(move |w| read_notice(w, REALM, &second, 50)).unwrap();
    assert_eq!(seen(true).iter().map(|notice| notice.id.as_str()).collect::<Vec<_>>(), ["n3", "n1"]);
    assert_eq!(seen(false)[0].target, targets[2]);
}

#[test]
fn attachments_followers_and_replies_come_back() {
    let store = open();
    let photo = Attachment { id: "p1".into(), record: "id00001".into(), sha256: "ab".into(), by: "a1".into(), ..Attachment::default() };
    let link = Follow { hash: "f1".into(), record: "id00001".into(), contact: Some("138".into()), at: 3 };
    let answer = Reply { fingerprint: "x".into(), status: 201, body: "{}".into(), at: 5 };
    let all = (photo.clone(), link.clone(), answer.clone());
    store
        .write(move |w| {
            put_attachment(w, REALM, &all.0)?;
            put_follow(w, REALM, &all.1)?;
            keep_reply(w, REALM, "a1", "key", &all.2)
        })
        .unwrap();
    assert_eq!(store.read(|tx| attachments(tx, REALM, "id00001")).unwrap(), [photo.clone()]);
    assert!(store.read(|tx| blob_in_use(tx, "ab")).unwrap());
    assert_eq!(store.read(|tx| follow(tx, REALM, "f1")).unwrap(), Some(link.clone()));
    assert_eq!(store.read(|tx| followers(tx, REALM, "id00001")).unwrap(), [link]);
    assert_eq!(store.read(|tx| reply(tx, REALM, "a1", "key")).unwrap(), Some(answer));
    store.write(move |w| put_attachment(w, REALM, &Attachment { removed: Some(9), ..photo.clone() })).unwrap();
    assert_eq!(store.read(|tx| attachments(tx, REALM, "id00001")).unwrap(), []);
    assert!(!store.read(|tx| blob_in_use(tx, "ab")).unwrap());
    assert_eq!(store.write(|w| forget_replies(w, REALM, 6, "ke", 5)).unwrap(), 0, "an answer of a kind that is kept longer");
    assert_eq!(store.write(|w| forget_replies(w, REALM, 6, "other-", 5)).unwrap(), 1);
}
