//! What every made-up page shares: the frame, dates, the map of the subdistrict.

use linli_web::Locale;
use linli_web::view::*;

pub fn due(light: Light, text: &str) -> Due {
    Due { light, text: text.into(), iso: "2026-11-22T14:20:00+08:00".into() }
}

pub fn at(text: &str) -> Moment {
    Moment { text: text.into(), iso: "2026-11-22T10:05:00+08:00".into() }
}

pub fn link(label: &str, href: &str) -> Link {
    Link { label: label.into(), href: href.into() }
}

pub fn choice(code: &str, label: &str) -> Choice {
    Choice { code: code.into(), label: label.into(), ..Choice::default() }
}

pub fn tab(label: &str, href: &str, count: Option<u64>, current: bool) -> Tab {
    Tab { label: label.into(), href: href.into(), count, current, ..Tab::default() }
}

pub fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

/// The three lights' wording in both languages.
pub fn left(l: Locale, zh: &str, en: &str, light: Light) -> Due {
    due(light, l.pick(zh, en))
}

pub fn shell(l: Locale, title: &str, here: &str) -> Shell {
    let item = |zh: &str, en: &str, href: &str, icon: &str, count: u64, urgent: bool| MenuItem {
        label: l.pick(zh, en).into(),
        href: href.into(),
        icon: icon.into(),
        count,
        urgent,
        current: href == here,
    };
    let group = |zh: &str, en: &str, items: Vec<MenuItem>| MenuGroup { label: l.pick(zh, en).into(), items };
    Shell {
        head: Head { l, title: title.into(), ..Head::default() },
        org: l.pick("三里庵街道 · 行政服务中心", "Sanli'an Subdistrict").into(),
        menu: vec![
            group(
                "",
                "",
                vec![
                    item("首页", "Home", "/", "home", 0, false),
                    item("派单台", "Dispatch", "/desk/dispatch", "inbox", 23, true),
                    item("我的待办", "My work", "/desk/mine", "checks", 7, false),
                    item("督办", "Supervision", "/desk/supervised", "flag-3", 2, false),
                    item("吹哨", "Whistle", "/desk/whistle", "speakerphone", 1, false),
                ],
            ),
            group(
                "台账",
                "Registers",
                vec![
                    item("民情事项", "Cases", "/register/case", "message-circle", 0, false),
                    item("微心愿", "Wishes", "/register/wish", "star", 0, false),
                    item("服务事项", "Services", "/register/service", "heart-handshake", 0, false),
                    item("会议与议事", "Meetings", "/register/meeting", "calendar", 0, false),
                    item("共驻共建", "Partners", "/register/partner", "building-community", 0, false),
                ],
            ),
            group(
                "一览",
                "Overview",
                vec![
                    item("辖区看板", "Board", "/board", "chart-bar", 0, false),
                    item("网格地图", "Grid map", "/map", "map", 0, false),
                    item("减负台账", "Burden ledger", "/register/burden", "scale", 0, false),
                    item("规则手册", "Handbook", "/handbook", "book", 0, false),
                ],
            ),
        ],
        area: AreaSwitch {
            name: l.pick("三里庵街道", "Sanli'an").into(),
            options: ["三里庵街道", "三里庵社区", "竹荫里社区", "国购社区", "龙居山庄社区"]
                .iter()
                .enumerate()
                .map(|(n, name)| AreaOption {
                    name: (*name).into(),
                    href: format!("{here}?area={n}"),
                    depth: u8::from(n > 0),
                    current: n == 0,
                })
                .collect(),
        },
        today: vec![
            link(l.pick("受理 41", "received 41"), "/register/case?day=today"),
            link(l.pick("办结 36", "closed 36"), "/register/case?closed=today"),
            link(l.pick("超期 2", "late 2"), "/register/case?late=yes"),
        ],
        notices: 3,
        me: Me {
            name: "李敏".into(),
            post: l.pick("街道派单员", "Subdistrict dispatcher").into(),
            links: vec![link(l.pick("设置", "Settings"), "/me"), link(l.pick("切换岗位", "Change post"), "/me/posts")],
        },
        lang_href: format!("{here}?lang={}", l.other().tag()),
        text_href: format!("{here}?text=large"),
        keys: vec![
            KeyHelp { key: "D".into(), text: l.pick("派单", "Dispatch").into() },
            KeyHelp { key: "R".into(), text: l.pick("退回", "Return").into() },
        ],
        ..Shell::default()
    }
}

/// Thirteen made-up grids that tile the subdistrict, and one point for each record of the list.
pub fn map(l: Locale) -> MapView {
    let names = [
        "竹荫里 07",
        "竹荫里 01",
        "国购 11",
        "国购 02",
        "三里庵 03",
        "龙居山庄 02",
        "绿怡 04",
        "绿怡 06",
        "三里庵 05",
        "杏林 09",
        "杏林 02",
        "绿怡 01",
    ];
    let corner = |x: usize, y: usize| {
        let wave = |a: usize, b: usize| ((a * 7 + b * 13) % 11) as f64 / 11.0 - 0.5;
        (117.240 + x as f64 * 0.008 + wave(x, y) * 0.003, 31.872 - y as f64 * 0.009 + wave(y, x + 3) * 0.003)
    };
    let mut features = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let (x, y) = (n % 4, n / 4);
        let ring: Vec<[f64; 2]> =
            [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)].iter().map(|(a, b)| corner(*a, *b).into()).collect();
        features.push(serde_json::json!({ "type": "Feature", "properties": { "label": name, "current": n == 4 },
            "geometry": { "type": "Polygon", "coordinates": [ring] } }));
    }
    let points = [
        (0, "late", "1"),
        (4, "soon", "2"),
        (2, "fine", "3"),
        (5, "fine", "4"),
        (8, "fine", "5"),
        (6, "fine", "6"),
        (9, "fine", "7"),
        (1, "fine", "8"),
    ];
    for (grid, light, item) in points {
        let ((x0, y0), (x1, y1)) = (corner(grid % 4, grid / 4), corner(grid % 4 + 1, grid / 4 + 1));
        features.push(serde_json::json!({ "type": "Feature",
            "properties": { "label": names[grid], "light": light, "item": item, "current": item == "2" },
            "geometry": { "type": "Point", "coordinates": [x0 + (x1 - x0) * 0.44, y0 + (y1 - y0) * 0.72] } }));
    }
    MapView {
        geojson: serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string(),
        label: l.pick("辖区地图，23 件；列表里有同样的内容", "Map of the area, 23 cases; the list shows the same").into(),
        ..MapView::default()
    }
}

pub fn photo(name: &str, time: &str, text: &str) -> Photo {
    Photo { href: format!("/photos/{name}"), thumb: format!("/photos/{name}"), text: text.into(), time: time.into(), code: name.into() }
}
