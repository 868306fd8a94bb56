//! Records that come in from files: every mistake at once, all or the good ones, nothing twice, and what went out comes back the same.

use std::sync::Arc;

use linli_app::AppError;
use linli_app::import::{self, Checked, Counts, Fault, FileProblem, Labels, Mode, Order, Progress, Ran};
use linli_engine::Problem;
use linli_pack::model::{Pack, Text};
use linli_pack::record::Record;
use linli_store::{ListQuery, Scope};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use serde_json::json;

use crate::town::{GRIDS, Town};

/// Things that a community keeps, with a key: a register of these tests alone.
const THINGS: &str = r#"
[register.thing]
label = { zh = "物资", en = "Things" }
icon = "box"
number = "Q{year}-{seq:4}"
title = "what"
level = "community"
key = "code"
basis = "测试"
[register.thing.field.code]
label = { zh = "物资编码", en = "Code" }
kind = "text"
required = true
[register.thing.field.what]
label = { zh = "名称", en = "What" }
kind = "text"
max = 20
required = true
[register.thing.field.many]
label = { zh = "数量", en = "Number" }
kind = "int"
min = 1
max = 500
[register.thing.field.worth]
label = { zh = "价值", en = "Worth" }
kind = "money"
[register.thing.field.bought]
label = { zh = "购置日期", en = "Bought" }
kind = "date"
[register.thing.field.shared]
label = { zh = "可外借", en = "Lent out" }
kind = "bool"
[register.thing.field.kind]
label = { zh = "类型", en = "Kind" }
kind = "choice"
options = { tool = { zh = "工具", en = "Tool" }, book = { zh = "图书", en = "Book" } }
[register.thing.field.keeper]
label = { zh = "保管单位", en = "Kept by" }
kind = "body"
kinds = ["community_center"]
[register.thing.field.person]
label = { zh = "联系人", en = "Contact" }
kind = "person"
personal = { zh = "借用时联系", en = "To borrow it" }
[register.thing.field.phone]
label = { zh = "电话", en = "Phone" }
kind = "phone"
personal = { zh = "借用时联系", en = "To borrow it" }
[register.thing.state.kept]
label = { zh = "在库", en = "Kept" }
stage = "end"
[register.thing.state.gone]
label = { zh = "报废", en = "Gone" }
open = false
stage = "end"
[register.thing.move.enter]
label = { zh = "入库", en = "Enter" }
to = "kept"
by = ["community.clerk"]
may = ["many", "worth", "bought", "shared", "kind", "keeper", "person", "phone"]
hold = "mine"
basis = "测试"
[register.thing.move.correct]
label = { zh = "更正", en = "Correct" }
from = ["kept"]
by = ["community.clerk"]
may = ["what", "many", "worth", "bought", "shared", "kind", "keeper", "person", "phone"]
basis = "测试"
[register.thing.move.scrap]
label = { zh = "报废", en = "Scrap" }
from = ["kept"]
to = "gone"
by = ["community.clerk"]
basis = "测试"
[register.thing.measure.entered]
label = { zh = "入库", en = "Entered" }
when = "thing.state == 'kept'"
at = "created"
basis = "测试"
"#;

fn pack() -> Pack {
    let mut layers = linli_world::packs::layers();
    layers.push(vec![linli_pack::Source::new("things.toml", THINGS)]);
    let (pack, found) = linli_pack::parse(&layers);
    pack.unwrap_or_else(|| panic!("{found:?}"))
}

fn town() -> Town {
    Town::by("2026-03-04T10:00", pack())
}

pub(crate) fn labels() -> Labels {
    let names = [
        ("number", "编号"),
        ("title", "事项"),
        ("state", "状态"),
        ("area", "位置"),
        ("category", "类别"),
        ("urgency", "紧急程度"),
        ("holder", "现在由谁办"),
        ("source", "来源"),
        ("created", "登记时间"),
        ("due", "这一步最晚"),
        ("closed", "办结时间"),
        ("rating", "评价"),
        ("note", "说明"),
        ("body", "承办单位"),
        ("lon", "经度"),
        ("lat", "纬度"),
        ("workdays", "工作日数"),
        ("result", "导入结果"),
    ];
    Labels(names.into_iter().map(|(name, zh)| (name, Text { zh: zh.to_owned(), en: name.to_owned() })).collect())
}

fn order(updates: bool) -> Order {
    Order { register: "thing".to_owned(), mv: "enter".to_owned(), updates, file: "物资.xlsx".to_owned(), ..Order::default() }
}

