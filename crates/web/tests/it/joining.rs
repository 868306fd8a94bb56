//! Taking part without an account, over real HTTP and without script: the list, a place, waiting, hours, the certificate and checking it.
// Helpers count as tests here: a failure is a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::town::Part::Words;
use crate::town::{Answer, Browser, COMMUNITIES, GRIDS, Served};

fn announced(served: &Served, wanted: i64) -> String {
    let given = serde_json::json!({ "activity": "清理楼道", "service": "environment", "on": "2026-12-05", "slot": "morning",
        "where": "社区广场，上午九点", "wanted": wanted, "hours": 3 });
    served.town.open("team1", "activity", "announce", given).unwrap().record.number
}

fn sign_up(browser: &Browser<'_>, number: &str, phone: &str) -> Answer {
    let once = format!("{phone:0>32}");
    browser.send(&format!("/join/sign_up/{number}"), &[Words("_once", &once), Words("name", "陈小三"), Words("phone", phone)])
}

#[test]
fn an_activity_is_found_joined_held_confirmed_and_certified() {
    let served = Served::new();
    let number = announced(&served, 1);
    let anyone = served.resident();
    let list = anyone.get("/join");
    assert!(list.page(200).contains("清理楼道") && list.body.contains("还有 1 个名额"), "{}", list.body);
    assert!(anyone.get(&format!("/join?area={}", COMMUNITIES[1])).page(200).contains("近期没有可报名的活动"));
    let bad = sign_up(&anyone, &number, "123");
    assert!(bad.page(422).contains("陈小三"), "what was typed stays");
    let done = sign_up(&anyone, &number, "13800000001");
    let link = done.location().to_owned();
    let track = anyone.get(&link);
    assert!(track.page(200).contains("报名成功") && track.body.contains("取消报名") && !track.body.contains("13800000001"));
    assert!(anyone.get(&format!("/join/sign_up/{number}")).page(200).contains("已报满"));
    let second = sign_up(&anyone, &number, "13800000002");
    assert!(anyone.get(second.location()).page(200).contains("您在候补"));

    served.town.set("2026-12-05T12:30");
    let of = served.town.app.store().read(|tx| linli_store::record_by_number(tx, served.town.app.realm(), &number)).unwrap().unwrap();
    served.town.act("team1", &of.id, "hold", serde_json::json!({ "took_part": 1 })).unwrap();
    assert!(anyone.get(&link).page(200).contains("填写我的时长"));
    let own = |hours: &str| anyone.send(&format!("{link}/moves/own_says"), &[Words("own_hours", hours)]);
    assert!(own("40").page(422).contains("24"), "so many hours are in no day");
    assert_eq!(own("3").status, 303);
    assert_eq!(anyone.get(&format!("{link}/certificate")).status, 404, "one side alone is not certified");
    let part = served.town.app.store().read(|tx| linli_store::parts(tx, served.town.app.realm(), &of.id)).unwrap().remove(0);
    served.town.act("team1", &part.id, "team_says", serde_json::json!({ "team_hours": 3 })).unwrap();
    let certificate = anyone.get(&format!("{link}/certificate"));
    assert!(certificate.page(200).contains("陈小三") && certificate.body.contains("志愿服务3小时"), "{}", certificate.body);
    let code = certificate.body.split("<code class=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let check =
        |code: &str, name: &str| anyone.send("/certificate", &[Words("number", &part.number), Words("code", code), Words("name", name)]);
    assert!(check(&code, "陈小三").page(200).contains("证明属实"));
    assert!(check(&code.to_lowercase().replace('-', ""), "陈小三").page(200).contains("证明属实"), "however it is typed");
    assert!(check(&code, "陈小四").page(200).contains("姓名不符"));
    assert!(check("AAAA-AAAA-AAAA-AAAA", "陈小三").page(200).contains("没有这份证明"));
    assert!(check("", "陈小三").page(422).contains("校验码"));
    served.town.sound();
}

#[test]
fn who_gives_up_a_place_makes_room_and_a_wish_is_not_withdrawn_by_adding_words() {
    let served = Served::new();
    let number = announced(&served, 1);
    let anyone = served.resident();
    let (first, second) = (sign_up(&anyone, &number, "13800000001"), sign_up(&anyone, &number, "13800000002"));
    let gone = anyone.send(&format!("{}/moves/withdraw", first.location()), &[Words("note", "")]);
    assert_eq!(gone.status, 303);
    assert!(anyone.get(second.location()).page(200).contains("报名成功"));
    let wish = serde_json::json!({ "wish": "想要一副老花镜", "area": GRIDS[0] });
    let command = linli_engine::Command {
        register: "wish".into(),
        name: "post".into(),
        input: wish.as_object().unwrap().clone().into_iter().collect(),
        seen: None,
    };
    let context = linli_app::Context::resident(linli_pack::Lang::Zh, served.town.app.now());
    let secret = served.town.app.act(&context, &linli_app::Target::New, &command).unwrap().secret.unwrap();
    let page = anyone.get(&format!("/t/{secret}"));
    assert!(
        page.page(200).contains(&format!("/t/{secret}/moves/withdraw")) && !page.body.contains("id=\"add\""),
        "it stands apart, as what is hard to take back"
    );
}

#[test]
fn of_two_who_claim_one_wish_at_once_one_gets_it_and_the_other_reads_that_somebody_was_faster() {
    let served = Served::new();
    let wish = served.town.open("clerk1", "wish", "post_here", serde_json::json!({ "wish": "换灯泡", "area": GRIDS[0] })).unwrap().record;
    let version = wish.version.to_string();
    let claim = |login: &str| served.staff(login).send(&format!("/records/{}/moves/claim", wish.id), &[Words("_version", &version)]);
    assert_eq!(claim("team1").status, 303);
    let late = claim("secretary1");
    assert!(late.page(409).contains("可能别人刚办过一步"), "{}", late.body);
    assert_eq!(served.town.record(&wish.id).holder.as_deref(), Some("340104001001:volunteer_team"));
}

#[test]
fn the_page_of_needs_proposes_an_offer_with_reasons_and_one_press_asks_for_it() {
    let served = Served::new();
    let offer = serde_json::json!({ "offer": "每周六上午义诊", "unit": "志愿服务队", "service": "health", "slot": "saturday", "reach": "community", "most": 2 });
    let offer = served.town.open("team1", "offer", "offer", offer).unwrap().record;
    let need = serde_json::json!({ "what": "给老人量血压", "service": "health", "slot": "saturday" });
    let need = served.town.open("clerk1", "need", "order", need).unwrap().record;
    let clerk = served.staff("clerk1");
    let page = clerk.get("/match");
    for said in ["给老人量血压", "每周六上午义诊", "就在本社区", "时间一致：周六", "手头没有在做的"] {
        assert!(page.page(200).contains(said), "{said}");
    }
    let once = page.hidden("_once").remove(0);
    let parts = [
        Words("_once", &once),
        Words("bodies", offer.holder.as_deref().unwrap()),
        Words("offer", &offer.number),
        Words("unit", "志愿服务队"),
    ];
    assert_eq!(clerk.send(&format!("/records/{}/moves/pair", need.id), &parts).status, 303);
    assert_eq!(served.town.record(&need.id).state, "asked");
    let secretary = served.staff("secretary1");
    assert!(secretary.get("/year/unit").page(200).contains("志愿服务队"));
    let year = secretary.get("/year/unit?name=%E5%BF%97%E6%84%BF%E6%9C%8D%E5%8A%A1%E9%98%9F");
    assert!(year.page(200).contains("给老人量血压") && year.body.contains(&offer.number));
}
