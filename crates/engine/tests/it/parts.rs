//! Records that are opened from another, and what they tell it.

use linli_engine::{Problem, Refusal, absorb, decide_part, offers, openings, told};
use linli_pack::expr::{Scope, parse};
use linli_pack::model::*;
use linli_pack::record::{Origin, Record, Value};
use proptest::prelude::*;
use serde_json::json;

use crate::world::*;

/// Calls are parts of cases; a case counts those that wait and all of them.
fn world() -> World {
    let mut world = World::new();
    let mut call = world.pack.registers["case"].clone();
    call.name = "call".into();
    call.part_of = Some("case".into());
    let scope = Scope::record("call").with_fields(call.fields.values());
    let count = |text: &str| parse(text, &scope).unwrap();
    let counts = [("waiting".to_owned(), count("call.state == 'reported'")), ("calls".to_owned(), count("call.number != ''"))];
    call.tells = [("case".to_owned(), counts.into())].into();
    world.pack.registers.insert("call".to_owned(), call);
    world.case().fields.extend(["waiting", "calls"].map(|name| {
        let kind = FieldKind::Int { min: 0, max: 99 };
        let field = Field {
            derived: true,
            kind,
            name: name.into(),
            label: Text::default(),
            hint: None,
            required: false,
            personal: None,
            basis: String::new(),
        };
        (name.to_owned(), field)
    }));
    world
}

fn command(name: &str, input: Value) -> linli_engine::Command {
    linli_engine::Command { register: "call".into(), name: name.into(), input: map(input), seen: None }
}

fn opened(world: &mut World, origin: &Record) -> linli_engine::Outcome {
    let command = command("report", json!({"description": "来一趟", "area": "G1"}));
    decide_part(&world.pack, &world.place, origin, &community(), &command, at("2026-03-02 11:00"), &mut world.mint).unwrap()
}

#[test]
fn a_part_is_not_opened_by_itself() {
    let mut world = world();
    let command = command("report", json!({"description": "来一趟", "area": "G1"}));
    let refusal = linli_engine::decide(&world.pack, &world.place, None, &community(), &command, at("2026-03-02 11:00"), &mut world.mint);
    assert!(matches!(refusal, Err(Refusal::Guard { .. })), "{refusal:?}");
    let registers: Vec<&str> = openings(&world.pack, &world.place, &community()).into_iter().map(|(register, _)| register).collect();
    assert!(registers.contains(&"case") && !registers.contains(&"call"));
}

#[test]
fn a_part_remembers_where_it_comes_from_and_says_so_in_the_journal() {
    let mut world = world();
    let case = world.reported();
    let part = opened(&mut world, &case);
    assert_eq!(part.record.memory.origin, Some(Origin { register: "case".into(), record: case.id.clone() }));
    assert_eq!(part.act.facts["origin"], json!(case.id));
    let other = Record { register: "wish".into(), ..case };
    let command = command("report", json!({"description": "来一趟", "area": "G1"}));
    let refusal = decide_part(&world.pack, &world.place, &other, &community(), &command, at("2026-03-02 11:00"), &mut world.mint);
    assert!(matches!(refusal, Err(Refusal::Guard { .. })), "a part of cases is not opened from anything else");
}

#[test]
fn what_is_opened_is_counted_at_once_and_every_further_step_is_told() {
    let mut world = world();
    let mut made = world.opens(&resident(), "report", json!({"description": "积水", "area": "G1"}), "2026-03-02 10:00").unwrap();
    for _ in 0..2 {
        let mut part = opened(&mut world, &made.record);
        absorb(&mut made, &mut part);
        assert!(part.also.is_empty(), "it has been heard");
    }
    assert_eq!((&made.record.fields["waiting"], &made.record.fields["calls"]), (&json!(2), &json!(2)));
    assert_eq!(made.act.facts["waiting"], json!(2), "the journal says so too");
    let part = opened(&mut world, &made.record).record;
    let raised = world.does(&part, &community(), "raise", json!({}), "2026-03-02 12:00");
    let [(to, tell)] = raised.also.as_slice() else { panic!("{:?}", raised.also) };
    assert_eq!((to, tell.name.as_str()), (&made.record.id, "told"));
    let heard = world.tries(&made.record, &system(), "told", serde_json::to_value(&tell.input).unwrap(), at("2026-03-02 12:00")).unwrap();
    assert_eq!((&heard.record.fields["waiting"], &heard.record.fields["calls"]), (&json!(1), &json!(2)));
    assert_eq!(heard.act.facts["other_move"], json!("raise"));
    assert_eq!((heard.record.due, &heard.record.state), (made.record.due, &made.record.state), "its own clock and state are left alone");
}

#[test]
fn what_changes_no_count_is_not_told() {
    let mut world = world();
    let case = world.reported();
    let part = opened(&mut world, &case).record;
    assert!(world.does(&part, &community(), "respond", json!({}), "2026-03-02 12:00").also.is_empty());
}

#[test]
fn nobody_but_the_program_tells() {
    let mut world = world();
    let case = world.reported();
    let refusal = world.tries(&case, &community(), "told", json!({"counts": {"waiting": -9}}), at("2026-03-02 12:00"));
    assert!(matches!(refusal, Err(Refusal::NotYours { .. })), "{refusal:?}");
    assert!(offers(&world.pack, &world.place, &case, &community(), at("2026-03-02 12:00")).moves.iter().all(|mv| mv.name != "told"));
}

