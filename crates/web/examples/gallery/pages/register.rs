//! The made-up register of cases in its four views, and the page that adds a record.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;
use super::desk::items;

pub fn all(l: Locale) -> Vec<(&'static str, RegisterPage)> {
    let mut drawer = page(l, "list", table(l));
    drawer.detail = Some(super::record::record(l));
    let mut none = page(l, "list", RegisterBody::Table(vec![]));
    none.pager = None;
    let board = ["社区受理", "待派单", "办理中", "待核实", "已办结"]
        .iter()
        .zip(&["Accepted", "To dispatch", "In hand", "To verify", "Closed"])
        .enumerate()
        .map(|(n, (zh, en))| BoardColumn {
            label: (*l.pick(zh, en)).into(),
            count: [6, 23, 41, 11, 1203][n],
            late: [0, 2, 5, 0, 0][n],
            items: items(l, "/register/case")
                .into_iter()
                .skip(n)
                .take(3 + n % 2)
                .map(|item| Item { current: false, id: format!("{n}-{}", item.id), ..item })
                .collect(),
            href: "/register/case?state=x".into(),
        })
        .collect();
    vec![
        ("register", page(l, "list", table(l))),
        ("register-drawer", drawer),
        ("register-empty", none),
        ("register-board", page(l, "board", RegisterBody::Board(board))),
        ("register-map", page(l, "map", RegisterBody::Map { map: map(l), items: items(l, "/register/case") })),
        ("register-calendar", page(l, "calendar", RegisterBody::Calendar(month(l)))),
    ]
}

fn page(l: Locale, view: &str, body: RegisterBody) -> RegisterPage {
    let mut shell = shell(l, l.pick("民情事项", "Cases"), "/register/case");
    shell.head.map = view == "map";
    let show = |name: &str, icon: &str, zh: &str, en: &str| Tab {
        icon: icon.into(),
        ..tab(l.pick(zh, en), &format!("/register/case?show={name}"), None, name == view)
    };
    let column = |name: &str, zh: &str, en: &str, shown: bool| Column {
        name: name.into(),
        label: l.pick(zh, en).into(),
        sort: format!("/register/case?sort={name}"),
        sorted: if name == "due" { "ascending" } else { "" },
        shown,
        number: name == "followers",
    };
    let select = |name: &str, zh: &str, en: &str| Field {
        name: name.into(),
        label: l.pick(zh, en).into(),
        kind: FieldKind::Choice(vec![choice("", l.pick("全部", "All")), choice("a", l.pick("办理中", "In hand"))]),
        ..Field::default()
    };
    let date = |name: &str, zh: &str, en: &str| Field {
        name: name.into(),
        label: l.pick(zh, en).into(),
        kind: FieldKind::Date,
        value: "2026-11-01".into(),
        ..Field::default()
    };
    RegisterPage {
        shell,
        heading: l.pick("民情事项", "Cases").into(),
        sub: l.pick("三里庵街道 · 1,284 条", "Sanli'an · 1,284 records").into(),
        new: Some(link(l.pick("登记", "New"), "/register/case/new")),
        exchanges: vec![link(l.pick("12345热线工单", "12345 hotline orders"), "/registers/case/exchange/hotline")],
        import: Some(link(l.pick("导入", "Import"), "/register/case/import")),
        exports_note: l.pick("共 1,284 条，全部导出", "1,284 records, all of them").into(),
        reveal: "/export/case.xlsx".into(),
        exports: vec![link("Excel (.xlsx)", "/register/case.xlsx"), link("CSV", "/register/case.csv")],
        tabs: vec![
            tab(l.pick("全部", "All"), "/register/case", Some(1284), true),
            tab(l.pick("在办", "Open"), "/register/case?view=open", Some(81), false),
            Tab { urgent: true, ..tab(l.pick("已超期", "Late"), "/register/case?view=late", Some(7), false) },
        ],
        filter: FilterBar {
            action: "/register/case".into(),
            controls: vec![
                Field {
                    name: "q".into(),
                    label: l.pick("关键词", "Words").into(),
                    hint: l.pick("标题、地址、编号", "Title, address, number").into(),
                    ..Field::default()
                },
                select("state", "状态", "State"),
                select("category", "类别", "Category"),
                select("community", "社区", "Community"),
                date("from", "登记从", "From"),
                date("to", "到", "To"),
            ],
            reset: "/register/case".into(),
            active: true,
            ..FilterBar::default()
        },
        views: vec![
            show("list", "list", "列表", "List"),
            show("board", "layout-kanban", "看板", "Board"),
            show("map", "map", "地图", "Map"),
            show("calendar", "calendar", "日历", "Calendar"),
        ],
        columns: vec![
            column("title", "事项", "Case", true),
            column("number", "编号", "Number", true),
            column("area", "网格", "Grid", true),
            column("category", "类别", "Category", true),
            column("state", "状态", "State", true),
            column("holder", "承办", "Held by", true),
            column("due", "时限", "Due", true),
            column("followers", "跟进", "Followers", true),
            column("created", "登记时间", "Recorded", false),
        ],
        columns_action: "/register/case".into(),
        body,
        pager: (view == "list").then(|| Pager {
            text: l.pick("第 51—100 条，共 1,284 条", "51–100 of 1,284").into(),
            prev: "/register/case?before=51".into(),
            next: "/register/case?after=100".into(),
        }),
        batch: vec![
            Act { label: l.pick("批量导出", "Export").into(), href: "export".into(), ..Act::default() },
            Act { label: l.pick("批量督办", "Supervise").into(), href: "supervise".into(), ..Act::default() },
        ],
        batch_action: "/register/case".into(),
        batch_form: None,
        detail: None,
        print_line: l.pick("登记从 2026-11-01；打印于 2026-11-22 10:42，李敏", "From 2026-11-01; printed 2026-11-22 10:42, Li Min").into(),
        topic: "register-case".into(),
        empty: Empty {
            icon: "search",
            title: l.pick("没有符合条件的记录", "Nothing matches").into(),
            text: l.pick("放宽条件再试，或清除筛选看全部 1,284 条。", "Loosen the filter, or clear it to see all 1,284.").into(),
            next: vec![
                link(l.pick("清除筛选", "Clear the filter"), "/register/case"),
                link(l.pick("登记一条", "Record one"), "/register/case/new"),
            ],
        },
    }
}

