//! Accounts: who may do what, where.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Badge, Crumbs, Empty, Event, FilterBar, KeyLists, Link, Pager, Shell, StandIns};

/// The accounts of an administrator's area.
#[derive(Template)]
#[template(path = "pages/accounts.html")]
pub struct AccountsPage {
    /// The frame.
    pub shell: Shell,
    /// 三里庵街道 · 86 个账号.
    pub sub: String,
    /// 新增账号.
    pub new: Option<Link>,
    /// 导入, 导出.
    pub files: Vec<Link>,
    /// The filter.
    pub filter: FilterBar,
    /// The rows.
    pub rows: Vec<AccountRow>,
    /// Paging.
    pub pager: Pager,
    /// When nothing matches.
    pub empty: Empty,
}

/// An account in the list.
#[derive(Clone, Debug, Default)]
pub struct AccountRow {
    /// 李敏.
    pub name: String,
    /// limin.
    pub login: String,
    /// The account's page.
    pub href: String,
    /// 街道派单员 · 三里庵街道行政服务中心.
    pub roles: Vec<String>,
    /// 在用, 已停用, 已锁定.
    pub status: Badge,
}

/// One account.
#[derive(Template)]
#[template(path = "pages/account.html")]
pub struct AccountPage {
    /// The frame.
    pub shell: Shell,
    /// The way here.
    pub crumbs: Crumbs,
    /// 李敏.
    pub name: String,
    /// 在用.
    pub status: Badge,
    /// Name, login, phone.
    pub form: ActForm,
    /// Its roles with their periods, those to come and those that ended included.
    pub roles: Vec<RoleRow>,
    /// Whether it has a second factor.
    pub second_factor: Badge,
    /// Where that is reset (POST); empty: there is none, or another administrator's.
    pub reset_factor: String,
    /// Where its link to the provider of identities is taken away (POST); empty: there is none.
    pub unlink: String,
    /// Where it is away or stands in.
    pub stand_ins: StandIns,
    /// Where the account is unlocked (POST); empty: it is not locked.
    pub unlock: String,
    /// Its sessions and tokens; `None` on a new account.
    pub keys: Option<KeyLists>,
    /// What was done to this account.
    pub history: Vec<Event>,
}

/// A role of an account.
#[derive(Clone, Debug, Default)]
pub struct RoleRow {
    /// 街道派单员.
    pub role: String,
    /// 三里庵街道行政服务中心.
    pub body: String,
    /// 三里庵街道.
    pub area: String,
    /// 2026-03-01 至 2026-03-31.
    pub period: String,
    /// 未开始, 任职中, 已结束.
    pub state: Badge,
}
