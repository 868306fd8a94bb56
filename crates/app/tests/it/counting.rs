//! Numbers: whatever people do, what is counted is what is there.

use linli_app::board::Period;
use linli_app::desk::Narrow;
use linli_app::{AppError, Target};
use linli_engine::{Command, Refusal};
use linli_pack::model::{FieldKind, Move, Register};
use linli_pack::record::{Record, Value};
use proptest::prelude::*;
use serde_json::json;

use crate::town::{COMMUNITIES, GRIDS, MANHOLE, PEOPLE, ROAD, STREETS, Town, day};

/// One throw of the dice for one step.
#[derive(Clone, Copy, Debug)]
struct Throw {
    who: usize,
    what: usize,
    how: usize,
    wait: i64,
}

/// Fills in a move as somebody might.
fn fill(town: &Town, register: &Register, mv: &Move, known: &[Record], how: usize) -> Vec<(String, Value)> {
    let mut names: Vec<&String> = mv.fill.iter().collect();
    if mv.from.is_empty() {
        names.extend(register.fields.values().filter(|field| field.required).map(|field| &field.name));
    }
    if how.is_multiple_of(2) {
        names.extend(mv.may.iter().filter(|name| ["category", "urgency", "place", "note"].contains(&name.as_str())));
    }
    names.dedup();
    names.into_iter().filter_map(|name| Some((name.clone(), value(town, register, mv, name, known, how)?))).collect()
}

fn value(town: &Town, register: &Register, mv: &Move, name: &str, known: &[Record], how: usize) -> Option<Value> {
    let pack = town.app.pack();
    if let Some(field) = register.fields.get(name) {
        return Some(match &field.kind {
            FieldKind::Int { min, max } => json!((how % 100) as i64 % (max - min + 1).min(100) + min),
            FieldKind::Money => json!(format!("{}.00", how % 100)),
            FieldKind::Choice { options } => json!(options.keys().nth(how % options.len())?),
            FieldKind::Phone => json!("13812345678"),
            FieldKind::IdNumber => json!("11010519491231002X"),
            FieldKind::CreditCode => json!("91350100M000100Y43"),
            FieldKind::Bool => json!(how.is_multiple_of(2)),
            FieldKind::Date => {
                let today = linli_app::days::of(town.app.now(), "Asia/Shanghai");
                let span = mv.days.get(name);
                let (least, most) = (span.and_then(|span| span.least), span.and_then(|span| span.most));
                let away = 7.max(least.unwrap_or(7)).min(most.unwrap_or(i64::MAX));
                json!(linli_app::days::date(today + away)?.to_string())
            }
            FieldKind::Photos { .. } => return None,
            FieldKind::Duty => json!(pack.dispatch[how % pack.dispatch.len()].item),
            _ => json!(format!("第{how}件事")),
        });
    }
    Some(match name {
        "note" => json!("已处理"),
        "category" => json!([ROAD, MANHOLE, "events.appearance.litter"][how % 3]),
        "urgency" => json!(pack.urgencies.keys().nth(how % pack.urgencies.len())?),
        "place" => json!(GRIDS[how % 4]),
        "rating" => json!(how % 5 + 1),
        "workdays" => json!(how % 9 + 1),
        "other" => json!(known.get(how % known.len().max(1))?.id),
        "body" => {
            let bodies = bodies(town, mv);
            json!(bodies.get(how % bodies.len().max(1))?)
        }
        "bodies" => {
            let bodies = bodies(town, mv);
            json!(bodies.iter().cycle().skip(how % bodies.len().max(1)).take((how % 3 + 1).min(bodies.len())).collect::<Vec<_>>())
        }
        _ => return None,
    })
}

/// The bodies of the town that a move may name, by code.
fn bodies(town: &Town, mv: &Move) -> Vec<String> {
    let territory = town.app.territory();
    let mut codes: Vec<String> =
        territory.bodies().filter(|named| mv.choose.contains(&named.body.kind)).map(|named| named.body.code.clone()).collect();
    codes.sort();
    codes
}

