//! What is wrong between the rows of a table.

use std::collections::{HashMap, HashSet};

use super::{CodeLevel, CodeRow, CodeTable, Head, Mistake, Wrong, street_kind};

/// What is wrong with the level that a row is said to have. A table may say the kind instead, e.g. `town`.
pub(super) fn level(row: &CodeRow) -> Option<Wrong> {
    let of = CodeLevel::of(&row.code)?;
    match row.says.as_str() {
        "" => None,
        "subdistrict" | "town" | "township" | "park" => {
            let kind = if of == CodeLevel::Street { street_kind(&row.code).unwrap_or("street") } else { of.name() };
            (kind != row.says).then_some(Wrong::LevelDigits(kind))
        }
        says if CodeLevel::ALL.iter().any(|level| level.name() == says) => (says != of.name()).then_some(Wrong::LevelDigits(of.name())),
        _ => Some(Wrong::NoLevel),
    }
}

/// What is wrong with the kind of a subdistrict: digits that no kind has, or a name that says another. What is run by an enterprise (400–599) may
/// be called anything.
pub(super) fn kind(row: &CodeRow) -> Option<Wrong> {
    if CodeLevel::of(&row.code) != Some(CodeLevel::Street) || !row.code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let Some(kind) = street_kind(&row.code) else {
        // 000 stands for a county whose subdistricts the table does not have.
        return (!row.code.ends_with("000")).then_some(Wrong::NoKind);
    };
    let named = [("街道", "subdistrict"), ("街道办事处", "subdistrict"), ("镇", "town"), ("乡", "township")];
    let says = named.iter().find(|(ending, _)| row.name.ends_with(ending)).map(|(_, kind)| *kind);
    (kind != "park" && says.is_some_and(|says| says != kind)).then_some(Wrong::NameDigits(kind))
}

impl Head {
    pub(super) fn wrong(&self, line: u64, column: usize, value: &str, what: Wrong) -> Mistake {
        Mistake { file: self.name.clone(), line, column, value: value.to_owned(), what }
    }
}

impl CodeTable {
    /// Adds everything wrong between rows: codes twice, parents that are missing, not above, or in a circle. `root` needs no parent in the
    /// table, nor does what lies above it.
    pub fn check(&mut self, root: &str) {
        let mut seen: HashMap<&str, &CodeRow> = HashMap::with_capacity(self.rows.len());
        let mut mistakes = Vec::new();
        let none = Head::default();
        let head = |row: &CodeRow| self.heads.get(row.file).unwrap_or(&none);
        for row in &self.rows {
            match seen.get(row.code.as_str()) {
                Some(first) => {
                    let there = Wrong::Twice(head(first).name.clone(), first.line);
                    mistakes.push(head(row).wrong(row.line, head(row).code, &row.code, there));
                }
                None => drop(seen.insert(&row.code, row)),
            }
        }
        let mut circled: HashSet<String> = HashSet::new();
        for row in &self.rows {
            if let Some(what) = parent(row, root, &seen, &mut circled) {
                mistakes.push(head(row).wrong(row.line, head(row).parent, &row.parent, what));
            }
        }
        self.mistakes.extend(mistakes);
    }
}

/// What is wrong with a row's parent.
fn parent(row: &CodeRow, root: &str, rows: &HashMap<&str, &CodeRow>, circled: &mut HashSet<String>) -> Option<Wrong> {
    let level = CodeLevel::of(&row.code)?;
    let top = row.code == root || root.starts_with(&row.code);
    if row.parent.is_empty() {
        return (!top && level != CodeLevel::Province).then_some(Wrong::NoParent);
    }
    let above = CodeLevel::of(&row.parent)?;
    if !rows.contains_key(row.parent.as_str()) {
        return (!top).then_some(Wrong::NoParent);
    }
    if above < level || circled.contains(&row.code) {
        return None;
    }
    // Parents can only lead in a circle where one of them is not above.
    let Some(path) = circle(row, rows) else { return Some(Wrong::NotAbove) };
    circled.extend(path.iter().cloned());
    Some(Wrong::Circle(path))
}

/// The codes from a row up to itself, if its parents lead there.
fn circle(row: &CodeRow, rows: &HashMap<&str, &CodeRow>) -> Option<Vec<String>> {
    let mut path = vec![row.code.clone()];
    let mut at = row;
    while let Some(above) = rows.get(at.parent.as_str()) {
        if above.code == row.code {
            return Some(path);
        }
        if path.contains(&above.code) {
            return None;
        }
        path.push(above.code.clone());
        at = above;
    }
    None
}