fn check(town: &Town, updates: bool, bytes: &[u8]) -> Result<Checked, AppError> {
    town.app.import_check(&town.who("clerk1"), &order(updates), &labels(), bytes, &Progress::default())
}

fn run(town: &Town, updates: bool, mode: Mode, bytes: &[u8]) -> Ran {
    let checked = Arc::new(check(town, updates, bytes).unwrap());
    town.app.import_run(&town.who("clerk1"), &checked, mode, &Arc::new(Progress::default())).unwrap()
}

fn things(town: &Town) -> Vec<Record> {
    let mut query = ListQuery::new("thing", Scope::All);
    (query.order, query.limit) = (linli_store::Order::Created, 10_000);
    let mut found = town.app.store().read(|tx| linli_store::records(tx, town.app.realm(), &query)).unwrap().records;
    found.sort_by(|a, b| a.number.cmp(&b.number));
    found
}

fn personal(town: &Town, id: &str) -> serde_json::Value {
    let kept = town.app.store().read(|tx| linli_store::personal(tx, town.app.realm(), id)).unwrap().unwrap();
    serde_json::from_str(&kept).unwrap()
}

fn sheet(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn line(page: &mut Worksheet, row: u32, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if !cell.is_empty() {
            page.write_string(row, u16::try_from(at).unwrap(), *cell).unwrap();
        }
    }
}

fn csv(lines: &[&str]) -> Vec<u8> {
    lines.join("\n").into_bytes()
}

/// Places of mistakes as (row, column letters, fault).
fn faults(checked: &Checked) -> Vec<(u32, String, Fault)> {
    checked.findings.iter().map(|one| (one.row, one.column.map(import::letters).unwrap_or_default(), one.fault.clone())).collect()
}

