//! The grid lead's phone.

use linli_web::Locale;
use linli_web::view::patrol::{
    self, FieldDay, FieldItem, FieldOffline, FieldQueue, PatrolAct, PatrolDetail, PatrolItem, PatrolMap, PatrolMe, PatrolReport, PatrolTab,
    PatrolToday, Tile,
};
use linli_web::view::{Badge, Choice, Empty, Light, PhoneShell};
use serde_json::json;

use crate::{at, collection, due, link, phone, report, shapes};

fn shell(l: Locale, title: &str, tab: PatrolTab) -> PhoneShell {
    let mut shell = phone(l, title, false);
    shell.tabs = patrol::tabs(l, tab, 5, true);
    shell
}

fn items(l: Locale) -> Vec<PatrolItem> {
    let item = |zh: [&str; 3], en: [&str; 3], due| {
        let [title, place, meta] = l.pick(zh, en);
        PatrolItem {
            href: "patrol-detail".to_owned(),
            title: title.to_owned(),
            place: place.to_owned(),
            meta: meta.to_owned(),
            due,
            ..PatrolItem::default()
        }
    };
    let supervised = vec![Badge { text: l.pick("督办", "Supervised").to_owned(), tone: "late" }];
    vec![
        PatrolItem {
            marks: supervised,
            ..item(
                ["楼道堆放旧家具，挡住消防通道", "竹荫里 7 号楼 2 单元", "居民反映 · 消防通道"],
                ["Old furniture blocks the fire passage", "Zhuyinli building 7, entrance 2", "Resident · Fire passage"],
                due(Light::Late, l.pick("超 2 小时", "2 h late")),
            )
        },
        PatrolItem {
            thumb: report::photo(l).thumb,
            ..item(
                ["下水管堵了，厨房返水，已经漫到客厅", "梅山路 18 号 3 号楼", "居民反映 · 供排水"],
                ["Blocked drain, kitchen water in the living room", "Building 3, 18 Meishan Road", "Resident · Water and drains"],
                due(Light::Soon, l.pick("剩 40 分", "40 min left")),
            )
        },
        item(
            ["路灯两盏不亮", "梅山路与竹荫里路口", "社区派回 · 路灯"],
            ["Two street lights are out", "Meishan Road at Zhuyinli", "From the community · Street lights"],
            due(Light::Fine, l.pick("剩 3 小时", "3 h left")),
        ),
        item(
            ["垃圾桶满溢", "梅苑东门", "巡查发现 · 垃圾箱"],
            ["Bins overflow", "Meiyuan east gate", "Patrol · Litter bins"],
            due(Light::Fine, l.pick("剩 1 天", "1 day left")),
        ),
        item(
            ["独居老人王奶奶想装扶手", "梅苑 5 号楼", "微心愿 · 为老服务"],
            ["An old lady living alone would like a handrail", "Meiyuan building 5", "Wish · Care for the old"],
            due(Light::Fine, l.pick("剩 4 天", "4 days left")),
        ),
    ]
}

pub(crate) fn today(l: Locale) -> PatrolToday {
    PatrolToday {
        shell: shell(l, l.pick("今日", "Today"), PatrolTab::Today),
        grid: l.pick("三里庵社区 03 网格", "Sanli'an community, grid 03").to_owned(),
        day: l.pick("11 月 22 日 周日", "Sunday 22 November").to_owned(),
        sums: vec![
            link(l.pick("超期 1", "1 late"), "?light=late"),
            link(l.pick("快到期 1", "1 soon"), "?light=soon"),
            link(l.pick("共 5", "5 in all"), "?"),
        ],
        items: items(l),
        done: items(l).into_iter().skip(3).take(1).collect(),
        ..PatrolToday::default()
    }
}

