//! What a file holds, whatever its format: sheets of lines of cells, each with the place that people know it by.

/// A file, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Sheets that are shown and hold something, in order.
    pub sheets: Vec<Sheet>,
    /// Names of hidden sheets, which were not read.
    pub hidden: Vec<String>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name; the file's kind for a text file.
    pub name: String,
    /// Lines that hold something, in order.
    pub lines: Vec<Line>,
    /// Merged cells.
    pub merged: Vec<Region>,
}

/// One line of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its number as the spreadsheet shows it, from 1.
    pub row: u32,
    /// Its cells from column A on.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, trimmed.
    Text(Box<str>),
    /// A number.
    Number(f64),
    /// A day (`2026-11-27`) or a time of a day (`2026-11-27T08:30:00`).
    Moment(Box<str>),
    /// Yes or no.
    Bool(bool),
    /// An error of the spreadsheet (`#N/A`).
    Error(Box<str>),
    /// A formula that was never worked out.
    Hollow,
}

/// A rectangle of merged cells, rows and columns counted from 1 and 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column.
    pub left: usize,
    /// Last column.
    pub right: usize,
}

impl Region {
    /// `B2:B5`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}:{}{}", letters(self.left), self.top, letters(self.right), self.bottom)
    }

    /// Whether a cell lies in it and is not the first, which alone has the value.
    #[must_use]
    pub fn swallows(&self, row: u32, column: usize) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column) && (row, column) != (self.top, self.left)
    }
}

impl Line {
    /// A cell of the line.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Cell::Empty)
    }
}

impl Cell {
    /// A cell of a text, trimmed of spaces of every width and of what cannot be seen.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let text = trimmed(text);
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }

    /// What the cell shows.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => text.to_string(),
            Self::Number(number) => plain_number(*number),
            Self::Moment(at) => at.strip_suffix("T00:00:00").unwrap_or(at).replace('T', " "),
            Self::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Hollow => "=".to_owned(),
        }
    }
}

/// A number without the marks of a machine: whole ones without a point, and never in powers of ten.
#[must_use]
pub fn plain_number(number: f64) -> String {
    format!("{number}")
}

/// Without spaces of every width at its ends, and without marks of no width anywhere.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\0'))
}

/// Full-width letters, digits and signs as plain ones.
#[must_use]
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c => c,
        })
        .collect()
}

/// The letters of a column, counted from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        name.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{Cell, Region, letters, narrow};

    #[test]
    fn columns_are_called_as_a_spreadsheet_calls_them() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        assert_eq!(Region { top: 2, bottom: 5, left: 1, right: 1 }.name(), "B2:B5");
    }

    #[test]
    fn of_merged_cells_only_the_first_has_a_value() {
        let region = Region { top: 2, bottom: 3, left: 1, right: 2 };
        assert!(!region.swallows(2, 1) && region.swallows(2, 2) && region.swallows(3, 1) && !region.swallows(4, 1));
    }

    #[test]
    fn spaces_of_every_width_are_trimmed_and_wide_digits_narrowed() {
        assert_eq!(Cell::text("\u{3000} 张三\u{a0}\u{200b}"), Cell::Text("张三".into()));
        assert_eq!(Cell::text("\u{3000}"), Cell::Empty);
        assert_eq!(narrow("１３８１２３４６０２１－（ａ）"), "13812346021-(a)");
    }

    #[test]
    fn a_number_is_shown_without_powers_of_ten() {
        assert_eq!(Cell::Number(13_812_346_021.0).shown(), "13812346021");
        assert_eq!(Cell::Number(12.5).shown(), "12.5");
        assert_eq!(Cell::Moment("2026-11-27T00:00:00".into()).shown(), "2026-11-27");
    }
}
