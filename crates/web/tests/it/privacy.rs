//! A request about one's own data over real HTTP and without script: taken in by one officer, erased by another.

use crate::town::{GRIDS, Served};

const PHONE: &str = "13956781234";

#[test]
fn a_request_is_taken_in_looked_at_and_erased_by_a_second_officer() {
    let served = Served::new();
    let input = serde_json::json!({ "description": "楼上漏水，请打13956781234", "area": GRIDS[0], "name": "欧阳修远", "phone": PHONE });
    let case = served.town.open("resident", "case", "report", input).unwrap().record;
    let first = served.staff("privacy1");
    assert_eq!(served.staff("auditor").get("/privacy").status, 403);
    assert!(first.get("/privacy").page(200).contains("还没有请求"));
    let wrong = first.post("/privacy", &[("number", "1234"), ("kind", "erase"), ("proof", "card"), ("purpose", "本人到窗口申请")]);
    assert!(wrong.page(422).contains("请填完整的手机号") && wrong.body.contains("本人到窗口申请"));
    let made = first.post("/privacy", &[("number", PHONE), ("kind", "erase"), ("proof", "card"), ("purpose", "本人到窗口申请")]);
    let path = made.location().to_owned();
    assert!(!path.contains(PHONE));
    let page = first.get(&path);
    for word in [case.number.as_str(), "139****1234", "手机号", "受理人不能自己执行删除", "无法回访"] {
        assert!(page.page(200).contains(word), "{word}");
    }
    assert!(!page.body.contains(PHONE) && !page.body.contains("欧阳") && !page.body.contains("永久删除"));
    let second = served.staff("privacy2");
    let shown = second.post(&path, &[("_version", "1"), ("what", "show")]);
    assert!(shown.page(200).contains(PHONE) && shown.body.contains("楼上漏水，请打▇▇"));
    let own = first.post(&path, &[("_version", "1"), ("what", "erase"), ("told", "true")]);
    assert!(own.page(422).contains("须由另一位"));
    let text = format!("text_{}_description", case.id);
    let silent = second.post(&path, &[("_version", "1"), ("what", "erase"), (&text, "楼上漏水")]);
    assert!(silent.page(422).contains("请先告知本人") && silent.body.contains(&format!("name=\"{text}\"")));
    let stale = second.post(&path, &[("_version", "7"), ("what", "erase"), ("told", "true")]);
    assert!(stale.page(422).contains("别人刚改过"));
    let done = second.post(&path, &[("_version", "1"), ("what", "erase"), ("told", "true"), (&text, "楼上漏水")]);
    assert_eq!(done.location(), path);
    let page = second.get(&path);
    assert!(page.page(200).contains("已删除") && !page.body.contains("1234"));
    assert_eq!(served.town.record(&case.id).title, "楼上漏水");
    served.town.sound();
}

#[test]
fn a_copy_comes_as_json_text_and_spreadsheet() {
    let served = Served::new();
    let input = serde_json::json!({ "description": "楼上漏水", "area": GRIDS[0], "name": "=欧阳", "phone": PHONE });
    served.town.open("resident", "case", "report", input).unwrap();
    let officer = served.staff("privacy1");
    let made = officer.post("/privacy", &[("number", PHONE), ("kind", "copy"), ("proof", "call"), ("purpose", "本人来电申请")]);
    let path = made.location().to_owned();
    let json = officer.post(&format!("{path}/copy.json"), &[]);
    let read: serde_json::Value = serde_json::from_str(json.page(200)).unwrap();
    assert_eq!(read["records"][0]["data"]["phone"], serde_json::json!({ "label": "手机号", "value": PHONE }));
    assert_eq!(read["records"][0]["history"][0]["words"]["description"]["value"], "楼上漏水");
    let csv = officer.post(&format!("{path}/copy.csv"), &[]);
    assert!(csv.page(200).contains(PHONE) && csv.body.contains("'=欧阳"), "{}", csv.body);
    assert_eq!(officer.post(&format!("{path}/copy.xlsx"), &[]).status, 200);
    assert_eq!(officer.post(&format!("{path}/copy.exe"), &[]).status, 404);
    assert_eq!(officer.post(&path, &[("_version", "1"), ("what", "answer")]).location(), path);
    assert!(officer.get(&path).page(200).contains("已提供"));
    let dropped = officer.post("/privacy", &[("number", PHONE), ("kind", "copy"), ("proof", "call"), ("purpose", "本人来电申请")]);
    let path = dropped.location().to_owned();
    assert!(officer.post(&path, &[("_version", "1"), ("what", "drop"), ("because", "")]).page(422).contains("不执行"));
    assert_eq!(officer.post(&path, &[("_version", "1"), ("what", "drop"), ("because", "并非本人申请")]).location(), path);
    assert!(officer.get(&path).page(200).contains("并非本人申请"));
}

#[test]
fn the_officer_reads_how_long_what_is_kept_and_by_which_clause() {
    let served = Served::new();
    assert_eq!(served.staff("auditor").get("/privacy/retention").status, 403);
    let officer = served.staff("privacy1");
    assert!(officer.get("/privacy").page(200).contains("href=\"/privacy/retention\""));
    let page = officer.get("/privacy/retention");
    for word in ["办结后 1095 天", "最后一次变动后 1095 天", "第十九条", "至少 10950 天", "尚未查过", "30 天内没有到期的"]
    {
        assert!(page.page(200).contains(word), "{word}");
    }
    while served.town.app.retire_some(100).unwrap().looked > 0 {}
    assert!(officer.get("/privacy/retention").page(200).contains("已查完"));
}

#[test]
fn somebody_who_works_here_gets_their_account_and_posts_and_a_namesake_is_taken_off() {
    let served = Served::new();
    let officer = served.staff("privacy1");
    let ask = |login: &str, name: &str, kind: &str| {
        officer.post("/privacy", &[("login", login), ("name", name), ("kind", kind), ("proof", "card"), ("purpose", "本人到窗口申请")])
    };
    assert!(ask("", "", "copy").page(422).contains("可只填登录名或姓名"));
    assert!(ask("nosuch", "", "copy").page(422).contains("没有这个登录名"));
    let path = ask("clerk1", "", "copy").location().to_owned();
    let page = officer.get(&path);
    for word in ["本人的账号与任职", "梅苑社区", "在岗、在任期间留存"] {
        assert!(page.page(200).contains(word), "{word}");
    }
    let json: serde_json::Value = serde_json::from_str(officer.post(&format!("{path}/copy.json"), &[]).page(200)).unwrap();
    assert_eq!(json["staff"][0]["data"]["login"]["value"], "clerk1");
    assert!(officer.post(&format!("{path}/copy.csv"), &[]).page(200).contains("clerk1 同志"));
    let path = ask("clerk1", "", "erase").location().to_owned();
    let serving = served.staff("privacy2").post(&path, &[("_version", "1"), ("what", "erase"), ("told", "true")]);
    assert!(serving.page(422).contains("仍在岗"));
}
