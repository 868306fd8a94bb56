//! Signing in, and what an administrator may change.

use std::sync::Barrier;

use linli_app::AppError;
use linli_app::people::{AccountForm, Post};

use crate::town::{PASSWORD, Town};

fn wait(answer: Result<String, AppError>) -> Option<i64> {
    match answer {
        Err(AppError::LoginRefused { wait }) => wait,
        other => panic!("{other:?}"),
    }
}

#[test]
fn five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour() {
    let town = Town::new();
    for _ in 0..5 {
        assert_eq!(wait(town.app.sign_in("clerk1", "wrong", "")), None);
    }
    assert_eq!(wait(town.app.sign_in("clerk1", PASSWORD, "")), Some(900), "the right one is refused too");
    town.later(899);
    assert_eq!(wait(town.app.sign_in("clerk1", PASSWORD, "")), Some(1));
    town.later(1);
    let secret = town.app.sign_in("clerk1", PASSWORD, "").unwrap();
    assert_eq!(town.app.session(&secret).unwrap().unwrap().account.login, "clerk1");
}

#[test]
fn a_right_password_forgets_the_wrong_ones_before_it() {
    let town = Town::new();
    for _ in 0..3 {
        for _ in 0..4 {
            wait(town.app.sign_in("clerk1", "wrong", ""));
        }
        town.app.sign_in(" clerk1 ", PASSWORD, "").unwrap();
    }
}

#[test]
fn nobody_can_tell_an_unknown_login_from_a_wrong_password() {
    let town = Town::new();
    for nth in 0..7 {
        let known = wait(town.app.sign_in("clerk1", "wrong", ""));
        let unknown = wait(town.app.sign_in("nosuchperson", "wrong", ""));
        assert_eq!(known, unknown, "try {nth}");
    }
    town.later(901);
    assert_eq!(wait(town.app.sign_in("nosuchperson", "wrong", "")), None);
}

#[test]
fn guesses_made_at_once_are_all_counted() {
    let town = Town::new();
    let gate = Barrier::new(6);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                gate.wait();
                wait(town.app.sign_in("clerk1", "wrong", ""))
            });
        }
    });
    assert!(wait(town.app.sign_in("clerk1", PASSWORD, "")).is_some(), "six wrong ones lock it, however they came");
}

#[test]
fn a_session_ends_when_signed_out_when_idle_and_when_the_account_is_disabled() {
    let town = Town::new();
    let sign_in = || town.app.sign_in("clerk1", PASSWORD, "").unwrap();
    let out = sign_in();
    town.app.sign_out(&out).unwrap();
    assert!(town.app.session(&out).unwrap().is_none());
    let idle = sign_in();
    town.later(6 * 3600);
    assert!(town.app.session(&idle).unwrap().is_some());
    town.later(7 * 3600);
    assert!(town.app.session(&idle).unwrap().is_some(), "used in between");
    town.later(13 * 3600);
    assert!(town.app.session(&idle).unwrap().is_none());
    let open = sign_in();
    let token = town.app.make_token("clerk1", "test").unwrap();
    town.app.save_account(&town.who("admin"), &form(&town, "clerk1", true, "")).unwrap();
    assert!(town.app.session(&open).unwrap().is_none());
    assert!(town.app.bearer(&token).unwrap().is_none());
    assert_eq!(wait(town.app.sign_in("clerk1", PASSWORD, "")), None);
}

fn post(role: &str, body: &str) -> Post {
    Post { role: role.to_owned(), body: body.to_owned(), ..Post::default() }
}

fn form(town: &Town, login: &str, disabled: bool, password: &str) -> AccountForm {
    let who = town.who(login);
    AccountForm {
        id: who.actor.id,
        login: login.to_owned(),
        name: who.name,
        password: password.to_owned(),
        disabled,
        grants: who.actor.grants.iter().map(|grant| post(&grant.role, &grant.body)).collect(),
    }
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old_one() {
    let town = Town::new();
    let old = town.app.sign_in("clerk1", PASSWORD, "").unwrap();
    town.app.save_account(&town.who("admin"), &form(&town, "clerk1", false, "another long one")).unwrap();
    assert!(town.app.session(&old).unwrap().is_none());
    assert_eq!(wait(town.app.sign_in("clerk1", PASSWORD, "")), None);
    town.app.sign_in("clerk1", "another long one", "").unwrap();
}

#[test]
fn an_account_is_made_with_a_login_a_name_a_long_password_and_roles_that_fit() {
    let town = Town::new();
    let good = AccountForm {
        login: "new.clerk".to_owned(),
        name: "新同志".to_owned(),
        password: "long enough".to_owned(),
        grants: vec![post("community.clerk", "340104001002:community_center")],
        ..AccountForm::default()
    };
    let refused = |form: AccountForm, field: &str| match town.app.save_account(&town.who("admin"), &form) {
        Err(AppError::Invalid { field: named, .. }) => assert_eq!(named, field),
        other => panic!("{other:?}"),
    };
    refused(AccountForm { login: "a b".to_owned(), ..good.clone() }, "login");
    refused(AccountForm { login: "clerk1".to_owned(), ..good.clone() }, "login");
    refused(AccountForm { name: " ".to_owned(), ..good.clone() }, "name");
    refused(AccountForm { password: "short".to_owned(), ..good.clone() }, "password");
    refused(AccountForm { grants: vec![post("community.clerk", "340104:dept_urban")], ..good.clone() }, "grants");
    refused(AccountForm { grants: vec![post("emperor", "340104:dept_urban")], ..good.clone() }, "grants");
    assert!(matches!(town.app.save_account(&town.who("district"), &good), Err(AppError::Forbidden("accounts"))));
    town.app.save_account(&town.who("admin"), &good).unwrap();
    assert!(town.app.sign_in("new.clerk", "long enough", "").is_ok());
}

#[test]
fn a_token_is_its_accounts_and_no_other_text_is() {
    let town = Town::new();
    let token = town.app.make_token("clerk1", "test").unwrap();
    assert_eq!(town.app.bearer(&token).unwrap().unwrap().account.login, "clerk1");
    for wrong in ["", "x", &token.to_uppercase(), &linli_app::random::fingerprint(&token)] {
        assert!(town.app.bearer(wrong).unwrap().is_none(), "{wrong}");
    }
    assert!(matches!(town.app.make_token("nosuch", "test"), Err(AppError::NotFound("account"))));
}
