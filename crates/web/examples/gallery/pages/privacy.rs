//! Requests about somebody's own data: the list, and one that waits for the second officer.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;

pub fn list(l: Locale) -> PrivaciesPage {
    PrivaciesPage {
        shell: shell(l, l.pick("个人信息请求", "Personal data"), "/privacy"),
        sub: l.pick("1 件待答复", "1 to be answered").into(),
        rows: vec![PrivacyRow {
            kind: l.pick("删除", "Erasure").into(),
            masked: "139****1234".into(),
            href: "/privacy/1".into(),
            status: Badge { text: l.pick("待答复", "To be answered").into(), tone: "soon" },
            at: at("10:05"),
            by: "何静".into(),
            due: "2026-12-22".into(),
        }],
        add: ActForm {
            action: "/privacy".into(),
            fields: vec![Field {
                name: "number".into(),
                label: l.pick("手机号或身份证号", "Phone or identity number").into(),
                required: true,
                kind: FieldKind::Code,
                ..Field::default()
            }],
            submit: l.pick("受理并查找", "Take in and look up").into(),
            ..ActForm::default()
        },
        empty: Empty::default(),
    }
}

pub fn one(l: Locale) -> PrivacyPage {
    let text = |zh: &str, en: &str| l.pick(zh, en).to_owned();
    PrivacyPage {
        shell: shell(l, l.pick("删除 · 139****1234", "Erasure · 139****1234"), "/privacy"),
        crumbs: Crumbs { l, above: vec![link(l.pick("个人信息请求", "Personal data"), "/privacy")], here: text("删除", "Erasure") },
        title: text("删除 · 139****1234", "Erasure · 139****1234"),
        status: Badge { text: text("待答复", "To be answered"), tone: "soon" },
        facts: vec![(text("受理人", "By"), "何静 · 2026-11-22 10:05".into())],
        held: vec![PrivateRow {
            register: text("民情事项", "Case"),
            number: "340104-2026-018236".into(),
            href: String::new(),
            state: Badge { text: text("办理中", "Being handled"), tone: "soon" },
            fields: text("怎么称呼、手机号", "Your name, Phone"),
            more: text("正文 1 段、日志 2 条", "1 texts, 2 journal entries"),
            kept: String::new(),
            basis: String::new(),
        }],
        staff: vec![StaffRow {
            of: text("任职", "Posts"),
            places: vec![text("书记 · 梅苑社区党委 · 2021-07-01 –", "Secretary · Meiyuan community · 2021-07-01 –")],
            sessions: String::new(),
            kept: text("在岗、在任期间留存", "Kept while they serve"),
            drop: "1".into(),
        }],
        results: Vec::new(),
        nothing: String::new(),
        shown: vec![ShownRecord {
            title: text("民情事项 340104-2026-018236", "Case 340104-2026-018236"),
            pairs: vec![(text("手机号", "Phone"), "13900001234".into())],
        }],
        copies: vec![("JSON".into(), "/privacy/1/copy.json".into())],
        action: "/privacy/1".into(),
        version: "1".into(),
        answer: String::new(),
        stops: vec![text("未办结事项将无法回访。", "Nobody can call them back about open matters.")],
        second: String::new(),
        wrong: Vec::new(),
        erase: Some(ActForm {
            action: "/privacy/1".into(),
            fields: vec![Field {
                name: "told".into(),
                label: text("已告知本人", "They were told"),
                required: true,
                kind: FieldKind::Bool,
                ..Field::default()
            }],
            submit: text("永久删除", "Erase for good"),
            danger: true,
            ..ActForm::default()
        }),
        refuse: None,
    }
}

pub fn retention(l: Locale) -> RetentionPage {
    let text = |zh: &str, en: &str| l.pick(zh, en).to_owned();
    let title = text("个人信息保存期限", "How long personal data is kept");
    RetentionPage {
        shell: shell(l, &title, "/privacy"),
        crumbs: Crumbs { l, above: vec![link(l.pick("个人信息请求", "Personal data"), "/privacy")], here: title },
        pass: text("已查完：2026-11-22", "Looked through on 2026-11-22"),
        rules: vec![
            RetentionRule {
                register: text("民情事项", "Case"),
                fields: text("怎么称呼、手机号", "Your name, Phone"),
                long: text("办结后 1095 天", "1095 days after closing"),
                states: text("已办结、已作废", "Closed, Void"),
                because: text("回访、复核和争议处理", "To call back and settle disputes"),
                basis: "个人信息保护法 第十九条".into(),
                coming: 3,
                ..RetentionRule::default()
            },
            RetentionRule { register: text("走访", "Visits"), fields: text("姓名", "Name"), ..RetentionRule::default() },
        ],
        next: vec![RunsOutRow {
            number: link("340104-2023-001807", ""),
            register: text("民情事项", "Case"),
            state: text("已办结", "Closed"),
            due: "2026-11-30".into(),
        }],
        more: String::new(),
        none: Empty::default(),
        erased: vec![RetiredRow {
            month: "2026-11".into(),
            register: text("民情事项", "Case"),
            records: 12,
            fields: 20,
            words: 31,
            photos: 4,
        }],
        held_back: text("有 1 件因依法留存只存不用。", "1 is kept by law and not used."),
    }
}
