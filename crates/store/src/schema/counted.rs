//! Databases of before, which only counted their steps. The order of the steps was not always the same, so a count does not say which they
//! are: each is known by something that it made.

use super::steps::STEPS;
use crate::StoreError;
use crate::tx::{Tx, first};

/// The steps of that time, each with a table or index that is there since.
const MARKS: [(&str, &str); 13] = [
    ("first", "record"),
    ("tallies-together", "tally_log"),
    ("territory-over-time", "area_edge"),
    ("own-keys", "token_account"),
    ("imports", "import_job"),
    ("offices", "official"),
    ("codes", "code"),
    ("standing-in", "stand_in"),
    ("privacy", "privacy_request"),
    ("sealed", "personal_index"),
    ("second-factors", "second_factor"),
    ("public", "record_public"),
    ("retention", "retention"),
];

/// Notes the steps of a database that counted them by their names.
pub(super) fn name(tx: &mut dyn Tx) -> Result<(), StoreError> {
    let named = first(tx, "SELECT 1 FROM schema_step", &[], |row| row.int(0))?;
    let counted = first(tx, "SELECT value FROM meta WHERE name = 'schema'", &[], |row| row.int(0))?.unwrap_or(0);
    if named.is_some() || counted == 0 {
        return Ok(());
    }
    let is_there = tx.dialect().is_there();
    let mut found = 0;
    for (name, mark) in MARKS {
        if first(tx, is_there, &[mark.into()], |row| row.int(0))?.is_none() {
            continue;
        }
        found += 1;
        if let Some(step) = STEPS.iter().find(|step| step.name == name) {
            step.note(tx)?;
        }
    }
    if counted > found { Err(StoreError::MadeByNewer { step: counted.to_string() }) } else { Ok(()) }
}
