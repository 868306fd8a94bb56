//! Organisation life: duties that fall due by rule, who was there, making up, a fund that is never overdrawn, and the calendar.

use linli_app::AppError;
use linli_app::attendance::Person;
use linli_app::dated::What;
use linli_app::recur::Standing;
use linli_engine::attendance::Mark;
use linli_engine::{Problem, Refusal};
use linli_pack::record::{Record, Value};
use linli_store::{ListQuery, Scope};
use serde_json::json;

use crate::town::{COMMUNITIES, Town, day, refusal};

const BODY: &str = "340104001001:party_committee";

fn duties(town: &Town) -> Vec<Record> {
    let query = ListQuery { limit: 500, ..ListQuery::new("org_life", Scope::All) };
    town.app.store().read(|tx| linli_store::records(tx, town.app.realm(), &query)).unwrap().records
}

fn field<'a>(record: &'a Record, name: &str) -> &'a str {
    record.fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What the community's committee owes of a kind, by the first day of its period.
fn owed(town: &Town, kind: &str) -> Vec<(String, Record)> {
    let mine = duties(town).into_iter().filter(|one| one.holder.as_deref() == Some(BODY) && field(one, "kind") == kind);
    let mut found: Vec<(String, Record)> = mine.map(|one| (field(&one, "from").to_owned(), one)).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn froms(town: &Town, kind: &str) -> Vec<String> {
    owed(town, kind).into_iter().map(|(from, _)| from).collect()
}

/// So many members on the committee's roster.
fn roster(town: &Town, n: usize) {
    for nth in 1..=n {
        let input = json!({ "roster": format!("{nth:03}"), "class": "registered", "belongs": "resident", "name": "王小明", "joined": "1998-03-09" });
        town.open("secretary1", "member", "enrol", input).unwrap();
    }
}

/// Those due at a meeting, with what is said of them.
fn people(town: &Town, record: &Record) -> Vec<Person> {
    town.app.detail(&town.who("secretary1"), &record.id).unwrap().attendance.map(|sheet| sheet.people).unwrap_or_default()
}

/// Marks for everybody due at a meeting: the first so many are there, the next excused, the others absent.
fn marks(town: &Town, record: &Record, present: usize, excused: usize) -> Value {
    let roll = people(town, record);
    let mark = |nth: usize| match nth {
        nth if nth < present => "present",
        nth if nth < present + excused => "excused",
        _ => "absent",
    };
    Value::Object(roll.into_iter().enumerate().map(|(nth, one)| (one.id, mark(nth).into())).collect())
}

fn minutes(on: &str, attendance: Value) -> Value {
    json!({ "on": on, "attendance": attendance, "minutes": "讨论半年工作安排" })
}

#[test]
fn each_body_owes_each_duty_once_for_each_period_over_the_year_end_and_with_its_last_day() {
    let town = Town::on("2025-12-30T09:00");
    assert!(town.app.owe_duties().unwrap() > 0);
    assert_eq!(town.app.owe_duties().unwrap(), 0, "asked again the same day it opens nothing");
    assert_eq!(froms(&town, "committee_meeting"), ["2025-12-01"]);
    assert_eq!(froms(&town, "life_meeting"), ["2025-01-01"], "the year that runs");
    let branch = &owed(&town, "branch_meeting")[0].1;
    assert_eq!((branch.title.as_str(), field(branch, "until")), ("2025年第四季度支部党员大会", "2025-12-31"));
    assert_eq!(branch.due, Some(crate::town::at("2025-12-31T23:59:59")));
    // The program stood still over the turn of the year, and a whole month.
    town.set("2026-02-02T09:00");
    town.app.owe_duties().unwrap();
    assert_eq!(froms(&town, "committee_meeting"), ["2025-12-01", "2026-01-01", "2026-02-01"], "nothing is left out");
    assert_eq!(froms(&town, "branch_meeting"), ["2025-10-01", "2026-01-01"]);
    assert_eq!(froms(&town, "life_meeting"), ["2025-01-01", "2026-01-01"]);
    for kind in ["committee_meeting", "branch_meeting"] {
        let all = owed(&town, kind);
        assert!(all.iter().all(|(_, one)| one.state == "owed" && one.area == COMMUNITIES[0]));
    }
}

#[test]
fn a_body_that_has_ended_owes_nothing_more_and_a_new_one_nothing_of_before() {
    let town = Town::on("2026-02-10T09:00");
    town.app.owe_duties().unwrap();
    let realm = town.app.realm();
    let change = |code: &'static str, from: Option<&'static str>, to: Option<&'static str>| {
        let written = town.app.store().write(move |w| {
            let found = linli_store::bodies(w, realm)?;
            let one = found.iter().find(|body| body.code == code).cloned();
            let base = one.or_else(|| found.iter().find(|body| body.code == BODY).cloned()).unwrap_or_default();
            let area = code.split(':').next().unwrap_or_default().to_owned();
            let kind = code.split(':').nth(1).unwrap_or_default().to_owned();
            let body = linli_store::Body {
                code: code.to_owned(),
                area,
                kind,
                from_day: from.map(str::to_owned),
                to_day: to.map(str::to_owned),
                ..base
            };
            linli_store::put_bodies(w, realm, &[body])
        });
        written.unwrap();
    };
    change(BODY, None, Some("2026-02-28"));
    change("340104001002:party_branch", Some("2026-03-05"), None);
    town.set("2026-04-02T09:00");
    town.app.owe_duties().unwrap();
    assert_eq!(froms(&town, "committee_meeting"), ["2026-02-01"], "it ended with February");
    let new: Vec<(String, String)> = duties(&town)
        .iter()
        .filter(|one| one.holder.as_deref() == Some("340104001002:party_branch") && field(one, "kind") == "committee_meeting")
        .map(|one| (field(one, "from").to_owned(), field(one, "until").to_owned()))
        .collect();
    assert!(new.iter().all(|(from, _)| from.as_str() >= "2026-04-01"), "March had begun before it stood: {new:?}");
}

