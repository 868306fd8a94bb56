//! The record that the made-up desk shows.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;

fn fact(label: &str, value: &str, href: &str) -> Fact {
    Fact { label: label.into(), value: value.into(), href: href.into() }
}

fn act(label: &str, key: &str, tone: &'static str, name: &str) -> Act {
    Act { label: label.into(), href: format!("/desk/dispatch?item=2&act={name}"), key: key.into(), tone, ..Act::default() }
}

pub fn record(l: Locale) -> RecordView {
    let tier = |zh: &str, en: &str, sub: &str, at| Tier { label: l.pick(zh, en).into(), sub: sub.into(), at };
    let event = |time: &str, who: &str, what: &str, said: &str, photos| Event {
        at: at(time),
        who: who.into(),
        what: what.into(),
        said: said.into(),
        photos,
        bad: false,
    };
    RecordView {
        l,
        topic: "record-2".into(),
        number: "340104-2026-018236".into(),
        href: "/record/2".into(),
        back: "/desk/dispatch".into(),
        origin: vec![l.pick("居民上报", "from a resident").into(), "09:42".into()],
        title: "3 号楼下水管堵塞返水".into(),
        marks: vec![
            Badge { text: l.pick("加急", "Urgent").into(), tone: "soon" },
            Badge { text: l.pick("2 人跟进", "2 followers").into(), tone: "" },
        ],
        due: left(l, "剩 1 小时 20 分", "1 h 20 min left", Light::Soon),
        facts: vec![
            fact(l.pick("地点", "Place"), "三里庵社区 03 网格 · 梅山路 18 号 3 号楼 1 单元", "/map?record=2"),
            fact(l.pick("类别", "Category"), l.pick("公用设施 / 供排水", "Utilities / Water and drains"), ""),
            fact(l.pick("持有", "Held by"), l.pick("街道派单员，自社区上交 10:05", "Subdistrict dispatcher, since 10:05"), ""),
            fact(l.pick("时限", "Limit"), l.pick("今日 14:20 前派出 · 2 个工作日办结", "Dispatch by 14:20 · close in 2 working days"), ""),
        ],
        personal: vec![Personal {
            label: l.pick("诉求人", "Reporter").into(),
            value: "王** 138****6021".into(),
            reveal: Some(Reveal {
                action: "/record/2/reveal".into(),
                purposes: vec![
                    choice("contact", l.pick("联系诉求人", "Contact the reporter")),
                    choice("visit", l.pick("上门核实", "Visit")),
                    choice("callback", l.pick("回访", "Call back")),
                ],
                once: "a1".into(),
                id: "reveal-reporter".into(),
                error: String::new(),
            }),
            shown_for: String::new(),
        }],
        tiers: vec![
            tier("网格", "Grid", "09:51", TierAt::Done),
            tier("社区", "Community", "10:05", TierAt::Done),
            tier("街道", "Subdistrict", "", TierAt::Now),
            tier("区", "District", "", TierAt::Ahead),
            tier("核实", "Verify", "", TierAt::Ahead),
            tier("评价", "Rate", "", TierAt::Ahead),
        ],
        description: strings(&["一楼厨房和卫生间返水，已经漫到客厅，家里有老人行动不便。"]),
        photos: vec![
            photo("leak-1.svg", "09:42", "厨房下水管，居民上传，09:42"),
            photo("leak-2.svg", "09:51", "楼外检查井，网格长陈波，09:51"),
            photo("leak-3.svg", "09:51", "客厅积水，网格长陈波，09:51"),
        ],
        suggestion: Some(Suggestion {
            title: l.pick("建议派给区排管所", "Proposed: District Drainage Office").into(),
            reason: l.pick("供排水 · 公共管网，权责清单 4.2", "Water and drains · public network, duty list 4.2").into(),
            record: l.pick("近 90 天同类 31 件，按时办结 94%，满意 91%", "31 alike in 90 days: 94% closed in time, 91% satisfied").into(),
            href: "/register/case?category=utilities.drain&body=drainage".into(),
        }),
        duplicates: vec![Duplicate {
            title: "2 号楼返水".into(),
            number: "340104-2026-018229".into(),
            href: "/record/9".into(),
            why: l.pick("相距 40 米，早 20 分钟", "40 m away, 20 min earlier").into(),
            act: Some(link(l.pick("比对并入", "Compare"), "/desk/dispatch?item=2&act=merge&other=9")),
        }],
        parts: vec![
            PartView {
                who: l.pick("区城市管理局", "Urban management bureau").into(),
                href: "/record/21".into(),
                state: Badge { text: l.pick("已报到，办理中", "In, acting").into(), tone: "accent" },
                due: left(l, "剩 9 个工作日", "9 working days left", Light::Fine),
                about: l.pick("报到单 · C2026-00041", "Call · C2026-00041").into(),
                events: vec![event("10:32", "区城市管理局", l.pick("报到", "reported in"), "两名执法人员已到现场", vec![])],
            },
            PartView {
                who: l.pick("公安分局", "Public security branch").into(),
                state: Badge { text: l.pick("待报到", "Called").into(), tone: "accent" },
                due: left(l, "超 40 分钟", "40 min late", Light::Late),
                about: l.pick("报到单 · C2026-00042", "Call · C2026-00042").into(),
                ..PartView::default()
            },
        ],
        timeline: vec![
            event(
                "10:05",
                "三里庵社区受理中心 张蕾",
                l.pick("上交街道", "raised to the subdistrict"),
                "主管在市政管网，社区无法处置",
                vec![],
            ),
            event("09:51", "03 网格网格长 陈波", l.pick("现场核实", "verified on site"), "管道外段堵塞，附照片 2 张", vec![]),
            event("09:42", l.pick("居民", "Resident"), l.pick("上报", "reported"), "", vec![]),
        ],
        acts: vec![
            Act {
                label: l.pick("派给区排管所", "Send to Drainage Office").into(),
                href: "/record/2/dispatch".into(),
                key: "d".into(),
                tone: "primary",
                direct: true,
                hidden: vec![("body".into(), "drainage".into()), ("_once".into(), "b2".into()), ("_version".into(), "4".into())],
                refused: String::new(),
            },
            act(l.pick("改派", "Other…"), "g", "", "reassign"),
            act(l.pick("退回", "Return"), "r", "", "return"),
        ],
        more: vec![
            act(l.pick("吹哨", "Whistle"), "w", "", "whistle"),
            act(l.pick("挂起", "Suspend"), "", "", "suspend"),
            act(l.pick("延期", "Extend"), "", "", "extend"),
            act(l.pick("督办", "Supervise"), "", "", "supervise"),
            Act {
                label: l.pick("作废", "Void").into(),
                refused: l.pick("已受理的事项不能作废，只能办结", "An accepted case cannot be voided").into(),
                ..Act::default()
            },
        ],
        ..RecordView::default()
    }
}

