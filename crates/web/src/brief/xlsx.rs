//! The brief as a workbook: one sheet for each chapter, numbers as numbers, so that a desk can go on reckoning.

use linli_app::AppError;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Brief, footing};
use crate::Locale;
use crate::sheet::{broken, sheet_name};
use crate::view::analysis::Chapter;

/// The workbook's bytes.
///
/// # Errors
/// [`AppError::Internal`] for a defect of the writing library.
pub(crate) fn xlsx(brief: &Brief, l: Locale) -> Result<Vec<u8>, AppError> {
    written(brief, l).map_err(broken)
}

fn written(brief: &Brief, l: Locale) -> Result<Vec<u8>, XlsxError> {
    // 宋体 is in every Chinese office; elsewhere the reader's own font stands in.
    let plain = Format::new().set_font_name("宋体").set_text_wrap().set_align(FormatAlign::Top);
    let bold = plain.clone().set_bold();
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(sheet_name(&l.t("analysis-summary")))?;
    page.set_column_width(0, 100)?;
    page.write_string_with_format(0, 0, &brief.title, &bold.clone().set_font_size(16))?;
    page.write_string_with_format(1, 0, format!("{} · {}", brief.place, brief.month), &plain)?;
    page.write_string_with_format(2, 0, format!("{} · {}", brief.sub, brief.made), &plain)?;
    for (at, said) in (4_u32..).zip(&brief.summary) {
        page.write_string_with_format(at, 0, said, &plain)?;
    }
    for chapter in &brief.chapters {
        sheet(book.add_worksheet(), chapter, l, &plain, &bold)?;
    }
    book.save_to_buffer()
}

fn sheet(page: &mut Worksheet, chapter: &Chapter, l: Locale, plain: &Format, bold: &Format) -> Result<(), XlsxError> {
    page.set_name(sheet_name(&chapter.title))?;
    page.set_freeze_panes(1, 0)?;
    for (at, column) in (0_u16..).zip(&chapter.head) {
        page.set_column_width(at, if column.number { 14 } else { 26 })?;
        page.write_string_with_format(0, at, &column.label, bold)?;
    }
    let mut line = 1_u32;
    for cells in &chapter.rows {
        for (at, cell) in (0_u16..).zip(cells) {
            match cell.number {
                Some(number) => page.write_number_with_format(line, at, number, plain)?,
                None => page.write_string_with_format(line, at, cell.plain(), plain)?,
            };
        }
        line += 1;
    }
    // Beside nothing that wraps: a long line over the columns.
    let long = Format::new().set_font_name("宋体");
    page.write_string_with_format(line + 1, 0, &chapter.said, &long)?;
    page.write_string_with_format(line + 2, 0, footing(l, chapter), &long)?;
    Ok(())
}