#[test]
fn a_meeting_without_its_quorum_is_none_and_who_was_not_there_makes_it_up_once() {
    let town = Town::new();
    roster(&town, 5);
    town.app.owe_duties().unwrap();
    let meeting = owed(&town, "branch_meeting")[0].1.clone();
    town.act("secretary1", &meeting.id, "plan", json!({ "on": "2026-03-05", "where": "二楼会议室" })).unwrap();
    let before = town.act("secretary1", &meeting.id, "hold", minutes("2026-03-05", marks(&town, &meeting, 5, 0)));
    let Refusal::Inputs(problems) = refusal(before) else { panic!("inputs") };
    assert_eq!(problems[0].problem, Problem::NotBetween { from: String::new(), to: "2026-03-04".into() }, "it is not held yet");
    town.set("2026-03-06T18:00");
    let few = marks(&town, &meeting, 2, 1);
    let no = town.act("secretary1", &meeting.id, "hold", minutes("2026-03-05", few));
    assert!(matches!(refusal(no), Refusal::NoQuorum { present: 2, due: 5, least: 3, .. }));
    let adjourned =
        town.act("secretary1", &meeting.id, "adjourn", json!({ "attendance": marks(&town, &meeting, 2, 1), "note": "人数不足" })).unwrap();
    assert_eq!((adjourned.state.as_str(), adjourned.fields["present_n"].clone()), ("owed", json!(2)));
    let enough = marks(&town, &meeting, 3, 1);
    let held = town.act("secretary1", &meeting.id, "hold", minutes("2026-03-06", enough)).unwrap();
    let n = |record: &Record, name: &str| record.fields.get(name).and_then(Value::as_i64).unwrap_or(-1);
    assert_eq!(
        (held.state.as_str(), n(&held, "due_n"), n(&held, "present_n"), n(&held, "excused_n"), n(&held, "absent_n")),
        ("held", 5, 3, 1, 1)
    );
    let roll = people(&town, &held);
    let away: Vec<String> = roll.iter().filter(|one| one.mark.is_some_and(Mark::is_owing)).map(|one| one.id.clone()).collect();
    assert_eq!(away.len(), 2);
    let made = town.act("secretary1", &meeting.id, "make_up", json!({ "made_up": [away[0]] })).unwrap();
    assert_eq!((n(&made, "made_up_n"), n(&made, "present_n")), (1, 3), "making up does not make them present");
    assert!(town.act("secretary1", &meeting.id, "make_up", json!({ "made_up": [away[0]] })).is_err(), "once is enough");
    town.act("secretary1", &meeting.id, "make_up", json!({ "made_up": [away[1]] })).unwrap();
    let no = town.act("secretary1", &meeting.id, "make_up", json!({ "made_up": [away[1]] }));
    assert!(matches!(refusal(no), Refusal::Guard { .. }), "nobody is left");
    // Who is erased is in no meeting any more, and the meeting had as many there as before.
    let known = || town.app.store().read(|tx| linli_store::attendance(tx, town.app.realm(), &meeting.id)).unwrap().unwrap();
    let (before, realm, gone) = (known(), town.app.realm(), away[0].clone());
    town.app.store().write(move |w| linli_store::forget_attendant(w, realm, &gone, &mut || [7; 16])).unwrap();
    let after = known();
    assert!(before.contains(&away[0]) && !after.contains(&away[0]) && after.contains(&away[1]));
    assert_eq!(before.lines().count(), after.lines().count());
    // Who was there is in no journal and no field: only the counts are.
    let lines = town.app.store().read(|tx| linli_store::timeline(tx, town.app.realm(), &meeting.id)).unwrap();
    let told = format!("{:?} {:?}", lines, town.app.store().read(|tx| linli_store::record(tx, town.app.realm(), &meeting.id)).unwrap());
    assert!(roll.iter().all(|one| !told.contains(&one.id)), "no one's id is told");
}

