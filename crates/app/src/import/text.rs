//! Text files: UTF-8 with or without its mark, UTF-16, GBK and GB 18030; separated by commas, semicolons or tabs.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::file::{FileProblem, Lines};
use super::table::{Cell, Table};

/// Characters looked at to find the separator.
const LOOK: usize = 64 * 1024;

pub(super) fn read(bytes: &[u8]) -> Result<Table, FileProblem> {
    let text = decode(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(FileProblem::Empty);
    }
    let head: String = start.chars().take(512).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") || head.contains("<table") {
        return Err(FileProblem::WebPage);
    }
    let separator = separator(&text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut lines = Lines::default();
    let mut row = 0;
    while reader.read_record(&mut record).map_err(|error| FileProblem::Damaged { what: error.to_string() })? {
        let from = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        row += 1 + blank_rows(text.as_bytes(), from);
        for (column, cell) in record.iter().enumerate() {
            lines.put(row, column, cell_of(cell))?;
        }
    }
    let sheet = lines.sheet("CSV".to_owned())?;
    Ok(Table { sheets: vec![sheet], hidden: Vec::new() })
}

/// Whether a spreadsheet would take a cell for a formula, or did so before apostrophes kept it from it: an export puts one before it.
#[must_use]
pub fn looks_like_a_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t'])
}

/// Empty rows before a record: the reader passes over them, a spreadsheet counts them.
fn blank_rows(text: &[u8], from: usize) -> u32 {
    let rest = text.get(from..).unwrap_or_default();
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    // The second half of the end of the line before is no row.
    let before = from.checked_sub(1).and_then(|at| text.get(at));
    let half = usize::from(before == Some(&b'\r') && rest.first() == Some(&b'\n'));
    u32::try_from(ends - half.min(ends)).unwrap_or(u32::MAX)
}

/// A cell of an export keeps spreadsheets from taking it for a formula by an apostrophe, which is not part of it; `="…"` is how some
/// programs keep digits.
fn cell_of(cell: &str) -> Cell {
    let cell = super::table::trimmed(cell);
    let kept = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    let plain = kept.or_else(|| cell.strip_prefix('\'').filter(|rest| looks_like_a_formula(rest)));
    Cell::text(plain.unwrap_or(cell))
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileProblem> {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        return strictly(encoding, bytes.get(length..).unwrap_or_default());
    }
    // Every second byte of European text in UTF-16 is zero; of Chinese text, that of the separators and line ends.
    let sample = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let zeros = |odd: usize| sample.iter().enumerate().filter(|(at, byte)| at % 2 == odd && **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        return strictly(if odd > even { UTF_16LE } else { UTF_16BE }, bytes);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return strictly(UTF_8, bytes);
    }
    // GB 18030 holds GBK and GB 2312.
    strictly(GB18030, bytes)
}

fn strictly<'a>(encoding: &'static encoding_rs::Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, FileProblem> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(FileProblem::Unknown)?;
    // Text has no control characters but ends of lines and tabs; what has them is some other kind of file.
    let binary = text.chars().take(LOOK).filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).count();
    if binary > 0 { Err(FileProblem::Unknown) } else { Ok(text) }
}

/// The separator that most often stands outside of quotes in the first lines.
fn separator(text: &str) -> u8 {
    let mut counts = [0_usize; 3];
    let mut quoted = false;
    for c in text.chars().take(LOOK) {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => counts[0] += 1,
            ';' if !quoted => counts[1] += 1,
            '\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let [comma, semicolon, tab] = counts;
    // Commas also stand in sentences, tabs hardly ever.
    if tab > 0 && tab * 2 >= comma {
        b'\t'
    } else if semicolon > comma {
        b';'
    } else {
        b','
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::GBK;

    use super::super::file::FileProblem;
    use super::super::table::Cell;
    use super::read;

    const LINES: &str = "姓名,电话\r\n张三,13812346021\r\n\"李四,小李\",0551-65310001\r\n";

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let table = read(bytes).unwrap();
        table.sheets[0].lines.iter().map(|line| line.cells.iter().map(Cell::shown).collect()).collect()
    }

    fn wanted() -> Vec<Vec<String>> {
        [["姓名", "电话"], ["张三", "13812346021"], ["李四,小李", "0551-65310001"]].map(|line| line.map(str::to_owned).to_vec()).to_vec()
    }

    #[test]
    fn text_is_read_in_every_encoding_that_offices_send() {
        assert_eq!(cells(LINES.as_bytes()), wanted());
        assert_eq!(cells(format!("\u{feff}{LINES}").as_bytes()), wanted());
        assert_eq!(cells(&GBK.encode(LINES).0), wanted());
        let utf16: Vec<u8> = [0xfeff].into_iter().chain(LINES.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&utf16), wanted());
        assert_eq!(cells(&utf16[2..]), wanted());
        let big: Vec<u8> = LINES.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(cells(&big), wanted());
        // Four bytes for one character: GB 18030 only.
        assert_eq!(cells(&encoding_rs::GB18030.encode("名\n㐀䶮\n").0)[1][0], "㐀䶮");
    }

    #[test]
    fn text_is_read_with_every_separator() {
        for mark in [";", "\t"] {
            let lines = format!("姓名{mark}电话\n张三{mark}13812346021\n\"李四,小李\"{mark}0551-65310001\n");
            assert_eq!(cells(lines.as_bytes()), wanted(), "{mark:?}");
        }
    }

    #[test]
    fn what_an_export_adds_against_formulas_is_taken_off() {
        assert_eq!(cells("a\n'+86 138\n'tis\n=\"0012\"\n".as_bytes()), [["a"], ["+86 138"], ["'tis"], ["0012"]]);
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        for end in ["\n", "\r\n"] {
            let lines = ["标题", "", "姓名,电话", "", "", "\"两行的\n单元格\",1", "末,2"].join(end);
            let table = read(lines.as_bytes()).unwrap();
            let rows: Vec<u32> = table.sheets[0].lines.iter().map(|line| line.row).collect();
            assert_eq!(rows, [1, 3, 6, 7], "{end:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert_eq!(read(b"<html><table><tr><td>1</td></tr></table></html>"), Err(FileProblem::WebPage));
        assert_eq!(read(&[0xff, 0xfe, 0x00, 0xd8, 0x41]), Err(FileProblem::Unknown));
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\xff\xff\xff"), Err(FileProblem::Unknown));
        assert_eq!(read(b"  \n "), Err(FileProblem::Empty));
    }
}
