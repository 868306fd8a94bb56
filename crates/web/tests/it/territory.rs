//! Areas, grids and places as pages, without script.

use crate::town::{Browser, COMMUNITIES, GRIDS, Part, Served};

fn page() -> String {
    format!("/areas/{}/grids", COMMUNITIES[0])
}

/// The drawing as it stands, and its fingerprint.
fn standing(browser: &Browser<'_>) -> (String, String) {
    let answer = browser.get(&page());
    let seen = answer.hidden("seen").remove(0);
    let text = answer.page(200).split("spellcheck=\"false\">").nth(1).unwrap().split("</textarea>").next().unwrap().replace("&#34;", "\"");
    (text, seen)
}

#[test]
fn grids_are_shown_checked_and_saved_by_a_plain_form() {
    let served = Served::new();
    let dispatcher = served.staff("street1");
    let (text, seen) = standing(&dispatcher);
    assert!(text.contains(GRIDS[0]), "{text}");
    let renamed = text.replace("\"name\":\"01网格\"", "\"name\":\"竹园网格\"");
    let sent = |what: &str, text: &str| {
        let parts = [Part::Words("do", what), Part::Words("seen", &seen), Part::Words("n", "2"), Part::Words("geojson", text)];
        dispatcher.send(&page(), &parts)
    };
    assert!(sent("check", &renamed).page(200).contains("没有保存") || renamed == text);
    assert_eq!(sent("save", &renamed).location(), page());
    let again = sent("save", &text.replace("网格\"", "格\""));
    assert!(again.page(422).contains("别人已保存过"), "{}", again.body);
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_nothing_is_lost() {
    let served = Served::new();
    let dispatcher = served.staff("street1");
    let (text, seen) = standing(&dispatcher);
    let turned = br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[31.8,117.2],[31.8,117.21],[31.81,117.21],[31.8,117.2]]]}}]}"#;
    let answer =
        dispatcher.send(&page(), &[Part::Words("do", "save"), Part::Words("seen", &seen), Part::File("file", "a.geojson", turned)]);
    let said = answer.page(422);
    assert!(said.contains("经纬度写反了") && said.contains("name=\"swap\""), "{said}");
    let large = vec![b' '; 9 << 20];
    let answer = dispatcher.send(&page(), &[Part::Words("do", "check"), Part::File("file", "a.geojson", &large)]);
    assert!(answer.page(200).contains("文件太大"));
    assert_eq!(standing(&dispatcher).0, text);
}

#[test]
fn a_proposal_is_a_draft() {
    let served = Served::new();
    let dispatcher = served.staff("street1");
    let before = standing(&dispatcher);
    let answer = dispatcher.send(&page(), &[Part::Words("do", "propose"), Part::Words("n", "3")]);
    // The town's communities have no outline of their own, so there is nothing to divide.
    assert!(answer.page(422).contains("社区没有边界"), "{}", answer.body);
    assert_eq!(standing(&dispatcher), before);
}

#[test]
fn who_has_no_right_sees_neither_tree_nor_drawing() {
    let served = Served::new();
    served.staff("clerk1").get(&page()).page(403);
    served.staff("street1").get("/admin/areas").page(403);
    served.staff("clerk1").get("/areas/grids").page(403);
    served.staff("street2").get(&page()).page(403);
    assert_eq!(served.resident().get("/areas/where").status, 303);
}

#[test]
fn administrators_open_the_tree_at_any_node_and_find_areas_by_initials() {
    let served = Served::new();
    let admin = served.staff("admin");
    let answer = admin.get(&format!("/admin/areas?at={}", COMMUNITIES[0]));
    let said = answer.page(200);
    assert!(
        said.contains("role=\"tree\"") && said.contains("aria-current=\"true\"") && said.contains(&format!("below-{}", COMMUNITIES[0])),
        "{said}"
    );
    admin.get("/admin/areas?at=999").page(404);
    assert!(admin.get(&format!("/admin/areas/below?at={}&level=4", COMMUNITIES[0])).page(200).contains(GRIDS[0]));
    assert!(admin.get("/admin/areas?of=country").page(200).contains("linli import codes"));
    let codes =
        ["34", "3401", "340104", "340104001", "340104001001"].iter().zip(["安徽省", "合肥市", "蜀山区", "三里庵街道", "竹荫里社区"]);
    let codes: Vec<linli_store::Code> = codes.map(|(code, name)| linli_store::Code { code: (*code).into(), name: name.into() }).collect();
    let (app, realm) = (&served.town.app, served.town.app.realm());
    app.store().write(move |w: &mut linli_store::Write<'_>| linli_store::put_codes(w, realm, &codes)).unwrap();
    assert!(admin.get("/admin/areas?of=country&q=slajd").page(200).contains("三里庵街道"));
    assert!(admin.get("/admin/areas?of=country&at=340104001001").page(200).contains("竹荫里社区"));
}

#[test]
fn a_place_is_found_by_its_point_and_a_point_the_wrong_way_round_is_said_to_be() {
    let served = Served::new();
    let clerk = served.staff("clerk1");
    assert!(clerk.get("/areas/where?q=31.84,117.2").page(200).contains("经度, 纬度"));
    assert!(clerk.get("/areas/where?q=1,1").page(200).contains("没有找到所在网格"));
    let area = served.town.app.territory().area(GRIDS[0]).unwrap().clone();
    let (lon, lat) = area.rings[0].iter().fold((0, 0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    let n = area.rings[0].len() as f64 * 1e7;
    let answer = clerk.get(&format!("/areas/where?q={},{}", lon as f64 / n, lat as f64 / n));
    assert!(answer.page(200).contains(GRIDS[0]), "{}", answer.body);
}