/// Returning the record: the form at the foot of the detail.
pub fn return_form(l: Locale, refused: bool) -> ActForm {
    ActForm {
        title: l.pick("退回社区", "Return to the community").into(),
        action: "/record/2/return".into(),
        fields: vec![
            Field {
                name: "reason".into(),
                label: l.pick("退回原因", "Reason").into(),
                required: true,
                error: if refused {
                    l.pick("请选一个原因，社区要据此补充", "Choose a reason, the community needs it").into()
                } else {
                    String::new()
                },
                kind: FieldKind::Choice(vec![
                    choice("scope", l.pick("不属本级职责", "Not our duty")),
                    choice("facts", l.pick("情况不清", "Facts unclear")),
                    choice("place", l.pick("地点有误", "Wrong place")),
                    choice("dup", l.pick("重复上报", "Duplicate")),
                ]),
                ..Field::default()
            },
            Field {
                name: "note".into(),
                label: l.pick("说明", "Explanation").into(),
                hint: l.pick("写清缺什么，社区补齐后可直接再报", "Say what is missing, so that it comes back complete").into(),
                required: true,
                value: if refused { "请补拍".into() } else { String::new() },
                error: if refused {
                    l.pick("至少写 6 个字，现在 3 个", "At least 6 characters, now 3").into()
                } else {
                    String::new()
                },
                kind: FieldKind::LongText { rows: 3, max: 300 },
                focus: true,
                ..Field::default()
            },
        ],
        submit: l.pick("退回三里庵社区", "Return to Sanli'an").into(),
        effect: l
            .pick(
                "时钟不停：社区还有 1 小时 20 分。第 2 次退回起由区裁定。",
                "The clock runs on: 1 h 20 min left. From the second return the district decides.",
            )
            .into(),
        basis: l.pick("蜀山 二-二", "Shushan 2-2").into(),
        cancel: "/desk/dispatch?item=2".into(),
        once: "c3".into(),
        hidden: vec![("_version".into(), "4".into())],
        ..ActForm::default()
    }
}

