//! Made-up worlds and their figures.

use serde_json::Value;

use crate::run::{demo, head, place, run, text, world};

#[test]
fn every_figure_of_the_document_is_what_the_records_say() {
    let said = run(&["figures", "shushan", "--data", text(world()), "--json"]).good();
    let Value::Array(rows) = serde_json::from_str(&said).unwrap() else { panic!("{said}") };
    assert!(rows.len() >= 12, "{said}");
    for row in rows {
        let mut names: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["clause", "derived", "document", "label", "match"]);
        assert_eq!(row["match"], true, "{row}");
        assert_eq!(row["derived"], row["document"]);
    }
}

#[test]
fn figures_of_another_place_are_refused() {
    let said = run(&["figures", "xuchang", "--data", text(world())]).bad();
    assert!(said.contains("shushan") && said.contains("xuchang"), "{said}");
}

#[test]
fn the_same_day_gives_the_same_bytes() {
    let other = demo("again");
    assert_eq!(head(world()), head(&other));
}

#[test]
fn a_finished_world_is_not_made_again() {
    let before = head(world());
    let said = run(&["demo", "shushan", "--data", text(world()), "--no-serve"]).good();
    assert!(said.contains("already"), "{said}");
    assert_eq!(head(world()), before);
}

#[test]
fn a_day_that_is_none_leaves_nothing_behind() {
    let data = place("noday");
    let said = run(&["demo", "shushan", "--data", text(&data), "--until", "tomorrow", "--no-serve"]).bad();
    assert!(said.contains("2026-11-22"), "{said}");
    assert!(!data.join("place").exists(), "the next try is not told that something is there");
}

#[test]
fn a_place_that_is_not_built_in_is_named_with_those_that_are() {
    let said = run(&["demo", "atlantis", "--data", text(&place("atlantis")), "--no-serve"]).bad();
    assert!(said.contains("atlantis") && said.contains("shushan"), "{said}");
}

#[test]
fn the_rules_allow_every_step_of_a_made_up_year() {
    let data = place("allowed");
    let said = run(&["demo", "shushan", "--data", text(&data), "--until", "2026-11-22", "--cases", "400", "--no-serve"]).good();
    assert!(said.contains(", 0 steps refused by the rules"), "{said}");
}

/// Every place but Shushan, whose world other tests read.
const OTHERS: [&str; 4] = ["county", "keqiao", "shihe", "xuchang"];

#[test]
fn the_other_places_are_made_with_their_figures_and_a_sound_journal() {
    for name in OTHERS {
        let data = place(name);
        let said = run(&["demo", name, "--data", text(&data), "--until", "2026-11-22", "--cases", "100", "--no-serve"]).good();
        assert!(said.contains(", 0 steps refused by the rules"), "{said}");
        let figures = run(&["figures", name, "--data", text(&data)]).good();
        assert!(figures.lines().count() >= 3 && !figures.contains('≠'), "{figures}");
        head(&data);
    }
}

#[test]
fn a_place_that_the_program_does_not_know_is_made_from_its_folder() {
    let data = place("folder");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/shihe");
    run(&["demo", folder, "--data", text(&data), "--until", "2026-11-22", "--cases", "20", "--no-serve"]).good();
    assert!(run(&["figures", "shihe", "--data", text(&data)]).good().contains("384"));
}