/// One step: something new, or something that is offered.
fn step(town: &Town, links: &mut Vec<(String, String)>, throw: Throw) {
    town.later(throw.wait);
    if throw.how.is_multiple_of(7) {
        town.app.wake_due(50).unwrap();
    }
    let pack = town.app.pack().clone();
    let (login, resident) = match throw.who % (PEOPLE.len() + 3) {
        n if n < PEOPLE.len() => (PEOPLE[n].0, false),
        _ => ("resident", true),
    };
    let who = town.who(login);
    let known: Vec<Record> = links.iter().map(|(id, _)| town.record(id)).collect();
    if known.len() < 3 || throw.what.is_multiple_of(5) {
        let territory = town.app.territory();
        let mut found = linli_engine::openings(&pack, territory.as_ref(), &who.actor);
        // The town is small: some moves would name a body of a kind that it has none of.
        found.retain(|(_, mv)| !mv.fill.iter().any(|input| input == "body" || input == "bodies") || !bodies(town, mv).is_empty());
        let Some((register, mv)) = found.get(throw.how % found.len().max(1)) else { return };
        let mut input = fill(town, &pack.registers[*register], mv, &known, throw.how);
        if *register != "task" {
            input.push(("area".to_owned(), json!(GRIDS[throw.what % 4])));
        }
        let command = Command { register: (*register).to_owned(), name: mv.name.clone(), input: input.into_iter().collect(), seen: None };
        let done = match town.app.act(&who, &Target::New, &command) {
            Ok(done) => done,
            Err(AppError::Refused(no))
                if matches!(*no, Refusal::Guard { .. }) && mv.when.as_ref().is_some_and(|when| when.uses_input()) =>
            {
                return;
            }
            // Nobody of the town holds a post with a vote.
            Err(AppError::Refused(no)) if matches!(*no, Refusal::NoBallot { .. }) => return,
            Err(error) => panic!("{login} {command:?}: {error:?}"),
        };
        // Whatever it opened is there to be acted on too; nobody follows that by a link.
        let parts = town.app.store().read(|tx| linli_store::parts(tx, town.app.realm(), &done.record.id)).unwrap();
        links.push((done.record.id, done.secret.unwrap()));
        links.extend(parts.into_iter().map(|part| (part.id, String::new())));
        return;
    }
    let (id, link) = &links[throw.what % links.len()];
    let detail = if resident { town.app.followed(link) } else { town.app.detail(&who, id) };
    let Ok(detail) = detail else { return };
    if let Some(review) = detail.offers.review {
        let name = if throw.how.is_multiple_of(3) { "refuse" } else { "approve" };
        let command = Command { name: name.to_owned(), ..Command::default() };
        match town.app.act(&who, &Target::Id(id.clone()), &command) {
            Ok(_) => {}
            // It was asked for in another state, or what guarded it has changed.
            Err(AppError::Refused(no)) if matches!(*no, Refusal::NotFromHere { .. } | Refusal::Guard { .. }) => {}
            Err(error) => panic!("{login} {name} of {}: {error:?}", review.name),
        }
        return;
    }
    let Some(mv) = detail.offers.moves.get(throw.how % detail.offers.moves.len().max(1)) else { return };
    let input: Vec<(String, Value)> = fill(town, &pack.registers[&detail.record.register], mv, &known, throw.how);
    let command =
        Command { name: mv.name.clone(), input: input.into_iter().collect(), seen: Some(detail.record.version), ..Command::default() };
    let target = if resident { Target::Follow(link.clone()) } else { Target::Id(id.clone()) };
    match town.app.act(&who, &target, &command) {
        Ok(_) => {}
        Err(AppError::Refused(no)) => {
            let merging = mv.merge == Some(true);
            let by_input = mv.when.as_ref().is_some_and(|when| when.uses_input());
            let rated = command.input.contains_key("rating");
            let fine = match *no {
                // Everybody made up here has one number: who is in a roster already is not put into it again.
                Refusal::Guard { .. } => by_input || mv.opens.is_some(),
                // A body may have been called already.
                Refusal::Inputs(_) if command.input.contains_key("bodies") => true,
                // Numbers of a meeting that do not add up.
                Refusal::Inputs(_) if mv.poll.is_some() => true,
                // More than there is.
                Refusal::Inputs(_) if !mv.draws.is_empty() => true,
                Refusal::Inputs(_) | Refusal::NotFromHere { .. } => merging,
                Refusal::OwnAct => rated,
                Refusal::NobodyHolds { .. } => true,
                _ => false,
            };
            assert!(fine, "{login} was offered {} and then refused: {no:?} {command:?}", mv.name);
        }
        Err(error) => panic!("{login} {command:?}: {error:?}"),
    }
}

