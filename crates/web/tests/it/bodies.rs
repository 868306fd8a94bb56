//! Organisations as people use them: the picture of an area, appointing, what is refused and why, and bodies that move and end.

use crate::town::{Browser, COMMUNITIES, Part, Served};

const COMMITTEE: &str = "340104001:street_party_committee";
const STREET: &str = "340104001";

/// Sends words as a form.
fn send(browser: &Browser<'_>, path: &str, words: &[(&str, &str)]) -> crate::town::Answer {
    let parts: Vec<Part<'_>> = words.iter().map(|(name, value)| Part::Words(name, value)).collect();
    browser.send(path, &parts)
}

fn secretary<'a>(name: &'a str, from: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("post", "party_secretary"), ("name", name), ("member", "true"), ("standing", "head"), ("from", from), ("how", "appointed")]
}

#[test]
fn an_area_s_bodies_are_a_picture_and_the_same_as_a_list() {
    let served = Served::new();
    let page = served.staff("clerk1").get(&format!("/bodies?area={}", COMMUNITIES[0]));
    let page = page.page(200);
    assert!(page.contains("class=\"orgchart\"") && page.contains("aria-hidden=\"true\""));
    let list = page.split("class=\"org-tree\"").nth(1).unwrap();
    for name in ["梅苑社区党委", "梅苑社区工作站", "梅苑社区居民委员会"] {
        assert!(list.contains(name), "{name} is not in the list");
    }
    assert!(page.contains("“1+2”社区治理结构") && !page.contains("处缺"), "nothing of it is missing here");
    let end = [("to", "2026-03-04"), ("note", "届满未换届")];
    let gone = send(&served.staff("organiser1"), &format!("/bodies/{}:residents_committee/end", COMMUNITIES[1]), &end);
    assert_eq!(gone.status, 303, "{}", gone.body);
    let page = served.staff("clerk2").get(&format!("/bodies?area={}", COMMUNITIES[1]));
    assert!(page.page(200).contains("1 处缺"), "the residents' committee is missing now");
    let found = served.staff("clerk1").get("/bodies?area=340104&q=%E6%A2%85%E8%8B%91&kind=workstation");
    assert_eq!(found.page(200).matches("梅苑社区工作站").count(), 1);
}

#[test]
fn an_officer_appoints_puts_off_and_removes_and_everybody_reads_it() {
    let served = Served::new();
    let organiser = served.staff("organiser1");
    let form = organiser.get(&format!("/bodies/{COMMITTEE}/appoint?post=party_secretary"));
    assert!(form.page(200).contains("党组织书记须是党员"));
    // A term that ends within half a year of 2026-03-04.
    let done = send(&organiser, &format!("/bodies/{COMMITTEE}/appoint"), &secretary("陈一", "2021-07-01"));
    assert_eq!(done.location(), format!("/bodies/{COMMITTEE}"));
    let page = served.staff("clerk1").get(&format!("/bodies/{COMMITTEE}"));
    let page = page.page(200);
    assert!(
        page.contains("陈一") && page.contains("2026-06-30 届满") && !page.contains("/appointments/"),
        "a clerk reads and changes nothing"
    );
    let page = organiser.get(&format!("/bodies/{COMMITTEE}"));
    let delay = page.page(200).split("href=\"").find(|href| href.contains("/delay\"")).unwrap().split('"').next().unwrap().to_owned();
    let late = send(&organiser, &delay, &[("to", "2027-07-01"), ("note", "换届推迟")]);
    assert!(late.page(422).contains("延期最晚到 2027-06-30"));
    assert_eq!(send(&organiser, &delay, &[("to", "2026-12-31"), ("note", "换届推迟")]).location(), format!("/bodies/{COMMITTEE}"));
    let end = delay.replace("/delay", "/end");
    assert_eq!(send(&organiser, &end, &[("to", "2026-03-04"), ("note", "调任")]).location(), format!("/bodies/{COMMITTEE}"));
    let home = organiser.get("/home");
    assert!(!home.page(200).contains("任期将满"));
    served.town.sound();
}

