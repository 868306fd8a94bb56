//! Webhooks: where news of acts is sent, and what became of it.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Badge, Crumbs, Empty, Link, Moment, Pager, Shell};

/// The webhooks of an administrator's areas.
#[derive(Template)]
#[template(path = "pages/webhooks.html")]
pub struct WebhooksPage {
    /// The frame.
    pub shell: Shell,
    /// 新增推送.
    pub new: Link,
    /// The rows.
    pub rows: Vec<WebhookRow>,
    /// When there are none.
    pub empty: Empty,
}

/// A webhook in the list.
#[derive(Clone, Debug, Default)]
pub struct WebhookRow {
    /// 指挥中心.
    pub label: String,
    /// Its page.
    pub href: String,
    /// The machine it is sent to: the rest of the address may be secret.
    pub machine: String,
    /// 三里庵街道.
    pub area: String,
    /// 事件、微心愿.
    pub about: String,
    /// 正常, 等待重试, 已停用.
    pub status: Badge,
}

/// One webhook.
#[derive(Template)]
#[template(path = "pages/webhook.html")]
pub struct WebhookPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// 指挥中心.
    pub label: String,
    /// 正常.
    pub status: Badge,
    /// Why it is off, or waits; may be empty.
    pub why: String,
    /// A secret just made, shown this once; empty otherwise.
    pub made: String,
    /// 还有 3 件未推送; may be empty.
    pub behind: String,
    /// What may be done at once: label, where (POST).
    pub acts: Vec<Link>,
    /// Switches it on or off.
    pub switch: Link,
    /// Takes it away (POST).
    pub end: String,
    /// Changes it.
    pub form: ActForm,
    /// Sends again what was given up since a day.
    pub replay: ActForm,
    /// Where one delivery is sent again (POST, `key`).
    pub again: String,
    /// The latest deliveries.
    pub deliveries: Vec<DeliveryRow>,
    /// Paging.
    pub pager: Pager,
}

/// A delivery.
#[derive(Clone, Debug, Default)]
pub struct DeliveryRow {
    /// What is sent to send it again.
    pub key: String,
    /// 事件 · 派遣.
    pub what: String,
    /// When that was done.
    pub at: Moment,
    /// 已送达, 第 2 次重试, 已放弃.
    pub status: Badge,
    /// When it was last tried.
    pub tried: Moment,
    /// 200 · 35 毫秒, 超时.
    pub answer: String,
    /// Beginning of the answer; may be empty.
    pub said: String,
}
