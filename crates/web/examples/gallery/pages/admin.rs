//! Made-up accounts, journal and handbook.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;

fn on(l: Locale) -> Badge {
    Badge { text: l.pick("在用", "Active").into(), tone: "fine" }
}

pub fn accounts(l: Locale) -> AccountsPage {
    let row = |name: &str, login: &str, roles: &[&str], status: Badge| AccountRow {
        name: name.into(),
        login: login.into(),
        href: format!("/admin/accounts/{login}"),
        roles: strings(roles),
        status,
    };
    AccountsPage {
        shell: shell(l, l.pick("账号", "Accounts"), "/admin/accounts"),
        sub: l.pick("三里庵街道 · 86 个账号", "Sanli'an · 86 accounts").into(),
        new: Some(link(l.pick("新增账号", "New account"), "/admin/accounts/new")),
        files: vec![link(l.pick("导入", "Import"), "/rosters/accounts"), link(l.pick("导出", "Export"), "/rosters/accounts/accounts.xlsx")],
        filter: FilterBar {
            action: "/admin/accounts".into(),
            controls: vec![
                Field { name: "q".into(), label: l.pick("姓名或登录名", "Name or login").into(), ..Field::default() },
                Field {
                    name: "role".into(),
                    label: l.pick("岗位", "Role").into(),
                    kind: FieldKind::Choice(vec![choice("", l.pick("全部", "All"))]),
                    ..Field::default()
                },
            ],
            reset: "/admin/accounts".into(),
            ..FilterBar::default()
        },
        rows: vec![
            row("李敏", "limin", &["街道派单员 · 三里庵街道行政服务中心"], on(l)),
            row("张蕾", "zhanglei", &["社区受理员 · 三里庵社区", "网格长 · 三里庵社区 05 网格"], on(l)),
            row("陈波", "chenbo", &["网格长 · 三里庵社区 03 网格"], on(l)),
            row("孙涛", "suntao", &["社区受理员 · 竹荫里社区"], Badge { text: l.pick("已停用", "Disabled").into(), tone: "" }),
            row("赵倩", "zhaoqian", &["社区受理员 · 国购社区"], Badge { text: l.pick("已锁定", "Locked").into(), tone: "late" }),
        ],
        pager: Pager {
            text: l.pick("第 1—50 个，共 86 个", "1–50 of 86").into(),
            prev: String::new(),
            next: "/admin/accounts?after=50".into(),
        },
        empty: Empty::default(),
    }
}

pub fn account(l: Locale) -> AccountPage {
    let field = |name: &str, zh: &str, en: &str, value: &str, kind| Field {
        name: name.into(),
        label: l.pick(zh, en).into(),
        value: value.into(),
        required: true,
        kind,
        ..Field::default()
    };
    let event = |time: &str, who: &str, what: &str, said: &str| Event {
        at: at(time),
        who: who.into(),
        what: what.into(),
        said: said.into(),
        ..Event::default()
    };
    AccountPage {
        shell: shell(l, "张蕾", "/admin/accounts"),
        crumbs: Crumbs { l, above: vec![link(l.pick("账号", "Accounts"), "/admin/accounts")], here: "张蕾".into() },
        name: "张蕾".into(),
        status: on(l),
        form: ActForm {
            title: String::new(),
            action: "/admin/accounts/zhanglei".into(),
            fields: vec![
                field("name", "姓名", "Name", "张蕾", FieldKind::Text),
                field("login", "登录名", "Login", "zhanglei", FieldKind::Text),
                Field {
                    purpose: l.pick("两步验证和值班通知", "two-step log-in and duty notices").into(),
                    ..field("phone", "手机号", "Phone", "138****7710", FieldKind::Phone)
                },
            ],
            submit: l.pick("保存", "Save").into(),
            once: "f6".into(),
            ..ActForm::default()
        },
        roles: vec![
            RoleRow {
                role: l.pick("社区受理员", "Community clerk").into(),
                body: "三里庵社区受理中心".into(),
                area: "三里庵社区".into(),
                period: l.pick("2026-03-01 起", "from 2026-03-01").into(),
                state: on(l),
            },
            RoleRow {
                role: l.pick("网格长（兼）", "Grid leader").into(),
                body: "三里庵社区 05 网格".into(),
                area: "05 网格".into(),
                period: l.pick("2026-09-15 至 2027-03-14", "2026-09-15 to 2027-03-14").into(),
                state: on(l),
            },
        ],
        stand_ins: super::me::stand_ins(l),
        second_factor: on(l),
        reset_factor: "/admin/accounts/zhanglei/second-factor/reset".into(),
        unlink: "/admin/accounts/zhanglei/sso/unlink".into(),
        unlock: String::new(),
        keys: Some(super::me::keys(l)),
        history: vec![
            event("9 月 15 日", "街道管理员 何静", "增加岗位", "兼任 05 网格网格长"),
            event("3 月 1 日", "街道管理员 何静", "新增账号", ""),
        ],
    }
}

