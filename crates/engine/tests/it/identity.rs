//! Identity numbers and credit codes: the samples of the standards, each part that can be wrong, and what the checks must catch.

use jiff::civil::{Date, date};
use linli_engine::identity::{CreditFault, IdFault, credit_code, id_number};
use linli_engine::{InputProblem, Problem, Refusal};
use linli_pack::model::{Field, FieldKind, Text};
use proptest::prelude::*;
use serde_json::json;

use crate::world::{World, resident};

const TODAY: Date = date(2026, 3, 2);
const ID: &str = "11010519491231002X";
const CREDIT: &str = "91350100M000100Y43";
const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

#[test]
fn the_samples_of_both_standards_pass_however_they_are_typed() {
    for typed in [ID, "11010519491231002x", " 110105 19491231 002x ", "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002X"]
    {
        assert_eq!(id_number(typed, TODAY).as_deref(), Ok(ID), "{typed}");
    }
    for typed in [CREDIT, "91350100m000100y43", "91 350100 M000100Y4 3"] {
        assert_eq!(credit_code(typed).as_deref(), Ok(CREDIT), "{typed}");
    }
}

#[test]
fn the_part_of_an_identity_number_that_is_wrong_is_named() {
    let wrong = [
        ("11010519491231002", IdFault::Length { is: 17 }),
        ("110105491231002", IdFault::Length { is: 15 }),
        ("1101051949123100AX", IdFault::Letters),
        ("11010519491231002Y", IdFault::Letters),
        ("00010519491231002X", IdFault::Area),
        ("99910519491231002X", IdFault::Area),
        ("11010519490229002X", IdFault::Birth),
        ("11010517491231002X", IdFault::Birth),
        ("110105204912310020", IdFault::Future),
        ("110105194912310021", IdFault::Check),
    ];
    for (number, fault) in wrong {
        assert_eq!(id_number(number, TODAY), Err(fault), "{number}");
    }
}

#[test]
fn the_part_of_a_credit_code_that_is_wrong_is_named() {
    let wrong = [
        ("91350100M000100Y4", CreditFault::Length { is: 17 }),
        ("9135010OM000100Y43", CreditFault::Letters),
        ("91A50100M000100Y43", CreditFault::Area),
        ("91350100M000100Y44", CreditFault::Check),
    ];
    for (code, fault) in wrong {
        assert_eq!(credit_code(code), Err(fault), "{code}");
    }
}

#[test]
fn born_today_is_born_and_born_tomorrow_is_not() {
    assert!(id_number(&number(340104, TODAY, 1), TODAY).is_ok());
    assert_eq!(id_number(&number(340104, TODAY.tomorrow().unwrap(), 1), TODAY), Err(IdFault::Future));
}

#[test]
fn a_record_keeps_the_number_apart_and_a_wrong_one_is_refused_by_its_part() {
    let works = |typed: &str| {
        let mut world = World::new();
        let purpose = Some(Text { zh: "核验身份".into(), en: "To check who it is".into() });
        for (name, kind, personal) in [("identity", FieldKind::IdNumber, purpose), ("company", FieldKind::CreditCode, None)] {
            let field = Field {
                name: name.into(),
                label: Text { zh: name.into(), en: name.into() },
                hint: None,
                kind,
                required: false,
                personal,
                derived: false,
                basis: String::new(),
            };
            world.case().fields.insert(name.into(), field);
            world.case().moves["report"].may.push(name.into());
        }
        let input = json!({"description": "水", "area": "G1", "identity": typed, "company": CREDIT.to_lowercase()});
        world.opens(&resident(), "report", input, "2026-03-02 10:00")
    };
    let outcome = works("11010519491231002x").unwrap();
    assert_eq!(outcome.personal["identity"], ID);
    assert_eq!(outcome.act.words["identity"], ID, "in the words, which can be erased");
    assert!(!outcome.act.facts.contains_key("identity") && !outcome.record.fields.contains_key("identity"));
    assert_eq!(outcome.record.fields["company"], CREDIT);
    let problem = Problem::IdNumber(IdFault::Check);
    assert_eq!(works("110105194912310021"), Err(Refusal::Inputs(vec![InputProblem { input: "identity".into(), problem }])));
}

/// The number of somebody born on a day.
fn number(area: u32, born: Date, order: u32) -> String {
    let body = format!("{area:06}{}{order:03}", born.strftime("%Y%m%d"));
    let check = "0123456789X".chars().find(|check| id_number(&format!("{body}{check}"), born) != Err(IdFault::Check));
    format!("{body}{}", check.unwrap())
}

fn some_number() -> impl Strategy<Value = String> {
    let area = prop_oneof![Just(340104_u32), Just(330621), Just(411002), Just(110105)];
    (area, 0_i32..30_000, 0_u32..1000)
        .prop_map(|(area, day, order)| number(area, date(1940, 1, 1).saturating_add(jiff::Span::new().days(day)), order))
}

fn some_code() -> impl Strategy<Value = String> {
    let tail = proptest::collection::vec(proptest::sample::select(ALPHABET), 9);
    (0_u32..1_000_000, tail).prop_map(|(area, tail)| {
        let body = format!("91{area:06}{}", String::from_utf8(tail).unwrap());
        let check = ALPHABET.iter().find(|check| credit_code(&format!("{body}{}", **check as char)).is_ok());
        format!("{body}{}", *check.unwrap() as char)
    })
}

fn with(text: &str, at: usize, byte: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = byte;
    String::from_utf8(bytes).unwrap()
}

fn swapped(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes.swap(at, at + 1);
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #[test]
    fn every_wrong_digit_and_every_swap_in_an_identity_number_is_caught(right in some_number()) {
        prop_assert_eq!(id_number(&right, TODAY), Ok(right.clone()));
        for at in 0..18 {
            for byte in b"0123456789X".iter().filter(|byte| right.as_bytes()[at] != **byte) {
                prop_assert!(id_number(&with(&right, at, *byte), TODAY).is_err());
            }
            if at < 17 && right.as_bytes()[at] != right.as_bytes()[at + 1] {
                prop_assert!(id_number(&swapped(&right, at), TODAY).is_err());
            }
        }
    }

    #[test]
    fn every_wrong_character_and_every_swap_in_a_credit_code_is_caught(right in some_code()) {
        prop_assert_eq!(credit_code(&right), Ok(right.clone()));
        for at in 0..18 {
            for byte in ALPHABET.iter().filter(|byte| right.as_bytes()[at] != **byte) {
                prop_assert!(credit_code(&with(&right, at, *byte)).is_err());
            }
            if at < 17 && right.as_bytes()[at] != right.as_bytes()[at + 1] {
                prop_assert!(credit_code(&swapped(&right, at)).is_err());
            }
        }
    }

    #[test]
    fn nothing_typed_makes_the_checks_stumble(text in any::<String>()) {
        drop((id_number(&text, TODAY), credit_code(&text)));
    }
}
