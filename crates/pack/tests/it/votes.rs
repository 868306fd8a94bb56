//! The mistakes that a rule of votes can have.

use linli_pack::code;
use linli_pack::model::{Right, Share};

use crate::mistakes::{GOOD, read};

const VOTES: &str = include_str!("votes.toml");

#[test]
fn a_rule_of_votes_is_read_as_it_is_written() {
    let (pack, diagnostics) = read(&format!("{GOOD}{VOTES}"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let pack = pack.unwrap();
    let rule = pack.registers["matter"].ballot.as_ref().unwrap();
    assert_eq!((rule.right, rule.names, rule.secret, rule.least), (Right::Vote, true, false, 3));
    assert_eq!((rule.present, rule.agree.as_ref().unwrap().share), (Share { of: 2, over: 3 }, Share { of: 1, over: 2 }));
    assert_eq!(rule.options.keys().collect::<Vec<_>>(), ["yes", "no"]);
}

/// What is spoilt, how, and the code and the text that the answer must point at.
const SPOILT: &[(&str, &str, &str, &str)] = &[
    ("opens = \"send\" # opens", "opens = \"sned\"", code::UNKNOWN_MOVE, "\"sned\""),
    ("opens = \"send\" # opens", "opens = \"carry\"", code::UNKNOWN_MOVE, "\"carry\""),
    ("state = \"voting\" # state", "state = \"votin\"", code::UNKNOWN_STATE, "\"votin\""),
    ("until = \"until\" # until", "until = \"untill\"", code::UNKNOWN_FIELD, "\"untill\""),
    ("until = \"until\" # until", "until = \"subject\"", code::WRONG_FIELD, "\"subject\""),
    ("fill = [\"subject\", \"until\"]", "fill = [\"subject\"]", code::INPUT_NEEDED, "\"send\""),
    ("hold = \"mine\" # send", "", code::NOBODY, "\"send\""),
    ("right = \"vote\"", "right = \"votes\"", code::BAD_VALUE, "\"votes\""),
    ("names = true", "names = true\nsecret = true", code::BAD_VALUE, "true"),
    ("names = true\nleast = 3", "secret = true\nleast = 2", code::BAD_VALUE, "true"),
    ("least = 3", "least = 0", code::BAD_VALUE, "0"),
    ("for = \"yes\"", "for = \"maybe\"", code::BAD_VALUE, "\"maybe\""),
    ("present = \"2/3\"", "present = \"most\"", code::BAD_VALUE, "\"most\""),
    ("of = \"due\"", "of = \"all\"", code::BAD_VALUE, "\"all\""),
    ("by = [\"system\"] # carry", "by = [\"clerk\"]", code::NOBODY, "\"carry\""),
    ("lost = \"reject\"", "lost = \"refuse\"", code::UNKNOWN_MOVE, "\"refuse\""),
    ("carried = \"carry\"\n", "", code::MISSING_KEY, "ballot"),
    ("basis = \"四议两公开\" # ballot", "", code::MISSING_KEY, "ballot"),
    (", no = { zh = \"反对\", en = \"Against\" } }", " }", code::MISSING_KEY, "ballot"),
    ("names = true", "namse = true", code::UNKNOWN_KEY, "namse"),
];

#[test]
fn every_mistake_of_a_rule_of_votes_is_found_and_pointed_at() {
    let mut missed = String::new();
    for (from, to, code, at) in SPOILT {
        assert_eq!(VOTES.matches(from).count(), 1, "`{from}` must stand once");
        let text = format!("{GOOD}{}", VOTES.replacen(from, to, 1));
        let (_, diagnostics) = read(&text);
        if !diagnostics.iter().any(|d| d.code == *code && text[d.range.clone()] == **at) {
            let found: Vec<String> = diagnostics.iter().map(|d| format!("{} `{}`", d.code, &text[d.range.clone()])).collect();
            missed += &format!("{from} → {to}\nwanted {code} `{at}`\nfound {found:?}\n\n");
        }
    }
    assert!(missed.is_empty(), "{missed}");
}
