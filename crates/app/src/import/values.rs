//! From a cell to the value of an input: names and labels to codes, days in every form to one, digits that a spreadsheet spoilt found out.

use std::collections::HashMap;

use linli_engine::Problem;
use linli_pack::model::{FieldKind, Pack, Text};
use linli_pack::record::Value;

use super::columns::{Column, Kind};
use super::dates;
use super::table::{Cell, narrow, plain_number};
use crate::territory::Territory;

/// Numbers from here on have more digits than a spreadsheet keeps.
const FIFTEEN_DIGITS: f64 = 1e15;
/// Candidates named for an ambiguous name.
const NAMED: usize = 3;

/// What is wrong with a cell or a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The input breaks a rule.
    Input(Problem),
    /// The cell is part of a merged one and has no value of its own.
    Merged {
        /// `B2:B5`.
        range: String,
    },
    /// A formula whose result the file does not hold.
    NoValue,
    /// The spreadsheet's own error.
    SheetError,
    /// A long number shown in powers of ten.
    Scientific,
    /// A number of more digits than a spreadsheet keeps: the last ones are gone.
    LostDigits,
    /// No day, or one that could be read in two ways.
    BadDate,
    /// Neither yes nor no.
    BadBool,
    /// Several have this name.
    Ambiguous {
        /// Some of them, with what tells them apart.
        names: Vec<String>,
    },
    /// A masked value, as exports show them.
    Masked,
    /// Another row of the file has the same key.
    Twice {
        /// Name of its sheet.
        sheet: String,
        /// Its row.
        row: u32,
    },
    /// A record with this key is there.
    Taken {
        /// Its number.
        number: String,
    },
    /// An order that became a record which the importer may not see.
    Elsewhere,
    /// No record has this number, or none that the importer may see.
    NoSuchRecord,
    /// The value differs, and no move of the record's present state changes it.
    NotChangeable,
    /// A rule of accounts or bodies, by the name under which its words are known.
    Rule(&'static str),
    /// The row as a whole is refused.
    Refused(Box<linli_engine::Refusal>),
}

/// Names and labels of areas, bodies and categories, to their codes.
#[derive(Debug)]
pub(super) struct Names {
    areas: HashMap<String, Vec<String>>,
    bodies: HashMap<String, Vec<String>>,
    categories: HashMap<String, Vec<String>>,
    urgencies: HashMap<String, Vec<String>>,
}

/// Without spaces and case, so that `18 号` and `18号` are the same.
pub(super) fn key(text: &str) -> String {
    narrow(text).chars().filter(|c| !c.is_whitespace() && *c != '/').flat_map(char::to_lowercase).collect()
}

fn add(map: &mut HashMap<String, Vec<String>>, text: &str, code: &str) {
    let codes = map.entry(key(text)).or_default();
    if !text.is_empty() && !codes.iter().any(|known| known == code) {
        codes.push(code.to_owned());
    }
}

fn labels(map: &mut HashMap<String, Vec<String>>, label: &Text, code: &str) {
    add(map, &label.zh, code);
    add(map, &label.en, code);
}

impl Names {
    pub(super) fn new(pack: &Pack, territory: &Territory) -> Self {
        let mut names = Self { areas: HashMap::new(), bodies: HashMap::new(), categories: HashMap::new(), urgencies: HashMap::new() };
        for area in territory.areas() {
            add(&mut names.areas, &area.code, &area.code);
            add(&mut names.areas, &area.name, &area.code);
            add(&mut names.areas, &territory.place_name(&area.code), &area.code);
            let path: String = territory.path(&area.code).iter().skip(1).map(|step| step.name.as_str()).collect();
            add(&mut names.areas, &path, &area.code);
        }
        for named in territory.bodies() {
            add(&mut names.bodies, &named.body.code, &named.body.code);
            labels(&mut names.bodies, &named.name, &named.body.code);
        }
        for category in pack.categories.values() {
            add(&mut names.categories, &category.code, &category.code);
            labels(&mut names.categories, &category.label, &category.code);
            let path = pack.category_path(&category.code);
            add(&mut names.categories, &path.iter().map(|step| step.label.zh.as_str()).collect::<String>(), &category.code);
            add(&mut names.categories, &path.iter().map(|step| step.label.en.as_str()).collect::<String>(), &category.code);
        }
        for urgency in pack.urgencies.values() {
            add(&mut names.urgencies, &urgency.name, &urgency.name);
            labels(&mut names.urgencies, &urgency.label, &urgency.name);
        }
        names
    }
}

/// What the reading of cells needs to know.
pub(super) struct Values<'a> {
    pub(super) names: &'a Names,
    pub(super) pack: &'a Pack,
    pub(super) territory: &'a Territory,
    /// Areas that the importer's roles reach over: of several areas with one name, those inside are meant.
    pub(super) home: Vec<String>,
}

