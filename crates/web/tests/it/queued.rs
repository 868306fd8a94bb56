//! What a phone kept without a signal arrives once, in its owner's name, and what somebody else changed meanwhile is told with both sides.

use serde_json::Value;

use crate::town::Part::{File, Words};
use crate::town::{Answer, Browser, GRIDS, PICTURE, Part, Served};

const KEY: &str = "phone-0123456789abcdef0123456789abcdef";

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}: {}", answer.status, answer.body))
}

fn who(served: &Served, login: &str) -> String {
    served.town.who(login).actor.id
}

fn report(lead: &Browser<'_>, more: Vec<Part<'_>>) -> Answer {
    let mut parts = vec![Words("_once", KEY), Words("category", "parts.facility.light"), Words("description", "路灯不亮")];
    parts.extend(more);
    lead.send("/patrol/report", &parts)
}

fn records(served: &Served) -> Vec<linli_pack::record::Record> {
    let query = linli_store::ListQuery::new("case", linli_store::Scope::All);
    served.town.app.store().read(|tx| linli_store::records(tx, served.town.app.realm(), &query)).unwrap().records
}

#[test]
fn a_report_that_a_phone_sends_again_days_later_is_one_report_with_its_photo() {
    let served = Served::new();
    let lead = served.staff("lead1").by_script();
    let me = who(&served, "lead1");
    let ahead = lead.send("/patrol/photo", &[Words("_who", &me), File("photo", "a.png", PICTURE)]);
    let photo = json(&ahead)["id"].as_str().unwrap().to_owned();
    let said = (served.town.app.now() - 7 * 86_400).to_string();
    let parts = || vec![Words("_who", &me), Words("_said", &said), Words("photo", &photo)];
    let first = json(&report(&lead, parts()));
    assert_eq!((first["replayed"].as_bool(), first["back"].as_str()), (Some(false), Some("/patrol")));
    served.town.later(3 * 86_400);
    served.town.app.tidy().unwrap();
    let again = json(&report(&served.staff("lead1").by_script(), parts()));
    assert_eq!((again["replayed"].as_bool(), &again["number"]), (Some(true), &first["number"]));
    let [record] = &records(&served)[..] else { panic!("one record") };
    let photos = served.town.app.store().read(|tx| linli_store::attachments(tx, served.town.app.realm(), &record.id)).unwrap();
    assert_eq!(photos.len(), 1, "the photo that went ahead belongs to it");
    let line = &served.town.lines(&record.id)[0];
    assert_eq!(line.entry.facts[linli_engine::SAID].to_string(), said, "the phone's time is written down");
    assert!(record.created > said.parse::<i64>().unwrap() + 6 * 86_400, "and counts for nothing");
    assert!(lead_page(&served, &record.id).contains("手机上的时间"));
    served.town.sound();
}

fn lead_page(served: &Served, id: &str) -> String {
    served.staff("lead1").get(&format!("/patrol/{id}")).page(200).to_owned()
}

#[test]
fn the_same_report_from_two_phones_of_one_account_is_one_and_of_two_accounts_two_that_point_at_each_other() {
    let served = Served::new();
    let phones = [served.staff("lead1").by_script(), served.staff("lead1").by_script()];
    let [first, second] = phones.map(|phone| json(&report(&phone, Vec::new())));
    assert_eq!((first["replayed"].as_bool(), second["replayed"].as_bool()), (Some(false), Some(true)));
    assert_eq!(first["number"], second["number"]);
    // A copy of one phone's memory on another's phone: whoever is signed in there saw it too.
    let other = served.staff("clerk1").send(
        "/registers/case/new",
        &[
            Words("_once", KEY),
            Words("_move", "register"),
            Words("category", "parts.facility.light"),
            Words("description", "路灯不亮"),
            Words("area", GRIDS[0]),
        ],
    );
    assert_eq!(other.status, 303, "{}", other.body);
    let all = records(&served);
    assert_eq!(all.len(), 2);
    let page = served.staff("clerk1").get(&format!("/records/{}", all[0].id));
    assert!(page.page(200).contains("疑似重复 1 件") && page.body.contains(&all[1].number), "each is shown beside the other");
    served.town.sound();
}

#[test]
fn photos_that_were_swept_meanwhile_are_asked_for_again_before_anything_is_done() {
    let served = Served::new();
    let lead = served.staff("lead1").by_script();
    let ahead = lead.send("/patrol/photo", &[File("photo", "a.png", PICTURE)]);
    let photo = json(&ahead)["id"].as_str().unwrap().to_owned();
    served.town.later(2 * 86_400);
    served.town.app.tidy().unwrap();
    let lead = served.staff("lead1").by_script();
    let answer = report(&lead, vec![Words("photo", &photo)]);
    assert_eq!((answer.status, &json(&answer)["kind"], &json(&answer)["gone"][0]), (409, &"photos-gone".into(), &photo.as_str().into()));
    assert_eq!(records(&served).len(), 0);
    let ahead = lead.send("/patrol/photo", &[File("photo", "a.png", PICTURE)]);
    let photo = json(&ahead)["id"].as_str().unwrap().to_owned();
    assert_eq!(report(&lead, vec![Words("photo", &photo)]).status, 200);
    let bad = lead.send("/patrol/photo", &[File("photo", "a.jpg", b"%PDF-1.4")]);
    assert_eq!(bad.status, 422);
    assert!(json(&bad)["title"].as_str().unwrap().contains("不是照片"));
}

