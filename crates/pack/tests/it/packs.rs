//! The packs of this repository, read as `linli pack check` reads them.
#![allow(clippy::disallowed_methods, reason = "the crate reads no files; its tests read the repository's packs")]

use std::path::{Path, PathBuf};

use linli_pack::{Lang, Source, extends, parse, render};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn read(name: &str) -> Vec<Source> {
    let Ok(entries) = std::fs::read_dir(folder().join(name)) else { return Vec::new() };
    let mut sources: Vec<Source> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .map(|path| {
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            Source::new(format!("packs/{name}/{file}"), std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn layers(name: &str) -> Vec<Vec<Source>> {
    let mut layers = vec![read(name)];
    while let Some(base) = layers.first().and_then(|layer| extends(layer)) {
        assert!(layers.len() < 5, "packs extend one another in a circle");
        layers.insert(0, read(&base));
    }
    layers
}

fn names() -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder()) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok())
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn every_pack_in_the_repository_is_clean() {
    let mut told = String::new();
    for name in names() {
        let layers = layers(&name);
        let (pack, diagnostics) = parse(&layers);
        for diagnostic in &diagnostics {
            told.push_str(&render(diagnostic, &layers, Lang::En));
            told.push_str("\n\n");
        }
        assert!(pack.is_some() || !diagnostics.is_empty(), "{name} gives neither a pack nor a reason");
    }
    assert!(told.is_empty(), "{told}");
}

#[test]
fn an_indicator_is_reckoned_by_the_version_in_force_on_a_day_and_a_weight_counts_some_more_than_once() {
    let (pack, _) = crate::mistakes::read(crate::mistakes::GOOD);
    let pack = pack.unwrap();
    let settling = &pack.indicators["settling"];
    // 2025-12-31 and 2026-06-30 as days since 1970.
    let (oldest, older) = (20_453, 20_634);
    let on = |day| settling.on(day).version.as_str();
    assert_eq!([on(oldest), on(oldest + 1), on(older), on(older + 1)], ["2025-1", "2026-1", "2026-1", "2026-3"]);
    let force: Vec<_> = settling.versions().map(|version| (version.formula.version.as_str(), version.from, version.until)).collect();
    let wanted = [("2026-3", Some(older + 1), None), ("2026-1", Some(oldest + 1), Some(older)), ("2025-1", None, Some(oldest))];
    assert_eq!(force, wanted);

    let counts = |measure: &str| match measure {
        "settled" => 6,
        "received" => 10,
        "urgent_settled" => 1,
        "urgent_received" => 3,
        _ => 0,
    };
    assert_eq!(settling.on(older).parts(counts), (6 + 2, Some(10 + 2 * 3)), "each of three counts three times");
    assert_eq!(settling.formula.parts(counts), (6, Some(10)));
}
