//! What a community decides together, step by step, and what everybody may read and say of it.

use linli_app::{AppError, Target};
use linli_engine::{Command, Problem, Refusal};
use linli_pack::record::Record;
use serde_json::{Value, json};

use crate::town::{COMMUNITIES, Town, day, refusal};

fn draft(town: &Town) -> Record {
    let input = json!({ "subject": "更换楼道扶手", "matter": "project", "plan": "更换 46 个单元的扶手，预算 9.2 万元。" });
    town.open("secretary1", "resolution", "draft", input).unwrap().record
}

fn numbers(of: &str, [due, present, yes, no, abstain]: [i64; 5]) -> Value {
    json!({
        format!("{of}_due"): due, format!("{of}_present"): present,
        format!("{of}_yes"): yes, format!("{of}_no"): no, format!("{of}_abstain"): abstain,
    })
}

/// A meeting whose numbers the chair puts down and the supervisor confirms.
fn meeting(town: &Town, id: &str, of: &str, counts: [i64; 5]) -> Record {
    town.act("secretary1", id, &format!("{of}_vote"), numbers(of, counts)).unwrap();
    town.act("watcher1", id, "approve", json!({})).unwrap()
}

/// Two thirds and more at each meeting, all for it.
fn decided(town: &Town) -> Record {
    let made = draft(town);
    meeting(town, &made.id, "party", [7, 7, 7, 0, 0]);
    meeting(town, &made.id, "committees", [12, 11, 10, 1, 0]);
    town.act("secretary1", &made.id, "call_members", json!({ "members_on": "2026-03-10", "members_place": "议事厅" })).unwrap();
    town.set("2026-03-10T15:00");
    meeting(town, &made.id, "members", [60, 45, 40, 3, 2]);
    town.act("secretary1", &made.id, "call_residents", json!({ "residents_on": "2026-03-20", "residents_place": "议事厅" })).unwrap();
    town.set("2026-03-20T15:00");
    meeting(town, &made.id, "residents", [51, 40, 36, 3, 1])
}

fn published(town: &Town) -> Record {
    let made = decided(town);
    assert_eq!(made.state, "decided");
    town.act("secretary1", &made.id, "publish", json!({ "decision": "同意更换扶手，预算不超过 9.2 万元。" })).unwrap()
}

fn say(town: &Town, number: &str, words: &str) -> Result<(Record, String), AppError> {
    let input = [("words".to_owned(), Value::from(words)), ("phone".to_owned(), "13812345678".into())].into();
    let done = town.app.speak(&town.who("resident"), number, &input)?;
    Ok((done.record, done.secret.unwrap()))
}

fn on_board(town: &Town, number: &str) -> Option<String> {
    let found = town.app.boards(COMMUNITIES[0]).unwrap();
    found.into_iter().find(|one| one.record.number == number).map(|one| one.rule.name.clone())
}

#[test]
fn a_resolution_goes_its_six_steps_and_none_can_be_skipped() {
    let town = Town::new();
    let made = draft(&town);
    let step = |record: &Record| town.app.pack().registers["resolution"].step_of(&record.state);
    assert_eq!(step(&made), Some(0));
    for name in ["committees_vote", "members_vote", "residents_vote", "publish", "settle", "publish_result", "close"] {
        let no = refusal(town.act("secretary1", &made.id, name, json!({})));
        assert!(matches!(no, Refusal::NotFromHere { .. }), "{name}: {no:?}");
    }
    meeting(&town, &made.id, "party", [7, 6, 6, 0, 0]);
    assert_eq!(step(&town.record(&made.id)), Some(1));
    meeting(&town, &made.id, "committees", [12, 12, 9, 3, 0]);
    let call = |day: &str| town.act("secretary1", &made.id, "call_members", json!({ "members_on": day, "members_place": "议事厅" }));
    let Refusal::Inputs(problems) = refusal(call("2026-03-05")) else { panic!("inputs") };
    assert_eq!(problems[0].problem, Problem::NotBetween { from: "2026-03-07".into(), to: String::new() });
    call("2026-03-07").unwrap();
    let soon = refusal(town.act("secretary1", &made.id, "members_vote", numbers("members", [60, 50, 50, 0, 0])));
    assert!(matches!(soon, Refusal::Guard { .. }), "called less than three days ago: {soon:?}");
    town.sound();
}

