//! What reaches a webhook, and what becomes of what does not.

use std::time::Duration;

use linli_app::webhooks::{Missed, Replay, WebhookForm};
use linli_app::{AppError, Context};
use linli_courier::Courier;
use linli_store::{Delivery, Stage};
use serde_json::{Value, json};

use crate::receiver::{BAD, BROKEN, Came, GONE, GOOD, Manner, Receiver};
use crate::town::{GRIDS, STREETS, Town};

/// A town with a webhook.
struct Wired {
    town: Town,
    receiver: Receiver,
    courier: Courier,
    runtime: tokio::runtime::Runtime,
    hook: String,
    secret: String,
}

impl Wired {
    fn new(manner: Manner) -> Self {
        Self::asking(manner, |_| {})
    }

    fn asking(manner: Manner, change: impl FnOnce(&mut WebhookForm)) -> Self {
        let (town, receiver) = (Town::new(), Receiver::new(manner));
        let mut form =
            WebhookForm { label: "指挥中心".into(), address: receiver.address(), area: "340104".into(), ..WebhookForm::default() };
        change(&mut form);
        let (hook, secret) = town.app.add_webhook(&town.who("admin"), &form).unwrap();
        let courier = Courier::new(&["127.0.0.0/8".parse().unwrap()]).unwrap().within(Duration::from_millis(500));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { town, receiver, courier, runtime, hook, secret }
    }

    fn admin(&self) -> Context {
        self.town.who("admin")
    }

    /// One round; how many deliveries were tried.
    fn round(&self) -> usize {
        self.runtime.block_on(self.courier.round(&self.town.app)).unwrap()
    }

    fn deliveries(&self) -> Vec<Delivery> {
        let seen = self.town.app.webhook_seen(&self.admin(), &self.hook, None, 100).unwrap();
        seen.deliveries.into_iter().map(|(one, _)| one).collect()
    }

    fn off(&self) -> String {
        self.town.app.webhook_seen(&self.admin(), &self.hook, None, 1).unwrap().webhook.off
    }

    /// What the administrator was told of webhooks.
    fn told(&self) -> Vec<String> {
        self.town
            .app
            .notices(&self.admin(), true, 100)
            .unwrap()
            .into_iter()
            .filter(|one| one.record == self.hook)
            .map(|one| one.name)
            .collect()
    }
}

/// The signature that a message must have, by another library than the one that makes it.
fn signature(secret: &str, came: &Came) -> String {
    let key = data_encoding::BASE64.decode(secret.strip_prefix("whsec_").unwrap().as_bytes()).unwrap();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key);
    let signed = format!("{}.{}.{}", came.headers["webhook-id"], came.headers["webhook-timestamp"], came.body);
    format!("v1,{}", data_encoding::BASE64.encode(ring::hmac::sign(&key, signed.as_bytes()).as_ref()))
}

fn data(came: &Came) -> Value {
    serde_json::from_str::<Value>(&came.body).unwrap()["data"].clone()
}

#[test]
fn acts_reach_a_webhook_in_order_and_signed_with_no_word_of_what_was_said_or_of_whom() {
    let wired = Wired::new(GOOD);
    let (case, _) = wired.town.report(0);
    wired.town.act("lead1", &case.id, "pass_to_community", json!({ "note": "需要街道协调" })).unwrap();
    assert_eq!(wired.round(), 2);
    let came = wired.receiver.came();
    assert_eq!(came.len(), 2);
    let first: Value = serde_json::from_str(&came[0].body).unwrap();
    assert_eq!((&first["type"], &first["data"]["record"]), (&json!("case.report"), &json!(case.id)));
    assert_eq!((&first["data"]["kind"], &first["data"]["area"]), (&json!("opened"), &json!(GRIDS[0])));
    assert_eq!(first["timestamp"], "2026-03-04T02:00:00Z");
    assert_eq!((data(&came[1])["move"].as_str(), data(&came[1])["kind"].as_str()), (Some("pass_to_community"), Some("moved")));
    for one in &came {
        assert_eq!(one.headers["webhook-signature"], signature(&wired.secret, one));
        assert_eq!(one.headers[":request"], "POST /hook HTTP/1.1");
        assert!(!one.body.contains("坑洞") && !one.body.contains("138") && !one.body.contains("王小明") && !one.body.contains("协调"));
    }
    assert_ne!(came[0].headers["webhook-id"], came[1].headers["webhook-id"]);
    assert_eq!(wired.round(), 0, "each of them once");
    assert!(wired.deliveries().iter().all(|one| one.stage == Stage::Done && one.status == Some(200) && one.said == "ok"));
    wired.town.sound();
}

#[test]
fn a_webhook_finds_the_one_act_that_it_asks_for_behind_hundreds_that_it_does_not_in_one_round() {
    let wired = Wired::asking(GOOD, |form| form.registers = ["wish".to_owned()].into());
    for _ in 0..450 {
        wired.town.report(0);
    }
    let wish = wired.town.open("lead1", "wish", "post", json!({ "wish": "想要一副老花镜", "area": GRIDS[0] })).unwrap();
    assert_eq!(wired.round(), 1);
    assert_eq!(data(&wired.receiver.came()[0])["record"], json!(wish.record.id));
}