fn file_problem(town: &Town, bytes: &[u8]) -> FileProblem {
    match check(town, false, bytes) {
        Err(AppError::File(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_table_of_every_kind_of_value_comes_in_as_acts_of_the_importer() {
    let town = town();
    let keeper = town.app.territory().named_body("340104001001:community_center").unwrap().name.zh.clone();
    let ran = run(&town, false, Mode::All, &of_every_kind(&keeper));
    assert!(ran.kept, "{:?}", ran.findings);
    assert_eq!(ran.counts, Counts { made: 3, ..Counts::default() });
    let found = things(&town);
    assert_eq!(found.iter().map(|record| record.number.as_str()).collect::<Vec<_>>(), ["Q2026-0001", "Q2026-0002", "Q2026-0003"]);
    assert_eq!(
        json!(found[0].fields),
        json!({ "code": "A001", "what": "人字梯", "many": 2, "worth": 120_050, "bought": "2026-01-05", "shared": true, "kind": "tool",
            "keeper": "340104001001:community_center" })
    );
    assert_eq!(personal(&town, &found[0].id), json!({ "person": "王小明", "phone": "13812345678" }));
    assert_eq!(
        json!(found[1].fields),
        json!({ "code": "A002", "what": "轮椅", "many": 3, "worth": 30, "bought": "2026-02-03", "shared": false })
    );
    assert_eq!(personal(&town, &found[1].id), json!({ "phone": "13812345679" }));
    assert_eq!(json!([found[2].fields["many"], found[2].fields["bought"]]), json!([4, "2026-02-03"]));
    assert!(found.iter().all(|record| record.source == "import" && record.area == "340104001001"));
    let clerk = town.who("clerk1").actor.id;
    assert!(found.iter().all(|record| town.lines(&record.id)[0].entry.actor == clerk));
    let journal = town.app.store().read(|tx| linli_store::journal(tx, town.app.realm(), 0, 100)).unwrap();
    let file = journal.iter().find(|line| line.entry.name == "import").unwrap();
    assert_eq!(file.entry.facts["made"], 3);
    assert_eq!(file.entry.facts["file_sha256"].as_str().unwrap().len(), 64);
    town.sound();
}

/// A table under a title, with an example and three rows; each value in one of the ways in which people and spreadsheets write it.
fn of_every_kind(keeper: &str) -> Vec<u8> {
    sheet(|page| {
        line(page, 0, &["物资登记表"]);
        line(page, 2, &["*物资编码", "名称", "数量", "价值（元）", "购置日期", "可外借", "类型", "保管单位", "联系人", "电话", "位置"]);
        line(page, 3, &["示例：A000", "梯子"]);
        line(
            page,
            4,
            &["A001", "　人字梯 ", "２", "￥1,200.50", "2026年1月5日", "√", "Tool", keeper, "王小明", "１３８１２３４５６７８", "梅苑社区"],
        );
        line(page, 5, &["A002", "轮椅", "", "", "", "", "", "", "", ""]);
        page.write_number(5, 2, 3).unwrap();
        page.write_number(5, 3, 0.1 + 0.2).unwrap();
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 2, 3).unwrap();
        page.write_datetime_with_format(5, 4, &day, &Format::new().set_num_format("yyyy/m/d")).unwrap();
        page.write_boolean(5, 5, false).unwrap();
        page.write_number(5, 9, 13_812_345_679_f64).unwrap();
        line(page, 6, &["A003", "投影仪"]);
        page.write_formula(6, 2, Formula::new("=1+3").set_result("4")).unwrap();
        page.write_number(6, 4, 46_056).unwrap();
    })
}

#[test]
fn every_mistake_is_found_at_once_with_its_place() {
    let town = town();
    let bytes = sheet(|page| {
        line(page, 0, &["物资编码", "名称", "数量", "价值", "购置日期", "可外借", "类型", "电话", "位置", "联系人"]);
        line(page, 1, &["B1", "", "0", "很贵", "11/27/2026", "也许", "家电", "1.38E+10", "没有的社区", "王**"]);
        line(page, 2, &["B2", "好的"]);
        line(page, 3, &["B2", "重复"]);
        line(page, 4, &["B4", "太长太长太长太长太长太长太长太长太长太长太长"]);
        page.write_number(4, 7, 340_104_199_001_011_230_f64).unwrap();
        page.write_formula(5, 1, Formula::new("=A1").set_result("4711")).unwrap();
        page.write_string(5, 0, "B5").unwrap();
        page.merge_range(6, 1, 7, 1, "合并", &Format::new()).unwrap();
        page.write_string(6, 0, "B6").unwrap();
        page.write_string(7, 0, "B7").unwrap();
        page.write_formula(8, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        line(page, 8, &["B8", "出错"]);
    });
    // As some programs write them: a formula without its result.
    let bytes = repacked(&bytes, "xl/worksheets/sheet1.xml", |xml| xml.replace("<v>4711</v>", ""));
    let checked = check(&town, false, &bytes).unwrap();
    let found = faults(&checked);
    let of = |row: u32, column: &str| -> Vec<&Fault> {
        found.iter().filter(|(at, letters, _)| *at == row && letters == column).map(|(_, _, fault)| fault).collect()
    };
    assert_eq!(of(2, "B"), [&Fault::Input(Problem::Missing)]);
    assert_eq!(of(2, "C"), [&Fault::Input(Problem::OutOfRange { min: 1, max: 500 })]);
    assert_eq!(of(2, "D"), [&Fault::Input(Problem::BadForm)]);
    assert_eq!(of(2, "E"), [&Fault::BadDate]);
    assert_eq!(of(2, "F"), [&Fault::BadBool]);
    assert_eq!(of(2, "G"), [&Fault::Input(Problem::NotAChoice)]);
    assert_eq!(of(2, "H"), [&Fault::Scientific]);
    assert_eq!(of(2, "I"), [&Fault::Input(Problem::Unknown)]);
    assert_eq!(of(2, "J"), [&Fault::Masked]);
    assert_eq!(of(4, "A"), [&Fault::Twice { sheet: "Sheet1".to_owned(), row: 3 }]);
    assert_eq!(of(5, "B"), [&Fault::Input(Problem::TooLong { max: 20, is: 22 })]);
    assert_eq!(of(5, "H"), [&Fault::LostDigits]);
    assert_eq!(of(6, "B"), [&Fault::NoValue]);
    assert_eq!(of(8, "B"), [&Fault::Merged { range: "B7:B8".to_owned() }]);
    assert!(of(7, "B").is_empty(), "the first of the merged cells has its value");
    assert_eq!(of(9, "C"), [&Fault::SheetError]);
    assert_eq!(checked.counts, Counts { made: 2, bad: 6, ..Counts::default() });
    let phone = checked.findings.iter().find(|one| one.input == "phone").unwrap();
    assert_eq!(phone.value, "", "what is personal is not repeated");
    assert!(things(&town).is_empty(), "a check writes nothing");
}

#[test]
fn one_mistake_keeps_all_rows_out_and_the_good_ones_come_in_where_asked() {
    let town = town();
    let bytes = csv(&["物资编码,名称,数量", "C1,梯子,1", "C2,轮椅,一把", "C3,雨伞,40"]);
    let ran = run(&town, false, Mode::All, &bytes);
    assert!(!ran.kept && ran.findings.len() == 1);
    assert!(things(&town).is_empty());
    let ran = run(&town, false, Mode::Good, &bytes);
    assert_eq!(ran.counts, Counts { made: 2, bad: 1, ..Counts::default() });
    assert_eq!(things(&town).len(), 2);
    // The next number follows without a gap.
    assert_eq!(things(&town)[1].number, "Q2026-0002");
    town.sound();
    // The same file again: what is in is passed over.
    let again = run(&town, false, Mode::Good, &bytes);
    assert_eq!(again.counts, Counts { known: 2, bad: 1, ..Counts::default() });
    assert_eq!(things(&town).len(), 2);
    // A corrected copy that says so itself: passed over as well.
    let copy = csv(&["物资编码,名称,数量,导入结果", "C1,梯子,1,已导入 Q2026-0001", "C2,轮椅,1,数量：…", "C3,雨伞,40,已导入 Q2026-0002"]);
    assert_eq!(run(&town, false, Mode::All, &copy).counts, Counts { made: 1, known: 2, ..Counts::default() });
    town.sound();
}

#[test]
fn records_that_are_there_are_changed_by_key_or_number_and_by_a_move_that_allows_it() {
    let town = town();
    run(&town, false, Mode::All, &csv(&["物资编码,名称,数量,电话", "D1,梯子,1,13812345678", "D2,轮椅,2,", "D3,雨伞,3,"]));
    let taken = check(&town, false, &csv(&["物资编码,名称", "D1,梯子"])).unwrap();
    assert_eq!(faults(&taken), [(2, "A".to_owned(), Fault::Taken { number: "Q2026-0001".to_owned() })]);
    let scrapped = things(&town)[2].id.clone();
    town.act("clerk1", &scrapped, "scrap", json!({})).unwrap();
    let bytes = csv(&[
        "编号,物资编码,名称,数量,状态,电话",
        ",D1,梯子,1,在库,138****5678",
        "Q2026-0002,D2,轮椅,5,在库,",
        ",D3,雨伞,4,报废,",
        ",D4,新的,9,,",
        "Q2026-9999,D9,没有,1,,",
    ]);
    let ran = run(&town, true, Mode::Good, &bytes);
    assert_eq!(ran.counts, Counts { made: 1, changed: 1, same: 1, bad: 2, ..Counts::default() });
    let found: Vec<(u32, Fault)> = ran.findings.iter().map(|one| (one.row, one.fault.clone())).collect();
    assert_eq!(found, [(4, Fault::NotChangeable), (6, Fault::NoSuchRecord)]);
    let all = things(&town);
    assert_eq!((json!(all[1].fields["many"]), all[1].version), (json!(5), 2));
    assert_eq!((all[0].version, all[2].version), (1, 2));
    assert_eq!(personal(&town, &all[0].id)["phone"], "13812345678");
    assert_eq!(town.lines(&all[1].id)[1].entry.name, "correct");
    town.sound();
}

#[test]
fn who_may_not_open_records_imports_none_and_nobody_changes_what_they_do_not_see() {
    let town = town();
    let bytes = csv(&["物资编码,名称", "E1,梯子"]);
    for login in ["lead1", "street1", "admin"] {
        let refused = town.app.import_check(&town.who(login), &order(false), &labels(), &bytes, &Progress::default());
        assert!(matches!(refused, Err(AppError::Forbidden(_))), "{login}: {refused:?}");
    }
    run(&town, false, Mode::All, &bytes);
    let bytes = csv(&["编号,物资编码,名称", "Q2026-0001,E1,改名"]);
    let other = town.app.import_check(&town.who("clerk3"), &order(true), &labels(), &bytes, &Progress::default()).unwrap();
    assert_eq!(faults(&other)[0].2, Fault::NoSuchRecord);
}

#[test]
fn files_that_are_not_what_they_seem_are_told_apart() {
    let town = town();
    let good = sheet(|page| line(page, 0, &["物资编码", "名称"]));
    assert_eq!(file_problem(&town, b""), FileProblem::Empty);
    assert_eq!(file_problem(&town, &good), FileProblem::NoRows);
    assert!(
        matches!(file_problem(&town, &csv(&["a,b", "1,2"])), FileProblem::NoHeadings { wanted } if wanted.contains(&"物资编码".to_owned()))
    );
    assert!(matches!(file_problem(&town, &good[..good.len() / 2]), FileProblem::Damaged { .. }));
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.resize(4_096, 0);
    assert_eq!(file_problem(&town, &old), FileProblem::OldExcel);
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(file_problem(&town, &old), FileProblem::Locked);
    assert_eq!(file_problem(&town, b"<html><body><table><tr><td>a</td></tr></table>"), FileProblem::WebPage);
    assert_eq!(file_problem(&town, &[0xff; 64]), FileProblem::Unknown);
    assert_eq!(file_problem(&town, &packed("word/document.xml", b"<w/>")), FileProblem::NotASheet);
    assert_eq!(file_problem(&town, &packed("xl/worksheets/sheet1.xml", &vec![b' '; 300 * 1024 * 1024])), FileProblem::Bomb);
    let many: Vec<String> = (0..import::ROWS + 100).map(|n| format!("F{n},梯子")).collect();
    assert_eq!(
        file_problem(&town, format!("物资编码,名称\n{}", many.join("\n")).as_bytes()),
        FileProblem::TooManyRows { most: import::ROWS }
    );
}

/// The same file with one part changed.
fn repacked(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    use std::io::{Read as _, Write as _};
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let own = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        if own == name {
            let before = String::from_utf8(text).unwrap();
            text = change(before.clone()).into_bytes();
            assert_ne!(before.as_bytes(), text, "nothing was changed");
        }
        to.start_file(own, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&text).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// A packed file with one part.
fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    file.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    file.write_all(bytes).unwrap();
    file.finish().unwrap().into_inner()
}

#[test]
fn a_table_formatted_down_to_the_last_row_of_a_spreadsheet_is_read_by_what_it_holds() {
    let town = town();
    let bytes = sheet(|page| {
        line(page, 0, &["物资编码", "名称"]);
        line(page, 1, &["G1", "梯子"]);
        page.write_string(1_048_575, 0, "G2").unwrap();
        page.write_string(1_048_575, 1, "最后一行").unwrap();
    });
    let ran = run(&town, false, Mode::All, &bytes);
    assert_eq!(ran.counts.made, 2);
    assert!(ran.records.contains_key(&(0, 1_048_576)));
}

#[test]
fn hidden_sheets_are_not_read_and_sheets_without_headings_are_named() {
    let town = town();
    let mut book = Workbook::new();
    line(book.add_worksheet(), 0, &["填表说明", "请如实填写"]);
    let page = book.add_worksheet();
    line(page, 0, &["物资编码", "名称", "备注"]);
    line(page, 1, &["H1", "梯子", "旧"]);
    let page = book.add_worksheet();
    page.set_hidden(true);
    line(page, 0, &["物资编码", "名称"]);
    line(page, 1, &["H2", "藏着"]);
    let checked = check(&town, false, &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(checked.counts.made, 1);
    assert_eq!(checked.table.hidden, ["Sheet3"]);
    assert_eq!(checked.headings.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true]);
    assert_eq!(checked.left_out, [(1, 2, "备注".to_owned())]);
}

#[test]
fn a_wish_of_the_pack_that_ships_comes_in_from_a_gbk_file() {
    let town = Town::new();
    let text = "心愿;类型;许愿人;姓名;电话;位置\r\n想要一副老花镜;物品;老人;刘奶奶;0551-65310001;梅苑社区 01网格\r\n";
    let bytes = encoding_rs::GBK.encode(text).0.into_owned();
    let context = town.who("clerk1");
    let moves: Vec<&str> = town.app.importable(&context, "wish", &labels()).iter().map(|mv| mv.name.as_str()).collect();
    assert_eq!(moves, ["post_here", "record_done"]);
    let order = Order { register: "wish".to_owned(), mv: "post_here".to_owned(), ..Order::default() };
    let checked = town.app.import_check(&context, &order, &labels(), &bytes, &Progress::default()).unwrap();
    assert!(checked.findings.is_empty(), "{:?}", checked.findings);
    let ran = town.app.import_run(&context, &Arc::new(checked), Mode::All, &Arc::new(Progress::default())).unwrap();
    let number = ran.records.values().next().unwrap();
    let wish = town.app.store().read(|tx| linli_store::record_by_number(tx, town.app.realm(), number)).unwrap().unwrap();
    assert_eq!((wish.state.as_str(), wish.area.as_str()), ("published", GRIDS[0]));
    town.sound();
}
