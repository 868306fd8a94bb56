//! The service window: the rules are Xuchang's, laid over the pack of another place, which needs nothing but the text.

use linli_app::{Context, Target};
use linli_engine::{Problem, Refusal};
use linli_pack::model::Pack;
use linli_pack::record::{Record, Value};
use linli_pack::{Lang, Source};
use serde_json::json;

use crate::town::{COMMUNITIES, Town, command, refusal};

const CENTER: &str = "340104001001:community_center";
/// A Friday morning.
const MORNING: &str = "2026-11-20T09:05:00";

fn pack() -> Pack {
    let mut layers = linli_world::packs::layers();
    let texts = [
        ("services", include_str!("../../../../packs/xuchang/services-1-approvals.toml")),
        ("application", include_str!("../../../../packs/xuchang/application-1.toml")),
        ("lists", include_str!("../../../../packs/xuchang/application-2-lists.toml")),
        ("ticket", include_str!("../../../../packs/xuchang/ticket.toml")),
        ("staff", include_str!("../../../../packs/xuchang/staff.toml")),
    ];
    layers.last_mut().unwrap().extend(texts.map(|(name, text)| Source::new(name, text)));
    linli_pack::parse(&layers).0.expect("another place's services fit")
}

fn town() -> Town {
    Town::by(MORNING, pack())
}

fn anyone(town: &Town, register: &str, name: &str, input: Value) -> Result<(Record, String), linli_app::AppError> {
    let context = Context::resident(Lang::Zh, town.app.now());
    let done = town.app.act(&context, &Target::New, &command(register, name, input))?;
    Ok((done.record, done.secret.unwrap()))
}

fn book(town: &Town, slot: &str) -> Result<(Record, String), linli_app::AppError> {
    anyone(town, "ticket", "book", json!({ "area": COMMUNITIES[0], "slot": slot, "phone": "13800000001" }))
}

#[test]
fn a_time_takes_as_many_as_there_is_room_for_and_one_who_cancels_makes_room() {
    let town = town();
    let slot = "2026-11-23 09:00 window";
    let first = book(&town, slot).unwrap();
    for _ in 1..4 {
        book(&town, slot).unwrap();
    }
    let left = || {
        let free = town.app.free_slots(&town.app.pack().registers["ticket"], CENTER).unwrap();
        free.iter().find(|free| free.slot.text == slot).map_or(0, |free| free.left)
    };
    assert_eq!(left(), 0);
    let Refusal::Inputs(wrong) = refusal(book(&town, slot)) else { panic!("a full time is booked") };
    assert_eq!((wrong[0].input.as_str(), &wrong[0].problem), ("slot", &Problem::Full));
    let context = Context::resident(Lang::Zh, town.app.now());
    town.app.act(&context, &Target::Follow(first.1), &command("ticket", "cancel", json!({}))).unwrap();
    assert_eq!(left(), 1);
    book(&town, slot).unwrap();
    for wrong in ["2026-11-21 09:00 window", "2026-11-20 09:00 window", "2027-01-04 09:00 window"] {
        let Refusal::Inputs(found) = refusal(book(&town, wrong)) else { panic!("{wrong} is booked") };
        assert_eq!(found[0].problem, Problem::NotAChoice, "{wrong}");
    }
    town.sound();
}

#[test]
fn numbers_count_from_one_each_day_at_each_centre_and_each_window_calls_another() {
    let town = town();
    let take = |area: &str| anyone(&town, "ticket", "take", json!({ "area": area })).unwrap().0.fields["turn"].clone();
    assert_eq!([take(COMMUNITIES[0]), take(COMMUNITIES[0]), take(COMMUNITIES[1])], [json!(1), json!(2), json!(1)]);
    let clerk = town.who("clerk1");
    let post = clerk.actor.grants[0].clone();
    let first = town.app.call_next(&clerk, &post, 1).unwrap().record;
    let second = town.app.call_next(&clerk, &post, 2).unwrap().record;
    assert_eq!((first.fields["turn"].clone(), second.fields["turn"].clone()), (json!(1), json!(2)));
    assert!(matches!(town.app.call_next(&clerk, &post, 1), Err(linli_app::AppError::NotFound("turn"))));
    town.act("clerk1", &first.id, "miss", json!({})).unwrap();
    let again = town.act("clerk1", &first.id, "queue_again", json!({})).unwrap();
    assert_eq!(again.fields["turn"], json!(3), "who comes back stands behind");
    let line = town.app.line(CENTER).unwrap();
    assert_eq!((line.waiting.len(), line.called.len()), (1, 1));
    town.set("2026-11-23T09:00:00");
    assert_eq!(take(COMMUNITIES[0]), json!(1), "a new day begins anew");
    let line = town.app.line(CENTER).unwrap();
    assert_eq!((line.waiting.len(), line.called.len()), (1, 0), "whoever was forgotten is not called");
}