pub(crate) fn calm(l: Locale) -> PatrolToday {
    PatrolToday {
        items: vec![],
        sums: vec![],
        done: vec![],
        empty: Empty {
            icon: "circle-check",
            title: l.pick("今天没有要办的事", "Nothing to do today").to_owned(),
            text: l.pick("有新的会在这里出现，也会通知您。", "New matters appear here, and you are told.").to_owned(),
            next: vec![],
        },
        ..today(l)
    }
}

pub(crate) fn report(l: Locale) -> PatrolReport {
    let tile = |code: &str, icon: &str, zh: &str, en: &str| Tile {
        code: code.to_owned(),
        icon: icon.to_owned(),
        label: l.pick(zh, en).to_owned(),
    };
    PatrolReport {
        shell: shell(l, l.pick("发现问题", "Found a problem"), PatrolTab::Report),
        action: "/patrol/report".to_owned(),
        once: "o".to_owned(),
        fresh: true,
        tiles: vec![
            tile("events.litter", "trash", "暴露垃圾", "Litter"),
            tile("events.clutter", "packages", "乱堆乱放", "Clutter"),
            tile("events.parking", "car", "乱停车", "Parking"),
            tile("live.drain", "droplet", "供排水", "Drains"),
            tile("parts.light", "bolt", "路灯", "Street lights"),
            tile("parts.manhole", "alert-circle", "井盖", "Manholes"),
            tile("parts.tree", "trees", "行道树", "Trees"),
            tile("live.fire", "flame", "消防通道", "Fire passage"),
        ],
        categories: report::categories(l),
        photo_max: 6,
        centre: (117.2545, 31.851),
        shapes: collection(vec![shapes(|_, _| json!({ "current": true })).swap_remove(5)]),
        holder: l.pick("我的待办", "my list").to_owned(),
        ..PatrolReport::default()
    }
}

pub(crate) fn detail(l: Locale) -> PatrolDetail {
    let act = |name: &str, icon: &str, zh: [&str; 4], en: [&str; 4]| {
        let [label, hint, note, submit] = l.pick(zh, en).map(ToOwned::to_owned);
        PatrolAct {
            name: name.to_owned(),
            icon: icon.to_owned(),
            label,
            hint,
            note_label: note,
            submit,
            note_required: true,
            photo_max: 6,
            action: "/r/x/act".to_owned(),
            once: "o".to_owned(),
            version: 3,
            ..PatrolAct::default()
        }
    };
    let reason = |code: &str, zh: &str, en: &str| Choice { code: code.to_owned(), label: l.pick(zh, en).to_owned(), ..Choice::default() };
    let facts = l.pick(
        [("类别", "供排水"), ("位置", "梅山路 18 号 3 号楼"), ("反映人", "王**（身份不保密）"), ("时间", "今天 10:05")],
        [("Category", "Water and drains"), ("Place", "Building 3, 18 Meishan Road"), ("Reporter", "W**"), ("Time", "today 10:05")],
    );
    PatrolDetail {
        shell: PhoneShell {
            back: Some(link(l.pick("返回今日", "Back to today"), "patrol")),
            ..shell(l, l.pick("办理", "Handle"), PatrolTab::Today)
        },
        number: "340104-2026-004813".to_owned(),
        words: report::filled(l, false).description.value,
        state: l.pick("网格待处置", "With the grid lead").to_owned(),
        due: due(Light::Soon, l.pick("剩 40 分", "40 min left")),
        tiers: report::tiers(l).into_iter().map(|tier| linli_web::view::track::Tier { note: String::new(), ..tier }).collect(),
        facts: facts.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect(),
        map: Some(link(l.pick("看位置", "Place"), "patrol-map")),
        call: Some(link(l.pick("联系反映人", "Call"), "/call")),
        photos: vec![report::photo(l)],
        acts: vec![
            PatrolAct {
                primary: true,
                ..act(
                    "solve",
                    "check",
                    ["当场解决", "办结后请居民评价", "怎么解决的", "办结"],
                    ["Settle on the spot", "The resident then rates it", "How it was settled", "Settle"],
                )
            },
            PatrolAct {
                reasons: vec![
                    reason("beyond", "要专业队伍", "Needs specialists"),
                    reason("money", "要花钱", "Needs money"),
                    reason("power", "没有执法权", "No powers"),
                    reason("shared", "跨网格", "More than my grid"),
                ],
                ..act(
                    "pass_to_community",
                    "arrow-bar-up",
                    ["上报社区", "交三里庵社区", "补充一句", "上报"],
                    ["Pass to the community", "To Sanli'an community", "A few words", "Pass up"],
                )
            },
            act("contact", "phone", ["已联系居民", "", "怎么说的", "记下来"], ["Contacted the resident", "", "What was said", "Keep"]),
            act("note", "notes", ["备注", "只有办理人看得到", "内容", "保存"], ["Note", "Only handlers see it", "Text", "Save"]),
        ],
        lines: vec![(at("10:05"), l.pick("居民上报，交 03 网格", "Reported by a resident; grid 03 has it").to_owned())],
        ..PatrolDetail::default()
    }
}