#[test]
fn everybody_due_must_be_marked_and_the_roll_is_shown_only_to_those_who_put_it_down() {
    let town = Town::new();
    roster(&town, 3);
    town.app.owe_duties().unwrap();
    let meeting = owed(&town, "theme_day")[0].1.clone();
    town.set("2026-03-10T18:00");
    let mut some = marks(&town, &meeting, 3, 0);
    some.as_object_mut().unwrap().retain(|_, _| false);
    some["x"] = json!("present");
    let no = town.act("secretary1", &meeting.id, "hold", minutes("2026-03-10", some));
    let Refusal::Inputs(problems) = refusal(no) else { panic!("inputs") };
    assert!(matches!(&problems[0].problem, Problem::Among { which, .. } if which == "x"));
    let no = town.act("secretary1", &meeting.id, "hold", json!({ "on": "2026-03-10", "minutes": "学习" }));
    let Refusal::Inputs(problems) = refusal(no) else { panic!("inputs") };
    assert_eq!((problems[0].input.as_str(), &problems[0].problem), ("attendance", &Problem::Missing));
    let early = town.act("secretary1", &meeting.id, "hold", minutes("2026-02-27", marks(&town, &meeting, 3, 0)));
    assert!(matches!(refusal(early), Refusal::Guard { .. }), "before the period begins");
    let detail = town.app.detail(&town.who("secretary1"), &meeting.id).unwrap();
    let sheet = detail.attendance.unwrap();
    assert_eq!(
        sheet.people.iter().map(|one| (one.note.as_str(), one.name.as_str())).collect::<Vec<_>>(),
        [("001", "王**"), ("002", "王**"), ("003", "王**")]
    );
    assert!(town.app.detail(&town.who("organiser1"), &meeting.id).unwrap().attendance.is_some(), "who watches over it sees it too");
    assert!(matches!(town.app.detail(&town.who("clerk1"), &meeting.id), Err(AppError::NotFound(_))), "nobody else sees the meeting at all");
}

