//! `linli import calendar`: the holidays and make-up days of a year that the program did not know yet.

use std::path::Path;

use linli_engine::Calendar as _;
use linli_engine::TableCalendar;

use crate::folder;

/// Checks a table `date,kind,name` and keeps it in the data folder, with the years that were added before.
pub(crate) fn import(file: &Path, data: &Path) -> Result<(), String> {
    if !data.join("place").is_file() {
        return Err(format!("{} is no data folder of Linli", data.display()));
    }
    let new = std::fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    folder::read_calendar(&new, file)?;
    let years: Vec<i16> = TableCalendar::parse(&new).map(|own| own.years().collect()).unwrap_or_default();
    if years.is_empty() {
        return Err(format!("{} lists no day", file.display()));
    }
    let kept = data.join(folder::CALENDAR);
    let before = std::fs::read_to_string(&kept).unwrap_or_default();
    let of_other_years = |line: &&str| line.get(..4).and_then(|year| year.parse().ok()).is_some_and(|year: i16| !years.contains(&year));
    let lines: Vec<&str> = before.lines().filter(of_other_years).chain(new.trim_start_matches('\u{feff}').lines().filter(is_day)).collect();
    let whole = format!("date,kind,name\n{}\n", lines.join("\n"));
    let calendar = folder::read_calendar(&whole, &kept)?;
    // Written beside and moved over, so that a server that starts now reads the old or the new table, never half of one.
    let beside = kept.with_extension("csv.new");
    std::fs::write(&beside, &whole)
        .and_then(|()| std::fs::rename(&beside, &kept))
        .map_err(|error| format!("cannot write {}: {error}", kept.display()))?;
    let known = years.iter().filter(|year| calendar.knows(**year)).map(i16::to_string).collect::<Vec<_>>().join(", ");
    println!("days of {known} are known now; restart the server to use them. Limits that run already keep their end");
    Ok(())
}

fn is_day(line: &&str) -> bool {
    line.trim_start().starts_with(|first: char| first.is_ascii_digit())
}
