//! Made-up home, search, notices, log-in and error pages.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;

pub fn home(l: Locale) -> HomePage {
    let wait =
        |zh: &str, en: &str, count, href: &str, first: Due| Waiting { label: l.pick(zh, en).into(), count, href: href.into(), first };
    let line = |title: &str, sub: &str, due: Due| Line { title: title.into(), sub: sub.into(), due, href: "/desk/dispatch?item=1".into() };
    let change = |time: &str, text: &str| Change { at: at(time), text: text.into(), href: "/record/2".into() };
    let figure = |zh: &str, en: &str, value: &str, compare: &str, tone, fzh: &str, fen: &str| Figure {
        label: l.pick(zh, en).into(),
        value: value.into(),
        compare: format!("{compare} {}", l.pick("比上月同期", "on last month")),
        tone,
        formula: l.pick(fzh, fen).into(),
        href: "/register/case?view=x".into(),
    };
    HomePage {
        shell: shell(l, l.pick("首页", "Home"), "/"),
        greeting: l.pick("李敏，上午好", "Good morning, Li Min").into(),
        date: l.pick("11 月 22 日 星期日 · 三里庵街道", "Sunday 22 November · Sanli'an").into(),
        waiting: vec![
            wait("待派单", "To dispatch", 23, "/desk/dispatch", left(l, "最早剩 1 小时 20 分", "first: 1 h 20 min left", Light::Soon)),
            wait("退回待裁", "Returned", 4, "/desk/dispatch?view=returned", left(l, "最早剩 6 小时", "first: 6 h left", Light::Fine)),
            wait("待核实", "To verify", 11, "/desk/dispatch?view=verify", left(l, "最早剩 1 工作日", "first: 1 workday left", Light::Fine)),
            wait("吹哨待响应", "Whistles", 1, "/desk/whistle", Due::default()),
        ],
        next: vec![
            line("3 号楼下水管堵塞返水", "派单 · 三里庵社区 03 网格", left(l, "剩 1 小时 20 分", "1 h 20 min left", Light::Soon)),
            line("路灯连续三盏不亮", "派单 · 国购社区 11 网格", left(l, "剩 6 小时", "6 h left", Light::Fine)),
            line("菜市场占道经营", "核实 · 杏林社区 09 网格", left(l, "剩 2 工作日", "2 workdays left", Light::Fine)),
        ],
        late: vec![
            line("地下车库消防通道堆放杂物", "派单 · 竹荫里社区 07 网格 · 督办", left(l, "超 3 小时", "3 h late", Light::Late)),
            line("五里墩立交桥下积水", "吹哨待响应 · 区排管所", left(l, "超 40 分", "40 min late", Light::Late)),
        ],
        changes: vec![
            change("10:31", "区排管所办结“龙居山庄雨水井堵塞”，待您核实"),
            change("10:05", "三里庵社区上交“3 号楼下水管堵塞返水”"),
            change("09:20", "区住建局申请延期“小区门禁故障”，已送区审核"),
        ],
        figures: vec![
            figure("响应率", "Response", "99.1%", "+0.4", "good", "时限内联系 ÷ 应联系", "contacted in time ÷ due"),
            figure("解决率", "Solved", "92.7%", "+1.1", "good", "回访认可解决 ÷ 已回访", "confirmed ÷ called back"),
            figure("满意率", "Satisfied", "94.3%", "−0.3", "bad", "满意及以上 ÷ 有效评价", "rated 4 or 5 ÷ all ratings"),
        ],
        figures_href: "/board".into(),
        late_title: l.pick("辖区内已超期", "Late in your area").into(),
        late_all: vec![Link { label: l.pick("民情事项 2", "Cases 2").into(), href: "/register/case".into() }],
        calm: None,
    }
}

pub fn home_calm(l: Locale) -> HomePage {
    let mut page = home(l);
    page.waiting.clear();
    page.late.clear();
    page.next.clear();
    page.calm = Some(Empty {
        icon: "checks",
        title: l.pick("手头没有待办", "Nothing waits for you").into(),
        text: l.pick("新事项会自己出现在这里，也会通知您。", "New work appears here by itself, and you will be told.").into(),
        next: vec![link(l.pick("看辖区看板", "See the board"), "/board")],
    });
    page
}

