//! Open311 over real HTTP: what other programs report, and what anybody may read.

use serde_json::Value;

use crate::town::{Answer, GRIDS, Served};

const ROAD: &str = "parts.road.pavement";

fn json(answer: &Answer) -> Value {
    assert_eq!(answer.headers["content-type"], "application/json; charset=utf-8");
    serde_json::from_str(&answer.body).unwrap()
}

fn faults(answer: &Answer) -> Vec<(i64, String)> {
    let found = json(answer);
    let found = found.as_array().unwrap().iter();
    found.map(|fault| (fault["code"].as_i64().unwrap(), fault["description"].as_str().unwrap().to_owned())).collect()
}

struct Program {
    served: Served,
    key: String,
}

impl Program {
    fn new() -> Self {
        let served = Served::new();
        let key = served.town.app.make_token("clerk1", "应用").unwrap();
        Self { served, key }
    }

    fn get(&self, path: &str) -> Answer {
        self.served.resident().get(&format!("/open311/v2/{path}"))
    }

    fn report(&self, more: &[(&str, &str)]) -> Answer {
        let mut fields =
            vec![("api_key", self.key.as_str()), ("service_code", ROAD), ("description", "路面有个大坑"), ("address_id", GRIDS[0])];
        for (name, value) in more {
            fields.retain(|(known, _)| known != name);
            fields.push((name, value));
        }
        self.served.resident().post("/open311/v2/requests.json", &fields)
    }

