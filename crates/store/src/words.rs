//! Text as the words of the search index: runs of Chinese as pairs of neighbours, other words lower-cased, and pinyin initials.

use pinyin::ToPinyin;

use crate::dialect::Dialect;

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

/// Something to be looked for: words of one column of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Words next to each other.
    Phrase(Column, Vec<String>),
    /// A word that begins so.
    Beginning(String),
    /// Any of these.
    Any(Vec<Self>),
}

/// A column of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Words,
    Initials,
}

/// Any of these codes.
pub(crate) fn among_codes(codes: &[String]) -> Wanted {
    Wanted::Any(codes.iter().map(|code| Wanted::Phrase(Column::Initials, vec![index_code(code)])).collect())
}

/// A query for the full-text index that asks for all of these.
pub(crate) fn written(all: &[Wanted], dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => all.iter().map(fts5).collect::<Vec<_>>().join(" AND "),
        Dialect::Postgres => all.iter().map(tsquery).collect::<Vec<_>>().join(" & "),
    }
}

fn fts5(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Phrase(Column::Words, words) => format!("(words : \"{}\")", words.join(" ")),
        Wanted::Phrase(Column::Initials, words) => format!("(initials : \"{}\")", words.join(" ")),
        Wanted::Beginning(word) => format!("(words : \"{word}\" *)"),
        Wanted::Any(any) => format!("({})", any.iter().map(fts5).collect::<Vec<_>>().join(" OR ")),
    }
}

/// Words are letters, digits and Chinese only, so quotes need no care.
fn tsquery(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Phrase(Column::Words, words) => format!("('{}')", words.join("' <-> '")),
        Wanted::Phrase(Column::Initials, words) => format!("('{INITIAL}{}')", words.join(&format!("' <-> '{INITIAL}"))),
        Wanted::Beginning(word) => format!("'{word}':*"),
        Wanted::Any(any) => format!("({})", any.iter().map(tsquery).collect::<Vec<_>>().join(" | ")),
    }
}

/// Tells initials from words where both stand in one column.
const INITIAL: char = '/';
/// The last place that PostgreSQL notes.
const LAST_PLACE: usize = 16_383;

/// The longest word that PostgreSQL takes into a `tsvector` is 2,046 bytes, an initial's mark included. Nobody looks for a longer one.
const LONGEST: usize = 2_000;

/// The words and initials of the index as a `tsvector` of PostgreSQL, each with its place.
pub(crate) fn vector(words: &str, initials: &str) -> String {
    let fits = |word: &&str| !word.is_empty() && word.len() <= LONGEST;
    let words = words.split(' ').filter(fits);
    let count = words.clone().count();
    let initials = initials.split(' ').filter(fits);
    let words = words.enumerate().map(|(at, word)| format!("'{word}':{}", (at + 1).min(LAST_PLACE)));
    // Between the two is a gap, so that no phrase reaches over it.
    let initials = initials.enumerate().map(|(at, word)| format!("'{INITIAL}{word}':{}", (at + count + 3).min(LAST_PLACE)));
    words.chain(initials).collect::<Vec<_>>().join(" ")
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

/// What somebody typed; `None` where there is nothing to look for. All runs must be found.
pub(crate) fn query(text: &str) -> Option<Vec<Wanted>> {
    let mut all: Vec<Wanted> = runs(text).iter().map(wanted).collect();
    let quoted: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    if text.contains('-') && !quoted.is_empty() && quoted.is_ascii() {
        all = vec![Wanted::Beginning(quoted)];
    }
    (!all.is_empty()).then_some(all)
}

fn wanted(run: &Run) -> Wanted {
    match run {
        Run::Chinese(run) if run.len() == 1 => Wanted::Beginning(run.iter().collect()),
        Run::Chinese(run) => Wanted::Phrase(Column::Words, pairs(run, false)),
        Run::Word(word) => {
            let letters: Vec<char> = word.chars().collect();
            // A short number means itself: 12 栋 is not 123 栋, and a million records have numbers that begin so.
            if letters.len() <= SHORT && letters.iter().all(char::is_ascii_digit) {
                return Wanted::Phrase(Column::Words, vec![word.clone()]);
            }
            if letters.len() > 1 && letters.iter().all(char::is_ascii_lowercase) {
                Wanted::Any(vec![Wanted::Beginning(word.clone()), Wanted::Phrase(Column::Initials, pairs(&letters, false))])
            } else {
                Wanted::Beginning(word.clone())
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

    fn in_sqlite(text: &str) -> Option<String> {
        query(text).map(|all| written(&all, Dialect::Sqlite))
    }

    fn in_postgres(text: &str) -> Option<String> {
        query(text).map(|all| written(&all, Dialect::Postgres))
    }

    #[test]
    fn both_engines_are_asked_the_same() {
        assert_eq!(in_postgres("下水管 12 ab"), Some("('下水' <-> '水管') & ('12') & ('ab':* | ('/ab'))".into()));
        assert_eq!(vector(&index("下水管 a"), "xs sg"), "'下水':1 '水管':2 '管':3 'a':4 '/xs':7 '/sg':8");
    }

    #[test]
    fn a_short_number_means_itself_and_a_long_one_may_go_on() {
        assert_eq!(in_sqlite("12"), Some("(words : \"12\")".into()));
        assert_eq!(in_sqlite("2026"), Some("(words : \"2026\" *)".into()));
    }

    #[test]
    fn what_was_typed_cannot_break_the_query() {
        assert_eq!(in_sqlite("\"* ( ) :"), None);
        assert_eq!(in_sqlite("水管 \"OR"), Some("(words : \"水管\") AND ((words : \"or\" *) OR (initials : \"or\"))".into()));
        assert_eq!(in_sqlite("2026-000123"), Some("(words : \"2026000123\" *)".into()));
    }
}
