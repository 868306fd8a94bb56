//! `linli verify`: is everything there, and is it what was written?

use std::path::Path;

use crate::folder;

pub(crate) fn verify(data: &Path, keys: Option<&Path>) -> Result<(), String> {
    let app = match keys {
        Some(keys) => folder::open_beside_with(data, keys)?,
        None => folder::open_beside(data)?,
    };
    let report = app.verify().map_err(|error| error.to_string())?;
    println!(
        "journal    {} entries; the words of {} stand, of {} were erased as the law asks",
        report.entries, report.worded, report.erased
    );
    println!("sealed     {} values, of which {} open with the keys at hand", report.sealed, report.opened);
    println!("sign-ins   {} lines, each standing on the one before", report.sign_ins);
    println!("records    {} compared with their entries", report.records);
    println!("tallies    {} counted again", report.tallies);
    if let Some(head) = &report.head {
        let hash: String = head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        println!("head       {} {hash}", head.seq);
    }
    for problem in report.problems.iter().take(50) {
        println!("WRONG      {problem:?}");
    }
    if report.is_sound() {
        println!("all well: no entry altered, missing or out of order");
        return Ok(());
    }
    Err(format!("{} things are wrong; the first are above", report.wrong))
}
