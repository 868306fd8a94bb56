//! `linli figures`: what the place's document reports, and what the raw records say.

use std::path::Path;

use serde_json::json;

use crate::folder;

pub(crate) fn figures(place: &str, data: &Path, as_json: bool) -> Result<(), String> {
    let app = folder::open_beside(data)?;
    if app.pack().name != place {
        return Err(format!("{} holds {}, not {place}", data.display(), app.pack().name));
    }
    let lang = folder::terminal_lang();
    let figures = app.figures().map_err(|error| error.to_string())?;
    if as_json {
        let rows: Vec<_> = figures
            .iter()
            .map(|found| {
                json!({
                    "clause": found.figure.clause,
                    "label": found.figure.label.get(lang),
                    "document": found.figure.document,
                    "derived": found.derived,
                    "match": found.matches,
                })
            })
            .collect();
        println!("{}", serde_json::Value::from(rows));
    } else {
        for found in &figures {
            let sign = if found.matches { "=" } else { "≠" };
            println!(
                "{:<10} {:>10} {sign} {:<10} {}",
                found.figure.clause,
                found.figure.document,
                found.derived,
                found.figure.label.get(lang)
            );
        }
    }
    let off = figures.iter().filter(|found| !found.matches).count();
    if off == 0 { Ok(()) } else { Err(format!("{off} of {} figures differ from the document", figures.len())) }
}
