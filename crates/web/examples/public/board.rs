//! The board of a district and its display on the wall.

use linli_web::Locale;
use linli_web::view::board::{
    AreaRow, BoardPage, Card, CategoryRow, Change, ChangeMood, Comparison, LightCount, Lights, Pressing, Range, SpotRow, Spots, WallPage,
};
use linli_web::view::chart::{Day, LineChart, Series, Sparkline};
use linli_web::view::{Empty, Head, Light, Me, MenuGroup, MenuItem, Shell, Tab, WallShell};
use serde_json::json;

use crate::{collection, due, link, shapes};

fn shell(l: Locale) -> Shell {
    let item = |icon: &str, zh: &str, en: &str, current: bool| MenuItem {
        icon: icon.to_owned(),
        label: l.pick(zh, en).to_owned(),
        href: "/".to_owned(),
        current,
        ..MenuItem::default()
    };
    Shell {
        head: Head { l, title: l.pick("蜀山区 · 民情事项", "Shushan · Cases").to_owned(), ..Head::default() },
        org: l.pick("蜀山区 · 指挥中心", "Shushan District Centre").to_owned(),
        menu: vec![MenuGroup {
            label: String::new(),
            items: vec![
                item("chart-bar", "看板", "Board", true),
                item("inbox", "派单台", "Desk", false),
                item("list", "事项", "Cases", false),
                item("scale", "裁定", "Arbitration", false),
            ],
        }],
        me: Me {
            name: l.pick("赵强", "Zhao Qiang").to_owned(), post: l.pick("区指挥中心", "District centre").to_owned(), links: vec![]
        },
        area: linli_web::view::AreaSwitch { name: l.pick("蜀山区", "Shushan").to_owned(), options: vec![] },
        ..Shell::default()
    }
}

fn change(text: &str, words: &str, mood: ChangeMood) -> Option<Change> {
    Some(Change { text: text.to_owned(), words: words.to_owned(), mood })
}

fn cards(l: Locale) -> Vec<Card> {
    let points = |sign: &str, n: &str| {
        if sign == "+" {
            l.pick(format!("比上期高 {n} 个百分点"), format!("{n} points more than before"))
        } else {
            l.pick(format!("比上期低 {n} 个百分点"), format!("{n} points less than before"))
        }
    };
    let card = |texts: [&str; 2], value: &str, unit: &str, change, parts: [&str; 2], formula: [&str; 2], values: &[f64]| Card {
        label: l.pick(texts[0], texts[1]).to_owned(),
        value: value.to_owned(),
        unit: unit.to_owned(),
        change,
        parts: l.pick(parts[0], parts[1]).to_owned(),
        href: "/r/case".to_owned(),
        formula: l.pick(formula[0], formula[1]).to_owned(),
        versions: link(l.pick("口径 2026-1", "Version 2026-1"), "/board/rates/received"),
        bounds: Vec::new(),
        spark: Sparkline { values: values.to_vec(), text: l.pick("近 8 周走势", "The last 8 weeks").to_owned() },
    };
    vec![
        card(
            ["受理量", "Received"],
            "4,812",
            "",
            change("+6.2%", l.pick("比上期多 6.2%", "6.2% more than before"), ChangeMood::Plain),
            ["上期 4,531 件", "4,531 before"],
            ["当期受理（作废、并案不计）", "Received in the period (void, merged excluded)"],
            &[560.0, 600.0, 580.0, 640.0, 610.0, 660.0, 700.0, 690.0],
        ),
        card(
            ["响应率", "Response"],
            "99.1",
            "%",
            change("+0.4", &points("+", "0.4"), ChangeMood::Good),
            ["4,769 ÷ 4,812 件", "4,769 ÷ 4,812"],
            ["按时首次响应 ÷ 受理", "First response on time ÷ received"],
            &[98.0, 98.4, 98.2, 98.8, 98.7, 99.0, 99.2, 99.1],
        ),
        card(
            ["解决率", "Resolution"],
            "92.7",
            "%",
            change("+1.1", &points("+", "1.1"), ChangeMood::Good),
            ["4,461 ÷ 4,812 件", "4,461 ÷ 4,812"],
            ["受理中已办结 ÷ 受理", "Settled of those received ÷ received"],
            &[90.0, 91.0, 90.4, 91.8, 91.6, 92.0, 92.5, 92.7],
        ),
        card(
            ["满意率", "Satisfaction"],
            "94.3",
            "%",
            change("−0.3", &points("-", "0.3"), ChangeMood::Bad),
            ["2,918 ÷ 3,094 个评价", "2,918 ÷ 3,094 ratings"],
            ["满意及以上 ÷ 有效评价", "Rated 4 or 5 ÷ all ratings"],
            &[95.0, 94.8, 94.9, 94.4, 94.6, 94.5, 94.6, 94.3],
        ),
    ]
}

