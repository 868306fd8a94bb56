//! The text a pack is made from, and places in it.

/// One file of a pack, as the caller read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Path as diagnostics should name it; different for every file of all layers.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// A source from a path and a text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// A range of bytes in one of the sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct At {
    /// Index of the source.
    pub(crate) file: usize,
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
}

/// Offset in the file of the byte `inner` of a TOML string's value: quotes are skipped and escapes counted as written.
pub(crate) fn offset_in_string(text: &str, at: At, inner: usize) -> usize {
    let raw = text.get(at.start..at.end).unwrap_or_default();
    let triple = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let mut skip = if triple { 3 } else { 1 };
    let basic = raw.starts_with('"');
    for newline in ["\r\n", "\n"] {
        if triple && raw.get(skip..).is_some_and(|rest| rest.starts_with(newline)) {
            skip += newline.len();
            break;
        }
    }
    let (mut value, mut written) = (0, skip);
    let mut chars = raw.get(skip..).unwrap_or_default().chars().peekable();
    while value < inner {
        let Some(c) = chars.next() else { break };
        written += c.len_utf8();
        if !(basic && c == '\\') {
            value += c.len_utf8();
            continue;
        }
        let Some(kind) = chars.next() else { break };
        written += kind.len_utf8();
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '\n' | '\r' | ' ' | '\t' => {
                while let Some(blank) = chars.next_if(|c| c.is_whitespace()) {
                    written += blank.len_utf8();
                }
                continue;
            }
            _ => 0,
        };
        let mut point = 0;
        for digit in (0..digits).filter_map(|_| chars.next()) {
            written += digit.len_utf8();
            point = point * 16 + digit.to_digit(16).unwrap_or_default();
        }
        value += if digits == 0 { 1 } else { char::from_u32(point).map_or(1, char::len_utf8) };
    }
    (at.start + written).min(at.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(raw: &str, inner: usize) -> &str {
        let at = At { file: 0, start: 0, end: raw.len() };
        &raw[offset_in_string(raw, at, inner)..]
    }

    #[test]
    fn a_place_in_a_strings_value_is_found_in_its_text() {
        assert_eq!(after("'abc'", 1), "bc'");
        assert_eq!(after("\"中b\"", 3), "b\"");
        assert_eq!(after(r#""\"\u4e2db""#, 4), "b\"");
        assert_eq!(after("\"\"\"\nab\"\"\"", 1), "b\"\"\"");
        assert_eq!(after("\"\"\"a\\\n   b\"\"\"", 1), "\\\n   b\"\"\"");
    }
}