#[test]
fn only_what_was_asked_for_is_sent_and_what_happened_before_is_not() {
    let wired = Wired::asking(GOOD, |form| {
        form.area = STREETS[0].into();
        form.kinds = ["moved".to_owned()].into();
        form.registers = ["case".to_owned()].into();
        form.ignored = "lead2".into();
    });
    let reported: Vec<_> = (0..4).map(|grid| wired.town.report(grid).0).collect();
    for (case, login) in reported.iter().zip(["lead1", "lead2", "lead3", "lead4"]) {
        wired.town.act(login, &case.id, "pass_to_community", json!({ "note": "请协调" })).unwrap();
    }
    assert_eq!(wired.round(), 2);
    let records: Vec<_> = wired.receiver.came().iter().map(|one| data(one)["record"].as_str().unwrap().to_owned()).collect();
    assert_eq!(records, [reported[0].id.as_str(), &reported[2].id], "neither another area's nor the receiver's own");
}

#[test]
fn what_fails_is_tried_again_later_in_order_and_told_apart_by_what_happened() {
    let cases: [(Manner, Option<i64>, &str); 5] = [
        (BROKEN, Some(500), ""),
        (Manner::Hang, None, "late"),
        (Manner::Close, None, "connection"),
        (Manner::Say("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"), Some(302), ""),
        (Manner::Say("nonsense\r\n\r\n"), None, "connection"),
    ];
    for (manner, status, problem) in cases {
        let wired = Wired::new(manner.clone());
        let (case, _) = wired.town.report(0);
        let (other, _) = wired.town.report(1);
        assert_eq!((wired.round(), wired.round()), (1, 0), "{manner:?}: the second waits for the first");
        let [one] = &wired.deliveries()[..] else { panic!("{manner:?}") };
        assert_eq!((one.stage, one.attempts, one.status, one.problem.as_str()), (Stage::Waiting, 1, status, problem), "{manner:?}");
        wired.receiver.will(GOOD);
        wired.town.later(4);
        assert_eq!(wired.round(), 0, "{manner:?}: not yet");
        wired.town.later(2);
        assert_eq!(wired.round(), 2, "{manner:?}");
        let came = wired.receiver.came();
        let ids: Vec<_> = came.iter().map(|one| one.headers["webhook-id"].as_str()).collect();
        assert!(ids[0] == ids[1] && ids.len() == 3, "{manner:?}: the same message has the same id");
        assert_eq!(
            (data(&came[1])["record"].as_str(), data(&came[2])["record"].as_str()),
            (Some(case.id.as_str()), Some(other.id.as_str()))
        );
        assert!(came[1].headers["webhook-timestamp"] > came[0].headers["webhook-timestamp"]);
    }
}

#[test]
fn a_gigabyte_of_answer_is_not_read() {
    let wired = Wired::new(Manner::Gush);
    wired.town.report(0);
    assert_eq!(wired.round(), 1);
    let [one] = &wired.deliveries()[..] else { panic!() };
    assert_eq!((one.stage, one.status, one.said.len()), (Stage::Done, Some(200), 500));
}

#[test]
fn a_receiver_that_is_away_for_three_days_is_switched_off_and_its_administrator_told_and_goes_on_where_it_stopped() {
    let wired = Wired::new(BROKEN);
    wired.town.report(0);
    wired.town.report(1);
    let mut tries = 0;
    while wired.off().is_empty() {
        tries += wired.round();
        wired.town.later(104_000);
    }
    assert_eq!((tries, wired.off().as_str()), (10, "failing"));
    assert_eq!(wired.told(), ["webhook_off"]);
    assert_eq!(wired.deliveries()[0].stage, Stage::GivenUp);
    assert_eq!(wired.round(), 0, "it is off");
    wired.receiver.will(GOOD);
    wired.receiver.came();
    wired.town.app.switch_webhook(&wired.admin(), &wired.hook, true).unwrap();
    assert_eq!(wired.round(), 1, "the one behind it");
    let given_up_at = wired.deliveries()[1].last_at.unwrap();
    assert_eq!(wired.town.app.replay_webhook(&wired.admin(), &wired.hook, Replay::Since(given_up_at + 1)).unwrap(), 0);
    assert_eq!(wired.town.app.replay_webhook(&wired.admin(), &wired.hook, Replay::Since(given_up_at)).unwrap(), 1);
    assert_eq!(wired.round(), 1);
    assert!(wired.deliveries().iter().all(|one| one.stage == Stage::Done));
    let seq = wired.deliveries()[0].seq;
    wired.town.app.replay_webhook(&wired.admin(), &wired.hook, Replay::One(seq)).unwrap();
    assert_eq!(wired.round(), 1, "one that arrived can be sent again");
    assert_eq!(wired.receiver.came().len(), 3);
}

