//! The journal of sign-ins, of one account or of all.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::view::{Badge, Empty, FilterBar, Moment, Pager, Shell, Tab};
use crate::{Locale, filters};

/// Everybody's sign-ins, for whoever audits.
#[derive(Template)]
#[template(path = "pages/sign_ins.html")]
pub struct SignInsPage {
    /// The frame.
    pub shell: Shell,
    /// Acts, sign-ins.
    pub tabs: Vec<Tab>,
    /// How many tries there were with logins that nobody has.
    pub strangers: String,
    /// The filter.
    pub filter: FilterBar,
    /// The lines.
    pub list: SignInList,
    /// Paging.
    pub pager: Pager,
    /// When there are none.
    pub empty: Empty,
}

/// Lines of sign-ins; `{{ list }}` writes a table.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/sign_ins.html")]
pub struct SignInList {
    /// The reader's language.
    pub l: Locale,
    /// Lines say whose they are.
    pub named: bool,
    /// The lines, the latest first.
    pub rows: Vec<SignInRow>,
}
impl HtmlSafe for SignInList {}

/// One line.
#[derive(Clone, Debug, Default)]
pub struct SignInRow {
    /// When.
    pub at: Moment,
    /// Whose account.
    pub who: String,
    /// 登录, 密码不对, 被退出.
    pub what: Badge,
    /// 密码 + 验证码, or who ended it.
    pub how: String,
    /// Edge · Windows.
    pub browser: String,
    /// 203.0.113.*.
    pub network: String,
}
