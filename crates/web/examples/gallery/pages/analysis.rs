//! The analysis of a month: one place stands out, a week is drawn, nothing else was found.

use linli_web::Locale;
use linli_web::view::analysis::*;
use linli_web::view::chart::{Day, LineChart, Series};
use linli_web::view::{Link, Tab};

use super::common::*;

pub fn page(l: Locale) -> AnalysisPage {
    let text = |zh: &str, en: &str| l.pick(zh, en).to_owned();
    let column = |zh: &str, en: &str, number| Column { label: text(zh, en), number };
    let title = text("蜀山区 · 民情分析", "Shushan District · Analysis");
    let how = text("泊松率比的精确条件检验。", "Exact conditional test of a ratio of Poisson rates.");
    let hot = Chapter {
        id: "hot",
        title: text("突出的地方", "What stands out"),
        said: text("比较了 412 组，1 组突出。", "Of 412 pairs compared 1 stands out."),
        how: how.clone(),
        basis: "shihe 四-三".into(),
        head: vec![
            column("辖区", "Area", false),
            column("类别", "Category", false),
            column("件数", "Cases", true),
            column("比自己的过去", "Against own past", true),
        ],
        rows: vec![vec![
            Cell::text("三里庵街道").to("/board/analysis?area=340104001"),
            Cell::text("供排水"),
            Cell::text("38").to("/registers/case"),
            Cell::text("2.61 (1.80–3.70)"),
        ]],
        ..Chapter::default()
    };
    let days = ["11-02", "11-09", "11-16"];
    let trend = Chapter {
        id: "trend-chapter",
        title: text("去掉季节的走势", "Trend without the season"),
        said: text("平稳。", "Level."),
        how: how.clone(),
        basis: "shihe 四-三".into(),
        chart: Some(LineChart {
            id: "trend".into(),
            title: text("每周受理", "Received by week"),
            desc: text("平稳。", "Level."),
            series: vec![
                Series { label: text("受理", "Received"), values: vec![31, 28, 35] },
                Series { label: text("去季节", "No season"), values: vec![30, 29, 33] },
            ],
            days: days.map(|day| Day { label: day.into(), name: day.into(), href: "/registers/case".into() }).into(),
        }),
        ..Chapter::default()
    };
    let quiet = Chapter {
        id: "quiet",
        title: text("偏静的地方", "Quiet places"),
        said: text("没有。", "None."),
        how,
        basis: "shihe 四-三".into(),
        ..Chapter::default()
    };
    let tab = |label: &str, current| Tab { label: label.into(), href: "/board/analysis".into(), current, ..Tab::default() };
    AnalysisPage {
        shell: shell(l, &title, "/board/analysis"),
        crumbs: Vec::new(),
        title,
        sub: text("2026 年 11 月 1 日—22 日", "1–22 November 2026"),
        months: vec![tab("2026-10", false), tab("2026-11", true)],
        registers: Vec::new(),
        briefs: vec![Link { label: text("Word 文档", "Word document"), href: "/board/analysis/brief.docx".into() }],
        received: text("受理 4,812 件。", "Received: 4,812."),
        chapters: vec![hot, trend, quiet],
    }
}