    fn reported(&self, more: &[(&str, &str)]) -> String {
        let answer = self.report(more);
        assert_eq!(answer.status, 201, "{}", answer.body);
        json(&answer)[0]["service_request_id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn services_are_the_categories_in_both_forms() {
    let program = Program::new();
    let services = json(&program.get("services.json"));
    let road = services.as_array().unwrap().iter().find(|service| service["service_code"] == ROAD).unwrap();
    assert_eq!((road["service_name"].as_str(), road["type"].as_str()), (Some("路面破损"), Some("realtime")));
    assert!(!services.as_array().unwrap().iter().any(|service| service["service_code"] == "parts.road"), "only what can be reported");
    let xml = program.get("services.xml");
    assert_eq!(xml.headers["content-type"], "text/xml; charset=utf-8");
    assert!(xml.body.contains(&format!("<service><service_code>{ROAD}</service_code>")), "{}", xml.body);
    let asked = json(&program.get(&format!("services/{ROAD}.json")));
    assert_eq!(asked["attributes"][0]["code"], "anonymous");
    assert_eq!(asked["attributes"][0]["values"][0]["key"], "true");
}

#[test]
fn a_report_from_another_program_reaches_the_grid_and_is_read_back_without_anybodys_words() {
    let program = Program::new();
    let number =
        program.reported(&[("last_name", "王"), ("first_name", "小明"), ("phone", "13812345678"), ("attribute[anonymous]", "true")]);
    let found = json(&program.get(&format!("requests/{number}.json")));
    let request = &found[0];
    assert_eq!((request["status"].as_str(), request["service_code"].as_str()), (Some("open"), Some(ROAD)));
    assert!(request["requested_datetime"].as_str().unwrap().ends_with("+08:00"), "{request}");
    for words in ["大坑", "王小明", "13812345678"] {
        assert!(!found.to_string().contains(words), "{found}");
    }
    let record = program.served.town.app.public_record(&number).unwrap().unwrap();
    assert_eq!((record.source.as_str(), record.area.as_str(), record.opener), ("api", GRIDS[0], None));
    let listed = json(&program.get("requests.json?status=open"));
    assert_eq!(listed[0]["service_request_id"], number.as_str());
    assert!(program.get(&format!("requests/{number}.xml")).body.contains("<service_requests><request><service_request_id>"));
}

#[test]
fn the_answer_to_a_report_leads_to_its_tracking_page() {
    let program = Program::new();
    let answer = program.report(&[]);
    let notice = json(&answer)[0]["service_notice"].as_str().unwrap().to_owned();
    let secret = notice.rsplit('/').next().unwrap();
    assert_eq!(program.served.resident().get(&format!("/t/{secret}")).status, 200);
    let token = json(&program.get(&format!("tokens/{secret}.json")));
    assert_eq!(token[0]["service_request_id"], json(&answer)[0]["service_request_id"]);
    assert_eq!(faults(&program.get("tokens/nothing.json"))[0].0, 404);
}

#[test]
fn what_is_somebodys_own_is_taken_and_not_shown() {
    let program = Program::new();
    let services = json(&program.get("services.json"));
    let own = services.as_array().unwrap().iter().find(|service| service["service_code"].as_str().unwrap().starts_with("people.")).unwrap();
    let number = program.reported(&[("service_code", own["service_code"].as_str().unwrap())]);
    assert_eq!(faults(&program.get(&format!("requests/{number}.json")))[0].0, 404);
    assert_eq!(json(&program.get("requests.json")).as_array().unwrap().len(), 0);
    assert_eq!(json(&program.get(&format!("requests.json?service_request_id={number}"))).as_array().unwrap().len(), 0);
}

#[test]
fn a_record_taken_out_of_public_sight_is_gone_and_comes_back() {
    let program = Program::new();
    let number = program.reported(&[]);
    let record = program.served.town.app.public_record(&number).unwrap().unwrap();
    let act = |name: &str| program.served.town.act("clerk1", &record.id, name, serde_json::json!({ "note": "涉及住户" })).unwrap();
    act("hide");
    assert_eq!(faults(&program.get(&format!("requests/{number}.json")))[0].0, 404);
    act("accept");
    assert_eq!(json(&program.get("requests.json")).as_array().unwrap().len(), 0, "no later act shows it again");
    act("show");
    assert_eq!(json(&program.get("requests.json"))[0]["service_request_id"], number.as_str());
}

#[test]
fn each_wrong_parameter_is_named_all_at_once() {
    let program = Program::new();
    let bad = faults(&program.get("requests.json?status=half&start_date=yesterday&service_code=nothing&page_size=0&jurisdiction_id=9"));
    assert_eq!(bad.len(), 5, "{bad:?}");
    assert_eq!(program.get("requests.json?status=half&jurisdiction_id=340104").status, 400);
    assert_eq!(program.get("services/nothing.json").status, 404);
    assert_eq!(program.get("services.csv").status, 404);
    assert!(program.get("nothing.xml").body.contains("<errors><error><code>404</code>"));
}

#[test]
fn a_report_that_cannot_be_taken_says_everything_that_is_wrong() {
    let program = Program::new();
    assert_eq!(faults(&program.report(&[("api_key", "")]))[0].0, 403);
    assert_eq!(faults(&program.report(&[("api_key", "no")]))[0].0, 403);
    let bad = faults(&program.report(&[("service_code", ""), ("lat", "north"), ("address_id", ""), ("attribute[colour]", "red")]));
    assert_eq!(bad.len(), 4, "{bad:?}");
    let bad = faults(&program.report(&[("description", ""), ("phone", "123")]));
    assert!(
        bad.iter().any(|(_, text)| text.starts_with("description: ")) && bad.iter().any(|(_, text)| text.starts_with("phone: ")),
        "{bad:?}"
    );
    let outside = faults(&program.report(&[("lat", "1"), ("long", "1")]));
    assert_eq!(outside[0].0, 400);
    assert_eq!(faults(&program.report(&[("service_code", "parts.road")]))[0].0, 404, "not a service");
}

#[test]
fn a_report_needs_no_cookie_and_a_page_elsewhere_may_read() {
    let program = Program::new();
    assert_eq!(program.get("services.json").headers["access-control-allow-origin"], "*");
    let found = program.served.resident().get("/open311/discovery.json");
    let found = json(&found);
    assert_eq!(found["endpoints"][0]["specification"], "http://wiki.open311.org/GeoReport_v2");
    assert!(found["endpoints"][0]["url"].as_str().unwrap().ends_with("/open311/v2"));
}