/// Reassigning: body picker, category tree, workdays, date, number, box and photos.
pub fn reassign_form(l: Locale) -> ActForm {
    let body = |code: &str, zh: &str, en: &str, note: &str, words: &str| Choice {
        code: code.into(),
        label: l.pick(zh, en).into(),
        note: note.into(),
        words: words.into(),
    };
    ActForm {
        title: l.pick("改派", "Send elsewhere").into(),
        action: "/record/2/dispatch".into(),
        fields: vec![
            Field {
                name: "body".into(),
                label: l.pick("承办单位", "Handler").into(),
                required: true,
                value: "drainage".into(),
                kind: FieldKind::Body(vec![
                    body(
                        "drainage",
                        "区排管所",
                        "Drainage Office",
                        l.pick("权责清单 4.2 · 按时 94%", "Duty list 4.2 · 94% in time"),
                        "qpgs",
                    ),
                    body("housing", "区住建局", "Housing Bureau", l.pick("权责清单 6.1 · 按时 88%", "Duty list 6.1 · 88% in time"), "qzjj"),
                    body("city", "区城管局", "City Management", l.pick("按时 91%", "91% in time"), "qcgj"),
                    body("water", "市供水集团", "Water Company", l.pick("按时 97%", "97% in time"), "sgsjt"),
                    body("street_city", "街道城管办", "Subdistrict City Office", "", "jdcgb"),
                    body("property", "梅山花园物业", "Meishan Property", "", "mshywy"),
                    body("fire", "区消防大队", "Fire Brigade", "", "qxfdd"),
                ]),
                ..Field::default()
            },
            Field {
                name: "category".into(),
                label: l.pick("类别", "Category").into(),
                value: "utilities.drain".into(),
                kind: FieldKind::Category(vec![
                    ChoiceGroup {
                        label: l.pick("公用设施", "Utilities").into(),
                        items: vec![
                            choice("utilities.drain", l.pick("供排水", "Water and drains")),
                            choice("utilities.light", l.pick("路灯", "Street lights")),
                        ],
                    },
                    ChoiceGroup {
                        label: l.pick("邻里纠纷", "Neighbours").into(),
                        items: vec![
                            choice("neighbours.noise", l.pick("噪声", "Noise")),
                            choice("neighbours.leak", l.pick("漏水", "Leaks")),
                        ],
                    },
                ]),
                ..Field::default()
            },
            Field {
                name: "workdays".into(),
                label: l.pick("办理期限", "Time limit").into(),
                value: "2".into(),
                required: true,
                kind: FieldKind::Workdays {
                    min: 1,
                    max: 15,
                    until: l.pick("到 11 月 24 日（周二）下班前", "until Tue 24 Nov, close of work").into(),
                },
                ..Field::default()
            },
            Field {
                name: "photos".into(),
                label: l.pick("照片", "Photos").into(),
                kind: FieldKind::Photos { max: 6, kept: vec![photo("leak-2.svg", "09:51", "楼外检查井")] },
                ..Field::default()
            },
            Field {
                name: "tell".into(),
                label: l.pick("短信告知诉求人", "Tell the reporter by SMS").into(),
                value: "true".into(),
                kind: FieldKind::Bool,
                ..Field::default()
            },
        ],
        submit: l.pick("派出", "Send").into(),
        effect: l.pick("区排管所即时收到，2 个工作日内办结。", "The office gets it at once and has two working days.").into(),
        cancel: "/desk/dispatch?item=2".into(),
        once: "d4".into(),
        ..ActForm::default()
    }
}

pub fn page(l: Locale) -> RecordPage {
    let mut shell = shell(l, "3 号楼下水管堵塞返水", "/register/case");
    shell.head.map = true;
    let mut record = record(l);
    record.review = Some(Review {
        ask: String::new(),
        title: l.pick("申请延期 5 个工作日，待您审核", "Asks for 5 more working days; waits for you").into(),
        by: l.pick("区排管所 刘洋 · 今日 09:20", "Drainage Office, Liu Yang · 09:20").into(),
        reason: "主管道需开挖，等交警部门批占道手续".into(),
        effect: l
            .pick("审核期间时钟照走；最多延期 1 次（蜀山 二-三）", "The clock runs meanwhile; one extension at most (Shushan 2-3)")
            .into(),
        acts: vec![
            Act {
                label: l.pick("同意延期", "Approve").into(),
                href: "/record/2/review".into(),
                key: "y".into(),
                tone: "primary",
                direct: true,
                ..Act::default()
            },
            act(l.pick("不同意", "Refuse"), "n", "", "refuse"),
        ],
    });
    record.details = vec![
        Fact { label: l.pick("联系方式", "Channel").into(), value: l.pick("小程序", "Mini program").into(), href: String::new() },
        Fact { label: l.pick("首次响应", "First response").into(), value: "09:51".into(), href: String::new() },
    ];
    record.timeline.insert(
        0,
        Event {
            at: at("10:12"),
            who: "区排管所 刘洋".into(),
            what: l.pick("退回", "returned it").into(),
            said: "堵点在小区红线内，应由物业先疏通".into(),
            photos: vec![photo("leak-2.svg", "", "检查井")],
            bad: true,
        },
    );
    RecordPage {
        crumbs: Crumbs { l, above: vec![link(l.pick("民情事项", "Cases"), "/register/case")], here: record.number.clone() },
        shell,
        record,
        map: Some(MapView { near: true, ..map(l) }),
    }
}
