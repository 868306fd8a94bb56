//! `linli import areas`: a real place, founded and kept up to date.

use std::path::Path;

use crate::run::{place, run, text};

const TABLE: &str = "code,parent,level,name
34,,province,安徽省
3401,34,city,合肥市
340104,3401,district,蜀山区
340104001,340104,street,三里庵街道
340104001001,340104001,community,竹荫里社区居委会
340104001002,340104001,community,梅山路社区居民委员会
340104100,340104,street,井岗镇
340104100201,340104100,community,邓店村委会
";

fn table(name: &str, text: &str) -> std::path::PathBuf {
    let dir = place(name);
    std::fs::create_dir_all(&dir).unwrap();
    let file = dir.join("table.csv");
    std::fs::write(&file, text).unwrap();
    file
}

fn import(file: &Path, data: &Path) -> crate::run::Said {
    run(&["import", "areas", text(file), "--data", text(data), "--place", "shushan", "--admin", "chen"])
}

#[test]
fn a_place_is_founded_from_its_table_and_then_brought_up_to_date() {
    let data = place("founded");
    let said = import(&table("founded-1", TABLE), &data).good();
    assert!(said.contains("6 areas added") && said.contains("one-time password of the administrator chen"), "{said}");
    let count =
        |sql: &str| rusqlite::Connection::open(data.join("linli.db")).unwrap().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT COUNT(*) FROM body WHERE kind = 'community_center'"), 3);
    assert_eq!(count("SELECT COUNT(*) FROM body WHERE parent = '340104001:street_center' AND kind = 'community_center'"), 2);
    assert_eq!(count("SELECT COUNT(*) FROM area WHERE name = '邓店村' AND kind = 'village'"), 1);
    assert_eq!(count("SELECT COUNT(*) FROM area WHERE name = '梅山路社区'"), 1);

    let later = TABLE
        .replace("竹荫里", "竹园")
        .replace("340104001002,340104001,community,梅山路社区居民委员会", "340104001003,340104001,community,新社区居委会");
    let said = import(&table("founded-2", &later), &data).good();
    assert!(said.contains("1 areas added, 1 renamed, 0 moved, 4 unchanged"), "{said}");
    assert!(said.contains("竹荫里社区 → 竹园社区") && said.contains("340104001002 梅山路社区"), "{said}");
    assert!(!said.contains("password"), "{said}");
    assert_eq!(count("SELECT COUNT(*) FROM body WHERE name = '竹园社区受理中心'"), 1);
    run(&["verify", "--data", text(&data)]).good();
}

#[test]
fn every_mistake_of_a_table_is_told_at_once_and_nothing_is_made() {
    let bad = "code,parent,level,name
340104,3401,district,蜀山区
340104001,340104,street,三里庵街道
340104001,340104,street,三里庵街道
340104002,340105,street,稻香村街道
34010400,340104,street,短街道
340104003,340104,community,南七街道
340104101,340104,street,笔架山街道
340104004,340104,street,
340104005,340104006,street,甲街道
340104006,340104005,street,乙街道
3401040x7,340104,street,丙街道
340104700,340104,street,丁街道
";
    let data = place("refused");
    let said = import(&table("refused-1", bad), &data).bad();
    for (at, what) in [
        (":4:1:", "twice"),
        (":5:2:", "not in the table"),
        (":6:1:", "has 8 digits"),
        (":7:3:", "digits say `street`"),
        (":8:4:", "digits 7 to 9, which say town"),
        (":9:4:", "no name"),
        (":10:2:", "circle: 340104005 → 340104006 → 340104005"),
        (":12:1:", "else than digits"),
        (":13:1:", "not between 001 and 599"),
    ] {
        assert!(said.lines().any(|line| line.contains(at) && line.contains(what)), "{at} {what}: {said}");
    }
    assert!(said.contains("9 mistakes"), "{said}");
    assert!(!data.exists());
    let gbk = table("refused-2", "");
    std::fs::write(&gbk, b"code,parent,level,name\n340104,3401,district,\xca\xf1\xc9\xbd\n").unwrap();
    assert!(import(&gbk, &data).bad().contains("CSV UTF-8"));
}

#[test]
fn a_new_pack_becomes_a_place_of_its_own() {
    let packs = place("lakeside");
    std::fs::create_dir_all(&packs).unwrap();
    let (pack, data) = (packs.join("lakeside"), place("lakeside-data"));
    run(&["pack", "new", text(&pack)]).good();
    let file = table("lakeside-table", TABLE);
    let args = ["import", "areas", text(&file), "--data", text(&data), "--place", text(&pack), "--admin", "chen"];
    assert!(run(&args).bad().contains("no code 000000"));
    let said = run(&[&args[..], &["--root", "340104"]].concat()).good();
    assert!(said.contains("6 areas added"), "{said}");
    assert!(std::fs::read_to_string(data.join("packs/lakeside/pack.toml")).unwrap().contains("root = \"340104\""));
    run(&["verify", "--data", text(&data)]).good();
}