pub fn search(l: Locale) -> SearchPage {
    let mut shell = shell(l, l.pick("搜索：返水", "Search: 返水"), "/search");
    shell.query = "返水".into();
    let p = |text: &str, hit| Piece { text: text.into(), hit };
    SearchPage {
        shell,
        summary: l.pick("“返水”找到 14 条", "14 found for “返水”").into(),
        recorded: String::new(),
        groups: vec![
            SearchGroup {
                label: l.pick("民情事项", "Cases").into(),
                count: 12,
                hits: vec![
                    Hit {
                        href: "/record/2".into(),
                        title: vec![p("3 号楼下水管堵塞", false), p("返水", true)],
                        facts: strings(&["340104-2026-018236", "三里庵社区 03 网格", "待派单"]),
                        snippet: vec![p("一楼厨房和卫生间", false), p("返水", true), p("，已经漫到客厅", false)],
                        due: left(l, "剩 1 小时 20 分", "1 h 20 min left", Light::Soon),
                    },
                    Hit {
                        href: "/record/9".into(),
                        title: vec![p("2 号楼", false), p("返水", true)],
                        facts: strings(&["340104-2026-018229", "三里庵社区 03 网格", "社区受理"]),
                        snippet: vec![],
                        due: left(l, "剩 1 工作日", "1 workday left", Light::Fine),
                    },
                ],
                more: "/register/case?q=返水".into(),
            },
            SearchGroup {
                label: l.pick("微心愿", "Wishes").into(),
                count: 1,
                hits: vec![Hit {
                    href: "/record/w1".into(),
                    title: vec![p("想请人看看阳台地漏", false)],
                    facts: strings(&["W-2026-0312", "绿怡社区 04 网格", "已认领"]),
                    snippet: vec![p("地漏下雨天", false), p("返水", true)],
                    due: Due::default(),
                }],
                more: String::new(),
            },
        ],
        empty: Empty::default(),
    }
}

pub fn search_none(l: Locale) -> SearchPage {
    let mut page = search(l);
    page.groups.clear();
    page.summary = l.pick("没有找到", "Nothing found").into();
    page.empty = Empty {
        icon: "search",
        title: l.pick("没有找到“返水水”", "Nothing found for “返水水”").into(),
        text: l
            .pick(
                "少写几个字再试；编号可以只写最后几位，姓名、地址可以写拼音首字母。",
                "Try fewer words; the last digits of a number are enough.",
            )
            .into(),
        next: vec![link(l.pick("登记一件新事项", "Record a new case"), "/register/case/new")],
    };
    page
}

pub fn notices(l: Locale) -> NoticesPage {
    let notice = |time: &str, title: &str, text: &str, unread, light| Notice {
        at: at(time),
        title: title.into(),
        text: text.into(),
        href: "/record/1".into(),
        unread,
        light,
    };
    NoticesPage {
        shell: shell(l, l.pick("通知", "Notices"), "/notices"),
        tabs: vec![tab(l.pick("未读", "Unread"), "/notices", Some(3), true), tab(l.pick("全部", "All"), "/notices?all=yes", None, false)],
        notices: vec![
            notice("10:42", "督办：地下车库消防通道堆放杂物", "已超期 3 小时，请今日 17:00 前反馈处置情况", true, Light::Late),
            notice("10:05", "三里庵社区上交 1 件，待派单", "3 号楼下水管堵塞返水，剩 1 小时 20 分", true, Light::Soon),
            notice("09:20", "区住建局申请延期：小区门禁故障", "已送区审核，时钟照走", true, Light::None),
            notice("昨日 16:40", "办结：龙居山庄雨水井堵塞", "请在 3 个工作日内核实", false, Light::Fine),
        ],
        mark_all: "/notices/read".into(),
        pager: Pager { text: l.pick("共 4 条", "4 in all").into(), ..Pager::default() },
        empty: Empty::default(),
    }
}

