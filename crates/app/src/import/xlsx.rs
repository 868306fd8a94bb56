//! Excel files of 2007 and later. Before anything is parsed, every part is unpacked once into nothing, counting: a file that claims
//! little and unpacks to gigabytes is stopped there, with the memory of one buffer.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::file::{FileProblem, Lines};
use super::table::{Cell, Region, Sheet, Table};

/// Most bytes that a file may unpack to.
const UNPACKED: u64 = 1024 * 1024 * 1024;
/// From so many bytes on, the ratio counts.
const SMALL: u64 = 32 * 1024 * 1024;
/// Most times that a file may grow. Sheets grow ten to thirty times, empty formatted ones up to a hundred.
const RATIO: u64 = 150;
/// Most bytes of the texts of all cells together, which are held in memory.
const STRINGS: u64 = 256 * 1024 * 1024;

/// What the unpacking showed.
#[derive(Debug, Default)]
struct Seen {
    sheet: bool,
    merged: bool,
}

pub(super) fn read(bytes: &[u8]) -> Result<Table, FileProblem> {
    let seen = weigh(bytes)?;
    if !seen.sheet {
        return Err(FileProblem::NotASheet);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| problem(&error))?;
    let mut table = Table::default();
    let sheets: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    for (name, visible) in sheets {
        if !visible {
            table.hidden.push(name);
            continue;
        }
        let mut sheet = lines(&mut book, &name)?;
        if seen.merged && !sheet.lines.is_empty() {
            let merged = book.merge_cells_by_sheet_name(&name).map_err(|error| problem(&error))?;
            sheet.merged = merged
                .iter()
                .map(|range| Region {
                    top: range.start.0 + 1,
                    bottom: range.end.0 + 1,
                    left: range.start.1 as usize,
                    right: range.end.1 as usize,
                })
                .collect();
        }
        if !sheet.lines.is_empty() {
            table.sheets.push(sheet);
        }
    }
    if table.sheets.is_empty() { Err(FileProblem::Empty) } else { Ok(table) }
}

/// Unpacks every part into nothing.
fn weigh(bytes: &[u8]) -> Result<Seen, FileProblem> {
    let damaged = |error: &dyn std::fmt::Display| FileProblem::Damaged { what: error.to_string() };
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut seen = Seen::default();
    let mut total = 0_u64;
    let mut buffer = vec![0_u8; 64 * 1024];
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text) if text.contains("assword") => FileProblem::Locked,
            error => damaged(&error),
        })?;
        let name = part.name().map(|name| name.to_lowercase()).unwrap_or_default();
        let sheet = name.starts_with("xl/worksheets/");
        let strings = name.ends_with("sharedstrings.xml");
        seen.sheet |= sheet;
        let mut size = 0_u64;
        // The last bytes of one buffer belong before the next: a word may lie across the border.
        let mut kept = 0;
        loop {
            let room = buffer.get_mut(kept..).unwrap_or_default();
            let read = part.read(room).map_err(|error| damaged(&error))?;
            if read == 0 {
                break;
            }
            size += u64::try_from(read).unwrap_or_default();
            let now = total + size;
            if now > UNPACKED || (now > SMALL && now / packed.max(1) > RATIO) || (strings && size > STRINGS) {
                return Err(FileProblem::Bomb);
            }
            let filled = kept + read;
            kept = 0;
            if sheet && !seen.merged {
                let chunk = buffer.get(..filled).unwrap_or_default();
                seen.merged = memmem(chunk, b"<mergeCell ");
                kept = filled.min(16);
                buffer.copy_within(filled - kept..filled, 0);
            }
        }
        total += size;
    }
    Ok(seen)
}

/// Whether bytes hold other bytes. The first of them is rare enough in a sheet's end that no cleverer search is worth it.
fn memmem(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn lines<R: std::io::Read + std::io::Seek>(book: &mut Xlsx<R>, name: &str) -> Result<Sheet, FileProblem> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| problem(&error))?;
    let mut lines = Lines::default();
    while let Some(cell) = cells.next_cell_with_formula().map_err(|error| problem(&error))? {
        let (row, column) = cell.pos;
        let value = match cell.value {
            DataRef::Empty if cell.formula.is_some() => Cell::Hollow,
            DataRef::Empty => continue,
            value => cell_of(value),
        };
        lines.put(row + 1, column as usize, value)?;
    }
    lines.sheet(name.to_owned())
}

fn cell_of(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::text(&text),
        #[expect(clippy::cast_precision_loss, reason = "a cell holds a double")]
        DataRef::Int(number) => Cell::Number(number as f64),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::Bool(yes) => Cell::Bool(yes),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            Cell::Moment(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}").into())
        }
        DataRef::DateTime(at) => Cell::Number(at.as_f64()),
        DataRef::DateTimeIso(text) => Cell::Moment(text.into()),
        DataRef::Error(error) => Cell::Error(error.to_string().into()),
        DataRef::Empty => Cell::Empty,
    }
}

fn problem(error: &XlsxError) -> FileProblem {
    match error {
        XlsxError::Password => FileProblem::Locked,
        other => FileProblem::Damaged { what: other.to_string() },
    }
}