fn lights(l: Locale) -> Lights {
    let one = |light, zh: &str, en: &str, n: &str| LightCount {
        light,
        label: l.pick(zh, en).to_owned(),
        n: n.to_owned(),
        href: "/r/case".to_owned(),
    };
    Lights {
        open: "613".to_owned(),
        href: "/r/case".to_owned(),
        each: vec![
            one(Light::Late, "超期", "late", "17"),
            one(Light::Soon, "快到期", "soon", "64"),
            one(Light::Fine, "正常", "fine", "532"),
        ],
        formula: l.pick("时限用到 80% 黄，超过 100% 红", "Amber from 80% of the limit, red past it").to_owned(),
    }
}

fn trend(l: Locale) -> LineChart {
    let received = [175, 233, 247, 217, 230, 134, 117, 237, 250, 260, 224, 233, 127, 114, 243, 267, 277, 248, 251, 140, 131, 137];
    let resolved = [162, 217, 238, 214, 218, 147, 128, 224, 240, 248, 228, 225, 140, 124, 232, 250, 261, 241, 239, 150, 139, 134];
    LineChart {
        id: "trend".to_owned(),
        title: l.pick("每日受理与办结", "Received and resolved each day").to_owned(),
        desc: l
            .pick(
                "22 天里，受理最多的是 11 月 17 日 277 件，最少的是 11 月 14 日 114 件；办结跟着受理走。",
                "In 22 days most were received on 17 November (277), fewest on 14 November (114); resolved follows received.",
            )
            .to_owned(),
        series: vec![
            Series { label: l.pick("受理", "Received").to_owned(), values: received.to_vec() },
            Series { label: l.pick("办结", "Resolved").to_owned(), values: resolved.to_vec() },
        ],
        days: (1..=22)
            .map(|d| Day {
                label: format!("11-{d:02}"),
                name: l.pick(format!("11 月 {d} 日"), format!("{d} November")),
                href: format!("/r/case?day=2026-11-{d:02}"),
            })
            .collect(),
    }
}

fn areas(l: Locale) -> Comparison {
    let row = |zh: &str, en: &str, values: [&str; 3], share: f64, late: u64| AreaRow {
        name: l.pick(zh, en).to_owned(),
        href: "/board/case?area=x".to_owned(),
        values: values.map(ToOwned::to_owned).to_vec(),
        share,
        mark: 0.927,
        late,
        high: late > 5 && late < 17,
        late_href: "/r/case?light=late".to_owned(),
    };
    Comparison {
        clocked: true,
        title: l.pick("各街道", "Subdistricts").to_owned(),
        head: l.pick("街道", "Subdistrict").to_owned(),
        columns: l.pick(["受理", "解决率", "满意率"], ["Received", "Resolution", "Satisfied"]).map(ToOwned::to_owned).to_vec(),
        rows: vec![
            row("井岗镇", "Jinggang Town", ["488", "86.0%", "90.2%"], 0.86, 7),
            row("五里墩街道", "Wulidun", ["531", "91.3%", "94.0%"], 0.913, 2),
            row("西园街道", "Xiyuan", ["540", "92.2%", "93.7%"], 0.922, 1),
            row("南七街道", "Nanqi", ["705", "93.4%", "94.9%"], 0.934, 3),
            row("三里庵街道", "Sanli'an", ["612", "95.1%", "95.8%"], 0.951, 2),
            row("荷叶地街道", "Heyedi", ["430", "95.4%", "96.0%"], 0.954, 0),
            row("笔架山街道", "Bijiashan", ["388", "96.1%", "95.2%"], 0.961, 2),
        ],
        whole: Some(AreaRow { href: String::new(), ..row("全区", "Whole district", ["4,812", "92.7%", "94.3%"], 0.927, 17) }),
    }
}

