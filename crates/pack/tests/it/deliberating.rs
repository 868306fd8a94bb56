//! The mistakes that guided processes, votes at meetings and disclosures can have.

use linli_pack::code;
use linli_pack::model::Share;

use crate::mistakes::{GOOD, read};

const TEXT: &str = include_str!("deliberating.toml");

#[test]
fn a_guided_process_is_read_as_it_is_written() {
    let (pack, diagnostics) = read(&format!("{GOOD}{TEXT}"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let pack = pack.unwrap();
    let register = &pack.registers["resolution"];
    assert_eq!((register.step_of("again"), register.step_of("lost"), register.steps.len()), (Some(1), None, 3));
    let poll = register.moves["vote"].poll.as_ref().unwrap();
    assert_eq!((poll.quorum, poll.of_present, poll.secret), (Share { of: 2, over: 3 }, false, true));
    assert_eq!(register.moves["vote"].targets().collect::<Vec<_>>(), ["shown", "lost", "again"]);
    assert_eq!(register.disclosed("shown").unwrap().hear.as_ref().unwrap().register, "opinion");
    assert!(register.disclosed("deciding").is_none());
}

/// What is spoilt, how, and the code and the text that the answer must point at.
pub(crate) const SPOILT: &[(&str, &str, &str, &str)] = &[
    ("to = \"deciding\" # propose", "to = \"shown\"", code::STEPS, "propose"),
    ("to = \"proposing\" # draft", "to = \"deciding\"", code::STEPS, "draft"),
    ("from = [\"again\"]\n", "from = [\"again\", \"lost\"]\n", code::STEPS, "recall"),
    ("states = [\"deciding\", \"again\"] # second", "states = [\"deciding\"]", code::STEPS, "again"),
    ("states = [\"shown\", \"done\"] # third", "states = [\"shown\", \"again\"]", code::STEPS, "\"again\""),
    ("states = [\"proposing\"] # first", "states = [\"proposal\"]", code::UNKNOWN_STATE, "\"proposal\""),
    ("review = \"holder_role\"\n", "", code::POLL, "poll"),
    ("from = [\"deciding\"]\n", "from = [\"deciding\"]\nto = \"shown\"\n", code::POLL, "poll"),
    ("\"no\", \"neither\"] # vote", "\"no\"]", code::INPUT_NEEDED, "\"neither\""),
    ("due = \"due_n\"", "due = \"subject\"", code::UNKNOWN_FIELD, "\"subject\""),
    ("came = \"outcome\"", "came = \"subject\"", code::UNKNOWN_FIELD, "\"subject\""),
    (
        "void = { zh = \"无效\", en = \"Void\" } } # outcome",
        "none = { zh = \"无效\", en = \"Void\" } }",
        code::UNKNOWN_FIELD,
        "\"outcome\"",
    ),
    ("quorum = \"2/3\"", "quorum = \"most\"", code::BAD_VALUE, "\"most\""),
    ("carried = \"shown\" # carried", "carried = \"showed\"", code::UNKNOWN_STATE, "\"showed\""),
    ("basis = \"四议两公开\" # poll", "", code::MISSING_KEY, "poll"),
    ("board = \"residents\" # board", "board = \"resident\"", code::BAD_VALUE, "\"resident\""),
    ("fields = [\"subject\"] # fields", "fields = [\"owner\"]", code::DISCLOSURE, "\"owner\""),
    ("fields = [\"subject\"] # fields", "title = \"nowhere\"\nfields = []", code::UNKNOWN_FIELD, "\"nowhere\""),
    ("within = { shown_until = \"7 days\" } # within", "", code::DISCLOSURE, "\"shown_until\""),
    ("part_of = \"resolution\" # part", "", code::DISCLOSURE, "hear"),
    (
        "with = [\"publish\"]\nlevel = \"street\"\ntitle = \"words\"",
        "level = \"street\"\ntitle = \"words\"",
        code::CAPABILITY_NEEDED,
        "hear",
    ),
    ("by = [\"anyone\"] # say", "by = [\"clerk\"]", code::NOBODY, "hear"),
    ("register = \"opinion\", move", "register = \"opinions\", move", code::UNKNOWN_REGISTER, "\"opinions\""),
    ("basis = \"四议两公开\" # disclose", "", code::MISSING_KEY, "decision"),
    ("secret = true", "secrte = true", code::UNKNOWN_KEY, "secrte"),
];

#[test]
fn every_mistake_of_a_guided_process_is_found_and_pointed_at() {
    let mut missed = String::new();
    for (from, to, code, at) in SPOILT {
        assert_eq!(TEXT.matches(from).count(), 1, "`{from}` must stand once");
        let text = format!("{GOOD}{}", TEXT.replacen(from, to, 1));
        let (_, diagnostics) = read(&text);
        if !diagnostics.iter().any(|d| d.code == *code && text[d.range.clone()] == **at) {
            let found: Vec<String> = diagnostics.iter().map(|d| format!("{} `{}`", d.code, &text[d.range.clone()])).collect();
            missed += &format!("{from} → {to}\nwanted {code} `{at}`\nfound {found:?}\n\n");
        }
    }
    assert!(missed.is_empty(), "{missed}");
}
