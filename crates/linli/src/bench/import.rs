//! `linli bench import`: a spreadsheet of wishes, with names, phones and areas all over the district, read and imported in one
//! transaction, every row an act of a clerk in the journal; against calamine only reading the same file, in the same run (`ratio`), and
//! against calamine reading it and bare `SQLite` writing the rows that came of it, which is the least an import costs (`bare_ratio`).
//!
//! Reading alone is what the program does first as well; what comes on top is: what each cell means, the engine's decision of each row, and
//! the database's pages of the record with its indexes, the journal with its words and hash, the personal values, and the note of the row.

use std::io::Cursor;
use std::path::Path;
use std::time::Instant;

use calamine::{Reader as _, Xlsx};
use linli_app::import::{Mode, Order};
use linli_pack::Lang;
use linli_pack::record::Value;
use linli_world::dice::Dice;
use linli_world::places;

use super::again;
use super::scratch::Scratch;
use super::stats::Report;
use crate::folder;
use crate::world::{self, SEED};

/// Measures.
pub(crate) fn run(rows: u32) -> Result<Report, String> {
    let scratch = Scratch::new("import", None)?;
    measure(scratch.path(), rows)
}

fn measure(data: &Path, rows: u32) -> Result<Report, String> {
    let mut report = Report::default();
    folder::unpack("shushan", data)?;
    let founded = world::found(data, jiff::Timestamp::now().as_second())?;
    let clerk = founded.staff.iter().find(|one| one.role == "community.clerk").ok_or("the world has no clerk")?.login.clone();
    let bytes = file(rows, &founded.areas).map_err(|error| error.to_string())?;
    drop(founded);
    report.num("rows", f64::from(rows));
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    report.num("file_mb", bytes.len() as f64 / 1e6);
    let read = read_only(&bytes).map_err(|error| error.to_string())?;
    report.num("calamine_s", read);
    let app = folder::open(data)?;
    let own = Instant::now();
    linli_app::import::read(&bytes).map_err(|problem| format!("{problem:?}"))?;
    report.num("own_reading_s", own.elapsed().as_secs_f64());
    let context = app.staff(&clerk, Lang::Zh).map_err(|error| error.to_string())?;
    let order = Order { register: "wish".to_owned(), mv: "post_here".to_owned(), file: "bench.xlsx".to_owned(), ..Order::default() };
    let labels = linli_web::sheet::labels();
    let checking = Instant::now();
    let checked =
        app.import_check(&context, &order, &labels, &bytes, &linli_app::import::Progress::default()).map_err(|error| error.to_string())?;
    report.num("dry_run_s", checking.elapsed().as_secs_f64());
    drop(checked);
    let started = Instant::now();
    let (_, ran) = app.import_now(&context, &order, &labels, &bytes, Mode::All).map_err(|error| error.to_string())?;
    let took = started.elapsed().as_secs_f64();
    if !ran.kept || ran.counts.made != rows as usize {
        return Err(format!("not all rows came in: {:?}, first mistake {:?}", ran.counts, ran.findings.first()));
    }
    report.num("import_s", took);
    report.num("rows_per_s", f64::from(rows) / took.max(f64::MIN_POSITIVE));
    report.num("ratio", took / read.max(f64::MIN_POSITIVE));
    drop(app);
    let bare = again::write(&data.join("linli.db"), &data.join("bare.db")).map_err(|error| error.to_string())?;
    report.num("bare_s", bare);
    report.num("bare_ratio", took / (read + bare));
    Ok(report)
}

/// Calamine reading every cell, as its users do.
fn read_only(bytes: &[u8]) -> Result<f64, calamine::XlsxError> {
    let started = Instant::now();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let range = book.worksheet_range_at(0).ok_or(calamine::XlsxError::WorksheetNotFound(String::new()))??;
    let filled: usize = range.used_cells().count();
    let took = started.elapsed().as_secs_f64();
    if filled == 0 { Err(calamine::XlsxError::WorksheetNotFound(String::new())) } else { Ok(took) }
}

fn file(rows: u32, areas: &[linli_world::Area]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut dice = Dice::new(SEED, "bench import");
    let grids: Vec<&str> = areas.iter().filter(|area| area.level == "grid").map(|area| area.code.as_str()).collect();
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (at, heading) in (0_u16..).zip(["心愿", "类型", "许愿人", "姓名", "电话", "位置"]) {
        page.write_string(0, at, heading)?;
    }
    for row in 1..=rows {
        let cells = [
            Value::from(format!("想请志愿者帮忙换第{row}号楼道的灯泡，晚上七点以后方便")),
            (*dice.pick(&["物品", "帮忙", "陪伴", "技能"]).unwrap_or(&"帮忙")).into(),
            (*dice.pick(&["老人", "孩子", "残疾人", "困难家庭"]).unwrap_or(&"老人")).into(),
            places::person(&mut dice).into(),
            places::phone(&mut dice).into(),
            (*dice.pick(&grids).unwrap_or(&"")).into(),
        ];
        for (at, cell) in (0_u16..).zip(&cells) {
            page.write_string(row, at, cell.as_str().unwrap_or_default())?;
        }
    }
    book.save_to_buffer()
}
