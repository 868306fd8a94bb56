//! Files of other offices over the API: sent once, checked, decided on, and answered in the other side's columns.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::api::{Answer, Served, named};

const ORDERS: &str = "/api/v1/exchanges/case/hotline/orders";
const FILE: &str = "工单编号,问题分类,诉求内容,所属区域\nHF1,路灯不亮,梅苑小区门口路灯坏了,梅苑社区\nHF2,不知道的分类,路面坑洞,梅苑社区\n";

fn send(served: &Served, login: &str, key: &str, text: &str) -> Answer {
    let token = served.token(login);
    let headers = [("authorization", token.as_str()), ("accept-language", "en"), ("idempotency-key", key)];
    served.ask("POST", &format!("{ORDERS}?file=orders.csv"), &headers, text.as_bytes())
}

/// Follows an import until it has come to rest.
fn settled(served: &Served, login: &str, id: &str) -> Value {
    let begun = Instant::now();
    loop {
        let job = served.get(login, &format!("/api/v1/imports/{id}")).good(200).json();
        if !matches!(job["phase"].as_str(), Some("checking" | "running")) {
            return job;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not end");
        std::thread::yield_now();
    }
}

#[test]
fn a_file_is_sent_checked_and_its_good_rows_come_in_and_a_repeated_request_begins_nothing_new() {
    let served = Served::new();
    let first = send(&served, "street1", "k1", FILE).good(202);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(first.header("location"), format!("/api/v1/imports/{id}"));
    let again = send(&served, "street1", "k1", FILE).good(202);
    assert_eq!((again.json()["id"].as_str(), again.header("idempotent-replayed")), (Some(id.as_str()), "true"));
    send(&served, "street1", "k1", "工单编号,诉求内容\nHF9,别的事\n").problem(422, "key-reused");

    let job = settled(&served, "street1", &id);
    assert_eq!((&job["phase"], &job["made"], &job["bad"]), (&json!("checked"), &json!(1), &json!(1)));
    assert_eq!((&job["mistakes"][0]["row"], &job["mistakes"][0]["value"]), (&json!(3), &json!("不知道的分类")));
    let run = |mode: &str| served.post("street1", &format!("/api/v1/imports/{id}/run"), &json!({ "mode": mode }));
    assert_eq!(named(&run("all").problem(422, "invalid")), ["mode"].into());
    run("good").good(202);
    let job = settled(&served, "street1", &id);
    assert_eq!((&job["phase"], &job["made"]), (&json!("done"), &json!(1)));
    run("good").good(202);
    let found = served.get("street1", "/api/v1/records?register=case").good(200).json();
    assert_eq!(found["records"].as_array().unwrap().len(), 1, "decided on twice, in once");
    served.town.sound();
}

#[test]
fn what_was_settled_is_answered_in_the_other_sides_columns() {
    let served = Served::new();
    let id = send(&served, "street1", "k1", "工单编号,问题分类,诉求内容,所属区域\nHF1,路灯不亮,路灯坏了,梅苑社区\n").good(202).json()["id"]
        .clone();
    settled(&served, "street1", id.as_str().unwrap());
    served.post("street1", &format!("/api/v1/imports/{}/run", id.as_str().unwrap()), &json!({ "mode": "all" })).good(202);
    settled(&served, "street1", id.as_str().unwrap());
    let case = served.get("street1", "/api/v1/records?register=case").good(200).json()["records"][0]["id"].clone();
    served.town.act("street1", case.as_str().unwrap(), "solve", json!({ "note": "已更换灯泡" })).unwrap();

    let path = "/api/v1/exchanges/case/hotline/answers?from=2026-03-01&to=2026-03-31";
    let told = served.get("street1", path).good(200).json();
    let heads: Vec<&str> = told["columns"].as_array().unwrap().iter().map(|head| head.as_str().unwrap()).collect();
    let cells = told["answers"][0]["cells"].as_object().unwrap();
    assert!(heads.iter().all(|head| cells.contains_key(*head)), "{cells:?}");
    assert_eq!((cells["工单编号"].as_str(), told["answers"][0]["id"] == case), (Some("HF1"), true));
    assert!(cells.values().any(|cell| cell == "已更换灯泡"), "{cells:?}");
}

#[test]
fn who_may_use_no_exchange_is_told_so_and_what_cannot_be_read_names_the_way_out() {
    let served = Served::new();
    assert_eq!(served.get("street1", "/api/v1/exchanges").good(200).json()[0]["exchange"], "hotline");
    assert_eq!(served.get("housing", "/api/v1/exchanges").good(200).json(), json!([]));
    send(&served, "housing", "k", FILE).problem(403, "forbidden");
    let token = served.token("street1");
    let post = |path: &str, body: &[u8]| served.ask("POST", path, &[("authorization", &token), ("accept-language", "en")], body);
    post("/api/v1/exchanges/case/telex/orders", FILE.as_bytes()).problem(404, "not-found");
    assert_eq!(post(ORDERS, b"").status, 422, "an empty file");
    assert_eq!(post(ORDERS, &[0xff; 64]).status, 422, "no file that anybody knows");
    assert_eq!(named(&post(&format!("{ORDERS}?nam=x"), FILE.as_bytes()).problem(400, "query")), ["nam"].into());
    let answers = |query: &str| served.get("street1", &format!("/api/v1/exchanges/case/hotline/answers{query}"));
    assert_eq!(named(&answers("?from=2026-03-01").problem(400, "query")), ["to"].into());
    assert_eq!(named(&answers("?from=2026-02-30&to=2026-03-01").problem(400, "query")), ["from"].into());
    answers("?from=2026-03-02&to=2026-03-01").problem(422, "invalid");
    let id = send(&served, "street1", "mine", FILE).good(202).json()["id"].as_str().unwrap().to_owned();
    served.get("street2", &format!("/api/v1/imports/{id}")).problem(404, "not-found");
    served.post("street1", &format!("/api/v1/imports/{id}/run"), &json!({ "mode": "some" })).problem(400, "json");
}