fn categories(l: Locale) -> Vec<CategoryRow> {
    let row = |zh: &str, en: &str, n: &str, share, delta: &str, mood, place: [&str; 2]| CategoryRow {
        name: l.pick(zh, en).to_owned(),
        href: "/r/case?category=x".to_owned(),
        n: n.to_owned(),
        share,
        change: change(delta, "", mood),
        place: l.pick(place[0], place[1]).to_owned(),
    };
    vec![
        row("供排水", "Water and drains", "421", 1.0, "+38%", ChangeMood::Bad, ["梅山路片 6 处", "Meishan Road, 6"]),
        row("楼道环境", "Stairwells", "388", 0.92, "+2%", ChangeMood::Plain, ["竹荫里 3 处", "Zhuyinli, 3"]),
        row("乱停车", "Parking", "352", 0.84, "−11%", ChangeMood::Good, ["国购周边 5 处", "Guogou, 5"]),
        row("噪声扰民", "Noise", "240", 0.57, "+5%", ChangeMood::Plain, ["", ""]),
        row("为老服务", "Care for the old", "190", 0.45, "+14%", ChangeMood::Plain, ["", ""]),
        row("路灯", "Street lights", "121", 0.29, "−4%", ChangeMood::Plain, ["", ""]),
    ]
}

fn pressing(l: Locale) -> Vec<Pressing> {
    let one = |zh: [&str; 2], en: [&str; 2], due| {
        let [title, note] = l.pick(zh, en).map(ToOwned::to_owned);
        Pressing { title, note, href: "/r/case/x".to_owned(), due }
    };
    vec![
        one(
            ["两次退回，待裁定：门禁维修归谁管", "区住建局、城管局都退回过"],
            ["Returned twice, for arbitration: who repairs the entry gate", "Housing and enforcement both returned it"],
            due(Light::Late, l.pick("超 3 小时", "3 h late")),
        ),
        one(
            ["井岗镇连续两周超期偏多", "7 件超期，建议先看供排水 4 件"],
            ["Jinggang is late more than usual for two weeks", "7 late, 4 of them drains"],
            due(Light::Soon, l.pick("今天 17:00", "today 17:00")),
        ),
        one(["作废申请 3 件，待复核", ""], ["3 requests to void, for review", ""], due(Light::Fine, l.pick("明天", "tomorrow"))),
    ]
}

fn spots(l: Locale) -> Spots {
    let counts = [[4, 9, 14, 7], [12, 38, 22, 5], [0, 17, 11, 3]];
    let level = |n: u32| match n {
        0 => 0,
        1..=5 => 1,
        6..=12 => 2,
        13..=20 => 3,
        _ => 4,
    };
    let features = shapes(|row, column| {
        let n = counts.get(row).and_then(|line| line.get(column)).copied().unwrap_or_default();
        json!({ "label": l.pick(format!("{}{column} 社区", row + 1), format!("Community {}{column}", row + 1)), "n": n, "level": level(n), "href": "/board/case?area=c" })
    });
    let row = |zh: &str, en: &str, within: &str, n: &str| SpotRow {
        name: l.pick(zh, en).to_owned(),
        within: within.to_owned(),
        href: "/r/case".to_owned(),
        n: n.to_owned(),
    };
    Spots {
        geojson: collection(features),
        steps: ["5", "12", "20", "38"].map(ToOwned::to_owned).to_vec(),
        rows: vec![
            row("三里庵社区", "Sanli'an", l.pick("三里庵街道", "Sanli'an"), "38"),
            row("梅山社区", "Meishan", l.pick("三里庵街道", "Sanli'an"), "22"),
            row("竹荫里社区", "Zhuyinli", l.pick("西园街道", "Xiyuan"), "17"),
            row("国购社区", "Guogou", l.pick("南七街道", "Nanqi"), "14"),
            row("井岗社区", "Jinggang", l.pick("井岗镇", "Jinggang"), "12"),
        ],
    }
}