#[test]
fn who_is_not_eligible_or_not_elected_is_refused_in_words_and_nothing_typed_is_lost() {
    let served = Served::new();
    let organiser = served.staff("organiser1");
    let at = format!("/bodies/{COMMITTEE}/appoint");
    let base = [("post", "party_concurrent"), ("name", "王二"), ("member", "true"), ("from", "2026-03-01"), ("how", "co_opted")];
    let refused = send(&organiser, &at, &[&base[..], &[("standing", "staff"), ("unit", "340104001:police_station")]].concat());
    let page = refused.page(422);
    assert!(page.contains("兼职委员须是辖区内行政单位") && page.contains("value=\"王二\""));
    let outside = send(&organiser, &at, &[&base[..], &[("standing", "head"), ("unit", "340104002:police_station")]].concat());
    assert!(outside.page(422).contains("兼职委员须是辖区内行政单位"));
    let right = send(&organiser, &at, &[&base[..], &[("standing", "head"), ("unit", "340104001:police_station")]].concat());
    assert_eq!(right.status, 303, "{}", right.body);
    let elected = [
        ("post", "party_secretary"),
        ("name", "陈一"),
        ("member", "true"),
        ("from", "2026-03-01"),
        ("how", "elected"),
        ("due", "50"),
        ("present", "39"),
        ("agreed", "39"),
    ];
    assert!(send(&organiser, &at, &elected).page(422).contains("至少要到 40 人"));
    send(&organiser, &at, &secretary("陈一", "2026-03-01")).location();
    assert!(send(&organiser, &at, &secretary("李三", "2026-03-02")).page(422).contains("1 席已满"));
    let theirs = send(&organiser, "/bodies/340104002:street_party_committee/appoint", &secretary("李三", "2026-03-02"));
    assert_eq!(theirs.status, 403, "another subdistrict is another officer's");
    assert_eq!(send(&served.staff("admin"), &at, &secretary("李三", "2026-03-02")).status, 403, "who keeps accounts appoints nobody");
}

#[test]
fn a_body_is_made_renamed_hung_elsewhere_and_ended_but_never_below_itself() {
    let served = Served::new();
    let admin = served.staff("admin");
    let made = send(&admin, "/bodies/new", &[("area", COMMUNITIES[0]), ("kind", "property_firm"), ("name", "梅苑物业公司")]);
    let firm = made.location().to_owned();
    assert_eq!(firm, "/bodies/340104001001:property_firm");
    let page = send(&admin, "/bodies/new", &[("area", COMMUNITIES[0]), ("kind", "community_center")]);
    assert!(page.page(422).contains("每个辖区只有一个"));
    let page = send(&admin, "/bodies/new", &[("area", STREET), ("kind", "property_firm")]);
    assert!(page.page(422).contains("不设在这一层级"));
    let below = format!("{firm}/change");
    send(&admin, &below, &[("name", "梅苑物业"), ("parent", "340104001001:party_committee")]).location();
    let circle = send(&admin, "/bodies/340104001001:party_committee/change", &[("name", ""), ("parent", "340104001001:property_firm")]);
    assert!(circle.page(422).contains("不能隶属于自己或自己的下级"));
    let own = send(&admin, &below, &[("name", "梅苑物业"), ("parent", "340104001001:property_firm")]);
    assert!(own.page(422).contains("不能隶属于自己"));
    let desk = send(&admin, "/bodies/340104001001:community_center/end", &[("to", "2026-03-04")]);
    assert!(desk.page(422).contains("不能撤销"));
    let later = send(&admin, &format!("{firm}/end"), &[("to", "2026-04-01")]);
    assert!(later.page(422).contains("最晚是今天"));
    send(&admin, &format!("{firm}/end"), &[("to", "2026-03-04"), ("note", "合同到期")]).location();
    assert!(admin.get(&firm).page(200).contains("2026-03-04 撤销"));
    assert!(!admin.get(&format!("/bodies?area={}", COMMUNITIES[0])).page(200).contains("梅苑物业"));
    assert_eq!(served.resident().get("/bodies").status, 303, "residents are sent to the login page");
    served.town.sound();
}
