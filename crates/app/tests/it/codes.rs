//! Code tables.

use linli_app::codes::{CodeFile, CodeRow, Wrong, community_kind, read, short_name, street_kind};
use linli_app::founding::areas_of;
use proptest::prelude::*;

use crate::town::pack;

fn file(text: String) -> Vec<CodeFile> {
    vec![CodeFile { name: "t.csv".into(), bytes: text.into_bytes() }]
}

fn rows() -> Vec<String> {
    let mut rows = vec!["340104,3401,district,蜀山区".to_owned()];
    for street in 1..6 {
        rows.push(format!("340104{street:03},340104,street,{street}街道"));
        rows.extend((1..9).map(|n| format!("340104{street:03}{n:03},340104{street:03},community,{street}-{n}社区居委会")));
    }
    rows
}

fn areas(rows: &[String]) -> Vec<linli_store::Area> {
    let mut table = read(&file(format!("code,parent,level,name\n{}\n", rows.join("\n"))));
    table.check("340104");
    assert_eq!(table.mistakes, []);
    areas_of(&pack(), &table.rows).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_order_of_the_rows_does_not_matter(shuffled in Just(rows()).prop_shuffle()) {
        prop_assert_eq!(areas(&shuffled), areas(&rows()));
    }

    #[test]
    fn no_table_breaks_the_reader(text in "[0-9a-z,\"\n街道]{0,200}") {
        let mut table = read(&file(format!("code,parent,level,name\n{text}")));
        table.check("340104");
    }
}

#[test]
fn parents_in_a_circle_are_told_once_and_others_at_each_row() {
    let text = "code,parent,level,name\n340104,3401,district,甲区\n340104001,340104002,street,一街道\n340104002,340104001,street,二街道\n340104003,340104003,street,三街道\n340104004,340104001,street,四街道\n";
    let mut table = read(&file(text.to_owned()));
    table.check("340104");
    let found: Vec<(u64, &Wrong)> = table.mistakes.iter().map(|mistake| (mistake.line, &mistake.what)).collect();
    assert_eq!(
        found,
        [
            (3, &Wrong::Circle(vec!["340104001".into(), "340104002".into()])),
            (5, &Wrong::Circle(vec!["340104003".into()])),
            (6, &Wrong::NotAbove),
        ]
    );
}

#[test]
fn tables_of_the_package_are_read_by_the_finest_column_above() {
    let text = "code,name,streetCode,provinceCode,cityCode,areaCode\n110101001001,\"多福巷社区居委会\",110101001,11,1101,110101\n";
    let table = read(&file(text.to_owned()));
    let expected =
        CodeRow {
            code: "110101001001".into(), parent: "110101001".into(), name: "多福巷社区居委会".into(), line: 2, ..CodeRow::default()
        };
    assert_eq!(table.rows, [expected]);
}

#[test]
fn digits_say_kinds_and_offices_give_their_names_to_areas() {
    let kinds = ["001", "099", "100", "199", "200", "399", "400", "599", "600", "000"].map(|n| street_kind(&format!("340104{n}")));
    assert_eq!(
        kinds,
        [
            Some("subdistrict"),
            Some("subdistrict"),
            Some("town"),
            Some("town"),
            Some("township"),
            Some("township"),
            Some("park"),
            Some("park"),
            None,
            None,
        ]
    );
    assert_eq!([community_kind("340104001001"), community_kind("340104100201")], ["committee", "village"]);
    assert_eq!(short_name("梅山路社区居民委员会"), "梅山路社区");
    assert_eq!(short_name("邓店村村委会"), "邓店村");
    assert_eq!(short_name("甲街道办事处"), "甲街道");
    assert_eq!(short_name("村委会"), "村委会");
}
