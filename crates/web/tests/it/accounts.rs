//! One's own account and the administrator's page of it, over real HTTP.

use linli_app::people::{AccountForm, Post};

use crate::town::{Answer, PASSWORD, Served};

const NEW: &str = "spring onion lamp 42";

fn change(old: &str, new: &str, again: &str) -> [(&'static str, String); 3] {
    [("old", old.to_owned()), ("new", new.to_owned()), ("again", again.to_owned())]
}

fn fields<'a>(pairs: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    pairs.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// The token that a page shows, this once.
fn shown(answer: &Answer) -> String {
    answer.page(200).split("<code class=\"secret\">").nth(1).expect("a token").split('<').next().unwrap().to_owned()
}

fn journal(served: &Served) -> Vec<String> {
    let (app, store) = (&served.town.app, served.town.app.store());
    let lines = store.read(|tx| linli_store::journal(tx, app.realm(), 0, 1000)).unwrap();
    lines.into_iter().map(|line| line.entry.name).collect()
}

#[test]
fn somebody_changes_their_password_and_is_signed_out_elsewhere_but_not_here() {
    let served = Served::new();
    let (here, there) = (served.signed_in("clerk1", PASSWORD), served.signed_in("clerk1", PASSWORD));
    assert!(here.get("/me").page(200).contains("至少 10 个字符"), "the rules are said before one types");
    let answer = here.post("/me/password", &fields(&change(PASSWORD, NEW, NEW)));
    assert_eq!(answer.location(), "/me");
    here.get("/me").page(200);
    assert!(there.get("/me").location().starts_with("/login"));
    assert!(served.town.app.sign_in("clerk1", PASSWORD, "").is_err());
    assert!(served.town.app.sign_in("clerk1", NEW, "").is_ok());
    assert_eq!(journal(&served).last().unwrap(), "password_change");
}

#[test]
fn a_new_password_that_breaks_a_rule_is_refused_with_the_rule_and_the_old_one_stays() {
    let served = Served::new();
    let me = served.signed_in("clerk1", PASSWORD);
    for (old, new, again, said) in [
        ("not mine", NEW, NEW, "现在的密码不对"),
        (PASSWORD, "short", "short", "密码至少要 10 个字符"),
        (PASSWORD, "1234567890", "1234567890", "这个密码太常见"),
        (PASSWORD, "clerk1clerk1", "clerk1clerk1", "密码不能就是登录名"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码和现在的一样"),
        (PASSWORD, NEW, "spring onion lamp 43", "两遍输得不一样"),
    ] {
        let answer = me.post("/me/password", &fields(&change(old, new, again)));
        assert!(answer.page(422).contains(said), "{new}");
        assert!(!answer.body.contains("lamp 43"), "a secret is not sent back");
    }
    assert!(served.town.app.sign_in("clerk1", PASSWORD, "").is_ok());
}

#[test]
fn guesses_of_the_old_password_lock_the_account_as_at_the_door() {
    let served = Served::new();
    let me = served.signed_in("clerk1", PASSWORD);
    for _ in 0..5 {
        me.post("/me/password", &fields(&change("wrong", NEW, NEW))).page(422);
    }
    assert!(me.post("/me/password", &fields(&change(PASSWORD, NEW, NEW))).page(429).contains("锁住"));
}

#[test]
fn a_password_that_an_administrator_set_is_changed_before_anything_else() {
    let served = Served::new();
    let admin = served.staff("admin");
    let id = served.town.who("clerk1").actor.id;
    let body = "340104001001:community_center";
    let form = [("login", "clerk1"), ("name", "一"), ("password", NEW), ("role0", "community.clerk"), ("body0", body)];
    assert_eq!(admin.post(&format!("/admin/accounts/{id}"), &form).location(), "/admin/accounts");
    let me = served.signed_in("clerk1", NEW);
    for path in ["/", "/desk", "/me", "/registers/case", "/photos/x"] {
        assert_eq!(me.get(path).location(), "/me/password", "{path}");
    }
    assert!(me.get("/me/password").page(200).contains("还有别人知道"));
    assert_eq!(me.post("/me/password", &fields(&change(NEW, "my own long one", "my own long one"))).location(), "/");
    me.get("/desk").page(200);
}

#[test]
fn an_open_sign_in_is_listed_in_words_and_ended_alone_or_with_all_others() {
    let served = Served::new();
    let (here, there, third) =
        (served.signed_in("clerk1", PASSWORD), served.signed_in("clerk1", PASSWORD), served.signed_in("clerk1", PASSWORD));
    let page = here.get("/me");
    assert!(page.page(200).contains("Edge · Windows"));
    let keys = page.hidden("key");
    assert_eq!(keys.len(), 2, "the one in use has no button");
    assert_eq!(here.post("/me/sessions/end", &[("key", &keys[0])]).location(), "/me#sessions");
    let left = [there.get("/me").status, third.get("/me").status];
    assert!(left == [200, 303] || left == [303, 200], "{left:?}");
    assert_eq!(here.post("/me/sessions/end-others", &[]).location(), "/me#sessions");
    assert_eq!([there.get("/me").status, third.get("/me").status, here.get("/me").status], [303, 303, 200]);
    let stranger = served.signed_in("clerk2", PASSWORD);
    let theirs = linli_app::random::fingerprint(&served.town.app.sign_in("clerk1", PASSWORD, "").unwrap());
    stranger.post("/me/sessions/end", &[("key", &theirs)]);
    assert_eq!(served.town.app.my_keys(&served.town.who("clerk1")).unwrap().sessions.iter().filter(|one| one.hash == theirs).count(), 1);
}

#[test]
fn a_token_is_made_shown_once_works_to_its_last_day_and_is_revoked() {
    let served = Served::new();
    let me = served.staff("clerk1");
    let today = me.get("/me").page(200).split("type=\"date\"").nth(1).unwrap().split("value=\"").nth(1).unwrap()[..10].to_owned();
    assert!(me.post("/me/tokens", &[("label", ""), ("until", &today)]).page(422).contains("请写明给什么程序用"));
    assert!(me.post("/me/tokens", &[("label", "大屏"), ("until", "2020-01-01")]).page(422).contains("日期不能早于今天"));
    assert!(me.post("/me/tokens", &[("label", "大屏"), ("until", "soon")]).page(422).contains("大屏"), "nothing typed is lost");
    let secret = shown(&me.post("/me/tokens", &[("label", "大屏"), ("until", &today)]));
    assert_eq!(served.town.app.bearer(&secret).unwrap().unwrap().account.login, "clerk1");
    let page = me.get("/me");
    assert!(!page.page(200).contains(&secret) && page.body.contains("大屏"));
    let key = page.hidden("key").pop().unwrap();
    let stranger = served.staff("clerk2");
    stranger.post("/me/tokens/end", &[("key", &key)]);
    assert!(served.town.app.bearer(&secret).unwrap().is_some(), "not by somebody else");
    assert_eq!(me.post("/me/tokens/end", &[("key", &key)]).location(), "/me#tokens");
    assert!(served.town.app.bearer(&secret).unwrap().is_none());
    let short = shown(&me.post("/me/tokens", &[("label", "大屏"), ("until", &today)]));
    served.town.later(367 * 86_400);
    assert!(served.town.app.bearer(&short).unwrap().is_none(), "it ended by itself");
}

#[test]
fn an_administrator_unlocks_ends_sign_ins_and_revokes_tokens_in_their_area_and_the_journal_says_so() {
    let served = Served::new();
    let app = &served.town.app;
    let admin = served.staff("admin");
    let id = served.town.who("clerk1").actor.id;
    let under = format!("/admin/accounts/{id}");
    for _ in 0..5 {
        app.sign_in("clerk1", "wrong", "").unwrap_err();
    }
    assert!(admin.get(&under).page(200).contains("解锁"));
    assert_eq!(admin.post(&format!("{under}/unlock"), &[]).location(), under);
    let theirs = served.signed_in("clerk1", PASSWORD);
    let token = app.make_token("clerk1", "大屏").unwrap();
    let key = admin.get(&under).hidden("key").pop().unwrap();
    assert_eq!(admin.post(&format!("{under}/tokens/end"), &[("key", &key)]).location(), under);
    assert!(app.bearer(&token).unwrap().is_none());
    assert_eq!(admin.post(&format!("{under}/sessions/end"), &[]).location(), under);
    assert!(theirs.get("/me").location().starts_with("/login"));
    let said = journal(&served);
    assert_eq!(said[said.len() - 4..], ["account_unlock", "token_new", "token_end", "sessions_end"]);
    for path in ["unlock", "sessions/end", "tokens/end"] {
        let answer = served.staff("clerk2").post(&format!("{under}/{path}"), &[("key", &key)]);
        assert_eq!(answer.status, 403, "{path}");
    }
}

#[test]
fn cookies_are_marked_secure_where_the_browser_came_by_https() {
    let served = Served::new();
    let fields = [("login", "clerk1"), ("password", PASSWORD)];
    let plain = served.resident().post("/login", &fields);
    assert!(!plain.headers["set-cookie"].contains("Secure"));
    let safe = served.resident().by_https().post("/login", &fields);
    assert!(safe.headers["set-cookie"].ends_with("; Secure"), "{}", safe.headers["set-cookie"]);
}

#[test]
fn an_administrator_who_changes_their_own_password_on_the_form_need_not_change_it_again() {
    let served = Served::new();
    let who = served.town.who("admin");
    let form = AccountForm {
        id: who.actor.id.clone(),
        login: "admin".to_owned(),
        name: who.name.clone(),
        password: NEW.to_owned(),
        disabled: false,
        grants: who
            .actor
            .grants
            .iter()
            .map(|grant| Post { role: grant.role.clone(), body: grant.body.clone(), ..Post::default() })
            .collect(),
    };
    served.town.app.save_account(&who, &form).unwrap();
    served.signed_in("admin", NEW).get("/admin/accounts").page(200);
}

/// The secret that a page offers to an authenticator, and what that would show now.
fn offered(served: &Served, page: &Answer) -> (String, String) {
    let secret = page.hidden("secret").pop().unwrap();
    let code = shown_by(served, &secret);
    (secret, code)
}

fn shown_by(served: &Served, secret: &str) -> String {
    let bytes = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    linli_app::totp::code(&bytes, served.town.app.now() / linli_app::totp::STEP).unwrap()
}

#[test]
fn somebody_sets_up_a_second_factor_signs_in_by_it_and_turns_it_off() {
    let served = Served::new();
    let me = served.signed_in("clerk1", PASSWORD);
    assert!(me.get("/me").page(200).contains("未开启"));
    let page = me.get("/me/second-factor");
    assert!(page.page(200).contains("otpauth://totp/") && page.body.contains("<svg class=\"qr\""));
    let (secret, code) = offered(&served, &page);
    let refused = me.post("/me/second-factor", &[("secret", &secret), ("code", "000000")]);
    assert!(refused.page(422).contains("验证码不对"));
    assert_eq!(refused.hidden("secret"), [secret.as_str()], "the phone has it already");
    let done = me.post("/me/second-factor", &[("secret", &secret), ("code", &code)]);
    assert_eq!(done.page(200).matches("<li><code>").count(), 10);
    assert!(me.get("/me/second-factor").page(200).contains("还有 10 个恢复码"));

    served.town.later(30);
    let first = served.resident().post("/login?next=%2Fhome", &[("login", "clerk1"), ("password", PASSWORD)]);
    assert_eq!(first.location(), "/login/code?next=%2Fhome");
    let cookie = first.headers["set-cookie"].split(';').next().unwrap().to_owned();
    let step = served.holding(&cookie);
    assert!(step.get("/login/code?next=%2Fhome").page(200).contains("one-time-code"));
    assert!(step.get("/home").location().starts_with("/login"), "nothing is open yet");
    assert!(step.post("/login/code?next=%2Fhome", &[("code", "000000")]).page(422).contains("验证码不对"));
    let code = shown_by(&served, &secret);
    assert_eq!(step.post("/login/code?next=%2Fhome", &[("code", &code)]).location(), "/home");
    assert_eq!(step.post("/login/code", &[("code", &code)]).location(), "/login");

    served.town.later(30);
    let code = shown_by(&served, &secret);
    assert!(me.post("/me/second-factor/off", &[("password", "wrong"), ("code", &code)]).page(422).contains("现在的密码不对"));
    assert_eq!(me.post("/me/second-factor/off", &[("password", PASSWORD), ("code", &code)]).location(), "/me");
    served.signed_in("clerk1", PASSWORD).get("/me").page(200);
}

#[test]
fn an_administrator_resets_a_second_factor_on_the_accounts_page() {
    let served = Served::new();
    let me = served.signed_in("clerk1", PASSWORD);
    let (secret, code) = offered(&served, &me.get("/me/second-factor"));
    me.post("/me/second-factor", &[("secret", &secret), ("code", &code)]).page(200);
    let id = served.town.who("clerk1").actor.id;
    let (admin, under) = (served.staff("admin"), format!("/admin/accounts/{id}"));
    assert!(admin.get(&under).page(200).contains("重设两步验证"));
    assert_eq!(served.staff("clerk2").post(&format!("{under}/second-factor/reset"), &[]).status, 403);
    assert_eq!(admin.post(&format!("{under}/second-factor/reset"), &[]).location(), under);
    assert!(me.get("/me").location().starts_with("/login"));
    served.signed_in("clerk1", PASSWORD).get("/me").page(200);
    assert!(journal(&served).ends_with(&["second_factor_reset".to_owned()]));
}

#[test]
fn a_role_that_asks_for_a_second_factor_sends_its_holder_to_set_it_up_from_every_page() {
    let mut pack = crate::town::pack();
    pack.roles.get_mut("community.clerk").unwrap().second_factor = true;
    let served = Served::by(pack);
    let me = served.signed_in("clerk1", PASSWORD);
    for path in ["/", "/desk", "/me", "/registers/case"] {
        assert_eq!(me.get(path).location(), "/me/second-factor", "{path}");
    }
    let page = me.get("/me/second-factor");
    assert!(page.page(200).contains("您的岗位要求两步验证"));
    let (secret, code) = offered(&served, &page);
    assert!(me.post("/me/second-factor", &[("secret", &secret), ("code", &code)]).page(200).contains("开始工作"));
    me.get("/desk").page(200);
    let token = served.town.app.make_token("clerk2", "test").unwrap();
    assert_eq!(served.town.app.bearer(&token).unwrap().unwrap().grants.len(), 1, "programs sign in as before");
}

#[test]
fn people_see_their_own_sign_ins_and_whoever_audits_sees_all_with_networks_and_no_addresses() {
    let served = Served::new();
    let send = |password: &str| served.resident().from("203.0.113.77").post("/login", &[("login", "clerk1"), ("password", password)]);
    assert_eq!(send("wrong").status, 401);
    let cookie = send(PASSWORD).headers["set-cookie"].clone();
    assert!(!cookie.is_empty());
    assert_eq!(served.resident().post("/login", &[("login", "nosuchperson"), ("password", "x")]).status, 401);
    let page = served.signed_in("clerk1", PASSWORD).get("/me");
    assert!(page.page(200).contains("203.0.113.*") && !page.body.contains("203.0.113.77"));
    assert!(page.body.contains("密码不对"));
    let auditor = served.staff("auditor");
    let all = auditor.get("/admin/journal/sign-ins");
    assert!(all.page(200).contains("203.0.113.*") && all.body.contains("有 1 次用的是不存在的登录名"));
    assert!(!all.body.contains("nosuchperson"));
    assert!(auditor.get("/admin/journal/sign-ins?login=clerk2").page(200).contains("没有登录记录"));
    assert!(auditor.get("/admin/journal").page(200).contains("/admin/journal/sign-ins"));
    assert_eq!(served.staff("clerk1").get("/admin/journal/sign-ins").status, 403);
}
