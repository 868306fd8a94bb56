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

/// A day that signing in takes a code: the authenticator's secret.
fn with_second_factor(town: &Town, login: &str) -> (Vec<u8>, Vec<String>) {
    let (secret, codes) = set_up(town, &town.app.sign_in(login, PASSWORD, "").unwrap());
    // The code that set it up is spent.
    town.later(30);
    (secret, codes)
}

fn set_up(town: &Town, session: &str) -> (Vec<u8>, Vec<String>) {
    let who = town.app.session(session).unwrap().unwrap().context(linli_pack::Lang::Zh, town.app.now());
    let typed = town.app.new_second_factor();
    let secret = data_encoding::BASE32_NOPAD.decode(typed.as_bytes()).unwrap();
    let codes = town.app.set_up_second_factor(&who, &typed, &code(town, &secret), session).unwrap();
    (secret, codes)
}

/// What the authenticator shows now.
fn code(town: &Town, secret: &[u8]) -> String {
    linli_app::totp::code(secret, town.app.now() / linli_app::totp::STEP).unwrap()
}

/// The first step with the right password.
fn step(town: &Town, login: &str) -> String {
    match town.app.sign_in(login, PASSWORD, "") {
        Err(AppError::CodeWanted { step }) => step,
        other => panic!("{other:?}"),
    }
}

fn wrong_code<T: std::fmt::Debug>(answer: Result<T, AppError>) {
    assert!(matches!(answer, Err(AppError::Invalid { field: "code", rule: "code-wrong" })), "{answer:?}");
}

#[test]
fn with_a_second_factor_a_password_opens_nothing_until_the_code_comes() {
    let town = Town::new();
    let (secret, codes) = with_second_factor(&town, "clerk1");
    assert_eq!(codes.len(), 10);
    let step = step(&town, "clerk1");
    assert!(town.app.session(&step).unwrap().is_none(), "a step is no session");
    wrong_code(town.app.give_code(&step, "000000"));
    let inside = town.app.give_code(&step, &code(&town, &secret)).unwrap();
    assert_eq!(town.app.session(&inside.secret).unwrap().unwrap().account.login, "clerk1");
    assert!(matches!(town.app.give_code(&step, &code(&town, &secret)), Err(AppError::SignedOut)), "a step is taken once");
}

#[test]
fn a_code_is_taken_once_however_many_sign_in_with_it() {
    let town = Town::new();
    let (secret, _) = with_second_factor(&town, "clerk1");
    let (mine, overheard) = (step(&town, "clerk1"), step(&town, "clerk1"));
    town.app.give_code(&mine, &code(&town, &secret)).unwrap();
    wrong_code(town.app.give_code(&overheard, &code(&town, &secret)));
    town.later(30);
    town.app.give_code(&overheard, &code(&town, &secret)).unwrap();
}

#[test]
fn wrong_codes_lock_the_account_and_a_right_password_between_them_does_not_forget_them() {
    let town = Town::new();
    let (secret, _) = with_second_factor(&town, "clerk1");
    for _ in 0..5 {
        wrong_code(town.app.give_code(&step(&town, "clerk1"), "000000"));
    }
    assert_eq!(wait(town.app.sign_in("clerk1", PASSWORD, "")), Some(900));
    town.later(900);
    town.app.give_code(&step(&town, "clerk1"), &code(&town, &secret)).unwrap();
}

#[test]
fn a_sign_in_waits_ten_minutes_for_its_code_and_ends_with_a_new_password() {
    let town = Town::new();
    let (secret, _) = with_second_factor(&town, "clerk1");
    let late = step(&town, "clerk1");
    town.later(600);
    assert!(matches!(town.app.give_code(&late, &code(&town, &secret)), Err(AppError::SignedOut)));
    let old = step(&town, "clerk1");
    town.app.save_account(&town.who("admin"), &form(&town, "clerk1", false, "another long one")).unwrap();
    assert!(matches!(town.app.give_code(&old, &code(&town, &secret)), Err(AppError::SignedOut)));
}

#[test]
fn each_recovery_code_opens_once_in_place_of_the_authenticator() {
    let town = Town::new();
    let (_, codes) = with_second_factor(&town, "clerk1");
    let (_, others) = with_second_factor(&town, "clerk2");
    wrong_code(town.app.give_code(&step(&town, "clerk1"), &others[0]));
    let entered = town.app.give_code(&step(&town, "clerk1"), &codes[3].to_uppercase()).unwrap();
    assert_eq!(entered.recovery_codes_left, Some(9));
    wrong_code(town.app.give_code(&step(&town, "clerk1"), &codes[3]));
}

