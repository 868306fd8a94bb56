//! Recurring duties, attendance, balances and the calendar: how they are read, and the mistakes that they can have.

use linli_pack::code;
use linli_pack::model::{Every, RollOf, Share};

use crate::mistakes::{GOOD, read};

const LIFE: &str = include_str!("life.toml");

#[test]
fn duties_rolls_balances_and_days_are_read_as_they_are_written() {
    let (pack, diagnostics) = read(&format!("{GOOD}{LIFE}"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let pack = pack.unwrap();
    let register = &pack.registers["meeting"];
    let rule = register.recur.as_ref().unwrap();
    let owed = &rule.owed["monthly"];
    assert_eq!((owed.every, owed.on, owed.bodies.as_slice()), (Every::Month, Some(10), ["center".to_owned()].as_slice()));
    assert_eq!((rule.opens.as_str(), rule.called.as_deref(), rule.on.as_deref()), ("fall_due", Some("name"), Some("on")));
    let roll = &register.attendance.as_ref().unwrap().rolls["monthly"];
    assert!(matches!(&roll.of, RollOf::Register { name, .. } if name == "case"));
    assert_eq!(roll.quorum.map(|quorum| (quorum.share, quorum.more)), Some((Share { of: 1, over: 2 }, true)));
    assert_eq!(register.states["owed"].due.as_ref().and_then(|limit| limit.until.as_deref()), Some("until"));
    assert_eq!(register.moves["hold"].draws["left"], "cost");
    assert!(register.moves["hold"].quorate);
    assert_eq!(register.dated.as_ref().unwrap().day, "on");
}

/// What is spoilt, how, and the code and the text that the answer must point at.
pub(crate) const SPOILT: &[(&str, &str, &str, &str)] = &[
    ("days = { on = { most = 0 } } # days", "days = { until = { most = 0 } }", code::UNKNOWN_FIELD, "until"),
    ("days = { on = { most = 0 } } # days", "days = { on = { least = 1, most = 0 } }", code::BAD_VALUE, "on"),
    ("days = { on = { most = 0 } } # days", "days = { on = { most = 5000 } }", code::BAD_VALUE, "5000"),
    ("move = \"fall_due\" # opens", "move = \"fall_dew\"", code::UNKNOWN_MOVE, "\"fall_dew\""),
    ("move = \"fall_due\" # opens", "move = \"hold\"", code::BAD_RECUR, "\"hold\""),
    ("by = [\"system\"] # fall_due", "by = [\"clerk\"]", code::BAD_RECUR, "\"fall_due\""),
    (
        "fill = [\"body\", \"kind\", \"name\", \"from\", \"until\"]",
        "fill = [\"body\", \"kind\", \"name\", \"from\"]",
        code::BAD_RECUR,
        "\"fall_due\"",
    ),
    ("choose = [\"center\"] # fall_due", "choose = [\"post\"]", code::BAD_RECUR, "\"fall_due\""),
    ("kind = \"kind\" # recur", "kind = \"name\"", code::UNKNOWN_FIELD, "\"name\""),
    ("until = \"until\" # recur", "until = \"name\"", code::UNKNOWN_FIELD, "\"name\""),
    ("on = \"on\" # recur", "on = \"name\"", code::UNKNOWN_FIELD, "\"name\""),
    ("called = \"name\"", "called = \"on\"", code::UNKNOWN_FIELD, "\"on\""),
    ("done = [\"held\"]", "done = [\"hold\"]", code::UNKNOWN_STATE, "\"hold\""),
    ("done = [\"held\"]\n", "", code::MISSING_KEY, "recur"),
    ("basis = \"条例\" # recur", "", code::MISSING_KEY, "recur"),
    ("[register.meeting.recur.owed.monthly]", "[register.meeting.recur.owed.weekly]", code::BAD_VALUE, "weekly"),
    ("bodies = [\"center\"]\nevery", "every", code::BAD_RECUR, "monthly"),
    ("every = \"month\"", "every = \"week\"", code::BAD_VALUE, "\"week\""),
    ("on = 10", "on = 31", code::BAD_VALUE, "31"),
    ("by = \"kind\" # attendance", "by = \"name\"", code::UNKNOWN_FIELD, "\"name\""),
    ("derived = true # due_n", "", code::UNKNOWN_FIELD, "\"due_n\""),
    ("made_up = \"made_up_n\"\n", "", code::MISSING_KEY, "attendance"),
    ("register = \"case\" # roll", "register = \"cases\"", code::UNKNOWN_REGISTER, "\"cases\""),
    ("register = \"case\" # roll", "posts = [\"chair\"]", code::BAD_ATTENDANCE, "posts"),
    ("more_than = \"1/2\"", "more_than = \"half\"", code::BAD_VALUE, "\"half\""),
    ("more_than = \"1/2\"", "more_than = \"1/2\"\nat_least = \"2/3\"", code::BAD_ATTENDANCE, "\"2/3\""),
    ("quorate = true", "quorate = true\nreview = \"clerk\"", code::BAD_ATTENDANCE, "attendance"),
    ("fill = [\"on\", \"attendance\", \"cost\"]", "fill = [\"on\", \"cost\"]", code::INPUT_NEEDED, "true"),
    ("draws = { left = \"cost\" } # draws", "draws = { cost = \"cost\" }", code::BAD_BALANCE, "cost"),
    ("draws = { left = \"cost\" } # draws", "draws = { left = \"on\" }", code::BAD_BALANCE, "\"on\""),
    ("due = { until = \"until\" } # due", "due = { until = \"name\" }", code::UNKNOWN_FIELD, "\"name\""),
    ("due = { until = \"until\" } # due", "due = { until = \"until\", red = \"1 day\" }", code::UNKNOWN_KEY, "red"),
    ("day = \"on\" # calendar", "day = \"name\"", code::UNKNOWN_FIELD, "\"name\""),
    ("day = \"on\" # calendar", "day = \"on\"\nyearly = true\nuntil = \"until\"", code::BAD_DATED, "\"until\""),
    ("day = \"on\" # calendar", "day = \"on\"\nyearly = true\nfeed = true", code::BAD_DATED, "true"),
    ("time = \"name\" # calendar", "time = \"kind\"", code::UNKNOWN_FIELD, "\"kind\""),
    ("called = \"kind\" # calendar", "called = \"name\"", code::UNKNOWN_FIELD, "\"name\""),
];

#[test]
fn every_mistake_of_these_rules_is_found_and_pointed_at() {
    let mut missed = String::new();
    for (from, to, code, at) in SPOILT {
        assert_eq!(LIFE.matches(from).count(), 1, "`{from}` must stand once");
        let text = format!("{GOOD}{}", LIFE.replacen(from, to, 1));
        let (_, diagnostics) = read(&text);
        if !diagnostics.iter().any(|d| d.code == *code && text[d.range.clone()] == **at) {
            let found: Vec<String> = diagnostics.iter().map(|d| format!("{} `{}`", d.code, &text[d.range.clone()])).collect();
            missed += &format!("{from} → {to}\nwanted {code} `{at}`\nfound {found:?}\n\n");
        }
    }
    assert!(missed.is_empty(), "{missed}");
}

#[test]
fn who_was_there_is_asked_only_where_there_is_a_roll() {
    let (before, rest) = LIFE.split_once("[register.meeting.attendance]").unwrap();
    let (_, after) = rest.split_once("[register.meeting.calendar]").unwrap();
    let (_, diagnostics) = read(&format!("{GOOD}{before}[register.meeting.calendar]{after}"));
    assert!(diagnostics.iter().any(|d| d.code == code::BAD_ATTENDANCE), "{diagnostics:?}");
}
