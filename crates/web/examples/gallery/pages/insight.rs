//! An indicator by each version of its formula, and a desk's shift.

use linli_web::Locale;
use linli_web::view::board::{Change, ChangeMood};
use linli_web::view::rates::{RateRow, RatesPage, VersionRow};
use linli_web::view::shift::{FlowRow, HandedList, HandedRow, ShiftPage, Waiting};
use linli_web::view::{Light, Link, Tab};

use super::common::*;

pub fn rates(l: Locale) -> RatesPage {
    let text = |zh: &str, en: &str| l.pick(zh, en).to_owned();
    let title = text("满意率 · 蜀山区", "Satisfaction · Shushan");
    let less = || Some(Change { text: "−0.6".into(), words: String::new(), mood: ChangeMood::Plain });
    let here = "/board/rates/satisfaction";
    let version = |name: &str, shown, force: String, formula: String, parts: &str, value: &str, change| VersionRow {
        version: name.into(),
        shown,
        force,
        formula,
        basis: "county 二-民有所呼".into(),
        parts: parts.into(),
        value: value.into(),
        change,
        href: "/registers/case".into(),
        ..VersionRow::default()
    };
    RatesPage {
        shell: shell(l, &title, "/board"),
        crumbs: vec![
            Link { label: text("看板 · 蜀山区", "Board · Shushan"), href: "/board".into() },
            Link { label: text("满意率", "Satisfaction"), href: String::new() },
        ],
        sub: text("2026 年 11 月 1 日—22 日；看板按 2026-2 版显示", "1–22 November 2026; the board shows it by 2026-2"),
        periods: vec![Tab { label: text("本月", "This month"), href: here.into(), current: true, ..Tab::default() }],
        others: vec![
            Tab { label: text("满意率", "Satisfaction"), href: here.into(), current: true, ..Tab::default() },
            Tab { label: text("响应率", "Response"), href: "/board/rates/response".into(), ..Tab::default() },
        ],
        file: format!("{here}.csv"),
        versions: vec![
            version(
                "2026-2",
                true,
                text("2026-01-01 起", "from 2026-01-01"),
                text("满意及以上 ÷ 有效评价", "Rated 4 or 5 ÷ ratings"),
                "2,918 ÷ 3,094",
                "94.3%",
                None,
            ),
            version(
                "2025-1",
                false,
                text("至 2025-12-31", "until 2025-12-31"),
                text("满意及以上 ÷ 全部评价", "Rated 4 or 5 ÷ all ratings"),
                "2,921 ÷ 3,117",
                "93.7%",
                less(),
            ),
        ],
        areas_head: text("街道", "Subdistrict"),
        areas: vec![RateRow {
            name: "三里庵街道".into(),
            href: format!("{here}?area=340104001"),
            values: vec![("95.0%".into(), None), ("94.4%".into(), less())],
        }],
        title,
        ..RatesPage::default()
    }
}

pub fn shift(l: Locale) -> ShiftPage {
    let text = |zh: &str, en: &str| l.pick(zh, en).to_owned();
    let row = HandedRow {
        number: Link { label: "340104-2026-001862".into(), href: "/records/1".into() },
        title: "地下车库消防通道堆放杂物".into(),
        note: text("待派单 · 南七街道行政服务中心", "To dispatch · Nanqi service centre"),
        due: left(l, "超 3 小时", "3 h late", Light::Late),
    };
    let list = |label: String, count: &str, rows, more: String| HandedList { label, count: count.into(), rows, more };
    ShiftPage {
        shell: shell(l, &text("交接班", "Shift"), "/shift"),
        since: text("本班自 11 月 22 日 20:00 起", "This shift since 22 November 20:00"),
        waiting: Some(Waiting {
            said: text("王芳于 11 月 22 日 20:00 交班，等待接班", "Wang Fang handed over at 20:00; nobody has taken over yet"),
            words: "梅山路坑洞答应周五前回话".into(),
            href: "/records/9?act=take_over".into(),
            ..Waiting::default()
        }),
        before: String::new(),
        flows: vec![FlowRow { label: text("民情事项", "Case"), came: "31".into(), ended: "27".into(), held: "46".into() }],
        lists: vec![
            list(text("已超期", "Late"), "13", vec![row], text("另有 12 件，见工作台", "12 more on the desk")),
            list(text("有承诺", "Promised"), "0", Vec::new(), String::new()),
        ],
        hand_on: Link { label: text("交班", "Hand over"), href: "/registers/handover/new".into() },
        all: Link { label: text("交接班", "Hand-overs"), href: "/registers/handover".into() },
        basis: "国办发〔2020〕53号".into(),
    }
}
