//! The pages on which people choose how they are told, and the words that they are told in.

use linli_app::outside::{Channel, SubscriptionForm, Takes};
use linli_courier::Words as _;
use serde_json::json;

use crate::town::Served;

const WAYS: &str = "[mail]\nserver = \"127.0.0.1\"\ntls = \"none\"\nfrom = \"linli@example.cn\"\n";

#[test]
fn somebody_chooses_mail_keeps_what_they_typed_when_it_is_wrong_and_switches_it_off() {
    let served = Served::telling(WAYS);
    let me = served.staff("clerk1");
    assert!(me.get("/me").page(200).contains("/me/channels"));
    assert!(me.get("/me/channels").page(200).contains("未开启"));
    let wrong = me.post("/me/channels/mail", &[("to", "limin"), ("pace", "daily"), ("quiet_from", "22:00"), ("quiet_to", "07:00")]);
    assert!(
        wrong.page(422).contains("请填完整的邮箱地址") && wrong.body.contains("value=\"limin\"") && wrong.body.contains("value=\"22:00\"")
    );
    assert_eq!(me.post("/me/channels/mail", &[("to", "limin@example.cn"), ("pace", "daily")]).location(), "/me/channels");
    let page = me.get("/me/channels");
    assert!(page.page(200).contains("limin@example.cn") && page.body.contains("待确认"), "{}", page.body);
    let no = me.post("/me/channels/mail/confirm", &[("code", "0")]);
    assert!(no.page(422).contains("验证码不对") && no.body.contains("value=\"limin@example.cn\""), "{}", no.body);
    assert!(me.post("/me/channels/mail", &[("to", "other@example.cn"), ("pace", "now")]).page(422).contains("请过一分钟再试"));
    assert!(!served.staff("clerk2").get("/me/channels").page(200).contains("limin@example.cn"));
    assert!(served.staff("admin").get("/admin/channels").page(200).contains("电子邮件"));
    assert_eq!(served.staff("clerk1").get("/admin/channels").status, 403);
    assert_eq!(me.post("/me/channels/mail/end", &[]).location(), "/me/channels");
    assert!(me.get("/me/channels").page(200).contains("未开启"));
    assert_eq!(me.post("/me/channels/nosuch", &[("to", "x")]).status, 404);
    assert!(Served::new().staff("clerk1").get("/me/channels").page(200).contains("还没有可用的通知方式"));
}

#[test]
fn messages_hold_numbers_and_places_and_neither_titles_nor_names() {
    let served = Served::new();
    let town = &served.town;
    let channel = Channel { name: "mail".into(), label: <_>::default(), takes: Takes::Mail, reporters: false };
    let form = SubscriptionForm { to: "limin@example.cn".into(), ..SubscriptionForm::default() };
    let code = town.app.subscribe(&town.who("clerk1"), &channel, &form).unwrap().unwrap().code;
    town.app.confirm_channel(&town.who("clerk1"), "mail", &code).unwrap();
    let (case, _) = town.report(0);
    town.act("lead1", &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    let letters = town.app.letters_due(&[channel]).unwrap();
    let said = linli_web::Written::at("https://linli.example.cn/").letter(&town.app, &letters[0]);
    assert_eq!(said.subject, "蜀山区：1 条新通知");
    for wanted in ["上报社区", case.number.as_str(), "https://linli.example.cn/notices"] {
        assert!(said.text.contains(wanted), "{wanted}: {}", said.text);
    }
    assert!(!said.text.contains("坑洞") && !said.text.contains("王小明") && !said.text.contains("协调"), "{}", said.text);
}