pub(crate) fn page(l: Locale) -> BoardPage {
    let tab = |zh: &str, en: &str, current| Tab { label: l.pick(zh, en).to_owned(), href: "?".to_owned(), current, ..Tab::default() };
    let more = |icon: &str, zh: &str, en: &str, href: &str| Tab { icon: icon.to_owned(), href: href.to_owned(), ..tab(zh, en, false) };
    BoardPage {
        registers: Vec::new(),
        clocked: true,
        shapes: Vec::new(),
        shape_note: String::new(),
        ended: String::new(),
        shell: shell(l),
        title: l.pick("蜀山区 · 民情事项", "Shushan District · Cases").to_owned(),
        sub: l.pick("2026 年 11 月 1 日—22 日，对比 10 月 10 日—31 日", "1–22 November 2026, compared with 10–31 October").to_owned(),
        crumbs: vec![link(l.pick("合肥市", "Hefei"), "/board/case?area=3401"), link(l.pick("蜀山区", "Shushan"), "")],
        periods: vec![
            tab("本月", "This month", true),
            tab("上月", "Last month", false),
            tab("近 30 天", "Last 30 days", false),
            tab("自选", "Choose", false),
        ],
        range: Range {
            action: "/board/case".to_owned(),
            from: "2026-11-01".to_owned(),
            to: "2026-11-22".to_owned(),
            keep: vec![],
            open: false,
        },
        links: vec![
            more("device-tv", "大屏", "Wall display", "/wall/case"),
            more("download", "导出表格", "Export table", "/board/case.xlsx"),
        ],
        formula: link(l.pick("口径 2026-1", "Formulas 2026-1"), "/handbook#indicators"),
        note: l.pick("数据截至 11 月 22 日 10:42", "Figures as of 22 November 10:42").to_owned(),
        cards: cards(l),
        lights: lights(l),
        trend: trend(l),
        areas: areas(l),
        categories: categories(l),
        categories_href: "/r/case".to_owned(),
        spots: spots(l),
        pressing: pressing(l),
        pressing_href: "/desk".to_owned(),
        calm: l.pick("眼下没有要您处理的。", "Nothing needs you now.").to_owned(),
        empty: None,
    }
}

pub(crate) fn empty(l: Locale) -> BoardPage {
    BoardPage {
        registers: Vec::new(),
        clocked: true,
        shapes: Vec::new(),
        shape_note: String::new(),
        ended: String::new(),
        empty: Some(Empty {
            icon: "chart-bar",
            title: l.pick("这段时间没有事项", "No cases in this period").to_owned(),
            text: l.pick("换一段时间，或者看上级辖区。", "Choose another period or the area above.").to_owned(),
            next: vec![link(l.pick("看近 30 天", "Last 30 days"), "?")],
        }),
        range: Range { open: true, ..page(l).range },
        spots: Spots::default(),
        ..page(l)
    }
}

pub(crate) fn wall(l: Locale) -> WallPage {
    WallPage {
        shell: WallShell {
            head: Head { l, title: l.pick("蜀山区 · 民情事项", "Shushan District · Cases").to_owned(), ..Head::default() },
            sub: l.pick("11 月 1 日—22 日", "1–22 November").to_owned(),
            clock: l.pick("22 日 10:42", "22 Nov 10:42").to_owned(),
            refresh: 60,
        },
        cards: cards(l),
        lights: lights(l),
        trend: trend(l),
        areas: Comparison { whole: None, ..areas(l) },
        categories: categories(l),
        pressing: pressing(l),
    }
}
