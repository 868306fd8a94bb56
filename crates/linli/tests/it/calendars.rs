//! `linli import calendar`: the working days of a new year.

use std::fs;

use crate::run::{demo, linli, place, run, text};

const YEAR: &str = "date,kind,name\n2027-10-01,holiday,国庆节\n2027-10-09,workday,国庆节\n";

#[test]
fn a_new_year_is_kept_beside_those_before_and_can_be_corrected() {
    let (data, tables) = (demo("calendar"), place("calendar-tables"));
    fs::create_dir_all(&tables).unwrap();
    let import = |table: &str| {
        let file = tables.join("year.csv");
        fs::write(&file, table).unwrap();
        run(&["import", "calendar", text(&file), "--data", text(&data)])
    };
    assert!(import(YEAR).good().contains("days of 2027 are known now"));
    assert!(import("2028-01-03,holiday,元旦\n").good().contains("2028"));
    let kept = || fs::read_to_string(data.join("calendar.csv")).unwrap();
    assert!(kept().contains("2027-10-09,workday") && kept().contains("2028-01-03,holiday"));
    import("2027-10-08,workday,国庆节\n").good();
    assert!(kept().contains("2027-10-08") && !kept().contains("2027-10-09") && kept().contains("2028-01-03"));

    let before = kept();
    let said = import("2029-13-01,holiday,x\n2029-01-01,maybe,x\n").bad();
    assert!(said.contains("year.csv:1:") && said.contains("year.csv:2:"), "{said}");
    assert_eq!(kept(), before, "a table with mistakes changes nothing");
    import("# nothing\n").bad();

    fs::write(data.join("calendar.csv"), "2027-02-30,holiday,x\n").unwrap();
    let said = linli().args(["verify", "--data", text(&data)]).output().unwrap();
    assert!(!said.status.success() && String::from_utf8_lossy(&said.stderr).contains("calendar.csv:1:"));
}
