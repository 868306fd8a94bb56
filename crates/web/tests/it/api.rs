//! The API over real HTTP, on a port of its own, over the small town of the operations' tests.
// Helpers count as tests here: a failure is a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use serde_json::{Value, json};

use crate::town::{COMMUNITIES, GRIDS, PASSWORD, ROAD, Town};

/// The town, served.
pub(crate) struct Served {
    pub(crate) town: Town,
    at: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// A problem document of this status and kind.
    pub(crate) fn problem(&self, status: u16, kind: &str) -> Value {
        assert_eq!((self.status, self.header("content-type")), (status, "application/problem+json"), "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert!(!problem["title"].as_str().unwrap().is_empty());
        problem
    }

    pub(crate) fn good(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}

/// Inputs that a problem names.
pub(crate) fn named(problem: &Value) -> BTreeSet<&str> {
    let errors = problem["errors"].as_array().unwrap();
    assert!(errors.iter().all(|error| !error["detail"].as_str().unwrap().is_empty()));
    errors.iter().map(|error| error["input"].as_str().unwrap()).collect()
}

impl Served {
    pub(crate) fn new() -> Self {
        let town = Town::new();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let app = town.app.clone();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = listener.local_addr().unwrap();
        runtime.spawn(async move {
            let service = linli_web::router(app, Vec::new()).into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
        Self { town, at, _runtime: runtime }
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut line = TcpStream::connect(self.at).unwrap();
        // A stream of events has no end.
        line.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n", self.at, body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        line.write_all(head.as_bytes()).unwrap();
        // A server that has seen enough may hang up before the end.
        drop(line.write_all(body));
        let mut bytes = Vec::new();
        drop(line.read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{method} {path}: {text}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Answer { status, headers, body: body.to_owned() }
    }

    pub(crate) fn token(&self, login: &str) -> String {
        format!("Bearer {}", self.town.app.make_token(login, "test").unwrap())
    }

    pub(crate) fn get(&self, login: &str, path: &str) -> Answer {
        self.ask("GET", path, &[("authorization", &self.token(login)), ("accept-language", "en")], b"")
    }

    pub(crate) fn post(&self, login: &str, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, &[("authorization", &self.token(login)), ("accept-language", "en")], body.to_string().as_bytes())
    }
}

impl Served {
    /// A webhook of the administrator's and its secret.
    fn webhook(&self) -> (String, String) {
        let made = self.post("admin", "/api/v1/webhooks", &webhook()).good(201).json();
        (made["id"].as_str().unwrap().to_owned(), made["secret"].as_str().unwrap().to_owned())
    }
}

fn webhook() -> Value {
    json!({ "label": "指挥中心", "address": "https://hub.example.cn/hook?key=abc", "area": "340104", "registers": ["case"] })
}

fn case() -> Value {
    json!({ "move": "register", "description": "梅山路路面坑洞", "category": ROAD, "area": GRIDS[0] })
}

#[test]
fn without_a_valid_token_nothing_is_told() {
    let served = Served::new();
    let wrong = ["Bearer wrong", "Basic YTpi", "Bearer", "", "Bearer  "];
    for (method, path) in [
        ("GET", "/records?register=case"),
        ("GET", "/records/x"),
        ("POST", "/records/case"),
        ("POST", "/records/x/moves/solve"),
        ("GET", "/registers"),
    ] {
        let path = format!("/api/v1{path}");
        let answers = wrong.iter().map(|value| served.ask(method, &path, &[("authorization", value)], b"{}"));
        for answer in answers.chain([served.ask(method, &path, &[], b"{}")]) {
            answer.problem(401, "signed-out");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    }
    let lower = served.token("clerk1").replace("Bearer", "bearer");
    served.ask("GET", "/api/v1/registers", &[("authorization", &lower)], b"").good(200);
}

#[test]
fn a_record_is_opened_with_a_flat_body_or_with_its_inputs_apart() {
    let served = Served::new();
    let flat = served.post("clerk1", "/api/v1/records/case", &case()).good(201);
    let apart = json!({ "move": "register", "input": { "description": "梅山路路面坑洞", "category": ROAD, "area": GRIDS[0] } });
    let apart = served.post("clerk1", "/api/v1/records/case", &apart).good(201);
    for answer in [&flat, &apart] {
        let made = answer.json();
        assert_eq!((&made["state"], &made["source"], &made["version"]), (&json!("accepted"), &json!("api"), &json!(1)));
        let location = answer.header("location");
        assert_eq!(location, format!("/api/v1/records/{}", made["id"].as_str().unwrap()));
        let read = served.get("clerk1", location).good(200).json();
        assert_eq!((&read["number"], &read["fields"]), (&made["number"], &made["fields"]));
        assert!(made["track"].as_str().unwrap().starts_with("/t/"));
    }
    let reported = served.post("clerk1", "/api/v1/records/case", &json!({ "description": "路灯不亮", "area": GRIDS[0] })).good(201).json();
    assert_eq!(reported["state"], "accepted", "without a move, by the caller's own way to open, before the one that everybody has");
}

#[test]
fn every_problem_names_its_fields_in_the_callers_language() {
    let served = Served::new();
    let token = served.token("clerk1");
    let ask = |lang: &str| {
        let body = json!({ "move": "register", "category": "nosuch", "phone": "12", "colour": "red", "area": GRIDS[0] }).to_string();
        served
            .ask("POST", "/api/v1/records/case", &[("authorization", &token), ("accept-language", lang)], body.as_bytes())
            .problem(422, "inputs")
    };
    let (zh, en) = (ask("zh-CN,zh;q=0.9"), ask("en-GB,en;q=0.8"));
    for problem in [&zh, &en] {
        assert_eq!(named(problem), BTreeSet::from(["category", "colour", "description", "phone"]));
    }
    let chinese = |value: &Value| value.as_str().unwrap().chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(chinese(&zh["title"]) && chinese(&zh["detail"]) && !chinese(&en["title"]) && !chinese(&en["detail"]), "{zh} {en}");
}

#[test]
fn each_refusal_has_its_own_kind_and_status() {
    let served = Served::new();
    let (case, link) = served.town.report(0);
    let moves = |id: &str, name: &str| format!("/api/v1/records/{id}/moves/{name}");
    let note = json!({ "note": "已办" });
    served.post("lead1", &moves(&case.id, "verify"), &json!({})).problem(409, "not-from-here");
    let not_yours = served.post("clerk1", &moves(&case.id, "pass_to_community"), &note).problem(403, "not-yours");
    assert!(!not_yours["basis"].as_str().unwrap().is_empty(), "the clause is named");
    served.post("lead1", &moves(&case.id, "solve"), &json!({ "note": "已办", "seen": 7 })).problem(409, "stale");
    served.post("clerk2", &moves(&case.id, "accept"), &json!({})).problem(404, "not-found");
    served.post("clerk1", &moves("00000000-0000-7000-8000-000000000000", "accept"), &json!({})).problem(404, "not-found");
    served.get("clerk2", &format!("/api/v1/records/{}", case.id)).problem(404, "not-found");
    served.get("clerk2", &format!("/api/v1/records?register=case&area={}", COMMUNITIES[0])).problem(403, "forbidden");
    served.get("clerk1", "/api/v1/records?register=nosuch").problem(404, "not-found");
    served.post("clerk1", "/api/v1/records/nosuch", &json!({})).problem(404, "not-found");
    served.post("clerk1", "/api/v1/records/task", &json!({})).problem(403, "forbidden");
    let missing = served.post("lead1", &moves(&case.id, "solve"), &json!({})).problem(422, "inputs");
    assert_eq!(named(&missing), BTreeSet::from(["note"]));
    let outside =
        served.post("clerk1", "/api/v1/records/case", &json!({ "move": "register", "description": "路面坑洞", "lon": 1.0, "lat": 1.0 }));
    assert_eq!(named(&outside.problem(422, "outside")), BTreeSet::from(["place"]));
    let (handled, _) = served.town.handling();
    let more = json!({ "workdays": 2, "note": "材料未到" });
    served.post("housing", &moves(&handled.id, "extend"), &more).good(200);
    served.post("housing", &moves(&handled.id, "extend"), &more).problem(409, "pending");
    served.post("housing", &moves(&handled.id, "approve"), &json!({})).problem(403, "not-yours");
    let guard = served.post("housing", &moves(&handled.id, "dispute"), &note).problem(409, "guard");
    assert!(guard["detail"].as_str().unwrap().contains("first return"), "{guard}");
    served.town.act("lead1", &case.id, "solve", note).unwrap();
    served.town.act("resident", &link, "rate", json!({ "rating": 4 })).unwrap();
    let (closed, _) = served.town.closed();
    served.town.act("clerk1", &closed.id, "rate_by_phone", json!({ "rating": 4, "note": "满意" })).unwrap();
    let own = served.town.open("clerk1", "case", "register", json!({ "description": "路灯不亮", "area": GRIDS[0] })).unwrap().record;
    served.town.act("clerk1", &own.id, "solve", json!({ "note": "已修" })).unwrap();
    served.post("clerk1", &moves(&own.id, "rate_by_phone"), &json!({ "rating": 5, "note": "好" })).problem(403, "own-act");
}

#[test]
fn a_whistle_over_the_api_shows_its_calls_and_names_the_department_that_is_wrong() {
    let served = Served::new();
    let (case, _) = served.town.handling();
    let whistle = |bodies: &[&str]| {
        let input = json!({ "whistle_kind": "hard", "bodies": bodies, "note": "请会商" });
        served.post("street1", &format!("/api/v1/records/{}/moves/whistle", case.id), &input)
    };
    let wrong = whistle(&["340104:dept_housing", "340104:dept_nowhere", "340104001001:community_center"]).problem(422, "inputs");
    let said: Vec<&str> = wrong["errors"].as_array().unwrap().iter().map(|one| one["detail"].as_str().unwrap()).collect();
    assert!(said.len() == 2 && said.iter().all(|text| text.contains("None was told")), "{said:?}");
    whistle(&["340104:dept_housing", "340104:dept_urban"]).good(200);
    let of = |login: &str, id: &str| served.get(login, &format!("/api/v1/records/{id}")).good(200).json();
    let own = of("street1", &case.id);
    let blown = &own["parts"][0];
    assert_eq!((&blown["register"], &blown["state"]), (&json!("whistle"), &json!("blown")));
    let blown = of("street1", blown["id"].as_str().unwrap());
    assert_eq!(blown["origin"]["number"], json!(case.number));
    let calls = blown["parts"].as_array().unwrap();
    assert_eq!(calls.iter().map(|call| call["holder"].as_str().unwrap()).collect::<Vec<_>>(), ["340104:dept_housing", "340104:dept_urban"]);
    let id = calls[1]["id"].as_str().unwrap();
    served.get("housing", &format!("/api/v1/records/{id}")).problem(404, "not-found");
    assert_eq!(of("urban", id)["origin"]["register"], json!("whistle"), "who was called sees what for");
    served.post("street1", "/api/v1/records/call", &json!({})).problem(403, "forbidden");
}

#[test]
fn a_repeated_request_is_answered_again_and_not_carried_out_again() {
    let served = Served::new();
    let token = served.token("clerk1");
    let send = |key: &str, body: &Value| {
        served.ask(
            "POST",
            "/api/v1/records/case",
            &[("authorization", &token), ("idempotency-key", key), ("accept-language", "en")],
            body.to_string().as_bytes(),
        )
    };
    let first = send("k-1", &case()).good(201);
    let again = send("k-1", &case()).good(201);
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    assert_eq!(first.json(), again.json());
    send("k-1", &json!({ "move": "register", "description": "别的事", "area": GRIDS[0] })).problem(422, "key-reused");
    for key in ["", "é", &"k".repeat(129)] {
        assert_eq!(named(&send(key, &case()).problem(400, "key")), BTreeSet::from(["Idempotency-Key"]), "{key}");
    }
    let listed = served.get("clerk1", "/api/v1/records?register=case").good(200).json();
    assert_eq!(listed["records"].as_array().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_read_is_refused_as_a_whole() {
    let served = Served::new();
    let token = served.token("clerk1");
    let send = |body: &[u8]| served.ask("POST", "/api/v1/records/case", &[("authorization", &token), ("accept-language", "en")], body);
    for body in [b"{".as_slice(), b"[]", b"null", b"\"text\"", b"{\"a\":1,}", b"\xff\xfe", b"description=x"] {
        send(body).problem(400, "json");
    }
    let one =
        |body: Value, field: &str| assert_eq!(named(&send(body.to_string().as_bytes()).problem(400, "json")), BTreeSet::from([field]));
    one(json!({ "move": "register", "input": [1] }), "input");
    one(json!({ "move": 7, "input": {} }), "move");
    one(json!({ "move": "register", "seen": "3", "input": {} }), "seen");
    one(json!({ "move": "register", "input": {}, "description": "路面坑洞" }), "description");
    let mut large = case();
    large["description"] = "长".repeat(349_560).into();
    send(large.to_string().as_bytes()).problem(413, "too-large");
    let mut long = case();
    long["description"] = "长".repeat(2_001).into();
    assert_eq!(named(&send(long.to_string().as_bytes()).problem(422, "inputs")), BTreeSet::from(["description"]));
    let listed = served.get("clerk1", "/api/v1/records?register=case").good(200).json();
    assert!(listed["records"].as_array().unwrap().is_empty());
}

#[test]
fn a_parameter_that_is_not_understood_is_named() {
    let served = Served::new();
    for (query, field) in [
        ("", "register"),
        ("?register=case&colour=red", "colour"),
        ("?register=case&limit=many", "limit"),
        ("?register=case&limit=-1", "limit"),
        ("?register=case&limit=0", "limit"),
        ("?register=case&limit=201", "limit"),
        ("?register=case&open=perhaps", "open"),
        ("?register=case&order=title", "order"),
        ("?register=case&after=1;DROP%20TABLE", "after"),
    ] {
        let problem = served.get("clerk1", &format!("/api/v1/records{query}")).problem(400, "query");
        assert_eq!(named(&problem), BTreeSet::from([field]), "{query}");
    }
}

#[test]
fn pages_of_a_list_show_each_record_once() {
    let served = Served::new();
    for nth in 0..13 {
        served.town.report(nth % 4);
    }
    for order in ["-created", "created", "due", "-updated"] {
        let mut seen: Vec<String> = Vec::new();
        let mut path = format!("/api/v1/records?register=case&limit=4&order={order}");
        loop {
            let page = served.get("district", &path).good(200).json();
            seen.extend(page["records"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/records?register=case&limit=4&order={order}&after={next}");
            assert!(seen.len() < 20);
        }
        assert_eq!(seen.len(), 13, "{order}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 13, "{order}");
    }
    let one = served
        .get("district", &format!("/api/v1/records?register=case&area={}&state=reported,accepted&open=true", GRIDS[3]))
        .good(200)
        .json();
    assert_eq!(one["records"].as_array().unwrap().len(), 3);
}

#[test]
fn the_moves_that_a_record_lists_are_accepted() {
    let served = Served::new();
    for login in ["lead1", "clerk1", "street1", "district"] {
        let (case, _) = served.town.report(0);
        let path = format!("/api/v1/records/{}", case.id);
        let (other, _) = served.town.report(0);
        let listed = served.get(login, &path).good(200).json();
        let moves: Vec<Value> = listed["moves"].as_array().unwrap().clone();
        assert!(!moves.is_empty(), "{login}");
        for mv in moves {
            let (fresh, _) = served.town.report(0);
            let mut input = serde_json::Map::new();
            for name in mv["fill"].as_array().unwrap() {
                let value = match name.as_str().unwrap() {
                    "category" => json!(ROAD),
                    "other" => json!(other.id),
                    "body" => json!("340104:dept_housing"),
                    _ => json!("已处理"),
                };
                input.insert(name.as_str().unwrap().to_owned(), value);
            }
            let name = mv["move"].as_str().unwrap();
            served.post(login, &format!("/api/v1/records/{}/moves/{name}", fresh.id), &json!({ "input": input, "seen": 1 })).good(200);
        }
    }
}

#[test]
fn who_reviews_is_told_what_waits_and_answers_it() {
    let served = Served::new();
    let (case, _) = served.town.handling();
    served.town.act("housing", &case.id, "suspend", json!({ "note": "等待材料" })).unwrap();
    let path = format!("/api/v1/records/{}", case.id);
    assert_eq!(served.get("housing", &path).good(200).json()["review"], Value::Null);
    assert_eq!(served.get("street1", &path).good(200).json()["review"]["move"], "suspend");
    let after = served.post("street1", &format!("{path}/moves/approve"), &json!({})).good(200).json();
    assert_eq!(after["state"], "suspended");
}

#[test]
fn personal_values_never_leave_by_the_api() {
    let served = Served::new();
    let (case, _) = served.town.report(0);
    for path in [format!("/api/v1/records/{}", case.id), "/api/v1/records?register=case".to_owned()] {
        let body = served.get("clerk1", &path).good(200).body;
        assert!(!body.contains("王小明") && !body.contains("13812345678"), "{body}");
    }
}

#[test]
fn another_method_or_path_is_not_there() {
    let served = Served::new();
    let token = served.token("clerk1");
    let ask = |method: &str, path: &str| served.ask(method, path, &[("authorization", &token)], b"{}").status;
    for method in ["PATCH", "PUT", "DELETE"] {
        assert_eq!(ask(method, "/api/v1/records/x"), 405, "{method}");
    }
    assert_eq!(ask("GET", "/api/v1/nosuch"), 404);
    assert_eq!(ask("GET", "/api/v2/records"), 404);
    assert_eq!(ask("GET", "/nosuch"), 404);
}

#[test]
fn the_description_of_the_api_names_paths_that_answer() {
    let served = Served::new();
    let (case, _) = served.town.report(0);
    let described = served.ask("GET", "/api/v1/openapi.json", &[], b"").good(200).json();
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    let server = described["servers"][0]["url"].as_str().unwrap();
    let mut answered = 0;
    let (webhook, _) = served.webhook();
    for (path, methods) in described["paths"].as_object().unwrap() {
        // Who may: an administrator. What is done to a webhook is done in a test of its own.
        if path.starts_with("/webhooks") {
            let path = format!("{server}{}", path.replace("{id}", &webhook).replace("{act}", "rotate"));
            let answer = match path.rsplit('/').next() {
                Some("rotate") => served.post("admin", &path, &json!({})),
                Some("replay") => served.post("admin", &path, &json!({ "since": "2026-03-04T00:00:00Z" })),
                _ => served.get("admin", &path),
            };
            assert_eq!(answer.status, 200, "{path}");
            continue;
        }
        // Files of other offices and periods of an indicator are asked for in tests of their own.
        if path.contains("{exchange}") || path.starts_with("/imports") || path.contains("{name}") {
            continue;
        }
        for (method, operation) in methods.as_object().unwrap() {
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            let id = if method == "post" && path == "/records/{id}" { "case" } else { &case.id };
            let query = if path == "/records" { "?register=case" } else { "" };
            let path = format!("{server}{}{query}", path.replace("{id}", id).replace("{move}", "note"));
            let body = json!({ "description": "路面坑洞", "area": GRIDS[0] });
            let body = if path.ends_with("/note") { json!({ "note": "已看" }) } else { body };
            let answer = if method == "get" { served.get("clerk1", &path) } else { served.post("clerk1", &path, &body) };
            assert!(
                operation["responses"].as_object().unwrap().contains_key(&answer.status.to_string()),
                "{method} {path}: {}",
                answer.status
            );
            // A case is not put to the vote.
            let fits = if path.ends_with("/vote") { answer.status == 404 } else { (200..300).contains(&answer.status) };
            assert!(fits, "{method} {path}: {}", answer.body);
            answered += 1;
        }
    }
    assert!(answered >= 5);
    let text = described.to_string();
    for (at, _) in text.match_indices("#/components/schemas/") {
        let name = text[at..].trim_start_matches("#/components/schemas/").split('"').next().unwrap();
        assert!(described["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

#[test]
fn a_form_that_another_site_sends_is_refused() {
    let served = Served::new();
    let (case, _) = served.town.report(0);
    let cookie = format!("linli_session={}", served.town.app.sign_in("lead1", PASSWORD, "").unwrap());
    let path = format!("/records/{}/moves/solve", case.id);
    let own = format!("http://{}", served.at);
    let send = |headers: &[(&str, &str)]| {
        let mut all = vec![("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        served.ask("POST", &path, &all, "note=已办".as_bytes()).status
    };
    for headers in [
        [("sec-fetch-site", "cross-site")].as_slice(),
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site"), ("origin", &own)],
        &[],
    ] {
        assert_eq!(send(headers), 403, "{headers:?}");
        assert_eq!(served.town.record(&case.id).version, 1);
    }
}

/// Every path that answers to GET, read from the routes themselves, with the record in place of what varies.
fn paths(record: &str) -> Vec<String> {
    let source = include_str!("../../src/route/mod.rs");
    let mut found = Vec::new();
    for line in source.lines().filter(|line| line.contains(".route(\"") && line.contains("get(")) {
        let path = line.split('"').nth(1).unwrap();
        let prefix = if ["/records\"", "/openapi", "/registers\""].iter().any(|start| line.contains(start)) || line.contains("get(api::") {
            "/api/v1"
        } else {
            ""
        };
        let path = path
            .replace("{register}", "case")
            .replace("{file}", "case.csv")
            .replace("{*file}", "nosuch")
            .replace("{secret}", "nosuch")
            .replace("{id}", record);
        found.push(format!("{prefix}{path}"));
    }
    assert!(found.len() > 15, "{found:?}");
    found
}

#[test]
fn signed_out_nothing_but_public_pages_answers_and_every_answer_is_protected() {
    let served = Served::new();
    let (case, _) = served.town.report(0);
    // Outlines of grids are drawn on the page where residents report.
    let public = [
        "/map/grids",
        "/login",
        "/healthz",
        "/report",
        "/public",
        "/api/v1/openapi.json",
        "/report/preview",
        "/report/addresses",
        "/t/nosuch/thanks",
        "/patrol/map",
        "/patrol/offline",
        "/sw.js",
        "/open",
        "/circle",
        "/openness",
        "/join",
        "/certificate",
    ];
    for path in paths(&case.id) {
        let answer = served.ask("GET", &path, &[], b"");
        let open = public.contains(&path.as_str());
        assert!(answer.status != 200 || open, "{path} answers to anybody: {}", &answer.body.chars().take(200).collect::<String>());
        assert!(answer.status < 500, "{path}: {}", answer.status);
        assert!(!answer.body.contains("梅山路路面坑洞"), "{path}");
        assert!(answer.header("content-security-policy").contains("default-src"), "{path}: {}", answer.header("content-security-policy"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        // Assets and outlines of areas tell nothing about anybody.
        if !path.starts_with("/assets") && !["/map/grids", "/sw.js"].contains(&path.as_str()) {
            assert!(answer.header("cache-control").contains("no-store"), "{path}: {}", answer.header("cache-control"));
        }
    }
}

#[test]
fn pages_of_administrators_are_closed_to_everybody_else() {
    let served = Served::new();
    for login in ["lead1", "clerk1", "street1", "housing", "district", "team1"] {
        let cookie = format!("linli_session={}", served.town.app.enter(login, "").unwrap());
        for path in paths("x").into_iter().filter(|path| path.starts_with("/admin")) {
            let answer = served.ask("GET", &path, &[("cookie", &cookie)], b"");
            assert!(matches!(answer.status, 403 | 404), "{login} {path}: {}", answer.status);
        }
    }
    let admin = format!("linli_session={}", served.town.app.enter("admin", "").unwrap());
    served.ask("GET", "/admin/accounts", &[("cookie", &admin)], b"").good(200);
}

#[test]
fn an_administrators_program_adds_changes_and_ends_a_webhook_and_nobody_else_does() {
    let served = Served::new();
    let (id, secret) = served.webhook();
    assert!(secret.starts_with("whsec_"));
    let at = format!("/api/v1/webhooks/{id}");
    let ask = |method: &str, body: &Value| {
        let headers = [("authorization", served.token("admin")), ("accept-language", "en".to_owned())];
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        served.ask(method, &at, &headers, body.to_string().as_bytes())
    };
    let mut changed = webhook();
    changed["kinds"] = json!(["closed"]);
    ask("PUT", &changed).good(204);
    let seen = served.get("admin", &at).good(200).json();
    assert_eq!((&seen["kinds"], &seen["on"], &seen["deliveries"]), (&json!(["closed"]), &json!(true), &json!([])));
    assert!(!seen.to_string().contains("whsec_"), "the secret is told once");
    changed["address"] = json!("ftp://example.cn");
    assert_eq!(named(&ask("PUT", &changed).problem(422, "invalid")), BTreeSet::from(["address"]));
    changed["colour"] = json!("red");
    ask("PUT", &changed).problem(400, "json");
    let to = |act: &str, body: Value| served.post("admin", &format!("{at}/{act}"), &body);
    assert_eq!(to("off", json!({})).good(200).json()["on"], false);
    assert_eq!(served.get("admin", &at).json()["off"], "asked");
    assert_eq!(to("on", json!({})).good(200).json()["on"], true);
    assert!(to("rotate", json!({})).good(200).json()["secret"].as_str().unwrap() != secret);
    assert_eq!(to("replay", json!({ "since": "2026-03-01T00:00:00Z" })).good(200).json()["deliveries"], 0);
    to("replay", json!({ "since": "yesterday" })).problem(400, "json");
    assert_eq!(named(&to("replay", json!({ "sequence": 1 })).problem(422, "invalid")), BTreeSet::from(["sequence"]));
    to("nosuch", json!({})).problem(404, "not-found");
    for login in ["clerk1", "district", "auditor"] {
        served.get(login, "/api/v1/webhooks").problem(403, "forbidden");
        served.get(login, &at).problem(403, "forbidden");
        served.post(login, "/api/v1/webhooks", &webhook()).problem(403, "forbidden");
    }
    ask("DELETE", &json!({})).good(204);
    served.get("admin", &at).problem(404, "not-found");
    assert_eq!(served.get("admin", "/api/v1/webhooks").good(200).json(), json!([]));
}
