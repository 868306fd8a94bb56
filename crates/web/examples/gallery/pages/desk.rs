//! The made-up dispatch desk in its states.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;
use super::record::{reassign_form, record, return_form};

pub fn items(l: Locale, base: &str) -> Vec<Item> {
    let make = |id: &str, title: &str, due: Due, facts: [&str; 3]| Item {
        id: id.into(),
        href: format!("{base}?item={id}"),
        title: title.into(),
        due,
        facts: strings(&facts),
        current: id == "2",
        ..Item::default()
    };
    let resident = l.pick("居民上报", "resident");
    let grid = l.pick("网格上报", "grid worker");
    let hotline = l.pick("热线", "hotline");
    let counter = l.pick("窗口", "counter");
    let mut items = vec![
        make("1", "地下车库消防通道堆放杂物", left(l, "超 3 小时", "3 h late", Light::Late), ["竹荫里社区 07 网格", "消防隐患", grid]),
        make(
            "2",
            "3 号楼下水管堵塞返水",
            left(l, "剩 1 小时 20 分", "1 h 20 min left", Light::Soon),
            ["三里庵社区 03 网格", "供排水", resident],
        ),
        make("3", "路灯连续三盏不亮", left(l, "剩 6 小时", "6 h left", Light::Fine), ["国购社区 11 网格", "公用设施", hotline]),
        make("4", "楼上空调外机噪声", left(l, "剩 1 工作日", "1 workday left", Light::Fine), ["龙居山庄社区 02 网格", "邻里纠纷", counter]),
        make("5", "独居老人申请助浴服务", left(l, "剩 1 工作日", "1 workday left", Light::Fine), ["三里庵社区 05 网格", "为老服务", grid]),
        make("6", "人行道地砖松动", left(l, "剩 2 工作日", "2 workdays left", Light::Fine), ["绿怡社区 04 网格", "道路", resident]),
        make("7", "菜市场占道经营", left(l, "剩 2 工作日", "2 workdays left", Light::Fine), ["杏林社区 09 网格", "街面秩序", hotline]),
        make(
            "8",
            "小区门禁故障两周未修，居民多次反映物业未回应",
            left(l, "剩 3 工作日", "3 workdays left", Light::Fine),
            ["竹荫里社区 01 网格", "物业", resident],
        ),
        make("9", "单元门口电动车飞线充电", left(l, "已挂起", "Suspended", Light::None), ["国购社区 02 网格", "消防隐患", grid]),
    ];
    items[0].marks = vec![Badge { text: l.pick("督办", "Supervised").into(), tone: "late" }];
    items[1].marks = vec![Badge { text: l.pick("2 人跟进", "2 followers").into(), tone: "" }];
    items[7].marks = vec![Badge { text: l.pick("第 2 次退回", "Returned twice").into(), tone: "soon" }];
    items
}

pub fn desk(l: Locale) -> DeskPage {
    let mut shell = shell(l, l.pick("派单台", "Dispatch"), "/desk/dispatch");
    shell.head.map = true;
    let select = |name: &str, label: &str, all: &str| Field {
        name: name.into(),
        label: label.into(),
        kind: FieldKind::Choice(vec![choice("", all), choice("a", "三里庵社区"), choice("b", "竹荫里社区")]),
        ..Field::default()
    };
    let mut late = tab(l.pick("已超期", "Late"), "/desk/dispatch?view=late", Some(2), false);
    late.urgent = true;
    DeskPage {
        shell,
        tabs: vec![
            tab(l.pick("待派单", "To dispatch"), "/desk/dispatch", Some(23), true),
            tab(l.pick("退回待裁", "Returned"), "/desk/dispatch?view=returned", Some(4), false),
            tab(l.pick("将到期", "Due soon"), "/desk/dispatch?view=soon", Some(9), false),
            late,
            tab(l.pick("待核实", "To verify"), "/desk/dispatch?view=verify", Some(11), false),
        ],
        filter: FilterBar {
            action: "/desk/dispatch".into(),
            controls: vec![
                select("category", l.pick("类别", "Category"), l.pick("类别：全部", "Category: all")),
                select("area", l.pick("社区", "Community"), l.pick("社区：全部", "Community: all")),
            ],
            reset: "/desk/dispatch".into(),
            ..FilterBar::default()
        },
        list: WorkList {
            topic: "list-to_dispatch".into(),
            label: l.pick("待派单", "To dispatch").into(),
            summary: l.pick("23 件，按时限先后", "23, the most pressing first").into(),
            items: items(l, "/desk/dispatch"),
            more: "/desk/dispatch?after=9".into(),
            batch: vec![
                Act { label: l.pick("批量派单", "Dispatch").into(), href: "dispatch".into(), ..Act::default() },
                Act { label: l.pick("批量退回", "Return").into(), href: "return".into(), ..Act::default() },
            ],
            batch_action: "/desk/dispatch".into(),
            ..WorkList::default()
        },
        map: Some(map(l)),
        views: vec![
            Tab { icon: "list".into(), ..tab(l.pick("列表", "List"), "/desk/dispatch?show=list", None, true) },
            Tab { icon: "map".into(), ..tab(l.pick("地图", "Map"), "/desk/dispatch?show=map", None, false) },
        ],
        folded: vec![tab(l.pick("已办结", "Closed"), "/desk/dispatch?view=done", Some(1000), false)],
        detail: Some(record(l)),
        open: true,
        nothing: Empty {
            icon: "clipboard-check",
            title: l.pick("从左边选一件", "Choose one from the list").into(),
            text: l.pick("按 J、K 上下移动，回车打开；按 ? 看全部快捷键。", "J and K move, Enter opens, ? shows all keys.").into(),
            next: vec![],
        },
    }
}