#[test]
fn new_recovery_codes_and_turning_it_off_take_the_password_and_a_code() {
    let town = Town::new();
    let (secret, codes) = with_second_factor(&town, "clerk1");
    let who = town.who("clerk1");
    let proof = |password: &str, code: &str| linli_app::second_factor::Proof { password: password.to_owned(), code: code.to_owned() };
    let refused = town.app.end_my_second_factor(&who, &proof("wrong", &code(&town, &secret)));
    assert!(matches!(refused, Err(AppError::Invalid { field: "password", .. })), "{refused:?}");
    wrong_code(town.app.end_my_second_factor(&who, &proof(PASSWORD, "000000")));
    let new = town.app.renew_recovery_codes(&who, &proof(PASSWORD, &code(&town, &secret))).unwrap();
    assert!(new.iter().all(|one| !codes.contains(one)));
    wrong_code(town.app.end_my_second_factor(&who, &proof(PASSWORD, &codes[0])));
    town.app.end_my_second_factor(&who, &proof(PASSWORD, &new[0])).unwrap();
    town.app.sign_in("clerk1", PASSWORD, "").unwrap();
}

#[test]
fn an_administrator_resets_somebody_elses_second_factor_but_not_their_own() {
    let town = Town::new();
    with_second_factor(&town, "clerk1");
    with_second_factor(&town, "admin");
    let open = town.app.enter("clerk1", "").unwrap();
    let (admin, clerk) = (town.who("admin"), town.who("clerk1").actor.id);
    assert!(matches!(town.app.reset_second_factor(&town.who("clerk2"), &clerk), Err(AppError::Forbidden(_))));
    assert!(matches!(town.app.reset_second_factor(&admin, &admin.actor.id), Err(AppError::Forbidden(_))));
    town.app.reset_second_factor(&admin, &clerk).unwrap();
    assert!(town.app.session(&open).unwrap().is_none());
    town.app.sign_in("clerk1", PASSWORD, "").unwrap();
    let last = town.lines(&clerk).pop().unwrap().entry;
    assert_eq!((last.name.as_str(), last.actor.as_str()), ("second_factor_reset", admin.actor.id.as_str()));
    assert!(matches!(town.app.reset_second_factor(&admin, &clerk), Err(AppError::NotFound(_))));
}

#[test]
fn a_role_that_asks_for_a_second_factor_gives_nothing_until_it_is_set_up() {
    let mut pack = crate::town::pack();
    pack.roles.get_mut("admin").unwrap().second_factor = true;
    let town = Town::by("2026-03-04T10:00", pack);
    let session = town.app.sign_in("admin", PASSWORD, "").unwrap();
    let before = town.app.session(&session).unwrap().unwrap();
    assert_eq!((before.unfinished, before.grants.len()), (Some(linli_app::people::Unfinished::SecondFactor), 0));
    assert!(town.app.my_second_factor(&town.who("admin")).unwrap().asked);
    set_up(&town, &session);
    let after = town.app.session(&session).unwrap().unwrap();
    assert_eq!((after.unfinished, after.grants.len()), (None, 1), "the same session goes on");
    assert!(town.app.session(&town.app.sign_in("clerk1", PASSWORD, "").unwrap()).unwrap().unwrap().unfinished.is_none());
    town.sound();
}

#[test]
fn neither_the_authenticators_secret_nor_a_recovery_code_is_on_the_disk() {
    let town = Town::embedded();
    let (secret, codes) = with_second_factor(&town, "clerk1");
    let bare = codes[0].replace('-', "");
    let needles =
        [secret.clone(), data_encoding::BASE32_NOPAD.encode(&secret).into_bytes(), codes[0].clone().into_bytes(), bare.into_bytes()];
    for file in ["linli.db", "linli.db-wal"] {
        let bytes = std::fs::read(town.folder().join(file)).unwrap();
        for needle in &needles {
            assert!(!bytes.windows(needle.len()).any(|part| part == needle.as_slice()), "{file}");
        }
    }
    assert_eq!(town.app.verify().unwrap().sealed, town.app.verify().unwrap().opened);
}

/// What the journal of sign-ins says of somebody, the latest first.
fn said(town: &Town, login: &str) -> Vec<String> {
    let lines = town.app.my_sign_ins(&town.who(login), 50).unwrap();
    // The first is this very look.
    lines.into_iter().skip(1).map(|(line, _)| format!("{} {}", line.what, line.way).trim().to_owned()).collect()
}

