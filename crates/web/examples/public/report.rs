//! A resident's report and what became of it.

use linli_web::Locale;
use linli_web::view::report::{Guess, Near, NextStep, PlaceAsk, ReportPage, ReportPreview, ReportThanks};
use linli_web::view::track::{AddForm, Mood, RateForm, RateLevel, Stage, Tier, TrackLine, TrackPage};
use linli_web::view::{Choice, ChoiceGroup, Field, FieldKind, Light, Photo};

use crate::{at, due, link, phone};

const PIXELS: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 84 84'%3E%3Cpath fill='%238aa5b0' d='M0 0h84v84H0z'/%3E%3Cpath fill='%235d7a87' d='M0 60l30-26 20 18 14-12 20 18v26H0z'/%3E%3C/svg%3E";

fn choice(code: &str, label: &str) -> Choice {
    Choice { code: code.to_owned(), label: label.to_owned(), ..Choice::default() }
}

pub(crate) fn photo(l: Locale) -> Photo {
    let text = l.pick("3 号楼一楼过道积水，今天 10:02 拍", "Water in the ground floor passage of building 3, taken at 10:02 today");
    Photo { href: PIXELS.to_owned(), thumb: PIXELS.to_owned(), text: text.to_owned(), time: "10:02".to_owned(), code: "p1".to_owned() }
}

pub(crate) fn categories(l: Locale) -> Vec<ChoiceGroup> {
    let group = |label: (&str, &str), items: &[(&str, &str, &str)]| ChoiceGroup {
        label: l.pick(label.0, label.1).to_owned(),
        items: items.iter().map(|(code, zh, en)| choice(code, l.pick(zh, en))).collect(),
    };
    vec![
        group(
            ("公用设施", "Public utilities"),
            &[
                ("parts.manhole", "井盖", "Manhole covers"),
                ("parts.light", "路灯", "Street lights"),
                ("parts.grate", "雨水箅子", "Storm grates"),
            ],
        ),
        group(
            ("市容环境", "City appearance"),
            &[
                ("events.litter", "暴露垃圾", "Litter"),
                ("events.clutter", "乱堆乱放", "Clutter"),
                ("events.sewage", "道路污水", "Sewage on roads"),
            ],
        ),
        group(
            ("街面秩序", "Street order"),
            &[
                ("events.parking", "乱停车", "Parking"),
                ("events.stall", "占道经营", "Street vending"),
                ("events.noise", "噪声扰民", "Noise"),
            ],
        ),
        group(
            ("住房物业", "Housing"),
            &[("live.drain", "供排水", "Water and drains"), ("live.stairs", "楼道环境", "Stairwells"), ("live.lift", "电梯", "Lifts")],
        ),
    ]
}

fn text(name: &str, label: &str, hint: &str, value: &str) -> Field {
    Field { name: name.to_owned(), label: label.to_owned(), hint: hint.to_owned(), value: value.to_owned(), ..Field::default() }
}

pub(crate) fn fresh(l: Locale) -> ReportPage {
    let grid = l.pick("三里庵街道", "Sanli'an Subdistrict");
    ReportPage {
        shell: {
            let mut shell = phone(l, l.pick("我要反映", "Report a matter"), false);
            shell.foot = vec![
                link(l.pick("怎么用您的信息", "How your data is used"), "/privacy"),
                link(l.pick("查进度", "Look up"), "/t"),
                link(l.pick("紧急情况打 110、119、120", "Emergency: 110, 119, 120"), "/urgent"),
            ];
            shell
        },
        action: "/report".to_owned(),
        once: "01HX".to_owned(),
        fresh: true,
        description: Field {
            required: true,
            kind: FieldKind::LongText { rows: 4, max: 2000 },
            ..text(
                "description",
                l.pick("什么事", "What happened"),
                l.pick("说清是什么、在哪里、多久了", "What it is, where, since when"),
                "",
            )
        },
        photo_max: 6,
        place: PlaceAsk {
            centre: (117.258, 31.851),
            zoom: 15,
            address: text(
                "address",
                l.pick("具体位置", "Where exactly"),
                l.pick("如：梅苑小区 3 号楼东侧", "For example: east side of building 3"),
                "",
            ),
            areas: vec![ChoiceGroup {
                label: grid.to_owned(),
                items: vec![choice("a1", l.pick("三里庵社区", "Sanli'an")), choice("a2", l.pick("竹荫里社区", "Zhuyinli"))],
            }],
            ..PlaceAsk::default()
        },
        categories: categories(l),
        preview: ReportPreview { l, ..ReportPreview::default() },
        name: text("name", l.pick("怎么称呼", "Your name"), "", ""),
        phone: Field { kind: FieldKind::Phone, ..text("phone", l.pick("手机号", "Phone"), "", "") },
        anonymous: Field {
            kind: FieldKind::Bool,
            ..text("anonymous", l.pick("身份保密，不让办理人知道我是谁", "Keep my identity from handlers"), "", "")
        },
        kept: l.pick("只给办理人看，办结后按期删除", "Only handlers see it; deleted some time after closing").to_owned(),
        ..ReportPage::default()
    }
}