#[test]
fn an_application_is_taken_in_when_all_its_papers_are_there_and_the_refusal_names_them_at_once() {
    let town = town();
    let take = |papers: Value| {
        town.open("clerk1", "application", "take_in", json!({ "service": "minimum_income", "name": "李某", "materials": papers }))
    };
    let Refusal::Guard { because, .. } = refusal(take(json!(["id_card"]))) else { panic!("it is taken in") };
    assert!(because.zh.contains("家庭收入情况声明") && because.zh.contains("本人银行卡"), "{}", because.zh);
    assert!(!because.zh.contains("户口簿"), "what an authority has is not asked for");
    let Refusal::Guard { because, .. } = refusal(take(json!(["id_card", "income", "bank_card", "photo"]))) else {
        panic!("it is taken in")
    };
    assert!(because.en.contains("photo"), "{}", because.en);
    let record = take(json!(["id_card", "income", "bank_card"])).unwrap().record;
    assert_eq!((record.title.as_str(), &record.fields["visits"]), ("最低生活保障申请", &json!(1)));
    let days = (record.due.unwrap() - town.app.now()) / 86_400;
    assert!((27..=29).contains(&days), "the service's own limit of 20 working days: {days}");
}

#[test]
fn a_service_is_not_taken_in_a_way_that_it_does_not_offer() {
    let town = town();
    let asked = json!({ "area": COMMUNITIES[0], "service": "hardship", "name": "李某", "phone": "13800000001" });
    let Refusal::Guard { because, basis } = refusal(anyone(&town, "application", "apply", asked.clone())) else { panic!("taken online") };
    assert!(because.zh.contains("特困人员救助供养申请") && !basis.is_empty());
    town.open(
        "clerk1",
        "application",
        "take_for",
        json!({ "service": "hardship", "name": "李某", "phone": "13800000001", "address": "1号楼" }),
    )
    .unwrap();
}

#[test]
fn visits_are_counted_from_what_needs_the_applicant_and_stand_against_the_promise() {
    let town = town();
    let settled = |how: &str| {
        let input = json!({ "service": "elder_card", "name": "李某", "materials": ["id_card", "photo"] });
        let record = town.open("clerk1", "application", "take_in", input).unwrap().record;
        town.act("clerk1", &record.id, "settle", json!({})).unwrap();
        town.act("clerk1", &record.id, how, json!({})).unwrap()
    };
    assert_eq!(settled("deliver").fields["visits"], json!(1));
    assert_eq!(settled("hand_out").fields["visits"], json!(2));
    town.later(60);
    let found = town.app.visits(&town.who("street1"), "340104001", 30).unwrap();
    let card = found.iter().find(|one| one.service == "elder_card").unwrap();
    assert_eq!((card.records, card.visits, card.over), (2, 3, 1));
    assert!(town.app.visits(&town.who("street2"), "340104001", 30).is_err(), "another subdistrict's are not theirs to see");
    town.sound();
}

#[test]
fn services_are_found_by_words_and_by_pinyin_initials() {
    let town = town();
    let names = |words: &str| town.app.find_services(words).into_iter().map(|service| service.name.clone()).collect::<Vec<_>>();
    assert!(names("老年证").contains(&"elder_card".to_owned()));
    assert!(names("lnryd").contains(&"elder_card".to_owned()));
    assert!(names("Medical AID").contains(&"medical_aid".to_owned()));
    assert_eq!(names("").len(), 25);
    assert!(names("飞船").is_empty());
}

#[test]
fn a_roster_hangs_from_today_on_and_what_was_taken_down_is_gone() {
    let town = town();
    for (on, who) in [("2026-11-19", "昨天"), ("2026-11-22", "后天"), ("2026-11-20", "今天")] {
        town.open("clerk1", "shift", "roster", json!({ "on": on, "part": "evening", "who": who })).unwrap();
    }
    let register = &town.app.pack().registers["shift"];
    let hung = || town.app.sheet(register, &register.sheets["roster"], COMMUNITIES[0]).unwrap();
    let who = |record: &Record| record.fields["who"].as_str().unwrap().to_owned();
    assert_eq!(hung().iter().map(who).collect::<Vec<_>>(), ["今天", "后天"]);
    let gone = hung()[0].id.clone();
    town.act("clerk1", &gone, "call_off", json!({})).unwrap();
    assert_eq!(hung().iter().map(who).collect::<Vec<_>>(), ["后天"]);
}