#[test]
fn what_one_account_kept_is_never_sent_in_another_s_name() {
    let served = Served::new();
    let first = who(&served, "lead1");
    let other = served.staff("lead2").by_script();
    let answer = report(&other, vec![Words("_who", &first)]);
    assert_eq!((answer.status, &json(&answer)["kind"]), (403, &"other-account".into()));
    let photo = other.send("/patrol/photo", &[Words("_who", &first), File("photo", "a.png", PICTURE)]);
    assert_eq!((photo.status, &json(&photo)["kind"]), (403, &"other-account".into()));
    assert_eq!(records(&served).len(), 0);
    // Nobody is signed in: the phone keeps it and asks its owner to sign in.
    assert!(report(&served.resident().by_script(), vec![Words("_who", &first)]).location().starts_with("/login"));
    assert_eq!(records(&served).len(), 0);
}

#[test]
fn a_report_with_mistakes_says_all_of_them_and_opens_nothing() {
    let served = Served::new();
    let lead = served.staff("lead1").by_script();
    let answer = lead.send("/patrol/report", &[Words("_once", KEY), Words("done", "true"), Words("lon", "10"), Words("lat", "10")]);
    assert_eq!(answer.status, 422);
    let problems = json(&answer)["problems"].to_string();
    assert!(problems.contains("不在本区") && json(&answer)["problems"].as_array().unwrap().len() > 1, "{problems}");
    assert_eq!(records(&served).len(), 0);
}

#[test]
fn an_act_on_what_somebody_else_has_moved_is_refused_with_both_sides_and_goes_on_the_new_version() {
    let served = Served::new();
    let lead = served.staff("lead1").by_script();
    let (case, _) = served.town.report(0);
    let version = case.version.to_string();
    served.town.act("lead1", &case.id, "contact", serde_json::json!({ "note": "已电话联系" })).unwrap();
    let path = format!("/patrol/{}/moves/solve", case.id);
    let solve = |version: &str| lead.send(&path, &[Words("_once", KEY), Words("version", version), Words("note", "已修补")]);
    let refused = solve(&version);
    assert_eq!((refused.status, &json(&refused)["kind"]), (409, &"stale".into()));
    let now = json(&refused)["now"].clone();
    assert_eq!(now["version"].as_i64(), Some(case.version + 1));
    assert!(now["last"]["text"].as_str().unwrap().contains("联系"), "{now}");
    assert!(now["acts"].as_array().unwrap().contains(&"solve".into()) && now["note"].is_string(), "{now}");
    let done = solve(&now["version"].to_string());
    assert_eq!(json(&done)["version"].as_i64(), Some(case.version + 2));
    assert_eq!(json(&solve(&version))["replayed"].as_bool(), Some(true), "asked once more, it was done once");
    assert_eq!(served.town.record(&case.id).state, "closed");
    served.town.sound();
}

#[test]
fn what_a_phone_keeps_for_a_day_holds_no_more_about_anybody_than_the_list() {
    let served = Served::new();
    let (case, _) = served.town.report(0);
    let lead = served.staff("lead1");
    let day = lead.get("/patrol/day");
    let page = day.page(200);
    assert!(page.contains(&case.title) && page.contains(&format!("/patrol/{}/moves/solve", case.id)));
    for secret in ["王小明", "13812345678", "138****5678", "王**"] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(page.contains(&format!("data-who=\"{}\"", who(&served, "lead1"))) && page.contains("data-lives=\"43200\""));
    // One page holds several matters: names of its parts are unique.
    served.town.report(0);
    let page = lead.get("/patrol/day").page(200).to_owned();
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn the_patrol_can_be_installed_and_its_worker_is_never_kept_by_a_cache() {
    let served = Served::new();
    let lead = served.staff("lead1");
    assert!(lead.get("/patrol").page(200).contains("rel=\"manifest\" href=\"/patrol/app/zh-CN.webmanifest\""));
    assert!(!lead.get("/report").page(200).contains("rel=\"manifest\""), "residents need no app");
    let manifest = served.resident().get("/patrol/app/en.webmanifest");
    let app: Value = serde_json::from_str(manifest.page(200)).unwrap();
    assert_eq!((&app["scope"], &app["start_url"], &app["display"]), (&"/patrol".into(), &"/patrol".into(), &"standalone".into()));
    assert_eq!(app["icons"].as_array().unwrap().len(), 3);
    assert_eq!(served.resident().get("/patrol/app/xx.webmanifest").status, 404);
    let offline = served.resident().get("/patrol/offline");
    assert!(offline.page(200).contains("data-who=\"\"") && offline.headers["content-security-policy"].contains("worker-src 'self'"));
}

#[test]
fn who_is_tracked_by_law_reads_it_and_nobody_else_is() {
    let served = Served::new();
    assert!(served.staff("lead1").get("/patrol/me").page(200).contains("不记轨迹"));
    let mut pack = crate::town::pack();
    let because = linli_pack::model::Text::new("防汛值守期间", "While the flood watch lasts");
    pack.tracks = Some(linli_pack::model::Tracks { because, basis: "防汛条例 第一条".to_owned() });
    let served = Served::by(pack);
    for page in ["/patrol", "/patrol/me"] {
        let page = served.staff("lead1").get(page);
        assert!(page.page(200).contains("防汛值守期间") && page.body.contains("防汛条例 第一条"));
        assert!(!page.body.contains("不记轨迹"));
    }
}