/// Every number of the boards is the number of records behind it.
fn boards_hold(town: &Town, period: Period) {
    let who = town.who("district");
    let areas = ["340104"].into_iter().chain(STREETS).chain(COMMUNITIES).chain(GRIDS);
    let count = |register: &str, narrow: &Narrow| i64::try_from(town.app.browse_count(&who, register, narrow, 10_000).unwrap()).unwrap();
    // A roster is for those it names: the district's desk has no board of it.
    for (register, _) in town.app.pack().registers.iter().filter(|(_, register)| register.see.is_empty()) {
        for area in areas.clone() {
            let board = town.app.board(&who, register, area, period).unwrap();
            let behind = |measure: &str, area: &str, category: Option<&str>, period: Period| {
                count(
                    register,
                    &Narrow {
                        area: Some(area.to_owned()),
                        measure: Some(measure.to_owned()),
                        category: category.map(str::to_owned),
                        from: Some(period.from),
                        to: Some(period.to),
                        ..Narrow::default()
                    },
                )
            };
            for card in &board.cards {
                let told = |reading: linli_app::board::Reading, period: Period| {
                    assert_eq!(reading.of, behind(&card.formula.of, area, None, period), "{register} {area} {}", card.indicator.name);
                    if let Some(over) = &card.formula.over {
                        assert_eq!(reading.over, Some(behind(over, area, None, period)), "{register} {area} {}", card.indicator.name);
                    }
                };
                told(card.now, period);
                told(card.before, period.before());
            }
            for row in &board.areas {
                for (card, reading) in board.cards.iter().zip(&row.readings) {
                    assert_eq!(reading.of, behind(&card.formula.of, &row.code, None, period), "{} of {}", card.indicator.name, row.code);
                }
            }
            for row in board.categories.iter().filter(|row| !row.code.is_empty()) {
                for (card, reading) in board.cards.iter().zip(&row.readings) {
                    let of = behind(&card.formula.of, area, Some(&row.code), board.category_period);
                    assert_eq!(reading.of, of, "{} of {} in {area}", card.indicator.name, row.code);
                }
            }
            let light = |light| count(register, &Narrow { area: Some(area.to_owned()), light: Some(light), ..Narrow::default() });
            let lights = [board.lights.late, board.lights.soon, board.lights.fine].map(|n| i64::try_from(n).unwrap());
            let wanted = [linli_engine::Light::Late, linli_engine::Light::Soon, linli_engine::Light::Fine].map(light);
            assert_eq!(lights, wanted, "{register} {area}");
            assert_eq!(
                lights.iter().sum::<i64>(),
                count(register, &Narrow { area: Some(area.to_owned()), open: Some(true), ..Narrow::default() })
            );
        }
    }
}

fn throws() -> impl Strategy<Value = Vec<Throw>> {
    let one = (any::<usize>(), any::<usize>(), any::<usize>(), prop_oneof![3 => 0_i64..7_200, 1 => 0_i64..400_000]);
    proptest::collection::vec(one.prop_map(|(who, what, how, wait)| Throw { who, what, how, wait }), 90..150)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn after_any_run_of_offered_moves_every_number_is_that_of_its_records(throws in throws()) {
        let town = Town::on("2026-02-20T09:00");
        let mut links = Vec::new();
        for throw in throws {
            step(&town, &mut links, throw);
        }
        town.sound();
        let today = linli_app::days::of(town.app.now(), "Asia/Shanghai");
        boards_hold(&town, Period { from: today - 6, to: today });
        boards_hold(&town, Period { from: day("2026-02-01"), to: today });
    }
}

#[test]
fn the_categories_of_a_board_say_which_days_they_count() {
    let town = Town::on("2026-03-02T10:00");
    town.report(0);
    town.set("2026-03-20T10:00");
    town.report(0);
    let who = town.who("district");
    let board = town.app.board(&who, "case", "340104", Period { from: day("2026-03-15"), to: day("2026-03-21") }).unwrap();
    assert_eq!(board.category_period, Period { from: day("2026-03-01"), to: day("2026-03-31") }, "categories are counted by month");
    boards_hold(&town, Period { from: day("2026-03-15"), to: day("2026-03-21") });
}

#[test]
fn a_page_after_another_shows_each_record_once_in_every_order() {
    let town = Town::new();
    for nth in 0..23 {
        // Several in the same second, some without a limit.
        if nth % 5 == 0 {
            town.later(60);
        }
        let (case, _) = town.report(nth % 4);
        if nth % 3 == 0 {
            town.act(["lead1", "lead2", "lead3", "lead4"][nth % 4], &case.id, "solve", json!({ "note": "已办" })).unwrap();
        }
    }
    use linli_store::Order;
    let who = town.who("district");
    for (order, descending) in [(Order::Created, true), (Order::Created, false), (Order::Due, false), (Order::Updated, true)] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = town.app.browse(&who, "case", &Narrow::default(), order, descending, after, 4).unwrap();
            seen.extend(page.records.iter().map(|record| record.id.clone()));
            let Some(next) = page.next else { break };
            let text = linli_app::desk::cursor_text(&next);
            after = Some(linli_app::desk::read_cursor(&text).unwrap());
            assert!(seen.len() <= 23);
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 23, "{order:?}");
    }
}