#[test]
fn a_message_that_a_receiver_refuses_is_given_up_soon_and_does_not_hold_up_the_others() {
    let wired = Wired::new(BAD);
    wired.town.report(0);
    wired.town.report(1);
    for tried in [1, 1, 1, 2] {
        assert_eq!(wired.round(), tried, "after the last try the next one comes");
        wired.town.later(2_200);
    }
    wired.receiver.will(GOOD);
    assert_eq!(wired.round(), 1);
    let stages: Vec<_> = wired.deliveries().iter().map(|one| one.stage).collect();
    assert_eq!(stages, [Stage::Done, Stage::GivenUp]);
    assert_eq!((wired.off().as_str(), wired.told()), ("", vec!["webhook_given_up".to_owned()]));
}

#[test]
fn a_receiver_that_says_it_is_gone_is_sent_nothing_more() {
    let wired = Wired::new(GONE);
    wired.town.report(0);
    wired.town.report(1);
    assert_eq!((wired.round(), wired.round()), (1, 0));
    assert_eq!((wired.off().as_str(), wired.told()), ("gone", vec!["webhook_off".to_owned()]));
}

#[test]
fn a_new_secret_signs_at_once_and_the_former_one_beside_it_for_a_day() {
    let wired = Wired::new(GOOD);
    let new = wired.town.app.rotate_webhook(&wired.admin(), &wired.hook).unwrap();
    assert_ne!(new, wired.secret);
    wired.town.report(0);
    wired.round();
    let came = wired.receiver.came();
    assert_eq!(came[0].headers["webhook-signature"], format!("{} {}", signature(&new, &came[0]), signature(&wired.secret, &came[0])));
    wired.town.later(86_400);
    wired.town.report(0);
    wired.round();
    let came = wired.receiver.came();
    assert_eq!(came[0].headers["webhook-signature"], signature(&new, &came[0]));
}

#[test]
fn a_network_that_the_operator_did_not_open_is_not_reached_by_number_or_by_name_or_in_the_clear() {
    let mut wired = Wired::new(GOOD);
    wired.courier = Courier::new(&[]).unwrap();
    let port = wired.receiver.at.port();
    for address in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://[::1]:{port}/"),
        format!("http://2130706433:{port}/"),
        "http://8.8.8.8/".to_owned(),
    ] {
        let form = WebhookForm { label: "x".into(), address: address.clone(), area: "340104".into(), ..WebhookForm::default() };
        wired.town.app.change_webhook(&wired.admin(), &wired.hook, &form).unwrap();
        let answer = wired.runtime.block_on(wired.courier.test(&wired.town.app, &wired.admin(), &wired.hook)).unwrap();
        assert_eq!(answer.status, Err(Missed::OutOfReach), "{address}");
    }
    assert!(wired.receiver.came().is_empty());
}

#[test]
fn a_test_is_signed_and_is_in_no_list() {
    let wired = Wired::new(GOOD);
    let answer = wired.runtime.block_on(wired.courier.test(&wired.town.app, &wired.admin(), &wired.hook)).unwrap();
    assert!(answer.is_good());
    let came = wired.receiver.came();
    assert_eq!(came[0].headers["webhook-signature"], signature(&wired.secret, &came[0]));
    assert!(came[0].body.contains("webhook.test") && wired.deliveries().is_empty());
}

#[test]
fn only_administrators_of_the_area_have_webhooks_and_what_is_wrong_is_named() {
    let wired = Wired::new(GOOD);
    let (app, form) = (&wired.town.app, WebhookForm::default());
    for login in ["clerk1", "district", "auditor"] {
        let who = wired.town.who(login);
        assert!(matches!(app.webhooks(&who), Err(AppError::Forbidden(_))), "{login}");
        assert!(matches!(app.add_webhook(&who, &form), Err(AppError::Forbidden(_))), "{login}");
        assert!(matches!(app.rotate_webhook(&who, &wired.hook), Err(AppError::Forbidden(_))), "{login}");
    }
    let good = WebhookForm { label: "x".into(), address: "https://example.cn/".into(), area: "340104".into(), ..WebhookForm::default() };
    let named = |form: WebhookForm| match app.add_webhook(&wired.admin(), &form) {
        Err(AppError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(named(WebhookForm { label: " ".into(), ..good.clone() }), "label");
    assert_eq!(named(WebhookForm { address: "ftp://example.cn".into(), ..good.clone() }), "address");
    assert_eq!(named(WebhookForm { area: "nowhere".into(), ..good.clone() }), "area");
    assert_eq!(named(WebhookForm { registers: ["nosuch".to_owned()].into(), ..good.clone() }), "registers");
    assert_eq!(named(WebhookForm { kinds: ["nosuch".to_owned()].into(), ..good.clone() }), "kinds");
    assert_eq!(named(WebhookForm { ignored: "nosuch".into(), ..good }), "ignored");
    wired.town.app.end_webhook(&wired.admin(), &wired.hook).unwrap();
    wired.town.report(0);
    assert_eq!(wired.round(), 0);
}
