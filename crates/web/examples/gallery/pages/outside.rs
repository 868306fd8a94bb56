//! Made-up webhooks: what leaves the program.

use linli_web::Locale;
use linli_web::view::*;

use super::common::*;

fn on(l: Locale) -> Badge {
    Badge { text: l.pick("正常", "On").into(), tone: "fine" }
}

pub fn webhooks(l: Locale) -> WebhooksPage {
    let row = |label: &str, machine: &str, status: Badge| WebhookRow {
        label: label.into(),
        href: "/admin/webhooks/w".into(),
        machine: machine.into(),
        area: "三里庵街道".into(),
        about: l.pick("事件、微心愿", "Cases, Wishes").into(),
        status,
    };
    WebhooksPage {
        shell: shell(l, l.pick("事件推送", "Webhooks"), "/admin/webhooks"),
        new: link(l.pick("新增推送", "Add a webhook"), "/admin/webhooks/new"),
        rows: vec![
            row("区指挥中心", "hub.example.gov.cn", on(l)),
            row("数据资源局", "10.20.3.4:8443", Badge { text: l.pick("已停用", "Off").into(), tone: "late" }),
        ],
        empty: Empty::default(),
    }
}

pub fn webhook(l: Locale) -> WebhookPage {
    let title = "区指挥中心";
    let row = |what: &str, status: &str, tone: &'static str, answer: &str, said: &str| DeliveryRow {
        key: "7".into(),
        what: what.into(),
        at: at("10:31"),
        status: Badge { text: status.into(), tone },
        tried: at("10:31"),
        answer: answer.into(),
        said: said.into(),
    };
    let form = |title: &str, field: &str| ActForm {
        title: title.into(),
        action: "/admin/webhooks/w".into(),
        fields: vec![Field { name: field.into(), label: field.into(), ..Field::default() }],
        submit: l.pick("保存", "Save").into(),
        ..ActForm::default()
    };
    WebhookPage {
        shell: shell(l, title, "/admin/webhooks"),
        crumbs: Crumbs { l, above: vec![link(l.pick("事件推送", "Webhooks"), "/admin/webhooks")], here: title.into() },
        label: title.into(),
        status: on(l),
        why: String::new(),
        made: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
        behind: l.pick("日志里还有 3 条没有看到", "3 entries of the journal to go").into(),
        acts: vec![link(l.pick("发一条测试", "Send a test"), "/admin/webhooks/w/test")],
        switch: link(l.pick("停用", "Switch off"), "/admin/webhooks/w/off"),
        end: "/admin/webhooks/w/end".into(),
        form: form(l.pick("推送设置", "Settings"), "label"),
        replay: form(l.pick("重发放弃的通知", "Send again what was given up"), "since"),
        again: "/admin/webhooks/w/replay".into(),
        deliveries: vec![
            row("事件 · 派单", l.pick("已送达", "Delivered"), "fine", "200 · 35 ms", "ok"),
            row("事件 · 接单", l.pick("已试 2 次", "Tried 2 times"), "soon", l.pick("15 秒内没有答复", "no answer within 15 seconds"), ""),
        ],
        pager: Pager::default(),
    }
}

pub fn channels(l: Locale) -> ChannelsPage {
    let title = l.pick("通知方式", "Ways to be told");
    let field = |name: &str, label: &str, value: &str| Field {
        name: name.into(),
        id: format!("sms-{name}"),
        label: label.into(),
        value: value.into(),
        ..Field::default()
    };
    ChannelsPage {
        shell: shell(l, title, "/me"),
        crumbs: Crumbs { l, above: vec![link(l.pick("我的账号", "My account"), "/me")], here: title.into() },
        channels: vec![ChannelCard {
            id: "channel-sms".into(),
            label: l.pick("短信", "Text message").into(),
            status: on(l),
            problem: String::new(),
            confirm: None,
            form: ActForm {
                action: "/me/channels/sms".into(),
                fields: vec![
                    Field { kind: FieldKind::Phone, ..field("to", l.pick("手机号", "Phone number"), "13812345678") },
                    field("quiet_from", l.pick("免打扰，从", "Quiet from"), "22:00"),
                ],
                submit: l.pick("保存", "Save").into(),
                ..ActForm::default()
            },
            end: "/me/channels/sms/end".into(),
        }],
        empty: Empty::default(),
    }
}

pub fn told(l: Locale) -> ToldPage {
    ToldPage {
        shell: shell(l, l.pick("外发通知", "Notices outside"), "/admin/channels"),
        channels: vec![ToldRow {
            label: l.pick("短信", "Text message").into(),
            people: 12,
            told: 340,
            given_up: 1,
            failing: vec![("李敏".into(), "500".into())],
        }],
        lost: vec![(link("340104-2026-001862", "/records/x"), "500".into())],
        empty: Empty::default(),
    }
}
