//! A plain spreadsheet: headings and rows of text, nothing that a program of another office could stumble over.

use linli_app::AppError;
use rust_xlsxwriter::{Format, Workbook};

use super::{broken, sheet_name};

/// Writes it.
///
/// # Errors
/// [`AppError::Internal`] where the library refuses.
pub(crate) fn plain(title: &str, heads: &[String], rows: &[Vec<String>]) -> Result<Vec<u8>, AppError> {
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_bold();
    let page = book.add_worksheet_with_constant_memory().map_err(broken)?;
    page.set_name(sheet_name(title)).map_err(broken)?;
    page.set_freeze_panes(1, 0).map_err(broken)?;
    for (at, head) in (0_u16..).zip(heads) {
        page.set_column_width(at, 22).map_err(broken)?;
        page.write_string_with_format(0, at, head, &bold).map_err(broken)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (at, cell) in (0_u16..).zip(cells) {
            page.write_string_with_format(row, at, cell, &text).map_err(broken)?;
        }
    }
    book.save_to_buffer().map_err(broken)
}
