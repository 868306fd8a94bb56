//! The packs of the repository are right, and fit the world made up for them.

use linli_pack::{Lang, Pack, parse, render};

fn pack() -> Pack {
    let layers = linli_world::packs::layers();
    let (pack, diagnostics) = parse(&layers);
    let all: Vec<String> = diagnostics.iter().map(|d| render(d, &layers, Lang::En)).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
    pack.unwrap()
}

#[test]
fn the_packs_have_no_mistakes() {
    assert_eq!(pack().name, "shushan");
}