#[test]
fn who_was_in_post_on_the_day_of_a_committee_meeting_was_due_at_it_though_their_term_has_ended_since() {
    let town = Town::new();
    let realm = town.app.realm();
    for (id, last) in [("o1", None), ("o2", None), ("o3", Some("2026-03-08"))] {
        let official =
            linli_store::Official { id: id.to_owned(), name: format!("成员{id}"), member: true, ..linli_store::Official::default() };
        let one = linli_store::Appointment {
            id: format!("a-{id}"),
            person: id.to_owned(),
            body: BODY.to_owned(),
            post: "party_member".to_owned(),
            from_day: day("2025-07-01"),
            to_day: last.map(day),
            how: "appointed".to_owned(),
            ..linli_store::Appointment::default()
        };
        let written = town.app.store().write(move |w| {
            linli_store::put_official(w, realm, &official)?;
            linli_store::put_appointment(w, realm, &one)
        });
        written.unwrap();
    }
    town.app.owe_duties().unwrap();
    let meeting = owed(&town, "committee_meeting")[0].1.clone();
    let meeting = town.act("secretary1", &meeting.id, "plan", json!({ "on": "2026-03-06" })).unwrap();
    town.set("2026-03-12T09:00");
    let roll = people(&town, &meeting);
    assert_eq!(roll.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["o1", "o2", "o3"]);
    let moved = town.act("secretary1", &meeting.id, "plan", json!({ "on": "2026-03-11" })).unwrap();
    assert_eq!(people(&town, &moved).len(), 2, "moved across a term's end");
    let held = town.act("secretary1", &meeting.id, "hold", minutes("2026-03-11", json!({ "o1": "present", "o2": "present" }))).unwrap();
    assert_eq!(held.fields["due_n"], json!(2));
}

#[test]
fn a_year_tells_what_was_done_in_time_late_waived_and_not_yet() {
    let town = Town::on("2026-01-05T09:00");
    town.app.owe_duties().unwrap();
    let january = owed(&town, "group_meeting")[0].1.clone();
    town.set("2026-01-09T18:00");
    town.act("secretary1", &january.id, "hold", minutes("2026-01-09", json!({}))).unwrap();
    let committee = owed(&town, "committee_meeting")[0].1.clone();
    town.act("organiser1", &committee.id, "waive", json!({ "note": "换届" })).unwrap();
    town.set("2026-02-03T09:00");
    town.app.owe_duties().unwrap();
    let theme = owed(&town, "theme_day")[0].1.clone();
    town.act("secretary1", &theme.id, "hold", minutes("2026-02-02", json!({}))).unwrap();
    let planned = owed(&town, "committee_meeting")[1].1.clone();
    town.act("secretary1", &planned.id, "plan", json!({ "on": "2026-02-12" })).unwrap();
    town.set("2026-04-01T09:00");
    let year = town.app.year_of_duties(&town.who("organiser1"), "org_life", "340104001", 2026).unwrap();
    let line = year.lines.iter().find(|line| line.body == BODY).unwrap();
    let of = |duty: &str| line.cells.iter().filter(|cell| cell.duty == duty).map(|cell| cell.standing).collect::<Vec<_>>();
    assert_eq!(of("group_meeting"), [Standing::Done, Standing::Overdue]);
    assert_eq!(of("theme_day"), [Standing::DoneLate, Standing::Overdue]);
    assert_eq!(of("committee_meeting"), [Standing::Waived, Standing::Overdue]);
    assert_eq!(of("life_meeting"), [Standing::Due]);
    assert!(town.app.year_of_duties(&town.who("secretary1"), "org_life", COMMUNITIES[0], 2026).is_ok());
    assert!(matches!(town.app.year_of_duties(&town.who("clerk1"), "org_life", COMMUNITIES[0], 2026), Err(AppError::Forbidden(_))));
}

