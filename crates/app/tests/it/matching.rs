//! Needs of communities and what is offered: proposed with reasons, refused with one, taken up once, confirmed by both sides.

use linli_engine::matching::Close;
use linli_engine::{Problem, Refusal};
use linli_pack::record::Record;
use serde_json::json;

use crate::town::{COMMUNITIES, Town, refusal};

const TEAM: &str = "340104001001:volunteer_team";

fn offer(town: &Town, login: &str, reach: &str, most: i64) -> Record {
    let given =
        json!({ "offer": "每周六上午义诊", "unit": "志愿服务队", "service": "health", "slot": "saturday", "reach": reach, "most": most });
    town.open(login, "offer", "offer", given).unwrap().record
}

fn need(town: &Town, login: &str) -> Record {
    town.open(login, "need", "order", json!({ "what": "给老人量血压", "service": "health", "slot": "saturday" })).unwrap().record
}

fn pair(town: &Town, need: &Record, offer: &Record, body: &str) -> Result<Record, linli_app::AppError> {
    town.act("clerk1", &need.id, "pair", json!({ "bodies": [body], "offer": offer.number }))
}

fn part(town: &Town, of: &Record) -> Record {
    town.app.store().read(|tx| linli_store::parts(tx, town.app.realm(), &of.id)).unwrap().pop().unwrap()
}

#[test]
fn an_offer_that_reaches_the_need_is_proposed_with_its_reasons_and_a_farther_one_after_it() {
    let town = Town::new();
    let (near, far) = (offer(&town, "team1", "community", 2), offer(&town, "team2", "street", 1));
    let need = need(&town, "clerk1");
    let found = town.app.suggestions(&town.who("clerk1"), "need", COMMUNITIES[0]).unwrap();
    assert_eq!((found.len(), found[0].need.id.as_str()), (1, need.id.as_str()));
    let best = found[0].best.as_ref().unwrap();
    assert_eq!((best.offer.id.as_str(), best.why.close, best.why.same_time, best.why.load), (near.id.as_str(), Close::Community, true, 0));
    assert_eq!(found[0].others.iter().map(|one| one.offer.id.as_str()).collect::<Vec<_>>(), [far.id.as_str()]);
    assert!(town.app.suggestions(&town.who("clerk1"), "need", COMMUNITIES[1]).is_err(), "another community's needs are not theirs");
}

#[test]
fn a_refusal_with_its_reason_sends_the_need_back_and_another_offer_is_proposed_first() {
    let town = Town::new();
    let (near, far) = (offer(&town, "team1", "community", 2), offer(&town, "team2", "street", 1));
    let need = need(&town, "clerk1");
    pair(&town, &need, &near, TEAM).unwrap();
    let asked = part(&town, &need);
    assert_eq!((asked.holder.as_deref(), town.record(&need.id).state.as_str()), (Some(TEAM), "asked"));
    town.act("team1", &asked.id, "refuse_it", json!({ "reason": "people" })).unwrap();
    assert_eq!(town.record(&need.id).state, "ordered");
    let found = town.app.suggestions(&town.who("clerk1"), "need", COMMUNITIES[0]).unwrap();
    assert_eq!(found[0].best.as_ref().unwrap().offer.id, far.id);
    assert_eq!(found[0].others[0].reasons, ["people"], "why it was refused is told where it is still shown");
    town.sound();
}

#[test]
fn an_offer_takes_on_no_more_than_it_can_carry_and_only_its_own_body_is_asked() {
    let town = Town::new();
    let near = offer(&town, "team1", "community", 1);
    let (first, second) = (need(&town, "clerk1"), need(&town, "clerk1"));
    let wrong = |result| {
        let Refusal::Inputs(mut problems) = refusal(result) else { panic!() };
        let one = problems.remove(0);
        (one.input, one.problem)
    };
    assert_eq!(wrong(pair(&town, &first, &near, "340104001002:volunteer_team")), ("bodies".to_owned(), Problem::WrongKind));
    assert_eq!(wrong(pair(&town, &first, &first, TEAM)), ("offer".to_owned(), Problem::Unknown));
    pair(&town, &first, &near, TEAM).unwrap();
    assert_eq!(wrong(pair(&town, &second, &near, TEAM)), ("offer".to_owned(), Problem::Full));
    let found = town.app.suggestions(&town.who("clerk1"), "need", COMMUNITIES[0]).unwrap();
    assert!(found.len() == 1 && found[0].best.is_none(), "what is full is not proposed");
}

#[test]
fn a_need_is_met_when_both_sides_say_that_it_was_done() {
    let town = Town::new();
    let near = offer(&town, "team1", "community", 1);
    let need = need(&town, "clerk1");
    pair(&town, &need, &near, TEAM).unwrap();
    let asked = part(&town, &need);
    town.act("team1", &asked.id, "accept", json!({ "on": "2026-12-05" })).unwrap();
    assert_eq!(town.record(&need.id).state, "agreed");
    town.act("team1", &asked.id, "given_it", json!({ "given": "done" })).unwrap();
    assert_eq!(town.record(&asked.id).state, "accepted", "one side alone does not settle it");
    town.act("clerk1", &asked.id, "received_it", json!({ "received": "partly" })).unwrap();
    assert_eq!((town.record(&asked.id).state.as_str(), town.record(&need.id).state.as_str()), ("differing", "agreed"));
    town.act("clerk1", &asked.id, "received_it", json!({ "received": "done" })).unwrap();
    assert_eq!((town.record(&asked.id).state.as_str(), town.record(&need.id).state.as_str()), ("confirmed", "met"));
    assert!(town.act("team1", &asked.id, "rate", json!({ "rating": 5 })).is_err(), "nobody rates their own work");
    town.act("clerk1", &asked.id, "rate", json!({ "rating": 5 })).unwrap();
    town.sound();
}

#[test]
fn an_agreement_does_not_end_while_a_project_that_rests_on_it_runs() {
    let town = Town::new();
    let given = json!({ "about": "共建阅览室", "kind": "culture", "unit": "市图书馆", "since": "2026-01-01", "until": "2027-01-01", "need": "孩子放学后有书读" });
    let agreement = town.open("secretary1", "agreement", "draw_up", given).unwrap().record;
    town.act("secretary1", &agreement.id, "sign", json!({})).unwrap();
    town.act("secretary1", &agreement.id, "start_project", json!({})).unwrap();
    let project = part(&town, &agreement);
    assert_eq!((project.register.as_str(), project.fields["agreement"].as_str()), ("project", Some(agreement.number.as_str())));
    let Refusal::Guard { because, .. } = refusal(town.act("secretary1", &agreement.id, "end", json!({ "note": "到期" }))) else {
        panic!()
    };
    assert!(because.zh.contains("还在实施"), "{because:?}");
    town.act("secretary1", &project.id, "drop", json!({ "note": "场地没有落实" })).unwrap();
    assert_eq!(town.act("secretary1", &agreement.id, "end", json!({ "note": "到期" })).unwrap().state, "ended");
    town.sound();
}
