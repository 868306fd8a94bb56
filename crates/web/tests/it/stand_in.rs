//! Terms of roles, the list of accounts, and standing in for a colleague, over real HTTP.

use linli_app::people::{AccountForm, AccountsWanted, Post};
use serde_json::json;

use crate::town::{Browser, GRIDS, Served};

const CENTER: &str = "340104001001:community_center";

fn day(served: &Served, days: i64) -> String {
    let now = served.town.app.now() + days * 86_400;
    let zone = &served.town.app.pack().clock.timezone;
    linli_app::days::date(linli_app::days::of(now, zone)).unwrap().to_string()
}

/// clerk1 asks street1, of the body above, to stand in from one day to another, counted from today.
fn hand_over(served: &Served, clerk: &Browser<'_>, from: i64, until: i64) {
    let to = served.town.who("street1").actor.id;
    let posts = format!("community.clerk@{CENTER}");
    let form = [("posts", posts.as_str()), ("to", &to), ("from", &day(served, from)), ("until", &day(served, until))];
    assert_eq!(clerk.post("/me/stand-in", &form).location(), "/me/stand-in");
}

fn roles(served: &Served, login: &str) -> Vec<String> {
    served.town.who(login).actor.grants.into_iter().map(|grant| grant.role).collect()
}

#[test]
fn a_colleague_of_the_body_above_stands_in_from_day_to_day_and_no_longer() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    assert!(clerk.get("/me/stand-in").page(200).contains("请人代班"));
    hand_over(&served, &clerk, 1, 2);
    assert_eq!(roles(&served, "street1"), ["street.dispatcher"], "not yet");
    assert!(clerk.get("/me/stand-in").page(200).contains("未开始"));
    served.town.later(86_400);
    assert_eq!(roles(&served, "street1"), ["street.dispatcher", "community.clerk"]);
    let page = served.staff("street1").get("/me");
    assert!(page.page(200).contains("社区受理员（代 "), "the role says in whose place");
    assert_eq!(roles(&served, "clerk1"), ["community.clerk"], "who is away keeps it");
    served.town.later(2 * 86_400);
    assert_eq!(roles(&served, "street1"), ["street.dispatcher"], "it ended by itself");
}

#[test]
fn who_stands_in_acts_in_their_own_name_and_the_journal_says_for_whom() {
    let served = Served::new();
    hand_over(&served, &served.staff("clerk1"), 0, 3);
    let input = json!({ "description": "井盖坏了", "area": GRIDS[1] });
    let id = served.town.open("clerk1", "case", "register", input).unwrap().record.id;
    let app = &served.town.app;
    let held = served.town.who("street1");
    let input = [("note".to_owned(), json!("管线在街道"))].into();
    let command = linli_engine::Command { name: "pass_to_street".to_owned(), input, ..linli_engine::Command::default() };
    app.act(&held, &linli_app::Target::Id(id.clone()), &command).unwrap();
    let line = app.store().read(|tx| linli_store::timeline(tx, app.realm(), &id)).unwrap().pop().unwrap();
    assert_eq!(line.entry.actor, held.actor.id);
    assert_eq!((line.entry.role.as_str(), line.entry.body.as_deref()), ("community.clerk", Some(CENTER)));
    assert_eq!(line.entry.facts["stands_in_for"], json!(served.town.who("clerk1").actor.id));
    assert!(served.staff("auditor").get("/admin/journal").page(200).contains("（代 "));
    assert!(app.verify().unwrap().is_sound());
}

#[test]
fn either_side_or_the_administrator_ends_it_early_and_nobody_else() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    let under = format!("/admin/accounts/{}", served.town.who("clerk1").actor.id);
    for ends in ["clerk1", "street1", "admin"] {
        hand_over(&served, &clerk, 0, 3);
        let key = clerk.get("/me/stand-in").hidden("key").pop().unwrap();
        served.staff("clerk2").post("/me/stand-in/end", &[("key", &key)]);
        assert_eq!(roles(&served, "street1").len(), 2, "a stranger cannot");
        let path = if ends == "admin" { format!("{under}/stand-in/end") } else { "/me/stand-in/end".to_owned() };
        assert_eq!(served.staff(ends).post(&path, &[("key", &key)]).status, 303);
        assert_eq!(roles(&served, "street1"), ["street.dispatcher"], "{ends}");
    }
}

#[test]
fn nobody_hands_over_what_is_not_theirs_to_somebody_far_away_twice_or_backwards() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    let id = |login: &str| served.town.who(login).actor.id;
    let posts = format!("community.clerk@{CENTER}");
    let (today, before) = (day(&served, 0), day(&served, -1));
    for (post, to, from, until, said) in [
        (posts.as_str(), id("clerk2"), &today, &today, "不在同一个单位"),
        (posts.as_str(), id("clerk1"), &today, &today, "没有这一项"),
        ("street.dispatcher@340104001:street_center", id("street1"), &today, &today, "不是您本人的"),
        ("", id("street1"), &today, &today, "请至少选一个岗位"),
        (posts.as_str(), id("street1"), &today, &before, "结束的日子不能早于开始的日子"),
        (posts.as_str(), id("street1"), &before, &before, "日期不能早于今天"),
    ] {
        let answer = clerk.post("/me/stand-in", &[("posts", post), ("to", &to), ("from", from), ("until", until)]);
        assert!(answer.page(422).contains(said), "{said}");
    }
    hand_over(&served, &clerk, 0, 3);
    let again = clerk.post("/me/stand-in", &[("posts", &posts), ("to", &id("street1")), ("from", &today), ("until", &today)]);
    assert!(again.page(422).contains("已经有人代了"));
}