#[test]
fn the_journal_of_sign_ins_tells_who_came_in_how_who_failed_and_who_was_put_out() {
    let town = Town::new();
    let caller = linli_app::signin::Caller { browser: "Edge · Windows".to_owned(), network: "203.0.113.*".to_owned() };
    town.app.sign_in("clerk1", "wrong", caller.clone()).unwrap_err();
    let first = town.app.sign_in("clerk1", PASSWORD, caller).unwrap();
    town.app.sign_out(&first).unwrap();
    let (secret, codes) = with_second_factor(&town, "clerk1");
    wrong_code(town.app.give_code(&step(&town, "clerk1"), "000000"));
    town.app.give_code(&step(&town, "clerk1"), &code(&town, &secret)).unwrap();
    town.app.give_code(&step(&town, "clerk1"), &codes[0]).unwrap();
    town.app.end_sessions_of(&town.who("admin"), &town.who("clerk1").actor.id).unwrap();
    for _ in 0..5 {
        town.app.sign_in("clerk1", "wrong", "").unwrap_err();
    }
    let mut expected = vec!["locked".to_owned()];
    expected.extend(vec!["wrong_password".to_owned(); 5]);
    expected.extend(
        ["ended", "in demo", "in recovery", "in code", "wrong_code", "in password", "out", "in password", "wrong_password"]
            .map(str::to_owned),
    );
    assert_eq!(said(&town, "clerk1"), expected);
    let auditor = town.who("auditor");
    let seen = town.app.sign_ins(&auditor, "clerk1", i64::MAX, 100).unwrap();
    let ended = seen.lines.iter().find(|(line, ..)| line.what == "ended").unwrap();
    assert_eq!((ended.1.as_str(), ended.2.as_str()), ("clerk1 同志", "admin 同志"), "it says who ended it");
    assert_eq!(seen.lines.last().unwrap().0.network, "203.0.113.*");
    assert!(matches!(town.app.sign_ins(&town.who("clerk1"), "", i64::MAX, 9), Err(AppError::Forbidden(_))));
    town.sound();
}

#[test]
fn of_logins_that_nobody_has_only_the_number_of_tries_is_kept() {
    let town = Town::embedded();
    for typed in ["my-secret-typed-in-the-wrong-box", "nosuchperson"] {
        town.app.sign_in(typed, "wrong", "").unwrap_err();
    }
    let seen = town.app.sign_ins(&town.who("auditor"), "", i64::MAX, 100).unwrap();
    assert_eq!(seen.strangers, 2);
    assert!(seen.lines.iter().all(|(line, ..)| line.what == "in"));
    let bytes = std::fs::read(town.folder().join("linli.db-wal")).unwrap();
    let needle = b"my-secret-typed-in-the-wrong-box";
    assert!(!bytes.windows(needle.len()).any(|part| part == needle));
}

#[test]
fn sign_ins_are_forgotten_after_half_a_year_and_the_rest_still_hangs_together() {
    let town = Town::new();
    town.app.sign_in("clerk1", PASSWORD, "").unwrap();
    town.later(100 * 86_400);
    town.app.sign_in("clerk1", "wrong", "").unwrap_err();
    town.later(100 * 86_400);
    town.app.tidy().unwrap();
    assert_eq!(said(&town, "clerk1"), ["wrong_password"]);
    town.sound();
}

fn provided(subject: &str, login: Option<&str>) -> linli_app::sso::Provided {
    linli_app::sso::Provided {
        issuer: "https://id.example.cn".to_owned(),
        subject: subject.to_owned(),
        login: login.map(str::to_owned),
        second_factor: false,
    }
}

fn nobody<T: std::fmt::Debug>(answer: Result<T, AppError>) {
    assert!(matches!(answer, Err(AppError::NoAccount)), "{answer:?}");
}

#[test]
fn somebody_known_elsewhere_is_whom_a_link_says_and_a_claim_makes_the_link_once() {
    let town = Town::new();
    let app = &town.app;
    nobody(app.sign_in_by(&provided("s1", None), ""));
    nobody(app.sign_in_by(&provided("s1", Some("nosuchperson")), ""));
    let first = app.sign_in_by(&provided("s1", Some("clerk1")), "").unwrap();
    assert_eq!(app.session(&first).unwrap().unwrap().account.login, "clerk1");
    let renamed = app.sign_in_by(&provided("s1", Some("clerk2")), "").unwrap();
    assert_eq!(app.session(&renamed).unwrap().unwrap().account.login, "clerk1", "the link decides");
    nobody(app.sign_in_by(&provided("s2", Some("clerk1")), ""));
    app.unlink_identity_of(&town.who("admin"), &town.who("clerk1").actor.id).unwrap();
    nobody(app.sign_in_by(&provided("s1", None), ""));
    let names: Vec<String> = town.lines(&town.who("clerk1").actor.id).into_iter().map(|line| line.entry.name).collect();
    assert_eq!(names, ["identity_link", "identity_unlink"]);
}

