//! The administrator's pages of webhooks.

use crate::town::{Served, pack};

const FORM: [(&str, &str); 5] = [
    ("label", "指挥中心"),
    ("address", "https://hub.example.cn/hook?key=abc"),
    ("area", "340104001"),
    ("registers", "case"),
    ("registers", "wish"),
];

#[test]
fn an_administrator_adds_a_webhook_sees_its_secret_once_and_keeps_what_was_typed_when_something_is_wrong() {
    let served = Served::by(pack());
    let admin = served.staff("admin");
    assert!(admin.get("/admin/webhooks").page(200).contains("还没有推送地址"));
    let mut wrong = FORM;
    wrong[1].1 = "hub.example.cn";
    let answer = admin.post("/admin/webhooks/new", &wrong);
    assert!(
        answer.page(422).contains("请填完整的地址")
            && answer.body.contains("value=\"指挥中心\"")
            && answer.body.contains("value=\"hub.example.cn\"")
    );
    let made = admin.post("/admin/webhooks/new", &FORM);
    assert!(made.page(200).contains("whsec_") && made.body.contains("还没有推送过"));
    let list = admin.get("/admin/webhooks");
    assert!(list.page(200).contains("hub.example.cn") && !list.body.contains("key=abc"));
    let at = list
        .body
        .split("href=\"/admin/webhooks/")
        .map(|rest| rest.split('"').next().unwrap())
        .find(|id| id.len() == 36)
        .unwrap()
        .to_owned();
    let here = format!("/admin/webhooks/{at}");
    assert!(!admin.get(&here).page(200).contains("whsec_"));
    assert!(admin.post(&format!("{here}/rotate"), &[]).page(200).contains("whsec_"));
    assert_eq!(admin.post(&format!("{here}/off"), &[]).location(), here);
    assert!(admin.get(&here).page(200).contains("管理员已停用"));
    assert_eq!(admin.post(&format!("{here}/replay"), &[("since", "2026-03-01")]).location(), here);
    assert!(admin.post(&format!("{here}/replay"), &[("since", "gestern")]).page(422).contains("请选一个日期"));
    assert_eq!(served.staff("clerk1").post(&format!("{here}/end"), &[]).status, 403);
    assert_eq!(admin.post(&format!("{here}/end"), &[]).location(), "/admin/webhooks");
    assert!(admin.get(&here).status == 404);
}