#[test]
fn administrators_and_auditors_hand_over_nothing_and_stand_in_for_nobody() {
    let served = Served::new();
    for login in ["admin", "auditor"] {
        assert!(served.staff(login).get("/me/stand-in").page(200).contains("要本人在岗"), "{login}");
    }
    let to = served.town.who("admin").actor.id;
    let today = day(&served, 0);
    let posts = "district.supervisor@340104:district_center";
    let answer = served.staff("district").post("/me/stand-in", &[("posts", posts), ("to", &to), ("from", &today), ("until", &today)]);
    assert_eq!(answer.status, 422, "the administrator sits in the same body");
}

#[test]
fn a_role_that_was_handed_over_is_not_handed_on_and_ends_with_the_role_itself() {
    let served = Served::new();
    hand_over(&served, &served.staff("clerk1"), 0, 3);
    let page = served.staff("street1").get("/me/stand-in");
    assert!(!page.page(200).contains(&format!("value=\"community.clerk@{CENTER}\"")));
    let who = served.town.who("clerk1");
    let form = AccountForm { id: who.actor.id, login: "clerk1".to_owned(), name: who.name, ..AccountForm::default() };
    served.town.app.save_account(&served.town.who("admin"), &form).unwrap();
    assert_eq!(roles(&served, "street1"), ["street.dispatcher"], "who holds nothing hands over nothing");
}

#[test]
fn a_role_runs_from_its_first_day_to_its_last_and_the_account_says_so_in_words() {
    let served = Served::new();
    let admin = served.staff("admin");
    let under = format!("/admin/accounts/{}", served.town.who("clerk2").actor.id);
    let save = |from: i64, until: i64| {
        let (from, until) = (day(&served, from), day(&served, until));
        let form =
            [("login", "clerk2"), ("name", "二"), ("role0", "community.clerk"), ("body0", CENTER), ("from0", &from), ("until0", &until)];
        admin.post(&under, &form)
    };
    assert!(save(3, 1).page(422).contains("结束的日子不能早于开始的日子"));
    for (from, until, said, holds) in [(1, 5, "未开始", 0), (-5, 5, "进行中", 1), (-5, -1, "已结束", 0)] {
        assert_eq!(save(from, until).location(), "/admin/accounts");
        assert!(admin.get(&under).page(200).contains(said), "{said}");
        let secret = served.town.app.enter("clerk2", "").unwrap();
        assert_eq!(served.town.app.session(&secret).unwrap().unwrap().grants.len(), holds, "{said}");
    }
    let form = [
        ("login", "clerk2"),
        ("name", "二"),
        ("role0", "community.clerk"),
        ("body0", CENTER),
        ("role1", "community.clerk"),
        ("body1", CENTER),
    ];
    assert!(admin.post(&under, &form).page(422).contains("写了两次"));
}

#[test]
fn accounts_are_found_by_part_of_a_name_and_turned_over_page_by_page_both_ways() {
    let served = Served::new();
    let (app, admin) = (&served.town.app, served.town.who("admin"));
    for nth in 0..7 {
        let grants = vec![Post { role: "community.clerk".to_owned(), body: CENTER.to_owned(), ..Post::default() }];
        let login = format!("page_{nth}");
        let form =
            AccountForm { login, name: format!("翻页{nth}"), password: "long and good".to_owned(), grants, ..AccountForm::default() };
        app.save_account(&admin, &form).unwrap();
    }
    let ask = |after: &str, before: &str, words: &str| {
        let wanted =
            AccountsWanted { words: words.to_owned(), after: after.to_owned(), before: before.to_owned(), ..AccountsWanted::default() };
        let found = app.accounts(&admin, &wanted, 3).unwrap();
        let logins: Vec<String> = found.rows.into_iter().map(|row| row.account.login).collect();
        (logins.join(" "), found.count, found.before, found.after)
    };
    assert_eq!(ask("", "", "PAGE_"), ("page_0 page_1 page_2".to_owned(), 7, false, true));
    assert_eq!(ask("page_2", "", "翻页"), ("page_3 page_4 page_5".to_owned(), 7, true, true));
    assert_eq!(ask("page_5", "", "翻页"), ("page_6".to_owned(), 7, true, false));
    assert_eq!(ask("", "page_3", "翻页"), ("page_0 page_1 page_2".to_owned(), 7, false, true));
    assert_eq!(ask("", "page_6", "翻页"), ("page_3 page_4 page_5".to_owned(), 7, true, true));
    assert_eq!(ask("", "", "e%0").1, 0, "signs of patterns stand for themselves");
}
