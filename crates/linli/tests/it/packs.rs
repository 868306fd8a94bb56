//! `linli pack`.

use std::fmt::Write as _;

use crate::run::{place, run, text};

fn shipped(name: &str) -> String {
    format!("{}/../../packs/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_packs_that_ship_are_without_errors() {
    for name in ["base", "shushan"] {
        let said = run(&["pack", "check", &shipped(name)]).good();
        assert!(said.contains("no errors"), "{said}");
    }
}

#[test]
fn every_mistake_of_a_pack_is_told_at_once() {
    let dir = place("twenty");
    std::fs::create_dir_all(&dir).unwrap();
    let mut pack = "[pack]\nname = \"x\"\nlabel = { zh = \"甲\", en = \"X\" }\nextends = \"base\"\nroot = \"340104\"\n".to_owned();
    for nth in 0..20 {
        // A role in a kind of body that there is not.
        writeln!(pack, "[role.\"r{nth}\"]\nlabel = {{ zh = \"角色\", en = \"Role\" }}\nbodies = [\"nosuch{nth}\"]\nhome = \"desk\"")
            .unwrap();
    }
    std::fs::write(dir.join("pack.toml"), pack).unwrap();
    let said = run(&["pack", "check", text(&dir)]).bad();
    for nth in 0..20 {
        assert!(said.contains(&format!("nosuch{nth}")), "{nth}: {said}");
    }
    assert!(said.contains("20 errors"), "{said}");
}

#[test]
fn a_new_pack_passes_its_check_and_prints_its_handbook() {
    let dir = place("new");
    std::fs::create_dir_all(&dir).unwrap();
    let dir = dir.join("jinzhai");
    run(&["pack", "new", text(&dir)]).good();
    run(&["pack", "check", text(&dir)]).good();
    let handbook = run(&["pack", "doc", text(&dir), "--lang", "en"]).good();
    assert!(handbook.starts_with('#'), "{handbook}");
    let again = run(&["pack", "new", text(&dir)]).bad();
    assert!(again.contains("already there"), "{again}");
}

#[test]
fn a_pack_is_not_given_a_name_that_no_pack_may_have() {
    let parent = place("names");
    std::fs::create_dir_all(&parent).unwrap();
    for name in ["a\"b", "金寨", "New Place", "1st"] {
        let dir = parent.join(name);
        run(&["pack", "new", text(&dir)]).bad();
        assert!(!dir.exists());
    }
}

#[test]
fn a_folder_that_is_no_pack_is_said_to_be_none() {
    let said = run(&["pack", "check", "/nonexistent"]).bad();
    assert!(said.contains("/nonexistent"), "{said}");
    let empty = place("empty");
    std::fs::create_dir_all(&empty).unwrap();
    assert!(run(&["pack", "check", text(&empty)]).bad().contains("no .toml file"));
}
