//! Orders of the 12345 hotline: they come in whatever order their columns stand, once each, and go back answered.

use std::sync::Arc;

use linli_app::import::{Checked, Counts, Fault, FileProblem, Mode, Order, Progress, Ran};
use linli_app::{AppError, Target};
use linli_engine::{Command, Problem, Refusal};
use linli_pack::record::Record;
use serde_json::json;

use crate::importing::labels;
use crate::town::{COMMUNITIES, Town, day};

const HEAD: &str = "问题分类,来电号码,工单编号,诉求内容,所属区域,工单级别,来电人,补充内容,派单日期";

fn town() -> Town {
    Town::on("2026-03-04T10:00")
}

fn order() -> Order {
    Order {
        register: "case".to_owned(),
        mv: "from_hotline".to_owned(),
        exchange: "hotline".to_owned(),
        file: "工单.csv".to_owned(),
        ..Order::default()
    }
}

fn check(town: &Town, who: &str, bytes: &[u8]) -> Result<Checked, AppError> {
    town.app.import_check(&town.who(who), &order(), &labels(), bytes, &Progress::default())
}

fn run(town: &Town, who: &str, text: &str, mode: Mode) -> Ran {
    let checked = check(town, who, text.as_bytes()).unwrap();
    town.app.import_run(&town.who(who), &Arc::new(checked), mode, &Arc::new(Progress::default())).unwrap()
}

fn case(town: &Town, ran: &Ran) -> Record {
    let number = ran.records.values().next().unwrap();
    town.app.store().read(|tx| linli_store::record_by_number(tx, town.app.realm(), number)).unwrap().unwrap()
}

fn notes(town: &Town, record: &str) -> Vec<(String, String)> {
    let lines = town.app.store().read(|tx| linli_store::timeline(tx, town.app.realm(), record)).unwrap();
    let note = |line: &linli_store::Line| line.entry.words.get("note").and_then(|note| note.as_str()).unwrap_or_default().to_owned();
    lines.iter().map(|line| (line.entry.name.clone(), note(line))).collect()
}

#[test]
fn an_order_becomes_a_case_of_the_hotline_with_its_words_put_into_ours() {
    let town = town();
    let text = format!(
        "12345 工单导出\n{HEAD}\n路灯不亮,138 1234 5678,HF2026030400017,梅苑小区门口路灯坏了三天,梅苑社区,加急,王女士,,2026-03-04\n"
    );
    // The hotline's system writes GBK.
    let (gbk, _, _) = encoding_rs::GB18030.encode(&text);
    let checked = check(&town, "street1", &gbk).unwrap();
    assert!(checked.findings.is_empty(), "{:?}", checked.findings);
    assert!(checked.left_out.iter().any(|(_, _, head)| head == "派单日期"), "a column that nobody takes is told");
    let ran = town.app.import_run(&town.who("street1"), &Arc::new(checked), Mode::All, &Arc::new(Progress::default())).unwrap();
    let case = case(&town, &ran);
    assert_eq!(
        (case.state.as_str(), case.source.as_str(), case.category.as_deref(), case.urgency.as_deref(), case.area.as_str()),
        ("at_street", "hotline", Some("parts.facility.light"), Some("yellow"), COMMUNITIES[0])
    );
    assert_eq!(case.fields["order"], "HF2026030400017");
    town.sound();
}

#[test]
fn every_mistake_is_told_at_once_with_sheet_row_column_and_value() {
    let town = town();
    let lines = [
        "路灯不亮,13812345678,A1,路灯坏了,梅苑社区,加急,,,",
        "修灯,12345,A2,路灯坏了,梅苑社区,十万火急,,,",
        "路灯,,A1,路灯坏了,梅苑社区,普通,,,",
        "路灯,,,路灯坏了,月亮社区,普通,,,",
        "路灯,,A5,,梅苑社区,普通,,,",
    ];
    let checked = check(&town, "street1", format!("{HEAD}\n{}\n", lines.join("\n")).as_bytes()).unwrap();
    let told: Vec<(u32, Option<usize>, &str, &Fault)> =
        checked.findings.iter().map(|one| (one.row, one.column, one.value.as_str(), &one.fault)).collect();
    let wanted = |row: u32, column: usize, value: &str, fault: &Fault| {
        assert!(told.contains(&(row, Some(column), value, fault)), "{row} {column} {value} {fault:?} in {told:?}");
    };
    wanted(3, 0, "修灯", &Fault::Input(Problem::Unknown));
    wanted(3, 1, "", &Fault::Input(Problem::BadForm));
    wanted(3, 5, "十万火急", &Fault::Input(Problem::NotAChoice));
    wanted(4, 2, "A1", &Fault::Twice { sheet: "CSV".to_owned(), row: 2 });
    wanted(5, 2, "", &Fault::Input(Problem::Missing));
    wanted(5, 4, "月亮社区", &Fault::Input(Problem::Unknown));
    wanted(6, 3, "", &Fault::Input(Problem::Missing));
    assert_eq!(checked.counts, Counts { made: 1, bad: 4, ..Counts::default() });
}

