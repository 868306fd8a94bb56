//! A place says only what differs from its base.

use linli_pack::{Pack, Source, code, parse};

use crate::mistakes::GOOD;

fn place(text: &str) -> Vec<Vec<Source>> {
    let head = "[pack]\nname = \"place\"\nextends = \"good\"\n";
    vec![vec![Source::new("base.toml", GOOD)], vec![Source::new("place.toml", format!("{head}{text}"))]]
}

fn merged(text: &str) -> Pack {
    let (pack, diagnostics) = parse(&place(text));
    pack.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

#[test]
fn tables_merge_key_by_key_and_values_replace() {
    let pack = merged("[register.case.state.accepted]\ndue = \"2 hours\"\nlabel = { zh = \"已受理\" }\n");
    let state = &pack.registers["case"].states["accepted"];
    assert_eq!(state.due.as_ref().unwrap().default.to_string(), "2 hours");
    assert_eq!((state.label.zh.as_str(), state.label.en.as_str()), ("已受理", "Accepted"));
    assert_eq!(pack.name, "place");
}

#[test]
fn remove_takes_an_inherited_entry_away() {
    let pack = merged("[register.case.move.shortcut]\nremove = true\n");
    assert!(!pack.registers["case"].moves.contains_key("shortcut"));
    assert!(pack.registers["case"].moves.contains_key("solve"));
}

#[test]
fn lists_of_tables_are_replaced_as_a_whole() {
    let pack = merged("[[dispatch]]\ncategory = \"utilities.drain\"\nbody = \"center\"\nduty = { zh = \"水\", en = \"Water\" }\n");
    assert_eq!(pack.dispatch.len(), 1);
    assert_eq!(pack.dispatch[0].category, "utilities.drain");
}

#[test]
fn an_inherited_order_is_kept_and_new_entries_follow() {
    let pack = merged(
        "[register.case.state.later]\nlabel = { zh = \"后\", en = \"Later\" }\nopen = false\n[register.case.state.accepted]\nstage = \"solve\"\n[register.case.move.later]\nlabel = { zh = \"后\", en = \"Later\" }\nfrom = [\"accepted\"]\nto = \"later\"\nby = [\"clerk\"]\n",
    );
    let states: Vec<&str> = pack.registers["case"].states.keys().map(String::as_str).collect();
    assert_eq!(states, ["accepted", "dispatched", "closed", "later"]);
}

#[test]
fn a_mistake_is_told_in_the_file_it_was_made_in() {
    let (_, diagnostics) = parse(&place("[register.case.state.accepted]\ndue = \"soon\"\n"));
    let found: Vec<(&str, &str)> = diagnostics.iter().map(|d| (d.file.as_str(), d.code)).collect();
    assert_eq!(found, [("place.toml", code::BAD_SPAN)]);
}

#[test]
fn removing_a_state_in_the_place_shows_what_the_base_still_does_with_it() {
    let (pack, diagnostics) = parse(&place("[register.case.state.dispatched]\nremove = true\n"));
    assert!(pack.is_none());
    assert!(diagnostics.iter().all(|d| d.file == "base.toml" && d.code == code::UNKNOWN_STATE), "{diagnostics:#?}");
}

#[test]
fn a_key_given_in_two_files_of_one_pack_is_told() {
    let (_, diagnostics) = parse(&[vec![Source::new("a.toml", GOOD), Source::new("b.toml", "[clock]\nyellow_at = 70\n")]]);
    let found: Vec<(&str, &str)> = diagnostics.iter().map(|d| (d.file.as_str(), d.code)).collect();
    assert_eq!(found, [("b.toml", code::TWICE)]);
}

#[test]
fn the_version_follows_the_text_and_not_the_order_of_files() {
    let (a, b) = (Source::new("a.toml", GOOD), Source::new("b.toml", "# remark\n"));
    let version = |layer: Vec<Source>| parse(&[layer]).0.unwrap().version;
    let first = version(vec![a.clone(), b.clone()]);
    assert_eq!(first, version(vec![b, a.clone()]));
    assert_ne!(first, version(vec![a]));
    assert!(first.len() == 12 && first.chars().all(|c| c.is_ascii_hexdigit()));
}