#[test]
fn people_link_themselves_and_nobody_takes_a_link_from_another() {
    let town = Town::new();
    let (one, two) = (town.who("clerk1"), town.who("clerk2"));
    town.app.link_identity(&one, &provided("s1", None)).unwrap();
    town.app.link_identity(&one, &provided("s1", None)).unwrap();
    let taken = town.app.link_identity(&two, &provided("s1", None));
    assert!(matches!(taken, Err(AppError::Invalid { rule: "identity-taken", .. })), "{taken:?}");
    let other = town.app.link_identity(&one, &provided("s2", None));
    assert!(matches!(other, Err(AppError::Invalid { rule: "identity-other", .. })), "{other:?}");
    town.app.sign_in_by(&provided("s1", None), "").unwrap();
    town.app.unlink_my_identity(&one).unwrap();
    nobody(town.app.sign_in_by(&provided("s1", None), ""));
}

#[test]
fn who_comes_by_the_provider_still_gives_the_code_unless_the_provider_asked_for_one() {
    let town = Town::new();
    let (secret, _) = with_second_factor(&town, "clerk1");
    let who = provided("s1", Some("clerk1"));
    let Err(AppError::CodeWanted { step }) = town.app.sign_in_by(&who, "") else { panic!("a code is wanted") };
    let inside = town.app.give_code(&step, &code(&town, &secret)).unwrap().secret;
    assert!(town.app.session(&inside).unwrap().is_some());
    let trusted = linli_app::sso::Provided { second_factor: true, ..who };
    town.app.sign_in_by(&trusted, "").unwrap();
    assert_eq!(said(&town, "clerk1")[..2], ["in sso_factor", "in sso_code"]);
}

#[test]
fn a_disabled_account_is_not_entered_by_the_provider_and_one_that_others_locked_is() {
    let town = Town::new();
    town.app.link_identity(&town.who("clerk1"), &provided("s1", None)).unwrap();
    for _ in 0..5 {
        town.app.sign_in("clerk1", "wrong", "").unwrap_err();
    }
    town.app.sign_in_by(&provided("s1", None), "").unwrap();
    town.app.save_account(&town.who("admin"), &form(&town, "clerk1", true, "")).unwrap();
    nobody(town.app.sign_in_by(&provided("s1", Some("clerk1")), ""));
}

#[test]
fn where_a_role_asks_for_two_factors_and_only_passkeys_are_there_a_password_alone_opens_nothing() {
    let mut pack = crate::town::pack();
    pack.roles.get_mut("community.clerk").unwrap().second_factor = true;
    let town = Town::by("2026-03-04T10:00", pack);
    let clerk = town.app.staff("clerk1", linli_pack::Lang::Zh).unwrap();
    let passkey =
        linli_store::Passkey { id: "p".to_owned(), account: clerk.actor.id.clone(), label: "电脑".to_owned(), ..Default::default() };
    let realm = town.app.realm();
    town.app.store().write(move |w| linli_store::put_passkey(w, realm, &passkey)).unwrap();
    assert!(matches!(town.app.sign_in("clerk1", PASSWORD, ""), Err(AppError::PasskeyWanted)));
    assert!(matches!(town.app.sign_in_by(&provided("s1", Some("clerk1")), ""), Err(AppError::PasskeyWanted)));
    town.app.reset_second_factor(&town.who("admin"), &clerk.actor.id).unwrap();
    let session = town.app.sign_in("clerk1", PASSWORD, "").unwrap();
    assert_eq!(town.app.session(&session).unwrap().unwrap().unfinished, Some(linli_app::people::Unfinished::SecondFactor));
}

#[test]
fn a_passkey_answers_only_a_challenge_of_this_place_for_the_same_purpose_and_person() {
    let town = Town::new();
    let party = linli_app::passkeys::Party { id: "localhost".to_owned(), origin: "http://localhost".to_owned() };
    let client = |challenge: &str| {
        let text = format!("{{\"type\":\"webauthn.get\",\"challenge\":\"{challenge}\",\"origin\":\"http://localhost\"}}");
        data_encoding::BASE64URL_NOPAD.encode(text.as_bytes())
    };
    let mine = town.app.begin_passkey(&town.who("clerk1")).unwrap();
    let shown = linli_app::passkeys::Sent { id: "p".to_owned(), client: client(&mine.challenge), ..Default::default() };
    assert!(matches!(town.app.sign_in_by_passkey(&party, &shown, ""), Err(AppError::PasskeyRefused)), "made for something else");
    for challenge in [town.app.begin_passkey_sign_in(), "guessed".to_owned()] {
        let made = linli_app::passkeys::SentNew { client: client(&challenge), ..Default::default() };
        let answer = town.app.add_passkey(&town.who("clerk1"), &party, "x", &made);
        assert!(matches!(answer, Err(AppError::Invalid { rule: "passkey-late", .. })), "{answer:?}");
    }
}