#[test]
fn a_file_without_a_column_that_orders_need_is_refused_as_a_whole_and_says_which() {
    let town = town();
    let no = check(&town, "street1", "问题分类,诉求内容\n路灯,坏了\n".as_bytes()).unwrap_err();
    assert!(matches!(no, AppError::File(FileProblem::MissingColumns { wanted }) if wanted == ["工单编号"]));
}

#[test]
fn the_same_order_never_comes_twice_by_whatever_way() {
    let town = town();
    let first = run(&town, "street1", &format!("{HEAD}\n路灯,,B7,路灯坏了,梅苑社区,普通,,,\n"), Mode::All);
    assert_eq!(first.counts.made, 1);
    // In another file, with its columns and words otherwise.
    let again = run(&town, "street1", "工单号,主要内容,问题分类\nB7,路灯又坏了,没有的分类\n", Mode::Good);
    assert_eq!(again.counts, Counts { same: 1, ..Counts::default() });
    // By the form of a desk.
    let input = [("description", json!("路灯坏了")), ("order", json!("B7")), ("area", json!(COMMUNITIES[0]))];
    let input = input.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let command = Command { register: "case".into(), name: "from_hotline".into(), input, seen: None };
    let no = town.app.act(&town.who("street1"), &Target::New, &command).unwrap_err();
    assert!(matches!(no, AppError::Refused(refusal) if matches!(&*refusal, Refusal::Inputs(found) if found[0].problem == Problem::Taken)));
    // By a desk that does not see it.
    let elsewhere = check(&town, "street2", format!("{HEAD}\n路灯,,B7,路灯坏了,金寨路社区,普通,,,\n").as_bytes()).unwrap();
    assert!(matches!(elsewhere.findings[..], [ref one] if one.fault == Fault::Elsewhere));
    town.sound();
}

#[test]
fn what_the_hotline_says_later_arrives_as_a_note_once_and_its_holder_is_told() {
    let town = town();
    let file = |said: &str| format!("{HEAD}\n路灯,,C1,路灯坏了,梅苑社区,普通,,{said},\n");
    let ran = run(&town, "street1", &file("请尽快"), Mode::All);
    let case = case(&town, &ran);
    assert_eq!(run(&town, "street1", &format!("{}\n", file("请尽快")), Mode::All).counts.same, 1);
    let more = run(&town, "street1", &file("市民再次来电催办"), Mode::All);
    assert_eq!(more.counts.changed, 1);
    assert_eq!(run(&town, "street1", &format!("\n\n{}", file("市民再次来电催办")), Mode::All).counts.same, 1);
    let said = notes(&town, &case.id);
    assert_eq!(said.iter().filter(|(name, _)| name == "hotline_adds").count(), 1, "{said:?}");
    assert!(said.contains(&("from_hotline".to_owned(), "请尽快".to_owned())));
    town.sound();
}

#[test]
fn answers_hold_what_was_settled_in_a_period_and_come_back_without_a_change() {
    let town = town();
    let ran =
        run(&town, "street1", &format!("{HEAD}\n路灯,,D1,路灯坏了,梅苑社区,普通,,,\n井盖缺失,,D2,井盖没了,梅苑社区,特急,,,\n"), Mode::All);
    let first = town.app.store().read(|tx| linli_store::record_by_number(tx, town.app.realm(), &ran.records[&(0, 2)])).unwrap().unwrap();
    town.act("street1", &first.id, "solve", json!({ "note": "灯泡已更换" })).unwrap();
    let span = (day("2026-03-01"), day("2026-03-31"));
    let told = town.app.exchange_answers(&town.who("street1"), ("case", "hotline"), &labels(), span).unwrap();
    let short: Vec<(&str, &str)> = told.iter().map(|one| (one.record.fields["order"].as_str().unwrap(), one.result.as_str())).collect();
    assert_eq!(short, [("D1", "灯泡已更换")]);
    let before = (day("2026-02-01"), day("2026-02-28"));
    assert!(town.app.exchange_answers(&town.who("street1"), ("case", "hotline"), &labels(), before).unwrap().is_empty());
    assert!(town.app.exchange_answers(&town.who("street2"), ("case", "hotline"), &labels(), span).unwrap().is_empty(), "out of sight");
    assert!(matches!(
        town.app.exchange_answers(&town.who("clerk1"), ("case", "hotline"), &labels(), span),
        Err(AppError::Forbidden("import"))
    ));
    let back = check(&town, "street1", "工单编号,事项编号,办理状态,办理结果\nD1,x,已办结,灯泡已更换\n".as_bytes()).unwrap();
    assert_eq!((back.counts, back.left_out.len()), (Counts { same: 1, ..Counts::default() }, 0));
}