fn table(l: Locale) -> RegisterBody {
    let states =
        [("待派单", "To dispatch", "accent"), ("办理中", "In hand", ""), ("待核实", "To verify", "soon"), ("已办结", "Closed", "fine")];
    let rows = items(l, "/register/case")
        .into_iter()
        .enumerate()
        .map(|(n, item)| {
            let (zh, en, tone) = states[n % 4];
            Row {
                id: item.id,
                href: item.href,
                cells: vec![
                    Cell::Text(item.title),
                    Cell::Text(format!("340104-2026-0182{}", 40 - n)),
                    Cell::Text(item.facts[0].clone()),
                    Cell::Text(item.facts[1].clone()),
                    Cell::Badge(Badge { text: l.pick(zh, en).into(), tone }),
                    Cell::Text(["街道派单员", "区排管所", "区城管局"][n % 3].into()),
                    Cell::Due(item.due),
                    Cell::Number((n % 3).to_string()),
                ],
                current: n == 1,
                picked: false,
            }
        })
        .collect();
    RegisterBody::Table(rows)
}

fn month(l: Locale) -> Month {
    let some = items(l, "/register/case");
    // 1 November 2026 is a Sunday; weeks start on Monday.
    let weeks = (0..6)
        .map(|week: i32| {
            (0..7)
                .map(|day: i32| {
                    let n = week * 7 + day - 5;
                    let outside = !(1..=30).contains(&n);
                    let shown = if n < 1 {
                        31 + n
                    } else if n > 30 {
                        n - 30
                    } else {
                        n
                    };
                    Day {
                        number: shown.to_string(),
                        iso: format!("2026-11-{shown:02}"),
                        outside,
                        today: n == 22,
                        mark: String::new(),
                        items: some
                            .iter()
                            .skip((n.unsigned_abs() as usize * 3) % 9)
                            .take(if outside { 0 } else { (n % 4) as usize })
                            .cloned()
                            .collect(),
                        more: (n == 19).then(|| link(l.pick("还有 4 条", "4 more"), "/register/case?day=2026-11-19")),
                    }
                })
                .collect()
        })
        .collect();
    Month {
        title: l.pick("2026 年 11 月", "November 2026").into(),
        prev: "?month=2026-10".into(),
        next: "?month=2026-12".into(),
        today: "?month=2026-11".into(),
        weekdays: l
            .pick(["一", "二", "三", "四", "五", "六", "日"], ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
            .iter()
            .map(|day| (*day).to_owned())
            .collect(),
        weeks,
    }
}

pub fn new_record(l: Locale) -> FormPage {
    let field = |name: &str, zh: &str, en: &str, kind: FieldKind| Field {
        name: name.into(),
        label: l.pick(zh, en).into(),
        kind,
        ..Field::default()
    };
    let mut form = super::record::reassign_form(l);
    let category = form.fields.remove(1);
    form.title = l.pick("登记民情事项", "Record a case").into();
    form.action = "/register/case/new".into();
    form.submit = l.pick("登记并受理", "Record and accept").into();
    form.effect = l
        .pick("由三里庵社区 03 网格受理，1 个工作日内联系诉求人。", "Goes to grid 03, which contacts the reporter within one working day.")
        .into();
    form.cancel = "/register/case".into();
    form.fields = vec![
        Field {
            wide: true,
            required: true,
            hint: l.pick("用居民的原话写，第一行作标题", "In the resident's words; the first line is the title").into(),
            ..field("description", "什么事", "What happened", FieldKind::LongText { rows: 4, max: 2000 })
        },
        Field {
            required: true,
            value: "梅山路 18 号 3 号楼".into(),
            ..field("place", "在哪里", "Where", FieldKind::Place { lat: "31.858".into(), lon: "117.252".into(), shapes: map(l).geojson })
        },
        category,
        Field {
            required: true,
            value: "call".into(),
            ..field(
                "source",
                "来源",
                "Source",
                FieldKind::Choice(vec![
                    choice("counter", l.pick("窗口", "Counter")),
                    choice("call", l.pick("电话", "Phone")),
                    choice("visit", l.pick("走访", "Visit")),
                    choice("line", l.pick("热线", "Hotline")),
                ]),
            )
        },
        field(
            "urgency",
            "紧急程度",
            "Urgency",
            FieldKind::Choice(vec![
                choice("red", l.pick("紧急", "Urgent")),
                choice("yellow", l.pick("较急", "Soon")),
                choice("blue", l.pick("一般", "Normal")),
            ]),
        ),
        Field {
            purpose: l.pick("通知办理结果", "telling the result").into(),
            error: l.pick("手机号应为 11 位，现在 10 位", "A mobile number has 11 digits, now 10").into(),
            value: "1380551602".into(),
            ..field("phone", "手机号", "Phone", FieldKind::Phone)
        },
        field("found", "发现时间", "Found at", FieldKind::Time),
        Field {
            ..field(
                "kind",
                "类型",
                "Kind",
                FieldKind::Choice((1..8).map(|n| choice(&n.to_string(), &format!("{}{n}", l.pick("类型", "Kind ")))).collect()),
            )
        },
        field(
            "people",
            "涉及人数",
            "People",
            FieldKind::Number { min: "0".into(), max: String::new(), step: "1", unit: l.pick("人", "people").into() },
        ),
        field("photos", "照片", "Photos", FieldKind::Photos { max: 6, kept: vec![] }),
        Field {
            value: "true".into(), ..field("callback", "办结后回访诉求人", "Call the reporter back when closed", FieldKind::Bool)
        },
    ];
    let mut shell = shell(l, l.pick("登记民情事项", "Record a case"), "/register/case");
    shell.head.map = true;
    FormPage {
        crumbs: Crumbs { l, above: vec![link(l.pick("民情事项", "Cases"), "/register/case")], here: form.title.clone() },
        shell,
        map: true,
        form,
        aside: vec![(
            l.pick("接下来", "What happens next").into(),
            strings(&l.pick(
                ["03 网格网格长陈波现场核实", "社区能办的 3 个工作日内办结；办不了的上交街道", "办结后三日内回访"],
                [
                    "Grid leader Chen Bo verifies on site",
                    "The community closes it in 3 working days or raises it",
                    "A call-back follows within three days",
                ],
            )),
        )],
    }
}