pub fn journal(l: Locale) -> JournalPage {
    let entry = |sequence: &str, time: &str, who: &str, act: &str, detail: &str, hash: &str| JournalEntry {
        sequence: sequence.into(),
        at: at(time),
        who: who.into(),
        act: act.into(),
        on: link("340104-2026-018236", "/record/2"),
        detail: detail.into(),
        hash: hash.into(),
        erased: false,
    };
    let mut entries = vec![
        entry("182,406", "10:12:41", "区排管所 刘洋（部门经办）", "退回", "堵点在小区红线内，应由物业先疏通", "9c41e07a"),
        entry("182,405", "10:10:03", "街道 李敏（街道派单员）", "查看个人信息", "用途：联系诉求人；手机号", "51d0b2ff"),
        entry("182,404", "10:05:18", "三里庵社区 张蕾（社区受理员）", "上交", "主管在市政管网，社区无法处置", "e8a3c690"),
        entry("182,403", "09:51:55", "03 网格 陈波（网格长）", "现场核实", "照片 2 张", "07be91d4"),
    ];
    entries.push(JournalEntry { erased: true, ..entry("182,390", "09:02:10", "居民", "上报", "", "c2f6018b") });
    JournalPage {
        tabs: Vec::new(),
        shell: shell(l, l.pick("日志", "Journal"), "/admin/journal"),
        chain: Chain {
            holds: true,
            text: l
                .pick(
                    "校验通过：182,406 条前后相接，其中 3 条已依法删除个人信息",
                    "The chain holds: 182,406 entries, 3 of them lawfully erased",
                )
                .into(),
            at: at("10:00"),
            head: "9c41e07a…b3".into(),
            action: "/admin/journal/verify".into(),
            once: "h8".into(),
        },
        filter: FilterBar {
            action: "/admin/journal".into(),
            controls: vec![
                Field { name: "q".into(), label: l.pick("编号或经办", "Number or person").into(), ..Field::default() },
                Field {
                    name: "act".into(),
                    label: l.pick("动作", "Act").into(),
                    kind: FieldKind::Choice(vec![choice("", l.pick("全部", "All"))]),
                    ..Field::default()
                },
                Field { name: "from".into(), label: l.pick("从", "From").into(), kind: FieldKind::Date, ..Field::default() },
                Field { name: "to".into(), label: l.pick("到", "To").into(), kind: FieldKind::Date, ..Field::default() },
            ],
            reset: "/admin/journal".into(),
            ..FilterBar::default()
        },
        entries,
        pager: Pager { text: l.pick("最近 100 条", "The latest 100").into(), prev: String::new(), next: "?before=182306".into() },
        exports: vec![link("CSV", "/admin/journal.csv")],
        empty: Empty::default(),
    }
}

