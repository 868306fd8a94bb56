//! Text as the words of the search index: runs of Chinese as pairs of neighbours, other words lower-cased, and pinyin initials.

use pinyin::ToPinyin;

/// Figures up to which a number is looked for as it is, not by its beginning.
const SHORT: usize = 3;

/// A piece of text that is searched as one.
#[derive(Debug, PartialEq, Eq)]
enum Run {
    /// Chinese characters without anything between them.
    Chinese(Vec<char>),
    /// Letters and digits, lower-cased.
    Word(String),
}

const fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut apart = true;
    for c in text.chars() {
        if is_chinese(c) {
            match runs.last_mut() {
                Some(Run::Chinese(run)) if !apart => run.push(c),
                _ => runs.push(Run::Chinese(vec![c])),
            }
            apart = false;
        } else if c.is_alphanumeric() {
            match runs.last_mut() {
                Some(Run::Word(word)) if !apart => word.extend(c.to_lowercase()),
                _ => runs.push(Run::Word(c.to_lowercase().collect())),
            }
            apart = false;
        } else {
            apart = true;
        }
    }
    runs
}

/// Neighbours in pairs; with `last`, the last character alone follows, which keeps runs apart and lets a single one be found.
fn pairs(run: &[char], last: bool) -> Vec<String> {
    let mut words: Vec<String> = run.windows(2).map(|pair| pair.iter().collect()).collect();
    if last {
        words.extend(run.last().map(char::to_string));
    }
    words
}

fn initials(run: &[char]) -> Vec<char> {
    run.iter().filter_map(|c| c.to_pinyin().and_then(|pinyin| pinyin.plain().chars().next())).collect()
}

/// The initials of the pinyin of a text's Chinese characters, the others left out: `三里庵` → `sla`.
#[must_use]
pub fn pinyin_initials(text: &str) -> String {
    initials(&text.chars().filter(|c| is_chinese(*c)).collect::<Vec<_>>()).into_iter().collect()
}

/// The words of a text, for the index.
pub(crate) fn index(text: &str) -> String {
    let words: Vec<String> = runs(text)
        .into_iter()
        .flat_map(|run| match run {
            Run::Chinese(run) => pairs(&run, true),
            Run::Word(word) => vec![word],
        })
        .collect();
    words.join(" ")
}

/// The pinyin initials of a text in pairs, for the index.
pub(crate) fn index_initials(text: &str) -> String {
    let words: Vec<String> = runs(text)
        .into_iter()
        .flat_map(|run| match run {
            Run::Chinese(run) => pairs(&initials(&run), true),
            Run::Word(_) => Vec::new(),
        })
        .collect();
    words.join(" ")
}

/// A code as one word.
pub(crate) fn index_code(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Any of these codes, as a full-text query.
pub(crate) fn query_codes(codes: &[String]) -> String {
    codes.iter().map(|code| format!("initials : \"{}\"", index_code(code))).collect::<Vec<_>>().join(" OR ")
}

/// The number and each of its tails: people quote `2026-000123` or just `123`.
pub(crate) fn index_number(number: &str) -> String {
    let parts: Vec<&str> = number.split('-').collect();
    let mut words: Vec<String> = (0..parts.len()).map(|from| parts.iter().skip(from).copied().collect::<String>().to_lowercase()).collect();
    words.extend(parts.last().map(|tail| tail.trim_start_matches('0').to_owned()));
    words.retain(|word| !word.is_empty());
    words.dedup();
    words.join(" ")
}

/// What somebody typed, as a full-text query; `None` where there is nothing to look for. All runs must be found.
pub(crate) fn query(text: &str) -> Option<String> {
    let mut all: Vec<String> = runs(text).iter().map(run_query).collect();
    let quoted: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    if text.contains('-') && !quoted.is_empty() && quoted.is_ascii() {
        all = vec![format!("words : \"{quoted}\" *")];
    }
    (!all.is_empty()).then(|| all.join(" AND "))
}

fn run_query(run: &Run) -> String {
    match run {
        Run::Chinese(run) if run.len() == 1 => format!("(words : \"{}\" *)", run.iter().collect::<String>()),
        Run::Chinese(run) => format!("(words : \"{}\")", pairs(run, false).join(" ")),
        Run::Word(word) => {
            let letters: Vec<char> = word.chars().collect();
            // A short number means itself: 12 栋 is not 123 栋, and a million records have numbers that begin so.
            if letters.len() <= SHORT && letters.iter().all(char::is_ascii_digit) {
                return format!("(words : \"{word}\")");
            }
            if letters.len() > 1 && letters.iter().all(char::is_ascii_lowercase) {
                format!("((words : \"{word}\" *) OR (initials : \"{}\"))", pairs(&letters, false).join(" "))
            } else {
                format!("(words : \"{word}\" *)")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_becomes_pairs_and_a_last_character() {
        assert_eq!(index("下水管,坏了 No.5A"), "下水 水管 管 坏了 了 no 5a");
        assert_eq!(index_initials("下水管"), "xs sg g");
    }

    #[test]
    fn a_number_is_found_by_any_tail() {
        assert_eq!(index_number("340104-2026-000123"), "3401042026000123 2026000123 000123 123");
    }

    #[test]
    fn a_short_number_means_itself_and_a_long_one_may_go_on() {
        assert_eq!(query("12"), Some("(words : \"12\")".into()));
        assert_eq!(query("2026"), Some("(words : \"2026\" *)".into()));
    }

    #[test]
    fn what_was_typed_cannot_break_the_query() {
        assert_eq!(query("\"* ( ) :"), None);
        assert_eq!(query("水管 \"OR"), Some("(words : \"水管\") AND ((words : \"or\" *) OR (initials : \"or\"))".into()));
        assert_eq!(query("2026-000123"), Some("words : \"2026000123\" *".into()));
    }
}
