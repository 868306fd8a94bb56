//! A copy of the file that was sent, with what became of each row in a last column. Sent again, rows that are in are passed over, so that
//! it is enough to put the others right.

use std::collections::{HashMap, HashSet};

use linli_app::import::{Cell, Checked, DONE, Finding, Kind, Ran};
use linli_app::{App, AppError};
use rust_xlsxwriter::{Format, Workbook};

use super::said::finding;
use super::{broken, place_of, sheet_name};
use crate::Locale;

/// Writes the copy.
///
/// # Errors
/// [`AppError::Internal`] where the library refuses.
pub(crate) fn marked(l: Locale, app: &App, checked: &Checked, ran: Option<&Ran>) -> Result<Vec<u8>, AppError> {
    let findings = ran.map_or(&checked.findings, |ran| &ran.findings);
    let mut by_row: HashMap<(usize, u32), Vec<&Finding>> = HashMap::new();
    for found in findings {
        by_row.entry((found.sheet, found.row)).or_default().push(found);
    }
    let wrong = Format::new().set_background_color("FCE4E1").set_num_format("@");
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_bold();
    let mut book = Workbook::new();
    for (at, sheet) in checked.table.sheets.iter().enumerate() {
        let page = book.add_worksheet_with_constant_memory().map_err(broken)?;
        page.set_name(sheet_name(&sheet.name)).map_err(broken)?;
        let heading = checked.headings.get(at).and_then(Option::as_ref);
        let own = heading.and_then(|heading| heading.found.iter().find(|found| found.column.kind == Kind::Result)).map(|found| found.at);
        let last = own.unwrap_or_else(|| sheet.lines.iter().map(|line| line.cells.len()).max().unwrap_or(0));
        for (nth, line) in sheet.lines.iter().enumerate() {
            let row = line.row.saturating_sub(1);
            let found = by_row.get(&(at, line.row));
            let columns: HashSet<usize> = found.into_iter().flatten().filter_map(|found| found.column).collect();
            for (column, cell) in line.cells.iter().enumerate().filter(|(column, _)| *column != last) {
                let format = if columns.contains(&column) { &wrong } else { &text };
                let place = u16::try_from(column).unwrap_or(u16::MAX);
                match cell {
                    Cell::Empty if !columns.contains(&column) => {}
                    Cell::Number(number) if number.abs() < 1e11 && !columns.contains(&column) => {
                        page.write_number(row, place, *number).map_err(broken)?;
                    }
                    cell => {
                        page.write_string_with_format(row, place, cell.shown(), format).map_err(broken)?;
                    }
                }
            }
            let place = u16::try_from(last).unwrap_or(u16::MAX);
            match heading {
                Some(heading) if nth == heading.line => {
                    page.write_string_with_format(row, place, l.t("column-result"), &bold).map_err(broken)?;
                }
                Some(heading) if nth > heading.line => {
                    let said = result(l, app, checked, ran, (at, line.row), found);
                    if !said.is_empty() {
                        page.write_string_with_format(row, place, said, if found.is_some() { &wrong } else { &text }).map_err(broken)?;
                    }
                }
                _ => {}
            }
        }
    }
    book.save_to_buffer().map_err(broken)
}

fn result(l: Locale, app: &App, checked: &Checked, ran: Option<&Ran>, at: (usize, u32), found: Option<&Vec<&Finding>>) -> String {
    if let Some(found) = found {
        let said = found.iter().map(|one| {
            let (_, column) = place_of(l, app.pack(), checked, one);
            let text = finding(l, app, checked, one);
            if column.is_empty() { text } else { format!("{column}{}{text}", l.t("colon")) }
        });
        return said.collect::<Vec<_>>().join("\n");
    }
    let number = ran.filter(|ran| ran.kept).and_then(|ran| ran.records.get(&at)).or_else(|| checked.known.get(&at));
    let done = l.pick(DONE.first(), DONE.get(1)).copied().unwrap_or_default();
    number.map(|number| format!("{done} {number}")).unwrap_or_default()
}
