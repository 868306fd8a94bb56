//! Texts without what tells who somebody is: their number however it was typed, and their name.

use linli_pack::model::{FieldKind, Register};
use linli_pack::record::Value;
use std::collections::BTreeMap;

/// What stands where words were erased.
pub const GAP: &str = "▇▇";

/// Shortest run of digits that is taken for a number of somebody.
const NUMBER: usize = 7;

/// Values by which a person is recognised in a text. Choices, days and the like are too common to be looked for.
pub(super) fn known(register: &Register, personal: &BTreeMap<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in personal {
        let Some(text) = value.as_str().map(str::trim) else { continue };
        let least = match register.fields.get(name).map(|field| &field.kind) {
            Some(FieldKind::Person) => 2,
            Some(FieldKind::Phone | FieldKind::IdNumber | FieldKind::CreditCode) => NUMBER,
            Some(FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Address) => 4,
            _ => continue,
        };
        if text.chars().count() >= least {
            found.push(text.to_owned());
        }
    }
    found
}

/// The text with a gap for each known value.
pub(super) fn without(text: &str, known: &[String]) -> String {
    let mut text = text.to_owned();
    // The longest first: a name that holds another is not torn apart.
    let mut sorted: Vec<&String> = known.iter().collect();
    sorted.sort_by_key(|value| std::cmp::Reverse(value.chars().count()));
    for value in sorted {
        let digits: Vec<char> = value.chars().filter_map(digit).collect();
        text = if digits.len() >= NUMBER && digits.len() == value.chars().filter(|c| !is_between(*c)).count() {
            without_number(&text, &digits)
        } else {
            text.replace(value.as_str(), GAP)
        };
    }
    text
}

/// Whether a text, or any in a list or table of values, holds a known value.
pub(super) fn holds(value: &Value, known: &[String]) -> bool {
    match value {
        Value::String(text) => without(text, known) != *text,
        Value::Array(list) => list.iter().any(|value| holds(value, known)),
        Value::Object(table) => table.values().any(|value| holds(value, known)),
        _ => false,
    }
}

/// A digit as people type it, full width too, and the X of an identity number.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        'x' | 'X' => Some('X'),
        _ => None,
    }
}

/// What people put between the digits of a number.
const fn is_between(c: char) -> bool {
    matches!(c, ' ' | '-' | '－' | '\u{3000}')
}

fn without_number(text: &str, number: &[char]) -> String {
    let mut out = String::new();
    let mut rest = text;
    'text: while let Some(first) = rest.chars().next() {
        if digit(first).is_some() {
            let mut wanted = number.iter();
            let mut end = 0;
            let mut whole = false;
            for (at, c) in rest.char_indices() {
                match digit(c) {
                    Some(found) if wanted.next() == Some(&found) => {
                        end = at + c.len_utf8();
                        whole = wanted.len() == 0;
                    }
                    None if is_between(c) => {}
                    _ => break,
                }
                if whole {
                    out.push_str(GAP);
                    rest = rest.get(end..).unwrap_or_default();
                    continue 'text;
                }
            }
        }
        out.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{GAP, without};

    #[test]
    fn a_number_goes_however_it_was_typed_and_others_stay() {
        let known = ["13956781234".to_owned(), "王小明".to_owned()];
        for text in ["13956781234", "139-5678-1234", "139 5678 1234", "１３９５６７８１２３４"] {
            assert_eq!(without(&format!("请打{text}，找王小明"), &known), format!("请打{GAP}，找{GAP}"));
        }
        for text in ["13956781235", "1395678", "3号楼 1234", "王明路", ""] {
            assert_eq!(without(text, &known), text);
        }
        assert_eq!(without("+8613956781234 转 139", &known), format!("+86{GAP} 转 139"));
    }

    #[test]
    fn the_x_of_an_identity_number_is_found_in_either_case() {
        let known = ["11010519491231002X".to_owned()];
        assert_eq!(without("身份证110105 19491231 002x", &known), format!("身份证{GAP}"));
    }
}
