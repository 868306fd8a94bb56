//! A resident's report from the form to its rating, a grid lead's phone and a supervisor's board, over real HTTP and without script.
// Helpers count as tests here: a failure is a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::town::Part::{File, Words};
use crate::town::{Answer, Browser, COMMUNITIES, GRIDS, PICTURE, Part, Served, border};

const ONCE: &str = "0123456789abcdef0123456789abcdef";
const WORDS: &str = "单元门口路灯不亮,晚上看不见";
/// In the middle of the first grid.
const HERE: [Part<'static>; 2] = [Words("lon", "117.205"), Words("lat", "31.802")];

fn report(browser: &Browser<'_>, parts: Vec<Part<'_>>) -> Answer {
    let parts: Vec<Part<'_>> = [Words("_once", ONCE)].into_iter().chain(parts).collect();
    browser.send("/report", &parts)
}

fn at(mut parts: Vec<Part<'static>>) -> Vec<Part<'static>> {
    parts.extend(HERE);
    parts
}

/// The secret in the address of the page of thanks.
fn secret(answer: &Answer) -> String {
    answer.location().strip_prefix("/t/").unwrap().strip_suffix("/thanks").unwrap().to_owned()
}

fn records(served: &Served) -> usize {
    let query = linli_store::ListQuery::new("case", linli_store::Scope::All);
    served.town.app.store().read(|tx| linli_store::count(tx, served.town.app.realm(), &query, 1000)).unwrap()
}

#[test]
fn a_report_is_taken_with_its_photo_and_its_link_tells_how_it_goes() {
    let served = Served::new();
    let resident = served.resident();
    let form = resident.get("/report");
    assert!(form.page(200).contains("我要反映"));
    assert_eq!(form.hidden("_once").len(), 1);
    let sent = report(&resident, at(vec![Words("description", WORDS), Words("phone", "13800138000"), File("photos", "a.png", PICTURE)]));
    let secret = secret(&sent);
    let thanks = resident.get(sent.location());
    assert!(thanks.page(200).contains("138****8000") && !thanks.body.contains("13800138000"));
    let track = resident.get(&format!("/t/{secret}"));
    assert!(track.page(200).contains(WORDS) && track.body.contains("网格员正在处理"));
    assert_eq!(track.headers["x-robots-tag"], "noindex, nofollow");
    let photo = track.body.split(&format!("/t/{secret}/photos/")).nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(resident.get(&format!("/t/{secret}/photos/{photo}")).headers["content-type"], "image/jpeg");
    served.town.sound();
}

#[test]
fn the_same_form_sent_twice_is_one_report_photos_included() {
    let served = Served::new();
    let resident = served.resident();
    let parts = || at(vec![Words("description", WORDS), File("photos", "a.png", PICTURE)]);
    let first = report(&resident, parts());
    let second = report(&resident, parts());
    assert_eq!(first.location(), second.location());
    assert_eq!(records(&served), 1);
    let other = report(&resident, at(vec![Words("description", "另一件事:井盖没了")]));
    assert!(other.page(422).contains("这一份已经交过了") && other.body.contains("井盖没了"));
    assert_ne!(other.hidden("_once"), [ONCE], "pressing once more sends it as a report of its own");
    assert_eq!(records(&served), 1);
}

#[test]
fn words_that_say_nothing_or_too_much_come_back_with_everything_else_kept() {
    let served = Served::new();
    let resident = served.resident();
    let long = "水".repeat(10_000);
    let cases = [("", "请填写“什么事”"), ("😀😀", "还没有文字"), (long.as_str(), "最多 2000 个字，现在是 10000 个字")];
    for (words, said) in cases {
        let parts = vec![
            Words("description", words),
            Words("address", "梅山路口"),
            Words("name", "王小明"),
            Words("lon", "117.205"),
            Words("lat", "31.802"),
        ];
        let answer = report(&resident, parts);
        assert!(answer.page(422).contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains(words) && answer.body.contains("value=\"梅山路口\"") && answer.body.contains("value=\"王小明\""));
        assert_eq!((answer.hidden("lon"), answer.hidden("_once")), (vec![], vec![ONCE.to_owned()]));
        assert!(answer.body.contains("id=\"f-lon\" value=\"117.205\""));
    }
    assert_eq!(records(&served), 0);
}

#[test]
fn a_place_outside_unknown_or_ambiguous_is_explained_at_its_field() {
    let served = Served::new();
    let resident = served.resident();
    let cases: [(Vec<Part<'_>>, &str); 4] = [
        (vec![Words("lon", "116.0"), Words("lat", "31.8")], "不在本区"),
        (vec![Words("address", "不存在的地方")], "没有找到“不存在的地方”"),
        (vec![Words("address", "梅山路")], "不止一处"),
        (vec![], "还差位置"),
    ];
    for (place, said) in cases {
        let parts = [Words("description", WORDS)].into_iter().chain(place).collect();
        let answer = report(&resident, parts);
        assert!(answer.page(422).contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains("id=\"f-address-error\"") && answer.body.contains(WORDS));
    }
    let with_phone = report(&resident, vec![Words("description", ""), Words("phone", "138")]);
    for said in ["请填写“什么事”", "还差位置", "手机号是 11 位数字"] {
        assert!(with_phone.page(422).contains(said), "everything wrong is said at once: {said}");
    }
    assert_eq!(records(&served), 0);
}

#[test]
fn a_point_on_the_border_of_two_grids_belongs_to_exactly_one_of_them() {
    let served = Served::new();
    let resident = served.resident();
    for (nth, (lon, lat)) in border(1).into_iter().enumerate().skip(1).take(3) {
        let (lon, lat, once) = (lon.to_string(), lat.to_string(), format!("border-{nth:020}"));
        let place = [Words("_once", &once), Words("description", WORDS), Words("lon", &lon), Words("lat", &lat)];
        let sent = resident.send("/report", &place);
        let (detail, _) = served.town.app.followed_by(&secret(&sent)).unwrap();
        assert!(GRIDS[..2].contains(&detail.record.area.as_str()), "{}", detail.record.area);
    }
}

#[test]
fn a_community_alone_reaches_the_community_and_not_one_of_its_grids() {
    let served = Served::new();
    let sent = report(&served.resident(), vec![Words("description", WORDS), Words("area", COMMUNITIES[0])]);
    let (detail, _) = served.town.app.followed_by(&secret(&sent)).unwrap();
    assert_eq!((detail.record.area.as_str(), detail.record.state.as_str()), (COMMUNITIES[0], "accepted"));
}

#[test]
fn photos_that_are_none_too_large_or_too_many_are_named_and_the_good_ones_kept() {
    let served = Served::new();
    let resident = served.resident();
    let large = vec![0xff_u8; 40 * 1024 * 1024];
    let files = || vec![File("photos", "a.png", PICTURE), File("photos", "b.jpg", b"%PDF-1.7"), File("photos", "c.jpg", &large)];
    let parts = [Words("description", WORDS)].into_iter().chain(files()).chain(HERE).collect();
    let answer = report(&resident, parts);
    assert!(answer.page(422).contains("第 2 个文件不是照片") && answer.body.contains("第 3 张照片太大"));
    let kept = answer.hidden("photo");
    assert_eq!(kept.len(), 1);
    assert_eq!(resident.get(&format!("/report/photos/{}/small", kept[0])).status, 200, "it is shown while the rest is put right");
    assert_eq!(records(&served), 0);
    let many = [Words("description", WORDS)].into_iter().chain((0..30).map(|_| File("photos", "a.png", PICTURE))).chain(HERE).collect();
    let answer = report(&resident, many);
    assert!(answer.page(422).contains("照片最多 9 张"));
    assert_eq!(answer.hidden("photo").len(), 9);
    let again = [Words("description", WORDS), Words("photo", &kept[0])].into_iter().chain(HERE).collect();
    let (detail, _) = served.town.app.followed_by(&secret(&report(&resident, again))).unwrap();
    assert_eq!(detail.photos.len(), 1);
}

#[test]
fn a_photo_sent_ahead_answers_with_its_id_or_with_why_not() {
    let served = Served::new();
    let resident = served.resident();
    let good: serde_json::Value =
        serde_json::from_str(resident.send("/report/photo", &[File("photo", "a.png", PICTURE)]).page(200)).unwrap();
    assert_eq!(resident.get(good["thumb"].as_str().unwrap()).status, 200);
    let bad: serde_json::Value =
        serde_json::from_str(resident.send("/report/photo", &[File("photo", "a.jpg", b"%PDF")]).page(422)).unwrap();
    assert!(bad["error"].as_str().unwrap().contains("不是照片"));
}

#[test]
fn who_follows_another_persons_report_sees_how_it_goes_but_not_what_they_wrote() {
    let served = Served::new();
    let resident = served.resident();
    let first = report(&resident, at(vec![Words("description", "王奶奶家门口路灯不亮"), File("photos", "a.png", PICTURE)]));
    let own = secret(&first);
    let (detail, _) = served.town.app.followed_by(&own).unwrap();
    let id = detail.record.id.clone();
    let parts = [Words("_once", "another-form-another-form"), Words("description", "路灯还是不亮"), Words("follow", &id)];
    let joined = resident.send("/report", &parts);
    let theirs = secret(&joined);
    assert_eq!(secret(&resident.send("/report", &parts)), theirs, "pressed twice, followed once");
    assert_eq!(served.town.record(&id).followers, 1);
    let page = resident.get(&format!("/t/{theirs}"));
    assert!(page.page(200).contains("网格员正在处理"));
    assert!(!page.body.contains("王奶奶") && !page.body.contains("/photos/"));
    assert!(!resident.get(&format!("/t/{own}")).page(200).is_empty());
    assert_eq!(resident.get("/t/nothing-behind-this").status, 404);
    served.town.sound();
}

#[test]
fn a_bad_rating_reopens_once_and_a_good_one_ends_it() {
    let served = Served::new();
    let resident = served.resident();
    for (score, state) in [("1", "reopened"), ("5", "rated")] {
        let (case, link) = served.town.closed();
        let page = resident.get(&format!("/t/{link}"));
        let action = page
            .page(200)
            .split("action=\"")
            .find(|rest| rest.starts_with(&format!("/t/{link}/moves/")))
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let missing = resident.send(&action, &[Words("_once", "no-score-no-score-no-score"), Words("note", "灯亮了一天")]);
        assert!(missing.page(422).contains("请填写“评价”") && missing.body.contains("灯亮了一天"));
        let once = format!("rating-rating-rating-{score}");
        let parts = [Words("_once", once.as_str()), Words("rating", score), Words("note", "")];
        assert_eq!(resident.send(&action, &parts).location(), format!("/t/{link}"));
        assert_eq!(resident.send(&action, &parts).location(), format!("/t/{link}"), "a second press is the same rating");
        assert_eq!(served.town.record(&case.id).state, state);
    }
    served.town.sound();
}

#[test]
fn a_grid_lead_reports_in_three_taps_and_settles_from_the_phone() {
    let served = Served::new();
    let lead = served.staff("lead1");
    let sent = lead.send("/patrol/report", &[Words("_once", ONCE), Words("category", "parts.facility.light")]);
    assert_eq!(sent.location(), "/patrol");
    let today = lead.get("/patrol");
    assert!(today.page(200).contains("路灯"));
    let id = today.body.split("<a href=\"/patrol/").find(|rest| rest.starts_with("0")).unwrap().split('"').next().unwrap().to_owned();
    let record = served.town.record(&id);
    assert_eq!((record.source.as_str(), record.area.as_str()), ("patrol", GRIDS[0]));
    let page = lead.get(&format!("/patrol/{id}"));
    let action = format!("/patrol/{id}/moves/solve");
    assert!(page.page(200).contains(&action));
    let empty = lead.send(&action, &[Words("_once", "solve-solve-solve-1"), Words("version", "1")]);
    assert!(empty.page(422).contains("请填写“说明”"));
    let stale = lead.send(&action, &[Words("_once", "solve-solve-solve-2"), Words("version", "9"), Words("note", "换了灯泡")]);
    assert!(stale.page(409).contains("刚被别人动过") && stale.body.contains("换了灯泡"));
    assert_eq!(
        lead.send(&action, &[Words("_once", "solve-solve-solve-3"), Words("version", "1"), Words("note", "换了灯泡")]).location(),
        "/patrol"
    );
    let settled =
        [Words("_once", "found-and-settled-1"), Words("category", "parts.facility.light"), Words("done", "true"), Words("note", "拧紧了")];
    assert_eq!(lead.send("/patrol/report", &settled).location(), "/patrol");
    assert!(lead.get("/patrol").page(200).contains("今天办结 2 件"));
    assert_eq!(lead.get("/patrol/map").status, 200);
    assert_eq!(lead.get("/patrol/me").status, 200);
    assert_eq!(lead.get("/patrol/new").status, 200);
    served.town.sound();
}

#[test]
fn every_number_of_the_board_leads_to_its_records_and_the_wall_says_nothing_personal() {
    let served = Served::new();
    let resident = served.resident();
    report(&resident, at(vec![Words("description", "王奶奶家门口路灯不亮")]));
    let district = served.staff("district");
    let board = district.get("/board?period=30");
    assert!(
        board.page(200).contains("/registers/case?area=340104&amp;measure=received&amp;from=")
            || board.body.contains("/registers/case?area=340104&#38;measure=received&#38;from="),
        "{}",
        board.body
    );
    assert_eq!(district.get("/registers/case?area=340104&measure=received&from=2026-02-03&to=2026-03-04").status, 200);
    assert!(!district.get("/wall").page(200).contains("王奶奶"));
    assert_eq!(district.get("/board?area=999").status, 404);
    assert_eq!(district.get("/board?from=2030-01-01&to=1999-01-01").status, 200, "days the wrong way round");
    assert_eq!(served.staff("clerk1").get("/board?area=340104").status, 403);
    assert_eq!(served.staff("lead1").get("/board").status, 403);
    assert_eq!(resident.get("/board").status, 303);
}