impl Values<'_> {
    /// The value of a cell; `None` where nothing is filled in.
    pub(super) fn read(&self, column: &Column, cell: &Cell) -> Result<Option<Value>, Fault> {
        match cell {
            Cell::Empty => return Ok(None),
            Cell::Error(_) => return Err(Fault::SheetError),
            Cell::Hollow => return Err(Fault::NoValue),
            Cell::Text(text) if column.personal && text.contains("**") => return Err(Fault::Masked),
            _ => {}
        }
        let meant = match cell {
            Cell::Text(text) if !column.words.is_empty() => column.words.get(&key(text)).map(|code| Cell::text(code)),
            _ => None,
        };
        let cell = meant.as_ref().unwrap_or(cell);
        let value = match &column.kind {
            Kind::Number | Kind::Result | Kind::Ignored => text_of(cell)?.into(),
            Kind::Area => self.area(cell)?.into(),
            Kind::Body(kinds) => self.body(cell, kinds)?.into(),
            Kind::Urgency => self.one(&self.names.urgencies, cell, Problem::NotAChoice, |_| String::new())?.into(),
            Kind::Degrees => number(cell),
            Kind::Field(kind) => match kind {
                FieldKind::Int { .. } => number(cell),
                FieldKind::Money => money(cell),
                FieldKind::Date => day(cell)?.into(),
                FieldKind::Time => moment(cell)?.into(),
                FieldKind::Bool => boolean(cell)?.into(),
                FieldKind::Choice { options } => choice(cell, options)?.into(),
                FieldKind::Category => {
                    let path = |code: &String| {
                        self.pack.category_path(code).iter().map(|step| step.label.zh.as_str()).collect::<Vec<_>>().join("/")
                    };
                    self.one(&self.names.categories, cell, Problem::Unknown, path)?.into()
                }
                FieldKind::Phone => narrow(&text_of(cell)?).into(),
                _ => text_of(cell)?.into(),
            },
        };
        Ok(Some(value))
    }

    fn area(&self, cell: &Cell) -> Result<String, Fault> {
        let text = text_of(cell)?;
        let Some(codes) = self.names.areas.get(&key(&text)) else { return Err(Fault::Input(Problem::Unknown)) };
        let inside: Vec<&String> = codes.iter().filter(|code| self.home.iter().any(|home| self.territory.within(code, home))).collect();
        match (codes.as_slice(), inside.as_slice()) {
            ([code], _) => Ok(code.clone()),
            (_, [code]) => Ok((*code).clone()),
            _ => {
                let name = |code: &String| format!("{} {code}", self.territory.place_name(code));
                Err(Fault::Ambiguous { names: codes.iter().take(NAMED).map(name).collect() })
            }
        }
    }

    fn body(&self, cell: &Cell, kinds: &[String]) -> Result<String, Fault> {
        let text = text_of(cell)?;
        let Some(codes) = self.names.bodies.get(&key(&text)) else { return Err(Fault::Input(Problem::Unknown)) };
        let fits =
            |code: &&String| kinds.is_empty() || self.territory.named_body(code).is_some_and(|named| kinds.contains(&named.body.kind));
        match codes.iter().filter(fits).collect::<Vec<_>>().as_slice() {
            [] => Err(Fault::Input(Problem::WrongKind)),
            [code] => Ok((*code).clone()),
            several => Err(Fault::Ambiguous { names: several.iter().take(NAMED).map(|code| (*code).clone()).collect() }),
        }
    }

    fn one(
        &self,
        map: &HashMap<String, Vec<String>>,
        cell: &Cell,
        unknown: Problem,
        said: impl Fn(&String) -> String,
    ) -> Result<String, Fault> {
        match map.get(&key(&text_of(cell)?)).map(Vec::as_slice) {
            None | Some([]) => Err(Fault::Input(unknown)),
            Some([code]) => Ok(code.clone()),
            Some(several) => Err(Fault::Ambiguous { names: several.iter().take(NAMED).map(said).collect() }),
        }
    }
}

/// The text of a cell, where no digit is lost.
fn text_of(cell: &Cell) -> Result<String, Fault> {
    match cell {
        Cell::Number(number) if number.abs() >= FIFTEEN_DIGITS => Err(Fault::LostDigits),
        Cell::Number(number) => Ok(plain_number(*number)),
        Cell::Text(text) if is_scientific(text) => Err(Fault::Scientific),
        other => Ok(other.shown()),
    }
}

