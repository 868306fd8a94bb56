//! What an import came to, in words: for its page and for the command line.

use linli_app::import::{Checked, Counts, Finding, letters};
use linli_app::{App, AppError};

use super::said::{finding, place_of};
use crate::Locale;
use crate::say::say;

/// How many rows come, or came, to what: the heading of each count and the count. Counts of nothing are left out, but for the first two.
#[must_use]
pub fn counts(l: Locale, counts: Counts, kept: bool) -> Vec<(String, u64)> {
    let made = if kept { l.t("import-count-made-done") } else { l.t("import-count-made") };
    let changed = if kept { l.t("import-count-changed-done") } else { l.t("import-count-changed") };
    let all = [
        (l.t("import-count-rows"), counts.rows()),
        (made, counts.made),
        (changed, counts.changed),
        (l.t("import-count-same"), counts.same),
        (l.t("import-count-known"), counts.known),
        (l.t("import-count-bad"), counts.bad),
    ];
    let shown = all.into_iter().enumerate().filter(|(at, (_, n))| *at < 2 || *n > 0);
    shown.map(|(_, (label, n))| (label.into_owned(), u64::try_from(n).unwrap_or(u64::MAX))).collect()
}

/// What was not read, so that nobody believes it came in.
#[must_use]
pub fn notes(l: Locale, checked: &Checked) -> Vec<String> {
    let hidden: Vec<&str> = checked.table.hidden.iter().map(String::as_str).filter(|name| !name.starts_with('_')).collect();
    let hidden = (!hidden.is_empty()).then(|| l.t_x("import-note-hidden", &hidden.join(l.pick("、", ", "))));
    let sheets = checked.table.sheets.iter().zip(&checked.headings).filter(|(_, heading)| heading.is_none());
    let sheets = sheets.map(|(sheet, _)| l.t_x("import-note-sheet", &sheet.name));
    let columns = checked
        .left_out
        .iter()
        .map(|(_, column, name)| l.t_with("import-note-left-out", &[("x", letters(*column).into()), ("name", name.clone().into())]));
    hidden.into_iter().chain(sheets).chain(columns).collect()
}

/// One mistake on one line: where, what, why, and the way out.
#[must_use]
pub fn line(l: Locale, app: &App, checked: &Checked, found: &Finding) -> String {
    let (sheet, column) = place_of(l, app.pack(), checked, found);
    let place = l.t_with("import-place", &[("sheet", sheet.into()), ("row", i64::from(found.row).into())]);
    let value = if found.value.is_empty() { String::new() } else { l.t_x("import-quoted", &found.value) };
    let parts = [place, column, value].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    format!("{parts}{}{}", l.t("colon"), finding(l, app, checked, found))
}

/// The last word about a file with mistakes.
#[must_use]
pub fn mistakes(l: Locale, rows: usize) -> String {
    l.t_n("import-rows-wrong", rows)
}

/// Why a file is not imported at all.
#[must_use]
pub fn refusal(l: Locale, app: &App, register: &str, error: &AppError) -> String {
    let said = say(l, app.pack(), Some(register), error);
    if said.detail.is_empty() { said.title } else { format!("{}{}{}", said.title, l.t("colon"), said.detail) }
}
