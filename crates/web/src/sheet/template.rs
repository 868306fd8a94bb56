//! The template of an import: hints above the headings, lists to choose from, text format where digits must stay, and an example that
//! is not imported.

use linli_app::AppError;
use linli_app::import::{Column, EXAMPLE, Kind};
use linli_pack::model::FieldKind;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook};

use super::said::options;
use super::{broken, sheet_name};
use crate::route::Present;

/// Rows that get lists to choose from.
const ROWS: u32 = 20_000;
/// The sheet of lists; its name begins with a mark, so that nobody is told that it was not read.
const LISTS: &str = "_lists";

/// Writes the template.
///
/// # Errors
/// [`AppError::Internal`] where the library refuses.
pub(crate) fn template(present: &Present, title: &str, columns: &[Column], area: &str) -> Result<Vec<u8>, AppError> {
    let l = present.l;
    let lang = l.lang();
    let mut book = Workbook::new();
    let hint = Format::new().set_text_wrap().set_font_color("5F6B73").set_align(FormatAlign::Top);
    let head = Format::new().set_bold().set_background_color("E8F1F4");
    let text = Format::new().set_num_format("@");
    let example = Format::new().set_font_color("5F6B73").set_italic().set_num_format("@");
    let mut lists: Vec<Vec<String>> = Vec::new();
    let page = book.add_worksheet();
    page.set_name(sheet_name(title)).map_err(broken)?;
    page.set_freeze_panes(2, 0).map_err(broken)?;
    page.set_row_height(0, 64).map_err(broken)?;
    for (at, column) in (0_u16..).zip(columns) {
        page.set_column_width(at, width(column)).map_err(broken)?;
        // As text, a spreadsheet leaves digits and days as they are typed.
        page.set_column_format(at, &text).map_err(broken)?;
        page.write_string_with_format(0, at, how(present, column), &hint).map_err(broken)?;
        let star = if column.required { "*" } else { "" };
        page.write_string_with_format(1, at, format!("{star}{}", column.label.get(lang)), &head).map_err(broken)?;
        let mark = if at == 0 { l.pick(EXAMPLE.first(), EXAMPLE.get(2)).copied().unwrap_or_default() } else { "" };
        page.write_string_with_format(2, at, format!("{mark}{}", sample(present, column, area)), &example).map_err(broken)?;
        let choices = options(l, &present.pack, &column.kind);
        if !choices.is_empty() {
            let letter = linli_app::import::letters(lists.len());
            let range = format!("={LISTS}!${letter}$1:${letter}${}", choices.len());
            let list = DataValidation::new().allow_list_formula(range.as_str().into());
            page.add_data_validation(3, at, ROWS, at, &list).map_err(broken)?;
            lists.push(choices);
        }
    }
    if !lists.is_empty() {
        let page = book.add_worksheet();
        page.set_name(LISTS).map_err(broken)?;
        page.set_hidden(true);
        for (at, choices) in (0_u16..).zip(&lists) {
            for (row, choice) in (0_u32..).zip(choices) {
                page.write_string(row, at, choice).map_err(broken)?;
            }
        }
    }
    book.save_to_buffer().map_err(broken)
}

fn width(column: &Column) -> f64 {
    match column.kind {
        Kind::Field(FieldKind::LongText { .. } | FieldKind::Address) => 40.0,
        Kind::Area | Kind::Body(_) | Kind::Field(FieldKind::Category) => 26.0,
        _ => 18.0,
    }
}

/// How a column is filled, in a line or two.
fn how(present: &Present, column: &Column) -> String {
    let l = present.l;
    let rule = match &column.kind {
        Kind::Area => l.t("hint-area").into_owned(),
        Kind::Body(_) => l.t("hint-body").into_owned(),
        Kind::Degrees => l.t("hint-degrees").into_owned(),
        Kind::Field(kind) => match kind {
            FieldKind::Date | FieldKind::Time => l.t("hint-date").into_owned(),
            FieldKind::Money => l.t("hint-money").into_owned(),
            FieldKind::Phone => l.t("hint-phone").into_owned(),
            FieldKind::IdNumber => l.t("rule-id-number").into_owned(),
            FieldKind::CreditCode => l.t("rule-credit-code").into_owned(),
            FieldKind::Int { min, max } => l.t_with("hint-int", &[("min", (*min).into()), ("max", (*max).into())]),
            FieldKind::Text { max } | FieldKind::LongText { max } => l.t_n("hint-text", *max),
            FieldKind::Choice { .. } | FieldKind::Bool | FieldKind::Category => l.t("hint-choice").into_owned(),
            _ => String::new(),
        },
        Kind::Urgency => l.t("hint-choice").into_owned(),
        _ => String::new(),
    };
    let must = if column.required { l.t("hint-required").into_owned() } else { l.t("hint-optional").into_owned() };
    [must, column.hint.get(l.lang()).to_owned(), rule]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(l.pick("；", "; "))
}

fn sample(present: &Present, column: &Column, area: &str) -> String {
    let l = present.l;
    let first = || options(l, &present.pack, &column.kind).into_iter().next().unwrap_or_default();
    match &column.kind {
        Kind::Area => present.territory.place_name(area),
        Kind::Body(kinds) => {
            let mut fitting: Vec<String> = present
                .territory
                .bodies()
                .filter(|named| kinds.is_empty() || kinds.contains(&named.body.kind))
                .filter(|named| present.territory.within(&named.body.area, area) || present.territory.within(area, &named.body.area))
                .map(|named| named.name.get(l.lang()).to_owned())
                .collect();
            fitting.sort();
            fitting.into_iter().next().unwrap_or_default()
        }
        Kind::Degrees | Kind::Number | Kind::Result | Kind::Ignored => String::new(),
        Kind::Urgency => first(),
        Kind::Field(kind) => match kind {
            FieldKind::Date => "2026-01-15".to_owned(),
            FieldKind::Time => "2026-01-15 09:30".to_owned(),
            FieldKind::Money => "120.50".to_owned(),
            FieldKind::Phone => "13800000000".to_owned(),
            // The samples of the standards.
            FieldKind::IdNumber => "11010519491231002X".to_owned(),
            FieldKind::CreditCode => "91350100M000100Y43".to_owned(),
            FieldKind::Int { min, .. } => min.to_string(),
            FieldKind::Person => l.t("sample-person").into_owned(),
            FieldKind::Choice { .. } | FieldKind::Bool | FieldKind::Category => first(),
            FieldKind::Photos { .. } | FieldKind::Body { .. } => String::new(),
            _ => column.label.get(l.lang()).to_owned(),
        },
    }
}
