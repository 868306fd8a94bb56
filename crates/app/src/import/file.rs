//! From bytes to a table: what kind of file it is by its content, not by its name, and what stands in the way of reading it.

use super::table::{Cell, Line, Sheet, Table};
use super::{text, xlsx};

/// Most lines of one file. A spreadsheet has at most 1,048,576.
pub const ROWS: usize = 200_000;
/// Most bytes of one file.
pub const BYTES: usize = 100 * 1024 * 1024;
/// Most columns that are read.
const COLUMNS: usize = 256;

/// Why a file cannot be read as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// Nothing in it.
    Empty,
    /// More bytes than allowed.
    TooLarge,
    /// More lines than allowed.
    TooManyRows {
        /// Lines that are allowed.
        most: usize,
    },
    /// Unpacks to far more than it could honestly hold.
    Bomb,
    /// Encrypted with a password.
    Locked,
    /// The binary format of Excel before 2007, whatever its name.
    OldExcel,
    /// A web page with the name of a spreadsheet.
    WebPage,
    /// A packed file that is no spreadsheet (a document, an archive).
    NotASheet,
    /// Neither a spreadsheet nor text in a known encoding.
    Unknown,
    /// Damaged.
    Damaged {
        /// Where, for the log and the curious.
        what: String,
    },
    /// No line has the headings of the template.
    NoHeadings {
        /// Some of those wanted.
        wanted: Vec<String>,
    },
    /// Orders of another office without columns that they must have.
    MissingColumns {
        /// Their headings.
        wanted: Vec<String>,
    },
    /// Headings, and nothing under them.
    NoRows,
}

/// Reads a file.
///
/// # Errors
/// What stands in the way, before anything is unpacked that could fill the memory.
pub fn read(bytes: &[u8]) -> Result<Table, FileProblem> {
    if bytes.len() > BYTES {
        return Err(FileProblem::TooLarge);
    }
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::read(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Err(if holds_stream(bytes, "EncryptedPackage") { FileProblem::Locked } else { FileProblem::OldExcel });
    }
    text::read(bytes)
}

/// Whether a compound file has a stream of that name, which stands there in UTF-16.
fn holds_stream(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Puts lines together cell by cell, dropping what is empty.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    now: Line,
}

impl Lines {
    /// A cell, in the order of the sheet; `row` counts from 1.
    pub(super) fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), FileProblem> {
        if cell == Cell::Empty || column >= COLUMNS {
            return Ok(());
        }
        if row != self.now.row {
            self.close()?;
            self.now.row = row;
        }
        if self.now.cells.len() <= column {
            self.now.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.now.cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), FileProblem> {
        let capacity = self.now.cells.len();
        let line = std::mem::replace(&mut self.now, Line { row: 0, cells: Vec::with_capacity(capacity) });
        if line.cells.is_empty() {
            return Ok(());
        }
        // Title and headings do not count.
        if self.lines.len() >= ROWS + 16 {
            return Err(FileProblem::TooManyRows { most: ROWS });
        }
        self.lines.push(line);
        Ok(())
    }

    /// The sheet they make.
    pub(super) fn sheet(mut self, name: String) -> Result<Sheet, FileProblem> {
        self.close()?;
        Ok(Sheet { name, lines: self.lines, merged: Vec::new() })
    }
}
