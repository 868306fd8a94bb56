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
