//! Whatever is done to a pack's text, reading it ends with diagnostics and never with a panic.

use linli_pack::{Lang, Source, handbook, parse, render, state_diagram_svg, to_markdown};
use proptest::prelude::*;

use crate::mistakes::{GOOD, read};

/// Pieces that stand for what people and accidents put into files.
const PIECES: &[&str] = &[
    "",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    "中",
    "😀",
    "null",
    "true",
    "-1",
    "'''",
    "\\",
    "remove = true\n",
    "case.",
    "((",
    "&&",
    "?",
    "[[a]]\n",
    "\"\"\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_pack_is_told_about_and_never_breaks_the_reader(
        edits in prop::collection::vec((0usize..GOOD.len(), 0usize..30, prop::sample::select(PIECES)), 1..6)
    ) {
        let mut text = GOOD.to_owned();
        for (at, length, piece) in edits {
            let floor = |mut at: usize| {
                at = at.min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (start, end) = (floor(at), floor(at + length));
            text.replace_range(start..end.max(start), piece);
        }
        let layers = vec![vec![Source::new("p", text.clone())]];
        let (pack, diagnostics) = parse(&layers);
        for diagnostic in &diagnostics {
            prop_assert!(diagnostic.range.start <= diagnostic.range.end && diagnostic.range.end <= text.len());
            prop_assert!(!render(diagnostic, &layers, Lang::Zh).is_empty());
        }
        if let Some(pack) = pack {
            prop_assert!(!to_markdown(&pack, Lang::En).is_empty());
        }
    }

    #[test]
    fn a_spoilt_expression_never_breaks_the_reader(expression in "(case\\.|input\\.|now|state|note|[a-z]{1,3}|[0-9]|[ ()!&|<>=.'\\[\\]?:+*-]){0,24}") {
        let text = GOOD.replacen("case.category != null", &expression, 1);
        let (_, diagnostics) = read(&text);
        for diagnostic in &diagnostics {
            prop_assert!(text.get(diagnostic.range.clone()).is_some(), "{:?}", diagnostic);
        }
    }
}

#[test]
fn a_picture_is_well_formed_names_every_state_and_lets_no_texts_meet() {
    let (pack, _) = read(GOOD);
    let pack = pack.unwrap();
    let register = &pack.registers["case"];
    for lang in [Lang::Zh, Lang::En] {
        let svg = state_diagram_svg(register, lang);
        assert!(svg.contains("role=\"img\"") && svg.contains("<title ") && svg.contains("<desc ") && !svg.contains("style="));
        for state in register.states.values() {
            assert!(svg.contains(state.label.get(lang)));
        }
        for tag in ["svg", "g", "text", "title", "desc", "defs", "marker"] {
            assert_eq!(
                svg.matches(&format!("<{tag} ")).count() + svg.matches(&format!("<{tag}>")).count(),
                svg.matches(&format!("</{tag}>")).count(),
                "{tag}"
            );
        }
    }
    assert!(handbook(&pack, Lang::Zh).iter().any(|section| section.id == "register-case"));
}