pub(crate) fn preview(l: Locale) -> ReportPreview {
    let guess = |code: &str, label: &str, chosen: bool| Guess { code: code.to_owned(), label: label.to_owned(), chosen };
    ReportPreview {
        l,
        categories: vec![
            guess("live.drain", l.pick("供排水", "Water and drains"), true),
            guess("live.stairs", l.pick("楼道环境", "Stairwells"), false),
            guess("live.estate", l.pick("物业", "Estate management"), false),
        ],
        place: l.pick("梅山路 18 号 3 号楼附近", "Near building 3, 18 Meishan Road").to_owned(),
        area: l.pick("三里庵社区 03 网格", "Sanli'an community, grid 03").to_owned(),
        near: vec![Near {
            id: "r7".to_owned(),
            lead: l.pick("附近 40 米，20 分钟前：", "40 m away, 20 minutes ago: ").to_owned(),
            title: l.pick("2 号楼返水", "Backwater in building 2").to_owned(),
            state: l.pick("网格员正在处理", "Your grid lead is on it").to_owned(),
        }],
        holder: l.pick("三里庵社区 03 网格", "Sanli'an grid 03").to_owned(),
        ..ReportPreview::default()
    }
}

pub(crate) fn filled(l: Locale, large: bool) -> ReportPage {
    let mut page = fresh(l);
    page.shell.head.large = large;
    page.fresh = false;
    page.description.value = l
        .pick(
            "3号楼一楼下水管堵了，厨房返水，已经漫到客厅",
            "The drain on the ground floor of building 3 is blocked; water from the kitchen has reached the living room",
        )
        .to_owned();
    page.photos = vec![photo(l)];
    (page.place.lon, page.place.lat) = ("117.2548".to_owned(), "31.8508".to_owned());
    page.preview = preview(l);
    page
}

pub(crate) fn wrong(l: Locale) -> ReportPage {
    let mut page = filled(l, false);
    page.description.value = String::new();
    page.description.error = l.pick("请写几句是什么事", "Say in a few words what happened").to_owned();
    page.place.address.value = l.pick("梅苑", "Meiyuan").to_owned();
    page.place.address.error = l
        .pick(
            "有 3 处叫“梅苑”，请在地图上点一下，或从列表里选一处",
            "Three places are called Meiyuan: tap the map or choose one from the list",
        )
        .to_owned();
    page.phone.value = "1380013".to_owned();
    page.phone.error = l.pick("手机号应为 11 位，现在是 7 位", "A phone number has 11 digits; this has 7").to_owned();
    page
}

pub(crate) fn thanks(l: Locale) -> ReportThanks {
    let step = |zh: &str, en: &str, by: &str| NextStep { text: l.pick(zh, en).to_owned(), by: (!by.is_empty()).then(|| at(by)), due: None };
    ReportThanks {
        shell: phone(l, l.pick("已收到", "Received"), false),
        number: "340104-2026-004813".to_owned(),
        link: "https://linli.shushan.example/t/7Q2M-9KXD-RW4T".to_owned(),
        holder: l.pick("三里庵社区 03 网格", "Sanli'an grid 03").to_owned(),
        told: "138****0012".to_owned(),
        next: vec![
            NextStep {
                due: Some(due(Light::Fine, l.pick("剩 4 小时", "4 hours left"))),
                ..step(
                    "网格员先联系您，能当场办的当场办",
                    "The grid lead contacts you first, and settles it on the spot if that works",
                    l.pick("今天 14:05", "today 14:05"),
                )
            },
            step("办不了的报社区、街道，派给管这件事的单位", "What is beyond the grid goes up and to the body in charge", ""),
            step("办完请您评价，不满意会重新办", "When done, you rate it; a bad rating reopens it", l.pick("12 月 11 日", "11 December")),
        ],
        again: "/report".to_owned(),
        ..ReportThanks::default()
    }
}

