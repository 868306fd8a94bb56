//! The people who are due at a meeting, as a form asks for them.

use linli_engine::attendance::Mark;
use linli_pack::record::Value;

use super::{Known, choice};
use crate::i18n::Locale;
use crate::route::form::PERSON;
use crate::view::{Choice, PersonMark};

/// Everybody due, each with what can be said of them; present until somebody says otherwise.
pub(super) fn marked(l: Locale, known: &Known<'_>) -> Vec<PersonMark> {
    let Some(sheet) = known.detail.and_then(|detail| detail.attendance.as_ref()) else { return Vec::new() };
    let typed = known.typed.and_then(|typed| typed.get("attendance"));
    let marks: Vec<Choice> = Mark::SAID
        .iter()
        .map(|(code, mark)| {
            let label = match mark {
                Mark::Excused => l.t("mark-excused"),
                Mark::Absent => l.t("mark-absent"),
                _ => l.t("mark-present"),
            };
            choice(code, &label)
        })
        .collect();
    let said = |id: &str| typed.and_then(|typed| typed.get(id)).and_then(Value::as_str).unwrap_or("present").to_owned();
    let one = |person: &linli_app::attendance::Person| PersonMark {
        field: format!("{PERSON}{}", person.id),
        name: person.name.clone(),
        note: person.note.clone(),
        marks: marks.clone(),
        mark: said(&person.id),
    };
    sheet.people.iter().map(one).collect()
}

/// Those who were not there and have not made it up.
pub(super) fn owing(known: &Known<'_>) -> Vec<Choice> {
    let sheet = known.detail.and_then(|detail| detail.attendance.as_ref());
    let people = sheet.map(|sheet| sheet.people.as_slice()).unwrap_or_default();
    let owing = people.iter().filter(|person| person.mark.is_some_and(Mark::is_owing));
    owing.map(|person| Choice { words: person.note.clone(), ..choice(&person.id, &format!("{} {}", person.name, person.note)) }).collect()
}