pub fn handbook(l: Locale) -> HandbookPage {
    let state = |zh: &str, en: &str, public: &str, limit: &str| StateRow {
        label: l.pick(zh, en).into(),
        public: public.into(),
        limit: limit.into(),
        basis: "蜀山 二-二".into(),
    };
    let r#move = |zh: &str, en: &str, from: &[&str], to: &str, who: &[&str], fill: &[&str], notes: &[&str]| MoveRow {
        label: l.pick(zh, en).into(),
        from: strings(from),
        to: to.into(),
        who: strings(who),
        fill: strings(fill),
        notes: strings(notes),
        basis: "蜀山 二-二".into(),
    };
    let svg = r##"<svg viewBox="0 0 760 90" width="760" role="img" aria-label="states"><g fill="#fff" stroke="#84939d"><rect x="4" y="28" width="110" height="34" rx="6"/><rect x="164" y="28" width="110" height="34" rx="6"/><rect x="324" y="28" width="110" height="34" rx="6"/><rect x="484" y="28" width="110" height="34" rx="6"/><rect x="644" y="28" width="110" height="34" rx="6"/></g><g fill="#1b2a33" font-size="13" text-anchor="middle"><text x="59" y="50">社区已受理</text><text x="219" y="50">待派单</text><text x="379" y="50">办理中</text><text x="539" y="50">待核实</text><text x="699" y="50">已办结</text></g><path d="M114 45h48M274 45h48M434 45h48M594 45h48" stroke="#0f6b8a" stroke-width="1.5"/></svg>"##;
    HandbookPage {
        shell: shell(l, l.pick("规则手册", "Handbook"), "/handbook"),
        heading: l.pick("蜀山区办事规则", "How Shushan works").into(),
        source: l.pick("规则包 shushan · 口径 2026-1", "Pack shushan · version 2026-1").into(),
        chapters: vec![
            tab(l.pick("民情事项", "Cases"), "/handbook/case", None, true),
            tab(l.pick("微心愿", "Wishes"), "/handbook/wish", None, false),
            tab(l.pick("准入事项", "Admitted tasks"), "/handbook/task", None, false),
            tab(l.pick("时限与工作日", "Time limits"), "/handbook/clock", None, false),
            tab(l.pick("权责清单", "Duty list"), "/handbook/dispatch", None, false),
            tab(l.pick("指标口径", "Indicators"), "/handbook/indicators", None, false),
        ],
        title: l.pick("民情事项", "Cases").into(),
        intro: "居民、网格长、热线和窗口反映的事，从网格起逐级办理：网格能办的网格办，办不了的上交，最后由反映人评价。".into(),
        diagram: Some(askama::filters::Safe(svg.to_owned())),
        diagram_text: l.pick("状态与动作；完整内容见下表", "States and moves; the tables below say the same").into(),
        states: vec![
            state("社区已受理", "Accepted", "社区正在处理", "1 个工作日"),
            state("待派单", "To dispatch", "已报街道", "4 小时（工作时间）"),
            state("办理中", "In hand", "已派给承办单位", "2 个工作日"),
            state("待核实", "To verify", "正在核实结果", "3 个工作日"),
        ],
        moves: vec![
            r#move("上交", "Raise", &["社区已受理"], "待派单", &["社区受理员"], &["说明"], &["通知网格长"]),
            r#move(
                "派单",
                "Dispatch",
                &["待派单", "退回"],
                "办理中",
                &["街道派单员"],
                &["承办单位"],
                &["须先选类别", "时钟起算", "告知诉求人"],
            ),
            r#move("延期", "Extend", &["办理中"], "办理中", &["部门经办"], &["工作日", "说明"], &["区督查员复核", "复核期间时钟照走"]),
            r#move("退回", "Return", &["办理中"], "退回", &["部门经办"], &["退回原因", "说明"], &["时钟不停", "第 2 次起由区裁定"]),
        ],
        fields: vec![
            FieldRow {
                label: l.pick("什么事", "What happened").into(),
                kind: l.pick("长文本", "long text").into(),
                notes: vec![l.pick("必填", "required").into()],
            },
            FieldRow {
                label: l.pick("手机号", "Phone").into(),
                kind: l.pick("电话", "phone").into(),
                notes: vec![
                    l.pick("个人信息，用于通知结果，办结 180 天后删除", "personal: to tell the result; erased 180 days after closing")
                        .into(),
                ],
            },
        ],
        indicators: vec![IndicatorRow {
            label: l.pick("满意率", "Satisfaction").into(),
            formula: l.pick("满意及以上 ÷ 有效评价", "rated 4 or 5 ÷ all ratings").into(),
            version: "2026-1".into(),
            basis: "蜀山 四-三".into(),
        }],
        duties: Vec::new(),
    }
}
