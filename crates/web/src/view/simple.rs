//! Pages without a menu (log-in, errors) and the list of notices.

use askama::Template;

use crate::filters;
use crate::view::{ActForm, Empty, Head, Light, Link, Moment, Pager, Shell, Tab};

/// `layout/plain.html`: no menu.
#[derive(Clone, Debug, Default)]
pub struct PlainShell {
    /// Common head.
    pub head: Head,
    /// 蜀山区.
    pub org: String,
    /// This page in the other language.
    pub lang_href: String,
    /// This page in large or normal text.
    pub text_href: String,
}

/// Logging in; the second step asks for the code with the same page.
#[derive(Template)]
#[template(path = "pages/login.html")]
pub struct LoginPage {
    /// The frame.
    pub shell: PlainShell,
    /// The form.
    pub form: ActForm,
    /// 统一身份认证; `None` where the place has no provider of identities.
    pub sso: Option<Link>,
    /// Where a passkey is sent (POST); empty: there can be none.
    pub passkey: String,
    /// After signing out: where one signs out at the provider too.
    pub out: Option<Link>,
    /// 忘记密码, 居民入口.
    pub links: Vec<Link>,
    /// In a demo: who one may be, by role.
    pub demo: Vec<DemoAccount>,
}

/// An account of a demo, chosen by a press.
#[derive(Clone, Debug, Default)]
pub struct DemoAccount {
    /// 李敏.
    pub name: String,
    /// 街道派单员 · 三里庵街道.
    pub post: String,
    /// What is posted as `account` to `action`.
    pub login: String,
    /// Where.
    pub action: String,
}

/// What went wrong, and what to do next.
#[derive(Template)]
#[template(path = "pages/error.html")]
pub struct ErrorPage {
    /// The frame.
    pub shell: PlainShell,
    /// 404.
    pub status: u16,
    /// 没有这个页面.
    pub title: String,
    /// Why, in plain words.
    pub text: String,
    /// The clause behind a refusal; may be empty.
    pub basis: String,
    /// Where to go.
    pub next: Vec<Link>,
    /// What to tell the administrator: 编号 7F3A-…; may be empty.
    pub reference: String,
}

/// What the reader was told.
#[derive(Template)]
#[template(path = "pages/notices.html")]
pub struct NoticesPage {
    /// The frame.
    pub shell: Shell,
    /// All, unread.
    pub tabs: Vec<Tab>,
    /// Notices, the latest first.
    pub notices: Vec<Notice>,
    /// 全部标为已读 (POST); empty: nothing is unread.
    pub mark_all: String,
    /// Paging.
    pub pager: Pager,
    /// When there are none.
    pub empty: Empty,
}

/// One notice.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// When.
    pub at: Moment,
    /// 督办：地下车库消防通道堆放杂物.
    pub title: String,
    /// 已超期 3 小时，请今日 17:00 前反馈.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Not read yet.
    pub unread: bool,
    /// How pressing.
    pub light: Light,
}