#[test]
fn the_fund_gives_what_it_has_and_not_a_fen_more() {
    let town = Town::new();
    let fund = town
        .open("secretary1", "aid_fund", "set_up", json!({ "name": "互助基金", "amount": "1000", "origin": "党员捐助" }))
        .unwrap()
        .record;
    let give = |amount: &str| {
        let input = json!({ "plan": "warm", "amount": amount, "purpose": "重病慰问", "note": "支委会研究" });
        town.act("secretary1", &fund.id, "give", input)
    };
    let after = give("999.99").unwrap();
    assert_eq!((after.fields["balance"].clone(), after.fields["given"].clone()), (json!(1), json!(99_999)));
    let Refusal::Inputs(problems) = refusal(give("0.02")) else { panic!("inputs") };
    assert_eq!((problems[0].input.as_str(), &problems[0].problem), ("amount", &Problem::NotEnough { left: 1 }));
    let whole = town.app.detail(&town.who("secretary1"), &fund.id).unwrap();
    assert_eq!(whole.parts.len(), 1, "what was refused has opened no aid");
    assert_eq!(whole.parts[0].record.fields["amount"], json!(99_999));
    town.act("secretary1", &fund.id, "pay_in", json!({ "amount": "5", "origin": "共建单位" })).unwrap();
    assert_eq!(give("5.01").unwrap().fields["balance"], json!(0));
}

#[test]
fn the_calendar_of_a_community_has_meetings_limits_and_political_birthdays_for_those_who_may_see_them() {
    let town = Town::new();
    roster(&town, 1);
    town.app.owe_duties().unwrap();
    let meeting = owed(&town, "committee_meeting")[0].1.clone();
    town.act("secretary1", &meeting.id, "plan", json!({ "on": "2026-03-12", "at": "15:00" })).unwrap();
    let on = |login: &str| town.app.calendar_of(&town.who(login), COMMUNITIES[0], day("2026-03-01"), day("2026-03-31")).unwrap().0;
    let seen = on("secretary1");
    let planned: Vec<i64> =
        seen.iter().filter(|one| matches!(&one.what, What::Planned(record) if record.id == meeting.id)).map(|one| one.day).collect();
    assert_eq!(planned, [day("2026-03-12")]);
    assert!(!seen.iter().any(|one| matches!(&one.what, What::Due(record) if record.id == meeting.id)), "what is planned is not said twice");
    assert!(seen.iter().any(|one| matches!(&one.what, What::Due(record) if record.register == "org_life") && one.day == day("2026-03-31")));
    assert!(seen.iter().any(|one| matches!(&one.what, What::Again(_, 28)) && one.day == day("2026-03-09")));
    let clerk = on("clerk1");
    let inside = |what: &What| matches!(what, What::Planned(r) | What::Due(r) | What::Again(r, _) if matches!(r.register.as_str(), "org_life" | "member"));
    assert!(!clerk.iter().any(|one| inside(&one.what)), "what only some may see is not on others' calendars");
    assert!(matches!(town.app.calendar_of(&town.who("clerk1"), COMMUNITIES[2], 0, 1), Err(AppError::Forbidden(_))));
}

#[test]
fn a_feed_tells_the_day_of_a_meeting_and_not_what_it_is_about() {
    let town = Town::new();
    town.app.owe_duties().unwrap();
    let meeting = owed(&town, "committee_meeting")[0].1.clone();
    town.act("secretary1", &meeting.id, "plan", json!({ "on": "2026-03-12", "topic": "研究帮扶" })).unwrap();
    let secret = town.app.make_my_calendar(&town.who("secretary1")).unwrap();
    let agenda = town.app.agenda(&secret).unwrap();
    assert_eq!(agenda.planned.iter().map(|one| one.day).collect::<Vec<_>>(), [day("2026-03-12")]);
}