pub(crate) fn map(l: Locale) -> PatrolMap {
    let mut shell = shell(l, l.pick("网格地图", "Map"), PatrolTab::Map);
    shell.head.map = true;
    let mut features = vec![shapes(|_, _| json!({ "current": true })).swap_remove(5)];
    for (n, light) in ["late", "soon", "fine", "fine"].into_iter().enumerate() {
        let n = f64::from(u8::try_from(n).unwrap_or(0));
        features.push(json!({ "type": "Feature", "properties": { "label": "x", "href": "patrol-detail", "light": light }, "geometry": { "type": "Point", "coordinates": [117.2525 + n * 0.0013, 31.8502 + (n * 0.0011) % 0.003] } }));
    }
    PatrolMap { shell, geojson: collection(features), items: items(l), without: 1 }
}

pub(crate) fn me(l: Locale) -> PatrolMe {
    PatrolMe {
        shell: shell(l, l.pick("我的", "Me"), PatrolTab::Me),
        name: l.pick("陈芳", "Chen Fang").to_owned(),
        post: l.pick("三里庵社区 03 网格 · 网格员", "Grid lead, Sanli'an grid 03").to_owned(),
        facts: vec![
            (l.pick("辖区", "Grid").to_owned(), l.pick("286 户，6 栋楼", "286 households, 6 buildings").to_owned()),
            (l.pick("代班", "Stand-in").to_owned(), l.pick("周丽（04 网格）", "Zhou Li (grid 04)").to_owned()),
        ],
        links: vec![
            link(l.pick("我上报的", "What I reported"), "/mine"),
            link(l.pick("设置", "Settings"), "/settings"),
            link(l.pick("反映本系统加重负担", "Report that this software adds work"), "/complaint"),
        ],
        tracks: None,
    }
}

/// What a phone keeps for a day.
pub(crate) fn day(l: Locale) -> FieldDay {
    let matters = items(l).into_iter().enumerate().map(|(n, item)| {
        let mut acts = detail(l).acts;
        acts.iter_mut().for_each(|act| act.name = format!("{}-{n}", act.name));
        FieldItem {
            id: n.to_string(),
            number: format!("340104-2026-00{n}"),
            state: l.pick("网格员处理中", "With the grid lead").to_owned(),
            item,
            acts,
        }
    });
    FieldDay {
        grid: l.pick("三里庵社区 03 网格", "Sanli'an community, grid 03").to_owned(),
        made: at(l.pick("今天 09:12", "today 09:12")),
        lives: 43_200,
        items: matters.collect(),
        geojson: map(l).geojson,
        shell: map(l).shell,
        ..FieldDay::default()
    }
}

pub(crate) fn queue(l: Locale) -> FieldQueue {
    FieldQueue { shell: shell(l, l.pick("待发", "To send"), PatrolTab::Queue) }
}

pub(crate) fn offline(l: Locale) -> FieldOffline {
    FieldOffline { shell: phone(l, l.pick("没有信号", "No signal"), false) }
}