pub fn act_open(l: Locale) -> DeskPage {
    let mut page = desk(l);
    if let Some(record) = &mut page.detail {
        record.form = Some(reassign_form(l));
    }
    page
}

pub fn act_refused(l: Locale) -> DeskPage {
    let mut page = desk(l);
    if let Some(record) = &mut page.detail {
        record.form = Some(return_form(l, true));
    }
    page
}

pub fn batch(l: Locale) -> DeskPage {
    let mut page = list_only(l);
    page.shell.head.toast = None;
    page.list.items[2].picked = true;
    page.list.items[5].picked = true;
    let mut form = reassign_form(l);
    form.fields.truncate(1);
    form.title = l.pick("批量派单", "Dispatch several").into();
    form.submit = l.pick("全部派出", "Dispatch all").into();
    form.cancel = "/desk/dispatch".into();
    page.list.batch_form = Some(form);
    page
}

pub fn list_only(l: Locale) -> DeskPage {
    let mut page = desk(l);
    page.detail = None;
    page.open = false;
    page.list.items.iter_mut().for_each(|item| item.current = false);
    page.shell.head.toast = Some(Toast {
        text: l.pick("已派给区排管所", "Sent to the Drainage Office").into(),
        bad: false,
        link: Some(link(l.pick("查看", "Show"), "/record/2")),
    });
    page
}

pub fn empty(l: Locale) -> DeskPage {
    let mut page = desk(l);
    page.detail = None;
    page.open = false;
    page.list.items.clear();
    page.list.more.clear();
    page.list.batch.clear();
    page.list.summary = l.pick("0 件", "None").into();
    page.tabs[0].count = Some(0);
    page.list.empty = Empty {
        icon: "checks",
        title: l.pick("没有待派单的事项", "Nothing to dispatch").into(),
        text: l
            .pick("新事项一到就会出现在这里。还有 11 件等您核实。", "New cases appear here by themselves. 11 wait to be verified.")
            .into(),
        next: vec![link(l.pick("去核实", "Verify them"), "/desk/dispatch?view=verify")],
    };
    page
}

/// A district supervisor's desk: the same page, other tabs, the record late.
pub fn district(l: Locale) -> DeskPage {
    let mut page = desk(l);
    page.shell.org = l.pick("蜀山区 · 督查科", "Shushan District").into();
    page.tabs = vec![
        tab(l.pick("待审核", "To review"), "/desk/review", Some(5), true),
        tab(l.pick("两次退回待裁定", "Returned twice"), "/desk/review?view=disputed", Some(3), false),
        tab(l.pick("督办中", "Supervised"), "/desk/review?view=supervised", Some(12), false),
        Tab { urgent: true, ..tab(l.pick("已超期", "Late"), "/desk/review?view=late", Some(17), false) },
    ];
    if let Some(record) = &mut page.detail {
        let fresh = super::record::page(l).record;
        record.review = fresh.review;
        record.due = left(l, "超 3 小时", "3 h late", Light::Late);
        record.tiers[2].at = TierAt::Late;
        record.suggestion = None;
        record.acts = vec![
            Act {
                label: l.pick("督办", "Supervise").into(),
                href: "/desk/review?item=2&act=supervise".into(),
                key: "s".into(),
                ..Act::default()
            },
            Act { label: l.pick("催办", "Remind").into(), href: "/record/2/remind".into(), direct: true, ..Act::default() },
        ];
        record.more.clear();
        record.no_acts = l.pick("由区排管所办理；可督办、可催办", "With the Drainage Office; you may supervise or remind").into();
    }
    page
}