pub fn plain(l: Locale, title: &str) -> PlainShell {
    PlainShell {
        head: Head { l, title: title.into(), ..Head::default() },
        org: l.pick("蜀山区", "Shushan District").into(),
        lang_href: format!("?lang={}", l.other().tag()),
        text_href: "?text=large".into(),
    }
}

pub fn login(l: Locale, demo: bool) -> LoginPage {
    let account = |name: &str, zh: &str, en: &str, login: &str| DemoAccount {
        name: name.into(),
        post: l.pick(zh, en).into(),
        login: login.into(),
        action: "/demo/login".into(),
    };
    LoginPage {
        shell: plain(l, l.pick("登录", "Log in")),
        form: ActForm {
            title: l.pick("工作人员登录", "Staff log-in").into(),
            action: "/login".into(),
            fields: vec![
                Field {
                    name: "login".into(),
                    label: l.pick("登录名", "Login").into(),
                    required: true,
                    value: if demo { String::new() } else { "limin".into() },
                    focus: true,
                    ..Field::default()
                },
                Field {
                    name: "password".into(),
                    label: l.pick("密码", "Password").into(),
                    required: true,
                    kind: FieldKind::Password { new: false },
                    ..Field::default()
                },
            ],
            errors: if demo {
                vec![]
            } else {
                vec![
                    l.pick(
                        "登录名或密码不对。再错 3 次将锁定 10 分钟。",
                        "Wrong login or password. After 3 more the account is locked for 10 minutes.",
                    )
                    .into(),
                ]
            },
            submit: l.pick("登录", "Log in").into(),
            once: "e5".into(),
            ..ActForm::default()
        },
        sso: Some(link(l.pick("统一身份认证", "Single sign-on"), "/login/sso")),
        out: None,
        passkey: "/login/passkey".into(),
        links: vec![link(l.pick("忘记密码", "Forgot it"), "/help"), link(l.pick("我是居民，要反映问题", "I am a resident"), "/report")],
        demo: if demo {
            vec![
                account("陈波", "网格长 · 三里庵社区 03 网格", "Grid leader · Sanli'an 03", "chenbo"),
                account("张蕾", "社区受理员 · 三里庵社区", "Community clerk · Sanli'an", "zhanglei"),
                account("李敏", "街道派单员 · 三里庵街道", "Subdistrict dispatcher", "limin"),
                account("刘洋", "部门经办 · 区排管所", "Department handler", "liuyang"),
                account("周正", "区督查员 · 蜀山区", "District supervisor", "zhouzheng"),
                account("系统管理员", "管理员 · 蜀山区", "Administrator", "admin"),
            ]
        } else {
            vec![]
        },
    }
}

pub fn not_found(l: Locale) -> ErrorPage {
    ErrorPage {
        shell: plain(l, l.pick("没有找到", "Not found")),
        status: 404,
        title: l.pick("没有找到这一页", "There is no such page").into(),
        text: l
            .pick(
                "地址可能抄错了，或者这条记录已并入别的事项。用编号搜一下最快。",
                "The address may be mistyped, or the record was merged. Searching its number is quickest.",
            )
            .into(),
        basis: String::new(),
        next: vec![link(l.pick("去搜索", "Search"), "/search"), link(l.pick("回首页", "Home"), "/")],
        reference: String::new(),
    }
}

pub fn no_permission(l: Locale) -> ErrorPage {
    ErrorPage {
        shell: plain(l, l.pick("无权查看", "Not allowed")),
        status: 403,
        title: l.pick("这件事不在您的辖区", "This case is outside your area").into(),
        text: l
            .pick(
                "它属于南七街道。需要看的，请南七街道转办，或请本街道管理员调整您的辖区。",
                "It belongs to Nanqi. Ask Nanqi to hand it over, or your administrator to change your area.",
            )
            .into(),
        basis: l.pick("最小授权：GB/T 22239 8.1.4.2", "Least privilege: GB/T 22239 8.1.4.2").into(),
        next: vec![link(l.pick("回派单台", "Back to my desk"), "/desk/dispatch")],
        reference: "7F3A-20C1".into(),
    }
}