#[test]
fn numbers_are_confirmed_by_a_second_person_and_what_does_not_add_up_is_told() {
    let town = Town::new();
    let made = draft(&town);
    let wrong = |counts| match refusal(town.act("secretary1", &made.id, "party_vote", numbers("party", counts))) {
        Refusal::Inputs(problems) => problems.into_iter().map(|one| (one.input, one.problem)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong([7, 8, 5, 0, 0]), [("party_present".to_owned(), Problem::OutOfRange { min: 0, max: 7 })]);
    assert_eq!(wrong([7, 6, 6, 1, 0]), [("party_yes".to_owned(), Problem::Votes { sum: 7, present: 6, exactly: false })]);
    town.act("secretary1", &made.id, "party_vote", numbers("party", [7, 6, 5, 1, 0])).unwrap();
    assert_eq!(town.record(&made.id).state, "proposing", "what nobody confirmed decides nothing");
    assert!(matches!(refusal(town.act("secretary1", &made.id, "approve", json!({}))), Refusal::NotYours { .. }));
    let after = town.act("watcher1", &made.id, "approve", json!({})).unwrap();
    assert_eq!((after.state.as_str(), &after.fields["party_came"]), ("consulting", &json!("carried")));
    town.sound();
}

#[test]
fn a_quorum_lost_half_way_makes_the_vote_void_and_the_meeting_is_called_again() {
    let town = Town::new();
    let made = draft(&town);
    meeting(&town, &made.id, "party", [7, 7, 7, 0, 0]);
    meeting(&town, &made.id, "committees", [12, 11, 10, 1, 0]);
    town.act("secretary1", &made.id, "call_members", json!({ "members_on": "2026-03-10", "members_place": "议事厅" })).unwrap();
    town.set("2026-03-10T15:00");
    // Forty-five of sixty came; eleven had gone when hands were raised.
    let after = meeting(&town, &made.id, "members", [60, 34, 34, 0, 0]);
    assert_eq!((after.state.as_str(), &after.fields["members_came"]), ("reviewing", &json!("void")));
    assert!(matches!(
        refusal(town.act("secretary1", &made.id, "members_vote", numbers("members", [60, 50, 50, 0, 0]))),
        Refusal::NotFromHere { .. }
    ));
    town.act("secretary1", &made.id, "call_members", json!({ "members_on": "2026-03-17", "members_place": "议事厅" })).unwrap();
    town.set("2026-03-17T15:00");
    assert_eq!(meeting(&town, &made.id, "members", [60, 45, 30, 10, 5]).state, "dropped", "thirty of sixty are not more than half");
    town.sound();
}

#[test]
fn everybody_reads_what_is_decided_and_speaks_until_the_last_day_is_over() {
    let town = Town::new();
    let made = draft(&town);
    assert_eq!(on_board(&town, &made.number), None, "a draft is nobody's business yet");
    meeting(&town, &made.id, "party", [7, 7, 7, 0, 0]);
    assert_eq!(on_board(&town, &made.number).as_deref(), Some("deciding"));
    drop(made);
    let town = Town::new();
    let made = published(&town);
    assert_eq!(on_board(&town, &made.number).as_deref(), Some("decision"));
    let (opinion, link) = say(&town, &made.number, "希望先修东区").unwrap();
    assert_eq!((opinion.register.as_str(), opinion.area.as_str()), ("opinion", COMMUNITIES[0]));
    assert_eq!(town.record(&made.id).fields["opinions_open"], 1);
    town.set("2026-03-28T09:00");
    assert!(matches!(refusal(say(&town, &made.number, "太晚了")), Refusal::Guard { .. }), "the seventh day is over");
    assert!(matches!(refusal(town.act("secretary1", &made.id, "settle", json!({}))), Refusal::Guard { .. }), "one is not answered");
    town.act("secretary1", &opinion.id, "answer", json!({ "note": "先从东区开始。" })).unwrap();
    assert_eq!(town.app.followed(&link).unwrap().record.state, "answered");
    town.act("secretary1", &made.id, "settle", json!({})).unwrap();
    town.sound();
}

#[test]
fn nobody_speaks_to_what_does_not_hang_on_a_board() {
    let town = Town::new();
    let made = draft(&town);
    assert!(matches!(say(&town, &made.number, "什么时候修"), Err(AppError::NotFound(_))));
    let command = Command {
        register: "opinion".to_owned(),
        name: "say".to_owned(),
        input: [("words".to_owned(), "直接提".into()), ("area".to_owned(), COMMUNITIES[0].into())].into(),
        seen: None,
    };
    let direct = refusal(town.app.act(&town.who("resident"), &Target::New, &command).map(|done| done.record));
    assert!(matches!(direct, Refusal::Guard { .. }), "an opinion belongs to something: {direct:?}");
    assert!(matches!(town.app.act(&town.who("resident"), &Target::Part(made.id), &command), Err(AppError::NotFound(_))));
    town.sound();
}

#[test]
fn a_decision_becomes_tasks_that_report_back_before_the_result_is_open_to_all() {
    let town = Town::new();
    let made = published(&town);
    town.set("2026-03-30T09:00");
    town.act("secretary1", &made.id, "settle", json!({})).unwrap();
    let bodies = format!("{}:community_center", COMMUNITIES[0]);
    let task = json!({ "errand": "更换扶手", "done_means": "居民代表签字验收", "bodies": bodies });
    let with_task = town.act("secretary1", &made.id, "set_task", task).unwrap();
    assert_eq!((&with_task.fields["tasks"], &with_task.fields["tasks_open"]), (&json!(1), &json!(1)));
    let early = refusal(town.act("secretary1", &made.id, "publish_result", json!({ "result": "完成" })));
    assert!(matches!(early, Refusal::Guard { .. }), "{early:?}");
    let task = town.app.detail(&town.who("secretary1"), &made.id).unwrap().parts.remove(0).record.id;
    town.act("clerk1", &task, "start", json!({})).unwrap();
    assert!(
        matches!(refusal(town.act("clerk1", &task, "finish", json!({ "note": "完成" }))), Refusal::Guard { .. }),
        "not the district's to accept"
    );
    let told = town.act("clerk1", &task, "report_back", json!({ "note": "46 个单元全部更换" })).unwrap();
    assert_eq!(told.holder.as_deref(), Some("340104001001:party_committee"));
    town.act("secretary1", &task, "accept_back", json!({})).unwrap();
    assert_eq!(town.record(&made.id).fields["tasks_open"], 0);
    let shown = town.act("secretary1", &made.id, "publish_result", json!({ "result": "46 个单元全部更换，决算 8.9 万元。" })).unwrap();
    assert_eq!(on_board(&town, &shown.number).as_deref(), Some("result"));
    assert!(matches!(refusal(town.act("secretary1", &made.id, "close", json!({}))), Refusal::Guard { .. }), "seven days on display");
    town.set("2026-04-08T09:00");
    assert_eq!(town.act("secretary1", &made.id, "close", json!({})).unwrap().state, "done");
    town.sound();
}

#[test]
fn an_objection_takes_a_decision_back_and_its_time_on_display_begins_anew() {
    let town = Town::new();
    let made = published(&town);
    let first = made.fields["notice_until"].as_i64().unwrap();
    let back = town.act("secretary1", &made.id, "take_back", json!({ "note": "预算有异议" })).unwrap();
    assert_eq!((back.state.as_str(), back.returns), ("consulting", 1));
    town.set("2026-04-01T10:00");
    meeting(&town, &made.id, "committees", [12, 11, 10, 1, 0]);
    town.act("secretary1", &made.id, "call_members", json!({ "members_on": "2026-04-08", "members_place": "议事厅" })).unwrap();
    town.set("2026-04-08T15:00");
    meeting(&town, &made.id, "members", [60, 45, 40, 3, 2]);
    town.act("secretary1", &made.id, "call_residents", json!({ "residents_on": "2026-04-15", "residents_place": "议事厅" })).unwrap();
    town.set("2026-04-15T15:00");
    meeting(&town, &made.id, "residents", [51, 40, 36, 3, 1]);
    let again = town.act("secretary1", &made.id, "publish", json!({ "decision": "同意，预算不超过 8 万元。" })).unwrap();
    assert!(again.fields["notice_until"].as_i64().unwrap() > first);
    assert_eq!(again.fields["published_at"].as_i64(), Some(town.app.now()));
    town.sound();
}

#[test]
fn a_question_is_answered_in_time_rated_by_who_asked_and_shown_without_them() {
    let town = Town::new();
    let input = json!({
        "about": "residents", "question": "公益金花在哪里，我是三栋的王小明", "name": "王小明", "phone": "13812345678", "area": COMMUNITIES[0],
    });
    let done = town.open("resident", "question", "ask", input).unwrap();
    let (question, link) = (done.record, done.secret.unwrap());
    assert_eq!(on_board(&town, &question.number), None);
    let answer = json!({ "shown": "公益金花在哪里", "answer": "逐笔账目贴在公开栏。" });
    let after = town.act("clerk1", &question.id, "answer_openly", answer).unwrap();
    assert_eq!(after.fields["answered_at_on_time"], true);
    let shown = town.app.on_board(&question.number).unwrap();
    assert!(!shown.rule.fields.iter().any(|field| field == "question" || field == "name"), "what was typed stays where it is");
    town.act("resident", &link, "rate", json!({ "rating": 5 })).unwrap();
    assert!(matches!(refusal(town.act("resident", &link, "rate", json!({ "rating": 4 }))), Refusal::Guard { .. }), "rated once");
    town.sound();
}

#[test]
fn a_meeting_is_not_moved_across_the_end_of_the_term() {
    let town = Town::new();
    let realm = town.app.realm();
    let official =
        linli_store::Official { id: "o1".to_owned(), name: "书记".to_owned(), member: true, ..linli_store::Official::default() };
    let one = linli_store::Appointment {
        id: "a1".to_owned(),
        person: "o1".to_owned(),
        body: "340104001001:party_committee".to_owned(),
        post: "party_secretary".to_owned(),
        from_day: day("2021-04-01"),
        to_day: Some(day("2026-03-31")),
        how: "elected".to_owned(),
        ..linli_store::Appointment::default()
    };
    let written = town.app.store().write(move |w| {
        linli_store::put_official(w, realm, &official)?;
        linli_store::put_appointment(w, realm, &one)
    });
    written.unwrap();
    let call = json!({ "form": "joint", "subject": "停车位错时开放", "held_on": "2026-03-20", "venue": "议事厅" });
    let session = town.open("secretary1", "session", "call", call).unwrap().record;
    let late = refusal(town.act("secretary1", &session.id, "postpone", json!({ "held_on": "2026-04-10", "note": "人到不齐" })));
    let Refusal::Inputs(problems) = late else { panic!("{late:?}") };
    assert_eq!(problems[0].problem, Problem::AfterTerm { last: "2026-03-31".to_owned() });
    let moved = town.act("secretary1", &session.id, "postpone", json!({ "held_on": "2026-03-31", "note": "人到不齐" })).unwrap();
    assert_eq!(moved.fields["held_on"], "2026-03-31");
    town.sound();
}
