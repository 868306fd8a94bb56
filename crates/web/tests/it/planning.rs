//! A plan for the territory, from an empty form to its day, over real HTTP and without script.

use crate::town::Part::Words;
use crate::town::{COMMUNITIES, Served};

#[test]
fn two_communities_are_merged_by_a_plan_that_two_people_cannot_change_at_once() {
    let served = Served::new();
    let desk = served.staff("district");
    assert!(desk.get("/areas/plans").page(200).contains("还没有方案"));
    assert_eq!(desk.send("/areas/plans", &[Words("title", " ")]).status, 422);
    let made = desk.send("/areas/plans", &[Words("title", "社区优化调整")]);
    let path = made.location().split('?').next().unwrap().to_owned();
    let (case, _) = served.town.report(0);
    served.town.act("lead1", &case.id, "pass_to_community", serde_json::json!({ "note": "需要协调" })).unwrap();
    let step = |version: &'static str| {
        [
            Words("_version", version),
            Words("what", "step"),
            Words("do", "merge"),
            Words("areas", COMMUNITIES[0]),
            Words("areas", COMMUNITIES[1]),
            Words("name", "梅竹社区"),
            Words("code", "340104001003"),
        ]
    };
    assert_eq!(desk.send(&path, &step("1")).status, 303);
    let late = desk.send(&path, &step("1"));
    assert!(late.page(422).contains("别人刚改过这个方案"));
    let page = desk.get(&path);
    for word in ["梅苑社区、竹荫里社区 合并为 梅竹社区", "没有生效日期", "clerk1 同志", "梅竹社区受理中心", "340104001003"]
    {
        assert!(page.page(200).contains(word), "{word}");
    }
    let refused = desk.send(&path, &[Words("_version", "2"), Words("what", "decide")]);
    assert!(refused.page(422).contains("批准文号"));
    let basics = [
        Words("_version", "2"),
        Words("what", "save"),
        Words("title", "社区优化调整"),
        Words("day", "2026-03-04"),
        Words("basis", "政发〔2026〕7号"),
    ];
    assert_eq!(desk.send(&path, &basics).status, 303);
    assert_eq!(desk.send(&path, &[Words("_version", "3"), Words("what", "decide")]).status, 303);
    assert!(desk.get(&path).page(200).contains("已决定，待生效"));
    served.town.app.carry_out_plans().unwrap();
    assert!(desk.get(&path).page(200).contains("已生效"));
    let board = desk.get(&format!("/board?register=case&area={}&period=30", COMMUNITIES[0]));
    assert!(board.page(200).contains("本区域已于 2026-03-04 撤销，并入 梅竹社区"));
    let board = desk.get("/board?register=case&area=340104001003&period=30&shape=now");
    assert!(board.page(200).contains("按现行区划重述"));
    assert_eq!(served.staff("street1").get("/areas/plans").status, 403);
    for kind in ["merge", "split", "abolish", "move", "rename", "new"] {
        let made = desk.send("/areas/plans", &[Words("title", "另一个方案")]);
        let path = made.location().split('?').next().unwrap().to_owned();
        let page = desk.get(&format!("{path}?do={kind}&of=340104001003"));
        assert!(page.page(200).contains("加入方案"), "{kind}");
    }
    served.town.sound();
}