pub(crate) fn tiers(l: Locale) -> Vec<Tier> {
    let tier = |zh: &str, en: &str, stage: Stage| Tier { label: l.pick(zh, en).to_owned(), stage, ..Tier::default() };
    vec![
        tier("网格", "Grid", Stage::Done),
        tier("社区", "Community", Stage::Done),
        Tier { note: l.pick("派给单位", "sent out").to_owned(), ..tier("街道", "Subdistrict", Stage::Now) },
        tier("区", "District", Stage::Ahead),
    ]
}

pub(crate) fn track(l: Locale) -> TrackPage {
    let line = |time: &str, zh: &str, en: &str, said: &str| TrackLine {
        at: at(time),
        text: l.pick(zh, en).to_owned(),
        said: said.to_owned(),
        photos: vec![],
    };
    TrackPage {
        shell: phone(l, l.pick("办理进度", "Progress"), false),
        number: "340104-2026-004813".to_owned(),
        heading: l.pick("您反映的事", "Your report").to_owned(),
        words: filled(l, false).description.value,
        category: l.pick("供排水", "Water and drains").to_owned(),
        place: l.pick("梅山路 18 号 3 号楼", "Building 3, 18 Meishan Road").to_owned(),
        reported: at(l.pick("今天 10:05", "today 10:05")),
        state: l.pick("承办单位正在办理", "Being handled").to_owned(),
        holder: l.pick("蜀山区排水管理所", "Shushan Drainage Office").to_owned(),
        by: Some(at(l.pick("11 月 23 日 11:20", "23 November 11:20"))),
        due: Some(due(Light::Fine, l.pick("剩 23 小时", "23 hours left"))),
        tiers: tiers(l),
        photos: vec![photo(l)],
        lines: vec![
            line(
                "11:20",
                "排水管理所已接单",
                "The drainage office took it",
                l.pick("疏通车下午 2 点到", "The jetting truck arrives at 2 pm"),
            ),
            line("10:48", "街道已派给蜀山区排水管理所", "The subdistrict sent it to the drainage office", ""),
            line(
                "10:31",
                "网格员已到现场，上报社区",
                "The grid lead was there and passed it to the community",
                l.pick("主管堵塞，需要专业疏通", "The main is blocked; it needs a jetting truck"),
            ),
            line("10:05", "已收到，交三里庵社区 03 网格", "Received; grid 03 has it", ""),
        ],
        link: "https://linli.shushan.example/t/7Q2M-9KXD-RW4T".to_owned(),
        add: Some(AddForm { action: "/t/x/add".to_owned(), once: "o".to_owned(), photo_max: 6, ..AddForm::default() }),
        rights: vec![link(l.pick("我的信息", "My data"), "/t/x/data"), link(l.pick("投诉", "Complain"), "/t/x/complain")],
        ..TrackPage::default()
    }
}

pub(crate) fn track_rate(l: Locale, large: bool) -> TrackPage {
    let level = |value: u8, zh: &str, en: &str| RateLevel { value, label: l.pick(zh, en).to_owned(), chosen: value == 4 };
    let mut page = track(l);
    page.shell.head.large = large;
    page.state = l.pick("已办结，请您评价", "Closed: please rate it").to_owned();
    page.mood = Mood::Yours;
    page.holder = String::new();
    (page.due, page.by, page.add) = (None, None, None);
    page.rate = Some(RateForm {
        action: "/t/x/rate".to_owned(),
        once: "o".to_owned(),
        levels: vec![
            level(5, "非常满意", "Very satisfied"),
            level(4, "满意", "Satisfied"),
            level(3, "一般", "Fair"),
            level(2, "不满意", "Not satisfied"),
            level(1, "非常不满意", "Very dissatisfied"),
        ],
        after_bad: l
            .pick(
                "选“不满意”的，1 个工作日内联系您，15 个工作日内整改。",
                "After a bad rating we contact you within 1 working day and put it right within 15.",
            )
            .to_owned(),
        ..RateForm::default()
    });
    page
}