#[test]
fn several_bodies_are_chosen_at_once_and_each_that_is_wrong_is_named() {
    let mut world = world();
    let dispatch = &mut world.case().moves["dispatch"];
    dispatch.fill = vec!["bodies".into()];
    dispatch.hold = Hold::Keep;
    let case = world.reported();
    let case = world.does(&case, &community(), "raise", json!({}), "2026-03-02 10:30").record;
    let mut problems = |bodies: Value| match world.tries(&case, &street(), "dispatch", json!({ "bodies": bodies }), at("2026-03-02 11:00"))
    {
        Err(Refusal::Inputs(problems)) => problems.into_iter().map(|found| found.problem).collect(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => Vec::new(),
    };
    let among = |which: &str, problem: Problem| Problem::Among { which: which.to_owned(), problem: Box::new(problem) };
    assert_eq!(problems(json!([])), [Problem::Missing]);
    assert_eq!(problems(json!(["S1:drainage_office", "340104:water_company"])), []);
    assert_eq!(problems(json!("S1:drainage_office 340104:water_company")), [], "as a form sends it");
    assert_eq!(
        problems(json!(["S1:gone", "C1:community_center", "S1:drainage_office", "S1:drainage_office"])),
        [among("S1:gone", Problem::Unknown), among("C1:community_center", Problem::WrongKind), among("S1:drainage_office", Problem::Twice)]
    );
    assert_eq!(problems(json!([7])), [Problem::BadForm]);
    assert_eq!(problems(json!(vec!["S1:drainage_office"; 31])), [Problem::TooMany { max: 30 }]);
}

#[test]
fn a_limit_may_differ_by_a_field() {
    let mut world = World::new();
    let special = [("visit".to_owned(), "30 minutes".parse().unwrap())].into();
    let by = Limit { by: Some("channel".into()), special, ..limit("1 workday") };
    world.case().states["reported"].due = Some(by.clone());
    world.case().moves["report"].within = [("responded".to_owned(), by)].into();
    for (channel, due) in [("visit", "2026-03-02 10:30"), ("call", "2026-03-03 17:30")] {
        let input = json!({"description": "水", "area": "G1", "channel": channel});
        let record = world.opens(&resident(), "report", input, "2026-03-02 10:00").unwrap().record;
        assert_eq!(record.due.map(local).as_deref(), Some(due));
        assert_eq!(record.fields["responded"].as_i64().map(local).as_deref(), Some(due), "and so may what is set by `within`");
    }
}

#[test]
fn a_line_of_the_catalogue_is_named_by_its_item_and_says_whose_the_matter_is() {
    let mut world = World::new();
    world.pack.dispatch[0].item = "1.1".into();
    let (name, mut field) = world.case().fields.get_key_value("solved_by").map(|(name, field)| (name.clone(), field.clone())).unwrap();
    field.kind = FieldKind::Duty;
    world.case().fields.insert(name.clone(), field);
    world.case().moves["return"].fill = vec![name.clone(), "note".into()];
    let case = world.dispatched();
    let wrong = world.tries(&case, &office(), "return", json!({"note": "不属于", "solved_by": "9.9"}), at("2026-03-02 12:00"));
    assert!(matches!(wrong, Err(Refusal::Inputs(problems)) if problems[0].problem == Problem::NotAChoice));
    let back = world.does(&case, &office(), "return", json!({"note": "不属于", "solved_by": "1.1"}), "2026-03-02 12:00").record;
    let proposal = linli_engine::proposal(&world.pack, &world.place, &back).unwrap();
    assert_eq!(proposal.body.code, "340104:water_company", "not the drainage office, which the category would say and which sent it back");
}

proptest! {
    /// However acts on parts follow each other, the counts of the record they come from are those that one would count.
    #[test]
    fn counts_are_what_one_would_count(steps in prop::collection::vec((0_usize..4, 0_usize..5), 0..40)) {
        let mut world = world();
        let mut origin = world.reported();
        let mut parts: Vec<Record> = Vec::new();
        for (nth, step) in steps {
            let now = at("2026-03-02 12:00");
            let also = match parts.get(nth).cloned() {
                None => {
                    let outcome = opened(&mut world, &origin);
                    parts.push(outcome.record);
                    outcome.also
                }
                Some(part) => {
                    let (name, who) = [("raise", community()), ("lower", street()), ("close", community()), ("respond", community()), ("return", community())][step].clone();
                    let input = if name == "return" { json!({"note": "退回"}) } else { json!({}) };
                    let Ok(outcome) = world.tries(&part, &who, name, input, now) else { continue };
                    parts[nth] = outcome.record;
                    outcome.also
                }
            };
            for (_, tell) in also.into_iter().filter(|(_, tell)| tell.name == "told") {
                origin = world.tries(&origin, &system(), "told", serde_json::to_value(&tell.input).unwrap(), now).unwrap().record;
            }
            let is = |name: &str| origin.fields.get(name).and_then(Value::as_i64).unwrap_or(0);
            let n = |n: usize| i64::try_from(n).unwrap();
            prop_assert_eq!(is("calls"), n(parts.len()));
            prop_assert_eq!(is("waiting"), n(parts.iter().filter(|part| part.state == "reported").count()));
            prop_assert!(parts.iter().all(|part| told(&world.pack, Some(part), part, &linli_engine::Act::default()).is_none()));
        }
    }
}