/// `1.38E+10`, as a spreadsheet shows a long number.
fn is_scientific(text: &str) -> bool {
    let text = narrow(text);
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    let Some(power) = power.strip_prefix('+') else { return false };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    whole.len() == 1 && all_digits(whole) && all_digits(power) && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A number as the engine reads it: without the commas of thousands.
fn number(cell: &Cell) -> Value {
    match cell {
        Cell::Number(number) => plain_number(*number).into(),
        Cell::Text(text) => narrow(text).replace([',', ' '], "").into(),
        other => other.shown().into(),
    }
}

/// Yuan: what a spreadsheet works out is off by tiny parts of a cent.
fn money(cell: &Cell) -> Value {
    match cell {
        Cell::Number(number) if (number * 100.0 - (number * 100.0).round()).abs() < 1e-4 => format!("{number:.2}").into(),
        Cell::Text(text) => narrow(text).replace(' ', "").into(),
        other => number(other),
    }
}

/// Days of 1900 to 2199 as a spreadsheet counts them.
fn serial(number: f64) -> Option<jiff::civil::Date> {
    let is_day = number.fract() == 0.0 && (1.0..110_000.0).contains(&number);
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 110,000")]
    let days = is_day.then_some(number as i64)?;
    // Spreadsheets believe in 29 February 1900.
    let start = jiff::civil::date(1899, 12, if days < 60 { 31 } else { 30 });
    start.checked_add(jiff::Span::new().days(days)).ok()
}

fn day(cell: &Cell) -> Result<String, Fault> {
    let found = match cell {
        Cell::Number(number) if *number < 110_000.0 => serial(*number).map(|day| day.to_string()),
        Cell::Moment(at) => dates::day(at),
        other => dates::day(&narrow(&other.shown())),
    };
    found.ok_or(Fault::BadDate)
}

fn moment(cell: &Cell) -> Result<String, Fault> {
    let found = match cell {
        Cell::Number(number) if *number < 110_000.0 => serial(*number).map(|day| format!("{day}T00:00:00")),
        Cell::Moment(at) => dates::moment(at),
        other => dates::moment(&narrow(&other.shown())),
    };
    found.ok_or(Fault::BadDate)
}

fn boolean(cell: &Cell) -> Result<bool, Fault> {
    if let Cell::Bool(yes) = cell {
        return Ok(*yes);
    }
    match key(&cell.shown()).as_str() {
        "是" | "有" | "对" | "√" | "✓" | "✔" | "1" | "y" | "yes" | "true" | "on" => Ok(true),
        "否" | "无" | "不" | "×" | "✗" | "✘" | "0" | "n" | "no" | "false" | "off" => Ok(false),
        _ => Err(Fault::BadBool),
    }
}

fn choice(cell: &Cell, options: &indexmap::IndexMap<String, Text>) -> Result<String, Fault> {
    let wanted = key(&text_of(cell)?);
    let fits = |(name, label): &(&String, &Text)| [name.as_str(), &label.zh, &label.en].iter().any(|text| key(text) == wanted);
    options.iter().find(fits).map(|(name, _)| name.clone()).ok_or(Fault::Input(Problem::NotAChoice))
}

#[cfg(test)]
mod tests {
    use super::{Cell, Fault, boolean, day, is_scientific, money, text_of};

    #[test]
    fn a_day_may_be_a_serial_a_text_or_a_formatted_cell() {
        let days =
            [Cell::Number(46_353.0), Cell::Number(20_261_127.0), Cell::text("2026年11月27日"), Cell::Moment("2026-11-27T00:00:00".into())];
        for cell in days {
            assert_eq!(day(&cell).as_deref(), Ok("2026-11-27"), "{cell:?}");
        }
        assert_eq!(day(&Cell::Number(1.0)).as_deref(), Ok("1900-01-01"));
        assert_eq!(day(&Cell::Number(0.5)), Err(Fault::BadDate));
        assert_eq!(day(&Cell::text("11/27/2026")), Err(Fault::BadDate));
    }

    #[test]
    fn spoilt_numbers_are_found_out() {
        assert!(is_scientific("1.38E+10") && is_scientific("3.40104E+17") && !is_scientific("E栋") && !is_scientific("13812346021"));
        assert_eq!(text_of(&Cell::Number(340_104_199_001_011_230.0)), Err(Fault::LostDigits));
        assert_eq!(text_of(&Cell::Number(13_812_346_021.0)).as_deref(), Ok("13812346021"));
        assert_eq!(text_of(&Cell::text("1.38E+10")), Err(Fault::Scientific));
    }

    #[test]
    fn money_is_rounded_where_the_spreadsheet_was_inexact() {
        assert_eq!(money(&Cell::Number(0.1 + 0.2)), "0.30");
        assert_eq!(money(&Cell::text("￥１,200.5 元")), "￥1,200.5元");
        assert_eq!(money(&Cell::Number(1.005)), "1.005");
    }

    #[test]
    fn yes_and_no_are_read_in_the_ways_of_offices() {
        assert_eq!(boolean(&Cell::text(" √")), Ok(true));
        assert_eq!(boolean(&Cell::text("否")), Ok(false));
        assert_eq!(boolean(&Cell::Number(1.0)), Ok(true));
        assert_eq!(boolean(&Cell::text("也许")), Err(Fault::BadBool));
    }
}
